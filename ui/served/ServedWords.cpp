// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/ServedWords.h"

#include "ui/common/ErrorText.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/EndpointText.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] Sign signOf(ServedStanding standing)
{
    switch (standing) {
    case ServedStanding::Shadow:
        return Sign::Alarm;
    case ServedStanding::NotGoverned:
    case ServedStanding::OtherVersion:
        return Sign::Warning;
    case ServedStanding::NotServed:
        return Sign::NotYet;
    case ServedStanding::Unread:
        return Sign::Inconclusive;
    case ServedStanding::Released:
        return Sign::Satisfied;
    }
    Q_UNREACHABLE_RETURN(Sign::Inconclusive);
}

} // namespace

QString ServedWords::kind(connectors::RegistryKind kind)
{
    return kind == connectors::RegistryKind::Langfuse ? u"Langfuse"_s : u"MLflow"_s;
}

QString ServedWords::host(const PromptService &service)
{
    return text::printableLine(connectors::hostOf(QUrl(service.address)));
}

QString ServedWords::key(const ServedRow &row)
{
    return row.name + u'\n' + row.label;
}

QString ServedWords::standing(const WorkspaceView &view, const ServedRow &row)
{
    const QString where = ChangeWords::environment(view, row.environment);
    switch (row.standing) {
    case ServedStanding::Shadow:
        return tr("A text that nobody approved is live in %1").arg(where);
    case ServedStanding::NotGoverned:
        return tr("Live in %1, and no prompt of that name is governed here").arg(where);
    case ServedStanding::OtherVersion:
        return row.released.isNull()
                   ? tr("Version %1 is live, and was not released to %2").arg(row.served.toString(), where)
                   : tr("Version %1 is live, and %2 was released to %3")
                         .arg(row.served.toString(), row.released.toString(), where);
    case ServedStanding::NotServed:
        return tr("Version %1 was released to %2, and is not there").arg(row.released.toString(), where);
    case ServedStanding::Unread:
        return tr("What is live in %1 could not be read").arg(where);
    case ServedStanding::Released:
        return tr("Version %1 is live, as released to %2").arg(row.released.toString(), where);
    }
    Q_UNREACHABLE_RETURN({});
}

RequirementRowData ServedWords::row(const WorkspaceView &view, const ServedRow &row)
{
    return {.key = key(row),
            .sign = signOf(row.standing),
            .sentence = {{text::printableLine(row.name), RunStyle::Strong}},
            .help = standing(view, row),
            .gone = row.standing == ServedStanding::Released};
}

QString ServedWords::summary(const ServiceReport &report)
{
    const auto live = static_cast<int>(report.rows.size() - report.count(ServedStanding::NotServed));
    const auto shadows =
        static_cast<int>(report.count(ServedStanding::Shadow) + report.count(ServedStanding::NotGoverned));
    QStringList sentences{tr("%n text(s) are live in your environments.", nullptr, live)};
    if (shadows > 0)
        sentences.append(tr("%n of them was approved by nobody here.", nullptr, shadows));
    else if (live > 0 && report.count(ServedStanding::Unread) == 0)
        sentences.append(tr("Each of them was accepted here."));
    if (!report.otherLabels.isEmpty()) {
        QStringList labels;
        for (const QString &label : report.otherLabels)
            labels.append(text::printableLine(label));
        sentences.append(
            tr("Labels that are no environment here were left out: %1.").arg(text::people(labels, 6)));
    }
    return sentences.join(u' ');
}

QString ServedWords::text(const connectors::ForeignText &text)
{
    if (!text.isChat)
        return text.messages.isEmpty() ? QString() : text.messages.first().text;
    QStringList parts;
    for (const connectors::ForeignMessage &message : text.messages)
        parts.append(text::printableLine(message.role) + u":\n"_s + message.text);
    return parts.join(u"\n\n"_s);
}

Notice ServedWords::notice(const Error &error, const QString &host, const QString &what)
{
    if (const QString lead = EndpointText::lead(error.subject, host); !lead.isEmpty()) {
        return {.kind = error.code == ErrorCode::OutcomeUnknown ? NoticeKind::Danger : NoticeKind::Warning,
                .lead = lead,
                .sentence = error.code == ErrorCode::OutcomeUnknown
                                ? tr("It is not known whether it was written there. Look again before "
                                     "anything else: doing it again writes nothing twice.")
                                : what,
                .detail = text::printableLine(error.detail)};
    }
    if (error.subject.startsWith("keychain"_L1)) {
        return {.kind = NoticeKind::Danger,
                .lead = tr("The system's keychain does not answer."),
                .sentence = tr("Unlock it and try again. Keys stand nowhere else."),
                .detail = text::printableLine(error.detail)};
    }
    if (error.code == ErrorCode::Unsupported && error.subject == "messages"_L1) {
        return {
            .kind = NoticeKind::Warning,
            .lead = tr("Its messages have no place in the file."),
            .sentence = tr(
                "It has other roles, or another number of messages. Copy its words into a change by hand.")};
    }
    if (error.code == ErrorCode::Refused && error.subject == "not-governed"_L1) {
        return {.kind = NoticeKind::Warning,
                .lead = tr("No rule of the policy governs %1.").arg(text::printableLine(error.detail)),
                .sentence = tr("Add its path to the governed files first.")};
    }
    if (error.code == ErrorCode::Refused
        && (error.subject == "not-released"_L1 || error.subject == "not-accepted"_L1)) {
        return {.kind = NoticeKind::Danger,
                .lead = tr("It was not published."),
                .sentence = tr("Only a version that was accepted and that runs in that environment goes to a "
                               "service. Release it first.")};
    }
    Notice notice = errorNotice(error);
    notice.action.clear();
    return notice;
}

} // namespace countersign
