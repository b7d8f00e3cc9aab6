// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/CasesPanel.h"

#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/MatrixView.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr std::array firstChips{CasesShown::Lost, CasesShown::Won, CasesShown::Same, CasesShown::Varies};
constexpr std::array moreChips{CasesShown::Failing, CasesShown::Unanswered, CasesShown::OtherWords,
                               CasesShown::OnlyInOne};

QString chipName(CasesShown shown)
{
    switch (shown) {
    case CasesShown::All:
        return u"showAll"_s;
    case CasesShown::Lost:
        return u"showLost"_s;
    case CasesShown::Won:
        return u"showWon"_s;
    case CasesShown::Same:
        return u"showSame"_s;
    case CasesShown::Varies:
        return u"showVaries"_s;
    case CasesShown::Failing:
        return u"showFailing"_s;
    case CasesShown::Unanswered:
        return u"showUnanswered"_s;
    case CasesShown::OtherWords:
        return u"showOtherWords"_s;
    case CasesShown::OnlyInOne:
        return u"showOnlyInOne"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

CasesPanel::CasesPanel(QWidget *parent) : QWidget(parent), m_cases(new CasesModel(this))
{
    setObjectName(u"casesPanel"_s);
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    const int inset = theme.tokens().inset.changePage;

    auto *first = new QHBoxLayout;
    first->setContentsMargins(inset, theme.px(7), theme.px(8), theme.px(7));
    first->setSpacing(theme.px(6));
    m_second = new QWidget(this);
    auto *secondRows = new QVBoxLayout(m_second);
    secondRows->setContentsMargins(inset, 0, theme.px(8), theme.px(8));
    secondRows->setSpacing(theme.px(8));
    auto *fields = new QHBoxLayout;
    fields->setSpacing(theme.px(8));
    auto *more = new QHBoxLayout;
    more->setSpacing(theme.px(6));

    const auto addChip = [this](CasesShown shown, QHBoxLayout *row) {
        auto *chip = new FilterChip(EvalWords::shown(shown), this);
        chip->setObjectName(chipName(shown));
        connect(chip, &FilterChip::clicked, this, [this, shown](bool on) { choose(shown, on); });
        m_chips.insert(shown, chip);
        row->addWidget(chip);
    };
    for (const CasesShown shown : firstChips)
        addChip(shown, first);
    for (const CasesShown shown : moreChips)
        addChip(shown, more);
    more->addStretch();

    m_order = makeButton(EvalWords::order(CasesOrder::LargestLoss), ButtonKind::QuietText, this);
    m_order->setObjectName(u"casesOrder"_s);
    m_order->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setButtonHeight(m_order, ButtonHeight::InBar);
    connect(m_order, &QPushButton::clicked, this, &CasesPanel::openOrders);
    m_more = makeIconButton(Icon::Filter, tr("Find and filter"), this);
    m_more->setObjectName(u"casesFilter"_s);
    m_more->setCheckable(true);
    setButtonHeight(m_more, ButtonHeight::InBar);
    connect(m_more, &QPushButton::toggled, m_second, &QWidget::setVisible);
    first->addStretch();
    first->addWidget(m_order);
    first->addWidget(m_more);
    all->addLayout(first);

    m_words = new SearchField(Icon::Find, tr("Words in a case or an answer"), m_second);
    m_words->setObjectName(u"casesWords"_s);
    m_words->setAccessibleName(tr("Words in a case or an answer"));
    m_dimension = new QComboBox(m_second);
    m_dimension->setObjectName(u"casesDimension"_s);
    m_dimension->setAccessibleName(tr("Dimension"));
    m_source = new QComboBox(m_second);
    m_source->setObjectName(u"casesSource"_s);
    m_source->setAccessibleName(tr("Source"));
    for (QWidget *field : std::initializer_list<QWidget *>{m_words, m_dimension, m_source})
        setFieldHeight(field, ButtonHeight::InBar);
    fields->addWidget(m_words, 1);
    fields->addWidget(m_dimension);
    fields->addWidget(m_source);
    secondRows->addLayout(fields);
    secondRows->addLayout(more);
    m_second->hide();
    all->addWidget(m_second);

    m_view = new MatrixView(m_cases, this);
    all->addWidget(m_view, 1);
    m_none = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_none->setObjectName(u"noCases"_s);
    m_none->setWrapping(Wrapping::Wrap);
    m_none->setContentsMargins(inset, theme.px(16), inset, theme.px(16));
    m_none->hide();
    all->addWidget(m_none, 1);
    all->setAlignment(m_none, Qt::AlignTop);

    const auto changed = [this] {
        if (m_filling)
            return;
        CasesFilter filter = m_cases->filter();
        filter.words = m_words->text().trimmed();
        filter.dimension = m_dimension->currentData().toString();
        filter.source = m_source->currentData().toString();
        setFilter(filter);
    };
    connect(m_words, &QLineEdit::textChanged, this, changed);
    connect(m_dimension, &QComboBox::currentIndexChanged, this, changed);
    connect(m_source, &QComboBox::currentIndexChanged, this, changed);
    follow();
}

void CasesPanel::setMatrix(std::shared_ptr<const EvalMatrix> matrix)
{
    const QString kept = m_view->currentKey();
    m_cases->setMatrix(std::move(matrix));
    fillChoices();
    m_view->goTo(kept);
    follow();
}

void CasesPanel::setFilter(const CasesFilter &filter)
{
    if (filter == m_cases->filter())
        return;
    const QString kept = m_view->currentKey();
    m_cases->setFilter(filter);
    m_view->goTo(kept);
    follow();
    emit filterChanged();
}

void CasesPanel::fillChoices()
{
    m_filling = true;
    const auto fill = [](QComboBox *box, const QString &all, const QStringList &values, const auto &name) {
        const QString kept = box->currentData().toString();
        box->clear();
        box->addItem(all, QString());
        for (const QString &value : values)
            box->addItem(name(value), value);
        box->setCurrentIndex(std::max(0, box->findData(kept)));
        box->setVisible(!values.isEmpty());
    };
    const EvalMatrix *matrix = m_cases->matrix().get();
    fill(m_dimension, tr("All dimensions"), matrix ? matrix->dimensions() : QStringList(),
         &EvalWords::dimension);
    fill(m_source, tr("All sources"), matrix ? matrix->sources() : QStringList(), &EvalWords::source);
    m_filling = false;
}

void CasesPanel::follow()
{
    const CasesFilter &filter = m_cases->filter();
    const bool compared = m_cases->matrix() && m_cases->matrix()->set().comparison;
    for (auto it = m_chips.cbegin(); it != m_chips.cend(); ++it) {
        const CasesShown shown = it.key();
        FilterChip *chip = it.value();
        const int count = m_cases->count().shown.value(shown);
        const bool ofTwo = shown == CasesShown::Lost || shown == CasesShown::Won || shown == CasesShown::Same
                           || shown == CasesShown::OtherWords || shown == CasesShown::OnlyInOne
                           || shown == CasesShown::Varies;
        const QString words = EvalWords::shown(shown) + u' ' + text::number(qint64(count));
        chip->setText(shown == CasesShown::Lost && count > 0 ? QString(text::trueMinus) + u' ' + words
                                                             : words);
        chip->setAccessibleName(words);
        chip->setChecked(filter.shown == shown);
        chip->setVisible(compared || !ofTwo);
        chip->updateGeometry();
    }
    m_order->setText(EvalWords::order(filter.order));
    m_order->setAccessibleName(tr("Order: %1").arg(EvalWords::order(filter.order)));
    m_filling = true;
    m_dimension->setCurrentIndex(std::max(0, m_dimension->findData(filter.dimension)));
    m_source->setCurrentIndex(std::max(0, m_source->findData(filter.source)));
    if (m_words->text().trimmed() != filter.words)
        m_words->setText(filter.words);
    m_filling = false;
    if (!filter.words.isEmpty() || !filter.source.isEmpty()
        || m_chips[filter.shown == CasesShown::All ? CasesShown::Lost : filter.shown]->parentWidget()
               == m_second)
        m_more->setChecked(true);
    const bool none = m_cases->matrix() && m_cases->rowCount() == 0;
    m_none->setVisible(none);
    m_view->setVisible(!none);
    if (none)
        m_none->setText(m_cases->matrix()->cases().empty()
                            ? tr("The runs hold no case.")
                            : tr("No case is like that. Esc shows all of them."));
}

void CasesPanel::choose(CasesShown shown, bool on)
{
    CasesFilter filter = m_cases->filter();
    filter.shown = on ? shown : CasesShown::All;
    setFilter(filter);
    follow();
}

void CasesPanel::openOrders()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *group = new QActionGroup(menu);
    for (const CasesOrder order :
         {CasesOrder::LargestLoss, CasesOrder::LargestGain, CasesOrder::Suite, CasesOrder::Name}) {
        QAction *action = menu->addAction(EvalWords::order(order));
        action->setCheckable(true);
        action->setChecked(order == m_cases->filter().order);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, order] {
            CasesFilter filter = m_cases->filter();
            filter.order = order;
            setFilter(filter);
        });
    }
    menu->popup(m_order->mapToGlobal(QPoint(0, m_order->height())));
}

void CasesPanel::openSearch()
{
    m_more->setChecked(true);
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

bool CasesPanel::escape()
{
    CasesFilter filter = m_cases->filter();
    if (!filter.words.isEmpty())
        filter.words.clear();
    else if (!filter.source.isEmpty())
        filter.source.clear();
    else if (filter.shown != CasesShown::All)
        filter.shown = CasesShown::All;
    else if (!filter.dimension.isEmpty())
        filter.dimension.clear();
    else
        return false;
    setFilter(filter);
    return true;
}

} // namespace countersign
