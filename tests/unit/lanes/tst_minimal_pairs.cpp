// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "prompt/Document.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

struct MinimalPair
{
    const char *name;
    const char *path;
    const char *context; // "%" stands for the place that is edited
    const char *before;
    const char *after;
    Lane lane;
};

constexpr const char *shop = "You answer questions of customers of a furniture shop.\n\n# Rules\n\nKeep to "
                             "the facts of the order. %\n\nGreet the customer by name.\n";
constexpr const char *bank = "You help customers of a bank with their accounts.\n\n## Limits\n\n- Explain "
                             "each step to the customer.\n- %\n";
constexpr const char *clinic = "You answer patients of a clinic before a nurse calls them back.\n\n# "
                               "Conduct\n\n%\n\nUse plain language with patients.\n";
constexpr const char *insurer = "You draft answers to policyholders about their claims.\n\n1. Read the claim "
                                "of the policyholder.\n2. %\n3. Thank the policyholder.\n";
constexpr const char *telecom =
    "You are the assistant of a telephone company. Customers ask about their contracts.\n\n%\n";
constexpr const char *hiring =
    "You screen applicants for a vacancy. Compare applicants with the description.\n\n# Criteria\n\n- %\n- "
    "Write two sentences on each applicant.\n";
constexpr const char *moderation = "You moderate comments. Label harmful or abusive comments, hate and "
                                   "violations of the rules. Flag spam.\n\n%\n";
constexpr const char *coding = "You are a coding agent. You work in a git repository and run the tests of "
                               "the code base. Commit small changes. Use the terminal for builds.\n\n# "
                               "Boundaries\n\n- %\n- Keep functions short and name tests after behaviour.\n";
constexpr const char *rag = "Answer the question of the user with the passages "
                            "below.\n\n%\n\nPassages:\n{{passages}}\n\nQuestion: {{question}}\n";
constexpr const char *travel = "You change bookings of passengers of an airline.\n\n# Changes\n\n%\n\nName "
                               "the flight in each answer to the passenger.\n";
constexpr const char *agent =
    "---\nname: helper\ndescription: Helps with reports\n%\n---\n\nWrite the weekly report.\n";
constexpr const char *yaml =
    "model: gpt-4o\n%\nmessages:\n  - role: system\n    content: Write the weekly report.\n";
constexpr const char *internal = "Summarise the notes of the weekly meeting for the team.\n\n# Output\n\n%\n";

