// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Match.h"

#include "base/Together.h"
#include "diff/MatchParts.h"
#include "diff/Sentences.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <unordered_map>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// Gaps with more pairs of blocks than this are matched through their rare words.
constexpr qint64 largestGap = 2500;
// A word in more blocks than this tells nothing about which belong together.
constexpr size_t commonWord = 12;
// Texts shorter than this are read faster than a thread starts.
constexpr qsizetype worthAThread = 200'000;
// More than there are kinds of blocks.
constexpr int blockKinds = 16;
constexpr double alikeAlone = 0.22;
constexpr double alikeAmongOthers = 0.30;

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

// Whether the left text is to be taken for the right one: which side is which must not decide what belongs together.
bool isSwapped(const SideText &left, const SideText &right)
{
    if (left.text.size() != right.text.size())
        return left.text.size() > right.text.size();
    if (const int order = left.text.compare(right.text))
        return order > 0;
    return std::lexicographical_compare(right.messages.begin(), right.messages.end(), left.messages.begin(),
                                        left.messages.end(), [](const MessageText &a, const MessageText &b) {
                                            return std::tie(a.range.length, a.role, a.path)
                                                   < std::tie(b.range.length, b.role, b.path);
                                        });
}

} // namespace

std::vector<Mark> &Half::marksOf(int sentence)
{
    int &place = markPlaces[static_cast<size_t>(sentence)];
    if (place < 0) {
        place = static_cast<int>(marks.size());
        marks.emplace_back();
    }
    return marks[static_cast<size_t>(place)];
}

std::span<const Mark> Half::marksOf(int sentence) const
{
    const int place = markPlaces[static_cast<size_t>(sentence)];
    return place < 0 ? std::span<const Mark>() : std::span<const Mark>(marks[static_cast<size_t>(place)]);
}

Matcher::Matcher(Half &left, Half &right, Companion &companion, const std::function<bool()> &canceled)
    : m_companion(companion)
    , m_swapped(isSwapped(left.side, right.side))
    , m_left(m_swapped ? right : left)
    , m_right(m_swapped ? left : right)
    , m_canceled(canceled)
{}

void Matcher::read()
{
    for (const Side side : {Side::Left, Side::Right}) {
        Half &half = this->half(side);
        const size_t blocks = half.blocks.size();
        half.pairOf.assign(blocks, -1);
        m_wordPlaces[index(side)].assign(blocks, -1);
        half.alike.assign(blocks, 0);
        m_elsewhere[index(side)].assign(blocks, 0);
        m_raw[index(side)].reserve(blocks);
        for (size_t i = 0; i < blocks; ++i)
            m_raw[index(side)].push_back(m_ids.id(words(side, half.blocks[i].range), half.hashes[i])
                                             * blockKinds
                                         + static_cast<int>(half.blocks[i].kind));
        half.hashes = std::vector<size_t>();
    }
    matchMessages();
    addSentences();
}

void Matcher::match()
{
    findPairs();
    if (m_swapped)
        mirror();
    std::sort(pairs.begin(), pairs.end(),
              [](const SentencePair &a, const SentencePair &b) { return a.left.front() < b.left.front(); });
}

