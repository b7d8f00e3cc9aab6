// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/PromptRegistry.h"
#include "services/WorkspaceView.h"

#include <QMap>

namespace countersign {

/// A service that programs read prompts from while they run, as somebody at this machine named it. No key stands in it.
struct PromptService
{
    QString name = {}; ///< as it is called here: `[a-z0-9._-]`, 1 … 64 characters
    connectors::RegistryKind kind = connectors::RegistryKind::Langfuse;
    QString address = {}; ///< "https://cloud.langfuse.com": what stands before `/api`
    QString key = {};     ///< "none", "env:NAME" or "keychain:NAME"
    QMap<QString, EnvironmentId> labels =
        {}; ///< what a label there means here; any other means the environment of its name
    QMap<QString, ArtifactId> prompts = {}; ///< what a name there is called here, see artifactServed()

    friend bool operator==(const PromptService &, const PromptService &) = default;
};

/// Whether it can be kept and asked. Fails: Invalid (`name`, `address`, `key`), Refused ("endpoint.insecure").
[[nodiscard]] Done checkedService(const PromptService &service);

/// The prompt that a name there is about: the one it was given to, the one of that name, or the only one whose name is
/// that with another sign than `/` (`-`, `_`, `.`, `__`), as services write it that take no `/`. nullptr: none is governed here.
[[nodiscard]] const Artifact *artifactServed(const State &state, const PromptService &service,
                                             const QString &name);
/// The name there of a prompt from here. MLflow takes no `/`.
[[nodiscard]] QString servedName(const PromptService &service, const ArtifactId &artifact);
/// Empty: the label is no environment.
[[nodiscard]] EnvironmentId servedEnvironment(const Policy &policy, const PromptService &service,
                                              const QString &label);
[[nodiscard]] QString servedLabel(const PromptService &service, const EnvironmentId &environment);

/// Whether a text there says what a file says: the same messages by the same roles, word for word. Line breaks around a
/// message, and settings of the file beside its messages, are left out of it.
[[nodiscard]] bool saysTheSame(const connectors::ForeignText &text, const QByteArray &file,
                               const QString &path);

/// The file as a service is given it. Fails: Unsupported when it has no text in it.
[[nodiscard]] Result<connectors::ForeignText> servedText(const QByteArray &file, const QString &path,
                                                         const QString &name);

/// `artifact`'s accepted file with the words of a live text in it; its settings, comments and other bytes stay. Fails:
/// Unsupported ("messages": the text has other messages than the file has places for; or as prompt::setMessageText()).
[[nodiscard]] Result<EditedFile> adoptedFile(const Artifact &artifact, const QByteArray &accepted,
                                             const connectors::ForeignText &text);
/// A new file for a live text of which nothing is governed here. Fails: Refused ("not-governed": no rule of the policy
/// would govern it, detail: its path), Unsupported ("messages").
[[nodiscard]] Result<EditedFile> adoptedFile(const State &state, const connectors::ForeignText &text);

/// The version that may be given to a service for `environment`: the one that runs there by the record. Fails: Refused
/// ("not-released": nothing runs there; "not-accepted": what runs there is no accepted version, or the prompt is gone).
[[nodiscard]] Result<VersionRecord> publishable(const State &state, const ArtifactId &artifact,
                                                const EnvironmentId &environment);

/// How what is live stands to the record.
enum class ServedStanding {
    Shadow,       ///< nobody accepted this text
    NotGoverned,  ///< nor is any prompt of that name governed here
    OtherVersion, ///< an accepted version, but not the one that runs in that environment by the record
    NotServed,    ///< the record has a version in that environment, and the service serves none
    Unread,       ///< the service or the record did not answer for it
    Released,     ///< the version that runs there by the record
};

struct ServedRow
{
    ServedStanding standing = ServedStanding::Unread;
    QString name = {};        ///< there
    QString label = {};       ///< there
    ArtifactId artifact = {}; ///< here; empty when none
    EnvironmentId environment = {};
    SemVer released = {};              ///< that runs there by the record; null when none
    SemVer served = {};                ///< the accepted version that is live; null when none
    connectors::ForeignText text = {}; ///< what is live; version 0 when nothing is
    std::optional<Error> error = {};   ///< for Unread

    friend bool operator==(const ServedRow &, const ServedRow &) = default;
};

/// What a service serves beside what was released.
struct ServiceReport
{
    QList<ServedRow> rows = {};   ///< what needs somebody first; then by name and label
    QStringList otherLabels = {}; ///< on prompts there, and no environment here; sorted
    qsizetype prompts = 0;        ///< that the service lists

    [[nodiscard]] qsizetype count(ServedStanding standing) const;
};

} // namespace countersign
