// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Files.h"
#include "services/MirrorDesk.h"
#include "unit/services/Desk.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// What stands between the desk and a branch, as a test says it.
struct Between
{
    std::atomic<int> writes = 0;
    std::atomic<int> opens = 0;
    std::atomic_bool isEndless = false; ///< nobody can look back to where an edit began
    std::function<Result<SourceWritten>(MemorySource &, const SourceCommitRequest &)> write = {};
    std::function<void(const std::stop_token &)> beforeTip = {};
};

class WatchedSource final : public Source
{
public:
    WatchedSource(std::shared_ptr<MemoryBranch> branch, std::shared_ptr<Between> between)
        : m_source(std::move(branch))
        , m_between(std::move(between))
    {}

    Result<QByteArray> tip(const QString &branch, const std::stop_token &cancel) override
    {
        if (m_between->beforeTip)
            m_between->beforeTip(cancel);
        return m_source.tip(branch, cancel);
    }
    Result<QList<SourceFile>> files(const QByteArray &tip) const override { return m_source.files(tip); }
    Result<QByteArray> read(const QByteArray &blob) const override { return m_source.read(blob); }
    Result<QList<SourceCommit>> history(const QByteArray &tip, const QString &path, int most) const override
    {
        return m_source.history(tip, path, most);
    }
    Result<QList<SourceCommit>> editsSince(const QByteArray &tip, const QString &path,
                                           const std::function<bool(const QByteArray &)> &ends,
                                           const std::stop_token &cancel) const override
    {
        return m_between->isEndless ? failure(ErrorCode::Unsupported, u"history"_s, path)
                                    : m_source.editsSince(tip, path, ends, cancel);
    }
    Result<QList<SourceCommit>> historyAcrossMoves(const QByteArray &tip, const QString &path,
                                                   int most) const override
    {
        return m_source.historyAcrossMoves(tip, path, most);
    }
    Result<std::optional<QString>>
    newestMessage(const QByteArray &tip, const std::function<bool(const QString &)> &wanted) const override
    {
        return m_source.newestMessage(tip, wanted);
    }
    Result<SourceWritten> write(const SourceCommitRequest &request, const std::stop_token &cancel) override
    {
        ++m_between->writes;
        return m_between->write ? m_between->write(m_source, request) : m_source.write(request, cancel);
    }

private:
    MemorySource m_source;
    std::shared_ptr<Between> m_between;
};

/// A record with two accepted prompts, and a branch elsewhere that it is mirrored to.
struct MirrorOffice : Office
{
    std::shared_ptr<MemoryBranch> there = std::make_shared<MemoryBranch>();
    std::shared_ptr<Between> between = std::make_shared<Between>();
    std::unique_ptr<LedgerWorkspace> workspace;
    std::unique_ptr<MirrorDesk> desk = std::make_unique<MirrorDesk>(MirrorDesk::Place{
        .settingsFile = directory.filePath(u"mirrors.ini"_s),
        .open = [there = there, between = between](const QString &) -> Result<std::unique_ptr<Source>> {
            ++between->opens;
            return std::make_unique<WatchedSource>(there, between);
        }});
    MirrorPlace place{.repository = u"/engineers"_s};

    MirrorOffice()
    {
        if (!start())
            qFatal("the record does not begin");
        there->commit(u"README.md"_s, "# Engineers\n", u"Eve Stone"_s, u"Read me"_s);
        workspace = ana();
    }
    [[nodiscard]] Result<MirrorReport> run(const QList<MirrorPutBack> &putBack = {}) const
    {
        return answer(desk->run(place, putBack, *workspace));
    }
};

} // namespace

