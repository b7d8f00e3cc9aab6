// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/SuiteSheet.h"

#include "evals/SuiteFiles.h"
#include "services/JsonText.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

using Kind = YamlValue::Kind;

constexpr qsizetype mostReferences = 200;
constexpr qsizetype longestShown = 2000; // of a value that is only shown

const YamlValue *memberOf(const YamlValue &map, QStringView key)
{
    const qsizetype at = map.kind == Kind::Map ? map.indexOf(key) : -1;
    return at < 0 ? nullptr : &map.items.at(at);
}

QString scalarOf(const YamlValue &map, QStringView key)
{
    const YamlValue *value = memberOf(map, key);
    return value && value->kind == Kind::Scalar ? value->scalar : QString();
}

/// A list or map in one line, for reading.
QString shownValue(const YamlValue &value)
{
    QStringList parts;
    qsizetype length = 0;
    for (qsizetype i = 0; i < value.items.size() && length < longestShown; ++i) {
        const QString item = shownValue(value.items.at(i));
        parts.append(value.kind == Kind::Map ? value.keys.at(i).scalar + u": "_s + item : item);
        length += parts.last().size();
    }
    switch (value.kind) {
    case Kind::Null:
        return u"null"_s;
    case Kind::Scalar:
        return value.scalar.left(longestShown);
    case Kind::List:
        return u'[' + parts.join(u", "_s) + u']';
    case Kind::Map:
        return u'{' + parts.join(u", "_s) + u'}';
    }
    Q_UNREACHABLE_RETURN({});
}

bool isWord(const YamlValue &value)
{
    return value.kind == Kind::Scalar && value.plain && isYamlWord(value.scalar);
}

SuiteAssertion assertionOf(const YamlValue &item)
{
    SuiteAssertion one{.line = item.line};
    if (item.kind == Kind::Scalar) {
        const evals::Assertion read = evals::assertionFromText(item.scalar);
        one.type = read.name();
        one.oneLine = true;
        if (read.value.isArray()) {
            QStringList lines;
            for (const QJsonValue &entry : read.value.toArray()) {
                lines.append(entry.toString());
            }
            one.value = lines.join(u'\n');
        } else {
            one.value = read.value.toString();
        }
        if (!std::isnan(read.threshold)) {
            one.threshold = QString::number(read.threshold);
        }
        return one;
    }
    if (item.kind != Kind::Map) {
        one.fixed = true;
        one.value = shownValue(item);
        return one;
    }
    static const QStringList edited{u"type"_s, u"value"_s, u"threshold"_s, u"weight"_s, u"metric"_s};
    one.type = scalarOf(item, u"type");
    one.threshold = scalarOf(item, u"threshold");
    one.weight = scalarOf(item, u"weight");
    one.metric = scalarOf(item, u"metric");
    for (const YamlValue &key : item.keys) {
        if (!edited.contains(key.scalar)) {
            one.more.append(key.scalar);
        }
    }
    const YamlValue *value = memberOf(item, u"value");
    if (const YamlValue *set = memberOf(item, u"assert")) {
        one.fixed = true;
        one.value = shownValue(*set);
    } else if (value && value->kind == Kind::Scalar) {
        one.value = value->scalar;
        one.word = isWord(*value);
    } else if (value && value->kind == Kind::List
               && std::ranges::all_of(value->items, [](const YamlValue &entry) {
                      return entry.kind == Kind::Scalar && !entry.scalar.contains(u'\n');
                  })) {
        QStringList lines;
        for (const YamlValue &entry : value->items) {
            lines.append(entry.scalar);
        }
        one.value = lines.join(u'\n');
    } else if (value && value->kind != Kind::Null) {
        one.fixed = true;
        one.value = shownValue(*value);
    }
    return one;
}

