// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/EvalMatrix.h"

#include <QStringList>

namespace countersign::test {

/// One case as a test writes it down. Marks stand per version, one letter per repeat: `+` passed, `x` failed, `!` not
/// judged, `s` left out; an empty word: that version does not have the case.
struct PicturedCase
{
    QString id = {};
    QString name = {};
    QString dimension = {};
    QString source = {};
    QString marks = {}; ///< "+++ +x+ xxx", by version
    QString input = {};
    QString expected = {};
    QStringList outputs = {}; ///< by version; the last one stands for those that are not given
    QStringList reasons = {}; ///< of the judgement, by version likewise
};

/// Result files made from a readable picture: one per version, each case judged by one metric named as its dimension.
class EvalPicture
{
public:
    explicit EvalPicture(const QStringList &versions) : m_versions(versions) {}

    EvalPicture &add(const PicturedCase &one);
    [[nodiscard]] std::shared_ptr<const evals::ResultFile> file(int version) const;
    /// All versions, without a comparison; the last one is the candidate, the one before `baseline` names the other.
    [[nodiscard]] EvalSet set(int baseline, int candidate) const;

private:
    QStringList m_versions;
    QList<PicturedCase> m_cases;
};

/// The refund suite of the pictures: 120 cases in five dimensions, versions 1.2.1, 1.3.0, Rev 1, Rev 2, three answers
/// each.
[[nodiscard]] EvalPicture refundSuite();

/// What a test says of one dimension; all the rest comes from the cases.
struct HandFigures
{
    QString name = {};
    double low = 0; ///< in shares of 1
    double high = 0;
    evals::Finding finding = evals::Finding::CannotBeTold;
    qint64 casesNeeded = -1;
};

/// The set with its comparison; of the dimensions that are given, interval and finding are those of the test.
[[nodiscard]] EvalSet compared(EvalSet set, const QList<HandFigures> &figures = {});

/// The refund suite with the figures of the pictures: inconclusive, for the tone cannot be told.
[[nodiscard]] EvalSet refundSet();

/// `cases` × `versions` with `repeats` answers each, from the seed; texts of some hundred characters.
[[nodiscard]] EvalPicture largeSuite(int cases, int versions, int repeats, quint32 seed);

/// Bytes of a text that keeps itself.
class OwnBytes final : public evals::Bytes
{
public:
    explicit OwnBytes(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    [[nodiscard]] QByteArrayView view() const override { return m_bytes; }

private:
    QByteArray m_bytes;
};

} // namespace countersign::test
