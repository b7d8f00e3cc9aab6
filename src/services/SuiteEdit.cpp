// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/SuiteEdit.h"

#include <QDate>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using Kind = YamlValue::Kind;

/// Where new keys are put, in a test and in its countersign block.
const QStringList &keyOrder()
{
    static const QStringList order{u"description"_s, u"vars"_s,      u"assert"_s,      u"threshold"_s,
                                   u"options"_s,     u"metadata"_s,  u"countersign"_s, u"id"_s,
                                   u"source"_s,      u"dimension"_s, u"owner"_s,       u"date"_s,
                                   u"from"_s};
    return order;
}

const QStringList &assertionOrder()
{
    static const QStringList order{u"type"_s, u"value"_s, u"threshold"_s, u"weight"_s, u"metric"_s};
    return order;
}

void add(YamlValue &map, const QString &key, const YamlValue &value)
{
    map.kind = Kind::Map;
    map.keys.append(yamlText(key));
    map.items.append(value);
}

/// A figure stays one; anything else is text.
YamlValue figure(const QString &text)
{
    return isYamlWord(text) ? yamlWord(text) : yamlText(text);
}

YamlValue dateValue(const QString &date)
{
    return QDate::fromString(date, Qt::ISODate).isValid() && date.size() == 10 ? yamlWord(date)
                                                                               : yamlText(date);
}

YamlValue assertionValue(const SuiteAssertion &one)
{
    if (takesSuiteList(one.type)) {
        QStringList lines = one.value.split(u'\n');
        lines.removeIf([](const QString &line) { return line.trimmed().isEmpty(); });
        return yamlList(lines);
    }
    // What counts is asked for with a figure.
    return one.word || one.type.endsWith("word-count"_L1) ? figure(one.value) : yamlText(one.value);
}

YamlValue assertionMap(const SuiteAssertion &one)
{
    YamlValue map{.kind = Kind::Map};
    add(map, u"type"_s, yamlText(one.type));
    if (!one.value.isEmpty()) {
        add(map, u"value"_s, assertionValue(one));
    }
    if (!one.threshold.isEmpty()) {
        add(map, u"threshold"_s, figure(one.threshold));
    }
    if (!one.weight.isEmpty()) {
        add(map, u"weight"_s, figure(one.weight));
    }
    if (!one.metric.isEmpty()) {
        add(map, u"metric"_s, yamlText(one.metric));
    }
    return map;
}

struct MarkField
{
    QString key;
    QString now;
    QString wanted;
};

QList<MarkField> markFields(const SuiteCaseFields &now, const SuiteCaseFields &wanted)
{
    return {{u"id"_s, now.id, wanted.id},
            {u"source"_s, now.source, wanted.source},
            {u"dimension"_s, now.dimension, wanted.dimension},
            {u"owner"_s, now.owner, wanted.owner},
            {u"date"_s, now.date, wanted.date},
            {u"from"_s, now.from, wanted.from}};
}

YamlValue markValue(const MarkField &field)
{
    return field.key == u"date"_s ? dateValue(field.wanted) : yamlText(field.wanted);
}

YamlValue caseValue(const SuiteCaseFields &fields)
{
    YamlValue test{.kind = Kind::Map};
    if (!fields.description.isEmpty()) {
        add(test, u"description"_s, yamlText(fields.description));
    }
    YamlValue vars{.kind = Kind::Map};
    for (const SuiteVariable &variable : fields.vars) {
        if (!variable.name.isEmpty() && vars.indexOf(variable.name) < 0) {
            add(vars, variable.name, variable.word ? figure(variable.text) : yamlText(variable.text));
        }
    }
    if (!vars.keys.isEmpty()) {
        add(test, u"vars"_s, vars);
    }
    YamlValue asserts{.kind = Kind::List};
    for (const SuiteAssertion &one : fields.asserts) {
        if (!one.type.isEmpty()) {
            asserts.items.append(assertionMap(one));
        }
    }
    if (!asserts.items.isEmpty()) {
        add(test, u"assert"_s, asserts);
    }
    YamlValue mark{.kind = Kind::Map};
    for (const MarkField &field : markFields({}, fields)) {
        if (!field.wanted.isEmpty()) {
            add(mark, field.key, markValue(field));
        }
    }
    if (!mark.keys.isEmpty()) {
        add(test, u"countersign"_s, mark);
    }
    if (test.keys.isEmpty()) {
        add(test, u"vars"_s, YamlValue{.kind = Kind::Map, .flow = true});
    }
    return test;
}

