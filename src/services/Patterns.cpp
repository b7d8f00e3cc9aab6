// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Init.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// Endings that say by themselves what a file is, wherever it lies.
constexpr std::array tellingEndings = {".prompt.md",       ".agent.md",   ".chatmode.md", ".instructions.md", ".prompt.yml",
                                       ".prompt.yaml",     ".prompt.json", ".prompt.txt", ".prompty",         ".prompt"};
constexpr std::array tellingNames = {"SKILL.md", "skprompt.txt"};
constexpr qsizetype deepest = 12;

QString endingOf(const QString &name)
{
    for (const char *telling : tellingEndings) {
        const QLatin1StringView ending(telling);
        if (name.endsWith(ending) && name.size() > ending.size()) {
            return ending;
        }
    }
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot > 0 ? name.mid(dot) : QString();
}

bool isLiteral(const QString &path)
{
    return !path.contains(u'*') && !path.contains(u'?');
}

/// Every way to say this path, from itself to all files of its kind.
QStringList candidatesFor(const QString &path)
{
    QStringList all{path};
    const QStringList parts = path.split(u'/');
    const QString &name = parts.last();
    const QString ending = endingOf(name);
    const QString any = u'*' + ending;
    for (const char *telling : tellingNames) {
        if (name == QLatin1StringView(telling)) {
            all.append(u"**/"_s + name);
        }
    }
    for (const char *telling : tellingEndings) {
        if (ending == QLatin1StringView(telling)) {
            all.append(u"**/"_s + any);
        }
    }
    if (parts.size() == 1) {
        all.append(any);
        return all;
    }
    const qsizetype folders = std::min(parts.size() - 1, deepest);
    for (qsizetype depth = 1; depth <= folders; ++depth) {
        all.append(parts.first(depth).join(u'/') + u"/**/"_s + any);
    }
    all.append(parts.first(parts.size() - 1).join(u'/') + u'/' + any);
    for (qsizetype star = 0; star < folders; ++star) {
        QStringList starred = parts;
        starred[star] = u"*"_s;
        if (star > 0) {
            all.append(starred.join(u'/'));
        }
    }
    return all;
}

/// How much a pattern says. An ending that tells by itself says most: a file of that kind is meant wherever it will lie.
qsizetype weight(const QString &pattern)
{
    const qsizetype letters = pattern.size() - pattern.count(u'*');
    return pattern.startsWith(u"**/") ? letters + 1000 : letters;
}

} // namespace

QStringList patternsFor(const QStringList &wanted, const QStringList &others)
{
    QHash<QString, QStringList> covers;
    for (const QString &path : wanted) {
        if (!isLiteral(path)) {
            continue;
        }
        for (const QString &candidate : candidatesFor(path)) {
            QStringList &covered = covers[candidate];
            if (covered.isEmpty() || covered.last() != path) {
                covered.append(path);
            }
        }
    }
    // A file that would be said the same way, and is not wanted, spoils that way.
    for (const QString &path : others) {
        for (const QString &candidate : candidatesFor(path)) {
            covers.remove(candidate);
        }
    }
    QStringList order = covers.keys();
    std::sort(order.begin(), order.end(), [&covers](const QString &a, const QString &b) {
        const qsizetype sizeA = covers[a].size();
        const qsizetype sizeB = covers[b].size();
        if (sizeA != sizeB) {
            return sizeA > sizeB;
        }
        return weight(a) != weight(b) ? weight(a) > weight(b) : a < b;
    });
    QSet<QString> open(wanted.cbegin(), wanted.cend());
    QStringList chosen;
    for (const QString &candidate : std::as_const(order)) {
        const QStringList &covered = covers[candidate];
        const bool adds = std::any_of(covered.cbegin(), covered.cend(),
                                      [&open](const QString &path) { return open.contains(path); });
        if (!adds) {
            continue;
        }
        chosen.append(candidate);
        for (const QString &path : covered) {
            open.remove(path);
        }
        if (open.isEmpty()) {
            break;
        }
    }
    chosen.sort();
    return chosen;
}

} // namespace countersign
