// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffPane.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"
#include "ui/prose/DiffPrint.h"
#include "ui/prose/SettingsCard.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QMenu>
#include <QPainter>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {

// The name of what is compared, with the sign that it opens.
class ChoiceButton : public QAbstractButton
{
public:
    explicit ChoiceButton(QWidget *parent) : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        return {textWidth(text(), FontRole::BodyStrong, theme) + theme.px(12) + (isEnabled() ? theme.px(16) : 0), theme.px(28)};
    }
    QSize minimumSizeHint() const override { return {Theme::of(this).px(48), sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setLayoutDirection(layoutDirection());
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        if (isEnabled() && (underMouse() || isDown()))
            paintBox(painter, rect(), theme.tokens().radius.card, theme.color(ColorRole::Hover), Qt::transparent);
        if (hasFocus() && Style::showsFocus(this))
            paintBox(painter, QRectF(rect()).adjusted(1, 1, -1, -1), theme.tokens().radius.card, Qt::transparent, theme.color(ColorRole::Accent),
                     theme.tokens().line.focus);
        const int sign = isEnabled() ? theme.px(16) : 0;
        const int inset = theme.px(6);
        const QRect words = mirrored ? rect().adjusted(inset + sign, 0, -inset, 0) : rect().adjusted(inset, 0, -inset - sign, 0);
        paintText(painter, words, text(), FontRole::BodyStrong, ColorRole::Text, theme);
        if (sign > 0) {
            const qreal half = theme.px(4);
            const QPointF centre(mirrored ? inset + half : width() - inset - half, height() / 2.0);
            painter.setPen(QPen(theme.color(ColorRole::Muted), 1.3));
            painter.drawPolyline(QPolygonF{centre + QPointF(-half, -half / 2), centre + QPointF(0, half / 2), centre + QPointF(half, -half / 2)});
        }
    }

    void enterEvent(QEnterEvent *event) override
    {
        QAbstractButton::enterEvent(event);
        update();
    }

    void leaveEvent(QEvent *event) override
    {
        QAbstractButton::leaveEvent(event);
        update();
    }
};

} // namespace

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
    m_seen = makeButton(QString(), ButtonKind::Quiet, m_heads);
    m_seen->setObjectName(u"seenCount"_s);
    m_seen->setToolTip(tr("Mark the sentence as seen and go on (S)"));
    setButtonHeight(m_seen, ButtonHeight::InBar);
    m_seen->setFocusPolicy(Qt::NoFocus);
    m_seen->hide();

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
    m_three = new ThreeWayView(m_stack);
    m_three->setObjectName(u"threeWayView"_s);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_three);
    all->addWidget(m_stack, 1);

    m_onSelection = new Ground(ColorRole::Raised, m_view->viewport(), Ground::Shape::Card);
    auto *onSelection = new QHBoxLayout(m_onSelection);
    onSelection->setContentsMargins(4, 4, 4, 4);
    onSelection->setSpacing(4);
    m_comment = makeButton(Icon::Comment, tr("Comment"), ButtonKind::Plain, m_onSelection);
    m_comment->setObjectName(u"commentOnSelection"_s);
    m_comment->setToolTip(tr("Comment on these words (C)"));
    m_suggest = makeButton(Icon::Edit, tr("Suggest"), ButtonKind::Plain, m_onSelection);
    m_suggest->setObjectName(u"suggestOnSelection"_s);
    m_suggest->setToolTip(tr("Suggest other words (E)"));
    for (QPushButton *button : {m_comment, m_suggest}) {
        button->setFocusPolicy(Qt::NoFocus);
        setButtonHeight(button, ButtonHeight::InBar);
        onSelection->addWidget(button);
    }
    m_onSelection->hide();

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &words) {
        m_goToMatch = true;
        find(words);
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { findNext(1); });
    connect(previous, &QPushButton::clicked, this, [this] { findNext(-1); });
    connect(next, &QPushButton::clicked, this, [this] { findNext(1); });
    connect(shut, &QPushButton::clicked, this, [this] { escape(); });
    connect(m_view, &DiffView::matchesChanged, this, [this] {
        if (!showsThree())
            showMatches(*m_view);
    });
    connect(m_three, &ThreeWayView::matchesChanged, this, [this] {
        if (showsThree())
            showMatches(*m_three);
    });
    connect(m_view, &DiffView::readingChanged, this, &DiffPane::readingChanged);
    connect(m_view, &DiffView::seenChanged, this, &DiffPane::showSeen);
    connect(m_seen, &QPushButton::clicked, m_view, &DiffView::seeNext);
    connect(m_view, &DiffView::shownLayoutChanged, this, &DiffPane::showLayout);
    const auto ask = [this](const DiffRange &about) {
        if (!m_commenting || about.isEmpty())
            return;
        emit commentAsked(about);
        m_onSelection->hide();
    };
    const auto askOther = [this](const DiffRange &about) {
        // Words that are gone cannot be given other words.
        if (!m_commenting || about.isEmpty() || about.side != Side::Right)
            return;
        emit suggestAsked(about);
        m_onSelection->hide();
    };
    connect(m_view, &DiffView::commentAsked, this, ask);
    connect(m_view, &DiffView::suggestAsked, this, askOther);
    connect(m_three, &ThreeWayView::commentAsked, this, ask);
    connect(m_three, &ThreeWayView::suggestAsked, this, askOther);
    connect(m_comment, &QPushButton::clicked, this, [this, ask] { ask(m_view->selection()); });
    connect(m_suggest, &QPushButton::clicked, this, [this, askOther] { askOther(m_view->selection()); });
    connect(m_view, &DiffView::selectionChanged, this, &DiffPane::placeCommentButton);
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
    connect(m_more, &QPushButton::clicked, this, &DiffPane::openMenu);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, &DiffPane::openSearch);
    auto *print = new QShortcut(QKeySequence::Print, this);
    print->setContext(Qt::WidgetWithChildrenShortcut);
    connect(print, &QShortcut::activated, this, &DiffPane::print);
    for (const Side side : {Side::Left, Side::Right}) {
        auto *pick = new QShortcut(Qt::ALT | (side == Side::Left ? Qt::Key_1 : Qt::Key_2), this);
        pick->setContext(Qt::WidgetWithChildrenShortcut);
        connect(pick, &QShortcut::activated, this, [this, side] { openPicker(side); });
    }
    auto *three = new QShortcut(Qt::ALT | Qt::Key_3, this);
    three->setContext(Qt::WidgetWithChildrenShortcut);
    connect(three, &QShortcut::activated, this, &DiffPane::threeTextsAsked);
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
    head.name = new ChoiceButton(head.place);
    head.name->setObjectName(left ? u"leftChoice"_s : u"rightChoice"_s);
    connect(head.name, &QAbstractButton::clicked, this, [this, side] { openPicker(side); });
    head.note = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, head.place);
    head.note->setWrapping(Wrapping::Elide);
    row->addWidget(head.lead);
    row->addWidget(head.name);
    row->addWidget(head.note, 1);
}

