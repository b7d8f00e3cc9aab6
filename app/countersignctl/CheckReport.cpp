// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/CheckReport.h"

#include "app/countersignctl/Escape.h"
#include "app/countersignctl/RuleSentences.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"

#include <QXmlStreamWriter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

constexpr qsizetype findingsShown = 6;
constexpr qsizetype ungovernedShown = 20;

QString standingName(const CheckedFile &file)
{
    switch (file.standing.standing) {
    case Standing::Accepted:
        return u"accepted"_s;
    case Standing::Older:
        return u"older"_s;
    case Standing::Proposed:
        return u"proposed"_s;
    case Standing::Unknown:
        break;
    }
    return u"unknown"_s;
}

/// Turns what the record says into words.
class Teller
{
public:
    Teller(const State &state, const CheckReport &report) : m_report(report) { m_view.state = state; }

    [[nodiscard]] const WorkspaceView &view() const { return m_view; }

    [[nodiscard]] const Change *change(const CheckedFile &file) const
    {
        return m_view.state.change(file.standing.change);
    }

    /// What the file is, in the record's eyes.
    [[nodiscard]] QString standing(const CheckedFile &file) const
    {
        const Change *its = change(file);
        const QString number = its ? numberOf(*its) : QString();
        switch (file.standing.standing) {
        case Standing::Accepted:
            return file.after.isNull()
                       ? u"its removal is accepted in %1"_s.arg(number)
                       : u"accepted as %1 of %2"_s.arg(file.standing.version.toString(), file.artifact.value);
        case Standing::Older:
            return u"it goes back to %1; the newest accepted version is %2"_s.arg(
                file.standing.version.toString(), file.standing.latest.toString());
        case Standing::Proposed:
            return file.met ? u"change %1 has exactly this, and lacks nothing"_s.arg(number)
                            : u"change %1 has exactly this, and is not approved"_s.arg(number);
        case Standing::Unknown:
            break;
        }
        return file.after.isNull() ? u"no change in the record removes it"_s
                                   : u"no change in the record has exactly these bytes"_s;
    }

    [[nodiscard]] QStringList missing(const CheckedFile &file) const
    {
        QStringList words;
        for (const Requirement &requirement : file.requirements) {
            if (!requirement.met()) {
                words.append(requirementWords(m_view, requirement));
            }
        }
        return words;
    }

    /// Empty unless the lane in the record is lower than the one that is found here.
    [[nodiscard]] QString laneWarning(const CheckedFile &file) const
    {
        const Change *its = change(file);
        if (file.standing.standing != Standing::Proposed || !its || State::lane(*its) >= file.lane) {
            return {};
        }
        return u"change %1 stands in the %2 lane; by the rules of this program the difference is %3: raise it"_s
            .arg(numberOf(*its), toString(State::lane(*its)), toString(file.lane));
    }

    [[nodiscard]] static QString finding(const FindingRecord &finding)
    {
        if (finding.before.isEmpty() && finding.after.isEmpty()) {
            return finding.why;
        }
        const QString before = finding.before.isEmpty() ? QString() : u"[-%1-]"_s.arg(finding.before);
        const QString after = finding.after.isEmpty() ? QString() : u"{+%1+}"_s.arg(finding.after);
        return before + (before.isEmpty() || after.isEmpty() ? u""_s : u" "_s) + after;
    }

    /// A finding with its rule, its words and why it matters, for a place where it stands alone.
    [[nodiscard]] static QString told(const FindingRecord &finding)
    {
        const QString why = ruleSentence(finding.rule);
        const QString words = finding.rule + u": "_s + Teller::finding(finding);
        return why.isEmpty() ? words : words + u" — "_s + why;
    }

    [[nodiscard]] QString headline() const
    {
        const qsizetype governed = m_report.files.size() + m_report.strange.size();
        if (governed == 0) {
            return u"%1 against %2: no governed file differs"_s.arg(m_report.head, m_report.base);
        }
        return u"%1 against %2: %3, %4 not met"_s.arg(
            m_report.head, m_report.base,
            governed == 1 ? u"1 governed file differs"_s : u"%1 governed files differ"_s.arg(governed),
            m_report.met() ? u"none"_s : QString::number(m_report.unmet()));
    }

private:
    const CheckReport &m_report;
    WorkspaceView m_view;
};

