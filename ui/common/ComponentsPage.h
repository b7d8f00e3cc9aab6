// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace countersign {

// Every part of ui/common in every state, on one page. Reached only by its own command; it exists so that the style
// and the tests see what no screen happens to show.
class ComponentsPage : public QWidget
{
    Q_OBJECT

public:
    explicit ComponentsPage(QWidget *parent = nullptr);

private:
    [[nodiscard]] QWidget *buttons();
    [[nodiscard]] QWidget *lanesAndStates();
    [[nodiscard]] QWidget *rows();
    [[nodiscard]] QWidget *entries();
    [[nodiscard]] QWidget *fields();
    [[nodiscard]] QWidget *notices();
    [[nodiscard]] QWidget *progressAndEmpty();
    [[nodiscard]] QWidget *tabs();
    [[nodiscard]] QWidget *prose();
};

} // namespace countersign
