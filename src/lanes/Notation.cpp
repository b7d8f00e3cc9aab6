// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Notation.h"

#include "diff/Lexicon.h"
#include "diff/Scan.h"
#include "diff/Segments.h"
#include "lanes/Patterns.h"
#include "lanes/Reading.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace countersign::lanes {

using namespace Qt::StringLiterals;
using diff::BlockKind;
using diff::SentenceChange;
using diff::SentenceKind;
using diff::WordEdit;

namespace {

class Notation
{
public:
    Notation(const SentenceChange &change, const diff::Comparison &comparison)
        : m_change(change)
        , m_comparison(comparison)
    {}

    Judgement run() const
    {
        const auto low = [](const QString &rule) { return Judgement{rule, Lane::Low, true}; };
        if (m_change.block == BlockKind::Comment)
            return low(u"text.comment"_s);
        if (m_change.kind == SentenceKind::Moved) {
            const bool otherMeaning = m_change.leadIn[0] != m_change.leadIn[1]
                                      && (matches(Pattern::Forbids, m_change.leadIn[0])
                                          || matches(Pattern::Forbids, m_change.leadIn[1])
                                          || matches(Pattern::Approval, m_change.leadIn[0])
                                          || matches(Pattern::Approval, m_change.leadIn[1]));
            if (otherMeaning)
                return Judgement{u"authority.approval"_s, Lane::High};
            return Judgement{u"text.order"_s, Lane::Low, true};
        }
        if (whole())
            return hasLetters(m_change.before + m_change.after) ? Judgement{} : low(u"text.markup"_s);
        if (diff::sentenceKey(m_change.before) == diff::sentenceKey(m_change.after))
            return low(u"text.markup"_s);
        bool onlyMarks = true;
        bool onlySpelling = true;
        bool onlyComments = true;
        for (const WordEdit &edit : m_change.edits) {
            const bool marks = !hasLetters(edit.before) && !hasLetters(edit.after)
                               && !QStringView(edit.before + edit.after).contains(u'<')
                               && !(edit.before + edit.after).contains(u'>')
                               && !(edit.before + edit.after).contains(u'%');
            onlyMarks = onlyMarks && marks;
            onlySpelling = onlySpelling && (marks || isSpelling(edit));
            onlyComments = onlyComments && (edit.before.isEmpty() || diff::isTemplateComment(edit.before))
                           && (edit.after.isEmpty() || diff::isTemplateComment(edit.after));
        }
        if (onlyComments)
            return low(u"text.comment"_s);
        if (onlyMarks)
            return low(u"text.markup"_s);
        if (onlySpelling)
            return Judgement{u"text.spelling"_s, Lane::Low, true};
        if (listNumberOnly())
            return low(u"text.order"_s);
        if (labelOnly())
            return low(u"text.markup"_s);
        return {};
    }

private:
    bool whole() const
    {
        return m_change.kind == SentenceKind::Added || m_change.kind == SentenceKind::Removed;
    }

    bool isSpelling(const WordEdit &edit) const
    {
        const QStringList before = edit.before.split(u' ', Qt::SkipEmptyParts);
        const QStringList after = edit.after.split(u' ', Qt::SkipEmptyParts);
        if (isDoubled(edit))
            return true;
        if (before.isEmpty() || before.size() != after.size() || insideCode(edit))
            return false;
        if (isNegation(edit))
            return true;
        for (qsizetype i = 0; i < before.size(); ++i) {
            if (!diff::isSpellingVariant(before[i], after[i]) && !isShortForm(before[i], after[i]))
                return false;
        }
        return true;
    }

