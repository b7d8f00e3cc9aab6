// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunPlans.h"

#include "evals/HandOver.h"
#include "evals/RunRecord.h"

#include <QtConcurrent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 charactersPerToken = 4;
constexpr qsizetype mostMeasured = 400; ///< tasks whose requests are made for the estimate; the others are like them

evals::RunModel modelFor(const evals::Suite &suite, const QString &name)
{
    for (const evals::SuiteProvider &provider : suite.providers) {
        Result<evals::RunModel> model = evals::modelOf(provider);
        if (model && model->model == name) {
            return *std::move(model);
        }
    }
    const evals::SuiteProvider plain{.id = name == u"echo" ? name : u"openai:chat:"_s + name, .label = name};
    return evals::modelOf(plain).value_or(evals::RunModel{.label = name, .model = name});
}

void addTo(RunEstimate &all, const evals::RunPlan &plan)
{
    const QList<evals::RunTask> tasks = evals::tasksOf(plan);
    all.answers += tasks.size();
    qint64 characters = 0;
    const qsizetype measured = std::min(tasks.size(), mostMeasured);
    for (qsizetype i = 0; i < measured; ++i) {
        const Result<connectors::ChatRequest> request =
            evals::requestFor(plan, tasks[i * tasks.size() / measured]);
        for (const connectors::ChatMessage &message :
             request ? request->messages : QList<connectors::ChatMessage>()) {
            characters += message.content.size();
        }
    }
    const qint64 tokens =
        measured > 0 ? characters * tasks.size() / measured / charactersPerToken : qint64(0);
    all.promptTokens += tokens;
    const evals::RunModel &model = plan.models.first();
    for (const evals::RunTask &task : tasks) {
        const evals::SuiteCase &one = plan.suite.cases[task.caseIndex];
        all.judged += evals::assertionsToAsk(one).size();
        all.code += evals::assertionsToHandOver(one).size();
    }
    if (model.maxTokens) {
        all.mostCompletionTokens =
            std::max<qint64>(0, all.mostCompletionTokens) + qint64(*model.maxTokens) * tasks.size();
    }
    if (std::isfinite(model.inputCost)) {
        const double input = double(tokens) * model.inputCost;
        all.inputCost = (std::isfinite(all.inputCost) ? all.inputCost : 0.0) + input;
        if (std::isfinite(model.outputCost) && model.maxTokens) {
            all.mostCost = (std::isfinite(all.mostCost) ? all.mostCost : 0.0) + input
                           + double(*model.maxTokens) * double(tasks.size()) * model.outputCost;
        }
    }
}

} // namespace

Result<RunPlans> plansOf(const RunTexts &texts, const RunWish &wish)
{
    const auto file = std::ranges::find(texts.files, wish.path, &RunTexts::File::path);
    if (file == texts.files.end()) {
        return failure(ErrorCode::NotFound, wish.path);
    }
    if (texts.suite->hasErrors()) {
        return failure(ErrorCode::Invalid, u"suite"_s, texts.suite->problems.first().detail);
    }
    if (file->kind != ArtifactKind::Prompt) {
        return failure(ErrorCode::Unsupported, u"kind"_s, wish.path);
    }
    if (wish.model.trimmed().isEmpty()) {
        return failure(ErrorCode::Invalid, u"model"_s);
    }
    const auto named = std::ranges::find(texts.suite->prompts, wish.path, &evals::SuitePrompt::path);
    evals::SuitePrompt prompt =
        named != texts.suite->prompts.end() ? *named : evals::SuitePrompt{.label = wish.path, .path = wish.path};
    prompt.text = QString::fromUtf8(file->proposed);
    RunPlans plans{.candidate = {.suite = *texts.suite,
                                 .prompts = {prompt},
                                 .models = {modelFor(*texts.suite, wish.model.trimmed())},
                                 .repeats = std::clamp(wish.repeats, 1, 100),
                                 .judgeModel = wish.judgeModel.trimmed(),
                                 .embeddingModel = wish.embeddingModel.trimmed(),
                                 .endpoint = QUrl(wish.endpoint, QUrl::StrictMode)}};
    if (wish.live && file->live) {
        plans.live = plans.candidate;
        plans.live->prompts.first().text = QString::fromUtf8(*file->live);
    }
    return plans;
}

QString journalOf(const evals::RunPlan &plan, const QString &journals)
{
    return journals + u'/' + QString::fromLatin1(plan.hash().toHex().first(32)) + u".partial"_s;
}

QFuture<Result<RunEstimate>> estimateAside(const RunTexts &texts, const RunWish &wish, const QString &journals)
{
    return QtConcurrent::run([texts, wish, journals]() -> Result<RunEstimate> {
        const Result<RunPlans> plans = plansOf(texts, wish);
        if (!plans) {
            return std::unexpected(plans.error());
        }
        const auto earlierAnswers = [&journals](const evals::RunPlan &plan) {
            return qint64(evals::RunJournal::read(journalOf(plan, journals), plan.hash()).size());
        };
        RunEstimate all;
        addTo(all, plans->candidate);
        all.known = earlierAnswers(plans->candidate);
        if (plans->live) {
            addTo(all, *plans->live);
            all.known += earlierAnswers(*plans->live);
        }
        return all;
    });
}

} // namespace countersign
