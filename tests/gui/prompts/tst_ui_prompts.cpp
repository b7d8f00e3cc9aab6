// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/PageBench.h"
#include "models/PromptsModel.h"
#include "ui/common/EmptyState.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/TabBar.h"
#include "ui/prompts/PromptStory.h"
#include "ui/prompts/PromptText.h"
#include "ui/prompts/PromptWords.h"
#include "ui/prompts/PromptsPage.h"
#include "ui/prose/DiffView.h"

#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const ArtifactId refund{u"support/refund"_s};

QString refundText(const QString &offer, const QString &more = {})
{
    return u"# Role\n\nYou answer questions about refunds for Acme Home. Keep to the persona in `{{> shared/persona}}`.\n\n"
           "# Refund rules\n\nCustomers may return an item within 30 days of delivery. The item must be unused and in its original packaging.\n\n"
           "You must check the delivery date with `orders.lookup` before you promise anything. Never promise a refund that the rules do not allow.\n\n"
           "If the order was delivered more than 30 days ago, explain that the refund period has ended and offer %1.\n\n%2"
           "# How to answer\n\nBegin with the answer, then give the reason in one sentence. Do not mention internal tools or policies by name.\n"_s.arg(offer, more);
}

/// The refund prompt with four versions behind it and a change under way.
Story readStory()
{
    Story story = acmeStory();
    const auto accept = [&story](const PrincipalId &author, const QString &title, const QString &text, const char *version) {
        story.opened(author, title).submitted(author, refund.value, text, Lane::High).noted(author).approved(bode, "billing").approved(dana, "compliance").accepted(chen);
        Q_ASSERT(story.effective());
        story.released(chen, refund.value, version, staging);
        story.released(chen, refund.value, version, production);
        Q_ASSERT(story.effective());
    };
    accept(ana, u"Clearer rules"_s, refundText(u"an exchange"_s), "1.1.0");
    accept(ana, u"Store credit instead of exchange"_s, refundText(u"store credit"_s), "1.2.0");
    accept(jonas, u"A second opinion above €200"_s, refundText(u"store credit"_s, u"Hand amounts above €200 to a person.\n\n"_s), "1.3.0");
    story.opened(ana, u"Shorter refund window again"_s).submitted(ana, refund.value, refundText(u"nothing"_s), Lane::High).noted(ana);
    return story;
}

std::shared_ptr<WorkspaceView> readView(const Story &story, const PrincipalId &me)
{
    auto view = viewOf(story, me);
    view->ungoverned = acmeView(me)->ungoverned;
    return view;
}

} // namespace

class PromptsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanup() { m_theme->setSettings({.scheme = SchemeChoice::Light}); }

    void choosingByKeyboardShowsTheText();
    void theGutterSaysSinceWhen();
    void theStoryOfASentenceOpensFromTheKeyboard();
    void theFilterFindsNamesOwnersAndWords();
    void whoOwnsASectionIsSaid();
    void anAddressShowsTheDifferenceOfTwoVersions();
    void anEmptyFilterNamesTheChangesThatSayIt();
    void chipsLeaveOutTheRest();
    void foldsAndWidthsAreRemembered();
    void twoVersionsAreCompared();
    void textsThatNobodyAcceptedAreShownAndCompared();
    void anOlderVersionIsShownInPlace();
    void whoMayNotRollBackReadsWhy();
    void aPersonOutsideThePolicyReadsOnly();
    void anEditOutsideAChangeBecomesADraft();
    void aTextThatCannotBeReadSaysSoInPlace();
    void aFileThatIsNoUtf8IsPlainText();
    void usesAreFound();
    void aStaleAddressIsAnsweredInPlace();
    void closingWhileReadingIsQuiet();
    void pictures_data();
    void pictures();

private:
    std::unique_ptr<Theme> m_theme;
};

