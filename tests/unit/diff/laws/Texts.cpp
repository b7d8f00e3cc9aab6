// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/diff/laws/Texts.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QStringList &vocabulary()
{
    static const QStringList words =
        u"refund order customer must never should delivery the a within days of 30 14 return item "
        u"explain policy approve agent {{name}} `orders.lookup` if unless 你好 שלום ไทย été "
        u"(see) https://example.org/a?b=c <b> **bold** e.g. person hand over 4.5 % €200"_s.split(u' ');
    return words;
}

} // namespace

QString sentence(QRandomGenerator &random)
{
    QStringList words;
    const int count = 3 + random.bounded(12);
    for (int i = 0; i < count; ++i)
        words.append(vocabulary()[random.bounded(vocabulary().size())]);
    words[0][0] = words[0][0].toUpper();
    return words.join(u' ') + u'.';
}

QString text(QRandomGenerator &random)
{
    QString result;
    const int blocks = random.bounded(14);
    for (int i = 0; i < blocks; ++i) {
        switch (random.bounded(8)) {
        case 0:
            result += u"## "_s + sentence(random) + u"\n\n"_s;
            break;
        case 1:
            result += u"- "_s + sentence(random) + u"\n"_s;
            break;
        case 2:
            result += u"```\ncode "_s + sentence(random) + u"\n\nmore\n```\n"_s;
            break;
        case 3:
            result += u"| a | "_s + sentence(random) + u" |\n"_s;
            break;
        case 4:
            result += u"<rules>\n  "_s + sentence(random) + u"\r\n</rules>\n"_s;
            break;
        default:
            for (int s = random.bounded(4); s >= 0; --s)
                result += sentence(random) + (random.bounded(4) == 0 ? u"\n"_s : u" "_s);
            result += u"\n\n"_s;
        }
    }
    return result;
}

QString edited(const QString &text, QRandomGenerator &random)
{
    QStringList lines = text.split(u'\n');
    const int edits = 1 + random.bounded(5);
    for (int i = 0; i < edits && !lines.isEmpty(); ++i) {
        const qsizetype at = random.bounded(lines.size());
        switch (random.bounded(7)) {
        case 0:
            lines.removeAt(at);
            break;
        case 1:
            lines.insert(at, sentence(random));
            break;
        case 2:
            lines.move(at, random.bounded(lines.size()));
            break;
        case 3: {
            QStringList words = lines[at].split(u' ');
            words[random.bounded(words.size())] = vocabulary()[random.bounded(vocabulary().size())];
            lines[at] = words.join(u' ');
            break;
        }
        case 4: {
            QStringList sentences = lines[at].split(u". "_s);
            sentences.move(random.bounded(sentences.size()), random.bounded(sentences.size()));
            lines[at] = sentences.join(u". "_s);
            break;
        }
        case 5:
            lines[at].replace(u' ', random.bounded(2) ? u"  "_s : u"\n"_s);
            break;
        default:
            lines[at] += u' ' + sentence(random);
        }
    }
    return lines.join(u'\n');
}

QStringList plainSentences(QRandomGenerator &random, int count)
{
    static const QStringList plain =
        u"refund order customer must never should delivery the a within days of return item explain policy "
        u"approve "
        u"agent été über naïve person answer question always before after careful short reply (see) *bold* "
        u"it's "
        u"don't 4.5 30 €200 {{name}} `orders.lookup` e.g. cost, limit; note:"_s.split(u' ');
    QStringList result;
    for (int i = 0; i < count; ++i) {
        QStringList words;
        for (int w = 5 + random.bounded(14); w > 0; --w)
            words.append(plain[random.bounded(plain.size())]);
        words[0] = plain[random.bounded(16)];
        words[0][0] = words[0][0].toUpper();
        words.last() = plain[random.bounded(16)];
        result.append(words.join(u' ') + (random.bounded(6) == 0 ? u'?' : u'.'));
    }
    return result;
}

QString wrapped(const QString &paragraph, int width)
{
    QString result;
    qsizetype column = 0;
    const QStringList words = paragraph.split(u' ');
    for (const QString &word : words) {
        if (!result.isEmpty()) {
            const bool plain =
                !word.isEmpty() && word.front().isLetter() && (word.size() < 2 || word[1] != u')');
            const bool full = column + 1 + word.size() > width && plain;
            result += full ? u'\n' : u' ';
            column = full ? 0 : column + 1;
        }
        result += word;
        column += word.size();
    }
    return result;
}

} // namespace countersign::test
