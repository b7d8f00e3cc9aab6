// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/ReadBuilder.h"

namespace countersign::evals {

/// What a file is, told from its beginning.
enum class Shape {
    Unknown,
    Promptfoo,      ///< the JSON document
    PromptfooLines, ///< one result a line
    Inspect,        ///< the JSON document
    InspectArchive, ///< the ZIP file `.eval`
    DeepEval,
    OpenAiEvals,
    LmHarness,        ///< the results document
    LmHarnessSamples, ///< one answer a line
    AzureRagRows,
    AzureRagSummary,
    AzureRagParameters,
    AzureBuiltIn,
    JUnit,
};

[[nodiscard]] Shape shapeOf(QByteArrayView text);
[[nodiscard]] Tool toolOf(Shape shape); ///< Unknown for what is no run by itself

/// Files that belong to one run. `main` is empty where only the summary is there.
struct SourceSet
{
    Source main = {};
    Source summary = {};    ///< bytes are null where there is none
    Source parameters = {}; ///< the same
    std::vector<Source> samples = {};
};

// One reader per format. Each reads as far as it goes and says in the status how far that was.
[[nodiscard]] Result<ResultFile> readPromptfoo(const Source &source, Shape shape, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readInspect(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readInspectArchive(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readDeepEval(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readOpenAiEvals(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readLmHarness(const SourceSet &sources, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readAzureRag(const SourceSet &sources, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readAzureBuiltIn(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readJUnit(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readMappedJsonl(const Source &source, const ReadOptions &options);
[[nodiscard]] Result<ResultFile> readMappedCsv(const Source &source, const ReadOptions &options);

} // namespace countersign::evals
