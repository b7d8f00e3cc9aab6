// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyPage.h"

#include "base/Clock.h"
#include "services/Next.h"
#include "services/WhenFinished.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/policy/PolicyTableView.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QComboBox>
#include <QDateTime>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int listBelow = 860;
const QList<PolicySection> allSections = {PolicySection::Lanes, PolicySection::People, PolicySection::Roles, PolicySection::Owners, PolicySection::Paths,
                                          PolicySection::Workflows, PolicySection::Environments, PolicySection::Rules, PolicySection::AsText};

// A name and a count, on a rounded ground when chosen.
class SectionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const Theme &theme = Theme::of(option.widget);
        return {theme.px(120), theme.px(34)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (!option.widget)
            return;
        const Theme &theme = Theme::of(option.widget);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        painter->save();
        painter->setLayoutDirection(option.direction);
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), -theme.px(2));
        if (chosen || hovered) {
            const QColor ground = theme.color(chosen ? ColorRole::AccentTint : ColorRole::Hover);
            paintBox(*painter, box, theme.tokens().radius.control, ground, ground);
        }
        const QRect words = box.adjusted(theme.px(12), 0, -theme.px(12), 0);
        paintText(*painter, words, index.data(Qt::DisplayRole).toString(), chosen ? FontRole::BodyStrong : FontRole::Body, ColorRole::Text, theme);
        paintText(*painter, words, index.data(Qt::UserRole).toString(), FontRole::Body, ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
        if (option.state.testFlag(QStyle::State_HasFocus) && Style::showsFocus(option.widget)) {
            painter->setPen(QPen(theme.color(ColorRole::Accent), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), theme.tokens().radius.control, theme.tokens().radius.control);
        }
        painter->restore();
    }
};

} // namespace

PolicyPage::PolicyPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_origin(this), m_content(this)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const Theme &theme = context.theme;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(u"policyPage"_s);
    all->addWidget(m_split);

    auto *listGround = new Ground(ColorRole::Surface, m_split);
    listGround->setLines(Qt::RightEdge);
    m_listPlace = listGround;
    auto *listBox = new QVBoxLayout(listGround);
    listBox->setContentsMargins(0, 12, 1, 12);
    m_list = new QListView(listGround);
    m_list->setObjectName(u"policySections"_s);
    prepareRowView(m_list, tr("Parts of the policy"), ColorRole::Surface);
    m_list->setItemDelegate(new SectionDelegate(m_list));
    m_sections = new QStandardItemModel(this);
    m_list->setModel(m_sections);
    listBox->addWidget(m_list);
    m_listPlace->setMinimumWidth(theme.px(160));
    m_split->addWidget(m_listPlace);

    auto *page = new QWidget(m_split);
    auto *box = new QVBoxLayout(page);
    const int inset = theme.tokens().inset.page;
    box->setContentsMargins(inset, 14, inset, 16);
    box->setSpacing(8);
    m_box = new QComboBox(page);
    m_box->setObjectName(u"policySectionBox"_s);
    m_box->setAccessibleName(tr("Part of the policy"));
    box->addWidget(m_box, 0, Qt::AlignLeading);
    auto *titleRow = new QHBoxLayout;
    m_title = new PlainLabel(QString(), FontRole::Title, ColorRole::Text, page);
    m_title->setObjectName(u"policyTitle"_s);
    titleRow->addWidget(m_title, 1);
    m_edit = makeButton(Icon::Edit, tr("Edit in a change"), ButtonKind::Plain, page);
    m_edit->setObjectName(u"editPolicy"_s);
    titleRow->addWidget(m_edit);
    box->addLayout(titleRow);
    m_inForce = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, page);
    m_inForce->setObjectName(u"policyInForce"_s);
    m_inForce->setWrapping(Wrapping::Wrap);
    box->addWidget(m_inForce);
    m_waiting = new NoticeBar(NoticeShape::Card, page);
    m_waiting->setObjectName(u"policyWaiting"_s);
    box->addWidget(m_waiting);
    m_warning = new NoticeBar(NoticeShape::Card, page);
    m_warning->setObjectName(u"policyWarning"_s);
    box->addWidget(m_warning);
    m_error = new NoticeBar(NoticeShape::Card, page);
    m_error->setObjectName(u"policyError"_s);
    box->addWidget(m_error);
    m_about = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, page);
    m_about->setWrapping(Wrapping::Wrap);
    box->addSpacing(8);
    box->addWidget(m_about);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, page);
    box->addWidget(m_busy);
    m_stack = new QStackedWidget(page);
    m_tables = new QWidget(m_stack);
    auto *tables = new QVBoxLayout(m_tables);
    tables->setContentsMargins(0, 0, 0, 0);
    tables->setSpacing(8);
    m_table = new PolicyTableView(m_tables);
    tables->addWidget(m_table);
    m_rulesAbout = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, m_tables);
    m_rulesAbout->setWrapping(Wrapping::Wrap);
    tables->addSpacing(8);
    tables->addWidget(m_rulesAbout);
    m_rules = new PolicyTableView(m_tables);
    m_rules->setObjectName(u"policyRules"_s);
    m_rules->setMinimumHeight(theme.px(96));
    tables->addWidget(m_rules, 1);
    m_tables->setFocusProxy(m_table);
    m_stack->addWidget(m_tables);
    m_text = new QPlainTextEdit(m_stack);
    m_text->setObjectName(u"policyText"_s);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("The policy as its file"));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_stack->addWidget(m_text);
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_empty);
    box->addWidget(m_stack, 1);
    m_split->addWidget(page);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({theme.px(184), 800});
    context.uiState.follow(m_split);

    const auto follow = [this] { m_text->setFont(m_context.theme.font(FontRole::Code)); };
    connect(&theme, &Theme::changed, this, follow);
    follow();
    for (const PolicySection section : allSections) {
        auto *item = new QStandardItem(PolicyTables::name(section));
        item->setEditable(false);
        m_sections->appendRow(item);
        m_box->addItem(PolicyTables::name(section));
    }
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid() && allSections[index.row()] != m_section) {
            show(allSections[index.row()]);
            emit moved();
        }
    });
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        show(allSections[index]);
        emit moved();
    });
    connect(m_waiting, &NoticeBar::actionPressed, this, [this] { putInForce(); });
    connect(m_waiting, &NoticeBar::secondActionPressed, this, [this] { emit open({.page = PageKind::Change, .change = m_next}); });
    connect(m_error, &NoticeBar::actionPressed, this, [this] {
        m_textOf = {};
        m_originOf = {};
        refresh();
    });
    connect(m_edit, &QPushButton::clicked, this, [this] { emit open({.page = PageKind::Change, .artifact = policyArtifact(), .act = AddressAct::Edit}); });
}

