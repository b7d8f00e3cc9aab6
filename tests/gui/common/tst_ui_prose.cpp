// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/ProseBlock.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

[[nodiscard]] QImage painted(const ProseBlock &block, int width, const Theme &theme)
{
    QImage image(width, static_cast<int>(block.height(width, theme)), QImage::Format_RGB32);
    image.fill(theme.color(ColorRole::Surface));
    QPainter painter(&image);
    block.paint(painter, QPointF(0, 0), width, theme);
    return image;
}

[[nodiscard]] bool shows(const QImage &image, const QRectF &box, const QColor &color)
{
    const QRect area = box.toAlignedRect().intersected(image.rect());
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            if (image.pixelColor(x, y) == color)
                return true;
        }
    }
    return false;
}

const QString sample = u"Customers may return an item within 30 days of delivery. The item must be unused and in its original packaging."_s;

} // namespace

class ProseTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void linesAreTwentyTwoHighWhateverTheWordsAre();
    void aPlaceGivesThePositionAndThePositionThePlace();
    void marksHaveTheirGroundAndTheirLine();
    void boxedCharactersKeepThePositionsOfTheOriginal();
    void aMarkOverTwoLinesHasTwoRectangles();
    void marksPastTheEndAreCut();
    void anEmptyTextIsOneLine();
    void aTurnedRangeIsCoveredWhole();
    void marksAreSpoken();

private:
    std::unique_ptr<Theme> m_theme;
};

void ProseTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(ThemeSettings{.scheme = SchemeChoice::Light}, Theme::interfaceFont());
}

void ProseTest::linesAreTwentyTwoHighWhateverTheWordsAre()
{
    const ProseBlock plainBlock(sample);
    const ProseBlock mixed(sample, {{.start = 10, .length = 20, .kind = MarkKind::Code}, {.start = 40, .length = 9, .kind = MarkKind::Strong}});

    const int lines = plainBlock.lineCount(300, *m_theme);
    QVERIFY(lines >= 2);
    QCOMPARE(plainBlock.height(300, *m_theme), lines * 22.0);
    QCOMPARE(mixed.height(300, *m_theme), mixed.lineCount(300, *m_theme) * 22.0);
    QVERIFY(plainBlock.height(2000, *m_theme) < plainBlock.height(300, *m_theme));
}

void ProseTest::aPlaceGivesThePositionAndThePositionThePlace()
{
    const ProseBlock block(sample);
    for (const qsizetype position : {0, 5, 36, 60, 90}) {
        const QList<QRectF> rects = block.rects(position, 1, 300, *m_theme);
        QCOMPARE(rects.size(), 1);
        const QPointF inside(rects.first().left() + 0.5, rects.first().center().y());
        QCOMPARE(block.positionAt(inside, 300, *m_theme), position);
    }
    QCOMPARE(block.positionAt(QPointF(3, -1), 300, *m_theme), -1);
    QCOMPARE(block.positionAt(QPointF(3, 10000), 300, *m_theme), -1);
}

void ProseTest::marksHaveTheirGroundAndTheirLine()
{
    const qsizetype at = sample.indexOf(u"30"_s);
    const struct
    {
        MarkKind kind;
        ColorRole ground;
        ColorRole line;
    } cases[] = {{MarkKind::Added, ColorRole::AddedWord, ColorRole::Added},
                 {MarkKind::Removed, ColorRole::RemovedWord, ColorRole::Removed},
                 {MarkKind::Moved, ColorRole::MovedWord, ColorRole::Moved}};
    for (const auto &[kind, ground, line] : cases) {
        const ProseBlock block(sample, {{.start = at, .length = 2, .kind = kind}});
        const QImage image = painted(block, 600, *m_theme);
        const QRectF box = block.rects(at, 2, 600, *m_theme).first();
        QVERIFY(shows(image, box, m_theme->color(ground)));
        QVERIFY(shows(image, box, m_theme->color(line)));
        QVERIFY(!shows(image, block.rects(0, 9, 600, *m_theme).first(), m_theme->color(ground)));
    }
}

void ProseTest::boxedCharactersKeepThePositionsOfTheOriginal()
{
    const QString text = u"pay\u202Ement and \u200Bmore"_s;
    const ProseBlock block(text, {{.start = text.indexOf(u"more"_s), .length = 4, .kind = MarkKind::Added}});

    const QRectF box = block.rects(3, 1, 600, *m_theme).value(0);
    QVERIFY(box.width() > 10);
    QVERIFY(shows(painted(block, 600, *m_theme), box, m_theme->color(ColorRole::DangerTint)));
    const QRectF word = block.rects(text.indexOf(u"more"_s), 4, 600, *m_theme).first();
    QCOMPARE(block.positionAt(QPointF(word.left() + 1, 11), 600, *m_theme), text.indexOf(u"more"_s));
    QVERIFY(shows(painted(block, 600, *m_theme), word, m_theme->color(ColorRole::AddedWord)));
}

void ProseTest::aMarkOverTwoLinesHasTwoRectangles()
{
    const ProseBlock block(sample);
    const int lines = block.lineCount(300, *m_theme);

    QCOMPARE(block.rects(0, sample.size(), 300, *m_theme).size(), lines);
}

void ProseTest::marksPastTheEndAreCut()
{
    const ProseBlock block(u"short"_s, {{.start = 2, .length = 500, .kind = MarkKind::Added}, {.start = 99, .length = 2, .kind = MarkKind::Code}});

    QCOMPARE(block.rects(2, 500, 300, *m_theme).size(), 1);
    QVERIFY(!painted(block, 300, *m_theme).isNull());
}

void ProseTest::anEmptyTextIsOneLine()
{
    const ProseBlock block(QString{});

    QCOMPARE(block.height(300, *m_theme), 22.0);
    QVERIFY(block.rects(0, 5, 300, *m_theme).isEmpty());
}

void ProseTest::aTurnedRangeIsCoveredWhole()
{
    const QString text = u"see שלום 123 עולם end"_s;
    const ProseBlock block(text);
    const qsizetype from = text.indexOf(u"שלום"_s);
    const qsizetype length = text.indexOf(u" end"_s) - from;

    qreal covered = 0;
    for (const QRectF &rect : block.rects(from, length, 600, *m_theme))
        covered += rect.width();
    const qreal before = block.rects(0, from, 600, *m_theme).first().right();
    const qreal after = block.rects(from + length + 1, 3, 600, *m_theme).first().left();

    QVERIFY2(qAbs(covered - (after - before)) < 8, qPrintable(u"%1 of %2 to %3"_s.arg(covered).arg(before).arg(after)));
}

void ProseTest::marksAreSpoken()
{
    const qsizetype at = sample.indexOf(u"30 days"_s);

    QCOMPARE(spoken(sample, {{.start = at, .length = 7, .kind = MarkKind::Removed}, {.start = 0, .length = 9, .kind = MarkKind::Added}}),
             u"removed: 30 days; added: Customers"_s);
}

} // namespace countersign::test

QTEST_MAIN(countersign::test::ProseTest)
#include "tst_ui_prose.moc"
