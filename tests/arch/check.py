#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""check.py [--widgets DIR] [--gui DIR] [ROOT]: reads every source file below ROOT and names what breaks the house rules.

DIR are the folders with Qt's forwarding headers (QWidget, QPainter, …). Prints `file:line: rule: words`; the status is 1
when there is a line to print. Nothing is compiled and nothing is written.
"""

import argparse
import os
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

# Which folders a folder may include besides itself. ui and models reach a ledger only through services; the two ledgers
# that store are known to app alone.
VALUES = {"base", "domain", "prompt", "diff", "lanes", "evals"}
LAYERS = {
    "base": set(),
    "domain": {"base"},
    "prompt": {"base", "domain"},
    "diff": {"base", "domain", "prompt"},
    "lanes": {"base", "domain", "prompt", "diff"},
    "connectors": {"base"},
    "evals": {"base", "domain", "prompt", "connectors"},
    "ledger": {"base", "domain"},
    "ledger_git": {"base", "domain", "ledger"},
    "ledger_sql": {"base", "domain", "ledger"},
    "services": VALUES | {"ledger", "connectors"},
    "models": VALUES | {"services"},
    "ui": VALUES | {"services", "models"},
}
LAYERS["app"] = set(LAYERS) | {"app"}
FOREIGN_TO_PRODUCT = {"tests", "support", "unit", "contract", "gui"}

CODE = {".cpp", ".h"}
COUNTED = CODE | {".py", ".cmake", ".sh"}
COMMENTED = COUNTED | {".ui", ".qrc"}
MAX_LINES = 800

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])*\'',
    re.DOTALL,
)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass
class Word:
    """A rule that forbids a pattern in the code (not in comments or literals) of some folders."""

    rule: str
    pattern: str
    where: str  # a regular expression that the path from ROOT matches
    unless: str = r"$^"


WORDS = [
    Word("nested-loop", r"\bQEventLoop\b|\bprocessEvents\b", r"(src|ui|app|tests)/"),
    Word("blocking-wait", r"\bwaitForFinished\b", r"(src|ui|app)/"),
    Word("result-in-ui", r"(\.|->)result\s*\(\s*\)", r"ui/"),
    Word("sleep", r"\bQThread::(m|u)?sleep\b", r"(src|ui|app|tests)/"),
    Word("fixed-wait", r"\bqWait\s*\(|\bqSleep\s*\(", r"tests/"),
    Word("plain-text", r"\bQLabel\b|\bQMessageBox\b", r"(ui|app)/", r"ui/common/"),
    Word("rich-text", r"\b(setHtml|insertHtml|appendHtml|setMarkdown)\b|\bQt::(RichText|MarkdownText|AutoText)\b", r"(ui|app)/"),
    Word("style-sheet", r"\bsetStyleSheet\b", r"(ui|app)/"),
    Word("translation-below-ui", r"(?<![\w.>])tr\s*\(|\bQT_TR_NOOP\b|\bQT_TRANSLATE_NOOP\b|::translate\s*\(", r"src/"),
    Word("friend", r"\bfriend\s+(class|struct)\b", r"(src|ui|app)/"),
    Word("test-seam", r"#\s*if.*\b(TEST|TESTING|UNIT_TEST)\b|\bisInTest\b", r"(src|ui|app)/"),
    Word("using-in-header", r"^\s*using\s+namespace\b", r".*\.h$"),
]

# Split, so that this file does not contain what it looks for.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|not imple" + r"mented", re.ASCII)


@dataclass
class Report:
    lines: list = field(default_factory=list)

    def add(self, path, line, rule, words):
        self.lines.append((str(path), line, rule, words.strip()))


def code_only(text):
    """The text with comments and the insides of literals blanked, lines kept."""

    def blank(match):
        token = match.group(0)
        if token.startswith("/"):
            return re.sub(r"[^\n]", " ", token)
        return token[0] + re.sub(r"[^\n]", " ", token[1:-1]) + token[-1]

    return TOKEN.sub(blank, text)


def without_comments(text):
    return TOKEN.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)) if m.group(0).startswith("/") else m.group(0), text)


def folder_of(path):
    parts = path.parts
    if parts[0] == "src":
        return parts[1] if len(parts) > 2 else None
    return parts[0] if parts[0] in ("ui", "app") else None


def check_includes(path, text, qt, report):
    folder = folder_of(path)
    for number, line in enumerate(without_comments(text).splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, name = match.groups()
        parts = name.split("/")
        if ".." in parts or "." in parts:
            report.add(path, number, "relative-include", line)
        if folder is None:
            continue
        if parts[0] in FOREIGN_TO_PRODUCT and len(parts) > 1:
            report.add(path, number, "layering", f"{folder} includes {name}")
        target = parts[1] if parts[0] == "src" and len(parts) > 2 else parts[0]
        if quote == '"' and len(parts) > 1 and target in LAYERS and target != folder and target not in LAYERS[folder]:
            report.add(path, number, "layering", f"{folder} includes {name}")
        if parts[0] == "git2.h" or parts[0] == "git2":
            if folder != "ledger_git":
                report.add(path, number, "git2", line)
        if re.match(r"Q(t)?Sql(?!uery.*Highl)", parts[-1]) or parts[0] == "QtSql":
            outbox = folder == "ledger_git" and path.name.startswith("Outbox")
            if folder != "ledger_sql" and not outbox:
                report.add(path, number, "sql", line)
        if path.parts[0] == "src":
            if parts[0] == "QtWidgets" or parts[-1] in qt["widgets"]:
                report.add(path, number, "widgets-below-ui", line)
            elif folder != "models" and (parts[0] == "QtGui" or parts[-1] in qt["gui"]):
                report.add(path, number, "gui-below-ui", line)


def check_words(path, text, report):
    code = None
    for word in WORDS:
        if not re.match(word.where, str(path)) or re.match(word.unless, str(path)):
            continue
        if code is None:
            code = code_only(text).splitlines()
        for number, line in enumerate(code, 1):
            if re.search(word.pattern, line):
                report.add(path, number, word.rule, line)


# Whoever closes another descriptor of an SQLite file drops the locks of the whole process
# (sqlite.org/howtocorrupt.html, section 2.2); what a new file is made with comes before SQLite has it.
REGISTRY_FILE = re.compile(
    r'\bQ(Save|Temporary)?File\s+\w+\s*[({](?!u"(:/|/proc/))|\bQFile::(open|copy|rename)\b|\bf(re)?open\s*\('
    r"|\bstd::i?o?fstream\b|(?<!\w)::open(at)?\s*\((?!.*\bO_EXCL\b)"
)
# A statement that is put together from pieces. Names of roles go through the server's format().
BUILT_SQL = re.compile(
    r'"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|GRANT|REVOKE|SET|WITH|TRUNCATE|COPY|CALL|NOTIFY|LISTEN)\b[^"\n]*"'
    r'(_s|_L1)?(\s*u?"[^"\n]*"(_s|_L1)?)*\s*(\.(arg|append|replace)\s*\(|[+%](?!=))'
    r'|\+\s*u?"[^"\n]*\b(FROM|WHERE|VALUES|ORDER BY|AND|LIMIT)\b'
)


def check_sql(path, text, report):
    """What speaks to databases: every value is bound, and no second hand is on the file."""
    if not re.match(r"src/(ledger_sql/|ledger_git/Outbox|ledger/Outbox)", str(path)):
        return
    text = without_comments(text)
    for match in BUILT_SQL.finditer(text):
        number = text.count("\n", 0, match.start()) + 1
        report.add(path, number, "built-sql", text.splitlines()[number - 1])
    if path.parts[1] == "ledger_sql":
        for number, line in enumerate(text.splitlines(), 1):
            if REGISTRY_FILE.search(line):
                report.add(path, number, "registry-file", line)


def check_form(path, text, report):
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        report.add(path, error.position[0], "form", f"is not XML: {error}")
        return
    names = {widget.get("name") for widget in root.iter("widget")}
    for widget in root.iter("widget"):
        kind, name = widget.get("class", ""), widget.get("name", "")
        values = {p.get("name"): "".join(p.itertext()).strip() for p in widget.findall("property")}
        if kind.endswith("Label") and not re.search(r"(Heading|Hint|Value|Notice)$", name):
            if values.get("buddy") not in names:
                report.add(path, 1, "buddy", f"{name} has no buddy (or name it …Heading, …Hint, …Value, …Notice)")
        if kind in ("QToolButton", "QPushButton") and not values.get("text") and not values.get("accessibleName"):
            report.add(path, 1, "accessible-name", f"{name} has neither a text nor an accessible name")
        if kind == "QLabel" and path.parts[:2] != ("ui", "common"):
            report.add(path, 1, "plain-text", f"{name} is a QLabel; promote it to PlainLabel")
        if values.get("styleSheet"):
            report.add(path, 1, "style-sheet", f"{name} has a style sheet")


def check_text(path, text, report):
    lines = text.splitlines()
    scripts = path.parts[0] in (".ci", "packaging") and path.suffix == ""
    if path.suffix in COMMENTED or path.name == "CMakeLists.txt" or scripts:
        # Split, so that the tools that read licences take this line for code.
        if not any("SPDX-" + "License-Identifier:" in line for line in lines[:6]):
            report.add(path, 1, "licence", "has no SPDX lines on top")
        for number, line in enumerate(lines, 1):
            if UNFINISHED.search(line):
                report.add(path, number, "unfinished", line)
    if path.suffix in COUNTED and len(lines) > MAX_LINES:
        report.add(path, len(lines), "length", f"{len(lines)} lines; {MAX_LINES} are the most")
    if path.suffix == ".h" and not any(line.strip() == "#pragma once" for line in lines):
        report.add(path, 1, "header-guard", "has no #pragma once")


def check_registration(root, tests, lists, report):
    """A test that no CMakeLists.txt of its folder or the folders above names would never run."""
    for path in tests:
        name = path.stem.removeprefix("tst_")
        above = [root / folder / "CMakeLists.txt" for folder in path.parents if folder / "CMakeLists.txt" in lists]
        named = re.compile(rf"(\(|\s|_){re.escape(name)}(\s|\)|\.)")
        if not any(named.search(file.read_text(encoding="utf-8")) for file in above):
            report.add(path, 1, "orphan-test", "no CMakeLists.txt names it")


def files(root):
    """Every file of the source tree, without build folders and stored material."""
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root)
        folders[:] = sorted(
            f for f in folders
            if (not f.startswith(".") or f == ".ci") and f != "__pycache__" and not (here == Path(".") and f == "build")
            and not (here.parts[:1] == ("tests",) and f == "data") and here / f != Path("resources/example")
        )
        for name in sorted(names):
            if not name.startswith("."):
                yield here / name


def check(root, qt):
    report = Report()
    found = list(files(root))
    lists = {path for path in found if path.name == "CMakeLists.txt"}
    tests = [path for path in found if path.parts[0] == "tests" and re.fullmatch(r"tst_\w+\.(cpp|py)", path.name)]
    check_registration(root, tests, lists, report)
    for path in found:
        scripts = path.parts[0] in (".ci", "packaging") and path.suffix == ""
        if path.suffix not in COMMENTED and path.name != "CMakeLists.txt" and not scripts:
            continue
        try:
            text = (root / path).read_text(encoding="utf-8")
        except FileNotFoundError:
            continue  # an editor's temporary file
        except UnicodeDecodeError as error:
            report.add(path, 1, "encoding", str(error))
            continue
        check_text(path, text, report)
        if path.suffix in CODE:
            check_includes(path, text, qt, report)
            check_words(path, text, report)
            check_sql(path, text, report)
        elif path.suffix == ".ui":
            check_form(path, text, report)
    return report.lines


def headers_in(folder):
    return {entry.name for entry in Path(folder).iterdir() if entry.name.startswith("Q")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--widgets", required=True)
    parser.add_argument("--gui", required=True)
    parser.add_argument("root", nargs="?", default=Path(__file__).resolve().parents[2], type=Path)
    arguments = parser.parse_args()
    qt = {"widgets": headers_in(arguments.widgets), "gui": headers_in(arguments.gui)}
    if "QWidget" not in qt["widgets"] or "QPainter" not in qt["gui"]:
        sys.exit("check.py: the given folders are not those of Qt's headers")
    lines = check(arguments.root, qt)
    for path, line, rule, words in lines:
        print(f"{path}:{line}: {rule}: {words}")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
