// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Style.h"

#include "ui/common/Buttons.h"
#include "ui/common/Paint.h"
#include "ui/common/StylePainter.h"
#include "ui/common/Theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QFocusFrame>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleOption>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] bool isField(const QWidget *widget)
{
    return qobject_cast<const QPlainTextEdit *>(widget) && static_cast<const QFrame *>(widget)->frameShape() != QFrame::NoFrame;
}

// Buttons have their focus outside of their edge; fields and rows draw it on theirs.
[[nodiscard]] bool hasOuterRing(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget);
}

} // namespace

Style::Style(Theme &theme) : QProxyStyle(u"Fusion"_s), m_theme(theme) {}

Style::~Style() = default;

void Style::install(QApplication &app, Theme &theme)
{
    auto *style = new Style(theme);
    QApplication::setStyle(style);
    style->follow(app);
    app.installEventFilter(style);
    connect(&theme, &Theme::changed, style, [style, &app] { style->follow(app); });
    connect(&app, &QApplication::focusChanged, style, [style](QWidget *, QWidget *now) { style->moveFocusRing(now); });
}

void Style::follow(QApplication &)
{
    QApplication::setPalette(m_theme.palette());
    QApplication::setFont(m_theme.font(FontRole::Body));
    QApplication::setFont(m_theme.font(FontRole::Secondary), "QToolTip");
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        widget->updateGeometry();
        widget->update();
    }
}

bool Style::showsFocus(const QWidget *widget)
{
    const auto *style = widget ? qobject_cast<const Style *>(widget->style()) : nullptr;
    return style && style->m_keyboard;
}

bool Style::eventFilter(QObject *watched, QEvent *event)
{
    const auto type = event->type();
    if (type != QEvent::KeyPress && type != QEvent::MouseButtonPress)
        return QProxyStyle::eventFilter(watched, event);
    bool keyboard = type == QEvent::KeyPress;
    if (keyboard) {
        // A modifier on its own moves nothing and says nothing about how one works.
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_Meta)
            keyboard = m_keyboard;
    }
    if (keyboard != m_keyboard) {
        m_keyboard = keyboard;
        if (QWidget *focus = QApplication::focusWidget()) {
            moveFocusRing(focus);
            focus->update();
            if (auto *area = qobject_cast<QAbstractScrollArea *>(focus))
                area->viewport()->update();
        }
    }
    return QProxyStyle::eventFilter(watched, event);
}

void Style::moveFocusRing(QWidget *now)
{
    const bool shown = m_keyboard && now && hasOuterRing(now) && now->isVisible();
    if (!shown) {
        if (m_ring)
            m_ring->setWidget(nullptr);
        return;
    }
    // The frame becomes a sibling of the widget and dies with their parent.
    if (!m_ring)
        m_ring = new QFocusFrame;
    m_ring->setWidget(now);
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QLineEdit *>(widget)
        || qobject_cast<QAbstractSpinBox *>(widget) || qobject_cast<QScrollBar *>(widget) || isField(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *menu = qobject_cast<QMenu *>(widget)) {
        menu->setWindowFlag(Qt::FramelessWindowHint);
        menu->setAttribute(Qt::WA_TranslucentBackground);
    }
}

