// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseOrigin.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype longestDescription = 200;

// What somebody quotes of an answer or a question; the whole text where nothing is quoted.
QString quoted(const QString &text)
{
    static const QRegularExpression quotes(u"“([^”]{3,2000})”|\"([^\"]{3,2000})\""_s);
    const QRegularExpressionMatch match = quotes.match(text);
    return !match.hasMatch() ? text : match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
}

SuiteCaseFields marked(const WorkspaceView &view, const QString &source, const QString &description,
                       const QString &from, const QDate &today)
{
    return {.description = description.simplified().left(longestDescription),
            .source = source,
            .owner = CaseOrigin::ownerName(view.me.person),
            .date = today.toString(Qt::ISODate),
            .from = from};
}

// The suite of the first rule that covers one of the paths.
ArtifactId suiteFor(const Policy &policy, const QStringList &paths)
{
    for (const SuiteRule &rule : policy.suites) {
        for (const QString &pattern : rule.paths) {
            if (std::ranges::any_of(paths, [&](const QString &path) { return matchesPath(pattern, path); }))
                return rule.suite;
        }
    }
    return {};
}

ArtifactId suiteOf(const State &state, const Change &change)
{
    QStringList paths;
    const Revision *revision = change.revision();
    for (const FileChange &file : revision ? revision->data.files : QList<FileChange>()) {
        if (file.kind == ArtifactKind::Suite)
            return file.artifact;
        paths.append(file.path);
    }
    return suiteFor(state.policy, paths);
}

} // namespace

QString CaseOrigin::ownerName(const PrincipalId &person)
{
    return person.value.startsWith("p:"_L1) ? person.value.sliced(2) : person.value;
}

QStringList CaseOrigin::ownerNames(const WorkspaceView &view)
{
    QStringList names;
    for (const Person &person : view.state.policy.people) {
        if (person.active && person.kind == PrincipalKind::Human)
            names.append(ownerName(person.id));
    }
    return names;
}

std::optional<CaseOrigin> CaseOrigin::ofComment(const WorkspaceView &view, const ChangeId &change,
                                                const EventId &comment, const QDate &today)
{
    const Change *found = view.state.change(change);
    const auto said = found ? std::ranges::find(found->comments, comment,
                                                [](const Comment &one) { return one.stamp.event; })
                            : QList<Comment>::const_iterator();
    if (!found || said == found->comments.cend())
        return std::nullopt;
    const QString words = view.text(said->data.text).trimmed();
    CaseOrigin origin{
        .sentence = tr("A comment by %1 on #%2")
                        .arg(view.personName(said->stamp.actor), QString::number(found->number)),
        .input = quoted(words),
        .suite = suiteOf(view.state, *found),
        .fields =
            marked(view, u"past_failure"_s, words,
                   tr("#%1, comment %2").arg(QString::number(found->number), comment.toString()), today)};
    if (!said->data.suggestionText.isNull())
        origin.expected = view.text(said->data.suggestionText).trimmed();
    return origin;
}

std::optional<CaseOrigin> CaseOrigin::ofRollback(const WorkspaceView &view, const LogEntry &entry,
                                                 const QDate &today)
{
    const auto *rolled = entry.event ? std::get_if<ReleaseRolledBack>(&entry.event->data) : nullptr;
    if (!rolled || !std::holds_alternative<Effective>(entry.verdict))
        return std::nullopt;
    const QString reason = view.text(rolled->reasonText).trimmed();
    const Artifact *artifact = view.state.artifact(rolled->artifact);
    return CaseOrigin{
        .sentence =
            tr("The rollback of %1 to %2 by %3")
                .arg(rolled->artifact.value, rolled->version.toString(), view.personName(entry.actor)),
        .input = quoted(reason),
        .suite = artifact ? suiteFor(view.state.policy, {artifact->path}) : ArtifactId(),
        .fields =
            marked(view, u"past_failure"_s, reason,
                   tr("Rollback of %1, event %2").arg(rolled->artifact.value, entry.id.toString()), today)};
}

CaseOrigin CaseOrigin::ofSample(const WorkspaceView &view, const QDate &today)
{
    return {.sentence = tr("A sample of production"),
            .sample = true,
            .fields = marked(view, u"production_sample"_s, {}, tr("Pasted sample"), today)};
}

} // namespace countersign
