// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/CanonicalJson.h"
#include "base/Hash.h"
#include "diff/Compare.h"
#include "domain/StateCodec.h"
#include "evals/Read.h"
#include "evals/Write.h"
#include "ledger/EventCodec.h"
#include "ledger/Signature.h"
#include "prompt/Document.h"
#include "prompt/Template.h"
#include "services/PolicyYaml.h"
#include "services/Snapshot.h"
#include "support/Story.h"
#include "unit/evals/ResultSamples.h"

#include <QBuffer>
#include <QDeadlineTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Random changes of good input for readers of what others wrote. Each target has its time; the seed is
/// printed and may be given again. COUNTERSIGN_FUZZ_SECONDS and COUNTERSIGN_FUZZ_SEED.
class Fuzz : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void eventBodies();
    void signatures();
    void promptFiles_data();
    void promptFiles();
    void templates();
    void policies();
    void states();
    void differences();
    void results_data();
    void results();

private:
    [[nodiscard]] bool goesOn()
    {
        ++m_runs;
        return !m_deadline.hasExpired();
    }
    /// One to eight changes: bits, bytes, pieces doubled, dropped, moved, or replaced by something awkward.
    [[nodiscard]] QByteArray mutated(QByteArray bytes);

    QRandomGenerator m_random;
    quint32 m_seed = 0;
    QDeadlineTimer m_deadline;
    qint64 m_runs = 0;
    Story m_story;
};

void Fuzz::initTestCase()
{
    const QByteArray given = qgetenv("COUNTERSIGN_FUZZ_SEED");
    m_seed = given.isEmpty() ? QRandomGenerator::system()->generate() : given.toUInt();
    std::printf("COUNTERSIGN_FUZZ_SEED=%u\n", m_seed);
    m_story.baseline(u"support/refund"_s, u"# Refund\n\nWithin 30 days.\n"_s)
            .opened(ana)
            .submitted(ana, u"support/refund"_s, u"# Refund\n\nWithin 14 days.\n"_s)
            .noted(ana)
            .approved(bode, "billing")
            .approved(dana, "compliance")
            .accepted(ana)
            .released(chen, u"support/refund"_s, "2.0.0", staging)
            .commented(dana, u"Fine."_s);
}

void Fuzz::init()
{
    m_random.seed(m_seed);
    const int seconds = qEnvironmentVariableIntValue("COUNTERSIGN_FUZZ_SECONDS");
    m_deadline = QDeadlineTimer(1000LL * (seconds > 0 ? seconds : 2));
    m_runs = 0;
}

void Fuzz::cleanup()
{
    std::printf("%s: %lld runs\n", QTest::currentTestFunction(), m_runs);
}

QByteArray Fuzz::mutated(QByteArray bytes)
{
    static const QList<QByteArray> awkward = {
            QByteArray("\0", 1), "\xff",  "\xed\xa0\x80", "\xe2\x80\xae", "\xef\xbb\xbf", "\r\n", "\r", "\t", "---\n", "...", "\"", "'",
            "{{", "}}", "{%", "%}", "{{#if", "[", "]", "{", "}", ":", ": ", "- ", "|", ">", "&a", "*a", "!!binary ", "<<",
            "-1", "9223372036854775807", "9223372036854775808", "1e999", "null", "\\ud800", "\\u0000", "\\", "#"};
    const auto below = [this](qsizetype limit) { return qsizetype(m_random.bounded(quint32(qMax<qsizetype>(1, limit)))); };
    for (int changes = 1 + int(below(8)); changes > 0; --changes) {
        const qsizetype at = below(bytes.size() + 1);
        const qsizetype length = qMin(1 + below(below(8) == 0 ? 400 : 6), bytes.size() - at);
        switch (below(6)) {
        case 0:
            if (at < bytes.size()) {
                bytes[at] = char(bytes[at] ^ (1 << below(8)));
            }
            break;
        case 1:
            if (at < bytes.size()) {
                bytes[at] = char(below(256));
            }
            break;
        case 2:
            bytes.remove(at, length);
            break;
        case 3:
            bytes.insert(at, bytes.mid(below(bytes.size()), 1 + below(40)));
            break;
        case 4:
            bytes.insert(at, awkward.at(below(awkward.size())).repeated(below(16) == 0 ? 300 : 1));
            break;
        default:
            bytes.truncate(below(12) == 0 ? at : bytes.size());
            break;
        }
    }
    return bytes;
}

