// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Chips.h"
#include "ui/shell/Address.h"

#include <QAbstractButton>

namespace countersign {

// One entry of the rail: icon, word, count.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(PageKind page, Icon icon, const QString &word, const QString &keys, QWidget *parent);

    [[nodiscard]] PageKind page() const { return m_page; }
    void setNarrow(bool narrow);
    void setCount(int count, CountKind kind);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void nextCheckState() override;

private:
    void describe();

    PageKind m_page;
    Icon m_icon;
    QString m_keys;
    bool m_narrow = false;
    int m_count = 0;
    CountKind m_kind = CountKind::Quiet;
};

// The foot of the rail: a sign and one or two lines; a press leads to the audit.
class RecordState : public QAbstractButton
{
    Q_OBJECT

public:
    explicit RecordState(QWidget *parent);

    void setNarrow(bool narrow);
    void setState(Sign sign, const QString &words, const QString &more);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Sign m_sign;
    QString m_words;
    QString m_more;
    bool m_narrow = false;
};

} // namespace countersign
