// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace countersign::evals {

enum class XmlAnswer {
    Fits,
    NotWellFormed, ///< no XML; `detail` is the parser's words
    Missing,       ///< well-formed, without some of the elements; `detail` names them
    TooMuch,       ///< beyond the bounds: cannot be told
};

struct XmlResult
{
    XmlAnswer answer = XmlAnswer::NotWellFormed;
    QString detail = {};
};

/// Whether the whole text is one well-formed XML document (XML 1.0, without a DTD of its own) that has each element of
/// `required`, written as the way from the root: "order.item". At most 1 MiB.
[[nodiscard]] XmlResult checkXml(const QString &text, const QStringList &required);

/// Whether some well-formed elements stand in the text that together have `required`. At most 1 MiB and 200 tries.
[[nodiscard]] XmlResult findXml(const QString &text, const QStringList &required);

} // namespace countersign::evals
