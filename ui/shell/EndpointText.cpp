// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/EndpointText.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace countersign {

QString EndpointText::lead(const QString &subject, const QString &host)
{
    const QHash<QString, QString> leads = {
        {u"endpoint.insecure"_s, tr("The address is neither https nor on this machine.")},
        {u"endpoint.unconfirmed"_s, tr("Nobody here has agreed to send texts to %1.").arg(host)},
        {u"endpoint.no_key"_s, tr("The key for %1 cannot be read.").arg(host)},
        {u"endpoint.unreachable"_s, tr("%1 cannot be reached.").arg(host)},
        {u"endpoint.timeout"_s, tr("%1 did not answer in time.").arg(host)},
        {u"endpoint.tls"_s, tr("The connection to %1 is not to be trusted.").arg(host)},
        {u"endpoint.unauthorized"_s, tr("%1 does not take the key.").arg(host)},
        {u"endpoint.rate_limited"_s, tr("%1 takes no more requests now.").arg(host)},
        {u"endpoint.server"_s, tr("%1 failed.").arg(host)},
        {u"endpoint.rejected"_s, tr("%1 does not take the request.").arg(host)},
        {u"endpoint.redirected"_s, tr("%1 sends elsewhere, which is not followed.").arg(host)},
        {u"endpoint.broken"_s, tr("The answer of %1 broke off.").arg(host)},
        {u"endpoint.too_large"_s, tr("The answer of %1 is too long.").arg(host)},
        {u"endpoint.bad_answer"_s, tr("What %1 answered cannot be read.").arg(host)},
    };
    return leads.value(subject);
}

} // namespace countersign
