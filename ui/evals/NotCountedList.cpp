// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/NotCountedList.h"

#include "ui/common/Buttons.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

NotCountedList::NotCountedList(QWidget *parent) : Ground(ColorRole::Sunken, parent)
{
    setObjectName(u"notCounted"_s);
    setAccessibleName(tr("Does not count"));
    setLines(Qt::BottomEdge);
    const Theme &theme = Theme::of(this);
    m_lines = new QVBoxLayout(this);
    const int inset = theme.tokens().inset.changePage;
    m_lines->setContentsMargins(inset, theme.px(6), inset, theme.px(6));
    m_lines->setSpacing(theme.px(4));
    hide();
}

void NotCountedList::setRuns(const QList<NotCounted> &runs)
{
    if (runs == m_runs)
        return;
    m_runs = runs;
    m_open = runs.size() <= 2;
    fill();
}

void NotCountedList::fill()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    setVisible(!m_runs.isEmpty());
    const Theme &theme = Theme::of(this);
    if (m_runs.size() > 2) {
        auto *fold =
            makeButton(tr("About these runs: %n remark(s)", nullptr, static_cast<int>(m_runs.size())),
                       ButtonKind::QuietText, this);
        fold->setObjectName(u"notCountedFold"_s);
        fold->setCheckable(true);
        fold->setChecked(m_open);
        setButtonHeight(fold, ButtonHeight::InBar);
        connect(fold, &QPushButton::toggled, this, [this](bool open) {
            m_open = open;
            fill();
        });
        m_lines->addWidget(fold, 0, Qt::AlignLeading);
    }
    for (const NotCounted &run : m_open ? m_runs : QList<NotCounted>()) {
        auto *line = new QWidget(this);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(theme.px(8));
        auto *sign = new Glyph(Sign::Warning, line);
        sign->setAccessibleName(Signs::name(Sign::Warning));
        const QString lead =
            (run.counts ? tr("%1:") : tr("%1 does not count.")).arg(text::printableLine(run.name));
        const QString rest = run.detail.isEmpty() ? run.reason : run.reason + u' ' + run.detail;
        auto *words = new ProseView(line);
        words->setFontRole(FontRole::Body);
        words->setStart(ProseView::Start::OfLayout);
        words->setMaximumWidth(QWIDGETSIZE_MAX);
        words->setText(lead + u' ' + rest, {{.start = 0, .length = lead.size(), .kind = MarkKind::Strong}});
        row->addWidget(sign, 0, Qt::AlignTop);
        row->addWidget(words, 1);
        m_lines->addWidget(line);
    }
}

} // namespace countersign
