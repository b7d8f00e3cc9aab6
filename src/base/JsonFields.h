// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CanonicalJson.h"
#include "base/Ids.h"

#include <QStringList>
#include <QVarLengthArray>

namespace countersign {

/// Reads an object of a closed schema: every field is asked for once, and what nobody asked for is a problem.
/// The first problem is kept; later reads give default values. Check finish() before using anything.
class JsonFields
{
public:
    /// `where` names the object in problems, for instance "data".
    JsonFields(const Json &object, const QString &where);

    [[nodiscard]] QString string(const QString &key, qsizetype most = 4096);
    /// The same without a copy: valid as long as the object that is read.
    [[nodiscard]] QAnyStringView view(const QString &key, qsizetype most = 4096);
    /// Empty unless the field is there.
    [[nodiscard]] QString optionalString(const QString &key, qsizetype most = 4096);
    [[nodiscard]] qint64 integer(const QString &key, qint64 least, qint64 most);
    [[nodiscard]] bool boolean(const QString &key);
    [[nodiscard]] QStringList strings(const QString &key, qsizetype most = 4096);
    [[nodiscard]] JsonArray array(const QString &key);
    [[nodiscard]] Json object(const QString &key);
    [[nodiscard]] ContentHash content(const QString &key); ///< may be none
    [[nodiscard]] EventId event(const QString &key);       ///< may be null, written as ""
    [[nodiscard]] bool has(const QString &key) const;

    void fail(const QString &why);
    [[nodiscard]] bool ok() const { return m_problem.isEmpty(); }
    /// Fails: Invalid, with the first problem, also when a field was never asked for.
    [[nodiscard]] Done finish() const;

private:
    const Json *find(const QString &key, bool required);

    JsonObject m_object;
    QVarLengthArray<bool, 32> m_asked; ///< of each field
    qsizetype m_next = 0;              ///< behind the field that was asked for last
    QString m_where;
    QString m_problem;
};

} // namespace countersign
