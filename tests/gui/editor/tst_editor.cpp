// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/support/Gui.h"
#include "services/EditedText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Popover.h"
#include "ui/common/UiState.h"
#include "ui/editor/EditorPane.h"
#include "ui/prose/DiffView.h"

#include <QClipboard>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

Draft draftOf(const QByteArray &text, const QString &path = u"prompts/support/hello.md"_s)
{
    return {.id = u"d"_s, .files = {{.artifact = {u"support/hello"_s}, .path = path, .text = text}}};
}

const QString withSafety = u"# Tone\nBe kind.\n# Safety\nNever ask for cards.\n## More\nNever ever.\n# End\nBye.\n"_s;
const QString safety = u"# Safety\nNever ask for cards.\n## More\nNever ever.\n"_s;

Policy safetyIsOfCompliance()
{
    Policy policy;
    policy.roles = {{.id = {u"compliance"_s}, .title = u"Compliance"_s}};
    policy.people = {{.id = {u"p:ana"_s}, .name = u"Ana Ruiz"_s}, {.id = {u"p:dana"_s}, .name = u"Dana Levy"_s, .roles = {{u"compliance"_s}}}};
    policy.owners = {{.paths = {u"**"_s}, .section = u"Safety"_s, .allOf = {{u"compliance"_s}}}};
    return policy;
}

// A pane in which Ana writes a text whose section about safety is Compliance's.
struct LockedPane
{
    explicit LockedPane(const PrincipalId &author = {u"p:ana"_s})
    {
        pane.resize(1300, 600);
        pane.setPolicy(safetyIsOfCompliance(), author);
        pane.setDraft(draftOf(withSafety.toUtf8()), {withSafety.toUtf8()});
        pane.show();
        pane.edit()->setFocus();
        if (!QTest::qWaitFor([this] { return pane.isChecked(); }))
            qFatal("the text was never looked at");
    }
    void select(qsizetype from, qsizetype to)
    {
        QTextCursor cursor = pane.edit()->textCursor();
        cursor.setPosition(int(from));
        cursor.setPosition(int(to), QTextCursor::KeepAnchor);
        pane.edit()->setTextCursor(cursor);
    }
    EditorPane pane;
};

} // namespace

class EditorTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = installTheme(); }

    void onlyTheEditedBytesChange_data();
    void onlyTheEditedBytesChange();
    void noBreakSpacesStay();
    void theGroundFollowsTheTheme();
    void separatorsOfTheEditorMakeAFileReadOnly();
    void typingGivesBytes();
    void undoBringsTheBytesBack();
    void anUnclosedTagIsAProblem();
    void aVariableThatIsGoneIsNamed();
    void theLikelyVariableIsOneKeyAway();
    void aFileThatCannotBeReadSaysWhere();
    void aPhraseOfThePolicyIsAProblem();
    void whatWasWrongBeforeDoesNotStopSending();
    void notesAreWalkedAndFixedByKeys();
    void aFoldedNoteOpensWhereItIsWalkedTo();
    void everyGuardrailHasWords_data();
    void everyGuardrailHasWords();
    void aSectionOfOthersIsLocked();
    void nothingChangesALockedSection_data();
    void nothingChangesALockedSection();
    void wordsCannotBeDroppedOntoALockedSection();
    void wordsCannotBeDraggedOutOfALockedSection();
    void aTextOfWhichSectionsMayBeOwnedWaitsForItsLocks();
    void aMergedTextIsOneStepOfUndoing();
    void undoAndRedoLeaveALockedSection();
    void replacingAllLeavesALockedSection();
    void aLockedSectionIsOpenedByAKey();
    void aSectionThatWasChangedBeforeIsOpen();
    void thePreviewFillsSampleValuesIn();
    void oldWordsAreShownInPlace();
    void findAndReplaceAll();
    void severalFilesKeepTheirText();

private:
    std::unique_ptr<Theme> m_theme;
};

