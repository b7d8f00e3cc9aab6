// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ThreadCard.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/ProseView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

class Avatar : public QWidget
{
public:
    Avatar(const QString &name, QWidget *parent) : QWidget(parent), m_name(name)
    {
        const int side = Theme::of(this).size().avatarSmall;
        setFixedSize(side, side);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintAvatar(painter, rect(), m_name, Theme::of(this));
    }

private:
    QString m_name;
};

} // namespace

QList<ThreadData> threadsOf(const WorkspaceView &view, const Change &change, qint64 now)
{
    QList<ThreadData> out;
    const auto said = [&](const Comment &comment) {
        ThreadData::Said one;
        const Person *person = view.state.policy.person(comment.stamp.actor);
        one.name = view.personName(comment.stamp.actor);
        one.role = person && !person->roles.isEmpty() ? view.state.policy.roleTitle(person->roles.first()) : QString();
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(comment.stamp.claimedAt);
        one.time = text::clockTime(when, QDateTime::fromMSecsSinceEpoch(now));
        one.exactTime = text::exactTime(when);
        one.text = view.text(comment.data.text);
        one.redacted = view.isRedacted(comment.data.text);
        return one;
    };
    for (const Comment &comment : change.comments) {
        if (comment.data.answers.isNull()) {
            ThreadData thread{.first = comment.stamp.event, .resolved = comment.resolved, .anchor = comment.data.anchor};
            for (int i = 0; i < change.revisions.size(); ++i) {
                if (change.revisions[i].stamp.event == comment.data.revision)
                    thread.revision = i + 1;
            }
            thread.current = change.revision() && change.revision()->stamp.event == comment.data.revision;
            thread.said = {said(comment)};
            if (!comment.data.suggestionText.isNull() && !view.isRedacted(comment.data.suggestionText))
                thread.suggestion = view.text(comment.data.suggestionText);
            out.append(thread);
            continue;
        }
        for (ThreadData &thread : out) {
            if (thread.first == comment.data.answers)
                thread.said.append(said(comment));
        }
    }
    return out;
}

ThreadCard::ThreadCard(QWidget *parent) : QWidget(parent)
{
    m_all = new QVBoxLayout(this);
    m_all->setContentsMargins(14, 8, 10, 10);
    m_all->setSpacing(6);

    m_answer = new GrowingTextEdit(this, 1, 6);
    m_answer->setObjectName(u"threadAnswer"_s);
    m_answer->setPlaceholderText(tr("Reply"));
    m_answer->setAccessibleName(tr("Reply"));
    m_answer->installEventFilter(this);
    m_send = makeButton(tr("Reply"), ButtonKind::Plain, this);
    m_send->setObjectName(u"threadSend"_s);
    setButtonHeight(m_send, ButtonHeight::InBar);
    m_send->hide();
    m_error = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, this);
    m_error->setWrapping(Wrapping::Wrap);
    m_error->hide();
    connect(m_answer, &QPlainTextEdit::textChanged, this,
            [this] { m_send->setVisible(!m_answer->toPlainText().trimmed().isEmpty()); });
    connect(m_send, &QPushButton::clicked, this, [this] {
        const QString words = m_answer->toPlainText().trimmed();
        if (!words.isEmpty())
            emit answered(m_thread.first, words);
    });
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ThreadCard::setThread(const ThreadData &thread, bool writable)
{
    if (m_thread == thread && m_writable == writable && m_head)
        return;
    m_thread = thread;
    m_writable = writable;
    rebuild();
}

