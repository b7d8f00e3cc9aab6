// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Classify.h"

#include "diff/Compare.h"
#include "lanes/CodeStrings.h"
#include "lanes/Profile.h"
#include "lanes/SentenceRules.h"
#include "lanes/SettingRules.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

// A reason is read by a person: long sentences are cut, and after this many reasons nobody reads on.
constexpr qsizetype longestWords = 400;
constexpr qsizetype mostFindings = 200;

QString cut(const QString &words)
{
    return words.size() <= longestWords ? words : words.first(longestWords) + u'…';
}

// One finding before facts are applied.
struct Draft
{
    Finding finding = {};
    bool notation = false;
};

class Classifier
{
public:
    Classifier(const diff::Comparison &comparison, const Facts &facts)
        : m_comparison(comparison)
        , m_facts(facts)
    {}

    Classification run()
    {
        if (!m_comparison.complete) {
            add({.rule = u"analysis.incomplete"_s, .lane = Lane::Medium});
            return finish();
        }
        if (m_comparison.identical)
            return finish();
        if (!m_comparison.readable)
            add({.rule = u"analysis.unreadable"_s, .lane = Lane::Medium});
        readSettings();
        readVariables();
        readMessages();
        if (isProgram(m_facts.path) && readsAsProgram())
            readProgram();
        else
            readSentences(m_comparison);
        if (isConfigurationReadAsText())
            raiseUnknown();
        readCharacters();
        applyFacts();
        return finish();
    }

private:
    void add(Finding finding, bool notation = false)
    {
        finding.before = cut(finding.before);
        finding.after = cut(finding.after);
        m_drafts.append(Draft{finding, notation});
    }

    void readSettings()
    {
        const bool handsOver =
            std::any_of(m_comparison.settings.begin(), m_comparison.settings.end(),
                        [](const diff::SettingDifference &s) { return namesAPerson(s.before) || namesAPerson(s.after); });
        for (qsizetype i = 0; i < m_comparison.settings.size(); ++i) {
            const diff::SettingDifference &setting = m_comparison.settings[i];
            if (setting.state == diff::SettingState::Same)
                continue;
            const Judgement found = judge(setting, handsOver);
            const bool lists =
                setting.topic == diff::SettingTopic::Tool && setting.state == diff::SettingState::Changed;
            add({.rule = found.rule,
                 .lane = found.lane,
                 .before = lists ? setting.removedItems.join(u", "_s) : setting.before,
                 .after = lists ? setting.addedItems.join(u", "_s) : setting.after,
                 .subject = setting.path,
                 .setting = static_cast<int>(i)},
                found.notation);
        }
    }

    void readVariables()
    {
        for (const diff::VariableDifference &variable : m_comparison.variables) {
            switch (variable.state) {
            case diff::VariableState::Same:
                break;
            case diff::VariableState::CountChanged:
                add({.rule = u"template.count"_s,
                     .lane = Lane::Low,
                     .before = variable.before,
                     .after = variable.after,
                     .subject = variable.after});
                break;
            case diff::VariableState::Added:
            case diff::VariableState::Dropped:
            case diff::VariableState::Renamed:
                add({.rule = u"template.variable"_s,
                     .lane = Lane::Medium,
                     .before = variable.before,
                     .after = variable.after,
                     .subject = variable.after.isEmpty() ? variable.before : variable.after});
                break;
            }
        }
    }

    // A message that came or went, or has another role.
    void readMessages()
    {
        for (const diff::Row &row : m_comparison.rows) {
            if (row.block != diff::BlockKind::Message || row.kind == diff::RowKind::Same)
                continue;
            const auto role = [&](int side) {
                return row.cells[side].present
                           ? m_comparison.sides[side].messages[row.cells[side].message].role
                           : QString();
            };
            add({.rule = u"template.role"_s, .lane = Lane::Medium, .before = role(0), .after = role(1)});
        }
    }

    bool readsAsProgram() const
    {
        // Only where the parser left the file as one text.
        return m_comparison.sides[0].messages.size() <= 1 && m_comparison.sides[1].messages.size() <= 1;
    }

