// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/BranchCheck.h"

#include "diff/Characters.h"
#include "prompt/Document.h"
#include "services/Assess.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// The difference without its instruction diff, of which a check says nothing; a finding may rest only on characters in
/// it that nobody sees.
std::shared_ptr<const diff::Comparison> comparisonFor(const BranchFile &file)
{
    constexpr qsizetype mostEntries = 2000;
    const auto [left, right] = prompt::parseBoth(file.before, file.after, file.path);
    auto comparison = std::make_shared<diff::Comparison>(diff::compare(left, right, {.entries = false}));
    diff::addCharacterEntries(*comparison, mostEntries, comparison->entries);
    std::ranges::stable_sort(comparison->entries, {}, &diff::Entry::kind);
    return comparison;
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

void prepareChecks()
{
    // Words and expressions are put together when something is first compared, whatever it is.
    const BranchFile file{.path = u"a.prompt.md"_s,
                          .before = "---\nmodel: a\n---\n# A\n\nYou must answer customers within 30 days.\n",
                          .after = "---\nmodel: a\n---\n# A\n\nYou may answer customers within 14 days.\n"};
    lanes::classify(*comparisonFor(file), {.path = file.path});
}

CheckedFile checkFile(const State &state, const Standings &standings, const GovernedFile &governed,
                      const BranchFile &file, int consumers)
{
    const FileComparison comparison = judgeComparison(state,
                                                      {.path = file.path,
                                                       .artifact = governed.artifact,
                                                       .kind = governed.kind,
                                                       .before = file.before,
                                                       .after = file.after},
                                                      comparisonFor(file), consumers);
    CheckedFile checked{.path = file.path,
                        .artifact = governed.artifact,
                        .kind = governed.kind,
                        .before = comparison.left,
                        .after = comparison.right};
    checked.standing = standings.of(file.path, checked.before, checked.after);
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
