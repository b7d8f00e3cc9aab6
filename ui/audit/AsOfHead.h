// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/audit/TimeLine.h"

#include <QWidget>

class QListView;

namespace countersign {

class Theme;

// Where the parts of a row stand, for a row and for the head above it.
struct AsOfColumns
{
    int name = 0;   // from the leading edge
    int a = 0;
    int b = 0;
    int each = 0;   // room of A and of B

    [[nodiscard]] static AsOfColumns of(int width, const Theme &theme);
};

// Over the rows: what they are of, and when A and B are.
class AsOfHead : public QWidget
{
    Q_OBJECT

public:
    explicit AsOfHead(QWidget *parent = nullptr);

    // The columns are those of the list's rows, also beside its scroll bar.
    void follow(QListView *list);
    void setTitle(const QString &title);
    // Empty: not known yet.
    void setWhen(TimeMark mark, const QString &when);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QString wordsOf(TimeMark mark) const;
    void refresh();

    QListView *m_list = nullptr;
    QString m_title;
    QString m_a;
    QString m_b;
};

} // namespace countersign
