// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/support/PageBench.h"

#include <QTest>

#include <initializer_list>

namespace countersign::test {

/// The rows of a test that takes a picture of each state, light and dark, as large as a page is in a window of 1280×800
/// and of 1920×1080: columns "state", "size" and "dark". A row is called "STATE-1280-light", behind `prefix`.
inline void addPictureRows(std::initializer_list<const char *> states, const QByteArray &prefix = {})
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    for (const char *state : states) {
        for (const bool dark : {false, true}) {
            for (const QSize size : {pageAt1280, pageAt1920}) {
                const QByteArray name =
                    prefix + state + (size == pageAt1280 ? "-1280" : "-1920") + (dark ? "-dark" : "-light");
                QTest::newRow(name.constData()) << QString::fromLatin1(state) << size << dark;
            }
        }
    }
}

} // namespace countersign::test
