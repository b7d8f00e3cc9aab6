// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Seek.h"
#include "prompt/Source.h"
#include "prompt/TemplateScanners.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

bool isPath(QStringView name)
{
    if (name.isEmpty() || !isNameStart(name[0])) {
        return false;
    }
    return std::all_of(name.begin(), name.end(),
                       [](QChar c) { return isNamePart(c) || c == u'.' || c == u'-'; });
}

void addTemplateProblem(TemplateScan &scan, ProblemKind kind, const QString &detail, Span span)
{
    if (scan.problems.size() < maximumTemplateProblems) {
        scan.problems.append({.kind = kind, .detail = detail, .span = span});
    }
}

TemplateScan scanFString(QStringView text)
{
    TemplateScan scan;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
        if ((text[i] == u'{' || text[i] == u'}') && doubled) {
            ++i;
            continue;
        }
        if (text[i] != u'{') {
            continue;
        }
        qsizetype end = i + 1;
        while (end < text.size() && (isNamePart(text[end]) || text[end] == u'.')) {
            ++end;
        }
        const bool ends = end < text.size() && QStringView(u"}:![").contains(text[end]);
        if (ends && end > i + 1 && isNameStart(text[i + 1])) {
            scan.uses.append(
                {.name = text.sliced(i + 1, end - i - 1).toString(), .span = {i + 1, end - i - 1}});
            i = end;
        }
    }
    return scan;
}

// ${input:topic:What about?}, ${selection}, and the ${NAME="one|two"} of prompt files in the wild.
TemplateScan scanDollarBrace(QStringView text)
{
    static const QSet<QString> prefixes = {u"input"_s,  u"env"_s,     u"file"_s,
                                           u"config"_s, u"command"_s, u"localEnv"_s};
    TemplateScan scan;
    ForwardFinder open(text, u"${");
    qsizetype at = 0;
    while ((at = open.find(at)) >= 0) {
        const qsizetype start = at + 2;
        qsizetype end = start;
        while (end < text.size() && (isNamePart(text[end]) || text[end] == u'.' || text[end] == u'-')) {
            ++end;
        }
        at = end;
        if (end == start || end >= text.size()) {
            continue;
        }
        const QString name = text.sliced(start, end - start).toString();
        if (text[end] == u':' && prefixes.contains(name)) {
            qsizetype last = end + 1;
            while (last < text.size() && text[last] != u'}' && text[last] != u'\n'
                   && (name != "input"_L1 || text[last] != u':')) {
                ++last;
            }
            const bool isInput = name == "input"_L1;
            const qsizetype from = isInput ? end + 1 : start;
            scan.uses.append({.name = text.sliced(from, last - from).toString(),
                              .kind = isInput ? VariableKind::Input : VariableKind::Reference,
                              .span = {from, last - from}});
            at = last;
        } else if (text[end] == u'}' || text[end] == u'=') {
            scan.uses.append({.name = name, .span = {start, end - start}});
        }
    }
    return scan;
}

// $ARGUMENTS and $1. A lone $5 is money: positions count from one without a gap.
TemplateScan scanDollarArgs(QStringView text)
{
    static const QString all = u"ARGUMENTS"_s;
    TemplateScan scan;
    QSet<int> positions;
    ForwardFinder dollar(text, u"$");
    qsizetype at = 0;
    while ((at = dollar.find(at)) >= 0) {
        const QStringView rest = text.sliced(at + 1);
        const QChar next = rest.isEmpty() ? QChar() : rest[0];
        const QChar second = rest.size() > 1 ? rest[1] : QChar();
        if (rest.startsWith(all)) {
            scan.uses.append({.name = all, .span = {at + 1, all.size()}});
            at += all.size();
        } else if (next >= u'1' && next <= u'9' && !isNamePart(second)
                   && !(QStringView(u".,").contains(second) && rest.size() > 2 && rest[2].isDigit())) {
            scan.uses.append({.name = QString(next), .span = {at + 1, 1}});
            positions.insert(next.digitValue());
        }
        ++at;
    }
    int contiguous = 0;
    while (positions.contains(contiguous + 1)) {
        ++contiguous;
    }
    scan.uses.removeIf(
        [&](const TemplateUse &use) { return use.name != all && use.name.toInt() > contiguous; });
    return scan;
}

