"""Saved words as a text file that Anki imports: one note on each line, fields separated by tabs, UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEADER = (
    "#separator:tab",
    "#html:false",
    "#columns:Front\tSentence\tVowelled\tMeaning\tEnglish\tRoot\tTags",
    "#tags column:7",
)


@dataclass(frozen=True)
class AnkiNote:
    """One note of Anki. ``front`` identifies it when the file is imported again."""

    front: str
    sentence: str
    vowelled: str
    meaning: str
    english: str
    root: str
    tags: tuple[str, ...] = ()


def anki_file(notes: Iterable[AnkiNote]) -> str:
    """Write the notes as the text of the file. Tabs and line ends within a field become spaces; tags lose theirs."""
    return "".join(f"{line}\n" for line in (*HEADER, *map(_line, notes)))


def _line(note: AnkiNote) -> str:
    plain = (note.front, note.sentence, note.vowelled, note.meaning, note.english, note.root)
    tags = " ".join("_".join(tag.split()) for tag in note.tags)
    return "\t".join(_field(value) for value in (*plain, tags))


def _field(value: str) -> str:
    """Write a field on one line; in quotes where Anki would read a quotation mark or a number sign as syntax."""
    value = " ".join(value.split())
    if '"' in value or value.startswith("#"):
        return '"' + value.replace('"', '""') + '"'
    return value
