// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "base/Clock.h"
#include "ui/cases/CaseSheet.h"
#include "ui/cases/SuitePlace.h"
#include "ui/change/Carry.h"
#include "ui/change/RuleText.h"
#include "ui/change/TalkView.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Popover.h"
#include "ui/common/Text.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/EditorPane.h"
#include "ui/shell/RuleWords.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {
// Longer files are parsed aside.
constexpr qsizetype parsedAtOnce = 200'000;
} // namespace

// The document of a content, as soon as it was read; until then nothing, and the threads are placed again when it is.
const prompt::Document *ChangePage::document(const ContentHash &hash, const QString &path)
{
    if (hash.isNull())
        return nullptr;
    if (const auto known = m_documents.constFind(hash); known != m_documents.constEnd())
        return known->get();
    m_documents.insert(hash, nullptr);
    const auto take = [this, hash](std::shared_ptr<const prompt::Document> document) {
        m_documents.insert(hash, std::move(document));
        showThreads();
        goToWanted();
    };
    whenFinished(m_context.workspace.content(hash), this, [this, path, take](const Result<QByteArray> &bytes) {
        if (!bytes)
            return;
        if (bytes->size() <= parsedAtOnce) {
            take(std::make_shared<const prompt::Document>(prompt::parse(*bytes, path)));
            return;
        }
        QtConcurrent::run([bytes = *bytes, path] { return std::make_shared<const prompt::Document>(prompt::parse(bytes, path)); })
                .then(this, take);
    });
    return nullptr;
}

const FileChange *ChangePage::fileOf(const EventId &revision, const QString &path) const
{
    const Change *found = change();
    for (const Revision &each : found ? found->revisions : QList<Revision>()) {
        if (each.stamp.event != revision)
            continue;
        for (const FileChange &file : each.data.files) {
            if (file.path == path)
                return &file;
        }
    }
    return nullptr;
}

// Where the words of a comment stand in what is read now: where they were put, or where they went since.
ChangePage::Placed ChangePage::placeOf(const EventId &revision, const Anchor &anchor)
{
    if (anchor.length <= 0)
        return {};
    const FileChange *file = fileOf(revision, anchor.path);
    if (!file)
        return {};
    const ContentHash written = anchor.before ? file->before : file->after;
    const prompt::Document *from = document(written, anchor.path);
    if (!from)
        return {};
    Placed placed;
    placed.words = from->source.mid(anchor.start, anchor.length);
    const bool shownFile = m_file < m_files.size() && m_files[m_file].file.path == anchor.path;
    if (shownFile && m_diff->showsThree() && !anchor.before) {
        const QString proposed = m_diff->threeWayView()->proposedText();
        const std::optional<CarriedWords> carried = from->source == proposed ? CarriedWords{anchor.start, anchor.length}
                                                                             : carryWords(from->source, anchor.start, anchor.length, proposed);
        placed.outdated = !carried;
        if (carried)
            placed.range = DiffRange{Side::Right, {carried->start, carried->length}};
        return placed;
    }
    if (!shownFile || !m_comparison || !m_comparison->comparison)
        return placed;
    const Side side = anchor.before ? Side::Left : Side::Right;
    const ContentHash shown = anchor.before ? m_comparison->left : m_comparison->right;
    const prompt::Document *now = document(shown, anchor.path);
    if (!now)
        return placed;
    CarriedWords at{anchor.start, anchor.length};
    if (shown != written) {
        const std::optional<CarriedWords> carried = carryWords(from->source, anchor.start, anchor.length, now->source);
        placed.outdated = !carried;
        if (!carried)
            return placed;
        at = *carried;
    }
    const int message = now->messageAt(at.start);
    if (message < 0)
        return placed;
    const qsizetype start = now->messages[message].toText(at.start);
    const qsizetype end = now->messages[message].toText(at.start + at.length);
    for (const diff::MessageText &text : m_comparison->comparison->side(side).messages) {
        if (text.documentMessage == message && start <= text.range.length)
            placed.range = DiffRange{side, {text.range.start + start, std::max<qsizetype>(0, std::min(end, text.range.length) - start)}};
    }
    return placed;
}

