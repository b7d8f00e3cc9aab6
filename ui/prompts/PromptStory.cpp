// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptStory.h"

#include "diff/Compare.h"
#include "services/Next.h"
#include "ui/common/Chips.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/prompts/PromptWords.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/MoveWords.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// A longer sentence is not compared while somebody waits; both texts would not fit into the box either.
constexpr qsizetype longestSentence = 1500;
constexpr qsizetype longestWhy = 240;

struct OneText
{
    QString text = {};
    QList<TextMark> marks = {};
};

// Old and new words of one sentence in one line of prose.
OneText merged(const QString &before, const QString &after)
{
    const diff::Comparison comparison = diff::compareTexts(before, after, {.entries = false});
    OneText one;
    const diff::SideText &left = comparison.side(diff::Side::Left);
    const diff::SideText &right = comparison.side(diff::Side::Right);
    const auto append = [&one](const QString &words, std::optional<MarkKind> mark) {
        if (mark)
            one.marks.append({.start = one.text.size(), .length = words.size(), .kind = *mark});
        one.text += words;
    };
    if (comparison.sentences.size() != 1 || comparison.sentences.first().edits.isEmpty()) {
        append(before, MarkKind::Removed);
        append(u" "_s, std::nullopt);
        append(after, MarkKind::Added);
        return one;
    }
    qsizetype at = 0;
    for (const diff::WordEdit &edit : comparison.sentences.first().edits) {
        append(right.text.mid(at, edit.range[1].start - at), std::nullopt);
        const QString gone = left.words(edit.range[0]);
        if (!gone.isEmpty()) {
            append(gone, MarkKind::Removed);
            if (!edit.range[1].isEmpty())
                append(u" "_s, std::nullopt);
        }
        if (!edit.range[1].isEmpty())
            append(right.words(edit.range[1]), MarkKind::Added);
        at = edit.range[1].end();
    }
    append(right.text.mid(at), std::nullopt);
    return one;
}

} // namespace

PromptStory::PromptStory(QWidget *anchor, const WorkspaceView &view, const VersionRecord &version, const QString &before,
                         const QString &after, const Clock &clock)
    : Popover(anchor, Theme::of(anchor).size().popoverBlame), m_change(version.change)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(version.stamp.claimedAt);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new PlainLabel(tr("Since %1").arg(version.version.toString()), FontRole::BodyStrong, ColorRole::Text, this));
    auto *date = new PlainLabel(MoveWords::ago(when.toMSecsSinceEpoch(), clock.now()), FontRole::Body, ColorRole::Muted, this);
    date->setToolTip(text::exactTime(when).toHtmlEscaped());
    head->addWidget(date);
    head->addStretch(1);
    const Change *change = m_change.isNull() ? nullptr : view.state.change(m_change);
    if (change)
        head->addWidget(new LaneChip(ChangeWords::shapeOf(version.lane), ChipSize::Small, this));
    content()->addLayout(head);

    QString spoken = tr("Since %1.").arg(version.version.toString());
    if (change && after.size() <= longestSentence && before.size() <= longestSentence) {
        auto *card = new Ground(ColorRole::Sunken, this, Ground::Shape::Card);
        auto *inside = new QVBoxLayout(card);
        inside->setContentsMargins(10, 8, 10, 8);
        auto *prose = new ProseView(card);
        const OneText one = before.isEmpty() ? OneText{after, {{.start = 0, .length = after.size(), .kind = MarkKind::Added}}}
                                             : merged(before, after.simplified());
        prose->setText(one.text, one.marks);
        inside->addWidget(prose);
        content()->addWidget(card);
    }
    if (!change) {
        content()->addWidget(new PlainLabel(tr("It was there when the record began."), FontRole::Body, ColorRole::Muted, this));
        setAccessibleName(spoken + u' ' + tr("It was there when the record began."));
        return;
    }

    auto *line = new QHBoxLayout;
    line->setSpacing(4);
    const QString author = view.personName(authorOf(*change));
    line->addWidget(new PlainLabel(author, FontRole::BodyMedium, ColorRole::Text, this));
    line->addWidget(new PlainLabel(tr("in"), FontRole::Body, ColorRole::Text, this));
    const QString title = titleOf(view, *change);
    auto *link = new LinkLabel(tr("#%1 %2").arg(change->number).arg(title.size() > 48 ? title.left(46) + u" …"_s : title), this);
    link->setObjectName(u"storyChange"_s);
    link->setToolTip(title.toHtmlEscaped());
    connect(link, &QPushButton::clicked, this, [this] { emit changeAsked(m_change); });
    line->addWidget(link);
    line->addStretch(1);
    content()->addLayout(line);

    const Revision *revision = change->revision();
    const QString why = revision && revision->note() ? view.text(revision->note()->data.whyText).simplified() : QString();
    if (!why.isEmpty()) {
        auto *label = new PlainLabel(tr("“%1”").arg(why.size() > longestWhy ? why.left(longestWhy) + u" …"_s : why), FontRole::Body,
                                     ColorRole::Muted, this);
        label->setWrapping(Wrapping::Wrap);
        content()->addWidget(label);
    }
    QStringList approvers;
    if (revision) {
        for (const Review &review : revision->reviews) {
            if (review.data.decision == Decision::Approve)
                approvers.append(ChangeWords::personAs(view, review.stamp.actor, {review.data.as}));
        }
    }
    approvers.removeDuplicates();
    if (!approvers.isEmpty())
        content()->addWidget(new SignLine(Sign::Satisfied, tr("Approved by %1").arg(approvers.join(u", "_s)), this));
    setAccessibleName(tr("%1 %2 in change %3, %4. Approved by %5. Enter opens the change.")
                              .arg(spoken, author)
                              .arg(change->number)
                              .arg(title, approvers.isEmpty() ? tr("nobody") : approvers.join(u", "_s)));
}

void PromptStory::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !m_change.isNull()) {
        emit changeAsked(m_change);
        return;
    }
    Popover::keyPressEvent(event);
}

} // namespace countersign
