// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Write.h"

#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

class PromptWriteTest : public QObject
{
    Q_OBJECT

private slots:
    void anEditChangesOnlyItsBytes_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<int>("message");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("after");

        QTest::newRow("plain text") << "a.txt" << QByteArray("30 days") << 0 << "14 days"
                                    << QByteArray("14 days");
        QTest::newRow("an empty file") << "a.md" << QByteArray() << 0 << "Hi" << QByteArray("Hi");
        QTest::newRow("CRLF stays CRLF") << "a.md" << QByteArray("a\r\nb\r\n") << 0 << "a\nx\nb\n"
                                         << QByteArray("a\r\nx\r\nb\r\n");
        QTest::newRow("mixed breaks stay where they are")
            << "a.md" << QByteArray("a\r\nb\nc\n") << 0 << "a\nb!\nc\n"
            << QByteArray("a\r\nb!\nc\n");
        QTest::newRow("lone CR stays")
            << "a.md" << QByteArray("a\rb\rc") << 0 << "a\nB\nx\nc" << QByteArray("a\rB\rx\rc");
        QTest::newRow("BOM stays") << "a.md" << QByteArray("\xEF\xBB\xBFhé\n") << 0 << "hé!\n"
                                   << QByteArray("\xEF\xBB\xBFhé!\n");
        QTest::newRow("prompty message")
            << "a.prompty" << QByteArray("system:\nOne\n\nuser:\nTwo\n") << 0 << "One!\n"
            << QByteArray("system:\nOne!\n\nuser:\nTwo\n");
        QTest::newRow("prompty empty message") << "a.prompty" << QByteArray("system:\nuser:\nTwo\n") << 0
                                               << "One" << QByteArray("system:\nOne\nuser:\nTwo\n");
        QTest::newRow("literal block") << "a.yaml" << QByteArray("prompt: |\n  One day\n  ends.\nx: 1\n") << 0
                                       << "One day\nnever ends.\n"
                                       << QByteArray("prompt: |\n  One day\n  never ends.\nx: 1\n");
        QTest::newRow("literal block, line added")
            << "a.yaml" << QByteArray("prompt: |\n    One day\n    ends.\nx: 1\n") << 0
            << "One day\n\nnew line\nends.\n"
            << QByteArray("prompt: |\n    One day\n\n    new line\n    ends.\nx: 1\n");
        QTest::newRow("literal block, lines joined")
            << "a.yaml" << QByteArray("prompt: |\n  One day\n  ends.\nx: 1\n") << 0 << "One day ends.\n"
            << QByteArray("prompt: |\n  One day ends.\nx: 1\n");
        QTest::newRow("literal block, CRLF")
            << "a.yaml" << QByteArray("prompt: |\r\n  One day\r\n  ends.\r\nx: 1\r\n") << 0
            << "One day\nor two\nends.\n"
            << QByteArray("prompt: |\r\n  One day\r\n  or two\r\n  ends.\r\nx: 1\r\n");
        QTest::newRow("literal block, last line break dropped")
            << "a.yaml" << QByteArray("prompt: |\n  One day\nx: 1\n") << 0 << "One day"
            << QByteArray("prompt: |-\n  One day\nx: 1\n");
        QTest::newRow("literal block, first line indented")
            << "a.yaml" << QByteArray("prompt: |\n  One day\nx: 1\n") << 0 << "  One day\nmore\n"
            << QByteArray("prompt: |2\n    One day\n  more\nx: 1\n");
        QTest::newRow("folded block")
            << "a.yaml" << QByteArray("prompt: >\n  One day\n  ends.\nx: 1\n") << 0 << "One fine day ends.\n"
            << QByteArray("prompt: >\n  One fine day\n  ends.\nx: 1\n");
        QTest::newRow("single quotes") << "a.yaml" << QByteArray("prompt: 'It''s here' # c\n") << 0
                                       << "It's not here" << QByteArray("prompt: 'It''s not here' # c\n");
        QTest::newRow("double quotes") << "a.yaml" << QByteArray("prompt: \"a \\u00e9 b\" # c\n") << 0
                                       << "a é \"b\"" << QByteArray("prompt: \"a \\u00e9 \\\"b\\\"\" # c\n");
        QTest::newRow("plain that needs quotes") << "a.yaml" << QByteArray("prompt: One day # c\n") << 0
                                                 << "One: day" << QByteArray("prompt: \"One: day\" # c\n");
        QTest::newRow("plain to several lines")
            << "a.yaml" << QByteArray("a:\n  prompt: One day\nb: 1\n") << 0 << "One\nday here"
            << QByteArray("a:\n  prompt: |-\n    One\n    day here\nb: 1\n");
        QTest::newRow("list element")
            << "a.yaml" << QByteArray("prompts:\n- One day\n- Two days\n") << 0 << "One\nday here"
            << QByteArray("prompts:\n- |-\n  One\n  day here\n- Two days\n");
        QTest::newRow("JSON escapes stay")
            << "a.json" << QByteArray("{ \"prompt\" : \"a \\u00e9\\/b\\n c\" }") << 0 << "a é/b\n\"d\" c"
            << QByteArray("{ \"prompt\" : \"a \\u00e9\\/b\\n\\\"d\\\" c\" }");
        QTest::newRow("a JSON emoji is not divided")
            << "a.json" << QByteArray("{\"prompt\":\"go \\ud83d\\ude00 on\"}") << 0 << QString("go 😁 on")
            << QByteArray("{\"prompt\":\"go 😁 on\"}");
    }

    void anEditChangesOnlyItsBytes()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, before);
        QFETCH(const int, message);
        QFETCH(const QString, text);
        QFETCH(const QByteArray, after);

        const auto written = setMessageText(before, parse(before, path), message, text);

        QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
        QCOMPARE(*written, after);
        QCOMPARE(parse(*written, path).messages.at(message).text, text);
    }

    void aTextThatWouldReadAsARoleMarkerIsRefused()
    {
        const QByteArray bytes = "system:\nOne\nuser:\nTwo\n";

        const auto written =
            setMessageText(bytes, parse(bytes, "a.prompty"), 0, "One\nassistant:\nSure, I will.");

        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Invalid);
    }

    void aTextThatWouldBecomeFrontMatterIsRefused()
    {
        const QByteArray bytes = "# Rules\n";

        const auto written =
            setMessageText(bytes, parse(bytes, "a.md"), 0, "---\ntools: [all]\n---\n# Rules\n");

        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Invalid);
    }

    void frontMatterThatDoesNotParseCanBeMended()
    {
        const QByteArray bytes = "---\ndescription: a: b\n---\nBody\n";

        const auto written = setMessageText(bytes, parse(bytes, "a.agent.md"), 0, "description: 'a: b'\n");

        QVERIFY(written);
        QCOMPARE(*written, QByteArray("---\ndescription: 'a: b'\n---\nBody\n"));
        QVERIFY(parse(*written, "a.agent.md").problems.isEmpty());
    }

    void bytesThatAreNoUtf8SurviveAnEdit()
    {
        const QByteArray bytes = "caf\xE9 costs 30\nand \xFF more\n";
        const Document document = parse(bytes, "a.md");
        QString text = document.messages.at(0).text;
        text.replace("30", "14");

        const auto written = setMessageText(bytes, document, 0, text);

        QCOMPARE(document.problems.at(0).kind, ProblemKind::NotUtf8);
        QCOMPARE(document.problems.at(0).column, 4);
        QVERIFY(written);
        QCOMPARE(*written, QByteArray("caf\xE9 costs 14\nand \xFF more\n"));
        QVERIFY(!setMessageText(bytes, document, 0, text + "é"));
        const auto replaced = replace(bytes, document, {document.source.indexOf("30"), 2}, "14");
        QVERIFY(replaced);
        QCOMPARE(*replaced, QByteArray("caf\xE9 costs 14\nand \xFF more\n"));
        QVERIFY(!replace(bytes, document, {0, 0}, "é"));
    }

    void aReplacementIsByteExactBehindCharactersOfEveryLength()
    {
        const QByteArray bytes = "\xEF\xBB\xBF"
                                 "a é 日 😀 end\r\n";
        const Document document = parse(bytes, "a.txt");

        const auto written = replace(bytes, document, {document.source.indexOf("end"), 3}, "fin");

        QVERIFY(written);
        QCOMPARE(*written, QByteArray("\xEF\xBB\xBF"
                                      "a é 日 😀 fin\r\n"));
        QVERIFY(!replace(bytes, document, {1, 1000}, "x"));
    }

    void aSettingIsWrittenInItsOwnStyle_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("number")
            << "a.prompty" << QByteArray("---\nmodel:\n  parameters:\n    temperature: 0.20 # low\n---\nHi\n")
            << "model.parameters.temperature" << "0.7"
            << QByteArray("---\nmodel:\n  parameters:\n    temperature: 0.7 # low\n---\nHi\n");
        QTest::newRow("single quotes") << "a.agent.md" << QByteArray("---\nmodel: 'gpt-4'\n---\nHi\n")
                                       << "model" << "it's" << QByteArray("---\nmodel: 'it''s'\n---\nHi\n");
        QTest::newRow("plain that needs quotes")
            << "a.agent.md" << QByteArray("---\ndescription: x\n---\nHi\n") << "description" << "a: b"
            << QByteArray("---\ndescription: \"a: b\"\n---\nHi\n");
        QTest::newRow("JSON number") << "config.json"
                                     << QByteArray("{\"schema\":1,\"completion\":{\"temperature\": 0.90}}")
                                     << "completion.temperature" << "0.5"
                                     << QByteArray("{\"schema\":1,\"completion\":{\"temperature\": 0.5}}");
        QTest::newRow("JSON string") << "a.json" << QByteArray("{\"model\":\"x\"}") << "model" << "y\"z"
                                     << QByteArray("{\"model\":\"y\\\"z\"}");
    }

    void aSettingIsWrittenInItsOwnStyle()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, before);
        QFETCH(const QString, setting);
        QFETCH(const QString, value);
        QFETCH(const QByteArray, after);

        const auto written = setSetting(before, parse(before, path), setting, value);

        QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
        QCOMPARE(*written, after);
    }

    void aSettingThatIsNoScalarOfItsOwnIsRefused()
    {
        const QByteArray bytes = "---\ntools: [a, b]\n---\nHi\n";
        const Document document = parse(bytes, "a.agent.md");

        QCOMPARE(setSetting(bytes, document, "tools[]", "c").error().code, ErrorCode::Unsupported);
        QCOMPARE(setSetting(bytes, document, "model", "c").error().code, ErrorCode::NotFound);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptWriteTest)
#include "tst_prompt_write.moc"
