// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

#include <QByteArray>
#include <QHash>

namespace countersign {

/// Exact bytes by their SHA-256.
using Blobs = QHash<ContentHash, QByteArray>;

/// One event as it is stored: the bytes that its actor made, and where they landed. What a reader could not take as an
/// event keeps its place with `problem` saying why; nothing that stands in a ledger is left out.
struct Envelope
{
    Head at = {};              ///< `link` is computed by the reader from what is stored, never taken from it
    LinkHash prev = {};
    QByteArray body = {};
    QByteArray signature = {}; ///< armoured SSHSIG, or empty
    QByteArray meta = {};      ///< empty on git; the database's login and time on SQL
    Blobs texts = {};          ///< titles, messages, answers; one that is missing was redacted
    QString place = {};        ///< for people: the commit, the row
    QString problem = {};      ///< why this cannot be an event; empty when it can
    bool linkDiffers = false;  ///< the problem is that the stated link is not that of these bytes at this place
    friend bool operator==(const Envelope &, const Envelope &) = default;
};

/// One difference of the readable tree that travels beside an event.
struct TreeEdit
{
    enum class What {
        Put,        ///< `path` holds `bytes`
        PutContent, ///< `path` holds the content named by `content`
        Remove,     ///< `path` goes, a folder with everything below it
    };
    What what = What::Put;
    QString path = {};         ///< segments are safe names, see treeName()
    QByteArray bytes = {};
    ContentHash content = {};
    friend bool operator==(const TreeEdit &, const TreeEdit &) = default;
};

/// One event ready to be stored at `at`, with everything that travels with it.
struct Entry
{
    EventId id = {};
    Head at = {};
    LinkHash prev = {};
    QByteArray body = {};
    QByteArray signature = {};
    Blobs texts = {};
    Blobs contents = {};       ///< contents that the event brings: each `ContentHash` of a file in its data
    QList<TreeEdit> edits = {};
    QString summary = {};      ///< one line for people who read `git log`
};

} // namespace countersign