void DiffPane::setChoices(Side side, const QList<DiffChoice> &choices, const QString &current)
{
    Head &head = m_head[index(side)];
    m_choices[index(side)] = choices;
    m_chosen[index(side)] = current;
    for (const DiffChoice &choice : choices) {
        if (choice.id != current)
            continue;
        head.lead->setText(choice.lead);
        head.lead->setVisible(!choice.lead.isEmpty());
        head.name->setText(text::printableLine(choice.name));
        head.name->setAccessibleName(text::printableLine(u"%1 %2 %3"_s.arg(choice.lead, choice.name, choice.note)).simplified());
        head.note->setText(choice.note);
    }
    head.name->setEnabled(choices.size() > 1);
    head.name->setToolTip(side == Side::Left ? tr("Choose what it is compared with (Alt+1)") : tr("Choose what is read (Alt+2)"));
    head.name->updateGeometry();
    head.name->update();
    placeHeads();
}

void DiffPane::openPicker(Side side)
{
    const QList<DiffChoice> &choices = m_choices[index(side)];
    if (choices.size() < 2)
        return;
    if (m_picker)
        m_picker->close();
    m_picker = new ComparePicker(m_head[index(side)].name, side == Side::Left ? tr("Compare with") : tr("Read"), choices, m_chosen[index(side)]);
    connect(m_picker, &Popover::closed, m_picker, &QObject::deleteLater);
    connect(m_picker, &ComparePicker::chosen, this, [this, side](const QString &id) { emit choiceMade(side, id); });
    m_picker->open(Popover::Focus::Take);
}

void DiffPane::setReading(const ReadingChoice &choice)
{
    const QSignalBlocker quiet(this);
    m_view->setLayoutChoice(choice.layout);
    m_view->setZoom(choice.zoom);
    m_view->setSpacesShown(choice.spaces);
    showLayout();
}

ReadingChoice DiffPane::reading() const
{
    return {m_view->layoutChoice(), m_view->zoom(), m_view->spacesShown()};
}

