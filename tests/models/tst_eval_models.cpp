// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/CasesModel.h"
#include "models/DimensionsModel.h"
#include "support/evals/EvalPicture.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace countersign::evals;

namespace countersign::test {

namespace {

QStringList shownIds(const CasesModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto value = model.index(row, 0).data(ValueRole).value<CaseRow>();
        ids.append(value.row < 0 ? u"(apart)"_s : model.matrix()->cases()[size_t(value.row)].id);
    }
    return ids;
}

QString written(const QList<EvalMark> &marks)
{
    QString out;
    for (const EvalMark &mark : marks) {
        out += mark.outcome == Outcome::Pass      ? u'+'
               : mark.outcome == Outcome::Fail    ? u'x'
               : mark.outcome == Outcome::Skipped ? u's'
                                                  : u'!';
    }
    return out;
}

QString markedAt(const CasesModel &model, const QString &id, int version)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto value = model.index(row, 0).data(ValueRole).value<CaseRow>();
        if (value.row >= 0 && model.matrix()->cases()[size_t(value.row)].id == id) {
            const auto cell = model.index(row, version + 1).data(ValueRole).value<CaseCell>();
            return cell.present ? written(cell.marks) : u"-"_s;
        }
    }
    return u"absent"_s;
}

EvalPicture smallSuite()
{
    EvalPicture suite({u"1"_s, u"2"_s, u"3"_s});
    suite
        .add({.id = u"a"_s,
              .name = u"Alpha"_s,
              .dimension = u"tone"_s,
              .source = u"curated"_s,
              .marks = u"++ ++ xx"_s,
              .input = u"Where is my lamp?"_s,
              .outputs = {u"Soon."_s, u"Soon."_s, u"Never, she said."_s}})
        .add({.id = u"b"_s,
              .name = u"beta"_s,
              .dimension = u"tone"_s,
              .source = u"curated"_s,
              .marks = u"xx xx ++"_s,
              .outputs = {u"No."_s, u"No."_s, u"Yes."_s}})
        .add({.id = u"c"_s,
              .name = u"Gamma"_s,
              .dimension = u"policy"_s,
              .source = u"past_failure"_s,
              .marks = u"++ ++ ++"_s,
              .outputs = {u"14 days"_s}})
        .add({.id = u"d"_s,
              .name = u"Delta"_s,
              .dimension = u"policy"_s,
              .source = u"past_failure"_s,
              .marks = u"+x +x +x"_s,
              .outputs = {u"30 days"_s}})
        .add({.id = u"e"_s,
              .name = u"Epsilon"_s,
              .dimension = u"policy"_s,
              .marks = u"++ ++ xx"_s,
              .outputs = {u"Maybe"_s}})
        .add({.id = u"f"_s,
              .name = u"Zeta"_s,
              .dimension = u"policy"_s,
              .marks = u"++ ++ +!"_s,
              .outputs = {u"Straße"_s}})
        .add({.id = u"g"_s,
              .name = u"Eta"_s,
              .dimension = u"policy"_s,
              .marks = u"++ - ++"_s,
              .outputs = {u"New"_s}})
        .add({.id = u"h"_s,
              .name = u"Theta"_s,
              .dimension = u"policy"_s,
              .marks = u"- ++ -"_s,
              .outputs = {u"Gone"_s}})
        .add({.id = u"i"_s,
              .name = u"Iota"_s,
              .dimension = u"policy"_s,
              .marks = u"++ - -"_s,
              .outputs = {u"Older"_s}});
    return suite;
}

EvalSet smallSet()
{
    return compared(smallSuite().set(1, 2));
}

} // namespace

class EvalModelsTest : public QObject
{
    Q_OBJECT

private slots:
    void theLargestLossComesFirstAndWhatVariesStandsApart();
    void everyFilterShowsWhatItsCountSays();
    void eachChoiceShowsItsCases_data();
    void eachChoiceShowsItsCases();
    void choicesCombine();
    void marksStandByVersionAndRepeat();
    void wordsAreFoundInAnswersToo_data();
    void wordsAreFoundInAnswersToo();
    void casesOfOneNameMeetInOrder();
    void casesWithoutNamesMeetByTheirContent();
    void aDimensionThatIsAMetricMarksByThatMetric();
    void pointsAreSharesOfTheScale();
    void theScaleOfThePlotHoldsEveryInterval();
    void theTableGuardsFormulas();
    void nothingIsShownOfNothing();
    void withoutAComparisonNothingWonOrLost();
};

