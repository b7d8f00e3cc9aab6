// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatFailure.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

constexpr qsizetype longestDetail = 400;

struct FailureName
{
    ChatFailure failure;
    ErrorCode code;
    QLatin1StringView name;
};

constexpr std::array failureNames = {
    FailureName{ChatFailure::Insecure, ErrorCode::Refused, "endpoint.insecure"_L1},
    FailureName{ChatFailure::NoKey, ErrorCode::NotPermitted, "endpoint.no_key"_L1},
    FailureName{ChatFailure::Unreachable, ErrorCode::Unavailable, "endpoint.unreachable"_L1},
    FailureName{ChatFailure::Timeout, ErrorCode::Unavailable, "endpoint.timeout"_L1},
    FailureName{ChatFailure::Tls, ErrorCode::Unavailable, "endpoint.tls"_L1},
    FailureName{ChatFailure::Unauthorized, ErrorCode::NotPermitted, "endpoint.unauthorized"_L1},
    FailureName{ChatFailure::RateLimited, ErrorCode::Unavailable, "endpoint.rate_limited"_L1},
    FailureName{ChatFailure::Server, ErrorCode::Unavailable, "endpoint.server"_L1},
    FailureName{ChatFailure::Rejected, ErrorCode::Invalid, "endpoint.rejected"_L1},
    FailureName{ChatFailure::Redirected, ErrorCode::Refused, "endpoint.redirected"_L1},
    FailureName{ChatFailure::Broken, ErrorCode::Corrupt, "endpoint.broken"_L1},
    FailureName{ChatFailure::TooLarge, ErrorCode::Corrupt, "endpoint.too_large"_L1},
    FailureName{ChatFailure::BadAnswer, ErrorCode::Corrupt, "endpoint.bad_answer"_L1},
    FailureName{ChatFailure::Canceled, ErrorCode::Canceled, "endpoint.canceled"_L1},
};

/// One line without characters that move or hide others.
[[nodiscard]] QString printable(const QString &text)
{
    QString line;
    for (const QChar c : QStringView(text).first(std::min(text.size(), longestDetail))) {
        const bool harmful = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
                             || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
        line.append(harmful ? u' ' : c);
    }
    return line.simplified();
}

} // namespace

QString nameOf(ChatFailure failure)
{
    const auto *found = std::ranges::find(failureNames, failure, &FailureName::failure);
    Q_ASSERT(found != failureNames.end());
    return found->name;
}

std::optional<ChatFailure> failureOf(const Error &error)
{
    for (const FailureName &entry : failureNames) {
        if (entry.name == error.subject)
            return entry.failure;
    }
    return error.code == ErrorCode::Canceled ? std::optional(ChatFailure::Canceled) : std::nullopt;
}

Error chatError(ChatFailure failure, const QString &detail)
{
    const auto *found = std::ranges::find(failureNames, failure, &FailureName::failure);
    Q_ASSERT(found != failureNames.end());
    return Error{.code = found->code, .subject = found->name, .detail = printable(detail)};
}

bool isPassing(ChatFailure failure)
{
    // A time-out is none: whoever is slow now would be asked, and paid, again for the same slowness.
    return failure == ChatFailure::Unreachable || failure == ChatFailure::RateLimited
           || failure == ChatFailure::Server || failure == ChatFailure::Broken;
}

} // namespace countersign::connectors
