// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/RowDelegates.h"

#include "ui/common/Roles.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

template<typename RowData>
[[nodiscard]] RowData rowOf(const QModelIndex &index)
{
    return index.data(roles::RowDataRole).value<RowData>();
}

// Places from the leading edge of a row; visual() mirrors them.
class Place
{
public:
    explicit Place(const QStyleOptionViewItem &option) : m_row(option.rect), m_direction(option.direction) {}

    [[nodiscard]] QRect at(int from, int top, int width, int height) const
    {
        return QStyle::visualRect(m_direction, m_row, QRect(m_row.left() + from, m_row.top() + top, std::max(0, width), height));
    }
    [[nodiscard]] int width() const { return m_row.width(); }
    [[nodiscard]] int height() const { return m_row.height(); }

private:
    QRect m_row;
    Qt::LayoutDirection m_direction;
};

[[nodiscard]] QRect centred(const QRect &box, int side)
{
    QRect square(0, 0, side, side);
    square.moveCenter(box.center());
    return square;
}

void paintGroupHead(QPainter &painter, const Place &place, const QString &title, int count, FontRole font, int inset,
                    const Theme &theme)
{
    const int wide = textWidth(title, font, theme);
    paintText(painter, place.at(inset, 0, std::min(wide, place.width() - 2 * inset), place.height()), title, font,
              ColorRole::Text, theme);
    if (count > 0)
        paintText(painter, place.at(inset + wide + theme.px(8), 0, theme.px(60), place.height()), QLocale().toString(count),
                  FontRole::Body, ColorRole::Muted, theme);
}

[[nodiscard]] int actionWidth(const ChangeRowData &row, const Theme &theme)
{
    return textWidth(row.action, FontRole::BodyMedium, theme) + 2 * theme.px(12);
}

} // namespace

RowDelegate::RowDelegate(QObject *parent) : QStyledItemDelegate(parent) {}

bool RowDelegate::hasGround(const QModelIndex &) const
{
    return true;
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (!option.widget)
        return;
    const Theme &theme = Theme::of(option.widget);
    painter->save();
    painter->setLayoutDirection(option.direction);
    if (hasGround(index))
        paintRowGround(*painter, option, m_ground, m_line, theme);
    else
        painter->fillRect(option.rect, theme.color(m_ground));
    paintRow(*painter, option, index, theme);
    if (hasGround(index))
        paintRowFocus(*painter, option, theme);
    painter->restore();
}

ChangeRow::ChangeRow(ChangeRowLayout layout, QObject *parent) : RowDelegate(parent), m_layout(layout) {}

QSize ChangeRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const bool head = rowOf<ChangeRowData>(index).kind == RowKind::GroupHead;
    if (m_layout == ChangeRowLayout::Inbox)
        return {theme.px(320), head ? theme.px(44) : theme.size().rowInbox + 1};
    return {theme.px(320), head ? theme.px(32) : theme.size().rowTwoLines};
}

bool ChangeRow::hasGround(const QModelIndex &index) const
{
    return rowOf<ChangeRowData>(index).kind == RowKind::Item;
}

void ChangeRow::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const
{
    const auto row = rowOf<ChangeRowData>(index);
    if (row.kind == RowKind::GroupHead) {
        painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.color(ColorRole::Line));
        paintGroupHead(painter, Place(option), row.title, row.count,
                       m_layout == ChangeRowLayout::Inbox ? FontRole::Section : FontRole::BodyStrong, theme.tokens().inset.page, theme);
        return;
    }
    if (m_layout == ChangeRowLayout::Inbox)
        paintInbox(painter, option, row, theme);
    else
        paintChange(painter, option, row, theme);
}

QRect ChangeRow::actionRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto row = rowOf<ChangeRowData>(index);
    if (m_layout != ChangeRowLayout::Inbox || row.kind == RowKind::GroupHead || row.action.isEmpty())
        return {};
    const Theme &theme = Theme::of(option.widget);
    const Place place(option);
    const int wide = actionWidth(row, theme);
    const int high = theme.size().buttonInBar;
    return place.at(place.width() - theme.tokens().inset.page - wide, (place.height() - high) / 2, wide, high);
}

