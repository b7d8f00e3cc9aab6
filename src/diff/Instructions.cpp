// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Instructions.h"

#include "base/Together.h"
#include "diff/Characters.h"
#include "diff/SentenceEntries.h"
#include "diff/Topics.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// A list of more entries than this is not read; the rest stays in the rows.
constexpr qsizetype mostEntries = 2000;

class Reader
{
public:
    Reader(const Comparison &comparison, Companion &companion) : m_comparison(comparison), m_companion(companion) {}

    QList<Entry> take()
    {
        addCharacterEntries(m_comparison, mostEntries, m_entries);
        readSettings();
        readVariables();
        readRoles();
        readSentences();
        pairTemplateLines();
        join();
        // What an entry is about is told by many expressions, and of each entry by itself.
        constexpr qsizetype worthAThread = 200;
        Entry *const entries = m_entries.data();
        const auto tell = [this, entries](qsizetype first, qsizetype last) {
            for (Entry *entry = entries + first; entry != entries + last; ++entry) {
                entry->rank = static_cast<int>(entry->kind);
                entry->topics = topicsOf(*entry, m_comparison);
            }
        };
        const qsizetype count = m_entries.size();
        m_companion.together(
            count > worthAThread, [&] { tell(0, count / 2); }, [&] { tell(count / 2, count); });
        tellExplanations(m_entries, m_comparison);
        std::stable_sort(m_entries.begin(), m_entries.end(),
                         [](const Entry &a, const Entry &b) { return a.rank < b.rank; });
        return m_entries;
    }

private:
    // Some sentences are read at the same time as those after them. Where the list fills up they are read again, for what
    // is told of a sentence then depends on how many entries there are.
    void readSentences()
    {
        constexpr qsizetype atOnce = 400;
        constexpr qsizetype worthAThread = 60;
        const auto read = [this](qsizetype first, qsizetype last, QList<Entry> &entries) {
            for (qsizetype i = first; i < last && entries.size() < mostEntries; ++i)
                addSentenceEntries(m_comparison, static_cast<int>(i), mostEntries, entries);
        };
        const qsizetype count = m_comparison.sentences.size();
        for (qsizetype first = 0; first < count && m_entries.size() < mostEntries; first += atOnce) {
            const qsizetype last = std::min(first + atOnce, count);
            if (last - first < worthAThread) {
                read(first, last, m_entries);
                continue;
            }
            const qsizetype middle = first + (last - first) / 2;
            QList<Entry> ahead;
            m_companion.together(
                true, [&] { read(middle, last, ahead); }, [&] { read(first, middle, m_entries); });
            if (m_entries.size() + ahead.size() < mostEntries)
                m_entries.append(std::move(ahead));
            else
                read(middle, last, m_entries);
        }
    }

    void add(EntryKind kind, const QString &before, const QString &after, const QString &subject,
             int setting = -1)
    {
        m_entries.append(
            Entry{.kind = kind, .before = before, .after = after, .subject = subject, .setting = setting});
    }

    static EntryKind kindOfTopic(SettingTopic topic)
    {
        switch (topic) {
        case SettingTopic::Tool:
        case SettingTopic::ToolText:
            return EntryKind::ToolChanged;
        case SettingTopic::Approval:
            return EntryKind::EscalationChanged;
        case SettingTopic::Safety:
            return EntryKind::RefusalChanged;
        case SettingTopic::Threshold:
            return EntryKind::ThresholdChanged;
        case SettingTopic::Retrieval:
            return EntryKind::RetrievalChanged;
        case SettingTopic::Model:
            return EntryKind::ModelChanged;
        case SettingTopic::Parameter:
            return EntryKind::ParameterChanged;
        case SettingTopic::Schema:
            return EntryKind::SchemaChanged;
        case SettingTopic::Sample:
            return EntryKind::ExampleChanged;
        case SettingTopic::Variable:
        case SettingTopic::Activation:
        case SettingTopic::Metadata:
        case SettingTopic::Environment:
        case SettingTopic::Prose:
        case SettingTopic::Other:
            break;
        }
        return EntryKind::SettingChanged;
    }

    void readSettings()
    {
        for (qsizetype i = 0; i < m_comparison.settings.size(); ++i) {
            const SettingDifference &setting = m_comparison.settings[i];
            const int at = static_cast<int>(i);
            if (setting.state == SettingState::Same)
                continue;
            if (setting.state == SettingState::NotationOnly) {
                add(EntryKind::Formatting, setting.before, setting.after, setting.path, at);
                continue;
            }
            if (setting.topic == SettingTopic::Tool && setting.state != SettingState::Renamed
                && (!setting.removedItems.isEmpty() || !setting.addedItems.isEmpty())) {
                readTools(setting, at);
                continue;
            }
            add(kindOfTopic(setting.topic), setting.before, setting.after, setting.path, at);
        }
    }

