// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/SuiteSheet.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace countersign {

class PlainLabel;

// The least that a suite asks for in each dimension: a share that passes, or a mean.
class ThresholdForm : public QWidget
{
    Q_OBJECT

public:
    explicit ThresholdForm(QWidget *parent = nullptr);

    // Of the suite that is shown already, what cannot be written yet stays.
    enum class Take { Another, Again };
    void setThresholds(const QList<DimensionThreshold> &thresholds, const QStringList &dimensions, Take take);
    // Those that can be written: with a dimension of their own and a figure.
    [[nodiscard]] QList<DimensionThreshold> thresholds() const;
    void setReadOnly(bool readOnly);
    void focusFirst();

signals:
    // All of them can be written.
    void edited();

private:
    struct Row
    {
        QWidget *place = nullptr;
        QComboBox *dimension = nullptr;
        QLineEdit *least = nullptr;
        QPushButton *remove = nullptr;
        PlainLabel *problem = nullptr;
    };
    void addRow(const DimensionThreshold &threshold);
    bool check();
    void tell();

    QList<Row> m_rows;
    QStringList m_dimensions;
    bool m_setting = false;
    bool m_readOnly = false;
    QVBoxLayout *m_all = nullptr;
    QPushButton *m_add = nullptr;
    PlainLabel *m_none = nullptr;
};

} // namespace countersign
