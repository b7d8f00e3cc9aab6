// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QString>
#include <QWidget>

#include <functional>

namespace countersign {

/// The hand and eye of somebody at a window: finds what is visible by its object name, presses keys and mouse buttons as
/// the window system would deliver them, waits for what should appear. The first thing that does not go as told is kept
/// in problem(), and nothing is done after it, so that a job can be written down as a plain list of acts.
class Hand
{
public:
    static constexpr int patienceMs = 20'000;

    explicit Hand(QWidget &window) : m_window(window) { }

    [[nodiscard]] QWidget &window() const { return m_window; }
    [[nodiscard]] const QString &problem() const { return m_problem; }
    [[nodiscard]] bool failed() const { return !m_problem.isEmpty(); }
    /// Ends the job here, unless it has ended.
    void fail(const QString &problem);
    void clear() { m_problem.clear(); }

    /// Waits until it is so; `what` completes "waited in vain for …".
    bool waitFor(const std::function<bool()> &check, const QString &what, int ms = patienceMs);
    /// Waits for the visible widget of that name; the one that was made last when there are several.
    QWidget *seen(const QString &name, int ms = patienceMs);
    template<typename T>
    T *seenAs(const QString &name)
    {
        QWidget *widget = seen(name);
        T *typed = qobject_cast<T *>(widget);
        if (widget && !typed) {
            fail(name + QStringLiteral(" is something else"));
        }
        return typed;
    }
    [[nodiscard]] QWidget *visible(const QString &name) const; ///< now; nullptr when there is none
    void gone(const QString &name);

    void click(const QString &name);           ///< waits until it is visible and enabled
    void click(QWidget *widget);
    void clickAt(QWidget *widget, const QPoint &place);
    void clickRow(const QString &view, const QModelIndex &index);
    void clickTab(const QString &bar, int index);
    /// Row of a list or tree whose text begins with the words, or else contains them; waits for it.
    QModelIndex row(const QString &view, const QString &words);
    void choose(const QString &box, const QString &words); ///< an entry of a combo box, by keyboard
    void chooseAction(const QString &menu, const QString &words); ///< of an open menu, with the mouse

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}); ///< to whatever has the focus
    void type(const QString &text);
    void typeInto(const QString &name, const QString &text);   ///< clicks, selects all, types
    /// Lets what was caused settle: events are handled for that long.
    void rest(int ms);

private:
    QWidget &m_window;
    QString m_problem;
};

} // namespace countersign
