// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/SettingsCard.h"

#include "ui/common/Paint.h"
#include "ui/common/RichLine.h"
#include "ui/common/Text.h"
#include "ui/prose/EntryText.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int cellHeight = 56;
constexpr int widest = 334;
constexpr int mostUnchanged = 4;
constexpr int mostLines = 3;
constexpr int moreWidth = 120;

QString cut(const QString &value)
{
    const QString line = text::printableLine(value).simplified();
    return line.size() > 60 ? line.left(58) + u" …"_s : line;
}

bool isShownUnchanged(diff::SettingTopic topic)
{
    return topic == diff::SettingTopic::Model || topic == diff::SettingTopic::Parameter;
}

} // namespace

SettingsCard::SettingsCard(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Settings"));
    hide();
}

void SettingsCard::setComparison(std::shared_ptr<const diff::Comparison> comparison)
{
    m_comparison = std::move(comparison);
    m_cells.clear();
    m_current = -1;
    m_open = false;
    if (m_comparison) {
        Cell tools{.title = tr("Tools"), .code = true};
        int toolsAlike = 0;
        int unchanged = 0;
        for (int i = 0; i < m_comparison->settings.size(); ++i) {
            const diff::SettingDifference &setting = m_comparison->settings[i];
            const bool same = setting.state == diff::SettingState::Same || setting.state == diff::SettingState::NotationOnly;
            if (setting.topic == diff::SettingTopic::Tool) {
                const bool list = !setting.addedItems.isEmpty() || !setting.removedItems.isEmpty();
                if (same) {
                    ++toolsAlike;
                    continue;
                }
                tools.settings.append(i);
                tools.changed = true;
                tools.added += list ? setting.addedItems : setting.after.isEmpty() ? QStringList() : QStringList(setting.after);
                tools.removed += list ? setting.removedItems : setting.before.isEmpty() ? QStringList() : QStringList(setting.before);
                continue;
            }
            if (setting.topic == diff::SettingTopic::Prose || (same && !isShownUnchanged(setting.topic)))
                continue;
            if (same && ++unchanged > mostUnchanged)
                continue;
            Cell cell{.title = EntryText::settingName(setting.path), .changed = !same, .settings = {i}};
            cell.code = setting.topic == diff::SettingTopic::Schema || setting.topic == diff::SettingTopic::Variable;
            if (!setting.addedItems.isEmpty() || !setting.removedItems.isEmpty()) {
                cell.added = setting.addedItems;
                cell.removed = setting.removedItems;
            } else if (same) {
                cell.same = {setting.after};
            } else {
                if (!setting.before.isEmpty())
                    cell.removed = {setting.before};
                if (!setting.after.isEmpty())
                    cell.added = {setting.after};
                if (setting.state == diff::SettingState::Renamed) {
                    cell.removed = {setting.pathBefore};
                    cell.added = {setting.path};
                }
            }
            m_cells.append(cell);
        }
        if (tools.changed) {
            if (toolsAlike > 0)
                tools.note = tr("%n alike", nullptr, toolsAlike);
            m_cells.append(tools);
        }
        Cell variables{.title = tr("Variables"), .code = true};
        int variablesAlike = 0;
        for (const diff::VariableDifference &variable : m_comparison->variables) {
            switch (variable.state) {
            case diff::VariableState::Same:
            case diff::VariableState::CountChanged: ++variablesAlike; break;
            case diff::VariableState::Added: variables.added.append(variable.after); break;
            case diff::VariableState::Dropped: variables.removed.append(variable.before); break;
            case diff::VariableState::Renamed:
                variables.removed.append(variable.before);
                variables.added.append(variable.after);
                break;
            }
        }
        if (!variables.added.isEmpty() || !variables.removed.isEmpty()) {
            variables.changed = true;
            if (variablesAlike > 0)
                variables.note = tr("%n alike", nullptr, variablesAlike);
            m_cells.append(variables);
        }
        if (!m_comparison->notations.isEmpty()) {
            Cell notation{.title = tr("Only in the file"), .changed = true};
            QStringList words;
            for (const diff::Notation &one : m_comparison->notations)
                words.append(EntryText::notation(one));
            notation.same = words;
            m_cells.append(notation);
        }
    }
    QStringList all;
    for (const Cell &cell : std::as_const(m_cells))
        all.append(spoken(cell));
    setAccessibleDescription(all.join(u". "_s));
    setVisible(!m_cells.isEmpty());
    updateGeometry();
    update();
}

