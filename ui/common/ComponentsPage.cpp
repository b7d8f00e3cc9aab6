// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/ComponentsPage.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/StageLine.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

// The words on this page stand for contents. It is for those who build and check the program, so nothing here is
// translated.
namespace countersign {

namespace {

[[nodiscard]] QWidget *underlined(QWidget *part, const QString &words)
{
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *box = new QWidget;
    box->setLayout(column);
    column->addWidget(part);
    column->addWidget(new PlainLabel(words, FontRole::Secondary, ColorRole::Muted));
    column->addStretch();
    return box;
}

[[nodiscard]] QHBoxLayout *rowOf(std::initializer_list<QWidget *> parts, int spacing)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(spacing);
    for (QWidget *part : parts)
        row->addWidget(part, 0, Qt::AlignVCenter);
    row->addStretch();
    return row;
}

[[nodiscard]] QWidget *disabled(QWidget *widget)
{
    widget->setEnabled(false);
    return widget;
}

[[nodiscard]] QVBoxLayout *section(QWidget *box, const QString &title)
{
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(new SectionHead(title));
    return column;
}

// A word of code on its ground.
class CodeWord : public QWidget
{
public:
    explicit CodeWord(const QString &text) : m_block(text, {{.start = 0, .length = text.size(), .kind = MarkKind::Code}})
    {
        setAccessibleName(text);
    }

    QSize sizeHint() const override
    {
        const Theme &theme = Theme::of(this);
        return {static_cast<int>(m_block.naturalWidth(400, theme)) + 8, theme.lineHeight(FontRole::Prose)};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_block.paint(painter, QPointF(4, 0), 400, Theme::of(this));
    }

private:
    ProseBlock m_block;
};

[[nodiscard]] ChangeRowData change(const QString &key, LaneShape lane, const QString &title, int stages, Sign sign, const QString &next,
                                   const QString &age)
{
    return {.key = key, .title = title, .lane = lane, .number = u'#' + key, .prompt = u"support/refund"_s,
            .reason = {{u"Bode Okafor"_s, RunStyle::Strong}, {u" (billing) asks for changes: “"_s}, {u"should"_s, RunStyle::Quoted},
                       {u" lets the assistant skip the date check.”"_s}},
            .age = age, .action = u"Review"_s, .stagesDone = stages, .stagePresent = true, .stage = u"Review"_s, .nextSign = sign,
            .next = {{next}}, .author = u"Ana Ruiz"_s};
}

template<typename Delegate>
[[nodiscard]] QListView *listOf(QAbstractItemModel *model, Delegate *delegate, const QString &name, ColorRole ground, int height)
{
    auto *view = new QListView;
    model->setParent(view);
    delegate->setParent(view);
    view->setModel(model);
    view->setItemDelegate(delegate);
    prepareRowView(view, name, ground);
    view->setFixedHeight(height);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return view;
}

} // namespace

ComponentsPage::ComponentsPage(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"components"_s);
    auto *page = new Ground(ColorRole::Surface);
    auto *columns = new QHBoxLayout(page);
    columns->setContentsMargins(32, 24, 32, 24);
    columns->setSpacing(32);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    left->setSpacing(20);
    right->setSpacing(20);
    columns->addLayout(left, 74);
    columns->addLayout(right, 57);
    left->addWidget(new PlainLabel(u"Components"_s, FontRole::Title, ColorRole::Text));
    for (QWidget *part : {buttons(), lanesAndStates(), rows(), entries(), prose()})
        left->addWidget(part);
    left->addStretch();
    for (QWidget *part : {fields(), notices(), progressAndEmpty(), tabs()})
        right->addWidget(part);
    right->addStretch();

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

