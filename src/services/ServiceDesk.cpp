// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ServiceDesk.h"

#include "connectors/LangfuseRegistry.h"
#include "connectors/SystemSecrets.h"
#include "services/Drafts.h"
#include "services/Errand.h"
#include "services/ServiceBook.h"

#include <QSet>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using connectors::ForeignPrompt;
using connectors::ForeignText;
using connectors::KeySource;
using connectors::LangfuseRegistry;
using connectors::PromptRegistry;
using connectors::RegistryKind;
using connectors::Secret;

namespace {

using RegistryPointer = std::unique_ptr<PromptRegistry>;

template<typename R>
[[nodiscard]] QFuture<R> serviceAnswer(R result)
{
    return QtFuture::makeReadyValueFuture(std::move(result));
}

[[nodiscard]] connectors::ChatEndpoint endpointOf(const PromptService &service)
{
    return {.base = connectors::checkedBase(QUrl(service.address, QUrl::StrictMode)).value_or(QUrl()),
            .key = connectors::keySourceFromString(service.key).value_or(KeySource()),
            .keyStyle = connectors::usualKeyStyle(service.kind)};
}

[[nodiscard]] Result<RegistryPointer> opened(const PromptService &service,
                                             const std::shared_ptr<connectors::SecretStore> &secrets)
{
    if (const Done checked = checkedService(service); !checked)
        return std::unexpected(checked.error());
    const connectors::ChatEndpoint endpoint = endpointOf(service);
    return connectors::openRegistry(
        {.kind = service.kind, .base = endpoint.base, .key = endpoint.key, .keyStyle = endpoint.keyStyle}, {},
        {.secrets = secrets});
}

/// One question to a service, which is kept open until it is answered.
template<typename Answer>
class Question : public Errand<Answer>
{
public:
    Question(RegistryPointer registry, const std::function<QFuture<Answer>(PromptRegistry &)> &ask,
             QObject *parent)
        : Errand<Answer>(parent)
        , m_registry(std::move(registry))
    {
        whenFinished(ask(*m_registry), this, [this](const Answer &said) { this->answer(said); });
    }

private:
    RegistryPointer m_registry;
};

/// ServiceDesk::compare().
class Comparison : public Errand<Result<ServiceReport>>
{
public:
    Comparison(const PromptService &service, RegistryPointer registry, Workspace &workspace, QObject *parent)
        : Errand(parent)
        , m_service(service)
        , m_registry(std::move(registry))
        , m_workspace(workspace)
        , m_view(workspace.view())
    {
        whenFinished(m_registry->list(), this, [this](const Result<QList<ForeignPrompt>> &prompts) {
            if (prompts)
                listed(*prompts);
            else
                fail(prompts.error());
        });
    }

private:
    void listed(const QList<ForeignPrompt> &prompts)
    {
        const State &state = m_view->state;
        m_report.prompts = prompts.size();
        QSet<std::pair<ArtifactId, EnvironmentId>> served;
        // An environment that no label there means is no place that this service serves.
        const QList<EnvironmentId> named = m_service.labels.values();
        QSet<EnvironmentId> meant(named.cbegin(), named.cend());
        for (const ForeignPrompt &prompt : prompts) {
            const Artifact *artifact = artifactServed(state, m_service, prompt.name);
            for (const QString &label : prompt.labels) {
                const EnvironmentId environment = servedEnvironment(state.policy, m_service, label);
                if (environment.isEmpty()) {
                    if (label != "latest"_L1 && !m_report.otherLabels.contains(label)) // both services' own
                        m_report.otherLabels.append(label);
                    continue;
                }
                meant.insert(environment);
                ServedRow row{.name = prompt.name,
                              .label = label,
                              .artifact = artifact ? artifact->id : ArtifactId(),
                              .environment = environment};
                if (const PointerMove *running = artifact ? artifact->running(environment) : nullptr)
                    row.released = running->version;
                served.insert({row.artifact, environment});
                m_report.rows.append(row);
            }
        }
        m_report.otherLabels.sort();
        m_waiting = m_report.rows.size();
        promise().setProgressRange(0, static_cast<int>(m_waiting));
        for (qsizetype i = 0; i < m_waiting; ++i) {
            whenFinished(m_registry->live(m_report.rows.at(i).name, m_report.rows.at(i).label), this,
                         [this, i](const Result<ForeignText> &text) { read(i, text); });
        }
        if (meant.isEmpty() && !state.policy.environments.isEmpty())
            meant.insert(state.policy.environments.last().id);
        for (const Artifact &artifact : state.artifacts) {
            if (artifact.retired || artifact.kind != ArtifactKind::Prompt)
                continue;
            for (const Environment &environment : state.policy.environments) {
                const PointerMove *running = artifact.running(environment.id);
                if (running && meant.contains(environment.id) && !served.contains({artifact.id, environment.id})) {
                    m_report.rows.append({.standing = ServedStanding::NotServed,
                                          .name = servedName(m_service, artifact.id),
                                          .label = servedLabel(m_service, environment.id),
                                          .artifact = artifact.id,
                                          .environment = environment.id,
                                          .released = running->version});
                }
            }
        }
        end();
    }

