// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/StateCodec.h"

#include "base/Hash.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// One list of members per struct serves writing, reading and hashing, so the three cannot drift apart. An archive is
// called with members; Archive::record is called with what belongs to the record and not to the governing state.

template<typename A>
void members(A &a, RoleInfo &v) { a(v.id, v.title); }
template<typename A>
void members(A &a, Person &v) { a(v.id, v.name, v.kind, v.emails, v.roles, v.keys, v.logins, v.active); }
template<typename A>
void members(A &a, GovernedPaths &v) { a(v.paths, v.kind); }
template<typename A>
void members(A &a, Workflow &v) { a(v.id, v.title, v.paths, v.consequences); }
template<typename A>
void members(A &a, Owner &v) { a(v.paths, v.section, v.allOf, v.anyOf, v.people); }
template<typename A>
void members(A &a, LaneRule &v)
{
    a(v.lane, v.approvals, v.allOf, v.anyOf, v.note, v.viewed, v.reviewer, v.lower, v.whitespaceKeepsApprovals);
}
template<typename A>
void members(A &a, LaneOverride &v) { a(v.rule, v.lane); }
template<typename A>
void members(A &a, BannedPhrase &v) { a(v.phrase, v.why, v.paths); }
template<typename A>
void members(A &a, EnvironmentRule &v) { a(v.paths, v.deploy, v.rollBack, v.informed); }
template<typename A>
void members(A &a, Watched &v)
{
    a(v.phrase, v.section, v.setting, v.paths, v.kinds, v.consequences, v.lane, v.why);
}
template<typename A>
void members(A &a, Environment &v) { a(v.id, v.title, v.follows, v.deploy, v.rollBack, v.informed, v.rules); }
template<typename A>
void members(A &a, Rights &v)
{
    a(v.write, v.accept, v.administer, v.audit, v.emergency, v.delegate, v.recordRuns, v.acceptResults);
}
template<typename A>
void members(A &a, SuiteThreshold &v)
{
    a(v.dimension, v.least);
}
template<typename A>
void members(A &a, SuiteRule &v)
{
    a(v.suite, v.paths, v.lanes, v.reasons, v.model, v.served, v.limit, v.thresholds);
}
template<typename A>
void members(A &a, OverrideRule &v) { a(v.requirement, v.by); }
template<typename A>
void members(A &a, HistoryRule &v) { a(v.versions, v.lane); }
template<typename A>
void members(A &a, SecondOpinion &v) { a(v.endpoint, v.model, v.lanes); }
template<typename A>
void members(A &a, Policy &v)
{
    a(v.workspace, v.version, v.previous, v.source, v.branch, v.root, v.governed, v.ignored, v.roles, v.people,
      v.workflows, v.owners, v.lanes, v.laneRules, v.environments, v.rights, v.recheckAtRelease, v.signaturesRequired,
      v.bannedPhrases, v.overrides, v.history, v.machineAuthors, v.regressionGate, v.watched,
      v.secondOpinion, v.suites);
}
template<typename A>
void members(A &a, SemVer &v) { a(v.major, v.minor, v.patch); }
template<typename A>
void members(A &a, EventId &v) { a(v.high, v.low); }
template<typename A>
void members(A &a, Stamp &v)
{
    a(v.event, v.actor);
    a.record(v.seq, v.claimedAt);
}
template<typename A>
void members(A &a, FileChange &v) { a(v.artifact, v.path, v.kind, v.before, v.after); }
template<typename A>
void members(A &a, Touched &v) { a(v.path, v.sections); }
template<typename A>
void members(A &a, Assessment &v) { a(v.lane, v.touched, v.findingsText, v.rules, v.gate, v.respacedSince); }
template<typename A>
void members(A &a, RevisionSubmitted &v) { a(v.files, v.contributors, v.assessment); }
template<typename A>
void members(A &a, Trigger &v)
{
    a(v.metric, v.comparator, v.measure, v.limit, v.unit, v.windowMinutes, v.leastSample, v.action);
}
template<typename A>
void members(A &a, NoteWritten &v)
{
    a(v.revision, v.whatText, v.whyText, v.workflow, v.outcomeText, v.triggers, v.rollbackOwner, v.informed);
}
template<typename A>
void members(A &a, ReviewGiven &v)
{
    a(v.decision, v.revision, v.content, v.note, v.as, v.delegation, v.messageText, v.viewed, v.assessment);
}
template<typename A>
void members(A &a, Anchor &v) { a(v.path, v.start, v.length, v.before); }
template<typename A>
void members(A &a, CommentMade &v) { a(v.revision, v.anchor, v.answers, v.text, v.suggestionText); }
template<typename A>
void members(A &a, AcceptedFile &v) { a(v.artifact, v.version); }
template<typename A>
void members(A &a, Note &v) { a(v.stamp, v.data); }
template<typename A>
void members(A &a, Review &v) { a(v.stamp, v.data, v.policy); }
template<typename A>
void members(A &a, Comment &v) { a(v.stamp, v.data, v.resolved); }
template<typename A>
void members(A &a, Revision &v) { a(v.stamp, v.data, v.content, v.notes, v.reviews, v.floor, v.afterRollback); }
template<typename A>
void members(A &a, RaisedLane &v) { a(v.stamp, v.lane, v.reasonText); }
template<typename A>
void members(A &a, LoweringProposed &v) { a(v.revision, v.lane, v.reasonText); }
template<typename A>
void members(A &a, Lowering &v)
{
    a(v.proposed, v.data, v.confirmed, v.confirmText, v.from, v.floor, v.reviews, v.raisings);
}
template<typename A>
void members(A &a, OpinionRecorded &v)
{
    a(v.revision, v.lane, v.host, v.asked, v.served, v.prompt, v.answerText);
}
template<typename A>
void members(A &a, Opinion &v) { a(v.stamp, v.data); }
template<typename A>
void members(A &a, RequirementOverridden &v) { a(v.revision, v.requirement, v.reasonText); }
template<typename A>
void members(A &a, Override &v) { a(v.stamp, v.data); }
template<typename A>
void members(A &a, EmergencyDeclared &v) { a(v.revision, v.reasonText); }
template<typename A>
void members(A &a, Emergency &v) { a(v.stamp, v.data, v.closed, v.closingText); }
template<typename A>
void members(A &a, RequestCleared &v) { a(v.review, v.reasonText); }
template<typename A>
void members(A &a, ClearedRequest &v) { a(v.stamp, v.data); }
template<typename A>
void members(A &a, DelegationGiven &v) { a(v.to, v.role, v.reasonText); }
template<typename A>
void members(A &a, Delegation &v) { a(v.given, v.data, v.revoked); }
template<typename A>
void members(A &a, EvalMeans &v)
{
    a(v.baseline, v.candidate, v.difference);
}
template<typename A>
void members(A &a, EvalInterval &v)
{
    a(v.low, v.high);
}
template<typename A>
void members(A &a, EvalDimension &v)
{
    a(v.name, v.verdict, v.finding, v.reason, v.matched, v.wins, v.losses, v.ties, v.means, v.interval);
}
template<typename A>
void members(A &a, RunRecorded &v)
{
    a(v.revision, v.content, v.suite, v.suiteContent, v.baseline, v.baselineFile, v.modelAsked, v.modelServed,
      v.parameters, v.tool, v.toolVersion, v.status, v.cases, v.dimensions, v.verdict, v.reason, v.mixed,
      v.terms, v.file, v.stored, v.summaryText);
}
template<typename A>
void members(A &a, AcceptedResult &v)
{
    a(v.stamp, v.reasonText);
}
template<typename A>
void members(A &a, CaseGraded &v)
{
    a(v.run, v.caseKey, v.caseText, v.grade, v.reasonText);
}
template<typename A>
void members(A &a, GradedCase &v)
{
    a(v.stamp, v.data);
}
template<typename A>
void members(A &a, EvalRun &v)
{
    a(v.stamp, v.data, v.accepted, v.grades);
}
template<typename A>
void members(A &a, SpotCase &v)
{
    a(v.caseKey, v.caseText, v.mark);
}
template<typename A>
void members(A &a, SpotCheckRecorded &v)
{
    a(v.revision, v.content, v.run, v.cases, v.messageText);
}
template<typename A>
void members(A &a, SpotCheck &v)
{
    a(v.stamp, v.data);
}
template<typename A>
void members(A &a, Change &v)
{
    a(v.id, v.number, v.opened, v.titleText, v.status, v.revisions, v.raised, v.lowerings, v.opinions, v.overrides,
      v.emergencies, v.cleared, v.runs, v.spotChecks, v.reviewer, v.comments, v.accepted, v.ended, v.head);
}
template<typename A>
void members(A &a, VersionRecord &v) { a(v.version, v.content, v.change, v.lane, v.stamp); }
template<typename A>
void members(A &a, PointerMove &v) { a(v.version, v.content, v.rolledBack, v.reasonText, v.stamp); }
template<typename A>
void members(A &a, Pointer &v) { a(v.moves, v.head); }
template<typename A>
void members(A &a, Artifact &v) { a(v.id, v.path, v.kind, v.versions, v.pointers, v.retired); }
template<typename A>
void members(A &a, VoidRecord &v) { a(v.seq, v.rule, v.detail, v.kind, v.subject, v.stamp); }
template<typename A>
void members(A &a, Head &v) { a(v.seq, v.link); }
template<typename A>
void members(A &a, State &v)
{
    a(v.ledger, v.opener, v.baselineClosed, v.policy, v.policyInForce, v.policyHead, v.artifacts, v.changes, v.order,
      v.delegations, v.newerSubjects);
    a.record(v.head, v.links, v.seen, v.voids, v.malformed);
}

