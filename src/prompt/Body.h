// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Template.h"

namespace countersign::prompt {

/// "system", "human", "model", "ai" … as a role; None when it is no role.
[[nodiscard]] Role roleNamed(QStringView name);

enum class Unmarked { OneMessage, NoMessages };

/// Messages of a body that is divided by lines such as "system:" or "# user:". Text before the first one is
/// the system message. Without any marker the whole body is one system message, or nothing, as the caller
/// says.
[[nodiscard]] QList<Message> splitByMarkerLines(const QString &source, Span body, LineEnding lineEnding,
                                                Unmarked unmarked);

/// Whether the first line with content is a role marker.
[[nodiscard]] bool startsWithMarkerLine(QStringView body);

/// Messages of a Dotprompt body, divided by {{role "x"}} and {{#role "x"}}…{{/role}}. `tags` are in body
/// offsets.
[[nodiscard]] QList<Message> splitByRoleTags(const QString &source, Span body, const QList<RoleTag> &tags,
                                             LineEnding lineEnding);

/// Headings of a message's Markdown; code fences are left out. Appends to `sections`.
void findSections(const Message &message, int messageIndex, QList<Section> &sections);

} // namespace countersign::prompt
