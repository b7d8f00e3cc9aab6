// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/PromptHighlighter.h"

#include "ui/common/Theme.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// Reading all definitions takes a while, so that one collection serves the whole program.
const KSyntaxHighlighting::Repository &repository()
{
    static const KSyntaxHighlighting::Repository all;
    return all;
}

} // namespace

PromptHighlighter::PromptHighlighter(const Theme &theme, QTextDocument *document)
    : KSyntaxHighlighting::SyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] { rehighlight(); });
}

void PromptHighlighter::setPath(const QString &path)
{
    const KSyntaxHighlighting::Repository &all = repository();
    KSyntaxHighlighting::Definition definition = all.definitionForFileName(QFileInfo(path).fileName());
    if (!definition.isValid())
        definition = all.definitionForName(u"Markdown"_s);
    setDefinition(definition);
}

void PromptHighlighter::applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format)
{
    using Style = KSyntaxHighlighting::Theme::TextStyle;
    QTextCharFormat out;
    switch (format.textStyle()) {
    case Style::Keyword:
    case Style::ControlFlow:
    case Style::Function:
    case Style::DataType:
    case Style::Import:
    case Style::Preprocessor: out.setFontWeight(QFont::DemiBold); break;
    case Style::Variable:
    case Style::Attribute:
    case Style::Constant:
    case Style::BuiltIn:
    case Style::Extension: out.setForeground(m_theme.color(ColorRole::Accent)); break;
    case Style::Comment:
    case Style::CommentVar:
    case Style::Documentation:
    case Style::Annotation:
    case Style::RegionMarker:
    case Style::Operator: out.setForeground(m_theme.color(ColorRole::Muted)); break;
    default: break;
    }
    if (format.isBold(KSyntaxHighlighting::Theme()))
        out.setFontWeight(QFont::DemiBold);
    setFormat(offset, length, out);
}

} // namespace countersign
