// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteRun.h"

#include "evals/JudgeModel.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTimeZone>
#include <QtConcurrent>

#include <algorithm>
#include <cmath>

namespace countersign::evals {

using namespace Qt::StringLiterals;
using connectors::ChatAnswer;

namespace {

QJsonArray toJson(const QList<connectors::ToolCall> &calls)
{
    QJsonArray json;
    for (const connectors::ToolCall &call : calls) {
        json.append(QJsonObject{
            {u"id"_s, call.id},
            {u"type"_s, u"function"_s},
            {u"function"_s, QJsonObject{{u"name"_s, call.name}, {u"arguments"_s, call.arguments}}}});
    }
    return json;
}

/// What promptfoo's "echo" says: the prompt as it was filled in.
QString echoOf(const QList<connectors::ChatMessage> &messages)
{
    if (messages.size() == 1) {
        return messages.first().content;
    }
    QJsonArray json;
    for (const connectors::ChatMessage &message : messages) {
        json.append(QJsonObject{{u"role"_s, message.role}, {u"content"_s, message.content}});
    }
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

const Assertion &at(const SuiteCase &one, const AssertionPlace &place)
{
    const Assertion &assertion = one.asserts[std::size_t(place.first)];
    return place.second < 0 ? assertion : assertion.set[std::size_t(place.second)];
}

/// US dollars; noScore where the price or the tokens are not known.
double costOf(const RunModel &model, const RunAnswer &answer)
{
    return answer.promptTokens < 0 || answer.completionTokens < 0
               ? noScore
               : model.inputCost * double(answer.promptTokens)
                     + model.outputCost * double(answer.completionTokens);
}

/// A figure without a limit asked nothing of the answer, so it is as good as passed.
RunStep stepOf(Outcome outcome)
{
    return outcome == Outcome::Error ? RunStep::Error : outcome == Outcome::Fail ? RunStep::Failed : RunStep::Passed;
}

/// Whether the answers of its columns are held against each other.
bool isCompared(const SuiteCase &one)
{
    const QList<AssertionPlace> places = assertionsToAsk(one);
    return std::any_of(places.cbegin(), places.cend(),
                       [&one](const AssertionPlace &place) { return at(one, place).type == u"select-best"; });
}

} // namespace

struct SuiteRun::Pending
{
    RunTask task = {};
    ContentHash key = {};
    RunAnswer answer = {};
    QHash<AssertionPlace, AssertionResult> asked = {};
    int open = 0;                     ///< judges that have not answered
    QList<QFuture<void>> asking = {}; ///< canceled with the run
};

SuiteRun::SuiteRun(RunPlan plan, RunParts parts, QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_parts(std::move(parts))
    , m_cache(m_parts.cacheFolder)
    , m_startedAt(QDateTime::currentDateTimeUtc().toString(Qt::ISODate))
{
    Q_ASSERT(!m_plan.suite.hasErrors());
}

SuiteRun::~SuiteRun()
{
    m_handOver.cancel();
    for (const PendingPtr &pending : m_pending) {
        for (QFuture<void> &future : pending->asking) {
            future.cancel();
        }
    }
}

void SuiteRun::start()
{
    m_tasks = tasksOf(m_plan);
    m_progress.all = m_tasks.size();
    for (const RunTask &task : std::as_const(m_tasks)) {
        if (isCompared(m_plan.suite.cases[task.caseIndex])) {
            ++m_groups[groupOf(task)];
        }
    }
    if (!m_parts.journal.isEmpty()) {
        Result<std::unique_ptr<RunJournal>> journal = RunJournal::open(m_parts.journal, m_plan.hash());
        if (!journal) {
            fail(journal.error());
            return;
        }
        m_journal = *std::move(journal);
        takeEarlier();
    }
    m_tasks.removeIf([this](const RunTask &task) { return m_records.contains(task); });
    pump();
    endIfDone();
}

// Answers that are held against each other are taken as a whole or not at all: the best of some is not the best of all.
void SuiteRun::takeEarlier()
{
    QHash<RunTask, RunRecord> known;
    for (const RunRecord &earlier : m_journal->earlier()) {
        known.insert(earlier.task, earlier);
    }
    QHash<Group, int> there;
    for (const RunTask &task : std::as_const(m_tasks)) {
        there[groupOf(task)] += known.contains(task) ? 1 : 0;
    }
    for (const RunTask &task : std::as_const(m_tasks)) {
        const auto found = known.constFind(task);
        const auto needed = m_groups.constFind(groupOf(task));
        if (found != known.cend() && (needed == m_groups.cend() || there.value(groupOf(task)) == *needed)) {
            record(*found, false);
        }
    }
}

void SuiteRun::cancel()
{
    if (m_canceled || m_ended) {
        return;
    }
    m_canceled = true;
    const std::set<PendingPtr> pending = std::exchange(m_pending, {});
    for (const PendingPtr &one : pending) {
        for (QFuture<void> &future : one->asking) {
            future.cancel();
        }
    }
    m_waiting.clear();
    m_running = 0;
    m_handOver.cancel();
    endIfDone();
}

void SuiteRun::pump()
{
    while (!m_canceled && !m_ended && m_running < m_parts.underWay && m_next < m_tasks.size()) {
        ++m_running;
        begin(m_tasks[m_next++]);
    }
}

void SuiteRun::begin(const RunTask &task)
{
    const auto pending = std::make_shared<Pending>();
    pending->task = task;
    m_pending.insert(pending);
    emit stepped(task, RunStep::Begun);
    // Later, so that a run of answers that are there at once does not go as deep as it is long.
    const auto soon = [this, pending] {
        QMetaObject::invokeMethod(this, [this, pending] { answered(pending); }, Qt::QueuedConnection);
    };
    const SuiteCase &one = m_plan.suite.cases[task.caseIndex];
    const RunModel &model = m_plan.models[task.model];
    Result<connectors::ChatRequest> request = requestFor(m_plan, task);
    if (!one.notRun.isEmpty()) {
        pending->answer.error = u"needs to be executed: "_s + one.notRun.join(u", "_s);
        soon();
        return;
    }
    if (!request) {
        pending->answer.error = reasonOf(request.error());
        soon();
        return;
    }
    if (model.echo) {
        pending->answer.text = echoOf(request->messages);
        pending->answer.modelServed = model.model;
        pending->answer.latency = 0;
        pending->answer.cost = 0;
        soon();
        return;
    }
    request->timeoutMs = m_parts.timeoutMs;
    pending->key = AnswerCache::keyOf(m_plan.endpoint, *request, int(task.repeat));
    if (const std::optional<RunAnswer> known = m_cache.find(pending->key)) {
        pending->answer = *known;
        soon();
        return;
    }
    if (!m_parts.client) {
        pending->answer.error = u"there is no endpoint to ask"_s;
        soon();
        return;
    }
    QFuture<Result<ChatAnswer>> future = m_parts.client->ask(*request);
    pending->asking.append(QFuture<void>(future));
    future.then(this, [this, pending](const Result<ChatAnswer> &answer) {
        if (!m_pending.contains(pending)) {
            return;
        }
        if (answer) {
            pending->answer = {.text = answer->text,
                               .toolCalls = toJson(answer->toolCalls),
                               .finishReason = answer->finishReason,
                               .modelServed = answer->model,
                               .latency = double(answer->latencyMs),
                               .promptTokens = answer->promptTokens,
                               .completionTokens = answer->completionTokens};
            pending->answer.cost = costOf(m_plan.models[pending->task.model], pending->answer);
            m_cache.keep(pending->key, pending->answer);
        } else {
            pending->answer.error = reasonOf(answer.error());
        }
        answered(pending);
    });
}

void SuiteRun::answered(const PendingPtr &pending)
{
    if (!m_pending.contains(pending)) {
        return;
    }
    if (!pending->answer.isAnswer()) {
        // The others of the case are not held up by it, and have nothing to be compared with.
        judgeAsked(pending);
        return;
    }
    askJudges(pending);
}

void SuiteRun::askJudges(const PendingPtr &pending)
{
    const SuiteCase &one = m_plan.suite.cases[pending->task.caseIndex];
    pending->open = 1; // until all have been asked
    const auto settled = [this, pending](const AssertionPlace &place, const AssertionResult &result) {
        pending->asked.insert(place, result);
        if (--pending->open == 0) {
            judgeAsked(pending);
        }
    };
    for (const AssertionPlace &place : assertionsToAsk(one)) {
        const Assertion &assertion = at(one, place);
        const AssertionKind kind = kindOf(assertion);
        const bool embedding = kind == AssertionKind::Embedding;
        if (kind != AssertionKind::Model && !embedding) {
            continue; // of the whole group, or of nobody: judge() says so
        }
        const QString &model = embedding ? m_plan.embeddingModel : m_plan.judgeModel;
        if (model.isEmpty() || !m_parts.client) {
            pending->asked.insert(place, notJudged(assertion, embedding ? u"no embedding model was named"_s
                                                                        : u"no judge model was named"_s));
            continue;
        }
        ++pending->open;
        if (embedding) {
            const auto request = similarRequest(model, assertion, one.vars, pending->answer.text);
            if (!request) {
                settled(place, notJudged(assertion, reasonOf(request.error())));
                continue;
            }
            auto future = m_parts.client->embed(*request);
            pending->asking.append(QFuture<void>(future));
            future.then(this, [this, pending, place, settled,
                               assertion](const Result<connectors::EmbeddingAnswer> &answer) {
                if (m_pending.contains(pending)) {
                    settled(place, similarJudged(assertion, answer));
                }
            });
            continue;
        }
        const auto request = judgeRequest(model, assertion, one.vars, pending->answer.text);
        if (!request) {
            settled(place, notJudged(assertion, reasonOf(request.error())));
            continue;
        }
        auto future = m_parts.client->ask(*request);
        pending->asking.append(QFuture<void>(future));
        future.then(this, [this, pending, place, settled, assertion](const Result<ChatAnswer> &answer) {
            if (m_pending.contains(pending)) {
                settled(place, judged(assertion, answer));
            }
        });
    }
    if (--pending->open == 0) {
        judgeAsked(pending);
    }
}

void SuiteRun::judgeAsked(const PendingPtr &pending)
{
    if (!isCompared(m_plan.suite.cases[pending->task.caseIndex])) {
        finish(pending);
        return;
    }
    --m_running; // it waits for others, who need its place
    auto &group = m_waiting[groupOf(pending->task)];
    group.push_back(pending);
    if (int(group.size()) == m_groups.value(groupOf(pending->task))) {
        across(pending->task);
    }
    pump();
}

void SuiteRun::across(const RunTask &of)
{
    const SuiteCase &one = m_plan.suite.cases[of.caseIndex];
    std::vector<PendingPtr> group = m_waiting.extract(groupOf(of)).mapped();
    // In the order of the columns, whoever answered first, so that the same answers are asked about in the same words.
    std::ranges::sort(group, {}, [](const PendingPtr &pending) { return pending->task; });
    m_running += int(group.size());
    std::vector<PendingPtr> answered;
    QStringList outputs;
    for (const PendingPtr &pending : group) {
        if (pending->answer.isAnswer()) {
            answered.push_back(pending);
            outputs.append(pending->answer.text);
        }
    }
    const auto open = std::make_shared<int>(1);
    const auto finishAll = [this, group, open] {
        if (--*open == 0) {
            for (const PendingPtr &pending : group) {
                finish(pending);
            }
        }
    };
    for (const AssertionPlace &place : assertionsToAsk(one)) {
        const Assertion &assertion = at(one, place);
        if (assertion.type != u"select-best") {
            continue;
        }
        const auto settle = [answered, place](const QList<AssertionResult> &results) {
            for (std::size_t i = 0; i < answered.size(); ++i) {
                answered[i]->asked.insert(place, results[qsizetype(i)]);
            }
        };
        const auto none = [&](const QString &why) {
            settle(QList<AssertionResult>(qsizetype(answered.size()), notJudged(assertion, why)));
        };
        if (outputs.size() < 2) {
            none(u"there is nothing to compare with"_s);
            continue;
        }
        if (m_plan.judgeModel.isEmpty() || !m_parts.client) {
            none(u"no judge model was named"_s);
            continue;
        }
        const auto request = bestRequest(m_plan.judgeModel, assertion, one.vars, outputs);
        if (!request) {
            none(reasonOf(request.error()));
            continue;
        }
        ++*open;
        auto future = m_parts.client->ask(*request);
        answered.front()->asking.append(QFuture<void>(future));
        future.then(this, [this, settle, finishAll, assertion, count = outputs.size(),
                           first = answered.front()](const Result<ChatAnswer> &answer) {
            if (m_pending.contains(first)) {
                settle(bestJudged(assertion, answer, count));
                finishAll();
            }
        });
    }
    finishAll();
}

void SuiteRun::finish(const PendingPtr &pending)
{
    if (!m_pending.contains(pending)) {
        return;
    }
    if (!pending->answer.isAnswer()) {
        m_pending.erase(pending);
        --m_running;
        record({.task = pending->task,
                .answer = pending->answer,
                .result = {.outcome = Outcome::Error, .reason = pending->answer.error}},
               true);
        pump();
        endIfDone();
        return;
    }
    const RunModel &model = m_plan.models[pending->task.model];
    const OutputFacts facts{.text = pending->answer.text,
                            .toolCalls = pending->answer.toolCalls,
                            .tools = model.tools,
                            .finishReason = pending->answer.finishReason,
                            .latency = pending->answer.latency,
                            .cost = pending->answer.cost};
    QtConcurrent::run([one = m_plan.suite.cases[pending->task.caseIndex], facts, asked = pending->asked] {
        return judge(one, facts, asked);
    }).then(this, [this, pending](const CaseResult &result) {
        if (!m_pending.contains(pending)) {
            return;
        }
        m_pending.erase(pending);
        --m_running;
        record({.task = pending->task, .answer = pending->answer, .result = result}, true);
        pump();
        endIfDone();
    });
}

void SuiteRun::record(RunRecord record, bool fresh)
{
    if (m_ended) {
        return;
    }
    if (fresh && m_journal) {
        if (const Done written = m_journal->add(record); !written) {
            fail(written.error());
            return;
        }
    }
    ++m_progress.done;
    m_progress.failed += record.result.outcome == Outcome::Error;
    if (!record.answer.isAnswer()) {
        m_progress.newestError = record.answer.error;
    }
    m_progress.cached += !fresh || record.answer.cached;
    m_progress.promptTokens += std::max<qint64>(0, record.answer.promptTokens);
    m_progress.completionTokens += std::max<qint64>(0, record.answer.completionTokens);
    if (std::isfinite(record.answer.cost) && fresh && !record.answer.cached) {
        m_progress.cost += record.answer.cost;
    }
    const RunTask task = record.task;
    const RunStep step = stepOf(record.result.outcome);
    m_records.insert_or_assign(task, std::move(record));
    emit stepped(task, step);
    emit progressed(m_progress);
}

bool SuiteRun::handOver()
{
    if (!m_parts.handOver || std::exchange(m_handedOver, true)) {
        return m_handOver.isRunning();
    }
    QList<HandedOver> all;
    for (const auto &[task, record] : m_records) {
        const SuiteCase &one = m_plan.suite.cases[task.caseIndex];
        for (const AssertionPlace &place :
             record.answer.isAnswer() ? assertionsToHandOver(one) : QList<AssertionPlace>()) {
            all.append({.task = task,
                        .place = place,
                        .assertion = at(one, place),
                        .vars = one.vars,
                        .output = record.answer.text});
        }
    }
    if (all.isEmpty()) {
        return false;
    }
    m_handOver = m_parts.handOver(all);
    m_handOver.then(this, [this, all](const Result<QList<AssertionResult>> &results) {
        if (m_ended || m_canceled) {
            return;
        }
        QHash<RunTask, QHash<AssertionPlace, AssertionResult>> found;
        for (qsizetype i = 0; i < all.size(); ++i) {
            found[all[i].task].insert(
                all[i].place,
                results && i < results->size()
                    ? results->at(i)
                    : notJudged(all[i].assertion, results ? QString() : reasonOf(results.error())));
        }
        for (const auto &[task, places] : found.asKeyValueRange()) {
            RunRecord &record = m_records.at(task);
            m_progress.failed -= record.result.outcome == Outcome::Error;
            record.result = judgedAgain(m_plan.suite.cases[task.caseIndex], record.result, places);
            m_progress.failed += record.result.outcome == Outcome::Error;
            emit stepped(task, stepOf(record.result.outcome));
        }
        m_handOver = {};
        emit progressed(m_progress);
        endIfDone();
    });
    return true;
}

void SuiteRun::endIfDone()
{
    if (m_ended || (!m_canceled && (m_progress.done < m_progress.all || handOver()))) {
        return;
    }
    m_ended = true;
    const bool whole = m_progress.done == m_progress.all;
    const auto file = std::make_shared<const ResultFile>(
        resultOf(m_plan, m_records, whole ? RunStatus::Complete : RunStatus::Canceled, m_startedAt,
                 m_parts.toolVersion));
    if (whole && m_journal && m_progress.failed == 0) {
        m_journal->remove();
    }
    emit finished(file);
}

void SuiteRun::fail(const Error &error)
{
    if (std::exchange(m_ended, true)) {
        return;
    }
    for (const PendingPtr &pending : std::exchange(m_pending, {})) {
        for (QFuture<void> &future : pending->asking) {
            future.cancel();
        }
    }
    emit failed(error);
}

} // namespace countersign::evals
