// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/JsonReader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

using evals::JsonReader;
using evals::TextRef;
using Kind = JsonReader::Kind;
using Fault = JsonReader::Fault;

class JsonReaderTest : public QObject
{
    Q_OBJECT

private:
    /// JSON is easier to read here with the other quotes.
    static QByteArray quoted(const char *text) { return QByteArray(text).replace('\'', '"'); }
    static QByteArray at(const QByteArray &text, const TextRef &ref)
    {
        return text.mid(qsizetype(ref.offset), qsizetype(ref.length));
    }
    static QJsonValue treeOf(JsonReader &r, const QByteArray &text)
    {
        switch (r.peek()) {
        case Kind::Object: {
            QJsonObject object;
            r.object([&](QByteArrayView key) { object.insert(QString::fromUtf8(key), treeOf(r, text)); });
            return object;
        }
        case Kind::Array: {
            QJsonArray array;
            r.array([&](qsizetype) { array.append(treeOf(r, text)); });
            return array;
        }
        default:
            break;
        }
        const JsonReader::Scalar value = r.scalar();
        switch (value.kind) {
        case Kind::String:
            return evals::unescapedJson(at(text, value.text));
        case Kind::Number:
            return value.number;
        case Kind::Boolean:
            return value.boolean;
        default:
            return {};
        }
    }

private slots:
    void membersAreReadAndTheRestIsPassedOver()
    {
        const QByteArray text =
            quoted(" {'a' : [1, {'b': [[]]}, 'x\\']'], 'n\\u0061me': 'v\\n', 'c':true, 'd':null} ");
        JsonReader r(text);
        QString name;
        std::optional<bool> c;

        const bool read = r.object([&](QByteArrayView key) {
            if (key == "name") {
                name = r.string();
            } else if (key == "c") {
                c = r.boolean();
            }
        });

        QVERIFY(read);
        QVERIFY(r.atEnd());
        QCOMPARE(name, u"v\n"_s);
        QCOMPARE(c, std::optional(true));
    }

    void textsAreTheirPlacesInTheBytes()
    {
        const QByteArray text = quoted("{'s': 'a\\tb', 'o': {'x': [1]}, 'z': null}");
        JsonReader r(text, 7);
        QHash<QByteArray, TextRef> found;
        r.object([&](QByteArrayView key) { found.insert(key.toByteArray(), r.text()); });

        QCOMPARE(at(text, found["s"]), QByteArray("a\\tb"));
        QVERIFY(found["s"].form == TextRef::Form::JsonString);
        QCOMPARE(found["s"].buffer, quint16(7));
        QCOMPARE(at(text, found["o"]), quoted("{'x': [1]}"));
        QVERIFY(found["o"].form == TextRef::Form::JsonValue);
        QVERIFY(found["z"].isNull());
    }

    void whatPythonWritesIsNumbers()
    {
        const QByteArray text = quoted("[NaN, Infinity, -Infinity, 1e999, '0.5', 'x', -0.25e1]");
        JsonReader r(text);
        QList<double> numbers;
        r.array([&](qsizetype) { numbers.append(r.number()); });

        QCOMPARE(r.fault(), Fault::None);
        QCOMPARE(numbers.size(), 7);
        for (const qsizetype i : {0, 1, 2, 3, 5}) {
            QVERIFY(std::isnan(numbers[i]));
        }
        QCOMPARE(numbers[4], 0.5);
        QCOMPARE(numbers[6], -2.5);
    }

    void everyPlaceWhereATextIsCutOffIsTold()
    {
        const QByteArray text = quoted("{'a':[1,-2.5e3,'x\\u00e9\\n',true,false,null,NaN],'b':{'c':{}}}");
        for (qsizetype size = 0; size < text.size(); ++size) {
            const QByteArray part = text.first(size);
            JsonReader skipped(part);
            skipped.skip();
            JsonReader read(part);
            treeOf(read, part);

            QCOMPARE(skipped.fault(), Fault::Ended);
            QCOMPARE(read.fault(), Fault::Ended);
        }
    }

    void whatIsNoJsonIsTold_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"[1 2]", "[1,]", "{\"a\" 1}", "{a:1}", "[01]", "[+1]", "[1.]x", "[.5]", "[tru3]", "[\"\\x\"]",
              "[\"\\u12g4\"]", "[\"a\nb\"]", "{\"a\":1,}", "[}", "[\"a\"]]", "'a'", "[- 1]"}) {
            QTest::newRow(text) << QByteArray(text);
        }
        QTest::newRow("NUL") << QByteArray("[\0]", 3);
    }
    void whatIsNoJsonIsTold()
    {
        QFETCH(const QByteArray, text);
        JsonReader r(text);
        r.skip();

        QVERIFY(r.fault() == Fault::Broken || (r.fault() == Fault::None && !r.atEnd()));
    }

    void aNestingBombIsAFaultAndNoOverflow_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("arrays") << QByteArray("[");
        QTest::newRow("objects") << QByteArray("{\"a\":");
    }
    void aNestingBombIsAFaultAndNoOverflow()
    {
        QFETCH(const QByteArray, unit);
        const QByteArray bomb = unit.repeated(1'000'000);
        JsonReader skipped(bomb);
        skipped.skip();
        JsonReader read(bomb);
        treeOf(read, bomb);

        QCOMPARE(skipped.fault(), Fault::Broken);
        QCOMPARE(read.fault(), Fault::Broken);
        QVERIFY(skipped.faultText().contains(u"too deep"_s));
    }

    void theTreeIsThatOfAnotherParser()
    {
        const QByteArray text = quoted("{'a':[1,2.5,-3e2,{'b':'\\ud83d\\ude00 \\'q\\' \\\\ "
                                       "\\/'}],'c':'é','d':[[],{}],'e':true,'f':'','g':1e-3}");
        JsonReader r(text);

        QCOMPARE(treeOf(r, text), QJsonValue(QJsonDocument::fromJson(text).object()));
    }

    void aFaultHasItsPlace()
    {
        const QByteArray text = "{\n  \"a\": 1,\n  \"b\": x\n}";
        JsonReader r(text);
        r.skip();

        QVERIFY2(r.faultText().startsWith(u"line 3, column 8"_s), qPrintable(r.faultText()));
    }

    void theSameValueHasOneForm()
    {
        const QByteArray a = evals::normalizedJson(quoted("{'b': 'é', 'a': [1.0, null]}"));

        QCOMPARE(evals::normalizedJson("{ \"a\":[1,null],\n\"b\":\"\\u00e9\"}"), a);
        QVERIFY(evals::normalizedJson(quoted("{'b': 'é', 'a': [1.5, null]}")) != a);
        QVERIFY(evals::normalizedJson(quoted("{'b': 'é', 'a': ['1.0', null]}")) != a);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::JsonReaderTest)
#include "tst_json_reader.moc"
