// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Preview.h"

#include "prompt/Body.h"
#include "prompt/FrontMatter.h"
#include "prompt/PreviewSink.h"
#include "prompt/Source.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

void PreviewSink::problem(PreviewProblemKind kind, const QString &detail, Span span)
{
    if (problems.size() < maximumPreviewProblems) {
        problems.append({.kind = kind, .detail = detail.left(200), .source = span});
    }
}

void PreviewSink::missing(const QString &name, Span span)
{
    if (!missingNames.contains(name) && missingNames.size() < maximumPreviewProblems) {
        missingNames.append(name);
        problem(PreviewProblemKind::MissingVariable, name, span);
    }
}

void PreviewSink::add(PieceKind kind, QStringView words, Span span)
{
    if (m_budget.exhausted || words.isEmpty()) {
        return;
    }
    const qsizetype room = m_budget.limits.output - m_budget.written;
    if (words.size() > room) {
        m_budget.exhausted = true;
        words = words.first(room > 0 && words[room - 1].isHighSurrogate() ? room - 1 : room);
        span.length = kind == PieceKind::Filled ? span.length : words.size();
    }
    if (words.isEmpty()) {
        return;
    }
    const Span place = {.start = text.size(), .length = words.size()};
    text += words;
    m_budget.written += words.size();
    PreviewPiece *last = pieces.isEmpty() ? nullptr : &pieces.last();
    if (last && kind == PieceKind::Literal && last->kind == kind && last->source.end() == span.start) {
        last->text.length += place.length;
        last->source.length += span.length;
    } else {
        pieces.append({.kind = kind, .text = place, .source = span});
    }
}

namespace {

void render(PreviewSink &sink, const Value &samples, TemplateLanguage language)
{
    switch (language) {
    case TemplateLanguage::None:
        sink.literal({0, sink.source().size()});
        break;
    case TemplateLanguage::Jinja:
        renderJinja(sink, samples);
        break;
    case TemplateLanguage::Handlebars:
    case TemplateLanguage::Mustache:
        renderHandlebars(sink, samples, language);
        break;
    case TemplateLanguage::FString:
    case TemplateLanguage::DollarBrace:
    case TemplateLanguage::DollarArgs:
    case TemplateLanguage::GoTemplate:
    case TemplateLanguage::SemanticKernel:
        renderSimple(sink, samples, language);
        break;
    }
    if (sink.ended()) {
        sink.problem(PreviewProblemKind::TooMuch, {}, {sink.source().size(), 0});
    }
}

/// Moves what a template gave into the preview; `place` turns spans of the template into spans of the file.
void take(Preview &preview, PreviewSink &sink, const std::function<Span(Span)> &place)
{
    for (PreviewProblem &problem : sink.problems) {
        problem.source = place(problem.source);
        preview.problems.append(problem);
    }
    for (PreviewPiece &piece : sink.pieces) {
        piece.source = place(piece.source);
    }
    for (const QString &name : std::as_const(sink.missingNames)) {
        if (!preview.missing.contains(name)) {
            preview.missing.append(name);
        }
    }
}

/// The pieces of a stretch of the output, counted from its start.
QList<PreviewPiece> piecesIn(const QList<PreviewPiece> &pieces, Span stretch)
{
    QList<PreviewPiece> found;
    for (PreviewPiece piece : pieces) {
        const qsizetype start = std::max(piece.text.start, stretch.start);
        const qsizetype end = std::min(piece.text.end(), stretch.end());
        if (end <= start) {
            continue;
        }
        if (piece.source.length == piece.text.length) {
            piece.source = {piece.source.start + (start - piece.text.start), end - start};
        }
        piece.text = {start - stretch.start, end - start};
        found.append(piece);
    }
    return found;
}

/// A line that may turn out to be a role: "{{ message.role }}:".
bool hasRoleFromSamples(QStringView text)
{
    for (QStringView line : text.split(u'\n')) {
        line = line.trimmed();
        if (line.startsWith(u"{{") && line.endsWith(u':') && line.chopped(1).trimmed().endsWith(u"}}")) {
            return true;
        }
    }
    return false;
}

/// Whether the messages are known only when the template is filled in: a block reaches from one into another, or the
/// samples say the roles.
bool templateMakesMessages(const Document &document)
{
    const bool marked = document.format == Format::Prompty || document.format == Format::Jinja;
    if (!marked || document.language != TemplateLanguage::Jinja) {
        return false;
    }
    return std::any_of(document.messages.cbegin(), document.messages.cend(), [](const Message &message) {
        const TemplateScan scan = scanTemplate(message.text, message.language);
        const bool open =
            std::any_of(scan.problems.cbegin(), scan.problems.cend(), [](const TemplateProblem &problem) {
                return problem.kind == ProblemKind::UnclosedBlock
                       || problem.kind == ProblemKind::UnexpectedClose;
            });
        return message.carrier == Carrier::Body && (open || hasRoleFromSamples(message.text));
    });
}

/// Fills the whole body in, and divides it afterwards, as Prompty does.
void renderBody(Preview &preview, const Document &document, const Value &samples, PreviewBudget &budget)
{
    const std::optional<FrontMatter> front =
        document.frontMatter.isEmpty() ? std::nullopt : findFrontMatter(document.source, Before::Nothing);
    const qsizetype from = front ? front->bodyStart : 0;
    PreviewSink sink(QStringView(document.source).sliced(from), budget);
    render(sink, samples, document.language);
    take(preview, sink, [from](Span span) { return Span{span.start + from, span.length}; });
    const QList<Message> messages =
        splitByMarkerLines(sink.text, {0, sink.text.size()}, LineEnding::Mixed, Unmarked::OneMessage);
    for (const Message &message : messages) {
        preview.messages.append({.role = message.role,
                                 .name = message.name,
                                 .text = sink.text.sliced(message.span.start, message.span.length),
                                 .pieces = piecesIn(sink.pieces, message.span)});
    }
}

} // namespace

Preview preview(const Document &document, const Value &samples, const PreviewLimits &limits)
{
    Preview preview;
    PreviewBudget budget{.limits = limits};
    if (templateMakesMessages(document)) {
        renderBody(preview, document, samples, budget);
    } else {
        for (const Message &message : document.messages) {
            if (budget.exhausted) {
                break;
            }
            PreviewSink sink(message.text, budget);
            render(sink, samples, message.language);
            take(preview, sink, [&message](Span span) { return message.toSource(span); });
            preview.messages.append(
                {.role = message.role, .name = message.name, .text = sink.text, .pieces = sink.pieces});
        }
    }
    preview.complete = !budget.exhausted;
    return preview;
}

Document filledDocument(const Preview &preview)
{
    Document document;
    for (qsizetype i = 0; i < preview.messages.size(); ++i) {
        const PreviewMessage &filled = preview.messages.at(i);
        Message message{.role = filled.role,
                        .name = filled.name,
                        .path = u"messages[%1]"_s.arg(i),
                        .span = {document.source.size(), filled.text.size()}};
        document.source += filled.text;
        readBody(message, document.source, LineEnding::Lf);
        findSections(message, int(i), document.sections);
        document.messages.append(message);
    }
    return document;
}

} // namespace countersign::prompt