void SettingsCard::setCurrent(int setting)
{
    if (m_current != setting) {
        m_current = setting;
        update();
    }
}

QString SettingsCard::spoken(const Cell &cell)
{
    QStringList parts;
    if (!cell.removed.isEmpty())
        parts.append(tr("removed: %1").arg(cell.removed.join(u", "_s)));
    if (!cell.added.isEmpty())
        parts.append(tr("added: %1").arg(cell.added.join(u", "_s)));
    if (!cell.same.isEmpty())
        parts.append(cell.same.join(u", "_s));
    if (!cell.note.isEmpty())
        parts.append(cell.note);
    return tr("%1: %2").arg(cell.title, text::printableLine(parts.join(u"; "_s)));
}

namespace {

RichLine lineOf(const QStringList &removed, const QStringList &added, const QStringList &same, const QString &note)
{
    RichLine line;
    const auto add = [&line](const QString &text, RunStyle style) {
        if (!line.isEmpty())
            line.append({u" "_s});
        line.append({text, style});
    };
    for (const QString &value : removed.mid(0, 3))
        add(cut(value), RunStyle::Removed);
    if (!removed.isEmpty() && !added.isEmpty() && removed.size() == 1 && added.size() == 1)
        add(u"→"_s, RunStyle::Muted);
    for (const QString &value : added.mid(0, 3))
        add(cut(value), RunStyle::Added);
    const qsizetype more = std::max<qsizetype>(0, removed.size() - 3) + std::max<qsizetype>(0, added.size() - 3);
    if (more > 0)
        add(u"+%1"_s.arg(more), RunStyle::Muted);
    for (const QString &value : same)
        add(cut(value), RunStyle::Text);
    if (!note.isEmpty())
        add(note, RunStyle::Muted);
    return line;
}

} // namespace

int SettingsCard::cellWidth(const Cell &cell) const
{
    const Theme &theme = Theme::of(this);
    const int signs = (cell.removed.isEmpty() ? 0 : theme.px(16)) + (cell.added.isEmpty() ? 0 : theme.px(16));
    const int title = textWidth(cell.title, FontRole::Secondary, theme) + signs;
    const FontRole font = cell.code && cell.same.isEmpty() ? FontRole::Code : FontRole::Body;
    const int value = widthOf(lineOf(cell.removed, cell.added, cell.same, cell.note), theme.font(font), theme) + theme.px(6);
    return std::max(title, value) + theme.px(34);
}

SettingsCard::Places SettingsCard::place(int width) const
{
    const Theme &theme = Theme::of(this);
    const int high = theme.px(cellHeight);
    QList<QRect> out;
    QList<int> wanted;
    int x = 0;
    int y = 0;
    qsizetype lineStart = 0;
    // What is left of a line goes to the cells that were cut.
    const auto widen = [&](qsizetype end) {
        int rest = width - x;
        int shift = 0;
        for (qsizetype i = lineStart; i < end; ++i) {
            out[i].translate(shift, 0);
            const int more = std::clamp(wanted[i] - out[i].width(), 0, rest);
            out[i].setWidth(out[i].width() + more);
            rest -= more;
            shift += more;
        }
        lineStart = end;
    };
    for (const Cell &cell : m_cells) {
        const int natural = cellWidth(cell);
        const int wide = std::min({natural, theme.px(widest), std::max(width, theme.px(120))});
        if (x > 0 && x + wide > width) {
            widen(out.size());
            x = 0;
            y += high;
        }
        out.append(QRect(x, y, wide, high));
        wanted.append(natural);
        x += wide;
    }
    widen(out.size());
    if (m_open || y / high < mostLines)
        return {out, 0};
    // What does not fit into a few lines stays behind a last cell that says how many there are.
    const auto inTheWay = [&](const QRect &box) {
        return box.top() >= mostLines * high || (box.top() == (mostLines - 1) * high && box.right() + theme.px(moreWidth) >= width);
    };
    while (!out.isEmpty() && inTheWay(out.last()))
        out.removeLast();
    const QRect last = out.isEmpty() ? QRect() : out.last();
    const bool nextLine = out.isEmpty() || last.top() < (mostLines - 1) * high;
    const int hidden = static_cast<int>(m_cells.size() - out.size());
    out.append(QRect(nextLine ? 0 : last.right() + 1, (mostLines - 1) * high, theme.px(moreWidth), high));
    return {out, hidden};
}