void EvalModelsTest::theLargestLossComesFirstAndWhatVariesStandsApart()
{
    CasesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

    model.setMatrix(EvalMatrix::make(smallSet()));

    QCOMPARE(shownIds(model), (QStringList{u"a"_s, u"e"_s, u"c"_s, u"f"_s, u"g"_s, u"h"_s, u"i"_s, u"b"_s,
                                           u"(apart)"_s, u"d"_s}));
    QCOMPARE(model.shownCases(), 9);
    QVERIFY(!model.index(8, 0).flags().testFlag(Qt::ItemIsSelectable));
    QCOMPARE(model.placeOf(model.index(9, 0)), 8);
    QCOMPARE(model.matrix()->cases()[0].loss, 1.0);
}

void EvalModelsTest::everyFilterShowsWhatItsCountSays()
{
    CasesModel model;
    model.setMatrix(EvalMatrix::make(refundSet()));
    for (const CasesShown shown :
         {CasesShown::All, CasesShown::Lost, CasesShown::Won, CasesShown::Same, CasesShown::Varies,
          CasesShown::Failing, CasesShown::Unanswered, CasesShown::OtherWords, CasesShown::OnlyInOne}) {
        for (const QString &dimension : {QString(), u"tone"_s, u"policy"_s}) {
            model.setFilter({.shown = shown, .dimension = dimension});
            QStringList ids = shownIds(model);
            ids.removeAll(u"(apart)"_s);
            QCOMPARE(ids.size(), model.count().shown.value(shown));
            QCOMPARE(model.shownCases(), ids.size());
        }
    }
}

void EvalModelsTest::eachChoiceShowsItsCases_data()
{
    QTest::addColumn<CasesShown>("shown");
    QTest::addColumn<QString>("ids");
    QTest::newRow("lost") << CasesShown::Lost << u"a e"_s;
    QTest::newRow("won") << CasesShown::Won << u"b"_s;
    QTest::newRow("same") << CasesShown::Same << u"c"_s;
    QTest::newRow("varies") << CasesShown::Varies << u"(apart) d"_s;
    QTest::newRow("failing") << CasesShown::Failing << u"a e f (apart) d"_s;
    QTest::newRow("unanswered") << CasesShown::Unanswered << u"f"_s;
    QTest::newRow("other words") << CasesShown::OtherWords << u"a f b"_s;
    QTest::newRow("only in one") << CasesShown::OnlyInOne << u"g h i"_s;
}

void EvalModelsTest::eachChoiceShowsItsCases()
{
    QFETCH(const CasesShown, shown);
    QFETCH(const QString, ids);
    CasesModel model;
    model.setMatrix(EvalMatrix::make(smallSet()));

    model.setFilter({.shown = shown});

    QCOMPARE(shownIds(model).join(u' '), ids);
}

void EvalModelsTest::choicesCombine()
{
    CasesModel model;
    model.setMatrix(EvalMatrix::make(smallSet()));

    model.setFilter({.shown = CasesShown::Lost, .dimension = u"policy"_s});
    QCOMPARE(shownIds(model), QStringList{u"e"_s});
    QCOMPARE(model.count().all, 7);

    model.setFilter({.dimension = u"policy"_s, .source = u"past_failure"_s});
    QCOMPARE(shownIds(model).join(u' '), u"c (apart) d"_s);

    model.setFilter({.order = CasesOrder::Name});
    QCOMPARE(shownIds(model).first(), u"a"_s);
    QCOMPARE(shownIds(model)[1], u"b"_s);

    model.setFilter({.order = CasesOrder::Suite});
    QCOMPARE(shownIds(model).join(u' '), u"a b c e f g h i (apart) d"_s);

    model.setFilter({.dimension = u"nobody has this"_s});
    QCOMPARE(model.rowCount(), 0);
}

