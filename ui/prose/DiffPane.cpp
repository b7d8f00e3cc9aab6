// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffPane.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/prose/SettingsCard.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

DiffPane::DiffPane(QWidget *parent) : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    m_files = new Ground(ColorRole::Surface, this);
    m_files->setLines(Qt::BottomEdge);
    m_files->hide();
    all->addWidget(m_files);

    m_settings = new SettingsCard(this);
    m_settings->setObjectName(u"settingsCard"_s);
    all->addWidget(m_settings);

    m_heads = new Ground(ColorRole::Surface, this);
    m_heads->setLines(Qt::BottomEdge);
    all->addWidget(m_heads);
    makeHead(m_head[0], Side::Left);
    makeHead(m_head[1], Side::Right);
    m_layoutButton = makeIconButton(Icon::SideBySide, tr("Side by side or in one column"), m_heads);
    m_layoutButton->setObjectName(u"layoutButton"_s);
    m_layoutButton->setCheckable(true);
    m_more = makeIconButton(Icon::More, tr("More"), m_heads);
    m_more->setObjectName(u"diffMore"_s);

    m_searchBar = new Ground(ColorRole::Sunken, this);
    m_searchBar->setLines(Qt::BottomEdge);
    auto *searchRow = new QHBoxLayout(m_searchBar);
    searchRow->setContentsMargins(12, 4, 12, 4);
    m_search = new SearchField(Icon::Find, tr("Find in both texts"), m_searchBar);
    m_search->setObjectName(u"diffSearch"_s);
    m_search->setAccessibleName(tr("Find in both texts"));
    setFieldHeight(m_search, ButtonHeight::InBar);
    m_matches = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, m_searchBar);
    QPushButton *previous = makeIconButton(Icon::Previous, tr("Previous match"), m_searchBar);
    QPushButton *next = makeIconButton(Icon::Next, tr("Next match"), m_searchBar);
    QPushButton *shut = makeIconButton(Icon::Close, tr("Close the search"), m_searchBar);
    for (QPushButton *button : {previous, next, shut})
        setButtonHeight(button, ButtonHeight::InBar);
    searchRow->addWidget(m_search, 1);
    searchRow->addWidget(m_matches);
    searchRow->addWidget(previous);
    searchRow->addWidget(next);
    searchRow->addWidget(shut);
    m_searchBar->hide();
    all->addWidget(m_searchBar);

    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->hide();
    all->addWidget(m_notice);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, this);
    m_busy->hide();
    all->addWidget(m_busy);

    m_stack = new QStackedWidget(this);
    m_view = new DiffView(m_stack);
    m_view->setObjectName(u"diffView"_s);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"diffEmpty"_s);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    all->addWidget(m_stack, 1);

    m_comment = makeButton(Icon::Comment, tr("Comment"), ButtonKind::Plain, m_view->viewport());
    m_comment->setObjectName(u"commentOnSelection"_s);
    m_comment->setFocusPolicy(Qt::NoFocus);
    setButtonHeight(m_comment, ButtonHeight::InBar);
    m_comment->hide();

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &words) {
        if (m_view->find(words) > 0)
            m_view->findNext(1);
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_view->findNext(1); });
    connect(previous, &QPushButton::clicked, this, [this] { m_view->findNext(-1); });
    connect(next, &QPushButton::clicked, this, [this] { m_view->findNext(1); });
    connect(shut, &QPushButton::clicked, this, [this] { escape(); });
    connect(m_view, &DiffView::matchesChanged, this, &DiffPane::showMatches);
    connect(m_view, &DiffView::shownLayoutChanged, this, &DiffPane::showLayout);
    connect(m_view, &DiffView::commentAsked, this, [this](const DiffRange &about) {
        if (m_commenting)
            emit commentAsked(about);
    });
    connect(m_view, &DiffView::selectionChanged, this, &DiffPane::placeCommentButton);
    connect(m_comment, &QPushButton::clicked, this, [this] {
        if (m_commenting && !m_view->selection().isEmpty())
            emit commentAsked(m_view->selection());
    });
    connect(m_view, &DiffView::currentEntryChanged, this, [this](int entry) {
        const bool setting = entry >= 0 && m_view->comparison();
        m_settings->setCurrent(setting ? m_view->comparison()->entries[entry].setting : -1);
    });
    connect(m_settings, &SettingsCard::settingChosen, this, [this](int setting) {
        if (!m_view->comparison())
            return;
        const QList<diff::Entry> &entries = m_view->comparison()->entries;
        for (int i = 0; i < entries.size(); ++i) {
            if (entries[i].setting == setting) {
                m_view->setCurrentEntry(i);
                return;
            }
        }
    });
    connect(m_layoutButton, &QPushButton::clicked, this, [this] {
        m_view->setLayoutChoice(m_view->shownLayout() == DiffLayout::SideBySide ? LayoutChoice::Unified
                                                                                : LayoutChoice::SideBySide);
        showLayout();
    });
    connect(m_more, &QPushButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const auto choice = [&](const QString &words, LayoutChoice layout) {
            QAction *action = menu->addAction(words, this, [this, layout] {
                m_view->setLayoutChoice(layout);
                showLayout();
            });
            action->setCheckable(true);
            action->setChecked(m_view->layoutChoice() == layout);
        };
        choice(tr("Side by side where there is room"), LayoutChoice::Automatic);
        choice(tr("Always side by side"), LayoutChoice::SideBySide);
        choice(tr("Always one column"), LayoutChoice::Unified);
        menu->addSeparator();
        menu->addAction(tr("Show everything that is alike"), m_view, &DiffView::unfoldAll);
        menu->addAction(tr("Find in both texts"), this, &DiffPane::openSearch);
        menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
    });
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, &DiffPane::openSearch);
    showLayout();
}

