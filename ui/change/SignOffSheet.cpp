// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/SignOffSheet.h"

#include "services/WhenFinished.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/shell/RuleWords.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

SignOffSheet::SignOffSheet(Workspace &workspace, const SignOffQuestion &question, QWidget *covered)
    : Sheet(covered), m_workspace(workspace), m_question(question)
{
    Q_ASSERT(!question.choices.isEmpty());
    setObjectName(u"signOffSheet"_s);
    setTitle(question.title, question.sentence);
    if (!question.quote.isEmpty()) {
        auto *quote = new PlainLabel(tr("“%1”").arg(question.quote), FontRole::Body, ColorRole::Text, this);
        quote->setObjectName(u"signOffQuote"_s);
        quote->setWrapping(Wrapping::Wrap);
        content()->addWidget(quote);
    }
    m_choice = new QComboBox(this);
    m_choice->setObjectName(u"signOffChoice"_s);
    for (const SignOffChoice &choice : question.choices)
        m_choice->addItem(choice.label);
    if (question.choices.size() > 1) {
        content()->addWidget(new FormField(question.choiceLabel, m_choice, this));
    } else {
        m_choice->hide();
        if (!question.choices.first().label.isEmpty())
            content()->addWidget(new PlainLabel(question.choices.first().label, FontRole::BodyStrong, ColorRole::Text, this));
    }
    m_help = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    m_help->setObjectName(u"signOffHelp"_s);
    m_help->setWrapping(Wrapping::Wrap);
    content()->addWidget(m_help);
    m_reason = new GrowingTextEdit(this, 3, 6);
    m_reason->setObjectName(u"signOffReason"_s);
    m_reason->setPlaceholderText(question.hint);
    m_reasonField = new FormField(tr("Reason"), m_reason, this);
    content()->addWidget(m_reasonField);
    m_error = new NoticeBar(NoticeShape::Card, this);
    m_error->setObjectName(u"signOffError"_s);
    m_error->hide();
    content()->addWidget(m_error);
    m_missing = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_missing->setObjectName(u"signOffMissing"_s);
    m_missing->setWrapping(Wrapping::Wrap);
    footNote()->addWidget(m_missing, 1);
    QPushButton *go = makeButton(question.choices.first().verb, question.kind, this);
    setDecidingButton(go);
    go->setObjectName(u"signOffSend"_s);

    connect(m_choice, &QComboBox::currentIndexChanged, this, &SignOffSheet::follow);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &SignOffSheet::follow);
    connect(this, &Sheet::decided, this, &SignOffSheet::act);
    connect(this, &Sheet::closed, this, &QObject::deleteLater);
    follow();
}

const SignOffChoice &SignOffSheet::chosen() const
{
    return m_question.choices.at(std::max(0, m_choice->currentIndex()));
}

void SignOffSheet::follow()
{
    const SignOffChoice &choice = chosen();
    m_help->setText(choice.help);
    m_help->setVisible(!choice.help.isEmpty());
    const bool written = !m_reason->toPlainText().trimmed().isEmpty();
    const QString missing = !choice.refused.isEmpty()           ? choice.refused
            : choice.reasonNeeded && !written ? tr("It needs a written reason.")
                                              : QString();
    m_missing->setText(missing);
    QPushButton *go = decidingButton();
    if (!isDeciding()) {
        go->setText(choice.verb);
        go->setEnabled(missing.isEmpty());
    }
    go->setAccessibleDescription(missing);
}

void SignOffSheet::act()
{
    const SignOffChoice choice = chosen();
    const QString reason = m_reason->toPlainText().trimmed();
    if (!choice.refused.isEmpty() || (choice.reasonNeeded && reason.isEmpty())) {
        rearm();
        return;
    }
    m_error->settle();
    m_reason->setReadOnly(true);
    m_choice->setEnabled(false);
    setButtonBusy(decidingButton(), choice.busy);
    whenFinished(choice.act(reason), this, [this](const Result<WriteReceipt> &result) {
        clearButtonBusy(decidingButton());
        m_reason->setReadOnly(false);
        m_choice->setEnabled(true);
        if (result) {
            emit done();
            close();
            return;
        }
        Notice notice = errorNotice(result.error());
        notice.action.clear();
        notice.secondAction.clear();
        if (result.error().code == ErrorCode::Refused) {
            notice.lead = tr("A rule says no.");
            notice.sentence = RuleWords::sentence(result.error().subject);
        } else if (result.error().code == ErrorCode::Conflict) {
            notice.lead = tr("It moved while you read.");
            notice.sentence = tr("Nothing was written. Look at the change, then decide again.");
            m_workspace.sync();
        }
        m_error->setNotice(notice);
        rearm();
        follow();
    });
}

} // namespace countersign
