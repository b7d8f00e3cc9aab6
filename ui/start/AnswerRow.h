// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Result.h"
#include "ui/common/Icons.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace countersign {

class BusyLine;
class Glyph;
class LinkLabel;
class PlainLabel;

// One answer to "Where do your prompts live?": icon, title, line, button. It opens in place to a field; a failed
// answer keeps what was typed, marks the field, and says what was tried.
class AnswerRow : public QWidget
{
    Q_OBJECT

public:
    AnswerRow(Icon icon, const QString &title, const QString &line, const QString &fieldName, QWidget *parent);

    [[nodiscard]] QPushButton *chooseButton() const { return m_choose; }
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    // Another button before the first one, gone while the field is open.
    [[nodiscard]] QPushButton *addChoice(const QString &words);
    // A field below the first one for something secret, hidden until it is shown.
    [[nodiscard]] QLineEdit *addSecret(const QString &name);
    // What is being done, in place of "Reading the repository".
    void setBusyWords(const QString &words) { m_busyWords = words; }

    void openField(const QString &place, const QString &goLabel);
    void reset();
    void showBusy();
    // `sentence` in danger, `more` in text colour behind it; `offer` is a link with the likely next step.
    void showFailure(const QString &sentence, const QString &more, const QString &tried, const QString &offer);
    [[nodiscard]] bool isOpen() const;

signals:
    void choosePressed();
    void submitted(const QString &place);
    void canceled();
    void offerPressed();

private:
    void submit();
    void settleError();
    void setBusy(bool busy);

    QHBoxLayout *m_head = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_line = nullptr;
    QPushButton *m_choose = nullptr;
    QPushButton *m_extra = nullptr;
    QLineEdit *m_secret = nullptr;
    QString m_busyWords = {};
    QPushButton *m_cancel = nullptr;
    QWidget *m_below = nullptr;
    QLineEdit *m_field = nullptr;
    QPushButton *m_go = nullptr;
    QWidget *m_errorPlace = nullptr;
    PlainLabel *m_error = nullptr;
    PlainLabel *m_more = nullptr;
    PlainLabel *m_tried = nullptr;
    LinkLabel *m_showTried = nullptr;
    LinkLabel *m_offer = nullptr;
    BusyLine *m_busy = nullptr;
};

} // namespace countersign
