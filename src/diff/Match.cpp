// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Match.h"

#include <algorithm>
#include <map>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// Gaps with more pairs of blocks than this are matched through their rare words.
constexpr qint64 largestGap = 2500;
// A word in more blocks than this tells nothing about which belong together.
constexpr size_t commonWord = 12;
constexpr double alikeAlone = 0.22;
constexpr double alikeAmongOthers = 0.40;

struct Candidate
{
    int left = 0;
    int right = 0;
    double score = 0;
};

// The heaviest chain of candidates that rises on both sides.
std::vector<Candidate> heaviestChain(std::vector<Candidate> candidates, int rightFirst, int rightLast)
{
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        return a.left != b.left ? a.left < b.left : a.right > b.right;
    });
    const size_t width = static_cast<size_t>(rightLast - rightFirst + 1);
    std::vector<std::pair<double, int>> tree(width + 1, {0.0, -1});
    std::vector<int> previous(candidates.size(), -1);
    std::pair<double, int> best{0.0, -1};
    // Candidates of one left block are entered from the highest right one, so none follows another.
    for (size_t i = 0; i < candidates.size(); ++i) {
        const size_t place = static_cast<size_t>(candidates[i].right - rightFirst + 1);
        std::pair<double, int> before{0.0, -1};
        for (size_t at = place - 1; at > 0; at -= at & (~at + 1))
            before = std::max(before, tree[at]);
        previous[i] = before.second;
        const std::pair<double, int> value{before.first + candidates[i].score, static_cast<int>(i)};
        best = std::max(best, value);
        for (size_t at = place; at <= width; at += at & (~at + 1))
            tree[at] = std::max(tree[at], value);
    }
    std::vector<Candidate> chain;
    for (int at = best.second; at >= 0; at = previous[static_cast<size_t>(at)])
        chain.push_back(candidates[static_cast<size_t>(at)]);
    std::reverse(chain.begin(), chain.end());
    return chain;
}

} // namespace

std::vector<int> tokenIds(const QString &text, const std::vector<Token> &list, Interner &ids)
{
    std::vector<int> result;
    result.reserve(list.size());
    for (const Token &token : list)
        result.push_back(ids.id(QStringView(text).mid(token.range.start, token.range.length)));
    return result;
}

Matcher::Matcher(Half &left, Half &right, const std::function<bool()> &canceled)
    : m_left(left)
    , m_right(right)
    , m_canceled(canceled)
{}

const QString &Matcher::text(Side side) const
{
    return side == Side::Left ? m_left.side.text : m_right.side.text;
}

void Matcher::prepare(Half &half)
{
    half.pairOf.assign(half.blocks.size(), -1);
    half.blockOf.assign(static_cast<size_t>(half.side.sentences.size()), -1);
    half.marks.assign(static_cast<size_t>(half.side.sentences.size()), {});
    half.keys.reserve(static_cast<size_t>(half.side.sentences.size()));
    for (const Sentence &sentence : std::as_const(half.side.sentences))
        half.keys.push_back(m_ids.id(
            sentenceKey(QStringView(half.side.text).mid(sentence.range.start, sentence.range.length))));
    for (size_t i = 0; i < half.blocks.size(); ++i) {
        const Block &block = half.blocks[i];
        for (int s = 0; s < block.sentenceCount; ++s)
            half.blockOf[static_cast<size_t>(block.firstSentence + s)] = static_cast<int>(i);
    }
}

void Matcher::run()
{
    prepare(m_left);
    prepare(m_right);
    for (const Side side : {Side::Left, Side::Right}) {
        Half &half = this->half(side);
        m_words[index(side)].resize(half.blocks.size());
        m_hasWords[index(side)].assign(half.blocks.size(), 0);
        m_taken[index(side)].assign(half.keys.size(), 0);
    }
    matchMessages();
    if (stopped())
        return;
    matchEqualSentences();
    findExactMoves();
    matchChangedSentences();
    if (stopped())
        return;
    findEditedMoves();
    keepInOrder();
    for (SentencePair &pair : pairs) {
        if (stopped())
            return;
        finish(pair);
    }
    markRest(Side::Left);
    markRest(Side::Right);
}

