// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"
#include "ui/common/RowModels.h"

class QListView;
class QVBoxLayout;

namespace countersign {

class Theme;

// The sunken column at the leading side of a page, from whose list the page shows one thing at a time.
class RowColumn : public Ground
{
public:
    // `width` in pixels of the design. The title is what screen readers call the list, too.
    RowColumn(const Theme &theme, const QString &title, int width, QWidget *parent = nullptr);

    // What stands below the list. Becomes a child of the column.
    void setFooter(QWidget *footer);
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] RowList<RequirementRowData> *rows() const { return m_rows; }

private:
    const Theme &m_theme;
    QVBoxLayout *m_all = nullptr;
    QListView *m_list = nullptr;
    RowList<RequirementRowData> *m_rows = nullptr;
};

} // namespace countersign
