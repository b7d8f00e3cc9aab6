// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/AnswerRow.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// An icon of 20 on a box of 40 in the tint of the accent.
class IconBox : public QWidget
{
public:
    IconBox(Icon icon, QWidget *parent)
        : QWidget(parent)
        , m_icon(icon)
    {
        const Theme &theme = Theme::of(this);
        const auto follow = [this, &theme] { setFixedSize(theme.px(40), theme.px(40)); };
        connect(&theme, &Theme::changed, this, follow);
        follow();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintBox(painter, QRectF(rect()), theme.tokens().radius.card, theme.color(ColorRole::AccentTint),
                 Qt::transparent, 0);
        const int side = theme.px(20);
        Icons::paint(painter, QRect((width() - side) / 2, (height() - side) / 2, side, side), m_icon,
                     theme.color(ColorRole::Accent));
    }

private:
    Icon m_icon;
};

} // namespace

AnswerRow::AnswerRow(Icon icon, const QString &title, const QString &line, const QString &fieldName, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(title);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 18, 20, 18);
    row->setSpacing(16);
    row->addWidget(new IconBox(icon, this), 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    row->addLayout(column, 1);

    auto *head = new QHBoxLayout;
    m_head = head;
    head->setSpacing(16);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    m_title = new PlainLabel(title, FontRole::Section, ColorRole::Text, this);
    m_line = new PlainLabel(line, FontRole::Body, ColorRole::Muted, this);
    m_line->setWrapping(Wrapping::Wrap);
    words->addWidget(m_title);
    words->addWidget(m_line);
    head->addLayout(words, 1);
    m_choose = makeButton(tr("Choose"), ButtonKind::Plain, this);
    m_choose->setAccessibleDescription(title);
    m_cancel = makeButton(tr("Cancel"), ButtonKind::QuietText, this);
    head->addWidget(m_choose, 0, Qt::AlignVCenter);
    head->addWidget(m_cancel, 0, Qt::AlignVCenter);
    column->addLayout(head);

    m_below = new QWidget(this);
    auto *below = new QVBoxLayout(m_below);
    below->setContentsMargins(0, 8, 0, 0);
    below->setSpacing(6);
    auto *line2 = new QHBoxLayout;
    line2->setSpacing(8);
    m_field = new QLineEdit(m_below);
    m_field->setAccessibleName(fieldName);
    m_field->setPlaceholderText(fieldName);
    m_field->setMaxLength(4096);
    m_field->setFont(Theme::of(this).font(FontRole::Code));
    m_go = makeButton(tr("Open"), ButtonKind::Plain, m_below);
    line2->addWidget(m_field, 1);
    line2->addWidget(m_go);
    below->addLayout(line2);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, m_below);
    below->addWidget(m_busy);

    m_errorPlace = new QWidget(m_below);
    auto *error = new QHBoxLayout(m_errorPlace);
    error->setContentsMargins({});
    error->setSpacing(8);
    error->addWidget(new Glyph(Sign::Missing, m_errorPlace), 0, Qt::AlignTop);
    auto *sentences = new QVBoxLayout;
    sentences->setSpacing(2);
    m_error = new PlainLabel(QString(), FontRole::BodyMedium, ColorRole::Danger, m_errorPlace);
    m_error->setWrapping(Wrapping::Wrap);
    m_more = new PlainLabel(QString(), FontRole::Body, ColorRole::Text, m_errorPlace);
    m_more->setWrapping(Wrapping::Wrap);
    m_tried = new PlainLabel(QString(), FontRole::Code, ColorRole::Muted, m_errorPlace);
    m_tried->setWrapping(Wrapping::Wrap);
    sentences->addWidget(m_error);
    sentences->addWidget(m_more);
    sentences->addWidget(m_tried);
    auto *links = new QHBoxLayout;
    links->setSpacing(16);
    m_showTried = new LinkLabel(tr("What was tried"), m_errorPlace);
    m_offer = new LinkLabel(QString(), m_errorPlace);
    links->addWidget(m_showTried);
    links->addWidget(m_offer);
    links->addStretch();
    sentences->addLayout(links);
    error->addLayout(sentences, 1);
    below->addWidget(m_errorPlace);
    column->addWidget(m_below);

    connect(m_choose, &QPushButton::clicked, this, &AnswerRow::choosePressed);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        emit canceled();
        reset();
        m_choose->setFocus(Qt::OtherFocusReason);
    });
    m_busyWords = tr("Reading the repository");
    connect(m_go, &QPushButton::clicked, this, &AnswerRow::submit);
    connect(m_field, &QLineEdit::returnPressed, this, &AnswerRow::submit);
    connect(m_field, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_go->setEnabled(!text.trimmed().isEmpty());
    });
    connect(m_busy, &BusyLine::canceled, this, [this] {
        emit canceled();
        setBusy(false);
    });
    connect(m_showTried, &QPushButton::clicked, this, [this] { m_tried->setVisible(!m_tried->isVisible()); });
    connect(m_offer, &QPushButton::clicked, this, &AnswerRow::offerPressed);
    reset();
}

