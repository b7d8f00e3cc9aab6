// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Patterns.h"

#include "diff/Expression.h"

#include <QRegularExpression>
#include <QStringList>

#include <vector>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

struct Row
{
    Pattern pattern;
    const char16_t *words; // alternatives, whole words, case ignored
};

// People whose word counts in a hand-over or an approval.
#define PEOPLE \
    u"(?:human|person|people|manager|supervisor|lawyer|attorney|counsel|solicitor|doctor|physician|" \
    u"clinician|nurse" \
    u"|pharmacist|therapist|specialist|officer|administrator|admin|maintainer|reviewer|operator|" \
    u"representative|colleague" \
    u"|expert|professional|caseworker|underwriter|moderator|guardian|support team|live agent" \
    u"|human agent|team lead|engineer on call|on-call|security team|legal team|compliance(?: team)?" \
    u"|helpline|hotline|police|ambulance|branch office)s?"

// Offices and people whose say it can be, also where no word of approval stands beside them.
#define STAFF \
    u"(?:(?:[a-z]+ )?(?:desk|front desk|office|branch|department|ward|handler|recruiter|teacher|counsell?or|dispatcher|owners?|" \
    u"lead|leader|manager|supervisor|pharmacist|doctor|physician|nurse|clinician|surgeon|therapist|lawyers?|attorney|" \
    u"counsel|solicitor|officer|administrators?|admins?|maintainers?|reviewers?|operators?|representative|colleagues?|" \
    u"experts?|specialists?|professional|caseworker|underwriter|surveyor|adjuster|moderators?|guardian|parents?|" \
    u"human|person|people|humans|team|release engineer|on call|authors|helpline|hotline|hot line|police|ambulance|station|queue|shop|store|council|board|committee|checker))"

