// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"
#include "gui/support/PictureRows.h"
#include "ledger/Files.h"
#include "services/MirrorDesk.h"
#include "services/ServiceDesk.h"
#include "support/http/MemorySecrets.h"
#include "ui/common/Busy.h"
#include "ui/common/EmptyState.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowModels.h"
#include "ui/prose/DiffView.h"
#include "ui/served/MirrorSheet.h"
#include "ui/served/ServicesPage.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString refundFile = u"prompts/support/refund.md"_s;
const QByteArray shadowText = "# Refunds\n\nRefunds are possible within 90 days of delivery. The assistant "
                              "may skip the date of delivery.\n\n# Tone\n\n"
                              "Be brief and friendly.\n";

/// The page over the workspace of the stories, beside a real repository and an engineer's clone of it.
struct MirrorBench
{
    QTemporaryDir folder;
    QString repository = folder.filePath(u"acme-prompts.git"_s);
    QString clone = folder.filePath(u"eve"_s);
    std::function<Result<std::unique_ptr<Source>>(const QString &)> open = [this](const QString &place) {
        return openMirror({.place = place, .dataRoot = folder.filePath(u"data"_s)});
    };
    ServiceDesk services{
        {.settingsFile = folder.filePath(u"services.ini"_s), .secrets = std::make_shared<MemorySecrets>()}};
    MirrorDesk desk{{.settingsFile = folder.filePath(u"mirrors.ini"_s),
                     .open = [this](const QString &place) { return open(place); }}};
    PageBench bench;
    ServicesPage *page = nullptr;

    explicit MirrorBench(const Theme &theme, const PrincipalId &me = chen)
        : bench(theme, acmeStory(), acmeView(me))
    {
        // What the stories give as the text of their policy.
        bench.workspace.contents.insert(bench.workspace.view()->state.policy.source, "policy");
        bench.context.services = &services;
        bench.context.mirrors = &desk;
        git(folder.path(), {u"init"_s, u"--quiet"_s, u"--bare"_s, u"--initial-branch=main"_s, repository});
    }

