// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/JUnitNames.h"

#include <QLocale>

#include <cmath>

namespace countersign::evals::junit {

QString valueOf(const Judgement &judgement)
{
    const QString outcome = toString(judgement.outcome);
    return std::isfinite(judgement.score) ? outcome + u' ' + QString::number(judgement.score, 'g', QLocale::FloatingPointShortest)
                                          : outcome;
}

std::optional<Judgement> judgementOf(const QString &value)
{
    const QString word = value.section(u' ', 0, 0);
    for (const Outcome outcome :
         {Outcome::Pass, Outcome::Fail, Outcome::Error, Outcome::Skipped, Outcome::Scored}) {
        if (word != toString(outcome)) {
            continue;
        }
        Judgement judgement{.outcome = outcome};
        if (const QString figure = value.section(u' ', 1); !figure.isEmpty()) {
            bool isNumber = false;
            const double number = figure.toDouble(&isNumber);
            if (!isNumber || !std::isfinite(number)) {
                return std::nullopt;
            }
            judgement.score = number;
        }
        return judgement;
    }
    return std::nullopt;
}

} // namespace countersign::evals::junit
