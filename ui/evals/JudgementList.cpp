// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/JudgementList.h"

#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"

#include <QBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype longestReason = 4000;

const evals::Judgement *judgementOf(const evals::ResultFile &file, const evals::Answer &answer,
                                    const QString &metric)
{
    for (quint64 at = answer.firstJudgement; at < answer.firstJudgement + answer.judgementCount; ++at) {
        if (file.metrics[file.judgements[at].metric].name == metric)
            return &file.judgements[at];
    }
    return nullptr;
}

// "0.3 of 1", "4", "passed"
QString figure(const evals::ResultFile &file, const evals::Judgement &judged)
{
    if (!std::isfinite(judged.score))
        return EvalWords::outcome(judged.outcome);
    const evals::Metric &metric = file.metrics[judged.metric];
    const bool share = judged.outcome != evals::Outcome::Scored && judged.score >= 0 && judged.score <= 1;
    const double most = std::isfinite(metric.most) ? metric.most : share ? 1 : evals::noScore;
    const QString score = EvalWords::score(judged.score);
    return std::isfinite(most)
               ? JudgementList::tr("%1 of %2", "a score of the most").arg(score, EvalWords::score(most))
               : score;
}

} // namespace

JudgementList::JudgementList(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"judgements"_s);
    setAccessibleName(tr("Judgements"));
    m_lines = new QVBoxLayout(this);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(Theme::of(this).px(6));
}

void JudgementList::clear()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_words.clear();
    m_count = 0;
}

void JudgementList::setAnswer(const evals::ResultFile &file, const evals::Answer &answer,
                              const evals::ResultFile *beforeFile, const evals::Answer *before)
{
    clear();
    const Theme &theme = Theme::of(this);
    QStringList words;
    const quint32 shown = std::min<quint32>(answer.judgementCount, most);
    // What failed is read first.
    std::vector<quint64> order;
    for (quint32 i = 0; i < answer.judgementCount; ++i)
        order.push_back(answer.firstJudgement + i);
    std::ranges::stable_sort(order, [&file](quint64 a, quint64 b) {
        const auto bad = [&file](quint64 at) {
            return file.judgements[at].outcome == evals::Outcome::Fail
                   || file.judgements[at].outcome == evals::Outcome::Error;
        };
        return bad(a) && !bad(b);
    });
    for (quint32 i = 0; i < shown; ++i) {
        const evals::Judgement &judged = file.judgements[order[i]];
        const QString metric = file.metrics[judged.metric].name;
        const QString lead = EvalWords::dimension(metric.left(300)) + u' ' + figure(file, judged) + u'.';
        QString rest;
        if (beforeFile && before) {
            if (const evals::Judgement *old = judgementOf(*beforeFile, *before, metric)) {
                if (figure(*beforeFile, *old) != figure(file, judged))
                    rest += tr("Before: %1.").arg(figure(*beforeFile, *old));
            }
        }
        QString reason = file.text(judged.reason, longestReason).trimmed();
        if (judged.reason.length > longestReason)
            reason += u" …"_s;
        if (!reason.isEmpty())
            rest += (rest.isEmpty() ? QString() : u" "_s) + reason;
        auto *line = new QWidget(this);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(theme.px(8));
        auto *sign = new Glyph(EvalWords::sign(judged.outcome), line);
        sign->setAccessibleName(EvalWords::outcome(judged.outcome));
        auto *signPlace = new QVBoxLayout;
        signPlace->setContentsMargins(0, theme.px(2), 0, 0);
        signPlace->addWidget(sign);
        signPlace->addStretch();
        auto *text = new ProseView(line);
        text->setFontRole(FontRole::Body);
        text->setStart(ProseView::Start::OfLayout);
        const QString all = rest.isEmpty() ? lead : lead + u' ' + rest;
        text->setText(all,
                      {{.start = 0, .length = lead.size(), .kind = MarkKind::Strong},
                       {.start = lead.size(), .length = all.size() - lead.size(), .kind = MarkKind::Muted}});
        text->setAccessibleName(EvalWords::outcome(judged.outcome) + u": "_s + text::printableLine(all));
        row->addLayout(signPlace);
        row->addWidget(text, 1);
        m_lines->addWidget(line);
        words.append(EvalWords::outcome(judged.outcome) + u": "_s + all);
        ++m_count;
    }
    if (answer.judgementCount > shown) {
        auto *more = new PlainLabel(
            tr("%n more are not shown here.", nullptr, static_cast<int>(answer.judgementCount - shown)),
            FontRole::Secondary, ColorRole::Muted, this);
        m_lines->addWidget(more);
    }
    m_words = words.join(u'\n');
}

} // namespace countersign
