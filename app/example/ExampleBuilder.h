// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/example/Example.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace countersign {

struct ExampleOptions
{
    QString folder = {};       ///< made by this, must not exist
    qint64 now = 0;            ///< the moment the story leads up to
    QByteArray story = {};     ///< empty: the story that is shipped
    PrincipalId me = {};       ///< as whom the clone opens by itself; empty: the first of the policy
};

/// Makes the example workspace: plays its story through the same operations that the window and the command line use,
/// each step as the person who did it. Built beside its place and put there in one move, so that it is there completely
/// or not at all. A step that is refused fails the whole.
///
/// Lives on a thread with an event loop. Deleting it stops the work and leaves nothing behind.
class ExampleBuilder : public QObject
{
    Q_OBJECT

public:
    explicit ExampleBuilder(const ExampleOptions &options, QObject *parent = nullptr);
    ~ExampleBuilder() override;

    /// Once. Fails: Conflict when the folder exists, Canceled, and as the operations do, with the step in `detail`.
    [[nodiscard]] QFuture<Result<ExamplePlaces>> build();
    /// Stops after the step that is under way.
    void cancel();

signals:
    /// `opened` of `all` changes of the story have been opened.
    void progressed(int opened, int all);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace countersign