void EditorTest::onlyTheEditedBytesChange_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("unix") << QByteArray("One.\nTwo.\n") << QByteArray("One.\nTow.\n");
    QTest::newRow("windows") << QByteArray("One.\r\nTwo.\r\n") << QByteArray("One.\r\nTow.\r\n");
    QTest::newRow("mark and no end") << QByteArray("\xef\xbb\xbfOne.\nTwo.") << QByteArray("\xef\xbb\xbfOne.\nTow.");
    QTest::newRow("mixed ends") << QByteArray("One.\r\nTwo.\nThree.\r\n") << QByteArray("One.\r\nTow.\nThree.\r\n");
    QTest::newRow("undecodable") << QByteArray("\xff One.\nTwo.\n") << QByteArray("\xff One.\nTow.\n");
}

void EditorTest::onlyTheEditedBytesChange()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QString text = editableText(before, u"a.md"_s).text;

    const Result<QByteArray> bytes = bytesWithText(before, u"a.md"_s, text.replace(u"Two"_s, u"Tow"_s));

    QVERIFY(bytes.has_value());
    QCOMPARE(*bytes, after);
}

void EditorTest::theGroundFollowsTheTheme()
{
    PromptEdit edit;
    edit.setFile(u"a.md"_s, u"Refunds within 30 days."_s);
    edit.show();
    const ThemeSettings worn = m_theme->settings();
    for (const SchemeChoice scheme : {SchemeChoice::Dark, SchemeChoice::Light}) {
        ThemeSettings look = worn;
        look.scheme = scheme;

        m_theme->setSettings(look);

        QTRY_COMPARE(edit.viewport()->palette().color(QPalette::Base), m_theme->color(ColorRole::Surface));
    }
    m_theme->setSettings(worn);
}

void EditorTest::noBreakSpacesStay()
{
    const QByteArray text = u"98\u00a0% of answers\n"_s.toUtf8();
    EditorPane pane;
    pane.setDraft(draftOf(text), {text});
    QSignalSpy edited(&pane, &EditorPane::fileEdited);

    pane.edit()->moveCursor(QTextCursor::Start);
    QTest::keyClicks(pane.edit(), u"At least "_s);

    QCOMPARE(edited.last().at(1).toByteArray(), u"At least 98\u00a0% of answers\n"_s.toUtf8());
}

void EditorTest::separatorsOfTheEditorMakeAFileReadOnly()
{
    const QByteArray text = u"One\u2029Two\n"_s.toUtf8();
    EditorPane pane;

    pane.setDraft(draftOf(text), {text});

    QVERIFY(pane.edit()->isReadOnly());
    QTRY_VERIFY(!find<NoticeBar>(&pane, "editorNotice")->isHidden());
    QVERIFY(pane.edit()->isReadOnly());
}

void EditorTest::typingGivesBytes()
{
    EditorPane pane;
    pane.setDraft(draftOf("Be brief.\n"), {"Be brief.\n"});
    QSignalSpy edited(&pane, &EditorPane::fileEdited);

    pane.edit()->moveCursor(QTextCursor::Start);
    QTest::keyClicks(pane.edit(), u"Do "_s);

    QCOMPARE(edited.size(), 3);
    QCOMPARE(edited.last().at(1).toByteArray(), QByteArray("Do Be brief.\n"));
}

void EditorTest::undoBringsTheBytesBack()
{
    EditorPane pane;
    pane.setDraft(draftOf("Be brief.\n"), {"Be brief.\n"});
    QSignalSpy edited(&pane, &EditorPane::fileEdited);
    QTest::keyClicks(pane.edit(), u"X"_s);

    pane.edit()->undo();

    QCOMPARE(edited.last().at(1).toByteArray(), QByteArray("Be brief.\n"));
}

void EditorTest::anUnclosedTagIsAProblem()
{
    EditorPane pane;
    pane.setDraft(draftOf("Hello {{name, welcome.\n"), {"Hello {{name}}, welcome.\n"});

    QTRY_VERIFY(pane.firstProblem().has_value());
}

