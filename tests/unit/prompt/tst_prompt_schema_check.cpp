// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/SchemaCheck.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace prompt;

class PromptSchemaCheckTest : public QObject
{
    Q_OBJECT

private:
    static QString told(const QString &path, const QString &text)
    {
        const Document document = parse(text.toUtf8(), path);
        QStringList words;
        for (const SchemaProblem &problem : checkOutputSchema(document)) {
            words.append(u"%1 %2 %3"_s.arg(int(problem.kind)).arg(problem.path, problem.detail).trimmed());
        }
        return words.join(u';');
    }

private slots:
    void aBrokenSchemaIsSaid_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problems");
        const auto dot = [](const char *name, const QString &schema, const QString &problems) {
            QTest::newRow(name) << u"a.prompt"_s
                                << u"---\nmodel: m\noutput:\n  schema:\n"_s + schema + u"---\nHi {{a}}\n"_s
                                << problems;
        };
        dot("a good Picoschema",
            u"    answer: string, what it says\n    tags(array, words): string\n    mood?(enum): [good, bad]\n    who(object):\n      name: string\n"_s,
            {});
        dot("Picoschema with a wrong bracket", u"    answer(list): string\n"_s, u"1 answer list"_s);
        dot("Picoschema with an empty enum", u"    mood(enum): []\n"_s, u"4 mood"_s);
        dot("JSON Schema in YAML",
            u"    type: object\n    properties:\n      a: {type: text}\n    required: [a, b]\n"_s,
            u"1 properties.a.type text;3 required b"_s);
        dot("references",
            u"    type: object\n    $ref: '#/$defs/x'\n    properties: {a: {$ref: '#/$defs/y'}}\n    $defs: {x: {type: string}}\n"_s,
            u"6 properties.a.$ref #/$defs/y"_s);
        dot("ranges", u"    type: object\n    properties: {a: {type: integer, minimum: 5, maximum: 3}}\n"_s,
            u"5 properties.a.minimum minimum"_s);
        const auto github = [](const char *name, const QString &json, const QString &problems) {
            QTest::newRow(name)
                << u"a.prompt.yml"_s
                << u"messages:\n  - role: user\n    content: Hi\nresponseFormat: json_schema\njsonSchema: '%1'\n"_s
                       .arg(json)
                << problems;
        };
        github(
            "JSON in a text",
            u"{\"name\": \"x\", \"schema\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}}"_s,
            {});
        github(
            "strict",
            u"{\"strict\": true, \"schema\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}}"_s,
            u"7 required a;7 additionalProperties"_s);
        github("a property that is a text", u"{\"properties\": {\"a\": \"string\"}}"_s,
               u"2 properties.a string"_s);
        QTest::newRow("none") << u"a.md"_s << u"# Title\n"_s << QString();
        QTest::newRow("arguments of a tool")
            << u"a.yaml"_s << u"tools:\n  - outputSchema: {type: text}\n"_s << QString();
    }
    void aBrokenSchemaIsSaid()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, text);
        QFETCH(const QString, problems);

        QCOMPARE(told(path, text), problems);
    }

    void jsonThatDoesNotParseIsSaidWhereItStands()
    {
        const QString text = u"jsonSchema: '{\"type\": '\nmessages:\n  - role: user\n    content: Hi\n"_s;
        const Document document = parse(text.toUtf8(), u"a.prompt.yml"_s);

        const QList<SchemaProblem> problems = checkOutputSchema(document);

        QCOMPARE(problems.size(), 1);
        QVERIFY(problems[0].kind == SchemaProblemKind::NotJson);
        QVERIFY(!problems[0].detail.isEmpty());
        QCOMPARE(text.mid(problems[0].span.start, problems[0].span.length), u"'{\"type\": '"_s);
    }

    void aHostileSchemaEnds()
    {
        const QString deep = u"{\"a\":"_s.repeated(5000) + u"1"_s + u"}"_s.repeated(5000);
        QVERIFY(told(u"a.prompt.yml"_s, u"messages: []\njsonSchema: '%1'\n"_s.arg(deep)).size() < 1000);
        QString many = u"{\"properties\": {\"a\": {\"type\": \"x\"}"_s;
        for (int i = 0; i < 5000; ++i) {
            many += u", \"a%1\": {\"type\": \"x\"}"_s.arg(i);
        }
        QCOMPARE(told(u"a.prompt.yml"_s, u"messages: []\njsonSchema: '%1}}'\n"_s.arg(many)).count(u';'), 49);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptSchemaCheckTest)
#include "tst_prompt_schema_check.moc"
