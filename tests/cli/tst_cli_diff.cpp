// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

using Files = std::array<QByteArray, 2>;

/// What a file reads as, one character for each byte that cannot be decoded.
QList<uint> charactersOf(const QByteArray &bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return QString(utf8(bytes)).toUcs4();
}

QByteArray encoded(const QList<uint> &characters)
{
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()), characters.size())
        .toUtf8();
}

struct Places
{
    int seen = 0;
    QStringList problems = {};
};

/// Looks up every place that stands in `value` in the files.
void checkPlaces(const QJsonValue &value, const Files &files, const std::array<QList<uint>, 2> &characters,
                 int side, Places &places)
{
    if (value.isArray()) {
        for (const QJsonValue &item : value.toArray()) {
            checkPlaces(item, files, characters, side, places);
        }
        return;
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        checkPlaces(it.value(), files, characters,
                    it.key() == "left"_L1    ? 0
                    : it.key() == "right"_L1 ? 1
                                             : side,
                    places);
    }
    if (!object.contains(u"byte_start"_s)) {
        return;
    }
    ++places.seen;
    const auto at = [&object](QLatin1StringView key) { return object[key].toInteger(-1); };
    const QByteArray &file = files[size_t(side)];
    const QList<uint> &text = characters[size_t(side)];
    const QByteArray words = object[u"text"_s].toString().toUtf8();
    const bool inside = at("byte_start"_L1) >= 0 && at("byte_start"_L1) <= at("byte_end"_L1)
                        && at("byte_end"_L1) <= file.size() && at("start"_L1) >= 0
                        && at("start"_L1) <= at("end"_L1) && at("end"_L1) <= text.size();
    const QByteArray slice =
        inside ? file.sliced(at("byte_start"_L1), at("byte_end"_L1) - at("byte_start"_L1)) : QByteArray();
    const QByteArray byCharacters =
        inside ? encoded(text.sliced(at("start"_L1), at("end"_L1) - at("start"_L1))) : QByteArray();
    const bool decodable = !byCharacters.contains("\xef\xbf\xbd");
    const bool wrongWords =
        object.contains(u"text"_s) && object[u"exact"_s].toBool() && slice != words && decodable;
    if (!inside || (decodable && slice != byCharacters) || wrongWords) {
        places.problems.append(QString::fromUtf8(QJsonDocument(object).toJson()));
    }
}

Places placesIn(const QJsonObject &difference, const Files &files)
{
    Places places;
    checkPlaces(difference, files, {charactersOf(files[0]), charactersOf(files[1])}, 0, places);
    return places;
}

} // namespace

/// countersignctl diff: files, versions, places, pages and batches.
class CliDiffTest : public QObject
{
    Q_OBJECT

private:
    World m_world;

