// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Paint.h"
#include "ui/common/RowData.h"

#include <QStyledItemDelegate>

namespace countersign {

class Theme;

// Ground by state (hover, chosen with its bar, focus), a hair line below, and one place for each part. The view
// needs setMouseTracking(true) for the hover; prepareRowView does that and the rest.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(QObject *parent = nullptr);

    // The ground of rows that are neither hovered nor chosen: Surface unless told.
    void setGround(ColorRole ground) { m_ground = ground; }
    // A hair line under each row unless told.
    void setLine(RowLine line) { m_line = line; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const final;

protected:
    virtual void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                          const Theme &theme) const = 0;
    [[nodiscard]] virtual bool hasGround(const QModelIndex &index) const;

private:
    ColorRole m_ground = ColorRole::Surface;
    RowLine m_line = RowLine::Under;
};

enum class ChangeRowLayout { Inbox, Changes };

// Row of 60 in the inbox, of 44 in the list of changes; heads of groups 36 and 32.
class ChangeRow : public RowDelegate
{
    Q_OBJECT

public:
    explicit ChangeRow(ChangeRowLayout layout, QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    // Where the button of the row stands, in the coordinates of option.rect; empty when the row has none.
    [[nodiscard]] QRect actionRect(const QStyleOptionViewItem &option, const QModelIndex &index) const;

    // Where the parts of the Changes layout stand in a row of that rectangle, so that a head can stand above them.
    struct Columns
    {
        QRect lane = {};
        QRect title = {};
        QRect prompt = {};  // empty when narrow: the prompt goes under the title
        QRect stage = {};
        QRect next = {};
        QRect author = {};  // empty when narrow
        QRect last = {};
    };
    [[nodiscard]] static Columns columns(const QRect &row, Qt::LayoutDirection direction, const Theme &theme);

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const Theme &theme) const override;
    bool hasGround(const QModelIndex &index) const override;

private:
    void paintInbox(QPainter &painter, const QStyleOptionViewItem &option, const ChangeRowData &row,
                    const Theme &theme) const;
    void paintChange(QPainter &painter, const QStyleOptionViewItem &option, const ChangeRowData &row,
                     const Theme &theme) const;

    ChangeRowLayout m_layout;
};

enum class EventRowLayout { Recent, History };

// Rows of 32 in the inbox (time, icon, sentence), of 36 in the history with number, chip, subject and signature.
class EventRow : public RowDelegate
{
    Q_OBJECT

public:
    explicit EventRow(EventRowLayout layout, QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const Theme &theme) const override;
    bool hasGround(const QModelIndex &index) const override;

private:
    EventRowLayout m_layout;
};

// Rows of 28, 44 with help: sign and sentence.
class RequirementRow : public RowDelegate
{
    Q_OBJECT

public:
    explicit RequirementRow(QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const Theme &theme) const override;
};

// Rows of 40 (sentence and place), or 28 without a place: sign, words with their marks, lane shape.
class EntryRow : public RowDelegate
{
    Q_OBJECT

public:
    explicit EntryRow(QObject *parent = nullptr);

    // Before the sign and after the lane shape; that of the side column unless told.
    void setInset(int inset) { m_inset = inset; }
    // The lane shape before the words instead of after them.
    void setLaneFirst(bool first) { m_laneFirst = first; }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const Theme &theme) const override;

private:
    std::optional<int> m_inset = {};
    bool m_laneFirst = false;
};

} // namespace countersign
