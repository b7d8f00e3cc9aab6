// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/cases/CaseOrigin.h"
#include "ui/common/Sheet.h"

class QComboBox;

namespace countersign {

class CaseForm;
class NoticeBar;
class PlainLabel;
class SamplePick;
struct SampleRow;

// Makes a case of a comment, a rollback or a sample: the suite is chosen, the case looked over, and it lands as an edit in a
// draft of that suite, where it is proposed like every other edit.
class CaseSheet : public Sheet
{
    Q_OBJECT

public:
    // `workspace` outlives the sheet.
    CaseSheet(Workspace &workspace, const CaseOrigin &origin, const QDate &today, QWidget *covered);

    void setView(const ViewPointer &view);

signals:
    // The draft that has the case now; `change` is null for one that opens a change.
    void made(const QString &draft, const countersign::ChangeId &change);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void takeRow(const SampleRow &row);
    void fillSuite();
    void showSuite(const QByteArray &bytes);
    enum class Words { OfTheRow, AsTheyAre };
    void fillForm(Words words);
    void follow();
    void add();
    void addTo(const Draft &draft);
    void keep(const Draft &draft);
    void fail(const Error &error);
    [[nodiscard]] QString refusal() const;
    [[nodiscard]] ArtifactId suite() const;

    Workspace &m_workspace;
    CaseOrigin m_origin;
    QDate m_today;
    ViewPointer m_view;
    QStringList m_variables; // of the suite
    QString m_input;         // which of them is asked
    QString m_shownInput;    // the one in the form
    Latest<Result<QByteArray>> m_reading{this};
    using SheetRead = Result<std::shared_ptr<const SuiteSheet>>;
    Latest<SheetRead> m_read{this};
    Latest<Result<QByteArray>> m_edit{this};
    NoticeBar *m_notice = nullptr;
    QComboBox *m_suite = nullptr;
    SamplePick *m_sample = nullptr; // only of a sample
    CaseForm *m_form = nullptr;
    PlainLabel *m_where = nullptr;
};

// Opens the sheet over `covered`; it deletes itself when it is closed.
[[nodiscard]] CaseSheet *openCaseSheet(Workspace &workspace, const CaseOrigin &origin, const QDate &today,
                                       QWidget *covered);

} // namespace countersign
