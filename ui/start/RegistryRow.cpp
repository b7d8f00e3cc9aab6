// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/RegistryRow.h"

#include "base/RegistryPlace.h"
#include "ui/common/Text.h"
#include "ui/start/OpenErrorText.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>

namespace countersign {

using namespace Qt::StringLiterals;

RegistryRow::RegistryRow(QWidget *parent)
    : AnswerRow(Icon::ResultFiles, tr("Open a registry"),
                tr("Prompts without a repository: a file of its own, or a PostgreSQL database for a team"),
                tr("A file, or postgresql://user@host/database"), parent)
{
    setObjectName(u"answerRegistry"_s);
    setBusyWords(tr("Reading the registry"));
    field()->setObjectName(u"registryField"_s);
    chooseButton()->setObjectName(u"chooseRegistry"_s);
    QPushButton *make = addChoice(tr("New"));
    make->setObjectName(u"newRegistry"_s);
    m_password = addSecret(tr("Password of the database, kept in the system's keychain"));
    m_password->setObjectName(u"registryPassword"_s);

    connect(make, &QPushButton::clicked, this, &RegistryRow::nameNew);
    connect(this, &AnswerRow::choosePressed, this, [this] {
        openField({}, tr("Open"));
        field()->setFocus(Qt::OtherFocusReason);
    });
    connect(field(), &QLineEdit::textChanged, this, &RegistryRow::follow);
    connect(this, &AnswerRow::submitted, this, [this](const QString &place) {
        emit openRequested({.place = place, .password = isDatabase(place) ? m_password->text() : QString()});
    });
    connect(this, &AnswerRow::offerPressed, this, [this] {
        if (m_offersMaking) {
            OpenRequest request = m_failed;
            request.create = true;
            emit openRequested(request);
        } else {
            chooseFile();
        }
    });
}

void RegistryRow::follow(const QString &place)
{
    m_password->setVisible(isDatabase(place.trimmed()));
}

void RegistryRow::nameNew()
{
    auto *dialog = new QFileDialog(window(), tr("New registry"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->setObjectName(u"newRegistryDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(u"registry"_s);
    dialog->setNameFilters({tr("Registries (*.registry)"), tr("All files (*)")});
    dialog->selectFile(u"prompts.registry"_s);
    // One that is there is never written over: it is refused with words below the answer.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { emit openRequested({.place = file, .create = true}); });
    dialog->open();
}

void RegistryRow::chooseFile()
{
    auto *dialog = new QFileDialog(window(), tr("Open a registry"));
    dialog->setObjectName(u"registryDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Registries (*.registry)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { emit openRequested({.place = file}); });
    dialog->open();
}

void RegistryRow::showRequest(const OpenRequest &request)
{
    openField(request.place, tr("Open"));
    showBusy();
}

void RegistryRow::showError(const OpenRequest &request, const Error &error)
{
    m_failed = request;
    m_offersMaking = error.code == ErrorCode::NotFound
                     && (error.subject == "schema"_L1 || error.subject == "registry"_L1) && !request.create;
    const ErrorText words = registryErrorText(error);
    openField(request.place, tr("Try again"));
    m_password->setText(request.password);
    showFailure(words.lead, words.sentence, text::printableLine(error.detail),
                m_offersMaking ? tr("Make one there") : tr("Choose a file"));
    if (error.code == ErrorCode::NotPermitted && isDatabase(request.place)) {
        m_password->setFocus(Qt::OtherFocusReason);
        m_password->selectAll();
    }
}

} // namespace countersign
