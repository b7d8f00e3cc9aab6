// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Result.h"

#include <QCoreApplication>

namespace countersign {

// Why somebody else's service did not answer, in words. Pure.
class EndpointText
{
    Q_DECLARE_TR_FUNCTIONS(EndpointText)

public:
    // "api.example.com does not take the key."; empty when it is no matter of the service.
    [[nodiscard]] static QString lead(const Error &error, const QString &host);
};

} // namespace countersign
