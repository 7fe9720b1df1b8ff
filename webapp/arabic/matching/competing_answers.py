"""Detection of a second, competing answer beside the right one: «تمنع وتسمح», «المحادثات والصفقة».

A marker reads a list as it stands: an answer that offers two alternatives has not chosen. So the answer is cut into
segments at و, at ، and the like (not at the و of «بين … و…»), and a segment competes where all of this holds:

1. it says none of the right ideas;
2. it does not explain («أي …», «وهي …», «التي …», «كما …»), and is not made of words of politeness or grammar;
3. it stands next to a right wording: the word before the joint ends one (a word of the question may stand
   between), or it opens the answer and a right wording follows the joint;
4. some word of it is neither in the question nor in the key, and the two words at the joint are not joined
   like that in the text («روسيا وكوريا»);
5. it is short (two words of content at most), or its first word is built like the word it is joined to (both
   with ال, with ل, or as verbs of one person). A long segment is a further clause: «وأعلنت الوكالة ذلك لاحقا».

A segment behind و that only repeats words of the segment before it competes as well («مئة عام وعام»).

أو is not cut at here: it leaves the answer open even between two right ones.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from webapp.arabic import clitics
from webapp.arabic.matching.framing_words import CLAUSE_WORDS, FRAMING
from webapp.arabic.normalize import canonical, fold_letters, is_folded, is_letters, strip_tashkeel
from webapp.arabic.numbers import collapse_number
from webapp.arabic.text_equality import comparable_words, fold_spelling
from webapp.arabic.tokenizer import WORD
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.typed_forms import fold_typed_forms
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, SENTENCES, cached_by_word
from webapp.arabic.word_variants import case_variants, may_have_case

_WORD_OR_SEPARATOR = re.compile(rf"{WORD}|[،,؛;+&\n]|(?<!\d)/|/(?!\d)")
_PARTS = frozenset(["نصف", "نص", "ربع", "ثلث", "النصف", "النص", "الربع", "الثلث"])
MAX_SHORT_SEGMENT_WORDS = 2
_EXPLANATION_OPENERS = """
أي يعني تعني أعني وهو وهي وهم وهما هو هي هما هم وهذا وهذه هذا هذه وذلك ذلك التي الذي والتي والذي الذين والذين كما
لأن لأنه لأنها حيث إذ بحسب حسب فهو فهي فهما فهم وكان وكانت كان كانت وقد
"""


@cached_by_word(2048)
def stems(word: str) -> frozenset[str]:
    """The folded word, and its forms without article and attached particles."""
    forms = [word]
    if word[:1] in clitics.ATTACHABLE:
        if joined := clitics.without_conjunction(word):
            forms.append(joined)
        forms += [rest for form in forms for rest in clitics.without_preposition(form)]
        forms += [rest for form in dict.fromkeys(forms) if (rest := clitics.without_article(form))]
    has_case = may_have_case(word)  # by its last letter, which all its forms have
    if is_folded(word) and not has_case:
        return frozenset(forms)
    if has_case:
        forms += [rest for form in dict.fromkeys(forms) for rest in _without_accusative_alef(form)]
    if is_letters(word):
        return frozenset(map(fold_letters, forms))
    return frozenset([fold_spelling(form, TOLERANCE_LEVELS) for form in forms])


def _without_accusative_alef(word: str) -> tuple[str, ...]:
    # The accusative of an answer in one word: عاما for عام.
    return (word[:-1],) if len(word) > 3 and word.endswith("ا") else tuple(case_variants(word))


def stems_of_lines(lines: Iterable[str]) -> frozenset[str]:
    """All stems of these lines."""
    return frozenset().union(*map(stems_of_line, lines))


@cached_by_word(SENTENCES, MAX_ANSWER_LENGTH)
def stems_of_line(line: str) -> frozenset[str]:
    """All stems of this line."""
    return frozenset().union(*map(stems, _folded_words(line)))


def joined_pairs(lines: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Pairs of stems joined by و in these lines (روسيا وكوريا)."""
    return frozenset(
        (left, right)
        for line in lines
        for first, second in pairwise(_folded_words(line))
        if clitics.without_conjunction(second)
        for left in stems(first)
        for right in stems(second)
    )


def _folded_words(line: str) -> tuple[str, ...]:
    return comparable_words(strip_tashkeel(line), TOLERANCE_LEVELS)


_FUNCTION_WORD_STEMS = CLAUSE_WORDS
_FOLDED_OPENERS = frozenset(fold_spelling(word, TOLERANCE_LEVELS) for word in _EXPLANATION_OPENERS.split())


@dataclass(frozen=True)
class AnswerSegment:
    """A part of an answer; ``joint`` is و or a separator, empty for the first part."""

    joint: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class AnswerContext:
    """Words that an answer is compared with: stems of the question and of the key, and pairs joined in the text."""

    prompt: frozenset[str] = frozenset()
    key: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()


