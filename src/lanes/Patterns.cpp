// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Patterns.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

struct Row
{
    Pattern pattern;
    const char16_t *words; // alternatives, whole words, case ignored
};

// People whose word counts in a hand-over or an approval.
#define PEOPLE                                                                                                             \
    u"(?:human|person|people|manager|supervisor|lawyer|attorney|counsel|solicitor|doctor|physician|clinician|nurse"        \
    u"|pharmacist|therapist|specialist|officer|administrator|admin|maintainer|reviewer|operator|representative|colleague"  \
    u"|expert|professional|caseworker|underwriter|moderator|guardian|support team|live agent"         \
    u"|human agent|team lead|engineer on call|on-call|security team|legal team|compliance(?: team)?" \
    u"|helpline|hotline|police|ambulance|branch office)s?"

const Row table[] = {
    {Pattern::Approval,
     u"(?:ask(?:s|ing)? for|seek|request|obtain|get|gets|requires?|needs?|await|wait(?:s|ing)? for|without|after|until|before|explicit|user|plan|prior"
     u"|written|final) (?:[\\w'’-]+ ){0,5}(?:approval|permission|confirmation|consent|sign-?off|authori[sz]ation|go-ahead)"
     u"|(?:approval|confirmation|permission|consent|sign-?off) (?:from|by|of|before|is|required|needed|gate)"
     u"|(?:must|should|need to|has to|have to|to) (?:be )?(?:approved?|confirmed?|authori[sz]ed|signed off|countersigned)(?: by| with| before)?"
     u"|confirm(?:s|ed)? (?:\\w+ ){0,4}with (?:the |a |your )?(?:user|customer|client|caller|human|person|patient|operator|team)"
     u"|(?:explicit|explicitly) (?:confirm|approv|consent|agree|authori)\\w*"
     u"|ask (?:the (?:user|customer|human|caller|operator|developer|author)|me|first|a human|them)(?: first| before| for| whether| if| to confirm)"
     u"|ask (?:first|before)|check with (?:the |a |me|your )\\w*"
     u"|escalat(?:e|es|ed|ing|ion)(?! (?:tone|privilege|in|of (?:violence|negativity)))|de-?escalat(?:e|ion) to"
     u"|hand(?:s|ed|ing)? (?:[\\w'’]+ ){0,6}(?:over|off) to|hand(?:s|ed)? over|hand-?(?:over|off)s? to"
     u"|(?:transfer|route|forward|pass|connect|redirect|direct|send|switch)(?:s|ed|ing|red)? (?:[\\w'’]+ ){0,6}to (?:[\\w-]+ ){0,3}" PEOPLE
     u"|(?:refer|referred|refers|signpost) (?:[\\w'’]+ ){0,6}to (?:[\\w-]+ ){0,3}" PEOPLE
     u"|(?:consult|contact|call|notify|alert|involve|page|inform|tell|speak to|talk to|see|ask|engage|advise engaging) (?:a|an|the|your|their|his|her|qualified|local|licensed|emergency|with)? ?(?:[\\w-]+ ){0,3}" PEOPLE
     u"|" PEOPLE u" (?:(?:must|should|shall|has to|have to|needs? to|will|may|can) (?:also |first |then )?(?:review|approve|check|decide|sign|confirm|take over|handle|authori[sz]e|verify|agree|release|answer)|reviews?|approves?|checks?|decides?|signs?|confirms?|takes? over)"
     u"|(?:reviewed|checked|approved|decided|signed|verified|confirmed|handled|released) by (?:[\\w-]+ ){0,3}" PEOPLE
     u"|human (?:review|approval|oversight|judg[e]?ment|intervention|in the loop|confirmation|sign-?off)|human-in-the-loop"
     u"|(?:requires?|needs?|for|must have|until|before|without) (?:a )?manual (?:review|approval|check)|second (?:pair of eyes|reviewer|approver)|four[- ]eyes|two[- ]person"
     u"|emergency (?:services|number|line|call)|(?:call|dial) (?:911|112|999|988|emergency)"
     u"|pause (?:and|for|until|points?|before)|(?:wait|stop) for (?:the |a |my |your )?(?:user|human|customer|caller|client|patient|operator|further instructions)"
     u"|without (?:asking|confirming|confirmation|approval|prompting|checking|review)|on (?:your|its) own (?:authority|initiative)?"
     u"|auto-?(?:approve|merge|resolve|reject|send|close|accept|submit|execute)\\w*"},
    {Pattern::Stop,
     u"(?:stop|halt|abort|give up|terminate|end your turn|quit|keep (?:going|working|trying|iterating)|continue (?:working|until|to iterate|without)"
     u"|do not (?:stop|end|give up)|never (?:stop|give up|end))(?: [\\w'’,/-]+){0,12}? (?:after|when|if|until|unless|times|attempts?|failures?|iterations?|errors?)"
     u"|(?:until|unless) (?:\\w+ ){0,6}(?:solved|resolved|complete|completed|done|pass|passes|fixed)"},
    {Pattern::Forbids,
     u"never|do not|don['’]t|must not|mustn['’]t|may not|cannot|can['’]t|shall not|should not|shouldn['’]t|not allowed|forbidden|prohibited|under no circumstances"
     u"|no longer|not permitted|off[- ]limits|refrain from|avoid|no direct|unauthori[sz]ed|only|except|solely|exclusively"},
    {Pattern::Permits,
     u"may|can|are allowed|is allowed|allowed to|permitted|authori[sz]ed|free to|have (?:full )?(?:permission|access|authority)|without asking"
     u"|automatically|on your own|yourself|directly|at your discretion|you decide|autonomous(?:ly)?|proactively"},
    {Pattern::OutsideAct,
     u"(?:delet|remov|overwrit|modify|modif(?:ied|ies)|modifying|edit|chang|creat|writ|push|commit|merg|rebas|deploy|publish|releas|install|uninstall|execut|run"
     u"|send|sent|email|post|pay|paid|charg|transfer|purchas|buy|bought|order|book|cancel|access|read|shar|upload|download|disabl|enabl|restart"
     u"|grant|revok|clos|approv|submit|invok|delegat|touch|drop|truncat|open|issu|creat|schedul|reschedul|block|unblock|suspend|resum|sign|call|contact|skip|bypass|start|stop|kill|move|renam|commit|alter|updat|reset|us|fetch|connect|query|log in|browse)(?:e|es|ed|s|ing|ting|ning|t)?"},
    {Pattern::ActObject,
     u"(?:files?|tests?|branch(?:es)?|repositor(?:y|ies)|repos?|code(?:base)?|databases?|tables?|records?|accounts?|payments?|systems?|environments?|packages?|dependenc(?:y|ies)"
     u"|config(?:uration)?s?|settings|production|staging|secrets?|credentials?|tokens?|passwords?|commands?|terminal|shell|network|internet|web|emails?|messages?|tickets?|orders?"
     u"|reservations?|bookings?|appointments?|tasks?|tools?|director(?:y|ies)|folders?|servers?|services?|pipelines?|migrations?|workflows?|pull requests?|prs?|issues?|commits?"
     u"|subscriptions?|invoices?|transactions?|funds|money|cards?|prescriptions?|apis?|endpoints?|resources?|instances?|clusters?|permissions?|roles|users?|customers?|calendar|documents?|data|main|master|subagents?|agents?|scripts?|sub-?tasks)"},
    {Pattern::StrongObject,
     u"(?:main|master|protected|release|default) branch|(?:push|commit|merge)\\w* (?:\\w+ ){0,3}(?:main|master)|force[- ]push|production|credentials?|secrets?|passwords?|payments?|packages?|dependenc(?:y|ies)"
     u"|existing tests?|(?:tasks? )?directly|accounts?|databases?|sudo|root|rm -rf|outside (?:of )?(?:the )?(?:\\w+ )?(?:director(?:y|ies)|folder|workspace|repo\\w*|project)"
     u"|external (?:service|system|network|api|site)s?|internet|emails?|transactions?|funds|money|subscriptions?|bookings?|reservations?|orders?|prescriptions?|appointments?|calendar|customers?|(?:the )?user['’]s \\w+"},
    {Pattern::Money,
     u"refund\\w*|reimburs\\w*|fees?|surcharges?|prices?|pricing|discounts?|store credits?|vouchers?|compensat\\w*|goodwill|invoic\\w*|billing|billed|payments?|subscriptions?|penalt(?:y|ies)"
     u"|deposits?|payouts?|premiums?|tax(?:es)?|interest rate|loans?|debts?|mortgages?|salar(?:y|ies)|wages?|chargebacks?|warrant(?:y|ies)|returns? (?:policy|window|period)|return (?:an |the )?items?|cancel(?:l?ation)? (?:fee|period|policy)|waive[rd]?s?|credit (?:limit|line|score)|overdrafts?|coverage|copay|deductible|claims?"},
    {Pattern::MoneyStrong,
     u"refund\\w*|reimburs\\w*|compensat\\w*|store credits?|chargebacks?|redundancy pay|late fees?|goodwill (?:credit|gesture|payment)\\w*|waive\\w*|price match\\w*|money back"},
    {Pattern::Eligibility,
     u"eligib\\w*|ineligib\\w*|qualif(?:y|ies|ied|ication)\\w*|entitle[dms]\\w*|applicants?|candidates? (?:must|who|with|without)|(?:accept|reject|deny|approve|admit|exclude|disqualif\\w+)(?:s|ed)? (?:\\w+ ){0,3}(?:applica\\w+|claims?|customers?|candidates?|users?|requests?|patients?|tenants?|students?)|only (?:members|customers|residents|adults)|(?:over|under|at least) \\d+ years|age of \\d+|years of age"},
    {Pattern::Legal,
     u"legal(?:ly)?|lawful(?:ly)?|unlawful|illegal|liab(?:le|ility|ilities)|statut\\w+|regulat(?:ion|ory|ed)\\w*|complian\\w+|discriminat\\w+|court|tribunal|jurisdiction|contract(?:s|ual)? (?:terms|law|clause)|gdpr|hipaa|ccpa|sox|attorney|counsel|solicitor|lawsuit|litigation|copyright|intellectual property|protected (?:class|characteristic|leave)\\w*|visa|immigration|asylum|tenan(?:t|cy)|evict\\w*|moratori\\w+|homeless\\w*|settled status|indemnif\\w+"},
    {Pattern::LegalStrong,
     u"legal advice|(?:not |no )?(?:a )?substitute for (?:\\w+ ){0,3}advice|disclaimer|legally (?:liable|responsible|required|binding|entitled)|liable|liability|your rights|(?:have|has) the right to|are entitled|is entitled|statutory|unlawful|illegal"},
    {Pattern::Medical,
     u"diagnos\\w+|dos(?:e|es|age|ing)|symptoms?|medication\\w*|medicin\\w+|prescri\\w+|treatments?|patients?|suicid\\w+|self-?harm|crisis|allerg\\w+|disorders?|clinical\\w*|therap\\w+|drug interactions?|contraindicat\\w+|pregnan\\w+|triage|vaccin\\w+|mental health|overdos\\w+|blood pressure|psycholog\\w+ (?:conditions?|disorders?)"},
    {Pattern::MedicalStrong,
     u"diagnos(?:is|es|e|ing|tic)|dos(?:e|es|age)|prescri(?:be|ption)\\w*|suicid\\w+|self-?harm|disorders?|contraindicat\\w+|overdos\\w+|medical advice|allerg\\w+"},
    {Pattern::Safety,
     u"refus(?:e|es|al|als|ing)|declin(?:e|es|ing)|moderat(?:e|ion|or|ors|ing)|harmful|unsafe|jailbreak\\w*|prompt injection|hate(?:ful)?(?: speech)?|violen(?:t|ce)|sexual\\w*|weapons?|explosives?|minors|child(?:ren)? safety|abus(?:e|ive)|extremis\\w+|illegal (?:acts?|activit\\w+|drugs?)|self-?harm|dangerous|offensive|toxic\\w*|profan\\w+|misinformation|inappropriate|controversial|politic(?:s|al)|sensitive topics?"},
    {Pattern::SafetyStrong,
     u"(?:never|do not|don['’]t|must not|must|should|always|may|can|cannot|politely) (?:\\w+ ){0,3}(?:refus\\w+|declin\\w+|deny)|(?:refuse|decline|deny) (?:to|any|all|requests?|user)|(?:do not|don['’]t|never|avoid) (?:\\w+ ){0,2}(?:discuss|answer|engage|talk|comment|generate|produce|provide|help|speculate)(?:\\w*)(?: \\w+){0,6} (?:about|on|regarding|topics?|opinions?|advice|recommendations?)"
     u"|(?:reveal|disclose|share|repeat|show|discuss|change) (?:\\w+ ){0,3}(?:system prompt|these (?:rules|instructions)|your (?:instructions|prompt|rules)|anything above)|(?:you are|being|is) an? (?:ai|bot|virtual assistant|language model)[.,]? (?:when|if)|(?:say|disclose|admit|tell|state) that you are (?:an? )?(?:ai|bot|virtual|language)|identify (?:yourself|itself) as|ignore (?:all |any )?(?:previous|prior|instructions)|jailbreak\\w*|prompt injection|content policy|violat(?:e|es|ing|ion) (?:of )?(?:the )?(?:\\w+ )?polic(?:y|ies)|harmful content|hate speech"},
    {Pattern::Privacy,
     u"personal (?:data|information|details)|personally identif\\w+|pii|phi|ssn|social security|card (?:numbers?|data|details)|cvv|iban|passwords?|verif(?:y|ies|ied|ication) (?:\\w+ ){0,4}identit(?:y|ies)|identity (?:check|verification|documents?)|confidential\\w*|private (?:data|information|details|keys?)|anonymi[sz]\\w*|redact\\w*|consent|date of birth|home address|phone numbers?|email addresses|medical records?|(?:customer|user|patient|client|employee)(?:['’]s)? (?:data|information|details|records?)|security questions?|two-factor|one-time (?:code|password)|authenticat\\w+|data (?:retention|protection|subject)"},
    {Pattern::PrivacyStrong,
     u"personal (?:data|information|details)|personally identif\\w+|pii|ssn|social security|card (?:numbers?|data|details)|cvv|identity (?:check|verification)|verif\\w+ (?:\\w+ ){0,4}identit(?:y|ies)|date of birth|one-time (?:code|password)|security questions?|medical records?|redact\\w*"},
    {Pattern::Source,
     u"(?:only|solely|exclusively|strictly|also|always|never|do not|don['’]t|must|should|may|can) (?:[\\w'’]+ ){0,5}(?:use|rely|answer|respond|base|draw|cite|reference|quote|trust|prefer|consult|search|include|add|provide)\\w* (?:[\\w'’*]+ ){0,8}(?:passages?|documents?|sources?|context|search results?|knowledge(?: base)?|retrieved|provided (?:information|data|text)|policy text|facts|articles?|outside|external|general|prior|wikipedia|the web|internet|information)"
     u"|(?:use|using|rely on|based on|answer from|stick to|limited to|drawn from) (?:only |solely |exclusively )(?:[\\w'’]+ ){0,6}(?:passages?|documents?|sources?|context|results?|knowledge|information|data|facts)"
     u"|(?:own|prior|general|outside|world|background|internal|training|pre-?trained) knowledge|what you (?:already )?know"
     u"|(?:never|not|don['’]t|avoid|rather than|without|no|may|can|instead of) (?:\\w+ ){0,2}(?:make up|making up|mak(?:e|ing) (?:any )?assumptions|fabricat\\w*|hallucinat\\w*|invent(?:ed|ing)?|guess(?:ing)?|speculat\\w+)|best guess"
     u"|(?:if|when) (?:[\\w'’]+ ){0,10}(?:do not know|don['’]t know|cannot find|can['’]t find|not sure|unsure|uncertain|no (?:relevant )?(?:information|answer|result)|not (?:in|contain(?:ed)?|found|covered|mentioned))|say (?:that )?you (?:do not|don['’]t) know|takes? precedence|overrides?|authoritative|source of truth|priorit(?:y|ize|ise) (?:[\\w'’]+ ){0,4}sources?"},
    {Pattern::Decision,
     u"(?:give|assign|apply|use|set) (?:it |them |the |a )?(?:\\w+ )?(?:label|verdict|category|flag|rating|class)(?: \\S+){0,6} (?:if|when|for|to)|(?:label|flag|mark|classify|categori[sz]e|reject|approve|accept|block|allow|remove|escalate) (?:\\S+ ){0,6}(?:as|if|when|unless|whether|only)|(?:is|are|counts? as|considered) (?:\\w+ )?(?:a )?(?:violation|unacceptable|worth checking|harmful|safe|unsafe|benign|malicious|spam|fraud\\w*|suspicious|qualified|unqualified)|worth checking|if in doubt|err on the side|benefit of the doubt|(?:decide|determine|judge|assess) (?:if|whether)"},
    {Pattern::Person,
     u"customers?|clients?|patients?|applicants?|candidates?|callers?|guests?|passengers?|members?|subscribers?|students?|tenants?|borrowers?|policyholders?|claimants?|employees?|buyers?|shoppers?|citizens?|users?|you['’]re entitled|consumers?"},
    {Pattern::Obligation,
     u"must(?:n['’]t)?|shall|should(?:n['’]t)?|never|always|do not|don['’]t|cannot|can['’]t|only|may not|required?|requires|mandatory|need(?:s)? to|ha(?:ve|s) to|under no circumstances|not allowed|forbidden|prohibited|avoid|ensure|make sure|exactly|at least|at most|no more than|strictly|prefer|critical|important|without exception|every|all|any"},
    {Pattern::Condition,
     u"only if|only when|if|unless|except|when(?:ever)?|until|provided that|as long as|in case|otherwise|where possible|regardless|even if|before|after"},
    {Pattern::Contract,
     u"json|xml|yaml|csv|schema|fields?|keys?|columns?|tags?|attributes?|integers?|boolean|enum|array|object|regex|(?:return|output|respond with|reply with|answer with|print|emit|produce) (?:only|just|exactly|nothing|a single|one|the)|nothing else|no other text|in the (?:following )?format|(?:following|exact|this) (?:format|structure|template)|inline citations?|citations?|cite|sections? called|section titled|in a section|headers?|file ?names?|<\\w+>|placeholder|parse\\w*|delimit\\w*|enclosed? in|wrapped? in"},
    {Pattern::Layout,
     u"bullets?|bulleted|bullet points?|lists?|markdown|headings?|headers?|bold|italics?|tables?|charts?|words?|sentences?|characters?|lines?|paragraphs?|spacing|indent\\w*|concise(?:ly)?|brief(?:ly)?|short(?:er)?|verbos\\w+|length|succinct\\w*|format(?:ted|ting)?|layout|capitali[sz]\\w+|emojis?|links?|numbered|blank line|line breaks?|notes? at|diagrams?|mermaid|x axis|y axis|preamble|punctuation|headline|heading|warnings or notes|human-readable|summar(?:y|ies)|tl;?dr|dash|asterisk|unordered|ordered"},
    {Pattern::Tone,
     u"tones?|friendly|polite(?:ly)?|warm(?:ly)?|casual|formal|professional(?:ly)?|conversational|plain language|simple language|jargon|marketing language|enthusias\\w+|empath\\w+|humou?r|style|voice|energetic|greet\\w*|cheerful\\w*|apologi[sz]e|clear and|easy to (?:read|understand)"},
    {Pattern::Scoring,
     u"scor(?:e|es|ing)|ratings?|grades?|graded|rubrics?|\\d+ points|points (?:for|per)|tiers?|criteria|criterion|metrics?|weights?|deduct\\w*|pass(?:es)? if|fail(?:s)? if|rank(?:ing)?"},
    {Pattern::Threshold,
     u"(?:<=?|>=?|≤|≥|below|above|under|over|less than|more than|greater than|at least|at most|exceeds?|threshold|minimum|maximum|cut-?off|confidence|coverage|score)"},
    {Pattern::Role,
     u"you are|you['’]re an?|act as|your role|your (?:task|job|goal|purpose|mission) is|you will act|assume the role|your name is|tasked with"},
    {Pattern::Note,
     u"note(?:s|d)?(?: that)?:?|see also|see|for (?:more|further) (?:information|details)|more details|reference files?|documentation|learn more|references?|refer to the|available at|further reading|https?://\\S+"},
    {Pattern::Encouragement,
     u"take a (?:deep )?breath|step by step|understand that|remember that|you can do|do your best|will be (?:compared|graded|judged|rewarded)|think (?:deeply|carefully|hard)|good luck|thank you"},
    {Pattern::Step,
     u"(?:^|[:;,.(-] ?|\\d[.)] |then |and |to |please |also |you |always |never )(?:use|add|create|write|include|provide|ensure|check|verify|run|read|analy[sz]e|identify|list|extract|generate|make|find|search|review|consider|follow|apply|explain|describe|summari[sz]e|output|return|answer|respond|ask|call|save|update|remove|delete|keep|start|begin|end|put|give|tell|say|show|focus|look|take|try|choose|select|compare|test|validate|implement|build|set|define|document|report|translate|convert|rewrite|revise|rate|evaluate|assess|determine|decide|handle|avoid|prefer|stop|wait|continue|ignore|treat|mention|offer|send|do|be|adjust|remain|analyze|present|perform|execute|delegate|consult|combine|rank|sort|assume|infer|greet|help|accept|reject|approve|deny|grant|refuse|decline|waive|charge|refund|transfer|hand|escalate|flag|label|block|allow|admit|promise|recommend|name|share|confirm|cancel|close|open|push|commit|merge|deploy|install|improve|wish|thank|require|remind|refer|route|store|log|record|reply|ensure|limit|restrict|schedule|book|disclose|reveal|collect|notify)"},
    {Pattern::Address,
     u"second person|2nd person|third person|first person|your client|you|your|they|their|the (?:user|customer|client|adviser|advisor)"},
    {Pattern::ToolList,
     u"(?:available |allowed |your |the )?(?:tools?|commands?|functions?|actions?|capabilities|permissions|skills you can call|apis)(?: available| you (?:have|can use|may use))?"},
};

