// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/PreviewView.h"

#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Signs.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"

#include <QBoxLayout>
#include <QEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int longestSample = 20'000;
constexpr int mostFields = 100;
constexpr int mostProblems = 30;

QString sampleKey(const QString &path)
{
    return u"samples/"_s + QString::fromLatin1(path.toUtf8().toPercentEncoding());
}

// What is typed as JSON is that value, anything else is text.
prompt::Value valueOf(const QString &typed)
{
    const Result<prompt::Value> read = prompt::valueFromJson("{\"v\":" + typed.toUtf8() + '}');
    return read && read->entries().size() == 1 ? read->at(u"v"_s) : prompt::Value::text(typed);
}

QString roleName(const prompt::PreviewMessage &message)
{
    QString name;
    switch (message.role) {
    case prompt::Role::None: name = PreviewView::tr("Text"); break;
    case prompt::Role::System: name = PreviewView::tr("System"); break;
    case prompt::Role::User: name = PreviewView::tr("User"); break;
    case prompt::Role::Assistant: name = PreviewView::tr("Assistant"); break;
    case prompt::Role::Developer: name = PreviewView::tr("Developer"); break;
    case prompt::Role::Tool: name = PreviewView::tr("Tool"); break;
    }
    return name;
}

QString problemWords(const prompt::PreviewProblem &problem)
{
    const QString detail = text::printableLine(problem.detail).left(120);
    switch (problem.kind) {
    case prompt::PreviewProblemKind::MissingVariable: return PreviewView::tr("%1 has no value").arg(detail);
    case prompt::PreviewProblemKind::Unsupported: return PreviewView::tr("%1 is not filled in here").arg(detail);
    case prompt::PreviewProblemKind::Syntax: return PreviewView::tr("%1 cannot be read").arg(detail);
    case prompt::PreviewProblemKind::CannotCompute: return PreviewView::tr("%1 does not work with these values").arg(detail);
    case prompt::PreviewProblemKind::TooDeep: return PreviewView::tr("%1 is nested too deeply").arg(detail);
    case prompt::PreviewProblemKind::TooMuch: return PreviewView::tr("The text is too long and ends here");
    }
    return detail;
}