    void read(qsizetype at, const Result<ForeignText> &text)
    {
        ServedRow &row = m_report.rows[at];
        if (!text) {
            row.error = text.error();
            judged();
            return;
        }
        row.text = *text;
        const Artifact *artifact = m_view->state.artifact(row.artifact);
        if (row.artifact.isEmpty() || !artifact) {
            row.standing = ServedStanding::NotGoverned;
            judged();
            return;
        }
        // What runs there first, then the newest: most of them end with the first.
        QList<VersionRecord> versions;
        for (auto it = artifact->versions.crbegin(); it != artifact->versions.crend(); ++it)
            it->version == row.released ? versions.prepend(*it) : versions.append(*it);
        judge(at, artifact->path, versions);
    }

    void judge(qsizetype at, const QString &path, QList<VersionRecord> versions)
    {
        if (versions.isEmpty()) {
            m_report.rows[at].standing = ServedStanding::Shadow;
            judged();
            return;
        }
        const VersionRecord version = versions.takeFirst();
        whenFinished(m_workspace.content(version.content), this,
                     [this, at, path, versions, version](const Result<QByteArray> &bytes) {
                         ServedRow &row = m_report.rows[at];
                         if (!bytes) {
                             // Whether it is a shadow cannot be told any more.
                             row.error = bytes.error();
                             judged();
                         } else if (saysTheSame(row.text, *bytes, path)) {
                             row.served = version.version;
                             row.standing = version.version == row.released ? ServedStanding::Released
                                                                            : ServedStanding::OtherVersion;
                             judged();
                         } else {
                             judge(at, path, versions);
                         }
                     });
    }

    void judged()
    {
        --m_waiting;
        promise().setProgressValue(promise().future().progressMaximum() - static_cast<int>(m_waiting));
        end();
    }

    void end()
    {
        if (m_waiting > 0 || isOver())
            return;
        std::ranges::stable_sort(m_report.rows, [](const ServedRow &a, const ServedRow &b) {
            return std::tie(a.standing, a.name, a.label) < std::tie(b.standing, b.name, b.label);
        });
        answer(m_report);
    }

    PromptService m_service;
    RegistryPointer m_registry;
    Workspace &m_workspace;
    ViewPointer m_view;
    ServiceReport m_report;
    qsizetype m_waiting = 0;
};

/// ServiceDesk::proposed() and adopt().
template<typename Answer>
class Adoption : public Errand<Result<Answer>>
{
public:
    using Then = std::function<void(const EditedFile &, Adoption &)>;

    Adoption(const ServedRow &row, Workspace &workspace, const Then &then, QObject *parent)
        : Errand<Result<Answer>>(parent)
    {
        const ViewPointer view = workspace.view();
        const Artifact *artifact = view->state.artifact(row.artifact);
        if (row.text.version < 1) {
            this->fail({.code = ErrorCode::Unsupported, .subject = u"messages"_s});
        } else if (row.artifact.isEmpty() || !artifact) {
            take(adoptedFile(view->state, row.text), then);
        } else {
            whenFinished(
                workspace.content(artifact->acceptedContent()), this,
                [this, artifact = *artifact, text = row.text, then](const Result<QByteArray> &bytes) {
                    take(bytes ? adoptedFile(artifact, *bytes, text) : std::unexpected(bytes.error()), then);
                });
        }
    }

