// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Signs.h"

#include <QHash>
#include <QTabBar>

#include <optional>

namespace countersign {

// Tabs of 36 with a line of 2 under the present one; each may carry a muted count or a sign after its word.
class TabBar : public QTabBar
{
    Q_OBJECT

public:
    explicit TabBar(QWidget *parent = nullptr);

    // Empty for none. The words also go to screen readers.
    void setTabNote(int tab, const QString &note);
    void setTabSign(int tab, std::optional<Sign> sign);

protected:
    void paintEvent(QPaintEvent *event) override;
    QSize tabSizeHint(int tab) const override;
    QSize minimumTabSizeHint(int tab) const override { return tabSizeHint(tab); }
    void tabRemoved(int tab) override;
    void tabInserted(int tab) override;

private:
    struct Extra
    {
        QString note = {};
        std::optional<Sign> sign = {};
    };

    void tellReaders(int tab);

    QList<Extra> m_extra;
};

} // namespace countersign
