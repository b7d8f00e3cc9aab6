// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "base/Clock.h"
#include "ui/change/ChangeHead.h"
#include "ui/change/MergeView.h"
#include "ui/change/NoteForm.h"
#include "ui/change/RollbackSheet.h"
#include "ui/change/Turn.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Popover.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/EditorPane.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString idOf(const TurnAction &action)
{
    const bool placed = action.kind == TurnKind::Release || action.kind == TurnKind::RollBack;
    return placed ? Turns::id(action.kind) + u'/' + action.environment.value : Turns::id(action.kind);
}

} // namespace

void ChangePage::showRail()
{
    if (!m_view)
        return;
    if (m_editing) {
        m_rail->setContent(m_tabs->currentIndex() == MergeTab ? mergeContent() : sendContent());
        showNote();
        return;
    }
    const Change *found = change();
    if (!found)
        return;
    RequirementsRail::Content content;
    if (m_noteForm) {
        content.title = tr("To save the note");
        const QList<NoteProblem> problems = m_form->problems();
        for (const NoteProblem &problem : problems)
            content.open.append({.key = u"%1/%2"_s.arg(toString(problem.field)).arg(problem.trigger), .sign = Sign::Missing,
                                 .sentence = {{NoteCheck::label(problem.field)}}, .toolTip = problem.sentence});
        RequirementsRail::Button save{.id = u"saveNote"_s, .label = tr("Save the note"), .filled = true};
        if (!problems.isEmpty()) {
            save.enabled = false;
            save.reason = tr("%n answer(s) are missing.", nullptr, static_cast<int>(problems.size()));
            save.reasonIsHers = true;
            save.link = tr("Go to the first");
        }
        content.buttons = {save, {.id = u"cancelNote"_s, .label = tr("Keep the old note")}};
        content.foot = tr("Approvals given for the old note count no longer.");
        m_rail->setContent(content);
        return;
    }
    const Turn turn = Turns::of(*m_view, *found, m_as);
    content.title = turn.title;
    content.note = turn.note;
    content.open = turn.open;
    content.met = turn.met;
    content.metShort = turn.metShort;
    content.foot = turn.foot;
    const Revision *current = found->revision();
    const EventId note = current && current->note() ? current->note()->stamp.event : EventId();
    const bool stale = current && (current->stamp.event != m_shown.revision || note != m_shown.note);
    bool decides = false;
    bool filled = false;
    for (const TurnAction &action : turn.actions) {
        RequirementsRail::Button button{.id = idOf(action), .label = action.label, .enabled = action.enabled, .reason = action.reason};
        const bool aboutText = action.kind == TurnKind::Approve || action.kind == TurnKind::Accept;
        button.deciding = aboutText || action.kind == TurnKind::Release;
        button.dangerous = action.kind == TurnKind::RollBack || action.kind == TurnKind::AcceptResult
                           || action.kind == TurnKind::Override || action.kind == TurnKind::DeclareEmergency;
        if (aboutText && action.enabled) {
            decides = true;
            if (stale) {
                button.enabled = false;
                button.reason = tr("First read what came in.");
            } else if (!everythingRead()) {
                const bool failed = std::any_of(m_files.begin(), m_files.end(), [](const ReadFile &file) { return file.error.has_value(); });
                button.enabled = false;
                button.reason = failed ? tr("The difference could not be read, so nobody can decide about it.") : tr("The difference is being read.");
            }
        }
        if (stale && action.kind == TurnKind::AskForChanges && action.enabled) {
            button.enabled = false;
            button.reason = tr("First read what came in.");
        }
        // One filled button: the first thing that is hers to do.
        if (!filled && action.kind != TurnKind::AskForChanges && !button.dangerous) {
            button.filled = true;
            filled = true;
        }
        content.buttons.append(button);
    }
    if (decides && hasHidden())
        content.acknowledge = tr("I have seen the hidden characters");
    if (decides && !turn.otherVoices.isEmpty())
        content.otherRoles = tr("Speak in another role");
    m_rail->setContent(content);
}