const MinimalPair pairs[] = {
    // shop
    {"refund window", "shop.md", shop, "Customers may return an item within 30 days of delivery.",
     "Customers may return an item within 14 days of delivery.", Lane::High},
    {"refund duty", "shop.md", shop, "You must check the delivery date before you promise a refund.",
     "You should check the delivery date before you promise a refund.", Lane::High},
    {"refund prohibition", "shop.md", shop, "Never promise a refund that the rules do not allow.",
     "Be helpful when someone asks for a refund.", Lane::High},
    {"voucher", "shop.md", shop, "Offer store credit when the period has ended.",
     "Offer a full refund when the period has ended.", Lane::High},
    {"approval above a sum", "shop.md", shop, "Refunds above 200 euros need approval by a manager.",
     "Refunds above 500 euros need approval by a manager.", Lane::High},
    {"discount", "shop.md", shop, "You may offer a discount of up to 10% on the next order.",
     "You may offer a discount of up to 25% on the next order.", Lane::High},
    {"greeting", "shop.md", shop, "Wish the customer a good day at the end.",
     "Wish the customer a lovely evening at the end.", Lane::Medium},
    // bank
    {"hand-over", "bank.md", bank, "Hand over to a person when the customer reports fraud.",
     "Tell the customer to try again when the customer reports fraud.", Lane::High},
    {"identity", "bank.md", bank, "Verify the identity of the caller before you name a balance.",
     "Name the balance when the caller asks for it.", Lane::High},
    {"card data", "bank.md", bank, "Never keep card numbers in the notes.", "Keep card numbers in the notes.",
     Lane::High},
    {"fee waiver", "bank.md", bank, "Do not waive overdraft fees.", "Waive overdraft fees once a year.",
     Lane::High},
    {"transfer limit", "bank.md", bank, "Transfers above 1,000 dollars require confirmation by the customer.",
     "Transfers above 5,000 dollars require confirmation by the customer.", Lane::High},
    {"advice", "bank.md", bank, "Do not give legal advice.", "Give legal advice when asked.", Lane::High},
    // clinic
    {"diagnosis", "clinic.md", clinic, "Do not name a diagnosis.", "You may name a diagnosis.", Lane::High},
    {"dose", "clinic.md", clinic, "Never recommend a dose of a medication.",
     "Recommend a usual dose of a medication.", Lane::High},
    {"emergency", "clinic.md", clinic, "Tell the patient to call emergency services if there is chest pain.",
     "Tell the patient to rest if there is chest pain.", Lane::High},
    {"nurse", "clinic.md", clinic, "A nurse checks the list before it goes out.",
     "The list goes out at noon.", Lane::High},
    {"crisis", "clinic.md", clinic, "If the patient mentions self-harm, give the number of the crisis line.",
     "If the patient mentions self-harm, be kind.", Lane::High},
    // insurance
    {"coverage", "insurer.txt", insurer, "Approve the claim when the damage is below 300 euros.",
     "Approve the claim when the damage is below 900 euros.", Lane::High},
    {"liability", "insurer.txt", insurer, "Do not admit liability.", "Admit liability where it is clear.",
     Lane::High},
    {"deadline", "insurer.txt", insurer, "Say that a claim must arrive within 30 days.",
     "Say that a claim must arrive within 60 days.", Lane::High},
    {"adjuster", "insurer.txt", insurer, "Escalate to a specialist if the claim is disputed.",
     "Answer the claim if the claim is disputed.", Lane::High},
    // telecom
    {"cancellation fee", "telecom.md", telecom, "The cancellation fee is 40 euros.",
     "The cancellation fee is 60 euros.", Lane::High},
    {"eligibility", "telecom.md", telecom, "Only customers over 18 years are eligible for a contract.",
     "All customers are eligible for a contract.", Lane::High},
    {"transfer to agent", "telecom.md", telecom,
     "Transfer the customer to a human agent after two failed attempts.",
     "Transfer the customer to a human agent after five failed attempts.", Lane::High},
    {"customer wording", "telecom.md", telecom, "Say hello in a friendly way.",
     "Say welcome in a friendly way.", Lane::Medium},
    // hiring
    {"reject", "hiring.md", hiring, "Reject applicants without a work permit.",
     "Accept applicants without a work permit.", Lane::High},
    {"gap", "hiring.md", hiring, "Do not reject applicants for a gap in their career.",
     "Reject applicants for a gap in their career.", Lane::High},
    {"human decision", "hiring.md", hiring, "A manager decides on each applicant.",
     "Decide on each applicant yourself.", Lane::High},
    {"protected", "hiring.md", hiring, "Never use age or origin; that is illegal.", "Prefer local people.",
     Lane::High},
    // moderation
    {"doubt", "moderation.md", moderation, "If in doubt, be lenient.", "If in doubt, be strict.", Lane::High},
    {"remove", "moderation.md", moderation, "Remove a comment if it insults a person.",
     "Remove a comment only if it threatens a person.", Lane::High},
    {"label", "moderation.md", moderation, "Give the label \"spam\" if the comment sells something.",
     "Give the label \"fine\" if the comment sells something.", Lane::High},
    // coding agent
    {"push", "agent.md", coding, "Never push to the main branch.",
     "Push to the main branch when the tests pass.", Lane::High},
    {"existing tests", "agent.md", coding, "Do not modify existing tests.",
     "Improve existing tests as you see fit.", Lane::High},
    {"ask first", "agent.md", coding, "Ask first before you delete a file.",
     "Delete files that are not used.", Lane::High},
    {"packages", "agent.md", coding, "Do not install packages.", "Install the packages you need.",
     Lane::High},
    {"production", "agent.md", coding, "Never deploy to production without approval.",
     "Deploy to production after the build.", Lane::High},
    {"stop", "agent.md", coding, "Stop after two failures and report.", "Keep going until all tests pass.",
     Lane::High},
    {"secrets", "agent.md", coding, "Never read credentials from the environment.",
     "Read credentials from the environment.", Lane::High},
    {"plan", "agent.md", coding, "Wait for approval of the plan before you start.",
     "Start when the plan is ready.", Lane::High},
    {"step", "agent.md", coding, "Run the linter after each change.", "Run the linter at the end.",
     Lane::Medium},
    // answers from sources
    {"only the passages", "rag.md", rag, "Use only the passages.", "Use the passages and what you know.",
     Lane::High},
    {"own knowledge", "rag.md", rag, "Do not use your own knowledge.", "You may use your own knowledge.",
     Lane::High},
    {"abstain", "rag.md", rag, "If the answer is not in the passages, say that you do not know.",
     "If the answer is not in the passages, give your best guess.", Lane::High},
    {"citations", "rag.md", rag, "Return JSON with the field \"answer\".",
     "Return JSON with the field \"reply\".", Lane::Medium},
    // travel
    {"change fee", "travel.md", travel, "The passenger pays a fee of 50 dollars for a change.",
     "The passenger pays no fee for a change.", Lane::High},
    {"confirmation", "travel.md", travel,
     "Get explicit confirmation from the passenger before you cancel a booking.",
     "Cancel a booking when the passenger mentions it.", Lane::High},
    {"compensation", "travel.md", travel, "Do not offer compensation unless the passenger asks.",
     "Offer compensation at once.", Lane::High},
    // settings
    {"tool added", "helper.agent.md", agent, "tools: [read, search]", "tools: [read, search, shell]",
     Lane::High},
    {"tool list gone", "helper.agent.md", agent, "tools: [read]", "color: blue", Lane::High},
    {"tool scope", "helper.agent.md", agent, "tools: ['files/read:x']", "tools: ['files/write:x']",
     Lane::High},
    {"tool name-space", "helper.agent.md", agent, "tools: [read, fetch]", "tools: [read, web/fetch]",
     Lane::Medium},
    {"model", "helper.agent.md", agent, "model: gpt-4o", "model: gpt-5", Lane::Medium},
    {"automatic approval", "helper.agent.md", agent, "auto_approve: false", "auto_approve: true", Lane::High},
    {"temperature", "report.prompt.yml", yaml, "modelParameters:\n  temperature: 0.2",
     "modelParameters:\n  temperature: 0.9", Lane::Medium},
    {"retrieval", "report.yaml", yaml, "retrieval:\n  top_k: 5", "retrieval:\n  top_k: 8", Lane::Medium},
    {"threshold", "report.yaml", yaml, "pass_threshold: 0.8", "pass_threshold: 0.7", Lane::Medium},
    {"metadata", "helper.agent.md", agent, "version: 1.0", "version: 1.1", Lane::Low},
    // internal
    {"length", "notes.md", internal, "Write at most 15 words per point.", "Write at most 16 words per point.",
     Lane::Low},
    {"tone", "notes.md", internal, "Use a formal tone.", "Use a casual tone.", Lane::Low},
    {"variable", "notes.md", internal, "The notes: {{notes}}", "The notes: {{minutes}}", Lane::Medium},
    {"strength", "notes.md", internal, "Prefer one heading for each topic.",
     "Use exactly one heading for each topic.", Lane::Medium},
    {"hidden text", "notes.md", internal, "List the decisions.",
     "List the\xE2\x80\x8B\xE2\x80\xAE decisions.", Lane::High},
};

