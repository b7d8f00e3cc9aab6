// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Together.h"
#include "prompt/Body.h"
#include "prompt/FrontMatter.h"
#include "prompt/Guess.h"
#include "prompt/Source.h"
#include "prompt/Structure.h"
#include "prompt/Template.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// How sure it is that a text is a template of its language.
enum class Certainty { Guessed, Stated };

// The front matter of a file. The two sides of a comparison, and most files of one repository, have the same: the last
// one that a thread read is kept.
TreeResult frontMatterTree(const QString &source, Span content)
{
    constexpr qsizetype mostKept = 8 * 1024;
    struct Last
    {
        QString text = {}; // of the source up to the end of the front matter, on which all places in the tree rest
        Span content = {};
        TreeResult tree = {};
    };
    thread_local Last last;
    const QStringView text = QStringView(source).first(content.end());
    if (text.size() > mostKept) {
        return readYaml(source, content);
    }
    if (last.content != content || last.text != text) {
        last = {.text = text.toString(), .content = content, .tree = readYaml(source, content)};
    }
    return last.tree;
}

class Reader
{
public:
    Reader(const QByteArray &bytes, const QString &path)
    {
        Decoded decoded = decode(bytes);
        m_document.path = path;
        m_document.source = std::move(decoded.source);
        m_document.encoding = std::move(decoded.encoding);
        m_document.problems = std::move(decoded.problems);
        m_structured = decoded.structured;
    }

    Document read()
    {
        if (m_document.encoding.charset == Charset::Binary) {
            return std::move(m_document);
        }
        m_document.format = formatOf(m_document.path, m_document.source);
        if (!m_structured) {
            wholeText();
        } else if (m_document.format == Format::Yaml || m_document.format == Format::GitHubModels) {
            readTree(readYaml(m_document.source, whole()));
        } else if (m_document.format == Format::Json || m_document.format == Format::SemanticKernelConfig) {
            readTree(readJson(m_document.source, whole()));
        } else {
            readText();
        }
        addReferencesOfSettings();
        addDeclared();
        for (int i = 0; i < m_document.messages.size(); ++i) {
            findSections(m_document.messages[i], i, m_document.sections);
        }
        std::stable_sort(m_document.problems.begin(), m_document.problems.end(),
                         [](const Problem &a, const Problem &b) { return a.span.start < b.span.start; });
        return std::move(m_document);
    }

private:
    [[nodiscard]] Span whole() const { return {.start = 0, .length = m_document.source.size()}; }

    [[nodiscard]] QStringView slice(Span span) const
    {
        return QStringView(m_document.source).sliced(span.start, span.length);
    }

    Message bodyMessage(Span span, const QString &path) const
    {
        Message message{.path = path, .span = span};
        readBody(message, m_document.source, m_document.encoding.lineEnding);
        return message;
    }

    void wholeText() { m_document.messages.append(bodyMessage(whole(), u"body"_s)); }

    void problem(ProblemKind kind, Severity severity, Span span, const QString &detail)
    {
        m_document.problems.append(problemAt(kind, severity, m_document.source, span, detail));
    }

    // YAML and JSON

    void readTree(TreeResult tree)
    {
        m_document.problems.append(tree.problems);
        if (tree.documents.empty()) {
            if (!tree.problems.isEmpty() || m_document.source.isEmpty()) {
                wholeText();
            }
            return;
        }
        const bool isProse = tree.documents.size() == 1 && tree.documents.front().isScalar();
        if (isProse) {
            wholeText(); // a text that happens to be one YAML scalar
            return;
        }
        StructuredContent content = readStructure(tree.documents, Prompts::Detected);
        m_document.messages = std::move(content.messages);
        m_document.settings = std::move(content.settings);
        m_declared = std::move(content.declared);
        chooseLanguages(content);
        for (int i = 0; i < m_document.messages.size(); ++i) {
            const Message &message = m_document.messages[i];
            TemplateScan scan = scanTemplate(message.text, message.language);
            for (const TemplateUse &use : scan.uses) {
                addUse(i, use.name, use.kind, use.span);
            }
            for (const TemplateUse &use : scanReferences(message.text)) {
                addUse(i, use.name, use.kind, use.span);
            }
            for (const TemplateProblem &found : scan.problems) {
                addTemplateProblem(found, message.toSource(found.span));
            }
        }
    }