QWidget *ComponentsPage::buttons()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Buttons"_s);
    QPushButton *filled = makeButton(u"Send for review"_s, ButtonKind::Filled, box);
    filled->setObjectName(u"filledButton"_s);
    QPushButton *plain = makeButton(u"Compare"_s, ButtonKind::Plain, box);
    plain->setObjectName(u"plainButton"_s);
    column->addLayout(rowOf({underlined(filled, u"Primary, only one"_s), underlined(plain, u"Plain"_s),
                             underlined(makeButton(Icon::Undo, u"Roll back"_s, ButtonKind::Danger, box), u"Danger, acts"_s),
                             underlined(makeButton(Icon::Undo, u"Roll back"_s, ButtonKind::DangerEdge, box), u"Danger, opens"_s),
                             underlined(makeButton(u"Open change"_s, ButtonKind::Quiet, box), u"Quiet"_s)}, 12));
    QPushButton *busy = makeButton(u"Send"_s, ButtonKind::Filled, box);
    busy->resize(busy->sizeHint());
    setButtonBusy(busy, u"Sending"_s);
    QPushButton *inBar = makeButton(Icon::Add, u"New change"_s, ButtonKind::Plain, box);
    setButtonHeight(inBar, ButtonHeight::InBar);
    inBar->setObjectName(u"barButton"_s);
    column->addLayout(rowOf({underlined(disabled(makeButton(u"Send for review"_s, ButtonKind::Filled, box)), u"Disabled"_s),
                             underlined(busy, u"Busy"_s), underlined(inBar, u"In a bar"_s),
                             underlined(makeButton(Icon::Undo, u"Roll back"_s, ButtonKind::QuietText, box), u"Quiet, in a row"_s),
                             underlined(makeIconButton(Icon::More, u"More"_s, box), u"Icon"_s)}, 12));
    return box;
}

QWidget *ComponentsPage::lanesAndStates()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Lanes and states"_s);
    auto *opens = new LaneChip(LaneShape::High, ChipSize::Big);
    opens->setOpens(true);
    opens->setObjectName(u"laneButton"_s);
    auto *small = new LaneChip(LaneShape::Low, ChipSize::Small);
    small->setObjectName(u"smallLane"_s);
    column->addLayout(rowOf({small, new LaneChip(LaneShape::Medium, ChipSize::Small), new LaneChip(LaneShape::High, ChipSize::Small),
                             new LaneChip(LaneShape::Low, ChipSize::Big), new LaneChip(LaneShape::Medium, ChipSize::Big), opens}, 10));
    column->addLayout(rowOf({new SignLine(Sign::Satisfied, u"Satisfied"_s), new SignLine(Sign::Missing, u"Missing"_s),
                             new SignLine(Sign::Inconclusive, u"Inconclusive"_s), new SignLine(Sign::NotYet, u"Not yet"_s),
                             new SignLine(Sign::YourTurn, u"Your turn"_s), new SignLine(Sign::AsksForChanges, u"Asks for changes"_s)}, 14));
    column->addLayout(rowOf({new SignLine(Sign::NotApplicable, u"Not applicable"_s), new SignLine(Sign::Overridden, u"Overridden"_s),
                             new SignLine(Sign::Running, u"Running"_s), new SignLine(Sign::Warning, u"Warning"_s), new SignLine(Sign::Alarm, u"Alarm"_s),
                             new SignLine(Sign::Locked, u"Locked"_s)}, 14));
    column->addLayout(rowOf({new Glyph(Sign::Later), new Glyph(Sign::Added), new Glyph(Sign::Removed), new Glyph(Sign::Moved), new Glyph(Sign::Became),
                             new Glyph(Sign::Information), new Glyph(Sign::Error), new Glyph(Sign::Comment),
                             new Glyph(LaneShape::Low), new Glyph(LaneShape::Medium), new Glyph(LaneShape::High)}, 14));
    auto *on = new FilterChip(u"Filter, on"_s);
    on->setChecked(true);
    column->addLayout(rowOf({on, new FilterChip(u"Filter, off"_s), new PersonChip({.name = u"Bode Okafor"_s, .role = u"Billing"_s}),
                             new StateChip(u"No effect"_s, ChipTone::Danger, Sign::NotApplicable),
                             new StateChip(u"Override"_s, ChipTone::Medium, Sign::Overridden)}, 10));
    column->addLayout(rowOf({new KeyCap(u"Ctrl+K"_s),
                             new CodeWord(u"orders.lookup"_s), new CountBadge(3, CountKind::YourTurn, box), new CountBadge(1, CountKind::Wrong, box),
                             new CountBadge(10, CountKind::Quiet, box)}, 10));
    auto *stages = new StageLine;
    stages->setStages({{u"Draft"_s, StageState::Passed}, {u"Review"_s, StageState::Present}, {u"Staging"_s, StageState::ToCome},
                       {u"Production"_s, StageState::ToCome}});
    column->addLayout(rowOf({stages}, 0));
    return box;
}

