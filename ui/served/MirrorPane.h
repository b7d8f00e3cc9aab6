// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/MirrorDesk.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QWidget>

class QPushButton;

namespace countersign {

class OutsidePane;

// One mirror of the record in a git repository: what waits to be written there, and every governed file that somebody edited there,
// with its difference; it is adopted as a change or put back.
class MirrorPane : public QWidget
{
    Q_OBJECT

public:
    // `context.mirrors` is there.
    explicit MirrorPane(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // Looks at another mirror; nothing is done for the one that is shown already.
    void setPlace(const MirrorPlace &place);
    // Stops what runs and shows none.
    void clear();
    // Whether there was an edit to adopt.
    bool adoptChosen();
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void open(const Address &address);
    void forgotten();

private:
    enum class Act { Look, Mirror };

    void run(Act act, const QList<MirrorPutBack> &putBack = {});
    void stop();
    void showReport();
    void showRow();
    void showDifference(const MirrorEdit &edit);
    void adopt();
    void askToPutBack();
    void forget();
    [[nodiscard]] const MirrorEdit *current() const;
    [[nodiscard]] QString readOnlyReason() const;

    PageContext m_context;
    ViewPointer m_view;
    MirrorPlace m_place;
    std::optional<MirrorReport> m_report;
    bool m_written = false; // m_report tells of a run that wrote
    qint64 m_lookedAt = 0;
    bool m_working = false;
    Latest<Result<MirrorReport>> m_running{this};

    OutsidePane *m_pane = nullptr;
    QPushButton *m_forget = nullptr;
    QPushButton *m_look = nullptr;
    QPushButton *m_mirror = nullptr;
    QPushButton *m_adopt = nullptr;
    QPushButton *m_putBack = nullptr;
};

} // namespace countersign
