// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/CaseSample.h"
#include "services/SuiteEdit.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString suitePath = u"evals/refunds.yaml"_s;
const QDate today(2026, 11, 20);

/// A suite as people write it: comments everywhere, three styles, a block of text.
const QByteArray handWritten = R"(# Refunds, kept by Dana
description: Refunds   # shown in reports
prompts: [file://../prompts/refund.md]
providers:
  - openai:gpt-4.1   # the one in production

countersign:
  thresholds:
    tone: 0.9        # agreed in March
tests:
  # the broken lamp, ticket 4711
  - description: The lamp
    vars:
      question: "The lamp came broken."
      days: 30       # a number
    assert:
      - type: contains
        value: voucher   # not "coupon"
        weight: 2
      - {type: not-contains, value: 'legal action'}
      - contains: sorry
    countersign: {id: lamp, source: past_failure, dimension: tone, owner: dana, date: 2026-03-02}

  # two kinds of quotes
  - vars:
      question: |
        Where is that written?
        I want to read it.
      days: 14
    assert:
      - type: contains-any
        value: ["4.2", terms]   # either
      - type: llm-rubric
        value: Names the clause.
        provider: openai:gpt-4.1
    metadata:
      countersign: {id: terms, source: curated, owner: dana}
  - file://more.csv   # exported from the help desk
  - {vars: {question: Hello}, assert: [{type: is-json}]}
# the end
)";

const QHash<QString, QByteArray> beside{
    {u"evals/more.csv"_s, "question,__expected,__countersign:id\nWho?,contains: me,csv-1\nWhat?,,csv-2\n"}};

SuiteSheet sheetOf(const QByteArray &bytes)
{
    return readSuiteSheet(bytes, suitePath, beside, today);
}

const SuiteRow &caseRow(const SuiteSheet &sheet, qsizetype test)
{
    for (const SuiteRow &row : sheet.rows) {
        if (row.kind == SuiteRow::Kind::Case && row.index == test)
            return row;
    }
    qFatal("there is no such case");
}

QByteArray edited(const QByteArray &bytes, const QList<YamlEdit> &edits)
{
    const Result<QByteArray> written = applyYamlEdits(bytes, edits);
    if (!written)
        qWarning("%s: %s", qPrintable(written.error().subject), qPrintable(written.error().detail));
    return written.value_or(QByteArray());
}

/// Lines of `after` that are not in `before`, and those that are gone.
std::pair<QByteArrayList, QByteArrayList> differences(const QByteArray &before, const QByteArray &after)
{
    QByteArrayList old = before.split('\n');
    QByteArrayList come;
    for (const QByteArray &line : after.split('\n')) {
        if (!old.removeOne(line))
            come.append(line);
    }
    return {come, old};
}

/// Without what a reading adds: places, and forms that are told apart only for writing.
SuiteCaseFields bare(SuiteCaseFields fields)
{
    for (SuiteVariable &variable : fields.vars)
        variable = {.name = variable.name, .text = variable.text};
    for (SuiteAssertion &one : fields.asserts)
        one = {.type = one.type,
               .value = one.value,
               .threshold = one.threshold,
               .weight = one.weight,
               .metric = one.metric};
    return fields;
}

QString hostile(QRandomGenerator &random)
{
    static const QStringList texts{u"plain words"_s,
                                   u"30"_s,
                                   u"true"_s,
                                   u"null"_s,
                                   u"# no comment"_s,
                                   u"a: b"_s,
                                   u"- dash"_s,
                                   u"[x, y]"_s,
                                   u"{{ name }}"_s,
                                   u"\"quoted\""_s,
                                   u"it's"_s,
                                   u"two\nlines"_s,
                                   u"three\n\nlines\n"_s,
                                   u" leads"_s,
                                   u"trails "_s,
                                   u"\ttab"_s,
                                   u"\u202ereversed"_s,
                                   u"\u2028separator"_s,
                                   u"\U0001F600 face"_s,
                                   u"back\\slash"_s,
                                   u"%TAG"_s,
                                   u"&anchor"_s,
                                   u"*alias"_s,
                                   u"!tag"_s,
                                   u"| pipe"_s,
                                   u"> fold"_s,
                                   u"---"_s,
                                   u"..."_s,
                                   u"\u0007bell"_s,
                                   u"2026-03-02"_s,
                                   u"~"_s,
                                   u"? key"_s,
                                   u"a #b"_s,
                                   u"\n"_s,
                                   u"x\n  indented\n    more"_s,
                                   u"\nfirst line empty"_s,
                                   u"ends\n\n\n"_s,
                                   u"1e3"_s,
                                   u"'"_s};
    return texts.at(random.bounded(texts.size()));
}

} // namespace

