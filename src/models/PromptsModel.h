// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ModelRoles.h"
#include "services/WorkspaceView.h"

#include <QAbstractItemModel>
#include <QMetaType>

#include <memory>

namespace countersign {

/// A folder or a governed file.
struct PromptRow
{
    QString key = {};            ///< "folder/…" or "file/<artifact id>"
    bool folder = false;
    QString name = {};           ///< last part of the id
    ArtifactId artifact = {};    ///< of a file; for a folder its id below the root
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    SemVer latest = {};
    QList<SemVer> running = {};  ///< one for each environment of the policy; 0.0.0: nothing runs there
    ChangeId change = {};        ///< the open change of it that was touched last, or null
    int changeNumber = 0;
    Lane changeLane = Lane::Low;
    int openChanges = 0;
    bool drafted = false;        ///< a draft on this machine holds it
    bool ungoverned = false;     ///< edited outside a change
    bool retired = false;
    int files = 0;               ///< of a folder: files below it
    friend bool operator==(const PromptRow &, const PromptRow &) = default;
};

/// Governed files as a tree by the folders of their ids: folders first, then files, by name. One column. Updates by difference:
/// rows keep their index while they exist.
class PromptsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    explicit PromptsModel(QObject *parent = nullptr);
    ~PromptsModel() override;

    void setView(const ViewPointer &view);
    /// Shows only files whose id, path or kind contain `words` (without case) or that are in `alsoFound` (found by their text).
    void setFilter(const QString &words, const QSet<ArtifactId> &alsoFound);
    [[nodiscard]] QModelIndex indexOf(const ArtifactId &artifact) const;
    [[nodiscard]] int fileCount() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Node;
    struct Wanted;
    void refresh();
    void update(Node &node, const Wanted &wanted, const QModelIndex &at);
    [[nodiscard]] static std::unique_ptr<Node> grow(const Wanted &wanted, Node *up);
    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node *node) const;

    std::unique_ptr<Node> m_top;
    ViewPointer m_view;
    QString m_words;
    QSet<ArtifactId> m_alsoFound;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::PromptRow)
