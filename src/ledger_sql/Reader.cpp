// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/Reader.h"

#include "base/Hash.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace countersign::sql {

namespace {

constexpr int signatureLimit = 64 * 1024;
constexpr int metaLimit = 4 * 1024;

Error corrupt(const Connection &connection, const QString &detail)
{
    return {.code = ErrorCode::Corrupt, .subject = connection.name(), .detail = detail};
}

/// Why a query gave no further row although there may be one.
Error broken(const Rows &query, const Connection &connection)
{
    return asError(query.lastError(), connection.dialect(), connection.name());
}

constexpr int contentLimit = 256 * 1024 * 1024;
constexpr int pathLimit = 4096;
// Of one event, and of the tree: more than this is nothing that an event says.
constexpr int stepsLimit = 100'000;
constexpr int filesLimit = 10'000'000;

// Null for what is too large, so that it is never loaded: whoever wrote the file need not have kept its rules.
constexpr auto eventsBetween = "SELECT seq, CASE WHEN length(prev) = 32 THEN prev END, "
                               "CASE WHEN length(link) = 32 THEN link END, "
                               "CASE WHEN length(body) <= ? THEN body END, "
                               "CASE WHEN length(signature) <= ? THEN signature END, "
                               "CASE WHEN length(meta) <= ? THEN meta END "
                               "FROM event WHERE seq > ? AND seq <= ? ORDER BY seq"_L1;
constexpr auto textsBetween =
    "SELECT seq, hash, bytes FROM event_text "
    "WHERE length(hash) = 32 AND length(bytes) <= ? AND seq > ? AND seq <= ? ORDER BY seq, hash"_L1;

Envelope envelopeOf(const Rows &row)
{
    Envelope envelope;
    envelope.at.seq = row.value(0).toLongLong();
    envelope.prev = LinkHash::fromBytes(row.value(1).toByteArray()).value_or(LinkHash{});
    envelope.place = QString::number(envelope.at.seq);
    const bool tooLarge = row.isNull(3) || row.isNull(4) || row.isNull(5);
    envelope.body = row.value(3).toByteArray();
    envelope.signature = row.value(4).toByteArray();
    envelope.meta = row.value(5).toByteArray();
    envelope.at.link =
        linkOf(envelope.at.seq, envelope.prev, envelope.body, envelope.signature, envelope.meta);
    if (tooLarge) {
        envelope.problem = u"larger than an event may be"_s;
    } else if (LinkHash::fromBytes(row.value(2).toByteArray()) != envelope.at.link) {
        envelope.linkDiffers = true;
        envelope.problem = u"the stated link is not that of these bytes at this place"_s;
    }
    return envelope;
}

} // namespace

Result<QList<Head>> readHeads(Rows rows, const Connection &connection)
{
    QList<Head> heads;
    while (rows.next()) {
        heads.append({.seq = rows.value(0).toLongLong(),
                      .link = LinkHash::fromBytes(rows.value(1).toByteArray()).value_or(LinkHash{})});
    }
    return rows.lastError().isValid() ? Result<QList<Head>>(std::unexpected(broken(rows, connection)))
                                      : heads;
}

Result<Head> tipBehind(const QList<Head> &heads, const Head &known, const Connection &connection)
{
    const Head tip = heads.isEmpty() ? Head{} : heads.first();
    if (known.seq > 0) {
        if (tip.seq < known.seq) {
            return std::unexpected(
                corrupt(connection, u"event %1, seen before, is missing"_s.arg(known.seq)));
        }
        const auto seen = std::ranges::find(heads, known.seq, &Head::seq);
        if (seen == heads.cend() || seen->link != known.link) {
            return std::unexpected(
                corrupt(connection, u"event %1 is not the one seen before"_s.arg(known.seq)));
        }
    }
    if (tip.seq > 0 && tip.link.isNull()) {
        return std::unexpected(corrupt(connection, u"the last event has no link"_s));
    }
    return tip;
}

Result<Head> readTip(const Connection &connection, const Head &known)
{
    // One question: the last one, and the one that was seen before.
    auto rows = connection.run(u"SELECT seq, CASE WHEN length(link) = 32 THEN link END FROM event "
                               "WHERE seq = (SELECT max(seq) FROM event) OR seq = ? ORDER BY seq DESC"_s,
                               {known.seq});
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const Result<QList<Head>> heads = readHeads(*std::move(rows), connection);
    return heads ? tipBehind(*heads, known, connection) : std::unexpected(heads.error());
}

