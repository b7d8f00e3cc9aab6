// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"

class QPushButton;

namespace countersign {

// What an inbox shows before anything was ever proposed: the five steps of a change, and the first of them as a button.
class FirstDay : public Ground
{
    Q_OBJECT

public:
    explicit FirstDay(QWidget *parent);

    [[nodiscard]] QPushButton *button() const { return m_button; }
    void setAllowed(const QString &readOnlyReason);

signals:
    void newChangePressed();

private:
    QPushButton *m_button = nullptr;
};

} // namespace countersign
