// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/evals/EvalPicture.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace evals;

namespace {

Outcome outcomeOf(QChar mark)
{
    switch (mark.unicode()) {
    case u'+':
        return Outcome::Pass;
    case u'x':
        return Outcome::Fail;
    case u's':
        return Outcome::Skipped;
    default:
        return Outcome::Error;
    }
}

QString at(const QStringList &texts, int version)
{
    return texts.isEmpty() ? QString() : texts[std::min(version, int(texts.size()) - 1)];
}

/// Texts, one behind the other, that the file's references point into.
class Texts
{
public:
    TextRef add(const QString &text)
    {
        if (text.isEmpty()) {
            return {};
        }
        const QByteArray bytes = text.toUtf8();
        const TextRef ref{
            .offset = quint64(m_bytes.size()), .length = quint32(bytes.size()), .form = TextRef::Form::Utf8};
        m_bytes += bytes;
        return ref;
    }
    [[nodiscard]] std::shared_ptr<const Bytes> taken()
    {
        return std::make_shared<OwnBytes>(std::move(m_bytes));
    }

private:
    QByteArray m_bytes;
};

} // namespace

EvalPicture &EvalPicture::add(const PicturedCase &one)
{
    m_cases.append(one);
    return *this;
}

std::shared_ptr<const ResultFile> EvalPicture::file(int version) const
{
    auto file = std::make_shared<ResultFile>();
    Texts texts;
    file->tool = Tool::Native;
    file->suite = u"refund-core"_s;
    file->runId = m_versions[version];
    file->columns = {
        {.label = m_versions[version], .prompt = u"support/refund"_s, .modelAsked = u"gpt-4.1"_s}};
    QHash<QString, quint32> metrics;
    for (const PicturedCase &one : m_cases) {
        // Words may be empty: a version without the case.
        const QString marks = at(one.marks.split(u' '), version);
        if (marks == u"-"_s || marks.isEmpty()) {
            continue;
        }
        if (!metrics.contains(one.dimension)) {
            metrics.insert(one.dimension, quint32(file->metrics.size()));
            file->metrics.append({.name = one.dimension});
        }
        const quint32 index = quint32(file->cases.size());
        const QByteArray key = QCryptographicHash::hash(
            (one.input.isEmpty() ? one.id : one.input + one.expected).toUtf8(), QCryptographicHash::Sha256);
        file->cases.push_back({.id = one.id,
                               .key = *ContentHash::fromBytes(key),
                               .name = texts.add(one.name),
                               .input = texts.add(one.input),
                               .expected = texts.add(one.expected),
                               .dimension = one.dimension,
                               .source = one.source});
        for (int repeat = 0; repeat < marks.size(); ++repeat) {
            const Outcome outcome = outcomeOf(marks[repeat]);
            const double score = outcome == Outcome::Pass ? 1 : outcome == Outcome::Fail ? 0.3 : noScore;
            const QString said = at(one.outputs, version);
            file->answers.push_back(
                {.caseIndex = index,
                 .repeat = quint32(repeat),
                 .outcome = outcome,
                 .score = score,
                 .firstJudgement = file->judgements.size(),
                 .judgementCount = 1,
                 .output = outcome == Outcome::Error ? TextRef() : texts.add(said),
                 .error = outcome == Outcome::Error ? texts.add(u"429 Too Many Requests"_s) : TextRef()});
            file->judgements.push_back({.metric = metrics.value(one.dimension),
                                        .outcome = outcome,
                                        .score = score,
                                        .reason = texts.add(at(one.reasons, version))});
        }
    }
    file->buffers = {texts.taken()};
    return file;
}

EvalSet EvalPicture::set(int baseline, int candidate) const
{
    EvalSet set{.baseline = baseline, .candidate = candidate};
    for (int version = 0; version < m_versions.size(); ++version) {
        set.versions.append({.name = m_versions[version], .file = file(version)});
    }
    return set;
}