void Matcher::findPairs()
{
    if (stopped())
        return;
    findMovedBlocks();
    for (const Gap &gap : m_gaps)
        matchGap(gap);
    matchEqualSentences();
    findExactMoves();
    matchChangedSentences();
    if (stopped())
        return;
    findEditedMoves();
    keepInOrder();
    matchBetween();
    for (SentencePair &pair : pairs) {
        if (stopped())
            return;
        adoptNeighbours(pair);
    }
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
    const auto keysOf = [this](Side side) {
        std::vector<int> keys;
        for (const MessageText &message : std::as_const(half(side).side.messages))
            keys.push_back(m_ids.keep(message.role + u'\u0001' + sentenceKey(words(side, message.range))));
        return keys;
    };
    std::vector<std::pair<int, int>> matched;
    const int leftCount = static_cast<int>(m_left.side.messages.size());
    const int rightCount = static_cast<int>(m_right.side.messages.size());
    if (leftCount == 1 && rightCount == 1) {
        matched.emplace_back(0, 0);
    } else {
        Pairs equal = align(keysOf(Side::Left), keysOf(Side::Right), m_canceled);
        equal.emplace_back(leftCount, rightCount);
        // Between messages that are alike, as many on both sides belong together in order; otherwise those of the same
        // path and role.
        int leftFrom = 0;
        int rightFrom = 0;
        for (const auto &[leftTo, rightTo] : equal) {
            const bool sameCount = leftTo - leftFrom == rightTo - rightFrom;
            const auto idsOf = [&](Side side, int from, int to) {
                std::vector<int> ids;
                for (int i = from; i < to; ++i) {
                    const MessageText &message = half(side).side.messages[i];
                    ids.push_back(m_ids.keep(sameCount
                                                 ? QString(u'#' + QString::number(i - from))
                                                 : QString(u"role "_s + message.role + u' ' + message.path)));
                }
                return ids;
            };
            for (const auto &[l, r] : align(idsOf(Side::Left, leftFrom, leftTo),
                                            idsOf(Side::Right, rightFrom, rightTo), m_canceled))
                matched.emplace_back(l + leftFrom, r + rightFrom);
            if (leftTo < leftCount)
                matched.emplace_back(leftTo, rightTo);
            leftFrom = leftTo + 1;
            rightFrom = rightTo + 1;
        }
    }

    const auto firstBlocks = [](const Half &half) {
        std::vector<int> first(static_cast<size_t>(half.side.messages.size()) + 1,
                               static_cast<int>(half.blocks.size()));
        for (size_t i = half.blocks.size(); i-- > 0;)
            first[static_cast<size_t>(half.blocks[i].message)] = static_cast<int>(i);
        return first;
    };
    const std::vector<int> left = firstBlocks(m_left);
    const std::vector<int> right = firstBlocks(m_right);
    for (const auto &[l, r] : matched) {
        if (stopped())
            return;
        matchBlocks(Gap{left[static_cast<size_t>(l)], left[static_cast<size_t>(l) + 1],
                        right[static_cast<size_t>(r)], right[static_cast<size_t>(r) + 1]});
    }
}

void Matcher::pairBlocks(int left, int right)
{
    m_left.pairOf[static_cast<size_t>(left)] = right;
    m_right.pairOf[static_cast<size_t>(right)] = left;
}

int Matcher::keyOfBlock(Side side, int block)
{
    const size_t at = static_cast<size_t>(block);
    return keyOf(m_raw[index(side)][at] / blockKinds, words(side, half(side).blocks[at].range));
}

// Most of what is asked stands byte for byte on the other side, too, where its key was made.
int Matcher::keyOf(int id, QStringView text)
{
    const size_t at = static_cast<size_t>(id);
    if (at >= m_keyOfId.size())
        m_keyOfId.resize(m_ids.size(), -1);
    if (m_keyOfId[at] < 0)
        m_keyOfId[at] = m_keyIds.id(text);
    return m_keyOfId[at];
}

void Matcher::matchBlocks(Gap gap)
{
    const auto rawOf = [this](Side side, int first, int last) {
        return std::span<const int>(m_raw[index(side)])
            .subspan(static_cast<size_t>(first), static_cast<size_t>(last - first));
    };
    const Gap all = gap;
    Pairs equal = align(rawOf(Side::Left, all.leftFirst, all.leftLast),
                        rawOf(Side::Right, all.rightFirst, all.rightLast), m_canceled);
    for (const auto &[l, r] : equal) {
        pairBlocks(l + all.leftFirst, r + all.rightFirst);
        m_left.alike[static_cast<size_t>(l + all.leftFirst)] = 1;
        m_right.alike[static_cast<size_t>(r + all.rightFirst)] = 1;
    }
    equal.emplace_back(all.leftLast - all.leftFirst, all.rightLast - all.rightFirst);
    for (const auto &[l, r] : equal) {
        gap.leftLast = l + all.leftFirst;
        gap.rightLast = r + all.rightFirst;
        matchKeys(gap);
        gap.leftFirst = gap.leftLast + 1;
        gap.rightFirst = gap.rightLast + 1;
    }
}

