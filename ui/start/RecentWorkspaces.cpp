// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/RecentWorkspaces.h"

#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int most = 10;

} // namespace

RecentWorkspaces::RecentWorkspaces(QSettings &settings)
    : m_settings(settings)
{
}

QList<RecentWorkspace> RecentWorkspaces::list() const
{
    QList<RecentWorkspace> list;
    const int size = m_settings.beginReadArray("recent"_L1);
    for (int i = 0; i < qMin(size, most); ++i) {
        m_settings.setArrayIndex(i);
        RecentWorkspace workspace{.request = {.place = m_settings.value("place"_L1).toString(),
                                              .as = m_settings.value("as"_L1).toString(),
                                              .example = m_settings.value("example"_L1).toBool()},
                                  .name = m_settings.value("name"_L1).toString()};
        if (!workspace.request.place.isEmpty() || workspace.request.example) {
            list.append(workspace);
        }
    }
    m_settings.endArray();
    return list;
}

void RecentWorkspaces::add(const RecentWorkspace &workspace)
{
    QList<RecentWorkspace> all = list();
    all.removeIf([&](const RecentWorkspace &other) {
        return other.request.place == workspace.request.place && other.request.example == workspace.request.example;
    });
    all.prepend(workspace);
    store(all.first(qMin<qsizetype>(all.size(), most)));
}

void RecentWorkspaces::remove(const OpenRequest &request)
{
    QList<RecentWorkspace> all = list();
    all.removeIf([&](const RecentWorkspace &other) {
        return other.request.place == request.place && other.request.example == request.example;
    });
    store(all);
}

void RecentWorkspaces::store(const QList<RecentWorkspace> &list)
{
    m_settings.remove("recent"_L1);
    m_settings.beginWriteArray("recent"_L1, static_cast<int>(list.size()));
    for (int i = 0; i < list.size(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue("place"_L1, list[i].request.place);
        m_settings.setValue("as"_L1, list[i].request.as);
        m_settings.setValue("example"_L1, list[i].request.example);
        m_settings.setValue("name"_L1, list[i].name);
    }
    m_settings.endArray();
}

} // namespace countersign
