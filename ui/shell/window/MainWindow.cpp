// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/MainWindow.h"

#include "ui/common/Sheet.h"
#include "ui/common/Text.h"
#include "ui/shell/RuleWords.h"
#include "ui/shell/window/BarButton.h"
#include "ui/shell/window/Bands.h"
#include "ui/shell/window/InfoSheets.h"
#include "ui/shell/window/TopBar.h"
#include "ui/start/StartPage.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(const Parts &parts, QWidget *parent)
    : QMainWindow(parent)
    , m_parts(parts)
    , m_windowSettings(parts.settings)
    , m_recent(parts.settings)
{
    setObjectName(u"mainWindow"_s);
    setAcceptDrops(true);
    setMinimumSize(1024, 680);

    m_central = new QWidget(this);
    m_central->setObjectName(u"covered"_s);
    auto *layout = new QVBoxLayout(m_central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_bar = new TopBar(m_parts.clock, m_central);
    layout->addWidget(m_bar);
    m_stack = new QStackedWidget(m_central);
    layout->addWidget(m_stack, 1);
    setCentralWidget(m_central);

    m_start = new StartPage(m_parts.opener, m_parts.settings, m_stack);
    m_stack->addWidget(m_start);
    connect(m_start, &StartPage::openRequested, this, &MainWindow::openWorkspace);
    connect(m_start, &StartPage::governRequested, this, &MainWindow::govern);
    connect(m_start, &StartPage::forgetRequested, this, [this](const OpenRequest &request) {
        m_recent.remove(request);
        m_start->setRecent(m_recent.list());
    });
    connect(m_start, &StartPage::cancelRequested, this, &MainWindow::cancelOpening);

    connect(m_bar->workspaceButton(), &BarButton::clicked, this, &MainWindow::openWorkspaceMenu);
    connect(m_bar->findButton(), &FindButton::clicked, this, &MainWindow::openFind);
    connect(m_bar->syncButton(), &BarButton::clicked, this, [this] {
        if (m_body) {
            m_body->workspace().sync();
        }
    });
    connect(m_bar->personButton(), &BarButton::clicked, this, &MainWindow::openPersonMenu);
    connect(m_bar->menuButton(), &QPushButton::clicked, this, &MainWindow::openMenu);

    makeShortcuts();
    qApp->installEventFilter(this);
    const QByteArray geometry = m_parts.settings.value("window/geometry"_L1).toByteArray();
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        resize(1440, 900);
    }
    showStart();
}

MainWindow::~MainWindow()
{
    cancelOpening();
    delete m_body;
}

