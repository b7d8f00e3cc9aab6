// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyYaml.h"

#include "base/Millionths.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// A text that YAML reads back as it is: plain where nothing could be misread, else in double quotes.
QString quoted(const QString &text)
{
    static const QRegularExpression plain(u"\\A[A-Za-z/][A-Za-z0-9_./@+*() -]*\\z"_s);
    static const QRegularExpression word(u"\\A(true|false|yes|no|on|off|null|y|n)\\z"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    if (plain.match(text).hasMatch() && !word.match(text).hasMatch() && !text.endsWith(u' ')) {
        return text;
    }
    QString out = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\') {
            out += u'\\';
            out += c;
        } else if (c == u'\n') {
            out += u"\\n";
        } else if (c == u'\t') {
            out += u"\\t";
        } else if (c < u' ' || c == u'\x7f' || (c >= u'\x80' && c < u'\xa0') || c == u'\u2028' || c == u'\u2029'
                   || c == u'\ufeff') {
            out += u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QChar(u'0'));
        } else {
            out += c;
        }
    }
    return out + u'"';
}

QString flow(const QStringList &items)
{
    QStringList texts;
    for (const QString &item : items) {
        texts.append(quoted(item));
    }
    return u'[' + texts.join(u", "_s) + u']';
}

QString flow(const QList<RoleId> &roles)
{
    QStringList texts;
    for (const RoleId &role : roles) {
        texts.append(role.value);
    }
    return flow(texts);
}

QString shortId(const PrincipalId &id)
{
    return id.value.startsWith(u"p:") ? id.value.mid(2) : id.value;
}

QString flow(const QList<PrincipalId> &people)
{
    QStringList texts;
    for (const PrincipalId &id : people) {
        texts.append(shortId(id));
    }
    return flow(texts);
}

class Writer
{
public:
    Writer(const Policy &policy, PolicyComments comments) : m_policy(policy), m_comments(comments) { }

    QByteArray write()
    {
        say(u"The rules of this workspace: who decides what about which files. docs/policy.md explains every key.\n"
            "A change of this file is itself a high-risk change: it is proposed, approved and put in force like any other."_s);
        line(u"workspace: "_s + quoted(m_policy.workspace));
        gap();
        say(u"The branch whose files are governed. Accepted versions are written to it."_s);
        line(u"branch: "_s + quoted(m_policy.branch));
        if (!m_policy.root.isEmpty() || m_comments == PolicyComments::Explained) {
            say(u"Names of prompts are paths below this folder, without the extension."_s);
            line(u"root: "_s + quoted(m_policy.root));
        }
        writePaths();
        writePeople();
        writeWorkflows();
        writeOwners();
        writeLanes();
        writeEnvironments();
        writeRights();
        return m_text.toUtf8();
    }

private:
    void line(const QString &text) { m_text += text + u'\n'; }
    void gap() { m_text += u'\n'; }

    void say(const QString &comment, const QString &indent = {})
    {
        if (m_comments == PolicyComments::Explained) {
            for (const QString &text : comment.split(u'\n')) {
                line(indent + u"# "_s + text);
            }
        }
    }

    void listLines(const QString &key, const QStringList &items, const QString &indent)
    {
        if (items.size() <= 1) {
            line(indent + key + u": "_s + flow(items));
            return;
        }
        line(indent + key + u':');
        for (const QString &item : items) {
            line(indent + u"  - "_s + quoted(item));
        }
    }

    void writePaths()
    {
        gap();
        say(u"Which files are governed, and as what: prompt, tools, retrieval, routing, workflow, suite or contract.\n"
            "* stands for anything within a name, ** for any folders. The first rule that matches decides."_s);
        line(m_policy.governed.isEmpty() ? u"governed: []"_s : u"governed:"_s);
        for (const GovernedPaths &rule : m_policy.governed) {
            line(u"  - kind: "_s + toString(rule.kind));
            listLines(u"paths"_s, rule.paths, u"    "_s);
        }
        if (!m_policy.ignored.isEmpty()) {
            say(u"Files that are not governed although a rule above matches them."_s);
            listLines(u"ignored"_s, m_policy.ignored, {});
        }
    }

