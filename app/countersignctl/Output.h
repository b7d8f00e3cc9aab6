// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/ExitStatus.h"

#include <QJsonObject>
#include <QList>

namespace countersign::ctl {

enum class Ink { Plain, Strong, Faint, Added, Removed, Moved, Warning };

/// A stretch of a line in one colour. Colour is only ever beside a sign that says the same.
struct Piece
{
    QString text = {};
    Ink ink = Ink::Plain;
};

struct OutputOptions
{
    bool json = false;
    bool raw = false;
    bool color = false;
};

/// The one way to the terminal. Whatever stands in a text comes out as text: see escaped().
class Output
{
public:
    /// Colour is used where standard output is a terminal, unless `color` ("auto", "always", "never") or NO_COLOR
    /// says otherwise.
    Output(bool json, bool raw, const QString &color);

    [[nodiscard]] bool isJson() const { return m_options.json; }

    void line(const QString &text = {});
    void line(const QList<Piece> &pieces);
    /// Several lines of somebody's text, each behind `indent`.
    void block(const QString &text, const QString &indent);
    /// A file's content: exactly as it is where standard output is no terminal and `exact` or --raw is given, otherwise
    /// escaped.
    void content(const QByteArray &bytes, bool exact);
    /// Our own text, as it is.
    void verbatim(const QByteArray &text);
    /// The same on standard error.
    void verbatimError(const QByteArray &text);
    void json(const QJsonObject &object);
    void jsonLine(const QJsonObject &object);

    /// One line on standard error that changes nothing of the result.
    void notice(const QString &text);
    /// One line on standard error; with --json also an object on standard output.
    [[nodiscard]] ExitStatus fail(ExitStatus status, const QString &words, const QString &code = {},
                                  const QString &rule = {});

    /// Writes out what is held back. False when standard output does not take it.
    [[nodiscard]] bool flush();

private:
    void write(const QByteArray &bytes);

    OutputOptions m_options;
    bool m_terminal = false;
    bool m_failed = false;
};

} // namespace countersign::ctl
