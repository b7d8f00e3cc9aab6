// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalCompare.h"
#include "models/EvalMapping.h"
#include "services/EvalFiles.h"
#include "services/Latest.h"
#include "ui/common/UiState.h"
#include "ui/evals/NotCountedList.h"

#include <QMainWindow>

#include <memory>

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace countersign {

class BisectView;
class EvalsView;
class NoticeBar;
class PlainLabel;

// Result files beside each other, without a workspace: opened from the command line, by a dialog or by dropping them
// onto the window. The first one is the baseline; both of the two that are compared can be chosen.
class EvalWindow : public QMainWindow
{
    Q_OBJECT

public:
    // `settings` outlives the window and keeps its widths.
    explicit EvalWindow(QSettings &settings, QWidget *parent = nullptr);
    ~EvalWindow() override;

    // Reads them beside those that are shown already. What is shown stays until the new ones are there.
    void openFiles(const QStringList &paths);
    [[nodiscard]] EvalsView *view() const { return m_view; }
    [[nodiscard]] bool isReading() const { return m_isReading; }
    // Back to the empty window.
    void closeFiles();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void askFiles();
    void taken(const EvalFilesRead &read);
    void askMapping(const QString &path);
    void readMapped(const QString &path, evals::Tool tool, const evals::ColumnMapping &mapping);
    void showFiles();
    void fillChoices();
    void compareChosen();
    void showBisect(bool shown);
    void bisectVersions();
    void openExports();
    void exportCases();
    void write(const QString &path, const QByteArray &bytes);

    void stop();
    [[nodiscard]] QList<NotCounted> notCounted() const;

    UiState m_uiState;
    EvalFilesRead m_files;
    QList<EvalVersion> m_versions;
    int m_baseline = -1;
    int m_candidate = -1;
    QStringList m_mapped; // tables whose columns were asked about
    bool m_isReading = false;
    bool m_filling = false;
    Latest<Result<EvalFilesRead>> m_read{this};
    Latest<Result<TablePreview>> m_preview{this};
    Latest<Result<std::shared_ptr<const EvalMatrix>>> m_compare{this};
    Latest<Result<std::shared_ptr<const BisectedVersions>>> m_bisectRun{this};
    std::unique_ptr<QFutureWatcher<Result<EvalFilesRead>>> m_progress;

    QWidget *m_choices = nullptr;
    QComboBox *m_baselineBox = nullptr;
    QComboBox *m_candidateBox = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_bisect = nullptr;
    NoticeBar *m_notice = nullptr;
    QStackedWidget *m_stack = nullptr;
    BisectView *m_bisectView = nullptr;
    EvalsView *m_view = nullptr;
};

} // namespace countersign
