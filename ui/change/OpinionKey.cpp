// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/OpinionKey.h"

#include "services/OpinionDesk.h"
#include "services/WhenFinished.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int longestKey = 4096;

} // namespace

OpinionKey::OpinionKey(OpinionDesk &desk, QWidget *parent) : QWidget(parent), m_desk(desk)
{
    setObjectName(u"opinionKey"_s);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);

    m_kept = new QWidget(this);
    auto *kept = new QHBoxLayout(m_kept);
    kept->setContentsMargins(0, 0, 0, 0);
    kept->setSpacing(8);
    m_keptWords = new SignLine(Sign::Satisfied, QString(), m_kept);
    m_keptWords->setObjectName(u"opinionKeyKept"_s);
    m_replace = makeButton(tr("Replace"), ButtonKind::QuietText, m_kept);
    m_replace->setObjectName(u"opinionKeyReplace"_s);
    m_forget = makeButton(tr("Forget"), ButtonKind::QuietText, m_kept);
    m_forget->setObjectName(u"opinionKeyForget"_s);
    kept->addWidget(m_keptWords, 1);
    kept->addWidget(m_replace);
    kept->addWidget(m_forget);
    rows->addWidget(m_kept);

    m_fields = new QWidget(this);
    auto *fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(6);
    auto *where = new QHBoxLayout;
    where->setSpacing(8);
    m_place = new QComboBox(m_fields);
    m_place->setObjectName(u"opinionKeyPlace"_s);
    m_place->setAccessibleName(tr("Where its key is"));
    m_place->addItem(tr("It needs no key"), u"none"_s);
    m_place->addItem(tr("Key in a variable"), u"env:"_s);
    m_place->addItem(tr("Key in the keychain"), u"keychain:"_s);
    m_name = new QLineEdit(m_fields);
    m_name->setObjectName(u"opinionKeyName"_s);
    m_name->setMaxLength(200);
    where->addWidget(m_place);
    where->addWidget(m_name, 1);
    fields->addLayout(where);
    m_key = new QLineEdit(m_fields);
    m_key->setObjectName(u"opinionKeySecret"_s);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setMaxLength(longestKey);
    m_keyField = new FormField(tr("Key"), m_key, m_fields);
    m_keyField->setObjectName(u"opinionKeySecretField"_s);
    m_keyField->setHelp(tr("It goes into the keychain of this machine and nowhere else. Leave it empty where "
                           "that entry is there already."));
    fields->addWidget(m_keyField);
    m_buttons = new QWidget(m_fields);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    m_keep = makeButton(tr("Keep this"), ButtonKind::Plain, m_buttons);
    m_keep->setObjectName(u"opinionKeyKeep"_s);
    m_cancel = makeButton(tr("Cancel"), ButtonKind::QuietText, m_buttons);
    m_cancel->setObjectName(u"opinionKeyCancel"_s);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    fields->addWidget(m_buttons);
    rows->addWidget(m_fields);

    connect(m_place, &QComboBox::currentIndexChanged, this, [this] {
        if (isKeychain() && m_name->text().isEmpty())
            m_name->setText(m_host);
        else if (!isKeychain() && m_name->text() == m_host)
            m_name->clear();
        follow();
    });
    connect(m_name, &QLineEdit::textChanged, this, &OpinionKey::follow);
    connect(m_key, &QLineEdit::textChanged, this, &OpinionKey::follow);
    for (QLineEdit *field : {m_name, m_key}) {
        connect(field, &QLineEdit::returnPressed, this, [this] {
            if (m_replaces && m_keep->isEnabled())
                save();
            else if (!m_replaces)
                emit submitted();
        });
    }
    connect(m_replace, &QPushButton::clicked, this, [this] { setReplacing(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { setReplacing(false); });
    connect(m_keep, &QPushButton::clicked, this, &OpinionKey::save);
    connect(m_forget, &QPushButton::clicked, this, &OpinionKey::forget);
    follow();
}

void OpinionKey::setAsked(const SecondOpinion &asked, const QString &host, Shows shows)
{
    m_asked = asked;
    m_host = host;
    m_shows = shows;
    if (shows != Shows::Kept)
        m_replaces = false;
    follow();
}

bool OpinionKey::isKeychain() const
{
    return m_place->currentData().toString() == "keychain:"_L1;
}

QString OpinionKey::source() const
{
    const QString place = m_place->currentData().toString();
    return place == "none"_L1 ? place : place + m_name->text().trimmed();
}

QString OpinionKey::missing() const
{
    if (!isOpen() || m_place->currentIndex() <= 0 || !m_name->text().trimmed().isEmpty())
        return {};
    return tr("Say where its key is.");
}

void OpinionKey::follow()
{
    const QString source = m_shows == Shows::Kept ? m_desk.keyOf(m_asked) : QString();
    const QString name = text::printableLine(source.section(u':', 1));
    m_kept->setVisible(m_shows == Shows::Kept && !m_replaces);
    m_keptWords->setLine(Sign::Satisfied, source.startsWith("keychain:"_L1)
                                              ? tr("Its key is in the keychain, as “%1”.").arg(name)
                                          : source.startsWith("env:"_L1)
                                              ? tr("Its key is in the variable %1.").arg(name)
                                              : tr("It is asked without a key."));
    const QString forgets =
        source.startsWith("keychain:"_L1)
            ? tr("Takes the key out of the keychain. You are asked again before anything is sent.")
            : tr("You are asked again before anything is sent.");
    m_forget->setToolTip(forgets);
    m_forget->setAccessibleDescription(forgets);
    m_replace->setEnabled(!m_works);
    m_forget->setEnabled(!m_works);

    m_fields->setVisible(isOpen());
    m_name->setVisible(m_place->currentIndex() > 0);
    const QString nameWords = isKeychain() ? tr("Name of the entry") : tr("Name of the variable");
    m_name->setPlaceholderText(nameWords);
    m_name->setAccessibleName(nameWords);
    m_keyField->setVisible(isKeychain());
    m_buttons->setVisible(m_replaces);
    for (QWidget *field : {static_cast<QWidget *>(m_place), static_cast<QWidget *>(m_name),
                           static_cast<QWidget *>(m_key), static_cast<QWidget *>(m_cancel)})
        field->setEnabled(!m_works);
    if (!m_works) {
        m_keep->setEnabled(missing().isEmpty());
        m_keep->setToolTip(missing());
        m_keep->setAccessibleDescription(missing());
    }
    emit changed();
}

void OpinionKey::setReplacing(bool replaces)
{
    m_replaces = replaces;
    m_key->clear();
    if (replaces) {
        const QString source = m_desk.keyOf(m_asked);
        const qsizetype name = source.indexOf(u':') + 1;
        m_place->setCurrentIndex(std::max(0, m_place->findData(name > 0 ? source.first(name) : source)));
        m_name->setText(name > 0 ? source.sliced(name) : QString());
    }
    follow();
    if (replaces)
        (isKeychain() ? static_cast<QWidget *>(m_key) : m_place)->setFocus(Qt::OtherFocusReason);
    else if (m_replace->isVisible())
        m_replace->setFocus(Qt::OtherFocusReason);
}

void OpinionKey::save()
{
    if (m_works || !missing().isEmpty())
        return;
    const bool replaced = m_replaces;
    if (!isKeychain() || m_key->text().isEmpty()) {
        end(m_desk.confirm(m_asked, source()), replaced);
        return;
    }
    m_works = true;
    if (replaced)
        setButtonBusy(m_keep, tr("Keeping it"));
    follow();
    whenFinished(m_desk.keepKey(m_name->text().trimmed(), m_key->text()), this,
                 [this, replaced, source = source()](const Done &kept) {
                     if (m_works && m_replaces)
                         clearButtonBusy(m_keep);
                     m_works = false;
                     end(kept ? m_desk.confirm(m_asked, source) : kept, replaced);
                 });
}

void OpinionKey::end(const Done &done, bool replaced)
{
    if (!done) {
        follow();
        // The button that was pressed was disabled meanwhile.
        if (isKeychain())
            m_key->setFocus(Qt::OtherFocusReason);
        emit failed(noticeOf(done.error()));
        return;
    }
    m_key->clear();
    if (replaced)
        setReplacing(false);
    emit saved(replaced);
}

void OpinionKey::forget()
{
    m_works = true;
    setButtonBusy(m_forget, tr("Forgetting"));
    follow();
    whenFinished(m_desk.forgetKey(m_asked), this, [this](const Done &gone) {
        clearButtonBusy(m_forget);
        m_works = false;
        follow();
        if (!gone) {
            Notice notice = noticeOf(gone.error());
            notice.sentence = tr("The key is still there, and so is your consent.");
            emit failed(notice);
            return;
        }
        m_place->setCurrentIndex(0);
        m_name->clear();
        emit forgotten();
    });
}

Notice OpinionKey::noticeOf(const Error &error) const
{
    Notice notice{.kind = NoticeKind::Warning, .detail = text::printableLine(error.detail)};
    if (error.subject == "keychain.locked"_L1) {
        notice.lead = tr("The keychain is locked.");
        notice.sentence = tr("Nothing was kept. Unlock it and try again.");
    } else if (error.subject == "keychain"_L1 && error.code == ErrorCode::NotPermitted) {
        notice.lead = tr("The keychain said no.");
        notice.sentence = tr("Nothing was kept. Try again and allow it, or put the key into an environment "
                             "variable and name that.");
    } else if (error.subject == "keychain"_L1 && error.code == ErrorCode::Unavailable) {
        notice.lead = tr("No keychain answers on this machine.");
        notice.sentence = tr("Nothing was kept, and the key goes into no file. Put it into an environment "
                             "variable and name that.");
    } else if (error.code == ErrorCode::Invalid && error.subject == "key"_L1) {
        notice.lead = tr("This is no key.");
        notice.sentence =
            tr("A key is one line of letters, digits and signs without spaces. Nothing was kept.");
    } else if (error.code == ErrorCode::Invalid) {
        notice.lead = isKeychain() ? tr("An entry's name is one line of at most 200 characters.")
                                   : tr("A variable's name has letters, digits and underscores. The key "
                                        "itself does not go here.");
    } else {
        notice = errorNotice(error);
        notice.action.clear();
    }
    return notice;
}

} // namespace countersign
