// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/diff/Histories.h"
#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "prompt/Document.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype sampleSize = 60;

// As many of them, evenly spread, always the same.
QStringList sampleOf(const QStringList &all)
{
    QStringList sample;
    for (qsizetype i = 0; i < std::min(sampleSize, all.size()); ++i)
        sample.append(all[i * all.size() / std::min(sampleSize, all.size())]);
    return sample;
}

QString told(const ChangedFile &pair, const lanes::Classification &found)
{
    QString words = pair.path;
    for (const lanes::Finding &finding : found.findings.first(std::min<qsizetype>(3, found.findings.size())))
        words += u"\n    %1 [%2] %3 => %4"_s.arg(finding.rule, finding.subject, finding.before.left(160),
                                             finding.after.left(160));
    return words;
}

} // namespace

/// The share of each lane over every commit of real prompt repositories. COUNTERSIGN_SHOW=low, medium or high prints
/// sixty changes of a lane with their reasons, to be read.
class LaneHistories : public QObject
{
    Q_OBJECT

private slots:
    void everyCommitHasALane_data()
    {
        QTest::addColumn<QString>("bundle");
        QTest::newRow("fabric") << u"fabric"_s;
        QTest::newRow("copilot") << u"copilot"_s;
        QTest::newRow("sweagent") << u"sweagent"_s;
    }

    void everyCommitHasALane()
    {
        QFETCH(const QString, bundle);
        const QString file =
            qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/histories/"_s + bundle + u".bundle"_s;
        if (!QFileInfo::exists(file))
            QSKIP("no histories: set COUNTERSIGN_CORPUS");
        QTemporaryDir folder;
        const QString repository = folder.filePath(bundle);
        QVERIFY(git({u"clone"_s, u"-q"_s, u"--bare"_s, file, repository}).ok);

        const QString show = qEnvironmentVariable("COUNTERSIGN_SHOW");
        int counts[3] = {};
        int total = 0;
        QHash<QString, int> rules;
        QStringList shown;
        for (const ChangedFile &pair : pairsOf(repository, 1)) {
            const diff::Comparison comparison =
                diff::compare(prompt::parse(pair.before, pair.path), prompt::parse(pair.after, pair.path));
            const lanes::Classification found = lanes::classify(comparison, {.path = pair.path});
            QVERIFY2(!comparison.identical || pair.before == pair.after, qPrintable(pair.path));
            QVERIFY2(found.lane == Lane::Low || !found.findings.isEmpty(), qPrintable(pair.path));
            ++counts[static_cast<int>(found.lane)];
            ++total;
            if (!found.findings.isEmpty() && found.lane == Lane::High)
                ++rules[found.findings.first().rule];
            if (toString(found.lane) == show)
                shown.append(told(pair, found));
        }
        for (const QString &words : sampleOf(shown))
            qInfo("%s", qPrintable(words));
        QStringList first;
        for (auto it = rules.cbegin(); it != rules.cend(); ++it)
            first.append(u"%1 %2"_s.arg(it.value(), 4).arg(it.key()));
        std::sort(first.begin(), first.end(), std::greater<>());
        qInfo("%d changes: low %d %%, medium %d %%, high %d %%; first reasons of the high ones:\n%s", total,
              100 * counts[0] / total, 100 * counts[1] / total, 100 * counts[2] / total, qPrintable(first.join(u'\n')));
        QVERIFY(total > 300);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LaneHistories)
#include "tst_lane_histories.moc"
