// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/ProseBlock.h"

#include <QWidget>

namespace countersign {

// One ProseBlock as a widget, for sheets, popovers and cards. At most 90 characters wide.
class ProseView : public QWidget
{
    Q_OBJECT

public:
    explicit ProseView(QWidget *parent = nullptr);

    void setText(const QString &text, const QList<TextMark> &marks = {});
    void setFontRole(FontRole role);
    // OfText: where the text's own direction begins. OfLayout: at the leading edge of the window, for our own words.
    enum class Start { OfText, OfLayout };
    void setStart(Start start);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ProseBlock m_block;
    Start m_start = Start::OfText;
};

} // namespace countersign
