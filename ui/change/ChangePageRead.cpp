// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "base/Clock.h"
#include "diff/Compare.h"
#include "prompt/Preview.h"
#include "services/Assess.h"
#include "services/Next.h"
#include "ui/change/ChangeHead.h"
#include "ui/change/NoteForm.h"
#include "ui/change/NoteView.h"
#include "ui/change/RuleText.h"
#include "ui/change/SidePanels.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/common/UiState.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/PreviewView.h"
#include "ui/prose/EntryText.h"
#include "ui/shell/ChangeWords.h"

#include <QListView>
#include <QPromise>
#include <QSet>
#include <QStackedWidget>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {

// The finding that an entry gave rise to has its words.
std::optional<Lane> laneOf(const diff::Entry &entry, const QList<FindingRecord> &findings)
{
    std::optional<Lane> highest;
    const auto fits = [](const QString &one, const QString &other) {
        return !one.isEmpty() && !other.isEmpty() && (one.contains(other) || other.contains(one));
    };
    for (const FindingRecord &finding : findings) {
        const bool same = (!entry.before.isEmpty() || !entry.after.isEmpty())
                && ((finding.before == entry.before && finding.after == entry.after) || fits(finding.before, entry.before)
                    || fits(finding.after, entry.after) || (!entry.subject.isEmpty() && finding.why == entry.subject));
        if (same && (!highest || finding.lane > *highest))
            highest = finding.lane;
    }
    return highest;
}

} // namespace

void ChangePage::beginReading()
{
    const Change *found = change();
    const Revision *current = found ? found->revision() : nullptr;
    if (!current)
        return;
    m_shown.revision = current->stamp.event;
    m_shown.note = current->note() ? current->note()->stamp.event : EventId();
    m_lastRead = m_context.uiState.value(readKey(), 0).toInt();
    m_files.clear();
    for (const FileChange &file : current->data.files)
        m_files.append(ReadFile{.file = file});
    m_file = std::clamp(m_file, 0, std::max(0, static_cast<int>(m_files.size()) - 1));
    m_left.clear();
    m_right = u"revision:%1"_s.arg(found->revisions.size());
    m_comparison.reset();
    m_filledTexts = false;
    m_compareFilled.cancel();
    m_diff->notice()->settle();
    m_rail->notice()->settle();
    QStringList names;
    for (const ReadFile &file : std::as_const(m_files))
        names.append(file.file.artifact.value);
    m_diff->setFiles(names, m_file);
    for (int i = 0; i < m_files.size(); ++i)
        readOwn(i);
    if (!m_files.isEmpty())
        readFile(m_file);
    m_rail->beginReading();
}

void ChangePage::readOwn(int number)
{
    const FileChange file = m_files[number].file;
    const EventId reading = m_shown.revision;
    // Read at once, so that a comment finds its place.
    (void)document(file.before, file.path);
    (void)document(file.after, file.path);
    whenFinished(m_context.workspace.compare(file.path, file.before, file.after), this,
                 [this, number, reading](const Result<FileComparison> &result) {
                     if (reading != m_shown.revision || number >= m_files.size())
                         return;
                     if (result) {
                         m_files[number].own = *result;
                         m_files[number].error.reset();
                     } else {
                         m_files[number].error = result.error();
                     }
                     showHead();
                     showEntries();
                     showRail();
                 });
}

