// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Guardrails.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace lanes;

namespace {

Policy housePolicy()
{
    Policy policy;
    policy.roles = {{.id = {u"legal"_s}, .title = u"Legal"_s}, {.id = {u"product"_s}, .title = u"Product"_s}};
    policy.people = {{.id = {u"p:ana"_s}, .name = u"Ana Ruiz"_s, .roles = {{u"product"_s}}},
                     {.id = {u"p:ben"_s}, .name = u"Ben Okafor"_s, .roles = {{u"legal"_s}}},
                     {.id = {u"p:cy"_s}, .name = u"Cy Lee"_s}};
    policy.owners = {
        {.paths = {u"**"_s}, .anyOf = {{u"product"_s}}},
        {.paths = {u"**"_s}, .section = u"Refunds"_s, .allOf = {{u"legal"_s}}, .people = {{u"p:cy"_s}}}};
    policy.bannedPhrases = {{.phrase = u"guaranteed  refund"_s, .why = u"Nothing is guaranteed."_s},
                            {.phrase = u"cheap"_s, .paths = {u"sales/**"_s}}};
    return policy;
}

/// "kind weight subject|meant|words" of every remark.
QStringList told(const QString &now, const QString &before, const QString &path)
{
    const prompt::Document document = prompt::parse(now.toUtf8(), path);
    QStringList words;
    for (const Guardrail &remark :
         guardrails(document, prompt::parse(before.toUtf8(), path), housePolicy())) {
        words.append(u"%1%2%3 %4|%5|%6"_s.arg(int(remark.kind))
                         .arg(remark.weight == GuardrailWeight::Wrong ? u"!"_s : u"?"_s,
                              remark.isNew ? u"+"_s : u""_s, remark.subject, remark.meant,
                              document.source.mid(remark.source.start, remark.source.length)));
    }
    return words;
}

} // namespace

