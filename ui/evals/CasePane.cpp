// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/CasePane.h"

#include "diff/Compare.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/JudgementList.h"
#include "ui/evals/TextCard.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QPointer>
#include <QPromise>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype longestCompared = 200'000; // characters; what is longer is shown without marks
constexpr int mostRepeats = 9;

using Compared = Result<std::shared_ptr<const diff::Comparison>>;

QFuture<Compared> compareAside(const QString &left, const QString &right)
{
    return QtConcurrent::run([left, right](QPromise<Compared> &promise) {
        diff::Comparison made = diff::compareTexts(
            left, right, {.shortestFold = std::numeric_limits<int>::max(), .entries = false},
            [&promise] { return promise.isCanceled(); });
        if (made.complete)
            promise.addResult(std::make_shared<const diff::Comparison>(std::move(made)));
        else
            promise.addResult(failure(ErrorCode::Canceled));
    });
}

} // namespace

CasePane::CasePane(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"casePane"_s);
    setAccessibleName(tr("Case"));
    setFocusPolicy(Qt::ClickFocus);
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    const int inset = theme.tokens().inset.changePage;
    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, theme.px(10), inset, theme.px(6));
    head->setSpacing(theme.px(8));
    m_back = makeButton(Icon::Previous, tr("Back to cases"), ButtonKind::QuietText, this);
    m_back->setObjectName(u"backToCases"_s);
    setButtonHeight(m_back, ButtonHeight::InBar);
    m_back->hide();
    m_title = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, this);
    m_title->setObjectName(u"caseTitle"_s);
    m_title->setWrapping(Wrapping::Elide);
    m_number = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_number->setObjectName(u"caseNumber"_s);
    m_previous = makeIconButton(Icon::Previous, tr("Previous case"), this);
    m_previous->setObjectName(u"previousCase"_s);
    m_next = makeIconButton(Icon::Next, tr("Next case"), this);
    m_next->setObjectName(u"nextCase"_s);
    for (QPushButton *button : {m_previous, m_next})
        setButtonHeight(button, ButtonHeight::InBar);
    head->addWidget(m_back);
    head->addWidget(m_title, 1);
    head->addWidget(m_number);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    all->addLayout(head);

    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget(m_scroll);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(inset, 0, inset, inset);
    column->setSpacing(theme.px(8));
    m_repeats = new QWidget(m_body);
    m_repeats->setAccessibleName(tr("Answers"));
    m_repeatRow = new QHBoxLayout(m_repeats);
    m_repeatRow->setContentsMargins(0, 0, 0, 0);
    m_repeatRow->setSpacing(theme.px(6));
    m_repeatGroup = new QButtonGroup(this);
    m_repeatGroup->setExclusive(true);
    connect(m_repeatGroup, &QButtonGroup::idClicked, this, &CasePane::showAnswer);
    m_input = new TextCard(ColorRole::Sunken, m_body);
    m_input->setObjectName(u"caseInput"_s);
    m_expected = new TextCard(ColorRole::Sunken, m_body);
    m_expected->setObjectName(u"caseExpected"_s);
    m_old = new TextCard(ColorRole::Surface, m_body);
    m_old->setObjectName(u"caseOld"_s);
    m_new = new TextCard(ColorRole::Surface, m_body);
    m_new->setObjectName(u"caseNew"_s);
    m_note = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, m_body);
    m_note->setObjectName(u"caseNote"_s);
    m_note->setWrapping(Wrapping::Wrap);
    m_judgements = new JudgementList(m_body);
    m_hand = new PlainLabel({}, FontRole::Body, ColorRole::Text, m_body);
    m_hand->setObjectName(u"handGrade"_s);
    m_hand->setWrapping(Wrapping::Wrap);
    m_hand->hide();
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(theme.px(8));
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_input, m_expected, m_repeats, m_old, m_new, m_note, m_judgements, m_hand})
        column->addWidget(widget);
    column->addLayout(m_actions);
    column->addStretch();
    m_scroll->setWidget(m_body);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    all->addWidget(m_scroll, 1);

    connect(m_back, &QPushButton::clicked, this, &CasePane::backAsked);
    connect(m_previous, &QPushButton::clicked, this, [this] { emit stepAsked(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { emit stepAsked(1); });
    fill();
}

void CasePane::showCase(std::shared_ptr<const EvalMatrix> matrix, const Place &place)
{
    const bool sameCase = m_matrix == matrix && m_place.row == place.row;
    if (sameCase && m_place == place)
        return;
    m_matrix = std::move(matrix);
    m_place = place;
    if (!sameCase) {
        m_repeat = 0;
        m_scroll->verticalScrollBar()->setValue(0);
    }
    fill();
}

void CasePane::setAlone(bool alone)
{
    m_back->setVisible(alone);
}

void CasePane::addAction(QWidget *action)
{
    if (m_actions->count() > 0)
        delete m_actions->takeAt(m_actions->count() - 1);
    m_actions->addWidget(action);
    m_actions->addStretch();
}

void CasePane::setHandGrade(const QString &sentence)
{
    m_hand->setText(sentence);
    m_hand->setVisible(!sentence.isEmpty());
}

void CasePane::fill()
{
    m_compare.cancel();
    const bool shown = m_matrix && m_place.row >= 0;
    m_body->setVisible(shown);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_number, m_previous, m_next})
        widget->setVisible(shown);
    if (!shown) {
        m_title->setText({});
        return;
    }
    const EvalCase &one = m_matrix->cases()[static_cast<size_t>(m_place.row)];
    m_title->setText(one.title);
    m_number->setText(
        tr("%1 of %2").arg(text::number(qint64(m_place.number)), text::number(qint64(m_place.of))));
    m_previous->setEnabled(m_place.number > 1);
    m_next->setEnabled(m_place.number < m_place.of);
    // As the version that is read asked it: a case may be worded anew between two runs.
    const EvalMatrix &matrix = *m_matrix;
    const int reading =
        m_place.version >= 0 && matrix.caseIn(m_place.row, m_place.version) ? m_place.version : one.version;
    const evals::ResultFile &file = matrix.file(reading);
    const evals::Case &source = file.cases[matrix.caseIn(m_place.row, reading).value_or(one.caseIndex)];
    const QString input = file.text(source.input);
    const QString expected = file.text(source.expected);
    m_input->setHead(tr("Input"));
    m_input->setParts(inputParts(input), input);
    m_input->setVisible(!input.isEmpty());
    m_expected->setHead(tr("Expected"));
    m_expected->setParts(inputParts(expected), expected);
    m_expected->setVisible(!expected.isEmpty());
    placeRepeats();
    fillAnswers();
}

