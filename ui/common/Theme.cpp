// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Theme.h"

#include "ui/common/Style.h"

#include <QDir>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QStyleHints>
#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// 13 of the pictures is what a font of 10 pt at 96 dots per inch measures.
constexpr qreal pictureSize = 13.0;

// Names that stand for "whatever there is" rather than for a font somebody has chosen.
[[nodiscard]] bool isAlias(const QFont &font)
{
    static const QStringList aliases{u"sans"_s, u"sans serif"_s, u"sans-serif"_s, u"monospace"_s, u"system-ui"_s, QString()};
    return aliases.contains(font.family().toLower()) || !QFontDatabase::hasFamily(font.family());
}

[[nodiscard]] QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (isAlias(font))
        font.setFamilies({u"JetBrains Mono"_s, font.family(), u"monospace"_s});
    font.setStyleHint(QFont::TypeWriter);
    return font;
}

// With TrueType outlines: Qt blends letters with PostScript ones, as systems pack Inter, by a slower way.
void addInter()
{
    static const bool added = [] {
        for (const QFileInfo &file : QDir(u":/look/fonts"_s).entryInfoList())
            QFontDatabase::addApplicationFont(file.filePath());
        return true;
    }();
    Q_UNUSED(added);
}

} // namespace

Theme::Theme(const ThemeSettings &settings, const QFont &systemFont, QObject *parent)
    : QObject(parent), m_settings(settings), m_systemFont(systemFont), m_fixedFont(fixedFont()),
      m_tokens(Tokens::builtIn(ColorScheme::Light, settings.marks))
{
    follow();
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::follow);
}

QFont Theme::interfaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (isAlias(font)) {
        addInter();
        font.setFamilies({u"Countersign Inter"_s, font.family(), u"sans-serif"_s});
        font.setPointSizeF(10);
    }
    return font;
}

const Theme &Theme::of(const QWidget *widget)
{
    const auto *style = qobject_cast<const Style *>(widget->style());
    if (!style)
        qFatal("A widget of Countersign is shown before Style::install.");
    return style->theme();
}

void Theme::setSettings(const ThemeSettings &settings)
{
    if (m_settings == settings)
        return;
    m_settings = settings;
    follow();
}

void Theme::setSystemFont(const QFont &font)
{
    if (m_systemFont == font)
        return;
    m_systemFont = font;
    follow();
}

void Theme::setMotion(bool motion)
{
    m_motion = motion;
}

void Theme::follow()
{
    switch (m_settings.scheme) {
    case SchemeChoice::Light: m_scheme = ColorScheme::Light; break;
    case SchemeChoice::Dark: m_scheme = ColorScheme::Dark; break;
    case SchemeChoice::System:
        m_scheme = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? ColorScheme::Dark
                                                                                         : ColorScheme::Light;
        break;
    }
    m_factor = std::clamp(QFontInfo(m_systemFont).pixelSize() / pictureSize, 0.5, 4.0);
    m_tokens = Tokens::builtIn(m_scheme, m_settings.marks).scaled(m_factor);
    ++m_generation;
    emit changed();
}

QFont Theme::font(FontRole role) const
{
    const TypeScale &type = m_tokens.type;
    QFont font = role == FontRole::Code ? m_fixedFont : m_systemFont;
    const auto set = [&font](const TypeSize &size, int weight) {
        font.setPixelSize(size.size);
        font.setWeight(static_cast<QFont::Weight>(weight));
    };
    switch (role) {
    case FontRole::Title: set(type.title, type.title.weight); break;
    case FontRole::Section: set(type.section, type.section.weight); break;
    case FontRole::Prose: set(type.prose, type.prose.weight); break;
    case FontRole::ProseStrong: set(type.prose, QFont::DemiBold); break;
    case FontRole::Body: set(type.body, QFont::Normal); break;
    case FontRole::BodyMedium: set(type.body, QFont::Medium); break;
    case FontRole::BodyStrong: set(type.body, QFont::DemiBold); break;
    case FontRole::Secondary: set(type.secondary, type.secondary.weight); break;
    case FontRole::SecondaryMedium: set(type.secondary, QFont::Medium); break;
    case FontRole::SecondaryStrong: set(type.secondary, QFont::DemiBold); break;
    case FontRole::Code: set(type.code, type.code.weight); break;
    }
    font.setFeature("tnum", 1);
    // Characters as they are written: Inter and fonts for code draw "->" as one arrow, which is another text to a model.
    for (const char *joining : {"calt", "liga", "clig"})
        font.setFeature(QFont::Tag::fromString(QLatin1StringView(joining)).value(), 0);
    return font;
}

int Theme::lineHeight(FontRole role) const
{
    const TypeScale &type = m_tokens.type;
    switch (role) {
    case FontRole::Title: return type.title.line;
    case FontRole::Section: return type.section.line;
    case FontRole::Prose:
    case FontRole::ProseStrong: return type.prose.line;
    case FontRole::Body:
    case FontRole::BodyMedium:
    case FontRole::BodyStrong: return type.body.line;
    case FontRole::Secondary:
    case FontRole::SecondaryMedium:
    case FontRole::SecondaryStrong: return type.secondary.line;
    case FontRole::Code: return type.code.line;
    }
    Q_UNREACHABLE_RETURN(0);
}

int Theme::px(int size) const
{
    return qRound(size * std::max<qreal>(m_factor, 1));
}

int Theme::proseWidth() const
{
    return qRound(QFontMetricsF(font(FontRole::Prose)).averageCharWidth() * m_tokens.type.proseCharacters);
}

} // namespace countersign
