// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/EventCodec.h"
#include "ledger/EventDataCodec.h"
#include "support/Story.h"

#include <QTest>

using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(countersign::EventData)

namespace countersign::test {

namespace {

ContentHash text(const char *words)
{
    return textHash(QString::fromUtf8(words));
}

EventId id(quint64 low)
{
    return {.high = 0xfedcba9876543210ULL, .low = low};
}

Event eventWith(const EventData &data)
{
    return Event{.ledger = *LedgerId::fromBytes(QByteArray(32, '\x11')),
                 .id = id(1),
                 .actor = ana,
                 .subject = u"change/"_s + id(1).toString(),
                 .basis = {.policyHash = *PolicyHash::fromBytes(QByteArray(32, '\x22')),
                           .policyVersion = 4,
                           .seenLink = *LinkHash::fromBytes(QByteArray(32, '\x33')),
                           .seenSeq = 812,
                           .subjectHead = id(2)},
                 .claimedAt = 1'795'170'000'000,
                 .client = u"countersign/0.1.0"_s,
                 .data = data};
}

QByteArray changed(QByteArray body, const char *before, const char *after)
{
    const qsizetype at = body.indexOf(before);
    if (at < 0) {
        qFatal("no %s in %s", before, body.constData());
    }
    return body.replace(at, qstrlen(before), after);
}

} // namespace

class EventCodecTest : public QObject
{
    Q_OBJECT

private slots:
    void everyKindComesBackAsItWas_data()
    {
        const Assessment assessment{.lane = Lane::High,
                                    .touched = {{.path = u"prompts/a.md"_s, .sections = {u"Zürich"_s, u"Tone"_s}}},
                                    .findingsText = text("findings"),
                                    .rules = u"1"_s,
                                    .gate = {GateReason::PolicyText, GateReason::Model},
                                    .respacedSince = id(4)};
        const QList<EventData> kinds = {
                LedgerOpened{.policy = storyPolicy()},
                BaselineRecorded{.files = {{.artifact = {u"support/refund"_s},
                                            .path = u"prompts/support/refund.md"_s,
                                            .kind = ArtifactKind::Tools,
                                            .content = text("a")}}},
                PolicyChanged{.policy = storyPolicy(), .change = id(9), .locksOut = true},
                ChangeOpened{.titleText = text("title")},
                RevisionSubmitted{.files = {{.artifact = {u"a b"_s},
                                             .path = u"prompts/a b.md"_s,
                                             .before = {},
                                             .after = text("b")}},
                                  .contributors = {ana, bode},
                                  .assessment = assessment},
                NoteWritten{.revision = id(3),
                            .whatText = text("what"),
                            .workflow = u"refunds"_s,
                            .triggers = {{.metric = u"complaints"_s,
                                          .comparator = Comparator::Below,
                                          .measure = TriggerMeasure::ChangeAgainstBaseline,
                                          .limit = -250'000,
                                          .unit = u"%"_s,
                                          .windowMinutes = 30,
                                          .leastSample = 200,
                                          .action = TriggerAction::RollBack}},
                            .rollbackOwner = chen,
                            .informed = {dana}},
                ReviewerNamed{.reviewer = bode},
                ReviewGiven{.decision = Decision::RequestChanges,
                            .revision = id(3),
                            .content = text("content"),
                            .note = {},
                            .as = role("billing"),
                            .delegation = id(7),
                            .messageText = text("no"),
                            .viewed = true,
                            .assessment = assessment},
                RequestCleared{.review = id(5), .reasonText = text("answered")},
                LaneRaised{.revision = id(3), .lane = Lane::Medium, .reasonText = text("why")},
                LoweringProposed{.revision = id(3), .lane = Lane::Medium, .reasonText = text("only spelling")},
                LaneLowered{.revision = id(3), .proposal = id(6), .from = Lane::High, .reasonText = text("agreed")},
                OpinionRecorded{.revision = id(3),
                                .lane = Lane::Medium,
                                .host = u"api.example.com:8443"_s,
                                .asked = u"small-model"_s,
                                .served = {},
                                .prompt = text("prompt"),
                                .answerText = text("answer")},
                RequirementOverridden{.revision = id(3),
                                      .requirement = u"approval.compliance"_s,
                                      .reasonText = text("on leave")},
                EmergencyDeclared{.revision = id(3), .reasonText = text("it pays out twice")},
                EmergencyClosed{.emergency = id(8), .reasonText = text("looked at")},
                RunRecorded{.revision = id(3),
                            .content = text("content"),
                            .suite = {u"evals/refund"_s},
                            .suiteContent = text("suite"),
                            .baseline = text("before"),
                            .baselineFile = text("baseline file"),
                            .modelAsked = u"gpt-4.1"_s,
                            .modelServed = u"gpt-4.1-2025-04-14"_s,
                            .parameters = text("parameters"),
                            .tool = u"promptfoo"_s,
                            .toolVersion = u"0.118.3"_s,
                            .status = EvalStatus::Complete,
                            .cases = 40,
                            .dimensions = {{.name = u"accuracy"_s,
                                            .verdict = EvalVerdict::Fail,
                                            .finding = EvalFinding::Worse,
                                            .reason = EvalReason::CasesDropped,
                                            .matched = 40,
                                            .wins = 1,
                                            .losses = 6,
                                            .ties = 33,
                                            .means = EvalMeans{.baseline = 950'000,
                                                               .candidate = 825'000,
                                                               .difference = -125'000},
                                            .interval = EvalInterval{.low = -240'000, .high = -10'000}},
                                           {.name = u"tone"_s, .finding = EvalFinding::NoPairs}},
                            .verdict = EvalVerdict::Fail,
                            .reason = EvalReason::Threshold,
                            .mixed = true,
                            .terms = text("terms"),
                            .file = text("file"),
                            .stored = true,
                            .summaryText = text("summary")},
                ResultAccepted{.run = id(5), .reasonText = text("three cases are wrong")},
                CaseGraded{.run = id(5),
                           .caseKey = text("case 7"),
                           .caseText = text("A refund after 20 days"),
                           .grade = CaseGrade::Pass,
                           .reasonText = text("the judge misread it")},
                SpotCheckRecorded{.revision = id(3),
                                  .content = text("content"),
                                  .run = id(5),
                                  .cases = {{.caseKey = text("case 7"),
                                             .caseText = text("A refund after 20 days"),
                                             .mark = SpotMark::Worse}},
                                  .messageText = text("one is worse")},
                DelegationGiven{.to = bode, .role = role("compliance"), .reasonText = text("leave")},
                DelegationRevoked{.reasonText = {}},
                ChangeAccepted{.revision = id(3),
                               .content = text("content"),
                               .versions = {{.artifact = {u"support/refund"_s}, .version = version("1.4.0")}}},
                ChangeWithdrawn{.reasonText = {}},
                CommentMade{.revision = id(3),
                            .anchor = {.path = u"prompts/a.md"_s, .start = 7, .length = 12, .before = true},
                            .answers = id(4),
                            .text = text("words"),
                            .suggestionText = text("other words")},
                CommentResolved{.comment = id(4), .resolved = false},
                ReleaseMade{.artifact = {u"support/refund"_s},
                            .environment = production,
                            .version = version("1.4.0"),
                            .content = text("content"),
                            .share = 500},
                ReleaseRolledBack{.artifact = {u"support/refund"_s},
                                  .environment = production,
                                  .version = version("1.3.0"),
                                  .content = text("content"),
                                  .reasonText = text("worse")},
        };
        QCOMPARE(kinds.size(), qsizetype(std::variant_size_v<EventData>));
        QTest::addColumn<EventData>("data");
        for (const EventData &data : kinds) {
            QTest::newRow(qPrintable(eventKindName(data))) << data;
        }
    }

    void everyKindComesBackAsItWas()
    {
        QFETCH(const EventData, data);
        const Event event = eventWith(data);

        const QByteArray body = encodeEvent(event);
        const DecodedEvent decoded = decodeEvent(body);

        QVERIFY2(std::holds_alternative<Event>(decoded),
                 qPrintable(std::holds_alternative<MalformedEvent>(decoded) ? std::get<MalformedEvent>(decoded).why
                                                                            : u"newer"_s));
        QVERIFY(std::get<Event>(decoded) == event);
        QCOMPARE(encodeEvent(std::get<Event>(decoded)), body);
        QVERIFY(parseCanonicalJson(body, {.bytes = policyBodyLimit}));
    }

    void theBodyIsTheOneOfTheDocument()
    {
        QByteArray expected =
                "{'actor':'p:ana','basis':{'policy':{'hash':'P','version':4},'seen':{'hash':'S','seq':812},"
                "'subject_head':'e:fedcba98765432100000000000000002'},'claimed_at':1795170000000,"
                "'client':'countersign/0.1.0','data':{'comment':'e:fedcba98765432100000000000000004','resolved':true},"
                "'id':'e:fedcba98765432100000000000000001','kind':'comment.resolved','ledger':'l:L',"
                "'subject':'change/e:fedcba98765432100000000000000001','v':1}";
        expected.replace("'P'", '\'' + QByteArray(64, '2') + '\'');
        expected.replace("'S'", '\'' + QByteArray(64, '3') + '\'');
        expected.replace("'l:L'", "'l:" + QByteArray(64, '1') + '\'');
        expected.replace('\'', '"');

        QCOMPARE(encodeEvent(eventWith(CommentResolved{.comment = id(4), .resolved = true})), expected);
    }

    void whatDoesNotFitIsMalformed_data()
    {
        const QByteArray body = encodeEvent(eventWith(CommentResolved{.comment = id(4), .resolved = true}));
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("a BOM") << "\xef\xbb\xbf" + body;
        QTest::newRow("white space") << changed(body, ":true", ": true");
        QTest::newRow("a line end behind") << body + '\n';
        QTest::newRow("an unknown field in the frame") << changed(body, "\"v\":1", "\"v\":1,\"w\":1");
        QTest::newRow("an unknown field in data") << changed(body, ":true", ":true,\"so\":1");
        QTest::newRow("a field twice") << changed(body, "\"v\":1", "\"v\":1,\"v\":1");
        QTest::newRow("keys out of order") << changed(body, "\"subject\":", "\"zubject\":");
        QTest::newRow("a float") << changed(body, "1795170000000", "1795170000000.0");
        QTest::newRow("null") << changed(body, ":true", ":null");
        QTest::newRow("a number for a flag") << changed(body, ":true", ":1");
        QTest::newRow("an id that is none") << changed(body, "\"id\":\"e:fe", "\"id\":\"e:FE");
        QTest::newRow("no actor") << changed(body, "p:ana", "");
        QTest::newRow("a hash with capitals") << changed(body, "3333", "333A");
        QTest::newRow("version 0") << changed(body, "\"v\":1", "\"v\":0");
        QTest::newRow("a lone surrogate") << changed(body, "countersign/0", "\xed\xa0\x80");
        QTest::newRow("too large") << changed(body, "countersign/0.1.0", QByteArray(70'000, 'x').constData());
    }

    void whatDoesNotFitIsMalformed()
    {
        QFETCH(const QByteArray, body);

        QVERIFY(std::holds_alternative<MalformedEvent>(decodeEvent(body)));
    }

    void noCutBodyIsTaken()
    {
        const QByteArray body = encodeEvent(eventWith(ReviewGiven{}));
        for (qsizetype size = 0; size < body.size(); ++size) {
            QVERIFY(std::holds_alternative<MalformedEvent>(decodeEvent(body.first(size))));
        }
    }

    void pathsThatLeaveTheRepositoryAreMalformed_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"", "/etc/passwd", "../a", "a/../../b", "a//b", "./a", "a/", "a\nb"}) {
            QTest::newRow(path) << QString::fromUtf8(path);
        }
    }