void ChangeRow::paintInbox(QPainter &painter, const QStyleOptionViewItem &option, const ChangeRowData &row, const Theme &theme) const
{
    const Place place(option);
    const int inset = theme.tokens().inset.page;
    const int gap = theme.px(12);
    const int laneWidth = theme.px(80);
    if (row.lane)
        paintLaneChip(painter, place.at(inset, 0, laneWidth, place.height()), *row.lane, ChipSize::Small, false, theme);

    const int actionRoom = std::max(theme.px(108), row.action.isEmpty() ? 0 : actionWidth(row, theme));
    const int left = inset + laneWidth + gap;
    const int right = place.width() - inset - actionRoom - gap;
    const int line = theme.lineHeight(FontRole::Body);
    const int top = (place.height() - 2 * line) / 2;

    const int ageWidth = textWidth(row.age, FontRole::Secondary, theme);
    paintText(painter, place.at(right - ageWidth, top, ageWidth, line), row.age, FontRole::Secondary, ColorRole::Muted, theme);

    int at = left;
    const int end = right - ageWidth - gap;
    const auto word = [&](const QString &text, FontRole font, ColorRole color) {
        const int wide = std::min(textWidth(text, font, theme), end - at);
        if (text.isEmpty() || wide <= 0)
            return;
        paintText(painter, place.at(at, top, wide, line), text, font, color, theme);
        at += wide + theme.px(8);
    };
    word(row.number, FontRole::Body, ColorRole::Muted);
    word(row.title, FontRole::BodyStrong, ColorRole::Text);
    word(row.prompt, FontRole::Secondary, ColorRole::Muted);

    int reasonLeft = left;
    if (row.progress) {
        paintProgress(painter, place.at(left, top + line, theme.px(132), line), *row.progress, theme);
        reasonLeft += theme.px(140);
    }
    paintRichLine(painter, place.at(reasonLeft, top + line, right - reasonLeft, line), row.reason, theme.font(FontRole::Body),
                  theme.color(ColorRole::Muted), theme);

    if (row.action.isEmpty())
        return;
    // A picture of the button; RowButtons puts the real one over it on the current and on the hovered row.
    const QRect button = place.at(place.width() - inset - actionWidth(row, theme), (place.height() - theme.size().buttonInBar) / 2,
                                  actionWidth(row, theme), theme.size().buttonInBar);
    const bool filled = row.actionKind == ButtonKind::Filled && row.actionEnabled;
    const bool danger = row.actionKind == ButtonKind::Danger && row.actionEnabled;
    const ColorRole ground = filled ? ColorRole::AccentFill : danger ? ColorRole::DangerFill
                             : row.actionEnabled ? ColorRole::Surface : ColorRole::Sunken;
    const ColorRole ink = filled ? ColorRole::OnAccent : danger ? ColorRole::OnDanger
                          : row.actionEnabled ? ColorRole::Text : ColorRole::Disabled;
    const ColorRole edge = filled ? ColorRole::AccentFill : danger ? ColorRole::DangerFill
                           : row.actionEnabled ? ColorRole::LineStrong : ColorRole::Line;
    paintBox(painter, button, theme.tokens().radius.control, theme.color(ground), theme.color(edge));
    paintText(painter, button, row.action, FontRole::BodyMedium, ink, theme, Qt::AlignCenter);
}

ChangeRow::Columns ChangeRow::columns(const QRect &row, Qt::LayoutDirection direction, const Theme &theme)
{
    const int inset = theme.tokens().inset.page;
    const int gap = theme.px(12);
    const bool hasAuthor = row.width() >= theme.px(1112);
    const bool hasPrompt = row.width() >= theme.px(972);
    const auto visual = [&](int from, int width) {
        return QStyle::visualRect(direction, row, QRect(row.left() + from, row.top(), std::max(0, width), row.height()));
    };
    Columns columns;
    const int lane = theme.px(76);
    int end = row.width() - theme.px(16);
    const auto fromEnd = [&](int width) {
        end -= width;
        const QRect rect = visual(end, width);
        end -= gap;
        return rect;
    };
    columns.lane = visual(inset, lane);
    columns.last = fromEnd(theme.px(60));
    if (hasAuthor)
        columns.author = fromEnd(theme.px(96));
    const int stage = theme.px(144);
    // What comes next gives way before the title does.
    const int left = inset + lane + gap;
    const int others = stage + gap + (hasPrompt ? theme.px(192) + gap : 0) + gap;
    columns.next = fromEnd(std::clamp(end - left - others - theme.px(240), theme.px(150), theme.px(276)));
    columns.stage = fromEnd(stage);
    if (hasPrompt)
        columns.prompt = fromEnd(theme.px(192));
    columns.title = visual(left, end - left);
    return columns;
}

