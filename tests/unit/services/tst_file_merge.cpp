// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/FileMerge.h"
#include "support/Story.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString path = u"prompts/support/refund.md"_s;

MergeInput input(const QByteArray &base, const QByteArray &theirs, bool removed = false)
{
    const auto hash = [](const QByteArray &bytes) { return bytes.isNull() ? ContentHash() : textHash(QString::fromLatin1(bytes)); };
    return {.mine = {.artifact = {u"support/refund"_s}, .path = path, .before = hash(base), .removed = removed},
            .onto = {.artifact = {u"support/refund"_s}, .path = path, .content = hash(theirs), .version = u"1.1.0"_s}};
}

FileMerge merged(const QByteArray &base, const QByteArray &mine, const QByteArray &theirs, bool removed = false)
{
    return mergeFile(input(base, theirs, removed), base, mine, theirs);
}

} // namespace

/// A file on its three sides, and which of them has to be asked about.
class TestFileMerge : public QObject
{
    Q_OBJECT

private slots:
    void whatOnlyOneSideDidIsTakenAsItIs()
    {
        const FileMerge theirs = merged("Be kind.\n", "Be kind.\n", "Be brief.\n");
        QCOMPARE(theirs.kind, FileMergeKind::Settled);
        QCOMPARE(theirs.settled.text, QByteArray("Be brief.\n"));
        QVERIFY(theirs.settled.before == theirs.onto.content);

        const FileMerge same = merged("Be kind.\n", "Be brief.\n", "Be brief.\n");
        QCOMPARE(same.kind, FileMergeKind::Settled);

        const FileMerge gone = merged("Be kind.\n", "Be kind.\n", QByteArray());
        QCOMPARE(gone.kind, FileMergeKind::Settled);
        QVERIFY(gone.settled.removed);
        QVERIFY(gone.settled.before.isNull());

        const FileMerge both = merged("Be kind.\n", QByteArray(), QByteArray(), true);
        QCOMPARE(both.kind, FileMergeKind::Settled);
        QVERIFY(both.settled.removed);
    }

    void aMergeIsWrittenAgainstWhatItWasMergedWith()
    {
        const FileMerge merge = merged("Be kind. Ask first.\n", "Be brief. Ask first.\n", "Be kind. Ask twice.\n");

        const Result<EditedFile> file = mergedFile(merge, {});

        QCOMPARE(merge.questions(), 0);
        QVERIFY(file);
        QCOMPARE(file->text, QByteArray("Be brief. Ask twice.\n"));
        QVERIFY(file->before == merge.onto.content);
    }

    void theWordsThatWereChosenStandInTheirPlaces()
    {
        const FileMerge merge = merged("Refund in 30 days. Stay. Ask first.", "Refund in 14 days. Stay. Ask now.",
                                       "Refund in 60 days. Stay. Ask twice.");
        QCOMPARE(merge.questions(), 2);

        QCOMPARE(mergedFile(merge, {u"Refund in 20 days."_s, u"Ask twice."_s})->text, QByteArray("Refund in 20 days. Stay. Ask twice."));
        QCOMPARE(mergedFile(merge, {})->text, QByteArray("Refund in 30 days. Stay. Ask first."));
    }

    void lineEndsAndMarksOfMineStay()
    {
        const QByteArray mark = "\xef\xbb\xbf";
        const FileMerge merge = merged("Be kind.\n\nAsk first.\n", mark + "Be brief.\r\n\r\nAsk first.\r\n", "Be kind.\n\nAsk twice.\n");

        const Result<EditedFile> file = mergedFile(merge, {});

        QCOMPARE(merge.questions(), 0);
        QVERIFY(file);
        QCOMPARE(file->text, mark + "Be brief.\r\n\r\nAsk twice.\r\n");
    }

    void aConfigurationIsMergedByLines()
    {
        MergeInput asked = input("a", "b");
        asked.mine.path = asked.onto.path = u"prompts/routing.yaml"_s;

        const FileMerge merge = mergeFile(asked, "model: a\ntop: 1\n", "model: b\ntop: 1\n", "model: a\ntop: 2\n");

        QCOMPARE(merge.questions(), 0);
        QCOMPARE(mergedFile(merge, {})->text, QByteArray("model: b\ntop: 2\n"));
    }

    void aFileThatWentAwayOnOneSideIsAskedAbout()
    {
        const FileMerge theirs = merged("Be kind.\n", "Be brief.\n", QByteArray());
        QCOMPARE(theirs.kind, FileMergeKind::TakenAwayByThem);
        QCOMPARE(theirs.questions(), 1);
        QCOMPARE(mergedFile(theirs, {}, diff::MergeSide::Ours)->text, QByteArray("Be brief.\n"));
        QVERIFY(mergedFile(theirs, {}, diff::MergeSide::Ours)->before.isNull());
        QVERIFY(mergedFile(theirs, {}, diff::MergeSide::Theirs)->removed);

        const FileMerge mine = merged("Be kind.\n", QByteArray(), "Be brief.\n", true);
        QCOMPARE(mine.kind, FileMergeKind::TakenAwayByMe);
        QVERIFY(mergedFile(mine, {}, diff::MergeSide::Ours)->removed);
        QCOMPARE(mergedFile(mine, {}, diff::MergeSide::Theirs)->text, QByteArray("Be brief.\n"));
        QVERIFY(!mergedFile(mine, {}, diff::MergeSide::Theirs)->removed);
    }

