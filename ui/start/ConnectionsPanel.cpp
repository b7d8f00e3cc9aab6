// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/ConnectionsPanel.h"

#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/start/OpenErrorText.h"
#include "ui/start/RegistryForm.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// "prompts on db.example.com", "team.registry".
QString nameOfRegistry(const QString &place)
{
    if (!isDatabase(place)) {
        return QFileInfo(registryFile(place)).fileName();
    }
    const PostgresPlace database = postgresPlaceFromUrl(place).value_or(PostgresPlace{});
    if (!database.service.isEmpty()) {
        return database.service;
    }
    if (database.database.isEmpty()) {
        return ConnectionsPanel::tr("By the PG* variables");
    }
    return database.host.isEmpty() || isLocal(database)
               ? database.database
               : ConnectionsPanel::tr("%1 on %2").arg(database.database, database.host);
}

} // namespace

ConnectionsPanel::ConnectionsPanel(WorkspaceOpener &opener, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_opener(opener)
    , m_saved(settings)
    , m_trying(this)
    , m_keeping(this)
{
    setObjectName(u"connectionsPanel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(new PlainLabel(tr("Connections"), FontRole::Title, ColorRole::Text, this));
    layout->addSpacing(4);
    auto *sentence = new PlainLabel(tr("Registries that you use. Passwords stay in the system's keychain."),
                                    FontRole::Body, ColorRole::Muted, this);
    sentence->setWrapping(Wrapping::Wrap);
    layout->addWidget(sentence);
    layout->addSpacing(20);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(16);
    layout->addLayout(columns);

    auto *listCard = new Ground(ColorRole::Surface, this, Ground::Shape::Card);
    auto *listLayout = new QVBoxLayout(listCard);
    listLayout->setContentsMargins(1, 8, 1, 12);
    listLayout->setSpacing(8);
    m_none = new PlainLabel(tr("None yet. Fill in the fields, test, and save."), FontRole::Body,
                            ColorRole::Muted, listCard);
    m_none->setWrapping(Wrapping::Wrap);
    m_none->setContentsMargins(16, 8, 16, 8);
    listLayout->addWidget(m_none);
    m_list = new QListView(listCard);
    m_list->setObjectName(u"connectionList"_s);
    prepareRowView(m_list, tr("Connections"), ColorRole::Surface);
    auto *row = new EntryRow(m_list);
    row->setGround(ColorRole::Surface);
    m_list->setItemDelegate(row);
    m_list->setModel(&m_rows);
    listLayout->addWidget(m_list, 1);
    auto *add = makeButton(Icon::Add, tr("Add"), ButtonKind::QuietText, listCard);
    add->setObjectName(u"connectionAdd"_s);
    auto *addRow = new QHBoxLayout;
    addRow->setContentsMargins(12, 0, 12, 0);
    addRow->addWidget(add);
    addRow->addStretch();
    listLayout->addLayout(addRow);
    columns->addWidget(listCard, 2);

    auto *card = new Ground(ColorRole::Surface, this, Ground::Shape::Card);
    auto *fields = new QVBoxLayout(card);
    fields->setContentsMargins(20, 20, 20, 20);
    fields->setSpacing(16);
    m_form = new RegistryForm(card);
    fields->addWidget(m_form);
    m_answer = new SignLine(Sign::Satisfied, QString(), card);
    m_answer->setObjectName(u"connectionAnswer"_s);
    m_tried = new PlainLabel(QString(), FontRole::Code, ColorRole::Muted, card);
    m_tried->setObjectName(u"connectionTried"_s);
    m_tried->setWrapping(Wrapping::Wrap);
    fields->addWidget(m_answer);
    fields->addWidget(m_tried);
    m_busy = new BusyLine(BusyLine::Cancel::Offered, card);
    fields->addWidget(m_busy);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    const auto button = [&](const QString &words, ButtonKind kind, const QString &name,
                            void (ConnectionsPanel::*act)()) {
        QPushButton *made = makeButton(words, kind, card);
        made->setObjectName(name);
        buttons->addWidget(made);
        connect(made, &QPushButton::clicked, this, act);
        return made;
    };
    m_test = button(tr("Test"), ButtonKind::Plain, u"connectionTest"_s, &ConnectionsPanel::test);
    m_save = button(tr("Save"), ButtonKind::Plain, u"connectionSave"_s, &ConnectionsPanel::save);
    buttons->addStretch();
    m_remove = button(tr("Remove"), ButtonKind::QuietText, u"connectionRemove"_s, &ConnectionsPanel::remove);
    m_open = button(tr("Open"), ButtonKind::Filled, u"connectionOpen"_s, &ConnectionsPanel::open);
    fields->addLayout(buttons);
    columns->addWidget(card, 5);

    layout->addSpacing(16);
    auto *foot = new QHBoxLayout;
    auto *back = makeButton(tr("Back"), ButtonKind::Plain, this);
    back->setObjectName(u"connectionBack"_s);
    foot->addWidget(back);
    foot->addStretch();
    layout->addLayout(foot);
    layout->addStretch();

    connect(back, &QPushButton::clicked, this, &ConnectionsPanel::backPressed);
    connect(add, &QPushButton::clicked, this, [this] {
        showRegistry(-1);
        m_form->focusFirst();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid() && current.row() != m_row) {
                    showRegistry(current.row());
                }
            });
    connect(m_form, &RegistryForm::changed, this, &ConnectionsPanel::forgetAnswer);
    connect(m_form, &RegistryForm::submitted, this, &ConnectionsPanel::test);
    connect(m_busy, &BusyLine::canceled, this, [this] {
        m_trying.cancel();
        settle();
        emit cancelRequested();
    });
    forgetAnswer();
}

void ConnectionsPanel::begin()
{
    m_registries = m_saved.list();
    m_row = m_registries.isEmpty() ? -1 : 0;
    refreshList();
    showRegistry(m_row);
    if (m_row < 0) {
        m_form->focusFirst();
    } else {
        m_list->setFocus(Qt::OtherFocusReason);
    }
}

void ConnectionsPanel::refreshList()
{
    QList<EntryRowData> rows;
    for (const SavedRegistry &registry : std::as_const(m_registries)) {
        rows.append({.key = registry.place,
                     .sentence = {{text::printableLine(registry.name), RunStyle::Strong}},
                     .place = text::printableLine(registry.place)});
    }
    m_rows.setRows(rows);
    m_list->setVisible(!rows.isEmpty());
    m_none->setVisible(rows.isEmpty());
    if (m_row >= 0) {
        m_list->setCurrentIndex(m_rows.index(m_row));
    }
}

void ConnectionsPanel::showRegistry(int row)
{
    m_trying.cancel();
    m_row = row;
    if (row < 0) {
        m_list->clearSelection();
        m_list->setCurrentIndex({});
    }
    m_form->setRegistry(row < 0 ? SavedRegistry() : m_registries.at(row));
    m_remove->setVisible(row >= 0);
    settle();
    forgetAnswer();
}

std::optional<OpenRequest> ConnectionsPanel::request()
{
    const Result<SavedRegistry> registry = m_form->registry();
    if (!registry) {
        tell(false, registry.error().detail);
        return std::nullopt;
    }
    return OpenRequest{.place = registry->place, .password = m_form->password()};
}

void ConnectionsPanel::tell(bool good, const QString &sentence, const QString &tried)
{
    m_answer->setLine(good ? Sign::Satisfied : Sign::Missing, sentence);
    m_answer->setColor(good ? ColorRole::Text : ColorRole::Danger);
    m_answer->setAccessibleName(sentence);
    m_answer->show();
    m_tried->setText(text::printableLine(tried));
    m_tried->setVisible(!tried.isEmpty());
    m_test->setAccessibleDescription(sentence);
}

void ConnectionsPanel::forgetAnswer()
{
    m_answer->hide();
    m_tried->hide();
    m_test->setAccessibleDescription({});
}

void ConnectionsPanel::settle()
{
    m_busy->end();
    for (QPushButton *button : {m_test, m_save, m_open, m_remove}) {
        button->setEnabled(true);
    }
}

void ConnectionsPanel::showOpening()
{
    forgetAnswer();
    m_busy->begin(tr("Opening"));
    m_open->setEnabled(false);
    m_test->setEnabled(false);
}

void ConnectionsPanel::showFailure(const Error &error)
{
    settle();
    const ErrorText words = registryErrorText(error);
    tell(false, (words.lead + u' ' + words.sentence).trimmed(), error.detail);
}

void ConnectionsPanel::test()
{
    const std::optional<OpenRequest> wanted = request();
    if (!wanted) {
        return;
    }
    forgetAnswer();
    m_busy->begin(tr("Connecting"));
    m_test->setEnabled(false);
    m_trying.start(m_opener.tryRegistry(*wanted), [this](const Result<RegistryFound> &found) {
        settle();
        if (!found) {
            showFailure(found.error());
            return;
        }
        const QString login = found->login.isEmpty()
                                  ? QString()
                                  : tr(" You are logged in as %1.").arg(text::printableLine(found->login));
        tell(true,
             (found->events == 0 ? tr("It answers. No record was begun there yet.")
                                 : tr("It answers: a record of %n events.", nullptr, int(found->events)))
                 + login);
    });
}

void ConnectionsPanel::save()
{
    const std::optional<OpenRequest> wanted = request();
    if (!wanted) {
        return;
    }
    SavedRegistry registry = *m_form->registry();
    if (registry.name.isEmpty()) {
        registry.name = nameOfRegistry(registry.place);
    }
    const QString before = m_row >= 0 ? m_registries.at(m_row).place : QString();
    // The same place is remembered once.
    m_registries.removeIf(
        [&](const SavedRegistry &other) { return other.place == registry.place && other.place != before; });
    if (m_row >= 0) {
        m_row = int(std::ranges::find(m_registries, before, &SavedRegistry::place) - m_registries.begin());
        m_registries[m_row] = registry;
    } else {
        m_registries.append(registry);
        m_row = int(m_registries.size()) - 1;
    }
    m_saved.store(m_registries);
    refreshList();
    m_remove->show();
    if (wanted->password.isEmpty()) {
        tell(true, tr("Saved."));
        return;
    }
    m_keeping.start(m_opener.keepPassword(*wanted), [this](const Done &kept) {
        if (kept) {
            m_form->clearPassword();
            tell(true, tr("Saved, with its password in the keychain."));
        } else {
            tell(false, tr("Saved without its password: the keychain does not take it."),
                 kept.error().detail);
        }
    });
}

void ConnectionsPanel::open()
{
    if (const std::optional<OpenRequest> wanted = request()) {
        emit openRequested(*wanted);
    }
}

void ConnectionsPanel::remove()
{
    if (m_row < 0) {
        return;
    }
    const SavedRegistry gone = m_registries.takeAt(m_row);
    m_saved.store(m_registries);
    if (isDatabase(gone.place)) {
        // What cannot be taken out is not ours to insist on.
        m_keeping.start(m_opener.keepPassword({.place = gone.place}), [](const Done &) {});
    }
    m_row = -1;
    refreshList();
    // What was removed stays in the fields, where it can be saved again.
    showRegistry(-1);
    m_form->setRegistry(gone);
    tell(true, tr("Removed. Save brings it back, without its password."));
    m_save->setFocus(Qt::OtherFocusReason);
}

void ConnectionsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_busy->isRunning()) {
            m_trying.cancel();
            settle();
            emit cancelRequested();
        } else {
            emit backPressed();
        }
        return;
    }
    if (event->key() == Qt::Key_Delete && m_list->hasFocus()) {
        remove();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace countersign
