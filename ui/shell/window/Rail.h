// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Chips.h"
#include "ui/shell/Address.h"

#include <QWidget>

class QVBoxLayout;

namespace countersign {

class RailButton;
class RecordState;
struct WorkspaceView;

// The entries of the window at its leading side, 176 wide, or 56 with icons, counts and tooltips. At its foot always
// whether the record is verified and signed.
class Rail : public QWidget
{
    Q_OBJECT

public:
    enum class Width { Wide, Narrow };

    explicit Rail(QWidget *parent = nullptr);

    void setWidthKind(Width width);
    [[nodiscard]] Width widthKind() const { return m_width; }
    // The page that is shown; Change stands for Changes.
    void setPresent(PageKind page);
    void setCount(PageKind page, int count, CountKind kind);
    void setRecord(const WorkspaceView &view);
    void focusPresent();

    // In the order of Ctrl+1, Ctrl+2 …
    [[nodiscard]] static QList<PageKind> entries();
    [[nodiscard]] static QString name(PageKind page);
    [[nodiscard]] static Icon icon(PageKind page);

signals:
    void chosen(PageKind page);
    void recordPressed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<RailButton *> m_buttons;
    RecordState *m_record = nullptr;
    Width m_width = Width::Wide;
};

} // namespace countersign
