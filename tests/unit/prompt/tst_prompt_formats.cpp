// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Document.h"

#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

class PromptFormatsTest : public QObject
{
    Q_OBJECT

private slots:
    void promptyIsDividedByMarkerLines()
    {
        const Document document = parse("---\nname: X\n---\nsystem:\nBe kind.\n\n# User:\nHi {{name}}\n"
                                        "assistant[name=\"helper\"]:\nHello\n",
                                        "a.prompty");

        QCOMPARE(document.messages.size(), 3);
        QCOMPARE(document.messages[0].text, "Be kind.\n");
        QCOMPARE(document.messages[1].role, Role::User);
        QCOMPARE(document.messages[1].text, "Hi {{name}}");
        QCOMPARE(document.messages[2].name, "helper");
        QCOMPARE(document.messages[2].text, "Hello\n");
        QCOMPARE(document.messages[2].path, "body[2]");
    }

    void promptyTextBeforeTheFirstMarkerIsTheSystemMessage()
    {
        const Document document = parse("---\nname: X\n---\nBe kind.\nuser:\nHi", "a.prompty");

        QCOMPARE(document.messages.size(), 2);
        QCOMPARE(document.messages[0].role, Role::System);
        QCOMPARE(document.messages[0].text, "Be kind.");
    }

