// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/SuiteSheet.h"
#include "services/Workspace.h"

#include <QCoreApplication>
#include <QDate>

namespace countersign {

// What a case is made from: what is known of it before somebody looks it over.
struct CaseOrigin
{
    Q_DECLARE_TR_FUNCTIONS(CaseOrigin)

public:
    QString sentence = {};       // "A comment by Dana Levy on #42"
    bool sample = false;         // rows are pasted or dropped first
    QString input = {};          // goes into the variable of the suite that is asked
    QString expected = {};       // words that a good answer holds; empty: none are known
    ArtifactId suite = {};       // the likely one; null where nothing tells
    SuiteCaseFields fields = {}; // all but variables and assertions

    // A comment or the first of a thread; what it suggests is what is expected, and the likely suite is the one that the
    // change edits, else one that the policy asks of it. Nothing for a comment that the change does not have.
    [[nodiscard]] static std::optional<CaseOrigin>
    ofComment(const WorkspaceView &view, const ChangeId &change, const EventId &comment, const QDate &today);
    // A rollback in the record; its reason says what went wrong. Nothing for another event.
    [[nodiscard]] static std::optional<CaseOrigin> ofRollback(const WorkspaceView &view,
                                                              const LogEntry &entry, const QDate &today);
    [[nodiscard]] static CaseOrigin ofSample(const WorkspaceView &view, const QDate &today);
    // The short name that suites know a person by; empty for who is unknown.
    [[nodiscard]] static QString ownerName(const PrincipalId &person);
    // Of everybody who may own a case: the active people of the policy.
    [[nodiscard]] static QStringList ownerNames(const WorkspaceView &view);
};

} // namespace countersign
