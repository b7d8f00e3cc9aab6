// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/WorkspaceView.h"
#include "ui/common/Popover.h"
#include "ui/editor/TextChecks.h"

#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QWidget>

#include <functional>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace countersign {

class DiffView;
class EditorMargin;
class Ground;
class NoticeBar;
class PlainLabel;
class PreviewView;
class PromptEdit;
class SearchField;
class SuiteEditor;
class UiState;
struct SuiteSurroundings;

// The editor of a draft: its files one at a time, with the tools above, the text, and the notes beside it. A suite is a
// table of its cases, with the text beside it when it is asked for; both edit the same text and share its undoing. It
// knows nothing of the ledger; who holds the draft takes fileEdited() and gives the notes of the lane.
class EditorPane : public QWidget
{
    Q_OBJECT

public:
    static constexpr int checkAfterMs = 300;

    explicit EditorPane(QWidget *parent = nullptr);
    ~EditorPane() override;

    // `before`: the accepted bytes that each file started from, empty for a new one. What is typed stays when the
    // draft is the one that is shown already.
    void setDraft(const Draft &draft, const QList<QByteArray> &before);
    // Phrases that it does not allow, and sections that others than the author own: they are locked while they are as they
    // were, until the author opens them. A text of which sections may be owned is read-only until it is known which.
    void setPolicy(const Policy &policy, const PrincipalId &author);
    // What the lane says about a file, beside what the text says about itself.
    void setReasons(int file, const QList<EditorNote> &reasons);
    // "Saved 14:02", or in danger that it could not be saved.
    void setSaved(const QString &words, bool failed);

    [[nodiscard]] int currentFile() const { return m_file; }
    void showFile(int file);
    // The first thing that stops sending, of any file; and going there.
    struct Problem
    {
        int file = -1;
        QString sentence = {};
        qsizetype start = 0;
        qsizetype length = 0;
    };
    [[nodiscard]] std::optional<Problem> firstProblem() const;
    // Every file was looked at since it was opened; until then firstProblem() does not know all.
    [[nodiscard]] bool isChecked() const;
    // firstProblem() is about what the files say now: nothing waits for a pause in typing, and nothing is being looked at.
    [[nodiscard]] bool isCurrent() const;
    // Without waiting for a pause; checked() follows.
    void checkNow();
    void goToProblem();
    // The words of a finding, where they stand in the text; -1 when they do not.
    [[nodiscard]] qsizetype find(int file, const QString &words) const;
    // The same in a text() that is at hand.
    [[nodiscard]] static qsizetype placeOf(const QString &words, const QString &text);
    // What a file says now, with '\n', as the editor counts it.
    [[nodiscard]] QString text(int file) const;
    // A text that was merged, against the accepted bytes that it was merged with: one step of undoing, locked or not.
    void takeMerged(int file, const QByteArray &bytes, const QByteArray &before);
    // One step of undoing; goes there. Waits until it is known what is locked.
    void replace(int file, qsizetype start, qsizetype length, const QString &words);
    [[nodiscard]] PromptEdit *edit() const { return m_edit; }
    // Of suites: who may own a case, and the files that they name.
    void setSuiteSurroundings(const SuiteSurroundings &surroundings);
    [[nodiscard]] SuiteEditor *suite() const { return m_suite; }
    // Where writing goes on: the text, or the table of a suite.
    void focusText();
    [[nodiscard]] QList<QWidget *> textPanes() const;
    // What was typed into fields is taken up without waiting for a pause.
    void flush();

    void openFind();
    bool escape();
    void showOldWords(bool shown);
    [[nodiscard]] bool oldWordsShown() const;
    // The text as the model gets it; sample values are kept in `state`, which outlives this.
    void keepSamplesIn(UiState *state) { m_state = state; }
    void showPreview(bool shown);
    [[nodiscard]] bool previewShown() const;

signals:
    void fileEdited(int file, const QByteArray &bytes);
    // firstProblem() may be another one.
    void checked();

private:
    struct File
    {
        QString path;
        QString title;
        QByteArray before;
        QByteArray bytes;
        QString beforeText;
        QString problem;
        TextChecks::Result checks;
        std::optional<QString> checkedText = {}; // what `checks` are about
        Policy checkedPolicy = {};
        QList<EditorNote> reasons;
        QSet<QString> opened = {}; // titles of sections of others that the author opened
        int cursor = 0;
        bool suite = false; // shown as a table
    };

    void load(int file);
    // EditorPaneSuite.cpp
    void buildSuite();
    void showSuite();
    void takeSuite(const QByteArray &bytes);
    void revealText();
    void undo();
    void redo();
    [[nodiscard]] bool isSuite() const;
    [[nodiscard]] bool suiteHasFocus() const;
    void showInstead(QWidget *widget);
    void textChanged();
    void check();
    void takeChecks(int file, const QString &text, const TextChecks::Result &checks);
    void checkOthers();
    void showChecks();
    [[nodiscard]] bool mayBeOwned(const File &file) const;
    void lockSections();
    void applyLocks(const QString &text);
    void sayLocked(const QString &key);
    void showNotes();
    void openNote(const QString &key, const QRect &place, Popover::Focus focus);
    void walkNotes(int direction);
    void act(const QString &key);
    void actHere();
    void announce(const QString &words);
    [[nodiscard]] bool notesFit() const;
    void findNext(int direction);
    void replaceOne();
    void replaceAll();
    void markMatches();
    void insertVariable();
    [[nodiscard]] QList<EditorNote> notesOf(const File &file) const;

    Policy m_policy;
    PrincipalId m_author;
    QList<File> m_files;
    int m_file = -1;
    QString m_draft;
    bool m_loading = false;
    Ground *m_bar = nullptr;
    Ground *m_fileBar = nullptr;
    Ground *m_findBar = nullptr;
    SearchField *m_find = nullptr;
    QLineEdit *m_replace = nullptr;
    PlainLabel *m_found = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_redo = nullptr;
    QPushButton *m_variables = nullptr;
    QPushButton *m_old = nullptr;
    PlainLabel *m_words = nullptr;
    PlainLabel *m_saved = nullptr;
    NoticeBar *m_notice = nullptr;
    QStackedWidget *m_stack = nullptr;
    QSplitter *m_textPage = nullptr;
    SuiteEditor *m_suite = nullptr;
    QPushButton *m_yaml = nullptr;
    PromptEdit *m_edit = nullptr;
    EditorMargin *m_margin = nullptr;
    DiffView *m_oldWords = nullptr;
    PreviewView *m_preview = nullptr;
    QPushButton *m_previewButton = nullptr;
    UiState *m_state = nullptr;
    QTimer m_checkSoon;
    QString m_note; // the key of the note that was walked to
    QPointer<Popover> m_noteCard;
    Latest<Result<std::shared_ptr<const diff::Comparison>>> m_compare{this};
    Latest<Result<TextChecks::Result>> m_checks{this};
    Latest<Result<TextChecks::Result>> m_locks{this};
    Latest<Result<QList<TextChecks::Result>>> m_others{this};
    QList<std::function<void()>> m_afterLocks; // waits for what is locked to be known
    bool m_lockPending = false;
};

} // namespace countersign
