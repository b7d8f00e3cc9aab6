// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/evals/ResultSamples.h"

#include <QFile>
#include <QtEndian>

#include <zlib.h>
#include <zstd.h>

namespace countersign::test::samples {

namespace {

QByteArray joined(const QList<QByteArray> &parts)
{
    return parts.join(",\n");
}

void number16(QByteArray &out, quint16 number)
{
    const quint16 little = qToLittleEndian(number);
    out.append(reinterpret_cast<const char *>(&little), 2);
}

void number32(QByteArray &out, quint32 number)
{
    const quint32 little = qToLittleEndian(number);
    out.append(reinterpret_cast<const char *>(&little), 4);
}

QByteArray packed(const ZipEntry &entry)
{
    switch (entry.method) {
    case ZipEntry::Method::Stored:
        return entry.bytes;
    case ZipEntry::Method::Deflated:
        // qCompress puts four bytes of length before a zlib stream, which has two bytes before and four behind the data.
        return qCompress(entry.bytes).sliced(6).chopped(4);
    case ZipEntry::Method::Zstd: {
        QByteArray out(qsizetype(ZSTD_compressBound(std::size_t(entry.bytes.size()))), '\0');
        const std::size_t size = ZSTD_compress(out.data(), std::size_t(out.size()), entry.bytes.constData(),
                                               std::size_t(entry.bytes.size()), 3);
        return out.first(qsizetype(size));
    }
    }
    return {};
}

} // namespace

QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

QByteArray promptfooRow(int prompt, int test, const QByteArray &question, const QByteArray &more)
{
    return quoted("{'promptIdx':" + QByteArray::number(prompt) + ",'testIdx':" + QByteArray::number(test)
                  + ",'provider':{'id':'openai:m" + QByteArray::number(prompt)
                  + "','label':''},'prompt':{'raw':'rendered','label':'support'},'vars':{'q':'" + question
                  + "'},'testCase':{'vars':{'q':'" + question
                  + "'},'assert':[{'type':'contains','value':'refund','metric':'tone'},{'type':'equals','"
                    "value':'yes'}]},"
                    "'latencyMs':12,'cost':0.001,'tokenUsage':{'prompt':7,'completion':3},"
                  + more + '}');
}

QByteArray passingRow(int prompt, int test, const QByteArray &question)
{
    return promptfooRow(
        prompt, test, question,
        "'success':true,'failureReason':0,'score':1,'namedScores':{'tone':1,'derived':0.25},"
        "'response':{'output':'yes, a refund\\n','finishReason':'stop'},"
        "'gradingResult':{'pass':true,'score':1,'reason':'ok','componentResults':["
        "{'pass':true,'score':1,'reason':'has "
        "it','assertion':{'type':'contains','value':'refund','metric':'tone'}},"
        "{'pass':true,'score':1,'reason':'same','assertion':{'type':'equals','value':'yes'}}]}");
}

QByteArray failingRow(int prompt, int test, const QByteArray &question)
{
    return promptfooRow(
        prompt, test, question,
        "'success':false,'failureReason':1,'error':'no such words','score':0.5,'namedScores':{'tone':0},"
        "'response':{'output':'yes'},"
        "'gradingResult':{'pass':false,'score':0.5,'reason':'no such words','componentResults':["
        "{'pass':false,'score':0,'reason':'no such "
        "words','assertion':{'type':'contains','value':'refund','metric':'tone'}},"
        "{'pass':true,'score':1,'reason':'same','assertion':{'type':'equals','value':'yes'}}]}");
}

QByteArray brokenRow(int prompt, int test, const QByteArray &question)
{
    return promptfooRow(
        prompt, test, question,
        "'success':false,'failureReason':2,'error':'API error: 500','score':0,'namedScores':{},"
        "'response':{'error':'API error: 500'},'gradingResult':null");
}

QByteArray promptfooV3(const QList<QByteArray> &rows, QList<int> stats)
{
    return quoted(
               "{'evalId':'eval-1','results':{'version':3,'timestamp':'2026-11-30T10:00:00.000Z','prompts':["
               "{'raw':'Be kind: {{q}}','label':'support','provider':'openai:m0','metrics':{'score':1}},"
               "{'raw':'Be short: {{q}}','label':'support 2','provider':'openai:m1'}],'results':[\n")
           + joined(rows)
           + quoted("],'stats':{'successes':" + QByteArray::number(stats.at(0)) + ",'failures':"
                    + QByteArray::number(stats.at(1)) + ",'errors':" + QByteArray::number(stats.at(2))
                    + ",'tokenUsage':{}}},'config':{'description':'refunds'},'shareableUrl':null,"
                      "'metadata':{'promptfooVersion':'0.119.0'}}\n");
}

qint64 writeLargePromptfoo(const QString &path, qint64 bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return -1;
    }
    const QByteArray words =
        QByteArray("The refund is paid within thirty days of the order, \\\"as agreed\\\".\\n").repeated(40);
    const auto row = [&words](int prompt, int test) {
        const QByteArray question = QByteArray::number(test) + " may I have my money back?";
        QByteArray text =
            test % 3 == 0 ? failingRow(prompt, test, question) : passingRow(prompt, test, question);
        return text.replace("\"output\":\"yes", "\"output\":\"" + words + "yes");
    };
    const QByteArray frame = promptfooV3({"@"}, {0, 0, 0});
    const qsizetype cut = frame.indexOf('@');
    qint64 rows = 0;
    qint64 failures = 0;
    bool good = file.write(frame.first(cut)) == cut;
    for (int test = 0; good && file.pos() < bytes; ++test) {
        for (int prompt = 0; prompt < 2; ++prompt, ++rows) {
            const QByteArray text = (rows > 0 ? ",\n" : "") + row(prompt, test);
            failures += test % 3 == 0 ? 1 : 0;
            good = good && file.write(text) == text.size();
        }
    }
    const QByteArray end =
        QByteArray(frame.sliced(cut + 1))
            .replace("\"successes\":0", "\"successes\":" + QByteArray::number(rows - failures))
            .replace("\"failures\":0", "\"failures\":" + QByteArray::number(failures));
    good = good && file.write(end) == end.size() && file.flush();
    return good ? rows : -1;
}

