// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/PostgresLedger.h"

#include "ledger_sql/PostgresSession.h"
#include "ledger_sql/Writer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace sql;

namespace {

QJsonValue base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

// What `append` takes; see resources/sql/postgresql. The bytes of a body travel as they are, in base64.
QByteArray asJson(const QList<Entry> &entries, const QList<QList<Step>> &steps)
{
    QJsonArray all;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const Entry &entry = entries.at(i);
        QJsonObject object{{u"body"_s, base64(entry.body)}};
        if (!entry.id.isNull()) {
            object.insert(u"id"_s, entry.id.toString());
        }
        if (!entry.signature.isEmpty()) {
            object.insert(u"signature"_s, base64(entry.signature));
        }
        QJsonArray texts;
        for (const QByteArray &text : entry.texts) {
            texts.append(base64(text));
        }
        QJsonArray contents;
        const Blobs blobs = contentsOf(entry);
        for (const QByteArray &content : blobs) {
            contents.append(base64(content));
        }
        QJsonArray edits;
        for (const Step &step : steps.at(i)) {
            QJsonObject edit{{u"path"_s, step.path}};
            if (step.content) {
                edit.insert(u"hash"_s, QString::fromLatin1(step.content->toHex()));
            }
            edits.append(edit);
        }
        object.insert(u"texts"_s, texts);
        object.insert(u"contents"_s, contents);
        object.insert(u"edits"_s, edits);
        all.append(object);
    }
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

// The turn, and in the same breath the end of the record: everybody who waits, waits as well for the way of a question
// and its answer, and for what the server thinks about it, so that it is prepared. Each statement sees what was written
// before it began, so the last one what was written before the turn came. As many events as may have been written
// meanwhile, so that the one seen before is mostly among them.
constexpr auto preparedEnd =
    "PREPARE record_end AS "
    "SELECT seq, CASE WHEN length(link) = 32 THEN link END FROM event ORDER BY seq DESC LIMIT 16"_L1;
constexpr auto turnAndEnd = "SELECT set_config('lock_timeout', '500ms', true);"
                            "SELECT pg_advisory_lock(1129465166, 1);"
                            "EXECUTE record_end"_L1;

constexpr auto appended = "SELECT status FROM append(?::bigint, ?::bytea, ?::jsonb)"_L1;
// The turn becomes the transaction's, whose end gives it on: whoever is next does not wait for an answer to get here.
constexpr auto appendedInTurn =
    "SELECT status, pg_try_advisory_xact_lock(1129465166, 1), pg_advisory_unlock_all() "
    "FROM append(?::bigint, ?::bytea, ?::jsonb)"_L1;

// The session takes no other lock of the kind, and keeps none by mistake.
constexpr auto turnGivenBack = "SELECT pg_advisory_unlock_all()"_L1;

/// A turn that is ours until an append gave it on.
struct Taken
{
    std::optional<QList<Head>> end = {}; ///< of the record, last first; for the first question behind it
};

/// Given back by whoever has it; a session that ends gives it back as well.
class Turn final : public WriterTurn
{
public:
    /// `taken` is the turn that its ledger has, here the new one.
    Turn(const Connection &connection, std::shared_ptr<Taken> &taken)
        : m_connection(connection)
        , m_taken(taken)
        , m_mine(taken)
    {}
    ~Turn() override
    {
        if (m_taken == m_mine) {
            m_taken.reset();
            (void)m_connection.run(turnGivenBack);
        }
    }
    Q_DISABLE_COPY_MOVE(Turn)

private:
    const Connection &m_connection;
    std::shared_ptr<Taken> &m_taken;
    std::shared_ptr<Taken> m_mine;
};

} // namespace

struct PostgresLedger::Private
{
    explicit Private(const PostgresOptions &o) : options(o), connection(Dialect::Postgres, toUrl(o.place)) {}

    [[nodiscard]] Done open();
    /// Connects anew where the connection was lost.
    [[nodiscard]] Done ready() { return lost || !connection.database().isOpen() ? open() : Done{}; }
    /// Reads, and once more on a new connection where the old one turns out to be lost: a server that was restarted is
    /// no failure of whoever only reads.
    template<typename Read>
    [[nodiscard]] auto reading(Read read) -> decltype(read())
    {
        if (const Done opened = ready(); !opened) {
            return std::unexpected(opened.error());
        }
        auto result = read();
        if (!result && isLost(connection.lastError(), Dialect::Postgres)) {
            lost = true;
            if (const Done opened = open(); !opened) {
                return std::unexpected(opened.error());
            }
            result = read();
            lost = !result && isLost(connection.lastError(), Dialect::Postgres);
        }
        return result;
    }
    [[nodiscard]] Result<Head> tip();
    [[nodiscard]] Done importOne(const ImportedEntry &imported, const QList<Step> &steps) const;