    void readProgram()
    {
        const CodeStrings left = codeStrings(m_comparison.sides[0].text, m_facts.path);
        const CodeStrings right = codeStrings(m_comparison.sides[1].text, m_facts.path);
        const diff::Comparison strings = diff::compareTexts(left.text, right.text, {.entries = false});
        const qsizetype first = m_drafts.size();
        readSentences(strings);
        const auto inSource = [](const CodeStrings &code, diff::Range range) {
            if (range.isEmpty())
                return diff::Range{};
            const qsizetype start = code.places[static_cast<size_t>(range.start)];
            return diff::Range{start, code.places[static_cast<size_t>(range.end() - 1)] + 1 - start};
        };
        for (qsizetype i = first; i < m_drafts.size(); ++i) {
            Finding &finding = m_drafts[i].finding;
            finding.range = {inSource(left, finding.range[0]), inSource(right, finding.range[1])};
            finding.sentenceChange = -1;
        }
        if (left.text == right.text)
            add({.rule = u"code.around"_s, .lane = Lane::Low}, true);
    }

    void readSentences(const diff::Comparison &comparison)
    {
        if (comparison.sentences.isEmpty())
            return;
        const Profile profile = profileOf(comparison, m_facts.path);
        for (qsizetype i = 0; i < comparison.sentences.size(); ++i) {
            const diff::SentenceChange &change = comparison.sentences[i];
            const Judgement found = judge(change, comparison, profile);
            add({.rule = found.rule,
                 .lane = found.lane,
                 .before = change.before,
                 .after = change.after,
                 .section =
                     (change.sentence[1] >= 0 ? change.section[1] : change.section[0]).section(u" / "_s, -1),
                 .sentenceChange = static_cast<int>(i),
                 .range = change.range},
                found.notation);
        }
    }

    // A configuration that could not be taken apart: its lines hold settings, whatever they look like as sentences.
    bool isConfigurationReadAsText() const
    {
        const QString path = m_facts.path.toLower();
        const bool configuration = path.endsWith(u".yaml"_s) || path.endsWith(u".yml"_s) || path.endsWith(u".json"_s)
                                   || path.endsWith(u".toml"_s);
        return configuration && m_comparison.settings.isEmpty() && readsAsProgram();
    }

    void raiseUnknown()
    {
        for (Draft &draft : m_drafts) {
            if (draft.finding.lane == Lane::Low && !draft.notation) {
                draft.finding.lane = Lane::Medium;
                draft.finding.rule = u"settings.unknown"_s;
            }
        }
    }

    // Characters that nobody sees can say anything.
    void readCharacters()
    {
        for (qsizetype i = 0; i < m_comparison.entries.size(); ++i) {
            const diff::Entry &entry = m_comparison.entries[i];
            if (entry.kind == diff::EntryKind::HiddenCharacters || entry.kind == diff::EntryKind::BidiControl
                || entry.kind == diff::EntryKind::LookAlike)
                add({.rule = u"text.hidden"_s,
                     .lane = Lane::High,
                     .after = entry.after,
                     .entry = static_cast<int>(i),
                     .range = {entry.places[0].range, entry.places[1].range}});
        }
    }

    bool meaningTouched() const
    {
        return std::any_of(m_drafts.begin(), m_drafts.end(),
                           [](const Draft &draft) { return !draft.notation; });
    }

    bool reaches(Lane lane) const
    {
        return std::any_of(m_drafts.begin(), m_drafts.end(),
                           [lane](const Draft &draft) { return draft.finding.lane >= lane; });
    }

