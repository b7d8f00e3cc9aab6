// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormView.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Style.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

PolicyFormView::PolicyFormView(const PolicyForm &form, Purpose purpose, QWidget *parent) : QFrame(parent), m_form(form), m_purpose(purpose)
{
    setObjectName(purpose == Purpose::Cell ? u"policyCellForm"_s : u"policyEntryForm"_s);
    setAccessibleName(form.title);
    setFrameShape(QFrame::NoFrame);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(10, 8, 10, 10);
    box->setSpacing(6);
    if (purpose == Purpose::NewEntry)
        box->addWidget(new PlainLabel(form.title, FontRole::BodyStrong, ColorRole::Text, this));
    m_difference = new ProseView(this);
    m_difference->setObjectName(u"policyFormDifference"_s);
    m_difference->setFontRole(FontRole::Body);
    m_difference->setStart(ProseView::Start::OfLayout);
    m_difference->hide();
    box->addWidget(m_difference);
    for (const PolicyField &field : form.fields)
        addField(field, box);
    m_error = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, this);
    m_error->setObjectName(u"policyFormError"_s);
    m_error->setWrapping(Wrapping::Wrap);
    m_error->hide();
    box->addWidget(m_error);
    if (purpose == Purpose::NewEntry) {
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        auto *add = makeButton(form.title, ButtonKind::Plain, this);
        add->setObjectName(u"policyEntryAdd"_s);
        auto *cancel = makeButton(tr("Cancel"), ButtonKind::QuietText, this);
        cancel->setObjectName(u"policyEntryCancel"_s);
        row->addWidget(add);
        row->addWidget(cancel);
        row->addStretch();
        box->addLayout(row);
        connect(add, &QPushButton::clicked, this, &PolicyFormView::accepted);
        connect(cancel, &QPushButton::clicked, this, &PolicyFormView::canceled);
    } else {
        connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
            const bool mine = !now || now == this || isAncestorOf(now) || (now->window() != window());
            if (!mine && isVisible())
                emit left();
        });
    }
}

void PolicyFormView::addField(const PolicyField &field, QVBoxLayout *box)
{
    const QString name = u"policyField_"_s + field.id;
    QWidget *widget = nullptr;
    switch (field.kind) {
    case PolicyFieldKind::Line: {
        auto *line = new QLineEdit(field.text, this);
        connect(line, &QLineEdit::textEdited, this, &PolicyFormView::changed);
        widget = line;
        break;
    }
    case PolicyFieldKind::Lines: {
        auto *lines = new GrowingTextEdit(this, 1, 6);
        lines->setPlainText(field.chosen.join(u'\n'));
        connect(lines, &QPlainTextEdit::textChanged, this, &PolicyFormView::changed);
        widget = lines;
        break;
    }
    case PolicyFieldKind::Number: {
        auto *number = new QSpinBox(this);
        number->setRange(1, 100);
        number->setValue(field.text.toInt());
        connect(number, &QSpinBox::valueChanged, this, &PolicyFormView::changed);
        widget = number;
        break;
    }
    case PolicyFieldKind::One: {
        auto *one = new QComboBox(this);
        for (const PolicyOption &option : field.options)
            one->addItem(option.name, option.id);
        one->setCurrentIndex(std::max(0, one->findData(field.text)));
        connect(one, &QComboBox::currentIndexChanged, this, &PolicyFormView::changed);
        widget = one;
        break;
    }
    case PolicyFieldKind::Many: {
        auto *many = new QWidget(this);
        auto *rows = new QGridLayout(many);
        rows->setContentsMargins(0, 0, 0, 0);
        rows->setSpacing(2);
        const int columns = m_purpose == Purpose::NewEntry ? 3 : field.options.size() > 6 ? 2 : 1;
        int place = 0;
        for (const PolicyOption &option : field.options) {
            auto *check = new QCheckBox(option.name, many);
            check->setObjectName(name + u'_' + option.id);
            check->setProperty("option", option.id);
            check->setChecked(field.chosen.contains(option.id));
            connect(check, &QCheckBox::toggled, this, &PolicyFormView::changed);
            check->installEventFilter(this);
            rows->addWidget(check, place / columns, place % columns);
            ++place;
        }
        if (field.options.isEmpty())
            rows->addWidget(new PlainLabel(tr("There are none yet."), FontRole::Secondary, ColorRole::Muted, many), 0, 0);
        widget = many;
        break;
    }
    }
    widget->setObjectName(name);
    widget->installEventFilter(this);
    auto *form = new FormField(field.label, widget, this);
    if (!field.help.isEmpty())
        form->setHelp(field.help);
    box->addWidget(form);
    m_widgets.append(widget);
}