void PromptsTest::choosingByKeyboardShowsTheText()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->focusFirst();
    auto *tree = find<QTreeView>(page, "promptTree");
    QVERIFY(tree->hasFocus());
    QSignalSpy moved(page, &Page::moved);
    for (int i = 0; i < 30 && page->address().artifact != refund; ++i)
        QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(page->address().artifact, refund);
    QVERIFY(!moved.isEmpty());
    QCOMPARE(page->title(), refund.value);
    auto *text = find<PromptText>(page, "promptText");
    QTRY_VERIFY(text->wholeText().contains(u"store credit"_s));
    QCOMPARE(find<PlainLabel>(page, "promptName")->text(), refund.value);
    QVERIFY(page->primaryAction());
    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Change, .artifact = refund, .act = AddressAct::Edit}));
    // Esc has nothing to clear; a folder folds with Left.
    QVERIFY(!page->escape());
}

void PromptsTest::theGutterSaysSinceWhen()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *text = find<PromptText>(page, "promptText");
    QTRY_VERIFY(text->blame());
    QHash<QString, QString> since;
    for (int row = 0; row < text->rows().size(); ++row) {
        const diff::Range range = text->rows()[row].range[1];
        since.insert(text->blame()->text.blocks->side(diff::Side::Right).words(range).left(8), text->gutterText(row));
    }
    QCOMPARE(since.value(u"Customer"_s), u"1.1.0"_s);
    QCOMPARE(since.value(u"If the o"_s), u"1.2.0"_s);
    QCOMPARE(since.value(u"Hand amo"_s), u"1.3.0"_s);
}

void PromptsTest::theStoryOfASentenceOpensFromTheKeyboard()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *text = find<PromptText>(page, "promptText");
    QTRY_VERIFY(text->blame());
    text->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < text->sentenceCount() && !text->sentenceText(text->currentSentence()).startsWith(u"If the order"_s); ++i)
        QTest::keyClick(text, Qt::Key_Down);
    QVERIFY(text->accessibleDescription().contains(u"1.2.0"_s));
    QTest::keyClick(text, Qt::Key_B, Qt::AltModifier);
    auto *storyBox = bench.window.findChild<PromptStory *>();
    QVERIFY(storyBox && storyBox->isVisible());
    QVERIFY(storyBox->accessibleName().contains(u"1.2.0"_s));
    QVERIFY(storyBox->accessibleName().contains(u"Store credit instead of exchange"_s));
    QVERIFY(storyBox->accessibleName().contains(u"Bode Okafor (Billing)"_s));
    // A second question replaces the first box; Esc closes it.
    QTest::keyClick(storyBox, Qt::Key_Escape);
    QTRY_VERIFY(!bench.window.findChild<PromptStory *>());
    QTRY_VERIFY(text->hasFocus());
    QTest::keyClick(text, Qt::Key_Return);
    storyBox = bench.window.findChild<PromptStory *>();
    QVERIFY(storyBox);
    const ChangeId change = storyBox->change();
    QTest::keyClick(storyBox, Qt::Key_Return);
    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Change, .change = change}));
}

void PromptsTest::whoOwnsASectionIsSaid()
{
    const auto view = acmeView(bode);
    const Artifact &refund = view->state.artifacts[{u"support/refund"_s}];
    const auto said = [&] { return PromptWords::ownership(*view, refund); };
    view->state.policy.owners = {};
    QCOMPARE(said(), u"No owner."_s);
    view->state.policy.owners = {{.paths = {refund.path}, .section = u"Refund rules"_s, .allOf = {role("billing")}}};

    QCOMPARE(said(), u"Section “Refund rules” belongs to Billing."_s);
    QVERIFY(PromptWords::isMine(*view, refund));
    QCOMPARE(PromptWords::owners(*view, refund), u"Billing"_s);

    view->state.policy.owners.append({.paths = {refund.path}, .anyOf = {role("support")}, .people = {jonas}});
    QCOMPARE(said(), u"Owner: Support, Jonas Lind. Section “Refund rules” belongs to Billing."_s);
}