    using Errand<Result<Answer>>::answer;
    using Errand<Result<Answer>>::fail;

private:
    void take(const Result<EditedFile> &file, const Then &then)
    {
        if (file)
            then(*file, *this);
        else
            this->fail(file.error());
    }
};

/// ServiceDesk::publish().
class Publishing : public Errand<Result<ServiceDesk::Published>>
{
public:
    Publishing(const PromptService &service, const connectors::ClientParts &parts, const ArtifactId &artifact,
               const EnvironmentId &environment, Workspace &workspace, QObject *parent)
        : Errand(parent)
        , m_artifact(artifact)
        , m_environment(environment)
        , m_workspace(workspace)
        , m_registry(endpointOf(service), {}, parts)
        , m_published{.name = servedName(service, artifact), .label = servedLabel(service, environment)}
    {
        const Result<VersionRecord> version = publishable(workspace.view()->state, artifact, environment);
        if (!version) {
            fail(version.error());
            return;
        }
        if (!LangfuseRegistry::isLabel(m_published.label)) {
            fail({.code = ErrorCode::Invalid, .subject = u"label"_s, .detail = m_published.label});
            return;
        }
        m_version = *version;
        m_published.released = version->version;
        whenFinished(workspace.content(version->content), this, [this](const Result<QByteArray> &bytes) {
            if (!bytes) {
                fail(bytes.error());
                return;
            }
            m_file = *bytes;
            look({m_published.label, u"latest"_s});
        });
    }

private:
    [[nodiscard]] QString path() const
    {
        const Artifact *artifact = m_workspace.view()->state.artifact(m_artifact);
        return artifact ? artifact->path : QString();
    }

    /// Whether a version that bears one of the labels says the same already.
    void look(QStringList labels)
    {
        if (labels.isEmpty()) {
            create();
            return;
        }
        const QString label = labels.takeFirst();
        whenFinished(m_registry.live(m_published.name, label), this,
                     [this, label, labels](const Result<ForeignText> &text) {
                         if (!text && text.error().code != ErrorCode::NotFound) {
                             fail(text.error());
                         } else if (!text || !saysTheSame(*text, m_file, path())) {
                             look(labels);
                         } else {
                             m_published.version = text->version;
                             if (label == m_published.label)
                                 answer(m_published);
                             else
                                 move();
                         }
                     });
    }

    /// What was asked for may have been rolled back while the service was asked.
    [[nodiscard]] bool stillHolds()
    {
        const Result<VersionRecord> version =
            publishable(m_workspace.view()->state, m_artifact, m_environment);
        if (version && version->content == m_version.content)
            return true;
        fail(version ? Error{.code = ErrorCode::Conflict, .subject = m_artifact.value} : version.error());
        return false;
    }

    void create()
    {
        if (!stillHolds())
            return;
        Result<ForeignText> text = servedText(m_file, path(), m_published.name);
        if (!text) {
            fail(text.error());
            return;
        }
        text->summary = u"%1 %2 of the record"_s.arg(m_artifact.value, m_version.version.toString());
        whenFinished(m_registry.create(*text), this, [this](const Result<ForeignText> &created) {
            if (!created) {
                fail(created.error());
                return;
            }
            m_published.version = created->version;
            m_published.created = true;
            move();
        });
    }

    void move()
    {
        if (!stillHolds())
            return;
        whenFinished(m_registry.moveLabel(m_published.name, m_published.version, m_published.label), this,
                     [this](const Result<ForeignText> &moved) {
                         if (!moved) {
                             fail(moved.error());
                             return;
                         }
                         m_published.moved = true;
                         answer(m_published);
                     });
    }

    ArtifactId m_artifact;
    EnvironmentId m_environment;
    Workspace &m_workspace;
    LangfuseRegistry m_registry;
    VersionRecord m_version;
    QByteArray m_file;
    ServiceDesk::Published m_published;
};

[[nodiscard]] QString keyNameOf(const QString &service)
{
    return u"prompt-service-"_s + service;
}

/// Keys: written or erased, and then the book.
class KeyErrand : public Errand<Done>
{
public:
    KeyErrand(const QFuture<Done> &keys, const std::function<Done(const Done &)> &then, QObject *parent)
        : Errand(parent)
    {
        whenFinished(keys, this, [this, then](const Done &done) { answer(then(done)); });
    }
};

} // namespace

ServiceDesk::ServiceDesk(Place place, QObject *parent) : QObject(parent), m_place(std::move(place)) {}

ServiceDesk::~ServiceDesk() = default;

ServiceDesk::Place ServiceDesk::systemPlace()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return {.settingsFile = folder + u"/countersign/prompt-services.ini"_s,
            .secrets = std::make_shared<connectors::SystemSecrets>()};
}

QList<PromptService> ServiceDesk::services() const
{
    return ServiceBook(m_place.settingsFile).all();
}

