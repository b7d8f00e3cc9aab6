// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/PromptEdit.h"

#include "ui/common/Paint.h"
#include "ui/common/Text.h"
#include "ui/editor/PromptHighlighter.h"

#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {
constexpr int textColumn = 640;
constexpr int leastNotes = 240;
constexpr int foldNotesBelow = 900; // of the editor: 1180 of the window without rail and side column
} // namespace

PromptEdit::PromptEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTabChangesFocus(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setCursorWidth(2);
    m_gutter = new QWidget(this);
    m_gutter->setObjectName(u"editorGutter"_s);
    m_gutter->installEventFilter(this);
    m_gutter->setCursor(Qt::ArrowCursor);
    m_highlighter = new PromptHighlighter(Theme::of(this), document());
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int) {
        m_gutter->update();
        emit scrolledOrChanged();
    });
    connect(this, &QPlainTextEdit::textChanged, this, &PromptEdit::keepLocked);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { placeGutter(); });
    follow();
}

PromptEdit::~PromptEdit() = default;

void PromptEdit::setFile(const QString &path, const QString &text)
{
    static const QStringList code = {u".yml"_s, u".yaml"_s, u".json"_s};
    m_fileIsCode = std::any_of(code.begin(), code.end(), [&path](const QString &end) { return path.endsWith(end, Qt::CaseInsensitive); });
    m_comparison.reset();
    m_notes.clear();
    m_matches.clear();
    m_locked.clear();
    m_lockedBefore.clear();
    m_wrongLine = 0;
    m_code = m_fileIsCode;
    setPlainText(text);
    m_highlighter->setFile(path, text);
    follow();
    document()->setModified(false);
}

QString PromptEdit::exactText() const
{
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    return text;
}

void PromptEdit::setCode(bool code)
{
    if (m_code != code) {
        m_code = code;
        follow();
    }
}

void PromptEdit::follow()
{
    const Theme &theme = Theme::of(this);
    setFont(theme.font(m_code ? FontRole::Code : FontRole::Prose));
    setTabStopDistance(QFontMetricsF(font()).horizontalAdvance(u' ') * 4);
    QPalette palette = this->palette();
    palette.setColor(QPalette::Base, theme.color(ColorRole::Surface));
    setPalette(palette);
    document()->setDocumentMargin(theme.px(8));
    placeGutter();
    mark();
}

int PromptEdit::gutterWidth() const
{
    const Theme &theme = Theme::of(this);
    if (!m_code)
        return theme.px(36);
    const int digits = static_cast<int>(QString::number(std::max(99, blockCount())).size());
    return theme.px(m_noteRoom == 0 ? 48 : 28) + QFontMetrics(theme.font(FontRole::Code)).horizontalAdvance(u'9') * digits;
}

void PromptEdit::placeGutter()
{
    const Theme &theme = Theme::of(this);
    const int room = width() - gutterWidth() - verticalScrollBar()->sizeHint().width();
    const int textWide = theme.px(textColumn);
    const bool beside = width() >= theme.px(foldNotesBelow) && room - textWide >= theme.px(leastNotes);
    m_noteRoom = beside ? std::min(room - textWide, theme.px(360)) : 0;
    const int wide = gutterWidth(); // wider where the notes are signs in it
    // Prose is never wider than the column, whether notes stand beside it or not; code takes what there is.
    const int rest = m_code ? m_noteRoom : std::max(m_noteRoom, room - textWide);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setViewportMargins(mirrored ? std::max(0, rest) : wide, 0, mirrored ? wide : std::max(0, rest), 0);
    m_gutter->setGeometry(mirrored ? width() - wide : 0, 0, wide, height());
    m_gutter->update();
    // The lines are broken anew only when the width of the viewport is told to be another one.
    QResizeEvent wrapAnew(viewport()->size(), QSize(-1, -1));
    QPlainTextEdit::resizeEvent(&wrapAnew);
    emit scrolledOrChanged();
}

QRect PromptEdit::noteArea() const
{
    if (m_noteRoom <= 0)
        return {};
    const QRect text = viewport()->geometry();
    return layoutDirection() == Qt::RightToLeft ? QRect(text.left() - m_noteRoom, 0, m_noteRoom, height())
                                                : QRect(text.right() + 1, 0, m_noteRoom, height());
}

