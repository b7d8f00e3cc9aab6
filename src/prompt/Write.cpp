// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Write.h"

#include "prompt/Source.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

struct Replacement
{
    Span span;
    QString text;
};

Done writable(const Document &document, const QString &newText)
{
    const Encoding &encoding = document.encoding;
    if (encoding.charset == Charset::Binary || encoding.charset == Charset::Utf16) {
        return failure(ErrorCode::Unsupported, document.path, u"not a UTF-8 text"_s);
    }
    if (encoding.charset == Charset::InvalidUtf8
        && std::any_of(newText.begin(), newText.end(), [](QChar c) { return c.unicode() > 0x7F; })) {
        return failure(ErrorCode::Invalid, document.path,
                       u"the file is not UTF-8; only ASCII can be written into it"_s);
    }
    if (!newText.isValidUtf16()) {
        return failure(ErrorCode::Invalid, document.path, u"half of a surrogate pair"_s);
    }
    return {};
}

QByteArray applied(const QByteArray &bytes, const Document &document, const Replacement &change)
{
    const qsizetype start = byteOffset(document.source, document.encoding, change.span.start);
    const qsizetype end = byteOffset(document.source, document.encoding, change.span.end());
    QByteArray written;
    written.reserve(bytes.size() - (end - start) + change.text.size());
    written.append(QByteArrayView(bytes).first(start));
    written.append(change.text.toUtf8());
    written.append(QByteArrayView(bytes).sliced(end));
    return written;
}

QString lineBreak(const Document &document, qsizetype near)
{
    switch (document.encoding.lineEnding) {
    case LineEnding::CrLf:
        return u"\r\n"_s;
    case LineEnding::Cr:
        return u"\r"_s;
    case LineEnding::Mixed: {
        // The style of the next break, or of the one before at the end of the file.
        qsizetype at = document.source.indexOf(u'\n', near);
        at = at < 0 ? document.source.lastIndexOf(u'\n') : at;
        return at > 0 && document.source[at - 1] == u'\r' ? u"\r\n"_s : u"\n"_s;
    }
    case LineEnding::None:
    case LineEnding::Lf:
        break;
    }
    return u"\n"_s;
}

QString escaped(QStringView text, Carrier carrier)
{
    QString written;
    written.reserve(text.size());
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'"':
            written += "\\\""_L1;
            break;
        case u'\\':
            written += "\\\\"_L1;
            break;
        case u'\n':
            written += "\\n"_L1;
            break;
        case u'\r':
            written += "\\r"_L1;
            break;
        case u'\t':
            written += "\\t"_L1;
            break;
        default: {
            const bool isHidden =
                c.unicode() < 0x20 || c.unicode() == 0x7F
                || (carrier == Carrier::YamlDouble
                    && (c.unicode() == 0x85 || c.unicode() == 0x2028 || c.unicode() == 0x2029));
            if (isHidden) {
                written += u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
            } else {
                written += c;
            }
        }
        }
    }
    return written;
}

// Where on its line the collection begins that holds a YAML scalar, and how far a block below it is indented.
struct Indentation
{
    qsizetype parent = 0;
};

Indentation indentationAt(const QString &source, qsizetype at)
{
    qsizetype lineStart = at;
    while (lineStart > 0 && source[lineStart - 1] != u'\n' && source[lineStart - 1] != u'\r') {
        --lineStart;
    }
    qsizetype column = lineStart;
    qsizetype dash = -1;
    while (column < at) {
        if (source[column] == u' ') {
            ++column;
        } else if (source[column] == u'-' && column + 1 < source.size() && source[column + 1] == u' ') {
            dash = column - lineStart;
            ++column;
        } else {
            break;
        }
    }
    const bool isElement = column == at && dash >= 0;
    return {.parent = isElement ? dash : column - lineStart};
}

