// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Policy.h"
#include "ui/common/NoticeBar.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace countersign {

class FormField;
class OpinionDesk;
class SignLine;

// Where the key of the policy's model is, and the way of a key into the keychain. A key that is typed here goes into the
// keychain and nowhere else; the field is empty again as soon as it is kept, and what could not be kept stays in it.
class OpinionKey : public QWidget
{
    Q_OBJECT

public:
    // Nothing; what was said, with replacing and forgetting it; the fields, for whoever asks the model next.
    enum class Shows { Nothing, Kept, Fields };

    // `desk` outlives it.
    OpinionKey(OpinionDesk &desk, QWidget *parent);

    // `host` is what the person reads. Fields that are open for a replacement stay open while the key is kept.
    void setAsked(const SecondOpinion &asked, const QString &host, Shows shows);
    // The fields are open, and what they say is not saved.
    [[nodiscard]] bool isOpen() const { return m_shows == Shows::Fields || m_replaces; }
    [[nodiscard]] bool isReplacing() const { return m_replaces; }
    [[nodiscard]] bool isWorking() const { return m_works; }
    // What is missing before it can be saved; empty when nothing is.
    [[nodiscard]] QString missing() const;
    // Keeps the key, where one was typed, then the consent to the host. Ends in saved() or failed().
    void save();

signals:
    void changed();            // a field, or how much room it needs
    void saved(bool replaced); // the model may be asked now
    void forgotten();
    void failed(const Notice &notice);
    void submitted(); // Enter in a field

private:
    void follow();
    void forget();
    void end(const Done &done, bool replaced);
    void setReplacing(bool replaces);
    [[nodiscard]] bool isKeychain() const;
    [[nodiscard]] QString source() const;
    [[nodiscard]] Notice noticeOf(const Error &error) const;

    OpinionDesk &m_desk;
    SecondOpinion m_asked;
    QString m_host;
    Shows m_shows = Shows::Nothing;
    bool m_replaces = false;
    bool m_works = false;
    QWidget *m_kept = nullptr;
    SignLine *m_keptWords = nullptr;
    QPushButton *m_replace = nullptr;
    QPushButton *m_forget = nullptr;
    QWidget *m_fields = nullptr;
    QComboBox *m_place = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_key = nullptr;
    FormField *m_keyField = nullptr;
    QWidget *m_buttons = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace countersign