// {{ .Field }} and {{ $x }} of Go, {{$x}} and {{plugin.function $x}} of Semantic Kernel.
TemplateScan scanDoubleBraces(QStringView text, TemplateLanguage language)
{
    const bool isGo = language == TemplateLanguage::GoTemplate;
    TemplateScan scan;
    ForwardFinder open(text, u"{{");
    ForwardFinder close(text, u"}}");
    qsizetype at = 0;
    while ((at = open.find(at)) >= 0) {
        const qsizetype end = close.find(at + 2);
        if (end < 0) {
            addTemplateProblem(scan, ProblemKind::UnclosedTag, u"{{"_s, {at, 2});
            break;
        }
        qsizetype i = at + 2;
        bool first = true;
        while (i < end) {
            const QChar c = text[i];
            if (c == u'"' || c == u'\'' || c == u'`') {
                const qsizetype quote = text.sliced(i + 1, end - i - 1).indexOf(c);
                i = quote < 0 ? end : i + quote + 2;
                first = false;
            } else if (c == u'$' || c == u'.' || isNameStart(c)) {
                const qsizetype start = i;
                for (++i; i < end && (isNamePart(text[i]) || text[i] == u'.'); ++i) {
                }
                const bool marked = c == u'$' || c == u'.';
                const qsizetype from = marked ? start + 1 : start;
                const bool isHelper = !isGo && !marked && first;
                if (from < i && (marked || isHelper)) {
                    const bool local = isGo && c == u'$';
                    scan.uses.append({.name = text.sliced(from, i - from).toString(),
                                      .kind = isHelper ? VariableKind::Helper
                                              : local  ? VariableKind::Local
                                                       : VariableKind::Input,
                                      .span = {from, i - from}});
                }
                first = false;
            } else {
                ++i;
            }
        }
        at = end + 2;
    }
    return scan;
}

// What stands between ``` lines, as ascending ranges.
QList<Span> codeFences(QStringView text)
{
    QList<Span> fences;
    qsizetype open = -1;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = text.indexOf(u'\n', at);
        end = end < 0 ? text.size() : end;
        const QStringView line = text.sliced(at, end - at).trimmed();
        if (line.startsWith("```"_L1) || line.startsWith("~~~"_L1)) {
            if (open < 0) {
                open = at;
            } else {
                fences.append({.start = open, .length = end - open});
                open = -1;
            }
        }
        at = end + 1;
    }
    return fences;
}

} // namespace

TemplateScan scanTemplate(QStringView text, TemplateLanguage language)
{
    switch (language) {
    case TemplateLanguage::None:
        return {};
    case TemplateLanguage::Jinja:
        return scanJinja(text);
    case TemplateLanguage::Handlebars:
    case TemplateLanguage::Mustache:
        return scanHandlebars(text, language);
    case TemplateLanguage::FString:
        return scanFString(text);
    case TemplateLanguage::DollarBrace:
        return scanDollarBrace(text);
    case TemplateLanguage::DollarArgs:
        return scanDollarArgs(text);
    case TemplateLanguage::GoTemplate:
    case TemplateLanguage::SemanticKernel:
        return scanDoubleBraces(text, language);
    }
    return {};
}

