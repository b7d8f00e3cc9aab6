// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Drafts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/types.h>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString writerId = u"0123456789abcdef0123456789abcdef"_s;

Draft bigDraft(int number)
{
    return {.id = writerId,
            .title = u"Draft %1"_s.arg(number),
            .files = {{.artifact = {u"support/refund"_s},
                       .path = u"prompts/support/refund.md"_s,
                       .text = QByteArray(200'000, char('a' + number % 26))}},
            .savedAt = number};
}

Draft fullDraft()
{
    return {.id = DraftStore::newId(),
            .change = EventId::random(),
            .title = u"Shorter “refund” window\n\U0001F600"_s,
            .files = {{.artifact = {u"support/refund"_s},
                       .path = u"prompts/support/refund.md"_s,
                       .kind = ArtifactKind::Policy,
                       .before = *ContentHash::fromBytes(QByteArray(32, 'x')),
                       .text = QByteArray("a\0b\xff\r\n", 6)},
                      {.artifact = {u"gone"_s}, .path = u"gone.md"_s, .removed = true}},
            .note = {.what = u"what"_s,
                     .why = u"why"_s,
                     .workflow = u"refunds"_s,
                     .outcome = u"outcome"_s,
                     .triggers = {{.metric = u"complaints"_s,
                                   .comparator = Comparator::Below,
                                   .measure = TriggerMeasure::ChangeAgainstBaseline,
                                   .limit = -5,
                                   .unit = u"%"_s,
                                   .windowMinutes = 90,
                                   .leastSample = 400,
                                   .action = TriggerAction::RollBack}},
                     .rollbackOwner = {u"p:ana"_s},
                     .informed = {{u"p:bode"_s}, {u"p:dana"_s}}},
            .savedAt = 42,
            .contributors = {{u"p:chen"_s}}};
}

} // namespace

class DraftsTest : public QObject
{
    Q_OBJECT

private slots:
    void everythingTypedComesBack();
    void aDamagedFileIsSetAsideAndSaid();
    void aFileOfANewerProgramStaysWhereItIs();
    void everyDamagedByteIsNoticed();
    void onlyOwnNamesAreWritten();
    void aFolderThatCannotBeWrittenIsAnError();
    void aKilledWriterLeavesAWholeDraft();
};

void DraftsTest::everythingTypedComesBack()
{
    QTemporaryDir folder;
    const DraftStore store(folder.path() + u"/drafts"_s);
    const Draft draft = fullDraft();
    Draft second = fullDraft();
    second.savedAt = 43;

    QVERIFY(store.save(draft));
    QVERIFY(store.save(second));
    const auto loaded = DraftStore(folder.path() + u"/drafts"_s).load();
    QVERIFY(store.drop(second.id));
    const auto left = store.load();

    QVERIFY(loaded && left);
    QCOMPARE(loaded->drafts, (QList<Draft>{second, draft}));
    QVERIFY(loaded->damaged.isEmpty());
    QCOMPARE(left->drafts, QList<Draft>{draft});
    QVERIFY(store.drop(second.id));
}

void DraftsTest::aDamagedFileIsSetAsideAndSaid()
{
    QTemporaryDir folder;
    const DraftStore store(folder.path());
    const Draft draft = fullDraft();
    QVERIFY(store.save(draft));
    const QString path = u"%1/%2.draft"_s.arg(folder.path(), draft.id);
    QFile file(path);
    QVERIFY(file.resize(file.size() - 3));
    const Draft other = fullDraft();
    QVERIFY(store.save(other));

    const auto loaded = store.load();

    QVERIFY(loaded);
    QCOMPARE(loaded->drafts, QList<Draft>{other});
    QCOMPARE(loaded->damaged, QStringList{path + u".damaged"_s});
    QVERIFY(QFile::exists(path + u".damaged"_s));
    QVERIFY(!QFile::exists(path));
    QVERIFY(store.load()->damaged.isEmpty());
}

void DraftsTest::aFileOfANewerProgramStaysWhereItIs()
{
    QTemporaryDir folder;
    const DraftStore store(folder.path());
    const Draft draft = fullDraft();
    QByteArray bytes = draftToBytes(draft);
    bytes[qsizetype(strlen("countersign.draft")) + 4] = 9;
    const QString path = u"%1/%2.draft"_s.arg(folder.path(), draft.id);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();

    QCOMPARE(draftFromBytes(bytes).error().code, ErrorCode::Newer);
    const auto loaded = store.load();

    QVERIFY(loaded && loaded->drafts.isEmpty());
    QCOMPARE(loaded->damaged, QStringList{path});
    QVERIFY(QFile::exists(path));
}

void DraftsTest::everyDamagedByteIsNoticed()
{
    const QByteArray bytes = draftToBytes(fullDraft());

    for (qsizetype i = 0; i < bytes.size(); ++i) {
        QByteArray damaged = bytes;
        damaged[i] = char(damaged[i] ^ 1);
        QVERIFY2(!draftFromBytes(damaged), qPrintable(QString::number(i)));
    }
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        QVERIFY(!draftFromBytes(bytes.first(size)));
    }
}

void DraftsTest::onlyOwnNamesAreWritten()
{
    QTemporaryDir folder;
    const DraftStore store(folder.path() + u"/drafts"_s);
    Draft draft = fullDraft();
    draft.id = u"../../escape"_s;

    const Done saved = store.save(draft);

    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::Invalid);
    QVERIFY(!store.drop(u"../x"_s));
}

