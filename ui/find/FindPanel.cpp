// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/find/FindPanel.h"

#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowView.h"
#include "ui/common/Theme.h"
#include "ui/find/FindRowDelegate.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int fromTop = 88;
constexpr int mostTexts = 20;
constexpr int mostRows = 11;

// The raised box with its edge.
class Frame : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintBox(painter, QRectF(rect()), theme.tokens().radius.sheet, theme.color(ColorRole::Raised),
                 theme.color(ColorRole::LineStrong));
    }
};

void addKey(QHBoxLayout *foot, const QString &keys, const QString &words, QWidget *parent)
{
    foot->addWidget(new KeyCap(keys, parent));
    foot->addWidget(new PlainLabel(words, FontRole::Secondary, ColorRole::Muted, parent));
    foot->addSpacing(8);
}

} // namespace

FindPanel::FindPanel(QWidget *covered)
    : QWidget(covered)
{
    setObjectName(u"findPanel"_s);
    setAccessibleName(tr("Find"));
    hide();
    covered->installEventFilter(this);

    m_frame = new Frame(this);
    auto *layout = new QVBoxLayout(m_frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);

    auto *head = new Ground(ColorRole::Raised, m_frame);
    head->setLines(Qt::BottomEdge);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(18, 0, 18, 0);
    headRow->setSpacing(8);
    headRow->addWidget(new Glyph(Icon::Find, ColorRole::Muted, head));
    m_kind = new PlainLabel(QString(), FontRole::SecondaryMedium, ColorRole::Accent, head);
    m_kind->hide();
    headRow->addWidget(m_kind);
    m_field = new QLineEdit(head);
    m_field->setObjectName(u"findField"_s);
    m_field->setFrame(false);
    m_field->setAccessibleName(tr("Find a prompt, a change or a command"));
    m_field->setPlaceholderText(tr("Find a prompt, a change or a command"));
    m_field->setMaxLength(400);
    m_field->installEventFilter(this);
    headRow->addWidget(m_field, 1);
    headRow->addWidget(new KeyCap(tr("Esc"), head));
    layout->addWidget(head);

    m_list = new QListView(m_frame);
    m_list->setObjectName(u"findList"_s);
    prepareRowView(m_list, tr("Found"), ColorRole::Raised);
    m_list->setItemDelegate(new FindRowDelegate(m_list));
    m_list->setModel(&m_rows);
    m_list->setFocusPolicy(Qt::NoFocus);
    connect(m_list, &QListView::clicked, this, &FindPanel::choose);
    layout->addWidget(m_list, 1);

    m_nothing = new QWidget(m_frame);
    auto *nothing = new QHBoxLayout(m_nothing);
    nothing->setContentsMargins(18, 16, 18, 16);
    m_nothingWords = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, m_nothing);
    m_nothingWords->setWrapping(Wrapping::Elide);
    auto *history = new LinkLabel(tr("Search the history"), m_nothing);
    history->setObjectName(u"findInHistory"_s);
    connect(history, &QPushButton::clicked, this, [this] {
        const QString words = m_field->text().trimmed();
        close();
        emit chosen({.page = PageKind::Audit, .filter = words});
    });
    nothing->addWidget(m_nothingWords, 1);
    nothing->addWidget(history);
    layout->addWidget(m_nothing);

    m_problem = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Danger, m_frame);
    m_problem->setObjectName(u"findProblem"_s);
    m_problem->setContentsMargins(18, 4, 18, 8);
    m_problem->setWrapping(Wrapping::Wrap);
    m_problem->hide();
    layout->addWidget(m_problem);

    auto *foot = new Ground(ColorRole::Sunken, m_frame);
    foot->setLines(Qt::TopEdge);
    auto *keys = new QHBoxLayout(foot);
    keys->setContentsMargins(18, 0, 18, 0);
    keys->setSpacing(6);
    addKey(keys, tr("Enter"), tr("Open"), foot);
    addKey(keys, tr("Tab"), tr("Only this kind"), foot);
    addKey(keys, tr("Esc"), tr("Close"), foot);
    keys->addStretch();
    layout->addWidget(foot);
    const Theme &theme = Theme::of(this);
    const auto follow = [this, head, foot, &theme] {
        QFont font = theme.font(FontRole::Section);
        font.setWeight(QFont::Normal);
        m_field->setFont(font);
        head->setFixedHeight(theme.px(52));
        foot->setFixedHeight(theme.px(34));
        place();
    };
    connect(&theme, &Theme::changed, this, follow);
    follow();

    m_pause.setSingleShot(true);
    m_pause.setInterval(120);
    connect(&m_pause, &QTimer::timeout, this, &FindPanel::searchTexts);
    connect(m_field, &QLineEdit::textChanged, this, &FindPanel::typed);
}

