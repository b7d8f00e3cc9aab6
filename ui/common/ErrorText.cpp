// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/ErrorText.h"

#include "domain/PolicyReview.h"
#include "ui/common/Text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui)
};

[[nodiscard]] QString named(const QString &subject, const QString &without, const QString &with)
{
    return subject.isEmpty() ? without : with.arg(text::printableLine(subject));
}

[[nodiscard]] QString invalidSentence(const Error &error)
{
    if (error.line <= 0)
        return Words::tr("Nothing was changed. Correct it and try again.");
    return Words::tr("See line %1, column %2. Nothing was changed.").arg(error.line).arg(error.column);
}

} // namespace

ErrorText errorText(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return {.lead = named(error.subject, Words::tr("It is not there any more."), Words::tr("%1 is not there.")),
                .sentence = Words::tr("It may have been moved or taken away. Nothing was changed."),
                .action = ErrorAction::Reload};
    case ErrorCode::Conflict:
        return {.lead = named(error.subject, Words::tr("Somebody was faster."), Words::tr("%1 has moved on since you read it.")),
                .sentence = Words::tr("Nothing was written. Read it again, then decide again."),
                .action = ErrorAction::Reload};
    case ErrorCode::Refused:
        if (error.subject == lockOutSubject) {
            return {.lead = Words::tr("Nobody could ever change this policy again."),
                    .sentence = Words::tr(
                        "Nothing was written. Give the roles that it asks for to people who can act.")};
        }
        return {.lead = named(error.subject, Words::tr("A rule of the policy says no."), Words::tr("A rule of the policy says no: %1.")),
                .sentence = Words::tr("Nothing was written.")};
    case ErrorCode::Corrupt:
        return {.lead = named(error.subject, Words::tr("What is stored is not what was written."),
                              Words::tr("%1 is not what was written.")),
                .sentence = Words::tr("It can be read, but nothing can be approved or released from it. Writing is off.")};
    case ErrorCode::Unavailable:
        return {.lead = named(error.subject, Words::tr("The workspace does not answer."), Words::tr("%1 does not answer.")),
                .sentence = Words::tr("You can go on reading. Nothing was changed."),
                .action = ErrorAction::TryAgain};
    case ErrorCode::OutcomeUnknown:
        return {.lead = Words::tr("It is not known whether this was written."),
                .sentence = Words::tr("It was sent and no answer came. Look again before you repeat it."),
                .action = ErrorAction::Reload};
    case ErrorCode::Canceled:
        return {.lead = Words::tr("Stopped."), .sentence = Words::tr("Nothing was changed.")};
    case ErrorCode::Invalid:
        return {.lead = named(error.subject, Words::tr("This cannot be accepted."), Words::tr("%1 cannot be accepted.")),
                .sentence = invalidSentence(error)};
    case ErrorCode::Unsupported:
        return {.lead = named(error.subject, Words::tr("Countersign cannot read this kind."), Words::tr("Countersign cannot read %1.")),
                .sentence = Words::tr("Nothing was changed.")};
    case ErrorCode::Newer:
        return {.lead = Words::tr("A newer Countersign wrote this."),
                .sentence = Words::tr("It can be read, but not written, until this program is updated."),
                .action = ErrorAction::Update};
    case ErrorCode::NotPermitted:
        if (error.subject == "own-programs"_L1) {
            return {.lead = Words::tr("Its own configuration names programs."),
                    .sentence = Words::tr("Nothing was written, because git would run them in that work tree. Share a bare "
                                          "repository, or take them out of its configuration.")};
        }
        return {.lead = named(error.subject, Words::tr("Writing is not permitted."), Words::tr("Writing to %1 is not permitted.")),
                .sentence = Words::tr("Nothing was written. Check who may write there, and with which key or account."),
                .action = ErrorAction::OpenSettings};
    case ErrorCode::NoSpace:
        return {.lead = named(error.subject, Words::tr("There is no space left."), Words::tr("There is no space left at %1.")),
                .sentence = Words::tr("Nothing was written. Make room, then try again."),
                .action = ErrorAction::TryAgain};
    case ErrorCode::Locked:
        return {.lead = named(error.subject, Words::tr("Another program is writing."), Words::tr("Another program is writing to %1.")),
                .sentence = Words::tr("Nothing was written. Wait until it has ended, then try again."),
                .action = ErrorAction::TryAgain};
    }
    Q_UNREACHABLE_RETURN({});
}

QString actionText(ErrorAction action)
{
    switch (action) {
    case ErrorAction::None: return {};
    case ErrorAction::Reload: return Words::tr("Read again");
    case ErrorAction::TryAgain: return Words::tr("Try again");
    case ErrorAction::OpenSettings: return Words::tr("Open settings");
    case ErrorAction::Update: return Words::tr("How to update");
    }
    Q_UNREACHABLE_RETURN({});
}

Notice errorNotice(const Error &error)
{
    const ErrorText words = errorText(error);
    const bool mild = words.action == ErrorAction::TryAgain || words.action == ErrorAction::Reload
                      || error.code == ErrorCode::Canceled;
    return {.kind = mild ? NoticeKind::Warning : NoticeKind::Danger,
            .lead = words.lead,
            .sentence = words.sentence,
            .detail = error.detail,
            .action = actionText(words.action)};
}

} // namespace countersign