const Row table[] = {
    {Pattern::Approval,
     u"(?:ask(?:s|ing)? for|seek|request|obtain|get|gets|requires?|needs?|await|wait(?:s|ing)? "
     u"for|without|after|until|before|explicit|user|plan|prior"
     u"|written|final) (?:[\\w'’-]+ "
     u"){0,5}(?:approval|permission|confirmation|consent|sign-?off|authori[sz]ation|go-ahead)"
     u"|(?:approval|confirmation|permission|consent|sign-?off)s? "
     u"(?:from|by|before|is|are|required|needed|gates?"
     u"|of (?:(?:the|a|an|your|their|his|her|our|every|each|all|any) [\\w'’-]+|" PEOPLE u"))"
     u"|(?:must|should|need to|has to|have to|to) (?:be )?(?:approved?|confirmed?|authori[sz]ed|signed "
     u"off|countersigned)(?: by| with| before)?"
     u"|confirm(?:s|ed)? (?:\\w+ ){0,4}with (?:the |a |your "
     u")?(?:user|customer|client|caller|human|person|patient|operator|team)"
     u"|(?:explicit|explicitly) (?:confirm|approv|consent|agree|authori)\\w*"
     u"|ask (?:the (?:user|customer|human|caller|operator|developer|author)|me|first|a human|them)(?: first| "
     u"before| for| whether| if| to confirm)"
     u"|ask (?:first|before)|check with (?:the |a |me|your )\\w*"
     u"|escalat(?:e|es|ed|ion|ing (?:to|the|it|a|an|this))(?! (?:tone|privilege|in|of "
     u"(?:violence|negativity)))|de-?escalat(?:e|ion) "
     u"to"
     u"|hand(?:s|ed|ing)? (?:[\\w'’]+ ){0,6}(?:over|off) to|hand(?:s|ed)? over|hand-?(?:over|off)s? to"
     u"|(?:transfer|route|forward|pass|connect|redirect|direct|send|switch)(?:s|ed|ing|red)? (?:[\\w'’]+ ){0,6}to (?:[\\w-]+ ){0,3}" PEOPLE u"|(?:refer|referred|refers|signpost) (?:[\\w'’]+ ){0,6}to (?:[\\w-]+ ){0,3}" PEOPLE u"|(?:consult|contact|call|notify|alert|involve|page|inform|tell|speak to|talk to|ask|engage|advise engaging) (?:a|an|the|your|their|his|her|qualified|local|licensed|emergency|with)? ?(?:[\\w-]+ ){0,3}" PEOPLE u"|see (?:an?|the|your|their|his|her) (?:[\\w-]+ ){0,2}" PEOPLE u"|" PEOPLE u" (?:(?:must|should|shall|has to|have to|needs? to|will|may|can) (?:also |first |then )?(?:review|approve|check|decide|sign|confirm|take over|handle|authori[sz]e|verify|agree|release|answer)|reviews?|approves?|checks?|decides?|signs?|confirms?|takes? over)"
     u"|(?:reviewed|checked|approved|decided|signed|verified|confirmed|handled|released) by (?:[\\w-]+ ){0,3}" PEOPLE u"|human (?:review|approval|oversight|judg[e]?ment|intervention|in the loop|confirmation|sign-?off)|human-in-the-loop"
     u"|(?:requires?|needs?|for|must have|until|before|without) (?:a )?manual "
     u"(?:review|approval|check)|second (?:pair of eyes|reviewer|approver)|four[- ]eyes|two[- ]person"
     u"|emergency (?:services|number|line|call)|(?:call|dial) (?:911|112|999|988|emergency)"
     u"|pause (?:and (?:wait|ask|let)|for|until|points?|before)|(?:wait|stop) for (?:the |a |my |your "
     u")?(?:user|human|customer|caller|client|patient|operator|further instructions)"
     u"|without (?:asking|confirming|confirmation|approval|prompting|checking|review)|on (?:your|its) own "
     u"(?:authority|initiative)?"
     u"|(?:obtain|get|ask for|wait for|have|has|with|without) (?:an? |the |their |his |her )?(?:explicit "
     u"|clear )?(?:yes|ok|okay|"
     u"agreement|go-ahead) (?:from|of|by)"
     u"|(?:needs?|takes?|wants?|requires?|gets?|with|without) (?:a |an |the )?(?:\\w+ "
     u")?(?:nod|ok|okay|yes|click|say-so|"
     u"green light|signature)(?: (?:from|by|of))?"
     u"|(?:the|a|every|each) "
     u"(?:user|customer|passenger|member|patient|caller|client|shopper|guest|owner|author|"
     u"developer|human|person) (?:(?:has to|have to|must|may|can|should|then|always) "
     u")?(?:sends?|decides?|signs?|"
     u"agrees?|confirms?|says? (?:yes|so)|clicks?|chooses?|approves?|"
     u"presses(?! (?:(?:an?|any|the) )?(?:[\\w-]+ "
     u"){0,2}(?:keys?|arrows?|enter|tab|escape|esc|space)(?!\\w))|accepts?)"
     u"|(?:the|a|every|each) "
     u"(?:user|customer|passenger|member|patient|caller|client|shopper|guest|owner|author|"
     u"developer|human|person|somebody|someone) (?:has|have) "
     u"(?:confirmed|agreed|approved|accepted|signed|said yes|decided)"
     u"|(?:until|once|after|before) (?:somebody|someone|a (?:human|person|colleague)) (?:has )?\\w+"
     u"|(?:after|pending|subject to) (?:an? |the )?(?:peer |code |human |independent )?review(?=[.,;:!]|$)"
     u"|(?:has|have) the (?:last|final) (?:word|say)|has the say|presses the button|who "
     u"(?:presses|decides|signs)"
     u"|auto-?(?:approve|merge|resolve|reject|send|close|accept|submit|execute)\\w*"},
    {Pattern::Stop,
     u"(?:stop|halt|abort|give up|terminate|end your turn|quit|keep "
     u"(?:going|working|trying|iterating)|continue (?:working|until|to iterate|without)"
     u"|do not (?:stop|end|give up)|never (?:stop|give up|end))(?: [\\w'’,/-]+){0,12}? "
     u"(?:after|when|if|until|unless|times|attempts?|failures?|iterations?|errors?)"
     u"|(?:until|unless) (?:\\w+ ){0,6}(?:solved|resolved|complete|completed|done|pass|passes|fixed)"},
    {Pattern::Forbids, u"never|do not|don['’]t|must not|mustn['’]t|may not|cannot(?! be "
                       u"(?:higher|lower|more|less|greater|larger|longer|shorter))|can['’]t|shall not|should "
                       u"not|shouldn['’]t|not allowed|forbidden|prohibited|under no circumstances"
                       u"|no longer(?! than)|not permitted|off[- ]limits|refrain from|avoid|no "
                       u"direct|unauthori[sz]ed|only|except|solely|exclusively"},
    {Pattern::Permits, u"may|can|are allowed|is allowed|allowed to|permitted|authori[sz]ed|free to|have "
                       u"(?:full )?(?:permission|access|authority)|without asking"
                       u"|automatically|on your own|yourself|directly|at your discretion|you "
                       u"decide|autonomous(?:ly)?|proactively"},
    {Pattern::OutsideAct,
     u"(?:delet|remov|overwrit|modify|modif(?:ied|ies)|modifying|edit|chang|creat|writ|push|commit|merg|"
     u"rebas|deploy|publish|releas|install|uninstall|execut|run"
     u"|send|sent|email|post|pay(?! (?:\\w+ "
     u"){0,2}attention)|paid|charg|transfer|purchas|buy|bought|order|book|cancel|access|read|shar|"
     u"upload|download|disabl|enabl|restart"
     u"|grant|revok|clos|approv|submit|invok|delegat|touch|drop|truncat|open|issu|creat|schedul|reschedul|"
     u"block|unblock|suspend|resum|sign|call|contact|skip|bypass|start|stop|kill|move|renam|commit|alter|"
     u"updat|reset|us|fetch|connect|query|log in|browse)(?:e|es|ed|s|ing|ting|ning|t)?"},
    {Pattern::ActObject,
     u"(?:files?|tests?|branch(?:es)?|repositor(?:y|ies)|repos?|code(?:base)?|databases?|tables?|records?|"
     u"accounts?|payments?|systems?|environments?|packages?|dependenc(?:y|ies)"
     u"|config(?:uration)?s?|settings|production|staging|secrets?|credentials?|tokens?|passwords?|commands?|"
     u"terminal|shell|network|internet|web|emails?|messages?|tickets?|orders?"
     u"|reservations?|bookings?|appointments?|tasks?|tools?|director(?:y|ies)|folders?|servers?|services?|"
     u"pipelines?|migrations?|workflows?|pull requests?|prs?|issues?|commits?"
     u"|subscriptions?|invoices?|transactions?|funds|money|cards?|prescriptions?|apis?|endpoints?|resources?|"
     u"instances?|clusters?|permissions?|roles|users?|customers?|calendar|documents?|data|main|master|"
     u"subagents?|agents?|scripts?|sub-?tasks)"},
    {Pattern::StrongObject,
     u"(?:main|master|protected|release|default) branch|(?:push|commit|merge)\\w* (?:\\w+ "
     u"){0,3}(?:main|master)|force[- "
     u"]push|production|credentials?|secrets?|passwords?|payments?|packages?|dependenc(?:y|ies)"
     u"|existing tests?|(?:tasks? )?directly|accounts?|databases?|sudo|root|rm -rf|outside (?:of )?(?:the "
     u")?(?:\\w+ )?(?:director(?:y|ies)|folder|workspace|repo\\w*|project)"
     u"|external "
     u"(?:service|system|network|api|site)s?|internet|emails?|transactions?|funds|money|subscriptions?|"
     u"bookings?|reservations?|orders|(?:an?|the|their|his|her|your|customer|purchase) order(?! of)|"
     u"prescriptions?|appointments?|calendar|customers?|(?:the )?user['’]s "
     u"\\w+"},
    {Pattern::Money, u"refund\\w*|reimburs\\w*|fees?|surcharges?|prices?|pricing|discounts?|store "
                     u"credits?|vouchers?|compensat\\w*|goodwill|invoic\\w*|billing|billed|payments?|"
                     u"subscriptions?|penalt(?:y|ies)"
                     u"|deposits?|payouts?|premiums?|tax(?:es)?|interest "
                     u"rate|loans?|debts?|mortgages?|salar(?:y|ies)|wages?|chargebacks?|warrant(?:y|ies)|"
                     u"returns? (?:policy|window|period)|return (?:an |the )?items?|cancel(?:l?ation)? "
                     u"(?:fee|period|policy)|waive[rd]?s?|credit "
                     u"(?:limit|line|score)|overdrafts?|coverage|copay|deductible|"
                     u"claims?(?! (?:that|(?:in|of|within|made in|made by) (?:this|the|an?|each|every|both) "
                     u"(?:\\w+ "
                     u")?(?:texts?|papers?|articles?|debates?|books?|speech|speakers?|authors?|transcript|"
                     u"passage|input|content)))"},
    {Pattern::MoneyStrong,
     u"refund\\w*|reimburs\\w*|compensat\\w*|store credits?|chargebacks?|redundancy pay|late fees?|goodwill "
     u"(?:credit|gesture|payment)\\w*|waive\\w*|price match\\w*|money back"},
    {Pattern::Eligibility,
     u"eligib\\w*|ineligib\\w*|qualif(?:y|ies|ied|ication)\\w*|entitle[dms]\\w*|applicants?|candidates? "
     u"(?:must|who|with|without)|(?:accept|reject|deny|approve|admit|exclude|disqualif\\w+)(?:s|ed)? (?:\\w+ "
     u"){0,3}(?:applica\\w+|claims?|customers?|candidates?|users?|requests?|patients?|tenants?|students?)|"
     u"only (?:members|customers|residents|adults)|(?:over|under|at least) \\d+ years|age of \\d+|years of "
     u"age"},
    {Pattern::Legal,
     u"legal(?:ly)?|lawful(?:ly)?|unlawful|illegal|liab(?:le|ility|ilities)|statut\\w+|regulat(?:ion|ory|ed)"
     u"\\w*|complian\\w+|discriminat\\w+|court|tribunal|jurisdiction|contract(?:s|ual)? "
     u"(?:terms|law|clause)|gdpr|hipaa|ccpa|sox|attorney|counsel|solicitor|lawsuit|litigation|copyright|"
     u"intellectual property|protected "
     u"(?:class|characteristic|leave)\\w*|visa|immigration|asylum|tenan(?:t|cy)|evict\\w*|moratori\\w+|"
     u"homeless\\w*|settled status|indemnif\\w+"},
    {Pattern::LegalStrong,
     u"legal advice|(?:not |no )?(?:a )?substitute for (?:\\w+ ){0,3}advice|disclaimer|legally "
     u"(?:liable|responsible|required|binding|entitled)|liable|liability|your rights|(?:have|has) the right "
     u"to|are entitled|is entitled|statutory|unlawful|illegal"},
    {Pattern::Medical,
     u"diagnos\\w+|dos(?:e|es|age|ing)|symptoms?|medication\\w*|medicin\\w+|prescri\\w+|treatments?|patients?"
     u"|suicid\\w+|self-?harm|crisis|allerg\\w+|disorders?|clinical\\w*|therap\\w+|drug "
     u"interactions?|contraindicat\\w+|pregnan\\w+|triage|vaccin\\w+|mental health|overdos\\w+|blood "
     u"pressure|psycholog\\w+ (?:conditions?|disorders?)"},
    {Pattern::MedicalStrong,
     u"diagnos(?:is|es|e|ing|tic)|dos(?:e|es|age)|prescri(?:be|ption)\\w*|suicid\\w+|self-?harm|disorders?|"
     u"contraindicat\\w+|overdos\\w+|medical advice|allerg\\w+"},
    {Pattern::Safety, u"refus(?:e|es|al|als|ing)|declin(?:e|es|ing)|moderat(?:e|ion|or|ors|ing)|harmful|"
                      u"unsafe|jailbreak\\w*|prompt injection|hate(?:ful)?(?: "
                      u"speech)?|violen(?:t|ce)|sexual\\w*|weapons?|explosives?|minors|child(?:ren)? "
                      u"safety|abus(?:e|ive)|extremis\\w+|illegal "
                      u"(?:acts?|activit\\w+|drugs?)|self-?harm|dangerous|offensive|toxic\\w*|profan\\w+|"
                      u"misinformation|inappropriate|controversial|politic(?:s|al)|sensitive topics?"},
    {Pattern::SafetyStrong,
     u"(?:never|do not|don['’]t|must not|must|should|always|may|can|cannot|politely) (?:\\w+ "
     u"){0,3}(?:refus\\w+|declin\\w+|deny)|(?:refuse|decline|deny) (?:to|any|all|requests?|user)|(?:do "
     u"not|don['’]t|never|avoid) (?:\\w+ "
     u"){0,2}(?:discuss|answer|engage|talk|comment|generate|produce|provide|help|speculate)(?:\\w*)(?: "
     u"\\w+){0,6} (?:about|on|regarding|topics?|opinions?|advice|recommendations?)"
     u"|(?:reveal|disclose|share|repeat|show|discuss|change) (?:\\w+ ){0,3}(?:system prompt|these "
     u"(?:rules|instructions)|your (?:instructions|prompt|rules)|anything above)|(?:you are|being|is) an? "
     u"(?:ai|bot|virtual assistant|language model)[.,]? (?:when|if)|(?:say|disclose|admit|tell|state) that "
     u"you are (?:an? )?(?:ai|bot|virtual|language)|identify (?:yourself|itself) as|ignore (?:all |any "
     u")?(?:previous|prior|instructions)|jailbreak\\w*|prompt injection|content "
     u"policy|violat(?:e|es|ing|ion) (?:of )?(?:the )?(?:\\w+ )?polic(?:y|ies)|harmful content|hate speech"},
    {Pattern::Privacy,
     u"personal (?:data|information|details)|personally identif\\w+|pii|phi|ssn|social security|card "
     u"(?:numbers?|data|details)|cvv|iban|passwords?|verif(?:y|ies|ied|ication) (?:\\w+ "
     u"){0,4}identit(?:y|ies)|identity (?:check|verification|documents?)|confidential\\w*|private "
     u"(?:data|information|details|keys?)|anonymi[sz]\\w*|redact\\w*|consent|date of birth|home "
     u"address|phone numbers?|email addresses|medical "
     u"records?|(?:about|of) their "
     u"(?:health|religion|politics|family|sexuality)|(?:customer|user|patient|client|employee)(?:['’]s)? "
     u"(?:data|information|details|records?)|security questions?|two-factor|one-time "
     u"(?:code|password)|authenticat\\w+|data (?:retention|protection|subject)"},
    {Pattern::PrivacyStrong,
     u"personal (?:data|information|details)|personally identif\\w+|pii|ssn|social security|card "
     u"(?:numbers?|data|details)|cvv|identity (?:check|verification)|verif\\w+ (?:\\w+ "
     u"){0,4}identit(?:y|ies)|date of birth|one-time (?:code|password)|security questions?|medical "
     u"records?|redact\\w*|names (?:or|and) (?:e-?mail|phone|postal|home)|e-?mail addresses|their "
     u"health|(?:is|are) (?:forgotten|remembered|retained)"},
    {Pattern::Source,
     u"(?:only|solely|exclusively|strictly|also|always|never|do not|don['’]t|must|should|may|can) "
     u"(?:[\\w'’]+ "
     u"){0,5}(?:use|rely|answer|respond|base|draw|cite|reference|quote|trust|prefer|consult|search|include|"
     u"add|provide)\\w* (?:[\\w'’*]+ ){0,8}(?:passages?|documents?|sources?|context|search "
     u"results?|knowledge(?: base)?|retrieved|provided (?:information|data|text)|policy "
     u"text|facts|articles?|outside|external|general|prior|wikipedia|the web|internet|information)"
     u"|(?:use|using|rely on|based on|answer|respond|reply|answer from|stick to|limited to|drawn from) "
     u"(?:only |solely "
     u"|exclusively )(?:from |on |with )?(?:[\\w'’]+ "
     u"){0,6}(?:passages?|documents?|sources?|context|results?|knowledge|information|data|facts)"
     u"|(?:own|prior|general|outside|world|background|internal|training|pre-?trained) knowledge|what you "
     u"(?:already )?know"
     u"|(?:never|not|don['’]t|avoid|rather than|without|no|may|can|instead of) (?:\\w+ ){0,2}(?:make "
     u"up|making up|mak(?:e|ing) (?:any "
     u")?assumptions|fabricat\\w*|hallucinat\\w*|invent(?:ed|ing)?|guess(?:ing)?|speculat\\w+)|best guess"
     u"|(?:if|when|where) (?:they|(?:[\\w'’]+ ){0,2}(?:excerpts?|passages?|documents?|articles?|"
     u"sources?|results?|handbook|recipe|manual|context)) (?:[\\w'’]+ "
     u"){0,3}(?:silent|contradict\\w*|disagree|conflict|"
     u"say nothing|not settle|not at hand|missing|empty)"
     u"|(?:excerpts?|passages?|documents?|articles?|sources?|figures|facts|statements?|answers?) (?:[\\w'’]+ "
     u"){0,6}(?:backed by|outweighs?|wins?|prevails?|counts? more|nowhere else|alone)"
     u"|(?:comes?|taken|drawn) from (?:[\\w'’]+ ){1,6}(?:nowhere else|alone|only)"
     u"|say (?:that )?you (?:cannot tell|have nothing|do not have)|say what (?:is|usually|probably|most) \\w+"
     u"|(?:if|when) (?:[\\w'’]+ ){0,10}(?:do not know|don['’]t know|cannot find|can['’]t find|not "
     u"sure|unsure|uncertain|no (?:relevant )?(?:information|answer|result)|not "
     u"(?:in|contain(?:ed)?|found|covered|mentioned))|say (?:that )?you (?:do not|don['’]t) know|takes? "
     u"precedence|overrides?|authoritative|source of truth|priorit(?:y|ize|ise) (?:[\\w'’]+ ){0,4}sources?"},
    {Pattern::Decision,
     u"(?:give|assign|apply|use|set) (?:it |them |the |a )?(?:\\w+ "
     u")?(?:label|verdict|category|flag|rating|class)(?: \\S+){0,6} "
     u"(?:if|when|for|to)|(?:label|flag|mark|classify|categori[sz]e|reject|approve|accept|block|allow|remove|"
     u"escalate) (?:\\S+ ){0,6}(?:as|if|when|unless|whether|only)|(?:is|are|counts? as|considered) (?:\\w+ "
     u")?(?:a )?(?:violation|unacceptable|worth "
     u"checking|harmful|safe|unsafe|benign|malicious|spam|fraud\\w*|suspicious|qualified|unqualified)|worth "
     u"checking|if in doubt|err on the side|benefit of the doubt|(?:decide|determine|judge|assess) "
     u"(?:if|whether)"},
    {Pattern::Person, u"customers?|clients?|patients?|applicants?|candidates?|callers?|guests?|passengers?|"
                      u"members?|subscribers?|students?|tenants?|borrowers?|policyholders?|claimants?|"
                      u"employees?|buyers?|shoppers?|citizens?|users?|you['’]re entitled|consumers?"},
    {Pattern::Obligation,
     u"must(?:n['’]t)?|shall|should(?:n['’]t)?|never|always|do not|don['’]t|cannot|can['’]t|only|may "
     u"not|required?|requires|mandatory|need(?:s)? to|ha(?:ve|s) to|under no circumstances|not "
     u"allowed|forbidden|prohibited|avoid|ensure|make sure|exactly|at least|at most|no more "
     u"than|strictly|prefer|critical|important|without exception|every|all|any"},
    {Pattern::Condition, u"only if|only when|if|unless|except|when(?:ever)?|until|provided that|as long "
                         u"as|in case|otherwise|where possible|regardless|even if|before|after"},
    {Pattern::Contract,
     u"json|xml|yaml|csv|schema|fields?|keys?|columns?|tags?|attributes?|integers?|boolean|enum|array|object|"
     u"regex|(?:return|output|respond with|reply with|answer with|print|emit|produce) "
     u"(?:only|just|exactly|nothing|a single|one|the)|nothing else|no other text|in the (?:following "
     u")?format|(?:following|exact|this) (?:format|structure|template)|inline "
     u"citations?|citations?|cite|sections? called|section titled|in a section|(?:first|last) line of "
     u"(?:your|the|each|every) (?:response|answer|output|reply|message)|headers?|file "
     u"?names?|<\\w+>|placeholder|parse\\w*|delimit\\w*|enclosed? in|wrapped? in"},
    {Pattern::Layout,
     u"bullets?|bulleted|bullet "
     u"points?|lists?|markdown|headings?|headers?|bold|italics?|tables?|charts?|words?|sentences?|characters"
     u"|lines?|paragraphs?|spacing|indent\\w*|concise(?:ly)?|brief(?:ly)?|short(?:er)?|verbos\\w+|length|"
     u"succinct\\w*|format(?:ted|ting)?|layout|capitali[sz]\\w+|emojis?|links?|numbered|blank line|line "
     u"breaks?|notes? at|diagrams?|mermaid|x axis|y axis|preamble|punctuation|headline|heading|warnings or "
     u"notes|human-readable|summar(?:y|ies)|tl;?dr|dash|asterisk|unordered|ordered"},
    {Pattern::Tone, u"tones?|friendly|polite(?:ly)?|warm(?:ly)?|casual|formal|professional(?:ly)?|"
                    u"conversational|tense|please|kindly|plain language|simple language|jargon|marketing "
                    u"language|enthusias\\w+|empath\\w+|humou?r|style|voice|energetic|greet\\w*|cheerful\\w*|"
                    u"apologi[sz]e|clear and|easy to (?:read|understand)"},
    {Pattern::Scoring, u"scor(?:e|es|ing)|ratings?|grades?|graded|rubrics?|\\d+ points|points "
                       u"(?:for|per)|tiers?|criteria|criterion|metrics?|weights?|deduct\\w*|pass(?:es)? "
                       u"if|fail(?:s)? if|rank(?:ing)?"},
    {Pattern::Threshold,
     u"(?:<=?|>=?|≤|≥|below|above|under|over|less than|more than|greater than|at least|at "
     u"most|exceeds?|threshold|minimum|maximum|cut-?off|confidence|coverage|score)"},
    {Pattern::Role, u"you are|you['’]re an?|act as|your role|your (?:task|job|goal|purpose|mission) is|you "
                    u"will act|assume the role|your name is|tasked with"},
    {Pattern::Note, u"note(?:s|d)?(?: that)?:?|see also|see|for (?:more|further) "
                    u"(?:information|details)|more details|reference files?|documentation|learn "
                    u"more|references?|refer to the|available at|further reading|https?://\\S+"},
    {Pattern::Encouragement,
     u"take a (?:deep )?breath|step by step|understand that|remember that|you can do|do your best|will be "
     u"(?:compared|graded|judged|rewarded)|think (?:deeply|carefully|hard)|good luck|thank you"},
    {Pattern::Step,
     u"(?:^|[:;,.(-] ?|[*•+] |\\d[.)] |then |and |to |please |also |you |always |never "
     u")(?:use|add|create|write|include|provide|ensure|check|verify|run|read|analy[sz]e|identify|list|"
     u"extract|generate|make|find|search|review|consider|follow|apply|explain|describe|summari[sz]e|output|"
     u"return|answer|respond|ask|call|save|update|remove|delete|keep|start|begin|end|put|give|tell|say|show|"
     u"focus|look|take|try|choose|select|compare|test|validate|implement|build|set|define|document|report|"
     u"translate|convert|rewrite|revise|rate|evaluate|assess|determine|decide|handle|avoid|prefer|stop|wait|"
     u"continue|ignore|treat|mention|offer|send|do|be|adjust|remain|analyze|present|perform|execute|delegate|"
     u"consult|combine|rank|sort|assume|infer|greet|help|accept|reject|approve|deny|grant|refuse|decline|"
     u"waive|charge|refund|transfer|hand|escalate|flag|label|block|allow|admit|promise|recommend|name|share|"
     u"confirm|cancel|close|open|push|commit|merge|deploy|install|improve|wish|thank|require|remind|refer|"
     u"group|pick|leave "
     u"out|omit|quote|load|plot|compute|calculate|count|parse|split|filter|tag|route|store|log|record|reply|"
     u"ensure|limit|restrict|schedule|book|disclose|reveal|collect|notify)"},
    {Pattern::Address, u"second person|2nd person|third person|first person|your "
                       u"client|you|your|they|their|the (?:user|customer|client|adviser|advisor)"},
    {Pattern::ToolList, u"(?:available |allowed |your |the "
                        u")?(?:tools?|commands?|functions?|actions?|capabilities|permissions|skills you can "
                        u"call|apis)(?: available| you (?:have|can use|may use))?"},
    {Pattern::Limit, u"not|never|no|none|nobody|nothing|nowhere|neither|nor|without|cannot|\\w+n['’]t|only|"
                     u"alone|solely|exclusively|"
                     u"except|excluded|excluding|unless|but|instead|rather than|other "
                     u"than|outside|off|beyond|hardly|no longer|at most|"
                     u"at least|free of charge|free|offline"},
    {Pattern::Amount,
     u"\\d[\\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
     u"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|"
     u"thousand|"
     u"million|dozen|once|twice|half|halves|double|triple|both|third|quarter|single|several"},
    {Pattern::When,
     u"if|when(?:ever)?|unless|until|once|where(?:ver)?|while|as long as|as soon as|in case|provided|"
     u"before|after|during|who(?:m|ever|se)?|even|regardless|whatever"},
    {Pattern::Staff,
     u"(?:to(?! "
     u"(?:make|do|be|create|build|write|teach|attract|convince|persuade|become|sound)(?!\\w))|by|with|for|"
     u"from|theirs|past|at|pages?|calls?|tells?|asks?|informs?|notif(?:y|ies)|alerts?|involves?) "
     u"(?:[\\w'’-]+ ){0,3}" STAFF u"|" STAFF u"(?:,)? "
     u"(?:(?:who|which|that|has|have|must|may|can|will|should|always|"
     u"also|then|alone|first) ){0,2}"
     u"(?:decid|approv|sign|check|read|review|set|settl|answer|confirm|look|handle|give|press|choos|say|see|"
     u"take|write|"
     u"releas|lift|run|talk|call|explain|make|own|send|agree|visit|is told|are told|is called|on call)\\w*"},
    {Pattern::Own,
     u"yours|theirs|hers|(?<!repeat )(?<!it )(?<!of )yourself(?=[.;,!]|$)|"
     u"(?<!come up with )(?<!think of )on (?:your|its) own(?! "
     u"(?!(?:if|when|unless|until|once|and|or|but|before|after|as|while|without|with|whether|which|"
     u"what|how|who|to|in|for|at|by|on|only|the|a|an|any|is|are|may|initiative|authority|accord|judge?ment|"
     u"discretion|behalf|responsibility)(?!\\w))\\w)|(?<!grow )(?<!grew )(?<!grown )up to "
     u"(?:you|the|them)(?! (?:point|level|limit|end|moment|date|time|maximum|number))|"
     u"(?<!enough )for you to|"
     u"not for you|(?:your|their|our) (?:decision|call|choice|business)|belongs? to (?:the "
     u")?(?:maintainers?|team|owners?|users?|authors|others|them)|off[- ]limits|off the table|"
     u"out of bounds|hands off|leav(?:e|es|ing) (?:[\\w'’./-]+ ){1,7}?(?:alone|to (?:people|others|"
     u"them|us)|as (?:it|they) (?:is|are)|untouched|unchanged)|left (?:alone|to|untouched)|open to"},
    {Pattern::Attempts, u"(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|max(?:imum|imal)?|"
                        u"maximum of|at most|up to|no more "
                        u"than|until)(?: \\w+){0,2} (?:attempts?|tries|retries|iterations?|rounds?|failures|"
                        u"calls(?! at (?:a time|once|the same time))|times in a row)"
                        u"|try until|(?:call |step |turn )?budget(?: of|:)? \\d+"},
    {Pattern::Audience, u"(?:write|speak|explain|talk|sound|answer|reply)(?: \\w+ly| in \\w+)? "
                        u"(?:for|like|as if|the way)(?: \\w+){0,6}"},
    {Pattern::Context,
     u"^[-*+•\\d.)\\s]*(?:(?:you(?:['’]re| are| will| have| get| receive| now)|your "
     u"(?:task|job|goal|role|name|"
     u"purpose|mission|input|answer|response|output|reply)|this|these|those|here|below|above|it|i|we are|"
     u"the "
     u"(?:following|above|user|assistant|question|answer|response|output|input|text|document|conversation|"
     u"context|"
     u"goal|task|purpose|result|example|transcript|message|reply|current|next|intent|value|field|key|label|"
     u"list|array|"
     u"object|tag|section|title|summary|"
     u"(?:wording|phrasing|description|caption|headline)(?= (?:should|must|may|can) (?:not |never )?(?:be "
     u"(?:an?|in|of|at|"
     u"short|brief|no|one|two)|start|begin|end|contain|include|fit|say|use)(?!\\w)))|"
     u"(?:\\d{1,3}|all|each|every|some|most|half|one|two|three|four|five|six|seven|eight|nine|ten|"
     u"twelve|twenty|both)(?: of (?:the|these|your))? (?:bullets?|"
     u"bullet points|headings?|sentences?|paragraphs?|captions?)|given|using|based on|so|i\\.e|e\\.g|"
     u"for example|for instance|because|since|an? "
     u"(?:agent|assistant|ai|model|bot)|example|note|input|output|question|"
     u"answer|context|history)(?!\\w))"},
};

