// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyEditing.h"

#include "services/Drafts.h"
#include "services/PolicyEdit.h"
#include "services/PolicyYaml.h"
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
        m_ready = true;
        const Result<Policy> policy = policyFromYaml(m_base);
        m_baseProblem = policy ? std::nullopt : std::optional(policy.error());
        m_basePolicy = policy ? *policy : m_view->state.policy;
        m_policy = m_basePolicy;
        m_text = isEditing() ? m_keeper->draft().files.first().text : m_base;
        compile();
        emit changed();
    });
}

void PolicyEditing::readAgain()
{
    readBase(m_baseHash);
}

void PolicyEditing::check()
{
    m_checking = true;
    m_checked.start(checkedPolicy(m_text), [this](const Result<Policy> &policy) {
        m_checking = false;
        m_problem = policy ? std::nullopt : std::optional(policy.error());
        if (policy)
            m_policy = *policy;
        emit changed();
    });
}

void PolicyEditing::compile()
{
    m_checked.cancel();
    m_checking = false;
    const Result<Policy> policy = policyFromYaml(m_text);
    m_problem = policy ? std::nullopt : std::optional(policy.error());
    if (policy)
        m_policy = *policy;
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
    m_types ? check() : compile();
    m_keeper->setFile(0, m_text);
    emit changed();
}

Done PolicyEditing::edit(const QString &what, const QByteArray &from, const Policy &wanted, int session)
{
    const Result<QByteArray> written = editedPolicy(from, wanted);
    if (!written)
        return std::unexpected(written.error());
    setText(what, *written, session);
    return {};
}

void PolicyEditing::setText(const QString &what, const QByteArray &text, int session)
{
    if (text != m_text && m_ready)
        m_steps.push(new Step(*this, what, m_text, text, session));
}

void PolicyEditing::type(const QString &what, const QByteArray &text, int session)
{
    m_types = true;
    setText(what, text, session);
    m_types = false;
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
    m_steps.clear();
    m_text = m_base;
    compile();
    if (m_view)
        setView(m_view);
    emit changed();
}

void PolicyEditing::merge()
{
    takeNewer([this](const QByteArray &newer) -> Result<QByteArray> {
        Result<QByteArray> merged = mergedTexts(m_base, m_text, newer);
        if (merged) {
            if (const Result<Policy> policy = policyFromYaml(*merged); !policy)
                return std::unexpected(policy.error());
        }
        return merged;
    });
}

void PolicyEditing::keepMine()
{
    takeNewer([this](const QByteArray &) -> Result<QByteArray> { return m_text; });
}

void PolicyEditing::takeNewer(const std::function<Result<QByteArray>(const QByteArray &newer)> &made)
{
    const Artifact *artifact = m_view ? m_view->state.artifact(policyArtifact()) : nullptr;
    if (!artifact || !isEditing())
        return;
    const ContentHash accepted = artifact->acceptedContent();
    m_newer.start(m_workspace.content(accepted), [this, accepted, made](const Result<QByteArray> &newer) {
        if (!isEditing())
            return;
        const Result<QByteArray> text = newer ? made(*newer) : newer;
        if (!text) {
            if (text.error().code != ErrorCode::Canceled)
                m_mergeError = text.error();
            emit changed();
            return;
        }
        m_mergeError.reset();
        Draft draft = m_keeper->draft();
        draft.files.first().before = accepted;
        m_keeper->setDraft(draft);
        m_steps.clear();
        m_baseHash = accepted;
        m_base = *newer;
        if (const Result<Policy> policy = policyFromYaml(m_base))
            m_basePolicy = *policy;
        m_stale = false;
        m_text = *text;
        compile();
        // Also when the text is the same, what it stands against is another file.
        m_keeper->setFile(0, QByteArray());
        m_keeper->setFile(0, m_text);
        emit changed();
    });
}

} // namespace countersign
