// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"

class QPushButton;

namespace countersign {

class BusyLine;

// What the example shows, as five steps, and its button.
class ExampleCard : public Ground
{
    Q_OBJECT

public:
    explicit ExampleCard(QWidget *parent);

    [[nodiscard]] QPushButton *button() const { return m_button; }
    void showBusy();
    // `done` of `all` changes of the example's history have been made.
    void showProgress(int done, int all);
    [[nodiscard]] bool isBusy() const;
    // As its link "Cancel" does.
    void cancel();
    void reset();
    void showFailure(const QString &sentence, const QString &detail);

signals:
    void openPressed();
    void canceled();

private:
    QPushButton *m_button = nullptr;
    BusyLine *m_busy = nullptr;
    PlainLabel *m_error = nullptr;
    PlainLabel *m_time = nullptr;
};

} // namespace countersign