    void chooseLanguages(const StructuredContent &content)
    {
        if (m_document.format == Format::GitHubModels) {
            m_document.language = TemplateLanguage::Mustache;
            m_certainty = Certainty::Stated;
        } else if (content.namesLanguage) {
            nameLanguage(content, {});
        } else if (isPromptfoo()) {
            m_document.language = TemplateLanguage::Jinja; // Nunjucks
            m_certainty = Certainty::Stated;
        } else {
            QSet<TemplateLanguage> found;
            for (const Message &message : m_document.messages) {
                found.insert(guessLanguage(message.text, Guessing::Template));
            }
            // The richest one that occurs: a plain {{x}} means the same in all of them.
            for (const TemplateLanguage candidate :
                 {TemplateLanguage::Jinja, TemplateLanguage::Handlebars, TemplateLanguage::GoTemplate,
                  TemplateLanguage::SemanticKernel, TemplateLanguage::Mustache, TemplateLanguage::FString}) {
                if (found.contains(candidate)) {
                    m_document.language = candidate;
                    break;
                }
            }
        }
        for (Message &message : m_document.messages) {
            message.language =
                message.language == TemplateLanguage::None ? m_document.language : message.language;
        }
    }

    [[nodiscard]] bool isPromptfoo() const
    {
        const auto has = [&](QLatin1StringView prefix) {
            return std::any_of(m_document.settings.begin(), m_document.settings.end(),
                               [&](const Setting &s) { return s.path.startsWith(prefix); });
        };
        const bool hasPrompts =
            has("prompts"_L1)
            || std::any_of(m_document.messages.begin(), m_document.messages.end(),
                           [](const Message &m) { return m.path.startsWith("prompts["_L1); });
        return hasPrompts && (has("providers"_L1) || has("tests"_L1));
    }

    void nameLanguage(const StructuredContent &content, Span place)
    {
        m_document.language = content.language;
        m_certainty = Certainty::Stated;
        if (content.language == TemplateLanguage::None) {
            problem(ProblemKind::UnknownTemplateLanguage, Severity::Warning, place, content.languageName);
        }
    }

    // Texts with and without front matter

    void readText()
    {
        const Format format = m_document.format;
        const bool takesFrontMatter =
            format != Format::Text && format != Format::Jinja && format != Format::SemanticKernelPrompt;
        Span body = whole();
        StructuredContent content;
        if (takesFrontMatter) {
            body = readFrontMatter(content);
        }
        chooseLanguage(body, content);
        TemplateScan scan = scanTemplate(slice(body), m_document.language);
        divide(body, scan);
        for (Message &message : m_document.messages) {
            message.language = m_document.language;
        }
        for (const TemplateUse &use : scan.uses) {
            addUseAt(use, body.start);
        }
        if (m_document.language != TemplateLanguage::DollarBrace) {
            for (const TemplateUse &use : scanReferences(slice(body))) {
                addUseAt(use, body.start);
            }
        }
        for (const TemplateProblem &found : scan.problems) {
            addTemplateProblem(found, {body.start + found.span.start, found.span.length});
        }
    }

