// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/CourierThread.h"

namespace countersign::connectors {

CourierThread::CourierThread(const ChatEndpoint &endpoint, const ClientRules &rules, const ClientParts &parts,
                             const QString &name)
    : m_courier(new Courier(endpoint, rules, parts))
{
    m_courier->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_courier, &QObject::deleteLater);
    m_thread.setObjectName(name);
    m_thread.start();
}

CourierThread::~CourierThread()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace countersign::connectors
