// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyHistory.h"

#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

const Policy *policyOf(const LogEntry &entry)
{
    if (!entry.event)
        return nullptr;
    if (const auto *changed = std::get_if<PolicyChanged>(&entry.event->data))
        return &changed->policy;
    const auto *opened = std::get_if<LedgerOpened>(&entry.event->data);
    return opened ? &opened->policy : nullptr;
}

ChangeId changeIn(const LogEntry &entry)
{
    const auto *changed = entry.event ? std::get_if<PolicyChanged>(&entry.event->data) : nullptr;
    return changed ? changed->change : ChangeId();
}

QString shortHash(const PolicyHash &hash)
{
    return hash.isNull() ? QString() : QString::fromLatin1(hash.toHex().left(8));
}

} // namespace

PolicyHistory::PolicyHistory(Workspace &workspace, QObject *parent) : QObject(parent), m_workspace(workspace) { }

void PolicyHistory::read(const ViewPointer &view)
{
    if (m_readOf != view->state.policyInForce || m_error)
        readAgain(view);
}

void PolicyHistory::readAgain(const ViewPointer &view)
{
    m_readOf = view->state.policyInForce;
    m_entries.clear();
    m_error.reset();
    m_reading = true;
    m_changes.start(m_workspace.log({.most = 500, .kind = u"policy.changed"_s}), [this](const Result<QList<LogEntry>> &entries) {
        take(entries, false);
        if (!entries)
            return;
        m_first.start(m_workspace.log({.most = 1, .kind = u"ledger.opened"_s}), [this](const Result<QList<LogEntry>> &first) { take(first, true); });
    });
    emit changed();
}

void PolicyHistory::take(const Result<QList<LogEntry>> &entries, bool last)
{
    m_reading = entries && !last;
    if (!entries) {
        if (entries.error().code != ErrorCode::Canceled)
            m_error = entries.error();
        emit changed();
        return;
    }
    for (const LogEntry &entry : *entries) {
        if (policyOf(entry) && std::holds_alternative<Effective>(entry.verdict))
            m_entries.append(entry);
    }
    emit changed();
}

ChangeId PolicyHistory::changeOf(int row) const
{
    return row >= 0 && row < m_entries.size() ? changeIn(m_entries.at(row)) : ChangeId();
}

PolicyTable PolicyHistory::table(const WorkspaceView &view) const
{
    PolicyTable table{.heads = {tr("Policy"), tr("In force since"), tr("Put in force by"), tr("Approved by"), tr("What it changed")}, .widths = {120, 130, 120, 150, 300}};
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const LogEntry &entry = m_entries.at(i);
        const Policy &policy = *policyOf(entry);
        QStringList approved;
        const Change *change = view.state.change(changeIn(entry));
        for (const Review &review : change && change->revision() ? change->revision()->reviews : QList<Review>()) {
            if (review.data.decision == Decision::Approve)
                approved.append(ChangeWords::personAs(view, review.stamp.actor, {review.data.as}));
        }
        QString what = tr("The first policy of the record");
        if (i + 1 < m_entries.size()) {
            WorkspaceView now = view;
            WorkspaceView before = view;
            now.state.policy = policy;
            before.state.policy = *policyOf(m_entries.at(i + 1));
            const QStringList differences = PolicyTables::differences(before, now);
            constexpr qsizetype most = 6;
            what = differences.isEmpty() ? tr("Only words of the file") : differences.mid(0, most).join(u'\n');
            if (differences.size() > most)
                what += u'\n' + tr("and %n more", nullptr, static_cast<int>(differences.size() - most));
        }
        const QString hash = policy.previous.isNull() ? shortHash(policyHash(policy)) : tr("%1 after %2").arg(shortHash(policyHash(policy)), shortHash(policy.previous));
        const QString number = change ? tr("%1, by #%2").arg(policy.version).arg(change->number) : QString::number(policy.version);
        table.rows.append({.key = entry.id.toString(),
                           .cells = {{.text = number + u'\n' + hash, .strong = i == 0},
                                     {.text = entry.claimedAt > 0 ? text::exactTime(QDateTime::fromMSecsSinceEpoch(entry.claimedAt)) : tr("not said")},
                                     {.text = view.personName(entry.actor)},
                                     {.text = approved.isEmpty() ? tr("nobody: it began the record") : approved.join(u", "_s), .muted = approved.isEmpty()},
                                     {.text = what}}});
    }
    return table;
}

} // namespace countersign
