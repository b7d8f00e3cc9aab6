// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/evals/EvalWindow.h"

#include "base/Hash.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/evals/BisectView.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalExport.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/MappingSheet.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr QSize usualSize{1280, 800};

QStringList localFiles(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

// Short names that tell the files apart: their own, and the folder before it where two are called alike.
QStringList shortNames(const QStringList &paths)
{
    QStringList names;
    for (const QString &path : paths) {
        const QFileInfo info(path);
        const bool alike = std::ranges::count_if(paths,
                                                 [&info](const QString &other) {
                                                     return QFileInfo(other).fileName() == info.fileName();
                                                 })
                           > 1;
        const QString name = info.fileName().isEmpty() ? path : info.fileName();
        names.append(alike ? info.dir().dirName() + u'/' + name : name);
    }
    return names;
}

// In the reader's own way of writing; as the file gives it where that is no time.
QString startedAt(const evals::ResultFile &file)
{
    const QDateTime when = QDateTime::fromString(file.startedAt, Qt::ISODateWithMs);
    return when.isValid() ? QLocale().toString(when.toLocalTime(), QLocale::ShortFormat)
                          : text::printableLine(file.startedAt.left(40));
}

// The backend's own words, with the short name of the file instead of its place.
QString detailOf(const QString &detail, const QString &path, const QString &name)
{
    QString words = detail.left(2000);
    words.replace(path, name);
    return text::printableLine(words.left(400));
}

} // namespace

EvalWindow::EvalWindow(QSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_uiState(settings, u"eval-view"_s)
{
    setObjectName(u"evalWindow"_s);
    setWindowTitle(tr("Eval results – Countersign"));
    setAcceptDrops(true);
    const Theme &theme = Theme::of(this);
    setMinimumSize(theme.px(720), theme.px(480));
    resize(usualSize);
    auto *central = new Ground(ColorRole::Surface, this);
    setCentralWidget(central);
    auto *all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    auto *bar = new Ground(ColorRole::Window, central);
    bar->setLines(Qt::BottomEdge);
    bar->setFixedHeight(theme.size().topBar);
    auto *row = new QHBoxLayout(bar);
    const int inset = theme.tokens().inset.changePage;
    row->setContentsMargins(inset, 0, inset, 0);
    row->setSpacing(theme.px(8));
    m_choices = new QWidget(bar);
    auto *choices = new QHBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(theme.px(8));
    const auto addChoice = [this, choices, &theme](const QString &label, const QString &name) {
        auto *words = new PlainLabel(label, FontRole::Body, ColorRole::Muted, m_choices);
        auto *box = new QComboBox(m_choices);
        box->setObjectName(name);
        box->setAccessibleName(label);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContentsOnFirstShow);
        box->setMinimumWidth(theme.px(140));
        box->setMaximumWidth(theme.px(260));
        setFieldHeight(box, ButtonHeight::InBar);
        words->setBuddy(box);
        choices->addWidget(words);
        choices->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (m_filling)
                return;
            m_baseline = m_baselineBox->currentData().toInt();
            m_candidate = m_candidateBox->currentData().toInt();
            compareChosen();
        });
        return box;
    };
    m_baselineBox = addChoice(tr("Baseline"), u"evalBaseline"_s);
    m_candidateBox = addChoice(tr("Candidate"), u"evalCandidate"_s);
    m_about = new PlainLabel({}, FontRole::Body, ColorRole::Muted, bar);
    m_about->setObjectName(u"evalAbout"_s);
    m_about->setWrapping(Wrapping::Elide);
    auto *open = makeButton(Icon::ResultFiles, tr("Open files"), ButtonKind::Plain, bar);
    open->setObjectName(u"openResults"_s);
    m_bisect = makeButton(tr("Where it broke"), ButtonKind::Plain, bar);
    m_bisect->setObjectName(u"bisectResults"_s);
    m_bisect->setCheckable(true);
    m_bisect->setToolTip(tr("Per dimension, the version that broke it"));
    connect(m_bisect, &QPushButton::toggled, this, &EvalWindow::showBisect);
    m_export = makeButton(Icon::Export, tr("Export"), ButtonKind::Plain, bar);
    m_export->setObjectName(u"exportResults"_s);
    for (QPushButton *button : {m_bisect, open, m_export})
        setButtonHeight(button, ButtonHeight::InBar);
    row->addWidget(m_choices);
    row->addWidget(m_about, 1);
    row->addWidget(m_bisect);
    row->addWidget(open);
    row->addWidget(m_export);
    all->addWidget(bar);
    m_notice = new NoticeBar(NoticeShape::Band, central);
    m_notice->setObjectName(u"evalNotice"_s);
    all->addWidget(m_notice);
    m_stack = new QStackedWidget(central);
    m_view = new EvalsView(m_stack);
    m_bisectView = new BisectView(m_stack);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_bisectView);
    m_view->setEmpty(tr("Drop result files here"),
                     tr("Of promptfoo, Inspect AI, DeepEval, OpenAI evals, lm-evaluation-harness, Azure or "
                        "JUnit. With two of them you see what got better and what got worse."),
                     tr("Open files"));
    all->addWidget(m_stack, 1);
    connect(m_bisectView, &BisectView::compareAsked, this, [this](const QString &dimension, int good, int bad) {
        m_baseline = good;
        m_candidate = bad;
        m_bisect->setChecked(false);
        fillChoices();
        m_view->panel()->setFilter({.dimension = dimension});
        compareChosen();
        m_view->focusFirst();
    });
    m_uiState.follow(m_view->findChild<QSplitter *>(u"evalsSplitter"_s));

    connect(open, &QPushButton::clicked, this, &EvalWindow::askFiles);
    connect(m_export, &QPushButton::clicked, this, &EvalWindow::openExports);
    connect(m_view, &EvalsView::emptyAction, this, &EvalWindow::askFiles);
    connect(m_view, &EvalsView::canceled, this, &EvalWindow::stop);
    connect(m_notice, &NoticeBar::actionPressed, m_notice, &NoticeBar::settle);
    const auto addKey = [this](const QKeySequence &keys, auto act) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    addKey(QKeySequence(QKeySequence::Open), [this] { askFiles(); });
    addKey(QKeySequence(Qt::Key_F6), [this] {
        const QList<QWidget *> panes = m_view->panes();
        const auto present = std::ranges::find_if(panes, [](QWidget *pane) {
            return pane->hasFocus()
                   || pane->isAncestorOf(QGuiApplication::focusObject()
                                             ? qobject_cast<QWidget *>(QGuiApplication::focusObject())
                                             : nullptr);
        });
        for (qsizetype i = 0; i < panes.size(); ++i) {
            QWidget *next =
                panes[((present == panes.cend() ? -1 : present - panes.cbegin()) + 1 + i) % panes.size()];
            if (next->isVisible()) {
                next == m_view->casePane() ? m_view->casePane()->focusTexts()
                                           : next->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    });
    showFiles();
}

EvalWindow::~EvalWindow() = default;

void EvalWindow::askFiles()
{
    auto *dialog = new QFileDialog(this, tr("Open eval results"));
    dialog->setObjectName(u"resultsDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Results (*.json *.jsonl *.eval *.xml *.csv)"), tr("All files (*)")});
    const QString kept = m_uiState.value(u"folder"_s).toString();
    dialog->setDirectory(kept.isEmpty() ? QDir::currentPath() : kept);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        if (!paths.isEmpty())
            m_uiState.setValue(u"folder"_s, QFileInfo(paths.first()).absolutePath());
        openFiles(paths);
    });
    dialog->open();
}