void DiffPane::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"diffMenu"_s);
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
    menu->addAction(tr("Fold what is alike"), m_view, &DiffView::foldAll);
    QAction *spaces = menu->addAction(tr("Show blanks and line ends"), m_view, &DiffView::setSpacesShown);
    spaces->setCheckable(true);
    spaces->setChecked(m_view->spacesShown());
    menu->addSeparator();
    menu->addAction(tr("Larger text"), QKeySequence::ZoomIn, m_view, [this] { m_view->setZoom(m_view->zoom() * 1.1); });
    menu->addAction(tr("Smaller text"), QKeySequence::ZoomOut, m_view, [this] { m_view->setZoom(m_view->zoom() / 1.1); });
    menu->addAction(tr("Text as large as elsewhere"), Qt::CTRL | Qt::Key_0, m_view, [this] { m_view->setZoom(1); });
    menu->addSeparator();
    menu->addAction(tr("Find in both texts"), QKeySequence::Find, this, &DiffPane::openSearch);
    menu->addAction(tr("Copy as a patch"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, m_view, &DiffView::copyAsPatch);
    menu->addAction(tr("Print"), QKeySequence::Print, this, &DiffPane::print);
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

DiffPrint *DiffPane::printTo(std::unique_ptr<QPrinter> printer)
{
    std::unique_ptr<PrintedRows> rows;
    if (showsThree()) {
        rows = printedRows(PrintedTexts{.texts = m_three->texts(), .rows = m_three->rows(), .heads = m_three->heads()});
    } else if (m_view->comparison()) {
        PrintedDifference difference{
                .comparison = m_view->comparison(), .layout = m_view->shownLayout(), .unfolded = m_view->unfolded(), .heads = {}};
        for (const Side side : {Side::Left, Side::Right})
            difference.heads[index(side)] = m_head[index(side)].name->accessibleName();
        rows = printedRows(std::move(difference));
    } else {
        return nullptr;
    }
    auto *print = new DiffPrint(m_printTitle, std::move(rows), std::move(printer), Theme::of(this), this);
    connect(print, &DiffPrint::ended, this, [this](bool printed, int) {
        m_busy->end();
        if (!printed)
            m_notice->setNotice({.kind = NoticeKind::Danger, .lead = tr("It was not printed."),
                                 .sentence = tr("The printer or the file could not be written to."), .detail = {}, .action = {},
                                 .secondAction = {}, .icon = {}});
    });
    m_busy->begin(tr("Printing"));
    print->start();
    return print;
}

void DiffPane::print()
{
    if (!showsThree() && !m_view->comparison())
        return;
    auto *dialog = new QPrintDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOptions(QAbstractPrintDialog::PrintToFile);
    dialog->printer()->setDocName(text::printableLine(m_printTitle));
    connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this, [this](QPrinter *chosen) {
        // The dialog takes its printer with it.
        auto printer = std::make_unique<QPrinter>(QPrinter::HighResolution);
        printer->setPrinterName(chosen->printerName());
        printer->setOutputFormat(chosen->outputFormat());
        printer->setOutputFileName(chosen->outputFileName());
        printer->setPageLayout(chosen->pageLayout());
        printer->setCopyCount(chosen->copyCount());
        printer->setColorMode(chosen->colorMode());
        printer->setDocName(chosen->docName());
        printTo(std::move(printer));
    });
    dialog->open();
}

void DiffPane::setSeenCounted(bool counted)
{
    m_seenCounted = counted;
    showSeen();
}

void DiffPane::showSeen()
{
    const int all = m_view->sentenceCount();
    m_seen->setVisible(all > 0 && m_seenCounted);
    m_seen->setText(tr("%1 of %2 seen").arg(text::number(qint64(m_view->seenCount())), text::number(qint64(all))));
    placeHeads();
}

void DiffPane::setComparison(std::shared_ptr<const diff::Comparison> comparison)
{
    m_busy->end();
    const bool nothing = comparison && comparison->complete && comparison->identical;
    const bool hadFocus = m_three->hasFocus();
    m_settings->setComparison(comparison);
    m_view->setComparison(comparison);
    if (nothing && comparison->rows.isEmpty())
        m_empty->setText(tr("Both say the same"), tr("There is no text in this file."));
    m_stack->setCurrentWidget(nothing && comparison->rows.isEmpty() ? static_cast<QWidget *>(m_empty) : m_view);
    m_view->setEnabled(true);
    m_three->setTexts(nullptr, {});
    if (hadFocus)
        m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
    showMatches(*m_view);
    placeHeads();
}

void DiffPane::setThreeWay(std::shared_ptr<const ThreeWay> texts, const ThreeWayView::Heads &heads)
{
    m_busy->end();
    const bool hadFocus = m_stack->currentWidget() && m_stack->currentWidget()->hasFocus();
    m_settings->setComparison(nullptr);
    m_view->setComparison(nullptr);
    m_three->setZoom(m_view->zoom());
    m_three->setTexts(std::move(texts), heads);
    m_stack->setCurrentWidget(m_three);
    if (hadFocus)
        m_three->setFocus(Qt::OtherFocusReason);
    m_three->find(m_searchBar->isVisible() ? m_search->text() : QString());
    placeHeads();
}