// An anchor names words of the proposed file, or of the one that it replaces. Words of another text, for instance of
// what is live meanwhile, are looked for in the one that it replaces; without a place there they are quoted.
Anchor ChangePage::anchorOf(const DiffRange &range, QString *quote)
{
    Anchor anchor;
    if (m_file >= m_files.size() || !m_comparison || !m_comparison->comparison)
        return anchor;
    const FileChange &file = m_files[m_file].file;
    const diff::SideText &side = m_comparison->comparison->side(range.side);
    anchor.path = file.path;
    anchor.before = range.side == Side::Left;
    const prompt::Document *shown = document(anchor.before ? m_comparison->left : m_comparison->right, file.path);
    for (const diff::MessageText &text : side.messages) {
        if (!shown || text.documentMessage < 0 || text.documentMessage >= shown->messages.size()
            || range.range.start < text.range.start || range.range.start > text.range.end())
            continue;
        const qsizetype start = range.range.start - text.range.start;
        const qsizetype length = std::min(range.range.length, text.range.length - start);
        const prompt::Span span = shown->messages[text.documentMessage].toSource({start, length});
        anchor.start = span.start;
        anchor.length = span.length;
        break;
    }
    const ContentHash wanted = anchor.before ? file.before : file.after;
    const ContentHash given = anchor.before ? m_comparison->left : m_comparison->right;
    if (anchor.length > 0 && wanted != given) {
        const prompt::Document *written = document(wanted, file.path);
        const std::optional<CarriedWords> there = written ? carryWords(shown->source, anchor.start, anchor.length, written->source)
                                                          : std::nullopt;
        anchor.start = there ? there->start : 0;
        anchor.length = there ? there->length : 0;
    }
    if (anchor.length <= 0) {
        *quote = side.words(range.range).simplified();
        anchor.before = false;
    }
    return anchor;
}

// The proposed one of three texts is that of the file.
Anchor ChangePage::anchorInThree(const DiffRange &about, QString *quote)
{
    Anchor anchor;
    if (m_file >= m_files.size())
        return anchor;
    const FileChange &file = m_files[m_file].file;
    anchor.path = file.path;
    const QString proposed = m_diff->threeWayView()->proposedText();
    const prompt::Document *written = document(file.after, file.path);
    const std::optional<CarriedWords> there = !written                      ? std::nullopt
                                              : written->source == proposed ? std::optional(CarriedWords{about.range.start, about.range.length})
                                                                            : carryWords(proposed, about.range.start, about.range.length, written->source);
    if (there) {
        anchor.start = there->start;
        anchor.length = there->length;
    } else {
        *quote = proposed.mid(about.range.start, about.range.length).simplified();
    }
    return anchor;
}

// What is read is the newest revision, as it is and as a whole.
bool ChangePage::mayComment() const
{
    const Change *found = change();
    return found && !m_editing && !m_filledTexts && m_right == u"revision:%1"_s.arg(found->revisions.size())
            && !refuseToComment(m_view->state, m_view->me.person, *found);
}

void ChangePage::showThreads()
{
    const Change *found = change();
    if (!found) {
        m_talk->setThreads({}, {});
        m_diff->view()->setThreads({});
        m_diff->threeWayView()->setThreads({});
        return;
    }
    const bool three = m_diff->showsThree();
    QAbstractScrollArea *shownIn = three ? static_cast<QAbstractScrollArea *>(m_diff->threeWayView()) : m_diff->view();
    const Refusal refused = refuseToComment(m_view->state, m_view->me.person, *found);
    const QString why = refused ? RuleText::refusal(*m_view, *refused) : QString();
    const bool mayTake = !m_editing && found->status == ChangeStatus::Review && isContributor()
            && !refuseToRevise(m_view->state, m_view->me.person, *found);
    const bool suites = SuitePlace::anySuite(m_view->state);
    QList<ThreadData> threads = threadsOf(*m_view, *found, m_context.clock.now());
    const Revision *read = revision();
    QList<DiffThread> placed;
    const bool readsRevision = !m_editing && !m_filledTexts && (m_comparison || three) && m_right == u"revision:%1"_s.arg(revisionNumber());
    for (ThreadData &thread : threads) {
        const EventId writtenFor = thread.revision > 0 ? found->revisions[thread.revision - 1].stamp.event : EventId();
        thread.current = read && writtenFor == read->stamp.event;
        const Placed at = placeOf(writtenFor, thread.anchor);
        thread.words = at.words;
        thread.outdated = at.outdated;
        thread.mayMakeCase = suites;
        thread.mayTake = mayTake && thread.suggestion && !thread.resolved && !at.outdated;
        if (!readsRevision)
            continue;
        // It goes along from two texts to three and back, with what is typed into it; also one that has no place among three.
        ThreadCard *card = m_diff->findChild<ThreadCard *>(thread.first.toString());
        const bool waits = three && card;
        if (!at.range && !waits)
            continue;
        if (!card) {
            card = new ThreadCard(shownIn->viewport());
            card->setObjectName(thread.first.toString());
            connect(card, &ThreadCard::answered, this, [this](const EventId &first, const QString &words) { say({}, first, words); });
            connect(card, &ThreadCard::settled, this, &ChangePage::settleThread);
            connect(card, &ThreadCard::takenOver, this, &ChangePage::takeOver);
            connect(card, &ThreadCard::caseAsked, this, &ChangePage::makeCase);
        }
        card->setThread(thread, why.isEmpty());
        card->setWriting(m_talking);
        placed.append({.key = thread.first.toString(), .about = at.range.value_or(DiffRange{Side::Left, {}}), .settled = thread.resolved, .card = card});
    }
    m_talk->setThreads(threads, why);
    m_talk->setWriting(m_talking);
    if (three) {
        // What has no place here waits in the view of two texts, as one about removed words does.
        const auto first = std::stable_partition(placed.begin(), placed.end(),
                                                 [](const DiffThread &thread) { return thread.about.side == Side::Right; });
        m_diff->threeWayView()->setThreads({placed.begin(), first});
        m_diff->view()->setThreads({first, placed.end()});
    } else {
        m_diff->view()->setThreads(placed);
        m_diff->threeWayView()->setThreads({});
    }
}

