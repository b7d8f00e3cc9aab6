// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/MergeView.h"

#include "diff/Compare.h"
#include "prompt/Document.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"

#include <QAccessibleAnnouncementEvent>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPromise>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// In the order of the columns and of the keys.
constexpr std::array<MergeAnswerKind, 5> answerKinds{MergeAnswerKind::Base, MergeAnswerKind::Theirs, MergeAnswerKind::Ours,
                                                     MergeAnswerKind::Both, MergeAnswerKind::Words};
constexpr int mostShown = 20'000; // characters of a whole file beside the question

} // namespace

MergeView::MergeView(QWidget *parent) : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"mergeNotice"_s);
    m_notice->hide();
    all->addWidget(m_notice);

    auto *head = new Ground(ColorRole::Surface, this);
    head->setLines(Qt::BottomEdge);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(16, 8, 16, 8);
    headRow->setSpacing(12);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    m_lead = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, head);
    m_lead->setObjectName(u"mergeLead"_s);
    m_lead->setWrapping(Wrapping::Wrap);
    m_facts = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, head);
    m_facts->setObjectName(u"mergeFacts"_s);
    m_facts->setWrapping(Wrapping::Wrap);
    words->addWidget(m_lead);
    words->addWidget(m_facts);
    headRow->addLayout(words, 1);
    m_back = makeButton(tr("Decide again"), ButtonKind::Plain, head);
    m_back->setObjectName(u"mergeBack"_s);
    headRow->addWidget(m_back, 0, Qt::AlignTop);
    all->addWidget(head);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    m_busy->hide();
    all->addWidget(m_busy);

    m_pages = new QStackedWidget(this);
    makeQuestionPage();
    m_difference = new DiffPane(m_pages);
    m_difference->setObjectName(u"mergeDifference"_s);
    m_difference->setSeenCounted(false);
    // The page has another pane of this kind.
    for (QWidget *widget : m_difference->findChildren<QWidget *>()) {
        if (!widget->objectName().isEmpty())
            widget->setObjectName(u"merge."_s + widget->objectName());
    }
    m_pages->addWidget(m_questionPage);
    m_pages->addWidget(m_difference);
    all->addWidget(m_pages, 1);

    connect(m_back, &QPushButton::clicked, this, &MergeView::showQuestions);
    connect(m_busy, &BusyLine::canceled, this, &MergeView::canceled);
    connect(m_difference, &DiffPane::fileChosen, this, [this](int file) {
        m_file = file;
        compare();
    });
    connect(m_difference, &DiffPane::choiceMade, this, [this](diff::Side side, const QString &id) {
        if (side == diff::Side::Left) {
            m_left = id;
            compare();
        }
    });
}