/// The mirror of a record in a branch, without a repository.
class MirrorTest : public QObject
{
    Q_OBJECT

private slots:
    void trailersAreRead_data();
    void trailersAreRead();
    void aForgedTrailerGetsNothingOverwritten();
    void anotherRecordsMirrorIsNoneOfOurs();
    void aRunWithoutAnAnswerIsSettledByTheNext();
    void aBranchThatAlwaysMovesIsGivenUp();
    void anEditThatComesMeanwhileIsNotPutBack_data();
    void anEditThatComesMeanwhileIsNotPutBack();
    void anEditThatIsGoneByThenIsNotPutBack();
    void aNameThatNoFileMayHaveIsNeverPutBack();
    void aLookIsStopped();
    void theNewestTextIsAdoptedOrNone();
    void whoEditedLongAgoIsAContributorToo();
    void whoEditedTheGovernedBranchLongAgoIsAContributorToo();
    void whoMadeOneOfManyEditsIsAContributorToo();
    void anEditWithoutEndIsNotAdopted();
    void whatALookBroughtIsNotFetchedAgain();
    void mirrorsAreKeptPerRecord();
    void oneAtATimeChangesTheList();
    void noPasswordIsKept();
};

void MirrorTest::trailersAreRead_data()
{
    const QString id = toString(LedgerId::fromBytes(QByteArray(32, 'a')).value());
    const QString other = toString(LedgerId::fromBytes(QByteArray(32, 'b')).value());
    QTest::addColumn<QString>("message");
    QTest::addColumn<qint64>("seq");
    const QString link = u"cc"_s.repeated(32);
    const QString good =
        u"Mirror a 1.0.0\n\na 1.0.0\n\nCountersign-Record: %1\nCountersign-Head: %2 "_s + link + u'\n';
    QTest::newRow("ours") << good.arg(id, u"12"_s) << qint64(12);
    QTest::newRow("another record's") << good.arg(other, u"12"_s) << qint64(0);
    QTest::newRow("no number") << good.arg(id, u"x"_s) << qint64(0);
    QTest::newRow("below one") << good.arg(id, u"-3"_s) << qint64(0);
    QTest::newRow("not at the end") << good.arg(id, u"12"_s) + u"\nAnd more.\n"_s << qint64(0);
    QTest::newRow("the newest event") << good.arg(id, u"900"_s) << qint64(900);
    QTest::newRow("another link") << good.arg(id, u"12"_s).replace("cccc"_L1, "cccd"_L1) << qint64(0);
    QTest::newRow("no link") << good.arg(id, u"12"_s).remove(link) << qint64(0);
    QTest::newRow("more than a link") << good.arg(id, u"12"_s).replace(link, link + u" 1"_s) << qint64(0);
    QTest::newRow("not recorded yet") << good.arg(id, u"901"_s) << qint64(0);
    QTest::newRow("more than there can be") << good.arg(id, u"9223372036854775807"_s) << qint64(0);
    QTest::newRow("a number without end") << good.arg(id, u"0"_s.repeated(300) + u"12"_s) << qint64(0);
    QTest::newRow("no head") << u"a\n\nCountersign-Record: "_s + id << qint64(0);
    QTest::newRow("nothing") << QString() << qint64(0);
}

void MirrorTest::trailersAreRead()
{
    QFETCH(const QString, message);
    QFETCH(const qint64, seq);
    const State state{.ledger = LedgerId::fromBytes(QByteArray(32, 'a')).value(),
                      .links = QList<LinkHash>(900, LinkHash::fromBytes(QByteArray(32, '\xcc')).value())};

    QCOMPARE(qint64(mirroredUpTo(state, message).value_or(0)), seq);
}

void MirrorTest::aForgedTrailerGetsNothingOverwritten()
{
    MirrorOffice office;
    QVERIFY(office.run());
    const State &state = office.workspace->view()->state;
    office.there->commit(
        refundPath, "Refund everybody.\n", u"Eve Stone"_s,
        u"Mirror\n\nx\n\nCountersign-Record: %1\nCountersign-Head: %2 %3"_s.arg(toString(state.ledger))
            .arg(state.head.seq)
            .arg(QString::fromLatin1(state.head.link.toHex())));

    const Result<MirrorReport> report = office.run();

    QVERIFY(report);
    QCOMPARE(report->edits.size(), 1);
    QCOMPARE(office.there->bytes(refundPath), "Refund everybody.\n");
}