QList<PolicyField> PolicyFormView::values() const
{
    QList<PolicyField> fields = m_form.fields;
    for (qsizetype i = 0; i < fields.size(); ++i) {
        PolicyField &field = fields[i];
        if (const auto *line = qobject_cast<const QLineEdit *>(m_widgets.at(i))) {
            field.text = line->text();
        } else if (const auto *number = qobject_cast<const QSpinBox *>(m_widgets.at(i))) {
            field.text = QString::number(number->value());
        } else if (const auto *one = qobject_cast<const QComboBox *>(m_widgets.at(i))) {
            field.text = one->currentData().toString();
        } else if (const auto *lines = qobject_cast<const QPlainTextEdit *>(m_widgets.at(i))) {
            field.chosen.clear();
            for (const QString &text : lines->toPlainText().split(u'\n')) {
                if (!text.trimmed().isEmpty())
                    field.chosen.append(text.trimmed());
            }
        } else {
            field.chosen.clear();
            for (const QCheckBox *check : m_widgets.at(i)->findChildren<QCheckBox *>()) {
                if (check->isChecked())
                    field.chosen.append(check->property("option").toString());
            }
        }
    }
    return fields;
}

void PolicyFormView::setDifference(const QString &old, const QString &now)
{
    const PolicyTables::Marked marked = PolicyTables::marked(old, now);
    m_difference->setText(marked.text, marked.marks);
    m_difference->setAccessibleName(spoken(marked.text, marked.marks));
    m_difference->setVisible(!marked.marks.isEmpty());
}

void PolicyFormView::setError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    setAccessibleDescription(sentence);
}

QString PolicyFormView::error() const
{
    return m_error->isHidden() ? QString() : m_error->text();
}

void PolicyFormView::focusFirst()
{
    if (m_widgets.isEmpty())
        return;
    QWidget *first = m_widgets.first();
    if (QCheckBox *check = first->findChild<QCheckBox *>())
        first = check;
    first->setFocus(Qt::OtherFocusReason);
    if (auto *line = qobject_cast<QLineEdit *>(first))
        line->selectAll();
    if (auto *number = qobject_cast<QSpinBox *>(first))
        number->selectAll();
}

void PolicyFormView::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool cell = m_purpose == Purpose::Cell;
    paintBox(painter, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cell ? 0 : theme.tokens().radius.card, theme.color(ColorRole::Surface),
             theme.color(cell ? ColorRole::Accent : ColorRole::LineStrong), cell ? 2 : 1);
}

void PolicyFormView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        emit canceled();
        return;
    }
    QFrame::keyPressEvent(event);
}

bool PolicyFormView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape) {
        emit canceled();
        return true;
    }
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool newLine = qobject_cast<QPlainTextEdit *>(watched) && !key->modifiers().testFlag(Qt::ControlModifier);
    if (enter && !newLine) {
        emit accepted();
        return true;
    }
    const auto *check = qobject_cast<QCheckBox *>(watched);
    if (check && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up)) {
        const QList<QCheckBox *> all = check->parentWidget()->findChildren<QCheckBox *>();
        const qsizetype next = all.indexOf(check) + (key->key() == Qt::Key_Down ? 1 : -1);
        if (next >= 0 && next < all.size())
            all.at(next)->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace countersign