void MainWindow::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto act) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, [this, act] {
            if (!isCovered()) {
                act();
            }
        });
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openFind(); });
    for (int number = 1; number <= 7; ++number) {
        add(QKeySequence(QKeyCombination(Qt::ControlModifier, Qt::Key(Qt::Key_0 + number))), [this, number] {
            if (m_body) {
                m_body->goToEntry(number);
            }
        });
    }
    add(QKeySequence(Qt::ALT | Qt::Key_Left), [this] {
        if (m_body) {
            m_body->goBack();
        }
    });
    add(QKeySequence(Qt::ALT | Qt::Key_Right), [this] {
        if (m_body) {
            m_body->goForward();
        }
    });
    add(QKeySequence(Qt::Key_F5), [this] { runCommand(u"sync"_s); });
    add(QKeySequence(Qt::Key_F6), [this] {
        if (m_body) {
            m_body->nextPane(1);
        }
    });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] {
        if (m_body) {
            m_body->nextPane(-1);
        }
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_N), [this] {
        if (m_body) {
            m_body->go({.page = PageKind::Changes, .act = AddressAct::NewChange});
        }
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_O), [this] { runCommand(u"open"_s); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Plus), [this] { setZoom(1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Equal), [this] { setZoom(1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Minus), [this] { setZoom(-1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_0), [this] { setZoom(0); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
}

bool MainWindow::isCovered() const
{
    if (m_body && m_body->isCovered()) {
        return true;
    }
    const QList<Sheet *> sheets = m_central->findChildren<Sheet *>();
    return std::any_of(sheets.begin(), sheets.end(), [](const Sheet *sheet) { return sheet->isVisible(); });
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // Ctrl+Enter goes to the one filled button before a list takes it for Enter.
    if (event->type() == QEvent::KeyPress && m_body && m_body->page() && !isCovered()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const auto *widget = qobject_cast<QWidget *>(watched);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
            && (key->modifiers() & ~Qt::KeypadModifier) == Qt::ControlModifier && widget && widget->window() == this
            && !key->isAutoRepeat()) {
            m_body->page()->primaryAction();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_body && m_body->page() && !isCovered() && m_body->page()->escape()) {
        return;
    }
    QMainWindow::keyPressEvent(event);
}

void MainWindow::await(const QFuture<Result<OpenOutcome>> &answer,
                       std::function<void(const Result<OpenOutcome> &)> taken)
{
    cancelOpening();
    m_opening = std::make_unique<Latest<Result<OpenOutcome>>>(this);
    m_opening->start(answer, [this, taken = std::move(taken)](const Result<OpenOutcome> &outcome) {
        cancelOpening();
        taken(outcome);
    });
    m_progress = std::make_unique<QFutureWatcher<Result<OpenOutcome>>>();
    connect(m_progress.get(), &QFutureWatcherBase::progressValueChanged, this, [this](int done) {
        const int all = m_progress->progressMaximum();
        m_start->showProgress(done, all);
        if (m_body) {
            m_body->bands()->showProgress(done, all);
        }
    });
    m_progress->setFuture(answer);
}

void MainWindow::cancelOpening()
{
    if (m_progress) {
        m_progress->disconnect();
        m_progress.release()->deleteLater(); // this may be its own signal
    }
    m_opening.reset();
    if (m_body) {
        m_body->bands()->endOpening();
    }
}

void MainWindow::openWorkspace(const OpenRequest &request)
{
    m_start->showBusy(request);
    const QFuture<Result<OpenOutcome>> answer = m_parts.opener.open(request);
    await(answer, [this, request](const Result<OpenOutcome> &outcome) {
        if (!outcome) {
            failed(request, outcome.error());
        } else if (const auto *workspace = std::get_if<OpenedWorkspace>(&*outcome)) {
            opened(*workspace);
        } else {
            closeWorkspace();
            m_start->showProposal(std::get<GovernProposal>(*outcome));
        }
    });
    if (m_body) {
        m_body->bands()->showOpening(request.example ? tr("Opening the example")
                                                     : tr("Opening %1").arg(text::printableLine(request.place)));
    }
}

void MainWindow::govern(const GovernProposal &proposal)
{
    await(m_parts.opener.govern(proposal), [this](const Result<OpenOutcome> &outcome) {
        if (!outcome) {
            m_start->showGovernFailure(outcome.error());
        } else if (const auto *workspace = std::get_if<OpenedWorkspace>(&*outcome)) {
            opened(*workspace);
        } else {
            m_start->showProposal(std::get<GovernProposal>(*outcome));
        }
    });
}

void MainWindow::failed(const OpenRequest &request, const Error &error)
{
    if (!m_body) {
        m_start->showFailure(request, error);
        return;
    }
    m_start->reset();
    if (error.code != ErrorCode::Canceled) {
        const QString place = request.example ? tr("the example") : request.place;
        m_body->bands()->showProblem(tr("%1 could not be opened.").arg(text::printableLine(place)), error);
    }
}

void MainWindow::opened(const OpenedWorkspace &opened)
{
    const bool sameWorkspace = m_body && m_request.place == opened.request.place
            && m_request.example == opened.request.example;
    const std::optional<Address> place =
            sameWorkspace && m_body->page() ? std::optional(m_body->page()->address()) : std::nullopt;
    if (m_body) {
        m_body->settle();
        delete m_body;
        m_body = nullptr;
    }
    m_request = opened.request;
    m_identities = opened.identities;
    const QString key = m_request.example ? u"example"_s : m_request.place;
    m_body = new WorkspaceBody({.workspace = opened.workspace,
                                .makePage = m_parts.makePage,
                                .theme = m_parts.theme,
                                .settings = m_parts.settings,
                                .clock = m_parts.clock,
                                .stateKey = key,
                                .covered = m_central},
                               m_stack);
    m_stack->addWidget(m_body);
    m_stack->setCurrentWidget(m_body);
    m_start->reset();
    connect(m_body, &WorkspaceBody::viewChanged, m_bar, &TopBar::setView);
    connect(m_body->bands(), &Bands::openingCanceled, this, &MainWindow::cancelOpening);
    connect(m_body, &WorkspaceBody::titleChanged, this, &MainWindow::followTitle);
    connect(m_body, &WorkspaceBody::commandChosen, this, &MainWindow::runCommand);
    m_bar->setIdentities(m_identities);
    m_bar->setView(opened.workspace->view());
    followRail();
    m_recent.add({.request = m_request, .name = opened.workspace->view()->name});
    m_body->go(place.value_or(Address()));
    if (m_body->page()) {
        m_body->page()->focusFirst();
    }
    followTitle();
}

void MainWindow::closeWorkspace()
{
    cancelOpening();
    if (m_body) {
        m_body->settle();
        delete m_body;
        m_body = nullptr;
    }
    m_identities.clear();
    m_request = {};
    showStart();
}

void MainWindow::showStart()
{
    m_bar->setIdentities({});
    m_bar->setView(nullptr);
    m_start->reset();
    m_start->setRecent(m_recent.list());
    m_stack->setCurrentWidget(m_start);
    followTitle();
}

void MainWindow::followTitle()
{
    if (!m_body) {
        setWindowTitle(tr("Countersign"));
        return;
    }
    const QString page = text::printableLine(m_body->title());
    const QString name = text::printableLine(m_body->workspace().view()->name);
    setWindowTitle(page.isEmpty() ? tr("%1 – Countersign").arg(name) : tr("%1 – %2 – Countersign").arg(page, name));
}

void MainWindow::followRail()
{
    if (m_body) {
        const bool narrow = m_windowSettings.rail() == RailChoice::Narrow
                || width() < m_parts.theme.size().railNarrowBelow;
        m_body->rail()->setWidthKind(narrow ? Rail::Width::Narrow : Rail::Width::Wide);
    }
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    followRail();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    cancelOpening();
    if (m_body) {
        m_body->settle();
    }
    m_parts.settings.setValue("window/geometry"_L1, saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!isCovered() && urls.size() == 1 && urls.first().isLocalFile()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile()) {
        event->acceptProposedAction();
        openWorkspace({.place = urls.first().toLocalFile()});
    }
}

void MainWindow::popUp(QMenu *menu, QWidget *under)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool right = under->mapTo(m_bar, under->rect().center()).x() > m_bar->width() / 2;
    const QPoint corner = right ? QPoint(under->width() - menu->sizeHint().width(), under->height())
                                : QPoint(0, under->height());
    menu->popup(under->mapToGlobal(corner));
}

void MainWindow::openWorkspaceMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"workspaceMenu"_s);
    for (const RecentWorkspace &recent : m_recent.list()) {
        const bool present = recent.request.place == m_request.place && recent.request.example == m_request.example;
        QString name = text::printableLine(recent.name);
        name.replace(u'&', "&&"_L1);
        auto *action = menu->addAction(recent.request.example ? tr("%1 (example)").arg(name) : name);
        action->setToolTip(text::printableLine(recent.request.place));
        action->setCheckable(true);
        action->setChecked(present);
        connect(action, &QAction::triggered, this, [this, request = recent.request, present] {
            if (!present) {
                openWorkspace(request);
            }
        });
    }
    menu->setToolTipsVisible(true);
    if (!menu->isEmpty()) {
        menu->addSeparator();
    }
    auto *open = menu->addAction(tr("Open another …"), this, [this] { runCommand(u"open"_s); });
    open->setObjectName(u"openAnother"_s);
    open->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    menu->addAction(tr("Connections to registries …"), this, [this] { runCommand(u"connections"_s); })
        ->setObjectName(u"openConnections"_s);
    menu->addAction(tr("Open the example"), this, [this] { openWorkspace({.example = true}); });
    menu->addSeparator();
    menu->addAction(tr("Close this workspace"), this, &MainWindow::closeWorkspace)->setObjectName(u"closeWorkspace"_s);
    popUp(menu, m_bar->workspaceButton());
}

