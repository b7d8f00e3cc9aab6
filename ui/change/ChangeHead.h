// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Lane.h"
#include "ui/common/Fields.h"
#include "ui/common/RowData.h"
#include "ui/common/StageLine.h"

#include <QPointer>

#include <functional>

class QLineEdit;
class QPushButton;

namespace countersign {

class LaneChip;
class PlainLabel;
class Popover;

// The head of 52: lane chip with its reasons, number, title, what it is about, and the stages.
class ChangeHead : public Ground
{
    Q_OBJECT

public:
    explicit ChangeHead(QWidget *parent = nullptr);

    void setLane(Lane lane, bool known);
    // What the chip opens. `foot` is the sentence below; an empty `raise` means that the lane is not to be moved now.
    // `reasons` is asked when they are opened.
    using Reasons = std::function<QList<EntryRowData>()>;
    void setReasons(const Reasons &reasons, const QString &foot, const QString &raise);
    // What stands below the reasons when they are opened, or nothing.
    using Below = std::function<QWidget *(QWidget *parent)>;
    void setBelow(const Below &below) { m_below = below; }
    void setTitle(const QString &number, const QString &title, const QString &subjects);
    // The title of a change that is not sent yet is a field.
    void setTitleEditable(bool editable);
    void focusTitle();
    void setStages(const QList<StageData> &stages);
    void openReasons();
    [[nodiscard]] QPushButton *more() const { return m_more; }

signals:
    void titleEdited(const QString &title);
    void reasonChosen(const QString &key);
    // To raise the lane, or to propose a lower one.
    void laneAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    Lane m_lane = Lane::Low;
    Reasons m_reasons;
    Below m_below;
    QString m_foot;
    QString m_raise;
    LaneChip *m_chip = nullptr;
    PlainLabel *m_number = nullptr;
    PlainLabel *m_title = nullptr;
    QLineEdit *m_titleEdit = nullptr;
    PlainLabel *m_subjects = nullptr;
    StageLine *m_stages = nullptr;
    QPushButton *m_more = nullptr;
    QPointer<Popover> m_popover;
};

} // namespace countersign
