// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/SentenceRules.h"

#include "diff/Expression.h"
#include "diff/Quantities.h"
#include "diff/Scan.h"
#include "diff/Segments.h"
#include "lanes/Authority.h"
#include "lanes/Conduct.h"
#include "lanes/Language.h"
#include "lanes/Notation.h"
#include "lanes/Patterns.h"
#include "lanes/Reading.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

namespace countersign::lanes {

using namespace Qt::StringLiterals;
using diff::BlockKind;
using diff::SentenceChange;
using diff::SentenceKind;
using diff::WordEdit;

namespace {

bool hasDigits(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
}

// Stretches of letters and digits.
QList<QStringView> wordsOf(QStringView text)
{
    QList<QStringView> words;
    qsizetype start = -1;
    for (qsizetype at = 0; at <= text.size();) {
        const bool pair = at + 1 < text.size() && text[at].isHighSurrogate() && text[at + 1].isLowSurrogate();
        const char32_t character = pair               ? QChar::surrogateToUcs4(text[at], text[at + 1])
                                   : at < text.size() ? text[at].unicode()
                                                      : U' ';
        const bool inside = QChar::isLetter(character) || (character >= U'0' && character <= U'9');
        if (inside && start < 0)
            start = at;
        if (!inside && start >= 0) {
            words.append(text.sliced(start, at - start));
            start = -1;
        }
        at += pair ? 2 : 1;
    }
    return words;
}

// A question with its answer, as data: {"prompt": "…", "response": "…"}.
bool isRecord(const QString &sentence)
{
    static const diff::Expression record(
        u"^\\s*(?:(?:[-*+•]|\\d{1,3}[.)])\\s*)?\\{\\s*\"(?:prompt|question|input|user|query|instruction|q|text|messages?)\"\\s*:"_s,
        QRegularExpression::CaseInsensitiveOption);
    return record.isIn(sentence);
}

// "Weight the patterns …": a bare word before an article or a possessive is a verb, whichever it is.
bool isOrder(const QString &entry)
{
    static const QRegularExpression order(
        u"^[-*+•\\d.)\\s]*(?!(?:in|on|at|for|with|from|to|of|by|as|all|both|and|or|but|not|no|is|are|was|"
        u"were|has|have|had|"
        u"after|before|under|over|into|through|without|about|during|across|between|within|per|via|like|than|"
        u"such|that|when|"
        u"if|where|how|what|why|whether|who|which|while|because|since|until|once|only|also|even|just|be|can|"
        u"do|did|will|"
        u"would|should|could|may|might|must|here|there|note|behind|against|among|around|beyond|inside|"
        u"outside|upon|toward|"
        u"despite|except|instead|out|off|up|down|half|quite|rather|almost|maybe|perhaps|then|so|yes|see|"
        u"learn|the|an?|this|these|your|"
        u"our|their|its|every|each|any|some)\\b)(?![a-z]*(?:ing|ed|tion|ness|ment|ity|[^s]s)\\b)[a-z]{3,}"
        u"(?: (?:carefully|clearly|briefly|always|fully|only))? (?:the|your|their|its|each|every|any|this|these|those) \\w"_s,
        QRegularExpression::CaseInsensitiveOption);
    return order.match(entry).hasMatch();
}

class Judge
{
public:
    Judge(const SentenceChange &change, const diff::Comparison &comparison, const Profile &profile)
        : m_change(change)
        , m_comparison(comparison)
        , m_profile(profile)
    {
        const Reading before = inContext(change, 0);
        const Reading after = inContext(change, 1);
        m_before = before.text;
        m_after = after.text;
        m_complete = before.complete && after.complete;
        m_shown = change.inExample || isRecord(change.before) || isRecord(change.after);
        for (const WordEdit &edit : change.edits) {
            m_delta += edit.before + u' ' + edit.after + u' ';
        }
        if (whole())
            m_delta = m_before + m_after;
    }

    Judgement run() const
    {
        if (const Judgement found = judgeNotation(m_change, m_comparison); !found.rule.isEmpty())
            return found;
        if (!onlyFormWords()) {
            if (const Judgement found = high(); !found.rule.isEmpty())
                return found;
        }
        const Judgement found = ordinary();
        return m_complete || found.lane > Lane::Low ? found
                                                    : Judgement{u"analysis.incomplete"_s, Lane::Medium};
    }

private:
    bool whole() const
    {
        return m_change.kind == SentenceKind::Added || m_change.kind == SentenceKind::Removed;
    }
    bool any(Pattern pattern) const { return matches(pattern, m_before) || matches(pattern, m_after); }
    bool inDelta(Pattern pattern) const { return matches(pattern, m_delta); }

