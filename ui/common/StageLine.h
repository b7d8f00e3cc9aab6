// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace countersign {

enum class StageState { Passed, Present, ToCome };

struct StageData
{
    QString name = {};
    StageState state = StageState::ToCome;

    friend bool operator==(const StageData &, const StageData &) = default;
};

// How far a change is: Draft ─ Review ─ Staging ─ Production, each with its sign. Read by screen readers as one
// sentence.
class StageLine : public QWidget
{
    Q_OBJECT

public:
    explicit StageLine(QWidget *parent = nullptr);

    void setStages(const QList<StageData> &stages);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<StageData> m_stages;
};

} // namespace countersign