void printText(Output &out, const Teller &teller, const CheckReport &report)
{
    out.line(QList<Piece>{{teller.headline(), Ink::Strong}});
    for (const CheckedFile &file : report.files) {
        out.line();
        out.line({{file.met ? u"+ "_s : u"! "_s, file.met ? Ink::Plain : Ink::Warning},
                  {toString(file.lane).leftJustified(8), file.lane == Lane::High ? Ink::Warning : Ink::Plain},
                  {file.path, Ink::Strong}});
        out.line(u"    "_s + teller.standing(file));
        const QStringList missing = file.met ? QStringList() : teller.missing(file);
        for (const QString &words : missing) {
            out.line(QList<Piece>{{u"    ! "_s, Ink::Warning}, {words}});
        }
        if (const QString warning = teller.laneWarning(file); !warning.isEmpty()) {
            out.line(QList<Piece>{{u"    ! "_s, Ink::Warning}, {warning}});
        }
        if (!file.complete) {
            out.line(u"    the difference is too large to be looked at to its end"_s);
        }
        QStringList said;
        for (const FindingRecord &finding :
             file.findings.first(std::min(file.findings.size(), findingsShown))) {
            out.line(u"    %1 %2  %3"_s.arg(toString(finding.lane).leftJustified(7), finding.rule,
                                            Teller::finding(finding)));
            // Why it matters, once for each rule.
            if (const QString why = ruleSentence(finding.rule);
                !why.isEmpty() && !said.contains(finding.rule)) {
                out.line(QList<Piece>{{u"            "_s + why, Ink::Faint}});
                said.append(finding.rule);
            }
        }
        if (file.findings.size() > findingsShown) {
            out.line(u"    and %1 more; --json has them all"_s.arg(file.findings.size() - findingsShown));
        }
    }
    for (const StrangeFile &file : report.strange) {
        out.line();
        out.line({{u"! "_s, Ink::Warning}, {u"        "_s + file.path, Ink::Strong}});
        out.line(u"    "_s + file.words);
    }
    if (!report.ungoverned.isEmpty()) {
        out.line();
        out.line(u"Not governed, and not looked at (%1):"_s.arg(report.ungoverned.size()));
        for (const QString &path :
             report.ungoverned.first(std::min(report.ungoverned.size(), ungovernedShown))) {
            out.line(u"  "_s + path);
        }
        if (report.ungoverned.size() > ungovernedShown) {
            out.line(u"  and %1 more"_s.arg(report.ungoverned.size() - ungovernedShown));
        }
    }
}

QJsonObject checkedFileJson(const Teller &teller, const CheckedFile &file)
{
    QJsonArray requirements;
    for (const Requirement &requirement : file.requirements) {
        requirements.append(QJsonObject{{u"id"_s, requirement.id()},
                                        {u"state"_s, nameOf(requirement.state)},
                                        {u"words"_s, requirementWords(teller.view(), requirement)}});
    }
    const Change *change = teller.change(file);
    QJsonObject object{{u"path"_s, file.path},
                       {u"prompt"_s, file.artifact.value},
                       {u"kind"_s, toString(file.kind)},
                       {u"lane"_s, toString(file.lane)},
                       {u"met"_s, file.met},
                       {u"standing"_s, standingName(file)},
                       {u"words"_s, teller.standing(file)},
                       {u"before"_s, file.before.isNull() ? QString() : toString(file.before)},
                       {u"after"_s, file.after.isNull() ? QString() : toString(file.after)},
                       {u"line"_s, file.line},
                       {u"complete"_s, file.complete},
                       {u"findings"_s, findingsJson(file.findings, false)},
                       {u"requirements"_s, requirements}};
    if (change) {
        object.insert(u"change"_s, change->number);
        object.insert(u"recorded_lane"_s, toString(State::lane(*change)));
    }
    if (!file.standing.version.isNull()) {
        object.insert(u"version"_s, file.standing.version.toString());
    }
    return object;
}