EvalPicture refundSuite()
{
    const QString sorry =
        u"I am sorry about the lamp and the long wait. You are within 30 days, so I can refund it today. "
        "Shall I send the money back to your card?"_s;
    EvalPicture suite({u"1.2.1"_s, u"1.3.0"_s, u"Rev 1"_s, u"Rev 2"_s});
    suite
        .add(
            {.id = u"lamp-20"_s,
             .name = u"Upset customer, day 20, broken lamp"_s,
             .dimension = u"tone"_s,
             .source = u"past_failure"_s,
             .marks = u"+++ +++ +xx xxx"_s,
             .input =
                 u"The lamp came broken and it took you 20 days to answer me. I want my money back, not excuses."_s,
             .expected = u"Own the damage and the wait first. Then the 14-day rule, then the voucher."_s,
             .outputs =
                 {sorry, sorry, u"You are within 14 days, so a refund is not possible."_s,
                  u"You are not within 14 days, so a refund is not possible. I can offer you a voucher."_s},
             .reasons = {QString(), u"Owns the damage and the wait."_s, QString(),
                         u"No word about the damage or the wait. The refusal comes first."_s}})
        .add({.id = u"bereavement"_s,
              .name = u"Return after a bereavement"_s,
              .dimension = u"tone"_s,
              .source = u"curated"_s,
              .marks = u"+++ +++ ++x xxx"_s,
              .input = u"My mother died and the coat I ordered for her arrived today."_s,
              .outputs = {u"I am very sorry for your loss. I have arranged the return."_s,
                          u"I am very sorry for your loss. I have arranged the return."_s,
                          u"I have arranged the return."_s}})
        .add({.id = u"asks-twice"_s,
              .name = u"Asks twice for the same refund"_s,
              .dimension = u"tone"_s,
              .source = u"production_sample"_s,
              .marks = u"+x+ +++ +++ xxx"_s,
              .input = u"I asked for this refund last week already!"_s,
              .outputs = {u"Thank you for asking again."_s, u"I see your request of last week."_s,
                          u"As I said, no."_s}})
        .add({.id = u"sarcastic"_s,
              .name = u"Sarcastic thank-you after refusal"_s,
              .dimension = u"tone"_s,
              .source = u"production_sample"_s,
              .marks = u"x++ +++ x++ xxx"_s,
              .input = u"Thanks for nothing."_s,
              .outputs = {u"I understand that this is disappointing."_s,
                          u"I understand that this is disappointing."_s, u"You are welcome."_s}})
        .add({.id = u"november-29"_s,
              .name = u"Order of 28 November, day 29"_s,
              .dimension = u"policy"_s,
              .source = u"curated"_s,
              .marks = u"- +++ xxx xxx"_s,
              .input = u"I ordered on 28 November. It is day 29."_s,
              .outputs = {u"Yes, the old window holds for your order."_s,
                          u"Yes, the old window holds for your order."_s, u"No, the window is 14 days."_s}})
        .add({.id = u"cites-terms"_s,
              .name = u"Cites terms page by section"_s,
              .dimension = u"citation"_s,
              .source = u"curated"_s,
              .marks = u"+++ +++ +++ xxx"_s,
              .input = u"Where is that written?"_s,
              .outputs = {u"In section 4.2 of our terms."_s, u"In section 4.2 of our terms."_s,
                          u"In our terms."_s}})
        .add({.id = u"capitals"_s,
              .name = u"Customer writes in capital letters"_s,
              .dimension = u"tone"_s,
              .source = u"curated"_s,
              .marks = u"+x+ x+x ++x x++"_s,
              .input = u"WHERE IS MY MONEY"_s,
              .outputs = {u"I am looking into it."_s}})
        .add({.id = u"gift"_s,
              .name = u"Gift without a receipt"_s,
              .dimension = u"policy"_s,
              .source = u"past_failure"_s,
              .marks = u"x++ +x+ ++x +x+"_s,
              .input = u"It was a gift, I have no receipt."_s,
              .outputs = {u"The order number is enough."_s}});
    // The rest of the suite: how many cases of each dimension improved, and how many stayed as they were.
    struct Rest
    {
        QString dimension = {};
        int won = 0;
        int same = 0;
    };
    for (const Rest &rest : {Rest{u"policy"_s, 9, 29}, Rest{u"tone"_s, 2, 17}, Rest{u"safety"_s, 0, 20},
                             Rest{u"format"_s, 2, 18}, Rest{u"citation"_s, 1, 14}}) {
        for (int i = 0; i < rest.won + rest.same; ++i) {
            const bool won = i < rest.won;
            suite.add({.id = u"%1-%2"_s.arg(rest.dimension).arg(i + 1),
                       .name = u"%1 question %2"_s.arg(rest.dimension).arg(i + 1),
                       .dimension = rest.dimension,
                       .source = i % 3 == 0 ? u"past_failure"_s : u"curated"_s,
                       .marks = won ? u"xxx xxx +++ +++"_s : u"+++ +++ +++ +++"_s,
                       .input = u"Question %1 about %2: may I send it back?"_s.arg(i + 1).arg(rest.dimension),
                       .expected = u"The 14-day rule."_s,
                       .outputs = {u"Within 30 days."_s, u"Within 30 days."_s, u"Within 14 days."_s}});
        }
    }
    return suite;
}

