// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/NoteView.h"

#include "ui/change/NoteCheck.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace countersign {

NoteView::NoteView(QWidget *parent) : QWidget(parent)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Release note"));
    outer->addWidget(scroll);
    m_page = new QWidget(scroll);
    scroll->setWidget(m_page);
    // The area fills what it is given, unless told after that.
    m_page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_all = new QVBoxLayout(m_page);
    m_all->setContentsMargins(32, 20, 32, 24);
    m_all->setSpacing(4);
}

void NoteView::setNote(const WorkspaceView &view, const Revision &revision, bool mayChange)
{
    while (QLayoutItem *item = m_all->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const Note *note = revision.note();
    if (!note) {
        auto *empty = new EmptyState(m_page);
        empty->setObjectName(u"noteEmpty"_s);
        empty->setText(tr("There is no release note yet"), tr("It says what changes, why, and when it is taken back."));
        if (mayChange)
            empty->setAction(tr("Write the note"), Icon::Edit);
        connect(empty, &EmptyState::actionPressed, this, &NoteView::changeAsked);
        m_all->addWidget(empty, 1);
        return;
    }
    const NoteDraft draft = view.noteOf(revision);
    auto *head = new QWidget(m_page);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(0, 0, 0, 0);
    headRow->addWidget(new PlainLabel(tr("Written by %1").arg(view.personName(note->stamp.actor)), FontRole::Secondary,
                                      ColorRole::Muted, head));
    headRow->addStretch(1);
    if (mayChange) {
        QPushButton *change = makeButton(Icon::Edit, tr("Change the note"), ButtonKind::Plain, head);
        change->setObjectName(u"changeNote"_s);
        setButtonHeight(change, ButtonHeight::InBar);
        connect(change, &QPushButton::clicked, this, &NoteView::changeAsked);
        headRow->addWidget(change);
    }
    m_all->addWidget(head);

    const auto title = [&](NoteField field) {
        m_all->addSpacing(14);
        m_all->addWidget(new PlainLabel(NoteCheck::label(field), FontRole::Section, ColorRole::Text, m_page));
    };
    const auto prose = [&](const QString &words, bool redacted) {
        auto *text = new ProseView(m_page);
        text->setText(words.isEmpty() ? (redacted ? tr("This text was redacted.") : tr("Not answered.")) : words);
        m_all->addWidget(text);
    };
    title(NoteField::What);
    prose(draft.what, view.isRedacted(note->data.whatText));
    title(NoteField::Why);
    prose(draft.why, view.isRedacted(note->data.whyText));
    title(NoteField::Workflow);
    QString workflow = draft.workflow;
    for (const Workflow &each : view.state.policy.workflows) {
        if (each.id == draft.workflow && !each.title.isEmpty())
            workflow = each.title;
    }
    prose(workflow, false);
    title(NoteField::Outcome);
    prose(draft.outcome, view.isRedacted(note->data.outcomeText));
    title(NoteField::Triggers);
    if (draft.triggers.isEmpty())
        prose({}, false);
    int number = 0;
    for (const Trigger &trigger : draft.triggers) {
        auto *line = new ProseView(m_page);
        line->setText(tr("%1. %2").arg(text::number(qint64(++number)), NoteCheck::sentence(trigger)));
        m_all->addWidget(line);
    }
    const auto people = [&](const QList<PrincipalId> &ids) {
        auto *place = new QWidget(m_page);
        auto *row = new QHBoxLayout(place);
        row->setContentsMargins(0, 4, 0, 0);
        row->setSpacing(6);
        for (const PrincipalId &id : ids) {
            const Person *person = view.state.policy.person(id);
            const QString role = person && !person->roles.isEmpty() ? view.state.policy.roleTitle(person->roles.first()) : QString();
            row->addWidget(new PersonChip({view.personName(id), role, {}}, place));
        }
        if (ids.isEmpty())
            row->addWidget(new PlainLabel(tr("Nobody named."), FontRole::Prose, ColorRole::Muted, place));
        row->addStretch(1);
        m_all->addWidget(place);
    };
    title(NoteField::RollbackOwner);
    people(draft.rollbackOwner.isEmpty() ? QList<PrincipalId>() : QList<PrincipalId>{draft.rollbackOwner});
    title(NoteField::Informed);
    people(draft.informed);
    m_all->addStretch(1);
}

} // namespace countersign
