// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// diff_whole LEFT RIGHT — reads two files, compares them completely and says what came out. A process of its own, so
// that its time and memory can be held against those of another program.
#include "base/LargePages.h"
#include "diff/Compare.h"
#include "diff/Memory.h"
#include "prompt/Document.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <cstdio>

using namespace countersign;

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: diff_whole LEFT RIGHT\n", stderr);
        return 2;
    }
    QElapsedTimer timer;
    timer.start();
    const auto sizeOf = [](const char *name) { return QFileInfo(QFile::decodeName(name)).size(); };
    reserveHeap(diff::memoryPerByte * (sizeOf(argv[1]) + sizeOf(argv[2])));
    const auto read = [](const char *name) {
        const QString path = QFile::decodeName(name);
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "%s: %s\n", name, qPrintable(file.errorString()));
            std::exit(2);
        }
        return file.readAll();
    };
    const auto [left, right] = prompt::parseBoth(read(argv[1]), read(argv[2]), QFile::decodeName(argv[1]));
    const qint64 parsed = timer.restart();
    const diff::Comparison comparison = diff::compare(left, right);
    std::printf("parse %lld ms, compare %lld ms; rows %lld, moves %lld, entries %lld; added %lld, removed "
                "%lld, moved %lld\n",
                parsed, timer.elapsed(), qint64(comparison.rows.size()), qint64(comparison.moves.size()),
                qint64(comparison.entries.size()), qint64(comparison.totals.added),
                qint64(comparison.totals.removed), qint64(comparison.totals.moved));
    return comparison.complete ? 0 : 1;
}
