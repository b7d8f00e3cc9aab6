// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace countersign {

class Ground;
class NoticeBar;
class PlainLabel;

// The head of one prompt: name, what it is for, who owns it, what runs where, and the bar about what is under way.
class PromptHead : public QWidget
{
    Q_OBJECT

public:
    explicit PromptHead(const PageContext &context, QWidget *parent = nullptr);

    void setPrompt(const ViewPointer &view, const ArtifactId &artifact);
    // What the file says about itself; read later than the rest.
    void setDescription(const QString &description);
    // Whether there are two texts to compare.
    void setComparable(bool comparable);
    [[nodiscard]] QPushButton *editButton() const { return m_edit; }
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }

signals:
    void open(const countersign::Address &address);
    void compareAsked();
    void adoptAsked();
    void restoreAsked();

private:
    void fillStrip(const Artifact &artifact);
    void fillNotice(const Artifact &artifact);
    void showSubtitle();

    PageContext m_context;
    ViewPointer m_view;
    ArtifactId m_artifact;
    QString m_description;
    QString m_owners;
    ChangeId m_openChange;
    bool m_ungoverned = false;
    PlainLabel *m_name = nullptr;
    PlainLabel *m_subtitle = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_edit = nullptr;
    PlainLabel *m_reason = nullptr;
    Ground *m_strip = nullptr;
    QHBoxLayout *m_stripRow = nullptr;
    PlainLabel *m_rollBackReason = nullptr;
    NoticeBar *m_notice = nullptr;
};

} // namespace countersign
