// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/NoteForm.h"

#include "ui/change/TriggerTable.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int labelWidth = 168;
constexpr int stackBelow = 720;

QString consequenceWord(Consequence consequence)
{
    switch (consequence) {
    case Consequence::Financial: return NoteForm::tr("financial");
    case Consequence::Legal: return NoteForm::tr("legal");
    case Consequence::Medical: return NoteForm::tr("medical");
    case Consequence::Safety: return NoteForm::tr("safety");
    case Consequence::Privacy: return NoteForm::tr("personal data");
    case Consequence::CustomerVisible: return NoteForm::tr("customers see it");
    case Consequence::Internal: return NoteForm::tr("internal");
    }
    Q_UNREACHABLE_RETURN({});
}

QString roleOf(const Policy &policy, const Person &person)
{
    return person.roles.isEmpty() ? QString() : policy.roleTitle(person.roles.first());
}

} // namespace

NoteForm::NoteForm(QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(m_scroll);
    m_page = new QWidget(m_scroll);
    m_scroll->setWidget(m_page);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_page->setAutoFillBackground(false);
    m_all = new QVBoxLayout(m_page);
    const int inset = theme.tokens().inset.changePage;
    m_all->setContentsMargins(inset, 16, inset, 24);
    m_all->setSpacing(14);

    const auto text = [&](const QString &name, const QString &placeholder) {
        auto *edit = new GrowingTextEdit(m_page, 2, 8);
        edit->setObjectName(name);
        edit->setPlaceholderText(placeholder);
        return edit;
    };
    m_what = text(u"noteWhat"_s, tr("Customers have 14 days instead of 30 to return an item."));
    m_why = text(u"noteWhy"_s, tr("The new terms apply from 1 December."));
    m_outcome = text(u"noteOutcome"_s, tr("At least 98 % of answers state the new rule correctly."));
    ask(NoteField::What, tr("For people outside the team"), m_what);
    ask(NoteField::Why, {}, m_why);

    auto *workflow = new QWidget(m_page);
    auto *workflowRow = new QHBoxLayout(workflow);
    workflowRow->setContentsMargins(0, 0, 0, 0);
    workflowRow->setSpacing(8);
    m_workflow = new QComboBox(workflow);
    m_workflow->setObjectName(u"noteWorkflow"_s);
    m_workflow->setMinimumWidth(theme.px(240));
    m_workflowHelp = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, workflow);
    m_workflowHelp->setWrapping(Wrapping::Elide);
    workflowRow->addWidget(m_workflow);
    workflowRow->addWidget(m_workflowHelp, 1);
    ask(NoteField::Workflow, {}, workflow);
    ask(NoteField::Outcome, {}, m_outcome);

    auto *triggerHead = new QWidget(m_page);
    auto *triggerRow = new QHBoxLayout(triggerHead);
    triggerRow->setContentsMargins(0, 4, 0, 0);
    triggerRow->setSpacing(8);
    triggerRow->addWidget(new PlainLabel(NoteCheck::label(NoteField::Triggers), FontRole::BodyStrong, ColorRole::Text, triggerHead));
    auto *any = new PlainLabel(tr("Any one of these is enough"), FontRole::Secondary, ColorRole::Muted, triggerHead);
    triggerRow->addWidget(any, 1);
    QPushButton *add = makeButton(Icon::Add, tr("Add a trigger"), ButtonKind::Plain, triggerHead);
    add->setObjectName(u"addTrigger"_s);
    setButtonHeight(add, ButtonHeight::InBar);
    triggerRow->addWidget(add);
    m_all->addWidget(triggerHead);
    m_triggers = new TriggerTable(m_page);
    m_triggers->setObjectName(u"triggers"_s);
    m_all->addWidget(m_triggers);
    {
        Question question;
        question.help = any;
        question.field = m_triggers;
        question.below = new QWidget(m_page);
        auto *below = new QHBoxLayout(question.below);
        below->setContentsMargins(0, 0, 0, 0);
        below->setSpacing(6);
        question.sign = new Glyph(Sign::Missing, question.below);
        question.sign->setSide(14);
        question.message = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, question.below);
        below->addWidget(question.sign);
        below->addWidget(question.message, 1);
        m_all->addWidget(question.below);
        question.below->hide();
        m_questions.insert(NoteField::Triggers, question);
    }

    m_owner = new QComboBox(m_page);
    m_owner->setObjectName(u"noteOwner"_s);
    ask(NoteField::RollbackOwner, tr("Named before launch"), m_owner);
    m_informed = new QWidget(m_page);
    m_informed->setObjectName(u"noteInformed"_s);
    auto *people = new QHBoxLayout(m_informed);
    people->setContentsMargins(0, 0, 0, 0);
    people->setSpacing(6);
    m_addPerson = makeButton(Icon::Add, tr("Add"), ButtonKind::Plain, m_informed);
    m_addPerson->setObjectName(u"addInformed"_s);
    setButtonHeight(m_addPerson, ButtonHeight::InBar);
    ask(NoteField::Informed, tr("Launch and rollback"), m_informed);
    m_all->addStretch(1);

    for (const auto &[edit, field] : {std::pair{m_what, NoteField::What}, {m_why, NoteField::Why}, {m_outcome, NoteField::Outcome}}) {
        connect(edit, &QPlainTextEdit::textChanged, this, [this, field] { changed(field); });
        edit->installEventFilter(this);
    }
    connect(m_workflow, &QComboBox::activated, this, [this] {
        changed(NoteField::Workflow);
        leave(NoteField::Workflow);
    });
    connect(m_owner, &QComboBox::activated, this, [this] {
        changed(NoteField::RollbackOwner);
        leave(NoteField::RollbackOwner);
    });
    m_workflow->installEventFilter(this);
    m_owner->installEventFilter(this);
    connect(add, &QPushButton::clicked, m_triggers, &TriggerTable::add);
    connect(m_triggers, &TriggerTable::edited, this, [this] { changed(NoteField::Triggers); });
    connect(m_triggers, &TriggerTable::rowLeft, this, [this] { leave(NoteField::Triggers); });
    connect(m_addPerson, &QPushButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const Person &person : std::as_const(m_policy.people)) {
            if (!person.active || person.kind != PrincipalKind::Human || m_people.contains(person.id))
                continue;
            QString label = text::printableLine(person.name);
            menu->addAction(label.replace(u"&"_s, u"&&"_s), this, [this, id = person.id] {
                m_people.append(id);
                showPeople();
                changed(NoteField::Informed);
                leave(NoteField::Informed);
            });
        }
        menu->setObjectName(u"informedMenu"_s);
        menu->popup(m_addPerson->mapToGlobal(QPoint(0, m_addPerson->height())));
    });
}

