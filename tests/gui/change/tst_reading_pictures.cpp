// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "gui/change/RefundStory.h"
#include "prompt/Document.h"
#include "ui/prose/DiffPane.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

QString folder()
{
    const QString asked = qEnvironmentVariable("COUNTERSIGN_SCREENS");
    const QString path = asked.isEmpty() ? QDir::temp().filePath(u"screens"_s) : asked;
    QDir().mkpath(path);
    return path;
}

struct Pair
{
    QString left;
    QString right;
    QString path = u"prompts/a.md"_s;
};

QString longParagraph()
{
    return u"You answer questions about deliveries for a shop that sells furniture. A delivery is late when it has not arrived on the day that "
           "was promised, whatever the carrier says, and a customer whose delivery is late must be offered a new day before anything else is "
           "said. Ask for the number of the order, look it up, and read the promised day aloud, because people mix it up with the day on which "
           "they ordered. Where the carrier has lost a parcel, say so in plain words and do not blame anybody. Never promise a day that the "
           "calendar does not show.\n"_s;
}

Pair pairOf(const QString &what)
{
    if (what == "one-word"_L1) {
        QString right = longParagraph();
        return {longParagraph(), right.replace(u"must be offered"_s, u"may be offered"_s)};
    }
    if (what == "moved-section"_L1)
        return {refundLive(), refundLive()
                                      .replace(u"# Safety\n\nNever ask for card numbers, passwords or passport data. If a customer sends them, say that you do not need them and go on without repeating them.\n\nIf someone is in danger, give the emergency number of their country first and hand over at once.\n\n"_s, QString())
                                      .append(u"\n# Safety\n\nNever ask for card numbers, passwords or passport data. If a customer sends them, say that you do not need them and go on without repeating them.\n\nIf someone is in danger, give the emergency number of their country first and hand over at once.\n"_s)};
    if (what == "chat"_L1) {
        const QString chat = u"name: Triage\nmodel: openai/gpt-4.1\nmessages:\n  - role: system\n    content: |\n      You sort requests by urgency.\n"
                             "      Anything about an accident must go to a person at once.\n  - role: user\n    content: |\n      My parcel is broken.\n"
                             "  - role: assistant\n    content: |\n      I am sorry. Please send a picture of the parcel within 30 days.\n"_s;
        QString right = chat;
        return {chat, right.replace(u"must go"_s, u"should go"_s).replace(u"30 days"_s, u"14 days"_s), u"prompts/triage.prompt.yml"_s};
    }
    if (what == "tools"_L1 || what == "colour-blind"_L1 || what == "dark"_L1 || what == "unified"_L1)
        return {refundLive(), refundProposed()};
    if (what == "right-to-left"_L1)
        return {u"# קבלה\n\nניתן להחזיר מוצר בתוך 30 יום. חובה לבדוק את התאריך עם orders.lookup לפני שמבטיחים משהו.\n\nمن فضلك أجب بلغة العميل. لا تطلب رقم البطاقة.\n"_s,
                u"# קבלה\n\nניתן להחזיר מוצר בתוך 14 יום. מומלץ לבדוק את התאריך עם orders.lookup לפני שמבטיחים משהו.\n\nمن فضلك أجب باللغة الإنجليزية. لا تطلب رقم البطاقة.\n"_s};
    if (what == "hidden"_L1)
        return {u"Pay at most 100 euros. Ask Paypal for the rest.\n\nSay thank you.\n"_s,
                u"Pay at most \u202e001\u202c euros. Ask P\u0430yp\u0430l for the rest.\n\nSay\u200b thank\u00ad you.\u2060\n"_s};
    if (what == "spaces"_L1)
        return {u"Say the answer first,\nthen the reason.\n\nUse\ttabs  and two blanks.\n"_s, u"Say the answer first, then\nthe reason.\n\nUse tabs and one blank.\n"_s};
    // A line of 200,000 characters.
    QString line;
    for (int i = 0; line.size() < 200'000; ++i)
        line += u"Rule %1 says that item %1 goes back within 30 days. "_s.arg(i);
    QString right = line;
    return {line, right.replace(u"item 12 goes"_s, u"item 12 never goes"_s).replace(u"Rule 3000 says that item 3000 goes"_s, u"Rule 3000 says that item 3000 stays"_s)};
}

} // namespace

