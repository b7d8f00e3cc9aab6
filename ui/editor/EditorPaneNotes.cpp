// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands beside the text: worked out away from the window's thread, walked and acted on by keys.
#include "ui/editor/EditorPane.h"

#include "diff/Compare.h"
#include "services/EditedText.h"
#include "ui/cases/SuiteEditor.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/editor/EditorMargin.h"
#include "ui/prose/DiffView.h"

#include <QAccessibleAnnouncementEvent>
#include <QBoxLayout>
#include <QPromise>
#include <QPushButton>
#include <QSplitter>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

void EditorPane::check()
{
    m_checkSoon.stop();
    if (m_file < 0)
        return;
    const QString text = m_edit->exactText();
    const QFuture<Result<std::shared_ptr<const diff::Comparison>>> comparing = QtConcurrent::run(
            [before = m_files[m_file].beforeText, text](QPromise<Result<std::shared_ptr<const diff::Comparison>>> &promise) {
                auto comparison = std::make_shared<diff::Comparison>(
                        diff::compareTexts(before, text, {.entries = false}, [&promise] { return promise.isCanceled(); }));
                if (comparison->complete)
                    promise.addResult(Result<std::shared_ptr<const diff::Comparison>>(std::move(comparison)));
            });
    m_compare.start(comparing, [this, number = m_file](const Result<std::shared_ptr<const diff::Comparison>> &comparison) {
        if (comparison && number == m_file) {
            m_edit->setComparison(*comparison);
            m_oldWords->setComparison(*comparison);
        }
    });
    if (m_lockPending)
        return; // the same checks are under way
    if (m_files[m_file].checkedText == text && m_files[m_file].checkedPolicy == m_policy) {
        m_checks.cancel();
        showChecks();
        return;
    }
    const QFuture<Result<TextChecks::Result>> checking = QtConcurrent::run(
            [text, before = m_files[m_file].beforeText, path = m_files[m_file].path, policy = m_policy, author = m_author] {
                return Result<TextChecks::Result>(TextChecks::check(text, before, path, policy, author));
            });
    m_checks.start(checking, [this, number = m_file, text, policy = m_policy](const Result<TextChecks::Result> &checks) {
        if (checks && number == m_file && policy == m_policy) {
            takeChecks(number, text, *checks);
            showChecks();
        }
    });
}

void EditorPane::takeChecks(int file, const QString &text, const TextChecks::Result &checks)
{
    m_files[file].checks = checks;
    m_files[file].checkedText = text;
    m_files[file].checkedPolicy = m_policy;
}

bool EditorPane::isChecked() const
{
    return !(isSuite() && m_suite->isBusy())
            && std::all_of(m_files.begin(), m_files.end(), [](const File &file) { return file.checkedText.has_value(); });
}

bool EditorPane::isCurrent() const
{
    return isChecked() && !m_checkSoon.isActive() && !m_lockPending && (m_file < 0 || notesFit());
}

void EditorPane::checkNow()
{
    if (m_checkSoon.isActive())
        check();
}

// The files that are not shown, so that a problem in one of them stops sending too.
void EditorPane::checkOthers()
{
    struct Job
    {
        int file = 0;
        QString text;
        QString before;
        QString path;
    };
    QList<Job> jobs;
    for (int i = 0; i < m_files.size(); ++i) {
        const File &file = m_files[i];
        if (i != m_file && (!file.checkedText || file.checkedPolicy != m_policy))
            jobs.append({i, editableText(file.bytes, file.path).text, file.beforeText, file.path});
    }
    m_others.cancel();
    if (jobs.isEmpty())
        return;
    using Checked = Result<QList<TextChecks::Result>>;
    const auto work = [jobs, policy = m_policy, author = m_author](QPromise<Checked> &promise) {
        QList<TextChecks::Result> all;
        for (const Job &job : jobs) {
            if (promise.isCanceled())
                return;
            all.append(TextChecks::check(job.text, job.before, job.path, policy, author));
        }
        promise.addResult(Checked(all));
    };
    m_others.start(QtConcurrent::run(work), [this, jobs, policy = m_policy](const Checked &checked) {
        if (!checked || policy != m_policy)
            return;
        for (qsizetype i = 0; i < jobs.size(); ++i) {
            const Job &job = jobs[i];
            if (job.file < m_files.size() && job.file != m_file && m_files[job.file].path == job.path
                && editableText(m_files[job.file].bytes, job.path).text == job.text)
                takeChecks(job.file, job.text, checked->at(i));
        }
        emit this->checked();
    });
}

bool EditorPane::mayBeOwned(const File &file) const
{
    // Which sections the text has is not known yet; that somebody owns some of this path is.
    QStringList sections;
    for (const Owner &owner : std::as_const(m_policy.owners))
        sections.append(owner.section);
    const QList<const Owner *> owners = m_policy.ownersOf(file.path, sections);
    return std::any_of(owners.begin(), owners.end(), [](const Owner *owner) { return !owner->section.isEmpty(); });
}

