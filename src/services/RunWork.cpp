// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunWork.h"

#include "connectors/ChatClient.h"
#include "connectors/ChatFailure.h"
#include "services/Harness.h"
#include "services/PromptfooProgram.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using connectors::ChatFailure;

evals::RunProgress sum(const evals::RunProgress &a, const evals::RunProgress &b)
{
    return {.done = a.done + b.done,
            .all = a.all + b.all,
            .failed = a.failed + b.failed,
            .cached = a.cached + b.cached,
            .promptTokens = a.promptTokens + b.promptTokens,
            .completionTokens = a.completionTokens + b.completionTokens,
            .cost = a.cost + b.cost,
            .newestError = b.newestError.isEmpty() ? a.newestError : b.newestError};
}

/// What goes wrong for every answer alike, so that asking for the others is in vain.
std::optional<Error> hopeless(const QString &newestError)
{
    for (const ChatFailure failure : {ChatFailure::Unauthorized, ChatFailure::NoKey, ChatFailure::Insecure,
                                      ChatFailure::Tls, ChatFailure::Redirected}) {
        const QString name = connectors::nameOf(failure);
        if (newestError == name || newestError.startsWith(name + u": "_s)) {
            return connectors::chatError(failure, newestError.sliced(std::min(newestError.size(), name.size() + 2)));
        }
    }
    return std::nullopt;
}

} // namespace

RunWork::~RunWork() = default;

void RunWork::start(const Order &order)
{
    m_order = order;
    m_ends = false;
    m_candidate.reset();
    m_before = {};
    m_plans.clear();
    if (!order.wish.harness.isEmpty()) {
        runHarness();
        return;
    }
    m_plans.push_back(order.plans.candidate);
    m_all = order.plans.candidate.size();
    if (order.plans.live) {
        m_plans.push_back(*order.plans.live);
        m_all += order.plans.live->size();
    }
    QDir().mkpath(order.place.dataFolder);
    Result<std::unique_ptr<connectors::ChatClient>> client = connectors::ChatClient::create(
        order.endpoint, {.retry = order.place.retry, .concurrency = order.wish.concurrency},
        {.secrets = order.place.secrets});
    if (!client) {
        finish(std::unexpected(client.error()));
        return;
    }
    m_client = *std::move(client);
    next();
}

void RunWork::stop()
{
    if (m_run) {
        m_run->cancel();
    }
}

void RunWork::next()
{
    const evals::RunPlan plan = m_plans.front();
    m_plans.pop_front();
    evals::RunParts parts{.client = m_client.get(),
                          .cacheFolder = m_order.place.cacheFolder,
                          .journal = journalOf(plan, m_order.place.dataFolder),
                          .underWay = std::clamp(m_order.wish.concurrency * 4, 1, 256),
                          .toolVersion = QStringLiteral(COUNTERSIGN_VERSION)};
    if (!m_order.wish.promptfoo.isEmpty()) {
        // The code of a suite gets no key.
        PromptfooProgram promptfoo{.program = m_order.wish.promptfoo,
                                   .folder = m_order.wish.directory + u'/'
                                             + QFileInfo(plan.suite.path).path(),
                                   .withheld = {u"OPENAI_API_KEY"_s}};
        if (m_order.endpoint.key.place == connectors::KeyPlace::Environment) {
            promptfoo.withheld << m_order.endpoint.key.name;
        }
        parts.handOver = [promptfoo, stop = m_order.stop](const QList<evals::HandedOver> &all) {
            return madeByPromptfoo(promptfoo, all, stop);
        };
    }
    m_run = std::make_unique<evals::SuiteRun>(plan, parts);
    connect(m_run.get(), &evals::SuiteRun::progressed, this, &RunWork::tell);
    const RunOf of = m_candidate ? RunOf::Live : RunOf::Candidate;
    connect(m_run.get(), &evals::SuiteRun::stepped, this, [this, of](const evals::RunTask &task, evals::RunStep step) {
        emit stepped(m_order.number, of, task, step);
    });
    // Queued: the run that says so is not deleted within its own words.
    connect(m_run.get(), &evals::SuiteRun::finished, this, &RunWork::take, Qt::QueuedConnection);
    connect(
        m_run.get(), &evals::SuiteRun::failed, this,
        [this](const Error &error) { finish(std::unexpected(error)); }, Qt::QueuedConnection);
    m_run->start();
}

void RunWork::tell(const evals::RunProgress &now)
{
    evals::RunProgress all = sum(m_before, now);
    all.all = m_all;
    emit progressed(m_order.number, all);
    const std::optional<Error> vain = now.done == now.failed ? hopeless(now.newestError) : std::nullopt;
    if (vain && !m_ends) {
        QMetaObject::invokeMethod(
            this,
            [this, vain = *vain, of = m_run.get()] {
                if (!m_ends && m_run.get() == of) {
                    finish(std::unexpected(vain));
                }
            },
            Qt::QueuedConnection);
    }
}

void RunWork::take(const std::shared_ptr<const evals::ResultFile> &file)
{
    if (m_ends) {
        return;
    }
    if (m_order.stop.stop_requested() || file->status != evals::RunStatus::Complete) {
        finish(failure(ErrorCode::Canceled));
        return;
    }
    Result<RunFile> made = asRunFile(*file);
    if (!made) {
        finish(std::unexpected(made.error()));
        return;
    }
    m_before = sum(m_before, m_run->progress());
    if (m_candidate) {
        finish(MadeRun{.candidate = *m_candidate, .live = *std::move(made)});
        return;
    }
    m_candidate = *std::move(made);
    if (m_plans.empty()) {
        finish(MadeRun{.candidate = *m_candidate});
        return;
    }
    next();
}

void RunWork::runHarness()
{
    const auto file = std::ranges::find(m_order.texts.files, m_order.wish.path, &RunTexts::File::path);
    if (file == m_order.texts.files.end()) {
        finish(failure(ErrorCode::NotFound, m_order.wish.path));
        return;
    }
    const QString name = QFileInfo(file->path).fileName();
    Harness harness{.line = m_order.wish.harness,
                    .directory = m_order.wish.directory,
                    .candidate = {.name = name, .bytes = file->proposed}};
    if (file->live) {
        harness.live = Harness::Text{.name = name, .bytes = *file->live};
    }
    Result<HarnessRun> ran = countersign::runHarness(harness, m_order.stop);
    if (!ran) {
        finish(std::unexpected(ran.error()));
        return;
    }
    MadeRun made{.candidate = ran->file};
    if (ran->status != 0) {
        made.said = u"%1: %2"_s.arg(ran->status).arg(ran->words);
    }
    if (m_order.wish.live && file->live && !m_order.stop.stop_requested()) {
        harness.candidate = *harness.live;
        Result<HarnessRun> before = countersign::runHarness(harness, m_order.stop);
        if (!before) {
            finish(std::unexpected(before.error()));
            return;
        }
        made.live = before->file;
    }
    finish(made);
}

void RunWork::finish(const Result<MadeRun> &made)
{
    if (std::exchange(m_ends, true)) {
        return;
    }
    m_run.reset();
    m_client.reset();
    emit ended(m_order.number, made);
}

} // namespace countersign
