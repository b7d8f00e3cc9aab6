// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/SuiteHealth.h"
#include "services/YamlEdit.h"

#include <QHash>

#include <optional>

// A suite as a table of its tests, for editing: what stands in its own file, as it is written, with the places that
// problems are about. What a test means when it runs is evals::Suite.

namespace countersign {

/// A variable of a test, as it is written.
struct SuiteVariable
{
    QString name = {};
    QString text = {};
    bool fixed = false;    ///< a list or map: `text` shows it and is not edited here
    bool word = false;     ///< a number, true or false: not text
    qsizetype origin = -1; ///< its place in the file; -1: it is not there yet
    friend bool operator==(const SuiteVariable &, const SuiteVariable &) = default;
};

/// An assertion of a test, as it is written.
struct SuiteAssertion
{
    QString type = {};  ///< "not-contains"
    QString value = {}; ///< of a list one entry a line
    bool fixed = false; ///< its value is a map or a list of more than texts, or it is a set: not edited here
    bool word = false;  ///< the value is a number, true or false
    bool oneLine = false;   ///< written as "contains: 30 days"; becomes a map when it is edited
    QString threshold = {}; ///< the figure as written; empty: none
    QString weight = {};
    QString metric = {};
    QStringList more = {}; ///< keys that stay as they are: provider, config
    qsizetype origin = -1;
    int line = 0;
    friend bool operator==(const SuiteAssertion &, const SuiteAssertion &) = default;
};

/// What the form of a test edits; texts as written, empty where there is none.
struct SuiteCaseFields
{
    QString id = {};
    QString description = {};
    QList<SuiteVariable> vars = {};
    QList<SuiteAssertion> asserts = {};
    QString source = {}; ///< curated, past_failure, production_sample
    QString dimension = {};
    QString owner = {};
    QString date = {}; ///< ISO 8601
    QString from = {}; ///< what it was made from
    friend bool operator==(const SuiteCaseFields &, const SuiteCaseFields &) = default;
};

/// Which field of a test a problem is about.
enum class SuiteField { Case, Id, Variables, Assertion, Source, Date };

struct SuiteRowProblem
{
    evals::SuiteProblem problem = {};
    SuiteField field = SuiteField::Case;
    qsizetype assertion = -1; ///< of Assertion: which; -1 when it cannot be told
    friend bool operator==(const SuiteRowProblem &, const SuiteRowProblem &) = default;
};

/// What the health of the cases of one row comes to.
struct SuiteRowHealth
{
    int cases = 0; ///< a test of lists is several
    qint64 age = -1;
    bool stale = false;
    bool flaky = false;
    bool neverFailed = false;
    bool assertsNothing = false;
    bool cannotRun = false;
    bool undated = false;
    bool withoutOwner = false;
    friend bool operator==(const SuiteRowHealth &, const SuiteRowHealth &) = default;
};

struct SuiteRow
{
    enum class Kind {
        Case,      ///< stands in the file
        Reference, ///< names a file with cases: `file` as it is written
        FromFile,  ///< a case of such a file: read-only
    };
    Kind kind = Kind::Case;
    qsizetype index = 0; ///< its place among `tests`; of FromFile that of its reference
    SuiteCaseFields fields = {};
    YamlPath mark = {}; ///< where its countersign block is or would be, seen from the test
    QString file = {};
    bool missing = false; ///< of Reference: the file was not given
    int line = 0;
    SuiteRowHealth health = {};
    QList<SuiteRowProblem> problems = {};
    [[nodiscard]] bool isReadOnly() const { return kind != Kind::Case; }
    friend bool operator==(const SuiteRow &, const SuiteRow &) = default;
};

struct DimensionThreshold
{
    QString dimension = {};
    QString least = {}; ///< the figure as written
    friend bool operator==(const DimensionThreshold &, const DimensionThreshold &) = default;
};

struct SuiteSheet
{
    QString path = {};
    std::optional<Error> error = {}; ///< the file cannot be read as a suite; then there are no rows
    QList<SuiteRow> rows = {};
    QList<DimensionThreshold> thresholds = {};
    QList<evals::SuiteProblem> problems = {}; ///< of no row
    QStringList references = {};              ///< paths of the files that it names, each once; at most 200
    YamlValue tree = {};
    qsizetype tests = 0;                          ///< entries of its list
    [[nodiscard]] QStringList dimensions() const; ///< that cases and thresholds name, sorted
    [[nodiscard]] QStringList variables() const;  ///< that most cases have, in the order of the first of them
};

/// Reads the suite's bytes; `files` are the bytes of what it names, by path, as far as they are known. Total, bounded
/// as parseYaml() and evals::readSuite(). Pure.
[[nodiscard]] SuiteSheet readSuiteSheet(const QByteArray &bytes, const QString &path,
                                        const QHash<QString, QByteArray> &files, const QDate &today,
                                        const QList<const evals::ResultFile *> &runs = {});

/// A number, true or false in the core schema of YAML, which is no text.
[[nodiscard]] bool isYamlWord(const QString &text);

} // namespace countersign
