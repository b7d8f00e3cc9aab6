// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QColor>
#include <QPalette>

#include <array>
#include <optional>

namespace countersign {

// Every colour of the look by name; the values are in resources/theme/tokens.json.
enum class ColorRole {
    Window, Surface, Raised, Sunken, Hover,
    Line, LineStrong,
    Text, Muted, Disabled,
    Accent, AccentFill, AccentFillHover, OnAccent, AccentTint, AccentLine,
    Added, AddedTint, AddedWord, AddedLine,
    Removed, RemovedTint, RemovedWord, RemovedLine,
    Moved, MovedTint, MovedWord, MovedLine,
    Low, LowTint,
    Medium, MediumTint, MediumLine,
    High, HighTint, HighLine,
    Danger, DangerFill, DangerFillHover, OnDanger, DangerTint, DangerLine,
    Ok, OkTint,
    Veil,
};
inline constexpr int colorRoleCount = static_cast<int>(ColorRole::Veil) + 1;

enum class ColorScheme { Light, Dark };

// The second palette replaces the marks of differences and `Ok`, nothing else.
enum class MarkPalette { Standard, ColourBlind };

// Logical pixels at 100 % and a system font of 10 pt.
struct Sizes
{
    int topBar = 0;
    int rail = 0;
    int railNarrow = 0;
    int railNarrowBelow = 0;
    int railRow = 0;
    int changeHeader = 0;
    int tabBar = 0;
    int sideColumn = 0;
    int sideColumnLeast = 0;
    int sideColumnMost = 0;
    int promptList = 0;
    int promptListNarrow = 0;
    int detailColumn = 0;
    int dryRunColumn = 0;
    int inboxColumn = 0;
    int row = 0;
    int rowDense = 0;
    int rowBoard = 0;
    int rowTwoLines = 0;
    int rowInbox = 0;
    int tableHead = 0;
    int button = 0;
    int buttonInBar = 0;
    int field = 0;
    int fieldInBar = 0;
    int chip = 0;
    int chipBig = 0;
    int personChip = 0;
    int avatar = 0;
    int avatarSmall = 0;
    int icon = 0;
    int iconBig = 0;
    int sign = 0;
    int signSmall = 0;
    int laneShape = 0;
    int laneShapeBig = 0;
    int diffGutter = 0;
    int ruler = 0;
    int blameGutter = 0;
    int sheetWidth = 0;
    int findWidth = 0;
    int popoverLane = 0;
    int popoverBlame = 0;

    friend bool operator==(const Sizes &, const Sizes &) = default;
};

struct Radii
{
    int word = 0;
    int key = 0;
    int control = 0;
    int card = 0;
    int sheet = 0;
    int popover = 0;

    friend bool operator==(const Radii &, const Radii &) = default;
};

struct Lines
{
    int hair = 0;
    int chosenBar = 0;
    int tab = 0;
    int focus = 0;
    int changeBar = 0;

    friend bool operator==(const Lines &, const Lines &) = default;
};

struct Insets
{
    int page = 0;
    int changePage = 0;
    int sideColumn = 0;
    int card = 0;
    int sheet = 0;
    int popover = 0;

    friend bool operator==(const Insets &, const Insets &) = default;
};

struct Motion
{
    int sheet = 0;
    int scrollTo = 0;
    int flash = 0;
    int busyRingAfter = 0;

    friend bool operator==(const Motion &, const Motion &) = default;
};

struct TypeSize
{
    int size = 0;
    int line = 0;
    int weight = 400;

    friend bool operator==(const TypeSize &, const TypeSize &) = default;
};

struct TypeScale
{
    TypeSize title = {};
    TypeSize section = {};
    TypeSize prose = {};
    TypeSize body = {};
    TypeSize secondary = {};
    TypeSize code = {};
    int proseCharacters = 0;  // the widest line of prose, in characters

    friend bool operator==(const TypeScale &, const TypeScale &) = default;
};

// The named colours and sizes for one theme. A value: cheap enough to copy, compared by content.
class Tokens
{
public:
    // Nothing when the text is no JSON, or when any name that the program uses is absent or malformed:
    // a theme is complete or it is not a theme.
    [[nodiscard]] static std::optional<Tokens> read(const QByteArray &json, ColorScheme scheme, MarkPalette marks);

    // The tokens compiled into the program. Their completeness is a matter of the build, so this cannot fail.
    [[nodiscard]] static Tokens builtIn(ColorScheme scheme, MarkPalette marks);

    [[nodiscard]] QColor color(ColorRole role) const { return m_colors[static_cast<size_t>(role)]; }
    [[nodiscard]] const QPalette &palette() const { return m_palette; }

    // Sizes with `factor` applied to everything that holds text; lines, radii and insets stay.
    [[nodiscard]] Tokens scaled(qreal factor) const;

    Sizes size;
    Radii radius;
    Lines line;
    Insets inset;
    Motion motion;
    TypeScale type;

    friend bool operator==(const Tokens &, const Tokens &) = default;

private:
    Tokens() = default;

    std::array<QColor, colorRoleCount> m_colors;
    QPalette m_palette;
};

// The name that tokens.json uses: ColorRole::LineStrong is "lineStrong".
[[nodiscard]] QString colorName(ColorRole role);
[[nodiscard]] std::optional<ColorRole> colorRole(const QString &name);

// Contrast of two opaque colours by the definition of WCAG 2: 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &one, const QColor &other);

} // namespace countersign