void MirrorTest::anotherRecordsMirrorIsNoneOfOurs()
{
    MirrorOffice office;
    office.there->commit(
        refundPath, "Refund everybody.\n", u"Eve Stone"_s,
        u"Mirror\n\nx\n\nCountersign-Record: l:%1\nCountersign-Head: 900 00"_s.arg(u"ab"_s.repeated(32)));

    const Result<MirrorReport> report = office.run();

    QVERIFY(report);
    QCOMPARE(report->mirrored, 0);
    QCOMPARE(report->edits.size(), 1);
    QVERIFY(!report->commit.isEmpty());
    QCOMPARE(office.there->bytes(refundPath), "Refund everybody.\n");
}

void MirrorTest::aRunWithoutAnAnswerIsSettledByTheNext() // T-36
{
    MirrorOffice office;
    office.between->write = [](MemorySource &source,
                               const SourceCommitRequest &request) -> Result<SourceWritten> {
        if (const auto written = source.write(request, {}); !written)
            return written;
        return failure(ErrorCode::OutcomeUnknown, u"engineers"_s);
    };

    const Result<MirrorReport> cut = office.run();
    office.between->write = {};
    const qsizetype commits = office.there->size();
    const Result<MirrorReport> next = office.run();

    QVERIFY(!cut);
    QCOMPARE(cut.error().code, ErrorCode::OutcomeUnknown);
    QVERIFY(next);
    QVERIFY(next->commit.isEmpty());
    QCOMPARE(office.there->size(), commits);
    QCOMPARE(office.there->bytes(refundPath), refundText());
}

void MirrorTest::aBranchThatAlwaysMovesIsGivenUp()
{
    MirrorOffice office;
    office.between->write = [](MemorySource &, const SourceCommitRequest &request) -> Result<SourceWritten> {
        return failure(ErrorCode::Conflict, request.files.first().path);
    };

    const Result<MirrorReport> report = office.run();

    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::Conflict);
    QCOMPARE(office.between->writes.load(), 5);
    QCOMPARE(office.there->size(), 1);
}

void MirrorTest::anEditThatComesMeanwhileIsNotPutBack_data()
{
    QTest::addColumn<bool>("seen");
    QTest::newRow("between the look and the answer to the question") << true;
    QTest::newRow("while it is written") << false;
}

void MirrorTest::anEditThatComesMeanwhileIsNotPutBack()
{
    QFETCH(const bool, seen);
    MirrorOffice office;
    QVERIFY(office.run());
    office.there->commit(refundPath, "Refund everybody.\n", u"Bode Okafor"_s, u"Generous"_s);
    const Result<MirrorReport> look = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(look && look->edits.size() == 1);
    MirrorPutBack back{.edit = refundPath};
    const auto again = [there = office.there] {
        there->commit(refundPath, "Refund nobody.\n", u"Eve Stone"_s, u"Strict"_s);
    };
    if (seen) {
        back.found = look->edits.first().edit.found;
        again();
    } else {
        office.between->write = [&](MemorySource &source, const SourceCommitRequest &request) {
            again();
            return source.write(request, {});
        };
    }
    const int before = office.between->writes;

    const Result<MirrorReport> report = office.run({back});

    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::Conflict);
    QCOMPARE(report.error().subject, u"edited-again"_s);
    QCOMPARE(report.error().detail, refundPath);
    QCOMPARE(office.between->writes - before, seen ? 0 : 1);
    QCOMPARE(office.there->bytes(refundPath), "Refund nobody.\n");
}

