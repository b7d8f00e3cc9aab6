// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Characters.h"

#include "diff/Scan.h"
#include "diff/Segments.h"
#include "diff/SentenceEntries.h"

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// Letters of other scripts and the Latin ones that they pass for, in pairs.
QStringView alikePairs()
{
    return u"АAВBЕEКKМMНHОOРPСCТTУYХXаaеeоoрpсcуyхxіiїiјjѕsԁdԛqԝwһhґrΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoαaνvιiρpօo"
           u"սuոnհh";
}

QChar latinFor(QChar character)
{
    const QStringView pairs = alikePairs();
    for (qsizetype i = 0; i + 1 < pairs.size(); i += 2) {
        if (pairs[i] == character)
            return pairs[i + 1];
    }
    return {};
}

// Words as they look: letters that pass for Latin ones, wide and mathematical letters as the plain ones, nothing that
// is not seen.
QString looksOf(QStringView words)
{
    QString looks;
    for (qsizetype at = 0; at < words.size(); ++at) {
        char32_t character = words[at].unicode();
        const bool pair = words[at].isHighSurrogate() && at + 1 < words.size();
        if (pair)
            character = QChar::surrogateToUcs4(words[at], words[at + 1]);
        if (!isHidden(character)) {
            const QChar latin = pair ? QChar() : latinFor(words[at]);
            if (!latin.isNull())
                looks += latin;
            else if (character < 0x80 || !QChar::isLetter(character))
                looks += words.mid(at, pair ? 2 : 1);
            else
                looks += QString::fromUcs4(&character, 1).normalized(QString::NormalizationForm_KC);
        }
        at += pair ? 1 : 0;
    }
    return looks;
}

bool isUnspacedScript(QChar::Script script)
{
    return script == QChar::Script_Han || script == QChar::Script_Hiragana || script == QChar::Script_Katakana
           || script == QChar::Script_Hangul;
}

// What the letters of a word say about their scripts.
struct Scripts
{
    bool latin = false;
    bool foreign = false;  ///< Cyrillic, Greek, Armenian
    bool onlyAlike = true; ///< every foreign letter passes for a Latin one
    bool styled = false;   ///< wide or mathematical letters that read as ASCII
    bool unspaced = false;
    int letters = 0;
};

Scripts scriptsOf(QStringView word)
{
    Scripts scripts;
    for (qsizetype at = 0; at < word.size(); ++at) {
        char32_t character = word[at].unicode();
        const bool pair = word[at].isHighSurrogate() && at + 1 < word.size();
        if (pair)
            character = QChar::surrogateToUcs4(word[at], word[at + 1]);
        at += pair ? 1 : 0;
        if (!QChar::isLetter(character))
            continue;
        ++scripts.letters;
        const QChar::Script script = QChar::script(character);
        scripts.unspaced = scripts.unspaced || isUnspacedScript(script);
        scripts.latin = scripts.latin || script == QChar::Script_Latin;
        if (script == QChar::Script_Cyrillic || script == QChar::Script_Greek
            || script == QChar::Script_Armenian) {
            scripts.foreign = true;
            scripts.onlyAlike =
                scripts.onlyAlike && !pair && !latinFor(QChar(static_cast<char16_t>(character))).isNull();
        }
        const bool wide =
            (character >= 0xFF21 && character <= 0xFF5A) || (character >= 0x1D400 && character <= 0x1D7FF);
        scripts.styled = scripts.styled || wide;
    }
    return scripts;
}

class CharacterReader
{
public:
    CharacterReader(const Comparison &comparison, const SentenceChange &change, int at, QList<Entry> &entries)
        : m_comparison(comparison)
        , m_change(change)
        , m_at(at)
        , m_entries(entries)
    {}

    void run()
    {
        if (m_change.kind == SentenceKind::Added) {
            readHidden({m_change.range[1]});
            readScripts(m_change.range[1], {});
            return;
        }
        QList<Range> came;
        for (const WordEdit &edit : m_change.edits)
            came.append(edit.range[1]);
        readHidden(came);
        for (const WordEdit &edit : m_change.edits)
            readScripts(edit.range[1], edit.before);
    }

private:
    const QString &text() const { return m_comparison.sides[1].text; }