void EvalWindow::openFiles(const QStringList &paths)
{
    QStringList fresh;
    for (const QString &path : paths) {
        if (!path.isEmpty() && !fresh.contains(path))
            fresh.append(path);
    }
    if (fresh.isEmpty())
        return;
    m_notice->settle();
    for (const QString &path : std::as_const(fresh))
        m_mapped.removeAll(path);
    const QFuture<Result<EvalFilesRead>> future = readEvalFiles(fresh);
    m_isReading = true;
    m_view->setBusy(fresh.size() == 1
                        ? tr("Reading %1").arg(text::printableLine(QFileInfo(fresh.first()).fileName()))
                        : tr("Reading %n file(s)", nullptr, static_cast<int>(fresh.size())));
    m_progress = std::make_unique<QFutureWatcher<Result<EvalFilesRead>>>();
    connect(m_progress.get(), &QFutureWatcherBase::progressValueChanged, this, [this](int value) {
        const double part = double(value) / std::max(1, m_progress->progressMaximum());
        m_view->setProgress(part, text::percent(part * 100, 0));
    });
    m_progress->setFuture(future);
    m_read.start(future, [this](const Result<EvalFilesRead> &read) {
        m_isReading = false;
        m_view->setIdle();
        m_progress.reset();
        if (read)
            taken(*read);
        else if (read.error().code != ErrorCode::Canceled)
            m_notice->setNotice(errorNotice(read.error()));
    });
}

void EvalWindow::stop()
{
    m_read.cancel();
    m_progress.reset();
    m_isReading = false;
    m_view->setIdle();
}

