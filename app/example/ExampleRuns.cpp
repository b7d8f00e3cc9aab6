// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/ExampleRuns.h"

#include "app/example/Example.h"
#include "evals/Read.h"
#include "evals/SuiteRun.h"
#include "evals/Write.h"
#include "services/YamlTree.h"

#include <QBuffer>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool isNamed(const QString &id, const QStringList &names)
{
    return std::ranges::any_of(names, [&id](const QString &name) {
        return name.endsWith(u'*') ? id.startsWith(QStringView(name).chopped(1)) : id == name;
    });
}

/// The two answers to each case, by its id.
Result<QHash<QString, QStringList>> answersOf(const QString &suitePath)
{
    const QByteArray yaml = exampleFile(u"answers/"_s + QFileInfo(suitePath).completeBaseName() + u".yaml"_s);
    const Result<YamlValue> root = parseYaml(yaml);
    if (!root) {
        return std::unexpected(root.error());
    }
    QHash<QString, QStringList> answers;
    for (qsizetype i = 0; i < root->keys.size(); ++i) {
        QStringList both;
        for (const YamlValue &answer : root->items.at(i).items) {
            both.append(answer.scalar);
        }
        answers.insert(root->keys.at(i).scalar, both);
    }
    return answers;
}

} // namespace

QString exampleModel()
{
    return u"gpt-4.1"_s;
}

Result<ToldRun> toldRun(const ToldSuite &asked, const QByteArray &prompt, const QStringList &bad)
{
    const Result<QHash<QString, QStringList>> answers = answersOf(asked.suitePath);
    if (!answers) {
        return std::unexpected(answers.error());
    }
    const evals::SuiteFiles files{.read = [&](const QString &path, qint64) -> Result<QByteArray> {
        if (path == asked.suitePath) {
            return asked.suite;
        }
        return path == asked.promptPath ? Result<QByteArray>(prompt) : failure(ErrorCode::NotFound, path);
    }};
    evals::RunPlan plan{.suite = evals::readSuite(asked.suitePath, files),
                        .models = {{.label = u"openai:"_s + exampleModel(), .model = exampleModel()}}};
    if (plan.suite.hasErrors()) {
        return failure(ErrorCode::Invalid, asked.suitePath, plan.suite.problems.first().detail);
    }
    plan.prompts = plan.suite.prompts;
    std::map<evals::RunTask, evals::RunRecord> records;
    for (const evals::RunTask &task : evals::tasksOf(plan)) {
        const evals::SuiteCase &one = plan.suite.cases[task.caseIndex];
        const QStringList both = answers->value(one.id);
        if (both.size() != 2) {
            return failure(ErrorCode::Invalid, asked.suitePath, one.id);
        }
        const QString text = both.at(isNamed(one.id, bad) ? 1 : 0);
        records.insert({task,
                        {.task = task,
                         .answer = {.text = text, .finishReason = u"stop"_s, .modelServed = exampleModel()},
                         .result = evals::judge(one, {.text = text, .finishReason = u"stop"_s})}});
    }
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    const Done written = evals::writePromptfoo(
        evals::resultOf(plan, records, evals::RunStatus::Complete, asked.startedAt, {}), out);
    if (!written) {
        return std::unexpected(written.error());
    }
    return readToldRun(out.data());
}

Result<ToldRun> readToldRun(const QByteArray &bytes)
{
    Result<evals::ResultFile> results = evals::readResults(bytes, u"results"_s);
    if (!results) {
        return std::unexpected(results.error());
    }
    return ToldRun{.results = std::make_shared<const evals::ResultFile>(*std::move(results)), .bytes = bytes};
}

} // namespace countersign
