// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/example/Example.h"
#include "app/example/ExampleStory.h"
#include "domain/Policy.h"

#include <stop_token>

namespace countersign {

/// The git side of the example: what engineers do there with `git` itself. Blocking, any thread, one call at a time.
/// Nothing that the person at this machine has configured for git takes part.
class ExampleRepository
{
public:
    explicit ExampleRepository(const ExamplePlaces &places) : m_places(places) { }

    /// The bare repository, its clone, and the example's files as the first commit of `by`.
    [[nodiscard]] Done make(const Person &by, qint64 when, const std::stop_token &stop) const;
    /// A commit on the governed branch, pushed by `by` without asking anybody.
    [[nodiscard]] Done edit(const Person &by, qint64 when, const QString &path, const StoryEdit &edit,
                            const std::stop_token &stop) const;
    /// Brings the clone up to date and names those as whom it may be opened: `me` first. `home` is where all of it will
    /// lie in the end.
    [[nodiscard]] Done finish(const ExamplePlaces &home, const Person &me, const QList<Person> &others,
                              const std::stop_token &stop) const;

private:
    [[nodiscard]] Done git(const QStringList &arguments, const QStringList &environment,
                           const std::stop_token &stop) const;
    [[nodiscard]] Done commit(const Person &by, qint64 when, const QString &message, const std::stop_token &stop) const;

    ExamplePlaces m_places;
};

} // namespace countersign
