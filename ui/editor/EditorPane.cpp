// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/EditorPane.h"

#include "prompt/Document.h"
#include "services/EditedText.h"
#include "ui/cases/SuiteEditor.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Popover.h"
#include "ui/common/Text.h"
#include "ui/editor/EditorMargin.h"
#include "ui/editor/PreviewView.h"
#include "ui/prose/DiffView.h"

#include <QApplication>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {

EditorPane::EditorPane(QWidget *parent) : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    m_bar = new Ground(ColorRole::Surface, this);
    m_bar->setLines(Qt::BottomEdge);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(12, 6, 16, 6);
    bar->setSpacing(4);
    m_undo = makeIconButton(Icon::Undo, tr("Undo"), m_bar);
    m_undo->setObjectName(u"editorUndo"_s);
    m_redo = makeIconButton(Icon::Redo, tr("Redo"), m_bar);
    m_variables = makeButton(Icon::Variable, tr("Insert variable"), ButtonKind::QuietText, m_bar);
    m_variables->setObjectName(u"insertVariable"_s);
    QPushButton *find = makeIconButton(Icon::Find, tr("Find and replace"), m_bar);
    m_old = makeButton(tr("Old words"), ButtonKind::QuietText, m_bar);
    m_old->setObjectName(u"oldWords"_s);
    m_old->setCheckable(true);
    m_old->setToolTip(tr("Show the old words struck in their place (Alt+O)"));
    m_previewButton = makeButton(tr("Preview"), ButtonKind::QuietText, m_bar);
    m_previewButton->setObjectName(u"previewButton"_s);
    m_previewButton->setCheckable(true);
    m_previewButton->setToolTip(tr("Show the text as the model gets it, with sample values (Ctrl+Shift+P)"));
    m_yaml = makeButton(tr("YAML"), ButtonKind::QuietText, m_bar);
    m_yaml->setObjectName(u"suiteYaml"_s);
    m_yaml->setCheckable(true);
    m_yaml->setToolTip(tr("Show the text of the suite beside its cases (Ctrl+Shift+Y)"));
    for (QPushButton *button : {m_undo, m_redo, m_variables, find, m_old, m_previewButton, m_yaml}) {
        setButtonHeight(button, ButtonHeight::InBar);
        bar->addWidget(button);
    }
    bar->addStretch(1);
    m_words = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, m_bar);
    m_words->setObjectName(u"wordCount"_s);
    m_saved = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, m_bar);
    m_saved->setObjectName(u"savedState"_s);
    bar->addWidget(m_words);
    bar->addSpacing(12);
    bar->addWidget(m_saved);
    all->addWidget(m_bar);

    m_fileBar = new Ground(ColorRole::Surface, this);
    m_fileBar->setLines(Qt::BottomEdge);
    m_fileBar->hide();
    all->addWidget(m_fileBar);

    m_findBar = new Ground(ColorRole::Sunken, this);
    m_findBar->setLines(Qt::BottomEdge);
    auto *findRow = new QHBoxLayout(m_findBar);
    findRow->setContentsMargins(12, 4, 12, 4);
    findRow->setSpacing(6);
    m_find = new SearchField(Icon::Find, tr("Find"), m_findBar);
    m_find->setObjectName(u"editorFind"_s);
    m_find->setAccessibleName(tr("Find"));
    m_replace = new QLineEdit(m_findBar);
    m_replace->setObjectName(u"editorReplace"_s);
    m_replace->setPlaceholderText(tr("Replace with"));
    m_replace->setAccessibleName(tr("Replace with"));
    setFieldHeight(m_find, ButtonHeight::InBar);
    setFieldHeight(m_replace, ButtonHeight::InBar);
    m_found = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, m_findBar);
    QPushButton *previous = makeIconButton(Icon::Previous, tr("Previous match"), m_findBar);
    QPushButton *next = makeIconButton(Icon::Next, tr("Next match"), m_findBar);
    QPushButton *one = makeButton(tr("Replace"), ButtonKind::Plain, m_findBar);
    one->setObjectName(u"replaceOne"_s);
    QPushButton *each = makeButton(tr("All"), ButtonKind::Plain, m_findBar);
    each->setObjectName(u"replaceAll"_s);
    QPushButton *shut = makeIconButton(Icon::Close, tr("Close the search"), m_findBar);
    findRow->addWidget(m_find, 3);
    findRow->addWidget(m_found);
    findRow->addWidget(previous);
    findRow->addWidget(next);
    findRow->addWidget(m_replace, 2);
    findRow->addWidget(one);
    findRow->addWidget(each);
    findRow->addWidget(shut);
    for (QPushButton *button : {previous, next, one, each, shut})
        setButtonHeight(button, ButtonHeight::InBar);
    m_findBar->hide();
    all->addWidget(m_findBar);

    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"editorNotice"_s);
    m_notice->hide();
    all->addWidget(m_notice);

    m_stack = new QStackedWidget(this);
    m_textPage = new QSplitter(Qt::Horizontal, m_stack);
    m_textPage->setObjectName(u"suiteSplitter"_s);
    m_textPage->setChildrenCollapsible(false);
    buildSuite();
    m_edit = new PromptEdit(m_textPage);
    m_edit->setObjectName(u"promptEdit"_s);
    m_edit->setAccessibleName(tr("Text of the prompt"));
    m_margin = new EditorMargin(m_edit);
    m_oldWords = new DiffView(m_stack);
    m_oldWords->setObjectName(u"oldWordsView"_s);
    m_oldWords->setLayoutChoice(LayoutChoice::Unified);
    m_stack->addWidget(m_textPage);
    m_stack->addWidget(m_oldWords);
    m_preview = new PreviewView(m_stack);
    m_stack->addWidget(m_preview);
    all->addWidget(m_stack, 1);

    m_checkSoon.setSingleShot(true);
    connect(&m_checkSoon, &QTimer::timeout, this, &EditorPane::check);
    connect(m_edit, &PromptEdit::edited, this, &EditorPane::textChanged);
    connect(m_edit, &PromptEdit::lockedTouched, this, &EditorPane::sayLocked);
    connect(m_edit, &QPlainTextEdit::undoAvailable, m_undo, &QWidget::setEnabled);
    connect(m_edit, &QPlainTextEdit::redoAvailable, m_redo, &QWidget::setEnabled);
    connect(m_undo, &QPushButton::clicked, this, &EditorPane::undo);
    connect(m_redo, &QPushButton::clicked, this, &EditorPane::redo);
    m_undo->setEnabled(false);
    m_redo->setEnabled(false);
    connect(m_variables, &QPushButton::clicked, this, &EditorPane::insertVariable);
    connect(find, &QPushButton::clicked, this, &EditorPane::openFind);
    connect(m_old, &QPushButton::toggled, this, &EditorPane::showOldWords);
    connect(m_previewButton, &QPushButton::toggled, this, &EditorPane::showPreview);
    connect(m_preview, &PreviewView::typedChanged, this, [this](const QHash<QString, QString> &typed) {
        if (m_state && m_file >= 0)
            Samples::keep(*m_state, m_files[m_file].path, typed);
    });
    connect(m_margin, &EditorMargin::actionPressed, this, &EditorPane::act);
    connect(m_edit, &PromptEdit::noteAsked, this, [this](const QString &key, const QPoint &place) {
        openNote(key, QRect(m_edit->mapFromGlobal(place), QSize(1, 1)), Popover::Focus::Take);
    });
    connect(m_find, &QLineEdit::textChanged, this, &EditorPane::markMatches);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { findNext(1); });
    connect(previous, &QPushButton::clicked, this, [this] { findNext(-1); });
    connect(next, &QPushButton::clicked, this, [this] { findNext(1); });
    connect(one, &QPushButton::clicked, this, &EditorPane::replaceOne);
    connect(each, &QPushButton::clicked, this, &EditorPane::replaceAll);
    connect(shut, &QPushButton::clicked, this, [this] { escape(); });
    const auto shortcut = [this](const QKeySequence &keys, auto act) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, act);
    };
    shortcut(QKeySequence::Find, [this] { openFind(); });
    shortcut(QKeySequence::Replace, [this] { openFind(); m_replace->setFocus(); });
    shortcut(QKeySequence(Qt::ALT | Qt::Key_O), [this] { m_old->toggle(); });
    shortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), [this] { m_previewButton->toggle(); });
    shortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Y), [this] {
        if (isSuite())
            m_yaml->toggle();
    });
    shortcut(QKeySequence(Qt::Key_F8), [this] { walkNotes(1); });
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_F8), [this] { walkNotes(-1); });
    shortcut(QKeySequence(Qt::ALT | Qt::Key_Return), [this] { actHere(); });
    shortcut(QKeySequence(Qt::ALT | Qt::Key_Enter), [this] { actHere(); });
}

