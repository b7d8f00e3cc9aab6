// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Drafts.h"

#include "services/DiskFile.h"

#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr char draftMagic[] = "countersign.draft";
constexpr quint32 draftFormatVersion = 2;
constexpr quint32 mostItems = 10'000;

void write(QDataStream &out, const QList<PrincipalId> &people)
{
    out << quint32(people.size());
    for (const PrincipalId &id : people) {
        out << id.value;
    }
}

void write(QDataStream &out, const NoteDraft &note)
{
    out << note.what << note.why << note.workflow << note.outcome << note.rollbackOwner.value;
    write(out, note.informed);
    out << quint32(note.triggers.size());
    for (const Trigger &t : note.triggers) {
        out << t.metric << qint32(t.comparator) << qint32(t.measure) << t.limit << t.unit << qint32(t.windowMinutes)
            << qint32(t.leastSample) << qint32(t.action);
    }
}

/// Reads counts and numbers with bounds; the first that does not fit spoils the stream.
class Input
{
public:
    explicit Input(QDataStream &in) : m_in(in) { }

    QString text()
    {
        QString value;
        m_in >> value;
        return value;
    }

    QByteArray bytes()
    {
        QByteArray value;
        m_in >> value;
        return value;
    }

    qint64 number()
    {
        qint64 value = 0;
        m_in >> value;
        return value;
    }

    qint32 atMost(qint32 most)
    {
        qint32 value = 0;
        m_in >> value;
        if (value < 0 || value > most) {
            m_in.setStatus(QDataStream::ReadCorruptData);
            return 0;
        }
        return value;
    }

    quint32 count()
    {
        quint32 value = 0;
        m_in >> value;
        if (value > mostItems) {
            m_in.setStatus(QDataStream::ReadCorruptData);
            return 0;
        }
        return m_in.status() == QDataStream::Ok ? value : 0;
    }

    ContentHash hash()
    {
        const std::optional<ContentHash> found = ContentHash::fromBytes(bytes());
        if (!found) {
            m_in.setStatus(QDataStream::ReadCorruptData);
        }
        return found.value_or(ContentHash{});
    }

    [[nodiscard]] bool ok() const { return m_in.status() == QDataStream::Ok; }

private:
    QDataStream &m_in;
};

NoteDraft readNote(Input &in)
{
    NoteDraft note;
    note.what = in.text();
    note.why = in.text();
    note.workflow = in.text();
    note.outcome = in.text();
    note.rollbackOwner = {in.text()};
    for (quint32 left = in.count(); left > 0 && in.ok(); --left) {
        note.informed.append(PrincipalId{in.text()});
    }
    for (quint32 left = in.count(); left > 0 && in.ok(); --left) {
        Trigger trigger;
        trigger.metric = in.text();
        trigger.comparator = Comparator(in.atMost(1));
        trigger.measure = TriggerMeasure(in.atMost(1));
        trigger.limit = in.number();
        trigger.unit = in.text();
        trigger.windowMinutes = in.atMost(1'000'000);
        trigger.leastSample = in.atMost(100'000'000);
        trigger.action = TriggerAction(in.atMost(1));
        note.triggers.append(trigger);
    }
    return note;
}

bool isId(const QString &id)
{
    return id.size() == 32 && std::all_of(id.cbegin(), id.cend(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
    });
}

} // namespace

EditedFile editedOutside(const UngovernedEdit &edit, const std::optional<QByteArray> &found)
{
    return {.artifact = edit.artifact,
            .path = edit.path,
            .kind = edit.kind,
            .before = edit.governed,
            .text = found.value_or(QByteArray()),
            .removed = !found};
}

Draft draftOf(const Policy &policy, const UngovernedEdit &edit, const std::optional<QByteArray> &found)
{
    Draft draft{.title = edit.summary.simplified(), .files = {editedOutside(edit, found)}};
    for (const QString &email : edit.editors) {
        const Person *editor = policy.personByEmail(email);
        if (editor && !draft.contributors.contains(editor->id)) {
            draft.contributors.append(editor->id);
        }
    }
    return draft;
}

