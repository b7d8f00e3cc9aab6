// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Results.h"

#include <functional>
#include <optional>

namespace countersign::evals {

/// Reads JSON (RFC 8259) where it lies, value by value and without a tree, so that memory does not grow with the text.
/// Beyond the RFC it takes what Python writes: NaN, Infinity and -Infinity; and bytes that are no UTF-8 inside strings.
/// At most `mostDepth` values within each other. The first fault is kept, with its place; every call after it answers
/// with nothing, so loops end. `text` outlives the reader and everything that it gives. One thread.
class JsonReader
{
public:
    enum class Kind : quint8 { Nothing, Object, Array, String, Number, Boolean, Null };
    enum class Fault : quint8 {
        None,
        Ended,   ///< the text ends inside a value
        Broken,  ///< not JSON, or too deep
        Stopped, ///< stop() was called
    };
    static constexpr int mostDepth = 512;

    /// A value that is no container; of a container only `kind` and `text`.
    struct Scalar
    {
        Kind kind = Kind::Nothing;
        bool boolean = false;
        double number = noScore; ///< of a number, also of one that stands in a string
        TextRef text = {};       ///< none for null
    };

    /// A byte order mark at the beginning is passed over. `buffer` is what the TextRefs say.
    explicit JsonReader(QByteArrayView text, quint16 buffer = 0, qsizetype from = 0);

    [[nodiscard]] Kind peek();  ///< of the next value; Nothing at the end of the text and after a fault
    [[nodiscard]] bool atEnd(); ///< only white space is left

    /// Calls `member(key)` for each member; what it does not read is passed over. The key is valid during the call.
    /// Another kind of value is passed over. False: it was another kind, or there was a fault.
    template<typename F>
    bool object(F &&member)
    {
        if (!open(Kind::Object)) {
            return false;
        }
        QByteArray decoded;
        for (bool first = true; goesOn('}', first); first = false) {
            const QByteArrayView name = key(decoded);
            if (m_fault != Fault::None) {
                break;
            }
            space();
            const qsizetype before = m_at;
            member(name);
            if (m_at == before) {
                skip();
            }
        }
        --m_depth;
        return m_fault == Fault::None;
    }

    /// Calls `element(index)` for each element, in the same way.
    template<typename F>
    bool array(F &&element)
    {
        if (!open(Kind::Array)) {
            return false;
        }
        qsizetype index = 0;
        for (; goesOn(']', index == 0); ++index) {
            space();
            const qsizetype before = m_at;
            element(index);
            if (m_at == before) {
                skip();
            }
        }
        --m_depth;
        return m_fault == Fault::None;
    }

    void skip();
    [[nodiscard]] Scalar scalar();
    [[nodiscard]] TextRef text() { return scalar().text; } ///< any value; none for null
    [[nodiscard]] double number() { return scalar().number; }
    [[nodiscard]] std::optional<bool> boolean(); ///< only of true and false
    /// A string decoded, a number or a truth value as it stands, at most `most` bytes; empty for anything else.
    [[nodiscard]] QString string(qsizetype most = 4096);

    void stop() { fail(Fault::Stopped, "stopped"); }
    [[nodiscard]] Fault fault() const { return m_fault; }
    [[nodiscard]] qsizetype offset() const { return m_at; }
    /// "line 3, column 14: …" of the fault.
    [[nodiscard]] QString faultText() const;

private:
    bool open(Kind kind);
    bool goesOn(char close, bool first);
    QByteArrayView key(QByteArray &decoded);
    void space();
    void fail(Fault fault, const char *why);
    void scanString();
    void scanScalar();
    void scanWord(QByteArrayView word);
    void scanNumber();

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_faultAt = 0;
    const char *m_why = "";
    int m_depth = 0;
    quint16 m_buffer = 0;
    Fault m_fault = Fault::None;
};

/// The value in one form, whoever wrote it: members sorted, escapes decoded, no white space. Deeper than 64 it stays as it
/// stands. A text that is no JSON answers itself. For telling whether two values are the same.
[[nodiscard]] QByteArray normalizedJson(QByteArrayView value);

/// The inside of a JSON string, decoded. An escape that is none stays as it stands.
[[nodiscard]] QString unescapedJson(QByteArrayView inside);
/// The same as UTF-8; bytes without escapes come as they are.
[[nodiscard]] QByteArray decodedJsonString(QByteArrayView inside);

} // namespace countersign::evals
