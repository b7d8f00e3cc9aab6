// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

/// Small result files in the shapes that the tools document, for what no real file shows.
namespace countersign::test::samples {

/// JSON is easier to read with the other quotes.
[[nodiscard]] QByteArray quoted(QByteArray text);

/// One result of promptfoo: its places, its variable, then the fields of `more`.
[[nodiscard]] QByteArray promptfooRow(int prompt, int test, const QByteArray &question,
                                      const QByteArray &more);
/// A passing and a failing `contains` named `tone`, and an `equals` without a name.
[[nodiscard]] QByteArray passingRow(int prompt, int test, const QByteArray &question);
[[nodiscard]] QByteArray failingRow(int prompt, int test, const QByteArray &question);
[[nodiscard]] QByteArray brokenRow(int prompt, int test, const QByteArray &question);
/// A document of version 3 with two prompts; `stats` are successes, failures and errors.
[[nodiscard]] QByteArray promptfooV3(const QList<QByteArray> &rows, QList<int> stats);
/// Writes a document of version 3 of about that many bytes, row by row: 2 prompts, answers of a few KiB. The number of rows,
/// or -1 when `path` takes no more.
[[nodiscard]] qint64 writeLargePromptfoo(const QString &path, qint64 bytes);
/// Peak of the memory that this process had, in bytes, mapped files included; -1 where Linux does not tell.
[[nodiscard]] qint64 peakMemory();
/// Lets the peak begin at what is used now.
void resetPeakMemory();

/// A document of version 2: rows stand in the table alone.
[[nodiscard]] QByteArray promptfooV2Table();

/// An Inspect AI log with `status` and these samples; `total` is what it counted.
[[nodiscard]] QByteArray inspectLog(const QByteArray &status, const QList<QByteArray> &samples, int total);
[[nodiscard]] QByteArray inspectSample(int id, int epoch, const QByteArray &scores);

[[nodiscard]] QByteArray deepEvalRun();
[[nodiscard]] QByteArray openAiLog();
[[nodiscard]] QByteArray lmHarnessResults();
[[nodiscard]] QByteArray lmHarnessSamples();
[[nodiscard]] QByteArray azureRows();
[[nodiscard]] QByteArray azureSummary();
[[nodiscard]] QByteArray azureBuiltIn();
[[nodiscard]] QByteArray junitReport();

struct ZipEntry
{
    enum class Method : quint16 { Stored = 0, Deflated = 8, Zstd = 93 };
    QByteArray name = {};
    QByteArray bytes = {};
    Method method = Method::Deflated;
};

/// A ZIP file (APPNOTE.TXT 6.3).
[[nodiscard]] QByteArray zipOf(const QList<ZipEntry> &entries);
/// The same log as an archive, its samples in entries of their own.
[[nodiscard]] QByteArray inspectArchive(ZipEntry::Method method);

} // namespace countersign::test::samples
