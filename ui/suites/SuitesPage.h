// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalTrend.h"
#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/common/RowModels.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

#include <QHash>

class QComboBox;
class QListView;
class QPushButton;
class QStackedWidget;

namespace countersign {

class BusyLine;
class EmptyState;
class EvalsView;
class FactList;
class PlainLabel;
class RunChoice;
class TrendView;

// A run of a suite as the record has it, by the version of the prompt that it is of.
struct PromptRun
{
    ChangeId change = {};
    EventId run = {};
    QString version = {}; // "1.3.0", or "#42 Rev 2" for what was not accepted
    Sequence seq = 0;
};

// The runs of `suite` over `prompt`, oldest version first: of each text the newest one.
[[nodiscard]] QList<PromptRun> promptRuns(const State &state, const ArtifactId &suite,
                                          const ArtifactId &prompt);

// The suites of the workspace: how each stands, and how prompts did in it over their versions.
class SuitesPage : public Page
{
    Q_OBJECT

public:
    explicit SuitesPage(const PageContext &context, QWidget *parent = nullptr);
    ~SuitesPage() override;

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;

    static constexpr int mostCompared = 20;

private:
    void build();
    void fillSuites();
    void chooseSuite(const ArtifactId &suite);
    void fillPrompts();
    void showPrompt();
    void loadNext();
    void report();
    void showFacts(const SuiteReport &made);
    void showRuns();
    void followSelection();
    void openRun(const QString &event);
    void compareChosen();
    void editSuite();
    void sampleCase();

    PageContext m_context;
    ViewPointer m_view;
    ArtifactId m_suite;
    ArtifactId m_prompt;
    QList<PromptRun> m_runs;
    QString m_shownKey;
    QHash<ContentHash, std::shared_ptr<const evals::ResultFile>> m_files;
    QHash<ContentHash, QByteArray> m_suites;
    QList<ContentHash> m_wanted;
    bool m_filling = false;
    Latest<Result<QByteArray>> m_content{this};
    Latest<Result<std::shared_ptr<const evals::ResultFile>>> m_read{this};
    Latest<Result<std::shared_ptr<const SuiteReport>>> m_report{this};
    Latest<Result<std::shared_ptr<const EvalMatrix>>> m_compare{this};

    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_page = nullptr;
    QListView *m_list = nullptr;
    RowList<RequirementRowData> *m_rows = nullptr;
    PlainLabel *m_name = nullptr;
    RunChoice *m_run = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_sample = nullptr;
    BusyLine *m_busy = nullptr;
    FactList *m_facts = nullptr;
    QWidget *m_promptRow = nullptr;
    QComboBox *m_prompts = nullptr;
    PlainLabel *m_noRuns = nullptr;
    TrendView *m_trend = nullptr;
    QListView *m_versions = nullptr;
    RowList<RequirementRowData> *m_versionRows = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_compareButton = nullptr;
    QWidget *m_compared = nullptr;
    EvalsView *m_evals = nullptr;
    QPushButton *m_back = nullptr;
};

} // namespace countersign
