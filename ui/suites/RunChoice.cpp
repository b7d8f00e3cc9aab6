// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/suites/RunChoice.h"

#include "domain/Gate.h"
#include "services/Inbox.h"
#include "ui/common/Buttons.h"
#include "ui/common/Text.h"

#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostOffered = 20;

QList<const Change *> offered(const State &state, const ArtifactId &suite)
{
    QList<const Change *> open;
    QList<const Change *> asked;
    for (const Change &change : state.changes) {
        if (change.status != ChangeStatus::Review || !change.revision())
            continue;
        open.append(&change);
        if (std::ranges::contains(suiteStandings(state, change), suite,
                                  [](const SuiteStanding &one) { return one.rule.suite; }))
            asked.append(&change);
    }
    QList<const Change *> all = asked.isEmpty() ? open : asked;
    std::ranges::sort(all, std::ranges::greater(), &Change::number);
    return all.first(std::min(all.size(), mostOffered));
}

} // namespace

RunChoice::RunChoice(QWidget *parent) : QPushButton(tr("Run it…"), parent)
{
    setObjectName(u"runSuiteOver"_s);
    setButtonHeight(this, ButtonHeight::InBar);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"runOverMenu"_s);
    setMenu(menu);
}

void RunChoice::setSuite(const ViewPointer &view, const ArtifactId &suite)
{
    menu()->clear();
    const QList<const Change *> changes = offered(view->state, suite);
    for (const Change *change : changes) {
        QString words = tr("Over #%1 %2").arg(text::number(qint64(change->number)),
                                              text::printableLine(titleOf(*view, *change)));
        menu()->addAction(words.replace(u'&', "&&"_L1), this, [this, id = change->id] { emit chosen(id); });
    }
    setEnabled(!changes.isEmpty());
    const QString why = changes.isEmpty() ? tr("No change is under review.") : QString();
    setToolTip(why);
    setAccessibleDescription(why);
}

} // namespace countersign
