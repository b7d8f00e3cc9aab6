// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

namespace countersign {

// Why somebody else's service did not answer, in words. Pure.
class EndpointText
{
    Q_DECLARE_TR_FUNCTIONS(EndpointText)

public:
    // By the subject of its Error ("endpoint.unauthorized"): "api.example.com does not take the key."; empty when it is
    // no matter of the service.
    [[nodiscard]] static QString lead(const QString &subject, const QString &host);
};

} // namespace countersign