qint64 peakMemory()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly)) {
        return -1;
    }
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            return line.sliced(6).trimmed().chopped(3).toLongLong() * 1024;
        }
    }
    return -1;
}

void resetPeakMemory()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly)) {
        file.write("5");
    }
}

QByteArray promptfooV2Table()
{
    return quoted("{'evalId':'eval-2','results':{'version':2,'timestamp':'t','table':{'head':{'prompts':["
                  "{'raw':'Be kind','label':'support','provider':'openai:m0'}],'vars':['q']},'body':["
                  "{'outputs':[{'pass':true,'score':1,'text':'yes','latencyMs':5,'namedScores':{},'"
                  "gradingResult':{'pass':true,"
                  "'componentResults':[{'pass':true,'score':1,'assertion':{'type':'equals','value':'yes'}}]}}"
                  "],'vars':['a'],"
                  "'test':{'vars':{'q':'a'},'assert':[{'type':'equals','value':'yes'}]},'testIdx':0},"
                  "{'outputs':[{'pass':false,'score':0,'text':'no','gradingResult':{'pass':false,'score':0,"
                  "'assertion':{'type':'equals'}}}],'vars':['b'],'test':{'vars':{'q':'b'}},'testIdx':1}]},"
                  "'stats':{'successes':1,'failures':1,'errors':0}}}");
}

QByteArray inspectSample(int id, int epoch, const QByteArray &scores)
{
    return quoted(
        "{'id':" + QByteArray::number(id) + ",'epoch':" + QByteArray::number(epoch) + ",'input':'question "
        + QByteArray::number(id)
        + "','target':'yes','output':{'model':'m-2024','choices':[{'message':{'content':'yes','role':'"
          "assistant'},"
          "'stop_reason':'stop'}],'usage':{'input_tokens':5,'output_tokens':2}},'total_time':1.5,'scores':"
        + scores + '}');
}

QByteArray inspectLog(const QByteArray &status, const QList<QByteArray> &rows, int total)
{
    return quoted(
               "{'version':2,'status':'" + status
               + "','eval':{'run_id':'r1','created':'2026-11-30','task':'t','model':'openai/m','packages':"
                 "{'inspect_ai':'0.3.210'},'scorers':[{'name':'match'}]},'results':{'total_samples':"
               + QByteArray::number(total)
               + ",'scores':[{'name':'match','scorer':'match','metrics':{'accuracy':{'name':'accuracy','"
                 "value':0.5},"
                 "'stderr':{'name':'stderr','value':NaN}}}]},'stats':{'started_at':'2026-11-30T10:00:00Z'},"
                 "'error':{'message':'it broke'},'samples':[\n")
           + joined(rows) + "]}";
}

