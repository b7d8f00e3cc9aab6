// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/editor/PromptHighlighter.h"

#include "ui/common/Theme.h"
#include "ui/syntax/SyntaxDefinitions.h"

#include <KSyntaxHighlighting/Format>

namespace countersign {

PromptHighlighter::PromptHighlighter(const Theme &theme, QTextDocument *document)
    : KSyntaxHighlighting::SyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] { rehighlight(); });
}

void PromptHighlighter::setFile(const QString &path, const QString &text)
{
    setDefinition(syntaxDefinitionFor(path, text));
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
