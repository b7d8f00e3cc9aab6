// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/start/AnswerRow.h"
#include "ui/start/WorkspaceOpener.h"

namespace countersign {

// The answer "in a registry": a new file in two clicks, one that is there, or a database with its password.
class RegistryRow : public AnswerRow
{
    Q_OBJECT

public:
    explicit RegistryRow(QWidget *parent);

    void showRequest(const OpenRequest &request);
    void showError(const OpenRequest &request, const Error &error);
    // Asks the system for a file that is there.
    void chooseFile();

signals:
    void openRequested(const OpenRequest &request);

private:
    void nameNew();
    void follow(const QString &place);

    QLineEdit *m_password = nullptr;
    OpenRequest m_failed = {};
    bool m_offersMaking = false;
};

} // namespace countersign
