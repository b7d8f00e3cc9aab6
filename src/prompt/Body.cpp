// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Body.h"

#include "prompt/Characters.h"
#include "prompt/Source.h"

#include <QHash>

#include <optional>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// Past the line break at `at`, or `at` when there is none.
qsizetype afterBreak(QStringView text, qsizetype at)
{
    if (at >= text.size() || !isBreak(text[at])) {
        return at;
    }
    return at + (text[at] == u'\r' && at + 1 < text.size() && text[at + 1] == u'\n' ? 2 : 1);
}

// Before the line break that ends at `at`, or `at` when there is none; never before `floor`.
qsizetype beforeBreak(QStringView text, qsizetype at, qsizetype floor)
{
    if (at > floor && text[at - 1] == u'\n') {
        --at;
        return at > floor && text[at - 1] == u'\r' ? at - 1 : at;
    }
    return at > floor && text[at - 1] == u'\r' ? at - 1 : at;
}

qsizetype lineEnd(QStringView text, qsizetype at, qsizetype end)
{
    while (at < end && !isBreak(text[at])) {
        ++at;
    }
    return at;
}

struct Marker
{
    Role role = Role::None;
    QString name = {};
};

// "system:", "# user:", "assistant[name="helper"]:" — the line patterns of Prompty and Prompt flow.
std::optional<Marker> markerLine(QStringView line)
{
    line = line.trimmed();
    if (line.size() > 200 || !line.endsWith(u':')) {
        return {};
    }
    line = line.chopped(1).trimmed();
    if (line.startsWith(u'#')) {
        line = line.sliced(1).trimmed();
    }
    Marker marker;
    if (line.endsWith(u']')) {
        const qsizetype open = line.indexOf(u'[');
        if (open < 0) {
            return {};
        }
        QString attributes = line.sliced(open + 1).chopped(1).trimmed().toString();
        if (attributes.startsWith("name="_L1)) {
            attributes = attributes.sliced(5);
        }
        marker.name = attributes.remove(u'"').remove(u'\'');
        line = line.first(open).trimmed();
    }
    static const QStringList words = {u"system"_s,    u"user"_s,     u"assistant"_s,
                                      u"developer"_s, u"function"_s, u"tool"_s};
    if (!words.contains(line.toString(), Qt::CaseInsensitive)) {
        return {};
    }
    marker.role = roleNamed(line);
    return marker;
}

Message bodyMessage(const QString &source, Span span, LineEnding lineEnding, Role role, const QString &name)
{
    Message message{.role = role, .name = name, .path = u"body"_s, .span = span};
    readBody(message, source, lineEnding);
    return message;
}

bool isBlank(const QString &source, Span span)
{
    return QStringView(source).sliced(span.start, span.length).trimmed().isEmpty();
}

void numberPaths(QList<Message> &messages)
{
    for (qsizetype i = 0; messages.size() > 1 && i < messages.size(); ++i) {
        messages[i].path = u"body[%1]"_s.arg(i);
    }
}

} // namespace

Role roleNamed(QStringView name)
{
    static const QHash<QString, Role> roles = {
        {u"system"_s, Role::System},       {u"user"_s, Role::User},           {u"human"_s, Role::User},
        {u"assistant"_s, Role::Assistant}, {u"ai"_s, Role::Assistant},        {u"model"_s, Role::Assistant},
        {u"gpt"_s, Role::Assistant},       {u"developer"_s, Role::Developer}, {u"tool"_s, Role::Tool},
        {u"function"_s, Role::Tool},
    };
    return roles.value(name.trimmed().toString().toLower(), Role::None);
}

bool startsWithMarkerLine(QStringView body)
{
    for (qsizetype at = 0; at < body.size();) {
        const qsizetype end = lineEnd(body, at, body.size());
        const QStringView line = body.sliced(at, end - at).trimmed();
        if (!line.isEmpty() && !(line.startsWith("{#"_L1) && line.endsWith("#}"_L1))) {
            return markerLine(line).has_value();
        }
        at = afterBreak(body, end);
    }
    return false;
}

QList<Message> splitByMarkerLines(const QString &source, Span body, LineEnding lineEnding, Unmarked unmarked)
{
    QList<Message> messages;
    Marker current{.role = Role::System};
    qsizetype start = body.start;
    bool marked = false;
    const auto finish = [&](qsizetype end) {
        const Span span{.start = start, .length = std::max<qsizetype>(end - start, 0)};
        if (marked || !isBlank(source, span)) {
            messages.append(bodyMessage(source, span, lineEnding, current.role, current.name));
        }
    };
    for (qsizetype at = body.start; at < body.end();) {
        const qsizetype end = lineEnd(source, at, body.end());
        if (const auto marker = markerLine(QStringView(source).sliced(at, end - at))) {
            finish(beforeBreak(source, at, start));
            current = *marker;
            marked = true;
            start = std::min(afterBreak(source, end), body.end());
        }
        if (end >= body.end()) {
            break;
        }
        at = afterBreak(source, end);
    }
    if (!marked && unmarked == Unmarked::NoMessages) {
        return {};
    }
    finish(body.end());
    if (messages.isEmpty()) {
        messages.append(bodyMessage(source, body, lineEnding, Role::System, {}));
    }
    numberPaths(messages);
    return messages;
}