void Matcher::matchMessages()
{
    const auto keyOf = [this](const Half &half, const MessageText &message) {
        return m_ids.id(QString(message.role + u'\u0001' + sentenceKey(half.side.words(message.range))));
    };
    std::vector<int> leftKeys;
    std::vector<int> rightKeys;
    for (const MessageText &message : std::as_const(m_left.side.messages))
        leftKeys.push_back(keyOf(m_left, message));
    for (const MessageText &message : std::as_const(m_right.side.messages))
        rightKeys.push_back(keyOf(m_right, message));
    Pairs equal = align(leftKeys, rightKeys, m_canceled);
    equal.emplace_back(static_cast<int>(leftKeys.size()), static_cast<int>(rightKeys.size()));

    // Between messages that are alike, messages of the same path and role belong together, then those of one role,
    // then what is left if it is one each.
    std::vector<std::pair<int, int>> matched;
    int leftFrom = 0;
    int rightFrom = 0;
    for (const auto &[leftTo, rightTo] : equal) {
        std::vector<int> leftIds;
        std::vector<int> rightIds;
        const int leftCount = leftTo - leftFrom;
        const int rightCount = rightTo - rightFrom;
        const bool sameCount = leftCount == rightCount;
        for (int i = leftFrom; i < leftTo; ++i) {
            const MessageText &message = m_left.side.messages[i];
            leftIds.push_back(m_ids.id(sameCount ? QString(u"#"_s + QString::number(i - leftFrom))
                                                 : QString(u"role "_s + message.role + u' ' + message.path)));
        }
        for (int i = rightFrom; i < rightTo; ++i) {
            const MessageText &message = m_right.side.messages[i];
            rightIds.push_back(m_ids.id(sameCount
                                            ? QString(u"#"_s + QString::number(i - rightFrom))
                                            : QString(u"role "_s + message.role + u' ' + message.path)));
        }
        for (const auto &[l, r] : align(leftIds, rightIds, m_canceled))
            matched.emplace_back(l + leftFrom, r + rightFrom);
        if (leftTo < static_cast<int>(leftKeys.size()))
            matched.emplace_back(leftTo, rightTo);
        leftFrom = leftTo + 1;
        rightFrom = rightTo + 1;
    }

    const auto blocksOf = [](const Half &half, int message) {
        int first = 0;
        while (first < static_cast<int>(half.blocks.size())
               && half.blocks[static_cast<size_t>(first)].message != message)
            ++first;
        int last = first;
        while (last < static_cast<int>(half.blocks.size())
               && half.blocks[static_cast<size_t>(last)].message == message)
            ++last;
        return std::pair(first, last);
    };
    for (const auto &[l, r] : matched) {
        const auto [leftFirst, leftLast] = blocksOf(m_left, l);
        const auto [rightFirst, rightLast] = blocksOf(m_right, r);
        matchBlocks(leftFirst, leftLast, rightFirst, rightLast);
    }
}

void Matcher::pairBlocks(int left, int right)
{
    m_left.pairOf[static_cast<size_t>(left)] = right;
    m_right.pairOf[static_cast<size_t>(right)] = left;
}

void Matcher::matchBlocks(int leftFirst, int leftLast, int rightFirst, int rightLast)
{
    const auto keysOf = [this](const Half &half, int first, int last) {
        std::vector<int> keys;
        for (int i = first; i < last; ++i) {
            const Range range = half.blocks[static_cast<size_t>(i)].range;
            keys.push_back(m_ids.id(sentenceKey(QStringView(half.side.text).mid(range.start, range.length))));
        }
        return keys;
    };
    const std::vector<int> leftKeys = keysOf(m_left, leftFirst, leftLast);
    const std::vector<int> rightKeys = keysOf(m_right, rightFirst, rightLast);
    Pairs equal = align(leftKeys, rightKeys, m_canceled);
    for (const auto &[l, r] : equal)
        pairBlocks(l + leftFirst, r + rightFirst);
    equal.emplace_back(leftLast - leftFirst, rightLast - rightFirst);
    int leftFrom = leftFirst;
    int rightFrom = rightFirst;
    for (const auto &[l, r] : equal) {
        matchGap(leftFrom, l + leftFirst, rightFrom, r + rightFirst);
        leftFrom = l + leftFirst + 1;
        rightFrom = r + rightFirst + 1;
    }
}

const Matcher::Words &Matcher::wordsOf(Side side, int block)
{
    const size_t at = static_cast<size_t>(block);
    Words &words = m_words[index(side)][at];
    if (!m_hasWords[index(side)][at]) {
        m_hasWords[index(side)][at] = 1;
        const QString &source = text(side);
        for (const Token &token : tokens(source, half(side).blocks[at].range)) {
            if (token.kind == TokenKind::Mark || token.kind == TokenKind::Markup)
                continue;
            words.ids.push_back(m_ids.id(source.mid(token.range.start, token.range.length).toLower()));
        }
        std::sort(words.ids.begin(), words.ids.end());
    }
    return words;
}

