// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Assertions.h"
#include "evals/RunPlan.h"

#include <QFile>

#include <optional>

namespace countersign::evals {

/// What a model said to one task, or why it said nothing. Hostile text.
struct RunAnswer
{
    QString text = {};
    QJsonArray toolCalls = {};
    QString finishReason = {};
    QString modelServed = {};
    double latency = noScore; ///< milliseconds; noScore: from the cache, or not measured
    double cost = noScore;    ///< US dollars
    qint64 promptTokens = -1; ///< -1: not told
    qint64 completionTokens = -1;
    QString error = {}; ///< why there is no answer: a ChatFailure's name and the endpoint's words
    bool cached = false;

    [[nodiscard]] bool isAnswer() const { return error.isEmpty(); }
};

/// One finished task.
struct RunRecord
{
    RunTask task = {};
    RunAnswer answer = {};
    CaseResult result = {};
};

[[nodiscard]] QJsonObject toJson(const RunRecord &record);
/// Nothing for what is not a record.
[[nodiscard]] std::optional<RunRecord> recordFromJson(const QJsonObject &json);

/// What a run has been told so far, a line of JSON for each answer, so that a run that was stopped, or broke down, goes on
/// where it was. A last line that was cut off is left out; its task is asked again.
class RunJournal
{
public:
    /// The records that stand in `path` for the plan with that hash, as a run would go on with them; none from a file that
    /// cannot be read. Leaves the file as it is, which a run may be writing.
    [[nodiscard]] static QList<RunRecord> read(const QString &path, const ContentHash &plan);
    /// Opens `path` to write: for the run of the plan with that hash and nobody besides. Gives the records that stand there
    /// and cuts off what follows them. One of another plan is set aside as `path`.old. Fails: NotPermitted, NoSpace.
    [[nodiscard]] static Result<std::unique_ptr<RunJournal>> open(const QString &path,
                                                                  const ContentHash &plan);

    /// By task; answers that failed are not among them.
    [[nodiscard]] const QList<RunRecord> &earlier() const { return m_earlier; }
    /// Written when this returns. Fails: NoSpace, NotPermitted.
    [[nodiscard]] Done add(const RunRecord &record);
    /// The run is complete and its result file stands: the journal is not needed any more.
    void remove();

private:
    RunJournal() = default;
    QFile m_file;
    QList<RunRecord> m_earlier;
};

/// Answers by what was asked: the request's bytes, the endpoint and the repeat. A folder that may be deleted at any time.
class AnswerCache
{
public:
    /// An empty folder keeps nothing.
    explicit AnswerCache(QString folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] static ContentHash keyOf(const QUrl &endpoint, const connectors::ChatRequest &request,
                                           int repeat);
    [[nodiscard]] std::optional<RunAnswer> find(const ContentHash &key) const;
    /// A cache that cannot be written is no reason to stop: false.
    bool keep(const ContentHash &key, const RunAnswer &answer) const;

private:
    [[nodiscard]] QString pathOf(const ContentHash &key) const;
    QString m_folder;
};

} // namespace countersign::evals