void MirrorTest::anEditThatIsGoneByThenIsNotPutBack()
{
    MirrorOffice office;
    QVERIFY(office.run());
    office.there->commit(refundPath, "Refund everybody.\n", u"Bode Okafor"_s, u"Generous"_s);
    const Result<MirrorReport> look = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(look && look->edits.size() == 1);
    office.there->commit(refundPath, refundText(), u"Eve Stone"_s, u"Back"_s);

    const Result<MirrorReport> report =
        office.run({{.edit = refundPath, .found = look->edits.first().edit.found}});

    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::Conflict);
    QCOMPARE(report.error().subject, u"edited-again"_s);
}

void MirrorTest::aNameThatNoFileMayHaveIsNeverPutBack() // T-39
{
    MirrorOffice office;
    const QString unsafe = u".git/config"_s;
    office.there->commit(unsafe, "[core]\n", u"Eve Stone"_s, u"Configure"_s);
    State state = office.workspace->view()->state;
    for (Artifact &artifact : state.artifacts) {
        if (artifact.path == refundPath)
            artifact.path = unsafe;
    }
    WatchedSource source(office.there, office.between);
    BranchWatch watch{QString()};

    const Result<MirrorReport> look = lookAtMirror(source, watch, state, state.policy.branch, {}, {});
    const Result<MirrorReport> back =
        lookAtMirror(source, watch, state, state.policy.branch, {{.edit = unsafe}}, {});

    QVERIFY(look);
    QVERIFY(std::ranges::none_of(look->files, [&](const MirrorFile &file) { return file.path == unsafe; }));
    QCOMPARE(look->edits.size(), 1);
    QVERIFY(look->edits.first().obstacle == MirrorObstacle::NotAFile);
    QVERIFY(!back);
    QCOMPARE(back.error().code, ErrorCode::Refused);
    QCOMPARE(back.error().subject, u"not-a-file"_s);
}

void MirrorTest::aLookIsStopped()
{
    MirrorOffice office;
    std::atomic_bool stopped = false;
    std::atomic_bool waiting = false;
    office.between->beforeTip = [&](const std::stop_token &stop) {
        std::mutex mutex;
        std::condition_variable_any condition;
        std::unique_lock lock(mutex);
        waiting = true;
        stopped = !condition.wait(lock, stop, [] { return false; });
    };
    QFuture<Result<MirrorReport>> future = office.desk->look(office.place, *office.workspace);
    QTRY_VERIFY(waiting);

    future.cancel();

    QTRY_VERIFY(stopped);
    office.desk.reset();
    QCOMPARE(office.there->size(), 1);
}