    void readTools(const SettingDifference &setting, int at)
    {
        for (const QString &item : setting.removedItems)
            add(EntryKind::ToolRemoved, item, {}, setting.path, at);
        for (const QString &item : setting.addedItems)
            add(EntryKind::ToolAdded, {}, item, setting.path, at);
    }

    void readVariables()
    {
        for (const VariableDifference &variable : m_comparison.variables) {
            if (variable.state == VariableState::Added)
                add(EntryKind::VariableAdded, {}, variable.after, variable.after);
            else if (variable.state == VariableState::Dropped)
                add(EntryKind::VariableDropped, variable.before, {}, variable.before);
            else if (variable.state == VariableState::Renamed)
                add(EntryKind::VariableRenamed, variable.before, variable.after, variable.after);
        }
    }

    // The same place in a chat is said by another: the model takes it for something else.
    void readRoles()
    {
        for (qsizetype i = 0; i < m_comparison.rows.size() && m_entries.size() < mostEntries; ++i) {
            const Row &row = m_comparison.rows[i];
            if (row.block != BlockKind::Message || row.kind != RowKind::Changed)
                continue;
            Entry entry{.kind = EntryKind::TemplateLogicChanged, .subject = u"role"_s};
            QString roles[2];
            for (const int side : {0, 1}) {
                const Cell &cell = row.cells[side];
                roles[side] = m_comparison.sides[side].messages.value(cell.message).role;
                entry.places[side] = Place{.present = true, .row = static_cast<int>(i), .range = cell.range};
            }
            entry.before = roles[0];
            entry.after = roles[1];
            m_entries.append(entry);
        }
    }

    // A line of template logic in the place of another with the same word first: "{% for a in b %}".
    void pairTemplateLines()
    {
        const auto keyword = [](const QString &tag) {
            static const QRegularExpression word(u"[A-Za-z]+"_s);
            return word.match(tag).captured();
        };
        const auto key = [&](const Entry &entry, int side) {
            return QString(keyword(side == 0 ? entry.before : entry.after) + u'\n'
                           + entry.places[side].section);
        };
        const auto isLine = [](const Entry &entry, int side) {
            return entry.kind == EntryKind::TemplateLogicChanged && entry.before.isEmpty() == (side == 1)
                   && entry.after.isEmpty() == (side == 0);
        };
        QHash<QString, QList<qsizetype>> came;
        for (qsizetype i = m_entries.size() - 1; i >= 0; --i) {
            if (isLine(m_entries[i], 1))
                came[key(m_entries[i], 1)].append(i);
        }
        for (Entry &went : m_entries) {
            const auto found = isLine(went, 0) ? came.find(key(went, 0)) : came.end();
            if (found == came.end() || found->isEmpty())
                continue;
            Entry &other = m_entries[found->takeLast()];
            other.before = went.before;
            other.places[0] = went.places[0];
            went.before.clear();
        }
        m_entries.removeIf([](const Entry &entry) {
            return entry.kind == EntryKind::TemplateLogicChanged && entry.before.isEmpty()
                   && entry.after.isEmpty();
        });
    }

    // The same replacement in several sentences is one entry.
    void join()
    {
        QHash<QString, qsizetype> seen;
        QList<Entry> joined;
        for (const Entry &entry : std::as_const(m_entries)) {
            const bool replacement =
                entry.sentenceChange >= 0 && entry.before.size() + entry.after.size() < 120;
            const QString key = QString::number(static_cast<int>(entry.kind)) + u'\u0001' + entry.before
                                + u'\u0001' + entry.after + u'\u0001' + entry.subject;
            const auto found = replacement ? seen.constFind(key) : seen.constEnd();
            if (found != seen.constEnd()) {
                ++joined[*found].times;
                joined[*found].morePlaces.append(entry.places);
            } else {
                if (replacement)
                    seen.insert(key, joined.size());
                joined.append(entry);
            }
        }
        m_entries = joined;
    }

    const Comparison &m_comparison;
    QList<Entry> m_entries;
    Companion &m_companion;
};

} // namespace

QList<Entry> instructionEntries(const Comparison &comparison, Companion &companion)
{
    return Reader(comparison, companion).take();
}

} // namespace countersign::diff