QJsonObject checkJson(const Teller &teller, const CheckReport &report)
{
    QJsonArray files;
    QJsonObject lanes{{u"low"_s, 0}, {u"medium"_s, 0}, {u"high"_s, 0}};
    for (const CheckedFile &file : report.files) {
        files.append(checkedFileJson(teller, file));
        lanes[toString(file.lane)] = lanes[toString(file.lane)].toInt() + 1;
    }
    QJsonArray strange;
    for (const StrangeFile &file : report.strange) {
        strange.append(QJsonObject{{u"path"_s, file.path}, {u"words"_s, file.words}});
    }
    const State &state = teller.view().state;
    return {{u"met"_s, report.met()},
            {u"unmet"_s, report.unmet()},
            {u"base"_s,
             QJsonObject{{u"ref"_s, report.base}, {u"commit"_s, QString::fromLatin1(report.baseCommit)}}},
            {u"head"_s,
             QJsonObject{{u"ref"_s, report.head}, {u"commit"_s, QString::fromLatin1(report.headCommit)}}},
            {u"merge_base"_s, QString::fromLatin1(report.mergeBase)},
            {u"at"_s, json(state.head)},
            {u"policy"_s, QJsonObject{{u"version"_s, state.policy.version},
                                      {u"hash"_s, QString::fromLatin1(state.policyInForce.toHex())}}},
            {u"lanes"_s, lanes},
            {u"files"_s, files},
            {u"strange"_s, strange},
            {u"ungoverned"_s, QJsonArray::fromStringList(report.ungoverned)}};
}

/// Text that no renderer of Markdown takes for markup, a link, a mention or HTML.
QString markdownText(const QString &text)
{
    QString out;
    for (const QChar c : escaped(text, LineBreaks::Escaped)) {
        const bool plain = c.unicode() > 0x7f || c.isLetterOrNumber() || u" ,;/-+()"_s.contains(c);
        out += plain ? QString(c) : u"&#%1;"_s.arg(uint(c.unicode()));
    }
    return out;
}

QByteArray checkMarkdown(const Teller &teller, const CheckReport &report)
{
    QString page = u"### Countersign: %1\n"_s.arg(report.met() ? u"met"_s : u"not met"_s);
    page += u"\n%1\n"_s.arg(markdownText(teller.headline()));
    if (!report.files.isEmpty() || !report.strange.isEmpty()) {
        page += u"\n| | Lane | File | Record | Missing | Why |\n|---|---|---|---|---|---|\n"_s;
    }
    for (const CheckedFile &file : report.files) {
        QStringList missing = file.met ? QStringList() : teller.missing(file);
        if (const QString warning = teller.laneWarning(file); !warning.isEmpty()) {
            missing.append(warning);
        }
        QStringList why;
        for (const FindingRecord &finding :
             file.findings.first(std::min(file.findings.size(), findingsShown))) {
            why.append(markdownText(Teller::told(finding)));
        }
        if (file.findings.size() > findingsShown) {
            why.append(u"and %1 more"_s.arg(file.findings.size() - findingsShown));
        }
        std::ranges::transform(missing, missing.begin(), markdownText);
        page += u"| %1 | %2 | <code>%3</code> | %4 | %5 | %6 |\n"_s.arg(
            file.met ? u"✓"_s : u"✗"_s, toString(file.lane), markdownText(file.path),
            markdownText(teller.standing(file)), missing.join("<br>"_L1), why.join("<br>"_L1));
    }
    for (const StrangeFile &file : report.strange) {
        page +=
            u"| ✗ | | <code>%1</code> | %2 | | |\n"_s.arg(markdownText(file.path), markdownText(file.words));
    }
    if (!report.ungoverned.isEmpty()) {
        page += u"\nNot governed, and not looked at (%1):\n\n"_s.arg(report.ungoverned.size());
        for (const QString &path :
             report.ungoverned.first(std::min(report.ungoverned.size(), ungovernedShown))) {
            page += u"- <code>%1</code>\n"_s.arg(markdownText(path));
        }
        if (report.ungoverned.size() > ungovernedShown) {
            page += u"- and %1 more\n"_s.arg(report.ungoverned.size() - ungovernedShown);
        }
    }
    return page.toUtf8();
}

