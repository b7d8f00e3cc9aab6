// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Batch.h"

#include "app/countersignctl/NoteInput.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

// Two files of the largest size that is compared, with room for escapes.
constexpr qint64 longestLine = 128 * 1024 * 1024;

/// The id of a line that is no JSON, as far as it can be seen: whoever waits for the answer knows the line by it.
QString idSeenIn(const QByteArray &line)
{
    static const QRegularExpression id(u"\"id\"\\s*:\\s*(?:\"([^\"\\\\]{1,200})\"|(-?[0-9]{1,19}))"_s);
    const QRegularExpressionMatch match = id.match(QString::fromUtf8(line.first(std::min<qsizetype>(line.size(), 4096))));
    return match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
}

BatchLine batchLine(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
    BatchLine read{.id = object.value(u"id"_s).toVariant().toString(),
                   .path = object.value(u"path"_s).toString()};
    if (error.error != QJsonParseError::NoError) {
        read.id = idSeenIn(line);
        read.problem = u"no JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset);
        return read;
    }
    for (const QString &key : {u"path"_s, u"before"_s, u"after"_s}) {
        if (!object.value(key).isString()) {
            read.problem = u"%1 must be a text"_s.arg(key);
            return read;
        }
    }
    read.before = object.value(u"before"_s).toString().toUtf8();
    read.after = object.value(u"after"_s).toString().toUtf8();
    return read;
}

/// The next line with something on it; nothing at the end.
Result<std::optional<BatchLine>> nextLine(QFile &file)
{
    while (true) {
        QByteArray line = file.readLine(longestLine);
        if (line.isEmpty()) {
            // The end and a failure look alike here.
            if (file.error() != QFileDevice::NoError) {
                return failure(ErrorCode::Unavailable, file.fileName(), file.errorString());
            }
            return std::nullopt;
        }
        if (line.size() >= longestLine - 1 && !line.endsWith('\n')) {
            while (!line.isEmpty() && !line.endsWith('\n')) {
                line = file.readLine(longestLine);
            }
            return BatchLine{.problem = u"longer than 128 MiB"_s};
        }
        if (!line.trimmed().isEmpty()) {
            return batchLine(line);
        }
    }
}

} // namespace

Task<ExitStatus> runBatch(Context &context, QString act, std::function<QJsonObject(const BatchLine &)> answer)
{
    const QString path = context.value("batch");
    auto file = std::make_shared<QFile>();
    if (const Done opened = openInput(path, *file); !opened) {
        co_return fail(context, act, opened.error());
    }
    int wrong = 0;
    while (true) {
        const auto work = [file, &answer]() -> Result<std::optional<QJsonObject>> {
            const Result<std::optional<BatchLine>> line = nextLine(*file);
            if (!line) {
                return std::unexpected(line.error());
            }
            if (!*line) {
                return std::nullopt;
            }
            const BatchLine &read = **line;
            QJsonObject object =
                read.problem.isEmpty() ? answer(read) : QJsonObject{{u"error"_s, read.problem}};
            object.insert(u"id"_s, read.id);
            return object;
        };
        const Result<std::optional<QJsonObject>> answered = co_await elsewhere(work);
        if (!answered) {
            co_return fail(context, act, answered.error());
        }
        if (!*answered) {
            break;
        }
        wrong += (*answered)->contains(u"error"_s) ? 1 : 0;
        context.out.jsonLine(**answered);
        if (!context.out.flush()) {
            co_return ExitStatus::Unreachable;
        }
    }
    if (wrong > 0) {
        context.out.notice(u"%1 lines of %2 cannot be read"_s.arg(wrong).arg(path));
        co_return ExitStatus::Misuse;
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