    static QByteArray git(const QString &where, const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(where);
        process.start(u"git"_s,
                      QStringList{u"-c"_s, u"user.name=Eve Stone"_s, u"-c"_s, u"user.email=eve@example.com"_s}
                          + arguments);
        if (!process.waitForFinished() || process.exitCode() != 0)
            qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
                   process.readAllStandardError().constData());
        return process.readAllStandardOutput();
    }
    void keep()
    {
        if (!desk.keep(bench.workspace.view()->state.ledger, {.repository = repository}))
            qFatal("the mirror cannot be kept");
    }
    void mirrorNow()
    {
        auto *now = find<QPushButton>(page, "mirrorNow");
        if (!QTest::qWaitFor([now] { return now->isEnabled(); }))
            qFatal("the page does not come to rest");
        QTest::keyClick(now, Qt::Key_Space);
        if (!QTest::qWaitFor([this, now] { return now->isEnabled() && about().contains(u"were written"_s); },
                             30'000))
            qFatal("the mirror is not written: %s %s %d", qPrintable(about()),
                   qPrintable(find<NoticeBar>(page, "mirrorNotice")->notice().lead),
                   bench.workspace.contentCalls.waiting());
    }
    void edit(const QString &path, const QByteArray &bytes, const QString &summary)
    {
        if (!QFileInfo::exists(clone))
            git(folder.path(), {u"clone"_s, u"--quiet"_s, repository, clone});
        git(clone, {u"pull"_s, u"--quiet"_s, u"--ff-only"_s, u"origin"_s, u"main"_s});
        QFile file(clone + u'/' + path);
        QDir().mkpath(QFileInfo(file).absolutePath());
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(path));
        file.close();
        git(clone, {u"add"_s, u"--all"_s});
        git(clone, {u"commit"_s, u"--quiet"_s, u"-m"_s, summary});
        git(clone, {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
    }
    void lookAgain() const
    {
        auto *look = find<QPushButton>(page, "mirrorLook");
        if (!QTest::qWaitFor([look] { return look->isEnabled(); }))
            qFatal("the page does not come to rest");
        QTest::keyClick(look, Qt::Key_Space);
        if (!QTest::qWaitFor([look] { return look->isEnabled(); }))
            qFatal("looking does not end");
    }
    [[nodiscard]] QByteArray there(const QString &path) const
    {
        return git(repository, {u"show"_s, u"main:"_s + path});
    }
    void show(const QSize &size = pageAt1280) { page = bench.show<ServicesPage>(size); }
    [[nodiscard]] QString about() const { return find<PlainLabel>(page, "mirrorAbout")->text(); }
    [[nodiscard]] QListView *rows() const { return find<QListView>(page, "mirrorRows"); }
    [[nodiscard]] QString spoken(int row) const
    {
        return rows()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    }
};

} // namespace

class MirrorPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void aRepositoryIsNamedByKeyboardAndMirrored();
    void anEditIsShownAndAdopted();
    void anEditIsPutBackWhenAsked();
    void anEditThatCameMeanwhileIsNotPutBack();
    void aFailedComparisonIsSaidAndMadeAgain();
    void aProtectedBranchIsSaidEachTime();
    void whoMayNotWriteAdoptsNothing();
    void aLinkIsSaidToBeOne();
    void whatCannotBeReachedIsSaidInPlace();
    void lookingIsStopped();
    void hostileTextStaysText();
    void aWorkTreeLeftAloneIsSaid();
    void anAddressWithAPasswordIsNotTaken();
    void aListThatCannotBeChangedIsSaid();
    void aMirrorIsForgottenAndStays();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void MirrorPageTest::aRepositoryIsNamedByKeyboardAndMirrored()
{
    MirrorBench mirror(*m_theme);
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    QTest::keyClick(find<QPushButton>(mirror.page, "emptyMirrorAdd"), Qt::Key_Space);
    auto *sheet = find<MirrorSheet>(&mirror.bench.window, "mirrorSheet");
    QTRY_VERIFY(sheet->isArmed());
    QTest::keyClick(sheet->decidingButton(), Qt::Key_Space);
    QVERIFY(mirror.desk.places(mirror.bench.workspace.view()->state.ledger).isEmpty());
    auto *field = find<QLineEdit>(sheet, "mirrorRepository");
    field->setFocus();
    QTest::keyClicks(field, mirror.repository);
    QTRY_VERIFY(sheet->isArmed() && !sheet->isDeciding());
    QTest::keyClick(sheet->decidingButton(), Qt::Key_Space);

    QTRY_VERIFY(mirror.about().contains(u"wait to be written"_s));
    QVERIFY(mirror.rows()->isVisible());
    QVERIFY2(mirror.spoken(0).contains(u"waits to be written"_s), qPrintable(mirror.spoken(0)));
    QVERIFY(!find<QWidget>(mirror.page, "mirrorDifference")->isVisible());

    mirror.mirrorNow();

    QVERIFY(mirror.about().contains(u"were written"_s));
    const State &state = mirror.bench.workspace.view()->state;
    const Artifact *refund = state.artifact({u"support/refund"_s});
    QCOMPARE(mirror.there(refund->path), mirror.bench.workspace.contents.value(refund->acceptedContent()));
    mirror.lookAgain();
    QTRY_VERIFY(find<EmptyState>(mirror.page, "mirrorNothing")->isVisible());
    QVERIFY(mirror.about().contains(u"everything that was accepted"_s));
}

void MirrorPageTest::anEditIsShownAndAdopted()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    mirror.edit(refundFile, shadowText, u"More generous"_s);

    mirror.lookAgain();

    QTRY_VERIFY(mirror.rows()->model()->rowCount() == 1
                && mirror.spoken(0).contains(u"nobody accepted this text"_s));
    auto *difference = find<DiffView>(mirror.page, "mirrorDifference");
    QTRY_VERIFY(difference->isVisible());
    QVERIFY(!difference->comparison()->entries.isEmpty());
    QStringList facts;
    for (const PlainLabel *label : find<QWidget>(mirror.page, "mirrorFacts")->findChildren<PlainLabel *>())
        facts.append(label->text());
    QVERIFY2(facts.join(u'|').contains(u"Eve Stone"_s) && facts.join(u'|').contains(u"More generous"_s),
             qPrintable(facts.join(u'|')));
    QTRY_VERIFY(find<QPushButton>(mirror.page, "mirrorAdopt")->isEnabled());

    QVERIFY(mirror.page->primaryAction());

    QTRY_COMPARE(mirror.bench.workspace.saveDraftCalls.waiting(), 1);
    QVERIFY2(!mirror.page->primaryAction(), "one press at a time");
    QCOMPARE(mirror.bench.workspace.lastDraft.title, u"More generous"_s);
    QCOMPARE(mirror.bench.workspace.lastDraft.files.first().text, shadowText);
    mirror.bench.workspace.saveDraftCalls.answer(failure(ErrorCode::NoSpace, u"draft"_s));
    QTRY_VERIFY(find<NoticeBar>(mirror.page, "mirrorNotice")->isVisible());
    QVERIFY(mirror.page->primaryAction());
    QTRY_COMPARE(mirror.bench.workspace.saveDraftCalls.waiting(), 1);
    mirror.bench.workspace.saveDraftCalls.answer(u"d1"_s);
    QTRY_VERIFY(!mirror.bench.opened.isEmpty());
    QCOMPARE(mirror.bench.opened.last(),
             (Address{.page = PageKind::Change, .draft = u"d1"_s, .act = AddressAct::Edit}));
    QCOMPARE(mirror.there(refundFile), shadowText);
}

