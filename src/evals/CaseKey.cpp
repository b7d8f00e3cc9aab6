// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/CaseKey.h"

#include "base/Hash.h"

namespace countersign::evals {

ContentHash caseKey(const Case &one)
{
    return one.id.isEmpty() ? one.key : contentHash(QByteArray("id\0", 3) + one.id.toUtf8());
}

} // namespace countersign::evals
