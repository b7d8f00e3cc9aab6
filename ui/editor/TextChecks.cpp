// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/TextChecks.h"

#include "lanes/Guardrails.h"
#include "prompt/Document.h"
#include "ui/common/Text.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int longestDetail = 200;

int countWords(const prompt::Document &document)
{
    int words = 0;
    for (const prompt::Message &message : document.messages) {
        bool inside = false;
        for (const QChar c : message.text) {
            const bool letter = c.isLetterOrNumber();
            words += letter && !inside;
            inside = letter || (inside && (c == u'\'' || c == u'-' || c == QChar(0x2019)));
        }
    }
    return words;
}

} // namespace

QString TextChecks::schemaSentence(const QString &detail)
{
    const QString kind = detail.section(u' ', 0, 0);
    const QString what = text::printableLine(detail.section(u' ', 1)).left(longestDetail);
    if (kind == "not-json"_L1)
        return tr("The output schema is no JSON");
    if (kind == "unknown-type"_L1)
        return tr("The output schema has no type %1").arg(what);
    if (kind == "not-a-map"_L1)
        return tr("The output schema has a list or value where names belong");
    if (kind == "unknown-required"_L1)
        return tr("The output schema requires %1 and does not have it").arg(what);
    if (kind == "empty-enum"_L1)
        return tr("The output schema allows no value");
    if (kind == "wrong-range"_L1)
        return tr("The output schema has %1 above its maximum").arg(what);
    if (kind == "unresolved-reference"_L1)
        return tr("The output schema refers to %1, which is not there").arg(what);
    if (kind == "not-strict"_L1)
        return tr("The output schema is strict, but not about %1").arg(what);
    return tr("The output schema is too deep to be checked");
}

EditorNote TextChecks::noteOf(const lanes::Guardrail &guardrail, const prompt::Document &now, const QStringList &known)
{
    const QString subject = text::printableLine(guardrail.subject).left(longestDetail);
    const bool wrong = guardrail.weight == lanes::GuardrailWeight::Wrong && guardrail.isNew;
    EditorNote note{.kind = wrong ? EditorNote::Kind::Wrong : EditorNote::Kind::Hint,
                    .sign = wrong ? Sign::Missing : Sign::Warning,
                    .start = guardrail.source.start,
                    .length = guardrail.source.length};
    switch (guardrail.kind) {
    case lanes::GuardrailKind::UnknownVariable:
    case lanes::GuardrailKind::NewVariable: {
        const bool isUnknown = guardrail.kind == lanes::GuardrailKind::UnknownVariable;
        note.key = u"variable/"_s + guardrail.subject;
        note.sign = isUnknown ? note.sign : Sign::Information;
        note.sentence = isUnknown ? tr("No variable %1").arg(subject) : tr("New variable %1").arg(subject);
        note.help = known.isEmpty() ? tr("Whoever calls the prompt must send it.") : tr("Known: %1").arg(text::people(known, 4));
        // The words that are marked and replaced are the name, not what stands around it in its tag.
        const qsizetype at = now.source.indexOf(guardrail.subject, guardrail.source.start);
        if (at >= 0) {
            note.start = at;
            note.length = guardrail.subject.size();
            if (!guardrail.meant.isEmpty()) {
                note.action = tr("Use %1").arg(text::printableLine(guardrail.meant));
                note.replacement = guardrail.meant;
            }
        }
        return note;
    }
    case lanes::GuardrailKind::DroppedVariable:
        note.key = u"dropped/"_s + guardrail.subject;
        note.sign = Sign::Removed;
        note.sentence = tr("The variable %1 is no longer used").arg(subject);
        note.help = tr("Callers may still send it.");
        return note;
    case lanes::GuardrailKind::UnbalancedTag:
        note.key = u"tag/"_s + guardrail.subject;
        note.sentence = subject.isEmpty() ? tr("A tag has no other half") : tr("%1 has no other half").arg(subject);
        break;
    case lanes::GuardrailKind::MixedTemplates:
        note.key = u"mixed/"_s + guardrail.subject;
        note.sentence = tr("Tags of another template language stay as they are");
        note.help = subject;
        break;
    case lanes::GuardrailKind::BrokenSchema:
        note.key = u"schema/%1/%2"_s.arg(guardrail.subject, guardrail.detail);
        note.sentence = schemaSentence(guardrail.detail);
        note.help = subject;
        break;
    case lanes::GuardrailKind::BannedPhrase:
        note.key = u"phrase/"_s + guardrail.subject;
        note.sentence = tr("The policy does not allow “%1”").arg(subject);
        note.help = text::printableLine(guardrail.detail).left(longestDetail);
        break;
    }
    if (!guardrail.isNew) {
        const QString old = tr("It was so before this change.");
        note.help = note.help.isEmpty() ? old : tr("%1 %2").arg(note.help, old);
    }
    return note;
}

