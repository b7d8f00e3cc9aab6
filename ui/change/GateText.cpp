// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/GateText.h"

#include "ui/common/Text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

QString GateText::suite(const WorkspaceView &view, const SuiteStanding &standing)
{
    const QString name = text::printableLine(standing.rule.suite.value);
    switch (standing.state) {
    case SuiteState::Passed:
        return tr("Suite %1 passes").arg(name);
    case SuiteState::Accepted: {
        const QString who = text::printableLine(view.personName(standing.acceptedBy));
        return standing.mixed ? tr("Suite %1: better and worse, accepted by %2").arg(name, who)
                              : tr("Suite %1: inconclusive, accepted by %2").arg(name, who);
    }
    case SuiteState::Failed:
        return standing.mixed ? tr("Suite %1: better and worse").arg(name) : tr("Suite %1 fails").arg(name);
    case SuiteState::Inconclusive:
        return tr("Suite %1 is inconclusive").arg(name);
    case SuiteState::Missing:
        return standing.uncounted.isEmpty() ? tr("Suite %1 was not run").arg(name)
                                            : tr("Suite %1: no run counts").arg(name);
    case SuiteState::Unknown:
        return tr("Suite %1 is not there").arg(name);
    }
    Q_UNREACHABLE_RETURN({});
}

QString GateText::sentence(const WorkspaceView &view, const Requirement &requirement)
{
    if (requirement.gate.isEmpty() && requirement.suites.isEmpty())
        return tr("No regression suite is asked for");
    // What fails is said before what is missing.
    const SuiteStanding *first = nullptr;
    for (const SuiteStanding &standing : requirement.suites) {
        if (!standing.met()
            && (!first || (standing.state == SuiteState::Failed && first->state != SuiteState::Failed)))
            first = &standing;
    }
    if (!first && !requirement.uncovered.isEmpty())
        return tr("Regression suite: none has passed");
    if (!first)
        return requirement.suites.size() == 1
                   ? suite(view, requirement.suites.first())
                   : tr("%n suite(s) pass", nullptr, static_cast<int>(requirement.suites.size()));
    const QString one = suite(view, *first);
    return requirement.need > 1 ? tr("%1, %2 of %n suite(s) pass", nullptr, requirement.need)
                                      .arg(one, text::number(qint64(requirement.have)))
                                : one;
}

QString GateText::details(const WorkspaceView &view, const Change &change, const Requirement &requirement)
{
    QStringList lines;
    for (const SuiteStanding &standing : requirement.suites) {
        if (requirement.suites.size() > 1 || !standing.uncounted.isEmpty())
            lines.append(suite(view, standing));
        // The newest few; all of them are in the history.
        for (const UncountedRun &one :
             standing.uncounted.first(std::min<qsizetype>(standing.uncounted.size(), 5))) {
            if (const EvalRun *run = change.run(one.run))
                lines.append(
                    tr("The run of %1 does not count: %2.")
                        .arg(text::printableLine(view.personName(run->stamp.actor)), mismatch(one.why)));
        }
    }
    return lines.join(u'\n');
}

QString GateText::mismatch(RunMismatch why)
{
    switch (why) {
    case RunMismatch::OtherContent:
        return tr("it is of another revision");
    case RunMismatch::OtherSuite:
        return tr("it is of another version of the suite");
    case RunMismatch::OtherModel:
        return tr("it is of another model");
    case RunMismatch::OtherBaseline:
        return tr("it was compared with another text than the live one");
    case RunMismatch::OtherTerms:
        return tr("the limits are others now");
    case RunMismatch::Superseded:
        return tr("a later one took its place");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace countersign
