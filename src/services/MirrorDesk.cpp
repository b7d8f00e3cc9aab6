// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/MirrorDesk.h"

#include "base/Hash.h"
#include "ledger/Files.h"
#include "services/Drafts.h"
#include "services/Errand.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int mostStarts = 5;
constexpr qsizetype mostFoundBytes = 32 * 1024 * 1024; ///< of edits that are kept in memory
constexpr int listWaitMs = 500;                        ///< for another Countersign
constexpr qsizetype longestUserName = 39;              ///< in an address; a longer one is a token

using OpenMirror = std::function<Result<std::unique_ptr<Source>>(const QString &repository)>;
using MirrorTexts = QHash<ContentHash, QByteArray>;

/// A comparison with the bytes of edits: all that are put back, and of the others as many as are kept.
struct LookedAt
{
    MirrorReport report = {};
    MirrorTexts found = {};
};

/// Blocking.
Result<LookedAt> lookThere(const OpenMirror &open, const MirrorPlace &place, const State &state,
                           const QList<MirrorPutBack> &putBack, const std::stop_token &stop)
{
    const Result<std::unique_ptr<Source>> source = open(place.repository);
    if (!source)
        return std::unexpected(source.error());
    BranchWatch watch{QString()};
    const QString branch = place.branch.isEmpty() ? state.policy.branch : place.branch;
    Result<MirrorReport> report = lookAtMirror(**source, watch, state, branch, putBack, stop);
    if (!report)
        return std::unexpected(report.error());
    LookedAt looked{.report = *report};
    for (const MirrorFile &file : report->files) {
        if (!file.putBack || file.before.isNull())
            continue;
        const Result<QByteArray> bytes =
            watch.found(**source, {.artifact = file.artifact, .path = file.path, .found = file.before});
        if (!bytes)
            return std::unexpected(bytes.error());
        looked.found.insert(file.before, *bytes);
    }
    qsizetype size = 0;
    for (const MirrorEdit &edit : report->edits) {
        if (stop.stop_requested())
            return failure(ErrorCode::Canceled);
        if (edit.obstacle != MirrorObstacle::None || edit.edit.found.isNull() || size >= mostFoundBytes)
            continue;
        const Result<QByteArray> bytes = watch.found(**source, edit.edit);
        if (!bytes)
            return std::unexpected(bytes.error());
        size += bytes->size();
        looked.found.insert(edit.edit.found, *bytes);
    }
    return looked;
}

/// An edit with its bytes, nullopt for a file that is gone.
struct EditThere
{
    UngovernedEdit edit = {};
    std::optional<QByteArray> bytes = {};
};

/// Blocking. A look tells the editors of so many edits and commits only; `editors`: all of this one are wanted.
Result<EditThere> editThere(const OpenMirror &open, const MirrorPlace &place, const State &state,
                            const MirrorEdit &edit, bool editors, const std::stop_token &stop)
{
    if (edit.obstacle != MirrorObstacle::None) {
        const bool large = edit.obstacle == MirrorObstacle::TooLarge;
        return failure(ErrorCode::Refused, large ? u"too-large"_s : u"not-a-file"_s, edit.edit.path);
    }
    const Result<std::unique_ptr<Source>> source = open(place.repository);
    if (!source)
        return std::unexpected(source.error());
    const QString branch = place.branch.isEmpty() ? state.policy.branch : place.branch;
    const Result<QByteArray> tip = (*source)->tip(branch, stop);
    if (!tip)
        return std::unexpected(tip.error());
    EditThere there{.edit = edit.edit};
    if (editors) {
        if (const Done told = tellEditors(**source, *tip, state, there.edit, stop); !told)
            return std::unexpected(told.error());
    }
    const Result<QList<SourceFile>> files = (*source)->files(*tip);
    if (!files)
        return std::unexpected(files.error());
    const auto file = std::ranges::find(*files, edit.edit.path, &SourceFile::path);
    if (file == files->cend()) {
        return edit.edit.found.isNull() ? Result<EditThere>(there)
                                        : failure(ErrorCode::Conflict, u"edited-again"_s, edit.edit.path);
    }
    const Result<QByteArray> bytes = (*source)->read(file->blob);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (contentHash(*bytes) != edit.edit.found)
        return failure(ErrorCode::Conflict, u"edited-again"_s, edit.edit.path);
    there.bytes = *bytes;
    return there;
}