    PostgresOptions options;
    Connection connection;
    Head known = {};
    std::shared_ptr<Taken> turn = {};
    bool seesWhatWasCommitted = true; ///< before a statement, not only before its transaction
    QString login = {};
    bool lost = false;
};

Done PostgresLedger::Private::open()
{
    lost = true;
    turn.reset(); // was the old session's
    if (const Done opened = openPostgres(connection, options); !opened) {
        return opened;
    }
    const Result<int> version = postgresSchema(connection);
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version == 0) {
        return failure(ErrorCode::NotFound, u"schema"_s, connection.name());
    }
    if (*version != schemaVersion) {
        return failure(*version > schemaVersion ? ErrorCode::Newer : ErrorCode::Unsupported, u"schema"_s,
                       QString::number(*version));
    }
    auto session = connection.run(
        u"SELECT session_user::text, current_setting('default_transaction_isolation') = 'read committed'"_s);
    if (!session) {
        return std::unexpected(session.error());
    }
    if (!session->next()) {
        return std::unexpected(asError(session->lastError(), Dialect::Postgres, connection.name()));
    }
    login = session->value(0).toString();
    seesWhatWasCommitted = session->value(1).toBool();
    // Without it a turn comes without the end of the record.
    if (const auto prepared = connection.run(preparedEnd);
        !prepared && isLost(connection.lastError(), Dialect::Postgres)) {
        return std::unexpected(prepared.error());
    }
    lost = false;
    return {};
}

Result<Head> PostgresLedger::Private::tip()
{
    const std::optional<QList<Head>> read = turn ? std::exchange(turn->end, std::nullopt) : std::nullopt;
    // Whoever knows nothing is content with the last; for others the event seen before must be among what was read.
    const bool answers = read && (known.seq == 0 || read->isEmpty() || read->last().seq <= known.seq);
    return answers ? tipBehind(*read, known, connection)
                   : reading([this] { return readTip(connection, known); });
}

PostgresLedger::PostgresLedger(std::unique_ptr<Private> p) : d(std::move(p)) {}

PostgresLedger::~PostgresLedger() = default;

Result<std::unique_ptr<PostgresLedger>> PostgresLedger::open(const PostgresOptions &options)
{
    auto d = std::make_unique<Private>(options);
    if (const Done opened = d->open(); !opened) {
        return std::unexpected(opened.error());
    }
    return std::unique_ptr<PostgresLedger>(new PostgresLedger(std::move(d)));
}

Result<Head> PostgresLedger::fetch(const std::stop_token &cancel)
{
    if (cancel.stop_requested()) {
        return failure(ErrorCode::Canceled, name());
    }
    const Result<Head> head = d->tip();
    if (head) {
        d->known = *head;
    }
    return head;
}

Head PostgresLedger::known() const
{
    return d->known;
}

Result<QList<Envelope>> PostgresLedger::readAfter(Sequence after, int most) const
{
    return d->reading([&] { return readEvents(d->connection, after, d->known.seq, most); });
}

Result<QByteArray> PostgresLedger::content(const ContentHash &hash) const
{
    return d->reading([&] { return readContent(d->connection, hash); });
}

std::unique_ptr<WriterTurn> PostgresLedger::takeTurn(const std::stop_token &cancel)
{
    if (cancel.stop_requested() || d->turn || !d->ready()) {
        return nullptr;
    }
    // Anybody who may connect can keep the others waiting here, so that nobody waits long.
    auto rows = d->connection.run(turnAndEnd);
    if (!rows) {
        d->lost = isLost(d->connection.lastError(), Dialect::Postgres);
        return nullptr;
    }
    if (!rows->nextStatement()) {
        // It may have come in the moment when the wait was over.
        rows = Rows();
        d->lost = !d->connection.run(turnGivenBack) && isLost(d->connection.lastError(), Dialect::Postgres);
        return nullptr;
    }
    d->turn = std::make_shared<Taken>();
    if (d->seesWhatWasCommitted && rows->nextStatement()) {
        if (const Result<QList<Head>> end = readHeads(*std::move(rows), d->connection)) {
            d->turn->end = *end;
        }
    }
    return std::make_unique<Turn>(d->connection, d->turn);
}

