// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"

#include <QTimer>

namespace countersign {

class DraftKeeper;

// The lane of the kept draft and what it rests on, asked for while its texts are typed: at once, and one text at a time.
// What is typed meanwhile waits for the answer about what was typed before, so that answers come while somebody types on,
// however long the text.
class DraftAssessment : public QObject
{
    Q_OBJECT

public:
    // A question without an answer for so long says so.
    static constexpr int lateMs = 300;

    DraftAssessment(Workspace &workspace, const DraftKeeper &keeper, QObject *parent);

    // The rules in force. Others may give another lane, and what failed may go well now: what was asked is asked anew.
    void setRules(const PolicyHash &rules);
    void ask();
    // As soon as the event loop comes round, or the answer that is on its way is there.
    void askSoon();
    // There is no draft any more: no answer comes, and the last one is forgotten.
    void clear();

    // About the texts that were asked about last with an answer; nothing when the last question failed.
    [[nodiscard]] const std::optional<AssessedChange> &answer() const { return m_answer; }
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    [[nodiscard]] bool isUnderWay() const { return m_asking || m_soon.isActive(); }
    [[nodiscard]] bool isLate() const { return isUnderWay() && !m_late.isActive(); }
    // There is no answer, and none is on its way.
    [[nodiscard]] bool couldNot() const { return !m_answer && !isUnderWay(); }

signals:
    void answered();
    void failed();
    void late();

private:
    void take(const Result<AssessedChange> &result);

    Workspace &m_workspace;
    const DraftKeeper &m_keeper;
    QTimer m_soon;
    QTimer m_late;
    PolicyHash m_rules = {};
    PolicyHash m_askedBy = {};
    bool m_wanted = false; // there is a draft that was asked about
    bool m_asking = false;
    bool m_typedMeanwhile = false;
    std::optional<AssessedChange> m_answer;
    std::optional<Error> m_problem;
    Latest<Result<AssessedChange>> m_question{this};
};

} // namespace countersign
