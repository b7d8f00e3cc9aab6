// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Guardrails.h"

#include "prompt/SchemaCheck.h"
#include "prompt/Source.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::lanes {

namespace {

// The rest of a text with so many remarks says nothing new.
constexpr qsizetype maximumGuardrails = 200;
constexpr qsizetype longestComparedName = 80;

/// How many letters must change to make one name of the other.
qsizetype nameDistance(const QString &a, const QString &b)
{
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype corner = row[0];
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
            corner = above;
        }
    }
    return row[b.size()];
}

QString likelyName(const QString &name, const QStringList &known)
{
    QString best;
    qsizetype nearest = std::max<qsizetype>(2, name.size() / 3) + 1;
    for (const QString &candidate : known) {
        if (candidate.size() > longestComparedName || name.size() > longestComparedName) {
            continue;
        }
        const qsizetype away = nameDistance(name, candidate);
        if (away < nearest) {
            nearest = away;
            best = candidate;
        }
    }
    return best;
}

struct VariableNames
{
    QStringList declared = {};
    QStringList used = {};
};

VariableNames variableNames(const prompt::Document &document)
{
    VariableNames names;
    for (const prompt::Variable &variable : document.variables) {
        if (variable.kind != prompt::VariableKind::Input) {
            continue;
        }
        if (variable.declared) {
            names.declared.append(variable.root());
        }
        if (variable.uses > 0) {
            names.used.append(variable.root());
        }
    }
    names.declared.removeDuplicates();
    names.used.removeDuplicates();
    return names;
}

prompt::Span sourceOf(const prompt::Document &document, const prompt::Variable &variable)
{
    const bool inMessage = variable.message >= 0 && variable.message < document.messages.size();
    return inMessage ? document.messages.at(variable.message).toSource(variable.firstUse) : variable.firstUse;
}

void checkVariables(const prompt::Document &now, const prompt::Document &before, QList<Guardrail> &found)
{
    const VariableNames here = variableNames(now);
    const VariableNames there = variableNames(before);
    QStringList known = here.declared + there.used;
    known.removeDuplicates();
    QSet<QString> told;
    for (const prompt::Variable &variable : now.variables) {
        const QString name = variable.root();
        const bool counts = variable.kind == prompt::VariableKind::Input && variable.uses > 0;
        if (!counts || known.contains(name) || told.contains(name)
            || (before.source.isEmpty() && here.declared.isEmpty())) {
            continue;
        }
        told.insert(name);
        const QString meant = likelyName(name, known);
        // Where names are declared another one is a mistake; where none are, a new one may be meant.
        const bool wrong = !here.declared.isEmpty() || !meant.isEmpty();
        found.append({.kind = wrong ? GuardrailKind::UnknownVariable : GuardrailKind::NewVariable,
                      .weight = wrong ? GuardrailWeight::Wrong : GuardrailWeight::Hint,
                      .subject = name,
                      .meant = meant,
                      .source = sourceOf(now, variable)});
    }
    for (const QString &name : there.used) {
        if (!here.used.contains(name)) {
            found.append(
                {.kind = GuardrailKind::DroppedVariable, .weight = GuardrailWeight::Hint, .subject = name});
        }
    }
}

void checkTemplates(const prompt::Document &now, const prompt::Document &before, QList<Guardrail> &found)
{
    QHash<std::pair<int, QString>, int> old;
    for (const prompt::Problem &problem : before.problems) {
        ++old[{int(problem.kind), problem.detail}];
    }
    for (const prompt::Problem &problem : now.problems) {
        const bool unbalanced = problem.kind == prompt::ProblemKind::UnclosedTag
                                || problem.kind == prompt::ProblemKind::UnexpectedClose
                                || problem.kind == prompt::ProblemKind::UnclosedBlock;
        const bool mixed = problem.kind == prompt::ProblemKind::MixedTemplates;
        if (!unbalanced && !mixed) {
            continue;
        }
        found.append({.kind = unbalanced ? GuardrailKind::UnbalancedTag : GuardrailKind::MixedTemplates,
                      .weight = unbalanced ? GuardrailWeight::Wrong : GuardrailWeight::Hint,
                      .subject = problem.detail,
                      .source = problem.span,
                      .isNew = --old[{int(problem.kind), problem.detail}] < 0});
    }
}

bool hasDoubleBraces(prompt::TemplateLanguage language)
{
    using prompt::TemplateLanguage;
    return language == TemplateLanguage::Jinja || language == TemplateLanguage::Handlebars
           || language == TemplateLanguage::Mustache || language == TemplateLanguage::GoTemplate
           || language == TemplateLanguage::SemanticKernel;
}

