// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Hash.h"
#include "gui/support/PageBench.h"
#include "services/PolicyYaml.h"
#include "ui/change/RequirementsRail.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/editor/PromptEdit.h"
#include "ui/policy/DryRunPanel.h"
#include "ui/policy/PolicyEditing.h"
#include "ui/policy/PolicyFormView.h"
#include "ui/policy/PolicyPage.h"
#include "ui/policy/PolicySend.h"
#include "ui/policy/PolicyTableView.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

namespace countersign::test {

/// The policy of the stories as a file with comments of its own, and a story under it.
struct Written
{
    QByteArray yaml;
    Policy policy;

    Written()
    {
        yaml = policyYaml(storyPolicy());
        yaml.replace("    approvals: 2\n", "    approvals: 2 # as agreed in May\n");
        policy = policyFromYaml(yaml).value();
    }
};

inline Story storyUnder(const Policy &policy)
{
    Story story(policy);
    story.baseline(QStringLiteral("support/refund"), QStringLiteral("Refunds within 30 days."));
    story.opened(ana, QStringLiteral("Shorter refund window")).submitted(ana, QStringLiteral("support/refund"), QStringLiteral("Refunds within 14 days."));
    return story;
}

/// A page over such a story, with the file at hand.
struct Desk
{
    Written written;
    Story story;
    PageBench bench;
    PolicyPage *page = nullptr;

    Desk(const Theme &theme, const PrincipalId &me, const QSize &size = pageAt1280, const std::function<void(WorkspaceView &)> &before = {})
        : story(storyUnder(written.policy)), bench(theme, story, viewOf(story, me))
    {
        bench.workspace.contents.insert(contentHash(written.yaml), written.yaml);
        if (before)
            bench.workspace.change([&](WorkspaceView &view) { before(view); });
        page = bench.show<PolicyPage>(size);
        (void)QTest::qWaitFor([this] { return editing()->isReady() && !editing()->isChecking(); });
    }

    [[nodiscard]] PolicyTableView *table() const { return find<PolicyTableView>(page, "policyTable"); }
    [[nodiscard]] const RequirementsRail::Content &send() const { return find<PolicySend>(page, "policySend")->rail()->content(); }
    [[nodiscard]] RequirementsRail *rail() const { return find<PolicySend>(page, "policySend")->rail(); }
    [[nodiscard]] QByteArray sentText() const { return bench.workspace.lastDraft.files.value(0).text; }

    /// What a field of the form that is open holds, by the keyboard.
    void type(const QString &field, const QString &words) const
    {
        auto *widget = find<QWidget>(page, (QStringLiteral("policyField_") + field).toLatin1().constData());
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(widget, words);
    }
    void check(const QString &field, const QString &option) const
    {
        auto *box = find<QCheckBox>(page, QStringLiteral("policyField_%1_%2").arg(field, option).toLatin1().constData());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
    }
    void choose(const QString &field, const QString &option) const
    {
        auto *box = find<QComboBox>(page, (QStringLiteral("policyField_") + field).toLatin1().constData());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < box->count() && box->currentData().toString() != option; ++i)
            QTest::keyClick(box, Qt::Key_Down);
    }
    [[nodiscard]] PolicyEditing *editing() const { return page->findChild<PolicyEditing *>(); }
    /// What was edited is written: another thread does it.
    [[nodiscard]] bool settled() const { return QTest::qWaitFor([this] { return !editing()->isChecking(); }); }
    void go(const QString &section) const { page->navigate({.page = PageKind::Policy, .filter = section}); }
    [[nodiscard]] QByteArray text() const { return editing()->text(); }
    /// The policy that the text says when what was edited is written.
    [[nodiscard]] Policy edited() const { return settled() ? policyFromYaml(text()).value_or(Policy()) : Policy(); }

    void openCell(const QString &row, int column) const
    {
        (void)settled();
        openCell(table(), row, column);
    }
    static void openCell(PolicyTableView *view, const QString &row, int column)
    {
        view->setFocus();
        for (int at = 0; at < view->model()->rowCount(); ++at) {
            if (view->rowKey(at) == row)
                view->setCurrentIndex(view->model()->index(at, column));
        }
        QTest::keyClick(view, Qt::Key_Return);
    }
};

} // namespace countersign::test
