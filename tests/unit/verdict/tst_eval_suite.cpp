// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Suite.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace countersign::evals;

namespace countersign::test {

namespace {

/// Files by path, as a commit would have them.
SuiteFiles filesOf(const QMap<QString, QByteArray> &files)
{
    return {.read = [files](const QString &path, qint64 most) -> Result<QByteArray> {
                if (!files.contains(path)) {
                    return failure(ErrorCode::NotFound, path);
                }
                return files[path].size() > most ? Result<QByteArray>(failure(ErrorCode::NoSpace, path))
                                                 : Result<QByteArray>(files[path]);
            },
            .list = [files](const QString &folder, const QString &pattern) -> Result<QStringList> {
                const QRegularExpression rule(QRegularExpression::wildcardToRegularExpression(pattern));
                QStringList found;
                for (const QString &path : files.keys()) {
                    const QString name = path.mid(folder.size() + 1);
                    if (path.startsWith(folder + '/') && !name.contains('/') && rule.match(name).hasMatch()) {
                        found << path;
                    }
                }
                return found;
            }};
}

Suite read(const QByteArray &suite, QMap<QString, QByteArray> others = {})
{
    others.insert("evals/suite.yaml", suite);
    return readSuite("evals/suite.yaml", filesOf(others));
}

/// "kind file:line:column detail", a warning with ? in front.
QStringList picture(const Suite &suite)
{
    QStringList words;
    for (const SuiteProblem &one : suite.problems) {
        words << QString("%1%2 %3:%4:%5 %6")
                     .arg(one.error ? "" : "?", toString(one.kind), one.file.section('/', -1))
                     .arg(one.line)
                     .arg(one.column)
                     .arg(one.detail)
                     .trimmed();
    }
    return words;
}

QString asserts(const SuiteCase &one)
{
    QStringList words;
    for (const Assertion &assertion : one.asserts) {
        words << assertion.name();
    }
    return words.join(' ');
}

} // namespace

class EvalSuiteTest : public QObject
{
    Q_OBJECT

private slots:
    void aSuiteIsRead()
    {
        const Suite suite = read(R"(description: Refunds
prompts:
  - file://../prompts/refund.md
  - "Answer: {{question}}"
providers:
  - openai:gpt-4.1-mini
  - { id: "openai:gpt-4.1", label: large, config: { temperature: 0 } }
evaluateOptions: { repeat: 3 }
countersign:
  thresholds: { tone: 0.9, safety: 1 }
defaultTest:
  vars: { shop: Acme }
  assert: [{ type: not-contains, value: sorry }]
tests:
  - description: window
    vars: { question: "How long?" }
    threshold: 0.5
    assert:
      - type: contains
        value: 30 days
        weight: 2
        metric: policy
      - { type: word-count, value: { max: 50 } }
    countersign: { id: refund-1, source: past_failure, dimension: accuracy, owner: ana, date: 2026-03-02 }
  - vars: { question: Bye }
    metadata: { countersign: { id: refund-2, source: curated } }
)",
                                 {{"prompts/refund.md", "# Refund\n"}});

        QCOMPARE(picture(suite), QStringList());
        QCOMPARE(suite.description, QString("Refunds"));
        QCOMPARE(suite.prompts.size(), 2);
        QCOMPARE(suite.prompts[0].path, QString("prompts/refund.md"));
        QCOMPARE(suite.prompts[0].text, QString("# Refund\n"));
        QCOMPARE(suite.providers[1].label, QString("large"));
        QCOMPARE(suite.repeat, 3);
        QCOMPARE(suite.thresholds, (QHash<QString, double>{{"tone", 0.9}, {"safety", 1}}));
        QCOMPARE(suite.cases.size(), size_t(2));
        const SuiteCase &first = suite.cases[0];
        QCOMPARE(first.id, QString("refund-1"));
        QCOMPARE(toString(first.source), QString("past_failure"));
        QCOMPARE(first.dimension, QString("accuracy"));
        QCOMPARE(first.owner, QString("ana"));
        QCOMPARE(first.date, QDate(2026, 3, 2));
        QCOMPARE(first.line, 15);
        QCOMPARE(first.vars, (QJsonObject{{"shop", "Acme"}, {"question", "How long?"}}));
        QCOMPARE(first.threshold, 0.5);
        QCOMPARE(asserts(first), QString("not-contains contains word-count"));
        QCOMPARE(first.asserts[1].weight, 2.0);
        QCOMPARE(first.asserts[1].metric, QString("policy"));
        QCOMPARE(first.asserts[2].value, QJsonValue(QJsonObject{{"max", 50}}));
        QCOMPARE(suite.cases[1].id, QString("refund-2"));
        QVERIFY(std::isnan(suite.cases[1].threshold));
        QVERIFY(!(suite.cases[0].key == suite.cases[1].key));
    }

