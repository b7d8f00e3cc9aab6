// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/GovernPanel.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/policy/PolicyProposalView.h"
#include "ui/start/OpenErrorText.h"

#include <QHBoxLayout>
#include <QMap>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostNames = 6;

QString kindWords(ArtifactKind kind, int count)
{
    const bool one = count == 1;
    switch (kind) {
    case ArtifactKind::Prompt: return one ? GovernPanel::tr("One prompt") : GovernPanel::tr("%n prompts", nullptr, count);
    case ArtifactKind::Tools: return one ? GovernPanel::tr("One file of tool permissions") : GovernPanel::tr("%n files of tool permissions", nullptr, count);
    case ArtifactKind::Retrieval: return one ? GovernPanel::tr("One file of retrieval settings") : GovernPanel::tr("%n files of retrieval settings", nullptr, count);
    case ArtifactKind::Routing: return one ? GovernPanel::tr("One file of model routing") : GovernPanel::tr("%n files of model routing", nullptr, count);
    case ArtifactKind::Workflow: return one ? GovernPanel::tr("One workflow") : GovernPanel::tr("%n workflows", nullptr, count);
    case ArtifactKind::Suite: return one ? GovernPanel::tr("One eval suite") : GovernPanel::tr("%n eval suites", nullptr, count);
    case ArtifactKind::Contract: return one ? GovernPanel::tr("One contract") : GovernPanel::tr("%n contracts", nullptr, count);
    case ArtifactKind::Policy: return GovernPanel::tr("The policy");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

GovernPanel::GovernPanel(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"governPanel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    auto *head = new QVBoxLayout;
    head->setSpacing(4);
    m_title = new PlainLabel(QString(), FontRole::Title, ColorRole::Text, this);
    m_title->setWrapping(Wrapping::Wrap);
    m_sentence = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    m_sentence->setWrapping(Wrapping::Wrap);
    head->addWidget(m_title);
    head->addWidget(m_sentence);
    layout->addLayout(head);
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"governNotice"_s);
    m_notice->settle();
    layout->addWidget(m_notice);

    auto *card = new Ground(ColorRole::Surface, this, Ground::Shape::Card);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(20, 20, 20, 20);
    cardLayout->setSpacing(12);
    m_factsPlace = new QWidget(card);
    m_facts = new QVBoxLayout(m_factsPlace);
    m_facts->setContentsMargins({});
    m_facts->setSpacing(16);
    cardLayout->addWidget(m_factsPlace);
    m_asText = new LinkLabel(tr("Show the policy as text"), card);
    m_asText->setObjectName(u"policyAsText"_s);
    m_edit = makeButton(tr("Edit the proposal"), ButtonKind::Plain, card);
    m_edit->setObjectName(u"governEdit"_s);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(16);
    ways->addWidget(m_edit);
    ways->addWidget(m_asText);
    ways->addStretch();
    cardLayout->addLayout(ways);
    m_view = new PolicyProposalView(card);
    m_view->hide();
    cardLayout->addWidget(m_view, 1);
    m_text = new QPlainTextEdit(card);
    m_text->setObjectName(u"policyText"_s);
    m_text->setAccessibleName(tr("The proposed policy"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(Theme::of(this).font(FontRole::Code));
    m_text->setMinimumHeight(Theme::of(this).px(240));
    m_text->hide();
    cardLayout->addWidget(m_text);
    layout->addWidget(card);

    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, this);
    foot->addWidget(m_busy);
    foot->addStretch();
    m_back = makeButton(tr("Back"), ButtonKind::Plain, this);
    m_back->setObjectName(u"governBack"_s);
    m_start = makeButton(tr("Start governing"), ButtonKind::Filled, this);
    m_start->setObjectName(u"governStart"_s);
    foot->addWidget(m_back);
    foot->addWidget(m_start);
    layout->addLayout(foot);
    m_why = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_why->setObjectName(u"governWhy"_s);
    m_why->setWrapping(Wrapping::Wrap);
    layout->addWidget(m_why);
    layout->addStretch();

    connect(m_asText, &QPushButton::clicked, this, [this] {
        m_text->setVisible(!m_text->isVisible());
        m_asText->setText(m_text->isVisible() ? tr("Hide the text") : tr("Show the policy as text"));
    });
    connect(m_edit, &QPushButton::clicked, this, [this] { showEditing(!m_view->isVisible()); });
    connect(m_view, &PolicyProposalView::changed, this, &GovernPanel::takeEdit);
    connect(m_start, &QPushButton::clicked, this, [this] {
        showBusy();
        emit startPressed();
    });
    connect(m_back, &QPushButton::clicked, this, &GovernPanel::backPressed);
}

void GovernPanel::setProposal(const GovernProposal &proposal)
{
    m_proposal = proposal;
    m_found = proposal.files;
    QList<Artifact> files;
    for (const GovernProposal::File &file : proposal.files)
        files.append({.id = proposal.policy.longArtifactOf(file.path), .path = file.path, .kind = file.kind});
    m_view->setProposal(proposal.policy, proposal.policyText, files);
    showEditing(false);
    m_notice->settle();
    clearButtonBusy(m_start);
    m_busy->end();
    m_back->setEnabled(true);
    m_view->setEnabled(true);
    m_edit->setEnabled(true);
    fill();
}

void GovernPanel::showEditing(bool edits)
{
    m_view->setVisible(edits);
    m_factsPlace->setVisible(!edits);
    m_text->hide();
    m_asText->setText(tr("Show the policy as text"));
    m_asText->setVisible(!edits && !m_proposal.policyText.isEmpty());
    m_edit->setText(edits ? tr("Back to the summary") : tr("Edit the proposal"));
    m_edit->setVisible(!m_proposal.policyText.isEmpty());
    if (edits)
        m_view->focusFirst();
}

void GovernPanel::takeEdit()
{
    m_proposal.policy = m_view->policy();
    m_proposal.policyText = m_view->text();
    m_proposal.files.clear();
    for (GovernProposal::File file : std::as_const(m_found)) {
        if (const auto kind = m_proposal.policy.kindOf(file.path)) {
            file.kind = *kind;
            m_proposal.files.append(file);
        }
    }
    fill();
}

void GovernPanel::addFacts(const QString &title, const QStringList &lines, const QString &note)
{
    auto *block = new QWidget(m_factsPlace);
    auto *layout = new QVBoxLayout(block);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addWidget(new PlainLabel(title, FontRole::BodyStrong, ColorRole::Text, block));
    for (const QString &line : lines) {
        auto *label = new PlainLabel(line, FontRole::Body, ColorRole::Text, block);
        label->setWrapping(Wrapping::Wrap);
        layout->addWidget(label);
    }
    if (!note.isEmpty()) {
        auto *label = new PlainLabel(note, FontRole::Secondary, ColorRole::Muted, block);
        label->setWrapping(Wrapping::Wrap);
        layout->addWidget(label);
    }
    m_facts->addWidget(block);
}

void GovernPanel::fill()
{
    while (QLayoutItem *item = m_facts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const Policy &policy = m_proposal.policy;
    const int files = static_cast<int>(std::count_if(m_proposal.files.begin(), m_proposal.files.end(),
                                                     [](const GovernProposal::File &file) {
                                                         return file.kind != ArtifactKind::Policy;
                                                     }));
    m_title->setText(tr("Start governing %1").arg(text::printableLine(m_proposal.name)));
    const QString place = text::printableLine(m_proposal.location);
    m_sentence->setText(m_proposal.registry
        ? tr("This registry is empty. Nothing is written before you press the button; then its record begins in %1.").arg(place)
        : tr("This repository has no record yet. Nothing is written before you press the button; then the "
                           "branch countersign/ledger comes to %1, and your files stay as they are.")
                                .arg(place));

    QMap<ArtifactKind, QStringList> byKind;
    for (const GovernProposal::File &file : m_proposal.files) {
        if (file.kind == ArtifactKind::Policy) {
            continue; // its own file is always governed; nobody looks for it here
        }
        byKind[file.kind].append(file.path);
    }
    if (files == 0 && m_proposal.registry) {
        addFacts(tr("No prompts yet"), {},
                 tr("They come by changes: files below %1 are governed.").arg(policy.root.isEmpty() ? u"/"_s : policy.root));
    } else if (files == 0) {
        addFacts(tr("No prompt files were found"), {},
                 tr("Looked for: %1").arg(QLocale().createSeparatedList(m_proposal.lookedFor)));
    }
    for (auto kind = byKind.cbegin(); kind != byKind.cend(); ++kind) {
        const int count = static_cast<int>(kind->size());
        QString names = kind->first(qMin(kind->size(), mostNames)).join(u", "_s);
        if (count > mostNames) {
            names = tr("%1 and %n more", nullptr, count - static_cast<int>(mostNames)).arg(names);
        }
        addFacts(kindWords(kind.key(), count), {}, names);
    }
    QStringList people;
    for (const Person &person : policy.people) {
        QStringList roles;
        for (const RoleId &role : person.roles) {
            roles.append(policy.roleTitle(role));
        }
        people.append(roles.isEmpty() ? person.name
                                      : tr("%1 (%2)").arg(person.name, QLocale().createSeparatedList(roles)));
    }
    const QString everybody = text::people(people, 8);
    const int deciders = static_cast<int>(policy.people.size());
    addFacts(deciders == 1 ? tr("One person may decide") : tr("%n people may decide", nullptr, deciders), {everybody},
             m_proposal.registry               ? tr("Edit who decides before you start, or later in the policy.")
             : m_proposal.policyFromRepository ? tr("As the policy in the repository says.")
                                               : tr("From who wrote commits here. Roles are a proposal; edit them before you start, or later in the policy."));
    QStringList workflows;
    for (const Workflow &workflow : policy.workflows) {
        QStringList touched;
        for (const Consequence one : workflow.consequences)
            touched.append(PolicyTables::consequence(one));
        workflows.append(touched.isEmpty() ? workflow.title : tr("%1 (%2)").arg(workflow.title, touched.join(u", "_s)));
    }
    if (!workflows.isEmpty()) {
        addFacts(tr("Workflows"), {text::people(workflows, 8)},
                 m_proposal.policyFromRepository ? tr("As the policy in the repository says.")
                                                 : tr("Guessed from the names of folders and files. They decide how strictly words are judged."));
    }
    QStringList environments;
    for (const Environment &environment : policy.environments) {
        environments.append(environment.title.isEmpty() ? environment.id.value : environment.title);
    }
    addFacts(tr("Environments"), {environments.join(u" → "_s)},
             m_proposal.registry
                 ? tr("What is there when the record begins becomes version 1.0.0, running in each of them.")
                 : tr("What is on %1 now becomes version 1.0.0, running in each of them.").arg(policy.branch));
    const QList<UnreachableRule> unreachable = unreachableRules(policy);
    for (const UnreachableRule &rule : unreachable) {
        const QString words = rule.role.isEmpty()
                ? rule.need == 1
                   ? tr("It asks for an approval by somebody else, and there is nobody else.")
                   : tr("It asks for %n approvals besides the author, and there are too few people.", nullptr, rule.need)
                : tr("It asks for an approval as %1, and nobody holds that role.").arg(policy.roleTitle(rule.role));
        const QString lane = rule.lane == Lane::High ? tr("High-risk changes cannot be approved yet")
                : rule.lane == Lane::Medium          ? tr("Medium-risk changes cannot be approved yet")
                                                     : tr("Low-risk changes cannot be approved yet");
        addFacts(lane, {}, words);
    }
    m_text->setPlainText(text::printable(QString::fromUtf8(m_proposal.policyText)));
    const bool governs = files > 0 || m_proposal.registry;
    m_start->setEnabled(governs && !m_view->problem());
    m_why->setText(m_view->problem() ? tr("The text of the proposal has a mistake.")
                   : governs         ? QString()
                             : tr("There is nothing to govern. Name the files in .countersign/policy.yaml, or put prompts where they are looked for, and open the repository again."));
    m_why->setVisible(!m_why->text().isEmpty());
}

void GovernPanel::showBusy()
{
    m_notice->settle();
    setButtonBusy(m_start, tr("Starting"));
    m_back->setEnabled(false);
    m_view->setEnabled(false);
    m_edit->setEnabled(false);
}

void GovernPanel::showFailure(const Error &error)
{
    clearButtonBusy(m_start);
    m_busy->end();
    m_back->setEnabled(true);
    m_view->setEnabled(true);
    m_edit->setEnabled(true);
    const ErrorText words = openErrorText(error);
    Notice notice{.kind = NoticeKind::Danger, .lead = words.lead, .sentence = words.sentence, .detail = error.detail};
    m_notice->setNotice(notice);
    m_start->setFocus(Qt::OtherFocusReason);
}

} // namespace countersign
