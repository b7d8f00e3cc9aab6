// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Assess.h"

#include "base/Hash.h"
#include "base/JsonFields.h"
#include "prompt/Document.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostFindings = 200;
constexpr qsizetype mostWords = 400; ///< UTF-16 units of one finding's words that are kept
constexpr qsizetype mostSections = 200;

/// The version that runs last was taken back in some environment, and nothing newer has run there since.
bool wasRolledBack(const Artifact &artifact)
{
    return std::any_of(artifact.pointers.cbegin(), artifact.pointers.cend(),
                       [](const Pointer &pointer) { return pointer.now().rolledBack; });
}

QString shortened(const QString &words)
{
    if (words.size() <= mostWords) {
        return words;
    }
    qsizetype end = mostWords;
    if (words.at(end - 1).isHighSurrogate()) {
        --end;
    }
    return words.first(end) + u'…';
}

/// What canonical JSON can hold: no lone surrogates, no U+0000.
QString storable(const QString &words)
{
    QString text = shortened(words);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (pair) {
            ++i;
        } else if (c.isSurrogate() || c.isNull()) {
            text[i] = QChar::ReplacementCharacter;
        }
    }
    return text;
}

void addSection(QStringList &sections, const QString &title)
{
    if (!title.isEmpty() && !sections.contains(title)) {
        sections.append(title);
    }
}

/// Titles of the sections that hold a difference, with those above them: who owns "Policy" owns "Policy / Refunds". An
/// event has room for so many; those with owners of their own are never left out for others.
QStringList touchedSections(const diff::Comparison &comparison, const QStringList &owned)
{
    QStringList sections;
    for (const diff::SentenceChange &change : comparison.sentences) {
        for (const QString &path : change.section) {
            for (const QString &title : path.split(u" / "_s, Qt::SkipEmptyParts)) {
                addSection(sections, title.trimmed());
            }
        }
    }
    for (const diff::Row &row : comparison.rows) {
        if (row.kind == diff::RowKind::Same || row.kind == diff::RowKind::Rewrapped) {
            continue;
        }
        for (const diff::Side side : {diff::Side::Left, diff::Side::Right}) {
            const diff::Cell &cell = row.cell(side);
            const QList<diff::Section> &known = comparison.side(side).sections;
            if (cell.present && cell.section >= 0 && cell.section < known.size()) {
                addSection(sections, known.at(cell.section).title);
            }
        }
    }
    std::stable_partition(sections.begin(), sections.end(), [&owned](const QString &title) {
        return owned.contains(title, Qt::CaseInsensitive);
    });
    sections.resize(std::min(sections.size(), mostSections));
    std::sort(sections.begin(), sections.end());
    return sections;
}

Json json(const FindingRecord &finding)
{
    return JsonObject{{u"after"_s, Json(storable(finding.after))},   {u"before"_s, Json(storable(finding.before))},
                      {u"lane"_s, Json(toString(finding.lane))},     {u"path"_s, Json(storable(finding.path))},
                      {u"rule"_s, Json(storable(finding.rule))},     {u"section"_s, Json(storable(finding.section))},
                      {u"why"_s, Json(storable(finding.why))}};
}

constexpr JsonLimits findingsLimits{.bytes = 1024 * 1024, .depth = 4, .items = 1000};

} // namespace

lanes::Facts factsFor(const State &state, const QString &path, ArtifactKind kind, const ArtifactId &artifact, int consumers)
{
    lanes::Facts facts{.path = path, .kind = kind, .consequences = state.policy.consequencesOf(path),
                       .consumers = consumers,
                       .watched = state.policy.watchedOf(path, kind)};
    for (const Owner &owner : state.policy.owners) {
        const bool here = std::any_of(owner.paths.cbegin(), owner.paths.cend(),
                                      [&path](const QString &pattern) { return matchesPath(pattern, path); });
        if (here && !owner.section.isEmpty() && !facts.ownedSections.contains(owner.section)) {
            facts.ownedSections.append(owner.section);
        }
    }
    const Artifact *known = state.artifact(artifact);
    facts.recentIncident = known && wasRolledBack(*known);
    return facts;
}

