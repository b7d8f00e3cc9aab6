// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/ServiceDesk.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QWidget>

class QPushButton;

namespace countersign {

class OutsidePane;

// What one service serves, beside what was released here: a text that nobody approved is shown with its difference and adopted as a
// change, and a version that was released goes to the service.
class ServicePane : public QWidget
{
    Q_OBJECT

public:
    // Shows nothing as long as `context.services` is not there.
    explicit ServicePane(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // Looks at another service; nothing is done for the one that is shown already.
    void setService(const PromptService &service);
    // Stops what runs and shows none.
    void clear();
    void look();
    void stopLooking();
    // Whether there was a text to adopt.
    bool adoptChosen();
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void open(const Address &address);
    void edit(const PromptService &service);
    void forgotten();

private:
    void forget();
    void showReport();
    void showRow();
    void showDifference(const ServedRow &row);
    void adopt();
    void askToPublish();
    void publish(const ServedRow &row);
    // The row that is chosen; nullptr when there is none.
    [[nodiscard]] const ServedRow *current() const;
    [[nodiscard]] QString readOnlyReason() const;

    PageContext m_context;
    ViewPointer m_view;
    PromptService m_service; // no name: none
    std::optional<ServiceReport> m_report;
    qint64 m_lookedAt = 0;
    bool m_working = false;
    Latest<Result<ServiceReport>> m_looking{this};

    OutsidePane *m_pane = nullptr;
    QPushButton *m_adopt = nullptr;
    QPushButton *m_publish = nullptr;
};

} // namespace countersign
