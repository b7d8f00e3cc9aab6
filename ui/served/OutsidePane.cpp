// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/OutsidePane.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/FactList.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/prose/DiffView.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

OutsidePane::OutsidePane(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, theme.px(12), 0, 0);
    all->setSpacing(theme.px(8));
    m_head = new QHBoxLayout;
    m_head->setContentsMargins(inset, 0, inset, 0);
    m_head->setSpacing(theme.px(8));
    m_title = new PlainLabel({}, FontRole::Title, ColorRole::Text, this);
    m_title->setWrapping(Wrapping::Elide);
    m_head->addWidget(m_title, 1);
    all->addLayout(m_head);
    const auto inInset = [&](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(inset, 0, inset, 0);
        row->addWidget(widget);
        all->addLayout(row);
    };
    m_about = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_about->setWrapping(Wrapping::Wrap);
    inInset(m_about);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->settle();
    inInset(m_notice);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    inInset(m_busy);
    m_split = new QSplitter(Qt::Vertical, this);
    all->addWidget(m_split, 1);
    m_results = new QStackedWidget(m_split);
    m_rowModel = new RowList<RequirementRowData>(this);
    m_rows = new QListView(m_results);
    prepareRowView(m_rows, {}, ColorRole::Surface);
    m_rows->setItemDelegate(new RequirementRow(m_rows));
    m_rows->setModel(m_rowModel);
    m_results->addWidget(m_rows);
    m_nothing = new EmptyState(m_results);
    m_results->addWidget(m_nothing);
    m_split->addWidget(m_results);
    m_detail = new QWidget(m_split);
    buildDetail();
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 0); // a taller window has more room for the difference
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({200, 440});

    connect(m_rows->selectionModel(), &QItemSelectionModel::currentChanged, this, &OutsidePane::chosen);
    connect(m_rows, &QListView::activated, this,
            [this] { m_texts->currentWidget()->setFocus(Qt::OtherFocusReason); });
}

void OutsidePane::buildDetail()
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *all = new QVBoxLayout(m_detail);
    all->setContentsMargins(inset, theme.px(8), inset, theme.px(10));
    all->setSpacing(theme.px(8));
    m_rowHead = new QHBoxLayout;
    m_rowHead->setSpacing(theme.px(8));
    m_rowTitle = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, m_detail);
    m_rowTitle->setWrapping(Wrapping::Elide);
    m_rowHead->addWidget(m_rowTitle, 1);
    all->addLayout(m_rowHead);
    m_why = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, m_detail);
    m_why->setWrapping(Wrapping::Wrap);
    all->addWidget(m_why);
    m_facts = new FactList(m_detail);
    all->addWidget(m_facts);
    m_comparing = new BusyLine(BusyLine::Cancel::NotOffered, m_detail);
    all->addWidget(m_comparing);
    m_texts = new QStackedWidget(m_detail);
    m_difference = new DiffView(m_texts);
    m_texts->addWidget(m_difference);
    m_text = new QPlainTextEdit(m_texts);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_texts->addWidget(m_text);
    m_texts->setMinimumHeight(theme.px(90));
    all->addWidget(m_texts, 1);
    all->addStretch(0);
}

void OutsidePane::addHeadButton(QPushButton *button)
{
    setButtonHeight(button, ButtonHeight::InBar);
    m_head->addWidget(button);
}

void OutsidePane::addRowButton(QPushButton *button)
{
    setButtonHeight(button, ButtonHeight::InBar);
    m_rowHead->addWidget(button);
}

void OutsidePane::showRows(const QList<RequirementRowData> &rows)
{
    const QString before = chosenKey();
    m_rowModel->setRows(rows);
    if (rows.isEmpty()) {
        m_results->setCurrentWidget(m_nothing);
        return;
    }
    m_results->setCurrentWidget(m_rows);
    const QModelIndex again = m_rowModel->indexOf(before);
    m_rows->setCurrentIndex(again.isValid() ? again : m_rowModel->index(0));
}

QString OutsidePane::chosenKey() const
{
    return m_rows->currentIndex().data(roles::RowKeyRole).toString();
}

void OutsidePane::showProgress(int done, int of)
{
    if (of > 0 && m_busy->isRunning())
        m_busy->setProgress(qreal(done) / of,
                            tr("%1 of %2 texts").arg(text::number(qint64(done)), text::number(qint64(of))));
}

bool OutsidePane::begins(const QString &key)
{
    if (m_shown == key)
        return false;
    forgetShown();
    m_shown = key;
    m_texts->hide();
    return true;
}

void OutsidePane::forgetShown()
{
    m_shown.clear();
    m_proposed.cancel();
    m_assessed.cancel();
    m_comparing->end();
}

void OutsidePane::showText(const QString &text)
{
    m_text->setPlainText(text);
    m_texts->setCurrentWidget(m_text);
    m_texts->show();
}

void OutsidePane::compare(const QFuture<Result<EditedFile>> &file,
                          const std::function<void(const Error &)> &failed)
{
    const auto give = [this, failed](const Error &error) {
        m_comparing->end();
        if (error.code != ErrorCode::Unsupported)
            m_shown.clear(); // it is compared again as soon as it is shown again
        failed(error);
    };
    m_comparing->begin(tr("Comparing"));
    m_proposed.start(file, [this, give](const Result<EditedFile> &proposed) {
        if (!proposed) {
            give(proposed.error());
            return;
        }
        m_assessed.start(m_context.workspace.assess({*proposed}),
                         [this, give](const Result<AssessedChange> &assessed) {
                             if (!assessed || assessed->files.isEmpty()) {
                                 give(assessed ? Error{.code = ErrorCode::NotFound} : assessed.error());
                                 return;
                             }
                             m_comparing->end();
                             m_difference->setComparison(assessed->files.first().comparison);
                             m_texts->setCurrentWidget(m_difference);
                             m_texts->show();
                         });
    });
}

QList<QWidget *> OutsidePane::panes() const
{
    return {m_rows, m_texts->currentWidget()};
}

} // namespace countersign