void DraftsTest::aFolderThatCannotBeWrittenIsAnError()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"drafts"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));

    const DraftStore store(folder.filePath(u"drafts"_s));

    QCOMPARE(store.save(fullDraft()).error().code, ErrorCode::NotPermitted);
    QCOMPARE(store.load().error().code, ErrorCode::NotPermitted);
}

void DraftsTest::aKilledWriterLeavesAWholeDraft()
{
    QTemporaryDir folder;
    for (int round = 0; round < 20; ++round) {
        QProcess writer;
        writer.setProcessEnvironment([] {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u"COUNTERSIGN_DRAFT_WRITER"_s, u"1"_s);
            return environment;
        }());
        writer.start(QCoreApplication::applicationFilePath(), {folder.path()});
        QVERIFY(writer.waitForReadyRead(10'000));
        const QByteArray started = writer.readLine();
        // Somewhere in the middle of one of the next saves.
        (void)QTest::qWaitFor([&writer, round] { return writer.bytesAvailable() > round * 4; }, 200);
        ::kill(pid_t(writer.processId()), SIGKILL);
        QVERIFY(writer.waitForFinished(10'000));
        QByteArray said = started + writer.readAll();
        said = said.left(said.lastIndexOf('\n'));
        const int acknowledged = said.mid(said.lastIndexOf('\n') + 1).toInt();

        const auto loaded = DraftStore(folder.path()).load();

        QVERIFY(loaded);
        QVERIFY(loaded->damaged.isEmpty());
        QCOMPARE(loaded->drafts.size(), 1);
        const int found = int(loaded->drafts.first().savedAt);
        QVERIFY2(found >= acknowledged, qPrintable(u"%1 < %2"_s.arg(found).arg(acknowledged)));
        QCOMPARE(loaded->drafts.first(), bigDraft(found));
    }
}

} // namespace countersign::test

// The same program is the writer that gets killed.
int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsSet("COUNTERSIGN_DRAFT_WRITER") && argc > 1) {
        const countersign::DraftStore store(QString::fromLocal8Bit(argv[1]));
        for (int number = 1;; ++number) {
            if (!store.save(countersign::test::bigDraft(number))) {
                return 1;
            }
            printf("%d\n", number);
            fflush(stdout);
        }
    }
    QCoreApplication application(argc, argv);
    countersign::test::DraftsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_drafts.moc"
