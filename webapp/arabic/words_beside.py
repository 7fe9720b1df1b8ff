"""The words beside the key in an answer: do they frame it, change it, or leave the program unsure?

A word frames the key if it is a framing word (`framing_words`), a word of the question, or one of the evidence's
sentence. Any other word of content makes the answer another one where it

- stands before the key as the head of a construct (نتيجة المحادثات) or as its limit (قبل، أكثر من);
- describes it behind, by a place or kind of its own (الصحفيين اليابانيين);
- counts in another unit (مئة ساعة), moves a day (الأربعاء قبل الماضي), or names other parties (بين … و…);
- is what the answer is about, the key being told of it (اليابان التي تتابع المحادثات).

Elsewhere the program is not sure of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from webapp.arabic import clitics
from webapp.arabic.answer_words import AnswerWord, answer_words, root_forms
from webapp.arabic.clitics import strip_marks
from webapp.arabic.competing_answers import stems_of_lines
from webapp.arabic.framing_words import (
    COPULAR,
    DAYS,
    FRAME_NOUNS,
    FRAMING,
    LIGHT,
    PREPOSITIONS,
    RELATIVES,
    TRANSPARENT_HEADS,
    UNITS,
)
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.typing_slips import is_vowel_slip


def _fold(word: str) -> str:
    return fold_spelling(strip_marks(word), TOLERANCE_LEVELS)


Doubt = Literal["", "changed", "unsure"]
_LIMITS = frozenset(map(_fold, ["قبل", "قبيل", "بعد", "دون", "ضد", "أقل", "أكثر"]))
_SIDES = frozenset(map(_fold, ["بين", "مع", "ضد"]))
_BOTH_SIDES = frozenset(map(_fold, ["بلدين", "بلدان", "طرفين", "جانبين", "دولتين", "زعيمين", "اثنين", "هما"]))
_MOVED = frozenset(map(_fold, ["قادم", "مقبل", "تالي", "موالي", "لاحق"]))
_MOVED_BEFORE = frozenset(map(_fold, ["غدا", "غد"]))
_SHIFTS = frozenset(map(_fold, ["قبل", "بعد"]))
_BEFORE_VERBS = frozenset(map(_fold, ["أن", "إن", "قد", "لقد", "سوف", "لم", "لن", "إذا", "الذي", "التي"]))
_SHARES = frozenset(map(_fold, ["نسبة", "نسبته", "نسبتها"]))
_DAY_PARTS = {"ص": "صباح", "م": "مسا"}
_NISBA = ("يتان", "يتين", "يون", "يين", "يان", "يات", "يه", "ي")
_LEAST_NISBA = 5
_LEAST_HEAD = 3


@dataclass(frozen=True)
class KeySetting:
    """What an answer may be said with: stems of the question and of the key; the evidence's sentences."""

    prompt: frozenset[str] = frozenset()
    key: frozenset[str] = frozenset()
    sentences: tuple[tuple[AnswerWord, ...], ...] = ()
    places: frozenset[str] = frozenset()
    """Stems of the text without the ending of a nisba; then those of other sentences with a word of the key."""
    places_of_rivals: frozenset[str] = frozenset()
    places_quoted: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    """Stems of the evidence's sentences."""
    roots: frozenset[str] = frozenset()
    """Root forms of the question and of the evidence's sentences."""
    roots_of_text: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Stems of neighbours in the evidence's sentences."""
    key_pairs: frozenset[tuple[str, str]] = frozenset()
    """Stems of neighbours in a wording of the key."""
    units: frozenset[str] = frozenset()
    """The measures that the question names; else those of the key, or of the sentences."""
    text: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Foreign names of the text, folded."""


def _neighbours(lines: Iterable[tuple[AnswerWord, ...]]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (left, right) for line in lines for one, two in pairwise(line) for left in one.stems for right in two.stems
    )


def _roots(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(form for line in lines for word in answer_words(line) for form in root_forms(word.word))


def _units(*choices: frozenset[str]) -> frozenset[str]:
    named = (frozenset(UNITS[stem] for stem in stems if stem in UNITS) for stems in choices)
    return next((units for units in named if units), frozenset())


def key_setting(
    prompt: str,
    wordings: Sequence[str],
    sentences: Sequence[str] = (),
    others: Sequence[str] = (),
    names: frozenset[str] = frozenset(),
) -> KeySetting:
    """Work out the setting of a key: its question, the evidence's sentences, and the other sentences of the text."""
    asked, quoted, key = stems_of_lines([prompt]), stems_of_lines(sentences), stems_of_lines(wordings)
    cut = tuple(answer_words(sentence) for sentence in sentences)
    other = [stems_of_lines([sentence]) for sentence in others]
    content = key - FRAMING
    return KeySetting(
        prompt=asked,
        key=content or key,
        sentences=cut,
        places=_nisba_roots(quoted.union(*other)),
        places_of_rivals=_nisba_roots(frozenset().union(*(stems for stems in other if stems & content))),
        places_quoted=_nisba_roots(quoted),
        quoted=quoted,
        roots=_roots((prompt, *sentences)),
        roots_of_text=_roots((prompt, *sentences, *others)),
        pairs=_neighbours((*cut, answer_words(prompt))),
        key_pairs=_neighbours(map(answer_words, wordings)),
        units=_units(asked, key, quoted),
        text=quoted.union(*other),
        names=frozenset(name for name in names if not name.endswith("ه")),  # a ة is the sign of a noun
    )


