// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/PageBench.h"
#include "services/ServiceDesk.h"
#include "support/http/LangfuseServer.h"
#include "support/http/MemorySecrets.h"
#include "ui/common/Busy.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowModels.h"
#include "ui/prose/DiffView.h"
#include "ui/served/ServiceSheet.h"
#include "ui/served/ServicesPage.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray key = "pk-lf-0123456789:sk-lf-9876543210";
const QString faq = u"support/returns-faq"_s;
const QString refund = u"support/refund"_s;

/// The page over the workspace of the stories, beside a Langfuse on loopback.
struct ServedBench
{
    QTemporaryDir folder;
    LangfuseServer server;
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    ServiceDesk desk{{.settingsFile = folder.filePath(u"services.ini"_s), .secrets = secrets}};
    PageBench bench;
    ServicesPage *page = nullptr;

    explicit ServedBench(const Theme &theme, const PrincipalId &me = chen)
        : bench(theme, acmeStory(), acmeView(me))
    {
        bench.context.services = &desk;
    }

    void keep()
    {
        const PromptService service{
            .name = u"acme"_s, .address = server.url().toString(), .key = u"keychain:prompt-service-acme"_s};
        static_cast<void>(
            secrets->write({.place = connectors::KeyPlace::Keychain, .name = u"prompt-service-acme"_s},
                           connectors::Secret(key)));
        if (!desk.keep(service))
            qFatal("the service cannot be kept");
    }
    void show(const QSize &size = pageAt1280) { page = bench.show<ServicesPage>(size); }
    [[nodiscard]] QListView *rows() const { return find<QListView>(page, "servedRows"); }
    [[nodiscard]] int rowOf(const QString &name, const QString &words) const
    {
        for (int row = 0; row < rows()->model()->rowCount(); ++row) {
            const QString spoken = rows()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
            if (spoken.contains(name) && spoken.contains(words))
                return row;
        }
        return -1;
    }
    void choose(const QString &name, const QString &words) const
    {
        rows()->setFocus();
        QTest::keyClick(rows(), Qt::Key_Home);
        for (int i = rowOf(name, words); i > 0; --i)
            QTest::keyClick(rows(), Qt::Key_Down);
    }
    /// Of the version that the record has in production.
    void serveReleased() { server.write(faq, u"Say no in one sentence.\n"_s, {u"production"_s}); }
    void serveShadow()
    {
        server.write(
            refund,
            u"# Refunds\n\nRefunds are possible within 90 days of delivery. The assistant may skip the date of delivery.\n\n# Tone\n\nBe brief and friendly.\n"_s,
            {u"production"_s}, u"user-17"_s, u"more generous"_s);
    }
};

} // namespace

class ServedPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void aServiceIsNamedByKeyboard();
    void aSheetSaysWhatCannotBe();
    void aKeyDoesNotFollowToAnotherHost();
    void aShadowReleaseStandsFirstWithItsDifference();
    void aShadowReleaseIsAdoptedAsADraft();
    void whoMayNotWriteAdoptsNothing();
    void whatIsNotGovernedIsAdoptedAsAFile();
    void anApprovedVersionIsPublishedOverAShadow();
    void publishingAsksFirst();
    void aServiceThatFailsIsSaidInPlace();
    void lookingIsStopped();
    void hostileTextStaysText();
    void aServiceIsForgottenWithItsKey();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void ServedPageTest::aServiceIsNamedByKeyboard()
{
    ServedBench served(*m_theme);
    served.serveReleased();
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    auto *empty = find<EmptyState>(served.page, "servicesEmpty");
    QVERIFY(empty->isVisible());
    served.page->focusFirst();
    QVERIFY(empty->button()->hasFocus());

    QTest::keyClick(empty->button(), Qt::Key_Space);

    auto *sheet = find<ServiceSheet>(&served.bench.window, "serviceSheet");
    const auto type = [&](const char *name, const QString &words) {
        auto *field = find<QWidget>(sheet, name);
        field->setFocus();
        QTest::keyClicks(field, words);
    };
    type("serviceName", u"acme"_s);
    type("serviceAddress", served.server.url().toString());
    type("serviceKey", QString::fromLatin1(key));
    QCOMPARE(find<QLineEdit>(sheet, "serviceKey")->echoMode(), QLineEdit::Password);
    QTRY_VERIFY(sheet->isArmed());
    auto *keep = sheet->decidingButton();
    keep->setFocus();
    QTest::keyClick(keep, Qt::Key_Space);

    QTRY_VERIFY(served.page->isVisible() && !empty->isVisible());
    QCOMPARE(served.secrets->kept(u"keychain:prompt-service-acme"_s), key);
    QVERIFY(served.desk.service(u"acme"_s));
    QTRY_VERIFY(served.rowOf(faq, u"live, as released"_s) >= 0);
    QVERIFY(
        find<PlainLabel>(served.page, "serviceAbout")->text().contains(u"Each of them was accepted here."_s));
    QVERIFY(served.server.seen().first().headers.value("authorization").endsWith(key.toBase64()));
}

