// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>

namespace countersign::test {

/// The seed of a test with random input, printed so that a failure can be repeated. Without COUNTERSIGN_SEED always the
/// same, so that two runs of one commit agree; a number repeats a run, `random` looks for new cases.
inline quint32 seed()
{
    const QByteArray asked = qgetenv("COUNTERSIGN_SEED");
    const quint32 value = asked == "random" ? QRandomGenerator::system()->generate()
            : asked.isEmpty()               ? 20260101U
                                            : quint32(asked.toULong());
    qInfo("COUNTERSIGN_SEED=%u", value);
    return value;
}

} // namespace countersign::test