def is_quotation(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if the answer is a run of neighbouring words of the evidence's sentence."""
    size = len(words)
    return any(
        all(one.stems & two.stems for one, two in zip(words, line[start : start + size], strict=True))
        for line in setting.sentences
        for start in range(len(line) - size + 1)
    )


class WordsBeside:
    """An answer's words beside its key, judged one rule after the other."""

    def __init__(self, words: Sequence[AnswerWord], setting: KeySetting, said: frozenset[int] | None = None) -> None:
        """``said``: where the words of the key are; by default wherever one of its stems is."""
        self.words, self.setting = words, setting
        at = [index for index, word in enumerate(words) if word.stems & setting.key]
        self.key = sorted(said) if said is not None else at

    def doubt(self) -> Doubt:
        """The doubt about an answer that says the key, whatever else it says freely."""
        if any(map(self._changes_key, self.key)) or self._tells_of_another():
            return "changed"
        return ""

    def strict_doubt(self) -> Doubt:
        """The doubt about an answer that is to say the key and nothing else."""
        if doubt := self.doubt():
            return doubt
        rest = [index for index in range(len(self.words)) if index not in self.key]
        if all(self._is_plain(word) and not word.stems & DAYS for word in map(self.words.__getitem__, self.key)):
            # A key in the question's own words is read back with them.
            return "" if all(self.words[index].stems & LIGHT for index in rest) else "changed"
        if any(self._is_another_number(index) for index in rest):
            return "changed"
        return "unsure" if any(not self._frames(index) for index in rest) or self._turned() else ""

    def _changes_key(self, at: int) -> bool:
        before = self.words[at - 1] if at and not self.words[at].joint else None
        after = self.words[at + 1] if at + 1 < len(self.words) and not self.words[at + 1].joint else None
        if (
            before
            and at - 1 not in self.key
            and any(rule(before, at) for rule in (self._heads, self._limits, self._counts_one_of))
        ):
            return True
        if after and (self._counts_otherwise(at, after) or (at + 1 not in self.key and self._describes(at, after))):
            return True
        return self._moves_day(at) or self._names_other_sides(at)

    def _is_known(self, word: AnswerWord) -> bool:
        return bool(word.stems & (self.setting.prompt | self.setting.quoted | FRAMING | self.setting.key))

    def _pair_is_said(self, before: AnswerWord, after: AnswerWord) -> bool:
        return self._has_pair(before, after, self.setting.pairs)

    def _has_pair(self, before: AnswerWord, after: AnswerWord, pairs: frozenset[tuple[str, str]]) -> bool:
        return any((left, right) in pairs for left in before.stems for right in after.stems)

    def _heads(self, before: AnswerWord, at: int) -> bool:
        """Tell if the word before the key is a noun in construct with it."""
        word = self.words[at]
        if word.number or before.number or not self._stands_bare(word) or not _may_be_head(before):
            return False
        if not self._is_definite_from(at) or (_is_nisba(word) and not word.definite):
            return False  # the second: an adjective of the noun before it
        if at > 1 and self.words[at - 2].folded in _BEFORE_VERBS:
            return False
        known = before.stems & (self.setting.prompt | TRANSPARENT_HEADS | self.setting.key | self.setting.names)
        named = known or any(is_vowel_slip(stem, name) for stem in before.stems for name in self.setting.names)
        return not named and not self._pair_is_said(before, word)

    def _is_definite_from(self, at: int) -> bool:
        """Tell if the words of the key that begin here end in a noun with the article, or in a name."""
        end = at
        while end in self.key:
            word = self.words[end]
            if word.definite or word.stems & self.setting.names:
                return True
            end += 1
        return False

    def _stands_bare(self, word: AnswerWord) -> bool:
        """Tell if the word of the key has no preposition or conjunction attached."""
        bare = clitics.without_article(word.word)
        return bool({word.folded, _fold(bare or word.word)} & self.setting.key) and not word.folded.startswith("لل")

    def _limits(self, before: AnswerWord, at: int) -> bool:
        """Tell if قبل, بعد, دون or أكثر من stands before the key, and neither in the key, the question nor the text."""
        limit = before
        if at > 1 and before.folded == "من" and not before.joint:
            limit = self.words[at - 2]
        if not limit.stems & _LIMITS or limit.stems & (self.setting.key | self.setting.prompt):
            return False
        return not self._pair_is_said(before, self.words[at]) and bool(self.words[at].stems & self.setting.key)

    def _describes(self, at: int, after: AnswerWord) -> bool:
        """Tell if an adjective of place or kind follows the key that is not said of it."""
        key = self.words[at]
        if self._is_known(after) or key.number:
            return False
        places = _nisba_roots(after.stems)
        if places & self.setting.places_quoted:
            return False
        if after.definite and (key.definite or key.stems & self.setting.key) and not places & self.setting.places:
            return _is_nisba(after) or not root_forms(after.word) & self.setting.roots_of_text
        if not _is_nisba(after) or after.definite != key.definite:
            return False
        return bool(places & self.setting.places_of_rivals) or not places & self.setting.places

    def _counts_otherwise(self, at: int, after: AnswerWord) -> bool:
        """Tell if a number of the key counts something else."""
        word = self.words[at]
        if not word.number or after.definite or self._has_pair(word, after, self.setting.key_pairs):
            return False
        if len(after.word) == 1 and after.word.isalpha():
            return not self._is_sign(after.word, word)
        unit = _unit(after)
        if unit:
            return bool(self.setting.units) and unit not in self._units_said()
        known = self.setting.prompt | self.setting.quoted | self.setting.key | (FRAMING - FRAME_NOUNS)
        return not after.stems & known and not after.number and not _is_nisba(after)

    def _units_said(self) -> frozenset[str]:
        return self.setting.units | ({"percent"} if self.setting.prompt & _SHARES else frozenset())

    def _is_sign(self, sign: str, number: AnswerWord) -> bool:
        """Tell if a letter behind a number is an era, or the part of the day that the text names."""
        clock = not number.word.partition("#")[2].isdigit()
        if sign in _DAY_PARTS:
            named = any(stem.startswith(_DAY_PARTS[sign]) for stem in self.setting.quoted | self.setting.key)
            return named or not (clock or self.setting.units & {"hour"})
        return True

    def _counts_one_of(self, before: AnswerWord, at: int) -> bool:
        """Tell if «واحد» or «اثنان» follows another unit than the question's (ساعة واحدة)."""
        unit = _unit(before)
        few = self.words[at].word.endswith(("#1", "#2"))
        return few and unit is not None and not before.definite and unit not in self.setting.units

    def _moves_day(self, at: int) -> bool:
        if not self.words[at].stems & DAYS:
            return False
        allowed = self.setting.prompt | self.setting.key
        behind, before = self.words[at + 1 : at + 3], self.words[max(0, at - 1) : at]
        if before and before[0].stems & _MOVED_BEFORE - allowed:
            return True
        if behind and behind[0].stems & _MOVED - allowed and behind[0].definite:
            return not self._pair_is_said(self.words[at], behind[0])
        return len(behind) == 2 and bool(behind[0].stems & _SHIFTS) and not behind[0].joint and behind[1].definite

    def _names_other_sides(self, at: int) -> bool:
        """Tell if بين, مع or ضد behind the key names somebody that the evidence's sentence does not."""
        behind = self.words[at + 1 :]
        start = next((index for index, word in enumerate(behind) if word.stems & _SIDES), None)
        if start is None or any(word.joint for word in behind[: start + 1]):
            return False
        allowed = self.setting.prompt | self.setting.quoted | self.setting.key | FRAMING | _BOTH_SIDES
        for word in behind[start + 1 :]:
            if word.joint == "،" or word.stems & RELATIVES:
                return False
            if not word.stems & allowed and not word.number:
                return True
        return False

    def _tells_of_another(self) -> bool:
        """Tell if the answer is about another noun of which a relative clause says the key."""
        for index, word in enumerate(self.words[:-1]):
            if index in self.key:
                return False
            if not self._is_plain(word):
                clause = self.words[index + 1].stems & RELATIVES
                return bool(clause) and not any(behind.stems & COPULAR for behind in self.words[index + 2 :])
        return False

    def _is_plain(self, word: AnswerWord) -> bool:
        return bool(word.stems & (FRAMING | self.setting.prompt))

    def _is_another_number(self, index: int) -> bool:
        word = self.words[index]
        return word.number and not word.stems & (self.setting.prompt | self.setting.quoted)

    def _frames(self, index: int) -> bool:
        word = self.words[index]
        if self._is_known(word) or len(word.word) == 1:
            return True
        return _unit(word) in self.setting.units or bool(root_forms(word.word) & self.setting.roots)

    def _turned(self) -> bool:
        """Tell if a noun that follows the key in the text opens the answer before it: the roles may be turned."""
        if not self.key:
            return False
        first = self.words[: self.key[0]]
        for index, word in enumerate(first):
            plain = self._is_plain(word) or not word.stems & self.setting.quoted or word.joint
            if plain or (index and first[index - 1].stems & PREPOSITIONS) or not _stands_alone(word, self.setting):
                continue
            if self._follows_key(word):
                return True
        return False

    def _follows_key(self, word: AnswerWord) -> bool:
        for line in self.setting.sentences:
            keys = [at for at, other in enumerate(line) if other.stems & self.setting.key]
            places = [at for at, other in enumerate(line) if other.stems & word.stems]
            if keys and places and min(places) > max(keys):
                return True
        return False


def _stands_alone(word: AnswerWord, setting: KeySetting) -> bool:
    """Tell if no preposition is attached to a word of the sentence."""
    bare = clitics.without_article(word.word)
    return bool({word.folded, _fold(bare or word.word)} & setting.quoted)


def _may_be_head(word: AnswerWord) -> bool:
    """Tell if a word may be the noun before another: without article, attached pronoun or the form of a verb."""
    plain = word.folded
    if len(plain) < _LEAST_HEAD or word.definite or not plain.isalpha():
        return False
    written = strip_marks(word.word)
    if written.endswith(("ها", "هم", "هما", "ون", "ين", "وا", "نا", "تا", "ه", "ت")) and not written.endswith("ات"):
        return False
    if plain[0] == "ي" and len(plain) > _LEAST_HEAD:
        return False
    return not (plain[0] == "ت" and len(plain) == _LEAST_HEAD + 1)


def _is_nisba(word: AnswerWord) -> bool:
    plain = _fold(clitics.without_article(word.word) or word.word)
    # ماضي and ثاني are no nisba.
    least = _LEAST_NISBA - (plain[-1:] == "ي" and plain[1:2] != "ا")
    return len(plain) >= least and plain.endswith(_NISBA)


def _unit(word: AnswerWord) -> str | None:
    return next((UNITS[stem] for stem in word.stems if stem in UNITS), None) or UNITS.get(word.word)


def _nisba_roots(stems: frozenset[str]) -> frozenset[str]:
    """The stems without the endings of a nisba and of the place it is made from (ياباني, يابان; روسي, روسيا)."""
    return frozenset(_nisba_root(stem) for stem in stems)


def _nisba_root(stem: str) -> str:
    for ending in (*_NISBA, "يا", "ا"):
        if stem.endswith(ending) and len(stem) - len(ending) >= _LEAST_HEAD:
            return stem[: -len(ending)]
    return stem