void AnswerRow::submit()
{
    const QString place = m_field->text().trimmed();
    if (!place.isEmpty() && m_go->isEnabled()) {
        emit submitted(place);
    }
}

QPushButton *AnswerRow::addChoice(const QString &words)
{
    m_extra = makeButton(words, ButtonKind::Plain, this);
    m_extra->setAccessibleDescription(m_title->text());
    m_head->insertWidget(1, m_extra, 0, Qt::AlignVCenter);
    setTabOrder(m_extra, m_choose);
    return m_extra;
}

QLineEdit *AnswerRow::addSecret(const QString &name)
{
    m_secret = new QLineEdit(m_below);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setAccessibleName(name);
    m_secret->setPlaceholderText(name);
    m_secret->setMaxLength(1024);
    qobject_cast<QVBoxLayout *>(m_below->layout())->insertWidget(1, m_secret);
    m_secret->hide();
    connect(m_secret, &QLineEdit::returnPressed, this, &AnswerRow::submit);
    setTabOrder(m_field, m_secret);
    setTabOrder(m_secret, m_go);
    return m_secret;
}

void AnswerRow::openField(const QString &place, const QString &goLabel)
{
    m_field->setText(place);
    m_go->setText(goLabel);
    m_go->setEnabled(!place.trimmed().isEmpty());
    m_below->show();
    m_choose->hide();
    if (m_extra) {
        m_extra->hide();
    }
    m_cancel->show();
}

void AnswerRow::reset()
{
    setBusy(false);
    settleError();
    m_field->clear();
    m_below->hide();
    m_cancel->hide();
    m_choose->show();
    if (m_extra) {
        m_extra->show();
    }
    if (m_secret) {
        m_secret->clear();
        m_secret->hide();
    }
}

bool AnswerRow::isOpen() const
{
    return m_below->isVisibleTo(this);
}

void AnswerRow::setBusy(bool busy)
{
    m_field->setReadOnly(busy);
    m_go->setEnabled(!busy && !m_field->text().trimmed().isEmpty());
    if (busy) {
        m_busy->begin(m_busyWords);
    } else {
        m_busy->end();
    }
}

void AnswerRow::showBusy()
{
    settleError();
    setBusy(true);
}

void AnswerRow::settleError()
{
    m_errorPlace->hide();
    setFieldError(m_field, false);
    m_field->setAccessibleDescription({});
}

void AnswerRow::showFailure(const QString &sentence, const QString &more, const QString &tried, const QString &offer)
{
    setBusy(false);
    m_go->setText(tr("Try again"));
    m_error->setText(sentence);
    m_more->setText(more);
    m_more->setVisible(!more.isEmpty());
    m_tried->setText(tried);
    m_tried->hide();
    m_showTried->setVisible(!tried.isEmpty());
    m_offer->setText(offer);
    m_offer->setVisible(!offer.isEmpty());
    m_errorPlace->show();
    setFieldError(m_field, true);
    m_field->setAccessibleDescription(sentence + u' ' + more);
    m_field->setFocus(Qt::OtherFocusReason);
}

} // namespace countersign
