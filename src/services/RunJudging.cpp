// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunJudging.h"

#include "base/CanonicalJson.h"
#include "base/Millionths.h"
#include "domain/SuiteModels.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostJudgedDimensions = 100;

/// One line of at most `most` characters; names of metrics and models come from files that anybody wrote.
QString nameLine(const QString &text, qsizetype most)
{
    QString line = text;
    for (QChar &c : line) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f || c.isSurrogate()) {
            c = u' ';
        }
    }
    return line.left(most);
}

quint32 columnFor(const evals::ResultFile &file, const QString &model)
{
    const auto it =
        std::find_if(file.columns.cbegin(), file.columns.cend(),
                     [&model](const evals::Column &column) { return column.modelAsked == model; });
    return model.isEmpty() || it == file.columns.cend() ? 0 : quint32(it - file.columns.cbegin());
}

/// The words of both enumerations are the same; what the record has no word for yet is never better than it is.
EvalVerdict verdictWord(evals::Verdict verdict)
{
    return evalVerdictFromString(evals::toString(verdict)).value_or(EvalVerdict::Inconclusive);
}

EvalDimension dimensionOf(const evals::DimensionComparison &from)
{
    EvalDimension dimension{
        .name = nameLine(from.name, 200),
        .verdict = verdictWord(from.verdict),
        .finding = evalFindingFromString(evals::toString(from.finding)).value_or(EvalFinding::CannotBeTold),
        .reason = evalReasonFromString(evals::toString(from.reason)).value_or(EvalReason::Errors),
        .matched = from.matched,
        .wins = from.wins,
        .losses = from.losses,
        .ties = from.ties};
    if (dimension.name.isEmpty()) {
        dimension.name = u"-"_s;
    }
    const auto baseline = millionthsOf(from.baseline);
    const auto candidate = millionthsOf(from.candidate);
    const auto difference = millionthsOf(from.difference);
    if (baseline && candidate && difference) {
        dimension.means =
            EvalMeans{.baseline = *baseline, .candidate = *candidate, .difference = *difference};
    }
    const auto low = millionthsOf(from.low);
    const auto high = millionthsOf(from.high);
    if (low && high) {
        dimension.interval = EvalInterval{.low = *low, .high = *high};
    }
    return dimension;
}

QString summaryOf(const evals::ResultFile &file)
{
    const JsonObject object{{u"run"_s, Json(nameLine(file.runId, 500))},
                            {u"started_at"_s, Json(nameLine(file.startedAt, 100))},
                            {u"status_detail"_s, Json(nameLine(file.statusDetail, 2000))},
                            {u"suite"_s, Json(nameLine(file.suite, 500))}};
    return QString::fromUtf8(printCanonicalJson(object));
}

bool isOneOf(const ContentHash &content, const Revision &revision)
{
    return std::any_of(revision.data.files.cbegin(), revision.data.files.cend(),
                       [&content](const FileChange &file) { return file.after == content; });
}

} // namespace

std::optional<SuiteRule> suiteRule(const State &state, const Change &change, const ArtifactId &suite,
                                   const QString &modelAsked)
{
    std::optional<SuiteRule> best;
    int bestRank = -1;
    for (const SuiteRule &rule : state.policy.suites) {
        if (rule.suite != suite) {
            continue;
        }
        const bool applies = ruleApplies(state, change, rule);
        const bool asks = !rule.model.isEmpty() && rule.model == modelAsked;
        const int rank = (asks ? 2 : 0) + (applies ? 1 : 0);
        if (rank > bestRank) {
            bestRank = rank;
            best = rule;
        }
    }
    return best;
}

ContentHash expectedBaseline(const State &state, const Change &change)
{
    const ContentHash live = liveBaseline(state, change);
    return live.isNull() && change.revision() ? evalBaseline(change.revision()->data.files) : live;
}