EditorPane::~EditorPane()
{
    // It loses the keyboard after this and would say so.
    m_suite->disconnect(this);
}

void EditorPane::setDraft(const Draft &draft, const QList<QByteArray> &before)
{
    const bool same = m_draft == draft.id && m_files.size() == draft.files.size()
            && std::equal(m_files.begin(), m_files.end(), draft.files.begin(),
                          [](const File &mine, const EditedFile &its) { return mine.path == its.path && mine.bytes == its.text; });
    if (same && m_file >= 0) {
        for (qsizetype i = 0; i < m_files.size(); ++i) {
            m_files[i].before = before.value(i);
            m_files[i].beforeText = editableText(before.value(i), m_files[i].path).text;
            m_files[i].checkedText.reset();
        }
        lockSections();
        check();
        checkOthers();
        return;
    }
    m_draft = draft.id;
    m_files.clear();
    QStringList names;
    for (qsizetype i = 0; i < draft.files.size(); ++i) {
        const EditedFile &file = draft.files[i];
        const EditableText text = editableText(file.text, file.path);
        m_files.append(File{.path = file.path, .title = file.artifact.value, .before = before.value(i), .bytes = file.text,
                            .beforeText = editableText(before.value(i), file.path).text, .problem = text.problem, .checks = {}, .reasons = {},
                            .suite = file.kind == ArtifactKind::Suite && text.problem.isEmpty()
                                    && (file.path.endsWith(u".yaml"_s) || file.path.endsWith(u".yml"_s))});
        names.append(file.artifact.value);
    }
    delete m_fileBar->layout();
    qDeleteAll(m_fileBar->findChildren<QAbstractButton *>(QString(), Qt::FindDirectChildrenOnly));
    m_fileBar->setVisible(names.size() > 1);
    if (names.size() > 1) {
        auto *row = new QHBoxLayout(m_fileBar);
        row->setContentsMargins(16, 6, 16, 6);
        auto *group = new QButtonGroup(m_fileBar);
        for (int i = 0; i < names.size(); ++i) {
            auto *chip = new FilterChip(text::printableLine(names[i]), m_fileBar);
            chip->setChecked(i == 0);
            group->addButton(chip, i);
            row->addWidget(chip);
        }
        row->addStretch(1);
        connect(group, &QButtonGroup::idClicked, this, &EditorPane::showFile);
    }
    m_file = -1;
    m_afterLocks.clear();
    if (!m_files.isEmpty())
        load(0);
    checkOthers();
}

