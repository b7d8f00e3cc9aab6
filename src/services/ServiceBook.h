// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Served.h"

namespace countersign {

/// The services that a person named, in a file of her settings and never of a repository. Keys are not in it, but where
/// each is.
///
/// Reads and writes the file at each call. Any thread; one at a time.
class ServiceBook
{
public:
    explicit ServiceBook(const QString &file) : m_file(file) {}

    /// By name. What cannot be read any more is left out.
    [[nodiscard]] QList<PromptService> all() const;
    /// Fails: NotFound (subject: the name).
    [[nodiscard]] Result<PromptService> find(const QString &name) const;
    /// In the place of one of that name. Fails: as checkedService(); NotPermitted when the file cannot be written.
    [[nodiscard]] Done keep(const PromptService &service);
    /// One that is not there is forgotten already. Fails: NotPermitted.
    [[nodiscard]] Done forget(const QString &name);

private:
    QString m_file;
};

} // namespace countersign
