// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Match.h"
#include "diff/MatchParts.h"

#include <algorithm>
#include <map>
#include <span>
#include <unordered_map>

namespace countersign::diff {

namespace {

constexpr size_t commonSentenceWord = 16;
constexpr double sameSentence = 0.5;
constexpr double onlyCandidate = 0.3;
constexpr double movedSentence = 0.6;
// So much is enough where it is so among the words that few sentences have, too.
constexpr double perhapsMoved = 0.5;
// Enough for the sentence beside one that moved.
constexpr double wentAlong = 0.35;
// What a rewritten sentence kept, where it kept more than a few words.
constexpr double restOfSentence = 0.3;
constexpr double fewWords = 3;
// So many words in a row, or two or more with so many letters, say that two sentences belong together, whatever else is
// in them.
constexpr int longPhrase = 3;
constexpr qsizetype phraseLetters = 12;

// Stretches that stay but are too small to read by: a comma or "the" between two replacements is replaced with them.
Pairs withoutIslands(const Pairs &kept, const std::vector<Token> &left, const std::vector<Token> &right)
{
    Pairs result;
    result.reserve(kept.size());
    for (size_t from = 0; from < kept.size();) {
        size_t to = from + 1;
        while (to < kept.size() && kept[to].first == kept[to - 1].first + 1
               && kept[to].second == kept[to - 1].second + 1)
            ++to;
        qsizetype letters = 0;
        for (size_t i = from; i < to; ++i)
            letters += left[static_cast<size_t>(kept[i].first)].range.length;
        const int leftBefore = kept[from].first - (from > 0 ? kept[from - 1].first + 1 : 0);
        const int rightBefore = kept[from].second - (from > 0 ? kept[from - 1].second + 1 : 0);
        const int leftAfter =
            (to < kept.size() ? kept[to].first : static_cast<int>(left.size())) - kept[to - 1].first - 1;
        const int rightAfter =
            (to < kept.size() ? kept[to].second : static_cast<int>(right.size())) - kept[to - 1].second - 1;
        const bool island =
            letters <= 3 && leftBefore > 1 && rightBefore > 1 && leftAfter > 1 && rightAfter > 1;
        if (!island)
            result.insert(result.end(), kept.begin() + static_cast<qsizetype>(from),
                          kept.begin() + static_cast<qsizetype>(to));
        from = to;
    }
    return result;
}

// Neighbouring marks of one kind with nothing but white space between them read as one.
void appendMark(std::vector<Mark> &marks, const QString &text, Range range, MarkKind kind)
{
    if (range.isEmpty())
        return;
    if (!marks.empty() && marks.back().kind == kind && marks.back().range.end() <= range.start) {
        bool joined = true;
        for (qsizetype i = marks.back().range.end(); joined && i < range.start; ++i)
            joined = text[i].isSpace();
        if (joined) {
            marks.back().range.length = range.end() - marks.back().range.start;
            return;
        }
    }
    marks.push_back(Mark{range, kind});
}

} // namespace

bool Matcher::isFree(Side side, int sentence) const
{
    return !m_taken[index(side)][static_cast<size_t>(sentence)];
}

void Matcher::addPair(SentencePair pair)
{
    for (const int sentence : pair.left)
        m_taken[0][static_cast<size_t>(sentence)] = 1;
    for (const int sentence : pair.right)
        m_taken[1][static_cast<size_t>(sentence)] = 1;
    pairs.push_back(std::move(pair));
}

Matcher::Words Matcher::wordsIn(Side side, std::span<const int> sentences)
{
    Words result;
    std::vector<Word> own;
    for (size_t i = 0; i < sentences.size(); ++i) {
        for (const Word &word : wordsOfSentence(side, sentences[i], own)) {
            result.tokens.push_back(word.token());
            result.ids.push_back(word.id);
            result.owners.push_back(static_cast<int>(i));
        }
    }
    return result;
}

void Matcher::matchEqualSentences()
{
    for (size_t l = 0; l < m_left.blocks.size(); ++l) {
        const int r = m_left.pairOf[l];
        if (r < 0 || m_left.alike[l])
            continue;
        if (stopped())
            return;
        const Block &a = m_left.blocks[l];
        const Block &b = m_right.blocks[static_cast<size_t>(r)];
        if (equalWithoutSpace(words(Side::Left, a.range), words(Side::Right, b.range))) {
            pairRewrapped(a, b);
            continue;
        }
        pairEqual(withLetters(Side::Left, a), withLetters(Side::Right, b));
    }
}

// A line of marks alone, such as a fence, says nothing about where it belongs; its neighbours decide.
std::vector<int> Matcher::withLetters(Side side, const Block &block) const
{
    std::vector<int> sentences;
    for (int i = block.firstSentence; i < block.firstSentence + block.sentenceCount; ++i) {
        if (hasLetter(words(side, half(side).side.sentences[i].range)))
            sentences.push_back(i);
    }
    return sentences;
}

// Pairs the sentences with equal keys, in order; what is between two pairs is given to `between`.
void Matcher::pairEqual(const std::vector<int> &left, const std::vector<int> &right, const Between &between)
{
    const auto keysOf = [this](Side side, const std::vector<int> &sentences) {
        std::vector<int> keys;
        keys.reserve(sentences.size());
        for (const int sentence : sentences)
            keys.push_back(m_keys[index(side)][static_cast<size_t>(sentence)]);
        return keys;
    };
    Pairs equal = align(keysOf(Side::Left, left), keysOf(Side::Right, right), m_canceled);
    for (const auto &[i, j] : equal)
        addPair(
            SentencePair{.left = {left[static_cast<size_t>(i)]}, .right = {right[static_cast<size_t>(j)]}});
    if (!between)
        return;
    equal.emplace_back(static_cast<int>(left.size()), static_cast<int>(right.size()));
    auto l = left.begin();
    auto r = right.begin();
    for (const auto &[i, j] : equal) {
        const std::vector<int> leftRun(l, left.begin() + i);
        const std::vector<int> rightRun(r, right.begin() + j);
        if (!leftRun.empty() && !rightRun.empty())
            between(leftRun, rightRun);
        if (i < static_cast<int>(left.size())) {
            l = left.begin() + i + 1;
            r = right.begin() + j + 1;
        }
    }
}

// Other line ends may have given other sentences: those that end after as many letters belong together.
void Matcher::pairRewrapped(const Block &left, const Block &right)
{
    const auto letters = [this](Side side, int sentence) {
        const QStringView text = words(side, half(side).side.sentences[sentence].range);
        return std::count_if(text.begin(), text.end(), [](QChar c) { return !c.isSpace(); });
    };
    SentencePair pair;
    qsizetype ahead = 0; // letters of the left sentences that the right ones do not have yet
    int l = left.firstSentence;
    int r = right.firstSentence;
    const int leftEnd = l + left.sentenceCount;
    const int rightEnd = r + right.sentenceCount;
    while (l < leftEnd || r < rightEnd) {
        if (l < leftEnd && (ahead <= 0 || r == rightEnd)) {
            ahead += letters(Side::Left, l);
            pair.left.push_back(l++);
        } else {
            ahead -= letters(Side::Right, r);
            pair.right.push_back(r++);
        }
        if (ahead == 0) {
            addPair(std::move(pair));
            pair = {};
        }
    }
}

void Matcher::findExactMoves()
{
    for (const auto &[left, right] : m_movedBlocks) {
        const Block &a = m_left.blocks[static_cast<size_t>(left)];
        const Block &b = m_right.blocks[static_cast<size_t>(right)];
        const auto first = m_keys[0].begin() + a.firstSentence;
        if (a.sentenceCount != b.sentenceCount
            || !std::equal(first, first + a.sentenceCount, m_keys[1].begin() + b.firstSentence))
            continue;
        for (int s = 0; s < a.sentenceCount; ++s)
            addPair(
                SentencePair{.left = {a.firstSentence + s}, .right = {b.firstSentence + s}, .moved = true});
    }
    std::unordered_map<int, std::vector<int>> where;
    for (int r = 0; r < sentenceCount(Side::Right); ++r) {
        if (isFree(Side::Right, r))
            where[m_keys[1][static_cast<size_t>(r)]].push_back(r);
    }
    if (where.empty())
        return;
    std::unordered_map<int, size_t> used;
    std::vector<std::pair<int, int>> found;
    for (int l = 0; l < sentenceCount(Side::Left); ++l) {
        if (!isFree(Side::Left, l))
            continue;
        const int key = m_keys[0][static_cast<size_t>(l)];
        const auto places = where.find(key);
        if (places == where.end() || used[key] >= places->second.size()
            || !isSubstantial(words(Side::Left, m_left.side.sentences[l].range)))
            continue;
        const int r = places->second[used[key]++];
        found.emplace_back(l, r);
        addPair(SentencePair{.left = {l}, .right = {r}, .moved = true});
    }
    // Short neighbours went along: the heading, the "Yes." after it.
    for (const auto &[l, r] : found) {
        for (const int step : {-1, 1}) {
            int i = l + step;
            int j = r + step;
            while (i >= 0 && j >= 0 && i < sentenceCount(Side::Left) && j < sentenceCount(Side::Right)
                   && isFree(Side::Left, i) && isFree(Side::Right, j)
                   && m_keys[0][static_cast<size_t>(i)] == m_keys[1][static_cast<size_t>(j)]) {
                addPair(SentencePair{.left = {i}, .right = {j}, .moved = true});
                i += step;
                j += step;
            }
        }
    }
}

void Matcher::matchChangedSentences()
{
    // Partners in place, to cut the blocks into runs.
    std::vector<int> partner(m_keys[0].size(), -1);
    for (const SentencePair &pair : pairs) {
        if (!pair.moved)
            partner[static_cast<size_t>(pair.left.front())] = pair.right.front();
    }
    for (size_t l = 0; l < m_left.blocks.size(); ++l) {
        const int r = m_left.pairOf[l];
        if (r < 0 || m_left.alike[l])
            continue;
        if (stopped())
            return;
        const Block &a = m_left.blocks[l];
        const Block &b = m_right.blocks[static_cast<size_t>(r)];
        std::vector<int> leftRun;
        int rightFrom = b.firstSentence;
        const auto close = [&](int rightTo) {
            std::vector<int> rightRun;
            for (int j = rightFrom; j < rightTo; ++j) {
                if (isFree(Side::Right, j))
                    rightRun.push_back(j);
            }
            if (!leftRun.empty() && !rightRun.empty())
                matchRun(leftRun, rightRun);
            leftRun.clear();
        };
        for (int i = a.firstSentence; i < a.firstSentence + a.sentenceCount; ++i) {
            if (isFree(Side::Left, i)) {
                leftRun.push_back(i);
            } else if (const int j = partner[static_cast<size_t>(i)]; j >= 0) {
                close(j);
                rightFrom = j + 1;
            }
        }
        close(b.firstSentence + b.sentenceCount);
    }
}

// Sentences that share most of their words belong together. One may have become two, or two one.
void Matcher::matchRun(const std::vector<int> &left, const std::vector<int> &right)
{
    const auto [leftTokens, leftIds, leftOwner] = wordsIn(Side::Left, left);
    const auto [rightTokens, rightIds, rightOwner] = wordsIn(Side::Right, right);
    const Pairs kept = align(leftIds, rightIds, m_canceled);

    std::vector<double> leftWeight(left.size(), 0.0);
    std::vector<double> rightWeight(right.size(), 0.0);
    for (size_t i = 0; i < leftTokens.size(); ++i)
        leftWeight[static_cast<size_t>(leftOwner[i])] += isContent(leftTokens[i]) ? 1 : 0;
    for (size_t i = 0; i < rightTokens.size(); ++i)
        rightWeight[static_cast<size_t>(rightOwner[i])] += isContent(rightTokens[i]) ? 1 : 0;
    struct Shared
    {
        double words = 0;
        int phrase = 0;        // words in a row, the longest such
        qsizetype letters = 0; // of such a row that has the most
        int row = 0;
        qsizetype rowLetters = 0;
    };
    std::map<std::pair<int, int>, Shared> shared;
    std::pair<int, int> last{-2, -2};
    for (const auto &[i, j] : kept) {
        Shared &edge = shared[{leftOwner[static_cast<size_t>(i)], rightOwner[static_cast<size_t>(j)]}];
        if (i != last.first + 1 || j != last.second + 1) {
            edge.row = 0;
            edge.rowLetters = 0;
        }
        last = {i, j};
        if (isContent(leftTokens[static_cast<size_t>(i)])) {
            edge.words += 1;
            edge.phrase = std::max(edge.phrase, ++edge.row);
            edge.rowLetters += leftTokens[static_cast<size_t>(i)].range.length;
            if (edge.row > 1)
                edge.letters = std::max(edge.letters, edge.rowLetters);
        }
    }

    const double limit = left.size() == 1 && right.size() == 1 ? onlyCandidate : sameSentence;
    std::vector<int> group(left.size() + right.size());
    for (size_t i = 0; i < group.size(); ++i)
        group[i] = static_cast<int>(i);
    const auto root = [&group](int at) {
        while (group[static_cast<size_t>(at)] != at)
            at = group[static_cast<size_t>(at)] = group[static_cast<size_t>(group[static_cast<size_t>(at)])];
        return at;
    };
    for (const auto &[edge, common] : shared) {
        const double smaller = std::min(leftWeight[static_cast<size_t>(edge.first)],
                                        rightWeight[static_cast<size_t>(edge.second)]);
        const bool most = common.words >= limit * smaller;
        const bool much = common.words >= fewWords && common.words >= restOfSentence * smaller;
        const bool phrase = common.phrase >= longPhrase || common.letters >= phraseLetters;
        if (smaller > 0 && (most || much || phrase))
            group[static_cast<size_t>(root(static_cast<int>(left.size()) + edge.second))] = root(edge.first);
    }
    std::map<int, SentencePair> found;
    for (size_t i = 0; i < left.size(); ++i)
        found[root(static_cast<int>(i))].left.push_back(left[i]);
    for (size_t j = 0; j < right.size(); ++j)
        found[root(static_cast<int>(left.size() + j))].right.push_back(right[j]);
    for (auto &[key, pair] : found) {
        if (!pair.left.empty() && !pair.right.empty())
            addPair(std::move(pair));
    }
}

void Matcher::findEditedMoves()
{
    constexpr size_t fewestWords = 4;
    std::vector<Word> own;
    std::vector<std::vector<int>> rightWords(m_keys[1].size());
    std::vector<std::vector<int>> where; // by word
    for (int r = 0; r < sentenceCount(Side::Right); ++r) {
        if (!isFree(Side::Right, r))
            continue;
        std::vector<int> ids = contentIds(wordsOfSentence(Side::Right, r, own));
        if (ids.size() < fewestWords)
            continue;
        where.resize(std::max(where.size(), static_cast<size_t>(ids.back()) + 1));
        for (size_t i = 0; i < ids.size(); ++i) {
            std::vector<int> &places = where[static_cast<size_t>(ids[i])];
            if ((i == 0 || ids[i] != ids[i - 1]) && places.size() <= commonSentenceWord)
                places.push_back(r);
        }
        rightWords[static_cast<size_t>(r)] = std::move(ids);
    }
    if (where.empty())
        return;

    struct Candidate
    {
        double score = 0;
        int left = 0;
        int right = 0;
    };
    const auto shareOf = [](const std::vector<int> &a, const std::vector<int> &b) {
        return a.empty() || b.empty()
                   ? 0.0
                   : 2.0 * static_cast<double>(commonCount(a, b)) / static_cast<double>(a.size() + b.size());
    };
    const auto telling = [&where](std::vector<int> ids) {
        std::erase_if(ids, [&where](int id) {
            return static_cast<size_t>(id) < where.size()
                   && where[static_cast<size_t>(id)].size() > commonSentenceWord;
        });
        return ids;
    };
    std::vector<Candidate> candidates;
    Votes votes(m_keys[1].size());
    for (int l = 0; l < sentenceCount(Side::Left); ++l) {
        if (!isFree(Side::Left, l))
            continue;
        if (stopped())
            return;
        const std::vector<int> ids = contentIds(wordsOfSentence(Side::Left, l, own));
        if (ids.size() < fewestWords)
            continue;
        for (const int id : ids) {
            if (static_cast<size_t>(id) >= where.size())
                break; // this one and the larger ones after it are on the left only
            const std::vector<int> &places = where[static_cast<size_t>(id)];
            if (places.size() > commonSentenceWord)
                continue;
            for (const int r : places)
                votes.add(r);
            if (votes.count() > 128)
                break;
        }
        for (const int r : votes.take(4)) {
            const std::vector<int> &others = rightWords[static_cast<size_t>(r)];
            const double score = shareOf(ids, others);
            if (score >= movedSentence
                || (score >= perhapsMoved && shareOf(telling(ids), telling(others)) >= perhapsMoved))
                candidates.push_back({score, l, r});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate &a, const Candidate &b) { return a.score > b.score; });
    for (const Candidate &candidate : candidates) {
        if (isFree(Side::Left, candidate.left) && isFree(Side::Right, candidate.right))
            addPair(SentencePair{.left = {candidate.left}, .right = {candidate.right}, .moved = true});
    }
    // What stands beside a sentence that moved needs fewer words to have gone along.
    for (size_t found = 0; found < pairs.size(); ++found) {
        if (!pairs[found].moved)
            continue;
        for (const int step : {-1, 1}) {
            const int l = pairs[found].left.front() + step;
            const int r = pairs[found].right.front() + step;
            if (l < 0 || r < 0 || l >= sentenceCount(Side::Left) || r >= sentenceCount(Side::Right)
                || !isFree(Side::Left, l) || !isFree(Side::Right, r))
                continue;
            const std::vector<int> ids = contentIds(wordsOfSentence(Side::Left, l, own));
            if (shareOf(ids, contentIds(wordsOfSentence(Side::Right, r, own))) >= wentAlong)
                addPair(SentencePair{.left = {l}, .right = {r}, .moved = true});
        }
    }
}

// A pair found elsewhere that crosses no other pair did not move: its paragraph was split or joined.
void Matcher::keepInOrder()
{
    std::sort(pairs.begin(), pairs.end(),
              [](const SentencePair &a, const SentencePair &b) { return a.left.front() < b.left.front(); });
    for (const SentencePair &pair : pairs) {
        if (!pair.moved)
            m_inPlace[pair.left.front()] = {pair.left.back(), pair.right.front(), pair.right.back()};
    }
    for (size_t i = 0; i < m_left.blocks.size(); ++i) {
        const Block &a = m_left.blocks[i];
        if (!m_left.alike[i] || a.sentenceCount == 0)
            continue;
        const int right = m_right.blocks[static_cast<size_t>(m_left.pairOf[i])].firstSentence;
        m_inPlace[a.firstSentence] = {a.firstSentence + a.sentenceCount - 1, right,
                                      right + a.sentenceCount - 1};
    }
    for (SentencePair &pair : pairs) {
        if (!pair.moved)
            continue;
        const auto after = m_inPlace.upper_bound(pair.left.front());
        const bool fitsAfter =
            after == m_inPlace.end()
            || (after->first > pair.left.back() && after->second.rightFirst > pair.right.back());
        const bool fitsBefore = after == m_inPlace.begin()
                                || (std::prev(after)->second.leftLast < pair.left.front()
                                    && std::prev(after)->second.rightLast < pair.right.front());
        if (fitsAfter && fitsBefore) {
            pair.moved = false;
            m_inPlace[pair.left.front()] = {pair.left.back(), pair.right.front(), pair.right.back()};
        }
    }
}

// What is left between two pairs that stay may belong together across the borders of paragraphs.
void Matcher::matchBetween()
{
    constexpr qsizetype longest = 200'000;
    const auto freeBetween = [this](Side side, int from, int to, qsizetype &length) {
        std::vector<int> sentences;
        length = 0;
        for (int i = from; i < to; ++i) {
            if (isFree(side, i)) {
                sentences.push_back(i);
                length += half(side).side.sentences[i].range.length;
            }
        }
        return sentences;
    };
    int leftFrom = 0;
    int rightFrom = 0;
    const auto between = [&](int leftTo, int rightTo) {
        if (stopped())
            return;
        qsizetype lengths[2];
        const std::vector<int> left = freeBetween(Side::Left, leftFrom, leftTo, lengths[0]);
        const std::vector<int> right = freeBetween(Side::Right, rightFrom, rightTo, lengths[1]);
        if (!left.empty() && !right.empty() && lengths[0] < longest && lengths[1] < longest)
            pairEqual(left, right,
                      [this](const auto &leftRun, const auto &rightRun) { matchRun(leftRun, rightRun); });
    };
    for (const auto &[left, stay] : m_inPlace) {
        between(left, stay.rightFirst);
        leftFrom = stay.leftLast + 1;
        rightFrom = stay.rightLast + 1;
    }
    between(sentenceCount(Side::Left), sentenceCount(Side::Right));
}

// Whether a sentence is, for the most part, among words that are left over.
bool Matcher::isAmong(std::span<const Word> sentence, std::span<const int> leftOver) const
{
    std::vector<int> ids;
    ids.reserve(sentence.size());
    for (const Word &word : sentence)
        ids.push_back(word.id);
    const Pairs common = align(ids, leftOver, m_canceled);
    const auto content = std::count_if(sentence.begin(), sentence.end(),
                                       [](const Word &word) { return isContent(word.token()); });
    const auto shared = std::count_if(common.begin(), common.end(), [sentence](const auto &pair) {
        return isContent(sentence[static_cast<size_t>(pair.first)].token());
    });
    constexpr auto few = 3; // of which all must be there
    return content < few ? common.size() == ids.size()
                         : static_cast<double>(shared) >= sameSentence * static_cast<double>(content);
}

// A sentence became two, or two became one, and only one of them was found: the words left over at an end of the pair
// stand in the sentence next to it.
void Matcher::adoptNeighbours(SentencePair &pair)
{
    const auto isFreeAt = [this](Side side, int sentence) {
        return sentence >= 0 && sentence < sentenceCount(side) && isFree(side, sentence);
    };
    std::vector<Word> own;
    for (bool grown = true; grown;) {
        grown = false;
        const bool any =
            isFreeAt(Side::Left, pair.left.front() - 1) || isFreeAt(Side::Left, pair.left.back() + 1)
            || isFreeAt(Side::Right, pair.right.front() - 1) || isFreeAt(Side::Right, pair.right.back() + 1);
        if (!any)
            return;
        const Words words[2] = {wordsIn(Side::Left, pair.left), wordsIn(Side::Right, pair.right)};
        const Pairs kept = align(words[0].ids, words[1].ids, m_canceled);
        if (kept.empty())
            return;
        const size_t first[2] = {static_cast<size_t>(kept.front().first),
                                 static_cast<size_t>(kept.front().second)};
        const size_t last[2] = {static_cast<size_t>(kept.back().first),
                                static_cast<size_t>(kept.back().second)};
        for (const Side side : {Side::Left, Side::Right}) {
            const Side there = other(side);
            SentencePair::Sentences &sentences = there == Side::Left ? pair.left : pair.right;
            const std::span<const int> ids(words[index(side)].ids);
            const std::span<const int> leading = ids.first(first[index(side)]);
            const std::span<const int> trailing = ids.subspan(last[index(side)] + 1);
            const int before = sentences.front() - 1;
            const int after = sentences.back() + 1;
            if (!leading.empty() && isFreeAt(there, before)
                && isAmong(wordsOfSentence(there, before, own), leading)) {
                sentences.insert(sentences.begin(), before);
                m_taken[index(there)][static_cast<size_t>(before)] = 1;
                grown = true;
            }
            if (!trailing.empty() && isFreeAt(there, after)
                && isAmong(wordsOfSentence(there, after, own), trailing)) {
                sentences.append(after);
                m_taken[index(there)][static_cast<size_t>(after)] = 1;
                grown = true;
            }
        }
    }
}

void Matcher::finish(SentencePair &pair)
{
    SideText &left = m_left.side;
    SideText &right = m_right.side;
    if (pair.left.size() == 1 && pair.right.size() == 1) {
        const Range a = left.sentences[pair.left.front()].range;
        const Range b = right.sentences[pair.right.front()].range;
        pair.alike = equalWithoutSpace(QStringView(left.text).mid(a.start, a.length),
                                       QStringView(right.text).mid(b.start, b.length));
    }
    const MarkKind removed = pair.moved ? MarkKind::MovedRemoved : MarkKind::Removed;
    const MarkKind added = pair.moved ? MarkKind::MovedAdded : MarkKind::Added;
    if (pair.alike) {
        if (pair.moved) {
            m_left.marksOf(pair.left.front()) = {
                Mark{left.sentences[pair.left.front()].range, MarkKind::Moved}};
            m_right.marksOf(pair.right.front()) = {
                Mark{right.sentences[pair.right.front()].range, MarkKind::Moved}};
        }
    } else {
        const Words leftWords = wordsIn(Side::Left, pair.left);
        const Words rightWords = wordsIn(Side::Right, pair.right);
        const std::vector<Token> &leftTokens = leftWords.tokens;
        const std::vector<Token> &rightTokens = rightWords.tokens;
        Pairs kept =
            withoutIslands(align(leftWords.ids, rightWords.ids, m_canceled), leftTokens, rightTokens);
        const auto markLeft = [&](int token, MarkKind kind) {
            const size_t at = static_cast<size_t>(token);
            appendMark(m_left.marksOf(pair.left[leftWords.owners[at]]), left.text, leftTokens[at].range,
                       kind);
        };
        const auto markRight = [&](int token, MarkKind kind) {
            const size_t at = static_cast<size_t>(token);
            appendMark(m_right.marksOf(pair.right[rightWords.owners[at]]), right.text, rightTokens[at].range,
                       kind);
        };
        kept.emplace_back(static_cast<int>(leftTokens.size()), static_cast<int>(rightTokens.size()));
        int i = 0;
        int j = 0;
        for (const auto &[nextLeft, nextRight] : kept) {
            if (nextLeft > i || nextRight > j) {
                WordEdit edit;
                const auto cover = [](const std::vector<Token> &list, int from, int to) {
                    const qsizetype start = list[static_cast<size_t>(from)].range.start;
                    return Range{start, list[static_cast<size_t>(to - 1)].range.end() - start};
                };
                const auto insertion = [](const std::vector<Token> &list, int at) {
                    if (list.empty())
                        return Range{};
                    return static_cast<size_t>(at) < list.size()
                               ? Range{list[static_cast<size_t>(at)].range.start, 0}
                               : Range{list.back().range.end(), 0};
                };
                edit.range[0] = nextLeft > i ? cover(leftTokens, i, nextLeft) : insertion(leftTokens, i);
                edit.range[1] = nextRight > j ? cover(rightTokens, j, nextRight) : insertion(rightTokens, j);
                edit.before = left.words(edit.range[0]).simplified();
                edit.after = right.words(edit.range[1]).simplified();
                pair.edits.push_back(edit);
            }
            for (; i < nextLeft; ++i)
                markLeft(i, removed);
            for (; j < nextRight; ++j)
                markRight(j, added);
            if (pair.moved && i < static_cast<int>(leftTokens.size())) {
                markLeft(i, MarkKind::Moved);
                markRight(j, MarkKind::Moved);
            }
            ++i;
            ++j;
        }
        // The same words, split or joined into other sentences.
        pair.alike = pair.edits.empty();
    }

    const SentenceKind kind = pair.alike ? (pair.moved ? SentenceKind::Moved : SentenceKind::Same)
                                         : (pair.moved ? SentenceKind::MovedChanged : SentenceKind::Changed);
    for (const int sentence : pair.left) {
        left.sentences[sentence].kind = kind;
        left.sentences[sentence].partner = pair.right.front();
    }
    for (const int sentence : pair.right) {
        right.sentences[sentence].kind = kind;
        right.sentences[sentence].partner = pair.left.front();
    }
}

void Matcher::markRest(Side side)
{
    Half &half = this->half(side);
    for (int i = 0; i < sentenceCount(side); ++i) {
        if (!isFree(side, i))
            continue;
        half.side.sentences[i].kind = side == Side::Left ? SentenceKind::Removed : SentenceKind::Added;
        half.marksOf(i) = {
            Mark{half.side.sentences[i].range, side == Side::Left ? MarkKind::Removed : MarkKind::Added}};
    }
}

// The other way round: what was found with the sides exchanged, said of the sides as they are.
void Matcher::mirror()
{
    for (const Side side : {Side::Left, Side::Right}) {
        Half &half = this->half(side);
        for (Sentence &sentence : half.side.sentences) {
            if (sentence.kind == SentenceKind::Removed)
                sentence.kind = SentenceKind::Added;
            else if (sentence.kind == SentenceKind::Added)
                sentence.kind = SentenceKind::Removed;
        }
        for (std::vector<Mark> &marks : half.marks) {
            for (Mark &mark : marks) {
                switch (mark.kind) {
                case MarkKind::Removed:
                    mark.kind = MarkKind::Added;
                    break;
                case MarkKind::Added:
                    mark.kind = MarkKind::Removed;
                    break;
                case MarkKind::MovedRemoved:
                    mark.kind = MarkKind::MovedAdded;
                    break;
                case MarkKind::MovedAdded:
                    mark.kind = MarkKind::MovedRemoved;
                    break;
                case MarkKind::Moved:
                    break;
                }
            }
        }
    }
    for (SentencePair &pair : pairs) {
        std::swap(pair.left, pair.right);
        for (WordEdit &edit : pair.edits) {
            std::swap(edit.before, edit.after);
            std::swap(edit.range[0], edit.range[1]);
        }
    }
}

} // namespace countersign::diff
