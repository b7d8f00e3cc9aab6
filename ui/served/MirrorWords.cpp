// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/MirrorWords.h"

#include "ui/common/ErrorText.h"
#include "ui/common/Text.h"

using namespace Qt::StringLiterals;

namespace countersign {

QString MirrorWords::name(const MirrorPlace &place)
{
    QString name = place.repository;
    while (name.endsWith(u'/'))
        name.chop(1);
    name = name.section(u'/', -1).section(u':', -1);
    return text::printableLine(name.endsWith(".git"_L1) && name.size() > 4 ? name.chopped(4) : name);
}

QString MirrorWords::key(const MirrorPlace &place)
{
    return u"mirror\n"_s + place.branch + u'\n' + place.repository;
}

QString MirrorWords::standing(const WorkspaceView &view, const MirrorEdit &edit)
{
    if (edit.obstacle == MirrorObstacle::NotAFile)
        return tr("A link or a folder stands in its place; it has to be removed there first");
    if (edit.obstacle == MirrorObstacle::TooLarge)
        return tr("It is larger than a prompt can be; it has to be removed there first");
    const Change *change = view.state.change(edit.standing.change);
    if (edit.standing.standing == Standing::Proposed && change)
        return tr("Edited there, and proposed by change #%1").arg(change->number);
    if (edit.edit.found.isNull())
        return tr("Removed there, and accepted here");
    if (edit.edit.governed.isNull())
        return tr("Nobody accepted this file");
    if (!edit.standing.version.isNull())
        return tr("Set back there to version %1; %2 is accepted")
            .arg(edit.standing.version.toString(), edit.standing.latest.toString());
    return tr("Edited there; nobody accepted this text");
}

RequirementRowData MirrorWords::row(const WorkspaceView &view, const MirrorEdit &edit)
{
    const bool proposed = edit.standing.standing == Standing::Proposed;
    return {.key = u"edit\n"_s + edit.edit.path,
            .sign = proposed ? Sign::Warning : Sign::Alarm,
            .sentence = {{text::printableLine(edit.edit.path), RunStyle::Strong}},
            .help = standing(view, edit)};
}

RequirementRowData MirrorWords::row(const MirrorFile &file)
{
    return {.key = u"file\n"_s + file.path,
            .sign = Sign::NotYet,
            .sentence = {{text::printableLine(file.path), RunStyle::Strong}},
            .help = file.after.isNull() ? tr("Waits to be removed, as was accepted")
                                        : tr("Version %1 waits to be written").arg(file.version.toString())};
}

QString MirrorWords::summary(const MirrorReport &report, bool written)
{
    QStringList sentences;
    const auto files = static_cast<int>(report.files.size());
    if (written && !report.commit.isEmpty())
        sentences.append(tr("%n file(s) were written.", nullptr, files));
    else if (written || files == 0)
        sentences.append(report.edits.isEmpty()
                             ? tr("It has everything that was accepted.")
                             : tr("It has everything that was accepted, but for what was edited there."));
    else
        sentences.append(tr("%n file(s) wait to be written.", nullptr, files));
    if (!report.edits.isEmpty())
        sentences.append(tr("%n file(s) were edited there without a change.", nullptr,
                            static_cast<int>(report.edits.size())));
    return sentences.join(u' ');
}

std::optional<Notice> MirrorWords::aside(const MirrorReport &report)
{
    for (const QString &notice : report.notices) {
        const QString branch = text::printableLine(notice.section(u':', 1));
        if (notice.startsWith("branch-protected:"_L1))
            return Notice{.kind = NoticeKind::Warning,
                          .lead = tr("The branch is protected there."),
                          .sentence =
                              tr("What was accepted waits on the branch %1 for a pull request.").arg(branch)};
        if (notice.startsWith("work-tree-aside:"_L1))
            return Notice{.kind = NoticeKind::Warning,
                          .lead = tr("The work tree there has changes of its own."),
                          .sentence = tr("What was accepted waits there on the branch %1.").arg(branch)};
        if (notice == "work-tree-left-alone"_L1)
            return Notice{.kind = NoticeKind::Info,
                          .lead = tr("The work tree there was left alone."),
                          .sentence =
                              tr("It was written to the shared repository; git pull brings it there.")};
    }
    return std::nullopt;
}

Notice MirrorWords::notice(const Error &error, Act act, const QString &what)
{
    const auto warning = [&what](const QString &lead, const QString &detail = {}) {
        return Notice{.kind = NoticeKind::Warning,
                      .lead = lead,
                      .sentence = what,
                      .detail = text::printableLine(detail)};
    };
    if (act == Act::Remember && error.code == ErrorCode::NotPermitted)
        return warning(tr("The list of your mirrors cannot be written."), error.subject);
    if (act == Act::Remember && error.code == ErrorCode::Locked)
        return warning(tr("Another Countersign is changing the list of your mirrors; try again."),
                       error.subject);
    if (error.code == ErrorCode::Refused
        && (error.subject == "not-a-file"_L1 || error.subject == "too-large"_L1))
        return warning(tr("It can be settled only in the repository."));
    if (error.code == ErrorCode::NotFound && (error.subject == "path"_L1 || error.subject == "repository"_L1))
        return warning(tr("There is no git repository at that place."), error.detail);
    if (error.code == ErrorCode::Unsupported && error.subject == "history"_L1)
        return warning(tr("Who edited it there cannot be told: its history is too long."), error.detail);
    if (error.code == ErrorCode::Unsupported && error.subject == "repository"_L1)
        return warning(tr("That is no git repository."), error.detail);
    if (error.code == ErrorCode::Conflict && error.subject == "edited-again"_L1)
        return warning(tr("It was edited again meanwhile, and stays as it is."), error.detail);
    if (error.code == ErrorCode::Conflict && act == Act::Mirror)
        return warning(tr("The branch moved again and again meanwhile."), error.detail);
    if (error.code == ErrorCode::NotPermitted && error.subject == "own-programs"_L1)
        return warning(tr("Nothing was written: its own configuration names programs that git would run."),
                       error.detail);
    if (error.code == ErrorCode::NotPermitted && error.subject == "remote"_L1)
        return warning(tr("Nothing is read from such an address."), error.detail);
    if (error.code == ErrorCode::NotPermitted && act == Act::Look)
        return warning(tr("The repository does not let you read it."), error.detail);
    if (error.code == ErrorCode::NotPermitted && act == Act::Mirror)
        return warning(tr("The repository does not take it."), error.detail);
    if (error.code == ErrorCode::OutcomeUnknown) {
        return {.kind = NoticeKind::Danger,
                .lead = tr("It was sent and no answer came."),
                .sentence = tr("Mirror again: nothing is written twice."),
                .detail = text::printableLine(error.detail)};
    }
    Notice notice = errorNotice(error);
    notice.action.clear();
    return notice;
}

} // namespace countersign
