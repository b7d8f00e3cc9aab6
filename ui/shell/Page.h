// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/shell/Address.h"

#include <QList>
#include <QWidget>

namespace countersign {

// One screen of the window. The window makes a page when it is first shown and keeps it until the workspace closes.
//
// Order of calls: constructor, setView(), navigate(), then any of them in any order. A page never opens another page:
// it emits open(), and the window decides.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(QWidget *parent = nullptr);

    // The newest snapshot; called at once for the page that is shown and before navigate() for the others. Never null.
    // What is selected, typed or scrolled stays where its subject still exists.
    virtual void setView(const ViewPointer &view) = 0;

    // Shows the place. Called also when the page is shown already. `address.page` is this page's kind.
    virtual void navigate(const Address &address) = 0;

    // Where the page stands now; navigate() with it leads back. Never with a deciding act.
    [[nodiscard]] virtual Address address() const = 0;

    // For the title of the window: "Inbox", "#42 Shorter refund window".
    [[nodiscard]] virtual QString title() const = 0;

    // Ctrl+Enter: presses the one filled button. False when there is none or it is disabled.
    virtual bool primaryAction();

    // The widget that gets the focus when the page is shown.
    virtual void focusFirst();

    // F6 goes through these, in reading order; the window adds its rail and bar. Hidden ones are skipped.
    [[nodiscard]] virtual QList<QWidget *> panes() const;

    // Esc when no sheet, popover or Find is open: for instance clears the filter. False: nothing to do.
    virtual bool escape();

    // F7, Shift+F7, Ctrl+Tab and the like are QShortcuts of the page itself (Qt::WidgetWithChildrenShortcut).

    // The window closes or opens another workspace: store what was typed and not stored yet, without waiting.
    virtual void settle();

signals:
    // Go to another place, or to another part of this page that belongs into the history.
    void open(const Address &address);
    // address() or title() is another one because of what the person chose here; the history follows silently.
    void moved();
};

} // namespace countersign
