// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Receipt.h"

#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

void printReceipt(Context &context, const QString &done, const QString &words, const WriteReceipt &receipt,
                  const QJsonObject &fields)
{
    if (context.out.isJson()) {
        QJsonObject object = fields;
        object.insert(u"done"_s, done);
        object.insert(u"at"_s, json(receipt.at));
        if (!receipt.notices.isEmpty()) {
            object.insert(u"notices"_s, QJsonArray::fromStringList(receipt.notices));
        }
        context.out.json(object);
        return;
    }
    context.out.line(words);
    for (const QString &notice : receipt.notices) {
        context.out.notice(noticeWords(notice));
    }
}

void printChangeReceipt(Context &context, const Session &session, const QString &done, const QString &words,
                        const WriteReceipt &receipt, const ChangeId &id, const QJsonObject &fields)
{
    const ViewPointer view = session.view();
    const Change *change = view->state.change(id);
    QJsonObject object = fields;
    QString line = words;
    QString open;
    if (change) {
        object.insert(u"change"_s, changeJson(*change));
        if (change->status == ChangeStatus::Accepted) {
            QJsonArray accepted;
            QStringList versions;
            for (const AcceptedFile &file : change->accepted) {
                accepted.append(
                    QJsonObject{{u"prompt"_s, file.artifact.value}, {u"version"_s, file.version.toString()}});
                versions.append(file.artifact.value + u'@' + file.version.toString());
            }
            const bool now = done == "approved"_L1 || done == "accepted"_L1;
            if (now) {
                object.insert(u"accepted"_s, accepted);
                line += u" Accepted: "_s + versions.join(u", "_s) + u'.';
            }
        } else if (done == "approved"_L1) {
            QJsonArray missing;
            for (const Requirement &requirement : requirementsToAccept(view->state, *change)) {
                if (!requirement.met()) {
                    missing.append(QJsonObject{{u"id"_s, requirement.id()},
                                               {u"words"_s, requirementWords(*view, requirement)}});
                }
            }
            object.insert(u"missing"_s, missing);
            open = missingWords(*view, requirementsToAccept(view->state, *change));
        }
    }
    printReceipt(context, done, line, receipt, object);
    if (!context.out.isJson() && !open.isEmpty()) {
        context.out.line(u"Not accepted yet: "_s + open + u'.');
    }
}

} // namespace countersign::ctl
