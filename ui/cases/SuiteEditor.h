// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/SuiteEdit.h"
#include "ui/cases/CaseForm.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <memory>

class QComboBox;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace countersign {

class CaseTableModel;
class CaseTableView;
class NoticeBar;
class PlainLabel;
class SearchField;
class ThresholdForm;

// What the editor knows of the workspace.
struct SuiteSurroundings
{
    QStringList owners = {};
    QString me = {}; // short name of who edits; empty when the policy does not know her
    QDate today = {};
    // The accepted bytes of a path of the repository. May be missing; then no other file is looked at.
    std::function<QFuture<Result<QByteArray>>(const QString &path)> file = {};
    // Runs of the suite, for what never fails and what varies.
    QList<std::shared_ptr<const evals::ResultFile>> runs = {};
};

// A suite as a table of its cases with a form beside it. The text is somebody else's: each edit is given as the bytes
// that it makes, and nothing else is kept here. Bytes are read and edited away from the window's thread, one after the
// other.
class SuiteEditor : public QWidget
{
    Q_OBJECT

public:
    static constexpr int pauseMs = 300; // of typing in a field

    explicit SuiteEditor(QWidget *parent = nullptr);
    ~SuiteEditor() override;

    void setSurroundings(const SuiteSurroundings &surroundings);
    // The text as it is now. Edits that are on their way for another one are dropped.
    void setText(const QString &path, const QByteArray &bytes);
    // The text cannot be edited for as long; cases are read. What was typed or asked for before waits.
    void setReadOnly(bool readOnly);

    // Something typed or asked for did not reach the text yet.
    [[nodiscard]] bool isBusy() const;
    // What was typed is taken up now instead of after a pause.
    void flush();
    // Forgets what did not reach the text.
    void dropPending();

    [[nodiscard]] CaseTableView *table() const { return m_table; }
    void openFilter();
    void focusFirst();
    // Leaves the form or drops the filter; false when there is nothing of that.
    bool escape();
signals:
    void edited(const QByteArray &bytes);
    void undoAsked();
    void redoAsked();
    // The line of the case that is chosen, 1-based.
    void lineChosen(int line);
    // Somebody wants to see the text; the line is 0 for no place of it.
    void textAsked(int line);
    // isBusy() may be another.
    void busyChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // Pages beside the table.
    enum Side { NothingSide, CaseSide, ThresholdsSide };
    // Which row of the sheet something is about.
    struct Place
    {
        SuiteRow::Kind kind = SuiteRow::Kind::Case;
        qsizetype index = 0;
        int line = 0; // of a case of a file
        [[nodiscard]] static std::optional<Place> of(const SuiteRow *row);
        [[nodiscard]] const SuiteRow *in(const SuiteSheet &sheet) const; // nullptr: it has no such row
        friend bool operator==(const Place &, const Place &) = default;
    };
    // One step of editing, worked out when its turn comes.
    struct Step
    {
        QList<YamlEdit> edits = {};
        qsizetype from = -1; // the entry of `tests` that goes from there; -1: none
        qsizetype to = -1;   // where that one, or a new one, is afterwards
        bool openForm = false;
        std::optional<Place> about = {}; // what was chosen when it was asked for
        // Where the entry is afterwards; -1: it is gone.
        [[nodiscard]] qsizetype moved(qsizetype test) const;
    };
    // What somebody asked for, and of which row: it goes along with its case until its turn comes.
    struct Job
    {
        std::optional<Place> place = {}; // none: nothing was chosen, or it is gone
        std::function<Step(const SuiteRow *row)> work = {};
    };

    void build();
    void read();
    void takeSheet(const std::shared_ptr<const SuiteSheet> &sheet);
    void fetchFiles(const QStringList &paths);
    // What makes of a case what was typed.
    [[nodiscard]] static std::function<Step(const SuiteRow *row)> caseWork(const SuiteCaseFields &fields);
    // For what is chosen now.
    void post(std::function<Step(const SuiteRow *row)> work);
    void next();
    void run(const Step &step);
    void land(const Result<QByteArray> &bytes);
    // Takes what waits, and the form, along to where their cases are in the sheet that comes. False when words were
    // typed for a case that is not there any more.
    bool follow(const SuiteSheet &coming, const Step &step);
    [[nodiscard]] int rowOf(const Place &place) const; // of the table; -1: it is not shown
    void typed();
    void showCase();
    void showThresholds(bool shown);
    void followFilter();
    void followButtons();
    void showNotice();
    void add();
    void duplicate();
    void removeCase();
    void move(int by);
    [[nodiscard]] const SuiteRow *current() const;
    [[nodiscard]] bool mayEdit() const;

    SuiteSurroundings m_surroundings;
    QString m_path;
    QByteArray m_bytes;
    std::shared_ptr<const SuiteSheet> m_sheet;
    QHash<QString, QByteArray> m_files;
    QStringList m_asked; // files that were asked for
    bool m_readOnly = false;
    bool m_reading = false;
    bool m_editing = false;
    bool m_putting = false; // the text that is set is of an edit of ours
    bool m_filling = false;
    bool m_typedCase = false; // in a form, not taken up
    bool m_typedThresholds = false;
    std::optional<Place> m_shown; // what the form shows
    std::deque<Job> m_jobs;
    Step m_step;                              // of the edit that is under way, or that is read again
    std::optional<Result<QByteArray>> m_held; // what came of it while the text could not be edited
    std::optional<Error> m_error;             // the last edit could not be made
    std::optional<Error> m_broken;            // the text cannot be read
    QTimer m_pause;
    Latest<Result<std::shared_ptr<const SuiteSheet>>> m_read{this};
    Latest<Result<QByteArray>> m_edit{this};

    QPushButton *m_add = nullptr;
    QPushButton *m_duplicate = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    QPushButton *m_thresholdsButton = nullptr;
    SearchField *m_words = nullptr;
    QComboBox *m_dimension = nullptr;
    QComboBox *m_source = nullptr;
    PlainLabel *m_count = nullptr;
    NoticeBar *m_notice = nullptr;
    QSplitter *m_splitter = nullptr;
    CaseTableModel *m_model = nullptr;
    CaseTableView *m_table = nullptr;
    PlainLabel *m_none = nullptr;
    QStackedWidget *m_side = nullptr;
    QScrollArea *m_formScroll = nullptr;
    CaseForm *m_form = nullptr;
    ThresholdForm *m_thresholds = nullptr;
    PlainLabel *m_nothing = nullptr;
};

} // namespace countersign
