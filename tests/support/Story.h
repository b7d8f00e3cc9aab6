// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Fold.h"
#include "domain/Refusals.h"

namespace countersign::test {

/// The people and rules of the stories in the tests: Ana (product), Bode (billing), Dana (compliance), Chen
/// (engineering; deploys and rolls back), Jonas (support), Rolf (left), the service CI. High asks for billing and
/// compliance, medium for one approval by anybody else, low likewise. Development follows.
[[nodiscard]] Policy storyPolicy();

inline const PrincipalId ana{QStringLiteral("p:ana")};
inline const PrincipalId bode{QStringLiteral("p:bode")};
inline const PrincipalId dana{QStringLiteral("p:dana")};
inline const PrincipalId chen{QStringLiteral("p:chen")};
inline const PrincipalId jonas{QStringLiteral("p:jonas")};
inline const PrincipalId rolf{QStringLiteral("p:rolf")};
inline const PrincipalId ci{QStringLiteral("p:ci")};

inline const EnvironmentId development{QStringLiteral("development")};
inline const EnvironmentId staging{QStringLiteral("staging")};
inline const EnvironmentId production{QStringLiteral("production")};

[[nodiscard]] RoleId role(const char *name);
[[nodiscard]] SemVer version(const char *text);
/// Content hash of a text.
[[nodiscard]] ContentHash textHash(const QString &text);

/// Events in sentence order, each judged by the real fold. Every sentence has the basis of somebody who has seen everything.
class Story
{
public:
    explicit Story(const Policy &policy = storyPolicy());

    [[nodiscard]] const State &state() const { return m_state; }
    [[nodiscard]] const QList<Placed> &events() const { return m_events; }
    [[nodiscard]] Verdict verdict() const { return m_verdict; }
    [[nodiscard]] bool effective() const { return std::holds_alternative<Effective>(m_verdict); }
    /// Rule of the last verdict; nullopt when it was no void.
    [[nodiscard]] std::optional<VoidRule> rule() const;
    [[nodiscard]] EventId lastId() const { return m_lastId; }
    /// The text behind a hash made by this story.
    [[nodiscard]] QHash<ContentHash, QByteArray> texts() const { return m_texts; }

    /// Says anything.
    Verdict say(const PrincipalId &actor, const QString &subject, const EventData &data);
    /// The event say() would make, without placing it.
    [[nodiscard]] Event make(const PrincipalId &actor, const QString &subject, const EventData &data);
    Verdict place(const Event &event, const QString &signedBy = {});
    Verdict place(const std::variant<Event, NewerEvent, MalformedEvent> &event);

    // The main job, with sensible content. Functions about a change take the last opened one.
    Story &baseline(const QString &artifact, const QString &text);
    Story &opened(const PrincipalId &actor, const QString &title = QStringLiteral("Shorter refund window"));
    Story &submitted(const PrincipalId &actor, const QString &artifact, const QString &text, Lane lane = Lane::High,
                     const QStringList &sections = {}, const QList<PrincipalId> &helpers = {});
    Story &noted(const PrincipalId &actor, const PrincipalId &rollbackOwner = chen);
    Story &approved(const PrincipalId &actor, const char *as);
    Story &askedForChanges(const PrincipalId &actor, const char *as, const QString &message = QStringLiteral("Keep must."));
    Story &accepted(const PrincipalId &actor);
    Story &released(const PrincipalId &actor, const QString &artifact, const char *version, const EnvironmentId &to);
    Story &rolledBack(const PrincipalId &actor, const QString &artifact, const char *version, const EnvironmentId &in);
    Story &commented(const PrincipalId &actor, const QString &text);

    [[nodiscard]] const Change &change() const;
    [[nodiscard]] ChangeId changeId() const { return m_change; }
    [[nodiscard]] ReviewGiven reviewOf(const Change &change, Decision decision, const RoleId &as) const;
    [[nodiscard]] ChangeAccepted acceptanceOf(const Change &change) const;
    [[nodiscard]] ContentHash text(const QString &text);

private:
    [[nodiscard]] EventId nextId();

    State m_state;
    QList<Placed> m_events;
    Verdict m_verdict = Effective{};
    EventId m_lastId;
    ChangeId m_change;
    QHash<ContentHash, QByteArray> m_texts;
    quint64 m_count = 0;
};

} // namespace countersign::test
