"""The words of an answer one by one, with the punctuation and conjunctions between them."""

import re
from typing import NamedTuple

from webapp.arabic import clitics
from webapp.arabic.matching.competing_answers import stems
from webapp.arabic.matching.framing_words import FRAMING
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.text_equality import comparable_words, fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.typed_forms import fold_typed_forms
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word

_SEPARATOR = re.compile(r"[،؛;:!؟?()«»\"\n]+|(?<!\d)[,.](?!\d)|(?<!\d)[/+&-]|[/+&-](?!\d)")
_WEAK = re.compile("[اويىءةه]+")
_PRONOUNS = ("تهما", "تها", "تهم", "ته", "هما", "كما", "ها", "هم", "نا", "ين", "ون", "ات", "ان", "ه", "ت", "ن")
_PRONOUNS_BY_END = {
    letter: [pronoun for pronoun in _PRONOUNS if pronoun[-1] == letter] for letter in {end[-1] for end in _PRONOUNS}
}
_PERSONS = ("است", "ان", "ا", "ي", "ت", "ن", "م", "س")
LEAST_ROOT = 3


class AnswerWord(NamedTuple):
    """One word: as compared, its stems, and what stands before it ("" for nothing but a space)."""

    word: str
    stems: frozenset[str]
    joint: str
    folded: str
    """The word without an attached conjunction, folded."""
    definite: bool
    """True with an article."""
    number: bool


@cached_by_word(4096)
def _answer_word(word: str) -> AnswerWord:
    bare = _without_joint(word) if word[0] in "وف" else None
    folded = fold_spelling(bare or word, TOLERANCE_LEVELS)
    definite = word[0] in clitics.ATTACHABLE and clitics.without_article(word) is not None
    return AnswerWord(word, stems(strip_tashkeel(word)), word[0] if bare else "", folded, definite, "#" in word)


def _without_joint(word: str) -> str | None:
    """The word without an attached و or ف; also one too short for `clitics` (ومن)."""
    left = clitics.without_conjunction(word)
    # ف is a letter of the word more often than it joins one without article (فيكتوريا).
    if left and (word[0] == "و" or left.startswith("ال")):
        return left
    # ومن, فلا: but not في or فوق, of which the first letter is the word's own.
    return word[1:] if word[:1] in ("و", "ف") and fold_spelling(word[1:], TOLERANCE_LEVELS) in FRAMING else None


@cached_by_word(512, MAX_ANSWER_LENGTH)
def answer_words(text: str) -> tuple[AnswerWord, ...]:
    """Cut a text into its words; numbers of several words are one."""
    words: list[AnswerWord] = []
    for chunk in _SEPARATOR.split(fold_typed_forms(canonical(text))):
        for at, word in enumerate(comparable_words(chunk, TOLERANCE_LEVELS)):
            read = _answer_word(word)
            words.append(read._replace(joint="،") if words and not at and not read.joint else read)
    return tuple(words)


@cached_by_word(4096)
def root_forms(word: str) -> frozenset[str]:
    """The consonants that words of one root share, in each way to take off its affixes; for a rough likeness only."""
    forms = set()
    for stem in stems(word):
        ends = [0, *(len(pronoun) for pronoun in _PRONOUNS_BY_END.get(stem[-1:], ()) if stem.endswith(pronoun))]
        for front in (0, *(len(person) for person in _PERSONS if stem.startswith(person))):
            for end in ends:
                rest = stem[front : len(stem) - end]
                least = LEAST_ROOT - 1 if len(rest) >= LEAST_ROOT else LEAST_ROOT  # دعا keeps two consonants
                rest = rest[:1] + _WEAK.sub("", rest[1:])
                if len(rest) >= least:
                    forms.add(rest)
                if len(rest) > LEAST_ROOT and rest[1] == "ت":  # اجتمع from جمع
                    forms.add(rest[0] + rest[2:])
    return frozenset(forms)
