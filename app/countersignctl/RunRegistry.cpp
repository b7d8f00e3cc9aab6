// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "ledger/Copy.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// What a registry command did.
struct Worked
{
    QString done = {};   ///< in one word
    QString person = {}; ///< whose login it is that was admitted, by the policy; empty: nobody's
};

/// Blocking.
Result<Worked> workOn(CommandId command, const PlaceRequest &registry, const QString &login,
                      const QString &password)
{
    switch (command) {
    case CommandId::RegistryInit:
        return makeRegistry(registry).transform([] { return Worked{.done = u"made"_s}; });
    case CommandId::RegistryUpgrade:
        return upgradeRegistry(registry).transform(
            [](bool done) { return Worked{.done = done ? u"upgraded"_s : u"current"_s}; });
    default:
        return admitToRegistry(registry, login, password).transform([](const QString &person) {
            return Worked{.done = u"admitted"_s, .person = person};
        });
    }
}

/// Blocking.
Result<CopiedLedger> copyRecord(const PlaceRequest &from, const PlaceRequest &to, const Clock &clock,
                                const std::stop_token &stop)
{
    const Result<WorkspacePlace> source = findPlace(from);
    if (!source) {
        return std::unexpected(source.error());
    }
    const Result<WorkspacePlace> target = findPlace(to);
    if (!target) {
        return std::unexpected(target.error());
    }
    const auto read = openLedger(*source, clock);
    if (!read) {
        return std::unexpected(read.error());
    }
    const auto written = openLedger(*target, clock);
    if (!written) {
        return std::unexpected(written.error());
    }
    auto *importer = dynamic_cast<ImportTarget *>(written->get());
    Q_ASSERT(importer); // every ledger that is opened by a place takes events
    return copyLedger(**read, **written, *importer, stop);
}

} // namespace

Task<ExitStatus> runRegistry(Context &context)
{
    const CommandId command = context.invocation.command->id;
    const PlaceRequest registry{.place = context.invocation.operand(0)};
    const QString login = command == CommandId::RegistryAdmit ? context.invocation.operand(1) : QString();
    const QString act = command == CommandId::RegistryInit      ? u"the registry was not made"_s
                        : command == CommandId::RegistryUpgrade ? u"the registry was not upgraded"_s
                                                                : login + u" was not admitted"_s;
    QString password;
    if (command == CommandId::RegistryAdmit && context.has("password-file")) {
        const Result<QByteArray> bytes = readInput(context.value("password-file"));
        if (!bytes) {
            co_return fail(context, act, bytes.error());
        }
        password = QString::fromUtf8(bytes->left(bytes->indexOf('\n')));
    }
    const auto work = [command, registry, login, password] {
        return workOn(command, registry, login, password);
    };
    const Result<Worked> done = co_await elsewhere(work);
    if (!done) {
        co_return fail(context, act, done.error());
    }
    if (context.out.isJson()) {
        QJsonObject object{{u"done"_s, done->done}};
        if (command == CommandId::RegistryAdmit) {
            object.insert(u"login"_s, login);
            if (!done->person.isEmpty()) {
                object.insert(u"person"_s, done->person);
            }
        } else {
            object.insert(u"registry"_s, registry.place);
            object.insert(u"schema"_s, registrySchema());
        }
        context.out.json(object);
    } else if (command == CommandId::RegistryInit) {
        context.out.line(
            u"Made an empty registry in %1. Begin its record with countersignctl init --workspace."_s.arg(
                registry.place));
    } else if (command == CommandId::RegistryUpgrade) {
        context.out.line(done->done == "current"_L1 ? u"%1 is up to date."_s.arg(registry.place)
                                                    : u"Brought %1 up to date."_s.arg(registry.place));
    } else {
        context.out.line(
            done->person.isEmpty()
                ? u"%1 may use the registry, and is nobody's there yet: the policy binds a login by the "
                  "field logins of its person."_s.arg(login)
                : u"%1 may use the registry, as %2."_s.arg(login, done->person));
    }
    co_return ExitStatus::Done;
}

Task<ExitStatus> runCopy(Context &context)
{
    const PlaceRequest from{.place = context.invocation.operand(0)};
    const PlaceRequest to{.place = context.invocation.operand(1)};
    const auto work = [from, to, &clock = context.clock, stop = context.stop] {
        return copyRecord(from, to, clock, stop);
    };
    const Result<CopiedLedger> copied = co_await elsewhere(work);
    if (!copied) {
        // What was copied so far stays, and the next run goes on there.
        co_return context.out.fail(exitStatusOf(copied.error()),
                                   u"the copy is not complete: "_s + errorWords(copied.error()),
                                   nameOf(copied.error().code));
    }
    const QString hash = QString::fromLatin1(copied->stateHash);
    if (context.out.isJson()) {
        context.out.json({{u"done"_s, u"copied"_s},
                          {u"found"_s, copied->found},
                          {u"events"_s, copied->head.seq},
                          {u"state"_s, hash}});
    } else {
        context.out.line(u"%1 events, of which %2 were there before; both say %3."_s.arg(copied->head.seq)
                             .arg(copied->found)
                             .arg(hash));
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
