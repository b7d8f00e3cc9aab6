// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Gate.h"
#include "models/EvalCompare.h"
#include "models/EvalMapping.h"
#include "services/Latest.h"
#include "services/RunFiles.h"
#include "services/Workspace.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Signs.h"
#include "ui/evals/NotCountedList.h"
#include "ui/shell/PageContext.h"

#include <QHash>
#include <QWidget>

#include <functional>
#include <optional>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace countersign {

class EvalsView;
class Ground;
class PlainLabel;
class RunBar;
class SuitesPanel;
struct SignOffQuestion;

// The evidence of a change: its suites, the run of each that counts, and those that do not with the reason. Figures are
// computed anew from the result files that the record keeps; of a run whose file it does not keep, the recorded ones
// stand there. A result file that is dropped here is shown and judged before anybody records it.
class EvalsTab : public QWidget
{
    Q_OBJECT

public:
    // `panel` stands beside the tab, outlives it and is filled by it.
    EvalsTab(const PageContext &context, SuitesPanel *panel, QWidget *parent = nullptr);
    ~EvalsTab() override;

    // Reads what the record has of the change; result files are asked for only while the tab is shown.
    void setChange(const ViewPointer &view, const ChangeId &change);
    [[nodiscard]] EvalsView *evals() const { return m_evals; }
    // The worst of the suites, for the tab; none without a suite.
    [[nodiscard]] std::optional<Sign> sign() const;
    // Reads a result file, or a folder that one run left, and shows it as it would be recorded.
    void openFile(const QString &path);
    // Shows that suite, where the change has to do with it.
    void chooseSuite(const ArtifactId &suite);
    // The sheet that runs the suite that is shown.
    void askRun();
    // Holds what is shown and not recorded yet against that file instead of what the record keeps.
    void compareWith(const QString &path);
    void focusFirst();
    [[nodiscard]] QList<QWidget *> panes() const;
    bool escape();

signals:
    // The sheet that accepts an inconclusive or mixed result.
    void acceptAsked();

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    struct Suite
    {
        ArtifactId id = {};
        std::optional<SuiteStanding> standing = {}; // none: the policy does not ask for it
        EventId run = {};                           // the one that is shown; null: none
    };
    // A result file that is not recorded yet.
    struct Preview
    {
        QString name = {};
        RunFile file = {};
        std::shared_ptr<const evals::ResultFile> given = {}; // what somebody chose to compare it with
        std::shared_ptr<const evals::ResultFile> held = {};  // what it is held against; null: nothing
        std::optional<JudgedRun> judged = {};
        std::optional<RunFile> live = {};                        // what is live, where it was run here too
        bool ran = false;                                        // here, and not by somebody's file
    };

    // EvalsTab.cpp: what is shown
    void build();
    [[nodiscard]] const Change *change() const;
    [[nodiscard]] const Suite *suite() const;
    [[nodiscard]] const EvalRun *shownRun() const;
    void refresh();
    void fillPanel();
    void load(const QList<ContentHash> &files, const std::function<void()> &then);
    void loadNext();
    void showChosen();
    void showRun();
    void showEmpty();
    void showRecorded(const EvalRun &run);
    void compare(EvalSet set);
    void place(const std::shared_ptr<const EvalMatrix> &matrix);
    [[nodiscard]] QString shownKey() const;
    [[nodiscard]] QList<EvalVersion> versions() const;
    [[nodiscard]] QString nameOf(const EvalRun &run) const;
    [[nodiscard]] QString spokenOf(const EvalRun &run) const;
    [[nodiscard]] QList<NotCounted> notCounted() const;
    void stop();

    // EvalsTabActs.cpp: what a person does with it
    void askFile();
    void chooseFile(const QString &title, const std::function<void(const QString &path)> &chosen);
    void openExports();
    void readAside(const QString &path,
                   const std::function<void(const RunFile &, const QString &name)> &taken);
    void readAside(const QString &path, const QFuture<Result<RunFile>> &reading, const QString &name,
                   const std::function<void(const RunFile &, const QString &name)> &taken);
    void askMapping(const QString &path,
                    const std::function<void(const RunFile &, const QString &name)> &taken);
    void previewTaken(const RunFile &file, const QString &name);
    void fillSuiteChoice();
    void judgePreview();
    void showPreview();
    void showPreviewBar();
    void closePreview();
    void record();
    void showCase();
    void askGrade();
    [[nodiscard]] ContentHash shownCase() const;
    [[nodiscard]] QList<Workspace::SpotCheckDraft::Looked> &marks();
    void mark(SpotMark mark);
    void showSpotBar();
    void askSpotCheck();
    void openSheet(const SignOffQuestion &question);
    void say(const Error &error);

    // EvalsTabRun.cpp: running a suite here
    [[nodiscard]] QList<ArtifactId> suiteChoice() const;
    void showRunButton();
    void followRun();
    void takeRun();
    void write(const Workspace::RunDraft &run);

    PageContext m_context;
    SuitesPanel *m_panel;
    ViewPointer m_view;
    ChangeId m_change;
    QList<Suite> m_suites;
    ArtifactId m_chosen;
    QString m_shownKey; // of what m_evals shows
    std::optional<Preview> m_preview;
    QHash<ContentHash, std::shared_ptr<const evals::ResultFile>> m_files;
    QHash<ContentHash, QString> m_unread; // why a file that the record keeps cannot be read
    QList<ContentHash> m_wanted;
    std::function<void()> m_loaded;
    QHash<QString, QList<Workspace::SpotCheckDraft::Looked>> m_marks; // by the run that they are of
    bool m_filling = false;
    bool m_recording = false;
    Latest<Result<QByteArray>> m_content{this};
    Latest<Result<std::shared_ptr<const evals::ResultFile>>> m_read{this};
    Latest<Result<std::shared_ptr<const EvalMatrix>>> m_compare{this};
    Latest<Result<RunFile>> m_readRun{this};
    Latest<Result<JudgedRun>> m_judge{this};
    Latest<Result<TablePreview>> m_table{this};

    PlainLabel *m_state = nullptr;
    QPushButton *m_run = nullptr;
    RunBar *m_runBar = nullptr; // none: nothing is run here
    QPushButton *m_spot = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_open = nullptr;
    NoticeBar *m_notice = nullptr;
    Ground *m_previewBar = nullptr;
    PlainLabel *m_previewName = nullptr;
    QComboBox *m_previewSuite = nullptr;
    QLineEdit *m_previewModel = nullptr;
    QPushButton *m_against = nullptr;
    QPushButton *m_record = nullptr;
    Ground *m_spotBar = nullptr;
    PlainLabel *m_spotWords = nullptr;
    QPushButton *m_spotSend = nullptr;
    QPushButton *m_accept = nullptr;
    QPushButton *m_grade = nullptr;
    QHash<SpotMark, QPushButton *> m_spotButtons;
    EvalsView *m_evals = nullptr;
};

} // namespace countersign
