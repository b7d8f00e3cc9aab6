// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalMatrix.h"

#include <QWidget>

class QVBoxLayout;

namespace countersign {

// Every judgement of one answer: sign, metric and figure, what it was before, and the reason.
class JudgementList : public QWidget
{
    Q_OBJECT

public:
    explicit JudgementList(QWidget *parent = nullptr);

    // `before` is the answer of the other run to the same case; nullptr for none. The files outlive the call.
    void setAnswer(const evals::ResultFile &file, const evals::Answer &answer,
                   const evals::ResultFile *beforeFile, const evals::Answer *before);
    void clear();
    // One line per judgement, for copying.
    [[nodiscard]] QString plainText() const { return m_words; }
    [[nodiscard]] int count() const { return m_count; }

    static constexpr int most = 200;

private:
    QVBoxLayout *m_lines = nullptr;
    QString m_words;
    int m_count = 0;
};

} // namespace countersign