void ServedPageTest::aSheetSaysWhatCannotBe()
{
    ServedBench served(*m_theme);
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    find<EmptyState>(served.page, "servicesEmpty")->button()->click();
    auto *sheet = find<ServiceSheet>(&served.bench.window, "serviceSheet");
    const auto errorOf = [sheet](const char *name) {
        QWidget *widget = find<QWidget>(sheet, name);
        while (widget && !qobject_cast<FormField *>(widget))
            widget = widget->parentWidget();
        return widget ? qobject_cast<FormField *>(widget)->error() : QString();
    };
    const auto press = [&] {
        if (!QTest::qWaitFor([sheet] { return sheet->isArmed() && !sheet->isDeciding(); }))
            qFatal("the sheet does not take a press");
        QTest::keyClick(sheet->decidingButton(), Qt::Key_Space);
    };
    press();
    QVERIFY(!errorOf("serviceName").isEmpty());
    find<QLineEdit>(sheet, "serviceName")->setText(u"acme"_s);
    press();
    QVERIFY(!errorOf("serviceAddress").isEmpty());
    find<QLineEdit>(sheet, "serviceAddress")->setText(u"http://langfuse.example.com"_s);
    press();
    QVERIFY(errorOf("serviceAddress").contains(u"https"_s));
    find<QLineEdit>(sheet, "serviceAddress")->setText(u"https://langfuse.example.com"_s);
    find<QPlainTextEdit>(sheet, "serviceLabels")->setPlainText(u"prod = nowhere"_s);
    press();
    QVERIFY(errorOf("serviceLabels").contains(u"nowhere"_s));
    QVERIFY(served.desk.services().isEmpty());
    // A keychain that does not answer keeps nothing.
    find<QPlainTextEdit>(sheet, "serviceLabels")->setPlainText(u"prod = production"_s);
    find<QLineEdit>(sheet, "serviceKey")->setText(QString::fromLatin1(key));
    served.secrets->refuseWrites(Error{.code = ErrorCode::NotPermitted, .subject = u"keychain.locked"_s});
    press();
    QTRY_VERIFY(find<NoticeBar>(sheet, "serviceNotice")->isVisible());
    QVERIFY(served.desk.services().isEmpty());
}

void ServedPageTest::aKeyDoesNotFollowToAnotherHost()
{
    ServedBench served(*m_theme);
    served.keep();
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    LangfuseServer other;
    find<QPushButton>(served.page, "serviceEdit")->click();
    auto *sheet = find<ServiceSheet>(&served.bench.window, "serviceSheet");
    find<QLineEdit>(sheet, "serviceAddress")->setText(other.url().toString());
    QTRY_VERIFY(sheet->isArmed());
    QTest::keyClick(sheet->decidingButton(), Qt::Key_Space);

    QTRY_VERIFY(!other.seen().isEmpty());
    for (const HttpSeen &seen : other.seen())
        QVERIFY(!seen.headers.contains("authorization"));
    QCOMPARE(served.desk.service(u"acme"_s)->key, u"none"_s);
}

