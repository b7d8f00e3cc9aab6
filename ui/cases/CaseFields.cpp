// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseFields.h"

#include "ui/common/PlainLabel.h"

#include <QComboBox>

namespace countersign {

QComboBox *openComboBox(const QString &name, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setCompleter(nullptr);
    box->setObjectName(name);
    box->lineEdit()->setMaxLength(1000);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

void setWords(QLineEdit *edit, const QString &text)
{
    if (edit->text() != text) {
        edit->setText(text);
        edit->setCursorPosition(0);
    }
}

void setWords(QPlainTextEdit *edit, const QString &text)
{
    if (edit->toPlainText() != text)
        edit->setPlainText(text);
}

PlainLabel *problemLabel(QWidget *parent)
{
    auto *label = new PlainLabel({}, FontRole::Secondary, ColorRole::Danger, parent);
    label->setWrapping(Wrapping::Wrap);
    label->hide();
    return label;
}

void showSentence(PlainLabel *label, const QString &sentence)
{
    label->setText(sentence);
    label->setVisible(!sentence.isEmpty());
}

} // namespace countersign
