// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Link.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Vectors made with another implementation of the formula (Python's hashlib and struct).
class LinkTest : public QObject
{
    Q_OBJECT

private slots:
    void theLinkIsTheOneOfTheFormula()
    {
        const LinkHash first = linkOf(1, LinkHash{}, "{}", {}, {});
        const LinkHash second = linkOf(258, first, R"({"a":1})", "sig", "meta");

        QCOMPARE(first.toHex(), QByteArray("dd8185ba50a2f6bbc2ba79b71b22947c05702d47b3f6ed75162ea2902d7c7761"));
        QCOMPARE(second.toHex(), QByteArray("9b7aeccad0e373d9ae53244ecefa33ab3372fe39cb2f71e0bac782412ea8c558"));
    }

    void everyPartCounts()
    {
        const LinkHash first = linkOf(1, LinkHash{}, "{}", {}, {});
        const QList<LinkHash> others = {linkOf(2, LinkHash{}, "{}", {}, {}), linkOf(1, first, "{}", {}, {}),
                                        linkOf(1, LinkHash{}, "{ }", {}, {}), linkOf(1, LinkHash{}, "{}", "s", {}),
                                        linkOf(1, LinkHash{}, "{}", {}, "s")};

        for (const LinkHash &other : others) {
            QVERIFY(other != first);
            QCOMPARE(others.count(other), 1);
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LinkTest)
#include "tst_link.moc"