/// Each {{ without its }} before the next {{, as ranges of the text. Of those behind the last }} the first stands for all.
QList<prompt::Span> unclosedBraces(QStringView text)
{
    QList<prompt::Span> found;
    prompt::ForwardFinder openings(text, u"{{");
    prompt::ForwardFinder closings(text, u"}}");
    const auto isQuoted = [text](qsizetype at) {
        return at > 0 && at + 2 < text.size() && text[at - 1] == text[at + 2]
               && QStringView(u"\"'`").contains(text[at - 1]);
    };
    for (qsizetype at = 0; (at = openings.find(at)) >= 0;) {
        const qsizetype open = at;
        while (at < text.size() && text[at] == u'{') {
            ++at; // {{{x}}} is one tag
        }
        if ((open > 0 && text[open - 1] == u'\\') || isQuoted(open)) {
            continue;
        }
        const qsizetype close = closings.find(at);
        qsizetype next = openings.find(at);
        while (next >= 0 && next < close && isQuoted(next)) {
            next = openings.find(next + 2);
        }
        if (close < 0 || (next >= 0 && next < close)) {
            found.append({open, 2});
            at = close < 0 ? text.size() : next;
        } else {
            at = close;
        }
    }
    return found;
}

/// A tag that lost its end may be all that made the text a template, so that reading it tells of none. What the text before
/// was decides.
void checkUnclosed(const prompt::Document &now, const prompt::Document &before, QList<Guardrail> &found)
{
    if (!hasDoubleBraces(before.language)) {
        return;
    }
    QSet<qsizetype> told;
    for (const Guardrail &guardrail : std::as_const(found)) {
        if (guardrail.kind == GuardrailKind::UnbalancedTag) {
            told.insert(guardrail.source.start);
        }
    }
    qsizetype old = 0;
    for (const prompt::Message &message : before.messages) {
        old += unclosedBraces(message.text).size();
    }
    for (const prompt::Message &message : now.messages) {
        for (const prompt::Span &open : unclosedBraces(message.text)) {
            const prompt::Span source = message.toSource(open);
            const bool isNew = --old < 0;
            if (!told.contains(source.start)) {
                found.append({.kind = GuardrailKind::UnbalancedTag,
                              .subject = u"{{"_s,
                              .source = source,
                              .isNew = isNew});
            }
        }
    }
}

struct XmlTag
{
    QString name = {};
    bool closes = false;
    prompt::Span span = {}; ///< in the message's text
};

/// Tags that divide a prompt: <order>, </order>. Code and what stands alone by its nature is left out.
QList<XmlTag> xmlTags(QStringView text)
{
    static const QSet<QString> alone = {u"br"_s,   u"hr"_s,   u"img"_s, u"input"_s,
                                        u"meta"_s, u"link"_s, u"col"_s};
    QList<XmlTag> tags;
    bool inFence = false;
    for (qsizetype line = 0; line < text.size();) {
        const qsizetype lineEnd = text.indexOf(u'\n', line);
        const qsizetype end = lineEnd < 0 ? text.size() : lineEnd;
        const QStringView words = text.sliced(line, end - line).trimmed();
        if (words.startsWith(u"```") || words.startsWith(u"~~~")) {
            inFence = !inFence;
        }
        bool inCode = false;
        for (qsizetype at = line; !inFence && at < end; ++at) {
            inCode = text[at] == u'`' ? !inCode : inCode;
            if (text[at] != u'<' || inCode || at + 1 >= end) {
                continue;
            }
            const bool closes = text[at + 1] == u'/';
            qsizetype stop = at + (closes ? 2 : 1);
            const qsizetype name = stop;
            while (stop < end
                   && (text[stop].isLetterOrNumber() || text[stop] == u'_' || text[stop] == u'-'
                       || text[stop] == u':')) {
                ++stop;
            }
            if (stop == name || !(text[name].isLetter() || text[name] == u'_')) {
                continue;
            }
            const qsizetype nameEnd = stop;
            while (stop < end && text[stop] != u'>' && text[stop] != u'<') {
                ++stop;
            }
            const bool isTag = stop < end && text[stop] == u'>'
                               && (nameEnd == stop || text[nameEnd].isSpace() || text[nameEnd] == u'/');
            const QString word = text.sliced(name, nameEnd - name).toString();
            if (isTag && text[stop - 1] != u'/' && !alone.contains(word.toLower())) {
                tags.append({.name = word, .closes = closes, .span = {at, stop + 1 - at}});
            }
            at = isTag ? stop : at;
        }
        line = end + 1;
    }
    return tags;
}

