// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "prompt/Preview.h"
#include "services/Latest.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace countersign {

class PlainLabel;
class UiState;

// What a person gave as values of a prompt's variables, by name and as typed: JSON or plain words.
class Samples
{
public:
    // Kept between runs, for the prompt at `path`.
    [[nodiscard]] static QHash<QString, QString> kept(const UiState &state, const QString &path);
    static void keep(UiState &state, const QString &path, const QHash<QString, QString> &typed);
    [[nodiscard]] static prompt::Value toValue(const QHash<QString, QString> &typed);
};

// The prompt as the model gets it: its messages by role, sample values filled in and marked, and what could not be filled
// in with the reason; beside it a field for every variable. Plain text only, worked out away from the window's thread.
class PreviewView : public QWidget
{
    Q_OBJECT

public:
    static constexpr int fillAfterMs = 200;

    explicit PreviewView(QWidget *parent = nullptr);

    void setText(const QString &text, const QString &path);
    void setTyped(const QHash<QString, QString> &typed);
    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }

signals:
    void typedChanged(const QHash<QString, QString> &typed);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Filled
    {
        prompt::Preview preview = {};
        QStringList variables = {};
        prompt::Value samples = {}; // of the file itself
    };

    void fill();
    void show(const Filled &filled);
    void showFields(const Filled &filled);
    void mark();

    QString m_source;
    QString m_path;
    QHash<QString, QString> m_typed;
    QStringList m_names;
    QHash<QString, QLineEdit *> m_fields;
    struct Mark
    {
        qsizetype start = 0;
        qsizetype length = 0;
        enum class Kind { Role, Filled, Unresolved } kind = Kind::Role;
    };
    QList<Mark> m_marks;
    QPlainTextEdit *m_text = nullptr;
    QWidget *m_column = nullptr;
    QVBoxLayout *m_fieldRows = nullptr;
    QVBoxLayout *m_problemRows = nullptr;
    PlainLabel *m_state = nullptr;
    QTimer m_fillSoon;
    Latest<Result<Filled>> m_filling{this};
};

} // namespace countersign
