// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Definition.h"

#include <QByteArray>
#include <QJsonObject>

namespace countersign::ctl {

// Everything here is made from the definition alone, and is the same on every machine.

[[nodiscard]] QByteArray programHelp(const Program &program);
[[nodiscard]] QByteArray commandHelp(const Program &program, const Command &command);
[[nodiscard]] QJsonObject helpJson(const Program &program);
/// countersignctl(1) for man.
[[nodiscard]] QByteArray manPage(const Program &program);
/// docs/cli.md.
[[nodiscard]] QByteArray markdown(const Program &program);
/// `shell`: bash, zsh or fish.
[[nodiscard]] QByteArray completion(const Program &program, const QString &shell);

} // namespace countersign::ctl
