// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/EventText.h"

#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString quoted(const QString &words)
{
    QString line = text::printableLine(words).simplified();
    if (line.size() > 120)
        line = line.left(118) + u" …"_s;
    // Quotation marks inside a quotation are the inner ones.
    return line.replace(u'“', u'‘').replace(u'”', u'’');
}

} // namespace

RichLine EventText::sentence(const WorkspaceView &view, const LogEntry &entry)
{
    const Run who{text::printableLine(view.personName(entry.actor)), RunStyle::Strong};
    if (!entry.event)
        return {who, {entry.kind.isEmpty() ? tr(" wrote an event that cannot be read") : tr(" wrote %1").arg(RuleWords::kind(entry.kind))}};
    const auto with = [&](const QString &deed, const ContentHash &words = {}) {
        RichLine line{who, {u' ' + deed}};
        const QString said = words.isNull() ? QString() : quoted(view.text(words));
        if (!said.isEmpty())
            line.append({tr(": “%1”").arg(said), RunStyle::Muted});
        return line;
    };
    const auto environment = [&](const EnvironmentId &id) { return ChangeWords::environment(view, id); };
    return std::visit([&](const auto &data) -> RichLine {
        using T = std::decay_t<decltype(data)>;
        if constexpr (std::is_same_v<T, LedgerOpened>) {
            return with(tr("opened the record"));
        } else if constexpr (std::is_same_v<T, BaselineRecorded>) {
            return with(tr("recorded what was there, %n file(s)", nullptr, static_cast<int>(data.files.size())));
        } else if constexpr (std::is_same_v<T, PolicyChanged>) {
            return with(tr("put policy version %1 in force").arg(text::number(qint64(data.policy.version))));
        } else if constexpr (std::is_same_v<T, ChangeOpened>) {
            return with(tr("opened the change"), data.titleText);
        } else if constexpr (std::is_same_v<T, RevisionSubmitted>) {
            QStringList files;
            for (const FileChange &file : data.files)
                files.append(file.artifact.value);
            return with(tr("sent a revision of %1").arg(text::people(files, 2)));
        } else if constexpr (std::is_same_v<T, NoteWritten>) {
            return with(tr("wrote the release note"), data.whatText);
        } else if constexpr (std::is_same_v<T, ReviewGiven>) {
            const QString role = view.state.policy.roleTitle(data.as).toLower();
            const auto given = view.state.delegations.constFind(data.delegation);
            if (given != view.state.delegations.cend()) {
                const QString of = text::printableLine(view.personName(given->given.actor));
                return with(data.decision == Decision::Approve ? tr("approved as %1 for %2").arg(role, of)
                                                               : tr("asked for changes as %1 for %2").arg(role, of),
                            data.messageText);
            }
            return with(data.decision == Decision::Approve ? tr("approved as %1").arg(role) : tr("asked for changes as %1").arg(role),
                        data.messageText);
        } else if constexpr (std::is_same_v<T, ReviewerNamed>) {
            return with(data.reviewer.isEmpty() ? tr("asked nobody in particular to review")
                                                : tr("asked %1 to review").arg(text::printableLine(view.personName(data.reviewer))));
        } else if constexpr (std::is_same_v<T, RequestCleared>) {
            return with(tr("cleared a demand for changes"), data.reasonText);
        } else if constexpr (std::is_same_v<T, LoweringProposed>) {
            return with(tr("proposed to lower the lane to %1").arg(Signs::name(ChangeWords::shapeOf(data.lane), LaneWords::One).toLower()),
                        data.reasonText);
        } else if constexpr (std::is_same_v<T, LaneLowered>) {
            return with(tr("lowered the lane from %1").arg(Signs::name(ChangeWords::shapeOf(data.from), LaneWords::One).toLower()),
                        data.reasonText);
        } else if constexpr (std::is_same_v<T, OpinionRecorded>) {
            return with(tr("asked %1 for a second opinion, which says %2")
                                .arg(text::printableLine(data.asked), Signs::name(ChangeWords::shapeOf(data.lane), LaneWords::One).toLower()));
        } else if constexpr (std::is_same_v<T, RequirementOverridden>) {
            return with(tr("overrode the requirement %1").arg(text::printableLine(data.requirement)), data.reasonText);
        } else if constexpr (std::is_same_v<T, EmergencyDeclared>) {
            return with(tr("declared an emergency"), data.reasonText);
        } else if constexpr (std::is_same_v<T, EmergencyClosed>) {
            return with(tr("closed the follow-up of an emergency"), data.reasonText);
        } else if constexpr (std::is_same_v<T, RunRecorded>) {
            const QString suite = text::printableLine(data.suite.value);
            switch (verdictOf(data)) {
            case EvalVerdict::Pass:
                return with(tr("recorded a run of %1 that passes").arg(suite));
            case EvalVerdict::Fail:
                return with(tr("recorded a run of %1 that fails").arg(suite));
            case EvalVerdict::Inconclusive:
                return with(tr("recorded a run of %1 that is inconclusive").arg(suite));
            }
            Q_UNREACHABLE_RETURN({});
        } else if constexpr (std::is_same_v<T, ResultAccepted>) {
            return with(tr("accepted the result of a run"), data.reasonText);
        } else if constexpr (std::is_same_v<T, CaseGraded>) {
            return with(data.grade == CaseGrade::Pass   ? tr("graded a case as passed")
                        : data.grade == CaseGrade::Fail ? tr("graded a case as failed")
                                                        : tr("took the grade of a case back"),
                        data.reasonText);
        } else if constexpr (std::is_same_v<T, SpotCheckRecorded>) {
            return with(tr("looked at %n case(s)", nullptr, static_cast<int>(data.cases.size())),
                        data.messageText);
        } else if constexpr (std::is_same_v<T, DelegationGiven>) {
            return with(tr("lets %1 speak as %2").arg(text::printableLine(view.personName(data.to)),
                                                      view.state.policy.roleTitle(data.role).toLower()),
                        data.reasonText);
        } else if constexpr (std::is_same_v<T, DelegationRevoked>) {
            return with(tr("took a delegation back"), data.reasonText);
        } else if constexpr (std::is_same_v<T, LaneRaised>) {
            return with(tr("raised the lane to %1").arg(Signs::name(ChangeWords::shapeOf(data.lane), LaneWords::One).toLower()), data.reasonText);
        } else if constexpr (std::is_same_v<T, ChangeAccepted>) {
            QStringList versions;
            for (const AcceptedFile &file : data.versions)
                versions.append(file.version.toString());
            versions.removeDuplicates();
            return with(tr("accepted it as %1").arg(text::people(versions, 2)));
        } else if constexpr (std::is_same_v<T, ChangeWithdrawn>) {
            return with(tr("withdrew the change"), data.reasonText);
        } else if constexpr (std::is_same_v<T, CommentMade>) {
            return with(data.answers.isNull() ? tr("commented") : tr("answered"), data.text);
        } else if constexpr (std::is_same_v<T, CommentResolved>) {
            return with(data.resolved ? tr("settled a thread") : tr("opened a thread again"));
        } else if constexpr (std::is_same_v<T, ReleaseMade>) {
            return with(tr("released %1 %2 to %3").arg(data.artifact.value, data.version.toString(), environment(data.environment)));
        } else {
            static_assert(std::is_same_v<T, ReleaseRolledBack>);
            return with(tr("rolled %1 back to %2 in %3").arg(data.artifact.value, data.version.toString(), environment(data.environment)),
                        data.reasonText);
        }
    }, entry.event->data);
}