    void listsOfVariablesAreMultipliedOut()
    {
        const Suite suite = read(R"(tests:
  - vars: { language: [de, fr], size: [1, 2], word: x }
    countersign: { id: t }
  - vars: { language: [de, fr] }
    options: { disableVarExpansion: true }
)");

        QCOMPARE(picture(suite), QStringList());
        QStringList found;
        for (const SuiteCase &one : suite.cases) {
            found << one.id + ' ' + one.vars.value("language").toString()
                         + QString::number(one.vars.value("size").toInt());
        }
        QCOMPARE(found, (QStringList{"t#1 de1", "t#2 de2", "t#3 fr1", "t#4 fr2", " 0"}));
        QVERIFY(suite.cases.back().vars.value("language").isArray());
    }

    void testsStandInFilesToo()
    {
        const Suite suite =
            read(R"(tests:
  - file://cases/*.yaml
  - file://cases/more.csv
  - file://cases/lines.jsonl
)",
                 {{"evals/cases/a.yaml", "- vars: {q: a}\n"},
                  {"evals/cases/b.yaml", "vars: {q: b}\n"},
                  {"evals/cases/more.csv",
                   "q,__expected,__expected2,__metric,__threshold,__description,__countersign:id\r\n"
                   "\"c, \"\"quoted\"\"\nsecond line\",contains: 30,not-equals:no,policy,0.5,words,c-1\r\n"
                   "d,plain text,,,,,\r\n"},
                  {"evals/cases/lines.jsonl", "{\"vars\":{\"q\":\"e\"}}\n\n{\"vars\":{\"q\":\"f\"}}\n"}});

