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
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/prose/DiffView.h"
#include "ui/served/MirrorWords.h"
#include "ui/shell/RuleWords.h"

#include <QDateTime>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

MirrorPane::MirrorPane(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    build();
}

void MirrorPane::build()
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, theme.px(12), 0, 0);
    all->setSpacing(theme.px(8));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 0, inset, 0);
    head->setSpacing(theme.px(8));
    m_title = new PlainLabel({}, FontRole::Title, ColorRole::Text, this);
    m_title->setObjectName(u"mirrorTitle"_s);
    m_title->setWrapping(Wrapping::Elide);
    head->addWidget(m_title, 1);
    m_forget = makeButton(tr("Forget"), ButtonKind::QuietText, this);
    m_forget->setObjectName(u"mirrorForget"_s);
    m_look = makeButton(Icon::RunAgain, tr("Look again"), ButtonKind::Plain, this);
    m_look->setObjectName(u"mirrorLook"_s);
    m_mirror = makeButton(tr("Mirror now"), ButtonKind::Filled, this);
    m_mirror->setObjectName(u"mirrorNow"_s);
    for (QPushButton *button : {m_forget, m_look, m_mirror}) {
        setButtonHeight(button, ButtonHeight::InBar);
        head->addWidget(button);
    }
    all->addLayout(head);
    const auto inInset = [&](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(inset, 0, inset, 0);
        row->addWidget(widget);
        all->addLayout(row);
    };
    m_about = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_about->setObjectName(u"mirrorAbout"_s);
    m_about->setWrapping(Wrapping::Wrap);
    inInset(m_about);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"mirrorNotice"_s);
    m_notice->settle();
    inInset(m_notice);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    m_busy->setObjectName(u"mirrorBusy"_s);
    inInset(m_busy);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setObjectName(u"mirrorPane"_s);
    all->addWidget(split, 1);
    m_results = new QStackedWidget(split);
    m_rowModel = new RowList<RequirementRowData>(this);
    m_rows = new QListView(m_results);
    m_rows->setObjectName(u"mirrorRows"_s);
    prepareRowView(m_rows, tr("Files that differ"), ColorRole::Surface);
    m_rows->setItemDelegate(new RequirementRow(m_rows));
    m_rows->setModel(m_rowModel);
    m_results->addWidget(m_rows);
    m_nothing = new EmptyState(m_results);
    m_nothing->setObjectName(u"mirrorNothing"_s);
    m_results->addWidget(m_nothing);
    split->addWidget(m_results);
    m_detail = new QWidget(split);
    buildDetail(m_detail);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 0); // a taller window has more room for the difference
    split->setStretchFactor(1, 1);
    split->setSizes({200, 440});
    m_context.uiState.follow(split);

    connect(m_look, &QPushButton::clicked, this, [this] { run(Act::Look); });
    connect(m_mirror, &QPushButton::clicked, this, [this] { run(Act::Mirror); });
    connect(m_forget, &QPushButton::clicked, this, &MirrorPane::forget);
    connect(m_busy, &BusyLine::canceled, this, &MirrorPane::stop);
    connect(m_notice, &NoticeBar::actionPressed, this, [this] { run(Act::Look); });
    connect(m_rows->selectionModel(), &QItemSelectionModel::currentChanged, this, &MirrorPane::showRow);
    connect(m_rows, &QListView::activated, this, [this] { m_difference->setFocus(Qt::OtherFocusReason); });
    connect(m_adopt, &QPushButton::clicked, this, &MirrorPane::adopt);
    connect(m_putBack, &QPushButton::clicked, this, &MirrorPane::askToPutBack);
}

