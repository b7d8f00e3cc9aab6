// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/EndpointBook.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

/// A group's name: the origin without characters that mean something to QSettings.
[[nodiscard]] QString groupOf(const QUrl &base)
{
    return u"endpoint-"_s
           + QString::fromLatin1(originOf(base).toUtf8().toPercentEncoding({}, ":/%")).replace(u'%', u'_');
}

[[nodiscard]] Done written(QSettings &settings)
{
    settings.sync();
    if (settings.status() != QSettings::NoError)
        return failure(ErrorCode::NotPermitted, settings.fileName());
    return {};
}

} // namespace

QString toString(KeyStyle style)
{
    switch (style) {
    case KeyStyle::Bearer:
        return u"bearer"_s;
    case KeyStyle::ApiKey:
        return u"api-key"_s;
    case KeyStyle::Basic:
        return u"basic"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

KeyStyle keyStyleFromString(QStringView text)
{
    return text == "api-key"_L1 ? KeyStyle::ApiKey : text == "basic"_L1 ? KeyStyle::Basic : KeyStyle::Bearer;
}

QString originOf(const QUrl &base)
{
    return base.scheme().toLower() + u"://"_s + hostOf(base);
}

std::optional<KnownEndpoint> EndpointBook::find(const QUrl &base) const
{
    const Result<QUrl> checked = checkedBase(base);
    if (!checked)
        return std::nullopt;
    QSettings settings(m_file, QSettings::IniFormat);
    settings.beginGroup(groupOf(*checked));
    const QString origin = settings.value("origin"_L1).toString();
    const Result<KeySource> key = keySourceFromString(settings.value("key"_L1).toString());
    if (origin != originOf(*checked) || !key)
        return std::nullopt;
    return KnownEndpoint{.origin = origin,
                         .key = *key,
                         .keyStyle = keyStyleFromString(settings.value("key_style"_L1).toString())};
}

Done EndpointBook::confirm(const QUrl &base, const KeySource &key, KeyStyle style)
{
    const Result<QUrl> checked = checkedBase(base);
    if (!checked)
        return std::unexpected(checked.error());
    QSettings settings(m_file, QSettings::IniFormat);
    settings.beginGroup(groupOf(*checked));
    settings.setValue("origin"_L1, originOf(*checked));
    settings.setValue("key"_L1, toString(key));
    settings.setValue("key_style"_L1, toString(style));
    return written(settings);
}

Done EndpointBook::forget(const QUrl &base)
{
    const Result<QUrl> checked = checkedBase(base);
    if (!checked)
        return std::unexpected(checked.error());
    QSettings settings(m_file, QSettings::IniFormat);
    settings.remove(groupOf(*checked));
    return written(settings);
}

} // namespace countersign::connectors
