// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Guess.h"

#include "prompt/Body.h"
#include "prompt/FrontMatter.h"
#include "prompt/Source.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

struct PathParts
{
    QStringList folders;
    QString name;
    QString extension; // without the dot
    QString stem;      // the name without the last extension
};

PathParts partsOf(const QString &path)
{
    PathParts parts;
    parts.folders = path.toLower().split(u'/', Qt::SkipEmptyParts);
    parts.name = parts.folders.isEmpty() ? QString() : parts.folders.takeLast();
    const qsizetype dot = parts.name.lastIndexOf(u'.');
    parts.extension = dot < 0 ? QString() : parts.name.sliced(dot + 1);
    parts.stem = dot < 0 ? parts.name : parts.name.left(dot);
    return parts;
}

bool endsWithAny(const QString &name, std::initializer_list<QLatin1StringView> endings)
{
    return std::any_of(endings.begin(), endings.end(), [&](QLatin1StringView e) { return name.endsWith(e); });
}

bool isOneOf(const QString &word, std::initializer_list<QLatin1StringView> words)
{
    return std::any_of(words.begin(), words.end(), [&](QLatin1StringView w) { return word == w; });
}

// A key at the start of a line of YAML, or anywhere in JSON.
bool hasKey(const QString &text, QLatin1StringView key)
{
    const QString json = u'"' + key + u'"';
    if (text.contains(json)) {
        return true;
    }
    for (qsizetype at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
        const qsizetype end = at + key.size();
        qsizetype start = at;
        while (start > 0 && (text[start - 1] == u' ' || text[start - 1] == u'-')) {
            --start;
        }
        const bool atLineStart = start == 0 || text[start - 1] == u'\n' || text[start - 1] == u'\r';
        if (atLineStart && end < text.size() && text[end] == u':') {
            return true;
        }
    }
    return false;
}

bool hasTopKey(const QString &text, QLatin1StringView key)
{
    const QString yaml = key + u':';
    return text.startsWith(yaml) || text.contains(u'\n' + yaml)
           || (text.trimmed().startsWith(u'{') && hasKey(text, key));
}

bool hasPromptKey(const QString &text)
{
    static constexpr QLatin1StringView keys[] = {
        "messages"_L1,        "system_prompt"_L1,   "systemPrompt"_L1,
        "system_message"_L1,  "system_template"_L1, "instance_template"_L1,
        "prompt_template"_L1, "prompt"_L1,          "instructions"_L1,
        "system"_L1,          "user_prompt"_L1,     "systemPrompts"_L1,
        "template"_L1,
    };
    return std::any_of(std::begin(keys), std::end(keys),
                       [&](QLatin1StringView key) { return hasKey(text, key); })
           || (text.contains("\"lc\""_L1) && text.contains("PromptTemplate"_L1));
}

bool isInPromptFolder(const PathParts &parts)
{
    static const QSet<QString> folders = {
        u"prompts"_s,  u"prompt"_s,       u"agents"_s,         u"chatmodes"_s,      u"commands"_s,
        u"patterns"_s, u"personas"_s,     u"system_prompts"_s, u"system-prompts"_s, u"prompt_templates"_s,
        u"skills"_s,   u"instructions"_s, u"subagents"_s};
    return std::any_of(parts.folders.begin(), parts.folders.end(),
                       [](const QString &f) { return folders.contains(f); });
}

// Files that are about the repository.
bool isHousekeeping(const PathParts &parts)
{
    static const QSet<QString> stems = {
        u"readme"_s,          u"changelog"_s,   u"license"_s, u"licence"_s, u"contributing"_s,
        u"code_of_conduct"_s, u"security"_s,    u"support"_s, u"authors"_s, u"notice"_s,
        u"governance"_s,      u"maintainers"_s, u"index"_s,   u"todo"_s,    u"history"_s};
    static const QSet<QString> folders = {
        u"node_modules"_s,   u".git"_s,    u"vendor"_s,      u"dist"_s,        u"site-packages"_s,
        u".venv"_s,          u"venv"_s,    u"target"_s,      u"__pycache__"_s, u"workflows"_s,
        u"issue_template"_s, u"locales"_s, u".countersign"_s};
    return stems.contains(parts.stem)
           || std::any_of(parts.folders.begin(), parts.folders.end(),
                          [](const QString &f) { return folders.contains(f); });
}

