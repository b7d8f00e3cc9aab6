// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/MirrorPane.h"

#include "base/Clock.h"
#include "domain/Refusals.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/FactList.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Questions.h"
#include "ui/common/Text.h"
#include "ui/common/UiState.h"
#include "ui/prose/DiffView.h"
#include "ui/served/MirrorWords.h"
#include "ui/served/OutsidePane.h"
#include "ui/shell/RuleWords.h"

#include <QDateTime>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

MirrorPane::MirrorPane(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_pane = new OutsidePane(m_context, this);
    all->addWidget(m_pane);
    m_pane->title()->setObjectName(u"mirrorTitle"_s);
    m_pane->about()->setObjectName(u"mirrorAbout"_s);
    m_pane->notice()->setObjectName(u"mirrorNotice"_s);
    m_pane->busy()->setObjectName(u"mirrorBusy"_s);
    m_pane->split()->setObjectName(u"mirrorPane"_s);
    m_context.uiState.follow(m_pane->split());
    m_pane->rows()->setObjectName(u"mirrorRows"_s);
    m_pane->rows()->setAccessibleName(tr("Files that differ"));
    m_pane->nothing()->setObjectName(u"mirrorNothing"_s);
    m_pane->rowTitle()->setObjectName(u"mirrorEditTitle"_s);
    m_pane->why()->setObjectName(u"mirrorWhy"_s);
    m_pane->facts()->setObjectName(u"mirrorFacts"_s);
    m_pane->difference()->setObjectName(u"mirrorDifference"_s);
    m_pane->difference()->setAccessibleName(
        tr("At the leading side what was accepted, beside it what stands there"));
    m_forget = makeButton(tr("Forget"), ButtonKind::QuietText, this);
    m_forget->setObjectName(u"mirrorForget"_s);
    m_look = makeButton(Icon::RunAgain, tr("Look again"), ButtonKind::Plain, this);
    m_look->setObjectName(u"mirrorLook"_s);
    m_mirror = makeButton(tr("Mirror now"), ButtonKind::Filled, this);
    m_mirror->setObjectName(u"mirrorNow"_s);
    for (QPushButton *button : {m_forget, m_look, m_mirror})
        m_pane->addHeadButton(button);
    m_putBack = makeButton(tr("Put back"), ButtonKind::Plain, this);
    m_putBack->setObjectName(u"mirrorPutBack"_s);
    m_pane->addRowButton(m_putBack);
    m_adopt = makeButton(tr("Adopt as a change"), ButtonKind::Filled, this);
    m_adopt->setObjectName(u"mirrorAdopt"_s);
    m_pane->addRowButton(m_adopt);

    connect(m_look, &QPushButton::clicked, this, [this] { run(Act::Look); });
    connect(m_mirror, &QPushButton::clicked, this, [this] { run(Act::Mirror); });
    connect(m_forget, &QPushButton::clicked, this, &MirrorPane::forget);
    connect(m_pane->busy(), &BusyLine::canceled, this, &MirrorPane::stop);
    connect(m_pane->notice(), &NoticeBar::actionPressed, this, [this] { run(Act::Look); });
    connect(m_pane, &OutsidePane::chosen, this, &MirrorPane::showRow);
    connect(m_adopt, &QPushButton::clicked, this, &MirrorPane::adopt);
    connect(m_putBack, &QPushButton::clicked, this, &MirrorPane::askToPutBack);
}

void MirrorPane::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    // What was accepted meanwhile is compared when somebody wants to know.
    if (first && !m_place.repository.isEmpty())
        run(Act::Look);
    else
        showReport();
}

void MirrorPane::setPlace(const MirrorPlace &place)
{
    if (place == m_place)
        return;
    clear();
    m_place = place;
    m_pane->title()->setText(MirrorWords::name(place));
    if (m_view)
        run(Act::Look);
}

void MirrorPane::clear()
{
    m_running.cancel();
    m_pane->busy()->end();
    m_pane->notice()->settle();
    m_place = {};
    m_report.reset();
    showReport();
}

bool MirrorPane::adoptChosen()
{
    if (!m_adopt->isVisible() || !m_adopt->isEnabled())
        return false;
    adopt();
    return true;
}

QList<QWidget *> MirrorPane::panes() const
{
    return m_pane->panes();
}

QString MirrorPane::readOnlyReason() const
{
    return m_view ? RuleWords::readOnlyReason(*m_view) : QString();
}