// A decision is about what was read. When that is no longer the newest, the person hears of it and reads again.
void ChangePage::noticeMoves()
{
    const Change *found = change();
    const Revision *current = found ? found->revision() : nullptr;
    if (!current || m_shown.revision.isNull())
        return;
    const EventId note = current->note() ? current->note()->stamp.event : EventId();
    const bool moved = current->stamp.event != m_shown.revision;
    if (!moved && note == m_shown.note) {
        // What is live may have moved under the comparison.
        if (m_file < m_files.size() && m_left.startsWith("live:"_L1) && m_comparison) {
            const ContentHash live = contentOf(m_left, m_files[m_file].file);
            if (live != m_comparison->left) {
                const Artifact *artifact = m_view->state.artifact(m_files[m_file].file.artifact);
                const PointerMove *running = artifact ? artifact->running(EnvironmentId{m_left.mid(5)}) : nullptr;
                m_diff->notice()->setNotice({.kind = NoticeKind::Info,
                                             .lead = running ? tr("Live is now %1.").arg(running->version.toString()) : tr("Nothing is live now."),
                                             .sentence = {}, .detail = {}, .action = tr("Compare with it"),
                                             .secondAction = offersThree() ? tr("Show all three") : QString(), .icon = {}});
                m_diff->notice()->disconnect(this);
                connect(m_diff->notice(), &NoticeBar::actionPressed, this, [this] {
                    m_diff->notice()->settle();
                    compareShown();
                });
                connect(m_diff->notice(), &NoticeBar::secondActionPressed, this, [this] {
                    m_diff->notice()->settle();
                    turnThree();
                });
            }
        }
        if (m_left == "three"_L1 && m_file < m_files.size()) {
            if (!offersThree()) {
                m_left = defaultLeft(m_files[m_file].file);
                compareShown();
            } else if (threeInput()->onto.content != m_threeShown) {
                compareThree();
            }
        }
        return;
    }
    if (isContributor() || found->status != ChangeStatus::Review || m_rail->isWriting()) {
        beginReading();
        return;
    }
    const QString number = text::number(qint64(found->revisions.size()));
    m_rail->notice()->setNotice({.kind = NoticeKind::Warning,
                                 .lead = moved ? tr("Revision %1 was sent.").arg(number) : tr("The release note is another one now."),
                                 .sentence = moved ? tr("You read revision %1.").arg(text::number(qint64(revisionNumber()))) : QString(),
                                 .detail = {},
                                 .action = moved ? tr("Read revision %1").arg(number) : tr("Read the note"),
                                 .secondAction = {},
                                 .icon = {}});
    m_rail->notice()->disconnect(this);
    connect(m_rail->notice(), &NoticeBar::actionPressed, this, [this, moved] {
        beginReading();
        refresh();
        chooseTab(moved ? DiffTab : NoteTab);
    });
}

QString ChangePage::defaultLeft(const FileChange &file) const
{
    const Artifact *artifact = m_view->state.artifact(file.artifact);
    if (artifact && !m_view->state.policy.environments.isEmpty()) {
        const EnvironmentId last = m_view->state.policy.environments.last().id;
        // Once it is accepted, what is live may be this very text: then the text it was written against says more.
        const PointerMove *running = artifact->running(last);
        if (running && running->content != file.after)
            return u"live:"_s + last.value;
    }
    return u"base"_s;
}

