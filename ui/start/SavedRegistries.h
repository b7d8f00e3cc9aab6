// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

class QSettings;

namespace countersign {

struct SavedRegistry
{
    QString name = {};  // as the person calls it; empty: by its place
    QString place = {}; // OpenRequest::place of a file or a database; nothing secret
    friend bool operator==(const SavedRegistry &, const SavedRegistry &) = default;
};

// The registries that a person keeps at hand, in her order; at most fifty. `settings` outlives this.
class SavedRegistries
{
public:
    explicit SavedRegistries(QSettings &settings) : m_settings(settings) {}

    [[nodiscard]] QList<SavedRegistry> list() const;
    void store(const QList<SavedRegistry> &list);

private:
    QSettings &m_settings;
};

} // namespace countersign