class Writer
{
public:
    explicit Writer(bool withRecord) : m_withRecord(withRecord) { }

    template<typename... T>
    void operator()(const T &...values)
    {
        (write(values), ...);
    }

    template<typename... T>
    void record(const T &...values)
    {
        if (m_withRecord) {
            (write(values), ...);
        }
    }

    QByteArray bytes;

private:
    void number(quint64 value)
    {
        char raw[8];
        qToBigEndian(value, raw);
        bytes.append(raw, 8);
    }

    // Small counts and enums dominate; a LEB128 number keeps them at one byte.
    void count(quint64 value)
    {
        while (value >= 0x80) {
            bytes.append(char(0x80 | (value & 0x7F)));
            value >>= 7;
        }
        bytes.append(char(value));
    }

    void write(bool value) { bytes.append(value ? '\1' : '\0'); }
    void write(int value) { count((quint64(qint64(value)) << 1) ^ quint64(qint64(value) >> 63)); }
    void write(qint64 value) { count((quint64(value) << 1) ^ quint64(value >> 63)); }
    void write(quint64 value) { number(value); }
    void write(const QString &value)
    {
        const QByteArray raw = value.toUtf8();
        count(quint64(raw.size()));
        bytes.append(raw);
    }
    template<typename E>
        requires std::is_enum_v<E>
    void write(E value)
    {
        count(quint64(value));
    }
    template<typename Tag>
    void write(const StrongId<Tag> &value)
    {
        write(value.value);
    }
    template<typename Tag>
    void write(const Digest<Tag> &value)
    {
        bytes.append(reinterpret_cast<const char *>(value.bytes.data()), 32);
    }
    template<typename T>
    void write(const std::optional<T> &value)
    {
        write(value.has_value());
        if (value) {
            write(*value);
        }
    }
    template<typename T>
    void write(const QList<T> &values)
    {
        count(quint64(values.size()));
        for (const T &value : values) {
            write(value);
        }
    }
    void write(const QSet<QString> &values)
    {
        QStringList sorted(values.cbegin(), values.cend());
        sorted.sort();
        write(static_cast<const QList<QString> &>(sorted));
    }
    template<typename K, typename V>
    void write(const QMap<K, V> &values)
    {
        count(quint64(values.size()));
        for (auto it = values.cbegin(); it != values.cend(); ++it) {
            write(it.key());
            write(it.value());
        }
    }
    template<typename K, typename V>
    void write(const QHash<K, V> &values)
    {
        count(quint64(values.size()));
        for (auto it = values.cbegin(); it != values.cend(); ++it) {
            write(it.key());
            write(it.value());
        }
    }
    template<typename T>
        requires requires(Writer &w, T &t) { members(w, t); }
    void write(const T &value)
    {
        members(*this, const_cast<T &>(value)); // members() is shared with the reader and only looks here
    }

