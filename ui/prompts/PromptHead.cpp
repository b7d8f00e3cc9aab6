// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptHead.h"

#include "domain/Requirements.h"
#include "services/Next.h"
#include "ui/change/RuleText.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/prompts/PromptWords.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/MoveWords.h"
#include "ui/shell/RuleWords.h"

#include "base/Clock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

PromptHead::PromptHead(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    const Theme &theme = Theme::of(this);
    const int inset = theme.tokens().inset.page;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(inset, 14, inset, 8);
    all->setSpacing(12);

    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(12);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    m_name = new PlainLabel(QString(), FontRole::Title, ColorRole::Text, this);
    m_name->setObjectName(u"promptName"_s);
    m_name->setWrapping(Wrapping::Elide);
    m_subtitle = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    m_subtitle->setWrapping(Wrapping::Wrap);
    words->addWidget(m_name);
    words->addWidget(m_subtitle);
    titleRow->addLayout(words, 1);
    m_compare = makeButton(Icon::SideBySide, tr("Compare"), ButtonKind::Plain, this);
    m_compare->setObjectName(u"compareVersions"_s);
    titleRow->addWidget(m_compare, 0, Qt::AlignTop);
    m_edit = makeButton(Icon::Edit, tr("Edit in a change"), ButtonKind::Filled, this);
    m_edit->setObjectName(u"editInChange"_s);
    titleRow->addWidget(m_edit, 0, Qt::AlignTop);
    all->addLayout(titleRow);
    m_reason = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_reason->setObjectName(u"editReason"_s);
    m_reason->setWrapping(Wrapping::Wrap);
    m_reason->hide();
    all->addWidget(m_reason);

    m_strip = new Ground(ColorRole::Surface, this, Ground::Shape::Card);
    m_strip->setObjectName(u"environmentStrip"_s);
    m_strip->setLines(Qt::TopEdge | Qt::BottomEdge | Qt::LeftEdge | Qt::RightEdge);
    m_stripRow = new QHBoxLayout(m_strip);
    m_stripRow->setContentsMargins(1, 1, 1, 1);
    m_stripRow->setSpacing(0);
    all->addWidget(m_strip);
    m_rollBackReason = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_rollBackReason->setObjectName(u"rollBackReason"_s);
    m_rollBackReason->setWrapping(Wrapping::Wrap);
    m_rollBackReason->hide();
    all->addWidget(m_rollBackReason);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"promptNotice"_s);
    all->addWidget(m_notice);

    connect(m_compare, &QPushButton::clicked, this, &PromptHead::compareAsked);
    connect(m_edit, &QPushButton::clicked, this, [this] {
        emit open({.page = PageKind::Change, .artifact = m_artifact, .act = AddressAct::Edit});
    });
    connect(m_notice, &NoticeBar::actionPressed, this, [this] {
        if (m_ungoverned)
            emit adoptAsked();
        else if (!m_openChange.isNull())
            emit open({.page = PageKind::Change, .change = m_openChange});
    });
    connect(m_notice, &NoticeBar::secondActionPressed, this, [this] {
        if (m_ungoverned)
            emit restoreAsked();
    });
}

void PromptHead::setPrompt(const ViewPointer &view, const ArtifactId &artifact)
{
    const Artifact *file = view->state.artifact(artifact);
    if (!file)
        return;
    if (artifact != m_artifact)
        m_description.clear();
    m_view = view;
    m_artifact = artifact;
    m_name->setText(artifact.value);
    m_owners = file->retired ? tr("Removed by an accepted change.") : PromptWords::ownership(*view, *file);
    showSubtitle();

    QString reason = RuleWords::readOnlyReason(*view);
    if (reason.isEmpty()) {
        if (const Refusal refusal = refuseToWrite(view->state, view->me.person))
            reason = RuleText::refusal(*view, *refusal);
        else if (file->retired)
            reason = tr("The file was removed. A new change can bring it back.");
    }
    m_edit->setEnabled(reason.isEmpty());
    m_edit->setAccessibleDescription(reason);
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    fillStrip(*file);
    fillNotice(*file);
}

void PromptHead::setComparable(bool comparable)
{
    m_compare->setEnabled(comparable);
    m_compare->setToolTip(comparable ? QString() : tr("There is only one version."));
}

void PromptHead::setDescription(const QString &description)
{
    m_description = description.simplified();
    showSubtitle();
}

void PromptHead::showSubtitle()
{
    const QString end = !m_description.isEmpty() && m_description.back().isLetterOrNumber() ? u"."_s : QString();
    m_subtitle->setText(m_description.isEmpty() ? m_owners : tr("%1 %2").arg(m_description + end, m_owners));
}