    // Whether the change moves what the sentence says about `pattern`: it comes, goes or reads otherwise, or the sentence
    // binds otherwise, or other words of content stand in it.
    bool moved(Pattern pattern) const
    {
        if (!any(pattern))
            return false;
        // The quickest to tell first.
        return whole() || numbersChanged() || contentChanged()
               || captured(pattern, m_before) != captured(pattern, m_after) || bindsOtherwise();
    }

    bool bindsOtherwise() const
    {
        if (numbersChanged())
            return true;
        for (const Pattern pattern :
             {Pattern::Obligation, Pattern::Forbids, Pattern::Condition, Pattern::Permits}) {
            if (captured(pattern, m_before) != captured(pattern, m_after))
                return true;
        }
        return false;
    }

    bool numbersChanged() const
    {
        return std::any_of(m_change.edits.begin(), m_change.edits.end(), [](const WordEdit &edit) {
            return hasDigits(edit.before) || hasDigits(edit.after);
        });
    }

    // A word of four letters or more that is no word of form and no part of a name or an address.
    bool contentChanged() const
    {
        if (whole())
            return true;
        for (const WordEdit &edit : m_change.edits) {
            for (const int side : {0, 1}) {
                const QString &text = m_comparison.sides[side].text;
                for (const diff::Token &token : diff::tokens(text, edit.range[side])) {
                    const auto joins = [&text](qsizetype at) {
                        return at >= 0 && at < text.size() && QStringView(u"_/<@$=:").contains(text[at]);
                    };
                    if (token.kind != diff::TokenKind::Word || token.range.length < 4
                        || joins(token.range.start - 1))
                        continue;
                    const QStringView word = QStringView(text).mid(token.range.start, token.range.length);
                    if (!word.contains(u'_') && !matches(Pattern::Layout, word)
                        && !matches(Pattern::Tone, word))
                        return true;
                }
            }
        }
        return false;
    }

    // Only words of form, length or tone came or went.
    bool onlyFormWords() const
    {
        static const QSet<QString> small = [] {
            const QStringList words = u"a an the in on of as and or to with use using than more less fewer "
                                      u"no be is are at each per by it "
                                      "for very when creating this these your"_s.split(u' ');
            return QSet<QString>(words.begin(), words.end());
        }();
        bool form = false;
        for (const QStringView word : wordsOf(m_delta)) {
            if (matches(Pattern::Layout, word) || matches(Pattern::Tone, word))
                form = true;
            else if (!hasDigits(word) && !small.contains(word.toString().toCaseFolded()))
                return false;
        }
        return form;
    }

    // List entries and table cells that name things and tell nobody to do anything.
    bool nounPhrase() const
    {
        const bool list = m_change.block == BlockKind::ListItem || m_change.block == BlockKind::TableRow
                          || m_change.block == BlockKind::Heading;
        return list && !any(Pattern::Obligation) && !any(Pattern::Step) && !any(Pattern::Condition)
               && !any(Pattern::Approval) && !any(Pattern::Permits) && !isOrder(m_before)
               && !isOrder(m_after);
    }

    Judgement high() const
    {
        const auto found = [](const QString &rule) { return Judgement{rule, Lane::High}; };
        if (nounPhrase() && !any(Pattern::MedicalStrong) && !any(Pattern::LegalStrong)
            && !any(Pattern::MoneyStrong) && !any(Pattern::Eligibility)) {
            const Judgement tool = toolInProse();
            return tool.rule.isEmpty() ? conduct() : tool;
        }
        if (identifiersOnly() && !(m_profile.moderator && any(Pattern::Decision)))
            return {};
        if (moved(Pattern::Approval) && approvalIsMeant())
            return numbersChanged() && inDelta(Pattern::Threshold) ? found(u"authority.threshold"_s)
                                                                   : found(u"authority.approval"_s);
        if (moved(Pattern::Stop) && !m_shown && !m_profile.guide && m_change.block != BlockKind::Code)
            return found(u"authority.stop"_s);
        if (authorityMoved())
            return found(u"authority.permission"_s);
        if (const Judgement tool = toolInProse(); !tool.rule.isEmpty())
            return tool;
        const Judgement ofPolicy = policy();
        return ofPolicy.rule.isEmpty() ? conduct() : ofPolicy;
    }