    // Reads what stands before the body and returns the body.
    Span readFrontMatter(StructuredContent &content)
    {
        const Format format = m_document.format;
        const bool demanded = format != Format::Markdown;
        const auto found = findFrontMatter(m_document.source,
                                           format == Format::Dotprompt ? Before::Comments : Before::Nothing);
        if (!found || (!demanded && !looksLikeYaml(slice(found->content)))) {
            return whole();
        }
        if (!found->closed) {
            if (looksLikeYaml(slice(found->content))) {
                problem(ProblemKind::FrontMatterUnclosed, Severity::Error, {0, 3}, slice({0, 3}).toString());
            }
            return whole();
        }
        const Span body{.start = found->bodyStart, .length = m_document.source.size() - found->bodyStart};
        const TreeResult tree = frontMatterTree(m_document.source, found->content);
        m_document.frontMatter = found->content;
        m_document.problems.append(tree.problems);
        const bool isMap = !tree.documents.empty() && tree.documents.front().isMap();
        const bool isEmpty =
            tree.problems.isEmpty()
            && (tree.documents.empty() || tree.documents.front().kind == TreeNode::Kind::Null);
        if (isMap) {
            content = readStructure(tree.documents, Prompts::None);
            m_document.settings = std::move(content.settings);
            m_declared = std::move(content.declared);
        } else if (!isEmpty) {
            if (tree.problems.isEmpty()) {
                problem(ProblemKind::StructureSyntax, Severity::Error, found->content,
                        u"not a map of keys and values"_s);
            }
            // Nobody can say how it will be read: it is shown as text, and the keys that a lenient loader
            // would find.
            m_document.messages.append(bodyMessage(found->content, u"frontMatter"_s));
            m_document.settings = readLenient(m_document.source, found->content);
        }
        return body;
    }

    void chooseLanguage(Span body, const StructuredContent &content)
    {
        const QStringView text = slice(body);
        const QString &path = m_document.path;
        m_certainty = Certainty::Stated;
        const auto has = [&](QLatin1StringView needle) { return text.contains(needle); };
        switch (m_document.format) {
        case Format::Prompty:
            if (content.namesLanguage) {
                nameLanguage(content, m_document.frontMatter);
            } else {
                m_document.language = TemplateLanguage::Jinja;
            }
            return;
        case Format::Dotprompt: {
            const TemplateLanguage guess = guessLanguage(text, Guessing::Template);
            const bool plain = m_document.frontMatter.isEmpty() && guess != TemplateLanguage::Handlebars
                               && guess != TemplateLanguage::Mustache && !has("{{role"_L1);
            m_document.language = plain ? guess : TemplateLanguage::Handlebars;
            m_certainty = plain ? Certainty::Guessed : Certainty::Stated;
            return;
        }
        case Format::Jinja:
            m_document.language = TemplateLanguage::Jinja;
            return;
        case Format::SemanticKernelPrompt:
            m_document.language = TemplateLanguage::SemanticKernel;
            return;
        case Format::CommandMarkdown:
            m_document.language = path.endsWith(".prompt.md"_L1, Qt::CaseInsensitive)
                                      ? TemplateLanguage::DollarBrace
                                      : TemplateLanguage::DollarArgs;
            return;
        case Format::AgentMarkdown:
        case Format::Skill:
            m_certainty = Certainty::Guessed;
            m_document.language = has("${input:"_L1)                   ? TemplateLanguage::DollarBrace
                                  : has("$ARGUMENTS"_L1)               ? TemplateLanguage::DollarArgs
                                  : m_document.format == Format::Skill ? TemplateLanguage::None
                                                                       : guessLanguage(text, Guessing::Prose);
            return;
        default:
            break;
        }
        if (path.endsWith(".hbs"_L1) || path.endsWith(".handlebars"_L1)) {
            m_document.language = TemplateLanguage::Handlebars;
        } else if (path.endsWith(".mustache"_L1)) {
            m_document.language = TemplateLanguage::Mustache;
        } else {
            m_certainty = Certainty::Guessed;
            m_document.language = guessLanguage(
                text, m_document.format == Format::Markdown ? Guessing::Prose : Guessing::Template);
        }
    }

    void divide(Span body, const TemplateScan &scan)
    {
        const LineEnding lineEnding = m_document.encoding.lineEnding;
        const QString &source = m_document.source;
        if (m_document.format == Format::Prompty) {
            m_document.messages.append(splitByMarkerLines(source, body, lineEnding, Unmarked::OneMessage));
        } else if (m_document.format == Format::Dotprompt && !scan.roleTags.isEmpty()) {
            m_document.messages.append(splitByRoleTags(source, body, scan.roleTags, lineEnding));
        } else if (m_document.format == Format::Jinja && startsWithMarkerLine(slice(body))) {
            m_document.messages.append(splitByMarkerLines(source, body, lineEnding, Unmarked::OneMessage));
        } else {
            m_document.messages.append(bodyMessage(body, u"body"_s));
        }
    }

