// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/LargeRecord.h"

#include "base/Hash.h"
#include "ledger/EventCodec.h"
#include "ledger/Link.h"
#include "support/Story.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int baselineChunk = 100;
constexpr qint64 firstSecond = 1'700'000'000;

QString promptPath(int i)
{
    return u"prompts/team-%1/area-%2/prompt-%3.md"_s.arg(i % 20).arg(i / 20 % 25).arg(i);
}

QByteArray promptText(int i, int days)
{
    const QByteArray number = QByteArray::number(i);
    QByteArray text = "# Prompt " + number + "\n\nYou answer questions of customers about order area " + number
            + ". You are kind and short.\n\n## Rules\n\n- You must offer a refund within " + QByteArray::number(days)
            + " days.\n- Never promise what the terms do not say.\n- Ask for the order number first.\n\n## Voice\n\n";
    for (int line = 0; line < 6; ++line) {
        text += "Sentence " + QByteArray::number(line) + " says how a person of team " + number
                + " would say it, and no more than that.\n";
    }
    return text;
}

class Telling
{
public:
    explicit Telling(const LargeSize &size) : m_size(size) { }

    Result<LargeRecord> tell()
    {
        Policy policy = storyPolicy();
        const QByteArray policyText("policy");
        say(chen, u"ledger"_s, LedgerOpened{.policy = policy}, {}, {policyText});
        m_record.files.append({policyPath(), policyText});
        for (int first = 0; first < m_size.prompts; first += baselineChunk) {
            tellBaseline(first, qMin(first + baselineChunk, m_size.prompts));
        }
        m_days.resize(m_size.prompts, 30);
        for (int cycle = 0; !isDone(); ++cycle) {
            tellChange(cycle);
        }
        for (int i = 0; i < m_size.prompts; ++i) {
            m_record.files.append({promptPath(i), promptText(i, m_days.at(i))});
        }
        if (m_error) {
            return std::unexpected(*m_error);
        }
        return std::move(m_record);
    }

private:
    [[nodiscard]] bool isDone() const { return m_error || m_record.events.size() >= m_size.events; }

    void tellBaseline(int from, int to)
    {
        BaselineRecorded data;
        QList<QByteArray> contents;
        for (int i = from; i < to; ++i) {
            const QByteArray text = promptText(i, 30);
            contents.append(text);
            data.files.append({.artifact = m_record.state.policy.artifactOf(promptPath(i)),
                               .path = promptPath(i),
                               .content = contentHash(text)});
        }
        say(chen, u"ledger"_s, data, {}, contents);
    }

    void tellChange(int cycle)
    {
        const int prompt = int((qint64(cycle) * 7919) % m_size.prompts);
        const Lane lane = cycle % 5 == 0 ? Lane::High : cycle % 3 == 0 ? Lane::Low : Lane::Medium;
        const QString path = promptPath(prompt);
        const ArtifactId artifact = m_record.state.policy.artifactOf(path);
        const QByteArray title = "Refund window of prompt " + QByteArray::number(prompt) + ", change "
                + QByteArray::number(cycle + 1);
        say(ana, {}, ChangeOpened{.titleText = contentHash(title)}, {title});
        const QString subject = changeSubject(m_lastId);
        const ChangeId id = m_lastId;
        const int rounds = cycle % 4 == 3 ? 2 : 1;
        int proposed = 0;
        for (int round = 0; round < rounds && !isDone(); ++round) {
            const int days = 1 + (m_days.at(prompt) + 7 + round) % 90;
            const QByteArray text = promptText(prompt, days);
            proposed = days;
            const ContentHash before = m_record.state.artifact(artifact)->acceptedContent();
            say(ana, subject,
                RevisionSubmitted{.files = {{.artifact = artifact, .path = path, .before = before,
                                             .after = contentHash(text)}},
                                  .contributors = {ana},
                                  .assessment = {.lane = lane, .touched = {{.path = path, .sections = {u"Rules"_s}}},
                                                 .rules = u"1"_s}},
                {}, {text});
            tellNote(subject, id, cycle);
            if (round + 1 < rounds) {
                const QByteArray message("Keep the sentence about the order number.");
                ReviewGiven review = reviewOf(id, Decision::RequestChanges, role("billing"));
                review.messageText = contentHash(message);
                say(bode, subject, review, {message});
            }
        }
        if (isDone()) {
            return;
        }
        if (cycle % 3 == 1) {
            const QByteArray words = "Is this what the terms say? " + QByteArray::number(cycle);
            say(dana, subject, CommentMade{.revision = revisionOf(id), .text = contentHash(words)}, {words});
            say(ana, subject, CommentResolved{.comment = m_lastId});
        }
        if (isDone()) {
            return;
        }
        say(bode, subject, reviewOf(id, Decision::Approve, role("billing")));
        if (lane == Lane::High) {
            say(dana, subject, reviewOf(id, Decision::Approve, role("compliance")));
        }
        // The newest stay in review, as everywhere.
        if (m_size.events - m_record.events.size() < m_size.events / 50 || isDone()) {
            return;
        }
        const Change *change = m_record.state.change(id);
        say(bode, subject,
            ChangeAccepted{.revision = revisionOf(id),
                           .content = change->revision()->content,
                           .versions = proposedVersions(m_record.state, *change)});
        m_days[prompt] = proposed;
        tellRelease(artifact, cycle);
    }

