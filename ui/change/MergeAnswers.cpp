// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/MergeAnswers.h"

#include <algorithm>

namespace countersign {

namespace {

QString headingAbove(const QString &text, qsizetype place)
{
    const qsizetype at = text.startsWith(u'#') && text.lastIndexOf(QStringView(u"\n#"), place) < 0 ? 0
                                                                                                   : text.lastIndexOf(QStringView(u"\n#"), place) + 1;
    if (at == 0 && !text.startsWith(u'#'))
        return {};
    const qsizetype end = text.indexOf(u'\n', at);
    QString line = text.mid(at, end < 0 ? -1 : end - at);
    while (line.startsWith(u'#'))
        line.remove(0, 1);
    return line.trimmed();
}

} // namespace

void MergeAnswers::setMerges(const QList<FileMerge> &merges)
{
    m_merges = merges;
    m_questions.clear();
    for (int file = 0; file < merges.size(); ++file) {
        const FileMerge &merge = merges[file];
        if (merge.kind != FileMergeKind::Text && merge.questions() > 0) {
            m_questions.append({.file = file, .base = merge.base, .ours = merge.ours, .theirs = merge.theirs});
            continue;
        }
        for (int i = 0; i < merge.questions(); ++i) {
            const diff::MergeConflict &conflict = merge.merge.conflicts[i];
            m_questions.append({.file = file, .conflict = i,
                                .section = headingAbove(merge.merge.text, merge.merge.pieces[conflict.piece].merged.start),
                                .base = conflict.base, .ours = conflict.ours, .theirs = conflict.theirs});
        }
    }
}

void MergeAnswers::clear()
{
    m_merges.clear();
    m_questions.clear();
    m_answers.clear();
}

QStringList MergeAnswers::keyOf(const MergeQuestion &question) const
{
    const FileMerge &merge = m_merges[question.file];
    QStringList key{merge.mine.path, question.section, question.base, question.ours, question.theirs};
    // Bytes that are no text say nothing here.
    if (question.conflict < 0)
        key << toString(merge.mine.before) << toString(merge.onto.content);
    return key;
}

MergeAnswer MergeAnswers::answer(int question) const
{
    return question < 0 || question >= m_questions.size() ? MergeAnswer() : m_answers.value(keyOf(m_questions[question]));
}

bool MergeAnswers::mayAnswer(int question, MergeAnswerKind kind) const
{
    if (question < 0 || question >= m_questions.size())
        return false;
    return m_questions[question].conflict >= 0 || kind == MergeAnswerKind::Ours || kind == MergeAnswerKind::Theirs
            || kind == MergeAnswerKind::Open;
}

void MergeAnswers::setAnswer(int question, const MergeAnswer &answer)
{
    if (mayAnswer(question, answer.kind))
        m_answers.insert(keyOf(m_questions[question]), answer);
}

int MergeAnswers::openCount() const
{
    int open = 0;
    for (int i = 0; i < m_questions.size(); ++i)
        open += answer(i).kind == MergeAnswerKind::Open;
    return open;
}

QString MergeAnswers::words(int question) const
{
    if (question < 0 || question >= m_questions.size())
        return {};
    const MergeQuestion &asked = m_questions[question];
    const MergeAnswer given = answer(question);
    const diff::MergeConflict conflict{.base = asked.base, .ours = asked.ours, .theirs = asked.theirs};
    switch (given.kind) {
    case MergeAnswerKind::Open:
    case MergeAnswerKind::Base: return asked.base;
    case MergeAnswerKind::Theirs: return asked.theirs;
    case MergeAnswerKind::Ours: return asked.ours;
    case MergeAnswerKind::Both: return diff::chosen(conflict, diff::MergeChoice::OursThenTheirs);
    case MergeAnswerKind::Words: return given.words;
    }
    Q_UNREACHABLE_RETURN({});
}

QStringList MergeAnswers::wordsOf(int file) const
{
    QStringList all;
    for (int i = 0; i < m_questions.size(); ++i) {
        if (m_questions[i].file == file && m_questions[i].conflict >= 0)
            all.append(words(i));
    }
    return all;
}

MergeAnswers::Place MergeAnswers::place(int question) const
{
    if (question < 0 || question >= m_questions.size() || m_questions[question].conflict < 0)
        return {};
    const MergeQuestion &asked = m_questions[question];
    const diff::Merge &merge = m_merges[asked.file].merge;
    const QStringList all = wordsOf(asked.file);
    qsizetype start = merge.pieces[merge.conflicts[asked.conflict].piece].merged.start;
    for (int i = 0; i < asked.conflict; ++i)
        start += all[i].size() - merge.conflicts[i].base.size();
    const qsizetype length = all[asked.conflict].size();
    const QString text = diff::resolvedWith(merge, all);
    const qsizetype above = text.lastIndexOf(QStringView(u"\n\n"), start > 0 ? start - 1 : 0);
    const qsizetype from = start == 0 || above < 0 ? 0 : above + 2;
    const qsizetype below = text.indexOf(QStringView(u"\n\n"), start + length);
    const qsizetype to = below < 0 ? text.size() : below;
    return {.text = text.mid(from, to - from), .start = start - from, .length = length};
}

Result<QList<EditedFile>> MergeAnswers::files() const
{
    if (openCount() > 0)
        return failure(ErrorCode::Conflict);
    QList<EditedFile> out;
    for (int file = 0; file < m_merges.size(); ++file) {
        diff::MergeSide side = diff::MergeSide::Ours;
        for (int i = 0; i < m_questions.size(); ++i) {
            if (m_questions[i].file == file && m_questions[i].conflict < 0 && answer(i).kind == MergeAnswerKind::Theirs)
                side = diff::MergeSide::Theirs;
        }
        const Result<EditedFile> made = mergedFile(m_merges[file], wordsOf(file), side);
        if (!made)
            return std::unexpected(made.error());
        out.append(*made);
    }
    return out;
}

} // namespace countersign
