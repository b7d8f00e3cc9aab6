// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Sheet.h"

namespace countersign {

class NoticeBar;

// The question before a version goes into an environment: what replaces what, what it needed, who hears of it.
// Make it with `new`, call open(); it deletes itself after it was closed.
class ReleaseSheet : public Sheet
{
    Q_OBJECT

public:
    ReleaseSheet(Workspace &workspace, const ArtifactId &artifact, const SemVer &version, const EnvironmentId &environment,
                 QWidget *covered);

signals:
    void released(const countersign::ArtifactId &artifact, const countersign::EnvironmentId &environment,
                  const countersign::SemVer &version);

private:
    void release();

    Workspace &m_workspace;
    ArtifactId m_artifact;
    SemVer m_version;
    EnvironmentId m_environment;
    NoticeBar *m_notice = nullptr;
};

} // namespace countersign
