// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Blame.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

QList<VersionText> versions(const QList<QByteArray> &texts)
{
    QList<VersionText> all;
    for (const QByteArray &text : texts) {
        all.append({.version = {.major = 1, .minor = int(all.size())}, .bytes = text});
    }
    return all;
}

/// Version of the sentence that begins with `words`, -1 when there is none.
SentenceOrigin originOf(const Blame &blame, const QString &words)
{
    const diff::SideText &side = blame.text.blocks->side(diff::Side::Right);
    for (int i = 0; i < side.sentences.size(); ++i) {
        if (side.words(side.sentences[i].range).startsWith(words)) {
            return blame.origins.value(i, {.version = -1});
        }
    }
    return {.version = -1};
}

} // namespace

class BlameTest : public QObject
{
    Q_OBJECT

private slots:
    void sentencesKeepTheVersionInWhichTheyChanged();
    void aMovedSentenceKeepsItsOrigin();
    void rewrappingIsNoChange();
    void aSentenceThatComesBackIsAsYoungAsItsReturn();
    void everySentenceHasAnOrigin_data();
    void everySentenceHasAnOrigin();
    void stopsWhenAsked();
    void unreadableFilesAreText_data();
    void unreadableFilesAreText();
};

void BlameTest::sentencesKeepTheVersionInWhichTheyChanged()
{
    const Blame blame = blameOf(u"a.md"_s,
                                versions({"# Rules\n\nRefunds take 30 days. Be brief.\n",
                                          "# Rules\n\nRefunds take 30 days. Be brief.\n\nOffer an exchange.\n",
                                          "# Rules\n\nRefunds take 14 days. Be brief.\n\nOffer an exchange.\n"}));
    QVERIFY(blame.complete);
    QCOMPARE(originOf(blame, u"Refunds"_s), (SentenceOrigin{.version = 2, .before = u"Refunds take 30 days."_s}));
    QCOMPARE(originOf(blame, u"Be brief"_s).version, 0);
    QCOMPARE(originOf(blame, u"Offer"_s), (SentenceOrigin{.version = 1}));
    // The paragraph is as young as its youngest sentence.
    for (int row = 0; row < blame.text.blocks->rows.size(); ++row) {
        const QString words = blame.text.blocks->side(diff::Side::Right).words(blame.text.blocks->rows[row].cell(diff::Side::Right).range);
        if (words.startsWith(u"Refunds"_s)) {
            QCOMPARE(blame.youngestIn(row), 2);
        }
    }
    QCOMPARE(blame.youngestIn(-1), -1);
    QCOMPARE(blame.youngestIn(10'000), -1);
}

void BlameTest::aMovedSentenceKeepsItsOrigin()
{
    const Blame blame = blameOf(u"a.md"_s,
                                versions({"Never promise a refund that the rules do not allow.\n\nAlways answer in the language of the customer.\n\nAsk for the order number first.\n",
                                          "Always answer in the language of the customer.\n\nAsk for the order number first.\n\nNever promise a refund that the rules do not allow.\n"}));
    QCOMPARE(originOf(blame, u"Never"_s).version, 0);
    QCOMPARE(originOf(blame, u"Always"_s).version, 0);
}

void BlameTest::rewrappingIsNoChange()
{
    const Blame blame = blameOf(u"a.md"_s, versions({"Refunds are possible\nwithin 30 days.\n", "Refunds are possible within\n30 days.\n"}));
    QCOMPARE(originOf(blame, u"Refunds"_s).version, 0);
}

void BlameTest::aSentenceThatComesBackIsAsYoungAsItsReturn()
{
    const Blame blame = blameOf(u"a.md"_s, versions({"Be brief.\n\nNever guess.\n", "Be brief.\n", "Be brief.\n\nNever guess.\n"}));
    QCOMPARE(originOf(blame, u"Never"_s).version, 2);
    QCOMPARE(originOf(blame, u"Be brief"_s).version, 0);
}

void BlameTest::everySentenceHasAnOrigin_data()
{
    QTest::addColumn<QList<QByteArray>>("texts");
    QTest::newRow("one version") << QList<QByteArray>{"Be brief.\n"};
    QTest::newRow("empty") << QList<QByteArray>{""};
    QTest::newRow("from empty") << QList<QByteArray>{"", "Be brief. Be kind.\n"};
    QTest::newRow("to empty") << QList<QByteArray>{"Be brief.\n", ""};
    QTest::newRow("all the same sentence") << QList<QByteArray>{"Go. Go. Go.\n", "Go. Go. Go. Go.\n"};
    QTest::newRow("other encoding") << QList<QByteArray>{"Caf\xe9 is fine.\n", "Café is fine.\n"};
    QTest::newRow("prompt with settings") << QList<QByteArray>{"---\nmodel: a\n---\nBe brief.\n", "---\nmodel: b\n---\nBe brief.\n"};
}

void BlameTest::everySentenceHasAnOrigin()
{
    QFETCH(const QList<QByteArray>, texts);
    const Blame blame = blameOf(u"a.md"_s, versions(texts));
    QVERIFY(blame.complete);
    QCOMPARE(blame.origins.size(), blame.text.blocks->side(diff::Side::Right).sentences.size());
    for (const SentenceOrigin &origin : blame.origins) {
        QVERIFY(origin.version >= 0 && origin.version < texts.size());
    }
    // The last version is what is shown, byte for byte.
    QCOMPARE(blame.text.document, readText(u"a.md"_s, texts.last()).document);
}

void BlameTest::stopsWhenAsked()
{
    QVERIFY(!blameOf(u"a.md"_s, versions({"One.\n", "Two.\n"}), [] { return true; }).complete);
    QVERIFY(!blameOf(u"a.md"_s, {}).complete);
}

void BlameTest::unreadableFilesAreText_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("readable");
    QTest::newRow("plain") << u"a.md"_s << QByteArray("Be brief.\n") << true;
    QTest::newRow("latin 1") << u"a.md"_s << QByteArray("Caf\xe9\n") << false;
    QTest::newRow("broken YAML") << u"a.prompt.yml"_s << QByteArray("messages: [\n  - role: system\n") << false;
}

void BlameTest::unreadableFilesAreText()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, readable);
    const ReadText text = readText(path, bytes);
    QCOMPARE(text.isReadable(), readable);
    QVERIFY(text.blocks->complete);
}

QTEST_GUILESS_MAIN(BlameTest)
#include "tst_blame.moc"