QList<Message> splitByRoleTags(const QString &source, Span body, const QList<RoleTag> &tags,
                               LineEnding lineEnding)
{
    QList<Message> messages;
    Role role = Role::User; // what Dotprompt takes text without a role for
    qsizetype start = body.start;
    bool marked = false;
    const auto finish = [&](qsizetype end) {
        const Span span{.start = start, .length = std::max<qsizetype>(end - start, 0)};
        if (marked || !isBlank(source, span)) {
            messages.append(bodyMessage(source, span, lineEnding, role, {}));
        }
    };
    for (const RoleTag &tag : tags) {
        const qsizetype tagStart = body.start + tag.span.start;
        const qsizetype tagEnd = body.start + tag.span.end();
        // A tag on a line of its own takes the line break before and after it along.
        qsizetype lineStart = tagStart;
        while (lineStart > start && (source[lineStart - 1] == u' ' || source[lineStart - 1] == u'\t')) {
            --lineStart;
        }
        const bool ownLine = lineStart == body.start || (lineStart > 0 && isBreak(source[lineStart - 1]));
        finish(ownLine ? beforeBreak(source, lineStart, start) : tagStart);
        qsizetype end = tagEnd;
        while (end < body.end() && (source[end] == u' ' || source[end] == u'\t')) {
            ++end;
        }
        const bool restBlank = end == body.end() || isBreak(source[end]);
        start = restBlank ? std::min(afterBreak(source, end), body.end()) : tagEnd;
        marked = tag.kind != RoleTag::Kind::Close;
        role = marked ? roleNamed(tag.role) : Role::User;
    }
    finish(body.end());
    if (messages.isEmpty()) {
        messages.append(bodyMessage(source, body, lineEnding, Role::User, {}));
    }
    numberPaths(messages);
    return messages;
}

void findSections(const Message &message, int messageIndex, QList<Section> &sections)
{
    const QStringView text = message.text;
    const qsizetype first = sections.size();
    QList<int> open; // indexes of the enclosing sections
    QString fence;
    qsizetype previousStart = -1; // of the line before, when it could be the title of an underlined heading
    bool beforePrevious = true;   // whether the line before that one was blank

    const auto add = [&](const QString &title, int level, Span heading) {
        if (sections.size() > first) {
            Section &last = sections.last();
            last.body.length = heading.start - last.body.start;
        }
        while (!open.isEmpty() && sections[open.last()].level >= level) {
            open.removeLast();
        }
        sections.append({.message = messageIndex,
                         .title = title,
                         .level = level,
                         .parent = open.isEmpty() ? -1 : open.last(),
                         .heading = heading,
                         .body = {.start = heading.end(), .length = 0}});
        open.append(int(sections.size() - 1));
    };

    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = text.indexOf(u'\n', at);
        end = end < 0 ? text.size() : end;
        const qsizetype next = std::min(end + 1, text.size());
        const QStringView line = text.sliced(at, end - at);
        const QStringView trimmed = line.trimmed();
        const bool couldBeTitle =
            !trimmed.isEmpty() && trimmed.size() <= 120 && trimmed[0].isLetterOrNumber();
        const qsizetype candidate = fence.isEmpty() && couldBeTitle && beforePrevious ? at : -1;

        if (!fence.isEmpty()) {
            if (trimmed.startsWith(fence) && QStringView(trimmed).sliced(fence.size()).trimmed().isEmpty()) {
                fence.clear();
            }
        } else if (trimmed.startsWith("```"_L1) || trimmed.startsWith("~~~"_L1)) {
            qsizetype length = 3;
            while (length < trimmed.size() && trimmed[length] == trimmed[0]) {
                ++length;
            }
            fence = trimmed.first(length).toString();
        } else if (trimmed.startsWith(u'#') && line.indexOf(u'#') <= 3) {
            int level = 0;
            while (level < trimmed.size() && trimmed[level] == u'#') {
                ++level;
            }
            if (level <= 6 && (level == trimmed.size() || trimmed[level].isSpace())) {
                QStringView title = trimmed.sliced(level).trimmed();
                const qsizetype closing = title.lastIndexOf(u' ');
                if (closing > 0 && title.sliced(closing + 1).count(u'#') == title.size() - closing - 1) {
                    title = title.first(closing).trimmed();
                }
                add(title.toString(), level, {at, next - at});
            }
        } else if (previousStart >= 0 && trimmed.size() >= 3
                   && (trimmed.count(u'=') == trimmed.size() || trimmed.count(u'-') == trimmed.size())) {
            const QString title = text.sliced(previousStart, at - previousStart).trimmed().toString();
            add(title, trimmed[0] == u'=' ? 1 : 2, {previousStart, next - previousStart});
        }
        previousStart = candidate;
        beforePrevious = trimmed.isEmpty();
        at = end + 1;
    }
    if (sections.size() > first) {
        Section &last = sections.last();
        last.body.length = text.size() - last.body.start;
    }
}

} // namespace countersign::prompt
