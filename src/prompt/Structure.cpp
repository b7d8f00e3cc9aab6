// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Structure.h"

#include "prompt/Body.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

using Words = QSet<QString>;

// Subtrees that hold data about prompts and never the prompt: test cases, schemas, samples.
bool holdsNoPrompts(const QString &word)
{
    static const Words words = {u"testdata"_s,   u"tests"_s,        u"evaluators"_s,     u"assert"_s,
                                u"asserts"_s,    u"sample"_s,       u"samples"_s,        u"schema"_s,
                                u"jsonschema"_s, u"outputschema"_s, u"responseformat"_s, u"defaulttest"_s,
                                u"scenarios"_s,  u"datasets"_s,     u"properties"_s,     u"cases"_s,
                                u"parameters"_s, u"inputschema"_s};
    return words.contains(word);
}

bool namesNoPrompt(const QString &word)
{
    static const Words words = {
        u"description"_s,   u"summary"_s,   u"title"_s,   u"name"_s,     u"license"_s,   u"schema"_s,
        u"jsonschema"_s,    u"code"_s,      u"command"_s, u"script"_s,   u"run"_s,       u"signature"_s,
        u"docstring"_s,     u"regex"_s,     u"pattern"_s, u"expected"_s, u"url"_s,       u"path"_s,
        u"file"_s,          u"id"_s,        u"version"_s, u"type"_s,     u"format"_s,    u"model"_s,
        u"commitmessage"_s, u"changelog"_s, u"comment"_s, u"notes"_s,    u"reference"_s, u"statecommand"_s,
        u"reason"_s,        u"rationale"_s};
    return words.contains(word);
}

// 0 for no prompt name, 1 for a name that prompts often have, 2 for one that is a prompt when it has words.
int promptNameWeight(const QString &word)
{
    static const Words names = {u"system"_s,       u"user"_s,        u"assistant"_s, u"developer"_s,
                                u"human"_s,        u"prompt"_s,      u"prompts"_s,   u"template"_s,
                                u"instructions"_s, u"instruction"_s, u"persona"_s,   u"preamble"_s,
                                u"backstory"_s,    u"content"_s,     u"text"_s,      u"initialprompt"_s};
    if (names.contains(word)) {
        return word == "content"_L1 || word == "text"_L1 ? 1 : 2;
    }
    static const QStringList endings = {u"prompt"_s,      u"prompts"_s, u"template"_s, u"instructions"_s,
                                        u"instruction"_s, u"message"_s, u"messages"_s};
    for (const QString &ending : endings) {
        if (word.endsWith(ending)) {
            return 2;
        }
    }
    return 0;
}

// A file name or an address where a text could stand.
bool isFileReference(const QString &value)
{
    if (value.startsWith("file:"_L1) || value.startsWith("http://"_L1) || value.startsWith("https://"_L1)) {
        return !value.contains(u'\n');
    }
    static const QStringList extensions = {u".txt"_s,     u".md"_s,  u".json"_s, u".yaml"_s,   u".yml"_s,
                                           u".py"_s,      u".js"_s,  u".j2"_s,   u".jinja2"_s, u".prompt"_s,
                                           u".prompty"_s, u".csv"_s, u".jinja"_s};
    const auto matches = [&](const QString &extension) { return value.endsWith(extension); };
    return !value.contains(u' ') && !value.contains(u'\n')
           && std::any_of(extensions.begin(), extensions.end(), matches);
}

bool readsAsProse(const TreeNode &node)
{
    const QString &value = node.value;
    if (node.carrier == Carrier::YamlLiteral || node.carrier == Carrier::YamlFolded
        || value.contains(u'\n')) {
        return value.size() >= 20 && value.contains(u' ');
    }
    return value.size() >= 160 && value.count(u' ') >= 15;
}