    void tellNote(const QString &subject, const ChangeId &id, int cycle)
    {
        const QByteArray number = QByteArray::number(cycle);
        const QByteArray what = "The refund window changes, as asked for in ticket " + number + ".";
        const QByteArray why = "The terms of the country changed; legal said so on day " + number + ".";
        const QByteArray outcome = "Fewer refunds outside the window than in the month before, by " + number + ".";
        say(ana, subject,
            NoteWritten{.revision = revisionOf(id),
                        .whatText = contentHash(what),
                        .whyText = contentHash(why),
                        .workflow = u"refunds"_s,
                        .outcomeText = contentHash(outcome),
                        .triggers = {{.metric = u"complaints"_s, .limit = 3'000'000, .unit = u"%"_s,
                                      .leastSample = 400}},
                        .rollbackOwner = chen,
                        .informed = {dana}},
            {what, why, outcome});
    }

    void tellRelease(const ArtifactId &id, int cycle)
    {
        for (const EnvironmentId &environment : {staging, production}) {
            const VersionRecord *latest = m_record.state.artifact(id)->latest();
            if (isDone() || cycle % 8 == 7) {
                return;
            }
            say(chen, releaseSubject(environment, id),
                ReleaseMade{.artifact = id, .environment = environment, .version = latest->version,
                            .content = latest->content});
        }
        const QList<VersionRecord> versions = m_record.state.artifact(id)->versions;
        if (isDone() || cycle % 20 != 1 || versions.size() < 2) {
            return;
        }
        const VersionRecord &target = versions.first();
        const QByteArray reason("Complaints rose.");
        say(chen, releaseSubject(production, id),
            ReleaseRolledBack{.artifact = id, .environment = production, .version = target.version,
                              .content = target.content, .reasonText = contentHash(reason)},
            {reason});
    }

    [[nodiscard]] EventId revisionOf(const ChangeId &id) const
    {
        return m_record.state.change(id)->revision()->stamp.event;
    }

    [[nodiscard]] ReviewGiven reviewOf(const ChangeId &id, Decision decision, const RoleId &as) const
    {
        const Revision *revision = m_record.state.change(id)->revision();
        return {.decision = decision,
                .revision = revision->stamp.event,
                .content = revision->content,
                .note = revision->note() ? revision->note()->stamp.event : EventId{},
                .as = as,
                .assessment = {.lane = Lane::Low, .rules = u"1"_s}};
    }

    void say(const PrincipalId &actor, const QString &subject, const EventData &data,
             const QList<QByteArray> &texts = {}, const QList<QByteArray> &contents = {})
    {
        if (isDone()) {
            return;
        }
        State &state = m_record.state;
        const quint64 count = quint64(state.head.seq + 1);
        Event event{.ledger = state.ledger,
                    .id = {.high = count * 0x9E3779B97F4A7C15ULL, .low = count},
                    .actor = actor,
                    .subject = subject,
                    .claimedAt = (firstSecond + state.head.seq * 600) * 1000,
                    .client = u"countersign/0.1.0"_s,
                    .data = data};
        if (std::holds_alternative<ChangeOpened>(data)) {
            event.subject = changeSubject(event.id);
        }
        if (state.head.seq > 0) {
            event.basis = basisFor(state, event.subject);
        }
        Envelope envelope;
        envelope.prev = state.head.link;
        envelope.body = encodeEvent(event);
        envelope.at.seq = state.head.seq + 1;
        envelope.at.link = linkOf(envelope.at.seq, envelope.prev, envelope.body, {}, {});
        for (const QByteArray &text : texts) {
            envelope.texts.insert(contentHash(text), text);
        }
        const Verdict verdict = step(state, placed(envelope));
        if (!std::holds_alternative<Effective>(verdict)) {
            const auto *refused = std::get_if<Void>(&verdict);
            m_error = Error{.code = ErrorCode::Refused,
                            .subject = refused ? toString(refused->rule) : eventKindName(data),
                            .detail = refused ? refused->detail : u"malformed"_s};
        }
        Blobs brought;
        for (const QByteArray &content : contents) {
            brought.insert(contentHash(content), content);
        }
        m_record.events.append(envelope);
        m_record.contents.append(brought);
        m_lastId = event.id;
    }

    LargeSize m_size;
    LargeRecord m_record;
    QList<int> m_days;
    EventId m_lastId;
    std::optional<Error> m_error;
};

