// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <KSyntaxHighlighting/SyntaxHighlighter>

namespace countersign {

class Theme;

// The syntax of a prompt file in the colours of our theme: see syntaxDefinitionFor(). Structure is quiet, so that the
// differences stay the loudest thing on the page.
class PromptHighlighter : public KSyntaxHighlighting::SyntaxHighlighter
{
    Q_OBJECT

public:
    // `theme` outlives it.
    PromptHighlighter(const Theme &theme, QTextDocument *document);

    void setFile(const QString &path, const QString &text);

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    const Theme &m_theme;
};

} // namespace countersign
