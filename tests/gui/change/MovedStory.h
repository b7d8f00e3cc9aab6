// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/change/RefundStory.h"

namespace countersign::test {

/// Ana's change of the refund prompt is in review, and meanwhile another one of Bode's was accepted.
struct MovedStory
{
    Story story = refundInReview();
    ChangeId change = {};

    explicit MovedStory(const QString &theirs)
        : change(story.changeId())
    {
        accept(theirs);
    }

    void accept(const QString &theirs)
    {
        story.opened(bode, QStringLiteral("Say it better"))
                .submitted(bode, refund, theirs, Lane::Low)
                .approved(jonas, "support")
                .accepted(chen);
        if (!story.effective())
            qFatal("the other change was not accepted");
    }

    /// The draft in which Ana revises her change, written against what that was written against.
    [[nodiscard]] Draft draft() const
    {
        const FileChange &file = story.state().change(change)->revision()->data.files.constFirst();
        return {.id = QStringLiteral("draft-1"), .change = change, .title = QStringLiteral("Shorter refund window"),
                .files = {{.artifact = file.artifact, .path = file.path, .kind = file.kind, .before = file.before,
                           .text = story.texts().value(file.after)}},
                .savedAt = acmeNow()};
    }
};

/// What Bode accepted where Ana changed nothing.
[[nodiscard]] inline QString acceptedElsewhere()
{
    return refundLive().replace(QStringLiteral("give the reason in one sentence"), QStringLiteral("give the reason in two sentences"));
}

/// What Bode accepted at two places that Ana changed, and one that she did not.
[[nodiscard]] inline QString acceptedAtTwoPlaces()
{
    return acceptedElsewhere()
            .replace(QStringLiteral("within 30 days of delivery"), QStringLiteral("within 30 working days of delivery"))
            .replace(QStringLiteral("explain that the refund period has ended and offer store credit"),
                     QStringLiteral("say that the refund period has ended and offer store credit or an exchange"));
}

} // namespace countersign::test
