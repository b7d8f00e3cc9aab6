// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "prompt/Document.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

/// The 120 labelled changes of public prompt repositories.
class LaneCorpus : public QObject
{
    Q_OBJECT

private slots:
    void labelledChangesLandInTheirLanes()
    {
        QFile file(qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/lane_corpus.jsonl"_s);
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("no lane_corpus.jsonl: set COUNTERSIGN_CORPUS");
        int matrix[3][3] = {};
        int exact = 0;
        int defensible = 0;
        int total = 0;
        int highAsLow = 0;
        qint64 slowest = 0;
        QStringList misses;
        while (!file.atEnd()) {
            const QJsonObject pair = QJsonDocument::fromJson(file.readLine()).object();
            if (pair.isEmpty())
                continue;
            const QString path = pair["path"_L1].toString();
            QElapsedTimer timer;
            timer.start();

            const diff::Comparison comparison =
                diff::compare(prompt::parse(pair["before"_L1].toString().toUtf8(), path),
                              prompt::parse(pair["after"_L1].toString().toUtf8(), path));
            const lanes::Classification found = lanes::classify(comparison, {.path = path});

            slowest = std::max(slowest, timer.elapsed());
            const QString label = pair["lane"_L1].toString();
            const QString got = toString(found.lane);
            const Lane expected = laneFromString(label).value();
            ++matrix[static_cast<int>(expected)][static_cast<int>(found.lane)];
            ++total;
            exact += got == label;
            defensible += got == label || got == pair["alt_lane"_L1].toString();
            highAsLow += expected == Lane::High && found.lane == Lane::Low;
            QStringList reasons;
            for (const lanes::Finding &finding : found.findings) {
                if (finding.lane == found.lane && reasons.size() < 4)
                    reasons.append(finding.rule + u" ["_s + finding.subject + u"] "_s
                                   + finding.before.left(150) + u" => "_s + finding.after.left(150));
            }
            if (got != label)
                misses.append(u"%1 %2: %3 (%4) got %5\n      %6"_s.arg(pair["id"_L1].toString(), path, label,
                                                                       pair["alt_lane"_L1].toString(), got,
                                                                       reasons.join(u"\n      "_s)));
        }
        for (const QString &miss : std::as_const(misses))
            qInfo("%s", qPrintable(miss));
        qInfo("true/predicted  low medium high");
        const char *names[] = {"low", "medium", "high"};
        for (int row = 0; row < 3; ++row)
            qInfo("%-8s        %3d   %3d   %3d", names[row], matrix[row][0], matrix[row][1], matrix[row][2]);
        qInfo("exact %d of %d (%.1f %%), with the second lane %d (%.1f %%), slowest %lld ms", exact, total,
              100.0 * exact / total, defensible, 100.0 * defensible / total, slowest);

        QCOMPARE(total, 120);
        QCOMPARE(highAsLow, 0);
        QVERIFY2(matrix[2][2] * 100 >= (matrix[2][0] + matrix[2][1] + matrix[2][2]) * 95,
                 "fewer than 95 % of the highs");
        QVERIFY2(exact * 100 >= total * 85, "fewer than 85 % exact");
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LaneCorpus)
#include "tst_lane_corpus.moc"
