"""Subordinate particles: the closed class of words that open a clause within a sentence.

The class belongs to grammar and does not grow with texts. Left out: ما, which more often denies or asks, and إنّ, which
opens a sentence of its own.
"""

from __future__ import annotations

import re

from webapp.content.words.words_file import letters_only

CLAUSE_WORDS = (
    *("أَنَّ", "أَنْ", "لِأَنَّ", "كَأَنَّ", "كَيْ", "لِكَيْ", "لِئَلَّا", "حَتَّى"),
    *("إِذَا", "إِذْ", "إِنْ", "لَوْ", "لَوْلَا", "كُلَّمَا", "مَهْمَا", "أَيْنَمَا", "حَيْثُمَا"),
    *("حِينَ", "حِينَمَا", "عِنْدَمَا", "بَيْنَمَا", "لَمَّا", "رَيْثَمَا", "طَالَمَا", "حَيْثُ", "كَمَا"),
    *("الَّذِي", "مَنْ"),
)
"""By their dictionary forms: of complement, purpose, condition and time; and relative."""
RELATIVES = ("التي", "الذين", "اللذان", "اللذين", "اللتان", "اللتين", "اللاتي", "اللواتي", "اللائي")
SPELLED_AS_OTHERS = frozenset({"إن", "من", "لما"})
"""Words of the class that without vowel marks are as often another word."""
_LAST_VOWEL = re.compile("[\u064b-\u0650\u0652]+$")


def _bare_end(lemma: str) -> str:
    """A dictionary form without the vowel of its last letter, which writers of words files set or leave out."""
    return _LAST_VOWEL.sub("", lemma)


_LEMMAS = frozenset(map(_bare_end, CLAUSE_WORDS))
_SPELLED = {letters_only(word) for word in CLAUSE_WORDS} - SPELLED_AS_OTHERS
_PATTERN = re.compile(
    "[وف]?(?:[بلك]?أن(?:ه|ها|هم|هما|هن|ك|كم|كما|كن|ني|نني|ي|نا|ننا)?|لل(?:ذي|تي|ذين)|"
    rf"[بل]?(?:{'|'.join(sorted(_SPELLED | set(RELATIVES)))}))"
)


def is_clause_lemma(lemma: str) -> bool:
    """Tell whether a dictionary form of a words file is in the class."""
    return _bare_end(lemma) in _LEMMAS


def is_clause_spelling(word: str) -> bool:
    """Tell whether a word is in the class by its letters alone, with what is joined to it."""
    return _PATTERN.fullmatch(letters_only(word)) is not None