        QCOMPARE(picture(suite), QStringList());
        QStringList found;
        for (const SuiteCase &one : suite.cases) {
            found << one.vars.value("q").toString().left(1) + asserts(one);
        }
        QCOMPARE(found, (QStringList{"a", "b", "ccontains not-equals", "dequals", "e", "f"}));
        const SuiteCase &cell = suite.cases[2];
        QCOMPARE(cell.vars.value("q").toString(), QString("c, \"quoted\"\nsecond line"));
        QCOMPARE(cell.asserts[0].value.toString(), QString("30"));
        QCOMPARE(cell.asserts[0].metric, QString("policy"));
        QCOMPARE(cell.threshold, 0.5);
        QCOMPARE(cell.id, QString("c-1"));
        QCOMPARE(suite.cases[3].asserts[0].value.toString(), QString("plain text"));
        QCOMPARE(suite.cases[3].line, 4);
    }

    void oneLineIsAnAssertion_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("threshold");
        const auto row = [](const char *text, const char *name, double threshold = noScore) {
            QTest::newRow(text) << QString(text) << QString(name) << threshold;
        };
        row("Yes: it is", "equals");
        row("contains: x", "contains");
        row("not-contains:x", "not-contains");
        row("icontains-any: a, b", "icontains-any");
        row("is-json", "is-json");
        row("similar(0.9): x", "similar", 0.9);
        row("similar: x", "similar", 0.8);
        row("levenshtein(3): x", "levenshtein", 3);
        row("latency(500)", "latency", 500);
        row("grade: polite", "llm-rubric");
        row("javascript: output.length", "javascript");
        row("fn: true", "javascript");
        row("python: len(output)", "python");
        row("file://check.py", "python");
        row("unknown-thing: x", "equals");
    }
    void oneLineIsAnAssertion()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, name);
        QFETCH(const double, threshold);

        const Assertion assertion = assertionFromText(text);

        QCOMPARE(assertion.name(), name);
        QVERIFY(std::isnan(threshold) ? std::isnan(assertion.threshold) : assertion.threshold == threshold);
    }

    void problemsSayWhere_data()
    {
        QTest::addColumn<QByteArray>("suite");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *suite, const QStringList &expected) {
            QTest::newRow(name) << QByteArray(suite) << expected;
        };
        row("no YAML", "tests: [\n",
            {"syntax suite.yaml:2:1 end of sequence flow not found", "no_tests suite.yaml:1:1"});
        row("empty", "", {"syntax suite.yaml:1:1 not one document", "no_tests suite.yaml:1:1"});
        row("a list", "- a\n", {"wrong_type suite.yaml:1:1 suite", "no_tests suite.yaml:1:1"});
        row("no tests", "description: x\n", {"no_tests suite.yaml:1:1"});
        row("unknown key", "tets: []\ntests:\n  - vars: {a: b}\n    asert: []\n",
            {"?unknown_key suite.yaml:1:1 tets", "?unknown_key suite.yaml:4:5 asert"});
        row("unknown assertion", "tests:\n  - assert:\n      - type: contians\n        value: x\n",
            {"?unknown_assertion suite.yaml:3:9 contians"});
        row("no type", "tests:\n  - assert:\n      - value: x\n", {"wrong_type suite.yaml:3:9 type"});
        row("script", "tests:\n  - assert:\n      - {type: javascript, value: x}\n",
            {"?not_run suite.yaml:3:9 javascript"});
        row("script file", "tests:\n  - assert:\n      - {type: equals, value: file://x.js}\n",
            {"?not_run suite.yaml:3:9 file://x.js"});
        row("transform", "tests:\n  - options: {transform: output.trim()}\n",
            {"?not_run suite.yaml:2:15 options.transform"});
        row("scenarios", "scenarios: []\ntests:\n  - vars: {a: b}\n", {"not_run suite.yaml:1:1 scenarios"});
        row("generator", "tests: file://make.py\n",
            {"not_run suite.yaml:1:8 evals/make.py", "no_tests suite.yaml:1:1"});
        row("date", "tests:\n  - countersign: {date: 3.2.2026}\n", {"wrong_date suite.yaml:2:25 3.2.2026"});
        row("source", "tests:\n  - countersign: {source: made up}\n",
            {"wrong_source suite.yaml:2:27 made up"});
        row("twice", "tests:\n  - countersign: {id: a}\n  - countersign: {id: a}\n",
            {"repeated_id suite.yaml:1:1 a"});
        row("threshold", "tests:\n  - threshold: high\n", {"wrong_type suite.yaml:2:5 threshold"});
        row("empty list", "tests:\n  - vars: {a: []}\n",
            {"wrong_type suite.yaml:2:5 vars.a", "no_tests suite.yaml:1:1"});
        row("set in a set",
            "tests:\n  - assert:\n      - type: assert-set\n        assert:\n          - type: assert-set\n  "
            "          "
            "assert: []\n",
            {"wrong_type suite.yaml:6:13 assert"});
    }
    void problemsSayWhere()
    {
        QFETCH(const QByteArray, suite);
        QFETCH(const QStringList, expected);

        QCOMPARE(picture(read(suite)), expected);
    }

    void nothingOutsideTheRepositoryIsRead_data()
    {
        QTest::addColumn<QString>("reference");
        for (const char *reference :
             {"../../secret.txt", "/etc/passwd", "../../../etc/passwd", "..\\\\secret.txt", "C:/secret.txt",
              "https://example.com/x.yaml", "../.git/config", "cases/../../../x.yaml"}) {
            QTest::newRow(reference) << QString(reference);
        }
    }
    void nothingOutsideTheRepositoryIsRead()
    {
        QFETCH(const QString, reference);
        QStringList asked;
        SuiteFiles files{.read = [&](const QString &path, qint64) -> Result<QByteArray> {
            asked << path;
            return path == "evals/suite.yaml"
                       ? QByteArray("tests:\n  - vars: {q: \"file://" + reference.toUtf8() + "\"}\n")
                       : QByteArray("stolen");
        }};

        const Suite suite = readSuite("evals/suite.yaml", files);

        QCOMPARE(asked, QStringList{"evals/suite.yaml"});
        QCOMPARE(suite.problems.size(), 1);
        QCOMPARE(toString(suite.problems[0].kind), QString("file_refused"));
        QVERIFY(suite.hasErrors());
    }

    void linksAndOddFilesOnDiskAreRefused()
    {
        QTemporaryDir place;
        const QDir top(place.path());
        QVERIFY(top.mkpath("repo/evals/sub"));
        const auto write = [&](const QString &path, const QByteArray &bytes) {
            QFile file(top.filePath(path));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write("secret.txt", "secret"));
        QVERIFY(write("repo/evals/plain.txt", " plain \n"));
        QVERIFY(QFile::link(top.filePath("secret.txt"), top.filePath("repo/evals/link.txt")));
        QVERIFY(QFile::link(place.path(), top.filePath("repo/evals/out")));
        QVERIFY(write("repo/evals/suite.yaml", "tests:\n"
                                               "  - vars:\n"
                                               "      a: file://plain.txt\n"
                                               "      b: file://link.txt\n"
                                               "      c: file://out/secret.txt\n"
                                               "      d: file://sub\n"
                                               "      e: file://gone.txt\n"));

        const Suite suite = readSuite("evals/suite.yaml", filesOnDisk(top.filePath("repo")));

        QCOMPARE(picture(suite), (QStringList{"file_refused suite.yaml:4:10 evals/link.txt",
                                              "file_refused suite.yaml:5:10 evals/out/secret.txt",
                                              "file_refused suite.yaml:6:10 evals/sub",
                                              "file_missing suite.yaml:7:10 evals/gone.txt"}));
        QCOMPARE(suite.cases[0].vars.value("a").toString(), QString("plain"));
        QVERIFY(!suite.cases[0].notRun.isEmpty());
    }

    void theHashIsOfWhatIsAskedAndNotOfThePrompt()
    {
        const QByteArray suite = "prompts: [file://p.md]\ntests: [file://cases.yaml]\n";
        const auto hash = [&](const QByteArray &prompt, const QByteArray &cases, const QByteArray &top) {
            return read(top, {{"evals/p.md", prompt}, {"evals/cases.yaml", cases}}).hash;
        };
        const ContentHash usual = hash("one", "- vars: {a: b}\n", suite);

        QVERIFY(hash("two", "- vars: {a: b}\n", suite) == usual);
        QVERIFY(!(hash("one", "- vars: {a: c}\n", suite) == usual));
        QVERIFY(!(hash("one", "- vars: {a: b}\n", suite + "description: x\n") == usual));
        // A suite that moves with its files stays what it is.
        const SuiteFiles moved = filesOf({{"other/place/suite.yaml", suite},
                                          {"other/place/p.md", "one"},
                                          {"other/place/cases.yaml", "- vars: {a: b}\n"}});
        QVERIFY(readSuite("other/place/suite.yaml", moved).hash == usual);
    }

    void theKeyIsOfInputAndAssertions()
    {
        const auto key = [](const char *test) {
            return read(QByteArray("tests:\n  - ") + test + "\n").cases[0].key;
        };
        const ContentHash usual = key("{vars: {a: b}, assert: [{type: contains, value: x}]}");
        QVERIFY(key("{assert: [{value: x, type: contains}], vars: {a: b}, description: other}") == usual);
        QVERIFY(key("{vars: {a: b}, assert: [{type: contains, value: x}], countersign: {id: z}}") == usual);
        QVERIFY(!(key("{vars: {a: b}, assert: [{type: contains, value: y}]}") == usual));
        QVERIFY(!(key("{vars: {a: c}, assert: [{type: contains, value: x}]}") == usual));
        QVERIFY(!(key("{vars: {a: b}, assert: [{type: contains, value: x, threshold: 0.5}]}") == usual));
    }

    void hostileSuitesAreBounded()
    {
        QByteArray wide = "tests:\n";
        for (int i = 0; i < 25000; ++i) {
            wide += "  - vars: {a: b}\n";
        }
        QVERIFY(read(wide).cases.size() <= 20000);
        QVERIFY(read(wide).hasErrors());
        QVERIFY(
            read("tests:\n  - vars: {a: " + QByteArray(500, '[') + QByteArray(500, ']') + "}\n").hasErrors());
        QVERIFY(read("a: &a [x,x,x]\nb: &b [*a,*a,*a]\ntests: [*b]\n").hasErrors());
        QByteArray many = "tests:\n  - vars: {";
        for (int i = 0; i < 20; ++i) {
            many += "v" + QByteArray::number(i) + ": [1,2,3], ";
        }
        QVERIFY(read(many + "}\n").hasErrors());
        // Cut off at each of its bytes, no suite crashes or hangs.
        const QByteArray good =
            "defaultTest: {assert: [{type: is-json}]}\ntests:\n  - vars: {q: [a, \"\xc3\xa4\"]}\n"
            "    assert:\n      - type: assert-set\n        assert: [{type: cost, threshold: 1}]\n";
        for (qsizetype i = 0; i < good.size(); ++i) {
            const Suite cut = read(good.first(i));
            QVERIFY(cut.cases.size() <= 2);
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalSuiteTest)
#include "tst_eval_suite.moc"
