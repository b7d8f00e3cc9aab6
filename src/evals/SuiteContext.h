// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Suite.h"
#include "prompt/Tree.h"

#include <QMap>

#include <optional>

namespace countersign::evals {

/// One text that a suite is made of, with its lines.
class SuiteText
{
public:
    SuiteText(const QString &path, const QString &source);
    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] const QString &source() const { return m_source; }
    /// The folder that it stands in; empty for the top.
    [[nodiscard]] QString folder() const;
    [[nodiscard]] std::pair<int, int> lineAndColumn(qsizetype offset) const;

private:
    QString m_path;
    QString m_source;
    QList<qsizetype> m_lines; ///< offsets of their beginnings
};

/// What is shared while one suite is read: its problems, its files and what may still be read.
class SuiteContext
{
public:
    SuiteContext(const QString &suitePath, const SuiteFiles &files);

    void problem(SuiteProblemKind kind, const SuiteText &text, qsizetype offset, const QString &detail,
                 bool error = true);

    enum class Counts { ForTheHash, NotForTheHash };
    /// The file that `reference` (behind file://) names, seen from `text`. A problem and nothing when it cannot be had.
    [[nodiscard]] std::optional<SuiteText> readReference(const SuiteText &text, qsizetype offset,
                                                         const QString &reference, Counts counts);
    /// The paths that a reference with * or ? names; the path itself when it has none.
    [[nodiscard]] QStringList expand(const SuiteText &text, qsizetype offset, const QString &reference);
    [[nodiscard]] std::optional<SuiteText> readPath(const SuiteText &from, qsizetype offset,
                                                    const QString &path, Counts counts);

    /// A node as JSON; what lies deeper than 64 levels is null with a problem.
    [[nodiscard]] QJsonValue json(const SuiteText &text, const prompt::TreeNode &node);

    /// What a file says that was named so: YAML and JSON as their value, anything else as text without white space around
    /// it. A problem and nothing when it cannot be read.
    [[nodiscard]] std::optional<QJsonValue> valueOf(const SuiteText &file, const QString &reference);

    [[nodiscard]] ContentHash hash() const;
    [[nodiscard]] QList<SuiteProblem> takeProblems() { return std::move(m_problems); }

private:
    SuiteFiles m_files;
    QString m_folder;
    QList<SuiteProblem> m_problems;
    QMap<QString, QByteArray> m_hashes; ///< by path
    qint64 m_bytesLeft;
    int m_filesLeft;
};

/// A node as JSON; nothing where it is deeper than 64 levels.
[[nodiscard]] std::optional<QJsonValue> jsonOf(const prompt::TreeNode &node, int depth = 0);

/// A plain YAML scalar by the core schema of YAML 1.2, section 10.3.2; quoted ones are text.
[[nodiscard]] QJsonValue scalarValue(const prompt::TreeNode &node);

/// Reads assertions at `node`, a list. What is no assertion is a problem and is left out.
[[nodiscard]] std::vector<Assertion> readAssertions(SuiteContext &context, const SuiteText &text,
                                                    const prompt::TreeNode &node);

/// Reads one test of YAML or JSON; several cases where its variables are lists.
void readTest(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node,
              const SuiteCase &defaults, std::vector<SuiteCase> &into);

/// Reads defaultTest: a case that the others begin with.
[[nodiscard]] SuiteCase readDefaults(SuiteContext &context, const SuiteText &text,
                                     const prompt::TreeNode &node);

/// Reads the cases of a CSV file whose first line names variables and `__` columns (RFC 4180).
void readCsvTests(SuiteContext &context, const SuiteText &text, const SuiteCase &defaults,
                  std::vector<SuiteCase> &into);

inline constexpr qsizetype mostCases = 20'000;

} // namespace countersign::evals