void EvalModelsTest::marksStandByVersionAndRepeat()
{
    CasesModel model;
    model.setMatrix(EvalMatrix::make(smallSet()));

    QCOMPARE(markedAt(model, u"e"_s, 2), u"xx"_s);
    QCOMPARE(markedAt(model, u"f"_s, 2), u"+!"_s);
    QCOMPARE(markedAt(model, u"g"_s, 1), u"-"_s);
    QCOMPARE(markedAt(model, u"h"_s, 1), u"++"_s);
    QCOMPARE(markedAt(model, u"i"_s, 0), u"++"_s);
    QCOMPARE(model.matrix()->repeats(), 2);
}

void EvalModelsTest::wordsAreFoundInAnswersToo_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("ids");
    QTest::newRow("title") << u"ALPHA"_s << u"a"_s;
    QTest::newRow("input") << u"lamp"_s << u"a"_s;
    QTest::newRow("answer") << u"never,"_s << u"a"_s;
    QTest::newRow("two words, anywhere") << u"soon lamp"_s << u"a"_s;
    QTest::newRow("both must be there") << u"soon policy-less"_s << u""_s;
    QTest::newRow("beyond ASCII") << u"straße"_s << u"f"_s;
    QTest::newRow("nowhere") << u"<b>"_s << u""_s;
}

void EvalModelsTest::wordsAreFoundInAnswersToo()
{
    QFETCH(const QString, words);
    QFETCH(const QString, ids);
    CasesModel model;
    model.setMatrix(EvalMatrix::make(smallSet()));

    model.setFilter({.words = words});

    QCOMPARE(shownIds(model).join(u' '), ids);
}

void EvalModelsTest::casesOfOneNameMeetInOrder()
{
    EvalPicture suite({u"1"_s, u"2"_s});
    suite.add({.id = u"twice"_s, .dimension = u"tone"_s, .marks = u"+ +"_s, .input = u"first"_s})
        .add({.id = u"twice"_s, .dimension = u"tone"_s, .marks = u"x +"_s, .input = u"second"_s});

    const auto matrix = EvalMatrix::make(suite.set(-1, 1));

    QCOMPARE(matrix->cases().size(), 2u);
    QCOMPARE(matrix->caseIn(1, 0), std::optional<quint32>(1));
    QVERIFY(matrix->cases()[0].key != matrix->cases()[1].key);
}

void EvalModelsTest::casesWithoutNamesMeetByTheirContent()
{
    EvalPicture named({u"1"_s});
    named.add({.id = u"one"_s, .dimension = u"tone"_s, .marks = u"+"_s, .input = u"alike"_s});
    EvalPicture nameless({u"2"_s});
    nameless.add({.dimension = u"tone"_s, .marks = u"x"_s, .input = u"other"_s})
        .add({.dimension = u"tone"_s, .marks = u"x"_s, .input = u"alike"_s});
    const EvalSet set{
        .versions = {{.name = u"1"_s, .file = named.file(0)}, {.name = u"2"_s, .file = nameless.file(0)}},
        .candidate = 1};

    const auto matrix = EvalMatrix::make(set);

    QCOMPARE(matrix->cases().size(), 2u);
    QCOMPARE(matrix->caseIn(1, 0), std::optional<quint32>(0));
    QVERIFY(!matrix->caseIn(0, 0));
    QCOMPARE(matrix->cases()[0].title, u"other"_s);
}

void EvalModelsTest::aDimensionThatIsAMetricMarksByThatMetric()
{
    auto file = std::make_shared<ResultFile>();
    file->metrics = {{.name = u"groundedness"_s, .least = 1, .most = 5}, {.name = u"relevance"_s}};
    file->columns = {{.label = u"x"_s}};
    file->cases = {{.id = u"1"_s}};
    file->answers = {{.caseIndex = 0, .outcome = Outcome::Fail, .judgementCount = 2}};
    file->judgements = {{.metric = 0, .outcome = Outcome::Scored, .score = 4},
                        {.metric = 1, .outcome = Outcome::Fail, .score = 0}};
    CasesModel model;
    model.setMatrix(EvalMatrix::make({.versions = {{.name = u"x"_s, .file = file}}, .candidate = 0}));

    QCOMPARE(written(model.index(0, 1).data(ValueRole).value<CaseCell>().marks), u"x"_s);
    model.setFilter({.dimension = u"groundedness"_s});

    const auto cell = model.index(0, 1).data(ValueRole).value<CaseCell>();
    QCOMPARE(cell.marks.size(), 1);
    QVERIFY(cell.marks.first().outcome == Outcome::Scored);
    QCOMPARE(cell.marks.first().score, 4.0);
}

