// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/ExampleCard.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"

#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Step
{
    QString title;
    QString line;
};

// Numbered rings on a line, title and sentence beside each.
class Steps : public QWidget
{
public:
    Steps(const QList<Step> &steps, QWidget *parent)
        : QWidget(parent)
        , m_steps(steps)
    {
        QStringList words;
        for (const Step &step : steps) {
            words.append(step.title + u": "_s + step.line);
        }
        setAccessibleName(words.join(u". "_s));
        const Theme &theme = Theme::of(this);
        const auto follow = [this, &theme] { setFixedHeight(theme.px(56) * static_cast<int>(m_steps.size())); };
        connect(&theme, &Theme::changed, this, follow);
        follow();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setLayoutDirection(layoutDirection());
        const int ring = theme.px(24);
        const int pitch = theme.px(56);
        const auto visual = [this](const QRect &place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
        for (int i = 0; i < m_steps.size(); ++i) {
            const QRect circle(0, i * pitch, ring, ring);
            if (i + 1 < m_steps.size()) {
                painter.fillRect(visual(QRect(ring / 2 - 1, circle.bottom() + 1, 2, pitch - ring)),
                                 theme.color(ColorRole::Line));
            }
            const QRectF shown = QRectF(visual(circle)).adjusted(0.5, 0.5, -0.5, -0.5);
            painter.setPen(QPen(theme.color(ColorRole::LineStrong), 1));
            painter.setBrush(theme.color(ColorRole::Surface));
            painter.drawEllipse(shown);
            paintText(painter, visual(circle), QLocale().toString(i + 1), FontRole::SecondaryStrong, ColorRole::Text,
                      theme, Qt::AlignCenter);
            const int words = ring + 16;
            paintText(painter, visual(QRect(words, circle.top() + 1, width() - words, theme.px(20))),
                      m_steps[i].title, FontRole::BodyMedium, ColorRole::Text, theme);
            paintText(painter, visual(QRect(words, circle.top() + theme.px(21), width() - words, theme.px(20))),
                      m_steps[i].line, FontRole::Body, ColorRole::Muted, theme);
        }
    }

private:
    QList<Step> m_steps;
};

} // namespace

ExampleCard::ExampleCard(QWidget *parent)
    : Ground(ColorRole::Surface, parent, Ground::Shape::Card)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(0);
    layout->addWidget(new PlainLabel(tr("Or try it on an example"), FontRole::Section, ColorRole::Text, this));
    auto *what = new PlainLabel(tr("A support assistant and a mortgage classifier, with people, reviews and a history. "
                                   "Yours to break, in a folder of its own."),
                                FontRole::Body, ColorRole::Muted, this);
    what->setWrapping(Wrapping::Wrap);
    layout->addWidget(what);
    layout->addSpacing(16);
    layout->addWidget(new Steps({{tr("Edit a prompt"), tr("See the risk rise while you write")},
                                 {tr("Read the difference"), tr("Words, moved sentences, what it means")},
                                 {tr("Approve it"), tr("As billing, as compliance")},
                                 {tr("Release it"), tr("To staging, then to production")},
                                 {tr("Take it back"), tr("One click, two seconds")}},
                                this));
    layout->addSpacing(4);
    m_button = makeButton(tr("Open the example"), ButtonKind::Plain, this);
    m_button->setObjectName(u"openExample"_s);
    layout->addWidget(m_button);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    layout->addWidget(m_busy);
    layout->addSpacing(6);
    m_error = new PlainLabel(QString(), FontRole::BodyMedium, ColorRole::Danger, this);
    m_error->setObjectName(u"exampleError"_s);
    m_error->setWrapping(Wrapping::Wrap);
    m_error->hide();
    layout->addWidget(m_error);
    m_time = new PlainLabel(tr("About five minutes"), FontRole::Secondary, ColorRole::Muted, this);
    m_time->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_time);
    connect(m_button, &QPushButton::clicked, this, &ExampleCard::openPressed);
    connect(m_busy, &BusyLine::canceled, this, &ExampleCard::cancel);
    reset();
}

void ExampleCard::showBusy()
{
    m_error->hide();
    m_button->setEnabled(false);
    m_time->hide();
    m_busy->begin(tr("Making the example"));
}

void ExampleCard::showProgress(int done, int all)
{
    if (isBusy() && all > 0) {
        m_busy->setProgress(qreal(done) / all, tr("%1 of %2").arg(QLocale().toString(done), QLocale().toString(all)));
    }
}

bool ExampleCard::isBusy() const
{
    return m_busy->isRunning();
}

void ExampleCard::cancel()
{
    emit canceled();
    reset();
    m_button->setFocus(Qt::OtherFocusReason);
}

void ExampleCard::reset()
{
    m_busy->end();
    m_error->hide();
    m_time->show();
    m_button->setEnabled(true);
}

void ExampleCard::showFailure(const QString &sentence, const QString &detail)
{
    reset();
    m_error->setText(sentence);
    m_error->setToolTip(detail);
    m_error->show();
    m_button->setFocus(Qt::OtherFocusReason);
}

} // namespace countersign
