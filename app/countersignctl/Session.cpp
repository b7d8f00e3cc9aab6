// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Session.h"

#include "app/countersignctl/Words.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// Marks when the shared record was last reached, for later when it is not.
QString reachedPath(const WorkspacePlace &place)
{
    return place.directory + u"/reached"_s;
}

void rememberReached(const WorkspacePlace &place)
{
    // Only words of a notice hang on it.
    QFile file(reachedPath(place));
    if (file.open(QIODevice::WriteOnly)) {
        file.setFileTime(QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime);
    }
}

QString staleness(const WorkspacePlace &place, const State &state, qint64 now)
{
    const QFileInfo reached(reachedPath(place));
    const QString words = u"event %1"_s.arg(state.head.seq);
    return reached.exists()
               ? words + u", read %1 ago"_s.arg(ageWords(now - reached.lastModified().toMSecsSinceEpoch()))
               : words;
}

} // namespace

PlaceRequest Context::place() const
{
    const QString given = value("workspace");
    return {.place = given.isEmpty() ? QDir::currentPath() : given, .as = value("as")};
}

ExitStatus fail(Context &context, const QString &act, const Error &error)
{
    QString words = act + u": "_s + errorWords(error);
    const bool writes = act.contains(u" was not "_s) || act.contains(u" were not "_s);
    if (writes && error.code != ErrorCode::OutcomeUnknown) {
        words += u". Nothing was written."_s;
    }
    const bool hasRule = voidRuleFromString(error.subject).has_value() || error.subject == "identity"_L1;
    return context.out.fail(exitStatusOf(error), words, nameOf(error.code),
                            hasRule ? error.subject : QString());
}

ExitStatus misuse(Context &context, const QString &words)
{
    return context.out.fail(ExitStatus::Misuse, words, u"misuse"_s);
}

Session::Session(const WorkspacePlace &place, const Clock &clock, const std::stop_token &stop, bool despiteLockOut)
    : m_place(place)
{
    WorkspaceOptions options = workspaceOptions(place, clock);
    options.core.despiteLockOut = despiteLockOut;
    options.syncEveryMs = 0;
    m_workspace = std::make_unique<LedgerWorkspace>(options);
    m_stop = std::make_unique<std::stop_callback<std::function<void()>>>(
        stop, [this] { m_workspace->interrupt(); });
}

bool Session::isOffline() const
{
    const SyncStatus &sync = view()->sync;
    return sync.phase == SyncPhase::Offline && sync.error && sync.lastSynced == 0;
}

std::optional<Error> Session::alarm() const
{
    const SyncStatus &sync = view()->sync;
    return sync.phase == SyncPhase::Alarm ? sync.error : std::nullopt;
}

Result<Change> Session::change(const QString &word) const
{
    const ViewPointer seen = view();
    const Change *found = nullptr;
    if (const std::optional<EventId> id = EventId::fromString(word)) {
        found = seen->state.change(*id);
    } else {
        bool isNumber = false;
        const int number = (word.startsWith(u'#') ? word.mid(1) : word).toInt(&isNumber);
        found = isNumber ? seen->state.changeByNumber(number) : nullptr;
    }
    if (!found) {
        return failure(ErrorCode::NotFound, u"change "_s + word);
    }
    return *found;
}

Result<Artifact> Session::artifact(const QString &given) const
{
    const ViewPointer seen = view();
    const bool onlyId = given.startsWith("prompt:"_L1);
    const bool onlyPath = given.startsWith("path:"_L1);
    const QString word = onlyId || onlyPath ? given.section(u':', 1) : given;
    const Artifact *named = onlyPath ? nullptr : seen->state.artifact(ArtifactId{word});
    const Artifact *there = onlyId ? nullptr : seen->state.artifactAt(word);
    if (named && there && named != there) {
        return failure(
            ErrorCode::Invalid, word,
            u"one governed file has this id, and another one this path: say prompt:%1 or path:%1"_s.arg(
                word));
    }
    if (const Artifact *found = named ? named : there) {
        return *found;
    }
    return failure(ErrorCode::NotFound, u"prompt"_s, word);
}

Result<PrincipalId> Session::person(const QString &word) const
{
    const Policy &policy = view()->state.policy;
    if (policy.person(PrincipalId{word})) {
        return PrincipalId{word};
    }
    if (const Person *found = policy.personByEmail(word)) {
        return found->id;
    }
    return failure(ErrorCode::NotFound, word, u"no person of the policy has that id or address"_s);
}

Result<UngovernedEdit> Session::edit(const QString &word) const
{
    for (const UngovernedEdit &edit : view()->ungoverned) {
        if (edit.path == word || edit.artifact.value == word) {
            return edit;
        }
    }
    return failure(ErrorCode::NotFound, word, u"nobody edited such a file outside of a change"_s);
}

Task<Result<SessionPointer>> openSession(Context &context)
{
    return openSession(context, context.place());
}

Task<Result<SessionPointer>> openSession(Context &context, PlaceRequest request)
{
    const auto find = [request] { return findPlace(request); };
    const Result<WorkspacePlace> place = co_await elsewhere(find);
    if (!place) {
        co_return std::unexpected(place.error());
    }
    auto session =
        std::make_unique<Session>(*place, context.clock, context.stop, context.has("despite-lock-out"));
    const Done opened = co_await answerOf(session->workspace().opened());
    if (!opened) {
        Error error = opened.error();
        if (error.code == ErrorCode::NotFound && error.subject == place->location) {
            error.detail = u"it has no record yet; countersignctl init begins one"_s;
        }
        co_return std::unexpected(error);
    }
    const SyncStatus sync = session->view()->sync;
    if (const std::optional<Error> alarm = session->alarm()) {
        context.out.notice(
            u"warning: the shared record does not continue what was seen here: %1. This is what was seen "
            "before."_s.arg(alarm->detail.isEmpty() ? alarm->subject : alarm->detail));
    } else if (session->isOffline()) {
        context.out.notice(u"offline: %1. This is what was known last (%2)."_s.arg(
            errorWords(*sync.error), staleness(*place, session->state(), context.clock.now())));
    } else {
        rememberReached(*place);
    }
    co_return session;
}

} // namespace countersign::ctl
