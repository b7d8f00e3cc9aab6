// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "services/LedgerWorkspace.h"

using namespace Qt::StringLiterals;

namespace countersign {

QFuture<Result<WriteReceipt>> LedgerWorkspace::recordRun(const RunDraft &run)
{
    return write([run](LedgerCore &, Composer &composer, const WorkspaceView &) -> Result<WriteReceipt> {
        RunRecorded data = run.data;
        if (!run.file.isEmpty() && contentHash(run.file) != data.file) {
            return failure(ErrorCode::Invalid, toString(data.file), u"other bytes than their hash says"_s);
        }
        data.stored = !run.file.isEmpty() && run.file.size() <= storedRunLimit;
        if (data.stored) {
            (void)composer.content(run.file);
        }
        data.summaryText = composer.text(run.summary.trimmed());
        const auto added =
            composer.add(changeSubject(run.change), data,
                         u"Record a run of %1: %2"_s.arg(data.suite.value, toString(verdictOf(data))));
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