void PolicyPage::setView(const ViewPointer &view)
{
    m_view = view;
    for (int row = 0; row < allSections.size(); ++row) {
        const int count = PolicyTables::count(allSections[row], view->state.policy);
        m_sections->item(row)->setData(count < 0 ? QString() : text::number(qint64(count)), Qt::UserRole);
    }
    show(m_section);
    readOrigin();
}

void PolicyPage::navigate(const Address &address)
{
    if (address.artifact == policyArtifact())
        show(PolicySection::AsText);
    for (const PolicySection section : allSections) {
        if (!address.filter.isEmpty() && address.filter == PolicyTables::name(section))
            show(section);
    }
}

Address PolicyPage::address() const
{
    return {.page = PageKind::Policy, .filter = m_section == PolicySection::Lanes ? QString() : PolicyTables::name(m_section)};
}

QString PolicyPage::title() const
{
    return tr("Policy");
}

void PolicyPage::focusFirst()
{
    (m_listPlace->isVisible() ? static_cast<QWidget *>(m_list) : m_box)->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> PolicyPage::panes() const
{
    return {m_list, m_box, m_stack->currentWidget()};
}

void PolicyPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool box = width() < m_context.theme.px(listBelow);
    m_listPlace->setVisible(!box);
    m_box->setVisible(box);
}

void PolicyPage::show(PolicySection section)
{
    m_section = section;
    const auto row = static_cast<int>(allSections.indexOf(section));
    m_list->setCurrentIndex(m_sections->index(row, 0));
    m_box->setCurrentIndex(row);
    refresh();
}