void ChangeRow::paintChange(QPainter &painter, const QStyleOptionViewItem &option, const ChangeRowData &row, const Theme &theme) const
{
    const Columns at = columns(option.rect, option.direction, theme);
    const ColorRole ink = row.settled ? ColorRole::Muted : ColorRole::Text;
    const auto part = [&option](const QRect &box, int from, int width) {
        return QStyle::visualRect(option.direction, box, QRect(box.left() + from, box.top(), std::max(0, width), box.height()));
    };
    if (row.lane)
        paintLaneChip(painter, at.lane, *row.lane, ChipSize::Small, false, theme);

    QRect titleBox = at.title;
    if (at.prompt.isEmpty() && !row.prompt.isEmpty()) {
        const int line = theme.lineHeight(FontRole::Body);
        titleBox.setHeight(line);
        titleBox.moveTop(at.title.top() + (at.title.height() - line - theme.lineHeight(FontRole::Secondary)) / 2);
        const QRect under(titleBox.left(), titleBox.bottom() + 1, titleBox.width(), theme.lineHeight(FontRole::Secondary));
        paintText(painter, under, row.prompt, FontRole::Secondary, ColorRole::Muted, theme);
    } else {
        paintText(painter, at.prompt, row.prompt, FontRole::Body, ColorRole::Muted, theme);
    }
    const int number = textWidth(row.number, FontRole::Body, theme);
    paintText(painter, part(titleBox, 0, number), row.number, FontRole::Body, ColorRole::Muted, theme);
    const int lead = number + theme.px(8);
    paintText(painter, part(titleBox, lead, titleBox.width() - lead), row.title, FontRole::BodyMedium, ink, theme);

    if (row.hasStages) {
        const int strokes = stagesWidth(theme);
        paintStages(painter, part(at.stage, 0, strokes), row.stagesDone, row.stagePresent, theme);
        paintText(painter, part(at.stage, strokes + theme.px(8), at.stage.width() - strokes - theme.px(8) + theme.px(8)), row.stage,
                  FontRole::Secondary, ink, theme);
    } else {
        paintText(painter, at.stage, row.stage, FontRole::Secondary, ColorRole::Muted, theme);
    }

    int nextLead = 0;
    if (row.nextSign) {
        const int side = theme.size().sign;
        const QRect sign = centred(part(at.next, 0, side), side);
        if (row.nextIsAlarm)
            Signs::paint(painter, sign, *row.nextSign, theme.color(ColorRole::Danger), theme.color(ColorRole::OnDanger));
        else
            Signs::paint(painter, sign, *row.nextSign, theme);
        nextLead = side + theme.px(6);
    }
    paintRichLine(painter, part(at.next, nextLead, at.next.width() - nextLead), row.next, theme.font(FontRole::Body),
                  theme.color(row.nextIsAlarm ? ColorRole::Danger : ink), theme);
    if (!at.author.isEmpty())
        paintText(painter, at.author, row.author, FontRole::Body, ColorRole::Muted, theme);
    paintText(painter, at.last, row.age, FontRole::Secondary, ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
}

EventRow::EventRow(EventRowLayout layout, QObject *parent) : RowDelegate(parent), m_layout(layout) {}

QSize EventRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    if (rowOf<EventRowData>(index).kind == RowKind::GroupHead)
        return {theme.px(200), theme.size().rowDense};
    return {theme.px(200), m_layout == EventRowLayout::Recent ? theme.size().row : theme.size().rowBoard};
}

