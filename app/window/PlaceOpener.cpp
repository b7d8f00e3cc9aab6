// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/PlaceOpener.h"

#include "services/Init.h"
#include "services/LedgerWorkspace.h"
#include "services/WhenFinished.h"

#include <QDir>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostPeople = 12;
constexpr qsizetype filesLookedAt = 60;
constexpr int commitsPerFile = 5;

void fail(const std::shared_ptr<QPromise<Result<OpenOutcome>>> &promise, const Error &error)
{
    promise->addResult(std::unexpected(error));
    promise->finish();
}

// Who wrote the governed files lately, the busiest first; without programs.
QList<InitPerson> colleagues(const Source &source, const QByteArray &tip, const QList<BaselineFile> &files,
                             const QString &myEmail)
{
    QHash<QString, std::pair<int, QString>> counted;
    for (const BaselineFile &file : files.first(qMin(files.size(), filesLookedAt))) {
        const Result<QList<SourceCommit>> commits = source.history(tip, file.path, commitsPerFile);
        if (!commits) {
            continue; // the proposal is complete without colleagues
        }
        for (const SourceCommit &commit : *commits) {
            const QString email = commit.email.toLower();
            const bool program = email.contains("noreply"_L1) || commit.author.endsWith("[bot]"_L1);
            if (email.isEmpty() || program || email == myEmail.toLower()) {
                continue;
            }
            auto &[count, name] = counted[email];
            ++count;
            name = commit.author;
        }
    }
    QStringList emails = counted.keys();
    std::sort(emails.begin(), emails.end(), [&](const QString &a, const QString &b) {
        const int left = counted.value(a).first;
        const int right = counted.value(b).first;
        return left == right ? a < b : left > right;
    });
    QList<InitPerson> people;
    for (const QString &email : emails.first(qMin(emails.size(), mostPeople))) {
        people.append({.name = counted.value(email).second, .email = email});
    }
    return people;
}

InitOptions initOptions(const WorkspacePlace &place)
{
    return {.workspace = place.name, .branch = place.branch,
            .me = {.name = place.identity.name, .email = place.identity.email}};
}

QList<IdentityChoice> choices(const QList<GitIdentity> &identities, const Policy &policy)
{
    QList<IdentityChoice> list;
    for (const GitIdentity &identity : identities) {
        QStringList roles;
        if (const Person *person = policy.personByEmail(identity.email)) {
            for (const RoleId &role : person->roles) {
                roles.append(policy.roleTitle(role));
            }
        }
        list.append({.name = identity.name, .email = identity.email, .role = roles.join(u", "_s)});
    }
    return list;
}

} // namespace

PlaceOpener::PlaceOpener(const Options &options, QObject *parent)
    : WorkspaceOpener(parent)
    , m_options(options)
{
}

QFuture<Result<OpenOutcome>> PlaceOpener::open(const OpenRequest &request)
{
    auto promise = std::make_shared<QPromise<Result<OpenOutcome>>>();
    promise->start();
    if (!request.example) {
        withKey(request, [this, promise](const OpenRequest &known) { find(known, known.place, promise); });
    } else if (m_options.makeExample) {
        makeAndFind(request, promise);
    } else {
        fail(promise, Error{.code = ErrorCode::NotFound, .subject = u"example"_s});
    }
    return promise->future();
}

namespace {

connectors::KeySource keyOf(const QString &place)
{
    return {.place = connectors::KeyPlace::Keychain, .name = (u"registry "_s + place).left(200)};
}

} // namespace

void PlaceOpener::withKey(const OpenRequest &request, const std::function<void(const OpenRequest &)> &then)
{
    if (!m_options.secrets || !request.password.isEmpty() || !isDatabase(request.place)) {
        then(request);
        return;
    }
    whenFinished(m_options.secrets->read(keyOf(request.place)), this,
                 [request, then](const Result<connectors::Secret> &secret) {
                     // Without one libpq looks for a password itself, and the server says whether it wants one.
                     OpenRequest known = request;
                     known.password = secret ? QString::fromUtf8(secret->bytes()) : QString();
                     then(known);
                 });
}

QFuture<Result<RegistryFound>> PlaceOpener::tryRegistry(const OpenRequest &request)
{
    auto promise = std::make_shared<QPromise<Result<RegistryFound>>>();
    promise->start();
    withKey(request, [this, promise](const OpenRequest &known) {
        const PlaceRequest wanted{
            .place = known.place, .dataRoot = m_options.dataRoot, .password = known.password};
        const auto look = [wanted, clock = &m_options.clock]() -> Result<RegistryFound> {
            const Result<WorkspacePlace> place = findPlace(wanted);
            if (!place) {
                return std::unexpected(place.error());
            }
            return glanceAt(*place, *clock).transform([](const RegistryGlance &glance) {
                return RegistryFound{.events = glance.events, .login = glance.login};
            });
        };
        whenFinished(QtConcurrent::run(look), this, [promise](const Result<RegistryFound> &found) {
            promise->addResult(found);
            promise->finish();
        });
    });
    return promise->future();
}