    Judgement conduct() const
    {
        const bool prose = m_change.block == BlockKind::Paragraph || m_change.block == BlockKind::ListItem
                           || m_change.block == BlockKind::Quote || m_change.block == BlockKind::TableRow;
        if (!prose || m_shown || identifiersOnly())
            return {};
        return judgeConduct({.before = m_before,
                             .after = m_after,
                             .delta = whole() ? m_change.before + m_change.after : m_delta,
                             .otherContent = contentChanged() || numbersChanged(),
                             .listed = m_change.block != BlockKind::Paragraph,
                             .underRules = underRules()},
                            m_profile);
    }

    // Under a title or a line that announces rules, an entry is one.
    bool underRules() const
    {
        static const diff::Expression announces(
            u"\\b(?:rules?|limits?|criteria|must[- ]haves?|must "
            u"have|requirements?|conduct|promise|terms|conditions|"
            u"boundaries|what you|polic(?:y|ies)|never|always|position|guardrails?|safety)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        for (const int side : {0, 1}) {
            if (announces.isIn(m_change.section[side].section(u" / "_s, -1))
                || (m_change.leadIn[side].size() < 200 && announces.isIn(m_change.leadIn[side])))
                return true;
        }
        return false;
    }

    // In guides and code an approval is subject matter unless somebody is told to wait for it.
    bool approvalIsMeant() const
    {
        if (m_change.block == BlockKind::Code)
            return false;
        if (m_shown && !m_profile.customerFacing)
            return false;
        if (m_profile.guide || m_profile.engineering)
            return !routes()
                   && (any(Pattern::Obligation) || any(Pattern::Condition) || any(Pattern::Step)
                       || any(Pattern::Forbids));
        return true;
    }

    // Work that one agent hands to another stays with agents.
    bool routes() const
    {
        static const QRegularExpression handOff(u"\\bhand(?:s|ed|ing)?[ -]?(?:[\\w'’]+ ){0,6}?(?:over|off)s? "
                                                u"to (?:(?:[\\w`'’-]+ ){0,4}?(?:sub-?agents?|agents?|"
                                                u"modes?|models?|skills?|tools?)|(?:implement|start|begin|"
                                                u"continue|create|write|build|fix|run|execute|test|plan|"
                                                u"document))\\b"_s,
                                                QRegularExpression::CaseInsensitiveOption);
        static const diff::Expression people(u"\\b(?:humans?|persons?|people|users?|customers?|managers?|"
                                             u"maintainers?|reviewers?|owners?|operators?|"
                                             u"engineers?|officers?|administrators?|supervisors?|leads?|"
                                             u"teams?|desk|support|staff|colleagues?|somebody|"
                                             u"someone|live agents?)\\b"_s,
                                             QRegularExpression::CaseInsensitiveOption);
        const auto stays = [](QString text) {
            return !matches(Pattern::Approval, text)
                   || (!people.isIn(text) && !matches(Pattern::Approval, text.remove(handOff)));
        };
        return stays(m_before) && stays(m_after);
    }

    bool authorityMoved() const
    {
        if (m_shown || m_change.block == BlockKind::Code)
            return false;
        const auto before = actOutside(m_before);
        const auto after = actOutside(m_after);
        if (!before && !after)
            return false;
        if (m_profile.guide && !any(Pattern::StrongObject))
            return false;
        const auto wordsIn = [](QStringView text, const std::optional<diff::Range> &found) {
            return found ? text.sliced(found->start, found->length) : QStringView();
        };
        return whole() || wordsIn(m_before, before) != wordsIn(m_after, after) || bindsOtherwise()
               || contentChanged();
    }

    // An entry of a list of tools that stands in the text.
    Judgement toolInProse() const
    {
        if (m_change.block != BlockKind::ListItem && m_change.block != BlockKind::TableRow)
            return {};
        bool list = false;
        for (const int side : {0, 1}) {
            const QString title = m_change.section[side].section(u" / "_s, -1);
            list =
                list || (!title.isEmpty() && captured(Pattern::ToolList, title) == title.toLower())
                || (m_change.leadIn[side].size() < 120 && matches(Pattern::ToolList, m_change.leadIn[side]));
        }
        static const diff::Expression entry(
            u"^[-*+•\\d.)\\s|]*[`*]*(?:[a-z][\\w./-]*|\\w+\\([^)]*\\))[`*]*\\s*(?:[(:|–—-]|$)"_s);
        const QString &words = whole() ? m_delta : m_change.after;
        if (!list || m_shown || !entry.isIn(words) || m_profile.guide)
            return {};
        return whole() ? Judgement{u"tools.prose"_s, Lane::High}
                       : Judgement{u"tools.description"_s, Lane::Medium};
    }

