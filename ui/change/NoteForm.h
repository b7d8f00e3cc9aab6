// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/change/NoteCheck.h"

#include <QHash>
#include <QSet>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QPushButton;
class QScrollArea;

namespace countersign {

class Glyph;
class GrowingTextEdit;
class LinkLabel;
class PlainLabel;
class TriggerTable;

// The seven questions of a release note. A value goes in, a value comes out; what is wrong is shown when a field is
// left, and all of it after showAll().
class NoteForm : public QWidget
{
    Q_OBJECT

public:
    explicit NoteForm(QWidget *parent = nullptr);

    // Who may be named, which workflows there are, and what is needed for `lane`. `workflowHelp` stands beside the
    // workflow ("Financial, customers see it").
    void setPolicy(const Policy &policy, Lane lane, const QString &path);
    // What is typed stays where the note is the one that is shown already.
    void setNote(const NoteDraft &note);
    [[nodiscard]] NoteDraft note() const;
    // Answers that were filled in and not changed yet say so beneath.
    void setFilledIn(const QHash<NoteField, QString> &help);

    [[nodiscard]] QList<NoteProblem> problems() const;
    // Shows every message, not only those of fields that were left.
    void showAll();
    void goTo(const NoteProblem &problem);

signals:
    void edited();
    // problems() may be others.
    void checked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Question
    {
        QBoxLayout *row = nullptr;
        QWidget *head = nullptr;
        PlainLabel *help = nullptr;
        QWidget *field = nullptr;
        QWidget *below = nullptr;
        Glyph *sign = nullptr;
        PlainLabel *message = nullptr;
        QString filledIn;
    };

    Question &ask(NoteField field, const QString &help, QWidget *answer);
    void leave(NoteField field);
    void showMessages();
    void changed(NoteField field);
    void showPeople();

    Policy m_policy;
    Lane m_lane = Lane::Low;
    bool m_setting = false;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_page = nullptr;
    QBoxLayout *m_all = nullptr;
    QHash<NoteField, Question> m_questions;
    QSet<NoteField> m_left;
    QHash<NoteField, QString> m_filledIn;
    GrowingTextEdit *m_what = nullptr;
    GrowingTextEdit *m_why = nullptr;
    GrowingTextEdit *m_outcome = nullptr;
    QComboBox *m_workflow = nullptr;
    PlainLabel *m_workflowHelp = nullptr;
    TriggerTable *m_triggers = nullptr;
    QComboBox *m_owner = nullptr;
    QWidget *m_informed = nullptr;
    QPushButton *m_addPerson = nullptr;
    QList<PrincipalId> m_people;
};

} // namespace countersign
