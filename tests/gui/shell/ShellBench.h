// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "ui/changes/ChangesPage.h"
#include "ui/inbox/InboxPage.h"
#include "ui/shell/window/InfoSheets.h"
#include "ui/shell/window/MainWindow.h"

namespace countersign::test {

/// Answers when the test says so.
class FakeOpener : public WorkspaceOpener
{
    Q_OBJECT

public:
    [[nodiscard]] QFuture<Result<OpenOutcome>> open(const OpenRequest &request) override
    {
        lastRequest = request;
        return openCalls.ask();
    }
    [[nodiscard]] QFuture<Result<OpenOutcome>> govern(const GovernProposal &proposal) override
    {
        lastProposal = proposal;
        return governCalls.ask();
    }

    [[nodiscard]] QFuture<Result<RegistryFound>> tryRegistry(const OpenRequest &request) override
    {
        lastRequest = request;
        return tryCalls.ask();
    }
    [[nodiscard]] QFuture<Done> keepPassword(const OpenRequest &request) override
    {
        lastRequest = request;
        return QtFuture::makeReadyValueFuture(Done{});
    }

    Held<Result<OpenOutcome>> openCalls;
    Held<Result<OpenOutcome>> governCalls;
    Held<Result<RegistryFound>> tryCalls;
    OpenRequest lastRequest;
    GovernProposal lastProposal;
};

/// A page that only keeps what it is told, in the place of those that other folders make.
class BlankPage : public Page
{
    Q_OBJECT

public:
    BlankPage(PageKind kind, QWidget *parent)
        : Page(parent)
        , m_kind(kind)
    {
        setFocusPolicy(Qt::StrongFocus);
    }

    void setView(const ViewPointer &newest) override { view = newest; }
    void navigate(const Address &address) override
    {
        m_address = address;
        visited.append(address);
    }
    [[nodiscard]] Address address() const override
    {
        Address address = m_address;
        address.page = m_kind;
        return address;
    }
    [[nodiscard]] QString title() const override { return QStringLiteral("Blank"); }
    bool primaryAction() override
    {
        ++presses;
        return true;
    }
    void settle() override { ++settled; }

    ViewPointer view;
    QList<Address> visited;
    int presses = 0;
    int settled = 0;

private:
    PageKind m_kind;
    Address m_address;
};

/// A window with the real inbox and changes, a fake workspace and a fake opener.
class ShellBench
{
public:
    explicit ShellBench(Theme &theme)
        : m_clock(acmeNow())
        , m_window(MainWindow::Parts{.opener = m_opener,
                                     .makePage = [this](PageKind kind, const PageContext &context,
                                                        QWidget *parent) -> Page * {
                                         if (kind == PageKind::Inbox) {
                                             return new InboxPage(context, parent);
                                         }
                                         if (kind == PageKind::Changes) {
                                             return new ChangesPage(context, parent);
                                         }
                                         auto *blank = new BlankPage(kind, parent);
                                         m_blank.insert(kind, blank);
                                         return blank;
                                     },
                                     .theme = theme,
                                     .settings = m_settings.settings(),
                                     .clock = m_clock})
    {
    }

    void open(const ViewPointer &view, const QList<IdentityChoice> &identities = {},
              const OpenRequest &request = {.place = QStringLiteral("/repo")})
    {
        m_workspace = std::make_shared<FakeWorkspace>(view);
        m_window.openWorkspace(request);
        m_opener.openCalls.answer(OpenOutcome(OpenedWorkspace{.workspace = m_workspace, .request = request,
                                                              .identities = identities}));
        // The answer comes with the next turn of the event loop.
        QVERIFY2(QTest::qWaitFor([this, workspace = m_workspace.get()] {
                     return m_window.body() && &m_window.body()->workspace() == workspace;
                 }),
                 "the workspace opens");
    }

    /// The bench holds the workspace too; a test about its end lets go first.
    [[nodiscard]] std::weak_ptr<Workspace> weak() const { return m_workspace; }
    void forget() { m_workspace.reset(); }
    [[nodiscard]] MainWindow &window() { return m_window; }
    [[nodiscard]] WorkspaceBody &body() { return *m_window.body(); }
    [[nodiscard]] FakeWorkspace &workspace() { return *m_workspace; }
    [[nodiscard]] FakeOpener &opener() { return m_opener; }
    [[nodiscard]] FixedClock &clock() { return m_clock; }
    [[nodiscard]] QSettings &settings() { return m_settings.settings(); }
    [[nodiscard]] BlankPage *blank(PageKind kind) const { return m_blank.value(kind); }

private:
    TemporarySettings m_settings;
    FixedClock m_clock;
    FakeOpener m_opener;
    QHash<PageKind, QPointer<BlankPage>> m_blank;
    std::shared_ptr<FakeWorkspace> m_workspace;
    MainWindow m_window;
};

/// What the opener proposes for a repository without a record.
[[nodiscard]] inline GovernProposal acmeProposal()
{
    GovernProposal proposal{.request = {.place = QStringLiteral("/home/ana/acme-prompts")},
                            .name = QStringLiteral("acme-prompts"),
                            .location = QStringLiteral("https://git.acme.example/prompts.git"),
                            .policy = storyPolicy(),
                            .policyText = "workspace: acme-prompts\nbranch: main\n",
                            .lookedFor = {QStringLiteral("*.prompty"), QStringLiteral("prompts/**")}};
    const auto view = firstDayView();
    for (const Artifact &artifact : view->state.artifacts) {
        proposal.files.append({.path = artifact.path, .kind = artifact.kind});
    }
    return proposal;
}

} // namespace countersign::test
