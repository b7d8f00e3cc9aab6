// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/ArchiveLibrary.h"

#include <QLibrary>

namespace countersign::evals {

namespace {

// The version of the interface that the headers are of, as the libraries of that series are named.
constexpr int interfaceVersion = 13;
static_assert(ARCHIVE_VERSION_NUMBER >= 3'000'000 && ARCHIVE_VERSION_NUMBER < 4'000'000);

template<typename Function>
bool resolve(QLibrary &library, const char *symbol, Function &function)
{
    function = reinterpret_cast<Function>(library.resolve(symbol));
    return function != nullptr;
}

Result<ArchiveLibrary> loaded()
{
    QLibrary library(QStringLiteral("archive"), interfaceVersion);
    ArchiveLibrary its;
    const bool whole = resolve(library, "archive_read_new", its.readNew)
                       && resolve(library, "archive_read_free", its.readFree)
                       && resolve(library, "archive_read_support_format_zip", its.supportZip)
                       && resolve(library, "archive_read_open_memory", its.openMemory)
                       && resolve(library, "archive_read_next_header", its.nextHeader)
                       && resolve(library, "archive_read_data_block", its.dataBlock)
                       && resolve(library, "archive_filter_bytes", its.filterBytes)
                       && resolve(library, "archive_error_string", its.errorString)
                       && resolve(library, "archive_entry_pathname", its.entryPathname);
    if (!whole) {
        return failure(ErrorCode::Unavailable, QStringLiteral("libarchive"), library.errorString());
    }
    return its;
}

} // namespace

Result<const ArchiveLibrary *> ArchiveLibrary::load()
{
    static const Result<ArchiveLibrary> library = loaded();
    if (!library) {
        return std::unexpected(library.error());
    }
    return &*library;
}

} // namespace countersign::evals
