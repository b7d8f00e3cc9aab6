// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"

#include <QByteArray>
#include <QSet>

namespace countersign {

class UiState;

// The changed sentences of a comparison as somebody reads them, from top to bottom.
struct SentenceList
{
    QList<int> order = {};          // into Comparison::sentences
    QList<QByteArray> keys = {};    // one per Comparison::sentences: what it says before and after, and which of several
    QMultiHash<int, int> ofRow = {}; // row of the comparison → Comparison::sentences

    [[nodiscard]] int next(int from, const QSet<QByteArray> &seen) const;
};

// The key of a sentence changes with every letter of it: a mark is for what was read and nothing else.
[[nodiscard]] SentenceList listSentences(const diff::Comparison &comparison);

// Where the marks of one reviewer are kept, on her machine only.
class SeenStore
{
public:
    virtual ~SeenStore() = default;
    // `subject` names the file and the person.
    [[nodiscard]] virtual QSet<QByteArray> seen(const QString &subject) const = 0;
    virtual void keep(const QString &subject, const QSet<QByteArray> &seen) = 0;
};

// In the settings of the window, per workspace.
class UiStateSeenStore : public SeenStore
{
public:
    explicit UiStateSeenStore(UiState &state) : m_state(state) {}

    [[nodiscard]] QSet<QByteArray> seen(const QString &subject) const override;
    void keep(const QString &subject, const QSet<QByteArray> &seen) override;

private:
    UiState &m_state;
};

} // namespace countersign
