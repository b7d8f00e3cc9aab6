// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "services/Respaced.h"
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;

/// A change under review: its newest revision and a reviewer say that only white space changed since the first.
Story claimed(const QString &first, const QString &second)
{
    Policy policy = storyPolicy();
    policy.lanes[2].whitespaceKeepsApprovals = true;
    Story story(policy);
    story.baseline(refund, u"Refunds within 30 days."_s).opened(ana).submitted(ana, refund, first).noted(ana);
    story.approved(bode, "billing").approved(dana, "compliance");
    const Revision before = *story.change().revision();
    RevisionSubmitted data = before.data;
    data.files.first().after = story.text(second);
    data.assessment.respacedSince = before.stamp.event;
    const QString subject = changeSubject(story.changeId());
    story.say(ana, subject, data);
    story.noted(ana);
    ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("billing"));
    review.assessment.respacedSince = before.stamp.event;
    story.say(bode, subject, review);
    return story;
}

ContentReader textsOf(const Story &story)
{
    return [texts = story.texts()](const ContentHash &hash) {
        const auto text = texts.constFind(hash);
        return text == texts.cend() ? Result<QByteArray>(failure(ErrorCode::NotFound, toString(hash)))
                                    : Result<QByteArray>(*text);
    };
}

} // namespace

class TestRespaced : public QObject
{
    Q_OBJECT

private slots:
    void onlyWhiteSpaceIsToldFromMeaning_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("same");
        const QString md = u"a.prompt.md"_s;
        const auto row = [](const char *name, const char *before, const char *after, const QString &path,
                            bool same) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << path << same;
        };
        row("nothing", "You must ask.\n", "You must ask.\n", md, true);
        row("two spaces", "You must ask.\n", "You  must ask.\n", md, true);
        row("wrapped", "You must ask for a reason first.\n", "You must ask\nfor a reason first.\n", md, true);
        row("an empty line", "# A\nYou must ask.\n", "# A\n\nYou must ask.\n", md, true);
        row("the end of the file", "You must ask.", "You must ask.\n", md, true);
        row("line ends", "You must\nask.\n", "You must\r\nask.\r\n", md, true);
        row("space behind a line", "You must ask.\nNow.\n", "You must ask.  \nNow.\n", md, true);
        row("words joined", "You may not pay.\n", "You maynot pay.\n", md, false);
        row("a word taken apart", "Pay nobody.\n", "Pay no body.\n", md, false);
        row("another word", "You must ask.\n", "You may ask.\n", md, false);
        row("a full stop", "You must ask.\n", "You must ask\n", md, false);
        row("no-break space", "You must ask.\n", "You\xC2\xA0must ask.\n", md, false);
        row("zero-width space", "You must ask.\n", "You must\xE2\x80\x8B ask.\n", md, false);
        row("a byte order mark", "You must ask.\n", "\xEF\xBB\xBFYou must ask.\n", md, false);
        row("a heading swallows a sentence", "# Rules\nNever pay.\n", "# Rules Never pay.\n", md, false);
        row("an entry under another one", "Never:\n- pay\n- ask\n", "Never:\n- pay\n  - ask\n", md, false);
        row("two entries become one", "Never:\n- pay\n- ask\n", "Never:\n- pay - ask\n", md, false);
        row("a fenced line", "```\nif a:\n    pay()\n```\n", "```\nif a:\npay()\n```\n", md, false);
        row("front matter", "---\nmodel: a\ntemperature: 0.2\n---\nHi.\n",
            "---\nmodel:   a\ntemperature: 0.2\n---\nHi.\n", md, true);
        row("a setting moves", "---\nmodel:\n  name: a\ntools:\n  - pay\n---\nHi.\n",
            "---\nmodel:\n  name: a\n  tools:\n  - pay\n---\nHi.\n", md, false);
        row("a program", "p = 'You must ask.'\nq = 1\n", "p = 'You must  ask.'\nq = 1\n", u"a.py"_s, false);
        QTest::newRow("not decodable")
            << QByteArray("\xFF\xFE\x00 a b", 7) << QByteArray("\xFF\xFE\x00  a b", 8) << md << false;
    }

    void onlyWhiteSpaceIsToldFromMeaning()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        QFETCH(const QString, path);
        QFETCH(const bool, same);

        QCOMPARE(onlyWhiteSpaceDiffers(before, after, path), same);
        QCOMPARE(onlyWhiteSpaceDiffers(after, before, path), same);
    }

    void theEarliestRevisionInARowIsNamed()
    {
        Story story;
        story.baseline(refund, u"30 days."_s).opened(ana);
        for (const QString &text :
             {u"14 days."_s, u"7 days."_s, u"7  days."_s, u"7 days.\n"_s, u"7\ndays.\n"_s}) {
            story.submitted(ana, refund, text);
        }
        const Change &change = story.change();
        const ContentReader texts = textsOf(story);
        const auto since = [&](qsizetype place) {
            return respacedSince(change, place, change.revisions.at(place).data.files, texts);
        };

        QVERIFY(since(0).isNull());
        QVERIFY(since(1).isNull());
        QCOMPARE(since(2), change.revisions.at(1).stamp.event);
        QCOMPARE(since(4), change.revisions.at(1).stamp.event);
        // What cannot be read is not the same.
        QVERIFY(respacedSince(change, 4, change.revisions.at(4).data.files, [](const ContentHash &hash) {
                    return Result<QByteArray>(failure(ErrorCode::NotFound, toString(hash)));
                }).isNull());
    }

    void whatTheTextsDoNotBearOutIsNotKept() // T-01, T-03
    {
        const Story right = claimed(u"Refunds within 14 days."_s, u"Refunds within\n14 days."_s);
        const Story wrong = claimed(u"Refunds within 14 days."_s, u"Refunds within 90 days."_s);

        QVERIFY(allMet(requirementsToAccept(right.state(), right.change())));
        QVERIFY(keepsRightly(right.state(), right.change(), textsOf(right)));
        const State same = withoutWronglyKept(right.state(), textsOf(right));
        QVERIFY(allMet(requirementsToAccept(same, *same.change(right.changeId()))));

        // The fold reads no texts and cannot know; whoever accepts or checks does.
        QVERIFY(allMet(requirementsToAccept(wrong.state(), wrong.change())));
        QVERIFY(!keepsRightly(wrong.state(), wrong.change(), textsOf(wrong)));
        const State other = withoutWronglyKept(wrong.state(), textsOf(wrong));
        QVERIFY(!allMet(requirementsToAccept(other, *other.change(wrong.changeId()))));
    }
};

QTEST_APPLESS_MAIN(TestRespaced)
#include "tst_respaced.moc"