void ChangePage::showError(const Error &error)
{
    Notice notice = errorNotice(error);
    m_rail->notice()->disconnect(this);
    if (error.code == ErrorCode::Conflict) {
        notice.kind = NoticeKind::Warning;
        notice.lead = tr("It moved while you read.");
        notice.sentence = tr("Nothing was written. Read what came in, then decide again.");
        notice.action = tr("Read again");
        connect(m_rail->notice(), &NoticeBar::actionPressed, this, [this] {
            m_context.workspace.sync();
            m_rail->notice()->settle();
            if (!m_editing) {
                beginReading();
                refresh();
                chooseTab(DiffTab);
            }
        });
    } else if (error.code == ErrorCode::Refused) {
        notice.kind = NoticeKind::Danger;
        notice.lead = tr("A rule says no.");
        notice.sentence = RuleWords::sentence(error.subject);
        notice.action.clear();
    } else if (error.code == ErrorCode::OutcomeUnknown) {
        notice.kind = NoticeKind::Warning;
        notice.lead = tr("It was sent, and no answer came.");
        notice.sentence = tr("Countersign looks by itself whether it arrived. Do not decide again before.");
        notice.action = tr("Look now");
        connect(m_rail->notice(), &NoticeBar::actionPressed, this, [this] { m_context.workspace.sync(); });
    } else {
        notice.action.clear();
    }
    notice.secondAction.clear();
    m_rail->notice()->setNotice(notice);
}

void ChangePage::finish(const Result<WriteReceipt> &result, const QString &done)
{
    m_rail->setWriting({}, {});
    if (!result) {
        m_rail->setMessageBusy(false);
        showError(result.error());
        return;
    }
    m_rail->setMessageBusy(false);
    m_rail->closeMessage();
    m_rail->notice()->disconnect(this);
    if (done.isEmpty())
        m_rail->notice()->settle();
    else
        m_rail->notice()->setNotice({.kind = NoticeKind::Ok, .lead = done, .sentence = {}, .detail = {}, .action = {}, .secondAction = {}, .icon = {}});
    refresh();
}

void ChangePage::write(const QFuture<Result<WriteReceipt>> &future, const QString &id, const QString &whatRuns, const QString &done)
{
    m_rail->setWriting(id, whatRuns);
    whenFinished(future, this, [this, done, about = m_change](const Result<WriteReceipt> &result) {
        if (about == m_change)
            finish(result, done);
        else
            m_rail->setWriting({}, {});
    });
}

void ChangePage::act(const QString &id)
{
    const Change *found = change();
    if (m_rail->isWriting())
        return;
    if (id == "send"_L1) {
        send();
        return;
    }
    if (id == "merge"_L1) {
        askMerge();
        return;
    }
    if (id == "mergeRead"_L1) {
        m_merge->showDifference();
        return;
    }
    if (id == "mergeTake"_L1) {
        takeMerge();
        return;
    }
    if (id == "mergeCancel"_L1) {
        endMerge();
        return;
    }
    if (!found)
        return;
    const Turn turn = Turns::of(*m_view, *found, m_as);
    const auto action = [&](TurnKind kind) -> const TurnAction * {
        for (const TurnAction &one : turn.actions) {
            if (one.kind == kind)
                return &one;
        }
        return nullptr;
    };
    const QString number = text::number(qint64(revisionNumber()));
    if (id == "approve"_L1) {
        const TurnAction *approve = action(TurnKind::Approve);
        if (!approve || !approve->enabled || !everythingRead() || !m_rail->acknowledged())
            return;
        // What is decided about is what was shown, also when something else arrived in this moment.
        write(m_context.workspace.review({.change = m_change, .revision = m_shown.revision, .note = m_shown.note,
                                          .decision = Decision::Approve, .as = approve->as, .delegation = approve->delegation, .message = {}, .viewed = everythingSeen(), .acceptWhenComplete = true}),
              id, tr("Approving"), tr("You approved revision %1.").arg(number));
    } else if (id == "ask"_L1) {
        m_afterMessage = u"asked"_s;
        m_rail->openMessage(tr("What should change?"), tr("The author reads these words first."), tr("Ask for changes"));
    } else if (id.startsWith("asked:"_L1)) {
        const TurnAction *ask = action(TurnKind::AskForChanges);
        if (!ask || !ask->enabled)
            return;
        m_rail->setMessageBusy(true);
        write(m_context.workspace.review({.change = m_change, .revision = m_shown.revision, .note = m_shown.note,
                                          .decision = Decision::RequestChanges, .as = ask->as, .delegation = ask->delegation, .message = id.mid(6), .acceptWhenComplete = false}),
              u"ask"_s, tr("Sending"), tr("You asked for changes in revision %1.").arg(number));
    } else if (id.startsWith("withdraw:"_L1)) {
        m_rail->setMessageBusy(true);
        write(m_context.workspace.withdraw(m_change, id.mid(9)), u"withdraw"_s, tr("Withdrawing"), {});
    } else if (id == "accept"_L1) {
        if (!everythingRead() || !m_rail->acknowledged())
            return;
        write(m_context.workspace.accept(m_change, proposedVersions(m_view->state, *found)), id, tr("Accepting"), {});
    } else if (id == "edit"_L1) {
        emit open({.page = PageKind::Change, .change = m_change, .act = AddressAct::Edit});
    } else if (id == "editNote"_L1) {
        m_noteForm = true;
        if (const Revision *read = revision())
            m_form->setNote(m_view->noteOf(*read));
        m_form->setFilledIn({});
        showNote();
        showRail();
        chooseTab(NoteTab);
    } else if (id == "cancelNote"_L1) {
        m_noteForm = false;
        showNote();
        showRail();
    } else if (id == "saveNote"_L1) {
        m_rail->setWriting(id, tr("Saving"));
        whenFinished(m_context.workspace.writeNote(m_change, m_form->note()), this, [this](const Result<WriteReceipt> &result) {
            if (result)
                m_noteForm = false;
            finish(result, {});
        });
    } else if (id == "otherRoles"_L1) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const Voice &voice : turn.otherVoices) {
            QString label = tr("As %1").arg(Turns::voice(*m_view, voice));
            menu->addAction(label.replace(u"&"_s, u"&&"_s), this, [this, voice] {
                m_as = voice;
                showRail();
            });
        }
        const auto *link = m_rail->findChild<QPushButton *>(u"otherRoles"_s);
        menu->popup(link ? link->mapToGlobal(QPoint(0, link->height())) : m_rail->mapToGlobal(QPoint(0, 0)));
    } else if (id == "nameReviewer"_L1 || id == "clearRequest"_L1 || id == "confirmLowering"_L1 || id == "acceptResult"_L1 || id == "override"_L1
               || id == "emergency"_L1 || id == "closeEmergency"_L1) {
        askSignOff(id);
    } else if (id.startsWith("release/"_L1)) {
        for (const TurnAction &one : turn.actions) {
            if (one.kind == TurnKind::Release && idOf(one) == id && one.enabled)
                release(one.environment, one.files);
        }
    } else if (id.startsWith("rollback/"_L1)) {
        for (const TurnAction &one : turn.actions) {
            if (one.kind == TurnKind::RollBack && idOf(one) == id && !one.files.isEmpty())
                rollBack(one.environment, one.files.first().artifact);
        }
    }
}