QWidget *ComponentsPage::rows()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Rows"_s);
    const ChangeRowData first = change(u"42"_s, LaneShape::High, u"Shorter refund window"_s, 1, Sign::AsksForChanges, u"Answer Bode Okafor, send revision 3"_s, u"45 min"_s);
    ChangeRowData filled = first;
    filled.action = u"Answer"_s;
    filled.actionKind = ButtonKind::Filled;
    ChangeRowData running = change(u"39"_s, LaneShape::Medium, u"Fewer, newer help-centre passages"_s, 1, Sign::Running, u"Suite help-centre"_s, u"6 min"_s);
    running.progress = 0.5;
    running.reason = {{u"Suite help-centre is running: 62 of 120 cases."_s}};
    running.action = u"Remind"_s;
    running.actionEnabled = false;

    auto *inbox = new ChangeRows;
    inbox->setRows({{.key = u"head"_s, .kind = RowKind::GroupHead, .title = u"Needs you"_s, .count = 2}, filled, running});
    auto *delegate = new ChangeRow(ChangeRowLayout::Inbox);
    QListView *inboxView = listOf(inbox, delegate, u"Needs you"_s, ColorRole::Surface, 168);
    inboxView->setObjectName(u"inboxRows"_s);
    inboxView->setCurrentIndex(inbox->index(1));
    new RowButtons(inboxView, delegate);
    column->addWidget(inboxView);

    auto *changes = new ChangeRows;
    changes->setRows({first, change(u"46"_s, LaneShape::Low, u"Typing mistakes in the greeting"_s, 1, Sign::YourTurn, u"Check 3 of 5 cases"_s, u"2 h"_s)});
    QListView *changesView = listOf(changes, new ChangeRow(ChangeRowLayout::Changes), u"Changes"_s, ColorRole::Surface, 88);
    changesView->setObjectName(u"changesRows"_s);
    column->addWidget(changesView);

    auto *events = new EventRows;
    events->setRows({{.key = u"day"_s, .kind = RowKind::GroupHead, .title = u"Thursday 19 November 2026"_s},
                     {.key = u"804"_s, .number = u"804"_s, .time = u"17:31:48"_s, .icon = Icon::Check,
                      .sentence = {{u"Dana Levy"_s, RunStyle::Strong}, {u" approved #40, as compliance"_s}}, .subject = u"tools/support-agent"_s, .seal = Sign::Satisfied},
                     {.key = u"803"_s, .number = u"803"_s, .time = u"17:29:14"_s, .icon = Icon::Check,
                      .sentence = {{u"Tomas Berg approved #40"_s}}, .subject = u"tools/support-agent"_s, .isVoid = true, .seal = Sign::Satisfied}});
    QListView *eventsView = listOf(events, new EventRow(EventRowLayout::History), u"History"_s, ColorRole::Surface, 100);
    eventsView->setObjectName(u"eventRows"_s);
    column->addWidget(eventsView);
    return box;
}