QByteArray deepEvalRun()
{
    return quoted(
        "{'testFile':'test_refund.py','testCases':["
        "{'name':'one','input':'q1','actualOutput':'a1','expectedOutput':'e1','success':true,'metricsData':["
        "{'name':'Faithfulness','threshold':0.7,'success':true,'score':0.9,'reason':'good'}],'completionTime'"
        ":1.5},"
        "{'name':'two','input':'q2','actualOutput':'a2','success':false,'metricsData':["
        "{'name':'Faithfulness','threshold':0.7,'success':false,'score':0.2,'reason':'bad'}]},"
        "{'name':'three','input':'q3','actualOutput':null,'success':false,'metricsData':["
        "{'name':'Faithfulness','threshold':0.7,'success':false,'score':null,'error':'judge timed out'}]}],"
        "'conversationalTestCases':[{'name':'talk','success':true,'scenario':'s','turns':[{'role':'user','"
        "content':'hi'}],"
        "'metricsData':[{'name':'Role Adherence','threshold':0.5,'success':true,'score':1}]}],"
        "'metricsScores':[{'metric':'Faithfulness','scores':[0.9,0.2],'passes':1,'fails':1,'errors':1},"
        "{'metric':'Role "
        "Adherence','scores':[1],'passes':1,'fails':0,'errors':0}],'testPassed':2,'testFailed':2}");
}

QByteArray openAiLog()
{
    return quoted(
        "{'spec':{'completion_fns':['gpt-4'],'eval_name':'refund.dev.v0','run_id':'R1','created_at':'2026-11-"
        "30'}}\n"
        "{'run_id':'R1','event_id':0,'sample_id':'s.0','type':'sampling','data':{'prompt':'q0','sampled':['"
        "yes']}}\n"
        "{'run_id':'R1','event_id':1,'sample_id':'s.1','type':'sampling','data':{'prompt':'q1','sampled':['"
        "no']}}\n"
        "{'run_id':'R1','event_id':2,'sample_id':'s.0','type':'match','data':{'correct':true,'expected':'yes'"
        ",'picked':'yes'}}\n"
        "{'run_id':'R1','event_id':3,'sample_id':'s.1','type':'match','data':{'correct':false,'expected':'"
        "yes','picked':null}}\n"
        "{'run_id':'R1','event_id':4,'sample_id':'s.2','type':'error','data':{'message':'refused'}}\n"
        "{'final_report':{'accuracy':0.5}}\n");
}

QByteArray lmHarnessResults()
{
    return quoted("{'results':{'gsm8k':{'alias':'gsm8k','exact_match,strict-match':0.5,'exact_match_stderr,"
                  "strict-match':0.1,"
                  "'acc,none':0.25,'acc_stderr,none':'N/"
                  "A'}},'configs':{'gsm8k':{'task':'gsm8k'}},'versions':{'gsm8k':3},"
                  "'n-shot':{'gsm8k':5},'n-samples':{'gsm8k':{'original':100,'effective':2}},"
                  "'config':{'model':'hf','model_args':'pretrained=x'},'lm_eval_version':'0.4.9'}");
}

QByteArray lmHarnessSamples()
{
    return quoted(
        "{'doc_id':0,'doc':{'question':'1+1'},'target':'2','arguments':{'gen_args_0':{'arg_0':'1+1='}},"
        "'resps':[['2']],'filtered_resps':['2'],'filter':'strict-match','metrics':['exact_match'],'exact_"
        "match':1.0}\n"
        "{'doc_id':1,'doc':{'question':'2+2'},'target':'4','arguments':{'gen_args_0':{'arg_0':'2+2='}},"
        "'resps':[['5']],'filtered_resps':['5'],'filter':'strict-match','metrics':['exact_match'],'exact_"
        "match':0.0}\n");
}

