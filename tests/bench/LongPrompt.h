// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace countersign::test {

/// A prompt of rules, amounts, conditions, examples and tags of at least so many UTF-16 units: 100,000 is as long as the longest
/// that people keep.
inline QString longPrompt(qsizetype size)
{
    QString text = QStringLiteral("You are the assistant of a shop. Answer in the language of {{customer.name}}.\n\n");
    for (int i = 0; text.size() < size; ++i) {
        if (i % 20 == 0)
            text += QStringLiteral("## Section %1\n\n").arg(i / 20);
        switch (i % 4) {
        case 0:
            text += QStringLiteral("Case %1 is refunded within %2 days when the order cost less than €%3. Never promise it "
                                   "before the date is checked; if the order is older, hand over to a person.\n\n")
                            .arg(i)
                            .arg(10 + i % 50)
                            .arg(20 + i % 90);
            break;
        case 1:
            text += QStringLiteral("- You must name the order and say what happens next.\n- Do not discuss case %1 with third "
                                   "parties.\n- Prefer short sentences, unless {{detail}} is set.\n\n")
                            .arg(i);
            break;
        case 2:
            text += QStringLiteral("Customers ask for many things at once. Take item %1 first, then the rest in the order in "
                                   "which they were named, and say so in one sentence.\n\n")
                            .arg(i);
            break;
        default:
            text += QStringLiteral("```json\n{\"case\": %1, \"answer\": \"string\"}\n```\n\n").arg(i);
        }
    }
    return text;
}

} // namespace countersign::test