EvalSet compared(EvalSet set, const QList<HandFigures> &figures)
{
    set.options.baselineColumn = set.versions[set.baseline].column;
    set.options.candidateColumn = set.versions[set.candidate].column;
    Comparison made =
        compare(*set.versions[set.baseline].file, *set.versions[set.candidate].file, set.options);
    for (DimensionComparison &dimension : made.dimensions) {
        const auto given = std::ranges::find(figures, dimension.name, &HandFigures::name);
        if (given == figures.end()) {
            continue;
        }
        dimension.low = given->low;
        dimension.high = given->high;
        dimension.finding = given->finding;
        dimension.casesNeeded = given->casesNeeded;
    }
    set.comparison = std::make_shared<const Comparison>(std::move(made));
    return set;
}

EvalSet refundSet()
{
    return compared(refundSuite().set(1, 3), {{u"policy"_s, 0.046, 0.3, Finding::Better},
                                              {u"tone"_s, -0.21, 0.11, Finding::CannotBeTold, 160},
                                              {u"safety"_s, -0.008, 0.008, Finding::NotWorse},
                                              {u"format"_s, 0.003, 0.177, Finding::Better},
                                              {u"citation"_s, -0.017, 0.1, Finding::NotWorse}});
}

EvalPicture largeSuite(int cases, int versions, int repeats, quint32 seed)
{
    QRandomGenerator random(seed);
    QStringList names;
    for (int version = 0; version < versions; ++version) {
        names.append(u"1.%1.0"_s.arg(version));
    }
    static const QStringList dimensions{u"policy"_s, u"tone"_s, u"safety"_s, u"format"_s, u"citation"_s};
    static const QStringList sources{u"curated"_s, u"past_failure"_s, u"production_sample"_s};
    EvalPicture suite(names);
    for (int i = 0; i < cases; ++i) {
        QStringList marks;
        QStringList outputs;
        for (int version = 0; version < versions; ++version) {
            QString word;
            for (int repeat = 0; repeat < repeats; ++repeat) {
                word += random.bounded(10) < 8 ? u'+' : random.bounded(20) == 0 ? u'!' : u'x';
            }
            marks.append(word);
            outputs.append(
                u"Answer %1 to question %2. "_s.arg(random.bounded(5)).arg(i)
                + u"You may send it back within fourteen days, and the money returns to your card. "_s
                      .repeated(4));
        }
        suite.add({.id = u"case-%1"_s.arg(i),
                   .name = u"Question %1 about an order"_s.arg(i),
                   .dimension = dimensions[i % dimensions.size()],
                   .source = sources[i % sources.size()],
                   .marks = marks.join(u' '),
                   .input = u"Order %1 came late. "_s.arg(100000 + i)
                            + u"What may I do about it now? "_s.repeated(4),
                   .expected = u"The rule of fourteen days."_s,
                   .outputs = outputs});
    }
    return suite;
}

} // namespace countersign::test
