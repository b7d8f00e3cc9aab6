// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ServiceBook.h"
#include "support/Story.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using countersign::connectors::ForeignText;
using countersign::connectors::RegistryKind;

namespace countersign::test {

namespace {

ForeignText plainText(const QString &text, const QString &name = u"support/refund"_s)
{
    return {.name = name, .version = 1, .messages = {{.text = text}}};
}

ForeignText chat(const QList<connectors::ForeignMessage> &messages, const QString &name = u"support/refund"_s)
{
    return {.name = name, .version = 1, .isChat = true, .messages = messages};
}

Artifact artifactAt(const QString &path)
{
    return {.id = {u"support/refund"_s},
            .path = path,
            .versions = {{.version = version("1.0.0"), .content = textHash(path)}}};
}

PromptService langfuse()
{
    return {.name = u"acme"_s, .address = u"https://cloud.langfuse.com"_s, .key = u"env:LANGFUSE_KEY"_s};
}

} // namespace

/// What is live at a service beside what stands in files, without a service.
class ServedTest : public QObject
{
    Q_OBJECT

private slots:
    void oneTextIsRecognisedInEveryFormat_data();
    void oneTextIsRecognisedInEveryFormat();
    void aLiveTextIsAdoptedIntoTheFileAndNothingElse_data();
    void aLiveTextIsAdoptedIntoTheFileAndNothingElse();
    void whatHasNoPlaceInTheFileIsRefused();
    void aPromptThatIsNotGovernedBecomesAFileOfItsOwn();
    void aFileIsGivenToAServiceAsWhatItSays();
    void namesThereAreFoundHere();
    void labelsThereAreEnvironmentsHere();
    void onlyWhatRunsByTheRecordIsPublishable();
    void servicesAreKeptWithoutTheirKeys();
    void onlyServicesThatCanBeAskedAreKept_data();
    void onlyServicesThatCanBeAskedAreKept();
};

void ServedTest::oneTextIsRecognisedInEveryFormat_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<ForeignText>("text");
    QTest::addColumn<bool>("same");
    const QByteArray plain = "Refunds within 30 days.\nBe brief.\n";
    QTest::newRow("text") << u"a.txt"_s << plain << plainText(u"Refunds within 30 days.\nBe brief."_s)
                          << true;
    QTest::newRow("line breaks of another system")
        << u"a.txt"_s << plain << plainText(u"Refunds within 30 days.\r\nBe brief.\r\n"_s) << true;
    QTest::newRow("another number") << u"a.txt"_s << plain
                                    << plainText(u"Refunds within 14 days.\nBe brief.\n"_s) << false;
    QTest::newRow("a space more") << u"a.txt"_s << plain
                                  << plainText(u"Refunds within  30 days.\nBe brief.\n"_s) << false;
    QTest::newRow("settings beside it")
        << u"a.agent.md"_s
        << QByteArray("---\nname: a\ntools: [search]\n---\n\nRefunds within 30 days.\nBe brief.\n")
        << plainText(u"Refunds within 30 days.\nBe brief."_s) << true;
    const QByteArray messages = "model: m\nmessages:\n  - role: system\n    content: |\n      Be brief.\n  - "
                                "role: user\n    content: \"{{question}}\"\n";
    QTest::newRow("chat") << u"a.prompt.yml"_s << messages
                          << chat({{.role = u"system"_s, .text = u"Be brief."_s},
                                   {.role = u"user"_s, .text = u"{{question}}"_s}})
                          << true;
    QTest::newRow("chat in another order") << u"a.prompt.yml"_s << messages
                                           << chat({{.role = u"user"_s, .text = u"{{question}}"_s},
                                                    {.role = u"system"_s, .text = u"Be brief."_s}})
                                           << false;
    QTest::newRow("chat with one message more") << u"a.prompt.yml"_s << messages
                                                << chat({{.role = u"system"_s, .text = u"Be brief."_s},
                                                         {.role = u"user"_s, .text = u"{{question}}"_s},
                                                         {.role = u"placeholder"_s, .text = u"history"_s}})
                                                << false;
    QTest::newRow("chat by another role") << u"a.prompt.yml"_s << messages
                                          << chat({{.role = u"system"_s, .text = u"Be brief."_s},
                                                   {.role = u"assistant"_s, .text = u"{{question}}"_s}})
                                          << false;
    QTest::newRow("one system message")
        << u"a.txt"_s << plain
        << chat({{.role = u"system"_s, .text = u"Refunds within 30 days.\nBe brief."_s}}) << true;
    QTest::newRow("said by the user")
        << u"a.txt"_s << plain << chat({{.role = u"user"_s, .text = u"Refunds within 30 days.\nBe brief."_s}})
        << false;
}

