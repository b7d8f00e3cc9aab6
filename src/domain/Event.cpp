// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Event.h"

#include "base/Hash.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct KindName
{
    QString operator()(const LedgerOpened &) const { return u"ledger.opened"_s; }
    QString operator()(const BaselineRecorded &) const { return u"baseline.recorded"_s; }
    QString operator()(const PolicyChanged &) const { return u"policy.changed"_s; }
    QString operator()(const ChangeOpened &) const { return u"change.opened"_s; }
    QString operator()(const RevisionSubmitted &) const { return u"revision.submitted"_s; }
    QString operator()(const NoteWritten &) const { return u"note.written"_s; }
    QString operator()(const ReviewerNamed &) const { return u"reviewer.named"_s; }
    QString operator()(const ReviewGiven &) const { return u"review.given"_s; }
    QString operator()(const RequestCleared &) const { return u"request.cleared"_s; }
    QString operator()(const LaneRaised &) const { return u"lane.raised"_s; }
    QString operator()(const LoweringProposed &) const { return u"lane.lowering_proposed"_s; }
    QString operator()(const LaneLowered &) const { return u"lane.lowered"_s; }
    QString operator()(const OpinionRecorded &) const { return u"opinion.recorded"_s; }
    QString operator()(const RequirementOverridden &) const { return u"requirement.overridden"_s; }
    QString operator()(const EmergencyDeclared &) const { return u"emergency.declared"_s; }
    QString operator()(const EmergencyClosed &) const { return u"emergency.closed"_s; }
    QString operator()(const DelegationGiven &) const { return u"delegation.given"_s; }
    QString operator()(const DelegationRevoked &) const { return u"delegation.revoked"_s; }
    QString operator()(const RunRecorded &) const { return u"run.recorded"_s; }
    QString operator()(const ResultAccepted &) const { return u"result.accepted"_s; }
    QString operator()(const CaseGraded &) const { return u"case.graded"_s; }
    QString operator()(const SpotCheckRecorded &) const { return u"spot_check.recorded"_s; }
    QString operator()(const ChangeAccepted &) const { return u"change.accepted"_s; }
    QString operator()(const ChangeWithdrawn &) const { return u"change.withdrawn"_s; }
    QString operator()(const CommentMade &) const { return u"comment.made"_s; }
    QString operator()(const CommentResolved &) const { return u"comment.resolved"_s; }
    QString operator()(const ReleaseMade &) const { return u"release.made"_s; }
    QString operator()(const ReleaseRolledBack &) const { return u"release.rolled_back"_s; }
};

bool isDelegationSubject(const QString &subject)
{
    return subject.startsWith(u"delegation/") && EventId::fromString(QStringView(subject).mid(11)).has_value();
}

bool isChangeSubject(const QString &subject)
{
    return subject.startsWith(u"change/") && EventId::fromString(QStringView(subject).mid(7)).has_value();
}

/// Whether the subject is the one that an event with this data must have.
struct SubjectFits
{
    const Event &event;

    bool operator()(const LedgerOpened &) const { return event.subject == u"ledger"; }
    bool operator()(const BaselineRecorded &) const { return event.subject == u"ledger"; }
    bool operator()(const PolicyChanged &) const { return event.subject == policySubject(); }
    bool operator()(const ChangeOpened &) const { return event.subject == changeSubject(event.id); }
    bool operator()(const DelegationGiven &) const { return event.subject == delegationSubject(event.id); }
    bool operator()(const DelegationRevoked &) const { return isDelegationSubject(event.subject); }
    bool operator()(const ReleaseMade &d) const
    {
        return event.subject == releaseSubject(d.environment, d.artifact);
    }
    bool operator()(const ReleaseRolledBack &d) const
    {
        return event.subject == releaseSubject(d.environment, d.artifact);
    }
    template<typename T>
    bool operator()(const T &) const
    {
        return isChangeSubject(event.subject);
    }
};

} // namespace

QString eventKindName(const EventData &data)
{
    return std::visit(KindName{}, data);
}

QString changeSubject(const ChangeId &change)
{
    return u"change/"_s + change.toString();
}

QString delegationSubject(const EventId &delegation)
{
    return u"delegation/"_s + delegation.toString();
}

QString releaseSubject(const EnvironmentId &environment, const ArtifactId &artifact)
{
    return u"release/"_s + environment.value + u'/' + artifact.value;
}

QString policySubject()
{
    return u"policy"_s;
}

bool subjectFits(const Event &event)
{
    return std::visit(SubjectFits{event}, event.data);
}

ContentHash revisionContent(const QList<FileChange> &files)
{
    QList<FileChange> sorted = files;
    std::sort(sorted.begin(), sorted.end(),
              [](const FileChange &a, const FileChange &b) { return a.path < b.path; });
    JsonArray items;
    for (const FileChange &file : sorted) {
        items.append(JsonObject{{u"content"_s, Json(toString(file.after))}, {u"path"_s, Json(file.path)}});
    }
    return contentHash(printCanonicalJson(items));
}

ContentHash evalBaseline(const QList<FileChange> &files)
{
    QList<FileChange> before = files;
    for (FileChange &file : before) {
        file.after = file.before;
    }
    const bool anything = std::any_of(before.cbegin(), before.cend(),
                                      [](const FileChange &file) { return !file.before.isNull(); });
    return anything ? revisionContent(before) : ContentHash{};
}

} // namespace countersign