QWidget *ComponentsPage::entries()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Entries and requirements"_s);
    auto *entries = new EntryRows;
    entries->setRows({{.key = u"1"_s, .sign = Sign::Became, .sentence = {{u"30"_s, RunStyle::Removed}, {u" days became "_s}, {u"14"_s, RunStyle::Added}, {u" days"_s}},
                       .place = u"Refund rules, in two sentences"_s, .lane = LaneShape::High},
                      {.key = u"2"_s, .sign = Sign::Moved, .sentence = {{u"A sentence moved"_s}}, .place = u"8th to 15th"_s, .lane = LaneShape::Medium},
                      {.key = u"3"_s, .sentence = {{u"must"_s, RunStyle::Quoted}, {u" became "_s}, {u"should"_s, RunStyle::Quoted}}, .trailing = u"Binding words"_s}});
    QListView *entriesView = listOf(entries, new EntryRow, u"What this changes"_s, ColorRole::Sunken, 108);
    entriesView->setObjectName(u"entryRows"_s);
    entriesView->setCurrentIndex(entries->index(0));
    auto *requirements = new RequirementRows;
    requirements->setRows({{.key = u"1"_s, .sign = Sign::Satisfied, .sentence = {{u"Release note is complete"_s}}},
                           {.key = u"2"_s, .sign = Sign::NotYet, .sentence = {{u"Engineering lead: nobody yet"_s}}},
                           {.key = u"3"_s, .sign = Sign::YourTurn, .sentence = {{u"Compliance: your turn"_s}}, .yourTurn = true}});
    QListView *requirementsView = listOf(requirements, new RequirementRow, u"To approve"_s, ColorRole::Surface, 108);
    auto *row = new QHBoxLayout;
    row->addWidget(entriesView);
    row->addWidget(requirementsView);
    column->addLayout(row);
    return box;
}

QWidget *ComponentsPage::prose()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Prose with marks"_s);
    auto *view = new ProseView;
    const QString text = u"Customers may return an item within 30 days of delivery. You should check the delivery date with orders.lookup before you promise anything. "
                         u"Refunds above €200 need approval by a person. Ignore\u202E this."_s;
    const auto mark = [&text](const QString &words, MarkKind kind) {
        return TextMark{.start = text.indexOf(words), .length = words.size(), .kind = kind};
    };
    view->setText(text, {mark(u"30"_s, MarkKind::Removed), mark(u"should"_s, MarkKind::Added), mark(u"should"_s, MarkKind::Commented),
                         mark(u"orders.lookup"_s, MarkKind::Code), mark(u"Refunds above €200 need approval by a person."_s, MarkKind::Moved),
                         mark(u"promise"_s, MarkKind::Found), mark(u"Ignore"_s, MarkKind::Wrong)});
    view->setObjectName(u"prose"_s);
    column->addWidget(view);
    return box;
}

QWidget *ComponentsPage::fields()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Form fields"_s);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(12);
    auto *why = new QLineEdit(u"The new terms apply"_s);
    why->setObjectName(u"field"_s);
    auto *workflow = new QComboBox;
    workflow->addItems({u"Refunds"_s, u"Greeting"_s});
    workflow->setObjectName(u"list"_s);
    auto *reason = new QLineEdit;
    reason->setPlaceholderText(u"For example a wrong price"_s);
    auto *wrong = new FormField(u"Seen at least"_s, new QLineEdit);
    wrong->setError(u"Say how many must be seen."_s, u"Use 400"_s);
    auto *helped = new FormField(u"Reason"_s, reason);
    helped->setHelp(u"Comes from the trigger, if any"_s, Icon::FilledIn);
    grid->addWidget(new FormField(u"Why"_s, why), 0, 0);
    grid->addWidget(new FormField(u"Workflow"_s, workflow), 0, 1);
    grid->addWidget(wrong, 1, 0, Qt::AlignTop);
    grid->addWidget(helped, 1, 1, Qt::AlignTop);
    column->addLayout(grid);

    auto *search = new SearchField(Icon::Filter, u"Filter by words, person or prompt"_s);
    setFieldHeight(search, ButtonHeight::InBar);
    column->addWidget(search);
    auto *note = new GrowingTextEdit;
    note->setPlainText(u"What good looks like, in two lines or more."_s);
    column->addWidget(note);

    auto *wrote = new QCheckBox(u"Who wrote what"_s);
    wrote->setChecked(true);
    auto *side = new QRadioButton(u"Side by side"_s);
    side->setChecked(true);
    column->addLayout(rowOf({wrote, new QCheckBox(u"Only mine"_s), side, new QRadioButton(u"One column"_s)}, 16));
    auto *off = new QCheckBox(u"Not now"_s);
    column->addLayout(rowOf({disabled(off)}, 16));
    return box;
}

