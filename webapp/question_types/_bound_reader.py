"""A reader of answers, made from a key, its question and the text around its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.key_forms import KeyForms
from webapp.arabic.keys.key_setting import KeySetting, key_setting, neighbours
from webapp.arabic.matching.competing_answers import AnswerContext, joined_pairs, stems_of_lines
from webapp.arabic.matching.framing_words import GRAMMAR, OF_REASONS, UNITS
from webapp.arabic.matching.negated_alternatives import asks_why
from webapp.arabic.matching.proper_names import asks_who, foreign_names
from webapp.arabic.matching.wording_indexes import IdeaIndex
from webapp.arabic.tolerance_levels import SPELLING_LEVELS, ToleranceLevel
from webapp.arabic.wordings.clock_times import part_told, words_of_day
from webapp.arabic.wordings.counted_things import counted_variants
from webapp.arabic.wordings.key_variants import fraction_variants, key_variants
from webapp.arabic.wordings.same_day import same_day_variants
from webapp.domain.text import Text
from webapp.question_types._answer_reader import AnswerReader
from webapp.question_types._answer_reading import AcceptedWording


class Learnt(NamedTuple):
    """The names in a text, the stems of its words, the pairs of words that و joins in it, and all neighbours."""

    names: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    neighbours: frozenset[tuple[str, str]] = frozenset()


class Sentences(NamedTuple):
    """The sentences of the evidence, and the others of the text."""

    quoted: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Key(NamedTuple):
    """A key as its author writes it, with the question that it answers."""

    prompt: str
    accept: tuple[AcceptedWording, ...]
    require: tuple[tuple[str, ...], ...]
    refuse: tuple[str, ...]
    tolerance: tuple[ToleranceLevel, ...]
    exact: bool = False

    @property
    def wordings(self) -> list[str]:
        """All right wordings."""
        return [*(accepted.text for accepted in self.accept), *(word for idea in self.require for word in idea)]


def learnt(text: Text) -> Learnt:
    """Read a text once for all its questions."""
    return _learnt(tuple(paragraph.text for paragraph in text.paragraphs))


@lru_cache(maxsize=16)
def _learnt(written: tuple[str, ...]) -> Learnt:
    return Learnt(
        foreign_names(written), stems_of_lines(written), joined_pairs(written), neighbours(map(answer_words, written))
    )


def split_sentences(text: Text, evidence: Sequence[str], paragraph: int | str, key: Key) -> Sentences:
    """Part the evidence's sentences, or without evidence those of the paragraph that say the key, from the others."""
    sentences = [
        (part.number, part.text[sentence.start : sentence.end])
        for part in text.paragraphs
        for sentence in part.sentences
    ]
    quotes = [line for quote in evidence for line in quote.split("\n")]  # in verse it may run on
    quoted = [line for _, line in sentences if any(quote in line for quote in quotes)]
    if not evidence:
        keys = IdeaIndex(key.wordings, key.tolerance)
        quoted = [line for number, line in sentences if number == paragraph and keys.any_in(line)]
    return Sentences(tuple(quoted), tuple(line for _, line in sentences if line not in quoted))


def names_of(key: Key, text: Learnt) -> frozenset[str]:
    """The names of the text; where a question asks who, the words of its key are taken for names as well."""
    return text.names | (stems_of_lines(key.wordings) if asks_who(key.prompt) else frozenset())


def _completed(setting: KeySetting, key: Key, words_of_day: frozenset[str]) -> KeySetting:
    """The setting with what follows from the question and the numbers of the key."""
    counted = [form for wording in key.wordings for form in counted_variants(wording, setting)]
    in_digits = [form for wording in key.wordings for form in fraction_variants(wording)]
    stems = stems_of_lines(counted)
    mixed = [form for form in counted if " و" in form]  # an hour and so many minutes
    return replace(
        setting,
        framing=words_of_day | (OF_REASONS if asks_why(key.prompt) else frozenset()),
        key=setting.key | (stems - GRAMMAR),
        key_pairs=setting.key_pairs | neighbours(map(answer_words, [*counted, *in_digits])),
        units=setting.units | {UNITS[stem] for stem in stems_of_lines(mixed) if UNITS.get(stem) == "minute"},
    )


def reader_of(key: Key, sentences: Sentences = Sentences(), text: Learnt = Learnt()) -> AnswerReader:  # noqa: B008
    """Make the reader of a key; without a text it knows the words of the question and of the key alone."""
    wordings = list(
        dict.fromkeys(form for wording in key.wordings for form in (wording, *key_variants(wording, key.prompt)))
    )
    names = names_of(key, text)
    setting = key_setting(key.prompt, wordings, sentences.quoted, sentences.others, names, text.neighbours)
    part_of_day = part_told(key.wordings, setting.sentences, key.prompt)
    same_day = [form for wording in key.wordings for form in same_day_variants(wording, setting)]
    forgiving = not key.exact and set(SPELLING_LEVELS) < set(key.tolerance)
    return AnswerReader(
        accept=key.accept,
        require=key.require,
        refuse=key.refuse,
        tolerance=key.tolerance,
        exact=key.exact,
        lines=(key.prompt, *sentences.quoted),
        setting=_completed(setting, key, words_of_day(part_of_day)),
        context=AnswerContext(
            stems_of_lines([key.prompt]),
            stems_of_lines(wordings),
            joined_pairs(wordings) | (text.pairs if key.require else frozenset()),
        ),
        forms=KeyForms([*wordings, *same_day], sentences.quoted, text.stems, names) if forgiving else None,
        part_of_day=part_of_day,
    )


def prepared(reader: AnswerReader) -> AnswerReader:
    """The same reader with all that it looks up worked out, so that no learner's answer has to wait for it."""
    for part in reader.parts:
        for name, value in vars(type(part)).items():
            if isinstance(value, cached_property):
                getattr(part, name)
    return reader