void PolicyPage::refresh()
{
    if (!m_view)
        return;
    const Policy &policy = m_view->state.policy;
    m_title->setText(PolicyTables::name(m_section));
    m_about->setText(PolicyTables::explanation(m_section, policy));
    m_inForce->setText(m_since.isEmpty() ? tr("Policy %1 is in force.").arg(policy.version) : m_since);
    const QString readOnly = RuleWords::readOnlyReason(*m_view);
    m_edit->setVisible(m_view->state.artifact(policyArtifact()) != nullptr);
    m_edit->setEnabled(readOnly.isEmpty());
    m_edit->setToolTip((readOnly.isEmpty() ? tr("A change to the policy is always high risk.") : readOnly).toHtmlEscaped());
    showWaiting();
    showWarnings();
    if (m_section == PolicySection::AsText) {
        m_stack->setCurrentWidget(m_text);
        readText();
        return;
    }
    const PolicyTable table = PolicyTables::table(m_section, *m_view);
    if (table.rows.isEmpty()) {
        m_empty->setText(tr("The policy names none"), tr("They are written in %1.").arg(policyPath()));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_table->setTable(table, PolicyTables::name(m_section));
    const bool lanes = m_section == PolicySection::Lanes;
    m_table->setFitted(lanes);
    m_rulesAbout->setVisible(lanes);
    m_rules->setVisible(lanes);
    if (lanes) {
        m_rulesAbout->setText(PolicyTables::explanation(PolicySection::Rules, policy));
        m_rules->setTable(PolicyTables::table(PolicySection::Rules, *m_view), PolicyTables::name(PolicySection::Rules));
    }
    m_stack->setCurrentWidget(m_tables);
}

void PolicyPage::showWarnings()
{
    const QStringList warnings = PolicyTables::warnings(m_view->state.policy);
    if (warnings.isEmpty()) {
        m_warning->settle();
        return;
    }
    m_warning->setNotice({.kind = NoticeKind::Warning,
                          .lead = warnings.size() == 1 ? tr("A rule cannot be met.") : tr("%n rules cannot be met.", nullptr, static_cast<int>(warnings.size())),
                          .sentence = warnings.join(u' ')});
}

void PolicyPage::showWaiting()
{
    const Change *waiting = nullptr;
    Next next;
    for (const Change &change : m_view->state.changes) {
        if (change.status != ChangeStatus::Accepted)
            continue;
        next = nextOf(*m_view, change, m_view->me.person);
        if (next.kind == NextKind::PutInForce) {
            waiting = &change;
            break;
        }
    }
    const ChangeId before = m_next;
    m_next = waiting ? waiting->id : ChangeId();
    if (m_next != before) {
        m_notPut.reset();
        m_putting = false;
    }
    if (!waiting) {
        m_waiting->settle();
        return;
    }
    const QString readOnly = RuleWords::readOnlyReason(*m_view);
    Notice notice{.kind = NoticeKind::Warning,
                  .lead = tr("#%1 %2 is approved and not in force.").arg(waiting->number).arg(text::printableLine(titleOf(*m_view, *waiting))),
                  .secondAction = tr("Open change")};
    if (m_putting) {
        notice.sentence = tr("It is being put in force …");
    } else if (!readOnly.isEmpty()) {
        notice.sentence = readOnly;
    } else if (!next.yours) {
        notice.sentence = next.turnOf.isEmpty() ? tr("Nobody is left who may put it in force.")
                                                : tr("%1 can put it in force. Until then the rules below hold.").arg(ChangeWords::people(*m_view, next.turnOf, 3));
    } else {
        notice.sentence = tr("Until then the rules below hold.");
        notice.action = tr("Put in force");
    }
    if (m_notPut && !m_putting) {
        const ErrorText failed = errorText(*m_notPut);
        notice.kind = NoticeKind::Danger;
        notice.sentence = tr("It was not put in force. %1 %2")
                                  .arg(m_notPut->code == ErrorCode::Refused ? RuleWords::sentence(m_notPut->subject) : failed.lead, failed.sentence);
        notice.detail = m_notPut->detail;
    }
    m_waiting->setNotice(notice);
}

void PolicyPage::putInForce()
{
    if (m_putting || m_next.isNull())
        return;
    m_putting = true;
    m_notPut.reset();
    showWaiting();
    whenFinished(m_context.workspace.putPolicyInForce(m_next), this, [this, change = m_next](const Result<WriteReceipt> &receipt) {
        if (m_next != change)
            return;
        m_putting = false;
        if (!receipt)
            m_notPut = receipt.error();
        showWaiting();
    });
}

bool PolicyPage::primaryAction()
{
    if (m_waiting->isHidden() || m_waiting->notice().action.isEmpty())
        return false;
    putInForce();
    return true;
}

void PolicyPage::readOrigin()
{
    if (m_originOf == m_view->state.policyInForce)
        return;
    m_originOf = m_view->state.policyInForce;
    m_since.clear();
    const Sequence seq = m_view->state.seen.value(m_view->state.policyHead, 1);
    m_origin.start(m_context.workspace.log({.before = seq + 1, .most = 1}), [this, seq](const Result<QList<LogEntry>> &entries) {
        if (!entries) {
            if (entries.error().code != ErrorCode::Canceled) {
                m_originOf = {};
                m_since = tr("Policy %1 is in force. Who put it in force could not be read.").arg(m_view->state.policy.version);
                refresh();
            }
            return;
        }
        if (entries->isEmpty() || entries->first().seq != seq)
            return;
        const LogEntry &entry = entries->first();
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(entry.claimedAt);
        m_since = entry.claimedAt > 0 ? tr("Policy %1, in force since %2. %3 put it in force.")
                                                .arg(QString::number(m_view->state.policy.version), text::exactTime(when), m_view->personName(entry.actor))
                                      : tr("Policy %1. %2 put it in force.").arg(QString::number(m_view->state.policy.version), m_view->personName(entry.actor));
        m_inForce->setText(m_since);
    });
}

void PolicyPage::readText()
{
    const ContentHash source = m_view->state.policy.source;
    if (m_textOf == source && !source.isNull())
        return;
    m_textOf = source;
    m_error->settle();
    if (source.isNull()) {
        m_empty->setText(tr("There is no file behind this policy"), tr("It was put in force without one."));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_busy->begin(tr("Reading the policy"));
    m_content.start(m_context.workspace.content(source), [this](const Result<QByteArray> &bytes) {
        m_busy->end();
        if (!bytes) {
            m_textOf = {};
            if (bytes.error().code != ErrorCode::Canceled) {
                Notice notice = errorNotice(bytes.error());
                notice.lead = tr("The file of the policy could not be read.");
                notice.sentence = tr("The policy itself is in force and known: the other parts show it. %1").arg(errorText(bytes.error()).lead);
                notice.action = tr("Try again");
                m_error->setNotice(notice);
            }
            return;
        }
        m_text->setPlainText(text::printable(QString::fromUtf8(*bytes)));
    });
}

} // namespace countersign
