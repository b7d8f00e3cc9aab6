// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Questions.h"

#include "ui/common/Buttons.h"
#include "ui/common/Sheet.h"

#include <QHBoxLayout>
#include <QPointer>
#include <QPushButton>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign {

void SheetQuestions::ask(const Question &question, QObject *context, std::function<void(Answer)> answered)
{
    auto *sheet = new Sheet(m_covered);
    sheet->setTitle(question.title, question.sentence);
    sheet->setDecidingButton(makeButton(question.accept,
                                        question.kind == QuestionKind::Danger ? ButtonKind::Danger : ButtonKind::Filled, sheet));
    if (!question.cancel.isEmpty())
        sheet->cancelButton()->setText(question.cancel);

    const auto given = std::make_shared<Answer>(Answer::Canceled);
    if (!question.alternative.isEmpty()) {
        QPushButton *other = makeButton(question.alternative, ButtonKind::Plain, sheet);
        other->setObjectName(u"sheetAlternative"_s);
        sheet->footNote()->addWidget(other);
        QObject::connect(other, &QPushButton::clicked, sheet, [sheet, given] {
            if (!sheet->isArmed())
                return;
            *given = Answer::Alternative;
            sheet->close();
        });
    }
    QObject::connect(sheet, &Sheet::decided, sheet, [sheet, given] {
        *given = Answer::Accepted;
        sheet->close();
    });
    const QPointer<QObject> alive(context);
    QObject::connect(sheet, &Sheet::closed, sheet, [sheet, given, alive, answered = std::move(answered)] {
        sheet->deleteLater();
        if (alive)
            answered(*given);
    });
    sheet->open();
}

} // namespace countersign
