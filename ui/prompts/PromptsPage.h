// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

class QSplitter;

namespace countersign {

class PromptList;
class PromptPane;

// Which prompts there are, which version runs where, what is being changed, what the text says and since when.
class PromptsPage : public Page
{
    Q_OBJECT

public:
    explicit PromptsPage(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;
    void settle() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    PageContext m_context;
    ViewPointer m_view;
    QSplitter *m_split = nullptr;
    PromptList *m_list = nullptr;
    PromptPane *m_pane = nullptr;
    bool m_widthChosen = false;
};

} // namespace countersign