TextChecks::Result TextChecks::check(const QString &text, const QString &before, const QString &path, const Policy &policy,
                                     const PrincipalId &author)
{
    Result out;
    const auto [then, now] = prompt::parseBoth(before.toUtf8(), text.toUtf8(), path);
    out.words = countWords(now);

    int number = 0;
    for (const prompt::Problem &problem : now.problems) {
        EditorNote note{.key = u"problem/%1"_s.arg(number++), .kind = EditorNote::Kind::Wrong, .sign = Sign::Missing,
                        .start = problem.span.start, .length = std::max<qsizetype>(1, problem.span.length)};
        const QString detail = text::printableLine(problem.detail).left(200);
        switch (problem.kind) {
        case prompt::ProblemKind::StructureSyntax:
        case prompt::ProblemKind::FrontMatterUnclosed:
        case prompt::ProblemKind::DuplicateKey:
            note.sentence = problem.kind == prompt::ProblemKind::FrontMatterUnclosed ? tr("The settings above the text do not end")
                    : problem.kind == prompt::ProblemKind::DuplicateKey               ? tr("A name stands twice")
                                                                        : tr("Line %1 cannot be read").arg(text::number(qint64(problem.line)));
            note.help = detail;
            if (out.wrongLine == 0 && problem.severity == prompt::Severity::Error) {
                out.wrongLine = std::max(1, problem.line);
                out.wrongSentence = detail.isEmpty() ? note.sentence : tr("%1: %2").arg(note.sentence, detail);
            }
            break;
        case prompt::ProblemKind::UnclosedTag:
        case prompt::ProblemKind::UnexpectedClose:
        case prompt::ProblemKind::UnclosedBlock:
        case prompt::ProblemKind::MixedTemplates: continue; // a guardrail says it, with what it was before
        case prompt::ProblemKind::UnknownTemplateLanguage:
            note.kind = EditorNote::Kind::Hint;
            note.sign = Sign::Warning;
            note.sentence = tr("The template language is not known");
            note.help = detail;
            break;
        case prompt::ProblemKind::ControlCharacter: note.sentence = tr("A control character stands in the text"); note.help = detail; break;
        case prompt::ProblemKind::NotUtf8:
        case prompt::ProblemKind::Binary:
        case prompt::ProblemKind::TooLarge:
        case prompt::ProblemKind::StructureTooDeep:
        case prompt::ProblemKind::StructureTooLarge:
        case prompt::ProblemKind::AliasRefused:
            note.kind = EditorNote::Kind::Hint;
            note.sign = Sign::Warning;
            note.sentence = tr("Part of it is only shown as text");
            note.help = detail;
            break;
        }
        if (problem.severity == prompt::Severity::Note)
            note.kind = EditorNote::Kind::Hint;
        out.notes.append(note);
    }

    // A tag that lost its end may be all there was of the template, so that the text no longer reads as one.
    const bool doubleBraces = then.language == prompt::TemplateLanguage::Jinja || then.language == prompt::TemplateLanguage::Handlebars
            || then.language == prompt::TemplateLanguage::Mustache || then.language == prompt::TemplateLanguage::GoTemplate
            || then.language == prompt::TemplateLanguage::SemanticKernel;
    const bool told = std::any_of(now.problems.begin(), now.problems.end(), [](const prompt::Problem &problem) {
        return problem.kind == prompt::ProblemKind::UnclosedTag || problem.kind == prompt::ProblemKind::UnclosedBlock;
    });
    if (doubleBraces && !told) {
        for (qsizetype at = text.indexOf(u"{{"_s); at >= 0; at = text.indexOf(u"{{"_s, at + 2)) {
            const qsizetype close = text.indexOf(u"}}"_s, at + 2);
            const qsizetype next = text.indexOf(u"{{"_s, at + 2);
            if (close < 0 || (next >= 0 && next < close)) {
                out.notes.append({.key = u"unclosed"_s, .kind = EditorNote::Kind::Wrong, .sign = Sign::Missing, .start = at, .length = 2,
                                  .sentence = tr("A tag does not end"), .help = tr("It needs }} before the next one begins.")});
                break;
            }
        }
    }

    // What may be inserted: what is declared, and what the text used before.
    for (const prompt::Variable &variable : now.variables) {
        if (variable.kind == prompt::VariableKind::Input && variable.declared)
            out.variables.append(variable.root());
    }
    for (const prompt::Variable &variable : then.variables) {
        if (variable.kind == prompt::VariableKind::Input && variable.uses > 0)
            out.variables.append(variable.root());
    }
    out.variables.removeDuplicates();
    out.variables.sort();

    if (!author.isEmpty()) {
        const auto wordsOf = [](const prompt::Document &document, const lanes::LockedSection &section) {
            return QStringView(document.source).sliced(section.source.start, section.source.length);
        };
        const QList<lanes::LockedSection> old = lanes::lockedSections(then, policy, author);
        for (const lanes::LockedSection &section : lanes::lockedSections(now, policy, author)) {
            if (!out.owned.isEmpty() && section.source.start < out.owned.last().start + out.owned.last().length)
                continue; // part of one that is listed
            const bool unchanged = std::any_of(old.begin(), old.end(), [&](const lanes::LockedSection &other) {
                return other.title == section.title && wordsOf(then, other) == wordsOf(now, section);
            });
            out.owned.append({.title = section.title, .start = section.source.start, .length = section.source.length,
                              .owners = lanes::ownerNames(section, policy), .unchanged = unchanged});
        }
    }

    QHash<QString, int> numbers;
    for (const lanes::Guardrail &guardrail : lanes::guardrails(now, then, policy)) {
        EditorNote note = noteOf(guardrail, now, out.variables);
        if (const int again = numbers[note.key]++; again > 0)
            note.key += u"/%1"_s.arg(again);
        out.notes.append(note);
    }
    number = 0;
    for (const text::Boxed &boxed : text::boxedCharacters(text)) {
        if (number >= 20)
            break;
        out.notes.append({.key = u"hidden/%1"_s.arg(number++), .kind = EditorNote::Kind::Hint, .sign = Sign::Warning,
                          .start = boxed.position, .length = boxed.length,
                          .sentence = tr("A character that cannot be seen: %1").arg(boxed.name),
                          .help = tr("Whoever approves must say that they saw it."),
                          .action = tr("Take it out")});
    }
    std::stable_sort(out.notes.begin(), out.notes.end(), [](const EditorNote &a, const EditorNote &b) { return a.start < b.start; });
    return out;
}

const EditorNote *TextChecks::firstWrong(const QList<EditorNote> &notes)
{
    for (const EditorNote &note : notes) {
        if (note.kind == EditorNote::Kind::Wrong)
            return &note;
    }
    return nullptr;
}

} // namespace countersign
