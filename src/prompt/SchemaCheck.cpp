// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/SchemaCheck.h"

#include "prompt/Structure.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

constexpr qsizetype maximumSchemaProblems = 50;

bool isJsonType(const QString &type)
{
    static const QSet<QString> types = {u"string"_s, u"number"_s,  u"integer"_s, u"object"_s,
                                        u"array"_s,  u"boolean"_s, u"null"_s};
    return types.contains(type);
}

class SchemaChecker
{
public:
    /// `place` is where the schema stands when it was read out of a text; otherwise its own places count.
    SchemaChecker(QList<SchemaProblem> &problems, const TreeNode &root, Span place)
        : m_problems(problems)
        , m_root(root)
        , m_place(place)
    {}

    void check(const TreeNode &schema, const QString &path, bool strict, int depth = 0)
    {
        if (depth > maximumYamlDepth) {
            problem(SchemaProblemKind::TooDeep, path, {}, schema);
            return;
        }
        if (schema.isScalar()) {
            const QString word = canonicalValue(schema);
            if (word != "true"_L1 && word != "false"_L1) {
                problem(SchemaProblemKind::NotAMap, path, word, schema);
            }
            return;
        }
        if (!schema.isMap()) {
            problem(SchemaProblemKind::NotAMap, path, {}, schema);
            return;
        }
        checkType(schema, path);
        checkReference(schema, path);
        checkRange(schema, path, u"minimum", u"maximum");
        checkRange(schema, path, u"minLength", u"maxLength");
        checkRange(schema, path, u"minItems", u"maxItems");
        if (const TreeNode *values = schema.child(u"enum");
            values && (!values->isSequence() || values->entries.empty())) {
            problem(SchemaProblemKind::EmptyEnum, path + u"enum"_s, {}, *values);
        }
        checkProperties(schema, path, strict, depth);
        for (const QStringView key :
             {QStringView(u"items"), QStringView(u"not"), QStringView(u"additionalProperties")}) {
            if (const TreeNode *inner = schema.child(key); inner && !inner->isSequence()) {
                check(*inner, path + key.toString() + u'.', strict, depth + 1);
            }
        }
        for (const QStringView key : {QStringView(u"anyOf"), QStringView(u"oneOf"), QStringView(u"allOf"),
                                      QStringView(u"$defs"), QStringView(u"definitions")}) {
            if (const TreeNode *inner = schema.child(key)) {
                for (const TreeEntry &entry : inner->entries) {
                    check(entry.node, path + key.toString() + u'.', strict, depth + 1);
                }
            }
        }
    }

    /// "answer: string, what it says", "tags(array, words): string", "mood(enum): [good, bad]".
    void checkPicoschema(const TreeNode &schema, const QString &path, int depth = 0)
    {
        if (depth > maximumYamlDepth) {
            problem(SchemaProblemKind::TooDeep, path, {}, schema);
            return;
        }
        for (const TreeEntry &entry : schema.entries) {
            const qsizetype open = entry.key.indexOf(u'(');
            const QString inner =
                open < 0 ? QString()
                         : entry.key.sliced(open + 1).section(u')', 0, 0).section(u',', 0, 0).trimmed();
            const QString here = path + entry.key.left(open < 0 ? entry.key.size() : open);
            const bool wild = entry.key == "(*)"_L1;
            if (open >= 0 && !wild && inner != "array"_L1 && inner != "object"_L1 && inner != "enum"_L1) {
                problem(SchemaProblemKind::UnknownType, here, inner, entry.node, entry.keySpan);
            }
            if (inner == "enum"_L1 && (!entry.node.isSequence() || entry.node.entries.empty())) {
                problem(SchemaProblemKind::EmptyEnum, here, {}, entry.node, entry.keySpan);
            } else if (entry.node.isMap()) {
                checkPicoschema(entry.node, here + u'.', depth + 1);
            }
        }
    }

private:
    void problem(SchemaProblemKind kind, const QString &path, const QString &detail, const TreeNode &at,
                 Span span = {})
    {
        if (m_problems.size() < maximumSchemaProblems) {
            const QString place = path.endsWith(u'.') ? path.chopped(1) : path;
            m_problems.append({.kind = kind,
                               .path = place,
                               .detail = detail.left(200),
                               .span = !m_place.isEmpty() ? m_place
                                       : span.isEmpty()   ? at.span
                                                          : span});
        }
    }

    void checkType(const TreeNode &schema, const QString &path)
    {
        const TreeNode *type = schema.child(u"type");
        if (!type) {
            return;
        }
        if (type->isScalar() && !isJsonType(type->value)) {
            problem(SchemaProblemKind::UnknownType, path + u"type"_s, type->value, *type);
        }
        for (const TreeEntry &entry : type->entries) {
            if (!entry.node.isScalar() || !isJsonType(entry.node.value)) {
                problem(SchemaProblemKind::UnknownType, path + u"type"_s, entry.node.value, entry.node);
            }
        }
    }

    void checkReference(const TreeNode &schema, const QString &path)
    {
        const TreeNode *reference = schema.child(u"$ref");
        if (!reference || !reference->value.startsWith(u'#')) {
            return;
        }
        const TreeNode *at = &m_root;
        for (QString part : reference->value.sliced(1).split(u'/', Qt::SkipEmptyParts)) {
            part.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
            at = at ? at->child(part) : nullptr;
        }
        if (!at) {
            problem(SchemaProblemKind::UnresolvedReference, path + u"$ref"_s, reference->value, *reference);
        }
    }