    // "Do no complain": before a verb it forbids what "do not" forbids.
    bool isNegation(const WordEdit &edit) const
    {
        static const QRegularExpression auxiliary(
            u"\\b(?:do|does|did|must|should|shall|may|can|could|will|would)\\s+$"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression compares(u"^\\s+(?:longer|more|less|later|sooner|better)\\b"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
        const auto negates = [&](int side, const QString &word) {
            const QString &text = m_comparison.sides[side].text;
            const qsizetype from = std::max<qsizetype>(0, edit.range[side].start - 12);
            return (word == u"no" || word == u"not")
                   && auxiliary.match(text.mid(from, edit.range[side].start - from)).hasMatch()
                   && !compares.match(text.mid(edit.range[side].end(), 12)).hasMatch();
        };
        return negates(0, edit.before.trimmed().toLower()) && negates(1, edit.after.trimmed().toLower());
    }

    static bool isShortForm(const QString &before, const QString &after)
    {
        static const QList<std::pair<QString, QString>> forms = {
            {u"prod"_s, u"production"_s}, {u"repo"_s, u"repository"_s},      {u"repos"_s, u"repositories"_s},
            {u"dev"_s, u"development"_s}, {u"config"_s, u"configuration"_s}, {u"docs"_s, u"documentation"_s},
            {u"env"_s, u"environment"_s}, {u"info"_s, u"information"_s},     {u"admin"_s, u"administrator"_s},
            {u"app"_s, u"application"_s}, {u"apps"_s, u"applications"_s},    {u"max"_s, u"maximum"_s},
        };
        const std::pair<QString, QString> pair{before.toLower(), after.toLower()};
        return std::ranges::any_of(forms, [&pair](const auto &form) {
            return form == pair || (form.first == pair.second && form.second == pair.first);
        });
    }

    // "Constraints: never …": the name of what follows. One that weakens, excepts or shows an example is none.
    bool labelOnly() const
    {
        static const QRegularExpression label(
            u"^((?:[-*+•]|\\d{1,3}[.)])?\\s*)[*_]*(?:constraints?|mission|goals?|objectives?|rules?|role|"
            u"purpose|tasks?|"
            u"steps?|instructions?|guidelines?|overview|summary)\\s*[*_]*:[*_]*\\s+"_s,
            QRegularExpression::CaseInsensitiveOption);
        const auto rest = [](QString text) {
            return diff::sentenceKey(text.replace(label, u"\\1"_s)).toCaseFolded();
        };
        return rest(m_change.before) == rest(m_change.after);
    }

    // "the the": a small word that stands twice in a row stands there once, or the other way round.
    bool isDoubled(const WordEdit &edit) const
    {
        static const QStringList small =
            u"the a an of to in on for is are and or with by it that this be as at"_s.split(u' ');
        const int side = edit.after.trimmed().isEmpty() ? 0 : 1;
        const QString word = (side == 0 ? edit.before : edit.after).trimmed().toLower();
        if (!(side == 0 ? edit.after : edit.before).trimmed().isEmpty() || !small.contains(word)
            || m_change.block == BlockKind::Code)
            return false;
        const qsizetype from = std::max<qsizetype>(0, edit.range[side].start - word.size() - 2);
        const QString around =
            m_comparison.sides[side].text.mid(from, edit.range[side].end() + word.size() + 2 - from);
        const QRegularExpression twice(u"(?<![\\w'’-])%1\\s+%1(?![\\w'’-])"_s.arg(word),
                                       QRegularExpression::CaseInsensitiveOption);
        return twice.match(around).hasMatch();
    }

    // Inside identifiers no change is spelling.
    bool insideCode(const WordEdit &edit) const
    {
        const QString &text = m_comparison.sides[0].text;
        const auto joins = [&text](qsizetype at) {
            return at >= 0 && at < text.size() && QStringView(u"_$@#=").contains(text[at]);
        };
        return edit.before.contains(u'_') || joins(edit.range[0].start - 1) || joins(edit.range[0].end())
               || (m_change.block == BlockKind::Code && !m_change.edits.isEmpty()
                   && edit.before.contains(u'.'));
    }

    bool listNumberOnly() const
    {
        if (m_change.edits.size() != 1)
            return false;
        static const QRegularExpression number(u"^\\s*(?:step\\s+)?\\d{1,3}\\s*[.):-]"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const auto rest = [](const QString &text) {
            const QRegularExpressionMatch match = number.match(text);
            return match.hasMatch() ? text.mid(match.capturedLength()) : text;
        };
        return rest(m_change.before) == rest(m_change.after) && rest(m_change.before) != m_change.before;
    }

    const SentenceChange &m_change;
    const diff::Comparison &m_comparison;
};

} // namespace

Judgement judgeNotation(const SentenceChange &change, const diff::Comparison &comparison)
{
    return Notation(change, comparison).run();
}

} // namespace countersign::lanes
