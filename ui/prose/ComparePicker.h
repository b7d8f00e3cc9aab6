// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Popover.h"

#include <QList>

class QListView;

namespace countersign {

class SearchField;
struct EntryRowData;
template<typename RowData>
class RowList;

// One text that a side may show: a version, a revision, or what is live somewhere.
struct DiffChoice
{
    QString id = {};
    QString lead = {};   // "Live in production"
    QString name = {};   // "1.3.0"
    QString note = {};   // "since 12 Aug"
    bool startsGroup = false;

    friend bool operator==(const DiffChoice &, const DiffChoice &) = default;
};

// What may be compared, as a list under its head: every version with where it runs. Typing narrows it, the arrows walk
// it while the field has the focus, Enter chooses.
class ComparePicker : public Popover
{
    Q_OBJECT

public:
    ComparePicker(QWidget *anchor, const QString &title, const QList<DiffChoice> &choices, const QString &current);

    [[nodiscard]] QListView *list() const { return m_list; }

signals:
    void chosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const QString &words);
    void choose();

    QList<DiffChoice> m_choices;
    QString m_current;
    SearchField *m_field = nullptr;
    QListView *m_list = nullptr;
    RowList<EntryRowData> *m_rows = nullptr;
};

} // namespace countersign
