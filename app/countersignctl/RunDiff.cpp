// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "base/Hash.h"
#include "diff/Compare.h"
#include "prompt/Guess.h"
#include "services/Assess.h"
#include "services/PolicyYaml.h"
#include "services/Resolver.h"

#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

struct Side
{
    QByteArray bytes = {};
    QString path = {};
};

bool isFile(const QString &word)
{
    return word == "-"_L1 || QFileInfo(word).isFile();
}

Task<Result<Side>> readSide(Session &session, QString word)
{
    const qsizetype at = word.lastIndexOf(u'@');
    if (at <= 0) {
        co_return failure(ErrorCode::Invalid, word, u"is neither a file nor PROMPT@VERSION"_s);
    }
    const Result<Artifact> artifact = session.artifact(word.left(at));
    if (!artifact) {
        co_return std::unexpected(artifact.error());
    }
    ContentHash content;
    if (const std::optional<SemVer> version = SemVer::fromString(QStringView(word).mid(at + 1))) {
        const VersionRecord *record = artifact->version(*version);
        if (!record || record->content.isNull()) {
            co_return failure(ErrorCode::NotFound, word, u"that version was never accepted"_s);
        }
        content = record->content;
    } else {
        const Result<Resolved> running =
            resolve(session.state(), artifact->id, EnvironmentId{word.mid(at + 1)});
        if (!running) {
            co_return std::unexpected(running.error());
        }
        content = running->content;
    }
    const Result<QByteArray> bytes = co_await answerOf(session.workspace().content(content));
    if (!bytes) {
        co_return std::unexpected(bytes.error());
    }
    Side side{.bytes = *bytes, .path = artifact->path};
    co_return side;
}

