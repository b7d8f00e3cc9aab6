// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/support/AcmeView.h"
#include "gui/support/FakeWorkspace.h"
#include "gui/support/Gui.h"
#include "ui/change/ChangePage.h"
#include "ui/common/UiState.h"

namespace countersign::test {

/// The refund prompt as it is live, and as Ana proposes it: numbers, binding words, a prohibition that goes, a
/// sentence that moves, a tool and a parameter.
[[nodiscard]] inline QString refundLive()
{
    return QStringLiteral(
            "---\nname: Refunds\nmodel: gpt-4.1\ntemperature: 0.3\nmaxTokens: 600\ntools:\n  - orders.lookup\n  - refunds.quote\n---\n"
            "# Role\n\nYou answer questions about refunds for Acme Home. Keep to the persona in {{> shared/persona}}.\n\n"
            "# Refund rules\n\nCustomers may return an item within 30 days of delivery. The item must be unused and in its original packaging.\n\n"
            "You must check the delivery date with `orders.lookup` before you promise anything. Never promise a refund that the rules do not allow.\n\n"
            "If the order was delivered more than 30 days ago, explain that the refund period has ended and offer store credit.\n\n"
            "Refunds above €200 need approval by a person.\n\n"
            "# Safety\n\nNever ask for card numbers, passwords or passport data. If a customer sends them, say that you do not need them and go on without repeating them.\n\n"
            "If someone is in danger, give the emergency number of their country first and hand over at once.\n\n"
            "# How to answer\n\nBegin with the answer, then give the reason in one sentence. Do not mention internal tools or policies by name.\n\n"
            "If the customer is upset, acknowledge it once and move on to what you can do.\n\n"
            "# When you are not sure\n\nSay so, and hand the conversation over to a person.\n");
}

[[nodiscard]] inline QString refundProposed()
{
    return QStringLiteral(
            "---\nname: Refunds\nmodel: gpt-4.1\ntemperature: 0.2\nmaxTokens: 600\ntools:\n  - orders.lookup\n  - refunds.quote\n  - returns.create_label\n---\n"
            "# Role\n\nYou answer questions about refunds for Acme Home. Keep to the persona in {{> shared/persona}}.\n\n"
            "# Refund rules\n\nCustomers may return an item within 14 days of delivery. The item must be unused and in its original packaging.\n\n"
            "You should check the delivery date with `orders.lookup` before you promise anything.\n\n"
            "If the order was delivered more than 14 days ago, explain that the refund period has ended and offer a voucher. Orders placed before 1 December 2026 keep the 30-day period.\n\n"
            "# Safety\n\nNever ask for card numbers, passwords or passport data. If a customer sends them, say that you do not need them and go on without repeating them.\n\n"
            "If someone is in danger, give the emergency number of their country first and hand over at once.\n\n"
            "# How to answer\n\nBegin with the answer, then give the reason in one sentence. Do not mention internal tools or policies by name.\n\n"
            "If the customer is upset, acknowledge it once and move on to what you can do.\n\n"
            "# When you are not sure\n\nSay so, and hand the conversation over to a person. Refunds above €200 need approval by a person.\n");
}

inline const QString refund = QStringLiteral("support/refund");

/// Ana has sent the proposal with its note; nobody has answered.
[[nodiscard]] inline Story refundInReview(const QString &proposed = refundProposed(), const Policy &policy = storyPolicy())
{
    Story story(policy);
    BaselineRecorded baseline;
    const QString path = QStringLiteral("prompts/support/refund.md");
    baseline.files.append({.artifact = {refund}, .path = path, .kind = ArtifactKind::Prompt, .content = story.text(refundLive())});
    story.say(chen, QStringLiteral("ledger"), baseline);
    story.opened(ana).submitted(ana, refund, proposed, Lane::High, {QStringLiteral("Refund rules")}).noted(ana);
    return story;
}

/// A page over a fake workspace, shown at a size.
class PageOf
{
public:
    PageOf(const Story &story, const PrincipalId &me, QSize size = {1224, 756}, OpinionDesk *opinions = nullptr,
           RunDesk *runs = nullptr)
        : workspace(viewOf(story, me)), clock(acmeNow()), uiState(settings.settings(), QStringLiteral("test"))
    {
        const QHash<ContentHash, QByteArray> texts = story.texts();
        for (const QByteArray &text : texts)
            workspace.keep(text);
        window.resize(size);
        page = new ChangePage({.workspace = workspace, .theme = Theme::of(&window), .questions = questions, .uiState = uiState,
                               .clock = clock, .covered = &window, .opinions = opinions, .runs = runs},
                              &window);
        page->resize(size);
        QObject::connect(&workspace, &Workspace::viewChanged, page, [this] { page->setView(workspace.view()); });
        page->setView(workspace.view());
        window.show();
    }

    void setStory(const Story &story)
    {
        const QHash<ContentHash, QByteArray> texts = story.texts();
        for (const QByteArray &text : texts)
            workspace.keep(text);
        workspace.setView(viewOf(story, workspace.view()->me.person));
    }

    FakeWorkspace workspace;
    FixedClock clock;
    FixedQuestions questions;
    TemporarySettings settings;
    UiState uiState;
    QWidget window;
    ChangePage *page = nullptr;
};

} // namespace countersign::test