void MirrorPane::buildDetail(QWidget *parent)
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *all = new QVBoxLayout(parent);
    all->setContentsMargins(inset, theme.px(8), inset, theme.px(10));
    all->setSpacing(theme.px(8));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(8));
    m_rowTitle = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, parent);
    m_rowTitle->setObjectName(u"mirrorEditTitle"_s);
    m_rowTitle->setWrapping(Wrapping::Elide);
    head->addWidget(m_rowTitle, 1);
    m_putBack = makeButton(tr("Put back"), ButtonKind::Plain, parent);
    m_putBack->setObjectName(u"mirrorPutBack"_s);
    m_adopt = makeButton(tr("Adopt as a change"), ButtonKind::Filled, parent);
    m_adopt->setObjectName(u"mirrorAdopt"_s);
    for (QPushButton *button : {m_putBack, m_adopt}) {
        setButtonHeight(button, ButtonHeight::InBar);
        head->addWidget(button);
    }
    all->addLayout(head);
    m_why = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, parent);
    m_why->setObjectName(u"mirrorWhy"_s);
    m_why->setWrapping(Wrapping::Wrap);
    all->addWidget(m_why);
    m_facts = new FactList(parent);
    m_facts->setObjectName(u"mirrorFacts"_s);
    all->addWidget(m_facts);
    m_comparing = new BusyLine(BusyLine::Cancel::NotOffered, parent);
    all->addWidget(m_comparing);
    m_difference = new DiffView(parent);
    m_difference->setObjectName(u"mirrorDifference"_s);
    m_difference->setAccessibleName(tr("At the leading side what was accepted, beside it what stands there"));
    m_difference->setMinimumHeight(theme.px(90));
    all->addWidget(m_difference, 1);
    all->addStretch(0);
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
    m_title->setText(MirrorWords::name(place));
    if (m_view)
        run(Act::Look);
}

void MirrorPane::clear()
{
    m_running.cancel();
    m_busy->end();
    m_notice->settle();
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
    return {m_rows, m_difference};
}

QString MirrorPane::readOnlyReason() const
{
    return m_view ? RuleWords::readOnlyReason(*m_view) : QString();
}

void MirrorPane::run(Act act, const QList<MirrorPutBack> &putBack)
{
    if (m_place.repository.isEmpty() || !m_view || m_busy->isRunning())
        return;
    const bool writes = act == Act::Mirror;
    m_notice->settle();
    m_busy->begin(writes ? tr("Mirroring into %1").arg(MirrorWords::name(m_place))
                         : tr("Looking at %1").arg(MirrorWords::name(m_place)));
    const QFuture<Result<MirrorReport>> future =
        writes ? m_context.mirrors->run(m_place, putBack, m_context.workspace)
               : m_context.mirrors->look(m_place, m_context.workspace);
    auto *progress = new QFutureWatcher<Result<MirrorReport>>(this);
    connect(progress, &QFutureWatcher<Result<MirrorReport>>::progressValueChanged, this,
            [this, progress](int done) {
                const int of = progress->progressMaximum();
                if (of > 0 && m_busy->isRunning())
                    m_busy->setProgress(
                        qreal(done) / of,
                        tr("%1 of %2 texts").arg(text::number(qint64(done)), text::number(qint64(of))));
            });
    connect(progress, &QFutureWatcher<Result<MirrorReport>>::finished, progress, &QObject::deleteLater);
    progress->setFuture(future);
    m_running.start(future, [this, writes](const Result<MirrorReport> &report) {
        m_busy->end();
        if (!report) {
            if (report.error().code != ErrorCode::Canceled) {
                Notice notice = writes ? MirrorWords::notice(report.error(), MirrorWords::Act::Mirror,
                                                             tr("It was not mirrored."))
                                       : MirrorWords::notice(report.error(), MirrorWords::Act::Look,
                                                             tr("What stands there is not known."));
                notice.action = tr("Look again");
                m_notice->setNotice(notice);
            }
            showReport();
            return;
        }
        m_report = *report;
        m_written = writes;
        m_lookedAt = m_context.clock.now();
        if (const std::optional<Notice> notice = MirrorWords::aside(*report))
            m_notice->setNotice(*notice);
        showReport();
    });
    showReport();
}

