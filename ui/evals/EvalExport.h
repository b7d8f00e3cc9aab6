// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "evals/Results.h"

#include <memory>

class QMenu;
class QString;
class QWidget;

namespace countersign {

class NoticeBar;

// Adds to `menu` the other tools' forms that the run can be saved in, each through a save dialog over `parent`; how it
// ended stands in `notice`. A run that is not complete has them disabled, with the reason. `name` is the file's, without
// its ending. `parent` and `notice` outlive what is written.
void addExports(QMenu *menu, QWidget *parent, NoticeBar *notice,
                const std::shared_ptr<const evals::ResultFile> &file, const QString &name);

} // namespace countersign
