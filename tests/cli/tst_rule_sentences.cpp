// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/RuleSentences.h"
#include "lanes/Classify.h"

#include <QSet>
#include <QTest>

namespace countersign::test {

class RuleSentences : public QObject
{
    Q_OBJECT

private slots:
    void everyLaneRuleSaysWhyItMatters()
    {
        QSet<QString> seen;
        for (const lanes::RuleInfo &rule : lanes::rules()) {
            const QString why = ctl::ruleSentence(rule.id);
            QVERIFY2(why.endsWith(u'.') && why.size() > 20, qPrintable(rule.id));
            QVERIFY2(!seen.contains(why), qPrintable(rule.id));
            seen.insert(why);
        }
    }

    void anUnknownRuleSaysNothing() { QVERIFY(ctl::ruleSentence(QStringLiteral("policy.tides")).isEmpty()); }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RuleSentences)
#include "tst_rule_sentences.moc"