void ServedTest::oneTextIsRecognisedInEveryFormat()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, file);
    QFETCH(const ForeignText, text);
    QFETCH(const bool, same);
    QCOMPARE(saysTheSame(text, file, path), same);
}

void ServedTest::aLiveTextIsAdoptedIntoTheFileAndNothingElse_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<ForeignText>("text");
    QTest::addColumn<QByteArray>("adopted");
    QTest::newRow("text") << u"prompts/support/refund.md"_s << QByteArray("Within 30 days.\n")
                          << plainText(u"Within 14 days."_s) << QByteArray("Within 14 days.\n");
    QTest::newRow("settings stay")
        << u"prompts/support/refund.agent.md"_s
        << QByteArray("---\nname: refund # ours\ntools: [search]\n---\n\nWithin 30 days.\n")
        << plainText(u"Within 14 days.\nAsk first."_s)
        << QByteArray("---\nname: refund # ours\ntools: [search]\n---\n\nWithin 14 days.\nAsk first.\n");
    QTest::newRow("one message of a chat")
        << u"prompts/support/refund.prompt.yml"_s
        << QByteArray("model: m # pinned\nmessages:\n  - role: system\n    content: Be brief.\n  - role: "
                      "user\n    content: \"{{question}}\"\n")
        << chat(
               {{.role = u"system"_s, .text = u"Be kind."_s}, {.role = u"user"_s, .text = u"{{question}}"_s}})
        << QByteArray("model: m # pinned\nmessages:\n  - role: system\n    content: Be kind.\n  - role: "
                      "user\n    content: \"{{question}}\"\n");
    QTest::newRow("windows line ends") << u"prompts/support/refund.md"_s << QByteArray("One.\r\nTwo.\r\n")
                                       << plainText(u"One.\nThree."_s) << QByteArray("One.\r\nThree.\r\n");
}

void ServedTest::aLiveTextIsAdoptedIntoTheFileAndNothingElse()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, accepted);
    QFETCH(const ForeignText, text);
    QFETCH(const QByteArray, adopted);
    const Artifact artifact = artifactAt(path);
    const Result<EditedFile> file = adoptedFile(artifact, accepted, text);
    QVERIFY2(file, file ? "" : qPrintable(file.error().subject + file.error().detail));
    QCOMPARE(file->text, adopted);
    QCOMPARE(file->path, path);
    QVERIFY(file->artifact == artifact.id);
    QVERIFY(file->before == artifact.acceptedContent());
    QVERIFY(saysTheSame(text, file->text, path));
}

void ServedTest::whatHasNoPlaceInTheFileIsRefused()
{
    const Result<EditedFile> file = adoptedFile(
        artifactAt(u"prompts/a.md"_s), "Within 30 days.\n",
        chat({{.role = u"system"_s, .text = u"Be brief."_s}, {.role = u"user"_s, .text = u"Hello"_s}}));
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Unsupported);
    QCOMPARE(file.error().subject, u"messages"_s);
}

