// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "evals/Results.h"
#include "evals/SuiteFiles.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <vector>

// A suite: a promptfoo configuration (promptfoo.dev/docs/configuration/reference) as far as it says what is asked and
// how an answer is judged, with a `countersign` block beside it. Nothing in it is executed: what needs JavaScript,
// Python or a network is kept and named, and a case that depends on it ends in an error, never in a pass.
//
//   description: Refunds
//   prompts: [file://../prompts/support/refund.md]
//   countersign:
//     thresholds: { tone: 0.9 }          # least pass rate or mean per dimension
//     harness: ./evaluate                # the team's own command, offered to whoever runs the suite
//   tests:
//     - vars: { question: "How long do I have?" }
//       assert:
//         - { type: contains, value: "30 days" }
//       countersign: { id: refund-1, source: past_failure, dimension: accuracy, owner: ana, date: 2026-03-02,
//                      from: "#42" }

namespace countersign::evals {

/// Where a case came from.
enum class CaseSource : quint8 { NotTold, Curated, PastFailure, ProductionSample };

[[nodiscard]] QString toString(CaseSource source); ///< "", "curated", "past_failure", "production_sample"

enum class SuiteProblemKind {
    Syntax,     ///< no YAML, JSON or CSV; `detail` is the parser's words. YAML aliases are refused too
    WrongType,  ///< a value that is not of the kind that its key asks for; `detail` is the key
    UnknownKey, ///< a key that nothing reads; `detail` is the key
    UnknownAssertion, ///< an assertion that this program does not know: an error when it is run; `detail` is its type
    NotRun,           ///< something that would have to be executed, or is not supported; `detail` names it
    FileRefused, ///< outside the repository, a symbolic link, absolute or of the network; `detail` is the reference
    FileMissing, ///< `detail` is the reference
    TooMuch,     ///< beyond a limit; what follows was left out. `detail` says of what
    NoTests,     ///< a suite without a case
    RepeatedId,  ///< `detail` is the id
    WrongDate,   ///< no ISO 8601 date; `detail` is the text
    WrongSource, ///< none of the three sources; `detail` is the text
};

[[nodiscard]] QString toString(SuiteProblemKind kind); ///< "syntax", "wrong_type", …

struct SuiteProblem
{
    SuiteProblemKind kind = SuiteProblemKind::Syntax;
    bool error = true; ///< false: a warning. A suite with errors must not be run
    QString file = {}; ///< path in the repository
    int line = 0;      ///< 1-based, 0 when it does not apply
    int column = 0;    ///< 1-based, in characters
    QString detail = {};

    friend bool operator==(const SuiteProblem &, const SuiteProblem &) = default;
};

/// One assertion, or a set of them.
struct Assertion
{
    QString type = {};    ///< without `not-`: "contains"; "assert-set" for a set
    bool inverse = false; ///< `not-contains`
    QJsonValue value = QJsonValue(QJsonValue::Undefined); ///< as written; templates not filled in, files read
    double threshold = noScore;                           ///< noScore: the type's own
    double weight = 1;                                    ///< 0: measured, and cannot fail
    QString metric = {};             ///< name of the score; may be a template. Empty: the type is the name
    QJsonObject options = {};        ///< every other key: provider, rubricPrompt, config
    QStringList notRun = {};         ///< what it needs and is never executed: "transform", "file://check.py"
    std::vector<Assertion> set = {}; ///< of "assert-set"; sets within sets are refused
    int line = 0;
    int column = 0;

    /// "not-contains".
    [[nodiscard]] QString name() const;
    friend bool operator==(const Assertion &, const Assertion &) = default;
};

struct SuiteCase
{
    QString id = {}; ///< of the `countersign` block; empty: none
    QString description = {};
    QJsonObject vars = {};               ///< files read, lists multiplied out
    std::vector<Assertion> asserts = {}; ///< those of defaultTest first
    double threshold = noScore;          ///< of the weighted mean; in its place every assertion has to pass
    QString prefix = {};                 ///< around every prompt
    QString suffix = {};
    QStringList prompts = {}; ///< labels that it is limited to; empty: all
    QStringList notRun = {};  ///< what would have to be executed for it: "options.transform"
    QString dimension = {};
    CaseSource source = CaseSource::NotTold;
    QString owner = {};
    QString from =
        {}; ///< what it was made from, in the words of whoever wrote it: a change, a comment, a rollback
    QDate date = {};      ///< when it was written or last looked at
    ContentHash key = {}; ///< SHA-256 of vars, asserts and threshold: matches a case without an id
    QString file = {};    ///< where it stands
    int line = 0;
    int column = 0;

    friend bool operator==(const SuiteCase &, const SuiteCase &) = default;
};

struct SuitePrompt
{
    QString label = {};
    QString text = {};
    QString path = {}; ///< in the repository; empty: written in the suite
    friend bool operator==(const SuitePrompt &, const SuitePrompt &) = default;
};

struct SuiteProvider
{
    QString id = {}; ///< "openai:gpt-4.1-mini"
    QString label = {};
    QJsonObject config = {};
    friend bool operator==(const SuiteProvider &, const SuiteProvider &) = default;
};

struct Suite
{
    QString path = {};
    QString description = {};
    QList<SuitePrompt> prompts = {};
    QList<SuiteProvider> providers = {};
    std::vector<SuiteCase> cases = {};
    QHash<QString, double> thresholds = {}; ///< per dimension: for CompareOptions
    int repeat = 1;
    /// `countersign.harness`: the team's own command that evaluates a text in place of the built-in runner. Read, and
    /// never executed by itself: it comes from a repository.
    QString harness = {};
    /// SHA-256 of the suite's own bytes and of every file that its cases read, with their paths seen from its folder.
    /// Not of the prompts' files: the prompt is what changes between two runs of one suite.
    ContentHash hash = {};
    QList<SuiteProblem> problems = {}; ///< in the order of the file; at most 200

    [[nodiscard]] bool hasErrors() const;
};

/// Reads the suite at `path`. Total: what cannot be read is a problem with line and column; bounded (8 MiB a file, 32
/// MiB and 200 files in all, 20,000 cases, 64 levels). Reads files through `files` and blocks as they do.
[[nodiscard]] Suite readSuite(const QString &path, const SuiteFiles &files);

/// The assertion that one cell of a CSV file or a plain string means: "contains: 30 days", "not-equals:x",
/// "similar(0.8): …".
[[nodiscard]] Assertion assertionFromText(const QString &text);

} // namespace countersign::evals
