// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/ExampleStory.h"

#include "services/YamlTree.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// Reads the tree and keeps the first mistake, so that the functions below read as what they say.
class Reader
{
public:
    [[nodiscard]] const std::optional<Error> &mistake() const { return m_mistake; }

    void complain(const YamlValue &at, const QString &what)
    {
        if (!m_mistake) {
            m_mistake = Error{.code = ErrorCode::Invalid, .subject = u"story"_s, .detail = what, .line = at.line,
                              .column = at.column};
        }
    }

    /// nullptr when there is no such key.
    const YamlValue *find(const YamlValue &map, QStringView key)
    {
        const qsizetype index = map.indexOf(key);
        return index < 0 ? nullptr : &map.items.at(index);
    }

    QString word(const YamlValue &map, QStringView key, bool required = false)
    {
        const YamlValue *value = find(map, key);
        if (!value) {
            if (required) {
                complain(map, u"%1 is missing"_s.arg(key));
            }
            return {};
        }
        if (value->kind != YamlValue::Kind::Scalar) {
            complain(*value, u"%1 must be a text"_s.arg(key));
        }
        return value->scalar;
    }

    PrincipalId person(const YamlValue &map) { return {u"p:"_s + word(map, u"by", true)}; }

    /// "80m", "6h", "4d"
    qint64 duration(const YamlValue &map, QStringView key)
    {
        const QString text = word(map, key, true);
        const QHash<QChar, qint64> units = {{u'm', 60'000}, {u'h', 3'600'000}, {u'd', 86'400'000}};
        bool ok = false;
        const qint64 count = text.chopped(text.isEmpty() ? 0 : 1).toLongLong(&ok);
        const qint64 unit = text.isEmpty() ? 0 : units.value(text.back());
        if (!ok || unit == 0 || count < 0) {
            complain(map, u"%1 must be a number and m, h or d"_s.arg(key));
            return 0;
        }
        return count * unit;
    }

    const QList<YamlValue> &list(const YamlValue &map, QStringView key)
    {
        static const QList<YamlValue> none;
        const YamlValue *value = find(map, key);
        if (value && value->kind != YamlValue::Kind::List) {
            complain(*value, u"%1 must be a list"_s.arg(key));
        }
        return value ? value->items : none;
    }

    QList<StoryReplacement> replacements(const YamlValue &map)
    {
        QList<StoryReplacement> found;
        for (const YamlValue &pair : list(map, u"replace")) {
            if (pair.items.size() != 2 || pair.items.first().scalar.isEmpty()) {
                complain(pair, u"a replacement is a pair of texts"_s);
                return {};
            }
            found.append({.from = pair.items.at(0).scalar, .to = pair.items.at(1).scalar});
        }
        if (found.isEmpty()) {
            complain(map, u"replace is missing"_s);
        }
        return found;
    }

    void allow(const YamlValue &map, const QStringList &keys)
    {
        for (const YamlValue &key : map.keys) {
            if (!keys.contains(key.scalar)) {
                complain(key, u"unknown key %1"_s.arg(key.scalar));
            }
        }
    }

private:
    std::optional<Error> m_mistake;
};

Trigger triggerOf(Reader &reader, const YamlValue &map)
{
    reader.allow(map, {u"metric"_s, u"above"_s, u"below"_s, u"unit"_s, u"minutes"_s, u"least"_s, u"action"_s});
    Trigger trigger{.metric = reader.word(map, u"metric", true), .unit = reader.word(map, u"unit")};
    const bool below = reader.find(map, u"below") != nullptr;
    trigger.comparator = below ? Comparator::Below : Comparator::Above;
    bool ok = false;
    const double limit = reader.word(map, below ? u"below" : u"above", true).toDouble(&ok);
    trigger.limit = qRound64(limit * 1'000'000);
    trigger.windowMinutes = reader.word(map, u"minutes", true).toInt();
    trigger.leastSample = reader.word(map, u"least", true).toInt();
    const QString action = reader.word(map, u"action", true);
    trigger.action = action == u"roll_back" ? TriggerAction::RollBack : TriggerAction::Propose;
    if (!ok || trigger.windowMinutes < 1 || trigger.leastSample < 1) {
        reader.complain(map, u"a trigger needs a limit, minutes and a least sample"_s);
    }
    return trigger;
}

StoryAct actOf(Reader &reader, const YamlValue &map)
{
    reader.allow(map, {u"after"_s, u"by"_s, u"ask"_s, u"answer"_s, u"comment"_s, u"quote"_s, u"within"_s});
    StoryAct act{.after = reader.duration(map, u"after"), .by = reader.person(map), .quote = reader.word(map, u"quote"),
                 .within = reader.word(map, u"within")};
    if (reader.find(map, u"ask")) {
        act.kind = StoryAct::Kind::AskForChanges;
        act.text = reader.word(map, u"ask");
    } else if (reader.find(map, u"answer")) {
        act.kind = StoryAct::Kind::Answer;
        act.text = reader.word(map, u"answer");
    } else {
        act.text = reader.word(map, u"comment", true);
    }
    return act;
}

StoryRun runOf(Reader &reader, const YamlValue &map)
{
    reader.allow(map, {u"after"_s, u"by"_s, u"suite"_s, u"bad"_s, u"live"_s});
    StoryRun run{.after = reader.duration(map, u"after"), .by = reader.person(map),
                 .suite = {reader.word(map, u"suite", true)}};
    for (const YamlValue &one : reader.list(map, u"bad")) {
        run.bad.append(one.scalar);
    }
    for (const YamlValue &one : reader.list(map, u"live")) {
        run.live.append(one.scalar);
    }
    return run;
}

StoryChange changeOf(Reader &reader, const YamlValue &map)
{
    reader.allow(map, {u"ago"_s, u"by"_s, u"prompt"_s, u"title"_s, u"replace"_s, u"why"_s, u"outcome"_s, u"approve"_s,
                       u"release"_s, u"withdrawn"_s, u"rollback"_s, u"then"_s, u"runs"_s});
    StoryChange change{.ago = reader.duration(map, u"ago"),
                       .by = reader.person(map),
                       .artifact = {reader.word(map, u"prompt", true)},
                       .title = reader.word(map, u"title", true),
                       .replace = reader.replacements(map),
                       .why = reader.word(map, u"why"),
                       .outcome = reader.word(map, u"outcome")};
    if (const YamlValue *approve = reader.find(map, u"approve")) {
        change.approvedByAllAsked = approve->scalar == u"auto";
        for (const YamlValue &person : approve->items) {
            change.approvedBy.append({u"p:"_s + person.scalar});
        }
        if (!change.approvedByAllAsked && change.approvedBy.isEmpty()) {
            reader.complain(*approve, u"approve is auto or a list of people"_s);
        }
    }
    if (const QString release = reader.word(map, u"release"); !release.isEmpty()) {
        change.releasedTo = EnvironmentId{release};
    }
    if (reader.find(map, u"withdrawn")) {
        change.withdrawn = reader.word(map, u"withdrawn");
    }
    if (const YamlValue *rollback = reader.find(map, u"rollback")) {
        reader.allow(*rollback, {u"after"_s, u"by"_s, u"in"_s, u"reason"_s});
        change.rollback = StoryRollback{.after = reader.duration(*rollback, u"after"),
                                        .by = reader.person(*rollback),
                                        .in = {reader.word(*rollback, u"in", true)},
                                        .reason = reader.word(*rollback, u"reason", true)};
    }
    for (const YamlValue &act : reader.list(map, u"then")) {
        change.then.append(actOf(reader, act));
    }
    for (const YamlValue &run : reader.list(map, u"runs")) {
        change.runs.append(runOf(reader, run));
    }
    return change;
}

} // namespace

Result<ExampleStory> storyFromYaml(const QByteArray &yaml)
{
    const Result<YamlValue> root = parseYaml(yaml);
    if (!root) {
        return std::unexpected(root.error());
    }
    Reader reader;
    ExampleStory story;
    reader.allow(*root, {u"notes"_s, u"changes"_s, u"ungoverned"_s});
    if (const YamlValue *notes = reader.find(*root, u"notes")) {
        for (qsizetype i = 0; i < notes->keys.size(); ++i) {
            const YamlValue &map = notes->items.at(i);
            reader.allow(map, {u"why"_s, u"outcome"_s, u"triggers"_s});
            StoryNote note{.why = reader.word(map, u"why", true), .outcome = reader.word(map, u"outcome", true)};
            for (const YamlValue &trigger : reader.list(map, u"triggers")) {
                note.triggers.append(triggerOf(reader, trigger));
            }
            story.notes.insert(notes->keys.at(i).scalar, note);
        }
    }
    for (const YamlValue &change : reader.list(*root, u"changes")) {
        story.changes.append(changeOf(reader, change));
    }
    for (const YamlValue &map : reader.list(*root, u"ungoverned")) {
        reader.allow(map, {u"ago"_s, u"by"_s, u"prompt"_s, u"summary"_s, u"replace"_s});
        story.ungoverned.append({.ago = reader.duration(map, u"ago"),
                                 .by = reader.person(map),
                                 .artifact = {reader.word(map, u"prompt", true)},
                                 .summary = reader.word(map, u"summary", true),
                                 .replace = reader.replacements(map)});
    }
    if (reader.mistake()) {
        return std::unexpected(*reader.mistake());
    }
    return story;
}

Result<QByteArray> replaced(const QByteArray &text, const QList<StoryReplacement> &replacements)
{
    QByteArray out = text;
    for (const StoryReplacement &replacement : replacements) {
        const QByteArray from = replacement.from.toUtf8();
        if (out.count(from) != 1) {
            return failure(ErrorCode::Invalid, u"story"_s,
                           u"stands %1 times in the text: %2"_s.arg(out.count(from)).arg(replacement.from));
        }
        out.replace(from, replacement.to.toUtf8());
    }
    return out;
}

} // namespace countersign