void Style::polish(QPalette &palette)
{
    palette = m_theme.palette();
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const StylePainter paint(m_theme, m_keyboard, *painter, widget);
    switch (element) {
    case PE_FrameFocusRect:
    case PE_FrameButtonTool:
    case PE_FrameTabBarBase: return;
    case PE_PanelButtonTool: paint.toolButton(*option); return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            paint.field(*option);
        return;
    case PE_FrameLineEdit: return;
    case PE_Frame:
        if (isField(widget))
            paint.field(*option);
        else
            paint.plainFrame(*option);
        return;
    case PE_IndicatorCheckBox: paint.checkBox(*option); return;
    case PE_IndicatorRadioButton: paint.radioButton(*option); return;
    case PE_IndicatorItemViewItemCheck: paint.checkBox(*option); return;
    case PE_PanelItemViewRow:
        // Only trees paint what lies before the indented item; elsewhere the item is the row.
        if (const auto *row = qstyleoption_cast<const QStyleOptionViewItem *>(option); row && qobject_cast<const QTreeView *>(widget))
            paint.rowGround(*row);
        return;
    case PE_PanelItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            paint.rowGround(*item);
        return;
    case PE_IndicatorBranch: paint.branch(*option); return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown: paint.arrow(option->rect, Icon::Next, *option); return;
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp: paint.arrow(option->rect, Icon::Previous, *option); return;
    case PE_IndicatorHeaderArrow: paint.sortArrow(*option); return;
    case PE_PanelMenu:
    case PE_FrameMenu: paint.menuPanel(*option); return;
    case PE_PanelTipLabel: paint.toolTipPanel(*option); return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const StylePainter paint(m_theme, m_keyboard, *painter, widget);
    switch (element) {
    case CE_PushButton:
    case CE_PushButtonBevel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            paint.buttonGround(*button);
            if (element == CE_PushButton)
                paint.buttonLabel(*button);
            return;
        }
        break;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            paint.buttonLabel(*button);
            return;
        }
        break;
    case CE_FocusFrame: paint.focusRing(option->rect); return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            paint.tabShape(*tab);
            return;
        }
        break;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            paint.tabLabel(*tab);
            return;
        }
        break;
    case CE_HeaderSection: paint.headerSection(*option); return;
    case CE_HeaderEmptyArea: paint.headerSection(*option); return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            paint.headerLabel(*header);
            return;
        }
        break;
    case CE_Splitter: paint.splitter(*option); return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            paint.menuItem(*item);
            return;
        }
        break;
    case CE_MenuEmptyArea: return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            paint.progressBar(*bar);
            return;
        }
        break;
    case CE_ComboBoxLabel:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            paint.comboLabel(*combo, subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget));
            return;
        }
        break;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const StylePainter paint(m_theme, m_keyboard, *painter, widget);
    switch (control) {
    case CC_ComboBox:
        paint.field(*option);
        paint.arrow(subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget), Icon::Next, *option);
        return;
    case CC_SpinBox:
        if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            paint.field(*option);
            if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
                paint.arrow(subControlRect(CC_SpinBox, option, SC_SpinBoxUp, widget), Icon::Previous, *option);
                paint.arrow(subControlRect(CC_SpinBox, option, SC_SpinBoxDown, widget), Icon::Next, *option);
            }
            return;
        }
        break;
    case CC_ScrollBar:
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            paint.scrollBar(*slider, subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget));
            return;
        }
        break;
    default: break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_PushButtonFocusRect: return option->rect;
    case SE_HeaderLabel:
    case SE_HeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            const int margin = m_theme.px(8);
            const int side = header->sortIndicator == QStyleOptionHeader::None ? 0 : m_theme.size().icon;
            const QRect label = header->rect.adjusted(margin, 0, -margin - side, 0);
            if (element == SE_HeaderLabel)
                return visualRect(option->direction, header->rect, label);
            // The arrow follows the words.
            const int words = std::min(textWidth(header->text, FontRole::Secondary, m_theme), label.width());
            int left = label.left() + words + m_theme.px(2);
            if (header->textAlignment.testFlag(Qt::AlignHCenter))
                left = label.left() + (label.width() + words) / 2 + m_theme.px(2);
            else if (header->textAlignment.testFlag(Qt::AlignRight) || header->textAlignment.testFlag(Qt::AlignTrailing))
                left = label.right() + m_theme.px(2);
            return visualRect(option->direction, header->rect, QRect(left, header->rect.top(), side, header->rect.height()));
        }
        break;
    case SE_LineEditContents: {
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth == 0)
            return option->rect;
        // QLineEdit adds two pixels of its own at either side.
        const int inset = m_theme.px(10) - 2;
        return option->rect.adjusted(inset, 1, -inset, -1);
    }
    default: break;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    const QRect &whole = option->rect;
    const auto visual = [&](const QRect &rect) { return visualRect(option->direction, whole, rect); };
    const int side = m_theme.size().icon;
    if (control == CC_ComboBox) {
        const int arrowWidth = side + m_theme.px(16);
        switch (part) {
        case SC_ComboBoxFrame: return whole;
        case SC_ComboBoxArrow: return visual({whole.right() + 1 - arrowWidth, whole.top(), arrowWidth, whole.height()});
        case SC_ComboBoxEditField: {
            // An editable one holds a line edit, which adds two pixels of its own.
            const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
            const int lead = m_theme.px(10) - (combo && !combo->editable ? 0 : 2);
            return visual(whole.adjusted(lead, 1, -arrowWidth + m_theme.px(6), -1));
        }
        case SC_ComboBoxListBoxPopup: return whole;
        default: break;
        }
    }
    if (control == CC_SpinBox) {
        const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        const bool buttons = spin && spin->buttonSymbols != QAbstractSpinBox::NoButtons;
        const int width = buttons ? side + m_theme.px(8) : 0;
        const int half = whole.height() / 2;
        switch (part) {
        case SC_SpinBoxFrame: return whole;
        case SC_SpinBoxEditField: return visual(whole.adjusted(m_theme.px(10) - 2, 1, -width - 2, -1));
        case SC_SpinBoxUp:
            return buttons ? visual({whole.right() + 1 - width, whole.top() + 2, width, half - 2}) : QRect();
        case SC_SpinBoxDown:
            return buttons ? visual({whole.right() + 1 - width, whole.top() + half, width, half - 2}) : QRect();
        default: break;
        }
    }
    if (control == CC_ScrollBar) {
        // No buttons at the ends: the slider has the whole groove.
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider) {
            const bool horizontal = slider->orientation == Qt::Horizontal;
            const int length = horizontal ? whole.width() : whole.height();
            const qint64 range = qint64(slider->maximum) - slider->minimum;
            const int least = m_theme.px(24);
            int handle = length;
            if (range > 0)
                handle = std::clamp(int(qint64(length) * slider->pageStep / (range + slider->pageStep)), std::min(least, length), length);
            const int at = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition, length - handle,
                                                   slider->upsideDown);
            const auto along = [&](int from, int size) {
                const QRect rect = horizontal ? QRect(whole.left() + from, whole.top(), size, whole.height())
                                              : QRect(whole.left(), whole.top() + from, whole.width(), size);
                return horizontal ? visual(rect) : rect;
            };
            switch (part) {
            case SC_ScrollBarSlider: return along(at, handle);
            case SC_ScrollBarGroove: return whole;
            case SC_ScrollBarSubPage: return along(0, at);
            case SC_ScrollBarAddPage: return along(at + handle, length - at - handle);
            default: return {};
            }
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    const Sizes &sizes = m_theme.size();
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return StylePainter::buttonSize(*button, m_theme, widget);
        break;
    case CT_LineEdit: return {size.width() + m_theme.px(20), StylePainter::fieldHeight(m_theme, widget)};
    case CT_ComboBox:
        return {QProxyStyle::sizeFromContents(type, option, size, widget).width() + m_theme.px(8),
                StylePainter::fieldHeight(m_theme, widget)};
    case CT_SpinBox: return {size.width() + m_theme.px(34), StylePainter::fieldHeight(m_theme, widget)};
    case CT_TabBarTab: return {size.width(), sizes.tabBar};
    case CT_HeaderSection: return {QProxyStyle::sizeFromContents(type, option, size, widget).width(), sizes.tableHead};
    case CT_ItemViewItem: {
        const QSize item = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {item.width(), std::max(item.height(), sizes.row)};
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return StylePainter::menuItemSize(*item, m_theme);
        break;
    case CT_CheckBox:
    case CT_RadioButton: {
        const QSize box = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {box.width(), std::max(box.height(), m_theme.px(24))};
    }
    default: break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const Sizes &sizes = m_theme.size();
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_LineEditIconSize: return sizes.icon;
    case PM_LineEditIconMargin: return m_theme.px(4);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseHeight:
    case PM_TabBarBaseOverlap:
    case PM_MenuButtonIndicator: return 0;
    case PM_TabBarTabHSpace: return m_theme.px(20);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return m_theme.px(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return m_theme.px(8);
    case PM_ScrollBarExtent: return m_theme.px(12);
    case PM_ScrollBarSliderMin: return m_theme.px(24);
    case PM_SplitterWidth: return 1;
    case PM_HeaderMargin: return m_theme.px(8);
    case PM_HeaderMarkSize: return m_theme.px(16);
    case PM_FocusFrameHMargin:
        // Views take the inset of their words from here.
        if (qobject_cast<const QAbstractItemView *>(widget))
            return m_theme.px(7);
        [[fallthrough]];
    case PM_FocusFrameVMargin: return m_theme.tokens().line.focus + 2;
    case PM_DefaultFrameWidth:
        if (isField(widget) || qobject_cast<const QLineEdit *>(widget))
            return 2;
        return 1;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin: return m_theme.px(4);
    case PM_ToolTipLabelFrameWidth: return m_theme.px(6);
    case PM_TreeViewIndentation: return m_theme.px(20);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return m_theme.px(8);
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
    case SH_ItemView_ShowDecorationSelected:
    case SH_TabBar_Alignment: return hint == SH_ItemView_ShowDecorationSelected || hint == SH_UnderlineShortcut;
    case SH_ComboBox_Popup: return 0;
    case SH_ComboBox_PopupFrameStyle: return int(QFrame::StyledPanel) | int(QFrame::Plain);
    case SH_FocusFrame_AboveWidget: return 1;
    case SH_TabBar_ElideMode: return Qt::ElideNone;
    case SH_Table_GridLineColor: return static_cast<int>(m_theme.color(ColorRole::Line).rgba());
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration: return 0;
    case SH_FocusFrame_Mask: return 0;
    case SH_ToolTipLabel_Opacity: return 255;
    case SH_Menu_SloppySubMenus:
    case SH_ScrollBar_LeftClickAbsolutePosition:
    default: return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

} // namespace countersign
