// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicySend.h"

#include "services/WhenFinished.h"
#include "ui/change/RequirementsRail.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Theme.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/policy/PolicyEditing.h"
#include "ui/shell/RuleWords.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

PolicySend::PolicySend(Workspace &workspace, PolicyEditing &editing, QWidget *parent) : Ground(ColorRole::Surface, parent), m_workspace(workspace), m_editing(editing)
{
    setObjectName(u"policySend"_s);
    setLines(Qt::TopEdge);
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_fields = new QWidget(this);
    auto *fields = new QVBoxLayout(m_fields);
    const int inset = theme.tokens().inset.sideColumn;
    fields->setContentsMargins(inset, 12, inset, 12);
    fields->setSpacing(8);
    m_title = new QLineEdit(m_fields);
    m_title->setObjectName(u"policyChangeTitle"_s);
    m_title->setPlaceholderText(tr("What the change is called"));
    fields->addWidget(new FormField(tr("Title"), m_title, m_fields));
    m_why = new GrowingTextEdit(m_fields, 1, 4);
    m_why->setObjectName(u"policyChangeWhy"_s);
    fields->addWidget(new FormField(tr("Why"), m_why, m_fields));
    all->addWidget(m_fields);
    m_rail = new RequirementsRail(this);
    all->addWidget(m_rail);

    connect(m_title, &QLineEdit::textEdited, this, [this](const QString &title) {
        m_editing.setTitle(title);
        show();
    });
    connect(m_why, &QPlainTextEdit::textChanged, this, [this] {
        if (m_loading || !m_editing.isEditing())
            return;
        NoteDraft note = m_editing.keeper().draft().note;
        note.why = m_why->toPlainText();
        m_editing.keeper().setNote(note);
    });
    connect(m_rail, &RequirementsRail::pressed, this, [this](const QString &id) {
        if (id == u"send")
            send();
    });
    connect(m_rail, &RequirementsRail::linkPressed, this, [this] {
        if (m_editing.problem()) {
            emit mistakeAsked();
        } else {
            m_title->setFocus(Qt::OtherFocusReason);
        }
    });
}

void PolicySend::setChecks(const Checks &checks, const ViewPointer &view)
{
    m_checks = checks;
    m_view = view;
    m_loading = true;
    if (m_title->text() != m_editing.title())
        m_title->setText(m_editing.title());
    const QString why = m_editing.isEditing() ? m_editing.keeper().draft().note.why : QString();
    if (m_why->toPlainText() != why)
        m_why->setPlainText(why);
    m_loading = false;
    show();
}

void PolicySend::setFolded(bool folded)
{
    m_rail->setFolded(folded);
}

void PolicySend::show()
{
    if (!m_view)
        return;
    const bool revises = m_editing.isEditing() && !m_editing.keeper().draft().change.isNull();
    m_fields->setVisible(m_editing.isEditing());
    m_title->parentWidget()->setVisible(!revises);
    RequirementsRail::Content content;
    const Change *change = revises ? m_view->state.change(m_editing.keeper().draft().change) : nullptr;
    content.title = change ? tr("To send the next revision of #%1").arg(change->number) : tr("To send for review");
    const auto say = [&content](bool met, const QString &key, const QString &brief, const QString &good, const QString &bad) {
        if (met) {
            content.met.append({.key = key, .sign = Sign::Satisfied, .sentence = {{good}}});
            content.metShort.append(brief);
        } else {
            content.open.append({.key = key, .sign = Sign::Missing, .sentence = {{bad}}, .toolTip = bad});
        }
    };
    const std::optional<Error> &problem = m_editing.problem();
    const bool checking = m_editing.isChecking();
    if (checking)
        content.open.append({.key = u"valid"_s, .sign = Sign::Running, .sentence = {{tr("The text is being checked")}}});
    else
        say(!problem, u"valid"_s, tr("valid"), tr("The policy is valid"), problem ? tr("Line %1: %2").arg(problem->line).arg(problem->detail) : QString());
    say(m_checks.unreachable.isEmpty(), u"quorum"_s, tr("can be met"), tr("Every rule can be met"), m_checks.unreachable.join(u' '));
    say(!m_editing.isStale(), u"current"_s, tr("up to date"), tr("Up to date with the accepted policy"), tr("The accepted policy moved"));
    say(m_checks.dryRunIsCurrent, u"dryrun"_s, tr("dry run"), tr("The dry run is of this text"), tr("The dry run is not of this text yet"));
    RequirementsRail::Button send{.id = u"send"_s, .label = tr("Send for review"), .filled = true};
    if (!m_checks.refused.isEmpty()) {
        send.enabled = false;
        send.reason = m_checks.refused;
    } else if (!m_editing.isChanged()) {
        send.enabled = false;
        send.reason = tr("It says what the accepted policy says. Change something first.");
    } else if (checking) {
        send.enabled = false;
        send.reason = tr("The text is being checked.");
    } else if (problem) {
        send.enabled = false;
        send.reason = tr("The text has a mistake.");
        send.reasonIsHers = true;
        send.link = tr("Go there");
    } else if (!m_checks.unreachable.isEmpty()) {
        send.enabled = false;
        send.reason = m_checks.unreachable.first();
        send.reasonIsHers = true;
    } else if (m_editing.isStale()) {
        send.enabled = false;
        send.reason = tr("Bring it up to date first.");
        send.reasonIsHers = true;
    } else if (!revises && m_editing.title().trimmed().isEmpty()) {
        send.enabled = false;
        send.reason = tr("It needs a title.");
        send.reasonIsHers = true;
        send.link = tr("Go there");
    }
    content.buttons.append(send);
    content.foot = tr("A change to the policy is always high risk.");
    m_rail->setContent(content);
}

void PolicySend::send()
{
    // What the difference says already need not be typed into the note.
    NoteDraft note = m_editing.keeper().draft().note;
    if (note.what.trimmed().isEmpty() && !m_checks.differences.isEmpty()) {
        note.what = m_checks.differences.mid(0, 12).join(u". "_s) + u'.';
        m_editing.keeper().setNote(note);
    }
    m_editing.keeper().flush();
    m_rail->notice()->settle();
    m_rail->setWriting(u"send"_s, tr("Sending"));
    const Draft sent = m_editing.keeper().draft();
    whenFinished(m_workspace.send(sent), this, [this, sent](const Result<WriteReceipt> &receipt) {
        m_rail->setWriting({}, {});
        if (!receipt) {
            Notice notice = errorNotice(receipt.error());
            if (receipt.error().code == ErrorCode::Refused)
                notice.lead = RuleWords::sentence(receipt.error().subject);
            m_rail->notice()->setNotice(notice);
            return;
        }
        const ChangeId change = sent.change.isNull() ? receipt->change : sent.change;
        // What was typed while it was on its way stays, as a draft of the change.
        if (m_editing.isEditing() && m_editing.text() == sent.files.first().text)
            m_editing.end();
        emit this->sent(change);
    });
}

} // namespace countersign
