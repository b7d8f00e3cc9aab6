// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Event.h"
#include "ui/common/Fields.h"

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QSpinBox;
class QVBoxLayout;

namespace countersign {

class SignLine;

// The triggers of a release note, each a row of fields with a line beneath for what is wrong with it. Alt+Up and
// Alt+Down move the row with the focus.
class TriggerTable : public Ground
{
    Q_OBJECT

public:
    explicit TriggerTable(QWidget *parent = nullptr);

    void setTriggers(const QList<Trigger> &triggers);
    [[nodiscard]] QList<Trigger> triggers() const;
    void add();
    // The sentence under a row, empty for none; `part` gets the edge of danger.
    void setProblem(int trigger, const QString &part, const QString &sentence, const QString &offer);
    void clearProblems();
    void focusPart(int trigger, const QString &part);

signals:
    void edited();
    // The focus left a row.
    void rowLeft();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Row
    {
        QWidget *place = nullptr;
        PlainLabel *number = nullptr;
        QLineEdit *metric = nullptr;
        QComboBox *comparator = nullptr;
        QDoubleSpinBox *value = nullptr;
        QComboBox *measure = nullptr;
        QComboBox *window = nullptr;
        QSpinBox *sample = nullptr;
        QComboBox *action = nullptr;
        QWidget *line = nullptr;
        PlainLabel *problem = nullptr;
        QPushButton *offer = nullptr;
    };

    Row makeRow(const Trigger &trigger);
    void renumber();
    void move(int row, int by);
    [[nodiscard]] Trigger read(const Row &row) const;
    [[nodiscard]] int rowOf(const QObject *inside) const;
    [[nodiscard]] QWidget *partOf(const Row &row, const QString &part) const;

    QVBoxLayout *m_all = nullptr;
    QWidget *m_head = nullptr;
    QList<Row> m_rows;
    bool m_setting = false;
};

} // namespace countersign
