// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/fixture/SharedRecord.h"
#include "ledger/Copy.h"
#include "ledger/Verify.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A record goes from every ledger to every other one and says the same there.
class LedgerCopyTest : public QObject
{
    Q_OBJECT

    enum class Kind { Git, Sqlite, Postgres };

    static std::unique_ptr<SharedRecord> make(Kind kind)
    {
        switch (kind) {
        case Kind::Git:
            return std::make_unique<GitShared>();
        case Kind::Sqlite:
            return std::make_unique<SqliteShared>();
        case Kind::Postgres:
            return std::make_unique<PostgresShared>();
        }
        Q_UNREACHABLE_RETURN(nullptr);
    }

    /// Who may bring events in as they were: on a server only its administrator.
    static std::unique_ptr<Ledger> importer(SharedRecord &shared, Kind kind)
    {
        return shared.client(kind == Kind::Postgres ? u"postgres"_s : u"importer"_s);
    }

    static Result<CopiedLedger> copy(SharedRecord &from, SharedRecord &to, Kind kind, const std::stop_token &stop = {},
                                     const std::function<void(Sequence, Sequence)> &progress = {})
    {
        const std::unique_ptr<Ledger> source = from.client(u"reader"_s);
        const std::unique_ptr<Ledger> target = importer(to, kind);
        return copyLedger(*source, *target, dynamic_cast<ImportTarget &>(*target), stop, progress);
    }

    /// Changes, revisions, comments, withdrawals and events without effect, at random from a printed seed.
    static QString write(SharedRecord &shared, int events, quint32 seed)
    {
        QRandomGenerator random(seed);
        const auto recorder = shared.create(u"chen"_s);
        if (!recorder) {
            return recorder.error().detail;
        }
        for (int i = 0; (*recorder)->state().head.seq < events; ++i) {
            const State &state = (*recorder)->state();
            QList<EventDraft> drafts;
            const auto *change = state.order.isEmpty()
                ? nullptr
                : state.change(state.order.at(random.bounded(int(state.order.size()))));
            if (!change || random.bounded(3) == 0) {
                drafts = changeDrafts(state, ana, u"Change %1"_s.arg(i), u"%1 days, nº %2\n"_s.arg(random.bounded(90)).arg(i));
            } else if (random.bounded(4) == 0 && change->status == ChangeStatus::Review) {
                drafts = {draft(state, ana, changeSubject(change->id), ChangeWithdrawn{.reasonText = textHash(u"No"_s)}, {u"No"_s})};
            } else {
                drafts = {commentDraft(state, bode, change->id, u"Word %1"_s.arg(i))};
            }
            if (const auto appended = (*recorder)->append(drafts); !appended && appended.error().code != ErrorCode::Refused) {
                return appended.error().detail;
            }
        }
        return {};
    }

private slots:
    void sixDirectionsSayTheSame()
    {
        const int events = qEnvironmentVariableIntValue("COUNTERSIGN_COPY_FULL") != 0 ? 10'000 : 300;
        constexpr quint32 seed = 20261201;
        qInfo("%d events, seed %u", events, seed);
        const auto first = make(Kind::Sqlite);
        const QString problem = write(*first, events, seed);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto original = first->client(u"reader"_s);
        QVERIFY(original->fetch());
        const QByteArray hash = foldRecord(*original).value().hash();

        // Each kind to each other kind, one after the other.
        constexpr Kind way[] = {Kind::Postgres, Kind::Git, Kind::Sqlite, Kind::Git, Kind::Postgres, Kind::Sqlite};
        std::vector<std::unique_ptr<SharedRecord>> places;
        const SharedRecord *from = first.get();
        for (const Kind kind : way) {
            places.push_back(make(kind));
            const auto copied = copy(const_cast<SharedRecord &>(*from), *places.back(), kind);
            QVERIFY2(copied, qPrintable(copied ? QString() : copied.error().subject + u' ' + copied.error().detail));
            QCOMPARE(copied->stateHash, hash);
            const auto reader = places.back()->client(u"verifier"_s);
            QVERIFY(reader->fetch());
            const auto verification = verifyLedger(*reader);
            QVERIFY(verification);
            QVERIFY2(verification->sound(), qPrintable(verification->findings.isEmpty() ? QString() : verification->findings.first().detail));
            from = places.back().get();
        }
    }

    void whatTheServerSaidOfAnEventTravelsAlong()
    {
        PostgresShared server;
        QVERIFY(server.create(u"chen"_s));
        GitShared repository;
        QVERIFY(copy(server, repository, Kind::Git));
        PostgresShared other;

        const auto back = copy(repository, other, Kind::Postgres);

        QVERIFY2(back, qPrintable(back ? QString() : back.error().detail));
        const auto reader = other.client(u"reader"_s);
        QVERIFY(reader->fetch());
        const auto envelopes = reader->readAfter(0, 10);
        QVERIFY(envelopes);
        QVERIFY(envelopes->first().meta.contains("\"login\":\"chen\""));
    }

    void aCopyThatWasCutOffGoesOn_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("git") << int(Kind::Git);
        QTest::newRow("sqlite") << int(Kind::Sqlite);
        QTest::newRow("postgresql") << int(Kind::Postgres);
    }

    void aCopyThatWasCutOffGoesOn()
    {
        QFETCH(const int, kind);
        const auto source = make(Kind::Sqlite);
        const QString problem = write(*source, 450, 7);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto target = make(Kind(kind));
        std::stop_source stop;

        const auto cut = copy(*source, *target, Kind(kind), stop.get_token(), [&](Sequence, Sequence) { stop.request_stop(); });
        const auto whole = copy(*source, *target, Kind(kind));

        QVERIFY(!cut);
        QCOMPARE(cut.error().code, ErrorCode::Canceled);
        QVERIFY2(whole, qPrintable(whole ? QString() : whole.error().detail));
        QVERIFY(whole->found > 0 && whole->found < whole->head.seq);
    }

    void anotherRecordIsNotWrittenOver()
    {
        SqliteShared one;
        SqliteShared two;
        QVERIFY(one.create(u"chen"_s));
        QVERIFY(two.create(u"chen"_s));

        const auto copied = copy(one, two, Kind::Sqlite);

        QVERIFY(!copied);
        QCOMPARE(copied.error().code, ErrorCode::Conflict);
    }

    void whoMayOnlyAppendCannotImport()
    {
        SqliteShared source;
        QVERIFY(source.create(u"chen"_s));
        PostgresShared server;
        const std::unique_ptr<Ledger> from = source.client(u"reader"_s);
        const std::unique_ptr<Ledger> to = server.client(u"ana"_s);

        const auto copied = copyLedger(*from, *to, dynamic_cast<ImportTarget &>(*to));

        QVERIFY(!copied);
        QCOMPARE(copied.error().code, ErrorCode::NotPermitted);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerCopyTest)
#include "tst_ledger_copy.moc"
