// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Roles.h"
#include "ui/find/FindPanel.h"

#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>

namespace countersign::test {

using namespace Qt::StringLiterals;

class FindPanelTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_workspace = std::make_unique<FakeWorkspace>(acmeView());
        m_covered = std::make_unique<QWidget>();
        m_covered->resize(1280, 800);
        m_panel = new FindPanel(m_covered.get());
        m_covered->show();
        m_covered->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_covered.get()));
        m_panel->open(*m_workspace, {{.id = u"sync"_s, .text = u"Sync now"_s},
                                     {.id = u"locked"_s, .text = u"Sync everything"_s, .reason = u"reads only"_s}});
        m_field = find<QLineEdit>(m_panel, "findField");
        m_list = find<QListView>(m_panel, "findList");
    }

    void cleanup()
    {
        m_covered.reset();
        m_workspace.reset();
    }

    void exactNamesComeFirst()
    {
        const QList<FindRow> rows = FindResults::rows(*acmeView(), {.words = u"refund"_s}, {}, {});

        QVERIFY(rows.size() > 2);
        QVERIFY(rows[0].head);
        QCOMPARE(rows[1].text, u"support/refund"_s);
    }

    void thePolicyIsNoPrompt()
    {
        const auto view = acmeView();
        view->state.artifacts.insert(policyArtifact(), {.id = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy});
        const QList<Workspace::TextMatch> texts{{.artifact = policyArtifact(), .sentence = u"policy: refunds"_s}};

        const QList<FindRow> rows = FindResults::rows(*view, {.words = u"policy"_s},
                                                      FindResults::artifactCommands(*view, u"policy"_s), texts);

        int commands = 0;
        for (const FindRow &row : rows) {
            QVERIFY2(row.kind != FindKind::Prompt, qPrintable(row.text));
            QVERIFY2(!row.text.contains(u".countersign"_s) && !row.trailing.contains(u".countersign"_s), qPrintable(row.text));
            commands += row.kind == FindKind::Command && !row.head;
        }
        QCOMPARE(commands, 1);
        QCOMPARE(rows.last().address, (Address{.page = PageKind::Policy, .artifact = policyArtifact()}));
    }

    void commandsOfThePromptThatIsAskedForComeFirst()
    {
        const QList<FindCommand> commands = FindResults::artifactCommands(*acmeView(), u"persona"_s);

        QVERIFY(!commands.isEmpty());
        QVERIFY2(commands.first().text.contains(u"shared/persona"_s), qPrintable(commands.first().text));
    }

    void everyWordMustFitAndMatchesAreMarked()
    {
        const auto matches = FindResults::match(u"Shorter refund window"_s, u"wind REFU"_s);

        QVERIFY(matches);
        QCOMPARE(*matches, (QList<FindMatch>{{.start = 8, .length = 4}, {.start = 15, .length = 4}}));
        QVERIFY(!FindResults::match(u"Shorter refund window"_s, u"refund passport"_s));
    }

    void aChangeIsFoundByItsNumberAndByItsPrompt()
    {
        const auto found = [](const QString &words) {
            for (const FindRow &row : FindResults::rows(*acmeView(), {.words = words, .only = FindKind::Change}, {}, {})) {
                if (row.text == "Warmer opening line"_L1) {
                    return true;
                }
            }
            return false;
        };

        QVERIFY(found(u"#6"_s));
        QVERIFY(found(u"persona"_s));
        QVERIFY(!found(u"passport"_s));
    }

    void enterOpensTheChosenRow()
    {
        QSignalSpy chosen(m_panel, &FindPanel::chosen);

        QTest::keyClicks(m_field, u"greeting"_s);
        QTest::keyClick(m_field, Qt::Key_Return);

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<Address>(),
                 (Address{.page = PageKind::Prompts, .artifact = {u"support/greeting"_s}}));
        QVERIFY(!m_panel->isVisible());
    }

    void arrowsSkipTheHeads()
    {
        QTest::keyClicks(m_field, u"refu"_s);

        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(m_field, Qt::Key_Down);
            QVERIFY(!current().head);
        }
        QVERIFY(current().kind != FindKind::Prompt);
    }

    void tabNarrowsToTheKindOfTheRow()
    {
        QTest::keyClicks(m_field, u"refu"_s);
        QTest::keyClick(m_field, Qt::Key_Down);
        QCOMPARE(current().kind, FindKind::Change);

        QTest::keyClick(m_field, Qt::Key_Tab);

        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            QCOMPARE(rowAt(row).kind, FindKind::Change);
        }
        QTest::keyClick(m_field, Qt::Key_Escape);
        QVERIFY2(m_panel->isVisible(), "the first Esc widens again");
        QTest::keyClick(m_field, Qt::Key_Escape);
        QVERIFY(!m_panel->isVisible());
    }

    void aCommandThatIsNotAllowedIsListedWithItsReasonAndDoesNothing()
    {
        QSignalSpy commands(m_panel, &FindPanel::commandChosen);
        QTest::keyClicks(m_field, u"sync everything"_s);
        QCOMPARE(current().trailing, u"reads only"_s);

        QTest::keyClick(m_field, Qt::Key_Return);

        QCOMPARE(commands.size(), 0);
        QVERIFY(m_panel->isVisible());
    }

    void rollingBackLeadsToItsSheetAndNeverActs()
    {
        m_workspace->setView(acmeView(chen));
        m_panel->setView(m_workspace->view());
        QSignalSpy chosen(m_panel, &FindPanel::chosen);

        QTest::keyClicks(m_field, u"roll back returns"_s);
        QTest::keyClick(m_field, Qt::Key_Return);

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<Address>().act, AddressAct::RollBack);
        QCOMPARE(m_workspace->writeCalls.asked(), 0);
    }

    void wordsInTextsFollowALittleLater()
    {
        QTest::keyClicks(m_field, u"promise"_s);
        QTRY_COMPARE(m_workspace->searchCalls.waiting(), 1);
        m_workspace->searchCalls.answer(
                QList<Workspace::TextMatch>{{.artifact = {u"support/refund"_s}, .sentence = u"Never promise a refund."_s}});

        QTRY_COMPARE(m_list->model()->rowCount(), 2);
        QVERIFY(rowAt(1).text.contains(u"Never promise"_s));
    }

    void aSearchThatFailsIsSaid()
    {
        QTest::keyClicks(m_field, u"promise"_s);
        QTRY_COMPARE(m_workspace->searchCalls.waiting(), 1);
        m_workspace->searchCalls.answer(std::unexpected(Error{.code = ErrorCode::Corrupt}));

        QTRY_VERIFY(find<PlainLabel>(m_panel, "findProblem")->isVisible());
    }

    void nothingFoundOffersTheHistory()
    {
        QSignalSpy chosen(m_panel, &FindPanel::chosen);
        QTest::keyClicks(m_field, u"zzz"_s);

        QTest::mouseClick(find<QPushButton>(m_panel, "findInHistory"), Qt::LeftButton);

        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<Address>(), (Address{.page = PageKind::Audit, .filter = u"zzz"_s}));
    }

    void hostileTitlesStayCharacters()
    {
        Story story;
        story.baseline(u"support/refund"_s, u"x"_s);
        story.opened(ana, u"<b>bold</b>\u202Eevil"_s).submitted(ana, u"support/refund"_s, u"y"_s, Lane::Low);

        const QList<FindRow> rows = FindResults::rows(*viewOf(story, ana), {.words = u"bold"_s}, {}, {});

        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[1].text, u"<b>bold</b>\u202Eevil"_s);
    }

private:
    [[nodiscard]] FindRow rowAt(int row) const
    {
        return m_list->model()->index(row, 0).data(roles::RowDataRole).value<FindRow>();
    }
    [[nodiscard]] FindRow current() const { return m_list->currentIndex().data(roles::RowDataRole).value<FindRow>(); }

    std::unique_ptr<Theme> m_theme = installTheme();
    std::unique_ptr<FakeWorkspace> m_workspace;
    std::unique_ptr<QWidget> m_covered;
    FindPanel *m_panel = nullptr;
    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::FindPanelTest)
#include "tst_find_panel.moc"
