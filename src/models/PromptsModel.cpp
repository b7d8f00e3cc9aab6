// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/PromptsModel.h"

#include "services/Next.h"

#include <QSet>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign {

struct PromptsModel::Node
{
    PromptRow row;
    Node *up = nullptr;
    std::vector<std::unique_ptr<Node>> below;

    [[nodiscard]] int place() const
    {
        const auto it = std::find_if(up->below.cbegin(), up->below.cend(), [this](const auto &n) { return n.get() == this; });
        return int(it - up->below.cbegin());
    }
};

/// The tree as it should be.
struct PromptsModel::Wanted
{
    PromptRow row;
    QMap<QString, Wanted> folders;
    QMap<QString, Wanted> files;

    [[nodiscard]] QList<const Wanted *> children() const
    {
        QList<const Wanted *> all;
        for (const Wanted &folder : folders) {
            all.append(&folder);
        }
        for (const Wanted &file : files) {
            all.append(&file);
        }
        return all;
    }
};

namespace {

QList<PromptRow> fileRows(const WorkspaceView &view)
{
    QHash<ArtifactId, QList<const Change *>> open;
    for (const Change &change : view.state.changes) {
        if (change.status != ChangeStatus::Review || !change.revision()) {
            continue;
        }
        for (const FileChange &file : change.revision()->data.files) {
            open[file.artifact].append(&change);
        }
    }
    QSet<ArtifactId> drafted;
    for (const Draft &draft : view.drafts) {
        for (const EditedFile &file : draft.files) {
            drafted.insert(file.artifact);
        }
    }
    QSet<ArtifactId> edited;
    for (const UngovernedEdit &edit : view.ungoverned) {
        edited.insert(edit.artifact);
    }

    QList<PromptRow> rows;
    rows.reserve(view.state.artifacts.size());
    for (const Artifact &artifact : view.state.artifacts) {
        PromptRow row{.key = u"file/"_s + artifact.id.value,
                      .name = artifact.id.value.section(u'/', -1),
                      .artifact = artifact.id,
                      .path = artifact.path,
                      .kind = artifact.kind,
                      .drafted = drafted.contains(artifact.id),
                      .ungoverned = edited.contains(artifact.id),
                      .retired = artifact.retired};
        if (const VersionRecord *latest = artifact.latest()) {
            row.latest = latest->version;
        }
        for (const Environment &environment : view.state.policy.environments) {
            const PointerMove *running = artifact.running(environment.id);
            row.running.append(running ? running->version : SemVer{});
        }
        const QList<const Change *> changes = open.value(artifact.id);
        row.openChanges = int(changes.size());
        const auto last = std::max_element(changes.cbegin(), changes.cend(), [](const Change *a, const Change *b) {
            return lastTouched(*a) < lastTouched(*b);
        });
        if (last != changes.cend()) {
            row.change = (*last)->id;
            row.changeNumber = (*last)->number;
            row.changeLane = State::lane(**last);
        }
        rows.append(row);
    }
    return rows;
}

} // namespace

PromptsModel::PromptsModel(QObject *parent) : QAbstractItemModel(parent), m_top(std::make_unique<Node>()) { }

PromptsModel::~PromptsModel() = default;

void PromptsModel::setView(const ViewPointer &view)
{
    m_view = view;
    refresh();
}

void PromptsModel::setFilter(const QString &words, const QSet<ArtifactId> &alsoFound)
{
    if (m_words != words || m_alsoFound != alsoFound) {
        m_words = words;
        m_alsoFound = alsoFound;
        refresh();
    }
}

void PromptsModel::refresh()
{
    if (!m_view) {
        return;
    }
    const QStringList words = m_words.split(u' ', Qt::SkipEmptyParts);
    Wanted top;
    for (const PromptRow &row : fileRows(*m_view)) {
        const bool fits = std::all_of(words.cbegin(), words.cend(), [&row](const QString &word) {
            return row.artifact.value.contains(word, Qt::CaseInsensitive)
                    || row.path.contains(word, Qt::CaseInsensitive)
                    || toString(row.kind).contains(word, Qt::CaseInsensitive);
        });
        if (!fits && !m_alsoFound.contains(row.artifact)) {
            continue;
        }
        Wanted *at = &top;
        ++at->row.files;
        const QStringList parts = row.artifact.value.split(u'/');
        QString id;
        for (const QString &part : parts.first(parts.size() - 1)) {
            id += id.isEmpty() ? part : u'/' + part;
            at = &at->folders[part];
            at->row.key = u"folder/"_s + id;
            at->row.folder = true;
            at->row.name = part;
            at->row.artifact = {id};
            ++at->row.files;
        }
        at->files[row.name].row = row;
    }
    update(*m_top, top, {});
}