void PromptsTest::anAddressShowsTheDifferenceOfTwoVersions()
{
    PageBench bench(*m_theme, acmeStory(), acmeView(chen));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    const ArtifactId faq{u"support/returns-faq"_s};

    page->navigate({.page = PageKind::Prompts, .artifact = faq, .version = version("1.0.0"), .against = version("1.0.1")});

    auto *view = page->findChild<DiffView *>();
    QTRY_VERIFY(view->comparison());
    QCOMPARE(find<TabBar>(page, "promptTabs")->currentIndex(), 3);
    QVERIFY(view->comparison()->side(diff::Side::Left).text.contains(u"Say no in one sentence"_s));
    QVERIFY(!view->comparison()->side(diff::Side::Right).text.contains(u"Say no in one sentence"_s));
}

void PromptsTest::theFilterFindsNamesOwnersAndWords()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    auto *field = find<QLineEdit>(page, "promptFilter");
    auto *tree = find<QTreeView>(page, "promptTree");
    field->setFocus();
    QTest::keyClicks(field, u"escal"_s);
    QCOMPARE(tree->model()->rowCount(), 1);
    field->clear();
    QTest::keyClicks(field, u"store credit"_s);
    QTRY_COMPARE(bench.workspace.lastWords, u"store credit"_s);
    bench.workspace.searchCalls.answer(QList<Workspace::TextMatch>{{.artifact = refund, .sentence = u"… and offer store credit."_s}});
    QTRY_COMPARE(tree->model()->rowCount(), 1);
    const QModelIndex file = tree->model()->index(0, 0, tree->model()->index(0, 0));
    QVERIFY(file.data(Qt::AccessibleTextRole).toString().contains(u"says: … and offer store credit."_s));
    QCOMPARE(page->address().filter, u"store credit"_s);
    QVERIFY(page->escape());
    QVERIFY(field->text().isEmpty());
    QVERIFY(tree->model()->rowCount() > 3);
}

void PromptsTest::anEmptyFilterNamesTheChangesThatSayIt()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    find<QLineEdit>(page, "promptFilter")->setText(u"second opinion"_s);
    auto *empty = find<EmptyState>(page, "promptListEmpty");
    QTRY_VERIFY(empty->isVisible());
    QTRY_COMPARE(bench.workspace.searchCalls.waiting(), 1);
    bench.workspace.searchCalls.answer(failure(ErrorCode::Unavailable, u"texts"_s));
    QVERIFY(empty->button()->isVisible());
    empty->button()->click();
    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Changes, .filter = u"second opinion"_s}));
}

void PromptsTest::chipsLeaveOutTheRest()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    auto *tree = find<QTreeView>(page, "promptTree");
    const auto files = [tree] {
        QStringList names;
        for (int folder = 0; folder < tree->model()->rowCount(); ++folder) {
            const QModelIndex at = tree->model()->index(folder, 0);
            for (int row = 0; row < tree->model()->rowCount(at); ++row)
                names.append(tree->model()->index(row, 0, at).data(ValueRole).value<PromptRow>().artifact.value);
        }
        return names;
    };
    const int all = int(files().size());
    for (QAbstractButton *chip : page->findChildren<QAbstractButton *>()) {
        if (chip->text() == u"Not the same everywhere"_s)
            chip->click();
    }
    QVERIFY(int(files().size()) < all);
    QVERIFY(files().contains(u"mortgage/document-classifier"_s));
    QVERIFY(!files().contains(refund.value));
    for (QAbstractButton *chip : page->findChildren<QAbstractButton *>()) {
        if (chip->text() == u"Open change"_s)
            chip->click();
    }
    QVERIFY(files().contains(refund.value));
    QVERIFY(!files().contains(u"mortgage/income-summary"_s));
}

void PromptsTest::foldsAndWidthsAreRemembered()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    auto *tree = find<QTreeView>(page, "promptTree");
    QVERIFY(tree->isExpanded(tree->model()->index(0, 0)));
    tree->setCurrentIndex(tree->model()->index(0, 0));
    QTest::keyClick(tree, Qt::Key_Left);
    QVERIFY(!tree->isExpanded(tree->model()->index(0, 0)));
    page->settle();
    delete page;
    page = bench.show<PromptsPage>(pageAt1280);
    tree = find<QTreeView>(page, "promptTree");
    QVERIFY(!tree->isExpanded(tree->model()->index(0, 0)));
    QVERIFY(tree->isExpanded(tree->model()->index(1, 0)));
}

