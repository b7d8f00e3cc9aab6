// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalMatrix.h"
#include "ui/common/Signs.h"

#include <QWidget>

class QHBoxLayout;

namespace countersign {

class Glyph;
class PlainLabel;
class ProseView;

// The verdict as a sentence on a band in its colour, and under it the rule that gave it. Hidden while there is none.
class VerdictBand : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictBand(QWidget *parent = nullptr);

    void setMatrix(const EvalMatrix *matrix);
    // At the trailing edge; taken over.
    void addAction(QWidget *action);
    // For copying: the sentence and the rule.
    [[nodiscard]] QString plainText() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    evals::Verdict m_verdict = evals::Verdict::Inconclusive;
    Glyph *m_sign = nullptr;
    ProseView *m_sentence = nullptr;
    PlainLabel *m_rule = nullptr;
    QHBoxLayout *m_actions = nullptr;
    QString m_words;
};

} // namespace countersign
