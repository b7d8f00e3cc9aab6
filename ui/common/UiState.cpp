// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/UiState.h"

#include <QCryptographicHash>
#include <QHeaderView>
#include <QSettings>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace countersign {

UiState::UiState(QSettings &settings, const QString &workspace)
    : m_settings(settings),
      m_group(u"workspaces/"_s
              + QString::fromLatin1(QCryptographicHash::hash(workspace.toUtf8(), QCryptographicHash::Sha256).toHex().first(16)))
{
}

QString UiState::path(const QString &key) const
{
    return m_group + u'/' + key;
}

void UiState::follow(QSplitter *splitter)
{
    Q_ASSERT(!splitter->objectName().isEmpty());
    splitter->setChildrenCollapsible(false);
    const QString key = path(u"splitter/"_s + splitter->objectName());
    splitter->restoreState(m_settings.value(key).toByteArray());
    splitter->setChildrenCollapsible(false);
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter,
                     [splitter, key, &settings = m_settings] { settings.setValue(key, splitter->saveState()); });
}

void UiState::follow(QHeaderView *header)
{
    Q_ASSERT(!header->objectName().isEmpty());
    const QString key = path(u"header/"_s + header->objectName());
    header->restoreState(m_settings.value(key).toByteArray());
    const auto keep = [header, key, &settings = m_settings] { settings.setValue(key, header->saveState()); };
    QObject::connect(header, &QHeaderView::sectionResized, header, keep);
    QObject::connect(header, &QHeaderView::sectionMoved, header, keep);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, header, keep);
}

QVariant UiState::value(const QString &key, const QVariant &fallback) const
{
    return m_settings.value(path(key), fallback);
}

void UiState::setValue(const QString &key, const QVariant &value)
{
    m_settings.setValue(path(key), value);
}

} // namespace countersign
