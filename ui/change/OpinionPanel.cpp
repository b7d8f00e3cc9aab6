// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/OpinionPanel.h"

#include "ui/change/OpinionInquiry.h"
#include "ui/change/OpinionKey.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/EndpointText.h"
#include "ui/shell/RuleWords.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype shownReasons = 5;
constexpr qsizetype longestQuote = 600;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(countersign::OpinionPanel)
};

// Why a model gave no opinion. Whatever is no matter of its endpoint has the words that it has everywhere.
[[nodiscard]] Notice noticeOf(const Error &error, const QString &host)
{
    const QHash<QString, QString> own = {
        {u"endpoint.insecure"_s, Words::tr("The policy's address is neither https nor on this machine.")},
        {u"endpoint.bad_answer"_s, Words::tr("What %1 answered is no lane with reasons.").arg(host)},
    };
    const QString lead = own.value(error.subject, EndpointText::lead(error.subject, host));
    if (error.code == ErrorCode::Refused && lead.isEmpty()) {
        return {.kind = NoticeKind::Danger, .lead = Words::tr("A rule says no."),
                .sentence = RuleWords::sentence(error.subject), .action = Words::tr("Try again")};
    }
    if (lead.isEmpty()) {
        Notice notice = errorNotice(error);
        notice.action = Words::tr("Try again");
        return notice;
    }
    QString sentence = Words::tr("Nothing waits for it: the lane stays as the rules give it.");
    if (error.subject == "endpoint.no_key"_L1)
        sentence =
            Words::tr("Where no keychain runs, put the key into an environment variable and name that.");
    return {.kind = NoticeKind::Warning, .lead = lead, .sentence = sentence,
            .detail = text::printableLine(error.detail), .action = Words::tr("Try again")};
}

} // namespace

OpinionPanel::OpinionPanel(OpinionInquiry &inquiry, const ChangeId &change, const QString &mayAsk, qint64 now, QWidget *parent)
    : QWidget(parent), m_inquiry(inquiry), m_change(change), m_mayNot(mayAsk), m_now(now)
{
    setObjectName(u"opinionPanel"_s);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 8, 0, 0);
    rows->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new PlainLabel(tr("Second opinion"), FontRole::BodyStrong, ColorRole::Text, this));
    m_where = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_where->setObjectName(u"opinionWhere"_s);
    m_where->setWrapping(Wrapping::Elide);
    head->addWidget(m_where, 1);
    rows->addLayout(head);
    m_none = new PlainLabel(tr("The policy asks for a model's view of this change. Nobody asked it yet. It can raise the lane and never lowers it."),
                            FontRole::Body, ColorRole::Muted, this);
    m_none->setObjectName(u"opinionNone"_s);
    m_none->setWrapping(Wrapping::Wrap);
    rows->addWidget(m_none);
    m_given = new QWidget(this);
    m_givenRows = new QVBoxLayout(m_given);
    m_givenRows->setContentsMargins(0, 0, 0, 0);
    m_givenRows->setSpacing(4);
    rows->addWidget(m_given);
    m_consent = new PlainLabel(QString(), FontRole::Body, ColorRole::Text, this);
    m_consent->setObjectName(u"opinionConsent"_s);
    m_consent->setWrapping(Wrapping::Wrap);
    rows->addWidget(m_consent);
    m_key = new OpinionKey(m_inquiry.desk(), this);
    rows->addWidget(m_key);
    m_error = new NoticeBar(NoticeShape::Card, this);
    m_error->setObjectName(u"opinionError"_s);
    m_error->hide();
    rows->addWidget(m_error);
    auto *foot = new QHBoxLayout;
    m_busy = new BusyLine(BusyLine::Cancel::Offered, this);
    m_busy->setObjectName(u"opinionBusy"_s);
    foot->addWidget(m_busy, 1);
    foot->addStretch(0);
    m_ask = makeButton(QString(), ButtonKind::Plain, this);
    m_ask->setObjectName(u"opinionAsk"_s);
    foot->addWidget(m_ask);
    rows->addLayout(foot);

    connect(m_ask, &QPushButton::clicked, this, &OpinionPanel::act);
    connect(m_busy, &BusyLine::canceled, &m_inquiry, &OpinionInquiry::cancel);
    connect(m_error, &NoticeBar::actionPressed, &m_inquiry, &OpinionInquiry::tryAgain);
    connect(&m_inquiry, &OpinionInquiry::changed, this, &OpinionPanel::follow);
    connect(m_key, &OpinionKey::changed, this, [this] {
        if (m_follows)
            return;
        m_keyFailure.reset();
        follow();
    });
    connect(m_key, &OpinionKey::failed, this, [this](const Notice &notice) {
        m_keyFailure = notice;
        follow();
    });
    connect(m_key, &OpinionKey::saved, this, [this](bool replaced) {
        if (replaced)
            follow();
        else
            ask();
    });
    connect(m_key, &OpinionKey::forgotten, this, &OpinionPanel::follow);
    connect(m_key, &OpinionKey::submitted, m_ask, &QPushButton::click);
}

