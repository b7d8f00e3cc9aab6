// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// ledger_writer FOLDER REMOTE COUNT HOW LOG — opens the ledger and appends COUNT events, one after another; for a COUNT
// of "create" it starts the ledger, for one of "follow:SEQ" it reads along until that event is there. REMOTE is
// "sqlite:PATH", "postgresql://…" or the remote of a git workspace. HOW is "turns" or "none" for git; "persist" sends
// again what could not be sent, until it stands there; "hasty" does not wait long for others. LOG gets a line before each append ("start ID NANOSECONDS") and
// one after it ("ok ID SEQ NANOSECONDS" or "failed ID CODE"), and for a reader "followed SEQ".
#include "contract/fixture/SharedRecord.h"
#include "ledger_git/GitLedger.h"
#include "ledger_sql/PostgresLedger.h"
#include "ledger_sql/SqliteLedger.h"

#include <QCoreApplication>
#include <QFile>

#include <chrono>
#include <cstdio>
#include <thread>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
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
        // Past any library that lets a write fail.
        if (::syscall(SYS_write, m_fd, bytes.constData(), size_t(bytes.size())) != bytes.size()) {
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

Result<std::unique_ptr<Ledger>> openLedger(const QString &folder, const QString &remote, const QByteArray &how,
                                           const Clock &clock)
{
    if (remote.startsWith("sqlite:"_L1)) {
        return SqliteLedger::open(remote.mid(7));
    }
    if (remote.startsWith("postgresql:"_L1)) {
        return postgresPlaceFromUrl(remote).and_then(
            [](const PostgresPlace &place) { return PostgresLedger::open({.place = place, .deadlineMs = 5'000}); });
    }
    return GitLedger::open(
        {.directory = folder, .remote = remote, .takeTurns = how == "turns", .clock = &clock});
}

// Reads along. The recorder refuses a chain with a gap.
int follow(Recorder &recorder, Sequence last, const Log &log)
{
    while (recorder.state().head.seq < last) {
        if (const auto refreshed = recorder.refresh(); !refreshed) {
            log.say("failed open " + QByteArray::number(int(refreshed.error().code)) + ' '
                    + refreshed.error().detail.toUtf8());
            return 1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    log.say("followed " + QByteArray::number(recorder.state().head.seq));
    return 0;
}

// Sends what is kept until nothing is, as somebody does who presses the button again.
void persist(Recorder &recorder)
{
    for (int i = 0; i < 600; ++i) {
        // Asked once: whether it stands there already cannot be told while the server is away.
        const QList<Unsent> unsent = recorder.unsent();
        if (unsent.isEmpty()) {
            return;
        }
        if (!recorder.send(unsent.first().name)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            (void)recorder.refresh();
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 6) {
        std::fputs("ledger_writer FOLDER REMOTE COUNT TURNS LOG\n", stderr);
        return 2;
    }
    const QCoreApplication application(argc, argv); // the drivers of databases want one
    const QString folder = QFile::decodeName(argv[1]);
    const int count = QByteArray(argv[3]).toInt();
    const Log log(argv[5]);
    const SystemClock clock;

    const QByteArray how(argv[4]);
    auto ledger = openLedger(folder, QFile::decodeName(argv[2]), how, clock);
    if (!ledger) {
        log.say("failed open " + QByteArray::number(int(ledger.error().code)) + ' ' + ledger.error().detail.toUtf8());
        return 1;
    }
    const RecorderOptions options{.directory = folder, .client = u"race"_s, .clock = &clock, .patienceMs = how == "hasty" ? 3'000 : 60'000};
    auto recorder = QByteArray(argv[3]) == "create" ? Recorder::create(*std::move(ledger), options, openingDrafts())
                                                    : Recorder::open(*std::move(ledger), options);
    if (!recorder) {
        log.say("failed open " + QByteArray::number(int(recorder.error().code)) + ' '
                + recorder.error().detail.toUtf8());
        return 1;
    }
    if (const QByteArray what(argv[3]); what.startsWith("follow:")) {
        return follow(**recorder, what.mid(7).toLongLong(), log);
    }
    if (how == "persist") {
        persist(**recorder);
    }
    // Faults are counted from here.
    if (const auto arm = reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "countersign_arm_faults"))) {
        arm();
    }
    for (int i = 0; i < count; ++i) {
        const EventDraft draft = openedDraft((*recorder)->state(), ana, u"Title %1"_s.arg(i));
        const QByteArray id = draft.id.toString().toLatin1();
        log.say("start " + id + ' ' + now());
        const auto appended = (*recorder)->append({draft});
        if (!appended && how == "persist") {
            persist(**recorder);
        }
        const auto kept = (*recorder)->state().changes.constFind(ChangeId(draft.id));
        if (appended) {
            log.say("ok " + id + ' ' + QByteArray::number(appended->first().envelope.at.seq) + ' ' + now());
        } else if (how == "persist" && kept != (*recorder)->state().changes.cend()) {
            log.say("ok " + id + ' ' + QByteArray::number(kept->opened.seq) + ' ' + now());
        } else {
            log.say("failed " + id + ' ' + QByteArray::number(int(appended.error().code)) + ' '
                    + appended.error().detail.toUtf8());
        }
    }
    return 0;
}
