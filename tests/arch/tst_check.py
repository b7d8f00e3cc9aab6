#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule of check.py finds the violation planted for it, at its line, and nothing in a tree that keeps the rules."""

import re
import tempfile
import unittest
from pathlib import Path

import check

QT = {"widgets": {"QWidget", "QLabel", "QMessageBox"}, "gui": {"QPainter", "QColor"}}
SPDX = "SPDX-FileCopyrightText: 2026 X\n// SPDX-" + "License-Identifier: GPL-3.0-or-later\n"
TOP = "// " + SPDX
HEADER = TOP + "#pragma once\n"
FORM_TOP = '<?xml version="1.0"?>\n<!-- SPDX-' + "License-Identifier: GPL-3.0-or-later -->\n"


def form(body):
    return f'{FORM_TOP}<ui version="4.0"><widget class="QWidget" name="w">{body}</widget></ui>'


# rule, path, text, line at which it must be found
PLANTED = [
    ("layering", "src/base/A.cpp", TOP + '#include "domain/Fold.h"\n', 3),
    ("layering", "src/domain/A.cpp", TOP + '#include "ledger/Ledger.h"\n', 3),
    ("layering", "src/prompt/A.cpp", TOP + '#include "diff/Rows.h"\n', 3),
    ("layering", "src/diff/A.cpp", TOP + '#include "lanes/Rules.h"\n', 3),
    ("layering", "src/lanes/A.cpp", TOP + '#include "ledger/Ledger.h"\n', 3),
    ("layering", "src/evals/A.cpp", TOP + '#include "lanes/Rules.h"\n', 3),
    ("layering", "src/connectors/A.cpp", TOP + '#include "evals/Read.h"\n', 3),
    ("layering", "ui/change/A.cpp", TOP + '#include "connectors/Chat.h"\n', 3),
    ("layering", "src/ledger/A.cpp", TOP + '#include "services/Review.h"\n', 3),
    ("layering", "src/ledger_git/A.cpp", TOP + '#include "ledger_sql/Sql.h"\n', 3),
    ("layering", "src/ledger_sql/A.cpp", TOP + '#include "ledger_git/Git.h"\n', 3),
    ("layering", "src/services/A.cpp", TOP + '#include "ledger_git/GitLedger.h"\n', 3),
    ("layering", "src/services/A.cpp", TOP + '#include "src/ledger_git/GitLedger.h"\n', 3),
    ("layering", "src/models/A.cpp", TOP + '#include "ui/common/Tokens.h"\n', 3),
    ("layering", "src/models/A.cpp", TOP + '#include "ledger/Ledger.h"\n', 3),
    ("layering", "ui/shell/A.cpp", TOP + '#include "ledger/Ledger.h"\n', 3),
    ("layering", "ui/shell/A.cpp", TOP + '#include "app/Workspace.h"\n', 3),
    ("layering", "ui/shell/A.cpp", TOP + '#include "support/Story.h"\n', 3),
    ("relative-include", "src/domain/A.cpp", TOP + '#include "../ledger/Ledger.h"\n', 3),
    ("git2", "src/services/A.cpp", TOP + "#include <git2.h>\n", 3),
    ("git2", "app/A.cpp", TOP + "#include <git2/refs.h>\n", 3),
    ("sql", "src/services/A.cpp", TOP + "#include <QSqlDatabase>\n", 3),
    ("sql", "src/ledger_git/Clone.cpp", TOP + "#include <QtSql/QSqlQuery>\n", 3),
    ("widgets-below-ui", "src/models/A.cpp", TOP + "#include <QWidget>\n", 3),
    ("widgets-below-ui", "src/base/A.cpp", TOP + "#include <QtWidgets/QLabel>\n", 3),
    ("gui-below-ui", "src/diff/A.cpp", TOP + "#include <QPainter>\n", 3),
    ("nested-loop", "src/services/A.cpp", TOP + "QEventLoop loop;\n", 3),
    ("nested-loop", "tests/gui/a.cpp", TOP + "QCoreApplication::processEvents();\n", 3),
    ("blocking-wait", "app/A.cpp", TOP + "future.waitForFinished();\n", 3),
    ("result-in-ui", "ui/shell/A.cpp", TOP + "auto x = watcher->result();\n", 3),
    ("sleep", "src/ledger_git/A.cpp", TOP + "QThread::msleep(5);\n", 3),
    ("fixed-wait", "tests/gui/a.cpp", TOP + "QTest::qWait(50);\n", 3),
    ("plain-text", "ui/shell/A.cpp", TOP + "auto *a = new QLabel(this);\n", 3),
    ("plain-text", "app/A.cpp", TOP + "QMessageBox::warning(this, a, b);\n", 3),
    ("plain-text", "ui/shell/A.ui", form('<widget class="QLabel" name="aHint"/>'), 1),
    ("rich-text", "ui/change/A.cpp", TOP + "view->setHtml(text);\n", 3),
    ("rich-text", "ui/common/A.cpp", TOP + "label->setTextFormat(Qt::AutoText);\n", 3),
    ("style-sheet", "ui/common/A.cpp", TOP + "w->setStyleSheet(text);\n", 3),
    ("style-sheet", "ui/note/A.ui", form('<property name="styleSheet"><string>a</string></property>'), 1),
    ("translation-below-ui", "src/domain/A.cpp", TOP + 'return tr("No");\n', 3),
    ("translation-below-ui", "src/domain/A.cpp", TOP + 'QObject::tr("No");\n', 3),
    ("friend", "src/domain/A.h", HEADER + "friend class B;\n", 4),
    ("test-seam", "src/domain/A.cpp", TOP + "#ifdef TEST\n", 3),
    ("using-in-header", "ui/shell/A.h", HEADER + "using namespace countersign;\n", 4),
    ("buddy", "ui/note/A.ui", form('<widget class="PlainLabel" name="reasonLabel"/>'), 1),
    ("buddy", "ui/note/A.ui", form('<widget class="PlainLabel" name="reasonLabel"><property name="buddy">'
                                  "<cstring>absent</cstring></property></widget>"), 1),
    ("accessible-name", "ui/note/A.ui", form('<widget class="QToolButton" name="b"/>'), 1),
    ("form", "ui/note/A.ui", FORM_TOP + "<ui><widget></ui>", 3),
    ("licence", "src/base/A.cpp", "int a;\n", 1),
    ("licence", "ui/CMakeLists.txt", "countersign_library(ui)\n", 1),
    ("licence", "packaging/try", "#!/bin/sh\n", 1),
    ("registry-file", "src/ledger_sql/A.cpp", TOP + "QFile file(path);\n", 3),  # T-58
    ("registry-file", "src/ledger_sql/A.cpp", TOP + "QSaveFile file{path};\n", 3),
    ("registry-file", "src/ledger_sql/A.cpp", TOP + "QFile::copy(path, other);\n", 3),
    ("registry-file", "src/ledger_sql/A.cpp", TOP + "const int fd = ::open(path, O_RDONLY);\n", 3),
    ("registry-file", "src/ledger_sql/A.cpp", TOP + 'auto *f = fopen(path, "r");\n', 3),
    ("registry-file", "src/ledger_sql/A.cpp", TOP + "std::ifstream in(path);\n", 3),
    ("built-sql", "src/ledger_sql/A.cpp", TOP + 'run(u"SELECT a FROM b WHERE c = %1"_s.arg(d));\n', 3),  # T-59
    ("built-sql", "src/ledger_sql/A.cpp", TOP + 'run(u"DELETE FROM "_s + table);\n', 3),
    ("built-sql", "src/ledger_sql/A.cpp", TOP + 'run(u"INSERT INTO a "\n    "VALUES (%1)"_s\n    .arg(b));\n', 3),
    ("built-sql", "src/ledger_sql/A.cpp", TOP + 'run(start + u" WHERE a = 1"_s);\n', 3),
    ("built-sql", "src/ledger/Outbox.cpp", TOP + 'run("UPDATE a SET b = " + c);\n', 3),
    ("unfinished", "src/base/A.cpp", TOP + "// TO" + "DO later\n", 3),
    ("unfinished", "tests/gui/CMakeLists.txt", TOP + "# XX" + "X\n", 3),
    ("unfinished", "src/base/A.cpp", TOP + 'fail("not imple' + 'mented");\n', 3),
    ("length", "src/base/A.cpp", TOP + "\n" * 800, 802),
    ("orphan-test", "tests/unit/base/tst_a.cpp", TOP, 1),
    ("header-guard", "src/base/A.h", TOP + "int a;\n", 1),
    ("encoding", "src/base/A.cpp", TOP.encode() + b"// \xff\n", 1),
]