void MirrorPane::run(Act act, const QList<MirrorPutBack> &putBack)
{
    if (m_place.repository.isEmpty() || !m_view || m_pane->busy()->isRunning())
        return;
    const bool writes = act == Act::Mirror;
    m_pane->notice()->settle();
    m_pane->busy()->begin(writes ? tr("Mirroring into %1").arg(MirrorWords::name(m_place))
                                 : tr("Looking at %1").arg(MirrorWords::name(m_place)));
    const QFuture<Result<MirrorReport>> future =
        writes ? m_context.mirrors->run(m_place, putBack, m_context.workspace)
               : m_context.mirrors->look(m_place, m_context.workspace);
    m_pane->follow(future);
    m_running.start(future, [this, writes](const Result<MirrorReport> &report) {
        m_pane->busy()->end();
        if (!report) {
            if (report.error().code != ErrorCode::Canceled) {
                Notice notice = writes ? MirrorWords::notice(report.error(), MirrorWords::Act::Mirror,
                                                             tr("It was not mirrored."))
                                       : MirrorWords::notice(report.error(), MirrorWords::Act::Look,
                                                             tr("What stands there is not known."));
                notice.action = tr("Look again");
                m_pane->notice()->setNotice(notice);
            }
            showReport();
            return;
        }
        m_report = *report;
        m_written = writes;
        m_lookedAt = m_context.clock.now();
        if (const std::optional<Notice> notice = MirrorWords::aside(*report))
            m_pane->notice()->setNotice(*notice);
        showReport();
    });
    showReport();
}

void MirrorPane::stop()
{
    m_running.cancel();
    m_pane->busy()->end();
    m_pane->notice()->setNotice(
        {.kind = NoticeKind::Info,
         .lead = tr("It was stopped."),
         .sentence = tr("What was sent by then is found the next time; nothing is written twice."),
         .action = tr("Look again")});
    showReport();
}

void MirrorPane::showReport()
{
    if (!m_view)
        return;
    const bool running = m_pane->busy()->isRunning();
    // One filled button at a time: where nothing waits, an edit is what asks for something.
    const bool waits = m_report && !m_written && !m_report->files.isEmpty();
    setButtonKind(m_mirror, waits || !m_report ? ButtonKind::Filled : ButtonKind::Plain);
    m_look->setEnabled(!running);
    m_mirror->setEnabled(!running);
    m_forget->setEnabled(!running);
    QString about =
        tr("Branch %1 of %2.")
            .arg(text::printableLine(m_place.branch.isEmpty() ? m_view->state.policy.branch : m_place.branch),
                 text::printableLine(m_place.repository));
    QList<RequirementRowData> rows;
    if (m_report) {
        about += u' ' + MirrorWords::summary(*m_report, m_written);
        about += u' '
                 + tr("As of %1.")
                       .arg(text::clockTime(QDateTime::fromMSecsSinceEpoch(m_lookedAt),
                                            QDateTime::fromMSecsSinceEpoch(m_context.clock.now())));
        for (const MirrorEdit &edit : m_report->edits)
            rows.append(MirrorWords::row(*m_view, edit));
        if (!m_written) {
            for (const MirrorFile &file : m_report->files)
                rows.append(MirrorWords::row(file));
        }
    }
    m_pane->about()->setText(about);
    if (rows.isEmpty()) {
        if (running)
            m_pane->nothing()->setText(tr("Looking"), {});
        else if (!m_report)
            m_pane->nothing()->setText(tr("Nobody has looked yet"),
                                       tr("Look again to see what stands there."));
        else
            m_pane->nothing()->setText(
                tr("Both sides say the same"),
                tr("The branch has everything that was accepted here, and nobody edited a "
                   "governed file there."));
    }
    m_pane->showRows(rows);
    showRow();
}

const MirrorEdit *MirrorPane::current() const
{
    if (!m_report)
        return nullptr;
    const QString key = m_pane->chosenKey();
    const auto found = std::ranges::find_if(
        m_report->edits, [&](const MirrorEdit &edit) { return MirrorWords::row(*m_view, edit).key == key; });
    return found == m_report->edits.end() ? nullptr : &*found;
}