#undef STAFF
#undef PEOPLE

// Alternatives that look at their start or at signs bring their own borders.
bool isBare(Pattern pattern)
{
    return pattern == Pattern::Step || pattern == Pattern::Threshold || pattern == Pattern::Note
           || pattern == Pattern::Contract || pattern == Pattern::Context;
}

struct Expression
{
    explicit Expression(const QString &pattern)
        : quick(pattern, QRegularExpression::CaseInsensitiveOption)
        , full(pattern, QRegularExpression::CaseInsensitiveOption)
    {}

    diff::Expression quick;  ///< tells whether there is a match
    QRegularExpression full; ///< tells them all; made ready when it is first asked
};

const Expression &expression(Pattern pattern)
{
    static const std::vector<Expression> expressions = [] {
        std::vector<Expression> result;
        result.reserve(std::size(table));
        for (const Row &row : table) {
            const QString words = u"(?:"_s + QString::fromUtf16(row.words) + u")(?!\\w)"_s;
            result.emplace_back(isBare(row.pattern) ? words : u"(?<!\\w)"_s + words);
        }
        return result;
    }();
    static const std::vector<size_t> places = [] {
        std::vector<size_t> result(std::size(table));
        for (size_t i = 0; i < std::size(table); ++i)
            result.at(static_cast<size_t>(table[i].pattern)) = i;
        return result;
    }();
    return expressions[places.at(static_cast<size_t>(pattern))];
}

} // namespace

bool matches(Pattern pattern, QStringView text)
{
    return expression(pattern).quick.isIn(text);
}

QString captured(Pattern pattern, QStringView text)
{
    const Expression &its = expression(pattern);
    if (!its.quick.isIn(text))
        return {};
    QStringList found;
    QRegularExpressionMatchIterator matches = its.full.globalMatchView(text);
    while (matches.hasNext())
        found.append(matches.next().captured().toLower());
    return found.join(u'|');
}

} // namespace countersign::lanes