void clearRows(QVBoxLayout *rows)
{
    while (QLayoutItem *item = rows->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

} // namespace

QHash<QString, QString> Samples::kept(const UiState &state, const QString &path)
{
    QHash<QString, QString> typed;
    const QJsonObject object = QJsonDocument::fromJson(state.value(sampleKey(path)).toByteArray()).object();
    for (auto at = object.begin(); at != object.end(); ++at)
        typed.insert(at.key(), at.value().toString().left(longestSample));
    return typed;
}

void Samples::keep(UiState &state, const QString &path, const QHash<QString, QString> &typed)
{
    QJsonObject object;
    for (auto at = typed.begin(); at != typed.end(); ++at) {
        if (!at.value().isEmpty())
            object.insert(at.key(), at.value());
    }
    state.setValue(sampleKey(path), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

prompt::Value Samples::toValue(const QHash<QString, QString> &typed)
{
    QStringList names = typed.keys();
    names.sort();
    QList<prompt::Value::Entry> entries;
    for (const QString &name : std::as_const(names)) {
        if (!typed[name].isEmpty())
            entries.append({name, valueOf(typed[name])});
    }
    return prompt::Value::map(entries);
}

PreviewView::PreviewView(QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    auto *all = new QHBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_text = new QPlainTextEdit(this);
    m_text->setObjectName(u"previewText"_s);
    m_text->setAccessibleName(tr("The prompt as the model gets it"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDocumentMargin(theme.px(16));
    all->addWidget(m_text, 1);

    auto *side = new Ground(ColorRole::Sunken, this);
    side->setLines(Qt::LeftEdge);
    side->setFixedWidth(theme.px(264));
    auto *sideAll = new QVBoxLayout(side);
    sideAll->setContentsMargins(1, 0, 0, 0);
    auto *area = new QScrollArea(side);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_column = new Ground(ColorRole::Sunken, area);
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addWidget(new SectionHead(tr("Sample values"), m_column));
    m_fieldRows = new QVBoxLayout;
    m_fieldRows->setSpacing(4);
    column->addLayout(m_fieldRows);
    column->addSpacing(8);
    m_state = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, m_column);
    m_state->setObjectName(u"previewState"_s);
    m_state->setWrapping(Wrapping::Wrap);
    column->addWidget(m_state);
    m_problemRows = new QVBoxLayout;
    m_problemRows->setSpacing(6);
    column->addLayout(m_problemRows);
    column->addStretch(1);
    area->setWidget(m_column);
    sideAll->addWidget(area);
    all->addWidget(side);

    m_fillSoon.setSingleShot(true);
    m_fillSoon.setInterval(fillAfterMs);
    connect(&m_fillSoon, &QTimer::timeout, this, &PreviewView::fill);
    mark();
}

void PreviewView::setText(const QString &text, const QString &path)
{
    if (m_path != path) {
        m_text->clear();
        m_names.clear();
        clearRows(m_fieldRows);
        m_fields.clear();
    }
    m_source = text;
    m_path = path;
    fill();
}

void PreviewView::setTyped(const QHash<QString, QString> &typed)
{
    m_typed = typed;
    for (auto at = m_fields.begin(); at != m_fields.end(); ++at)
        at.value()->setText(typed.value(at.key()));
}

void PreviewView::fill()
{
    m_fillSoon.stop();
    m_filling.start(QtConcurrent::run([text = m_source, path = m_path, typed = m_typed] {
                        const prompt::Document document = prompt::parse(text.toUtf8(), path);
                        Filled filled{.samples = prompt::samplesOf(document)};
                        filled.preview = prompt::preview(document, prompt::merged(filled.samples, Samples::toValue(typed)));
                        for (const prompt::Variable &variable : document.variables) {
                            if (variable.kind == prompt::VariableKind::Input && !filled.variables.contains(variable.root())
                                && filled.variables.size() < mostFields)
                                filled.variables.append(variable.root());
                        }
                        return Result<Filled>(filled);
                    }),
                    [this](const Result<Filled> &filled) {
                        if (filled)
                            show(*filled);
                    });
}

void PreviewView::show(const Filled &filled)
{
    QString words;
    m_marks.clear();
    for (const prompt::PreviewMessage &message : filled.preview.messages) {
        if (!words.isEmpty())
            words += u"\n\n"_s;
        const QString role = roleName(message);
        m_marks.append({.start = words.size(), .length = role.size(), .kind = Mark::Kind::Role});
        words += role + u'\n';
        const qsizetype start = words.size();
        for (const prompt::PreviewPiece &piece : message.pieces) {
            if (piece.kind != prompt::PieceKind::Literal && piece.text.length > 0)
                m_marks.append({.start = start + piece.text.start, .length = piece.text.length,
                                .kind = piece.kind == prompt::PieceKind::Filled ? Mark::Kind::Filled : Mark::Kind::Unresolved});
        }
        words += message.text;
    }
    // The text document takes these for its own borders.
    for (const QChar border : {QChar(0x2028), QChar(0x2029), QChar(u'\r')})
        words.replace(border, u'\n');
    if (m_text->toPlainText() != words)
        m_text->setPlainText(words);
    mark();
    showFields(filled);

    clearRows(m_problemRows);
    const QList<prompt::PreviewProblem> &problems = filled.preview.problems;
    const qsizetype missing = filled.preview.missing.size();
    m_state->setText(problems.isEmpty() ? tr("Everything is filled in")
                     : missing > 0      ? tr("%n value(s) missing", nullptr, static_cast<int>(missing))
                                        : tr("Not everything is filled in"));
    QStringList told;
    for (const prompt::PreviewProblem &problem : problems) {
        const QString sentence = problemWords(problem);
        if (told.contains(sentence))
            continue;
        if (told.size() == mostProblems)
            break;
        told.append(sentence);
        auto *row = new QWidget(m_column);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->addWidget(new Glyph(Sign::Warning, row), 0, Qt::AlignTop);
        auto *label = new PlainLabel(sentence, FontRole::Body, ColorRole::Text, row);
        label->setWrapping(Wrapping::Wrap);
        line->addWidget(label, 1);
        m_problemRows->addWidget(row);
    }
    m_state->setAccessibleDescription(told.join(u". "_s));
}

// The fields stay while they are typed in; they are made anew only for other names.
void PreviewView::showFields(const Filled &filled)
{
    if (m_names != filled.variables || m_fields.isEmpty()) {
        const QString had = focusWidget() ? focusWidget()->objectName() : QString();
        m_names = filled.variables;
        clearRows(m_fieldRows);
        m_fields.clear();
        if (m_names.isEmpty())
            m_fieldRows->addWidget(new PlainLabel(tr("This text has no variables."), FontRole::Secondary, ColorRole::Muted, m_column));
        QWidget *previous = m_text;
        for (const QString &name : std::as_const(m_names)) {
            auto *label = new PlainLabel(text::printableLine(name), FontRole::Secondary, ColorRole::Muted, m_column);
            label->setWrapping(Wrapping::Elide);
            auto *field = new QLineEdit(m_column);
            field->setObjectName(u"sample/"_s + name);
            field->setAccessibleName(tr("Sample value of %1").arg(text::printableLine(name)));
            field->setMaxLength(longestSample);
            field->setText(m_typed.value(name));
            connect(field, &QLineEdit::textEdited, this, [this, name](const QString &typed) {
                m_typed.insert(name, typed);
                emit typedChanged(m_typed);
                m_fillSoon.start();
            });
            m_fieldRows->addWidget(label);
            m_fieldRows->addWidget(field);
            m_fieldRows->addSpacing(4);
            m_fields.insert(name, field);
            setTabOrder(std::exchange(previous, field), field);
            if (field->objectName() == had)
                field->setFocus(Qt::OtherFocusReason);
        }
    }
    for (auto at = m_fields.begin(); at != m_fields.end(); ++at) {
        const prompt::Value own = filled.samples.at(at.key());
        at.value()->setPlaceholderText(own.isUndefined() ? tr("No value")
                                       : own.kind() == prompt::Value::Kind::Text ? text::printableLine(own.toText()).left(80)
                                                                                 : prompt::writtenJson(own, 0, 80));
    }
}

void PreviewView::mark()
{
    const Theme &theme = Theme::of(this);
    m_text->setFont(theme.font(FontRole::Prose));
    QPalette palette = m_text->palette();
    palette.setColor(QPalette::Base, theme.color(ColorRole::Surface));
    m_text->setPalette(palette);
    const int length = m_text->document()->characterCount() - 1;
    QList<QTextEdit::ExtraSelection> marks;
    for (const Mark &each : std::as_const(m_marks)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(m_text->document());
        selection.cursor.setPosition(static_cast<int>(std::clamp<qsizetype>(each.start, 0, length)));
        selection.cursor.setPosition(static_cast<int>(std::clamp<qsizetype>(each.start + each.length, 0, length)), QTextCursor::KeepAnchor);
        switch (each.kind) {
        case Mark::Kind::Role:
            selection.format.setForeground(theme.color(ColorRole::Muted));
            selection.format.setFontWeight(QFont::DemiBold);
            break;
        case Mark::Kind::Filled:
            selection.format.setBackground(theme.color(ColorRole::AccentTint));
            selection.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
            selection.format.setUnderlineColor(theme.color(ColorRole::Accent));
            break;
        case Mark::Kind::Unresolved:
            selection.format.setBackground(theme.color(ColorRole::MediumTint));
            selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            selection.format.setUnderlineColor(theme.color(ColorRole::Medium));
            break;
        }
        marks.append(selection);
    }
    m_text->setExtraSelections(marks);
}

void PreviewView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        mark();
}

} // namespace countersign
