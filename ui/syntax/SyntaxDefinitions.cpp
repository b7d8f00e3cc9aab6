// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/syntax/SyntaxDefinitions.h"

#include <KSyntaxHighlighting/Repository>

#include <QFileInfo>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// Enough of a text to tell its format.
constexpr qsizetype beginning = 64 * 1024;

QString tagsOf(prompt::TemplateLanguage language)
{
    switch (language) {
    case prompt::TemplateLanguage::None:
        return u"None"_s;
    case prompt::TemplateLanguage::Jinja:
        return u"Jinja"_s;
    case prompt::TemplateLanguage::Handlebars:
    case prompt::TemplateLanguage::Mustache:
    case prompt::TemplateLanguage::GoTemplate:
    case prompt::TemplateLanguage::SemanticKernel:
        return u"Handlebars"_s;
    case prompt::TemplateLanguage::FString:
        return u"FString"_s;
    case prompt::TemplateLanguage::DollarBrace:
        return u"DollarBrace"_s;
    case prompt::TemplateLanguage::DollarArgs:
        return u"DollarArgs"_s;
    }
    Q_UNREACHABLE_RETURN(u"None"_s);
}

// Text, Yaml or Comments; empty when it is no prompt.
QString kindOf(const QString &path, prompt::Format format)
{
    switch (format) {
    case prompt::Format::Json:
    case prompt::Format::SemanticKernelConfig:
        return {};
    case prompt::Format::Yaml:
    case prompt::Format::GitHubModels:
        return u"Yaml"_s;
    case prompt::Format::Dotprompt:
        return u"Comments"_s;
    case prompt::Format::Text: {
        const QString suffix = QFileInfo(path).suffix().toLower();
        return suffix.isEmpty() || suffix == "txt"_L1 || suffix == "text"_L1 ? u"Text"_s : QString();
    }
    case prompt::Format::Markdown:
    case prompt::Format::AgentMarkdown:
    case prompt::Format::CommandMarkdown:
    case prompt::Format::Skill:
    case prompt::Format::Prompty:
    case prompt::Format::Jinja:
    case prompt::Format::SemanticKernelPrompt:
        return u"Text"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

const KSyntaxHighlighting::Repository &syntaxRepository()
{
    static const std::unique_ptr<KSyntaxHighlighting::Repository> all = [] {
        auto repository = std::make_unique<KSyntaxHighlighting::Repository>();
        repository->addCustomSearchPath(u":/countersign"_s);
        return repository;
    }();
    return *all;
}

KSyntaxHighlighting::Definition syntaxDefinitionFor(const QString &path, prompt::Format format,
                                                    prompt::TemplateLanguage language)
{
    const KSyntaxHighlighting::Repository &all = syntaxRepository();
    const QString kind = kindOf(path, format);
    if (kind.isEmpty()) {
        const KSyntaxHighlighting::Definition byName = all.definitionForFileName(QFileInfo(path).fileName());
        if (byName.isValid()) {
            return byName;
        }
    }
    return all.definitionForName(u"Prompt %1 %2"_s.arg(kind.isEmpty() ? u"Text"_s : kind, tagsOf(language)));
}

KSyntaxHighlighting::Definition syntaxDefinitionFor(const QString &path, const QString &text)
{
    const prompt::Document document = prompt::parse(text.left(beginning).toUtf8(), path);
    prompt::TemplateLanguage language = document.language;
    for (const prompt::Message &message : document.messages) {
        language = language == prompt::TemplateLanguage::None ? message.language : language;
    }
    return syntaxDefinitionFor(path, document.format, language);
}

} // namespace countersign
