// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/Event.h"

#include <QHash>

namespace countersign {

/// Words to be replaced; the first must stand in the text exactly once.
struct StoryReplacement
{
    QString from = {};
    QString to = {};
};

/// What somebody says while a change is under review.
struct StoryAct
{
    enum class Kind { AskForChanges, Answer, Comment };
    Kind kind = Kind::Comment;
    qint64 after = 0;      ///< milliseconds after the change was opened
    PrincipalId by = {};
    QString text = {};
    QString quote = {};    ///< words of the proposed text that it is about; may be empty
    QString within = {};   ///< words around `quote` that stand in the text once
};

struct StoryRollback
{
    qint64 after = 0;
    PrincipalId by = {};
    EnvironmentId in = {};
    QString reason = {};
};

/// A run of a suite over the text that a change proposes, held against the one that is live.
struct StoryRun
{
    qint64 after = 0;      ///< milliseconds after the change was opened
    PrincipalId by = {};
    ArtifactId suite = {};
    QStringList bad = {};  ///< cases that the proposed text answers as it should not; "date-*" is all that begin so
    QStringList live = {}; ///< the same of the live text, where the record keeps no run of it
};

struct StoryChange
{
    qint64 ago = 0;        ///< milliseconds before now at which it was opened
    PrincipalId by = {};
    ArtifactId artifact = {};
    QString title = {};
    QList<StoryReplacement> replace = {};
    QString why = {};
    QString outcome = {};
    bool approvedByAllAsked = false;        ///< whoever the rules ask, one after the other
    QList<PrincipalId> approvedBy = {};
    std::optional<EnvironmentId> releasedTo = {};
    std::optional<QString> withdrawn = {};  ///< the reason
    std::optional<StoryRollback> rollback = {};
    QList<StoryAct> then = {};
    QList<StoryRun> runs = {};
};

struct StoryEdit
{
    qint64 ago = 0;
    PrincipalId by = {};
    ArtifactId artifact = {};
    QString summary = {};
    QList<StoryReplacement> replace = {};
};

/// What a note of some workflow says when the change itself says nothing else.
struct StoryNote
{
    QString why = {};
    QString outcome = {};
    QList<Trigger> triggers = {};
};

/// What happened before a newcomer came: resources/example/story.yaml.
struct ExampleStory
{
    QHash<QString, StoryNote> notes = {}; ///< by workflow id
    QList<StoryChange> changes = {};
    QList<StoryEdit> ungoverned = {};
};

/// Strict. Fails: Invalid with the line and column of the first mistake.
[[nodiscard]] Result<ExampleStory> storyFromYaml(const QByteArray &yaml);

/// `text` with every replacement made. Fails: Invalid when one of them does not stand there exactly once.
[[nodiscard]] Result<QByteArray> replaced(const QByteArray &text, const QList<StoryReplacement> &replacements);

} // namespace countersign
