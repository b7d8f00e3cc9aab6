// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/common/RowModels.h"
#include "ui/shell/PageContext.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QListView;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace countersign {

class BusyLine;
class DiffView;
class EmptyState;
class FactList;
class NoticeBar;
class PlainLabel;

// What stands somewhere outside, beside the record: a head with what can be done, rows of what was found, and below them the facts
// and the text or difference of the row that is chosen. Whoever shows something in it names the parts, fills them and says what
// failed.
class OutsidePane : public QWidget
{
    Q_OBJECT

public:
    explicit OutsidePane(const PageContext &context, QWidget *parent = nullptr);

    [[nodiscard]] PlainLabel *title() const { return m_title; }
    [[nodiscard]] PlainLabel *about() const { return m_about; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] BusyLine *busy() const { return m_busy; }
    [[nodiscard]] QSplitter *split() const { return m_split; }
    [[nodiscard]] QListView *rows() const { return m_rows; }
    [[nodiscard]] EmptyState *nothing() const { return m_nothing; } // shown where there are no rows
    [[nodiscard]] QWidget *detail() const { return m_detail; }
    [[nodiscard]] PlainLabel *rowTitle() const { return m_rowTitle; }
    [[nodiscard]] PlainLabel *why() const { return m_why; }
    [[nodiscard]] FactList *facts() const { return m_facts; }
    [[nodiscard]] DiffView *difference() const { return m_difference; }
    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }

    // Made for this pane; each goes behind those that are there.
    void addHeadButton(QPushButton *button);
    void addRowButton(QPushButton *button);

    // The row that was chosen stays so, else the first one is; says so by chosen() only where it is another row.
    void showRows(const QList<RequirementRowData> &rows);
    // Empty: there is no row.
    [[nodiscard]] QString chosenKey() const;

    // Shows in busy() how many texts are there.
    template<typename R>
    void follow(const QFuture<R> &future)
    {
        auto *progress = new QFutureWatcher<R>(this);
        connect(progress, &QFutureWatcherBase::progressValueChanged, this,
                [this, progress](int done) { showProgress(done, progress->progressMaximum()); });
        connect(progress, &QFutureWatcherBase::finished, progress, &QObject::deleteLater);
        progress->setFuture(future);
    }

    // Whether what `key` names is not what is shown or compared; then it is from now on, and what was is hidden.
    [[nodiscard]] bool begins(const QString &key);
    void forgetShown();
    // Plain text instead of a difference.
    void showText(const QString &text);
    // The accepted file beside the one that comes. `failed` is called at most once, and not when something else
    // is shown by then; but for what is Unsupported, begins() then holds of the same key again.
    void compare(const QFuture<Result<EditedFile>> &file, const std::function<void(const Error &)> &failed);
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void chosen();

private:
    void buildDetail();
    void showProgress(int done, int of);

    PageContext m_context;
    QString m_shown; // key of what is shown below the rows
    Latest<Result<EditedFile>> m_proposed{this};
    Latest<Result<AssessedChange>> m_assessed{this};

    PlainLabel *m_title = nullptr;
    QHBoxLayout *m_head = nullptr;
    PlainLabel *m_about = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QSplitter *m_split = nullptr;
    QStackedWidget *m_results = nullptr;
    QListView *m_rows = nullptr;
    RowList<RequirementRowData> *m_rowModel = nullptr;
    EmptyState *m_nothing = nullptr;
    QWidget *m_detail = nullptr;
    QHBoxLayout *m_rowHead = nullptr;
    PlainLabel *m_rowTitle = nullptr;
    PlainLabel *m_why = nullptr;
    FactList *m_facts = nullptr;
    BusyLine *m_comparing = nullptr;
    QStackedWidget *m_texts = nullptr;
    DiffView *m_difference = nullptr;
    QPlainTextEdit *m_text = nullptr;
};

} // namespace countersign
