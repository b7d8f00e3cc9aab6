// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/policy/PolicyForms.h"

#include <QFrame>

class QPushButton;
class QVBoxLayout;

namespace countersign {

class PlainLabel;
class ProseView;

// The fields of one cell in its place, or of a new entry above its table. Every change is told at once; who shows it
// says what became of it.
class PolicyFormView : public QFrame
{
    Q_OBJECT

public:
    enum class Purpose { Cell, NewEntry };

    PolicyFormView(const PolicyForm &form, Purpose purpose, QWidget *parent = nullptr);

    [[nodiscard]] const PolicyForm &form() const { return m_form; }
    // The fields as they stand now.
    [[nodiscard]] QList<PolicyField> values() const;
    // What stood in the cell and what stands there now; hidden while they are the same.
    void setDifference(const QString &old, const QString &now);
    // In place; empty takes it away.
    void setError(const QString &sentence);
    [[nodiscard]] QString error() const;
    void focusFirst();

signals:
    void changed();
    void accepted();  // Enter, or the button of a new entry
    void canceled();  // Esc
    void left();      // the focus went elsewhere

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addField(const PolicyField &field, QVBoxLayout *box);

    PolicyForm m_form;
    Purpose m_purpose;
    QList<QWidget *> m_widgets;
    ProseView *m_difference = nullptr;
    PlainLabel *m_error = nullptr;
};

} // namespace countersign