    Ran run(const QStringList &arguments, const QByteArray &input = {})
    {
        return m_world.runIn(m_world.path(u"."_s), u"nobody"_s, QStringList{u"diff"_s} + arguments, input);
    }
    QStringList written(const Files &files, const QString &ending)
    {
        const QStringList names = {u"left"_s + ending, u"right"_s + ending};
        m_world.write(names[0], files[0]);
        m_world.write(names[1], files[1]);
        return {m_world.path(names[0]), m_world.path(names[1])};
    }

private slots:
    void everyPlaceIsWhereItSays_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("added");
        const auto row = [](const char *name, const QByteArray &left, const char *ending,
                            const QByteArray &from, const QByteArray &to) {
            QTest::newRow(name) << left << QByteArray(left).replace(from, to) << QString::fromLatin1(ending)
                                << to;
        };
        row("plain", "Refunds take 30 days. Ask for the number.\n\nBe kind.\n", ".md", "30", "14");
        row("beyond the first plane",
            "\xf0\x9f\x98\x80 Gr\xc3\xbc\xc3\x9f Gott. Pay \xe2\x82\xac"
            "30.\n",
            ".txt", "30", "50");
        row("a mark and CRLF",
            "\xef\xbb\xbf---\r\nmodel: a\r\n---\r\n# One\r\n\r\nIt \xc3\xa4ndert 30 days.\r\n", ".prompty",
            "30", "14");
        row("YAML",
            "messages:\n  - role: system\n    content: |\n      Be k\xc3\xafnd.\n\n      Wait 30 days.\n"
            "  - role: user\n    content: \"Say \\\"hi\\\" \\u00e9 then wait.\"\nmodel: x\n",
            ".prompt.yml", "30", "14");
        row("JSON",
            "{\"messages\": [{\"role\": \"system\", \"content\": \"Be \\u00efnd.\\nWait 30 days.\"}]}\n",
            ".json", "30", "14");
        row("not UTF-8", "Caf\xe9 takes 30 days. \xff Be kind.\n", ".md", "30", "14");
        row("a setting", "---\nmodel: gpt-4.1\ntools: [search, \"refund\"]\n---\nGo.\n", ".agent.md",
            "gpt-4.1", "gpt-5");
        row("a variable", "Hello {{ name }}, wait 30 days.\n", ".j2", "name", "person");
    }
    void everyPlaceIsWhereItSays()
    {
        QFETCH(const QByteArray, left);
        QFETCH(const QByteArray, right);
        QFETCH(const QString, ending);
        QFETCH(const QByteArray, added);

        const Ran ran = run(written({left, right}, ending) + QStringList{u"--json"_s});

        QCOMPARE(ran.status, 0);
        const QJsonObject difference = ran.json();
        const Places places = placesIn(difference, {left, right});
        QVERIFY2(places.problems.isEmpty(), qPrintable(places.problems.join(u'\n')));
        QVERIFY2(places.seen >= 4, qPrintable(ran.why()));
        bool found = false;
        for (const QJsonValue &entry : difference[u"entries"_s].toArray()) {
            found =
                found
                || (entry[u"after"_s].toString().toUtf8().contains(added) && entry[u"right"_s].isObject());
        }
        QVERIFY2(found, qPrintable(ran.why()));
    }

    void placesInUtf16AreThoseOfTheFile()
    {
        const QString words = u"Gr\u00fc\u00df \U0001f600 wait %1 days.\n"_s;
        const auto file = [](const QString &text) {
            return QByteArray("\xff\xfe")
                   + QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        };

        const QJsonObject difference =
            run(written({file(words.arg(30)), file(words.arg(14))}, u".txt"_s) + QStringList{u"--json"_s})
                .json();

        const QJsonValue place = difference[u"entries"_s][0][u"right"_s];
        QCOMPARE(difference[u"entries"_s][0][u"after"_s].toString(), u"14"_s);
        QCOMPARE(place[u"start"_s].toInt(), 13);
        QCOMPARE(place[u"byte_start"_s].toInt(), 2 + 13 * 2);
        QCOMPARE(place[u"byte_end"_s].toInt(), 2 + 15 * 2);
    }

    void whatCannotBeReadIsSaid()
    {
        const QStringList pair = written({QByteArray("a\0\xff\2", 4), QByteArray("b\0\xff\2", 4)}, u".txt"_s);

        QVERIFY(!run(pair + QStringList{u"--json"_s}).json()[u"readable"_s].toBool());
        QVERIFY(run(pair).out.contains("Not everything in these files can be compared."));
    }

    void aMoveIsOneMoveWithBothPlaces()
    {
        const QByteArray one = "Never promise a refund before the order was checked by a person.\n\n";
        const QByteArray rest =
            "Greet the customer by name in the first line.\n\nAnswer in three sentences.\n\n"
            "Ask for the number of the order.\n\n";
        const Files files = {one + rest, rest + one};

        const QJsonObject difference = run(written(files, u".md"_s) + QStringList{u"--json"_s}).json();

        const QJsonArray moves = difference[u"moves"_s].toArray();
        QCOMPARE(moves.size(), 1);
        QCOMPARE(moves[0][u"left"_s][u"byte_start"_s].toInt(), 0);
        QCOMPARE(moves[0][u"right"_s][u"byte_start"_s].toInt(), rest.size());
        QCOMPARE(moves[0][u"right"_s][u"text"_s].toString().toUtf8(), one.trimmed());
        QCOMPARE(difference[u"totals"_s][u"removed"_s].toInt(), 0);
        QCOMPARE(difference[u"totals"_s][u"added"_s].toInt(), 0);
        QVERIFY(difference[u"totals"_s][u"moved"_s].toInt() >= one.trimmed().size() - 1);
    }

    void aTerminalObeysNothing()
    {
        const Files files = {"Be kind.\n", "Be \x1b]0;owned\x07 \x1b[2J\xc2\x9b"
                                           "31m\xe2\x80\xae\xe2\x80\x8b"
                                           "\xf3\xa0\x81\x81 <script>alert(1)</script> kind.\n"};

        for (const QStringList &more : {QStringList{}, QStringList{u"--full"_s}, QStringList{u"--json"_s}}) {
            const Ran ran = run(written(files, u".txt"_s) + more);

            QCOMPARE(ran.status, 0);
            for (const char *unseen :
                 {"\x1b", "\x07", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\x8b", "\xf3\xa0"}) {
                QVERIFY2(!ran.out.contains(unseen), qPrintable(ran.why()));
            }
        }
        const QJsonObject difference = run(written(files, u".txt"_s) + QStringList{u"--json"_s}).json();
        const QJsonArray rows = difference[u"rows"_s].toArray();
        QVERIFY(std::any_of(rows.begin(), rows.end(), [](const QJsonValue &row) {
            return row[u"right"_s][u"text"_s].toString().toUtf8().contains("\xf3\xa0\x81\x81");
        }));
    }

    void colourIsForTerminalsOnly()
    {
        const QStringList pair = written({"Pay 30.\n", "Pay 50.\n"}, u".md"_s);

        QVERIFY(!run(pair).out.contains('\x1b'));
        QVERIFY(run(pair + QStringList{u"--color"_s, u"always"_s}).out.contains("\x1b[31;9m[-30-]\x1b[0m"));
    }

    void whatAChangeIsMostlyAboutIsToldFirst()
    {
        const QStringList pair = written({"Wait 30 days.\n", "Wait 14 days.\n"}, u".md"_s);
        const QStringList same = {pair[0], pair[0]};

        QVERIFY(run(pair).out.startsWith("Mostly about: numbers.\n"));
        QCOMPARE(run(pair + QStringList{u"--json"_s}).json()[u"about"_s].toArray(), QJsonArray{u"numbers"_s});
        QVERIFY(!run(same).out.contains("Mostly about"));
        QCOMPARE(run(same + QStringList{u"--json"_s}).json()[u"about"_s].toArray(), QJsonArray());
    }

    void onlyWhoAsksIsToldByTheStatus()
    {
        const QStringList pair = written({"Pay 30.\n", "Pay 50.\n"}, u".md"_s);

        QCOMPARE(run(pair).status, 0);
        QCOMPARE(run(pair + QStringList{u"--exit-code"_s}).status, 1);
        QCOMPARE(run({pair[0], pair[0], u"--exit-code"_s}).status, 0);
        QCOMPARE(run({pair[0], u"-"_s, u"--exit-code"_s}, "Pay 30.\n").status, 0);
        QCOMPARE(run({pair[0]}).status, 2);
        QCOMPARE(run({u"-"_s, u"-"_s}).status, 2);
        QCOMPARE(run(pair + QStringList{u"--html"_s, u"--json"_s}).status, 2);
        QCOMPARE(run(pair + QStringList{u"--batch"_s, u"-"_s}).status, 2);
    }

    void thePageHoldsNothingButText()
    {
        QByteArray hostile = "<img src=x onerror=alert(1)> \"><script>alert(2)</script> &amp; ' javascript:x "
                             "\xe2\x80\xae\x1b[31m {{x}} %1 %2\n\n";
        for (int i = 0; i < 12; ++i) {
            hostile += "Paragraph " + QByteArray::number(i) + " is the same <b>as</b> before.\n\n";
        }
        const QString left = u"<i>&.md"_s;
        m_world.write(left, hostile + "Wait 30 days.\n");
        m_world.write(u"right.md"_s, hostile + "Wait <u onclick=x>14</u> days.\n");

        const Ran ran = run({m_world.path(left), m_world.path(u"right.md"_s), u"--html"_s});

        QCOMPARE(ran.status, 0);
        const QString page = QString::fromUtf8(ran.out);
        QStringList elements;
        QRegularExpressionMatchIterator it = QRegularExpression(u"<(/?[a-zA-Z!][^>]*)>"_s).globalMatch(page);
        while (it.hasNext()) {
            const QString element = it.next().captured(1);
            static const QRegularExpression known(
                u"^/"
                u"?(html|head|meta|title|style|body|h1|h2|p|ol|li|a|del|ins|span|table|tr|th|td|div|details|"
                "summary|b)( (lang|charset|http-equiv|content|name|class|id|href|dir|data-sign)=\"[^\"<>]*\")*$"_s);
            if (element != "!DOCTYPE html"_L1 && !known.match(element).hasMatch()) {
                elements.append(element);
            }
        }
        QCOMPARE(elements, QStringList());
        QVERIFY(page.contains(u"&lt;script&gt;"_s));
        QVERIFY(page.contains(u"<details>"_s));
        QVERIFY(!ran.out.contains('\x1b') && !ran.out.contains("\xe2\x80\xae"));
        QVERIFY(!page.contains(u"://"_s) && !page.contains(u"url("_s) && !page.contains(u"@import"_s));
        const QByteArray style = ran.out.sliced(ran.out.indexOf("<style>") + 7,
                                                ran.out.indexOf("</style>") - ran.out.indexOf("<style>") - 7);
        const QByteArray hash = QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64();
        QVERIFY(ran.out.contains("content=\"default-src 'none'; style-src 'sha256-" + hash
                                 + "'; base-uri 'none'"));
        QVERIFY(style.contains("prefers-color-scheme: dark"));
        QFile tokens(QFileInfo(qEnvironmentVariable("COUNTERSIGN_CLI_MD")).path()
                     + u"/../resources/theme/tokens.json"_s);
        QVERIFY(tokens.open(QIODevice::ReadOnly));
        const QByteArray colours = tokens.readAll();
        QRegularExpressionMatchIterator colour =
            QRegularExpression(u"#[0-9A-F]{6}"_s).globalMatch(QString::fromUtf8(style));
        QVERIFY(colour.hasNext());
        while (colour.hasNext()) {
            const QString name = colour.next().captured();
            QVERIFY2(colours.contains(name.toUtf8()), qPrintable(name));
        }
    }

    void versionsAndWhatRunsAreCompared()
    {
        World world;
        world.accepted();
        QCOMPARE(
            world.run(u"ana"_s, {u"release"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s}).status,
            0);

        const QJsonObject versions =
            world.json(u"ben"_s, {u"diff"_s, u"support/refund@1.0.0"_s, u"support/refund@1.1.0"_s});
        const QJsonObject live =
            world.json(u"ana"_s, {u"diff"_s, u"support/refund@live"_s, u"support/refund@staging"_s});
        const QJsonObject file =
            world.json(u"ana"_s, {u"diff"_s, u"support/refund@1.1.0"_s, world.path(u"proposed.md"_s)});
        const Ran unknown =
            world.run(u"ana"_s, {u"diff"_s, u"support/refund@9.9.9"_s, u"support/refund@live"_s});

        QCOMPARE(world.shapeProblems(), QStringList());
        QCOMPARE(versions[u"path"_s].toString(), u"prompts/support/refund.prompt.md"_s);
        QCOMPARE(versions[u"entries"_s][0][u"before"_s].toString(), u"30"_s);
        QCOMPARE(versions[u"entries"_s][0][u"after"_s].toString(), u"14"_s);
        QCOMPARE(live, versions);
        QVERIFY(file[u"identical"_s].toBool());
        QCOMPARE(unknown.status, 4);
        QVERIFY2(unknown.err.contains("never accepted"), qPrintable(unknown.why()));
    }

    void aBatchIsAnsweredLineByLine()
    {
        const QByteArray input =
            "{\"id\":\"a\",\"path\":\"x.md\",\"before\":\"Pay 30 euros.\",\"after\":\"Pay 50 euros.\"}\n"
            "\n"
            "{\"id\":\"b\",\"path\":\"x.md\",\"before\":\"Pay 30 euros.\"}\n"
            "no json\n"
            "{\"id\":4,\"path\":\"x.md\",\"before\":\"\xff\",\"after\":\"\"}\n"
            "[1]\n"
            "{\"id\":\"last\",\"path\":\"x.md\",\"before\":\"Same.\",\"after\":\"Same.\"}";
        const Ran ran = run({u"--batch"_s, u"-"_s}, input);

        QCOMPARE(ran.status, 2);
        QCOMPARE(ran.err.count('\n'), 1);
        const QList<QByteArray> lines = ran.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 6);
        QList<QJsonObject> answers;
        for (const QByteArray &line : lines) {
            answers.append(QJsonDocument::fromJson(line).object());
        }
        QCOMPARE(answers[0][u"id"_s].toString(), u"a"_s);
        QCOMPARE(answers[0][u"totals"_s][u"added"_s].toInt(), 2);
        QCOMPARE(answers[1].keys(), (QStringList{u"error"_s, u"id"_s}));
        QCOMPARE(answers[1][u"id"_s].toString(), u"b"_s);
        for (const qsizetype bad : {2, 3, 4}) {
            QVERIFY(answers[bad].contains(u"error"_s));
        }
        QCOMPARE(answers[5][u"id"_s].toString(), u"last"_s);
        QVERIFY(answers[5][u"identical"_s].toBool());
        QCOMPARE(run({u"--batch"_s, m_world.path(u"nowhere.jsonl"_s)}).status, 2);
    }

    void aBatchOfRealChangesHasItsPlaces()
    {
        QFile corpus(qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/lane_corpus.jsonl"_s);
        if (!corpus.open(QIODevice::ReadOnly)) {
            QSKIP("the corpus is not there");
        }
        const QList<QByteArray> pairs = corpus.readAll().trimmed().split('\n');

        const Ran ran = run({u"--batch"_s, corpus.fileName()});

        QVERIFY2(ran.status == 0, ran.err.constData());
        const QList<QByteArray> answers = ran.out.trimmed().split('\n');
        QCOMPARE(answers.size(), pairs.size());
        for (qsizetype i = 0; i < pairs.size(); ++i) {
            const QJsonObject pair = QJsonDocument::fromJson(pairs[i]).object();
            const QJsonObject answer = QJsonDocument::fromJson(answers[i]).object();
            QCOMPARE(answer[u"id"_s], pair[u"id"_s]);
            const Places places = placesIn(
                answer, {pair[u"before"_s].toString().toUtf8(), pair[u"after"_s].toString().toUtf8()});
            QVERIFY2(places.problems.isEmpty(),
                     qPrintable(answer[u"id"_s].toString() + places.problems.value(0)));
            QVERIFY(places.seen > 0);
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliDiffTest)
#include "tst_cli_diff.moc"