// Locks are set when a text is opened and follow it from then on: what is typed elsewhere, a fence above for instance, does
// not take them away.
void EditorPane::lockSections()
{
    if (m_file < 0)
        return;
    File &file = m_files[m_file];
    const QString text = m_edit->exactText();
    if (file.checkedText == text && file.checkedPolicy == m_policy) {
        m_locks.cancel();
        applyLocks(text);
        return;
    }
    m_lockPending = true;
    m_edit->setReadOnly(!file.problem.isEmpty() || mayBeOwned(file));
    m_suite->setReadOnly(m_edit->isReadOnly());
    m_checks.cancel();
    const QFuture<Result<TextChecks::Result>> checking = QtConcurrent::run(
            [text, before = file.beforeText, path = file.path, policy = m_policy, author = m_author] {
                return Result<TextChecks::Result>(TextChecks::check(text, before, path, policy, author));
            });
    m_locks.start(checking, [this, number = m_file, text](const Result<TextChecks::Result> &checks) {
        if (number != m_file || !checks)
            return;
        takeChecks(number, text, *checks);
        applyLocks(text);
    });
}

// What is typed while nothing can be locked yet stands beside the locks that come: they are looked for in the text as it is.
void EditorPane::applyLocks(const QString &text)
{
    File &file = m_files[m_file];
    m_lockPending = false;
    QList<LockedPart> parts;
    for (const TextChecks::Owned &owned : std::as_const(file.checks.owned)) {
        if (owned.unchanged && !file.opened.contains(owned.title))
            parts.append({.key = u"locked/"_s + owned.title, .start = owned.start, .text = text.mid(owned.start, owned.length)});
    }
    m_edit->setReadOnly(!file.problem.isEmpty());
    m_edit->setLocked(parts);
    m_suite->setReadOnly(m_edit->isReadOnly()); // what waits there is put into the text
    showChecks();
    if (m_edit->exactText() != text)
        m_checkSoon.start(checkAfterMs);
    const QList<std::function<void()>> waiting = std::exchange(m_afterLocks, {});
    for (const std::function<void()> &next : waiting)
        next();
}

void EditorPane::sayLocked(const QString &key)
{
    m_note = key;
    m_margin->flash(key);
    const QList<EditorNote> notes = notesOf(m_files[m_file]);
    for (const EditorNote &note : notes) {
        if (note.key != key)
            continue;
        if (m_edit->noteRoom() == 0)
            openNote(key, m_edit->cursorRect().translated(m_edit->viewport()->pos()), Popover::Focus::Leave);
        announce(tr("Locked. %1. %2").arg(note.sentence, note.help));
        return;
    }
}

void EditorPane::showChecks()
{
    const File &file = m_files[m_file];
    m_words->setText(tr("%n word(s)", nullptr, file.checks.words));
    m_variables->setEnabled(!file.checks.variables.isEmpty() && file.problem.isEmpty());
    m_edit->setWrongLine(file.checks.wrongLine);
    if (!file.problem.isEmpty()) {
        const QString why = file.problem == "utf-16"_L1 ? tr("It is written in UTF-16.")
                : file.problem == "binary"_L1           ? tr("It is no text.")
                                                        : tr("It holds characters that the editor would lose.");
        m_notice->setNotice({.kind = NoticeKind::Danger, .lead = tr("This file can only be read here."), .sentence = why,
                             .detail = {}, .action = {}, .secondAction = {}, .icon = {}});
    } else if (file.checks.wrongLine > 0) {
        m_notice->setNotice({.kind = NoticeKind::Danger, .lead = tr("Shown as plain text, because part of it cannot be read."),
                             .sentence = tr("%1. Rules for settings cannot run.").arg(file.checks.wrongSentence),
                             .detail = {}, .action = tr("Go there"), .secondAction = {}, .icon = {}});
        disconnect(m_notice, &NoticeBar::actionPressed, this, nullptr);
        connect(m_notice, &NoticeBar::actionPressed, this, [this] { goToProblem(); });
    } else {
        m_notice->settle();
    }
    showNotes();
    emit checked();
}

QList<EditorNote> EditorPane::notesOf(const File &file) const
{
    QList<EditorNote> notes = file.checks.notes + file.reasons;
    for (const TextChecks::Owned &owned : file.checks.owned) {
        const QString key = u"locked/"_s + owned.title;
        const QString who = text::printableLine(text::people(owned.owners, 3));
        const auto part = std::find_if(m_edit->locked().begin(), m_edit->locked().end(),
                                       [&key](const LockedPart &one) { return one.key == key; });
        if (&file == &m_files[m_file] && part != m_edit->locked().end())
            notes.append({.key = key, .sign = Sign::Locked, .start = part->start, .length = part->text.size(),
                          .sentence = tr("Owned by %1").arg(who), .help = tr("What you change here waits for their approval."),
                          .action = tr("Edit it anyway")});
        else
            notes.append({.key = u"owned/"_s + owned.title, .sign = Sign::Information, .start = owned.start,
                          .sentence = tr("%1 must approve this section").arg(who)});
    }
    std::stable_sort(notes.begin(), notes.end(), [](const EditorNote &a, const EditorNote &b) { return a.start < b.start; });
    return notes;
}

