// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Structure.h"

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// "tags(array, of things)?" of Picoschema is an optional "tags".
Variable declaredAs(const QString &key)
{
    Variable variable{.declared = true, .required = true};
    QString name = key;
    if (const qsizetype open = name.indexOf(u'('); open >= 0) {
        variable.type = name.sliced(open + 1).section(u')', 0, 0).section(u',', 0, 0).trimmed();
        name = name.left(open) + name.sliced(open).section(u')', 1);
    }
    if (name.endsWith(u'?')) {
        variable.required = false;
        name.chop(1);
    }
    variable.name = name.trimmed();
    return variable;
}

QString scalarAt(const TreeNode &node, QStringView key)
{
    const TreeNode *child = node.child(key);
    return child && child->isScalar() ? canonicalValue(*child) : QString();
}

void declareFromElement(const TreeNode &element, QList<Variable> &declared)
{
    if (element.isScalar()) {
        declared.append({.name = element.value, .declared = true, .required = true});
        return;
    }
    const QString name = scalarAt(element, u"name");
    if (name.isEmpty()) {
        return;
    }
    QString type = scalarAt(element, u"kind");
    type = type.isEmpty() ? scalarAt(element, u"type") : type;
    const QString required = scalarAt(element, u"required") + scalarAt(element, u"is_required");
    declared.append({.name = name,
                     .declared = true,
                     .required = required == "true"_L1,
                     .type = type,
                     .defaultValue = scalarAt(element, u"default")});
}

// The inputs that Prompty, Semantic Kernel, LangChain and Prompt flow declare as a list or a map.
void declareFrom(const TreeNode &inputs, QList<Variable> &declared)
{
    for (const TreeEntry &entry : inputs.entries) {
        if (inputs.isSequence()) {
            declareFromElement(entry.node, declared);
            continue;
        }
        Variable variable{.name = entry.key, .declared = true, .required = true};
        if (entry.node.isMap()) {
            variable.type = scalarAt(entry.node, u"type");
            variable.type = variable.type.isEmpty() ? scalarAt(entry.node, u"kind") : variable.type;
            variable.defaultValue = scalarAt(entry.node, u"default");
            variable.required =
                scalarAt(entry.node, u"required") != "false"_L1 && variable.defaultValue.isEmpty();
        } else {
            variable.defaultValue = canonicalValue(entry.node); // the sample value of Prompty v1
        }
        declared.append(variable);
    }
}

void declareFromSchema(const TreeNode &schema, QList<Variable> &declared)
{
    const TreeNode *properties = schema.child(u"properties");
    const bool isJsonSchema = properties && properties->isMap();
    for (const TreeEntry &entry : (isJsonSchema ? *properties : schema).entries) {
        Variable variable = declaredAs(entry.key);
        if (entry.node.isScalar()) {
            variable.type =
                variable.type.isEmpty() ? entry.node.value.section(u',', 0, 0).trimmed() : variable.type;
        } else if (isJsonSchema) {
            variable.type = scalarAt(entry.node, u"type");
        }
        declared.append(variable);
    }
}

} // namespace

void findDeclarations(const TreeNode &node, int depth, QList<Variable> &declared)
{
    for (const TreeEntry &entry : node.entries) {
        const QString word = plainKey(entry.key);
        if (word == "inputvariables"_L1 || (word == "inputs"_L1 && depth == 0)
            || (word == "variables"_L1 && depth == 0)) {
            declareFrom(entry.node, declared);
        } else if (word == "input"_L1 && depth == 0 && entry.node.isMap()) {
            const TreeNode *schema = entry.node.child(u"schema");
            const TreeNode *parameters = entry.node.child(u"parameters"); // Semantic Kernel
            if (schema && schema->isMap()) {
                declareFromSchema(*schema, declared);
            }
            if (parameters && parameters->isSequence()) {
                declareFrom(*parameters, declared);
            }
            const TreeNode *defaults = entry.node.child(u"default");
            for (Variable &variable : declared) {
                if (defaults && defaults->isMap()) {
                    variable.defaultValue = scalarAt(*defaults, variable.name);
                }
            }
        } else {
            findDeclarations(entry.node, depth + 1, declared);
        }
    }
}

} // namespace countersign::prompt