bool DiffPane::showsThree() const
{
    return m_stack->currentWidget() == m_three;
}

QWidget *DiffPane::currentView() const
{
    return showsThree() ? static_cast<QWidget *>(m_three) : m_view;
}

bool DiffPane::walk(int direction)
{
    return showsThree() ? m_three->walk(direction) : m_view->walk(direction);
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
    m_three->setCommenting(allowed);
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
    const QString words = showsThree() ? QString() : m_view->selectedText();
    if (!words.isEmpty() && words.size() < 80 && !words.contains(u'\n'))
        m_search->setText(words);
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    if (showsThree())
        showMatches(*m_three);
    else
        showMatches(*m_view);
}

bool DiffPane::escape()
{
    if (m_searchBar->isVisible()) {
        m_searchBar->hide();
        find({});
        currentView()->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (!m_view->selection().isEmpty()) {
        m_view->select({});
        return true;
    }
    return false;
}

void DiffPane::find(const QString &words)
{
    showsThree() ? m_three->find(words) : static_cast<void>(m_view->find(words));
}

void DiffPane::findNext(int direction)
{
    showsThree() ? m_three->findNext(direction) : m_view->findNext(direction);
}

// The first match is gone to as soon as there are any.
template<typename View>
void DiffPane::showMatches(const View &view)
{
    const int count = view.matchCount();
    if (m_search->text().isEmpty())
        m_matches->setText({});
    else if (view.isSearching())
        m_matches->setText(tr("Looking"));
    else if (count == 0)
        m_matches->setText(tr("Nothing found"));
    else
        m_matches->setText((view.foundTooMany() ? tr("%1 of more than %2") : tr("%1 of %2")).arg(text::number(qint64(view.currentMatch() + 1)), text::number(qint64(count))));
    if (!view.isSearching() && std::exchange(m_goToMatch, false))
        findNext(1);
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
    // Three texts have heads of their own; above them stands what was chosen.
    const bool three = showsThree();
    for (QWidget *widget : {m_head[1].place, static_cast<QWidget *>(m_layoutButton), static_cast<QWidget *>(m_more)})
        widget->setVisible(!three);
    const int whole = m_heads->width();
    const int text = whole - theme.size().ruler;
    const int inset = theme.size().diffGutter + theme.px(4);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int seen = m_seen->isHidden() ? 0 : m_seen->sizeHint().width() + theme.px(4);
    const int tools = theme.px(68) + seen;
    // In one column the right head follows the left one.
    const int half = three ? text : two ? text / 2 : std::min(m_head[0].place->sizeHint().width() + inset + theme.px(24), text / 2);
    const auto put = [&](QWidget *widget, int x, int wide) {
        widget->setGeometry(mirrored ? whole - x - wide : x, 0, std::max(0, wide), high - 1);
    };
    put(m_head[0].place, inset, half - inset - theme.px(4));
    put(m_head[1].place, two ? half + inset : half, text - half - (two ? inset : 0) - tools);
    const int button = theme.px(28);
    const auto tool = [&](QWidget *widget, int x) {
        widget->setGeometry(mirrored ? whole - x - button : x, (high - button) / 2, button, button);
    };
    const int firstTool = text - theme.px(68);
    tool(m_layoutButton, firstTool);
    tool(m_more, firstTool + theme.px(32));
    const int seenX = text - tools;
    m_seen->setGeometry(mirrored ? whole - seenX - seen : seenX, (high - button) / 2, std::max(0, seen - theme.px(4)), button);
}

void DiffPane::placeCommentButton()
{
    const QRect words = m_view->selectionRect();
    const bool shown = m_commenting && !words.isEmpty() && m_view->viewport()->rect().intersects(words);
    m_suggest->setVisible(m_view->selection().side == Side::Right);
    m_onSelection->setVisible(shown);
    if (!shown)
        return;
    const QSize size = m_onSelection->sizeHint();
    const int above = words.top() - size.height() - 4;
    const int y = above >= 0 ? above : std::min(words.bottom() + 4, m_view->viewport()->height() - size.height());
    const int x = std::clamp(words.left(), 0, std::max(0, m_view->viewport()->width() - size.width()));
    m_onSelection->setGeometry(QRect(QPoint(x, y), size));
    m_onSelection->raise();
}

void DiffPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeHeads();
    placeCommentButton();
}

} // namespace countersign
