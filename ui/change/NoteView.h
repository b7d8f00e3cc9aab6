// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

#include <QWidget>

class QVBoxLayout;

namespace countersign {

// A release note that was sent, read as prose: plain text throughout.
class NoteView : public QWidget
{
    Q_OBJECT

public:
    explicit NoteView(QWidget *parent = nullptr);

    // `mayChange`: a button to write it anew stands above. A revision without a note says so.
    void setNote(const WorkspaceView &view, const Revision &revision, bool mayChange);

signals:
    void changeAsked();

private:
    QVBoxLayout *m_all = nullptr;
    QWidget *m_page = nullptr;
};

} // namespace countersign
