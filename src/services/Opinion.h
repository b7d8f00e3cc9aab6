// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Workspace.h"

#include <QStringList>

namespace countersign {

/// What a model is given: how to answer, and the difference as data. Nothing else of the workspace: no names of people,
/// no findings of the rules (it is to have a view of its own), no text that did not change.
struct OpinionPrompt
{
    QString system = {};
    QString user = {};
    bool cut = false; ///< the difference was longer than what is sent, which the prompt says too

    friend bool operator==(const OpinionPrompt &, const OpinionPrompt &) = default;
};

/// Deterministic: the same difference gives the same prompt. At most 48,000 characters of difference. Pure; any thread.
[[nodiscard]] OpinionPrompt opinionPrompt(const Policy &policy, const AssessedChange &change);

/// What a model answered, as far as it is an answer. Its words are a stranger's: plain text, to be shown as quoted.
struct OpinionAnswer
{
    Lane lane = Lane::Low;
    QStringList reasons = {}; ///< at most 12, each one printable line of at most 600 characters

    friend bool operator==(const OpinionAnswer &, const OpinionAnswer &) = default;
};

/// Reads `{"lane":"low|medium|high","reasons":["…"]}`, alone or in one code fence, and nothing more: another key, another
/// word, another type or more than 16 KiB is no answer. Fails: Corrupt, "endpoint.bad_answer". Pure; any thread.
[[nodiscard]] Result<OpinionAnswer> opinionAnswerFrom(const QString &text);

/// An answer with where it came from, as OpinionRecorded keeps it.
struct SecondOpinionGiven
{
    OpinionAnswer answer = {};
    QString text = {}; ///< what OpinionRecorded::answerText is the hash of
    QString host = {};
    QString asked = {};
    QString served = {};
    ContentHash prompt = {};
    qint64 latencyMs = 0;
};

/// The event's data for the current revision.
[[nodiscard]] OpinionRecorded recordOf(const SecondOpinionGiven &given, const EventId &revision);

/// The opinions on the current revision, oldest first.
[[nodiscard]] QList<Opinion> currentOpinions(const Change &change);

/// Whether the policy asks for an opinion on a change that stands in this lane by what people and rules say.
[[nodiscard]] bool asksForOpinion(const Policy &policy, const Change &change);

} // namespace countersign