void PromptsModel::update(Node &node, const Wanted &wanted, const QModelIndex &at)
{
    const QList<const Wanted *> children = wanted.children();
    QSet<QString> kept;
    for (const Wanted *child : children) {
        kept.insert(child->row.key);
    }
    for (int row = int(node.below.size()) - 1; row >= 0; --row) {
        if (kept.contains(node.below[size_t(row)]->row.key)) {
            continue;
        }
        int first = row;
        while (first > 0 && !kept.contains(node.below[size_t(first - 1)]->row.key)) {
            --first;
        }
        beginRemoveRows(at, first, row);
        node.below.erase(node.below.begin() + first, node.below.begin() + row + 1);
        endRemoveRows();
        row = first;
    }
    // Both are in the same order, so what is not at its place is new; what comes new comes with all below it.
    for (int row = 0; row < children.size(); ++row) {
        const auto isNew = [&](int place) {
            return row >= int(node.below.size()) || node.below[size_t(row)]->row.key != children[place]->row.key;
        };
        if (isNew(row)) {
            int end = row + 1;
            while (end < children.size() && isNew(end)) {
                ++end;
            }
            beginInsertRows(at, row, end - 1);
            std::vector<std::unique_ptr<Node>> made;
            for (int i = row; i < end; ++i) {
                made.push_back(grow(*children[i], &node));
            }
            node.below.insert(node.below.begin() + row, std::make_move_iterator(made.begin()),
                              std::make_move_iterator(made.end()));
            endInsertRows();
            row = end - 1;
            continue;
        }
        const Wanted &child = *children[row];
        if (node.below[size_t(row)]->row != child.row) {
            node.below[size_t(row)]->row = child.row;
            const QModelIndex changed = index(row, 0, at);
            emit dataChanged(changed, changed);
        }
        if (child.row.folder) {
            update(*node.below[size_t(row)], child, index(row, 0, at));
        }
    }
}

std::unique_ptr<PromptsModel::Node> PromptsModel::grow(const Wanted &wanted, Node *up)
{
    auto node = std::make_unique<Node>();
    node->row = wanted.row;
    node->up = up;
    for (const Wanted *child : wanted.children()) {
        node->below.push_back(grow(*child, node.get()));
    }
    return node;
}

PromptsModel::Node *PromptsModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_top.get();
}

QModelIndex PromptsModel::indexOf(const Node *node) const
{
    return node == m_top.get() ? QModelIndex() : createIndex(node->place(), 0, node);
}

QModelIndex PromptsModel::indexOf(const ArtifactId &artifact) const
{
    const Node *at = m_top.get();
    const QString key = u"file/"_s + artifact.value;
    while (true) {
        const Node *next = nullptr;
        for (const auto &child : at->below) {
            if (child->row.key == key) {
                return indexOf(child.get());
            }
            if (child->row.folder && artifact.value.startsWith(child->row.artifact.value + u'/')) {
                next = child.get();
            }
        }
        if (!next) {
            return {};
        }
        at = next;
    }
}

int PromptsModel::fileCount() const
{
    int count = 0;
    QList<const Node *> open{m_top.get()};
    while (!open.isEmpty()) {
        for (const auto &child : open.takeLast()->below) {
            if (child->row.folder) {
                open.append(child.get());
            } else {
                ++count;
            }
        }
    }
    return count;
}

QModelIndex PromptsModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (column != 0 || row < 0 || row >= int(node->below.size())) {
        return {};
    }
    return createIndex(row, 0, node->below[size_t(row)].get());
}

QModelIndex PromptsModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(nodeOf(child)->up) : QModelIndex();
}

int PromptsModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->below.size());
}

int PromptsModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant PromptsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const PromptRow &row = nodeOf(index)->row;
    switch (role) {
    case ValueRole:
        return QVariant::fromValue(row);
    case KeyRole:
        return row.key;
    case HeadRole:
        return row.folder;
    default:
        return {};
    }
}

Qt::ItemFlags PromptsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return nodeOf(index)->row.folder ? usual : usual | Qt::ItemNeverHasChildren;
}

} // namespace countersign