// Blocks that differ in white space, markup and case only.
void Matcher::matchKeys(Gap gap)
{
    if (gap.leftFirst >= gap.leftLast || gap.rightFirst >= gap.rightLast)
        return;
    const auto keysOf = [this](Side side, int first, int last) {
        std::vector<int> keys;
        for (int i = first; i < last; ++i)
            keys.push_back(keyOfBlock(side, i));
        return keys;
    };
    const Gap all = gap;
    Pairs equal = align(keysOf(Side::Left, all.leftFirst, all.leftLast),
                        keysOf(Side::Right, all.rightFirst, all.rightLast), m_canceled);
    for (const auto &[l, r] : equal)
        pairBlocks(l + all.leftFirst, r + all.rightFirst);
    equal.emplace_back(all.leftLast - all.leftFirst, all.rightLast - all.rightFirst);
    for (const auto &[l, r] : equal) {
        gap.leftLast = l + all.leftFirst;
        gap.rightLast = r + all.rightFirst;
        if (gap.leftFirst < gap.leftLast && gap.rightFirst < gap.rightLast)
            m_gaps.push_back(gap);
        gap.leftFirst = gap.leftLast + 1;
        gap.rightFirst = gap.rightLast + 1;
    }
}

void Matcher::addSentences()
{
    struct Found
    {
        std::vector<Range> ranges;
        std::vector<size_t> counts; // per block
    };
    const auto read = [](const Half &half, size_t first, size_t last, Found &found,
                         const std::function<bool()> &stop) {
        constexpr size_t blocksAtOnce = 256;
        for (size_t i = first; i < last; ++i) {
            if (i % blocksAtOnce == 0 && stop && stop())
                return false;
            const size_t before = found.ranges.size();
            addSentencesOf(half.side.text, half.blocks[i], found.ranges);
            found.counts.push_back(found.ranges.size() - before);
        }
        return true;
    };
    // What is alike is read on the left only. Half of what is to be read is read beside; who may stop the work is asked
    // on the thread that he knows.
    qsizetype wanted = m_left.side.text.size();
    for (size_t i = 0; i < m_right.blocks.size(); ++i)
        wanted += m_right.alike[i] ? 0 : m_right.blocks[i].range.length;
    size_t middle = 0;
    while (middle < m_left.blocks.size() && m_left.blocks[middle].range.start < wanted / 2)
        ++middle;
    Found found[3];
    bool complete = true;
    m_companion.together(
        wanted > worthAThread, [&] { read(m_left, 0, middle, found[0], {}); },
        [&] {
            complete = read(m_left, middle, m_left.blocks.size(), found[1], m_canceled);
            for (size_t i = 0; complete && i < m_right.blocks.size(); ++i) {
                if (!m_right.alike[i])
                    complete = read(m_right, i, i + 1, found[2], m_canceled);
            }
        });
    if (!complete)
        return;
    m_left.side.sentences.reserve(static_cast<qsizetype>(found[0].ranges.size() + found[1].ranges.size()));
    m_right.side.sentences.reserve(
        static_cast<qsizetype>(found[0].ranges.size() + found[1].ranges.size() + found[2].ranges.size()));
    const auto add = [](Half &half, size_t block, const Found &from, size_t &at, size_t &nth) {
        half.segmenter.addSentences(half.blocks[block], std::span(from.ranges).subspan(at, from.counts[nth]));
        at += from.counts[nth++];
    };
    size_t at = 0;
    size_t nth = 0;
    for (size_t i = 0; i < m_left.blocks.size(); ++i) {
        if (i == middle)
            at = nth = 0;
        add(m_left, i, found[i < middle ? 0 : 1], at, nth);
    }
    at = nth = 0;
    for (size_t i = 0; i < m_right.blocks.size(); ++i) {
        if (m_right.alike[i])
            m_right.segmenter.copySentences(m_right.blocks[i], m_left.side,
                                            m_left.blocks[static_cast<size_t>(m_right.pairOf[i])]);
        else
            add(m_right, i, found[2], at, nth);
    }
    for (const Side side : {Side::Left, Side::Right}) {
        Half &half = this->half(side);
        const size_t count = static_cast<size_t>(half.side.sentences.size());
        half.blockOf.assign(count, -1);
        half.markPlaces.assign(count, -1);
        m_taken[index(side)].assign(count, 0);
        m_keys[index(side)].assign(count, -1);
        const QList<Sentence> &sentences = half.side.sentences;
        for (size_t i = 0; i < half.blocks.size(); ++i) {
            const Block &block = half.blocks[i];
            for (int s = block.firstSentence; s < block.firstSentence + block.sentenceCount; ++s) {
                const size_t place = static_cast<size_t>(s);
                half.blockOf[place] = static_cast<int>(i);
                if (half.alike[i])
                    m_taken[index(side)][place] = 1;
                else if (sentences[s].range == block.range)
                    m_keys[index(side)][place] = keyOfBlock(side, static_cast<int>(i));
                else {
                    const QStringView text = words(side, sentences[s].range);
                    m_keys[index(side)][place] = keyOf(m_ids.id(text), text);
                }
            }
        }
    }
    for (size_t i = 0; i < m_left.blocks.size(); ++i) {
        if (!m_left.alike[i])
            continue;
        const int from = m_left.blocks[i].firstSentence;
        const int to = m_right.blocks[static_cast<size_t>(m_left.pairOf[i])].firstSentence;
        for (int s = 0; s < m_left.blocks[i].sentenceCount; ++s) {
            m_left.side.sentences[from + s].partner = to + s;
            m_right.side.sentences[to + s].partner = from + s;
        }
    }
}

