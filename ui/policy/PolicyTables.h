// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/ProseBlock.h"
#include "ui/common/Signs.h"

#include <QCoreApplication>

#include <optional>

namespace countersign {

// One cell of a table of the policy: words, or a lane as its chip. While somebody edits, also what stood there before.
struct PolicyCell
{
    QString text = {};
    std::optional<LaneShape> lane = {};
    bool strong = false;
    bool muted = false;
    bool code = false;
    bool changed = false;
    QString oldText = {};
    std::optional<LaneShape> oldLane = {};

    [[nodiscard]] bool saysTheSame(const PolicyCell &other) const { return text == other.text && lane == other.lane; }
    friend bool operator==(const PolicyCell &, const PolicyCell &) = default;
};

struct PolicyRow
{
    enum class State { Same, Changed, Moved, Added, Removed };

    QString key = {};                     // an id, or the place in its list
    QList<PolicyCell> cells = {};
    State state = State::Same;

    friend bool operator==(const PolicyRow &, const PolicyRow &) = default;
};

struct PolicyTable
{
    QStringList heads = {};               // empty: the first row is the head, with chips
    QList<PolicyRow> rows = {};
    QList<int> widths = {};               // in parts of the whole
    bool byPlace = false;                 // keys are places: rows are recognised by their words
    bool ordered = false;                 // a row that moved is a change of its own
};

enum class PolicySection {
    Lanes, People, Roles, Owners, Workflows, Environments, EnvironmentRules, Rights, Exceptions, Paths, Place, Phrases, Rules, Watched, Suites,
    Opinion, History, AsText
};

// A policy in words, as tables. Pure.
class PolicyTables
{
    Q_DECLARE_TR_FUNCTIONS(PolicyTables)

public:
    [[nodiscard]] static QString name(PolicySection section);
    // Under the title: what the section is about.
    [[nodiscard]] static QString explanation(PolicySection section, const Policy &policy);
    // The count beside the name in the list; -1 for none.
    [[nodiscard]] static int count(PolicySection section, const Policy &policy);
    [[nodiscard]] static PolicyTable table(PolicySection section, const WorkspaceView &view);
    // `now` with its differences from `old` marked; rows that went are among it.
    [[nodiscard]] static PolicyTable compared(const PolicyTable &old, const PolicyTable &now);
    // "Approvals, high risk: 2 other people became 3 other people", one for each cell that differs.
    [[nodiscard]] static QStringList differences(const WorkspaceView &old, const WorkspaceView &now);
    // Both texts as one, for showing what went and what came.
    struct Marked
    {
        QString text = {};
        QList<TextMark> marks = {};
    };
    [[nodiscard]] static Marked marked(const QString &old, const QString &now);
    [[nodiscard]] static QString consequence(Consequence consequence);
    [[nodiscard]] static QString kind(ArtifactKind kind);
    [[nodiscard]] static QString noteField(NoteField field);
    [[nodiscard]] static QString gateReason(GateReason reason);
    // "Billing, Legal and Compliance".
    [[nodiscard]] static QString list(const QStringList &words);
    // Rules that nobody can satisfy, as sentences.
    [[nodiscard]] static QStringList warnings(const Policy &policy);
    // The same, with every role that is asked for somewhere and held by nobody who may act.
    [[nodiscard]] static QStringList deadEnds(const Policy &policy);

private:
    [[nodiscard]] static PolicyTable lanes(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable people(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable roles(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable owners(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable paths(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable place(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable workflows(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable environments(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable rights(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable exceptions(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable environmentRules(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable phrases(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable watched(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable suites(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable opinion(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable rules(const WorkspaceView &view);
};

} // namespace countersign
