// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/TreeText.h"

#include "base/CanonicalJson.h"

namespace countersign {

void TreeText::set(const QString &key, const QString &value)
{
    m_fields.append(Field{key, printCanonicalJson(Json(value)), {}});
}

void TreeText::set(const QString &key, qint64 value)
{
    m_fields.append(Field{key, QByteArray::number(value), {}});
}

void TreeText::set(const QString &key, const TreeText &value)
{
    m_fields.append(Field{key, {}, {value}});
}

QByteArray TreeText::print() const
{
    QByteArray out;
    print(out, 0);
    out.append('\n');
    return out;
}

void TreeText::print(QByteArray &out, int depth) const
{
    if (m_fields.isEmpty()) {
        out.append("{}");
        return;
    }
    out.append('{');
    bool first = true;
    for (const Field &field : m_fields) {
        out.append(first ? "\n" : ",\n");
        first = false;
        out.append(QByteArray(2 * (depth + 1), ' '));
        out.append(printCanonicalJson(Json(field.key)));
        out.append(": ");
        if (field.object.isEmpty()) {
            out.append(field.value);
        } else {
            field.object.first().print(out, depth + 1);
        }
    }
    out.append('\n');
    out.append(QByteArray(2 * depth, ' '));
    out.append('}');
}

} // namespace countersign