QString nameOf(diff::RowKind kind)
{
    switch (kind) {
    case diff::RowKind::Same:
        return u"same"_s;
    case diff::RowKind::Rewrapped:
        return u"rewrapped"_s;
    case diff::RowKind::Changed:
        return u"changed"_s;
    case diff::RowKind::Removed:
        return u"removed"_s;
    case diff::RowKind::Added:
        return u"added"_s;
    case diff::RowKind::MovedFrom:
        return u"moved-from"_s;
    case diff::RowKind::MovedTo:
        return u"moved-to"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(diff::SettingState state)
{
    switch (state) {
    case diff::SettingState::Same:
        return u"same"_s;
    case diff::SettingState::Added:
        return u"added"_s;
    case diff::SettingState::Removed:
        return u"removed"_s;
    case diff::SettingState::Changed:
        return u"changed"_s;
    case diff::SettingState::Renamed:
        return u"renamed"_s;
    case diff::SettingState::NotationOnly:
        return u"notation"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString sectionOf(const diff::Entry &entry)
{
    const diff::Place &right = entry.place(diff::Side::Right);
    return right.present ? right.section : entry.place(diff::Side::Left).section;
}

QJsonObject comparisonJson(const diff::Comparison &comparison, const Side &left, const Side &right,
                           const QString &path)
{
    QJsonArray entries;
    for (const diff::Entry &entry : comparison.entries) {
        entries.append(QJsonObject{{u"kind"_s, diff::name(entry.kind)},
                                   {u"before"_s, entry.before},
                                   {u"after"_s, entry.after},
                                   {u"subject"_s, entry.subject},
                                   {u"section"_s, sectionOf(entry)},
                                   {u"times"_s, entry.times}});
    }
    QJsonArray settings;
    for (const diff::SettingDifference &setting : comparison.settings) {
        if (setting.state != diff::SettingState::Same) {
            settings.append(QJsonObject{{u"path"_s, setting.path},
                                        {u"state"_s, nameOf(setting.state)},
                                        {u"before"_s, setting.before},
                                        {u"after"_s, setting.after}});
        }
    }
    QJsonArray rows;
    for (const diff::Row &row : comparison.rows) {
        QJsonObject object{{u"kind"_s, nameOf(row.kind)}};
        for (const auto &[side, name] :
             {std::pair(diff::Side::Left, u"left"_s), std::pair(diff::Side::Right, u"right"_s)}) {
            if (row.cell(side).present) {
                object.insert(name, comparison.side(side).words(row.cell(side).range));
            }
        }
        rows.append(object);
    }
    return {{u"left"_s, toString(contentHash(left.bytes))},
            {u"right"_s, toString(contentHash(right.bytes))},
            {u"path"_s, path},
            {u"identical"_s, comparison.identical},
            {u"readable"_s, comparison.readable},
            {u"entries"_s, entries},
            {u"settings"_s, settings},
            {u"rows"_s, rows}};
}

/// The words of a cell with what its marks say, by signs and by colour.
QList<Piece> markedPieces(const QString &text, const diff::Cell &cell)
{
    QList<Piece> pieces;
    qsizetype at = cell.range.start;
    const qsizetype end = cell.range.start + cell.range.length;
    const auto words = [&](qsizetype from, qsizetype to) { return text.mid(from, to - from); };
    for (const diff::Mark &mark : cell.marks) {
        const qsizetype start = std::clamp<qsizetype>(mark.range.start, at, end);
        const qsizetype stop = std::clamp<qsizetype>(mark.range.start + mark.range.length, start, end);
        pieces.append({words(at, start)});
        switch (mark.kind) {
        case diff::MarkKind::Removed:
        case diff::MarkKind::MovedRemoved:
            pieces.append({u"[-"_s + words(start, stop) + u"-]"_s, Ink::Removed});
            break;
        case diff::MarkKind::Added:
        case diff::MarkKind::MovedAdded:
            pieces.append({u"{+"_s + words(start, stop) + u"+}"_s, Ink::Added});
            break;
        case diff::MarkKind::Moved:
            pieces.append({words(start, stop), Ink::Moved});
            break;
        }
        at = stop;
    }
    pieces.append({words(at, end)});
    return pieces;
}

/// A cell may hold several lines; each is printed behind `sign`.
void printCell(Output &out, const QString &sign, const QList<Piece> &pieces)
{
    QList<Piece> line{{sign}};
    for (const Piece &piece : pieces) {
        const QStringList parts = piece.text.split(u'\n');
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (i > 0) {
                out.line(line);
                line = {{sign}};
            }
            line.append({parts.at(i), piece.ink});
        }
    }
    out.line(line);
}

void printComparison(Output &out, const diff::Comparison &comparison, bool full)
{
    if (comparison.identical) {
        out.line(u"The same bytes."_s);
        return;
    }
    if (!comparison.readable) {
        out.line(u"Not everything in these files can be compared."_s);
    }
    for (const diff::Entry &entry : comparison.entries) {
        QString line = QString(diff::name(entry.kind)).replace(u'_', u' ');
        if (!entry.subject.isEmpty()) {
            line += u' ' + entry.subject;
        }
        if (!entry.before.isEmpty() || !entry.after.isEmpty()) {
            line += u": "_s + (entry.before.isEmpty() ? QString() : u"[-"_s + entry.before + u"-] "_s)
                    + (entry.after.isEmpty() ? QString() : u"{+"_s + entry.after + u"+}"_s);
        }
        const QString section = sectionOf(entry);
        out.line({{u"* "_s + line},
                  {section.isEmpty() ? QString() : u"  in "_s + section, Ink::Faint},
                  {entry.times > 1 ? u"  %1 times"_s.arg(entry.times) : QString(), Ink::Faint}});
    }
    if (!comparison.entries.isEmpty()) {
        out.line();
    }
    qsizetype skipped = 0;
    const auto sayWhatIsSkipped = [&] {
        if (skipped > 0) {
            out.line(QList<Piece>{{u"  ... %1 blocks are the same"_s.arg(skipped), Ink::Faint}});
            skipped = 0;
        }
    };
    for (const diff::Row &row : comparison.rows) {
        const diff::Cell &left = row.cell(diff::Side::Left);
        const diff::Cell &right = row.cell(diff::Side::Right);
        const QString &leftText = comparison.side(diff::Side::Left).text;
        const QString &rightText = comparison.side(diff::Side::Right).text;
        if (row.kind == diff::RowKind::Same || row.kind == diff::RowKind::Rewrapped) {
            if (full && right.range.length > 0) {
                printCell(out, u"  "_s, {{rightText.mid(right.range.start, right.range.length)}});
            } else if (!full && right.range.length > 0) {
                ++skipped;
            }
            continue;
        }
        sayWhatIsSkipped();
        const bool moved = row.kind == diff::RowKind::MovedFrom || row.kind == diff::RowKind::MovedTo;
        if (left.present) {
            printCell(out, moved ? u"< "_s : u"- "_s, markedPieces(leftText, left));
        }
        if (right.present) {
            printCell(out, moved ? u"> "_s : u"+ "_s, markedPieces(rightText, right));
        }
    }
    sayWhatIsSkipped();
}

ArtifactKind guessedKind(const QString &path, const QByteArray &bytes)
{
    switch (prompt::guessArtifact(path, bytes.first(std::min<qsizetype>(bytes.size(), 8192)))) {
    case prompt::ArtifactGuess::Tools:
        return ArtifactKind::Tools;
    case prompt::ArtifactGuess::Retrieval:
        return ArtifactKind::Retrieval;
    case prompt::ArtifactGuess::Routing:
        return ArtifactKind::Routing;
    case prompt::ArtifactGuess::Suite:
        return ArtifactKind::Suite;
    case prompt::ArtifactGuess::Prompt:
    case prompt::ArtifactGuess::None:
        return ArtifactKind::Prompt;
    }
    Q_UNREACHABLE_RETURN(ArtifactKind::Prompt);
}

FileComparison classified(const State &state, const QString &path, const QByteArray &before,
                          const QByteArray &after)
{
    const std::optional<ArtifactKind> governed = state.policy.kindOf(path);
    const ContentPair pair{.path = path,
                           .artifact = state.policy.artifactOf(path),
                           .kind = governed ? *governed : guessedKind(path, after.isEmpty() ? before : after),
                           .before = before,
                           .after = after};
    return compareFile(state, pair, 0);
}

struct BatchLine
{
    QString id = {};
    QString path = {};
    QByteArray before = {};
    QByteArray after = {};
    QString problem = {};
};

BatchLine batchLine(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
    BatchLine read{.id = object.value(u"id"_s).toVariant().toString(),
                   .path = object.value(u"path"_s).toString()};
    if (error.error != QJsonParseError::NoError) {
        read.problem = u"no JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset);
        return read;
    }
    for (const QString &key : {u"path"_s, u"before"_s, u"after"_s}) {
        if (!object.value(key).isString()) {
            read.problem = u"%1 must be a text"_s.arg(key);
            return read;
        }
    }
    read.before = object.value(u"before"_s).toString().toUtf8();
    read.after = object.value(u"after"_s).toString().toUtf8();
    return read;
}

Task<ExitStatus> classifyBatch(Context &context, State state)
{
    const Result<QByteArray> input = readInput(context.value("batch"));
    if (!input) {
        co_return fail(context, u"the batch cannot be read"_s, input.error());
    }
    int wrong = 0;
    for (const QByteArray &line : input->split('\n')) {
        if (line.trimmed().isEmpty()) {
            continue;
        }
        const BatchLine read = batchLine(line);
        if (!read.problem.isEmpty()) {
            ++wrong;
            context.out.jsonLine({{u"id"_s, read.id}, {u"error"_s, read.problem}});
            continue;
        }
        const auto work = [&state, &read] {
            return Result<FileComparison>(classified(state, read.path, read.before, read.after));
        };
        const Result<FileComparison> found = co_await elsewhere(work);
        if (!found) {
            co_return fail(context, u"the batch cannot be classified"_s, found.error());
        }
        context.out.jsonLine({{u"id"_s, read.id},
                              {u"lane"_s, toString(found->lane)},
                              {u"findings"_s, findingsJson(found->findings, false)}});
    }
    if (wrong > 0) {
        context.out.notice(u"%1 lines of %2 cannot be read"_s.arg(wrong).arg(context.value("batch")));
        co_return ExitStatus::Misuse;
    }
    co_return ExitStatus::Done;
}

} // namespace

Task<ExitStatus> runDiff(Context &context)
{
    const QString act = u"the texts cannot be compared"_s;
    std::array<Side, 2> sides;
    SessionPointer session;
    for (qsizetype i = 0; i < 2; ++i) {
        const QString word = context.invocation.operand(i);
        if (isFile(word)) {
            const Result<QByteArray> bytes = readInput(word);
            if (!bytes) {
                co_return fail(context, act, bytes.error());
            }
            sides[size_t(i)] = {.bytes = *bytes, .path = word == "-"_L1 ? QString() : word};
            continue;
        }
        if (!session) {
            Result<SessionPointer> opened = co_await openSession(context);
            if (!opened) {
                co_return fail(context, act, opened.error());
            }
            session = *std::move(opened);
        }
        const Result<Side> side = co_await readSide(*session, word);
        if (!side) {
            co_return fail(context, act, side.error());
        }
        sides[size_t(i)] = *side;
    }
    // A path in the repository says more about the format than the name of a file beside it.
    QString path = context.value("path");
    for (const Side &side : {sides[1], sides[0]}) {
        path = path.isEmpty() ? side.path : path;
    }
    const auto work = [sides, path]() -> Result<diff::Comparison> {
        return diff::compare(prompt::parse(sides[0].bytes, path), prompt::parse(sides[1].bytes, path));
    };
    const Result<diff::Comparison> comparison = co_await elsewhere(work);
    if (!comparison) {
        co_return fail(context, act, comparison.error());
    }
    if (context.out.isJson()) {
        context.out.json(comparisonJson(*comparison, sides[0], sides[1], path));
    } else {
        printComparison(context.out, *comparison, context.has("full"));
    }
    co_return ExitStatus::Done;
}

Task<ExitStatus> runClassify(Context &context)
{
    const QString act = u"the difference cannot be classified"_s;
    const bool batch = context.has("batch");
    if (batch ? !context.invocation.operands.isEmpty() || context.has("path")
              : context.invocation.operands.size() != 2 || context.value("path").isEmpty()) {
        co_return misuse(context, u"give either LEFT, RIGHT and --path, or --batch"_s);
    }
    State state;
    if (context.has("policy")) {
        const Result<QByteArray> yaml = readInput(context.value("policy"));
        if (!yaml) {
            co_return fail(context, act, yaml.error());
        }
        Result<Policy> policy = policyFromYaml(*yaml);
        if (!policy) {
            policy.error().subject = context.value("policy") + u": "_s + policy.error().subject;
            co_return fail(context, act, policy.error());
        }
        state.policy = *policy;
    }
    if (batch) {
        co_return co_await classifyBatch(context, state);
    }
    std::array<QByteArray, 2> texts;
    for (qsizetype i = 0; i < 2; ++i) {
        if (context.invocation.operand(i) == "-"_L1) {
            continue;
        }
        const Result<QByteArray> bytes = readInput(context.invocation.operand(i));
        if (!bytes) {
            co_return fail(context, act, bytes.error());
        }
        texts[size_t(i)] = *bytes;
    }
    const QString path = context.value("path");
    const auto work = [&state, &texts, path] {
        return Result<FileComparison>(classified(state, path, texts[0], texts[1]));
    };
    const Result<FileComparison> found = co_await elsewhere(work);
    if (!found) {
        co_return fail(context, act, found.error());
    }
    if (context.out.isJson()) {
        context.out.json({{u"path"_s, path},
                          {u"kind"_s, toString(found->kind)},
                          {u"lane"_s, toString(found->lane)},
                          {u"findings"_s, findingsJson(found->findings, false)}});
        co_return ExitStatus::Done;
    }
    context.out.line(toString(found->lane));
    for (const FindingRecord &finding : found->findings) {
        const bool plain = finding.before.isEmpty() && finding.after.isEmpty();
        context.out.line(
            {{u"  %1 %2  "_s.arg(toString(finding.lane).leftJustified(7), finding.rule)},
             {plain ? finding.why : u"[-%1-]"_s.arg(finding.before), plain ? Ink::Plain : Ink::Removed},
             {plain ? QString() : u" {+%1+}"_s.arg(finding.after), Ink::Added}});
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
