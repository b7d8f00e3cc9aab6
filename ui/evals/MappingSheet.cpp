// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/MappingSheet.h"

#include "base/Hash.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableWidget>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

MappingSheet::MappingSheet(const QString &name, const TablePreview &preview,
                           const evals::ColumnMapping &before, QWidget *covered)
    : Sheet(covered)
{
    setObjectName(u"mappingSheet"_s);
    setTitle(tr("What do the columns mean?"), tr("%1 is a table of no tool that Countersign knows. What you "
                                                 "say here is remembered for tables with the "
                                                 "same columns.")
                                                  .arg(text::printableLine(name)));
    const Theme &theme = Theme::of(this);
    auto *table = new QTableWidget(static_cast<int>(preview.rows.size()),
                                   static_cast<int>(preview.columns.size()), this);
    table->setObjectName(u"mappingPreview"_s);
    table->setAccessibleName(tr("The first rows"));
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setDefaultSectionSize(theme.px(140));
    for (int column = 0; column < preview.columns.size(); ++column) {
        table->setHorizontalHeaderItem(column,
                                       new QTableWidgetItem(text::printableLine(preview.columns[column])));
        for (int row = 0; row < preview.rows.size(); ++row)
            table->setItem(row, column,
                           new QTableWidgetItem(text::printableLine(preview.rows[row].value(column))));
    }
    table->setFixedHeight(theme.px(190));
    content()->addWidget(table);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.px(14));
    grid->setVerticalSpacing(theme.px(10));
    content()->addLayout(grid);
    int place = 0;
    const auto add = [&](const QString &label, QWidget *field) {
        grid->addWidget(new FormField(label, field, this), place / 2, place % 2);
        ++place;
    };
    const auto addColumns = [&](const QString &label, const QString &objectName, const QString &chosen) {
        auto *box = new QComboBox(this);
        box->setObjectName(objectName);
        box->addItem(tr("None"), QString());
        for (const QString &column : preview.columns)
            box->addItem(text::printableLine(column), column);
        box->setCurrentIndex(std::max(0, box->findData(chosen)));
        add(label, box);
        return box;
    };
    m_id = addColumns(tr("Case"), u"mappingId"_s, before.id);
    m_dimension = addColumns(tr("Dimension"), u"mappingDimension"_s, before.dimension);
    m_input = addColumns(tr("Input"), u"mappingInput"_s, before.input);
    m_expected = addColumns(tr("Expected"), u"mappingExpected"_s, before.expected);
    m_output = addColumns(tr("Answer"), u"mappingOutput"_s, before.output);
    const evals::ColumnMapping::Score score = before.scores.value(0);
    m_score = addColumns(tr("Score, or passed"), u"mappingScore"_s, score.column);
    m_limit = new QLineEdit(this);
    m_limit->setObjectName(u"mappingLimit"_s);
    m_limit->setPlaceholderText(tr("None, or true and false"));
    if (!std::isnan(score.limit))
        m_limit->setText(QLocale().toString(score.limit, 'g', QLocale::FloatingPointShortest));
    add(tr("Passes from"), m_limit);
    m_lowerIsBetter = new QCheckBox(tr("Less is better"), this);
    m_lowerIsBetter->setObjectName(u"mappingLower"_s);
    m_lowerIsBetter->setChecked(!score.higherIsBetter);
    grid->addWidget(m_lowerIsBetter, place / 2, place % 2, Qt::AlignBottom);

    m_missing = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_missing->setObjectName(u"mappingMissing"_s);
    m_missing->setWrapping(Wrapping::Wrap);
    footNote()->addWidget(m_missing, 1);
    QPushButton *go = makeButton(tr("Read the file"), ButtonKind::Filled, this);
    setDecidingButton(go);
    go->setObjectName(u"mappingRead"_s);
    for (QComboBox *box : {m_id, m_dimension, m_input, m_expected, m_output, m_score})
        connect(box, &QComboBox::currentIndexChanged, this, &MappingSheet::follow);
    connect(m_limit, &QLineEdit::textChanged, this, &MappingSheet::follow);
    connect(this, &Sheet::closed, this, &QObject::deleteLater);
    follow();
}

QString MappingSheet::keptUnder(const TablePreview &preview)
{
    return u"mapping/"_s + toString(contentHash(preview.columns.join(u'\n').toUtf8())).left(32);
}

evals::ColumnMapping MappingSheet::mapping() const
{
    const auto of = [](const QComboBox *box) { return box->currentData().toString(); };
    evals::ColumnMapping made{.id = of(m_id),
                              .input = of(m_input),
                              .expected = of(m_expected),
                              .output = of(m_output),
                              .dimension = of(m_dimension)};
    bool isNumber = false;
    const double limit = QLocale().toDouble(m_limit->text().trimmed(), &isNumber);
    if (!of(m_score).isEmpty())
        made.scores = {{.column = of(m_score),
                        .limit = isNumber ? limit : evals::noScore,
                        .higherIsBetter = !m_lowerIsBetter->isChecked()}};
    return made;
}

void MappingSheet::follow()
{
    const QString typed = m_limit->text().trimmed();
    bool isNumber = false;
    (void)QLocale().toDouble(typed, &isNumber);
    QString missing;
    if (m_score->currentData().toString().isEmpty())
        missing = tr("Say which column is the score.");
    else if (!typed.isEmpty() && !isNumber)
        missing = tr("The limit is no number.");
    m_missing->setText(missing);
    decidingButton()->setEnabled(missing.isEmpty());
    decidingButton()->setAccessibleDescription(missing);
}

} // namespace countersign