    void whatIsNoTextIsChosenAsAWhole()
    {
        const QByteArray other("\xff\xfe" "B\0e\0", 6); // UTF-16

        const FileMerge merge = merged("Be kind.\n", "Be brief.\n", other);

        QCOMPARE(merge.kind, FileMergeKind::Unreadable);
        QCOMPARE(mergedFile(merge, {}, diff::MergeSide::Theirs)->text, other);
        QCOMPARE(mergedFile(merge, {}, diff::MergeSide::Ours)->text, QByteArray("Be brief.\n"));
    }

    void whatIsWrittenAgainstTheAcceptedTextNeedsNone()
    {
        Story story;
        story.baseline(u"support/refund"_s, u"Be kind.\n"_s);
        const EditedFile file{.artifact = {u"support/refund"_s}, .path = path, .before = textHash(u"Be kind.\n"_s), .text = "Be brief.\n"};
        const EditedFile fresh{.artifact = {u"support/new"_s}, .path = u"prompts/support/new.md"_s, .text = "New.\n"};

        QVERIFY(mergesNeeded(story.state(), {file, fresh}).isEmpty());
    }

    void whatWasAcceptedMeanwhileIsNamed()
    {
        Story story;
        story.baseline(u"support/refund"_s, u"Be kind.\n"_s);
        story.opened(bode).submitted(bode, u"support/refund"_s, u"Be exact.\n"_s, Lane::Low).approved(jonas, "support").accepted(chen);
        const EditedFile file{.artifact = {u"support/refund"_s}, .path = path, .before = textHash(u"Be kind.\n"_s), .text = "Be brief.\n"};

        const QList<MergeInput> needed = mergesNeeded(story.state(), {file});

        QCOMPARE(needed.size(), 1);
        QVERIFY(needed.first().onto.content == textHash(u"Be exact.\n"_s));
        QCOMPARE(needed.first().onto.version, story.state().artifact({u"support/refund"_s})->latest()->version.toString());
        QVERIFY(needed.first().onto.change == story.changeId());
    }

    void aTextThatWentToAnotherPathIsFoundThere()
    {
        Story story;
        story.baseline(u"support/refund"_s, u"Be kind. Ask.\n"_s);
        story.opened(bode);
        const QString there = u"prompts/support/returns.md"_s;
        story.say(bode, changeSubject(story.changeId()),
                  RevisionSubmitted{.files = {{.artifact = {u"support/refund"_s}, .path = path, .before = textHash(u"Be kind. Ask.\n"_s)},
                                              {.artifact = {u"support/returns"_s}, .path = there, .after = story.text(u"Be kind. Ask.\n"_s)}},
                                    .contributors = {bode},
                                    .assessment = {.lane = Lane::Low, .rules = u"1"_s}});
        QVERIFY(story.effective());
        story.approved(jonas, "support").accepted(chen);
        QVERIFY(story.effective());
        const EditedFile file{.artifact = {u"support/refund"_s}, .path = path, .before = textHash(u"Be kind. Ask.\n"_s), .text = "Be brief. Ask.\n"};

        const QList<MergeInput> needed = mergesNeeded(story.state(), {file});

        QCOMPARE(needed.size(), 1);
        QVERIFY(needed.first().onto.moved);
        QCOMPARE(needed.first().onto.path, there);
        const FileMerge merge = mergeFile(needed.first(), "Be kind. Ask.\n", file.text, "Be kind. Ask.\n");
        const Result<EditedFile> made = mergedFile(merge, {});
        QCOMPARE(made->path, there);
        QCOMPARE(made->artifact, ArtifactId{u"support/returns"_s});
        QCOMPARE(made->text, file.text);
    }

    void aNewFileWhosePathWasTakenBecomesAChangeOfIt()
    {
        Story story;
        story.baseline(u"support/refund"_s, u"Be kind.\n"_s);
        const EditedFile file{.artifact = {u"another/name"_s}, .path = path, .text = "Be brief.\n"};

        const QList<MergeInput> needed = mergesNeeded(story.state(), {file});

        QCOMPARE(needed.size(), 1);
        const FileMerge merge = mergeFile(needed.first(), {}, file.text, "Be kind.\n");
        QCOMPARE(merge.questions(), 1);
        QCOMPARE(mergedFile(merge, {u"Be both.\n"_s})->artifact, ArtifactId{u"support/refund"_s});
        QVERIFY(mergedFile(merge, {u"Be both.\n"_s})->before == textHash(u"Be kind.\n"_s));
    }

    void aMergeThatWasStoppedIsNotComplete()
    {
        const FileMerge merge = mergeFile(input("a", "b"), "One. Two.", "One. Three.", "Four. Two.", [] { return true; });

        QVERIFY(!merge.merge.complete);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::TestFileMerge)
#include "tst_file_merge.moc"
