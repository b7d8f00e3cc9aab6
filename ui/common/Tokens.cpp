// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Tokens.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr std::array<QLatin1StringView, colorRoleCount> colorNames{
    "window"_L1,     "surface"_L1,     "raised"_L1,       "sunken"_L1,          "hover"_L1,
    "line"_L1,       "lineStrong"_L1,  "text"_L1,         "muted"_L1,           "disabled"_L1,
    "accent"_L1,     "accentFill"_L1,  "accentFillHover"_L1, "onAccent"_L1,     "accentTint"_L1, "accentLine"_L1,
    "added"_L1,      "addedTint"_L1,   "addedWord"_L1,    "addedLine"_L1,
    "removed"_L1,    "removedTint"_L1, "removedWord"_L1,  "removedLine"_L1,
    "moved"_L1,      "movedTint"_L1,   "movedWord"_L1,    "movedLine"_L1,
    "low"_L1,        "lowTint"_L1,
    "medium"_L1,     "mediumTint"_L1,  "mediumLine"_L1,
    "high"_L1,       "highTint"_L1,    "highLine"_L1,
    "danger"_L1,     "dangerFill"_L1,  "dangerFillHover"_L1, "onDanger"_L1,     "dangerTint"_L1, "dangerLine"_L1,
    "ok"_L1,         "okTint"_L1,
    "veil"_L1,
};

template<typename Group>
struct Field
{
    QLatin1StringView name;
    int Group::*member;
};

constexpr Field<Sizes> sizeFields[] = {
    {"top_bar"_L1, &Sizes::topBar},
    {"rail"_L1, &Sizes::rail},
    {"rail_narrow"_L1, &Sizes::railNarrow},
    {"rail_narrow_below"_L1, &Sizes::railNarrowBelow},
    {"rail_row"_L1, &Sizes::railRow},
    {"change_header"_L1, &Sizes::changeHeader},
    {"tab_bar"_L1, &Sizes::tabBar},
    {"side_column"_L1, &Sizes::sideColumn},
    {"side_column_least"_L1, &Sizes::sideColumnLeast},
    {"side_column_most"_L1, &Sizes::sideColumnMost},
    {"prompt_list"_L1, &Sizes::promptList},
    {"prompt_list_narrow"_L1, &Sizes::promptListNarrow},
    {"detail_column"_L1, &Sizes::detailColumn},
    {"dry_run_column"_L1, &Sizes::dryRunColumn},
    {"inbox_column"_L1, &Sizes::inboxColumn},
    {"row"_L1, &Sizes::row},
    {"row_dense"_L1, &Sizes::rowDense},
    {"row_board"_L1, &Sizes::rowBoard},
    {"row_two_lines"_L1, &Sizes::rowTwoLines},
    {"row_inbox"_L1, &Sizes::rowInbox},
    {"table_head"_L1, &Sizes::tableHead},
    {"button"_L1, &Sizes::button},
    {"button_in_bar"_L1, &Sizes::buttonInBar},
    {"field"_L1, &Sizes::field},
    {"field_in_bar"_L1, &Sizes::fieldInBar},
    {"chip"_L1, &Sizes::chip},
    {"chip_big"_L1, &Sizes::chipBig},
    {"person_chip"_L1, &Sizes::personChip},
    {"avatar"_L1, &Sizes::avatar},
    {"avatar_small"_L1, &Sizes::avatarSmall},
    {"icon"_L1, &Sizes::icon},
    {"icon_big"_L1, &Sizes::iconBig},
    {"sign"_L1, &Sizes::sign},
    {"sign_small"_L1, &Sizes::signSmall},
    {"lane_shape"_L1, &Sizes::laneShape},
    {"lane_shape_big"_L1, &Sizes::laneShapeBig},
    {"diff_gutter"_L1, &Sizes::diffGutter},
    {"ruler"_L1, &Sizes::ruler},
    {"blame_gutter"_L1, &Sizes::blameGutter},
    {"sheet_width"_L1, &Sizes::sheetWidth},
    {"find_width"_L1, &Sizes::findWidth},
    {"popover_lane"_L1, &Sizes::popoverLane},
    {"popover_blame"_L1, &Sizes::popoverBlame},
};

