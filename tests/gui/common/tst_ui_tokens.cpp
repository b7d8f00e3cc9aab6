// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Icons.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"
#include "ui/common/Tokens.h"

#include <QFile>
#include <QGlyphRun>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRawFont>
#include <QTest>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

[[nodiscard]] QByteArray tokensFile()
{
    QFile file(u":/look/theme/tokens.json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TokensTest : public QObject
{
    Q_OBJECT

private slots:
    void everyPairOfTextAndGroundKeepsItsLeastContrast_data();
    void everyPairOfTextAndGroundKeepsItsLeastContrast();
    void contrastOfBlackAndWhiteIsTwentyOne();
    void aThemeWithAMissingNameIsNoTheme_data();
    void aThemeWithAMissingNameIsNoTheme();
    void sizesFollowTheSystemFontAndLinesDoNot();
    void aSmallSystemFontMakesTextSmallerButNotWhatOneHits();
    void theSecondPaletteReplacesOnlyMarksAndOk();
    void everyIconNameIsTheOneOfTheTable();
    void everyIconHasAPictureOfOurs();
    void figuresHaveEqualWidth();
    void theProgramBringsItsOwnLetters_data();
    void theProgramBringsItsOwnLetters();
    void noSignStandsForSeveralCharacters_data();
    void noSignStandsForSeveralCharacters();
};

void TokensTest::everyPairOfTextAndGroundKeepsItsLeastContrast_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("least");
    const QJsonObject contrast = QJsonDocument::fromJson(tokensFile())["contrast"_L1].toObject();
    QCOMPARE(contrast.size(), 4);
    int pairs = 0;
    for (auto theme = contrast.begin(); theme != contrast.end(); ++theme) {
        const ColorScheme scheme = theme.key().startsWith("dark"_L1) ? ColorScheme::Dark : ColorScheme::Light;
        const MarkPalette marks = theme.key().endsWith("colour_blind"_L1) ? MarkPalette::ColourBlind : MarkPalette::Standard;
        const Tokens tokens = Tokens::builtIn(scheme, marks);
        const QJsonArray entries = theme.value().toArray();
        for (const QJsonValue &entry : entries) {
            const QString text = entry["text"_L1].toString();
            const QString ground = entry["ground"_L1].toString();
            const double least = entry["least"_L1].toDouble();
            QVERIFY2(colorRole(text) && colorRole(ground), qPrintable(text + u" on "_s + ground));
            QVERIFY(least >= 3.0);
            QTest::addRow("%s: %s on %s, %d", qPrintable(theme.key()), qPrintable(text), qPrintable(ground), pairs++)
                << tokens.color(*colorRole(text)) << tokens.color(*colorRole(ground)) << least;
        }
    }
    QVERIFY(pairs > 200);
}

void TokensTest::everyPairOfTextAndGroundKeepsItsLeastContrast()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    QFETCH(double, least);

    const double ratio = contrastRatio(text, ground);

    QVERIFY2(ratio >= least, qPrintable(u"%1 is below %2"_s.arg(ratio).arg(least)));
}

void TokensTest::contrastOfBlackAndWhiteIsTwentyOne()
{
    QVERIFY(qAbs(contrastRatio(Qt::black, Qt::white) - 21.0) < 0.001);
    QVERIFY(qAbs(contrastRatio(Qt::white, Qt::white) - 1.0) < 0.001);
}

void TokensTest::aThemeWithAMissingNameIsNoTheme_data()
{
    QTest::addColumn<QByteArray>("wrong");
    const QByteArray whole = tokensFile();
    QVERIFY(Tokens::read(whole, ColorScheme::Dark, MarkPalette::ColourBlind));
    QTest::newRow("no text") << QByteArray();
    QTest::newRow("cut") << whole.first(whole.size() / 2);
    QTest::newRow("a color that is none") << QByteArray(whole).replace("\"#1D5AB4\"", "\"blueish\"");
    QTest::newRow("a color of no role") << QByteArray(whole).replace("\"accentTint\": \"#", "\"accentTan\": \"#");
    QTest::newRow("a size without its name") << QByteArray(whole).replace("\"row_inbox\"", "\"row_outbox\"");
    QTest::newRow("a size in words") << QByteArray(whole).replace("\"rail\": 176", "\"rail\": \"176\"");
    QTest::newRow("no title") << QByteArray(whole).replace("\"title\":", "\"heading\":");
}

void TokensTest::aThemeWithAMissingNameIsNoTheme()
{
    QFETCH(QByteArray, wrong);

    QVERIFY(!Tokens::read(wrong, ColorScheme::Light, MarkPalette::Standard));
}

void TokensTest::sizesFollowTheSystemFontAndLinesDoNot()
{
    const Tokens tokens = Tokens::builtIn(ColorScheme::Light, MarkPalette::Standard);

    const Tokens doubled = tokens.scaled(2);

    QCOMPARE(doubled.size.row, 2 * tokens.size.row);
    QCOMPARE(doubled.type.prose.line, 2 * tokens.type.prose.line);
    QCOMPARE(doubled.line, tokens.line);
    QCOMPARE(doubled.size.railNarrowBelow, tokens.size.railNarrowBelow);
}

void TokensTest::aSmallSystemFontMakesTextSmallerButNotWhatOneHits()
{
    const Tokens tokens = Tokens::builtIn(ColorScheme::Light, MarkPalette::Standard);

    const Tokens small = tokens.scaled(0.8);

    QVERIFY(small.type.body.size < tokens.type.body.size);
    QCOMPARE(small.size, tokens.size);
}

