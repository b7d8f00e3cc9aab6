// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/AcmeView.h"

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

QString refundText(const QString &window)
{
    return u"# Refunds\n\nRefunds are possible within %1 days of delivery. The assistant must check the date of delivery "
           "before it promises anything.\n\n# Tone\n\nBe brief and friendly.\n"_s.arg(window);
}

void recordBaseline(Story &story)
{
    const QStringList names = {u"support/escalation"_s, u"support/greeting"_s, u"support/refund"_s,
                               u"support/returns-faq"_s, u"mortgage/document-classifier"_s,
                               u"mortgage/income-summary"_s, u"shared/persona"_s, u"shared/house-style"_s,
                               u"tools/support-agent"_s, u"tools/mortgage-agent"_s, u"retrieval/help-centre"_s};
    BaselineRecorded baseline;
    for (const QString &name : names) {
        const QString path = u"prompts/"_s + name + u".md"_s;
        const QString words = name == "support/refund"_L1 ? refundText(u"30"_s)
                                                          : u"You help with %1. Never promise a refund.\n"_s.arg(name);
        baseline.files.append({.artifact = {name}, .path = path,
                               .kind = story.state().policy.kindOf(path).value_or(ArtifactKind::Prompt),
                               .content = story.text(words)});
    }
    story.say(chen, u"ledger"_s, baseline);
}

} // namespace

Story acmeStory()
{
    Story story;
    recordBaseline(story);

    story.opened(jonas, u"Shorter sentences for refusals"_s)
            .submitted(jonas, u"support/returns-faq"_s, u"Say no in one sentence.\n"_s, Lane::Low)
            .approved(ana, "product")
            .accepted(chen)
            .released(chen, u"support/returns-faq"_s, "1.0.1", staging)
            .released(chen, u"support/returns-faq"_s, "1.0.1", production);
    story.opened(chen, u"Fewer wrong document kinds"_s)
            .submitted(chen, u"mortgage/document-classifier"_s, u"Name the kind of the document.\n"_s, Lane::Low)
            .approved(ana, "product")
            .accepted(chen)
            .released(chen, u"mortgage/document-classifier"_s, "1.0.1", staging)
            .released(chen, u"mortgage/document-classifier"_s, "1.0.1", production)
            .rolledBack(chen, u"mortgage/document-classifier"_s, "1.0.0", production);
    story.opened(jonas, u"Ask for the order number first"_s)
            .submitted(jonas, u"support/greeting"_s, u"Ask for the order number.\n"_s, Lane::Low);
    story.say(jonas, changeSubject(story.changeId()), ChangeWithdrawn{.reasonText = story.text(u"Not needed any more"_s)});
    story.opened(chen, u"Read-only access to invoices"_s)
            .submitted(chen, u"tools/support-agent"_s, u"Invoices: read only.\n"_s, Lane::High)
            .noted(chen)
            .approved(bode, "billing")
            .approved(dana, "compliance")
            .accepted(chen);
    story.opened(ana, u"Accept scanned passports"_s)
            .submitted(ana, u"mortgage/document-classifier"_s, u"Accept scanned passports.\n"_s, Lane::High)
            .noted(ana)
            .approved(bode, "billing");
    story.opened(jonas, u"Warmer opening line"_s)
            .submitted(jonas, u"shared/persona"_s, u"Say hello warmly.\n"_s, Lane::Medium)
            .noted(jonas);
    story.opened(chen, u"Typing mistakes in the greeting"_s)
            .submitted(chen, u"support/greeting"_s, u"You help with support/greeting. Never promise refunds.\n"_s, Lane::Low);
    story.opened(ana, u"Shorter refund window"_s)
            .submitted(ana, u"support/refund"_s, refundText(u"14"_s), Lane::High, {u"Refunds"_s})
            .noted(ana)
            .approved(ana, "product")
            .askedForChanges(bode, "billing", u"should lets the assistant skip the date check."_s);
    story.opened(ana, u"Refund limit of the agent: €100 to €200"_s)
            .submitted(ana, u"tools/support-agent"_s, u"Refund up to €200.\n"_s, Lane::High)
            .noted(ana);
    story.opened(ana, u"House style for dates"_s)
            .submitted(ana, u"shared/house-style"_s, u"Write dates as 20 November.\n"_s, Lane::Low);
    return story;
}

std::shared_ptr<WorkspaceView> viewOf(const Story &story, const PrincipalId &me)
{
    auto view = std::make_shared<WorkspaceView>();
    view->name = u"acme-prompts"_s;
    view->location = u"https://git.acme.example/prompts.git"_s;
    view->localPath = u"/home/ana/acme-prompts"_s;
    view->state = story.state();
    view->texts = story.texts();
    const Person *person = view->state.policy.person(me);
    view->me = person ? Identity{.name = person->name, .email = person->emails.value(0), .person = me}
                      : Identity{.name = u"Visitor"_s, .email = u"visitor@elsewhere.example"_s, .person = {}};
    view->sync = {.phase = SyncPhase::Idle, .lastSynced = acmeNow() - 4'000, .error = {}};
    return view;
}

qint64 acmeNow()
{
    return 1'795'170'000'000 + 95 * 60'000;
}

std::shared_ptr<WorkspaceView> acmeView(const PrincipalId &me)
{
    auto view = viewOf(acmeStory(), me);
    const Artifact *edited = view->state.artifact({u"retrieval/help-centre"_s});
    view->ungoverned = {{.artifact = edited->id,
                         .path = edited->path,
                         .kind = edited->kind,
                         .governed = edited->acceptedContent(),
                         .found = textHash(u"You help with retrieval/help-centre. Passages 8 to 12.\n"_s),
                         .author = u"Mira Sandhu"_s,
                         .email = u"mira@acme.example"_s,
                         .when = acmeNow() - 60 * 60'000,
                         .commit = u"4f1c0de"_s,
                         .summary = u"more passages"_s}};
    return view;
}

std::shared_ptr<WorkspaceView> firstDayView(const PrincipalId &me)
{
    Story story;
    recordBaseline(story);
    return viewOf(story, me);
}

} // namespace countersign::test
