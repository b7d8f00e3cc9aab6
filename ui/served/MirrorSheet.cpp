// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/served/MirrorSheet.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/served/MirrorWords.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace countersign {

MirrorSheet::MirrorSheet(MirrorDesk &desk, const Workspace &workspace, QWidget *covered)
    : Sheet(covered)
    , m_desk(desk)
    , m_workspace(workspace)
{
    setObjectName(u"mirrorSheet"_s);
    setTitle(tr("Mirror into a repository"),
             tr("What is accepted here is written to a branch there by ordinary commits. What engineers edit "
                "there is shown and never "
                "overwritten by itself. The repository stays among your own settings on this machine."));
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"mirrorSheetNotice"_s);
    content()->addWidget(m_notice);
    auto *place = new QWidget(this);
    auto *row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    m_repository = new QLineEdit(place);
    m_repository->setObjectName(u"mirrorRepository"_s);
    m_repository->setAccessibleName(tr("Repository"));
    row->addWidget(m_repository, 1);
    QPushButton *choose = makeButton(Icon::ResultFiles, tr("Choose a folder"), ButtonKind::Plain, place);
    choose->setObjectName(u"mirrorChoose"_s);
    row->addWidget(choose);
    place->setFocusProxy(m_repository);
    m_repositoryField = new FormField(tr("Repository"), place, this);
    m_repositoryField->setHelp(tr("A folder with a clone or a bare repository, or an address that git can "
                                  "clone. One without a commit will do."));
    content()->addWidget(m_repositoryField);
    m_branch = new QLineEdit(this);
    m_branch->setObjectName(u"mirrorBranch"_s);
    m_branch->setPlaceholderText(workspace.view()->state.policy.branch);
    auto *branch = new FormField(tr("Branch"), m_branch, this);
    branch->setHelp(tr("Left empty, the one that the policy names. One that is not there is begun."));
    content()->addWidget(branch);
    setDecidingButton(makeButton(tr("Add the mirror"), ButtonKind::Filled, this));
    connect(choose, &QPushButton::clicked, this, &MirrorSheet::chooseFolder);
    connect(m_repository, &QLineEdit::textChanged, this, [this] { m_repositoryField->setError({}); });
    connect(this, &Sheet::decided, this, &MirrorSheet::keep);
    connect(this, &Sheet::closed, this, &QObject::deleteLater);
}

void MirrorSheet::chooseFolder()
{
    auto *dialog = new QFileDialog(window(), tr("Mirror into a repository"));
    dialog->setObjectName(u"mirrorFolderDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_repository, &QLineEdit::setText);
    dialog->open();
}

void MirrorSheet::keep()
{
    m_notice->settle();
    const MirrorPlace place{.repository = m_repository->text().trimmed(),
                            .branch = m_branch->text().trimmed()};
    const Done done = m_desk.keep(m_workspace.view()->state.ledger, place);
    if (done) {
        emit kept(place);
        close();
        return;
    }
    if (done.error().subject == "credentials"_L1)
        m_repositoryField->setError(
            tr("Leave the password or token out; git asks its credential helper for it."));
    else if (done.error().code == ErrorCode::Invalid)
        m_repositoryField->setError(tr("Name a folder or an address."));
    else
        m_notice->setNotice(
            MirrorWords::notice(done.error(), MirrorWords::Act::Remember, tr("It was not added.")));
    rearm();
}

} // namespace countersign
