// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/CheckReport.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "base/Hash.h"
#include "base/Spread.h"
#include "ledger/Verify.h"
#include "ledger_git/GitLedger.h"
#include "ledger_git/ObjectView.h"
#include "prompt/Document.h"
#include "services/Assess.h"
#include "services/Consumers.h"
#include "services/Respaced.h"

#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <future>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr qsizetype mostFindings = 200;
constexpr qsizetype mostEvents = 1'000'000;

struct CheckRequest
{
    PlaceRequest place = {};
    QString base = {};
    QString head = {};
    QString ledger = {}; ///< revision of this repository with the record; empty: the shared one is asked
};

struct Record
{
    std::unique_ptr<Ledger> ledger = {};
    State state = {};
};

struct Checked
{
    State state = {};
    CheckReport report = {};
};

/// Something that keeps the answer from being trusted, for a person.
std::unexpected<Error> cannotTell(const QString &words)
{
    return failure(ErrorCode::Unsupported, words);
}

Result<QByteArray> commitOf(const ObjectView &view, const QString &revision)
{
    Result<QByteArray> commit = view.commit(revision);
    if (!commit && commit.error().code == ErrorCode::NotFound) {
        return cannotTell(
            view.isShallow()
                ? u"%1 is not in this clone, which is shallow; fetch it with its history"_s.arg(revision)
                : u"there is no %1 in this repository"_s.arg(revision));
    }
    return commit;
}

/// The record that a branch of this repository holds. Its ledger does not outlive the view.
Result<Record> recordHere(const CheckRequest &request, const ObjectView &view)
{
    const Result<QByteArray> tip = commitOf(view, request.ledger);
    if (!tip) {
        return std::unexpected(tip.error());
    }
    auto record = view.record(*tip, mostEvents);
    if (!record) {
        return std::unexpected(record.error());
    }
    Result<State> state = foldRecord(**record);
    if (!state) {
        return std::unexpected(state.error());
    }
    if (state->ledger.isNull()) {
        return cannotTell(
            view.isShallow()
                ? u"%1 does not reach back to the beginning of the record; fetch that branch "
                  "with its history"_s.arg(request.ledger)
                : u"%1 is no record of Countersign"_s.arg(request.ledger));
    }
    return Record{.ledger = *std::move(record), .state = *std::move(state)};
}

/// The record as the shared place has it now.
Result<Record> sharedRecord(const WorkspacePlace &place, const Clock &clock)
{
    auto ledger = openLedger(place, clock);
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    // What was known last may be too old: an approval of it may be gone.
    const Result<Head> head = (*ledger)->fetch();
    if (!head) {
        Error error = head.error();
        if (error.code == ErrorCode::Unavailable || error.code == ErrorCode::NotPermitted) {
            error.detail +=
                u"; where this repository has the branch countersign/ledger, name it with --ledger"_s;
        }
        return std::unexpected(error);
    }
    if (head->seq == 0) {
        return cannotTell(u"%1 has no record yet; countersignctl init begins one"_s.arg(place.location));
    }
    Result<State> state = foldRecord(**ledger);
    if (!state) {
        return std::unexpected(state.error());
    }
    return Record{.ledger = *std::move(ledger), .state = *std::move(state)};
}

/// What stands at a governed path and can be no governed file; empty when it can.
QString strangeness(const ChangedFile &file, qint64 size)
{
    if (!file.named) {
        return u"a file of that name cannot stand in the record"_s;
    }
    if (file.isOther) {
        return u"a link or a submodule stands where a governed file belongs"_s;
    }
    return size > prompt::maximumFileBytes ? u"it is larger than a governed file may be"_s : QString();
}

/// A file to be looked at, and what came of it.
struct Job
{
    ChangedFile file = {};
    GovernedFile governed = {};
    CheckedFile checked = {};
    QStringList includes = {}; ///< of the content before
    bool tooLarge = false;
    std::optional<Error> error = {};
};