void EditorTest::aVariableThatIsGoneIsNamed()
{
    const TextChecks::Result checks = TextChecks::check(u"Hello.\n"_s, u"Hello {{customer}}.\n"_s, u"a.md"_s);

    QVERIFY(std::any_of(checks.notes.begin(), checks.notes.end(), [](const EditorNote &note) { return note.sentence.contains(u"customer"_s) && note.kind == EditorNote::Kind::Hint; }));
}

void EditorTest::theLikelyVariableIsOneKeyAway()
{
    EditorPane pane;
    pane.resize(1300, 600);
    pane.setDraft(draftOf("Hello {{custmer}}.\n"), {"Hello {{customer}}.\n"});
    pane.show();
    QTRY_VERIFY(pane.isChecked());

    QTest::mouseClick(find<QPushButton>(&pane, "noteAction/variable/custmer"), Qt::LeftButton);

    QCOMPARE(pane.edit()->exactText(), u"Hello {{customer}}.\n"_s);
}

void EditorTest::aFileThatCannotBeReadSaysWhere()
{
    EditorPane pane;
    pane.setDraft(draftOf("model: gpt\noptions:\n  temperature: [0.2\nmore: x: y\n", u"prompts/a.prompt.yml"_s), {"model: gpt\n"});

    QTRY_VERIFY(find<NoticeBar>(&pane, "editorNotice")->notice().lead.contains(u"plain text"_s));
    QVERIFY(pane.firstProblem().has_value());
}

void EditorTest::aPhraseOfThePolicyIsAProblem()
{
    Policy policy;
    policy.bannedPhrases = {{.phrase = u"guaranteed refund"_s, .why = u"Nothing is guaranteed."_s}};
    EditorPane pane;
    pane.resize(1300, 600);
    pane.setDraft(draftOf("Be kind.\n"), {"Be kind.\n"});
    pane.setPolicy(policy, {});
    pane.show();
    QTRY_VERIFY(pane.isChecked());
    QVERIFY(!pane.firstProblem());

    pane.edit()->moveCursor(QTextCursor::End);
    QTest::keyClicks(pane.edit(), u"A guaranteed refund."_s);

    QTRY_VERIFY(pane.firstProblem());
    QVERIFY(pane.firstProblem()->sentence.contains(u"guaranteed refund"_s));
    QVERIFY(find<QWidget>(&pane, "note/phrase/guaranteed refund")->accessibleName().contains(u"Nothing is guaranteed."_s));
}

void EditorTest::whatWasWrongBeforeDoesNotStopSending()
{
    const QString text = u"{% if a %}Hello.\n"_s;

    const TextChecks::Result old = TextChecks::check(text + u"More.\n"_s, text, u"a.j2"_s);
    const TextChecks::Result made = TextChecks::check(text, u"{% if a %}Hello.{% endif %}\n"_s, u"a.j2"_s);

    QCOMPARE(old.notes.size(), 1);
    QVERIFY(!TextChecks::firstWrong(old.notes));
    QVERIFY(TextChecks::firstWrong(made.notes));
}