void EditorPane::setPolicy(const Policy &policy, const PrincipalId &author)
{
    if (m_policy != policy || m_author != author) {
        m_policy = policy;
        m_author = author;
        lockSections();
        check();
        checkOthers();
    }
}

void EditorPane::showFile(int file)
{
    if (file != m_file && file >= 0 && file < m_files.size()) {
        if (m_file >= 0) {
            m_files[m_file].cursor = m_edit->textCursor().position();
            // What was typed within the last pause is looked at as one of the others.
            if (!notesFit())
                m_files[m_file].checkedText.reset();
        }
        load(file);
        checkOthers();
    }
}

void EditorPane::load(int number)
{
    m_file = number;
    const File &file = m_files[number];
    m_loading = true;
    m_edit->setFile(file.path, editableText(file.bytes, file.path).text);
    m_loading = false;
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(std::min(file.cursor, m_edit->document()->characterCount() - 1));
    m_edit->setTextCursor(cursor);
    showSuite();
    showInstead(m_textPage);
    lockSections();
    showNotes();
    check();
}

void EditorPane::textChanged()
{
    if (m_loading || m_file < 0)
        return;
    File &file = m_files[m_file];
    const Result<QByteArray> bytes = bytesWithText(file.bytes, file.path, m_edit->exactText());
    if (bytes) {
        if (m_notice->notice().lead == tr("This cannot be written into the file."))
            m_notice->settle();
        if (file.bytes != *bytes) {
            file.bytes = *bytes;
            if (file.suite)
                m_suite->setText(file.path, file.bytes);
            emit fileEdited(m_file, file.bytes);
        }
    } else {
        m_notice->setNotice({.kind = NoticeKind::Danger, .lead = tr("This cannot be written into the file."),
                             .sentence = tr("Its encoding has no place for what was typed. The rest is kept."),
                             .detail = bytes.error().detail, .action = {}, .secondAction = {}, .icon = {}});
    }
    m_checkSoon.start(checkAfterMs);
}

