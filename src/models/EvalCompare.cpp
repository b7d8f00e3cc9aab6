// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EvalCompare.h"

#include <QtConcurrent>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString columnName(const evals::Column &column, quint32 number)
{
    for (const QString &name : {column.label, column.modelAsked, column.prompt}) {
        if (!name.isEmpty()) {
            return name;
        }
    }
    return QString::number(number + 1);
}

} // namespace

QList<EvalVersion> versionsOf(const QList<NamedResults> &files)
{
    QList<EvalVersion> versions;
    for (const NamedResults &one : files) {
        const auto columns = one.file->columns.size();
        for (quint32 column = 0; column < quint32(std::max<qsizetype>(1, columns)); ++column) {
            const QString name = columns <= 1 ? one.name
                                 : files.size() == 1
                                     ? columnName(one.file->columns[column], column)
                                     : one.name + u": "_s + columnName(one.file->columns[column], column);
            versions.append({.name = name, .file = one.file, .column = column});
        }
    }
    return versions;
}

bool mayBisect(const QList<EvalVersion> &versions)
{
    return versions.size() >= 3
        && std::ranges::all_of(versions, [](const EvalVersion &one) { return one.column == 0 && one.file->columns.size() <= 1; });
}

QFuture<Result<std::shared_ptr<const BisectedVersions>>> bisectAside(const QList<EvalVersion> &versions)
{
    return QtConcurrent::run([versions]() -> Result<std::shared_ptr<const BisectedVersions>> {
        QList<evals::VersionRun> runs;
        auto made = std::make_shared<BisectedVersions>();
        for (const EvalVersion &one : versions) {
            const bool complete = one.file->status == evals::RunStatus::Complete;
            runs.append({.version = one.name, .run = complete ? one.file.get() : nullptr});
            made->versions.append(one.name);
        }
        made->dimensions = evals::bisect(runs);
        return made;
    });
}

QFuture<Result<std::shared_ptr<const EvalMatrix>>> compareAside(EvalSet set)
{
    return QtConcurrent::run([set = std::move(set)]() mutable -> Result<std::shared_ptr<const EvalMatrix>> {
        set.comparison.reset();
        if (set.baseline >= 0 && set.candidate >= 0 && set.baseline != set.candidate) {
            const EvalVersion &baseline = set.versions[set.baseline];
            const EvalVersion &candidate = set.versions[set.candidate];
            set.options.baselineColumn = baseline.column;
            set.options.candidateColumn = candidate.column;
            set.comparison = std::make_shared<const evals::Comparison>(
                evals::compare(*baseline.file, *candidate.file, set.options));
        }
        return EvalMatrix::make(std::move(set));
    });
}

} // namespace countersign
