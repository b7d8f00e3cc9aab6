// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/lanes/LaneCases.h"

#include "diff/Compare.h"
#include "lanes/Classify.h"
#include "prompt/Document.h"

#include <QFile>
#include <QtLogging>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

QByteArray unescaped(QByteArray words)
{
    words.replace("\\\\", QByteArray(1, '\0'));
    words.replace("\\n", "\n");
    words.replace("\\t", "\t");
    words.replace("\\u200b", "\xE2\x80\x8B");
    words.replace("\\u202e", "\xE2\x80\xAE");
    words.replace("\\utag", "\xF3\xA0\x81\x81");
    words.replace(QByteArray(1, '\0'), "\\");
    return words;
}

class Reader
{
public:
    explicit Reader(const QString &file) : m_file(file) {}

    QList<LaneCase> run()
    {
        QFile file(m_file);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(m_file));
        bool inBase = false;
        while (!file.atEnd()) {
            QByteArray line = file.readLine();
            ++m_line;
            const QByteArray rest = line.size() > 3 ? line.mid(3).trimmed() : QByteArray();
            if (line.startsWith("## ") && !inBase)
                continue;
            if (line.startsWith("== ")) {
                finishCase();
                const qsizetype space = rest.indexOf(' ');
                m_base = QString::fromUtf8(rest.first(space));
                m_path = QString::fromUtf8(rest.mid(space + 1));
                m_text.clear();
                inBase = true;
            } else if (line.startsWith("-- ")) {
                if (inBase) {
                    while (m_text.endsWith("\n\n"))
                        m_text.chop(1);
                }
                finishCase();
                begin(QString::fromUtf8(rest));
                inBase = false;
            } else if (inBase) {
                m_text += line;
            } else {
                readEdit(line);
            }
        }
        finishCase();
        return m_cases;
    }

private:
    [[noreturn]] void fail(const char *why) const { qFatal("%s:%d: %s", qPrintable(m_file), m_line, why); }

    void begin(const QString &header)
    {
        const QStringList parts = header.split(u'|');
        const QStringList lanes = parts.first().simplified().split(u' ');
        const auto lane = laneFromString(lanes.first());
        const auto other = laneFromString(lanes.last());
        if (parts.size() < 2 || !lane || !other)
            fail("expected: -- LANE [LANE] | TITLE");
        m_case = LaneCase{.base = m_base,
                          .title = parts[1].trimmed(),
                          .path = m_path,
                          .before = m_text,
                          .after = m_text,
                          .lane = *lane,
                          .other = *other};
        m_open = true;
    }

    void readEdit(QByteArray line)
    {
        if (line.endsWith('\n'))
            line.chop(1);
        if (line.isEmpty())
            return;
        const QByteArray words = line.size() > 2 ? unescaped(line.mid(2)) : QByteArray();
        if (line.startsWith('<')) {
            m_from = words;
            if (m_text.contains("@@"))
                m_case.before = QByteArray(m_text).replace("@@", m_from);
            else if (m_case.after.count(m_from) != 1)
                fail("the words to replace do not stand there exactly once");
        } else if (line.startsWith('>')) {
            if (m_text.contains("@@"))
                m_case.after = QByteArray(m_text).replace("@@", words);
            else
                m_case.after.replace(m_from, words);
            m_changed = true;
        } else if (line.startsWith('~')) {
            m_case.alike.append(m_text.contains("@@") ? QByteArray(m_text).replace("@@", words)
                                                      : QByteArray(m_case.before).replace(m_from, words));
        } else {
            fail("expected <, > or ~");
        }
    }

    void finishCase()
    {
        if (!m_open)
            return;
        if (!m_changed || m_case.before == m_case.after)
            fail("a case without a change");
        m_cases.append(m_case);
        m_open = false;
        m_changed = false;
    }

    QString m_file;
    int m_line = 0;
    QString m_base;
    QString m_path;
    QByteArray m_text;
    QByteArray m_from;
    LaneCase m_case;
    bool m_open = false;
    bool m_changed = false;
    QList<LaneCase> m_cases;
};

} // namespace

QList<LaneCase> laneCases(const QString &name)
{
    return Reader(QStringLiteral(QT_TESTCASE_SOURCEDIR "/unit/lanes/data/") + name).run();
}

Outcome outcomeOf(const QByteArray &before, const QByteArray &after, const QString &path)
{
    const lanes::Classification found = lanes::classify(
        diff::compare(prompt::parse(before, path), prompt::parse(after, path)), {.path = path});
    Outcome outcome{.lane = found.lane};
    for (const lanes::Finding &finding : found.findings)
        outcome.reasons += u"      %1 (%2) [%3] %4 => %5\n"_s.arg(finding.rule, toString(finding.lane), finding.subject,
                                                              finding.before.left(160), finding.after.left(160));
    return outcome;
}

int Confusion::total() const
{
    return of(Lane::Low) + of(Lane::Medium) + of(Lane::High);
}

int Confusion::exact() const
{
    return at(Lane::Low, Lane::Low) + at(Lane::Medium, Lane::Medium) + at(Lane::High, Lane::High);
}

int Confusion::of(Lane expected) const
{
    return at(expected, Lane::Low) + at(expected, Lane::Medium) + at(expected, Lane::High);
}

void Confusion::print(const char *title) const
{
    qInfo("%s", title);
    qInfo("true/predicted  low medium high");
    for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High})
        qInfo("%-8s        %3d   %3d   %3d", qPrintable(toString(lane)), at(lane, Lane::Low), at(lane, Lane::Medium),
              at(lane, Lane::High));
    qInfo("exact %d of %d (%.1f %%), highs found %d of %d, highs called low %d", exact(), total(),
          100.0 * exact() / std::max(1, total()), at(Lane::High, Lane::High), of(Lane::High), at(Lane::High, Lane::Low));
}

} // namespace countersign::test