void EditorPane::setSaved(const QString &words, bool failed)
{
    m_saved->setText(words);
    m_saved->setColorRole(failed ? ColorRole::Danger : ColorRole::Muted);
}

qsizetype EditorPane::find(int file, const QString &words) const
{
    return file < 0 || file >= m_files.size() ? -1 : placeOf(words, text(file));
}

qsizetype EditorPane::placeOf(const QString &words, const QString &text)
{
    if (words.trimmed().isEmpty())
        return -1;
    const qsizetype exact = text.indexOf(words);
    return exact >= 0 ? exact : text.indexOf(words.section(u' ', 0, 3), 0, Qt::CaseInsensitive);
}

QString EditorPane::text(int file) const
{
    if (file < 0 || file >= m_files.size())
        return {};
    return file == m_file ? m_edit->exactText() : editableText(m_files[file].bytes, m_files[file].path).text;
}

void EditorPane::replace(int file, qsizetype start, qsizetype length, const QString &words)
{
    showFile(file);
    if (file == m_file && m_lockPending) {
        m_afterLocks.append([this, file, start, length, words] { replace(file, start, length, words); });
        return;
    }
    if (file != m_file || m_edit->isReadOnly())
        return;
    revealText();
    if (m_edit->replaceWords(start, length, words))
        m_edit->goTo(start, words.size());
    m_edit->setFocus(Qt::OtherFocusReason);
}

void EditorPane::takeMerged(int file, const QByteArray &bytes, const QByteArray &before)
{
    showFile(file);
    if (file != m_file)
        return;
    File &its = m_files[m_file];
    its.before = before;
    its.beforeText = editableText(before, its.path).text;
    its.checkedText.reset();
    m_edit->replaceAll(editableText(bytes, its.path).text);
    lockSections();
    check();
}

void EditorPane::openFind()
{
    if (isSuite() && (m_edit->isHidden() || suiteHasFocus())) {
        m_suite->openFilter();
        return;
    }
    m_findBar->show();
    const QString words = m_edit->textCursor().selectedText();
    if (!words.isEmpty() && words.size() < 80 && !words.contains(QChar::ParagraphSeparator))
        m_find->setText(words);
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
    markMatches();
}

