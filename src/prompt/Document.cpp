// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Document.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// The last segment that starts at or before `offset` in the given coordinate.
template<typename Start>
QList<Segment>::const_iterator segmentBefore(const QList<Segment> &segments, qsizetype offset, Start start)
{
    const auto next = std::upper_bound(segments.cbegin(), segments.cend(), offset,
                                       [&](qsizetype value, const Segment &s) { return value < start(s); });
    return next == segments.cbegin() ? next : next - 1;
}

qsizetype sourceStart(const QList<Segment> &segments, qsizetype textOffset)
{
    const auto s = segmentBefore(segments, textOffset, [](const Segment &x) { return x.text; });
    if (textOffset >= s->text + s->textLength) {
        return s->source + s->sourceLength;
    }
    return s->textLength == s->sourceLength ? s->source + (textOffset - s->text) : s->source;
}

qsizetype sourceEnd(const QList<Segment> &segments, qsizetype textOffset)
{
    const auto s = segmentBefore(segments, textOffset - 1, [](const Segment &x) { return x.text; });
    const qsizetype within = std::min(textOffset - s->text, s->textLength);
    return s->textLength == s->sourceLength ? s->source + within : s->source + s->sourceLength;
}

QString lastName(const QString &settingPath)
{
    return settingPath.sliced(settingPath.lastIndexOf(u'.') + 1);
}

} // namespace

bool Message::isVerbatim() const
{
    if (text.isEmpty()) {
        return span.isEmpty();
    }
    return segments.size() == 1 && segments.first().source == span.start
           && segments.first().sourceLength == span.length && segments.first().textLength == text.size()
           && span.length == text.size() && (text.size() > 1 || carrier == Carrier::Body);
}

Span Message::toSource(Span inText) const
{
    if (segments.isEmpty()) {
        return span;
    }
    const qsizetype first = std::clamp<qsizetype>(inText.start, 0, text.size());
    const qsizetype last = std::clamp<qsizetype>(inText.end(), first, text.size());
    if (first == last) {
        return {.start = first == 0 ? sourceStart(segments, 0) : sourceEnd(segments, first), .length = 0};
    }
    const qsizetype start = sourceStart(segments, first);
    return {.start = start, .length = sourceEnd(segments, last) - start};
}

qsizetype Message::toText(qsizetype sourceOffset) const
{
    if (segments.isEmpty()) {
        return 0;
    }
    const auto s = segmentBefore(segments, sourceOffset, [](const Segment &x) { return x.source; });
    if (sourceOffset <= s->source) {
        return s->text;
    }
    if (sourceOffset >= s->source + s->sourceLength) {
        return s->text + s->textLength;
    }
    return s->textLength == s->sourceLength ? s->text + (sourceOffset - s->source) : s->text;
}

QString Variable::root() const
{
    return name.left(name.indexOf(u'.'));
}

const Setting *Document::setting(const QString &settingPath) const
{
    const auto found = std::find_if(settings.cbegin(), settings.cend(),
                                    [&](const Setting &s) { return s.path == settingPath; });
    return found == settings.cend() ? nullptr : &*found;
}

QStringList Document::values(const QString &settingPath) const
{
    QStringList found;
    for (const Setting &s : settings) {
        if (s.path == settingPath) {
            found.append(s.value);
        }
    }
    return found;
}

QStringList Document::tools() const
{
    QStringList found;
    for (const Setting &s : settings) {
        if (s.kind != SettingKind::Tool || !s.path.endsWith("[]"_L1)) {
            continue;
        }
        QString name = lastName(s.path).chopped(2).toLower();
        name.remove(u'_').remove(u'-');
        const bool grants = name == "tools"_L1 || name == "allowedtools"_L1 || name == "tooldefs"_L1
                            || name == "functions"_L1 || name == "bundles"_L1 || name == "commandfiles"_L1;
        if (grants && !s.value.isEmpty() && !found.contains(s.value)) {
            found.append(s.value);
        }
    }
    return found;
}

QString Document::model() const
{
    static const QStringList wholePaths = {
        u"model"_s,
        u"model.id"_s,
        u"model.name"_s,
        u"model.configuration.azure_deployment"_s,
        u"model.configuration.model"_s,
        u"model.configuration.name"_s,
        u"model[]"_s,
        u"models[]"_s,
    };
    for (const QString &candidate : wholePaths) {
        if (const Setting *s = setting(candidate); s && !s->value.isEmpty()) {
            return s->value;
        }
    }
    for (const Setting &s : settings) {
        const QString name = lastName(s.path);
        if (s.kind == SettingKind::Model && !s.value.isEmpty()
            && (name == "model"_L1 || name == "model_name"_L1 || name == "deployment_name"_L1
                || name == "modelId"_L1 || s.path.endsWith(".model.name"_L1))) {
            return s.value;
        }
    }
    return {};
}

int Document::sectionAt(int message, qsizetype textOffset) const
{
    int found = -1;
    for (int i = 0; i < sections.size(); ++i) {
        if (sections[i].message == message && sections[i].heading.start <= textOffset) {
            found = i;
        }
    }
    return found;
}

QString Document::sectionPath(int section) const
{
    QStringList titles;
    for (int i = section; i >= 0 && i < sections.size(); i = sections[i].parent) {
        titles.prepend(sections[i].title);
    }
    return titles.join(" / "_L1);
}

int Document::messageAt(qsizetype sourceOffset) const
{
    for (int i = 0; i < messages.size(); ++i) {
        const Span span = messages[i].span;
        if (span.contains(sourceOffset) || (span.isEmpty() && span.start == sourceOffset)) {
            return i;
        }
    }
    return -1;
}

Place placeOf(const QString &source, qsizetype offset)
{
    Place place;
    const qsizetype end = std::clamp<qsizetype>(offset, 0, source.size());
    for (qsizetype i = 0; i < end; ++i) {
        const QChar c = source[i];
        const bool crLf = c == u'\r' && i + 1 < source.size() && source[i + 1] == u'\n';
        if (c == u'\n' || (c == u'\r' && !crLf)) {
            ++place.line;
            place.column = 1;
        } else if (!c.isHighSurrogate() && !crLf) {
            ++place.column;
        }
    }
    return place;
}

} // namespace countersign::prompt
