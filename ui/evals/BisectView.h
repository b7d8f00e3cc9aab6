// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalCompare.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

namespace countersign {

// Per dimension, in which version it broke. Rows are dimensions, those that broke first.
class BisectModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setBisection(std::shared_ptr<const BisectedVersions> made);
    [[nodiscard]] const evals::Bisection &bisection(int row) const;
    [[nodiscard]] QStringList versions() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const BisectedVersions> m_made;
    QList<int> m_order;
};

// Name and sentence, and under them the versions as nodes on a line: tick good, cross bad, question mark unclear, dashed
// not run; the break stands between two of them.
class BisectDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    BisectDelegate(const BisectModel &model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const BisectModel &m_model;
};

// Where each dimension broke. Enter on a row asks to compare the version that broke it with the one before.
class BisectView : public QListView
{
    Q_OBJECT

public:
    explicit BisectView(QWidget *parent = nullptr);

    void setBisection(std::shared_ptr<const BisectedVersions> made);
    [[nodiscard]] QString plainText() const;
    // What is said of one dimension.
    [[nodiscard]] static QString sentence(const evals::Bisection &bisection, const QStringList &versions);
    [[nodiscard]] static QString state(evals::VersionState state);

signals:
    // Indexes into the versions; both were run.
    void compareAsked(const QString &dimension, int good, int bad);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void open(const QModelIndex &index);

    BisectModel *m_model = nullptr;
};

} // namespace countersign
