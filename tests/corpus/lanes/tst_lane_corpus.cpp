// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "prompt/Document.h"
#include "unit/lanes/LaneCases.h"

#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

// One labelled change with what the rules said of it.
struct Labelled
{
    QString id = {};
    QString repository = {};
    QString path = {};
    Lane lane = Lane::Low;
    QString other = {}; ///< the lane that could be defended too
    lanes::Classification found = {};

    friend bool operator==(const Labelled &, const Labelled &) = default;
};

// Rules that see that the model reads the same: they need no support by other repositories.
bool recognisesNotation(const QString &rule)
{
    static const QSet<QString> rules = {u"settings.notation"_s, u"settings.metadata"_s, u"settings.environment"_s,
                                        u"settings.key_harmless"_s, u"text.markup"_s,   u"text.spelling"_s,
                                        u"text.order"_s,        u"text.comment"_s,      u"template.count"_s,
                                        u"code.around"_s};
    return rules.contains(rule);
}

QString reasonsOf(const Labelled &change, Lane lane, const QHash<QString, QSet<QString>> &support)
{
    QStringList reasons;
    for (const lanes::Finding &finding : change.found.findings.first(std::min<qsizetype>(4, change.found.findings.size())))
        reasons.append(u"%1 (%2%3) [%4] %5 => %6"_s.arg(
            finding.rule, toString(finding.lane),
            support.contains(finding.rule) ? QString() : u", decided nothing rightly"_s, finding.subject,
            finding.before.left(120), finding.after.left(120)));
    return u"%1 %2: %3 (%4) got %5\n      %6"_s.arg(change.id, change.path, toString(change.lane), change.other,
                                                 toString(lane), reasons.join(u"\n      "_s));
}

} // namespace

/// The 120 labelled changes of public prompt repositories.
class LaneCorpus : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QFile file(qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/lane_corpus.jsonl"_s);
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("no lane_corpus.jsonl: set COUNTERSIGN_CORPUS");
        qint64 slowest = 0;
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
            m_changes.append({.id = pair["id"_L1].toString(),
                              .repository = pair["repo"_L1].toString(),
                              .path = path,
                              .lane = laneFromString(pair["lane"_L1].toString()).value(),
                              .other = pair["alt_lane"_L1].toString(),
                              .found = lanes::classify(comparison, {.path = path})});
            slowest = std::max(slowest, timer.elapsed());
        }
        qInfo("%lld changes, slowest %lld ms", static_cast<long long>(m_changes.size()), static_cast<long long>(slowest));
        QCOMPARE(m_changes.size(), 120);
        // A rule supports its lane in the repositories where it decided a change as a person did.
        for (const Labelled &change : std::as_const(m_changes)) {
            for (const lanes::Finding &finding : change.found.findings) {
                if (finding.lane == change.found.lane && change.found.lane == change.lane)
                    m_support[finding.rule].insert(change.repository);
            }
        }
    }

    void allRulesTogether()
    {
        report("all rules", [](const Labelled &change) { return change.found.lane; });
    }

    /// For each repository in turn: a rule keeps its lane only if it decided a change rightly in some other one. Without
    /// that it counts as medium, whatever it says; rules that recognise notation stay low.
    void oneRepositoryLeftOutAtATime()
    {
        report("leaving out one repository at a time, by single rule", [this](const Labelled &change) {
            Lane lane = Lane::Low;
            for (const lanes::Finding &finding : change.found.findings) {
                QSet<QString> elsewhere = m_support.value(finding.rule);
                elsewhere.remove(change.repository);
                const bool keeps = recognisesNotation(finding.rule) || !elsewhere.isEmpty();
                lane = std::max(lane, keeps ? finding.lane : Lane::Medium);
            }
            return lane;
        });
    }

private:
    template<typename LaneOf>
    void report(const char *title, LaneOf laneOf)
    {
        Confusion confusion;
        int defensible = 0;
        for (const Labelled &change : std::as_const(m_changes)) {
            const Lane lane = laneOf(change);
            confusion.add(change.lane, lane);
            defensible += lane == change.lane || toString(lane) == change.other;
            if (lane != change.lane)
                qInfo("%s", qPrintable(reasonsOf(change, lane, m_support)));
        }
        confusion.print(title);
        qInfo("with the second lane %d (%.1f %%)", defensible, 100.0 * defensible / confusion.total());
        QCOMPARE(confusion.at(Lane::High, Lane::Low), 0);
        QVERIFY2(confusion.at(Lane::High, Lane::High) * 100 >= confusion.of(Lane::High) * 95,
                 "fewer than 95 % of the highs");
        QVERIFY2(confusion.exact() * 100 >= confusion.total() * 85, "fewer than 85 % exact");
    }

    QList<Labelled> m_changes;
    QHash<QString, QSet<QString>> m_support;
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LaneCorpus)
#include "tst_lane_corpus.moc"