Role roleByKey(const QString &word)
{
    if (word.startsWith("system"_L1)) {
        return Role::System;
    }
    if (word.startsWith("developer"_L1)) {
        return Role::Developer;
    }
    if (word.startsWith("user"_L1) || word.startsWith("human"_L1)) {
        return Role::User;
    }
    return word.startsWith("assistant"_L1) ? Role::Assistant : Role::None;
}

// The last word of a LangChain constructor id, "SystemMessagePromptTemplate".
QString constructorName(const TreeNode &node)
{
    const TreeNode *id = node.child(u"id");
    if (!node.child(u"lc") || !id || !id->isSequence() || id->entries.empty()) {
        return {};
    }
    return id->entries.back().node.value;
}

class Walker
{
public:
    explicit Walker(Prompts prompts) : m_prompts(prompts) {}

    void walk(const TreeNode &root, const QString &prefix)
    {
        Place at{.path = prefix, .settingPath = prefix};
        visit(root, at);
    }

    StructuredContent content;

private:
    struct Place
    {
        QString path;        // with positions: "messages[2].content"
        QString settingPath; // with names: "tools[search].description"
        QString key = {};    // the nearest key, as written
        Role role = Role::None;
        TemplateLanguage language = TemplateLanguage::None;
        bool holdsPrompts = true;
        const TreeNode *saidName = nullptr; // the child that already is part of the path
    };

    static QString joined(const QString &path, const QString &key)
    {
        return path.isEmpty() ? key : path + u'.' + key;
    }

    void visit(const TreeNode &node, const Place &at)
    {
        switch (node.kind) {
        case TreeNode::Kind::Null:
            addSetting(at.settingPath, {}, node.span);
            return;
        case TreeNode::Kind::Scalar:
            visitScalar(node, at);
            return;
        case TreeNode::Kind::Sequence:
            visitSequence(node, at);
            return;
        case TreeNode::Kind::Map:
            visitMap(node, at);
            return;
        }
    }

    void visitMap(const TreeNode &node, Place at)
    {
        if (node.entries.empty()) {
            addSetting(at.settingPath, u"{}"_s, node.span);
            return;
        }
        const TreeNode *format = nullptr;
        for (const TreeEntry &entry : node.entries) {
            const QString word = plainKey(entry.key);
            if (word == "templateformat"_L1 && entry.node.isScalar()) {
                format = &entry.node;
            }
        }
        if (format) {
            at.language = languageNamed(format->value);
            content.language = content.language == TemplateLanguage::None ? at.language : content.language;
            content.namesLanguage = true;
            content.languageName = format->value;
        }
        const QString constructor = constructorName(node);
        if (!constructor.isEmpty()) {
            at.role = constructor.startsWith("System"_L1)  ? Role::System
                      : constructor.startsWith("Human"_L1) ? Role::User
                      : constructor.startsWith("AI"_L1)    ? Role::Assistant
                                                           : at.role;
        }
        const TreeNode *role = node.child(u"role");
        role = role ? role : node.child(u"from");
        const TreeNode *text = node.child(u"content");
        text = text ? text : node.child(u"text");
        text = text ? text : node.child(u"value");
        const bool isMessage = role && text && role->isScalar() && roleNamed(role->value) != Role::None
                               && at.holdsPrompts && m_prompts == Prompts::Detected;
        const qsizetype before = content.messages.size();
        for (const TreeEntry &entry : node.entries) {
            const bool isSaid = (isMessage && &entry.node == role) || &entry.node == at.saidName;
            if (isSaid) {
                continue;
            }
            Place below = at;
            below.saidName = nullptr;
            below.key = entry.key;
            below.path = joined(at.path, entry.key);
            below.settingPath = joined(at.settingPath, entry.key);
            const QString word = plainKey(entry.key);
            below.holdsPrompts = at.holdsPrompts && !holdsNoPrompts(word);
            if (isMessage && &entry.node == text) {
                messageContent(entry.node, below, roleNamed(role->value));
            } else {
                if (const Role named = roleByKey(word); named != Role::None) {
                    below.role = named;
                }
                visit(entry.node, below);
            }
        }
        if (isMessage && content.messages.size() == before) {
            addSetting(joined(at.settingPath, u"role"_s), role->value, role->span);
        }
    }

