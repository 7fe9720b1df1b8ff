"""Whether an answer names a second, rival answer beside the right one: «تمنع وتسمح», «المحادثات والصفقة».

A marker reads a list as it stands: whoever offers two answers has not chosen. So the answer is cut into limbs at
و, at ، and the like (not at the و of «بين … و…»), and a limb is a rival where all of this holds:

1. it says none of the right ideas;
2. it does not explain («أي …», «وهي …», «التي …», «كما …»), and is not made of words of politeness or grammar;
3. it stands next to a right wording: the word before the joint ends one (a word of the question may stand
   between), or it opens the answer and a right wording follows the joint;
4. some word of it is neither in the question nor in the key, and the two words at the joint are not joined
   like that in the text («روسيا وكوريا»);
5. it is short (two words of content at most), or its first word is built like the word it is joined to (both
   with ال, with ل, or as verbs of one person). A long limb is a further clause: «وأعلنت الوكالة ذلك لاحقا».

A limb behind و that only says words of the limb before it again is a rival as well («مئة عام وعام»).

أو is not cut at here: it leaves the answer open even between two right ones.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from webapp.arabic import clitics
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.text_equality import comparable_words, fold_spelling
from webapp.arabic.tokenizer import WORD
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

_WORD_OR_SEPARATOR = re.compile(rf"{WORD}|[،,؛;/+&\n]")
MAX_SHORT_SEGMENT_WORDS = 2
_FUNCTION_WORDS = """
في من إلى على عن مع بين عند منذ خلال حتى ثم قد أن إن كان كانت كانا كانوا يكون تكون هو هي هم هما هذا هذه ذلك تلك
التي الذي اللذان الذين أي أيضا معا فقط كل كلا كلاهما نحو حول بعد لا ما يا أو أم نعم أجل حسنا طبعا بالطبع أكيد تماما
كلمة لفظة لفظ عبارة فعل اسم جواب الجواب إجابة الإجابة النص الفقرة حسب بحسب وفق كذلك كلها كلهم جدا غير ليس
شكرا شكر جزيلا لكم لك عفوا فضلك فضلكم سمحت سمحتم أستاذ أستاذي أستاذة أستاذتي معلم معلمي معلمتي سيدي سيدتي آنسة مس
أظن أعتقد رأيي ظني لعل ربما الله أعلم والله شاء تعالى السلام عليكم ورحمة وبركاته تحياتي تحية مرحبا أهلا
"""
_EXPLANATION_OPENERS = """
أي يعني تعني أعني وهو وهي وهم وهما هو هي هما هم وهذا وهذه هذا هذه وذلك ذلك التي الذي والتي والذي الذين والذين كما
لأن لأنه لأنها حيث إذ بحسب حسب فهو فهي فهما فهم وكان وكانت كان كانت وقد
"""


def stems(word: str) -> frozenset[str]:
    """The folded word, and what is left without its article and attached particles."""
    found = {word}
    for peel in (_without_conjunction, _without_preposition, _without_article, _without_accusative_alef):
        found |= {left for one in found for left in peel(one)}
    return frozenset(fold_spelling(one, TOLERANCE_LEVELS) for one in found)


def _without_conjunction(word: str) -> tuple[str, ...]:
    return tuple(left for left in [clitics.without_conjunction(word)] if left)


def _without_preposition(word: str) -> tuple[str, ...]:
    return clitics.without_preposition(word)


def _without_article(word: str) -> tuple[str, ...]:
    return tuple(left for left in [clitics.without_article(word)] if left)


def _without_accusative_alef(word: str) -> tuple[str, ...]:
    # The accusative of an answer in one word: عاما for عام.
    return (word[:-1],) if len(word) > 3 and word.endswith("ا") else ()


def stems_of_lines(lines: Iterable[str]) -> frozenset[str]:
    """All stems of these lines."""
    return frozenset(stem for line in lines for word in _folded_words(line) for stem in stems(word))


def joined_pairs(lines: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Stems that stand joined by و in these lines (روسيا وكوريا)."""
    return frozenset(
        (left, right)
        for line in lines
        for one, other in pairwise(_folded_words(line))
        if clitics.without_conjunction(other)
        for left in stems(one)
        for right in stems(other)
    )


def _folded_words(line: str) -> list[str]:
    return comparable_words(strip_tashkeel(line), TOLERANCE_LEVELS)


_FUNCTION_WORD_STEMS = stems_of_lines([_FUNCTION_WORDS])
_FOLDED_OPENERS = frozenset(fold_spelling(word, TOLERANCE_LEVELS) for word in _EXPLANATION_OPENERS.split())


@dataclass(frozen=True)
class AnswerSegment:
    """A part of an answer; ``joint`` is و, or a sign, or empty at the front."""

    joint: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class AnswerContext:
    """What the words of an answer are held against: of the question, of the key, joined in the text."""

    prompt: frozenset[str] = frozenset()
    key: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()


