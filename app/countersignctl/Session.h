// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/compose/WorkspacePlace.h"
#include "app/compose/Steps.h"
#include "app/countersignctl/Invocation.h"
#include "app/countersignctl/Output.h"

#include <QtConcurrentRun>

#include <memory>
#include <stop_token>

namespace countersign::ctl {

/// A command under way: begun on the main thread, which goes back to the event loop wherever it awaits a future.
template<typename T>
using Task = Steps<T>;

/// What every command is given. Outlives it.
struct Context
{
    const Program &program;
    const Invocation &invocation;
    Output &out;
    const Clock &clock;
    std::stop_token stop = {}; ///< the person wants it to end

    [[nodiscard]] PlaceRequest place() const;
    [[nodiscard]] bool has(const char *option) const { return invocation.has(QLatin1StringView(option)); }
    [[nodiscard]] QString value(const char *option) const
    {
        return invocation.value(QLatin1StringView(option));
    }
    [[nodiscard]] QStringList values(const char *option) const
    {
        return invocation.values(QLatin1StringView(option));
    }
};

/// `act`: "change #3 was not approved". Says why on one line, and that nothing was written where that is so.
[[nodiscard]] ExitStatus fail(Context &context, const QString &act, const Error &error);
[[nodiscard]] ExitStatus misuse(Context &context, const QString &words);

/// One workspace, open.
class Session
{
public:
    Session(const WorkspacePlace &place, const Clock &clock, const std::stop_token &stop, bool despiteLockOut);

    [[nodiscard]] const WorkspacePlace &place() const { return m_place; }
    [[nodiscard]] LedgerWorkspace &workspace() { return *m_workspace; }
    [[nodiscard]] ViewPointer view() const { return m_workspace->view(); }
    [[nodiscard]] const State &state() const { return m_workspace->view()->state; }
    [[nodiscard]] bool isOffline() const;
    /// Why the record cannot be trusted to go on; none otherwise.
    [[nodiscard]] std::optional<Error> alarm() const;

    /// #42, 42 or e:HEX. Fails: NotFound.
    [[nodiscard]] Result<Change> change(const QString &word) const;
    /// By id or path, or only by one of them: prompt:ID, path:PATH. Fails: NotFound; Invalid when two are meant.
    [[nodiscard]] Result<Artifact> artifact(const QString &word) const;
    /// By id or address. Fails: NotFound.
    [[nodiscard]] Result<PrincipalId> person(const QString &word) const;
    /// The edit outside of a change of a file, by id or path. Fails: NotFound.
    [[nodiscard]] Result<UngovernedEdit> edit(const QString &word) const;

private:
    WorkspacePlace m_place;
    std::unique_ptr<LedgerWorkspace> m_workspace;
    std::unique_ptr<std::stop_callback<std::function<void()>>> m_stop; // before the workspace goes
};

using SessionPointer = std::unique_ptr<Session>;

/// Opens what --workspace and --as say, and reads the record. Says on standard error when that is only what was known
/// last.
[[nodiscard]] Task<Result<SessionPointer>> openSession(Context &context);
/// The same for a workspace that an operand names.
[[nodiscard]] Task<Result<SessionPointer>> openSession(Context &context, PlaceRequest request);

/// Runs `work` on another thread; the answer comes back to this one.
template<typename Work>
[[nodiscard]] auto elsewhere(Work work)
{
    return answerOf(QtConcurrent::run(std::move(work)));
}

} // namespace countersign::ctl
