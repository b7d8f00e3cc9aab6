// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Icons.h"
#include "ui/common/Signs.h"

#include <QAbstractButton>
#include <QWidget>

#include <optional>

namespace countersign {

enum class ChipSize { Small, Big };

// The colours of a chip that says a state.
enum class ChipTone { Neutral, Accent, Ok, Low, Medium, High, Danger };

// The lane of a change: shape and word ("High", or "High risk" when big). With setOpens(true) it is a button with
// an arrow that opens the reasons; otherwise it takes no focus.
class LaneChip : public QAbstractButton
{
    Q_OBJECT

public:
    LaneChip(LaneShape lane, ChipSize size, QWidget *parent = nullptr);

    void setLane(LaneShape lane);
    [[nodiscard]] LaneShape lane() const { return m_lane; }
    void setOpens(bool opens);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    LaneShape m_lane;
    ChipSize m_size;
    bool m_opens = false;
};

// A sign and a word on a ground of its tone: "No effect", "Override", "On hold".
class StateChip : public QWidget
{
    Q_OBJECT

public:
    StateChip(const QString &text, ChipTone tone, std::optional<Sign> sign, QWidget *parent = nullptr);

    void setState(const QString &text, ChipTone tone, std::optional<Sign> sign);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    ChipTone m_tone = ChipTone::Neutral;
    std::optional<Sign> m_sign;
};

// A checkable filter. Put several into an exclusive QButtonGroup where only one may hold.
class FilterChip : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FilterChip(const QString &text, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
};

struct PersonData
{
    QString name = {};
    QString role = {};             // may be empty
    std::optional<Icon> icon = {};  // instead of initials, for groups and channels

    friend bool operator==(const PersonData &, const PersonData &) = default;
};

// Initials, name and role. People are never shown as addresses.
class PersonChip : public QWidget
{
    Q_OBJECT

public:
    explicit PersonChip(const PersonData &person, QWidget *parent = nullptr);

    void setPerson(const PersonData &person);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PersonData m_person;
};

// A key as printed on a keyboard: "Ctrl+K".
class KeyCap : public QWidget
{
    Q_OBJECT

public:
    explicit KeyCap(const QString &keys, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_keys;
};

// Quiet: a muted figure. YourTurn: filled in the accent. Wrong: filled in danger, for production only.
enum class CountKind { Quiet, YourTurn, Wrong };

class CountBadge : public QWidget
{
    Q_OBJECT

public:
    CountBadge(int count, CountKind kind, QWidget *parent = nullptr);

    // Hidden at zero.
    void setCount(int count, CountKind kind);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_count = 0;
    CountKind m_kind = CountKind::Quiet;
};

// A sign and a sentence on one line, or wrapped: "Compliance: your turn".
class SignLine : public QWidget
{
    Q_OBJECT

public:
    SignLine(Sign sign, const QString &sentence, QWidget *parent = nullptr);

    void setLine(Sign sign, const QString &sentence);
    void setColor(ColorRole color);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Sign m_sign;
    QString m_sentence;
    ColorRole m_color = ColorRole::Text;
};

} // namespace countersign
