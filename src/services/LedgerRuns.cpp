// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "services/LedgerWorkspace.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

Result<EventId> addRun(Composer &composer, const Workspace::RunDraft &run)
{
    RunRecorded data = run.data;
    if (!run.file.isEmpty() && contentHash(run.file) != data.file) {
        return failure(ErrorCode::Invalid, toString(data.file), u"other bytes than their hash says"_s);
    }
    data.stored = !run.file.isEmpty() && run.file.size() <= storedRunLimit;
    if (data.stored) {
        (void)composer.content(run.file);
    }
    data.summaryText = composer.text(run.summary.trimmed());
    return composer.add(changeSubject(run.change), data,
                        u"Record a run of %1: %2"_s.arg(data.suite.value, toString(verdictOf(data))));
}

} // namespace

Result<RunTexts> LedgerCore::runTexts(const ChangeId &change, const ArtifactId &suite)
{
    QList<SourceFile> branch;
    if (const QByteArray tip = m_branch.seen().tip; m_source && !tip.isEmpty()) {
        Result<QList<SourceFile>> files = m_source->files(tip);
        if (!files) {
            return std::unexpected(files.error());
        }
        branch = *std::move(files);
    }
    const evals::SuiteFiles others{
        .read = [&](const QString &path, qint64 most) -> Result<QByteArray> {
            const auto file = std::ranges::find(branch, path, &SourceFile::path);
            if (file == branch.end()) {
                return failure(ErrorCode::NotFound, path);
            }
            return file->size > most ? failure(ErrorCode::NoSpace, path) : m_source->read(file->blob);
        },
        .list = [&](const QString &folder, const QString &pattern) -> Result<QStringList> {
            const QRegularExpression fits(QRegularExpression::wildcardToRegularExpression(pattern));
            const QString start = folder.isEmpty() ? QString() : folder + u'/';
            QStringList paths;
            for (const SourceFile &file : std::as_const(branch)) {
                const QString name = file.path.startsWith(start) ? file.path.sliced(start.size()) : QString();
                if (!name.isEmpty() && !name.contains(u'/') && fits.match(name).hasMatch()) {
                    paths.append(file.path);
                }
            }
            return paths;
        }};
    return runTextsOf(
        state(), change, suite, [this](const ContentHash &hash) { return content(hash); }, others);
}

QFuture<Result<RunTexts>> LedgerWorkspace::runTexts(const ChangeId &change, const ArtifactId &suite)
{
    return m_thread->run<Result<RunTexts>>(
        JobKind::Read,
        [change, suite](LedgerCore &core, const JobStop &) { return core.runTexts(change, suite); });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::recordRun(const RunDraft &run)
{
    return write([run](LedgerCore &, Composer &composer, const WorkspaceView &) -> Result<WriteReceipt> {
        if (run.live) {
            if (const Result<EventId> before = addRun(composer, *run.live); !before) {
                return std::unexpected(before.error());
            }
        }
        const Result<EventId> added = addRun(composer, run);
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = run.change, .event = *added};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::gradeCase(const GradeDraft &grade)
{
    return write([grade](LedgerCore &, Composer &composer, const WorkspaceView &) -> Result<WriteReceipt> {
        const CaseGraded data{.run = grade.run,
                              .caseKey = grade.caseKey,
                              .caseText = composer.text(grade.caseName.trimmed()),
                              .grade = grade.grade,
                              .reasonText = composer.text(grade.reason.trimmed())};
        const auto added =
            composer.add(changeSubject(grade.change), data, u"Grade a case: %1"_s.arg(toString(grade.grade)));
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = grade.change};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::recordSpotCheck(const SpotCheckDraft &check)
{
    return write(
        [check](LedgerCore &, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
            const Change *change = seen.state.change(check.change);
            const Revision *revision = change ? change->revision() : nullptr;
            if (!revision) {
                return failure(ErrorCode::NotFound, changeSubject(check.change));
            }
            SpotCheckRecorded data{.revision = check.revision,
                                   .content = revision->content,
                                   .run = check.run,
                                   .messageText = composer.text(check.message.trimmed())};
            for (const SpotCheckDraft::Looked &looked : check.cases) {
                data.cases.append({.caseKey = looked.caseKey,
                                   .caseText = composer.text(looked.caseName.trimmed()),
                                   .mark = looked.mark});
            }
            const auto added =
                composer.add(changeSubject(check.change), data, u"Look at %1 cases"_s.arg(data.cases.size()));
            if (!added) {
                return std::unexpected(added.error());
            }
            return WriteReceipt{.change = check.change};
        });
}

} // namespace countersign