/// A value that is to be written again: what is text may get quotes.
void loosen(YamlValue &value)
{
    if (value.kind == Kind::Scalar && value.plain && !isYamlWord(value.scalar)
        && !QDate::fromString(value.scalar, Qt::ISODate).isValid()) {
        value.plain = false;
    }
    for (YamlValue &key : value.keys) {
        key.plain = false;
    }
    for (YamlValue &item : value.items) {
        loosen(item);
    }
}

class CaseEdits
{
public:
    CaseEdits(const SuiteRow &row, const SuiteCaseFields &wanted)
        : m_row(row)
        , m_now(row.fields)
        , m_wanted(wanted)
        , m_test{u"tests"_s, row.index}
    {}

    QList<YamlEdit> edits()
    {
        text(m_test, u"description"_s, m_now.description, m_wanted.description,
             yamlText(m_wanted.description), keyOrder());
        variables();
        assertions();
        mark();
        return m_edits;
    }

private:
    void set(const YamlPath &path, const YamlValue &value, const QStringList &order)
    {
        m_edits.append({.kind = YamlEdit::Kind::Set, .path = path, .value = value, .order = order});
    }

    void text(const YamlPath &map, const QString &key, const QString &now, const QString &wanted,
              const YamlValue &value, const QStringList &order)
    {
        if (now == wanted) {
            return;
        }
        if (wanted.isEmpty()) {
            m_edits.append({.kind = YamlEdit::Kind::Remove, .path = map + YamlPath{key}});
        } else {
            set(map + YamlPath{key}, value, order);
        }
    }

    void variables()
    {
        const YamlPath vars = m_test + YamlPath{u"vars"_s};
        QStringList names;
        for (const SuiteVariable &old : m_now.vars) {
            names.append(old.name);
        }
        for (qsizetype i = m_now.vars.size() - 1; i >= 0; --i) {
            if (std::ranges::none_of(m_wanted.vars,
                                     [i](const SuiteVariable &one) { return one.origin == i; })) {
                m_edits.append(
                    {.kind = YamlEdit::Kind::Remove, .path = vars + YamlPath{m_now.vars.at(i).name}});
                names.removeAll(m_now.vars.at(i).name);
            }
        }
        for (const SuiteVariable &one : m_wanted.vars) {
            const bool known = one.origin >= 0 && one.origin < m_now.vars.size();
            if (!known) {
                if (!one.name.isEmpty() && !names.contains(one.name)) {
                    set(vars + YamlPath{one.name}, one.word ? figure(one.text) : yamlText(one.text),
                        keyOrder());
                    names.append(one.name);
                }
                continue;
            }
            const SuiteVariable &old = m_now.vars.at(one.origin);
            QString name = old.name;
            // A name that is taken or empty is nobody's: the form says so, and the file keeps the old one.
            if (one.name != old.name && !one.name.isEmpty() && !names.contains(one.name)) {
                m_edits.append(
                    {.kind = YamlEdit::Kind::Rename, .path = vars + YamlPath{old.name}, .key = one.name});
                names.replace(names.indexOf(old.name), one.name);
                name = one.name;
            }
            if (one.text != old.text && !old.fixed) {
                set(vars + YamlPath{name}, old.word ? figure(one.text) : yamlText(one.text), {});
            }
        }
    }