    void writePeople()
    {
        gap();
        say(u"Roles in which people speak when they approve or release."_s);
        line(m_policy.roles.isEmpty() ? u"roles: {}"_s : u"roles:"_s);
        for (const RoleInfo &role : m_policy.roles) {
            line(u"  %1: %2"_s.arg(quoted(role.id.value), quoted(role.title)));
        }
        gap();
        say(u"Everybody who may act. A person is found by the e-mail address that git is configured with.\n"
            "Somebody who left stays here with `active: false`, so that the record can name them."_s);
        line(u"people:"_s);
        for (const Person &person : m_policy.people) {
            line(u"  %1:"_s.arg(quoted(shortId(person.id))));
            line(u"    name: "_s + quoted(person.name));
            line(u"    emails: "_s + flow(person.emails));
            line(u"    roles: "_s + flow(person.roles));
            if (!person.keys.isEmpty()) {
                listLines(u"keys"_s, person.keys, u"    "_s);
            }
            if (!person.logins.isEmpty()) {
                line(u"    logins: "_s + flow(person.logins));
            }
            if (person.kind == PrincipalKind::Service) {
                line(u"    kind: service"_s);
            }
            if (!person.active) {
                line(u"    active: false"_s);
            }
        }
    }

    void writeWorkflows()
    {
        if (m_policy.workflows.isEmpty() && m_comments == PolicyComments::None) {
            return;
        }
        gap();
        say(u"What prompts are used for, and what a mistake there touches: financial, legal, medical, safety, privacy,\n"
            "customer_visible or internal. The lane rules read this."_s);
        if (m_policy.workflows.isEmpty()) {
            say(u"workflows:\n  refunds:\n    title: Refunds\n    paths: [\"support/**\"]\n"
                "    consequences: [financial, customer_visible]"_s);
            return;
        }
        line(u"workflows:"_s);
        for (const Workflow &workflow : m_policy.workflows) {
            line(u"  %1:"_s.arg(quoted(workflow.id)));
            line(u"    title: "_s + quoted(workflow.title));
            listLines(u"paths"_s, workflow.paths, u"    "_s);
            QStringList names;
            for (const Consequence consequence : workflow.consequences) {
                names.append(toString(consequence));
            }
            line(u"    consequences: "_s + flow(names));
        }
    }

    void writeOwners()
    {
        if (m_policy.owners.isEmpty() && m_comments == PolicyComments::None) {
            return;
        }
        gap();
        say(u"Who must approve changes of some files, or of one section of them: every role of all_of, and one role of\n"
            "any_of or one of the people."_s);
        if (m_policy.owners.isEmpty()) {
            say(u"owners:\n  - paths: [\"support/**\"]\n    section: Refund policy\n    all_of: [compliance]"_s);
            return;
        }
        line(u"owners:"_s);
        for (const Owner &owner : m_policy.owners) {
            line(u"  - paths: "_s + flow(owner.paths));
            if (!owner.section.isEmpty()) {
                line(u"    section: "_s + quoted(owner.section));
            }
            if (!owner.allOf.isEmpty()) {
                line(u"    all_of: "_s + flow(owner.allOf));
            }
            if (!owner.anyOf.isEmpty()) {
                line(u"    any_of: "_s + flow(owner.anyOf));
            }
            if (!owner.people.isEmpty()) {
                line(u"    people: "_s + flow(owner.people));
            }
        }
    }

    void writeLanes()
    {
        gap();
        say(u"What a change needs before it is accepted, by its risk. The author and everybody who edited the change never\n"
            "count as approvers. note: the answers of the release note that must be given."_s);
        line(u"lanes:"_s);
        for (const LaneRule &rule : m_policy.lanes) {
            line(u"  %1:"_s.arg(toString(rule.lane)));
            line(u"    approvals: %1"_s.arg(rule.approvals));
            if (!rule.allOf.isEmpty()) {
                line(u"    all_of: "_s + flow(rule.allOf));
            }
            if (!rule.anyOf.isEmpty()) {
                line(u"    any_of: "_s + flow(rule.anyOf));
            }
            QStringList fields;
            for (const NoteField field : rule.note) {
                fields.append(toString(field));
            }
            line(u"    note: "_s + flow(fields));
            if (rule.viewed) {
                line(u"    viewed: true"_s);
            }
            if (rule.reviewer) {
                line(u"    reviewer: true"_s);
            }
            if (!rule.lower.isEmpty()) {
                line(u"    lower: "_s + flow(rule.lower));
            }
            if (rule.whitespaceKeepsApprovals) {
                line(u"    whitespace_keeps_approvals: true"_s);
            }
        }
        if (!m_policy.laneRules.isEmpty()) {
            gap();
            say(u"Findings of these rules count as this lane instead of the built-in one."_s);
            line(u"lane_rules:"_s);
            for (const LaneOverride &rule : m_policy.laneRules) {
                line(u"  %1: %2"_s.arg(quoted(rule.rule), toString(rule.lane)));
            }
        }
        writeWatched();
        writeBannedPhrases();
    }

