// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/network/Exchange.h"
#include "connectors/network/Keychain.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

/// The system's proxies, and none for this machine.
class ProxyChoice : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (query.peerHostName() == "localhost"_L1 || QHostAddress(query.peerHostName()).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

class QtLine final : public Line
{
public:
    QtLine() { m_manager.setProxyFactory(new ProxyChoice); }
    [[nodiscard]] std::unique_ptr<QObject> send(const Order &order, const Secret &key,
                                                std::function<void(Outcome)> done) override
    {
        return std::make_unique<Exchange>(m_manager, order, key, std::move(done));
    }

private:
    QNetworkAccessManager m_manager;
};

class QtNetwork final : public Network
{
public:
    [[nodiscard]] std::unique_ptr<Line> openLine() override { return std::make_unique<QtLine>(); }
    [[nodiscard]] SecretStore &keychain() override { return m_keychain; }

private:
    Keychain m_keychain;
};

} // namespace

} // namespace countersign::connectors

/// The entry that connectors::network() looks for. Its name has the version of the program.
extern "C" Q_DECL_EXPORT countersign::connectors::Network *COUNTERSIGN_NETWORK_ENTRY()
{
    static countersign::connectors::QtNetwork network;
    return &network;
}
