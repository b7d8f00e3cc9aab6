// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Ids.h"
#include "domain/SemVer.h"

#include <QMetaType>

namespace countersign {

// In the order of the rail, Change standing behind the list that it belongs to. Change has no entry of its own.
enum class PageKind { Inbox, Prompts, Changes, Change, Releases, Evals, Audit, Policy, Services };

enum class ChangeTab { Diff, Note, Evals, Talk, History };

// What a page does once it shows the place. A deciding act opens its sheet and never acts by itself.
enum class AddressAct {
    None,
    NewChange,  // Changes: the sheet that begins a change; `artifact` may be given
    Edit,       // Change: the editor, for `change`, `draft`, or a new draft of `artifact`
    Run,        // Change: the sheet that runs the suite `artifact`
    Review,     // Change: the focus on the button of approving
    Release,    // Releases: the sheet for `artifact`, `version` and `environment`
    RollBack,   // Releases: the sheet for `artifact` and `environment`
};

// Any place of the window, as a value: for the history of Alt+Left, for Find, rows and links. What a page does not
// know about stays at its default. An address may be stale: a page that does not find its subject says so in place.
struct Address
{
    PageKind page = PageKind::Inbox;
    ChangeId change = {};
    QString draft = {};             // id of a draft; with a null `change` a change that is not sent yet
    ChangeTab tab = ChangeTab::Diff;
    ArtifactId artifact = {};       // Evals, and the tab of a change: the suite
    SemVer version = {};
    SemVer against = {};            // Prompts: `version` is shown as a difference from this one
    EnvironmentId environment = {};
    Sequence seq = 0;               // Audit: the event to show
    EventId event = {};             // Change: the review or comment to go to
    PrincipalId person = {};        // Audit: only what this person did
    QString filter = {};            // words, as typed in the page's filter
    AddressAct act = AddressAct::None;

    friend bool operator==(const Address &, const Address &) = default;
};

// The same place without what is done there: what the history keeps.
[[nodiscard]] inline Address placeOf(Address address)
{
    if (address.act != AddressAct::Edit) {
        address.act = AddressAct::None;
    }
    return address;
}

} // namespace countersign

Q_DECLARE_METATYPE(countersign::Address)
