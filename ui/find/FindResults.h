// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Icons.h"
#include "ui/common/Signs.h"
#include "ui/shell/Address.h"

#include <QCoreApplication>

#include <optional>

namespace countersign {

enum class FindKind { Prompt, Change, Command, Words };

// Something that the window can do beside opening a place; `id` is what FindPanel hands back.
struct FindCommand
{
    QString id = {};
    QString text = {};
    Icon icon = Icon::Next;
    QString keys = {};    // "Ctrl+1", may be empty
    QString reason = {};  // why it is not allowed now; empty: allowed
    std::optional<Address> address = {}; // where it leads, when it leads somewhere
    friend bool operator==(const FindCommand &, const FindCommand &) = default;
};

struct FindMatch
{
    int start = 0;
    int length = 0;
    friend bool operator==(const FindMatch &, const FindMatch &) = default;
};

struct FindRow
{
    QString key = {};
    FindKind kind = FindKind::Prompt;
    bool head = false;      // of a kind; only `text`
    QString lead = {};      // "#42", muted, before the text
    QString text = {};
    QList<FindMatch> matches = {};
    std::optional<Icon> icon = {};
    std::optional<LaneShape> lane = {};
    QString trailing = {};
    bool trailingIsKey = false;
    bool allowed = true;    // false: listed muted, `trailing` says why
    Address address = {};   // where it leads, unless `command` is set
    QString command = {};
    friend bool operator==(const FindRow &, const FindRow &) = default;
};

[[nodiscard]] QString spoken(const FindRow &row);
[[nodiscard]] inline QString toolTip(const FindRow &) { return {}; }
[[nodiscard]] inline bool isItem(const FindRow &row) { return !row.head; }

// What Find lists, from memory. Pure.
class FindResults
{
    Q_DECLARE_TR_FUNCTIONS(FindResults)

public:
    struct Query
    {
        QString words = {};
        std::optional<FindKind> only = {};
    };

    // Prompts (exact names first), changes (yours, then the last touched), commands, words in texts; each with a head.
    [[nodiscard]] static QList<FindRow> rows(const WorkspaceView &view, const Query &query,
                                             const QList<FindCommand> &commands,
                                             const QList<Workspace::TextMatch> &texts);
    // Commands about prompts that match: edit, roll back, release. Deciding ones lead to their sheet.
    [[nodiscard]] static QList<FindCommand> artifactCommands(const WorkspaceView &view, const QString &words);
    [[nodiscard]] static QString kindName(FindKind kind);

    // Where every word of `words` stands in `text`, without case, sorted; nothing when one of them is absent.
    [[nodiscard]] static std::optional<QList<FindMatch>> match(const QString &text, const QString &words);
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::FindRow)
