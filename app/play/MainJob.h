// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/play/Hand.h"
#include "domain/Event.h"

namespace countersign {

/// Who does what in the main job. People are named as the window names them.
struct MainJobPlan
{
    QString artifact = {};       ///< prompt id
    QString title = {};
    QString find = {};           ///< words of the text, found by searching
    QString replacement = {};
    QString lane = {};           ///< that it must become: "low", "medium", "high"
    QString why = {};
    QString outcome = {};
    Trigger trigger = {};        ///< typed in when the note needs one
    QString rollbackOwner = {};
    QStringList informed = {};   ///< who is told besides those that the form names by itself
    QString author = {};
    QStringList approvers = {};
    QString releaser = {};
    QStringList environments = {}; ///< ids, in order
    QString verifier = {};
};

/// The main job at the window, from an edit to production and back, as steps that say what they did. The player and the
/// GUI tests run the same ones.
class MainJob
{
public:
    /// The hand of a person at a window that is hers; nullptr when she cannot be had.
    using HandOf = std::function<Hand *(const QString &person)>;
    /// What is on the screen now may be kept.
    using Look = std::function<void(Hand &hand, const QString &name)>;

    MainJob(const MainJobPlan &plan, HandOf handOf, Look look = {});

    struct Step
    {
        QString name = {};
        std::function<QString()> play = {}; ///< what was done; the hand has the problem, when there is one
    };
    [[nodiscard]] QList<Step> steps();
    /// Why the last step did not do what it says; empty when it did.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] int changeNumber() const { return m_number; }

private:
    [[nodiscard]] QString open(Hand &hand);
    [[nodiscard]] QString edit(Hand &hand);
    [[nodiscard]] QString reasons(Hand &hand);
    [[nodiscard]] QString writeNote(Hand &hand);
    [[nodiscard]] QString send(Hand &hand);
    [[nodiscard]] QString approve(Hand &hand, bool last);
    [[nodiscard]] QString release(Hand &hand, const QString &environment);
    [[nodiscard]] QString rollBack(Hand &hand);
    [[nodiscard]] QString verify(Hand &hand);
    void goToChange(Hand &hand);
    void look(Hand &hand, const QString &name);
    [[nodiscard]] QString laneShown(Hand &hand) const;

    MainJobPlan m_plan;
    HandOf m_handOf;
    Look m_look;
    QString m_problem;
    int m_number = 0;
};

} // namespace countersign