constexpr Field<Radii> radiusFields[] = {
    {"word"_L1, &Radii::word}, {"key"_L1, &Radii::key},     {"control"_L1, &Radii::control},
    {"card"_L1, &Radii::card}, {"sheet"_L1, &Radii::sheet}, {"popover"_L1, &Radii::popover},
};

constexpr Field<Lines> lineFields[] = {
    {"hair"_L1, &Lines::hair},   {"chosen_bar"_L1, &Lines::chosenBar},
    {"tab"_L1, &Lines::tab},     {"focus"_L1, &Lines::focus},
    {"change_bar"_L1, &Lines::changeBar},
};

constexpr Field<Insets> insetFields[] = {
    {"page"_L1, &Insets::page}, {"change_page"_L1, &Insets::changePage}, {"side_column"_L1, &Insets::sideColumn},
    {"card"_L1, &Insets::card}, {"sheet"_L1, &Insets::sheet},            {"popover"_L1, &Insets::popover},
};

constexpr Field<Motion> motionFields[] = {
    {"sheet_ms"_L1, &Motion::sheet},
    {"scroll_to_ms"_L1, &Motion::scrollTo},
    {"flash_ms"_L1, &Motion::flash},
    {"busy_ring_after_ms"_L1, &Motion::busyRingAfter},
};

template<typename Group, size_t count>
[[nodiscard]] bool readGroup(const QJsonObject &json, const Field<Group> (&fields)[count], Group &group)
{
    return std::ranges::all_of(fields, [&](const Field<Group> &field) {
        const QJsonValue value = json[field.name];
        group.*field.member = value.toInt();
        return value.isDouble();
    });
}

[[nodiscard]] bool readType(const QJsonValue &json, TypeSize &type)
{
    const QJsonObject object = json.toObject();
    const QJsonValue weight = object["weight"_L1];
    type = {.size = object["size"_L1].toInt(),
            .line = object["line"_L1].toInt(),
            .weight = weight.isArray() ? weight[0].toInt() : weight.toInt()};
    return type.size > 0 && type.line >= type.size && type.weight > 0;
}

[[nodiscard]] bool readColors(const QJsonObject &json, std::array<QColor, colorRoleCount> &colors)
{
    for (auto entry = json.begin(); entry != json.end(); ++entry) {
        const std::optional<ColorRole> role = colorRole(entry.key());
        const QColor color = QColor::fromString(entry.value().toString());
        if (!role || !color.isValid())
            return false;
        colors[static_cast<size_t>(*role)] = color;
    }
    return true;
}

[[nodiscard]] bool readPalette(const QJsonObject &json, const std::array<QColor, colorRoleCount> &colors, QPalette &palette)
{
    const QMetaEnum paletteRoles = QMetaEnum::fromType<QPalette::ColorRole>();
    QList<std::pair<QPalette::ColorRole, QColor>> disabled;
    for (auto entry = json.begin(); entry != json.end(); ++entry) {
        const bool forDisabled = entry.key().startsWith("Disabled."_L1);
        const QByteArray name = (forDisabled ? entry.key().mid(9) : entry.key()).toLatin1();
        bool known = false;
        const auto paletteRole = static_cast<QPalette::ColorRole>(paletteRoles.keyToValue(name.constData(), &known));
        const std::optional<ColorRole> role = colorRole(entry.value().toString());
        if (!known || !role)
            return false;
        const QColor color = colors[static_cast<size_t>(*role)];
        if (forDisabled)
            disabled.emplaceBack(paletteRole, color);
        else
            palette.setColor(paletteRole, color);
    }
    for (const auto &[role, color] : disabled)
        palette.setColor(QPalette::Disabled, role, color);
    return !json.isEmpty();
}

} // namespace

