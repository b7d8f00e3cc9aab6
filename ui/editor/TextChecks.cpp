// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/TextChecks.h"

#include "prompt/Document.h"
#include "ui/common/Text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

int distance(const QString &a, const QString &b)
{
    QList<int> row(b.size() + 1);
    for (int j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (int i = 1; i <= a.size(); ++i) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= b.size(); ++j) {
            const int above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
            corner = above;
        }
    }
    return row[b.size()];
}

// The known name that was most likely meant; empty when none is near.
QString likely(const QString &name, const QStringList &known)
{
    QString best;
    int nearest = std::max(2, static_cast<int>(name.size()) / 3) + 1;
    for (const QString &candidate : known) {
        const int away = candidate.size() > 80 || name.size() > 80 ? 1000 : distance(name, candidate);
        if (away < nearest) {
            nearest = away;
            best = candidate;
        }
    }
    return best;
}

qsizetype inSource(const prompt::Document &document, const prompt::Variable &variable)
{
    if (variable.message < 0 || variable.message >= document.messages.size())
        return variable.firstUse.start;
    return document.messages[variable.message].toSource(variable.firstUse).start;
}

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

TextChecks::Result TextChecks::check(const QString &text, const QString &before, const QString &path)
{
    Result out;
    const prompt::Document now = prompt::parse(text.toUtf8(), path);
    const prompt::Document then = prompt::parse(before.toUtf8(), path);
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
        case prompt::ProblemKind::UnclosedTag: note.sentence = tr("A tag does not end"); note.help = detail; break;
        case prompt::ProblemKind::UnexpectedClose: note.sentence = tr("An end without its beginning"); note.help = detail; break;
        case prompt::ProblemKind::UnclosedBlock: note.sentence = tr("A block does not end"); note.help = detail; break;
        case prompt::ProblemKind::MixedTemplates:
            note.kind = EditorNote::Kind::Hint;
            note.sign = Sign::Warning;
            note.sentence = tr("Tags of another template language stay as they are");
            note.help = detail;
            break;
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

    // Variables: known are those that are declared, or that the text used before.
    QStringList declared;
    QStringList usedBefore;
    QStringList used;
    for (const prompt::Variable &variable : now.variables) {
        if (variable.kind == prompt::VariableKind::Input && variable.declared)
            declared.append(variable.root());
        if (variable.kind == prompt::VariableKind::Input && variable.uses > 0)
            used.append(variable.root());
    }
    for (const prompt::Variable &variable : then.variables) {
        if (variable.kind == prompt::VariableKind::Input && variable.uses > 0)
            usedBefore.append(variable.root());
    }
    QStringList known = declared + usedBefore;
    known.removeDuplicates();
    out.variables = known;
    out.variables.sort();
    if (!before.isEmpty()) {
        for (const prompt::Variable &variable : now.variables) {
            if (variable.kind != prompt::VariableKind::Input || variable.uses == 0 || known.contains(variable.root()))
                continue;
            const QString name = variable.root();
            EditorNote note{.key = u"variable/%1"_s.arg(name), .sign = Sign::Missing};
            const qsizetype place = inSource(now, variable);
            const qsizetype at = text.indexOf(name, std::max<qsizetype>(0, place));
            note.start = at >= 0 ? at : place;
            note.length = name.size();
            // Where nothing is declared a new name may be meant; where names are declared it is a mistake.
            const bool wrong = !declared.isEmpty() || (usedBefore.size() > 0 && !likely(name, known).isEmpty());
            note.kind = wrong ? EditorNote::Kind::Wrong : EditorNote::Kind::Hint;
            note.sign = wrong ? Sign::Missing : Sign::Information;
            note.sentence = wrong ? tr("No variable %1").arg(name) : tr("New variable %1").arg(name);
            note.help = known.isEmpty() ? tr("Whoever calls the prompt must send it.") : tr("Known: %1").arg(text::people(known, 4));
            const QString meant = likely(name, known);
            if (!meant.isEmpty()) {
                note.action = tr("Use %1").arg(meant);
                note.replacement = meant;
            }
            out.notes.append(note);
        }
    }
    for (const QString &name : std::as_const(usedBefore)) {
        if (!used.contains(name)) {
            out.notes.append({.key = u"dropped/%1"_s.arg(name), .kind = EditorNote::Kind::Hint, .sign = Sign::Removed, .start = 0,
                              .sentence = tr("The variable %1 is no longer used").arg(name),
                              .help = tr("Callers may still send it.")});
        }
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