/// Why a workspace cannot be mirrored now.
Done mirrorable(const WorkspaceView &view)
{
    if (view.sync.phase == SyncPhase::Alarm)
        return std::unexpected(
            view.sync.error.value_or(Error{.code = ErrorCode::Corrupt, .subject = view.location}));
    return view.state.ledger.isNull() ? failure(ErrorCode::Unavailable, view.location) : Done{};
}

/// An errand with work on another thread that is asked to stop when nobody waits for it any more.
template<typename R>
class MirrorErrand : public Errand<R>
{
public:
    MirrorErrand(QThreadPool &pool, QObject *parent) : Errand<R>(parent), m_pool(pool) {}
    ~MirrorErrand() override { m_stop.request_stop(); }

protected:
    /// `work(std::stop_token)` there, `then(its answer)` here.
    template<typename Work, typename Then>
    void elsewhere(Work work, Then then)
    {
        using Answer = std::invoke_result_t<Work, std::stop_token>;
        const auto job = [work = std::move(work), token = m_stop.get_token()]() -> Answer {
            return token.stop_requested() ? failure(ErrorCode::Canceled) : work(token);
        };
        whenFinished(QtConcurrent::run(&m_pool, job), this, std::move(then));
    }

private:
    QThreadPool &m_pool;
    std::stop_source m_stop;
};

/// MirrorDesk::look() and run().
class Mirroring : public MirrorErrand<Result<MirrorReport>>
{
public:
    struct Asked
    {
        OpenMirror open = {};
        MirrorPlace place = {};
        QList<MirrorPutBack> putBack = {};
        bool write = false;
    };

    /// `found` keeps the bytes of edits.
    Mirroring(Asked asked, Workspace &workspace, QThreadPool &pool, QCache<ContentHash, QByteArray> &found,
              QObject *parent)
        : MirrorErrand(pool, parent)
        , m_asked(std::move(asked))
        , m_workspace(workspace)
        , m_found(found)
    {
        begin();
    }

private:
    void begin()
    {
        m_view = m_workspace.view();
        if (const Done may = mirrorable(*m_view); !may) {
            // Not from within the constructor: nobody has the future yet, but it holds the answer.
            fail(may.error());
            return;
        }
        elsewhere(
            [asked = m_asked, view = m_view](const std::stop_token &stop) {
                return lookThere(asked.open, asked.place, view->state, asked.putBack, stop);
            },
            [this](const Result<LookedAt> &looked) {
                if (looked)
                    lookedAt(*looked);
                else
                    fail(looked.error());
            });
    }

    void lookedAt(const LookedAt &looked)
    {
        m_report = looked.report;
        m_texts = looked.found;
        for (auto it = m_texts.cbegin(); it != m_texts.cend(); ++it)
            m_found.insert(it.key(), new QByteArray(*it), std::max<qsizetype>(it->size(), 1));
        // Should it start again, what comes meanwhile is not what anybody wants overwritten.
        m_asked.putBack.clear();
        for (const MirrorFile &file : std::as_const(m_report.files)) {
            if (file.putBack)
                m_asked.putBack.append({.edit = file.path, .found = file.before});
        }
        if (!m_asked.write || m_report.files.isEmpty()) {
            answer(m_report);
            return;
        }
        QSet<ContentHash> needed;
        for (const MirrorFile &file : std::as_const(m_report.files)) {
            for (const ContentHash &hash : {file.before, file.after}) {
                if (!hash.isNull() && !m_texts.contains(hash))
                    needed.insert(hash);
            }
        }
        m_waiting = needed.size();
        promise().setProgressRange(0, static_cast<int>(m_waiting) + 1);
        if (needed.isEmpty()) {
            write();
            return;
        }
        for (const ContentHash &hash : std::as_const(needed)) {
            whenFinished(m_workspace.content(hash), this, [this, hash](const Result<QByteArray> &bytes) {
                if (isOver())
                    return;
                if (!bytes) {
                    fail(bytes.error());
                    return;
                }
                m_texts.insert(hash, *bytes);
                promise().setProgressValue(promise().future().progressValue() + 1);
                if (--m_waiting == 0)
                    write();
            });
        }
    }

