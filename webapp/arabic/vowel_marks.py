"""Vowel marks that contradict each other: كُتِبَ is another word than كَتَبَ, and كتب may be either."""

from webapp.arabic.normalize import TATWEEL, canonical

_SHADDA = "\u0651"
_VOWELS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0652")
_MARKS = _VOWELS | {_SHADDA}


def contradict(text: str, other: str) -> bool:
    """Tell if two writings of the same letters have other vowels on a letter that both of them vowel."""
    ours, theirs = _marks_by_letter(text), _marks_by_letter(other)
    if len(ours) != len(theirs):
        return False
    return any(map(_differ, ours, theirs))


def _differ(marks: set[str], others: set[str]) -> bool:
    if not marks or not others:
        return False
    vowels = marks & _VOWELS, others & _VOWELS
    return (all(vowels) and vowels[0] != vowels[1]) or (_SHADDA in marks) != (_SHADDA in others)


def _marks_by_letter(text: str) -> list[set[str]]:
    letters = list[set[str]]()
    for character in canonical(text):
        if character in _MARKS and letters:
            letters[-1].add(character)
        elif character.isalnum() and character != TATWEEL:
            letters.append(set())
    return letters
