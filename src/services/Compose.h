// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Recorder.h"
#include "services/Assess.h"

namespace countersign {

/// Puts together the events of one append, from what a person saw: every basis is of that moment, and each event is
/// judged on top of the ones before, so that what the rules refuse is refused before anything is written.
class Composer
{
public:
    /// `seen` is the state of the view on the screen.
    Composer(const State &seen, const PrincipalId &actor, qint64 now);

    /// Text that the next event names. None for an empty text.
    [[nodiscard]] ContentHash text(const QString &text);
    [[nodiscard]] ContentHash text(const QByteArray &utf8);
    /// Like text(), but an empty one is a text too.
    [[nodiscard]] ContentHash exactText(const QByteArray &utf8);
    /// Content that the next event brings.
    [[nodiscard]] ContentHash content(const QByteArray &bytes);

    /// The event's id. Fails: Refused (subject: rule, detail). Takes along the texts and contents since the last one.
    [[nodiscard]] Result<EventId> add(const QString &subject, const EventData &data, const QString &summary);
    /// The same with an id that is part of its own subject.
    [[nodiscard]] Result<EventId> add(const EventId &id, const QString &subject, const EventData &data,
                                      const QString &summary);

    /// What the state would be after what was added.
    [[nodiscard]] const State &state() const { return m_state; }
    [[nodiscard]] const QList<EventDraft> &drafts() const { return m_drafts; }

private:
    Head m_seen;
    State m_state;
    PrincipalId m_actor;
    qint64 m_now;
    Blobs m_texts;
    Blobs m_contents;
    QList<EventDraft> m_drafts;
};

/// A refusal as the error that callers act on: what moved since it was seen is a Conflict, all else Refused.
[[nodiscard]] Error asError(const Void &refusal);
/// The same for what a Recorder says.
[[nodiscard]] Error asServiceError(Error error);

/// A note as an event's data; its texts go to the composer.
[[nodiscard]] NoteWritten noteData(Composer &composer, const EventId &revision, const NoteDraft &note);

} // namespace countersign
