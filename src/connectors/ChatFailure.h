// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

namespace countersign::connectors {

/// Why a model endpoint gave no answer. Stands in an Error as its subject ("endpoint.timeout"), so that it passes
/// through services; `Error::detail` has the endpoint's own words, bounded, on one line and without the key.
enum class ChatFailure {
    Insecure, ///< the URL is not https, nor http on this machine; or it carries a name, a password or a query
    NoKey,    ///< the named key cannot be read; `detail` has where it was looked for, never the key
    Unreachable,  ///< no such host, refused, or the connection was lost before an answer began
    Timeout,      ///< no whole answer within the time of the request
    Tls,          ///< the certificate or the handshake is not to be trusted
    Unauthorized, ///< 401 or 403
    RateLimited,  ///< 429, also after the retries, or with a longer wait than the client takes
    Server,       ///< 5xx, also after the retries
    Rejected,     ///< another 4xx: the request does not suit this endpoint or model
    Redirected,   ///< 3xx; never followed, because the key and the text would go elsewhere
    Broken,       ///< the connection ended within the answer
    TooLarge,     ///< the answer is longer than the client takes
    BadAnswer,    ///< a whole answer that is not what the interface promises
    Canceled,
};

/// "endpoint.timeout" and so on.
[[nodiscard]] QString nameOf(ChatFailure failure);
[[nodiscard]] std::optional<ChatFailure> failureOf(const Error &error);

/// The Error of a failure. `detail` is made printable and cut to 400 characters.
[[nodiscard]] Error chatError(ChatFailure failure, const QString &detail = {});

/// Whether the same request may succeed a moment later.
[[nodiscard]] bool isPassing(ChatFailure failure);

} // namespace countersign::connectors