// Words that the view does not show are shown first: those of another file, of an older revision, and those that three texts
// have no place for.
void ChangePage::goToWords(const EventId &first)
{
    chooseTab(DiffTab);
    const Change *found = change();
    if (!found)
        return;
    const auto comment = std::ranges::find(found->comments, first, [](const Comment &one) { return one.stamp.event; });
    if (comment == found->comments.cend())
        return;
    const auto file = std::ranges::find(m_files, comment->data.anchor.path, [](const ReadFile &one) { return one.file.path; });
    const int number = file == m_files.end() ? -1 : int(file - m_files.begin());
    const QString read = u"revision:%1"_s.arg(revisionNumber());
    const bool three = m_diff->showsThree();
    const bool shown = number == m_file && (three || isCompared());
    if (shown && (three ? m_diff->threeWayView()->goToThread(first.toString()) : m_diff->view()->goToThread(first.toString())))
        return;
    // Where its texts are shown already, the words do not stand in them any more.
    const bool gone = shown && m_right == read && !m_filledTexts
            && (!three || placeOf(comment->data.revision, comment->data.anchor).outdated);
    if (m_editing || number < 0 || gone)
        return;
    if (m_filledTexts)
        setFilledTexts(false);
    m_file = number;
    m_left = defaultLeft(m_files[number].file);
    m_right = read;
    compareShown();
    m_wordsWanted = first.toString();
    showStale();
}

// The two texts of the file that is read, not of the one that was read before.
bool ChangePage::isCompared() const
{
    return m_comparison && m_file < m_files.size() && m_comparison->path == m_files[m_file].file.path;
}

// Behind what was asked for: the comparison, and the documents that places are found in.
void ChangePage::goToWanted()
{
    if (m_wordsWanted.isEmpty() || !isCompared())
        return;
    const bool placing = std::ranges::any_of(m_documents, [](const auto &document) { return !document; });
    if (m_diff->view()->goToThread(m_wordsWanted) || !placing)
        m_wordsWanted.clear();
}

