// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/PushGate.h"

#include "base/Hash.h"
#include "ledger/Verify.h"
#include "ledger_git/GitLedger.h"
#include "ledger_git/ObjectView.h"
#include "prompt/Document.h"
#include "services/DiskFile.h"
#include "services/Snapshot.h"
#include "services/Standing.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostLines = 1'000'000;
constexpr qsizetype mostEvents = 1'000'000;
constexpr qsizetype mostNewEvents = 10'000;
constexpr qsizetype mostRefusals = 20;

const QString recordName = u"refs/heads/"_s + QLatin1StringView(ledgerBranch);

bool isObjectName(const QByteArray &word)
{
    return word.size() == 40 && std::ranges::all_of(word, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

QByteArray orNone(const QByteArray &word)
{
    return word.count('0') == word.size() ? QByteArray() : word;
}

QString wordsOf(const Error &error)
{
    return error.detail.isEmpty() ? error.subject : error.subject + u": "_s + error.detail;
}

/// What the record said when a push came last: its state at one of its commits.
class Memory
{
public:
    explicit Memory(const ObjectView &view)
        : m_view(view)
        , m_path(view.gitDirectory() + u"/countersign/pushed-to"_s)
    {}

    /// The state at the tip of the record; nullopt when it has to be folded from the beginning.
    [[nodiscard]] std::optional<State> stateAt(const QByteArray &tip)
    {
        const Result<QByteArray> file = readDiskFile(m_path);
        const Result<QByteArray> bytes = file ? unsealed(memoryName, memoryVersion, *file) : file;
        if (!bytes || bytes->size() < commitSize) {
            return std::nullopt;
        }
        const QByteArray commit = bytes->first(commitSize);
        const Result<Snapshot> snapshot = snapshotFromBytes(bytes->sliced(commitSize));
        const Result<Head> place = m_view.statedPlace(commit);
        if (!snapshot || !place || *place != snapshot->state.head) {
            return std::nullopt;
        }
        const auto behind = m_view.recordBehind(tip, commit, *place, mostNewEvents);
        if (!behind) {
            return std::nullopt;
        }
        Result<State> state = foldRecord(**behind, -1, snapshot->state);
        if (!state) {
            return std::nullopt;
        }
        if (state->head.seq - place->seq >= worthKeeping) {
            keep(tip, *state);
        }
        return *std::move(state);
    }

    /// Best effort: whoever cannot write here folds the record at each push.
    void keep(const QByteArray &tip, const State &state) const
    {
        if (QDir().mkpath(QFileInfo(m_path).path())) {
            (void)writeDiskFile(m_path,
                                sealed(memoryName, memoryVersion, tip + snapshotToBytes({.state = state})));
        }
    }

private:
    static constexpr QByteArrayView memoryName = "countersign.pushed-to";
    static constexpr quint32 memoryVersion = 1;
    static constexpr qsizetype commitSize = 40; ///< hex
    static constexpr Sequence worthKeeping =
        50; ///< so many events more are read as quickly as a file is written

    const ObjectView &m_view;
    QString m_path;
};

class Gate
{
public:
    explicit Gate(const ObjectView &view) : m_view(view), m_memory(view) {}

    [[nodiscard]] QList<PushRefusal> refusals(const QList<PushedReference> &push)
    {
        const Result<std::optional<QByteArray>> tip = m_view.reference(recordName);
        if (!tip) {
            return {cannotTell(recordName, tip.error())};
        }
        m_tip = tip->value_or(QByteArray());
        if (const Done known = readKnown(); !known) {
            return {cannotTell(recordName, known.error())};
        }
        const QString governed = m_tip.isEmpty() ? QString() : u"refs/heads/"_s + m_state.policy.branch;
        for (const PushedReference &reference : push) {
            // A name that leads to another one writes there.
            const QString name = m_view.resolvedName(reference.name);
            if (name == recordName || reference.name == recordName) {
                record(reference);
            } else if (!governed.isEmpty() && (name == governed || reference.name == governed)) {
                branch(reference);
            }
        }
        return m_refusals;
    }

private:
    static PushRefusal cannotTell(const QString &reference, const Error &error)
    {
        return {.rule = PushRule::CannotTell, .reference = reference, .detail = wordsOf(error)};
    }

    void refuse(PushRule rule, const PushedReference &reference, const QString &subject,
                const QString &detail = {})
    {
        if (m_refusals.size() < mostRefusals) {
            m_refusals.append(
                {.rule = rule, .reference = reference.name, .subject = subject, .detail = detail});
        }
    }

    /// What the record says that is here now.
    [[nodiscard]] Done readKnown()
    {
        if (m_tip.isEmpty()) {
            return {};
        }
        std::optional<State> behind = m_memory.stateAt(m_tip);
        if (behind) {
            m_state = *std::move(behind);
            return {};
        }
        const auto known = m_view.record(m_tip, mostEvents);
        if (!known) {
            return std::unexpected(known.error());
        }
        Result<State> state = foldRecord(**known);
        if (!state) {
            return std::unexpected(state.error());
        }
        if (state->ledger.isNull()) {
            return failure(ErrorCode::Corrupt, u"record"_s,
                           u"it does not begin with the opening of a record"_s);
        }
        m_state = *std::move(state);
        m_memory.keep(m_tip, m_state);
        return {};
    }

    /// Whether the events that a push appends to the record here are all that they say. Where not, the whole record is
    /// asked, which may know more.
    [[nodiscard]] bool continuesSoundly(const PushedReference &reference) const
    {
        if (m_tip.isEmpty() || reference.before != m_tip) {
            return false;
        }
        const auto incoming = m_view.recordBehind(reference.after, m_tip, m_state.head, mostNewEvents);
        if (!incoming) {
            return false;
        }
        const Result<Verification> found = verifyAfter(**incoming, m_state);
        return found && !found->ledger.isNull() && found->findings.isEmpty();
    }

    void record(const PushedReference &reference)
    {
        if (reference.after.isEmpty()) {
            refuse(PushRule::RecordDeleted, reference, {});
            return;
        }
        if (continuesSoundly(reference)) {
            return;
        }
        const auto incoming = m_view.record(reference.after, mostEvents);
        if (!incoming) {
            m_refusals.append(cannotTell(reference.name, incoming.error()));
            return;
        }
        const Sequence total = (*incoming)->known().seq;
        State before;
        if (!reference.before.isEmpty()) {
            const auto fresh = m_view.distance(reference.after, reference.before, mostNewEvents);
            if (!fresh) {
                m_refusals.append(cannotTell(reference.name, fresh.error()));
                return;
            }
            if (!*fresh) {
                const auto lost = m_view.distance(reference.before, reference.after, mostEvents);
                const bool shorter = lost && *lost;
                refuse(PushRule::RecordRewritten, reference, {},
                       shorter ? QString::number(**lost) : QString());
                return;
            }
            Result<State> folded =
                reference.before == m_tip ? Result<State>(m_state) : foldRecord(**incoming, total - **fresh);
            if (!folded) {
                m_refusals.append(cannotTell(reference.name, folded.error()));
                return;
            }
            before = *std::move(folded);
        }
        verify(reference, **incoming, before);
    }

    void verify(const PushedReference &reference, const Ledger &incoming, const State &before)
    {
        const Result<Verification> found = verifyAfter(incoming, before);
        if (!found) {
            m_refusals.append(cannotTell(reference.name, found.error()));
            return;
        }
        if (found->ledger.isNull()) {
            refuse(PushRule::EventDamaged, reference, u"1"_s,
                   u"malformed-body the record has no beginning"_s);
        }
        for (const LedgerFinding &finding : found->findings) {
            const QString event = finding.event.isNull() ? QString() : u' ' + finding.event.toString();
            const QString subject = QString::number(finding.seq) + event;
            switch (finding.kind) {
            case FindingKind::VoidEvent:
                refuse(PushRule::EventRefused, reference, subject, finding.detail);
                break;
            case FindingKind::NewerEvent:
            case FindingKind::NewerTree:
                refuse(PushRule::CannotTell, reference, subject, toString(finding.kind));
                break;
            default:
                refuse(PushRule::EventDamaged, reference, subject,
                       (toString(finding.kind) + u' ' + finding.detail).trimmed());
            }
        }
    }

    void branch(const PushedReference &reference)
    {
        if (reference.after.isEmpty()) {
            refuse(PushRule::BranchDeleted, reference, {});
            return;
        }
        const Result<QList<ChangedFile>> files = m_view.differences(reference.before, reference.after);
        if (!files) {
            m_refusals.append(cannotTell(reference.name, files.error()));
            return;
        }
        const Standings standings(m_state);
        for (const ChangedFile &file : *files) {
            if (m_refusals.size() >= mostRefusals) {
                return;
            }
            if (!standings.governed(file.path)) {
                continue;
            }
            if (!file.named || file.isOther) {
                refuse(PushRule::NoFile, reference, file.path);
                continue;
            }
            if (file.before == file.after) {
                continue;
            }
            const Result<ContentHash> before = hashOf(file.before);
            const Result<ContentHash> after = hashOf(file.after);
            if (!before || !after) {
                refuse(PushRule::CannotTell, reference, file.path,
                       wordsOf(before ? after.error() : before.error()));
                continue;
            }
            const FileStanding standing = standings.of(file.path, *before, *after);
            if (standing.standing == Standing::Older) {
                refuse(PushRule::OlderVersion, reference, file.path,
                       standing.version.toString() + u' ' + standing.latest.toString());
            } else if (standing.standing != Standing::Accepted) {
                const Change *change = m_state.change(standing.change);
                refuse(PushRule::NoVersion, reference, file.path,
                       change ? QString::number(change->number) : QString());
            }
        }
    }

    [[nodiscard]] Result<ContentHash> hashOf(const QByteArray &blob) const
    {
        if (blob.isEmpty()) {
            return ContentHash{};
        }
        const Result<QByteArray> bytes = m_view.read(blob, prompt::maximumFileBytes);
        return bytes ? Result<ContentHash>(contentHash(*bytes)) : std::unexpected(bytes.error());
    }

    const ObjectView &m_view;
    Memory m_memory;
    QByteArray m_tip = {};
    State m_state = {};
    QList<PushRefusal> m_refusals = {};
};

} // namespace

Result<QList<PushedReference>> parsePush(const QByteArray &lines)
{
    QList<PushedReference> push;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.isEmpty()) {
            continue;
        }
        const qsizetype first = line.indexOf(' ');
        const qsizetype second = line.indexOf(' ', first + 1);
        const QByteArray before = line.left(std::max<qsizetype>(first, 0));
        const QByteArray after = second < 0 ? QByteArray() : line.mid(first + 1, second - first - 1);
        if (!isObjectName(before) || !isObjectName(after) || second + 1 >= line.size()
            || push.size() >= mostLines) {
            return failure(ErrorCode::Invalid, u"push"_s, QString::fromUtf8(line.left(200)));
        }
        push.append({.before = orNone(before),
                     .after = orNone(after),
                     .name = QString::fromUtf8(line.mid(second + 1))});
    }
    return push;
}

QString toString(PushRule rule)
{
    switch (rule) {
    case PushRule::RecordDeleted:
        return u"record-deleted"_s;
    case PushRule::RecordRewritten:
        return u"record-rewritten"_s;
    case PushRule::EventRefused:
        return u"event-refused"_s;
    case PushRule::EventDamaged:
        return u"event-damaged"_s;
    case PushRule::BranchDeleted:
        return u"branch-deleted"_s;
    case PushRule::NoVersion:
        return u"no-version"_s;
    case PushRule::OlderVersion:
        return u"older-version"_s;
    case PushRule::NoFile:
        return u"no-file"_s;
    case PushRule::CannotTell:
        return u"cannot-tell"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QList<PushRefusal> refusePush(const PushGateOptions &options, const QList<PushedReference> &push)
{
    const auto view = ObjectView::openWith(options.gitDirectory, options.objectDirectories);
    if (!view) {
        return {{.rule = PushRule::CannotTell, .detail = wordsOf(view.error())}};
    }
    return Gate(**view).refusals(push);
}

} // namespace countersign