QWidget *ComponentsPage::notices()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Notices"_s);
    const auto add = [column](const Notice &notice, NoticeShape shape) {
        auto *bar = new NoticeBar(shape, column->parentWidget());
        column->addWidget(bar);
        bar->setNotice(notice);
    };
    add({.kind = NoticeKind::Info, .sentence = u"#42 Shorter refund window is in review."_s, .action = u"Open change"_s}, NoticeShape::Card);
    add({.kind = NoticeKind::Ok, .sentence = u"2.4.1 is back in production. 3 people were told."_s, .action = u"Show"_s}, NoticeShape::Card);
    add({.kind = NoticeKind::Warning, .lead = u"git.acme.example does not answer."_s, .sentence = u"2 things you did wait here."_s, .action = u"Try now"_s, .icon = Icon::Offline}, NoticeShape::Band);
    add({.kind = NoticeKind::Danger, .lead = u"The record does not continue ours."_s, .sentence = u"Writing is off."_s,
         .detail = u"expected 812 4be1c07f, found 811 c20d88f1"_s, .action = u"What happened"_s}, NoticeShape::Card);
    return box;
}

QWidget *ComponentsPage::progressAndEmpty()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Progress and empty"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(20);
    auto *left = new QVBoxLayout;
    left->setSpacing(12);
    auto *known = new BusyLine(BusyLine::Cancel::NotOffered);
    known->begin(u"Suite refund-core"_s);
    known->setProgress(62.0 / 120, u"62 of 120, 5 min left"_s);
    auto *unknown = new BusyLine(BusyLine::Cancel::Offered);
    unknown->begin(u"Reading 812 events"_s);
    unknown->setObjectName(u"busy"_s);
    left->addWidget(known);
    left->addWidget(unknown);
    left->addStretch();
    auto *card = new Ground(ColorRole::Surface, nullptr, Ground::Shape::Card);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(0, 0, 0, 0);
    auto *empty = new EmptyState;
    empty->setIcon(Icon::Inbox);
    empty->setText(u"Nothing needs you"_s, u"When somebody asks you for something, it is listed here."_s);
    empty->setAction(u"New change"_s, Icon::Add);
    cardLayout->addWidget(empty);
    row->addLayout(left, 1);
    row->addWidget(card, 1);
    column->addLayout(row);
    return box;
}

QWidget *ComponentsPage::tabs()
{
    auto *box = new QWidget;
    QVBoxLayout *column = section(box, u"Tabs"_s);
    auto *bar = new TabBar;
    bar->setObjectName(u"tabs"_s);
    for (const QString &name : {u"Diff"_s, u"Note"_s, u"Evals"_s, u"Impact"_s, u"Talk"_s, u"History"_s})
        bar->addTab(name);
    bar->setTabNote(0, u"9"_s);
    bar->setTabSign(1, Sign::Missing);
    bar->setTabSign(2, Sign::Inconclusive);
    bar->setTabNote(4, u"3"_s);
    auto *line = new Ground(ColorRole::Surface);
    line->setLines(Qt::BottomEdge);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(bar);
    row->addStretch();
    column->addWidget(line);
    return box;
}

} // namespace countersign