QString colorName(ColorRole role)
{
    return colorNames[static_cast<size_t>(role)];
}

std::optional<ColorRole> colorRole(const QString &name)
{
    const auto found = std::ranges::find(colorNames, name);
    if (found == colorNames.end())
        return std::nullopt;
    return static_cast<ColorRole>(found - colorNames.begin());
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const auto luminance = [](const QColor &color) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        const QColor rgb = color.toRgb();
        return 0.2126 * linear(rgb.red() / 255.0) + 0.7152 * linear(rgb.green() / 255.0)
               + 0.0722 * linear(rgb.blue() / 255.0);
    };
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

std::optional<Tokens> Tokens::read(const QByteArray &json, ColorScheme scheme, MarkPalette marks)
{
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    const QJsonObject colors = root["colour"_L1].toObject();
    const QString name = scheme == ColorScheme::Light ? u"light"_s : u"dark"_s;

    Tokens tokens;
    if (!readColors(colors[name].toObject(), tokens.m_colors)
        || !std::ranges::all_of(tokens.m_colors, &QColor::isValid))
        return std::nullopt;
    if (marks == MarkPalette::ColourBlind) {
        const QJsonObject second = colors[name + "_colour_blind"_L1].toObject();
        if (second.isEmpty() || !readColors(second, tokens.m_colors))
            return std::nullopt;
    }

    const QJsonObject types = root["type"_L1].toObject();
    tokens.type.proseCharacters = types["prose"_L1]["max_characters"_L1].toInt();
    const bool complete = readPalette(root["palette"_L1].toObject(), tokens.m_colors, tokens.m_palette)
                          && readGroup(root["size"_L1].toObject(), sizeFields, tokens.size)
                          && readGroup(root["radius"_L1].toObject(), radiusFields, tokens.radius)
                          && readGroup(root["line"_L1].toObject(), lineFields, tokens.line)
                          && readGroup(root["inset"_L1].toObject(), insetFields, tokens.inset)
                          && readGroup(root["motion"_L1].toObject(), motionFields, tokens.motion)
                          && readType(types["title"_L1], tokens.type.title)
                          && readType(types["section"_L1], tokens.type.section)
                          && readType(types["prose"_L1], tokens.type.prose)
                          && readType(types["body"_L1], tokens.type.body)
                          && readType(types["secondary"_L1], tokens.type.secondary)
                          && readType(types["code"_L1], tokens.type.code) && tokens.type.proseCharacters > 0;
    return complete ? std::optional(tokens) : std::nullopt;
}

Tokens Tokens::builtIn(ColorScheme scheme, MarkPalette marks)
{
    QFile file(u":/look/theme/tokens.json"_s);
    std::optional<Tokens> tokens;
    if (file.open(QIODevice::ReadOnly))
        tokens = read(file.readAll(), scheme, marks);
    if (!tokens)
        qFatal("The colours and sizes compiled into this program are incomplete.");
    return *tokens;
}

Tokens Tokens::scaled(qreal factor) const
{
    Tokens scaled = *this;
    const auto scale = [](int &value, qreal by) { value = qRound(value * by); };
    // Text may get smaller than in the pictures; what one has to hit with a mouse may not.
    const qreal sizeFactor = std::max<qreal>(factor, 1);
    for (const Field<Sizes> &field : sizeFields) {
        if (field.member != &Sizes::railNarrowBelow)
            scale(scaled.size.*field.member, sizeFactor);
    }
    for (TypeSize *entry : {&scaled.type.title, &scaled.type.section, &scaled.type.prose, &scaled.type.body,
                           &scaled.type.secondary, &scaled.type.code}) {
        scale(entry->size, factor);
        scale(entry->line, factor);
    }
    return scaled;
}

} // namespace countersign
