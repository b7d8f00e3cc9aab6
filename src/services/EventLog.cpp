// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/EventLog.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int window = 500;
constexpr qsizetype longestSentence = 240;

template<class... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};

const Change *changeOf(const State &state, const QString &subject)
{
    if (!subject.startsWith(u"change/")) {
        return nullptr;
    }
    const std::optional<EventId> id = EventId::fromString(QStringView(subject).mid(7));
    return id ? state.change(*id) : nullptr;
}

bool isEndOfSentence(const QString &text, qsizetype at)
{
    const QChar c = text.at(at);
    if (c == u'\n') {
        return true;
    }
    const bool stop = c == u'.' || c == u'!' || c == u'?' || c == u'。';
    return stop && (at + 1 >= text.size() || text.at(at + 1).isSpace());
}

} // namespace

LogEntry logEntryOf(const Recorded &recorded)
{
    LogEntry entry{.seq = recorded.envelope.at.seq,
                   .isSigned = !recorded.placed.signedBy.isEmpty(),
                   .verdict = recorded.verdict,
                   .link = recorded.envelope.at.link,
                   .place = recorded.envelope.place};
    std::visit(Overloaded{[&entry](const Event &event) {
                              entry.id = event.id;
                              entry.kind = eventKindName(event.data);
                              entry.subject = event.subject;
                              entry.actor = event.actor;
                              entry.claimedAt = event.claimedAt;
                              entry.event = event;
                          },
                          [&entry](const NewerEvent &event) {
                              entry.id = event.id;
                              entry.kind = event.kind;
                              entry.subject = event.subject;
                              entry.actor = event.actor;
                              entry.claimedAt = event.claimedAt;
                          },
                          [](const MalformedEvent &) {}},
               recorded.placed.event);
    return entry;
}

QSet<ArtifactId> artifactsOf(const State &state, const LogEntry &entry)
{
    QSet<ArtifactId> found;
    if (const Change *change = changeOf(state, entry.subject)) {
        for (const Revision &revision : change->revisions) {
            for (const FileChange &file : revision.data.files) {
                found.insert(file.artifact);
            }
        }
    }
    if (!entry.event) {
        return found;
    }
    std::visit(Overloaded{[&found](const BaselineRecorded &data) {
                              for (const BaselineFile &file : data.files) {
                                  found.insert(file.artifact);
                              }
                          },
                          [&found](const RevisionSubmitted &data) {
                              for (const FileChange &file : data.files) {
                                  found.insert(file.artifact);
                              }
                          },
                          [&found](const ReleaseMade &data) { found.insert(data.artifact); },
                          [&found](const ReleaseRolledBack &data) { found.insert(data.artifact); },
                          [&found](const LedgerOpened &) { found.insert(policyArtifact()); },
                          [&found](const PolicyChanged &) { found.insert(policyArtifact()); },
                          [](const auto &) {}},
               entry.event->data);
    return found;
}

bool matches(const LogQuery &query, const LogEntry &entry, const State &state, const TextLookup &text)
{
    if (query.onlyWithoutEffect && std::holds_alternative<Effective>(entry.verdict)) {
        return false;
    }
    if (!query.subject.isEmpty() && entry.subject != query.subject) {
        return false;
    }
    if (query.actor && entry.actor != *query.actor) {
        return false;
    }
    if (!query.kind.isEmpty() && entry.kind != query.kind) {
        return false;
    }
    if (query.artifact && !artifactsOf(state, entry).contains(*query.artifact)) {
        return false;
    }
    const QStringList words = query.words.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty()) {
        return true;
    }
    QString all = entry.id.toString() + u' ' + entry.kind + u' ' + entry.subject + u' ' + entry.actor.value;
    if (const Person *person = state.policy.person(entry.actor)) {
        all += u' ' + person->name;
    }
    if (const Change *change = changeOf(state, entry.subject)) {
        all += u" #%1 "_s.arg(change->number) + text(change->titleText);
    }
    for (const ArtifactId &artifact : artifactsOf(state, entry)) {
        all += u' ' + artifact.value;
    }
    if (entry.event) {
        for (const ContentHash &hash : textsNamed(entry.event->data)) {
            all += u' ' + text(hash);
        }
    }
    return std::all_of(words.cbegin(), words.cend(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

Result<QList<LogEntry>> readLog(const Recorder &recorder, const LogQuery &query, const TextLookup &text,
                                const std::function<bool()> &canceled)
{
    QList<LogEntry> found;
    const Sequence head = recorder.state().head.seq;
    Sequence below = query.before > 0 ? std::min(query.before, head + 1) : head + 1;
    while (below > 1 && found.size() < query.most) {
        if (canceled()) {
            return failure(ErrorCode::Canceled);
        }
        const Sequence after = std::max<Sequence>(0, below - 1 - window);
        const Result<QList<Recorded>> events = recorder.history(after, int(below - 1 - after));
        if (!events) {
            return std::unexpected(events.error());
        }
        for (auto it = events->crbegin(); it != events->crend() && found.size() < query.most; ++it) {
            const LogEntry entry = logEntryOf(*it);
            if (matches(query, entry, recorder.state(), text)) {
                found.append(entry);
            }
        }
        below = after + 1;
    }
    return found;
}

QString sentenceWith(const QByteArray &content, const QString &words)
{
    if (words.trimmed().isEmpty()) {
        return {};
    }
    const QString text = QString::fromUtf8(content);
    const qsizetype at = text.indexOf(words.trimmed(), 0, Qt::CaseInsensitive);
    if (at < 0) {
        return {};
    }
    qsizetype start = at;
    while (start > 0 && at - start < longestSentence / 2 && !isEndOfSentence(text, start - 1)) {
        --start;
    }
    qsizetype end = at + words.trimmed().size();
    while (end < text.size() && end - start < longestSentence && !isEndOfSentence(text, end)) {
        ++end;
    }
    if (end < text.size() && text.at(end) != u'\n') {
        ++end;
    }
    return text.mid(start, end - start).simplified();
}

} // namespace countersign
