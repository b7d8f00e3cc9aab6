// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Template.h"

#include <QTest>

using namespace countersign::prompt;

namespace countersign::test {

namespace {

// "customer.name topic* ~item >persona !format $env:X": a mark for every kind but inputs.
QString printed(const QList<TemplateUse> &uses)
{
    QStringList words;
    for (const TemplateUse &use : uses) {
        static const QString marks[] = {"", "~", ">", "$", "!"};
        words.append(marks[int(use.kind)] + use.name);
    }
    return words.join(' ');
}

} // namespace

class PromptTemplateTest : public QObject
{
    Q_OBJECT

private slots:
    void namesAreFound_data()
    {
        QTest::addColumn<TemplateLanguage>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("uses");
        const auto row = [](const char *name, TemplateLanguage language, const char *text, const char *uses) {
            QTest::newRow(name) << language << QString(text) << QString(uses);
        };
        using enum TemplateLanguage;
        row("jinja path and filter", Jinja, "{{ a.b | default('x') }} {{- c -}}", "a.b c");
        row("jinja loop", Jinja,
            "{% for x, y in items if x %}{{ x.name }}{{ loop.index }}{{ z }}{% endfor %}{{ x }}",
            "items x ~x.name ~loop.index z x");
        row("jinja condition", Jinja,
            "{% if a and not b is defined or c == 'd' %}{% elif e %}{% else %}{% endif %}", "a b c e");
        row("jinja set", Jinja, "{% set n = total %}{{ n }}", "total ~n");
        row("jinja call and keyword", Jinja, "{{ f(a, key=b) }}{{ items.join(c) }}{{ range(3) }}",
            "!f a b items c");
        row("jinja include", Jinja,
            "{% include 'shared/persona.j2' %}{% from \"m.j2\" import x as y %}{{ y(1) }}",
            ">shared/persona.j2 >m.j2 ~y");
        row("jinja macro", Jinja, "{% macro m(p, q='x') %}{{ p }}{% endmacro %}{{ m(a) }}", "~p ~m a");
        row("jinja raw and comment", Jinja, "{% raw %}{{ no }}{% endraw %}{# {{ no }} #}{{ yes }}", "yes");
        row("handlebars", Handlebars, "{{a}} {{{b.c}}} {{!-- {{no}} --}}{{! no }}{{~d~}}", "a b.c d");
        row("handlebars blocks", Handlebars,
            "{{#if a}}{{x}}{{else}}{{y}}{{/if}}{{#each items}}{{name}} {{this}} {{../top}}{{/each}}",
            "a x y items ~name ~this ../top");
        row("handlebars block parameters", Handlebars, "{{#each items as |i k|}}{{i.name}}{{other}}{{/each}}",
            "items ~i.name other");
        row("handlebars partial and helper", Handlebars,
            "{{> shared/persona who=name}}{{formatDate day \"iso\" zone=tz}}",
            ">shared/persona name !formatDate day tz");
        row("dotprompt helpers", Handlebars,
            "{{role \"system\"}}{{media url=photo}}{{history}}{{json this indent=2}}", "photo ~this");
        row("mustache", Mustache, "{{a}}{{#list}}{{b}}{{/list}}{{^none}}{{/none}}{{&c}}{{the words you say}}",
            "a list b none c");
        row("f-string", FString, "{a} {{no}} {b.c!r} {d:>10} {e[0]} {} { f } {\"json\": 1}", "a b.c d e");
        row("dollar brace", DollarBrace,
            "${input:topic:What about?} ${selection} ${env:HOME} ${TYPE=\"a|b\"} $x",
            "topic selection $env:HOME TYPE");
        row("dollar arguments", DollarArgs, "Do $ARGUMENTS with $1 and @$2 for $5 or $1.50", "ARGUMENTS 1 2");
        row("money alone", DollarArgs, "It costs $5 per month.", "");
        row("go", GoTemplate, "{{ .Name }} {{ range $i := .Items }}", "Name ~i Items");
        row("semantic kernel", SemanticKernel, "{{$a}} {{mail.send $b 'c'}}", "a !mail.send b");
    }