void MirrorTest::theNewestTextIsAdoptedOrNone()
{
    MirrorOffice office;
    QVERIFY(office.run());
    office.there->commit(refundPath, refundText("14"), u"Bode Okafor"_s, u"Shorter"_s, 1'000);
    const Result<MirrorReport> report = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(report && report->edits.size() == 1);
    const MirrorEdit edit = report->edits.first();

    const Result<Draft> draft = answer(office.desk->adopt(office.place, edit, *office.workspace));
    office.there->commit(refundPath, refundText("7"), u"Eve Stone"_s, u"Shorter still"_s, 2'000);
    const Result<Draft> late = answer(office.desk->adopt(office.place, edit, *office.workspace));

    QVERIFY(draft);
    QCOMPARE(draft->title, u"Shorter"_s);
    QCOMPARE(draft->files.first().text, refundText("14"));
    QVERIFY(draft->files.first().before == edit.edit.governed);
    // Who edited is no independent reviewer of it, and who ran the mirror did not edit.
    const Person *bode = office.workspace->view()->state.policy.personByEmail(u"bode@example.com"_s);
    QVERIFY(draft->contributors == QList<PrincipalId>{bode->id});
    QTRY_VERIFY(office.workspace->view()->draft(draft->id));
    QCOMPARE(office.workspace->view()->draft(draft->id)->title, u"Shorter"_s);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
}

void MirrorTest::whoEditedLongAgoIsAContributorToo()
{
    MirrorOffice office;
    QVERIFY(office.run());
    office.there->commit(refundPath, refundText("1"), u"Bode Okafor"_s, u"First"_s);
    for (int i = 0; i < 60; ++i)
        office.there->commit(refundPath, refundText(QByteArray::number(100 + i)), u"Eve Stone"_s, u"Again"_s);
    const Result<MirrorReport> report = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(report && report->edits.size() == 1);

    const Result<Draft> draft =
        answer(office.desk->adopt(office.place, report->edits.first(), *office.workspace));

    QVERIFY(draft);
    const Person *bode = office.workspace->view()->state.policy.personByEmail(u"bode@example.com"_s);
    QVERIFY(draft->contributors.contains(bode->id));
}

void MirrorTest::whoEditedTheGovernedBranchLongAgoIsAContributorToo()
{
    MirrorOffice office;
    office.branch->commit(refundPath, refundText("1"), u"Bode Okafor"_s, u"First"_s);
    for (int i = 0; i < 60; ++i)
        office.branch->commit(refundPath, refundText(QByteArray::number(100 + i)), u"Eve Stone"_s,
                              u"Again"_s);
    const ContentHash last = contentHash(office.branch->bytes(refundPath));
    const auto found = [&](const WorkspaceView &view) {
        return view.ungoverned.size() == 1 && view.ungoverned.first().found == last;
    };
    QVERIFY(comesTo(*office.workspace, found));

    const Result<Draft> draft = answer(office.workspace->adopt(office.workspace->view()->ungoverned.first()));

    QVERIFY(draft);
    const Person *bode = office.workspace->view()->state.policy.personByEmail(u"bode@example.com"_s);
    QVERIFY(draft->contributors.contains(bode->id));
}

void MirrorTest::anEditWithoutEndIsNotAdopted()
{
    MirrorOffice office;
    QVERIFY(office.run());
    office.there->commit(refundPath, refundText("1"), u"Bode Okafor"_s, u"First"_s);
    const Result<MirrorReport> report = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(report && report->edits.size() == 1);
    office.between->isEndless = true;

    const Result<Draft> draft =
        answer(office.desk->adopt(office.place, report->edits.first(), *office.workspace));

    QVERIFY(!draft);
    QCOMPARE(draft.error().code, ErrorCode::Unsupported);
    QCOMPARE(draft.error().subject, u"history"_s);
    QVERIFY(office.workspace->view()->drafts.isEmpty());
}

void MirrorTest::whoMadeOneOfManyEditsIsAContributorToo()
{
    MirrorOffice office;
    QVERIFY(office.run());
    for (int i = 0; i < 205; ++i)
        office.there->commit(u"prompts/support/n%1.md"_s.arg(i), "New " + QByteArray::number(i) + '\n',
                             u"Bode Okafor"_s, u"New"_s);
    const Result<MirrorReport> report = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(report && report->edits.size() == 205);
    const auto unexplained = std::ranges::find_if(
        report->edits, [](const MirrorEdit &edit) { return edit.edit.editors.isEmpty(); });
    QVERIFY(unexplained != report->edits.cend());

    const Result<Draft> draft = answer(office.desk->adopt(office.place, *unexplained, *office.workspace));

    QVERIFY(draft);
    const Person *bode = office.workspace->view()->state.policy.personByEmail(u"bode@example.com"_s);
    QVERIFY(draft->contributors == QList<PrincipalId>{bode->id});
    QCOMPARE(draft->title, u"New"_s);
}

void MirrorTest::whatALookBroughtIsNotFetchedAgain()
{
    MirrorOffice office;
    QVERIFY(office.run());
    office.there->commit(refundPath, "Refund everybody.\n", u"Bode Okafor"_s, u"Generous"_s);
    office.there->commit(u"prompts/support/new.md"_s, "New\n", u"Bode Okafor"_s, u"New"_s);
    const Result<MirrorReport> report = answer(office.desk->look(office.place, *office.workspace));
    QVERIFY(report && report->edits.size() == 2);
    const int opens = office.between->opens;

    QList<QByteArray> shown;
    for (const MirrorEdit &edit : report->edits) {
        const Result<EditedFile> file = answer(office.desk->proposed(office.place, edit, *office.workspace));
        shown.append(file ? file->text : QByteArray());
    }

    QCOMPARE(shown, (QList<QByteArray>{"New\n", "Refund everybody.\n"}));
    QCOMPARE(office.between->opens.load(), opens);
}

void MirrorTest::mirrorsAreKeptPerRecord()
{
    MirrorOffice office;
    const LedgerId ledger = office.workspace->view()->state.ledger;
    const LedgerId other = LedgerId::fromBytes(QByteArray(32, 'b')).value();
    const MirrorPlace second{.repository = u"git@git.example.com:acme/prompts.git"_s,
                             .branch = u"team/a, b"_s};

    QVERIFY(office.desk->keep(ledger, office.place));
    QVERIFY(office.desk->keep(ledger, second));
    QVERIFY(office.desk->keep(ledger, second));

    QVERIFY(office.desk->places(ledger) == (QList<MirrorPlace>{office.place, second}));
    QVERIFY(office.desk->places(other).isEmpty());
    QCOMPARE(office.desk->keep(ledger, {.repository = u"  "_s}).error().code, ErrorCode::Invalid);
    QVERIFY(office.desk->forget(ledger, office.place));
    QVERIFY(office.desk->places(ledger) == QList<MirrorPlace>{second});
}

void MirrorTest::oneAtATimeChangesTheList()
{
    MirrorOffice office;
    const LedgerId ledger = office.workspace->view()->state.ledger;
    QVERIFY(office.desk->keep(ledger, office.place));
    std::optional<FileLock> other = FileLock::take(office.directory.filePath(u"mirrors.ini.changing"_s), 0);
    QVERIFY(other);

    const Done kept = office.desk->keep(ledger, {.repository = u"/other"_s});
    const Done forgotten = office.desk->forget(ledger, office.place);
    other.reset();

    QCOMPARE(kept.error().code, ErrorCode::Locked);
    QCOMPARE(forgotten.error().code, ErrorCode::Locked);
    QVERIFY(office.desk->places(ledger) == QList<MirrorPlace>{office.place});
    QVERIFY(office.desk->forget(ledger, office.place));
}

void MirrorTest::noPasswordIsKept()
{
    MirrorOffice office;
    const LedgerId ledger = office.workspace->view()->state.ledger;
    const QString token = u"t"_s.repeated(40);

    const Done password =
        office.desk->keep(ledger, {.repository = u"https://eve:secret@git.example.com/a.git"_s});
    const Done asName =
        office.desk->keep(ledger, {.repository = u"https://%1@git.example.com/a.git"_s.arg(token)});
    const Done name = office.desk->keep(ledger, {.repository = u"ssh://git@git.example.com/a.git"_s});

    for (const Done &done : {password, asName}) {
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Invalid);
        QCOMPARE(done.error().subject, u"credentials"_s);
    }
    QVERIFY(name);
    QFile file(office.directory.filePath(u"mirrors.ini"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray before = file.readAll();
    QVERIFY(!before.contains("secret") && !before.contains(token.toLatin1()));

    // One that somebody wrote there is neither shown nor written again.
    QVERIFY(file.seek(0));
    file.write(QByteArray(before).replace("ssh://git@", "https://eve:secret@"));
    file.close();
    QCOMPARE(office.desk->places(ledger).first().repository, u"https://git.example.com/a.git"_s);
    QVERIFY(office.desk->keep(ledger, office.place));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("secret"));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::MirrorTest)
#include "tst_mirror.moc"
