// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/TriggerTable.h"

#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QSpinBox>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int numberWidth = 20;
constexpr int comparatorWidth = 84;
constexpr int valueWidth = 84;
constexpr int measureWidth = 112;
constexpr int windowWidth = 92;
constexpr int sampleWidth = 84;
constexpr int actionWidth = 112;
constexpr int removeWidth = 28;

// Shows no more decimals than the value has.
class ValueBox : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override { return locale().toString(value, 'f', QLocale::FloatingPointShortest); }
};

const QList<int> windows = {15, 30, 60, 120, 240, 720, 1440, 4320, 10080};

} // namespace

TriggerTable::TriggerTable(QWidget *parent) : Ground(ColorRole::Surface, parent, Shape::Card)
{
    const Theme &theme = Theme::of(this);
    m_all = new QVBoxLayout(this);
    m_all->setContentsMargins(1, 1, 1, 1);
    m_all->setSpacing(0);
    auto *head = new Ground(ColorRole::Sunken, this);
    head->setLines(Qt::BottomEdge);
    head->setFixedHeight(theme.size().tableHead);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(10, 0, 8, 0);
    row->setSpacing(6);
    row->addSpacing(theme.px(numberWidth) + 6);
    const auto title = [&](const QString &words, int wide, int stretch = 0) {
        auto *label = new PlainLabel(words, FontRole::Secondary, ColorRole::Muted, head);
        label->setWrapping(Wrapping::Elide);
        if (wide > 0)
            label->setFixedWidth(theme.px(wide));
        row->addWidget(label, stretch);
    };
    title(tr("Metric"), 0, 1);
    title(tr("is"), comparatorWidth);
    title(tr("Value"), valueWidth);
    title(tr("in"), measureWidth);
    title(tr("over"), windowWidth);
    title(tr("Seen at least"), sampleWidth);
    title(tr("Then"), actionWidth);
    // A gap stands between widgets, not beside a spacing.
    row->addSpacing(theme.px(removeWidth) + row->spacing());
    m_head = head;
    m_all->addWidget(head);
    m_head->hide();
}

