"""Finding texts in the library: a search that folds spelling as marking does, and filters, all in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from webapp.arabic.normalize import skeleton
from webapp.assessment.next_text import LEVELS
from webapp.assessment.shelf import ShelfText, minutes_to_read
from webapp.content.lesson import Genre
from webapp.question_types.field_labels import value_label
from webapp.web.framework.i18n import N_, Said, pair

GENRES: tuple[str, ...] = get_args(Genre)
FIRST_LETTERS = 300
"""Letters at the beginning of a text that a search looks at."""
MAX_SEARCH = 100
MIN_LETTERS_LEFT = 3
"""Letters that must be left of a searched word for it to be looked for without its article."""
LENGTHS: Mapping[str, tuple[str, int, int]] = {
    "short": (N_("Up to 3 minutes"), 0, 3),
    "medium": (N_("4 to 7 minutes"), 4, 7),
    "long": (N_("8 minutes or more"), 8, 1_000_000),
}
"""Lengths of texts: the label, and the fewest and most minutes."""
STATES: Mapping[str, str] = {
    "new": N_("Not started yet"),
    "begun": N_("In progress"),
    "done": N_("Finished"),
    "words": N_("With words to review"),
}


@dataclass(frozen=True)
class ShelfFilter:
    """A reader's search and filters; empty values ask for nothing."""

    search: str = ""
    level: str = ""
    genre: str = ""
    length: str = ""
    state: str = ""

    @property
    def narrowed(self) -> bool:
        """Any of the filters beside the search is set."""
        return bool(self.level or self.genre or self.length or self.state)

    @property
    def active(self) -> bool:
        """Anything is asked for."""
        return self.narrowed or bool(_folded(self.search))

    def fits(self, text: ShelfText, exams: Collection[str] = ()) -> bool:
        """Tell whether a text is what is asked for; in texts that are ``exams`` of a class, no words are looked for."""
        return (
            self.level in {"", text.settings.level}
            and self.genre in {"", text.settings.genre}
            and (not self.length or _is_of_length(text, self.length))
            and (not self.state or _is_in_state(text, self.state))
            and _is_found(text, self.search, exams)
        )


@dataclass(frozen=True)
class Choice:
    """A filter as the form offers it: its field, its label, and its values with their names."""

    name: str
    label: str
    options: tuple[tuple[str, Said], ...]


def offered_choices(shelf: Sequence[ShelfText], of_reader: bool) -> list[Choice]:
    """The filters that tell these texts apart; those on what was read are only for a reader who has a record."""
    levels = [level for level in LEVELS if any(text.settings.level == level for text in shelf)]
    genres = [genre for genre in GENRES if any(text.settings.genre == genre for text in shelf)]
    choices = [
        Choice("level", N_("Level"), tuple((level, Said(level, level)) for level in levels)),
        Choice("genre", N_("Genre"), tuple((genre, genre_name(genre)) for genre in genres)),
        Choice("length", N_("Length"), tuple((name, pair(label)) for name, (label, _, _) in LENGTHS.items())),
        Choice("state", N_("My reading"), tuple((name, pair(label)) for name, label in STATES.items())),
    ]
    return [choice for choice in choices if choice.options and (of_reader or choice.name != "state")]


def asked_filter(fields: Mapping[str, str]) -> ShelfFilter:
    """Read the filter of an address; a value that is not known asks for nothing."""

    def one_of(name: str, known: Collection[str]) -> str:
        value = fields.get(name, "")
        return value if value in known else ""

    return ShelfFilter(
        fields.get("q", "").strip()[:MAX_SEARCH],
        one_of("level", LEVELS),
        one_of("genre", GENRES),
        one_of("length", LENGTHS),
        one_of("state", STATES),
    )


def genre_name(genre: str) -> Said:
    """The name of a kind of text."""
    label = value_label(("genre",), genre)
    return Said(ar=label.ar, en=label.en)


def _is_of_length(text: ShelfText, length: str) -> bool:
    _, least, most = LENGTHS[length]
    return text.lesson is not None and least <= minutes_to_read(text.lesson) <= most


def _is_in_state(text: ShelfText, state: str) -> bool:
    return bool(text.words_due) if state == "words" else text.stage == state


def _is_found(text: ShelfText, search: str, exams: Collection[str]) -> bool:
    """Tell whether every word of a search stands in the text's title, source, kind or first words."""
    folded = _folded(search)
    if not folded:
        return True
    settings, kind = text.settings, genre_name(text.settings.genre) if text.settings.genre else Said("", "")
    told = "\n".join((settings.title, settings.source, kind.ar, kind.en, _beginning(text, exams)))
    return all(_stands_in(word, _folded(told)) for word in folded.split())


def _beginning(text: ShelfText, exams: Collection[str]) -> str:
    """The first words of a text, but for an exam: nothing of that is told before it is begun."""
    if text.lesson is None or text.settings.exam or text.slug in exams:
        return ""
    return text.lesson.text.paragraphs[0].text[:FIRST_LETTERS]


def _stands_in(word: str, told: str) -> bool:
    bare = word.removeprefix("ال")
    return word in told or (len(bare) >= MIN_LETTERS_LEFT and bare in told)


@lru_cache(maxsize=2000)
def _folded(text: str) -> str:
    return skeleton(text).casefold()