QString asLiteralBlock(const QString &text, const Document &document, const Message &message)
{
    qsizetype breaks = 0;
    while (breaks < text.size() && text[text.size() - 1 - breaks] == u'\n') {
        ++breaks;
    }
    const qsizetype parent = indentationAt(document.source, message.span.start).parent;
    const bool wasBlock = message.carrier == Carrier::YamlLiteral || message.carrier == Carrier::YamlFolded;
    qsizetype indent = parent + 2;
    if (wasBlock && !message.segments.isEmpty()) {
        qsizetype lineStart = message.segments.first().source;
        while (lineStart > 0 && document.source[lineStart - 1] == u' ') {
            --lineStart;
        }
        const qsizetype found = message.segments.first().source - lineStart;
        indent = found > parent ? found : indent;
    }
    const QString eol = lineBreak(document, message.span.start);
    QString written = u"|"_s;
    // Without the indicator a first line that begins with white space would be taken for more indentation.
    const qsizetype firstWord = text.size() - QStringView(text).trimmed().size();
    if (firstWord > 0 && !text.isEmpty() && (text[0] == u' ' || text[0] == u'\n' || text[0] == u'\t')) {
        written += QString::number(indent - parent);
    }
    written += breaks == 0 ? u"-"_s : breaks == 1 ? QString() : u"+"_s;
    written += eol;
    const QStringList lines = text.chopped(breaks).split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        written += lines[i].isEmpty() ? QString() : QString(indent, u' ') + lines[i];
        written += i + 1 < lines.size() ? eol : QString();
    }
    for (qsizetype i = 1; i < breaks; ++i) {
        written += eol;
    }
    return written;
}

// The text between prefix and suffix, as it stands in the carrier. Empty when the carrier cannot hold it in
// place.
std::optional<QString> encodedMiddle(const QString &newText, qsizetype from, qsizetype to,
                                     const Document &document, const Message &message, qsizetype at)
{
    const QStringView middle = QStringView(newText).sliced(from, to - from);
    switch (message.carrier) {
    case Carrier::Body:
        return middle.toString().replace(u'\n', lineBreak(document, at));
    case Carrier::JsonString:
    case Carrier::YamlDouble:
        return escaped(middle, message.carrier);
    case Carrier::YamlSingle:
        return middle.contains(u'\n') ? std::nullopt
                                      : std::optional(middle.toString().replace(u"'"_s, u"''"_s));
    case Carrier::YamlPlain:
    case Carrier::YamlFolded:
        return middle.contains(u'\n') ? std::nullopt : std::optional(middle.toString());
    case Carrier::YamlLiteral: {
        // The replaced range begins at the end of the character before, so a new line's indentation is
        // written here.
        const qsizetype firstSource = message.segments.first().source;
        qsizetype lineStart = firstSource;
        while (lineStart > 0 && document.source[lineStart - 1] == u' ') {
            --lineStart;
        }
        const QString indent(firstSource - lineStart, u' ');
        const QString eol = lineBreak(document, at);
        bool startsLine = from > 0 && newText[from - 1] == u'\n';
        QString written;
        for (qsizetype i = from; i < to; ++i) {
            if (newText[i] == u'\n') {
                written += eol;
                startsLine = true;
            } else {
                written += startsLine ? indent : QString();
                written += newText[i];
                startsLine = false;
            }
        }
        if (startsLine && to < newText.size() && newText[to] != u'\n') {
            written += indent;
        }
        return written;
    }
    }
    return {};
}

