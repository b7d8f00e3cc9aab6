// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Guess.h"

#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

class PromptGuessTest : public QObject
{
    Q_OBJECT

private slots:
    void filesOfARepositoryAreToldApart_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ArtifactGuess>("guess");
        const auto row = [](const char *path, const char *bytes, ArtifactGuess guess) {
            QTest::newRow(path) << QString(path) << QByteArray(bytes) << guess;
        };
        using enum ArtifactGuess;
        row("prompts/support/refund.md", "# Refund\nYou answer.", Prompt);
        row("README.md", "# Project", None);
        row("prompts/README.md", "# About the prompts", None);
        row("docs/guide.md", "# Guide", None);
        row("src/main.py", "print()", None);
        row("chat.prompty", "", Prompt);
        row("a/b.prompt", "Hi", Prompt);
        row("x.prompt.yml", "messages: []", Prompt);
        row("agents/a.agent.md", "---\n---\n", Prompt);
        row("skills/a/SKILL.md", "", Prompt);
        row("AGENTS.md", "", Prompt);
        row(".cursor/rules/a.mdc", "", Prompt);
        row("plugins/x/agents/y.md", "---\nname: y\n---\n", Prompt);
        row("templates/page.j2", "<html>{{ title }}</html>", None);
        row("templates/answer.j2", "You are a helper. {{ q }}", Prompt);
        row("src/system_prompt.txt", "Be kind", Prompt);
        row("requirements.txt", "qt==6", None);
        row("config/default.yaml", "agent:\n  templates:\n    system_template: |-\n      You", Prompt);
        row("config/app.yaml", "port: 80\n", None);
        row(".github/workflows/ci.yml", "name: CI\njobs: {}\n", None);
        row("package.json", "{\"name\":\"x\",\"system\":\"y\"}", None);
        row("support/tools.yaml", "refund: true", Tools);
        row("support/retrieval.yaml", "top_k: 3", Retrieval);
        row("support/routing.yaml", "small: x", Routing);
        row("support/settings.json", "{\"tools\": [{\"name\":\"x\"}]}", Tools);
        row("evals/refund.yaml", "tests:\n  - vars: {}\n", Suite);
        row("promptfooconfig.yaml", "prompts: [a]\n", Suite);
        row(".countersign/policy.yaml", "prompts: 1", None);
        row("node_modules/x/prompts/a.md", "You", None);
        QTest::newRow("binary") << QString("prompts/a.md") << QByteArray("a\0b", 3) << None;
    }

    void filesOfARepositoryAreToldApart()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, bytes);
        QFETCH(const ArtifactGuess, guess);

        QCOMPARE(guessArtifact(path, bytes), guess);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptGuessTest)
#include "tst_prompt_guess.moc"
