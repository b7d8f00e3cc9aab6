// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/ServiceDesk.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

// What is live at a service, in words. Whatever the service says is quoted as one printable line. Pure.
class ServedWords
{
    Q_DECLARE_TR_FUNCTIONS(ServedWords)

public:
    [[nodiscard]] static QString kind(connectors::RegistryKind kind);
    // "api.example.com", for a service that can be asked.
    [[nodiscard]] static QString host(const PromptService &service);
    // Unique in a report.
    [[nodiscard]] static QString key(const ServedRow &row);
    [[nodiscard]] static RequirementRowData row(const WorkspaceView &view, const ServedRow &row);
    [[nodiscard]] static QString standing(const WorkspaceView &view, const ServedRow &row);
    // "Of 12 live texts 1 was approved by nobody …".
    [[nodiscard]] static QString summary(const ServiceReport &report);
    // The text itself: each message behind its role.
    [[nodiscard]] static QString text(const connectors::ForeignText &text);
    [[nodiscard]] static Notice notice(const Error &error, const QString &host, const QString &what);
};

} // namespace countersign
