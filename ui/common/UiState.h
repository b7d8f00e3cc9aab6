// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QVariant>

class QHeaderView;
class QSettings;
class QSplitter;

namespace countersign {

// Remembers widths, folds and places of scrolling, per workspace. Keys are the object names of the widgets.
class UiState
{
public:
    // `settings` outlives this. `workspace` is any text that names the workspace; it is hashed into the key.
    UiState(QSettings &settings, const QString &workspace);

    // Restores what was kept under the splitter's object name, and keeps every later move. A splitter never hides
    // a side: collapsing is switched off.
    void follow(QSplitter *splitter);
    void follow(QHeaderView *header);

    [[nodiscard]] QVariant value(const QString &key, const QVariant &fallback = {}) const;
    void setValue(const QString &key, const QVariant &value);

private:
    [[nodiscard]] QString path(const QString &key) const;

    QSettings &m_settings;
    QString m_group;
};

} // namespace countersign
