// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyYaml.h"
#include "services/YamlTree.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

QByteArray readFile(const char *below)
{
    QFile file(QStringLiteral(QT_TESTCASE_SOURCEDIR) + u'/' + QString::fromLatin1(below));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject schema()
{
    return QJsonDocument::fromJson(readFile("../resources/schemas/policy.schema.json")).object();
}

QJsonObject resolved(const QJsonObject &rule)
{
    const QString ref = rule.value(u"$ref"_s).toString();
    return ref.isEmpty() ? rule : schema().value(u"$defs"_s).toObject().value(ref.section(u'/', -1)).toObject();
}

/// What of our schema's vocabulary `value` breaks; the first problem, or an empty text.
QString broken(const YamlValue &value, const QJsonObject &given, const QString &path)
{
    const QJsonObject rule = resolved(given);
    const QJsonArray choices = rule.value(u"enum"_s).toArray();
    if (!choices.isEmpty() && !choices.contains(value.scalar)) {
        return path + u": not one of the choices"_s;
    }
    const QString pattern = rule.value(u"pattern"_s).toString();
    if (!pattern.isEmpty() && !QRegularExpression(pattern).match(value.scalar).hasMatch()) {
        return path + u": pattern"_s;
    }
    if (value.kind == YamlValue::Kind::List) {
        for (const YamlValue &item : value.items) {
            if (const QString why = broken(item, rule.value(u"items"_s).toObject(), path + u"[]"_s); !why.isEmpty()) {
                return why;
            }
        }
        return rule.value(u"type"_s).toString() == u"array" ? QString() : path + u": a list"_s;
    }
    if (value.kind != YamlValue::Kind::Map) {
        const QString type = rule.value(u"type"_s).toString();
        return type == u"object" || type == u"array" ? path + u": a text"_s : QString();
    }
    if (rule.value(u"type"_s).toString() != u"object") {
        return path + u": a map"_s;
    }
    const QJsonObject properties = rule.value(u"properties"_s).toObject();
    const QJsonValue others = rule.value(u"additionalProperties"_s);
    for (const QJsonValue &required : rule.value(u"required"_s).toArray()) {
        if (value.indexOf(required.toString()) < 0) {
            return path + u": without "_s + required.toString();
        }
    }
    for (qsizetype i = 0; i < value.keys.size(); ++i) {
        const QString key = value.keys.at(i).scalar;
        const QString below = path + u'.' + key;
        if (!properties.contains(key) && !others.isObject()) {
            return below + u": unknown"_s;
        }
        const QJsonObject next = properties.contains(key) ? properties.value(key).toObject() : others.toObject();
        if (const QString why = broken(value.items.at(i), next, below); !why.isEmpty()) {
            return why;
        }
    }
    return {};
}

void collectKeys(const QJsonObject &rule, QStringList &keys)
{
    const QJsonObject properties = rule.value(u"properties"_s).toObject();
    for (auto it = properties.constBegin(); it != properties.constEnd(); ++it) {
        keys.append(it.key());
        collectKeys(it.value().toObject(), keys);
    }
    for (const QString &inner : {u"items"_s, u"additionalProperties"_s}) {
        if (rule.value(inner).isObject()) {
            collectKeys(rule.value(inner).toObject(), keys);
        }
    }
}

} // namespace

class PolicyDocs : public QObject
{
    Q_OBJECT

private slots:
    void theSchemaTakesWhatTheReaderTakes_data();
    void theSchemaTakesWhatTheReaderTakes();
    void theSchemaRefusesWhatTheReaderRefuses_data();
    void theSchemaRefusesWhatTheReaderRefuses();
    void everyKeyIsExplained();
};

void PolicyDocs::theSchemaTakesWhatTheReaderTakes_data()
{
    QTest::addColumn<QByteArray>("yaml");
    const QByteArray full = readFile("unit/services/data/policy.yaml");
    QTest::newRow("every key") << full;
    QTest::newRow("as it is written") << policyYaml(policyFromYaml(full).value());
    const QByteArray docs = readFile("../docs/policy.md");
    const qsizetype start = docs.indexOf("```yaml\n") + 8;
    QTest::newRow("the example of the manual") << docs.mid(start, docs.indexOf("```", start) - start);
}

void PolicyDocs::theSchemaTakesWhatTheReaderTakes()
{
    QFETCH(const QByteArray, yaml);

    const auto policy = policyFromYaml(yaml);
    const auto tree = parseYaml(yaml);

    QVERIFY2(policy, qPrintable(policy ? QString() : policy.error().subject + policy.error().detail));
    QCOMPARE(broken(*tree, schema(), u"policy"_s), QString());
}

void PolicyDocs::theSchemaRefusesWhatTheReaderRefuses_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<QByteArray>("instead");
    QTest::newRow("unknown key") << QByteArray("root:") << QByteArray("rot:");
    QTest::newRow("unknown key inside") << QByteArray("roll_back:") << QByteArray("rollback:");
    QTest::newRow("unknown kind") << QByteArray("kind: tools") << QByteArray("kind: tool");
    QTest::newRow("missing lane") << QByteArray("  medium:\n    note: [what, why]\n") << QByteArray("");
    QTest::newRow("text for a list") << QByteArray("emails: [ana@example.com]") << QByteArray("emails: ana@example.com");
    QTest::newRow("wrong id") << QByteArray("id: production") << QByteArray("id: Produc tion");
}

void PolicyDocs::theSchemaRefusesWhatTheReaderRefuses()
{
    QFETCH(const QByteArray, part);
    QFETCH(const QByteArray, instead);
    QByteArray yaml = readFile("unit/services/data/policy.yaml");
    QVERIFY(yaml.contains(part));
    yaml.replace(part, instead);

    const auto tree = parseYaml(yaml);

    QVERIFY(tree);
    QVERIFY(!policyFromYaml(yaml));
    QVERIFY(!broken(*tree, schema(), u"policy"_s).isEmpty());
}

void PolicyDocs::everyKeyIsExplained()
{
    const QString docs = QString::fromUtf8(readFile("../docs/policy.md"));
    QStringList keys;
    collectKeys(schema(), keys);
    for (const QJsonValue &inner : schema().value(u"$defs"_s).toObject()) {
        collectKeys(inner.toObject(), keys);
    }

    QVERIFY(keys.size() > 35);
    for (const QString &key : std::as_const(keys)) {
        QVERIFY2(docs.contains(u'`' + key + u'`'), qPrintable(key));
    }
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PolicyDocs)
#include "tst_policy_docs.moc"
