// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Write.h"

#include <QElapsedTimer>
#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

/// Files that nobody wrote in good faith: bounded, read as text, never refused and never rewritten.
class PromptHostileTest : public QObject
{
    Q_OBJECT

    static void compareFallback(const Document &document, ProblemKind kind)
    {
        QCOMPARE(document.problems.size(), 1);
        QCOMPARE(document.problems[0].kind, kind);
        QCOMPARE(document.messages.size(), 1);
        QCOMPARE(document.messages[0].text, document.source);
    }

private slots:
    void yamlAliasesAreNotExpanded()
    {
        compareFallback(parse("a: &a [x, x]\nb: *a\n", "a.yaml"), ProblemKind::AliasRefused);
    }

    void yamlBelowThirtyTwoLevelsIsText()
    {
        QByteArray deep;
        for (int i = 0; i < 40; ++i) {
            deep += QByteArray(i, ' ') + "a:\n";
        }
        compareFallback(parse(deep, "a.yaml"), ProblemKind::StructureTooDeep);
    }

    void jsonBelowItsDepthIsText()
    {
        compareFallback(parse(QByteArray(100'000, '['), "a.json"), ProblemKind::StructureTooDeep);
    }

    void structureAboveOneMebibyteIsText()
    {
        const QByteArray large = "a: \"" + QByteArray(1100 * 1024, 'x') + "\"\n";

        compareFallback(parse(large, "a.yaml"), ProblemKind::StructureTooLarge);
        compareFallback(parse("{\"a\":\"" + QByteArray(1100 * 1024, 'x') + "\"}", "a.json"),
                        ProblemKind::StructureTooLarge);
    }

    void aFileAboveSixteenMebibytesIsNotRead()
    {
        const Document document = parse(QByteArray(16 * 1024 * 1024 + 1, 'x'), "a.md");

        QCOMPARE(document.problems.at(0).kind, ProblemKind::TooLarge);
        QVERIFY(document.source.isEmpty());
        QVERIFY(document.messages.isEmpty());
    }

    void aNulByteIsShownAndItsPlaceIsSaid()
    {
        const QByteArray bytes("---\ntools: [a]\n---\nx\0y\n", 23);

        const Document document = parse(bytes, "a.agent.md");

        compareFallback(document, ProblemKind::Binary);
        QCOMPARE(document.problems[0].line, 4);
        QCOMPARE(document.problems[0].column, 2);
        QCOMPARE(document.source.toUtf8(), bytes);
    }

    void aControlCharacterThatEndsYamlEarlyHidesNothing()
    {
        const Document document = parse("name: x\n\x04\ntools: [all]\n", "a.yaml");

        compareFallback(document, ProblemKind::ControlCharacter);
        QVERIFY(document.messages[0].text.contains("tools: [all]"));
    }

    void whatIsNoTextIsBinaryAndNeverWritten()
    {
        const QByteArray bytes = QByteArray("\x89PNG\r\n\x1a\n\0\0\0\xff\xfe", 13);
        const Document document = parse(bytes, "a.md");

        QCOMPARE(document.encoding.charset, Charset::Binary);
        QCOMPARE(document.problems.at(0).kind, ProblemKind::Binary);
        QCOMPARE(replace(bytes, document, {0, 0}, "x").error().code, ErrorCode::Unsupported);
    }

    void utf16IsShownAndNeverWritten()
    {
        const QByteArray bytes("\xFF\xFEH\0i\0\n\0", 8);
        const Document document = parse(bytes, "a.md");

        QCOMPARE(document.source, "Hi\n");
        QCOMPARE(document.encoding.charset, Charset::Utf16);
        QCOMPARE(setMessageText(bytes, document, 0, "Ho\n").error().code, ErrorCode::Unsupported);
    }

    void invalidBytesAreOneCharacterEach_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("invalid");
        QTest::newRow("Latin-1") << QByteArray("caf\xE9 au lait") << 1;
        QTest::newRow("overlong") << QByteArray("a\xC0\xAF"
                                                "b and a few more words")
                                  << 2;
        QTest::newRow("surrogate") << QByteArray("a\xED\xA0\x80"
                                                 "b and a few more words for the rest")
                                   << 3;
        QTest::newRow("cut off") << QByteArray("a few words and then \xE6\x97") << 2;
        QTest::newRow("beyond Unicode")
            << QByteArray("a few words and then \xF4\x90\x80\x80 and some more words") << 4;
        QTest::newRow("beside a true U+FFFD") << QByteArray("\xEF\xBF\xBD and \xFF here") << 1;
    }

    void invalidBytesAreOneCharacterEach()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, invalid);

        const Document document = parse(bytes, "a.md");

        QCOMPARE(document.encoding.charset, Charset::InvalidUtf8);
        QCOMPARE(document.encoding.invalidOffsets.size(), invalid);
        const auto appended = replace(bytes, document, {document.source.size(), 0}, "!");
        QVERIFY(appended);
        QCOMPARE(*appended, bytes + "!");
    }

    void loneCarriageReturnsAreBreaksOnlyWhereThereAreNoOthers()
    {
        QCOMPARE(parse("a\rb\r", "a.md").messages.at(0).text, "a\nb\n");
        QCOMPARE(parse("a\rb\n", "a.md").messages.at(0).text, "a\rb\n");
        QCOMPARE(parse("a\rb\n", "a.md").encoding.lineEnding, LineEnding::Mixed);
    }

    void timeGrowsWithLengthOnly_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("open tags") << "a.j2" << QByteArray("{{ ");
        QTest::newRow("open statements") << "a.j2" << QByteArray("{% if x %}");
        QTest::newRow("open comments") << "a.j2" << QByteArray("{#");
        QTest::newRow("raw") << "a.j2" << QByteArray("{% raw %}");
        QTest::newRow("handlebars blocks") << "a.prompt" << QByteArray("{{#if x}}");
        QTest::newRow("handlebars comments") << "a.prompt" << QByteArray("{{!--");
        QTest::newRow("handlebars quotes") << "a.prompt" << QByteArray("{{a 'b}}");
        QTest::newRow("role tags") << "a.prompt" << QByteArray("{{role 'user'}}x");
        QTest::newRow("role lines") << "a.prompty" << QByteArray("user:\n{{x}}\n");
        QTest::newRow("headings") << "a.md" << QByteArray("# a\n");
        QTest::newRow("deep headings") << "a.md" << QByteArray("# a\n## b\n###### c\n");
        QTest::newRow("fences") << "a.md" << QByteArray("```\n");
        QTest::newRow("braces") << "a.md" << QByteArray("{");
        QTest::newRow("rules") << "a.md" << QByteArray("---\n");
        QTest::newRow("references") << "a.txt" << QByteArray("${env:");
        QTest::newRow("carriage returns") << "a.md" << QByteArray("a\r\n");
        QTest::newRow("YAML duplicate keys") << "a.yaml" << QByteArray("a: 1\n");
        QTest::newRow("YAML open lists") << "a.yaml" << QByteArray("[");
        QTest::newRow("YAML quotes") << "a.yaml" << QByteArray("- '\n");
        QTest::newRow("JSON strings") << "a.json" << QByteArray("\"\\u0041\",");
        QTest::newRow("different names") << "a.txt" << QByteArray("{{a}} {{b}} ");
    }

    void timeGrowsWithLengthOnly()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, unit);
        const QByteArray bytes = unit.repeated(1000 * 1024 / unit.size());
        QElapsedTimer timer;
        timer.start();

        const Document document = parse(bytes, path);

        // Quadratic work on a million characters takes minutes; this is far from both.
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!document.source.isEmpty());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptHostileTest)
#include "tst_prompt_hostile.moc"
