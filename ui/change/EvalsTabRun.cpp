// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/EvalsTab.h"

#include "services/RunDesk.h"
#include "ui/change/RunBar.h"
#include "ui/change/RunSheet.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalsView.h"
#include "ui/shell/RuleWords.h"

#include <QComboBox>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

QList<ArtifactId> EvalsTab::suiteChoice() const
{
    QList<ArtifactId> ids;
    const auto add = [&](const ArtifactId &id) {
        const Artifact *artifact = m_view->state.artifact(id);
        if (artifact && artifact->kind == ArtifactKind::Suite && !artifact->acceptedContent().isNull()
            && !ids.contains(id))
            ids.append(id);
    };
    for (const Suite &one : m_suites)
        add(one.id);
    for (const Artifact &artifact : m_view->state.artifacts)
        add(artifact.id);
    return ids;
}

void EvalsTab::showRunButton()
{
    m_run->setVisible(m_context.runs && m_context.opinions);
    const Change *found = change();
    QString why;
    if (!found || !found->revision())
        why = tr("There is no revision to run it over.");
    else if (found->status != ChangeStatus::Review)
        why = tr("The review of this change is over.");
    else if (suiteChoice().isEmpty())
        why = tr("No suite is governed here.");
    else if (m_recording)
        why = tr("A run is being recorded.");
    m_run->setEnabled(m_context.runs && m_context.opinions && why.isEmpty());
    m_run->setToolTip(why.toHtmlEscaped());
    m_run->setAccessibleDescription(why);
}

void EvalsTab::askRun()
{
    if (!m_view)
        return;
    showRunButton();
    if (!m_run->isEnabled())
        return;
    auto *sheet = new RunSheet(m_context, m_change, suiteChoice(), m_chosen, m_context.covered ? m_context.covered : this);
    connect(sheet, &RunSheet::begun, this, [this] {
        m_chosen = m_context.runs->wish().suite;
        m_notice->settle();
        refresh();
    });
    sheet->open();
}

void EvalsTab::followRun()
{
    if (!m_runBar || !m_view)
        return;
    const RunDesk &desk = *m_context.runs;
    const bool mine = desk.wish().change == m_change;
    const bool finished = mine && desk.phase() == RunDesk::Phase::Finished;
    const bool taken = m_preview && m_preview->ran;
    if (finished && !m_preview && !m_recording && isVisible()) {
        takeRun();
        return;
    }
    m_runBar->follow(mine, finished && !taken);
}

// What came of a run is looked at as a file that somebody dropped here: judged, and recorded when one says so.
void EvalsTab::takeRun()
{
    const std::optional<MadeRun> &made = m_context.runs->made();
    if (!made || m_recording)
        return;
    const RunWish &wish = m_context.runs->wish();
    m_chosen = wish.suite;
    previewTaken(made->candidate, tr("This run"));
    m_preview->ran = true;
    m_preview->live = made->live;
    m_preview->given = made->live ? made->live->results : nullptr;
    judgePreview();
    if (!made->said.isEmpty())
        m_notice->setNotice({.kind = NoticeKind::Warning,
                             .lead = tr("The command ended badly and left a result."),
                             .sentence = tr("Look at it before you record it."),
                             .detail = text::printableLine(made->said.left(600)),
                             .action = tr("Close")});
    m_runBar->follow(true, false);
}

} // namespace countersign
