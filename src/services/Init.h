// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Recorder.h"
#include "services/Source.h"

namespace countersign {

/// Somebody to be named in the first policy.
struct InitPerson
{
    QString name = {};
    QString email = {};
    QList<RoleId> roles = {}; ///< empty: those that a colleague gets by default
    friend bool operator==(const InitPerson &, const InitPerson &) = default;
};

/// "Name <mail>:role,role"; the part from the colon may be missing. Fails: Invalid.
[[nodiscard]] Result<InitPerson> parseInitPerson(const QString &text);

/// What a file is, told by its path and its beginning; nullopt when it is nothing that is governed.
[[nodiscard]] std::optional<ArtifactKind> guessedKind(const QString &path, const QByteArray &bytes);

struct InitOptions
{
    QString workspace = {};       ///< what people call it
    QString branch = {};          ///< to be governed
    InitPerson me = {};           ///< gets every role and the right to administer
    QList<InitPerson> others = {};
    enum class Workflows { None, Guessed };
    Workflows workflows = Workflows::None; ///< whether they are guessed from the paths, see guessedWorkflows()
};

struct PolicyProposal
{
    Policy policy = {};
    QByteArray yaml = {};         ///< what the policy was compiled from
    QList<BaselineFile> files = {}; ///< governed by it, sorted by path, without the policy itself
    /// Rules that nobody can satisfy: with one person, nothing can be approved at all.
    QList<UnreachableRule> warnings = {};
};

/// A first policy for the files at `tip`: which are prompts, how their paths are said in few patterns, who decides. Reads
/// only what may be a prompt by its name. Fails: Invalid (a person or role), Corrupt, Unavailable.
[[nodiscard]] Result<PolicyProposal> proposePolicy(const Source &source, const QByteArray &tip,
                                                   const InitOptions &options, const std::stop_token &stop = {});
/// The same for a policy.yaml that a person has written. Fails also with the places of its mistakes.
[[nodiscard]] Result<PolicyProposal> readProposal(const Source &source, const QByteArray &tip, const QByteArray &yaml);

struct StartedLedger
{
    LedgerId id = {};
    Head head = {};
    QStringList notices = {}; ///< of writing policy.yaml to the branch, as WriteReceipt::notices
};

/// Starts the record: the policy, then everything governed as versions 1.0.0, and writes policy.yaml to the branch.
/// Fails: Conflict when there is a ledger already (open it), Refused when the person may not begin, and as
/// Recorder::create().
[[nodiscard]] Result<StartedLedger> startLedger(std::unique_ptr<Ledger> ledger, const RecorderOptions &recorder,
                                                Source &source, const QByteArray &tip, const PolicyProposal &proposal,
                                                const InitOptions &options, const std::stop_token &stop = {});

/// Few patterns that match every one of `wanted` and none of `others`; sorted. Pure.
[[nodiscard]] QStringList patternsFor(const QStringList &wanted, const QStringList &others);

} // namespace countersign