SuiteRow rowOf(const YamlValue &test, qsizetype index)
{
    SuiteRow row{.index = index, .mark = {u"countersign"_s}, .line = test.line};
    if (test.kind == Kind::Scalar) {
        row.kind = SuiteRow::Kind::Reference;
        row.file = test.scalar;
        return row;
    }
    SuiteCaseFields &fields = row.fields;
    fields.description = scalarOf(test, u"description");
    if (const YamlValue *vars = memberOf(test, u"vars"); vars && vars->kind == Kind::Map) {
        for (qsizetype i = 0; i < vars->keys.size(); ++i) {
            const YamlValue &value = vars->items.at(i);
            const bool text = value.kind == Kind::Scalar || value.kind == Kind::Null;
            fields.vars.append({.name = vars->keys.at(i).scalar,
                                .text = text ? value.scalar : shownValue(value),
                                .fixed = !text,
                                .word = isWord(value),
                                .origin = i});
        }
    }
    if (const YamlValue *asserts = memberOf(test, u"assert"); asserts && asserts->kind == Kind::List) {
        for (qsizetype i = 0; i < asserts->items.size(); ++i) {
            fields.asserts.append(assertionOf(asserts->items.at(i)));
            fields.asserts.last().origin = i;
        }
    }
    const YamlValue *mark = memberOf(test, u"countersign");
    if (!mark) {
        if (const YamlValue *metadata = memberOf(test, u"metadata")) {
            mark = memberOf(*metadata, u"countersign");
            if (mark) {
                row.mark = {u"metadata"_s, u"countersign"_s};
            }
        }
    }
    if (mark) {
        fields.id = scalarOf(*mark, u"id");
        fields.source = scalarOf(*mark, u"source");
        fields.dimension = scalarOf(*mark, u"dimension");
        fields.owner = scalarOf(*mark, u"owner");
        fields.date = scalarOf(*mark, u"date");
        fields.from = scalarOf(*mark, u"from");
    }
    return row;
}

QString folderOf(const QString &path)
{
    return path.contains(u'/') ? path.section(u'/', 0, -2) : QString();
}

/// The path that a test's reference names; empty for one that leaves the repository.
QString referencePath(const QString &suite, QString reference)
{
    if (reference.startsWith(u"file://"_s)) {
        reference = reference.mid(7);
    }
    return evals::pathInRepository(folderOf(suite), reference).value_or(QString());
}

/// Names of files below `value`; deep enough for everything that parseYaml() takes.
void collectReferences(const YamlValue &value, const QString &suite, QStringList &into)
{
    if (value.kind == Kind::Scalar && value.scalar.startsWith(u"file://"_s)) {
        const QString path = referencePath(suite, value.scalar);
        if (!path.isEmpty() && !into.contains(path) && into.size() < mostReferences) {
            into.append(path);
        }
    }
    for (const YamlValue &item : value.items) {
        collectReferences(item, suite, into);
    }
}

QStringList referencesOf(const YamlValue &tree, const QString &path)
{
    QStringList references;
    // A test may name its file without the scheme.
    const YamlValue *tests = memberOf(tree, u"tests");
    QList<YamlValue> entries = tests && tests->kind == Kind::List ? tests->items : QList<YamlValue>();
    if (tests && tests->kind == Kind::Scalar) {
        entries.append(*tests);
    }
    for (const YamlValue &entry : std::as_const(entries)) {
        const QString named = entry.kind == Kind::Scalar ? referencePath(path, entry.scalar) : QString();
        if (!named.isEmpty() && !references.contains(named) && references.size() < mostReferences) {
            references.append(named);
        }
    }
    collectReferences(tree, path, references);
    return references;
}

void count(SuiteRowHealth &into, const evals::SuiteCase &one, const evals::CaseHealth &health)
{
    ++into.cases;
    into.age = std::max(into.age, health.age);
    into.stale = into.stale || health.stale;
    into.flaky = into.flaky || health.flaky;
    into.neverFailed = into.neverFailed || health.neverFailed;
    into.assertsNothing = into.assertsNothing || health.assertsNothing;
    into.cannotRun = into.cannotRun || health.cannotRun;
    into.undated = into.undated || !one.date.isValid();
    into.withoutOwner = into.withoutOwner || one.owner.isEmpty();
}

/// A case of a file beside the suite, to be read.
SuiteCaseFields fieldsOf(const evals::SuiteCase &one)
{
    SuiteCaseFields fields{.id = one.id,
                           .description = one.description,
                           .source = evals::toString(one.source),
                           .dimension = one.dimension,
                           .owner = one.owner,
                           .date = one.date.toString(Qt::ISODate),
                           .from = one.from};
    for (auto it = one.vars.constBegin(); it != one.vars.constEnd(); ++it) {
        fields.vars.append({.name = it.key(), .text = jsonText(it.value()), .fixed = true});
    }
    for (const evals::Assertion &assertion : one.asserts) {
        fields.asserts.append(
            {.type = assertion.name(),
             .value = jsonText(assertion.value),
             .fixed = true,
             .threshold = std::isnan(assertion.threshold) ? QString() : QString::number(assertion.threshold),
             .weight = assertion.weight == 1 ? QString() : QString::number(assertion.weight),
             .metric = assertion.metric});
    }
    return fields;
}

