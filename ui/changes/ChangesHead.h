// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace countersign {

// The names of the columns, over the list whose rows they stand above.
class ChangesHead : public QWidget
{
    Q_OBJECT

public:
    explicit ChangesHead(QWidget *parent = nullptr);
    // What the scroll bar of the list takes.
    void setTrailingRoom(int room);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_room = 0;
};

} // namespace countersign
