// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Expression.h"
#include "support/Seed.h"

#include <QRandomGenerator>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;
using namespace diff;

namespace {

/// Patterns of what an expression understands, and texts in which they are often found.
class Patterns
{
public:
    explicit Patterns(quint32 seed) : m_random(seed) {}

    QString pattern() { return alternatives(2); }

    QString text()
    {
        static const QStringList pieces = {u"a"_s,  u"b"_s,    u"A"_s,  u"B"_s, u"k"_s, u"s"_s,
                                           u"ſ"_s,  u"K"_s,    u"é"_s,  u"É"_s, u"-"_s, u"'"_s,
                                           u"_"_s,  u"\n"_s,   u"7"_s,  u"٣"_s, u" "_s, u"𝒳"_s,
                                           u"ab"_s, u"ab a"_s, u"必"_s, u"."_s, u" "_s, u" "_s};
        QString result;
        for (int count = m_random.bounded(12); count > 0; --count)
            result += any(pieces);
        return result;
    }

    QRegularExpression::PatternOptions options()
    {
        QRegularExpression::PatternOptions result;
        result.setFlag(QRegularExpression::CaseInsensitiveOption, m_random.bounded(2) == 0);
        result.setFlag(QRegularExpression::UseUnicodePropertiesOption, m_random.bounded(2) == 0);
        result.setFlag(QRegularExpression::MultilineOption, m_random.bounded(3) == 0);
        return result;
    }

private:
    QString any(const QStringList &list) { return list[m_random.bounded(list.size())]; }

    QString alternatives(int depth)
    {
        QString result = sequence(depth);
        while (m_random.bounded(3) == 0)
            result += u'|' + sequence(depth);
        return result;
    }

    QString sequence(int depth)
    {
        static const QStringList borders = {u"\\b"_s,   u"\\B"_s,         u"^"_s,
                                            u"$"_s,     u"(?<![\\w'])"_s, u"(?![\\w])"_s,
                                            u"(?= )"_s, u"(?<=a|b)"_s,    u"(?<!a.)"_s};
        QString result;
        for (int count = m_random.bounded(4); count >= 0; --count) {
            if (m_random.bounded(6) == 0)
                result += any(borders);
            else
                result += repeated(depth);
        }
        return result;
    }

    QString repeated(int depth)
    {
        static const QStringList signs = {
            u"a"_s,     u"b"_s,     u"A"_s,       u"k"_s,      u"s"_s,      u"é"_s,       u"É"_s,
            u" "_s,     u"-"_s,     u"必"_s,      u"\\."_s,    u"."_s,      u"\\w"_s,     u"\\W"_s,
            u"\\d"_s,   u"\\s"_s,   u"\\S"_s,     u"[ab]"_s,   u"[^a-c]"_s, u"[\\w'-]"_s, u"[^\\w\\s]"_s,
            u"[à-ž]"_s, u"[k-s]"_s, u"[^.\\n]"_s, u"[\\W_]"_s, u"ab"_s};
        static const QStringList times = {u"?"_s,     u"*"_s,  u"+"_s,  u"{2}"_s,    u"{0,2}"_s,
                                          u"{1,3}"_s, u"*?"_s, u"+?"_s, u"{0,2}?"_s, u"{2,}"_s};
        static const QStringList bounded = {u"?"_s, u"{2}"_s, u"{0,2}"_s, u"{1,3}?"_s, u"??"_s};
        if (depth > 0 && m_random.bounded(4) == 0) {
            const QString open = any({u"(?:"_s, u"(?:"_s, u"(?i:"_s, u"(?-i:"_s, u"(?!"_s, u"(?="_s});
            const QString group = open + alternatives(depth - 1) + u')';
            const bool looks = open == u"(?!" || open == u"(?=";
            return !looks && m_random.bounded(2) == 0 ? group + any(bounded) : group;
        }
        const QString sign = any(signs);
        return m_random.bounded(3) == 0 ? sign + any(times) : sign;
    }

    QRandomGenerator m_random;
};

} // namespace

class ExpressionTest : public QObject
{
    Q_OBJECT

private slots:
    void itFindsWhatARegularExpressionFinds()
    {
        Patterns patterns(seed());
        constexpr int count = 4000;
        int own = 0;
        int found = 0;
        int missed = 0;
        for (int i = 0; i < count; ++i) {
            const QString pattern = patterns.pattern();
            const QRegularExpression::PatternOptions options = patterns.options();
            const QRegularExpression direct(pattern, options);
            QVERIFY2(direct.isValid(), qPrintable(pattern));
            const Expression expression(pattern, options);
            own += expression.isOwn() ? 1 : 0;
            for (int texts = 0; texts < 12; ++texts) {
                const QString text = patterns.text();
                const QRegularExpressionMatch match = direct.match(text);

                const std::optional<Range> range = expression.find(text);

                QVERIFY2(range.has_value() == match.hasMatch()
                             && (!range || *range == Range{match.capturedStart(), match.capturedLength()}),
                         qPrintable(u"/%1/ with %2 in \"%3\""_s.arg(pattern).arg(options.toInt()).arg(text)));
                QVERIFY(!range || expression.mayBeIn(text));
                (range ? found : missed) += 1;
            }
        }
        QCOMPARE(own, count);
        QVERIFY(found > count && missed > count);
    }

    void whatItDoesNotUnderstandIsLeftToARegularExpression_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<qsizetype>("start");
        QTest::newRow("a reference") << u"<(a+)>x</\\1>"_s << u"<a>x</aa> <aa>x</aa>"_s << qsizetype{10};
        QTest::newRow("a group without end") << u"c(?:ab)*d"_s << u"cab cababd"_s << qsizetype{4};
        QTest::newRow("a property") << u"\\p{Lu}x"_s << u"ax Äx"_s << qsizetype{3};
    }

    void whatItDoesNotUnderstandIsLeftToARegularExpression()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, text);
        QFETCH(const qsizetype, start);
        const Expression expression(pattern);

        const std::optional<Range> range = expression.find(text);

        QVERIFY(!expression.isOwn());
        QVERIFY(range);
        QCOMPARE(range->start, start);
    }

    void noTextKeepsItBusy()
    {
        const Expression expression(u"(?:a?){16}(?:a|aa){16}\\w*a*a*a*a*a*a*b"_s);
        QElapsedTimer timer;
        timer.start();

        QVERIFY(!expression.isIn(u"a"_s.repeated(400)));

        QVERIFY(timer.elapsed() < 5000);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ExpressionTest)
#include "tst_expression.moc"
