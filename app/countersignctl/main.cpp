// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Help.h"
#include "app/countersignctl/Run.h"

#include <QCoreApplication>
#include <QTimer>

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
        Context context{.program = definition, .invocation = *invocation, .out = out, .clock = clock};
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
