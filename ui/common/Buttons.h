// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Icons.h"

#include <QString>

class QPushButton;
class QWidget;

namespace countersign {

// Filled: the one thing on a page that is hers to do. Danger: takes something out of production now.
// DangerEdge: opens the sheet that does. Quiet: a word in the accent. QuietText: the same in the text colour with
// its edge on hover. IconOnly: needs an accessible name.
enum class ButtonKind { Plain, Filled, Danger, DangerEdge, Quiet, QuietText, IconOnly };

enum class ButtonHeight { Normal, InBar };

// Plain QPushButtons whose kind our style reads; a button never made here is ButtonKind::Plain.
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent);
[[nodiscard]] QPushButton *makeButton(Icon icon, const QString &text, ButtonKind kind, QWidget *parent);
// `name` becomes tooltip and accessible name.
[[nodiscard]] QPushButton *makeIconButton(Icon icon, const QString &name, QWidget *parent);

void setButtonKind(QPushButton *button, ButtonKind kind);
[[nodiscard]] ButtonKind buttonKind(const QWidget *button);
void setButtonHeight(QPushButton *button, ButtonHeight height);
[[nodiscard]] ButtonHeight buttonHeight(const QWidget *button);
// The same for line edits, combo boxes and spin boxes.
void setFieldHeight(QWidget *field, ButtonHeight height);

// Busy: the button is disabled, keeps its width, shows the ring and says what runs. Leaving busy restores label
// and enabled state.
void setButtonBusy(QPushButton *button, const QString &whatRuns);
void clearButtonBusy(QPushButton *button);
[[nodiscard]] bool isButtonBusy(const QWidget *button);

// A field in a wrong state has an edge of 2 in danger.
void setFieldError(QWidget *field, bool wrong);
[[nodiscard]] bool hasFieldError(const QWidget *field);

} // namespace countersign
