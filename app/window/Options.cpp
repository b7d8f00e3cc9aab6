// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Options)
};

} // namespace

std::expected<Options, OptionsEnd> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Words::tr("Review, release and take back changes to production prompts."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption workspace(u"workspace"_s, Words::tr("Open this repository."), u"PATH|URL"_s);
    const QCommandLineOption example(u"example"_s, Words::tr("Open the example."));
    const QCommandLineOption as(u"as"_s, Words::tr("Act as this identity, which the repository has configured."),
                                u"EMAIL"_s);
    const QCommandLineOption theme(u"theme"_s, Words::tr("Colours for this run: light, dark or system."), u"THEME"_s);
    const QCommandLineOption play(u"play"_s,
                                  Words::tr("Play the main job on the example and write its pictures to this folder."),
                                  u"DIR"_s);
    const QCommandLineOption evalView(u"eval-view"_s,
                                      Words::tr("Look at eval results beside each other, without a workspace: the "
                                                "first file is the baseline. What follows are files or folders."));
    parser.addOptions({workspace, example, as, theme, evalView, play});
    parser.addPositionalArgument(u"PATH|URL"_s, Words::tr("The same as --workspace."), u"[PATH|URL]"_s);

    const auto misuse = [](const QString &what) {
        return std::unexpected(OptionsEnd{
                .text = Words::tr("countersign: %1\nSee countersign --help.\n").arg(what), .status = 2});
    };
    if (!parser.parse(arguments)) {
        return misuse(parser.errorText());
    }
    if (parser.isSet(help)) {
        return std::unexpected(OptionsEnd{.text = parser.helpText()});
    }
    if (parser.isSet(version)) {
        return std::unexpected(OptionsEnd{.text = u"countersign %1\n"_s.arg(QCoreApplication::applicationVersion())});
    }
    if (parser.isSet(evalView)
        && (parser.isSet(workspace) || parser.isSet(example) || parser.isSet(as) || parser.isSet(play))) {
        return misuse(Words::tr("--eval-view needs no workspace"));
    }
    QStringList places = parser.isSet(evalView) ? QStringList() : parser.positionalArguments();
    places += parser.values(workspace);
    if (places.size() + (parser.isSet(example) ? 1 : 0) > 1) {
        return misuse(Words::tr("only one workspace can be opened"));
    }
    if (parser.isSet(as) && places.isEmpty() && !parser.isSet(example)) {
        return misuse(Words::tr("--as needs --workspace or --example"));
    }
    Options options;
    if (parser.isSet(example)) {
        options.open = OpenRequest{.as = parser.value(as), .example = true};
    } else if (!places.isEmpty()) {
        QString place = places.first();
        if (QDir(place).exists()) {
            place = QDir(place).absolutePath();
        }
        options.open = OpenRequest{.place = place, .as = parser.value(as)};
    }
    if (parser.isSet(evalView)) {
        options.results = parser.positionalArguments();
    }
    if (parser.isSet(theme)) {
        const QString wanted = parser.value(theme);
        if (wanted == "light"_L1) {
            options.scheme = SchemeChoice::Light;
        } else if (wanted == "dark"_L1) {
            options.scheme = SchemeChoice::Dark;
        } else if (wanted == "system"_L1) {
            options.scheme = SchemeChoice::System;
        } else {
            return misuse(Words::tr("--theme is light, dark or system, not “%1”").arg(wanted));
        }
    }
    options.play = parser.value(play);
    if (parser.isSet(play) && options.play.isEmpty()) {
        return misuse(Words::tr("--play needs a folder"));
    }
    return options;
}

} // namespace countersign
