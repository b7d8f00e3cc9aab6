// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/MakeExample.h"
#include "app/play/Player.h"
#include "app/window/PlaceOpener.h"
#include "app/window/Options.h"
#include "app/window/Pages.h"
#include "app/window/Translations.h"
#include "base/Clock.h"
#include "connectors/SystemSecrets.h"
#include "ui/common/Style.h"
#include "ui/evals/EvalWindow.h"
#include "ui/shell/window/MainWindow.h"

#include <QApplication>
#include <QSettings>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace countersign;

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"countersign"_s);
    QCoreApplication::setOrganizationName(u"countersign"_s);
    QCoreApplication::setApplicationVersion(u"" COUNTERSIGN_VERSION ""_s);
    QGuiApplication::setDesktopFileName(u"countersign"_s);
    QApplication app(argc, argv);
    QGuiApplication::setApplicationDisplayName(QString());
    installTranslations(app);

    const auto options = readOptions(QCoreApplication::arguments());
    if (!options) {
        QTextStream(options.error().status == 0 ? stdout : stderr) << options.error().text;
        return options.error().status;
    }

    QSettings settings;
    Theme theme({}, Theme::interfaceFont());
    WindowSettings(settings).apply(theme);
    if (options->scheme) {
        ThemeSettings look = theme.settings();
        look.scheme = *options->scheme;
        theme.setSettings(look);
    }
    Style::install(app, theme);

    if (!options->play.isEmpty()) {
        return playMainJob(options->play, theme);
    }

    if (options->results) {
        EvalWindow window(settings);
        window.show();
        window.openFiles(*options->results);
        return QApplication::exec();
    }

    const SystemClock clock;
    connectors::SystemSecrets secrets;
    PlaceOpener opener({.clock = clock, .makeExample = [&clock](QObject *owner) { return makeExampleClone(defaultExampleFolder(), clock, owner); },
                        .secrets = &secrets,
                      .exampleDataRoot = examplePlaces(defaultExampleFolder()).dataRoot});
    MainWindow window({.opener = opener, .makePage = programPages(), .theme = theme, .settings = settings, .clock = clock});
    window.show();
    if (options->open) {
        window.openWorkspace(*options->open);
    }
    return QApplication::exec();
}
