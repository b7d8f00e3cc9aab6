// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Inspect AI's `.eval`: a ZIP file with header.json, samples/<id>_epoch_<n>.json, summaries and a journal. Entries are
// deflated, or zstd since inspect_ai 0.3.206. header.json is written at the end of a run; one that was stopped has only
// _journal/start.json.
#include "evals/ArchiveLibrary.h"
#include "evals/ReadInspect.h"

#include <algorithm>

namespace countersign::evals {

namespace {

constexpr qint64 mostPerEntry = qint64(512) << 20;
/// A text deflates to a tenth or, where it repeats itself, to a hundredth. What promises far more is a bomb.
constexpr qint64 mostRatio = 1000;
constexpr qint64 withoutRatio = qint64(64) << 20;
constexpr qsizetype mostEntries = 1'000'000;

using ArchivePointer = std::unique_ptr<archive, decltype(&::archive_read_free)>;

/// Whether the directory at the end of a ZIP file is there and ends where the bytes do (APPNOTE.TXT, 4.3.16).
bool hasItsEnd(QByteArrayView bytes)
{
    constexpr qsizetype record = 22;
    constexpr qsizetype mostComment = 0xFFFF;
    const QByteArrayView tail = bytes.last(qMin(bytes.size(), record + mostComment));
    for (qsizetype at = tail.size() - record; at >= 0; --at) {
        if (tail.sliced(at).startsWith("PK\x05\x06")) {
            const auto low = static_cast<unsigned char>(tail[at + 20]);
            const auto high = static_cast<unsigned char>(tail[at + 21]);
            return at + record + (low | high << 8) == tail.size();
        }
    }
    return false;
}

enum class Unpacked { Whole, TooLarge, Broken };

class InspectArchiveReader
{
public:
    InspectArchiveReader(const ArchiveLibrary &library, const Source &source, const ReadOptions &options)
        : m_library(library)
        , m_parts(source, InspectParts::Texts::Copied, options)
        , m_source(source)
        , m_options(options)
    {}

    Result<ResultFile> read();

private:
    Unpacked unpack(archive *a, QByteArray &out);
    void entry(const QByteArray &name, const QByteArray &bytes);
    bool goesOn(archive *a);
    [[nodiscard]] QString errorOf(archive *a) const
    {
        const char *text = m_library.errorString(a);
        return text ? QString::fromUtf8(text) : QStringLiteral("cannot be unpacked");
    }

    const ArchiveLibrary &m_library;
    InspectParts m_parts;
    const Source &m_source;
    const ReadOptions &m_options;
    QByteArray m_start;
    bool m_hasHeader = false;
    qint64 m_unpacked = 0;
};

Unpacked InspectArchiveReader::unpack(archive *a, QByteArray &out)
{
    const qint64 most =
        qMin(m_options.mostBytes, qMax(withoutRatio, qint64(m_source.view().size()) * mostRatio));
    while (true) {
        const void *block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int status = m_library.dataBlock(a, &block, &size, &offset);
        if (status == ARCHIVE_EOF) {
            return Unpacked::Whole;
        }
        if (status < ARCHIVE_WARN || offset != out.size()) {
            return Unpacked::Broken;
        }
        m_unpacked += qint64(size);
        if (m_unpacked > most || out.size() + qint64(size) > mostPerEntry) {
            return Unpacked::TooLarge;
        }
        out.append(static_cast<const char *>(block), qsizetype(size));
    }
}

void InspectArchiveReader::entry(const QByteArray &name, const QByteArray &bytes)
{
    if (name == "_journal/start.json") {
        m_start = bytes;
        return;
    }
    JsonReader r(bytes);
    if (name == "header.json") {
        m_hasHeader = true;
        m_parts.log(r, bytes);
    } else if (name == "reductions.json") {
        m_parts.reductions(r, bytes);
    } else {
        m_parts.sample(r, bytes);
    }
    if (r.fault() == JsonReader::Fault::None && !r.atEnd()) {
        m_parts.builder.setStatus(RunStatus::Damaged, QString::fromUtf8(name));
    } else if (r.fault() != JsonReader::Fault::None) {
        // The entry itself was whole, so nothing is cut off.
        m_parts.builder.setStatus(RunStatus::Damaged,
                                  QString::fromUtf8(name) + QStringLiteral(", ") + r.faultText());
    }
}

bool InspectArchiveReader::goesOn(archive *a)
{
    const qsizetype size = m_source.view().size();
    const double share = size > 0 ? double(m_library.filterBytes(a, 0)) / double(size) : 1.0;
    return m_parts.builder.goesOn(share);
}

Result<ResultFile> InspectArchiveReader::read()
{
    const QByteArrayView bytes = m_source.view();
    const ArchivePointer opened(m_library.readNew(), m_library.readFree);
    archive *const a = opened.get();
    if (!a || m_library.supportZip(a) < ARCHIVE_WARN
        || m_library.openMemory(a, bytes.data(), std::size_t(bytes.size())) != ARCHIVE_OK) {
        return failure(ErrorCode::Invalid, m_source.name, a ? errorOf(a) : QString());
    }
    const bool isWhole = hasItsEnd(bytes);
    const RunStatus broken = isWhole ? RunStatus::Damaged : RunStatus::Truncated;
    bool isInspect = false;
    for (qsizetype count = 0; goesOn(a); ++count) {
        archive_entry *found = nullptr;
        const int status = m_library.nextHeader(a, &found);
        if (status == ARCHIVE_EOF) {
            break;
        }
        if (status < ARCHIVE_WARN || count >= mostEntries) {
            m_parts.builder.setStatus(broken, status < ARCHIVE_WARN ? errorOf(a)
                                                                    : QStringLiteral("too many entries"));
            break;
        }
        const char *path = m_library.entryPathname(found);
        const QByteArray name = path ? QByteArray(path) : QByteArray();
        const bool isSample = name.startsWith("samples/") && name.endsWith(".json");
        if (!isSample && name != "header.json" && name != "reductions.json"
            && name != "_journal/start.json") {
            continue;
        }
        isInspect |= name != "reductions.json";
        QByteArray unpacked;
        const Unpacked result = unpack(a, unpacked);
        if (result == Unpacked::Whole) {
            entry(name, unpacked);
            continue;
        }
        m_parts.builder.setStatus(
            result == Unpacked::TooLarge ? RunStatus::Damaged : broken,
            QString::fromUtf8(name) + QStringLiteral(": ")
                + (result == Unpacked::TooLarge ? QStringLiteral("unpacks to too much") : errorOf(a)));
        break;
    }
    if (!isInspect) {
        return failure(ErrorCode::Invalid, m_source.name,
                       QStringLiteral("no log of Inspect AI in the archive"));
    }
    if (!isWhole) {
        m_parts.builder.setStatus(RunStatus::Truncated, QStringLiteral("the end of the archive is missing"));
    }
    if (!m_hasHeader && !m_start.isEmpty()) {
        JsonReader r(m_start);
        m_parts.log(r, m_start);
        m_parts.builder.setStatus(RunStatus::Unfinished, QStringLiteral("no header.json"));
    }
    return m_parts.finish();
}

} // namespace

Result<ResultFile> readInspectArchive(const Source &source, const ReadOptions &options)
{
    const Result<const ArchiveLibrary *> library = ArchiveLibrary::load();
    return library ? InspectArchiveReader(**library, source, options).read() : std::unexpected(library.error());
}

} // namespace countersign::evals