NoteForm::Question &NoteForm::ask(NoteField field, const QString &help, QWidget *answer)
{
    const Theme &theme = Theme::of(this);
    Question question;
    question.field = answer;
    question.row = new QBoxLayout(QBoxLayout::LeftToRight);
    question.row->setSpacing(16);
    question.head = new QWidget(m_page);
    question.head->setFixedWidth(theme.px(labelWidth));
    auto *head = new QVBoxLayout(question.head);
    head->setContentsMargins(0, 6, 0, 0);
    head->setSpacing(0);
    auto *label = new PlainLabel(NoteCheck::label(field), FontRole::BodyStrong, ColorRole::Text, question.head);
    label->setBuddy(answer);
    answer->setAccessibleName(NoteCheck::label(field));
    question.help = new PlainLabel(help, FontRole::Secondary, ColorRole::Muted, question.head);
    question.help->setWrapping(Wrapping::Wrap);
    question.help->setProperty("own", help);
    head->addWidget(label);
    head->addWidget(question.help);
    head->addStretch(1);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(answer);
    question.below = new QWidget(m_page);
    auto *below = new QHBoxLayout(question.below);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(6);
    question.sign = new Glyph(Sign::Missing, question.below);
    question.sign->setSide(14);
    question.message = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, question.below);
    question.message->setWrapping(Wrapping::Elide);
    below->addWidget(question.sign);
    below->addWidget(question.message, 1);
    question.below->hide();
    column->addWidget(question.below);
    question.row->addWidget(question.head, 0, Qt::AlignTop);
    question.row->addLayout(column, 1);
    m_all->addLayout(question.row);
    return *m_questions.insert(field, question);
}

