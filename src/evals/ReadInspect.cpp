// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/ReadInspect.h"

#include <algorithm>
#include <cmath>

namespace countersign::evals {

using Kind = JsonReader::Kind;

struct InspectParts::SampleRow
{
    QString id = {};
    TextRef input = {};
    TextRef target = {};
    Answer answer = {};
    QString model = {};
    bool broken = false;
    std::vector<Judgement> judgements = {};
    QHash<QByteArray, TextRef> attachments = {}; ///< by the hash that stands in the place of a long text
};

namespace {

constexpr qsizetype mostReduced = 1'000'000; ///< cases of a reduction, and attachments of a sample

qint64 tokensOf(double number)
{
    return number >= 0 && number < 9e15 ? qint64(number) : -1;
}

/// CORRECT, INCORRECT, PARTIAL and NOANSWER of inspect_ai.scorer, with the figures that value_to_float gives them.
std::optional<Judgement> letterJudgement(QByteArrayView value)
{
    if (value == "C") {
        return truthJudgement(0, true);
    }
    if (value == "I" || value == "N") {
        return truthJudgement(0, false);
    }
    if (value == "P") {
        return Judgement{.outcome = Outcome::Fail, .score = 0.5};
    }
    const QByteArray word = value.toByteArray().toLower();
    if (word == "yes" || word == "true") {
        return truthJudgement(0, true);
    }
    if (word == "no" || word == "false") {
        return truthJudgement(0, false);
    }
    return std::nullopt;
}

Judgement valueJudgement(const JsonReader::Scalar &value, QByteArrayView text)
{
    if (value.kind == Kind::Boolean) {
        return truthJudgement(0, value.boolean);
    }
    if (value.kind == Kind::String) {
        const QByteArrayView word = text.sliced(qsizetype(value.text.offset), qsizetype(value.text.length));
        if (const std::optional<Judgement> letter = letterJudgement(word)) {
            return *letter;
        }
    }
    return judgementOf(0, value.number);
}

} // namespace

InspectParts::InspectParts(const Source &source, Texts texts, const ReadOptions &options)
    : builder(Tool::InspectAi, ReadBuilder::Repeats::Known, options)
    , m_texts(texts)
{
    builder.addBuffer(source);
}

TextRef InspectParts::shown(const TextRef &ref, QByteArrayView text)
{
    return m_texts == Texts::Stay ? ref : builder.keep(ref, text);
}

void InspectParts::log(JsonReader &r, QByteArrayView text)
{
    r.object([&](QByteArrayView key) {
        if (key == "version") {
            const JsonReader::Scalar value = r.scalar();
            m_version = value.number;
            builder.file.format =
                QString::fromUtf8(text.sliced(qsizetype(value.text.offset), qsizetype(value.text.length)));
        } else if (key == "status") {
            m_hasStatus = true;
            m_status = r.string(64);
        } else if (key == "eval") {
            eval(r);
        } else if (key == "results") {
            results(r);
        } else if (key == "error") {
            r.object([&](QByteArrayView name) {
                if (name == "message") {
                    m_error = r.string(1000);
                }
            });
        } else if (key == "stats") {
            r.object([&](QByteArrayView name) {
                if (name == "started_at") {
                    builder.file.startedAt = r.string(64);
                }
            });
        } else if (key == "reductions" && r.peek() == Kind::Array) {
            reductions(r, text);
        } else if (key == "samples") {
            r.array([&](qsizetype) {
                if (builder.goesOn(r, text.size())) {
                    sample(r, text);
                }
            });
        }
    });
}

void InspectParts::eval(JsonReader &r)
{
    m_scorers.clear();
    r.object([&](QByteArrayView key) {
        if (key == "run_id") {
            builder.file.runId = r.string();
        } else if (key == "task") {
            builder.file.suite = r.string();
        } else if (key == "model") {
            m_column.modelAsked = r.string();
        } else if (key == "created" && builder.file.startedAt.isEmpty()) {
            builder.file.startedAt = r.string(64);
        } else if (key == "packages") {
            r.object([&](QByteArrayView name) {
                if (name == "inspect_ai") {
                    builder.file.toolVersion = r.string();
                }
            });
        } else if (key == "scorers") {
            r.array([&](qsizetype) {
                r.object([&](QByteArrayView name) {
                    if (name == "name" && m_scorers.size() < 1000) {
                        m_scorers.append(r.string(256));
                    }
                });
            });
        }
    });
    m_column.label = m_column.modelAsked;
}

void InspectParts::results(JsonReader &r)
{
    r.object([&](QByteArrayView key) {
        if (key == "total_samples") {
            m_totalSamples = r.number();
        } else if (key == "scores") {
            builder.file.summaries.clear();
            r.array([&](qsizetype) {
                QString scorer;
                double scored = noScore;
                std::map<QString, double> figures;
                r.object([&](QByteArrayView name) {
                    if (name == "name") {
                        scorer = r.string(256);
                    } else if (name == "scored_samples") {
                        scored = r.number();
                    } else if (name == "metrics") {
                        r.object([&](QByteArrayView metric) {
                            r.object([&](QByteArrayView part) {
                                if (part == "value" && figures.size() < 1000) {
                                    figures[QString::fromUtf8(metric)] = r.number();
                                }
                            });
                        });
                    }
                });
                const auto error = figures.find(QStringLiteral("stderr"));
                for (const auto &[metric, value] : figures) {
                    if (metric != u"stderr") {
                        builder.file.summaries.append(
                            {.metric = scorer + u'/' + metric,
                             .mean = value,
                             .standardError = error != figures.end() ? error->second : noScore,
                             .cases = tokensOf(scored)});
                    }
                }
            });
        }
    });
}

void InspectParts::score(JsonReader &r, QByteArrayView text, const QString &scorer, SampleRow &row)
{
    TextRef reason;
    const std::size_t first = row.judgements.size();
    const bool isScore = r.object([&](QByteArrayView key) {
        if (key == "explanation") {
            reason = r.text();
        } else if (key == "value") {
            if (r.peek() == Kind::Object) {
                r.object([&](QByteArrayView part) {
                    const QString name =
                        scorer + u'/' + QString::fromUtf8(part.first(qMin<qsizetype>(part.size(), 256)));
                    row.judgements.push_back(valueJudgement(r.scalar(), text));
                    row.judgements.back().metric = builder.metric(name);
                });
            } else {
                row.judgements.push_back(valueJudgement(r.scalar(), text));
                row.judgements.back().metric = builder.metric(scorer);
            }
        }
    });
    if (r.fault() != JsonReader::Fault::None) {
        return;
    }
    if (row.judgements.size() == first) {
        row.judgements.push_back({.metric = builder.metric(scorer)});
    }
    for (std::size_t i = first; isScore && i < row.judgements.size(); ++i) {
        row.judgements[i].reason = reason;
    }
}

void InspectParts::output(JsonReader &r, SampleRow &row)
{
    r.object([&](QByteArrayView key) {
        if (key == "model") {
            row.model = r.string();
        } else if (key == "choices") {
            r.array([&](qsizetype index) {
                if (index > 0) {
                    return;
                }
                r.object([&](QByteArrayView name) {
                    if (name == "message") {
                        r.object([&](QByteArrayView part) {
                            if (part == "content") {
                                row.answer.output = r.text();
                            }
                        });
                    } else if (name == "stop_reason") {
                        row.answer.finishReason = r.text();
                    }
                });
            });
        } else if (key == "usage") {
            r.object([&](QByteArrayView name) {
                if (name == "input_tokens") {
                    row.answer.promptTokens = tokensOf(r.number());
                } else if (name == "output_tokens") {
                    row.answer.completionTokens = tokensOf(r.number());
                }
            });
        } else if (key == "error") {
            row.answer.error = r.text();
        }
    });
}

void InspectParts::settle(SampleRow &row, QByteArrayView text)
{
    // Long texts stand once in `attachments`, and "attachment://HASH" in their places (condense_sample of inspect_ai.log).
    static constexpr QByteArrayView scheme = "attachment://";
    const auto whole = [&](TextRef &ref) {
        if (ref.form != TextRef::Form::JsonString || ref.length > 200) {
            return;
        }
        const QByteArrayView words = text.sliced(qsizetype(ref.offset), qsizetype(ref.length));
        const auto found = words.startsWith(scheme)
                               ? row.attachments.constFind(words.sliced(scheme.size()).toByteArray())
                               : row.attachments.constEnd();
        ref = found == row.attachments.constEnd() ? ref : *found;
    };
    for (TextRef *ref :
         {&row.input, &row.target, &row.answer.output, &row.answer.finishReason, &row.answer.error}) {
        whole(*ref);
    }
    TextRef before;
    TextRef kept;
    for (Judgement &judgement : row.judgements) {
        TextRef reason = judgement.reason;
        whole(reason);
        kept = reason == before ? kept : shown(reason, text); // the figures of one scorer share their reason
        before = reason;
        judgement.reason = kept;
    }
    row.answer.output = shown(row.answer.output, text);
    row.answer.finishReason = shown(row.answer.finishReason, text);
    row.answer.error = shown(row.answer.error, text);
}

void InspectParts::reductions(JsonReader &r, QByteArrayView text)
{
    r.array([&](qsizetype) {
        QString scorer;
        std::vector<std::pair<QString, Judgement>> reduced;
        r.object([&](QByteArrayView key) {
            if (key == "scorer") {
                scorer = r.string(256);
            } else if (key == "samples") {
                r.array([&](qsizetype) {
                    std::pair<QString, Judgement> one;
                    r.object([&](QByteArrayView part) {
                        if (part == "sample_id") {
                            one.first = r.string(1024);
                        } else if (part == "value") {
                            one.second =
                                r.peek() == Kind::Object ? Judgement() : valueJudgement(r.scalar(), text);
                        }
                    });
                    if (qsizetype(reduced.size()) < mostReduced) {
                        reduced.push_back(std::move(one));
                    }
                });
            }
        });
        for (auto &[id, judgement] : reduced) {
            judgement.metric = builder.metric(scorer);
            m_reduced[id].push_back(judgement);
        }
    });
}

void InspectParts::sample(JsonReader &r, QByteArrayView text)
{
    SampleRow row;
    const bool isSample = r.object([&](QByteArrayView key) {
        if (key == "id") {
            row.id = r.string(1024);
        } else if (key == "input") {
            row.input = r.text();
        } else if (key == "target") {
            row.target = r.text();
        } else if (key == "output") {
            output(r, row);
        } else if (key == "scores") {
            r.object([&](QByteArrayView scorer) {
                score(r, text, QString::fromUtf8(scorer.first(qMin<qsizetype>(scorer.size(), 256))), row);
            });
        } else if (key == "score") {
            score(r, text, QStringLiteral("score"), row);
        } else if (key == "error") {
            row.broken = r.peek() != Kind::Null;
            if (r.peek() == Kind::Object) {
                r.object([&](QByteArrayView name) {
                    if (name == "message") {
                        row.answer.error = r.text();
                    }
                });
            } else {
                r.skip();
            }
        } else if (key == "attachments") {
            r.object([&](QByteArrayView hash) {
                if (row.attachments.size() < mostReduced) {
                    row.attachments.insert(hash.toByteArray(), r.text());
                }
            });
        } else if (key == "total_time") {
            row.answer.latency = r.number() * 1000;
        }
    });
    if (!isSample) {
        if (r.fault() == JsonReader::Fault::None) {
            builder.setStatus(RunStatus::Damaged, QStringLiteral("a sample is no object"));
        }
        return;
    }
    if (row.judgements.empty()) {
        for (const QString &scorer : std::as_const(m_scorers)) {
            row.judgements.push_back({.metric = builder.metric(scorer)});
        }
    }
    settle(row, text);
    const ContentHash key = caseKey(normalized(row.input, text), normalized(row.target, text));
    row.answer.caseIndex = builder.caseAt(row.id.toUtf8() + '\n' + key.toBytes(), [&] {
        return Case{
            .id = row.id, .key = key, .input = shown(row.input, text), .expected = shown(row.target, text)};
    });
    m_column.modelServed = m_column.modelServed.isEmpty() ? row.model : m_column.modelServed;
    row.answer.column = builder.column({}, [this] { return m_column; });
    row.answer.outcome = row.broken ? Outcome::Error : outcomeOf(row.judgements);
    builder.add(row.answer, row.judgements);
}

Result<ResultFile> InspectParts::finish()
{
    const quint32 column = builder.column({}, [this] { return m_column; });
    builder.file.columns[column] = m_column;
    if (!m_hasStatus) {
        builder.setStatus(RunStatus::Unfinished, QStringLiteral("no status"));
    } else if (m_version != 2) {
        builder.setStatus(RunStatus::UnknownVersion, builder.file.format);
    } else if (m_status == u"cancelled") {
        builder.setStatus(RunStatus::Canceled, m_status);
    } else if (m_status == u"error") {
        builder.setStatus(RunStatus::Failed, m_error);
    } else if (m_status != u"success") {
        builder.setStatus(RunStatus::Unfinished, m_status);
    }
    std::size_t found = builder.file.answers.size();
    if (found > 0 && m_totalSamples > double(found)) {
        builder.setStatus(RunStatus::Unfinished,
                          QStringLiteral("%1 of %2 samples").arg(found).arg(m_totalSamples));
    }
    // A log without samples has what they were reduced to over their epochs: one answer to each.
    for (const auto &[id, judgements] : found == 0 ? m_reduced : decltype(m_reduced)()) {
        Answer answer{.column = column, .outcome = outcomeOf(judgements)};
        answer.caseIndex = builder.caseAt(id.toUtf8(), [&id] { return Case{.id = id}; });
        builder.add(answer, judgements);
    }
    found = builder.file.answers.size();
    if (found == 0 && builder.file.summaries.isEmpty()) {
        builder.setStatus(RunStatus::Unfinished, QStringLiteral("no samples"));
    }
    return builder.finish();
}

Result<ResultFile> readInspect(const Source &source, const ReadOptions &options)
{
    InspectParts parts(source, InspectParts::Texts::Stay, options);
    const QByteArrayView text = source.view();
    JsonReader r(text);
    parts.log(r, text);
    if (r.fault() == JsonReader::Fault::None && !r.atEnd()) {
        parts.builder.setStatus(RunStatus::Damaged, QStringLiteral("more stands behind the end of the log"));
    }
    parts.builder.setFault(r, source.name);
    return parts.finish();
}

} // namespace countersign::evals