// The shortest change: only what differs between the old and the new text.
std::optional<Replacement> smallest(const Document &document, const Message &message, const QString &newText)
{
    const QString &old = message.text;
    if (message.segments.isEmpty() && !(old.isEmpty() && message.carrier == Carrier::Body)) {
        return {};
    }
    const qsizetype shorter = std::min(old.size(), newText.size());
    qsizetype prefix = 0;
    while (prefix < shorter && old[prefix] == newText[prefix]) {
        ++prefix;
    }
    qsizetype suffix = 0;
    while (suffix < shorter - prefix
           && old[old.size() - 1 - suffix] == newText[newText.size() - 1 - suffix]) {
        ++suffix;
    }
    // Neither a surrogate pair nor an escape that carries several characters is divided.
    const auto divides = [&](qsizetype offset) {
        if (offset <= 0 || offset >= old.size()) {
            return false;
        }
        const auto next = std::upper_bound(message.segments.begin(), message.segments.end(), offset,
                                           [](qsizetype value, const Segment &s) { return value < s.text; });
        const Segment &s = *(next - 1);
        return old[offset].isLowSurrogate()
               || (s.textLength != s.sourceLength && s.text < offset && offset < s.text + s.textLength);
    };
    while (divides(prefix)) {
        --prefix;
    }
    while (suffix > 0 && divides(old.size() - suffix)) {
        --suffix;
    }
    if (prefix > 0 && prefix < newText.size() && newText[prefix].isLowSurrogate()) {
        --prefix;
    }
    if (suffix > 0 && newText[newText.size() - suffix].isLowSurrogate()) {
        --suffix;
    }
    Span range{.start = message.span.start, .length = 0};
    if (!message.segments.isEmpty()) {
        const qsizetype start =
            prefix == 0 ? message.toSource({0, 1}).start : message.toSource({prefix - 1, 1}).end();
        const qsizetype last = old.size() - suffix;
        const qsizetype end = last >= old.size() ? message.toSource({old.size() - 1, 1}).end()
                                                 : message.toSource({last, 1}).start;
        range = {.start = start, .length = std::max<qsizetype>(end - start, 0)};
    }
    const auto written =
        encodedMiddle(newText, prefix, newText.size() - suffix, document, message, range.start);
    return written ? std::optional(Replacement{range, *written}) : std::nullopt;
}

// Every way to write the new text, the one that changes least first.
QList<Replacement> candidates(const Document &document, const Message &message, const QString &newText)
{
    QList<Replacement> all;
    if (const auto edit = smallest(document, message, newText)) {
        all.append(*edit);
        if (message.carrier == Carrier::Body) {
            // An empty message stands right before the next marker and needs a line of its own.
            const QString eol = lineBreak(document, edit->span.start);
            all.append({edit->span, edit->text + eol});
            all.append({edit->span, eol + edit->text});
        }
    }
    if (message.carrier == Carrier::Body) {
        return all;
    }
    if (message.carrier == Carrier::JsonString) {
        all.append({message.span, u'"' + escaped(newText, Carrier::JsonString) + u'"'});
        return all;
    }
    const QStringView old = QStringView(document.source).sliced(message.span.start, message.span.length);
    const bool endsLine = !old.isEmpty() && (old.last() == u'\n' || old.last() == u'\r');
    const QString tail = endsLine ? lineBreak(document, message.span.start) : QString();
    const bool wasBlock = message.carrier == Carrier::YamlLiteral || message.carrier == Carrier::YamlFolded;
    const Replacement block{message.span, asLiteralBlock(newText, document, message) + tail};
    const Replacement line{message.span, u'"' + escaped(newText, Carrier::YamlDouble) + u'"' + tail};
    const bool prefersBlock = wasBlock || newText.contains(u'\n');
    all.append(prefersBlock ? block : line);
    all.append(prefersBlock ? line : block);
    return all;
}

// A text that stands for front matter, YAML or JSON that did not parse. Mending it changes how the file is
// read.
bool isUnreadStructure(const Document &document, const Message &message)
{
    const bool isTree = document.format == Format::Yaml || document.format == Format::GitHubModels
                        || document.format == Format::Json || document.format == Format::SemanticKernelConfig;
    return message.path == "frontMatter"_L1 || (isTree && message.carrier == Carrier::Body);
}

bool sameSettings(const QList<Setting> &a, const QList<Setting> &b, const QString &exceptPath)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const Setting &x, const Setting &y) {
        return x.path == y.path && (x.value == y.value || x.path == exceptPath);
    });
}

bool holds(const Document &before, const Document &after, qsizetype message, const QString &newText)
{
    if (after.messages.size() != before.messages.size() || after.format != before.format) {
        return false;
    }
    for (qsizetype i = 0; i < after.messages.size(); ++i) {
        const Message &old = before.messages[i];
        const Message &now = after.messages[i];
        if (now.role != old.role || now.path != old.path || now.text != (i == message ? newText : old.text)) {
            return false;
        }
    }
    return sameSettings(before.settings, after.settings, {});
}

} // namespace