Result<PromptService> ServiceDesk::service(const QString &name) const
{
    return ServiceBook(m_place.settingsFile).find(name);
}

Done ServiceDesk::keep(const PromptService &service)
{
    return ServiceBook(m_place.settingsFile).keep(service);
}

QFuture<Done> ServiceDesk::keepWithKey(const PromptService &service, const QString &key)
{
    PromptService kept = service;
    kept.key = u"keychain:"_s + keyNameOf(service.name);
    if (const Done checked = checkedService(kept); !checked)
        return serviceAnswer(checked);
    const Secret secret(key.trimmed().toUtf8());
    if (!secret.isUsable())
        return serviceAnswer<Done>(failure(ErrorCode::Invalid, u"key"_s));
    auto *errand = new KeyErrand(
        m_place.secrets->write(endpointOf(kept).key, secret),
        [this, kept](const Done &written) { return written ? keep(kept) : written; }, this);
    return errand->future();
}

QFuture<Done> ServiceDesk::forget(const QString &name)
{
    const Result<PromptService> known = service(name);
    const auto forgotten = [this, name](const Done &erased) {
        const bool gone = erased || erased.error().code == ErrorCode::NotFound;
        return gone ? ServiceBook(m_place.settingsFile).forget(name) : erased;
    };
    const KeySource key = known ? endpointOf(*known).key : KeySource();
    // A key under another name is somebody else's too.
    if (key.place != connectors::KeyPlace::Keychain || key.name != keyNameOf(name))
        return serviceAnswer(forgotten({}));
    return (new KeyErrand(m_place.secrets->erase(key), forgotten, this))->future();
}

QFuture<Result<QList<ForeignPrompt>>> ServiceDesk::list(const PromptService &service)
{
    using Answer = Result<QList<ForeignPrompt>>;
    Result<RegistryPointer> registry = opened(service, m_place.secrets);
    if (!registry)
        return serviceAnswer<Answer>(std::unexpected(registry.error()));
    return (new Question<Answer>(
                std::move(*registry), [](PromptRegistry &asked) { return asked.list(); }, this))
        ->future();
}

QFuture<Result<ForeignText>> ServiceDesk::live(const PromptService &service, const QString &name,
                                               const QString &label)
{
    using Answer = Result<ForeignText>;
    Result<RegistryPointer> registry = opened(service, m_place.secrets);
    if (!registry)
        return serviceAnswer<Answer>(std::unexpected(registry.error()));
    return (new Question<Answer>(
                std::move(*registry), [&](PromptRegistry &asked) { return asked.live(name, label); }, this))
        ->future();
}

QFuture<Result<ServiceReport>> ServiceDesk::compare(const PromptService &service, Workspace &workspace)
{
    Result<RegistryPointer> registry = opened(service, m_place.secrets);
    if (!registry)
        return serviceAnswer<Result<ServiceReport>>(std::unexpected(registry.error()));
    return (new Comparison(service, std::move(*registry), workspace, this))->future();
}

QFuture<Result<EditedFile>> ServiceDesk::proposed(const ServedRow &row, Workspace &workspace)
{
    using Made = Adoption<EditedFile>;
    return (new Made(
                row, workspace, [](const EditedFile &file, Made &made) { made.answer(file); }, this))
        ->future();
}

QFuture<Result<Draft>> ServiceDesk::adopt(const ServedRow &row, Workspace &workspace)
{
    using Made = Adoption<Draft>;
    const auto keep = [&workspace, row](const EditedFile &file, Made &made) {
        answerKept(made, workspace,
                   {.id = DraftStore::newId(), .title = row.text.summary.simplified(), .files = {file}});
    };
    return (new Made(row, workspace, keep, this))->future();
}

QFuture<Result<ServiceDesk::Published>> ServiceDesk::publish(const PromptService &service,
                                                             const ArtifactId &artifact,
                                                             const EnvironmentId &environment,
                                                             Workspace &workspace)
{
    if (const Done checked = checkedService(service); !checked)
        return serviceAnswer<Result<Published>>(std::unexpected(checked.error()));
    if (service.kind != RegistryKind::Langfuse)
        return serviceAnswer<Result<Published>>(
            failure(ErrorCode::Unsupported, u"service"_s, connectors::toString(service.kind)));
    return (new Publishing(service, {.secrets = m_place.secrets}, artifact, environment, workspace, this))
        ->future();
}

} // namespace countersign