void ServedPageTest::aShadowReleaseStandsFirstWithItsDifference()
{
    ServedBench served(*m_theme);
    served.keep();
    served.serveReleased();
    served.serveShadow();
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));

    QTRY_COMPARE(served.rowOf(refund, u"nobody approved"_s), 0);
    QVERIFY(served.rowOf(faq, u"live, as released"_s) > 0);
    QVERIFY(find<PlainLabel>(served.page, "serviceAbout")
                ->text()
                .contains(u"1 of them was approved by nobody here."_s));
    auto *difference = find<DiffView>(served.page, "servedDifference");
    QTRY_VERIFY(difference->isVisible());
    QVERIFY(difference->comparison());
    QVERIFY(!difference->comparison()->entries.isEmpty());
    QStringList facts;
    for (const QLabel *label : find<QWidget>(served.page, "servedFacts")->findChildren<QLabel *>())
        facts.append(label->text());
    for (const PlainLabel *label : find<QWidget>(served.page, "servedFacts")->findChildren<PlainLabel *>())
        facts.append(label->text());
    QVERIFY2(facts.join(u'|').contains(u"user-17"_s), qPrintable(facts.join(u'|')));
    QVERIFY(facts.join(u'|').contains(u"2026"_s));
    // Released rows have nothing to do.
    served.choose(faq, u"live, as released"_s);
    QVERIFY(!find<QPushButton>(served.page, "servedAdopt")->isVisible());
    QVERIFY(!find<QPushButton>(served.page, "servedPublish")->isVisible());
}

void ServedPageTest::aShadowReleaseIsAdoptedAsADraft()
{
    ServedBench served(*m_theme);
    served.keep();
    served.serveShadow();
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_COMPARE(served.rowOf(refund, u"nobody approved"_s), 0);
    served.choose(refund, u"nobody approved"_s);
    auto *adopt = find<QPushButton>(served.page, "servedAdopt");
    QVERIFY(adopt->isEnabled());

    QVERIFY(served.page->primaryAction());

    QTRY_COMPARE(served.bench.workspace.saveDraftCalls.waiting(), 1);
    QVERIFY2(!served.page->primaryAction(), "one press at a time");
    const Draft draft = served.bench.workspace.lastDraft;
    QCOMPARE(draft.title, u"more generous"_s);
    QCOMPARE(draft.files.size(), 1);
    QCOMPARE(draft.files.first().artifact.value, refund);
    QVERIFY(draft.files.first().text.contains("within 90 days"));
    QVERIFY(draft.files.first().before
            == served.bench.workspace.view()->state.artifact({refund})->acceptedContent());
    QVERIFY(draft.change.isNull());
    // A disk that is full says so and lets her try again.
    served.bench.workspace.saveDraftCalls.answer(failure(ErrorCode::NoSpace, u"draft"_s));
    QTRY_VERIFY(find<NoticeBar>(served.page, "servicesNotice")->isVisible());
    QVERIFY(served.page->primaryAction());
    QTRY_COMPARE(served.bench.workspace.saveDraftCalls.waiting(), 1);
    served.bench.workspace.saveDraftCalls.answer(u"d1"_s);
    QTRY_VERIFY(!served.bench.opened.isEmpty());
    QCOMPARE(served.bench.opened.last(),
             (Address{.page = PageKind::Change, .draft = u"d1"_s, .act = AddressAct::Edit}));
    QCOMPARE(served.server.count("POST"), 0);
    QCOMPARE(served.server.count("PATCH"), 0);
}

void ServedPageTest::whoMayNotWriteAdoptsNothing()
{
    ServedBench served(*m_theme, rolf);
    served.keep();
    served.serveShadow();
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_COMPARE(served.rowOf(refund, u"nobody approved"_s), 0);
    QVERIFY(!find<QPushButton>(served.page, "servedAdopt")->isEnabled());
    QVERIFY(!find<PlainLabel>(served.page, "servedWhy")->text().isEmpty());
    QVERIFY(!served.page->primaryAction());
}

