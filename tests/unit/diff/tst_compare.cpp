// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "prompt/Document.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

QString sign(RowKind kind)
{
    switch (kind) {
    case RowKind::Same:
        return u"="_s;
    case RowKind::Rewrapped:
        return u"~"_s;
    case RowKind::Changed:
        return u"!"_s;
    case RowKind::Removed:
        return u"-"_s;
    case RowKind::Added:
        return u"+"_s;
    case RowKind::MovedFrom:
        return u"<"_s;
    case RowKind::MovedTo:
        return u">"_s;
    }
    return {};
}

// "[-30-]" removed, "[+14+]" added, "[=moved=]".
QString marked(const Comparison &comparison, Side side, const Row &row)
{
    const Cell &cell = row.cell(side);
    if (!cell.present)
        return {};
    const QString &text = comparison.side(side).text;
    QString result;
    qsizetype at = cell.range.start;
    for (const Mark &mark : cell.marks) {
        result += text.mid(at, mark.range.start - at);
        const QChar sign = mark.kind == MarkKind::Moved                                            ? u'='
                           : mark.kind == MarkKind::Removed || mark.kind == MarkKind::MovedRemoved ? u'-'
                                                                                                   : u'+';
        result += u'[' + QString(sign) + text.mid(mark.range.start, mark.range.length) + sign + u']';
        at = mark.range.end();
    }
    return (result + text.mid(at, cell.range.end() - at)).replace(u'\n', u'/');
}

QStringList picture(const Comparison &comparison)
{
    QStringList lines;
    for (const Row &row : comparison.rows)
        lines.append(sign(row.kind) + u' ' + marked(comparison, Side::Left, row) + u" | "_s
                     + marked(comparison, Side::Right, row));
    return lines;
}

} // namespace

class Compare : public QObject
{
    Q_OBJECT

private slots:
    void rowsAndMarks_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QStringList>("expected");