void MirrorPageTest::anEditIsPutBackWhenAsked()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    const QByteArray accepted = mirror.there(refundFile);
    mirror.edit(refundFile, shadowText, u"More generous"_s);
    mirror.lookAgain();
    QTRY_COMPARE(mirror.rows()->model()->rowCount(), 1);
    auto *back = find<QPushButton>(mirror.page, "mirrorPutBack");
    QTRY_VERIFY(back->isEnabled());

    mirror.bench.questions.answer = Answer::Canceled;
    QTest::keyClick(back, Qt::Key_Space);
    QCOMPARE(mirror.bench.questions.asked.size(), 1);
    QCOMPARE(mirror.bench.questions.asked.last().kind, QuestionKind::Danger);
    QCOMPARE(mirror.there(refundFile), shadowText);
    mirror.bench.questions.answer = Answer::Accepted;
    QTest::keyClick(back, Qt::Key_Space);

    QTRY_VERIFY(mirror.about().contains(u"were written"_s));
    QCOMPARE(mirror.there(refundFile), accepted);
    QTRY_VERIFY(find<EmptyState>(mirror.page, "mirrorNothing")->isVisible());
}

void MirrorPageTest::anEditThatCameMeanwhileIsNotPutBack()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    mirror.edit(refundFile, shadowText, u"More generous"_s);
    mirror.lookAgain();
    QTRY_COMPARE(mirror.rows()->model()->rowCount(), 1);
    auto *back = find<QPushButton>(mirror.page, "mirrorPutBack");
    QTRY_VERIFY(back->isEnabled());
    mirror.edit(refundFile, shadowText + "Never argue.\n", u"Even more"_s);

    mirror.bench.questions.answer = Answer::Accepted;
    QTest::keyClick(back, Qt::Key_Space);

    auto *notice = find<NoticeBar>(mirror.page, "mirrorNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->notice().lead.contains(u"edited again"_s), qPrintable(notice->notice().lead));
    QCOMPARE(mirror.there(refundFile), shadowText + "Never argue.\n");
}