    void namesAreFound()
    {
        QFETCH(const TemplateLanguage, language);
        QFETCH(const QString, text);
        QFETCH(const QString, uses);

        const TemplateScan scan = scanTemplate(text, language);

        QCOMPARE(printed(scan.uses), uses);
        for (const TemplateUse &use : scan.uses) {
            QCOMPARE(text.sliced(use.span.start, use.span.length), use.name);
        }
    }

    void slipsAreSaid_data()
    {
        QTest::addColumn<TemplateLanguage>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<ProblemKind>("kind");
        QTest::addColumn<int>("at");
        using enum TemplateLanguage;
        QTest::newRow("jinja unclosed tag") << Jinja << "a {{ b" << ProblemKind::UnclosedTag << 2;
        QTest::newRow("jinja unclosed block") << Jinja << "a {% if b %}" << ProblemKind::UnclosedBlock << 2;
        QTest::newRow("jinja wrong end") << Jinja << "{% endfor %}" << ProblemKind::UnexpectedClose << 0;
        QTest::newRow("handlebars in jinja") << Jinja << "x {{#if a}}" << ProblemKind::MixedTemplates << 2;
        QTest::newRow("jinja in handlebars")
            << Handlebars << "x {% if a %}" << ProblemKind::MixedTemplates << 2;
        QTest::newRow("handlebars wrong end")
            << Handlebars << "{{#if a}}{{/each}}{{/if}}" << ProblemKind::UnexpectedClose << 9;
        QTest::newRow("handlebars unclosed block")
            << Handlebars << "ab{{#if a}}" << ProblemKind::UnclosedBlock << 2;
        QTest::newRow("stray braces") << Handlebars << "a }} b" << ProblemKind::UnexpectedClose << 2;
    }

    void slipsAreSaid()
    {
        QFETCH(const TemplateLanguage, language);
        QFETCH(const QString, text);
        QFETCH(const ProblemKind, kind);
        QFETCH(const int, at);

        const TemplateScan scan = scanTemplate(text, language);

        QCOMPARE(scan.problems.size(), 1);
        QCOMPARE(scan.problems[0].kind, kind);
        QCOMPARE(scan.problems[0].span.start, at);
    }

    void bracesOfJsonAreNoSlip()
    {
        QVERIFY(
            scanTemplate(u"Answer {\"a\": {\"b\": 1}} now", TemplateLanguage::Handlebars).problems.isEmpty());
    }

    void theLanguageIsGuessedByItsTags_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<TemplateLanguage>("language");
        using enum TemplateLanguage;
        QTest::newRow("none") << "No tags, a {\"json\": 1} and ${{ ci.thing }}" << None;
        QTest::newRow("simple") << "Hi {{name}}" << Mustache;
        QTest::newRow("statement") << "{{name}} {% if a %}{% endif %}" << Jinja;
        QTest::newRow("filter") << "{{ name | upper }}" << Jinja;
        QTest::newRow("block") << "{{#if a}}{{/if}}" << Handlebars;
        QTest::newRow("single") << "Hi {name}" << FString;
        QTest::newRow("go") << "Hi {{ .Name }}" << GoTemplate;
    }

    void theLanguageIsGuessedByItsTags()
    {
        QFETCH(const QString, text);
        QFETCH(const TemplateLanguage, language);

        QCOMPARE(guessLanguage(text, Guessing::Template), language);
    }

    void examplesInFencesOfProseAreNoTemplate()
    {
        const QString text = "Write this:\n```\n{{title}}\n```\nand GET /users/{id}\n";

        QCOMPARE(guessLanguage(text, Guessing::Prose), TemplateLanguage::None);
        QCOMPARE(guessLanguage(text, Guessing::Template), TemplateLanguage::Mustache);
    }

    void referencesAreFoundAndStayAsWritten()
    {
        QCOMPARE(printed(scanReferences(u"${env:KEY} ${file:a/b.json} ${x} see file://p.txt.")),
                 "$env:KEY $file:a/b.json $file://p.txt.");
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptTemplateTest)
#include "tst_prompt_template.moc"
