<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CaseWords</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangeWords</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntryText</name>
    <message numerus="yes">
        <source>in %n sentence(s)</source>
        <translation>
            <numerusform>in %n sentence</numerusform>
            <numerusform>in %n sentences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, in %n sentences</source>
        <translation>
            <numerusform>%1, in %n sentence</numerusform>
            <numerusform>%1, in %n sentences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>White space changed in %n place(s)</source>
        <translation>
            <numerusform>White space changed in %n place</numerusform>
            <numerusform>White space changed in %n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paragraph(s) wrapped anew</source>
        <translation>
            <numerusform>%n paragraph wrapped anew</numerusform>
            <numerusform>%n paragraphs wrapped anew</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Emphasis, bullets or quotes changed in %n place(s)</source>
        <translation>
            <numerusform>Emphasis, bullets or quotes changed in %n place</numerusform>
            <numerusform>Emphasis, bullets or quotes changed in %n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvalWords</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) could not be judged.</source>
        <translation>
            <numerusform>%n case could not be judged.</numerusform>
            <numerusform>%n cases could not be judged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) of %1 are missing, and what is missing cannot have passed.</source>
        <translation>
            <numerusform>%n case of %1 is missing, and what is missing cannot have passed.</numerusform>
            <numerusform>%n cases of %1 are missing, and what is missing cannot have passed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Whether %1 got worse cannot be told from %n case(s).</source>
        <translation>
            <numerusform>Whether %1 got worse cannot be told from %n case.</numerusform>
            <numerusform>Whether %1 got worse cannot be told from %n cases.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) in pairs</source>
        <translation>
            <numerusform>%n case in pairs</numerusform>
            <numerusform>%n cases in pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n answer(s) each</source>
        <translation>
            <numerusform>, %n answer each</numerusform>
            <numerusform>, %n answers each</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) are new.</source>
        <translation>
            <numerusform>%n case is new.</numerusform>
            <numerusform>%n cases are new.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) of %1 were dropped.</source>
        <translation>
            <numerusform>%n case of %1 was dropped.</numerusform>
            <numerusform>%n cases of %1 were dropped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) are only in other versions.</source>
        <translation>
            <numerusform>%n case is only in other versions.</numerusform>
            <numerusform>%n cases are only in other versions.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) stand there more than once and count as repeats.</source>
        <translation>
            <numerusform>%n case stands there more than once and counts as repeats.</numerusform>
            <numerusform>%n cases stand there more than once and count as repeats.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) are not of the kind that the format says.</source>
        <translation>
            <numerusform>%n value is not of the kind that the format says.</numerusform>
            <numerusform>%n values are not of the kind that the format says.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) belong to no run.</source>
        <translation>
            <numerusform>%n part belongs to no run.</numerusform>
            <numerusform>%n parts belong to no run.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n case(s)</source>
        <translation>
            <numerusform>%1, %n case</numerusform>
            <numerusform>%1, %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Held apart, their answers vary by themselves: %n case(s)</source>
        <translation>
            <numerusform>Held apart, its answers vary by themselves: %n case</numerusform>
            <numerusform>Held apart, their answers vary by themselves: %n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventText</name>
    <message numerus="yes">
        <source>recorded what was there, %n file(s)</source>
        <translation>
            <numerusform>recorded what was there, %n file</numerusform>
            <numerusform>recorded what was there, %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>looked at %n case(s)</source>
        <translation>
            <numerusform>looked at %n case</numerusform>
            <numerusform>looked at %n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GateText</name>
    <message numerus="yes">
        <source>%n suite(s) pass</source>
        <translation>
            <numerusform>%n suite passes</numerusform>
            <numerusform>%n suites pass</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 of %n suite(s) pass</source>
        <translation>
            <numerusform>%1, %2 of %n suite passes</numerusform>
            <numerusform>%1, %2 of %n suites pass</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MirrorWords</name>
    <message numerus="yes">
        <source>%n file(s) were written.</source>
        <translation>
            <numerusform>%n file was written.</numerusform>
            <numerusform>%n files were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait to be written.</source>
        <translation>
            <numerusform>%n file waits to be written.</numerusform>
            <numerusform>%n files wait to be written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were edited there without a change.</source>
        <translation>
            <numerusform>%n file was edited there without a change.</numerusform>
            <numerusform>%n files were edited there without a change.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PolicyTables</name>
    <message numerus="yes">
        <source>%n other people</source>
        <translation>
            <numerusform>%n other person</numerusform>
            <numerusform>%n other people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message numerus="yes">
        <source>%n more sections have owners.</source>
        <translation>
            <numerusform>%n more section has an owner.</numerusform>
            <numerusform>%n more sections have owners.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReleaseWords</name>
    <message numerus="yes">
        <source>%n edited outside a change</source>
        <translation>
            <numerusform>%n edited outside a change</numerusform>
            <numerusform>%n edited outside a change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a newer version on its way</source>
        <translation>
            <numerusform>%n with a newer version on its way</numerusform>
            <numerusform>%n with a newer version on its way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n triggers in the note</source>
        <translation>
            <numerusform>%n trigger in the note</numerusform>
            <numerusform>%n triggers in the note</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleText</name>
    <message numerus="yes">
        <source>%n approval(s)</source>
        <translation>
            <numerusform>%n approval</numerusform>
            <numerusform>%n approvals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n approval(s)</source>
        <translation>
            <numerusform>%1 of %n approval</numerusform>
            <numerusform>%1 of %n approvals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s) open</source>
        <translation>
            <numerusform>%n thread open</numerusform>
            <numerusform>%n threads open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other prompt(s) use it</source>
        <translation>
            <numerusform>%n other prompt uses it</numerusform>
            <numerusform>%n other prompts use it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n times</source>
        <translation>
            <numerusform>, %n time</numerusform>
            <numerusform>, %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServedWords</name>
    <message numerus="yes">
        <source>%n text(s) are live in your environments.</source>
        <translation>
            <numerusform>%n text is live in your environments.</numerusform>
            <numerusform>%n texts are live in your environments.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them was approved by nobody here.</source>
        <translation>
            <numerusform>%n of them was approved by nobody here.</numerusform>
            <numerusform>%n of them were approved by nobody here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Turns</name>
    <message numerus="yes">
        <source>%1 of %n satisfied</source>
        <translation>
            <numerusform>%1 of %n satisfied</numerusform>
            <numerusform>%1 of %n satisfied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n</source>
        <translation>
            <numerusform>%1 of %n</numerusform>
            <numerusform>%1 of %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::AlarmCard</name>
    <message numerus="yes">
        <source>%n events cannot be understood here. What they are about can be read and not decided.</source>
        <translation>
            <numerusform>%n event cannot be understood here. What it is about can be read and not decided.</numerusform>
            <numerusform>%n events cannot be understood here. What they are about can be read and not decided.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::AsOfModel</name>
    <message numerus="yes">
        <source>%n differ</source>
        <translation>
            <numerusform>%n differs</numerusform>
            <numerusform>%n differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alike</source>
        <translation>
            <numerusform>%n alike</numerusform>
            <numerusform>%n alike</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::AuditPage</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems in all. What stands before it was checked and holds.</source>
        <translation>
            <numerusform>%n problem in all. What stands before it was checked and holds.</numerusform>
            <numerusform>%n problems in all. What stands before it was checked and holds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::Bands</name>
    <message numerus="yes">
        <source>You can go on. %n things you did wait here and are not sent yet.</source>
        <translation>
            <numerusform>You can go on. %n thing you did waits here and is not sent yet.</numerusform>
            <numerusform>You can go on. %n things you did wait here and are not sent yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show the %n</source>
        <translation>
            <numerusform>Show the %n</numerusform>
            <numerusform>Show the %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things you did were not recorded.</source>
        <translation>
            <numerusform>%n thing you did was not recorded.</numerusform>
            <numerusform>%n things you did were not recorded.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::BisectView</name>
    <message numerus="yes">
        <source>Run %1 next; at most %n run(s) are needed.</source>
        <translation>
            <numerusform>Run %1 next; at most %n run is needed.</numerusform>
            <numerusform>Run %1 next; at most %n runs are needed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::BoardView</name>
    <message numerus="yes">
        <source>%n more case(s) would settle it</source>
        <translation>
            <numerusform>%n more case would settle it</numerusform>
            <numerusform>%n more cases would settle it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) held apart, their answers vary by themselves</source>
        <translation>
            <numerusform>%n case held apart, its answers vary by themselves</numerusform>
            <numerusform>%n cases held apart, their answers vary by themselves</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) could not be judged</source>
        <translation>
            <numerusform>%n case could not be judged</numerusform>
            <numerusform>%n cases could not be judged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ChangePage</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approval(s) in all</source>
        <translation>
            <numerusform>%n approval in all</numerusform>
            <numerusform>%n approvals in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A release note, %n answer(s)</source>
        <translation>
            <numerusform>A release note, %n answer</numerusform>
            <numerusform>A release note, %n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n answered</source>
        <translation>
            <numerusform>%1 of %n answered</numerusform>
            <numerusform>%1 of %n answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) are missing.</source>
        <translation>
            <numerusform>%n answer is missing.</numerusform>
            <numerusform>%n answers are missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n decided</source>
        <translation>
            <numerusform>%1 of %n decided</numerusform>
            <numerusform>%1 of %n decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) wait for you.</source>
        <translation>
            <numerusform>%n place waits for you.</numerusform>
            <numerusform>%n places wait for you.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ConnectionsPanel</name>
    <message numerus="yes">
        <source>It answers: a record of %n events.</source>
        <translation>
            <numerusform>It answers: a record of one event.</numerusform>
            <numerusform>It answers: a record of %n events.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::DiffPrint</name>
    <message numerus="yes">
        <source>%n sentence(s) alike, not printed</source>
        <translation>
            <numerusform>%n sentence alike, not printed</numerusform>
            <numerusform>%n sentences alike, not printed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paragraph(s) alike in all three, not printed</source>
        <translation>
            <numerusform>%n paragraph alike in all three, not printed</numerusform>
            <numerusform>%n paragraphs alike in all three, not printed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::DiffView</name>
    <message numerus="yes">
        <source>%n sentence(s) alike</source>
        <translation>
            <numerusform>%n sentence alike</numerusform>
            <numerusform>%n sentences alike</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Folded: %1, %n sentence(s) alike</source>
        <translation>
            <numerusform>Folded: %1, %n sentence alike</numerusform>
            <numerusform>Folded: %1, %n sentences alike</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sentence(s) alike, some only re-wrapped</source>
        <translation>
            <numerusform>%n sentence alike, some only re-wrapped</numerusform>
            <numerusform>%n sentences alike, some only re-wrapped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::DryRunPanel</name>
    <message numerus="yes">
        <source>Last %n change(s)</source>
        <translation>
            <numerusform>Last change</numerusform>
            <numerusform>Last %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been higher</source>
        <translation>
            <numerusform>%n would have been higher</numerusform>
            <numerusform>%n would have been higher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lower</source>
        <translation>
            <numerusform>%n lower</numerusform>
            <numerusform>%n lower</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n change(s), %1 and %2.</source>
        <translation>
            <numerusform>Of %n change, %1 and %2.</numerusform>
            <numerusform>Of %n changes, %1 and %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted change(s) would have waited for more.</source>
        <translation>
            <numerusform>%n accepted change would have waited for more.</numerusform>
            <numerusform>%n accepted changes would have waited for more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>%n the same</numerusform>
            <numerusform>%n the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n higher</source>
        <translation>
            <numerusform>%n higher</numerusform>
            <numerusform>%n higher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 would have been asked for %n more approval(s).</source>
        <translation>
            <numerusform>%1 would have been asked for %n more approval.</numerusform>
            <numerusform>%1 would have been asked for %n more approvals.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 would have been asked for %n approval(s) less.</source>
        <translation>
            <numerusform>%1 would have been asked for %n approval less.</numerusform>
            <numerusform>%1 would have been asked for %n approvals less.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more approval(s) by anybody.</source>
        <translation>
            <numerusform>%n more approval by anybody.</numerusform>
            <numerusform>%n more approvals by anybody.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approval(s) by anybody less.</source>
        <translation>
            <numerusform>%n approval by anybody less.</numerusform>
            <numerusform>%n approvals by anybody less.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) left out: their texts could not be read.</source>
        <translation>
            <numerusform>%n change left out: its texts could not be read.</numerusform>
            <numerusform>%n changes left out: their texts could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) too large to compare: taken as medium at least.</source>
        <translation>
            <numerusform>%n text too large to compare: taken as medium at least.</numerusform>
            <numerusform>%n texts too large to compare: taken as medium at least.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) would not have been needed: no file of theirs would be governed.</source>
        <translation>
            <numerusform>%n change would not have been needed: no file of it would be governed.</numerusform>
            <numerusform>%n changes would not have been needed: no file of theirs would be governed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::EditorPane</name>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::EvalWindow</name>
    <message numerus="yes">
        <source>Reading %n file(s)</source>
        <translation>
            <numerusform>Reading %n file</numerusform>
            <numerusform>Reading %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::EvalsTab</name>
    <message numerus="yes">
        <source>%n case(s), %1, %2</source>
        <translation>
            <numerusform>%n case, %1, %2</numerusform>
            <numerusform>%n cases, %1, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n case(s)</source>
        <translation>
            <numerusform>%1: %n case</numerusform>
            <numerusform>%1: %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) marked: %1 better, %2 as good, %3 worse.</source>
        <translation>
            <numerusform>%n case marked: %1 better, %2 as good, %3 worse.</numerusform>
            <numerusform>%n cases marked: %1 better, %2 as good, %3 worse.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You looked at %n case(s). It says that you looked, and satisfies no suite.</source>
        <translation>
            <numerusform>You looked at %n case. It says that you looked, and satisfies no suite.</numerusform>
            <numerusform>You looked at %n cases. It says that you looked, and satisfies no suite.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::GovernPanel</name>
    <message numerus="yes">
        <source>%n prompts</source>
        <translation>
            <numerusform>%n prompt</numerusform>
            <numerusform>%n prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files of tool permissions</source>
        <translation>
            <numerusform>%n file of tool permissions</numerusform>
            <numerusform>%n files of tool permissions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files of retrieval settings</source>
        <translation>
            <numerusform>%n file of retrieval settings</numerusform>
            <numerusform>%n files of retrieval settings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files of model routing</source>
        <translation>
            <numerusform>%n file of model routing</numerusform>
            <numerusform>%n files of model routing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workflows</source>
        <translation>
            <numerusform>%n workflow</numerusform>
            <numerusform>%n workflows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n eval suites</source>
        <translation>
            <numerusform>%n eval suite</numerusform>
            <numerusform>%n eval suites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n contracts</source>
        <translation>
            <numerusform>%n contract</numerusform>
            <numerusform>%n contracts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people may decide</source>
        <translation>
            <numerusform>%n person may decide</numerusform>
            <numerusform>%n people may decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It asks for %n approvals besides the author, and there are too few people.</source>
        <translation>
            <numerusform>It asks for %n approval besides the author, and there are too few people.</numerusform>
            <numerusform>It asks for %n approvals besides the author, and there are too few people.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::InboxPage</name>
    <message numerus="yes">
        <source>%n changes need you.</source>
        <translation>
            <numerusform>%n change needs you.</numerusform>
            <numerusform>%n changes need you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things are wrong now.</source>
        <translation>
            <numerusform>%n thing is wrong now.</numerusform>
            <numerusform>%n things are wrong now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::JudgementList</name>
    <message numerus="yes">
        <source>%n more are not shown here.</source>
        <translation>
            <numerusform>%n more is not shown here.</numerusform>
            <numerusform>%n more are not shown here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::MergeView</name>
    <message numerus="yes">
        <source>%1 %n place(s) wait for you.</source>
        <translation>
            <numerusform>%1 %n place waits for you.</numerusform>
            <numerusform>%1 %n places wait for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 taken. %n place(s) wait.</source>
        <translation>
            <numerusform>%1 taken. %n place waits.</numerusform>
            <numerusform>%1 taken. %n places wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n more character(s)</source>
        <translation>
            <numerusform>… %n more character</numerusform>
            <numerusform>… %n more characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::NotCountedList</name>
    <message numerus="yes">
        <source>About these runs: %n remark(s)</source>
        <translation>
            <numerusform>About these runs: %n remark</numerusform>
            <numerusform>About these runs: %n remarks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PolicyHistory</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PolicyPage</name>
    <message numerus="yes">
        <source>%n rules cannot be met.</source>
        <translation>
            <numerusform>%n rule cannot be met.</numerusform>
            <numerusform>%n rules cannot be met.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PolicyTextView</name>
    <message numerus="yes">
        <source>There are %n of them.</source>
        <translation>
            <numerusform>There is one.</numerusform>
            <numerusform>There are %n of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PreviewView</name>
    <message numerus="yes">
        <source>%n value(s) missing</source>
        <translation>
            <numerusform>%n value missing</numerusform>
            <numerusform>%n values missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PromptFilter</name>
    <message numerus="yes">
        <source>Folder %1, %n files</source>
        <translation>
            <numerusform>Folder %1, %n file</numerusform>
            <numerusform>Folder %1, %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PromptList</name>
    <message numerus="yes">
        <source>%n changes do.</source>
        <translation>
            <numerusform>%n change does.</numerusform>
            <numerusform>%n changes do.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::PromptSettings</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::RollbackSheet</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Whole difference, %n entries</source>
        <translation>
            <numerusform>Whole difference, %n entry</numerusform>
            <numerusform>Whole difference, %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::RunBar</name>
    <message numerus="yes">
        <source>%1 of %n answer(s)</source>
        <translation>
            <numerusform>%1 of %n answer</numerusform>
            <numerusform>%1 of %n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) without a judgement. %1</source>
        <translation>
            <numerusform>%n answer without a judgement. %1</numerusform>
            <numerusform>%n answers without a judgement. %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::RunSheet</name>
    <message numerus="yes">
        <source>%n answer(s), about %1 tokens sent</source>
        <translation>
            <numerusform>%n answer, about %1 tokens sent</numerusform>
            <numerusform>%n answers, about %1 tokens sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) to judges</source>
        <translation>
            <numerusform>%n question to judges</numerusform>
            <numerusform>%n questions to judges</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them is there already, from a run that was stopped.</source>
        <translation>
            <numerusform>%n of them is there already, from a run that was stopped.</numerusform>
            <numerusform>%n of them are there already, from a run that was stopped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::SamplePick</name>
    <message numerus="yes">
        <source>%1, %n row(s)</source>
        <translation>
            <numerusform>%1, %n row</numerusform>
            <numerusform>%1, %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ServicePane</name>
    <message numerus="yes">
        <source>It lists %n prompt(s). A label there has to be called like an environment here, or be given to one under Change.</source>
        <translation>
            <numerusform>It lists %n prompt. A label there has to be called like an environment here, or be given to one under Change.</numerusform>
            <numerusform>It lists %n prompts. A label there has to be called like an environment here, or be given to one under Change.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::SettingsCard</name>
    <message numerus="yes">
        <source>%n alike</source>
        <translation>
            <numerusform>%n alike</numerusform>
            <numerusform>%n alike</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::SuiteEditor</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::SuitesPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s), the last one %1</source>
        <translation>
            <numerusform>%n run, the last one %1</numerusform>
            <numerusform>%n runs, the last one %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) of its file, or files beside it</source>
        <translation>
            <numerusform>%n place of its file, or files beside it</numerusform>
            <numerusform>%n places of its file, or files beside it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::ThreeWayView</name>
    <message numerus="yes">
        <source>%n paragraph(s) alike in all three</source>
        <translation>
            <numerusform>%n paragraph alike in all three</numerusform>
            <numerusform>%n paragraphs alike in all three</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s)</source>
        <translation>
            <numerusform>%n comment</numerusform>
            <numerusform>%n comments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>countersign::TrendView</name>
    <message numerus="yes">
        <source>%1, %2: %3, from %n case(s)</source>
        <translation>
            <numerusform>%1, %2: %3, from %n case</numerusform>
            <numerusform>%1, %2: %3, from %n cases</numerusform>
        </translation>
    </message>
</context>
</TS>