/// A suite read as a table, and its edits as edits of the text that somebody wrote by hand.
class SuiteEditTest : public QObject
{
    Q_OBJECT

private slots:
    void aSuiteIsReadAsItIsWritten();
    void casesOfOtherFilesAreReadOnly();
    void aFileThatIsNotThereSaysSo();
    void aFieldChangesItsOwnLine_data();
    void aFieldChangesItsOwnLine();
    void whatIsTheSameChangesNothing();
    void aCaseIsAddedWithoutTouchingOthers();
    void aDuplicateHasAnIdOfItsOwn();
    void casesAreRemovedAndMovedWithTheirComments();
    void aSuiteOfOneFileBecomesAListOfIt();
    void thresholdsKeepTheirComments();
    void problemsNameCaseAndField();
    void healthIsOfTheRow();
    void whateverIsTypedIsReadBack();
    void windowsLinesStay();
    void whatCannotBeReadSaysWhere();
    void samplesAreRecognised_data();
    void samplesAreRecognised();
    void brokenSamplesSayWhy();
};

void SuiteEditTest::aSuiteIsReadAsItIsWritten()
{
    const SuiteSheet sheet = sheetOf(handWritten);

    QVERIFY(!sheet.error);
    QCOMPARE(sheet.tests, 4);
    const SuiteCaseFields lamp = caseRow(sheet, 0).fields;
    QCOMPARE(lamp.id, u"lamp"_s);
    QCOMPARE(lamp.description, u"The lamp"_s);
    QCOMPARE(lamp.vars.size(), 2);
    QCOMPARE(lamp.vars[0].text, u"The lamp came broken."_s);
    QVERIFY(!lamp.vars[0].word);
    QVERIFY(lamp.vars[1].word);
    QCOMPARE(lamp.asserts.size(), 3);
    QCOMPARE(lamp.asserts[0].weight, u"2"_s);
    QCOMPARE(lamp.asserts[1].type, u"not-contains"_s);
    QCOMPARE(lamp.source, u"past_failure"_s);
    QCOMPARE(lamp.date, u"2026-03-02"_s);
    const SuiteCaseFields terms = caseRow(sheet, 1).fields;
    QCOMPARE(terms.id, u"terms"_s);
    QCOMPARE(terms.vars[0].text, u"Where is that written?\nI want to read it.\n"_s);
    QCOMPARE(terms.asserts[0].value, u"4.2\nterms"_s);
    QCOMPARE(terms.asserts[1].more, QStringList{u"provider"_s});
    QCOMPARE(sheet.thresholds, (QList<DimensionThreshold>{{u"tone"_s, u"0.9"_s}}));
    QCOMPARE(sheet.dimensions(), QStringList{u"tone"_s});
    QCOMPARE(sheet.variables(), (QStringList{u"question"_s}));
    QCOMPARE(sheet.references, (QStringList{u"evals/more.csv"_s, u"prompts/refund.md"_s}));
}

