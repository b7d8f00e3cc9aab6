// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/ServiceSheet.h"

#include "services/WhenFinished.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/served/ServedWords.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

template<typename Id>
[[nodiscard]] QString pairLines(const QMap<QString, Id> &map)
{
    QStringList lines;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        lines.append(it.key() + u" = "_s + it.value().value);
    return lines.join(u'\n');
}

// "there = here", one a line; nothing when a line is something else.
template<typename Id>
[[nodiscard]] std::optional<QMap<QString, Id>> pairsFrom(const QString &lines)
{
    QMap<QString, Id> map;
    for (const QString &line : lines.split(u'\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype at = line.lastIndexOf(u'=');
        const QString there = at > 0 ? line.first(at).trimmed() : QString();
        const QString here = line.sliced(at + 1).trimmed();
        if (there.isEmpty() || here.isEmpty())
            return std::nullopt;
        map.insert(there, Id{here});
    }
    return map;
}

} // namespace

ServiceSheet::ServiceSheet(ServiceDesk &desk, const Workspace &workspace, const PromptService &known,
                           QWidget *covered)
    : Sheet(covered)
    , m_desk(desk)
    , m_workspace(workspace)
    , m_known(known)
{
    setObjectName(u"serviceSheet"_s);
    const bool fresh = known.name.isEmpty();
    setTitle(fresh ? tr("Name a service") : tr("Change %1").arg(known.name),
             tr("Where programs read prompts from. It stays among your own settings on this machine; the "
                "record does not know of it."));
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"serviceNotice"_s);
    content()->addWidget(m_notice);
    const auto line = [this](const QString &name, const QString &text, const QString &label,
                             FormField *&form) {
        auto *edit = new QLineEdit(text, this);
        edit->setObjectName(name);
        form = new FormField(label, edit, this);
        content()->addWidget(form);
        connect(edit, &QLineEdit::textChanged, this, &ServiceSheet::follow);
        return edit;
    };
    const auto lines = [this](const QString &name, const QString &text, const QString &label,
                              FormField *&form) {
        auto *edit = new GrowingTextEdit(this, 2, 5);
        edit->setObjectName(name);
        edit->setPlainText(text);
        form = new FormField(label, edit, this);
        content()->addWidget(form);
        connect(edit, &QPlainTextEdit::textChanged, this, &ServiceSheet::follow);
        return edit;
    };
    m_kind = new QComboBox(this);
    m_kind->setObjectName(u"serviceKind"_s);
    for (const auto kind : {connectors::RegistryKind::Langfuse, connectors::RegistryKind::Mlflow})
        m_kind->addItem(ServedWords::kind(kind), connectors::toString(kind));
    m_kind->setCurrentIndex(m_kind->findData(connectors::toString(known.kind)));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ServiceSheet::follow);
    content()->addWidget(new FormField(tr("Service"), m_kind, this));
    m_name = line(u"serviceName"_s, known.name, tr("Name"), m_nameField);
    m_name->setEnabled(fresh);
    m_nameField->setHelp(tr("As it is called here: small letters, figures, dots and dashes"));
    m_address = line(u"serviceAddress"_s, known.address, tr("Address"), m_addressField);
    m_addressField->setHelp(
        tr("What stands before /api: https://cloud.langfuse.com. Without encryption only on this machine."));
    m_key = line(u"serviceKey"_s, {}, tr("Key"), m_keyField);
    m_key->setEchoMode(QLineEdit::Password);
    m_labels = lines(u"serviceLabels"_s, pairLines(known.labels), tr("Labels that are called otherwise here"),
                     m_labelsField);
    m_labelsField->setHelp(tr("As: prod = production. A label of the name of an environment needs no line."));
    m_prompts = lines(u"servicePrompts"_s, pairLines(known.prompts),
                      tr("Prompts that are called otherwise here"), m_promptsField);
    m_promptsField->setHelp(tr(
        "As: refund-agent = support/refund. The same name, with another sign for the slash, needs no line."));
    QPushButton *button = makeButton(fresh ? tr("Add the service") : tr("Save"), ButtonKind::Filled, this);
    setDecidingButton(button);
    connect(this, &Sheet::decided, this, &ServiceSheet::keep);
    connect(this, &Sheet::closed, this, &QObject::deleteLater);
    follow();
}