void MainWindow::openPersonMenu()
{
    if (!m_body) {
        return;
    }
    const ViewPointer view = m_body->workspace().view();
    auto *menu = new QMenu(this);
    menu->setObjectName(u"personMenu"_s);
    const auto words = [](QString text) {
        text = text::printableLine(text);
        return text.replace(u'&', "&&"_L1);
    };
    if (m_identities.size() > 1) {
        auto *head = menu->addAction(tr("Act as"));
        head->setEnabled(false);
        for (const IdentityChoice &one : std::as_const(m_identities)) {
            const QString label = one.role.isEmpty() ? words(one.name) : words(tr("%1 (%2)").arg(one.name, one.role));
            auto *action = menu->addAction(label);
            action->setCheckable(true);
            const bool present = one.email.compare(view->me.email, Qt::CaseInsensitive) == 0;
            action->setChecked(present);
            action->setData(one.email);
            connect(action, &QAction::triggered, this, [this, email = one.email, present] {
                if (!present) {
                    OpenRequest request = m_request;
                    request.as = email;
                    openWorkspace(request);
                }
            });
        }
        menu->addSeparator();
    }
    const QString configured = view->me.email.isEmpty()
            ? tr("No user.email is configured")
            : tr("Configured as %1 <%2>").arg(view->me.name, view->me.email);
    menu->addAction(words(configured))->setEnabled(false);
    const QString reason = RuleWords::readOnlyReason(*view);
    if (!reason.isEmpty()) {
        menu->addAction(words(tr("Reads only")))->setEnabled(false);
    }
    menu->addAction(tr("Delegate my approvals …"), this,
                    [this] {
                        if (m_body) {
                            m_body->showDelegations();
                        }
                    })
        ->setObjectName(u"delegateAction"_s);
    menu->addAction(tr("People and roles"), this, [this] {
        if (m_body) {
            m_body->go({.page = PageKind::Policy});
        }
    });
    popUp(menu, m_bar->personButton());
}

