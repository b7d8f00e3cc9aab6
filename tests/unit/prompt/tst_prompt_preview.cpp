// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Preview.h"
#include "support/Seed.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace prompt;

namespace {

const QByteArray samples = R"({"name": "Ana", "n": 3, "yes": true, "no": false, "empty": [], "nothing": null,
    "items": [{"title": "A", "price": 1.5}, {"title": "B", "price": 2}], "tags": ["x", "y"],
    "customer": {"name": "Ben", "orders": ["o1"]}, "hostile": "{{ name }} {% for %} <b>", "long word": "lw"})";

Preview filled(const QString &text, const QString &path, const QByteArray &json = samples,
               const PreviewLimits &limits = {})
{
    const Result<Value> values = valueFromJson(json);
    if (!values) {
        qFatal("the samples are no JSON: %s", qPrintable(values.error().detail));
    }
    return preview(parse(text.toUtf8(), path), *values, limits);
}

QString only(const Preview &preview)
{
    QStringList texts;
    for (const PreviewMessage &message : preview.messages) {
        texts.append(message.text);
    }
    return texts.join(u"|"_s);
}

/// What the pieces say of themselves, checked against the file and the text.
QString wrongPiece(const Preview &preview, const Document &document)
{
    for (const PreviewMessage &message : preview.messages) {
        qsizetype at = 0;
        for (const PreviewPiece &piece : message.pieces) {
            const QString words = message.text.mid(piece.text.start, piece.text.length);
            const QString source = document.source.mid(piece.source.start, piece.source.length);
            if (piece.text.start != at || piece.text.isEmpty()) {
                return u"a gap before "_s + words;
            }
            if (piece.kind != PieceKind::Filled && piece.source.length == piece.text.length
                && words != source) {
                return words + u" is "_s + source;
            }
            at = piece.text.end();
        }
        if (at != message.text.size()) {
            return u"the end is no piece"_s;
        }
    }
    return {};
}

} // namespace

