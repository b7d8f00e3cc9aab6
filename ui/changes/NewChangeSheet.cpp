// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/NewChangeSheet.h"

#include "services/WhenFinished.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/shell/ChangeWords.h"

#include <QKeyEvent>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestTitle = 200;
constexpr auto newKey = "new:"_L1; // before the path of a file that is not there yet

// The governed path that somebody means who typed these words and finds no file of that name; empty for none.
QString pathForNew(const QString &words, const State &state)
{
    const Policy &policy = state.policy;
    const QString ending = words.section(u'/', -1).contains(u'.') ? QString() : u".md"_s;
    QStringList meant{words + ending};
    if (!policy.root.isEmpty() && !words.startsWith(policy.root + u'/')) {
        meant.prepend(policy.root + u'/' + words + ending);
    }
    for (const QString &path : std::as_const(meant)) {
        const std::optional<ArtifactKind> kind = policy.kindOf(path);
        if (!words.isEmpty() && !words.endsWith(u'/') && kind && *kind != ArtifactKind::Policy && isSafePath(path)
            && !state.artifactAt(path) && !state.artifact(policy.artifactOf(path))) {
            return path;
        }
    }
    return {};
}

} // namespace

NewChangeSheet::NewChangeSheet(Workspace &workspace, const ArtifactId &chosen, QWidget *covered)
    : Sheet(covered)
    , m_workspace(workspace)
{
    setObjectName(u"newChangeSheet"_s);
    setTitle(tr("New change"), tr("Choose what to change. You write in a draft on this computer; nothing is sent before you say so."));

    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"newChangeNotice"_s);
    m_notice->settle();
    content()->addWidget(m_notice);

    m_titleField = new QLineEdit;
    m_titleField->setObjectName(u"newChangeTitle"_s);
    m_titleField->setMaxLength(longestTitle);
    m_titleField->setPlaceholderText(tr("Shorter refund window"));
    m_title = new FormField(tr("Title"), m_titleField, this);
    m_title->setHelp(tr("What a colleague reads first. You can change it until you send."));
    content()->addWidget(m_title);

    auto *what = new QWidget;
    auto *layout = new QVBoxLayout(what);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addWidget(new PlainLabel(tr("Prompt or settings"), FontRole::BodyStrong, ColorRole::Text, what));
    m_filter = new SearchField(Icon::Filter, tr("Filter by name, or type the path of a new file"), what);
    m_filter->setObjectName(u"newChangeFilter"_s);
    m_filter->setAccessibleName(tr("Filter by name"));
    m_filter->installEventFilter(this);
    layout->addWidget(m_filter);
    m_list = new QListView(what);
    m_list->setObjectName(u"newChangeList"_s);
    prepareRowView(m_list, tr("Prompts and settings"), ColorRole::Raised);
    auto *delegate = new EntryRow(m_list);
    delegate->setGround(ColorRole::Raised);
    m_list->setItemDelegate(delegate);
    m_list->setModel(&m_rows);
    m_list->setMinimumHeight(Theme::of(this).px(40) * 6);
    layout->addWidget(m_list, 1);
    content()->addWidget(what);

    auto *begin = makeButton(tr("Start writing"), ButtonKind::Filled, this);
    setDecidingButton(begin);
    m_reason = new PlainLabel(tr("Choose a prompt first."), FontRole::Secondary, ColorRole::Muted, this);
    m_reason->setObjectName(u"newChangeReason"_s);
    footNote()->addWidget(m_reason, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &NewChangeSheet::filter);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &NewChangeSheet::follow);
    connect(this, &Sheet::decided, this, &NewChangeSheet::start);

    setView(workspace.view());
    if (const QModelIndex index = m_rows.indexOf(chosen.value); index.isValid()) {
        m_list->setCurrentIndex(index);
        m_list->scrollTo(index);
    }
    follow();
}

void NewChangeSheet::setView(const ViewPointer &view)
{
    m_view = view;
    filter();
}