bool EventRow::hasGround(const QModelIndex &index) const
{
    return rowOf<EventRowData>(index).kind == RowKind::Item;
}

void EventRow::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const
{
    const auto row = rowOf<EventRowData>(index);
    const Place place(option);
    const int inset = m_layout == EventRowLayout::History ? theme.tokens().inset.page : 0;
    if (row.kind == RowKind::GroupHead) {
        painter.fillRect(option.rect, theme.color(ColorRole::Sunken));
        painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.color(ColorRole::Line));
        paintText(painter, place.at(inset, 0, place.width() - 2 * inset, place.height()), row.title, FontRole::SecondaryStrong, ColorRole::Muted, theme);
        return;
    }

    int at = inset;
    if (m_layout == EventRowLayout::History) {
        paintText(painter, place.at(at, 0, theme.px(44), place.height()), row.number, FontRole::Body, ColorRole::Muted, theme,
                  Qt::AlignTrailing | Qt::AlignVCenter);
        at += theme.px(44) + theme.px(8);
    }
    const int timeWidth = m_layout == EventRowLayout::History ? theme.px(64) : theme.px(68);
    paintText(painter, place.at(at, 0, timeWidth, place.height()), row.time,
              m_layout == EventRowLayout::History ? FontRole::Body : FontRole::Secondary, ColorRole::Muted, theme);
    at += timeWidth + theme.px(8);
    const int side = theme.size().icon;
    const QRect mark = centred(place.at(at, 0, side, place.height()), side);
    if (row.sign)
        Signs::paint(painter, mark, *row.sign, theme);
    else if (row.icon)
        Icons::paint(painter, mark, *row.icon, theme.color(ColorRole::Muted));
    at += side + theme.px(m_layout == EventRowLayout::History ? 16 : 8);

    int end = place.width() - (m_layout == EventRowLayout::History ? theme.px(20) : 0);
    if (row.seal) {
        end -= side;
        const QRect box = centred(place.at(end, 0, side, place.height()), side - 2);
        Signs::paint(painter, box, *row.seal, *row.seal == Sign::Satisfied ? theme.color(ColorRole::Muted) : theme.color(Signs::color(*row.seal)),
                     theme.color(ColorRole::Surface));
        end -= theme.px(8);
    }
    if (!row.subject.isEmpty()) {
        const int wide = std::min(textWidth(row.subject, FontRole::Secondary, theme), place.width() / 3);
        end -= wide;
        paintText(painter, place.at(end, 0, wide, place.height()), row.subject, FontRole::Secondary, ColorRole::Muted, theme);
        end -= theme.px(8);
    }
    const auto chip = [&](const QString &text, ChipTone tone, std::optional<Sign> sign) {
        const QSize size = stateChipSize(text, sign, theme);
        end -= size.width();
        paintStateChip(painter, place.at(end, 0, size.width(), place.height()), text, tone, sign, theme);
        end -= theme.px(8);
    };
    if (row.isVoid)
        chip(tr("No effect"), ChipTone::Danger, Sign::NotApplicable);
    if (row.isOverride)
        chip(tr("Override"), ChipTone::Medium, Sign::Overridden);
    if (!row.chip.isEmpty())
        chip(row.chip, ChipTone::Neutral, std::nullopt);

    QFont font = theme.font(FontRole::Body);
    font.setStrikeOut(row.isVoid);
    RichLine sentence = row.sentence;
    if (row.isVoid) {
        for (Run &run : sentence)
            run.style = RunStyle::Plain;
    }
    paintRichLine(painter, place.at(at, 0, end - at, place.height()), sentence, font,
                  theme.color(row.isVoid ? ColorRole::Muted : ColorRole::Text), theme);
}

RequirementRow::RequirementRow(QObject *parent) : RowDelegate(parent)
{
    setLine(RowLine::None);
}

QSize RequirementRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    return {theme.px(160), rowOf<RequirementRowData>(index).help.isEmpty() ? theme.size().rowDense : theme.size().rowTwoLines};
}

