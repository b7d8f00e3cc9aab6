// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/fixture/SharedRecord.h"

#include "ledger/Link.h"
#include "ledger/Verify.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What somebody with the right to push can do to the branch, and which event is named for it.
class LedgerTamperTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<GitShared> m_shared;
    std::unique_ptr<Recorder> m_old; ///< a client that has seen the true history of six events

    // The commits of the branch, oldest first.
    QList<QByteArray> commits() const
    {
        return m_shared->git({u"rev-list"_s, u"--reverse"_s, u"refs/heads/countersign/ledger"_s}).split('\n');
    }

    // Stacks trees of earlier commits anew and moves the branch there.
    void restack(const QList<QByteArray> &trees) const
    {
        QByteArray parent;
        for (const QByteArray &tree : trees) {
            parent = m_shared->commitWith(tree, {}, {}, parent.isEmpty() ? QList<QByteArray>() : QList{parent});
        }
        m_shared->moveLedger(parent);
    }

    QByteArray file(const QByteArray &commit, const char *path) const
    {
        return m_shared->git({u"cat-file"_s, u"blob"_s, QString::fromLatin1(commit + ':' + path)});
    }

    // What somebody finds who comes to this ledger for the first time.
    QList<LedgerFinding> damage() const
    {
        const std::unique_ptr<Ledger> fresh = m_shared->client(u"auditor"_s);
        if (!fresh->fetch()) {
            return {};
        }
        Result<Verification> verification = verifyLedger(*fresh);
        if (!verification) {
            return {};
        }
        verification->findings.removeIf([](const LedgerFinding &f) { return !isDamage(f.kind); });
        return verification->findings;
    }

