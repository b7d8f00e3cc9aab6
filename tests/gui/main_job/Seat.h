// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/play/Hand.h"
#include "app/window/PlaceOpener.h"
#include "app/window/Pages.h"
#include "gui/support/Gui.h"
#include "ui/shell/window/MainWindow.h"

#include <QTest>

namespace countersign::test {

/// A person at her own window, over her own clone of the shared repository or over a registry.
struct Seat
{
    Seat(const QString &place, const QString &dataRoot, Theme &theme, const Clock &clock, const QString &as = {})
        : opener({.clock = clock, .dataRoot = dataRoot}),
          window({.opener = opener, .makePage = programPages(), .theme = theme, .settings = settings.settings(),
                  .clock = clock}),
          hand(window)
    {
        window.resize(1280, 800);
        window.show();
        window.openWorkspace({.place = place, .as = as});
        hand.waitFor([this] { return hand.visible(QStringLiteral("inboxPage")) != nullptr; }, QStringLiteral("the inbox"));
    }

    /// Shortcuts and focus go to the window that is in front.
    [[nodiscard]] bool comeToTheFront()
    {
        window.activateWindow();
        window.raise();
        return QTest::qWaitForWindowActive(&window);
    }

    TemporarySettings settings;
    PlaceOpener opener;
    MainWindow window;
    Hand hand;
};

} // namespace countersign::test
