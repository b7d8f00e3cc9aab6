// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/RegistryPlace.h"
#include "ui/start/SavedRegistries.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace countersign {

class FormField;
class PlainLabel;

// Where a registry is, field by field: a file, a PostgreSQL server, an entry of PostgreSQL's service file, or what the
// program's PG* environment says.
class RegistryForm : public QWidget
{
    Q_OBJECT

public:
    explicit RegistryForm(QWidget *parent);

    // Shows `registry`; an empty place is a server that is still to be named.
    void setRegistry(const SavedRegistry &registry);
    // What the fields say. Fails: Invalid with what is missing or cannot stand there, as a sentence.
    [[nodiscard]] Result<SavedRegistry> registry() const;
    // As it was typed; empty: the keychain's, or none.
    [[nodiscard]] QString password() const;
    void clearPassword();
    void focusFirst();

signals:
    void changed();
    void submitted();

private:
    enum class Kind { Server, File, Service, Environment };
    enum class Check { System, OwnFile, OwnFileAnyName, Unchecked, Off };

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] QString place() const;
    [[nodiscard]] PostgresPlace database() const;
    void chooseFile(QLineEdit *field, const QString &title);
    void follow();

    QComboBox *m_kind = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_file = nullptr;
    QLineEdit *m_host = nullptr;
    QLineEdit *m_port = nullptr;
    QLineEdit *m_databaseName = nullptr;
    QLineEdit *m_service = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QComboBox *m_check = nullptr;
    QLineEdit *m_authority = nullptr;
    PlainLabel *m_environment = nullptr;
    FormField *m_hostField = nullptr;
    FormField *m_checkField = nullptr;
    QWidget *m_fileRow = nullptr;
    QWidget *m_serverRow = nullptr;
    QWidget *m_serviceRow = nullptr;
    QWidget *m_loginRow = nullptr;
    QWidget *m_authorityRow = nullptr;
};

} // namespace countersign
