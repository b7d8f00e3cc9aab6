// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Real repositories, governed from their first day: two people in two clones with a bare repository between them.
class Histories : public QObject
{
    Q_OBJECT

private slots:
    void aChangeGoesToProductionAndBack_data()
    {
        QTest::addColumn<int>("leastPrompts");
        QTest::addColumn<QString>("ending");
        QTest::newRow("fabric") << 250 << u"/system"_s;
        QTest::newRow("copilot") << 400 << QString();
        QTest::newRow("sweagent") << 20 << QString();
    }
    void aChangeGoesToProductionAndBack()
    {
        QFETCH(const int, leastPrompts);
        QFETCH(const QString, ending);
        const QString bundle = qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/histories/%1.bundle"_s.arg(
                                       QString::fromLatin1(QTest::currentDataTag()));
        if (!QFile::exists(bundle)) {
            QSKIP("the material is not there");
        }
        World world;
        const QString shared = world.path(u"shared.git"_s);
        world.git(world.path(u"."_s), {u"clone"_s, u"--quiet"_s, u"--bare"_s, bundle, shared});
        for (const QString &who : {u"ana"_s, u"ben"_s}) {
            const QString clone = world.path(u"real-"_s + who);
            world.git(world.path(u"."_s), {u"clone"_s, u"--quiet"_s, shared, clone});
            world.git(clone, {u"config"_s, u"user.name"_s, who});
            world.git(clone, {u"config"_s, u"user.email"_s, who + u"@example.com"_s});
        }
        const auto json = [&world](const QString &who, const QStringList &arguments) {
            const Ran ran = world.runIn(world.path(u"real-"_s + who), u"real-"_s + who, arguments + QStringList{u"--json"_s});
            if (ran.status != 0) {
                qWarning("%s: %s", qPrintable(arguments.join(u' ')), qPrintable(ran.why().left(2000)));
            }
            return ran.json();
        };
        QCOMPARE(json(u"ana"_s, {u"init"_s, u"--yes"_s, u"--add-person"_s, u"Ben Okafor <ben@example.com>"_s})
                         .value(u"done"_s).toString(),
                 u"started"_s);

        const QJsonArray prompts = json(u"ben"_s, {u"prompts"_s}).value(u"prompts"_s).toArray();
        QVERIFY2(prompts.size() >= leastPrompts, qPrintable(QString::number(prompts.size())));
        QString prompt;
        for (const QJsonValue &value : prompts) {
            const QString id = value[u"id"_s].toString();
            if (id.endsWith(ending) && !id.startsWith(u'.')) {
                prompt = id;
            }
        }
        QVERIFY(!prompt.isEmpty());
        const QString production = u"production"_s;
        const QByteArray before = text(world, prompt);
        QVERIFY(!before.isEmpty());

        const QByteArray after = before + "\nNever promise a refund without the approval of a person.\n";
        world.write(u"edited"_s, after);
        world.write(u"note.yaml"_s,
                    "what: A rule about refunds.\nwhy: Nobody looked.\noutcome: Every refund was seen.\n"
                    "triggers:\n  - complaints above 3% window=60 sample=100 action=propose\n"
                    "rollback_owner: ben@example.com\ninformed: [ben@example.com]\n");
        const QJsonObject proposed =
                json(u"ana"_s, {u"propose"_s, prompt, u"--file"_s, world.path(u"edited"_s), u"--title"_s, u"A rule"_s,
                                u"--note"_s, world.path(u"note.yaml"_s)});
        QCOMPARE(proposed[u"change"_s][u"number"_s].toInt(), 1);
        QVERIFY(!json(u"ben"_s, {u"approve"_s, u"1"_s}).isEmpty());
        const QJsonObject shown = json(u"ana"_s, {u"show"_s, u"#1"_s});
        QCOMPARE(shown[u"status"_s].toString(), u"accepted"_s);
        QVERIFY(!json(u"ana"_s, {u"release"_s, prompt, u"--environment"_s, u"staging"_s}).isEmpty());
        QVERIFY(!json(u"ana"_s, {u"release"_s, prompt, u"--environment"_s, production}).isEmpty());
        QCOMPARE(text(world, prompt), after);
        const QString accepted = json(u"ben"_s, {u"resolve"_s, prompt, u"--environment"_s, production})[u"version"_s].toString();
        QVERIFY(!json(u"ben"_s, {u"diff"_s, prompt + u"@1.0.0"_s, prompt + u'@' + accepted}).isEmpty());

        QVERIFY(!json(u"ben"_s, {u"rollback"_s, prompt, u"--environment"_s, production, u"--reason"_s, u"Too strict."_s})
                         .isEmpty());

        QCOMPARE(text(world, prompt), before);
        QVERIFY(json(u"ana"_s, {u"verify"_s})[u"sound"_s].toBool());
        QCOMPARE(json(u"ana"_s, {u"status"_s})[u"wrong"_s].toArray(), QJsonArray());
    }

private:
    /// What production answers for the prompt, byte for byte.
    static QByteArray text(World &world, const QString &prompt)
    {
        return world.runIn(world.path(u"real-ben"_s), u"real-ben"_s,
                           {u"resolve"_s, prompt, u"--environment"_s, u"production"_s})
                .out;
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Histories)
#include "tst_histories.moc"
