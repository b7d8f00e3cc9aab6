// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"
#include "prompt/Write.h"

#include <QString>

/// What every parsed file must hold, whatever is in it. Each check returns what is wrong, empty when nothing
/// is.
namespace countersign::test {

/// Segments cover the text in order, lie inside the span, and say the same characters where they are one to
/// one.
inline QString wrongSegments(const prompt::Document &document)
{
    for (const prompt::Message &message : document.messages) {
        qsizetype text = 0;
        qsizetype source = message.span.start;
        if (message.segments.isEmpty() && !message.text.isEmpty()) {
            return message.path + ": the text is not mapped";
        }
        for (const prompt::Segment &segment : message.segments) {
            if (segment.text != text || segment.source < source
                || segment.source + segment.sourceLength > std::max(message.span.end(), segment.source + 2)) {
                return message.path + ": a segment out of order";
            }
            const bool same = QStringView(message.text).sliced(segment.text, segment.textLength)
                              == QStringView(document.source).sliced(segment.source, segment.sourceLength);
            if (segment.textLength == segment.sourceLength && segment.textLength > 1 && !same) {
                return message.path + ": a segment with other characters";
            }
            text += segment.textLength;
            source = segment.source + segment.sourceLength;
        }
        if (text != message.text.size()) {
            return message.path + ": the segments end early";
        }
    }
    return {};
}

/// Everything that points into the text points inside it.
inline QString wrongSpans(const prompt::Document &document)
{
    const auto inside = [](prompt::Span span, qsizetype size) {
        return span.start >= 0 && span.length >= 0 && span.end() <= size;
    };
    for (const prompt::Setting &setting : document.settings) {
        if (!inside(setting.span, document.source.size())) {
            return "setting " + setting.path;
        }
    }
    for (const prompt::Section &section : document.sections) {
        const qsizetype size = document.messages[section.message].text.size();
        if (!inside(section.heading, size) || !inside(section.body, size)) {
            return "section " + section.title;
        }
    }
    for (const prompt::Variable &variable : document.variables) {
        const qsizetype size =
            variable.message < 0 ? document.source.size() : document.messages[variable.message].text.size();
        if (!inside(variable.firstUse, size)) {
            return "variable " + variable.name;
        }
    }
    for (const prompt::Problem &problem : document.problems) {
        if (!inside(problem.span, document.source.size()) || problem.line < 1 || problem.column < 1) {
            return "problem " + problem.detail;
        }
    }
    return {};
}

/// Sets every message to its own text, then to an edited one, and reads the result again.
inline QString wrongRoundTrip(const QByteArray &bytes, const prompt::Document &document,
                              const QString &insertion)
{
    for (qsizetype i = 0; i < document.messages.size(); ++i) {
        const prompt::Message &message = document.messages[i];
        const auto same = prompt::setMessageText(bytes, document, i, message.text);
        if (!same || *same != bytes) {
            return message.path + ": its own text changes the file";
        }
        QString edited = message.text;
        qsizetype middle = edited.size() / 2;
        while (middle > 0 && middle < edited.size() && edited[middle].isLowSurrogate()) {
            --middle;
        }
        edited.insert(middle, insertion);
        const auto written = prompt::setMessageText(bytes, document, i, edited);
        if (!written) {
            return message.path + ": " + written.error().detail;
        }
        const prompt::Document after = prompt::parse(*written, document.path);
        const bool mayMend = message.path == "frontMatter"; // what it says decides how the file is read
        if (mayMend ? !after.source.contains(insertion.trimmed().section('\n', 0, 0))
                    : after.messages.size() != document.messages.size() || after.messages[i].text != edited) {
            return message.path + ": the edited text is read differently";
        }
        const QByteArray before = QByteArray(bytes).first(
            document.source.first(message.span.start).toUtf8().size() + (document.encoding.bom ? 3 : 0));
        const QByteArray behind = document.source.sliced(message.span.end()).toUtf8();
        if (document.encoding.charset == prompt::Charset::Utf8
            && (!written->startsWith(before) || !written->endsWith(behind))) {
            return message.path + ": bytes outside the message changed";
        }
    }
    return {};
}

} // namespace countersign::test
