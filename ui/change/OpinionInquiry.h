// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/OpinionDesk.h"

namespace countersign {

// One question to the policy's model at a time: compares, asks, and records what was said, whatever it was: an answer
// that nobody likes cannot be dropped. It goes on when the popover that shows it closes.
class OpinionInquiry : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Idle, Asking, Recording, Failed };

    OpinionInquiry(Workspace &workspace, OpinionDesk &desk, QObject *parent);

    // About the change's current revision as `view` has it. Nothing happens while one is under way.
    void ask(const ViewPointer &view, const ChangeId &change);
    // Stops a question; what is being recorded is not stopped.
    void cancel();
    // After a failure: records an answer that is there, otherwise asks again.
    void tryAgain();

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] const ChangeId &change() const { return m_change; }
    [[nodiscard]] const Error &error() const { return m_error; }
    [[nodiscard]] OpinionDesk &desk() { return m_desk; }

signals:
    void changed();

private:
    void compareNext();
    void askModel();
    void record();
    void setPhase(Phase phase, const Error &error = {});

    Workspace &m_workspace;
    OpinionDesk &m_desk;
    Phase m_phase = Phase::Idle;
    Error m_error;
    ViewPointer m_view;
    ChangeId m_change;
    EventId m_revision;
    QList<FileChange> m_files;
    AssessedChange m_assessed;
    std::optional<SecondOpinionGiven> m_given;
    Latest<Result<FileComparison>> m_compare{this};
    Latest<Result<SecondOpinionGiven>> m_answer{this};
};

} // namespace countersign