class GuardrailsTest : public QObject
{
    Q_OBJECT

private slots:
    void remarks_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("now");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QString &path, const QString &before, const QString &now,
                            const QStringList &expected) {
            QTest::newRow(name) << path << before << now << expected;
        };
        const QString front = u"---\ninputs:\n  - name: customer\n---\nsystem:\n"_s;
        row("nothing", u"a.md"_s, u"Hi."_s, u"Hello."_s, {});
        row("a misspelt variable", u"a.prompty"_s, front + u"Hi {{customer}}"_s,
            front + u"Hi {{custmer}} {{customer}}"_s, {u"0!+ custmer|customer|custmer"_s});
        row("a new one", u"a.j2"_s, u"Hi {{ name }}"_s, u"Hi {{ name }}, {{ order_number }}"_s,
            {u"1?+ order_number||order_number"_s});
        row("a dropped one", u"a.j2"_s, u"Hi {{ name }} of {{ town }}"_s, u"Hi {{ name }}"_s,
            {u"2?+ town||"_s});
        row("a block without end", u"a.j2"_s, u"{% if name %}a{% endif %}"_s, u"{% if name %}a"_s,
            {u"3!+ if||{% if name %}"_s});
        row("it was so before", u"a.j2"_s, u"{% if name %}a"_s, u"{% if name %}ab"_s,
            {u"3! if||{% if name %}"_s});
        row("an unclosed tag that was all", u"a.md"_s, u"Hello {{name}}, welcome."_s,
            u"Hello {{name, welcome."_s, {u"2?+ name||"_s, u"3!+ {{||{{"_s});
        row("an unclosed tag among others", u"a.md"_s, u"{{a}} of {{b}}, {{c}}"_s,
            u"{{a}} of {{b, {{c}}, {{c}}, {{a"_s, {u"2?+ b||"_s, u"3!+ {{||{{"_s, u"3!+ {{||{{"_s});
        row("an unclosed tag was so before", u"a.md"_s, u"{{a}} {{b"_s, u"{{a}}, {{b"_s, {u"3! {{||{{"_s});
        row("an unclosed tag is told once", u"a.j2"_s, u"{{ a }}"_s, u"{{ a }} {{ b"_s, {u"3!+ {{||{{"_s});
        row("braces that are no unclosed tag", u"a.hbs"_s, u"{{{a}}} {{a}}"_s,
            u"{{{a}}} \\{{ {{a}} {{json '{{'}} {{a}}"_s, {});
        row("braces where there was no template", u"a.md"_s, u"Hello."_s, u"Hello {{name, welcome."_s, {});
        row("mixed templates", u"a.j2"_s, u"{{ name }}"_s, u"{{ name }} {{#each x}}"_s,
            {u"4?+ {{#each x}}||{{#each x}}"_s});
        row("an XML tag", u"a.md"_s, u"<rules>Be kind.</rules> <name>"_s, u"<rules>Be kind. <name>"_s,
            {u"3?+ <rules>||<rules>"_s});
        row("an XML end", u"a.md"_s, u"Be kind."_s, u"Be kind.</rules>"_s, {u"3?+ </rules>||</rules>"_s});
        row("XML in code", u"a.md"_s, u"<a></a>"_s, u"<a></a> `<a>` <br>\n```\n<a>\n```\n"_s, {});
        row("a banned phrase", u"a.md"_s, u"Hi."_s,
            u"Promise a Guaranteed\nRefund! Not guaranteed refunds, cheap."_s,
            {u"6!+ guaranteed  refund||Guaranteed\nRefund"_s});
        row("one of some paths", u"sales/a.md"_s, u"It is cheap."_s, u"It is cheap, cheap."_s,
            {u"6! cheap||cheap"_s, u"6!+ cheap||cheap"_s});
        row("a schema", u"a.prompt"_s, u"---\nmodel: m\n---\nHi"_s,
            u"---\nmodel: m\noutput:\n  schema:\n    a(list): string\n---\nHi"_s, {u"5!+ a||a(list)"_s});
        row("a new file", u"a.j2"_s, {}, u"{{ anything }}"_s, {});
    }
    void remarks()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, before);
        QFETCH(const QString, now);
        QFETCH(const QStringList, expected);

        QCOMPARE(told(now, before, path), expected);
    }

    void aSectionOfOthersIsLockedWithWhatStandsBelowIt()
    {
        const QString text =
            u"# Tone\nBe kind.\n# refunds\nWithin 30 days.\n## Exceptions\nNone.\n# End\nBye.\n"_s;
        const prompt::Document document = prompt::parse(text.toUtf8(), u"a.md"_s);
        const Policy policy = housePolicy();

        const QList<LockedSection> forAna = lockedSections(document, policy, {u"p:ana"_s});

        QCOMPARE(forAna.size(), 1);
        QCOMPARE(text.mid(forAna[0].source.start, forAna[0].source.length),
                 u"# refunds\nWithin 30 days.\n## Exceptions\nNone.\n"_s);
        QCOMPARE(ownerNames(forAna[0], policy), (QStringList{u"Cy Lee"_s, u"Legal"_s}));
        QVERIFY(lockedSections(document, policy, {u"p:ben"_s}).isEmpty());
        QVERIFY(lockedSections(document, policy, {u"p:cy"_s}).isEmpty());
        QCOMPARE(lockedSections(document, policy, {u"p:nobody"_s}).size(), 1);
    }

    void hostileTextsEndSoon()
    {
        for (const QString &part :
             {u"<a>"_s, u"</a><a>"_s, u"guaranteed "_s, u"{{ x"_s, u"{% if a %}"_s, u"<"_s}) {
            const QString text = part.repeated(200'000);
            QElapsedTimer timer;
            timer.start();
            QVERIFY(told(text, u"a"_s, u"a.j2"_s).size() <= 200);
            QVERIFY2(timer.elapsed() < 5000, qPrintable(part + QString::number(timer.elapsed())));
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::GuardrailsTest)
#include "tst_guardrails.moc"