void RequirementRow::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const
{
    const auto row = rowOf<RequirementRowData>(index);
    const Place place(option);
    const int inset = theme.tokens().inset.sideColumn;
    const int side = theme.size().sign;
    const int line = row.help.isEmpty() ? place.height() : theme.lineHeight(FontRole::Body);
    const int top = row.help.isEmpty() ? 0 : (place.height() - line - theme.lineHeight(FontRole::Secondary)) / 2;
    Signs::paint(painter, centred(place.at(inset, top, side, line), side), row.sign, theme);
    const int left = inset + side + theme.px(8);
    const int room = place.width() - left - theme.px(8);
    paintRichLine(painter, place.at(left, top, room, line), row.sentence, theme.font(row.yourTurn ? FontRole::BodyStrong : FontRole::Body),
                  theme.color(row.gone ? ColorRole::Muted : ColorRole::Text), theme);
    if (!row.help.isEmpty())
        paintText(painter, place.at(left, top + line, room, theme.lineHeight(FontRole::Secondary)), row.help, FontRole::Secondary,
                  ColorRole::Muted, theme);
}

EntryRow::EntryRow(QObject *parent) : RowDelegate(parent)
{
    setGround(ColorRole::Sunken);
    setLine(RowLine::None);
}

QSize EntryRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const auto row = rowOf<EntryRowData>(index);
    const bool one = row.place.isEmpty() && row.placeQuote.isEmpty();
    return {theme.px(160), one ? theme.size().rowDense : theme.px(40)};
}

void EntryRow::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme) const
{
    const auto row = rowOf<EntryRowData>(index);
    const Place place(option);
    const int inset = m_inset.value_or(theme.tokens().inset.sideColumn);
    const bool one = row.place.isEmpty() && row.placeQuote.isEmpty();
    const int side = theme.size().sign;
    const int line = one ? place.height() : theme.lineHeight(FontRole::Body);
    const int top = one ? 0 : (place.height() - line - theme.lineHeight(FontRole::Secondary)) / 2;
    int left = inset;
    if (row.sign) {
        Signs::paint(painter, centred(place.at(left, top, side, line), side), *row.sign, theme);
        left += side + theme.px(8);
    }
    int end = place.width() - inset;
    if (row.lane && m_laneFirst) {
        const int shape = theme.size().laneShape;
        Signs::paintLane(painter, centred(place.at(left, top, shape, line), shape), *row.lane, theme.color(Signs::color(*row.lane)));
        left += shape + theme.px(10);
    } else if (row.lane) {
        const int shape = theme.size().laneShape;
        Signs::paintLane(painter, centred(place.at(end - shape - theme.px(3), top, shape, line), shape), *row.lane, theme.color(Signs::color(*row.lane)));
        end -= shape + theme.px(11);
        if (row.laneBefore) {
            const int arrow = theme.size().signSmall;
            Signs::paint(painter, centred(place.at(end - arrow, top, arrow, line), arrow), Sign::Became, theme.color(ColorRole::Text), theme.color(ColorRole::Text));
            end -= arrow + theme.px(8);
            Signs::paintLane(painter, centred(place.at(end - shape, top, shape, line), shape), *row.laneBefore, theme.color(Signs::color(*row.laneBefore)));
            end -= shape + theme.px(8);
        }
    }
    if (!row.trailing.isEmpty()) {
        const int wide = std::min(textWidth(row.trailing, FontRole::Secondary, theme), (end - left) / 2);
        paintText(painter, place.at(end - wide, top, wide, line), row.trailing, FontRole::Secondary, ColorRole::Muted, theme);
        end -= wide + theme.px(8);
    }
    paintRichLine(painter, place.at(left, top, end - left, line), row.sentence, theme.font(FontRole::Body), theme.color(ColorRole::Text), theme);
    if (one)
        return;
    const QRect under = place.at(left, top + line, end - left, theme.lineHeight(FontRole::Secondary));
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const ColorRole ink = chosen ? ColorRole::Text : ColorRole::Muted;
    if (row.placeQuote.isEmpty())
        paintText(painter, under, row.place, FontRole::Secondary, ink, theme);
    else
        paintRichLine(painter, under, row.placeQuote, theme.font(FontRole::Secondary), theme.color(ink), theme);
}

} // namespace countersign