void NoteForm::setPolicy(const Policy &policy, Lane lane, const QString &path)
{
    const bool samePeople = m_policy == policy;
    m_policy = policy;
    m_lane = lane;
    if (!samePeople || m_workflow->count() == 0) {
        const QString workflow = m_workflow->currentData().toString();
        const QString owner = m_owner->currentData().toString();
        m_setting = true;
        m_workflow->clear();
        m_workflow->addItem(tr("Choose"), QString());
        for (const Workflow &each : std::as_const(m_policy.workflows))
            m_workflow->addItem(text::printableLine(each.title.isEmpty() ? each.id : each.title), each.id);
        m_workflow->setCurrentIndex(std::max(0, m_workflow->findData(workflow)));
        m_owner->clear();
        m_owner->addItem(tr("Choose"), QString());
        for (const Person &person : std::as_const(m_policy.people)) {
            if (person.active && person.kind == PrincipalKind::Human) {
                const QString role = roleOf(m_policy, person);
                const QString name = text::printableLine(person.name);
                m_owner->addItem(role.isEmpty() ? name : tr("%1, %2").arg(name, text::printableLine(role)), person.id.value);
            }
        }
        m_owner->setCurrentIndex(std::max(0, m_owner->findData(owner)));
        m_setting = false;
        showPeople();
    }
    QStringList words;
    for (const Consequence consequence : m_policy.consequencesOf(path))
        words.append(consequenceWord(consequence));
    QString help = QLocale().createSeparatedList(words);
    if (!help.isEmpty())
        help[0] = help[0].toUpper();
    m_workflowHelp->setText(help);
    const QList<NoteField> needed = m_policy.laneRule(lane).note;
    const QString laneWord = Signs::name(lane == Lane::High ? LaneShape::High : lane == Lane::Medium ? LaneShape::Medium : LaneShape::Low,
                                         LaneWords::One)
                                     .toLower();
    for (auto it = m_questions.begin(); it != m_questions.end(); ++it) {
        const QString own = it->help->property("own").toString();
        if (it.key() == NoteField::Triggers)
            it->help->setText(needed.contains(it.key()) ? tr("Any one of these is enough") : tr("Not needed for %1").arg(laneWord));
        else
            it->help->setText(needed.contains(it.key()) ? own : tr("Not needed for %1").arg(laneWord));
        it->help->setVisible(!it->help->text().isEmpty());
    }
    showMessages();
}

void NoteForm::setNote(const NoteDraft &draft)
{
    if (note() == draft)
        return;
    m_setting = true;
    if (m_what->toPlainText() != draft.what)
        m_what->setPlainText(draft.what);
    if (m_why->toPlainText() != draft.why)
        m_why->setPlainText(draft.why);
    if (m_outcome->toPlainText() != draft.outcome)
        m_outcome->setPlainText(draft.outcome);
    m_workflow->setCurrentIndex(std::max(0, m_workflow->findData(draft.workflow)));
    m_owner->setCurrentIndex(std::max(0, m_owner->findData(draft.rollbackOwner.value)));
    m_triggers->setTriggers(draft.triggers);
    m_triggers->setVisible(!draft.triggers.isEmpty());
    m_people = draft.informed;
    m_setting = false;
    showPeople();
    showMessages();
}

NoteDraft NoteForm::note() const
{
    NoteDraft out;
    out.what = m_what->toPlainText();
    out.why = m_why->toPlainText();
    out.outcome = m_outcome->toPlainText();
    out.workflow = m_workflow->currentData().toString();
    out.rollbackOwner = PrincipalId{m_owner->currentData().toString()};
    out.triggers = m_triggers->triggers();
    out.informed = m_people;
    return out;
}

void NoteForm::setFilledIn(const QHash<NoteField, QString> &help)
{
    m_filledIn = help;
    showMessages();
}

