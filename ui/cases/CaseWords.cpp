// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseWords.h"

#include "ui/common/Text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// A long text is cut: a cell shows one line of it.
QString brief(const QString &text, qsizetype most)
{
    const QString line = text::printableLine(text.left(most * 4)).simplified();
    return line.size() > most ? line.left(most - 2) + u" …"_s : line;
}

} // namespace

QString CaseWords::name(const SuiteRow &row)
{
    if (row.kind == SuiteRow::Kind::Reference)
        return brief(row.file, 120);
    for (const QString &one : {row.fields.id, row.fields.description}) {
        if (!one.isEmpty())
            return brief(one, 120);
    }
    if (!row.fields.vars.isEmpty() && !row.fields.vars.first().text.isEmpty())
        return brief(row.fields.vars.first().text, 80);
    return tr("Case %1").arg(text::number(qint64(row.index + 1)));
}

QString CaseWords::variables(const SuiteCaseFields &fields)
{
    QStringList parts;
    for (const SuiteVariable &variable : fields.vars)
        parts.append(tr("%1: %2").arg(brief(variable.name, 40), brief(variable.text, 80)));
    return parts.mid(0, 6).join(u", "_s);
}

QString CaseWords::assertions(const SuiteCaseFields &fields)
{
    QStringList parts;
    for (const SuiteAssertion &one : fields.asserts) {
        const QString value = brief(QString(one.value).replace(u'\n', u", "_s), 60);
        const QString type = one.type.isEmpty() ? tr("unreadable") : brief(one.type, 40);
        parts.append(value.isEmpty() ? type : tr("%1 “%2”").arg(type, value));
    }
    return parts.mid(0, 6).join(u", "_s);
}

QString CaseWords::source(const QString &code)
{
    if (code == "curated"_L1)
        return tr("Curated");
    if (code == "past_failure"_L1)
        return tr("Past failure");
    if (code == "production_sample"_L1)
        return tr("Production sample");
    return text::printableLine(code);
}

QString CaseWords::health(const SuiteRow &row)
{
    QStringList marks;
    const auto mark = [&marks](bool is, const QString &words) {
        if (is)
            marks.append(words);
    };
    const SuiteRowHealth &health = row.health;
    if (row.kind == SuiteRow::Kind::Reference) {
        if (row.missing)
            return tr("not in the record");
        return tr("%n case(s)", nullptr, health.cases);
    }
    mark(health.assertsNothing, tr("asserts nothing"));
    mark(health.cannotRun, tr("not run here"));
    mark(health.flaky, tr("varies by itself"));
    mark(health.neverFailed, tr("never fails"));
    mark(health.stale, tr("stale"));
    mark(health.undated, tr("no date"));
    mark(health.withoutOwner, tr("no owner"));
    return marks.join(u", "_s);
}

std::optional<Sign> CaseWords::sign(const SuiteRow &row)
{
    if (std::ranges::any_of(row.problems, [](const SuiteRowProblem &one) { return one.problem.error; })
        && !row.missing)
        return Sign::Error;
    if (row.kind == SuiteRow::Kind::Reference && !row.missing)
        return Sign::Locked; // its cases say how they are
    const SuiteRowHealth &health = row.health;
    if (!row.problems.isEmpty() || health.assertsNothing || health.cannotRun || health.flaky || health.stale)
        return Sign::Warning;
    if (row.isReadOnly())
        return Sign::Locked;
    return std::nullopt;
}

QString CaseWords::problem(const evals::SuiteProblem &problem)
{
    using evals::SuiteProblemKind;
    const QString detail = brief(problem.detail, 120);
    switch (problem.kind) {
    case SuiteProblemKind::Syntax:
        return tr("It cannot be read: %1.").arg(detail);
    case SuiteProblemKind::WrongType:
        return tr("“%1” is not of the kind that belongs there.").arg(detail);
    case SuiteProblemKind::UnknownKey:
        return tr("Nothing reads the key “%1”.").arg(detail);
    case SuiteProblemKind::UnknownAssertion:
        return tr("There is no assertion called “%1”.").arg(detail);
    case SuiteProblemKind::NotRun:
        return tr("“%1” would have to be executed, so it is not run here.").arg(detail);
    case SuiteProblemKind::FileRefused:
        return tr("“%1” is outside the repository.").arg(detail);
    case SuiteProblemKind::FileMissing:
        return tr("“%1” is not in the record, so it cannot be looked at here.").arg(detail);
    case SuiteProblemKind::TooMuch:
        return tr("There are more %1 than are read.").arg(detail);
    case SuiteProblemKind::NoTests:
        return tr("It has no cases.");
    case SuiteProblemKind::RepeatedId:
        return tr("Another case is called “%1” too.").arg(detail);
    case SuiteProblemKind::WrongDate:
        return tr("“%1” is no date. Write 2026-03-31.").arg(detail);
    case SuiteProblemKind::WrongSource:
        return tr("“%1” is none of the three sources.").arg(detail);
    }
    Q_UNREACHABLE_RETURN({});
}

QString CaseWords::readOnly(const SuiteRow &row)
{
    const QString file = brief(row.file, 120);
    const bool csv = row.file.endsWith(".csv"_L1, Qt::CaseInsensitive);
    switch (row.kind) {
    case SuiteRow::Kind::Case:
        return {};
    case SuiteRow::Kind::Reference:
        if (row.missing)
            return tr("Its cases stand in %1, which is not governed here: they can neither be shown nor "
                      "edited.")
                .arg(file);
        return csv ? tr("Its cases stand in the table %1. They are edited in that file.").arg(file)
                   : tr("Its cases stand in %1. They are edited in that file.").arg(file);
    case SuiteRow::Kind::FromFile:
        return csv ? tr("Read-only: line %1 of the table %2. It is edited in that file.")
                         .arg(text::number(qint64(row.line)), file)
                   : tr("Read-only: line %1 of %2. It is edited in that file.")
                         .arg(text::number(qint64(row.line)), file);
    }
    Q_UNREACHABLE_RETURN({});
}

QString CaseWords::spoken(const SuiteRow &row)
{
    QStringList parts{name(row),
                      variables(row.fields),
                      assertions(row.fields),
                      source(row.fields.source),
                      row.fields.dimension,
                      row.fields.owner,
                      row.fields.date,
                      health(row)};
    for (const SuiteRowProblem &one : row.problems)
        parts.append(problem(one.problem));
    if (row.isReadOnly())
        parts.append(tr("read-only"));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace countersign
