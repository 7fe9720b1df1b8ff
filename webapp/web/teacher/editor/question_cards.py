"""Cards of a text's questions, in groups by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.content.editing.question_edits import QuestionSource
from webapp.content.lesson_compiler import MAX_QUESTIONS
from webapp.domain.text import Paragraph
from webapp.domain.whole_numbers import whole_number
from webapp.question_types import TYPES
from webapp.question_types.field_labels import field_label, value_label
from webapp.web.framework.i18n import Said
from webapp.web.teacher.editor.new_ids import RESERVED, lacks_own_id
from webapp.web.teacher.editor.open_text import OpenText
from webapp.web.teacher.question_forms.drawn_values import text_of, texts_of
from webapp.web.teacher.question_forms.field_problems import FieldPath, FieldProblem


@dataclass(frozen=True)
class Card:
    """A question as the editor lists it. ``number`` counts in the file; ``up`` and ``down`` name whom it goes behind.

    ``up`` and ``down`` are None where it is the first or the last of its group. ``lacks_id``: it has no id of its own.
    """

    source: QuestionSource
    number: int
    kind: Said
    process: Said | None
    prompt: str
    problems: list[FieldProblem]
    is_openable: bool
    lacks_id: bool = False
    up: str | None = None
    down: str | None = None

    @property
    def id(self) -> str:
        """Id of the question."""
        return self.source.id

    @property
    def quotes(self) -> list[str]:
        """Words of the text that settle it."""
        return quotes_of(self.source)

    @property
    def errors(self) -> int:
        """Number of errors."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def anchor(self) -> str:
        """Id of the card in the page."""
        return f"q-{self.id}" if self.is_openable else f"n-{self.number}"

    def name(self, path: FieldPath) -> Said:
        """The label of a field of this question."""
        label = field_label(str(self.source.values.get("type", "")), path)
        return Said(ar=label.ar, en=label.en)


@dataclass(frozen=True)
class Group:
    """The questions of one paragraph, of the ``whole`` text, or without a place in it (empty)."""

    place: str
    paragraph: Paragraph | None
    cards: list[Card]


def groups(opened: OpenText) -> list[Group]:
    """All cards of a text by paragraph, also the paragraphs without any."""
    cards = list(_cards(opened))
    paragraphs = {str(part.number): part for part in opened.text.paragraphs}
    places = [*paragraphs, "whole"]
    by_place: dict[str, list[Card]] = {place: [] for place in places}
    for card in cards:
        place = text_of(card.source.values.get("paragraph"))
        by_place.setdefault(place if place in by_place else "", []).append(card)
    order = [source.id for source in opened.sources[:MAX_QUESTIONS]]
    return [Group(place, paragraphs.get(place), _with_neighbours(own, order)) for place, own in by_place.items()]


def last_of_place(sources: list[QuestionSource], place: str) -> str | None:
    """The question behind which a new one of a paragraph goes: the last of it, else of one before; None: at the end."""
    known = [source for source in sources if source.id]
    own = [source for source in known if text_of(source.values.get("paragraph")) == place]
    if not own and (before := whole_number(place)):
        numbers = [(whole_number(text_of(source.values.get("paragraph"))), source) for source in known]
        earlier = [(number, source) for number, source in numbers if number is not None and number < before]
        own = [source for _, source in sorted(earlier, key=lambda numbered: numbered[0])]
    return own[-1].id if own else None


def _cards(opened: OpenText) -> Iterator[Card]:
    ids = [source.id for source in opened.sources]
    for number, source in enumerate(opened.sources[:MAX_QUESTIONS], 1):
        kind = text_of(source.values.get("type"))
        model = TYPES.get(kind)
        process = text_of(source.values.get("process"))
        label = value_label(("process",), process)
        yield Card(
            source,
            number,
            Said(ar=model.name_ar, en=model.name_en) if model else Said(ar=kind or "—", en=kind or "—"),
            Said(ar=label.ar, en=label.en) if process else None,
            text_of(source.values.get("prompt")) if not isinstance(source.values.get("prompt"), dict | list) else "",
            opened.problems_of(source),
            model is not None and is_addressable(source.id) and ids.count(source.id) == 1,
            lacks_own_id(source, opened.sources),
        )


def is_addressable(question: str) -> bool:
    """Tell whether a question with this id has an address."""
    return bool(question) and question not in RESERVED and "/" not in question and question not in {".", ".."}


def _with_neighbours(cards: list[Card], order: list[str]) -> list[Card]:
    """The cards with the questions that they go behind when they are moved up or down among themselves."""
    moved = []
    for at, card in enumerate(cards):
        up = down = None
        if at > 0 and cards[at - 1].id:
            first = order.index(cards[at - 1].id)
            up = order[first - 1] if first else ""
        if at + 1 < len(cards):
            down = cards[at + 1].id or None
        moved.append(Card(**{**vars(card), "up": up, "down": down}))
    return moved


def quotes_of(source: QuestionSource) -> list[str]:
    """The evidence of a question, as far as it can be read."""
    return [text_of(quote) for quote in texts_of(source.values.get("evidence")) if isinstance(quote, str)]