private slots:
    void init()
    {
        m_shared = std::make_unique<GitShared>();
        auto created = m_shared->create(u"chen"_s);
        QVERIFY(created);
        m_old = *std::move(created);
        QVERIFY(m_old->append(changeDrafts(m_old->state(), ana, u"Shorter"_s, u"14 days\n"_s)));
        QVERIFY(m_old->append({commentDraft(m_old->state(), bode, m_old->state().order.first(), u"Why?"_s)}));
        QVERIFY(m_old->append({openedDraft(m_old->state(), bode, u"Second"_s)}));
        QCOMPARE(m_old->state().head.seq, 6);
        QVERIFY(damage().isEmpty());
    }

    void aChangedByteInABodyIsNamed()
    {
        QList<QByteArray> all = commits();
        QByteArray body = file(all[2], "ledger/body.json");
        body.replace("\"actor\":\"p:ana\"", "\"actor\":\"p:bob\"");
        all[2] = m_shared->commitWith(all[2], u"ledger/body.json"_s, body, {});
        restack(all);
        QDir(m_shared->folder(u"auditor"_s)).removeRecursively();

        const QList<LedgerFinding> found = damage();

        QVERIFY(!found.isEmpty());
        QCOMPARE(found.first().seq, 3);
        QVERIFY(found.first().kind == FindingKind::BrokenLink);
    }

    void aRemovedEventIsNamed()
    {
        QList<QByteArray> all = commits();
        all.removeAt(3);
        restack(all);
        QDir(m_shared->folder(u"auditor"_s)).removeRecursively();

        const QList<LedgerFinding> found = damage();

        QVERIFY(!found.isEmpty());
        QCOMPARE(found.first().seq, 4);
        QVERIFY(found.first().kind == FindingKind::BrokenLink);
    }

    void reorderedEventsAreNamed()
    {
        QList<QByteArray> all = commits();
        all.swapItemsAt(4, 5);
        restack(all);
        QDir(m_shared->folder(u"auditor"_s)).removeRecursively();

        const QList<LedgerFinding> found = damage();

        QVERIFY(!found.isEmpty());
        QCOMPARE(found.first().seq, 5);
        QVERIFY(found.first().kind == FindingKind::BrokenLink);
    }

    void aTreeThatTheEventDoesNotSayIsNamed()
    {
        QList<QByteArray> all = commits();
        all[3] = m_shared->commitWith(all[3], u"prompts/support/refund/1.0.0/refund.md"_s, "Refunds never.\n", {});
        restack(all);
        QDir(m_shared->folder(u"auditor"_s)).removeRecursively();

        const QList<LedgerFinding> found = damage();

        QCOMPARE(found.first().seq, 4);
        QVERIFY(found.first().kind == FindingKind::WrongTree);
        QCOMPARE(found.first().detail, u"prompts/support/refund/1.0.0/refund.md"_s);
    }

    void aCommitWithTwoParentsIsNamed()
    {
        const QList<QByteArray> all = commits();
        const QByteArray merge = m_shared->commitWith(all[5], {}, {}, {all[5], all[2]});
        m_shared->moveLedger(merge);

        QVERIFY(m_old->refresh());
        const QList<LedgerFinding> found = damage();

        QCOMPARE(found.first().seq, 7);
        QVERIFY(found.first().kind == FindingKind::BrokenRecord);
        QCOMPARE(m_old->state().malformed.size(), 1);
    }

    void anEventTheRulesForbidIsVoidAndNamed()
    {
        const State &state = m_old->state();
        const Change &change = *state.change(state.order.first());
        const Revision &revision = *change.revision();
        EventDraft self = draft(state, ana, changeSubject(change.id),
                                ReviewGiven{.revision = revision.stamp.event,
                                            .content = revision.content,
                                            .as = role("product"),
                                            .assessment = revision.data.assessment});
        const Event event{.ledger = state.ledger,
                          .id = self.id,
                          .actor = ana,
                          .subject = self.subject,
                          .basis = self.basis,
                          .data = self.data};
        const QByteArray body = encodeEvent(event);
        const std::unique_ptr<Ledger> raw = m_shared->client(u"doctored"_s);
        const Head tip = raw->fetch().value();
        const Head at{.seq = 7, .link = linkOf(7, tip.link, body, {}, {})};
        QCOMPARE(raw->tryAppend(tip, {Entry{.id = event.id, .at = at, .prev = tip.link, .body = body}}).value(),
                 Landing::Landed);

        QVERIFY(m_old->refresh());
        const auto verification = verifyLedger(m_old->ledger());

        QCOMPARE(verification->findings.size(), 1);
        QCOMPARE(verification->findings.first().seq, 7);
        QVERIFY(verification->findings.first().event == event.id);
        QVERIFY(verification->findings.first().kind == FindingKind::VoidEvent);
        QVERIFY(verification->findings.first().detail.startsWith(toString(VoidRule::ContributorMayNotApprove)));
        QVERIFY(m_old->state().change(change.id)->revision()->reviews.isEmpty());
    }

    void aForcePushedHistoryRaisesTheAlarmAndBothAreKept_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("an older tip") << u"truncated"_s;
        QTest::newRow("another sixth event") << u"diverged"_s;
        QTest::newRow("another history altogether") << u"other"_s;
        QTest::newRow("no branch") << u"gone"_s;
    }

    void aForcePushedHistoryRaisesTheAlarmAndBothAreKept()
    {
        QFETCH(const QString, how);
        const QList<QByteArray> all = commits();
        if (how == u"truncated") {
            m_shared->moveLedger(all[3]);
        } else if (how == u"diverged") {
            m_shared->moveLedger(m_shared->commitWith(all[4], u"note.txt"_s, "mine", {all[4]}));
        } else if (how == u"other") {
            restack({all[0], all[1]});
        } else {
            m_shared->git({u"update-ref"_s, u"-d"_s, u"refs/heads/countersign/ledger"_s});
        }

        const auto refreshed = m_old->refresh();
        const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Third"_s)});

        QVERIFY(!refreshed);
        QCOMPARE(refreshed.error().code, ErrorCode::Corrupt);
        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Corrupt);
        QCOMPARE(m_old->state().head.seq, 6);
        QCOMPARE(m_old->history(0, 10)->size(), 6);
        QCOMPARE(m_old->problem()->code, ErrorCode::Corrupt);
        QDir evidence(m_shared->folder(u"chen"_s) + u"/clone.git/refs/countersign/evidence"_s);
        QVERIFY(evidence.exists(QString::fromLatin1(all[5])));
        QCOMPARE(evidence.entryList(QDir::Files).size(), how == u"gone" ? 1 : 2);
    }

    void theAlarmEndsWhenTheTrueHistoryIsBack()
    {
        const QList<QByteArray> all = commits();
        m_shared->moveLedger(all[3]);
        QVERIFY(!m_old->refresh());

        m_shared->moveLedger(all[5]);

        QVERIFY(m_old->refresh());
        QVERIFY(!m_old->problem());
        QVERIFY(m_old->append({openedDraft(m_old->state(), ana, u"Third"_s)}));
    }

    void thePinHoldsWhenTheOwnCloneIsGone()
    {
        const QList<QByteArray> all = commits();
        m_old.reset();
        QDir(m_shared->folder(u"chen"_s)).removeRecursively();
        m_shared->moveLedger(all[3]);

        const auto opened = m_shared->open(u"chen"_s);

        QVERIFY(!opened || ((*opened)->problem() && (*opened)->problem()->code == ErrorCode::Corrupt));
        QVERIFY(opened || opened.error().code == ErrorCode::Corrupt);
    }

    void aDamagedCacheIsReadFromGitAgain()
    {
        const QByteArray before = m_old->state().hash();
        m_old.reset();
        const QString path = m_shared->folder(u"chen"_s) + u"/events.cache"_s;
        QFile cache(path);
        QVERIFY(cache.open(QIODevice::ReadWrite));
        const qint64 size = cache.size();
        for (qint64 at = 7; at < size; at += 97) {
            QVERIFY(cache.seek(at));
            char c = 0;
            QVERIFY(cache.getChar(&c));
            QVERIFY(cache.seek(at));
            QVERIFY(cache.putChar(char(c ^ 0x20)));
            cache.flush();

            const auto opened = m_shared->open(u"chen"_s);

            QVERIFY(opened);
            QCOMPARE((*opened)->state().hash(), before);
            QCOMPARE(cache.size(), size);
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerTamperTest)
#include "tst_ledger_tamper.moc"
