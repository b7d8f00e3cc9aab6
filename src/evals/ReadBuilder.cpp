// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/ReadBuilder.h"

#include "base/Hash.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace countersign::evals {

namespace {

constexpr qint64 mostInMemory = qint64(256) << 20;
constexpr qsizetype mostKept = qsizetype(1) << 20;
constexpr int mostRemarks = 100;

class MemoryBytes final : public Bytes
{
public:
    explicit MemoryBytes(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    QByteArrayView view() const override { return m_bytes; }

private:
    QByteArray m_bytes;
};

class MappedBytes final : public Bytes
{
public:
    explicit MappedBytes(std::unique_ptr<QFile> file)
        : m_file(std::move(file))
        , m_size(m_file->size())
        , m_data(m_file->map(0, m_size))
    {}
    [[nodiscard]] bool isMapped() const { return m_data; }
    QByteArrayView view() const override
    {
        return {reinterpret_cast<const char *>(m_data), qsizetype(m_size)};
    }

private:
    std::unique_ptr<QFile> m_file;
    qint64 m_size;
    const uchar *m_data;
};

bool isAboutTheBytes(RunStatus status)
{
    return status == RunStatus::Truncated || status == RunStatus::Damaged;
}

} // namespace

Result<Source> loadSource(const QString &path, qint64 mostBytes)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        return failure(ErrorCode::NotFound, path);
    }
    if (!info.isFile()) {
        return failure(ErrorCode::Invalid, path, QStringLiteral("not a regular file"));
    }
    auto file = std::make_unique<QFile>(path);
    if (!file->open(QIODevice::ReadOnly)) {
        return failure(info.isReadable() ? ErrorCode::Unavailable : ErrorCode::NotPermitted, path,
                       file->errorString());
    }
    const qint64 size = file->size();
    if (size > mostBytes) {
        return failure(ErrorCode::NoSpace, path, QStringLiteral("%1 bytes").arg(size));
    }
    if (size > mostInMemory) {
        auto mapped = std::make_shared<MappedBytes>(std::move(file));
        if (!mapped->isMapped()) {
            return failure(ErrorCode::Unavailable, path, QStringLiteral("cannot be mapped"));
        }
        return Source{.bytes = std::move(mapped), .name = path};
    }
    QByteArray bytes = file->read(size);
    if (file->error() != QFileDevice::NoError) {
        return failure(ErrorCode::Unavailable, path, file->errorString());
    }
    return sourceOf(bytes, path);
}

Source sourceOf(const QByteArray &bytes, const QString &name)
{
    return {.bytes = std::make_shared<MemoryBytes>(bytes), .name = name};
}

ReadBuilder::ReadBuilder(Tool tool, Repeats repeats, const ReadOptions &options)
    : m_repeats(repeats)
    , m_options(options)
{
    file.tool = tool;
}

quint16 ReadBuilder::addBuffer(const Source &source)
{
    if (file.buffers.empty()) {
        file.fileHash = contentHash(source.view());
    } else {
        file.fileHash = contentHash(file.fileHash.toBytes() + contentHash(source.view()).toBytes());
    }
    file.buffers.push_back(source.bytes);
    return quint16(file.buffers.size() - 1);
}

TextRef ReadBuilder::keep(QByteArrayView utf8)
{
    if (!m_keptBuffer) {
        m_keptBuffer = quint16(file.buffers.size());
        file.buffers.push_back(std::make_shared<MemoryBytes>(QByteArray()));
    }
    const QByteArrayView part = utf8.first(qMin(utf8.size(), mostKept));
    const TextRef ref{.offset = quint64(m_kept.size()),
                      .length = quint32(part.size()),
                      .buffer = *m_keptBuffer,
                      .form = TextRef::Form::Utf8};
    m_kept += part;
    return ref;
}

TextRef ReadBuilder::keep(const TextRef &ref, QByteArrayView buffer)
{
    if (ref.isNull()) {
        return {};
    }
    TextRef kept = keep(buffer.sliced(qsizetype(ref.offset), qsizetype(ref.length)));
    kept.form = ref.form;
    return kept;
}

quint32 ReadBuilder::metric(const QString &name)
{
    const auto known = m_metrics.constFind(name);
    if (known != m_metrics.cend()) {
        return *known;
    }
    if (file.metrics.size() >= mostNames) {
        m_full = true;
        return 0;
    }
    const quint32 index = quint32(file.metrics.size());
    file.metrics.append({.name = name});
    m_metrics.insert(name, index);
    return index;
}

quint32 ReadBuilder::column(const QString &identity, const std::function<Column()> &make)
{
    const auto known = m_columns.constFind(identity);
    if (known != m_columns.cend()) {
        return *known;
    }
    if (file.columns.size() >= mostNames) {
        m_full = true;
        return 0;
    }
    const quint32 index = quint32(file.columns.size());
    file.columns.append(make());
    m_columns.insert(identity, index);
    return index;
}

quint32 ReadBuilder::caseAt(const QByteArray &identity, const std::function<Case()> &make)
{
    const auto known = m_cases.constFind(identity);
    if (known != m_cases.cend()) {
        return *known;
    }
    const quint32 index = quint32(file.cases.size());
    Case made = make();
    if (!made.id.isEmpty()) {
        const int times = ++m_ids[made.id];
        if (times > 1) {
            remark(Oddity::RepeatedCases, made.id);
            made.id += u'#' + QString::number(times);
        }
    }
    file.cases.push_back(std::move(made));
    m_cases.insert(identity, index);
    return index;
}