    void write()
    {
        SourceCommitRequest request = mirrorCommit(m_view->state, m_report, m_texts);
        request.authorName = m_view->me.name;
        request.authorEmail = m_view->me.email;
        elsewhere(
            [open = m_asked.open, repository = m_asked.place.repository,
             request](const std::stop_token &stop) -> Result<SourceWritten> {
                const Result<std::unique_ptr<Source>> source = open(repository);
                return source ? (*source)->write(request, stop) : std::unexpected(source.error());
            },
            [this](const Result<SourceWritten> &written) { wrote(written); });
    }

    void wrote(const Result<SourceWritten> &written)
    {
        if (written) {
            m_report.commit = written->commit;
            m_report.notices = written->notices;
            if (written->commit.isEmpty())
                m_report.files.clear();
            answer(m_report);
        } else if (written.error().code == ErrorCode::Conflict && ++m_starts < mostStarts) {
            begin();
        } else {
            fail(written.error());
        }
    }

    Asked m_asked;
    Workspace &m_workspace;
    QCache<ContentHash, QByteArray> &m_found;
    ViewPointer m_view;
    MirrorReport m_report;
    MirrorTexts m_texts;
    qsizetype m_waiting = 0;
    int m_starts = 0;
};

/// MirrorDesk::proposed() and adopt().
template<typename Made>
class MirrorAdoption : public MirrorErrand<Result<Made>>
{
public:
    using Then = std::function<void(const EditThere &, MirrorAdoption &)>;
    /// `editors`: as editThere() has it.
    MirrorAdoption(const OpenMirror &open, const MirrorPlace &place, const MirrorEdit &edit, bool editors,
                   Workspace &workspace, QThreadPool &pool, const Then &then, QObject *parent)
        : MirrorErrand<Result<Made>>(pool, parent)
    {
        this->elsewhere(
            [open, place, view = workspace.view(), edit, editors](const std::stop_token &stop) {
                return editThere(open, place, view->state, edit, editors, stop);
            },
            [this, then](const Result<EditThere> &there) {
                if (there)
                    then(*there, *this);
                else
                    this->fail(there.error());
            });
    }

    using MirrorErrand<Result<Made>>::answer;
    using MirrorErrand<Result<Made>>::fail;
};

[[nodiscard]] QString groupOf(const LedgerId &ledger)
{
    return toString(ledger).mid(2);
}

/// What is no user name in an address; only addresses with a scheme have any.
[[nodiscard]] bool hasCredentials(const QUrl &url)
{
    const bool web = url.scheme().startsWith("http"_L1);
    return !url.password().isEmpty() || (web && url.userName().size() > longestUserName);
}

[[nodiscard]] QUrl addressOf(const QString &repository)
{
    return repository.contains("://"_L1) ? QUrl(repository) : QUrl();
}

/// Changes the list of mirrors in a file while nobody else does.
template<typename Change>
[[nodiscard]] Done changePlaces(const QString &file, const Change &change)
{
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return failure(ErrorCode::NotPermitted, file);
    const std::optional<FileLock> lock = FileLock::take(file + u".changing"_s, listWaitMs);
    return lock ? change() : failure(ErrorCode::Locked, file);
}

[[nodiscard]] Done storePlaces(const QString &file, const LedgerId &ledger, const QList<MirrorPlace> &places)
{
    QSettings settings(file, QSettings::IniFormat);
    QStringList words;
    for (const MirrorPlace &place : places)
        words << place.branch << place.repository;
    settings.setValue(groupOf(ledger) + u"/places"_s, words);
    settings.sync();
    return settings.status() == QSettings::NoError ? Done{} : failure(ErrorCode::NotPermitted, file);
}

} // namespace

