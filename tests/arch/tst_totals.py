#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/totals counts the entries of ctest's results as a person would, and fails when it should."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOTALS = Path(__file__).resolve().parents[2] / "packaging" / "totals"

PASSED = '<testcase name="ok" status="run"><system-out>Totals: 5 passed, 0 failed, 1 skipped, 0 blacklisted</system-out></testcase>'
FAILED = '<testcase name="bad" status="fail"><failure message="Failed"/><system-out/></testcase>'
TIMEOUT = '<testcase name="slow" status="fail"><failure message="Timeout"/><system-out/></testcase>'
NEVER_BUILT = '<testcase name="absent" status="notrun"><skipped message="Unable to find executable"/><system-out/></testcase>'
NEEDS_FAILED = '<testcase name="needs" status="notrun"><skipped message="Fixture dependency failed"/><system-out/></testcase>'
SAID_SKIP = '<testcase name="skip" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out/></testcase>'
DISABLED = '<testcase name="off" status="disabled"><system-out>Disabled</system-out></testcase>'
ONLY_SKIPPED = ('<testcase name="corpus" status="run"><system-out>SKIP   : T::reads() no corpus here\n'
                "Totals: 2 passed, 0 failed, 1 skipped, 0 blacklisted</system-out></testcase>")


def totals(*cases, text=None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "junit.xml"
        if text is None:
            text = '<?xml version="1.0"?><testsuite>' + "".join(cases) + "</testsuite>"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, TOTALS, path], capture_output=True, text=True, check=False)
        return done.stdout.splitlines(), done.returncode


class Totals(unittest.TestCase):
    def check(self, cases, last_line, status):
        lines, code = totals(*cases)

        self.assertEqual((lines[-1], code), (last_line, status))

    def test_a_run_in_which_nothing_failed_succeeds(self):
        self.check([PASSED, PASSED], "2 passed, 0 failed, 0 skipped", 0)

    def test_a_failure_and_a_time_out_fail_the_run(self):
        self.check([PASSED, FAILED, TIMEOUT], "1 passed, 2 failed, 0 skipped", 1)

    def test_a_test_that_could_not_run_has_failed(self):
        self.check([PASSED, NEVER_BUILT, NEEDS_FAILED], "1 passed, 2 failed, 0 skipped", 1)

    def test_a_test_that_says_so_is_skipped(self):
        self.check([PASSED, SAID_SKIP, DISABLED], "1 passed, 0 failed, 2 skipped", 0)

    def test_a_qt_test_in_which_every_function_was_skipped_is_skipped_and_its_reason_shown(self):
        lines, code = totals(PASSED, ONLY_SKIPPED)

        self.assertIn("skipped: corpus: no corpus here", [line.replace("T::reads() ", "") for line in lines])
        self.assertEqual((lines[-1], code), ("1 passed, 0 failed, 1 skipped", 0))

    def test_a_run_without_a_passed_test_fails(self):
        self.check([], "0 passed, 0 failed, 0 skipped", 1)
        self.check([ONLY_SKIPPED], "0 passed, 0 failed, 1 skipped", 1)

    def test_results_that_cannot_be_read_fail_the_run(self):
        lines, code = totals(text="<testsuite><testcase")

        self.assertEqual((lines[-1], code), ("0 passed, 0 failed, 0 skipped", 1))


if __name__ == "__main__":
    unittest.main()