FileComparison compareFile(const State &state, const ContentPair &pair, int consumers, const diff::Canceled &canceled)
{
    const auto [left, right] = prompt::parseBoth(pair.before, pair.after, pair.path);
    return judgeComparison(state, pair, std::make_shared<const diff::Comparison>(diff::compare(left, right, {}, canceled)), consumers);
}

FileComparison judgeComparison(const State &state, const ContentPair &pair, const std::shared_ptr<const diff::Comparison> &comparison,
                               int consumers)
{
    const lanes::Facts facts = factsFor(state, pair.path, pair.kind, pair.artifact, consumers);
    const lanes::Classification found = lanes::classify(*comparison, facts);

    FileComparison result{.path = pair.path,
                          .kind = pair.kind,
                          .left = pair.before.isNull() ? ContentHash{} : contentHash(pair.before),
                          .right = pair.after.isNull() ? ContentHash{} : contentHash(pair.after),
                          .comparison = comparison};
    if (!comparison->complete) {
        result.lane = std::max(found.lane, Lane::Medium);
        return result;
    }
    for (const lanes::Finding &finding : found.findings) {
        FindingRecord record{.rule = finding.rule,
                             .lane = finding.lane,
                             .why = finding.subject,
                             .path = pair.path,
                             .section = finding.section,
                             .before = finding.before,
                             .after = finding.after};
        for (const LaneOverride &rule : state.policy.laneRules) {
            if (rule.rule == finding.rule) {
                record.lane = rule.lane;
            }
        }
        result.lane = std::max(result.lane, record.lane);
        result.findings.append(record);
    }
    std::stable_sort(result.findings.begin(), result.findings.end(),
                     [](const FindingRecord &a, const FindingRecord &b) { return a.lane > b.lane; });
    result.touchedSections = touchedSections(*comparison, facts.ownedSections);
    return result;
}

AssessedChange assessFiles(const State &state, const QList<ContentPair> &pairs, const QHash<ArtifactId, int> &consumers,
                           const diff::Canceled &canceled)
{
    AssessedChange change;
    for (const ContentPair &pair : pairs) {
        change.files.append(compareFile(state, pair, consumers.value(pair.artifact), canceled));
        change.lane = std::max(change.lane, change.files.last().lane);
    }
    return change;
}

namespace {

/// What a finding of this rule means for a regression suite.
std::optional<GateReason> gateReasonOf(const QString &rule)
{
    if (rule == u"policy.source" || rule == u"settings.retrieval") {
        return GateReason::Source;
    }
    if (rule.startsWith(u"policy.") || rule.startsWith(u"authority.")) {
        return GateReason::PolicyText;
    }
    if (rule == u"settings.model" || rule == u"settings.parameter") {
        return GateReason::Model;
    }
    return std::nullopt;
}

} // namespace

QList<GateReason> gateReasons(const QList<FindingRecord> &findings)
{
    QList<GateReason> reasons;
    for (const FindingRecord &finding : findings) {
        if (const auto reason = gateReasonOf(finding.rule); reason && !reasons.contains(*reason)) {
            reasons.append(*reason);
        }
    }
    std::sort(reasons.begin(), reasons.end());
    return reasons;
}

Assessment assessmentOf(const AssessedChange &assessed)
{
    Assessment assessment{.lane = assessed.lane, .rules = QString::number(lanes::currentRulesVersion)};
    for (const FileComparison &file : assessed.files) {
        assessment.touched.append({.path = file.path, .sections = file.touchedSections});
    }
    assessment.gate = gateReasons(assessed.findings());
    assessment.findingsText = contentHash(findingsText(assessed.findings()));
    return assessment;
}

