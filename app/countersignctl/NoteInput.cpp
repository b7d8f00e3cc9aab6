// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"

#include "services/YamlTree.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr qint64 largestInput = 32 * 1024 * 1024;
constexpr qint64 million = 1'000'000;

Error wrong(const QString &subject, const QString &detail, const YamlValue *at = nullptr)
{
    return {.code = ErrorCode::Invalid,
            .subject = subject,
            .detail = detail,
            .line = at ? at->line : 0,
            .column = at ? at->column : 0};
}

/// A decimal number in millionths, exactly.
std::optional<qint64> millionths(const QString &text)
{
    static const QRegularExpression form(u"^(-?)(\\d{1,9})(?:\\.(\\d{1,6}))?$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const qint64 value =
        match.captured(2).toLongLong() * million + match.captured(3).leftJustified(6, u'0').toLongLong();
    return match.captured(1).isEmpty() ? value : -value;
}

QString decimal(qint64 value)
{
    const qint64 size = value < 0 ? -value : value;
    QString text = QString::number(size / million);
    if (size % million != 0) {
        QString rest = QString::number(size % million).rightJustified(6, u'0');
        while (rest.endsWith(u'0')) {
            rest.chop(1);
        }
        text += u'.' + rest;
    }
    return value < 0 ? u'-' + text : text;
}

std::optional<int> wholeNumber(const QString &text, int most)
{
    bool ok = false;
    const int number = text.toInt(&ok);
    return ok && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

Result<Trigger> triggerFromYaml(const YamlValue &value)
{
    if (value.kind == YamlValue::Kind::Scalar) {
        Result<Trigger> trigger = parseTrigger(value.scalar);
        if (!trigger) {
            return std::unexpected(wrong(u"triggers"_s, trigger.error().detail, &value));
        }
        return trigger;
    }
    if (value.kind != YamlValue::Kind::Map) {
        return std::unexpected(wrong(u"triggers"_s, u"must be a text or a map"_s, &value));
    }
    // A map is the same words under names.
    QString metric;
    QString limit;
    QString unit;
    QString rest;
    for (qsizetype i = 0; i < value.keys.size(); ++i) {
        const QString key = value.keys.at(i).scalar;
        const YamlValue &item = value.items.at(i);
        if (item.kind != YamlValue::Kind::Scalar) {
            return std::unexpected(wrong(u"triggers."_s + key, u"must be a single value"_s, &item));
        }
        if (key == "metric"_L1) {
            metric = item.scalar;
        } else if (key == "above"_L1 || key == "below"_L1) {
            limit = key + u' ' + item.scalar;
        } else if (key == "unit"_L1) {
            unit = item.scalar;
        } else if (key == "change"_L1) {
            rest += item.scalar == "true"_L1 ? u" change"_s : QString();
        } else if (key == "window"_L1 || key == "sample"_L1 || key == "action"_L1) {
            rest += u' ' + key + u'=' + item.scalar;
        } else {
            return std::unexpected(wrong(u"triggers"_s, u"unknown key %1"_s.arg(key), &value.keys.at(i)));
        }
    }
    const Result<Trigger> trigger = parseTrigger(metric + u' ' + limit + unit + rest);
    return trigger ? trigger
                   : Result<Trigger>(std::unexpected(wrong(u"triggers"_s, trigger.error().detail, &value)));
}

Result<QList<YamlValue>> listOf(const QString &key, const YamlValue &value)
{
    if (value.kind == YamlValue::Kind::List) {
        return value.items;
    }
    if (value.kind == YamlValue::Kind::Null) {
        return QList<YamlValue>();
    }
    if (value.kind == YamlValue::Kind::Scalar) {
        return QList<YamlValue>{value};
    }
    return std::unexpected(wrong(key, u"must be a list"_s, &value));
}

Done readNote(const QByteArray &bytes, const Session &session, NoteDraft &note)
{
    const Result<YamlValue> yaml = parseYaml(bytes);
    if (!yaml) {
        return std::unexpected(yaml.error());
    }
    if (yaml->kind != YamlValue::Kind::Map) {
        return std::unexpected(wrong(u"note"_s, u"must be a map of answers"_s, &*yaml));
    }
    for (qsizetype i = 0; i < yaml->keys.size(); ++i) {
        const QString key = yaml->keys.at(i).scalar;
        const YamlValue &value = yaml->items.at(i);
        const bool single = value.kind == YamlValue::Kind::Scalar || value.kind == YamlValue::Kind::Null;
        QString *text = key == "what"_L1       ? &note.what
                        : key == "why"_L1      ? &note.why
                        : key == "workflow"_L1 ? &note.workflow
                        : key == "outcome"_L1  ? &note.outcome
                                               : nullptr;
        if (text || key == "rollback_owner"_L1) {
            if (!single) {
                return std::unexpected(wrong(key, u"must be a text"_s, &value));
            }
            if (text) {
                *text = value.scalar;
                continue;
            }
            const Result<PrincipalId> person = session.person(value.scalar);
            if (!person) {
                return std::unexpected(wrong(
                    key, u"no person of the policy has the id or address %1"_s.arg(value.scalar), &value));
            }
            note.rollbackOwner = *person;
        } else if (key == "informed"_L1 || key == "triggers"_L1) {
            const Result<QList<YamlValue>> items = listOf(key, value);
            if (!items) {
                return std::unexpected(items.error());
            }
            if (key == "informed"_L1) {
                note.informed.clear();
            } else {
                note.triggers.clear();
            }
            for (const YamlValue &item : *items) {
                if (key == "triggers"_L1) {
                    const Result<Trigger> trigger = triggerFromYaml(item);
                    if (!trigger) {
                        return std::unexpected(trigger.error());
                    }
                    note.triggers.append(*trigger);
                    continue;
                }
                const Result<PrincipalId> person = session.person(item.scalar);
                if (!person) {
                    return std::unexpected(wrong(
                        key, u"no person of the policy has the id or address %1"_s.arg(item.scalar), &item));
                }
                note.informed.append(*person);
            }
        } else {
            return std::unexpected(wrong(u"note"_s, u"unknown key %1"_s.arg(key), &yaml->keys.at(i)));
        }
    }
    return {};
}

} // namespace

Result<Trigger> parseTrigger(const QString &text)
{
    static const QRegularExpression form(
        u"^\\s*(\\S+)\\s+(above|below)\\s+(-?[0-9.]+)\\s*([^\\s=]*)((?:\\s+\\S+)*)\\s*$"_s);
    const auto invalid = [&text](const QString &why) {
        return std::unexpected(wrong(u"trigger"_s, u"'%1': %2"_s.arg(text.trimmed(), why)));
    };
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) {
        return invalid(
            u"must read METRIC above|below LIMIT[UNIT] [change] [window=MINUTES] [sample=N] [action=propose|roll-back]"_s);
    }
    Trigger trigger{.metric = match.captured(1),
                    .comparator = match.captured(2) == "above"_L1 ? Comparator::Above : Comparator::Below};
    const std::optional<qint64> limit = millionths(match.captured(3));
    if (!limit) {
        return invalid(u"the limit is a number with at most six decimals"_s);
    }
    trigger.limit = *limit;
    QStringList words = match.captured(5).split(u' ', Qt::SkipEmptyParts);
    if (match.captured(4) == "change"_L1) {
        words.prepend(u"change"_s);
    } else {
        trigger.unit = match.captured(4);
    }
    for (const QString &word : std::as_const(words)) {
        const QString key = word.section(u'=', 0, 0);
        const QString value = word.section(u'=', 1);
        if (word == "change"_L1) {
            trigger.measure = TriggerMeasure::ChangeAgainstBaseline;
        } else if (key == "window"_L1) {
            const std::optional<int> minutes = wholeNumber(value, 43'200);
            if (!minutes) {
                return invalid(u"window takes 1 to 43200 minutes"_s);
            }
            trigger.windowMinutes = *minutes;
        } else if (key == "sample"_L1) {
            const std::optional<int> sample = wholeNumber(value, 10'000'000);
            if (!sample) {
                return invalid(u"sample takes 1 to 10000000"_s);
            }
            trigger.leastSample = *sample;
        } else if (word == "action=propose"_L1 || word == "action=roll-back"_L1) {
            trigger.action = value == "propose"_L1 ? TriggerAction::Propose : TriggerAction::RollBack;
        } else {
            return invalid(u"unknown word %1"_s.arg(word));
        }
    }
    return trigger;
}

QString triggerText(const Trigger &trigger)
{
    QString text = trigger.metric + (trigger.comparator == Comparator::Above ? u" above "_s : u" below "_s)
                   + decimal(trigger.limit) + trigger.unit;
    if (trigger.measure == TriggerMeasure::ChangeAgainstBaseline) {
        text += u" change"_s;
    }
    return text
           + u" window=%1 sample=%2 action=%3"_s.arg(trigger.windowMinutes)
                 .arg(trigger.leastSample)
                 .arg(trigger.action == TriggerAction::Propose ? u"propose"_s : u"roll-back"_s);
}

bool hasNoteOptions(const Context &context)
{
    for (const char *option :
         {"note", "what", "why", "workflow", "outcome", "trigger", "rollback-owner", "inform"}) {
        if (context.has(option)) {
            return true;
        }
    }
    return false;
}

Result<NoteDraft> noteFrom(const Context &context, const Session &session, const NoteDraft &before)
{
    NoteDraft note = before;
    if (context.has("note")) {
        const Result<QByteArray> bytes = readInput(context.value("note"));
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        if (Done read = readNote(*bytes, session, note); !read) {
            read.error().subject = context.value("note") + u": "_s + read.error().subject;
            return std::unexpected(read.error());
        }
    }
    for (const auto &[option, text] :
         {std::pair("what", &note.what), std::pair("why", &note.why), std::pair("workflow", &note.workflow),
          std::pair("outcome", &note.outcome)}) {
        if (context.has(option)) {
            *text = context.value(option);
        }
    }
    if (!note.workflow.isEmpty()) {
        const QList<Workflow> &known = session.state().policy.workflows;
        if (std::none_of(known.cbegin(), known.cend(),
                         [&](const Workflow &w) { return w.id == note.workflow; })) {
            return std::unexpected(
                wrong(u"workflow"_s, u"the policy has no workflow %1"_s.arg(note.workflow)));
        }
    }
    if (context.has("trigger")) {
        note.triggers.clear();
        for (const QString &text : context.values("trigger")) {
            const Result<Trigger> trigger = parseTrigger(text);
            if (!trigger) {
                return std::unexpected(trigger.error());
            }
            note.triggers.append(*trigger);
        }
    }
    if (context.has("rollback-owner")) {
        const Result<PrincipalId> person = session.person(context.value("rollback-owner"));
        if (!person) {
            return std::unexpected(person.error());
        }
        note.rollbackOwner = *person;
    }
    if (context.has("inform")) {
        note.informed.clear();
        for (const QString &word : context.values("inform")) {
            const Result<PrincipalId> person = session.person(word);
            if (!person) {
                return std::unexpected(person.error());
            }
            note.informed.append(*person);
        }
    }
    return note;
}

QJsonObject noteJson(const NoteDraft &note)
{
    QJsonArray triggers;
    for (const Trigger &trigger : note.triggers) {
        triggers.append(triggerText(trigger));
    }
    QJsonArray informed;
    for (const PrincipalId &person : note.informed) {
        informed.append(person.value);
    }
    return {{u"what"_s, note.what},         {u"why"_s, note.why},
            {u"workflow"_s, note.workflow}, {u"outcome"_s, note.outcome},
            {u"triggers"_s, triggers},      {u"rollback_owner"_s, note.rollbackOwner.value},
            {u"informed"_s, informed}};
}

Done openInput(const QString &path, QFile &file)
{
    bool open = false;
    if (path == "-"_L1) {
        open = file.open(stdin, QIODevice::ReadOnly);
    } else {
        const QFileInfo info(path);
        if (!info.exists()) {
            return failure(ErrorCode::Invalid, path, u"does not exist"_s);
        }
        if (info.isDir()) {
            return failure(ErrorCode::Invalid, path, u"is a folder"_s);
        }
        file.setFileName(path);
        open = file.open(QIODevice::ReadOnly);
    }
    if (!open) {
        return failure(ErrorCode::NotPermitted, path, file.errorString());
    }
    return {};
}

Result<QByteArray> readInput(const QString &path)
{
    QFile file;
    if (const Done opened = openInput(path, file); !opened) {
        return std::unexpected(opened.error());
    }
    const QByteArray bytes = file.read(largestInput + 1);
    if (bytes.size() > largestInput) {
        return failure(ErrorCode::Invalid, path, u"is larger than 32 MiB"_s);
    }
    return bytes;
}

} // namespace countersign::ctl
