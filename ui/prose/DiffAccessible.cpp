// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffAccessible.h"

#include "ui/prose/DiffView.h"
#include "ui/prose/ThreeWayView.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>
#include <QWindow>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

// One row of a DiffView or ThreeWayView. Lives as long as the interface of its view; says nothing once the row is gone.
template<typename View>
class RowInterface : public QAccessibleInterface
{
public:
    RowInterface(View *view, int row) : m_view(view), m_row(row) {}

    bool isValid() const override { return m_view && m_row < m_view->rows().size(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return isValid() ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override
    {
        return isValid() ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? m_view->accessibleRowText(m_row) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect box = m_view->rowRect(m_row);
        return QRect(m_view->viewport()->mapToGlobal(box.topLeft()), box.size());
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.focused = isValid() && m_view->hasFocus() && m_view->currentRow() == m_row;
        state.offscreen = isValid() && !m_view->viewport()->rect().intersects(m_view->rowRect(m_row));
        return state;
    }

private:
    QPointer<View> m_view;
    int m_row;
};

template<typename View>
class ViewInterface : public QAccessibleWidget
{
public:
    explicit ViewInterface(View *view) : QAccessibleWidget(view, QAccessible::List), m_view(view) {}

    ~ViewInterface() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_view ? static_cast<int>(m_view->rows().size()) : 0; }

    QAccessibleInterface *child(int number) const override
    {
        if (number < 0 || number >= childCount())
            return nullptr;
        const auto known = m_ids.constFind(number);
        if (known != m_ids.constEnd())
            return QAccessible::accessibleInterface(*known);
        auto *row = new RowInterface<View>(m_view, number);
        m_ids.insert(number, QAccessible::registerAccessibleInterface(row));
        return row;
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (auto it = m_ids.constBegin(); it != m_ids.constEnd(); ++it) {
            if (QAccessible::accessibleInterface(it.value()) == child)
                return it.key();
        }
        return -1;
    }

    QAccessibleInterface *focusChild() const override
    {
        return m_view && m_view->hasFocus() ? child(m_view->currentRow()) : nullptr;
    }

private:
    QPointer<View> m_view;
    mutable QHash<int, QAccessible::Id> m_ids;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    if (auto *view = qobject_cast<DiffView *>(object))
        return new ViewInterface<DiffView>(view);
    auto *three = qobject_cast<ThreeWayView *>(object);
    return three ? new ViewInterface<ThreeWayView>(three) : nullptr;
}

} // namespace

void installDiffAccessibility()
{
    QAccessible::installFactory(make); // Qt keeps each factory once
}

} // namespace countersign
