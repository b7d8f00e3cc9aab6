// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/Writer.h"

using namespace Qt::StringLiterals;

namespace countersign::sql {

QByteArray notNull(const QByteArray &bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

QVariant idOf(const Entry &entry)
{
    return entry.id.isNull() ? QVariant() : QVariant(entry.id.toString());
}

Done writeBeside(const Connection &connection, const Entry &entry, const QList<Step> &steps)
{
    const auto write = [&connection](const QString &statement, const QVariantList &values) -> Done {
        const auto done = connection.run(statement, values);
        return done ? Done{} : std::unexpected(done.error());
    };
    Done done;
    for (auto text = entry.texts.cbegin(); done && text != entry.texts.cend(); ++text) {
        done = write(u"INSERT INTO event_text (seq, hash, bytes) VALUES (?, ?, ?)"_s,
                     {entry.at.seq, text.key().toBytes(), notNull(text.value())});
    }
    const Blobs contents = contentsOf(entry);
    for (auto content = contents.cbegin(); done && content != contents.cend(); ++content) {
        done = write(u"INSERT INTO content (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING"_s,
                     {content.key().toBytes(), notNull(content.value())});
    }
    for (auto step = steps.cbegin(); done && step != steps.cend(); ++step) {
        const QVariant hash =
            step->content ? QVariant(step->content->toBytes()) : QVariant(QMetaType(QMetaType::QByteArray));
        done = write(u"INSERT INTO tree_step (seq, path, hash) VALUES (?, ?, ?)"_s,
                     {entry.at.seq, step->path, hash});
        if (done) {
            done = step->content ? write(u"INSERT INTO tree (path, hash) VALUES (?, ?) "
                                         "ON CONFLICT (path) DO UPDATE SET hash = excluded.hash"_s,
                                         {step->path, hash})
                                 : write(u"DELETE FROM tree WHERE path = ?"_s, {step->path});
        }
    }
    return done;
}

} // namespace countersign::sql