void EvalWindow::taken(const EvalFilesRead &read)
{
    for (const EvalFileRead &one : read) {
        const auto old = std::ranges::find(m_files, one.path, &EvalFileRead::path);
        if (old != m_files.end())
            *old = one;
        else
            m_files.append(one);
    }
    const auto versionName = [this](int version) {
        return version >= 0 && version < m_versions.size() ? m_versions[version].name : QString();
    };
    const QString baseline = versionName(m_baseline);
    const QString candidate = versionName(m_candidate);
    QStringList paths;
    for (const EvalFileRead &file : std::as_const(m_files))
        paths.append(file.path);
    const QStringList names = shortNames(paths);
    QList<NamedResults> results;
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        if (m_files[i].file)
            results.append({.name = names[i], .file = m_files[i].file});
    }
    const qsizetype before = m_versions.size();
    m_versions = versionsOf(results);
    const auto find = [this](const QString &name, int otherwise) {
        const auto at = std::ranges::find(m_versions, name, &EvalVersion::name);
        return name.isEmpty() || at == m_versions.end() ? otherwise
                                                        : static_cast<int>(at - m_versions.begin());
    };
    const int last = static_cast<int>(m_versions.size()) - 1;
    m_baseline = last < 1 ? -1 : find(baseline, 0);
    // What came now is what one wants to look at.
    m_candidate = last < 0 ? -1 : m_versions.size() > before ? last : find(candidate, last);
    if (m_baseline == m_candidate)
        m_baseline = m_candidate > 0 ? 0 : last > 0 ? last : -1;
    showFiles();
    compareChosen();
    for (const EvalFileRead &one : read) {
        if (one.error && one.error->code == ErrorCode::Invalid && !m_mapped.contains(one.path)) {
            askMapping(one.path);
            break;
        }
    }
}

// A table of no known tool: what its columns mean is asked once, beside its first rows.
void EvalWindow::askMapping(const QString &path)
{
    m_mapped.append(path);
    m_preview.start(previewTable(path), [this, path](const Result<TablePreview> &preview) {
        if (!preview)
            return; // no table either: the reason stands there already
        const QString key = MappingSheet::keptUnder(*preview);
        const evals::ColumnMapping before =
            mappingFromText(m_uiState.value(key).toString()).value_or(guessedMapping(preview->columns));
        auto *sheet = new MappingSheet(QFileInfo(path).fileName(), *preview, before, centralWidget());
        connect(sheet, &Sheet::decided, this, [this, sheet, key, path, tool = preview->tool] {
            const evals::ColumnMapping mapping = sheet->mapping();
            m_uiState.setValue(key, mappingText(mapping));
            sheet->close();
            readMapped(path, tool, mapping);
        });
        sheet->open();
    });
}

void EvalWindow::readMapped(const QString &path, evals::Tool tool, const evals::ColumnMapping &mapping)
{
    m_isReading = true;
    m_view->setBusy(tr("Reading %1").arg(text::printableLine(QFileInfo(path).fileName())));
    m_read.start(readMappedFile(path, tool, mapping), [this](const Result<EvalFilesRead> &read) {
        m_isReading = false;
        m_view->setIdle();
        if (read)
            taken(*read);
    });
}

void EvalWindow::showFiles()
{
    fillChoices();
    m_bisect->setVisible(mayBisect(m_versions));
    if (!mayBisect(m_versions))
        m_bisect->setChecked(false);
    else if (m_bisect->isChecked())
        bisectVersions();
    m_choices->setVisible(!m_bisect->isChecked() && m_versions.size() > 1);
    m_export->setVisible(!m_versions.isEmpty());
    m_view->setNotCounted(notCounted());
    QString about;
    if (m_candidate >= 0) {
        const evals::ResultFile &file = *m_versions[m_candidate].file;
        QStringList parts{m_versions.size() == 1 ? text::printableLine(m_versions.first().name) : QString(),
                          EvalWords::toolAndVersion(file), text::printableLine(file.suite.left(120)),
                          startedAt(file)};
        parts.removeAll(QString());
        about = parts.join(u" · "_s);
    }
    m_about->setText(about);
    if (!m_versions.isEmpty())
        setWindowTitle(
            tr("%1 – Countersign").arg(text::printableLine(m_versions[std::max(0, m_candidate)].name)));
}

void EvalWindow::fillChoices()
{
    m_filling = true;
    for (QComboBox *box : {m_baselineBox, m_candidateBox}) {
        box->clear();
        for (int version = 0; version < m_versions.size(); ++version)
            box->addItem(text::printableLine(m_versions[version].name), version);
        box->setCurrentIndex(box->findData(box == m_baselineBox ? m_baseline : m_candidate));
    }
    m_filling = false;
}