/// The two contents of a file; nullopt when one is too large to be a governed file. Fails as ObjectView::read().
Result<std::optional<BranchFile>> contentsOf(const ObjectView &view, const ChangedFile &file)
{
    BranchFile contents{.path = file.path};
    for (const auto &[blob, bytes] :
         {std::pair{file.before, &contents.before}, std::pair{file.after, &contents.after}}) {
        if (blob.isEmpty()) {
            continue;
        }
        Result<QByteArray> read = view.read(blob, prompt::maximumFileBytes);
        if (!read && read.error().code == ErrorCode::Invalid) {
            return std::nullopt;
        }
        if (!read) {
            return std::unexpected(read.error());
        }
        // An empty file is one that is there.
        *bytes = read->isNull() ? QByteArray("") : *std::move(read);
    }
    return contents;
}

/// Looks at all of them, on every core. Each thread holds the contents of one file at a time.
void checkAll(std::vector<Job> &jobs, const CheckRequest &request, const State &state,
              const Standings &standings, const Consumers &consumers)
{
    spread(std::ssize(jobs), [&](const WorkPieces &pieces) {
        const auto view = ObjectView::open(request.place.place);
        QList<Requirement> before;
        for (std::ptrdiff_t i = pieces.next(); i >= 0; i = pieces.next()) {
            Job &job = jobs[size_t(i)];
            const auto contents = view ? contentsOf(**view, job.file)
                                       : Result<std::optional<BranchFile>>(std::unexpected(view.error()));
            if (!contents) {
                job.error = contents.error();
            } else if (!*contents) {
                job.tooLarge = true;
            } else {
                const BranchFile &file = **contents;
                job.includes = includesOf(file.path, file.before);
                job.checked =
                    checkFile(state, standings, job.governed, file, consumers.value(job.governed.artifact));
                job.checked.findings.resize(std::min(job.checked.findings.size(), mostFindings));
                // Most files wait for the same, which takes memory once.
                if (job.checked.requirements == before) {
                    job.checked.requirements = before;
                } else {
                    before = job.checked.requirements;
                }
            }
        }
    });
}

/// How many others include each artifact. Most contents were read already. Fails: as Ledger::content().
Result<Consumers> consumersOf(const Record &record, const std::vector<Job> &jobs)
{
    QHash<ContentHash, QStringList> includes;
    for (const Job &job : jobs) {
        includes.insert(job.checked.before, job.includes);
    }
    for (const Artifact &artifact : record.state.artifacts) {
        const ContentHash hash = artifact.acceptedContent();
        if (hash.isNull() || artifact.kind == ArtifactKind::Policy || includes.contains(hash)) {
            continue;
        }
        const Result<QByteArray> content = record.ledger->content(hash);
        if (!content) {
            return std::unexpected(content.error());
        }
        includes.insert(hash, includesOf(artifact.path, *content));
    }
    return countConsumers(record.state, includes);
}

/// Looks again at those that others include: that decides about them too.
Done checkShared(std::vector<Job> &jobs, const CheckRequest &request, const Record &record,
                 const Standings &standings)
{
    const auto failed = std::ranges::find_if(jobs, [](const Job &job) { return job.error.has_value(); });
    if (failed != jobs.end()) {
        return std::unexpected(*failed->error);
    }
    const Result<Consumers> consumers = consumersOf(record, jobs);
    if (!consumers) {
        return std::unexpected(consumers.error());
    }
    std::vector<Job> shared;
    for (const Job &job : jobs) {
        if (consumers->contains(job.governed.artifact)) {
            shared.push_back(job);
        }
    }
    checkAll(shared, request, record.state, standings, *consumers);
    for (Job &job : shared) {
        if (job.error) {
            return std::unexpected(*job.error);
        }
        *std::ranges::find(jobs, job.file.path, [](const Job &other) { return other.file.path; }) =
            std::move(job);
    }
    return {};
}