    void assertions()
    {
        const YamlPath all = m_test + YamlPath{u"assert"_s};
        qsizetype count = m_now.asserts.size();
        QList<qsizetype> place(count);
        for (qsizetype i = count - 1; i >= 0; --i) {
            if (std::ranges::none_of(m_wanted.asserts,
                                     [i](const SuiteAssertion &one) { return one.origin == i; })) {
                m_edits.append({.kind = YamlEdit::Kind::Remove, .path = all + YamlPath{i}});
                place[i] = -1;
            }
        }
        qsizetype kept = 0;
        for (qsizetype &one : place) {
            one = one < 0 ? -1 : kept++;
        }
        count = kept;
        for (const SuiteAssertion &one : m_wanted.asserts) {
            const qsizetype at = one.origin >= 0 && one.origin < place.size() ? place.at(one.origin) : -1;
            if (at < 0) {
                if (!one.type.isEmpty()) {
                    m_edits.append({.kind = YamlEdit::Kind::Insert,
                                    .path = all + YamlPath{count++},
                                    .value = assertionMap(one),
                                    .order = keyOrder()});
                }
                continue;
            }
            assertion(all + YamlPath{at}, m_now.asserts.at(one.origin), one);
        }
    }

    void assertion(const YamlPath &path, const SuiteAssertion &now, const SuiteAssertion &wanted)
    {
        const bool same = now.type == wanted.type && now.value == wanted.value
                          && now.threshold == wanted.threshold && now.weight == wanted.weight
                          && now.metric == wanted.metric;
        if (same || wanted.type.isEmpty() || (now.fixed && now.type.isEmpty())) {
            return;
        }
        if (now.oneLine) {
            set(path, assertionMap(wanted), {});
            return;
        }
        text(path, u"type"_s, now.type, wanted.type, yamlText(wanted.type), assertionOrder());
        const bool otherForm =
            takesSuiteList(now.type) != takesSuiteList(wanted.type) && !wanted.value.isEmpty();
        if (!now.fixed && (now.value != wanted.value || otherForm)) {
            SuiteAssertion written = wanted;
            written.word = now.word;
            text(path, u"value"_s, otherForm ? QString() : now.value, wanted.value, assertionValue(written),
                 assertionOrder());
        }
        text(path, u"threshold"_s, now.threshold, wanted.threshold, figure(wanted.threshold),
             assertionOrder());
        text(path, u"weight"_s, now.weight, wanted.weight, figure(wanted.weight), assertionOrder());
        text(path, u"metric"_s, now.metric, wanted.metric, yamlText(wanted.metric), assertionOrder());
    }

    void mark()
    {
        const YamlPath block = m_test + m_row.mark;
        // What is put comes first, so that a block never runs empty between two edits.
        QList<YamlEdit> removals;
        for (const MarkField &field : markFields(m_now, m_wanted)) {
            if (field.now == field.wanted) {
                continue;
            }
            if (field.wanted.isEmpty()) {
                removals.append({.kind = YamlEdit::Kind::Remove, .path = block + YamlPath{field.key}});
            } else {
                set(block + YamlPath{field.key}, markValue(field), keyOrder());
            }
        }
        m_edits += removals;
    }

    const SuiteRow &m_row;
    const SuiteCaseFields &m_now;
    const SuiteCaseFields &m_wanted;
    YamlPath m_test;
    QList<YamlEdit> m_edits;
};

/// `tests: file://cases.csv` becomes a list of that, so that something can stand beside it.
QList<YamlEdit> listOfTests(const SuiteSheet &sheet)
{
    const qsizetype at = sheet.tree.indexOf(u"tests");
    if (at < 0 || sheet.tree.items.at(at).kind != Kind::Scalar) {
        return {};
    }
    YamlValue one = sheet.tree.items.at(at);
    loosen(one);
    return {
        {.kind = YamlEdit::Kind::Set, .path = {u"tests"_s}, .value = {.kind = Kind::List, .items = {one}}}};
}

} // namespace

