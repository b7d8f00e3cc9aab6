// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Icons.h"
#include "ui/common/Signs.h"
#include "ui/common/Tokens.h"

#include <QAbstractButton>

#include <optional>

namespace countersign {

// What a button of the bar shows, in this order; what is absent takes no room.
struct BarButtonData
{
    std::optional<Icon> icon = {};
    std::optional<Sign> sign = {};
    QString avatar = {};            // a person's name, shown by its initials
    QString strong = {};            // 600
    QString words = {};             // 12
    ColorRole wordsColor = ColorRole::Muted;
    bool opens = false;             // an arrow at the end
    friend bool operator==(const BarButtonData &, const BarButtonData &) = default;
};

// A part of the bar that can be pressed: the workspace, the state of syncing, the person. Without an edge; hover
// grounds it. Its words are also its accessible name unless another was set.
class BarButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit BarButton(QWidget *parent = nullptr);

    void setData(const BarButtonData &data);
    [[nodiscard]] const BarButtonData &data() const { return m_data; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int partsWidth() const;

    BarButtonData m_data;
};

// Looks like the find field, 440 wide; Find itself opens over the page.
class FindButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FindButton(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_keys;
};

} // namespace countersign
