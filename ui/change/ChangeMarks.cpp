// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangeMarks.h"

#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"

#include <QBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString laneWord(Lane lane)
{
    return Signs::name(ChangeWords::shapeOf(lane), LaneWords::One).toLower();
}

// "in revision 1" for what does not concern the present one.
int revisionNumberOf(const Change &change, const EventId &revision)
{
    for (qsizetype i = 0; i < change.revisions.size(); ++i) {
        if (change.revisions[i].stamp.event == revision)
            return static_cast<int>(i + 1);
    }
    return 0;
}

} // namespace

QList<ChangeMark> ChangeMarks::of(const WorkspaceView &view, const Change &change)
{
    struct Dated
    {
        Sequence seq = 0;
        ChangeMark mark = {};
    };
    QList<Dated> found;
    const auto name = [&view](const PrincipalId &id) { return text::printableLine(view.personName(id)); };
    const auto words = [&view](const ContentHash &hash) { return text::printableLine(view.text(hash)).simplified(); };
    const auto earlier = [&](const EventId &revision) {
        const int number = revisionNumberOf(change, revision);
        return number == change.revisions.size() ? QString() : tr(" (revision %1)").arg(text::number(qint64(number)));
    };
    const Lowering *standing = State::lowering(change);
    for (const Lowering &lowering : change.lowerings) {
        if (lowering.isConfirmed()) {
            const bool stands = &lowering == standing;
            const QString sentence = stands ? tr("Lane lowered from %1 to %2: proposed by %3, confirmed by %4")
                                            : tr("Lane lowered from %1 to %2, and no longer: proposed by %3, confirmed by %4");
            found.append({lowering.confirmed.seq,
                          {.key = u"lowered/"_s + lowering.confirmed.event.toString(),
                           .sign = Sign::Overridden,
                           .sentence = sentence.arg(laneWord(lowering.from), laneWord(lowering.data.lane),
                                                    name(lowering.proposed.actor), name(lowering.confirmed.actor))
                                   + earlier(lowering.data.revision),
                           .quote = words(lowering.data.reasonText)}});
        } else if (&lowering == State::proposedLowering(change) && change.status == ChangeStatus::Review) {
            found.append({lowering.proposed.seq,
                          {.key = u"proposed/"_s + lowering.proposed.event.toString(),
                           .sign = Sign::NotYet,
                           .sentence = tr("%1 proposes to lower the lane to %2; another person has to confirm it")
                                               .arg(name(lowering.proposed.actor), laneWord(lowering.data.lane)),
                           .quote = words(lowering.data.reasonText)}});
        }
    }
    for (const Override &one : change.overrides) {
        found.append({one.stamp.seq,
                      {.key = u"overridden/"_s + one.stamp.event.toString(),
                       .sign = Sign::Overridden,
                       .sentence = tr("“%1” overridden by %2").arg(text::printableLine(one.data.requirement), name(one.stamp.actor))
                               + earlier(one.data.revision),
                       .quote = words(one.data.reasonText)}});
    }
    for (const Emergency &emergency : change.emergencies) {
        const QString closed = emergency.isOpen()
                ? tr("Emergency declared by %1; the follow-up is open").arg(name(emergency.stamp.actor))
                : tr("Emergency declared by %1; closed by %2").arg(name(emergency.stamp.actor), name(emergency.closed.actor));
        const QString close = words(emergency.closingText);
        found.append({emergency.stamp.seq,
                      {.key = u"emergency/"_s + emergency.stamp.event.toString(),
                       .sign = emergency.isOpen() ? Sign::Warning : Sign::Overridden,
                       .sentence = closed + earlier(emergency.data.revision),
                       .quote = close.isEmpty() ? words(emergency.data.reasonText) : words(emergency.data.reasonText) + u" — "_s + close,
                       .danger = emergency.isOpen()}});
    }
    std::stable_sort(found.begin(), found.end(), [](const Dated &a, const Dated &b) { return a.seq < b.seq; });
    QList<ChangeMark> marks;
    for (const Dated &one : std::as_const(found))
        marks.append(one.mark);
    return marks;
}

ChangeMarks::ChangeMarks(QWidget *parent) : Ground(ColorRole::MediumTint, parent)
{
    setObjectName(u"changeMarks"_s);
    setAccessibleName(tr("Exceptions of this change"));
    setLines(Qt::BottomEdge, ColorRole::MediumLine);
    const Theme &theme = Theme::of(this);
    m_rows = new QVBoxLayout(this);
    m_rows->setContentsMargins(theme.tokens().inset.changePage, 6, theme.tokens().inset.changePage, 6);
    m_rows->setSpacing(4);
    hide();
}

void ChangeMarks::setMarks(const QList<ChangeMark> &marks)
{
    if (marks == m_marks)
        return;
    m_marks = marks;
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const bool danger = std::any_of(marks.begin(), marks.end(), [](const ChangeMark &mark) { return mark.danger; });
    setGround(danger ? ColorRole::DangerTint : ColorRole::MediumTint);
    setLines(Qt::BottomEdge, danger ? ColorRole::DangerLine : ColorRole::MediumLine);
    for (const ChangeMark &mark : marks) {
        auto *row = new QWidget(this);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(8);
        line->addWidget(new Glyph(mark.sign, row), 0, Qt::AlignTop);
        const QString said = mark.quote.isEmpty() ? mark.sentence : tr("%1. “%2”").arg(mark.sentence, mark.quote);
        auto *words = new PlainLabel(said, FontRole::Body, ColorRole::Text, row);
        words->setObjectName(u"changeMark"_s);
        words->setWrapping(Wrapping::Wrap);
        line->addWidget(words, 1);
        m_rows->addWidget(row);
    }
    setVisible(!marks.isEmpty());
}

} // namespace countersign