// Share of common words: of the longer block, and with less weight of the shorter one, so that a block that
// grew is still the same block.
double Matcher::likeness(int left, int right)
{
    const Words &a = wordsOf(Side::Left, left);
    const Words &b = wordsOf(Side::Right, right);
    if (a.ids.empty() || b.ids.empty())
        return 0;
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a.ids.size() && j < b.ids.size();) {
        if (a.ids[i] == b.ids[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a.ids[i] < b.ids[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    const double share = static_cast<double>(common);
    const double smaller = static_cast<double>(std::min(a.ids.size(), b.ids.size()));
    const double larger = static_cast<double>(std::max(a.ids.size(), b.ids.size()));
    return smaller < 4 ? share / larger : 0.5 * share / larger + 0.5 * share / smaller;
}

// Whether the smaller block stands in the larger one, sentence by sentence. A few words are few common words.
bool Matcher::holdsAll(int left, int right) const
{
    const Block &a = m_left.blocks[static_cast<size_t>(left)];
    const Block &b = m_right.blocks[static_cast<size_t>(right)];
    if (a.sentenceCount == 0 || b.sentenceCount == 0 || a.sentenceCount + b.sentenceCount > 24)
        return false;
    const auto first = m_left.keys.begin() + a.firstSentence;
    const auto second = m_right.keys.begin() + b.firstSentence;
    const auto within = [](auto small, int smallCount, auto large, int largeCount) {
        return std::all_of(small, small + smallCount, [&](int key) {
            return std::find(large, large + largeCount, key) != large + largeCount;
        });
    };
    return a.sentenceCount < b.sentenceCount ? within(first, a.sentenceCount, second, b.sentenceCount)
                                             : within(second, b.sentenceCount, first, a.sentenceCount);
}

bool Matcher::acceptable(int left, int right, bool alone)
{
    const Block &a = m_left.blocks[static_cast<size_t>(left)];
    const Block &b = m_right.blocks[static_cast<size_t>(right)];
    const bool headingOnly = (a.kind == BlockKind::Heading) != (b.kind == BlockKind::Heading);
    if (headingOnly)
        return false;
    if (alone && a.kind == BlockKind::Heading)
        return true;
    return likeness(left, right) >= (alone ? alikeAlone : alikeAmongOthers) || holdsAll(left, right);
}

void Matcher::matchGap(int leftFirst, int leftLast, int rightFirst, int rightLast)
{
    const int rows = leftLast - leftFirst;
    const int columns = rightLast - rightFirst;
    if (rows <= 0 || columns <= 0 || stopped())
        return;
    if (rows == 1 && columns == 1) {
        if (acceptable(leftFirst, rightFirst, true))
            pairBlocks(leftFirst, rightFirst);
        return;
    }
    if (static_cast<qint64>(rows) * columns > largestGap) {
        matchLargeGap(leftFirst, leftLast, rightFirst, rightLast);
        return;
    }
    std::vector<Candidate> candidates;
    for (int l = leftFirst; l < leftLast; ++l) {
        for (int r = rightFirst; r < rightLast; ++r) {
            if (acceptable(l, r, false))
                candidates.push_back({l, r, std::max(likeness(l, r), 0.1)});
        }
    }
    for (const Candidate &candidate : heaviestChain(std::move(candidates), rightFirst, rightLast))
        pairBlocks(candidate.left, candidate.right);
}

void Matcher::matchLargeGap(int leftFirst, int leftLast, int rightFirst, int rightLast)
{
    std::unordered_map<int, std::vector<int>> where;
    for (int r = rightFirst; r < rightLast; ++r) {
        const std::vector<int> &ids = wordsOf(Side::Right, r).ids;
        for (size_t i = 0; i < ids.size(); ++i) {
            if (i == 0 || ids[i] != ids[i - 1]) {
                std::vector<int> &places = where[ids[i]];
                if (places.size() <= commonWord)
                    places.push_back(r);
            }
        }
    }
    std::vector<Candidate> candidates;
    std::map<int, int> votes;
    for (int l = leftFirst; l < leftLast; ++l) {
        if (stopped())
            return;
        votes.clear();
        for (const int id : wordsOf(Side::Left, l).ids) {
            const auto found = where.find(id);
            if (found == where.end() || found->second.size() > commonWord)
                continue;
            for (const int r : found->second)
                ++votes[r];
            if (votes.size() > 256)
                break;
        }
        std::vector<std::pair<int, int>> best;
        for (const auto &[r, count] : votes)
            best.emplace_back(-count, r);
        std::sort(best.begin(), best.end());
        for (size_t i = 0; i < best.size() && i < 4; ++i) {
            if (acceptable(l, best[i].second, false))
                candidates.push_back({l, best[i].second, likeness(l, best[i].second)});
        }
    }
    for (const Candidate &candidate : heaviestChain(std::move(candidates), rightFirst, rightLast))
        pairBlocks(candidate.left, candidate.right);
}

} // namespace countersign::diff