    void messageContent(const TreeNode &node, const Place &at, Role role)
    {
        if (node.isScalar()) {
            addMessage(node, at.path, role, {}, at.language);
        } else if (node.isSequence()) {
            for (std::size_t i = 0; i < node.entries.size(); ++i) {
                const TreeNode &part = node.entries[i].node;
                Place below = at;
                below.path = u"%1[%2]"_s.arg(at.path).arg(i);
                below.settingPath = below.path;
                below.role = role;
                const TreeNode *text = part.child(u"text");
                if (part.isScalar()) {
                    addMessage(part, below.path, role, {}, at.language);
                } else if (text && text->isScalar()) {
                    addMessage(*text, below.path + ".text"_L1, role, {}, at.language);
                } else {
                    visit(part, below);
                }
            }
        } else {
            visit(node, at);
        }
    }

    void visitSequence(const TreeNode &node, const Place &at)
    {
        if (node.entries.empty()) {
            addSetting(at.settingPath, u"[]"_s, node.span);
            return;
        }
        // ["system", "text"] is a message of LangChain.
        const bool isPair = node.entries.size() == 2 && node.entries[0].node.isScalar()
                            && node.entries[1].node.isScalar() && at.holdsPrompts
                            && m_prompts == Prompts::Detected
                            && roleNamed(node.entries[0].node.value) != Role::None
                            && node.entries[1].node.value.contains(u' ');
        if (isPair) {
            addMessage(node.entries[1].node, at.path + "[1]"_L1, roleNamed(node.entries[0].node.value), {},
                       at.language);
            return;
        }
        QSet<QString> names;
        for (std::size_t i = 0; i < node.entries.size(); ++i) {
            const TreeNode &element = node.entries[i].node;
            Place below = at;
            below.path = u"%1[%2]"_s.arg(at.path).arg(i);
            if (element.isScalar() || element.kind == TreeNode::Kind::Null) {
                below.settingPath = at.settingPath + "[]"_L1;
            } else {
                const TreeNode *name = elementName(element);
                const bool isNamed = name && !names.contains(name->value);
                if (isNamed) {
                    names.insert(name->value);
                    addSetting(at.settingPath + "[]"_L1, name->value, name->span);
                }
                below.settingPath = isNamed ? u"%1[%2]"_s.arg(at.settingPath, name->value)
                                            : u"%1[%2]"_s.arg(at.settingPath).arg(i);
                below.saidName = isNamed ? name : nullptr;
            }
            visit(element, below);
        }
    }

    static const TreeNode *elementName(const TreeNode &element)
    {
        static const QStringList keys = {u"name"_s, u"id"_s, u"path"_s, u"label"_s};
        for (const QString &key : keys) {
            const TreeNode *name = element.child(key);
            if (name && name->isScalar() && name->value.size() <= 200) {
                return name;
            }
        }
        // {"type": "function", "function": {"name": "search"}}, and a case of a suite: {"vars": …, "countersign": {"id": "a"}}
        for (const QString &key : {u"function"_s, u"countersign"_s}) {
            const TreeNode *part = element.child(key);
            if (part && part->isMap()) {
                return elementName(*part);
            }
        }
        return nullptr;
    }

    void visitScalar(const TreeNode &node, const Place &at)
    {
        const QString word = plainKey(at.key);
        if (m_prompts == Prompts::Detected && at.holdsPrompts && isPrompt(node, word, at.role)) {
            addMessage(node, at.path, at.role, at.key, at.language);
            return;
        }
        const bool isSchemaText =
            (word == "jsonschema"_L1 || word == "schema"_L1) && node.value.trimmed().startsWith(u'{');
        if (isSchemaText && addSchema(node, at.settingPath)) {
            return;
        }
        if (isCommaList(word) && !at.settingPath.endsWith("[]"_L1)) {
            for (const Span part : splitCommas(node.value)) {
                addSetting(at.settingPath + "[]"_L1, node.value.sliced(part.start, part.length), node.span);
            }
            return;
        }
        addSetting(at.settingPath, canonicalValue(node), node.span);
    }

