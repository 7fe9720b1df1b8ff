"""Splices that give a value of a YAML file another one: what is equal keeps its bytes, with the comments around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.content.editing.source_spans import Span, is_same, plain_value
from webapp.content.editing.value_writer import (
    item_lines,
    on_one_line,
    pair_lines,
    pair_on_one_line,
    plain_text,
)
from webapp.content.sequence_changes import changes
from webapp.domain.problem import Problem, both

Written = Callable[[int | None], str]
"""A pair or an item as it is written at a column; None: within brackets."""
COMMA = re.compile(r"\s*,\s*")
NOT_SPLICED = both(
    en="this can only be changed in the file itself",
    ar="هذا مكتوب بصيغة لا تُعدّل إلا في الملف نفسه",
)


class UneditableFile(Exception):
    """A file that cannot be edited value by value: it cannot be read, or it is written in an unusual way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, order=True)
class Splice:
    """``text`` in place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Place:
    """The place of a value: behind the key ``key``, or behind the dash at ``dash``, or within brackets."""

    flow: bool
    key: Span | None = None
    dash: int = 0


class SourceText:
    """The characters of a file, and where its lines begin and end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def line_start(self, place: int) -> int:
        """The beginning of the line of a place."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """The end of the line of a place, without what ends it."""
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > place and self.text[end - 1 : end] == "\r" else end

    def next_line(self, place: int) -> int:
        """The beginning of the next line; the end of the file where there is none."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1

    def column(self, place: int) -> int:
        """The column of a place, from 0."""
        return place - self.line_start(place)

    def begins_line(self, place: int) -> bool:
        """Tell if nothing but spaces stands before a place on its line."""
        return not self.text[self.line_start(place) : place].strip(" ")

    def dashes(self, span: Span) -> list[int]:
        """The places of the dashes of a list."""
        return [span.start, *(self._dash(span, item) for item in span.items[1:])]

    def _dash(self, span: Span, item: Span) -> int:
        column, line = self.column(span.start), self.line_start(item.start)
        while line > span.start:
            if self.text[line : line + column + 1] == " " * column + "-" and line + column < item.start:
                return line + column
            line = self.line_start(line - 1)
        raise self.fault(item.start)

    def whole_lines(self, start: int, end: int) -> tuple[int, int]:
        """The lines from one place to another, with what ends the line before them."""
        first = self.line_start(start)
        if not first:
            return 0, self.next_line(end)
        return first - (2 if self.text[first - 2 : first] == "\r\n" else 1), self.line_end(end)

    def fault(self, place: int) -> UneditableFile:
        """The error for a place that cannot be spliced."""
        line = self.text.count("\n", 0, place) + 1
        return UneditableFile([Problem("", line, self.column(place) + 1, "not-spliced", NOT_SPLICED)])

    def spliced(self, splices: Iterable[Splice]) -> str:
        """The text with all splices."""
        parts, behind = [], 0
        for splice in sorted(splices):
            if splice.start < behind:
                raise self.fault(splice.start)
            parts += [self.text[behind : splice.start], splice.text]
            behind = splice.end
        return "".join([*parts, self.text[behind:]])