void PromptEdit::setComparison(std::shared_ptr<const diff::Comparison> comparison)
{
    m_comparison = std::move(comparison);
    mark();
    m_gutter->update();
}

void PromptEdit::setNotes(const QList<EditorNote> &notes)
{
    m_notes = notes;
    mark();
    m_gutter->update();
    emit scrolledOrChanged();
}

void PromptEdit::setWrongLine(int line)
{
    if (m_wrongLine != line) {
        m_wrongLine = line;
        setCode(m_fileIsCode || line > 0);
        mark();
        m_gutter->update();
    }
}

void PromptEdit::setMatches(const QList<QTextCursor> &matches)
{
    m_matches = matches;
    mark();
}

void PromptEdit::mark()
{
    const Theme &theme = Theme::of(this);
    QList<QTextEdit::ExtraSelection> marks;
    const int length = document()->characterCount() - 1;
    const auto add = [&](qsizetype start, qsizetype count, const QTextCharFormat &format) {
        const int from = static_cast<int>(std::clamp<qsizetype>(start, 0, length));
        const int to = static_cast<int>(std::clamp<qsizetype>(start + count, 0, length));
        if (from >= to)
            return;
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(from);
        selection.cursor.setPosition(to, QTextCursor::KeepAnchor);
        selection.format = format;
        marks.append(selection);
    };
    if (m_wrongLine > 0) {
        const QTextBlock block = document()->findBlockByNumber(m_wrongLine - 1);
        if (block.isValid()) {
            QTextEdit::ExtraSelection selection;
            selection.cursor = QTextCursor(block);
            selection.format.setBackground(theme.color(ColorRole::DangerTint));
            selection.format.setProperty(QTextFormat::FullWidthSelection, true);
            marks.append(selection);
        }
    }
    if (m_comparison && m_comparison->sides[1].text.size() == length) {
        QTextCharFormat changed;
        changed.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        changed.setUnderlineColor(theme.color(ColorRole::Added));
        QTextCharFormat moved;
        moved.setUnderlineStyle(QTextCharFormat::DotLine);
        moved.setUnderlineColor(theme.color(ColorRole::Moved));
        moved.setBackground(theme.color(ColorRole::MovedWord));
        for (const diff::Row &row : m_comparison->rows) {
            for (const diff::Mark &mark : row.cells[1].marks)
                add(mark.range.start, mark.range.length, mark.kind == diff::MarkKind::Moved ? moved : changed);
        }
    }
    for (const LockedPart &part : std::as_const(m_locked)) {
        QTextCharFormat muted;
        muted.setForeground(theme.color(ColorRole::Muted));
        add(part.start, part.text.size(), muted);
    }
    for (const EditorNote &note : std::as_const(m_notes)) {
        if (note.kind == EditorNote::Kind::Wrong && note.length > 0) {
            QTextCharFormat wrong;
            wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            wrong.setUnderlineColor(theme.color(ColorRole::Danger));
            add(note.start, note.length, wrong);
        }
    }
    // Characters that cannot be seen get a ground of their own; their name stands in the margin.
    for (const text::Boxed &boxed : text::boxedCharacters(exactText())) {
        QTextCharFormat hidden;
        hidden.setBackground(theme.color(ColorRole::MediumTint));
        hidden.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        hidden.setUnderlineColor(theme.color(ColorRole::Danger));
        add(boxed.position, boxed.length, hidden);
    }
    for (const QTextCursor &match : std::as_const(m_matches)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = match;
        selection.format.setBackground(theme.color(ColorRole::MediumTint));
        marks.append(selection);
    }
    setExtraSelections(marks);
}

void PromptEdit::goTo(qsizetype position, qsizetype length)
{
    const int last = document()->characterCount() - 1;
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(std::clamp<qsizetype>(position, 0, last)));
    cursor.setPosition(static_cast<int>(std::clamp<qsizetype>(position + length, 0, last)), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    centerCursor();
    setFocus(Qt::OtherFocusReason);
}

int PromptEdit::topOf(qsizetype position) const
{
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(std::clamp<qsizetype>(position, 0, document()->characterCount() - 1)));
    return cursorRect(cursor).top();
}

void PromptEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void PromptEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    const bool otherColours = event->type() == QEvent::PaletteChange && palette().color(QPalette::Base) != Theme::of(this).color(ColorRole::Surface);
    if (event->type() == QEvent::StyleChange || otherColours)
        follow();
}

