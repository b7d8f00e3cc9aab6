// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Busy.h"

#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"

#include <QBoxLayout>
#include <QPainter>

#include <chrono>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int degreesPerStep = 30;
constexpr std::chrono::milliseconds step{80};

} // namespace

BusyRing::BusyRing(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(Signs::name(Sign::Running));
    m_timer.setInterval(step);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_turn = (m_turn + degreesPerStep) % 360;
        update();
    });
}

QSize BusyRing::sizeHint() const
{
    const int side = Theme::of(this).size().sign;
    return {side, side};
}

void BusyRing::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    Signs::paintRing(painter, rect(), m_turn, Theme::of(this));
}

void BusyRing::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (Theme::of(this).motion())
        m_timer.start();
}

void BusyRing::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

ProgressLine::ProgressLine(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressLine::setPart(qreal part)
{
    m_part = part;
    setAccessibleDescription(QLocale().toString(qRound(part * 100)) + QLocale().percent());
    update();
}

QSize ProgressLine::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(120), theme.px(4)};
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintProgress(painter, rect(), m_part, Theme::of(this));
}

BusyLine::BusyLine(Cancel cancel, QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    m_ring = new BusyRing(this);
    m_words = new PlainLabel(this);
    m_words->setWrapping(Wrapping::Elide);
    m_count = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_bar = new ProgressLine(this);
    m_cancel = new LinkLabel(tr("Cancel"), this);
    m_cancel->setObjectName(u"busyCancel"_s);
    m_cancel->setVisible(cancel == Cancel::Offered);

    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    row->addWidget(m_ring);
    row->addWidget(m_words, 1);
    row->addWidget(m_count);
    row->addWidget(m_cancel);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(4));
    column->addLayout(row);
    column->addWidget(m_bar);

    m_bar->hide();
    m_count->hide();
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &QWidget::show);
    connect(m_cancel, &QPushButton::clicked, this, &BusyLine::canceled);
    hide();
}

void BusyLine::begin(const QString &whatRuns)
{
    m_words->setText(whatRuns);
    setAccessibleName(whatRuns);
    m_ring->show();
    m_bar->hide();
    m_count->hide();
    if (m_running)
        return;
    m_running = true;
    m_wait.start(std::chrono::milliseconds(Theme::of(this).tokens().motion.busyRingAfter));
}

void BusyLine::setProgress(qreal part, const QString &words)
{
    m_bar->setPart(part);
    m_count->setText(words);
    m_ring->hide();
    m_bar->show();
    m_count->show();
}

void BusyLine::end()
{
    m_running = false;
    m_wait.stop();
    hide();
}

} // namespace countersign
