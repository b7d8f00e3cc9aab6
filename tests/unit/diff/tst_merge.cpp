// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Merge.h"
#include "support/Seed.h"
#include "unit/diff/laws/Texts.h"

#include <QRandomGenerator>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

QString piecesOf(const Merge &merge, const QString &text, MergeSide side)
{
    QString result;
    for (const MergePiece &piece : merge.pieces) {
        const Range range = piece.range[static_cast<size_t>(index(side))];
        result += text.mid(range.start, range.length);
    }
    return result;
}

Merge withNamesExchanged(Merge merge)
{
    for (MergePiece &piece : merge.pieces) {
        std::swap(piece.range[1], piece.range[2]);
        if (piece.origin == MergeOrigin::Ours)
            piece.origin = MergeOrigin::Theirs;
        else if (piece.origin == MergeOrigin::Theirs)
            piece.origin = MergeOrigin::Ours;
    }
    for (MergeConflict &conflict : merge.conflicts)
        std::swap(conflict.ours, conflict.theirs);
    return merge;
}

} // namespace

/// Two texts that came of one, merged sentence by sentence.
class TestMerge : public QObject
{
    Q_OBJECT

private slots:
    void changesOfDifferentSentencesAreBothKept_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("ours");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QString>("merged");

        QTest::newRow("two sentences of a paragraph") << u"Be kind. Refund within 30 days. Ask first."_s
                                                      << u"Be brief. Refund within 30 days. Ask first."_s
                                                      << u"Be kind. Refund within 30 days. Ask twice."_s
                                                      << u"Be brief. Refund within 30 days. Ask twice."_s;
        QTest::newRow("neighbours") << u"Be kind. Ask first."_s << u"Be brief. Ask first."_s
                                    << u"Be kind. Ask twice."_s << u"Be brief. Ask twice."_s;
        QTest::newRow("one changes a sentence, one adds another after it")
            << u"Be kind.\n\nThe end.\n"_s << u"Be brief.\n\nThe end.\n"_s
            << u"Be kind. Say why.\n\nThe end.\n"_s << u"Be brief. Say why.\n\nThe end.\n"_s;
        QTest::newRow("one changes a sentence, one takes its neighbour away")
            << u"Be kind. Say why. Ask first."_s << u"Be brief. Say why. Ask first."_s
            << u"Be kind. Ask first."_s << u"Be brief. Ask first."_s;
        QTest::newRow("list items")
            << u"- one thing\n- two things\n- three things\n"_s
            << u"- one thing only\n- two things\n- three things\n"_s
            << u"- one thing\n- two things\n- three things at most\n- four things\n"_s
            << u"- one thing only\n- two things\n- three things at most\n- four things\n"_s;
        QTest::newRow("line ends stay")
            << u"One here.\r\n\r\nTwo there.\r\n"_s << u"One now.\r\n\r\nTwo there.\r\n"_s
            << u"One here.\r\n\r\nTwo then.\r\n"_s << u"One now.\r\n\r\nTwo then.\r\n"_s;
        QTest::newRow("a re-wrap yields to words")
            << u"Refund within thirty days of the order."_s << u"Refund within thirty\ndays of the order."_s
            << u"Refund within twenty days of the order."_s << u"Refund within twenty days of the order."_s;
        QTest::newRow("front matter by lines")
            << u"---\nmodel: a\ntemperature: 1\n---\nBe kind.\n"_s
            << u"---\nmodel: b\ntemperature: 1\n---\nBe kind.\n"_s
            << u"---\nmodel: a\ntemperature: 0\n---\nBe kind. Be quick.\n"_s
            << u"---\nmodel: b\ntemperature: 0\n---\nBe kind. Be quick.\n"_s;
        QTest::newRow("Chinese") << u"退款期限为三十天。请勿承诺例外。"_s
                                 << u"退款期限为二十天。请勿承诺例外。"_s << u"退款期限为三十天。请先询问。"_s
                                 << u"退款期限为二十天。请先询问。"_s;
        QTest::newRow("the same change on both sides")
            << u"Be kind. Ask first."_s << u"Be brief. Ask first."_s << u"Be brief. Ask twice."_s
            << u"Be brief. Ask twice."_s;
    }

    void changesOfDifferentSentencesAreBothKept()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, ours);
        QFETCH(const QString, theirs);
        QFETCH(const QString, merged);

        const Merge merge = mergeTexts(base, ours, theirs);

        QVERIFY(merge.isClean());
        QCOMPARE(merge.text, merged);
    }

    void aSentenceThatBothChangedIsAConflict_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("ours");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QStringList>("conflict"); // base, ours, theirs

        QTest::newRow("other words") << u"Be kind. Refund within 30 days. Ask."_s
                                     << u"Be kind. Refund within 14 days. Ask."_s
                                     << u"Be kind. Refund within 30 working days. Ask."_s
                                     << QStringList{u"Refund within 30 days."_s, u"Refund within 14 days."_s,
                                                    u"Refund within 30 working days."_s};
        QTest::newRow("changed here, taken away there")
            << u"Be kind. Never promise. Ask."_s << u"Be kind. Never promise more. Ask."_s
            << u"Be kind. Ask."_s << QStringList{u"Never promise. "_s, u"Never promise more. "_s, QString()};
        QTest::newRow("two sentences added in one place")
            << u"Be kind."_s << u"Be kind. Be brief."_s << u"Be kind. Be exact."_s
            << QStringList{QString(), u" Be brief."_s, u" Be exact."_s};
    }

    void aSentenceThatBothChangedIsAConflict()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, ours);
        QFETCH(const QString, theirs);
        QFETCH(const QStringList, conflict);

        const Merge merge = mergeTexts(base, ours, theirs);

        QCOMPARE(merge.conflicts.size(), 1);
        const MergeConflict &found = merge.conflicts.first();
        QCOMPARE((QStringList{found.base.trimmed(), found.ours.trimmed(), found.theirs.trimmed()}),
                 (QStringList{conflict[0].trimmed(), conflict[1].trimmed(), conflict[2].trimmed()}));
        QCOMPARE(merge.text, base);
        QCOMPARE(resolved(merge, {MergeChoice::Ours}), ours);
        QCOMPARE(resolved(merge, {MergeChoice::Theirs}), theirs);
        QCOMPARE(resolved(merge, {}), base);
    }

    void aSentenceIsFoundBesideOthersThatCameAndWent()
    {
        const QString base = u"Ask. You must check the date. Never promise.\n\nIf it came 30 days ago, offer store credit.\n\n"
                             "Refunds need a person.\n\nThe end."_s;
        const QString ours = u"Ask. You should check the date.\n\nIf it came 14 days ago, offer a voucher. Old orders keep 30.\n\n"
                             "The end."_s;
        QString theirs = base;
        theirs.replace(u"offer store credit"_s, u"offer an exchange"_s);

        const Merge merge = mergeTexts(base, ours, theirs);

        QCOMPARE(merge.conflicts.size(), 1);
        QCOMPARE(merge.conflicts.first().base, u"If it came 30 days ago, offer store credit."_s);
        QCOMPARE(merge.conflicts.first().ours, u"If it came 14 days ago, offer a voucher."_s);
        QCOMPARE(merge.conflicts.first().theirs, u"If it came 30 days ago, offer an exchange."_s);
        QCOMPARE(resolved(merge, {MergeChoice::Theirs}),
                 u"Ask. You should check the date.\n\nIf it came 30 days ago, offer an exchange. Old orders keep 30.\n\nThe end."_s);
    }

    void bothIntentionsCanBeKept()
    {
        const Merge merge = mergeTexts(u"Ask. Refund it. Thank."_s, u"Ask. Refund it now. Thank."_s,
                                       u"Ask. Refund it all. Thank."_s);

        QCOMPARE(resolved(merge, {MergeChoice::OursThenTheirs}),
                 u"Ask. Refund it now. Refund it all. Thank."_s);
    }

    void wordsOfOnesOwnStandInTheirPlace()
    {
        const Merge merge = mergeTexts(u"Ask. Refund it. Thank. Go."_s, u"Ask. Refund it now. Thank. Stay."_s,
                                       u"Ask. Refund it all. Thank. Wait."_s);

        QCOMPARE(resolvedWith(merge, {u"Refund half."_s, chosen(merge.conflicts[1], MergeChoice::Theirs)}),
                 u"Ask. Refund half. Thank. Wait."_s);
        QCOMPARE(resolvedWith(merge, {QString()}), u"Ask.  Thank. Go."_s);
    }

    void aConfigurationIsMergedByLines()
    {
        const Merge merge = mergeTexts(u"a: one. Two.\nb: three\n"_s, u"a: one. 2.\nb: three\n"_s,
                                       u"a: 1. Two.\nb: 3\n"_s, MergeUnit::Line);

        QCOMPARE(merge.conflicts.size(), 1);
        QCOMPARE(merge.conflicts.first().ours, u"a: one. 2.\n"_s);
        QCOMPARE(merge.text, u"a: one. Two.\nb: 3\n"_s);
    }

    void theLawsOfMergingHold()
    {
        QRandomGenerator random(seed());
        int clean = 0;
        for (int round = 0; round < 1500; ++round) {
            const QString base = text(random);
            const QString ours = random.bounded(12) == 0 ? text(random) : edited(base, random);
            const QString theirs = random.bounded(12) == 0 ? text(random) : edited(base, random);
            const MergeUnit unit = random.bounded(4) == 0 ? MergeUnit::Line : MergeUnit::Sentence;

            QCOMPARE(mergeTexts(base, base, ours, unit).text, ours);
            QCOMPARE(mergeTexts(base, ours, base, unit).text, ours);
            QCOMPARE(mergeTexts(base, ours, ours, unit).text, ours);
            QVERIFY(mergeTexts(base, ours, ours, unit).isClean());

            const Merge merge = mergeTexts(base, ours, theirs, unit);
            QVERIFY2(merge == withNamesExchanged(mergeTexts(base, theirs, ours, unit)),
                     qPrintable(u"base:\n%1\nours:\n%2\ntheirs:\n%3"_s.arg(base, ours, theirs)));
            QCOMPARE(piecesOf(merge, base, MergeSide::Base), base);
            QCOMPARE(piecesOf(merge, ours, MergeSide::Ours), ours);
            QCOMPARE(piecesOf(merge, theirs, MergeSide::Theirs), theirs);
            for (const MergePiece &piece : merge.pieces) {
                if (piece.origin == MergeOrigin::Conflict)
                    continue;
                const bool fromTheirs = piece.origin == MergeOrigin::Theirs;
                const Range source = piece.range[fromTheirs ? 2 : 1];
                QCOMPARE(merge.text.mid(piece.merged.start, piece.merged.length),
                         (fromTheirs ? theirs : ours).mid(source.start, source.length));
            }
            QList<MergeChoice> choices;
            QStringList words;
            for (const MergeConflict &conflict : merge.conflicts) {
                choices.append(static_cast<MergeChoice>(random.bounded(4)));
                words.append(chosen(conflict, choices.last()));
            }
            QCOMPARE(resolved(merge, choices), resolvedWith(merge, words));
            // What nobody disputes is in every outcome, whatever is chosen beside it.
            QString undisputed;
            qsizetype done = 0;
            for (qsizetype i = 0; i < merge.conflicts.size(); ++i) {
                const Range place = merge.pieces[merge.conflicts[i].piece].merged;
                undisputed += merge.text.mid(done, place.start - done);
                done = place.end();
            }
            undisputed += merge.text.mid(done);
            QCOMPARE(resolvedWith(merge, QStringList(merge.conflicts.size(), QString())), undisputed);
            clean += merge.isClean() ? 1 : 0;
        }
        QVERIFY(clean > 100);
    }

    void aMergeCanBeStopped()
    {
        int asked = 0;

        const Merge merge = mergeTexts(u"One. Two."_s, u"One. Three."_s, u"Four. Two."_s, MergeUnit::Sentence,
                                       [&asked] { return ++asked > 1; });

        QVERIFY(!merge.complete);
        QVERIFY(!merge.isClean());
    }

    void hostileTextsMerge()
    {
        const QString base = u"Never do it. "_s.repeated(20000);

        const Merge merge =
            mergeTexts(base, u"Always do it. "_s.repeated(20000), base + u"Now. "_s.repeated(5000));

        QVERIFY(merge.complete);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::TestMerge)
#include "tst_merge.moc"