Result<QList<Envelope>> readEvents(const Connection &connection, Sequence after, Sequence last, int most)
{
    const Sequence until = std::min<Sequence>(last, after + most);
    QList<Envelope> events;
    if (until <= after) {
        return events;
    }
    auto rows = connection.run(eventsBetween, {policyBodyLimit, signatureLimit, metaLimit, after, until});
    if (!rows) {
        return std::unexpected(rows.error());
    }
    events.reserve(until - after);
    while (rows->next()) {
        Envelope envelope = envelopeOf(*rows);
        if (envelope.at.seq != after + events.size() + 1) {
            return std::unexpected(
                corrupt(connection, u"event %1 is missing"_s.arg(after + events.size() + 1)));
        }
        if (!events.isEmpty() && envelope.prev != events.last().at.link && envelope.problem.isEmpty()) {
            envelope.linkDiffers = true;
            envelope.problem = u"it does not follow the event before it"_s;
        }
        events.append(std::move(envelope));
    }
    if (rows->lastError().isValid()) {
        return std::unexpected(broken(*rows, connection));
    }
    if (events.size() != until - after) {
        return std::unexpected(corrupt(connection, u"event %1 is missing"_s.arg(after + events.size() + 1)));
    }
    auto texts = connection.run(textsBetween, {textLimit, after, until});
    if (!texts) {
        return std::unexpected(texts.error());
    }
    while (texts->next()) {
        const auto hash = ContentHash::fromBytes(texts->value(1).toByteArray());
        const Sequence seq = texts->value(0).toLongLong();
        if (seq <= after || seq > until) {
            return std::unexpected(corrupt(connection, u"the texts of events are not in order"_s));
        }
        Blobs &of = events[seq - after - 1].texts;
        if (hash && of.size() < textsLimit) {
            of.insert(*hash, texts->value(2).toByteArray());
        }
    }
    if (texts->lastError().isValid()) {
        return std::unexpected(broken(*texts, connection));
    }
    return events;
}

Result<QByteArray> readContent(const Connection &connection, const ContentHash &hash)
{
    auto query =
        connection.run(u"SELECT CASE WHEN length(bytes) <= ? THEN bytes END FROM content WHERE hash = ?"_s,
                       {contentLimit, hash.toBytes()});
    if (!query) {
        return std::unexpected(query.error());
    }
    if (!query->next()) {
        return query->lastError().isValid() ? std::unexpected(broken(*query, connection))
                                            : failure(ErrorCode::NotFound, toString(hash));
    }
    if (query->isNull(0)) {
        return failure(ErrorCode::Corrupt, toString(hash), u"larger than a content may be"_s);
    }
    QByteArray bytes = query->value(0).toByteArray();
    if (contentHash(bytes) != hash) {
        return failure(ErrorCode::Corrupt, toString(hash), u"stored bytes have another hash"_s);
    }
    return bytes;
}

Result<Footprint> readFootprint(const Connection &connection, Sequence seq)
{
    auto query =
        connection.run(u"SELECT substr(path, 1, ?), hash IS NULL, CASE WHEN length(hash) = 32 THEN hash END "
                       "FROM tree_step WHERE seq = ? ORDER BY path"_s,
                       {pathLimit, seq});
    if (!query) {
        return std::unexpected(query.error());
    }
    Footprint footprint{.linear = true, .treeVersion = treeVersion, .files = {}};
    while (query->next()) {
        if (footprint.files.size() == stepsLimit) {
            return std::unexpected(
                corrupt(connection, u"event %1 has too many steps of the tree"_s.arg(seq)));
        }
        footprint.files.append(TreeDelta{
            .path = query->value(0).toString(),
            .removed = query->value(1).toBool(),
            .content = ContentHash::fromBytes(query->value(2).toByteArray()).value_or(ContentHash{})});
    }
    if (query->lastError().isValid()) {
        return std::unexpected(broken(*query, connection));
    }
    std::ranges::sort(footprint.files, {}, &TreeDelta::path);
    return footprint;
}

