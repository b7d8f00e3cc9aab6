// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace countersign {

class Clock;
class MirrorDesk;
class OpinionDesk;
class Questions;
class ServiceDesk;
class RunDesk;
class Theme;
class UiState;
class Workspace;

// What every page is given. All of it outlives the page.
struct PageContext
{
    Workspace &workspace;
    const Theme &theme;
    Questions &questions;
    UiState &uiState;
    const Clock &clock;
    QWidget *covered = nullptr; // what a Sheet covers: everything below the title bar of the window
    OpinionDesk *opinions = nullptr; // none: nobody is asked for second opinions here
    ServiceDesk *services = nullptr; // none: no service of another house is asked here
    RunDesk *runs = nullptr;         // none: no suite is run here
    MirrorDesk *mirrors = nullptr;   // none: nothing is mirrored into repositories from here
};

} // namespace countersign
