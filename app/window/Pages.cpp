// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Pages.h"

#include "ui/changes/ChangesPage.h"
#include "ui/inbox/InboxPage.h"
#if __has_include("ui/audit/AuditPage.h")
#include "ui/audit/AuditPage.h"
#define COUNTERSIGN_AUDIT_PAGE
#endif
#if __has_include("ui/change/ChangePage.h")
#include "ui/change/ChangePage.h"
#define COUNTERSIGN_CHANGE_PAGE
#endif
#if __has_include("ui/policy/PolicyPage.h")
#include "ui/policy/PolicyPage.h"
#define COUNTERSIGN_POLICY_PAGE
#endif
#if __has_include("ui/prompts/PromptsPage.h")
#include "ui/prompts/PromptsPage.h"
#define COUNTERSIGN_PROMPTS_PAGE
#endif
#if __has_include("ui/releases/ReleasesPage.h")
#include "ui/releases/ReleasesPage.h"
#define COUNTERSIGN_RELEASES_PAGE
#endif

namespace countersign {

PageFactory programPages()
{
    return [](PageKind kind, const PageContext &context, QWidget *parent) -> Page * {
        switch (kind) {
        case PageKind::Inbox: return new InboxPage(context, parent);
        case PageKind::Changes: return new ChangesPage(context, parent);
#ifdef COUNTERSIGN_PROMPTS_PAGE
        case PageKind::Prompts: return new PromptsPage(context, parent);
#endif
#ifdef COUNTERSIGN_CHANGE_PAGE
        case PageKind::Change: return new ChangePage(context, parent);
#endif
#ifdef COUNTERSIGN_RELEASES_PAGE
        case PageKind::Releases: return new ReleasesPage(context, parent);
#endif
#ifdef COUNTERSIGN_AUDIT_PAGE
        case PageKind::Audit: return new AuditPage(context, parent);
#endif
#ifdef COUNTERSIGN_POLICY_PAGE
        case PageKind::Policy: return new PolicyPage(context, parent);
#endif
        default: return nullptr;
        }
    };
}

} // namespace countersign
