// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/AuditWords.h"

#include "ui/shell/RuleWords.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// The artifact of a release subject `release/<environment>/<artifact>`.
[[nodiscard]] ArtifactId releasedArtifact(const QString &subject)
{
    return subject.startsWith("release/"_L1) ? ArtifactId{subject.section(u'/', 2)} : ArtifactId{};
}

[[nodiscard]] const Change *changeOf(const WorkspaceView &view, const QString &subject)
{
    if (!subject.startsWith("change/"_L1))
        return nullptr;
    const auto id = EventId::fromString(subject.mid(7));
    return id ? view.state.change(*id) : nullptr;
}

} // namespace

QString AuditWords::subject(const WorkspaceView &view, const LogEntry &entry)
{
    const ArtifactId released = releasedArtifact(entry.subject);
    if (!released.isEmpty())
        return released.value;
    if (const Change *change = changeOf(view, entry.subject)) {
        const Revision *revision = change->revision();
        const QString file = revision && !revision->data.files.isEmpty() ? revision->data.files.first().artifact.value : QString();
        return file.isEmpty() ? u"#%1"_s.arg(change->number) : u"%1 #%2"_s.arg(file).arg(change->number);
    }
    return entry.subject == "ledger"_L1 ? tr("the record") : RuleWords::subject(view, entry.subject);
}

Address AuditWords::placeOf(const WorkspaceView &view, const LogEntry &entry)
{
    const ArtifactId released = releasedArtifact(entry.subject);
    if (!released.isEmpty() && view.state.artifact(released))
        return {.page = PageKind::Prompts, .artifact = released};
    if (const Change *change = changeOf(view, entry.subject))
        return {.page = PageKind::Change, .change = change->id, .tab = ChangeTab::History, .event = entry.id};
    if (entry.subject == policySubject())
        return {.page = PageKind::Policy};
    return {.page = PageKind::Audit, .seq = entry.seq};
}

QStringList AuditWords::kinds()
{
    return {u"change.opened"_s, u"revision.submitted"_s, u"note.written"_s, u"reviewer.named"_s, u"review.given"_s, u"request.cleared"_s,
            u"lane.raised"_s, u"lane.lowering_proposed"_s, u"lane.lowered"_s, u"opinion.recorded"_s, u"requirement.overridden"_s, u"emergency.declared"_s,
            u"emergency.closed"_s, u"delegation.given"_s, u"delegation.revoked"_s,
            u"change.accepted"_s, u"change.withdrawn"_s, u"comment.made"_s, u"comment.resolved"_s, u"release.made"_s,
            u"release.rolled_back"_s, u"policy.changed"_s, u"baseline.recorded"_s, u"ledger.opened"_s};
}

QString AuditWords::problem(const QString &what)
{
    static const QHash<QString, const char *> words = {
        {u"broken-record"_s, QT_TR_NOOP("cannot be read as an event")},
        {u"broken-link"_s, QT_TR_NOOP("was changed, removed or put in another place: its link does not fit")},
        {u"malformed-body"_s, QT_TR_NOOP("does not follow the form of an event")},
        {u"newer-event"_s, QT_TR_NOOP("was written by a newer Countersign")},
        {u"bad-signature"_s, QT_TR_NOOP("has a signature that is not valid")},
        {u"void-event"_s, QT_TR_NOOP("had no effect")},
        {u"duplicate-event"_s, QT_TR_NOOP("stands in the record twice")},
        {u"missing-text"_s, QT_TR_NOOP("names a text that was taken out")},
        {u"wrong-text"_s, QT_TR_NOOP("names a text whose bytes are others now")},
        {u"missing-content"_s, QT_TR_NOOP("names a file that is not there")},
        {u"wrong-content"_s, QT_TR_NOOP("names a file whose bytes are others now")},
        {u"wrong-tree"_s, QT_TR_NOOP("stands beside files that are not what the events say")},
        {u"newer-tree"_s, QT_TR_NOOP("stands beside files of a newer Countersign")},
        {u"other-history"_s, QT_TR_NOOP("belongs to another history than this computer has seen")},
    };
    const auto it = words.constFind(what);
    return it == words.cend() ? what : tr(*it);
}

} // namespace countersign