bool PromptEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_gutter && event->type() == QEvent::Paint) {
        paintGutter(m_gutter->rect());
        return true;
    }
    if (watched == m_gutter && event->type() == QEvent::MouseButtonPress) {
        const QPoint at = static_cast<QMouseEvent *>(event)->position().toPoint();
        const int line = QFontMetrics(font()).lineSpacing();
        const QMap<int, const EditorNote *> signs = gutterSigns();
        for (auto sign = signs.begin(); sign != signs.end(); ++sign) {
            const int top = sign.key();
            if (at.y() >= top && at.y() < top + line) {
                emit noteAsked(QString(sign.value()->key), m_gutter->mapToGlobal(QPoint(m_gutter->width(), top + line)));
                return true;
            }
        }
    }
    return QPlainTextEdit::eventFilter(watched, event);
}

// One sign per line, by its top: what is wrong before anything else.
QMap<int, const EditorNote *> PromptEdit::gutterSigns() const
{
    QMap<int, const EditorNote *> signs;
    for (const EditorNote &note : m_notes) {
        const EditorNote *&shown = signs[topOf(note.start)];
        if (!shown || (note.kind == EditorNote::Kind::Wrong && shown->kind != EditorNote::Kind::Wrong))
            shown = &note;
    }
    return signs;
}

void PromptEdit::paintGutter(const QRect &area)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(m_gutter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.color(m_code ? ColorRole::Sunken : ColorRole::Surface));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int wide = m_gutter->width();

    for (const auto &[top, bottom] : lockedBands()) {
        painter.fillRect(QRect(0, top, wide, bottom - top), theme.color(ColorRole::Sunken));
        painter.fillRect(QRect(0, top, wide, 1), theme.color(ColorRole::Line));
        painter.fillRect(QRect(0, bottom - 1, wide, 1), theme.color(ColorRole::Line));
        const int side = theme.px(14);
        Signs::paint(painter, QRectF(mirrored ? wide - side - theme.px(8) : theme.px(8), top + theme.px(4), side, side),
                     Sign::Locked, theme);
    }

    QList<diff::Range> changed;
    if (m_comparison && m_comparison->sides[1].text.size() == document()->characterCount() - 1) {
        for (const diff::Row &row : m_comparison->rows) {
            if (row.kind != diff::RowKind::Same && row.cells[1].present)
                changed.append(row.cells[1].range);
        }
    }
    const int bar = theme.tokens().line.changeBar;
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > area.bottom())
            break;
        const qsizetype start = block.position();
        const qsizetype end = start + block.length();
        const bool isChanged = std::any_of(changed.begin(), changed.end(), [&](const diff::Range &range) {
            return range.start < end && range.end() > start;
        });
        if (isChanged) {
            painter.fillRect(QRectF(mirrored ? theme.px(4) : wide - bar - theme.px(4), box.top(), bar, box.height()),
                             theme.color(ColorRole::AddedLine));
        }
        if (m_code) {
            const bool wrong = block.blockNumber() + 1 == m_wrongLine;
            const QRect place(theme.px(4), static_cast<int>(box.top()), wide - theme.px(18), QFontMetrics(font()).lineSpacing());
            paintText(painter, place, QString::number(block.blockNumber() + 1), FontRole::Code,
                      wrong ? ColorRole::Danger : ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
        }
    }
    // Where there is no room beside the text, a note is a sign that opens.
    if (m_noteRoom == 0) {
        const int side = theme.px(14);
        const QMap<int, const EditorNote *> signs = gutterSigns();
        for (auto sign = signs.begin(); sign != signs.end(); ++sign) {
            const int top = sign.key();
            const EditorNote &note = *sign.value();
            if (note.sign == Sign::Locked)
                continue; // its lock stands there already
            if (top < -side || top > area.bottom())
                continue;
            const QRectF box(mirrored ? wide - side - theme.px(8) : theme.px(8), top + theme.px(3), side, side);
            if (note.lane)
                Signs::paintLane(painter, box.adjusted(2, 2, -2, -2), *note.lane, theme.color(Signs::color(*note.lane)));
            else
                Signs::paint(painter, box, note.sign, theme);
        }
    }
}

} // namespace countersign
