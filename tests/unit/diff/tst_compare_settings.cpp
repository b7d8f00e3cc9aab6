// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "diff/Settings.h"
#include "prompt/Document.h"

#include <QTest>

#include <algorithm>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

prompt::Document agent(const QByteArray &frontMatter)
{
    return prompt::parse("---\n" + frontMatter + "---\nAnswer {{question}} kindly.\n", u"a.agent.md"_s);
}

QString stateName(SettingState state)
{
    switch (state) {
    case SettingState::Same:
        return u"same"_s;
    case SettingState::Added:
        return u"added"_s;
    case SettingState::Removed:
        return u"removed"_s;
    case SettingState::Changed:
        return u"changed"_s;
    case SettingState::Renamed:
        return u"renamed"_s;
    case SettingState::NotationOnly:
        return u"notation"_s;
    }
    return {};
}

QStringList changes(const QList<SettingDifference> &settings)
{
    QStringList result;
    for (const SettingDifference &setting : settings) {
        if (setting.state != SettingState::Same)
            result.append(setting.path + u' ' + stateName(setting.state) + u": "_s + setting.before
                          + u" -> "_s + setting.after);
    }
    return result;
}

} // namespace

class CompareSettings : public QObject
{
    Q_OBJECT

private slots:
    void settingsAreComparedByPath_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QStringList>("expected");

        QTest::newRow("model") << QByteArray("model: gpt-4o\n") << QByteArray("model: gpt-5\n")
                               << QStringList{u"model changed: gpt-4o -> gpt-5"_s};
        QTest::newRow("quotes only") << QByteArray("model: gpt-4o\ntools: [\"a\", 'b']\n")
                                     << QByteArray("model: 'gpt-4o'\ntools:\n  - a\n  - b\n")
                                     << QStringList{};
        QTest::newRow("tools in another order")
            << QByteArray("tools: [a, b]\n") << QByteArray("tools: [b, a]\n")
            << QStringList{u"tools[] notation: a, b -> b, a"_s};
        QTest::newRow("parameter gone")
            << QByteArray("temperature: 0.2\nmodel: m\n") << QByteArray("model: m\n")
            << QStringList{u"temperature removed: 0.2 -> "_s};
        QTest::newRow("misspelt key repaired")
            << QByteArray("user-invokable: true\n") << QByteArray("user-invocable: true\n")
            << QStringList{u"user-invocable renamed: true -> true"_s};
        const QByteArray one = "  - vars: {question: one}\n    countersign: {id: a-1}\n";
        const QByteArray two = "  - vars: {question: two}\n    countersign: {id: a-2}\n";
        QTest::newRow("case of a suite put before another")
            << QByteArray("tests:\n" + two) << QByteArray("tests:\n" + one + two)
            << QStringList{u"tests[] changed: a-2 -> a-1, a-2"_s, u"tests[a-1].vars.question added:  -> one"_s,
                           u"tests[a-1].countersign.id added:  -> a-1"_s};
    }

    void settingsAreComparedByPath()
    {
        QFETCH(const QByteArray, left);
        QFETCH(const QByteArray, right);
        QFETCH(const QStringList, expected);

        QCOMPARE(changes(compare(agent(left), agent(right)).settings), expected);
    }

    void toolListsTellTheirItems()
    {
        const Comparison comparison =
            compare(agent("tools: [read, search]\n"), agent("tools: [read, shell]\n"));

        QStringList entries;
        for (const Entry &entry : comparison.entries)
            entries.append(name(entry.kind) + u' ' + entry.before + entry.after);
        entries.sort();
        QCOMPARE(entries, (QStringList{u"tool_added shell"_s, u"tool_removed search"_s}));
    }

    void kindsOfSettingsGiveTheirEntries_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QString>("expected");

        QTest::newRow("model") << QByteArray("model: a\n") << QByteArray("model: b\n") << u"model_changed"_s;
        QTest::newRow("parameter") << QByteArray("temperature: 0.3\n") << QByteArray("temperature: 0.2\n")
                                   << u"parameter_changed"_s;
        QTest::newRow("retrieval") << QByteArray("retrieval:\n  top_k: 5\n")
                                   << QByteArray("retrieval:\n  top_k: 8\n") << u"retrieval_changed"_s;
        QTest::newRow("threshold") << QByteArray("threshold: 0.8\n") << QByteArray("threshold: 0.7\n")
                                   << u"threshold_changed"_s;
        QTest::newRow("schema") << QByteArray("output:\n  schema:\n    title: string\n")
                                << QByteArray("output:\n  schema:\n    headline: integer\n")
                                << u"schema_changed"_s;
        QTest::newRow("approval") << QByteArray("auto_merge: false\n") << QByteArray("auto_merge: true\n")
                                  << u"escalation_changed"_s;
        QTest::newRow("safety") << QByteArray("safety:\n  level: high\n")
                                << QByteArray("safety:\n  level: low\n") << u"refusal_changed"_s;
        QTest::newRow("activation") << QByteArray("description: For lookups\n")
                                    << QByteArray("description: For all\n") << u"setting_changed"_s;
    }

    void kindsOfSettingsGiveTheirEntries()
    {
        QFETCH(const QByteArray, left);
        QFETCH(const QByteArray, right);
        QFETCH(const QString, expected);

        const Comparison comparison = compare(agent(left), agent(right));

        QVERIFY(!comparison.entries.isEmpty());
        QVERIFY(std::any_of(comparison.entries.begin(), comparison.entries.end(),
                            [&expected](const Entry &entry) { return name(entry.kind) == expected; }));
    }

    void variablesAreAddedDroppedAndRenamed()
    {
        const auto variables = [](const QByteArray &left, const QByteArray &right) {
            QStringList result;
            for (const Entry &entry :
                 compare(prompt::parse(left, u"a.jinja2"_s), prompt::parse(right, u"a.jinja2"_s)).entries)
                result.append(name(entry.kind) + u' ' + entry.before + u'>' + entry.after);
            return result;
        };

        QVERIFY(variables("Hello.\n", "Hello.\n\nquestion: {{question}}\n")
                    .contains(u"variable_added >question"_s));
        QVERIFY(variables("Hello {{name}}.\n", "Hello.\n").contains(u"variable_dropped name>"_s));
        QVERIFY(variables("Solve {{issue}} now.\n", "Solve {{problem}} now.\n")
                    .contains(u"variable_renamed issue>problem"_s));
    }

    void topicsFollowThePath_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<SettingTopic>("topic");

        QTest::newRow("tools") << u"tools[]"_s << SettingTopic::Tool;
        QTest::newRow("bundle") << u"agent.tools.bundles[].path"_s << SettingTopic::Tool;
        QTest::newRow("text of a tool") << u"tools[search].description"_s << SettingTopic::ToolText;
        QTest::newRow("environment below tools")
            << u"agent.tools.env_variables.PAGER"_s << SettingTopic::Environment;
        QTest::newRow("temperature") << u"model.parameters.temperature"_s << SettingTopic::Parameter;
        QTest::newRow("deployment") << u"model.configuration.azure_deployment"_s << SettingTopic::Model;
        QTest::newRow("automatic merge") << u"auto_merge"_s << SettingTopic::Approval;
        QTest::newRow("author") << u"metadata.authors[]"_s << SettingTopic::Metadata;
        QTest::newRow("unknown") << u"frobnicate"_s << SettingTopic::Other;
    }

    void topicsFollowThePath()
    {
        QFETCH(const QString, path);
        QFETCH(const SettingTopic, topic);

        QCOMPARE(topicOfPath(path), topic);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CompareSettings)
#include "tst_compare_settings.moc"
