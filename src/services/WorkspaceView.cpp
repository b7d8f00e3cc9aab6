// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/WorkspaceView.h"

#include <algorithm>

namespace countersign {

QString WorkspaceView::text(const ContentHash &hash) const
{
    return hash.isNull() ? QString() : QString::fromUtf8(texts.value(hash));
}

bool WorkspaceView::isRedacted(const ContentHash &hash) const
{
    return !hash.isNull() && !texts.contains(hash);
}

const Draft *WorkspaceView::draft(const QString &id) const
{
    const auto it = std::find_if(drafts.cbegin(), drafts.cend(), [&id](const Draft &d) { return d.id == id; });
    return it == drafts.cend() ? nullptr : &*it;
}

const Draft *WorkspaceView::draftOf(const ChangeId &change) const
{
    if (change.isNull()) {
        return nullptr;
    }
    const auto it = std::find_if(drafts.cbegin(), drafts.cend(), [&change](const Draft &d) { return d.change == change; });
    return it == drafts.cend() ? nullptr : &*it;
}

QString WorkspaceView::personName(const PrincipalId &id) const
{
    const Person *person = state.policy.person(id);
    return person && !person->name.isEmpty() ? person->name : id.value;
}

NoteDraft WorkspaceView::noteOf(const Revision &revision) const
{
    const Note *note = revision.note();
    if (!note) {
        return {};
    }
    return {.what = text(note->data.whatText),
            .why = text(note->data.whyText),
            .workflow = note->data.workflow,
            .outcome = text(note->data.outcomeText),
            .triggers = note->data.triggers,
            .rollbackOwner = note->data.rollbackOwner,
            .informed = note->data.informed};
}

} // namespace countersign
