// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <expected>

namespace countersign {

/// What went wrong, as far as a caller can act on it. Wording lives in ui/common/ErrorText.
enum class ErrorCode {
    NotFound,     ///< the prompt, version, file, pointer or ref does not exist
    Conflict,     ///< the subject moved since it was read; read again, then decide again
    Refused,      ///< a rule of the policy says no; `subject` is the rule's id
    Corrupt,      ///< stored bytes do not decode, do not match their hash, or do not continue what was seen before
    Unavailable,  ///< the repository, remote or database cannot be reached
    OutcomeUnknown, ///< a write was sent and no answer came; read again before anything else
    Canceled,     ///< the caller asked to stop
    Invalid,      ///< input that cannot be accepted; `line` and `column` say where when it is a text
    Unsupported,  ///< a kind of repository or file that this program cannot read (SHA-256, reftable, shallow …)
    Newer,        ///< written by a newer Countersign; readable, not writable
    NotPermitted, ///< the operating system or the remote does not allow the write
    NoSpace,      ///< no space left where the bytes should go
    Locked,       ///< another process holds a lock; `detail` says which and since when
};

struct Error
{
    ErrorCode code = ErrorCode::Unavailable;
    QString subject = {}; ///< what it was about: a ref, a path, a prompt id, a rule
    QString detail = {};  ///< the backend's own words, for the log and the details pane
    int line = 0;         ///< 1-based, 0 when it does not apply
    int column = 0;       ///< 1-based, 0 when it does not apply

    friend bool operator==(const Error &, const Error &) = default;
};

template<typename T>
using Result = std::expected<T, Error>;

using Done = Result<void>;

[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, QString subject = {}, QString detail = {})
{
    return std::unexpected(Error{.code = code, .subject = std::move(subject), .detail = std::move(detail)});
}

} // namespace countersign
