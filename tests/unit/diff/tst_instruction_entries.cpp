// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "diff/Topics.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

class InstructionEntries : public QObject
{
    Q_OBJECT

private slots:
    void eachKindIsToldByItsWords_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("expected"); // "kind: before -> after"

        const auto row = [](const char *name, const QString &left, const QString &right,
                            const QString &expected) { QTest::newRow(name) << left << right << expected; };
        const QString keep = u"Keep to the persona of the house at all times. "_s;
        row("constraint removed", keep + u"Never promise a refund."_s, keep,
            u"constraint_removed: Never promise a refund. -> "_s);
        row("constraint added", keep, keep + u"You must cite the page."_s,
            u"constraint_added:  -> You must cite the page."_s);
        row("strength", u"You must check the delivery date."_s, u"You should check the delivery date."_s,
            u"strength_changed: must -> should"_s);
        row("strength by one word", u"Answer in one sentence."_s, u"Always answer in one sentence."_s,
            u"strength_changed:  -> Always"_s);
        row("negation", u"Share the order number with the caller."_s,
            u"Do not share the order number with the caller."_s,
            u"negation_flipped: Share -> Do not share"_s);
        row("negation taken away", u"You may not open the file."_s, u"You may open the file."_s,
            u"negation_flipped: not -> "_s);
        row("number", u"Give 3 reasons for it."_s, u"Give 5 reasons for it."_s, u"number_changed: 3 -> 5"_s);
        row("amount", u"Refunds above €200 go to a colleague."_s, u"Refunds above €500 go to a colleague."_s,
            u"amount_changed: €200 -> €500"_s);
        row("amount behind a character that ends texts elsewhere", u"Refund\0 up to €50 at once."_s,
            u"Refund\0 up to €50000 at once."_s, u"amount_changed: €50 -> €50000"_s);
        row("amount in words", u"Offer up to 20 dollars in credit."_s, u"Offer up to 50 dollars in credit."_s,
            u"amount_changed: 20 -> 50"_s);
        row("percentage", u"Give a discount of 10% on the next order."_s,
            u"Give a discount of 15% on the next order."_s, u"percent_changed: 10% -> 15%"_s);
        row("duration", u"Return it within 30 days of delivery."_s,
            u"Return it within 14 days of delivery."_s, u"duration_changed: 30 -> 14"_s);
        row("date", u"Orders before 1 December keep the old rule."_s,
            u"Orders before 15 December keep the old rule."_s, u"date_changed: 1 -> 15"_s);
        row("condition added", u"Offer a voucher to the caller."_s,
            u"Offer a voucher to the caller if the parcel is late."_s,
            u"condition_added:  -> if the parcel is late"_s);
        row("condition removed", u"Give the balance unless the account is locked."_s, u"Give the balance."_s,
            u"condition_removed: unless the account is locked -> "_s);
        row("condition changed", u"Answer after the check is done."_s, u"Answer before the check is done."_s,
            u"condition_changed: after -> before"_s);
        row("language", u"Answer in English."_s, u"Answer in German."_s,
            u"language_changed: English -> German"_s);
        row("persona", u"You are a calm clerk of the house."_s, u"You are a bold seller of the house."_s,
            u"persona_changed: calm clerk -> bold seller"_s);
        row("audience", u"Write for an audience of nurses."_s, u"Write for an audience of lawyers."_s,
            u"audience_changed: nurses -> lawyers"_s);
        row("refusal", u"Politely decline requests about rivals."_s,
            u"Politely decline requests about weather."_s, u"refusal_changed: rivals -> weather"_s);
        row("hand-over added", keep, keep + u"Hand the conversation over to a person."_s,
            u"escalation_changed:  -> Hand the conversation over to a person."_s);
        row("hand-over changed", u"Transfer the caller to the billing team."_s,
            u"Transfer the caller to the sales team."_s, u"escalation_changed: billing -> sales"_s);
        row("example", u"# Examples\n\nThe parcel was blue."_s, u"# Examples\n\nThe parcel was green."_s,
            u"example_changed: blue -> green"_s);
        row("wording", u"The answer fits on one page."_s, u"The reply fits on one page."_s,
            u"wording_changed: answer -> reply"_s);
        row("sentence added", keep, keep + u"The shop opens at nine."_s,
            u"sentence_added:  -> The shop opens at nine."_s);
        row("sentence removed", keep + u"The shop opens at nine."_s, keep,
            u"sentence_removed: The shop opens at nine. -> "_s);
        row("template logic", u"{% if gold %}Be quick.{% endif %}"_s,
            u"{% if silver %}Be quick.{% endif %}"_s,
            u"template_logic_changed: {% if gold %} -> {% if silver %}"_s);
        row("spelling", u"Answer succesfully and at once."_s, u"Answer successfully and at once."_s,
            u"spelling: succesfully -> successfully"_s);
        row("formatting", u"Answer **at once** and kindly."_s, u"Answer at once and kindly."_s,
            u"formatting: ** -> "_s);
        row("list number", u"5. Print the result."_s, u"4. Print the result."_s, u"formatting: 5 -> 4"_s);
        row("hidden character", u"Be kind to the guest."_s, u"Be kind\u200B to the guest."_s,
            u"hidden_characters:  -> U+200B"_s);
        row("tag characters", u"Be kind."_s, u"Be kind."_s + QString::fromUcs4(U"\U000E0041\U000E0042"),
            u"hidden_characters:  -> U+E0041 U+E0042"_s);
        row("bidirectional control", u"Send it to the guest."_s, u"Send it to \u202Ethe guest."_s,
            u"bidi_control:  -> U+202E"_s);
        row("look-alike", u"Use the access list."_s, u"Use the \u0430ccess list."_s,
            u"look_alike:  -> \u0430ccess"_s);
        row("mixed scripts", u"Use the access list."_s, u"Use the access\u0436 list."_s,
            u"mixed_script:  -> access\u0436"_s);
    }

    void eachKindIsToldByItsWords()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QString, expected);

        const Comparison comparison = compareTexts(left, right);

        QStringList entries;
        for (const Entry &entry : comparison.entries)
            entries.append(name(entry.kind) + u": "_s + entry.before + u" -> "_s + entry.after);
        QVERIFY2(entries.contains(expected), qPrintable(entries.join(u'\n')));
    }

    void movedSentencesAreSaidOnceEach()
    {
        const Comparison comparison = compareTexts(
            u"# One\n\nRefunds above 200 need approval.\n\nStay calm and kind.\n\nUse short words only.\n\n# Two\n\nSay so.\n"_s,
            u"# One\n\nStay calm and kind.\n\nUse short words only.\n\n# Two\n\nSay so.\n\nRefunds above 200 need approval.\n"_s);

        QCOMPARE(comparison.entries.size(), 1);
        QCOMPARE(comparison.entries[0].kind, EntryKind::SentenceMoved);
        QCOMPARE(comparison.entries[0].places[0].section, u"One"_s);
        QCOMPARE(comparison.entries[0].places[1].section, u"Two"_s);
        QCOMPARE(comparison.entries[0].places[1].sentence, 2);
    }

    void stepsInAnotherOrderAreAnOrder()
    {
        const Comparison comparison =
            compareTexts(u"Steps:\n1. Read the whole order first.\n2. Check the delivery date now.\n"_s,
                         u"Steps:\n1. Check the delivery date now.\n2. Read the whole order first.\n"_s);

        QVERIFY(!comparison.entries.isEmpty());
        QVERIFY(std::any_of(comparison.entries.begin(), comparison.entries.end(),
                            [](const Entry &entry) { return entry.kind == EntryKind::OrderChanged; }));
    }

    void theSameReplacementIsCountedNotRepeated()
    {
        const Comparison comparison = compareTexts(
            u"Return an item within 30 days of delivery.\n\nAfter more than 30 days the period has ended.\n"_s,
            u"Return an item within 14 days of delivery.\n\nAfter more than 14 days the period has ended.\n"_s);

        QCOMPARE(comparison.entries.size(), 1);
        QCOMPARE(comparison.entries[0].kind, EntryKind::DurationChanged);
        QCOMPARE(comparison.entries[0].times, 2);
        QCOMPARE(comparison.entries[0].morePlaces.size(), 1);
        QCOMPARE(comparison.entries[0].subject, u"days"_s);
    }

    void wordsBesideANumberAreSaidToo()
    {
        const Comparison comparison =
            compareTexts(u"After 30 days explain the rule and offer store credit."_s,
                         u"After 14 days explain the rule and offer a voucher."_s);

        QCOMPARE(comparison.entries.size(), 2);
        QCOMPARE(comparison.entries[0].kind, EntryKind::DurationChanged);
        QCOMPARE(comparison.entries[1].before, u"store credit"_s);
        QCOMPARE(comparison.entries[1].after, u"a voucher"_s);
    }

    void entriesPointAtTheirWords()
    {
        const Comparison comparison = compareTexts(u"# Rules\n\nBe kind. You must check the date."_s,
                                                   u"# Rules\n\nBe kind. You should check the date."_s);

        QCOMPARE(comparison.entries.size(), 1);
        const Entry entry = comparison.entries[0];
        QCOMPARE(comparison.sides[0].words(entry.place(Side::Left).range), u"must"_s);
        QCOMPARE(comparison.sides[1].words(entry.place(Side::Right).range), u"should"_s);
        QCOMPARE(entry.place(Side::Right).sentence, 2);
        QCOMPARE(entry.place(Side::Right).section, u"Rules"_s);
        QCOMPARE(comparison.rows[entry.place(Side::Right).row].kind, RowKind::Changed);
    }

    void aChangeIsMostlyAboutWhatItTouches_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("topics");

        const auto row = [](const char *name, const QString &left, const QString &right,
                            const QString &topics) { QTest::newRow(name) << left << right << topics; };
        const QString keep = u"Keep to the manner of the house at all times.\n\n"_s;
        row("nothing", keep, keep, {});
        row("a number", u"Lend a book for 21 days."_s, u"Lend a book for 28 days."_s, u"numbers"_s);
        row("a number that names something", u"Follow the text of RFC 7807 in each answer."_s,
            u"Follow the text of RFC 9457 in each answer."_s, u"numbers, wording"_s);
        row("a layout rule", keep + u"Answer with a list of bullets."_s, keep, u"formatting"_s);
        row("a policy", keep, keep + u"Members are entitled to a seat."_s, u"policy"_s);
        row("a prohibition to act", keep, keep + u"Never delete the files of a guest."_s,
            u"tools, policy, modality"_s);
        row("somebody else's prohibition", keep, keep + u"The guest says that they do not pay at the desk."_s,
            u"wording"_s);
        row("a hand-over", keep, keep + u"Escalate complaints to a supervisor."_s, u"workflow_escalation"_s);
        row("a rate of approvals is no approval", keep,
            keep + u"Queries of this kind have high approval rates."_s, u"wording"_s);
        row("a refusal", keep, keep + u"Decline to talk about rivals."_s, u"safety"_s);
        row("somebody else's refusal", keep, keep + u"The employer rejected the request last week."_s,
            u"wording"_s);
        row("tone", keep, keep + u"Greet the guest in a cheerful tone."_s, u"tone"_s);
        row("a threshold", u"Pass an answer with a score above 0.8 on."_s,
            u"Pass an answer with a score above 0.6 on."_s, u"numbers, eval_threshold"_s);
        row("re-wrapped", u"Keep to the manner of the house and greet the guest by name."_s,
            u"Keep to the manner of the house\nand greet the guest by name."_s, u"formatting"_s);
    }

    void aChangeIsMostlyAboutWhatItTouches()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QString, topics);

        QStringList names;
        for (const Topic topic : mainTopics(compareTexts(left, right)))
            names.append(name(topic));

        QCOMPARE(names.join(u", "_s), topics);
    }

    void theMostConsequentialComesFirst()
    {
        const Comparison comparison = compareTexts(
            u"The answer fits on one page.\n\nNever promise a refund.\n\nKeep to the tone of the house.\n"_s,
            u"The reply fits on one page.\n\nKeep to the tone of the house.\n"_s);

        QCOMPARE(comparison.entries.first().kind, EntryKind::ConstraintRemoved);
        QCOMPARE(comparison.entries.last().kind, EntryKind::WordingChanged);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::InstructionEntries)
#include "tst_instruction_entries.moc"
