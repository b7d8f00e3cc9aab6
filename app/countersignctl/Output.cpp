// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Output.h"

#include "app/countersignctl/Escape.h"

#include <QJsonDocument>

#include <unistd.h>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QByteArray inkCode(Ink ink)
{
    switch (ink) {
    case Ink::Plain:
        return {};
    case Ink::Strong:
        return "\033[1m";
    case Ink::Faint:
        return "\033[2m";
    case Ink::Added:
        return "\033[32;4m";
    case Ink::Removed:
        return "\033[31;9m";
    case Ink::Moved:
        return "\033[34m";
    case Ink::Warning:
        return "\033[33m";
    }
    Q_UNREACHABLE_RETURN({});
}

void writeError(const QString &text)
{
    const QByteArray bytes = "countersignctl: " + escaped(text, LineBreaks::Escaped).toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

} // namespace

ExitStatus exitStatusOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Refused:
    case ErrorCode::Conflict:
        return ExitStatus::Refused;
    case ErrorCode::Invalid:
        // Nobody wrote anything wrong; there is nothing to read yet.
        return error.subject == "no-commits"_L1 ? ExitStatus::CannotTell : ExitStatus::Misuse;
    case ErrorCode::NotFound:
    case ErrorCode::Corrupt:
    case ErrorCode::OutcomeUnknown:
    case ErrorCode::Canceled:
    case ErrorCode::Unsupported:
    case ErrorCode::Newer:
        return ExitStatus::CannotTell;
    case ErrorCode::Unavailable:
    case ErrorCode::NotPermitted:
    case ErrorCode::NoSpace:
    case ErrorCode::Locked:
        return ExitStatus::Unreachable;
    }
    Q_UNREACHABLE_RETURN(ExitStatus::CannotTell);
}

Output::Output(bool json, bool raw, const QString &color)
    : m_options{.json = json, .raw = raw}
    , m_terminal(isatty(STDOUT_FILENO) == 1)
{
    const bool wanted =
        m_terminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qEnvironmentVariable("TERM") != "dumb"_L1;
    m_options.color = color == "always"_L1 || (color != "never"_L1 && wanted);
}

void Output::write(const QByteArray &bytes)
{
    if (std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) != size_t(bytes.size())) {
        m_failed = true;
    }
}

void Output::line(const QString &text)
{
    write(escaped(text, LineBreaks::Escaped).toUtf8() + '\n');
}

void Output::line(const QList<Piece> &pieces)
{
    QByteArray bytes;
    for (const Piece &piece : pieces) {
        const QByteArray text = escaped(piece.text, LineBreaks::Escaped).toUtf8();
        const QByteArray ink = m_options.color ? inkCode(piece.ink) : QByteArray();
        bytes += ink.isEmpty() || text.isEmpty() ? text : ink + text + "\033[0m";
    }
    write(bytes + '\n');
}

void Output::block(const QString &text, const QString &indent)
{
    for (const QString &part : text.split(u'\n')) {
        line(indent + part);
    }
}

void Output::content(const QByteArray &bytes, bool exact)
{
    if (!m_terminal && (exact || m_options.raw)) {
        write(bytes);
        return;
    }
    write(escapedBytes(bytes).toUtf8());
    if (!bytes.endsWith('\n')) {
        write("\n");
    }
}

void Output::verbatim(const QByteArray &text)
{
    write(text);
}

void Output::verbatimError(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, size_t(text.size()), stderr);
}

void Output::json(const QJsonObject &object)
{
    write(escapedJson(QJsonDocument(object).toJson(QJsonDocument::Indented)));
}

void Output::jsonLine(const QJsonObject &object)
{
    write(escapedJson(QJsonDocument(object).toJson(QJsonDocument::Compact)) + '\n');
}

void Output::notice(const QString &text)
{
    writeError(text);
}

ExitStatus Output::fail(ExitStatus status, const QString &words, const QString &code, const QString &rule)
{
    writeError(words);
    if (m_options.json) {
        QJsonObject error{{u"status"_s, int(status)}, {u"code"_s, code}, {u"message"_s, words}};
        if (!rule.isEmpty()) {
            error.insert(u"rule"_s, rule);
        }
        json({{u"error"_s, error}});
    }
    return status;
}

bool Output::flush()
{
    return std::fflush(stdout) == 0 && !m_failed;
}

} // namespace countersign::ctl
