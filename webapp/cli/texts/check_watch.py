"""``fahm check --watch``: the check again whenever a file changes, with what is new and what is mended."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from webapp.cli.texts.check import CheckReport, check_all, text_settings
from webapp.content import question_files
from webapp.content.files.question_files import display_path, same_name, words_path
from webapp.content.files.stray_files import name_problem, stray_files
from webapp.content.text_marks.pictures import PICTURES
from webapp.domain.problem import Problem

SECONDS = 0.5
"""Seconds between two looks at the times of the files."""
Stamp = tuple[tuple[int, int] | None, ...]
MENDED = "fixed — أُصلح"


class WatchedFiles:
    """Question files with what the check says of each; a file is checked again when it or what it needs has changed."""

    def __init__(self, content: Path, named: Sequence[Path] = ()) -> None:
        self.content, self.named = content, named
        self._known: dict[Path, tuple[Stamp, CheckReport]] = {}

    def check(self) -> CheckReport:
        """Check what has changed; the report is of all files."""
        paths = list(self.named) or question_files(self.content)
        reports = [self._report(path) for path in paths]
        self._known = {path: self._known[path] for path in paths}
        report = CheckReport(sum(one.files for one in reports), [p for one in reports for p in one.problems])
        if self.named:
            names = (name_problem(path, display_path(path, self.content)) for path in paths if path.is_file())
            report.problems += [problem for problem in names if problem]
        else:
            report.problems += stray_files(self.content, [text_settings(path)[0] for path in paths])
        return report

    def stamp(self) -> Stamp:
        """The state of all files by their times and sizes, from which a change is seen."""
        folders = [self.content / name for name in ("questions", "seeds", "questions/audio", f"seeds/{PICTURES}")]
        files = sorted(path for folder in folders for path in folder.glob("*"))
        names = tuple((hash(path.name), 0) for path in files)
        return (*names, *map(_stamp, [*files, *self.named]))

    def _report(self, path: Path) -> CheckReport:
        stamp = tuple(map(_stamp, self._needed(path)))
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            known = self._known[path] = (stamp, check_all([path], self.content))
        return known[1]

    def _needed(self, path: Path) -> Iterator[Path]:
        yield path
        yield words_path(path)
        seeds, name = self.content / "seeds", text_settings(path)[0]
        if name and not set("/\\\0") & set(name):
            yield seeds / (same_name(seeds, name) or name)
        yield from sorted((self.content / "questions" / "audio").glob("*"))
        yield from sorted((seeds / PICTURES).glob("*"))


def watch(files: WatchedFiles, say: Callable[[str], None], stop: threading.Event, seconds: float = SECONDS) -> None:
    """Say what the check finds, and after each change what has changed, until ``stop`` is set."""
    stamp, told = files.stamp(), Counter[Problem]()
    report = files.check()
    told = _told(say, told, report)
    while not stop.wait(seconds):
        now = files.stamp()
        if now != stamp:
            stamp = now
            told = _told(say, told, files.check())


def _told(say: Callable[[str], None], before: Counter[Problem], report: CheckReport) -> Counter[Problem]:
    now = Counter(report.problems)
    # A problem that only stands in another line than before is neither new nor mended.
    moved = _places(now - before) & _places(before - now)
    for problem in report.problems:
        if problem in now - before and not moved[_placeless(problem)]:
            say(str(problem))
    for problem in before - now:
        if not moved[_placeless(problem)]:
            say(f"{MENDED}: {problem}")
    if now != before or not before:
        errors = sum(problem.severity == "error" for problem in report.problems)
        warnings = len(report.problems) - errors
        say(
            f"{report.files} file(s), {errors} error(s), {warnings} warning(s) — "
            f"عدد الأخطاء {errors}، وعدد التنبيهات {warnings}"
        )
    return now


def _places(problems: Counter[Problem]) -> Counter[tuple[str, str, str]]:
    return Counter(_placeless(problem) for problem in problems.elements())


def _placeless(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.rule, problem.message


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