void EditorTest::notesAreWalkedAndFixedByKeys()
{
    EditorPane pane;
    pane.resize(1300, 600);
    pane.setDraft(draftOf("Hello {{custmer}}.\n\n<a>One.</a>\n\n<a>Two.\n"), {"Hello {{customer}}.\n"});
    pane.show();
    pane.edit()->setFocus();
    QTRY_VERIFY(pane.edit()->hasFocus());
    QTRY_VERIFY(pane.isChecked());

    QTest::keyClick(pane.edit(), Qt::Key_F8);
    QCOMPARE(pane.edit()->textCursor().selectedText(), QString()); // the dropped variable has no place
    QTest::keyClick(pane.edit(), Qt::Key_F8);
    QCOMPARE(pane.edit()->textCursor().selectedText(), u"custmer"_s);
    QTest::keyClick(pane.edit(), Qt::Key_F8);
    QCOMPARE(pane.edit()->textCursor().selectedText(), u"<a>"_s);
    QTest::keyClick(pane.edit(), Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(pane.edit()->textCursor().selectedText(), u"custmer"_s);

    QCOMPARE(find<QWidget>(&pane, "note/variable/custmer")->y(), pane.edit()->topOf(8));
    QVERIFY(find<QWidget>(&pane, "note/dropped/customer")->geometry().bottom() < find<QWidget>(&pane, "note/variable/custmer")->y());

    QTest::keyClick(pane.edit(), Qt::Key_Return, Qt::AltModifier);
    QVERIFY(pane.edit()->exactText().startsWith(u"Hello {{customer}}.\n"_s));
    QTRY_VERIFY(!pane.findChild<QWidget *>(u"note/variable/custmer"_s));
}

void EditorTest::aFoldedNoteOpensWhereItIsWalkedTo()
{
    EditorPane pane;
    pane.resize(700, 500);
    pane.setDraft(draftOf("Hello {{custmer}}.\n"), {"Hello {{customer}}, {{custmer2}}.\n"});
    pane.show();
    pane.edit()->setFocus();
    QTRY_VERIFY(pane.edit()->hasFocus());
    QTRY_VERIFY(pane.isChecked());
    QCOMPARE(pane.edit()->noteRoom(), 0);

    QTest::keyClick(pane.edit(), Qt::Key_F8, Qt::ShiftModifier);
    QVERIFY(pane.findChild<Popover *>()->isVisible());
    QVERIFY(pane.edit()->hasFocus());
    QTest::keyClick(pane.edit(), Qt::Key_Return, Qt::AltModifier);

    QVERIFY(!pane.edit()->exactText().contains(u"custmer}"_s));
}

void EditorTest::everyGuardrailHasWords_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("words");
    QTest::newRow("misspelt") << u"a.md"_s << u"{{customer}} {{b}}"_s << u"{{custmer}} {{customer}} {{b}}"_s << u"No variable custmer"_s;
    QTest::newRow("new") << u"a.md"_s << u"{{customer}}"_s << u"{{customer}} {{zip}}"_s << u"New variable zip"_s;
    QTest::newRow("gone") << u"a.md"_s << u"{{a}} {{town}}"_s << u"{{a}}"_s << u"The variable town is no longer used"_s;
    QTest::newRow("block") << u"a.j2"_s << u"{% if a %}b{% endif %}"_s << u"{% if a %}b"_s << u"if has no other half"_s;
    QTest::newRow("tag") << u"a.md"_s << u"<r>a</r>"_s << u"<r>a"_s << u"<r> has no other half"_s;
    QTest::newRow("mixed") << u"a.j2"_s << u"{{ a }}"_s << u"{{ a }} {{#each x}}"_s << u"Tags of another template language stay as they are"_s;
    const QString picoschema = u"---\nmodel: m\noutput:\n  schema:\n    a(list): string\n---\nHi"_s;
    QTest::newRow("schema") << u"a.prompt"_s << u"---\nmodel: m\n---\nHi"_s << picoschema << u"The output schema has no type list"_s;
}

void EditorTest::everyGuardrailHasWords()
{
    QFETCH(const QString, path);
    QFETCH(const QString, before);
    QFETCH(const QString, now);
    QFETCH(const QString, words);

    QStringList sentences;
    for (const EditorNote &note : TextChecks::check(now, before, path).notes)
        sentences.append(note.sentence);

    QVERIFY2(sentences.contains(words), qPrintable(sentences.join(u" | "_s)));
}