QByteArray azureRows()
{
    return quoted(
        "{'question':'q1','truth':'t1','answer':'a1','context':'c','gpt_groundedness':5,'gpt_groundedness_"
        "reason':"
        "'all there','has_citation':true,'latency':1.5}\n"
        "{'question':'q2','truth':'t2','answer':'a2','context':'c','gpt_groundedness':'3','has_citation':"
        "false,'latency':2}\n"
        "{'question':'q3','truth':'t3','answer':'a3','context':'c','gpt_groundedness':-1,'has_citation':true,"
        "'latency':2}\n"
        "{'question':'q4','truth':'t4','answer':'a4','context':'c','gpt_groundedness':null,'has_citation':"
        "true,'latency':2}\n"
        "{'question':'q5','truth':'t5','answer':'a5','context':'c','has_citation':true,'latency':2}\n");
}

QByteArray azureSummary()
{
    return quoted("{'gpt_groundedness':{'pass_count':1,'pass_rate':0.2,'mean_rating':4.0},"
                  "'has_citation':{'total':4,'rate':0.8},'latency':{'mean':1.9,'max':2,'min':1.5}}");
}

QByteArray azureBuiltIn()
{
    return quoted("{'rows':[{'inputs.query':'q1','inputs.response':'a1','outputs.relevance.relevance':4.0,"
                  "'outputs.relevance.relevance_result':'pass','outputs.relevance.relevance_threshold':3,"
                  "'outputs.relevance.relevance_reason':'to the point'},"
                  "{'inputs.query':'q2','inputs.response':'a2','outputs.relevance.relevance':2.0,"
                  "'outputs.relevance.relevance_result':'fail','outputs.relevance.relevance_threshold':3},"
                  "{'inputs.query':'q3','inputs.response':'a3','outputs.relevance.relevance':NaN,"
                  "'outputs.relevance.relevance_result':'error'}],"
                  "'metrics':{'relevance.relevance':3.0},'studio_url':null}");
}

QByteArray junitReport()
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites><testsuite name=\"refund\" tests=\"4\" "
           "failures=\"1\" "
           "errors=\"1\" skipped=\"1\" timestamp=\"2026-11-30T10:00:00\">\n"
           "<testcase classname=\"r\" name=\"kind\" time=\"0.5\"><system-out>yes &amp; "
           "no</system-out></testcase>\n"
           "<testcase classname=\"r\" name=\"short\"><failure message=\"too long\" type=\"assert\">300 "
           "words</failure></testcase>\n"
           "<testcase classname=\"r\" name=\"broken\"><error message=\"500\"/></testcase>\n"
           "<testcase classname=\"r\" name=\"later\"><skipped/></testcase>\n</testsuite></testsuites>\n";
}

QByteArray zipOf(const QList<ZipEntry> &entries)
{
    QByteArray out;
    QByteArray directory;
    for (const ZipEntry &entry : entries) {
        const QByteArray data = packed(entry);
        const quint32 at = quint32(out.size());
        QByteArray common;
        number16(common, 63);
        number16(common, 0);
        number16(common, quint16(entry.method));
        number32(common, 0);
        number32(common, quint32(crc32(0, reinterpret_cast<const Bytef *>(entry.bytes.constData()),
                                       uInt(entry.bytes.size()))));
        number32(common, quint32(data.size()));
        number32(common, quint32(entry.bytes.size()));
        number16(common, quint16(entry.name.size()));
        number16(common, 0);
        out += "PK\x03\x04" + common + entry.name + data;
        directory += "PK\x01\x02";
        number16(directory, 63);
        directory += common;
        number16(directory, 0);
        number32(directory, 0);
        number32(directory, 0);
        number32(directory, at);
        directory += entry.name;
    }
    const quint32 at = quint32(out.size());
    out += directory;
    out += QByteArray("PK\x05\x06\0\0\0\0", 8);
    number16(out, quint16(entries.size()));
    number16(out, quint16(entries.size()));
    number32(out, quint32(directory.size()));
    number32(out, at);
    number16(out, 0);
    return out;
}

QByteArray inspectArchive(ZipEntry::Method method)
{
    QByteArray header = inspectLog("success", {}, 2);
    return zipOf({{.name = "_journal/start.json", .bytes = "{}", .method = method},
                  {.name = "samples/1_epoch_1.json",
                   .bytes = inspectSample(1, 1, "{'match':{'value':'C'}}"),
                   .method = method},
                  {.name = "samples/2_epoch_1.json",
                   .bytes = inspectSample(2, 1, "{'match':{'value':'I'}}"),
                   .method = method},
                  {.name = "summaries.json", .bytes = "[]", .method = method},
                  {.name = "header.json", .bytes = header, .method = method}});
}

} // namespace countersign::test::samples
