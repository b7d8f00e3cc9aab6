// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>
#include <QList>
#include <QMetaType>
#include <QRect>
#include <QString>

class QPainter;

namespace countersign {

class Theme;

enum class RunStyle {
    Plain,    // the colour of the place
    Text,     // text colour where the place is muted
    Strong,   // 600, text colour
    Muted,
    Quoted,   // italic: words quoted from a prompt
    Code,
    Added, Removed, Moved,  // a word of a difference with its ground and line
    Danger,
};

struct Run
{
    QString text = {};
    RunStyle style = RunStyle::Plain;

    friend bool operator==(const Run &, const Run &) = default;
};

// A sentence whose parts differ in weight or mark. Plain text throughout: nothing in it is ever parsed.
using RichLine = QList<Run>;

[[nodiscard]] QString plain(const RichLine &line);
// For screen readers: removed and added words are named ("removed: 30; added: 14").
[[nodiscard]] QString spoken(const RichLine &line);

// On one line, elided at the end where it does not fit. Invisible and bidirectional control characters are shown
// as boxed names. Follows the layout direction of the painter.
void paintRichLine(QPainter &painter, const QRect &box, const RichLine &line, const QFont &font, const QColor &ink,
                   const Theme &theme);
[[nodiscard]] int widthOf(const RichLine &line, const QFont &font, const Theme &theme);

} // namespace countersign

Q_DECLARE_METATYPE(countersign::RichLine)