void SuiteEditTest::casesOfOtherFilesAreReadOnly()
{
    const SuiteSheet sheet = sheetOf(handWritten);

    QStringList ids;
    for (const SuiteRow &row : sheet.rows) {
        if (row.kind == SuiteRow::Kind::FromFile) {
            ids.append(row.fields.id);
            QVERIFY(row.isReadOnly());
            QCOMPARE(row.file, u"file://more.csv"_s);
            QVERIFY(suiteCaseEdits(row, {}).isEmpty());
        }
    }
    QCOMPARE(ids, (QStringList{u"csv-1"_s, u"csv-2"_s}));
    const auto reference = std::ranges::find(sheet.rows, SuiteRow::Kind::Reference, &SuiteRow::kind);
    QVERIFY(reference != sheet.rows.end());
    QVERIFY(!reference->missing);
    QCOMPARE(reference->health.cases, 2);
    QCOMPARE(caseRow(sheet, 3).fields.vars[0].text, u"Hello"_s);
}

void SuiteEditTest::aFileThatIsNotThereSaysSo()
{
    const SuiteSheet sheet = readSuiteSheet(handWritten, suitePath, {}, today);

    const auto reference = std::ranges::find(sheet.rows, SuiteRow::Kind::Reference, &SuiteRow::kind);
    QVERIFY(reference->missing);
    QCOMPARE(reference->problems.size(), 1);
    QVERIFY(reference->problems[0].problem.kind == evals::SuiteProblemKind::FileMissing);
    // The prompt that is asked is looked at as well.
    const QByteArray prompted = "prompts: [file://../prompts/refund.md]\ntests: [{vars: {a: '1'}}]\n";
    const QString prompt = u"prompts/refund.md"_s;
    QCOMPARE(readSuiteSheet(prompted, u"evals/refund.yaml"_s, {}, today).references, QStringList{prompt});
    QCOMPARE(readSuiteSheet(prompted, u"evals/refund.yaml"_s, {}, today).problems.size(), 1);
    QVERIFY(readSuiteSheet(prompted, u"evals/refund.yaml"_s, {{prompt, "{{a}}"}}, today).problems.isEmpty());
    // What stands outside of the repository is not even asked for.
    QCOMPARE(readSuiteSheet("tests: [file://../../etc/passwd]\n", suitePath, {}, today).references,
             QStringList());
}