void MirrorPageTest::aFailedComparisonIsSaidAndMadeAgain()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    const ContentHash accepted =
        mirror.bench.workspace.view()->state.artifact({u"support/refund"_s})->acceptedContent();
    const QByteArray text = mirror.bench.workspace.contents.take(accepted);
    mirror.edit(refundFile, shadowText, u"More generous"_s);
    mirror.lookAgain();
    QTRY_COMPARE(mirror.bench.workspace.assessCalls.waiting(), 1);

    mirror.bench.workspace.assessCalls.answer(failure(ErrorCode::Unavailable, u"registry"_s));

    auto *notice = find<NoticeBar>(mirror.page, "mirrorNotice");
    auto *difference = find<DiffView>(mirror.page, "mirrorDifference");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(!difference->isVisible());
    mirror.bench.workspace.contents.insert(accepted, text);
    mirror.lookAgain();
    QTRY_VERIFY(difference->isVisible());
    QVERIFY(!notice->isVisible());
}

void MirrorPageTest::aProtectedBranchIsSaidEachTime()
{
    MirrorBench mirror(*m_theme);
    QFile hook(mirror.repository + u"/hooks/update"_s);
    QVERIFY(QDir().mkpath(mirror.repository + u"/hooks"_s) && hook.open(QIODevice::WriteOnly));
    hook.write("#!/bin/sh\ntest \"$1\" != refs/heads/main\n");
    hook.close();
    QVERIFY(hook.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));

    for (int round = 0; round < 2; ++round) {
        mirror.mirrorNow();
        const Notice said = find<NoticeBar>(mirror.page, "mirrorNotice")->notice();
        QVERIFY2(said.lead.contains(u"protected"_s), qPrintable(said.lead));
        QVERIFY2(said.sentence.contains(u"countersign/mirror-"_s), qPrintable(said.sentence));
        mirror.lookAgain();
        QTRY_VERIFY(mirror.about().contains(u"wait to be written"_s));
    }
    QCOMPARE(MirrorBench::git(mirror.repository, {u"for-each-ref"_s}).count('\n'), 1);
}

void MirrorPageTest::whoMayNotWriteAdoptsNothing()
{
    MirrorBench mirror(*m_theme, rolf);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    mirror.edit(refundFile, shadowText, u"More generous"_s);
    mirror.lookAgain();
    QTRY_COMPARE(mirror.rows()->model()->rowCount(), 1);

    QVERIFY(find<QPushButton>(mirror.page, "mirrorAdopt")->isVisible());
    QVERIFY(!find<QPushButton>(mirror.page, "mirrorAdopt")->isEnabled());
    QVERIFY(!find<PlainLabel>(mirror.page, "mirrorWhy")->text().isEmpty());
    QVERIFY(!mirror.page->primaryAction());
}

void MirrorPageTest::aLinkIsSaidToBeOne() // T-39
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    mirror.edit(u"notes.txt"_s, "x", u"Notes"_s);
    QVERIFY(QFile::remove(mirror.clone + u'/' + refundFile));
    QVERIFY(QFile::link(u"/etc/passwd"_s, mirror.clone + u'/' + refundFile));
    mirror.edit(u"notes.txt"_s, "y", u"Link"_s);

    mirror.lookAgain();

    QTRY_COMPARE(mirror.rows()->model()->rowCount(), 1);
    QVERIFY2(mirror.spoken(0).contains(u"link or a folder"_s), qPrintable(mirror.spoken(0)));
    QVERIFY(!find<QPushButton>(mirror.page, "mirrorAdopt")->isVisible());
    QVERIFY(!find<QPushButton>(mirror.page, "mirrorPutBack")->isVisible());
}

