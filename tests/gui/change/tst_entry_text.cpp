// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "prompt/Document.h"
#include "ui/prose/EntryText.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

/// What the window says of an entry: a sentence that a product manager understands, and where it stands.
class EntryTextTest : public QObject
{
    Q_OBJECT

private slots:
    void eachKindIsASentenceAndItsPlace_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("place");

        const auto prose = [](const char *name, const QString &left, const QString &right, const QString &sentence,
                              const QString &place) {
            QTest::newRow(name) << u"shop.txt"_s << left << right << sentence << place;
        };
        const QString keep = u"Keep to the manner of the house. "_s;
        prose("rule added", keep, keep + u"Never name a price."_s, u"A rule is new"_s, u"“Never name a price”"_s);
        prose("rule removed", keep + u"Never name a price."_s, keep, u"A rule is gone"_s, u"“Never name a price”"_s);
        prose("strength", u"You must check the date."_s, u"You should check the date."_s, u"must became should"_s,
              u"How binding it is"_s);
        prose("negation", u"Share the number."_s, u"Do not share the number."_s, u"Share became Do not share"_s,
              u"The meaning turned round"_s);
        prose("duration", u"Return it within 30 days."_s, u"Return it within 14 days."_s, u"30 days became 14 days"_s, {});
        prose("unit", u"Return it within 30 days."_s, u"Return it within 12 hours."_s, u"30 days became 12 hours"_s, {});
        prose("amount", u"Refund up to €50."_s, u"Refund up to €75."_s, u"€50 became €75"_s, {});
        prose("percent", u"Take 10% off."_s, u"Take 15% off."_s, u"10% became 15%"_s, {});
        prose("date", u"Close on Monday."_s, u"Close on Friday."_s, u"Monday became Friday"_s, {});
        prose("threshold", u"Pass on a score above 0.8."_s, u"Pass on a score above 0.6."_s, u"0.8 became 0.6"_s,
              u"Threshold"_s);
        prose("condition added", u"Offer a voucher."_s, u"Offer a voucher if it is late."_s, u"A condition is new"_s,
              u"“if it is late”"_s);
        prose("condition changed", u"Ask after the check is done."_s, u"Ask before the check is done."_s,
              u"after became before"_s, u"Condition"_s);
        prose("hand-over added", keep, keep + u"Transfer the caller to a manager."_s,
              u"A hand-over to a person is new"_s, u"“Transfer the caller to a manager”"_s);
        prose("hand-over changed", u"Transfer the caller to the billing team."_s,
              u"Transfer the caller to the sales team."_s, u"billing became sales"_s, u"When a person takes over"_s);
        prose("refusal gone", keep + u"Decline to talk about rivals."_s, keep, u"A refusal is gone"_s,
              u"“Decline to talk about rivals”"_s);
        prose("audience", u"Write for an audience of nurses."_s, u"Write for an audience of lawyers."_s,
              u"nurses became lawyers"_s, u"Whom it speaks to"_s);
        prose("role", u"You are a calm clerk."_s, u"You are a bold seller."_s, u"calm clerk became bold seller"_s,
              u"Its role"_s);
        prose("language", u"Answer in English."_s, u"Answer in German."_s, u"English became German"_s, u"Language"_s);
        prose("example", u"Name a port, for example Rotterdam."_s, u"Name a port, for example Hamburg."_s,
              u"Rotterdam became Hamburg"_s, u"Example"_s);
        prose("hidden", u"Be kind."_s, u"Be kind\u200B."_s, u"Invisible characters: U+200B"_s, {});
        prose("look-alike", u"Use the access list."_s, u"Use the \u0430ccess list."_s,
              u"A letter that looks like another: \u0430ccess"_s, {});
        const auto file = [](const char *name, const QString &path, const QString &left, const QString &right,
                             const QString &sentence, const QString &place) {
            QTest::newRow(name) << path << left << right << sentence << place;
        };
        const QString front = u"---\nname: clerk\ntools: [%1]\n---\n\nFind the file.\n"_s;
        file("tool", u"clerk.agent.md"_s, front.arg(u"read"_s), front.arg(u"read, shell"_s), u"A tool is new"_s,
             u"shell"_s);
        const QString switched = u"require_approval: %1\nprompt: Order flour.\n"_s;
        file("approval", u"order.yaml"_s, switched.arg(u"true"_s), switched.arg(u"false"_s),
             u"Require approval true became false"_s, u"When a person takes over"_s);
        file("variable", u"mail.j2"_s, u"Greet {{ guest }}."_s, u"Greet {{ visitor }}."_s,
             u"Variable guest became visitor"_s, {});
        const QString chat = u"---\nname: guide\nmodel:\n  api: chat\n---\nsystem:\nGuide the guest.\n\n%1:\nWhere is the bar?\n"_s;
        file("who says it", u"guide.prompty"_s, chat.arg(u"user"_s), chat.arg(u"assistant"_s), u"user became assistant"_s,
             u"Who says a message"_s);
        file("order", u"steps.md"_s, u"Steps:\n\n1. Read the order.\n2. Check the date.\n"_s,
             u"Steps:\n\n1. Check the date.\n2. Read the order.\n"_s, u"The order changed"_s, u"3 to 2: “Check the date”"_s);
    }

    void eachKindIsASentenceAndItsPlace()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QString, sentence);
        QFETCH(const QString, place);

        const Comparison comparison = compare(prompt::parse(left.toUtf8(), path), prompt::parse(right.toUtf8(), path));

        QVERIFY(!comparison.entries.isEmpty());
        const EntryRowData row = EntryText::row(comparison, 0);
        QCOMPARE(plain(row.sentence), sentence);
        QCOMPARE(row.place, place);
    }

    void whatAChangeIsMostlyAboutIsOneLine_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("line");
        const QString keep = u"Keep to the manner of the house. "_s;
        QTest::newRow("nothing") << keep << keep << QString();
        QTest::newRow("one") << u"Wait 30 days."_s << u"Wait 14 days."_s << u"Mostly about: numbers"_s;
        QTest::newRow("two in their order") << keep + u"Answer within 30 words."_s
                                            << keep + u"Answer within 20 words. Transfer the caller to a manager."_s
                                            << u"Mostly about: approvals, numbers, layout"_s;
        QTest::newRow("only layout") << u"# Rules\n\n- Greet.\n"_s << u"# Rules\n\n* Greet.\n"_s << u"Mostly about: layout"_s;
    }

    void whatAChangeIsMostlyAboutIsOneLine()
    {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QFETCH(const QString, line);

        QCOMPARE(EntryText::about(compareTexts(left, right)), line);
    }

    void moreThanSixTopicsAreCounted()
    {
        Comparison comparison;
        comparison.entries = {Entry{.topics = {Topic::Tools, Topic::Policy, Topic::Safety, Topic::Workflow, Topic::Modality,
                                               Topic::Numbers, Topic::Tone}}};

        QCOMPARE(EntryText::about(comparison),
                 u"Mostly about: tools, rights and duties, safety, approvals, how binding and 2 more"_s);
    }

    void everyTopicHasItsOwnWords()
    {
        QStringList seen;
        for (int topic = 0; topic <= static_cast<int>(Topic::Formatting); ++topic) {
            Comparison comparison;
            comparison.entries = {Entry{.kind = EntryKind::WordingChanged, .topics = {static_cast<Topic>(topic)}}};
            const QString line = EntryText::about(comparison);
            QVERIFY2(line.startsWith("Mostly about: "_L1) && !line.contains(u'_') && !seen.contains(line), qPrintable(line));
            seen.append(line);
        }
    }

    void aNoteNamesTheWordsThatTheListQuotes()
    {
        const QString keep = u"Keep to the manner of the house. "_s;
        const Comparison comparison =
            compareTexts(keep + u"Return it within 30 days."_s,
                         keep + u"Return it within 14 days. Transfer the caller to a manager."_s);

        QStringList sentences;
        for (int i = 0; i < comparison.entries.size(); ++i)
            sentences.append(EntryText::sentence(comparison, i));
        QCOMPARE(sentences, (QStringList{u"A hand-over to a person is new: “Transfer the caller to a manager”"_s,
                                         u"30 days became 14 days"_s}));
    }

    void noKindIsSilent()
    {
        for (int kind = 0; kind <= static_cast<int>(EntryKind::Formatting); ++kind) {
            Comparison comparison;
            comparison.entries = {Entry{.kind = static_cast<EntryKind>(kind), .before = u"old"_s, .after = u"new"_s}};
            const QString sentence = plain(EntryText::row(comparison, 0).sentence).trimmed();
            QVERIFY2(!sentence.isEmpty(), qPrintable(name(static_cast<EntryKind>(kind))));
            QVERIFY2(!sentence.contains(u'_'), qPrintable(sentence));
        }
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::EntryTextTest)
#include "tst_entry_text.moc"