    bool m_withRecord;
};

class StateReader
{
public:
    explicit StateReader(QByteArrayView bytes) : m_bytes(bytes) { }

    template<typename... T>
    void operator()(T &...values)
    {
        (read(values), ...);
    }

    template<typename... T>
    void record(T &...values)
    {
        (read(values), ...);
    }

    [[nodiscard]] bool complete() const { return m_ok && m_at == m_bytes.size(); }

private:
    bool has(qsizetype size)
    {
        m_ok = m_ok && size >= 0 && size <= m_bytes.size() - m_at;
        return m_ok;
    }

    quint64 count()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!has(1)) {
                return 0;
            }
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= quint64(byte & 0x7FU) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        m_ok = false;
        return 0;
    }

    // Every item takes at least one byte, so a count beyond the bytes that are left is damage.
    qsizetype items()
    {
        const quint64 value = count();
        if (value > quint64(m_bytes.size() - m_at)) {
            m_ok = false;
            return 0;
        }
        return qsizetype(value);
    }

    void read(bool &value)
    {
        if (has(1)) {
            const char byte = m_bytes[m_at++];
            m_ok = byte == '\0' || byte == '\1';
            value = byte == '\1';
        }
    }
    void read(qint64 &value)
    {
        const quint64 raw = count();
        value = qint64(raw >> 1) ^ -qint64(raw & 1);
    }
    void read(int &value)
    {
        qint64 wide = 0;
        read(wide);
        value = int(wide);
        m_ok = m_ok && qint64(value) == wide;
    }
    void read(quint64 &value)
    {
        if (has(8)) {
            value = qFromBigEndian<quint64>(m_bytes.sliced(m_at, 8).data());
            m_at += 8;
        }
    }
    void read(QString &value)
    {
        const qsizetype size = items();
        if (has(size)) {
            value = QString::fromUtf8(m_bytes.sliced(m_at, size));
            m_at += size;
        }
    }
    template<typename E>
        requires std::is_enum_v<E>
    void read(E &value)
    {
        const quint64 raw = count();
        m_ok = m_ok && raw < 64;
        value = static_cast<E>(raw);
    }
    template<typename Tag>
    void read(StrongId<Tag> &value)
    {
        read(value.value);
    }
    template<typename Tag>
    void read(Digest<Tag> &value)
    {
        if (has(32)) {
            std::memcpy(value.bytes.data(), m_bytes.sliced(m_at, 32).data(), 32);
            m_at += 32;
        }
    }
    template<typename T>
    void read(std::optional<T> &value)
    {
        bool given = false;
        read(given);
        if (given) {
            read(value.emplace());
        }
    }
    template<typename T>
    void read(QList<T> &values)
    {
        const qsizetype size = items();
        values.reserve(std::min<qsizetype>(size, 4096));
        for (qsizetype i = 0; i < size && m_ok; ++i) {
            T value = {};
            read(value);
            values.append(std::move(value));
        }
    }
    void read(QSet<QString> &values)
    {
        QStringList list;
        read(static_cast<QList<QString> &>(list));
        values = QSet<QString>(list.cbegin(), list.cend());
    }
    template<typename K, typename V>
    void read(QMap<K, V> &values)
    {
        const qsizetype size = items();
        for (qsizetype i = 0; i < size && m_ok; ++i) {
            K key = {};
            V value = {};
            read(key);
            read(value);
            values.insert(values.cend(), key, std::move(value));
        }
    }
    template<typename K, typename V>
    void read(QHash<K, V> &values)
    {
        const qsizetype size = items();
        values.reserve(size);
        for (qsizetype i = 0; i < size && m_ok; ++i) {
            K key = {};
            V value = {};
            read(key);
            read(value);
            values.insert(key, std::move(value));
        }
    }
    template<typename T>
        requires requires(StateReader &r, T &t) { members(r, t); }
    void read(T &value)
    {
        members(*this, value);
    }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_ok = true;
};

QByteArray magic()
{
    return "countersign.state." + QByteArray::number(foldVersion) + '\n';
}

} // namespace

QByteArray stateToBytes(const State &state)
{
    Writer writer(true);
    writer.bytes = magic();
    writer(state);
    return writer.bytes;
}

Result<State> stateFromBytes(QByteArrayView bytes)
{
    const QByteArray head = magic();
    if (!bytes.startsWith(head)) {
        return failure(ErrorCode::Corrupt, u"state"_s, u"another version, or no state at all"_s);
    }
    StateReader reader(bytes.sliced(head.size()));
    State state;
    reader(state);
    if (!reader.complete() || state.links.size() != state.head.seq || (state.head.seq > 0 && state.policy.lanes.size() != 3)) {
        return failure(ErrorCode::Corrupt, u"state"_s, u"damaged"_s);
    }
    for (const Change &change : std::as_const(state.changes)) {
        if (change.status == ChangeStatus::Review) {
            state.underReview.insert(change.id);
        }
    }
    return state;
}

QByteArray State::hash() const
{
    Writer writer(false);
    writer.bytes = magic();
    writer(*this);
    return sha256Bytes(writer.bytes).toHex();
}

} // namespace countersign
