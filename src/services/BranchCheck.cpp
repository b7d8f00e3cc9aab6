// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/BranchCheck.h"

#include "base/Hash.h"
#include "services/Assess.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

ContentHash hashOf(const QByteArray &bytes)
{
    return bytes.isNull() ? ContentHash{} : contentHash(bytes);
}

/// The line on which the words of a finding stand in the new text; for words that went, the line where the old and the
/// new text part.
int lineOf(const FindingRecord &finding, const BranchFile &file)
{
    const QByteArray words = finding.after.section(u'\n', 0, 0).trimmed().toUtf8();
    qsizetype at = words.isEmpty() || words.endsWith("…") ? -1 : file.after.indexOf(words);
    if (at < 0) {
        at = std::ranges::mismatch(file.before, file.after).in2 - file.after.begin();
    }
    return int(1 + file.after.first(at).count('\n'));
}

/// A change that only proposes this file, by nobody whom the policy knows.
Change imagined(const CheckedFile &file, const QStringList &sections)
{
    Revision revision;
    revision.data.files = {{.artifact = file.artifact,
                            .path = file.path,
                            .kind = file.kind,
                            .before = file.before,
                            .after = file.after}};
    revision.data.assessment = {.lane = file.lane,
                                .touched = {{.path = file.path, .sections = sections}},
                                .gate = gateReasons(file.findings)};
    revision.content = revisionContent(revision.data.files);
    Change change;
    change.revisions = {revision};
    return change;
}

} // namespace

CheckedFile checkFile(const State &state, const Standings &standings, const GovernedFile &governed,
                      const BranchFile &file, int consumers)
{
    CheckedFile checked{.path = file.path,
                        .artifact = governed.artifact,
                        .kind = governed.kind,
                        .before = hashOf(file.before),
                        .after = hashOf(file.after)};
    checked.standing = standings.of(file.path, checked.before, checked.after);
    const FileComparison comparison = compareFile(state,
                                                  {.path = file.path,
                                                   .artifact = governed.artifact,
                                                   .kind = governed.kind,
                                                   .before = file.before,
                                                   .after = file.after},
                                                  consumers);
    checked.lane = governed.kind == ArtifactKind::Policy ? Lane::High : comparison.lane;
    checked.findings = comparison.findings;
    checked.complete = comparison.comparison->complete;
    if (!checked.findings.isEmpty() && !file.after.isNull()) {
        checked.line = lineOf(checked.findings.first(), file);
    }
    switch (checked.standing.standing) {
    case Standing::Accepted:
        checked.met = true;
        break;
    case Standing::Proposed:
        checked.requirements = requirementsToAccept(state, *state.change(checked.standing.change));
        checked.met = allMet(checked.requirements);
        break;
    case Standing::Older:
    case Standing::Unknown:
        checked.requirements = requirementsToAccept(state, imagined(checked, comparison.touchedSections));
        break;
    }
    return checked;
}

} // namespace countersign