#undef PEOPLE

const QRegularExpression &expression(Pattern pattern)
{
    static const QHash<int, QRegularExpression> expressions = [] {
        QHash<int, QRegularExpression> result;
        for (const Row &row : table) {
            const QString words = QString::fromUtf16(row.words);
            // Alternatives that look at their start or at signs bring their own borders.
            const bool bare = row.pattern == Pattern::Step || row.pattern == Pattern::Threshold || row.pattern == Pattern::Note
                || row.pattern == Pattern::Contract;
            const QString text = bare ? u"(?:"_s + words + u")(?!\\w)"_s : u"(?<!\\w)(?:"_s + words + u")(?!\\w)"_s;
            result.insert(static_cast<int>(row.pattern),
                          QRegularExpression(text, QRegularExpression::CaseInsensitiveOption));
        }
        return result;
    }();
    return *expressions.constFind(static_cast<int>(pattern));
}

} // namespace

bool matches(Pattern pattern, QStringView text)
{
    return expression(pattern).matchView(text).hasMatch();
}

QString captured(Pattern pattern, QStringView text)
{
    QStringList found;
    QRegularExpressionMatchIterator matches = expression(pattern).globalMatchView(text);
    while (matches.hasNext())
        found.append(matches.next().captured().toLower());
    return found.join(u'|');
}

} // namespace countersign::lanes