Result<QByteArray> replace(const QByteArray &bytes, const Document &document, Span sourceSpan,
                           const QString &newText)
{
    if (const Done allowed = writable(document, newText); !allowed) {
        return std::unexpected(allowed.error());
    }
    if (sourceSpan.start < 0 || sourceSpan.length < 0 || sourceSpan.end() > document.source.size()) {
        return failure(ErrorCode::Invalid, document.path, u"a range outside the text"_s);
    }
    return applied(bytes, document, {sourceSpan, newText});
}

Result<QByteArray> setMessageText(const QByteArray &bytes, const Document &document, qsizetype message,
                                  const QString &newText)
{
    if (message < 0 || message >= document.messages.size()) {
        return failure(ErrorCode::NotFound, document.path);
    }
    QString text = newText;
    text.replace(u"\r\n"_s, u"\n"_s);
    if (document.messages[message].text == text) {
        return bytes;
    }
    const bool repairs = isUnreadStructure(document, document.messages[message]);
    Error refusal{.code = ErrorCode::Invalid,
                  .subject = document.path,
                  .detail = u"the file would be read differently with this text"_s};
    for (const Replacement &change : candidates(document, document.messages[message], text)) {
        // Only what is written anew must suit the encoding; what is there already stays as it is.
        if (const Done allowed = writable(document, change.text); !allowed) {
            refusal = allowed.error();
            continue;
        }
        if (repairs) {
            return applied(bytes, document, change);
        }
        const QByteArray written = applied(bytes, document, change);
        if (holds(document, parse(written, document.path), message, text)) {
            return written;
        }
    }
    return std::unexpected(refusal);
}

Result<QByteArray> setSetting(const QByteArray &bytes, const Document &document, const QString &path,
                              const QString &value)
{
    const Setting *setting = document.setting(path);
    if (!setting) {
        return failure(ErrorCode::NotFound, path);
    }
    const Span span = setting->span;
    const auto shares = [&](const Setting &s) {
        return s.path == path || (s.span == span && !span.isEmpty());
    };
    if (span.isEmpty() || std::count_if(document.settings.begin(), document.settings.end(), shares) != 1) {
        return failure(ErrorCode::Unsupported, path, u"not one scalar of its own"_s);
    }
    if (setting->value == value) {
        return bytes;
    }
    if (const Done allowed = writable(document, value); !allowed) {
        return std::unexpected(allowed.error());
    }
    const QStringView old = QStringView(document.source).sliced(span.start, span.length);
    const QChar first = old.first();
    const bool isJson = document.format == Format::Json || document.format == Format::SemanticKernelConfig;
    const bool endsLine = old.last() == u'\n' || old.last() == u'\r';
    const QString tail = endsLine ? lineBreak(document, span.start) : QString();
    const QString doubled =
        u'"' + escaped(value, isJson ? Carrier::JsonString : Carrier::YamlDouble) + u'"' + tail;
    const QString single = u'\'' + QString(value).replace(u"'"_s, u"''"_s) + u'\'' + tail;
    QStringList forms = {value + tail, doubled};
    if (first == u'"') {
        forms = {doubled};
    } else if (first == u'\'') {
        forms = {value.contains(u'\n') ? doubled : single, doubled};
    }
    for (const QString &form : forms) {
        const QByteArray written = applied(bytes, document, {span, form});
        const Document after = parse(written, document.path);
        const Setting *now = after.setting(path);
        const bool sameMessages =
            after.messages.size() == document.messages.size()
            && std::equal(
                after.messages.begin(), after.messages.end(), document.messages.begin(),
                [](const Message &a, const Message &b) { return a.text == b.text && a.path == b.path; });
        if (now && now->value == value && sameMessages && after.problems.size() <= document.problems.size()
            && sameSettings(document.settings, after.settings, path)) {
            return written;
        }
    }
    return failure(ErrorCode::Invalid, path, u"the file would be read differently with this value"_s);
}

} // namespace countersign::prompt
