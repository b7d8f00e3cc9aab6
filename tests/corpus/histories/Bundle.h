// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QHash>
#include <QList>
#include <QProcess>
#include <QTest>

namespace countersign::test {

/// The bytes of a file after a commit.
struct CommitText
{
    QString commit = {};
    QByteArray blob = {};
    QByteArray bytes = {};
    friend bool operator==(const CommitText &, const CommitText &) = default;
};

/// A real history, shared through a bare repository, and what `git` itself says about its files: the yardstick for what
/// the program says.
class Bundle
{
public:
    explicit Bundle(const QString &name)
        : m_path(qEnvironmentVariable("COUNTERSIGN_CORPUS") + QStringLiteral("/histories/%1.bundle").arg(name))
    {
    }

    [[nodiscard]] bool exists() const { return QFile::exists(m_path); }

    /// Makes the bare repository `shared` and reads its history on `main`.
    void share(const QString &shared)
    {
        git({QStringLiteral("clone"), QStringLiteral("--quiet"), QStringLiteral("--bare"), m_path, shared});
        m_shared = shared;
        readFiles();
        readHistory();
    }

    /// A clone in which a person works.
    void clone(const QString &folder, const QString &name, const QString &email) const
    {
        git({QStringLiteral("clone"), QStringLiteral("--quiet"), m_shared, folder});
        git({QStringLiteral("-C"), folder, QStringLiteral("config"), QStringLiteral("user.name"), name});
        git({QStringLiteral("-C"), folder, QStringLiteral("config"), QStringLiteral("user.email"), email});
    }

    /// Paths of all files at the tip, as it was shared.
    [[nodiscard]] QStringList paths() const { return m_files.keys(); }
    [[nodiscard]] QByteArray bytes(const QString &path) const { return blobs({m_files.value(path)}).value(0); }

    /// What the last `most` commits made of a file, by first parent and across moves, newest first; without its text at
    /// the tip and without removals.
    [[nodiscard]] QList<CommitText> texts(QString path, int most) const
    {
        const QByteArray tip = m_files.value(path);
        QList<CommitText> found;
        QList<QByteArray> ids;
        int seen = 0;
        for (const Commit &commit : m_commits) {
            const auto change = commit.changes.constFind(path);
            if (change == commit.changes.cend()) {
                continue;
            }
            if (!change->movedFrom.isEmpty()) {
                path = change->movedFrom;
                continue;
            }
            if (++seen > most) {
                break;
            }
            if (!change->blob.isEmpty() && change->blob != tip) {
                found.append({.commit = commit.id, .blob = change->blob});
                ids.append(change->blob);
            }
        }
        const QList<QByteArray> bytes = blobs(ids);
        for (qsizetype i = 0; i < found.size(); ++i) {
            found[i].bytes = bytes.value(i);
        }
        return found;
    }

private:
    struct Change
    {
        QByteArray blob = {};   // empty: removed
        QString movedFrom = {}; // of a commit that only moved it
    };
    struct Commit
    {
        QString id = {};
        QHash<QString, Change> changes = {};
    };

    static QByteArray git(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess process;
        process.start(QStringLiteral("git"), arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
            qFatal("git %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardError().constData());
        }
        return process.readAllStandardOutput();
    }

    void readFiles()
    {
        const QByteArray listed = git({QStringLiteral("-C"), m_shared, QStringLiteral("ls-tree"), QStringLiteral("-r"),
                                       QStringLiteral("-z"), QStringLiteral("main")});
        for (const QByteArray &line : listed.split('\0')) {
            // mode SP type SP id TAB path
            const QList<QByteArray> words = line.left(line.indexOf('\t')).split(' ');
            if (words.size() == 3 && words[0].startsWith("100")) {
                m_files.insert(QString::fromUtf8(line.mid(line.indexOf('\t') + 1)), words[2]);
            }
        }
    }

    void readHistory()
    {
        const QByteArray log = git({QStringLiteral("-C"), m_shared, QStringLiteral("log"), QStringLiteral("main"),
                                    QStringLiteral("--first-parent"), QStringLiteral("--diff-merges=first-parent"),
                                    QStringLiteral("--find-renames=100%"), QStringLiteral("--raw"),
                                    QStringLiteral("--no-abbrev"), QStringLiteral("-z"),
                                    QStringLiteral("--format=commit %H")});
        const QList<QByteArray> tokens = log.split('\0');
        for (qsizetype i = 0; i < tokens.size(); ++i) {
            const QByteArray token = tokens[i].trimmed();
            if (token.startsWith("commit ")) {
                m_commits.append({.id = QString::fromLatin1(token.mid(7))});
                continue;
            }
            // :mode mode before after status NUL path NUL, and a second path of a move
            const QList<QByteArray> words = token.split(' ');
            if (!token.startsWith(':') || words.size() != 5 || i + 1 >= tokens.size() || m_commits.isEmpty()) {
                continue;
            }
            const QString path = QString::fromUtf8(tokens[++i]);
            QHash<QString, Change> &changes = m_commits.last().changes;
            if (words[4].startsWith('R') && i + 1 < tokens.size()) {
                changes.insert(QString::fromUtf8(tokens[++i]), {.movedFrom = path});
                changes.insert(path, {});
            } else if (words[4] == "D") {
                changes.insert(path, {});
            } else {
                changes.insert(path, {.blob = words[3]});
            }
        }
    }

    [[nodiscard]] QList<QByteArray> blobs(const QList<QByteArray> &ids) const
    {
        const QByteArray all = ids.isEmpty() ? QByteArray()
                                             : git({QStringLiteral("-C"), m_shared, QStringLiteral("cat-file"),
                                                    QStringLiteral("--batch")},
                                                   ids.join('\n') + '\n');
        QList<QByteArray> found;
        for (qsizetype at = 0; at < all.size();) {
            // id SP type SP size LF bytes LF
            const qsizetype end = all.indexOf('\n', at);
            const qsizetype size = all.mid(at, end - at).split(' ').last().toLongLong();
            found.append(all.mid(end + 1, size));
            at = end + 1 + size + 1;
        }
        return found;
    }

    QString m_path;
    QString m_shared;
    QMap<QString, QByteArray> m_files; // path → blob
    QList<Commit> m_commits;           // newest first
};

/// What the program shows of a file: without a byte order mark.
[[nodiscard]] inline QString shownText(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    return text.startsWith(QChar(0xfeff)) ? text.mid(1) : text;
}

/// At most `most` numbers from 0 to `size` - 1, evenly spread, with the first and the last one.
[[nodiscard]] inline QList<qsizetype> spread(qsizetype size, qsizetype most)
{
    QList<qsizetype> found;
    const qsizetype count = qMin(size, most);
    for (qsizetype i = 0; i < count; ++i) {
        found.append(count == 1 ? 0 : i * (size - 1) / (count - 1));
    }
    return found;
}

} // namespace countersign::test
