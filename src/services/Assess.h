// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "services/Workspace.h"

namespace countersign {

/// Two contents of one file. `before` and `after` may be empty for a file that was not there.
struct ContentPair
{
    QString path = {};
    ArtifactId artifact = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    QByteArray before = {};
    QByteArray after = {};
};

/// What the lane rules know beside the two texts, from the policy in force and the state. `consumers`: how many other
/// prompts include this file, see countConsumers().
[[nodiscard]] lanes::Facts factsFor(const State &state, const QString &path, ArtifactKind kind, const ArtifactId &artifact,
                                    int consumers);

/// A comparison classified by the policy of `state`. Pure; any thread.
[[nodiscard]] FileComparison judgeComparison(const State &state, const ContentPair &pair, const std::shared_ptr<const diff::Comparison> &comparison,
                                             int consumers);

/// Parsed, compared and classified, with the lanes that the policy gives to rules. Pure; any thread. When `canceled`
/// says so, `comparison->complete` is false and the lane is at least medium.
[[nodiscard]] FileComparison compareFile(const State &state, const ContentPair &pair, int consumers,
                                         const diff::Canceled &canceled = {});

/// The highest lane of all files.
[[nodiscard]] AssessedChange assessFiles(const State &state, const QList<ContentPair> &pairs,
                                         const QHash<ArtifactId, int> &consumers, const diff::Canceled &canceled = {});

/// What the findings give as reasons for a regression suite.
[[nodiscard]] QList<GateReason> gateReasons(const QList<FindingRecord> &findings);

/// What a submission or review carries: lane, touched sections, rules version and the hash of the findings' text.
[[nodiscard]] Assessment assessmentOf(const AssessedChange &assessed);

/// Findings as canonical JSON, the text that Assessment::findingsText is the hash of; at most 200, highest first.
[[nodiscard]] QByteArray findingsText(const QList<FindingRecord> &findings);
/// Fails: Invalid.
[[nodiscard]] Result<QList<FindingRecord>> findingsFromText(const QByteArray &text);

/// Findings that the client of the current revision's author or one of its reviewers recorded, without doubles.
[[nodiscard]] QList<FindingRecord> recordedFindings(const WorkspaceView &view, const Revision &revision);

/// Paths and ids that a text includes: `{{> shared/persona}}`, `{% include "x" %}`, `${file:x}`.
[[nodiscard]] QStringList includesOf(const QString &path, const QByteArray &content);
/// Whether an include of a file at `from` means `artifact`.
[[nodiscard]] bool includeMeans(const QString &include, const QString &from, const Artifact &artifact);

} // namespace countersign
