// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"

class QPushButton;

namespace countersign {

class NoticeBar;
class PlainLabel;
class ProgressLine;
class RunCasesModel;
class RunCasesView;
class RunDesk;
class Theme;

// How far a run of a suite over one change is: counts, tokens, cost; stopping it and going on. Shows itself while there is
// something to say about that change.
class RunBar : public QWidget
{
    Q_OBJECT

public:
    // `desk` outlives it.
    RunBar(RunDesk &desk, const Theme &theme, QWidget *parent);

    // Follows the run while `mine` is whether it is of the change that is shown; `waits`: that its result cannot be taken
    // now, because another one is being looked at.
    void follow(bool mine, bool waits);
    // "0.0343 US dollars"
    [[nodiscard]] static QString money(double dollars);

signals:
    // The sheet with its settings is wanted, for instance for another key.
    void settingsAsked();
    // The result that waits is wanted.
    void resultAsked();

private:
    void say(const QString &words);

    RunDesk &m_desk;
    Ground *m_row = nullptr;
    PlainLabel *m_words = nullptr;
    PlainLabel *m_trouble = nullptr;
    ProgressLine *m_line = nullptr;
    PlainLabel *m_counts = nullptr;
    RunCasesModel *m_model = nullptr;
    RunCasesView *m_cases = nullptr;
    QPushButton *m_list = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_goOn = nullptr;
    QPushButton *m_show = nullptr;
    QPushButton *m_settings = nullptr;
    QPushButton *m_close = nullptr;
    NoticeBar *m_failed = nullptr;
};

} // namespace countersign
