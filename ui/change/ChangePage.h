// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/LaneFloor.h"
#include "prompt/Document.h"
#include "services/FileMerge.h"
#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/change/DraftAssessment.h"
#include "ui/change/ReasonWatch.h"
#include "ui/change/RequirementsRail.h"
#include "ui/prose/DiffPane.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

#include <QHash>
#include <QPointer>

class QSplitter;
class QStackedWidget;

namespace countersign {

class AsksPanel;
class ChangeHead;
class ChangeMarks;
class DraftKeeper;
class EditorPane;
class EmptyState;
class EntriesPanel;
class EvalsTab;
class GrowingTextEdit;
class HistoryView;
class LanePanel;
class MergeView;
class NoteForm;
class NoteView;
class NoticeBar;
class OpinionInquiry;
class Popover;
class SuiteRuns;
class SuitesPanel;
class TabBar;
class TalkView;

// One change, or one draft of a change: what it says, why it is risky, what it still needs, and the one button that is
// hers. What a person decides is bound to the revision and the note that were on her screen when she began to read.
class ChangePage : public Page
{
    Q_OBJECT

public:
    explicit ChangePage(const PageContext &context, QWidget *parent = nullptr);
    ~ChangePage() override;

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;
    void settle() override;

    // The revision and note that a decision made now would be about.
    [[nodiscard]] EventId shownRevision() const { return m_shown.revision; }

private:
    enum Tab { EditTab, DiffTab, NoteTab, EvidenceTab, TalkTab, HistoryTab, MergeTab };

    // One file of the revision that is read.
    struct ReadFile
    {
        FileChange file = {};
        std::optional<FileComparison> own = {}; // before → after, what is decided about
        std::optional<Error> error = {};
    };
    struct Shown
    {
        EventId revision = {};
        EventId note = {};
    };

    [[nodiscard]] const Change *change() const;
    [[nodiscard]] const Revision *revision() const; // the one that is read
    [[nodiscard]] int revisionNumber() const;
    [[nodiscard]] bool isContributor() const;
    [[nodiscard]] QString artifactsText() const;
    [[nodiscard]] QString primaryPath() const;
    [[nodiscard]] QString shownPath() const;
    [[nodiscard]] QString seenSubject(const QString &path) const;
    [[nodiscard]] bool everythingSeen() const;
    void keepReading();
    [[nodiscard]] QString readKey() const;
    void keepRead();

    // ChangePageBuild.cpp: the parts and what they say to one another
    void build();
    void buildBody(QWidget *ground);
    void buildSide(QWidget *side);
    void connectReading();
    void connectTalk();
    void connectWriting();
    void addShortcuts();

    // ChangePage.cpp: the page and its places
    void refresh();
    void showMissing(const QString &sentence, const QString &explanation);
    void showHead();
    void showTabs();
    void showEvals();
    void showTab(int tab);
    void showSide();
    void chooseTab(int tab);
    void openMenu();

    // ChangePageRead.cpp: the difference, its entries, threads and the note
    void beginReading();
    void noticeMoves();
    void readFile(int file);
    void readOwn(int file);
    void showChoices();
    void compareShown();
    void showComparison(const FileComparison &comparison);
    void compareFilled(const FileComparison &comparison);
    // Base, what is live or accepted, and what is proposed, when they are three.
    [[nodiscard]] std::optional<MergeInput> threeInput() const;
    [[nodiscard]] bool offersThree() const { return threeInput().has_value(); }
    void compareThree();
    void turnThree();
    void setFilledTexts(bool filled);
    void showEntries();
    void showNote();
    [[nodiscard]] QList<DiffChoice> choices() const;
    [[nodiscard]] ContentHash contentOf(const QString &choice, const FileChange &file) const;
    [[nodiscard]] QString defaultLeft(const FileChange &file) const;
    [[nodiscard]] QList<FindingRecord> findings() const;
    [[nodiscard]] bool everythingRead() const;
    [[nodiscard]] bool hasHidden() const;
    void goToFinding(const QString &key);

