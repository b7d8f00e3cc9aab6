// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "prompt/Document.h"

#include <QWidget>

namespace countersign {

// The structured part of a prompt in one line of 48: model, parameters, tools, variables. Hidden when there is none.
class PromptSettings : public QWidget
{
    Q_OBJECT

public:
    explicit PromptSettings(QWidget *parent = nullptr);

    void setDocument(const prompt::Document &document);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Cell
    {
        QString name = {};
        QString value = {};
        QString whole = {}; // for the tooltip
    };

    [[nodiscard]] QList<std::pair<QRect, int>> places() const;

    QList<Cell> m_cells;
};

} // namespace countersign