const EvalRun *baselineRun(const State &state, const SuiteRule &rule, const ContentHash &content)
{
    const Artifact *suite = state.artifact(rule.suite);
    const EvalRun *newest = nullptr;
    for (const Change &change : state.changes) {
        for (const EvalRun &run : change.runs) {
            const RunRecorded &data = run.data;
            if (data.suite == rule.suite && data.content == content && data.stored && suite
                && data.suiteContent == suite->acceptedContent() && data.status == EvalStatus::Complete
                && modelsFit(rule, data) && (!newest || run.stamp.seq > newest->stamp.seq)) {
                newest = &run;
            }
        }
    }
    return newest;
}

Result<JudgedRun> judgeRun(const State &state, const Change &change, const ArtifactId &suiteId,
                           const evals::ResultFile &candidate, const RunBaseline &baseline,
                           const QString &model)
{
    const Revision *revision = change.revision();
    if (!revision) {
        return failure(ErrorCode::NotFound, changeSubject(change.id));
    }
    const Artifact *suite = state.artifact(suiteId);
    if (!suite || suite->kind != ArtifactKind::Suite || suite->acceptedContent().isNull()) {
        return failure(ErrorCode::NotFound, suiteId.value);
    }
    const QString asked = candidate.columns.isEmpty() || candidate.columns.first().modelAsked.isEmpty()
                              ? model
                              : candidate.columns.first().modelAsked;
    const std::optional<SuiteRule> rule = suiteRule(state, change, suiteId, asked);
    const QString ruleModel = rule ? rule->model : QString();
    evals::CompareOptions options{.baselineColumn = baseline.file ? columnFor(*baseline.file, ruleModel) : 0,
                                  .candidateColumn = columnFor(candidate, ruleModel)};
    if (rule) {
        options.limit = double(rule->limit) / 1'000'000.0;
        for (const SuiteThreshold &threshold : rule->thresholds) {
            options.thresholds.insert(threshold.dimension, double(threshold.least) / 1'000'000.0);
        }
    }
    const evals::Column column = candidate.columns.value(options.candidateColumn);
    if (candidate.tool == evals::Tool::Native && !column.content.isNull()
        && !isOneOf(column.content, *revision)) {
        return failure(ErrorCode::Refused, toString(VoidRule::ContentMismatch), toString(column.content));
    }
    JudgedRun judged;
    judged.comparison =
        evals::compare(baseline.file ? *baseline.file : evals::ResultFile{}, candidate, options);
    judged.summary = summaryOf(candidate);
    RunRecorded &data = judged.data;
    data = {.revision = revision->stamp.event,
            .content = revision->content,
            .suite = suiteId,
            .suiteContent = candidate.suiteHash.isNull() ? suite->acceptedContent() : candidate.suiteHash,
            .baseline = baseline.content,
            .baselineFile = baseline.file ? baseline.file->fileHash : ContentHash{},
            .modelAsked = nameLine(column.modelAsked.isEmpty() ? model : column.modelAsked, 200),
            .modelServed = nameLine(column.modelServed, 200),
            .tool = evals::toString(candidate.tool),
            .toolVersion =
                nameLine(candidate.toolVersion.isEmpty() ? candidate.format : candidate.toolVersion, 100),
            .status = evalStatusFromString(evals::toString(candidate.status)).value_or(EvalStatus::Damaged),
            .cases = qint64(candidate.cases.size()),
            .verdict = verdictWord(judged.comparison.verdict),
            .reason =
                evalReasonFromString(evals::toString(judged.comparison.reason)).value_or(EvalReason::Errors),
            .mixed = judged.comparison.mixed,
            .terms = rule ? suiteTerms(*rule) : ContentHash{},
            .file = candidate.fileHash};
    // What does not fit in is not left out quietly: then the run says no more than that it cannot be told.
    for (const evals::DimensionComparison &dimension : std::as_const(judged.comparison.dimensions)) {
        if (data.dimensions.size() == mostJudgedDimensions) {
            data.verdict = std::min(data.verdict, EvalVerdict::Inconclusive);
            break;
        }
        data.dimensions.append(dimensionOf(dimension));
    }
    return judged;
}

} // namespace countersign
