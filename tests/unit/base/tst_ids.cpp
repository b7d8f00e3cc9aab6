// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Hash.h"
#include "base/Ids.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestIds : public QObject
{
    Q_OBJECT

private slots:
    void anEventIdComesBack()
    {
        const EventId id = EventId::random();
        QVERIFY(EventId::fromString(id.toString()) == id);
        QCOMPARE(id.toString().size(), 34);
        QVERIFY(EventId::random() != id);
    }

    void onlyOneSpellingOfAnEventIdIsTaken()
    {
        QVERIFY(EventId::fromString(u"e:0123456789abcdef0123456789abcdef"));
        for (const char16_t *wrong : {u"", u"e:", u"e:0123456789ABCDEF0123456789abcdef", u"p:0123456789abcdef0123456789abcdef",
                                      u"e:0123456789abcdef0123456789abcde", u"e:0123456789abcdef0123456789abcdefa",
                                      u"e:+123456789abcdef0123456789abcdef"}) {
            QVERIFY(!EventId::fromString(QStringView(wrong)));
        }
    }

    void hashesAreThoseOfTheStandard() // FIPS 180-4, "abc"
    {
        QCOMPARE(toString(contentHash("abc")),
                 u"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
        QCOMPARE(toString(contentHash("")),
                 u"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s);
        QCOMPARE(toString(contentHash(QByteArray(1'000'000, 'a'))),
                 u"sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"_s);
        QCOMPARE(sha256Bytes("abc"), contentHash("abc").toBytes());
        QVERIFY(contentHashFromString(toString(contentHash("abc"))) == contentHash("abc"));
        QVERIFY(contentHashFromString(u"") == ContentHash{});
        QVERIFY(!contentHashFromString(u"sha256:xyz"));
        QVERIFY(!contentHashFromString(toString(contentHash("abc")).toUpper()));
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