class ValueEdits:
    """Edits of the values of one file."""

    def __init__(self, source: SourceText) -> None:
        self.source = source

    def changed(self, span: Span, value: object) -> list[Splice]:
        """Splices that give the whole file, or an item of a list in lines, the mapping ``value``."""
        return self._changed(span, value, _Place(flow=span.is_flow))

    def changed_item(self, span: Span, value: object, dash: int, flow: bool) -> list[Splice]:
        """Splices that give an item of a list another value."""
        return self._changed(span, value, _Place(flow or span.is_flow, dash=dash))

    def _changed(self, span: Span, value: object, place: _Place) -> list[Splice]:
        if is_same(span, value):
            return []
        if span.kind == "map" and isinstance(value, Mapping) and set(value) & {key.text for key in span.keys}:
            if span.style != ":":
                return self._map(span, value)
        elif span.kind == "list" and isinstance(value, list | tuple) and value and span.items:
            return self._list(span, value)
        return [self._replaced(span, value, place)]

    def _replaced(self, span: Span, value: object, place: _Place) -> Splice:
        begin = self._after_colon(place.key) if place.key else place.dash + 1
        if place.flow:
            if not place.key:
                return Splice(span.start, span.end, _item_text(value))
            return Splice(span.start, span.end, " " * (span.start == span.end) + on_one_line(value))
        column = self.source.column(place.key.start if place.key else place.dash)
        newline = self.source.newline
        lines = pair_lines("k", value, column, newline)[2:] if place.key else item_lines(value, column, newline)[1:]
        line_end = self.source.line_end(span.end)
        comment = self.source.text[span.end : line_end] if span.kind == "scalar" else ""
        if comment.strip() and newline in lines:
            if lines.startswith(newline):  # the comment stays with the key
                return Splice(begin, line_end, f" {comment.strip()}{lines}")
            lines = f" {on_one_line(value)}"
        if span.kind == "scalar" and span.start < span.end and not lines.startswith(newline):
            return Splice(span.start, span.end, lines.removeprefix(" "))
        return Splice(begin, span.end, lines)

    def _after_colon(self, key: Span) -> int:
        found = re.compile(r"[ \t]*:").match(self.source.text, key.end)
        if not found:
            raise self.source.fault(key.start)
        return found.end()

    def _map(self, span: Span, value: Mapping[str, object]) -> list[Splice]:
        if not span.is_flow and any(
            self.source.column(key.start) != self.source.column(span.start) for key in span.keys
        ):
            raise self.source.fault(span.start)
        splices: list[Splice] = []
        removed: list[int] = []
        for index, key in enumerate(span.keys):
            if (key.text or "") in value:
                item = span.items[index]
                place = _Place(span.is_flow or item.is_flow, key)
                splices += self._changed(item, value[key.text or ""], place)
            else:
                removed.append(index)
        starts, ends = [key.start for key in span.keys], [item.end for item in span.items]
        return [*splices, *self._removed(span, starts, ends, removed), *self._added_pairs(span, value)]

    def _added_pairs(self, span: Span, value: Mapping[str, object]) -> list[Splice]:
        splices: list[Splice] = []
        before: int | None = None
        new: list[str] = []
        for name in [*value, None]:
            index = span.index_of(name) if name is not None else None
            if name is not None and index is None:
                new.append(name)
                continue
            if new:
                splices.append(
                    self._added(span, before, [self._pair(key, value[key]) for key in new], span.keys[0].start)
                )
                new = []
            before = index
        return splices

    def _list(self, span: Span, value: Sequence[object]) -> list[Splice]:
        dashes = [item.start for item in span.items] if span.is_flow else self.source.dashes(span)
        old = [_compared(plain_value(item)) for item in span.items]
        new = [_compared(item) for item in value]
        splices: list[Splice] = []
        removed: list[int] = []
        for _, old_start, old_end, new_start, new_end in changes(old, new):
            pairs = range(min(old_end - old_start, new_end - new_start))
            removed += range(old_start + len(pairs), old_end)
            for step in pairs:
                index = old_start + step
                splices += self.changed_item(span.items[index], value[new_start + step], dashes[index], span.is_flow)
            if more := value[new_start + len(pairs) : new_end]:
                before = old_start + len(pairs) - 1
                texts = [self._item(item) for item in more]
                splices.append(self._added(span, before if before >= 0 else None, texts, dashes[0]))
        return [*splices, *self._removed(span, dashes, [item.end for item in span.items], removed)]

    def _pair(self, key: str, value: object) -> Written:
        return lambda column: (
            pair_on_one_line(key, value) if column is None else pair_lines(key, value, column, self.source.newline)
        )

    def _item(self, value: object) -> Written:
        return lambda column: _item_text(value) if column is None else item_lines(value, column, self.source.newline)

    def _added(self, span: Span, before: int | None, new: Sequence[Written], first: int) -> Splice:
        """Pairs of a map, or items of a list, behind the one at the index ``before``; None: in front of all."""
        place = first if before is None else span.items[before].end
        if span.is_flow:
            texts = [write(None) for write in new]
            return Splice(place, place, "".join(f"{text}, " if before is None else f", {text}" for text in texts))
        column = self.source.column(first)
        texts, next_line = [write(column) for write in new], self.source.newline + " " * column
        if before is None:
            return Splice(place, place, "".join(f"{text}{next_line}" for text in texts))
        behind = self.source.line_end(place)
        return Splice(behind, behind, "".join(f"{next_line}{text}" for text in texts))

    def _removed(self, span: Span, starts: list[int], ends: list[int], removed: list[int]) -> list[Splice]:
        """Take entries away; at least one stays."""
        splices: list[Splice] = []
        gone = list(removed)
        if gone[:1] == [0] and (span.is_flow or not self.source.begins_line(starts[0])):
            leading = next(index for index in range(len(starts)) if index not in removed)
            gone = [index for index in gone if index > leading]
            between = self.source.text[ends[leading - 1] : starts[leading]]
            if "#" in between or (span.is_flow and not COMMA.fullmatch(between)):
                raise self.source.fault(starts[0])
            splices.append(Splice(starts[0], starts[leading], ""))
        for index in gone:
            if span.is_flow:
                if not COMMA.fullmatch(self.source.text[ends[index - 1] : starts[index]]):
                    raise self.source.fault(starts[index])
                splices.append(Splice(ends[index - 1], ends[index], ""))
            else:
                splices.append(Splice(*self.source.whole_lines(starts[index], ends[index]), ""))
        return splices


def _item_text(value: object) -> str:
    return on_one_line([value])[1:-1]


def _compared(value: object) -> object:
    """A value in a form that can be compared and is equal where the file's text is."""
    value = plain_text(value)
    if isinstance(value, Mapping):
        return frozenset((key, _compared(item)) for key, item in value.items())
    return tuple(map(_compared, value)) if isinstance(value, list) else (type(value).__name__ == "_Null", str(value))
