// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/CanonicalJson.h"
#include "base/JsonFields.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestCanonicalJson : public QObject
{
    Q_OBJECT

private slots:
    void oneSpellingIsAccepted_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const QByteArray &bytes) { QTest::addRow("%s", name) << bytes; };
        row("object", "{\"a\":1,\"b\":[true,false],\"c\":{\"d\":\"x\"}}");
        row("empty", "{\"a\":[],\"b\":{},\"c\":\"\"}");
        row("escapes", "{\"a\":\"\\\"\\\\\\b\\t\\n\\f\\r\\u0001\"}");
        row("unicode", QByteArrayLiteral("{\"a\":\"Größe 漢字 😀\"}"));
        row("largest", "{\"a\":9007199254740991,\"b\":-9007199254740991,\"c\":0}");
        row("byte order mark inside", QByteArrayLiteral("{\"a\":\"\xEF\xBB\xBFx\"}"));
    }
    void oneSpellingIsAccepted()
    {
        QFETCH(const QByteArray, bytes);
        const auto value = parseCanonicalJson(bytes);
        QVERIFY2(value, value ? "" : qPrintable(value.error().detail));
        QCOMPARE(printCanonicalJson(*value), bytes);
    }

    void everyOtherSpellingIsRefused_data() // T-77
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const QByteArray &bytes) { QTest::addRow("%s", name) << bytes; };
        row("nothing", "");
        row("white space", "{\"a\": 1}");
        row("trailing newline", "{\"a\":1}\n");
        row("byte order mark", QByteArrayLiteral("\xEF\xBB\xBF{\"a\":1}"));
        row("duplicate key", "{\"a\":1,\"a\":2}");
        row("unsorted", "{\"b\":1,\"a\":2}");
        row("upper-case key", "{\"A\":1}");
        row("empty key", "{\"\":1}");
        row("escaped key", "{\"\\u0061\":1}");
        row("float", "{\"a\":1.0}");
        row("exponent", "{\"a\":1e3}");
        row("null", "{\"a\":null}");
        row("too large", "{\"a\":9007199254740992}");
        row("far too large", "{\"a\":99999999999999999999999999}");
        row("leading zero", "{\"a\":01}");
        row("minus zero", "{\"a\":-0}");
        row("plus", "{\"a\":+1}");
        row("escaped slash", "{\"a\":\"\\" "/\"}");
        row("needless escape", "{\"a\":\"\\u0041\"}");
        row("long escape of a short one", "{\"a\":\"\\u000a\"}");
        row("upper-case escape", "{\"a\":\"\\u001F\"}");
        row("nul", "{\"a\":\"\\u0000\"}");
        row("raw control", QByteArrayLiteral("{\"a\":\"\x01\"}"));
        row("lone surrogate", "{\"a\":\"\\ud800\"}");
        row("surrogate in bytes", QByteArrayLiteral("{\"a\":\"\xED\xA0\x80\"}"));
        row("not UTF-8", QByteArrayLiteral("{\"a\":\"\xFF\"}"));
        row("overlong", QByteArrayLiteral("{\"a\":\"\xC1\x81\"}"));
        row("two values", "{\"a\":1}{\"a\":1}");
        row("open string", "{\"a\":\"x");
        row("comment", "{\"a\":1/" "**" "/}");
        row("trailing comma", "{\"a\":1,}");
        row("nan", "{\"a\":NaN}");
    }
    void everyOtherSpellingIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        const auto value = parseCanonicalJson(bytes);
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::Invalid);
    }

    void limitsHold()
    {
        const auto isParsed = [](const QByteArray &bytes, const JsonLimits &limits = {}) {
            return parseCanonicalJson(bytes, limits).has_value();
        };
        QVERIFY(isParsed(QByteArray(8, '[') + QByteArray(8, ']')));
        QVERIFY(!isParsed(QByteArray(9, '[') + QByteArray(9, ']')));
        QVERIFY(!isParsed("[" + QByteArray("1,").repeated(1000) + "1]"));
        QVERIFY(!isParsed('"' + QByteArray(65'536, 'x') + '"'));
        QVERIFY(!isParsed(QByteArray(100'000, '['), {.bytes = 1 << 20}));
    }

    void whatIsAcceptedPrintsAsItWas()
    {
        QRandomGenerator random(test::seed());
        const QByteArray base = "{\"a\":[1,\"x\\n\",true],\"b\":{\"c\":\"é\"},\"d\":-5}";
        int accepted = 0;
        for (int i = 0; i < 200'000; ++i) {
            QByteArray bytes = base;
            for (int edits = 1 + int(random.bounded(3)); edits > 0; --edits) {
                bytes[random.bounded(bytes.size())] = char(random.bounded(256));
            }
            if (const auto value = parseCanonicalJson(bytes)) {
                ++accepted;
                QCOMPARE(printCanonicalJson(*value), bytes);
            }
        }
        QVERIFY(accepted > 0);
    }

    void aClosedSchemaKnowsItsFields()
    {
        const Json json = *parseCanonicalJson("{\"a\":1,\"b\":\"x\"}");
        JsonFields complete(json, u"data"_s);
        QCOMPARE(complete.integer(u"a"_s, 0, 5), 1);
        QCOMPARE(complete.string(u"b"_s), u"x"_s);
        QVERIFY(complete.finish());
        JsonFields curious(json, u"data"_s);
        QCOMPARE(curious.integer(u"a"_s, 0, 5), 1);
        QVERIFY(!curious.finish());
        JsonFields narrow(json, u"data"_s);
        QCOMPARE(narrow.integer(u"a"_s, 2, 5), 2);
        QVERIFY(!narrow.ok());
        JsonFields lacking(json, u"data"_s);
        QCOMPARE(lacking.string(u"c"_s), QString());
        QVERIFY(!lacking.ok());
    }
};

QTEST_GUILESS_MAIN(TestCanonicalJson)
#include "tst_canonical_json.moc"