    static bool isPrompt(const TreeNode &node, const QString &word, Role role)
    {
        if (!node.quoted && node.carrier == Carrier::JsonString) {
            return false; // a number or a truth value
        }
        if (node.value.isEmpty() || namesNoPrompt(word) || isFileReference(node.value)) {
            return false;
        }
        const int weight = promptNameWeight(word);
        const bool hasWords =
            node.value.contains(u' ') || node.value.contains(u'\n') || node.value.contains("{{"_L1);
        const qsizetype enough = role == Role::None ? 40 : 1;
        return weight == 2 ? hasWords
                           : readsAsProse(node) || (weight == 1 && node.value.size() >= enough && hasWords);
    }

    // JSON inside a string: its fields are settings of their own, which all share the string's place.
    bool addSchema(const TreeNode &node, const QString &path)
    {
        TreeResult schema = readJson(node.value, {0, node.value.size()});
        if (schema.documents.empty()) {
            return false;
        }
        Walker inner(Prompts::None);
        inner.walk(schema.documents.front(), path);
        for (Setting setting : inner.content.settings) {
            setting.span = node.span;
            content.settings.append(setting);
        }
        return true;
    }

    void addMessage(const TreeNode &node, const QString &path, Role role, const QString &name,
                    TemplateLanguage language)
    {
        content.messages.append({.role = role,
                                 .name = name,
                                 .path = path,
                                 .text = node.value,
                                 .span = node.span,
                                 .carrier = node.carrier,
                                 .language = language,
                                 .segments = node.segments});
    }

    void addSetting(const QString &path, const QString &value, Span span)
    {
        content.settings.append({.path = path, .value = value, .kind = kindOfSetting(path), .span = span});
    }

    Prompts m_prompts;
};

} // namespace

bool isCommaList(const QString &word)
{
    static const Words words = {u"tools"_s, u"allowedtools"_s, u"disallowedtools"_s, u"deniedtools"_s,
                                u"globs"_s, u"applyto"_s,      u"skills"_s,          u"paths"_s};
    return words.contains(word);
}

QList<Span> splitCommas(const QString &value)
{
    QList<Span> parts;
    int depth = 0;
    qsizetype start = 0;
    const auto finish = [&](qsizetype end) {
        const QStringView part = QStringView(value).sliced(start, end - start);
        const QStringView trimmed = part.trimmed();
        if (!trimmed.isEmpty()) {
            parts.append({.start = trimmed.begin() - QStringView(value).begin(), .length = trimmed.size()});
        }
        start = end + 1;
    };
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar c = value[i];
        depth += QStringView(u"({[").contains(c) ? 1 : QStringView(u")}]").contains(c) ? -1 : 0;
        if (c == u',' && depth <= 0) {
            finish(i);
        }
    }
    finish(value.size());
    return parts;
}

StructuredContent readStructure(const std::vector<TreeNode> &documents, Prompts prompts)
{
    Walker walker(prompts);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        walker.walk(documents[i], i == 0 ? QString() : u"document[%1]"_s.arg(i));
        findDeclarations(documents[i], 0, walker.content.declared);
    }
    if (!documents.empty()) {
        // Prompty: template: jinja2 | template.format | template.format.kind
        const TreeNode *node = documents.front().child(u"template");
        for (const QStringView key : {QStringView(u"format"), QStringView(u"kind")}) {
            const TreeNode *below = node ? node->child(key) : nullptr;
            node = below ? below : node;
        }
        if (prompts == Prompts::None && node && node->isScalar()) {
            walker.content.namesLanguage = true;
            walker.content.languageName = node->value;
            walker.content.language = languageNamed(node->value);
        }
    }
    return std::move(walker.content);
}

} // namespace countersign::prompt