    // Facts of the workspace weigh only where the meaning was touched.
    void applyFacts()
    {
        if (!meaningTouched())
            return;
        applyConsequences();
        applyWatched();
        switch (m_facts.kind) {
        case ArtifactKind::Tools:
        case ArtifactKind::Policy:
            add({.rule = u"artifact.authority"_s, .lane = Lane::High, .subject = m_facts.path});
            break;
        case ArtifactKind::Retrieval:
        case ArtifactKind::Routing:
        case ArtifactKind::Workflow:
        case ArtifactKind::Suite:
        case ArtifactKind::Contract:
            add({.rule = u"artifact.configuration"_s, .lane = Lane::Medium, .subject = m_facts.path});
            break;
        case ArtifactKind::Prompt:
            break;
        }
        if (const QString section = touchedOwnedSection(); !section.isEmpty())
            add({.rule = u"section.owned"_s, .lane = Lane::Medium, .section = section});
        if (m_facts.consumers > 0)
            add({.rule = u"shared.consumers"_s,
                 .lane = Lane::Medium,
                 .subject = QString::number(m_facts.consumers)});
        if (m_facts.machineAuthor)
            add({.rule = u"author.machine"_s, .lane = Lane::Medium});
        if (m_facts.recentIncident)
            add({.rule = u"history.incident"_s, .lane = reaches(Lane::Medium) ? Lane::High : Lane::Medium});
    }

    // What the team watches for, in its own words. Notation touches nothing.
    void applyWatched()
    {
        QList<Draft> found;
        for (const Watched &watched : m_facts.watched) {
            const auto touched =
                std::find_if(m_drafts.cbegin(), m_drafts.cend(),
                             [this, &watched](const Draft &draft) { return !draft.notation && touches(watched, draft.finding); });
            if (touched == m_drafts.cend())
                continue;
            Finding finding = touched->finding;
            finding.lane = watched.lane;
            finding.subject = watched.why.isEmpty() ? watched.phrase + watched.section + watched.setting : watched.why;
            finding.rule = !watched.phrase.isEmpty()    ? u"watched.phrase"_s
                           : !watched.section.isEmpty() ? u"watched.section"_s
                           : !watched.setting.isEmpty() ? u"watched.setting"_s
                                                        : u"watched.file"_s;
            found.append(Draft{finding, false});
        }
        m_drafts.append(found);
    }

    bool touches(const Watched &watched, const Finding &finding) const
    {
        if (!watched.setting.isEmpty())
            return finding.setting >= 0 && isPattern(watched.setting, m_comparison.settings[finding.setting].path);
        if (!watched.section.isEmpty()) {
            if (finding.section.compare(watched.section, Qt::CaseInsensitive) == 0)
                return true;
            const diff::SentenceChange *change = sentenceOf(finding);
            return change
                   && std::any_of(change->section.begin(), change->section.end(), [&watched](const QString &titles) {
                          return titles.split(u" / "_s).contains(watched.section, Qt::CaseInsensitive);
                      });
        }
        if (!watched.phrase.isEmpty()) {
            const QString phrase = watched.phrase.simplified();
            const diff::SentenceChange *change = sentenceOf(finding);
            const QString before = change ? change->before : finding.before;
            const QString after = change ? change->after : finding.after;
            return before.simplified().contains(phrase, Qt::CaseInsensitive)
                   || after.simplified().contains(phrase, Qt::CaseInsensitive);
        }
        return true;
    }

    // The sentence in full: the words of a finding are cut.
    const diff::SentenceChange *sentenceOf(const Finding &finding) const
    {
        const bool known = finding.sentenceChange >= 0 && finding.sentenceChange < m_comparison.sentences.size();
        return known ? &m_comparison.sentences[finding.sentenceChange] : nullptr;
    }

    static bool isPattern(const QString &pattern, const QString &path)
    {
        return QRegularExpression(QRegularExpression::anchoredPattern(
                                      QRegularExpression::escape(pattern).replace(u"\\*"_s, u".*"_s)),
                                  QRegularExpression::CaseInsensitiveOption)
            .match(path)
            .hasMatch();
    }

    QString touchedOwnedSection() const
    {
        for (const Draft &draft : m_drafts) {
            if (!draft.notation && draft.finding.sentenceChange >= 0
                && m_facts.ownedSections.contains(draft.finding.section, Qt::CaseInsensitive))
                return draft.finding.section;
        }
        return {};
    }

