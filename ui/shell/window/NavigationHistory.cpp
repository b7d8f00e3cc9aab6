// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/NavigationHistory.h"

namespace countersign {

namespace {

constexpr qsizetype most = 100;

} // namespace

void NavigationHistory::go(const Address &address)
{
    const Address place = placeOf(address);
    if (m_at >= 0 && m_places[m_at] == place) {
        return;
    }
    m_places.resize(m_at + 1);
    m_places.append(place);
    if (m_places.size() > most) {
        m_places.removeFirst();
    }
    m_at = m_places.size() - 1;
}

void NavigationHistory::replace(const Address &address)
{
    if (m_at < 0) {
        go(address);
        return;
    }
    m_places[m_at] = placeOf(address);
}

std::optional<Address> NavigationHistory::back()
{
    if (!canGoBack()) {
        return std::nullopt;
    }
    return m_places[--m_at];
}

std::optional<Address> NavigationHistory::forward()
{
    if (!canGoForward()) {
        return std::nullopt;
    }
    return m_places[++m_at];
}

} // namespace countersign
