// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"

class QComboBox;

// Parts that the forms of a suite share.
namespace countersign {

class PlainLabel;

// Offers names and takes any other; what is typed is what is meant, so nothing is completed. `name` is the object's.
[[nodiscard]] QComboBox *openComboBox(const QString &name, QWidget *parent);

// Only where they are others, so that cursor and selection stay; the beginning is what is seen then.
void setWords(QLineEdit *edit, const QString &text);
void setWords(QPlainTextEdit *edit, const QString &text);

// A sentence in the colour of errors, hidden while there is none.
[[nodiscard]] PlainLabel *problemLabel(QWidget *parent);
void showSentence(PlainLabel *label, const QString &sentence);

} // namespace countersign