TemplateLanguage guessLanguage(QStringView whole, Guessing guessing)
{
    const QStringView text = whole.first(std::min<qsizetype>(whole.size(), maximumStructureBytes));
    const qsizetype first = text.indexOf(u'{');
    const QList<Span> fences = first >= 0 && guessing == Guessing::Prose ? codeFences(text) : QList<Span>();
    auto fence = fences.cbegin();
    bool doubled = false;
    bool single = false;
    for (qsizetype i = first; i >= 0 && i + 1 < text.size(); i = text.indexOf(u'{', i + 1)) {
        while (fence != fences.cend() && fence->end() <= i) {
            ++fence;
        }
        const bool isDollar = i > 0 && text[i - 1] == u'$';
        if (isDollar || (fence != fences.cend() && fence->contains(i))) {
            continue;
        }
        const QChar second = text[i + 1];
        const QStringView near = text.sliced(i, std::min<qsizetype>(text.size() - i, 200));
        if (second == u'%' && near.contains("%}"_L1)) {
            return TemplateLanguage::Jinja;
        }
        if (second == u'{') {
            const qsizetype close = near.indexOf("}}"_L1);
            if (close < 0) {
                continue;
            }
            const QStringView inner = near.sliced(2, close - 2).trimmed();
            if (!inner.isEmpty() && QStringView(u"#/>").contains(inner[0])) {
                return TemplateLanguage::Handlebars;
            }
            if (!inner.isEmpty() && inner[0] == u'.' && inner.size() > 1) {
                return TemplateLanguage::GoTemplate;
            }
            if (!inner.isEmpty() && inner[0] == u'$') {
                return TemplateLanguage::SemanticKernel;
            }
            if (inner.contains(u'|') || inner.contains("(\""_L1)) {
                const qsizetype bar = inner.indexOf(u'|');
                if (bar > 0 && isPath(inner.first(bar).trimmed())) {
                    return TemplateLanguage::Jinja;
                }
            }
            doubled = doubled || isPath(inner);
            i += close + 1;
        } else if (isNameStart(second) && (i == 0 || text[i - 1] != u'{')) {
            const qsizetype close = near.indexOf(u'}');
            single = single
                     || (close > 1 && isPath(near.sliced(1, close - 1)) && !near.first(close).contains(u'-'));
        }
    }
    if (doubled) {
        return TemplateLanguage::Mustache;
    }
    if (single && guessing == Guessing::Template) {
        return TemplateLanguage::FString;
    }
    return TemplateLanguage::None;
}

TemplateLanguage languageNamed(const QString &name)
{
    static const QHash<QString, TemplateLanguage> names = {
        {u"jinja"_s, TemplateLanguage::Jinja},
        {u"jinja2"_s, TemplateLanguage::Jinja},
        {u"nunjucks"_s, TemplateLanguage::Jinja},
        {u"liquid"_s, TemplateLanguage::Jinja},
        {u"mustache"_s, TemplateLanguage::Mustache},
        {u"curly"_s, TemplateLanguage::Mustache},
        {u"handlebars"_s, TemplateLanguage::Handlebars},
        {u"f-string"_s, TemplateLanguage::FString},
        {u"fstring"_s, TemplateLanguage::FString},
        {u"semantic-kernel"_s, TemplateLanguage::SemanticKernel},
        {u"go"_s, TemplateLanguage::GoTemplate},
    };
    return names.value(name.trimmed().toLower(), TemplateLanguage::None);
}

QList<TemplateUse> scanReferences(QStringView text)
{
    QList<TemplateUse> uses;
    const auto add = [&](qsizetype start, qsizetype end) {
        uses.append({.name = text.sliced(start, end - start).toString(),
                     .kind = VariableKind::Reference,
                     .span = {start, end - start}});
    };
    QList<std::pair<qsizetype, qsizetype>> addresses;
    qsizetype addressEnd = 0; // an address in an address is part of it
    const char16_t *units = text.utf16();
    const auto next = [&](qsizetype at) { return seek<u'$', u':'>(units, at, text.size()); };
    for (qsizetype at = next(0); at < text.size(); at = next(at + 1)) {
        if (text[at] == u'$') {
            const QStringView rest = text.sliced(at + 1);
            const bool known = rest.startsWith("{env:"_L1, Qt::CaseInsensitive)
                               || rest.startsWith("{file:"_L1, Qt::CaseInsensitive);
            const qsizetype end =
                known ? rest.first(std::min<qsizetype>(rest.size(), 1025)).indexOf(u'}') : -1;
            if (end > 1 && rest[end - 1] != u':') {
                add(at + 2, at + 1 + end);
            }
        } else if (at >= addressEnd + 4 && text.sliced(at - 4).startsWith("file://"_L1)) {
            qsizetype end = at + 3;
            while (end < text.size() && !text[end].isSpace()
                   && !QStringView(u"\"'`)>]").contains(text[end])) {
                ++end;
            }
            if (end > at + 3) {
                addresses.append({at - 4, end});
                addressEnd = end;
            }
        }
    }
    // Those in braces come first.
    for (const auto &[start, end] : std::as_const(addresses)) {
        add(start, end);
    }
    return uses;
}

} // namespace countersign::prompt
