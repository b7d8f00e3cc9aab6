// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Buttons.h"
#include "ui/common/RichLine.h"
#include "ui/common/Signs.h"

#include <QMetaType>

#include <optional>

namespace countersign {

// The head of a group is a row of another kind: it has only `title` and `count` and cannot be chosen.
enum class RowKind { Item, GroupHead };

// One change, in the inbox and in the list of changes. What a list does not show stays empty.
struct ChangeRowData
{
    QString key = {};
    RowKind kind = RowKind::Item;
    QString title = {};
    int count = 0;  // of a group head

    std::optional<LaneShape> lane = {};
    QString number = {};  // "#42"
    QString prompt = {};
    RichLine reason = {};    // inbox: who, and why in her own words
    QString age = {};        // "45 min"
    QString exactTime = {};  // the tooltip of `age`
    QString action = {};     // inbox: label of the button; empty for none
    ButtonKind actionKind = ButtonKind::Plain;
    bool actionEnabled = true;
    QString actionReason = {};  // why the button is disabled, or what it does
    std::optional<qreal> progress = {};  // inbox: a bar before the reason

    int stagesDone = 0;  // changes: of four
    bool stagePresent = false;
    QString stage = {};     // "Review"
    bool hasStages = true;
    std::optional<Sign> nextSign = {};
    RichLine next = {};
    bool nextIsAlarm = false;
    QString author = {};
    bool settled = false;  // done or withdrawn: muted

    friend bool operator==(const ChangeRowData &, const ChangeRowData &) = default;
};

// One event: in the inbox's last 24 hours and in the history.
struct EventRowData
{
    QString key = {};
    RowKind kind = RowKind::Item;
    QString title = {};  // of a day head

    QString number = {};  // empty where the list does not number
    QString time = {};
    QString exactTime = {};
    std::optional<Icon> icon = {};
    std::optional<Sign> sign = {};  // instead of the icon
    RichLine sentence = {};
    QString subject = {};
    bool isVoid = false;  // struck and muted, with the chip "No effect"
    bool isOverride = false;
    QString chip = {};  // another chip: malformed, newer than known
    std::optional<Sign> seal = {};  // the state of the signature
    QString sealName = {};          // its accessible words

    friend bool operator==(const EventRowData &, const EventRowData &) = default;
};

struct RequirementRowData
{
    QString key = {};
    Sign sign = Sign::NotYet;
    RichLine sentence = {};
    QString help = {};   // a second line, may be empty
    bool yourTurn = false;
    bool gone = false;  // no longer asked for: muted
    QString toolTip = {};

    friend bool operator==(const RequirementRowData &, const RequirementRowData &) = default;
};

// One entry of "What this changes", or one reason of a lane.
struct EntryRowData
{
    QString key = {};
    std::optional<Sign> sign = {};
    RichLine sentence = {};
    QString place = {};  // the second line; empty for a row of one line
    RichLine placeQuote = {};
    std::optional<LaneShape> lane = {};
    std::optional<LaneShape> laneBefore = {}; // what it was before it became `lane`
    QString trailing = {};  // the rule, at the trailing edge
    QString why = {};       // why it matters, in the tool tip and for screen readers

    friend bool operator==(const EntryRowData &, const EntryRowData &) = default;
};

// One sentence per row, for screen readers.
[[nodiscard]] QString spoken(const ChangeRowData &row);
[[nodiscard]] QString spoken(const EventRowData &row);
[[nodiscard]] QString spoken(const RequirementRowData &row);
[[nodiscard]] QString spoken(const EntryRowData &row);

[[nodiscard]] QString toolTip(const ChangeRowData &row);
[[nodiscard]] QString toolTip(const EventRowData &row);
[[nodiscard]] QString toolTip(const RequirementRowData &row);
[[nodiscard]] QString toolTip(const EntryRowData &row);

// False for heads of groups.
[[nodiscard]] inline bool isItem(const ChangeRowData &row) { return row.kind == RowKind::Item; }
[[nodiscard]] inline bool isItem(const EventRowData &row) { return row.kind == RowKind::Item; }
[[nodiscard]] inline bool isItem(const RequirementRowData &) { return true; }
[[nodiscard]] inline bool isItem(const EntryRowData &) { return true; }

} // namespace countersign

Q_DECLARE_METATYPE(countersign::ChangeRowData)
Q_DECLARE_METATYPE(countersign::EventRowData)
Q_DECLARE_METATYPE(countersign::RequirementRowData)
Q_DECLARE_METATYPE(countersign::EntryRowData)