QByteArray findingsText(const QList<FindingRecord> &findings)
{
    JsonArray array;
    for (const FindingRecord &finding : findings.first(std::min(findings.size(), mostFindings))) {
        array.append(json(finding));
    }
    QByteArray text = printCanonicalJson(Json(JsonObject{{u"findings"_s, Json(array)}}));
    // A text of an event has a limit; the highest findings come first and stay.
    while (text.size() > 60 * 1024 && !array.isEmpty()) {
        array.resize(array.size() / 2);
        text = printCanonicalJson(Json(JsonObject{{u"findings"_s, Json(array)}}));
    }
    return text;
}

Result<QList<FindingRecord>> findingsFromText(const QByteArray &text)
{
    const Result<Json> parsed = parseCanonicalJson(text, findingsLimits);
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    JsonFields fields(*parsed, u"findings"_s);
    QList<FindingRecord> findings;
    for (const Json &item : fields.array(u"findings"_s)) {
        JsonFields f(item, u"finding"_s);
        FindingRecord record{.rule = f.string(u"rule"_s),
                             .lane = Lane::High,
                             .why = f.string(u"why"_s),
                             .path = f.string(u"path"_s),
                             .section = f.string(u"section"_s),
                             .before = f.string(u"before"_s),
                             .after = f.string(u"after"_s)};
        const std::optional<Lane> lane = laneFromString(f.string(u"lane"_s));
        if (!lane) {
            f.fail(u"has a wrong lane"_s);
        }
        record.lane = lane.value_or(Lane::High);
        if (const Done done = f.finish(); !done) {
            return std::unexpected(done.error());
        }
        findings.append(record);
    }
    if (const Done done = fields.finish(); !done) {
        return std::unexpected(done.error());
    }
    return findings;
}

QList<FindingRecord> recordedFindings(const WorkspaceView &view, const Revision &revision)
{
    QList<FindingRecord> all;
    const auto take = [&](const Assessment &assessment) {
        const auto text = view.texts.constFind(assessment.findingsText);
        if (text == view.texts.cend()) {
            return;
        }
        const Result<QList<FindingRecord>> findings = findingsFromText(*text);
        if (!findings) {
            return;
        }
        for (const FindingRecord &finding : *findings) {
            if (!all.contains(finding)) {
                all.append(finding);
            }
        }
    };
    take(revision.data.assessment);
    for (const Review &review : revision.reviews) {
        take(review.data.assessment);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const FindingRecord &a, const FindingRecord &b) { return a.lane > b.lane; });
    return all;
}

QStringList includesOf(const QString &path, const QByteArray &content)
{
    // A short look first: most prompts include nothing, and parsing thousands of them costs time.
    if (!content.contains("{{>") && !content.contains("include") && !content.contains("import")
        && !content.contains("file:")) {
        return {};
    }
    QStringList found;
    for (const prompt::Variable &variable : prompt::parse(content, path).variables) {
        const bool isFile = variable.kind == prompt::VariableKind::Reference && variable.name.startsWith(u"file:");
        if (variable.kind == prompt::VariableKind::Partial || isFile) {
            found.append(isFile ? variable.name.mid(5) : variable.name);
        }
    }
    found.removeDuplicates();
    return found;
}

bool includeMeans(const QString &include, const QString &from, const Artifact &artifact)
{
    QString wanted = include;
    while (wanted.startsWith(u"./")) {
        wanted = wanted.mid(2);
    }
    if (wanted.isEmpty()) {
        return false;
    }
    if (wanted == artifact.id.value || wanted == artifact.path) {
        return true;
    }
    // Relative to the folder of the file that includes it, with or without the extension.
    QStringList folder = from.section(u'/', 0, -2).split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : wanted.split(u'/', Qt::SkipEmptyParts)) {
        if (part == u"..") {
            if (folder.isEmpty()) {
                return false;
            }
            folder.removeLast();
        } else {
            folder.append(part);
        }
    }
    const QString absolute = folder.join(u'/');
    const QString bare = artifact.path.section(u'.', 0, 0);
    if (absolute == artifact.path || absolute == bare) {
        return true;
    }
    return artifact.id.value.endsWith(u'/' + wanted) || artifact.path.endsWith(u'/' + wanted);
}

} // namespace countersign