Result<Landing> PostgresLedger::tryAppend(const Head &expected, const QList<Entry> &entries,
                                          const std::stop_token &cancel)
{
    if (cancel.stop_requested()) {
        return failure(ErrorCode::Canceled, name());
    }
    const Result<QList<QList<Step>>> steps = d->reading([&] { return stepsOf(d->connection, entries); });
    if (!steps) {
        return std::unexpected(steps.error());
    }
    auto answered =
        d->connection.run(d->turn ? appendedInTurn : appended, {expected.seq, expected.link.toBytes(),
                                                                QString::fromUtf8(asJson(entries, *steps))});
    if (answered) {
        d->turn.reset();
    } else {
        d->lost = isLost(d->connection.lastError(), Dialect::Postgres);
        const Error error = asError(d->connection.lastError(), Dialect::Postgres, name(), During::Committing);
        // Somebody else's transaction came between: nothing was written.
        return error.code == ErrorCode::Conflict ? Result<Landing>(Landing::LostRace)
                                                 : std::unexpected(error);
    }
    if (!answered->next()) {
        return failure(ErrorCode::OutcomeUnknown, name(), u"no answer"_s);
    }
    // "stale", "duplicate" and "id_conflict" all mean that this was written on something old; what stands there is read next.
    return answered->value(0).toString() == "ok"_L1 ? Landing::Landed : Landing::LostRace;
}

Done PostgresLedger::Private::importOne(const ImportedEntry &imported, const QList<Step> &steps) const
{
    const Entry &entry = imported.entry;
    const QJsonObject told = QJsonDocument::fromJson(entry.body).object();
    const auto field = [&](QLatin1StringView key) -> QVariant {
        return told.contains(key) ? told.value(key).toVariant() : QVariant();
    };
    const auto done = connection.run(
        u"INSERT INTO event (seq, id, prev, link, body, signature, meta, kind, subject, actor, claimed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::bigint)"_s,
        {entry.at.seq, idOf(entry), entry.prev.toBytes(), entry.at.link.toBytes(), notNull(entry.body),
         notNull(entry.signature), notNull(imported.meta), field("kind"_L1).toString(),
         field("subject"_L1).toString(), field("actor"_L1).toString(), field("claimed_at"_L1).toLongLong()});
    if (!done) {
        return std::unexpected(done.error());
    }
    if (imported.putsPolicyInForce) {
        if (const auto followed = connection.run(u"SELECT follow_policy(?::bigint)"_s, {entry.at.seq});
            !followed) {
            return std::unexpected(followed.error());
        }
    }
    return writeBeside(connection, entry, steps);
}

Result<Landing> PostgresLedger::import(const Head &expected, const QList<ImportedEntry> &entries)
{
    if (const Done opened = d->ready(); !opened) {
        return std::unexpected(opened.error());
    }
    Transaction transaction(d->connection);
    if (const Done begun = transaction.begin(); !begun) {
        return std::unexpected(begun.error());
    }
    if (const auto role = d->connection.run(u"SET LOCAL ROLE countersign_owner"_s); !role) {
        return std::unexpected(role.error());
    }
    // The same queue as in the function `append`.
    if (const auto locked = d->connection.run(u"LOCK TABLE head IN SHARE ROW EXCLUSIVE MODE"_s); !locked) {
        return std::unexpected(locked.error());
    }
    auto head = d->connection.run(u"SELECT seq, link FROM head FOR UPDATE"_s);
    if (!head) {
        return std::unexpected(head.error());
    }
    if (!head->next() || head->value(0).toLongLong() != expected.seq
        || head->value(1).toByteArray() != expected.link.toBytes()) {
        return Landing::LostRace;
    }
    QList<Entry> plain;
    for (const ImportedEntry &imported : entries) {
        plain.append(imported.entry);
    }
    const Result<QList<QList<Step>>> steps = stepsOf(d->connection, plain);
    if (!steps) {
        return std::unexpected(steps.error());
    }
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (const Done done = d->importOne(entries.at(i), steps->at(i)); !done) {
            return std::unexpected(done.error());
        }
    }
    const Head &last = plain.last().at;
    if (const auto moved =
            d->connection.run(u"UPDATE head SET seq = ?, link = ?"_s, {last.seq, last.link.toBytes()});
        !moved) {
        return std::unexpected(moved.error());
    }
    if (const Done committed = transaction.commit(); !committed) {
        return std::unexpected(committed.error());
    }
    return Landing::Landed;
}

Result<Footprint> PostgresLedger::footprint(Sequence seq) const
{
    return seq < 1 || seq > d->known.seq
               ? Result<Footprint>(failure(ErrorCode::NotFound, QString::number(seq)))
               : d->reading([&] { return readFootprint(d->connection, seq); });
}

Result<QStringList> PostgresLedger::wrongFiles(const ReadableTree &expected) const
{
    return d->reading([&] { return readWrongFiles(d->connection, expected, d->known.seq); });
}

std::optional<QString> PostgresLedger::login() const
{
    return d->login;
}

QString PostgresLedger::name() const
{
    return d->connection.name();
}

} // namespace countersign
