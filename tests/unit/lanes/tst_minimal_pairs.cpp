// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/lanes/LaneCases.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

const QList<LaneCase> &catalogue()
{
    static const QList<LaneCase> cases = laneCases(u"pairs.txt"_s);
    return cases;
}

bool isProse(const QString &path)
{
    for (const QString &ending : {u".md"_s, u".txt"_s, u".prompty"_s, u".prompt"_s, u".j2"_s}) {
        if (path.endsWith(ending))
            return true;
    }
    return false;
}

// The stretch in which the two versions differ, grown to whole words.
std::pair<qsizetype, qsizetype> editedPlace(const LaneCase &change)
{
    const QByteArray &a = change.before;
    const QByteArray &b = change.after;
    qsizetype start = 0;
    while (start < a.size() && start < b.size() && a[start] == b[start])
        ++start;
    qsizetype tail = 0;
    while (tail < a.size() - start && tail < b.size() - start
           && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const qsizetype line = a.lastIndexOf('\n', std::max(qsizetype(0), start - 1)) + 1;
    const qsizetype end = a.indexOf('\n', a.size() - tail);
    return {line, end < 0 ? a.size() : end};
}

// A slip of the finger: two neighbours inside the longest plain word change places.
QByteArray misspelled(const QByteArray &words)
{
    qsizetype best = -1;
    qsizetype length = 7;
    for (qsizetype i = 0; i < words.size();) {
        qsizetype end = i;
        while (end < words.size() && words[end] >= 'a' && words[end] <= 'z')
            ++end;
        const bool alone = (i == 0 || words[i - 1] == ' ')
                           && (end == words.size() || words[end] == ' ' || words[end] == '.' || words[end] == ',');
        if (alone && end - i > length && words[i + 3] != words[i + 4]) {
            best = i;
            length = end - i;
        }
        i = end + 1;
    }
    QByteArray result = words;
    if (best >= 0)
        std::swap(result[best + 3], result[best + 4]);
    return result;
}

struct Neutral
{
    const char *kind = nullptr;
    QByteArray text = {};
};

// What can be done to any place of such a file without saying anything.
QList<Neutral> withoutMeaning(const LaneCase &change)
{
    QList<Neutral> result;
    for (const QByteArray &alike : change.alike)
        result.append({"written otherwise", alike});
    const QByteArray &text = change.before;
    result.append({"CRLF", QByteArray(text).replace("\n", "\r\n")});
    if (change.path.endsWith(u".json"_s)) {
        result.append({"indented", QJsonDocument::fromJson(text).toJson(QJsonDocument::Indented)});
        result.append({"compact", QJsonDocument::fromJson(text).toJson(QJsonDocument::Compact)});
        return result;
    }
    const auto [start, end] = editedPlace(change);
    const QByteArray line = text.mid(start, end - start);
    const auto with = [&, start = start, end = end](const QByteArray &words) {
        return text.first(start) + words + text.mid(end);
    };
    const bool frontMatter = text.startsWith("---\n") && start < text.indexOf("\n---\n");
    const bool ofProse = !frontMatter && !change.path.endsWith(u".py"_s) && !line.contains('{') && !line.startsWith("  - ")
                         && change.alike.isEmpty();
    if (change.path.endsWith(u".yaml"_s) || change.path.endsWith(u".yml"_s))
        result.append({"comment", "# as agreed\n" + text});
    if (isProse(change.path) && ofProse) {
        const qsizetype middle = line.indexOf(' ', line.size() / 2);
        const bool list = line.startsWith("- ") || (line.size() > 1 && line[1] == '.');
        if (middle > 0)
            result.append({"re-wrapped", with(QByteArray(line).replace(middle, 1, list ? "\n  " : "\n"))});
        result.append({"spaced", with(QByteArray(line).replace(". ", ".  "))});
        const qsizetype mark = list ? line.indexOf(' ') + 1 : 0;
        result.append({"emphasised", with(line.first(mark) + "**" + line.mid(mark) + "**")});
        result.append({"trailing spaces", with(line + "  ")});
        if (text.contains("\n- "))
            result.append({"bullets", QByteArray(text).replace("\n- ", "\n* ")});
    }
    if (ofProse) {
        const QByteArray slip = misspelled(line);
        if (slip != line)
            result.append({"misspelled", with(slip)});
    }
    return result;
}

} // namespace

/// Each place edited so that it matters, and edited so that it does not.
class MinimalPairs : public QObject
{
    Q_OBJECT

private slots:
    void theCatalogueCoversIndustriesAndFormats()
    {
        QSet<QString> bases;
        QSet<QString> folders;
        QSet<QString> endings;
        for (const LaneCase &change : catalogue()) {
            bases.insert(change.base);
            folders.insert(change.path.section(u'/', 0, 0));
            endings.insert(change.path.section(u'.', 1));
        }
        qInfo("%lld pairs, %lld texts, %lld folders, %lld kinds of file", static_cast<long long>(catalogue().size()),
              static_cast<long long>(bases.size()), static_cast<long long>(folders.size()),
              static_cast<long long>(endings.size()));
        QVERIFY(catalogue().size() >= 300);
        QVERIFY(bases.size() >= 40);
        for (const QString &ending : {u"md"_s, u"txt"_s, u"prompty"_s, u"prompt"_s, u"prompt.yml"_s, u"prompt.md"_s,
                                      u"agent.md"_s, u"instructions.md"_s, u"j2"_s, u"yaml"_s, u"json"_s, u"py"_s})
            QVERIFY2(endings.contains(ending), qPrintable(ending));
    }

    void anEditThatMattersIsSeen_data()
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < catalogue().size(); ++i)
            QTest::addRow("%s, %s", qPrintable(catalogue()[i].base), qPrintable(catalogue()[i].title)) << static_cast<int>(i);
    }

    void anEditThatMattersIsSeen()
    {
        QFETCH(const int, index);
        const LaneCase &change = catalogue()[index];

        const Outcome found = outcomeOf(change.before, change.after, change.path);

        QVERIFY2(found.lane == change.lane, qPrintable(toString(found.lane) + u'\n' + found.reasons));
    }

    void directionDoesNotCount_data() { anEditThatMattersIsSeen_data(); }

    void directionDoesNotCount()
    {
        QFETCH(const int, index);
        const LaneCase &change = catalogue()[index];
        const Outcome hidden = outcomeOf(change.before, change.after, change.path);
        if (hidden.reasons.contains(u"text.hidden"_s))
            QSKIP("hidden characters count where they come, not where they go");

        const Outcome found = outcomeOf(change.after, change.before, change.path);

        QVERIFY2(found.lane == change.lane, qPrintable(toString(found.lane) + u'\n' + found.reasons));
    }

    void theSamePlaceEditedWithoutMeaningIsLow_data() { anEditThatMattersIsSeen_data(); }

    void theSamePlaceEditedWithoutMeaningIsLow()
    {
        QFETCH(const int, index);
        const LaneCase &change = catalogue()[index];

        for (const Neutral &neutral : withoutMeaning(change)) {
            const Outcome found = outcomeOf(change.before, neutral.text, change.path);
            QVERIFY2(found.lane == Lane::Low,
                     qPrintable(QString::fromLatin1(neutral.kind) + u'\n' + QString::fromUtf8(neutral.text) + u'\n'
                                + found.reasons));
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::MinimalPairs)
#include "tst_minimal_pairs.moc"