void MirrorPane::showRow()
{
    const MirrorEdit *edit = current();
    m_pane->detail()->setVisible(edit);
    if (!edit) {
        m_pane->forgetShown();
        return;
    }
    const bool running = m_pane->busy()->isRunning() || m_working;
    const bool settles = edit->obstacle == MirrorObstacle::None;
    m_pane->rowTitle()->setText(text::printableLine(edit->edit.path));
    QString mayNot = readOnlyReason();
    if (mayNot.isEmpty() && refuseToWrite(m_view->state, m_view->me.person))
        mayNot = tr("The policy lets you open no changes.");
    const bool proposed = edit->standing.standing == Standing::Proposed;
    m_adopt->setVisible(settles && !proposed);
    m_adopt->setEnabled(mayNot.isEmpty() && !running);
    m_putBack->setVisible(settles);
    m_putBack->setEnabled(!running);
    m_pane->why()->setText(mayNot);
    m_pane->why()->setVisible(settles && !proposed && !mayNot.isEmpty());
    m_pane->facts()->clear();
    m_pane->facts()->addFact(tr("Stands"), MirrorWords::standing(*m_view, *edit));
    if (!edit->edit.commit.isEmpty()) {
        m_pane->facts()->addFact(tr("Edited by"),
                                 tr("%1, as the commit claims").arg(text::printableLine(edit->edit.author)));
        m_pane->facts()->addFact(tr("At"), text::exactTime(QDateTime::fromMSecsSinceEpoch(edit->edit.when)));
        m_pane->facts()->addFact(
            tr("Commit"),
            tr("%1: “%2”").arg(edit->edit.commit.left(12), text::printableLine(edit->edit.summary)));
    }
    showDifference(*edit);
}

void MirrorPane::showDifference(const MirrorEdit &edit)
{
    const QString shown =
        edit.edit.path + u'\n' + toString(edit.edit.found) + u'\n' + toString(edit.edit.governed);
    if (!m_pane->begins(shown) || edit.obstacle != MirrorObstacle::None)
        return;
    m_pane->compare(
        m_context.mirrors->proposed(m_place, edit, m_context.workspace), [this](const Error &error) {
            if (error.code == ErrorCode::Canceled)
                return;
            Notice notice =
                MirrorWords::notice(error, MirrorWords::Act::Look, tr("The difference cannot be shown."));
            notice.action = tr("Look again");
            m_pane->notice()->setNotice(notice);
        });
}

void MirrorPane::adopt()
{
    const MirrorEdit *edit = current();
    if (!edit || m_working)
        return;
    m_working = true;
    m_pane->notice()->settle();
    setButtonBusy(m_adopt, tr("Adopting"));
    showRow();
    whenFinished(m_context.mirrors->adopt(m_place, *edit, m_context.workspace), this,
                 [this](const Result<Draft> &draft) {
                     m_working = false;
                     clearButtonBusy(m_adopt);
                     showRow();
                     if (!draft) {
                         m_pane->notice()->setNotice(MirrorWords::notice(
                             draft.error(), MirrorWords::Act::Adopt, tr("It was not adopted.")));
                         return;
                     }
                     emit open({.page = PageKind::Change, .draft = draft->id, .act = AddressAct::Edit});
                 });
}

void MirrorPane::askToPutBack()
{
    const MirrorEdit *edit = current();
    if (!edit)
        return;
    const UngovernedEdit &outside = edit->edit;
    const QString path = text::printableLine(outside.path);
    m_context.questions.ask(
        {.title = tr("Put %1 back?").arg(path),
         .sentence = outside.governed.isNull() ? tr("The file is removed there by an ordinary commit. What "
                                                    "was written stays in the history of the branch.")
                                               : tr("The accepted text is written there by an ordinary "
                                                    "commit, with whatever else waits. What was edited "
                                                    "stays in the history of the branch."),
         .accept = outside.governed.isNull() ? tr("Remove the file") : tr("Put the accepted text back"),
         .kind = QuestionKind::Danger},
        this, [this, asked = MirrorPutBack{.edit = outside.path, .found = outside.found}](Answer answer) {
            if (answer == Answer::Accepted)
                run(Act::Mirror, {asked});
        });
}

void MirrorPane::forget()
{
    m_context.questions.ask(
        {.title = tr("Forget %1?").arg(MirrorWords::name(m_place)),
         .sentence = tr("It is not mirrored from here any more. In the repository nothing changes."),
         .accept = tr("Forget the mirror"),
         .kind = QuestionKind::Danger},
        this, [this](Answer answer) {
            if (answer != Answer::Accepted)
                return;
            const Done done = m_context.mirrors->forget(m_view->state.ledger, m_place);
            if (!done) {
                m_pane->notice()->setNotice(MirrorWords::notice(done.error(), MirrorWords::Act::Remember,
                                                                tr("It was not forgotten.")));
                return;
            }
            clear();
            emit forgotten();
        });
}

} // namespace countersign
