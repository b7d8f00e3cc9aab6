// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/StartPage.h"

#include "base/RegistryPlace.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/start/AnswerRow.h"
#include "ui/start/ConnectionsPanel.h"
#include "ui/start/ExampleCard.h"
#include "ui/start/GovernPanel.h"
#include "ui/start/OpenErrorText.h"
#include "ui/start/RegistryRow.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

StartPage::StartPage(WorkspaceOpener &opener, QSettings &settings, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"startPage"_s);
    const Theme &theme = Theme::of(this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(m_scroll);
    auto *inside = new Ground(ColorRole::Window);
    m_scroll->setWidget(inside);
    auto *middle = new QHBoxLayout(inside);
    m_middle = middle;
    middle->setContentsMargins(24, 96, 24, 24);
    middle->setSpacing(0);
    middle->addStretch(1);

    m_question = new QWidget(inside);
    auto *question = new QVBoxLayout(m_question);
    question->setContentsMargins({});
    question->setSpacing(0);
    question->addWidget(new PlainLabel(tr("Where do your prompts live?"), FontRole::Title, ColorRole::Text, m_question));
    question->addSpacing(4);
    question->addWidget(new PlainLabel(tr("Countersign reads first. It writes nothing before you say so."),
                                       FontRole::Body, ColorRole::Muted, m_question));
    question->addSpacing(20);

    auto *columns = new QHBoxLayout;
    columns->setSpacing(40);
    question->addLayout(columns);
    question->addStretch();
    auto *lead = new QVBoxLayout;
    lead->setSpacing(12);
    columns->addLayout(lead, 3);

    auto *recentCard = new Ground(ColorRole::Surface, m_question, Ground::Shape::Card);
    recentCard->setObjectName(u"recentCard"_s);
    auto *recent = new QVBoxLayout(recentCard);
    recent->setContentsMargins(1, 14, 1, 8);
    recent->setSpacing(6);
    m_recentHead = new PlainLabel(tr("Open again"), FontRole::Section, ColorRole::Text, recentCard);
    m_recentHead->setContentsMargins(20, 0, 20, 0);
    recent->addWidget(m_recentHead);
    m_recentList = new QListView(recentCard);
    m_recentList->setObjectName(u"recentList"_s);
    prepareRowView(m_recentList, tr("Recent workspaces"), ColorRole::Surface);
    auto *recentRow = new EntryRow(m_recentList);
    recentRow->setGround(ColorRole::Surface);
    m_recentList->setItemDelegate(recentRow);
    m_recentList->setModel(&m_recentRows);
    recent->addWidget(m_recentList);
    lead->addWidget(recentCard);
    const auto openRecent = [this](const QModelIndex &index) {
        if (index.isValid() && index.row() < m_recent.size()) {
            emit openRequested(m_recent[index.row()].request);
        }
    };
    connect(m_recentList, &QListView::clicked, this, openRecent);
    // A click is not also the activation that Enter is, whatever the system makes of clicks.
    auto *enter = new QShortcut(Qt::Key_Return, m_recentList);
    enter->setContext(Qt::WidgetShortcut);
    connect(enter, &QShortcut::activated, this, [this, openRecent] { openRecent(m_recentList->currentIndex()); });
    auto *forget = new QShortcut(Qt::Key_Delete, m_recentList);
    forget->setContext(Qt::WidgetShortcut);
    connect(forget, &QShortcut::activated, this, [this] {
        const QModelIndex index = m_recentList->currentIndex();
        if (index.isValid() && index.row() < m_recent.size()) {
            emit forgetRequested(m_recent[index.row()].request);
        }
    });

    auto *answers = new Ground(ColorRole::Surface, m_question, Ground::Shape::Card);
    auto *answersLayout = new QVBoxLayout(answers);
    answersLayout->setContentsMargins(1, 1, 1, 1);
    answersLayout->setSpacing(0);
    m_folder = new AnswerRow(Icon::ResultFiles, tr("Open a repository"),
                             tr("A git repository with prompt files, on this computer"),
                             tr("Folder of the repository"), answers);
    m_folder->setObjectName(u"answerFolder"_s);
    m_folder->chooseButton()->setObjectName(u"chooseFolder"_s);
    m_folder->field()->setObjectName(u"folderField"_s);
    setButtonKind(m_folder->chooseButton(), ButtonKind::Filled);
    auto *line = new Ground(ColorRole::Line, answers);
    line->setFixedHeight(theme.tokens().line.hair);
    m_server = new AnswerRow(Icon::GitWorkspace, tr("Open from a server"),
                             tr("An https or ssh address that git can clone"), tr("https://git.example.com/prompts.git"),
                             answers);
    m_server->setObjectName(u"answerServer"_s);
    m_server->chooseButton()->setObjectName(u"chooseServer"_s);
    m_server->field()->setObjectName(u"serverField"_s);
    answersLayout->addWidget(m_folder);
    answersLayout->addWidget(line);
    answersLayout->addWidget(m_server);
    auto *secondLine = new Ground(ColorRole::Line, answers);
    secondLine->setFixedHeight(theme.tokens().line.hair);
    answersLayout->addWidget(secondLine);
    m_registry = new RegistryRow(answers);
    answersLayout->addWidget(m_registry);
    lead->addWidget(answers);
    auto *below = new QHBoxLayout;
    below->addWidget(new PlainLabel(tr("You can also drop a folder on this window."), FontRole::Secondary,
                                    ColorRole::Muted, m_question));
    below->addStretch();
    auto *connections = new LinkLabel(tr("Connections to registries"), m_question);
    connections->setObjectName(u"showConnections"_s);
    below->addWidget(connections);
    lead->addLayout(below);
    lead->addStretch();

    m_example = new ExampleCard(m_question);
    m_example->setObjectName(u"exampleCard"_s);
    auto *trail = new QVBoxLayout;
    trail->addWidget(m_example);
    trail->addStretch();
    columns->addLayout(trail, 2);
    middle->addWidget(m_question, 8);

    m_govern = new GovernPanel(inside);
    m_govern->hide();
    m_connections = new ConnectionsPanel(opener, settings, inside);
    m_connections->hide();
    const auto follow = [this, &theme] {
        m_question->setMinimumWidth(qMin(theme.px(900), 960));
        m_question->setMaximumWidth(theme.px(1040));
        m_govern->setMinimumWidth(theme.px(640));
        m_govern->setMaximumWidth(theme.px(760));
        m_connections->setMinimumWidth(qMin(theme.px(860), 960));
        m_connections->setMaximumWidth(theme.px(1040));
        setRecent(m_recent);
    };
    connect(&theme, &Theme::changed, this, follow);
    follow();
    middle->addWidget(m_govern, 8);
    middle->addWidget(m_connections, 8);
    middle->addStretch(1);

    connect(m_folder, &AnswerRow::choosePressed, this, &StartPage::chooseFolder);
    connect(m_folder, &AnswerRow::submitted, this, [this](const QString &place) { emit openRequested({.place = place}); });
    connect(m_folder, &AnswerRow::offerPressed, this, &StartPage::chooseFolder);
    connect(m_server, &AnswerRow::choosePressed, this, [this] {
        m_server->openField({}, tr("Open"));
        m_server->field()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_server, &AnswerRow::submitted, this, [this](const QString &place) { emit openRequested({.place = place}); });
    connect(m_folder, &AnswerRow::canceled, this, &StartPage::cancelRequested);
    connect(m_server, &AnswerRow::canceled, this, &StartPage::cancelRequested);
    connect(m_registry, &RegistryRow::openRequested, this, &StartPage::openRequested);
    connect(m_registry, &AnswerRow::canceled, this, &StartPage::cancelRequested);
    connect(connections, &QPushButton::clicked, this, &StartPage::showConnections);
    connect(m_connections, &ConnectionsPanel::openRequested, this, &StartPage::openRequested);
    connect(m_connections, &ConnectionsPanel::cancelRequested, this, &StartPage::cancelRequested);
    connect(m_connections, &ConnectionsPanel::backPressed, this, [this, connections] {
        emit cancelRequested();
        reset();
        connections->setFocus(Qt::OtherFocusReason);
    });
    connect(m_example, &ExampleCard::openPressed, this, [this] { emit openRequested({.example = true}); });
    connect(m_example, &ExampleCard::canceled, this, &StartPage::cancelRequested);
    connect(m_govern, &GovernPanel::startPressed, this, [this] { emit governRequested(m_govern->proposal()); });
    connect(m_govern, &GovernPanel::backPressed, this, [this] {
        emit cancelRequested();
        reset();
    });
    setFocusProxy(m_folder->chooseButton());
}

bool StartPage::isUrl(const QString &place)
{
    static const QRegularExpression url(u"^([a-zA-Z][a-zA-Z0-9+.-]+://|[^/\\\\:]+@[^/\\\\:]+:)"_s);
    return url.match(place).hasMatch();
}

AnswerRow *StartPage::rowOf(const OpenRequest &request) const
{
    return isUrl(request.place) ? m_server : m_folder;
}

void StartPage::setRecent(const QList<RecentWorkspace> &recent)
{
    m_recent = recent;
    QList<EntryRowData> rows;
    for (const RecentWorkspace &one : recent) {
        rows.append({.key = one.request.example ? u"example"_s : one.request.place,
                     .sentence = {{text::printableLine(one.name), RunStyle::Strong}},
                     .place = one.request.example ? tr("The example") : text::printableLine(one.request.place)});
    }
    m_recentRows.setRows(rows);
    const int shown = static_cast<int>(qMin<qsizetype>(rows.size(), 4));
    m_recentList->setFixedHeight(shown * Theme::of(this).px(40) + 2);
    m_recentList->parentWidget()->setVisible(!rows.isEmpty());
}

void StartPage::chooseFolder()
{
    auto *dialog = new QFileDialog(window(), tr("Open a repository"));
    dialog->setObjectName(u"folderDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        emit openRequested({.place = folder});
    });
    dialog->open();
}

