// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/syntax/SyntaxDefinitions.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// Says what every stretch of a text is taken for.
class Teller : public KSyntaxHighlighting::AbstractHighlighter
{
public:
    explicit Teller(const KSyntaxHighlighting::Definition &definition) { setDefinition(definition); }

    /// One line for each line of the text: Name«words» for all that is not plain.
    QString told(const QString &text)
    {
        QString out;
        KSyntaxHighlighting::State state;
        int number = 0;
        for (const QString &line : text.split(u'\n')) {
            m_line = line;
            m_told.clear();
            state = highlightLine(line, state);
            out += QString::number(++number) + m_told + u'\n';
        }
        return out;
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        const QString name = format.name();
        if (length > 0 && name != "Text"_L1 && name != "Value"_L1 && name != "Normal Text"_L1) {
            m_told += u' ' + name + u'«' + m_line.mid(offset, length) + u'»';
        }
    }

private:
    QString m_line;
    QString m_told;
};

double luminance(const QString &colour)
{
    double sum = 0;
    const std::array<double, 3> weights = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; ++i) {
        const double part = QStringView(colour).sliced(1 + 2 * i, 2).toInt(nullptr, 16) / 255.0;
        sum += weights[size_t(i)] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(const QString &one, const QString &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace

class SyntaxTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aFileIsReadAsItsGoldenFileSays_data()
    {
        QTest::addColumn<QString>("definition");
        QTest::newRow("support.prompty") << u"Prompt Text Jinja"_s;
        QTest::newRow("greeting.prompt") << u"Prompt Comments Handlebars"_s;
        QTest::newRow("agent.agent.md") << u"Prompt Text DollarBrace"_s;
        QTest::newRow("command.md") << u"Prompt Text DollarArgs"_s;
        QTest::newRow("chain.yaml") << u"Prompt Yaml FString"_s;
        QTest::newRow("plain.md") << u"Prompt Text None"_s;
    }
    void aFileIsReadAsItsGoldenFileSays()
    {
        QFETCH(const QString, definition);
        const QString path = qEnvironmentVariable("COUNTERSIGN_SYNTAX_DATA") + u'/'
                             + QLatin1StringView(QTest::currentDataTag());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QFile golden(path + u".golden"_s);

        const QString told = Teller(syntaxRepository().definitionForName(definition)).told(text);

        if (qEnvironmentVariableIsSet("COUNTERSIGN_UPDATE_GOLDEN")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(told.toUtf8());
            return;
        }
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QStringList expected = QString::fromUtf8(golden.readAll()).split(u'\n');
        const QStringList lines = told.split(u'\n');
        for (qsizetype i = 0; i < std::min(lines.size(), expected.size()); ++i) {
            QCOMPARE(lines.at(i), expected.at(i));
        }
        QCOMPARE(lines.size(), expected.size());
    }

    void everyDefinitionIsWhole()
    {
        int ours = 0;
        for (const KSyntaxHighlighting::Definition &definition : syntaxRepository().definitions()) {
            if (definition.name().startsWith(u"Prompt "_s)) {
                ++ours;
                QVERIFY(definition.isValid());
                QVERIFY(definition.isHidden());
                QVERIFY2(definition.formats().size() > 5 || definition.name() == "Prompt Tags"_L1,
                         qPrintable(definition.name()));
                // Reads everything once, so that what a definition refers to and is not there is told.
                Teller(definition)
                    .told(u"---\na: \"b\"\n---\n# a **b** `c` {{ d }} {% if e %} {f} ${g} $1\n```\n"_s);
            }
        }
        QCOMPARE(ours, 19);
    }

    void theFormatChoosesTheDefinition_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *path, const QString &text, const QString &name) {
            QTest::newRow(path) << text << name;
        };
        row("a/x.prompty", u"---\nname: x\n---\nsystem:\n{{ a }}"_s, u"Prompt Text Jinja"_s);
        row("a/x.prompt", u"---\nmodel: x\n---\n{{role \"system\"}}Hi {{a}}"_s,
            u"Prompt Comments Handlebars"_s);
        row("a/x.md", u"# Title\n\nWords."_s, u"Prompt Text None"_s);
        row("a/x.md.unknown", u"Words."_s, u"Prompt Text None"_s);
        row("a/x.j2", u"{{ a }}"_s, u"Prompt Text Jinja"_s);
        row("a/x.prompt.yml", u"messages:\n  - role: user\n    content: Hi {{a}}\n"_s,
            u"Prompt Yaml Mustache"_s);
        row("a/x.yaml", u"template_format: f-string\ntemplate: Hi {a}\n"_s, u"Prompt Yaml FString"_s);
        row("a/x.json", u"{\"a\": 1}"_s, u"JSON"_s);
        row("a/x.py", u"print(1)"_s, u"Python"_s);
        row("x", u""_s, u"Prompt Text None"_s);
    }
    void theFormatChoosesTheDefinition()
    {
        QFETCH(const QString, text);
        QFETCH(QString, name);
        const QString path = QString::fromLatin1(QTest::currentDataTag());
        // GitHub Models says neither; either tag language colours it alike.
        name.replace(u"Mustache"_s, u"Handlebars"_s);

        const QString chosen = syntaxDefinitionFor(path, text).name();

        QVERIFY2(chosen == name || (path.endsWith(u".prompt.yml"_s) && chosen == "Prompt Yaml Jinja"_L1),
                 qPrintable(chosen));
    }

    void longLinesTakeNoLonger_data()
    {
        QTest::addColumn<QString>("line");
        for (const QString &part :
             {u"plain words and more "_s, u"{{ "_s, u"{# "_s, u"** "_s, u"` "_s, u"<a "_s, u"${env: "_s,
              u"{a "_s, u"- "_s, u"\" "_s, u"a b: "_s, u"{{! "_s, u"1 "_s, u"> "_s, u"$1"_s}) {
            QTest::newRow(qPrintable(part)) << part.repeated(200'000 / part.size()) + u"}} }"_s;
        }
    }
    void longLinesTakeNoLonger()
    {
        QFETCH(const QString, line);
        for (const QString &kind : {u"Text"_s, u"Yaml"_s}) {
            for (const QString &tags : {u"Jinja"_s, u"Handlebars"_s, u"FString"_s, u"DollarBrace"_s}) {
                Teller teller(syntaxRepository().definitionForName(u"Prompt %1 %2"_s.arg(kind, tags)));
                QElapsedTimer timer;
                timer.start();

                teller.told(line);

                QVERIFY2(timer.elapsed() < 3000,
                         qPrintable(kind + u' ' + tags + u' ' + QString::number(timer.elapsed())));
            }
        }
    }

    void syntaxIsReadableOnEveryGroundOfADifference()
    {
        QFile file(qEnvironmentVariable("COUNTERSIGN_TOKENS"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject colours = QJsonDocument::fromJson(file.readAll()).object()[u"colour"_s].toObject();
        for (const QString &theme :
             {u"light"_s, u"dark"_s, u"light_colour_blind"_s, u"dark_colour_blind"_s}) {
            QJsonObject named = colours[theme.section(u'_', 0, 0)].toObject();
            const QJsonObject over = colours[theme].toObject();
            for (auto it = over.begin(); it != over.end(); ++it) {
                named.insert(it.key(), it.value());
            }
            for (const QString &ink : {u"text"_s, u"accent"_s, u"muted"_s}) {
                QStringList grounds = {u"surface"_s, u"addedTint"_s, u"removedTint"_s, u"movedTint"_s};
                if (ink == "text"_L1) { // what stands on changed words has no colour of its own
                    grounds += {u"addedWord"_s, u"removedWord"_s, u"movedWord"_s};
                }
                for (const QString &ground : std::as_const(grounds)) {
                    const double found = contrast(named[ink].toString(), named[ground].toString());
                    QVERIFY2(found >= 4.5,
                             qPrintable(u"%1: %2 on %3 is %4"_s.arg(theme, ink, ground).arg(found)));
                }
            }
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::SyntaxTest)
#include "tst_syntax.moc"
