// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Clock.h"
#include "services/Workspace.h"

#include <QWidget>

class QListView;

namespace countersign {

class PlainLabel;
class VersionModel;

// The versions of one file and what it held on the branch beside them, youngest first. Enter or a click shows one; two
// chosen with Ctrl can be compared. The id of a version is its number, that of another text the name of its commit.
class VersionList : public QWidget
{
    Q_OBJECT

public:
    explicit VersionList(const Clock &clock, QWidget *parent = nullptr);

    void setVersions(const ViewPointer &view, const ArtifactId &artifact, const QList<BranchText> &onBranch);
    // The one that is shown.
    void setShown(const QString &id);
    [[nodiscard]] QStringList ids() const;
    // Oldest first.
    [[nodiscard]] QStringList chosen() const;
    [[nodiscard]] QListView *list() const { return m_list; }

signals:
    void shownAsked(const QString &id);
    void chosenChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const Clock &m_clock;
    VersionModel *m_model = nullptr;
    PlainLabel *m_count = nullptr;
    QListView *m_list = nullptr;
};

} // namespace countersign
