// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/SuiteRun.h"
#include "services/RunCases.h"
#include "services/RunFiles.h"
#include "services/RunPlans.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace countersign {

class RunWork;

/// What came of a run: the revision's, and the one of what is live where that was run too.
struct MadeRun
{
    RunFile candidate = {};
    std::optional<RunFile> live = {};
    QString said = {}; ///< how the team's own command ended, where it ended badly; its words are hostile

    friend bool operator==(const MadeRun &, const MadeRun &) = default;
};

/// Runs suites for the window, one at a time. A run goes on while other pages are looked at, is stopped on a person's
/// word, and goes on where it was, also after the program broke down. What comes of it is kept here until somebody takes
/// it; nothing is recorded.
///
/// Lives on the thread that made it; every call returns at once. Models are asked, files written and commands executed on
/// a thread of its own.
class RunDesk : public QObject
{
    Q_OBJECT

public:
    struct Place
    {
        QString settingsFile = {}; ///< of the hosts that were confirmed, see EndpointBook
        std::shared_ptr<connectors::SecretStore> secrets = {};
        QString dataFolder = {};   ///< answers of runs that are not done
        QString cacheFolder = {};  ///< answers by what was asked; empty: none are kept
        connectors::RetryRule retry = {};
    };

    enum class Phase {
        Idle,
        Running,
        Stopped,  ///< on a person's word; what was answered is kept
        Finished, ///< made() is there
        Failed,   ///< error() says why; what was answered is kept
    };

    explicit RunDesk(Place place, QObject *parent = nullptr);
    /// Stops what runs; what was answered is kept.
    ~RunDesk() override;

    /// With the system's keychain, and the user's settings, data and cache.
    [[nodiscard]] static Place systemPlace();
    [[nodiscard]] const Place &place() const { return m_place; }

    [[nodiscard]] Phase phase() const { return m_phase; }
    /// What runs, ran last, or is there to be taken.
    [[nodiscard]] const RunWish &wish() const { return m_wish; }
    /// Answers, tokens and costs of both runs together.
    [[nodiscard]] const evals::RunProgress &progress() const { return m_progress; }
    /// Of the run that runs or ran last; none for the team's own command.
    [[nodiscard]] const QList<RunCase> &cases() const { return m_cases.all(); }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const std::optional<MadeRun> &made() const { return m_made; }

    /// Begins. Fails: Conflict (another one runs), Refused ("endpoint.unconfirmed": nobody here agreed to that host;
    /// "run.not_allowed": what would be executed is not what was allowed), and as plansOf().
    [[nodiscard]] Done start(const RunWish &wish, const RunTexts &texts);
    /// Goes on with what was stopped or failed. Fails as start().
    [[nodiscard]] Done goOn();
    void stop();
    /// Forgets what came of the last run, or that it was stopped; does nothing while one runs. The answers of one that
    /// was not done are kept for the next like it.
    void forget();

signals:
    void changed();
    void casesReset();
    /// Into cases().
    void caseMoved(qsizetype place);

private:
    void setPhase(Phase phase);
    void end(const Result<MadeRun> &made);

    Place m_place;
    Phase m_phase = Phase::Idle;
    RunWish m_wish;
    RunTexts m_texts;
    evals::RunProgress m_progress;
    RunCases m_cases;
    std::optional<Error> m_error;
    std::optional<MadeRun> m_made;
    QThread m_thread;
    RunWork *m_work = nullptr; // lives on m_thread, and goes there when that ends
    std::stop_source m_stop;   // of what runs now
    int m_number = 0;          // of what runs now; late words of another are not listened to
};

} // namespace countersign