void ChangePage::openComment(const DiffRange &about, CommentKind kind)
{
    // Another revision may have come since words were chosen.
    if (!mayComment() || about.isEmpty())
        return;
    ThreeWayView *three = m_diff->showsThree() ? m_diff->threeWayView() : nullptr;
    if (!three && (!m_comparison || !m_comparison->comparison))
        return;
    QString quote;
    const Anchor anchor = three ? anchorInThree(about, &quote) : anchorOf(about, &quote);
    const bool suggests = kind == CommentKind::Suggestion && about.side == Side::Right && anchor.length > 0;
    if (m_popover)
        m_popover->close();
    if (!three)
        m_diff->view()->select(about);
    m_popover = new Popover(three ? three->viewport() : m_diff->view()->viewport(), m_context.theme.px(400));
    m_popover->setObjectName(u"commentPopover"_s);
    connect(m_popover, &Popover::closed, m_popover, &QObject::deleteLater);
    const QString exact = three ? three->proposedText().mid(about.range.start, about.range.length)
                                : m_comparison->comparison->side(about.side).words(about.range);
    QString words = text::printableLine(exact).simplified();
    if (words.size() > 60)
        words = words.left(58) + u" …"_s;
    auto *head = new PlainLabel(suggests ? tr("Instead of “%1”").arg(words) : tr("On “%1”").arg(words), FontRole::Secondary,
                                ColorRole::Muted, m_popover);
    head->setWrapping(Wrapping::Wrap);
    m_popover->content()->addWidget(head);
    GrowingTextEdit *instead = nullptr;
    if (suggests) {
        instead = new GrowingTextEdit(m_popover, 1, 8);
        instead->setObjectName(u"suggestText"_s);
        instead->setAccessibleName(tr("Suggested words"));
        instead->setPlaceholderText(tr("Nothing: the words go"));
        instead->setPlainText(exact);
        instead->setTabChangesFocus(true);
        m_popover->content()->addWidget(instead);
    }
    auto *edit = new GrowingTextEdit(m_popover, suggests ? 2 : 3, 8);
    edit->setObjectName(u"commentText"_s);
    edit->setAccessibleName(suggests ? tr("Reason") : tr("Comment"));
    edit->setTabChangesFocus(true);
    if (suggests)
        edit->setPlaceholderText(tr("Why, if it does not speak for itself"));
    if (!quote.isEmpty())
        edit->setPlainText(tr("On “%1”: ").arg(text::printableLine(quote)));
    auto *problem = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, m_popover);
    problem->setWrapping(Wrapping::Wrap);
    problem->hide();
    QPushButton *send = makeButton(suggests ? tr("Suggest") : tr("Comment"), ButtonKind::Plain, m_popover);
    send->setObjectName(u"commentSend"_s);
    problem->setObjectName(u"commentProblem"_s);
    m_popover->content()->addWidget(edit);
    m_popover->content()->addWidget(problem);
    m_popover->content()->addWidget(send, 0, Qt::AlignTrailing);
    const auto follow = [edit, instead, send, exact] {
        send->setEnabled(instead ? instead->toPlainText() != exact : !edit->toPlainText().trimmed().isEmpty());
    };
    follow();
    connect(edit, &QPlainTextEdit::textChanged, send, follow);
    if (instead)
        connect(instead, &QPlainTextEdit::textChanged, send, follow);
    connect(send, &QPushButton::clicked, this, [this, anchor, edit, instead, send, problem] {
        if (m_talking) {
            problem->setText(tr("What you said before is still being sent."));
            problem->show();
            return;
        }
        problem->hide();
        setButtonBusy(send, tr("Sending"));
        if (instead)
            suggest(anchor, instead->toPlainText(), edit->toPlainText().trimmed());
        else
            say(anchor, {}, edit->toPlainText().trimmed());
    });
    QRect place = three ? three->proposedRect() : m_diff->view()->selectionRect();
    if (place.isEmpty())
        place = QRect(m_diff->currentView()->rect().center(), QSize(1, 1));
    m_popover->openAt(place, Popover::Focus::Leave);
    QPlainTextEdit *first = instead ? static_cast<QPlainTextEdit *>(instead) : edit;
    first->setFocus(Qt::OtherFocusReason);
    if (instead)
        instead->selectAll();
    else
        edit->moveCursor(QTextCursor::End);
}

void ChangePage::say(const Anchor &anchor, const EventId &answers, const QString &words)
{
    if (words.isEmpty() || m_talking)
        return;
    m_talking = true;
    showThreads();
    whenFinished(m_context.workspace.comment(m_change, anchor, answers, words), this,
                 [this, answers, anchored = !anchor.path.isEmpty(), popover = m_popover](const Result<WriteReceipt> &result) {
                     if (anchored)
                         saidFrom(popover, result);
                     else
                         said(result, answers);
                 });
}

void ChangePage::suggest(const Anchor &anchor, const QString &words, const QString &reason)
{
    if (m_talking)
        return;
    m_talking = true;
    showThreads();
    whenFinished(m_context.workspace.suggest(m_change, anchor, words, reason), this,
                 [this, popover = m_popover](const Result<WriteReceipt> &result) { saidFrom(popover, result); });
}