QList<DiffChoice> ChangePage::choices() const
{
    QList<DiffChoice> out;
    const Change *found = change();
    if (!found || m_file >= m_files.size())
        return out;
    const FileChange &file = m_files[m_file].file;
    const Artifact *artifact = m_view->state.artifact(file.artifact);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_context.clock.now());
    const auto when = [&](const Stamp &stamp) {
        return text::clockTime(QDateTime::fromMSecsSinceEpoch(stamp.claimedAt), now);
    };
    const int newest = static_cast<int>(found->revisions.size());
    if (m_lastRead > 0 && m_lastRead < newest && !contentOf(u"revision:%1"_s.arg(m_lastRead), file).isNull())
        out.append({.id = u"read:%1"_s.arg(m_lastRead), .lead = tr("You read last"), .name = tr("Revision %1").arg(m_lastRead),
                    .note = tr("what changed since")});
    if (artifact) {
        const QList<Environment> &environments = m_view->state.policy.environments;
        for (qsizetype i = environments.size() - 1; i >= 0; --i) {
            if (const PointerMove *running = artifact->running(environments[i].id)) {
                out.append({.id = u"live:"_s + environments[i].id.value,
                            .lead = tr("Live in %1").arg(ChangeWords::environment(*m_view, environments[i].id).toLower()),
                            .name = running->version.toString(),
                            .note = tr("since %1").arg(when(running->stamp)), .startsGroup = i + 1 == environments.size()});
            }
        }
    }
    if (offersThree())
        out.append({.id = u"three"_s, .lead = tr("All three"), .name = tr("what both came from, what is there now, what is proposed"),
                    .note = tr("Alt+3"), .startsGroup = true});
    out.append({.id = u"base"_s, .lead = tr("Written against"),
                .name = file.before.isNull() ? tr("nothing") : tr("the accepted text"), .note = {}, .startsGroup = true});
    for (int i = static_cast<int>(found->revisions.size()); i >= 1; --i) {
        const Revision &each = found->revisions[i - 1];
        const bool has = std::any_of(each.data.files.begin(), each.data.files.end(), [&file](const FileChange &one) { return one.artifact == file.artifact; });
        if (!has)
            continue;
        QString note = tr("sent %1").arg(when(each.stamp));
        if (i == found->revisions.size()) {
            const QList<AcceptedFile> proposed = found->status == ChangeStatus::Accepted ? found->accepted : proposedVersions(m_view->state, *found);
            for (const AcceptedFile &version : proposed) {
                if (version.artifact == file.artifact)
                    note = found->status == ChangeStatus::Accepted ? tr("is %1").arg(version.version.toString())
                                                                   : tr("will be %1").arg(version.version.toString());
            }
        }
        out.append({.id = u"revision:%1"_s.arg(i), .lead = tr("Proposed"), .name = tr("Revision %1").arg(i), .note = note,
                    .startsGroup = i == static_cast<int>(found->revisions.size())});
    }
    if (artifact) {
        bool first = true;
        bool afterLive = false;
        const PointerMove *live = m_view->state.policy.environments.isEmpty()
                ? nullptr
                : artifact->running(m_view->state.policy.environments.last().id);
        for (qsizetype i = artifact->versions.size() - 1; i >= 0; --i) {
            const VersionRecord &version = artifact->versions[i];
            QStringList where;
            for (const Environment &environment : m_view->state.policy.environments) {
                const PointerMove *running = artifact->running(environment.id);
                if (running && running->version == version.version)
                    where.append(ChangeWords::environment(*m_view, environment.id).toLower());
            }
            const bool previous = std::exchange(afterLive, live && version.version == live->version);
            out.append({.id = u"version:"_s + version.version.toString(), .lead = previous ? tr("Live before that") : tr("Version"), .name = version.version.toString(),
                        .note = where.isEmpty() ? QString() : tr("runs in %1").arg(where.join(u", "_s)), .startsGroup = first});
            first = false;
        }
    }
    return out;
}

ContentHash ChangePage::contentOf(const QString &choice, const FileChange &file) const
{
    const Artifact *artifact = m_view->state.artifact(file.artifact);
    if (choice.startsWith("live:"_L1)) {
        const PointerMove *running = artifact ? artifact->running(EnvironmentId{choice.mid(5)}) : nullptr;
        return running ? running->content : ContentHash();
    }
    if (choice.startsWith("version:"_L1)) {
        const std::optional<SemVer> wanted = SemVer::fromString(choice.mid(8));
        const VersionRecord *version = artifact && wanted ? artifact->version(*wanted) : nullptr;
        return version ? version->content : ContentHash();
    }
    if (choice.startsWith("revision:"_L1) || choice.startsWith("read:"_L1)) {
        const Change *found = change();
        const int number = choice.section(u':', 1).toInt();
        if (found && number >= 1 && number <= found->revisions.size()) {
            for (const FileChange &one : found->revisions[number - 1].data.files) {
                if (one.artifact == file.artifact)
                    return one.after;
            }
        }
        return {};
    }
    return file.before;
}

QString ChangePage::readKey() const
{
    return u"read/%1/%2"_s.arg(m_view->me.person.value, m_change.toString());
}