    void promptyTemplateFormatDecidesTheLanguage_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<TemplateLanguage>("language");
        QTest::newRow("default") << QByteArray("name: x") << TemplateLanguage::Jinja;
        QTest::newRow("version 1") << QByteArray("template: mustache") << TemplateLanguage::Mustache;
        QTest::newRow("version 1 map")
            << QByteArray("template:\n  format: jinja2\n  parser: prompty") << TemplateLanguage::Jinja;
        QTest::newRow("version 2") << QByteArray("template:\n  format:\n    kind: mustache")
                                   << TemplateLanguage::Mustache;
    }

    void promptyTemplateFormatDecidesTheLanguage()
    {
        QFETCH(const QByteArray, yaml);
        QFETCH(const TemplateLanguage, language);

        QCOMPARE(parse("---\n" + yaml + "\n---\nHi {{x}}\n", "a.prompty").language, language);
    }

    void anUnknownTemplateFormatIsSaid()
    {
        const Document document = parse("---\ntemplate: moustache3\n---\nHi {{x}}\n", "a.prompty");

        QCOMPARE(document.problems.size(), 1);
        QCOMPARE(document.problems[0].kind, ProblemKind::UnknownTemplateLanguage);
        QCOMPARE(document.problems[0].detail, "moustache3");
    }

    void frontMatterOfAgentsGivesToolsHoweverTheyAreWritten_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::newRow("flow list") << QByteArray("tools: [read, 'edit/files', \"Bash(git add:*)\"]");
        QTest::newRow("block list") << QByteArray("tools:\n  - read\n  - edit/files\n  - Bash(git add:*)");
        QTest::newRow("one scalar") << QByteArray("tools: read, edit/files, Bash(git add:*)");
        QTest::newRow("allowed-tools") << QByteArray("allowed-tools: read, edit/files, Bash(git add:*)");
    }

    void frontMatterOfAgentsGivesToolsHoweverTheyAreWritten()
    {
        QFETCH(const QByteArray, yaml);

        const Document document =
            parse("---\ndescription: x\n" + yaml + "\n---\n# Body\n", "agents/a.agent.md");

        QCOMPARE(document.tools(), QStringList({"read", "edit/files", "Bash(git add:*)"}));
        QCOMPARE(document.format, Format::AgentMarkdown);
    }

    void frontMatterThatIsNoYamlIsShownAndItsKeysAreStillFound()
    {
        const Document document =
            parse("---\ndescription: Reviews: all of them\ntools: ['read', \"edit\"]\nallowed-tools: Bash(a, "
                  "b), Web\nmodel: gpt-4o\n---\nBody\n",
                  "a.agent.md");

        QCOMPARE(document.problems.size(), 1);
        QCOMPARE(document.problems[0].kind, ProblemKind::StructureSyntax);
        QCOMPARE(document.problems[0].line, 2);
        QCOMPARE(document.messages[0].path, "frontMatter");
        QVERIFY(document.messages[0].text.contains("Reviews: all of them"));
        QCOMPARE(document.messages[1].text, "Body\n");
        QCOMPARE(document.tools(), QStringList({"read", "edit", "Bash(a, b)", "Web"}));
        QCOMPARE(document.model(), "gpt-4o");
    }

    void rulesInProseAreNoFrontMatter()
    {
        const Document document = parse("---\nThis is prose between two rules.\n---\nMore.\n", "notes.md");

        QCOMPARE(document.format, Format::Markdown);
        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.messages[0].text.size(), document.source.size());
    }

    void anUnclosedFrontMatterIsSaid()
    {
        const Document document = parse("---\nname: x\nBody without an end\n", "a.prompty");

        QCOMPARE(document.problems.size(), 1);
        QCOMPARE(document.problems[0].kind, ProblemKind::FrontMatterUnclosed);
        QCOMPARE(document.messages[0].text, document.source);
    }

    void gitHubModelsMessages()
    {
        const Document document =
            parse("name: Summary\nmodel: openai/gpt-4o-mini\nmodelParameters:\n  temperature: 0.50\n"
                  "messages:\n  - role: system\n    content: You summarise text.\n"
                  "  - role: user\n    content: 'Summarise {{input}}, it''s long'\n"
                  "testData:\n  - input: The quick brown fox went over the dog and then some more\n",
                  "summary.prompt.yml");

        QCOMPARE(document.messages.size(), 2);
        QCOMPARE(document.messages[1].text, "Summarise {{input}}, it's long");
        QCOMPARE(document.messages[1].path, "messages[1].content");
        QCOMPARE(document.setting("modelParameters.temperature")->value, "0.5");
        QCOMPARE(document.setting("modelParameters.temperature")->kind, SettingKind::Parameter);
        QCOMPARE(document.variables.size(), 1);
        QCOMPARE(document.model(), "openai/gpt-4o-mini");
    }

    void chatPartsAndPairsAreMessages()
    {
        const Document parts =
            parse(R"({"messages":[{"role":"user","content":[{"type":"text","text":"Look at {x}"},
            {"type":"image_url","image_url":{"url":"data"}}]}]})",
                  "a.json");
        const Document pairs = parse(R"([["system","You are kind."],["human","Hi {name}"]])", "b.json");

        QCOMPARE(parts.messages.size(), 1);
        QCOMPARE(parts.messages[0].path, "messages[0].content[0].text");
        QCOMPARE(pairs.messages.size(), 2);
        QCOMPARE(pairs.messages[1].role, Role::User);
        QCOMPARE(pairs.language, TemplateLanguage::FString);
    }

    void langfusePromptIsReadWithItsConfig()
    {
        const Document document = parse(R"({"name":"support","type":"text","prompt":"You help {{customer}}.",
            "config":{"model":"gpt-4o","temperature":0.7},"labels":["production"],"version":3})",
                                        "support.json");

        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.messages[0].path, "prompt");
        QCOMPARE(document.model(), "gpt-4o");
        QCOMPARE(document.setting("config.temperature")->kind, SettingKind::Parameter);
        QCOMPARE(document.variables.at(0).name, "customer");
    }

    void promptfooInlinePromptsAreMessagesAndFilesAreReferences()
    {
        const Document document = parse(
            "prompts:\n  - 'Translate {{ text | upper }} to French'\n  - file://prompts/b.txt\n"
            "providers: [openai:gpt-4o]\ntests:\n  - vars:\n      text: a long text with many words in it\n",
            "promptfooconfig.yaml");

        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.language, TemplateLanguage::Jinja);
        QCOMPARE(document.values("prompts[]"), QStringList("file://prompts/b.txt"));
        QCOMPARE(document.variables.size(), 2);
        QCOMPARE(document.variables[1].kind, VariableKind::Reference);
    }

    void settingsOnlyArtifactsHaveKinds_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<SettingKind>("kind");
        QTest::newRow("tool") << QByteArray("tools:\n  - name: refund\n    max_amount: 50\n")
                              << "tools[refund].max_amount" << "50" << SettingKind::Tool;
        QTest::newRow("tool name") << QByteArray("tools:\n  - name: refund\n    max_amount: 50\n")
                                   << "tools[]" << "refund" << SettingKind::Tool;
        QTest::newRow("approval") << QByteArray("tools:\n  - name: refund\n    requires_approval: TRUE\n")
                                  << "tools[refund].requires_approval" << "true" << SettingKind::Approval;
        QTest::newRow("retrieval") << QByteArray("retrieval:\n  top_k: 5\n") << "retrieval.top_k" << "5"
                                   << SettingKind::Retrieval;
        QTest::newRow("routing") << QByteArray("routes:\n  - name: billing\n    model: small\n")
                                 << "routes[billing].model" << "small" << SettingKind::Routing;
        QTest::newRow("threshold") << QByteArray("escalate_below_threshold: 0.80\n")
                                   << "escalate_below_threshold" << "0.8" << SettingKind::Threshold;
        QTest::newRow("text stays text") << QByteArray("metadata:\n  version: \"1.10\"\n")
                                         << "metadata.version" << "1.10" << SettingKind::Metadata;
    }

    void settingsOnlyArtifactsHaveKinds()
    {
        QFETCH(const QByteArray, yaml);
        QFETCH(const QString, path);
        QFETCH(const QString, value);
        QFETCH(const SettingKind, kind);

        const Document document = parse(yaml, "support.yaml");

        QVERIFY(document.messages.isEmpty());
        QVERIFY2(document.setting(path), qPrintable(path));
        QCOMPARE(document.setting(path)->value, value);
        QCOMPARE(document.setting(path)->kind, kind);
    }

    void semanticKernelVariablesAndConfig()
    {
        const Document text =
            parse("Answer {{$input}} with {{time.now}} and {{mail.search $query}}", "skprompt.txt");
        const Document config =
            parse(R"({"schema": 1, "execution_settings": {"default": {"temperature": 0.3}},
            "input_variables": [{"name": "input", "description": "d", "is_required": true}]})",
                  "config.json");

        QCOMPARE(text.variables.at(0).name, "input");
        QCOMPARE(text.variables.at(1).kind, VariableKind::Helper);
        QCOMPARE(text.variables.at(3).name, "query");
        QCOMPARE(config.format, Format::SemanticKernelConfig);
        QCOMPARE(config.variables.at(0).name, "input");
        QVERIFY(config.variables.at(0).required);
    }

    void sectionsNestAndLeaveOutCode()
    {
        const Document document =
            parse("Intro\n# A\ntext\n## B ##\n```\n# not one\n```\nmore\n\nOld style\n===\nend\n", "a.md");

        QCOMPARE(document.sections.size(), 3);
        QCOMPARE(document.sections[1].title, "B");
        QCOMPARE(document.sectionPath(1), "A / B");
        QCOMPARE(document.sections[2].title, "Old style");
        QCOMPARE(document.sections[2].level, 1);
        QCOMPARE(document.sectionAt(0, 0), -1);
        QCOMPARE(document.sectionAt(0, document.source.indexOf("more")), 1);
    }

    void offsetsMapBothWaysThroughEscapesAndIndentation()
    {
        const Document document = parse("prompt: |\n  One day\n  ends.\nother: 1\n", "a.yaml");
        const Message &message = document.messages.at(0);
        const qsizetype ends = message.text.indexOf("ends");

        const Span inSource = message.toSource({ends, 4});

        QCOMPARE(document.source.sliced(inSource.start, inSource.length), "ends");
        QCOMPARE(message.toText(inSource.start), ends);
        QCOMPARE(placeOf(document.source, inSource.start).line, 3);
        QCOMPARE(placeOf(document.source, inSource.start).column, 3);
    }

    void aWrongPlaceInYamlIsSaidInCharacters_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("quotes without an end") << "título: \"日本\nb: 1\n" << 1 << 9;
        QTest::newRow("text after quotes") << "é: ü\n日: \"x\" y\n" << 2 << 8;
        QTest::newRow("key inside a value") << "é: ü: x\n" << 1 << 5;
        QTest::newRow("list without an end") << "a: [1, 2\nb: 3\n" << 2 << 2;
        QTest::newRow("tab") << "a: 1\n\tb: 2\n" << 2 << 1;
    }

    void aWrongPlaceInYamlIsSaidInCharacters()
    {
        QFETCH(const QString, yaml);
        QFETCH(const int, line);
        QFETCH(const int, column);

        const Document document = parse(yaml.toUtf8(), "a.yaml");

        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.messages[0].text, document.source);
        QCOMPARE(document.problems.size(), 1);
        QCOMPARE(document.problems[0].line, line);
        QCOMPARE(document.problems[0].column, column);
        QVERIFY(!document.problems[0].detail.isEmpty());
    }

    void jsonMayHaveCommentsAndSaysWhereItBreaks()
    {
        const Document lenient = parse("// c\n{\"model\": \"x\", /* d */ \"temperature\": 1.0,}", "a.json");
        const Document broken = parse("{\n  \"model\": \"x\"\n  \"b\": 1\n}", "a.json");

        QCOMPARE(lenient.setting("temperature")->value, "1");
        QVERIFY(lenient.problems.isEmpty());
        QCOMPARE(broken.problems.at(0).line, 3);
        QCOMPARE(broken.problems.at(0).column, 3);
        QCOMPARE(broken.messages.at(0).text, broken.source);
    }

    void duplicateKeysAreSaid()
    {
        QCOMPARE(parse("model: a\nmodel: b\n", "a.yaml").problems.at(0).kind, ProblemKind::DuplicateKey);
        QCOMPARE(parse("{\"model\":1,\"model\":2}", "a.json").problems.at(0).kind, ProblemKind::DuplicateKey);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptFormatsTest)
#include "tst_prompt_formats.moc"