void EditorTest::aSectionOfOthersIsLocked()
{
    LockedPane of;
    QCOMPARE(of.pane.edit()->locked().size(), 1);
    QCOMPARE(of.pane.edit()->locked().first().text, safety);
    QVERIFY(find<QWidget>(&of.pane, "note/locked/Safety")->accessibleName().contains(u"Compliance"_s));
    QVERIFY(!of.pane.firstProblem());

    QVERIFY(LockedPane({u"p:dana"_s}).pane.edit()->locked().isEmpty());
}

void EditorTest::nothingChangesALockedSection_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QKeySequence>("keys");
    const int start = int(withSafety.indexOf(safety));
    const int end = start + int(safety.size());
    QTest::newRow("letter inside") << start + 12 << start + 12 << QKeySequence(Qt::Key_X);
    QTest::newRow("letter before its heading") << start << start << QKeySequence(Qt::Key_X);
    QTest::newRow("return inside") << start + 12 << start + 12 << QKeySequence(Qt::Key_Return);
    QTest::newRow("tab inside") << start + 12 << start + 12 << QKeySequence(Qt::Key_Tab);
    QTest::newRow("backspace inside") << start + 12 << start + 12 << QKeySequence(Qt::Key_Backspace);
    QTest::newRow("backspace after") << end << end << QKeySequence(Qt::Key_Backspace);
    QTest::newRow("backspace before its heading") << start << start << QKeySequence(Qt::Key_Backspace);
    QTest::newRow("delete before") << start - 1 << start - 1 << QKeySequence(Qt::Key_Delete);
    QTest::newRow("delete inside") << start << start << QKeySequence(Qt::Key_Delete);
    QTest::newRow("word back") << end << end << QKeySequence(Qt::CTRL | Qt::Key_Backspace);
    QTest::newRow("word on") << start - 1 << start - 1 << QKeySequence(Qt::CTRL | Qt::Key_Delete);
    QTest::newRow("selection over it") << 2 << end + 3 << QKeySequence(Qt::Key_Delete);
    QTest::newRow("letter over it") << 0 << int(withSafety.size()) << QKeySequence(Qt::Key_X);
    QTest::newRow("cut") << start << end << QKeySequence(Qt::CTRL | Qt::Key_X);
    QTest::newRow("paste") << start + 3 << start + 9 << QKeySequence(Qt::CTRL | Qt::Key_V);
}

void EditorTest::nothingChangesALockedSection()
{
    QFETCH(const int, from);
    QFETCH(const int, to);
    QFETCH(const QKeySequence, keys);
    LockedPane of;
    QSignalSpy edited(&of.pane, &EditorPane::fileEdited);
    QSignalSpy touched(of.pane.edit(), &PromptEdit::lockedTouched);
    QGuiApplication::clipboard()->setText(u"Ask for cards."_s);

    of.select(from, to);
    const QKeyCombination combination = keys[0];
    QTest::keyClick(of.pane.edit(), combination.key(), combination.keyboardModifiers());

    QCOMPARE(of.pane.edit()->exactText(), withSafety);
    QCOMPARE(edited.size(), 0);
    QCOMPARE(touched.size(), 1);
    QCOMPARE(touched.first().first().toString(), u"locked/Safety"_s);
}

