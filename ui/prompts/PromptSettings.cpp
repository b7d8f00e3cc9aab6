// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptSettings.h"

#include "ui/common/Paint.h"
#include "ui/common/Text.h"
#include "ui/prose/EntryText.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostParameters = 4;
constexpr qsizetype shownNames = 2;

} // namespace

PromptSettings::PromptSettings(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    hide();
}

void PromptSettings::setDocument(const prompt::Document &document)
{
    m_cells.clear();
    const auto names = [this](const QString &title, const QStringList &all) {
        if (all.isEmpty())
            return;
        const QStringList shown = all.mid(0, shownNames);
        const auto more = static_cast<int>(all.size() - shown.size());
        m_cells.append({title, more > 0 ? tr("%1 and %n more", nullptr, more).arg(shown.join(u", "_s)) : shown.join(u", "_s), all.join(u", "_s)});
    };
    const QString model = document.model();
    if (!model.isEmpty())
        m_cells.append({tr("Model"), model, model});
    qsizetype parameters = 0;
    for (const prompt::Setting &setting : document.settings) {
        if (setting.kind == prompt::SettingKind::Parameter && ++parameters <= mostParameters)
            m_cells.append({EntryText::settingName(setting.path), setting.value, setting.value});
    }
    names(tr("Tools"), document.tools());
    QStringList variables;
    for (const prompt::Variable &variable : document.variables) {
        if (variable.kind == prompt::VariableKind::Input)
            variables.append(variable.name);
    }
    variables.removeDuplicates();
    names(tr("Variables"), variables);
    QStringList spoken;
    for (const Cell &cell : std::as_const(m_cells))
        spoken.append(tr("%1: %2").arg(cell.name, cell.whole));
    setAccessibleName(tr("Settings. %1").arg(spoken.join(u"; "_s)));
    setVisible(!m_cells.isEmpty());
    updateGeometry();
    update();
}

QSize PromptSettings::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(320), theme.px(48)};
}

QSize PromptSettings::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

QList<std::pair<QRect, int>> PromptSettings::places() const
{
    const Theme &theme = Theme::of(this);
    QList<std::pair<QRect, int>> places;
    int at = theme.tokens().inset.page;
    for (int i = 0; i < m_cells.size() && at < width() - theme.px(48); ++i) {
        const int words = std::max(textWidth(text::printableLine(m_cells[i].name), FontRole::Secondary, theme),
                                   textWidth(text::printableLine(m_cells[i].value), FontRole::Body, theme));
        const int wide = std::min({words, theme.px(280), width() - at - theme.px(12)});
        places.append({QStyle::visualRect(layoutDirection(), rect(), QRect(at, 0, wide, height())), i});
        at += wide + 2 * theme.px(13);
    }
    return places;
}

void PromptSettings::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.color(ColorRole::Sunken));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(ColorRole::Line));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    for (const auto &[box, cell] : places()) {
        const int line = theme.lineHeight(FontRole::Secondary);
        paintText(painter, QRect(box.left(), theme.px(6), box.width(), line), m_cells[cell].name, FontRole::Secondary, ColorRole::Muted, theme);
        paintText(painter, QRect(box.left(), theme.px(6) + line, box.width(), theme.lineHeight(FontRole::Body)), m_cells[cell].value,
                  FontRole::Body, ColorRole::Text, theme);
        if (cell > 0)
            painter.fillRect(mirrored ? box.right() + theme.px(13) : box.left() - theme.px(13), 0, 1, height(), theme.color(ColorRole::Line));
    }
}

bool PromptSettings::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (const auto &[box, cell] : places()) {
            if (box.contains(help->pos())) {
                QToolTip::showText(help->globalPos(), m_cells[cell].whole.toHtmlEscaped(), this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace countersign
