// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/EvalExport.h"

#include "services/EvalFiles.h"
#include "services/WhenFinished.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct EvalExport
{
    Q_DECLARE_TR_FUNCTIONS(EvalExport)

public:
    static void ask(QWidget *parent, NoticeBar *notice, const std::shared_ptr<const evals::ResultFile> &file,
                    ExportForm form, const QString &name)
    {
        const bool junit = form == ExportForm::JUnit;
        auto *dialog =
            new QFileDialog(parent, junit ? tr("Save as JUnit XML") : tr("Save as promptfoo JSON"));
        dialog->setObjectName(u"exportDialog"_s);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(junit ? u"xml"_s : u"json"_s);
        dialog->setNameFilter(junit ? tr("JUnit (*.xml)") : tr("promptfoo (*.json)"));
        dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
        QString plain = name;
        for (QChar &one : plain) {
            if (!one.isLetterOrNumber() && one != u'-' && one != u'_' && one != u'.')
                one = u'-';
        }
        dialog->selectFile((plain.isEmpty() ? u"results"_s : plain.left(80))
                           + (junit ? u".xml"_s : u".json"_s));
        QObject::connect(
            dialog, &QFileDialog::fileSelected, parent,
            [parent, notice, file, form](const QString &path) { write(parent, notice, file, form, path); });
        dialog->open();
    }

private:
    static void write(QWidget *parent, NoticeBar *notice,
                      const std::shared_ptr<const evals::ResultFile> &file, ExportForm form,
                      const QString &path)
    {
        if (path.isEmpty())
            return;
        whenFinished(exportAside(file, form, path), parent, [notice, path](const Result<qint64> &written) {
            notice->setNotice(written
                                  ? Notice{.kind = NoticeKind::Ok,
                                           .lead = tr("Saved."),
                                           .sentence = text::printableLine(QDir::toNativeSeparators(path)),
                                           .action = tr("Close")}
                                  : errorNotice(written.error()));
        });
    }
};

} // namespace

void addExports(QMenu *menu, QWidget *parent, NoticeBar *notice,
                const std::shared_ptr<const evals::ResultFile> &file, const QString &name)
{
    const bool complete = file && file->status == evals::RunStatus::Complete;
    for (const ExportForm form : {ExportForm::Promptfoo, ExportForm::JUnit}) {
        QAction *action =
            menu->addAction(form == ExportForm::JUnit ? EvalExport::tr("Save as JUnit XML…")
                                                      : EvalExport::tr("Save as promptfoo JSON…"),
                            parent, [parent, notice, file, form, name] {
                                EvalExport::ask(parent, notice, file, form, name);
                            });
        action->setObjectName(form == ExportForm::JUnit ? u"exportJUnit"_s : u"exportPromptfoo"_s);
        action->setEnabled(complete);
        if (!complete)
            action->setToolTip(
                EvalExport::tr("A run that is not complete is not copied: the copy would no longer say so."));
    }
    menu->setToolTipsVisible(true);
}

} // namespace countersign
