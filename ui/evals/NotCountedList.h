// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"

class QPushButton;
class QVBoxLayout;

namespace countersign {

// A run that satisfies nothing, and why; or one that is odd.
struct NotCounted
{
    QString name = {};
    QString reason = {}; // a sentence
    QString detail = {}; // the tool's own words, or the place where reading stopped
    bool counts = false; // it does count; the sentence says what is odd about it
    friend bool operator==(const NotCounted &, const NotCounted &) = default;
};

// Runs that do not count, each with its reason. More than two stand behind a line that unfolds. Hidden when empty.
class NotCountedList : public Ground
{
    Q_OBJECT

public:
    explicit NotCountedList(QWidget *parent = nullptr);

    void setRuns(const QList<NotCounted> &runs);
    [[nodiscard]] const QList<NotCounted> &runs() const { return m_runs; }

private:
    void fill();

    QList<NotCounted> m_runs;
    bool m_open = false;
    QVBoxLayout *m_lines = nullptr;
};

} // namespace countersign
