// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Preview.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace countersign::prompt;

namespace countersign::test {

/// Real prompt files as the model gets them.
class PromptPreviewCorpusTest : public QObject
{
    Q_OBJECT

private:
    QDir m_folder;

    [[nodiscard]] Document read(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return parse(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(), name);
    }

private slots:
    void initTestCase()
    {
        m_folder = QDir(qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/prompt_formats"_s);
        if (!m_folder.exists()) {
            QSKIP("the corpus is not there");
        }
    }

    void everyFileHasAPreviewWhosePartsAreInTheFile()
    {
        QStringList names = m_folder.entryList(QDir::Files);
        names.removeAll(u"INDEX.md"_s);
        QVERIFY(names.size() >= 40);
        for (const QString &name : names) {
            const Document document = read(name);

            const Preview shown = preview(document, samplesOf(document));

            QVERIFY2(shown.complete, qPrintable(name));
            QVERIFY2(shown.messages.size() >= std::min<qsizetype>(1, document.messages.size()),
                     qPrintable(name));
            for (const PreviewMessage &message : shown.messages) {
                qsizetype at = 0;
                for (const PreviewPiece &piece : message.pieces) {
                    QVERIFY2(piece.text.start == at && piece.text.length > 0, qPrintable(name));
                    const QString words = message.text.mid(piece.text.start, piece.text.length);
                    if (piece.kind != PieceKind::Filled && piece.source.length == piece.text.length) {
                        QCOMPARE(words, document.source.mid(piece.source.start, piece.source.length));
                    }
                    at = piece.text.end();
                }
                QVERIFY2(at == message.text.size(), qPrintable(name));
            }
            if (document.language == TemplateLanguage::None
                && shown.messages.size() == document.messages.size()) {
                for (qsizetype i = 0; i < shown.messages.size(); ++i) {
                    if (document.messages[i].language == TemplateLanguage::None) {
                        QCOMPARE(shown.messages[i].text, document.messages[i].text);
                    }
                }
            }
        }
    }

    void aLoopOverGivenSamplesIsFilledIn()
    {
        const Document document = read(u"prompty_v1_contoso_chat.prompty"_s);
        const Result<Value> samples = valueFromJson(
            R"({"documentation": [{"id": 7, "title": "Tent", "content": "Sleeps four."}], "question": "How big?",
                "customer": {"firstName": "Ana", "lastName": "Ruiz", "orders": [{"name": "Stove", "description": "Gas."}]},
                "history": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hi Ana."}]})");

        const Preview shown = preview(document, *samples);

        const QString system = shown.messages.constFirst().text;
        QVERIFY(system.contains(u"catalog: 7\nitem: Tent\ncontent: Sleeps four.\n"_s));
        QVERIFY(system.contains(u"name: Stove\ndescription: Gas.\n"_s));
        QVERIFY(!system.contains(u"{%"_s));
        QVERIFY(system.contains(u"How big?"_s));
        QCOMPARE(shown.messages.size(), 3);
        QVERIFY(shown.messages[1].role == Role::User && shown.messages[2].role == Role::Assistant);
        QCOMPARE(shown.messages[2].text.trimmed(), u"Hi Ana."_s);
    }

    void whatOnlyTheRuntimeKnowsStays()
    {
        const Document document = read(u"dotprompt_features.prompt"_s);
        const Result<Value> samples = valueFromJson(
            R"({"name": "Ana", "items": ["Be brief.", "Be kind."], "context": "maps", "imageUrl": "x"})");

        const Preview shown = preview(document, *samples);

        QVERIFY(shown.messages.constFirst().text.contains(u"expert in maps."_s));
        QVERIFY(shown.messages.constFirst().text.contains(u"rules:\n- Be brief.\n- Be kind.\n"_s));
        QStringList left;
        for (const PreviewProblem &problem : shown.problems) {
            left.append(document.source.mid(problem.source.start, problem.source.length));
        }
        QVERIFY2(left.contains(u"{{history}}"_s), qPrintable(left.join(u' ')));
        QVERIFY(left.contains(u"{{media url=imageUrl mime=\"image/jpeg\"}}"_s));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::PromptPreviewCorpusTest)
#include "tst_prompt_preview_corpus.moc"
