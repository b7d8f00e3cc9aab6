// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Mirror.h"

#include "base/Hash.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostExplainedEdits = 200; ///< edits whose commits are looked up
constexpr qsizetype mostNamed = 40;           ///< versions that a message names
constexpr qsizetype longestTrailer = 200;     ///< of a line that is one of ours
constexpr QLatin1StringView recordTrailer("Countersign-Record: ");
constexpr QLatin1StringView headTrailer("Countersign-Head: ");

/// What was accepted of every artifact at any moment.
class AcceptedHistory
{
public:
    explicit AcceptedHistory(const State &state)
    {
        for (const Change &change : state.changes) {
            if (change.status != ChangeStatus::Accepted || !change.revision())
                continue;
            for (const FileChange &file : change.revision()->data.files) {
                if (file.after.isNull())
                    m_removed[file.artifact].append(change.ended.seq);
            }
        }
    }

    /// Whether these bytes were the accepted ones at some moment from `since` on; none: whether there was no file then.
    [[nodiscard]] bool stood(const Artifact &artifact, Sequence since, const ContentHash &content) const
    {
        using Step = std::pair<Sequence, ContentHash>;
        QList<Step> all{Step(0, ContentHash())};
        for (const VersionRecord &version : artifact.versions)
            all.append(Step(version.stamp.seq, version.content));
        for (const Sequence removed : m_removed.value(artifact.id))
            all.append(Step(removed, ContentHash()));
        std::ranges::stable_sort(all, {}, &Step::first);
        for (qsizetype i = 0; i < all.size(); ++i) {
            const bool over = i + 1 < all.size() && all.at(i + 1).first <= since;
            if (!over && all.at(i).second == content)
                return true;
        }
        return false;
    }

private:
    QHash<ArtifactId, QList<Sequence>> m_removed;
};

[[nodiscard]] bool wasAccepted(const Artifact *artifact, const ContentHash &content)
{
    return artifact && std::ranges::any_of(artifact->versions, [&content](const VersionRecord &version) {
               return version.content == content;
           });
}

[[nodiscard]] MirrorFile mirrorFileOf(const UngovernedEdit &edit, const Artifact *artifact)
{
    MirrorFile file{
        .artifact = edit.artifact, .path = edit.path, .before = edit.found, .after = edit.governed};
    if (artifact && !edit.governed.isNull())
        file.version = artifact->latest()->version;
    return file;
}

[[nodiscard]] QString versionLine(const State &state, const MirrorFile &file)
{
    if (file.after.isNull())
        return u"%1 removed"_s.arg(file.path);
    const Artifact *artifact = state.artifact(file.artifact);
    const VersionRecord *version = artifact ? artifact->version(file.version) : nullptr;
    const Change *change = version ? state.change(version->change) : nullptr;
    const QString line = u"%1 %2"_s.arg(file.artifact.value, file.version.toString());
    return change ? line + u" (change #%1)"_s.arg(change->number) : line;
}

} // namespace

std::optional<Sequence> mirroredUpTo(const State &state, QStringView message)
{
    bool ours = false;
    std::optional<Sequence> upTo;
    // Trailers are the last paragraph.
    const QStringView trimmed = message.trimmed();
    const QList<QStringView> lines = trimmed.mid(trimmed.lastIndexOf(u"\n\n"_s) + 1).split(u'\n');
    for (const QStringView line : lines) {
        if (line.size() > longestTrailer)
            continue;
        if (line.startsWith(recordTrailer)) {
            ours = line.mid(recordTrailer.size()) == toString(state.ledger);
        } else if (line.startsWith(headTrailer)) {
            const QList<QStringView> words = line.mid(headTrailer.size()).split(u' ');
            bool number = false;
            const qlonglong seq = words.first().toLongLong(&number);
            const bool stands = number && seq > 0 && seq <= state.links.size() && words.size() == 2
                                && words.last().toLatin1() == state.links.at(seq - 1).toHex();
            upTo = stands ? std::optional<Sequence>(seq) : std::nullopt;
        }
    }
    return ours ? upTo : std::nullopt;
}

