// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/ShellBench.h"
#include "gui/support/Gui.h"
#include "services/PolicyYaml.h"
#include "support/Story.h"
#include "ui/common/Buttons.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/policy/PolicyTableView.h"
#include "ui/start/OpenErrorText.h"
#include "ui/start/StartPage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

namespace countersign::test {

using namespace Qt::StringLiterals;

class StartPageTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_page = std::make_unique<StartPage>(m_opener, m_settings.settings(), nullptr);
        m_page->resize(1280, 760);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void cleanup() { m_page.reset(); }

    void aServerIsOpenedWithTheKeyboard()
    {
        QSignalSpy wanted(m_page.get(), &StartPage::openRequested);
        find<QPushButton>(m_page.get(), "chooseServer")->setFocus();

        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        auto *field = find<QLineEdit>(m_page.get(), "serverField");
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, u"git@host.example:prompts.git"_s);
        QTest::keyClick(field, Qt::Key_Return);

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<OpenRequest>(), (OpenRequest{.place = u"git@host.example:prompts.git"_s}));
    }

    void aFailureKeepsWhatWasTypedAndSaysWhatWasTried()
    {
        const OpenRequest request{.place = u"https://git.acme.example/prompts.git"_s};
        m_page->showBusy(request);

        m_page->showFailure(request, {.code = ErrorCode::Unavailable, .subject = u"git.acme.example"_s, .detail = u"timed out"_s});

        auto *field = find<QLineEdit>(m_page.get(), "serverField");
        QCOMPARE(field->text(), request.place);
        QVERIFY(hasFieldError(field));
        QVERIFY(field->accessibleDescription().contains(u"git.acme.example"_s));
        QVERIFY(!field->isReadOnly());
    }

    void aFailedFolderOpensItsOwnAnswer()
    {
        m_page->showFailure({.place = u"/home/ana/letters"_s}, {.code = ErrorCode::NotFound, .subject = u"repository"_s});

        QVERIFY(find<QLineEdit>(m_page.get(), "folderField")->isVisible());
        QVERIFY(!find<QLineEdit>(m_page.get(), "serverField")->isVisible());
    }

    void everyErrorOfOpeningSaysThatNothingWasChanged_data()
    {
        QTest::addColumn<Error>("error");
        for (const char *subject : {"shallow", "partial-clone", "sha256", "reftable"}) {
            QTest::newRow(subject) << Error{.code = ErrorCode::Unsupported, .subject = QString::fromLatin1(subject)};
        }
        QTest::newRow("no repository") << Error{.code = ErrorCode::NotFound, .subject = u"repository"_s};
        QTest::newRow("no commits") << Error{.code = ErrorCode::Invalid, .subject = u"no-commits"_s};
        QTest::newRow("a policy with a mistake") << Error{.code = ErrorCode::Invalid, .detail = u"unknown key"_s, .line = 3, .column = 7};
        QTest::newRow("no permission") << Error{.code = ErrorCode::NotPermitted, .subject = u"/srv"_s};
        QTest::newRow("no answer") << Error{.code = ErrorCode::Unavailable};
    }

    void everyErrorOfOpeningSaysThatNothingWasChanged()
    {
        QFETCH(const Error, error);

        const ErrorText words = openErrorText(error);

        QVERIFY(!words.lead.isEmpty());
        QVERIFY2(words.sentence.startsWith(u"Nothing was changed."_s), qPrintable(words.sentence));
        if (error.line > 0) {
            QVERIFY(words.lead.contains(u"3"_s) && words.lead.contains(u"7"_s));
        }
    }

    void makingTheExampleSaysHowFarItIsAndEscapeEndsIt()
    {
        QSignalSpy canceled(m_page.get(), &StartPage::cancelRequested);
        m_page->showProgress(1, 26);
        m_page->showBusy({.example = true});

        m_page->showProgress(3, 26);

        const auto said = [this](const QString &words) {
            const QList<PlainLabel *> labels = find<QWidget>(m_page.get(), "exampleCard")->findChildren<PlainLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const PlainLabel *label) {
                return label->isVisible() && label->text() == words;
            });
        };
        QTRY_VERIFY(said(u"3 of 26"_s));
        QVERIFY(!find<QPushButton>(m_page.get(), "openExample")->isEnabled());

        QTest::keyClick(m_page.get(), Qt::Key_Escape);

        QCOMPARE(canceled.size(), 1);
        QVERIFY(find<QPushButton>(m_page.get(), "openExample")->isEnabled());
        QVERIFY(!said(u"3 of 26"_s));
    }

    void theExampleSaysItsOwnFailure()
    {
        m_page->showBusy({.example = true});
        QVERIFY(!find<QPushButton>(m_page.get(), "openExample")->isEnabled());

        m_page->showFailure({.example = true}, {.code = ErrorCode::NoSpace});

        QVERIFY(find<QPushButton>(m_page.get(), "openExample")->isEnabled());
        QVERIFY(find<PlainLabel>(m_page.get(), "exampleError")->isVisible());
    }

    void recentWorkspacesComeFirstAndOpenWithEnter()
    {
        QVERIFY(!find<QWidget>(m_page.get(), "recentCard")->isVisible());
        m_page->setRecent({{.request = {.place = u"/repo/a"_s}, .name = u"a"_s},
                           {.request = {.example = true}, .name = u"acme"_s}});
        QSignalSpy wanted(m_page.get(), &StartPage::openRequested);
        auto *list = find<QListView>(m_page.get(), "recentList");
        QVERIFY(list->isVisible());
        list->setFocus();
        list->setCurrentIndex(list->model()->index(1, 0));

        QTest::keyClick(list, Qt::Key_Return);

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<OpenRequest>(), (OpenRequest{.example = true}));
    }

    void aProposalSaysWhatWouldBeGovernedAndWaitsForThePress()
    {
        QSignalSpy govern(m_page.get(), &StartPage::governRequested);
        const GovernProposal shown = proposal();

        m_page->showProposal(shown);

        QVERIFY(govern.isEmpty());
        auto *start = find<QPushButton>(m_page.get(), "governStart");
        QVERIFY(start->isEnabled());
        QVERIFY(says(u"2 prompts"_s));
        QVERIFY(says(u"Development → Staging → Production"_s));
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(govern.size(), 1);
        QCOMPARE(govern.first().first().value<GovernProposal>(), shown);
        QVERIFY2(!start->isEnabled(), "while it is under way");
        m_page->showGovernFailure({.code = ErrorCode::Conflict});
        QVERIFY(start->isEnabled());
        QVERIFY(find<NoticeBar>(m_page.get(), "governNotice")->isVisible());
    }

    void withoutPromptFilesItSaysWhatWasLookedFor()
    {
        GovernProposal shown = proposal();
        shown.files.clear();

        m_page->showProposal(shown);

        QVERIFY(!find<QPushButton>(m_page.get(), "governStart")->isEnabled());
        QVERIFY(find<PlainLabel>(m_page.get(), "governWhy")->isVisible());
        QVERIFY(says(u"*.prompty"_s));
        QTest::mouseClick(find<QPushButton>(m_page.get(), "governBack"), Qt::LeftButton);
        QVERIFY(find<QPushButton>(m_page.get(), "chooseFolder")->isVisible());
    }

    void theProposalIsEditedByKeyboardBeforeItIsAccepted()
    {
        GovernProposal shown = proposal();
        Policy policy = storyPolicy();
        policy.governed = {{.paths = {u"prompts/**"_s}}};
        policy.workflows = {{.id = u"support"_s, .title = u"Support"_s, .paths = {u"prompts/support/**"_s},
                             .consequences = {Consequence::CustomerVisible}}};
        shown.policyText = policyYaml(policy);
        shown.policy = policyFromYaml(shown.policyText).value();
        m_page->resize(1280, 800);
        m_page->show();
        m_page->showProposal(shown);
        QVERIFY(says(u"Support (seen by customers)"_s));
        QSignalSpy govern(m_page.get(), &StartPage::governRequested);

        QTest::keyClick(find<QPushButton>(m_page.get(), "governEdit"), Qt::Key_Space);
        auto *sections = find<QComboBox>(m_page.get(), "proposalSection");
        QVERIFY(sections->isVisible());
        auto *table = find<PolicyTableView>(m_page.get(), "proposalTable");
        const auto open = [table](const QString &row, int column) {
            table->setFocus();
            for (int at = 0; at < table->model()->rowCount(); ++at) {
                if (table->rowKey(at) == row)
                    table->setCurrentIndex(table->model()->index(at, column));
            }
            QTest::keyClick(table, Qt::Key_Return);
        };
        // Somebody goes, somebody gets another role.
        open(u"p:rolf"_s, 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Delete);
        open(u"p:ana"_s, 1);
        QTest::keyClick(find<QCheckBox>(m_page.get(), "policyField_roles_compliance"), Qt::Key_Space);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        // And what hangs on the workflow.
        QTest::keyClicks(sections, u"Workflows"_s);
        open(u"support"_s, 2);
        QTest::keyClick(find<QCheckBox>(m_page.get(), "policyField_consequences_financial"), Qt::Key_Space);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        picture(u"govern-edit-1280-light"_s);
        QTest::keyClick(find<QPushButton>(m_page.get(), "governEdit"), Qt::Key_Space);

        QVERIFY(says(u"Support (financial, seen by customers)"_s) || says(u"Support (seen by customers, financial)"_s));
        auto *start = find<QPushButton>(m_page.get(), "governStart");
        QTest::keyClick(start, Qt::Key_Space);
        QCOMPARE(govern.size(), 1);
        const auto accepted = govern.first().first().value<GovernProposal>();
        const Policy edited = policyFromYaml(accepted.policyText).value();
        QVERIFY(!edited.person(rolf));
        QVERIFY(edited.person(ana)->roles.contains(role("compliance")));
        QCOMPARE(edited.workflows.first().consequences.size(), 2);
        QCOMPARE(accepted.files.size(), 2);
    }

    void aMistakeInTheTextOfTheProposalStopsIt()
    {
        GovernProposal shown = proposal();
        shown.policyText = policyYaml(storyPolicy());
        m_page->show();
        m_page->showProposal(shown);
        QTest::keyClick(find<QPushButton>(m_page.get(), "governEdit"), Qt::Key_Space);
        QTest::keyClicks(find<QComboBox>(m_page.get(), "proposalSection"), u"As text"_s);
        auto *text = find<QPlainTextEdit>(m_page.get(), "proposalText");
        QVERIFY(text->isVisible());

        text->moveCursor(QTextCursor::End);
        QTest::keyClicks(text, u"owner: []"_s);

        auto *start = find<QPushButton>(m_page.get(), "governStart");
        QVERIFY(!start->isEnabled());
        QVERIFY(find<NoticeBar>(m_page.get(), "proposalError")->isVisible());
        for (int i = 0; i < 9; ++i)
            QTest::keyClick(text, Qt::Key_Backspace);
        QVERIFY(start->isEnabled());
    }

    void hostileNamesAreShownAsCharacters()
    {
        GovernProposal shown = proposal();
        shown.name = u"<img src=x>\u202Egnp"_s;

        m_page->showProposal(shown);

        const QList<PlainLabel *> labels = m_page->findChildren<PlainLabel *>();
        for (const PlainLabel *label : labels) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->QLabel::text().contains(QChar(0x202E)));
        }
    }

private:
    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents();
        if (!folder.isEmpty() && QDir().mkpath(folder))
            m_page->grab().save(folder + u'/' + name + u".png"_s);
    }

    static GovernProposal proposal()
    {
        return {.request = {.place = u"/repo"_s},
                .name = u"acme-prompts"_s,
                .location = u"/repo"_s,
                .policy = storyPolicy(),
                .policyText = "workspace: acme\n",
                .files = {{.path = u"prompts/a.md"_s}, {.path = u"prompts/b.md"_s}},
                .lookedFor = {u"*.prompty"_s}};
    }

    [[nodiscard]] bool says(const QString &words) const
    {
        const QList<PlainLabel *> labels = m_page->findChildren<PlainLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const PlainLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    }

    std::unique_ptr<Theme> m_theme = installTheme();
    FakeOpener m_opener;
    TemporarySettings m_settings;
    std::unique_ptr<StartPage> m_page;
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::StartPageTest)
#include "tst_start_page.moc"
