// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "prompt/Document.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QTest>

#include <algorithm>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

/// The labels that the list answers for, each with the words that say so.
QMap<QString, QStringList> labelsOf(const Comparison &comparison)
{
    QMap<QString, QStringList> labels;
    for (const Entry &entry : comparison.entries) {
        const QString words = name(entry.kind) + u" ["_s + entry.subject + u"] «"_s + entry.before.left(90)
                              + u"» «"_s + entry.after.left(90) + u'»';
        for (const Topic topic : entry.topics)
            labels[name(topic)].append(words);
    }
    // White space beside words is no news.
    const bool onlyNotation = labels.isEmpty();
    for (const Notation &notation : comparison.notations) {
        if (onlyNotation || notation.kind == NotationKind::Markup || notation.kind == NotationKind::Rewrapped)
            labels[u"formatting"_s].append(u"notation %1"_s.arg(static_cast<int>(notation.kind)));
    }
    return labels;
}

struct Count
{
    int both = 0;
    int onlyLabelled = 0;
    int onlyListed = 0;
};

} // namespace

/// The instruction diff held against changes whose kinds a person named.
class InstructionCorpus : public QObject
{
    Q_OBJECT

private slots:
    void everyKindOfChangeIsListed()
    {
        QFile file(qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/lane_corpus.jsonl"_s);
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("no labelled changes: set COUNTERSIGN_CORPUS");
        const bool verbose = qEnvironmentVariableIsSet("COUNTERSIGN_VERBOSE");
        QMap<QString, Count> counts;
        int pairs = 0;
        int wordless = 0;
        while (!file.atEnd()) {
            const QJsonObject pair = QJsonDocument::fromJson(file.readLine()).object();
            const QString path = pair["path"_L1].toString();
            const prompt::Document left = prompt::parse(pair["before"_L1].toString().toUtf8(), path);
            const prompt::Document right = prompt::parse(pair["after"_L1].toString().toUtf8(), path);

            const Comparison comparison = compare(left, right);

            ++pairs;
            const QMap<QString, QStringList> listed = labelsOf(comparison);
            QSet<QString> expected;
            for (const QJsonValue &kind : pair["change_kinds"_L1].toArray())
                expected.insert(kind.toString());
            for (const QString &label : std::as_const(expected)) {
                Count &count = counts[label];
                ++(listed.contains(label) ? count.both : count.onlyLabelled);
                if (verbose && !listed.contains(label))
                    qInfo("%s misses %s: %s (it lists %s)", qPrintable(pair["id"_L1].toString()),
                          qPrintable(label), qPrintable(pair["rationale"_L1].toString()),
                          qPrintable(listed.keys().join(u", "_s)));
            }
            for (const auto &[label, words] : listed.asKeyValueRange()) {
                if (expected.contains(label))
                    continue;
                ++counts[label].onlyListed;
                if (verbose)
                    qInfo("%s has %s beside %s: %s", qPrintable(pair["id"_L1].toString()), qPrintable(label),
                          qPrintable(QStringList(expected.begin(), expected.end()).join(u", "_s)),
                          qPrintable(words.mid(0, 2).join(u"; "_s)));
            }
            // What an entry says went or came stands in the text it went from or came to.
            for (const Entry &entry : comparison.entries) {
                const bool inText = entry.setting < 0 && entry.sentenceChange >= 0;
                if (inText
                    && (!comparison.sides[0].text.simplified().contains(entry.before.simplified())
                        || !comparison.sides[1].text.simplified().contains(entry.after.simplified())))
                    ++wordless;
            }
        }

        qInfo("%-20s  listed and named, named only, listed only; precision, recall", "label");
        double total[3] = {};
        for (const auto &[label, count] : counts.asKeyValueRange()) {
            const int named = count.both + count.onlyLabelled;
            const int listed = count.both + count.onlyListed;
            qInfo("%-20s  %3d %3d %3d; %.2f %.2f", qPrintable(label), count.both, count.onlyLabelled,
                  count.onlyListed, listed > 0 ? static_cast<double>(count.both) / listed : 0.0,
                  named > 0 ? static_cast<double>(count.both) / named : 0.0);
            total[0] += count.both;
            total[1] += count.onlyLabelled;
            total[2] += count.onlyListed;
        }
        qInfo("all: precision %.3f, recall %.3f", total[0] / (total[0] + total[2]),
              total[0] / (total[0] + total[1]));

        QCOMPARE(pairs, 120);
        QCOMPARE(wordless, 0);
        // A person names what a change is mostly about; what the list says beside that is not all wrong.
        QVERIFY(total[0] >= 0.85 * (total[0] + total[1]));
        QVERIFY(total[0] >= 0.68 * (total[0] + total[2]));
        for (const auto &[label, count] : counts.asKeyValueRange())
            QVERIFY2(count.both * 2 >= count.both + count.onlyLabelled, qPrintable(label));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::InstructionCorpus)
#include "tst_instruction_corpus.moc"
