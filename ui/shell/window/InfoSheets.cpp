// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/InfoSheets.h"

#include "ui/common/Chips.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Sheet.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// One context for the words of these sheets.
struct InfoSheets
{
    Q_DECLARE_TR_FUNCTIONS(InfoSheets)
};

QString native(const QString &keys)
{
    QStringList parts;
    for (const QString &one : keys.split(u"  "_s)) {
        parts.append(QKeySequence(one).toString(QKeySequence::NativeText));
    }
    return parts.join(u"  "_s);
}

Sheet *makeSheet(QWidget *covered, const QString &name)
{
    auto *sheet = new Sheet(covered);
    sheet->setObjectName(name);
    sheet->cancelButton()->setText(InfoSheets::tr("Close"));
    QObject::connect(sheet, &Sheet::closed, sheet, &QObject::deleteLater);
    return sheet;
}

} // namespace

void openShortcutsSheet(QWidget *covered)
{
    const QList<std::pair<QString, QString>> keys = {
        {u"Ctrl+K"_s, InfoSheets::tr("Find a prompt, a change, a command or words")},
        {u"Ctrl+1  Ctrl+7"_s, InfoSheets::tr("The pages of the rail")},
        {u"Alt+Left  Alt+Right"_s, InfoSheets::tr("Back and forward")},
        {u"Ctrl+Return"_s, InfoSheets::tr("Press the one filled button")},
        {u"F6  Shift+F6"_s, InfoSheets::tr("Next and previous part of the window")},
        {u"F5"_s, InfoSheets::tr("Sync now")},
        {u"Esc"_s, InfoSheets::tr("Close what is open, then clear the filter")},
        {u"Ctrl+Tab"_s, InfoSheets::tr("Next tab of a change")},
        {u"F7  Shift+F7"_s, InfoSheets::tr("Next and previous difference")},
        {u"C"_s, InfoSheets::tr("Comment on the words at the cursor")},
        {u"Alt+L"_s, InfoSheets::tr("Why a change is in its lane")},
        {u"Ctrl+N"_s, InfoSheets::tr("New change")},
        {u"Ctrl+O"_s, InfoSheets::tr("Open a workspace")},
        {u"Ctrl++  Ctrl+-"_s, InfoSheets::tr("Larger and smaller")},
    };
    Sheet *sheet = makeSheet(covered, u"shortcutsSheet"_s);
    sheet->setTitle(InfoSheets::tr("Shortcuts"),
                    InfoSheets::tr("Approving, releasing and rolling back have no key of their own."));
    auto *table = new QWidget;
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    for (int row = 0; row < keys.size(); ++row) {
        auto *place = new QWidget(table);
        auto *line = new QHBoxLayout(place);
        line->setContentsMargins({});
        line->setSpacing(6);
        const QStringList caps = native(keys[row].first).split(u"  "_s);
        for (const QString &cap : caps) {
            line->addWidget(new KeyCap(cap, place));
        }
        line->addStretch();
        grid->addWidget(place, row, 0);
        grid->addWidget(new PlainLabel(keys[row].second, table), row, 1);
    }
    sheet->content()->addWidget(table);
    sheet->open();
}

void openAboutSheet(QWidget *covered)
{
    Sheet *sheet = makeSheet(covered, u"aboutSheet"_s);
    sheet->setTitle(InfoSheets::tr("Countersign %1").arg(QCoreApplication::applicationVersion()),
                    InfoSheets::tr("Review, release and take back changes to production prompts, on a repository you own."));
    const auto add = [sheet](const QString &words) {
        auto *label = new PlainLabel(words, FontRole::Body, ColorRole::Text);
        label->setWrapping(Wrapping::Wrap);
        sheet->content()->addWidget(label);
    };
    add(InfoSheets::tr("Copyright 2026 The Countersign authors. Free software under the GNU General Public License, "
                       "version 3 or later. There is no warranty."));
    add(InfoSheets::tr("Made with Qt %1. Icons from Breeze (LGPL-3.0-or-later), interface font Inter (OFL-1.1) where "
                       "the system has none of its own.")
                .arg(QString::fromLatin1(qVersion())));
    sheet->open();
}

} // namespace countersign
