// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/LongPrompt.h"
#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "prompt/Document.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace countersign::test {

using namespace Qt::StringLiterals;

/// How long reading, comparing and classifying one edit of a long prompt takes: what an editor waits for after a key.
class BenchClassify : public QObject
{
    Q_OBJECT

private slots:
    void anEditOfALongPrompt_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const QString text = longPrompt(100'000);
        const auto row = [&text](const char *name, const QString &after) {
            QTest::newRow(name) << text << after;
        };
        const qsizetype middle = text.indexOf(u"Never promise"_s, text.size() / 2);
        row("one letter", QString(text).insert(middle + 5, u'x'));
        row("a sentence more", QString(text).insert(middle, u"Always ask a manager first. "_s));
        row("a word everywhere", QString(text).replace(u"must name"_s, u"should name"_s));
        row("the half gone", text.left(text.size() / 2));
        row("all of it new", QString(text).replace(u' ', u'_').replace(u'\n', u' ') + text.left(200));
    }

    void anEditOfALongPrompt()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        const QByteArray bytes[2] = {before.toUtf8(), after.toUtf8()};
        constexpr int runs = 9;
        std::vector<double> times;
        qsizetype findings = 0;
        for (int i = 0; i < runs; ++i) {
            QElapsedTimer time;
            time.start();
            const auto [left, right] = prompt::parseBoth(bytes[0], bytes[1], u"prompts/refund.md"_s);
            const diff::Comparison comparison = diff::compare(left, right);
            const lanes::Classification found =
                lanes::classify(comparison, {.path = u"prompts/refund.md"_s, .kind = ArtifactKind::Prompt});
            times.push_back(static_cast<double>(time.nsecsElapsed()) / 1e6);
            findings = found.findings.size();
        }
        const double first = times.front();
        std::sort(times.begin(), times.end());
        std::printf("FIGURE | 100 KB classified, %s | %.1f ms, least %.1f ms, the first time %.1f ms | %lld "
                    "findings |\n",
                    QTest::currentDataTag(), times[runs / 2], times.front(), first,
                    static_cast<long long>(findings));
        QVERIFY(findings > 0);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchClassify)
#include "tst_bench_classify.moc"
