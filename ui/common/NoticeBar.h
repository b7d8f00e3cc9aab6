// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Icons.h"
#include "ui/common/RichLine.h"

#include <QFrame>

#include <optional>

class QBoxLayout;
class QPushButton;

namespace countersign {

class PlainLabel;
class ProseView;

enum class NoticeKind { Info, Ok, Warning, Danger };

struct Notice
{
    NoticeKind kind = NoticeKind::Info;
    QString lead = {};              // what happened, in 600; may be empty
    QString sentence = {};          // what was not changed, what one can do
    QString detail = {};            // the backend's own words, shown on demand; may be empty
    QString action = {};            // label of the first button; empty for none
    QString secondAction = {};
    std::optional<Icon> icon = {};  // instead of the sign of the kind

    friend bool operator==(const Notice &, const Notice &) = default;
};

// Card stands inside a page with radius and edge. Band runs over a page's whole width, with a line below, and its
// actions are buttons with an edge.
enum class NoticeShape { Card, Band };

// Says one thing where it happened and stays until the owner settles it. Hidden until the first show(Notice).
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(NoticeShape shape, QWidget *parent = nullptr);

    // Shows `notice`; screen readers are told when it differs from what stood there.
    void setNotice(const Notice &notice);
    // Hides the bar.
    void settle();
    [[nodiscard]] const Notice &notice() const { return m_notice; }

signals:
    void actionPressed();
    void secondActionPressed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void fit();
    void placeButtons();

    NoticeShape m_shape;
    Notice m_notice;
    ProseView *m_words = nullptr;
    PlainLabel *m_detail = nullptr;
    QPushButton *m_more = nullptr;
    QPushButton *m_action = nullptr;
    QPushButton *m_second = nullptr;
    QWidget *m_signPlace = nullptr;
    QBoxLayout *m_row = nullptr;
    QBoxLayout *m_below = nullptr;
    bool m_buttonsBelow = false;
};

} // namespace countersign
