// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/VerdictBand.h"

#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/evals/EvalWords.h"

#include <QBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct Look
{
    ColorRole ground;
    ColorRole edge;
    Sign sign;
};

Look lookOf(evals::Verdict verdict)
{
    switch (verdict) {
    case evals::Verdict::Pass:
        return {ColorRole::OkTint, ColorRole::AddedLine, Sign::Satisfied};
    case evals::Verdict::Fail:
        return {ColorRole::DangerTint, ColorRole::DangerLine, Sign::Missing};
    case evals::Verdict::Inconclusive:
        return {ColorRole::MediumTint, ColorRole::MediumLine, Sign::Inconclusive};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

VerdictBand::VerdictBand(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"verdictBand"_s);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const Theme &theme = Theme::of(this);
    m_sign = new Glyph(Sign::Inconclusive, this);
    m_sign->setSide(22);
    m_sentence = new ProseView(this);
    m_sentence->setObjectName(u"verdictSentence"_s);
    m_sentence->setMaximumWidth(QWIDGETSIZE_MAX);
    m_sentence->setStart(ProseView::Start::OfLayout);
    m_rule = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_rule->setObjectName(u"verdictRule"_s);
    m_rule->setWrapping(Wrapping::Wrap);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_sentence);
    words->addWidget(m_rule);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(theme.px(8));
    auto *row = new QHBoxLayout(this);
    const int inset = theme.tokens().inset.changePage;
    row->setContentsMargins(inset, theme.px(10), inset, theme.px(11));
    row->setSpacing(theme.px(12));
    row->addWidget(m_sign, 0, Qt::AlignVCenter);
    row->addLayout(words, 1);
    row->addLayout(m_actions);
    hide();
}

void VerdictBand::setMatrix(const EvalMatrix *matrix)
{
    const bool shown =
        matrix && matrix->set().comparison && matrix->set().baseline >= 0 && matrix->set().candidate >= 0;
    m_words.clear();
    if (shown) {
        m_verdict = matrix->set().comparison->verdict;
        const QString lead = EvalWords::verdict(m_verdict);
        const QString rule = EvalWords::rule(*matrix);
        const QString sentence = (lead + u' ' + EvalWords::verdictSentence(*matrix)).trimmed();
        m_sign->setSign(lookOf(m_verdict).sign);
        m_sign->setAccessibleName(Signs::name(lookOf(m_verdict).sign));
        m_sentence->setText(sentence, {{.start = 0, .length = lead.size(), .kind = MarkKind::Strong}});
        m_rule->setText(rule);
        m_words = sentence + u'\n' + rule;
        setAccessibleName(sentence + u' ' + rule);
    }
    setVisible(shown);
    update();
}

void VerdictBand::addAction(QWidget *action)
{
    m_actions->addWidget(action, 0, Qt::AlignVCenter);
}

QString VerdictBand::plainText() const
{
    return m_words;
}

void VerdictBand::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    const Look look = lookOf(m_verdict);
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(look.ground));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(look.edge));
}

} // namespace countersign
