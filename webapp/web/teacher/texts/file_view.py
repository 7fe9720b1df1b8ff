"""A file of a text as it is written, for a page: its lines, and the problems at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from webapp.domain.problem import MOST_PROBLEMS, Problem
from webapp.web.framework.i18n import Said
from webapp.web.teacher.question_forms.form_view import of_both

LONGEST_QUOTE = 120
WIDEST = 240


@dataclass(frozen=True)
class ShownProblem:
    """A problem as the page shows it; ``line`` is 0 where it is in another file, or in the file as a whole."""

    problem: Problem
    message: Said
    line: int
    quoted: str

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.problem.path


@dataclass(frozen=True)
class FileView:
    """A file with the name that its problems have for it; ``problems`` are errors first, ``more`` counts the others."""

    path: str
    text: str
    problems: tuple[ShownProblem, ...] = ()
    more: int = 0

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.text.split("\n")

    @cached_property
    def at_line(self) -> dict[int, int]:
        """The number of the first problem at a line."""
        numbered = list(enumerate(self.problems, 1))
        return {shown.line: index for index, shown in reversed(numbered) if shown.line}

    @cached_property
    def longest(self) -> int:
        """Columns for the longest line."""
        return min(max(map(len, self.lines)) + 2, WIDEST)


def file_view(path: str, text: str, problems: Iterable[Problem] = ()) -> FileView:
    """Show a file with its problems."""
    lines, shown = text.split("\n"), []
    known = sorted(problems, key=lambda problem: problem.severity != "error")
    for problem in known[:MOST_PROBLEMS]:
        line = problem.line if problem.path == path and 0 < problem.line <= len(lines) else 0
        quoted = lines[line - 1].strip()[:LONGEST_QUOTE] if line else ""
        shown.append(ShownProblem(problem, of_both(problem.message), line, quoted))
    return FileView(path, text, tuple(shown), max(0, len(known) - MOST_PROBLEMS))


def file_text(raw: bytes) -> str:
    """A file as text; what is no UTF-8 shows as such, and the check names its place."""
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