void EvalModelsTest::pointsAreSharesOfTheScale()
{
    EvalSet set = smallSuite().set(1, 2);
    auto comparison = std::make_shared<Comparison>();
    // A rating from 1 to 5: its scale is 4, so 2 points of 100 are 0.08.
    comparison->dimensions = {{.name = u"tone"_s,
                               .binary = false,
                               .matched = 2,
                               .baseline = 4.2,
                               .candidate = 4.0,
                               .difference = -0.2,
                               .low = -0.4,
                               .high = 0.04,
                               .limit = -0.08}};
    set.comparison = comparison;
    DimensionsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);

    model.setMatrix(EvalMatrix::make(set));

    const auto row = model.index(0, DimensionsModel::Plot).data(ValueRole).value<DimensionRow>();
    QCOMPARE(row.points, -5.0);
    QCOMPARE(row.low, -10.0);
    QCOMPARE(row.high, 1.0);
    QCOMPARE(row.limit, -2.0);
    QCOMPARE(row.baseline, 4.2);
}

void EvalModelsTest::theScaleOfThePlotHoldsEveryInterval()
{
    DimensionsModel model;
    model.setMatrix(EvalMatrix::make(refundSet()));

    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.least(), -21.0);
    QCOMPARE(model.most(), 30.0);
    for (const DimensionRow &row : model.rows()) {
        QVERIFY(row.low >= model.least() && row.high <= model.most() && row.limit >= model.least());
        QVERIFY(row.figures.pairs.empty());
    }
}

void EvalModelsTest::theTableGuardsFormulas()
{
    EvalPicture suite({u"=1+1"_s});
    suite.add(
        {.id = u"=HYPERLINK(\"x\")"_s, .name = u"a, \"b\""_s, .dimension = u"tone"_s, .marks = u"+x!"_s});
    CasesModel model;
    model.setMatrix(EvalMatrix::make(suite.set(-1, 0)));

    const QByteArray csv = model.csv();

    QCOMPARE(csv,
             QByteArray(
                 "id,name,dimension,source,change,'=1+1 passed,'=1+1 failed,'=1+1 not_judged,'=1+1 score\r\n"
                 "\"'=HYPERLINK(\"\"x\"\")\",\"a, \"\"b\"\"\",tone,,not_compared,1,1,1,0.65\r\n"));
}

void EvalModelsTest::nothingIsShownOfNothing()
{
    CasesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setMatrix(EvalMatrix::make(smallSet()));
    model.setMatrix({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 0);
    QCOMPARE(model.shownCases(), 0);
    QVERIFY(model.csv().isEmpty());

    // A file that broke off before its first case.
    auto empty = std::make_shared<ResultFile>();
    model.setMatrix(EvalMatrix::make({.versions = {{.name = u"x"_s, .file = empty}}, .candidate = 0}));
    QCOMPARE(model.rowCount(), 0);
}

void EvalModelsTest::withoutAComparisonNothingWonOrLost()
{
    CasesModel model;
    model.setMatrix(EvalMatrix::make(smallSuite().set(-1, 2)));
    QCOMPARE(model.count().shown.value(CasesShown::Lost), 0);
    QCOMPARE(model.count().shown.value(CasesShown::Won), 0);
    QCOMPARE(model.count().shown.value(CasesShown::Same), 0);
    QCOMPARE(model.count().shown.value(CasesShown::Failing), 4);
    QCOMPARE(model.matrix()->dimensions(), (QStringList{u"policy"_s, u"tone"_s}));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalModelsTest)
#include "tst_eval_models.moc"
