// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ChildProcess.h"

#include <QFile>
#include <QProcessEnvironment>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype errorsKept = 64 * 1024;

// Null-terminated pointers into strings that outlive the call.
class Strings
{
public:
    explicit Strings(const QList<QByteArray> &texts) : m_texts(texts)
    {
        for (QByteArray &text : m_texts) {
            m_pointers.push_back(text.data());
        }
        m_pointers.push_back(nullptr);
    }
    [[nodiscard]] char **data() { return m_pointers.data(); }

private:
    QList<QByteArray> m_texts;
    std::vector<char *> m_pointers;
};

class Pipe
{
public:
    Pipe()
    {
        if (::pipe2(m_fds.data(), O_CLOEXEC) != 0) {
            m_fds = {-1, -1};
        }
    }
    ~Pipe()
    {
        closeEnd(0);
        closeEnd(1);
    }
    Q_DISABLE_COPY_MOVE(Pipe)
    [[nodiscard]] bool isOpen() const { return m_fds[0] >= 0; }
    [[nodiscard]] int readEnd() const { return m_fds[0]; }
    [[nodiscard]] int writeEnd() const { return m_fds[1]; }
    void closeEnd(size_t end)
    {
        if (m_fds[end] >= 0) {
            ::close(m_fds[end]);
            m_fds[end] = -1;
        }
    }
    // False at the end of the stream.
    bool readInto(QByteArray &buffer)
    {
        std::array<char, 16384> chunk = {};
        const ssize_t got = ::read(m_fds[0], chunk.data(), chunk.size());
        if (got > 0) {
            buffer.append(chunk.data(), got);
        }
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
            closeEnd(0);
        }
        return isOpen();
    }

private:
    std::array<int, 2> m_fds = {-1, -1};
};

QList<QByteArray> environmentOf(const QStringList &changes)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &change : changes) {
        const qsizetype equals = change.indexOf(u'=');
        if (equals < 0) {
            environment.remove(change);
        } else {
            environment.insert(change.left(equals), change.mid(equals + 1));
        }
    }
    QList<QByteArray> list;
    const QStringList all = environment.toStringList();
    for (const QString &variable : all) {
        list.append(variable.toLocal8Bit());
    }
    return list;
}

// Starts the child with its ends of the pipes. 0 or errno.
int spawn(const ChildCommand &command, const Pipe &output, const Pipe &errors, pid_t *pid)
{
    QList<QByteArray> words = {command.program.toLocal8Bit()};
    for (const QString &argument : command.arguments) {
        words.append(argument.toLocal8Bit());
    }
    Strings arguments(words);
    Strings environment(environmentOf(command.environment));

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writeEnd(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.writeEnd(), STDERR_FILENO);
    if (!command.directory.isEmpty()) {
        posix_spawn_file_actions_addchdir_np(&actions, QFile::encodeName(command.directory).constData());
    }

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    // A session of its own is a process group of its own, and has no terminal that the child could ask on.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    const int result = ::posix_spawnp(pid, words.first().constData(), &actions, &attributes, arguments.data(),
                                      environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result;
}

int reap(pid_t pid)
{
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

QString ChildOutcome::words() const
{
    QString text = QString::fromUtf8(errors.isEmpty() ? output : errors);
    for (QChar &c : text) {
        if (c != u'\n' && (c.unicode() < 0x20 || c.unicode() == 0x7f)) {
            c = u' ';
        }
    }
    text = text.trimmed();
    constexpr qsizetype most = 4000;
    return text.size() > most ? u"…"_s + text.last(most) : text;
}

Result<ChildOutcome> runChild(const ChildCommand &command, const std::stop_token &cancel)
{
    using Clock = std::chrono::steady_clock;

    Pipe output;
    Pipe errors;
    if (!output.isOpen() || !errors.isOpen()) {
        return failure(ErrorCode::Unavailable, command.program, QString::fromLocal8Bit(std::strerror(errno)));
    }
    pid_t pid = -1;
    if (const int number = spawn(command, output, errors, &pid); number != 0) {
        return failure(number == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable, command.program,
                       QString::fromLocal8Bit(std::strerror(number)));
    }
    output.closeEnd(1);
    errors.closeEnd(1);

    ChildOutcome outcome;
    std::optional<Error> stopped;
    const Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(command.deadlineMs);
    while (!stopped && (output.isOpen() || errors.isOpen())) {
        std::array<pollfd, 2> waits = {pollfd{output.readEnd(), POLLIN, 0}, pollfd{errors.readEnd(), POLLIN, 0}};
        ::poll(waits.data(), waits.size(), 50);
        if (waits[0].revents != 0) {
            output.readInto(outcome.output);
        }
        if (waits[1].revents != 0) {
            errors.readInto(outcome.errors);
            if (outcome.errors.size() > 2 * errorsKept) {
                outcome.errors = outcome.errors.last(errorsKept);
            }
        }
        if (cancel.stop_requested()) {
            stopped = Error{.code = ErrorCode::Canceled, .subject = command.program};
        } else if (Clock::now() >= deadline) {
            stopped = Error{.code = ErrorCode::Unavailable,
                            .subject = command.program,
                            .detail = u"no answer within %1 ms"_s.arg(command.deadlineMs)};
        } else if (outcome.output.size() > command.outputLimit) {
            stopped = Error{.code = ErrorCode::Unavailable,
                            .subject = command.program,
                            .detail = u"printed more than %1 bytes"_s.arg(command.outputLimit)};
        }
    }
    if (stopped) {
        ::kill(-pid, SIGKILL);
    }
    outcome.status = reap(pid);
    if (stopped) {
        return std::unexpected(*stopped);
    }
    outcome.errors = outcome.errors.last(qMin(outcome.errors.size(), errorsKept));
    return outcome;
}

} // namespace countersign
