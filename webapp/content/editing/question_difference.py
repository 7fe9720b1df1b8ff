"""Difference of two versions of a question file by question and field, in words that a teacher uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

from webapp.content.editing.question_edits import UneditableFile, file_settings, question_sources
from webapp.question_types.field_labels import FILE, field_label, value_label

Path = tuple[str | int, ...]
YES_OR_NO = {True: ("نعم", "yes"), False: ("لا", "no")}


class Words(NamedTuple):
    """The same in both languages."""

    ar: str
    en: str


@dataclass(frozen=True)
class FieldChange:
    """One field: its name, and its value before and after; None where it had none."""

    name: Words
    before: Words | None
    after: Words | None


@dataclass(frozen=True)
class QuestionChange:
    """One question: ``prompt`` is the later one, ``fields`` are empty but for a changed one."""

    kind: Literal["added", "removed", "moved", "changed"]
    id: str
    prompt: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class FileDifference:
    """Changed settings, and the questions that are changed, added, moved or removed."""

    settings: tuple[FieldChange, ...]
    questions: tuple[QuestionChange, ...]


def question_difference(before: bytes, after: bytes) -> FileDifference | None:
    """Compare two versions; None where one of them cannot be read by question."""
    try:
        settings = tuple(_fields(FILE, (), file_settings(before), file_settings(after)))
        old = {source.id: source.values for source in question_sources(before)}
        new = {source.id: source.values for source in question_sources(after)}
    except UneditableFile:
        return None
    moved = _moved([name for name in old if name in new], [name for name in new if name in old])
    questions = [change for name in new if (change := _change(name, old.get(name), new[name], moved))]
    questions += [QuestionChange("removed", name, _prompt(old[name])) for name in old if name not in new]
    return FileDifference(settings, tuple(questions))


def _change(
    name: str, old: Mapping[str, object] | None, new: Mapping[str, object], moved: frozenset[str]
) -> QuestionChange | None:
    if old is None:
        return QuestionChange("added", name, _prompt(new))
    if fields := tuple(_fields(str(new.get("type", "")), (), old, new)):
        return QuestionChange("changed", name, _prompt(new), fields)
    return QuestionChange("moved", name, _prompt(new)) if name in moved else None


def _prompt(values: Mapping[str, object]) -> str:
    return str(values.get("prompt", ""))


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """Names that do not keep their place among the others."""
    kept = SequenceMatcher(None, old, new, False).get_matching_blocks()
    return frozenset(new) - {name for block in kept for name in new[block.b : block.b + block.size]}


def _fields(kind: str, path: Path, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[FieldChange]:
    for key in dict.fromkeys([*new, *old]):
        yield from _changes(kind, (*path, key), old.get(key), new.get(key))


def _changes(kind: str, path: Path, old: object, new: object) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _fields(kind, path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _items(kind, path, old, new)
    else:
        yield FieldChange(_name(kind, path), _described(kind, path, old), _described(kind, path, new))


def _items(kind: str, path: Path, old: list[object], new: list[object]) -> Iterator[FieldChange]:
    """Changed, added and removed items of a list, by their number in the later one, else in the earlier one."""
    codes = SequenceMatcher(None, [repr(item) for item in old], [repr(item) for item in new], False).get_opcodes()
    for tag, start, end, first, last in codes:
        if tag == "equal":
            continue
        for step, (before, after) in enumerate(zip_longest(old[start:end], new[first:last])):
            number = (first if after is not None else start) + step + 1
            yield from _changes(kind, (*path, number), before, after)


def _name(kind: str, path: Path) -> Words:
    """The labels of a field and of what it is in, with the numbers of entries."""
    parts: list[Words] = []
    for place, step in enumerate(path):
        if isinstance(step, int):
            last = parts.pop()
            parts.append(Words(f"{last.ar} {step}", f"{last.en} {step}"))
        else:
            label = field_label(kind, path[: place + 1])
            parts.append(Words(label.ar, label.en))
    return Words(" ← ".join(part.ar for part in parts), " → ".join(part.en for part in parts))


def _described(kind: str, path: Path, value: object) -> Words | None:
    """A value in one line."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return Words(*YES_OR_NO[value])
    if isinstance(value, Mapping):
        parts = [
            Words(f"{name.ar}: {said.ar}", f"{name.en}: {said.en}")
            for key, item in value.items()
            if (said := _described(kind, (*path, key), item)) and (name := field_label(kind, (*path, key)))
        ]
        return Words("؛ ".join(part.ar for part in parts), "; ".join(part.en for part in parts))
    if isinstance(value, list):
        items = [said for item in value if (said := _described(kind, path, item))]
        return Words("، ".join(item.ar for item in items), ", ".join(item.en for item in items))
    label = value_label(path, str(value))
    return Words(label.ar, label.en)