namespace {

QString problemOf(const Result<WriteReceipt> &result)
{
    return result                                      ? QString()
            : result.error().code == ErrorCode::Refused ? RuleWords::sentence(result.error().subject)
                                                        : errorText(result.error()).lead;
}

} // namespace

// The answer belongs to the popover that it was sent from; another one may be open by now, with words half written.
void ChangePage::saidFrom(const QPointer<Popover> &popover, const Result<WriteReceipt> &result)
{
    m_talking = false;
    if (popover && result) {
        const bool current = popover == m_popover;
        popover->close();
        if (current) {
            m_diff->view()->select({});
            m_diff->currentView()->setFocus(Qt::OtherFocusReason);
        }
    } else if (popover) {
        if (auto *send = popover->findChild<QPushButton *>(u"commentSend"_s); send && isButtonBusy(send))
            clearButtonBusy(send);
        if (auto *problem = popover->findChild<PlainLabel *>(u"commentProblem"_s)) {
            problem->setText(problemOf(result));
            problem->show();
        }
    } else if (!result) {
        showError(result.error());
    }
    showThreads();
}

void ChangePage::said(const Result<WriteReceipt> &result, const EventId &answers)
{
    m_talking = false;
    const QString problem = problemOf(result);
    m_talk->setError(answers, problem);
    for (ThreadCard *card : m_diff->findChildren<ThreadCard *>()) {
        if (card->thread().first == answers) {
            card->setError(problem);
            if (result)
                card->clearAnswer();
        }
    }
    if (result)
        m_talk->clearTyped(answers);
    showThreads();
}

void ChangePage::settleThread(const EventId &first, bool resolved)
{
    if (m_talking)
        return;
    m_talking = true;
    showThreads();
    whenFinished(m_context.workspace.resolveThread(m_change, first, resolved), this, [this, first](const Result<WriteReceipt> &result) {
        m_talking = false;
        m_talk->setError(first, result ? QString() : errorText(result.error()).lead);
        showThreads();
    });
}

// The suggested words become an edit in the author's draft of the next revision; she still sends it.
void ChangePage::takeOver(const EventId &first)
{
    const Change *found = change();
    for (const ThreadData &thread : found ? threadsOf(*m_view, *found, m_context.clock.now()) : QList<ThreadData>()) {
        if (thread.first != first || !thread.suggestion || thread.revision <= 0)
            continue;
        const FileChange *file = fileOf(found->revisions[thread.revision - 1].stamp.event, thread.anchor.path);
        const prompt::Document *from = file ? document(file->after, file->path) : nullptr;
        if (!from)
            return;
        const auto unix = [](QString text) { return text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n'); };
        const QString before = unix(from->source.left(thread.anchor.start));
        const QString words = unix(from->source.mid(thread.anchor.start, thread.anchor.length));
        m_taken = Taken{.path = thread.anchor.path, .text = before + words + unix(from->source.mid(thread.anchor.start + thread.anchor.length)),
                        .start = before.size(), .length = words.size(), .words = *thread.suggestion};
        navigate({.page = PageKind::Change, .change = m_change, .act = AddressAct::Edit});
        return;
    }
}

void ChangePage::makeCase(const EventId &first)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_context.clock.now()).date();
    const std::optional<CaseOrigin> origin = CaseOrigin::ofComment(*m_view, m_change, first, today);
    if (!origin)
        return;
    connect(openCaseSheet(m_context.workspace, *origin, today, m_context.covered), &CaseSheet::made, this,
            [this](const QString &draft, const ChangeId &change) {
                emit open({.page = PageKind::Change, .change = change, .draft = draft, .act = AddressAct::Edit});
            });
}

void ChangePage::putTaken()
{
    const std::optional<Taken> taken = std::exchange(m_taken, std::nullopt);
    if (!taken)
        return;
    const QList<EditedFile> &files = m_keeper->draft().files;
    for (int i = 0; i < files.size(); ++i) {
        if (files[i].path != taken->path)
            continue;
        const std::optional<CarriedWords> at = carryWords(taken->text, taken->start, taken->length, m_editor->text(i));
        if (at) {
            m_editor->replace(i, at->start, at->length, taken->words);
            return;
        }
    }
    m_rail->notice()->disconnect(this);
    m_rail->notice()->setNotice({.kind = NoticeKind::Warning,
                                 .lead = tr("Nothing was taken over."),
                                 .sentence = tr("The words that it is about read otherwise in your draft."),
                                 .detail = {}, .action = {}, .secondAction = {}, .icon = {}});
}

} // namespace countersign
