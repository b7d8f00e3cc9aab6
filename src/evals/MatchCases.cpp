// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/MatchCases.h"

#include <QCryptographicHash>
#include <QHash>

#include <algorithm>

namespace countersign::evals {

namespace {

constexpr quint32 unmatched = ~quint32(0);
constexpr qsizetype mostInputBytes = 16 << 20;

/// What a case goes by in one pass; empty: it takes no part in it.
using NameOf = QByteArray (*)(const ResultFile &, const Case &);

QByteArray idAndKey(const ResultFile &, const Case &one)
{
    if (one.id.isEmpty() || one.key.isNull()) {
        return {};
    }
    return one.key.toBytes() + one.id.toUtf8();
}

QByteArray idAlone(const ResultFile &, const Case &one)
{
    return one.id.toUtf8();
}

QByteArray keyAlone(const ResultFile &, const Case &one)
{
    return one.key.isNull() ? QByteArray() : one.key.toBytes();
}

QByteArray inputAlone(const ResultFile &file, const Case &one)
{
    if (one.input.isNull() || one.input.length == 0) {
        return {};
    }
    return QCryptographicHash::hash(file.utf8(one.input, mostInputBytes), QCryptographicHash::Sha256);
}

/// The cases that a column answered.
std::vector<bool> answeredCases(const ResultFile &file, quint32 column)
{
    std::vector<bool> answered(file.cases.size(), false);
    for (const Answer &answer : file.answers) {
        if (answer.column == column && answer.caseIndex < answered.size()) {
            answered[answer.caseIndex] = true;
        }
    }
    return answered;
}

} // namespace

CaseMatch matchCases(const ResultFile &baseline, quint32 baselineColumn, const ResultFile &candidate,
                     quint32 candidateColumn)
{
    struct Partner
    {
        quint32 index = unmatched;
        MatchedBy by = MatchedBy::IdAndKey;
    };
    const std::vector<bool> before = answeredCases(baseline, baselineColumn);
    const std::vector<bool> after = answeredCases(candidate, candidateColumn);
    std::vector<Partner> partners(baseline.cases.size());
    std::vector<bool> taken(candidate.cases.size(), false);

    const auto pass = [&](MatchedBy by, NameOf nameOf) {
        // Cases of one name in the order of the file, the first still free at `next`.
        struct Queue
        {
            std::vector<quint32> cases = {};
            size_t next = 0;
        };
        QHash<QByteArray, Queue> waiting;
        for (size_t i = 0; i < candidate.cases.size(); ++i) {
            if (after[i] && !taken[i]) {
                if (const QByteArray name = nameOf(candidate, candidate.cases[i]); !name.isEmpty()) {
                    waiting[name].cases.push_back(quint32(i));
                }
            }
        }
        for (size_t i = 0; i < baseline.cases.size() && !waiting.isEmpty(); ++i) {
            if (!before[i] || partners[i].index != unmatched) {
                continue;
            }
            const QByteArray name = nameOf(baseline, baseline.cases[i]);
            const auto queue = name.isEmpty() ? waiting.end() : waiting.find(name);
            if (queue != waiting.end() && queue->next < queue->cases.size()) {
                partners[i] = {.index = queue->cases[queue->next++], .by = by};
                taken[partners[i].index] = true;
            }
        }
    };
    pass(MatchedBy::IdAndKey, idAndKey);
    pass(MatchedBy::Id, idAlone);
    pass(MatchedBy::Key, keyAlone);
    pass(MatchedBy::Input, inputAlone);

    CaseMatch match;
    for (size_t i = 0; i < partners.size(); ++i) {
        if (!before[i]) {
            continue;
        }
        if (partners[i].index == unmatched) {
            match.removed.push_back(quint32(i));
            continue;
        }
        const ContentHash &old = baseline.cases[i].key;
        const ContentHash &now = candidate.cases[partners[i].index].key;
        match.pairs.push_back({.baselineCase = quint32(i),
                               .candidateCase = partners[i].index,
                               .by = partners[i].by,
                               .changed = !old.isNull() && !now.isNull() && old != now});
    }
    for (size_t i = 0; i < taken.size(); ++i) {
        if (after[i] && !taken[i]) {
            match.added.push_back(quint32(i));
        }
    }
    return match;
}

} // namespace countersign::evals