// A block that stands unchanged elsewhere is no candidate for one that was edited. A short one is the same only where
// there is no second of it.
void Matcher::findMovedBlocks()
{
    std::unordered_map<int, std::vector<int>> where;
    for (int r = 0; r < static_cast<int>(m_right.blocks.size()); ++r) {
        if (m_right.pairOf[static_cast<size_t>(r)] < 0)
            where[keyOfBlock(Side::Right, r)].push_back(r);
    }
    if (where.empty())
        return;
    std::unordered_map<int, std::vector<int>> onLeft;
    std::vector<int> keys;
    for (int l = 0; l < static_cast<int>(m_left.blocks.size()); ++l) {
        if (m_left.pairOf[static_cast<size_t>(l)] >= 0)
            continue;
        const int key = keyOfBlock(Side::Left, l);
        if (!where.contains(key))
            continue;
        std::vector<int> &places = onLeft[key];
        if (places.empty())
            keys.push_back(key);
        places.push_back(l);
    }
    for (const int key : keys) {
        const std::vector<int> &left = onLeft[key];
        const std::vector<int> &right = where[key];
        const QStringView text = words(Side::Left, m_left.blocks[static_cast<size_t>(left.front())].range);
        const bool only = left.size() == 1 && right.size() == 1 && hasLetter(text);
        if (!only && !isSubstantial(text))
            continue;
        for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
            m_elsewhere[0][static_cast<size_t>(left[i])] = 1;
            m_elsewhere[1][static_cast<size_t>(right[i])] = 1;
            m_movedBlocks.emplace_back(left[i], right[i]);
        }
    }
}

std::vector<Matcher::Word> Matcher::readWords(Side side, Range range)
{
    const std::vector<Token> list = tokens(half(side).side.text, range);
    std::vector<Word> result;
    result.reserve(list.size());
    for (const Token &token : list)
        result.push_back({static_cast<int>(token.range.start), static_cast<int>(token.range.length),
                          m_ids.id(words(side, token.range)), token.kind});
    return result;
}

// Each block is read once; its sentences, too, are compared by what was read here.
Matcher::BlockWords &Matcher::readBlock(Side side, int block)
{
    int &place = m_wordPlaces[index(side)][static_cast<size_t>(block)];
    if (place < 0) {
        place = static_cast<int>(m_words.size());
        m_words.push_back({.words = readWords(side, half(side).blocks[static_cast<size_t>(block)].range)});
    }
    return m_words[static_cast<size_t>(place)];
}

// `own` holds the words where the sentence ends inside a token of its block, as it may in a code span of two lines.
std::span<const Matcher::Word> Matcher::wordsOfSentence(Side side, int sentence, std::vector<Word> &own)
{
    const Half &half = this->half(side);
    const Range range = half.side.sentences.at(sentence).range;
    const std::vector<Word> &all = readBlock(side, half.blockOf[static_cast<size_t>(sentence)]).words;
    const auto startsBefore = [](const Word &word, qsizetype place) { return word.start < place; };
    const auto first = std::lower_bound(all.begin(), all.end(), range.start, startsBefore);
    const auto last = std::lower_bound(first, all.end(), range.end(), startsBefore);
    const bool cutsFirst = first != all.begin() && std::prev(first)->end() > range.start;
    const bool cutsLast = last != first && std::prev(last)->end() > range.end();
    if (cutsFirst || cutsLast) {
        own = readWords(side, range);
        return own;
    }
    return {first, last};
}