void ReadBuilder::add(Answer answer, std::span<const Judgement> judgements)
{
    if (file.answers.size() >= mostAnswers || file.judgements.size() + judgements.size() > mostJudgements) {
        m_full = true;
        return;
    }
    answer.repeat = m_repeatsOf[quint64(answer.caseIndex) << 32 | answer.column]++;
    if (answer.repeat > 0 && m_repeats == Repeats::Unknown) {
        remark(Oddity::RepeatedCases, file.cases[answer.caseIndex].id);
    }
    answer.firstJudgement = file.judgements.size();
    answer.judgementCount = quint32(judgements.size());
    file.judgements.insert(file.judgements.end(), judgements.begin(), judgements.end());
    file.answers.push_back(answer);
}

bool ReadBuilder::goesOn(double share)
{
    if (m_full) {
        setStatus(RunStatus::Damaged, QStringLiteral("more answers, metrics or columns than can be read"));
        return false;
    }
    if (m_options.progress && share >= m_told + 0.005) {
        m_told = share;
        m_canceled = m_canceled || !m_options.progress(share);
    }
    return !m_canceled;
}

bool ReadBuilder::goesOn(JsonReader &reader, qsizetype size)
{
    if (goesOn(size > 0 ? double(reader.offset()) / double(size) : 1.0)) {
        return true;
    }
    reader.stop();
    return false;
}

void ReadBuilder::setStatus(RunStatus status, const QString &detail)
{
    if (file.status == RunStatus::Complete || (isAboutTheBytes(status) && !isAboutTheBytes(file.status))) {
        file.status = status;
        file.statusDetail = detail;
    }
}

void ReadBuilder::setFault(const JsonReader &reader, const QString &name)
{
    switch (reader.fault()) {
    case JsonReader::Fault::None:
    case JsonReader::Fault::Stopped:
        break;
    case JsonReader::Fault::Ended:
        setStatus(RunStatus::Truncated, name + QStringLiteral(", ") + reader.faultText());
        break;
    case JsonReader::Fault::Broken:
        setStatus(RunStatus::Damaged, name + QStringLiteral(", ") + reader.faultText());
        break;
    }
}

void ReadBuilder::remark(Oddity oddity, const QString &detail)
{
    for (Remark &known : file.remarks) {
        if (known.oddity == oddity && (known.detail == detail || file.remarks.size() >= mostRemarks)) {
            ++known.count;
            return;
        }
    }
    file.remarks.append({.oddity = oddity, .detail = detail});
}

Result<ResultFile> ReadBuilder::finish()
{
    if (m_canceled) {
        return failure(ErrorCode::Canceled);
    }
    if (m_full) {
        setStatus(RunStatus::Damaged, QStringLiteral("more answers, metrics or columns than can be read"));
    }
    if (m_keptBuffer) {
        file.buffers[*m_keptBuffer] = std::make_shared<MemoryBytes>(std::move(m_kept));
    }
    const auto place = [](const Answer &answer) {
        return std::tuple(answer.caseIndex, answer.column, answer.repeat);
    };
    if (!std::ranges::is_sorted(file.answers, {}, place)) {
        std::ranges::sort(file.answers, {}, place);
    }
    return std::move(file);
}

ContentHash caseKey(QByteArrayView input, QByteArrayView expected)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::number(input.size()) + ':');
    hash.addData(input);
    hash.addData(expected);
    return *ContentHash::fromBytes(hash.resultView());
}

QByteArray normalized(const TextRef &ref, QByteArrayView buffer)
{
    if (ref.isNull()) {
        return {};
    }
    const QByteArrayView text = buffer.sliced(qsizetype(ref.offset), qsizetype(ref.length));
    switch (ref.form) {
    case TextRef::Form::JsonString:
        return decodedJsonString(text);
    case TextRef::Form::JsonValue:
        return normalizedJson(text);
    case TextRef::Form::Utf8:
    case TextRef::Form::None:
        break;
    }
    return text.toByteArray();
}

Outcome outcomeOf(std::span<const Judgement> judgements)
{
    const auto any = [judgements](Outcome outcome) {
        return std::ranges::any_of(judgements,
                                   [outcome](const Judgement &j) { return j.outcome == outcome; });
    };
    for (const Outcome outcome :
         {Outcome::Error, Outcome::Fail, Outcome::Pass, Outcome::Scored, Outcome::Skipped}) {
        if (any(outcome)) {
            return outcome;
        }
    }
    return Outcome::Error;
}

Judgement judgementOf(quint32 metric, double number, double limit)
{
    Judgement judgement{.metric = metric};
    if (std::isfinite(number)) {
        judgement.score = number;
        judgement.outcome = std::isnan(limit) ? Outcome::Scored
                            : number >= limit ? Outcome::Pass
                                              : Outcome::Fail;
    }
    return judgement;
}

Judgement truthJudgement(quint32 metric, bool value)
{
    return {.metric = metric, .outcome = value ? Outcome::Pass : Outcome::Fail, .score = value ? 1.0 : 0.0};
}

bool isMeasure(QStringView name)
{
    return name == u"latency" || name.endsWith(u"_length") || name.endsWith(u"_latency");
}

} // namespace countersign::evals