void DiffPane::makeHead(Head &head, Side side)
{
    const bool left = side == Side::Left;
    head.place = new QWidget(m_heads);
    auto *row = new QHBoxLayout(head.place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    head.lead = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, head.place);
    head.name = new QToolButton(head.place);
    head.name->setObjectName(left ? u"leftChoice"_s : u"rightChoice"_s);
    head.name->setPopupMode(QToolButton::InstantPopup);
    head.name->setAutoRaise(true);
    head.name->setFont(Theme::of(this).font(FontRole::BodyStrong));
    head.note = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, head.place);
    head.note->setWrapping(Wrapping::Elide);
    row->addWidget(head.lead);
    row->addWidget(head.name);
    row->addWidget(head.note, 1);
}

void DiffPane::setChoices(Side side, const QList<DiffChoice> &choices, const QString &current)
{
    Head &head = m_head[index(side)];
    auto *menu = new QMenu(head.name);
    for (const DiffChoice &choice : choices) {
        if (choice.startsGroup && !menu->isEmpty())
            menu->addSeparator();
        QStringList words;
        for (const QString &part : {choice.lead, choice.name, choice.note}) {
            if (!part.isEmpty())
                words.append(text::printableLine(part));
        }
        QString label = words.join(u"  "_s);
        label.replace(u"&"_s, u"&&"_s);
        QAction *action = menu->addAction(label);
        action->setCheckable(true);
        action->setChecked(choice.id == current);
        action->setData(choice.id);
        connect(action, &QAction::triggered, this, [this, side, id = choice.id] { emit choiceMade(side, id); });
        if (choice.id == current) {
            head.lead->setText(choice.lead);
            head.lead->setVisible(!choice.lead.isEmpty());
            QString name = text::printableLine(choice.name);
            head.name->setText(name.replace(u"&"_s, u"&&"_s));
            head.name->setAccessibleName(words.join(u' '));
            head.note->setText(choice.note);
        }
    }
    QMenu *old = head.name->menu();
    head.name->setMenu(menu);
    if (old)
        old->deleteLater();
    head.name->setEnabled(choices.size() > 1);
    head.name->setToolTip(side == Side::Left ? tr("Choose what it is compared with") : tr("Choose what is read"));
}

void DiffPane::setComparison(std::shared_ptr<const diff::Comparison> comparison)
{
    m_busy->end();
    const bool nothing = comparison && comparison->complete && comparison->identical;
    m_settings->setComparison(comparison);
    m_view->setComparison(comparison);
    if (nothing && comparison->rows.isEmpty())
        m_empty->setText(tr("Both say the same"), tr("There is no text in this file."));
    m_stack->setCurrentWidget(nothing && comparison->rows.isEmpty() ? static_cast<QWidget *>(m_empty) : m_view);
    m_view->setEnabled(true);
    showMatches();
}

void DiffPane::setBusy(const QString &whatRuns)
{
    m_busy->begin(whatRuns);
}

