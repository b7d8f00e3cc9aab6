// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EventsModel.h"
#include "services/Workspace.h"
#include "ui/common/Signs.h"
#include "ui/shell/Address.h"

#include <QWidget>

#include <optional>

class QPushButton;

namespace countersign {

class FactList;
class NoticeBar;
class PlainLabel;

// One event: what it says, whether it counts and by which rule, and the seals that prove its place.
class EventDetail : public QWidget
{
    Q_OBJECT

public:
    explicit EventDetail(QWidget *parent = nullptr);

    // `place`: whether its place in the chain was checked and holds; none while that is not known.
    void setEntry(const WorkspaceView &view, const LogEntry &entry, std::optional<Sign> place);
    void clear();
    [[nodiscard]] QWidget *firstControl() const;

signals:
    void open(const countersign::Address &address);
    // Show what was true once this event stood in the record.
    void asOfAsked(countersign::Sequence seq);
    // Make a case of the rollback.
    void caseAsked(const countersign::LogEntry &entry);

private:
    Address m_place;
    Sequence m_seq = 0;
    LogEntry m_entry;
    PlainLabel *m_title = nullptr;
    NoticeBar *m_notice = nullptr;
    FactList *m_facts = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_asOf = nullptr;
    QPushButton *m_case = nullptr;
    PlainLabel *m_none = nullptr;
};

} // namespace countersign