class PromptPreviewTest : public QObject
{
    Q_OBJECT

private slots:
    void aTemplateIsFilledIn_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto jinja = [](const char *name, const QString &text, const QString &expected) {
            QTest::newRow(name) << u"a.j2"_s << text << expected;
        };
        jinja("variable", u"Hi {{ name }}, {{customer.name}} {{ customer['name'] }}!"_s,
              u"Hi Ana, Ben Ben!"_s);
        jinja("filters",
              u"{{ name|upper }} {{ tags | join(', ') }} {{ items|length }} {{ gone|default('d') }}"_s,
              u"ANA x, y 2 d"_s);
        jinja("map and sum",
              u"{{ items|map(attribute='title')|join('+') }} {{ items|sum(attribute='price') }}"_s,
              u"A+B 3.5"_s);
        jinja("python's way", u"{{ tags }} {{ yes }} {{ nothing }} {{ customer }}"_s,
              u"['x', 'y'] True None {'name': 'Ben', 'orders': ['o1']}"_s);
        jinja("json", u"{{ customer|tojson }}"_s, u"{\"name\": \"Ben\", \"orders\": [\"o1\"]}"_s);
        jinja(
            "if",
            u"{% if n > 2 and not no %}a{% elif yes %}b{% else %}c{% endif %}{% if no %}x{% else %}z{% endif %}"_s,
            u"az"_s);
        jinja(
            "for",
            u"{% for i in items %}{{ loop.index }}{{ i.title }}{% if not loop.last %}, {% endif %}{% endfor %}"_s,
            u"1A, 2B"_s);
        jinja("for else", u"{% for i in empty %}x{% else %}none{% endfor %}"_s, u"none"_s);
        jinja("for if", u"{% for i in range(5) if i % 2 == 1 %}{{ i }}{% endfor %}"_s, u"13"_s);
        jinja("for pairs", u"{% for k, v in customer.items() %}{{ k }}={{ v }};{% endfor %}"_s,
              u"name=Ben;orders=['o1'];"_s);
        jinja("set", u"{% set who = name ~ '!' %}{{ who }}"_s, u"Ana!"_s);
        jinja("white space", u"a \n {%- if yes -%} \n b \n {%- endif %} c"_s, u"ab c"_s);
        jinja("comment", u"a{# {{ name }} #}b"_s, u"ab"_s);
        jinja("raw", u"{% raw %}{{ name }}{% endraw %}{{ n }}"_s, u"{{ name }}3"_s);
        jinja(
            "operators",
            u"{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ 1 + 2 * 3 }} {{ 'x' in tags }} {{ 'a' if no else 'b' }}"_s,
            u"3 -4 1 7 True b"_s);
        jinja("tests", u"{{ name is defined }} {{ gone is not defined }} {{ nothing is none }}"_s,
              u"True True True"_s);
        jinja("what is decided is not computed", u"{{ name or 1 < tags }} {{ no and 1 / 0 }}"_s,
              u"Ana False"_s);
        jinja("letters of a text", u"{% for c in name %}{{ c }}.{% endfor %}"_s, u"A.n.a."_s);
        jinja("values that do not fit stay", u"{{ n|length }}{{ nothing|first }}"_s,
              u"{{ n|length }}{{ nothing|first }}"_s);
        jinja("safe json", u"{{ '<\u00e9>'|tojson }}"_s, u"\"\\u003c\\u00e9\\u003e\""_s);
        jinja("braces in quotes", u"{{ '}}' }} {{ \"%}\" }}"_s, u"}} %}"_s);
        jinja("a sample is no template", u"{{ hostile }}"_s, u"{{ name }} {% for %} <b>"_s);
        jinja("missing stays", u"Hi {{ who }} and {{ customer.age }}."_s,
              u"Hi {{ who }} and {{ customer.age }}."_s);
        jinja("unknown stays",
              u"{{ name|frobnicate }} {% include 'x.j2' %} {% macro m(a) %}{{ name }}{% endmacro %}."_s,
              u"{{ name|frobnicate }} {% include 'x.j2' %} {% macro m(a) %}{{ name }}{% endmacro %}."_s);
        jinja("an unknown condition stays whole", u"{% if x() %}{{ name }}{% endif %}{{ n }}"_s,
              u"{% if x() %}{{ name }}{% endif %}3"_s);
        jinja("unbalanced", u"{% if yes %}a {{ name }}"_s, u"{% if yes %}a Ana"_s);
        const auto handlebars = [](const char *name, const QString &text, const QString &expected) {
            QTest::newRow(name) << u"a.prompt"_s << u"---\nmodel: m\n---\n"_s + text << expected;
        };
        handlebars("hb variable", u"Hi {{name}} {{{name}}} {{customer.name}} {{this.n}}"_s,
                   u"Hi Ana Ana Ben 3"_s);
        handlebars("hb if",
                   u"{{#if yes}}a{{else}}b{{/if}}{{#unless yes}}c{{else}}d{{/unless}}{{#if empty}}e{{/if}}"_s,
                   u"ad"_s);
        handlebars("hb else if", u"{{#if no}}a{{else if yes}}b{{else}}c{{/if}}"_s, u"b"_s);
        handlebars("hb each", u"{{#each items}}{{@index}}{{title}}{{#unless @last}}, {{/unless}}{{/each}}"_s,
                   u"0A, 1B"_s);
        handlebars("hb each else", u"{{#each empty}}x{{else}}none{{/each}}"_s, u"none"_s);
        handlebars("hb block names", u"{{#each tags as |t i|}}{{i}}{{t}}{{../n}}{{/each}}"_s, u"0x31y3"_s);
        handlebars("hb with", u"{{#with customer}}{{name}} {{@root.name}}{{/with}}"_s, u"Ben Ana"_s);
        handlebars("hb own lines", u"a\n{{#each tags}}\n- {{this}}\n{{/each}}\nb"_s, u"a\n- x\n- y\nb"_s);
        handlebars("hb comments", u"a{{! b }}{{!-- }} --}}c"_s, u"ac"_s);
        handlebars("hb lookup", u"{{lookup tags 1}}{{json tags}}"_s, u"y[\"x\", \"y\"]"_s);
        handlebars("hb unknown stays", u"{{> shared/x}} {{media url=name}} {{helper name}} {{gone}}"_s,
                   u"{{> shared/x}} {{media url=name}} {{helper name}} {{gone}}"_s);
        handlebars("hb no html", u"{{hostile}}"_s, u"{{ name }} {% for %} <b>"_s);
        const auto config = [](const char *name, const char *format, const QString &text,
                               const QString &expected) {
            QTest::newRow(name) << u"a.yaml"_s
                                << u"template_format: %1\nprompt: \"%2\"\n"_s.arg(QLatin1StringView(format),
                                                                                  text)
                                << expected;
        };
        config("f-string", "f-string", u"Hi {name}, {{not}} {gone} {n:>3} {customer.name}"_s,
               u"Hi Ana, {not} {gone} {n:>3} Ben"_s);
        config("mustache", "mustache", u"{{#items}}{{title}}{{name}};{{/items}}{{^empty}}none{{/empty}}"_s,
               u"AAna;BAna;none"_s);
        QTest::newRow("dollar") << u"a.prompt.md"_s
                                << u"Say ${input:name:Who?} and ${gone} with ${env:HOME}."_s
                                << u"Say Ana and ${gone} with ${env:HOME}."_s;
        QTest::newRow("semantic kernel")
            << u"x/skprompt.txt"_s << u"Hi {{$name}} {{plugin.run $name}} {{ $n }}"_s
            << u"Hi Ana {{plugin.run $name}} 3"_s;
        QTest::newRow("no template") << u"a.md"_s << u"Plain {name}.\n"_s << u"Plain {name}.\n"_s;
    }
    void aTemplateIsFilledIn()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, text);
        QFETCH(const QString, expected);

        const Preview shown = filled(text, path);

        QCOMPARE(only(shown), expected);
        QVERIFY(shown.complete);
        QCOMPARE(wrongPiece(shown, parse(text.toUtf8(), path)), QString());
    }

    void whatIsLeftIsSaidWithItsPlace()
    {
        const QString text = u"A {{ gone }} {{ name|odd }} {{ 1 / 0 }} {% include 'x' %}"_s;

        const Preview shown = filled(text, u"a.j2"_s);

        QCOMPARE(shown.missing, QStringList{u"gone"_s});
        QCOMPARE(shown.problems.size(), 4);
        const QList<std::pair<PreviewProblemKind, QString>> expected = {
            {PreviewProblemKind::MissingVariable, u"{{ gone }}"_s},
            {PreviewProblemKind::Unsupported, u"{{ name|odd }}"_s},
            {PreviewProblemKind::CannotCompute, u"{{ 1 / 0 }}"_s},
            {PreviewProblemKind::Unsupported, u"{% include 'x' %}"_s}};
        for (qsizetype i = 0; i < expected.size(); ++i) {
            QVERIFY(shown.problems.at(i).kind == expected.at(i).first);
            QCOMPARE(text.mid(shown.problems.at(i).source.start, shown.problems.at(i).source.length),
                     expected.at(i).second);
        }
    }

    void messagesHaveTheirRoles()
    {
        const Preview shown =
            filled(u"---\nname: x\n---\nsystem:\nBe {{ name }}.\n\nuser:\n{{ customer.name }} asks\n"_s,
                   u"a.prompty"_s);

        QCOMPARE(shown.messages.size(), 2);
        QVERIFY(shown.messages[0].role == Role::System && shown.messages[1].role == Role::User);
        QCOMPARE(shown.messages[1].text.trimmed(), u"Ben asks"_s);
    }

    void aLoopOverMessagesMakesMessages()
    {
        const QString text =
            u"---\nname: x\n---\nsystem:\nBe kind.\n\n{% for m in log %}\n{{ m.role }}:\n{{ m.text }}\n"
            "{% endfor %}\nuser:\nAnd now?\n"_s;

        const Preview shown = filled(
            text, u"a.prompty"_s,
            R"({"log": [{"role": "user", "text": "Hello."}, {"role": "assistant", "text": "Hi {{ x }}."}]})");

        QCOMPARE(shown.messages.size(), 4);
        QVERIFY(shown.messages[1].role == Role::User && shown.messages[2].role == Role::Assistant);
        QCOMPARE(shown.messages[2].text.trimmed(), u"Hi {{ x }}."_s);
        QCOMPARE(shown.problems.size(), 0);
        QCOMPARE(wrongPiece(shown, parse(text.toUtf8(), u"a.prompty"_s)), QString());
    }

    void samplesComeFromTheFile_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::newRow("Prompty v1")
            << u"a.prompty"_s
            << u"---\nsample:\n  who: Ana\n  n: 2\ninputs:\n  who:\n    type: string\n---\nsystem:\n{{who}} {{n}}"_s;
        QTest::newRow("Prompty v2")
            << u"a.prompty"_s
            << u"---\ninputs:\n  - name: who\n    default: Ana\n  - name: n\n    sample: 2\n---\nsystem:\n{{who}} {{n}}"_s;
        QTest::newRow("Prompty map")
            << u"a.prompty"_s
            << u"---\ninputs:\n  who: Ana\n  n:\n    type: number\n    sample: 2\n---\nsystem:\n{{who}} {{n}}"_s;
        QTest::newRow("Dotprompt")
            << u"a.prompt"_s
            << u"---\ninput:\n  schema:\n    who: string\n  default:\n    who: Ana\n    n: 2\n---\n{{who}} {{n}}"_s;
        QTest::newRow("GitHub Models")
            << u"a.prompt.yml"_s
            << u"messages:\n  - role: user\n    content: \"{{who}} {{n}}\"\ntestData:\n  - who: Ana\n    n: 2\n"_s;
    }
    void samplesComeFromTheFile()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, text);
        const Document document = parse(text.toUtf8(), path);

        const Preview shown = preview(document, samplesOf(document));

        QCOMPARE(only(shown).trimmed(), u"Ana 2"_s);
        QCOMPARE(shown.missing, QStringList());
    }

    void hostileTemplatesEndSoon_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QString &text, const QString &path = u"a.j2"_s) {
            QTest::newRow(name) << path << text;
        };
        QString nested;
        for (int i = 0; i < 9; ++i) {
            nested += u"{% for x in range(9999) %}"_s;
        }
        row("nested loops", nested + u"x"_s + u"{% endfor %}"_s.repeated(9));
        row("a huge range", u"{{ range(9999999999999) }}{% for x in range(10 ** 9) %}x{% endfor %}"_s);
        row("doubling text", u"{% set x = 'ab' %}"_s + u"{% set x = x ~ x %}"_s.repeated(60) + u"{{ x }}"_s);
        row("doubling list", u"{% set x = [1] %}"_s + u"{% set x = x + x %}"_s.repeated(60) + u"{{ x }}"_s);
        row("sharing", u"{% set x = [1] %}"_s + u"{% set x = [x, x] %}"_s.repeated(60)
                           + u"{{ x }}{{ x|tojson }}{{ x == x }}"_s);
        row("copying",
            u"{% set x = range(9999) %}{% for i in range(9999) %}{% set y = x + [1] %}{% endfor %}"_s);
        row("brackets", u"{{ "_s + u"("_s.repeated(100000) + u" }}"_s);
        row("not", u"{{ "_s + u"not "_s.repeated(100000) + u"x }}"_s);
        row("minus", u"{{ "_s + u"-"_s.repeated(100000) + u"1 }}"_s);
        row("blocks", u"{% if yes %}"_s.repeated(50000) + u"x"_s + u"{% endif %}"_s.repeated(50000));
        row("open", u"{{"_s.repeated(200000));
        row("quotes", u"{{'}}"_s.repeated(100000));
        row("raw", u"{% raw %}"_s.repeated(50000));
        row("replacing", u"{% set x = 'aaaaaaaaaaaaaaaaaaaa' %}"_s
                             + u"{% set x = x|replace('a', x) %}"_s.repeated(9) + u"{{ x }}"_s);
        row("each in each", u"{{#each tags}}"_s.repeated(60) + u"{{this}}"_s + u"{{/each}}"_s.repeated(60),
            u"a.prompt"_s);
        row("each of itself",
            u"{{#each this}}{{#each ../this}}{{#each ../../this}}{{json @root}}{{/each}}{{/each}}{{/each}}"_s,
            u"a.prompt"_s);
        row("words in brackets", u"{{x "_s + u"(lookup "_s.repeated(50000) + u"}}"_s, u"a.prompt"_s);
        row("open blocks", u"{{#if yes}}"_s.repeated(100000), u"a.prompt"_s);
        row("open f-string", u"template_format: f-string\nprompt: '"_s + u"{a:"_s.repeated(100000) + u"'\n"_s,
            u"a.yaml"_s);
    }
    void hostileTemplatesEndSoon()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, text);
        QElapsedTimer timer;
        timer.start();

        const Preview shown = filled(text, path);

        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(only(shown).size() <= PreviewLimits().output);
        QVERIFY(shown.problems.size() <= 100);
        QCOMPARE(wrongPiece(shown, parse(text.toUtf8(), path)), QString());
    }

    void anyTemplateHasAPreviewWhosePartsAreInTheFile()
    {
        static const QStringList parts = {u"{{"_s,
                                          u"}}"_s,
                                          u"{%"_s,
                                          u"%}"_s,
                                          u"{#"_s,
                                          u"#}"_s,
                                          u"{"_s,
                                          u"}"_s,
                                          u"name"_s,
                                          u" if "_s,
                                          u"for i in items"_s,
                                          u"{% endif %}"_s,
                                          u"{% endfor %}"_s,
                                          u"{% else %}"_s,
                                          u"{{#each items}}"_s,
                                          u"{{/each}}"_s,
                                          u"{{else}}"_s,
                                          u"{{^"_s,
                                          u"{{!--"_s,
                                          u"--}}"_s,
                                          u"|"_s,
                                          u"("_s,
                                          u")"_s,
                                          u"["_s,
                                          u"]"_s,
                                          u"'"_s,
                                          u"\""_s,
                                          u"."_s,
                                          u"~"_s,
                                          u"-"_s,
                                          u" set x = "_s,
                                          u"${"_s,
                                          u"$1"_s,
                                          u"\n"_s,
                                          u"\r\n"_s,
                                          u"system:\n"_s,
                                          u"é😀"_s,
                                          u"3"_s,
                                          u" is "_s,
                                          u"../"_s,
                                          u"@index"_s};
        const QStringList heads = {u"a.j2"_s, u"a.prompty"_s, u"a.prompt"_s, u"a.prompt.md"_s,
                                   u"x/skprompt.txt"_s};
        QRandomGenerator random(seed());
        for (int round = 0; round < 4000; ++round) {
            QString text;
            for (int i = random.bounded(40); i > 0; --i) {
                text += parts.at(random.bounded(parts.size()));
            }
            const QString path = heads.at(random.bounded(heads.size()));

            const Preview shown = filled(text, path);

            const QString wrong = wrongPiece(shown, parse(text.toUtf8(), path));
            QVERIFY2(wrong.isEmpty(), qPrintable(path + u": "_s + text + u"\n"_s + wrong));
        }
    }

    void aLimitIsSaid()
    {
        const Preview shown =
            filled(u"{% for x in range(1000) %}0123456789{% endfor %}"_s, u"a.j2"_s, "{}", {.output = 55});

        QCOMPARE(only(shown).size(), 55);
        QVERIFY(!shown.complete);
        QVERIFY(shown.problems.constLast().kind == PreviewProblemKind::TooMuch);
    }

    void whatALoopReadsAgainIsPaidForAgain_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("path");
        const QString blanks(200'000, u' ');
        QTest::newRow("blanks of an output") << u"{% for i in range(10000) %}{{"_s + blanks + u"1 }}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("blanks of a condition") << u"{% for i in range(10000) %}{% if"_s + blanks + u"no %}x{% endif %}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("blanks of a tag") << u"{% for i in range(10000) %}{%"_s + blanks + u"set x = 1 %}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("a branch that is not taken")
                << u"{% for i in range(10000) %}{{ 1 if yes else '"_s + blanks + u"' }}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("a filter over a long text") << u"{% for i in range(10000) %}{{ long|upper|length }}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("looking for much in much") << u"{{ long|replace(needle, '')|length }}"_s << u"a.j2"_s;
        QTest::newRow("looking whether much is in much") << u"{{ needle in long }}"_s << u"a.j2"_s;
        QTest::newRow("taking apart at much") << u"{{ long.split(needle)|length }}"_s << u"a.j2"_s;
        QTest::newRow("sorting long texts") << u"{% for i in range(100) %}{{ many|sort|length }}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("comparing long texts") << u"{% for i in range(10000) %}{{ long < long }}{% endfor %}"_s << u"a.j2"_s;
        QTest::newRow("Handlebars") << u"{{#each items}}{{#each @root.items}}{{ @root.name"_s + blanks + u"}}{{/each}}{{/each}}"_s
                                    << u"a.prompt"_s;
    }

    /// A small template of somebody else does little, whatever stands in it.
    void whatALoopReadsAgainIsPaidForAgain()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, path);
        QByteArray items = "{\"no\": false, \"yes\": true, \"name\": \"x\", \"items\": [";
        for (int i = 0; i < 40; ++i) {
            items += i > 0 ? ",1" : "1";
        }
        items += "], \"many\": [";
        for (int i = 0; i < 2000; ++i) {
            items += (i > 0 ? ",\"" : "\"") + QByteArray(900, 'a') + QByteArray::number(i) + '"';
        }
        items += "], \"long\": \"" + QByteArray(400'000, 'a') + "\", \"needle\": \"" + QByteArray(100'000, 'a') + "b\"}";

        const Preview shown = filled(text, path, items);

        QVERIFY2(!shown.complete, qPrintable(only(shown).left(200)));
        QVERIFY(shown.problems.constLast().kind == PreviewProblemKind::TooMuch);
    }

    void filledInTextsAreADocument()
    {
        const Document document = filledDocument(
            filled(u"---\nname: x\n---\nsystem:\n# Rules\nBe {{ name }}.\n\nuser:\nHi\n"_s, u"a.prompty"_s));

        QCOMPARE(document.messages.size(), 2);
        QVERIFY(document.messages[0].text.contains(u"Be Ana."_s));
        QVERIFY(document.messages[1].isVerbatim());
        QCOMPARE(document.sections.size(), 1);
    }

    void samplesThatAreNoObjectAreRefused()
    {
        QVERIFY(!valueFromJson("[1]"));
        QVERIFY(!valueFromJson("{\"a\": }"));
        QVERIFY(valueFromJson("{}"));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptPreviewTest)
#include "tst_prompt_preview.moc"