void MirrorPageTest::whatCannotBeReachedIsSaidInPlace()
{
    MirrorBench mirror(*m_theme);
    QVERIFY(mirror.desk.keep(mirror.bench.workspace.view()->state.ledger,
                             {.repository = mirror.folder.filePath(u"nowhere"_s)}));
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));

    auto *notice = find<NoticeBar>(mirror.page, "mirrorNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->notice().lead.contains(u"no git repository"_s), qPrintable(notice->notice().lead));
    QVERIFY(find<EmptyState>(mirror.page, "mirrorNothing")->isVisible());
    MirrorBench::git(mirror.folder.path(), {u"init"_s, u"--quiet"_s, u"--bare"_s, u"nowhere"_s});
    mirror.lookAgain();
    QTRY_VERIFY(mirror.about().contains(u"wait to be written"_s));
    QVERIFY(!notice->isVisible());
}

void MirrorPageTest::lookingIsStopped()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    std::atomic_bool held = true;
    const auto through = mirror.open;
    mirror.open = [&held, through](const QString &place) {
        held.wait(true);
        return through(place);
    };
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    auto *busy = find<BusyLine>(mirror.page, "mirrorBusy");
    QVERIFY(busy->isRunning());
    QVERIFY(!find<QPushButton>(mirror.page, "mirrorNow")->isEnabled());

    emit busy->canceled();

    QVERIFY(!busy->isRunning());
    QVERIFY(find<NoticeBar>(mirror.page, "mirrorNotice")->isVisible());
    held = false;
    held.notify_all();
    mirror.lookAgain();
    QTRY_VERIFY(mirror.about().contains(u"wait to be written"_s));
}

void MirrorPageTest::hostileTextStaysText()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    mirror.edit(refundFile, "<img src='file:///etc/passwd'>\n", u"<b>bold</b>\u202etxet <h1>approved</h1>"_s);

    mirror.lookAgain();

    QTRY_COMPARE(mirror.rows()->model()->rowCount(), 1);
    QStringList facts;
    for (const PlainLabel *label : find<QWidget>(mirror.page, "mirrorFacts")->findChildren<PlainLabel *>())
        facts.append(label->text());
    QVERIFY2(facts.join(u'|').contains(u"<b>bold</b>"_s), qPrintable(facts.join(u'|')));
    QVERIFY(!facts.join(u'|').contains(QChar(0x202e)));
}

void MirrorPageTest::aWorkTreeLeftAloneIsSaid()
{
    MirrorBench mirror(*m_theme);
    mirror.repository = mirror.folder.filePath(u"alone"_s);
    MirrorBench::git(mirror.folder.path(), {u"init"_s, u"--quiet"_s, u"-b"_s, u"main"_s, mirror.repository});
    MirrorBench::git(mirror.repository, {u"commit"_s, u"--quiet"_s, u"--allow-empty"_s, u"-m"_s, u"Begin"_s});
    QVERIFY(QDir(mirror.repository).mkpath(u"prompts/support"_s));
    QFile mine(mirror.repository + u'/' + refundFile);
    QVERIFY(mine.open(QIODevice::WriteOnly) && mine.write("mine") == 4);
    mine.close();
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));

    mirror.mirrorNow();

    const Notice said = find<NoticeBar>(mirror.page, "mirrorNotice")->notice();
    QVERIFY2(said.lead.contains(u"work tree"_s), qPrintable(said.lead));
    QVERIFY2(said.sentence.contains(u"countersign/mirror-"_s), qPrintable(said.sentence));
    QVERIFY(mine.open(QIODevice::ReadOnly));
    QCOMPARE(mine.readAll(), "mine");
}