    void pathsThatLeaveTheRepositoryAreMalformed()
    {
        QFETCH(const QString, path);
        const BaselineRecorded data{.files = {{.artifact = {u"a"_s}, .path = path, .content = text("a")}}};

        QVERIFY(std::holds_alternative<MalformedEvent>(decodeEvent(encodeEvent(eventWith(data)))));
    }

    void aLaterKindOrVersionIsNewer_data()
    {
        const QByteArray body = encodeEvent(eventWith(CommentResolved{.comment = id(4), .resolved = true}));
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("kind") << changed(body, "comment.resolved", "comment.xoved");
        QTest::newRow("version") << changed(body, "\"v\":1", "\"v\":2");
        QTest::newRow("version with more") << changed(body, "\"v\":1", "\"v\":2,\"w\":[]");
    }

    void aLaterKindOrVersionIsNewer()
    {
        QFETCH(const QByteArray, body);

        const DecodedEvent decoded = decodeEvent(body);

        QVERIFY(std::holds_alternative<NewerEvent>(decoded));
        QVERIFY(std::get<NewerEvent>(decoded).id == id(1));
        QCOMPARE(std::get<NewerEvent>(decoded).subject, u"change/"_s + id(1).toString());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EventCodecTest)
#include "tst_event_codec.moc"