void MirrorPane::stop()
{
    m_running.cancel();
    m_busy->end();
    m_notice->setNotice(
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
    const bool running = m_busy->isRunning();
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
    m_about->setText(about);
    const QString chosen = m_rows->currentIndex().data(roles::RowKeyRole).toString();
    m_rowModel->setRows(rows);
    if (rows.isEmpty()) {
        if (running)
            m_nothing->setText(tr("Looking"), {});
        else if (!m_report)
            m_nothing->setText(tr("Nobody has looked yet"), tr("Look again to see what stands there."));
        else
            m_nothing->setText(tr("Both sides say the same"),
                               tr("The branch has everything that was accepted here, and nobody edited a "
                                  "governed file there."));
        m_results->setCurrentWidget(m_nothing);
    } else {
        m_results->setCurrentWidget(m_rows);
        const QModelIndex again = m_rowModel->indexOf(chosen);
        m_rows->setCurrentIndex(again.isValid() ? again : m_rowModel->index(0));
    }
    showRow();
}

const MirrorEdit *MirrorPane::current() const
{
    if (!m_report)
        return nullptr;
    const QString key = m_rows->currentIndex().data(roles::RowKeyRole).toString();
    const auto found = std::ranges::find_if(
        m_report->edits, [&](const MirrorEdit &edit) { return MirrorWords::row(*m_view, edit).key == key; });
    return found == m_report->edits.end() ? nullptr : &*found;
}

void MirrorPane::showRow()
{
    const MirrorEdit *edit = current();
    m_detail->setVisible(edit);
    if (!edit) {
        m_shown.clear();
        m_proposed.cancel();
        m_assessed.cancel();
        return;
    }
    const bool running = m_busy->isRunning() || m_working;
    const bool settles = edit->obstacle == MirrorObstacle::None;
    m_rowTitle->setText(text::printableLine(edit->edit.path));
    QString mayNot = readOnlyReason();
    if (mayNot.isEmpty() && refuseToWrite(m_view->state, m_view->me.person))
        mayNot = tr("The policy lets you open no changes.");
    const bool proposed = edit->standing.standing == Standing::Proposed;
    m_adopt->setVisible(settles && !proposed);
    m_adopt->setEnabled(mayNot.isEmpty() && !running);
    m_putBack->setVisible(settles);
    m_putBack->setEnabled(!running);
    m_why->setText(mayNot);
    m_why->setVisible(settles && !proposed && !mayNot.isEmpty());
    m_facts->clear();
    m_facts->addFact(tr("Stands"), MirrorWords::standing(*m_view, *edit));
    if (!edit->edit.commit.isEmpty()) {
        m_facts->addFact(tr("Edited by"),
                         tr("%1, as the commit claims").arg(text::printableLine(edit->edit.author)));
        m_facts->addFact(tr("At"), text::exactTime(QDateTime::fromMSecsSinceEpoch(edit->edit.when)));
        m_facts->addFact(
            tr("Commit"),
            tr("%1: “%2”").arg(edit->edit.commit.left(12), text::printableLine(edit->edit.summary)));
    }
    showDifference(*edit);
}

void MirrorPane::showDifference(const MirrorEdit &edit)
{
    const QString shown =
        edit.edit.path + u'\n' + toString(edit.edit.found) + u'\n' + toString(edit.edit.governed);
    if (m_shown == shown)
        return;
    m_shown = shown;
    m_proposed.cancel();
    m_assessed.cancel();
    m_comparing->end();
    m_difference->hide();
    if (edit.obstacle != MirrorObstacle::None)
        return;
    m_comparing->begin(tr("Comparing"));
    m_proposed.start(m_context.mirrors->proposed(m_place, edit, m_context.workspace),
                     [this](const Result<EditedFile> &file) {
                         if (!file) {
                             sayNotCompared(file.error());
                             return;
                         }
                         m_assessed.start(m_context.workspace.assess({*file}),
                                          [this](const Result<AssessedChange> &assessed) {
                                              if (!assessed || assessed->files.isEmpty()) {
                                                  sayNotCompared(assessed ? Error{.code = ErrorCode::NotFound}
                                                                          : assessed.error());
                                                  return;
                                              }
                                              m_comparing->end();
                                              m_difference->setComparison(assessed->files.first().comparison);
                                              m_difference->show();
                                          });
                     });
}

void MirrorPane::sayNotCompared(const Error &error)
{
    m_comparing->end();
    m_shown.clear(); // it is compared again as soon as it is shown again
    Notice notice = MirrorWords::notice(error, MirrorWords::Act::Look, tr("The difference cannot be shown."));
    notice.action = tr("Look again");
    m_notice->setNotice(notice);
}

void MirrorPane::adopt()
{
    const MirrorEdit *edit = current();
    if (!edit || m_working)
        return;
    m_working = true;
    m_notice->settle();
    setButtonBusy(m_adopt, tr("Adopting"));
    showRow();
    whenFinished(m_context.mirrors->adopt(m_place, *edit, m_context.workspace), this,
                 [this](const Result<Draft> &draft) {
                     m_working = false;
                     clearButtonBusy(m_adopt);
                     showRow();
                     if (!draft) {
                         m_notice->setNotice(MirrorWords::notice(draft.error(), MirrorWords::Act::Adopt,
                                                                 tr("It was not adopted.")));
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
                m_notice->setNotice(MirrorWords::notice(done.error(), MirrorWords::Act::Remember,
                                                        tr("It was not forgotten.")));
                return;
            }
            clear();
            emit forgotten();
        });
}

} // namespace countersign
