// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "ui/common/Questions.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QWidget>

namespace countersign::test {

/// The child of that type and name; stops the program with the name when there is none.
template<typename T>
[[nodiscard]] T *find(const QObject *root, const char *name)
{
    T *found = root->findChild<T *>(QString::fromLatin1(name));
    if (!found) {
        qFatal("There is no %s called %s", T::staticMetaObject.className(), name);
    }
    return found;
}

/// A clock that stands still until the test moves it.
class FixedClock final : public Clock
{
public:
    explicit FixedClock(qint64 now)
        : m_now(now)
    {
    }
    [[nodiscard]] qint64 now() const override { return m_now; }
    void setNow(qint64 now) { m_now = now; }

private:
    qint64 m_now;
};

/// Answers every question as the test wants it, and remembers what was asked.
class FixedQuestions final : public Questions
{
public:
    Answer answer = Answer::Accepted;
    QList<Question> asked;

    void ask(const Question &question, QObject *, std::function<void(Answer)> answered) override
    {
        asked.append(question);
        answered(answer);
    }
};

/// The theme of a test program; make one before the first widget.
[[nodiscard]] inline std::unique_ptr<Theme> installTheme(const ThemeSettings &settings = {.scheme = SchemeChoice::Light},
                                                         const QFont &font = Theme::interfaceFont())
{
    auto theme = std::make_unique<Theme>(settings, font);
    theme->setMotion(false);
    Style::install(*qApp, *theme);
    return theme;
}

/// Settings in a folder of their own.
class TemporarySettings
{
public:
    [[nodiscard]] QSettings &settings() { return m_settings; }

private:
    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
};

} // namespace countersign::test