MirrorDesk::MirrorDesk(Place place, QObject *parent)
    : QObject(parent)
    , m_place(std::move(place))
    , m_found(mostFoundBytes)
{}

MirrorDesk::~MirrorDesk()
{
    // Errands ask their work to stop when they go, and only then can the pool be waited for.
    qDeleteAll(findChildren<QObject *>(Qt::FindDirectChildrenOnly));
    m_pool.waitForDone();
}

QString MirrorDesk::systemSettings()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
           + u"/countersign/mirrors.ini"_s;
}

QList<MirrorPlace> MirrorDesk::places(const LedgerId &ledger) const
{
    QSettings settings(m_place.settingsFile, QSettings::IniFormat);
    const QStringList words = settings.value(groupOf(ledger) + u"/places"_s).toStringList();
    QList<MirrorPlace> places;
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
        MirrorPlace place{.repository = words.at(i + 1), .branch = words.at(i)};
        if (QUrl url = addressOf(place.repository); hasCredentials(url)) {
            // Somebody wrote it into the file; the next change takes it out.
            url.setUserInfo({});
            place.repository = url.toString();
        }
        places.append(place);
    }
    return places;
}

Done MirrorDesk::keep(const LedgerId &ledger, const MirrorPlace &place)
{
    if (place.repository.trimmed().isEmpty())
        return failure(ErrorCode::Invalid, u"repository"_s);
    if (hasCredentials(addressOf(place.repository)))
        return failure(ErrorCode::Invalid, u"credentials"_s);
    return changePlaces(m_place.settingsFile, [&]() -> Done {
        QList<MirrorPlace> all = places(ledger);
        if (all.contains(place))
            return {};
        all.append(place);
        return storePlaces(m_place.settingsFile, ledger, all);
    });
}

Done MirrorDesk::forget(const LedgerId &ledger, const MirrorPlace &place)
{
    return changePlaces(m_place.settingsFile, [&] {
        QList<MirrorPlace> all = places(ledger);
        all.removeAll(place);
        return storePlaces(m_place.settingsFile, ledger, all);
    });
}

QFuture<Result<MirrorReport>> MirrorDesk::look(const MirrorPlace &place, Workspace &workspace)
{
    return (new Mirroring({.open = m_place.open, .place = place}, workspace, m_pool, m_found, this))
        ->future();
}

QFuture<Result<MirrorReport>> MirrorDesk::run(const MirrorPlace &place, const QList<MirrorPutBack> &putBack,
                                              Workspace &workspace)
{
    return (new Mirroring({.open = m_place.open, .place = place, .putBack = putBack, .write = true},
                          workspace, m_pool, m_found, this))
        ->future();
}

QFuture<Result<EditedFile>> MirrorDesk::proposed(const MirrorPlace &place, const MirrorEdit &edit,
                                                 Workspace &workspace)
{
    const QByteArray *known = m_found.object(edit.edit.found);
    const bool isGone = edit.edit.found.isNull();
    if (edit.obstacle == MirrorObstacle::None && (known || isGone)) {
        const std::optional<QByteArray> bytes = isGone ? std::nullopt : std::optional(*known);
        return QtFuture::makeReadyValueFuture(Result<EditedFile>(editedOutside(edit.edit, bytes)));
    }
    using Made = MirrorAdoption<EditedFile>;
    const auto then = [](const EditThere &there, Made &made) {
        made.answer(editedOutside(there.edit, there.bytes));
    };
    return (new Made(m_place.open, place, edit, false, workspace, m_pool, then, this))->future();
}

QFuture<Result<Draft>> MirrorDesk::adopt(const MirrorPlace &place, const MirrorEdit &edit,
                                         Workspace &workspace)
{
    using Made = MirrorAdoption<Draft>;
    const auto then = [&workspace](const EditThere &there, Made &made) {
        Draft draft = draftOf(workspace.view()->state.policy, there.edit, there.bytes);
        draft.id = DraftStore::newId();
        answerKept(made, workspace, draft);
    };
    return (new Made(m_place.open, place, edit, true, workspace, m_pool, then, this))->future();
}

} // namespace countersign