void CasePane::placeRepeats()
{
    const EvalSet &set = m_matrix->set();
    const int version = m_place.version >= 0 ? m_place.version : set.candidate;
    const QList<EvalMark> marks = version >= 0 ? m_matrix->marks(m_place.row, version) : QList<EvalMark>();
    const QList<EvalMark> old =
        set.baseline >= 0 ? m_matrix->marks(m_place.row, set.baseline) : QList<EvalMark>();
    const int count = static_cast<int>(std::min<qsizetype>(std::max(marks.size(), old.size()), mostRepeats));
    m_repeat = std::clamp(m_repeat, 0, std::max(0, count - 1));
    for (QAbstractButton *button : m_repeatGroup->buttons()) {
        m_repeatGroup->removeButton(button);
        button->hide();
        button->deleteLater();
    }
    while (QLayoutItem *item = m_repeatRow->takeAt(0))
        delete item;
    for (int i = 0; i < count; ++i) {
        auto *chip = new FilterChip(tr("Answer %1").arg(i + 1), m_repeats);
        chip->setObjectName(u"answer%1"_s.arg(i + 1));
        chip->setCheckable(true);
        chip->setChecked(i == m_repeat);
        const QString how = i < marks.size() ? EvalWords::outcome(marks[i].outcome) : tr("no answer");
        chip->setAccessibleName(tr("Answer %1: %2").arg(QString::number(i + 1), how));
        chip->setToolTip(tr("%1 (key %2)").arg(how, QString::number(i + 1)).toHtmlEscaped());
        m_repeatGroup->addButton(chip, i);
        m_repeatRow->addWidget(chip);
    }
    m_repeatRow->addStretch();
    m_repeats->setVisible(count > 1);
}

void CasePane::showAnswer(int repeat)
{
    if (!m_matrix || m_place.row < 0 || !m_repeatGroup->button(repeat))
        return;
    m_repeat = repeat;
    m_repeatGroup->button(repeat)->setChecked(true);
    fillAnswers();
}

