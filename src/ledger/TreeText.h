// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace countersign {

/// A JSON object as a file of the readable tree: fields in the order in which they were set, two spaces, one newline at
/// the end. The same input gives the same bytes with every version of every library.
class TreeText
{
public:
    void set(const QString &key, const QString &value);
    void set(const QString &key, qint64 value);
    void set(const QString &key, const TreeText &value);

    [[nodiscard]] QByteArray print() const;

private:
    void print(QByteArray &out, int depth) const;

    struct Field
    {
        QString key;
        QByteArray value;             ///< printed; empty for an object
        QList<TreeText> object;       ///< none or one
    };
    QList<Field> m_fields;
};

} // namespace countersign