void StartPage::showConnections()
{
    m_question->hide();
    m_govern->hide();
    m_connections->show();
    m_connections->begin();
}

void StartPage::showBusy(const OpenRequest &request)
{
    if (m_connections->isVisibleTo(this)) {
        m_connections->showOpening();
        return;
    }
    if (request.example) {
        m_example->showBusy();
        return;
    }
    if (request.create || isRegistry(request.place)) {
        m_registry->showRequest(request);
        return;
    }
    AnswerRow *row = rowOf(request);
    row->openField(request.place, tr("Open"));
    row->showBusy();
}

void StartPage::showProgress(int done, int all)
{
    m_example->showProgress(done, all);
}

void StartPage::showFailure(const OpenRequest &request, const Error &error)
{
    if (m_connections->isVisibleTo(this) && error.code != ErrorCode::Canceled) {
        m_connections->showFailure(error);
        return;
    }
    m_govern->hide();
    m_question->show();
    const ErrorText words = openErrorText(error);
    if (error.code == ErrorCode::Canceled) {
        reset();
        return;
    }
    if (request.example) {
        m_example->showFailure(words.lead + u' ' + words.sentence, error.detail);
        return;
    }
    if (request.create || isRegistry(request.place)) {
        m_registry->showError(request, error);
        return;
    }
    AnswerRow *row = rowOf(request);
    row->openField(request.place, tr("Try again"));
    row->showFailure(words.lead, words.sentence, error.detail, row == m_folder ? tr("Choose another folder") : QString());
}

void StartPage::showProposal(const GovernProposal &proposal)
{
    reset();
    m_govern->setProposal(proposal);
    m_question->hide();
    m_govern->show();
    (m_govern->startButton()->isEnabled() ? m_govern->startButton() : m_govern->findChild<QPushButton *>(u"governBack"_s))
            ->setFocus(Qt::OtherFocusReason);
}

void StartPage::showGovernFailure(const Error &error)
{
    m_govern->showFailure(error);
}

void StartPage::reset()
{
    m_folder->reset();
    m_server->reset();
    m_registry->reset();
    m_example->reset();
    m_govern->hide();
    m_connections->settle();
    m_connections->hide();
    m_question->show();
}

void StartPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_example->isBusy()) {
        m_example->cancel();
        return;
    }
    QWidget::keyPressEvent(event);
}

void StartPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // In a low window the room over the question goes before the page scrolls.
    const int over = qBound(24, height() - m_question->sizeHint().height() - 48, 96);
    m_middle->setContentsMargins(24, over, 24, 24);
}

void StartPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).color(ColorRole::Window));
}

} // namespace countersign