    void checkRange(const TreeNode &schema, const QString &path, QStringView least, QStringView most)
    {
        const TreeNode *low = schema.child(least);
        const TreeNode *high = schema.child(most);
        bool isLow = false;
        bool isHigh = false;
        if (low && high && low->value.toDouble(&isLow) > high->value.toDouble(&isHigh) && isLow && isHigh) {
            problem(SchemaProblemKind::WrongRange, path + least.toString(), least.toString(), *low);
        }
    }

    void checkProperties(const TreeNode &schema, const QString &path, bool strict, int depth)
    {
        const TreeNode *properties = schema.child(u"properties");
        const TreeNode *required = schema.child(u"required");
        QSet<QString> known;
        QSet<QString> asked;
        if (properties && !properties->isMap()) {
            problem(SchemaProblemKind::NotAMap, path + u"properties"_s, {}, *properties);
        } else if (properties) {
            for (const TreeEntry &entry : properties->entries) {
                known.insert(entry.key);
                check(entry.node, path + u"properties."_s + entry.key + u'.', strict, depth + 1);
            }
        }
        for (const TreeEntry &entry : required ? required->entries : std::vector<TreeEntry>()) {
            asked.insert(entry.node.value);
            if (properties && !known.contains(entry.node.value)) {
                problem(SchemaProblemKind::UnknownRequired, path + u"required"_s, entry.node.value,
                        entry.node);
            }
        }
        if (strict && properties && properties->isMap()) {
            for (const TreeEntry &entry : properties->entries) {
                if (!asked.contains(entry.key)) {
                    problem(SchemaProblemKind::NotStrict, path + u"required"_s, entry.key, entry.node,
                            entry.keySpan);
                }
            }
            const TreeNode *others = schema.child(u"additionalProperties");
            if (!others || canonicalValue(*others) != "false"_L1) {
                problem(SchemaProblemKind::NotStrict, path + u"additionalProperties"_s, {},
                        others ? *others : schema);
            }
        }
    }

    QList<SchemaProblem> &m_problems;
    const TreeNode &m_root;
    Span m_place;
};

/// {"name": …, "strict": true, "schema": {…}} or the schema itself.
void checkWrapped(const TreeNode &node, Span place, QList<SchemaProblem> &problems)
{
    const TreeNode *inner = node.child(u"schema");
    const TreeNode *strict = node.child(u"strict");
    const TreeNode &schema = inner && inner->isMap() ? *inner : node;
    SchemaChecker(problems, schema, place).check(schema, {}, strict && canonicalValue(*strict) == "true"_L1);
}

void checkJsonText(const TreeNode &text, QList<SchemaProblem> &problems)
{
    if (text.value.contains(u"{{"_s) || text.value.contains(u"${"_s)) {
        return; // made by a template when the prompt runs
    }
    const TreeResult read = readJson(text.value, {0, text.value.size()});
    if (read.documents.empty()) {
        problems.append({.kind = SchemaProblemKind::NotJson,
                         .detail = read.problems.isEmpty() ? QString() : read.problems.constFirst().detail,
                         .span = text.span});
        return;
    }
    checkWrapped(read.documents.front(), text.span, problems);
}

/// A schema as a structure, or as JSON in a text.
void checkSchemaNode(const TreeNode &node, QList<SchemaProblem> &problems)
{
    if (node.isScalar() && node.value.trimmed().startsWith(u'{')) {
        checkJsonText(node, problems);
    } else if (node.isMap()) {
        checkWrapped(node, {}, problems);
    }
}

void findSchemas(const TreeNode &node, int depth, QList<SchemaProblem> &problems)
{
    if (depth > maximumYamlDepth) {
        return;
    }
    for (const TreeEntry &entry : node.entries) {
        const QString word = plainKey(entry.key);
        const TreeNode &value = entry.node;
        if (word == "jsonschema"_L1 || word == "outputschema"_L1 || word == "responseschema"_L1) {
            checkSchemaNode(value, problems);
        } else if (word == "output"_L1 && depth == 0 && value.isMap() && value.child(u"schema")) {
            const TreeNode &schema = *value.child(u"schema");
            const TreeNode *type = schema.child(u"type");
            const bool isJsonSchema = schema.child(u"properties") || schema.child(u"$ref")
                                      || (type && type->isScalar() && isJsonType(type->value));
            if (schema.isMap() && !isJsonSchema) {
                SchemaChecker(problems, schema, {}).checkPicoschema(schema, {});
            } else {
                checkSchemaNode(schema, problems);
            }
        } else if (word != "tools"_L1 && word != "functions"_L1) {
            findSchemas(value, depth + 1, problems);
        }
    }
}

} // namespace

QList<SchemaProblem> checkOutputSchema(const Document &document)
{
    TreeResult read;
    const Span whole = {0, document.source.size()};
    if (!document.frontMatter.isEmpty()) {
        read = readYaml(document.source, document.frontMatter);
    } else if (document.format == Format::Json || document.format == Format::SemanticKernelConfig) {
        read = readJson(document.source, whole);
    } else if (document.format == Format::Yaml || document.format == Format::GitHubModels) {
        read = readYaml(document.source, whole);
    }
    QList<SchemaProblem> problems;
    for (const TreeNode &root : read.documents) {
        findSchemas(root, 0, problems);
    }
    return problems.first(std::min(problems.size(), maximumSchemaProblems));
}

} // namespace countersign::prompt
