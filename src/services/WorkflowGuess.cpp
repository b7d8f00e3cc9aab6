// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/WorkflowGuess.h"

#include <QHash>
#include <QMap>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostWorkflows = 32;
constexpr qsizetype longestId = 48;

const QHash<QString, Consequence> &words()
{
    static const QHash<QString, Consequence> known = [] {
        QHash<QString, Consequence> all;
        const auto say = [&all](Consequence consequence, const char *list) {
            for (const QString &word : QString::fromLatin1(list).split(u' '))
                all.insert(word, consequence);
        };
        say(Consequence::Financial,
            "bank banking bill billing charge chargeback chargebacks claim claims credit finance financial fraud insurance "
            "invoice invoices lending loan loans mortgage mortgages payment payments payout payouts price prices pricing "
            "refund refunds tax taxes trading underwriting");
        say(Consequence::Legal, "compliance contract contracts law legal litigation regulation regulatory terms");
        say(Consequence::Medical,
            "clinic clinical diagnosis doctor drug drugs health healthcare medical medicine patient patients pharmacy triage");
        say(Consequence::Safety, "abuse crisis emergency harm moderation safety security");
        say(Consequence::Privacy, "consent gdpr identity kyc personal pii privacy");
        say(Consequence::CustomerVisible,
            "chat chatbot complaint complaints customer customers email emails faq greeting help helpdesk marketing "
            "onboarding order orders return returns sales shop support");
        say(Consequence::Internal, "dev developer developers engineering internal ops tooling");
        return all;
    }();
    return known;
}

/// "Customer support" of "customer-support".
QString titleOf(const QString &folder)
{
    QString title = folder;
    for (QChar &c : title) {
        if (c == u'-' || c == u'_' || c == u'.')
            c = u' ';
    }
    title = title.simplified();
    return title.isEmpty() ? folder : title.at(0).toUpper() + title.mid(1);
}

/// Letters and digits of ASCII with single dashes: what an id may be made of; empty when nothing of it is left.
QString idOf(const QString &folder)
{
    QString id;
    for (const QChar c : folder.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
            id += c;
        } else if (c.category() != QChar::Mark_NonSpacing && !id.isEmpty() && !id.endsWith(u'-')) {
            id += u'-';
        }
    }
    while (id.endsWith(u'-'))
        id.chop(1);
    return id.left(longestId);
}

void collect(const QString &path, QList<Consequence> &found)
{
    QString word;
    for (const QChar c : path.toLower() + u'/') {
        if (c.isLetter()) {
            word += c;
            continue;
        }
        const auto known = words().constFind(word);
        if (known != words().cend() && !found.contains(*known))
            found.append(*known);
        word.clear();
    }
}

} // namespace

QList<Workflow> guessedWorkflows(const QStringList &paths, const QString &root)
{
    const QString lead = root.isEmpty() ? QString() : root + u'/';
    QMap<QString, QStringList> folders;
    for (const QString &path : paths) {
        const qsizetype slash = path.startsWith(lead) ? path.indexOf(u'/', lead.size()) : -1;
        // A pattern has no way to say a star.
        const QString folder = slash > 0 ? path.sliced(lead.size(), slash - lead.size()) : QString();
        if (!folder.isEmpty() && !folder.startsWith(u'.') && !folder.contains(u'*') && !folder.contains(u'?'))
            folders[folder].append(path.sliced(lead.size()));
    }
    QList<Workflow> workflows;
    for (auto it = folders.cbegin(); it != folders.cend() && workflows.size() < mostWorkflows; ++it) {
        Workflow workflow{.title = titleOf(it.key()), .paths = {lead + it.key() + u"/**"_s}};
        for (const QString &path : it.value())
            collect(path, workflow.consequences);
        if (workflow.consequences.isEmpty() && it->size() < 2)
            continue;
        std::ranges::sort(workflow.consequences);
        const QString id = idOf(it.key()).isEmpty() ? u"workflow"_s : idOf(it.key());
        workflow.id = id;
        const auto taken = [&workflows](const QString &wanted) {
            return std::ranges::any_of(workflows, [&wanted](const Workflow &one) { return one.id == wanted; });
        };
        for (int number = 2; taken(workflow.id); ++number)
            workflow.id = u"%1-%2"_s.arg(id).arg(number);
        workflows.append(workflow);
    }
    if (workflows.isEmpty() && !paths.isEmpty() && !root.isEmpty()) {
        const QString folder = root.section(u'/', -1);
        Workflow all{.id = idOf(folder), .title = titleOf(folder), .paths = {root + u"/**"_s}};
        collect(folder, all.consequences);
        if (!all.consequences.isEmpty() && !all.id.isEmpty() && !root.contains(u'*') && !root.contains(u'?'))
            workflows.append(all);
    }
    return workflows;
}

} // namespace countersign