def answer_segments(answer: str) -> list[AnswerSegment]:
    """Cut the answer at و and ، and the like; the و of «بين س وص» does not cut."""
    segments, joint, words, between = list[AnswerSegment](), "", list[str](), False
    for piece in _WORD_OR_SEPARATOR.findall(fold_typed_forms(strip_tashkeel(canonical(answer)))):
        sign = not piece[0].isalnum()
        joins = piece == "و" or (piece[0] == "و" and clitics.without_conjunction(piece) is not None)
        if (
            joins
            and piece[1:] in _PARTS
            and any("#" in word for word in comparable_words(" ".join(words), TOLERANCE_LEVELS))
        ):
            joins = False  # ثلاثة كيلوغرامات ونصف is one number
        if not sign and (between or not joins):
            between = piece == "بين" or (between and not joins)
            words.append(piece)
            continue
        if words:
            segments.append(AnswerSegment(joint, tuple(words)))
        joint, words, between = piece if sign else "و", [] if sign or piece == "و" else [piece], False
    return [*segments, AnswerSegment(joint, tuple(words))] if words else segments


def _has_number(words: Sequence[str]) -> bool:
    return any("#" in word for word in comparable_words(" ".join(words), TOLERANCE_LEVELS))


def has_competing_answer(answer: str, context: AnswerContext, right: Callable[[str], bool]) -> bool:
    """Tell if a segment competes with the right answer. ``right`` tells if a stretch says a right idea."""
    segments = answer_segments(answer)

    @cache  # what a segment says is looked up last, and once
    def is_right(words: tuple[str, ...]) -> bool:
        return right(" ".join(words))

    contents = map(_content_words, segments)
    for (before, said_before), (segment, content) in pairwise(zip(segments, contents, strict=True)):
        competes = _repeats_word(said_before, segment.joint, content) or _competes_after(
            before, segment, content, context
        )
        if competes and not is_right(segment.words):
            return True
    if len(segments) < 2 or not _competes_before(segments[0], segments[1], context):
        return False
    return is_right(segments[1].words) and not is_right(segments[0].words)


def says_more_than_prompt(answer: str, context: AnswerContext) -> bool:
    """Tell if an answer has words that the question does not have."""
    return any(
        context.prompt.isdisjoint(_word_stems(word)) and _FUNCTION_WORD_STEMS.isdisjoint(_word_stems(word))
        for segment in answer_segments(answer)
        for word in segment.words
    )


def _content_words(segment: AnswerSegment) -> list[str]:
    return [word for word in segment.words if not _word_stems(word) & _FUNCTION_WORD_STEMS]


def _has_new_word(words: Sequence[str], context: AnswerContext) -> bool:
    # A number of the key is no number to be added («مئة عام وعشرة»).
    return any(
        not (word_stems & context.prompt or word_stems & context.key) or any("#" in stem for stem in word_stems)
        for word_stems in map(_word_stems, words)
    )


@cached_by_word(4096)
def _word_stems(word: str) -> frozenset[str]:
    """The stems of a word of the answer; a number is folded to its value."""
    return stems(collapse_number(word) if word.isalpha() else comparable_words(word, TOLERANCE_LEVELS)[0])


def _repeats_word(before: Sequence[str], joint: str, content: Sequence[str]) -> bool:
    """Tell if a segment only repeats words of content of the one before, and so adds to it («مئة عام وعام»)."""
    if joint != "و" or not content:
        return False
    earlier_stems = {stem for word in before for stem in _word_stems(word)}
    return all(_word_stems(word) & earlier_stems for word in content)


def _competes_after(
    before: AnswerSegment, segment: AnswerSegment, content: Sequence[str], context: AnswerContext
) -> bool:
    """Tell if a segment competes with the right wording that ends the segment before it."""
    last = _closing_key_word(before, context)
    if last is None or not content or fold_spelling(segment.words[0], TOLERANCE_LEVELS) in _FOLDED_OPENERS:
        return False
    if segment.joint != "و" and segment.words[0].startswith("فال"):  # «الأربعاء، فاليوم الخميس» gives the reason
        return False
    # «والقمة في روسيا»: a clause that begins with a word of the question speaks of that, and offers nothing.
    if _word_stems(content[0]) & context.prompt - context.key and 1 < len(content) < len(segment.words):
        return False
    joined = {(left, right) for left in _word_stems(before.words[-1]) for right in _word_stems(content[0])}
    if joined & context.pairs or not _has_new_word(content, context):
        return False
    return len(content) <= MAX_SHORT_SEGMENT_WORDS or (
        segment.joint == "و" and _front_pattern(last) == _front_pattern(content[0]) != ""
    )


def _competes_before(segment: AnswerSegment, behind: AnswerSegment, context: AnswerContext) -> bool:
    """Tell if the first segment competes with the right wording that follows it."""
    content = _content_words(segment)
    follows = _content_words(behind)[:1]
    if behind.joint != "و" and all(_word_stems(word) & FRAMING for word in segment.words):
        return False  # «أمس، الأربعاء» says one thing twice
    if not content or not follows or not _word_stems(follows[0]) & context.key:
        return False
    return len(content) == 1 == len(segment.words) and _has_new_word(content, context)


def _closing_key_word(segment: AnswerSegment, context: AnswerContext) -> str | None:
    """The word of the key that ends a segment; one word of the question or of grammar may follow it."""
    words = segment.words[-2:]
    if _word_stems(words[-1]) & context.key:
        return words[-1]
    last = _word_stems(words[-1])
    skippable = last & context.prompt or last & _FUNCTION_WORD_STEMS
    return words[0] if skippable and _word_stems(words[0]) & context.key else None


def _front_pattern(word: str) -> str:
    """The build of a word's front: ال, ل, or the letter of a verb's person; empty where nothing shows."""
    plain = clitics.without_conjunction(word) or word
    if clitics.without_article(plain):
        return plain[:2]
    return plain[0] if plain[0] in "تيل" else ""
