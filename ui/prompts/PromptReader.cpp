// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptReader.h"

#include "services/Assess.h"

#include <QPromise>
#include <QtConcurrent>

#include <memory>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostCandidates = 200;

} // namespace

PromptReader::PromptReader(Workspace &workspace, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_content(this), m_parsed(this), m_blame(this), m_matches(this), m_uses(this)
{
}

template<typename Handler>
void PromptReader::collect(const QList<ContentHash> &hashes, int &number, Handler done)
{
    struct Collected
    {
        Contents contents;
        qsizetype missing = 0;
    };
    const int mine = ++number;
    auto collected = std::make_shared<Collected>();
    collected->contents.resize(hashes.size(), QByteArray());
    collected->missing = hashes.size();
    if (hashes.isEmpty()) {
        done(collected->contents);
        return;
    }
    for (qsizetype i = 0; i < hashes.size(); ++i) {
        whenFinished(m_workspace.content(hashes[i]), this, [collected, i, mine, &number, done](const Result<QByteArray> &bytes) {
            collected->contents[i] = bytes;
            if (--collected->missing == 0 && number == mine)
                done(collected->contents);
        });
    }
}

template<typename Handler>
void PromptReader::readContent(const QString &path, const ContentHash &content, Handler then)
{
    m_content.start(m_workspace.content(content), [this, path, then](const Result<QByteArray> &bytes) {
        if (!bytes) {
            emit textFailed(bytes.error());
            return;
        }
        m_parsed.start(QtConcurrent::run([path, content = *bytes]() -> Result<ReadText> { return readText(path, content); }),
                       [this, then](const Result<ReadText> &text) {
                           if (!text) {
                               emit textFailed(text.error());
                               return;
                           }
                           emit textRead(*text);
                           then();
                       });
    });
}

void PromptReader::read(const QString &path, const ContentHash &content)
{
    m_parsed.cancel();
    m_blame.cancel();
    ++m_versionsNumber;
    readContent(path, content, [] { });
}

void PromptReader::read(const ArtifactId &artifact, const SemVer &version)
{
    m_parsed.cancel();
    m_blame.cancel();
    ++m_versionsNumber;
    const Artifact *file = m_workspace.view()->state.artifact(artifact);
    const VersionRecord *record = file ? file->version(version) : nullptr;
    if (!record) {
        m_content.cancel();
        emit textFailed({.code = ErrorCode::NotFound, .subject = artifact.value});
        return;
    }
    QList<SemVer> versions;
    QList<ContentHash> hashes;
    for (const VersionRecord &older : file->versions) {
        if (older.version <= version) {
            versions.append(older.version);
            hashes.append(older.content);
        }
    }
    readContent(file->path, record->content,
                [this, path = file->path, versions, hashes] { blame(path, versions, hashes); });
}

void PromptReader::blame(const QString &path, const QList<SemVer> &versions, const QList<ContentHash> &hashes)
{
    collect(hashes, m_versionsNumber, [this, path, versions](const Contents &contents) {
        QList<VersionText> texts;
        QStringList names;
        for (qsizetype i = 0; i < contents.size(); ++i) {
            if (!contents[i]) {
                emit blameFailed(contents[i].error());
                return;
            }
            texts.append({.version = versions[i], .bytes = *contents[i]});
            names.append(versions[i].toString());
        }
        m_blame.start(QtConcurrent::run([path, texts](QPromise<Result<Blame>> &promise) {
                          promise.addResult(blameOf(path, texts, [&promise] { return promise.isCanceled(); }));
                      }),
                      [this, names](const Result<Blame> &blame) {
                          if (!blame)
                              emit blameFailed(blame.error());
                          else if (blame->complete)
                              emit blameRead(std::make_shared<const Blame>(*blame), names);
                      });
    });
}

void PromptReader::findUses(const ArtifactId &artifact)
{
    m_uses.cancel();
    ++m_usesNumber;
    const QString name = artifact.value.section(u'/', -1);
    m_matches.start(m_workspace.search(name, mostCandidates), [this, artifact](const Result<QList<Workspace::TextMatch>> &matches) {
        if (!matches) {
            emit usesFailed(matches.error());
            return;
        }
        const ViewPointer view = m_workspace.view();
        const Artifact *wanted = view->state.artifact(artifact);
        if (!wanted) {
            emit usesFound({});
            return;
        }
        QList<Artifact> files;
        QList<ContentHash> hashes;
        for (const Workspace::TextMatch &match : *matches) {
            const Artifact *file = view->state.artifact(match.artifact);
            if (!file || match.artifact == artifact || file->acceptedContent().isNull())
                continue;
            files.append(*file);
            hashes.append(file->acceptedContent());
        }
        collect(hashes, m_usesNumber, [this, files, wanted = *wanted](const Contents &contents) {
            for (const Result<QByteArray> &content : contents) {
                if (!content) {
                    emit usesFailed(content.error());
                    return;
                }
            }
            m_uses.start(QtConcurrent::run([files, wanted, contents]() -> Result<QList<PromptUse>> {
                             QList<PromptUse> uses;
                             for (qsizetype i = 0; i < files.size(); ++i) {
                                 for (const QString &include : includesOf(files[i].path, *contents[i])) {
                                     if (includeMeans(include, files[i].path, wanted)) {
                                         uses.append({.artifact = files[i].id, .include = include});
                                         break;
                                     }
                                 }
                             }
                             return uses;
                         }),
                         [this](const Result<QList<PromptUse>> &uses) {
                             if (uses)
                                 emit usesFound(*uses);
                             else
                                 emit usesFailed(uses.error());
                         });
        });
    });
}

} // namespace countersign