bool speaksToAModel(const QString &text)
{
    return startsWithMarkerLine(text) || text.contains("You are "_L1) || text.contains("you are a"_L1);
}

ArtifactGuess guessConfiguration(const PathParts &parts, const QString &text)
{
    const QString words = QString(parts.stem).replace(u'-', u'_');
    const bool inEvals = std::any_of(parts.folders.begin(), parts.folders.end(), [](const QString &f) {
        return isOneOf(f, {"evals"_L1, "eval"_L1, "evaluation"_L1, "evaluations"_L1, "suites"_L1});
    });
    if (isOneOf(parts.name, {"package.json"_L1, "package-lock.json"_L1, "tsconfig.json"_L1,
                             "composer.json"_L1, "pnpm-lock.yaml"_L1, "docker-compose.yml"_L1,
                             "docker-compose.yaml"_L1, "mkdocs.yml"_L1, "pyproject.toml"_L1})
        || parts.name.startsWith(u'.')) {
        return ArtifactGuess::None;
    }
    const bool hasTests = hasTopKey(text, "tests"_L1) || hasTopKey(text, "testCases"_L1)
                          || hasTopKey(text, "test_cases"_L1) || hasTopKey(text, "cases"_L1);
    if (words.startsWith("promptfoo"_L1) || (hasTopKey(text, "providers"_L1) && hasTopKey(text, "prompts"_L1))
        || (hasTests
            && (inEvals || hasKey(text, "assert"_L1) || words.contains("eval"_L1)
                || words.contains("suite"_L1)))) {
        return ArtifactGuess::Suite;
    }
    if (isOneOf(words, {"tools"_L1, "tool_permissions"_L1, "permissions"_L1, "allowed_tools"_L1, "mcp"_L1,
                        "functions"_L1})) {
        return ArtifactGuess::Tools;
    }
    if (isOneOf(words, {"retrieval"_L1, "retriever"_L1, "rag"_L1, "search"_L1, "index_settings"_L1,
                        "knowledge"_L1})) {
        return ArtifactGuess::Retrieval;
    }
    if (isOneOf(words, {"routing"_L1, "router"_L1, "routes"_L1, "model_routing"_L1, "models"_L1,
                        "flow.dag"_L1, "workflow"_L1})) {
        return ArtifactGuess::Routing;
    }
    const bool isSemanticKernel = hasKey(text, "execution_settings"_L1)
                                  || (hasKey(text, "completion"_L1) && hasKey(text, "max_tokens"_L1));
    if (isSemanticKernel || hasPromptKey(text)) {
        return ArtifactGuess::Prompt;
    }
    if (hasTopKey(text, "retrieval"_L1) || hasTopKey(text, "retriever"_L1)) {
        return ArtifactGuess::Retrieval;
    }
    if (hasTopKey(text, "routing"_L1) || hasTopKey(text, "routes"_L1)) {
        return ArtifactGuess::Routing;
    }
    return hasTopKey(text, "tools"_L1) || hasTopKey(text, "mcpServers"_L1) ? ArtifactGuess::Tools
                                                                           : ArtifactGuess::None;
}

} // namespace

Format formatOf(const QString &path, const QString &text)
{
    const PathParts parts = partsOf(path);
    const QString &name = parts.name;
    if (parts.extension == "txt"_L1 && name.contains("skprompt"_L1)) {
        return Format::SemanticKernelPrompt;
    }
    if (parts.extension == "prompty"_L1) {
        return Format::Prompty;
    }
    if (endsWithAny(name, {".prompt.yml"_L1, ".prompt.yaml"_L1})) {
        return Format::GitHubModels;
    }
    if (parts.extension == "prompt"_L1) {
        return Format::Dotprompt;
    }
    if (isOneOf(parts.extension, {"j2"_L1, "jinja"_L1, "jinja2"_L1, "njk"_L1})) {
        return Format::Jinja;
    }
    if (name == "skill.md"_L1 || name.endsWith(".skill.md"_L1)) {
        return Format::Skill;
    }
    if (name.endsWith(".prompt.md"_L1)) {
        return Format::CommandMarkdown;
    }
    if (endsWithAny(name, {".agent.md"_L1, ".chatmode.md"_L1, ".instructions.md"_L1, ".mdc"_L1})) {
        return Format::AgentMarkdown;
    }
    if (isOneOf(parts.extension, {"md"_L1, "markdown"_L1, "mdx"_L1})) {
        const auto frontMatter = findFrontMatter(text, Before::Nothing);
        const bool hasFrontMatter = frontMatter && frontMatter->closed
                                    && looksLikeYaml(QStringView(text).sliced(frontMatter->content.start,
                                                                              frontMatter->content.length));
        const bool takesArguments = hasFrontMatter
                                    && QStringView(text)
                                           .sliced(frontMatter->content.start, frontMatter->content.length)
                                           .contains("argument-hint:"_L1);
        if (takesArguments || (!parts.folders.isEmpty() && parts.folders.last() == "commands"_L1)) {
            return Format::CommandMarkdown;
        }
        return hasFrontMatter ? Format::AgentMarkdown : Format::Markdown;
    }
    if (isOneOf(parts.extension, {"yml"_L1, "yaml"_L1})) {
        return Format::Yaml;
    }
    if (isOneOf(parts.extension, {"json"_L1, "jsonc"_L1, "json5"_L1})) {
        const bool isConfig =
            name.contains("config"_L1) && text.contains("\"schema\""_L1)
            && (text.contains("\"completion\""_L1) || text.contains("\"execution_settings\""_L1));
        return isConfig ? Format::SemanticKernelConfig : Format::Json;
    }
    return Format::Text;
}