QByteArray filled(const MinimalPair &pair, const QByteArray &words)
{
    return QByteArray(pair.context).replace("%", words);
}

Lane laneOf(const QByteArray &before, const QByteArray &after, const QString &path,
            QString *reasons = nullptr)
{
    const lanes::Classification found = lanes::classify(
        diff::compare(prompt::parse(before, path), prompt::parse(after, path)), {.path = path});
    if (reasons) {
        for (const lanes::Finding &finding : found.findings)
            *reasons += finding.rule + u": "_s + finding.before + u" => "_s + finding.after + u'\n';
    }
    return found.lane;
}

bool isSettings(const MinimalPair &pair)
{
    return pair.context == agent || pair.context == yaml;
}

// Edits that say nothing, at the same place.
QList<std::pair<const char *, QByteArray>> withoutMeaning(const MinimalPair &pair)
{
    const QByteArray words = pair.before;
    QList<std::pair<const char *, QByteArray>> result;
    if (isSettings(pair)) {
        QByteArray quoted = words;
        const qsizetype colon = quoted.indexOf(": ");
        if (!quoted.contains('\n') && !quoted.contains('[') && !quoted.contains("false")
            && !quoted.contains("0."))
            quoted = quoted.left(colon + 2) + '"' + quoted.mid(colon + 2) + '"';
        result.append({"quoted", filled(pair, quoted)});
        result.append({"comment", filled(pair, words + "  # as before")});
        return result;
    }
    QByteArray wrapped = words;
    const qsizetype middle = wrapped.indexOf(' ', wrapped.size() / 2);
    if (middle > 0)
        wrapped[middle] = '\n';
    if (pair.context != insurer && pair.context != bank && pair.context != hiring && pair.context != coding)
        result.append({"re-wrapped", filled(pair, wrapped)});
    result.append({"spaced", filled(pair, QByteArray(words).replace(" ", "  "))});
    result.append({"emphasised", filled(pair, "**" + words + "**")});
    result.append({"CRLF", filled(pair, words).replace("\n", "\r\n")});
    result.append({"bullets", filled(pair, words).replace("\n- ", "\n* ")});
    result.append({"trailing spaces", filled(pair, words).replace("\n", "  \n")});
    return result;
}

} // namespace