SuiteRowProblem placed(const evals::SuiteProblem &problem, const SuiteRow &row)
{
    using evals::SuiteProblemKind;
    SuiteRowProblem made{.problem = problem};
    const auto inAssertions = [&] {
        for (qsizetype i = 0; i < row.fields.asserts.size(); ++i) {
            if (row.fields.asserts.at(i).line <= problem.line) {
                made.assertion = i;
            }
        }
        made.field = SuiteField::Assertion;
    };
    static const QStringList ofAssertions{u"assert"_s, u"type"_s, u"weight"_s, u"metric"_s, u"value"_s};
    switch (problem.kind) {
    case SuiteProblemKind::RepeatedId:
        made.field = SuiteField::Id;
        break;
    case SuiteProblemKind::WrongDate:
        made.field = SuiteField::Date;
        break;
    case SuiteProblemKind::WrongSource:
        made.field = SuiteField::Source;
        break;
    case SuiteProblemKind::UnknownAssertion:
        inAssertions();
        break;
    case SuiteProblemKind::WrongType:
        if (problem.detail.startsWith(u"vars"_s)) {
            made.field = SuiteField::Variables;
        } else if (ofAssertions.contains(problem.detail)) {
            inAssertions();
        }
        break;
    case SuiteProblemKind::NotRun:
    case SuiteProblemKind::FileMissing:
    case SuiteProblemKind::FileRefused:
        if (!row.fields.asserts.isEmpty() && row.fields.asserts.first().line <= problem.line) {
            inAssertions();
        } else if (!problem.detail.startsWith(u"options."_s)) {
            made.field = SuiteField::Variables;
        }
        break;
    case SuiteProblemKind::Syntax:
    case SuiteProblemKind::UnknownKey:
    case SuiteProblemKind::TooMuch:
    case SuiteProblemKind::NoTests:
        break;
    }
    return made;
}

/// Each row of the file's own tests with its cases, and behind each reference those of its file.
void addCases(SuiteSheet &sheet, const evals::Suite &suite, const evals::SuiteHealth &health,
              const QHash<QString, QByteArray> &files)
{
    QList<SuiteRow> rows;
    size_t at = 0;
    for (qsizetype i = 0; i < sheet.rows.size(); ++i) {
        SuiteRow row = sheet.rows.at(i);
        const int next =
            i + 1 < sheet.rows.size() ? sheet.rows.at(i + 1).line : std::numeric_limits<int>::max();
        if (row.kind == SuiteRow::Kind::Case) {
            // Tests of a flow list may share a line; then each has the next case.
            for (bool first = true; at < suite.cases.size(); ++at, first = false) {
                const evals::SuiteCase &one = suite.cases[at];
                const bool mine = one.file == sheet.path && one.line >= row.line
                                  && (one.line < next || (first && one.line == row.line));
                if (!mine) {
                    break;
                }
                count(row.health, one, health.cases[at]);
            }
            rows.append(row);
            continue;
        }
        const QString path = referencePath(sheet.path, row.file);
        row.missing = !files.contains(path);
        const qsizetype reference = rows.size();
        rows.append(row);
        for (; at < suite.cases.size() && suite.cases[at].file == path; ++at) {
            SuiteRow one{.kind = SuiteRow::Kind::FromFile,
                         .index = row.index,
                         .fields = fieldsOf(suite.cases[at]),
                         .file = row.file,
                         .line = suite.cases[at].line};
            count(one.health, suite.cases[at], health.cases[at]);
            count(rows[reference].health, suite.cases[at], health.cases[at]);
            rows.append(one);
        }
    }
    sheet.rows = rows;
}

/// The row that a problem stands in; nullptr for the file as a whole.
SuiteRow *rowAt(SuiteSheet &sheet, const evals::SuiteProblem &problem)
{
    const qsizetype key = sheet.tree.indexOf(u"tests");
    if (key < 0) {
        return nullptr;
    }
    const int behind =
        key + 1 < sheet.tree.keys.size() ? sheet.tree.keys.at(key + 1).line : std::numeric_limits<int>::max();
    const bool inTests =
        problem.file == sheet.path && problem.line >= sheet.tree.keys.at(key).line && problem.line < behind;
    SuiteRow *found = nullptr;
    for (SuiteRow &row : sheet.rows) {
        if (row.kind == SuiteRow::Kind::FromFile) {
            continue;
        }
        if (inTests ? row.line <= problem.line
                    : row.kind == SuiteRow::Kind::Reference
                          && referencePath(sheet.path, row.file) == problem.file) {
            found = &row;
        }
    }
    return found;
}

