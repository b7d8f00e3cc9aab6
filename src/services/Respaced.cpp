// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Respaced.h"

#include "diff/Characters.h"
#include "diff/Compare.h"
#include "domain/Approvals.h"
#include "lanes/CodeStrings.h"
#include "prompt/Document.h"

#include <algorithm>

namespace countersign {

namespace {

bool isWhiteSpace(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/// The next word from `at` on, which is moved behind it; empty at the end.
QByteArrayView nextWord(QByteArrayView text, qsizetype &at)
{
    while (at < text.size() && isWhiteSpace(text[at])) {
        ++at;
    }
    const qsizetype start = at;
    while (at < text.size() && !isWhiteSpace(text[at])) {
        ++at;
    }
    return text.sliced(start, at - start);
}

bool sameWords(QByteArrayView one, QByteArrayView other)
{
    qsizetype here = 0;
    qsizetype there = 0;
    while (true) {
        const QByteArrayView word = nextWord(one, here);
        if (word != nextWord(other, there)) {
            return false;
        }
        if (word.isEmpty()) {
            return true;
        }
    }
}

/// What stands before a cell on its line.
QStringView indentOf(const diff::SideText &side, const diff::Cell &cell)
{
    const QStringView before = QStringView(side.text).first(cell.range.start);
    return before.sliced(before.lastIndexOf(u'\n') + 1);
}

bool sameRows(const diff::Comparison &comparison)
{
    return std::ranges::all_of(comparison.rows, [&comparison](const diff::Row &row) {
        switch (row.block) {
        case diff::BlockKind::Code:
        case diff::BlockKind::TableRow:
        case diff::BlockKind::Tag:
        case diff::BlockKind::Template:
        case diff::BlockKind::Message:
            return row.kind == diff::RowKind::Same;
        case diff::BlockKind::ListItem: // deeper in, it belongs to another one
            return (row.kind == diff::RowKind::Same || row.kind == diff::RowKind::Rewrapped)
                   && row.cells[0].present && row.cells[1].present
                   && indentOf(comparison.sides[0], row.cells[0])
                          == indentOf(comparison.sides[1], row.cells[1]);
        case diff::BlockKind::Paragraph:
        case diff::BlockKind::Heading:
        case diff::BlockKind::Quote:
        case diff::BlockKind::Comment:
            return row.kind == diff::RowKind::Same || row.kind == diff::RowKind::Rewrapped;
        }
        return false;
    });
}

bool sameOutline(const diff::Comparison &comparison)
{
    const auto &[left, right] = comparison.sides;
    return std::ranges::equal(left.sections, right.sections,
                              [](const diff::Section &a, const diff::Section &b) {
                                  return a.title == b.title && a.level == b.level && a.message == b.message;
                              })
           && std::ranges::equal(left.messages, right.messages,
                                 [](const diff::MessageText &a, const diff::MessageText &b) {
                                     return a.role == b.role && a.path == b.path;
                                 });
}

bool sameNotation(const diff::Comparison &comparison)
{
    return std::ranges::all_of(comparison.notations, [](const diff::Notation &notation) {
        return notation.kind == diff::NotationKind::LineEnds
               || notation.kind == diff::NotationKind::FinalNewline
               || notation.kind == diff::NotationKind::WhiteSpace
               || notation.kind == diff::NotationKind::Rewrapped;
    });
}

bool isRespaced(const FileChange &before, const FileChange &after, const ContentReader &read)
{
    if (before.artifact != after.artifact || before.path != after.path || before.kind != after.kind
        || before.before != after.before || before.after.isNull() != after.after.isNull()
        || after.kind == ArtifactKind::Policy) {
        return false;
    }
    if (before.after == after.after) {
        return true;
    }
    const Result<QByteArray> one = read(before.after);
    const Result<QByteArray> other = read(after.after);
    return one && other && onlyWhiteSpaceDiffers(*one, *other, after.path);
}

} // namespace

bool onlyWhiteSpaceDiffers(const QByteArray &before, const QByteArray &after, const QString &path)
{
    if (before == after) {
        return true;
    }
    // The quick look first: most revisions change words.
    if (!sameWords(before, after) || lanes::isProgram(path)) {
        return false;
    }
    const auto [left, right] = prompt::parseBoth(before, after, path);
    const diff::Comparison comparison = diff::compare(left, right, {.entries = false});
    constexpr qsizetype most = 1;
    QList<diff::Entry> characters;
    diff::addCharacterEntries(comparison, most, characters);
    return comparison.complete && comparison.readable && comparison.sentences.isEmpty()
           && comparison.moves.isEmpty() && characters.isEmpty() && sameRows(comparison)
           && sameOutline(comparison) && sameNotation(comparison)
           && std::ranges::all_of(comparison.settings,
                                  [](const diff::SettingDifference &setting) {
                                      return setting.state == diff::SettingState::Same
                                             || setting.state == diff::SettingState::NotationOnly;
                                  })
           && std::ranges::all_of(comparison.variables, [](const diff::VariableDifference &variable) {
                  return variable.state == diff::VariableState::Same;
              });
}

EventId respacedSince(const Change &change, qsizetype earlier, const QList<FileChange> &files,
                      const ContentReader &read)
{
    EventId since;
    for (qsizetype i = earlier - 1; i >= 0; --i) {
        const Revision &revision = change.revisions.at(i);
        if (!std::ranges::equal(revision.data.files, files,
                                [&read](const FileChange &before, const FileChange &after) {
                                    return isRespaced(before, after, read);
                                })) {
            break;
        }
        since = revision.stamp.event;
    }
    return since;
}

bool keepsRightly(const State &state, const Change &change, const ContentReader &read)
{
    const Revision *revision = change.revision();
    const QList<const Revision *> kept =
        revision ? keptRevisions(state, change, *revision) : QList<const Revision *>();
    if (kept.isEmpty()) {
        return true;
    }
    const EventId since = respacedSince(change, change.revisions.size() - 1, revision->data.files, read);
    const auto placeOf = [&change](const EventId &event) {
        return std::ranges::find(change.revisions, event,
                                 [](const Revision &one) { return one.stamp.event; });
    };
    return placeOf(since) <= placeOf(kept.first()->stamp.event);
}

State withoutWronglyKept(State state, const ContentReader &read)
{
    for (const ChangeId &id : std::as_const(state.order)) {
        const Change *change = state.change(id);
        if (change && change->status == ChangeStatus::Review && !keepsRightly(state, *change, read)) {
            state.changes[id].revisions.last().data.assessment.respacedSince = {};
        }
    }
    return state;
}

} // namespace countersign
