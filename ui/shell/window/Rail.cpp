// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/Rail.h"

#include "services/WorkspaceView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/window/RailButtons.h"

#include <QKeySequence>
#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString objectNameOf(PageKind page)
{
    switch (page) {
    case PageKind::Inbox: return u"railInbox"_s;
    case PageKind::Prompts: return u"railPrompts"_s;
    case PageKind::Changes:
    case PageKind::Change: return u"railChanges"_s;
    case PageKind::Releases:
    case PageKind::Services: return u"railReleases"_s;
    case PageKind::Evals: return u"railEvals"_s;
    case PageKind::Audit: return u"railAudit"_s;
    case PageKind::Policy: return u"railPolicy"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

QList<PageKind> Rail::entries()
{
    return {PageKind::Inbox, PageKind::Prompts, PageKind::Changes, PageKind::Releases, PageKind::Evals,
            PageKind::Audit, PageKind::Policy};
}

Icon Rail::icon(PageKind page)
{
    switch (page) {
    case PageKind::Inbox: return Icon::Inbox;
    case PageKind::Prompts: return Icon::Prompts;
    case PageKind::Changes:
    case PageKind::Change: return Icon::Edit;
    case PageKind::Releases:
    case PageKind::Services: return Icon::Releases;
    case PageKind::Evals: return Icon::Evals;
    case PageKind::Audit: return Icon::Audit;
    case PageKind::Policy: return Icon::Policy;
    }
    Q_UNREACHABLE_RETURN(Icon::Inbox);
}

QString Rail::name(PageKind page)
{
    switch (page) {
    case PageKind::Inbox: return tr("Inbox");
    case PageKind::Prompts: return tr("Prompts");
    case PageKind::Changes: return tr("Changes");
    case PageKind::Change: return tr("Change");
    case PageKind::Releases: return tr("Releases");
    case PageKind::Services: return tr("Services");
    case PageKind::Evals: return tr("Evals");
    case PageKind::Audit: return tr("Audit");
    case PageKind::Policy: return tr("Policy");
    }
    Q_UNREACHABLE_RETURN({});
}

Rail::Rail(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"rail"_s);
    setAccessibleName(tr("Pages"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(2);
    int number = 1;
    for (const PageKind page : entries()) {
        const QKeySequence keys(QKeyCombination(Qt::ControlModifier, Qt::Key(Qt::Key_0 + number)));
        auto *button = new RailButton(page, icon(page), name(page), keys.toString(QKeySequence::NativeText), this);
        button->setObjectName(objectNameOf(page));
        connect(button, &RailButton::clicked, this, [this, page] { emit chosen(page); });
        layout->addWidget(button);
        m_buttons.append(button);
        ++number;
    }
    layout->addStretch();
    m_record = new RecordState(this);
    m_record->setObjectName(u"recordState"_s);
    connect(m_record, &RecordState::clicked, this, &Rail::recordPressed);
    layout->addWidget(m_record);
    setWidthKind(Width::Wide);
    connect(&Theme::of(this), &Theme::changed, this, [this] { setWidthKind(m_width); });
}

void Rail::setWidthKind(Width width)
{
    m_width = width;
    const Theme &theme = Theme::of(this);
    const bool narrow = width == Width::Narrow;
    setFixedWidth(narrow ? theme.size().railNarrow : theme.size().rail);
    for (RailButton *button : std::as_const(m_buttons)) {
        button->setNarrow(narrow);
    }
    m_record->setNarrow(narrow);
}

void Rail::setPresent(PageKind page)
{
    const PageKind entry = page == PageKind::Change     ? PageKind::Changes
                           : page == PageKind::Services ? PageKind::Releases
                                                        : page;
    for (RailButton *button : std::as_const(m_buttons)) {
        button->setChecked(button->page() == entry);
    }
}

void Rail::setCount(PageKind page, int count, CountKind kind)
{
    for (RailButton *button : std::as_const(m_buttons)) {
        if (button->page() == page) {
            button->setCount(count, kind);
        }
    }
}

void Rail::setRecord(const WorkspaceView &view)
{
    const QString events = text::number(qint64(view.state.head.seq));
    if (view.sync.phase == SyncPhase::Alarm) {
        m_record->setState(Sign::Error, tr("Record in doubt"), tr("Nothing is written"));
    } else if (view.everythingSigned) {
        m_record->setState(Sign::Satisfied, tr("Record verified"), tr("%1 events, all signed").arg(events));
    } else {
        m_record->setState(Sign::Warning, tr("Not signed"), tr("%1 events, verified").arg(events));
    }
}

void Rail::focusPresent()
{
    for (RailButton *button : std::as_const(m_buttons)) {
        if (button->isChecked()) {
            button->setFocus(Qt::TabFocusReason);
        }
    }
}

void Rail::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Window));
    const int hair = theme.tokens().line.hair;
    painter.fillRect(layoutDirection() == Qt::RightToLeft ? QRect(0, 0, hair, height())
                                                          : QRect(width() - hair, 0, hair, height()),
                     theme.color(ColorRole::Line));
}

} // namespace countersign
