// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/GateWords.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

QString mismatchWords(RunMismatch why)
{
    switch (why) {
    case RunMismatch::OtherContent:
        return u"of another revision"_s;
    case RunMismatch::OtherSuite:
        return u"of another version of the suite"_s;
    case RunMismatch::OtherModel:
        return u"of another model"_s;
    case RunMismatch::OtherBaseline:
        return u"compared with another text than the live one"_s;
    case RunMismatch::OtherTerms:
        return u"by other limits than those of the policy"_s;
    case RunMismatch::Superseded:
        return u"a later one took its place"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString suiteStateName(SuiteState state)
{
    switch (state) {
    case SuiteState::Passed:
        return u"passed"_s;
    case SuiteState::Accepted:
        return u"accepted"_s;
    case SuiteState::Failed:
        return u"failed"_s;
    case SuiteState::Inconclusive:
        return u"inconclusive"_s;
    case SuiteState::Missing:
        return u"missing"_s;
    case SuiteState::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString suiteWords(const WorkspaceView &view, const SuiteStanding &standing)
{
    const QString name = standing.rule.suite.value;
    const QString mixed = standing.mixed ? u" (better and worse)"_s : QString();
    switch (standing.state) {
    case SuiteState::Passed:
        return u"the suite %1 passes"_s.arg(name);
    case SuiteState::Accepted:
        return u"the suite %1 is no pass%2, and %3 accepted that"_s.arg(name, mixed,
                                                                        view.personName(standing.acceptedBy));
    case SuiteState::Failed:
        return u"the suite %1 fails%2"_s.arg(name, mixed);
    case SuiteState::Inconclusive:
        return u"the suite %1 is inconclusive%2"_s.arg(name, mixed);
    case SuiteState::Missing:
        return standing.uncounted.isEmpty() ? u"the suite %1 was not run"_s.arg(name)
                                            : u"no run of the suite %1 counts: the last one is %2"_s.arg(
                                                  name, mismatchWords(standing.uncounted.first().why));
    case SuiteState::Unknown:
        return u"the suite %1 is not there"_s.arg(name);
    }
    Q_UNREACHABLE_RETURN({});
}

QString gateWords(const WorkspaceView &view, const Requirement &requirement)
{
    QStringList words;
    for (const SuiteStanding &standing : requirement.suites) {
        words.append(suiteWords(view, standing));
    }
    if (!requirement.uncovered.isEmpty()) {
        QStringList reasons;
        for (const GateReason reason : requirement.uncovered) {
            reasons.append(toString(reason));
        }
        words.append(u"the policy names no suite for %1"_s.arg(reasons.join(u", "_s)));
    }
    return words.join(u", "_s);
}

} // namespace countersign::ctl