// One pointer after the other, so that a refusal names the file it is about and what went before stands.
void ChangePage::release(const EnvironmentId &environment, QList<AcceptedFile> files)
{
    if (files.isEmpty()) {
        finish(WriteReceipt{}, {});
        return;
    }
    const AcceptedFile next = files.takeFirst();
    m_rail->setWriting(u"release/"_s + environment.value, tr("Releasing"));
    whenFinished(m_context.workspace.release(next.artifact, next.version, environment), this,
                 [this, environment, files, about = m_change](const Result<WriteReceipt> &result) {
                     if (!result || files.isEmpty() || about != m_change)
                         finish(result, {});
                     else
                         release(environment, files);
                 });
}

void ChangePage::rollBack(const EnvironmentId &environment, const ArtifactId &artifact)
{
    auto *sheet = new RollbackSheet(m_context.workspace, m_context.clock, {.artifact = artifact, .environment = environment}, m_context.covered ? m_context.covered : this);
    connect(sheet, &RollbackSheet::rolledBack, this, [this](const ArtifactId &, const EnvironmentId &where, const SemVer &version) {
        m_rail->notice()->disconnect(this);
        m_rail->notice()->setNotice({.kind = NoticeKind::Ok,
                                     .lead = tr("%1 runs again in %2.").arg(version.toString(), ChangeWords::environment(*m_view, where).toLower()),
                                     .sentence = {}, .detail = {}, .action = {}, .secondAction = {}, .icon = {}});
    });
    connect(sheet, &RollbackSheet::differenceAsked, this, [this, sheet, environment] {
        m_left = u"live:"_s + environment.value;
        m_right = u"version:"_s + sheet->chosen().toString();
        sheet->cancel();
        compareShown();
        chooseTab(DiffTab);
    });
    sheet->open();
}

void ChangePage::link(const QString &id)
{
    if (id == "mergeRead"_L1) {
        m_merge->goToOpen();
    } else if (id == "send"_L1) {
        if (!change() && m_keeper->draft().title.trimmed().isEmpty()) {
            m_head->focusTitle();
        } else if (m_editor->firstProblem()) {
            chooseTab(EditTab);
            m_editor->goToProblem();
        } else if (const QList<NoteProblem> problems = m_form->problems(); !problems.isEmpty()) {
            chooseTab(NoteTab);
            m_form->goTo(problems.first());
        } else if (m_assessment->couldNot()) {
            m_assessment->ask();
            showRail();
        }
    } else if (id == "saveNote"_L1) {
        if (const QList<NoteProblem> problems = m_form->problems(); !problems.isEmpty()) {
            chooseTab(NoteTab);
            m_form->goTo(problems.first());
        }
    }
}

} // namespace countersign
