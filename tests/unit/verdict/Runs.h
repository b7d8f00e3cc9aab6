// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Results.h"

#include <QCryptographicHash>
#include <QStringList>

namespace countersign::test {

/// The bytes of texts that a test writes down.
class HeldBytes : public evals::Bytes
{
public:
    explicit HeldBytes(const QByteArray &bytes) : m_bytes(bytes) {}
    [[nodiscard]] QByteArrayView view() const override { return m_bytes; }

private:
    QByteArray m_bytes;
};

[[nodiscard]] inline ContentHash hashOf(const QString &text)
{
    return *ContentHash::fromBytes(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256));
}

/// Builds a result file, answer by answer.
class Run
{
public:
    /// The index of the case of that id, made where it is new.
    quint32 caseOf(const QString &id)
    {
        for (size_t i = 0; i < m_file.cases.size(); ++i) {
            if (m_file.cases[i].id == id) {
                return quint32(i);
            }
        }
        return add({.id = id});
    }
    quint32 add(const evals::Case &one)
    {
        m_file.cases.push_back(one);
        return quint32(m_file.cases.size() - 1);
    }
    /// A case that goes by its input alone.
    quint32 addInput(const QByteArray &input)
    {
        m_file.buffers.push_back(std::make_shared<HeldBytes>(input));
        return add({.input = {.length = quint32(input.size()),
                              .buffer = quint16(m_file.buffers.size() - 1),
                              .form = evals::TextRef::Form::Utf8}});
    }
    quint32 metric(const evals::Metric &metric)
    {
        for (qsizetype i = 0; i < m_file.metrics.size(); ++i) {
            if (m_file.metrics[i].name == metric.name) {
                return quint32(i);
            }
        }
        m_file.metrics.push_back(metric);
        return quint32(m_file.metrics.size() - 1);
    }
    /// One answer with its judgements; one outcome for the answer is the first that is no pass.
    Run &answer(quint32 index, const std::vector<evals::Judgement> &judgements, quint32 column = 0)
    {
        evals::Answer answer{.caseIndex = index,
                             .column = column,
                             .outcome = evals::Outcome::Pass,
                             .firstJudgement = m_file.judgements.size(),
                             .judgementCount = quint32(judgements.size())};
        for (const evals::Judgement &judgement : judgements) {
            if (judgement.outcome != evals::Outcome::Pass && answer.outcome == evals::Outcome::Pass) {
                answer.outcome = judgement.outcome;
                answer.score = judgement.score;
            }
            m_file.judgements.push_back(judgement);
        }
        m_file.answers.push_back(answer);
        return *this;
    }
    /// An answer that the tool could not get.
    Run &noAnswer(quint32 index, quint32 column = 0)
    {
        m_file.answers.push_back(
            {.caseIndex = index, .column = column, .firstJudgement = m_file.judgements.size()});
        return *this;
    }
    /// One repeat of the cases "0", "1", …, a letter each: P pass, F fail, E error, S skipped, - no answer.
    Run &outcomes(const QString &letters, const QString &name = QStringLiteral("accuracy"))
    {
        using enum evals::Outcome;
        const quint32 index = metric({.name = name});
        for (qsizetype i = 0; i < letters.size(); ++i) {
            if (letters[i] != u'-') {
                const evals::Outcome outcome = letters[i] == u'P'   ? Pass
                                               : letters[i] == u'F' ? Fail
                                               : letters[i] == u'S' ? Skipped
                                                                    : Error;
                answer(caseOf(QString::number(i)), {{.metric = index, .outcome = outcome}});
            }
        }
        return *this;
    }
    /// One repeat of the cases "0", "1", … with figures that nobody set a limit for.
    Run &scores(const std::vector<double> &figures, const evals::Metric &of)
    {
        const quint32 index = metric(of);
        for (size_t i = 0; i < figures.size(); ++i) {
            answer(caseOf(QString::number(i)),
                   {{.metric = index, .outcome = evals::Outcome::Scored, .score = figures[i]}});
        }
        return *this;
    }
    Run &status(evals::RunStatus status)
    {
        m_file.status = status;
        return *this;
    }

    [[nodiscard]] evals::ResultFile file() const { return m_file; }
    evals::ResultFile &edit() { return m_file; }

private:
    evals::ResultFile m_file;
};

/// `count` times the letter.
[[nodiscard]] inline QString times(char letter, qsizetype count)
{
    return QString(count, QLatin1Char(letter));
}

} // namespace countersign::test