void ServedPageTest::whatIsNotGovernedIsAdoptedAsAFile()
{
    ServedBench served(*m_theme);
    served.keep();
    served.server.write(u"shop/hello"_s, u"Say hello."_s, {u"production"_s});
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_VERIFY(served.rowOf(u"shop/hello"_s, u"no prompt of that name"_s) >= 0);
    served.choose(u"shop/hello"_s, u"no prompt of that name"_s);
    QCOMPARE(find<QPlainTextEdit>(served.page, "servedText")->toPlainText(), u"Say hello."_s);
    find<QPushButton>(served.page, "servedAdopt")->click();
    QTRY_COMPARE(served.bench.workspace.saveDraftCalls.waiting(), 1);
    QVERIFY(served.bench.workspace.lastDraft.files.first().path.endsWith(u"shop/hello.prompt.md"_s));
    QCOMPARE(served.bench.workspace.lastDraft.files.first().text, "Say hello.\n");
}

void ServedPageTest::anApprovedVersionIsPublishedOverAShadow()
{
    ServedBench served(*m_theme);
    served.keep();
    served.server.write(faq, u"Say yes to everything.\n"_s, {u"production"_s});
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_VERIFY(served.rowOf(faq, u"nobody approved"_s) >= 0);
    served.choose(faq, u"nobody approved"_s);
    auto *publish = find<QPushButton>(served.page, "servedPublish");
    QCOMPARE(publish->text(), u"Publish 1.0.1"_s);
    publish->setFocus();

    QTest::keyClick(publish, Qt::Key_Space);

    QCOMPARE(served.bench.questions.asked.size(), 1);
    QVERIFY(served.bench.questions.asked.first().sentence.contains(u"production"_s));
    QTRY_COMPARE(served.server.live(faq, u"production"_s), u"Say no in one sentence.\n"_s);
    QCOMPARE(served.server.versions(faq), 2);
    QTRY_VERIFY(served.rowOf(faq, u"live, as released"_s) >= 0);
    QCOMPARE(find<NoticeBar>(served.page, "servicesNotice")->notice().kind, NoticeKind::Ok);
    QCOMPARE(served.bench.workspace.writeCalls.asked(), 0);
}

void ServedPageTest::publishingAsksFirst()
{
    ServedBench served(*m_theme);
    served.keep();
    served.server.write(faq, u"Say yes to everything.\n"_s, {u"production"_s});
    served.bench.questions.answer = Answer::Canceled;
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_VERIFY(served.rowOf(faq, u"nobody approved"_s) >= 0);
    served.choose(faq, u"nobody approved"_s);
    find<QPushButton>(served.page, "servedPublish")->click();
    QCOMPARE(served.bench.questions.asked.size(), 1);
    // What the record releases between the question and the answer decides, not what was on the screen.
    const int before = served.server.count("POST");
    served.bench.questions.answer = Answer::Accepted;
    served.bench.workspace.change(
        [](WorkspaceView &view) { view.state.artifacts[{faq}].pointers.remove(production); });
    auto published =
        served.desk.publish(*served.desk.service(u"acme"_s), {faq}, production, served.bench.workspace);
    QTRY_VERIFY(published.isFinished());
    QCOMPARE(published.resultAt(0).error().subject, u"not-released"_s);
    QCOMPARE(served.server.count("POST"), before);
    QCOMPARE(served.server.live(faq, u"production"_s), u"Say yes to everything.\n"_s);
}

