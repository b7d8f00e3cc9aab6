// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Authority.h"

#include "diff/Expression.h"

#include <QRegularExpression>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

const diff::Expression &actsOutside()
{
    // Modal, act, object, near each other and in this order. What every program does all the time (use, read, write)
    // counts only with an object that lies outside.
    static const diff::Expression expression = [] {
        const QString modal =
            u"(?<!\\w)(?:never|(?:do|must|may|can|shall|should|does)(?: not|n['’]t)(?: try to| attempt "
            u"to)?|cannot|no longer|not (?:allowed|permitted) to"
            "|forbidden to|no direct|prohibited from|refrain from|without asking|(?:are |is "
            ")?(?:allowed|permitted|authori[sz]ed|free) to"
            "|have (?:full )?(?:permission|access|authority) to|can(?=[\\s*_`]+(?:only "
            ")?access(?!\\w))|may|automatically|on your own|only)"
            "(?:[\\s*_`\"']+[\\w'’-]+){0,4}?[\\s*_`\"']+"_s;
        const QString gap = u"\\w*(?:[\\s*_`\"',/(]+[\\w'’./-]+){0,8}?[\\s*_`\"',/(]+"_s;
        // Of a noun that begins like the act (a user, a connection, a commitment) nothing is done, and attention is paid
        // with no money.
        const QString strong =
            u"(?:delet|remov|overwrit|modif|edit(?!or|ion)|push(?! (?:\\w+ ){0,2}(?:boundar|limit|envelope))|"
            u"commit(?!ment|tee)|merg|rebas|deploy|publish|releas(?!e notes)|install|"
            u"uninstall|execut|run(?!time|ner| (?:any "
            u")?(?:redundant|repeated))|send(?!er)|email|post(?!pone|er)|"
            u"pay(?!load|er|ee| (?:\\w+ ){0,3}(?:attention|heed|regard))|charg"
            "|transfer|purchas|buy(?!er)|order(?!ly)|book(?!mark)|cancel|access|shar|upload|download|disabl|"
            "enabl|"
            "restart|grant|revok|clos(?!er|est|ely|e attention|e to)|approv|submit|invok|delegat|touch"
            "|drop(?!down)|truncat|issu|schedul|reschedul|block(?!er|quote)|unblock|suspend|bypass|kill|"
            "renam|"
            "alter(?!nativ)|reset|log in|contact|credit(?!or)|refund|amend)"_s;
        const QString anything =
            u"(?:files?|tests?|branch(?:es)?|repositor(?:y|ies)|repos?|codebase|databases?|records?|accounts?"
            u"|payments?|systems?|environments?|packages?"
            "|dependenc(?:y|ies)|config(?:uration)?s?|production|staging|secrets?|credentials?|passwords?|"
            "commands?|terminal|shell|network|internet|emails?"
            "|messages? "
            "to|tickets?|orders?|reservations?|bookings?|appointments?|tasks?|tools?|director(?:y|ies)|"
            "folders?|servers?|services|pipelines?"
            "|migrations?|pull "
            "requests?|prs?|commits?|subscriptions?|invoices?|transactions?|funds|money|cards?|prescriptions?"
            "|apis?|endpoints?|instances?"
            "|clusters?|permissions?|master|subagents?|scripts?|calls?|pip|sudo|automatically)"_s;
        const QString weak = u"(?:us(?:e|es|ed|ing)(?!\\w)|read(?!er|able|ability)|open(?!ness)|creat(?!iv|"
                             u"or)|writ(?!er)|start(?!er|up)|"
                             u"connect(?!ion|or)|chang|updat|call(?!er)|brows|search(?!er)|fetch|query)"_s;
        const QString outside =
            u"(?:credentials?|secrets?|passwords?|production|payments?|accounts?|(?:main|protected|release) "
            u"branch|databases?|internet|network|web|terminal"
            "|shell|tools?|commands?|sudo|subagents?|external "
            "\\w+|emails?|calendar|reservations?|bookings?|orders?|repo(?:sitor(?:y|ies))?s?|"
            u"existing (?!(?:style|pattern|convention|practice|approach|design|format)s?(?!\\w))\\w+)"_s;
        return diff::Expression(modal + u"(?:"_s + strong + gap + anything + u'|' + weak + gap + outside
                                    + u")(?!\\w)"_s,
                                QRegularExpression::CaseInsensitiveOption);
    }();
    return expression;
}

} // namespace

std::optional<diff::Range> actOutside(QStringView text)
{
    return actsOutside().find(text);
}

} // namespace countersign::lanes
