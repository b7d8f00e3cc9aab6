// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Compare.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace countersign {

/// A version of the prompt, and the run that tells how it did.
struct EvalVersion
{
    QString name = {};                                  ///< "1.3.0", "Rev 2", or the name of the file
    std::shared_ptr<const evals::ResultFile> file = {}; ///< never null in an EvalSet
    quint32 column = 0;                                 ///< into ResultFile::columns
};

/// Runs beside each other, and which two of them are compared.
struct EvalSet
{
    QList<EvalVersion> versions = {}; ///< oldest first
    int baseline = -1;                ///< into versions; -1: nothing to compare with
    int candidate = -1;               ///< into versions; -1 only where there are none
    evals::CompareOptions options = {};
    std::shared_ptr<const evals::Comparison> comparison = {}; ///< of these two; null: there is none
};

/// What became of a case between the two that are compared.
enum class CaseChange : quint8 {
    NotCompared, ///< there is nothing to compare with
    Lost,
    Won,
    Same,
    Varies,    ///< its repeats disagree within one run: held apart
    NotJudged, ///< one of the two has no figure for it
    Added,     ///< the candidate alone has it
    Removed,   ///< the baseline alone has it
    Older,     ///< neither has it, only another version
};

/// One case over all versions.
struct EvalCase
{
    QString key = {};   ///< unique in the matrix and the same for the same files
    QString title = {}; ///< its name, else its id, else how its input begins; one line, not empty
    QString id = {};
    QString dimension = {};
    QString source = {};
    int version = 0;       ///< where its texts are read: the candidate where it has the case
    quint32 caseIndex = 0; ///< into that file's cases
    CaseChange change = CaseChange::NotCompared; ///< the gravest over the dimensions
    double loss =
        0; ///< the largest over the dimensions, as a share of the metric's scale; a gain is negative
    bool failing = false;    ///< an answer of the candidate failed or was not judged
    bool unanswered = false; ///< an answer of the candidate was not judged
    bool otherWords = false; ///< the two answered in other words
};

/// One answer as the matrix shows it, by the whole answer or by one metric.
struct EvalMark
{
    evals::Outcome outcome = evals::Outcome::Error;
    double score = evals::noScore;
    quint32 answer = 0; ///< into the file's answers
    friend bool operator==(const EvalMark &, const EvalMark &) = default;
};

/// How one case did in one dimension.
struct CaseFigures
{
    double before = evals::noScore;
    double after = evals::noScore;
    double loss = 0; ///< as EvalCase::loss
    CaseChange change = CaseChange::NotCompared;
};

/// Cases × versions, made once from results that are shared, then only read, by any thread. Cases are matched as the
/// comparison matched them, those of other versions by id, else by input and assertions. Holds no text of an answer.
class EvalMatrix
{
public:
    /// Takes milliseconds for 100,000 answers; away from the window's thread all the same.
    [[nodiscard]] static std::shared_ptr<const EvalMatrix> make(EvalSet set);

    [[nodiscard]] const EvalSet &set() const { return m_set; }
    [[nodiscard]] const EvalVersion &version(int version) const { return m_set.versions[version]; }
    [[nodiscard]] const std::vector<EvalCase> &cases() const { return m_cases; }
    /// Of the comparison in its order, else those that the cases name.
    [[nodiscard]] const QStringList &dimensions() const { return m_dimensions; }
    [[nodiscard]] const QStringList &sources() const { return m_sources; }
    [[nodiscard]] int dimensionIndex(const QString &name) const { return int(m_dimensions.indexOf(name)); }
    [[nodiscard]] bool isIn(int row, int dimension) const;

    /// Indexes into the answers of that version's file, by repeat; empty where it does not have the case.
    [[nodiscard]] std::span<const quint32> answers(int row, int version) const;
    /// Index into that file's cases; nothing where it does not have the case.
    [[nodiscard]] std::optional<quint32> caseIn(int row, int version) const;
    /// The same answers as marks. `dimension` -1 is the answer as a whole; a dimension that is a metric of the file is
    /// judged by that metric alone.
    [[nodiscard]] QList<EvalMark> marks(int row, int version, int dimension = -1) const;
    [[nodiscard]] CaseFigures pair(int row, int dimension) const;

    /// Whether every word stands in the case's title, id, input or expectation, or in an answer of any version. Without
    /// regard to case.
    [[nodiscard]] bool says(int row, const QStringList &words) const;

    [[nodiscard]] const evals::ResultFile &file(int version) const { return *m_set.versions[version].file; }
    [[nodiscard]] const evals::Case &evalCase(int row) const;
    [[nodiscard]] int repeats() const
    {
        return m_repeats;
    } ///< the most answers that a case has in one version

private:
    struct Cell
    {
        quint32 first = 0; ///< into m_answers
        quint32 count = 0;
        qint32 caseIndex = -1;
    };

    EvalMatrix() = default;
    void addCases();
    void addCasesOf(int version);
    /// Pairs of `version` and `other`, of which the latter is placed already.
    void meet(int version, int other, const std::vector<evals::CasePair> &pairs);
    [[nodiscard]] QString nameOf(int version, quint32 index) const;
    void addAnswers();
    void addDimensions();
    void judge();
    [[nodiscard]] const Cell &cell(int row, int version) const
    {
        return m_cells[size_t(row) * size_t(m_set.versions.size()) + size_t(version)];
    }
    Cell &cell(int row, int version)
    {
        return m_cells[size_t(row) * size_t(m_set.versions.size()) + size_t(version)];
    }

    EvalSet m_set;
    std::vector<EvalCase> m_cases;
    std::vector<Cell> m_cells; ///< by case, then version
    std::vector<quint32> m_answers;
    QStringList m_dimensions;
    QStringList m_sources;
    std::vector<std::vector<qint32>> m_pairs; ///< per dimension and row, into its pairs; -1: none
    std::vector<double> m_spans;              ///< per dimension: loss of 1 in the metric's unit
    std::vector<std::vector<int>> m_metrics;  ///< per dimension and version: its metric, or -1
    int m_repeats = 0;
};

/// The scale of a dimension in its own unit, as the comparison took it: 1 for passes and failures, and where none is
/// known.
[[nodiscard]] double scaleOf(const evals::DimensionComparison &dimension,
                             const evals::CompareOptions &options);

} // namespace countersign