KEEPS_THE_RULES = {
    "src/base/A.h": HEADER + "// Not a QEventLoop, not a QLabel.\nfriend bool operator==(A, A) = default;\n",
    "src/base/A.cpp": TOP + '#include "A.h"\n#include "base/A.h"\n#include <QString>\nauto a = "tr(QMessageBox)"; str(1);\n',
    "src/base/B.cpp": TOP + 'auto n = 1\'000; auto c = \'"\'; // "\nauto s = R"(QEventLoop ")"; attr (2);\n',
    "src/models/A.cpp": TOP + '#include "services/A.h"\n#include "domain/A.h"\n#include <QColor>\n',
    "src/ledger_git/GitLedger.cpp": TOP + "#include <git2.h>\n",
    "src/ledger_git/OutboxFile.cpp": TOP + "#include <QSqlDatabase>\n",
    "src/ledger_sql/A.cpp": TOP + "#include <QtSql/QSqlQuery>\n",
    "src/ledger_sql/B.cpp": TOP + 'QFile locks(u"/proc/locks"_s); run(u"SELECT a FROM b WHERE c = ?"_s, {d + 1});\n'
                            'QFile script(u":/sql"_s); const int fd = ::open(name, O_CREAT | O_EXCL);\n'
                            'run(u"SELECT format(\'CREATE ROLE %I\', ?)"_s, {login}); QFile::encodeName(path);\n',
    "ui/shell/A.cpp": TOP + '#include "ui/common/A.h"\n#include "models/A.h"\n#include <QWidget>\nwatcher.resultCount();\n',
    "ui/common/A.cpp": TOP + "#include <QLabel>\nclass PlainLabel : public QLabel {};\n",
    "ui/note/A.ui": form('<widget class="PlainLabel" name="aLabel"><property name="buddy"><cstring>edit</cstring></property>'
                         '</widget><widget class="QLineEdit" name="edit"/><widget class="PlainLabel" name="aHint"/>'),
    "app/A.cpp": TOP + '#include "ledger_git/GitLedger.h"\n#include "ui/shell/A.h"\n',
    "tests/contract/tst_a.cpp": TOP + '#include "ledger_git/GitLedger.h"\nprocess.waitForFinished();\n',
    "tests/contract/CMakeLists.txt": TOP + "countersign_test(a LINK ledger)\n",
    "tests/prompt/data/A.cpp": "stored material\n",
    "build/dev/A.cpp": "generated\n",
    "resources/schemas/a.json": "{}\n",
}


def found(tree):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in tree.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return check.check(root, QT)


class Check(unittest.TestCase):
    def test_each_planted_violation_is_found_where_it_is_and_nothing_else(self):
        for rule, path, text, line in PLANTED:
            with self.subTest(rule=rule, path=path, text=text[-60:]):
                self.assertEqual([(p, n, r) for p, n, r, _ in found({path: text})], [(path, line, rule)])

    def test_a_tree_that_keeps_the_rules_gives_nothing(self):
        self.assertEqual(found(KEEPS_THE_RULES), [])

    def test_every_rule_has_a_planted_violation(self):
        source = Path(check.__file__).read_text(encoding="utf-8")
        rules = set(re.findall(r'report\.add\([^"\n]*, "([a-z0-9-]+)"', source)) | {word.rule for word in check.WORDS}

        self.assertEqual(rules, {rule for rule, *_ in PLANTED})


if __name__ == "__main__":
    unittest.main()
