// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Batch.h"
#include "app/countersignctl/DiffReport.h"
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "base/LargePages.h"
#include "diff/Memory.h"
#include "services/Resolver.h"

#include <QFileInfo>

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

/// "live" is the last environment, unless one has that name.
EnvironmentId environmentNamed(const Policy &policy, const QString &word)
{
    const EnvironmentId named{word};
    return word == "live"_L1 && !policy.environment(named) && !policy.environments.isEmpty()
               ? policy.environments.constLast().id
               : named;
}

Task<Result<Side>> readSide(Session &session, QString word)
{
    if (word.startsWith("version:"_L1)) {
        word = word.section(u':', 1);
    }
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
        const EnvironmentId environment = environmentNamed(session.state().policy, word.mid(at + 1));
        const Result<Resolved> running = resolve(session.state(), artifact->id, environment);
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

/// What is wrong with the words of the command line; empty when nothing is.
QString misuseOf(const Context &context)
{
    if (context.has("batch")) {
        const bool more = context.has("path") || context.has("full") || context.has("html")
                          || context.has("exit-code") || !context.invocation.operands.isEmpty();
        return more ? u"--batch takes no operands and no other option"_s : QString();
    }
    if (context.invocation.operands.size() != 2) {
        return u"give LEFT and RIGHT, or --batch"_s;
    }
    if (context.has("html") && context.out.isJson()) {
        return u"give either --html or --json"_s;
    }
    if (context.invocation.operand(0) == "-"_L1 && context.invocation.operand(1) == "-"_L1) {
        return u"standard input can be read only once"_s;
    }
    return {};
}

} // namespace

Task<ExitStatus> runDiff(Context &context)
{
    const QString act = u"the texts cannot be compared"_s;
    if (const QString words = misuseOf(context); !words.isEmpty()) {
        co_return misuse(context, words);
    }
    if (context.has("batch")) {
        const auto answer = [](const BatchLine &line) {
            return diffJson(diffReport({line.before, line.after}, line.path));
        };
        co_return co_await runBatch(context, u"the batch cannot be compared"_s, answer);
    }
    reserveHeap(diff::memoryPerByte
                * (QFileInfo(context.invocation.operand(0)).size()
                   + QFileInfo(context.invocation.operand(1)).size()));
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
    const QString left = context.invocation.operand(0);
    const QString right = context.invocation.operand(1);
    const auto work = [sides, path, left, right]() -> Result<DiffReport> {
        DiffReport report = diffReport({sides[0].bytes, sides[1].bytes}, path);
        report.names = {left, right};
        return report;
    };
    const Result<DiffReport> report = co_await elsewhere(work);
    if (!report) {
        co_return fail(context, act, report.error());
    }
    if (context.out.isJson()) {
        context.out.json(diffJson(*report));
    } else if (context.has("html")) {
        context.out.verbatim(diffPage(*report));
    } else {
        printDiff(context.out, report->comparison,
                  context.has("full") ? Extent::Everything : Extent::Changes);
    }
    co_return context.has("exit-code") && !report->comparison.identical ? ExitStatus::Different
                                                                        : ExitStatus::Done;
}

} // namespace countersign::ctl