QList<NotCounted> EvalWindow::notCounted() const
{
    QStringList paths;
    for (const EvalFileRead &file : m_files)
        paths.append(file.path);
    const QStringList names = shortNames(paths);
    QList<NotCounted> runs;
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        const EvalFileRead &one = m_files[i];
        if (one.error) {
            runs.append({.name = names[i],
                         .reason = EvalWords::unreadable(*one.error),
                         .detail = detailOf(one.error->detail, one.path, names[i])});
            continue;
        }
        if (const QString reason = EvalWords::status(*one.file); !reason.isEmpty())
            runs.append({.name = names[i],
                         .reason = reason,
                         .detail = detailOf(one.file->statusDetail, one.path, names[i])});
        for (const evals::Remark &remark : one.file->remarks)
            runs.append({.name = names[i], .reason = EvalWords::remark(remark), .counts = true});
    }
    return runs;
}

void EvalWindow::compareChosen()
{
    if (m_versions.isEmpty()) {
        m_view->setMatrix({});
        return;
    }
    m_view->setBusy(tr("Comparing"));
    EvalSet set{.versions = m_versions,
                .baseline = m_baseline == m_candidate ? -1 : m_baseline,
                .candidate = m_candidate};
    m_compare.start(compareAside(std::move(set)),
                    [this](const Result<std::shared_ptr<const EvalMatrix>> &made) {
                        if (!m_isReading)
                            m_view->setIdle();
                        if (!made)
                            return;
                        const bool first = !m_view->matrix();
                        m_view->setMatrix(*made);
                        showFiles();
                        if (first)
                            m_view->focusFirst();
                    });
}

void EvalWindow::showBisect(bool shown)
{
    m_stack->setCurrentWidget(shown ? static_cast<QWidget *>(m_bisectView) : m_view);
    m_choices->setVisible(!shown && m_versions.size() > 1);
    if (shown) {
        bisectVersions();
        m_bisectView->setFocus(Qt::OtherFocusReason);
    }
}

void EvalWindow::bisectVersions()
{
    m_bisectRun.start(bisectAside(m_versions), [this](const Result<std::shared_ptr<const BisectedVersions>> &made) {
        if (made)
            m_bisectView->setBisection(*made);
    });
}

void EvalWindow::openExports()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"exportMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy the verdict and the dimensions"), this,
                    [this] { QGuiApplication::clipboard()->setText(m_bisect->isChecked() ? m_bisectView->plainText() : m_view->plainText()); });
    menu->addAction(tr("Copy the case"), this,
                    [this] { QGuiApplication::clipboard()->setText(m_view->casePane()->plainText()); });
    menu->addSeparator();
    menu->addAction(tr("Save the cases shown as a table…"), this, &EvalWindow::exportCases);
    if (m_candidate >= 0)
        addExports(menu, this, m_notice, m_versions[m_candidate].file, m_versions[m_candidate].name);
    menu->addSeparator();
    menu->addAction(tr("Close all files"), this, &EvalWindow::closeFiles);
    menu->popup(
        m_export->mapToGlobal(QPoint(m_export->width() - menu->sizeHint().width(), m_export->height())));
}

void EvalWindow::exportCases()
{
    auto *dialog = new QFileDialog(this, tr("Save the cases as a table"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setNameFilter(tr("Tables (*.csv)"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(u"cases.csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { write(path, m_view->panel()->cases()->csv()); });
    dialog->open();
}

void EvalWindow::write(const QString &path, const QByteArray &bytes)
{
    if (path.isEmpty())
        return;
    whenFinished(writeAside(path, bytes), this, [this, path](const Result<qint64> &written) {
        if (!written) {
            m_notice->setNotice(errorNotice(written.error()));
            return;
        }
        m_notice->setNotice({.kind = NoticeKind::Ok,
                             .lead = tr("Saved."),
                             .sentence = text::printableLine(QDir::toNativeSeparators(path)),
                             .action = tr("Close")});
    });
}

void EvalWindow::closeFiles()
{
    stop();
    m_compare.cancel();
    m_files.clear();
    m_versions.clear();
    m_baseline = -1;
    m_candidate = -1;
    setWindowTitle(tr("Eval results – Countersign"));
    showFiles();
    compareChosen();
    m_view->focusFirst();
}

void EvalWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void EvalWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openFiles(localFiles(event->mimeData()));
}

void EvalWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) {
        if (m_isReading)
            stop();
        else if (m_bisect->isChecked())
            m_bisect->setChecked(false);
        else
            m_view->escape();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

} // namespace countersign