void TokensTest::theSecondPaletteReplacesOnlyMarksAndOk()
{
    for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
        const Tokens standard = Tokens::builtIn(scheme, MarkPalette::Standard);
        const Tokens second = Tokens::builtIn(scheme, MarkPalette::ColourBlind);
        for (int role = 0; role < colorRoleCount; ++role) {
            const auto color = static_cast<ColorRole>(role);
            const QString name = colorName(color);
            const bool isMark = name.startsWith("added"_L1) || name.startsWith("removed"_L1) || name.startsWith("moved"_L1) || name.startsWith("ok"_L1);
            QVERIFY2(isMark == (standard.color(color) != second.color(color)), qPrintable(name));
        }
    }
}

void TokensTest::everyIconNameIsTheOneOfTheTable()
{
    const QJsonArray icons = QJsonDocument::fromJson(tokensFile())["icons"_L1].toArray();
    QCOMPARE(icons.size(), iconCount);
    for (int index = 0; index < iconCount; ++index) {
        QCOMPARE(Icons::breezeName(static_cast<Icon>(index)), icons[index]["breeze"_L1].toString());
        QCOMPARE(Icons::standardName(static_cast<Icon>(index)), icons[index]["standard"_L1].toString());
    }
}

void TokensTest::everyIconHasAPictureOfOurs()
{
    QIcon::setThemeName(u"there-is-no-such-theme"_s);
    QIcon::setFallbackThemeName({});
    const Theme theme({.scheme = SchemeChoice::Light}, Theme::interfaceFont());
    for (int index = 0; index < iconCount; ++index) {
        for (const int side : {16, 22}) {
            const QImage image = Icons::icon(static_cast<Icon>(index), theme).pixmap(side).toImage().convertToFormat(QImage::Format_ARGB32);
            int seen = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    seen += pixel.alpha() > 100 ? 1 : 0;
                    // Pixels that let something through lose exactness in storage.
                    if (pixel.alpha() == 255)
                        QCOMPARE(pixel.rgb(), theme.color(ColorRole::Text).rgb());
                }
            }
            QVERIFY2(seen > 3, qPrintable(Icons::breezeName(static_cast<Icon>(index))));
        }
    }
}

void TokensTest::figuresHaveEqualWidth()
{
    const Theme theme({.scheme = SchemeChoice::Light}, Theme::interfaceFont());
    const QFontMetricsF metrics(theme.font(FontRole::Body));
    for (char16_t digit = u'1'; digit <= u'9'; ++digit)
        QCOMPARE(metrics.horizontalAdvance(QString(4, QChar(digit))), metrics.horizontalAdvance(u"0000"_s));
}

void TokensTest::theProgramBringsItsOwnLetters_data()
{
    QTest::addColumn<FontRole>("role");
    QTest::addColumn<bool>("italic");
    QTest::addColumn<QString>("style");
    QTest::newRow("normal") << FontRole::Prose << false << u"Regular"_s;
    QTest::newRow("medium") << FontRole::BodyMedium << false << u"Medium"_s;
    QTest::newRow("strong") << FontRole::ProseStrong << false << u"SemiBold"_s;
    QTest::newRow("quoted") << FontRole::Prose << true << u"Italic"_s;
}

void TokensTest::theProgramBringsItsOwnLetters()
{
    QFETCH(const FontRole, role);
    QFETCH(const bool, italic);
    QFETCH(const QString, style);
    QFont font = Theme({.scheme = SchemeChoice::Light}, Theme::interfaceFont()).font(role);
    font.setItalic(italic);
    const QRawFont found = QRawFont::fromFont(font);
    QCOMPARE(found.familyName(), u"Countersign Inter"_s);
    QCOMPARE(found.styleName(), style);
    QVERIFY(!found.fontTable("glyf").isEmpty()); // TrueType outlines
}

void TokensTest::noSignStandsForSeveralCharacters_data()
{
    QTest::addColumn<FontRole>("role");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QFont>("system");
    // Joins by its ligatures, where others do by contextual alternates.
    QTest::newRow("prose in Noto Sans") << FontRole::Prose << u"office"_s << QFont(u"Noto Sans"_s, 10);
    for (const QString &text : {u"->"_s, u"-->"_s, u"=>"_s, u"!="_s, u"<!--"_s, u"==="_s, u"(A)"_s, u"10:30"_s, u"www"_s}) {
        QTest::addRow("prose %s", qPrintable(text)) << FontRole::Prose << text << Theme::interfaceFont();
        QTest::addRow("body %s", qPrintable(text)) << FontRole::Body << text << Theme::interfaceFont();
        QTest::addRow("code %s", qPrintable(text)) << FontRole::Code << text << Theme::interfaceFont();
    }
}

void TokensTest::noSignStandsForSeveralCharacters()
{
    QFETCH(const FontRole, role);
    QFETCH(const QString, text);
    QFETCH(const QFont, system);
    const Theme theme({.scheme = SchemeChoice::Light}, system);
    const auto glyphs = [&theme, role](const QString &of) {
        QTextLayout layout(of, theme.font(role));
        layout.beginLayout();
        layout.createLine();
        layout.endLayout();
        QList<quint32> all;
        for (const QGlyphRun &run : layout.glyphRuns())
            all += run.glyphIndexes();
        return all;
    };
    QList<quint32> alone;
    for (const QChar character : text)
        alone += glyphs(character);
    QCOMPARE(glyphs(text), alone);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::TokensTest)
#include "tst_ui_tokens.moc"
