// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/OpenErrorText.h"

#include "base/RegistryPlace.h"
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

ErrorText registryErrorText(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        if (error.subject == "schema"_L1) {
            return words(OpenErrors::tr("There is no registry in this database yet."),
                         OpenErrors::tr("Making one needs a login that may make roles and schemas."));
        }
        if (!isDatabase(error.subject)) {
            return words(OpenErrors::tr("There is no such file."), OpenErrors::tr("Was it moved or renamed?"));
        }
        return words(OpenErrors::tr("There is no such database."), OpenErrors::tr("Is its name written right?"));
    case ErrorCode::NotPermitted:
        if (error.subject == "password"_L1) {
            return words(OpenErrors::tr("A password does not belong into an address."),
                         OpenErrors::tr("Leave it out, and type it into the field below."));
        }
        if (error.subject == "rights"_L1) {
            return words(OpenErrors::tr("Your login may not use this registry."),
                         OpenErrors::tr("Its owner lets it in with “countersignctl registry admit”."));
        }
        if (error.subject == "login"_L1) {
            return words(OpenErrors::tr("The server does not let this login in."),
                         OpenErrors::tr("Are the login and its password right?"));
        }
        return words(OpenErrors::tr("You are not let in."),
                     OpenErrors::tr("Is the password right, and may your login use this registry?"));
    case ErrorCode::Newer:
        return words(OpenErrors::tr("A newer Countersign made this registry."), OpenErrors::tr("Update Countersign on this computer."));
    case ErrorCode::Unsupported:
        if (error.detail == "network-file-system"_L1) {
            return words(OpenErrors::tr("This file lies on a network drive."),
                         OpenErrors::tr("Other computers cannot see its locks. Choose a place on this computer, or a database for a team."));
        }
        if (error.subject == "schema"_L1) {
            return words(OpenErrors::tr("An older Countersign made this registry."),
                         OpenErrors::tr("Bring it up to date with “countersignctl registry upgrade”."));
        }
        return errorText(error);
    case ErrorCode::Corrupt:
        return words(OpenErrors::tr("This is no registry of Countersign, or it is damaged."),
                     OpenErrors::tr("Choose another file."));
    case ErrorCode::Conflict:
        return words(OpenErrors::tr("There is something at this place already."),
                     OpenErrors::tr("Choose another name, or open what is there."));
    case ErrorCode::Unavailable:
        if (error.subject == "certificate"_L1) {
            return words(OpenErrors::tr("The server's certificate is not trusted."),
                         OpenErrors::tr("Name the file of the authority that signed it: …?sslrootcert=FILE."));
        }
        if (error.subject == "tls"_L1) {
            return words(OpenErrors::tr("The server does not encrypt connections."),
                         OpenErrors::tr("Ask whoever runs it to turn that on."));
        }
        return words(OpenErrors::tr("The database does not answer."), OpenErrors::tr("Is the address right, and the network on?"));
    case ErrorCode::Locked:
        return words(OpenErrors::tr("Another program holds the registry."),
                     error.detail.isEmpty() ? OpenErrors::tr("Try again in a moment.") : text::printableLine(error.detail));
    default:
        return errorText(error);
    }
}

} // namespace countersign