void SuiteEditTest::aFieldChangesItsOwnLine_data()
{
    QTest::addColumn<int>("test");
    QTest::addColumn<std::function<void(SuiteCaseFields &)>>("change");
    QTest::addColumn<QByteArrayList>("come");
    QTest::addColumn<QByteArrayList>("gone");
    const auto row = [](const char *name, int test, const std::function<void(SuiteCaseFields &)> &change,
                        const QByteArrayList &come, const QByteArrayList &gone) {
        QTest::newRow(name) << test << change << come << gone;
    };
    row("variable", 0, [](SuiteCaseFields &f) { f.vars[0].text = u"The chair came broken."_s; },
        {"      question: \"The chair came broken.\""}, {"      question: \"The lamp came broken.\""});
    row("a number stays one", 0, [](SuiteCaseFields &f) { f.vars[1].text = u"31"_s; },
        {"      days: 31       # a number"}, {"      days: 30       # a number"});
    row("name of a variable", 0, [](SuiteCaseFields &f) { f.vars[0].name = u"input"_s; },
        {"      input: \"The lamp came broken.\""}, {"      question: \"The lamp came broken.\""});
    row("block of text", 1, [](SuiteCaseFields &f) { f.vars[0].text = u"Where?\nI want to read it.\n"_s; },
        {"        Where?"}, {"        Where is that written?"});
    row("new variable", 0, [](SuiteCaseFields &f) { f.vars.append({.name = u"tone"_s, .text = u"angry"_s}); },
        {"      tone: angry"}, {});
    row("variable goes", 0, [](SuiteCaseFields &f) { f.vars.removeAt(0); }, {},
        {"      question: \"The lamp came broken.\""});
    row("value of an assertion", 0, [](SuiteCaseFields &f) { f.asserts[0].value = u"refund"_s; },
        {"        value: refund   # not \"coupon\""}, {"        value: voucher   # not \"coupon\""});
    row("weight goes, metric comes", 0,
        [](SuiteCaseFields &f) {
            f.asserts[0].weight.clear();
            f.asserts[0].metric = u"Kind"_s;
        },
        {"        metric: Kind"}, {"        weight: 2"});
    row("flow assertion", 0, [](SuiteCaseFields &f) { f.asserts[1].threshold = u"0.5"_s; },
        {"      - {type: not-contains, value: 'legal action', threshold: 0.5}"},
        {"      - {type: not-contains, value: 'legal action'}"});
    row("list of an assertion", 1, [](SuiteCaseFields &f) { f.asserts[0].value = u"4.2\nclause"_s; },
        {"        value: [\"4.2\", clause]   # either"}, {"        value: [\"4.2\", terms]   # either"});
    row("new assertion", 1,
        [](SuiteCaseFields &f) { f.asserts.append({.type = u"word-count"_s, .value = u"40"_s}); },
        {"      - type: word-count", "        value: 40"}, {});
    row("assertion goes", 0, [](SuiteCaseFields &f) { f.asserts.removeAt(0); }, {},
        {"      - type: contains", "        value: voucher   # not \"coupon\"", "        weight: 2"});
    row("owner", 0, [](SuiteCaseFields &f) { f.owner = u"ana"_s; },
        {"    countersign: {id: lamp, source: past_failure, dimension: tone, owner: ana, date: 2026-03-02}"},
        {"    countersign: {id: lamp, source: past_failure, dimension: tone, owner: dana, date: "
         "2026-03-02}"});
    row("mark in metadata", 1, [](SuiteCaseFields &f) { f.dimension = u"citation"_s; },
        {"      countersign: {id: terms, source: curated, dimension: citation, owner: dana}"},
        {"      countersign: {id: terms, source: curated, owner: dana}"});
    row("date is looked at", 0, [](SuiteCaseFields &f) { f.date = u"2026-11-20"_s; },
        {"    countersign: {id: lamp, source: past_failure, dimension: tone, owner: dana, date: 2026-11-20}"},
        {"    countersign: {id: lamp, source: past_failure, dimension: tone, owner: dana, date: "
         "2026-03-02}"});
    row("description comes", 1, [](SuiteCaseFields &f) { f.description = u"Cites"_s; },
        {"  - description: Cites", "    vars:"}, {"  - vars:"});
}

void SuiteEditTest::aFieldChangesItsOwnLine()
{
    QFETCH(const int, test);
    QFETCH(const std::function<void(SuiteCaseFields &)>, change);
    QFETCH(const QByteArrayList, come);
    QFETCH(const QByteArrayList, gone);
    const SuiteSheet sheet = sheetOf(handWritten);
    SuiteCaseFields wanted = caseRow(sheet, test).fields;
    change(wanted);

    const QByteArray written = edited(handWritten, suiteCaseEdits(caseRow(sheet, test), wanted));

    const auto [added, removed] = differences(handWritten, written);
    QCOMPARE(added, come);
    QCOMPARE(removed, gone);
    QCOMPARE(bare(caseRow(sheetOf(written), test).fields), bare(wanted));
}

void SuiteEditTest::whatIsTheSameChangesNothing()
{
    const SuiteSheet sheet = sheetOf(handWritten);

    for (const SuiteRow &row : sheet.rows)
        QVERIFY(suiteCaseEdits(row, row.fields).isEmpty());
    QVERIFY(suiteThresholdEdits(sheet, sheet.thresholds).isEmpty());
}