QByteArray draftToBytes(const Draft &draft)
{
    QByteArray payload;
    QDataStream out(&payload, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_8);
    out << draft.id << draft.change.toString() << draft.title << draft.savedAt;
    out << quint32(draft.files.size());
    for (const EditedFile &file : draft.files) {
        out << file.artifact.value << file.path << qint32(file.kind) << file.before.toBytes() << file.text
            << qint32(file.removed);
    }
    write(out, draft.note);
    write(out, draft.contributors);
    return sealed(draftMagic, draftFormatVersion, payload);
}

Result<Draft> draftFromBytes(const QByteArray &bytes)
{
    const Result<QByteArray> payload = unsealed(draftMagic, draftFormatVersion, bytes);
    if (!payload) {
        return std::unexpected(payload.error());
    }
    QDataStream stream(*payload);
    stream.setVersion(QDataStream::Qt_6_8);
    Input in(stream);
    Draft draft;
    draft.id = in.text();
    const QString change = in.text();
    draft.change = ChangeId::fromString(change).value_or(ChangeId{});
    draft.title = in.text();
    draft.savedAt = in.number();
    for (quint32 left = in.count(); left > 0 && in.ok(); --left) {
        EditedFile file;
        file.artifact = {in.text()};
        file.path = in.text();
        file.kind = ArtifactKind(in.atMost(int(ArtifactKind::Policy)));
        file.before = in.hash();
        file.text = in.bytes();
        file.removed = in.atMost(1) == 1;
        draft.files.append(file);
    }
    draft.note = readNote(in);
    for (quint32 left = in.count(); left > 0 && in.ok(); --left) {
        draft.contributors.append(PrincipalId{in.text()});
    }
    if (!in.ok() || !stream.atEnd()) {
        return failure(ErrorCode::Corrupt, u"draft"_s, u"the fields do not fit"_s);
    }
    return draft;
}

DraftStore::DraftStore(QString directory) : m_directory(std::move(directory)) { }

QString DraftStore::newId()
{
    return QUuid::createUuid().toString(QUuid::Id128);
}

QString DraftStore::pathOf(const QString &id) const
{
    return u"%1/%2.draft"_s.arg(m_directory, id);
}

Result<DraftStore::Loaded> DraftStore::load() const
{
    if (!QDir().mkpath(m_directory)) {
        return failure(ErrorCode::NotPermitted, m_directory);
    }
    Loaded loaded;
    const QStringList names = QDir(m_directory).entryList({u"*.draft"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const QString path = m_directory + u'/' + name;
        const Result<QByteArray> bytes = readDiskFile(path);
        Result<Draft> draft = bytes ? draftFromBytes(*bytes) : std::unexpected(bytes.error());
        if (draft && pathOf(draft->id) != path) {
            draft = failure(ErrorCode::Corrupt, path, u"holds another draft"_s);
        }
        if (draft) {
            loaded.drafts.append(*draft);
            continue;
        }
        if (draft.error().code != ErrorCode::Corrupt) {
            loaded.damaged.append(path);
            continue;
        }
        QString aside = path + u".damaged"_s;
        for (int number = 2; QFile::exists(aside); ++number) {
            aside = u"%1.damaged%2"_s.arg(path).arg(number);
        }
        loaded.damaged.append(QFile::rename(path, aside) ? aside : path);
    }
    std::stable_sort(loaded.drafts.begin(), loaded.drafts.end(),
                     [](const Draft &a, const Draft &b) { return a.savedAt > b.savedAt; });
    return loaded;
}

Done DraftStore::save(const Draft &draft) const
{
    if (!isId(draft.id)) {
        return failure(ErrorCode::Invalid, u"draft"_s, draft.id);
    }
    if (!QDir().mkpath(m_directory)) {
        return failure(ErrorCode::NotPermitted, m_directory);
    }
    return writeDiskFile(pathOf(draft.id), draftToBytes(draft));
}

Done DraftStore::drop(const QString &id) const
{
    if (!isId(id)) {
        return failure(ErrorCode::Invalid, u"draft"_s, id);
    }
    QFile file(pathOf(id));
    if (file.exists() && !file.remove()) {
        return failure(ErrorCode::NotPermitted, file.fileName(), file.errorString());
    }
    return {};
}

} // namespace countersign
