// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <limits>
#include <memory>
#include <vector>

namespace countersign::evals {

/// The programs whose result files are read. Native: written by `countersignctl eval run`.
enum class Tool {
    Unknown,
    Native,
    Promptfoo,
    InspectAi,
    DeepEval,
    OpenAiEvals,
    LmEvaluationHarness,
    AzureRag,
    AzureBuiltIn,
    JUnit,
    MappedJsonl, ///< JSON Lines with a column mapping
    MappedCsv,   ///< CSV with a column mapping
};

[[nodiscard]] QString toString(Tool tool); ///< "promptfoo", "inspect_ai", … : stable, for JSON and options
[[nodiscard]] Tool toolFromString(QStringView name); ///< Unknown for anything else

/// How a run ended. Anything but Complete never satisfies a gate.
enum class RunStatus {
    Complete,
    Truncated,      ///< the file ends before its end
    Canceled,       ///< the tool says that it was stopped
    Failed,         ///< the tool says that it broke down
    Unfinished,     ///< the tool says that it still ran, or its closing record is missing
    UnknownVersion, ///< a version of the format that this program does not know
    Damaged,        ///< from some place on it is not what its format says: no JSON, too deep, too much
};

[[nodiscard]] QString toString(RunStatus status); ///< "complete", "truncated", …

/// How one judgement ended. Only Pass is a pass.
enum class Outcome : quint8 {
    Pass,
    Fail,
    Error,   ///< nothing could be judged: no answer, a broken assertion, a value that is no number
    Skipped, ///< the tool left it out on purpose
    Scored,  ///< a figure without a limit: neither passed nor failed
};

[[nodiscard]] QString toString(Outcome outcome); ///< "pass", "fail", "error", "skipped", "scored"

/// No figure. Compare with std::isnan.
inline constexpr double noScore = std::numeric_limits<double>::quiet_NaN();

/// A text inside the bytes that ResultFile keeps; read with ResultFile::text().
struct TextRef
{
    enum class Form : quint8 {
        None,       ///< there is no such text
        Utf8,       ///< as it stands
        JsonString, ///< the inside of a JSON string, escapes and all
        JsonValue,  ///< a whole JSON value that is no string: shown as it stands
    };

    quint64 offset = 0; ///< in bytes, in the buffer of that number
    quint32 length = 0; ///< in bytes
    quint16 buffer = 0;
    Form form = Form::None;

