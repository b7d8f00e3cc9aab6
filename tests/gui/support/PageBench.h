// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "ui/common/UiState.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

#include <QCoreApplication>
#include <QDir>
#include <QPixmap>
#include <QVBoxLayout>

namespace countersign::test {

/// A fake workspace whose record is a story: reads of the log are answered from it at once, as a real one would.
class RecordedWorkspace : public FakeWorkspace
{
public:
    RecordedWorkspace(const Story &story, const ViewPointer &view)
        : FakeWorkspace(view)
        , m_story(story)
    {
        contents = story.texts();
        judge();
    }

    [[nodiscard]] QFuture<Result<QList<LogEntry>>> log(const LogQuery &query) override
    {
        lastQuery = query;
        ++logs;
        if (holdLog || logError) {
            QFuture<Result<QList<LogEntry>>> future = logCalls.ask();
            if (logError) {
                logCalls.answer(std::unexpected(*logError));
            }
            return future;
        }
        QFuture<Result<QList<LogEntry>>> future = logCalls.ask();
        logCalls.answer(answer(query));
        return future;
    }

    [[nodiscard]] const QList<LogEntry> &entries() const { return m_entries; }

    bool holdLog = false;
    std::optional<Error> logError = {};
    int logs = 0;

private:
    void judge()
    {
        State state;
        for (const Placed &placed : m_story.events()) {
            LogEntry entry{.seq = placed.at.seq, .link = placed.at.link, .place = QStringLiteral("4be1c07f92d3a5")};
            entry.verdict = step(state, placed);
            entry.isSigned = !placed.signedBy.isEmpty();
            if (const auto *event = std::get_if<Event>(&placed.event)) {
                entry.id = event->id;
                entry.kind = eventKindName(event->data);
                entry.subject = event->subject;
                entry.actor = event->actor;
                entry.claimedAt = event->claimedAt;
                entry.event = *event;
            } else if (const auto *newer = std::get_if<NewerEvent>(&placed.event)) {
                entry.id = newer->id;
                entry.kind = newer->kind;
                entry.subject = newer->subject;
                entry.actor = newer->actor;
                entry.claimedAt = newer->claimedAt;
            }
            m_entries.append(entry);
        }
    }

    [[nodiscard]] QList<LogEntry> answer(const LogQuery &query) const
    {
        QList<LogEntry> page;
        for (auto it = m_entries.crbegin(); it != m_entries.crend() && page.size() < query.most; ++it) {
            const bool ineffective = !std::holds_alternative<Effective>(it->verdict);
            if ((query.before > 0 && it->seq >= query.before) || (query.onlyWithoutEffect && !ineffective)
                || (!query.kind.isEmpty() && it->kind != query.kind) || (query.actor && it->actor != *query.actor)
                || (query.artifact && !it->subject.endsWith(query.artifact->value))
                || (!query.words.isEmpty() && !it->kind.contains(query.words, Qt::CaseInsensitive))) {
                continue;
            }
            page.append(*it);
        }
        return page;
    }

    Story m_story;
    QList<LogEntry> m_entries;
};

/// Everything a page needs, and a window of a given size to show it in.
class PageBench
{
public:
    PageBench(const Theme &theme, const Story &story, const std::shared_ptr<WorkspaceView> &view)
        : workspace(story, view)
        , clock(acmeNow())
        , uiState(settings.settings(), QStringLiteral("bench"))
        , context{workspace, theme, questions, uiState, clock, &window}
    {
    }

    /// Shows the page at the size that the window leaves it.
    template<typename P>
    P *show(const QSize &size)
    {
        auto *made = new P(context);
        page = made;
        if (!window.layout()) {
            auto *box = new QVBoxLayout(&window);
            box->setContentsMargins(0, 0, 0, 0);
        }
        window.layout()->addWidget(made);
        window.resize(size);
        QObject::connect(&workspace, &Workspace::viewChanged, made, [this, made] { made->setView(workspace.view()); });
        QObject::connect(made, &Page::open, made, [this](const Address &address) { opened.append(address); });
        made->setView(workspace.view());
        window.show();
        return made;
    }

    /// Writes what the window shows to the folder of pictures, when there is one.
    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("COUNTERSIGN_PICTURES");
        if (!folder.isEmpty()) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::sendPostedEvents();
            QDir().mkpath(folder);
            window.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
        }
    }

    QWidget window;
    RecordedWorkspace workspace;
    FixedClock clock;
    FixedQuestions questions;
    TemporarySettings settings;
    UiState uiState;
    PageContext context;
    Page *page = nullptr;
    QList<Address> opened;
};

/// What the windows of 1280 × 800, 1920 × 1080 and 1024 × 680 leave to a page beside rail and bar.
inline const QSize pageAt1280{1224, 756};
inline const QSize pageAt1920{1744, 1036};
inline const QSize pageAt1024{968, 636};

} // namespace countersign::test