/// Those without another half, of names that have both somewhere: "<name>" alone is what prompts write for "your name".
QList<XmlTag> unbalancedXml(const QList<XmlTag> &tags, const QSet<QString> &paired)
{
    QHash<QString, QList<XmlTag>> open;
    QList<XmlTag> wrong;
    for (const XmlTag &tag : tags) {
        if (!tag.closes) {
            open[tag.name].append(tag);
        } else if (QList<XmlTag> &waiting = open[tag.name]; waiting.isEmpty()) {
            wrong.append(tag);
        } else {
            waiting.removeLast();
        }
    }
    for (const QList<XmlTag> &waiting : std::as_const(open)) {
        for (const XmlTag &tag : waiting) {
            if (paired.contains(tag.name)) {
                wrong.append(tag);
            }
        }
    }
    return wrong;
}

void checkXml(const prompt::Document &now, const prompt::Document &before, QList<Guardrail> &found)
{
    QSet<QString> paired;
    QHash<QString, int> old;
    const auto readPairs = [&paired](const prompt::Document &document) {
        for (const prompt::Message &message : document.messages) {
            for (const XmlTag &tag : xmlTags(message.text)) {
                if (tag.closes) {
                    paired.insert(tag.name);
                }
            }
        }
    };
    readPairs(before);
    readPairs(now);
    for (const prompt::Message &message : before.messages) {
        for (const XmlTag &tag : unbalancedXml(xmlTags(message.text), paired)) {
            ++old[tag.name];
        }
    }
    for (const prompt::Message &message : now.messages) {
        for (const XmlTag &tag : unbalancedXml(xmlTags(message.text), paired)) {
            found.append({.kind = GuardrailKind::UnbalancedTag,
                          .weight = GuardrailWeight::Hint,
                          .subject = (tag.closes ? u"</"_s : u"<"_s) + tag.name + u'>',
                          .source = message.toSource(tag.span),
                          .isNew = --old[tag.name] < 0});
        }
    }
}