namespace {

// A drag of the selected words to a position of the text, as the window system would deliver it.
void dropAt(PromptEdit *edit, int position, Qt::DropAction action)
{
    QTextCursor place(edit->document());
    place.setPosition(position);
    const QPoint at = edit->cursorRect(place).center();
    QMimeData words;
    words.setText(edit->textCursor().hasSelection() ? edit->textCursor().selectedText() : u"Ask for cards."_s);
    QDragEnterEvent enter(at, Qt::CopyAction | Qt::MoveAction, &words, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(edit->viewport(), &enter);
    QDropEvent drop(at, Qt::CopyAction | Qt::MoveAction, &words, Qt::LeftButton, action == Qt::CopyAction ? Qt::ControlModifier : Qt::NoModifier);
    drop.setDropAction(action);
    QCoreApplication::sendEvent(edit->viewport(), &drop);
}

} // namespace

void EditorTest::wordsCannotBeDroppedOntoALockedSection()
{
    LockedPane of;
    QSignalSpy touched(of.pane.edit(), &PromptEdit::lockedTouched);
    of.select(withSafety.indexOf(u"kind"_s), withSafety.indexOf(u"kind"_s) + 4);

    dropAt(of.pane.edit(), int(withSafety.indexOf(u"cards"_s)), Qt::MoveAction);
    dropAt(of.pane.edit(), int(withSafety.indexOf(u"cards"_s)), Qt::CopyAction);

    QCOMPARE(of.pane.edit()->exactText(), withSafety);
    QCOMPARE(touched.size(), 2);
    QVERIFY(!of.pane.edit()->document()->isUndoAvailable()); // nothing was moved and brought back
    of.select(0, 0);

    dropAt(of.pane.edit(), int(withSafety.indexOf(u"kind"_s)), Qt::CopyAction);

    QCOMPARE(of.pane.edit()->exactText(), QString(withSafety).replace(u"Be kind"_s, u"Be Ask for cards.kind"_s));
}

void EditorTest::wordsCannotBeDraggedOutOfALockedSection()
{
    LockedPane of;
    of.select(withSafety.indexOf(u"cards"_s), withSafety.indexOf(u"cards"_s) + 5);

    dropAt(of.pane.edit(), int(withSafety.indexOf(u"kind"_s)), Qt::MoveAction);

    QVERIFY(of.pane.edit()->exactText().contains(safety));
}

void EditorTest::aTextOfWhichSectionsMayBeOwnedWaitsForItsLocks()
{
    EditorPane pane;
    pane.setPolicy(safetyIsOfCompliance(), {u"p:ana"_s});
    pane.setDraft(draftOf(withSafety.toUtf8()), {withSafety.toUtf8()});

    // What is said about the text is worked out elsewhere; until then nothing of it can be changed.
    QVERIFY(!pane.isChecked());
    QVERIFY(pane.edit()->isReadOnly());
    pane.replace(0, withSafety.indexOf(u"kind"_s), 4, u"brief"_s); // waits
    QCOMPARE(pane.edit()->exactText(), withSafety);

    QTRY_COMPARE(pane.edit()->locked().size(), 1);
    QVERIFY(!pane.edit()->isReadOnly());
    QCOMPARE(pane.edit()->exactText(), QString(withSafety).replace(u"kind"_s, u"brief"_s));
}

void EditorTest::aMergedTextIsOneStepOfUndoing()
{
    LockedPane of;
    const QString theirs = QString(withSafety).replace(u"cards"_s, u"card numbers"_s);

    of.pane.takeMerged(0, QString(theirs).replace(u"kind"_s, u"brief"_s).toUtf8(), theirs.toUtf8());

    QCOMPARE(of.pane.edit()->exactText(), QString(theirs).replace(u"kind"_s, u"brief"_s));
    QTRY_COMPARE(of.pane.edit()->locked().size(), 1); // what compliance says now
    QVERIFY(of.pane.edit()->locked().first().text.contains(u"card numbers"_s));
    QTest::keyClick(of.pane.edit(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(of.pane.edit()->exactText(), withSafety);
    QCOMPARE(of.pane.edit()->locked().first().text, safety);
    QTest::keyClick(of.pane.edit(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(of.pane.edit()->exactText().contains(u"card numbers"_s));
    QVERIFY(of.pane.edit()->locked().first().text.contains(u"card numbers"_s));
}

void EditorTest::undoAndRedoLeaveALockedSection()
{
    LockedPane of;
    QSignalSpy edited(&of.pane, &EditorPane::fileEdited);
    of.select(0, 0);
    QTest::keyClicks(of.pane.edit(), u"AB"_s);

    // By a way that no key takes: what an accessibility tool or a drag does.
    QTextCursor cursor(of.pane.edit()->document());
    cursor.setPosition(int(withSafety.indexOf(u"Never ask"_s)) + 2);
    cursor.movePosition(QTextCursor::NextWord, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    QCOMPARE(of.pane.edit()->exactText(), u"AB"_s + withSafety);
    QTest::keyClick(of.pane.edit(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(of.pane.edit()->exactText(), u"AB"_s + withSafety);
    QTest::keyClick(of.pane.edit(), Qt::Key_Z, Qt::ControlModifier);

    QCOMPARE(of.pane.edit()->exactText(), withSafety);
    QCOMPARE(of.pane.edit()->locked().first().start, withSafety.indexOf(safety));
    for (const QList<QVariant> &each : std::as_const(edited))
        QVERIFY(each.at(1).toByteArray().contains(safety.toUtf8()));
}

void EditorTest::replacingAllLeavesALockedSection()
{
    LockedPane of;
    of.pane.openFind();
    find<QLineEdit>(&of.pane, "editorFind")->setText(u"e"_s);
    find<QLineEdit>(&of.pane, "editorReplace")->setText(u"oo"_s);
    QTest::mouseClick(find<QPushButton>(&of.pane, "replaceAll"), Qt::LeftButton);

    QCOMPARE(of.pane.edit()->exactText(), u"# Tonoo\nBoo kind.\n"_s + safety + u"# oond\nByoo.\n"_s);
    QCOMPARE(of.pane.edit()->locked().first().start, of.pane.edit()->exactText().indexOf(safety));
}

void EditorTest::aLockedSectionIsOpenedByAKey()
{
    LockedPane of;
    QTRY_VERIFY(of.pane.edit()->hasFocus());
    of.select(withSafety.indexOf(u"cards"_s), withSafety.indexOf(u"cards"_s));
    QTest::keyClick(of.pane.edit(), Qt::Key_X);
    QCOMPARE(of.pane.edit()->exactText(), withSafety);

    QTest::keyClick(of.pane.edit(), Qt::Key_Return, Qt::AltModifier);
    QTest::keyClicks(of.pane.edit(), u"old "_s);

    QCOMPARE(of.pane.edit()->exactText(), QString(withSafety).replace(u"cards"_s, u"old cards"_s));
    QVERIFY(find<QWidget>(&of.pane, "note/owned/Safety")->accessibleName().contains(u"must approve"_s));
}

void EditorTest::aSectionThatWasChangedBeforeIsOpen()
{
    EditorPane pane;
    pane.setPolicy(safetyIsOfCompliance(), {u"p:ana"_s});

    pane.setDraft(draftOf(QString(withSafety).replace(u"ever ever"_s, u"ever"_s).toUtf8()), {withSafety.toUtf8()});

    QTRY_VERIFY(pane.isChecked());
    QVERIFY(pane.edit()->locked().isEmpty());
    QVERIFY(!pane.edit()->isReadOnly());
}

void EditorTest::thePreviewFillsSampleValuesIn()
{
    TemporarySettings settings;
    UiState state(settings.settings(), u"test"_s);
    const QByteArray text = "---\ninputs:\n  - name: customer\n  - name: town\nsample:\n  town: <b>Oslo</b>\n---\n"
                            "system:\nBe kind to {{customer}} of {{town}}.\nuser:\nHello, {{ town | nosuchfilter }}\n";
    {
        EditorPane pane;
        pane.keepSamplesIn(&state);
        pane.resize(1200, 600);
        pane.setDraft(draftOf(text, u"prompts/hello.prompty"_s), {text});
        pane.show();
        pane.edit()->setFocus();
        QTRY_VERIFY(pane.edit()->hasFocus());

        QTest::keyClick(pane.edit(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(pane.previewShown());
        auto *shown = find<QPlainTextEdit>(&pane, "previewText");
        QVERIFY(shown->hasFocus());
        QTRY_COMPARE(shown->toPlainText().section(u'\n', 0, 1), u"System\nBe kind to {{customer}} of <b>Oslo</b>."_s);
        QVERIFY(shown->toPlainText().contains(u"User\n"_s));
        QCOMPARE(find<QLineEdit>(&pane, "sample/town")->placeholderText(), u"<b>Oslo</b>"_s);
        auto *told = find<QWidget>(&pane, "previewState");
        QVERIFY2(told->accessibleDescription().contains(u"customer has no value"_s), qPrintable(told->accessibleDescription()));
        QVERIFY2(told->accessibleDescription().contains(u"nosuchfilter"_s), qPrintable(told->accessibleDescription()));

        auto *field = find<QLineEdit>(&pane, "sample/customer");
        QTRY_VERIFY(field->isVisible());
        QTest::keyClick(shown, Qt::Key_Tab);
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), field->objectName());
        QTest::keyClicks(field, u"Zoe"_s);
        QTRY_VERIFY(shown->toPlainText().contains(u"Be kind to Zoe of <b>Oslo</b>."_s));
        QVERIFY(field->hasFocus());
        QVERIFY(!told->accessibleDescription().contains(u"customer"_s));

        QVERIFY(pane.escape());
        QVERIFY(!pane.previewShown());
        QVERIFY(pane.edit()->hasFocus());
        QCOMPARE(pane.edit()->exactText().toUtf8(), text);
    }
    EditorPane again;
    again.keepSamplesIn(&state);
    again.setDraft(draftOf(text, u"prompts/hello.prompty"_s), {text});
    again.showPreview(true);
    QTRY_VERIFY(find<QPlainTextEdit>(&again, "previewText")->toPlainText().contains(u"Be kind to Zoe"_s));
}

void EditorTest::oldWordsAreShownInPlace()
{
    EditorPane pane;
    pane.resize(1000, 500);
    pane.setDraft(draftOf("Within 14 days.\n"), {"Within 30 days.\n"});
    pane.show();
    pane.edit()->setFocus();
    QTRY_VERIFY(find<DiffView>(&pane, "oldWordsView")->comparison());

    QTest::keyClick(pane.edit(), Qt::Key_O, Qt::AltModifier);

    QVERIFY(pane.oldWordsShown());
    QVERIFY(find<DiffView>(&pane, "oldWordsView")->accessibleRowText(0).contains(u"30"_s));
    QVERIFY(pane.escape());
    QVERIFY(!pane.oldWordsShown());
}

void EditorTest::findAndReplaceAll()
{
    EditorPane pane;
    pane.setDraft(draftOf("one two one\n"), {"one two one\n"});

    pane.openFind();
    find<QLineEdit>(&pane, "editorFind")->setText(u"one"_s);
    find<QLineEdit>(&pane, "editorReplace")->setText(u"three"_s);
    QTest::mouseClick(find<QPushButton>(&pane, "replaceAll"), Qt::LeftButton);

    QCOMPARE(pane.edit()->exactText(), u"three two three\n"_s);
    pane.edit()->undo();
    QCOMPARE(pane.edit()->exactText(), u"one two one\n"_s);
}

void EditorTest::severalFilesKeepTheirText()
{
    EditorPane pane;
    Draft draft = draftOf("First.\n");
    draft.files.append({.artifact = {u"support/bye"_s}, .path = u"prompts/support/bye.md"_s, .text = "Second.\n"});
    pane.setDraft(draft, {"First.\n", "Second.\n"});
    QSignalSpy edited(&pane, &EditorPane::fileEdited);

    QTest::keyClicks(pane.edit(), u"A"_s);
    pane.showFile(1);
    QCOMPARE(pane.edit()->exactText(), u"Second.\n"_s);
    pane.showFile(0);

    QCOMPARE(pane.edit()->exactText(), u"AFirst.\n"_s);
    QCOMPARE(edited.size(), 1);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::EditorTest)
#include "tst_editor.moc"
