"""Edits of a question file: add, change, move and remove questions, and change its settings.

Only the bytes of what changes are replaced. Each edit is read again before it is returned: where the file would not say
what was asked for, it is refused as an UneditableFile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from webapp.content.editing.source_file import SourceFile
from webapp.content.editing.source_spans import Span, is_same, plain_value
from webapp.content.editing.value_edits import Splice, UneditableFile
from webapp.content.editing.value_writer import item_lines, pair_lines, pair_on_one_line
from webapp.domain.problem import Problem, both

__all__ = [
    "QuestionSource",
    "UneditableFile",
    "UnknownQuestion",
    "add_question",
    "add_questions",
    "change_question",
    "change_settings",
    "file_settings",
    "free_id",
    "move_question",
    "new_question_file",
    "question_sources",
    "remove_question",
    "rename_question",
]

QUESTIONS = "questions"
SCHEMA_LINE = "# yaml-language-server: $schema=schema.json\n"
NO_LIST = both(en="questions: must be a list of questions", ar="يجب أن تكون تحت questions قائمة أسئلة")


class UnknownQuestion(LookupError):
    """No question of the file has this id."""


@dataclass(frozen=True)
class QuestionSource:
    """One entry of ``questions`` as it stands in the file, not validated; ``id`` is empty where it has none."""

    id: str
    line: int
    values: dict[str, object]


def question_sources(raw: bytes) -> list[QuestionSource]:
    """The questions of a file, in its order."""
    file = _file(raw)
    return [QuestionSource(_id_of(entry), file.line_of(entry), _values(entry)) for entry in file.entries]


def file_settings(raw: bytes) -> dict[str, object]:
    """The settings of a file: all keys but ``questions``."""
    return _file(raw).settings


def add_question(raw: bytes, values: Mapping[str, object], after: str | None = None) -> bytes:
    """Add a question behind another one; None: at the end."""
    return add_questions(raw, [values], after)


def add_questions(raw: bytes, questions: Sequence[Mapping[str, object]], after: str | None = None) -> bytes:
    """Add questions behind another one; None: at the end."""
    file = _file(raw)
    index = len(file.entries) if after is None else file.index_of(after) + 1
    asked = [*file.questions[:index], *questions, *file.questions[index:]]
    return file.edited([file.insertion(index, questions)] if questions else [], questions=asked)


def change_question(raw: bytes, question: str, values: Mapping[str, object]) -> bytes:
    """Give a question new values, all of them; what is equal keeps its bytes."""
    file = _file(raw)
    index = file.index_of(question)
    splices = file.edits.changed_item(file.entries[index], values, file.starts[index], file.in_brackets)
    return file.edited(splices, questions=[*file.questions[:index], values, *file.questions[index + 1 :]])


def rename_question(raw: bytes, place: int, name: str) -> bytes:
    """Give the question at a place of the file, from 0, another id: it may have none, or share it with another one."""
    file = _file(raw)
    if not 0 <= place < len(file.entries) or file.entries[place].kind != "map":
        raise UnknownQuestion(place)
    values = {"id": name} | _values(file.entries[place]) | {"id": name}
    splices = file.edits.changed_item(file.entries[place], values, file.starts[place], file.in_brackets)
    return file.edited(splices, questions=[*file.questions[:place], values, *file.questions[place + 1 :]])


def move_question(raw: bytes, question: str, after: str | None) -> bytes:
    """Move a question behind another one; None: to the beginning. Comments between questions stay where they are."""
    file = _file(raw)
    order = list(range(len(file.entries)))
    index = file.index_of(question)
    behind = None if after is None else file.index_of(after)
    if behind == index:
        return raw
    order.remove(index)
    order.insert(0 if behind is None else order.index(behind) + 1, index)
    bodies = [file.source.text[start:end] for start, end in zip(file.starts, file.ends, strict=True)]
    splices = [
        Splice(file.starts[place], file.ends[place], bodies[other])
        for place, other in enumerate(order)
        if place != other
    ]
    return file.edited(splices, questions=[file.questions[other] for other in order])


def remove_question(raw: bytes, question: str) -> bytes:
    """Take a question out of the file; comments above it stay."""
    file = _file(raw)
    index = file.index_of(question)
    left = [*file.questions[:index], *file.questions[index + 1 :]]
    return file.edited(file.removal(index), questions=left)


def change_settings(raw: bytes, values: Mapping[str, object]) -> bytes:
    """Give a file new settings, all of them; its questions stay."""
    file = _file(raw)
    whole = dict(values)
    if file.root.index_of(QUESTIONS) is not None:
        whole[QUESTIONS] = plain_value(file.root.items[file.root.index_of(QUESTIONS) or 0])
    return file.edited(file.edits.changed(file.root, whole), settings=values)


def new_question_file(settings: Mapping[str, object], questions: Sequence[Mapping[str, object]] = ()) -> bytes:
    """Write a question file of these settings and questions."""
    lines = [pair_lines(key, value, 0, "\n") for key, value in settings.items()]
    entries = ["  " + item_lines(dict(question), 2, "\n") for question in questions]
    body = f"{QUESTIONS}:\n" + "\n\n".join(entries) if entries else f"{QUESTIONS}: []"
    return (SCHEMA_LINE + "\n".join(lines) + f"\n\n{body}\n").encode()


def free_id(raw: bytes, stem: str) -> str:
    """An id for a new question: the stem with a number behind all that the file has."""
    numbered = re.compile(rf"{re.escape(stem)}-([0-9]{{1,6}})")
    taken = [int(found[1]) for source in question_sources(raw) if (found := numbered.fullmatch(source.id))]
    return f"{stem}-{max(taken, default=0) + 1}"


def _id_of(entry: Span) -> str:
    name = entry.step("id") if entry.kind == "map" else None
    return name.text or "" if name else ""


def _values(entry: Span) -> dict[str, object]:
    value = plain_value(entry)
    return value if isinstance(value, dict) else {}


def _on_one_line(values: Mapping[str, object]) -> str:
    return f"{{{', '.join(pair_on_one_line(*pair) for pair in values.items())}}}"


@lru_cache(maxsize=4)  # a page of the editor asks several things of one file, and reading it is most of its work
def _file(raw: bytes) -> _File:
    """The file as it is read; nothing changes it afterwards."""
    return _File(raw)


class _File(SourceFile):
    """A question file: its entries with the stretch of each, comments at its end that are further in included."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw)
        self.list = self.root.step(QUESTIONS)
        if self.list and self.list.kind != "list" and self.list.text is not None:
            raise UneditableFile([Problem("", self.line_of(self.list), 1, "bad-value", NO_LIST)])
        if self.list and self.list.kind == "map":
            raise UneditableFile([Problem("", self.line_of(self.list), 1, "bad-value", NO_LIST)])
        self.entries = self.list.items if self.list else []
        self.in_brackets = bool(self.list and self.list.is_flow)
        self.starts, self.ends = self._stretches()

    @property
    def settings(self) -> dict[str, object]:
        return {key: value for key, value in _values(self.root).items() if key != QUESTIONS}

    @property
    def questions(self) -> list[object]:
        return [plain_value(entry) for entry in self.entries]

    def index_of(self, question: str) -> int:
        """The place of the first question with this id."""
        for index, entry in enumerate(self.entries):
            if _id_of(entry) == question:
                return index
        raise UnknownQuestion(question)

    def insertion(self, index: int, added: Sequence[Mapping[str, object]]) -> Splice:
        """The splice that adds entries in front of the one at ``index``."""
        if self.list is None:
            return self._added_key(added)
        if not self.entries:
            return self._first_entries(self.list, added)
        behind = self.ends[index - 1]
        if self.in_brackets:
            return Splice(behind, behind, "".join(f", {_on_one_line(values)}" for values in added))
        column, newline = self.source.column(self.starts[0]), self.source.newline
        gap = newline * (1 + self._blank_lines()) + " " * column
        return Splice(behind, behind, "".join(gap + item_lines(values, column, newline) for values in added))

    def removal(self, index: int) -> list[Splice]:
        """The splices that take an entry away, with the blank lines in front of it."""
        start, end = self.starts[index], self.ends[index]
        if len(self.entries) == 1:
            return self._emptied(start, end)
        before = self.source.text[self.ends[index - 1] : start] if index else "#"
        after = self.source.text[end : self.starts[index + 1]] if index + 1 < len(self.entries) else "#"
        if "#" not in before:
            return [Splice(self.ends[index - 1], end, "")]
        if "#" not in after:
            return [Splice(start, self.starts[index + 1], "")]
        if self.in_brackets:
            raise self.source.fault(start)
        return [Splice(*self.source.whole_lines(start, end), "")]

    def edited(
        self,
        splices: Sequence[Splice],
        settings: Mapping[str, object] | None = None,
        questions: Sequence[object] | None = None,
    ) -> bytes:
        """The file with all splices; an UneditableFile where it would not be read as was asked for."""
        if not splices:
            return self.raw
        raw = self.spliced(splices)
        after = _file(raw)
        asked = self.questions if questions is None else questions
        kept = self.settings if settings is None else settings
        rest = {key: after.root.step(key) for key in after.settings}
        is_right = (
            len(asked) == len(after.entries)
            and all(is_same(entry, values) for entry, values in zip(after.entries, asked, strict=True))
            and set(rest) == set(kept)
            and all(span is not None and is_same(span, kept[key]) for key, span in rest.items())
        )
        if not is_right:
            raise self.source.fault(splices[0].start)
        return raw

    def _stretches(self) -> tuple[list[int], list[int]]:
        if self.list is None or not self.entries:
            return [], []
        if self.in_brackets:
            return [entry.start for entry in self.entries], [entry.end for entry in self.entries]
        starts = self.source.dashes(self.list)
        return starts, [self._end_of(entry.end, self.source.column(starts[0])) for entry in self.entries]

    def _end_of(self, end: int, column: int) -> int:
        """The end of an entry, with the comments directly behind it that are further in than its dash."""
        end = self.source.line_end(end)
        while True:
            line = self.source.next_line(end)
            text = self.source.text[line : self.source.line_end(line)]
            if line <= end or not text.lstrip().startswith("#") or len(text) - len(text.lstrip()) <= column:
                return end
            end = self.source.line_end(line)

    def _blank_lines(self) -> int:
        """The usual number of blank lines between two questions."""
        gaps = [self.source.text[end:start] for end, start in zip(self.ends, self.starts[1:], strict=False)]
        counted = Counter(gap.count("\n") - 1 for gap in gaps if "#" not in gap)
        return counted.most_common(1)[0][0] if counted else 1

    def _added_key(self, added: Sequence[Mapping[str, object]]) -> Splice:
        lines = pair_lines(QUESTIONS, list(added), 0, self.source.newline)
        if self.root.is_flow or not self.root.items:
            raise self.source.fault(self.root.start)
        behind = self.source.line_end(self.root.end)
        return Splice(behind, behind, f"{self.source.newline * 2}{lines}")

    def _first_entries(self, empty: Span, added: Sequence[Mapping[str, object]]) -> Splice:
        """The first entries of an empty list; a comment behind its brackets stays behind the key."""
        if self.root.is_flow:
            listed = ", ".join(map(_on_one_line, added))
            return Splice(empty.start, empty.end, " " * (empty.start == empty.end) + f"[{listed}]")
        begin = empty.start if empty.start == empty.end else len(self.source.text[: empty.start].rstrip(" "))
        end, newline = self.source.line_end(empty.end), self.source.newline
        comment = self.source.text[empty.end : end].rstrip()
        lines = (newline * 2).join(f"  {item_lines(values, 2, newline)}" for values in added)
        return Splice(begin, end, f"{comment}{newline}{lines}")

    def _emptied(self, start: int, end: int) -> list[Splice]:
        assert self.list is not None
        if self.in_brackets:
            return [Splice(self.list.start, self.list.end, "[]")]
        key = self.root.keys[self.root.index_of(QUESTIONS) or 0]
        behind = self.source.text.index(":", key.end) + 1
        return [Splice(behind, behind, " []"), Splice(*self.source.whole_lines(start, end), "")]