std::vector<int> Matcher::contentIds(std::span<const Word> list)
{
    std::vector<int> ids;
    ids.reserve(list.size());
    for (const Word &word : list) {
        if (isContent(word.token()))
            ids.push_back(m_ids.lower(word.id));
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

const std::vector<int> &Matcher::contentOf(Side side, int block)
{
    BlockWords &known = readBlock(side, block);
    if (!known.isSorted) {
        known.isSorted = true;
        known.content = contentIds(known.words);
    }
    return known.content;
}

// Share of common words: of the longer block, and with less weight of the shorter one, so that a block that
// grew is still the same block.
double Matcher::likeness(int left, int right)
{
    const std::vector<int> &a = contentOf(Side::Left, left);
    const std::vector<int> &b = contentOf(Side::Right, right);
    if (a.empty() || b.empty())
        return 0;
    const double share = static_cast<double>(commonCount(a, b));
    const double smaller = static_cast<double>(std::min(a.size(), b.size()));
    const double larger = static_cast<double>(std::max(a.size(), b.size()));
    return smaller < 4 ? share / larger : 0.5 * share / larger + 0.5 * share / smaller;
}

// Whether the smaller block stands in the larger one, sentence by sentence. A few words are few common words.
bool Matcher::holdsAll(int left, int right) const
{
    const Block &a = m_left.blocks[static_cast<size_t>(left)];
    const Block &b = m_right.blocks[static_cast<size_t>(right)];
    if (a.sentenceCount == 0 || b.sentenceCount == 0 || a.sentenceCount + b.sentenceCount > 24)
        return false;
    const auto first = m_keys[0].begin() + a.firstSentence;
    const auto second = m_keys[1].begin() + b.firstSentence;
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

void Matcher::matchGap(const Gap &gap)
{
    if (stopped())
        return;
    const auto here = [this](Side side, int first, int last) {
        std::vector<int> blocks;
        for (int i = first; i < last; ++i) {
            if (!m_elsewhere[index(side)][static_cast<size_t>(i)])
                blocks.push_back(i);
        }
        return blocks;
    };
    const std::vector<int> left = here(Side::Left, gap.leftFirst, gap.leftLast);
    const std::vector<int> right = here(Side::Right, gap.rightFirst, gap.rightLast);
    if (left.empty() || right.empty())
        return;
    if (left.size() == 1 && right.size() == 1) {
        if (acceptable(left.front(), right.front(), true))
            pairBlocks(left.front(), right.front());
        return;
    }
    if (static_cast<qint64>(left.size()) * static_cast<qint64>(right.size()) > largestGap) {
        matchLargeGap(left, right);
        return;
    }
    std::vector<Candidate> candidates;
    for (const int l : left) {
        for (const int r : right) {
            if (acceptable(l, r, false))
                candidates.push_back({l, r, std::max(likeness(l, r), 0.1)});
        }
    }
    for (const Candidate &candidate : heaviestChain(std::move(candidates), right.front(), right.back() + 1))
        pairBlocks(candidate.left, candidate.right);
}

void Matcher::matchLargeGap(const std::vector<int> &left, const std::vector<int> &right)
{
    std::vector<std::vector<int>> where; // by word
    for (const int r : right) {
        const std::vector<int> &ids = contentOf(Side::Right, r);
        if (!ids.empty())
            where.resize(std::max(where.size(), static_cast<size_t>(ids.back()) + 1));
        for (size_t i = 0; i < ids.size(); ++i) {
            if (i == 0 || ids[i] != ids[i - 1]) {
                std::vector<int> &places = where[static_cast<size_t>(ids[i])];
                if (places.size() <= commonWord)
                    places.push_back(r);
            }
        }
    }
    std::vector<Candidate> candidates;
    Votes votes(m_right.blocks.size());
    for (const int l : left) {
        if (stopped())
            return;
        for (const int id : contentOf(Side::Left, l)) {
            if (static_cast<size_t>(id) >= where.size())
                break; // this one and the larger ones after it are on the left only
            const std::vector<int> &places = where[static_cast<size_t>(id)];
            if (places.size() > commonWord)
                continue;
            for (const int r : places)
                votes.add(r);
            if (votes.count() > 256)
                break;
        }
        for (const int r : votes.take(4)) {
            if (acceptable(l, r, false))
                candidates.push_back({l, r, likeness(l, r)});
        }
    }
    for (const Candidate &candidate : heaviestChain(std::move(candidates), right.front(), right.back() + 1))
        pairBlocks(candidate.left, candidate.right);
}

} // namespace countersign::diff
