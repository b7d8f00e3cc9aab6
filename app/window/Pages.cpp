// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Pages.h"

#include "app/compose/WorkspacePlace.h"
#include "services/MirrorDesk.h"
#include "ui/audit/AuditPage.h"
#include "ui/change/ChangePage.h"
#include "ui/changes/ChangesPage.h"
#include "ui/inbox/InboxPage.h"
#include "ui/policy/PolicyPage.h"
#include "ui/prompts/PromptsPage.h"
#include "ui/releases/ReleasesPage.h"
#include "ui/served/ServicesPage.h"
#include "ui/suites/SuitesPage.h"

namespace countersign {

namespace {

/// The page of services, with the repositories that this record is mirrored into where no repository has the record itself.
Page *makeServices(const PageContext &context, QWidget *parent)
{
    PageContext with = context;
    if (context.workspace.view()->registry) {
        const auto open = [](const QString &repository) { return openMirror({.place = repository}); };
        with.mirrors = new MirrorDesk({.settingsFile = MirrorDesk::systemSettings(), .open = open}, parent);
    }
    return new ServicesPage(with, parent);
}

} // namespace

PageFactory programPages()
{
    return [](PageKind kind, const PageContext &context, QWidget *parent) -> Page * {
        switch (kind) {
        case PageKind::Inbox: return new InboxPage(context, parent);
        case PageKind::Prompts: return new PromptsPage(context, parent);
        case PageKind::Changes: return new ChangesPage(context, parent);
        case PageKind::Change: return new ChangePage(context, parent);
        case PageKind::Releases: return new ReleasesPage(context, parent);
        case PageKind::Services:
            return makeServices(context, parent);
        case PageKind::Evals: return new SuitesPage(context, parent);
        case PageKind::Audit: return new AuditPage(context, parent);
        case PageKind::Policy: return new PolicyPage(context, parent);
        }
        Q_UNREACHABLE_RETURN(nullptr);
    };
}

} // namespace countersign
