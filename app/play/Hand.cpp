// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/play/Hand.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>
#include <QWindow>

using namespace Qt::StringLiterals;

namespace countersign {

void Hand::fail(const QString &problem)
{
    if (m_problem.isEmpty()) {
        m_problem = problem;
    }
}

bool Hand::waitFor(const std::function<bool()> &check, const QString &what, int ms)
{
    if (failed()) {
        return false;
    }
    if (!QTest::qWaitFor(check, ms)) {
        fail(u"waited in vain for "_s + what);
        return false;
    }
    return true;
}

QWidget *Hand::visible(const QString &name) const
{
    const QList<QWidget *> all = m_window.findChildren<QWidget *>(name);
    for (auto it = all.crbegin(); it != all.crend(); ++it) {
        if ((*it)->isVisible()) {
            return *it;
        }
    }
    return nullptr;
}

QWidget *Hand::seen(const QString &name, int ms)
{
    QWidget *found = nullptr;
    waitFor([&] { return (found = visible(name)) != nullptr; }, name, ms);
    return failed() ? nullptr : found;
}

void Hand::gone(const QString &name)
{
    waitFor([&] { return !visible(name); }, name + u" to go"_s);
}

void Hand::click(const QString &name)
{
    QWidget *widget = nullptr;
    waitFor([&] {
        widget = visible(name);
        return widget && widget->isEnabled();
    },
            name + u" to be there and enabled"_s);
    if (!failed()) {
        click(widget);
    }
}

void Hand::click(QWidget *widget)
{
    if (widget) {
        clickAt(widget, widget->rect().center());
    }
}

void Hand::clickAt(QWidget *widget, const QPoint &place)
{
    if (failed() || !widget) {
        return;
    }
    QWidget *window = widget->window();
    const QPoint inWindow = widget->mapTo(window, place);
    // What lies on top gets the press, as it would from a mouse.
    QWidget *top = window->childAt(inWindow);
    if (top && top != widget && !widget->isAncestorOf(top) && !top->isAncestorOf(widget)) {
        fail(u"%1 is covered by %2 %3"_s.arg(widget->objectName(), QString::fromLatin1(top->metaObject()->className()),
                                             top->objectName()));
        return;
    }
    if (!widget->rect().contains(place) || !window->rect().contains(inWindow)) {
        fail(u"%1 is not in sight"_s.arg(widget->objectName()));
        return;
    }
    QTest::mouseMove(window->windowHandle(), inWindow);
    QTest::mouseClick(window->windowHandle(), Qt::LeftButton, {}, inWindow);
}

void Hand::clickRow(const QString &view, const QModelIndex &index)
{
    auto *list = seenAs<QAbstractItemView>(view);
    if (!list || !index.isValid()) {
        return;
    }
    list->scrollTo(index);
    const QRect place = list->visualRect(index);
    clickAt(list->viewport(), QPoint(std::min(place.left() + 120, place.center().x()), place.center().y()));
}

void Hand::clickTab(const QString &bar, int index)
{
    if (auto *tabs = seenAs<QTabBar>(bar)) {
        clickAt(tabs, tabs->tabRect(index).center());
    }
}

QModelIndex Hand::row(const QString &view, const QString &words)
{
    auto *list = seenAs<QAbstractItemView>(view);
    QModelIndex found;
    const QRegularExpression begins(u"^%1(?![\\w-])"_s.arg(QRegularExpression::escape(words)));
    bool exact = true;
    const std::function<bool(const QModelIndex &)> look = [&](const QModelIndex &parent) {
        for (int i = 0; i < list->model()->rowCount(parent); ++i) {
            const QModelIndex index = list->model()->index(i, 0, parent);
            const QString text = index.data(Qt::DisplayRole).toString() + u' '
                    + index.data(Qt::AccessibleTextRole).toString();
            if (exact ? text.contains(begins) : text.contains(words)) {
                found = index;
                return true;
            }
            if (look(index)) {
                return true;
            }
        }
        return false;
    };
    if (list) {
        waitFor([&] {
            exact = true;
            if (look({})) {
                return true;
            }
            exact = false;
            return look({});
        },
                u"a row with “%1” in %2"_s.arg(words, view));
    }
    return found;
}

void Hand::choose(const QString &box, const QString &words)
{
    auto *combo = seenAs<QComboBox>(box);
    if (!combo) {
        return;
    }
    combo->setFocus(Qt::TabFocusReason);
    type(words);
    waitFor([&] { return combo->currentText().contains(words); }, u"%1 to say %2"_s.arg(box, words));
}

void Hand::chooseAction(const QString &menu, const QString &words)
{
    QMenu *open = nullptr;
    waitFor([&] {
        open = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        return open && open->objectName() == menu;
    },
            u"the menu "_s + menu);
    if (failed()) {
        return;
    }
    for (QAction *action : open->actions()) {
        if (action->text().contains(words)) {
            const QPoint place = open->actionGeometry(action).center();
            QTest::mouseMove(open, place);
            QTest::mouseClick(open, Qt::LeftButton, {}, place);
            return;
        }
    }
    open->close();
    fail(u"%1 does not offer “%2”"_s.arg(menu, words));
}

void Hand::key(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    if (!failed()) {
        QTest::keyClick(m_window.windowHandle(), key, modifiers);
    }
}

void Hand::type(const QString &text)
{
    if (failed()) {
        return;
    }
    QWidget *focus = QApplication::focusWidget();
    if (!focus) {
        fail(u"nothing has the focus to type “%1”"_s.arg(text));
        return;
    }
    for (const QChar c : text) {
        if (c == u'\n') {
            QTest::keyClick(focus, Qt::Key_Return);
        } else {
            QTest::sendKeyEvent(QTest::Click, focus, Qt::Key_unknown, QString(c), Qt::NoModifier);
        }
    }
}

void Hand::typeInto(const QString &name, const QString &text)
{
    QWidget *field = seen(name);
    if (!field) {
        return;
    }
    // A field inside a scroll area comes into sight as it gets the focus.
    field->setFocus(Qt::TabFocusReason);
    rest(30);
    key(Qt::Key_A, Qt::ControlModifier);
    type(text);
}

void Hand::rest(int ms)
{
    if (!failed()) {
        QElapsedTimer timer;
        timer.start();
        (void)QTest::qWaitFor([&] { return timer.hasExpired(ms); }, ms + 1000);
    }
}

} // namespace countersign
