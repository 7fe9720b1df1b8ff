"""Edits of a words file: the words of a paragraph as rows, in step with the text as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.arabic.tokenizer import words as cut_words
from webapp.content.editing.source_file import change_file, file_values
from webapp.content.words.word_alignment import align_words
from webapp.content.words.words_draft import DraftingTools, words_file_draft
from webapp.content.words.words_file import heading_and_paragraph_lines, letters_only
from webapp.domain.text import Text

Entry = dict[str, object]
FIELDS = ("vowelled", "lemma", "root", "meaning", "english")
"""Fields of a word that a person types."""
OF_EXPRESSIONS = ("words", "vowelled", "meaning", "english")
OPTIONAL = ("root", "note")
"""Keys that an entry does without where they are empty."""


@dataclass(frozen=True)
class Place:
    """A paragraph, or the heading over it."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


class OtherWords(Exception):
    """The rows are about other words than the text has there now."""


class WordsSource:
    """A words file as it stands, or the beginning of one: each word of the text has an entry."""

    def __init__(self, raw: bytes, text: Text) -> None:
        self.raw = raw or words_file_draft(text, DraftingTools(lambda sentence: sentence)).encode()
        self._values = file_values(self.raw)
        self._lines = {Place(*key): line for key, line in heading_and_paragraph_lines(text).items()}
        groups = {_place_of(group): _entries(group) for group in _list(self._values.get("words"))}
        self.entries = {place: list(_fitted(line, groups.get(place, []))) for place, line in self._lines.items()}

    @property
    def places(self) -> list[Place]:
        """The headings and paragraphs in the order of the text."""
        return list(self._lines)

    @property
    def is_reviewed(self) -> bool:
        """Tell whether a person has read the whole file."""
        return self._values.get("reviewed") is True

    @property
    def expressions(self) -> list[Entry]:
        """The entries of several words."""
        return [dict(entry) for entry in _list(self._values.get("expressions"))]

    def line(self, place: Place) -> str:
        """The heading or paragraph of a place."""
        return self._lines[place]

    def left(self, place: Place) -> int:
        """Number of the words of a place that no person has read yet."""
        return 0 if self.is_reviewed else sum(entry.get("reviewed") is not True for entry in self.entries[place])

    def with_rows(self, place: Place, rows: Sequence[Entry]) -> bytes:
        """The file with these entries at a place; OtherWords where they are not of its words."""
        entries = self.entries[place]
        if [row.get("word") for row in rows] != [entry["word"] for entry in entries]:
            raise OtherWords
        changed = [_changed(entry, row) for entry, row in zip(entries, rows, strict=True)]
        return self._written({**self.entries, place: changed})

    def with_expressions(self, rows: Sequence[Entry]) -> bytes:
        """The file with these entries of several words; those without words go."""
        old = {str(entry.get("words")): entry for entry in self.expressions}
        kept = [_changed(old.get(str(row["words"]), {}), row) for row in rows if row.get("words")]
        return self._written(self.entries, expressions=kept)

    def with_review(self, reviewed: bool) -> bytes:
        """The file marked as read by a person as a whole, or not."""
        return self._written(self.entries, reviewed=reviewed)

    def _written(self, entries: Mapping[Place, Sequence[Entry]], **changes: object) -> bytes:
        groups = [{place.kind: place.number, "list": list(words)} for place, words in entries.items()]
        values: Entry = {**self._values, **changes, "words": groups}
        if values.get("expressions") == [] and "expressions" not in self._values:
            del values["expressions"]
        return change_file(self.raw, values)


def _changed(entry: Mapping[str, object], row: Mapping[str, object]) -> Entry:
    """An entry with what a row says; what is empty and need not be there is left out."""
    changed = {**entry, **row}
    return {
        key: value for key, value in changed.items() if not (key in OPTIONAL and value == "") and value is not False
    }


def _fitted(line: str, entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries in step with the words of a line: a word that has none gets an empty one."""
    wanted = [span.of(line) for span in cut_words(line)]
    listed = [str(entry.get("word", "")) for entry in entries]
    for first, end, start, stop in align_words(wanted, list(listed)):
        for step, word in enumerate(wanted[first:end]):
            entry = entries[start + step] if start + step < stop else {}
            alike = bool(entry) and letters_only(str(entry.get("word", ""))) == letters_only(word)
            yield {**entry, "word": word} if alike else _empty(word)


def _empty(word: str) -> Entry:
    return {"word": word, "vowelled": word, "lemma": "", "meaning": "", "english": ""}


def _place_of(group: Entry) -> Place:
    kind = "heading" if group.get("heading") else "paragraph"
    number = group.get(kind)
    return Place(kind, number if isinstance(number, int) else 0)


def _entries(group: Entry) -> list[Entry]:
    return [dict(entry) for entry in _list(group.get("list"))]


def _list(value: object) -> list[Entry]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
