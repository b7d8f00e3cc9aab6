// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyEditing.h"

#include "services/Drafts.h"
#include "services/WhenFinished.h"
#include "ui/editor/DraftKeeper.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

const Draft *policyDraft(const WorkspaceView &view, const QSet<QString> &ended)
{
    const auto it = std::find_if(view.drafts.begin(), view.drafts.end(), [&ended](const Draft &draft) {
        return !ended.contains(draft.id) && draft.files.size() == 1 && draft.files.first().artifact == policyArtifact() && !draft.files.first().removed;
    });
    return it == view.drafts.end() ? nullptr : &*it;
}

} // namespace

// The stretch that one step of editing changed.
class PolicyEditing::Step : public QUndoCommand
{
public:
    Step(PolicyEditing &editing, const QString &what, const QByteArray &before, const QByteArray &after, int session)
        : QUndoCommand(what), m_editing(editing), m_session(session)
    {
        set(before, after);
    }

    int id() const override { return 1; }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *step = static_cast<const Step *>(other);
        if (step->m_session != m_session)
            return false;
        // The text stands as after the later step; going back over both gives what was before the first.
        QByteArray after = m_editing.m_text;
        QByteArray before = after;
        before.replace(step->m_at, step->m_new.size(), step->m_old);
        before.replace(m_at, m_new.size(), m_old);
        set(before, after);
        setObsolete(before == after);
        return true;
    }

    void undo() override { apply(m_new.size(), m_old); }
    void redo() override { apply(m_old.size(), m_new); }

private:
    void set(const QByteArray &before, const QByteArray &after)
    {
        qsizetype head = 0;
        const qsizetype shorter = std::min(before.size(), after.size());
        while (head < shorter && before[head] == after[head])
            ++head;
        qsizetype tail = 0;
        while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
            ++tail;
        m_at = head;
        m_old = before.sliced(head, before.size() - head - tail);
        m_new = after.sliced(head, after.size() - head - tail);
    }

    void apply(qsizetype length, const QByteArray &bytes)
    {
        QByteArray text = m_editing.m_text;
        text.replace(m_at, length, bytes);
        m_editing.put(text);
    }

    PolicyEditing &m_editing;
    int m_session;
    qsizetype m_at = 0;
    QByteArray m_old;
    QByteArray m_new;
};

PolicyEditing::PolicyEditing(Workspace &workspace, QObject *parent) : QObject(parent), m_workspace(workspace), m_keeper(new DraftKeeper(workspace, this))
{
    connect(m_keeper, &DraftKeeper::stateChanged, this, &PolicyEditing::changed);
}

PolicyEditing::~PolicyEditing()
{
    // Its own signals reach nobody any more.
    m_steps.disconnect();
    m_keeper->disconnect(this);
}

bool PolicyEditing::isEditing() const
{
    return m_keeper->hasDraft();
}

void PolicyEditing::setView(const ViewPointer &view)
{
    m_view = view;
    const Draft *kept = isEditing() && !m_keeper->draft().id.isEmpty() ? view->draft(m_keeper->draft().id) : policyDraft(*view, m_ended);
    if (isEditing()) {
        if (kept) {
            m_kept = true;
            // It was written on elsewhere, in the editor of changes for one.
            if (kept->id == m_keeper->draft().id && m_keeper->isSaved() && kept->files.size() == 1 && *kept != m_keeper->draft()
                && kept->savedAt > m_keeper->savedAt()) {
                m_keeper->setDraft(*kept);
                if (m_ready && kept->files.first().text != m_text) {
                    m_steps.clear();
                    put(kept->files.first().text);
                }
            }
        } else if (m_kept && m_keeper->isSaved()) {
            end();
            return;
        }
    } else if (kept) {
        m_keeper->setDraft(*kept);
        m_kept = true;
        m_steps.clear();
    }
    const Artifact *artifact = view->state.artifact(policyArtifact());
    const ContentHash accepted = artifact ? artifact->acceptedContent() : ContentHash();
    const ContentHash base = isEditing() ? m_keeper->draft().files.first().before : accepted;
    const bool wasStale = m_stale;
    m_stale = isEditing() && base != accepted;
    if (base != m_baseHash) {
        readBase(base);
    } else if (m_stale != wasStale) {
        emit changed();
    }
}