void SuiteEditTest::aCaseIsAddedWithoutTouchingOthers()
{
    const SuiteCaseFields fields{.id = u"chair"_s,
                                 .vars = {{.name = u"question"_s, .text = u"The chair\ncame broken."_s}},
                                 .asserts = {{.type = u"contains-all"_s, .value = u"sorry\nchair"_s},
                                             {.type = u"llm-rubric"_s, .value = u"Is kind: yes"_s}},
                                 .source = u"past_failure"_s,
                                 .dimension = u"tone"_s,
                                 .owner = u"ana"_s,
                                 .date = u"2026-11-20"_s,
                                 .from = u"#42"_s};
    for (const qsizetype at : {0, 1, 4}) {
        const SuiteSheet sheet = sheetOf(handWritten);

        const QByteArray written = edited(handWritten, suiteInsertion(sheet, at, fields));

        const SuiteSheet after = sheetOf(written);
        QCOMPARE(after.tests, 5);
        QCOMPARE(bare(caseRow(after, at).fields), bare(fields));
        QCOMPARE(differences(handWritten, written).second, QByteArrayList());
        // It reads as if somebody had written it.
        QVERIFY2(written.contains("      question: |-\n        The chair\n        came broken.\n"),
                 written.constData());
        QVERIFY(written.contains("        value: [sorry, chair]\n"));
        QVERIFY(written.contains("      date: 2026-11-20\n"));
        QCOMPARE(after.rows.size(), sheet.rows.size() + 1);
    }
    // Into files that have no tests yet.
    for (const QByteArray &none : {QByteArray("description: x\n"), QByteArray("tests:\n"),
                                   QByteArray("tests: []\ndescription: x\n")}) {
        const QByteArray written = edited(none, suiteInsertion(sheetOf(none), 0, fields));
        QCOMPARE(bare(caseRow(sheetOf(written), 0).fields), bare(fields));
    }
}

void SuiteEditTest::aDuplicateHasAnIdOfItsOwn()
{
    QByteArray text = handWritten;
    for (const qsizetype test : {0, 1}) {
        const SuiteSheet sheet = sheetOf(text);
        const QByteArray written = edited(text, suiteDuplicate(sheet, test));
        const SuiteSheet after = sheetOf(written);
        SuiteCaseFields original = caseRow(sheet, test).fields;
        const SuiteCaseFields copy = caseRow(after, test + 1).fields;
        QCOMPARE(copy.id, original.id + u"-2"_s);
        original.id = copy.id;
        QCOMPARE(bare(copy), bare(original));
        QCOMPARE(differences(text, written).second, QByteArrayList());
    }
    // And the copy of both of them a third.
    QByteArray twice = edited(text, suiteDuplicate(sheetOf(text), 0));
    twice = edited(twice, suiteDuplicate(sheetOf(twice), 0));
    QCOMPARE(caseRow(sheetOf(twice), 1).fields.id, u"lamp-3"_s);
    QVERIFY(suiteDuplicate(sheetOf(text), 99).isEmpty());
}

void SuiteEditTest::casesAreRemovedAndMovedWithTheirComments()
{
    const QByteArray moved = edited(handWritten, {suiteMove(1, 0)});

    const SuiteSheet sheet = sheetOf(moved);
    QCOMPARE(caseRow(sheet, 0).fields.id, u"terms"_s);
    QCOMPARE(caseRow(sheet, 1).fields.id, u"lamp"_s);
    QVERIFY(moved.indexOf("# two kinds of quotes") < moved.indexOf("# the broken lamp"));
    const auto [come, gone] = differences(handWritten, moved);
    QCOMPARE(come, QByteArrayList());
    QCOMPARE(gone, QByteArrayList());

    const QByteArray removed = edited(handWritten, {suiteRemoval(0)});
    QCOMPARE(caseRow(sheetOf(removed), 0).fields.id, u"terms"_s);
    QVERIFY(removed.contains("# shown in reports"));
    QCOMPARE(differences(handWritten, removed).first, QByteArrayList());
    QByteArray none = handWritten;
    for (int i = 0; i < 4; ++i)
        none = edited(none, {suiteRemoval(0)});
    QCOMPARE(sheetOf(none).tests, 0);
    QVERIFY(!sheetOf(none).error);
}

void SuiteEditTest::aSuiteOfOneFileBecomesAListOfIt()
{
    const QByteArray one = "tests: file://more.csv   # all of them\n";
    const SuiteSheet sheet = sheetOf(one);
    QCOMPARE(sheet.rows.size(), 3);

    const SuiteSheet after = sheetOf(edited(one, suiteInsertion(sheet, 1, {.id = u"own"_s})));

    QCOMPARE(after.tests, 2);
    QCOMPARE(after.rows.size(), 4);
    QCOMPARE(after.rows.last().fields.id, u"own"_s);
}