void PromptsTest::twoVersionsAreCompared()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *versions = find<QListView>(page, "versionList");
    versions->setFocus();
    QCOMPARE(versions->model()->rowCount(), 4);
    versions->selectionModel()->select(versions->model()->index(1, 0), QItemSelectionModel::ClearAndSelect);
    versions->selectionModel()->select(versions->model()->index(2, 0), QItemSelectionModel::Select);
    find<QPushButton>(page, "compareVersions")->click();
    auto *view = page->findChild<DiffView *>();
    QTRY_VERIFY(view->comparison());
    QCOMPARE(find<TabBar>(page, "promptTabs")->currentIndex(), 3);
    QVERIFY2(find<TabBar>(page, "promptTabs")->tabRect(0).left() >= 0, "no tab is pushed out of sight");
    QVERIFY(view->comparison()->side(diff::Side::Left).text.contains(u"an exchange"_s));
    QVERIFY(view->comparison()->side(diff::Side::Right).text.contains(u"store credit"_s));
    QVERIFY(page->escape());
    QCOMPARE(find<TabBar>(page, "promptTabs")->currentIndex(), 0);
}

void PromptsTest::textsThatNobodyAcceptedAreShownAndCompared()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *versions = find<QListView>(page, "versionList");
    QCOMPARE(versions->model()->rowCount(), 4);
    const ContentHash first = bench.workspace.keep("# Refunds\n\nRefunds take a while.\n");
    const ContentHash second = bench.workspace.keep("# Refunds\n\nRefunds take a week.\n");
    QTRY_VERIFY(bench.workspace.branchTextsCalls.waiting() > 0);

    bench.workspace.branchTextsCalls.answer(QList<BranchText>{
            {.commit = u"b"_s.repeated(40), .content = second, .author = u"Omar Haddad"_s, .summary = u"A <b>week</b>"_s, .when = 2000},
            {.commit = u"a"_s.repeated(40), .content = first, .author = u"Mira Sandhu"_s, .summary = u"Begin"_s, .when = 1000}});

    QTRY_COMPARE(versions->model()->rowCount(), 6);
    QVERIFY(versions->model()->index(4, 0).data(Qt::AccessibleTextRole).toString().startsWith(u"Commit bbbbbbb, not accepted"_s));
    auto *text = find<PromptText>(page, "promptText");
    versions->setFocus();
    versions->setCurrentIndex(versions->model()->index(5, 0));
    QTest::keyClick(versions, Qt::Key_Return);
    QTRY_VERIFY(text->wholeText().contains(u"a while"_s));
    QTRY_VERIFY(find<NoticeBar>(page, "textNotice")->isVisible());
    // A new view does not jump back to the newest version, and asks for nothing again.
    bench.workspace.change([](WorkspaceView &view) { view.sync.lastSynced += 1000; });
    QVERIFY(text->wholeText().contains(u"a while"_s));
    QCOMPARE(bench.workspace.branchTextsCalls.waiting(), 0);

    versions->selectionModel()->select(versions->model()->index(4, 0), QItemSelectionModel::Select);
    find<QPushButton>(page, "compareVersions")->click();
    auto *view = page->findChild<DiffView *>();
    QTRY_VERIFY(view->comparison());
    QVERIFY(view->comparison()->side(diff::Side::Left).text.contains(u"a while"_s));
    QVERIFY(view->comparison()->side(diff::Side::Right).text.contains(u"a week"_s));
}

