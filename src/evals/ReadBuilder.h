// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/JsonReader.h"
#include "evals/Read.h"

#include <map>
#include <span>

namespace countersign::evals {

/// What a reader takes: bytes with the name that errors and remarks use.
struct Source
{
    std::shared_ptr<const Bytes> bytes = {};
    QString name = {};

    [[nodiscard]] QByteArrayView view() const { return bytes->view(); }
};

/// A file's bytes: in memory up to 256 MiB, so that nobody can change or shorten them under the reader; mapped beyond.
/// Fails: NotFound, NotPermitted, Unavailable, NoSpace (more than `mostBytes`). A device or a pipe is Invalid.
[[nodiscard]] Result<Source> loadSource(const QString &path, qint64 mostBytes);
[[nodiscard]] Source sourceOf(const QByteArray &bytes, const QString &name);

/// Fills a ResultFile: gives cases, columns and metrics their numbers, counts repeats, keeps within bounds.
class ReadBuilder
{
public:
    static constexpr std::size_t mostAnswers = 5'000'000;
    static constexpr std::size_t mostJudgements = 20'000'000;
    static constexpr qsizetype mostNames = 10'000; ///< of metrics, and of columns
    enum class Repeats { Known, Unknown }; ///< whether the format has repeats; unknown ones are remarked on

    ReadBuilder(Tool tool, Repeats repeats, const ReadOptions &options);

    ResultFile file = {};

    quint16 addBuffer(const Source &source);
    /// Keeps a text that is not in a buffer as it should be shown; at most 1 MiB of it.
    [[nodiscard]] TextRef keep(QByteArrayView utf8);
    /// The same text in the builder's own buffer, when its buffer will not be kept.
    [[nodiscard]] TextRef keep(const TextRef &ref, QByteArrayView buffer);

    [[nodiscard]] quint32 metric(const QString &name);
    [[nodiscard]] quint32 column(const QString &identity, const std::function<Column()> &make);
    /// `identity` tells cases of this file apart. A second case with an id that stands already gets "id#2".
    [[nodiscard]] quint32 caseAt(const QByteArray &identity, const std::function<Case()> &make);
    void add(Answer answer, std::span<const Judgement> judgements);

    /// Whether to read on. Asks the progress function and looks at the bounds; stops `reader` when not.
    bool goesOn(JsonReader &reader, qsizetype size);
    /// The same where there is no one text: `share` is how far reading got, 0 … 1.
    bool goesOn(double share);
    [[nodiscard]] bool isCanceled() const { return m_canceled; }

    /// The worst that was said stays: what is cut off or damaged before what the tool says.
    void setStatus(RunStatus status, const QString &detail);
    /// Cut off or damaged, as the reader's fault says.
    void setFault(const JsonReader &reader, const QString &name);
    void remark(Oddity oddity, const QString &detail = {});

    /// Sorts the answers and gives everything away. Fails: Canceled.
    [[nodiscard]] Result<ResultFile> finish();

private:
    Repeats m_repeats;
    const ReadOptions &m_options;
    QHash<QString, quint32> m_metrics;
    QHash<QString, quint32> m_columns;
    QHash<QByteArray, quint32> m_cases;
    QHash<QString, int> m_ids;
    QHash<quint64, quint32> m_repeatsOf;
    QByteArray m_kept;
    std::optional<quint16> m_keptBuffer;
    double m_told = 0;
    bool m_canceled = false;
    bool m_full = false;
};

/// SHA-256 of what a case asks and what it expects, whoever wrote it down.
[[nodiscard]] ContentHash caseKey(QByteArrayView input, QByteArrayView expected);
/// The value in one form for caseKey(): normalizedJson of a JSON value, a JSON string decoded, other text as it is.
[[nodiscard]] QByteArray normalized(const TextRef &ref, QByteArrayView buffer);

/// Of judgements: an error before a failure before a pass; figures alone are Scored. Error when there are none.
[[nodiscard]] Outcome outcomeOf(std::span<const Judgement> judgements);
/// One that has `number` as a figure: Scored, Error for no figure, Pass or Fail where `limit` is one.
[[nodiscard]] Judgement judgementOf(quint32 metric, double number, double limit = noScore);

/// Pass with 1, or Fail with 0.
[[nodiscard]] Judgement truthJudgement(quint32 metric, bool value);
/// Whether a figure of that name is one of size or speed, which says nothing of better or worse.
[[nodiscard]] bool isMeasure(QStringView name);

} // namespace countersign::evals
