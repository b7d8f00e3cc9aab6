// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/RegistryForm.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestText = 1024;

QWidget *rowWidget(QWidget *parent, const QList<std::pair<QWidget *, int>> &parts)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    for (const auto &[widget, stretch] : parts) {
        layout->addWidget(widget, stretch, Qt::AlignTop);
    }
    return row;
}

// The variables by which libpq finds a server, as far as they are set.
QString environmentWords()
{
    QStringList set;
    for (const char *name : {"PGSERVICE", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER"}) {
        if (!qEnvironmentVariableIsEmpty(name)) {
            set.append(QString::fromLatin1(name) + u" = "_s
                       + text::printableLine(qEnvironmentVariable(name)));
        }
    }
    return set.isEmpty() ? RegistryForm::tr("None of them is set where Countersign was started.")
                         : set.join(u", "_s);
}

} // namespace

RegistryForm::RegistryForm(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    const auto edit = [this](const QString &name, const QString &placeholder = {}) {
        auto *field = new QLineEdit(this);
        field->setObjectName(name);
        field->setMaxLength(longestText);
        field->setPlaceholderText(placeholder);
        connect(field, &QLineEdit::textChanged, this, &RegistryForm::follow);
        connect(field, &QLineEdit::returnPressed, this, &RegistryForm::submitted);
        return field;
    };

    m_kind = new QComboBox(this);
    m_kind->setObjectName(u"registryKind"_s);
    m_kind->addItem(tr("A PostgreSQL server"), int(Kind::Server));
    m_kind->addItem(tr("A file on this computer"), int(Kind::File));
    m_kind->addItem(tr("An entry of PostgreSQL's service file"), int(Kind::Service));
    m_kind->addItem(tr("What the PG* variables say"), int(Kind::Environment));
    m_name = edit(u"registryName"_s, tr("As you call it"));
    layout->addWidget(rowWidget(this, {{new FormField(tr("Name"), m_name, this), 1},
                                       {new FormField(tr("Where it is"), m_kind, this), 1}}));

    m_file = edit(u"registryPath"_s);
    auto *file = new FormField(tr("File"), m_file, this);
    file->setHelp(tr("Not on a network drive: other computers cannot see its locks."));
    auto *choose = makeButton(tr("Choose …"), ButtonKind::Plain, this);
    choose->setObjectName(u"registryChoose"_s);
    connect(choose, &QPushButton::clicked, this, [this] { chooseFile(m_file, tr("Registry")); });
    m_fileRow = rowWidget(this, {{file, 1}});
    m_fileRow->layout()->addWidget(choose);
    m_fileRow->layout()->setAlignment(choose, Qt::AlignVCenter);
    layout->addWidget(m_fileRow);

    m_host = edit(u"registryHost"_s, tr("db.example.com"));
    m_port = edit(u"registryPort"_s, u"5432"_s);
    m_port->setValidator(new QIntValidator(1, 65535, m_port));
    m_databaseName = edit(u"registryDatabase"_s, tr("prompts"));
    m_hostField = new FormField(tr("Server"), m_host, this);
    m_hostField->setHelp(tr("A name or address, or the folder of a socket; empty: this computer."));
    m_serverRow = rowWidget(this, {{m_hostField, 4},
                                   {new FormField(tr("Port"), m_port, this), 1},
                                   {new FormField(tr("Database"), m_databaseName, this), 2}});
    layout->addWidget(m_serverRow);

    m_service = edit(u"registryService"_s);
    auto *service = new FormField(tr("Service"), m_service, this);
    service->setHelp(tr("The name of a section of ~/.pg_service.conf or of the system's pg_service.conf."));
    m_serviceRow = rowWidget(this, {{service, 1}});
    layout->addWidget(m_serviceRow);
    m_environment = new PlainLabel(QString(), FontRole::Code, ColorRole::Muted, this);
    m_environment->setObjectName(u"registryEnvironment"_s);
    m_environment->setWrapping(Wrapping::Wrap);
    layout->addWidget(m_environment);

    m_user = edit(u"registryUser"_s);
    m_password = edit(u"registrySecret"_s);
    m_password->setEchoMode(QLineEdit::Password);
    auto *user = new FormField(tr("Login"), m_user, this);
    user->setHelp(tr("Your own: it says who acts."));
    auto *password = new FormField(tr("Password"), m_password, this);
    password->setHelp(tr("Kept in the system's keychain and nowhere else. Empty: the one that is kept, or "
                         "PostgreSQL's password file."));
    m_loginRow = rowWidget(this, {{user, 1}, {password, 1}});
    layout->addWidget(m_loginRow);

    m_check = new QComboBox(this);
    m_check->setObjectName(u"registryCheck"_s);
    m_check->addItem(tr("Encrypted; certificate checked by this system's authorities"), int(Check::System));
    m_check->addItem(tr("Encrypted; certificate checked by an authority's file"), int(Check::OwnFile));
    m_check->addItem(tr("Encrypted; checked by a file, whatever the server's name"),
                     int(Check::OwnFileAnyName));
    m_check->addItem(tr("Encrypted, not checked: whoever is in between can read along"),
                     int(Check::Unchecked));
    m_check->addItem(tr("Not encrypted"), int(Check::Off));
    m_checkField = new FormField(tr("Connection"), m_check, this);
    layout->addWidget(m_checkField);
    m_authority = edit(u"registryAuthority"_s);
    auto *chooseAuthority = makeButton(tr("Choose …"), ButtonKind::Plain, this);
    chooseAuthority->setObjectName(u"registryChooseAuthority"_s);
    connect(chooseAuthority, &QPushButton::clicked, this,
            [this] { chooseFile(m_authority, tr("Certificate of the authority")); });
    m_authorityRow =
        rowWidget(this, {{new FormField(tr("Certificate of the authority"), m_authority, this), 1}});
    m_authorityRow->layout()->addWidget(chooseAuthority);
    m_authorityRow->layout()->setAlignment(chooseAuthority, Qt::AlignBottom);
    layout->addWidget(m_authorityRow);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &RegistryForm::follow);
    connect(m_check, &QComboBox::currentIndexChanged, this, &RegistryForm::follow);
    follow();
}