void NewChangeSheet::filter()
{
    const QString words = m_filter->text().trimmed();
    const QString kept = chosenKey();
    QHash<ArtifactId, int> open;
    for (const Change &change : m_view->state.changes) {
        if (change.status == ChangeStatus::Review && change.revision()) {
            for (const FileChange &file : change.revision()->data.files) {
                open[file.artifact] = change.number;
            }
        }
    }
    QList<EntryRowData> rows;
    for (const Artifact &artifact : m_view->state.artifacts) {
        if (artifact.retired || !artifact.id.value.contains(words, Qt::CaseInsensitive)) {
            continue;
        }
        EntryRowData row{.key = artifact.id.value, .sentence = {{artifact.id.value}}, .place = artifact.path};
        if (const int number = open.value(artifact.id)) {
            row.trailing = tr("in #%1").arg(number);
        }
        rows.append(row);
    }
    // The rules come last: they are changed least often and with most consequence.
    std::stable_partition(rows.begin(), rows.end(), [](const EntryRowData &row) {
        return row.key != policyArtifact().value;
    });
    if (const QString path = pathForNew(words, m_view->state); !path.isEmpty()) {
        rows.append({.key = newKey + path, .sentence = {{tr("New file")}}, .place = path});
    }
    m_rows.setRows(rows);
    QModelIndex index = m_rows.indexOf(kept);
    if (!index.isValid() && !words.isEmpty() && !rows.isEmpty()) {
        index = m_rows.index(0);
    }
    m_list->setCurrentIndex(index);
    follow();
}

QString NewChangeSheet::chosenKey() const
{
    return m_list->currentIndex().data(roles::RowKeyRole).toString();
}

void NewChangeSheet::follow()
{
    if (!isDeciding()) {
        decidingButton()->setEnabled(!chosenKey().isEmpty());
        decidingButton()->setAccessibleDescription(chosenKey().isEmpty() ? m_reason->text() : QString());
        m_reason->setVisible(chosenKey().isEmpty());
    }
}

bool NewChangeSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = m_list->currentIndex().isValid()
                    ? m_list->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1)
                    : 0;
            if (row >= 0 && row < m_rows.rowCount()) {
                m_list->setCurrentIndex(m_rows.index(row));
            }
            return true;
        }
    }
    return Sheet::eventFilter(watched, event);
}

void NewChangeSheet::start()
{
    const ArtifactId artifact{chosenKey()};
    if (artifact.isEmpty()) {
        rearm();
        return;
    }
    m_notice->settle();
    setButtonBusy(decidingButton(), tr("Starting"));
    if (artifact.value.startsWith(newKey)) {
        const QString path = artifact.value.mid(newKey.size());
        const Policy &policy = m_view->state.policy;
        Draft draft{.title = tr("Add %1").arg(path.section(u'/', -1))};
        draft.files.append({.artifact = policy.artifactOf(path),
                            .path = path,
                            .kind = policy.kindOf(path).value_or(ArtifactKind::Prompt)});
        keep(draft);
        return;
    }
    whenFinished(m_workspace.newDraft({artifact}, {}), this, [this](const Result<Draft> &made) {
        if (made) {
            keep(*made);
        } else {
            fail(made.error());
        }
    });
}

void NewChangeSheet::keep(Draft draft)
{
    if (const QString title = m_titleField->text().simplified(); !title.isEmpty()) {
        draft.title = title;
    }
    whenFinished(m_workspace.saveDraft(draft), this, [this](const Result<QString> &saved) {
        if (!saved) {
            fail(saved.error());
            return;
        }
        const QString id = *saved;
        close();
        emit started(id);
    });
}

void NewChangeSheet::fail(const Error &error)
{
    Notice notice = errorNotice(error);
    notice.action.clear();
    notice.secondAction.clear();
    m_notice->setNotice(notice);
    clearButtonBusy(decidingButton());
    rearm();
    follow();
}

NewChangeSheet *openNewChangeSheet(Workspace &workspace, const ArtifactId &chosen, QWidget *covered)
{
    auto *sheet = new NewChangeSheet(workspace, chosen, covered);
    QObject::connect(sheet, &Sheet::closed, sheet, &QObject::deleteLater);
    QObject::connect(&workspace, &Workspace::viewChanged, sheet, [sheet, &workspace] { sheet->setView(workspace.view()); });
    sheet->open();
    sheet->findChild<QLineEdit *>(u"newChangeTitle"_s)->setFocus(Qt::OtherFocusReason);
    return sheet;
}

} // namespace countersign