Result<MirrorReport> lookAtMirror(Source &source, BranchWatch &watch, const State &state,
                                  const QString &branch, const QList<MirrorPutBack> &putBack,
                                  const std::stop_token &stop)
{
    const Result<QByteArray> tip = source.tip(branch, stop);
    if (!tip)
        return std::unexpected(tip.error());
    MirrorReport report{.branch = branch, .tip = *tip, .head = state.head};
    const auto ours = [&state](const QString &message) { return mirroredUpTo(state, message).has_value(); };
    const Result<std::optional<QString>> last = source.newestMessage(*tip, ours);
    if (!last)
        return std::unexpected(last.error());
    if (*last)
        report.mirrored = mirroredUpTo(state, **last).value_or(0);

    const auto canceled = [&stop] { return stop.stop_requested(); };
    Result<BranchWatch::Compared> compared = watch.compare(source, state, *tip, canceled);
    if (!compared)
        return std::unexpected(compared.error());
    const AcceptedHistory history(state);
    const Standings standings(state);
    QList<MirrorPutBack> wanted = putBack;
    const auto stands = [&](MirrorEdit edit) -> Done {
        const Artifact *artifact = state.artifact(edit.edit.artifact);
        const auto accepted = [artifact](const ContentHash &content) {
            return wasAccepted(artifact, content);
        };
        if (canceled())
            return failure(ErrorCode::Canceled);
        if (report.edits.size() < mostExplainedEdits) {
            if (const Done explained = watch.explain(source, *tip, edit.edit, accepted); !explained)
                return explained;
        }
        edit.standing = standings.of(edit.edit.path, edit.edit.governed, edit.edit.found);
        const auto others = std::ranges::stable_partition(wanted, [&edit](const MirrorPutBack &one) {
            return one.edit != edit.edit.path && one.edit != edit.edit.artifact.value;
        });
        if (!others.empty()) {
            if (edit.obstacle != MirrorObstacle::None) {
                const bool large = edit.obstacle == MirrorObstacle::TooLarge;
                return failure(ErrorCode::Refused, large ? u"too-large"_s : u"not-a-file"_s, edit.edit.path);
            }
            if (std::ranges::any_of(others, [&edit](const MirrorPutBack &one) {
                    return one.found && *one.found != edit.edit.found;
                }))
                return failure(ErrorCode::Conflict, u"edited-again"_s, edit.edit.path);
            wanted.erase(others.begin(), others.end());
            MirrorFile file = mirrorFileOf(edit.edit, artifact);
            file.putBack = true;
            report.files.append(file);
            return {};
        }
        report.edits.append(edit);
        return {};
    };
    for (const UngovernedEdit &edit : std::as_const(compared->differing)) {
        if (edit.found.isNull()) {
            const Result<bool> obstructed = source.isObstructed(*tip, edit.path);
            if (!obstructed)
                return std::unexpected(obstructed.error());
            if (*obstructed) {
                if (const Done done = stands({.edit = edit, .obstacle = MirrorObstacle::NotAFile}); !done)
                    return std::unexpected(done.error());
                continue;
            }
        }
        const Artifact *artifact = state.artifact(edit.artifact);
        const bool behind = artifact && history.stood(*artifact, report.mirrored, edit.found);
        if (!isSafePath(edit.path)) {
            if (const Done done = stands({.edit = edit, .obstacle = MirrorObstacle::NotAFile}); !done)
                return std::unexpected(done.error());
        } else if (behind) {
            report.files.append(mirrorFileOf(edit, artifact));
        } else if (const Done done = stands({.edit = edit}); !done) {
            return std::unexpected(done.error());
        }
    }
    for (const QString &path : std::as_const(compared->tooLarge)) {
        const auto governed = standings.governed(path);
        const Artifact *artifact = governed ? state.artifact(governed->artifact) : nullptr;
        const UngovernedEdit edit{.artifact = governed ? governed->artifact : ArtifactId{},
                                  .path = path,
                                  .kind = governed ? governed->kind : ArtifactKind::Prompt,
                                  .governed = artifact ? artifact->acceptedContent() : ContentHash{}};
        if (const Done done = stands({.edit = edit, .obstacle = MirrorObstacle::TooLarge}); !done)
            return std::unexpected(done.error());
    }
    if (!wanted.isEmpty())
        return wanted.first().found
                   ? failure(ErrorCode::Conflict, u"edited-again"_s, wanted.first().edit)
                   : failure(ErrorCode::NotFound, wanted.first().edit, u"nobody edited such a file there"_s);
    std::ranges::sort(report.files, {}, &MirrorFile::path);
    std::ranges::sort(report.edits, {}, [](const MirrorEdit &edit) { return edit.edit.path; });
    return report;
}

Done tellEditors(const Source &source, const QByteArray &tip, const State &state, UngovernedEdit &edit,
                 const std::stop_token &stop)
{
    const Artifact *artifact = state.artifact(edit.artifact);
    const auto accepted = [artifact](const ContentHash &content) { return wasAccepted(artifact, content); };
    return BranchWatch(QString()).explainWhole(source, tip, edit, accepted, stop);
}

SourceCommitRequest mirrorCommit(const State &state, const MirrorReport &report,
                                 const QHash<ContentHash, QByteArray> &contents)
{
    SourceCommitRequest request{.branch = report.branch};
    QStringList lines;
    QByteArray made = report.tip;
    for (const MirrorFile &file : report.files) {
        SourceWrite write{.path = file.path};
        if (!file.before.isNull())
            write.before = contents.value(file.before);
        if (!file.after.isNull())
            write.after = contents.value(file.after);
        request.files.append(write);
        made += '\n' + file.path.toUtf8() + '\0' + file.after.toHex();
        if (lines.size() < mostNamed) {
            const QString line = versionLine(state, file).left(120);
            lines.append(file.putBack ? line + u", put back"_s : line);
        }
    }
    // The same files on the same commit have the same branch beside it, and others another one.
    request.fallbackBranch = u"countersign/mirror-%1-%2"_s.arg(
        QString::number(report.head.seq), QString::fromLatin1(contentHash(made).toHex().first(8)));
    if (report.files.size() > mostNamed)
        lines.append(u"and %1 more"_s.arg(report.files.size() - mostNamed));
    const QString subject = report.files.size() == 1
                                ? u"Mirror "_s + lines.first()
                                : u"Mirror %1 accepted versions"_s.arg(report.files.size());
    request.message = u"%1\n\n%2\n\n%3%4\n%5%6 %7\n"_s.arg(
        subject, lines.join(u'\n'), recordTrailer, toString(state.ledger), headTrailer,
        QString::number(report.head.seq), QString::fromLatin1(report.head.link.toHex()));
    return request;
}

} // namespace countersign
