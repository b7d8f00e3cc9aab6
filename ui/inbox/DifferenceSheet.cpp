// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/DifferenceSheet.h"

#include "services/WhenFinished.h"
#include "ui/common/Busy.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Sheet.h"
#include "ui/common/Theme.h"
#include "ui/prose/DiffView.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct DifferenceSheet
{
    Q_DECLARE_TR_FUNCTIONS(DifferenceSheet)
};

} // namespace

void openDifferenceSheet(Workspace &workspace, const UngovernedEdit &edit, QWidget *covered)
{
    auto *sheet = new Sheet(covered);
    sheet->setObjectName(u"differenceSheet"_s);
    QObject::connect(sheet, &Sheet::closed, sheet, &QObject::deleteLater);
    const QString who = edit.author.isEmpty() ? DifferenceSheet::tr("Somebody") : edit.author;
    sheet->setTitle(edit.artifact.value,
                    DifferenceSheet::tr("At the leading side what was accepted, beside it what %1 put on the branch.").arg(who));
    sheet->cancelButton()->setText(DifferenceSheet::tr("Close"));
    auto *notice = new NoticeBar(NoticeShape::Card, sheet);
    notice->settle();
    auto *busy = new BusyLine(BusyLine::Cancel::NotOffered, sheet);
    auto *view = new DiffView(sheet);
    view->setAccessibleName(DifferenceSheet::tr("Difference of %1").arg(edit.artifact.value));
    view->setMinimumHeight(Theme::of(sheet).px(320));
    sheet->content()->addWidget(notice);
    sheet->content()->addWidget(busy);
    sheet->content()->addWidget(view, 1);
    busy->begin(DifferenceSheet::tr("Comparing"));
    whenFinished(workspace.compare(edit.path, edit.governed, edit.found), sheet,
                 [busy, notice, view](const Result<FileComparison> &compared) {
                     busy->end();
                     if (compared) {
                         view->setComparison(compared->comparison);
                         return;
                     }
                     Notice failed = errorNotice(compared.error());
                     failed.action.clear();
                     notice->setNotice(failed);
                     view->hide();
                 });
    sheet->open();
}

} // namespace countersign
