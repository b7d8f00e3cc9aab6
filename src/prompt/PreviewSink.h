// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Preview.h"

namespace countersign::prompt {

/// Problems of one preview are cut off here: the rest says nothing new.
inline constexpr qsizetype maximumPreviewProblems = 100;

/// What all messages of one preview share.
struct PreviewBudget
{
    const PreviewLimits &limits;
    qsizetype steps = 0;
    qsizetype written = 0;
    bool exhausted = false;

    /// False when there is nothing left; then rendering ends.
    [[nodiscard]] bool step(qsizetype cost = 1)
    {
        steps += cost;
        exhausted = exhausted || steps > limits.steps;
        return !exhausted;
    }
    /// For work on so many characters at once.
    [[nodiscard]] bool stepOver(qsizetype characters) { return step(1 + characters / 64); }
    /// For looking for so many characters in others, which may begin to fit at each of them.
    [[nodiscard]] bool searchIn(qsizetype characters, qsizetype needle)
    {
        return step((1 + characters / 64) * (1 + needle / 64));
    }
};

/// Takes the output of one template. Spans are in the template's text; who reads it turns them into places of the file.
class PreviewSink
{
public:
    PreviewSink(QStringView source, PreviewBudget &budget) : m_source(source), m_budget(budget) {}

    [[nodiscard]] QStringView source() const { return m_source; }
    [[nodiscard]] PreviewBudget &budget() { return m_budget; }
    [[nodiscard]] const PreviewLimits &limits() const { return m_budget.limits; }
    [[nodiscard]] bool ended() const { return m_budget.exhausted; }

    void literal(Span span) { add(PieceKind::Literal, m_source.sliced(span.start, span.length), span); }
    void filled(QStringView words, Span tag) { add(PieceKind::Filled, words, tag); }
    void unresolved(Span span) { add(PieceKind::Unresolved, m_source.sliced(span.start, span.length), span); }
    void problem(PreviewProblemKind kind, const QString &detail, Span span);
    void missing(const QString &name, Span span);

    QString text = {};
    QList<PreviewPiece> pieces = {};
    QList<PreviewProblem> problems = {};
    QStringList missingNames = {};

private:
    void add(PieceKind kind, QStringView words, Span span);

    QStringView m_source;
    PreviewBudget &m_budget;
};

// One for each family of template languages; `samples` is a map.
void renderJinja(PreviewSink &sink, const Value &samples);
void renderHandlebars(PreviewSink &sink, const Value &samples, TemplateLanguage language);
/// f-strings, ${x}, $ARGUMENTS, Go and Semantic Kernel: variables only.
void renderSimple(PreviewSink &sink, const Value &samples, TemplateLanguage language);

} // namespace countersign::prompt