/// Commits of both branches as `git fast-import` reads them.
class Stream
{
public:
    explicit Stream(QIODevice &out) : m_out(out) { }

    void record(const LargeRecord &record)
    {
        for (qsizetype i = 0; i < record.events.size(); ++i) {
            const Envelope &event = record.events.at(i);
            commit("refs/heads/countersign/ledger", firstSecond + i * 600, "event " + QByteArray::number(i + 1));
            m_out.write("deleteall\n");
            file("ledger/body.json", event.body);
            file("ledger/link", "seq " + QByteArray::number(event.at.seq) + "\nprev " + event.prev.toHex() + "\nlink "
                                        + event.at.link.toHex() + "\ntree 1\n");
            for (auto it = event.texts.cbegin(); it != event.texts.cend(); ++it) {
                file("ledger/texts/" + it.key().toHex(), it.value());
            }
            const Blobs &contents = record.contents.at(i);
            for (auto it = contents.cbegin(); it != contents.cend(); ++it) {
                file("ledger/contents/" + it.key().toHex(), it.value());
            }
        }
        commit("refs/heads/main", firstSecond, "Prompts");
        for (const auto &[path, bytes] : record.files) {
            file(path.toUtf8(), bytes);
        }
        m_out.write("done\n");
    }

private:
    void commit(const QByteArray &branch, qint64 second, const QByteArray &message)
    {
        m_out.write("commit " + branch + "\ncommitter Ana Ruiz <ana@acme.example> " + QByteArray::number(second)
                    + " +0000\n");
        data(message);
    }
    void file(const QByteArray &path, const QByteArray &bytes)
    {
        m_out.write("M 100644 inline " + path + '\n');
        data(bytes);
    }
    void data(const QByteArray &bytes)
    {
        m_out.write("data " + QByteArray::number(bytes.size()) + '\n' + bytes + '\n');
    }

    QIODevice &m_out;
};

Done run(const QString &command, const QString &folder)
{
    if (timedCommand(command, folder) < 0) {
        return failure(ErrorCode::Unavailable, u"git"_s, command);
    }
    return {};
}

} // namespace

LargeSize benchSize()
{
    return qEnvironmentVariableIntValue("COUNTERSIGN_BENCH_FULL") == 1 ? LargeSize{.prompts = 10'000, .events = 100'000}
                                                                       : LargeSize{.prompts = 200, .events = 1500};
}

Result<LargeRecord> largeRecord(const LargeSize &size)
{
    return Telling(size).tell();
}

Result<LargePlaces> largeRepository(const QString &folder, const LargeSize &size)
{
    const QString home = u"%1/%2-%3"_s.arg(folder).arg(size.prompts).arg(size.events);
    const LargePlaces places{.shared = home + u"/shared.git"_s, .clone = home + u"/acme-prompts"_s,
                             .dataRoot = home + u"/data"_s};
    const QString mark = home + u"/complete"_s;
    if (QFile::exists(mark)) {
        return places;
    }
    const Result<LargeRecord> record = largeRecord(size);
    if (!record) {
        return std::unexpected(record.error());
    }
    QDir(home).removeRecursively();
    QDir().mkpath(home);
    const QString importFile = home + u"/import"_s;
    {
        QFile out(importFile);
        if (!out.open(QIODevice::WriteOnly)) {
            return failure(ErrorCode::Unavailable, importFile, out.errorString());
        }
        Stream(out).record(*record);
        if (!out.flush()) {
            return failure(ErrorCode::NoSpace, importFile, out.errorString());
        }
    }
    const Done made = run(u"git init -q --bare -b main shared.git && "
                          "git -C shared.git fast-import --quiet --done < import && rm import && "
                          "git clone -q --single-branch -b main shared.git acme-prompts && "
                          "git -C acme-prompts config user.name 'Ana Ruiz' && "
                          "git -C acme-prompts config user.email ana@acme.example && touch complete"_s,
                          home);
    return made ? Result<LargePlaces>(places) : std::unexpected(made.error());
}

QString benchFolder(const QString &fallback)
{
    const QString kept = qEnvironmentVariable("COUNTERSIGN_BENCH_FOLDER");
    return kept.isEmpty() ? fallback : kept;
}

void printFigure(const QString &what, const QString &figure, const QString &reference)
{
    std::printf("FIGURE | %s | %s | %s\n", qPrintable(what), qPrintable(figure), qPrintable(reference));
    std::fflush(stdout);
}

double timedCommand(const QString &command, const QString &folder)
{
    QProcess shell;
    shell.setWorkingDirectory(folder);
    shell.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    shell.start(u"sh"_s, {u"-c"_s, command});
    const bool ended = shell.waitForFinished(600'000);
    const double took = double(timer.nsecsElapsed()) / 1e6;
    return ended && shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0 ? took : -1;
}

} // namespace countersign::test