void DiffPane::setProblem(const QString &sentence, const QString &explanation)
{
    m_busy->end();
    m_busy->hide();
    m_view->setComparison(nullptr);
    m_settings->setComparison(nullptr);
    m_empty->setText(sentence, explanation);
    m_stack->setCurrentWidget(m_empty);
}

void DiffPane::setCommenting(bool allowed)
{
    m_commenting = allowed;
    placeCommentButton();
}

void DiffPane::setFiles(const QStringList &names, int current)
{
    delete m_files->layout();
    qDeleteAll(m_files->findChildren<QAbstractButton *>(QString(), Qt::FindDirectChildrenOnly));
    m_files->setVisible(names.size() > 1);
    if (names.size() <= 1)
        return;
    auto *row = new QHBoxLayout(m_files);
    row->setContentsMargins(16, 6, 16, 6);
    row->setSpacing(8);
    auto *group = new QButtonGroup(m_files);
    group->setExclusive(true);
    for (int i = 0; i < names.size(); ++i) {
        auto *chip = new FilterChip(text::printableLine(names[i]), m_files);
        chip->setChecked(i == current);
        group->addButton(chip, i);
        row->addWidget(chip);
    }
    row->addStretch(1);
    connect(group, &QButtonGroup::idClicked, this, &DiffPane::fileChosen);
}

void DiffPane::openSearch()
{
    m_searchBar->show();
    const QString words = m_view->selectedText();
    if (!words.isEmpty() && words.size() < 80 && !words.contains(u'\n'))
        m_search->setText(words);
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    showMatches();
}

bool DiffPane::escape()
{
    if (m_searchBar->isVisible()) {
        m_searchBar->hide();
        m_view->find({});
        m_view->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (!m_view->selection().isEmpty()) {
        m_view->select({});
        return true;
    }
    return false;
}

void DiffPane::showMatches()
{
    const int count = m_view->matchCount();
    if (m_search->text().isEmpty())
        m_matches->setText({});
    else if (count == 0)
        m_matches->setText(tr("Nothing found"));
    else
        m_matches->setText(tr("%1 of %2").arg(text::number(qint64(m_view->currentMatch() + 1)), text::number(qint64(count))));
}

void DiffPane::showLayout()
{
    m_layoutButton->setChecked(m_view->shownLayout() == DiffLayout::SideBySide);
    placeHeads();
}

void DiffPane::placeHeads()
{
    const Theme &theme = Theme::of(this);
    const int high = theme.px(36);
    m_heads->setFixedHeight(high);
    const bool two = m_view->shownLayout() == DiffLayout::SideBySide;
    const int whole = m_heads->width();
    const int text = whole - theme.size().ruler;
    const int inset = theme.size().diffGutter + theme.px(4);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int tools = theme.px(68);
    // In one column the right head follows the left one.
    const int half = two ? text / 2 : std::min(m_head[0].place->sizeHint().width() + inset + theme.px(24), text / 2);
    const auto put = [&](QWidget *widget, int x, int wide) {
        widget->setGeometry(mirrored ? whole - x - wide : x, 0, std::max(0, wide), high - 1);
    };
    put(m_head[0].place, inset, half - inset - theme.px(4));
    put(m_head[1].place, two ? half + inset : half, text - half - (two ? inset : 0) - tools);
    const int button = theme.px(28);
    const auto tool = [&](QWidget *widget, int x) {
        widget->setGeometry(mirrored ? whole - x - button : x, (high - button) / 2, button, button);
    };
    tool(m_layoutButton, text - tools);
    tool(m_more, text - tools + theme.px(32));
}

void DiffPane::placeCommentButton()
{
    const QRect words = m_view->selectionRect();
    const bool shown = m_commenting && !words.isEmpty() && m_view->viewport()->rect().intersects(words);
    m_comment->setVisible(shown);
    if (!shown)
        return;
    const QSize size = m_comment->sizeHint();
    const int above = words.top() - size.height() - 4;
    const int y = above >= 0 ? above : std::min(words.bottom() + 4, m_view->viewport()->height() - size.height());
    const int x = std::clamp(words.left(), 0, std::max(0, m_view->viewport()->width() - size.width()));
    m_comment->setGeometry(QRect(QPoint(x, y), size));
    m_comment->raise();
}

void DiffPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeHeads();
    placeCommentButton();
}

} // namespace countersign
