// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"

#include "evals/Readers.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace countersign::evals {

namespace {

constexpr qsizetype mostInFolder = 1000;

bool isMapped(Tool tool)
{
    return tool == Tool::MappedJsonl || tool == Tool::MappedCsv;
}

std::unexpected<Error> noRun(const QString &name, const QString &detail)
{
    return failure(ErrorCode::Invalid, name, detail);
}

Result<ResultFile> readShape(Shape shape, const SourceSet &sources, const ReadOptions &options)
{
    switch (shape) {
    case Shape::Promptfoo:
    case Shape::PromptfooLines:
        return readPromptfoo(sources.main, shape, options);
    case Shape::Inspect:
        return readInspect(sources.main, options);
    case Shape::InspectArchive:
        return readInspectArchive(sources.main, options);
    case Shape::DeepEval:
        return readDeepEval(sources.main, options);
    case Shape::OpenAiEvals:
        return readOpenAiEvals(sources.main, options);
    case Shape::LmHarness:
    case Shape::LmHarnessSamples:
        return readLmHarness(sources, options);
    case Shape::AzureRagRows:
    case Shape::AzureRagSummary:
        return readAzureRag(sources, options);
    case Shape::AzureBuiltIn:
        return readAzureBuiltIn(sources.main, options);
    case Shape::JUnit:
        return readJUnit(sources.main, options);
    case Shape::Unknown:
    case Shape::AzureRagParameters:
        break;
    }
    return noRun(sources.main.name, QStringLiteral("no tool's result file"));
}

enum class Companions { Sought, None };

/// A file beside `path` whose name is the same but for its last part.
QString beside(const QString &path, QStringView from, QStringView to)
{
    return path.endsWith(from) ? path.chopped(from.size()) + to.toString() : QString();
}

/// Takes the file at `path` when it is there and of that shape.
std::optional<Source> companion(const QString &path, Shape shape, const ReadOptions &options)
{
    if (path.isEmpty() || !QFileInfo(path).isFile()) {
        return std::nullopt;
    }
    Result<Source> source = loadSource(path, options.mostBytes);
    return source && shapeOf(source->view()) == shape ? std::optional(std::move(*source)) : std::nullopt;
}

/// "results_2024-…json" has its answers in "samples_TASK_2024-…jsonl".
void addSamples(SourceSet &sources, const QString &path, const ReadOptions &options)
{
    const QFileInfo info(path);
    const QString stamp =
        info.completeBaseName().startsWith(u"results_") ? info.completeBaseName().sliced(8) : QString();
    if (stamp.isEmpty()) {
        return;
    }
    const QDir folder = info.dir();
    for (const QString &name :
         folder.entryList({QStringLiteral("samples_*.jsonl")}, QDir::Files | QDir::NoSymLinks)) {
        if (!name.endsWith(stamp + QStringLiteral(".jsonl"))
            || qsizetype(sources.samples.size()) >= mostInFolder) {
            continue;
        }
        if (std::optional<Source> samples =
                companion(folder.filePath(name), Shape::LmHarnessSamples, options)) {
            sources.samples.push_back(std::move(*samples));
        }
    }
}

SourceSet withCompanions(Source main, Shape shape, Companions companions, const ReadOptions &options)
{
    SourceSet sources;
    const QString path = main.name;
    if (shape == Shape::AzureRagSummary) {
        sources.summary = std::move(main);
        return sources;
    }
    if (shape == Shape::LmHarnessSamples) {
        sources.samples.push_back(std::move(main));
        return sources;
    }
    sources.main = std::move(main);
    if (companions == Companions::None) {
        return sources;
    }
    if (shape == Shape::AzureRagRows) {
        const QString rows = QStringLiteral("eval_results.jsonl");
        if (std::optional<Source> summary =
                companion(beside(path, rows, u"summary.json"), Shape::AzureRagSummary, options)) {
            sources.summary = std::move(*summary);
        }
        for (const QStringView name : {u"evaluate_parameters.json", u"parameters.json"}) {
            if (std::optional<Source> parameters =
                    companion(beside(path, rows, name), Shape::AzureRagParameters, options)) {
                sources.parameters = std::move(*parameters);
                break;
            }
        }
    } else if (shape == Shape::LmHarness) {
        addSamples(sources, path, options);
    }
    return sources;
}

/// A folder has one run: an evaluator's rows with what belongs to them, or one file of any tool.
Result<ResultFile> readFolder(const QString &path, const ReadOptions &options)
{
    const QFileInfoList entries =
        QDir(path).entryInfoList(QDir::Files | QDir::NoSymLinks | QDir::Readable, QDir::Name);
    if (entries.size() > mostInFolder) {
        return noRun(path, QStringLiteral("%1 files").arg(entries.size()));
    }
    SourceSet sources;
    Shape shape = Shape::Unknown;
    QStringList runs;
    QStringList unused;
    for (const QFileInfo &entry : entries) {
        Result<Source> source = loadSource(entry.filePath(), options.mostBytes);
        if (!source) {
            return std::unexpected(source.error());
        }
        const Shape found = shapeOf(source->view());
        if (found == Shape::AzureRagSummary) {
            sources.summary = std::move(*source);
        } else if (found == Shape::AzureRagParameters) {
            sources.parameters = std::move(*source);
        } else if (found == Shape::LmHarnessSamples) {
            sources.samples.push_back(std::move(*source));
        } else if (found == Shape::Unknown) {
            unused.append(entry.fileName());
        } else {
            runs.append(entry.fileName());
            shape = found;
            sources.main = std::move(*source);
        }
    }
    if (runs.size() > 1) {
        return noRun(path, QStringLiteral("more than one run: ") + runs.join(u", "));
    }
    if (runs.isEmpty()) {
        shape = sources.summary.bytes      ? Shape::AzureRagSummary
                : !sources.samples.empty() ? Shape::LmHarnessSamples
                                           : Shape::Unknown;
        sources.main.name = path;
    }
    Result<ResultFile> file = readShape(shape, sources, options);
    if (file) {
        for (const QString &name : std::as_const(unused)) {
            file->remarks.append({.oddity = Oddity::Unused, .detail = name});
        }
    }
    return file;
}

Result<ResultFile> readSource(Source source, Companions companions, const ReadOptions &options)
{
    if (options.tool == Tool::MappedCsv) {
        return readMappedCsv(source, options);
    }
    if (options.tool == Tool::MappedJsonl) {
        return readMappedJsonl(source, options);
    }
    const QByteArrayView text = source.view();
    if (text.isEmpty()) {
        return noRun(source.name, QStringLiteral("empty"));
    }
    if (text.startsWith("\xFF\xFE") || text.startsWith("\xFE\xFF")) {
        return noRun(source.name, QStringLiteral("UTF-16"));
    }
    const Shape shape = shapeOf(text);
    if (options.tool != Tool::Unknown && toolOf(shape) != options.tool) {
        return noRun(source.name, QStringLiteral("not a file of %1").arg(toString(options.tool)));
    }
    if (shape == Shape::Unknown && options.mapping != ColumnMapping{}) {
        const bool lines = JsonReader(text).peek() == JsonReader::Kind::Object;
        return lines ? readMappedJsonl(source, options) : readMappedCsv(source, options);
    }
    const SourceSet sources = withCompanions(std::move(source), shape, companions, options);
    return readShape(shape, sources, options);
}

} // namespace

Result<ResultFile> readResults(const QString &path, const ReadOptions &options)
{
    if (QFileInfo(path).isDir()) {
        return isMapped(options.tool) ? noRun(path, QStringLiteral("a folder")) : readFolder(path, options);
    }
    Result<Source> source = loadSource(path, options.mostBytes);
    if (!source) {
        return std::unexpected(source.error());
    }
    return readSource(std::move(*source), Companions::Sought, options);
}

Result<ResultFile> readResults(const QByteArray &bytes, const QString &name, const ReadOptions &options)
{
    if (bytes.size() > options.mostBytes) {
        return failure(ErrorCode::NoSpace, name, QStringLiteral("%1 bytes").arg(bytes.size()));
    }
    return readSource(sourceOf(bytes, name), Companions::None, options);
}

} // namespace countersign::evals
