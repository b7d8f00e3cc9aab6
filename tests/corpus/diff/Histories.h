// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QProcess>
#include <QString>
#include <QTest>

#include <array>

namespace countersign::test {

/// Both sides of one changed file of a history.
struct ChangedFile
{
    QString path = {};
    QByteArray before = {};
    QByteArray after = {};
    QByteArray ids[2] = {}; ///< of the two contents
};

struct GitOutput
{
    bool ok = false;
    QByteArray text = {};
};

inline GitOutput git(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral("git"), arguments);
    if (!input.isEmpty())
        process.write(input);
    process.closeWriteChannel();
    const bool ended =
        QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 120000);
    return {.ok = ended && process.exitCode() == 0, .text = process.readAllStandardOutput()};
}

// Both sides of every `step`-th changed file of a history.
inline QList<ChangedFile> pairsOf(const QString &repository, int step)
{
    const GitOutput log =
        git({QStringLiteral("-C"), repository, QStringLiteral("log"), QStringLiteral("--no-merges"),
             QStringLiteral("--diff-filter=M"), QStringLiteral("--raw"), QStringLiteral("--no-abbrev"),
             QStringLiteral("--no-renames"), QStringLiteral("--format=")});
    QList<std::array<QByteArray, 3>> ids;
    int number = 0;
    for (const QByteArray &line : log.text.split('\n')) {
        if (!line.startsWith(':') || number++ % step != 0)
            continue;
        const QList<QByteArray> fields = line.left(line.indexOf('\t')).split(' ');
        ids.append({fields[2], fields[3], line.mid(line.indexOf('\t') + 1)});
    }
    QByteArray input;
    for (const auto &[before, after, path] : std::as_const(ids))
        input += before + '\n' + after + '\n';
    const QByteArray contents =
        git({QStringLiteral("-C"), repository, QStringLiteral("cat-file"), QStringLiteral("--batch")}, input)
            .text;
    qsizetype at = 0;
    const auto next = [&contents, &at] {
        const qsizetype end = contents.indexOf('\n', at);
        const qsizetype size = contents.mid(at, end - at).split(' ').last().toLongLong();
        const QByteArray blob = contents.mid(end + 1, size);
        at = end + 1 + size + 1;
        return blob;
    };
    QList<ChangedFile> pairs;
    for (const auto &[before, after, path] : std::as_const(ids)) {
        const QByteArray left = next();
        pairs.append(ChangedFile{QString::fromUtf8(path), left, next(), {before, after}});
    }
    return pairs;
}

} // namespace countersign::test