    void writeWatched()
    {
        if (m_policy.watched.isEmpty()) {
            return;
        }
        gap();
        say(u"What must not be changed quietly: a change that touches it has at least this lane."_s);
        line(u"watched:"_s);
        for (const Watched &one : m_policy.watched) {
            QStringList kinds;
            for (const ArtifactKind kind : one.kinds) {
                kinds.append(toString(kind));
            }
            QStringList consequences;
            for (const Consequence consequence : one.consequences) {
                consequences.append(toString(consequence));
            }
            line(u"  - lane: "_s + toString(one.lane));
            const std::pair<QString, QString> words[] = {
                {u"phrase"_s, one.phrase}, {u"section"_s, one.section}, {u"setting"_s, one.setting}, {u"why"_s, one.why}};
            for (const auto &[key, value] : words) {
                if (!value.isEmpty()) {
                    line(u"    %1: "_s.arg(key) + quoted(value));
                }
            }
            if (!one.paths.isEmpty()) {
                line(u"    paths: "_s + flow(one.paths));
            }
            if (!kinds.isEmpty()) {
                line(u"    kinds: "_s + flow(kinds));
            }
            if (!consequences.isEmpty()) {
                line(u"    consequences: "_s + flow(consequences));
            }
        }
    }

    void writeBannedPhrases()
    {
        if (m_policy.bannedPhrases.isEmpty()) {
            return;
        }
        gap();
        say(u"Words that prompts may not say. The editor marks them."_s);
        line(u"banned_phrases:"_s);
        for (const BannedPhrase &banned : m_policy.bannedPhrases) {
            line(u"  - phrase: "_s + quoted(banned.phrase));
            if (!banned.why.isEmpty()) {
                line(u"    why: "_s + quoted(banned.why));
            }
            if (!banned.paths.isEmpty()) {
                line(u"    paths: "_s + flow(banned.paths));
            }
        }
    }

    void writeEnvironments()
    {
        gap();
        say(u"Where versions run, in the order of promotion; the last one is production. One that `follows` takes every\n"
            "accepted version at once. Nobody may release or roll back where no role is named."_s);
        line(u"environments:"_s);
        for (const Environment &environment : m_policy.environments) {
            line(u"  - id: "_s + quoted(environment.id.value));
            line(u"    title: "_s + quoted(environment.title));
            if (environment.follows) {
                line(u"    follows: true"_s);
            }
            line(u"    deploy: "_s + flow(environment.deploy));
            line(u"    roll_back: "_s + flow(environment.rollBack));
            if (!environment.informed.isEmpty()) {
                line(u"    informed: "_s + flow(environment.informed));
            }
            if (!environment.rules.isEmpty()) {
                line(u"    rules:"_s);
            }
            for (const EnvironmentRule &rule : environment.rules) {
                line(u"      - paths: "_s + flow(rule.paths));
                line(u"        deploy: "_s + flow(rule.deploy));
                line(u"        roll_back: "_s + flow(rule.rollBack));
                if (!rule.informed.isEmpty()) {
                    line(u"        informed: "_s + flow(rule.informed));
                }
            }
        }
    }

