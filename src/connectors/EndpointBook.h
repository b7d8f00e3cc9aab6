// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Chat.h"

#include <QString>

namespace countersign::connectors {

/// An endpoint that the person at this machine agreed to send texts to.
struct KnownEndpoint
{
    QString origin = {}; ///< "https://api.example.com:8443"
    KeySource key = {};
    KeyStyle keyStyle = KeyStyle::Bearer;

    friend bool operator==(const KnownEndpoint &, const KnownEndpoint &) = default;
};

/// The hosts that a person confirmed, with where the key of each is: a file of her settings, never of a repository. The
/// key itself is not in it. A host is scheme, name and port; another one has to be confirmed anew and gets no other's key.
///
/// Reads and writes the file at each call. Any thread; one at a time.
class EndpointBook
{
public:
    explicit EndpointBook(const QString &file) : m_file(file) {}

    /// What stands for the host of `base`; nothing when nobody confirmed it, or what stands there cannot be read.
    [[nodiscard]] std::optional<KnownEndpoint> find(const QUrl &base) const;
    /// Fails: Refused for an address that checkedBase() refuses, NotPermitted when the file cannot be written.
    [[nodiscard]] Done confirm(const QUrl &base, const KeySource &key, KeyStyle style = KeyStyle::Bearer);
    [[nodiscard]] Done forget(const QUrl &base);

private:
    QString m_file;
};

/// "bearer", "api-key", "basic".
[[nodiscard]] QString toString(KeyStyle style);
/// Anything else is Bearer.
[[nodiscard]] KeyStyle keyStyleFromString(QStringView text);

/// "https://api.example.com:8443" of a checked address.
[[nodiscard]] QString originOf(const QUrl &base);

} // namespace countersign::connectors