void FindPanel::open(Workspace &workspace, const QList<FindCommand> &commands)
{
    m_workspace = &workspace;
    m_view = workspace.view();
    m_commands = commands;
    m_search = std::make_unique<Latest<Result<QList<Workspace::TextMatch>>>>(this);
    m_only.reset();
    m_texts.clear();
    m_textsOf.clear();
    m_problem->hide();
    if (!isVisible()) {
        m_before = QApplication::focusWidget();
    }
    m_field->clear();
    refresh();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void FindPanel::close()
{
    if (!isVisible()) {
        return;
    }
    m_pause.stop();
    m_search.reset();
    m_workspace = nullptr;
    hide();
    if (m_before) {
        m_before->setFocus(Qt::OtherFocusReason);
    }
}

void FindPanel::setView(const ViewPointer &view)
{
    m_view = view;
    if (isVisible()) {
        refresh();
    }
}

void FindPanel::typed()
{
    const QString words = m_field->text().trimmed();
    m_problem->hide();
    // What was found for the beginning of the same words still stands while it contains them.
    if (m_textsOf.isEmpty() || !words.startsWith(m_textsOf, Qt::CaseInsensitive)) {
        m_texts.clear();
    } else {
        m_texts.removeIf([&](const Workspace::TextMatch &found) {
            return !FindResults::match(found.sentence, words);
        });
    }
    refresh();
    if (words.size() >= 2) {
        m_pause.start();
    } else {
        m_pause.stop();
        if (m_search) {
            m_search->cancel();
        }
    }
}

void FindPanel::searchTexts()
{
    if (!m_workspace || !m_search) {
        return;
    }
    const QString words = m_field->text().trimmed();
    m_search->start(m_workspace->search(words, mostTexts), [this, words](Result<QList<Workspace::TextMatch>> found) {
        if (!found) {
            if (found.error().code != ErrorCode::Canceled) {
                m_problem->setText(tr("The texts could not be searched. %1").arg(errorText(found.error()).lead));
                m_problem->show();
                place();
            }
            return;
        }
        m_texts = *found;
        m_textsOf = words;
        refresh();
    });
}

void FindPanel::refresh()
{
    if (!m_view) {
        return;
    }
    const QString words = m_field->text();
    const QString current = m_list->currentIndex().data(roles::RowKeyRole).toString();
    m_rows.setRows(FindResults::rows(*m_view, {.words = words, .only = m_only},
                                     m_commands + FindResults::artifactCommands(*m_view, words), m_texts));
    QModelIndex chosen = m_rows.indexOf(current);
    const bool typedSomething = m_field->isModified();
    if (!chosen.isValid() || typedSomething) {
        chosen = m_rows.rowCount() > 1 ? m_rows.index(1) : QModelIndex();
        m_field->setModified(false);
    }
    m_list->setCurrentIndex(chosen);
    m_list->setVisible(m_rows.rowCount() > 0);
    m_nothing->setVisible(m_rows.rowCount() == 0);
    m_nothingWords->setText(m_only ? tr("Nothing of this kind says “%1”.").arg(words.trimmed())
                                   : tr("Nothing says “%1”.").arg(words.trimmed()));
    m_kind->setVisible(m_only.has_value());
    if (m_only) {
        m_kind->setText(FindResults::kindName(*m_only));
    }
    place();
}

void FindPanel::narrow(int step)
{
    static constexpr int kinds = 4;
    const FindRow row = m_list->currentIndex().data(roles::RowDataRole).value<FindRow>();
    if (!m_only) {
        m_only = m_list->currentIndex().isValid() ? row.kind : FindKind::Prompt;
    } else {
        const int next = static_cast<int>(*m_only) + step;
        if (next < 0 || next >= kinds) {
            m_only.reset();
        } else {
            m_only = static_cast<FindKind>(next);
        }
    }
    m_field->setModified(true);
    refresh();
}

void FindPanel::step(int rows)
{
    int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : 0;
    const int direction = rows > 0 ? 1 : -1;
    for (int left = qAbs(rows); left > 0; --left) {
        int next = row + direction;
        while (next >= 0 && next < m_rows.rowCount() && m_rows.rows()[next].head) {
            next += direction;
        }
        if (next < 0 || next >= m_rows.rowCount()) {
            break;
        }
        row = next;
    }
    m_list->setCurrentIndex(m_rows.index(row));
    if (row == 1) {
        m_list->scrollToTop();
    }
}

void FindPanel::choose(const QModelIndex &index)
{
    const FindRow row = index.data(roles::RowDataRole).value<FindRow>();
    if (!index.isValid() || row.head || !row.allowed) {
        return;
    }
    close();
    if (row.command.isEmpty()) {
        emit chosen(row.address);
    } else {
        emit commandChosen(row.command);
    }
}

bool FindPanel::handleKey(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_only) {
            m_only.reset();
            refresh();
        } else {
            close();
        }
        return true;
    case Qt::Key_Down: step(1); return true;
    case Qt::Key_Up: step(-1); return true;
    case Qt::Key_PageDown: step(8); return true;
    case Qt::Key_PageUp: step(-8); return true;
    case Qt::Key_Tab: narrow(1); return true;
    case Qt::Key_Backtab: narrow(-1); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(m_list->currentIndex()); return true;
    case Qt::Key_Backspace:
        if (m_only && m_field->text().isEmpty()) {
            m_only.reset();
            refresh();
            return true;
        }
        return false;
    default: return false;
    }
}

bool FindPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent *>(event))) {
        return true;
    }
    if (watched == parent() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void FindPanel::place()
{
    const Theme &theme = Theme::of(this);
    setGeometry(parentWidget()->rect());
    const int wide = qMin(theme.size().findWidth, width() - 32);
    int rows = 0;
    for (int row = 0; row < qMin(m_rows.rowCount(), mostRows + 4); ++row) {
        rows += m_rows.rows()[row].head ? theme.px(30) : theme.px(36);
    }
    const int most = height() - fromTop - 40;
    int tall = theme.px(52) + theme.px(34) + 2 + (rows > 0 ? rows + 8 : m_nothing->sizeHint().height());
    if (m_problem->isVisibleTo(m_frame)) {
        tall += m_problem->heightForWidth(wide) + 12;
    }
    m_frame->setGeometry((width() - wide) / 2, fromTop, wide, qMin(tall, most));
}

void FindPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor veil = Theme::of(this).color(ColorRole::Veil);
    veil.setAlphaF(0.30F);
    painter.fillRect(rect(), veil);
}

void FindPanel::mousePressEvent(QMouseEvent *)
{
    close();
}

} // namespace countersign
