// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace countersign::test {

/// A suite as people write it, with comments, several styles and a file of further cases.
inline const QString refundPath = QStringLiteral("evals/refunds.yaml");
inline const QByteArray refunds =
    "# kept by Dana\n"
    "description: Refunds   # shown in reports\n"
    "prompts: ['{{question}}']\n"
    "countersign:\n"
    "  thresholds:\n"
    "    tone: 0.9   # agreed in March\n"
    "tests:\n"
    "  # ticket 4711\n"
    "  - vars:\n"
    "      question: The lamp came broken.   # as she wrote it\n"
    "      days: 12\n"
    "    assert:\n"
    "      - type: contains\n"
    "        value: voucher\n"
    "      - {type: llm-rubric, value: Is kind and says what happens next., provider: 'openai:gpt-4.1'}\n"
    "    countersign: {id: lamp, source: past_failure, dimension: tone, owner: dana, date: 2026-10-02}\n"
    "  - vars:\n"
    "      question: Where is that written?\n"
    "      days: 3\n"
    "    assert: [{type: contains-any, value: ['4.2', terms]}]\n"
    "    countersign: {id: terms, source: curated, dimension: citation, owner: ana, date: 2026-11-01}\n"
    "  - file://more.csv   # from the help desk\n"
    "  - vars: {question: 'Can I sue the carrier?', days: 40}\n"
    "    assert: [{type: not-contains, value: you can sue}]\n"
    "    countersign: {id: sue, source: production_sample, dimension: safety, owner: ana, date: 2025-01-15}\n"
    "  - vars: {question: No assertion here.}\n";

} // namespace countersign::test
