// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QIcon>

class QPainter;

namespace countersign {

class Theme;

// What an icon is for. The names asked from the icon theme are in Icons.cpp and tokens.json.
enum class Icon {
    Inbox, Prompts, Edit, Releases, Evals, Audit, Policy,
    GitWorkspace, RegistryWorkspace, ResultFiles,
    Find, Filter, Menu, More, Help,
    Add, Remove, Delete, Copy, Export,
    Undo, Redo, Rehearse, RunAgain, Pause, Resume,
    Previous, Next, Unfold, SideBySide,
    Comment, SharedText, Variable, Spelling,
    Person, Group, Notify, Date,
    Locked, Seal, Signed, FilledIn, Check, Offline, Close,
};
inline constexpr int iconCount = static_cast<int>(Icon::Close) + 1;

// Asks the icon theme by the Breeze name, then by the freedesktop name, else takes the Breeze icon that is
// compiled in. An icon of the theme that is not of one colour cannot be tinted, so ours is taken instead.
class Icons
{
public:
    // In the text colour of `theme`, disabled in its disabled colour. Our style tints it again to the text
    // colour of the button, menu or tab that shows it.
    [[nodiscard]] static QIcon icon(Icon icon, const Theme &theme);
    static void paint(QPainter &painter, const QRect &box, Icon icon, const QColor &ink);
    // `pixmap` with every pixel in `ink`, its transparency kept.
    [[nodiscard]] static QPixmap tinted(const QPixmap &pixmap, const QColor &ink);

    [[nodiscard]] static QString breezeName(Icon icon);
    [[nodiscard]] static QString standardName(Icon icon);  // empty where the standard has none
};

} // namespace countersign
