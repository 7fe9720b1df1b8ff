"""The benchmarks start: their other tests run with ``make test-bench``."""

from __future__ import annotations

import subprocess
import sys

from conftest import ROOT


def test_the_benchmarks_say_what_they_can_do() -> None:
    done = subprocess.run([sys.executable, "-m", "benchmarks.run", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "--learners" in done.stdout
