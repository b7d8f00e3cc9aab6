// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <archive.h>
#include <archive_entry.h>

namespace countersign::evals {

/// What is used of libarchive. It is loaded when the first archive is opened: with what it loads itself it costs more time
/// at the start of a program than many a command takes.
struct ArchiveLibrary
{
    decltype(&::archive_read_new) readNew = nullptr;
    decltype(&::archive_read_free) readFree = nullptr;
    decltype(&::archive_read_support_format_zip) supportZip = nullptr;
    decltype(&::archive_read_open_memory) openMemory = nullptr;
    decltype(&::archive_read_next_header) nextHeader = nullptr;
    decltype(&::archive_read_data_block) dataBlock = nullptr;
    decltype(&::archive_filter_bytes) filterBytes = nullptr;
    decltype(&::archive_error_string) errorString = nullptr;
    decltype(&::archive_entry_pathname) entryPathname = nullptr;

    /// Any thread; stays loaded. Fails: Unavailable ("libarchive"; detail: what the system says).
    [[nodiscard]] static Result<const ArchiveLibrary *> load();
};

} // namespace countersign::evals