void PolicyEditing::readBase(const ContentHash &hash)
{
    m_baseHash = hash;
    m_ready = false;
    m_written.cancel();
    m_baseChecking = false;
    m_baseChecked.cancel();
    m_readError.reset();
    if (hash.isNull()) {
        emit changed();
        return;
    }
    m_reading.start(m_workspace.content(hash), [this](const Result<QByteArray> &bytes) {
        if (!bytes) {
            if (bytes.error().code != ErrorCode::Canceled) {
                m_readError = bytes.error();
                emit changed();
            }
            return;
        }
        m_base = *bytes;
        checkBase();
    });
}

void PolicyEditing::checkBase()
{
    m_baseChecking = true;
    m_baseChecked.start(checkedPolicy(m_base), [this](const Result<Policy> &policy) {
        m_baseChecking = false;
        m_baseProblem = policy ? std::nullopt : std::optional(policy.error());
        m_basePolicy = policy ? *policy : m_view->state.policy;
        if (policy)
            remember(m_base, *policy);
        if (!m_ready) {
            m_ready = true;
            m_policy = m_basePolicy;
            m_text = isEditing() ? m_keeper->draft().files.first().text : m_base;
            say(m_text);
        }
        emit changed();
        if (!m_edits.isEmpty())
            writeNext();
        else if (!isChecking())
            emit settled();
    });
}

void PolicyEditing::readAgain()
{
    readBase(m_baseHash);
}

void PolicyEditing::remember(const QByteArray &text, const Policy &policy)
{
    constexpr qsizetype most = 16;
    m_known.removeIf([&text](const WrittenPolicy &one) { return one.yaml == text; });
    m_known.append({.yaml = text, .policy = policy});
    if (m_known.size() > most)
        m_known.removeFirst();
}

void PolicyEditing::say(const QByteArray &text)
{
    m_checked.cancel();
    m_checking = false;
    const auto known = std::find_if(m_known.cbegin(), m_known.cend(), [&text](const WrittenPolicy &one) { return one.yaml == text; });
    if (known != m_known.cend()) {
        m_problem.reset();
        m_policy = known->policy;
        return;
    }
    m_checking = true;
    m_checked.start(checkedPolicy(text), [this, text](const Result<Policy> &policy) {
        m_checking = false;
        m_problem = policy ? std::nullopt : std::optional(policy.error());
        if (policy) {
            remember(text, *policy);
            m_policy = *policy;
        }
        emit changed();
        if (!isChecking())
            emit settled();
    });
}

void PolicyEditing::ensureDraft()
{
    if (isEditing())
        return;
    m_kept = false;
    m_keeper->setDraft({.id = DraftStore::newId(), .files = {{.artifact = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy, .before = m_baseHash, .text = m_base}}});
}

void PolicyEditing::put(const QByteArray &text)
{
    if (text == m_text)
        return;
    ensureDraft();
    m_text = text;
    say(m_text);
    m_keeper->setFile(0, m_text);
    emit changed();
}

void PolicyEditing::push(const QString &what, const QByteArray &text, int session)
{
    if (text != m_text && m_ready)
        m_steps.push(new Step(*this, what, m_text, text, session));
}

void PolicyEditing::type(const QString &what, const QByteArray &text, int session)
{
    push(what, text, session);
}

void PolicyEditing::edit(const Edit &edit)
{
    if (!m_ready)
        return;
    const bool waits = !m_edits.isEmpty();
    if (waits && edit.ofCell && m_edits.last().change && m_edits.last().session == edit.session) {
        m_edits.last() = edit;
        if (m_edits.size() > 1)
            return;
    } else {
        m_edits.append(edit);
        if (waits)
            return;
        emit changed();
    }
    writeNext();
}

void PolicyEditing::step(void (QUndoStack::*move)())
{
    if (m_edits.isEmpty())
        (m_steps.*move)();
    else
        m_edits.append({.told = [this, move](const Done &) { (m_steps.*move)(); }});
}

QByteArray PolicyEditing::basisOf(const Edit &edit) const
{
    const bool again = edit.ofCell && edit.session == m_landed.session && m_text == m_landed.text;
    return again ? m_landed.basis : m_text;
}

void PolicyEditing::writeNext()
{
    if (!m_ready)
        return; // and goes on when the file is read
    while (!m_edits.isEmpty() && !m_edits.first().change)
        m_edits.takeFirst().told({});
    if (m_edits.isEmpty()) {
        emit changed();
        if (!isChecking())
            emit settled();
        return;
    }
    const QByteArray basis = basisOf(m_edits.first());
    m_written.start(changedPolicyLater(basis, m_edits.first().change), [this, basis, before = m_text](const Result<WrittenPolicy> &written) {
        if (m_text == before)
            land(m_edits.takeFirst(), basis, written);
        writeNext();
    });
}