ArtifactGuess guessArtifact(const QString &path, const QByteArray &firstBytes)
{
    const PathParts parts = partsOf(path);
    const QString &name = parts.name;
    if (firstBytes.contains('\0')) {
        return ArtifactGuess::None;
    }
    static const QSet<QString> wellKnown = {
        u"agents.md"_s,    u"claude.md"_s,      u"gemini.md"_s,   u"copilot-instructions.md"_s,
        u".cursorrules"_s, u".windsurfrules"_s, u".clinerules"_s, u"skill.md"_s,
        u"skprompt.txt"_s};
    const bool ours = std::any_of(parts.folders.begin(), parts.folders.end(), [](const QString &f) {
        return f == ".countersign"_L1 || f == "node_modules"_L1;
    });
    if (ours) {
        return ArtifactGuess::None;
    }
    if (wellKnown.contains(name)
        || endsWithAny(name,
                       {".prompty"_L1, ".prompt"_L1, ".prompt.yml"_L1, ".prompt.yaml"_L1, ".prompt.md"_L1,
                        ".agent.md"_L1, ".chatmode.md"_L1, ".instructions.md"_L1, ".mdc"_L1})) {
        return ArtifactGuess::Prompt;
    }
    if (isHousekeeping(parts)) {
        return ArtifactGuess::None;
    }
    const QString text = QString::fromUtf8(firstBytes);
    const bool named = parts.stem.contains("prompt"_L1)
                       || isOneOf(parts.stem, {"system"_L1, "user"_L1, "assistant"_L1, "developer"_L1,
                                               "persona"_L1, "instructions"_L1});
    const Format format = formatOf(path, text);
    switch (format) {
    case Format::Yaml:
    case Format::Json:
    case Format::SemanticKernelConfig:
        return guessConfiguration(parts, text);
    case Format::AgentMarkdown:
    case Format::CommandMarkdown:
    case Format::Skill: {
        const bool hasAgentKeys =
            hasTopKey(text.left(4096), "description"_L1)
            && (hasKey(text, "name"_L1) || hasKey(text, "tools"_L1) || hasKey(text, "model"_L1));
        return named || isInPromptFolder(parts) || hasAgentKeys ? ArtifactGuess::Prompt : ArtifactGuess::None;
    }
    case Format::Markdown:
        return named || isInPromptFolder(parts) ? ArtifactGuess::Prompt : ArtifactGuess::None;
    case Format::Jinja:
        return named || isInPromptFolder(parts) || speaksToAModel(text) ? ArtifactGuess::Prompt
                                                                        : ArtifactGuess::None;
    case Format::Text:
        if (isOneOf(parts.extension, {"txt"_L1, "hbs"_L1, "handlebars"_L1, "mustache"_L1, "tmpl"_L1})) {
            return named || isInPromptFolder(parts) ? ArtifactGuess::Prompt : ArtifactGuess::None;
        }
        return ArtifactGuess::None;
    case Format::Prompty:
    case Format::Dotprompt:
    case Format::GitHubModels:
    case Format::SemanticKernelPrompt:
        return ArtifactGuess::Prompt;
    }
    return ArtifactGuess::None;
}

} // namespace countersign::prompt
