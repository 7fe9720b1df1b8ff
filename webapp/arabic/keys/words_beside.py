"""The words beside the key in an answer: do they frame it, change it, or leave the program unsure?

A word frames the key if it is a framing word (`framing_words`), a word of the question, or one of the evidence's
sentence. Any other word of content makes the answer another one where it

- stands before the key as the head of a construct (نتيجة المحادثات) or as its limit (قبل، أكثر من);
- describes it behind, by a place or kind of its own (الصحفيين اليابانيين);
- counts in another unit (مئة ساعة), moves a day (الأربعاء قبل الماضي), or names other parties (بين … و…);
- is what the answer is about, the key being told of it (اليابان التي تتابع المحادثات).

Elsewhere the program is not sure of it.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from webapp.arabic import clitics
from webapp.arabic.keys.answer_words import AnswerWord, root_forms
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.measures_beside import MeasuresBeside, has_pair
from webapp.arabic.keys.turned_roles import turns_roles
from webapp.arabic.keys.word_shapes import (
    fold,
    is_nisba,
    is_noun_in_hamza,
    looks_like_verb,
    may_be_head,
    nisba_roots,
    unit_of,
)
from webapp.arabic.matching.framing_words import (
    ALONE,
    BEFORE_VERBS,
    BOTH_SIDES,
    COPULAR,
    DAYS,
    FRAMING,
    GRAMMAR,
    HOW_MANY,
    LIGHT,
    LIMITS,
    PREPOSITIONS,
    PRESENTING,
    RELATIVES,
    SIDES,
    TIME_UNITS,
    TITLES,
    TRANSPARENT_HEADS,
    VOCATIVES,
)
from webapp.arabic.matching.typing_slips import is_vowel_slip

_WITHOUT = frozenset({"دون", "بدون"})
_FRAMING_OR_LIGHT = FRAMING | LIGHT
_LIGHT_OR_GRAMMAR = LIGHT | GRAMMAR
_GRAMMAR_NO_DAY = GRAMMAR - DAYS
_READ_BACK = LIGHT | PRESENTING
Doubt = Literal["", "changed", "unsure"]


class WordsBeside:
    """An answer's words beside its key, judged one rule after the other."""

    def __init__(self, words: Sequence[AnswerWord], setting: KeySetting, said: frozenset[int] | None = None) -> None:
        """``said``: where the words of the key are; by default wherever one of its stems is."""
        self.words, self.setting = words, setting
        at = [index for index, word in enumerate(words) if word.stems & setting.key]
        self.key = sorted(said) if said is not None else at
        self.measures = MeasuresBeside(words, setting)

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
        said = [self.words[index].stems for index in self.key]
        asked = self.setting.prompt
        own = all(self.words[index].stems & asked or self._is_grammar(self.words[index]) for index in self.key)
        named = all(stems & PREPOSITIONS and not stems & asked for stems in said)  # علي is a name where it is the key
        if own and not named and not self._counts_one():
            # A key in the question's own words is read back with them.
            return "" if all(self.words[index].stems & _READ_BACK for index in rest) else "changed"
        if any(self._is_another_number(index) for index in rest) or any(map(self._is_joined, self._other_segments())):
            return "changed"
        return "unsure" if self.unknown or turns_roles(self.words, self.key, self.setting) else ""

    @staticmethod
    def _is_grammar(word: AnswerWord) -> bool:
        """Tell if a word is one of grammar: ظل is a verb, and الظل a noun."""
        return bool(word.stems & _GRAMMAR_NO_DAY) and not (word.definite and word.folded not in _GRAMMAR_NO_DAY)

    @cached_property
    def unknown(self) -> list[str]:
        """The words that the program cannot place: neither of the key nor framing."""
        rest = (index for index in range(len(self.words)) if index not in self.key)
        return [self.words[index].word for index in rest if not self._frames(index)]

    def extended(self) -> bool:
        """Tell if a word follows the key at once that neither question nor sentence has (اتفاق سلام، النووية فقط)."""
        said = self.setting.asked | self.setting.quoted | ALONE
        behind = (self.words[at + 1] for at in self.key if at + 1 < len(self.words) and at + 1 not in self.key)
        return any(not word.joint and not word.stems & said and not word.stems & GRAMMAR for word in behind)

    def _counts_one(self) -> bool:
        """Tell if the key is the one thing that the question counts: «يوم بعد اللقاء» answers «بعد كم يوم»."""
        if not self.key:
            return False
        behind = self.words[self.key[-1] + 1 : self.key[-1] + 2]
        alone = not behind or bool(behind[0].stems & PREPOSITIONS)
        counted = all(self.words[index].stems & self.setting.counted for index in self.key)
        return alone and counted and not any(word.stems & HOW_MANY for word in self.words)

    def _other_segments(self) -> Iterator[list[AnswerWord]]:
        """The stretches joined by و to the one that says the key, on either side."""
        starts = [at for at, word in enumerate(self.words) if not at or word.joint]
        ends = [*starts[1:], len(self.words)]
        key = frozenset(self.key)
        with_key = [not key.isdisjoint(range(start, end)) for start, end in zip(starts, ends, strict=True)]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            behind = self.words[end].joint if True in with_key[number + 1 : number + 2] else ""
            if not with_key[number] and "و" in (self.words[start].joint, behind):
                yield list(self.words[start:end])

    def _is_joined(self, segment: list[AnswerWord]) -> bool:
        """Tell if a stretch is another answer: words of the key with others, or nouns alone."""
        said = {stem for index in self.key for stem in self.words[index].stems} - GRAMMAR - LIGHT
        if any(word.stems & said for word in segment):
            return True
        plain = [word for word in segment if not word.stems & _LIGHT_OR_GRAMMAR or is_noun_in_hamza(word)]
        return len(plain) == len(segment) and not any(looks_like_verb(word) for word in plain)

    def _changes_key(self, at: int) -> bool:
        before = self.words[at - 1] if at and not self.words[at].joint else None
        after = self.words[at + 1] if at + 1 < len(self.words) and not self.words[at + 1].joint else None
        if (
            before
            and at - 1 not in self.key
            and any(rule(before, at) for rule in (self._heads, self._limits, self.measures.counts_one_of))
        ):
            return True
        if after and (
            self.measures.counts_otherwise(at, after) or (at + 1 not in self.key and self._describes(at, after))
        ):
            return True
        return self.measures.moves_day(at) or self._names_other_sides(at)

    def _is_known(self, word: AnswerWord) -> bool:
        return not (word.stems.isdisjoint(_FRAMING_OR_LIGHT) and word.stems.isdisjoint(self.setting.known))

    def _pair_is_said(self, before: AnswerWord, after: AnswerWord) -> bool:
        return has_pair(before, after, self.setting.pairs)

    def _heads(self, before: AnswerWord, at: int) -> bool:
        """Tell if the word before the key is a noun in construct with it."""
        word = self.words[at]
        if before.folded == "ام" and at == 1:  # with nothing before it: a mother
            return not self._pair_is_said(before, word)
        headed = may_be_head(before) or is_noun_in_hamza(before)
        if word.number or before.number or not self._stands_bare(word) or not headed:
            return False
        if not self._is_definite_from(at) or (is_nisba(word) and not word.definite):
            return False  # the second: an adjective of the noun before it
        if at > 1 and self.words[at - 2].folded in BEFORE_VERBS:
            return False
        if at > 1 and not word.definite and not before.joint and may_be_head(self.words[at - 2]):
            return False  # زوجة حسان مريم may name her
        if is_noun_in_hamza(before):  # ماء is not ما
            return not self._pair_is_said(before, word)
        rules = bool(before.stems & TITLES) and self.setting.place_asked  # ملك قرطبة is no place
        known = before.stems & self.setting.asked or (before.stems & TRANSPARENT_HEADS and not rules)
        known = known or before.stems & self.setting.names or before.stems & self.setting.framing
        known = known or root_forms(before.word) & self.setting.roots_of_prompt
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
        return bool({word.folded, fold(bare or word.word)} & self.setting.key) and not word.folded.startswith("لل")

    def _limits(self, before: AnswerWord, at: int) -> bool:
        """Tell if قبل, بعد, دون or أكثر من stands before the key, and neither in the key, the question nor the text."""
        limit, limited = before, self.words[at]
        if at > 1 and not before.joint and (before.folded == "من" or before.stems & TIME_UNITS):
            limit, limited = self.words[at - 2], limited if before.folded == "من" else before
        if not limit.stems & LIMITS or limit.stems & self.setting.asked:
            return False
        beside = before if before.folded == "من" else limit
        return not self._pair_is_said(beside, limited) and bool(self.words[at].stems & self.setting.key)

    def _describes(self, at: int, after: AnswerWord) -> bool:
        """Tell if an adjective of place or kind follows the key that is not said of it."""
        key = self.words[at]
        if self._is_known(after) or key.number:
            return False
        places = nisba_roots(after.stems)
        if after.definite and (key.definite or key.stems & self.setting.key) and not places & self.setting.places:
            return is_nisba(after) or not root_forms(after.word) & self.setting.roots_of_text
        if not is_nisba(after) or after.definite != key.definite:
            return False
        return bool(places & self.setting.places_of_rivals) or not places & self.setting.places

    def _names_other_sides(self, at: int) -> bool:
        """Tell if بين, مع or ضد behind the key names somebody that the evidence's sentence does not."""
        behind = self.words[at + 1 :]
        start = next((index for index, word in enumerate(behind) if word.stems & SIDES), None)
        if start is None or any(word.joint for word in behind[: start + 1]):
            return False
        allowed = self.setting.asked | self.setting.quoted | BOTH_SIDES
        for word in behind[start + 1 :]:
            if word.joint == "،" or word.stems & RELATIVES:
                return False
            if not word.stems & allowed and not word.stems & FRAMING and not word.number:
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
        return not (word.stems.isdisjoint(FRAMING) and word.stems.isdisjoint(self.setting.prompt))

    def _is_another_number(self, index: int) -> bool:
        word = self.words[index]
        one = "#1" in word.stems and index and index - 1 in self.key and unit_of(self.words[index - 1]) is not None
        return word.number and not one and not (word.stems & self.setting.prompt or word.stems & self.setting.quoted)

    def _frames(self, index: int) -> bool:
        word = self.words[index]
        before = self.words[index - 1].folded if index else ""
        if self._is_known(word) or len(word.word) == 1 or (word.stems & VOCATIVES and before == "يا"):
            return True
        if {before, word.folded} & _WITHOUT and self.setting.quoted & _WITHOUT:  # in other words than the text's
            return True
        if word.stems & TITLES and index + 1 < len(self.words) and not self.setting.place_asked:
            return index + 1 in self.key or bool(self.words[index + 1].stems & TITLES)
        if word.stems & TRANSPARENT_HEADS and [w.folded for w in self.words[index + 1 : index + 2]] == ["من"]:
            return index + 2 in self.key
        if unit_of(word) in self.setting.units or self._is_said_of_key(index):
            return True
        alike = bool(root_forms(word.word) & self.setting.roots)
        return alike and not self._may_own(index) and not self._is_owner(index)

    def _is_said_of_key(self, index: int) -> bool:
        """Tell if the word describes the key as another sentence does, or is the way between the verb and the key."""
        word = self.words[index]
        if index - 1 in self.key and not word.joint:
            pairs = self.setting.pairs_of_text
            told = has_pair(self.words[index - 1], word, pairs) and not is_nisba(word)
            return told or bool(root_forms(word.word) & self.setting.roots_beside_key)
        if index + 1 in self.key and has_pair(word, self.words[index + 1], self.setting.pairs_of_text):
            return True
        between = bool(self.key) and 0 < index < self.key[0] and word.stems & self.setting.text
        verb = between and root_forms(self.words[index - 1].word) & self.setting.roots_of_prompt
        return bool(verb) and word.word[0] in "بلك" and word.word != word.folded.lstrip("بل") and not word.number

    def _may_own(self, index: int) -> bool:
        """Tell if a noun that only shares a root with the text stands before an indefinite key (زوجة صياد)."""
        word = self.words[index]
        follows = index + 1 in self.key and not self.words[index + 1].joint
        return follows and word.word.endswith("ة") and not self._pair_is_said(word, self.words[index + 1])

    def _is_owner(self, index: int) -> bool:
        """Tell if a definite noun that only shares a root with the key follows it as its owner (قراءة القرآن)."""
        word, key = self.words[index], self.words[index - 1]
        follows = index - 1 in self.key and not word.joint and word.definite and not key.definite
        return follows and bool(root_forms(word.word) & root_forms(key.word))
