// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/start/WorkspaceOpener.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace countersign {

class BarButton;
class Clock;
class FindButton;
class PlainLabel;

// The bar over everything, 44 high: workspace, find, state of syncing, person, menu.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    // `clock` outlives the bar.
    TopBar(const Clock &clock, QWidget *parent = nullptr);

    // nullptr: no workspace is open, and the bar says so.
    void setView(const ViewPointer &view);
    void setIdentities(const QList<IdentityChoice> &identities);

    [[nodiscard]] BarButton *workspaceButton() const { return m_workspace; }
    [[nodiscard]] FindButton *findButton() const { return m_find; }
    [[nodiscard]] BarButton *syncButton() const { return m_sync; }
    [[nodiscard]] BarButton *personButton() const { return m_person; }
    [[nodiscard]] QPushButton *menuButton() const { return m_menu; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refreshSync();
    void placeFind();

    const Clock &m_clock;
    ViewPointer m_view;
    bool m_choosesIdentity = false;
    PlainLabel *m_program = nullptr;
    PlainLabel *m_nothing = nullptr;
    BarButton *m_workspace = nullptr;
    FindButton *m_find = nullptr;
    BarButton *m_sync = nullptr;
    BarButton *m_person = nullptr;
    QPushButton *m_menu = nullptr;
    QWidget *m_lead = nullptr;
    QWidget *m_trail = nullptr;
    QTimer m_tick;
};

} // namespace countersign