void SuiteEditTest::thresholdsKeepTheirComments()
{
    const SuiteSheet sheet = sheetOf(handWritten);

    const QByteArray written = edited(
        handWritten,
        suiteThresholdEdits(sheet, {{u"tone"_s, u"0.95"_s}, {u"safety"_s, u"1"_s}, {QString(), u"0.5"_s}}));

    QVERIFY(written.contains("    tone: 0.95        # agreed in March\n"));
    QCOMPARE(sheetOf(written).thresholds,
             (QList<DimensionThreshold>{{u"tone"_s, u"0.95"_s}, {u"safety"_s, u"1"_s}}));
    const QByteArray gone = edited(written, suiteThresholdEdits(sheetOf(written), {}));
    QCOMPARE(sheetOf(gone).thresholds, QList<DimensionThreshold>());
    const QByteArray fresh =
        edited("tests: []\n", suiteThresholdEdits(sheetOf("tests: []\n"), {{u"tone"_s, u"0.9"_s}}));
    QCOMPARE(sheetOf(fresh).thresholds, (QList<DimensionThreshold>{{u"tone"_s, u"0.9"_s}}));
}

void SuiteEditTest::problemsNameCaseAndField()
{
    const SuiteSheet sheet = sheetOf("surprise: 1\n"
                                     "tests:\n"
                                     "  - vars: {a: b}\n"
                                     "    assert: [{type: contains, value: x}]\n"
                                     "    countersign: {id: one, source: rumour, date: soon}\n"
                                     "  - vars: {a: c}\n"
                                     "    assert:\n"
                                     "      - type: contains\n"
                                     "        value: x\n"
                                     "      - type: contians\n"
                                     "        value: x\n"
                                     "    countersign: {id: one}\n"
                                     "strange: 2\n");

    QStringList said;
    for (const SuiteRow &row : sheet.rows) {
        for (const SuiteRowProblem &one : row.problems)
            said.append(u"%1 %2 %3 %4"_s.arg(row.index)
                            .arg(evals::toString(one.problem.kind))
                            .arg(int(one.field))
                            .arg(one.assertion));
    }
    said.sort();
    const auto line = [](int row, const char *kind, SuiteField field, int assertion) {
        return u"%1 %2 %3 %4"_s.arg(row).arg(QLatin1StringView(kind)).arg(int(field)).arg(assertion);
    };
    QCOMPARE(said, (QStringList{line(0, "repeated_id", SuiteField::Id, -1),
                                line(0, "wrong_date", SuiteField::Date, -1),
                                line(0, "wrong_source", SuiteField::Source, -1),
                                line(1, "repeated_id", SuiteField::Id, -1),
                                line(1, "unknown_assertion", SuiteField::Assertion, 1)}));
    QCOMPARE(sheet.problems.size(), 2);
    QCOMPARE(sheet.problems[0].detail, u"surprise"_s);
    QCOMPARE(sheet.problems[1].detail, u"strange"_s);
}

void SuiteEditTest::healthIsOfTheRow()
{
    const SuiteSheet sheet = sheetOf("tests:\n"
                                     "  - vars: {a: [1, 2, 3]}\n"
                                     "    countersign: {id: many, owner: ana, date: 2020-01-01}\n"
                                     "  - vars: {a: b}\n"
                                     "    assert: [{type: javascript, value: 'true'}]\n");

    const SuiteRowHealth &many = caseRow(sheet, 0).health;
    QCOMPARE(many.cases, 3);
    QVERIFY(many.stale && many.assertsNothing && !many.undated && !many.withoutOwner);
    const SuiteRowHealth &script = caseRow(sheet, 1).health;
    QCOMPARE(script.cases, 1);
    QVERIFY(script.cannotRun && script.undated && script.withoutOwner && !script.stale
            && !script.assertsNothing);
    QVERIFY(caseRow(sheet, 0).fields.vars[0].fixed);
}