void PromptsTest::anOlderVersionIsShownInPlace()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *text = find<PromptText>(page, "promptText");
    QTRY_VERIFY(text->wholeText().contains(u"€200"_s));
    auto *versions = find<QListView>(page, "versionList");
    versions->setCurrentIndex(versions->model()->index(2, 0));
    QTest::keyClick(versions, Qt::Key_Return);
    QTRY_VERIFY(text->wholeText().contains(u"an exchange"_s));
    QCOMPARE(page->address().version, version("1.1.0"));
    QTRY_VERIFY(find<NoticeBar>(page, "textNotice")->isVisible());
    // A new view does not jump back to the newest.
    bench.workspace.change([](WorkspaceView &view) { view.sync.lastSynced += 1000; });
    QCOMPARE(page->address().version, version("1.1.0"));
}

void PromptsTest::whoMayNotRollBackReadsWhy()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    QVERIFY(!find<QPushButton>(page, "rollBack")->isEnabled());
    auto *why = find<PlainLabel>(page, "rollBackReason");
    QVERIFY(why->isVisible());
    QVERIFY(why->text().size() > 15);

    PageBench other(*m_theme, story, readView(story, chen));
    auto *chens = other.show<PromptsPage>(pageAt1280);
    chens->navigate({.page = PageKind::Prompts, .artifact = refund});
    QVERIFY(find<QPushButton>(chens, "rollBack")->isEnabled());
    QVERIFY(!find<PlainLabel>(chens, "rollBackReason")->isVisible());
    find<QPushButton>(chens, "rollBack")->click();
    QCOMPARE(other.opened.last(), (Address{.page = PageKind::Releases, .artifact = refund, .environment = production, .act = AddressAct::RollBack}));
}

void PromptsTest::aPersonOutsideThePolicyReadsOnly()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, {}));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    QVERIFY(!find<QPushButton>(page, "editInChange")->isEnabled());
    QVERIFY(find<PlainLabel>(page, "editReason")->text().contains(u"visitor@elsewhere.example"_s));
    QVERIFY(!page->primaryAction());
    QTRY_VERIFY(find<PromptText>(page, "promptText")->blame());
}

void PromptsTest::anEditOutsideAChangeBecomesADraft()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = {u"retrieval/help-centre"_s}});
    auto *notice = find<NoticeBar>(page, "promptNotice");
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->notice().kind, NoticeKind::Warning);
    emit notice->actionPressed();
    QCOMPARE(bench.workspace.adoptCalls.waiting(), 1);
    QVERIFY(!notice->isEnabled());
    bench.workspace.adoptCalls.answer(Draft{.title = u"Passages"_s});
    QTRY_COMPARE(bench.workspace.saveDraftCalls.waiting(), 1);
    bench.workspace.saveDraftCalls.answer(u"d1"_s);
    QTRY_VERIFY(!bench.opened.isEmpty());
    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Change, .draft = u"d1"_s, .act = AddressAct::Edit}));

    // Restoring is asked first, and its failure is said in place.
    emit notice->secondActionPressed();
    QCOMPARE(bench.questions.asked.size(), 1);
    QTRY_COMPARE(bench.workspace.writeCalls.waiting(), 1);
    QCOMPARE(bench.workspace.lastWrite, u"restore"_s);
    bench.workspace.writeCalls.answer(failure(ErrorCode::NotPermitted, u"main"_s));
    QTRY_VERIFY(find<NoticeBar>(page, "textNotice")->isVisible());
    QVERIFY(notice->isEnabled());
}

void PromptsTest::aTextThatCannotBeReadSaysSoInPlace()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    const QHash<ContentHash, QByteArray> contents = bench.workspace.contents;
    bench.workspace.contents.clear();
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    QTRY_COMPARE(bench.workspace.contentCalls.waiting(), 1);
    bench.workspace.contentCalls.answer(failure(ErrorCode::Corrupt, refund.value));
    auto *notice = find<NoticeBar>(page, "textNotice");
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(notice->notice().kind, NoticeKind::Danger);
    QVERIFY(!notice->notice().action.isEmpty());
    bench.workspace.contents = contents;
    emit notice->actionPressed();
    QTRY_VERIFY(find<PromptText>(page, "promptText")->blame());
    QVERIFY(!notice->isVisible());
}

