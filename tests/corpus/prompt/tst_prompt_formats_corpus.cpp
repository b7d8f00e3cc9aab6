// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Checks.h"
#include "support/Seed.h"

#include "prompt/Guess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

/// The 45 real files of prompt_formats: what is read from them, and that nothing is lost in writing.
class PromptFormatsCorpusTest : public QObject
{
    Q_OBJECT

private:
    QDir m_folder;

    [[nodiscard]] QByteArray bytesOf(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    [[nodiscard]] Document read(const QString &name) const { return parse(bytesOf(name), name); }

    [[nodiscard]] QStringList files() const
    {
        QStringList names = m_folder.entryList(QDir::Files);
        names.removeAll("INDEX.md");
        return names;
    }

    static QStringList titles(const Document &document)
    {
        QStringList found;
        for (const Section &section : document.sections) {
            found.append(section.title);
        }
        return found;
    }

    static QStringList names(const Document &document, VariableKind kind)
    {
        QStringList found;
        for (const Variable &variable : document.variables) {
            if (variable.kind == kind) {
                found.append(variable.name);
            }
        }
        return found;
    }

    static QStringList paths(const Document &document)
    {
        QStringList found;
        for (const Message &message : document.messages) {
            found.append(message.path);
        }
        return found;
    }

private slots:
    void initTestCase()
    {
        const QString corpus = qEnvironmentVariable("COUNTERSIGN_CORPUS");
        m_folder = QDir(corpus + "/prompt_formats");
        if (corpus.isEmpty() || !m_folder.exists()) {
            QSKIP("no corpus: COUNTERSIGN_CORPUS names no folder with prompt_formats");
        }
        QCOMPARE(files().size(), 45);
    }

    void everyFileHoldsTogether_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : files()) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }

    void everyFileHoldsTogether()
    {
        QFETCH(const QString, name);
        const QByteArray bytes = bytesOf(name);

        const Document document = parse(bytes, name);

        QCOMPARE((document.encoding.bom ? QByteArray("\xEF\xBB\xBF") : QByteArray())
                     + document.source.toUtf8(),
                 bytes);
        QCOMPARE(wrongSegments(document), QString());
        QCOMPARE(wrongSpans(document), QString());
        QCOMPARE(wrongRoundTrip(bytes, document, " must never "), QString());
        QCOMPARE(
            wrongRoundTrip(bytes, document, "\nA line of its own: \"quoted\", it's \\ 30 €.\n\n  indented"),
            QString());
    }

    void everyMessageCanBeReplacedAltogether_data() { everyFileHoldsTogether_data(); }

    void everyMessageCanBeReplacedAltogether()
    {
        QFETCH(const QString, name);
        const QByteArray bytes = bytesOf(name);
        const Document document = parse(bytes, name);
        for (qsizetype i = 0; i < document.messages.size(); ++i) {
            if (document.messages[i].path == "frontMatter") {
                continue; // its text decides how the file is read
            }
            for (const QString &text : {QString("A new text of two lines,\nwith an end.\n"),
                                        QString("One line with enough words to read as a prompt")}) {
                const auto written = setMessageText(bytes, document, i, text);

                QVERIFY2(written, qPrintable(document.messages[i].path + ": "
                                             + (written ? "" : written.error().detail)));
                QCOMPARE(parse(*written, name).messages.at(i).text, text);
            }
        }
    }

    void lineEndingsAndByteOrderMarkChangeNothingThatIsRead_data() { everyFileHoldsTogether_data(); }

    void lineEndingsAndByteOrderMarkChangeNothingThatIsRead()
    {
        QFETCH(const QString, name);
        QByteArray lf = bytesOf(name);
        lf.replace("\r\n", "\n");
        if (lf.startsWith("\xEF\xBB\xBF")) {
            lf = lf.sliced(3);
        }
        const QByteArray crLf = QByteArray("\xEF\xBB\xBF") + QByteArray(lf).replace("\n", "\r\n");

        const Document a = parse(lf, name);
        const Document b = parse(crLf, name);

        QCOMPARE(b.messages.size(), a.messages.size());
        for (qsizetype i = 0; i < a.messages.size(); ++i) {
            QCOMPARE(b.messages[i].text, a.messages[i].text);
        }
        QCOMPARE(b.sections, a.sections);
        QCOMPARE(b.settings.size(), a.settings.size());
        for (qsizetype i = 0; i < a.settings.size(); ++i) {
            QCOMPARE(b.settings[i].path, a.settings[i].path);
            QCOMPARE(b.settings[i].value, a.settings[i].value);
        }
        QCOMPARE(b.variables.size(), a.variables.size());
        QCOMPARE(wrongSegments(b), QString());
        QCOMPARE(wrongRoundTrip(crLf, b, " one\nand two "), QString());
    }

    void everyPairOfTheLaneCorpusIsReadAndWritten()
    {
        QFile file(m_folder.filePath("../lane_corpus.jsonl"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int texts = 0;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const QJsonObject pair = QJsonDocument::fromJson(line).object();
            for (const QString &side : {QString("before"), QString("after")}) {
                if (!pair.contains(side)) {
                    continue;
                }
                const QByteArray bytes = pair[side].toString().toUtf8();
                const Document document = parse(bytes, pair["path"].toString());
                const QByteArray where = pair["id"].toString().toUtf8() + ' ' + side.toUtf8();
                QVERIFY2(wrongSegments(document).isEmpty(), where + ": " + wrongSegments(document).toUtf8());
                QVERIFY2(wrongSpans(document).isEmpty(), where + ": " + wrongSpans(document).toUtf8());
                const QString wrong = wrongRoundTrip(bytes, document, " must never ");
                QVERIFY2(wrong.isEmpty(), where + ": " + wrong.toUtf8());
                ++texts;
            }
        }
        QCOMPARE(texts, 240);
    }

    void aFileCutOffAnywhereIsStillRead()
    {
        QRandomGenerator random(seed());
        for (const QString &name : files()) {
            const QByteArray bytes = bytesOf(name);
            for (int i = 0; i < 50 && !bytes.isEmpty(); ++i) {
                const QByteArray cut = bytes.first(random.bounded(bytes.size()));

                const Document document = parse(cut, name);

                QVERIFY2(wrongSegments(document).isEmpty(),
                         qPrintable(name + " cut at " + QString::number(cut.size())));
                QVERIFY2(wrongSpans(document).isEmpty(),
                         qPrintable(name + " cut at " + QString::number(cut.size())));
            }
        }
    }

    void aFileWithRandomDamageIsStillRead()
    {
        QRandomGenerator random(seed());
        static constexpr char bites[] = "{}[]|>-:\"'\\\n\r\t #&*!%`$~\x01\xFF\xE2";
        for (const QString &name : files()) {
            const QByteArray bytes = bytesOf(name).first(std::min<qsizetype>(bytesOf(name).size(), 8000));
            for (int i = 0; i < 50 && !bytes.isEmpty(); ++i) {
                QByteArray damaged = bytes;
                for (int k = 0; k < 3; ++k) {
                    damaged[random.bounded(damaged.size())] = bites[random.bounded(int(sizeof bites) - 1)];
                }

                const Document document = parse(damaged, name);

                QVERIFY2(wrongSpans(document).isEmpty(), qPrintable(name));
                const bool isPlain =
                    !document.messages.isEmpty() && document.messages[0].path != "frontMatter"
                    && std::none_of(document.problems.begin(), document.problems.end(),
                                    [](const Problem &p) { return p.kind == ProblemKind::StructureSyntax; });
                if (isPlain) {
                    const auto written = setMessageText(damaged, document, 0, "Another text.\n");
                    QVERIFY2(!written || parse(*written, name).messages.at(0).text == "Another text.\n",
                             qPrintable(name));
                }
            }
        }
    }

    void largeFilesAreReadWithinATenthOfASecond_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("294 KB of sections") << "copilot_skill_294KB.SKILL.md";
        QTest::newRow("one line of 220,890 characters") << "fabric_one_line_220K.md";
    }

    void largeFilesAreReadWithinATenthOfASecond()
    {
        QFETCH(const QString, name);
        const QByteArray bytes = bytesOf(name);
        qint64 best = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            const Document document = parse(bytes, name);
            best = std::min(best, timer.nsecsElapsed());
            QVERIFY(!document.messages.isEmpty());
        }
        qInfo("%s: %.2f ms", qPrintable(name), double(best) / 1e6);

        QVERIFY(best < 100'000'000);
    }

    // What is in the real files

    void promptyOneGivesModelParametersVariablesAndReferences()
    {
        const Document document = read("prompty_v1_contoso_chat.prompty");

        QCOMPARE(document.format, Format::Prompty);
        QCOMPARE(document.language, TemplateLanguage::Jinja);
        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.messages[0].role, Role::System);
        QCOMPARE(document.model(), "gpt-4o-mini");
        QCOMPARE(document.values("model.parameters.temperature"), QStringList("0.2"));
        QCOMPARE(document.setting("model.parameters.max_tokens")->kind, SettingKind::Parameter);
        QCOMPARE(titles(document), QStringList({"Safety", "Documentation", "Previous Orders",
                                                "Customer Context", "question", "Instructions"}));
        QCOMPARE(names(document, VariableKind::Input),
                 QStringList({"documentation", "customer.orders", "customer.firstName", "customer.lastName",
                              "customer.age", "customer.membership", "question", "history"}));
        QVERIFY(names(document, VariableKind::Local).contains("item.title"));
        QCOMPARE(names(document, VariableKind::Reference),
                 QStringList({"ENV:AZURE_OPENAI_ENDPOINT", "file:chat.json"}));
        QVERIFY(document.problems.isEmpty());
    }

    void promptyTwoGivesToolsAndRoles()
    {
        const Document document = read("prompty_v2_agent.prompty");

        QCOMPARE(document.tools(), QStringList("get_weather"));
        QCOMPARE(document.model(), "gpt-4o");
        QCOMPARE(document.messages.size(), 2);
        QCOMPARE(document.messages[0].text, "You are a helpful assistant. Use tools to answer questions.\n");
        QCOMPARE(document.messages[1].role, Role::User);
        QCOMPARE(document.setting("tools[get_weather].parameters[city].required")->value, "true");
        QCOMPARE(document.variables.at(0).name, "question");
        QVERIFY(document.variables.at(0).declared);
        QCOMPARE(document.variables.at(0).defaultValue, "What is the weather?");
        QCOMPARE(document.language, TemplateLanguage::Jinja); // nunjucks
    }

    void promptyWithoutFrontMatterIsOneSystemMessage()
    {
        const Document document = read("prompty_plain_coordinator.prompty");

        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.messages[0].role, Role::System);
        QVERIFY(document.messages[0].isVerbatim());
        QVERIFY(document.frontMatter.isEmpty());
    }

    void byteOrderMarkAndCrLfAreKnown()
    {
        const Document bom = read("prompty_bom.prompty");
        const Document crLf = read("prompty_crlf.prompty");

        QVERIFY(bom.encoding.bom);
        QVERIFY(!bom.encoding.finalNewline);
        QCOMPARE(bom.messages.size(), 2);
        QCOMPARE(crLf.encoding.lineEnding, LineEnding::CrLf);
        QVERIFY(!crLf.messages[1].text.contains('\r'));
        QCOMPARE(names(crLf, VariableKind::Input), QStringList({"query", "response", "context"}));
    }

    void dotpromptGivesRolesSchemaAndHelpers()
    {
        const Document document = read("dotprompt_features.prompt");

        QCOMPARE(document.language, TemplateLanguage::Handlebars);
        QCOMPARE(document.model(), "googleai/gemini-pro");
        QList<Role> roles;
        for (const Message &message : document.messages) {
            roles.append(message.role);
        }
        QCOMPARE(roles, QList<Role>({Role::System, Role::User, Role::Assistant, Role::User}));
        QCOMPARE(names(document, VariableKind::Input), QStringList({"context", "items", "name", "imageUrl"}));
        QVERIFY(document.problems.isEmpty());
    }

    void dotpromptBlocksAreMessages()
    {
        const Document document = read("dotprompt_blog.prompt");

        QCOMPARE(document.messages.size(), 2);
        QCOMPARE(document.messages[0].text, "You are a technical writer. Generate structured content.");
        QCOMPARE(document.values("output.schema.title"), QStringList("string"));
        QCOMPARE(document.setting("output.schema.title")->kind, SettingKind::Schema);
    }

    void picoschemaOptionalFieldsAreNotRequired()
    {
        const Document document = read("dotprompt_multilingual_rtl_emoji.prompt");

        const auto optional = std::find_if(document.variables.begin(), document.variables.end(),
                                           [](const Variable &v) { return v.name == "preserveEmoji"; });
        QVERIFY(optional != document.variables.end());
        QVERIFY(optional->declared);
        QVERIFY(!optional->required);
        QCOMPARE(optional->type, "boolean");
    }

    void malformedDotpromptSaysWhere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ProblemKind>("kind");
        QTest::addColumn<int>("line");
        QTest::newRow("invalid yaml")
            << "dotprompt_error_invalid_yaml.prompt" << ProblemKind::StructureSyntax << 8;
        QTest::newRow("unclosed block")
            << "dotprompt_error_unclosed_block.prompt" << ProblemKind::UnclosedBlock << 11;
        QTest::newRow("unbalanced brace")
            << "dotprompt_error_unbalanced_brace.prompt" << ProblemKind::UnexpectedClose << 24;
    }

    void malformedDotpromptSaysWhere()
    {
        QFETCH(const QString, name);
        QFETCH(const ProblemKind, kind);
        QFETCH(const int, line);

        const Document document = read(name);

        QCOMPARE(document.problems.size(), 1);
        QCOMPARE(document.problems[0].kind, kind);
        QCOMPARE(document.problems[0].line, line);
        QVERIFY(!document.messages.isEmpty());
        QCOMPARE(document.model(), "gemini-2.5-flash");
    }

    void gitHubModelsGivesMessagesAndASchemaFieldByField()
    {
        const Document document = read("ghmodels_custom.prompt.yml");

        QCOMPARE(document.format, Format::GitHubModels);
        QCOMPARE(paths(document), QStringList({"messages[0].content", "messages[1].content"}));
        QCOMPARE(document.model(), "gpt-4o");
        QCOMPARE(document.values("jsonSchema.schema.properties.is_spam.type"), QStringList("boolean"));
        QCOMPARE(names(document, VariableKind::Input), QStringList("stdin"));
        QVERIFY(document.messages[0].text.startsWith("You are a content moderation system"));
    }

    void copilotAgentGivesItsTools()
    {
        const Document document = read("copilot_agent_tools.agent.md");

        QCOMPARE(document.tools().size(), 21);
        QVERIFY(document.tools().contains("github/*"));
        QVERIFY(document.tools().contains("execute/runInTerminal"));
        QCOMPARE(document.sectionPath(
                     document.sectionAt(0, document.messages[0].text.indexOf("Remove dead code"))),
                 "Universal Janitor / Debt Removal Tasks / Code Elimination");
    }

    void copilotPromptGivesItsInput()
    {
        const Document document = read("copilot_prompt.prompt.md");

        QCOMPARE(document.language, TemplateLanguage::DollarBrace);
        QCOMPARE(names(document, VariableKind::Input), QStringList("WorkflowFile"));
        QCOMPARE(document.tools().size(), 25);
    }

    void skillToolsAreReadFromOneCommaSeparatedScalar()
    {
        const Document document = read("copilot_skill_emoji.SKILL.md");

        QCOMPARE(document.tools(), QStringList({"ask_user", "sql", "fetch_copilot_cli_documentation"}));
        QVERIFY(document.setting("description")->value.contains("Non-Developer tracks, plus"));
    }

    void slashCommandTakesItsArgument()
    {
        const Document document = read("command_dollar_args.md");

        QCOMPARE(document.format, Format::CommandMarkdown);
        QCOMPARE(names(document, VariableKind::Input), QStringList("1"));
    }

    void smolagentsGivesEveryPromptOfTheFile()
    {
        const Document document = read("yaml_smolagents_code_agent.yaml");

        QCOMPARE(document.language, TemplateLanguage::Jinja);
        QCOMPARE(
            paths(document),
            QStringList({"system_prompt", "planning.initial_plan", "planning.update_plan_pre_messages",
                         "planning.update_plan_post_messages", "managed_agent.task", "managed_agent.report",
                         "final_answer.pre_messages", "final_answer.post_messages"}));
        QVERIFY(names(document, VariableKind::Input).contains("authorized_imports"));
    }

    void sweAgentGivesTemplatesToolsAndLimits()
    {
        const Document document = read("yaml_sweagent_default.yaml");

        QCOMPARE(
            paths(document),
            QStringList({"agent.templates.system_template", "agent.templates.instance_template",
                         "agent.templates.next_step_template", "agent.templates.next_step_no_output_template",
                         "agent.tools.registry_variables.SUBMIT_REVIEW_MESSAGES[0]"}));
        QCOMPARE(document.tools(),
                 QStringList({"tools/registry", "tools/edit_anthropic", "tools/review_on_submit_m"}));
        QCOMPARE(document.setting("agent.tools.enable_bash_tool")->kind, SettingKind::Tool);
        QCOMPARE(names(document, VariableKind::Input),
                 QStringList({"working_dir", "problem_statement", "observation", "diff"}));
    }

    void langChainManifestGivesRolesModelAndLanguage()
    {
        const Document document = read("langchain_manifest_webhook.json");

        QCOMPARE(document.messages.size(), 2);
        QCOMPARE(document.messages[0].role, Role::System);
        QCOMPARE(document.messages[0].text, "You are a chatbot.");
        QCOMPARE(document.messages[1].role, Role::User);
        QCOMPARE(document.language, TemplateLanguage::Mustache);
        QCOMPARE(document.model(), "gpt-4.1-mini");
        QVERIFY(document.variables.at(0).declared);
    }

    void semanticKernelConfigIsSettingsOnly()
    {
        const Document document = read("sk_config_chat.json");

        QCOMPARE(document.format, Format::SemanticKernelConfig);
        QVERIFY(document.messages.isEmpty());
        QCOMPARE(document.values("completion.temperature"), QStringList("0.9"));
        QCOMPARE(document.setting("completion.top_p")->value, "0");
        QCOMPARE(document.setting("augmentation.data_sources.my-datasource")->kind, SettingKind::Retrieval);
        QCOMPARE(read("sk_skprompt_chat.txt").format, Format::SemanticKernelPrompt);
    }

    void theSurveyKnowsTheFiles()
    {
        const auto guess = [&](const QString &name, const QString &path) {
            return guessArtifact(path, bytesOf(name));
        };

        QCOMPARE(guess("md_fabric_summarize.md", "data/patterns/summarize/system.md"), ArtifactGuess::Prompt);
        QCOMPARE(guess("yaml_sweagent_default.yaml", "config/default.yaml"), ArtifactGuess::Prompt);
        QCOMPARE(guess("promptfoo_config_fullfact.yaml", "dev/promptfooconfig.yaml"), ArtifactGuess::Suite);
        QCOMPARE(guess("promptflow_flow.dag.yaml", "contoso-chat/flow.dag.yaml"), ArtifactGuess::Routing);
        QCOMPARE(guess("sk_config_chat.json", "src/prompts/chat/config.json"), ArtifactGuess::Prompt);
        QCOMPARE(guess("txt_rag_prompt_weak.txt", "example_input/prompt_weak.txt"), ArtifactGuess::Prompt);
        QCOMPARE(guess("md_fabric_summarize.md", "README.md"), ArtifactGuess::None);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptFormatsCorpusTest)
#include "tst_prompt_formats_corpus.moc"
