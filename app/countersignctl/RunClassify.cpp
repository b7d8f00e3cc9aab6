// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Batch.h"
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/RuleSentences.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "services/Assess.h"
#include "services/Init.h"
#include "services/PolicyYaml.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

FileComparison classified(const State &state, const QString &path, const QByteArray &before,
                          const QByteArray &after)
{
    const std::optional<ArtifactKind> governed = state.policy.kindOf(path);
    const ContentPair pair{
        .path = path,
        .artifact = state.policy.artifactOf(path),
        .kind = governed ? *governed
                         : guessedKind(path, after.isEmpty() ? before : after).value_or(ArtifactKind::Prompt),
        .before = before,
        .after = after};
    return compareFile(state, pair, 0);
}

} // namespace

Task<ExitStatus> runClassify(Context &context)
{
    const QString act = u"the difference cannot be classified"_s;
    const bool batch = context.has("batch");
    if (batch ? !context.invocation.operands.isEmpty() || context.has("path")
              : context.invocation.operands.size() != 2 || context.value("path").isEmpty()) {
        co_return misuse(context, u"give either LEFT, RIGHT and --path, or --batch"_s);
    }
    State state;
    if (context.has("policy")) {
        const Result<QByteArray> yaml = readInput(context.value("policy"));
        if (!yaml) {
            co_return fail(context, act, yaml.error());
        }
        Result<Policy> policy = policyFromYaml(*yaml);
        if (!policy) {
            policy.error().subject = context.value("policy") + u": "_s + policy.error().subject;
            co_return fail(context, act, policy.error());
        }
        state.policy = *policy;
    }
    if (batch) {
        const auto answer = [&state](const BatchLine &line) -> QJsonObject {
            const FileComparison found = classified(state, line.path, line.before, line.after);
            return {{u"lane"_s, toString(found.lane)}, {u"findings"_s, findingsJson(found.findings, false)}};
        };
        co_return co_await runBatch(context, u"the batch cannot be classified"_s, answer);
    }
    std::array<QByteArray, 2> texts;
    for (qsizetype i = 0; i < 2; ++i) {
        if (context.invocation.operand(i) == "-"_L1) {
            continue;
        }
        const Result<QByteArray> bytes = readInput(context.invocation.operand(i));
        if (!bytes) {
            co_return fail(context, act, bytes.error());
        }
        texts[size_t(i)] = *bytes;
    }
    const QString path = context.value("path");
    const auto work = [&state, &texts, path] {
        return Result<FileComparison>(classified(state, path, texts[0], texts[1]));
    };
    const Result<FileComparison> found = co_await elsewhere(work);
    if (!found) {
        co_return fail(context, act, found.error());
    }
    if (context.out.isJson()) {
        context.out.json({{u"path"_s, path},
                          {u"kind"_s, toString(found->kind)},
                          {u"lane"_s, toString(found->lane)},
                          {u"findings"_s, findingsJson(found->findings, false)}});
        co_return ExitStatus::Done;
    }
    context.out.line(toString(found->lane));
    QSet<QString> said;
    for (const FindingRecord &finding : found->findings) {
        const bool plain = finding.before.isEmpty() && finding.after.isEmpty();
        context.out.line(
            {{u"  %1 %2  "_s.arg(toString(finding.lane).leftJustified(7), finding.rule)},
             {plain ? finding.why : u"[-%1-]"_s.arg(finding.before), plain ? Ink::Plain : Ink::Removed},
             {plain ? QString() : u" {+%1+}"_s.arg(finding.after), Ink::Added}});
        // Why it matters, once for each rule.
        if (const QString why = ruleSentence(finding.rule); !why.isEmpty() && !said.contains(finding.rule)) {
            context.out.line({{u"          "_s + why, Ink::Faint}});
            said.insert(finding.rule);
        }
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
