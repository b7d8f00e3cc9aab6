// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Assertions.h"
#include "evals/JsPattern.h"
#include "evals/JsonSchema.h"
#include "evals/TextMeasures.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace countersign::evals;

namespace countersign::test {

namespace {

QJsonValue json(const QString &text)
{
    const std::optional<QJsonValue> value = parsedJson(text);
    return value ? *value : QJsonValue(QJsonValue::Undefined);
}

/// "pass", "fail" or "error" of one assertion on one answer; the value is JSON.
QString judged(const QString &name, const QString &value, const OutputFacts &facts,
               double threshold = noScore, const QJsonObject &vars = {})
{
    const bool inverse = name.startsWith("not-");
    const Assertion assertion{.type = inverse ? name.mid(4) : name,
                              .inverse = inverse,
                              .value = json(value),
                              .threshold = threshold};
    return toString(judge(assertion, vars, facts).outcome);
}

QString opposite(const QString &outcome)
{
    return outcome == "pass" ? QString("fail") : outcome == "fail" ? QString("pass") : outcome;
}

const QJsonArray refundTool{QJsonObject{
    {"type", "function"},
    {"function",
     QJsonObject{
         {"name", "refund"},
         {"parameters", QJsonObject{{"type", "object"},
                                    {"required", QJsonArray{"days"}},
                                    {"properties", QJsonObject{{"days", QJsonObject{{"type", "integer"},
                                                                                    {"maximum", 30}}}}}}}}}}};

QJsonArray call(const QString &name, const QString &arguments)
{
    return {QJsonObject{{"type", "function"},
                        {"function", QJsonObject{{"name", name}, {"arguments", arguments}}}}};
}

} // namespace

class EvalAssertionsTest : public QObject
{
    Q_OBJECT

private slots:
    void eachTypeHoldsOrNot_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        int number = 0;
        const auto row = [&](const char *name, const char *value, const char *text, const char *expected) {
            QTest::addRow("%d %s", ++number, name)
                << QString(name) << QString::fromUtf8(value) << QString::fromUtf8(text) << QString(expected);
        };
        row("equals", "\"yes\"", "yes", "pass");
        row("equals", "\"yes\"", "Yes", "fail");
        row("equals", "5", "5", "pass");
        row("equals", "5.5", "5.5", "pass");
        row("equals", "true", "true", "pass");
        row("equals", "{\"a\":[1,2]}", " {\"a\": [1, 2]} ", "pass");
        row("equals", "{\"a\":[1,2]}", "{\"a\":[2,1]}", "fail");
        row("equals", "{\"a\":1}", "no json", "fail");
        row("equals", "", "x", "error");
        row("contains", "\"30 days\"", "within 30 days.", "pass");
        row("contains", "\"30 Days\"", "within 30 days.", "fail");
        row("contains", "30", "within 30 days", "pass");
        row("contains", "\"\"", "anything", "error");
        row("contains", "[\"a\"]", "a", "error");
        row("icontains", "\"30 DAYS\"", "within 30 days.", "pass");
        row("contains-any", "[\"x\",\"30\"]", "30 days", "pass");
        row("contains-any", "\"x, 30\"", "30 days", "pass");
        row("contains-any", "\"\\\"a, b\\\", c\"", "has a, b", "pass");
        row("contains-any", "\"\\\"a, b\\\", c\"", "has a and b", "fail");
        row("contains-any", "\"\\\"a, b\"", "a, b", "error");
        row("contains-any", "[]", "x", "error");
        row("contains-all", "[\"30\",\"days\"]", "30 days", "pass");
        row("contains-all", "[\"30\",\"weeks\"]", "30 days", "fail");
        row("icontains-any", "[\"DAYS\"]", "30 days", "pass");
        row("icontains-all", "[\"DAYS\",\"Thirty\"]", "30 days", "fail");
        row("starts-with", "\"Yes\"", "Yes, of course", "pass");
        row("starts-with", "\"yes\"", "Yes, of course", "fail");
        row("starts-with", "5", "5", "error");
        row("ends-with", "\"course\"", "Yes, of course", "pass");
        row("regex", "\"^\\\\d+ days$\"", "30 days", "pass");
        row("regex", "\"^\\\\d+ days$\"", "30 days\n", "fail"); // PCRE2's $ would take it
        row("regex", "\"a.c\"",
            "a\xe2\x80\xa8"
            "c",
            "fail");                                   // U+2028 ends a line in JavaScript
        row("regex", "\"\\\\s\"", "\xc2\xa0", "pass"); // and U+00A0 is a space
        row("regex", "\"[\"", "x", "error");
        row("regex", "\"(?i)yes\"", "YES", "error"); // no flags inside a pattern
        row("regex", "\"a++\"", "aa", "error");      // possessive is PCRE2 alone
        row("regex", "\"(*ACCEPT)x\"", "y", "error");
        row("is-json", "", "{\"a\":1}", "pass");
        row("is-json", "", "5", "pass");
        row("is-json", "", "{a:1}", "fail");
        row("is-json", "", "", "fail");
        row("is-json", "", "1,2", "fail");
        row("is-json", "{\"type\":\"object\",\"required\":[\"a\"]}", "{\"a\":1}", "pass");
        row("is-json", "{\"type\":\"object\",\"required\":[\"a\"]}", "{\"b\":1}", "fail");
        row("is-json", "\"type: object\\nrequired: [a]\"", "{\"a\":1}", "pass"); // a schema in YAML
        row("is-json", "{\"properties\":{\"a\":{\"pattern\":\"^x+$\"}}}", "{\"a\":\"xx\"}", "pass");
        row("is-json", "{\"properties\":{\"a\":{\"pattern\":\"^x+$\"}}}", "{\"a\":\"xy\"}", "fail");
        row("is-json", "{\"type\":12}", "{\"a\":1}", "error");
        row("is-json", "{\"$ref\":\"#\"}", "{}", "error");
        row("is-json", "{\"allOf\":[{\"$ref\":\"#\"}]}", "{}", "error");
        row("is-json", "{\"$ref\":\"http://example.com/s.json\"}", "{}", "error");
        row("is-json",
            "{\"definitions\":{\"n\":{\"type\":\"number\"}},\"properties\":{\"a\":{\"$ref\":\"#/definitions/"
            "n\"}}}",
            "{\"a\":\"b\"}", "fail");
        row("contains-json", "", "Here: {\"a\": \"}\"} there", "pass");
        row("contains-json", "", "Here: {a} there", "fail");
        row("contains-json", "{\"required\":[\"b\"]}", "{\"a\":1} or {\"b\":2}", "pass");
        row("contains-json", "{\"required\":[\"c\"]}", "{\"a\":1} or {\"b\":2}", "fail");
        row("is-xml", "", "<a><b/></a>", "pass");
        row("is-xml", "", "<a><b></a>", "fail");
        row("is-xml", "", "see <a/>", "fail");
        row("is-xml", "\"a.b, a.c\"", "<a><b/><c/></a>", "pass");
        row("is-xml", "{\"requiredElements\":[\"a.d\"]}", "<a><b/></a>", "fail");
        row("is-xml", "", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "fail");
        row("contains-xml", "[\"a.b\"]", "text <br> <a><b/></a> more", "pass");
        row("contains-xml", "", "2 < 3 and 4 > 3", "fail");
        row("levenshtein", "\"kitten\"", "sitting", "pass"); // 3 edits, 5 allowed
        row("levenshtein", "\"kitten\"", "something else", "fail");
        row("levenshtein", "5", "5", "error");
        row("word-count", "3", "one two  three\n", "pass");
        row("word-count", "\"3\"", "one two", "fail");
        row("word-count", "{\"min\":2,\"max\":3}", "one two", "pass");
        row("word-count", "{\"max\":1}", "one two", "fail");
        row("word-count", "{\"min\":4}", "one two", "fail");
        row("word-count", "{\"min\":4,\"max\":1}", "one two", "error");
        row("word-count", "{}", "one", "error");
        row("javascript", "\"true\"", "x", "error");
        row("python", "\"True\"", "x", "error");
        row("llm-rubric", "\"is polite\"", "x", "error");
        row("similar", "\"x\"", "x", "error");
        row("no-such-thing", "\"x\"", "x", "error");
    }
    void eachTypeHoldsOrNot()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, value);
        QFETCH(const QString, text);
        QFETCH(const QString, expected);

        QCOMPARE(judged(name, value, {.text = text}), expected);
        // `not-` turns round what could be told, and an error stays one.
        QCOMPARE(judged("not-" + name, value, {.text = text}), opposite(expected));
    }

    void figuresAreHeldToTheirThreshold()
    {
        const OutputFacts facts{.text = "x", .finishReason = "STOP", .latency = 900, .cost = 0.002};
        QCOMPARE(judged("latency", "", facts, 1000), QString("pass"));
        QCOMPARE(judged("latency", "", facts, 800), QString("fail"));
        QCOMPARE(judged("not-latency", "", facts, 800), QString("pass"));
        QCOMPARE(judged("latency", "", {.text = "x"}, 800), QString("error"));
        QCOMPARE(judged("latency", "", facts), QString("error"));
        QCOMPARE(judged("cost", "", facts, 0.002), QString("pass"));
        QCOMPARE(judged("cost", "", facts, 0.001), QString("fail"));
        QCOMPARE(judged("finish-reason", R"("stop")", facts), QString("pass"));
        QCOMPARE(judged("finish-reason", R"("length")", facts), QString("fail"));
        QCOMPARE(judged("finish-reason", R"("stop")", {.text = "x"}), QString("error"));
        const AssertionResult measured = judge({.type = "cost", .metric = "spent"}, {}, facts);
        QCOMPARE(toString(measured.outcome), QString("scored"));
        QCOMPARE(measured.score, 0.002);
        QCOMPARE(measured.metric, QString("spent"));
    }

    void toolCallsAreHeldAgainstTheirDeclaration()
    {
        const auto facts = [](const QJsonArray &calls) {
            return OutputFacts{.toolCalls = calls, .tools = refundTool};
        };
        const QString type = "is-valid-openai-tools-call";
        QCOMPARE(judged(type, "", facts(call("refund", R"({"days":14})"))), QString("pass"));
        QCOMPARE(judged(type, "", facts(call("refund", R"({"days":31})"))), QString("fail"));
        QCOMPARE(judged(type, "", facts(call("refund", R"({})"))), QString("fail"));
        QCOMPARE(judged(type, "", facts(call("refund", "days=14"))), QString("fail"));
        QCOMPARE(judged(type, "", facts(call("delete", "{}"))), QString("fail"));
        QCOMPARE(judged(type, "", facts({})), QString("fail"));
        QCOMPARE(judged(type, "", {.toolCalls = call("refund", "{}")}), QString("error"));
        QCOMPARE(
            judged("is-valid-openai-function-call", "",
                   {.text = "{\"name\":\"refund\",\"arguments\":\"{\\\"days\\\":3}\"}", .tools = refundTool}),
            QString("pass"));
        QCOMPARE(judged("tool-call-f1", R"(["refund"])", facts(call("refund", "{}"))), QString("pass"));
        QCOMPARE(judged("tool-call-f1", R"("refund, look_up")", facts(call("refund", "{}"))),
                 QString("fail"));
        // As other services write them, in a text, and line by line.
        const QString other =
            "I look.\n{\"type\": \"tool_use\", \"name\": \"find\"}\n[{\"functionCall\": {\"name\": "
            "\"open\"}}]\n"
            "{\"toolCall\": {\"functionCalls\": [{\"name\": \"close\"}]}}\n{\"name\": \"none\"}";
        QCOMPARE(judged("tool-call-f1", R"(["find", "open", "close"])", {.text = other}), QString("pass"));
        QCOMPARE(judged("tool-call-f1", R"(["find", "open", "none"])", {.text = other}), QString("fail"));
        const AssertionResult half =
            judge({.type = "tool-call-f1", .value = "refund, look_up"}, {}, facts(call("refund", "{}")));
        QVERIFY(std::fabs(half.score - 2.0 / 3) < 1e-12); // precision 1, recall 1/2
    }

    void measuresOfTextAreThoseOfTheirPapers()
    {
        // By hand, from the definitions.
        QCOMPARE(editDistance(u"kitten", u"sitting", 10).value_or(-1), 3);
        QCOMPARE(editDistance(u"", u"abc", 3).value_or(-1), 3);
        QCOMPARE(editDistance(u"flaw", u"lawn", 2).value_or(-1), 2);
        QVERIFY(!editDistance(u"flaw", u"lawn", 1));
        QCOMPARE(editDistance(u"same", u"same", 0).value_or(-1), 0);
        const QString reference = "the cat is on the mat today";
        QVERIFY(std::fabs(bleu(reference, {reference}) - 1) < 1e-12);
        QVERIFY(std::fabs(bleu("the cat is on the mat", {reference}) - std::exp(1 - 7.0 / 6)) < 1e-12);
        // Papineni's example of clipping: "the" is in the reference twice.
        const double clipped = bleu("the the the the the the the", {"the cat is on the mat"});
        QVERIFY(std::fabs(clipped - std::pow(2.0 / 7 * 1e-21, 0.25)) < 1e-12);
        QCOMPARE(treebankTokens("They'll say: \"don't\", for 1,000.50 $."),
                 (QStringList{"They", "'ll", "say", ":", "\"", "do", "n't", "\"", ",", "for", "1,000.50", "$",
                              "."}));
        QCOMPARE(judged("rouge-n", R"("police killed the gunman")", {.text = "police kill the gunman"}),
                 QString("pass"));
        QCOMPARE(judged("bleu", R"(["a b c d e"])", {.text = "a b c d e"}), QString("pass"));
        QCOMPARE(judged("bleu", R"(["a b c d e"])", {.text = "f g"}), QString("fail"));
    }

    void measuresOfTextAreThoseOfPromptfoo_data()
    {
        // The scores of `rouge-n` and `bleu` in promptfoo 0.121.20, run by its own runAssertion().
        QTest::addColumn<QString>("candidate");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<double>("rouge");
        QTest::addColumn<double>("expectedBleu");
        const auto row = [](const char *candidate, const char *reference, double rouge, double likeness) {
            QTest::newRow(candidate) << QString(candidate) << QString(reference) << rouge << likeness;
        };
        row("police kill the gunman", "police killed the gunman", 0.75, 0.00022360679774997909);
        row("the cat is on the mat", "the cat is on the mat today", 0.923076923076923, 0.846481724890614);
        row("The refund window is 30 days, and it's final.", "The refund window is 30 days and it is final.",
            0.8695652173913043, 0.4344371253135793);
        row("the the the the the the the", "the cat is on the mat", 0.30769230769230765,
            0.000004111336169005192);
        row("don't pay more than $1,000.50", "do not pay more than $1,000.50", 0.8571428571428571,
            0.5475182535069453);
        row("a b c d e f g h", "a b x d e f y h", 0.75, 0.00855526185871245);
        row("one", "one two three four five", 0.33333333333333337, 0.01831563888873418);
        row("THE cat", "the cat", 1, 1);
        row("a-b -- c...", "a-b c", 0.6666666666666666, 0.000014938015821857238);
    }
    void measuresOfTextAreThoseOfPromptfoo()
    {
        QFETCH(const QString, candidate);
        QFETCH(const QString, reference);
        QFETCH(const double, rouge);
        QFETCH(const double, expectedBleu);

        QVERIFY(std::fabs(rouge1(candidate, reference) - rouge) < 1e-12);
        QVERIFY2(std::fabs(bleu(candidate, {reference}) - expectedBleu) < 1e-12,
                 qPrintable(QString::number(bleu(candidate, {reference}), 'g', 17)));
    }

    void everyEditDistanceIsThatOfTheFullTable()
    {
        // The band against the plain table of Wagner and Fischer.
        const QStringList words{"",    "a",      "ab",      "ba",       "abc",     "acb",
                                "xyz", "kitten", "sitting", "abcdefgh", "hgfedcba"};
        for (const QString &a : words) {
            for (const QString &b : words) {
                std::vector<std::vector<qsizetype>> table(size_t(a.size() + 1),
                                                          std::vector<qsizetype>(size_t(b.size() + 1)));
                for (qsizetype i = 0; i <= a.size(); ++i) {
                    for (qsizetype j = 0; j <= b.size(); ++j) {
                        auto &cell = table[size_t(i)][size_t(j)];
                        cell = i == 0 ? j
                               : j == 0
                                   ? i
                                   : std::min({table[size_t(i - 1)][size_t(j)] + 1,
                                               table[size_t(i)][size_t(j - 1)] + 1,
                                               table[size_t(i - 1)][size_t(j - 1)] + (a[i - 1] != b[j - 1])});
                    }
                }
                const qsizetype right = table.back().back();
                for (qsizetype most = 0; most < 12; ++most) {
                    QCOMPARE(editDistance(a, b, most).value_or(-1), right <= most ? right : -1);
                }
            }
        }
    }

    void variablesAreFilledIn()
    {
        const QJsonObject vars{{"days", 30}, {"who", "Ana"}};
        QCOMPARE(judged("contains", R"("{{days}} days")", {.text = "30 days"}, noScore, vars),
                 QString("pass"));
        QCOMPARE(judged("contains-any", R"(["{{ who }}"])", {.text = "Ana"}, noScore, vars), QString("pass"));
        // What is not there would become nothing, and everything contains nothing.
        QCOMPARE(judged("contains", R"("{{weeks}}")", {.text = "x"}, noScore, vars), QString("error"));
        QCOMPARE(judged("not-contains", R"("{{weeks}}")", {.text = "x"}, noScore, vars), QString("error"));
        const Assertion named{.type = "contains", .value = "x", .metric = "of {{who}}"};
        QCOMPARE(judge(named, vars, {.text = "x"}).metric, QString("of Ana"));
    }

    void aCasePassesWithAllOrWithItsThreshold()
    {
        const auto assertion = [](const QString &word, double weight = 1) {
            return Assertion{.type = "contains", .value = word, .weight = weight};
        };
        const OutputFacts facts{.text = "a b"};
        SuiteCase one{.asserts = {assertion("a"), assertion("b")}};
        QCOMPARE(toString(judge(one, facts).outcome), QString("pass"));

        one.asserts = {assertion("a", 3), assertion("z", 1)};
        QCOMPARE(toString(judge(one, facts).outcome), QString("fail"));
        QCOMPARE(judge(one, facts).score, 0.75);
        one.threshold = 0.75;
        QCOMPARE(toString(judge(one, facts).outcome), QString("pass"));
        one.threshold = 0.8;
        QCOMPARE(toString(judge(one, facts).outcome), QString("fail"));
        one.threshold = 0;
        QCOMPARE(toString(judge(one, facts).outcome), QString("pass"));

        // Of weight 0 it is measured and cannot fail.
        one = {.asserts = {assertion("a"), assertion("z", 0)}};
        QCOMPARE(toString(judge(one, facts).outcome), QString("pass"));
        QCOMPARE(judge(one, facts).score, 1.0);
    }

    void aSetCountsAsOne()
    {
        const auto contains = [](const QString &word) {
            return Assertion{.type = "contains", .value = word};
        };
        const Assertion half{
            .type = "assert-set", .threshold = 0.5, .metric = "words", .set = {contains("a"), contains("z")}};
        const OutputFacts facts{.text = "a b"};
        const SuiteCase one{.asserts = {half, contains("b")}};

        const CaseResult result = judge(one, facts);

        QCOMPARE(toString(result.outcome), QString("pass"));
        QCOMPARE(result.score, 0.75);
        QCOMPARE(result.results.size(), size_t(4));
        QCOMPARE(result.results[0].set, 2);
        QCOMPARE(result.results[2].metric, QString("words"));
        QCOMPARE(result.results[2].score, 0.5);
        Assertion strict = half;
        strict.threshold = noScore;
        QCOMPARE(toString(judge({.asserts = {strict, contains("b")}}, facts).outcome), QString("fail"));
    }

    void whatWasNotJudgedIsNoPass()
    {
        const Assertion good{.type = "contains", .value = "a"};
        const Assertion rubric{.type = "llm-rubric", .value = "polite"};
        const Assertion script{.type = "javascript", .value = "true"};
        const OutputFacts facts{.text = "a"};

        QCOMPARE(toString(judge(SuiteCase{.asserts = {good, script}, .threshold = 0}, facts).outcome),
                 QString("error"));
        QCOMPARE(
            toString(
                judge(SuiteCase{.asserts = {{.type = "assert-set", .set = {good, script}}}}, facts).outcome),
            QString("error"));
        QCOMPARE(toString(judge(SuiteCase{.asserts = {{.type = "assert-set"}}}, facts).outcome),
                 QString("error"));
        QCOMPARE(toString(judge(SuiteCase{}, facts).outcome), QString("skipped"));
        QCOMPARE(
            toString(judge(SuiteCase{.asserts = {good}, .notRun = {"options.transform"}}, facts).outcome),
            QString("error"));

        const SuiteCase asking{.asserts = {good, rubric, {.type = "assert-set", .set = {rubric, good}}}};
        QCOMPARE(assertionsToAsk(asking), (QList<AssertionPlace>{{1, -1}, {2, 0}}));
        QCOMPARE(toString(judge(asking, facts).outcome), QString("error"));
        const AssertionResult answered{.metric = "llm-rubric", .outcome = Outcome::Pass, .score = 0.9};
        const CaseResult whole = judge(asking, facts, {{{1, -1}, answered}, {{2, 0}, answered}});
        QCOMPARE(toString(whole.outcome), QString("pass"));
        QVERIFY(std::fabs(whole.score - (1 + 0.9 + 0.95) / 3) < 1e-12);
    }

    void hostileTextsAndPatternsEndSoon()
    {
        QElapsedTimer timer;
        timer.start();
        const QString many(2000000, 'a');
        QCOMPARE(judged("regex", R"("^(a+)+$")", {.text = QString(40, 'a') + "!"}), QString("error"));
        QCOMPARE(judged("regex", R"("(a|a)*b")", {.text = many}), QString("error"));
        QCOMPARE(judged("contains-json", "", {.text = QString(200000, '{')}), QString("error"));
        QCOMPARE(judged("contains-xml", "", {.text = QString("<a>").repeated(100000)}), QString("error"));
        QCOMPARE(judged("is-json", "", {.text = QString(500000, '[')}), QString("fail"));
        QCOMPARE(judged("is-xml", "", {.text = QString("<a>").repeated(1000)}), QString("fail"));
        QCOMPARE(judged("levenshtein", R"("abc")", {.text = many}), QString("error"));
        QVERIFY(judged("rouge-n", R"("a b")", {.text = QString("a. ").repeated(500000)}) != "error");
        QVERIFY(judged("bleu", R"("a b")", {.text = many}) == "fail");
        QCOMPARE(judged("is-json", R"({"properties":{"a":{"pattern":"^(a+)+$"}}})",
                        {.text = R"({"a":")" + QString(40, 'a') + R"(!"})"}),
                 QString("error"));
        // Lone surrogates and U+0000.
        const QString odd = QString(QChar(0xd800)) + QChar(0) + "x";
        QCOMPARE(judged("contains", R"("x")", {.text = odd}), QString("pass"));
        QCOMPARE(judged("regex", R"("x$")", {.text = odd}), QString("pass"));
        qInfo("%lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 20000);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalAssertionsTest)
#include "tst_eval_assertions.moc"
