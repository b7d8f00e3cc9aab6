// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/Transport.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace countersign::git {

namespace {

bool containsAny(const QString &text, std::initializer_list<QLatin1StringView> words)
{
    return std::ranges::any_of(words, [&](QLatin1StringView word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool saysNoSpace(const QString &text)
{
    return containsAny(text, {"No space left on device"_L1, "Disk quota exceeded"_L1, "unable to write file"_L1});
}

bool saysLocked(const QString &text)
{
    return containsAny(text, {"Another git process"_L1, "File exists"_L1});
}

bool saysNotPermitted(const QString &text)
{
    return containsAny(text, {"Permission denied"_L1, "insufficient permission"_L1, "access denied"_L1,
                              "Authentication failed"_L1, "could not read Username"_L1, "unable to create temporary"_L1,
                              "error: 403"_L1, "HTTP 403"_L1, "Read-only file system"_L1, "dubious ownership"_L1,
                              "service not enabled"_L1});
}

// The refusals of a connection that never was one.
bool saysUnreachable(const QString &text)
{
    return containsAny(text, {"Could not resolve host"_L1, "Connection refused"_L1, "No route to host"_L1,
                              "Network is unreachable"_L1, "does not appear to be a git repository"_L1,
                              "repository not found"_L1, "unable to connect"_L1, "Connection timed out"_L1,
                              "Host key verification failed"_L1});
}

// "<flag>\t<from>:<to>\t<summary> (<reason>)"
PushAnswer readReferenceLine(const QString &line, const QString &words)
{
    const QChar flag = line.at(0);
    const QString said = line.section(u'\t', 2);
    if (flag == u' ' || flag == u'*' || flag == u'=') {
        return {.outcome = PushOutcome::Accepted, .words = said};
    }
    if (flag != u'!') {
        return {.outcome = PushOutcome::Unknown, .words = said};
    }
    const QString all = said + u'\n' + words;
    if (said.startsWith("[rejected]"_L1)) {
        return {.outcome = PushOutcome::LostRace, .words = said};
    }
    if (!said.startsWith("[remote rejected]"_L1)) {
        return {.outcome = PushOutcome::Unknown, .words = said};
    }
    if (said.contains("failed to report status"_L1)) {
        return {.outcome = PushOutcome::Unknown, .words = said};
    }
    if (saysNoSpace(all)) {
        return {.outcome = PushOutcome::NoSpace, .words = all};
    }
    if (containsAny(said, {"hook declined"_L1, "protected"_L1, "denied"_L1, "prohibited"_L1, "deny"_L1,
                           "not permitted"_L1, "not allowed"_L1})) {
        return {.outcome = PushOutcome::NotPermitted, .words = all};
    }
    if (saysLocked(all)) {
        return {.outcome = PushOutcome::Locked, .words = all};
    }
    if (containsAny(all, {"but expected"_L1, "reference already exists"_L1, "incorrect old value"_L1,
                          "fetch first"_L1, "non-fast-forward"_L1, "stale info"_L1})) {
        return {.outcome = PushOutcome::LostRace, .words = all};
    }
    if (saysNotPermitted(all)) {
        return {.outcome = PushOutcome::NotPermitted, .words = all};
    }
    if (containsAny(said, {"failed to update ref"_L1, "cannot lock ref"_L1})) {
        return {.outcome = PushOutcome::LostRace, .words = all};
    }
    // The other side said no, in words of its own.
    return {.outcome = PushOutcome::NotPermitted, .words = all};
}

} // namespace

PushAnswer readPushAnswer(const QString &reference, const ChildOutcome &outcome)
{
    const QString words = outcome.words();
    const QStringList lines = QString::fromUtf8(outcome.output).split(u'\n');
    for (const QString &line : lines) {
        if (line.size() > 2 && line.at(1) == u'\t' && line.section(u'\t', 1, 1).endsWith(u':' + reference)) {
            return readReferenceLine(line, words);
        }
    }
    if (outcome.status < 128 || outcome.status == 128) {
        // Without a line about the reference nothing had been sent, when git ended by itself and says why.
        if (saysNoSpace(words)) {
            return {.outcome = PushOutcome::NoSpace, .words = words};
        }
        if (saysUnreachable(words)) {
            return {.outcome = PushOutcome::Unreachable, .words = words};
        }
        if (saysNotPermitted(words)) {
            return {.outcome = PushOutcome::NotPermitted, .words = words};
        }
    }
    return {.outcome = PushOutcome::Unknown, .words = words};
}

Result<ChildOutcome> run(const QString &clone, const QStringList &arguments, int deadlineMs,
                         const std::stop_token &cancel)
{
    ChildCommand command;
    command.program = u"git"_s;
    command.arguments = {u"--git-dir"_s, clone};
    for (const auto setting : {"core.hooksPath=/dev/null", "protocol.ext.allow=never", "protocol.allow=user",
                               "protocol.file.allow=always", "protocol.https.allow=always", "protocol.ssh.allow=always",
                               "http.followRedirects=false", "gc.auto=0", "maintenance.auto=false",
                               "core.fsync=loose-object,pack,pack-metadata,reference", "core.fsyncMethod=batch",
                               "push.gpgSign=false", "push.recurseSubmodules=no", "fetch.recurseSubmodules=false",
                               "fetch.writeCommitGraph=false", "core.commitGraph=false"}) {
        command.arguments << u"-c"_s << QString::fromLatin1(setting);
    }
    command.arguments += arguments;
    command.environment = {u"GIT_TERMINAL_PROMPT=0"_s, u"LC_ALL=C.UTF-8"_s, u"GIT_DIR"_s, u"GIT_WORK_TREE"_s,
                           u"GIT_INDEX_FILE"_s, u"GIT_OBJECT_DIRECTORY"_s, u"GIT_ALTERNATE_OBJECT_DIRECTORIES"_s,
                           u"GIT_NAMESPACE"_s, u"GIT_QUARANTINE_PATH"_s, u"GIT_CONFIG_PARAMETERS"_s,
                           u"GIT_CONFIG_COUNT"_s};
    command.deadlineMs = deadlineMs;
    return runChild(command, cancel);
}

Done fetch(const QString &clone, const QString &remote, const QString &from, const QString &to, int deadlineMs,
           const std::stop_token &cancel)
{
    const Result<ChildOutcome> outcome =
            run(clone,
                {u"fetch"_s, u"--quiet"_s, u"--no-tags"_s, u"--no-write-fetch-head"_s, u"--no-auto-maintenance"_s,
                 u"--refmap="_s, u"--"_s, remote, u'+' + from + u':' + to},
                deadlineMs, cancel);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    if (outcome->succeeded()) {
        return {};
    }
    const QString words = outcome->words();
    const ErrorCode code = words.contains("couldn't find remote ref"_L1) ? ErrorCode::NotFound
            : saysLocked(words)                                           ? ErrorCode::Locked
            : saysNoSpace(words)                                          ? ErrorCode::NoSpace
            : saysNotPermitted(words)                                     ? ErrorCode::NotPermitted
                                                                          : ErrorCode::Unavailable;
    return failure(code, from, words);
}

PushAnswer push(const QString &clone, const QString &remote, const QString &reference, const QByteArray &expected,
                const QByteArray &commit, int deadlineMs, const std::stop_token &cancel)
{
    const Result<ChildOutcome> outcome = run(
            clone,
            {u"push"_s, u"--porcelain"_s, u"--no-verify"_s,
             u"--force-with-lease=%1:%2"_s.arg(reference, QString::fromLatin1(expected)), u"--"_s, remote,
             QString::fromLatin1(commit) + u':' + reference},
            deadlineMs, cancel);
    if (!outcome) {
        const bool started = outcome.error().code != ErrorCode::NotFound;
        return {.outcome = started ? PushOutcome::Unknown : PushOutcome::Unreachable, .words = outcome.error().detail};
    }
    return readPushAnswer(reference, *outcome);
}

QString localPath(const QString &remote)
{
    if (remote.startsWith(u'/')) {
        return remote;
    }
    const QUrl url(remote);
    return url.scheme() == u"file" ? url.toLocalFile() : QString();
}

} // namespace countersign::git
