// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/DraftKeeper.h"

#include "services/WhenFinished.h"

#include <QDateTime>

namespace countersign {

DraftKeeper::DraftKeeper(Workspace &workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &DraftKeeper::save);
}

void DraftKeeper::setDraft(const Draft &draft)
{
    if (m_has && m_dirty && m_draft.id != draft.id)
        flush();
    m_draft = draft;
    m_has = true;
    m_dirty = false;
    m_error.reset();
    m_savedAt = draft.savedAt;
    m_pause.stop();
    emit edited(-1);
    emit stateChanged();
}

void DraftKeeper::clear()
{
    m_pause.stop();
    m_has = false;
    m_dirty = false;
    m_draft = {};
    m_error.reset();
    emit stateChanged();
}

void DraftKeeper::setTitle(const QString &title)
{
    if (m_has && m_draft.title != title) {
        m_draft.title = title;
        touch();
        emit edited(-1);
    }
}

void DraftKeeper::setFile(int file, const QByteArray &text)
{
    if (m_has && file >= 0 && file < m_draft.files.size() && m_draft.files[file].text != text) {
        m_draft.files[file].text = text;
        touch();
        emit edited(file);
    }
}

void DraftKeeper::setEdited(int file, const EditedFile &its)
{
    if (m_has && file >= 0 && file < m_draft.files.size() && m_draft.files[file] != its) {
        m_draft.files[file] = its;
        touch();
        emit edited(file);
    }
}

void DraftKeeper::setNote(const NoteDraft &note)
{
    if (m_has && m_draft.note != note) {
        m_draft.note = note;
        touch();
        emit edited(-1);
    }
}

void DraftKeeper::setChange(const ChangeId &change)
{
    if (!m_has)
        return;
    m_draft.change = change;
    touch(); // sending took what was saved
    emit edited(-1);
}

void DraftKeeper::touch()
{
    const bool was = isSaved();
    m_dirty = true;
    m_pause.start(pauseMs);
    if (was)
        emit stateChanged();
}

void DraftKeeper::flush()
{
    if (m_dirty) {
        m_pause.stop();
        save();
    }
}

void DraftKeeper::save()
{
    if (!m_has || !m_dirty)
        return;
    if (m_saving) {
        m_pause.start(pauseMs);
        return;
    }
    m_saving = true;
    m_dirty = false;
    emit stateChanged();
    const Draft sent = m_draft;
    whenFinished(m_workspace.saveDraft(sent), this, [this, sent](const Result<QString> &result) {
        m_saving = false;
        if (result) {
            if (m_draft.id == sent.id)
                m_draft.id = *result;
            m_error.reset();
            m_savedAt = QDateTime::currentMSecsSinceEpoch();
        } else {
            m_error = result.error();
            m_dirty = true;
            m_pause.start(tryAgainMs);
        }
        emit stateChanged();
    });
}

} // namespace countersign
