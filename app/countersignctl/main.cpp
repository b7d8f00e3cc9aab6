// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Help.h"
#include "app/countersignctl/Run.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <unistd.h>
#include <array>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace countersign;
using namespace countersign::ctl;

namespace {

Task<bool> runToTheEnd(Context &context, ExitStatus &status)
{
    status = co_await run(context);
    QCoreApplication::quit();
    co_return true;
}

/// The pipe that a signal is handed through to the event loop.
std::array<int, 2> signalPipe{-1, -1};

void onSignal(int number)
{
    const char byte = char(number);
    // Nothing can be done about a full pipe, and then one signal is waiting already.
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
    // Whoever asks twice does not want to wait.
    std::signal(number, SIG_DFL);
}

/// Whether programs run below this one, which would outlive it.
bool hasChildren(const Invocation &invocation)
{
    return invocation.command->id == CommandId::EvalHarness || invocation.has(u"with-promptfoo"_s);
}

/// Somebody wants the command to end. A command that only reads ends at once; one that writes is asked to, and says what
/// became of it; one that runs others ends them first.
void interrupt(const Context &context, std::stop_source &source)
{
    char number = SIGINT;
    [[maybe_unused]] const auto count = ::read(signalPipe[0], &number, 1);
    if (hasChildren(context.invocation)) {
        context.out.notice(u"interrupted; what runs is ended"_s);
        source.request_stop();
        return;
    }
    if (!context.invocation.command->writes) {
        context.out.notice(u"interrupted; nothing was written"_s);
        (void)context.out.flush();
        ::_exit(128 + number);
    }
    context.out.notice(u"interrupted; looking what became of it"_s);
    source.request_stop();
}

} // namespace

int main(int argc, char **argv)
{
    // A reader that has seen enough is no error of ours to explain.
    std::signal(SIGPIPE, SIG_DFL);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"countersignctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));

    const Program definition = program();
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const auto invocation = parse(definition, arguments);
    if (!invocation) {
        Output out(arguments.contains("--json"_L1), false, u"never"_s);
        const ExitStatus status = out.fail(ExitStatus::Misuse, invocation.error(), u"misuse"_s);
        return out.flush() ? int(status) : int(ExitStatus::Unreachable);
    }
    Output out(invocation->has(u"json"_s), invocation->has(u"raw"_s), invocation->value(u"color"_s));
    ExitStatus status = ExitStatus::Done;
    if (invocation->has(u"version"_s)) {
        out.line(u"countersignctl " COUNTERSIGN_VERSION ""_s);
    } else if (invocation->has(u"help"_s) && invocation->command) {
        out.verbatim(commandHelp(definition, *invocation->command));
    } else if (!invocation->command) {
        if (invocation->has(u"help"_s)) {
            out.verbatim(programHelp(definition));
        } else {
            status = out.fail(ExitStatus::Misuse, u"a command is missing; see countersignctl --help"_s,
                              u"misuse"_s);
        }
    } else {
        const SystemClock clock;
        std::stop_source source;
        Context context{.program = definition,
                        .invocation = *invocation,
                        .out = out,
                        .clock = clock,
                        .stop = source.get_token()};
        QSocketNotifier notifier(QSocketNotifier::Read);
        if (::pipe(signalPipe.data()) == 0) {
            notifier.setSocket(signalPipe[0]);
            notifier.setEnabled(true);
            QObject::connect(&notifier, &QSocketNotifier::activated, &notifier,
                             [&] { interrupt(context, source); });
            std::signal(SIGINT, onSignal);
            std::signal(SIGTERM, onSignal);
        }
        auto task = runToTheEnd(context, status);
        QTimer::singleShot(0, &application, [&task] { task.start(); });
        QCoreApplication::exec();
    }
    if (!out.flush()) {
        std::fputs("countersignctl: standard output cannot be written\n", stderr);
        return int(ExitStatus::Unreachable);
    }
    return int(status);
}
