// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/compose/WorkspacePlace.h"
#include "app/compose/GitSource.h"
#include "services/Init.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

inline void shell(const QString &folder, const QString &command)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("sh"), {QStringLiteral("-ec"), command});
    if (!process.waitForFinished() || process.exitCode() != 0) {
        qFatal("%s: %s", qPrintable(command), process.readAllStandardError().constData());
    }
}

inline void writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    }
}

inline QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// One hash over the names and bytes of all files below a folder.
inline QByteArray fingerprint(const QString &folder)
{
    QMap<QString, QByteArray> files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        files.insert(path, QCryptographicHash::hash(readAll(path), QCryptographicHash::Sha256));
    }
    QCryptographicHash all(QCryptographicHash::Sha256);
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        all.addData(file.key().toUtf8());
        all.addData(file.value());
    }
    return all.result().toHex();
}

/// The answer of a future, at the latest after twenty seconds.
template<typename R>
[[nodiscard]] R answer(const QFuture<R> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000)) {
        return failure(ErrorCode::Unavailable, QStringLiteral("test"), QStringLiteral("no answer in time"));
    }
    return future.resultCount() == 0 ? R(failure(ErrorCode::Canceled)) : future.resultAt(0);
}

/// A governed repository: `shared.git`, and a clone that Ana and Bode act from.
struct GovernedPlace
{
    explicit GovernedPlace(const QMap<QString, QByteArray> &files, const QString &sharedFolder = {},
                           const QString &dataFolder = {})
        : shared((sharedFolder.isEmpty() ? folder.path() : sharedFolder) + QStringLiteral("/shared.git")),
          clone(folder.filePath(QStringLiteral("acme"))),
          data((dataFolder.isEmpty() ? folder.path() : dataFolder) + QStringLiteral("/data"))
    {
        shell(folder.path(), QStringLiteral("git init -q -b main acme && git -C acme config user.name 'Ana Ruiz' && "
                                            "git -C acme config user.email ana@acme.example && git -C acme config "
                                            "countersign.identity 'Bode Okafor <bode@acme.example>'"));
        for (auto file = files.cbegin(); file != files.cend(); ++file) {
            writeFile(clone + u'/' + file.key(), file.value());
        }
        shell(folder.path(), QStringLiteral("git -C acme add . && git -C acme commit -q -m Prompts && "
                                            "git clone -q --bare acme '%1' && git -C acme remote add origin '%1' && "
                                            "git -C acme fetch -q origin").arg(shared));
    }

    [[nodiscard]] Result<WorkspacePlace> place(const QString &as = {}) const
    {
        return findPlace({.place = clone, .as = as, .dataRoot = data});
    }

    [[nodiscard]] Done govern() const
    {
        const Result<WorkspacePlace> found = place();
        if (!found) {
            return std::unexpected(found.error());
        }
        const InitOptions init{.workspace = found->name,
                               .branch = found->branch,
                               .me = {.name = found->identity.name, .email = found->identity.email},
                               .others = {{.name = QStringLiteral("Bode Okafor"),
                                           .email = QStringLiteral("bode@acme.example")}}};
        const WorkspaceOptions options = workspaceOptions(*found, clock);
        const auto source = options.core.openSource();
        const Result<QByteArray> tip = source ? (*source)->tip(found->branch)
                                              : Result<QByteArray>(std::unexpected(source.error()));
        if (!tip) {
            return std::unexpected(tip.error());
        }
        const Result<PolicyProposal> proposal = proposePolicy(**source, *tip, init);
        auto ledger = openLedger(*found, clock);
        if (!proposal || !ledger) {
            return std::unexpected(proposal ? ledger.error() : proposal.error());
        }
        return startLedger(std::move(*ledger),
                           {.directory = found->directory, .client = options.core.client, .clock = &clock}, **source,
                           *tip, *proposal, init)
                .transform([](const StartedLedger &) { });
    }

    /// Opened and read, or not: `opened` says.
    [[nodiscard]] std::unique_ptr<LedgerWorkspace> open(Done *opened = nullptr, const QString &as = {}) const
    {
        const Result<WorkspacePlace> found = place(as);
        if (!found) {
            if (opened) {
                *opened = std::unexpected(found.error());
            }
            return nullptr;
        }
        WorkspaceOptions options = workspaceOptions(*found, clock);
        options.syncEveryMs = 0;
        options.core.patienceMs = 3000;
        auto workspace = std::make_unique<LedgerWorkspace>(options);
        const Done done = answer(workspace->opened());
        if (opened) {
            *opened = done;
        }
        return workspace;
    }

    QTemporaryDir folder;
    QString shared;
    QString clone;
    QString data;
    SystemClock clock;
};

/// A draft of a new change that replaces the text of one prompt.
[[nodiscard]] inline Result<Draft> draftOf(LedgerWorkspace &workspace, const QString &path, const QByteArray &text)
{
    ArtifactId id;
    for (const Artifact &artifact : workspace.view()->state.artifacts) {
        id = artifact.path == path ? artifact.id : id;
    }
    Result<Draft> draft = answer(workspace.newDraft({id}, {}));
    if (draft) {
        draft->title = QStringLiteral("Another text");
        draft->files[0].text = text;
        draft->note = {.what = QStringLiteral("What."),
                       .why = QStringLiteral("Why."),
                       .outcome = QStringLiteral("Outcome."),
                       .triggers = {{.metric = QStringLiteral("complaints")}},
                       .rollbackOwner = workspace.view()->me.person,
                       .informed = {workspace.view()->me.person}};
    }
    return draft;
}

} // namespace countersign::test
