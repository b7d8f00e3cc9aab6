// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"

#include <QWidget>

namespace countersign {

class BusyLine;
class Clock;
class NoticeBar;

// What concerns the whole workspace, over the page: the record in doubt, no network, something that was not recorded,
// a person who may only read. Each stays until its cause is gone.
class Bands : public QWidget
{
    Q_OBJECT

public:
    // Both outlive the bands.
    Bands(Workspace &workspace, const Clock &clock, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // Something that failed outside of any page, for instance opening another workspace. Until pressed away.
    void showProblem(const QString &lead, const Error &error);

    // Another workspace is being opened while this one stays; words such as "Opening acme-prompts".
    void showOpening(const QString &words);
    void showProgress(int done, int all);
    void endOpening();

signals:
    void openingCanceled();
    void showPending();
    void openAudit();
    void openPolicy();

private:
    void showSync();
    void showRefused();
    void decide(bool again);

    Workspace &m_workspace;
    const Clock &m_clock;
    ViewPointer m_view;
    EventId m_refused = {};
    bool m_deciding = false;
    std::optional<Error> m_failure;
    BusyLine *m_opening = nullptr;
    NoticeBar *m_problem = nullptr;
    NoticeBar *m_sync = nullptr;
    NoticeBar *m_notSent = nullptr;
    NoticeBar *m_readOnly = nullptr;
};

} // namespace countersign