void MergeView::makeQuestionPage()
{
    m_questionPage = new Ground(ColorRole::Surface, m_pages);
    auto *all = new QVBoxLayout(m_questionPage);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *bar = new Ground(ColorRole::Sunken, m_questionPage);
    bar->setLines(Qt::BottomEdge);
    auto *barRow = new QHBoxLayout(bar);
    barRow->setContentsMargins(16, 4, 16, 4);
    barRow->setSpacing(8);
    m_previous = makeIconButton(Icon::Previous, tr("Previous place (Shift+F7)"), bar);
    m_previous->setObjectName(u"mergePrevious"_s);
    m_next = makeIconButton(Icon::Next, tr("Next place (F7)"), bar);
    m_next->setObjectName(u"mergeNext"_s);
    for (QPushButton *button : {m_previous, m_next})
        setButtonHeight(button, ButtonHeight::InBar);
    m_where = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, bar);
    m_where->setObjectName(u"mergeWhere"_s);
    m_where->setWrapping(Wrapping::Elide);
    m_count = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, bar);
    m_count->setObjectName(u"mergeLeft"_s);
    barRow->addWidget(m_previous);
    barRow->addWidget(m_next);
    barRow->addWidget(m_where, 1);
    barRow->addWidget(m_count);
    all->addWidget(bar);

    m_scroll = new QScrollArea(m_questionPage);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *inside = new Ground(ColorRole::Surface, m_scroll);
    m_scroll->setWidget(inside);
    all->addWidget(m_scroll, 1);
    auto *insideAll = new QVBoxLayout(inside);
    insideAll->setContentsMargins(16, 16, 16, 16);
    insideAll->setSpacing(16);

    m_card = new Ground(ColorRole::Surface, inside, Ground::Shape::Card);
    m_card->setObjectName(u"mergeCard"_s);
    m_card->setFocusPolicy(Qt::StrongFocus);
    m_card->installEventFilter(this);
    auto *grid = new QGridLayout(m_card);
    grid->setContentsMargins(12, 12, 12, 12);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(8);
    m_choices = new QButtonGroup(this);
    const auto makeChoice = [this](const char *name, QWidget *place, int id) {
        auto *chip = new FilterChip(QString(), place);
        chip->setObjectName(QString::fromLatin1(name));
        chip->installEventFilter(this);
        m_choices->addButton(chip, id);
        return chip;
    };
    constexpr std::array<const char *, 3> names{"mergeBase", "mergeTheirs", "mergeOurs"};
    for (int i = 0; i < 3; ++i) {
        Column &column = m_columns[i];
        column.head = new PlainLabel(QString(), FontRole::SecondaryStrong, ColorRole::Muted, m_card);
        column.head->setWrapping(Wrapping::Elide);
        column.words = new ProseView(m_card);
        column.words->setObjectName(QString::fromLatin1(names[i]) + u"Words"_s);
        column.choice = makeChoice(names[i], m_card, i);
        grid->addWidget(column.head, 0, i);
        // Above the words, so that it is there before a whole file is read.
        grid->addWidget(column.choice, 1, i, Qt::AlignLeading);
        grid->addWidget(column.words, 2, i, Qt::AlignTop);
        grid->setColumnStretch(i, 1);
        grid->setColumnMinimumWidth(i, 120);
    }
    auto *more = new QHBoxLayout;
    more->setSpacing(8);
    m_both = makeChoice("mergeBoth", m_card, 3);
    m_own = makeChoice("mergeOwn", m_card, 4);
    more->addWidget(m_both);
    more->addWidget(m_own);
    more->addStretch(1);
    grid->addLayout(more, 3, 0, 1, 3);
    insideAll->addWidget(m_card);

    m_resultHead = new PlainLabel(QString(), FontRole::SecondaryStrong, ColorRole::Muted, inside);
    insideAll->addWidget(m_resultHead);
    m_words = new GrowingTextEdit(inside, 2, 12);
    m_words->setObjectName(u"mergeWords"_s);
    m_words->setAccessibleName(tr("Your own words for this place"));
    m_words->setTabChangesFocus(true);
    m_words->hide();
    insideAll->addWidget(m_words);
    m_result = new ProseView(inside);
    m_result->setObjectName(u"mergeResult"_s);
    insideAll->addWidget(m_result);
    insideAll->addStretch(1);

    connect(m_previous, &QPushButton::clicked, this, [this] { walk(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { walk(1); });
    connect(m_choices, &QButtonGroup::idClicked, this, [this](int id) { choose(answerKinds[id]); });
    connect(m_words, &QPlainTextEdit::textChanged, this, [this] {
        if (m_showing || m_answers.answer(m_question).kind != MergeAnswerKind::Words)
            return;
        m_answers.setAnswer(m_question, {.kind = MergeAnswerKind::Words, .words = m_words->toPlainText()});
        showResult();
    });
}

QString MergeView::theirName(const FileMerge &merge) const
{
    return merge.onto.version.isEmpty() ? tr("Accepted") : tr("Version %1").arg(merge.onto.version);
}

QString MergeView::factOf(const FileMerge &merge) const
{
    const QString path = text::printableLine(merge.mine.path);
    if (merge.onto.moved)
        return tr("%1 is %2 now; your words go there.").arg(path, text::printableLine(merge.onto.path));
    if (merge.onto.artifact != merge.mine.artifact)
        return tr("Somebody else gave %1 a file meanwhile; yours becomes a change of it.").arg(path);
    switch (merge.kind) {
    case FileMergeKind::TakenAwayByMe: return tr("%1: you take it away, %2 changed it.").arg(path, theirName(merge));
    case FileMergeKind::TakenAwayByThem: return tr("%1 was taken away meanwhile; you changed it.").arg(path);
    case FileMergeKind::Unreadable: return tr("%1 is no text that can be merged; one of the two has to be taken whole.").arg(path);
    case FileMergeKind::Settled:
        if (merge.settled.removed)
            return tr("%1 was taken away meanwhile, and you did not change it.").arg(path);
        return {};
    case FileMergeKind::Text: return {};
    }
    return {};
}

QString MergeView::choiceName(MergeAnswerKind kind, int question) const
{
    const FileMerge &merge = m_answers.merges()[m_answers.questions()[question].file];
    switch (kind) {
    case MergeAnswerKind::Open: return {};
    case MergeAnswerKind::Base: return tr("As it was");
    case MergeAnswerKind::Theirs: return merge.kind == FileMergeKind::TakenAwayByThem ? tr("Take it away") : theirName(merge);
    case MergeAnswerKind::Ours: return merge.kind == FileMergeKind::TakenAwayByMe ? tr("Take it away") : tr("Yours");
    case MergeAnswerKind::Both: return tr("Both, yours first");
    case MergeAnswerKind::Words: return tr("Other words");
    }
    return {};
}

void MergeView::setMerges(const QList<FileMerge> &merges)
{
    m_busy->end();
    m_ready = true;
    m_answers.setMerges(merges);
    m_file = 0;
    m_left = u"ours"_s;
    m_question = -1;
    QStringList names;
    for (const FileMerge &merge : merges)
        names.append(merge.onto.artifact.value);
    m_difference->setFiles(names, 0);
    m_pages->show();
    if (openCount() > 0) {
        m_pages->setCurrentWidget(m_questionPage);
        goToOpen();
    } else {
        showDifference();
    }
    showLead();
    emit changed();
}

void MergeView::clear()
{
    m_compare.cancel();
    m_answers.clear();
    m_merged.clear();
    m_ready = false;
    m_question = -1;
    m_busy->end();
    m_notice->settle();
}

void MergeView::setBusy(const QString &whatRuns)
{
    m_ready = false;
    m_notice->settle();
    m_busy->begin(whatRuns);
    if (m_answers.merges().isEmpty()) {
        m_lead->setText(whatRuns);
        m_facts->hide();
        m_back->hide();
        m_pages->hide();
    }
    emit changed();
}

void MergeView::setProblem(const QString &sentence, const QString &explanation)
{
    m_busy->end();
    m_ready = false;
    m_notice->setNotice({.kind = NoticeKind::Danger, .lead = sentence, .sentence = explanation, .detail = {}, .action = {},
                         .secondAction = {}, .icon = {}});
    emit changed();
}

void MergeView::showLead()
{
    QStringList versions;
    QStringList facts;
    for (const FileMerge &merge : merges()) {
        if (!merge.onto.version.isEmpty() && !versions.contains(theirName(merge)))
            versions.append(theirName(merge));
        if (const QString fact = factOf(merge); !fact.isEmpty())
            facts.append(fact);
    }
    const QString who = versions.isEmpty() ? tr("Something was accepted while you wrote.")
                                           : tr("%1 was accepted while you wrote.").arg(versions.join(u", "_s));
    const int open = openCount();
    m_lead->setText(open > 0               ? tr("%1 %n place(s) wait for you.", nullptr, open).arg(who)
                    : questionCount() > 0 ? tr("%1 Everything is decided: read what comes of it, then take it.").arg(who)
                                          : tr("%1 Both go together: read what comes of it, then take it.").arg(who));
    m_facts->setText(facts.join(u' '));
    m_facts->setVisible(!facts.isEmpty());
    m_back->setVisible(showsDifference() && questionCount() > 0);
}

bool MergeView::showsDifference() const
{
    return m_ready && m_pages->currentWidget() == m_difference;
}

void MergeView::showDifference()
{
    const Result<QList<EditedFile>> made = m_answers.files();
    if (!made) {
        const ErrorText words = errorText(made.error());
        setProblem(words.lead, words.sentence);
        return;
    }
    m_merged = *made;
    m_pages->setCurrentWidget(m_difference);
    compare();
    showLead();
    if (isVisible())
        m_difference->view()->setFocus(Qt::OtherFocusReason);
    emit changed();
}

void MergeView::showQuestions()
{
    if (questionCount() == 0)
        return;
    m_pages->setCurrentWidget(m_questionPage);
    setQuestion(std::clamp(m_question, 0, questionCount() - 1));
    showLead();
    focusFirst();
    emit changed();
}

void MergeView::goToOpen()
{
    const int count = questionCount();
    for (int i = 0; i < count; ++i) {
        const int question = (std::max(0, m_question) + i) % count;
        if (m_answers.answer(question).kind == MergeAnswerKind::Open) {
            m_pages->setCurrentWidget(m_questionPage);
            setQuestion(question);
            focusFirst();
            return;
        }
    }
}

bool MergeView::walk(int direction)
{
    if (showsDifference())
        return m_difference->walk(direction);
    const int to = m_question + direction;
    if (to < 0 || to >= questionCount())
        return false;
    setQuestion(to);
    if (m_words->isHidden() || !m_words->hasFocus())
        focusFirst();
    return true;
}

void MergeView::focusFirst()
{
    if (!isVisible())
        return;
    if (showsDifference())
        m_difference->currentView()->setFocus(Qt::OtherFocusReason);
    else
        m_card->setFocus(Qt::OtherFocusReason);
}

void MergeView::choose(MergeAnswerKind kind)
{
    if (!m_ready || showsDifference() || !m_answers.mayAnswer(m_question, kind)) {
        showQuestion();
        return;
    }
    const MergeAnswer before = m_answers.answer(m_question);
    MergeAnswer answer{.kind = kind};
    // Her own words begin with what stands there, so that she edits instead of writing anew.
    if (kind == MergeAnswerKind::Words)
        answer.words = before.kind == MergeAnswerKind::Open ? m_answers.questions()[m_question].ours : m_answers.words(m_question);
    m_answers.setAnswer(m_question, answer);
    showQuestion();
    showLead();
    if (kind == MergeAnswerKind::Words)
        m_words->setFocus(Qt::OtherFocusReason);
    const int open = openCount();
    announce(open > 0 ? tr("%1 taken. %n place(s) wait.", nullptr, open).arg(choiceName(kind, m_question))
                      : tr("%1 taken. Everything is decided.").arg(choiceName(kind, m_question)));
    emit changed();
}

void MergeView::setQuestion(int question)
{
    m_question = question;
    showQuestion();
    m_scroll->ensureVisible(0, 0);
    announce(accessibleQuestion(question));
}

QString MergeView::accessibleQuestion(int question) const
{
    if (question < 0 || question >= questionCount())
        return {};
    const MergeQuestion &asked = m_answers.questions()[question];
    const FileMerge &merge = merges()[asked.file];
    const auto said = [](const QString &words) {
        const QString line = text::printableLine(words.left(2000)).simplified();
        return line.isEmpty() ? tr("nothing") : line;
    };
    QStringList parts{tr("Place %1 of %2").arg(question + 1).arg(questionCount())};
    parts.append(asked.section.isEmpty() ? text::printableLine(merge.mine.path) : text::printableLine(asked.section));
    if (const QString fact = factOf(merge); !fact.isEmpty())
        parts.append(fact);
    parts.append(tr("both came from: %1").arg(said(asked.base)));
    parts.append(tr("%1: %2").arg(theirName(merge), said(asked.theirs)));
    parts.append(tr("yours: %1").arg(said(asked.ours)));
    const MergeAnswerKind kind = m_answers.answer(question).kind;
    parts.append(kind == MergeAnswerKind::Open ? tr("not decided") : tr("decided: %1").arg(choiceName(kind, question)));
    return parts.join(u"; "_s);
}

void MergeView::showQuestion()
{
    if (m_question < 0 || m_question >= questionCount())
        return;
    m_showing = true;
    const MergeQuestion &asked = m_answers.questions()[m_question];
    const FileMerge &merge = merges()[asked.file];
    const MergeAnswer answer = m_answers.answer(m_question);
    const bool whole = asked.conflict < 0;
    QString where = tr("Place %1 of %2").arg(text::number(qint64(m_question + 1)), text::number(qint64(questionCount())));
    if (!asked.section.isEmpty())
        where = tr("%1, in %2").arg(where, text::printableLine(asked.section));
    if (merges().size() > 1 || whole)
        where = tr("%1: %2").arg(text::printableLine(merge.mine.path), where);
    m_where->setText(where);
    const int open = openCount();
    m_count->setText(open == 0 ? tr("Everything is decided") : tr("%n left", nullptr, open));
    m_previous->setEnabled(m_question > 0);
    m_next->setEnabled(m_question + 1 < questionCount());

    const std::array<QString, 3> texts{asked.base, asked.theirs, asked.ours};
    const WordMarks theirs = whole ? WordMarks() : wordMarks(asked.base, asked.theirs);
    const WordMarks ours = whole ? WordMarks() : wordMarks(asked.base, asked.ours);
    const std::array<QList<TextMark>, 3> marks{theirs.before + ours.before, theirs.after, ours.after};
    const std::array<QString, 3> heads{tr("Both came from"), theirName(merge), tr("Yours")};
    for (int i = 0; i < 3; ++i) {
        Column &column = m_columns[i];
        column.head->setText(heads[i]);
        QString words = texts[i];
        QList<TextMark> shown = marks[i];
        if (merge.kind == FileMergeKind::Unreadable && words.isEmpty())
            words = tr("No text");
        if (words.size() > mostShown)
            words = words.left(mostShown) + u'\n' + tr("… %n more character(s)", nullptr, static_cast<int>(words.size() - mostShown));
        if (words.trimmed().isEmpty()) {
            words = whole ? tr("Taken away") : tr("Nothing stands here");
            shown = {{0, words.size(), MarkKind::Muted}};
        }
        column.words->setText(words, shown);
    }
    const QString keys = tr("%1  %2");
    m_choices->setExclusive(false);
    for (int id = 0; id < static_cast<int>(answerKinds.size()); ++id) {
        QAbstractButton *chip = m_choices->button(id);
        const QString name = choiceName(answerKinds[id], m_question);
        chip->setText(keys.arg(answerKinds[id] == MergeAnswerKind::Words ? u"E"_s : QString::number(id + 1), name));
        chip->setAccessibleName(name);
        chip->setVisible(m_answers.mayAnswer(m_question, answerKinds[id]));
        chip->setChecked(answer.kind == answerKinds[id]);
        chip->updateGeometry();
    }
    m_choices->setExclusive(true);
    m_words->setVisible(answer.kind == MergeAnswerKind::Words);
    if (answer.kind == MergeAnswerKind::Words && m_words->toPlainText() != answer.words)
        m_words->setPlainText(answer.words);
    m_card->setAccessibleName(accessibleQuestion(m_question));
    m_showing = false;
    showResult();
}

void MergeView::showResult()
{
    const MergeAnswers::Place place = m_answers.place(m_question);
    const bool open = m_answers.answer(m_question).kind == MergeAnswerKind::Open;
    m_resultHead->setText(open ? tr("Until you choose, what both came from stands here") : tr("So it reads"));
    m_resultHead->setVisible(m_answers.questions()[m_question].conflict >= 0);
    m_result->setVisible(m_answers.questions()[m_question].conflict >= 0);
    m_result->setText(place.text, {{0, place.start, MarkKind::Muted},
                                   {place.start, place.length, MarkKind::Blamed},
                                   {place.start + place.length, place.text.size() - place.start - place.length, MarkKind::Muted}});
    m_result->updateGeometry();
}

QByteArray MergeView::bytesOf(const QString &side, int file) const
{
    const FileMerge &merge = merges()[file];
    if (side == "theirs"_L1)
        return merge.theirBytes;
    if (side == "base"_L1)
        return merge.base.toUtf8();
    return merge.mine.removed ? QByteArray() : merge.mine.text;
}

void MergeView::compare()
{
    if (m_file >= m_merged.size())
        return;
    const FileMerge &merge = merges()[m_file];
    m_difference->setChoices(diff::Side::Left,
                             {{.id = u"ours"_s, .lead = {}, .name = tr("Yours"), .note = tr("what comes in")},
                              {.id = u"theirs"_s, .lead = {}, .name = theirName(merge), .note = tr("what you still propose")},
                              {.id = u"base"_s, .lead = {}, .name = tr("Both came from"), .note = {}}},
                             m_left);
    m_difference->setChoices(diff::Side::Right, {{.id = u"merged"_s, .lead = {}, .name = tr("Merged"), .note = tr("nothing is written yet")}}, u"merged"_s);
    m_difference->setBusy(tr("Comparing"));
    const QByteArray before = bytesOf(m_left, m_file);
    const QByteArray after = m_merged[m_file].removed ? QByteArray() : m_merged[m_file].text;
    using Compared = Result<std::shared_ptr<const diff::Comparison>>;
    m_compare.start(QtConcurrent::run([before, after, path = m_merged[m_file].path](QPromise<Compared> &promise) {
                        auto made = std::make_shared<diff::Comparison>(
                                diff::compare(prompt::parse(before, path), prompt::parse(after, path), {},
                                              [&promise] { return promise.isCanceled(); }));
                        if (made->complete)
                            promise.addResult(Compared(std::move(made)));
                    }),
                    [this](const Compared &made) {
                        if (made)
                            m_difference->setComparison(*made);
                    });
}

void MergeView::announce(const QString &words)
{
    QAccessibleAnnouncementEvent event(m_card, words);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

bool MergeView::escape()
{
    if (showsDifference())
        return m_difference->escape();
    if (!m_words->hasFocus())
        return false;
    m_card->setFocus(Qt::OtherFocusReason);
    return true;
}

bool MergeView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_card && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut))
        m_card->setLines({}, event->type() == QEvent::FocusIn && Style::showsFocus(m_card) ? ColorRole::Accent : ColorRole::Line);
    if (event->type() != QEvent::KeyPress || m_question < 0)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier))
        return QWidget::eventFilter(watched, event);
    const auto step = [this](int by) {
        const MergeAnswerKind now = m_answers.answer(m_question).kind;
        QList<MergeAnswerKind> may;
        for (const MergeAnswerKind kind : {MergeAnswerKind::Base, MergeAnswerKind::Theirs, MergeAnswerKind::Ours, MergeAnswerKind::Both}) {
            if (m_answers.mayAnswer(m_question, kind))
                may.append(kind);
        }
        const qsizetype at = may.indexOf(now);
        choose(at < 0 ? (by > 0 ? may.first() : may.last()) : may[std::clamp<qsizetype>(at + by, 0, may.size() - 1)]);
    };
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (key->key()) {
    case Qt::Key_1: choose(MergeAnswerKind::Base); return true;
    case Qt::Key_2: choose(MergeAnswerKind::Theirs); return true;
    case Qt::Key_3: choose(MergeAnswerKind::Ours); return true;
    case Qt::Key_4: choose(MergeAnswerKind::Both); return true;
    case Qt::Key_E: choose(MergeAnswerKind::Words); return true;
    case Qt::Key_N: walk(1); return true;
    case Qt::Key_P: walk(-1); return true;
    case Qt::Key_Left: step(-forward); return true;
    case Qt::Key_Right: step(forward); return true;
    case Qt::Key_Down: walk(1); return true;
    case Qt::Key_Up: walk(-1); return true;
    default: return QWidget::eventFilter(watched, event);
    }
}

} // namespace countersign
