// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/PendingSheet.h"

#include "base/Clock.h"
#include "services/WhenFinished.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/shell/RuleWords.h"

#include <QHBoxLayout>
#include <QPointer>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

PendingSheet::PendingSheet(Workspace &workspace, const Clock &clock, QWidget *covered)
    : Sheet(covered)
    , m_workspace(workspace)
    , m_clock(clock)
{
    setObjectName(u"pendingSheet"_s);
    setTitle(tr("Not recorded yet"), tr("These things were done here and do not stand in the shared record."));
    cancelButton()->setText(tr("Close"));
    setView(workspace.view());
}

void PendingSheet::setView(const ViewPointer &view)
{
    if (view->pending.isEmpty()) {
        if (isVisible()) {
            cancel();
        }
        return;
    }
    if (view->pending == m_shown) {
        return;
    }
    m_shown = view->pending;
    delete m_rows;
    m_rows = new QWidget;
    auto *layout = new QVBoxLayout(m_rows);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    content()->addWidget(m_rows);
    for (const PendingEvent &event : view->pending) {
        add(event, *view);
    }
}

void PendingSheet::add(const PendingEvent &event, const WorkspaceView &view)
{
    auto *row = new QWidget(m_rows);
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    const QString since = text::relativeTime(QDateTime::fromMSecsSinceEpoch(event.since),
                                             QDateTime::fromMSecsSinceEpoch(m_clock.now()));
    const QString what = tr("%1 (%2), %3").arg(RuleWords::kind(event.kind), RuleWords::subject(view, event.subject), since);
    layout->addWidget(new SignLine(event.refused ? Sign::Missing : Sign::Later, what, row));
    QString why = tr("It is sent as soon as the shared place answers.");
    if (event.refused) {
        why = event.refused->code == ErrorCode::Refused ? RuleWords::sentence(event.refused->subject)
                                                        : errorText(*event.refused).lead;
    }
    auto *reason = new PlainLabel(why, FontRole::Secondary, ColorRole::Muted, row);
    reason->setWrapping(Wrapping::Wrap);
    layout->addWidget(reason);

    auto *buttons = new QHBoxLayout;
    auto *again = makeButton(event.refused ? tr("Do it again") : tr("Send now"), ButtonKind::Plain, row);
    again->setObjectName(u"pendingAgain"_s);
    auto *forget = makeButton(tr("Forget it"), ButtonKind::QuietText, row);
    forget->setObjectName(u"pendingForget"_s);
    setButtonHeight(again, ButtonHeight::InBar);
    setButtonHeight(forget, ButtonHeight::InBar);
    buttons->addWidget(again);
    buttons->addWidget(forget);
    buttons->addStretch();
    layout->addLayout(buttons);
    m_rows->layout()->addWidget(row);

    const auto failed = [reason, again, forget](const std::optional<Error> &error) {
        clearButtonBusy(again);
        again->setEnabled(true);
        forget->setEnabled(true);
        if (error) {
            const ErrorText words = errorText(*error);
            reason->setColorRole(ColorRole::Danger);
            reason->setText(words.lead + u' ' + words.sentence);
        }
    };
    connect(again, &QPushButton::clicked, row, [this, id = event.id, row, again, forget, failed] {
        setButtonBusy(again, tr("Sending"));
        forget->setEnabled(false);
        whenFinished(m_workspace.redo(id), row, [failed](const Result<WriteReceipt> &result) {
            failed(result ? std::nullopt : std::optional(result.error()));
        });
    });
    connect(forget, &QPushButton::clicked, row, [this, id = event.id, row, again, forget, failed] {
        again->setEnabled(false);
        forget->setEnabled(false);
        whenFinished(m_workspace.drop(id), row, [failed](const Done &result) {
            failed(result ? std::nullopt : std::optional(result.error()));
        });
    });
}

} // namespace countersign
