// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/OpinionInquiry.h"

namespace countersign {

OpinionInquiry::OpinionInquiry(Workspace &workspace, OpinionDesk &desk, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_desk(desk)
{
}

void OpinionInquiry::ask(const ViewPointer &view, const ChangeId &change)
{
    const Change *found = view->state.change(change);
    if (m_phase == Phase::Asking || m_phase == Phase::Recording || !found || !found->revision())
        return;
    m_view = view;
    m_change = change;
    m_revision = found->revision()->stamp.event;
    m_files = found->revision()->data.files;
    m_assessed = {};
    m_given.reset();
    setPhase(Phase::Asking);
    compareNext();
}

void OpinionInquiry::cancel()
{
    if (m_phase != Phase::Asking)
        return;
    m_compare.cancel();
    m_answer.cancel();
    setPhase(Phase::Idle);
}

void OpinionInquiry::tryAgain()
{
    if (m_phase != Phase::Failed)
        return;
    if (m_given) {
        record();
    } else {
        setPhase(Phase::Idle);
        ask(m_workspace.view(), m_change);
    }
}

void OpinionInquiry::compareNext()
{
    const qsizetype next = m_assessed.files.size();
    if (next == m_files.size()) {
        askModel();
        return;
    }
    const FileChange &file = m_files.at(next);
    m_compare.start(m_workspace.compare(file.path, file.before, file.after), [this](const Result<FileComparison> &compared) {
        if (!compared) {
            setPhase(Phase::Failed, compared.error());
            return;
        }
        m_assessed.files.append(*compared);
        compareNext();
    });
}

void OpinionInquiry::askModel()
{
    m_answer.start(m_desk.ask(m_view->state.policy, m_assessed), [this](const Result<SecondOpinionGiven> &given) {
        if (!given) {
            setPhase(Phase::Failed, given.error());
            return;
        }
        m_given = *given;
        record();
    });
}

void OpinionInquiry::record()
{
    setPhase(Phase::Recording);
    whenFinished(m_workspace.signOff(m_change, recordOf(*m_given, m_revision), m_given->text), this,
                 [this](const Result<WriteReceipt> &receipt) {
                     if (!receipt) {
                         setPhase(Phase::Failed, receipt.error());
                         return;
                     }
                     m_given.reset();
                     setPhase(Phase::Idle);
                 });
}

void OpinionInquiry::setPhase(Phase phase, const Error &error)
{
    m_phase = phase;
    m_error = error;
    emit changed();
}

} // namespace countersign