void SuiteEditTest::whateverIsTypedIsReadBack()
{
    QRandomGenerator random(seed());
    QByteArray text = handWritten;
    for (int round = 0; round < 400; ++round) {
        const SuiteSheet sheet = sheetOf(text);
        QVERIFY(!sheet.error);
        QList<qsizetype> own;
        for (const SuiteRow &row : sheet.rows) {
            if (row.kind == SuiteRow::Kind::Case)
                own.append(row.index);
        }
        if (own.isEmpty() || sheet.tests > 12) {
            text = handWritten;
            continue;
        }
        const qsizetype test = own.at(random.bounded(own.size()));
        SuiteCaseFields wanted = caseRow(sheet, test).fields;
        switch (random.bounded(9)) {
        case 0:
            wanted.description = hostile(random);
            break;
        case 1:
            if (!wanted.vars.isEmpty())
                wanted.vars[random.bounded(wanted.vars.size())].text = hostile(random);
            break;
        case 2: {
            const QString name = hostile(random);
            if (std::ranges::none_of(wanted.vars,
                                     [&name](const SuiteVariable &one) { return one.name == name; }))
                wanted.vars.append({.name = name, .text = hostile(random)});
            break;
        }
        case 3:
            if (!wanted.vars.isEmpty())
                wanted.vars.removeAt(random.bounded(wanted.vars.size()));
            break;
        case 4:
            wanted.asserts.append({.type = u"contains"_s, .value = hostile(random), .threshold = u"0.5"_s});
            break;
        case 5:
            if (!wanted.asserts.isEmpty())
                wanted.asserts.removeAt(random.bounded(wanted.asserts.size()));
            break;
        case 6:
            wanted.id = hostile(random);
            wanted.owner = hostile(random);
            wanted.from = hostile(random);
            break;
        case 7: {
            const QByteArray doubled = edited(text, suiteDuplicate(sheet, test));
            QVERIFY2(!doubled.isEmpty(), text.constData());
            QCOMPARE(sheetOf(doubled).tests, sheet.tests + 1);
            text = doubled;
            continue;
        }
        case 8: {
            const QByteArray moved = edited(text, {suiteMove(test, random.bounded(sheet.tests))});
            if (!moved.isEmpty())
                text = moved; // a list in one line with blocks behind dashes may refuse
            continue;
        }
        }
        const QByteArray written = edited(text, suiteCaseEdits(caseRow(sheet, test), wanted));
        QVERIFY2(!written.isEmpty(), text.constData());
        const SuiteSheet after = sheetOf(written);
        QVERIFY2(!after.error, written.constData());
        // An assertion that asks for nothing more than a type has none of the rest.
        QVERIFY2(bare(caseRow(after, test).fields) == bare(wanted), written.constData());
        for (const char *comment :
             {"# Refunds, kept by Dana", "# shown in reports", "# the one in production", "# agreed in March",
              "# exported from the help desk", "# the end"})
            QVERIFY2(written.contains(comment), written.constData());
        for (const SuiteRow &row : sheet.rows) {
            if (row.kind == SuiteRow::Kind::Case && row.index != test)
                QVERIFY2(bare(caseRow(after, row.index).fields) == bare(row.fields), written.constData());
        }
        text = written;
    }
}

void SuiteEditTest::windowsLinesStay()
{
    QByteArray text = handWritten;
    text.replace("\n", "\r\n");
    const SuiteSheet sheet = sheetOf(text);
    SuiteCaseFields wanted = caseRow(sheet, 0).fields;
    wanted.vars[0].text = u"One.\nTwo."_s;
    wanted.vars.append({.name = u"more"_s, .text = u"Three.\nFour.\n"_s});

    const QByteArray written = edited(text, suiteCaseEdits(caseRow(sheet, 0), wanted));

    QCOMPARE(written.count('\n'), written.count("\r\n"));
    QCOMPARE(bare(caseRow(sheetOf(written), 0).fields), bare(wanted));
}

