"""The accepted wordings of a key in an answer: alone, or inside a natural answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.exchanged_values import exchanges_values
from webapp.arabic.keys.key_positions import KeyIndex, Place
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.words_beside import WordsBeside
from webapp.arabic.matching.answer_matching import match
from webapp.arabic.matching.wording_indexes import WholeIndex
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS, ToleranceLevel, ordered_levels
from webapp.arabic.vowel_marks import contradict
from webapp.arabic.wordings.clock_times import clock_of, counts_no_hours, is_other_part, parts_of_day
from webapp.arabic.wordings.leading_words import contradicts_lead
from webapp.arabic.wordings.other_wordings import numbers_alone, other_wordings
from webapp.question_types._answer_reading import SAID_FREELY, AcceptedWording, Reading, Said
from webapp.question_types._answer_remarks import UNSURE_SPELLING, Reason, unsure_reason
from webapp.question_types._typed_answer import looseness, says_any

# A quotation of fewer words may be a refused wording.
LEAST_QUOTED = 3
_ORDER: tuple[Reason, ...] = ("right", "unsure", "changed", "other")
MOST_PLACES = 24
"""Places of the key that are looked at in one answer."""


def is_quoted(words: tuple[AnswerWord, ...], setting: KeySetting) -> bool:
    """Tell if an answer is long enough for a quotation, and is one."""
    return len(words) >= LEAST_QUOTED and _is_run_of_sentence(words, setting)


def _is_run_of_sentence(words: tuple[AnswerWord, ...], setting: KeySetting) -> bool:
    """Tell if the answer is a run of neighbouring words of the evidence's sentence."""
    size = len(words)
    if not all(word.stems & setting.stems_of_sentences for word in words):
        return False
    return any(
        all(one.stems & two.stems for one, two in zip(words, line[start : start + size], strict=True))
        for line in setting.sentences
        for start in range(len(line) - size + 1)
    )


def _rank(reading: Reading) -> tuple[int, float]:
    """The order of the readings of one answer: the least is the one that counts."""
    return _ORDER.index(reading.reason), -reading.share


@dataclass(frozen=True)
class AcceptedWordings:
    """The accepted wordings of a key, with all their forms."""

    accept: tuple[AcceptedWording, ...]
    tolerance: tuple[ToleranceLevel, ...]
    exact: bool
    prompt: str
    setting: KeySetting
    part_of_day: tuple[str, ...] = ()

    @cached_property
    def _whole_index(self) -> WholeIndex[AcceptedWording]:
        """Wordings that count as the whole answer."""
        numbers = [
            (accepted, number)
            for accepted in (() if self.exact else self.accept)
            for number in numbers_alone(accepted.text, self.setting, self.prompt)
        ]
        return WholeIndex([*((accepted, accepted.text) for accepted in self.accept), *numbers], self.tolerance)

    def whole(self, answer: str) -> Reading | None:
        """The reading as an accepted wording and nothing else, the best of several."""
        possible = self._whole_index.possible(answer)
        if self.exact:
            possible = [(accepted, text) for accepted, text in possible if not contradict(answer, text)]
        compared = ((accepted, match(answer, text, self.tolerance)) for accepted, text in possible)
        best = max(
            (pair for pair in compared if pair[1].ok),
            key=lambda pair: (pair[0].share, -looseness(pair[1])),
            default=None,
        )
        return Reading("right", best[1], best[0].share, best[0].note) if best else None

    def natural(self, text: str, words: tuple[AnswerWord, ...]) -> Reading:
        """The reading of an answer that may say more than a wording."""
        found = sorted(islice(self._index.places(words), MOST_PLACES), key=self._lead_of_place)
        places = {(place.key, place.words): place for place in reversed(found)}.values()
        whole = [place for place in places if not any(place.words < other.words for other in places)]
        quoted = is_quoted(words, self.setting)
        otherwise = bool(whole) and not quoted and self._is_otherwise(words)
        best, unknown = Reading("other"), list[str]()
        for place in whole:
            beside = WordsBeside(words, self.setting, place.words)
            reading = self._by_wording(text, place, beside, quoted, otherwise)
            if _rank(reading) < _rank(best):
                best, unknown = reading, beside.unknown if reading.reason == "unsure" else []
            if best.share == 1:
                break
        if best.reason == "unsure" and not best.unsure:
            return best._replace(unsure=unsure_reason(text, unknown))
        return best

    def _lead_of_place(self, place: Place) -> tuple[bool, str]:
        """Sort the wordings with their lead, if they have one, before those without it."""
        return bool(self._forms_of_wordings[place.key][place.wording]), place.wording

    def _says_otherwise(self, words: Sequence[AnswerWord], place: Place) -> bool:
        """Tell if an answer has the key's words behind a preposition of another sense, or beside another measure."""
        lead, setting = self._forms_of_wordings[place.key][place.wording], self.setting
        if contradicts_lead(words, min(place.words), lead, setting):
            return True
        return place.key in self._times and counts_no_hours(words, place.words)

    def _is_otherwise(self, words: tuple[AnswerWord, ...]) -> bool:
        """Tell if an answer exchanges values, or names another time of day, wherever it has the key's words."""
        if self.part_of_day and is_other_part(parts_of_day(words), self.part_of_day):
            return True
        return exchanges_values(words, self.setting)

    @cached_property
    def _times(self) -> frozenset[str]:
        return frozenset(accepted.text for accepted in self.accept if clock_of(accepted.text, self.prompt))

    def _by_wording(self, text: str, place: Place, beside: WordsBeside, quoted: bool, otherwise: bool) -> Reading:
        """The reading by one wording; the reason why it is unsure is left to the caller."""
        accepted = self._accepted[place.key]
        strict = set(self.tolerance) != set(TOLERANCE_LEVELS)
        if strict and not says_any(text, [place.wording], self.tolerance):
            return Reading("unsure", unsure=UNSURE_SPELLING)
        if otherwise or (not quoted and self._says_otherwise(beside.words, place)):
            return Reading("changed")
        if not quoted and (doubt := beside.strict_doubt()):
            return Reading(doubt)
        said = Said(text, ((place.wording,),))
        return Reading("right", SAID_FREELY, accepted.share, accepted.note, said=said)

    def any_in(self, words: tuple[AnswerWord, ...]) -> bool:
        """Tell if the words of an answer say any of the wordings."""
        return bool(self.accept) and self._index.any_in(words)

    @cached_property
    def _accepted(self) -> dict[str, AcceptedWording]:
        return {accepted.text: accepted for accepted in reversed(self.accept)}

    @cached_property
    def _forms_of_wordings(self) -> dict[str, dict[str, frozenset[str]]]:
        return {text: other_wordings(text, self.setting, self.prompt) for text in self._accepted}

    @property
    def all_forms(self) -> tuple[str, ...]:
        """All the ways to write each accepted wording."""
        return tuple(form for forms in self._forms_of_wordings.values() for form in forms)

    @cached_property
    def _index(self) -> KeyIndex:
        variants = {text: tuple(forms) for text, forms in self._forms_of_wordings.items()}
        between = (self.setting.prompt - self.setting.key) | self.setting.framing
        return KeyIndex(variants, frozenset(ordered_levels(self.tolerance)), between)
