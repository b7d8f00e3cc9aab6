// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Blame.h"

#include <QHash>

#include <algorithm>

namespace countersign {

namespace {

constexpr diff::Options onlyText{.entries = false};


/// Origins of the sentences on the right of `step`, from those of the version before.
QList<SentenceOrigin> carried(const diff::Comparison &step, int version, const QHash<qsizetype, SentenceOrigin> &older)
{
    const diff::SideText &left = step.side(diff::Side::Left);
    QList<SentenceOrigin> origins;
    for (const diff::Sentence &sentence : step.side(diff::Side::Right).sentences) {
        const diff::Sentence *partner =
                sentence.partner >= 0 && sentence.partner < left.sentences.size() ? &left.sentences[sentence.partner] : nullptr;
        const bool kept = sentence.kind == diff::SentenceKind::Same || sentence.kind == diff::SentenceKind::Moved;
        if (kept && partner && older.contains(partner->range.start)) {
            origins.append(older.value(partner->range.start));
        } else {
            origins.append({.version = version, .before = partner ? left.words(partner->range).simplified() : QString()});
        }
    }
    return origins;
}

} // namespace

bool ReadText::isReadable() const
{
    return worstProblem() == nullptr;
}

const prompt::Problem *ReadText::worstProblem() const
{
    const auto spoils = [](const prompt::Problem &problem) {
        switch (problem.kind) {
        case prompt::ProblemKind::TooLarge:
        case prompt::ProblemKind::Binary:
        case prompt::ProblemKind::NotUtf8:
        case prompt::ProblemKind::StructureSyntax:
        case prompt::ProblemKind::StructureTooDeep:
        case prompt::ProblemKind::StructureTooLarge:
        case prompt::ProblemKind::FrontMatterUnclosed:
            return true;
        default:
            return problem.severity == prompt::Severity::Error;
        }
    };
    const auto it = std::find_if(document.problems.cbegin(), document.problems.cend(), spoils);
    return it == document.problems.cend() ? nullptr : &*it;
}

ReadText readText(const QString &path, const QByteArray &bytes)
{
    ReadText read{.document = prompt::parse(bytes, path)};
    read.blocks = std::make_shared<const diff::Comparison>(diff::compare(read.document, read.document, onlyText));
    return read;
}

int Blame::youngestIn(int row) const
{
    if (!text.blocks || row < 0 || row >= text.blocks->rows.size()) {
        return -1;
    }
    const diff::Cell &cell = text.blocks->rows[row].cell(diff::Side::Right);
    int youngest = -1;
    for (int i = cell.firstSentence; i < cell.firstSentence + cell.sentenceCount && i < origins.size(); ++i) {
        youngest = std::max(youngest, origins[i].version);
    }
    return youngest;
}

Blame blameOf(const QString &path, const QList<VersionText> &versions, const diff::Canceled &canceled)
{
    Blame blame;
    if (versions.isEmpty()) {
        return blame;
    }
    prompt::Document older;
    QHash<qsizetype, SentenceOrigin> origins; // by where the sentence begins in the text of `older`
    for (int i = 0; i < versions.size(); ++i) {
        if (canceled && canceled()) {
            return blame;
        }
        prompt::Document newer = prompt::parse(versions[i].bytes, path);
        const diff::Comparison step = diff::compare(i == 0 ? newer : older, newer, onlyText, canceled);
        if (!step.complete) {
            return blame;
        }
        const diff::SideText &right = step.side(diff::Side::Right);
        QList<SentenceOrigin> now;
        if (i == 0) {
            now.resize(right.sentences.size());
        } else {
            now = carried(step, i, origins);
        }
        origins.clear();
        for (int at = 0; at < now.size(); ++at) {
            origins.insert(right.sentences[at].range.start, now[at]);
        }
        older = std::move(newer);
    }
    blame.text.document = older;
    blame.text.blocks = std::make_shared<const diff::Comparison>(diff::compare(older, older, onlyText, canceled));
    for (const diff::Sentence &sentence : blame.text.blocks->side(diff::Side::Right).sentences) {
        blame.origins.append(origins.value(sentence.range.start, {.version = int(versions.size()) - 1}));
    }
    blame.complete = blame.text.blocks->complete;
    return blame;
}

} // namespace countersign