void MainWindow::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"mainMenu"_s);
    const ThemeSettings look = m_windowSettings.theme();

    auto *schemes = new QActionGroup(menu);
    const auto addScheme = [&](const QString &name, SchemeChoice scheme) {
        auto *action = menu->addAction(name, this, [this, scheme] { setScheme(scheme); });
        action->setCheckable(true);
        action->setChecked(look.scheme == scheme);
        schemes->addAction(action);
    };
    addScheme(tr("As the system"), SchemeChoice::System);
    addScheme(tr("Light"), SchemeChoice::Light);
    addScheme(tr("Dark"), SchemeChoice::Dark);
    menu->addSeparator();
    auto *marks = menu->addAction(tr("Differences in blue and orange"), this, [this](bool on) {
        ThemeSettings settings = m_windowSettings.theme();
        settings.marks = on ? MarkPalette::ColourBlind : MarkPalette::Standard;
        m_windowSettings.setTheme(settings);
        m_windowSettings.apply(m_parts.theme);
    });
    marks->setObjectName(u"colourBlindPalette"_s);
    marks->setCheckable(true);
    marks->setChecked(look.marks == MarkPalette::ColourBlind);
    auto *rail = menu->addAction(tr("Narrow rail"), this, [this](bool on) {
        m_windowSettings.setRail(on ? RailChoice::Narrow : RailChoice::ByWidth);
        followRail();
    });
    rail->setCheckable(true);
    rail->setChecked(m_windowSettings.rail() == RailChoice::Narrow);
    menu->addSeparator();
    menu->addAction(tr("Larger"), QKeySequence(Qt::CTRL | Qt::Key_Plus), this, [this] { setZoom(1); });
    menu->addAction(tr("Smaller"), QKeySequence(Qt::CTRL | Qt::Key_Minus), this, [this] { setZoom(-1); });
    menu->addAction(tr("Usual size (%1 % now)").arg(m_windowSettings.zoom()), QKeySequence(Qt::CTRL | Qt::Key_0), this,
                    [this] { setZoom(0); });
    menu->addSeparator();
    menu->addAction(tr("Shortcuts"), this, [this] { openShortcutsSheet(m_central); });
    menu->addAction(tr("About Countersign"), this, [this] { openAboutSheet(m_central); });
    menu->addSeparator();
    menu->addAction(tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, [this] { close(); });
    popUp(menu, m_bar->menuButton());
}

