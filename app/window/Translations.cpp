// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace countersign {

void installTranslations(QCoreApplication &app)
{
    auto *english = new QTranslator(&app);
    if (english->load(u":/i18n/countersign_en.qm"_s)) {
        QCoreApplication::installTranslator(english);
    }
    auto *own = new QTranslator(&app);
    if (QLocale().language() != QLocale::English
        && own->load(QLocale(), u"countersign"_s, u"_"_s, u":/i18n"_s)) {
        QCoreApplication::installTranslator(own);
    }
}

} // namespace countersign