void ThreadCard::rebuild()
{
    for (QWidget *old : {m_head, m_body}) {
        if (old) {
            m_all->removeWidget(old);
            old->hide();
            old->deleteLater();
        }
    }
    m_all->removeWidget(m_answer);
    m_all->removeWidget(m_error);
    m_all->removeWidget(m_send);
    const bool shown = !m_thread.resolved || m_open;

    m_head = new QWidget(this);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(6);
    auto *balloon = new Glyph(Sign::Comment, m_head);
    balloon->setSide(14);
    head->addWidget(balloon);
    if (m_thread.words.isEmpty()) {
        head->addWidget(new PlainLabel(tr("On the change"), FontRole::Secondary, ColorRole::Muted, m_head));
    } else {
        head->addWidget(new PlainLabel(tr("On"), FontRole::Secondary, ColorRole::Muted, m_head));
        QString words = text::printableLine(m_thread.words).simplified();
        if (words.size() > 40)
            words = words.left(38) + u" …"_s;
        QString label = words;
        auto *link = makeButton(label.replace(u"&"_s, u"&&"_s), ButtonKind::Quiet, m_head);
        link->setObjectName(u"threadWords"_s);
        link->setMinimumWidth(Theme::of(this).px(32));
        setButtonHeight(link, ButtonHeight::InBar);
        connect(link, &QPushButton::clicked, this, [this] { emit wordsChosen(m_thread.first); });
        head->addWidget(link);
    }
    QString state = m_thread.resolved ? tr("settled") : tr("open");
    if (!m_thread.current && m_thread.revision > 0)
        state = m_thread.outdated ? tr("%1, outdated: said of revision %2").arg(state, text::number(qint64(m_thread.revision)))
                                  : tr("%1, said of revision %2").arg(state, text::number(qint64(m_thread.revision)));
    head->addWidget(new PlainLabel(state, FontRole::Secondary, ColorRole::Muted, m_head));
    head->addStretch(1);
    if (m_thread.resolved) {
        auto *show = new LinkLabel(m_open ? tr("Hide") : tr("Show"), m_head);
        show->setObjectName(u"threadShow"_s);
        connect(show, &QPushButton::clicked, this, [this] {
            m_open = !m_open;
            rebuild();
        });
        head->addWidget(show);
    }
    m_settle = nullptr;
    if (m_thread.mayMakeCase) {
        auto *make = new LinkLabel(tr("Make a case"), m_head);
        make->setObjectName(u"threadCase"_s);
        make->setToolTip(tr("Puts it into a suite, so that it is asked of every version"));
        connect(make, &QPushButton::clicked, this, [this] { emit caseAsked(m_thread.first); });
        head->addWidget(make);
    }
    if (m_writable) {
        m_settle = new LinkLabel(m_thread.resolved ? tr("Open again") : tr("Mark as settled"), m_head);
        m_settle->setObjectName(u"threadSettle"_s);
        connect(m_settle, &QPushButton::clicked, this, [this] { emit settled(m_thread.first, !m_thread.resolved); });
        head->addWidget(m_settle);
    }
    // In a narrow place the words give way, not what can be done.
    for (LinkLabel *act : m_head->findChildren<LinkLabel *>())
        act->setMinimumWidth(act->sizeHint().width());
    m_all->insertWidget(0, m_head);

    m_body = new QWidget(this);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    for (const ThreadData::Said &said : std::as_const(m_thread.said)) {
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(new Avatar(said.name, m_body), 0, Qt::AlignTop);
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        auto *who = new QHBoxLayout;
        who->setSpacing(6);
        who->addWidget(new PlainLabel(said.name, FontRole::BodyStrong, ColorRole::Text, m_body));
        auto *when = new PlainLabel(said.role.isEmpty() ? said.time : tr("%1, %2").arg(said.role, said.time), FontRole::Secondary,
                                    ColorRole::Muted, m_body);
        when->setToolTip(said.exactTime);
        who->addWidget(when);
        who->addStretch(1);
        words->addLayout(who);
        const bool suggests = m_thread.suggestion && &said == &m_thread.said.constFirst();
        if (!suggests || !said.text.isEmpty()) {
            auto *prose = new ProseView(m_body);
            prose->setFontRole(FontRole::Body);
            prose->setText(said.redacted ? tr("This text was redacted.") : said.text);
            words->addWidget(prose);
        }
        if (suggests)
            words->addWidget(makeSuggestion());
        row->addLayout(words, 1);
        body->addLayout(row);
    }
    m_body->setVisible(shown);
    m_all->addWidget(m_body);
    m_all->addWidget(m_answer);
    m_all->addWidget(m_error);
    m_all->addWidget(m_send, 0, Qt::AlignTrailing);
    m_answer->setVisible(shown && m_writable);
    QStringList spoken;
    for (const ThreadData::Said &said : std::as_const(m_thread.said))
        spoken.append(tr("%1: %2").arg(said.name, text::printableLine(said.text)));
    setAccessibleName(m_thread.words.isEmpty() ? tr("Thread on the change") : tr("Thread on “%1”").arg(text::printableLine(m_thread.words)));
    setAccessibleDescription(spoken.join(u". "_s));
    updateGeometry();
    if (parentWidget())
        QApplication::postEvent(this, new QEvent(QEvent::LayoutRequest));
}

QWidget *ThreadCard::makeSuggestion()
{
    auto *place = new QWidget(m_body);
    auto *row = new QHBoxLayout(place);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    auto *prose = new ProseView(place);
    prose->setObjectName(u"suggestion"_s);
    prose->setFontRole(FontRole::Body);
    const QString gap = m_thread.words.isEmpty() || m_thread.suggestion->isEmpty() ? QString() : u" "_s;
    prose->setText(m_thread.words + gap + *m_thread.suggestion,
                   {{0, m_thread.words.size(), MarkKind::Removed},
                    {m_thread.words.size() + gap.size(), m_thread.suggestion->size(), MarkKind::Added}});
    row->addWidget(prose, 1);
    if (m_thread.mayTake) {
        QPushButton *take = makeButton(tr("Take over"), ButtonKind::Plain, place);
        take->setObjectName(u"takeOver"_s);
        take->setToolTip(tr("Puts these words into your draft of the next revision"));
        setButtonHeight(take, ButtonHeight::InBar);
        connect(take, &QPushButton::clicked, this, [this] { emit takenOver(m_thread.first); });
        row->addWidget(take, 0, Qt::AlignTop);
    }
    return place;
}

int ThreadCard::heightForWidth(int width) const
{
    return m_all->totalHeightForWidth(width) > 0 ? m_all->totalHeightForWidth(width) : m_all->totalSizeHint().height();
}

void ThreadCard::setWriting(bool writing)
{
    m_answer->setEnabled(!writing);
    m_send->setEnabled(!writing);
    if (m_settle)
        m_settle->setEnabled(!writing);
}

void ThreadCard::clearAnswer()
{
    m_answer->clear();
}

void ThreadCard::setError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
}

void ThreadCard::focusAnswer()
{
    m_answer->setFocus(Qt::OtherFocusReason);
}

void ThreadCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBox(painter, rect(), theme.tokens().radius.card, theme.color(ColorRole::Raised), theme.color(ColorRole::Line));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(m_thread.resolved ? ColorRole::LineStrong : ColorRole::Accent));
    painter.drawRoundedRect(QRectF(mirrored ? width() - 3 : 0, 0, 3, height()), 1.5, 1.5);
}

bool ThreadCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_answer && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && (key->modifiers() & Qt::ControlModifier) && !key->isAutoRepeat() && m_send->isEnabled()) {
            m_send->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace countersign