void ServedPageTest::aServiceThatFailsIsSaidInPlace()
{
    ServedBench served(*m_theme);
    served.keep();
    served.serveReleased();
    served.server.fail(401);
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    auto *notice = find<NoticeBar>(served.page, "servicesNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->notice().lead.contains(u"does not take the key"_s), qPrintable(notice->notice().lead));
    QVERIFY(!notice->notice().lead.contains(QString::fromLatin1(key))
            && !notice->notice().detail.contains(QString::fromLatin1(key)));
    QVERIFY(find<EmptyState>(served.page, "servedNothing")->isVisible());
    served.server.fail(0);
    emit notice->actionPressed();
    QTRY_VERIFY(served.rowOf(faq, u"live, as released"_s) >= 0);
    QVERIFY(!notice->isVisible());
}

void ServedPageTest::lookingIsStopped()
{
    ServedBench served(*m_theme);
    served.keep();
    served.server.setSilent(true);
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    auto *look = find<QPushButton>(served.page, "serviceLook");
    auto *busy = find<BusyLine>(served.page, "serviceBusy");
    QVERIFY(busy->isRunning());
    QTRY_VERIFY(!served.server.seen().isEmpty());

    emit busy->canceled();

    QVERIFY(!busy->isRunning());
    QVERIFY(!find<NoticeBar>(served.page, "servicesNotice")->isVisible());
    QVERIFY(find<EmptyState>(served.page, "servedNothing")->isVisible());
    served.server.setSilent(false);
    served.serveReleased();
    QTest::keyClick(look, Qt::Key_Space);
    QTRY_VERIFY(served.rowOf(faq, u"live, as released"_s) >= 0);
}

void ServedPageTest::hostileTextStaysText()
{
    ServedBench served(*m_theme);
    served.keep();
    const QString evil = u"<img src='file:///etc/passwd'><b>bold</b>\u202etxet"_s;
    served.server.write(evil, evil, {u"production"_s}, u"<i>ana</i>"_s, u"<h1>approved</h1>"_s);
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_VERIFY(served.rows()->model()->rowCount() > 0
                && served.rowOf(u"<b>bold</b>"_s, u"no prompt"_s) >= 0);
    served.choose(u"<b>bold</b>"_s, u"no prompt"_s);
    QVERIFY(find<QPlainTextEdit>(served.page, "servedText")->toPlainText().contains(u"<b>bold</b>"_s));
    QVERIFY(!find<PlainLabel>(served.page, "servedTitle")->text().contains(QChar(0x202e)));
    find<QPushButton>(served.page, "servedAdopt")->click();
    QTRY_VERIFY(find<NoticeBar>(served.page, "servicesNotice")->isVisible()
                || served.bench.workspace.saveDraftCalls.waiting() == 1);
}

void ServedPageTest::aServiceIsForgottenWithItsKey()
{
    ServedBench served(*m_theme);
    served.keep();
    served.show();
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    find<QPushButton>(served.page, "serviceForget")->click();
    QTRY_VERIFY(find<EmptyState>(served.page, "servicesEmpty")->isVisible());
    QVERIFY(served.desk.services().isEmpty());
    QVERIFY(served.secrets->kept(u"keychain:prompt-service-acme"_s).isEmpty());
}

void ServedPageTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << pageAt1280 << int(SchemeChoice::Light);
    QTest::newRow("1920-light") << pageAt1920 << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << pageAt1280 << int(SchemeChoice::Dark);
    QTest::newRow("1920-dark") << pageAt1920 << int(SchemeChoice::Dark);
}

void ServedPageTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    {
        ServedBench empty(*m_theme);
        empty.show(size);
        QVERIFY(QTest::qWaitForWindowActive(&empty.bench.window));
        empty.bench.picture(u"services-empty-%1"_s.arg(tag));
        find<EmptyState>(empty.page, "servicesEmpty")->button()->click();
        find<QLineEdit>(find<ServiceSheet>(&empty.bench.window, "serviceSheet"), "serviceName")
            ->setText(u"acme"_s);
        empty.bench.picture(u"services-sheet-%1"_s.arg(tag));
    }
    ServedBench served(*m_theme);
    served.keep();
    served.serveReleased();
    served.serveShadow();
    served.server.write(u"shop/hello"_s, u"Say hello."_s, {u"production"_s, u"experiment"_s});
    served.show(size);
    QVERIFY(QTest::qWaitForWindowActive(&served.bench.window));
    QTRY_COMPARE(served.rowOf(refund, u"nobody approved"_s), 0);
    QTRY_VERIFY(find<DiffView>(served.page, "servedDifference")->isVisible());
    QTRY_VERIFY(find<DiffView>(served.page, "servedDifference")->isComplete());
    served.bench.picture(u"services-shadow-%1"_s.arg(tag));
    served.choose(u"shop/hello"_s, u"no prompt"_s);
    served.bench.picture(u"services-ungoverned-%1"_s.arg(tag));
    QVERIFY(served.page->minimumSizeHint().width() <= size.width());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ServedPageTest)
#include "tst_ui_served.moc"
