// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/SecretStore.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

constexpr qsizetype longestKey = 4096;
constexpr qsizetype shortestKey = 6;
constexpr qsizetype longestEntry = 200;

} // namespace

bool Secret::isUsable() const
{
    return !m_bytes.isEmpty() && m_bytes.size() <= longestKey
           && std::ranges::all_of(m_bytes, [](char c) { return c > ' ' && c < 0x7f; });
}

QByteArray Secret::hiddenIn(QByteArray text) const
{
    return m_bytes.size() < shortestKey ? text : text.replace(m_bytes, "[key]");
}

QString Secret::hiddenIn(QString text) const
{
    return m_bytes.size() < shortestKey ? text : text.replace(QLatin1StringView(m_bytes), "[key]"_L1);
}

QString toString(const KeySource &source)
{
    switch (source.place) {
    case KeyPlace::None:
        return u"none"_s;
    case KeyPlace::Environment:
        return u"env:"_s + source.name;
    case KeyPlace::Keychain:
        return u"keychain:"_s + source.name;
    }
    Q_UNREACHABLE_RETURN({});
}

Result<KeySource> keySourceFromString(QStringView text)
{
    static const QRegularExpression variable(u"\\A[A-Za-z_][A-Za-z0-9_]{0,199}\\z"_s);
    if (text == "none"_L1)
        return KeySource{};
    if (text.startsWith("env:"_L1) && variable.matchView(text.sliced(4)).hasMatch())
        return KeySource{.place = KeyPlace::Environment, .name = text.sliced(4).toString()};
    if (text.startsWith("keychain:"_L1)) {
        const QString name = text.sliced(9).toString();
        const bool printable = std::ranges::all_of(name, [](QChar c) { return c.isPrint(); });
        if (!name.isEmpty() && name.size() <= longestEntry && printable)
            return KeySource{.place = KeyPlace::Keychain, .name = name};
    }
    // Whoever pasted the key itself here must not meet it again in an error.
    return failure(ErrorCode::Invalid, u"key"_s, u"none, env:VARIABLE or keychain:NAME"_s);
}

} // namespace countersign::connectors
