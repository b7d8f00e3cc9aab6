// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/SuiteWords.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::SuiteProblemKind;

QString problemWords(const evals::SuiteProblem &problem)
{
    const QString &detail = problem.detail;
    switch (problem.kind) {
    case SuiteProblemKind::Syntax:
        return detail.isEmpty() ? u"it cannot be read"_s : u"it cannot be read: %1"_s.arg(detail);
    case SuiteProblemKind::WrongType:
        return u"the value of %1 is not of the kind that it has to be"_s.arg(detail);
    case SuiteProblemKind::UnknownKey:
        return u"nothing reads the key %1"_s.arg(detail);
    case SuiteProblemKind::UnknownAssertion:
        return u"there is no assertion \"%1\""_s.arg(detail);
    case SuiteProblemKind::NotRun:
        return u"%1 is not run by Countersign"_s.arg(detail);
    case SuiteProblemKind::FileRefused:
        return u"%1 is no plain file inside the repository"_s.arg(detail);
    case SuiteProblemKind::FileMissing:
        return u"%1 is not there"_s.arg(detail);
    case SuiteProblemKind::TooMuch:
        return u"too much: %1"_s.arg(detail);
    case SuiteProblemKind::NoTests:
        return u"the suite has no tests"_s;
    case SuiteProblemKind::RepeatedId:
        return u"two cases have the id %1"_s.arg(detail);
    case SuiteProblemKind::WrongDate:
        return u"%1 is no date like 2026-03-02"_s.arg(detail);
    case SuiteProblemKind::WrongSource:
        return u"%1 is no source: curated, past_failure or production_sample"_s.arg(detail);
    }
    Q_UNREACHABLE_RETURN({});
}

/// The top of the repository that a folder is in; the folder itself when it is in none.
QString topOf(const QString &folder)
{
    for (QDir at(folder); at.exists();) {
        if (QFileInfo::exists(at.filePath(u".git"_s))) {
            return at.absolutePath();
        }
        if (!at.cdUp()) {
            break;
        }
    }
    return folder;
}

} // namespace

QString suiteProblemWords(const evals::SuiteProblem &problem)
{
    QString place = problem.file;
    if (problem.line > 0) {
        place += u":%1:%2"_s.arg(problem.line).arg(problem.column);
    }
    return place + u": "_s + problemWords(problem);
}

evals::Suite suiteOnDisk(const QString &path)
{
    const QFileInfo file(path);
    const QString top = topOf(file.absolutePath());
    return evals::readSuite(QDir(top).relativeFilePath(file.absoluteFilePath()), evals::filesOnDisk(top));
}

} // namespace countersign::ctl
