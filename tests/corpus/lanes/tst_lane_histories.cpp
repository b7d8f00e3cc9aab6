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

/// The share of each lane over the commits of real prompt repositories. COUNTERSIGN_SHOW=high prints those of a lane.
class LaneHistories : public QObject
{
    Q_OBJECT

private slots:
    void everyCommitHasALane_data()
    {
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<int>("step");
        QTest::newRow("fabric") << u"fabric"_s << 3;
        QTest::newRow("copilot") << u"copilot"_s << 5;
        QTest::newRow("sweagent") << u"sweagent"_s << 2;
    }

    void everyCommitHasALane()
    {
        QFETCH(const QString, bundle);
        QFETCH(const int, step);
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
        for (const ChangedFile &pair : pairsOf(repository, step)) {
            const diff::Comparison comparison =
                diff::compare(prompt::parse(pair.before, pair.path), prompt::parse(pair.after, pair.path));
            const lanes::Classification found = lanes::classify(comparison, {.path = pair.path});
            QVERIFY2(!comparison.identical || pair.before == pair.after, qPrintable(pair.path));
            QVERIFY2(found.lane == Lane::Low || !found.findings.isEmpty(), qPrintable(pair.path));
            ++counts[static_cast<int>(found.lane)];
            ++total;
            if (toString(found.lane) != show)
                continue;
            QStringList reasons;
            for (const lanes::Finding &finding :
                 found.findings.first(std::min<qsizetype>(3, found.findings.size())))
                reasons.append(finding.rule + u" ["_s + finding.subject + u"] "_s + finding.before.left(160)
                               + u" => "_s + finding.after.left(160));
            qInfo("%s\n    %s", qPrintable(pair.path), qPrintable(reasons.join(u"\n    "_s)));
        }
        qInfo("%d changes: low %d %%, medium %d %%, high %d %%", total, 100 * counts[0] / total,
              100 * counts[1] / total, 100 * counts[2] / total);
        QVERIFY(total > 50);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LaneHistories)
#include "tst_lane_histories.moc"
