// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EndpointWords.h"

#include "app/countersignctl/Words.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

QString endpointWords(const Error &error, const QString &host, const QHash<QString, QString> &own)
{
    static const QHash<QString, QString> sentences = {
        {u"endpoint.insecure"_s, u"its address is neither https nor on this machine"_s},
        {u"endpoint.no_key"_s,
         u"its key cannot be read; --key says where it is, an environment variable for one"_s},
        {u"endpoint.unreachable"_s, u"%1 cannot be reached"_s},
        {u"endpoint.timeout"_s, u"%1 did not answer in time"_s},
        {u"endpoint.tls"_s, u"the connection to %1 is not to be trusted"_s},
        {u"endpoint.unauthorized"_s, u"%1 does not take the key"_s},
        {u"endpoint.rate_limited"_s, u"%1 takes no more requests now"_s},
        {u"endpoint.server"_s, u"%1 failed"_s},
        {u"endpoint.rejected"_s, u"%1 does not take the request"_s},
        {u"endpoint.redirected"_s, u"%1 sends elsewhere, which is not followed"_s},
        {u"endpoint.broken"_s, u"the answer of %1 broke off"_s},
        {u"endpoint.too_large"_s, u"the answer of %1 is too long"_s},
        {u"endpoint.bad_answer"_s, u"what %1 answered cannot be read"_s},
    };
    const QString sentence = own.value(error.subject, sentences.value(error.subject));
    if (sentence.isEmpty())
        return errorWords(error);
    const QString words = sentence.contains(u"%1"_s) ? QString(sentence).replace(u"%1"_s, host) : sentence;
    return error.detail.isEmpty() || error.code == ErrorCode::Refused ? words
                                                                      : u"%1 (%2)"_s.arg(words, error.detail);
}

} // namespace countersign::ctl
