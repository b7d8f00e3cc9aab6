// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/Example.h"
#include "app/example/ExampleStory.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

class TestExampleStory : public QObject
{
    Q_OBJECT

private slots:
    void theShippedStoryIsRead()
    {
        const Result<ExampleStory> story = storyFromYaml(exampleFile(u"story.yaml"_s));

        QVERIFY2(story, story ? "" : qPrintable(story.error().detail));
        QVERIFY(story->changes.size() > 30);
        QCOMPARE(story->ungoverned.size(), 1);
        QCOMPARE(story->changes.first().by, PrincipalId{u"p:jonas-lind"_s});
        QVERIFY(!story->notes.value(u"mortgages"_s).triggers.isEmpty());
    }

    void aMistakeIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("line");
        QTest::newRow("unknown key") << QByteArray("changes:\n  - {ago: 1d, by: a, prompt: x, title: t, replace: [[a, b]], colour: red}\n") << 2;
        QTest::newRow("no unit") << QByteArray("changes:\n\n  - {ago: 12, by: a, prompt: x, title: t, replace: [[a, b]]}\n") << 3;
        QTest::newRow("half a replacement") << QByteArray("changes:\n  - {ago: 1d, by: a, prompt: x, title: t, replace: [[a]]}\n") << 2;
        QTest::newRow("not a list") << QByteArray("changes: many\n") << 1;
    }
    void aMistakeIsRefusedWithItsPlace()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(int, line);

        const Result<ExampleStory> story = storyFromYaml(yaml);

        QVERIFY(!story);
        QCOMPARE(story.error().code, ErrorCode::Invalid);
        QCOMPARE(story.error().line, line);
    }

    void wordsThatStandTwiceAreNotReplaced()
    {
        const Result<QByteArray> text = replaced("30 days, 30 days", {{.from = u"30"_s, .to = u"14"_s}});

        QVERIFY(!text);
        QCOMPARE(replaced("30 days", {{.from = u"30"_s, .to = u"14"_s}}).value(), QByteArray("14 days"));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::TestExampleStory)
#include "tst_example_story.moc"