void EditorPane::showNotes()
{
    if (m_file < 0)
        return;
    const QList<EditorNote> notes = notesOf(m_files[m_file]);
    m_edit->setNotes(notes);
    m_margin->setNotes(notes);
}

void EditorPane::setReasons(int file, const QList<EditorNote> &reasons)
{
    if (file < 0 || file >= m_files.size() || m_files[file].reasons == reasons)
        return;
    m_files[file].reasons = reasons;
    if (file == m_file)
        showNotes();
}

std::optional<EditorPane::Problem> EditorPane::firstProblem() const
{
    for (int i = 0; i < m_files.size(); ++i) {
        if (const EditorNote *wrong = TextChecks::firstWrong(m_files[i].checks.notes))
            return Problem{i, wrong->sentence, wrong->start, wrong->length};
    }
    return std::nullopt;
}

void EditorPane::goToProblem()
{
    if (const std::optional<Problem> problem = firstProblem()) {
        showFile(problem->file);
        revealText();
        m_edit->goTo(problem->start, problem->length);
    }
}

bool EditorPane::notesFit() const
{
    return m_file >= 0 && m_files[m_file].checkedText == m_edit->exactText();
}

void EditorPane::openNote(const QString &key, const QRect &place, Popover::Focus focus)
{
    if (m_noteCard)
        m_noteCard->close();
    const QList<EditorNote> notes = notesOf(m_files[m_file]);
    const auto note = std::find_if(notes.begin(), notes.end(), [&key](const EditorNote &one) { return one.key == key; });
    if (note == notes.end())
        return;
    auto *popover = new Popover(m_edit, Theme::of(this).px(320));
    popover->content()->addWidget(makeNoteCard(*note, popover, [this, key, popover] {
        popover->close();
        act(key);
    }));
    connect(popover, &Popover::closed, popover, &QObject::deleteLater);
    popover->openAt(place, focus);
    m_noteCard = popover;
}

// To the words of the next note; where there is no room beside the text its card opens.
void EditorPane::walkNotes(int direction)
{
    if (m_file < 0)
        return;
    showInstead(m_textPage);
    const QList<EditorNote> notes = notesOf(m_files[m_file]);
    if (notes.isEmpty()) {
        announce(tr("No notes about this text"));
        return;
    }
    const qsizetype here = m_edit->textCursor().selectionStart();
    qsizetype next = -1;
    for (qsizetype i = 0; i < notes.size(); ++i) {
        if (notes[i].key == m_note && notes[i].start == here)
            next = i + direction;
    }
    if (next < 0 && direction > 0) {
        next = std::find_if(notes.begin(), notes.end(), [here](const EditorNote &note) { return note.start >= here; }) - notes.begin();
    } else if (next < 0) {
        next = std::find_if(notes.rbegin(), notes.rend(), [here](const EditorNote &note) { return note.start < here; }).base()
                - notes.begin() - 1;
    }
    const EditorNote note = notes[(next + notes.size()) % notes.size()];
    revealText();
    m_note = note.key;
    m_edit->goTo(note.start, note.sign == Sign::Locked ? 0 : note.length);
    m_margin->setCurrent(note.key);
    if (m_edit->noteRoom() == 0)
        openNote(note.key, m_edit->cursorRect().translated(m_edit->viewport()->pos()), Popover::Focus::Leave);
    QStringList words{note.sentence};
    if (!note.help.isEmpty())
        words.append(note.help);
    if (!note.action.isEmpty())
        words.append(tr("Alt+Enter: %1").arg(note.action));
    announce(words.join(u". "_s));
}

void EditorPane::announce(const QString &words)
{
    QAccessibleAnnouncementEvent event(m_edit, words);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

// What the note at the cursor offers; the one that was walked to before others at the same words.
void EditorPane::actHere()
{
    if (m_file < 0)
        return;
    const QTextCursor cursor = m_edit->textCursor();
    QString key;
    for (const EditorNote &note : notesOf(m_files[m_file])) {
        const bool here = !note.action.isEmpty() && note.start <= cursor.selectionEnd()
                && note.start + note.length >= cursor.selectionStart();
        if (here && (key.isEmpty() || note.key == m_note))
            key = note.key;
    }
    if (!key.isEmpty()) {
        if (m_noteCard)
            m_noteCard->close();
        act(key);
    }
}

void EditorPane::act(const QString &key)
{
    const QList<EditorNote> notes = notesOf(m_files[m_file]);
    for (const EditorNote &note : notes) {
        if (note.key != key)
            continue;
        // A place of a text that was typed on since is another place.
        if (!notesFit() || m_edit->isReadOnly())
            return;
        if (note.sign == Sign::Locked) {
            m_files[m_file].opened.insert(key.sliced(7));
            lockSections();
            showNotes();
        } else {
            m_edit->replaceWords(note.start, note.length, note.replacement);
        }
        m_edit->setFocus(Qt::OtherFocusReason);
        return;
    }
}

} // namespace countersign