bool OpinionPanel::isNeeded(const WorkspaceView &view, const Change &change)
{
    return asksForOpinion(view.state.policy, change) || !currentOpinions(change).isEmpty();
}

void OpinionPanel::setView(const ViewPointer &view)
{
    m_view = view;
    if (const Change *change = m_view->state.change(m_change))
        showGiven(*change);
    follow();
}

QString OpinionPanel::host() const
{
    const Result<QString> named = OpinionDesk::host(m_view->state.policy.secondOpinion);
    return text::printableLine(named ? *named : m_view->state.policy.secondOpinion.endpoint);
}

void OpinionPanel::showGiven(const Change &change)
{
    while (QLayoutItem *item = m_givenRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QList<Opinion> opinions = currentOpinions(change);
    m_given->setVisible(!opinions.isEmpty());
    if (opinions.isEmpty())
        return;
    const auto add = [this](const QString &words, FontRole font, ColorRole color, const QString &name) {
        auto *label = new PlainLabel(words, font, color, m_given);
        label->setObjectName(name);
        label->setWrapping(Wrapping::Wrap);
        m_givenRows->addWidget(label);
    };
    const Opinion &last = opinions.last();
    const bool raised = std::ranges::any_of(change.raised, [&last](const RaisedLane &one) { return one.stamp.event == last.stamp.event; });
    auto *line = new QWidget(m_given);
    auto *parts = new QHBoxLayout(line);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(8);
    parts->addWidget(new LaneChip(ChangeWords::shapeOf(last.data.lane), ChipSize::Small, line));
    auto *effect = new PlainLabel(raised ? tr("This raised the lane.") : tr("This changes nothing."), FontRole::Body, ColorRole::Text, line);
    effect->setObjectName(u"opinionEffect"_s);
    parts->addWidget(effect, 1);
    m_givenRows->addWidget(line);

    const QString said = m_view->text(last.data.answerText);
    const Result<OpinionAnswer> answer = opinionAnswerFrom(said);
    if (m_view->isRedacted(last.data.answerText)) {
        add(tr("What it said was redacted."), FontRole::Body, ColorRole::Muted, u"opinionReason"_s);
    } else if (answer) {
        for (const QString &reason : answer->reasons.first(std::min(answer->reasons.size(), shownReasons)))
            add(tr("“%1”").arg(text::printableLine(reason)), FontRole::Body, ColorRole::Text, u"opinionReason"_s);
    } else {
        add(tr("“%1”").arg(text::printableLine(said.first(std::min(said.size(), longestQuote))).simplified()), FontRole::Body,
            ColorRole::Text, u"opinionReason"_s);
    }
    const QString served = last.data.served.isEmpty() ? tr("an unnamed model") : text::printableLine(last.data.served);
    const QString when = text::relativeTime(QDateTime::fromMSecsSinceEpoch(last.stamp.claimedAt), QDateTime::fromMSecsSinceEpoch(m_now));
    add(tr("A model's words, which nobody checked. Asked: %1 at %2. Answered: %3. By %4, %5. Request %6.")
                .arg(text::printableLine(last.data.asked), text::printableLine(last.data.host), served,
                     text::printableLine(m_view->personName(last.stamp.actor)), when,
                     QString::fromLatin1(last.data.prompt.toHex().first(12))),
        FontRole::Secondary, ColorRole::Muted, u"opinionSource"_s);
}

void OpinionPanel::follow()
{
    const Change *change = m_view ? m_view->state.change(m_change) : nullptr;
    if (!change)
        return;
    m_follows = true;
    showAsking(*change);
    m_follows = false;
    emit resized();
}

void OpinionPanel::showAsking(const Change &change)
{
    const SecondOpinion &asked = m_view->state.policy.secondOpinion;
    const bool mine = m_inquiry.change() == m_change;
    const OpinionInquiry::Phase phase = mine ? m_inquiry.phase() : OpinionInquiry::Phase::Idle;
    const bool running = phase == OpinionInquiry::Phase::Asking || phase == OpinionInquiry::Phase::Recording;
    const bool given = !currentOpinions(change).isEmpty();
    const bool asks = asksForOpinion(m_view->state.policy, change);
    const bool confirmed = asks && m_inquiry.desk().isConfirmed(asked);
    const bool offered = asks && !running && m_mayNot.isEmpty();

    m_where->setText(asks ? tr("%1 at %2").arg(text::printableLine(asked.model), host()) : QString());
    m_none->setVisible(asks && !given && !running);
    const bool consents = offered && !confirmed;
    m_consent->setText(tr("The words that this change alters, with their sections and paths, are sent to %1. You are asked once; it is "
                          "kept in your settings, and holds for this host alone.").arg(host()));
    m_consent->setVisible(consents);
    const bool keyFailed = phase == OpinionInquiry::Phase::Failed
            && (m_inquiry.error().subject == "endpoint.no_key"_L1 || m_inquiry.error().subject == "endpoint.unauthorized"_L1);
    const bool asksKey = consents || (offered && keyFailed);
    m_key->setAsked(asked, host(),
                    asksKey                ? OpinionKey::Shows::Fields
                    : offered && confirmed ? OpinionKey::Shows::Kept
                                           : OpinionKey::Shows::Nothing);
    m_key->setVisible(offered);

    m_ask->setVisible(asks && !running && !m_key->isReplacing()
                      && (phase != OpinionInquiry::Phase::Failed || (offered && keyFailed)));
    const bool keeps = m_key->isWorking() && m_key->isOpen() && !m_key->isReplacing();
    if (keeps != m_keeps) {
        m_keeps = keeps;
        keeps ? setButtonBusy(m_ask, tr("Keeping the key")) : clearButtonBusy(m_ask);
    }
    const QString words = consents ? tr("Agree and ask") : given ? tr("Ask again") : tr("Ask it");
    const QString why = !m_mayNot.isEmpty()  ? m_mayNot
                        : m_key->isWorking() ? tr("The key is being kept.")
                                             : m_key->missing();
    if (!keeps) {
        m_ask->setText(words);
        m_ask->setEnabled(why.isEmpty());
    }
    m_ask->setToolTip(why);
    m_ask->setAccessibleDescription(why);
    // It appears a moment later; its place is there from the beginning.
    QSizePolicy kept = m_busy->sizePolicy();
    kept.setRetainSizeWhenHidden(running);
    m_busy->setSizePolicy(kept);
    if (running && !m_busy->isRunning())
        m_busy->begin(phase == OpinionInquiry::Phase::Asking ? tr("Asking %1").arg(text::printableLine(asked.model)) : tr("Recording what it said"));
    else if (!running && m_busy->isRunning())
        m_busy->end();
    if (m_keyFailure && offered)
        m_error->setNotice(*m_keyFailure);
    else if (phase == OpinionInquiry::Phase::Failed)
        m_error->setNotice(noticeOf(m_inquiry.error(), host()));
    else
        m_error->settle();
}

void OpinionPanel::act()
{
    if (m_key->isOpen())
        m_key->save();
    else
        ask();
}

void OpinionPanel::ask()
{
    m_keyFailure.reset();
    if (m_inquiry.change() == m_change)
        m_inquiry.tryAgain();
    m_inquiry.ask(m_view, m_change);
}

} // namespace countersign