void ServedTest::aPromptThatIsNotGovernedBecomesAFileOfItsOwn()
{
    const State state = Story().state();
    const QString root = state.policy.root.isEmpty() ? QString() : state.policy.root + u'/';
    const Result<EditedFile> text = adoptedFile(state, plainText(u"Say hello."_s, u"shop/hello"_s));
    QVERIFY2(text, text ? "" : qPrintable(text.error().subject + text.error().detail));
    QCOMPARE(text->path, root + u"shop/hello.prompt.md"_s);
    QCOMPARE(text->text, "Say hello.\n");
    QVERIFY(text->before.isNull());
    QCOMPARE(text->artifact, state.policy.artifactOf(text->path));
    const ForeignText talk =
        chat({{.role = u"system"_s, .text = u"Be brief."_s}, {.role = u"user"_s, .text = u"{{question}}"_s}},
             u"shop/talk"_s);
    const Result<EditedFile> file = adoptedFile(state, talk);
    QVERIFY2(file, file ? "" : qPrintable(file.error().subject + file.error().detail));
    QVERIFY(saysTheSame(talk, file->text, file->path));
    // A name is a stranger's: it leads out of no folder.
    for (const QString &name :
         {u"../../etc/passwd"_s, u"/etc/passwd"_s, u"a//b"_s, u".git/config"_s, u"a\nb"_s}) {
        const Result<EditedFile> refused = adoptedFile(state, plainText(u"x"_s, name));
        QVERIFY2(!refused, qPrintable(name));
        QCOMPARE(refused.error().code, ErrorCode::Refused);
    }
}

void ServedTest::aFileIsGivenToAServiceAsWhatItSays()
{
    const Result<ForeignText> text = servedText("---\nname: a\n---\nBe brief.\n", u"a.agent.md"_s, u"a"_s);
    QVERIFY(text);
    QVERIFY(!text->isChat);
    QVERIFY(saysTheSame(*text, "---\nname: a\n---\nBe brief.\n", u"a.agent.md"_s));
    const QByteArray messages = "messages:\n  - role: system\n    content: Be brief.\n  - role: user\n    "
                                "content: \"{{question}}\"\n";
    const Result<ForeignText> talk = servedText(messages, u"a.prompt.yml"_s, u"a"_s);
    QVERIFY(talk && talk->isChat);
    QCOMPARE(talk->messages.value(1).role, u"user"_s);
    QVERIFY(saysTheSame(*talk, messages, u"a.prompt.yml"_s));
    QCOMPARE(servedText(QByteArray("\0\1\2", 3), u"a.md"_s, u"a"_s).error().code, ErrorCode::Unsupported);
}

void ServedTest::namesThereAreFoundHere()
{
    Story story;
    for (const QString &id : {u"support/refund"_s, u"shop/re-fund"_s, u"shop/re/fund"_s})
        story.baseline(id, u"x\n"_s);
    PromptService service = langfuse();
    const auto found = [&](const QString &name) {
        const Artifact *artifact = artifactServed(story.state(), service, name);
        return artifact ? artifact->id.value : QString();
    };
    QCOMPARE(found(u"support/refund"_s), u"support/refund"_s);
    QCOMPARE(found(u"support-refund"_s), u"support/refund"_s);
    QCOMPARE(found(u"support__refund"_s), u"support/refund"_s);
    QCOMPARE(found(u"shop-re-fund"_s), QString()); // two of them
    QCOMPARE(found(u"refund"_s), QString());
    service.prompts.insert(u"refund"_s, {u"support/refund"_s});
    QCOMPARE(found(u"refund"_s), u"support/refund"_s);
    QCOMPARE(servedName(service, {u"support/refund"_s}), u"refund"_s);
    service.prompts.clear();
    QCOMPARE(servedName(service, {u"support/refund"_s}), u"support/refund"_s);
    service.kind = RegistryKind::Mlflow;
    QCOMPARE(servedName(service, {u"support/refund"_s}), u"support-refund"_s);
}

void ServedTest::labelsThereAreEnvironmentsHere()
{
    const Policy policy = storyPolicy();
    PromptService service = langfuse();
    QVERIFY(servedEnvironment(policy, service, u"production"_s) == production);
    QVERIFY(servedEnvironment(policy, service, u"latest"_s).isEmpty());
    service.labels.insert(u"live"_s, production);
    service.labels.insert(u"gone"_s, {u"nowhere"_s});
    QVERIFY(servedEnvironment(policy, service, u"live"_s) == production);
    QVERIFY(servedEnvironment(policy, service, u"gone"_s).isEmpty());
    QCOMPARE(servedLabel(service, production), u"live"_s);
    QCOMPARE(servedLabel(service, staging), u"staging"_s);
}