    // One entry a sentence for each kind, with the codes in the order in which they come.
    void readHidden(const QList<Range> &ranges)
    {
        QStringList codes[2];
        Range first[2];
        for (const Range &range : ranges) {
            for (qsizetype at = range.start; at < range.end(); ++at) {
                char32_t character = text()[at].unicode();
                if (character < 0x80)
                    continue;
                const bool pair = text()[at].isHighSurrogate() && at + 1 < range.end();
                if (pair)
                    character = QChar::surrogateToUcs4(text()[at], text()[at + 1]);
                if (isHidden(character)) {
                    const int bidi = isBidiControl(character) ? 1 : 0;
                    const QString code =
                        u"U+"_s + QString::number(character, 16).toUpper().rightJustified(4, u'0');
                    if (codes[bidi].isEmpty())
                        first[bidi] = range;
                    if (!codes[bidi].contains(code))
                        codes[bidi].append(code);
                }
                at += pair ? 1 : 0;
            }
        }
        constexpr qsizetype most = 8;
        for (const int bidi : {1, 0}) {
            if (codes[bidi].isEmpty())
                continue;
            const bool more = codes[bidi].size() > most;
            add(bidi ? EntryKind::BidiControl : EntryKind::HiddenCharacters,
                codes[bidi].first(std::min(most, codes[bidi].size())).join(u' ')
                    + (more ? u" …"_s : QString()),
                first[bidi]);
        }
    }

    void readScripts(Range range, const QString &before)
    {
        const QStringView view = QStringView(text()).mid(range.start, range.length);
        if (std::all_of(view.begin(), view.end(), [](QChar c) { return c.unicode() < 0x80; }))
            return;
        const QString looksBefore = looksOf(before);
        const bool sameLooks = !before.isEmpty() && looksOf(view) == looksBefore;
        // A word of nothing but letters that pass for Latin ones is suspect where the rest is Latin.
        Scripts all;
        for (const Token &token : tokens(text(), range)) {
            const Scripts word = scriptsOf(QStringView(text()).mid(token.range.start, token.range.length));
            all.latin = all.latin || (word.latin && !word.foreign);
            all.foreign = all.foreign || (word.foreign && !word.onlyAlike);
            all.unspaced = all.unspaced || word.unspaced;
        }
        for (const Token &token : tokens(text(), range)) {
            if (token.kind != TokenKind::Word)
                continue;
            const QStringView words = QStringView(text()).mid(token.range.start, token.range.length);
            const Scripts word = scriptsOf(words);
            const bool mixed = word.latin && word.foreign;
            const bool posing = word.foreign && !word.latin && word.onlyAlike
                                && (sameLooks || (word.letters >= 3 && all.latin && !all.foreign));
            const bool styled = word.styled && !all.unspaced;
            if (posing || styled || (mixed && word.onlyAlike))
                add(EntryKind::LookAlike, words.toString(), token.range);
            else if (mixed)
                add(EntryKind::MixedScript, words.toString(), token.range);
        }
    }

    void add(EntryKind kind, const QString &after, Range range)
    {
        m_entries.append(Entry{.kind = kind,
                               .after = after,
                               .places = placesOf(m_comparison, m_change, {}, range),
                               .sentenceChange = m_at});
    }

    const Comparison &m_comparison;
    const SentenceChange &m_change;
    const int m_at;
    QList<Entry> &m_entries;
};

} // namespace

void addCharacterEntries(const Comparison &comparison, qsizetype most, QList<Entry> &entries)
{
    for (qsizetype i = 0; i < comparison.sentences.size() && entries.size() < most; ++i) {
        const SentenceChange &change = comparison.sentences[i];
        if (change.sentence[1] >= 0)
            CharacterReader(comparison, change, static_cast<int>(i), entries).run();
    }
}

bool changesOnlyLooks(const WordEdit &edit)
{
    const auto isPlain = [](const QString &text) {
        return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
    };
    if (isPlain(edit.before) && isPlain(edit.after))
        return false;
    return edit.before != edit.after && looksOf(edit.before) == looksOf(edit.after);
}

} // namespace countersign::diff