QFuture<Done> PlaceOpener::keepPassword(const OpenRequest &request)
{
    if (!m_options.secrets) {
        return QtFuture::makeReadyValueFuture(Done(failure(ErrorCode::Unavailable, u"keychain"_s)));
    }
    return request.password.isEmpty()
               ? m_options.secrets->erase(keyOf(request.place))
               : m_options.secrets->write(keyOf(request.place), connectors::Secret(request.password.toUtf8()));
}

void PlaceOpener::keepKey(const OpenRequest &request)
{
    if (m_options.secrets && !request.password.isEmpty() && isDatabase(request.place)) {
        // One that cannot be kept is asked for again the next time.
        (void)m_options.secrets->write(keyOf(request.place), connectors::Secret(request.password.toUtf8()));
    }
}

void PlaceOpener::makeAndFind(const OpenRequest &request, const Promise &promise)
{
    QFuture<Result<QString>> making = m_options.makeExample(this);
    auto *progress = new QFutureWatcher<Result<QString>>(this);
    connect(progress, &QFutureWatcherBase::progressRangeChanged, this,
            [promise](int from, int to) { promise->setProgressRange(from, to); });
    connect(progress, &QFutureWatcherBase::progressValueChanged, this,
            [promise](int value) { promise->setProgressValue(value); });
    auto *wanted = new QFutureWatcher<Result<OpenOutcome>>(progress);
    connect(wanted, &QFutureWatcherBase::canceled, this, [making]() mutable { making.cancel(); });
    wanted->setFuture(promise->future());
    whenFinished(making, this, [this, progress, request, promise](const Result<QString> &folder) {
        progress->deleteLater();
        if (!folder) {
            fail(promise, folder.error());
        } else {
            find(request, *folder, promise);
        }
    });
    progress->setFuture(making);
}

QString PlaceOpener::dataRootOf(const OpenRequest &request, const QString &folder) const
{
    const QString &example = m_options.exampleDataRoot;
    // The example is the example also when its folder was chosen by hand.
    const bool inside = !example.isEmpty() && QDir(folder).absolutePath().startsWith(QFileInfo(example).path() + u'/');
    return request.example || inside ? example : m_options.dataRoot;
}

void PlaceOpener::find(const OpenRequest &request, const QString &folder, const Promise &promise)
{
    const PlaceRequest wanted{.place = folder, .as = request.as, .dataRoot = dataRootOf(request, folder),
                              .password = request.password};
    const auto look = [wanted, create = request.create]() -> Result<Found> {
        if (create) {
            if (const Done made = makeRegistry(wanted); !made) {
                return std::unexpected(made.error());
            }
        }
        const Result<WorkspacePlace> place = findPlace(wanted);
        if (!place) {
            return std::unexpected(place.error());
        }
        Found found{.place = *place};
        if (!place->localPath.isEmpty()) {
            if (const auto repository = SourceRepository::open(place->localPath)) {
                found.identities = identities(**repository);
            }
        }
        return found;
    };
    whenFinished(QtConcurrent::run(look), this, [this, request, promise](const Result<Found> &found) {
        if (!found) {
            fail(promise, found.error());
        } else if (!promise->isCanceled()) {
            openFound(request, *found, promise);
        } else {
            promise->finish();
        }
    });
}

void PlaceOpener::openFound(const OpenRequest &asked, const Found &found, const Promise &promise)
{
    const auto workspace = std::make_shared<LedgerWorkspace>(workspaceOptions(found.place, m_options.clock));
    if (std::unique_ptr<RegistryWatch> watch = watchPlace(found.place)) {
        connect(watch.get(), &RegistryWatch::moved, workspace.get(), &Workspace::sync);
        watch.release()->setParent(workspace.get());
    }
    // What leads here again makes nothing and says nothing secret.
    const OpenRequest request{.place = asked.place, .as = asked.as, .example = asked.example};
    OpenRequest unmade = asked;
    unmade.create = false;
    const auto deliver = [this, asked, request, found, promise, workspace] {
        keepKey(asked);
        promise->addResult(OpenOutcome(OpenedWorkspace{
                .workspace = workspace,
                .request = request,
                .identities = choices(found.identities, workspace->view()->state.policy)}));
        promise->finish();
    };
    // What is remembered from the last time is shown as soon as it is read; the newest follows by itself.
    auto *waiting = new QObject(this);
    connect(workspace.get(), &Workspace::viewChanged, waiting, [promise, workspace, waiting, deliver] {
        if (!promise->future().isFinished() && !promise->isCanceled() && workspace->view()->state.head.seq > 0) {
            deliver();
            waiting->deleteLater();
        }
    });
    whenFinished(workspace->opened(), waiting,
                 [this, request = unmade, found, promise, workspace, waiting, deliver](const Done &opened) {
                     waiting->deleteLater();
                     if (promise->future().isFinished()) {
                         return;
                     }
                     if (promise->isCanceled()) {
                         promise->finish();
                     } else if (workspace->view()->state.head.seq > 0) {
                         deliver();
                     } else if (opened || opened.error().code == ErrorCode::NotFound) {
                         keepKey(request);
                         propose(request, found, promise);
                     } else {
                         fail(promise, opened.error());
                     }
                 });
}