QByteArray checkJunit(const Teller &teller, const CheckReport &report)
{
    QByteArray page;
    QXmlStreamWriter xml(&page);
    xml.setAutoFormatting(true);
    const auto plain = [](const QString &text) { return escaped(text, LineBreaks::Kept); };
    const QString total = QString::number(report.files.size() + report.strange.size());
    const QString failed = QString::number(report.unmet());
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeAttribute(u"tests"_s, total);
    xml.writeAttribute(u"failures"_s, failed);
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s, u"countersign"_s);
    xml.writeAttribute(u"tests"_s, total);
    xml.writeAttribute(u"failures"_s, failed);
    xml.writeAttribute(u"errors"_s, u"0"_s);
    xml.writeAttribute(u"skipped"_s, u"0"_s);
    const auto testCase = [&](const QString &lane, const QString &path, const QString &message,
                              const QStringList &lines) {
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"classname"_s, u"countersign."_s + lane);
        xml.writeAttribute(u"name"_s, plain(path));
        xml.writeAttribute(u"file"_s, plain(path));
        if (!message.isEmpty()) {
            xml.writeStartElement(u"failure"_s);
            xml.writeAttribute(u"type"_s, u"requirements"_s);
            xml.writeAttribute(u"message"_s, plain(message));
            xml.writeCharacters(plain(lines.join(u'\n')));
            xml.writeEndElement();
        } else if (!lines.isEmpty()) {
            xml.writeTextElement(u"system-out"_s, plain(lines.join(u'\n')));
        }
        xml.writeEndElement();
    };
    for (const CheckedFile &file : report.files) {
        QStringList lines = file.met ? QStringList() : teller.missing(file);
        if (const QString warning = teller.laneWarning(file); !warning.isEmpty()) {
            lines.append(warning);
        }
        for (const FindingRecord &finding : file.findings) {
            lines.append(toString(finding.lane) + u' ' + Teller::told(finding));
        }
        testCase(toString(file.lane), file.path, file.met ? QString() : teller.standing(file), lines);
    }
    for (const StrangeFile &file : report.strange) {
        testCase(u"strange"_s, file.path, file.words, {});
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return page;
}

} // namespace

qsizetype CheckReport::unmet() const
{
    return strange.size() + std::ranges::count(files, false, &CheckedFile::met);
}

bool CheckReport::isBeyondUs(const State &state) const
{
    return std::ranges::any_of(files, [&state](const CheckedFile &file) {
        return !file.standing.change.isNull()
               && state.newerSubjects.contains(changeSubject(file.standing.change));
    });
}

void printCheck(Output &out, const State &state, const CheckReport &report, CheckFormat format)
{
    const Teller teller(state, report);
    switch (format) {
    case CheckFormat::Text:
        printText(out, teller, report);
        break;
    case CheckFormat::Json:
        out.json(checkJson(teller, report));
        break;
    case CheckFormat::Markdown:
        out.verbatim(checkMarkdown(teller, report));
        break;
    case CheckFormat::Junit:
        out.verbatim(checkJunit(teller, report));
        break;
    }
}

QString commandData(const QString &text)
{
    QString out = escaped(text, LineBreaks::Kept);
    out.replace(u'%', "%25"_L1).replace(u'\r', "%0D"_L1).replace(u'\n', "%0A"_L1);
    return out;
}

QString commandProperty(const QString &text)
{
    return commandData(text).replace(u':', "%3A"_L1).replace(u',', "%2C"_L1);
}

QByteArray annotations(const State &state, const CheckReport &report)
{
    const Teller teller(state, report);
    QString all;
    const auto add = [&all](const QString &kind, const QString &path, int line, const QString &title,
                            const QString &message) {
        all += u"::%1 file=%2,line=%3,title=%4::%5\n"_s.arg(
            kind, commandProperty(path), QString::number(line), commandProperty(title), commandData(message));
    };
    for (const CheckedFile &file : report.files) {
        QStringList lines{teller.standing(file)};
        lines += teller.missing(file);
        for (const FindingRecord &finding :
             file.findings.first(std::min(file.findings.size(), findingsShown))) {
            lines.append(toString(finding.lane) + u' ' + Teller::told(finding));
        }
        const QString title = u"Countersign: %1, "_s.arg(toString(file.lane));
        if (!file.met) {
            add(u"error"_s, file.path, file.line, title + u"not met"_s, lines.join(u'\n'));
        }
        if (const QString warning = teller.laneWarning(file); !warning.isEmpty()) {
            add(u"warning"_s, file.path, file.line, title + u"recorded lower"_s, warning);
        }
    }
    for (const StrangeFile &file : report.strange) {
        add(u"error"_s, file.path, 1, u"Countersign: not met"_s, file.words);
    }
    return all.toUtf8();
}

} // namespace countersign::ctl
