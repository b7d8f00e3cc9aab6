// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/example/ExampleBuilder.h"
#include "base/Clock.h"
#include "ledger/ChildProcess.h"

#include <QTemporaryDir>
#include <QTest>

namespace countersign::test {

/// One change that went through, nothing open.
inline const QByteArray shortStory =
    "changes:\n"
    "  - {ago: 9d, by: ana-ruiz, prompt: support/refund, title: Shorter answers,\n"
    "     replace: [[\"maxOutputTokens: 900\", \"maxOutputTokens: 600\"]], why: They were long.,\n"
    "     outcome: Shorter answers., approve: auto, release: production}\n";

/// A repository that people share, made of a story, in a temporary folder of its own; and their clones of it.
class SharedExample
{
public:
    /// What went wrong; empty when the repository is there.
    [[nodiscard]] QString build(const Clock &clock, const QByteArray &story = shortStory)
    {
        if (!m_folder.isValid())
            return m_folder.errorString();
        ExampleBuilder builder({.folder = path(QStringLiteral("example")), .now = clock.now(), .story = story});
        const QFuture<Result<ExamplePlaces>> built = builder.build();
        if (!QTest::qWaitFor([&] { return built.isFinished(); }, 100'000))
            return QStringLiteral("the example is never built");
        const Result<ExamplePlaces> places = built.resultAt(0);
        if (!places)
            return places.error().subject + u' ' + places.error().detail;
        m_places = *places;
        return {};
    }

    [[nodiscard]] const ExamplePlaces &places() const { return m_places; }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    /// "ana.ruiz", the name of her clone below path()
    [[nodiscard]] static QString slugOf(const QString &person) { return person.toLower().replace(u' ', u'.'); }
    /// A new clone with the person's name and address in its configuration; empty when git fails.
    [[nodiscard]] QString cloneFor(const QString &person) const
    {
        const QString slug = slugOf(person);
        const QString clone = path(slug);
        const auto git = [](const QStringList &arguments) {
            const Result<ChildOutcome> outcome = runChild({.program = QStringLiteral("git"), .arguments = arguments});
            return outcome && outcome->succeeded();
        };
        const auto configured = [&](const QString &key, const QString &value) {
            return git({QStringLiteral("-C"), clone, QStringLiteral("config"), key, value});
        };
        const bool made = git({QStringLiteral("clone"), QStringLiteral("--quiet"), m_places.shared, clone})
                          && configured(QStringLiteral("user.name"), person)
                          && configured(QStringLiteral("user.email"), slug + QStringLiteral("@acme.example"));
        return made ? clone : QString();
    }
    /// Where the person's private data are.
    [[nodiscard]] QString dataOf(const QString &person) const { return path(slugOf(person) + QStringLiteral("-data")); }

private:
    QTemporaryDir m_folder;
    ExamplePlaces m_places;
};

} // namespace countersign::test
