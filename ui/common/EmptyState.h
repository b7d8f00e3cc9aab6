// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Icons.h"

#include <QWidget>

#include <optional>

class QPushButton;
class QVBoxLayout;

namespace countersign {

class PlainLabel;

// Says what will stand here and offers the one sensible first step.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setText(const QString &sentence, const QString &explanation);
    void setIcon(std::optional<Icon> icon);
    // An empty label means no button.
    void setAction(const QString &label, std::optional<Icon> icon);
    [[nodiscard]] QPushButton *button() const { return m_button; }
    // Another first step, below the one. Taken over.
    void addButton(QPushButton *button);

signals:
    void actionPressed();

private:
    QVBoxLayout *m_column = nullptr;
    QWidget *m_iconPlace = nullptr;
    PlainLabel *m_sentence = nullptr;
    PlainLabel *m_explanation = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace countersign