void PromptHead::fillStrip(const Artifact &artifact)
{
    const bool hadFocus = m_strip->isAncestorOf(focusWidget());
    while (QLayoutItem *item = m_stripRow->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const Theme &theme = Theme::of(this);
    const QList<Environment> &environments = m_view->state.policy.environments;
    QString why;
    for (int i = 0; i < environments.size(); ++i) {
        const Environment &environment = environments[i];
        const bool last = i == environments.size() - 1;
        auto *cell = new Ground(ColorRole::Surface, m_strip, Ground::Shape::Flat);
        if (i > 0)
            cell->setLines(Qt::LeftEdge);
        auto *row = new QHBoxLayout(cell);
        row->setContentsMargins(12, 6, 12, 6);
        row->setSpacing(8);
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        const PointerMove *running = artifact.running(environment.id);
        QString title = environment.title.isEmpty() ? environment.id.value : environment.title;
        auto *name = new PlainLabel(title, FontRole::Secondary, ColorRole::Muted, cell);
        name->setWrapping(Wrapping::Elide);
        auto *version = new PlainLabel(running ? running->version.toString() : tr("Nothing yet"),
                                       running ? FontRole::Section : FontRole::Body, running ? ColorRole::Text : ColorRole::Muted, cell);
        if (running) {
            const QDateTime when = QDateTime::fromMSecsSinceEpoch(running->stamp.claimedAt);
            if (last)
                name->setText(tr("%1, %2").arg(title, MoveWords::since(running->stamp.claimedAt, running->rolledBack, m_context.clock.now())));
            name->setToolTip(tr("Since %1, by %2").arg(text::exactTime(when), m_view->personName(running->stamp.actor)).toHtmlEscaped());
            version->setAccessibleName(tr("%1 in %2").arg(running->version.toString(), title));
        }
        words->addWidget(name);
        words->addWidget(version);
        row->addLayout(words, 1);
        if (last && running) {
            const QList<PointerMove> targets = rollbackTargets(m_view->state, artifact.id, environment.id);
            const auto target = std::find_if(targets.cbegin(), targets.cend(),
                                             [running](const PointerMove &move) { return move.version < running->version; });
            if (target != targets.cend()) {
                QPushButton *back = makeButton(Icon::Undo, tr("Roll back"), ButtonKind::Plain, cell);
                back->setObjectName(u"rollBack"_s);
                setButtonHeight(back, ButtonHeight::InBar);
                why = RuleWords::readOnlyReason(*m_view);
                if (why.isEmpty()) {
                    if (const Refusal refusal = refuseToRollBack(m_view->state, m_view->me.person, artifact.id, target->version, environment.id))
                        why = RuleText::refusal(*m_view, *refusal);
                }
                back->setEnabled(why.isEmpty());
                back->setToolTip((why.isEmpty() ? tr("Back to %1").arg(target->version.toString()) : why).toHtmlEscaped());
                back->setAccessibleDescription(why);
                const EnvironmentId where = environment.id;
                connect(back, &QPushButton::clicked, this, [this, where] {
                    emit open({.page = PageKind::Releases, .artifact = m_artifact, .environment = where, .act = AddressAct::RollBack});
                });
                row->addWidget(back);
                if (hadFocus)
                    back->setFocus(Qt::OtherFocusReason);
            }
        }
        cell->setMinimumHeight(theme.px(52));
        m_stripRow->addWidget(cell, last ? 135 : 100);
    }
    m_rollBackReason->setText(why.isEmpty() ? QString() : tr("Roll back: %1").arg(why));
    m_rollBackReason->setVisible(!why.isEmpty() && RuleWords::readOnlyReason(*m_view).isEmpty());
}

void PromptHead::fillNotice(const Artifact &artifact)
{
    m_openChange = {};
    m_ungoverned = false;
    for (const UngovernedEdit &edit : m_view->ungoverned) {
        if (edit.artifact != artifact.id)
            continue;
        m_ungoverned = true;
        const QString when = MoveWords::ago(edit.when, m_context.clock.now());
        const bool mayWrite = m_edit->isEnabled() || artifact.retired;
        const QString lead = edit.found.isNull() ? tr("Deleted outside a change.") : tr("Edited outside a change.");
        m_notice->setNotice({.kind = NoticeKind::Warning,
                             .lead = lead,
                             .sentence = tr("%1 did it on %2, %3. What is released has not changed.")
                                                 .arg(edit.author, m_view->state.policy.branch, when),
                             .detail = tr("%1 %2").arg(edit.commit.left(12), edit.summary),
                             .action = mayWrite ? tr("Make it a change") : QString(),
                             .secondAction = mayWrite ? tr("Restore the text") : QString()});
        return;
    }
    const Change *change = PromptWords::openChange(*m_view, artifact.id);
    if (!change) {
        m_notice->settle();
        return;
    }
    m_openChange = change->id;
    QString version;
    for (const AcceptedFile &file : proposedVersions(m_view->state, *change)) {
        if (file.artifact == artifact.id)
            version = file.version.toString();
    }
    const QString title = titleOf(*m_view, *change);
    m_notice->setNotice({.kind = NoticeKind::Info,
                         .lead = tr("#%1 %2").arg(change->number).arg(title),
                         .sentence = version.isEmpty() ? tr("is in review and would remove the file.")
                                                       : tr("is in review and would make this %1.").arg(version),
                         .action = tr("Open change")});
}

} // namespace countersign