QRect SettingsCard::mirrored(const QRect &box) const
{
    QRect placed = box;
    if (layoutDirection() == Qt::RightToLeft)
        placed.moveRight(width() - 1 - box.left());
    return placed;
}

int SettingsCard::heightForWidth(int width) const
{
    const QList<QRect> boxes = place(width).boxes;
    return boxes.isEmpty() ? 0 : boxes.last().bottom() + 2;
}

QSize SettingsCard::sizeHint() const
{
    const int wide = std::max(width(), 400);
    return QSize(wide, heightForWidth(wide));
}

QSize SettingsCard::minimumSizeHint() const
{
    return QSize(Theme::of(this).px(120), heightForWidth(std::max(width(), Theme::of(this).px(120))));
}

void SettingsCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.color(ColorRole::Sunken));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(ColorRole::Line));
    const auto [boxes, hidden] = place(width());
    const bool rightToLeft = layoutDirection() == Qt::RightToLeft;
    for (qsizetype i = 0; i < boxes.size(); ++i) {
        const QRect box = mirrored(boxes[i]);
        if (hidden > 0 && i + 1 == boxes.size()) {
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.color(ColorRole::Line));
            paintText(painter, box.adjusted(theme.px(16), 0, -theme.px(8), 0), tr("%n more", nullptr, hidden), FontRole::BodyMedium,
                      ColorRole::Accent, theme);
            break;
        }
        const Cell &cell = m_cells[i];
        if (m_current >= 0 && cell.settings.contains(m_current))
            painter.fillRect(box.adjusted(0, 0, 0, -1), theme.color(ColorRole::AccentTint));
        painter.fillRect(QRect(rightToLeft ? box.left() : box.right(), box.top(), 1, box.height()), theme.color(ColorRole::Line));
        if (box.top() > 0)
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.color(ColorRole::Line));
        const QRect inside = box.adjusted(theme.px(16), theme.px(7), -theme.px(8), -theme.px(8));
        int x = rightToLeft ? inside.right() : inside.left();
        const int lineHigh = theme.lineHeight(FontRole::Secondary);
        const auto sign = [&](Sign which) {
            const int side = theme.px(12);
            Signs::paint(painter, QRectF(rightToLeft ? x - side : x, inside.top() + (lineHigh - side) / 2.0, side, side), which, theme);
            x += rightToLeft ? -theme.px(16) : theme.px(16);
        };
        if (!cell.removed.isEmpty())
            sign(Sign::Removed);
        if (!cell.added.isEmpty())
            sign(Sign::Added);
        const QRect title = rightToLeft ? QRect(inside.left(), inside.top(), x - inside.left(), lineHigh)
                                     : QRect(x, inside.top(), inside.right() - x, lineHigh);
        paintText(painter, title, text::printableLine(cell.title), FontRole::Secondary, ColorRole::Muted, theme);
        paintRichLine(painter, QRect(inside.left(), inside.top() + lineHigh + theme.px(1), inside.width(), theme.px(24)),
                      lineOf(cell.removed, cell.added, cell.same, cell.note),
                      theme.font(cell.code && cell.same.isEmpty() ? FontRole::Code : FontRole::Body),
                      theme.color(ColorRole::Text), theme);
    }
}

void SettingsCard::mousePressEvent(QMouseEvent *event)
{
    const auto [boxes, hidden] = place(width());
    for (qsizetype i = 0; i < boxes.size(); ++i) {
        if (!mirrored(boxes[i]).contains(event->position().toPoint()))
            continue;
        if (hidden > 0 && i + 1 == boxes.size()) {
            m_open = true;
            updateGeometry();
            update();
        } else if (!m_cells[i].settings.isEmpty()) {
            emit settingChosen(m_cells[i].settings.first());
        }
        return;
    }
}

bool SettingsCard::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const auto [boxes, hidden] = place(width());
        for (qsizetype i = 0; i < boxes.size() - (hidden > 0 ? 1 : 0); ++i) {
            const QRect box = mirrored(boxes[i]);
            if (box.contains(help->pos())) {
                QToolTip::showText(help->globalPos(), spoken(m_cells[i]).toHtmlEscaped(), this, box);
                return true;
            }
        }
    }
    if (event->type() == QEvent::Resize)
        updateGeometry();
    return QWidget::event(event);
}

} // namespace countersign
