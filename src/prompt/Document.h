// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>

/// Prompt files as values: read every format people keep prompts in, and write an edit back with only the
/// edited bytes changed. Everything here is pure, free of I/O and safe on any thread.
namespace countersign::prompt {

/// Files above this size are not decoded; the document then has a problem of kind TooLarge and no text.
inline constexpr qsizetype maximumFileBytes = 16 * 1024 * 1024;
/// Structure (front matter, YAML, JSON) above this size or depth is shown as text with a problem.
inline constexpr qsizetype maximumStructureBytes = 1024 * 1024;
inline constexpr int maximumYamlDepth = 32;
inline constexpr int maximumJsonDepth = 64;

enum class Format {
    Text,            ///< plain text, also anything unknown
    Markdown,        ///< Markdown without front matter
    AgentMarkdown,   ///< Markdown with YAML front matter: agents, instructions, chat modes, rules
    CommandMarkdown, ///< a slash command or .prompt.md: Markdown that takes arguments
    Skill,           ///< SKILL.md
    Prompty,         ///< .prompty, v1 and v2
    Dotprompt,       ///< .prompt with Handlebars
    GitHubModels,    ///< .prompt.yml, .prompt.yaml
    Jinja,           ///< .j2, .jinja, .jinja2
    Yaml,
    Json,
    SemanticKernelPrompt, ///< skprompt.txt
    SemanticKernelConfig, ///< config.json beside an skprompt.txt
};

enum class TemplateLanguage {
    None,
    Jinja,          ///< {{ x | filter }}, {% if %}, {# #}; Nunjucks too
    Handlebars,     ///< {{x}}, {{#each}}, {{helper x}}, {{> partial}}
    Mustache,       ///< {{x}}, {{#section}}, {{> partial}}
    FString,        ///< {x}, {{ escapes
    DollarBrace,    ///< ${x}, ${input:x:placeholder}
    DollarArgs,     ///< $ARGUMENTS, $1
    GoTemplate,     ///< {{ .Field }}
    SemanticKernel, ///< {{$x}}, {{plugin.function $x}}
};

/// Half-open range of UTF-16 code units. What it counts in (source or message text) is said where it is used.
struct Span
{
    qsizetype start = 0;
    qsizetype length = 0;

    [[nodiscard]] qsizetype end() const { return start + length; }
    [[nodiscard]] bool isEmpty() const { return length == 0; }
    [[nodiscard]] bool contains(qsizetype offset) const { return offset >= start && offset < end(); }
    friend bool operator==(const Span &, const Span &) = default;
};

enum class LineEnding { None, Lf, CrLf, Cr, Mixed };

enum class Charset {
    Utf8,
    InvalidUtf8, ///< undecodable bytes are shown as U+FFFD, one each; only ASCII may be written
    Utf16,       ///< shown, never written
    Binary,      ///< not a text; `source` is empty
};

struct Encoding
{
    Charset charset = Charset::Utf8;
    bool bom = false;
    LineEnding lineEnding = LineEnding::None;
    bool finalNewline = false;
    /// source offsets of the U+FFFD that stand for one raw byte, ascending
    QList<qsizetype> invalidOffsets = {};

    friend bool operator==(const Encoding &, const Encoding &) = default;
};

enum class Role { None, System, User, Assistant, Developer, Tool };

/// `textLength` units of a message's text that come from `sourceLength` units of the source. Equal lengths
/// mean the same characters one to one; otherwise it is one escape or line break that cannot be divided.
struct Segment
{
    qsizetype text = 0;
    qsizetype source = 0;
    qsizetype textLength = 0;
    qsizetype sourceLength = 0;

    friend bool operator==(const Segment &, const Segment &) = default;
};

/// How a text is held in its file; what must be escaped when it is written.
enum class Carrier { Body, YamlPlain, YamlSingle, YamlDouble, YamlLiteral, YamlFolded, JsonString };

struct Message
{
    Role role = Role::None;
    /// "assistant[helper]" → "helper"; otherwise the key that holds the text, may be empty
    QString name = {};
    /// where in the file: "body", "messages[2].content", "agent.templates.system_template"
    QString path = {};
    QString text = {}; ///< decoded; line breaks are '\n', also in a file with CRLF
    Span span = {};    ///< in the source: everything that carries the text, with quotes and block header
    Carrier carrier = Carrier::Body;
    TemplateLanguage language = TemplateLanguage::None;
    QList<Segment> segments = {}; ///< ascending, cover the whole text; empty when the text cannot be mapped

    /// Whether the text is the source slice `span`, so that offsets differ by span.start only.
    [[nodiscard]] bool isVerbatim() const;
    /// The source range that carries the text range, without decoration (indentation, quotes) at its ends.
    /// The whole span when the text cannot be mapped.
    [[nodiscard]] Span toSource(Span inText) const;
    /// The text offset of the character that is carried at or next after a source offset, clamped to the
    /// text.
    [[nodiscard]] qsizetype toText(qsizetype sourceOffset) const;

    friend bool operator==(const Message &, const Message &) = default;
};

/// A heading and the text up to the next heading of any level. Text before the first heading is in no
/// section.
struct Section
{
    int message = 0; ///< index into Document::messages
    QString title = {};
    int level = 0;     ///< 1 to 6
    int parent = -1;   ///< index of the enclosing section, -1 at the top
    Span heading = {}; ///< in the message's text: the heading line(s) with the line break
    Span body = {};    ///< in the message's text

