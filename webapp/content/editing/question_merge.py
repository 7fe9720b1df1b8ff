"""Three-way merge of a question file: changes of different questions and settings go together, of the same ones not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.content.editing.line_merge import merge_lines
from webapp.content.editing.question_edits import (
    UneditableFile,
    add_question,
    change_question,
    change_settings,
    file_settings,
    move_question,
    question_sources,
    remove_question,
)

MAX_WORK = 4 * 1024 * 1024
"""Changed questions, times the size of the file: each is put into it, and the file is read again."""
ORDER = "questions"
"""Name of a conflict over the order of the questions: the key that holds them."""
Values = Mapping[str, object]


@dataclass(frozen=True)
class Merged:
    """Result of a merge: the file, or the ids and settings that both sides changed (``""``: it cannot be told)."""

    raw: bytes | None
    conflicts: tuple[str, ...] = ()


def merge_questions(base: bytes, theirs: bytes, mine: bytes) -> Merged:
    """Put what ``mine`` changed of ``base`` into ``theirs``; comments of both sides stay where the lines allow it."""
    if mine in (base, theirs):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    try:
        sides = _Sides(_Side(base), _Side(theirs), _Side(mine))
    except UneditableFile:
        return Merged(None, ("",))
    if conflicts := sides.conflicts():
        return Merged(None, tuple(conflicts))
    if sides.steps() * len(theirs) > MAX_WORK:
        return Merged(None, ("",))
    try:
        merged = sides.applied()
    except UneditableFile:
        return Merged(None, ("",))
    by_lines = _by_lines(base, theirs, mine)
    return Merged(by_lines if by_lines and _is_same_file(by_lines, merged) else merged)


class _Side:
    """A version of the file by its settings and questions."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.settings = file_settings(raw)
        sources = question_sources(raw)
        self.questions: dict[str, Values] = {source.id: source.values for source in sources}
        if len(self.questions) < len(sources) or "" in self.questions:
            raise UneditableFile([])  # questions without a name of their own cannot be told apart

    def order(self, among: Iterable[str]) -> list[str]:
        """The ids that the other sides have too, in the order of this one."""
        return [name for name in self.questions if name in among]


@dataclass(frozen=True)
class _Sides:
    base: _Side
    theirs: _Side
    mine: _Side

    def conflicts(self) -> list[str]:
        """The settings and questions that both sides changed, each in another way."""
        found = [*_both_changed(self.base.settings, self.theirs.settings, self.mine.settings)]
        found += _both_changed(self.base.questions, self.theirs.questions, self.mine.questions)
        if not found and self._moved(self.mine) and self._moved(self.theirs):
            common = self.base.questions.keys() & self.theirs.questions.keys() & self.mine.questions.keys()
            found += [ORDER] * (self.mine.order(common) != self.theirs.order(common))
        return found

    def steps(self) -> int:
        """Questions that are added, removed, changed, or perhaps moved."""
        base, mine = self.base.questions, self.mine.questions
        changed = sum(base.get(name) != mine.get(name) for name in {*base, *mine})
        order = zip(self.theirs.order(mine), self.mine.order(self.theirs.questions), strict=True)
        return changed + (sum(one != other for one, other in order) if self._moved(self.mine) else 0)

    def _moved(self, side: _Side) -> bool:
        common = self.base.questions.keys() & side.questions.keys()
        return side.order(common) != self.base.order(common)

    def applied(self) -> bytes:
        """The changes of ``mine`` made in ``theirs``."""
        raw = change_settings(
            self.theirs.raw, _taken_over(self.base.settings, self.theirs.settings, self.mine.settings)
        )
        for name in self.base.questions.keys() - self.mine.questions.keys():
            raw = remove_question(raw, name) if name in self.theirs.questions else raw
        before: str | None = None
        for name, values in self.mine.questions.items():
            if name not in self.base.questions and name not in self.theirs.questions:
                raw = _added_behind(raw, values, before)
            elif name in self.theirs.questions and values != self.base.questions.get(name):
                raw = change_question(raw, name, values)
            before = name if name in self.theirs.questions or name not in self.base.questions else before
        return self._reordered(raw) if self._moved(self.mine) else raw

    def _reordered(self, raw: bytes) -> bytes:
        """The order of ``mine``; a question that it does not have stays behind the one that it stood behind."""
        now = [source.id for source in question_sources(raw)]
        wanted = [name for name in self.mine.questions if name in now]
        for place, name in enumerate(now):
            if name not in self.mine.questions:
                before = now[place - 1] if place else None
                wanted.insert(wanted.index(before) + 1 if before in wanted else 0, name)
        for place, name in enumerate(wanted):
            if now[place] != name:
                raw = move_question(raw, name, wanted[place - 1] if place else None)
                now.remove(name)
                now.insert(place, name)
        return raw


def _both_changed(base: Mapping[str, object], theirs: Mapping[str, object], mine: Mapping[str, object]) -> list[str]:
    return [
        name
        for name in dict.fromkeys([*base, *theirs, *mine])
        if theirs.get(name) != base.get(name) != mine.get(name) != theirs.get(name)
    ]


def _taken_over(base: Values, theirs: Values, mine: Values) -> dict[str, object]:
    """The settings of ``theirs`` with what ``mine`` changed, in the order of ``mine``."""
    chosen = {name: mine if mine.get(name) != base.get(name) else theirs for name in [*mine, *theirs]}
    return {name: side[name] for name, side in chosen.items() if name in side}


def _added_behind(raw: bytes, values: Values, before: str | None) -> bytes:
    name = str(values.get("id", ""))
    if before is not None:
        return add_question(raw, values, before)
    return move_question(add_question(raw, values), name, None)


def _by_lines(base: bytes, theirs: bytes, mine: bytes) -> bytes | None:
    merged = merge_lines(*(side.decode("utf-8", "surrogateescape") for side in (base, theirs, mine)))
    return None if merged is None else merged.encode("utf-8", "surrogateescape")


def _is_same_file(raw: bytes, other: bytes) -> bool:
    try:
        return _values_of(raw) == _values_of(other)
    except UneditableFile:
        return False


def _values_of(raw: bytes) -> tuple[object, ...]:
    sources = question_sources(raw)
    return file_settings(raw), [(source.id, source.values) for source in sources]
