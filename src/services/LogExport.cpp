// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/LogExport.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct Fields
{
    QString time = {};
    QString effect = {};
    QString rule = {};
    QString detail = {};
};

Fields fieldsOf(const LogEntry &entry)
{
    Fields fields;
    if (entry.claimedAt > 0) {
        fields.time = QDateTime::fromMSecsSinceEpoch(entry.claimedAt, QTimeZone::UTC).toString(Qt::ISODateWithMs);
    }
    if (const auto *refused = std::get_if<Void>(&entry.verdict)) {
        fields.effect = u"void"_s;
        fields.rule = toString(refused->rule);
        fields.detail = refused->detail;
    } else if (const auto *malformed = std::get_if<Malformed>(&entry.verdict)) {
        fields.effect = u"malformed"_s;
        fields.detail = malformed->why;
    } else if (const auto *duplicate = std::get_if<Duplicate>(&entry.verdict)) {
        fields.effect = u"duplicate"_s;
        fields.detail = QString::number(duplicate->of);
    } else {
        fields.effect = u"effective"_s;
    }
    return fields;
}

bool startsFormula(QChar c)
{
    return c == u'=' || c == u'+' || c == u'-' || c == u'@' || c == u'\t' || c == u'\r';
}

} // namespace

QString csvField(const QString &text, CsvFormulas formulas)
{
    QString field;
    field.reserve(text.size() + 2);
    // A spreadsheet also begins anew after a quotation mark and on a new line.
    bool begins = true;
    for (const QChar c : text) {
        if (begins && formulas == CsvFormulas::Guarded && startsFormula(c)) {
            field += u'\'';
        }
        begins = c == u'"' || c == u'\n' || c == u'\r' || (begins && c == u' ');
        field += c;
    }
    const bool quoted = field.contains(u'"') || field.contains(u',') || field.contains(u';') || field.contains(u'\n')
            || field.contains(u'\r');
    if (quoted) {
        field.replace(u'"', u"\"\""_s);
        field = u'"' + field + u'"';
    }
    return field;
}

QByteArray logAsCsv(const WorkspaceView &view, const QList<LogEntry> &entries, CsvFormulas formulas)
{
    QByteArray csv = "number,time,kind,actor,name,subject,effect,rule,detail,signed,event,link,place\r\n";
    for (const LogEntry &entry : entries) {
        const Fields fields = fieldsOf(entry);
        const QStringList cells = {QString::number(entry.seq),
                                   fields.time,
                                   entry.kind,
                                   entry.actor.value,
                                   view.personName(entry.actor),
                                   entry.subject,
                                   fields.effect,
                                   fields.rule,
                                   fields.detail,
                                   entry.isSigned ? u"yes"_s : u"no"_s,
                                   entry.id.isNull() ? QString() : entry.id.toString(),
                                   QString::fromLatin1(entry.link.toHex()),
                                   entry.place};
        QStringList line;
        for (const QString &cell : cells) {
            line.append(csvField(cell, formulas));
        }
        csv += line.join(u',').toUtf8() + "\r\n";
    }
    return csv;
}

QByteArray logAsJson(const WorkspaceView &view, const QList<LogEntry> &entries)
{
    QJsonArray all;
    for (const LogEntry &entry : entries) {
        const Fields fields = fieldsOf(entry);
        QJsonObject object{{u"number"_s, entry.seq},
                           {u"time"_s, fields.time},
                           {u"kind"_s, entry.kind},
                           {u"actor"_s, entry.actor.value},
                           {u"name"_s, view.personName(entry.actor)},
                           {u"subject"_s, entry.subject},
                           {u"effect"_s, fields.effect},
                           {u"signed"_s, entry.isSigned},
                           {u"event"_s, entry.id.isNull() ? QString() : entry.id.toString()},
                           {u"link"_s, QString::fromLatin1(entry.link.toHex())},
                           {u"place"_s, entry.place}};
        if (!fields.rule.isEmpty()) {
            object.insert(u"rule"_s, fields.rule);
        }
        if (!fields.detail.isEmpty()) {
            object.insert(u"detail"_s, fields.detail);
        }
        all.append(object);
    }
    return QJsonDocument(all).toJson(QJsonDocument::Indented);
}

} // namespace countersign