void Fuzz::eventBodies()
{
    QList<QByteArray> bodies;
    for (const Placed &placed : m_story.events()) {
        bodies.append(encodeEvent(std::get<Event>(placed.event)));
    }
    while (goesOn()) {
        const QByteArray body = mutated(bodies.at(m_random.bounded(bodies.size())));
        const DecodedEvent decoded = decodeEvent(body);
        if (const auto *event = std::get_if<Event>(&decoded)) {
            // There is one way to write an event down.
            QCOMPARE(encodeEvent(*event), body);
            State state = m_story.state();
            const Head at{.seq = state.head.seq + 1, .link = sha256As<LinkHash>(body)};
            const Verdict verdict = step(state, {.at = at, .bodyHash = sha256As<LedgerId>(body), .event = *event});
            QVERIFY(state.head == at);
            QVERIFY(std::holds_alternative<Effective>(verdict) || state.hash() == m_story.state().hash());
        }
        if (const Result<Json> json = parseCanonicalJson(body)) {
            QCOMPARE(printCanonicalJson(*json), body);
        }
    }
}

void Fuzz::signatures()
{
    // Ed25519 over "body\n" in another namespace: well formed, and never valid here.
    const QByteArray blob = QByteArray("SSHSIG\0\0\0\1\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0\x20", 33) + QByteArray(32, 'k')
            + QByteArray("\0\0\0\x14" "countersign-event-v1\0\0\0\0\0\0\0\6sha512\0\0\0\x53\0\0\0\x0bssh-ed25519\0\0\0\x40", 61)
            + QByteArray(64, 's');
    while (goesOn()) {
        const QByteArray armoured = "-----BEGIN SSH SIGNATURE-----\n" + mutated(blob).toBase64()
                + "\n-----END SSH SIGNATURE-----\n";
        QVERIFY(!verifySignature("body\n", m_random.bounded(4) == 0 ? mutated(armoured) : armoured));
    }
}

void Fuzz::promptFiles_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("json") << u"prompts/a.json"_s
                          << QByteArray("{\"messages\":[{\"role\":\"system\",\"content\":\"Be\\nkind \\u00e9.\"}],\"temperature\":0.5}\n");
    QTest::newRow("front matter")
            << u"prompts/a.prompt.md"_s
            << QByteArray("---\nname: a\nmodel: gpt\ntools: [a, 'b', \"c\"]\nnote: >-\n  two\n  lines\n\ntext: |+\n  kept\n\nnone: ~\n---\n# A\n\nBe kind.\n");
    QTest::newRow("prompty")
            << u"prompts/a.prompty"_s
            << QByteArray("---\nname: a\nmodel:\n  api: chat\n  parameters:\n    temperature: 0.3\n---\nsystem:\nBe kind, {{name}}.\n\nuser:\n{{question}}\n");
    QTest::newRow("yaml")
            << u"prompts/a.prompt.yml"_s
            << QByteArray("messages:\n  - role: system\n    content: >\n      Be kind\n       and brief.\n\n      Always.\n  - {role: user, content: \"{{q}}\\n\"}\n");
    QTest::newRow("jinja") << u"prompts/a.j2"_s
                           << QByteArray("{% if x %}Hello {{ name|upper }}{% else %}Bye{% endif %}\n{# note #}\n{% include 'b.j2' %}\n");
}

void Fuzz::promptFiles()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, text);
    while (goesOn()) {
        const QByteArray bytes = mutated(text);
        const prompt::Document document = prompt::parse(bytes, path);
        QVERIFY(document == prompt::parse(bytes, path));
    }
}

void Fuzz::templates()
{
    const QByteArray text("Hello {{ name }}{% for x in xs %}{{ x.y['z'] | f(1, \"a\") }}{% endfor %} {{#if a}}b{{else}}c{{/if}} {d} $e ${f} %(g)s <h/>");
    while (goesOn()) {
        const QString source = QString::fromUtf8(mutated(text));
        for (const prompt::TemplateLanguage language : {prompt::TemplateLanguage::Jinja, prompt::TemplateLanguage::Handlebars,
                                                        prompt::TemplateLanguage::FString}) {
            const prompt::TemplateScan scan = prompt::scanTemplate(source, language);
            QVERIFY(scan.uses.size() <= source.size());
        }
    }
}

