// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QList>

#include <csignal>

namespace countersign::test {

/// Processes and everything they have started, parents first. Children of Countersign run in sessions of their own, so
/// that no process group has them all.
inline QList<pid_t> processTree(QList<pid_t> tree)
{
    for (qsizetype i = 0; i < tree.size(); ++i) {
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(tree[i]));
        const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &thread : threads) {
            QFile file(tasks.filePath(thread + QStringLiteral("/children")));
            if (!file.open(QIODevice::ReadOnly)) {
                continue;
            }
            for (const QByteArray &child : file.readAll().simplified().split(' ')) {
                if (const pid_t pid = child.toInt(); pid > 0 && !tree.contains(pid)) {
                    tree.append(pid);
                }
            }
        }
    }
    return tree;
}

/// Kills a process and everything it has started at one moment: nothing of it goes on. Returns how many children died.
inline qsizetype killTree(pid_t root)
{
    // Each one is stopped before its children are listed, so that no more can come. One whose parent ends in between is
    // no longer listed, and stays among those to kill.
    QList<pid_t> tree;
    for (QList<pid_t> found = {root}; !found.isEmpty();) {
        for (const pid_t pid : std::as_const(found)) {
            ::kill(pid, SIGSTOP);
        }
        tree += found;
        found = processTree(tree);
        found.removeIf([&tree](pid_t pid) { return tree.contains(pid); });
    }
    for (const pid_t pid : std::as_const(tree)) {
        ::kill(pid, SIGKILL);
    }
    return tree.size() - 1;
}

} // namespace countersign::test