    Judgement policy() const
    {
        const auto found = [this](const QString &rule) {
            return Judgement{m_shown ? rule + u".example"_s : rule, Lane::High};
        };
        if (m_change.block == BlockKind::Code)
            return any(Pattern::MoneyStrong) || any(Pattern::Money)
                       ? Judgement{u"text.sample"_s, Lane::Medium}
                       : Judgement{};
        const bool software = m_profile.engineering || m_profile.guide;
        // Callers, clients and users are parts of programs too.
        static const diff::Expression people(
            u"\\b(?:customers?|patients?|applicants?|passengers?|policyholders?|tenants?|borrowers?|employees?|claimants?|citizens?|individuals?|people)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        const auto named = [this] { return people.isIn(m_before) || people.isIn(m_after); };
        const bool person = software ? named() : m_profile.customerFacing || any(Pattern::Person);
        const bool binds = any(Pattern::Obligation) || any(Pattern::Condition) || any(Pattern::Permits)
                           || hasDigits(m_delta) || any(Pattern::Step);
        struct Topic
        {
            Pattern strong;
            Pattern weak;
            QString rule;
        };
        static const Topic topics[] = {
            {Pattern::MoneyStrong, Pattern::Money, u"policy.money"_s},
            {Pattern::Eligibility, Pattern::Eligibility, u"policy.eligibility"_s},
            {Pattern::LegalStrong, Pattern::Legal, u"policy.legal"_s},
            {Pattern::MedicalStrong, Pattern::Medical, u"policy.medical"_s},
            {Pattern::SafetyStrong, Pattern::Safety, u"policy.safety"_s},
            {Pattern::PrivacyStrong, Pattern::Privacy, u"policy.privacy"_s},
        };
        for (const Topic &topic : topics) {
            // An example is a policy where it is an answer to somebody.
            const bool answers =
                !m_shown || m_profile.serving || m_profile.customerFacing || m_profile.moderator;
            const bool strong = answers && moved(topic.strong) && (!software || (person && binds));
            const bool audience = any(Pattern::Audience) && isAboutAnswer(m_after) && isAboutAnswer(m_before);
            const bool weak = moved(topic.weak) && binds && person && !software && !m_shown && !audience;
            if (strong || weak)
                return found(topic.rule);
        }
        static const diff::Expression onlySources(
            u"(?:only|solely|exclusively)\\b.*\\b(?:passages?|documents?|sources|context|knowledge)"_s,
            QRegularExpression::CaseInsensitiveOption);
        const bool sources = !software || onlySources.isIn(m_before) || onlySources.isIn(m_after);
        if (!m_shown && moved(Pattern::Source) && !onlyTags() && !m_profile.judge && sources
            && !m_profile.guide)
            return found(u"policy.source"_s);
        if (m_profile.moderator && moved(Pattern::Decision) && !m_shown)
            return found(u"policy.decision"_s);
        if (!software && !m_shown && inPolicySection()
            && (whole() ? any(Pattern::Obligation) || hasDigits(m_delta) : bindsOtherwise()))
            return found(u"policy.section"_s);
        // A time limit or a sum that is promised to somebody.
        if (numbersChanged() && !software && (m_profile.customerFacing || any(Pattern::Money))) {
            for (const WordEdit &edit : m_change.edits) {
                const diff::QuantityKind kind = quantityOf(edit);
                if (kind == diff::QuantityKind::Amount || kind == diff::QuantityKind::Duration
                    || kind == diff::QuantityKind::Percent)
                    return found(u"policy.money"_s);
            }
        }
        return {};
    }

    // The form of a citation is no source: nothing but tags, addresses and names in code changed.
    bool onlyTags() const
    {
        static const QRegularExpression notWords(u"</?\\w*>?|https?:?\\S*|\\w*[_/]\\w*|\\b\\w{1,3}\\b"_s);
        return !whole() && !bindsOtherwise() && m_delta.contains(QRegularExpression(u"[<_/]"_s))
               && !hasLetters(QString(m_delta).remove(notWords));
    }

    // Under a title that names a policy, a sentence that binds is part of it.
    bool inPolicySection() const
    {
        static const diff::Expression named(
            u"\\b(?:safety|guardrails?|polic(?:y|ies)|refusals?|escalation|compliance|refunds?)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        for (const QString &section : m_change.section) {
            const QString title = section.section(u" / "_s, -1);
            if (title.size() < 80
                && (named.isIn(title) || matches(Pattern::Eligibility, title)
                    || matches(Pattern::MedicalStrong, title)))
                return true;
        }
        return false;
    }

    diff::QuantityKind quantityOf(const WordEdit &edit, QString *unit = nullptr) const
    {
        for (const int side : {1, 0}) {
            const QString &text = m_comparison.sides[side].text;
            for (const diff::Token &token : diff::tokens(text, edit.range[side])) {
                if (token.kind == diff::TokenKind::Number)
                    return diff::quantityKind(text, token.range, unit);
            }
        }
        return diff::QuantityKind::None;
    }

    bool identifiersOnly() const
    {
        if (whole() || m_change.edits.isEmpty())
            return false;
        return std::all_of(m_change.edits.begin(), m_change.edits.end(), [this](const WordEdit &edit) {
            for (const int side : {0, 1}) {
                const QString &text = m_comparison.sides[side].text;
                for (const diff::Token &token : diff::tokens(text, edit.range[side])) {
                    const QStringView words = QStringView(text).mid(token.range.start, token.range.length);
                    const auto next = [&text](qsizetype at) {
                        return at >= 0 && at < text.size() ? text[at] : QChar(u' ');
                    };
                    const bool joined = QStringView(u"_('\"`/@$<").contains(next(token.range.start - 1))
                                        && QStringView(u"_('\"`/@$=>)").contains(next(token.range.end()));
                    if (token.kind == diff::TokenKind::Mark || token.kind == diff::TokenKind::Markup)
                        continue;
                    if (token.kind != diff::TokenKind::Whole && !words.contains(u'_') && !joined
                        && next(token.range.end()) != u'(')
                        return false;
                }
            }
            return true;
        });
    }

    Judgement numbers() const
    {
        Judgement harmless; // what the numbers come to that are none of behaviour
        for (const WordEdit &edit : m_change.edits) {
            if (!hasDigits(edit.before) && !hasDigits(edit.after))
                continue;
            QString unit;
            const diff::QuantityKind kind = quantityOf(edit, &unit);
            if (kind == diff::QuantityKind::None)
                continue;
            static const QRegularExpression length(
                u"^(?:words?|lines?|sentences?|characters?|chars|paragraphs?|bullets?|tokens)$"_s,
                QRegularExpression::CaseInsensitiveOption);
            static const QRegularExpression reference(
                u"(?:rfc|version|v|section|chapter|figure|table|step|iso|ieee|article|§|python|java|opus|sonnet|haiku|gpt|claude|gemini|llama|node|react|angular)[\\s-]?\\d"_s,
                QRegularExpression::CaseInsensitiveOption);
            if (any(Pattern::Approval) && any(Pattern::Threshold))
                return Judgement{u"authority.threshold"_s, Lane::High};
            // "600 to 800 words"
            static const QRegularExpression range(
                u"^[\\s\\d,.–-]*(?:to|or|and)?[\\s\\d]*(?:words?|lines?|sentences?|characters?|paragraphs?)\\b"_s,
                QRegularExpression::CaseInsensitiveOption);
            const QString &text = m_comparison.sides[1].text;
            if (length.match(unit).hasMatch() || range.match(text.mid(edit.range[1].end(), 40)).hasMatch()
                || (any(Pattern::Layout) && kind == diff::QuantityKind::Number && m_change.edits.size() == 1
                    && unit.isEmpty())) {
                harmless = {u"text.length"_s, Lane::Low};
                continue;
            }
            static const diff::Expression bound(
                u"\\b(?:up to|at least|at most|maximum|minimum|no more than|top|first)\\s+\\d"_s,
                QRegularExpression::CaseInsensitiveOption);
            const bool bounded = bound.isIn(m_change.before) || bound.isIn(m_change.after);
            const bool referred = (m_change.before.isEmpty() || reference.match(m_change.before).hasMatch())
                                  && (m_change.after.isEmpty() || reference.match(m_change.after).hasMatch());
            if (referred || (nounPhrase() && !bounded)) {
                harmless = {u"text.reference"_s, Lane::Low};
                continue;
            }
            if (any(Pattern::Scoring) || any(Pattern::Threshold))
                return Judgement{u"text.threshold"_s, Lane::Medium};
            return Judgement{u"text.quantity"_s, Lane::Medium};
        }
        if (!harmless.rule.isEmpty()) {
            // "One pass, 20 lines" → "two passes, 40 lines": the longer text is not all.
            const bool more =
                std::any_of(m_change.edits.begin(), m_change.edits.end(), [](const WordEdit &edit) {
                    return !hasDigits(edit.before) && !hasDigits(edit.after)
                           && captured(Pattern::Amount, edit.before) != captured(Pattern::Amount, edit.after);
                });
            return more ? Judgement{u"text.quantity"_s, Lane::Medium} : harmless;
        }
        if (!whole() && amountsDiffer(m_before, m_after) && !hasDigits(m_delta)) {
            // "three sentences", "two short paragraphs": how long an answer is.
            static const QRegularExpression length(
                u"^(?:\\w+ ){0,2}(?:words?|lines?|sentences?|characters|paragraphs?|bullets?|points?|headings?|tokens)\\b"_s,
                QRegularExpression::CaseInsensitiveOption);
            const bool form = std::all_of(m_change.edits.begin(), m_change.edits.end(), [this](const WordEdit &edit) {
                const QString &text = m_comparison.sides[1].text;
                return length.match(text.mid(edit.range[1].end(), 60).trimmed()).hasMatch();
            });
            return form ? Judgement{u"text.length"_s, Lane::Low} : Judgement{u"text.quantity"_s, Lane::Medium};
        }
        return {};
    }

    bool otherScript() const
    {
        const auto latin = [](const QString &text) {
            qsizetype letters = 0;
            qsizetype foreign = 0;
            for (const QChar c : text) {
                if (!c.isLetter())
                    continue;
                ++letters;
                foreign += c.script() == QChar::Script_Latin || c.script() == QChar::Script_Common ? 0 : 1;
            }
            return letters == 0 || foreign * 3 < letters;
        };
        return !latin(whole() ? m_delta : m_before) || !latin(whole() ? m_delta : m_after);
    }

    Judgement ordinary() const
    {
        const auto low = [](const QString &rule) { return Judgement{rule, Lane::Low}; };
        const auto medium = [](const QString &rule) { return Judgement{rule, Lane::Medium}; };
        const bool internal = !m_profile.customerFacing && !m_profile.serving;
        if (const Judgement found = numbers(); !found.rule.isEmpty())
            return found;
        if (otherScript() || !covered())
            return medium(u"text.language"_s);
        static const diff::Expression place(u"^\\s*(?:\\{[A-Za-z_][\\w.]*\\}|\\$[A-Za-z_]\\w*\\$?)\\s*$"_s);
        if (m_change.block == BlockKind::Template || inTemplate()
            || (whole() && !m_shown && place.isIn(m_before + m_after)))
            return medium(u"template.logic"_s);
        static const diff::Expression pointer(
            u"^[-*+•\\d.)\\s]*(?:see|refer to|for (?:more|details)|reference)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        if (identifiersOnly())
            return pointsElsewhere() || pointer.isIn(m_after) ? low(u"text.reference"_s)
                                                              : medium(u"text.identifier"_s);
        if (m_change.block == BlockKind::Tag)
            return medium(u"contract.output"_s);
        static const diff::Expression band(u"^[-*+•\\s]*\\d+\\s*(?::|=|is\\b)"_s);
        static const diff::Expression dashed(u"^[-*+•\\s]*\\d+\\s*[–-]\\s"_s);
        if (!whole() && (band.isIn(m_after) || (m_profile.rates && dashed.isIn(m_after))))
            return medium(u"text.scoring"_s);
        if (m_profile.rates && definesGrade())
            return medium(u"text.scoring"_s);
        if (onlyFormWords())
            return low(u"text.layout"_s);
        if (!whole() && internal && formIsAll())
            return low(any(Pattern::Tone) ? u"text.tone"_s : u"text.layout"_s);
        if (m_change.block == BlockKind::Heading)
            return low(u"text.layout"_s);
        // How a function is called is told to the model by its first line.
        static const diff::Expression signature(u"\\b(?:def|function|func)\\b.*\\(|->"_s);
        if (m_change.block == BlockKind::Code && !m_profile.guide
            && (signature.isIn(m_before) || signature.isIn(m_after)))
            return medium(u"tools.description"_s);
        static const diff::Expression allows(
            u"approve|permission|sudo|--force|--yes|skip[ -]?(?:check|test|perm)|autom"_s,
            QRegularExpression::CaseInsensitiveOption);
        if (m_change.block == BlockKind::Code && allows.isIn(m_delta))
            return medium(u"text.sample_authority"_s);
        if (m_change.block == BlockKind::Code || m_change.block == BlockKind::TableRow)
            return m_change.block == BlockKind::Code && any(Pattern::Contract) && !m_profile.engineering
                       ? medium(u"contract.output"_s)
                       : low(u"text.sample"_s);
        if (any(Pattern::Role) && (whole() || inDelta(Pattern::Role) || contentChanged()))
            return medium(u"text.role"_s);
        if (nounPhrase() && !m_profile.judge)
            return low(u"text.topic"_s);
        const bool contract = whole() ? any(Pattern::Contract) : inDelta(Pattern::Contract);
        if (contract && !m_shown && !(any(Pattern::Layout) && !strictContract()))
            return medium(u"contract.output"_s);
        if (!m_shown && (answersOtherwise() || (whole() && selects())))
            return medium(u"contract.output"_s);
        if (any(Pattern::Scoring) && !m_shown)
            return medium(u"text.scoring"_s);
        if (whole() && layoutCount() >= 2 && !strictContract())
            return low(u"text.layout"_s);
        if (!whole() && (bindsOtherwise() || (contentChanged() && strongObligation())))
            return medium(u"text.obligation"_s);
        if (any(Pattern::Encouragement) && whole() && !strongObligation())
            return low(u"text.encouragement"_s);
        if (any(Pattern::Layout) && whole() && !any(Pattern::Condition))
            return low(u"text.layout"_s);
        if (any(Pattern::Tone) && whole())
            return internal ? low(u"text.tone"_s) : medium(u"text.customer_wording"_s);
        if (m_shown)
            return internal ? low(u"text.sample"_s) : medium(u"text.customer_wording"_s);
        static const QRegularExpression note(
            u"^[\\W\\d]*(?:note|notes|see|also see|for more|for further|more details|reference|documentation|learn more|further|"
            u"available)\\b|https?://"_s,
            QRegularExpression::CaseInsensitiveOption);
        if (any(Pattern::Note) && whole() && !strongObligation()
            && (!any(Pattern::Step) || note.match(m_before + m_after).hasMatch()))
            return low(u"text.note"_s);
        if (whole() && (any(Pattern::Obligation) || any(Pattern::Condition)))
            return medium(u"text.obligation"_s);
        if (any(Pattern::Step) || isOrder(m_before) || isOrder(m_after))
            return medium(u"text.step"_s);
        if (m_profile.judge && !whole() && contentChanged())
            return medium(u"text.scoring"_s);
        return internal ? low(u"text.clarification"_s) : medium(u"text.customer_wording"_s);
    }

    // "A - Clear prose", and what is shown as meeting a criterion or as the place of a score: by these it is judged.
    bool definesGrade() const
    {
        static const diff::Expression grade(
            u"^[-*+•\\s]*[\"“']?[A-F][+-]?[\"”']?(?:\\s+[–—=-]+|:)\\s+\\w+\\W{1,6}\\w"_s);
        if (m_change.block != BlockKind::Code && (grade.isIn(m_before) || grade.isIn(m_after)))
            return true;
        if (!m_profile.judge || !m_shown || !contentChanged())
            return false;
        if (m_change.block == BlockKind::Code)
            return any(Pattern::Scoring);
        return matches(Pattern::Scoring, m_change.leadIn[0]) || matches(Pattern::Scoring, m_change.leadIn[1]);
    }

    // "Only output the drawing", "the flag format is X": what else comes with it, or another form, breaks who reads it.
    bool answersOtherwise() const
    {
        static const diff::Expression exclusive(
            u"\\b(?:only (?:output|return|print|emit|respond|reply)|(?:output|return|print|emit|respond "
            u"with|reply with) (?:only|just|"
            u"nothing but)|formats? (?:of|for) (?:[\\w'’]+ ){1,4}is)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression looks(
            u"\\b(?:human|readable|plain|valid|clean|pristine|proper|well|basic|formatted|itself|raw)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        const bool content =
            std::any_of(m_change.edits.begin(), m_change.edits.end(), [](const WordEdit &edit) {
                QString words = edit.before + u' ' + edit.after;
                words.remove(looks);
                const QList<QStringView> rest = wordsOf(words);
                return std::any_of(rest.begin(), rest.end(), [](QStringView word) {
                    return word.size() > 3 && !matches(Pattern::Layout, word)
                           && !matches(Pattern::Tone, word);
                });
            });
        return !whole() && content && exclusive.isIn(m_before) && exclusive.isIn(m_after);
    }

    // "The list should only include companies that paid": which things are told, not how.
    bool selects() const
    {
        static const diff::Expression selecting(
            u"\\b(?:only|not|never|don['’]t) (?:include|list|contain|mention|cover|extract|count) "
            u"(?:[\\w'’]+ ){0,8}?(?:that|which|who|"
            u"where|when|whose|from|about|after|before)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        return any(Pattern::Layout) && selecting.isIn(m_delta);
    }

    // The address behind a link.
    bool pointsElsewhere() const
    {
        static const diff::Expression address(u"\\]\\(|\\]:|https?://"_s);
        return m_change.block != BlockKind::Code
               && std::all_of(
                   m_change.edits.begin(), m_change.edits.end(),
                   [](const WordEdit &edit) { return (edit.before + edit.after).contains(u"://"_s); })
               && address.isIn(m_before) && address.isIn(m_after);
    }

    bool covered() const
    {
        return m_profile.covered && (m_before.isEmpty() || isCovered(m_before))
               && (m_after.isEmpty() || isCovered(m_after));
    }

    // "Use a relaxed tone." A short sentence that asks for form and for nothing else, however it is changed.
    bool formIsAll() const
    {
        const auto form = [](const QString &text) {
            const QStringView rest = QStringView(text).mid(std::max(qsizetype(0), text.indexOf(u' ', 3)));
            return text.count(u' ') < 12 && isAboutAnswer(text)
                   && (matches(Pattern::Layout, rest) || matches(Pattern::Tone, rest))
                   && !matches(Pattern::Contract, text) && !matches(Pattern::Condition, text);
        };
        const bool replaced = std::all_of(m_change.edits.begin(), m_change.edits.end(), [](const WordEdit &edit) {
            return !edit.before.isEmpty() && !edit.after.isEmpty();
        });
        return replaced && form(m_before) && form(m_after) && !bindsOtherwise();
    }

    qsizetype layoutCount() const
    {
        const QString found = captured(Pattern::Layout, m_delta);
        return found.isEmpty() ? 0 : found.count(u'|') + 1;
    }

    bool strictContract() const
    {
        static const diff::Expression strict(
            u"json|xml|yaml|csv|schema|<\\w+>|integer|(?:first|last) line of (?:your|the|each|every)|nothing else|no other text|citations?|exactly (?:\\w+ )?(?:keys?|fields?)"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression section(
            u"(?:in|into|called|titled|under) (?:a |the )?(?:new )?section"_s,
            QRegularExpression::CaseInsensitiveOption);
        return strict.isIn(m_delta) || (whole() && section.match(m_delta).hasMatch());
    }

    bool strongObligation() const
    {
        static const diff::Expression strict(
            u"\\b(?:must|never|always|do not|don['’]t|shall|required|mandatory)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        return strict.isIn(m_before) || strict.isIn(m_after);
    }

    bool inTemplate() const
    {
        for (const WordEdit &edit : m_change.edits) {
            for (const int side : {0, 1}) {
                const QString &text = m_comparison.sides[side].text;
                for (const diff::Token &token : diff::tokens(text, edit.range[side])) {
                    const QStringView words = QStringView(text).mid(token.range.start, token.range.length);
                    if (token.kind == diff::TokenKind::Whole
                        && diff::templateTagLength(words, 0) == words.size()
                        && !diff::isTemplateComment(words))
                        return true;
                }
            }
        }
        return false;
    }

    const SentenceChange &m_change;
    const diff::Comparison &m_comparison;
    const Profile &m_profile;
    QString m_before;
    QString m_after;
    QString m_delta;
    bool m_complete = true;
    bool m_shown = false; // an example, or part of one
};

} // namespace

Judgement judge(const SentenceChange &change, const diff::Comparison &comparison, const Profile &profile)
{
    return Judge(change, comparison, profile).run();
}

} // namespace countersign::lanes
