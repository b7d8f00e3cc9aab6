// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// ledger_writer FOLDER REMOTE COUNT TURNS LOG — opens the ledger and appends COUNT events, one after another; for a
// COUNT of "create" it starts the ledger. TURNS is "turns" or "none". LOG gets a line before each append ("start ID NANOSECONDS") and one after it ("ok ID SEQ NANOSECONDS" or "failed ID CODE").
#include "contract/fixture/SharedRecord.h"
#include "ledger_git/GitLedger.h"

#include <QFile>

#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

class Log
{
public:
    explicit Log(const char *path) : m_fd(::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) { }

    // One write: what a killed process has said stands there.
    void say(const QByteArray &line) const
    {
        const QByteArray bytes = line + '\n';
        if (::write(m_fd, bytes.constData(), size_t(bytes.size())) != bytes.size()) {
            std::abort();
        }
    }

private:
    int m_fd;
};

QByteArray now()
{
    return QByteArray::number(qint64(std::chrono::steady_clock::now().time_since_epoch().count()));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 6) {
        std::fputs("ledger_writer FOLDER REMOTE COUNT TURNS LOG\n", stderr);
        return 2;
    }
    const QString folder = QFile::decodeName(argv[1]);
    const int count = QByteArray(argv[3]).toInt();
    const Log log(argv[5]);
    const SystemClock clock;

    auto ledger = GitLedger::open({.directory = folder,
                                   .remote = QFile::decodeName(argv[2]),
                                   .takeTurns = QByteArray(argv[4]) == "turns",
                                   .clock = &clock});
    if (!ledger) {
        log.say("failed open " + ledger.error().detail.toUtf8());
        return 1;
    }
    const RecorderOptions options{.directory = folder, .client = u"race"_s, .clock = &clock};
    auto recorder = QByteArray(argv[3]) == "create" ? Recorder::create(*std::move(ledger), options, openingDrafts())
                                                    : Recorder::open(*std::move(ledger), options);
    if (!recorder) {
        log.say("failed open " + recorder.error().detail.toUtf8());
        return 1;
    }
    for (int i = 0; i < count; ++i) {
        const EventDraft draft = openedDraft((*recorder)->state(), ana, u"Title %1"_s.arg(i));
        const QByteArray id = draft.id.toString().toLatin1();
        log.say("start " + id + ' ' + now());
        const auto appended = (*recorder)->append({draft});
        if (appended) {
            log.say("ok " + id + ' ' + QByteArray::number(appended->first().envelope.at.seq) + ' ' + now());
        } else {
            log.say("failed " + id + ' ' + QByteArray::number(int(appended.error().code)) + ' '
                    + appended.error().detail.toUtf8());
        }
    }
    return 0;
}
