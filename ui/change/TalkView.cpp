// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/TalkView.h"

#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

TalkView::TalkView(QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Threads"));
    m_page = new QWidget(m_scroll);
    m_scroll->setWidget(m_page);
    // The area fills what it is given, unless told after that.
    m_page->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_all = new QVBoxLayout(m_page);
    m_all->setContentsMargins(16, 16, 16, 16);
    m_all->setSpacing(12);
    m_empty = new EmptyState(m_page);
    m_empty->setText(tr("Nobody has said anything yet"), tr("Select words in the difference to comment on them, or write below about the change as a whole."));
    m_all->addWidget(m_empty, 1);
    m_all->addStretch(1);
    outer->addWidget(m_scroll, 1);

    auto *foot = new Ground(ColorRole::Sunken, this);
    foot->setLines(Qt::TopEdge);
    auto *row = new QVBoxLayout(foot);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(6);
    m_text = new GrowingTextEdit(foot, 2, 6);
    m_text->setObjectName(u"talkText"_s);
    m_text->setPlaceholderText(tr("Say something about the change"));
    m_text->setAccessibleName(tr("Say something about the change"));
    m_text->setMaximumWidth(theme.proseWidth() + theme.px(40));
    auto *line = new QHBoxLayout;
    m_reason = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, foot);
    m_reason->setWrapping(Wrapping::Elide);
    m_say = makeButton(tr("Comment"), ButtonKind::Plain, foot);
    m_say->setObjectName(u"talkSay"_s);
    setButtonHeight(m_say, ButtonHeight::InBar);
    m_say->setEnabled(false);
    line->addWidget(m_say);
    line->addWidget(m_reason, 1);
    row->addWidget(m_text);
    row->addLayout(line);
    outer->addWidget(foot);

    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this] { m_say->setEnabled(m_text->isEnabled() && !m_text->toPlainText().trimmed().isEmpty()); });
    connect(m_say, &QPushButton::clicked, this, [this] { emit said(m_text->toPlainText().trimmed()); });
}

void TalkView::setThreads(const QList<ThreadData> &threads, const QString &refusal)
{
    QList<ThreadData> ordered = threads;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const ThreadData &a, const ThreadData &b) { return !a.resolved && b.resolved; });
    QHash<EventId, ThreadCard *> kept;
    int at = 0;
    for (const ThreadData &thread : std::as_const(ordered)) {
        ThreadCard *card = m_cards.take(thread.first);
        if (!card) {
            card = new ThreadCard(m_page);
            card->setMaximumWidth(Theme::of(this).proseWidth() + Theme::of(this).px(40));
            connect(card, &ThreadCard::answered, this, &TalkView::answered);
            connect(card, &ThreadCard::settled, this, &TalkView::settled);
            connect(card, &ThreadCard::wordsChosen, this, &TalkView::wordsChosen);
            connect(card, &ThreadCard::takenOver, this, &TalkView::takenOver);
            connect(card, &ThreadCard::caseAsked, this, &TalkView::caseAsked);
        }
        card->setThread(thread, refusal.isEmpty());
        m_all->removeWidget(card);
        m_all->insertWidget(at++, card);
        kept.insert(thread.first, card);
    }
    for (ThreadCard *gone : std::as_const(m_cards))
        gone->deleteLater();
    m_cards = kept;
    m_empty->setVisible(threads.isEmpty());
    m_reason->setText(refusal);
    m_text->setEnabled(refusal.isEmpty());
    m_say->setEnabled(refusal.isEmpty() && !m_text->toPlainText().trimmed().isEmpty());
}

void TalkView::setWriting(bool writing)
{
    m_text->setReadOnly(writing);
    m_say->setEnabled(!writing && m_text->isEnabled() && !m_text->toPlainText().trimmed().isEmpty());
    for (ThreadCard *card : std::as_const(m_cards))
        card->setWriting(writing);
}

void TalkView::clearTyped(const EventId &first)
{
    if (first.isNull())
        m_text->clear();
    else if (ThreadCard *card = m_cards.value(first))
        card->clearAnswer();
}

void TalkView::setError(const EventId &first, const QString &sentence)
{
    if (ThreadCard *card = m_cards.value(first)) {
        card->setError(sentence);
    } else {
        m_reason->setText(sentence);
        m_reason->setColorRole(sentence.isEmpty() ? ColorRole::Muted : ColorRole::Danger);
    }
}

void TalkView::goTo(const EventId &first)
{
    if (ThreadCard *card = m_cards.value(first)) {
        m_scroll->ensureWidgetVisible(card, 0, 24);
        card->focusAnswer();
    }
}

bool TalkView::hasTyped() const
{
    return !m_text->toPlainText().trimmed().isEmpty();
}

} // namespace countersign