def answer_segments(given: str) -> list[AnswerSegment]:
    """The answer cut at و and ، and the like; the و of «بين س وص» joins."""
    done, joint, words, between = list[AnswerSegment](), "", list[str](), False
    for piece in _WORD_OR_SEPARATOR.findall(strip_tashkeel(canonical(given))):
        sign = not piece[0].isalnum()
        joins = piece == "و" or (piece[0] == "و" and clitics.without_conjunction(piece) is not None)
        if not sign and (between or not joins):
            between = piece == "بين" or (between and not joins)
            words.append(piece)
            continue
        if words:
            done.append(AnswerSegment(joint, tuple(words)))
        joint, words, between = piece if sign else "و", [] if sign or piece == "و" else [piece], False
    return [*done, AnswerSegment(joint, tuple(words))] if words else done


def has_competing_answer(given: str, setting: AnswerContext, right: Callable[[str], bool]) -> bool:
    """Whether a limb of the answer is a rival. right: whether a stretch of it says a right idea."""
    parts = answer_segments(given)
    said = [right(" ".join(part.words)) for part in parts]
    for at, part in enumerate(parts):
        if said[at]:
            continue
        if at and (_repeats_word(parts[at - 1], part) or _competes_after(parts[at - 1], part, setting)):
            return True
        if at == 0 and len(parts) > 1 and said[1] and _competes_before(part, parts[1], setting):
            return True
    return False


def says_more_than_prompt(given: str, setting: AnswerContext) -> bool:
    """Whether an answer says more than the question does."""
    return any(
        not _word_stems(word) & (setting.prompt | _FUNCTION_WORD_STEMS)
        for limb in answer_segments(given)
        for word in limb.words
    )


def _content_words(limb: AnswerSegment) -> list[str]:
    return [word for word in limb.words if not _word_stems(word) & _FUNCTION_WORD_STEMS]


def _has_new_word(words: Sequence[str], setting: AnswerContext) -> bool:
    # A number of the key is no number to be added («مئة عام وعشرة»).
    return any(
        not found & (setting.prompt | setting.key) or any("#" in stem for stem in found)
        for found in map(_word_stems, words)
    )


def _word_stems(word: str) -> frozenset[str]:
    """The stems of a word of the answer, a number as a number."""
    return stems(comparable_words(word, TOLERANCE_LEVELS)[0])


def _repeats_word(before: AnswerSegment, limb: AnswerSegment) -> bool:
    """Whether a limb says a word again, and so adds it («مئة عام وعام»)."""
    content, said = _content_words(limb), {stem for word in _content_words(before) for stem in _word_stems(word)}
    return limb.joint == "و" and bool(content) and all(_word_stems(word) & said for word in content)


def _competes_after(before: AnswerSegment, limb: AnswerSegment, setting: AnswerContext) -> bool:
    """Whether a limb is a rival of the right wording that ends the limb before it."""
    content, last = _content_words(limb), _closing_key_word(before, setting)
    if last is None or not content or fold_spelling(limb.words[0], TOLERANCE_LEVELS) in _FOLDED_OPENERS:
        return False
    # «والقمة في روسيا»: a clause that begins with a word of the question speaks of that, and offers nothing.
    if _word_stems(content[0]) & setting.prompt - setting.key and 1 < len(content) < len(limb.words):
        return False
    joined = {(one, other) for one in _word_stems(before.words[-1]) for other in _word_stems(content[0])}
    if joined & setting.pairs or not _has_new_word(content, setting):
        return False
    return len(content) <= MAX_SHORT_SEGMENT_WORDS or (
        limb.joint == "و" and _front_pattern(last) == _front_pattern(content[0]) != ""
    )


def _competes_before(limb: AnswerSegment, behind: AnswerSegment, setting: AnswerContext) -> bool:
    """Whether the first limb is a rival of the right wording that follows it."""
    content = _content_words(limb)
    follows = _content_words(behind)[:1]
    if not content or not follows or not _word_stems(follows[0]) & setting.key:
        return False
    return len(content) == 1 == len(limb.words) and _has_new_word(content, setting)


def _closing_key_word(limb: AnswerSegment, setting: AnswerContext) -> str | None:
    """The word of the key that ends a limb, one word of the question or of grammar let pass."""
    words = limb.words[-2:]
    if _word_stems(words[-1]) & setting.key:
        return words[-1]
    passed = _word_stems(words[-1]) & (setting.prompt | _FUNCTION_WORD_STEMS)
    return words[0] if passed and _word_stems(words[0]) & setting.key else None


def _front_pattern(word: str) -> str:
    """How a word is built at its front: ال, ل, or the letter of a verb's person; empty where nothing shows."""
    plain = clitics.without_conjunction(word) or word
    if clitics.without_article(plain):
        return plain[:2]
    return plain[0] if plain[0] in "تيل" else ""
