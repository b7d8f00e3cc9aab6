// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/MemoryLedger.h"
#include "services/Init.h"
#include "services/LedgerWorkspace.h"
#include "unit/services/MemorySource.h"

#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

/// Moves only when told.
class TestClock final : public Clock
{
public:
    [[nodiscard]] qint64 now() const override { return m_now; }
    void set(qint64 now) { m_now = now; }

private:
    std::atomic<qint64> m_now = 1'795'170'000'000;
};

/// The answer of a future, at the latest after ten seconds; Canceled when it ended without one.
template<typename R>
[[nodiscard]] R answer(const QFuture<R> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000)) {
        return failure(ErrorCode::Unavailable, QStringLiteral("test"), QStringLiteral("no answer in time"));
    }
    if (future.resultCount() == 0) {
        return failure(ErrorCode::Canceled);
    }
    return future.resultAt(0);
}

inline QByteArray refundText(const char *days = "30", const char *verb = "must")
{
    return QByteArrayLiteral("# Refund policy\n\nRefunds are possible within ") + days
            + " days of the purchase. The assistant " + verb
            + " check the date of purchase first.\n\n# Tone\n\nBe friendly and short.\n";
}

inline const QString refundPath = QStringLiteral("prompts/support/refund.md");
inline const ArtifactId refund{QStringLiteral("refund")};

/// One shared record and one shared branch, as a server would keep them.
struct Office
{
    std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>();
    std::shared_ptr<MemoryBranch> branch = std::make_shared<MemoryBranch>();
    TestClock clock;
    QTemporaryDir directory;

    Office()
    {
        branch->commit(refundPath, refundText(), QStringLiteral("Mira Sandhu"), QStringLiteral("Add the refund prompt"));
        branch->commit(QStringLiteral("prompts/support/greeting.md"), "# Greeting\n\nSay helo and ask how to help.\n",
                       QStringLiteral("Mira Sandhu"), QStringLiteral("Add the greeting"));
        branch->commit(QStringLiteral("README.md"), "# Acme\n\nOur prompts.\n", QStringLiteral("Mira Sandhu"),
                       QStringLiteral("Read me"));
    }

    [[nodiscard]] static InitOptions people()
    {
        return {.workspace = QStringLiteral("acme-prompts"),
                .branch = QStringLiteral("main"),
                .me = {.name = QStringLiteral("Ana Ruiz"), .email = QStringLiteral("ana@example.com")},
                .others = {{.name = QStringLiteral("Bode Okafor"), .email = QStringLiteral("bode@example.com")}}};
    }

    [[nodiscard]] Result<StartedLedger> start(const InitOptions &options = people())
    {
        MemorySource source(branch);
        const Result<QByteArray> tip = source.tip(options.branch, {});
        const Result<PolicyProposal> proposal = proposePolicy(source, *tip, options);
        if (!proposal) {
            return std::unexpected(proposal.error());
        }
        return startLedger(std::make_unique<MemoryLedger>(store),
                           {.directory = directory.filePath(QStringLiteral("init")),
                            .client = QStringLiteral("countersign/test"),
                            .clock = &clock},
                           source, *tip, *proposal, options);
    }

    [[nodiscard]] WorkspaceOptions desk(const QString &name, const QString &email) const
    {
        return {.name = QStringLiteral("acme-prompts"),
                .location = QStringLiteral("memory"),
                .core = {.directory = directory.filePath(email),
                         .client = QStringLiteral("countersign/test"),
                         .authorName = name,
                         .authorEmail = email,
                         .clock = &clock,
                         .patienceMs = 2000,
                         .openLedger = [store = store]() -> Result<std::unique_ptr<Ledger>> {
                             return std::make_unique<MemoryLedger>(store);
                         },
                         .openServed = [store = store](const QString &) -> Result<std::unique_ptr<Ledger>> {
                             return std::make_unique<MemoryLedger>(store);
                         },
                         .openSource = [branch = branch]() -> Result<std::unique_ptr<Source>> {
                             return std::make_unique<MemorySource>(branch);
                         }},
                .syncEveryMs = 0};
    }

    [[nodiscard]] std::unique_ptr<LedgerWorkspace> open(const QString &name, const QString &email) const
    {
        auto workspace = std::make_unique<LedgerWorkspace>(desk(name, email));
        (void)answer(workspace->opened());
        // The view is posted before the answer, and both have arrived.
        return workspace;
    }
    [[nodiscard]] auto ana() const { return open(QStringLiteral("Ana Ruiz"), QStringLiteral("ana@example.com")); }
    [[nodiscard]] auto bode() const { return open(QStringLiteral("Bode Okafor"), QStringLiteral("bode@example.com")); }
};

/// Syncs and says whether the view came to be as it should.
template<typename Check>
[[nodiscard]] bool comesTo(LedgerWorkspace &workspace, Check check)
{
    return QTest::qWaitFor(
            [&] {
                if (check(*workspace.view())) {
                    return true;
                }
                workspace.sync();
                return false;
            },
            10'000);
}

} // namespace countersign::test