void PromptsTest::aFileThatIsNoUtf8IsPlainText()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    const VersionRecord latest = *bench.workspace.view()->state.artifact(refund)->latest();
    bench.workspace.contents[latest.content] = "Caf\xe9 \xff is fine.\nNothing else.\n";
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *notice = find<NoticeBar>(page, "textNotice");
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(notice->notice().kind, NoticeKind::Danger);
    QVERIFY(find<PromptText>(page, "promptText")->wholeText().contains(u"is fine."_s));
    bench.picture(u"prompts-not-utf8"_s);
}

void PromptsTest::usesAreFound()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = {u"shared/persona"_s}});
    find<TabBar>(page, "promptTabs")->setCurrentIndex(2);
    QTRY_COMPARE(bench.workspace.searchCalls.waiting(), 1);
    bench.workspace.searchCalls.answer(QList<Workspace::TextMatch>{{.artifact = refund, .sentence = {}}, {.artifact = {u"support/greeting"_s}, .sentence = {}}});
    auto *uses = find<QListView>(page, "promptUses");
    QTRY_COMPARE(uses->model()->rowCount(), 1);
    emit uses->activated(uses->model()->index(0, 0));
    QCOMPARE(bench.opened.last(), (Address{.page = PageKind::Prompts, .artifact = refund}));
}

void PromptsTest::aStaleAddressIsAnsweredInPlace()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = {u"support/gone"_s}});
    QVERIFY(find<EmptyState>(page, "noPrompt")->isVisible());
    QVERIFY(!page->primaryAction());
    QVERIFY(!page->escape());
}

void PromptsTest::closingWhileReadingIsQuiet()
{
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    bench.workspace.contents.clear();
    auto *page = bench.show<PromptsPage>(pageAt1280);
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    QTRY_COMPARE(bench.workspace.contentCalls.waiting(), 1);
    page->settle();
    delete page;
    bench.workspace.contentCalls.answer(QByteArray("Too late.\n"));
    QCoreApplication::sendPostedEvents();
}

void PromptsTest::pictures_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("scheme");
    QTest::newRow("1280-light") << pageAt1280 << int(SchemeChoice::Light);
    QTest::newRow("1920-light") << pageAt1920 << int(SchemeChoice::Light);
    QTest::newRow("1280-dark") << pageAt1280 << int(SchemeChoice::Dark);
    QTest::newRow("1920-dark") << pageAt1920 << int(SchemeChoice::Dark);
    QTest::newRow("1024-light") << pageAt1024 << int(SchemeChoice::Light);
}

void PromptsTest::pictures()
{
    QFETCH(const QSize, size);
    QFETCH(const int, scheme);
    m_theme->setSettings({.scheme = static_cast<SchemeChoice>(scheme)});
    const Story story = readStory();
    PageBench bench(*m_theme, story, readView(story, ana));
    auto *page = bench.show<PromptsPage>(size);
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window));
    page->navigate({.page = PageKind::Prompts, .artifact = refund});
    auto *text = find<PromptText>(page, "promptText");
    QTRY_VERIFY(text->blame());
    // Nothing stands over the border of the page.
    QVERIFY(page->minimumSizeHint().width() <= size.width());
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    for (int i = 0; i < text->sentenceCount(); ++i) {
        if (text->sentenceText(i).startsWith(u"If the order"_s))
            emit text->storyAsked(i, false);
    }
    QVERIFY(bench.window.findChild<PromptStory *>());
    bench.picture(u"prompts-%1"_s.arg(tag));
    bench.window.findChild<PromptStory *>()->close();
    find<TabBar>(page, "promptTabs")->setCurrentIndex(1);
    bench.picture(u"prompts-releases-%1"_s.arg(tag));
    find<QPushButton>(page, "compareVersions")->click();
    QTRY_VERIFY(page->findChild<DiffView *>()->comparison());
    bench.picture(u"prompts-compare-%1"_s.arg(tag));
    page->navigate({.page = PageKind::Prompts, .artifact = {u"retrieval/help-centre"_s}});
    QTRY_VERIFY(text->blame());
    bench.picture(u"prompts-outside-%1"_s.arg(tag));
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::PromptsTest)
#include "tst_ui_prompts.moc"
