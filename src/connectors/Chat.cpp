// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/Chat.h"

#include "connectors/ChatFailure.h"

#include <QUrlQuery>

#include <arpa/inet.h>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

[[nodiscard]] bool isThisMachine(const QString &host)
{
    // A name other than localhost is not looked up: whoever answers the look-up would decide.
    if (host == "localhost"_L1)
        return true;
    const QByteArray address = host.toLatin1();
    in_addr four{};
    if (inet_pton(AF_INET, address.constData(), &four) == 1)
        return ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET; // 127.0.0.0/8 (RFC 1122, 3.2.1.3)
    in6_addr six{};
    if (inet_pton(AF_INET6, address.constData(), &six) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) || (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == IN_LOOPBACKNET);
}

} // namespace

Result<QUrl> checkedBase(const QUrl &base)
{
    const auto refused = [](const QString &why) {
        return std::unexpected(chatError(ChatFailure::Insecure, why));
    };
    const QString scheme = base.scheme().toLower();
    if (!base.isValid() || base.host().isEmpty())
        return refused(u"no host"_s);
    if (scheme != "https"_L1 && !(scheme == "http"_L1 && isThisMachine(base.host())))
        return refused(u"not https"_s);
    if (!base.userInfo().isEmpty() || base.hasFragment())
        return refused(u"name, password or fragment in the address"_s);
    const auto items = QUrlQuery(base).queryItems();
    if (std::ranges::any_of(items, [](const auto &item) { return item.first != "api-version"_L1; }))
        return refused(u"query in the address"_s);

    QUrl clean = base;
    QString path = base.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    clean.setPath(path);
    clean.setScheme(scheme);
    return clean;
}

QString hostOf(const QUrl &base)
{
    const QString host = base.host().contains(u':') ? u'[' + base.host() + u']' : base.host();
    const int usual = base.scheme() == "https"_L1 ? 443 : 80;
    return base.port(usual) == usual ? host : u"%1:%2"_s.arg(host).arg(base.port());
}

} // namespace countersign::connectors