void PlaceOpener::propose(const OpenRequest &request, const Found &found, const Promise &promise)
{
    const auto work = [request, place = found.place]() -> Result<GovernProposal> {
        const auto source = openSource(place);
        if (!source) {
            return std::unexpected(source.error());
        }
        const Result<QByteArray> tip = (*source)->tip(place.branch);
        if (!tip) {
            return std::unexpected(tip.error());
        }
        GovernProposal shown{.request = request, .name = place.name, .location = place.location,
                             .registry = place.backend != Backend::Git};
        shown.lookedFor = {u"*.prompty"_s, u"*.prompt"_s, u"*.prompt.md"_s, u"*.prompt.yml"_s, u"*.agent.md"_s,
                           u"SKILL.md"_s, u"*.j2"_s, u"texts and configurations in folders named prompts"_s};
        const Result<QList<SourceFile>> files = (*source)->files(*tip);
        if (!files) {
            return std::unexpected(files.error());
        }
        const auto written = std::find_if(files->begin(), files->end(),
                                          [](const SourceFile &file) { return file.path == policyPath(); });
        Result<PolicyProposal> proposal = PolicyProposal{};
        if (written != files->end()) {
            const Result<QByteArray> yaml = (*source)->read(written->blob);
            if (!yaml) {
                return std::unexpected(yaml.error());
            }
            proposal = readProposal(**source, *tip, *yaml);
            shown.policyFromRepository = true;
        } else {
            InitOptions options = initOptions(place);
            options.workflows = InitOptions::Workflows::Guessed;
            proposal = proposePolicy(**source, *tip, options);
            if (proposal) {
                options.others = colleagues(**source, *tip, proposal->files, options.me.email);
                if (!options.others.isEmpty()) {
                    proposal = proposePolicy(**source, *tip, options);
                }
            }
        }
        if (!proposal) {
            return std::unexpected(proposal.error());
        }
        shown.policy = proposal->policy;
        shown.policyText = proposal->yaml;
        for (const BaselineFile &file : std::as_const(proposal->files)) {
            shown.files.append({.path = file.path, .kind = file.kind});
        }
        return shown;
    };
    whenFinished(QtConcurrent::run(work), this, [promise](const Result<GovernProposal> &proposal) {
        if (proposal) {
            promise->addResult(OpenOutcome(*proposal));
            promise->finish();
        } else {
            fail(promise, proposal.error());
        }
    });
}

Done PlaceOpener::start(const GovernProposal &proposal, const WorkspacePlace &place, const Clock &clock)
{
    const WorkspaceOptions options = workspaceOptions(place, clock);
    const auto source = openSource(place);
    if (!source) {
        return std::unexpected(source.error());
    }
    const QString branch = proposal.policy.branch.isEmpty() ? place.branch : proposal.policy.branch;
    const Result<QByteArray> tip = (*source)->tip(branch);
    if (!tip) {
        return std::unexpected(tip.error());
    }
    // The text that was shown, compiled once more: what comes into force is what was read.
    const Result<PolicyProposal> compiled = readProposal(**source, *tip, proposal.policyText);
    if (!compiled) {
        return std::unexpected(compiled.error());
    }
    auto ledger = openLedger(place, clock);
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    const std::unique_ptr<Signer> signer = options.core.makeSigner ? options.core.makeSigner() : nullptr;
    InitOptions init = initOptions(place);
    init.branch = branch;
    return startLedger(std::move(*ledger),
                       {.directory = place.directory, .client = options.core.client, .clock = &clock,
                        .signer = signer.get()},
                       **source, *tip, *compiled, init)
            .transform([](const StartedLedger &) { });
}

QFuture<Result<OpenOutcome>> PlaceOpener::govern(const GovernProposal &proposal)
{
    auto promise = std::make_shared<QPromise<Result<OpenOutcome>>>();
    promise->start();
    const PlaceRequest wanted{.place = proposal.request.place, .as = proposal.request.as,
                              .dataRoot = m_options.dataRoot, .password = proposal.request.password};
    const auto work = [proposal, wanted, clock = &m_options.clock]() -> Done {
        const Result<WorkspacePlace> place = findPlace(wanted);
        if (!place) {
            return std::unexpected(place.error());
        }
        return start(proposal, *place, *clock);
    };
    whenFinished(QtConcurrent::run(work), this, [this, proposal, promise](const Done &started) {
        if (started) {
            find(proposal.request, proposal.request.place, promise);
        } else {
            fail(promise, started.error());
        }
    });
    return promise->future();
}

} // namespace countersign
