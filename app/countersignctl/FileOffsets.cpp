// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/FileOffsets.h"

#include <algorithm>

namespace countersign::ctl {

namespace {

constexpr qsizetype markEvery = 256;

} // namespace

FileOffsets::FileOffsets(const prompt::Document &document) : m_document(document)
{
    At now;
    if (document.encoding.bom) {
        now = {.bytes = document.encoding.charset == prompt::Charset::Utf16 ? 2 : 3, .characters = 1};
    }
    qsizetype next = 0;
    for (qsizetype source = 0; source < document.source.size();) {
        if (source >= next) {
            m_marks.push_back(now);
            m_marked.push_back(source);
            next = source + markEvery;
        }
        step(now, source);
    }
    m_marks.push_back(now);
    m_marked.push_back(document.source.size());
}

void FileOffsets::step(At &at, qsizetype &source) const
{
    const QString &text = m_document.source;
    const char16_t unit = text[source].unicode();
    const bool pair =
        QChar::isHighSurrogate(unit) && source + 1 < text.size() && text[source + 1].isLowSurrogate();
    if (m_document.encoding.charset == prompt::Charset::Utf16) {
        at.bytes += pair ? 4 : 2;
    } else if (unit == 0xfffd
               && std::binary_search(m_document.encoding.invalidOffsets.cbegin(),
                                     m_document.encoding.invalidOffsets.cend(), source)) {
        at.bytes += 1;
    } else {
        at.bytes += pair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    }
    ++at.characters;
    source += pair ? 2 : 1;
}

FileOffsets::At FileOffsets::at(qsizetype source) const
{
    const auto above = std::upper_bound(m_marked.cbegin(), m_marked.cend(), source);
    const size_t mark = size_t(std::max<std::ptrdiff_t>(0, above - m_marked.cbegin() - 1));
    At found = m_marks[mark];
    for (qsizetype i = m_marked[mark]; i < std::min(source, m_document.source.size());) {
        step(found, i);
    }
    return found;
}

FilePlace FileOffsets::ofSource(prompt::Span span) const
{
    const At start = at(span.start);
    const At end = at(span.end());
    return {.start = start.characters,
            .end = end.characters,
            .byteStart = start.bytes,
            .byteEnd = end.bytes,
            .exact = true};
}

FilePlace FileOffsets::ofText(int message, prompt::Span inText) const
{
    const prompt::Message &carrier = m_document.messages.at(message);
    const prompt::Span span = carrier.toSource(inText);
    FilePlace place = ofSource(span);
    const QStringView text = QStringView(carrier.text);
    const qsizetype start = std::clamp<qsizetype>(inText.start, 0, text.size());
    const qsizetype length = std::clamp<qsizetype>(inText.length, 0, text.size() - start);
    place.exact =
        text.sliced(start, length) == QStringView(m_document.source).sliced(span.start, span.length);
    return place;
}

} // namespace countersign::ctl