    // ChangePageTalk.cpp: threads, comments and suggestions
    struct Placed
    {
        QString words = {};
        std::optional<DiffRange> range = {}; // in what is shown
        bool outdated = false;               // the words do not stand there any more
    };
    struct Taken
    {
        QString path = {};
        QString text = {};
        qsizetype start = 0;
        qsizetype length = 0;
        QString words = {};
    };
    enum class CommentKind { Comment, Suggestion };
    [[nodiscard]] const prompt::Document *document(const ContentHash &hash, const QString &path);
    [[nodiscard]] const FileChange *fileOf(const EventId &revision, const QString &path) const;
    [[nodiscard]] Placed placeOf(const EventId &revision, const Anchor &anchor);
    [[nodiscard]] Anchor anchorOf(const DiffRange &range, QString *quote);
    [[nodiscard]] bool mayComment() const;
    [[nodiscard]] Anchor anchorInThree(const DiffRange &about, QString *quote);
    void showThreads();
    void openComment(const DiffRange &about, CommentKind kind);
    void goToWords(const EventId &first);
    void goToWanted();
    [[nodiscard]] bool isCompared() const;
    void say(const Anchor &anchor, const EventId &answers, const QString &text);
    void suggest(const Anchor &anchor, const QString &words, const QString &reason);
    void said(const Result<WriteReceipt> &result, const EventId &answers);
    void saidFrom(const QPointer<Popover> &popover, const Result<WriteReceipt> &result);
    void settleThread(const EventId &first, bool resolved);
    void takeOver(const EventId &first);
    void makeCase(const EventId &first);
    void putTaken();

    // ChangePageDraft.cpp: writing
    void startDraft(const Address &address);
    void loadDraft(const Draft &draft);
    void endDraft();
    void showAssessed();
    void showNotAssessed();
    void showLane();
    void showDraftDiff();
    void fillNote();
    void tellSuite();
    void showSaved();
    [[nodiscard]] Lane draftLane() const;
    [[nodiscard]] LaneFloor draftFloor() const;
    /// The reason that no rule gives: history or a program among the authors. None for a low floor.
    [[nodiscard]] static std::optional<EntryRowData> floorReason(const LaneFloor &floor);
    [[nodiscard]] RequirementsRail::Content sendContent() const;
    // What is shown is about the text as it stands.
    [[nodiscard]] bool isCurrent() const;
    void send();
    void goOnSending();
    void sayNotSent();
    void goOnBehind(const ChangeId &change);

    // ChangePageMerge.cpp: what was accepted meanwhile
    struct MergeStep
    {
        EditedFile before = {};
        EditedFile after = {};
        QByteArray accepted = {}; // bytes of after.before
        QByteArray base = {};     // bytes of before.before
    };
    [[nodiscard]] QList<MergeInput> staleFiles() const;
    [[nodiscard]] static QString nameOf(const QList<MergeInput> &stale);
    [[nodiscard]] bool mayMerge() const;
    void showStale();
    void askMerge();
    void startMerge();
    void endMerge();
    void takeMerge();
    void takeBack();
    void followMerge(int file);
    void putDraft(int file, const EditedFile &edited, const QByteArray &before);
    [[nodiscard]] bool mergeIsCurrent() const;
    [[nodiscard]] RequirementsRail::Content mergeContent() const;

    // ChangePageWrite.cpp: deciding
    void showRail();
    void act(const QString &id);
    void link(const QString &id);
    void finish(const Result<WriteReceipt> &result, const QString &done);
    void write(const QFuture<Result<WriteReceipt>> &future, const QString &id, const QString &whatRuns, const QString &done);
    void release(const EnvironmentId &environment, QList<AcceptedFile> files);
    void rollBack(const EnvironmentId &environment, const ArtifactId &artifact);
    void showError(const Error &error);