bool EditorPane::escape()
{
    if (oldWordsShown() || previewShown()) {
        m_old->setChecked(false);
        m_previewButton->setChecked(false);
        return true;
    }
    if (!m_findBar->isHidden()) {
        m_findBar->hide();
        m_edit->setMatches({});
        m_edit->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return isSuite() && suiteHasFocus() && m_suite->escape();
}

void EditorPane::markMatches()
{
    QList<QTextCursor> matches;
    if (!m_find->text().isEmpty()) {
        QTextCursor at(m_edit->document());
        while (matches.size() < 2000) {
            at = m_edit->document()->find(m_find->text(), at);
            if (at.isNull())
                break;
            matches.append(at);
        }
    }
    m_found->setText(m_find->text().isEmpty() ? QString()
                     : matches.isEmpty()      ? tr("Nothing found")
                                              : tr("%n found", nullptr, static_cast<int>(matches.size())));
    m_edit->setMatches(matches);
}

void EditorPane::findNext(int direction)
{
    if (m_find->text().isEmpty())
        return;
    const QTextDocument::FindFlags flags = direction < 0 ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    QTextCursor found = m_edit->document()->find(m_find->text(), m_edit->textCursor(), flags);
    if (found.isNull()) {
        QTextCursor start(m_edit->document());
        if (direction < 0)
            start.movePosition(QTextCursor::End);
        found = m_edit->document()->find(m_find->text(), start, flags);
    }
    if (!found.isNull()) {
        m_edit->setTextCursor(found);
        m_edit->ensureCursorVisible();
    }
}

void EditorPane::replaceOne()
{
    QTextCursor cursor = m_edit->textCursor();
    if (!m_edit->isReadOnly() && cursor.selectedText().compare(m_find->text(), Qt::CaseInsensitive) == 0 && cursor.hasSelection())
        m_edit->replaceWords(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart(), m_replace->text());
    findNext(1);
    markMatches();
}

void EditorPane::replaceAll()
{
    if (m_find->text().isEmpty() || m_edit->isReadOnly())
        return;
    // From the end, so that the places of those before stay.
    QList<QTextCursor> matches;
    for (QTextCursor at = m_edit->document()->find(m_find->text()); !at.isNull(); at = m_edit->document()->find(m_find->text(), at))
        matches.prepend(at);
    QTextCursor edit(m_edit->document());
    edit.beginEditBlock();
    for (QTextCursor &match : matches) {
        if (m_edit->mayReplace(match.selectionStart(), match.selectionEnd() - match.selectionStart(), m_replace->text()))
            match.insertText(m_replace->text());
    }
    edit.endEditBlock();
    markMatches();
}

void EditorPane::insertVariable()
{
    if (m_file < 0)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const prompt::Document document = prompt::parse(m_files[m_file].bytes, m_files[m_file].path);
    for (const QString &name : std::as_const(m_files[m_file].checks.variables)) {
        QString tag = u"{{%1}}"_s.arg(name);
        switch (document.language) {
        case prompt::TemplateLanguage::FString: tag = u"{%1}"_s.arg(name); break;
        case prompt::TemplateLanguage::DollarBrace: tag = u"${%1}"_s.arg(name); break;
        case prompt::TemplateLanguage::DollarArgs: tag = u"$%1"_s.arg(name); break;
        case prompt::TemplateLanguage::GoTemplate: tag = u"{{ .%1 }}"_s.arg(name); break;
        case prompt::TemplateLanguage::SemanticKernel: tag = u"{{$%1}}"_s.arg(name); break;
        case prompt::TemplateLanguage::None:
        case prompt::TemplateLanguage::Jinja:
        case prompt::TemplateLanguage::Handlebars:
        case prompt::TemplateLanguage::Mustache: break;
        }
        QString label = name;
        menu->addAction(label.replace(u"&"_s, u"&&"_s), this, [this, tag] {
            const QTextCursor cursor = m_edit->textCursor();
            m_edit->replaceWords(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart(), tag);
            m_edit->setFocus(Qt::OtherFocusReason);
        });
    }
    menu->popup(m_variables->mapToGlobal(QPoint(0, m_variables->height())));
}

void EditorPane::showOldWords(bool shown)
{
    showInstead(shown ? static_cast<QWidget *>(m_oldWords) : oldWordsShown() ? m_textPage : m_stack->currentWidget());
}

void EditorPane::showPreview(bool shown)
{
    if (shown && m_file >= 0) {
        const File &file = m_files[m_file];
        if (m_state)
            m_preview->setTyped(Samples::kept(*m_state, file.path));
        m_preview->setText(m_edit->exactText(), file.path);
    }
    showInstead(shown ? static_cast<QWidget *>(m_preview) : previewShown() ? m_textPage : m_stack->currentWidget());
}

// One of the text, its old words and its preview.
void EditorPane::showInstead(QWidget *widget)
{
    const bool hadFocus = m_stack->isAncestorOf(QApplication::focusWidget());
    m_stack->setCurrentWidget(widget);
    const QSignalBlocker quietOld(m_old);
    const QSignalBlocker quietPreview(m_previewButton);
    m_old->setChecked(widget == m_oldWords);
    m_previewButton->setChecked(widget == m_preview);
    if (widget == m_oldWords)
        m_oldWords->setFocus(Qt::OtherFocusReason);
    else if (widget == m_preview)
        m_preview->text()->setFocus(Qt::OtherFocusReason);
    else if (hadFocus)
        focusText();
}

bool EditorPane::previewShown() const
{
    return m_stack->currentWidget() == m_preview;
}

bool EditorPane::oldWordsShown() const
{
    return m_stack->currentWidget() == m_oldWords;
}

} // namespace countersign