QString schemaWords(prompt::SchemaProblemKind kind)
{
    switch (kind) {
    case prompt::SchemaProblemKind::NotJson:
        return u"not-json"_s;
    case prompt::SchemaProblemKind::UnknownType:
        return u"unknown-type"_s;
    case prompt::SchemaProblemKind::NotAMap:
        return u"not-a-map"_s;
    case prompt::SchemaProblemKind::UnknownRequired:
        return u"unknown-required"_s;
    case prompt::SchemaProblemKind::EmptyEnum:
        return u"empty-enum"_s;
    case prompt::SchemaProblemKind::WrongRange:
        return u"wrong-range"_s;
    case prompt::SchemaProblemKind::UnresolvedReference:
        return u"unresolved-reference"_s;
    case prompt::SchemaProblemKind::NotStrict:
        return u"not-strict"_s;
    case prompt::SchemaProblemKind::TooDeep:
        return u"too-deep"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

void checkSchema(const prompt::Document &now, const prompt::Document &before, QList<Guardrail> &found)
{
    const QList<prompt::SchemaProblem> old = prompt::checkOutputSchema(before);
    for (const prompt::SchemaProblem &problem : prompt::checkOutputSchema(now)) {
        const bool known =
            std::any_of(old.cbegin(), old.cend(), [&problem](const prompt::SchemaProblem &other) {
                return other.kind == problem.kind && other.path == problem.path
                       && other.detail == problem.detail;
            });
        found.append({.kind = GuardrailKind::BrokenSchema,
                      .subject = problem.path,
                      .detail = schemaWords(problem.kind)
                                + (problem.detail.isEmpty() ? QString() : u' ' + problem.detail),
                      .source = problem.span,
                      .isNew = !known});
    }
}

/// Words without capitals and with single spaces, and where each unit of them came from.
struct PlainWords
{
    QString words = {};
    QList<qsizetype> places = {};

    explicit PlainWords(QStringView text)
    {
        words.reserve(text.size());
        places.reserve(text.size() + 1);
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool space = text[i].isSpace();
            if (space && (words.isEmpty() || words.back() == u' ')) {
                continue;
            }
            words += space ? QChar(u' ') : text[i].toCaseFolded();
            places.append(i);
        }
        places.append(text.size());
    }
};

QList<prompt::Span> placesOf(const PlainWords &text, const QString &phrase)
{
    const QString plain = PlainWords(phrase.trimmed()).words;
    const auto isWord = [](QChar c) { return c.isLetterOrNumber(); };
    QList<prompt::Span> found;
    if (plain.isEmpty()) {
        return found;
    }
    for (qsizetype at = text.words.indexOf(plain); at >= 0; at = text.words.indexOf(plain, at + 1)) {
        const qsizetype end = at + plain.size();
        const bool begins = at == 0 || !isWord(plain.front()) || !isWord(text.words[at - 1]);
        const bool ends = end == text.words.size() || !isWord(plain.back()) || !isWord(text.words[end]);
        if (begins && ends) {
            found.append({text.places[at], text.places[end - 1] + 1 - text.places[at]});
        }
        if (found.size() >= maximumGuardrails) {
            break;
        }
    }
    return found;
}

void checkPhrases(const prompt::Document &now, const prompt::Document &before, const Policy &policy,
                  QList<Guardrail> &found)
{
    const QList<const BannedPhrase *> banned = policy.bannedPhrasesOf(now.path);
    if (banned.isEmpty()) {
        return;
    }
    QHash<const BannedPhrase *, qsizetype> old;
    for (const prompt::Message &message : before.messages) {
        const PlainWords text(message.text);
        for (const BannedPhrase *phrase : banned) {
            old[phrase] += placesOf(text, phrase->phrase).size();
        }
    }
    for (const prompt::Message &message : now.messages) {
        const PlainWords text(message.text);
        for (const BannedPhrase *phrase : banned) {
            for (const prompt::Span &place : placesOf(text, phrase->phrase)) {
                found.append({.kind = GuardrailKind::BannedPhrase,
                              .subject = phrase->phrase,
                              .detail = phrase->why,
                              .source = message.toSource(place),
                              .isNew = --old[phrase] < 0});
            }
        }
    }
}

bool ownsIt(const Owner &owner, const Person &person)
{
    return owner.people.contains(person.id) || holdsAny(person, owner.allOf) || holdsAny(person, owner.anyOf);
}

/// The section with everything below it, in the message's text.
prompt::Span withSubsections(const prompt::Document &document, int at)
{
    const prompt::Section &section = document.sections.at(at);
    qsizetype end = section.body.end();
    for (int i = at + 1; i < document.sections.size(); ++i) {
        const prompt::Section &next = document.sections.at(i);
        if (next.message != section.message || next.level <= section.level) {
            break;
        }
        end = next.body.end();
    }
    return {section.heading.start, end - section.heading.start};
}

} // namespace

QList<Guardrail> guardrails(const prompt::Document &now, const prompt::Document &before, const Policy &policy)
{
    QList<Guardrail> found;
    checkVariables(now, before, found);
    checkTemplates(now, before, found);
    checkUnclosed(now, before, found);
    checkXml(now, before, found);
    checkSchema(now, before, found);
    checkPhrases(now, before, policy, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const Guardrail &a, const Guardrail &b) { return a.source.start < b.source.start; });
    return found.first(std::min(found.size(), maximumGuardrails));
}

QList<LockedSection> lockedSections(const prompt::Document &document, const Policy &policy,
                                    const PrincipalId &person)
{
    const Person *known = policy.person(person);
    QList<LockedSection> found;
    for (int i = 0; i < document.sections.size(); ++i) {
        const prompt::Section &section = document.sections.at(i);
        LockedSection locked{.section = i, .title = section.title};
        bool owned = false;
        bool mine = false;
        for (const Owner *owner : policy.ownersOf(document.path, {section.title})) {
            if (owner->section.isEmpty()) {
                continue;
            }
            owned = true;
            mine = mine || (known && ownsIt(*owner, *known));
            locked.roles += owner->allOf + owner->anyOf;
            locked.people += owner->people;
        }
        if (owned && !mine && section.message < document.messages.size()) {
            locked.source = document.messages.at(section.message).toSource(withSubsections(document, i));
            found.append(locked);
        }
    }
    return found;
}

QStringList ownerNames(const LockedSection &locked, const Policy &policy)
{
    QStringList names;
    for (const PrincipalId &id : locked.people) {
        const Person *person = policy.person(id);
        names.append(person ? person->name : id.value);
    }
    for (const RoleId &role : locked.roles) {
        names.append(policy.roleTitle(role));
    }
    names.removeDuplicates();
    return names;
}

} // namespace countersign::lanes
