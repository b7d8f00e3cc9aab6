// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PolicyEdit.h"
#include "services/PolicyYaml.h"
#include "support/Seed.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(countersign::YamlEdit)

namespace countersign::test {

namespace {

QByteArray data(const char *name)
{
    QFile file(QStringLiteral(QT_TESTCASE_SOURCEDIR "/unit/services/data/") + QLatin1StringView(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString words(const Error &error)
{
    return u"%1: %2 (%3:%4)"_s.arg(error.subject, error.detail).arg(error.line).arg(error.column);
}

using Edit = YamlEdit::Kind;

YamlPath path(std::initializer_list<YamlStep> steps)
{
    return YamlPath(steps);
}

/// The same policy in another hand: every value in a style of its own, with comments everywhere.
class Hand
{
public:
    explicit Hand(quint32 seed) : m_random(seed) { }

    QByteArray write(const YamlValue &value, bool crlf)
    {
        m_text.clear();
        m_text += "# how this team works\n\n";
        block(value, 0);
        if (crlf) {
            m_text.replace("\n", "\r\n");
        }
        return m_text;
    }

private:
    bool one(int of) { return m_random.bounded(of) == 0; }

    QByteArray scalar(const YamlValue &value, bool flow)
    {
        const QString &text = value.scalar;
        static const QRegularExpression plain(u"\\A[A-Za-z0-9_]([A-Za-z0-9_ ./-]*[A-Za-z0-9_])?\\z"_s);
        static const QRegularExpression word(u"\\A(null|Null|NULL)\\z"_s);
        const int style = m_random.bounded(4);
        if (style < 2 && plain.match(text).hasMatch() && !word.match(text).hasMatch()) {
            return text.toUtf8();
        }
        if (style == 2 && !text.contains(u'\n')) {
            return '\'' + QString(text).replace(u"'"_s, u"''"_s).toUtf8() + '\'';
        }
        if (style == 3 && !flow && !text.isEmpty() && !text.startsWith(u' ') && !text.contains(u'\n')) {
            return QByteArray(); // as a literal block
        }
        return '"' + QString(text).replace(u"\\"_s, u"\\\\"_s).replace(u"\""_s, u"\\\""_s).replace(u"\n"_s, u"\\n"_s).toUtf8() + '"';
    }

    QByteArray flow(const YamlValue &value)
    {
        QByteArrayList parts;
        if (value.kind == YamlValue::Kind::Scalar) {
            return scalar(value, true);
        }
        const bool map = value.kind == YamlValue::Kind::Map;
        for (qsizetype i = 0; i < value.items.size(); ++i) {
            parts.append((map ? scalar(value.keys[i], true) + ": " : QByteArray()) + flow(value.items[i]));
        }
        const QByteArray blank = one(3) ? " " : "";
        return (map ? '{' : '[') + blank + parts.join(one(3) ? " , " : ", ") + blank + (map ? '}' : ']');
    }

    void comment(int indent)
    {
        if (one(4)) {
            m_text += QByteArray(indent, ' ') + "# note " + QByteArray::number(++m_notes) + "\n";
        }
        if (one(9)) {
            m_text += "\n";
        }
    }

    QByteArray behind() { return one(3) ? QByteArray("  # behind ") + QByteArray::number(++m_notes) : QByteArray(); }

    void after(const YamlValue &value, int indent)
    {
        const bool collection = value.kind == YamlValue::Kind::List || value.kind == YamlValue::Kind::Map;
        if (collection && !value.items.isEmpty() && (m_deep || !one(3))) {
            m_text += behind() + "\n";
            block(value, value.kind == YamlValue::Kind::List && one(2) ? indent : indent + 2);
        } else if (collection && value.items.isEmpty() && one(2)) {
            m_text += behind() + "\n"; // nothing behind the colon is an empty list too
        } else if (collection) {
            m_text += ' ' + flow(value) + behind() + "\n";
        } else if (const QByteArray written = scalar(value, false); !written.isEmpty()) {
            m_text += ' ' + written + behind() + "\n";
        } else {
            m_text += " |-\n" + QByteArray(indent + 3, ' ') + value.scalar.toUtf8() + "\n";
        }
    }

    void block(const YamlValue &value, int indent)
    {
        const QByteArray lead(indent, ' ');
        m_deep = indent == 0;
        for (qsizetype i = 0; i < value.items.size(); ++i) {
            comment(indent);
            const YamlValue &item = value.items[i];
            if (value.kind == YamlValue::Kind::Map) {
                m_text += lead + (one(3) ? '"' + value.keys[i].scalar.toUtf8() + '"' : value.keys[i].scalar.toUtf8()) + ':';
                after(item, indent);
            } else if (item.kind == YamlValue::Kind::Map && !item.items.isEmpty() && !one(4)) {
                const qsizetype from = m_text.size();
                m_deep = false;
                block(item, indent + 2);
                // The first key comes up to the dash when no comment is in the way.
                if (m_text.mid(from, indent + 3).trimmed().startsWith('#') || m_text[from] == '\n') {
                    m_text.insert(from, lead + "-\n");
                } else {
                    m_text[from + indent] = '-';
                }
            } else {
                QByteArray written = item.kind == YamlValue::Kind::Scalar ? scalar(item, true) : flow(item);
                m_text += lead + "- " + written + behind() + "\n";
            }
        }
    }

    QRandomGenerator m_random;
    QByteArray m_text;
    int m_notes = 0;
    bool m_deep = true;
};

/// The comments that the hand wrote, in order; `own`: only those on lines of their own.
QStringList commentsOf(const QByteArray &text, bool own)
{
    static const QRegularExpression any(u"# (?:note|behind) \\d+"_s);
    static const QRegularExpression alone(u"# note \\d+"_s);
    QStringList found;
    for (auto it = (own ? alone : any).globalMatch(QString::fromUtf8(text)); it.hasNext();) {
        found.append(it.next().captured());
    }
    return found;
}

class Mutations
{
public:
    explicit Mutations(quint32 seed) : m_random(seed) { }

    void mutate(Policy &policy)
    {
        switch (m_random.bounded(26)) {
        case 20: policy.lanes[1 + m_random.bounded(2)].reviewer = m_random.bounded(2); break;
        case 21: toggle(policy.lanes[1 + m_random.bounded(2)].lower, someRole(policy)); break;
        case 22:
            policy.history = m_random.bounded(2) ? HistoryRule{.versions = 1 + m_random.bounded(9), .lane = Lane::Medium} : HistoryRule{};
            policy.machineAuthors = m_random.bounded(2) ? Lane::High : Lane::Low;
            break;
        case 23: toggle(policy.regressionGate, GateReason(m_random.bounded(7))); break;
        case 24: toggle(m_random.bounded(2) ? policy.rights.emergency : policy.rights.delegate, someRole(policy)); break;
        case 25:
            if (!policy.overrides.isEmpty() && m_random.bounded(2)) {
                policy.overrides.removeAt(m_random.bounded(policy.overrides.size()));
            } else {
                policy.overrides.append({.requirement = u"note"_s, .by = {someRole(policy)}});
            }
            break;
        case 0: policy.lanes[m_random.bounded(3)].approvals = 1 + m_random.bounded(5); break;
        case 1: toggle(policy.lanes[m_random.bounded(3)].allOf, someRole(policy)); break;
        case 2: toggle(policy.lanes[m_random.bounded(3)].anyOf, someRole(policy)); break;
        case 3: toggle(policy.lanes[m_random.bounded(3)].note, NoteField(m_random.bounded(7))); break;
        case 4:
            policy.lanes[m_random.bounded(3)].viewed = m_random.bounded(2);
            policy.lanes[m_random.bounded(3)].whitespaceKeepsApprovals = m_random.bounded(2);
            break;
        case 5:
            policy.people.insert(m_random.bounded(policy.people.size() + 1),
                                 {.id = {u"p:new-%1"_s.arg(++m_count)}, .name = someText(), .emails = {u"new%1@example.com"_s.arg(m_count)},
                                  .roles = {someRole(policy)}});
            break;
        case 6: toggle(person(policy).roles, someRole(policy)); break;
        case 7: person(policy).name = someText(); break;
        case 8: policy.people.last().active = m_random.bounded(2); break;
        case 9:
            policy.owners.insert(m_random.bounded(policy.owners.size() + 1),
                                 {.paths = {someText()}, .section = m_random.bounded(2) ? someText() : QString(), .anyOf = {someRole(policy)}});
            break;
        case 10:
            if (!policy.owners.isEmpty()) {
                policy.owners.removeAt(m_random.bounded(policy.owners.size()));
            }
            break;
        case 11:
            if (!policy.owners.isEmpty()) {
                policy.owners[m_random.bounded(policy.owners.size())].section = m_random.bounded(3) ? someText() : QString();
            }
            break;
        case 12:
            if (!policy.laneRules.isEmpty() && m_random.bounded(2)) {
                policy.laneRules.removeAt(m_random.bounded(policy.laneRules.size()));
            } else {
                policy.laneRules.append({.rule = u"text.rule%1"_s.arg(++m_count), .lane = Lane(m_random.bounded(3))});
            }
            break;
        case 13:
            if (!policy.bannedPhrases.isEmpty() && m_random.bounded(2)) {
                policy.bannedPhrases.removeAt(m_random.bounded(policy.bannedPhrases.size()));
            } else {
                policy.bannedPhrases.append({.phrase = someText() + QString::number(++m_count), .why = someText(), .paths = {u"**"_s}});
            }
            break;
        case 14:
            policy.environments.insert(m_random.bounded(policy.environments.size()), {.id = {u"env-%1"_s.arg(++m_count)}, .title = someText()});
            break;
        case 15: toggle(policy.environments[m_random.bounded(policy.environments.size())].rollBack, someRole(policy)); break;
        case 16: toggle(policy.rights.write, someRole(policy)); break;
        case 17:
            policy.workflows.append({.id = u"flow-%1"_s.arg(++m_count), .title = someText(), .paths = {u"a/**"_s}, .consequences = {Consequence::Legal}});
            break;
        case 18:
            if (!policy.workflows.isEmpty()) {
                policy.workflows[m_random.bounded(policy.workflows.size())].id = u"flow-%1"_s.arg(++m_count);
            }
            break;
        default:
            if (m_random.bounded(2)) {
                policy.recheckAtRelease = !policy.recheckAtRelease;
            } else {
                policy.governed.insert(m_random.bounded(policy.governed.size() + 1), {.paths = {someText(), u"x/*"_s}, .kind = ArtifactKind::Suite});
            }
        }
    }

private:
    template<typename T>
    void toggle(QList<T> &list, const T &value)
    {
        if (!list.removeOne(value)) {
            list.insert(m_random.bounded(list.size() + 1), value);
        }
    }
    RoleId someRole(const Policy &policy) { return policy.roles.at(m_random.bounded(policy.roles.size())).id; }
    Person &person(Policy &policy) { return policy.people[m_random.bounded(policy.people.size())]; }
    QString someText()
    {
        static const QStringList texts = {u"plain"_s, u"two words"_s, u"it's"_s, u"a \"quote\""_s, u"colon: here"_s, u"hash # here"_s, u"- dash"_s,
                                          u"true"_s, u"null"_s, u"12"_s, u"größer 退款"_s, u"*star"_s, u"{brace}"_s, u"a, b"_s, u"trailing:"_s, u"back\\slash"_s};
        return texts.at(m_random.bounded(texts.size()));
    }

    QRandomGenerator m_random;
    int m_count = 0;
};

} // namespace

class YamlEditing : public QObject
{
    Q_OBJECT

private slots:
    void oneEditTouchesOnlyItsBytes_data();
    void oneEditTouchesOnlyItsBytes();
    void whatCannotBeEditedIsRefused_data();
    void whatCannotBeEditedIsRefused();
    void aPolicyIsEditedInPlace();
    void aWrongPolicyIsNotWritten();
    void anyPolicyInAnyHandIsEditedToAnyOther_data();
    void anyPolicyInAnyHandIsEditedToAnyOther();
    void anyTreeInAnyHandTakesAnyEdit();
    void anItemOfAPolicyIsMovedWithItsLinesAlone();
    void watchedSuitesAndRulesByPathAreWritten();
    void textsOfTwoAreMergedWhereTheyDoNotMeet();
};

void YamlEditing::oneEditTouchesOnlyItsBytes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<YamlEdit>("edit");
    QTest::addColumn<QByteArray>("after");
    const YamlValue x = yamlText(u"x"_s);
    const auto row = [](const char *name, const QByteArray &before, const YamlEdit &edit, const QByteArray &after) {
        QTest::newRow(name) << before << edit << after;
    };
    row("plain scalar", "a: b # c\n", {.path = path({u"a"_s}), .value = x}, "a: x # c\n");
    row("single quotes stay", "a: 'b' # c\n", {.path = path({u"a"_s}), .value = yamlText(u"it's"_s)}, "a: 'it''s' # c\n");
    row("double quotes stay", "a: \"b\"\n", {.path = path({u"a"_s}), .value = x}, "a: \"x\"\n");
    row("a text that looks like a word is quoted", "a: b\n", {.path = path({u"a"_s}), .value = yamlText(u"true"_s)}, "a: \"true\"\n");
    row("carriage returns stay", "a: b\r\nc: d\r\n", {.path = path({u"a"_s}), .value = x}, "a: x\r\nc: d\r\n");
    row("byte order mark stays", "\xEF\xBB\xBF" "a: b\n", {.path = path({u"a"_s}), .value = x}, "\xEF\xBB\xBF" "a: x\n");
    row("scalar over two lines", "a: b\n  c # d\ne: f\n", {.path = path({u"a"_s}), .value = x}, "a: x # d\ne: f\n");
    row("literal block", "a: |\n  b\n  c\n# d\ne: f\n", {.path = path({u"a"_s}), .value = x}, "a: x\n# d\ne: f\n");
    row("several lines become a block", "a: x\nb: y\n", {.path = path({u"a"_s}), .value = yamlText(u"one\ntwo: 2\n"_s)}, "a: |\n  one\n  two: 2\nb: y\n");
    row("a block stays one", "a:\n  b: |  # c\n    one\n  d: e\n", {.path = path({u"a"_s, u"b"_s}), .value = yamlText(u"two\n\nthree"_s)},
        "a:\n  b: |-\n    two\n\n    three\n  d: e\n");
    row("several lines behind which a comment stands", "a: x # c\n", {.path = path({u"a"_s}), .value = yamlText(u"one\ntwo"_s)}, "a: \"one\\ntwo\" # c\n");
    row("several lines that no block can say", "a: x\n", {.path = path({u"a"_s}), .value = yamlText(u" one\ntwo"_s)}, "a: \" one\\ntwo\"\n");
    row("value of nothing", "a: # c\nb: d\n", {.path = path({u"a"_s}), .value = x}, "a: x # c\nb: d\n");
    row("value of null", "a: null # c\n", {.path = path({u"a"_s}), .value = x}, "a: x # c\n");
    row("in a flow map", "a: {b: c, d: e} # f\n", {.path = path({u"a"_s, u"b"_s}), .value = x}, "a: {b: x, d: e} # f\n");
    row("a key by its order", "a: 1 # x\n# y\nc: 2\n", {.path = path({u"b"_s}), .value = x, .order = {u"a"_s, u"b"_s, u"c"_s}}, "a: 1 # x\nb: x\n# y\nc: 2\n");
    row("a key before the first", "b: 1\n", {.path = path({u"a"_s}), .value = x, .order = {u"a"_s, u"b"_s}}, "a: x\nb: 1\n");
    row("a key at an end without a line end", "a: 1", {.path = path({u"b"_s}), .value = x}, "a: 1\nb: x");
    row("a key of an item", "- a: 1\n  c: 2\n", {.path = path({qsizetype(0), u"b"_s}), .value = x, .order = {u"a"_s, u"b"_s, u"c"_s}}, "- a: 1\n  b: x\n  c: 2\n");
    row("a key in a flow map", "a: {b: c}\n", {.path = path({u"a"_s, u"d"_s}), .value = x}, "a: {b: c, d: x}\n");
    row("a key of a map that is not there", "a: 1\n", {.path = path({u"r"_s, u"w"_s}), .value = x}, "a: 1\nr:\n  w: x\n");
    row("a map in the place of {}", "p: {} # nobody\nq: 1\n", {.path = path({u"p"_s, u"a"_s, u"b"_s}), .value = x}, "p: # nobody\n  a:\n    b: x\nq: 1\n");
    row("an item of a block list", "a:\n  - b # c\n  # d\n  - e\n", {.kind = Edit::Insert, .path = path({u"a"_s, qsizetype(1)}), .value = x}, "a:\n  - b # c\n  - x\n  # d\n  - e\n");
    row("an item of a list that is not indented", "a:\n- b\nc: d\n", {.kind = Edit::Insert, .path = path({u"a"_s, qsizetype(1)}), .value = x}, "a:\n- b\n- x\nc: d\n");
    row("an item of a flow list", "a: [b, c] # d\n", {.kind = Edit::Insert, .path = path({u"a"_s, qsizetype(0)}), .value = x}, "a: [x, b, c] # d\n");
    row("an item of an empty list", "a: [] # d\n", {.kind = Edit::Insert, .path = path({u"a"_s, qsizetype(0)}), .value = x}, "a: [x] # d\n");
    row("an item of a list that is not there", "a: 1\n", {.kind = Edit::Insert, .path = path({u"b"_s, qsizetype(0)}), .value = x}, "a: 1\nb: [x]\n");
    row("an item goes", "a:\n  - b # c\n  # d\n  - e\n", {.kind = Edit::Remove, .path = path({u"a"_s, qsizetype(0)})}, "a:\n  # d\n  - e\n");
    row("the last item goes", "a: # c\n  - b\n  # d\ne: f\n", {.kind = Edit::Remove, .path = path({u"a"_s, qsizetype(0)})}, "a: [] # c\n  # d\ne: f\n");
    row("an item of a flow list goes", "a: [b, c, d]\n", {.kind = Edit::Remove, .path = path({u"a"_s, qsizetype(1)})}, "a: [b, d]\n");
    row("the last of a flow list goes", "a: [b, c]\n", {.kind = Edit::Remove, .path = path({u"a"_s, qsizetype(1)})}, "a: [b]\n");
    row("an item of a flow list over lines goes", "a: [\n  b, # one\n  c, # two\n]\n", {.kind = Edit::Remove, .path = path({u"a"_s, qsizetype(1)})}, "a: [\n  b, # one\n   # two\n]\n");
    row("a key goes", "a: 1\n# x\nb:\n  c: 2\nd: 3\n", {.kind = Edit::Remove, .path = path({u"b"_s})}, "a: 1\n# x\nd: 3\n");
    row("the first key of an item goes", "- a: 1\n  b: 2\n", {.kind = Edit::Remove, .path = path({qsizetype(0), u"a"_s})}, "- b: 2\n");
    row("the first key of an item goes before a comment", "- a: 1\n  # c\n  b: 2\n", {.kind = Edit::Remove, .path = path({qsizetype(0), u"a"_s})}, "-\n  # c\n  b: 2\n");
    row("a name", "p:\n  a: 1 # c\n", {.kind = Edit::Rename, .path = path({u"p"_s, u"a"_s}), .key = u"b"_s}, "p:\n  b: 1 # c\n");
    const auto moved = [](qsizetype from, qsizetype to) {
        return YamlEdit{.kind = Edit::Move, .path = path({u"a"_s, from}), .to = to};
    };
    row("an item moves down", "a:\n  - b # c\n\n  - d: 1\n    e: 2\n  - f\n", moved(0, 1), "a:\n  - d: 1\n    e: 2\n\n  - b # c\n  - f\n");
    row("an item moves up over two", "a:\n- b\n- c\n- d # e\nf: g\n", moved(2, 0), "a:\n- d # e\n- b\n- c\nf: g\n");
    row("comments above an item go along", "a:\n  # of b\n  - b\n  # of c\n  - c\n", moved(0, 1), "a:\n  # of c\n  - c\n  # of b\n  - b\n");
    row("a comment about the list stays", "a:\n  # of all\n  - b\n  - c\n", moved(0, 1), "a:\n  # of all\n  - c\n  - b\n");
    row("a literal block moves", "a:\n  - |\n    b\n    c\n  - d\n", moved(1, 0), "a:\n  - d\n  - |\n    b\n    c\n");
    row("a move to an end without a line end", "a:\n  - b\n  - c", moved(0, 1), "a:\n  - c\n  - b");
    row("a move with carriage returns", "a:\r\n  - b\r\n  - c", moved(1, 0), "a:\r\n  - c\r\n  - b");
    row("a move in a flow list", "a: [b, \"c\" , d] # e\n", moved(0, 2), "a: [\"c\", d , b] # e\n");
    row("an item with keys", "o:\n  - p: 1\n", {.kind = Edit::Insert, .path = path({u"o"_s, qsizetype(1)}),
                                             .value = {.kind = YamlValue::Kind::Map, .items = {yamlList({u"a/**"_s}), x}, .keys = {yamlText(u"p"_s), yamlText(u"q"_s)}}},
        "o:\n  - p: 1\n  - p: [a/**]\n    q: x\n");
}

void YamlEditing::oneEditTouchesOnlyItsBytes()
{
    QFETCH(const QByteArray, before);
    QFETCH(const YamlEdit, edit);
    QFETCH(const QByteArray, after);

    const Result<QByteArray> written = applyYamlEdit(before, edit);

    QVERIFY2(written, written ? "" : qPrintable(words(written.error())));
    QCOMPARE(*written, after);
}

void YamlEditing::whatCannotBeEditedIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<YamlEdit>("edit");
    QTest::addColumn<ErrorCode>("code");
    const YamlEdit set{.path = path({u"a"_s}), .value = yamlText(u"x"_s)};
    QTest::newRow("no YAML") << QByteArray("a: [b\n") << set << ErrorCode::Invalid;
    QTest::newRow("no such item") << QByteArray("a: [b]\n") << YamlEdit{.kind = Edit::Remove, .path = path({u"a"_s, qsizetype(3)})} << ErrorCode::NotFound;
    QTest::newRow("no such key") << QByteArray("a: b\n") << YamlEdit{.kind = Edit::Remove, .path = path({u"b"_s})} << ErrorCode::NotFound;
    QTest::newRow("an item of a text") << QByteArray("a: b\n") << YamlEdit{.kind = Edit::Insert, .path = path({u"a"_s, qsizetype(0)})} << ErrorCode::Invalid;
    QTest::newRow("a name twice") << QByteArray("a: b\nc: d\n") << YamlEdit{.kind = Edit::Rename, .path = path({u"a"_s}), .key = u"c"_s} << ErrorCode::Invalid;
    QTest::newRow("explicit keys") << QByteArray("? a\n: b\n") << set << ErrorCode::Unsupported;
}

void YamlEditing::whatCannotBeEditedIsRefused()
{
    QFETCH(const QByteArray, text);
    QFETCH(const YamlEdit, edit);
    QFETCH(const ErrorCode, code);

    const Result<QByteArray> written = applyYamlEdit(text, edit);

    QVERIFY2(!written, written ? written->constData() : "");
    QCOMPARE(written.error().code, code);
}

void YamlEditing::aPolicyIsEditedInPlace()
{
    const QByteArray before = data("policy.yaml");
    Policy wanted = policyFromYaml(before).value();
    wanted.lanes[0].approvals = 2;
    wanted.lanes[1].allOf = {{u"compliance"_s}};
    wanted.people.append({.id = {u"p:bode"_s}, .name = u"Bode Okafor"_s, .emails = {u"bode@example.com"_s}, .roles = {{u"product"_s}}});
    wanted.people[1].roles = {};
    wanted.owners.append({.paths = {u"prompts/sales/**"_s}, .section = u"Prices"_s, .allOf = {{u"product"_s}}});
    wanted.laneRules = {};
    wanted.rights.write = {{u"product"_s}};

    const Result<QByteArray> written = editedPolicy(before, wanted);

    QVERIFY2(written, written ? "" : qPrintable(words(written.error())));
    QByteArray expected = before;
    expected.replace("  low:\n    approvals: 1\n", "  low:\n    approvals: 2\n");
    expected.replace("  medium:\n", "  medium:\n    all_of: [compliance]\n");
    expected.replace("    active: false\n", "    active: false\n  bode:\n    name: Bode Okafor\n    emails: [bode@example.com]\n    roles: [product]\n");
    expected.replace("    emails: []\n    roles: [compliance]\n", "    emails: []\n    roles: []\n");
    expected.replace("    people: [dana]\n", "    people: [dana]\n  - paths: [prompts/sales/**]\n    section: Prices\n    all_of: [product]\n");
    expected.replace("lane_rules:\n  policy.money: medium\n", "lane_rules: {}\n");
    expected.replace("  administer: [compliance]\n", "  write: [product]\n  administer: [compliance]\n");
    QCOMPARE(QString::fromUtf8(*written), QString::fromUtf8(expected));
}

void YamlEditing::aWrongPolicyIsNotWritten()
{
    const QByteArray before = data("policy.yaml");
    Policy wanted = policyFromYaml(before).value();
    wanted.people[0].name.clear();

    const Result<QByteArray> written = editedPolicy(before, wanted);

    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Invalid);
    QCOMPARE(written.error().subject, u"people.ana-ruiz.name"_s);
}

void YamlEditing::anyPolicyInAnyHandIsEditedToAnyOther_data()
{
    QTest::addColumn<bool>("crlf");
    QTest::newRow("lines") << false;
    QTest::newRow("carriage returns") << true;
}

void YamlEditing::anyPolicyInAnyHandIsEditedToAnyOther()
{
    QFETCH(const bool, crlf);
    const quint32 base = seed();
    const Policy good = policyFromYaml(data("policy.yaml")).value();
    const YamlValue top = parseYaml(data("policy.yaml")).value();
    int edited = 0;
    for (quint32 round = 0; round < 120; ++round) {
        const QByteArray name = "seed " + QByteArray::number(base) + " round " + QByteArray::number(round);
        QByteArray text = Hand(base + round).write(top, crlf);
        const Result<Policy> start = policyFromYaml(text);
        QVERIFY2(start && sameRules(*start, good), name + ": " + (start ? QByteArray() : words(start.error()).toUtf8()) + "\n" + text);
        Mutations mutations(base + round);
        Policy wanted = *start;
        for (int step = 0; step < 8; ++step) {
            Policy next = wanted;
            mutations.mutate(next);
            if (!policyFromJson(toJson(next))) {
                continue; // two people of one address, for one
            }
            wanted = next;

            const Result<QByteArray> written = editedPolicy(text, wanted);

            QVERIFY2(written, name + " " + (written ? QByteArray() : words(written.error()).toUtf8()) + "\n" + text);
            QVERIFY2(sameRules(policyFromYaml(*written).value(), wanted), name);
            QVERIFY2(!crlf || written->count('\n') == written->count("\r\n"), name + "\n" + *written);
            // What is left of the comments is in the order they had.
            QStringList kept = commentsOf(text, false);
            const QStringList now = commentsOf(*written, false);
            kept.removeIf([&now](const QString &comment) { return !now.contains(comment); });
            QCOMPARE(now, kept);
            text = *written;
            ++edited;
        }
    }
    QVERIFY(edited > 600);
}

/// Values and keys at random places of the tree, against the edit of the tree alone; what is on other lines stays.
void YamlEditing::anyTreeInAnyHandTakesAnyEdit()
{
    const quint32 base = seed();
    const YamlValue top = parseYaml(data("policy.yaml")).value();
    int done = 0;
    for (quint32 round = 0; round < 500; ++round) {
        QRandomGenerator random(base + round);
        const QByteArray text = Hand(base + round).write(top, round % 3 == 0);
        const YamlValue tree = parseYaml(text).value();
        YamlEdit edit{.value = random.bounded(2) ? yamlText(u"it's: new"_s) : yamlList({u"a"_s, u"b, c"_s})};
        const YamlValue *at = &tree;
        do {
            const auto index = qsizetype(random.bounded(at->items.size()));
            edit.path.append(at->kind == YamlValue::Kind::Map ? YamlStep(at->keys[index].scalar) : YamlStep(index));
            const YamlValue *parent = at;
            at = &at->items[index];
            edit.kind = Edit(random.bounded(4));
            if ((edit.kind == Edit::Insert && parent->kind != YamlValue::Kind::List) || (edit.kind == Edit::Rename && parent->kind != YamlValue::Kind::Map)) {
                edit.kind = Edit::Set;
            }
            edit.key = u"new_key"_s;
        } while (!at->items.isEmpty() && (edit.path.size() < 2 || random.bounded(4)));
        const Result<YamlValue> wanted = editedTree(tree, edit);
        QVERIFY(wanted);

        const Result<QByteArray> written = applyYamlEdit(text, edit);

        const QByteArray name = "seed " + QByteArray::number(base) + " round " + QByteArray::number(round) + " " + toString(edit.path).toUtf8();
        QVERIFY2(written, name + " " + QByteArray::number(int(edit.kind)) + "\n" + text);
        QVERIFY2(sameYaml(parseYaml(*written).value(), *wanted), name);
        // Comments beside what was edited are all there; only what is taken out as a block takes those inside along.
        const bool oneLine = (at->kind != YamlValue::Kind::List && at->kind != YamlValue::Kind::Map) || at->flow;
        if (edit.kind == Edit::Insert || edit.kind == Edit::Rename || (edit.kind == Edit::Set && oneLine)) {
            QCOMPARE(commentsOf(*written, false), commentsOf(text, false));
        } else if (oneLine) {
            QCOMPARE(commentsOf(*written, true), commentsOf(text, true));
        }
        ++done;
    }
    QCOMPARE(done, 500);
}

/// Environments, governed files and owners in another order: the same lines, and a policy that says the new order.
void YamlEditing::anItemOfAPolicyIsMovedWithItsLinesAlone()
{
    const quint32 base = seed();
    const YamlValue top = parseYaml(data("policy.yaml")).value();
    const auto linesOf = [](const QByteArray &text) {
        QByteArrayList lines = text.split('\n');
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    int inPlace = 0;
    for (quint32 round = 0; round < 200; ++round) {
        const QByteArray name = "seed " + QByteArray::number(base) + " round " + QByteArray::number(round);
        QRandomGenerator random(base + round);
        const QByteArray text = Hand(base + round).write(top, round % 3 == 0);
        Policy wanted = policyFromYaml(text).value();
        const auto shuffle = [&random](auto &list) {
            const qsizetype from = random.bounded(list.size());
            list.move(from, (from + 1 + random.bounded(list.size() - 1)) % list.size());
        };
        QVERIFY(wanted.environments.size() > 1 && wanted.governed.size() > 1);
        random.bounded(2) ? shuffle(wanted.environments) : shuffle(wanted.governed);

        const Result<QByteArray> written = editedPolicy(text, wanted);

        QVERIFY2(written, name + " " + (written ? QByteArray() : words(written.error()).toUtf8()) + "\n" + text);
        QVERIFY2(sameRules(policyFromYaml(*written).value(), wanted), name);
        QStringList before = commentsOf(text, false);
        QStringList after = commentsOf(*written, false);
        before.sort();
        after.sort();
        QCOMPARE(after, before);
        // A list in one line has its line rewritten.
        inPlace += linesOf(*written) == linesOf(text) ? 1 : 0;
    }
    QVERIFY2(inPlace > 120, QByteArray::number(inPlace));
}

void YamlEditing::watchedSuitesAndRulesByPathAreWritten()
{
    const QByteArray before = data("policy.yaml");
    Policy wanted = policyFromYaml(before).value();
    const RoleId role = wanted.roles.first().id;
    wanted.watched = {{.phrase = u"refund window"_s, .paths = {u"support/**"_s}, .why = u"it's: the promise"_s},
                      {.kinds = {ArtifactKind::Tools}, .consequences = {Consequence::Financial, Consequence::Legal}, .lane = Lane::Medium}};
    wanted.rights.recordRuns = {role};
    wanted.suites = {{.suite = {u"evals/refund"_s}, .lanes = {Lane::High}, .reasons = {GateReason::Model}, .thresholds = {{.dimension = u"tone"_s, .least = 900'000}}}};
    wanted.secondOpinion = {.endpoint = u"https://models.acme.example/v1"_s, .model = u"small"_s, .lanes = {Lane::Low}};
    wanted.environments.last().rules = {{.paths = {u"legal/**"_s}, .deploy = {role}}};

    const Result<QByteArray> written = editedPolicy(before, wanted);

    QVERIFY2(written, written ? "" : qPrintable(words(written.error())));
    QVERIFY(sameRules(policyFromYaml(*written).value(), wanted));
    // And each of them once more, with something else in it, and gone again.
    Policy other = wanted;
    other.watched.first() = {.section = u"Refunds"_s, .lane = Lane::Medium};
    other.watched.removeLast();
    other.suites.first().thresholds = {{.dimension = u"accuracy"_s, .least = 950'000}, {.dimension = u"tone"_s, .least = 800'000}};
    other.suites.first().limit = 50'000;
    other.secondOpinion = {};
    other.environments.last().rules.prepend({.paths = {u"support/**"_s}, .rollBack = {role}});
    const Result<QByteArray> again = editedPolicy(*written, other);
    QVERIFY2(again, again ? "" : qPrintable(words(again.error())));
    QVERIFY(sameRules(policyFromYaml(*again).value(), other));
    const QByteArray comment = "#";
    QCOMPARE(again->count(comment), before.count(comment));
}

void YamlEditing::textsOfTwoAreMergedWhereTheyDoNotMeet()
{
    const QByteArray base = "a: 1\n# c\nb: 2\n\nd: 3\n";
    const QByteArray mine = "a: 9\n# c\nb: 2\n\nd: 3\n";
    QCOMPARE(mergedTexts(base, mine, "a: 1\n# c\nb: 2\n\nd: 4\ne: 5\n").value(), QByteArray("a: 9\n# c\nb: 2\n\nd: 4\ne: 5\n"));
    QCOMPARE(mergedTexts(base, mine, base).value(), mine);
    QCOMPARE(mergedTexts(base, base, mine).value(), mine);
    QCOMPARE(mergedTexts(base, mine, mine).value(), mine);
    QCOMPARE(mergedTexts(base, mine, "a: 8\n# c\nb: 2\n\nd: 3\n").error().code, ErrorCode::Conflict);
    QCOMPARE(mergedTexts(base, base + "x: 1\n", base + "y: 1\n").error().code, ErrorCode::Conflict);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::YamlEditing)
#include "tst_yaml_edit.moc"
