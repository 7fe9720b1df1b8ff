"""Vowel marks that contradict each other: كُتِبَ is another word than كَتَبَ, and كتب may be either."""

from webapp.arabic.normalize import TATWEEL, canonical

SHADDA = "\u0651"
SUKUN = "\u0652"
LONG = "long"
"""In place of a mark, on a letter that lengthens the vowel before it: the ى of عَلَى."""
TANWIN = "\u064b"
VOWELS = frozenset(f"{TANWIN}\u064c\u064d\u064e\u064f\u0650{SUKUN}") | {LONG}
_MARKS = VOWELS | {SHADDA}
_LENGTHENED = {"ا": "\u064e", "ى": "\u064e", "و": "\u064f", "ي": "\u0650"}
Marks = frozenset[str]


def contradict(text: str, other: str) -> bool:
    """Tell if two writings of the same letters have other vowels on a letter that both of them vowel."""
    ours, theirs = (_marks_alone(written) for written in (text, other))
    return len(ours) == len(theirs) and any(map(_differ, ours, theirs))


def vowels_differ(marks: Marks, others: Marks) -> bool:
    """Tell if two vowels of one letter are not the same; a sukun on a long vowel says nothing new."""
    ours, theirs = marks & VOWELS, others & VOWELS
    return bool(ours and theirs) and ours != theirs and ours | theirs != {LONG, SUKUN}


def marks_by_letter(text: str) -> list[tuple[str, Marks]]:
    """The letters of a text, each with its marks."""
    letters = list[tuple[str, Marks]]()
    for character in canonical(text):
        if character in _MARKS and letters:
            letters[-1] = (letters[-1][0], letters[-1][1] | {character})
        elif character.isalnum() and character != TATWEEL:
            letters.append((character, frozenset()))
    before = [frozenset[str](), *(marks for _, marks in letters)]
    return [
        (letter, marks or frozenset([LONG] if _LENGTHENED.get(letter) in before[at] else []))
        for at, (letter, marks) in enumerate(letters)
    ]


def _marks_alone(text: str) -> list[Marks]:
    return [marks for _, marks in marks_by_letter(text)]


def _differ(marks: Marks, others: Marks) -> bool:
    if not marks or not others:
        return False
    return vowels_differ(marks, others) or (SHADDA in marks) != (SHADDA in others)
