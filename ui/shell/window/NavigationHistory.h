// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/Address.h"

#include <QList>

#include <optional>

namespace countersign {

// Where the person was, for Alt+Left and Alt+Right.
class NavigationHistory
{
public:
    // Going to a place forgets what lay ahead. The same place twice in a row counts once.
    void go(const Address &address);
    // The present place is another one now: what was chosen inside a page.
    void replace(const Address &address);
    [[nodiscard]] std::optional<Address> back();
    [[nodiscard]] std::optional<Address> forward();
    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_places.size(); }

private:
    QList<Address> m_places;
    qsizetype m_at = -1;
};

} // namespace countersign