    [[nodiscard]] bool isNull() const { return form == Form::None; }
    friend bool operator==(const TextRef &, const TextRef &) = default;
};

/// One judgement by one metric (an assertion, a scorer, a named score) of one answer.
struct Judgement
{
    quint32 metric = 0; ///< index into ResultFile::metrics
    Outcome outcome = Outcome::Error;
    double score = noScore;
    TextRef reason = {};
};

/// One execution of one case: one repeat, by one column.
struct Answer
{
    quint32 caseIndex = 0; ///< index into ResultFile::cases
    quint32 column = 0;    ///< index into ResultFile::columns
    quint32 repeat = 0;    ///< from 0
    Outcome outcome = Outcome::Error;
    double score = noScore;   ///< the tool's own figure for the whole answer
    double latency = noScore; ///< milliseconds
    double cost = noScore;    ///< US dollars
    qint64 promptTokens = -1; ///< -1: not told
    qint64 completionTokens = -1;
    quint64 firstJudgement = 0; ///< ResultFile::judgements[first … first + count)
    quint32 judgementCount = 0;
    TextRef output = {};
    TextRef error = {};
    TextRef finishReason = {};
};

/// One case of the suite as the file gives it.
struct Case
{
    QString id = {};      ///< the file's own name for it; empty when it has none
    ContentHash key = {}; ///< SHA-256 of input and assertions: matches a case without an id in another run
    TextRef name = {};    ///< a description for people
    TextRef input = {};   ///< the question, or the variables as JSON
    TextRef expected = {};
    QString dimension = {}; ///< of the suite's `countersign` block; empty: not told
    QString source = {};    ///< "curated", "past_failure", "production_sample"; empty: not told
};

/// One combination of a prompt and a model that answered every case.
struct Column
{
    QString label = {};       ///< what the tool calls it
    QString prompt = {};      ///< name of the prompt
    ContentHash content = {}; ///< of the prompt's text; none when the file does not give it
    QString modelAsked = {};
    QString modelServed = {}; ///< what the service said answered; empty: not told
};

/// One thing that was measured.
struct Metric
{
    QString name = {};
    double limit = noScore; ///< passes from there on; noScore: the tool judged by itself, or not at all
    bool higherIsBetter = true;
    /// False: a figure beside the judgement, such as a length or a duration. It is compared and shown, and decides nothing.
    bool decides = true;
    double least = noScore; ///< of the scale, when the format fixes it (1 and 5 for a rating); for intervals
    double most = noScore;
};

/// What is odd about a file without ending its reading. Wording lives in ui and the command line.
enum class Oddity {
    TotalsDiffer, ///< the file's own totals are not those of its cases; `detail` names the metric
    RepeatedCases, ///< a case stands there more than once where the format knows no repeats: counted as repeats
    WrongTypes,    ///< values that are not of the kind that the format says: read as absent
    Unused,        ///< files of a folder or entries of an archive that belong to no run
};

[[nodiscard]] QString toString(Oddity oddity); ///< "totals_differ", …

struct Remark
{
    Oddity oddity = Oddity::WrongTypes;
    qint64 count = 1;
    QString detail = {}; ///< a name or a place from the file; not translated
    friend bool operator==(const Remark &, const Remark &) = default;
};

/// A figure that the file gives without the cases behind it.
struct Summary
{
    QString metric = {};
    double mean = noScore;
    double standardError = noScore;
    qint64 passed = -1; ///< -1: not told
    qint64 cases = -1;
};

/// Bytes that TextRefs point into: a mapped file, or an inflated entry of an archive. Shared and never changed, so
/// any thread may read it.
class Bytes
{
public:
    virtual ~Bytes() = default;
    [[nodiscard]] virtual QByteArrayView view() const = 0;
};

/// A result file, read: what every reader gives and comparison, views and writers take. The texts stay where they are in
/// the file; everything else is small. A value that is filled once by a reader and then only read, by any thread.
struct ResultFile
{
    Tool tool = Tool::Unknown;
    QString format = {}; ///< version of the file's format as the file gives it; empty when it gives none
    QString toolVersion = {};
    RunStatus status = RunStatus::Complete;
    QString statusDetail =
        {};             ///< the tool's own words, or where reading stopped; for details, not translated
    QString suite = {}; ///< name of the suite, task or data set
    ContentHash suiteHash = {}; ///< when the file gives it
    QString runId = {};
    QString startedAt = {};    ///< ISO 8601 as the file gives it
    ContentHash fileHash = {}; ///< SHA-256 of the bytes that were read
    QList<Metric> metrics = {};
    QList<Column> columns = {};
    std::vector<Case> cases = {};
    std::vector<Answer> answers = {}; ///< by case, column and repeat
    std::vector<Judgement> judgements = {};
    QList<Summary> summaries = {};
    QList<Remark> remarks = {};
    std::vector<std::shared_ptr<const Bytes>> buffers = {};

    /// At most `most` bytes of the text, decoded; what is not UTF-8 comes as U+FFFD. Never fails.
    [[nodiscard]] QString text(const TextRef &ref, qsizetype most = 1 << 20) const;
    [[nodiscard]] QByteArray utf8(const TextRef &ref, qsizetype most = 1 << 20) const;
};

/// Per metric, what `eval import` prints. Counted over answers.
struct MetricTotals
{
    QString metric = {};
    qint64 passed = 0;
    qint64 failed = 0;
    qint64 errored = 0;
    qint64 skipped = 0;
    qint64 scored = 0;     ///< answers with a figure, whether or not they also passed or failed
    double mean = noScore; ///< of those figures
};

[[nodiscard]] QList<MetricTotals> totals(const ResultFile &file);

} // namespace countersign::evals
