// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/ThresholdForm.h"

#include "ui/cases/CaseFields.h"
#include "ui/common/Buttons.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool isFigure(const QString &text)
{
    bool good = false;
    const double value = text.toDouble(&good);
    return good && std::isfinite(value) && isYamlWord(text);
}

} // namespace

ThresholdForm::ThresholdForm(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"thresholdForm"_s);
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(16));
    all->setSpacing(theme.px(8));
    auto *head = new SectionHead(tr("Thresholds"), this);
    m_add = makeButton(Icon::Add, tr("Add a threshold"), ButtonKind::QuietText, this);
    m_add->setObjectName(u"addThreshold"_s);
    setButtonHeight(m_add, ButtonHeight::InBar);
    head->addTrailing(m_add);
    all->addWidget(head);
    auto *help = new PlainLabel(tr("The least share of cases that has to pass in a dimension, or the least "
                                   "mean score: 0.9 is nine of ten."),
                                FontRole::Secondary, ColorRole::Muted, this);
    help->setWrapping(Wrapping::Wrap);
    all->addWidget(help);
    m_none = new PlainLabel(tr("None: no dimension asks for more than not to get worse."), FontRole::Body,
                            ColorRole::Muted, this);
    m_none->setWrapping(Wrapping::Wrap);
    all->addWidget(m_none);
    m_all = new QVBoxLayout;
    m_all->setSpacing(theme.px(6));
    all->addLayout(m_all);
    all->addStretch(1);
    connect(m_add, &QPushButton::clicked, this, [this] {
        QString name;
        for (const QString &one : std::as_const(m_dimensions)) {
            if (name.isEmpty() && std::ranges::none_of(m_rows, [&one](const Row &row) {
                    return row.dimension->currentText() == one;
                }))
                name = one;
        }
        addRow({.dimension = name, .least = u"0.9"_s});
        m_rows.last().dimension->setFocus(Qt::OtherFocusReason);
        tell();
    });
}

void ThresholdForm::addRow(const DimensionThreshold &threshold)
{
    const Theme &theme = Theme::of(this);
    Row row;
    row.place = new QWidget(this);
    auto *grid = new QGridLayout(row.place);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.px(6));
    grid->setVerticalSpacing(theme.px(2));
    row.dimension = openComboBox(u"thresholdDimension"_s, row.place);
    row.dimension->setAccessibleName(tr("Dimension"));
    row.dimension->addItems(m_dimensions);
    row.dimension->setEditText(threshold.dimension);
    row.least = new QLineEdit(threshold.least, row.place);
    row.least->setObjectName(u"thresholdLeast"_s);
    row.least->setAccessibleName(tr("At least"));
    row.least->setMaxLength(40);
    row.least->setFixedWidth(theme.px(80));
    row.remove = makeIconButton(Icon::Remove, tr("Remove this threshold"), row.place);
    row.remove->setObjectName(u"removeThreshold"_s);
    setButtonHeight(row.remove, ButtonHeight::InBar);
    row.problem = problemLabel(row.place);
    grid->addWidget(row.dimension, 0, 0);
    grid->addWidget(row.least, 0, 1);
    grid->addWidget(row.remove, 0, 2);
    grid->addWidget(row.problem, 1, 0, 1, 3);
    grid->setColumnStretch(0, 1);
    const auto changed = [this] { tell(); };
    connect(row.dimension, &QComboBox::activated, this, changed);
    connect(row.dimension->lineEdit(), &QLineEdit::textEdited, this, changed);
    connect(row.least, &QLineEdit::textEdited, this, changed);
    connect(row.remove, &QPushButton::clicked, this, [this, place = row.place] {
        m_rows.removeIf([place](const Row &one) { return one.place == place; });
        place->hide();
        place->deleteLater();
        m_add->setFocus(Qt::OtherFocusReason);
        tell();
    });
    m_all->addWidget(row.place);
    row.place->show();
    m_rows.append(row);
    check();
}

void ThresholdForm::setThresholds(const QList<DimensionThreshold> &thresholds, const QStringList &dimensions,
                                  Take take)
{
    m_dimensions = dimensions;
    if (take == Take::Again && (!check() || thresholds == this->thresholds()))
        return;
    const QScopedValueRollback setting(m_setting, true);
    for (const Row &row : std::as_const(m_rows)) {
        row.place->hide();
        row.place->deleteLater();
    }
    m_rows.clear();
    for (const DimensionThreshold &one : thresholds)
        addRow(one);
    check();
}

QList<DimensionThreshold> ThresholdForm::thresholds() const
{
    QList<DimensionThreshold> all;
    for (const Row &row : m_rows) {
        const QString dimension = row.dimension->currentText().trimmed();
        const bool taken = std::ranges::any_of(
            all, [&dimension](const DimensionThreshold &one) { return one.dimension == dimension; });
        if (!dimension.isEmpty() && !taken && isFigure(row.least->text().trimmed()))
            all.append({.dimension = dimension, .least = row.least->text().trimmed()});
    }
    return all;
}

// Says what is wrong with each; whether nothing is.
bool ThresholdForm::check()
{
    bool good = true;
    QStringList names;
    m_none->setVisible(m_rows.isEmpty());
    m_add->setEnabled(!m_readOnly);
    for (const Row &row : std::as_const(m_rows)) {
        const QString name = row.dimension->currentText().trimmed();
        const bool figure = isFigure(row.least->text().trimmed());
        const bool taken = names.contains(name);
        const QString problem = name.isEmpty() ? tr("It needs a dimension.")
                                : taken        ? tr("That dimension has a threshold already.")
                                : !figure
                                    ? tr("It needs a figure, such as 0.9. Until then nothing is written.")
                                    : QString();
        setFieldError(row.dimension, name.isEmpty() || taken);
        setFieldError(row.least, !figure);
        showSentence(row.problem, problem);
        good = good && problem.isEmpty();
        row.dimension->setEnabled(!m_readOnly);
        row.least->setReadOnly(m_readOnly);
        row.remove->setEnabled(!m_readOnly);
        names.append(name);
    }
    return good;
}

void ThresholdForm::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    check();
}

void ThresholdForm::focusFirst()
{
    if (m_rows.isEmpty())
        m_add->setFocus(Qt::OtherFocusReason);
    else
        m_rows.first().least->setFocus(Qt::OtherFocusReason);
}

void ThresholdForm::tell()
{
    if (check() && !m_setting)
        emit edited();
}

} // namespace countersign