// What was on the screen when the reader left is what she knows when she comes again.
void ChangePage::keepRead()
{
    if (m_view && !m_editing && !m_shown.revision.isNull() && change())
        m_context.uiState.setValue(readKey(), revisionNumber());
}

void ChangePage::readFile(int number)
{
    if (number < 0 || number >= m_files.size())
        return;
    m_file = number;
    m_left = defaultLeft(m_files[number].file);
    const Change *found = change();
    m_right = u"revision:%1"_s.arg(found ? found->revisions.size() : 1);
    compareShown();
}

void ChangePage::showChoices()
{
    const QList<DiffChoice> all = choices();
    m_diff->setChoices(Side::Left, all, m_left);
    m_diff->setChoices(Side::Right, all, m_right);
}

void ChangePage::compareShown()
{
    m_wordsWanted.clear();
    if (m_file >= m_files.size())
        return;
    showChoices();
    if (m_left == "three"_L1) {
        compareThree();
        return;
    }
    m_three.cancel();
    m_threeRows.cancel();
    m_threeShown = {};
    const FileChange file = m_files[m_file].file;
    m_diff->setBusy(tr("Comparing"));
    m_compare.start(m_context.workspace.compare(file.path, contentOf(m_left, file), contentOf(m_right, file)),
                    [this](const Result<FileComparison> &result) {
                        if (m_editing)
                            return;
                        if (!result) {
                            if (result.error().code == ErrorCode::Canceled)
                                return;
                            m_comparison.reset();
                            const ErrorText words = errorText(result.error());
                            m_diff->setProblem(words.lead, words.sentence);
                            showEntries();
                            return;
                        }
                        showComparison(*result);
                    });
}

// The difference of both texts with the same sample values, in place of that of the files. Offsets are those of the filled-in
// texts, so nothing is said about them.
void ChangePage::compareFilled(const FileComparison &comparison)
{
    const auto contentFor = [this](const ContentHash &hash) {
        return hash.isNull() ? QtFuture::makeReadyValueFuture(Result<QByteArray>(QByteArray())) : m_context.workspace.content(hash);
    };
    QFuture<Result<QByteArray>> right = contentFor(comparison.right);
    for (const EditedFile &file : m_editing ? m_keeper->draft().files : QList<EditedFile>()) {
        if (file.path == comparison.path)
            right = QtFuture::makeReadyValueFuture(Result<QByteArray>(file.text));
    }
    const prompt::Value samples = Samples::toValue(Samples::kept(m_context.uiState, comparison.path));
    const auto compare = [path = comparison.path, samples](const QByteArray &before, const QByteArray &after,
                                                           QPromise<Result<std::shared_ptr<const diff::Comparison>>> &promise) {
        const auto filled = [&](const QByteArray &bytes) {
            const prompt::Document document = prompt::parse(bytes, path);
            return prompt::filledDocument(prompt::preview(document, prompt::merged(prompt::samplesOf(document), samples)));
        };
        auto made = std::make_shared<diff::Comparison>(
                diff::compare(filled(before), filled(after), {}, [&promise] { return promise.isCanceled(); }));
        if (made->complete)
            promise.addResult(Result<std::shared_ptr<const diff::Comparison>>(std::move(made)));
    };
    m_diff->setBusy(tr("Comparing"));
    whenFinished(contentFor(comparison.left), this, [this, comparison, right, compare](const Result<QByteArray> &before) {
        whenFinished(right, this, [this, comparison, before, compare](const Result<QByteArray> &after) {
            if (!m_filledTexts)
                return;
            if (!before || !after) {
                const ErrorText words = errorText(before ? after.error() : before.error());
                m_diff->setProblem(words.lead, words.sentence);
                return;
            }
            m_compareFilled.start(QtConcurrent::run([compare, one = *before, other = *after](
                                                            QPromise<Result<std::shared_ptr<const diff::Comparison>>> &promise) {
                                      compare(one, other, promise);
                                  }),
                                  [this, comparison](const Result<std::shared_ptr<const diff::Comparison>> &made) {
                                      if (!made || !m_filledTexts)
                                          return;
                                      m_comparison = comparison;
                                      m_comparison->comparison = *made;
                                      m_comparison->findings.clear();
                                      m_diff->setCommenting(false);
                                      m_diff->setSeenCounted(false);
                                      m_diff->setComparison(*made);
                                      m_diff->view()->setSectionNotes({});
                                      showEntries();
                                      showThreads();
                                  });
        });
    });
}

