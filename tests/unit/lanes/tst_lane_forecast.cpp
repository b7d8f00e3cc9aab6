// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/lanes/LaneCases.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

/// Changes of prompts as teams have them, labelled before they were run and scored once before the rules were mended for
/// what they missed: the first table 57.9 % exact with 15 of 73 highs, the second, written after that, 74.0 % with 22 of
/// 32, the third 74.5 % with 7 of 12. Those are the forecast for texts that nobody has read yet; what is asserted here keeps what was gained.
class LaneForecast : public QObject
{
    Q_OBJECT

private slots:
    void changesOfOtherDomainsLandInTheirLanes_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("least");
        QTest::newRow("first") << u"forecast.txt"_s << 120;
        QTest::newRow("second") << u"forecast2.txt"_s << 80;
        QTest::newRow("third") << u"forecast3.txt"_s << 50;
    }

    void changesOfOtherDomainsLandInTheirLanes()
    {
        QFETCH(const QString, file);
        QFETCH(const int, least);
        Confusion confusion;
        int defensible = 0;
        for (const LaneCase &change : laneCases(file)) {
            const Outcome found = outcomeOf(change.before, change.after, change.path);
            confusion.add(change.lane, found.lane);
            defensible += found.lane == change.lane || found.lane == change.other;
            if (found.lane != change.lane)
                qInfo("%s, %s: %s (%s) got %s\n%s", qPrintable(change.base), qPrintable(change.title),
                      qPrintable(toString(change.lane)), qPrintable(toString(change.other)),
                      qPrintable(toString(found.lane)), qPrintable(found.reasons));
        }
        confusion.print(qPrintable(file));
        qInfo("with the second lane %d", defensible);
        QVERIFY(confusion.total() >= least);
        QVERIFY2(confusion.exact() * 100 >= confusion.total() * 85, "fewer than 85 % exact");
        QVERIFY2(confusion.at(Lane::High, Lane::High) * 100 >= confusion.of(Lane::High) * 92, "fewer than 92 % of the highs");
        QVERIFY2(confusion.at(Lane::High, Lane::Low) <= 2, "highs called low");
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LaneForecast)
#include "tst_lane_forecast.moc"