void ServiceSheet::follow()
{
    const bool langfuse = m_kind->currentData() == connectors::toString(connectors::RegistryKind::Langfuse);
    const QString shape = langfuse ? tr("Public and secret key as pk-lf-…:sk-lf-…, with a colon between them")
                                   : tr("The token, where the server asks for one");
    m_keyField->setHelp(
        m_known.key.isEmpty() || m_known.key == "none"_L1
            ? tr("%1. It goes into the system's keychain.").arg(shape)
            : tr("%1. Left empty, the one that is in use stays (%2), unless the address is on another host.")
                  .arg(shape, m_known.key));
    for (FormField *field : {m_nameField, m_addressField, m_keyField, m_labelsField, m_promptsField})
        field->setError({});
}

std::optional<PromptService> ServiceSheet::filledIn()
{
    const auto labels = pairsFrom<EnvironmentId>(m_labels->toPlainText());
    const auto prompts = pairsFrom<ArtifactId>(m_prompts->toPlainText());
    const QString shape = tr("Each line is a name there, an equals sign and a name here.");
    if (!labels)
        m_labelsField->setError(shape);
    if (!prompts)
        m_promptsField->setError(shape);
    if (!labels || !prompts)
        return std::nullopt;
    for (const EnvironmentId &environment : *labels) {
        if (!m_workspace.view()->state.policy.environment(environment)) {
            m_labelsField->setError(tr("There is no environment %1 here.").arg(environment.value));
            return std::nullopt;
        }
    }
    // A key goes to the host that it was given for, and to no other.
    const auto origin = [](const QString &address) {
        const QUrl url(address);
        return url.scheme().toLower() + u' ' + connectors::hostOf(url);
    };
    const bool moved = origin(m_address->text().trimmed()) != origin(m_known.address);
    const PromptService service{
        .name = m_name->text().trimmed(),
        .kind = connectors::registryKindFromString(m_kind->currentData().toString()).value_or(m_known.kind),
        .address = m_address->text().trimmed(),
        .key = m_known.key.isEmpty() || moved ? u"none"_s : m_known.key,
        .labels = *labels,
        .prompts = *prompts};
    if (m_known.name.isEmpty() && m_desk.service(service.name)) {
        m_nameField->setError(tr("Another service has that name already."));
        return std::nullopt;
    }
    return service;
}

void ServiceSheet::fail(const Error &error)
{
    if (error.subject == "name"_L1)
        m_nameField->setError(tr("1 to 64 small letters, figures, dots and dashes."));
    else if (error.subject == "address"_L1)
        m_addressField->setError(tr("This is no address."));
    else if (error.subject == "endpoint.insecure"_L1)
        m_addressField->setError(tr("It is neither https nor on this machine, or has a name, a password or "
                                    "more than an address in it."));
    else if (error.subject == "key"_L1)
        m_keyField->setError(tr("A key has no spaces and no other signs than those of a keyboard."));
    else
        m_notice->setNotice(ServedWords::notice(error, {}, {}));
    rearm();
}

void ServiceSheet::keep()
{
    m_notice->settle();
    const std::optional<PromptService> service = filledIn();
    if (!service) {
        rearm();
        return;
    }
    const auto done = [this, name = service->name](const Done &kept) {
        clearButtonBusy(decidingButton());
        if (!kept) {
            fail(kept.error());
            return;
        }
        m_key->clear();
        emit this->kept(name);
        close();
    };
    if (m_key->text().isEmpty()) {
        done(m_desk.keep(*service));
        return;
    }
    setButtonBusy(decidingButton(), tr("Keeping the key"));
    whenFinished(m_desk.keepWithKey(*service, m_key->text()), this, done);
}

} // namespace countersign
