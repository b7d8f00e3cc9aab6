// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/PromptsModel.h"
#include "ui/common/RowDelegates.h"

#include <QHash>
#include <QSortFilterProxyModel>

namespace countersign {

enum class PromptChip { All, Mine, OpenChange, NotTheSame };

// The chips of the list, and the sentence that the search found in a file's text.
class PromptFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum Role : int { MatchRole = Qt::UserRole + 0x300 }; // QString, empty for none

    explicit PromptFilter(QObject *parent = nullptr);

    void setView(const ViewPointer &view);
    void setChip(PromptChip chip);
    [[nodiscard]] PromptChip chip() const { return m_chip; }
    void setMatches(const QHash<ArtifactId, QString> &sentences);
    [[nodiscard]] const QHash<ArtifactId, QString> &matches() const { return m_matches; }

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    ViewPointer m_view;
    QHash<ArtifactId, QString> m_matches;
    PromptChip m_chip = PromptChip::All;
};

// Where the columns of the list stand; the head above and the rows below agree by this.
struct PromptColumns
{
    struct Column
    {
        int environment = 0; // index into the policy's
        int from = 0;
        int width = 0;
    };
    int name = 0;      // width of the name from the leading edge
    QList<Column> environments = {};
    int change = 0;    // from
    int changeWidth = 0;

    [[nodiscard]] static PromptColumns of(const Policy &policy, int width, const Theme &theme);
};

class PromptRowDelegate : public RowDelegate
{
    Q_OBJECT

public:
    explicit PromptRowDelegate(QObject *parent = nullptr);

    void setView(const ViewPointer &view) { m_view = view; }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const Theme &theme) const override;
    bool hasGround(const QModelIndex &index) const override;

private:
    void paintFolder(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                     const PromptRow &row, const Theme &theme) const;

    ViewPointer m_view;
};

// The titles over the columns.
class PromptColumnHead : public QWidget
{
    Q_OBJECT

public:
    explicit PromptColumnHead(QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // The width of the rows below, which a scroll bar may narrow.
    void setRowWidth(int width);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ViewPointer m_view;
    int m_width = 0;
};

} // namespace countersign