    friend bool operator==(const Section &, const Section &) = default;
};

enum class VariableKind {
    Input,     ///< filled in by the caller
    Local,     ///< bound inside the template: a loop variable, {% set %}, this, @index
    Partial,   ///< {{> shared/persona}}, {% include "x" %}
    Reference, ///< ${env:NAME}, ${file:path}, file://path; shown, never resolved
    Helper,    ///< a helper or filter the caller must provide: {{formatDate x}}, {{plugin.function}}
};

struct Variable
{
    QString name = {}; ///< as used, dotted paths whole: "customer.firstName", "env:AZURE_ENDPOINT"
    VariableKind kind = VariableKind::Input;
    int uses = 0;
    int message = -1;   ///< where it is used first; -1 when it is only declared or stands in the settings
    Span firstUse = {}; ///< in that message's text; in the source when `message` is -1
    bool declared = false;
    bool required = false;
    QString type = {};         ///< as declared
    QString defaultValue = {}; ///< as declared

    /// "customer" of "customer.firstName".
    [[nodiscard]] QString root() const;
    friend bool operator==(const Variable &, const Variable &) = default;
};

enum class SettingKind {
    Model,
    Parameter, ///< temperature, token limits, stop sequences …
    Tool,
    Approval, ///< who or what must confirm; permission modes
    Schema,
    Retrieval,
    Routing, ///< hand-offs, agents, workflow steps
    Threshold,
    Activation, ///< when a prompt applies: description, globs, mode
    Variable,   ///< declarations of inputs
    Metadata,   ///< name, authors, version, licence
    Other,
};

/// One scalar of the structured part. Lists have one setting per element with a path that ends in "[]";
/// elements that are maps with a name are addressed by it, "tools[search].description", so that their order
/// does not matter.
struct Setting
{
    QString path = {};
    QString value = {}; ///< canonical: unquoted, 0.70 as 0.7, TRUE as true
    SettingKind kind = SettingKind::Other;
    Span span = {}; ///< in the source: the scalar with its quotes; several settings of one scalar share it

    friend bool operator==(const Setting &, const Setting &) = default;
};

enum class Severity { Note, Warning, Error };

enum class ProblemKind {
    TooLarge,
    Binary, ///< no text at all, or a text with a NUL
    NotUtf8,
    ControlCharacter, ///< shown as text only
    StructureSyntax,  ///< YAML or JSON that does not parse; `detail` is the parser's words
    StructureTooDeep,
    StructureTooLarge,
    AliasRefused, ///< YAML aliases are never expanded
    DuplicateKey,
    FrontMatterUnclosed, ///< a first line --- without a second
    UnclosedTag,         ///< {{ or {% without its end
    UnexpectedClose,     ///< }} without {{, {{/if}} without {{#if}}
    UnclosedBlock,       ///< {{#if}} without {{/if}}
    MixedTemplates,      ///< tags of another template language, which stay literal
    UnknownTemplateLanguage,
};

struct Problem
{
    ProblemKind kind = ProblemKind::StructureSyntax;
    Severity severity = Severity::Warning;
    QString detail = {}; ///< the parser's own words or the offending characters; not translated
    int line = 0;        ///< 1-based
    int column = 0;      ///< 1-based, in characters (code points)
    Span span = {};      ///< in the source

    friend bool operator==(const Problem &, const Problem &) = default;
};

struct Document
{
    QString path = {};
    Format format = Format::Text;
    Encoding encoding = {};
    QString source = {};   ///< the whole text without BOM, line endings kept
    Span frontMatter = {}; ///< in the source: between the two --- lines, empty when there is none
    TemplateLanguage language = TemplateLanguage::None;
    QList<Message> messages = {};
    QList<Section> sections = {};
    QList<Variable> variables = {};
    QList<Setting> settings = {};
    QList<Problem> problems = {};

    /// The first setting at `path`, or nullptr.
    [[nodiscard]] const Setting *setting(const QString &settingPath) const;
    /// Every value at `path`, in file order ("tools[]").
    [[nodiscard]] QStringList values(const QString &settingPath) const;
    /// Names of the tools this file grants, in file order, from whichever key the format uses.
    [[nodiscard]] QStringList tools() const;
    /// The model this file asks for, from whichever key the format uses; empty when it names none.
    [[nodiscard]] QString model() const;
    /// Index of the section that holds a text offset of a message, heading included; -1 when there is none.
    [[nodiscard]] int sectionAt(int message, qsizetype textOffset) const;
    /// "Safety" or "Policy / Refunds": the titles from the top down to a section.
    [[nodiscard]] QString sectionPath(int section) const;
    /// Index of the message whose span holds a source offset; -1 when there is none.
    [[nodiscard]] int messageAt(qsizetype sourceOffset) const;

    friend bool operator==(const Document &, const Document &) = default;
};

/// Reads a prompt file. Total: whatever cannot be parsed is one message with the whole text and a problem
/// that says where; a front matter that is no YAML is a message "frontMatter" before the body. `path` decides
/// the format together with the content; it is not opened.
[[nodiscard]] Document parse(const QByteArray &bytes, const QString &path);

/// Two versions of the file at `path`, read at the same time where they are long.
[[nodiscard]] std::array<Document, 2> parseBoth(const QByteArray &before, const QByteArray &after,
                                                const QString &path);

/// 1-based line and column (in code points) of a source offset.
struct Place
{
    int line = 1;
    int column = 1;
};
[[nodiscard]] Place placeOf(const QString &source, qsizetype offset);

} // namespace countersign::prompt
