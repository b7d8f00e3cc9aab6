// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/policy/PolicyTables.h"

#include <functional>

namespace countersign {

enum class PolicyFieldKind {
    Line,    // one line of text
    Lines,   // one entry a line
    Number,
    One,     // one of the options
    Many,    // any of the options
};

struct PolicyOption
{
    QString id = {};
    QString name = {};

    friend bool operator==(const PolicyOption &, const PolicyOption &) = default;
};

struct PolicyField
{
    QString id = {};
    QString label = {};
    PolicyFieldKind kind = PolicyFieldKind::Line;
    QString text = {};               // Line, Number, One
    QStringList chosen = {};         // Lines, Many
    QList<PolicyOption> options = {}; // One, Many
    QString help = {};

    friend bool operator==(const PolicyField &, const PolicyField &) = default;
};

// The fields of one cell, or of a new entry, and what their values make of a policy.
struct PolicyForm
{
    QString title = {};
    QList<PolicyField> fields = {};
    std::function<void(Policy &, const QList<PolicyField> &)> apply = {};
    // What in the values can be no part of any policy, as a sentence; empty when nothing. May be missing.
    std::function<QString(const QList<PolicyField> &)> problem = {};
};

// What can be edited where. Pure.
class PolicyForms
{
    Q_DECLARE_TR_FUNCTIONS(PolicyForms)

public:
    // Nothing where the cell only tells what follows from others.
    [[nodiscard]] static std::optional<PolicyForm> cell(PolicySection section, const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> entry(PolicySection section, const Policy &policy);
    // "Add a person"; empty where nothing can be added.
    [[nodiscard]] static QString addLabel(PolicySection section, const Policy &policy);
    struct Removal
    {
        QString label = {};          // "Remove", or "Has left"
        std::function<void(Policy &)> apply = {};
    };
    struct Movement
    {
        QString key = {}; // of the row afterwards
        std::function<void(Policy &)> apply = {};
    };
    // One place up (-1) or down (1). Nothing where order says nothing, and at the ends.
    [[nodiscard]] static std::optional<Movement> movement(PolicySection section, const Policy &policy, const QString &row, int by);
    // Nothing where the row cannot go.
    [[nodiscard]] static std::optional<Removal> removal(PolicySection section, const Policy &policy, const Policy &inForce, const QString &row);

private:
    [[nodiscard]] static PolicyField roleField(const Policy &policy, const QString &id, const QString &label, const QList<RoleId> &chosen);
    [[nodiscard]] static PolicyField peopleField(const Policy &policy, const QString &id, const QString &label, const QList<PrincipalId> &chosen);
    [[nodiscard]] static PolicyField flagField(const QString &id, const QString &label, bool value, const QString &yes, const QString &no);
    [[nodiscard]] static std::optional<PolicyForm> laneCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> personCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> ownerCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> workflowCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> environmentCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> environmentRuleCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> watchedCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> suiteCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static PolicyForm opinionForm(const Policy &policy);
    [[nodiscard]] static PolicyForm newWatched();
    [[nodiscard]] static PolicyForm newSuite(const Policy &policy);
    [[nodiscard]] static PolicyForm newEnvironmentRule(const Policy &policy);
    [[nodiscard]] static PolicyField laneField(Lane lane);
    [[nodiscard]] static PolicyField lanesField(const QList<Lane> &chosen, const QList<Lane> &offered, const QString &help);
    [[nodiscard]] static PolicyField reasonsField(const QList<GateReason> &chosen);
    [[nodiscard]] static std::optional<PolicyForm> rightCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> exceptionCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> pathCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> placeCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> phraseCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static std::optional<PolicyForm> ruleCell(const Policy &policy, const QString &row, int column);
    [[nodiscard]] static PolicyField consequenceField(const QList<Consequence> &chosen);
    [[nodiscard]] static PolicyField kindField(ArtifactKind kind);
    [[nodiscard]] static PolicyField pathsField(const QStringList &paths, const QString &help);
};

} // namespace countersign