    // In a workflow with consequences an instruction that binds otherwise is a change of its policy.
    void applyConsequences()
    {
        QString sensitive;
        for (const Consequence consequence : m_facts.consequences) {
            if (sensitive.isEmpty() && consequence != Consequence::CustomerVisible
                && consequence != Consequence::Internal)
                sensitive = toString(consequence);
        }
        const bool visible = m_facts.consequences.contains(Consequence::CustomerVisible);
        for (Draft &draft : m_drafts) {
            Finding &finding = draft.finding;
            if (draft.notation)
                continue;
            const bool binds = finding.rule == u"text.obligation" || finding.rule == u"text.quantity"
                               || finding.rule == u"text.threshold";
            if (!sensitive.isEmpty() && binds) {
                finding.rule = u"workflow.binding"_s;
                finding.lane = Lane::High;
                finding.subject = sensitive;
            } else if (visible && finding.lane == Lane::Low && finding.rule.startsWith(u"text."_s)) {
                finding.rule = u"workflow.customer_visible"_s;
                finding.lane = Lane::Medium;
            }
        }
    }

    Classification finish()
    {
        Classification result{.rulesVersion = currentRulesVersion};
        std::stable_sort(m_drafts.begin(), m_drafts.end(),
                         [](const Draft &a, const Draft &b) { return a.finding.lane > b.finding.lane; });
        if (m_drafts.size() > mostFindings)
            m_drafts.resize(mostFindings);
        for (const Draft &draft : std::as_const(m_drafts)) {
            Finding finding = draft.finding;
            if (finding.entry < 0)
                finding.entry = entryOf(finding);
            result.lane = std::max(result.lane, finding.lane);
            result.findings.append(finding);
        }
        return result;
    }

    int entryOf(const Finding &finding) const
    {
        if (finding.sentenceChange < 0 && finding.setting < 0)
            return -1;
        for (qsizetype i = 0; i < m_comparison.entries.size(); ++i) {
            const diff::Entry &entry = m_comparison.entries[i];
            if ((finding.sentenceChange >= 0 && entry.sentenceChange == finding.sentenceChange)
                || (finding.setting >= 0 && entry.setting == finding.setting))
                return static_cast<int>(i);
        }
        return -1;
    }

    const diff::Comparison &m_comparison;
    const Facts &m_facts;
    QList<Draft> m_drafts;
};

} // namespace

Classification classify(const diff::Comparison &comparison, const Facts &facts)
{
    return Classifier(comparison, facts).run();
}

QList<RuleInfo> rules()
{
    QList<RuleInfo> result;
    const auto add = [&result](Lane lane, const QString &ids) {
        for (const QString &id : ids.split(u' '))
            result.append(RuleInfo{id, lane});
    };
    add(Lane::High,
        u"tools.set tools.prose tools.approval authority.approval authority.permission authority.switch "
        u"authority.stop "
        "authority.threshold settings.safety policy.money policy.eligibility policy.legal policy.medical "
        "policy.safety policy.conduct "
        "policy.privacy policy.source policy.section policy.decision policy.money.example "
        "policy.eligibility.example "
        "policy.legal.example policy.medical.example policy.safety.example policy.privacy.example "
        "text.hidden "
        "workflow.binding artifact.authority history.incident watched.phrase watched.section watched.setting "
        "watched.file"_s);
    add(Lane::Medium,
        u"tools.names tools.description settings.threshold settings.retrieval settings.model "
        u"settings.parameter "
        "settings.activation settings.unknown settings.key contract.schema contract.output template.variable "
        "template.logic template.role text.identifier text.quantity text.threshold text.scoring text.role "
        "text.obligation text.step text.sample_authority text.language text.customer_wording "
        "workflow.customer_visible "
        "artifact.configuration section.owned shared.consumers author.machine analysis.incomplete analysis.unreadable"_s);
    add(Lane::Low, u"settings.metadata settings.environment settings.notation settings.key_harmless "
                   u"template.count text.markup "
                   "text.spelling text.order text.comment text.layout text.length text.tone text.note "
                   "text.topic text.sample "
                   "text.encouragement text.reference text.clarification code.around"_s);
    return result;
}

} // namespace countersign::lanes
