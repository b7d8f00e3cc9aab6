// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/EditorMargin.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int apart = 10;

ColorRole edgeOf(const EditorNote &note)
{
    switch (note.kind) {
    case EditorNote::Kind::Reason: return note.lane ? Signs::color(*note.lane) : ColorRole::Medium;
    case EditorNote::Kind::Wrong: return ColorRole::Danger;
    case EditorNote::Kind::Hint: return ColorRole::LineStrong;
    case EditorNote::Kind::Good: return ColorRole::Ok;
    }
    return ColorRole::LineStrong;
}

class Card : public QWidget
{
public:
    Card(ColorRole edge, QWidget *parent) : QWidget(parent), m_edge(edge) {}

    void setGround(std::optional<ColorRole> ground)
    {
        m_ground = ground;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        if (m_ground)
            painter.fillRect(rect(), Theme::of(this).color(*m_ground));
        painter.fillRect(QRect(mirrored ? width() - 2 : 0, 0, 2, height()), Theme::of(this).color(m_edge));
    }

private:
    ColorRole m_edge;
    std::optional<ColorRole> m_ground = {};
};

} // namespace

QWidget *makeNoteCard(const EditorNote &note, QWidget *parent, const std::function<void()> &act)
{
    auto *card = new Card(edgeOf(note), parent);
    card->setObjectName(u"note/"_s + note.key);
    card->setAccessibleName(note.help.isEmpty() ? note.sentence : note.sentence + u". "_s + note.help);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(10, 0, 0, 0);
    row->setSpacing(8);
    auto *glyph = note.lane ? new Glyph(*note.lane, card) : new Glyph(note.sign, card);
    row->addWidget(glyph, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    row->addLayout(words, 1);
    auto *sentence = new PlainLabel(note.sentence, FontRole::Body,
                                    note.kind == EditorNote::Kind::Wrong ? ColorRole::Danger : ColorRole::Text, card);
    sentence->setWrapping(Wrapping::Wrap);
    words->addWidget(sentence);
    if (!note.help.isEmpty()) {
        auto *help = new PlainLabel(note.help, FontRole::Secondary, ColorRole::Muted, card);
        help->setWrapping(Wrapping::Wrap);
        words->addWidget(help);
    }
    if (!note.action.isEmpty() && act) {
        QPushButton *button = makeButton(note.action, ButtonKind::Plain, card);
        button->setObjectName(u"noteAction/"_s + note.key);
        button->setToolTip(QCoreApplication::translate("countersign::EditorMargin", "Alt+Enter at the words"));
        setButtonHeight(button, ButtonHeight::InBar);
        QObject::connect(button, &QPushButton::clicked, card, [act] { act(); });
        words->addSpacing(4);
        words->addWidget(button, 0, Qt::AlignLeading);
    }
    return card;
}

EditorMargin::EditorMargin(PromptEdit *edit) : QWidget(edit), m_edit(edit)
{
    setAccessibleName(tr("Notes"));
    connect(edit, &PromptEdit::scrolledOrChanged, this, &EditorMargin::place);
    m_flash.setSingleShot(true);
    m_flash.setInterval(700);
    connect(&m_flash, &QTimer::timeout, this, [this] {
        m_flashing.clear();
        setCurrent(m_current);
    });
}

void EditorMargin::setNotes(const QList<EditorNote> &notes)
{
    if (m_notes != notes) {
        m_notes = notes;
        rebuild();
    }
    place();
}

void EditorMargin::rebuild()
{
    for (QWidget *card : std::as_const(m_cards))
        card->deleteLater();
    m_cards.clear();
    for (const EditorNote &note : std::as_const(m_notes))
        m_cards.append(makeNoteCard(note, this, [this, key = note.key] { emit actionPressed(key); }));
    setCurrent(m_current);
}

void EditorMargin::setCurrent(const QString &key)
{
    m_current = key;
    for (qsizetype i = 0; i < m_cards.size(); ++i) {
        const QString &its = m_notes[i].key;
        static_cast<Card *>(m_cards[i])->setGround(its == m_flashing ? std::optional(ColorRole::MediumTint)
                                                   : its == m_current ? std::optional(ColorRole::Hover)
                                                                      : std::nullopt);
    }
    place();
}

void EditorMargin::flash(const QString &key)
{
    m_flashing = key;
    setCurrent(key);
    m_flash.start();
}

void EditorMargin::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    for (const auto &[top, bottom] : m_edit->lockedBands()) {
        painter.fillRect(QRect(0, top, width(), bottom - top), theme.color(ColorRole::Sunken));
        painter.fillRect(QRect(0, top, width(), 1), theme.color(ColorRole::Line));
        painter.fillRect(QRect(0, bottom - 1, width(), 1), theme.color(ColorRole::Line));
    }
}

void EditorMargin::place()
{
    const QRect area = m_edit->noteArea();
    setVisible(!area.isEmpty());
    if (area.isEmpty())
        return;
    setGeometry(area);
    update();
    const int wide = area.width() - 24;
    QList<QRect> places;
    qsizetype current = -1;
    const auto placeFrom = [&](qsizetype first) {
        for (qsizetype i = first; i < places.size(); ++i)
            places[i].moveTop(i == 0 ? m_edit->topOf(m_notes[i].start)
                                     : std::max(m_edit->topOf(m_notes[i].start), places[i - 1].bottom() + 1 + apart));
    };
    for (qsizetype i = 0; i < m_cards.size(); ++i) {
        const int high = m_cards[i]->heightForWidth(wide) > 0 ? m_cards[i]->heightForWidth(wide) : m_cards[i]->sizeHint().height();
        places.append(QRect(12, 0, wide, high));
        if (m_notes[i].key == m_current)
            current = i;
    }
    placeFrom(0);
    // The note that keys act on stands at its words; those above make room.
    if (current >= 0) {
        places[current].moveTop(m_edit->topOf(m_notes[current].start));
        for (qsizetype i = current - 1; i >= 0; --i)
            places[i].moveTop(std::min(places[i].top(), places[i + 1].top() - apart - places[i].height()));
        placeFrom(current + 1);
    }
    for (qsizetype i = 0; i < m_cards.size(); ++i) {
        m_cards[i]->setGeometry(places[i]);
        m_cards[i]->setVisible(places[i].top() < height() && places[i].bottom() >= 0);
    }
}

} // namespace countersign