EventRowData EventText::row(const WorkspaceView &view, const LogEntry &entry, qint64 now)
{
    EventRowData row;
    row.key = QString::number(entry.seq);
    row.number = text::number(qint64(entry.seq));
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(entry.claimedAt);
    row.time = entry.claimedAt > 0 ? text::clockTime(when, QDateTime::fromMSecsSinceEpoch(now)) : QString();
    row.exactTime = entry.claimedAt > 0 ? text::exactTime(when) : QString();
    row.sentence = sentence(view, entry);
    if (const auto *review = entry.event ? std::get_if<ReviewGiven>(&entry.event->data) : nullptr)
        row.sign = review->decision == Decision::Approve ? Sign::Satisfied : Sign::AsksForChanges;
    else if (entry.kind == "release.rolled_back"_L1)
        row.icon = Icon::Undo;
    else if (entry.kind.startsWith("release."_L1))
        row.icon = Icon::Releases;
    else if (entry.kind.startsWith("comment."_L1))
        row.sign = Sign::Comment;
    else if (entry.kind == "change.accepted"_L1)
        row.sign = Sign::Satisfied;
    else if (entry.kind.startsWith("lane."_L1) || entry.kind.startsWith("emergency."_L1))
        row.sign = Sign::Warning;
    else if (entry.kind == "requirement.overridden"_L1 || entry.kind == "result.accepted"_L1)
        row.sign = Sign::Overridden;
    else if (const auto *run = entry.event ? std::get_if<RunRecorded>(&entry.event->data) : nullptr)
        row.sign = verdictOf(*run) == EvalVerdict::Pass ? Sign::Satisfied : Sign::Warning;
    else if (entry.kind == "note.written"_L1)
        row.icon = Icon::Prompts;
    else
        row.icon = Icon::Edit;
    if (const auto *voided = std::get_if<Void>(&entry.verdict)) {
        row.isVoid = true;
        row.subject = RuleWords::sentence(voided->rule);
    } else if (std::holds_alternative<Malformed>(entry.verdict)) {
        row.chip = tr("Cannot be read");
        row.subject = tr("It does not follow the form of an event.");
    } else if (std::holds_alternative<Duplicate>(entry.verdict)) {
        row.isVoid = true;
        row.subject = tr("It stands in the record already.");
    }
    row.seal = entry.isSigned ? std::optional(Sign::Satisfied) : std::nullopt;
    row.sealName = entry.isSigned ? tr("signed") : tr("not signed");
    return row;
}

} // namespace countersign
