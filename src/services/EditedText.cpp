// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/EditedText.h"

#include "prompt/Write.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

// The text with single line ends, and for each of its positions the one in the source.
struct Normalised
{
    QString text;
    QList<qsizetype> source; // one more than the text has characters
};

Normalised normalise(const QString &source)
{
    Normalised out;
    out.text.reserve(source.size());
    out.source.reserve(source.size() + 1);
    for (qsizetype i = 0; i < source.size(); ++i) {
        out.source.append(i);
        if (source[i] == u'\r') {
            out.text.append(u'\n');
            if (i + 1 < source.size() && source[i + 1] == u'\n')
                ++i;
        } else {
            out.text.append(source[i]);
        }
    }
    out.source.append(source.size());
    return out;
}

QString lineEnd(const prompt::Document &document)
{
    switch (document.encoding.lineEnding) {
    case prompt::LineEnding::CrLf: return u"\r\n"_s;
    case prompt::LineEnding::Cr: return u"\r"_s;
    case prompt::LineEnding::None:
    case prompt::LineEnding::Lf: return u"\n"_s;
    case prompt::LineEnding::Mixed: {
        // The kind that most lines have.
        const qsizetype pairs = document.source.count(u"\r\n"_s);
        return pairs > document.source.count(u'\n') - pairs ? u"\r\n"_s : u"\n"_s;
    }
    }
    return u"\n"_s;
}

} // namespace

EditableText editableText(const QByteArray &bytes, const QString &path)
{
    const prompt::Document document = prompt::parse(bytes, path);
    EditableText out;
    switch (document.encoding.charset) {
    case prompt::Charset::Binary: out.problem = u"binary"_s; return out;
    case prompt::Charset::Utf16: out.problem = u"utf-16"_s; break;
    case prompt::Charset::Utf8:
    case prompt::Charset::InvalidUtf8: break;
    }
    out.text = normalise(document.source).text;
    // The text document of Qt takes these for its own borders and would lose them.
    const bool separators = std::any_of(out.text.begin(), out.text.end(), [](QChar c) {
        return c == QChar(0x2028) || c == QChar(0x2029) || c == QChar(0) || c == QChar(0xfdd0) || c == QChar(0xfdd1);
    });
    if (separators && out.problem.isEmpty())
        out.problem = u"separators"_s;
    return out;
}

Result<QByteArray> bytesWithText(const QByteArray &bytes, const QString &path, const QString &text)
{
    const prompt::Document document = prompt::parse(bytes, path);
    const Normalised old = normalise(document.source);
    if (old.text == text)
        return bytes;
    const qsizetype most = std::min(old.text.size(), text.size());
    qsizetype start = 0;
    while (start < most && old.text[start] == text[start])
        ++start;
    qsizetype same = 0;
    while (same < most - start && old.text[old.text.size() - 1 - same] == text[text.size() - 1 - same])
        ++same;
    // Never between the halves of a character outside the basic plane.
    if (start > 0 && start < text.size() && text[start].isLowSurrogate())
        --start;
    else if (start > 0 && start < old.text.size() && old.text[start].isLowSurrogate())
        --start;
    if (same > 0 && text[text.size() - same].isLowSurrogate())
        --same;
    const qsizetype from = old.source[start];
    const qsizetype to = old.source[old.text.size() - same];
    QString replacement = text.mid(start, text.size() - same - start);
    replacement.replace(u"\n"_s, lineEnd(document));
    return prompt::replace(bytes, document, {from, to - from}, replacement);
}

} // namespace countersign