Result<QStringList> readWrongFiles(const Connection &connection, const ReadableTree &expected, Sequence known)
{
    // One statement, so that tree and later steps are of one moment.
    auto query = connection.run(
        u"SELECT substr(path, 1, ?), CASE WHEN length(hash) = 32 THEN hash END, 0 FROM tree UNION ALL "
        "SELECT substr(path, 1, ?), NULL, 1 FROM tree_step WHERE seq > ? AND seq <= (SELECT max(seq) FROM event)"_s,
        {pathLimit, pathLimit, known});
    if (!query) {
        return std::unexpected(query.error());
    }
    QStringList wrong;
    QSet<QString> found;
    QSet<QString> later;
    int rows = 0;
    while (query->next()) {
        if (++rows > filesLimit) {
            return std::unexpected(corrupt(connection, u"the tree has no end"_s));
        }
        const QString path = query->value(0).toString();
        if (query->value(2).toInt() == 1) {
            later.insert(path);
            continue;
        }
        const auto file = expected.constFind(path);
        if (file == expected.cend() || file->hash().toBytes() != query->value(1).toByteArray()) {
            wrong.append(path);
        }
        found.insert(path);
    }
    if (query->lastError().isValid()) {
        return std::unexpected(broken(*query, connection));
    }
    for (auto file = expected.cbegin(); file != expected.cend(); ++file) {
        if (!found.contains(file.key())) {
            wrong.append(file.key());
        }
    }
    wrong.removeIf([&](const QString &path) { return later.contains(path); });
    std::ranges::sort(wrong);
    return wrong;
}

Blobs contentsOf(const Entry &entry)
{
    Blobs contents = entry.contents;
    for (const TreeEdit &edit : entry.edits) {
        if (edit.what == TreeEdit::What::Put) {
            contents.insert(contentHash(edit.bytes), edit.bytes);
        }
    }
    return contents;
}

Result<QList<QList<Step>>> stepsOf(const Connection &connection, const QList<Entry> &entries)
{
    QMap<QString, std::optional<ContentHash>> now; // what the entries before have made of a path
    const auto contentAt = [&](const QString &path) -> Result<std::optional<ContentHash>> {
        if (const auto known = now.constFind(path); known != now.cend()) {
            return *known;
        }
        auto query = connection.run(u"SELECT hash FROM tree WHERE path = ?"_s, {path});
        if (!query) {
            return std::unexpected(query.error());
        }
        if (query->next()) {
            return ContentHash::fromBytes(query->value(0).toByteArray());
        }
        if (query->lastError().isValid()) {
            return std::unexpected(broken(*query, connection));
        }
        return std::nullopt;
    };
    const auto below = [&](const QString &folder) -> Result<QStringList> {
        // The character behind '/' ends the range of everything below the folder.
        auto query = connection.run(u"SELECT path FROM tree WHERE path = ? OR (path >= ? AND path < ?)"_s,
                                    {folder, QString(folder + u'/'), QString(folder + u'0')});
        if (!query) {
            return std::unexpected(query.error());
        }
        QStringList paths;
        while (query->next()) {
            paths.append(query->value(0).toString());
        }
        if (query->lastError().isValid()) {
            return std::unexpected(broken(*query, connection));
        }
        for (auto it = now.cbegin(); it != now.cend(); ++it) {
            if (it->has_value() && (it.key() == folder || it.key().startsWith(folder + u'/'))) {
                paths.append(it.key());
            }
        }
        return paths;
    };

    QList<QList<Step>> all;
    for (const Entry &entry : entries) {
        QMap<QString, std::optional<ContentHash>> wanted;
        for (const TreeEdit &edit : entry.edits) {
            if (edit.what != TreeEdit::What::Remove) {
                wanted.insert(edit.path,
                              edit.what == TreeEdit::What::Put ? contentHash(edit.bytes) : edit.content);
                continue;
            }
            const Result<QStringList> paths = below(edit.path);
            if (!paths) {
                return std::unexpected(paths.error());
            }
            for (const QString &path : *paths) {
                wanted.insert(path, std::nullopt);
            }
            for (auto it = wanted.begin(); it != wanted.end(); ++it) {
                if (it.key() == edit.path || it.key().startsWith(edit.path + u'/')) {
                    *it = std::nullopt;
                }
            }
        }
        QList<Step> steps;
        for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
            const Result<std::optional<ContentHash>> before = contentAt(it.key());
            if (!before) {
                return std::unexpected(before.error());
            }
            if (*before != *it) {
                steps.append({.path = it.key(), .content = *it});
            }
        }
        for (const Step &step : std::as_const(steps)) {
            now.insert(step.path, step.content);
        }
        all.append(steps);
    }
    return all;
}

} // namespace countersign::sql
