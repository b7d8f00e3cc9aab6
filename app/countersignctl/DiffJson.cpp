// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/DiffReport.h"

#include "app/countersignctl/FileOffsets.h"
#include "base/Hash.h"
#include "diff/Topics.h"

#include <QJsonArray>

#include <optional>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr std::array<diff::Side, 2> bothSides = {diff::Side::Left, diff::Side::Right};

QString keyOf(diff::Side side)
{
    return side == diff::Side::Left ? u"left"_s : u"right"_s;
}

QString idOf(diff::BlockKind kind)
{
    switch (kind) {
    case diff::BlockKind::Paragraph:
        return u"paragraph"_s;
    case diff::BlockKind::Heading:
        return u"heading"_s;
    case diff::BlockKind::ListItem:
        return u"list-item"_s;
    case diff::BlockKind::Quote:
        return u"quote"_s;
    case diff::BlockKind::Code:
        return u"code"_s;
    case diff::BlockKind::TableRow:
        return u"table-row"_s;
    case diff::BlockKind::Tag:
        return u"tag"_s;
    case diff::BlockKind::Template:
        return u"template"_s;
    case diff::BlockKind::Comment:
        return u"comment"_s;
    case diff::BlockKind::Message:
        return u"message"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString idOf(diff::MarkKind kind)
{
    switch (kind) {
    case diff::MarkKind::Removed:
        return u"removed"_s;
    case diff::MarkKind::Added:
        return u"added"_s;
    case diff::MarkKind::Moved:
        return u"moved"_s;
    case diff::MarkKind::MovedRemoved:
        return u"moved-removed"_s;
    case diff::MarkKind::MovedAdded:
        return u"moved-added"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString idOf(diff::SettingState state)
{
    switch (state) {
    case diff::SettingState::Same:
        return u"same"_s;
    case diff::SettingState::Added:
        return u"added"_s;
    case diff::SettingState::Removed:
        return u"removed"_s;
    case diff::SettingState::Changed:
        return u"changed"_s;
    case diff::SettingState::Renamed:
        return u"renamed"_s;
    case diff::SettingState::NotationOnly:
        return u"notation"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString idOf(diff::VariableState state)
{
    switch (state) {
    case diff::VariableState::Same:
        return u"same"_s;
    case diff::VariableState::Added:
        return u"added"_s;
    case diff::VariableState::Dropped:
        return u"dropped"_s;
    case diff::VariableState::Renamed:
        return u"renamed"_s;
    case diff::VariableState::CountChanged:
        return u"count-changed"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString idOf(diff::NotationKind kind)
{
    switch (kind) {
    case diff::NotationKind::LineEnds:
        return u"line-ends"_s;
    case diff::NotationKind::ByteOrderMark:
        return u"byte-order-mark"_s;
    case diff::NotationKind::Encoding:
        return u"encoding"_s;
    case diff::NotationKind::FinalNewline:
        return u"final-newline"_s;
    case diff::NotationKind::WhiteSpace:
        return u"white-space"_s;
    case diff::NotationKind::Rewrapped:
        return u"rewrapped"_s;
    case diff::NotationKind::Markup:
        return u"markup"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

/// Writes the parts of a report, with the places in the two files.
class DiffWriter
{
public:
    explicit DiffWriter(const DiffReport &report)
        : m_report(report)
        , m_comparison(report.comparison)
        , m_offsets{FileOffsets(report.documents[0]), FileOffsets(report.documents[1])}
    {}

    QJsonObject write() const
    {
        const diff::Totals totals = characterTotals(m_comparison);
        QJsonObject messages;
        for (const diff::Side side : bothSides) {
            messages.insert(keyOf(side), messagesOf(side));
        }
        return {{u"left"_s, toString(contentHash(m_report.bytes[0]))},
                {u"right"_s, toString(contentHash(m_report.bytes[1]))},
                {u"path"_s, m_report.path},
                {u"identical"_s, m_comparison.identical},
                {u"readable"_s, m_comparison.readable},
                {u"totals"_s, QJsonObject{{u"removed"_s, totals.removed},
                                          {u"added"_s, totals.added},
                                          {u"moved"_s, totals.moved}}},
                {u"messages"_s, messages},
                {u"about"_s, topicNames(diff::mainTopics(m_comparison))},
                {u"entries"_s, entries()},
                {u"settings"_s, settings()},
                {u"variables"_s, variables()},
                {u"notations"_s, notations()},
                {u"moves"_s, moves()},
                {u"rows"_s, rows()}};
    }

private:
    static void put(QJsonObject &object, const FilePlace &place)
    {
        object.insert(u"start"_s, place.start);
        object.insert(u"end"_s, place.end);
        object.insert(u"byte_start"_s, place.byteStart);
        object.insert(u"byte_end"_s, place.byteEnd);
        object.insert(u"exact"_s, place.exact);
    }

    /// Where a stretch of a side's text stands in its file. It may reach over the border of two messages.
    FilePlace placeOf(diff::Side side, diff::Range range) const
    {
        const FileOffsets &offsets = m_offsets[size_t(diff::index(side))];
        const QList<diff::MessageText> &messages = m_comparison.side(side).messages;
        std::optional<FilePlace> found;
        for (const diff::MessageText &message : messages) {
            const bool last = &message == &messages.constLast();
            const bool reaches = range.start < message.range.end()
                                 || (range.isEmpty() && range.start == message.range.end() && last);
            if (!reaches || message.documentMessage < 0) {
                continue;
            }
            const qsizetype from = std::max(range.start, message.range.start);
            const qsizetype to = std::min(range.end(), message.range.end());
            if (found && to <= from) {
                break;
            }
            const FilePlace place =
                offsets.ofText(message.documentMessage, {.start = from - message.range.start,
                                                         .length = std::max<qsizetype>(0, to - from)});
            if (!found) {
                found = place;
            } else {
                found->end = place.end;
                found->byteEnd = place.byteEnd;
                found->exact = false;
            }
        }
        return found.value_or(FilePlace{});
    }

    QJsonArray messagesOf(diff::Side side) const
    {
        QJsonArray list;
        for (const diff::MessageText &message : m_comparison.side(side).messages) {
            QJsonObject object{{u"role"_s, message.role}, {u"path"_s, message.path}};
            put(object, placeOf(side, message.range));
            list.append(object);
        }
        return list;
    }

    /// The scalar of a setting; of a list the element with these words.
    std::optional<FilePlace> placeOfSetting(diff::Side side, const QString &path, const QString &words) const
    {
        const prompt::Document &document = m_report.documents[size_t(diff::index(side))];
        const prompt::Setting *first = nullptr;
        for (const prompt::Setting &setting : document.settings) {
            if (setting.path == path) {
                first = first ? first : &setting;
                if (setting.value == words) {
                    first = &setting;
                    break;
                }
            }
        }
        if (!first || first->span.isEmpty()) {
            return std::nullopt;
        }
        return m_offsets[size_t(diff::index(side))].ofSource(first->span);
    }

    std::optional<FilePlace> placeOfVariable(diff::Side side, const QString &name) const
    {
        const prompt::Document &document = m_report.documents[size_t(diff::index(side))];
        const FileOffsets &offsets = m_offsets[size_t(diff::index(side))];
        for (const prompt::Variable &variable : document.variables) {
            if (variable.name == name && variable.uses > 0) {
                return variable.message < 0 ? offsets.ofSource(variable.firstUse)
                                            : offsets.ofText(variable.message, variable.firstUse);
            }
        }
        return std::nullopt;
    }

    QJsonObject entryPlaces(const diff::Entry &entry, const std::array<diff::Place, 2> &places) const
    {
        QJsonObject object;
        for (const diff::Side side : bothSides) {
            const diff::Place &place = places[size_t(diff::index(side))];
            const QString &words = side == diff::Side::Left ? entry.before : entry.after;
            QJsonObject where;
            if (place.present) {
                where.insert(u"row"_s, place.row);
                where.insert(u"sentence"_s, place.sentence);
                put(where, placeOf(side, place.range));
            } else if (entry.setting >= 0) {
                const diff::SettingDifference &setting = m_comparison.settings.at(entry.setting);
                const bool renamed = side == diff::Side::Left && !setting.pathBefore.isEmpty();
                if (const auto found =
                        placeOfSetting(side, renamed ? setting.pathBefore : setting.path, words)) {
                    put(where, *found);
                }
            } else if (!words.isEmpty()) {
                if (const auto found = placeOfVariable(side, words)) {
                    put(where, *found);
                }
            }
            if (!where.isEmpty()) {
                object.insert(keyOf(side), where);
            }
        }
        return object;
    }

    static QJsonArray topicNames(const QList<diff::Topic> &topics)
    {
        QJsonArray list;
        for (const diff::Topic topic : topics) {
            list.append(diff::name(topic));
        }
        return list;
    }

    QJsonArray entries() const
    {
        QJsonArray list;
        for (const diff::Entry &entry : m_comparison.entries) {
            QJsonObject object = entryPlaces(entry, entry.places);
            object.insert(u"kind"_s, diff::name(entry.kind));
            object.insert(u"before"_s, entry.before);
            object.insert(u"after"_s, entry.after);
            object.insert(u"subject"_s, entry.subject);
            object.insert(u"section"_s, sectionOf(entry));
            object.insert(u"times"_s, entry.times);
            object.insert(u"topics"_s, topicNames(entry.topics));
            QJsonArray more;
            for (const std::array<diff::Place, 2> &places : entry.morePlaces) {
                more.append(entryPlaces(entry, places));
            }
            if (!more.isEmpty()) {
                object.insert(u"more"_s, more);
            }
            list.append(object);
        }
        return list;
    }

    QJsonArray settings() const
    {
        QJsonArray list;
        for (const diff::SettingDifference &setting : m_comparison.settings) {
            if (setting.state != diff::SettingState::Same) {
                list.append(QJsonObject{{u"path"_s, setting.path},
                                        {u"state"_s, idOf(setting.state)},
                                        {u"before"_s, setting.before},
                                        {u"after"_s, setting.after}});
            }
        }
        return list;
    }

    QJsonArray variables() const
    {
        QJsonArray list;
        for (const diff::VariableDifference &variable : m_comparison.variables) {
            if (variable.state != diff::VariableState::Same) {
                list.append(QJsonObject{{u"state"_s, idOf(variable.state)},
                                        {u"before"_s, variable.before},
                                        {u"after"_s, variable.after}});
            }
        }
        return list;
    }

    QJsonArray notations() const
    {
        QJsonArray list;
        for (const diff::Notation &notation : m_comparison.notations) {
            list.append(QJsonObject{{u"kind"_s, idOf(notation.kind)},
                                    {u"before"_s, notation.before},
                                    {u"after"_s, notation.after},
                                    {u"count"_s, notation.count}});
        }
        return list;
    }

    QJsonArray moves() const
    {
        QJsonArray list;
        for (const diff::Move &move : m_comparison.moves) {
            QJsonObject object{{u"sentences"_s, move.sentenceCount}, {u"edited"_s, move.edited}};
            for (const diff::Side side : bothSides) {
                const auto at = size_t(diff::index(side));
                QJsonObject where{{u"row"_s, move.row[at]},
                                  {u"text"_s, m_comparison.side(side).words(move.range[at])}};
                put(where, placeOf(side, move.range[at]));
                object.insert(keyOf(side), where);
            }
            list.append(object);
        }
        return list;
    }

    QJsonObject cell(diff::Side side, const diff::Cell &cell) const
    {
        QJsonArray words;
        for (const diff::Mark &mark : cell.marks) {
            QJsonObject word{{u"kind"_s, idOf(mark.kind)},
                             {u"text"_s, m_comparison.side(side).words(mark.range)}};
            put(word, placeOf(side, mark.range));
            words.append(word);
        }
        QJsonObject object{{u"text"_s, m_comparison.side(side).words(cell.range)},
                           {u"message"_s, cell.message}};
        put(object, placeOf(side, cell.range));
        if (!words.isEmpty()) {
            object.insert(u"words"_s, words);
        }
        return object;
    }

    QJsonArray rows() const
    {
        QJsonArray list;
        for (const diff::Row &row : m_comparison.rows) {
            QJsonObject object{{u"kind"_s, nameOf(row.kind)}, {u"block"_s, idOf(row.block)}};
            for (const diff::Side side : bothSides) {
                if (row.cell(side).present) {
                    object.insert(keyOf(side), cell(side, row.cell(side)));
                }
            }
            if (!row.moves.isEmpty()) {
                QJsonArray indexes;
                for (const int move : row.moves) {
                    indexes.append(move);
                }
                object.insert(u"moves"_s, indexes);
            }
            list.append(object);
        }
        return list;
    }

    const DiffReport &m_report;
    const diff::Comparison &m_comparison;
    std::array<FileOffsets, 2> m_offsets;
};

} // namespace

QJsonObject diffJson(const DiffReport &report)
{
    return DiffWriter(report).write();
}

} // namespace countersign::ctl