/// The commits that are compared, and the files that differ between them.
Result<QList<ChangedFile>> changedFiles(const ObjectView &view, const CheckRequest &request,
                                        CheckReport &report)
{
    for (const auto &[revision, commit] :
         {std::pair{request.base, &report.baseCommit}, std::pair{request.head, &report.headCommit}}) {
        Result<QByteArray> found = commitOf(view, revision);
        if (!found) {
            return std::unexpected(found.error());
        }
        *commit = *std::move(found);
    }
    const Result<QByteArray> mergeBase = view.mergeBase(report.baseCommit, report.headCommit);
    if (!mergeBase) {
        if (mergeBase.error().code != ErrorCode::NotFound) {
            return std::unexpected(mergeBase.error());
        }
        return cannotTell(
            view.isShallow()
                ? u"this clone is shallow and does not reach back to where %1 and %2 part; fetch "
                  "more of their history"_s.arg(request.base, request.head)
                : u"%1 and %2 have no commit in common"_s.arg(request.base, request.head));
    }
    report.mergeBase = *mergeBase;
    return view.differences(*mergeBase, report.headCommit);
}

/// What is checked, and what it is held against.
struct Matter
{
    QList<ChangedFile> differences = {};
    Record record = {};
};

/// With the record from a branch of the repository, which does not outlive `view`.
Result<Matter> matterHere(const CheckRequest &request, const ObjectView &view, CheckReport &report)
{
    const auto preparing = std::async([] {
        (void)sha256({}); // the first one takes milliseconds
        prepareChecks();
    });
    Result<QList<ChangedFile>> differences = changedFiles(view, request, report);
    if (!differences) {
        return std::unexpected(differences.error());
    }
    return recordHere(request, view).transform([&differences](Record &&record) {
        return Matter{.differences = *std::move(differences), .record = std::move(record)};
    });
}

/// With the record of the shared place, which is asked only when the commits can be compared.
Result<Matter> sharedMatter(const CheckRequest &request, CheckReport &report, const Clock &clock)
{
    auto comparing = std::async([&request, &report]() -> Result<QList<ChangedFile>> {
        (void)sha256({}); // the first one takes milliseconds
        const auto view = ObjectView::open(request.place.place);
        return view ? changedFiles(**view, request, report) : std::unexpected(view.error());
    });
    // Meanwhile git says what it knows of the place.
    const Result<WorkspacePlace> place = findPlace(request.place);
    Result<QList<ChangedFile>> differences = comparing.get();
    if (!differences) {
        return std::unexpected(differences.error());
    }
    if (!place) {
        return std::unexpected(place.error());
    }
    const auto preparing = std::async(prepareChecks);
    return sharedRecord(*place, clock).transform([&differences](Record &&record) {
        return Matter{.differences = *std::move(differences), .record = std::move(record)};
    });
}

Result<Checked> check(const CheckRequest &request, const Clock &clock)
{
    Checked checked{.report = {.base = request.base, .head = request.head}};
    CheckReport &report = checked.report;
    std::unique_ptr<ObjectView> view;
    if (!request.ledger.isEmpty()) {
        auto opened = ObjectView::open(request.place.place);
        if (!opened) {
            return std::unexpected(opened.error());
        }
        view = *std::move(opened);
    }
    Result<Matter> matter =
        view ? matterHere(request, *view, report) : sharedMatter(request, report, clock);
    if (!matter) {
        return std::unexpected(matter.error());
    }
    Record &record = matter->record;
    // What is counted here rests on the texts themselves and not on what others found in them.
    record.state = withoutWronglyKept(std::move(record.state), [&record](const ContentHash &hash) {
        return record.ledger->content(hash);
    });
    const Standings standings(record.state);
    std::vector<Job> jobs;
    jobs.reserve(size_t(matter->differences.size()));
    for (const ChangedFile &file : std::as_const(matter->differences)) {
        const std::optional<GovernedFile> governed = standings.governed(file.path);
        if (!governed) {
            report.ungoverned.append(file.path);
        } else if (const QString strange = strangeness(file, 0); !strange.isEmpty()) {
            report.strange.append({.path = file.path, .words = strange});
        } else {
            jobs.push_back({.file = file, .governed = *governed});
        }
    }
    checkAll(jobs, request, record.state, standings, {});
    if (const Done done = checkShared(jobs, request, record, standings); !done) {
        return std::unexpected(done.error());
    }
    report.files.reserve(std::ssize(jobs));
    for (Job &job : jobs) {
        if (job.tooLarge) {
            report.strange.append(
                {.path = job.file.path, .words = strangeness(job.file, prompt::maximumFileBytes + 1)});
        } else {
            report.files.append(std::move(job.checked));
        }
    }
    std::ranges::sort(report.strange, {}, &StrangeFile::path);
    checked.state = record.state;
    return checked;
}