void NoteForm::showPeople()
{
    auto *row = static_cast<QHBoxLayout *>(m_informed->layout());
    while (QLayoutItem *item = row->takeAt(0)) {
        if (item->widget() && item->widget() != m_addPerson)
            item->widget()->deleteLater();
        delete item;
    }
    for (const PrincipalId &id : std::as_const(m_people)) {
        const Person *person = m_policy.person(id);
        auto *place = new QWidget(m_informed);
        auto *inside = new QHBoxLayout(place);
        inside->setContentsMargins(0, 0, 0, 0);
        inside->setSpacing(0);
        inside->addWidget(new PersonChip({person ? person->name : id.value, person ? roleOf(m_policy, *person) : QString(), {}}, place));
        QPushButton *remove = makeIconButton(Icon::Close, tr("Do not tell %1").arg(person ? person->name : id.value), place);
        setButtonHeight(remove, ButtonHeight::InBar);
        remove->setFixedSize(Theme::of(this).px(24), Theme::of(this).px(24));
        inside->addWidget(remove);
        connect(remove, &QPushButton::clicked, this, [this, id] {
            m_people.removeAll(id);
            showPeople();
            changed(NoteField::Informed);
            leave(NoteField::Informed);
        });
        row->addWidget(place);
    }
    row->addWidget(m_addPerson);
    row->addStretch(1);
}

QList<NoteProblem> NoteForm::problems() const
{
    return NoteCheck::problems(m_policy, m_lane, note());
}

void NoteForm::changed(NoteField field)
{
    if (m_setting)
        return;
    m_filledIn.remove(field);
    // A message that no longer holds goes while one types; a new one waits until the field is left.
    showMessages();
    emit edited();
    emit checked();
}

void NoteForm::leave(NoteField field)
{
    m_left.insert(field);
    showMessages();
    emit checked();
}

void NoteForm::showAll()
{
    for (auto it = m_questions.cbegin(); it != m_questions.cend(); ++it)
        m_left.insert(it.key());
    showMessages();
}

void NoteForm::showMessages()
{
    const QList<NoteProblem> found = problems();
    m_triggers->clearProblems();
    for (auto it = m_questions.begin(); it != m_questions.end(); ++it) {
        const NoteField field = it.key();
        const auto problem = std::find_if(found.begin(), found.end(),
                                          [field](const NoteProblem &one) { return one.field == field && one.trigger < 0; });
        const bool wrong = problem != found.end() && m_left.contains(field);
        const QString filled = m_filledIn.value(field);
        it->message->setText(wrong ? problem->sentence : filled);
        it->message->setColorRole(wrong ? ColorRole::Danger : ColorRole::Muted);
        if (wrong)
            it->sign->setSign(Sign::Missing);
        else
            it->sign->setIcon(Icon::FilledIn, ColorRole::Muted);
        it->below->setVisible(wrong || !filled.isEmpty());
        QWidget *edge = field == NoteField::Workflow ? m_workflow : it->field;
        if (field != NoteField::Triggers && field != NoteField::Informed)
            setFieldError(edge, wrong);
        edge->setAccessibleDescription(wrong ? problem->sentence : filled);
    }
    if (m_left.contains(NoteField::Triggers)) {
        for (const NoteProblem &problem : found) {
            if (problem.trigger >= 0)
                m_triggers->setProblem(problem.trigger, problem.part, problem.sentence, problem.offer);
        }
    }
}

void NoteForm::goTo(const NoteProblem &problem)
{
    showAll();
    QWidget *field = m_questions[problem.field].field;
    if (problem.field == NoteField::Triggers && problem.trigger >= 0) {
        m_triggers->focusPart(problem.trigger, problem.part);
    } else if (problem.field == NoteField::Triggers) {
        field = findChild<QPushButton *>(u"addTrigger"_s);
        field->setFocus(Qt::OtherFocusReason);
    } else if (problem.field == NoteField::Workflow) {
        m_workflow->setFocus(Qt::OtherFocusReason);
    } else if (problem.field == NoteField::Informed) {
        m_addPerson->setFocus(Qt::OtherFocusReason);
    } else {
        field->setFocus(Qt::OtherFocusReason);
    }
    m_scroll->ensureWidgetVisible(field, 0, 40);
}

bool NoteForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        const NoteField field = watched == m_what ? NoteField::What
                : watched == m_why               ? NoteField::Why
                : watched == m_outcome           ? NoteField::Outcome
                : watched == m_workflow          ? NoteField::Workflow
                                                 : NoteField::RollbackOwner;
        leave(field);
    } else if (event->type() == QEvent::Wheel && qobject_cast<QComboBox *>(watched) && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void NoteForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool stacked = width() < Theme::of(this).px(stackBelow);
    for (const Question &question : std::as_const(m_questions)) {
        if (!question.row)
            continue;
        question.row->setDirection(stacked ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        question.row->setSpacing(stacked ? 4 : 16);
    }
}

} // namespace countersign
