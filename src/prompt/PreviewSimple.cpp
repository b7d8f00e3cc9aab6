// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/PreviewSink.h"
#include "prompt/Source.h"
#include "prompt/Template.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

/// Where the tag ends in which `use` is the name; the start of the name when it has no end.
struct SimpleTag
{
    Span span = {};
    bool plain = false; ///< nothing but the name stands in it
};

SimpleTag tagAround(QStringView text, const TemplateUse &use, TemplateLanguage language, ForwardFinder &brace,
                    ForwardFinder &braces)
{
    const auto isBlank = [text](qsizetype from, qsizetype to) {
        return text.sliced(from, to - from).trimmed().isEmpty();
    };
    switch (language) {
    case TemplateLanguage::FString: {
        const qsizetype close = brace.find(use.span.end());
        return {.span = {use.span.start - 1, (close < 0 ? use.span.end() : close + 1) - use.span.start + 1},
                .plain = close == use.span.end()};
    }
    case TemplateLanguage::DollarBrace: {
        const qsizetype open = text.first(use.span.start).lastIndexOf(u"${");
        const qsizetype close = brace.find(use.span.end());
        const bool isInput = text.sliced(open + 2).startsWith(u"input:");
        return {.span = {open, (close < 0 ? use.span.end() : close + 1) - open},
                .plain = close == use.span.end() || (isInput && close > 0)};
    }
    case TemplateLanguage::DollarArgs:
        return {.span = {use.span.start - 1, use.span.length + 1}, .plain = true};
    default: {
        const qsizetype open = text.first(use.span.start).lastIndexOf(u"{{");
        const qsizetype close = braces.find(use.span.end());
        if (open < 0 || close < 0) {
            return {.span = use.span};
        }
        const bool signedName =
            use.span.start > open + 2 && QStringView(u".$").contains(text[use.span.start - 1]);
        return {.span = {open, close + 2 - open},
                .plain = isBlank(open + 2, use.span.start - (signedName ? 1 : 0))
                         && isBlank(use.span.end(), close)};
    }
    }
}

/// {{ and }} of an f-string are one brace each.
void literalOf(PreviewSink &sink, Span span, TemplateLanguage language)
{
    if (language != TemplateLanguage::FString) {
        sink.literal(span);
        return;
    }
    const QStringView text = sink.source();
    qsizetype from = span.start;
    for (qsizetype i = span.start; i + 1 < span.end(); ++i) {
        const bool doubled = (text[i] == u'{' || text[i] == u'}') && text[i + 1] == text[i];
        if (doubled) {
            sink.literal({from, i + 1 - from});
            ++i;
            from = i + 1;
        }
    }
    sink.literal({from, span.end() - from});
}

Value valueAt(const Value &samples, const QString &path)
{
    const Value whole = samples.at(path);
    if (!whole.isUndefined()) {
        return whole;
    }
    Value value = samples;
    for (const QString &part : path.split(u'.')) {
        value = value.at(part);
    }
    return value;
}

} // namespace

void renderSimple(PreviewSink &sink, const Value &samples, TemplateLanguage language)
{
    const QStringView text = sink.source();
    const TemplateScan scan = scanTemplate(text, language);
    for (const TemplateProblem &problem : scan.problems) {
        sink.problem(PreviewProblemKind::Syntax, problem.detail, problem.span);
    }
    ForwardFinder brace(text, u"}");
    ForwardFinder braces(text, u"}}");
    qsizetype at = 0;
    for (const TemplateUse &use : scan.uses) {
        if (!sink.budget().step()) {
            return;
        }
        if (use.span.start < at) {
            continue; // a second name in a tag that was left as it is
        }
        const SimpleTag tag = tagAround(text, use, language, brace, braces);
        if (tag.span.start < at) {
            continue; // a second name in a tag that was left as it is
        }
        literalOf(sink, {at, tag.span.start - at}, language);
        at = tag.span.end();
        if (use.kind != VariableKind::Input || !tag.plain) {
            sink.problem(PreviewProblemKind::Unsupported, use.name, tag.span);
            sink.unresolved(tag.span);
            continue;
        }
        const Value value = valueAt(samples, use.name);
        if (value.isUndefined()) {
            sink.missing(use.name, tag.span);
            sink.unresolved(tag.span);
            continue;
        }
        sink.filled(written(value,
                            language == TemplateLanguage::FString ? Notation::Python : Notation::JavaScript,
                            sink.limits().output),
                    tag.span);
    }
    literalOf(sink, {at, text.size() - at}, language);
}

} // namespace countersign::prompt