    // Variables

    void addUseAt(const TemplateUse &use, qsizetype bodyStart)
    {
        const qsizetype start = bodyStart + use.span.start;
        const auto next =
            std::upper_bound(m_document.messages.cbegin(), m_document.messages.cend(), start,
                             [](qsizetype offset, const Message &m) { return offset < m.span.start; });
        if (next == m_document.messages.cbegin() || !(next - 1)->span.contains(start)) {
            return; // inside a role marker
        }
        const Message &message = *(next - 1);
        const qsizetype textStart = message.toText(start);
        addUse(int(next - 1 - m_document.messages.cbegin()), use.name, use.kind,
               {textStart, message.toText(start + use.span.length) - textStart});
    }

    void addUse(int message, const QString &name, VariableKind kind, Span span)
    {
        const QString key = QString::number(int(kind)) + name;
        const auto known = m_variables.constFind(key);
        if (known != m_variables.cend()) {
            ++m_document.variables[*known].uses;
            return;
        }
        m_variables.insert(key, m_document.variables.size());
        m_document.variables.append(
            {.name = name, .kind = kind, .uses = 1, .message = message, .firstUse = span});
    }

    void addReferencesOfSettings()
    {
        QSet<qsizetype> seen;
        for (const Setting &setting : m_document.settings) {
            if (setting.span.isEmpty() || seen.contains(setting.span.start)) {
                continue;
            }
            seen.insert(setting.span.start);
            for (const TemplateUse &use : scanReferences(slice(setting.span))) {
                addUse(-1, use.name, use.kind, {setting.span.start + use.span.start, use.span.length});
            }
        }
    }

    void addDeclared()
    {
        QHash<QString, QList<qsizetype>> byRoot;
        for (qsizetype i = 0; i < m_document.variables.size(); ++i) {
            if (m_document.variables[i].kind == VariableKind::Input) {
                byRoot[m_document.variables[i].root()].append(i);
            }
        }
        QSet<QString> seen;
        for (const Variable &declared : m_declared) {
            if (seen.contains(declared.name)) {
                continue;
            }
            seen.insert(declared.name);
            const QList<qsizetype> used = byRoot.value(declared.name);
            for (const qsizetype i : used) {
                Variable &variable = m_document.variables[i];
                variable.declared = true;
                variable.required = declared.required;
                variable.type = declared.type;
                variable.defaultValue = declared.defaultValue;
            }
            if (used.isEmpty()) {
                m_document.variables.append(declared);
            }
        }
    }

    void addTemplateProblem(const TemplateProblem &found, Span inSource)
    {
        const bool isBlock =
            found.kind == ProblemKind::UnclosedBlock || found.kind == ProblemKind::MixedTemplates;
        if (m_certainty == Certainty::Guessed && !isBlock) {
            return; // stray braces of a text that only looks like a template
        }
        const bool isWarning = m_certainty == Certainty::Guessed || found.kind == ProblemKind::MixedTemplates
                               || (found.kind == ProblemKind::UnexpectedClose && found.detail == "}}"_L1);
        problem(found.kind, isWarning ? Severity::Warning : Severity::Error, inSource, found.detail);
    }

    Document m_document;
    bool m_structured = false;
    Certainty m_certainty = Certainty::Guessed;
    QList<Variable> m_declared;
    QHash<QString, qsizetype> m_variables;
};

} // namespace

Document parse(const QByteArray &bytes, const QString &path)
{
    return Reader(bytes, path).read();
}

std::array<Document, 2> parseBoth(const QByteArray &before, const QByteArray &after, const QString &path)
{
    constexpr qsizetype worthAThread = 200'000;
    std::array<Document, 2> documents;
    together(
        before.size() + after.size() > worthAThread, [&] { documents[0] = parse(before, path); },
        [&] { documents[1] = parse(after, path); });
    return documents;
}

} // namespace countersign::prompt