bool takesSuiteList(const QString &type)
{
    return type.endsWith(u"-any"_s) || type.endsWith(u"-all"_s);
}

QList<YamlEdit> suiteCaseEdits(const SuiteRow &row, const SuiteCaseFields &wanted)
{
    return row.isReadOnly() ? QList<YamlEdit>() : CaseEdits(row, wanted).edits();
}

QList<YamlEdit> suiteInsertion(const SuiteSheet &sheet, qsizetype at, const SuiteCaseFields &fields)
{
    QList<YamlEdit> edits = listOfTests(sheet);
    const qsizetype last = edits.isEmpty() ? sheet.tests : 1;
    edits.append({.kind = YamlEdit::Kind::Insert,
                  .path = {u"tests"_s, std::clamp<qsizetype>(at, 0, last)},
                  .value = caseValue(fields)});
    return edits;
}

QList<YamlEdit> suiteDuplicate(const SuiteSheet &sheet, qsizetype index)
{
    const qsizetype at = sheet.tree.indexOf(u"tests");
    if (at < 0 || sheet.tree.items.at(at).kind != Kind::List || index < 0 || index >= sheet.tests) {
        return {};
    }
    YamlValue copy = sheet.tree.items.at(at).items.at(index);
    loosen(copy);
    for (const SuiteRow &row : sheet.rows) {
        if (row.kind != SuiteRow::Kind::Case || row.index != index || row.fields.id.isEmpty()) {
            continue;
        }
        YamlValue *map = &copy;
        for (const YamlStep &step : row.mark) {
            map = &map->items[map->indexOf(std::get<QString>(step))];
        }
        map->items[map->indexOf(u"id")] = yamlText(freeSuiteId(sheet, row.fields.id));
    }
    return {{.kind = YamlEdit::Kind::Insert, .path = {u"tests"_s, index + 1}, .value = copy}};
}

YamlEdit suiteRemoval(qsizetype index)
{
    return {.kind = YamlEdit::Kind::Remove, .path = {u"tests"_s, index}};
}

YamlEdit suiteMove(qsizetype from, qsizetype to)
{
    return {.kind = YamlEdit::Kind::Move, .path = {u"tests"_s, from}, .to = to};
}

QList<YamlEdit> suiteThresholdEdits(const SuiteSheet &sheet, const QList<DimensionThreshold> &wanted)
{
    static const QStringList order{u"description"_s, u"prompts"_s,     u"providers"_s,
                                   u"countersign"_s, u"defaultTest"_s, u"tests"_s};
    const YamlPath all{u"countersign"_s, u"thresholds"_s};
    QList<YamlEdit> edits;
    QSet<QString> seen;
    for (const DimensionThreshold &one : wanted) {
        if (one.dimension.isEmpty() || seen.contains(one.dimension)) {
            continue;
        }
        seen.insert(one.dimension);
        const auto old = std::ranges::find(sheet.thresholds, one.dimension, &DimensionThreshold::dimension);
        if (old == sheet.thresholds.end() || old->least != one.least) {
            edits.append({.kind = YamlEdit::Kind::Set,
                          .path = all + YamlPath{one.dimension},
                          .value = figure(one.least),
                          .order = order});
        }
    }
    for (const DimensionThreshold &old : sheet.thresholds) {
        if (!seen.contains(old.dimension)) {
            edits.append({.kind = YamlEdit::Kind::Remove, .path = all + YamlPath{old.dimension}});
        }
    }
    return edits;
}

QString freeSuiteId(const SuiteSheet &sheet, const QString &id)
{
    QSet<QString> taken;
    for (const SuiteRow &row : sheet.rows) {
        taken.insert(row.fields.id);
    }
    if (id.isEmpty() || !taken.contains(id)) {
        return id;
    }
    for (int number = 2;; ++number) {
        const QString other = u"%1-%2"_s.arg(id).arg(number);
        if (!taken.contains(other)) {
            return other;
        }
    }
}

} // namespace countersign
