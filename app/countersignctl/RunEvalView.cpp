// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// The program with the window: beside this one, else on the path. Empty: there is none.
QString windowProgram()
{
    const QString beside = QCoreApplication::applicationDirPath() + u"/countersign"_s;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(u"countersign"_s);
}

} // namespace

Task<ExitStatus> runEvalView(Context &context)
{
    const QString act = u"the window cannot be opened"_s;
    const QString program = windowProgram();
    if (program.isEmpty()) {
        co_return fail(context, act, Error{.code = ErrorCode::NotFound, .subject = u"countersign"_s});
    }
    QList<QByteArray> words{QFile::encodeName(program), "--eval-view", "--"};
    for (const QString &file : context.invocation.operands) {
        words.append(QFile::encodeName(file));
    }
    std::vector<char *> arguments;
    for (QByteArray &word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    // From here on this process is the window; it comes back only when that failed.
    ::execv(arguments[0], arguments.data());
    co_return fail(context, act,
                   Error{.code = ErrorCode::Unavailable,
                         .subject = program,
                         .detail = QString::fromLocal8Bit(std::strerror(errno))});
}

} // namespace countersign::ctl
