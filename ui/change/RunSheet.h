// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/RunPlans.h"
#include "services/Workspace.h"
#include "ui/common/Sheet.h"
#include "ui/shell/PageContext.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace countersign {

class FormField;
class NoticeBar;
class OpinionKey;
class PlainLabel;

// Asks how a suite is to be run over the current revision of a change, says what that will take, and begins it. What was
// said is remembered for the workspace, without a key. Nothing is sent and nothing executed before the button is pressed.
class RunSheet : public Sheet
{
    Q_OBJECT

public:
    // `suites` are those to choose from, `suite` the one that is chosen first. The context has a desk for runs and one
    // for opinions, which knows hosts and keys.
    RunSheet(const PageContext &context, const ChangeId &change, const QList<ArtifactId> &suites,
             const ArtifactId &suite, QWidget *covered);
    ~RunSheet() override;

signals:
    // The run is under way; the sheet closes by itself.
    void begun();

private:
    void build(const QList<ArtifactId> &suites, const ArtifactId &suite);
    void buildModel();
    void buildCommand();
    void chooseSuite();
    void textsCame(const Result<RunTexts> &texts);
    void follow();
    void followKey();
    void measure();
    void showEstimate(const Result<RunEstimate> &estimate);
    void begin();
    void start();
    void say(const Error &error);
    [[nodiscard]] RunWish wish() const;
    [[nodiscard]] bool byCommand() const;
    // What keeps the button from acting; empty when nothing does.
    [[nodiscard]] QString missing() const;
    [[nodiscard]] bool hasBaseline() const;
    void remember();

    PageContext m_context;
    ChangeId m_change;
    std::optional<RunTexts> m_texts;
    std::optional<RunEstimate> m_estimate;
    Latest<Result<RunTexts>> m_reading{this};
    Latest<Result<RunEstimate>> m_measuring{this};

    QComboBox *m_suite = nullptr;
    QComboBox *m_file = nullptr;
    FormField *m_fileField = nullptr;
    QComboBox *m_how = nullptr;
    QCheckBox *m_live = nullptr;
    QWidget *m_model = nullptr; // what belongs to asking a model
    QLineEdit *m_endpoint = nullptr;
    FormField *m_endpointField = nullptr;
    QLineEdit *m_name = nullptr;
    OpinionKey *m_key = nullptr;
    QLineEdit *m_judge = nullptr;
    FormField *m_judgeField = nullptr;
    QLineEdit *m_embedding = nullptr;
    FormField *m_embeddingField = nullptr;
    QSpinBox *m_repeats = nullptr;
    QSpinBox *m_concurrency = nullptr;
    QCheckBox *m_promptfoo = nullptr;
    PlainLabel *m_promptfooHelp = nullptr;
    QString m_promptfooProgram;
    QWidget *m_command = nullptr; // what belongs to the team's own command
    QLineEdit *m_line = nullptr;
    FormField *m_lineField = nullptr;
    QCheckBox *m_allow = nullptr;
    PlainLabel *m_takes = nullptr;
    NoticeBar *m_error = nullptr;
    PlainLabel *m_missing = nullptr;
    bool m_filling = false;
};

} // namespace countersign