    // ChangePageSignOff.cpp: lanes, reviewers, overrides and emergencies
    void askLane();
    [[nodiscard]] QWidget *opinionPanel(const ChangeId &id, QWidget *parent);
    void askSignOff(const QString &id);
    void askReviewer();
    void askClear();
    void askConfirmLowering();
    void askAcceptResult();
    void askOverride();
    void askEmergency();
    void askCloseEmergency();
    void askDelegate();
    void askRevoke();
    void openSheet(const struct SignOffQuestion &question);
    [[nodiscard]] std::function<QFuture<Result<WriteReceipt>>(const QString &)> signing(const Workspace::SignOff &act);

    PageContext m_context;
    UiStateSeenStore m_seenStore;
    ViewPointer m_view;
    Address m_at;
    ChangeId m_change;
    Shown m_shown;
    bool m_editing = false;
    bool m_noteForm = false;   // the note of a sent revision is written anew
    bool m_talking = false;
    std::optional<Voice> m_as;
    int m_lastRead = 0;        // number of the revision that the reader had seen when she came
    int m_file = 0;
    QList<ReadFile> m_files;
    QString m_left;
    QString m_right;
    QString m_wordsWanted;     // the thread to whose words the reader goes when what is being compared is shown
    QString m_afterMessage;    // what the open message field is for: "ask", "withdraw"
    Latest<Result<FileComparison>> m_compare{this};
    Latest<Result<std::shared_ptr<const diff::Comparison>>> m_compareFilled{this};
    std::optional<FileComparison> m_comparison;
    Latest<Result<QList<FileMerge>>> m_three{this};
    Latest<Result<std::shared_ptr<const ThreeWay>>> m_threeRows{this};
    ContentHash m_threeShown;
    bool m_filledTexts = false; // what is compared are the texts with sample values

    QHash<ContentHash, std::shared_ptr<const prompt::Document>> m_documents;
    std::optional<Taken> m_taken;

    DraftKeeper *m_keeper = nullptr;
    SuiteRuns *m_suiteRuns = nullptr;
    DraftAssessment *m_assessment = nullptr;
    bool m_sendAsked = false; // as soon as what was typed last is assessed
    bool m_saidNotSent = false;
    Latest<Result<Draft>> m_newDraft{this};
    ReasonWatch m_reasons;
    QHash<NoteField, QString> m_filledIn;
    QString m_filledWhat;

    bool m_merging = false;
    bool m_mergeAsked = false; // as soon as the draft is there
    QList<MergeInput> m_mergeOf;
    QList<MergeStep> m_mergeSteps;
    QList<QByteArray> m_before; // the bytes that each file of the draft is written against
    Latest<Result<QList<FileMerge>>> m_merges{this};

    QStackedWidget *m_pages = nullptr;
    QWidget *m_page = nullptr;
    EmptyState *m_missing = nullptr;
    ChangeHead *m_head = nullptr;
    ChangeMarks *m_marks = nullptr;
    TabBar *m_tabs = nullptr;
    PlainLabel *m_status = nullptr;
    NoticeBar *m_stale = nullptr;
    QSplitter *m_splitter = nullptr;
    QStackedWidget *m_body = nullptr;
    EditorPane *m_editor = nullptr;
    DiffPane *m_diff = nullptr;
    QStackedWidget *m_notes = nullptr;
    NoteForm *m_form = nullptr;
    NoteView *m_noteView = nullptr;
    EvalsTab *m_evals = nullptr;
    TalkView *m_talk = nullptr;
    HistoryView *m_history = nullptr;
    MergeView *m_merge = nullptr;
    QWidget *m_side = nullptr;
    QStackedWidget *m_upper = nullptr;
    EntriesPanel *m_entries = nullptr;
    LanePanel *m_lane = nullptr;
    AsksPanel *m_asks = nullptr;
    SuitesPanel *m_suites = nullptr;
    RequirementsRail *m_rail = nullptr;
    QPointer<Popover> m_popover;
    OpinionInquiry *m_inquiry = nullptr; // made when somebody first looks

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace countersign