TriggerTable::Row TriggerTable::makeRow(const Trigger &trigger)
{
    const Theme &theme = Theme::of(this);
    Row made;
    auto *place = new Ground(ColorRole::Surface, this);
    made.place = place;
    auto *all = new QVBoxLayout(place);
    all->setContentsMargins(10, 6, 8, 6);
    all->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    all->addLayout(row);
    made.number = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, place);
    made.number->setFixedWidth(theme.px(numberWidth));
    made.metric = new QLineEdit(trigger.metric, place);
    made.metric->setMaxLength(200);
    made.metric->setCursorPosition(0);
    made.metric->setPlaceholderText(tr("For example complaints"));
    made.comparator = new QComboBox(place);
    made.comparator->addItem(tr("above"), static_cast<int>(Comparator::Above));
    made.comparator->addItem(tr("below"), static_cast<int>(Comparator::Below));
    made.comparator->setCurrentIndex(made.comparator->findData(static_cast<int>(trigger.comparator)));
    made.value = new ValueBox(place);
    made.value->setRange(-1e9, 1e9);
    made.value->setDecimals(3);
    made.value->setButtonSymbols(QAbstractSpinBox::NoButtons);
    const bool relative = trigger.measure == TriggerMeasure::ChangeAgainstBaseline;
    made.value->setValue(static_cast<double>(trigger.limit) / 1e6 * (relative ? 100 : 1));
    made.measure = new QComboBox(place);
    made.measure->addItem(tr("%"), u"%"_s);
    made.measure->addItem(tr("as counted"), QString());
    made.measure->addItem(tr("seconds"), u"s"_s);
    made.measure->addItem(tr("% of before"), u"baseline"_s);
    const int unit = made.measure->findData(relative ? u"baseline"_s : trigger.unit);
    if (unit < 0)
        made.measure->addItem(text::printableLine(trigger.unit), trigger.unit);
    made.measure->setCurrentIndex(unit < 0 ? made.measure->count() - 1 : unit);
    made.window = new QComboBox(place);
    QList<int> choices = windows;
    if (!choices.contains(trigger.windowMinutes))
        choices.prepend(trigger.windowMinutes);
    for (const int minutes : std::as_const(choices))
        made.window->addItem(text::duration(qint64(minutes) * 60000), minutes);
    made.window->setCurrentIndex(made.window->findData(trigger.windowMinutes));
    made.sample = new QSpinBox(place);
    made.sample->setRange(0, 10000000);
    made.sample->setSpecialValueText(u" "_s);
    made.sample->setButtonSymbols(QAbstractSpinBox::NoButtons);
    made.sample->setGroupSeparatorShown(true);
    made.sample->setValue(trigger.leastSample);
    made.action = new QComboBox(place);
    made.action->addItem(tr("Propose it"), static_cast<int>(TriggerAction::Propose));
    made.action->addItem(tr("Roll back"), static_cast<int>(TriggerAction::RollBack));
    made.action->setCurrentIndex(made.action->findData(static_cast<int>(trigger.action)));
    QPushButton *remove = makeIconButton(Icon::Remove, tr("Remove this trigger"), place);
    setButtonHeight(remove, ButtonHeight::InBar);
    remove->setFixedWidth(theme.px(removeWidth));

    made.metric->setAccessibleName(tr("Metric"));
    made.comparator->setAccessibleName(tr("Above or below"));
    made.value->setAccessibleName(tr("Value"));
    made.measure->setAccessibleName(tr("Unit"));
    made.window->setAccessibleName(tr("Measured over"));
    made.sample->setAccessibleName(tr("Seen at least"));
    made.action->setAccessibleName(tr("Then"));
    made.comparator->setFixedWidth(theme.px(comparatorWidth));
    made.value->setFixedWidth(theme.px(valueWidth));
    made.measure->setFixedWidth(theme.px(measureWidth));
    made.window->setFixedWidth(theme.px(windowWidth));
    made.sample->setFixedWidth(theme.px(sampleWidth));
    made.action->setFixedWidth(theme.px(actionWidth));
    made.metric->setMinimumWidth(theme.px(120));
    row->addWidget(made.number);
    row->addWidget(made.metric, 1);
    for (QWidget *field : std::initializer_list<QWidget *>{made.comparator, made.value, made.measure, made.window, made.sample, made.action})
        row->addWidget(field);
    row->addWidget(remove);
    for (QWidget *field : std::initializer_list<QWidget *>{made.metric, made.comparator, made.value, made.measure, made.window, made.sample,
                                                           made.action}) {
        setFieldHeight(field, ButtonHeight::InBar);
        field->installEventFilter(this);
    }

    made.line = new QWidget(place);
    auto *line = new QHBoxLayout(made.line);
    line->setContentsMargins(theme.px(numberWidth) + 6, 0, 0, 0);
    line->setSpacing(6);
    auto *sign = new Glyph(Sign::Missing, made.line);
    sign->setSide(14);
    made.problem = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, made.line);
    made.offer = new LinkLabel(QString(), made.line);
    line->addWidget(sign);
    line->addWidget(made.problem);
    line->addWidget(made.offer);
    line->addStretch(1);
    made.line->hide();
    all->addWidget(made.line);

    const auto changed = [this] {
        if (!m_setting)
            emit edited();
    };
    connect(made.metric, &QLineEdit::textEdited, this, changed);
    connect(made.comparator, &QComboBox::activated, this, changed);
    connect(made.value, &QDoubleSpinBox::valueChanged, this, changed);
    connect(made.measure, &QComboBox::activated, this, changed);
    connect(made.window, &QComboBox::activated, this, changed);
    connect(made.sample, &QSpinBox::valueChanged, this, changed);
    connect(made.action, &QComboBox::activated, this, changed);
    connect(made.offer, &QPushButton::clicked, this, [this, sample = made.sample, offer = made.offer] {
        sample->setValue(offer->property("value").toInt());
        emit rowLeft();
    });
    connect(remove, &QPushButton::clicked, this, [this, place] {
        const int at = rowOf(place);
        if (at < 0)
            return;
        m_rows.removeAt(at);
        place->hide();
        place->deleteLater();
        renumber();
        emit edited();
        emit rowLeft();
    });
    return made;
}

void TriggerTable::setTriggers(const QList<Trigger> &now)
{
    if (triggers() == now)
        return;
    m_setting = true;
    for (const Row &row : std::as_const(m_rows)) {
        row.place->hide();
        row.place->deleteLater();
    }
    m_rows.clear();
    for (const Trigger &trigger : now) {
        m_rows.append(makeRow(trigger));
        m_all->addWidget(m_rows.last().place);
    }
    m_setting = false;
    renumber();
}

