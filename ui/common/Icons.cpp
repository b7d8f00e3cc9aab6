// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Icons.h"

#include "ui/common/Theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct Names
{
    QLatin1StringView breeze;
    QLatin1StringView standard;
};

constexpr std::array<Names, iconCount> iconNames{{
    {"mail-folder-inbox"_L1, {}},
    {"view-list-text"_L1, {}},
    {"document-edit"_L1, {}},
    {"document-send"_L1, "document-send"_L1},
    {"view-statistics"_L1, {}},
    {"view-history"_L1, "document-open-recent"_L1},
    {"security-medium"_L1, "security-medium"_L1},
    {"folder-git"_L1, "folder"_L1},
    {"server-database"_L1, "network-server"_L1},
    {"document-open-data"_L1, "document-open"_L1},
    {"edit-find"_L1, "edit-find"_L1},
    {"view-filter"_L1, {}},
    {"application-menu"_L1, {}},
    {"overflow-menu"_L1, {}},
    {"help-contents"_L1, "help-contents"_L1},
    {"list-add"_L1, "list-add"_L1},
    {"list-remove"_L1, "list-remove"_L1},
    {"edit-delete"_L1, "edit-delete"_L1},
    {"edit-copy"_L1, "edit-copy"_L1},
    {"document-export"_L1, "document-save-as"_L1},
    {"edit-undo"_L1, "edit-undo"_L1},
    {"edit-redo"_L1, "edit-redo"_L1},
    {"chronometer"_L1, {}},
    {"view-refresh"_L1, "view-refresh"_L1},
    {"media-playback-pause"_L1, "media-playback-pause"_L1},
    {"media-playback-start"_L1, "media-playback-start"_L1},
    {"go-up"_L1, "go-up"_L1},
    {"go-down"_L1, "go-down"_L1},
    {"go-next"_L1, "go-next"_L1},
    {"view-split-left-right"_L1, {}},
    {"edit-comment"_L1, {}},
    {"insert-link"_L1, "insert-link"_L1},
    {"code-context"_L1, {}},
    {"tools-check-spelling"_L1, "tools-check-spelling"_L1},
    {"user"_L1, {}},
    {"group"_L1, {}},
    {"notifications"_L1, {}},
    {"view-calendar-day"_L1, "x-office-calendar"_L1},
    {"object-locked"_L1, {}},
    {"document-encrypt"_L1, {}},
    {"mail-signed-verified"_L1, "mail-signed-verified"_L1},
    {"tools-wizard"_L1, {}},
    {"dialog-ok-apply"_L1, {}},
    {"network-disconnect"_L1, "network-offline"_L1},
    {"window-close"_L1, "window-close"_L1},
}};

// All visible pixels have one hue, so that putting another colour in their place loses nothing.
[[nodiscard]] bool isOfOneColor(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    int red[2] = {255, 0};
    int green[2] = {255, 0};
    int blue[2] = {255, 0};
    const auto widen = [](int (&range)[2], int value) {
        range[0] = std::min(range[0], value);
        range[1] = std::max(range[1], value);
    };
    bool any = false;
    for (int y = 0; y < image.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(line[x]) < 128)
                continue;
            any = true;
            widen(red, qRed(line[x]));
            widen(green, qGreen(line[x]));
            widen(blue, qBlue(line[x]));
        }
    }
    constexpr int tolerance = 24;
    return any && red[1] - red[0] <= tolerance && green[1] - green[0] <= tolerance && blue[1] - blue[0] <= tolerance;
}

[[nodiscard]] QPixmap shipped(Icon icon, const QSize &size, qreal ratio)
{
    const int drawn = size.height() >= 20 ? 22 : 16;
    QSvgRenderer renderer(u":/look/icons/breeze/%1/%2.svg"_s.arg(drawn).arg(Icons::breezeName(icon)));
    QPixmap pixmap((QSizeF(size) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
    return pixmap;
}

[[nodiscard]] QPixmap ofTheme(Icon icon, const QSize &size, qreal ratio)
{
    for (const QString &name : {Icons::breezeName(icon), Icons::standardName(icon)}) {
        if (name.isEmpty() || !QIcon::hasThemeIcon(name))
            continue;
        const QPixmap pixmap = QIcon::fromTheme(name).pixmap(size, ratio);
        if (!pixmap.isNull() && isOfOneColor(pixmap))
            return pixmap;
    }
    return {};
}

[[nodiscard]] QPixmap shape(Icon icon, const QSize &size, qreal ratio)
{
    static QHash<QString, QPixmap> kept;
    const QString key = u"%1/%2/%3x%4@%5"_s.arg(QIcon::themeName()).arg(static_cast<int>(icon)).arg(size.width())
                            .arg(size.height()).arg(ratio);
    const auto found = kept.constFind(key);
    if (found != kept.cend())
        return *found;
    QPixmap pixmap = ofTheme(icon, size, ratio);
    if (pixmap.isNull())
        pixmap = shipped(icon, size, ratio);
    kept.insert(key, pixmap);
    return pixmap;
}

class Engine : public QIconEngine
{
public:
    Engine(Icon icon, const QColor &ink, const QColor &disabled) : m_icon(icon), m_ink(ink), m_disabled(disabled) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        Icons::paint(*painter, rect, m_icon, mode == QIcon::Disabled ? m_disabled : m_ink);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // Qt gives the size in device pixels here.
        const QSize logical = (QSizeF(size) / scale).toSize();
        return Icons::tinted(shape(m_icon, logical, scale), mode == QIcon::Disabled ? m_disabled : m_ink);
    }

    QIconEngine *clone() const override { return new Engine(*this); }
    QString key() const override { return u"countersign"_s; }

private:
    Icon m_icon;
    QColor m_ink;
    QColor m_disabled;
};

} // namespace

QIcon Icons::icon(Icon icon, const Theme &theme)
{
    return QIcon(new Engine(icon, theme.color(ColorRole::Text), theme.color(ColorRole::Disabled)));
}

void Icons::paint(QPainter &painter, const QRect &box, Icon icon, const QColor &ink)
{
    if (box.isEmpty())
        return;
    const qreal ratio = painter.device()->devicePixelRatio();
    painter.drawPixmap(box, tinted(shape(icon, box.size(), ratio), ink));
}

QPixmap Icons::tinted(const QPixmap &pixmap, const QColor &ink)
{
    QPixmap result = pixmap;
    if (result.isNull())
        return result;
    QPainter painter(&result);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRectF(QPointF(), result.deviceIndependentSize()), ink);
    return result;
}

QString Icons::breezeName(Icon icon)
{
    return iconNames[static_cast<size_t>(icon)].breeze;
}

QString Icons::standardName(Icon icon)
{
    return iconNames[static_cast<size_t>(icon)].standard;
}

} // namespace countersign