void MirrorPageTest::anAddressWithAPasswordIsNotTaken()
{
    MirrorBench mirror(*m_theme);
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    QTest::keyClick(find<QPushButton>(mirror.page, "emptyMirrorAdd"), Qt::Key_Space);
    auto *sheet = find<MirrorSheet>(&mirror.bench.window, "mirrorSheet");
    auto *field = find<QLineEdit>(sheet, "mirrorRepository");
    field->setText(u"https://eve:secret@git.example.com/prompts.git"_s);
    QTRY_VERIFY(sheet->isArmed());

    QTest::keyClick(sheet->decidingButton(), Qt::Key_Space);

    QTRY_VERIFY(sheet->isArmed() && !sheet->isDeciding());
    QStringList said;
    for (const PlainLabel *label : sheet->findChildren<PlainLabel *>())
        said.append(label->text());
    QVERIFY2(said.join(u'|').contains(u"password"_s), qPrintable(said.join(u'|')));
    QVERIFY(mirror.desk.places(mirror.bench.workspace.view()->state.ledger).isEmpty());
}

void MirrorPageTest::aListThatCannotBeChangedIsSaid()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();
    std::optional<FileLock> other = FileLock::take(mirror.folder.filePath(u"mirrors.ini.changing"_s), 0);
    QVERIFY(other);

    QTest::keyClick(find<QPushButton>(mirror.page, "mirrorForget"), Qt::Key_Space);

    auto *notice = find<NoticeBar>(mirror.page, "mirrorNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->notice().lead.contains(u"list of your mirrors"_s), qPrintable(notice->notice().lead));
    QVERIFY(!mirror.desk.places(mirror.bench.workspace.view()->state.ledger).isEmpty());
}

void MirrorPageTest::aMirrorIsForgottenAndStays()
{
    MirrorBench mirror(*m_theme);
    mirror.keep();
    mirror.show();
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    mirror.mirrorNow();

    QTest::keyClick(find<QPushButton>(mirror.page, "mirrorForget"), Qt::Key_Space);

    QTRY_VERIFY(find<EmptyState>(mirror.page, "servicesEmpty")->isVisible());
    QVERIFY(mirror.desk.places(mirror.bench.workspace.view()->state.ledger).isEmpty());
    QVERIFY(!mirror.there(refundFile).isEmpty());
}

void MirrorPageTest::pictures_data()
{
    addPictureRows({"empty", "sheet", "waiting", "edits", "same"}, "mirror-");
}

void MirrorPageTest::pictures()
{
    QFETCH(const QString, state);
    QFETCH(const QSize, size);
    QFETCH(const bool, dark);
    m_theme->setSettings({.scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light});
    MirrorBench mirror(*m_theme);
    if (state != "empty"_L1 && state != "sheet"_L1)
        mirror.keep();
    mirror.show(size);
    QVERIFY(QTest::qWaitForWindowActive(&mirror.bench.window));
    if (state == "sheet"_L1) {
        find<QPushButton>(mirror.page, "emptyMirrorAdd")->click();
    } else if (state == "waiting"_L1) {
        QTRY_VERIFY(mirror.about().contains(u"wait to be written"_s));
    } else if (state != "empty"_L1) {
        mirror.mirrorNow();
        if (state == "edits"_L1) {
            mirror.edit(refundFile, shadowText, u"More generous with refunds"_s);
            mirror.edit(u"prompts/support/new-idea.md"_s, "# Idea\n\nBe bold.\n", u"An idea"_s);
            mirror.lookAgain();
            QTRY_COMPARE(mirror.rows()->model()->rowCount(), 2);
            mirror.rows()->setCurrentIndex(mirror.rows()->model()->index(1, 0));
            QTRY_VERIFY(find<DiffView>(mirror.page, "mirrorDifference")->isVisible());
            QTRY_VERIFY(find<DiffView>(mirror.page, "mirrorDifference")->isComplete());
        } else {
            mirror.lookAgain();
            QTRY_VERIFY(find<EmptyState>(mirror.page, "mirrorNothing")->isVisible());
        }
    }
    mirror.bench.picture(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(mirror.page->minimumSizeHint().width() <= size.width());
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::MirrorPageTest)
#include "tst_ui_mirror.moc"