void SuiteEditTest::whatCannotBeReadSaysWhere()
{
    const SuiteSheet broken = sheetOf("tests:\n  - vars: {a: b\n  - c\n");
    QVERIFY(broken.error);
    QVERIFY(broken.error->line > 0);
    QVERIFY(broken.rows.isEmpty());
    QVERIFY(sheetOf("- a\n").error);
    QVERIFY(sheetOf(QByteArray()).error);
    QVERIFY(sheetOf("a: &x 1\n").error);
    QVERIFY(sheetOf(QByteArray("a: ") + QByteArray(2 * 1024 * 1024, 'x')).error);
    const SuiteSheet odd = sheetOf("tests:\n  - 7\n  - [a]\n  - assert: nothing\n    vars: text\n");
    QVERIFY(!odd.error);
    QCOMPARE(odd.tests, 3);
}

void SuiteEditTest::samplesAreRecognised_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<SampleTable>("table");
    QTest::newRow("object") << QByteArray(R"({"input": "Hi", "meta": {"id": 7}, "ok": true})")
                            << SampleTable{.columns = {u"input"_s, u"meta.id"_s, u"ok"_s},
                                           .rows = {{u"Hi"_s, u"7"_s, u"true"_s}}};
    QTest::newRow("list") << QByteArray(R"([{"a": "1"}, {"b": [1, 2]}])")
                          << SampleTable{.columns = {u"a"_s, u"b"_s},
                                         .rows = {{u"1"_s, QString()}, {QString(), u"[1,2]"_s}}};
    QTest::newRow("lines") << QByteArray("{\"a\": \"x\"}\n\n{\"a\": \"y\"}\n")
                           << SampleTable{.columns = {u"a"_s}, .rows = {{u"x"_s}, {u"y"_s}}};
    QTest::newRow("csv") << QByteArray("question,answer\n\"One, two\",\"a \"\"b\"\"\"\nThree,\n")
                         << SampleTable{.columns = {u"question"_s, u"answer"_s},
                                        .rows = {{u"One, two"_s, u"a \"b\""_s}, {u"Three"_s, QString()}}};
    QTest::newRow("text") << QByteArray("My lamp came broken.\nWhat now?")
                          << SampleTable{.columns = {u"input"_s},
                                         .rows = {{u"My lamp came broken.\nWhat now?"_s}}};
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF{\"a\": null}")
                          << SampleTable{.columns = {u"a"_s}, .rows = {{QString()}}};
}

void SuiteEditTest::samplesAreRecognised()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const SampleTable, table);

    const Result<SampleTable> read = readSample(bytes);

    QVERIFY(read);
    QVERIFY2(*read == table, qPrintable(read->columns.join(u'|') + u" "_s + read->rows.value(0).join(u'|')));
}

void SuiteEditTest::brokenSamplesSayWhy()
{
    QVERIFY(readSample("  \n").error().code == ErrorCode::Invalid);
    QCOMPARE(readSample("{\"a\": 1}\n{\"a\": \n").error().line, 2);
    QVERIFY(readSample("[1, 2]").error().code == ErrorCode::Invalid);
    QVERIFY(readSample("[]").error().code == ErrorCode::Invalid);
    QVERIFY(readSample(QByteArray(largestSample + 1, 'x')).error().code == ErrorCode::NoSpace);
    QByteArray many = "a,b\n";
    for (int i = 0; i < 600; ++i)
        many += "1,2\n";
    QCOMPARE(readSample(many)->rows.size(), 500);
    QVERIFY(readSample(many)->more);
    // Whatever bytes somebody drops.
    QRandomGenerator random(seed());
    for (int i = 0; i < 300; ++i) {
        QByteArray noise(random.bounded(200), Qt::Uninitialized);
        for (char &c : noise)
            c = "{}[]\",:\n ab\\u0\xff\x01"[random.bounded(18)];
        const Result<SampleTable> read = readSample(noise);
        QVERIFY(!read || std::ranges::all_of(read->rows, [&](const QStringList &row) {
            return row.size() == read->columns.size();
        }));
    }
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::SuiteEditTest)
#include "tst_suite_edit.moc"
