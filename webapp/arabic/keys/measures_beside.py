"""A number, a measure or a day of the key with a word beside it that makes it another one."""

from collections.abc import Sequence
from itertools import pairwise

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import LEAST_HEAD, is_nisba, is_noun_in_hamza, skeleton_of_counted, unit_of
from webapp.arabic.matching.framing_words import (
    AS_SAID,
    DAY_PARTS,
    DAYS,
    ERAS,
    FRAME_NOUNS,
    FRAMING,
    HOW_MANY,
    MOVED,
    MOVED_BEFORE,
    POWERS,
    SHARES,
    SHARES_OF_ONE,
    SHIFTS,
    TIME_UNITS,
    UNITS,
)

WORDS_MOVED = 3
"""Words behind a time among which the day that it lies in is looked for: في اليوم التالي."""
EXCEPT = "الا"
_FRAMING_NO_NOUN = FRAMING - FRAME_NOUNS


def has_pair(before: AnswerWord, after: AnswerWord, pairs: frozenset[tuple[str, str]]) -> bool:
    """Tell if two neighbours are among these pairs of stems."""
    return any((left, right) in pairs for left in before.stems for right in after.stems)


class MeasuresBeside:
    """Numbers, measures and days in the words of an answer."""

    def __init__(self, words: Sequence[AnswerWord], setting: KeySetting) -> None:
        self.words, self.setting = words, setting

    def counts_otherwise(self, at: int, after: AnswerWord) -> bool:
        """Tell if a number of the key counts something else."""
        word = self.words[at]
        if (after.folded == "من" and self._is_of_another(at)) or self._is_of_another_measure(at, after):
            return True
        if self._takes_part_off(at, after) or self._holds_another(at, after) or self._is_of_another_era(word, after):
            return True
        if unit_of(word) and after.stems & POWERS:
            return not after.stems & self.setting.asked and not after.stems & self.setting.quoted
        if unit_of(word) and after.number and not after.joint:
            return not after.stems & (self.setting.asked | {"#1"})
        if not word.number or after.definite or has_pair(word, after, self.setting.key_pairs):
            return False
        if len(after.word) == 1 and after.word.isalpha():
            return not self._is_sign(after.word, word)
        return self._is_other_unit(after)

    def _takes_part_off(self, at: int, after: AnswerWord) -> bool:
        """Tell if a part is taken off a time of the key (السابعة إلا ربعا)."""
        part = self.words[at + 2 : at + 3]
        if after.folded != EXCEPT or not part or not part[0].stems & SHARES_OF_ONE:
            return False
        return not has_pair(after, part[0], self.setting.key_pairs)

    def _is_of_another_era(self, year: AnswerWord, after: AnswerWord) -> bool:
        """Tell if a year is said with another era than the key or the text has behind it."""
        era = ERAS.get(after.folded) if year.number and not after.joint else None
        if era is None:
            return False
        pairs = (*self.setting.key_pairs, *self.setting.pairs)
        told = {ERAS[right] for left, right in pairs if left in year.stems and right in ERAS}
        return bool(told) and era not in told

    def _is_of_another_measure(self, at: int, after: AnswerWord) -> bool:
        """Tell if a share is followed by another measure than the one before it (ساعة ونصف دقيقة، ربع بالمئة)."""
        unit = unit_of(after)
        if not unit or after.joint or after.definite:
            return False
        if unit_of(self.words[at]) == "percent":
            return True
        before = unit_of(self.words[at - 1]) if at else None
        return bool(self.words[at].stems & SHARES_OF_ONE) and before is not None and before != unit

    def _is_other_unit(self, after: AnswerWord) -> bool:
        """Tell if what follows a number is not what the question or the text counts."""
        unit = unit_of(after)
        if unit and unit != "percent" and self._counts_things():
            return not self._is_counted(after)
        if unit and self.setting.units:
            return unit not in self._units_said()
        if unit and not self.setting.prompt & HOW_MANY:
            return False
        named = self.setting.counted or self.setting.asked | self.setting.quoted
        framing = after.stems & _FRAMING_NO_NOUN and not self._is_thing_of_text(after)
        if after.stems & named or framing or after.number or is_nisba(after):
            return False
        return not self._is_counted(after)

    def _is_thing_of_text(self, noun: AnswerWord) -> bool:
        """Tell if a word of dialect is a noun of the text in another number (دول is said for هؤلاء, and of دولة)."""
        if not noun.stems & AS_SAID or len(noun.word) < LEAST_HEAD:
            return False
        return skeleton_of_counted(noun.word) in set(map(skeleton_of_counted, self.setting.text))

    def _counts_things(self) -> bool:
        """Tell if the question counts something that is no measure: «كم فنجانا في اليوم»."""
        counted = self.setting.counted
        return bool(counted) and not any(stem in UNITS for stem in counted)

    def _is_counted(self, noun: AnswerWord) -> bool:
        """Tell if a noun is what the question counts, in another of its numbers (٤ فناجين for «كم فنجانا»)."""
        skeletons = {skeleton_of_counted(stem) for stem in self.setting.counted}
        return skeleton_of_counted(noun.word) in {skeleton for skeleton in skeletons if len(skeleton) >= LEAST_HEAD}

    def _is_of_another(self, at: int) -> bool:
        """Tell if «من …» behind what is counted names another thing than the question's «كم كوبا من الأرز»."""
        behind = self.words[at + 2 : at + 3]
        return bool(self.setting.measured and behind) and not behind[0].stems & self.setting.measured

    def _holds_another(self, at: int, after: AnswerWord) -> bool:
        """Tell if a noun of the text right behind what is counted is not the question's (4 ملاعق ماء)."""
        if not self.setting.measured or after.joint or after.definite or after.number or after.word[-1] in "ةه":
            return False
        named = is_noun_in_hamza(after) or bool(after.stems & self.setting.text and not after.stems & FRAMING)
        own = after.stems & self.setting.measured or self._is_counted(after)
        return named and not own and self._is_counted(self.words[at])

    def _units_said(self) -> frozenset[str]:
        return self.setting.units | ({"percent"} if self.setting.prompt & SHARES else frozenset())

    def _is_sign(self, sign: str, number: AnswerWord) -> bool:
        """Tell if a letter behind a number is an era, or the part of the day that the text names."""
        clock = not number.word.partition("#")[2].isdigit()
        if sign in DAY_PARTS:
            named = any(stem.startswith(DAY_PARTS[sign]) for stem in self.setting.quoted | self.setting.key)
            return named or not (clock or self.setting.units & {"hour"})
        return True

    def counts_one_of(self, before: AnswerWord, at: int) -> bool:
        """Tell if «واحد» or «اثنان» follows another unit than the question's (ساعة واحدة)."""
        unit = unit_of(before)
        few = self.words[at].word.endswith(("#1", "#2"))
        return few and unit is not None and not before.definite and unit not in self.setting.units

    def _moves_measure(self, at: int) -> bool:
        """Tell if a time is that of a day or year behind the one that the text tells of (مساء اليوم التالي)."""
        for before, word in pairwise(self.words[at + 1 : at + 1 + WORDS_MOVED]):
            moved = word.stems & MOVED and word.definite and not word.joint and not before.joint
            if moved and before.stems & TIME_UNITS and word.stems.isdisjoint(self.setting.known):
                return True
        return False

    def moves_day(self, at: int) -> bool:
        """Tell if a word beside a day of the key makes it another day."""
        if self._moves_measure(at):
            return True
        if not self.words[at].stems & DAYS:
            return False
        allowed = self.setting.prompt | self.setting.key
        behind, before = self.words[at + 1 : at + 3], self.words[max(0, at - 1) : at]
        if before and before[0].stems & MOVED_BEFORE - allowed:
            return True
        if behind and behind[0].stems & MOVED - allowed and behind[0].definite:
            return not has_pair(self.words[at], behind[0], self.setting.pairs)
        return len(behind) == 2 and bool(behind[0].stems & SHIFTS) and not behind[0].joint and behind[1].definite
