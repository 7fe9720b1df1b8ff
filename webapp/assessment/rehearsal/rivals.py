"""Other answers that a text offers beside the key: another day, number, name or noun of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.matching.competing_answers import stems_of_lines
from webapp.arabic.wordings.key_variants import key_variants
from webapp.assessment.rehearsal.key_material import KeyMaterial
from webapp.domain.typed_key import SampleAnswer

DAYS_OF_WEEK = ("السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة")
MOST_RIVALS = 3


def rivals(material: KeyMaterial) -> tuple[SampleAnswer, ...]:
    """Answers of the key's own kind that it does not name, the nearest first; then nouns of the paragraph."""
    of_kind = {"day": _days, "number": _numbers, "name": _names}.get(material.category)
    near = of_kind(material) if of_kind else iter(())
    nouns = iter(()) if material.category in ("day", "number") else _nouns(material)
    free = (rival for rival in chain(near, nouns) if not material.touches(rival.text))
    return tuple(islice(free, MOST_RIVALS))


def _days(material: KeyMaterial) -> Iterator[SampleAnswer]:
    for day in dict.fromkeys((*material.text.days, *DAYS_OF_WEEK)):
        if not stems_of_lines([day]) & material.key_stems:
            yield SampleAnswer("other-day", day)


def _numbers(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """The main wording with another number of the text in place of its own; then with its own number and one."""
    own = [word.word.partition("#")[2] for word in material.words if word.number]
    if len(own) != 1 or not own[0].isdigit() or not material.words[0].number:
        return
    unit = " ".join(word.word for word in material.words if not word.number)
    named = {word.word.partition("#")[2] for wording in material.wordings for word in answer_words(wording)}
    values = [] if key_variants(material.main) else list(material.text.numbers)  # a date is no place for any number
    for value in dict.fromkeys((*values, str(int(own[0]) + 1))):
        if value not in named:
            yield SampleAnswer("other-number", f"{value}{unit}" if unit == "%" else f"{value} {unit}".strip())


def _names(material: KeyMaterial) -> Iterator[SampleAnswer]:
    taken = material.key_stems | material.prompt_stems
    for name in material.text.names:
        if not name.stems & taken:
            yield SampleAnswer("other-name", name.text)


def _nouns(material: KeyMaterial) -> Iterator[SampleAnswer]:
    taken = material.key_stems | material.prompt_stems | stems_of_lines(material.quoted)
    for noun in material.text.nouns(material.question.paragraph):
        if not stems_of_lines([noun]) & taken:
            yield SampleAnswer("other-word", noun)
