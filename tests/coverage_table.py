"""Print the coverage of each package by line and by branch, after ``pytest --cov``."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path, PurePath

import coverage

COUNTS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def package_of(path: str) -> str:
    """``webapp/arabic`` for a file in it; ``webapp`` for one beside the packages."""
    return "/".join(PurePath(path).parts[:2][: len(PurePath(path).parts) - 1])


def share(covered: int, of: int) -> str:
    """A percentage, or nothing where there is nothing to cover."""
    return f"{100 * covered / of:.1f} %" if of else ""


def main() -> None:
    """Read the data file that pyproject.toml names."""
    data = coverage.Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        data.json_report(outfile=str(path))
        files = json.loads(path.read_text())["files"]
    packages: dict[str, Counter[str]] = {}
    for name, report in files.items():
        for package in (package_of(name), "all"):
            packages.setdefault(package, Counter()).update({count: report["summary"][count] for count in COUNTS})
    print(f"{'package':<22}{'lines':>8}{'covered':>10}{'branches':>10}{'covered':>10}")
    for package, counts in sorted(packages.items(), key=lambda item: (item[0] == "all", item[0])):
        lines, covered_lines, branches, covered_branches = (counts[count] for count in COUNTS)
        print(
            f"{package:<22}{lines:>8}{share(covered_lines, lines):>10}"
            f"{branches:>10}{share(covered_branches, branches):>10}"
        )


if __name__ == "__main__":
    main()
