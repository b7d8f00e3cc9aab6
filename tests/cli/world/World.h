// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "ledger/Recorder.h"

#include <QJsonObject>
#include <QTemporaryDir>

namespace countersign::test {

/// How one run of countersignctl ended.
struct Ran
{
    int status = -1;
    QByteArray out = {};
    QByteArray err = {};

    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] QString why() const; ///< for a failing comparison
};

/// A bare repository with two prompts, a clone of it for Ana and one for Ben, and a folder for the private data of
/// everybody who runs the program.
class World
{
public:
    World();

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString remote() const { return path(QStringLiteral("remote.git")); }

    /// Runs the program in the clone of `who`, with private data of its own.
    Ran run(const QString &who, const QStringList &arguments, const QByteArray &input = {});
    /// The same in any folder.
    Ran runIn(const QString &folder, const QString &who, const QStringList &arguments,
              const QByteArray &input = {});
    /// With --json. What it prints beyond the documentation, or not in spite of it, is in shapeProblems().
    QJsonObject json(const QString &who, const QStringList &arguments, int status = 0);
    [[nodiscard]] const QStringList &shapeProblems() const { return m_shapeProblems; }

    /// Runs git; stops the program when it fails.
    QByteArray git(const QString &folder, const QStringList &arguments, const QByteArray &input = {}) const;
    /// The same, for what may fail.
    [[nodiscard]] Ran tryGit(const QString &folder, const QStringList &arguments, const QByteArray &input = {}) const;
    void write(const QString &name, const QByteArray &bytes) const;

    /// Begins the record with Ana and Ben.
    [[nodiscard]] Ran init();
    /// Ana proposes another number of days, with a complete note. The change is #1 in a fresh record.
    [[nodiscard]] Ran propose(int days, const QStringList &more = {});
    /// Change #1 is proposed, approved and accepted: support/refund@1.1.0.
    void accepted();

    // The ledger's branch of the shared repository, or of another bare one, by plumbing.
    [[nodiscard]] QList<QByteArray> commits() const; ///< oldest first: [seq - 1]
    /// A commit with the tree of `from`, with another file in it, behind `parent`.
    [[nodiscard]] QByteArray commit(const QByteArray &from, const QByteArray &parent,
                                    const QString &file = {}, const QByteArray &bytes = {},
                                    const QString &repository = {}) const;
    /// The chain of `commits` made anew behind each other, with the branch at its end.
    void serve(const QList<QByteArray> &commits) const;
    void moveLedger(const QByteArray &commit) const;

    /// The state as somebody who never saw the record folds it.
    [[nodiscard]] State state();
    /// Puts an event into the record that no rule was asked about. `spoil` may change the bytes of its body.
    Event append(const State &seen, const PrincipalId &actor, const QString &subject, const EventData &data,
                 const std::function<void(QByteArray &)> &spoil = {}, const EventId &id = EventId::random());

private:
    [[nodiscard]] std::unique_ptr<Ledger> ledger();
    void checkShape(const QStringList &arguments, const QJsonObject &object);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    QStringList m_shapeProblems;
    QJsonObject m_shapes;
    int m_clients = 0;
};

/// The fields of `object`, as documentation names them: "changes[].number".
[[nodiscard]] QStringList fieldsOf(const QJsonValue &value, const QString &path = {});

} // namespace countersign::test
