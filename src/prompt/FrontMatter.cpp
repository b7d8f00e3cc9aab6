// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/FrontMatter.h"

#include "prompt/Characters.h"
#include "prompt/Structure.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

qsizetype lineEnd(QStringView text, qsizetype at)
{
    while (at < text.size() && !isBreak(text[at])) {
        ++at;
    }
    return at;
}

qsizetype nextLine(QStringView text, qsizetype end)
{
    if (end >= text.size()) {
        return text.size();
    }
    return end + (text[end] == u'\r' && end + 1 < text.size() && text[end + 1] == u'\n' ? 2 : 1);
}

QStringView trimmedEnd(QStringView line)
{
    while (!line.isEmpty() && (line.last() == u' ' || line.last() == u'\t')) {
        line.chop(1);
    }
    return line;
}

QString unquoted(QStringView value)
{
    value = value.trimmed();
    const bool quoted = value.size() >= 2 && (value.first() == u'"' || value.first() == u'\'')
                        && value.last() == value.first();
    return (quoted ? value.sliced(1).chopped(1) : value).toString();
}

} // namespace

std::optional<FrontMatter> findFrontMatter(const QString &source, Before before)
{
    const QStringView text = source;
    qsizetype at = 0;
    if (before == Before::Comments) {
        while (at < text.size()) {
            const qsizetype end = lineEnd(text, at);
            const QStringView line = text.sliced(at, end - at).trimmed();
            if (!line.isEmpty() && !line.startsWith(u'#')) {
                break;
            }
            at = nextLine(text, end);
        }
    }
    const qsizetype firstEnd = lineEnd(text, at);
    const QStringView delimiter = trimmedEnd(text.sliced(at, firstEnd - at));
    if (delimiter != "---"_L1 && delimiter != "+++"_L1) {
        return {};
    }
    const qsizetype start = nextLine(text, firstEnd);
    for (at = start; at < text.size() && at - start <= maximumStructureBytes;) {
        const qsizetype end = lineEnd(text, at);
        if (trimmedEnd(text.sliced(at, end - at)) == delimiter) {
            return FrontMatter{.content = {start, at - start}, .bodyStart = nextLine(text, end)};
        }
        at = nextLine(text, end);
    }
    return FrontMatter{.content = {start, text.size() - start}, .bodyStart = text.size(), .closed = false};
}

bool looksLikeYaml(QStringView content)
{
    for (qsizetype at = 0; at < content.size();) {
        const qsizetype end = lineEnd(content, at);
        const QStringView line = trimmedEnd(content.sliced(at, end - at));
        at = nextLine(content, end);
        if (line.isEmpty() || line.startsWith(u'#')) {
            continue;
        }
        const qsizetype colon = line.indexOf(u':');
        const bool keyed = colon > 0 && colon <= 60 && (colon + 1 == line.size() || line[colon + 1] == u' ');
        return keyed && std::all_of(line.begin(), line.begin() + colon, [](QChar c) {
                   return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'"' || c == u'\''
                          || c == u'.';
               });
    }
    return content.trimmed().isEmpty();
}

QList<Setting> readLenient(const QString &source, Span content)
{
    QList<Setting> settings;
    QString key;
    const auto add = [&](const QString &path, QStringView value) {
        settings.append({.path = path,
                         .value = unquoted(value),
                         .kind = kindOfSetting(path),
                         .span = {value.begin() - QStringView(source).begin(), value.size()}});
    };
    const QStringView text = QStringView(source).sliced(0, content.end());
    for (qsizetype at = content.start; at < content.end();) {
        const qsizetype end = lineEnd(text, at);
        const QStringView line = text.sliced(at, end - at);
        const QStringView trimmed = line.trimmed();
        at = nextLine(text, end);
        if (trimmed.startsWith("- "_L1) && !key.isEmpty()) {
            add(key + "[]"_L1, trimmed.sliced(2).trimmed());
            continue;
        }
        const qsizetype colon = line.indexOf(u':');
        const bool keyed = colon > 0 && !line[0].isSpace() && line[0] != u'#';
        if (!keyed) {
            continue;
        }
        key = unquoted(line.first(colon));
        QStringView value = line.sliced(colon + 1).trimmed();
        const bool isFlow = value.startsWith(u'[') && value.endsWith(u']');
        value = isFlow ? value.sliced(1).chopped(1) : value;
        if (isFlow || isCommaList(plainKey(key))) {
            for (const Span part : splitCommas(value.toString())) {
                add(key + "[]"_L1, value.sliced(part.start, part.length));
            }
        } else if (!value.isEmpty()) {
            add(key, value);
        }
    }
    return settings;
}

} // namespace countersign::prompt
