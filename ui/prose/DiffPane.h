// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/prose/DiffView.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;
class QToolButton;

namespace countersign {

class BusyLine;
class EmptyState;
class Ground;
class NoticeBar;
class PlainLabel;
class SearchField;
class SettingsCard;

// One text that a side may show: a version, a revision, or what is live somewhere.
struct DiffChoice
{
    QString id = {};
    QString lead = {};   // "Live in production"
    QString name = {};   // "1.3.0"
    QString note = {};   // "since 12 Aug"
    bool startsGroup = false;

    friend bool operator==(const DiffChoice &, const DiffChoice &) = default;
};

// The difference of one file with everything around it: the settings above, the heads that say and choose what is
// compared, the search, and the view.
class DiffPane : public QWidget
{
    Q_OBJECT

public:
    explicit DiffPane(QWidget *parent = nullptr);

    [[nodiscard]] DiffView *view() const { return m_view; }
    void setChoices(diff::Side side, const QList<DiffChoice> &choices, const QString &current);
    void setComparison(std::shared_ptr<const diff::Comparison> comparison);
    // The place of the difference while it is read; what stood there stays until setComparison.
    void setBusy(const QString &whatRuns);
    // Instead of the difference: what could not be shown and why.
    void setProblem(const QString &sentence, const QString &explanation);
    // Above the difference, for instance that what is live has changed.
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    void setCommenting(bool allowed);
    // Several files in one change: a row of names above everything. Empty or one: no row.
    void setFiles(const QStringList &names, int current);

    void openSearch();
    // Closes the search or drops the selection; false when there was neither.
    bool escape();

signals:
    void choiceMade(countersign::diff::Side side, const QString &id);
    void fileChosen(int file);
    void commentAsked(const countersign::DiffRange &about);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Head
    {
        QWidget *place = nullptr;
        PlainLabel *lead = nullptr;
        QToolButton *name = nullptr;
        PlainLabel *note = nullptr;
    };

    void makeHead(Head &head, diff::Side side);
    void placeHeads();
    void showMatches();
    void placeCommentButton();
    void showLayout();

    Ground *m_files = nullptr;
    SettingsCard *m_settings = nullptr;
    Ground *m_heads = nullptr;
    std::array<Head, 2> m_head = {};
    QPushButton *m_layoutButton = nullptr;
    QPushButton *m_more = nullptr;
    Ground *m_searchBar = nullptr;
    SearchField *m_search = nullptr;
    PlainLabel *m_matches = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QStackedWidget *m_stack = nullptr;
    DiffView *m_view = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_comment = nullptr;
    bool m_commenting = false;
};

} // namespace countersign