RegistryForm::Kind RegistryForm::kind() const
{
    return Kind(m_kind->currentData().toInt());
}

void RegistryForm::setRegistry(const SavedRegistry &registry)
{
    const QSignalBlocker quiet(this);
    for (QLineEdit *field :
         {m_name, m_file, m_host, m_port, m_databaseName, m_service, m_user, m_password, m_authority}) {
        field->clear();
    }
    m_name->setText(registry.name);
    Kind kind = Kind::Server;
    Check check = Check::System;
    if (!registry.place.isEmpty() && !isDatabase(registry.place)) {
        kind = Kind::File;
        m_file->setText(registryFile(registry.place));
    } else if (const Result<PostgresPlace> place = postgresPlaceFromUrl(registry.place); place) {
        kind = !place->service.isEmpty()                                                ? Kind::Service
               : place->host.isEmpty() && place->port == 0 && place->database.isEmpty() ? Kind::Environment
                                                                                        : Kind::Server;
        m_host->setText(place->host);
        m_port->setText(place->port > 0 ? QString::number(place->port) : QString());
        m_databaseName->setText(place->database);
        m_service->setText(place->service);
        m_user->setText(place->user);
        m_authority->setText(place->rootCertificate);
        check = place->sslMode == "disable"_L1      ? Check::Off
                : place->sslMode == "require"_L1    ? Check::Unchecked
                : place->sslMode == "verify-ca"_L1  ? Check::OwnFileAnyName
                : !place->rootCertificate.isEmpty() ? Check::OwnFile
                                                    : Check::System;
    }
    m_kind->setCurrentIndex(m_kind->findData(int(kind)));
    m_check->setCurrentIndex(m_check->findData(int(check)));
    follow();
}

PostgresPlace RegistryForm::database() const
{
    PostgresPlace place{.user = m_user->text().trimmed()};
    if (kind() == Kind::Server) {
        place.host = m_host->text().trimmed();
        place.port = m_port->text().toInt();
        place.database = m_databaseName->text().trimmed();
    } else if (kind() == Kind::Service) {
        place.service = m_service->text().trimmed();
    }
    switch (Check(m_check->currentData().toInt())) {
    case Check::System:
        break;
    case Check::OwnFile:
        place.sslMode = u"verify-full"_s;
        place.rootCertificate = m_authority->text().trimmed();
        break;
    case Check::OwnFileAnyName:
        place.sslMode = u"verify-ca"_s;
        place.rootCertificate = m_authority->text().trimmed();
        break;
    case Check::Unchecked:
        place.sslMode = u"require"_s;
        break;
    case Check::Off:
        place.sslMode = u"disable"_s;
        break;
    }
    return place;
}

QString RegistryForm::place() const
{
    return kind() == Kind::File ? m_file->text().trimmed() : toUrl(database());
}

Result<SavedRegistry> RegistryForm::registry() const
{
    const auto missing = [](const QString &sentence) -> Result<SavedRegistry> {
        return failure(ErrorCode::Invalid, u"form"_s, sentence);
    };
    switch (kind()) {
    case Kind::File:
        if (m_file->text().trimmed().isEmpty()) {
            return missing(tr("Name the file."));
        }
        break;
    case Kind::Server:
        if (m_databaseName->text().trimmed().isEmpty()) {
            return missing(tr("Name the database."));
        }
        break;
    case Kind::Service:
        if (m_service->text().trimmed().isEmpty()) {
            return missing(tr("Name the service."));
        }
        break;
    case Kind::Environment:
        break;
    }
    if (m_authorityRow->isVisibleTo(this) && m_authority->text().trimmed().isEmpty()) {
        return missing(tr("Name the file with the authority's certificate."));
    }
    const SavedRegistry registry{.name = m_name->text().trimmed(), .place = place()};
    if (kind() != Kind::File && !postgresPlaceFromUrl(registry.place)) {
        return missing(tr("Blanks, quotes, backslashes, “=” and “;” cannot stand in any of these."));
    }
    return registry;
}

QString RegistryForm::password() const
{
    return kind() == Kind::File ? QString() : m_password->text();
}

void RegistryForm::clearPassword()
{
    m_password->clear();
}

void RegistryForm::focusFirst()
{
    m_name->setFocus(Qt::OtherFocusReason);
}

void RegistryForm::chooseFile(QLineEdit *field, const QString &title)
{
    auto *dialog = new QFileDialog(window(), title);
    dialog->setObjectName(field->objectName() + u"Dialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
    dialog->open();
}

void RegistryForm::follow()
{
    const Kind now = kind();
    m_fileRow->setVisible(now == Kind::File);
    m_serverRow->setVisible(now == Kind::Server);
    m_serviceRow->setVisible(now == Kind::Service);
    m_environment->setVisible(now == Kind::Environment);
    m_environment->setText(environmentWords());
    m_loginRow->setVisible(now != Kind::File);
    m_checkField->setVisible(now != Kind::File);
    const Check check = Check(m_check->currentData().toInt());
    m_authorityRow->setVisible(now != Kind::File
                               && (check == Check::OwnFile || check == Check::OwnFileAnyName));
    m_checkField->setHelp(
        check == Check::System && now != Kind::File && isLocal(database())
            ? tr("This computer is reached without a network: nothing needs to be encrypted.")
            : QString());
    emit changed();
}

} // namespace countersign
