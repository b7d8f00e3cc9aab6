// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/SavedRegistries.h"

#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRegistries = 50;

} // namespace

QList<SavedRegistry> SavedRegistries::list() const
{
    QList<SavedRegistry> list;
    const int size = m_settings.beginReadArray("registries"_L1);
    for (int i = 0; i < qMin(size, int(mostRegistries)); ++i) {
        m_settings.setArrayIndex(i);
        const SavedRegistry registry{.name = m_settings.value("name"_L1).toString(),
                                     .place = m_settings.value("place"_L1).toString()};
        if (!registry.place.isEmpty()) {
            list.append(registry);
        }
    }
    m_settings.endArray();
    return list;
}

void SavedRegistries::store(const QList<SavedRegistry> &list)
{
    m_settings.remove("registries"_L1);
    const qsizetype size = qMin(list.size(), mostRegistries);
    m_settings.beginWriteArray("registries"_L1, int(size));
    for (qsizetype i = 0; i < size; ++i) {
        m_settings.setArrayIndex(int(i));
        m_settings.setValue("name"_L1, list.at(i).name);
        m_settings.setValue("place"_L1, list.at(i).place);
    }
    m_settings.endArray();
}

} // namespace countersign
