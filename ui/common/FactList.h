// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Signs.h"

#include <QWidget>

#include <optional>

class QGridLayout;

namespace countersign {

// What is known about one thing, as pairs: a name of 112 in muted and the value beside it.
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(QWidget *parent = nullptr);

    void clear();
    // Wraps. With a sign before it when there is one.
    void addFact(const QString &name, const QString &value, std::optional<Sign> sign = std::nullopt);
    // A value one can press; the number given comes back in `pressed`.
    void addLink(const QString &name, const QString &value, int link);
    // A hash or address in fixed width, shown short, with a button that copies the whole.
    void addCode(const QString &name, const QString &value);
    // Any widget; taken over.
    void addWidget(const QString &name, QWidget *value);
    void addLine();
    [[nodiscard]] bool isEmpty() const { return m_row == 0; }

signals:
    void pressed(int link);

private:
    void addName(const QString &name, Qt::Alignment place = Qt::AlignTop);

    QGridLayout *m_grid = nullptr;
    int m_row = 0;
};

} // namespace countersign
