// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Buttons.h"

#include "ui/common/Theme.h"

#include <QPushButton>
#include <QStyle>
#include <QVariant>

namespace countersign {

namespace {

constexpr char kindProperty[] = "countersignButtonKind";
constexpr char heightProperty[] = "countersignInBar";
constexpr char errorProperty[] = "countersignError";
constexpr char busyProperty[] = "countersignBusy";
constexpr char labelProperty[] = "countersignLabel";
constexpr char enabledProperty[] = "countersignEnabled";

void refresh(QWidget *widget)
{
    widget->updateGeometry();
    widget->update();
}

} // namespace

QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    setButtonKind(button, kind);
    return button;
}

QPushButton *makeButton(Icon icon, const QString &text, ButtonKind kind, QWidget *parent)
{
    auto *button = makeButton(text, kind, parent);
    const Theme &theme = Theme::of(button);
    button->setIcon(Icons::icon(icon, theme));
    QObject::connect(&theme, &Theme::changed, button, [button, icon, &theme] { button->setIcon(Icons::icon(icon, theme)); });
    return button;
}

QPushButton *makeIconButton(Icon icon, const QString &name, QWidget *parent)
{
    auto *button = makeButton(icon, {}, ButtonKind::IconOnly, parent);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void setButtonKind(QPushButton *button, ButtonKind kind)
{
    button->setProperty(kindProperty, static_cast<int>(kind));
    refresh(button);
}

ButtonKind buttonKind(const QWidget *button)
{
    return button ? static_cast<ButtonKind>(button->property(kindProperty).toInt()) : ButtonKind::Plain;
}

void setButtonHeight(QPushButton *button, ButtonHeight height)
{
    setFieldHeight(button, height);
}

void setFieldHeight(QWidget *field, ButtonHeight height)
{
    field->setProperty(heightProperty, height == ButtonHeight::InBar);
    refresh(field);
}

ButtonHeight buttonHeight(const QWidget *button)
{
    return button && button->property(heightProperty).toBool() ? ButtonHeight::InBar : ButtonHeight::Normal;
}

void setButtonBusy(QPushButton *button, const QString &whatRuns)
{
    if (!isButtonBusy(button)) {
        button->setProperty(labelProperty, button->text());
        button->setProperty(enabledProperty, button->isEnabled());
        button->setProperty(busyProperty, true);
        button->setMinimumWidth(button->width());
    }
    button->setText(whatRuns);
    button->setEnabled(false);
    refresh(button);
}

void clearButtonBusy(QPushButton *button)
{
    if (!isButtonBusy(button))
        return;
    button->setProperty(busyProperty, false);
    button->setText(button->property(labelProperty).toString());
    button->setEnabled(button->property(enabledProperty).toBool());
    button->setMinimumWidth(0);
    refresh(button);
}

bool isButtonBusy(const QWidget *button)
{
    return button && button->property(busyProperty).toBool();
}

void setFieldError(QWidget *field, bool wrong)
{
    field->setProperty(errorProperty, wrong);
    field->update();
}

bool hasFieldError(const QWidget *field)
{
    return field && field->property(errorProperty).toBool();
}

} // namespace countersign