void ServedTest::onlyWhatRunsByTheRecordIsPublishable()
{
    Story story;
    const ArtifactId refund{u"support/refund"_s};
    story.baseline(refund.value, u"Within 30 days.\n"_s);
    story.opened(ana)
        .submitted(ana, refund.value, u"Within 14 days.\n"_s)
        .noted(ana)
        .approved(bode, "billing")
        .approved(dana, "compliance");
    const auto refused = [&](const ArtifactId &artifact, const EnvironmentId &environment) {
        const Result<VersionRecord> version = publishable(story.state(), artifact, environment);
        return version ? version->version.toString() : version.error().subject;
    };
    const QString before = refused(refund, production);
    QVERIFY(before != u"1.1.0"_s);
    story.accepted(chen);
    QVERIFY2(story.effective(), "the change has to be accepted");
    QCOMPARE(refused(refund, production), before); // accepted is not released
    const QString accepted = story.state().artifact(refund)->latest()->version.toString();
    story.released(chen, refund.value, accepted.toLatin1().constData(), staging);
    QCOMPARE(refused(refund, staging), accepted);
    QCOMPARE(refused(refund, production), before);
    story.released(chen, refund.value, accepted.toLatin1().constData(), production);
    QCOMPARE(refused(refund, production), accepted);
    story.rolledBack(chen, refund.value, "1.0.0", production);
    QVERIFY(refused(refund, production) != accepted);
    QCOMPARE(refused({u"nothing/here"_s}, production), u"not-accepted"_s);
    QCOMPARE(refused(refund, {u"nowhere"_s}), u"not-released"_s);
}

void ServedTest::servicesAreKeptWithoutTheirKeys()
{
    QTemporaryDir folder;
    ServiceBook book(folder.filePath(u"services.ini"_s));
    PromptService service = langfuse();
    service.labels = {{u"live"_s, production}, {u"a=b"_s, staging}};
    service.prompts = {{u"refund, agent"_s, {u"support/refund"_s}}};
    QVERIFY(book.keep(service));
    PromptService other{.name = u"models"_s,
                        .kind = RegistryKind::Mlflow,
                        .address = u"http://127.0.0.1:5000"_s,
                        .key = u"none"_s};
    QVERIFY(book.keep(other));
    QVERIFY(book.all() == (QList<PromptService>{service, other}));
    service.labels.clear();
    QVERIFY(book.keep(service));
    QVERIFY(book.find(u"acme"_s) == service);
    QVERIFY(book.forget(u"acme"_s));
    QCOMPARE(book.find(u"acme"_s).error().code, ErrorCode::NotFound);
    QVERIFY(book.all() == QList<PromptService>{other});
    QVERIFY(book.forget(u"acme"_s));
}

void ServedTest::onlyServicesThatCanBeAskedAreKept_data()
{
    QTest::addColumn<PromptService>("service");
    QTest::addColumn<QString>("subject");
    const auto row = [](const char *name, const QString &subject,
                        const std::function<void(PromptService &)> &change) {
        PromptService service = langfuse();
        change(service);
        QTest::newRow(name) << service << subject;
    };
    row("no name", u"name"_s, [](PromptService &one) { one.name.clear(); });
    row("a path as a name", u"name"_s, [](PromptService &one) { one.name = u"a/b"_s; });
    row("a key in the place of its place", u"key"_s,
        [](PromptService &one) { one.key = u"pk-lf-1:sk-lf-2"_s; });
    row("no address", u"address"_s, [](PromptService &one) { one.address = u"cloud.langfuse.com"_s; });
    row("not encrypted", u"endpoint.insecure"_s,
        [](PromptService &one) { one.address = u"http://cloud.langfuse.com"_s; });
    row("a password in it", u"endpoint.insecure"_s,
        [](PromptService &one) { one.address = u"https://a:b@cloud.langfuse.com"_s; });
}

void ServedTest::onlyServicesThatCanBeAskedAreKept()
{
    QFETCH(const PromptService, service);
    QFETCH(const QString, subject);
    QTemporaryDir folder;
    ServiceBook book(folder.filePath(u"services.ini"_s));
    const Done kept = book.keep(service);
    QVERIFY(!kept);
    QCOMPARE(kept.error().subject, subject);
    QVERIFY(book.all().isEmpty());
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ServedTest)
#include "tst_served.moc"