void ChangePage::setFilledTexts(bool filled)
{
    if (m_filledTexts == filled)
        return;
    m_filledTexts = filled;
    m_compareFilled.cancel();
    if (filled) {
        m_diff->notice()->setNotice({.kind = NoticeKind::Info, .lead = tr("Compared with sample values filled in."),
                                     .sentence = tr("Decisions are about the texts themselves."), .detail = {},
                                     .action = tr("Compare the texts"), .secondAction = {}, .icon = {}});
        m_diff->notice()->disconnect(this);
        connect(m_diff->notice(), &NoticeBar::actionPressed, this, [this] { setFilledTexts(false); });
    } else {
        m_diff->notice()->settle();
    }
    if (m_editing)
        showDraftDiff();
    else
        compareShown();
}

void ChangePage::showComparison(const FileComparison &comparison)
{
    if (m_filledTexts) {
        compareFilled(comparison);
        return;
    }
    m_comparison = comparison;
    (void)document(comparison.left, comparison.path);
    (void)document(comparison.right, comparison.path);
    m_diff->setSeenCounted(!m_editing);
    m_diff->setPrintTitle(tr("%1, %2").arg(title(), comparison.path));
    m_diff->view()->setSeen(m_seenStore.seen(seenSubject(comparison.path)));
    m_diff->setComparison(comparison.comparison);
    m_diff->setCommenting(mayComment());
    QHash<QString, QString> owners;
    if (comparison.comparison) {
        QStringList titles;
        for (const diff::Section &section : comparison.comparison->sides[1].sections)
            titles.append(section.title);
        for (const Owner *owner : m_view->state.policy.ownersOf(comparison.path, titles)) {
            if (owner->section.isEmpty())
                continue;
            const QList<RoleId> roles = owner->allOf + owner->anyOf;
            const QString who = roles.isEmpty() ? ChangeWords::people(*m_view, owner->people, 2) : ChangeWords::roles(*m_view, roles);
            if (!who.isEmpty())
                owners.insert(owner->section, tr("%1 must approve this section").arg(who));
        }
    }
    m_diff->view()->setSectionNotes(owners);
    showEntries();
    showThreads();
    goToWanted();
}

QList<FindingRecord> ChangePage::findings() const
{
    QList<FindingRecord> out;
    const Revision *read = revision();
    if (read)
        out = recordedFindings(*m_view, *read);
    // Thousands of findings are compared by what they say, not each with each.
    const auto saying = [](const FindingRecord &finding) {
        return QStringList{finding.rule, finding.path, finding.section, finding.before, finding.after, finding.why, QString::number(int(finding.lane))};
    };
    QSet<QStringList> known;
    for (const FindingRecord &finding : std::as_const(out))
        known.insert(saying(finding));
    for (const ReadFile &file : m_files) {
        for (const FindingRecord &finding : file.own ? file.own->findings : QList<FindingRecord>()) {
            const QStringList said = saying(finding);
            if (!known.contains(said)) {
                known.insert(said);
                out.append(finding);
            }
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const FindingRecord &a, const FindingRecord &b) { return a.lane > b.lane; });
    return out;
}

bool ChangePage::everythingRead() const
{
    return std::all_of(m_files.begin(), m_files.end(), [](const ReadFile &file) { return file.own && file.own->comparison && file.own->comparison->complete; });
}

bool ChangePage::hasHidden() const
{
    return std::any_of(m_files.begin(), m_files.end(), [](const ReadFile &file) {
        return file.own && file.own->comparison && EntryText::hasHidden(*file.own->comparison);
    });
}