/// Between these lines a hosted CI takes nothing that stands on its own for a command.
class QuietForCommands
{
public:
    QuietForCommands(Output &out, bool wanted) : m_out(out)
    {
        if (wanted) {
            m_token = QByteArray::number(QRandomGenerator::system()->generate64(), 16)
                      + QByteArray::number(QRandomGenerator::system()->generate64(), 16);
            m_out.verbatim("::stop-commands::" + m_token + '\n');
        }
    }
    ~QuietForCommands()
    {
        if (!m_token.isEmpty()) {
            m_out.verbatim("::" + m_token + "::\n");
        }
    }
    Q_DISABLE_COPY_MOVE(QuietForCommands)

private:
    Output &m_out;
    QByteArray m_token;
};

} // namespace

Task<ExitStatus> runCheck(Context &context)
{
    const QString act = u"it cannot be told whether the requirements are met"_s;
    const CheckFormat format = context.out.isJson()      ? CheckFormat::Json
                               : context.has("markdown") ? CheckFormat::Markdown
                               : context.has("junit")    ? CheckFormat::Junit
                                                         : CheckFormat::Text;
    if (int(context.out.isJson()) + int(context.has("markdown")) + int(context.has("junit")) > 1) {
        co_return misuse(context, u"give one of --json, --markdown and --junit"_s);
    }
    CheckRequest request{.place = context.place(),
                         .base = context.value("base"),
                         .head = context.has("head") ? context.value("head") : u"HEAD"_s,
                         .ledger = context.value("ledger")};
    request.place.history = History::AnyPart;
    for (const char *option : {"base", "head", "ledger"}) {
        if (context.has(option) && context.value(option).isEmpty()) {
            co_return misuse(context, u"--%1 is empty"_s.arg(QLatin1StringView(option)));
        }
    }
    if (!QFileInfo::exists(request.place.place)) {
        co_return misuse(context,
                         u"%1 is no folder of a repository; check reads the commits of a clone"_s.arg(
                             request.place.place));
    }
    const auto work = [&request, &clock = context.clock] { return check(request, clock); };
    const Result<Checked> checked = co_await elsewhere(work);
    if (!checked) {
        const Error &error = checked.error();
        const QString words = error.code == ErrorCode::Unsupported && error.detail.isEmpty()
                                  ? error.subject
                                  : errorWords(error);
        co_return context.out.fail(ExitStatus::CannotTell, act + u": "_s + words, nameOf(error.code));
    }
    const CheckReport &report = checked->report;
    if (context.has("annotate")) {
        const QByteArray commands = annotations(checked->state, report);
        if (format == CheckFormat::Text) {
            context.out.verbatim(commands);
        } else {
            context.out.verbatimError(commands);
        }
    }
    {
        const QuietForCommands quiet(context.out, context.has("annotate") && format == CheckFormat::Text);
        printCheck(context.out, checked->state, report, format);
    }
    if (report.isBeyondUs(checked->state)) {
        context.out.notice(act + u": a newer Countersign wrote about one of the changes"_s);
        co_return ExitStatus::CannotTell;
    }
    co_return report.met() ? ExitStatus::Done : ExitStatus::Refused;
}

} // namespace countersign::ctl
