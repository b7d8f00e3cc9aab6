// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/play/MainJob.h"

#include "ui/common/Chips.h"
#include "ui/common/PlainLabel.h"

#include <QComboBox>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// A deciding button takes no press in the half second after what it decides about came on the screen.
constexpr int armingMs = 700;

QString wordsOf(const QWidget *widget)
{
    const auto *label = qobject_cast<const PlainLabel *>(widget);
    return label ? label->text() : QString();
}

void tabCalled(Hand &hand, const QString &bar, const QString &words)
{
    const auto *tabs = hand.seenAs<QTabBar>(bar);
    for (int i = 0; tabs && i < tabs->count(); ++i) {
        if (tabs->isTabVisible(i) && tabs->tabText(i) == words) {
            hand.clickTab(bar, i);
            hand.waitFor([&] { return tabs->currentIndex() == i; }, u"the tab "_s + words);
            return;
        }
    }
    hand.fail(u"no tab called "_s + words);
}

} // namespace

MainJob::MainJob(const MainJobPlan &plan, HandOf handOf, Look look)
    : m_plan(plan),
      m_handOf(std::move(handOf)),
      m_look(std::move(look))
{
}

QList<MainJob::Step> MainJob::steps()
{
    QList<Step> steps;
    const auto add = [&](const QString &person, const QString &what, std::function<QString(Hand &)> act) {
        steps.append({.name = person + u' ' + what, .play = [this, person, act = std::move(act)]() -> QString {
                          Hand *hand = m_handOf(person);
                          if (!hand) {
                              m_problem = u"nobody can act as "_s + person;
                              return {};
                          }
                          const QString done = hand->failed() ? QString() : act(*hand);
                          m_problem = hand->problem();
                          return done;
                      }});
    };
    add(m_plan.author, u"opens %1"_s.arg(m_plan.artifact), [this](Hand &hand) { return open(hand); });
    add(m_plan.author, u"edits the text"_s, [this](Hand &hand) { return edit(hand); });
    add(m_plan.author, u"sees why it is %1 risk"_s.arg(m_plan.lane), [this](Hand &hand) { return reasons(hand); });
    add(m_plan.author, u"writes the release note"_s, [this](Hand &hand) { return writeNote(hand); });
    add(m_plan.author, u"sends it for review"_s, [this](Hand &hand) { return send(hand); });
    for (const QString &approver : std::as_const(m_plan.approvers)) {
        const bool last = approver == m_plan.approvers.last();
        add(approver, u"approves with one click"_s, [this, last](Hand &hand) { return approve(hand, last); });
    }
    for (const QString &environment : std::as_const(m_plan.environments)) {
        add(m_plan.releaser, u"releases it to %1"_s.arg(environment),
            [this, environment](Hand &hand) { return release(hand, environment); });
    }
    add(m_plan.releaser, u"rolls it back with one click"_s, [this](Hand &hand) { return rollBack(hand); });
    add(m_plan.verifier, u"verifies the record"_s, [this](Hand &hand) { return verify(hand); });
    return steps;
}

void MainJob::look(Hand &hand, const QString &name)
{
    if (m_look && !hand.failed()) {
        m_look(hand, name);
    }
}

