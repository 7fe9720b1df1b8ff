"""Find PostgreSQL and PgBouncer for the tests; run as a program, also try to install them.

``python tests/postgres_setup.py`` prints what it found; where one lacks, it installs Debian's (as root), and where that
fails too it ends with 1 under CI=true and with a warning elsewhere, where the tests that need it are skipped by name.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.postgres_process import find_pgbouncer, find_postgres
from browser_setup import in_ci, is_root, run

PROGRAMS: dict[str, tuple[str, Callable[[], Path | None]]] = {
    "PostgreSQL": ("postgresql", find_postgres),
    "PgBouncer": ("pgbouncer", find_pgbouncer),
}
"""Debian's package of each program, and where to look for it."""


def require(name: str) -> None:
    """Skip the test where a program lacks; in CI, fail it."""
    if PROGRAMS[name][1]() is None or find_spec("psycopg") is None:
        message = f"no {name} here: see tests/postgres_setup.py"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)


def missing() -> list[str]:
    """The programs that are not installed."""
    return [name for name, (_, find) in PROGRAMS.items() if find() is None]


def install(names: list[str]) -> None:
    """Install these from Debian's packages, where we may; say so first."""
    listed = ", ".join(names)
    print(f"→ Not here yet; installing {listed} | غير موجود بعد؛ أُثبِّت {listed}", flush=True)
    if shutil.which("apt-get") and is_root():
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *(PROGRAMS[name][0] for name in names))


def main() -> int:
    """Print where they are; 1 if one lacks and this is CI."""
    if lacking := missing():
        install(lacking)
    for name, (_, find) in PROGRAMS.items():
        if path := find():
            print(f"  {name}: {path}")
    mark = "✗" if in_ci() else "⚠ postgres-missing (its tests will be skipped | ستُتخطَّى اختباراته):"
    lacking = missing()
    for name in lacking:
        print(mark, f"{name} was not found: install the package {PROGRAMS[name][0]}.", file=sys.stderr)
        print(mark, f"لم أجد {name}: ثبِّت الحزمة {PROGRAMS[name][0]}.", file=sys.stderr)
    return 1 if lacking and in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
