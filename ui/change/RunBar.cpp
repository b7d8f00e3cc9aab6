// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RunBar.h"

#include "services/OpinionDesk.h"
#include "services/RunDesk.h"
#include "ui/change/RunCasesView.h"
#include "ui/common/Busy.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/EndpointText.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString hostOf(const RunWish &wish)
{
    return OpinionDesk::host({.endpoint = wish.endpoint}).value_or(QString());
}

} // namespace

RunBar::RunBar(RunDesk &desk, const Theme &theme, QWidget *parent) : QWidget(parent), m_desk(desk)
{
    setObjectName(u"runBar"_s);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_row = new Ground(ColorRole::AccentTint, this);
    m_row->setLines(Qt::BottomEdge);
    auto *inside = new QVBoxLayout(m_row);
    const int inset = theme.tokens().inset.changePage;
    inside->setContentsMargins(inset, theme.px(6), inset, theme.px(6));
    inside->setSpacing(theme.px(6));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    inside->addLayout(row);
    m_words = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, m_row);
    m_words->setObjectName(u"runWords"_s);
    m_words->setWrapping(Wrapping::Elide);
    row->addWidget(m_words, 1);
    const auto add = [&](const QString &words, const QString &name) {
        QPushButton *button = makeButton(words, ButtonKind::Plain, m_row);
        button->setObjectName(name);
        setButtonHeight(button, ButtonHeight::InBar);
        row->addWidget(button);
        return button;
    };
    m_list = add(tr("Cases"), u"runCasesButton"_s);
    m_list->setCheckable(true);
    m_list->setChecked(true);
    m_list->setToolTip(tr("Show how far each case is"));
    m_stop = add(tr("Stop"), u"runStop"_s);
    m_goOn = add(tr("Go on"), u"runGoOn"_s);
    m_show = add(tr("Show what came of it"), u"runShow"_s);
    m_settings = add(tr("Settings…"), u"runSettings"_s);
    m_close = add(tr("Close"), u"runClose"_s);
    m_line = new ProgressLine(m_row);
    inside->addWidget(m_line);
    m_trouble = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, m_row);
    m_trouble->setObjectName(u"runTrouble"_s);
    m_trouble->setWrapping(Wrapping::Elide);
    inside->addWidget(m_trouble);
    m_counts = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, m_row);
    m_counts->setObjectName(u"runCounts"_s);
    m_counts->setWrapping(Wrapping::Elide);
    inside->addWidget(m_counts);
    m_model = new RunCasesModel(desk, this);
    m_cases = new RunCasesView(m_model, m_row);
    inside->addWidget(m_cases);
    all->addWidget(m_row);
    m_failed = new NoticeBar(NoticeShape::Band, this);
    m_failed->setObjectName(u"runFailed"_s);
    all->addWidget(m_failed);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        m_desk.stop();
    });
    connect(m_goOn, &QPushButton::clicked, this, [this] {
        if (const Done started = m_desk.goOn(); !started)
            emit settingsAsked(); // what is missing is said there
    });
    connect(m_list, &QPushButton::toggled, m_cases, &QWidget::setVisible);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { m_counts->setText(m_model->summary()); });
    connect(m_show, &QPushButton::clicked, this, &RunBar::resultAsked);
    connect(m_settings, &QPushButton::clicked, this, &RunBar::settingsAsked);
    connect(m_close, &QPushButton::clicked, &m_desk, &RunDesk::forget);
    hide();
}

QString RunBar::money(double dollars)
{
    return tr("%1 US dollars").arg(QLocale().toString(dollars, 'g', 3));
}

void RunBar::say(const QString &words)
{
    m_words->setText(words);
}

void RunBar::follow(bool mine, bool waits)
{
    using Phase = RunDesk::Phase;
    const Phase phase = m_desk.phase();
    const evals::RunProgress &now = m_desk.progress();
    const QString suite = text::printableLine(m_desk.wish().suite.value);
    const bool command = !m_desk.wish().harness.isEmpty();
    const bool over = phase == Phase::Stopped || phase == Phase::Failed;
    setVisible(mine && (phase == Phase::Running || over || (phase == Phase::Finished && waits)));
    m_stop->setVisible(phase == Phase::Running);
    m_stop->setEnabled(phase == Phase::Running);
    m_goOn->setVisible(over);
    m_show->setVisible(phase == Phase::Finished);
    m_settings->setVisible(over);
    m_close->setVisible(over || phase == Phase::Finished);
    m_line->setVisible(!command && phase != Phase::Finished);
    const bool listed = phase != Phase::Finished && m_model->rowCount() > 0;
    m_list->setVisible(listed);
    m_cases->setVisible(listed && m_list->isChecked());
    m_counts->setText(listed ? m_model->summary() : QString());
    m_counts->setVisible(listed);
    m_line->setPart(now.all > 0 ? qreal(now.done) / qreal(now.all) : 0);

    QStringList counts;
    if (!command && now.all > 0)
        counts.append(tr("%1 of %n answer(s)", nullptr, static_cast<int>(now.all)).arg(text::number(qint64(now.done))));
    if (now.promptTokens + now.completionTokens > 0)
        counts.append(tr("%1 tokens sent, %2 received")
                          .arg(text::number(now.promptTokens), text::number(now.completionTokens)));
    if (now.cost > 0)
        counts.append(money(now.cost));
    if (now.cached > 0)
        counts.append(tr("%1 known before").arg(text::number(qint64(now.cached))));
    const QString far = counts.join(u", "_s);
    switch (phase) {
    case Phase::Running:
        say(command ? tr("The command for %1 runs").arg(suite) : tr("%1 runs: %2").arg(suite, far));
        break;
    case Phase::Stopped:
        say(command || now.done == 0 ? tr("%1 was stopped").arg(suite)
                                     : tr("%1 was stopped: %2. They are kept.").arg(suite, far));
        break;
    case Phase::Failed:
        say(command || now.done == now.failed ? tr("%1 was not run").arg(suite)
                                              : tr("%1 was not run to its end: %2").arg(suite, far));
        break;
    case Phase::Finished:
        say(tr("The run of %1 is done").arg(suite));
        break;
    case Phase::Idle:
        break;
    }
    const QString host = hostOf(m_desk.wish());
    const QString why = EndpointText::lead(now.newestError.section(u':', 0, 0), host);
    m_trouble->setText(now.failed > 0 && phase != Phase::Failed
                           ? tr("%n answer(s) without a judgement. %1", nullptr, static_cast<int>(now.failed))
                                 .arg(why.isEmpty() ? text::printableLine(now.newestError.left(200)) : why)
                           : QString());
    m_trouble->setVisible(!m_trouble->text().isEmpty());

    if (phase != Phase::Failed || !m_desk.error()) {
        m_failed->settle();
        return;
    }
    const Error &error = *m_desk.error();
    Notice notice = errorNotice(error);
    const QString lead = EndpointText::lead(error.subject, host);
    if (!lead.isEmpty()) {
        notice.lead = lead;
        notice.sentence = tr("Every answer would end so. Mend it and go on; what was answered is kept.");
    } else if (command) {
        notice.lead = tr("The command left no result that can be read.");
        notice.sentence = tr("Nothing was recorded.");
    }
    notice.detail = text::printableLine(error.detail.left(600));
    notice.action.clear();
    notice.secondAction.clear();
    m_failed->setNotice(notice);
}

} // namespace countersign