QString MainJob::laneShown(Hand &hand) const
{
    const auto *chip = qobject_cast<const LaneChip *>(hand.visible(u"laneChip"_s));
    if (!chip) {
        return {};
    }
    switch (chip->lane()) {
    case LaneShape::Low: return u"low"_s;
    case LaneShape::Medium: return u"medium"_s;
    case LaneShape::High: return u"high"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString MainJob::open(Hand &hand)
{
    hand.click(u"railPrompts"_s);
    hand.typeInto(u"promptFilter"_s, m_plan.artifact);
    hand.rest(300);
    hand.clickRow(u"promptTree"_s, hand.row(u"promptTree"_s, m_plan.artifact));
    hand.waitFor([&] { return wordsOf(hand.visible(u"promptName"_s)) == m_plan.artifact; },
                 u"the page of "_s + m_plan.artifact);
    look(hand, u"prompts"_s);
    return u"its text, versions and where they run"_s;
}

QString MainJob::edit(Hand &hand)
{
    hand.click(u"editInChange"_s);
    auto *editor = hand.seenAs<QPlainTextEdit>(u"promptEdit"_s);
    hand.waitFor([&] { return editor->toPlainText().contains(m_plan.find); }, u"the text in the editor"_s);
    hand.typeInto(u"titleEdit"_s, m_plan.title);
    hand.click(editor ? editor->viewport() : nullptr);
    hand.key(Qt::Key_Home, Qt::ControlModifier);
    hand.key(Qt::Key_F, Qt::ControlModifier);
    hand.typeInto(u"editorFind"_s, m_plan.find);
    hand.key(Qt::Key_Return);
    hand.waitFor([&] { return editor->textCursor().selectedText() == m_plan.find; }, u"the words to be found"_s);
    // The first Escape empties the field, the second one leaves the search.
    hand.key(Qt::Key_Escape);
    if (editor && !editor->hasFocus()) {
        hand.key(Qt::Key_Escape);
    }
    hand.waitFor([&] { return editor->hasFocus(); }, u"the focus to be in the text"_s);
    hand.waitFor([&] { return editor->textCursor().selectedText() == m_plan.find; }, u"the words to be chosen still"_s);
    hand.type(m_plan.replacement);
    if (editor && !editor->toPlainText().contains(m_plan.replacement)) {
        // The section belongs to others and stays as it is until one says that one means it.
        hand.key(Qt::Key_Return, Qt::AltModifier);
        hand.waitFor([&] { return editor->textCursor().selectedText() == m_plan.find; }, u"the words to be chosen still"_s);
        hand.type(m_plan.replacement);
    }
    hand.waitFor([&] { return editor->toPlainText().contains(m_plan.replacement); }, u"the typed words"_s);
    return u"“%1” is now “%2”"_s.arg(m_plan.find, m_plan.replacement);
}

QString MainJob::reasons(Hand &hand)
{
    hand.waitFor([&] { return laneShown(hand) == m_plan.lane; }, u"the lane to be "_s + m_plan.lane);
    look(hand, u"editor"_s);
    hand.click(u"laneChip"_s);
    auto *findings = hand.seenAs<QListView>(u"laneFindings"_s);
    hand.waitFor([&] { return findings->model()->rowCount() > 0; }, u"the reasons"_s);
    if (hand.failed()) {
        return {};
    }
    const QString first = findings->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    hand.key(Qt::Key_Escape);
    hand.gone(u"lanePopover"_s);
    return first;
}

QString MainJob::writeNote(Hand &hand)
{
    tabCalled(hand, u"changeTabs"_s, u"Note"_s);
    hand.seen(u"noteForm"_s);
    hand.typeInto(u"noteWhy"_s, m_plan.why);
    hand.typeInto(u"noteOutcome"_s, m_plan.outcome);
    if (!m_plan.trigger.metric.isEmpty()) {
        hand.click(u"addTrigger"_s);
        hand.typeInto(u"trigger1Metric"_s, m_plan.trigger.metric);
        hand.typeInto(u"trigger1Value"_s, QString::number(double(m_plan.trigger.limit) / 1e6));
        hand.typeInto(u"trigger1Sample"_s, QString::number(m_plan.trigger.leastSample));
    }
    hand.choose(u"noteOwner"_s, m_plan.rollbackOwner);
    for (const QString &person : std::as_const(m_plan.informed)) {
        if (QWidget *add = hand.seen(u"addInformed"_s)) {
            // It comes into sight as it gets the focus.
            add->setFocus(Qt::TabFocusReason);
            hand.rest(30);
            hand.click(add);
            hand.chooseAction(u"informedMenu"_s, person);
        }
    }
    look(hand, u"note"_s);
    const QWidget *send = hand.seen(u"send"_s);
    hand.waitFor([&] { return send->isEnabled(); },
                 u"Send to be enabled: "_s + wordsOf(hand.visible(u"sendReason"_s)));
    return u"why, outcome, rollback owner %1"_s.arg(m_plan.rollbackOwner);
}

QString MainJob::send(Hand &hand)
{
    hand.click(u"send"_s);
    hand.gone(u"send"_s);
    hand.waitFor([&] { return hand.window().windowTitle().contains(u'#'); }, u"the number of the change"_s);
    const QString title = hand.window().windowTitle();
    m_number = title.mid(title.indexOf(u'#') + 1).section(u' ', 0, 0).toInt();
    return u"it is change #%1"_s.arg(m_number);
}

void MainJob::goToChange(Hand &hand)
{
    if (hand.window().windowTitle().contains(u"#%1 "_s.arg(m_number))) {
        return;
    }
    hand.click(u"railChanges"_s);
    hand.clickRow(u"changesList"_s, hand.row(u"changesList"_s, m_plan.title));
    hand.key(Qt::Key_Return);
    hand.waitFor([&] { return hand.window().windowTitle().contains(u"#%1 "_s.arg(m_number)); },
                 u"the page of change #%1"_s.arg(m_number));
}

QString MainJob::approve(Hand &hand, bool last)
{
    goToChange(hand);
    auto *button = qobject_cast<QPushButton *>(hand.seen(u"approve"_s));
    hand.waitFor([&] { return button->isEnabled(); }, u"Approve to be enabled"_s);
    const QString label = button ? button->text() : QString();
    look(hand, last ? u"change-last-approval"_s : u"change-review"_s);
    hand.rest(armingMs);
    hand.click(u"approve"_s);
    hand.gone(u"approve"_s);
    if (last) {
        hand.seen(u"release/"_s + m_plan.environments.first());
        return label + u"; nothing is missing, it is accepted"_s;
    }
    return label;
}

QString MainJob::release(Hand &hand, const QString &environment)
{
    goToChange(hand);
    const QString button = u"release/"_s + environment;
    hand.seen(button);
    hand.rest(armingMs);
    hand.click(button);
    hand.gone(button);
    look(hand, u"released-"_s + environment);
    return u"it runs in "_s + environment;
}

QString MainJob::rollBack(Hand &hand)
{
    hand.click(u"railReleases"_s);
    hand.typeInto(u"releasesFilter"_s, m_plan.artifact.section(u'/', -1));
    const QModelIndex row = hand.row(u"releaseBoard"_s, m_plan.artifact);
    auto *board = hand.seenAs<QAbstractItemView>(u"releaseBoard"_s);
    if (board && row.isValid()) {
        hand.clickRow(u"releaseBoard"_s, row.siblingAtColumn(board->model()->columnCount() - 1));
    }
    look(hand, u"releases"_s);
    hand.click(u"detailRollBack"_s);
    auto *go = qobject_cast<QPushButton *>(hand.seen(u"rollBack"_s));
    look(hand, u"rollback"_s);
    hand.rest(armingMs);
    const QString label = go ? go->text() : QString();
    hand.click(go);
    hand.gone(u"comesBack"_s);
    look(hand, u"rolled-back"_s);
    return label;
}

QString MainJob::verify(Hand &hand)
{
    hand.click(u"railAudit"_s);
    const auto words = [&] { return wordsOf(hand.visible(u"verification"_s)); };
    hand.waitFor([&] { return words().contains(u"verified"_s, Qt::CaseInsensitive); }, u"the record to be verified"_s);
    look(hand, u"audit-verified"_s);
    return words();
}

} // namespace countersign
