// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Readers.h"

#include <map>

namespace countersign::evals {

/// The parts of an Inspect AI log, version 2 (EvalLog of inspect_ai.log): the same in the JSON document and in the entries
/// of the archive.
class InspectParts
{
public:
    enum class Texts {
        Stay,   ///< the buffer that is read stays with the result
        Copied, ///< texts that are shown are copied out of it
    };

    InspectParts(const Source &source, Texts texts, const ReadOptions &options);

    /// Reads the members of EvalLog, with the samples where they stand in it.
    void log(JsonReader &reader, QByteArrayView text);
    void sample(JsonReader &reader, QByteArrayView text);
    /// What the scores of each sample were reduced to over its epochs, by scorer: a list of EvalSampleReductions. It is what a
    /// log without samples says of its cases; beside samples it is not looked at.
    void reductions(JsonReader &reader, QByteArrayView text);
    /// Without a header a log is Unfinished, with fewer samples than it counted too.
    [[nodiscard]] Result<ResultFile> finish();

    ReadBuilder builder;

private:
    struct SampleRow;
    void eval(JsonReader &r);
    void results(JsonReader &r);
    void score(JsonReader &r, QByteArrayView text, const QString &scorer, SampleRow &row);
    void output(JsonReader &r, SampleRow &row);
    /// Puts attachments in the places of their names, and keeps the texts that are shown.
    void settle(SampleRow &row, QByteArrayView text);
    [[nodiscard]] TextRef shown(const TextRef &ref, QByteArrayView text);

    Texts m_texts;
    Column m_column;
    std::map<QString, std::vector<Judgement>> m_reduced; ///< by the sample's id
    QStringList m_scorers; ///< of the header: a sample that broke has no scores
    double m_totalSamples = noScore;
    double m_version = noScore;
    bool m_hasStatus = false;
    QString m_status;
    QString m_error;
};

} // namespace countersign::evals
