// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/PolicyEdit.h"
#include "services/Workspace.h"

#include <QObject>
#include <QSet>
#include <QUndoStack>

namespace countersign {

class DraftKeeper;

// The policy as somebody edits it: its file, what the file says, every step of editing, and the draft that keeps it on
// this machine. Forms and text view edit the same bytes. Without an edit it is the accepted file.
class PolicyEditing : public QObject
{
    Q_OBJECT

public:
    // `workspace` outlives it.
    explicit PolicyEditing(Workspace &workspace, QObject *parent = nullptr);
    ~PolicyEditing() override;

    // Takes up a draft of the policy that is kept, and notices when the accepted file is another one.
    void setView(const ViewPointer &view);

    // The accepted file was read; without it nothing can be edited.
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] const std::optional<Error> &readError() const { return m_readError; }
    void readAgain();

    // There is a draft, also one that says the same as the accepted file by now.
    [[nodiscard]] bool isEditing() const;
    [[nodiscard]] bool isChanged() const { return m_text != m_base; }
    [[nodiscard]] const QByteArray &base() const { return m_base; }
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    // What they say. While the text does not compile, what it said last.
    [[nodiscard]] const Policy &basePolicy() const { return m_basePolicy; }
    [[nodiscard]] const Policy &policy() const { return m_policy; }
    // Why the text does not compile, with line and column.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    // Why the accepted file does not.
    [[nodiscard]] const std::optional<Error> &baseProblem() const { return m_baseProblem; }

    // One step of a form.
    struct Edit
    {
        QString what = {};                     // names the step
        PolicyChange change = {};
        int session = 0;                       // steps of one session in a row are one
        bool ofCell = false;                   // made of what stood when the fields of a cell opened, not of what they made
        std::function<void(const Done &)> told = {}; // at most once; fails as changedPolicy(). May be missing
    };
    // The file is written and read on another thread, one edit after the other; a later one of the same cell takes the
    // place of one that waits. Where the text moved meanwhile, the edit is made of the newer text.
    void edit(const Edit &edit);
    // The fields of a cell closed without keeping what they did.
    void takeBack(const QString &what, int session);
    // What still waits is written before this returns: for leaving.
    void finish();
    // Of a text that somebody types.
    void type(const QString &what, const QByteArray &text, int session);
    // policy() and problem() are of an earlier text still, or an edit waits to be written; settled() follows.
    [[nodiscard]] bool isChecking() const { return m_checking || m_baseChecking || !m_edits.isEmpty(); }
    [[nodiscard]] int newSession() { return ++m_session; }
    [[nodiscard]] const QUndoStack &steps() const { return m_steps; }
    // Behind the edits that wait.
    void undo() { step(&QUndoStack::undo); }
    void redo() { step(&QUndoStack::redo); }
    [[nodiscard]] bool canUndo() const { return m_steps.canUndo() || !m_edits.isEmpty(); }
    [[nodiscard]] bool canRedo() const { return m_steps.canRedo(); }

    [[nodiscard]] DraftKeeper &keeper() { return *m_keeper; }
    void setTitle(const QString &title);
    [[nodiscard]] QString title() const;
    void discard();
    // It was sent: what stands in the record is the truth again.
    void end();

    // The accepted file moved under the edit.
    [[nodiscard]] bool isStale() const { return m_stale; }
    // Puts the edit on the accepted file of now. Fails: Conflict, when both changed the same lines.
    void merge();
    [[nodiscard]] const std::optional<Error> &mergeError() const { return m_mergeError; }
    // The edit stays as it is and stands against the accepted file of now.
    void keepMine();

signals:
    // Anything of it is another one.
    void changed();
    // No longer isChecking().
    void settled();

private:
    class Step; // the stretch that one step of editing changed

    void put(const QByteArray &text);
    void push(const QString &what, const QByteArray &text, int session);
    void say(const QByteArray &text);
    void remember(const QByteArray &text, const Policy &policy);
    void step(void (QUndoStack::*move)());
    void writeNext();
    void land(const Edit &edit, const QByteArray &basis, const Result<WrittenPolicy> &written);
    [[nodiscard]] QByteArray basisOf(const Edit &edit) const;
    void dropEdits();
    void readBase(const ContentHash &hash);
    void checkBase();
    void ensureDraft();
    void takeNewer(bool mine);
    void putOn(const ContentHash &accepted, const QByteArray &newer, const QByteArray &text);

    Workspace &m_workspace;
    DraftKeeper *m_keeper = nullptr;
    ViewPointer m_view;
    QUndoStack m_steps;
    int m_session = 0;
    ContentHash m_baseHash;
    bool m_ready = false;
    bool m_stale = false;
    bool m_kept = false; // the draft was in the view once
    QSet<QString> m_ended; // sent or discarded here; a view of before may still have them
    QByteArray m_base;
    QByteArray m_text;
    Policy m_basePolicy;
    Policy m_policy;
    std::optional<Error> m_problem;
    std::optional<Error> m_baseProblem;
    std::optional<Error> m_readError;
    std::optional<Error> m_mergeError;
    Latest<Result<QByteArray>> m_reading{this};
    Latest<Result<QByteArray>> m_newer{this};
    Latest<Result<WrittenPolicy>> m_merged{this};
    Latest<Result<Policy>> m_checked{this};
    Latest<Result<Policy>> m_baseChecked{this};
    Latest<Result<WrittenPolicy>> m_written{this};
    QList<Edit> m_edits; // the first is being written
    struct Landed
    {
        int session = 0;
        QByteArray basis = {}; // the text that it was made of
        QByteArray text = {};
    };
    Landed m_landed; // the edit that was written last
    QList<WrittenPolicy> m_known; // texts and what they say, the newest last
    bool m_checking = false;
    bool m_baseChecking = false;
};

} // namespace countersign
