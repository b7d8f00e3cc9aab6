// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/RuleSentences.h"

#include "ui/change/RuleSentences.h"

namespace countersign::ctl {

using namespace Qt::StringLiterals;

QString ruleSentence(const QString &rule)
{
    const QString example = u".example"_s;
    if (rule.endsWith(example)) {
        const QString base = ruleSentence(rule.chopped(example.size()));
        return base.isEmpty() ? base : QString::fromUtf8(exampleSentence).arg(base);
    }
    return QString::fromUtf8(findRuleSentence(QLatin1StringView(rule.toLatin1())));
}

} // namespace countersign::ctl