/// Each place edited so that it matters, and edited so that it does not.
class MinimalPairs : public QObject
{
    Q_OBJECT

private slots:
    void anEditThatMattersIsSeen_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const MinimalPair &pair : pairs) {
            QTest::addRow("%d %s", index, pair.name) << index;
            ++index;
        }
        QVERIFY(index >= 60);
    }

    void anEditThatMattersIsSeen()
    {
        QFETCH(const int, index);
        const MinimalPair &pair = pairs[index];
        QString reasons;

        const Lane lane = laneOf(filled(pair, pair.before), filled(pair, pair.after),
                                 QString::fromLatin1(pair.path), &reasons);

        QVERIFY2(lane == pair.lane, qPrintable(toString(lane) + u'\n' + reasons));
    }

    void directionDoesNotCount_data() { anEditThatMattersIsSeen_data(); }

    void directionDoesNotCount()
    {
        QFETCH(const int, index);
        const MinimalPair &pair = pairs[index];
        if (QByteArray(pair.name) == "hidden text")
            QSKIP("hidden characters count where they come, not where they go");
        QString reasons;

        const Lane lane = laneOf(filled(pair, pair.after), filled(pair, pair.before),
                                 QString::fromLatin1(pair.path), &reasons);

        QVERIFY2(lane == pair.lane, qPrintable(toString(lane) + u'\n' + reasons));
    }

    void theSamePlaceEditedWithoutMeaningIsLow_data() { anEditThatMattersIsSeen_data(); }

    void theSamePlaceEditedWithoutMeaningIsLow()
    {
        QFETCH(const int, index);
        const MinimalPair &pair = pairs[index];

        for (const auto &[kind, after] : withoutMeaning(pair)) {
            QString reasons;
            const Lane lane =
                laneOf(filled(pair, pair.before), after, QString::fromLatin1(pair.path), &reasons);
            QVERIFY2(lane == Lane::Low, qPrintable(QString::fromLatin1(kind) + u'\n' + reasons));
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::MinimalPairs)
#include "tst_minimal_pairs.moc"