Trigger TriggerTable::read(const Row &row) const
{
    Trigger trigger;
    trigger.metric = row.metric->text();
    trigger.comparator = static_cast<Comparator>(row.comparator->currentData().toInt());
    const QString unit = row.measure->currentData().toString();
    const bool relative = unit == "baseline"_L1;
    trigger.measure = relative ? TriggerMeasure::ChangeAgainstBaseline : TriggerMeasure::Value;
    trigger.unit = relative ? QString() : unit;
    trigger.limit = static_cast<qint64>(std::llround(row.value->value() * (relative ? 1e4 : 1e6)));
    trigger.windowMinutes = row.window->currentData().toInt();
    trigger.leastSample = row.sample->value();
    trigger.action = static_cast<TriggerAction>(row.action->currentData().toInt());
    return trigger;
}

QList<Trigger> TriggerTable::triggers() const
{
    QList<Trigger> out;
    for (const Row &row : m_rows)
        out.append(read(row));
    return out;
}

void TriggerTable::add()
{
    Trigger trigger;
    trigger.unit = u"%"_s;
    trigger.leastSample = 0;
    m_setting = true;
    m_rows.append(makeRow(trigger));
    m_all->addWidget(m_rows.last().place);
    m_setting = false;
    renumber();
    m_rows.last().metric->setFocus(Qt::OtherFocusReason);
    emit edited();
}

void TriggerTable::renumber()
{
    m_head->setVisible(!m_rows.isEmpty());
    setVisible(!m_rows.isEmpty());
    for (int i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        row.number->setText(text::number(qint64(i + 1)));
        row.metric->setObjectName(u"trigger%1Metric"_s.arg(i + 1));
        row.value->setObjectName(u"trigger%1Value"_s.arg(i + 1));
        row.sample->setObjectName(u"trigger%1Sample"_s.arg(i + 1));
        row.action->setObjectName(u"trigger%1Action"_s.arg(i + 1));
        static_cast<Ground *>(row.place)->setLines(i + 1 < m_rows.size() ? Qt::BottomEdge : Qt::Edges());
        row.place->setAccessibleName(tr("Trigger %1").arg(i + 1));
    }
}

void TriggerTable::move(int row, int by)
{
    const int to = row + by;
    if (row < 0 || to < 0 || to >= m_rows.size())
        return;
    m_rows.move(row, to);
    for (const Row &each : std::as_const(m_rows))
        m_all->removeWidget(each.place);
    for (const Row &each : std::as_const(m_rows))
        m_all->addWidget(each.place);
    renumber();
    emit edited();
}

QWidget *TriggerTable::partOf(const Row &row, const QString &part) const
{
    if (part == "sample"_L1)
        return row.sample;
    if (part == "value"_L1)
        return row.value;
    if (part == "window"_L1)
        return row.window;
    return row.metric;
}

void TriggerTable::setProblem(int trigger, const QString &part, const QString &sentence, const QString &offer)
{
    if (trigger < 0 || trigger >= m_rows.size())
        return;
    const Row &row = m_rows[trigger];
    row.problem->setText(sentence);
    row.line->setVisible(!sentence.isEmpty());
    row.offer->setVisible(!offer.isEmpty());
    row.offer->setText(tr("Use %1").arg(offer));
    row.offer->setProperty("value", offer.toInt());
    setFieldError(partOf(row, part), true);
    partOf(row, part)->setAccessibleDescription(sentence);
}

void TriggerTable::clearProblems()
{
    for (const Row &row : std::as_const(m_rows)) {
        row.line->hide();
        for (QWidget *field : std::initializer_list<QWidget *>{row.metric, row.value, row.window, row.sample}) {
            setFieldError(field, false);
            field->setAccessibleDescription({});
        }
    }
}

void TriggerTable::focusPart(int trigger, const QString &part)
{
    if (trigger >= 0 && trigger < m_rows.size())
        partOf(m_rows[trigger], part)->setFocus(Qt::OtherFocusReason);
}

int TriggerTable::rowOf(const QObject *inside) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        for (const QObject *at = inside; at && at != this; at = at->parent()) {
            if (at == m_rows[i].place)
                return i;
        }
    }
    return -1;
}

bool TriggerTable::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            move(rowOf(watched), key->key() == Qt::Key_Up ? -1 : 1);
            static_cast<QWidget *>(watched)->setFocus(Qt::OtherFocusReason);
            return true;
        }
    } else if (event->type() == QEvent::FocusOut) {
        // Only when the row is left: going from field to field inside it is still typing.
        const int row = rowOf(watched);
        QMetaObject::invokeMethod(this, [this, row] {
            if (rowOf(QApplication::focusWidget()) != row)
                emit rowLeft();
        }, Qt::QueuedConnection);
    } else if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return Ground::eventFilter(watched, event);
}

} // namespace countersign
