// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Range.h"
#include "services/Latest.h"
#include "ui/common/RowModels.h"
#include "ui/prompts/PromptReader.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QListView;
class QSplitter;
class QStackedWidget;

namespace countersign {

class BusyLine;
class DiffPane;
class EmptyState;
class NoticeBar;
class PromptHead;
class PromptSettings;
class PromptStory;
class PromptText;
class TabBar;
class VersionList;

// One prompt: its head, and under tabs its text with who wrote what, where it ran, who uses it, and two versions compared.
class PromptPane : public QWidget
{
    Q_OBJECT

public:
    explicit PromptPane(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // No version: the newest accepted one. An artifact that does not exist is said so in place.
    void show(const ArtifactId &artifact, const SemVer &version);
    // Of the prompt that is shown: what `to` says, as a difference from `from`.
    void showDifference(const SemVer &from, const SemVer &to);
    [[nodiscard]] ArtifactId artifact() const { return m_artifact; }
    // The version that is shown; none when it is the newest.
    [[nodiscard]] SemVer version() const { return m_wanted; }
    [[nodiscard]] PromptText *text() const { return m_text; }
    bool primaryAction();
    bool escape();
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void open(const countersign::Address &address);
    void moved();

private:
    enum Tab { TextTab, ReleasesTab, UsedByTab, CompareTab };

    void makeTextTab();
    void makeOtherTabs();
    void refresh();
    void read();
    void showText(const ReadText &text);
    void showTab(int tab);
    void showHistory();
    void showUses(const QList<PromptUse> &uses);
    void compareChosen();
    void showCompared();
    void compare();
    void story(int sentence, bool byKeyboard);
    void closeStory();
    void adopt();
    void restore();
    [[nodiscard]] const Artifact *file() const;
    [[nodiscard]] SemVer shownVersion() const;
    // As VersionList has it.
    [[nodiscard]] QString shownId() const;
    [[nodiscard]] const BranchText *branchText(const QString &commit) const;
    [[nodiscard]] ContentHash contentOf(const QString &id) const;
    void readBranch();
    void showVersions();
    void choose(const QString &id);

    PageContext m_context;
    ViewPointer m_view;
    ArtifactId m_artifact;
    SemVer m_wanted;
    QString m_wantedCommit; // a text of the branch instead of a version
    QString m_read;         // whose text is on the screen
    ArtifactId m_readOf;
    std::array<QString, 2> m_compared = {};
    QList<BranchText> m_onBranch;
    QString m_onBranchOf;   // what the branch was read for
    PromptReader *m_reader = nullptr;
    Latest<Result<FileComparison>> m_comparison;
    Latest<Result<QList<BranchText>>> m_branchTexts;
    Latest<Result<Draft>> m_adopting;
    QStackedWidget *m_all = nullptr;
    EmptyState *m_none = nullptr;
    PromptHead *m_head = nullptr;
    TabBar *m_tabs = nullptr;
    QCheckBox *m_whoWrote = nullptr;
    QStackedWidget *m_stack = nullptr;
    PromptSettings *m_settings = nullptr;
    NoticeBar *m_textNotice = nullptr;
    BusyLine *m_busy = nullptr;
    QSplitter *m_split = nullptr;
    PromptText *m_text = nullptr;
    VersionList *m_versions = nullptr;
    QListView *m_history = nullptr;
    EventRows *m_historyRows = nullptr;
    QStackedWidget *m_usesStack = nullptr;
    QListView *m_uses = nullptr;
    EntryRows *m_useRows = nullptr;
    EmptyState *m_noUses = nullptr;
    DiffPane *m_diff = nullptr;
    QPointer<PromptStory> m_story;
    QTimer m_leave;
    bool m_usesKnown = false;
};

} // namespace countersign