    void writeRights()
    {
        gap();
        say(u"Who may open changes, turn an approved one into a version, and put a policy in force. Empty means everybody."_s);
        line(u"rights:"_s);
        line(u"  write: "_s + flow(m_policy.rights.write));
        line(u"  accept: "_s + flow(m_policy.rights.accept));
        line(u"  administer: "_s + flow(m_policy.rights.administer));
        const auto named = [this](const QString &key, const QList<RoleId> &roles) {
            if (!roles.isEmpty()) {
                line(u"  "_s + key + u": "_s + flow(roles));
            }
        };
        named(u"audit"_s, m_policy.rights.audit);
        named(u"emergency"_s, m_policy.rights.emergency);
        named(u"delegate"_s, m_policy.rights.delegate);
        named(u"record_runs"_s, m_policy.rights.recordRuns);
        named(u"accept_results"_s, m_policy.rights.acceptResults);
        writeExceptions();
        gap();
        say(u"Whether the approvals of people who lost their role stop a release."_s);
        line(u"recheck_at_release: "_s + (m_policy.recheckAtRelease ? u"true"_s : u"false"_s));
        say(u"Whether every event must carry a signature by a key of its person."_s);
        line(u"signatures_required: "_s + (m_policy.signaturesRequired ? u"true"_s : u"false"_s));
    }

    void writeExceptions()
    {
        if (!m_policy.overrides.isEmpty()) {
            gap();
            say(u"Who may override a requirement, with a reason that stays on the change. Nobody, where none is named."_s);
            line(u"overrides:"_s);
            for (const OverrideRule &rule : m_policy.overrides) {
                line(u"  - requirement: "_s + quoted(rule.requirement));
                line(u"    by: "_s + flow(rule.by));
            }
        }
        if (m_policy.history.versions > 0) {
            gap();
            say(u"A prompt that was rolled back within its last versions has at least this lane."_s);
            line(u"history:"_s);
            line(u"  versions: %1"_s.arg(m_policy.history.versions));
            line(u"  lane: "_s + toString(m_policy.history.lane));
        }
        if (m_policy.machineAuthors != Lane::Low) {
            gap();
            say(u"The lane that a change has at least when a service wrote part of it."_s);
            line(u"machine_authors: "_s + toString(m_policy.machineAuthors));
        }
        if (!m_policy.regressionGate.isEmpty()) {
            QStringList reasons;
            for (const GateReason reason : m_policy.regressionGate) {
                reasons.append(toString(reason));
            }
            gap();
            say(u"A change needs a regression suite when it touches one of these."_s);
            line(u"regression_gate: "_s + flow(reasons));
        }
        if (const SecondOpinion &opinion = m_policy.secondOpinion; !opinion.lanes.isEmpty()) {
            QStringList lanes;
            for (const Lane lane : opinion.lanes) {
                lanes.append(toString(lane));
            }
            gap();
            say(u"A model that people can ask for a second opinion on the lane. It can raise a lane and never lowers one."_s);
            line(u"second_opinion:"_s);
            line(u"  endpoint: "_s + quoted(opinion.endpoint));
            line(u"  model: "_s + quoted(opinion.model));
            line(u"  lanes: "_s + flow(lanes));
        }
        writeSuites();
    }

    void writeSuites()
    {
        if (m_policy.suites.isEmpty()) {
            return;
        }
        gap();
        say(u"The suites that a change has to pass, and on what terms."_s);
        line(u"suites:"_s);
        const auto words = [](const auto &values) {
            QStringList texts;
            for (const auto value : values) {
                texts.append(toString(value));
            }
            return texts;
        };
        const auto named = [this](const QString &key, const QStringList &texts) {
            if (!texts.isEmpty()) {
                line(u"    "_s + key + u": "_s + flow(texts));
            }
        };
        for (const SuiteRule &rule : m_policy.suites) {
            line(u"  - suite: "_s + quoted(rule.suite.value));
            named(u"paths"_s, rule.paths);
            named(u"lanes"_s, words(rule.lanes));
            named(u"reasons"_s, words(rule.reasons));
            if (!rule.model.isEmpty()) {
                line(u"    model: "_s + quoted(rule.model));
            }
            named(u"served"_s, rule.served);
            line(u"    limit: "_s + millionthsToText(rule.limit));
            if (!rule.thresholds.isEmpty()) {
                line(u"    thresholds:"_s);
            }
            for (const SuiteThreshold &threshold : rule.thresholds) {
                line(u"      "_s + quoted(threshold.dimension) + u": "_s + millionthsToText(threshold.least));
            }
        }
    }

    const Policy &m_policy;
    PolicyComments m_comments;
    QString m_text;
};

} // namespace

QByteArray policyYaml(const Policy &policy, PolicyComments comments)
{
    return Writer(policy, comments).write();
}

} // namespace countersign
