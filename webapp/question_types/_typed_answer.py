"""Marking of typed words: tolerance of spelling, refused wordings, negation, typing slips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from webapp.arabic.matching.answer_matching import find_nearest_idea, match, near_match, normal_words, says_idea
from webapp.arabic.matching.negation import affirms_negated, is_verb_of_denial, negated_words, negations
from webapp.arabic.normalize import canonical, strip_tashkeel, strip_tatweel
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS, TextMatch, ToleranceLevel
from webapp.domain.problem import both
from webapp.domain.question import Grade, Part
from webapp.question_types._options import Fault, verdict_of

DEFAULT_TOLERANCE: tuple[ToleranceLevel, ...] = TOLERANCE_LEVELS
SEPARATORS = str.maketrans("؛;", "||")
EMPTY = "…"
UNRELATED_WORD = "كلمة"
"""A sample of a wrong answer to a typed part."""
LEAST_REPEATED = 3  # a shorter word (من, أن) behind another negation repeats nothing
MAX_SIGNS_PER_LETTER = 2
"""In a text with all its vowels there is less than a mark to each letter."""


@dataclass(frozen=True)
class LengthLimit:
    """The longest typed answer that is marked; lengths are counted after folding, where ﷺ is four words.

    An answer costs time with each of its words and each wording of the key: what is longer than asked for is refused by
    its length before anything else looks at it.
    """

    letters: int
    words: int

    @property
    def signs(self) -> int:
        """Most signs of an answer as typed."""
        return MAX_SIGNS_PER_LETTER * self.letters

    def cut(self, answer: str) -> str:
        """Cut an answer as typed to where it is seen to be too long: no more than that is kept."""
        return answer[: self.signs + 1]

    def is_exceeded(self, answer: str) -> bool:
        """Test an answer as typed."""
        if len(answer) > self.signs:  # too long however it folds
            return True
        text = canonical(answer)
        letters = len(strip_tashkeel(text))
        if len(text) > self.signs or letters > self.letters or len(words(text)) > self.words:
            return True
        return any(span.end - span.start > MAX_WORD_LETTERS for span in words(strip_tatweel(strip_tashkeel(text))))

    def label(self, answer: str) -> str:
        """The label of an answer that exceeds the limit: its beginning."""
        return f"{' '.join(answer[:LABEL_LENGTH].split())} …"


LABEL_LENGTH = 60
MAX_WORD_LETTERS = 60
"""Without vowel marks and tatweel. Each letter in front of a word may be a particle, which is looked for anew."""
ANSWER_LIMIT = LengthLimit(letters=600, words=60)
"""A short answer is no essay: sixty words are a long paragraph."""
PART_LIMIT = LengthLimit(letters=200, words=20)
"""The filling of a gap is a word or a phrase."""
MAX_WORDINGS = 150
MAX_WORDS_OF_WORDINGS = 1500
"""Each answer is compared with each wording: more of them would keep a learner waiting."""
TOO_LONG = "هذا أطول مما يُطلب هنا؛ تكفي كلمات قليلة، ولم تُحسب محاولة."


def typed(answer: str) -> str:
    """A typed answer trimmed at the ends; empty where it has neither a letter nor a digit."""
    return answer.strip() if any(sign.isalnum() for sign in answer) else ""


def split_line(line: str) -> list[str]:
    """Split a typed line at | or ؛ or ; into its parts, without empty ones at the end."""
    parts = [part.strip() for part in line.translate(SEPARATORS).split("|")]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def looseness(matched: TextMatch) -> int:
    """The index in ``TOLERANCE_LEVELS`` of the loosest level that a match needed; 0 for an exact match."""
    return TOLERANCE_LEVELS.index(matched.tolerance_level or "exact")


def best_match(answer: str, wordings: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> TextMatch | None:
    """The strictest match of the whole answer with any of the wordings; None for no match."""
    matches = (match(answer, wording, tolerance) for wording in wordings)
    return min((matched for matched in matches if matched.ok), key=looseness, default=None)


def best_idea(answer: str, wordings: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> TextMatch | None:
    """The strictest match of a part of the answer with any of the wordings; None for no match."""
    matched = find_nearest_idea(answer, wordings, tolerance)
    return matched if matched.ok else None


def says_any(answer: str, wordings: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> bool:
    """Tell if a part of the answer says any of the wordings."""
    return any(says_idea(answer, wording, tolerance) for wording in wordings)


def denied(
    answer: str,
    refused: Iterable[str],
    right: Iterable[str],
    tolerance: Sequence[ToleranceLevel],
    beside: Iterable[str] = (),
) -> bool:
    """Test an answer for a refused wording, or for a negation that no right wording has.

    ``beside`` are the question and the sentences of its evidence: a negation repeated from them is not counted
    («غير مؤكدة»).
    """
    if says_any(answer, refused, tolerance):
        return True
    negated = negated_words(answer)
    beside = list(beside)
    if not negated:
        return any(affirms_negated(answer, prompt) for prompt in beside[:1])
    allowed = {word for wording in right for word in negations(wording)}
    allowed |= {base for line in beside[:1] for base in negations(line) if is_verb_of_denial(base)}
    repeated = {pair for line in beside for pair in negated_words(line)}
    followers = {word.rstrip("ه") for _, word in repeated if len(word) > LEAST_REPEATED}
    repeated |= {(base, "") for base, _ in repeated}  # «… تحول دون», cut off where the question goes on
    allowed |= {base for base, _ in repeated if base == "دون"}  # it tells how: «دون توقف» for «دون أن ينزل»
    return any(
        base not in allowed and (base, word) not in repeated and word.rstrip("ه") not in followers
        for base, word in negated
    )


def slip_of(
    answer: str,
    wordings: Iterable[str],
    known: frozenset[str],
    tolerance: Sequence[ToleranceLevel],
    names: frozenset[str] = frozenset(),
) -> TextMatch | None:
    """The wording that the answer misses by one typing slip; None where the slip makes another ``known`` word."""
    matches = (near_match(answer, wording, known, tolerance, names) for wording in wordings)
    return next((matched for matched in matches if matched), None)


def known_words(lines: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> frozenset[str]:
    """The folded words of these lines, for ``slip_of``."""
    return frozenset(word for line in lines for word in normal_words(line, tolerance))


@lru_cache(maxsize=16)
def known_in(written: tuple[str, ...], tolerance: tuple[ToleranceLevel, ...]) -> frozenset[str]:
    """The folded words of a whole text, cached for all its questions."""
    return known_words(written, tolerance)


def folded(answer: str, tolerance: Sequence[ToleranceLevel] = DEFAULT_TOLERANCE) -> str:
    """Fold a part of an answer to a label that all its spellings share."""
    if PART_LIMIT.is_exceeded(answer):
        return PART_LIMIT.label(answer)
    return " ".join(word.replace("#", "") for word in normal_words(answer, tolerance)) or answer


def named(name: str, part: str) -> str:
    """Write a remark behind the name of its part."""
    return f"{name}: {part}"


def parts_grade(points: float, names: Mapping[str, str], matches: Mapping[str, TextMatch | None], why: str) -> Grade:
    """Grade a question whose parts have equal shares of its ``points``.

    ``names`` are the learner's words for each part, ``matches`` the outcome of each part that was filled, both by the
    part's name. The reason is ``why`` where everything is right; else it names the right parts and not the key.
    """
    right = {name for name in names if (match := matches.get(name)) and match.ok}
    slips = {name: match.why for name in names if (match := matches.get(name)) and match.nearly}
    parts = tuple(Part(name, 1 / len(names), 1.0 if name in right else 0.0) for name in names)
    notes = [
        named(names[name], match.why) if len(names) > 1 else match.why
        for name in names
        if (match := matches.get(name)) and match.ok and match.why
    ]
    note = " ".join(notes)
    if len(right) == len(names):
        loosest = max((match for match in matches.values() if match), key=looseness)
        return Grade("accepted", points, points, why, parts, loosest.tolerance_level, note)
    remark = " ".join([*_standing(names, right, set(matches) - right - set(slips)), *_slips(names, slips)])
    if slips and len(slips) + len(right) == len(names):
        return Grade("nearly", 0.0, points, remark, parts, None, note)
    share = len(right) / len(names)
    return Grade(verdict_of(share), share * points, points, remark, parts, None, note)


def wording_faults(wordings: Sequence[str]) -> Iterator[Fault]:
    """Report a key with more wordings than an answer can be compared with in good time."""
    if len(wordings) > MAX_WORDINGS or sum(len(words(wording)) for wording in wordings) > MAX_WORDS_OF_WORDINGS:
        message = both(
            en=f"too many wordings (at most {MAX_WORDINGS}, with {MAX_WORDS_OF_WORDINGS} words in all)",
            ar=f"الصيغ كثيرة جدًا (أقصى عددها {MAX_WORDINGS}، ومجموع كلماتها {MAX_WORDS_OF_WORDINGS})",
        )
        yield (), "too-many-wordings", message


def comma_faults(wordings: Sequence[str], where: tuple[str | int, ...]) -> Iterator[Fault]:
    """Report a list whose one wording has an Arabic comma: YAML parts a list at the Latin one alone."""
    if len(wordings) == 1 and re.search(r"\w\s*[،؛]\s*\w", wordings[0]):
        message = both(
            en="an Arabic comma does not separate wordings. Write “,” between them, and no comma within one.",
            ar="الفاصلة العربية لا تفصل بين الصيغ. اكتب «,» بين صيغة وأخرى، ولا تكتب فاصلة داخل الصيغة.",
        )
        yield (*where, 0), "arabic-comma", message


def too_long_grade(points: float, names: Iterable[str] = ("",)) -> Grade:
    """Refuse an answer by its length; it costs no attempt. ``names`` are the parts of the question."""
    named_parts = list(names)
    parts = tuple(Part(name, 1 / len(named_parts), 0.0) for name in named_parts)
    return Grade("nearly", 0.0, points, TOO_LONG, parts)


def _standing(names: Mapping[str, str], right: set[str], wrong: set[str]) -> list[str]:
    """Remarks that name the right parts and the wrong ones, in their order."""
    remarks = []
    if right:
        remarks.append(named("صحيح", " و".join(label for name, label in names.items() if name in right)) + ".")
    if wrong:
        remarks.append(f"انظر مرة أخرى في {' و'.join(label for name, label in names.items() if name in wrong)}.")
    return remarks


def _slips(names: Mapping[str, str], slips: Mapping[str, str]) -> list[str]:
    return [named(names[name], why) if len(names) > 1 else why for name, why in slips.items()]