void ChangePage::showEntries()
{
    int count = 0;
    EntriesPanel::Reader reader;
    QString about;
    QString empty;
    const FileComparison *shown = m_comparison ? &*m_comparison : nullptr;
    if (shown && shown->comparison) {
        about = EntryText::about(*shown->comparison);
        count = static_cast<int>(shown->comparison->entries.size());
        reader = [comparison = shown->comparison, known = shown->findings](int entry) {
            EntryRowData row = EntryText::row(*comparison, entry);
            if (const std::optional<Lane> lane = laneOf(comparison->entries[entry], known))
                row.lane = ChangeWords::shapeOf(*lane);
            return row;
        };
        if (!shown->comparison->complete)
            empty = tr("The comparison was not finished.");
        else if (count == 0)
            empty = shown->comparison->identical ? tr("Both say the same, byte for byte.")
                                                 : tr("No instruction changes: only how it is written.");
    }
    if (m_diff->showsThree())
        empty = tr("The entries are about two texts. Alt+3 goes back to them.");
    m_entries->setEntries(count, reader, about, empty);
    m_tabs->setTabNote(DiffTab, count == 0 ? QString() : text::number(qint64(count)));
}

void ChangePage::goToFinding(const QString &key)
{
    const FileComparison *shown = m_comparison ? &*m_comparison : nullptr;
    QList<FindingRecord> all = m_editing && m_assessment->answer() ? m_assessment->answer()->findings() : findings();
    for (const FindingRecord &finding : std::as_const(all)) {
        if (RuleText::finding(finding).key != key)
            continue;
        if (m_editing) {
            const QList<EditedFile> &files = m_keeper->draft().files;
            for (int i = 0; i < files.size(); ++i) {
                if (files[i].path == finding.path) {
                    m_file = i;
                    break;
                }
            }
            showDraftDiff();
            shown = m_comparison ? &*m_comparison : nullptr;
        } else {
            for (int i = 0; i < m_files.size(); ++i) {
                if (m_files[i].file.path == finding.path && i != m_file) {
                    readFile(i);
                    chooseTab(DiffTab);
                    return;
                }
            }
        }
        chooseTab(DiffTab);
        if (!shown || !shown->comparison)
            return;
        for (int i = 0; i < shown->comparison->entries.size(); ++i) {
            if (laneOf(shown->comparison->entries[i], {finding})) {
                m_diff->view()->setCurrentEntry(i);
                return;
            }
        }
        return;
    }
}

void ChangePage::showNote()
{
    const Change *found = change();
    if (m_editing || m_noteForm) {
        m_form->setPolicy(m_view->state.policy, m_editing ? draftLane() : found ? State::lane(*found) : Lane::Low, primaryPath());
        if (m_editing)
            m_form->setNote(m_keeper->draft().note);
        m_notes->setCurrentWidget(m_form);
    } else if (const Revision *read = revision()) {
        const bool mayChange = isContributor() && found->status == ChangeStatus::Review
                && !refuseToRevise(m_view->state, m_view->me.person, *found);
        m_noteView->setNote(*m_view, *read, mayChange);
        m_notes->setCurrentWidget(m_noteView);
    }
    if (m_editing) {
        m_tabs->setTabSign(NoteTab, m_form->problems().isEmpty() ? std::nullopt : std::optional(Sign::Missing));
    } else if (found && found->status == ChangeStatus::Review) {
        const QList<Requirement> requirements = requirementsToAccept(m_view->state, *found);
        const bool open = std::any_of(requirements.begin(), requirements.end(), [](const Requirement &each) {
            return each.kind == RequirementKind::NoteComplete && !each.met();
        });
        m_tabs->setTabSign(NoteTab, open ? std::optional(Sign::Missing) : std::nullopt);
    } else {
        m_tabs->setTabSign(NoteTab, std::nullopt);
    }
}

} // namespace countersign