/// Draws what a reader of prompts meets; fails when one of them cannot be drawn at all.
class ReadingPictures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void everything_data();
    void everything();

private:
    std::unique_ptr<Theme> m_theme;
};

void ReadingPictures::everything_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QSize>("size");
    for (const char *what : {"one-word", "moved-section", "chat", "tools", "right-to-left", "hidden", "long-line", "long-line-end", "dark",
                             "colour-blind", "colour-blind-dark", "unified", "spaces", "seen", "search", "picker", "mirrored"}) {
        for (const QSize size : {QSize(930, 560), QSize(1440, 820)})
            QTest::newRow(qPrintable(u"%1-%2"_s.arg(QString::fromLatin1(what)).arg(size.width()))) << QString::fromLatin1(what) << size;
    }
}

void ReadingPictures::everything()
{
    QFETCH(QString, what);
    QFETCH(QSize, size);
    const bool blind = what.startsWith("colour-blind"_L1);
    m_theme->setSettings({.scheme = what.endsWith("dark"_L1) ? SchemeChoice::Dark : SchemeChoice::Light,
                          .marks = blind ? MarkPalette::ColourBlind : MarkPalette::Standard});
    const bool refundStory = blind || what == "seen"_L1 || what == "search"_L1 || what == "picker"_L1 || what == "mirrored"_L1;
    const Pair pair = pairOf(refundStory ? u"tools"_s : what);
    QWidget window;
    window.resize(size);
    if (what == "mirrored"_L1)
        window.setLayoutDirection(Qt::RightToLeft);
    DiffPane pane(&window);
    pane.setGeometry(window.rect());
    const QList<DiffChoice> choices = {{.id = u"live"_s, .lead = u"Live in production"_s, .name = u"1.5.0"_s, .note = u"since 13 Aug"_s},
                                       {.id = u"staging"_s, .lead = u"Live in staging"_s, .name = u"1.5.1"_s, .note = u"since 2 Nov"_s},
                                       {.id = u"base"_s, .lead = u"Written against"_s, .name = u"the accepted text"_s},
                                       {.id = u"revision"_s, .lead = u"Proposed"_s, .name = u"Revision 2"_s, .note = u"will be 1.6.0"_s},
                                       {.id = u"1.5.1"_s, .lead = u"Version"_s, .name = u"1.5.1"_s, .note = u"runs in staging"_s},
                                       {.id = u"1.5.0"_s, .lead = u"Version"_s, .name = u"1.5.0"_s, .note = u"runs in production"_s},
                                       {.id = u"1.4.0"_s, .lead = u"Version"_s, .name = u"1.4.0"_s},
                                       {.id = u"1.3.0"_s, .lead = u"Version"_s, .name = u"1.3.0"_s}};
    pane.setChoices(diff::Side::Left, choices, u"live"_s);
    pane.setChoices(diff::Side::Right, choices, u"revision"_s);
    pane.setComparison(std::make_shared<const diff::Comparison>(
            diff::compare(prompt::parse(pair.left.toUtf8(), pair.path), prompt::parse(pair.right.toUtf8(), pair.path))));
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    DiffView *view = pane.view();
    QTRY_VERIFY(view->isComplete());
    view->setFocus();
    if (what == "unified"_L1)
        view->setLayoutChoice(LayoutChoice::Unified);
    if (what == "spaces"_L1)
        view->setSpacesShown(true);
    for (int i = 0; i < 2 && what == "long-line-end"_L1; ++i)
        view->walk(1);
    for (int i = 0; i < 4 && what == "seen"_L1; ++i)
        QTest::keyClick(view, Qt::Key_S);
    if (what == "search"_L1) {
        pane.openSearch();
        QTest::keyClicks(QApplication::focusWidget(), u"person"_s);
    }
    if (what == "picker"_L1)
        pane.openPicker(diff::Side::Left);
    QCoreApplication::sendPostedEvents();

    const QPixmap picture = window.grab();

    QCOMPARE(picture.deviceIndependentSize().toSize(), size);
    QVERIFY(picture.save(u"%1/reading-%2.png"_s.arg(folder(), QString::fromLatin1(QTest::currentDataTag()))));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ReadingPictures)
#include "tst_reading_pictures.moc"