CasePane::Side CasePane::sideOf(int version) const
{
    Side side{.version = version};
    if (version < 0)
        return side;
    const std::span<const quint32> answers = m_matrix->answers(m_place.row, version);
    if (!answers.empty())
        side.answer =
            &m_matrix->file(version)
                 .answers[answers[std::min<size_t>(static_cast<size_t>(m_repeat), answers.size() - 1)]];
    return side;
}

QString CasePane::headOf(const Side &side) const
{
    const QString name = text::printableLine(m_matrix->version(side.version).name);
    if (!m_matrix->caseIn(m_place.row, side.version))
        return tr("%1, does not have this case").arg(name);
    return tr("%1, %2").arg(name,
                            EvalWords::passed(m_matrix->marks(m_place.row, side.version, m_place.dimension)));
}

void CasePane::fillAnswers()
{
    m_compare.cancel();
    const EvalSet &set = m_matrix->set();
    const int reading = m_place.version >= 0 ? m_place.version : set.candidate;
    const Side now = sideOf(reading);
    const Side old = set.baseline != reading ? sideOf(set.baseline) : Side();
    const auto fillCard = [this](TextCard *card, const Side &side) {
        card->setVisible(side.version >= 0);
        if (side.version < 0)
            return QString();
        const evals::ResultFile &file = m_matrix->file(side.version);
        card->setHead(headOf(side));
        const QString said = side.answer ? file.text(side.answer->output) : QString();
        QList<TextCard::Part> parts = said.isEmpty() ? QList<TextCard::Part>() : paragraphs(said);
        const QString error = side.answer ? file.text(side.answer->error, longestCompared) : QString();
        if (!error.isEmpty())
            parts.append({.label = tr("No answer"),
                          .text = error,
                          .font = FontRole::Body,
                          .color = ColorRole::Danger});
        else if (said.isEmpty())
            parts.append({.text = side.answer ? tr("It answered nothing.") : tr("There is no answer."),
                          .font = FontRole::Body,
                          .color = ColorRole::Muted});
        card->setParts(parts, said.isEmpty() ? error : said);
        return said;
    };
    const QString before = fillCard(m_old, old);
    const QString after = fillCard(m_new, now);
    QStringList notes;
    if (now.answer && !EvalWords::spent(*now.answer).isEmpty())
        notes.append(EvalWords::spent(*now.answer));
    const bool both = !before.isEmpty() && !after.isEmpty();
    if (both && before.size() + after.size() > longestCompared)
        notes.append(tr("Too long to mark what differs."));
    else if (both && before == after)
        notes.append(tr("Both answered in the same words."));
    else if (both)
        compareSoon(before, after);
    m_note->setText(notes.join(u" · "_s));
    m_note->setVisible(!notes.isEmpty());
    if (now.answer)
        m_judgements->setAnswer(m_matrix->file(now.version), *now.answer,
                                old.answer ? &m_matrix->file(old.version) : nullptr, old.answer);
    else
        m_judgements->clear();
    m_judgements->setVisible(m_judgements->count() > 0);
}

void CasePane::compareSoon(const QString &left, const QString &right)
{
    m_compare.start(compareAside(left, right), [this, left, right](const Compared &compared) {
        if (!compared)
            return; // stopped for another case: the texts stand there without marks
        m_old->setParts(sideParts(**compared, diff::Side::Left), left);
        m_new->setParts(sideParts(**compared, diff::Side::Right), right);
    });
}

QString CasePane::plainText() const
{
    if (!m_matrix || m_place.row < 0)
        return {};
    QStringList parts{m_title->text()};
    for (const TextCard *card : {m_input, m_expected, m_old, m_new}) {
        if (!card->isHidden() && !card->text().isEmpty())
            parts.append(card->head() + u'\n' + card->text());
    }
    parts.append(m_judgements->plainText());
    parts.append(m_hand->text());
    parts.removeAll(QString());
    return parts.join(u"\n\n"_s);
}

void CasePane::focusTexts()
{
    for (TextCard *card : {m_input, m_expected, m_old, m_new}) {
        if (!card->isHidden()) {
            card->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    setFocus(Qt::OtherFocusReason);
}

void CasePane::keyPressEvent(QKeyEvent *event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9)
        showAnswer(event->key() - Qt::Key_1);
    else if (plain && event->key() == Qt::Key_Up)
        emit stepAsked(-1);
    else if (plain && event->key() == Qt::Key_Down)
        emit stepAsked(1);
    else if (plain && event->key() == Qt::Key_Escape && !m_back->isHidden())
        emit backAsked();
    else
        QWidget::keyPressEvent(event);
}

} // namespace countersign