void placeProblems(SuiteSheet &sheet, const QList<evals::SuiteProblem> &problems)
{
    for (const evals::SuiteProblem &problem : problems) {
        if (problem.kind == evals::SuiteProblemKind::NoTests) {
            continue; // an empty table says so itself
        }
        bool told = false;
        if (problem.kind == evals::SuiteProblemKind::RepeatedId) {
            for (SuiteRow &row : sheet.rows) {
                if (row.fields.id == problem.detail) {
                    row.problems.append(placed(problem, row));
                    told = true;
                }
            }
        } else if (SuiteRow *row = rowAt(sheet, problem)) {
            row->problems.append(placed(problem, *row));
            told = true;
        }
        if (!told) {
            sheet.problems.append(problem);
        }
    }
}

} // namespace

bool isYamlWord(const QString &text)
{
    static const QRegularExpression word(
        u"\\A(?:true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
        "|[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\\z"_s);
    return word.match(text).hasMatch();
}

QStringList SuiteSheet::dimensions() const
{
    QStringList names;
    for (const SuiteRow &row : rows) {
        names.append(row.fields.dimension);
    }
    for (const DimensionThreshold &one : thresholds) {
        names.append(one.dimension);
    }
    names.removeAll(QString());
    names.sort();
    names.removeDuplicates();
    return names;
}

QStringList SuiteSheet::variables() const
{
    QStringList names;
    QHash<QString, qsizetype> counts;
    qsizetype cases = 0;
    for (const SuiteRow &row : rows) {
        cases += row.kind == SuiteRow::Kind::Reference ? 0 : 1;
        for (const SuiteVariable &variable : row.fields.vars) {
            if (++counts[variable.name] == 1) {
                names.append(variable.name);
            }
        }
    }
    names.removeIf([&](const QString &name) { return counts.value(name) * 2 <= cases; });
    return names;
}

SuiteSheet readSuiteSheet(const QByteArray &bytes, const QString &path,
                          const QHash<QString, QByteArray> &files, const QDate &today,
                          const QList<const evals::ResultFile *> &runs)
{
    SuiteSheet sheet{.path = path};
    Result<YamlValue> tree = parseYaml(bytes);
    if (!tree) {
        sheet.error = tree.error();
        return sheet;
    }
    sheet.tree = std::move(*tree);
    if (sheet.tree.kind != Kind::Map) {
        sheet.error = Error{.code = ErrorCode::Invalid,
                            .subject = u"suite"_s,
                            .detail = u"the file is no map of keys"_s,
                            .line = sheet.tree.line,
                            .column = sheet.tree.column};
        return sheet;
    }
    sheet.references = referencesOf(sheet.tree, path);
    if (const YamlValue *own = memberOf(sheet.tree, u"countersign")) {
        const YamlValue *thresholds = memberOf(*own, u"thresholds");
        for (qsizetype i = 0; thresholds && thresholds->kind == Kind::Map && i < thresholds->keys.size();
             ++i) {
            sheet.thresholds.append(
                {.dimension = thresholds->keys.at(i).scalar, .least = thresholds->items.at(i).scalar});
        }
    }
    const YamlValue *tests = memberOf(sheet.tree, u"tests");
    if (tests && tests->kind == Kind::List) {
        sheet.tests = tests->items.size();
        for (qsizetype i = 0; i < tests->items.size(); ++i) {
            sheet.rows.append(rowOf(tests->items.at(i), i));
        }
    } else if (tests && tests->kind == Kind::Scalar) {
        sheet.rows.append(rowOf(*tests, 0));
    }
    const evals::SuiteFiles source{.read = [&](const QString &name, qint64 most) -> Result<QByteArray> {
        const auto found = files.constFind(name);
        if (name != path && found == files.constEnd()) {
            return failure(ErrorCode::NotFound, name);
        }
        const QByteArray &content = name == path ? bytes : *found;
        return content.size() > most ? Result<QByteArray>(failure(ErrorCode::NoSpace, name)) : content;
    }};
    const evals::Suite suite = evals::readSuite(path, source);
    addCases(sheet, suite, evals::healthOf(suite, runs, {.today = today}), files);
    placeProblems(sheet, suite.problems);
    return sheet;
}

} // namespace countersign
