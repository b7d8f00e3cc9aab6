// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalMapping.h"
#include "ui/common/Sheet.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QTableWidget;

namespace countersign {

// Asks what the columns of a table of no known tool mean, beside its first rows.
class MappingSheet : public Sheet
{
    Q_OBJECT

public:
    // `name` is the file's. `before`: what was said of such columns earlier, or a guess.
    MappingSheet(const QString &name, const TablePreview &preview, const evals::ColumnMapping &before,
                 QWidget *covered);

    [[nodiscard]] evals::ColumnMapping mapping() const;
    // The key of UiState for what was said of such columns; mappingText() is kept under it.
    [[nodiscard]] static QString keptUnder(const TablePreview &preview);

private:
    void follow();

    QComboBox *m_id = nullptr;
    QComboBox *m_input = nullptr;
    QComboBox *m_expected = nullptr;
    QComboBox *m_output = nullptr;
    QComboBox *m_dimension = nullptr;
    QComboBox *m_score = nullptr;
    QLineEdit *m_limit = nullptr;
    QCheckBox *m_lowerIsBetter = nullptr;
    PlainLabel *m_missing = nullptr;
};

} // namespace countersign
