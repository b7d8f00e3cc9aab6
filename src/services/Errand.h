// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WhenFinished.h"
#include "services/Workspace.h"

#include <QPromise>

namespace countersign {

/// Something that a person asked for and that takes several answers. It answers once and then deletes itself; canceling
/// its future deletes it with everything that is under way.
template<typename Answer>
class Errand : public QObject
{
public:
    explicit Errand(QObject *parent) : QObject(parent)
    {
        m_promise.start();
        connect(&m_watcher, &QFutureWatcher<Answer>::canceled, this, &QObject::deleteLater);
        m_watcher.setFuture(m_promise.future());
    }

    [[nodiscard]] QFuture<Answer> future() const { return m_promise.future(); }

protected:
    void answer(Answer answer)
    {
        if (m_answered)
            return;
        m_answered = true;
        m_promise.addResult(std::move(answer));
        m_promise.finish();
        deleteLater();
    }
    void fail(const Error &error) { answer(std::unexpected(error)); }
    [[nodiscard]] QPromise<Answer> &promise() { return m_promise; }
    [[nodiscard]] bool isOver() const { return m_answered || m_promise.isCanceled(); }

private:
    mutable QPromise<Answer> m_promise;
    QFutureWatcher<Answer> m_watcher;
    bool m_answered = false;
};

/// Keeps a draft on this machine and answers `made` with it.
template<typename Made>
void answerKept(Made &made, Workspace &workspace, Draft draft)
{
    const QFuture<Result<QString>> saved = workspace.saveDraft(draft);
    whenFinished(saved, &made, [&made, draft = std::move(draft)](const Result<QString> &id) mutable {
        if (!id) {
            made.fail(id.error());
            return;
        }
        draft.id = *id;
        made.answer(draft);
    });
}

} // namespace countersign
