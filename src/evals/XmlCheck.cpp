// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/XmlCheck.h"

#include <QSet>
#include <QXmlStreamReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype longestXml = 1 << 20;
constexpr int mostTries = 200;
constexpr qsizetype deepestElement = 200;
constexpr qsizetype mostPaths = 100'000;

struct XmlElements
{
    bool good = false;
    QString detail = {};
    QSet<QString> paths = {};
    qsizetype length = 0; ///< read, in characters
};

enum class Ends { WithTheText, WithTheElement };

XmlElements readElements(QStringView text, Ends ends)
{
    XmlElements elements;
    QXmlStreamReader reader(text);
    // A prefix without a declaration is no error of XML 1.0 itself.
    reader.setNamespaceProcessing(false);
    QStringList way;
    while (!reader.atEnd()) {
        const QXmlStreamReader::TokenType token = reader.readNext();
        if (token == QXmlStreamReader::DTD && reader.text().contains(u'[')) {
            elements.detail = u"a DTD within the document is not supported"_s;
            return elements;
        }
        if (token == QXmlStreamReader::StartElement) {
            way << reader.qualifiedName().toString();
            if (way.size() > deepestElement || elements.paths.size() > mostPaths) {
                elements.detail = u"nested too deeply"_s;
                return elements;
            }
            elements.paths.insert(way.join(u'.'));
        } else if (token == QXmlStreamReader::EndElement) {
            way.removeLast();
            if (way.isEmpty() && ends == Ends::WithTheElement) {
                elements.good = true;
                elements.length = reader.characterOffset();
                return elements;
            }
        }
    }
    elements.good = !reader.hasError();
    elements.detail = reader.errorString();
    elements.length = text.size();
    return elements;
}

XmlResult withRequired(const QSet<QString> &paths, const QStringList &required)
{
    QStringList missing;
    std::ranges::copy_if(required, std::back_inserter(missing),
                         [&](const QString &path) { return !paths.contains(path); });
    return missing.isEmpty()
               ? XmlResult{.answer = XmlAnswer::Fits}
               : XmlResult{.answer = XmlAnswer::Missing, .detail = missing.join(u", "_s).left(500)};
}

} // namespace

XmlResult checkXml(const QString &text, const QStringList &required)
{
    if (text.size() > longestXml) {
        return {.answer = XmlAnswer::TooMuch};
    }
    const XmlElements elements = readElements(text, Ends::WithTheText);
    if (!elements.good) {
        return {.answer = XmlAnswer::NotWellFormed, .detail = elements.detail};
    }
    return withRequired(elements.paths, required);
}

XmlResult findXml(const QString &text, const QStringList &required)
{
    if (text.size() > longestXml) {
        return {.answer = XmlAnswer::TooMuch};
    }
    QSet<QString> paths;
    bool found = false;
    int tries = 0;
    for (qsizetype at = text.indexOf(u'<'); at >= 0; at = text.indexOf(u'<', at)) {
        const QChar next = at + 1 < text.size() ? text[at + 1] : QChar();
        if (!next.isLetter() && next != u'_' && next != u':') {
            ++at;
            continue;
        }
        if (++tries > mostTries) {
            return {.answer = XmlAnswer::TooMuch};
        }
        const XmlElements elements = readElements(QStringView(text).sliced(at), Ends::WithTheElement);
        found |= elements.good;
        if (elements.good) {
            paths.unite(elements.paths);
        }
        at += elements.good ? std::max<qsizetype>(1, elements.length) : 1;
    }
    if (!found) {
        return {.answer = XmlAnswer::NotWellFormed, .detail = u"no XML in the answer"_s};
    }
    return withRequired(paths, required);
}

} // namespace countersign::evals
