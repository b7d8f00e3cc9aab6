// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/SqliteLedger.h"

#include "ledger_sql/Connection.h"
#include "ledger_sql/SqliteFile.h"
#include "ledger_sql/Writer.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace sql;

namespace {

constexpr int pathBytesLimit = 4 * 4096; // what 4,096 characters may take

// Device and number of the file; asked without opening it.
std::pair<quint64, quint64> identityOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0
               ? std::pair<quint64, quint64>(status.st_dev, status.st_ino)
               : std::pair<quint64, quint64>();
}

} // namespace

struct SqliteLedger::Private
{
    explicit Private(const QString &file) : path(file), connection(Dialect::Sqlite, file) {}

    [[nodiscard]] Done open()
    {
        const Done opened = openSqlite(connection, path);
        broken = !opened;
        stepsFit.reset();
        place = identityOf(path);
        return opened;
    }
    /// A connection whose disk failed is not asked again: what it believes to have written may not be there. Neither is
    /// one to a file that another one has replaced, by a backup for example.
    [[nodiscard]] Done ready()
    {
        Done opened = broken || place != identityOf(path) ? open() : Done{};
        if (!opened && opened.error().code == ErrorCode::NotFound) {
            // There was one: it is out of reach, by a disk that was taken away for example.
            opened.error().code = ErrorCode::Unavailable;
        }
        return opened;
    }
    template<typename T>
    [[nodiscard]] Result<T> noted(Result<T> result)
    {
        broken = broken || (!result && isLost(connection.lastError(), Dialect::Sqlite));
        return result;
    }
    [[nodiscard]] Error explained(Error error) const
    {
        if (error.code == ErrorCode::Locked) {
            error.detail = sqliteLockHolders(path);
        }
        return error;
    }
    [[nodiscard]] Result<Landing> write(const Head &expected, const QList<ImportedEntry> &entries);
    [[nodiscard]] Done insert(const ImportedEntry &imported, const QList<Step> &steps) const;
    /// That no row of tree_step is larger than one may be. SQLite loads a row whole to compare keys in a table without
    /// row numbers, so this looks along the table once, by lengths, before anything is looked up in it.
    [[nodiscard]] Done checkSteps();

    QString path;
    Connection connection;
    Head known = {};
    std::pair<quint64, quint64> place = {};
    bool broken = false;
    std::optional<bool> stepsFit = {}; // not known yet where empty
};

Done SqliteLedger::Private::checkSteps()
{
    if (!stepsFit) {
        auto large = connection.run(u"SELECT 1 FROM tree_step WHERE octet_length(path) > ? "
                                    "OR octet_length(hash) > 32 LIMIT 1"_s,
                                    {pathBytesLimit});
        if (!large) {
            return std::unexpected(noted(std::move(large)).error());
        }
        const bool some = large->next();
        if (!some && large->lastError().isValid()) {
            return noted(Done(std::unexpected(asError(large->lastError(), Dialect::Sqlite, path))));
        }
        stepsFit = !some;
    }
    return *stepsFit ? Done{}
                     : failure(ErrorCode::Corrupt, path, u"a step of the tree is larger than one may be"_s);
}

Done SqliteLedger::Private::insert(const ImportedEntry &imported, const QList<Step> &steps) const
{
    const Entry &entry = imported.entry;
    const auto done = connection.run(
        u"INSERT INTO event (seq, id, prev, link, body, signature, meta) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        {entry.at.seq, idOf(entry), entry.prev.toBytes(), entry.at.link.toBytes(), notNull(entry.body),
         notNull(entry.signature), notNull(imported.meta)});
    return done ? writeBeside(connection, entry, steps) : std::unexpected(done.error());
}

Result<Landing> SqliteLedger::Private::write(const Head &expected, const QList<ImportedEntry> &entries)
{
    if (const Done opened = ready(); !opened) {
        return std::unexpected(opened.error());
    }
    Transaction transaction(connection);
    if (const Done begun = transaction.begin(); !begun) {
        broken = isLost(connection.lastError(), Dialect::Sqlite);
        return std::unexpected(explained(begun.error()));
    }
    const Result<Head> head = noted(readTip(connection, {}));
    if (!head) {
        return std::unexpected(head.error());
    }
    if (*head != expected) {
        return Landing::LostRace;
    }
    QList<Entry> plain;
    for (const ImportedEntry &imported : entries) {
        plain.append(imported.entry);
    }
    const Result<QList<QList<Step>>> steps = stepsOf(connection, plain);
    if (!steps) {
        return std::unexpected(steps.error());
    }
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (const Done done = insert(entries.at(i), steps->at(i)); !done) {
            broken = isLost(connection.lastError(), Dialect::Sqlite);
            return std::unexpected(done.error());
        }
    }
    if (const Done committed = transaction.commit(); !committed) {
        broken = committed.error().code == ErrorCode::OutcomeUnknown;
        return std::unexpected(explained(committed.error()));
    }
    return Landing::Landed;
}

SqliteLedger::SqliteLedger(std::unique_ptr<Private> p) : d(std::move(p)) {}

SqliteLedger::~SqliteLedger() = default;

Result<std::unique_ptr<SqliteLedger>> SqliteLedger::open(const QString &path)
{
    auto d = std::make_unique<Private>(QFileInfo(path).absoluteFilePath());
    if (const Done opened = d->open(); !opened) {
        return std::unexpected(d->explained(opened.error()));
    }
    return std::unique_ptr<SqliteLedger>(new SqliteLedger(std::move(d)));
}

Result<Head> SqliteLedger::fetch(const std::stop_token &cancel)
{
    if (cancel.stop_requested()) {
        return failure(ErrorCode::Canceled, name());
    }
    if (const Done opened = d->ready(); !opened) {
        return std::unexpected(d->explained(opened.error()));
    }
    const Result<Head> head = d->noted(readTip(d->connection, d->known));
    if (!head) {
        return std::unexpected(d->explained(head.error()));
    }
    d->known = *head;
    return head;
}

Head SqliteLedger::known() const
{
    return d->known;
}

Result<QList<Envelope>> SqliteLedger::readAfter(Sequence after, int most) const
{
    return d->noted(readEvents(d->connection, after, d->known.seq, most));
}

Result<QByteArray> SqliteLedger::content(const ContentHash &hash) const
{
    return d->noted(readContent(d->connection, hash));
}

Result<Landing> SqliteLedger::tryAppend(const Head &expected, const QList<Entry> &entries,
                                        const std::stop_token &cancel)
{
    return cancel.stop_requested() ? Result<Landing>(failure(ErrorCode::Canceled, name()))
                                   : d->write(expected, withoutMeta(entries));
}

Result<Landing> SqliteLedger::import(const Head &expected, const QList<ImportedEntry> &entries)
{
    return d->write(expected, entries);
}

Result<Footprint> SqliteLedger::footprint(Sequence seq) const
{
    if (seq < 1 || seq > d->known.seq) {
        return failure(ErrorCode::NotFound, QString::number(seq));
    }
    if (const Done fit = d->checkSteps(); !fit) {
        return std::unexpected(fit.error());
    }
    return readFootprint(d->connection, seq);
}

Result<QStringList> SqliteLedger::wrongFiles(const ReadableTree &expected) const
{
    return d->noted(readWrongFiles(d->connection, expected, d->known.seq));
}

QString SqliteLedger::name() const
{
    return d->path;
}

} // namespace countersign
