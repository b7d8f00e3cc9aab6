// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/DiffReport.h"
#include "app/countersignctl/Escape.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

// The colours are those of the window's themes.
constexpr QLatin1StringView style = R"(
:root { color-scheme: light dark; --window:#F3F4F6; --surface:#FFFFFF; --sunken:#F8F9FA; --line:#E0E3E8; --text:#191C20;
  --muted:#575F6A; --accent:#1D5AB4; --added:#14663A; --addedTint:#EAF6EE; --addedWord:#BFE5CC; --removed:#A2263C;
  --removedTint:#FCEEF0; --removedWord:#F6CCD2; --moved:#5A3F9C; --movedTint:#F2EFFA; --movedWord:#DDD3F3; }
@media (prefers-color-scheme: dark) { :root { --window:#16181B; --surface:#1D1F23; --sunken:#191B1F; --line:#33373D;
  --text:#E4E7EB; --muted:#A3ABB6; --accent:#86B4F6; --added:#7FD4A1; --addedTint:#17281E; --addedWord:#235A3A;
  --removed:#F4969F; --removedTint:#311D20; --removedWord:#702B35; --moved:#BFA9F2; --movedTint:#25203A;
  --movedWord:#4A3B7A; } }
body { margin:0 auto; padding:24px; max-width:1400px; background:var(--window); color:var(--text);
  font:14px/22px Inter, system-ui, sans-serif; font-variant-ligatures:none; }
h1 { font-size:20px; line-height:28px; } h2 { font-size:15px; margin:24px 0 8px; }
a { color:var(--accent); } .muted, summary { color:var(--muted); }
ol, ul, table, .rows { background:var(--surface); border:1px solid var(--line); border-radius:6px; }
ol, ul { padding:8px 16px 8px 40px; } table { border-collapse:collapse; width:100%; }
th, td { text-align:start; padding:4px 16px; border-bottom:1px solid var(--line); overflow-wrap:anywhere; vertical-align:top; }
.row { display:grid; grid-template-columns:1fr 1fr; } .cell { padding:2px 16px 2px 32px; min-width:0; position:relative;
  white-space:pre-wrap; overflow-wrap:anywhere; unicode-bidi:plaintext; min-height:22px; }
.cell + .cell { border-inline-start:1px solid var(--line); } .heads { font-weight:600; border-bottom:1px solid var(--line); }
.cell[data-sign]::before { content:attr(data-sign); position:absolute; inset-inline-start:12px; color:var(--muted); }
.role { grid-column:1 / 3; padding:4px 16px; color:var(--muted); background:var(--sunken); }
details { background:var(--sunken); } summary { padding:4px 16px; cursor:pointer; }
del { background:var(--removedWord); } ins { background:var(--addedWord); text-decoration-thickness:2px; }
.moved { background:var(--movedWord); border-bottom:1px dotted var(--moved); }
.removed .left, .changed .left { background:var(--removedTint); } .added .right, .changed .right { background:var(--addedTint); }
.moved-from .left, .moved-to .right { background:var(--movedTint); }
.row .absent { background:none; }
b { font-weight:400; font-size:11px; border:1px solid var(--muted); border-radius:3px; padding:0 2px; }
@media (max-width:800px) { .row { grid-template-columns:1fr; } .cell + .cell { border:0; } .absent { display:none; } }
@media print { body { background:none; } details > * { display:block; } }
)"_L1;

QString signOf(diff::RowKind kind, diff::Side side)
{
    switch (kind) {
    case diff::RowKind::Same:
    case diff::RowKind::Rewrapped:
        return {};
    case diff::RowKind::Changed:
    case diff::RowKind::Removed:
    case diff::RowKind::Added:
        return side == diff::Side::Left ? u"−"_s : u"+"_s;
    case diff::RowKind::MovedFrom:
    case diff::RowKind::MovedTo:
        return side == diff::Side::Left ? u"↗"_s : u"↘"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

class PageWriter
{
public:
    explicit PageWriter(const DiffReport &report) : m_report(report), m_comparison(report.comparison) {}

    QByteArray write()
    {
        const QByteArray hash =
            QCryptographicHash::hash(QByteArrayView(style.data(), style.size()), QCryptographicHash::Sha256)
                .toBase64();
        const QString title = escapedHtml(m_report.names[0]) + u" → "_s + escapedHtml(m_report.names[1]);
        m_page =
            u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"_s
            + QString::fromLatin1(hash)
            + u"'; base-uri 'none'; form-action 'none'\">\n"
              "<meta name=\"referrer\" content=\"no-referrer\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"_s
            + plain(title) + u"</title>\n<style>"_s + style + u"</style>\n</head>\n<body>\n<h1>"_s + title
            + u"</h1>\n"_s;
        addTotals();
        addEntries();
        addSettings();
        addRows();
        m_page += "</body>\n</html>\n"_L1;
        return m_page.toUtf8();
    }

private:
    /// A title has no elements inside.
    static QString plain(QString html) { return html.replace("<b>"_L1, "["_L1).replace("</b>"_L1, "]"_L1); }

    void addTotals()
    {
        const diff::Totals totals = characterTotals(m_comparison);
        m_page += m_comparison.identical
                      ? u"<p>The same bytes.</p>\n"_s
                      : u"<p class=\"muted\">Characters: %1 removed, %2 added, %3 moved.</p>\n"_s
                            .arg(totals.removed)
                            .arg(totals.added)
                            .arg(totals.moved);
        if (!m_comparison.readable) {
            m_page += "<p>Not everything in these files can be compared.</p>\n"_L1;
        }
    }

    void addEntries()
    {
        if (m_comparison.entries.isEmpty()) {
            return;
        }
        m_page += u"<h2>What it does to the instructions</h2>\n<p>%1</p>\n<ol>\n"_s.arg(
            escapedHtml(aboutOf(m_comparison)));
        for (const diff::Entry &entry : m_comparison.entries) {
            const diff::Place &right = entry.place(diff::Side::Right);
            const int row = right.present ? right.row : entry.place(diff::Side::Left).row;
            const QString title = escapedHtml(titleOf(entry));
            m_page += "<li>"_L1 + (row >= 0 ? u"<a href=\"#r%1\">"_s.arg(row) + title + u"</a>"_s : title);
            if (!entry.before.isEmpty()) {
                m_page += u" <del dir=\"auto\">"_s + escapedHtml(entry.before) + u"</del>"_s;
            }
            if (!entry.after.isEmpty()) {
                m_page += u" <ins dir=\"auto\">"_s + escapedHtml(entry.after) + u"</ins>"_s;
            }
            const QString section = sectionOf(entry);
            if (!section.isEmpty()) {
                m_page += u" <span class=\"muted\">in "_s + escapedHtml(section) + u"</span>"_s;
            }
            if (entry.times > 1) {
                m_page += u" <span class=\"muted\">%1 times</span>"_s.arg(entry.times);
            }
            m_page += "</li>\n"_L1;
        }
        m_page += "</ol>\n"_L1;
    }

    void addSettings()
    {
        const auto differs = [](const diff::SettingDifference &setting) {
            return setting.state != diff::SettingState::Same;
        };
        if (std::none_of(m_comparison.settings.cbegin(), m_comparison.settings.cend(), differs)) {
            return;
        }
        m_page += "<h2>Settings</h2>\n<table>\n<tr><th>Setting</th><th>Left</th><th>Right</th></tr>\n"_L1;
        for (const diff::SettingDifference &setting : m_comparison.settings) {
            if (differs(setting)) {
                m_page += u"<tr><td>"_s + escapedHtml(setting.path) + u"</td><td dir=\"auto\">"_s
                          + marked(u"del"_s, setting.before) + u"</td><td dir=\"auto\">"_s
                          + marked(u"ins"_s, setting.after) + u"</td></tr>\n"_s;
            }
        }
        m_page += "</table>\n"_L1;
    }

    static QString marked(const QString &element, const QString &words)
    {
        return words.isEmpty() ? QString()
                               : u'<' + element + u'>' + escapedHtml(words) + u"</"_s + element + u'>';
    }

    void addRows()
    {
        m_page += "<h2>Text</h2>\n<div class=\"rows\">\n<div class=\"row heads\"><div class=\"cell\">"_L1
                  + escapedHtml(m_report.names[0]) + u"</div><div class=\"cell\">"_s
                  + escapedHtml(m_report.names[1]) + u"</div></div>\n"_s;
        for (int i = 0; i < m_comparison.rows.size(); ++i) {
            const diff::Row &row = m_comparison.rows.at(i);
            const diff::Fold *fold = row.fold >= 0 ? &m_comparison.folds.at(row.fold) : nullptr;
            if (fold && fold->firstRow == i) {
                const QString words = fold->rewrapped ? u"%1 blocks are the same or only re-wrapped"_s
                                                      : u"%1 blocks are the same"_s;
                m_page += u"<details><summary>"_s + words.arg(fold->rowCount) + u"</summary>\n"_s;
            }
            addRow(i, row);
            if (fold && fold->firstRow + fold->rowCount == i + 1) {
                m_page += "</details>\n"_L1;
            }
        }
        m_page += "</div>\n"_L1;
    }

    void addRow(int number, const diff::Row &row)
    {
        if (row.block == diff::BlockKind::Message) {
            const diff::Side side =
                row.cell(diff::Side::Right).present ? diff::Side::Right : diff::Side::Left;
            const int message = row.cell(side).message;
            const QString role = message >= 0 ? m_comparison.side(side).messages.at(message).role : QString();
            m_page += u"<div class=\"row\" id=\"r%1\"><div class=\"role\">"_s.arg(number) + escapedHtml(role)
                      + u"</div></div>\n"_s;
            return;
        }
        m_page += u"<div class=\"row %1\" id=\"r%2\">"_s.arg(nameOf(row.kind)).arg(number);
        for (const diff::Side side : {diff::Side::Left, diff::Side::Right}) {
            const diff::Cell &cell = row.cell(side);
            const QString name = side == diff::Side::Left ? u"left"_s : u"right"_s;
            const QString sign = signOf(row.kind, side);
            m_page += cell.present
                          ? u"<div class=\"cell "_s + name + u"\" dir=\"auto\""_s
                                + (sign.isEmpty() ? QString() : u" data-sign=\""_s + sign + u'"') + u'>'
                          : u"<div class=\"cell "_s + name + u" absent\">"_s;
            if (cell.present) {
                addWords(m_comparison.side(side).text, cell);
            }
            m_page += "</div>"_L1;
        }
        m_page += "</div>\n"_L1;
    }

    void addWords(const QString &text, const diff::Cell &cell)
    {
        qsizetype at = cell.range.start;
        const qsizetype end = cell.range.end();
        for (const diff::Mark &mark : cell.marks) {
            const qsizetype start = std::clamp(mark.range.start, at, end);
            const qsizetype stop = std::clamp(mark.range.end(), start, end);
            m_page += escapedHtml(text.mid(at, start - at));
            const QString words = escapedHtml(text.mid(start, stop - start));
            switch (mark.kind) {
            case diff::MarkKind::Removed:
            case diff::MarkKind::MovedRemoved:
                m_page += u"<del>"_s + words + u"</del>"_s;
                break;
            case diff::MarkKind::Added:
            case diff::MarkKind::MovedAdded:
                m_page += u"<ins>"_s + words + u"</ins>"_s;
                break;
            case diff::MarkKind::Moved:
                m_page += u"<span class=\"moved\">"_s + words + u"</span>"_s;
                break;
            }
            at = stop;
        }
        m_page += escapedHtml(text.mid(at, end - at));
    }

    const DiffReport &m_report;
    const diff::Comparison &m_comparison;
    QString m_page;
};

} // namespace

QByteArray diffPage(const DiffReport &report)
{
    return PageWriter(report).write();
}

} // namespace countersign::ctl
