// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/OpenErrorText.h"

#include "ui/common/Text.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// One context for the words of this file.
struct OpenErrors
{
    Q_DECLARE_TR_FUNCTIONS(OpenErrors)
};

ErrorText words(const QString &lead, const QString &sentence)
{
    return {.lead = lead, .sentence = OpenErrors::tr("Nothing was changed. %1").arg(sentence).trimmed(),
            .action = ErrorAction::TryAgain};
}

} // namespace

ErrorText openErrorText(const Error &error)
{
    const QString subject = text::printableLine(error.subject);
    switch (error.code) {
    case ErrorCode::NotFound:
        if (subject == "repository"_L1) {
            return words(OpenErrors::tr("There is no git repository here."),
                         OpenErrors::tr("Choose the folder of a repository, or a folder inside it."));
        }
        if (subject == "path"_L1) {
            return words(OpenErrors::tr("There is no such folder."), OpenErrors::tr("Was it moved or renamed?"));
        }
        if (subject == "branch"_L1) {
            return words(OpenErrors::tr("The branch to be governed is not there."),
                         OpenErrors::tr("Was main or master pushed yet?"));
        }
        return errorText(error);
    case ErrorCode::Unsupported:
        if (subject == "shallow"_L1) {
            return words(OpenErrors::tr("This is a shallow clone."),
                         OpenErrors::tr("Bring the whole history with “git fetch --unshallow”, then try again."));
        }
        if (subject == "partial-clone"_L1) {
            return words(OpenErrors::tr("This is a partial clone."), OpenErrors::tr("Clone it without a filter."));
        }
        if (subject == "sha256"_L1) {
            return words(OpenErrors::tr("This repository uses SHA-256 names."),
                         OpenErrors::tr("Countersign reads repositories with SHA-1 names."));
        }
        if (subject == "reftable"_L1) {
            return words(OpenErrors::tr("This repository keeps its branches as a reftable."),
                         OpenErrors::tr("Countersign reads repositories that keep them as files."));
        }
        return errorText(error);
    case ErrorCode::Invalid:
        if (subject == "no-commits"_L1) {
            return words(OpenErrors::tr("This repository has no commits yet."),
                         OpenErrors::tr("Commit the prompt files first."));
        }
        if (error.line > 0) {
            return words(OpenErrors::tr("%1 has a mistake in line %2, column %3.")
                                 .arg(subject.isEmpty() ? u".countersign/policy.yaml"_s : subject)
                                 .arg(error.line)
                                 .arg(error.column),
                         text::printableLine(error.detail));
        }
        return errorText(error);
    case ErrorCode::Unavailable:
        return words(subject.isEmpty() ? OpenErrors::tr("The repository does not answer.")
                                       : OpenErrors::tr("%1 does not answer.").arg(subject),
                     OpenErrors::tr("Is the address right, and the network on?"));
    case ErrorCode::NotPermitted:
        return words(subject.isEmpty() ? OpenErrors::tr("You may not read this place.")
                                       : OpenErrors::tr("You may not do that with %1.").arg(subject),
                     OpenErrors::tr("Does it belong to somebody else, or is a password missing?"));
    case ErrorCode::Refused:
        if (subject == "identity"_L1) {
            return words(OpenErrors::tr("Nobody with that address is configured in this repository."),
                         OpenErrors::tr("Set user.name and user.email there."));
        }
        return errorText(error);
    case ErrorCode::Conflict:
        return words(OpenErrors::tr("Somebody has started governing this repository meanwhile."),
                     OpenErrors::tr("Go back and open it again."));
    case ErrorCode::Corrupt:
    case ErrorCode::OutcomeUnknown:
    case ErrorCode::Canceled:
    case ErrorCode::Newer:
    case ErrorCode::NoSpace:
    case ErrorCode::Locked: return errorText(error);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace countersign