void PolicyEditing::land(const Edit &edit, const QByteArray &basis, const Result<WrittenPolicy> &written)
{
    if (written) {
        remember(written->yaml, written->policy);
        push(edit.what, written->yaml, edit.session);
        m_landed = {.session = edit.session, .basis = basis, .text = written->yaml};
    }
    if (edit.told)
        edit.told(written ? Done() : std::unexpected(written.error()));
}

void PolicyEditing::takeBack(const QString &what, int session)
{
    const bool running = !m_edits.isEmpty() && m_edits.first().change && m_edits.first().session == session;
    m_edits.removeIf([session](const Edit &edit) { return edit.change && edit.session == session; });
    // What others made of the text since is not its own to take back.
    if (m_landed.session == session && m_text == m_landed.text)
        push(what, m_landed.basis, session);
    if (running) {
        m_written.cancel();
        writeNext();
    }
}

void PolicyEditing::finish()
{
    if (m_edits.isEmpty())
        return;
    m_written.cancel();
    while (m_ready && !m_edits.isEmpty()) {
        const Edit edit = m_edits.takeFirst();
        const QByteArray basis = basisOf(edit);
        if (edit.change)
            land(edit, basis, changedPolicy(basis, edit.change));
        else
            edit.told({});
    }
    writeNext();
}

void PolicyEditing::dropEdits()
{
    m_written.cancel();
    m_edits.clear();
}

void PolicyEditing::setTitle(const QString &title)
{
    if (isEditing())
        m_keeper->setTitle(title);
}

QString PolicyEditing::title() const
{
    return isEditing() ? m_keeper->draft().title : QString();
}

void PolicyEditing::discard()
{
    if (!isEditing())
        return;
    const QString id = m_keeper->draft().id;
    end();
    // A file that stays is seen in the list of drafts; nothing is lost by it.
    if (!id.isEmpty())
        (void)m_workspace.dropDraft(id);
}

void PolicyEditing::end()
{
    if (isEditing())
        m_ended.insert(m_keeper->draft().id);
    m_keeper->clear();
    m_kept = false;
    m_stale = false;
    m_mergeError.reset();
    dropEdits();
    m_merged.cancel();
    m_steps.clear();
    m_text = m_base;
    m_checked.cancel();
    m_checking = false;
    m_policy = m_basePolicy;
    m_problem = m_baseProblem;
    if (m_view)
        setView(m_view);
    emit changed();
}

void PolicyEditing::merge()
{
    takeNewer(false);
}

void PolicyEditing::keepMine()
{
    takeNewer(true);
}

void PolicyEditing::takeNewer(bool mine)
{
    const Artifact *artifact = m_view ? m_view->state.artifact(policyArtifact()) : nullptr;
    if (!artifact || !isEditing())
        return;
    const auto failed = [this](const Error &error) {
        if (error.code != ErrorCode::Canceled)
            m_mergeError = error;
        emit changed();
    };
    const ContentHash accepted = artifact->acceptedContent();
    m_newer.start(m_workspace.content(accepted), [this, accepted, mine, failed](const Result<QByteArray> &newer) {
        if (!isEditing())
            return;
        if (!newer) {
            failed(newer.error());
            return;
        }
        if (mine) {
            putOn(accepted, *newer, m_text);
            return;
        }
        m_merged.start(mergedPolicyLater(m_base, m_text, *newer), [this, accepted, failed, newer = *newer, before = m_text](const Result<WrittenPolicy> &merged) {
            if (!isEditing())
                return;
            if (m_text != before) {
                takeNewer(false); // of what was edited meanwhile
            } else if (!merged) {
                failed(merged.error());
            } else {
                remember(merged->yaml, merged->policy);
                putOn(accepted, newer, merged->yaml);
            }
        });
    });
}

void PolicyEditing::putOn(const ContentHash &accepted, const QByteArray &newer, const QByteArray &text)
{
    m_mergeError.reset();
    Draft draft = m_keeper->draft();
    draft.files.first().before = accepted;
    m_keeper->setDraft(draft);
    m_steps.clear();
    m_baseHash = accepted;
    m_base = newer;
    m_stale = false;
    if (text != m_text) {
        m_text = text;
        say(m_text);
    }
    checkBase();
    // Also when the text is the same, what it stands against is another file.
    m_keeper->setFile(0, QByteArray());
    m_keeper->setFile(0, m_text);
    emit changed();
}

} // namespace countersign