        QTest::newRow("a number in a long paragraph")
            << u"Customers may return an item within 30 days of delivery. The item must be unused.\n"_s
            << u"Customers may return an item within 14 days of delivery. The item must be unused.\n"_s
            << QStringList{
                   u"! Customers may return an item within [-30-] days of delivery. The item must be unused. "
                   u"| "
                   "Customers may return an item within [+14+] days of delivery. The item must be unused."_s};
        QTest::newRow("a sentence removed from a paragraph")
            << u"You must check the date. Never promise a refund."_s << u"You should check the date."_s
            << QStringList{
                   u"! You [-must-] check the date. [-Never promise a refund.-] | You [+should+] check the date."_s};
        QTest::newRow("re-wrapped only")
            << u"One sentence that is long enough\nto be wrapped. And another.\n"_s
            << u"One sentence that is long\nenough to be wrapped.\nAnd another.\n"_s
            << QStringList{u"~ One sentence that is long enough/to be wrapped. And another. | "
                           "One sentence that is long/enough to be wrapped./And another."_s};
        QTest::newRow("a paragraph moved")
            << u"Refunds above 200 need approval by a person.\n\nKeep to the persona.\n\nAnswer in short sentences.\n"_s
            << u"Keep to the persona.\n\nAnswer in short sentences.\n\nRefunds above 200 need approval by a person.\n"_s
            << QStringList{u"< [=Refunds above 200 need approval by a person.=] | "_s,
                           u"= Keep to the persona. | Keep to the persona."_s,
                           u"= Answer in short sentences. | Answer in short sentences."_s,
                           u">  | [=Refunds above 200 need approval by a person.=]"_s};
        QTest::newRow("a sentence moved and edited on the way")
            << u"Refunds above 200 euros always need approval by a person.\n\nKeep to the persona of the house.\n\nSay so.\n"_s
            << u"Keep to the persona of the house.\n\nSay so. Refunds above 300 euros always need approval by a person.\n"_s
            << QStringList{
                   u"< [=Refunds above=] [-200-] [=euros always need approval by a person.=] | "_s,
                   u"= Keep to the persona of the house. | Keep to the persona of the house."_s,
                   u"! Say so. | Say so. [=Refunds above=] [+300+] [=euros always need approval by a person.=]"_s};
        QTest::newRow("a paragraph cut in two")
            << u"The first sentence stays here as long as it is. The second goes on."_s
            << u"The first sentence stays here as long as it is.\n\nThe second goes on."_s
            << QStringList{u"~ The first sentence stays here as long as it is. The second goes on. | "
                           "The first sentence stays here as long as it is."_s,
                           u"~  | The second goes on."_s};
        QTest::newRow("an ordinal stays with its sentence")
            << u"4. Present the plan. Then wait."_s << u"4. Present the plan. Then stop."_s
            << QStringList{u"! 4. Present the plan. Then [-wait-]. | 4. Present the plan. Then [+stop+]."_s};
        QTest::newRow("template tags and code are whole")
            << u"Hello {{first_name}}, call `orders.lookup` now."_s
            << u"Hello {{last_name}}, call `orders.find` now."_s
            << QStringList{u"! Hello [-{{first_name}}-], call [-`orders.lookup`-] now. | Hello "
                           u"[+{{last_name}}+], call "
                           "[+`orders.find`+] now."_s};
        QTest::newRow("Chinese word by word")
            << u"请在三十天内退货。不要承诺退款。"_s << u"请在十四天内退货。不要承诺退款。"_s
            << QStringList{
                   u"! 请在[-三-]十天内退货。不要承诺退款。 | 请在十[+四+]天内退货。不要承诺退款。"_s};
        QTest::newRow("a list item added")
            << u"Never:\n- promise a refund\n- give advice\n"_s
            << u"Never:\n- promise a refund\n- send money\n- give advice\n"_s
            << QStringList{u"= Never: | Never:"_s, u"= - promise a refund | - promise a refund"_s,
                           u"+  | [+- send money+]"_s, u"= - give advice | - give advice"_s};
    }

    void rowsAndMarks()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QStringList, expected);

        const Comparison comparison = compareTexts(left, right);

        QCOMPARE(picture(comparison).join(u'\n'), expected.join(u'\n'));
    }

    void abbreviationsAndUrlsDoNotEndASentence()
    {
        const Comparison comparison = compareTexts(
            u"Use a source, e.g. Wikipedia or https://a.example/x.Html?q=1. Then write approx. Ten words. Stop."_s,
            {});

        QStringList sentences;
        for (const Sentence &sentence : comparison.sides[0].sentences)
            sentences.append(comparison.sides[0].words(sentence.range));
        QCOMPARE(sentences, (QStringList{u"Use a source, e.g. Wikipedia or https://a.example/x.Html?q=1."_s,
                                         u"Then write approx. Ten words."_s, u"Stop."_s}));
    }

    void sectionsCountTheirSentences()
    {
        const Comparison comparison =
            compareTexts(u"Intro.\n# Rules\nOne. Two.\n# Safety\nThree.\n"_s,
                         u"Intro.\n# Rules\nOne. Two changed.\n# Safety\nThree.\n"_s);

        QCOMPARE(comparison.sides[1].sections.size(), 3);
        QCOMPARE(comparison.sides[1].sections[1].title, u"Rules"_s);
        QCOMPARE(comparison.sentences.size(), 1);
        QCOMPARE(comparison.sentences[0].section[1], u"Rules"_s);
        QCOMPARE(comparison.sides[1].sentences[comparison.sentences[0].sentence[1]].number, 2);
    }

    void bulletsKnowTheLineThatIntroducesThem()
    {
        const Comparison comparison =
            compareTexts(u"**Ask first:**\n\n- delete a branch\n"_s,
                         u"**Ask first:**\n\n- delete a branch\n- push to the main branch\n"_s);

        QCOMPARE(comparison.sentences.size(), 1);
        QCOMPARE(comparison.sentences[0].leadIn[1], u"**Ask first:**"_s);
    }

    void unchangedStretchesFoldAndHeadingsOfChangesStay()
    {
        QString left = u"# One\n\n"_s;
        for (int i = 0; i < 10; ++i)
            left += u"Sentence number %1 of the first part.\n\n"_s.arg(i);
        left += u"# Two\n\n"_s;
        for (int i = 0; i < 10; ++i)
            left += u"Sentence number %1 of the second part.\n\n"_s.arg(i);
        QString right = left;
        right.replace(u"number 7 of the second"_s, u"number 77 of the second"_s);

        const Comparison comparison = compareTexts(left, right);

        QCOMPARE(comparison.folds.size(), 2);
        QCOMPARE(comparison.folds[0].firstRow, 0);
        QCOMPARE(comparison.folds[0].sections, QList<QString>{u"One"_s});
        QCOMPARE(comparison.folds[0].sentenceCount, 10);
        QCOMPARE(comparison.rows[11].block, BlockKind::Heading);
        QCOMPARE(comparison.rows[11].fold, -1);
    }

    void movesLinkBothPlaces()
    {
        const Comparison comparison = compareTexts(
            u"# A\n\nRefunds above 200 need approval.\n\nStay calm and friendly.\n\nUse short words only.\n# B\n\nSay so at once.\n"_s,
            u"# A\n\nStay calm and friendly.\n\nUse short words only.\n# B\n\nSay so at once. Refunds above 200 need approval.\n"_s);

        QCOMPARE(comparison.moves.size(), 1);
        const Move move = comparison.moves[0];
        QVERIFY(!move.edited);
        QCOMPARE(comparison.rows[move.row[0]].kind, RowKind::MovedFrom);
        QCOMPARE(comparison.sides[1].words(move.range[1]), u"Refunds above 200 need approval."_s);
        QCOMPARE(comparison.rows[move.row[1]].moves, QList<int>{0});
        QCOMPARE(comparison.totals.added + comparison.totals.removed, 0);
    }

    void messagesAreComparedWithTheirOwn()
    {
        const QByteArray left = "[{\"role\":\"system\",\"content\":\"You are kind.\\nNever lie.\"},"
                                "{\"role\":\"user\",\"content\":\"{{question}}\"}]";
        QByteArray right = left;
        right.replace("Never lie", "Do not lie");
        const prompt::Document a = prompt::parse(left, u"chat.json"_s);
        const prompt::Document b = prompt::parse(right, u"chat.json"_s);

        const Comparison comparison = compare(a, b);

        QCOMPARE(applyTo(a.source, comparison), b.source);
        QCOMPARE(comparison.sides[1].messages.size(), 2);
        QCOMPARE(picture(comparison).filter(u"! "_s),
                 QStringList{u"! You are kind./[-Never-] lie. | You are kind./[+Do not+] lie."_s});
    }

    void onlyNotationIsSaidAsNotation()
    {
        const prompt::Document a = prompt::parse("Be kind.\nBe brief.\n", u"a.md"_s);
        const prompt::Document b = prompt::parse("\xEF\xBB\xBF"
                                                 "Be kind.\r\nBe brief.",
                                                 u"a.md"_s);

        const Comparison comparison = compare(a, b);

        QList<NotationKind> kinds;
        for (const Notation &notation : comparison.notations)
            kinds.append(notation.kind);
        QVERIFY(kinds.contains(NotationKind::LineEnds));
        QVERIFY(kinds.contains(NotationKind::ByteOrderMark));
        QVERIFY(kinds.contains(NotationKind::FinalNewline));
        QVERIFY(comparison.entries.isEmpty());
        QVERIFY(!comparison.identical);
    }

    void examplesEndAtAMark_data()
    {
        QTest::addColumn<QString>("end");
        QTest::addColumn<bool>("behindIsExample");

        QTest::newRow("a line of its own") << u"END EXAMPLE ESSAYS"_s << false;
        QTest::newRow("the last line of a paragraph") << u"So it goes on.\nEND EXAMPLE ESSAYS"_s << false;
        QTest::newRow("none") << u"So it goes on."_s << true;
        QTest::newRow("behind a return alone") << u"SAMPLE ONE\rEND SAMPLE"_s << false;
        QTest::newRow("not the last line, before a return alone") << u"END SAMPLE\rMORE"_s << true;
        QTest::newRow("far to the right")
            << u"So it goes on.\n"_s + QString(100, u' ') + u"END EXAMPLE"_s << false;
        QTest::newRow("as long as a mark may be")
            << u"So it goes on.\nEND EXAMPLE "_s + QString(68, u'B') << false;
        QTest::newRow("longer than a mark") << u"So it goes on.\nEND EXAMPLE "_s + QString(69, u'B') << true;
        QTest::newRow("the end of a long line in capitals")
            << u"CAPITALS "_s + QString(70, u'A') + u" END EXAMPLE "_s + QString(68, u'B') << true;
        QTest::newRow("small letters before capitals")
            << u"so ends it: END EXAMPLE "_s + QString(40, u'B') << true;
    }

    void examplesEndAtAMark()
    {
        QFETCH(const QString, end);
        QFETCH(const bool, behindIsExample);
        // A mark further down, without which none begins.
        const QString text = u"EXAMPLE ESSAYS\n\nThe essay praises %2 tea.\n\n%1\n\nAlways praise %2 tea.\n\n"
                             "Other words.\n\nEND EXAMPLE ESSAYS\n"_s;

        const Comparison comparison = compareTexts(text.arg(end, u"green"_s), text.arg(end, u"black"_s));

        QCOMPARE(comparison.sentences.size(), 2);
        QVERIFY(comparison.sentences.first().inExample);
        QCOMPARE(comparison.sentences.last().inExample, behindIsExample);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Compare)
#include "tst_compare.moc"
