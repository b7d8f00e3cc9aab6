// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/YamlTree.h"

#include <QStringDecoder>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

Error at(const YAML::Mark &mark, const QString &detail)
{
    return {.code = ErrorCode::Invalid, .subject = u"yaml"_s, .detail = detail, .line = mark.line + 1,
            .column = mark.column + 1};
}

class TreeBuilder : public YAML::EventHandler
{
public:
    /// `lead`: how many bytes the parser does not count at the beginning.
    TreeBuilder(int depth, qsizetype lead) : m_depth(depth), m_lead(lead) { }

    void OnDocumentStart(const YAML::Mark &) override { }
    void OnDocumentEnd() override { }

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        begin(mark, anchor, {}, YamlValue::Kind::Null);
        end();
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        refuse(mark, u"aliases (*name) are not allowed"_s);
        begin(mark, 0, {}, YamlValue::Kind::Null);
        end();
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        begin(mark, anchor, tag, YamlValue::Kind::Scalar);
        m_open.back().scalar = QString::fromStdString(value);
        // yaml-cpp gives the tag "!" to what stood in quotes and "?" to what did not.
        m_open.back().plain = tag != "!";
        end();
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        begin(mark, anchor, tag, YamlValue::Kind::List);
        m_open.back().flow = style == YAML::EmitterStyle::Flow;
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        begin(mark, anchor, tag, YamlValue::Kind::Map);
        m_open.back().flow = style == YAML::EmitterStyle::Flow;
    }
    void OnMapEnd() override { end(); }

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    [[nodiscard]] YamlValue take() { return std::move(m_top); }

private:
    void refuse(const YAML::Mark &mark, const QString &detail)
    {
        if (!m_problem) {
            m_problem = at(mark, detail);
        }
    }

    void begin(const YAML::Mark &mark, YAML::anchor_t anchor, const std::string &tag, YamlValue::Kind kind)
    {
        if (anchor != 0) {
            refuse(mark, u"anchors (&name) are not allowed"_s);
        }
        if (!tag.empty() && tag != "?" && tag != "!") {
            refuse(mark, u"tags (!name) are not allowed"_s);
        }
        if (int(m_open.size()) >= m_depth) {
            refuse(mark, u"deeper than %1 levels"_s.arg(m_depth));
        }
        m_open.push_back({.kind = kind, .line = mark.line + 1, .column = mark.column + 1, .offset = mark.pos + m_lead});
    }

    void end()
    {
        YamlValue value = std::move(m_open.back());
        m_open.pop_back();
        if (m_problem) {
            // What is refused as a whole need not be kept.
            return;
        }
        if (m_open.empty()) {
            m_top = std::move(value);
            return;
        }
        YamlValue &up = m_open.back();
        const bool isKey = up.kind == YamlValue::Kind::Map && up.keys.size() == up.items.size();
        if (!isKey) {
            up.items.append(std::move(value));
            return;
        }
        YAML::Mark mark;
        mark.line = value.line - 1;
        mark.column = value.column - 1;
        if (value.kind != YamlValue::Kind::Scalar) {
            refuse(mark, u"a key must be a word"_s);
        } else if (up.indexOf(value.scalar) >= 0) {
            refuse(mark, u"the key %1 is there twice"_s.arg(value.scalar));
        } else {
            up.keys.append(std::move(value));
        }
    }

    int m_depth;
    qsizetype m_lead;
    std::vector<YamlValue> m_open;
    YamlValue m_top;
    std::optional<Error> m_problem;
};

} // namespace

qsizetype YamlValue::indexOf(QStringView key) const
{
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (keys.at(i).scalar == key) {
            return i;
        }
    }
    return -1;
}

Result<YamlValue> parseYaml(const QByteArray &bytes, const YamlLimits &limits)
{
    if (bytes.size() > limits.bytes) {
        return failure(ErrorCode::Invalid, u"yaml"_s, u"larger than %1 bytes"_s.arg(limits.bytes));
    }
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(bytes);
    if (decoder.hasError()) {
        return failure(ErrorCode::Invalid, u"yaml"_s, u"not UTF-8"_s);
    }
    if (const qsizetype nul = decoded.indexOf(QChar::Null); nul >= 0) {
        return failure(ErrorCode::Invalid, u"yaml"_s, u"holds a NUL character"_s);
    }
    const qsizetype lead = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    TreeBuilder builder(limits.depth, lead);
    try {
        std::istringstream stream(bytes.toStdString());
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder)) {
            return failure(ErrorCode::Invalid, u"yaml"_s, u"the file is empty"_s);
        }
        if (builder.problem()) {
            return std::unexpected(*builder.problem());
        }
        TreeBuilder second(limits.depth, lead);
        if (parser.HandleNextDocument(second)) {
            return failure(ErrorCode::Invalid, u"yaml"_s, u"more than one document"_s);
        }
    } catch (const YAML::Exception &exception) {
        if (builder.problem()) {
            return std::unexpected(*builder.problem());
        }
        return std::unexpected(at(exception.mark, QString::fromStdString(exception.msg)));
    }
    return builder.take();
}

} // namespace countersign