void MainWindow::setScheme(SchemeChoice scheme)
{
    ThemeSettings settings = m_windowSettings.theme();
    settings.scheme = scheme;
    m_windowSettings.setTheme(settings);
    m_windowSettings.apply(m_parts.theme);
}

void MainWindow::setZoom(int step)
{
    const QList<int> zooms = WindowSettings::zooms();
    const qsizetype at = zooms.indexOf(m_windowSettings.zoom());
    const qsizetype next = step == 0 ? zooms.indexOf(100) : qBound<qsizetype>(0, at + step, zooms.size() - 1);
    m_windowSettings.setZoom(zooms[next]);
    m_windowSettings.apply(m_parts.theme);
    followRail();
}

void MainWindow::openFind()
{
    if (m_body && !m_body->isCovered()) {
        m_body->openFind(commands());
    }
}

QList<FindCommand> MainWindow::commands() const
{
    QList<FindCommand> list;
    const QString readOnly = RuleWords::readOnlyReason(*m_body->workspace().view());
    list.append({.id = u"new"_s, .text = tr("New change …"), .icon = Icon::Add,
                 .keys = QKeySequence(Qt::CTRL | Qt::Key_N).toString(QKeySequence::NativeText),
                 .reason = readOnly.isEmpty() ? QString() : tr("reads only"),
                 .address = Address{.page = PageKind::Changes, .act = AddressAct::NewChange}});
    int number = 1;
    for (const PageKind page : Rail::entries()) {
        const QKeySequence keys(QKeyCombination(Qt::ControlModifier, Qt::Key(Qt::Key_0 + number)));
        list.append({.id = u"page/%1"_s.arg(number), .text = tr("Go to %1").arg(Rail::name(page)),
                     .icon = Rail::icon(page),
                     .keys = keys.toString(QKeySequence::NativeText), .address = Address{.page = page}});
        ++number;
    }
    list.append({.id = u"sync"_s, .text = tr("Sync now"), .icon = Icon::RunAgain,
                 .keys = QKeySequence(Qt::Key_F5).toString(QKeySequence::NativeText)});
    if (!m_body->workspace().view()->pending.isEmpty()) {
        list.append({.id = u"pending"_s, .text = tr("Show what is not sent yet"), .icon = Icon::Offline});
    }
    list.append({.id = u"delegate"_s, .text = tr("Delegate my approvals …"), .icon = Icon::Group});
    list.append({.id = u"light"_s, .text = tr("Light colours"), .icon = Icon::Check});
    list.append({.id = u"dark"_s, .text = tr("Dark colours"), .icon = Icon::Check});
    list.append({.id = u"open"_s, .text = tr("Open another workspace …"), .icon = Icon::GitWorkspace,
                 .keys = QKeySequence(Qt::CTRL | Qt::Key_O).toString(QKeySequence::NativeText)});
    list.append({.id = u"connections"_s, .text = tr("Connections to registries …"), .icon = Icon::RegistryWorkspace});
    list.append({.id = u"example"_s, .text = tr("Open the example"), .icon = Icon::GitWorkspace});
    list.append({.id = u"close"_s, .text = tr("Close this workspace"), .icon = Icon::Close});
    list.append({.id = u"shortcuts"_s, .text = tr("Shortcuts"), .icon = Icon::Help});
    return list;
}

void MainWindow::runCommand(const QString &id)
{
    if (id == "sync"_L1) {
        if (m_body) {
            m_body->workspace().sync();
        }
    } else if (id == "pending"_L1) {
        m_body->showPending();
    } else if (id == "delegate"_L1) {
        m_body->showDelegations();
    } else if (id == "light"_L1) {
        setScheme(SchemeChoice::Light);
    } else if (id == "dark"_L1) {
        setScheme(SchemeChoice::Dark);
    } else if (id == "open"_L1) {
        m_start->chooseFolder();
    } else if (id == "connections"_L1) {
        closeWorkspace();
        m_start->showConnections();
    } else if (id == "example"_L1) {
        openWorkspace({.example = true});
    } else if (id == "close"_L1) {
        closeWorkspace();
    } else if (id == "shortcuts"_L1) {
        openShortcutsSheet(m_central);
    }
}

} // namespace countersign