void Fuzz::policies()
{
    const QByteArray yaml = policyYaml(m_story.state().policy);
    const PolicyOrigin origin;
    while (goesOn()) {
        const QByteArray bytes = mutated(yaml);
        const Result<Policy> policy = policyFromYaml(bytes, origin);
        if (policy) {
            QVERIFY(policyFromJson(toJson(*policy)));
        } else {
            QVERIFY(policy.error().line >= 0);
            QVERIFY(policy.error().line <= bytes.count('\n') + bytes.count('\r') + 1);
        }
    }
}

void Fuzz::states()
{
    const QByteArray state = stateToBytes(m_story.state());
    const QByteArray snapshot = snapshotToBytes({.state = m_story.state(), .texts = m_story.texts()});
    while (goesOn()) {
        const QByteArray bytes = mutated(state);
        if (const Result<State> read = stateFromBytes(bytes)) {
            QVERIFY(read->links.size() == read->head.seq);
        }
        const QByteArray kept = mutated(snapshot);
        // Whatever was changed, the checksum says so.
        QVERIFY(kept == snapshot || !snapshotFromBytes(kept));
    }
}

void Fuzz::differences()
{
    const QByteArray text("# Refund\n\nYou must offer a refund within 30 days. Never promise more.\n\n## Voice\n\n- kind\n- short\n\nUse {{name}}.\n");
    while (goesOn()) {
        const QByteArray left = mutated(text);
        const QByteArray right = mutated(left);
        const prompt::Document before = prompt::parse(left, u"prompts/a.md"_s);
        const prompt::Document after = prompt::parse(right, u"prompts/a.md"_s);
        const diff::Comparison comparison = diff::compare(before, after);
        QVERIFY(comparison.complete);
    }
}

void Fuzz::results_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("promptfoo 3") << samples::promptfooV3({samples::passingRow(0, 0, "a"), samples::failingRow(1, 0, "a"),
                                                          samples::brokenRow(0, 1, "b")}, {1, 1, 1});
    QTest::newRow("promptfoo 2") << samples::promptfooV2Table();
    QTest::newRow("promptfoo lines") << samples::passingRow(0, 0, "a") + '\n' + samples::failingRow(0, 1, "b") + '\n';
    QTest::newRow("inspect") << samples::inspectLog("success", {samples::inspectSample(1, 1, "{'match':{'value':'C'}}")}, 1);
    QTest::newRow("inspect archive") << samples::inspectArchive(samples::ZipEntry::Method::Stored);
    QTest::newRow("deepeval") << samples::deepEvalRun();
    QTest::newRow("openai") << samples::openAiLog();
    QTest::newRow("lm harness") << samples::lmHarnessResults();
    QTest::newRow("lm harness samples") << samples::lmHarnessSamples();
    QTest::newRow("azure rag") << samples::azureRows();
    QTest::newRow("azure built in") << samples::azureBuiltIn();
    QTest::newRow("junit") << samples::junitReport();
    QTest::newRow("csv") << QByteArray("id,q,ok\n1,\"a\"\"b\",true\n2,c,0.5\n");
}

void Fuzz::results()
{
    QFETCH(const QByteArray, text);
    evals::ReadOptions options;
    if (QByteArray(QTest::currentDataTag()) == "csv") {
        options = {.tool = evals::Tool::MappedCsv, .mapping = {.id = u"id"_s, .input = u"q"_s, .scores = {{.column = u"ok"_s}}}};
    }
    while (goesOn()) {
        const Result<evals::ResultFile> file = evals::readResults(mutated(text), u"x"_s, options);
        if (!file) {
            continue;
        }
        for (const evals::Answer &answer : file->answers) {
            QVERIFY(answer.caseIndex < file->cases.size());
            QVERIFY(answer.column < quint32(file->columns.size()));
            QVERIFY(answer.firstJudgement + answer.judgementCount <= file->judgements.size());
            (void)file->text(answer.output);
            (void)file->text(answer.error);
            (void)file->text(file->cases[answer.caseIndex].input);
        }
        for (const evals::Judgement &judgement : file->judgements) {
            QVERIFY(judgement.metric < quint32(file->metrics.size()));
            (void)file->text(judgement.reason);
        }
        // A copy says the same, or is refused.
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        if (evals::writePromptfoo(*file, buffer)) {
            const Result<evals::ResultFile> again = evals::readResults(bytes, u"y"_s);
            QVERIFY(again || file->answers.empty());
            QVERIFY(!again || again->answers.size() == file->answers.size());
        }
    }
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Fuzz)
#include "tst_fuzz.moc"
