// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/RegistryPlace.h"

#include <QFileInfo>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr auto sqliteScheme = "sqlite:"_L1;

// Nothing that could be taken for another option of the connection.
bool isPlainValue(const QString &value)
{
    return std::ranges::none_of(value, [](QChar c) {
        return c.unicode() < 0x20 || c == u'\'' || c == u'\\' || c == u';' || c == u'=' || c.isSpace();
    });
}

const QStringList &sslModes()
{
    static const QStringList modes{u"disable"_s, u"require"_s, u"verify-ca"_s, u"verify-full"_s};
    return modes;
}

} // namespace

Result<PostgresPlace> postgresPlaceFromUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || !isDatabase(text)) {
        return failure(ErrorCode::Invalid, text,
                       u"this is no address of the form postgresql://user@host/database"_s);
    }
    if (!url.password().isEmpty()) {
        return failure(ErrorCode::NotPermitted, u"password"_s);
    }
    PostgresPlace place{.host = url.host(QUrl::FullyDecoded),
                        .port = qMax(0, url.port(0)),
                        .database = url.path(QUrl::FullyDecoded).mid(1),
                        .user = url.userName(QUrl::FullyDecoded)};
    for (const auto &[key, encoded] : QUrlQuery(url).queryItems(QUrl::FullyEncoded)) {
        const QString value = QUrl::fromPercentEncoding(encoded.toUtf8());
        if (key == "service"_L1) {
            place.service = value;
        } else if (key == "sslmode"_L1 && sslModes().contains(value)) {
            place.sslMode = value;
        } else if (key == "sslrootcert"_L1) {
            place.rootCertificate = value;
        } else if (key == "host"_L1) {
            place.host = value;
        } else if (key == "port"_L1) {
            place.port = value.toInt();
        } else if (key == "user"_L1) {
            place.user = value;
        } else if (key == "password"_L1) {
            return failure(ErrorCode::NotPermitted, u"password"_s);
        } else {
            return failure(ErrorCode::Invalid, text, u"%1=%2"_s.arg(key, value));
        }
    }
    for (const QString &value :
         {place.service, place.host, place.database, place.user, place.rootCertificate}) {
        if (!isPlainValue(value)) {
            return failure(ErrorCode::Invalid, text, value);
        }
    }
    return place;
}

QString toUrl(const PostgresPlace &place)
{
    QUrl url;
    url.setScheme(u"postgresql"_s);
    QUrlQuery query;
    if (place.host.startsWith(u'/')) {
        query.addQueryItem(u"host"_s, place.host);
        if (place.port > 0) {
            query.addQueryItem(u"port"_s, QString::number(place.port));
        }
        if (!place.user.isEmpty()) {
            query.addQueryItem(u"user"_s, place.user);
        }
    } else {
        if (!place.user.isEmpty()) {
            url.setUserName(place.user);
        }
        url.setHost(place.host);
        url.setPort(place.port > 0 ? place.port : -1);
    }
    url.setPath(u'/' + place.database);
    const std::pair<QString, QString> rest[] = {{u"service"_s, place.service},
                                                {u"sslmode"_s, place.sslMode},
                                                {u"sslrootcert"_s, place.rootCertificate}};
    for (const auto &[key, value] : rest) {
        if (!value.isEmpty()) {
            query.addQueryItem(key, value);
        }
    }
    url.setQuery(query);
    QString text = url.toString(QUrl::FullyEncoded);
    // QUrl leaves out the empty authority, which libpq wants.
    if (!text.startsWith("postgresql://"_L1)) {
        text.replace(0, int(sizeof "postgresql:" - 1), u"postgresql://"_s);
    }
    return text;
}

bool isLocal(const PostgresPlace &place)
{
    QString host = place.host;
    if (host.isEmpty()) {
        // What a service file says is not read here.
        if (!place.service.isEmpty() || !qEnvironmentVariableIsEmpty("PGSERVICE")) {
            return false;
        }
        host = qEnvironmentVariable("PGHOSTADDR", qEnvironmentVariable("PGHOST"));
    }
    return host.isEmpty() || host.startsWith(u'/') || host == "localhost"_L1 || host.startsWith("127."_L1)
           || host == "::1"_L1;
}

bool isDatabase(const QString &place)
{
    return place.startsWith("postgresql://"_L1) || place.startsWith("postgres://"_L1);
}

QString registryFile(const QString &place)
{
    return place.startsWith(sqliteScheme) ? place.mid(sqliteScheme.size()) : place;
}

bool isRegistry(const QString &place)
{
    return place.startsWith(sqliteScheme) || isDatabase(place) || QFileInfo(place).isFile();
}

} // namespace countersign
