"""Other written forms of the same word: case endings that show in its letters, and names with an old spelling.

The alef of the accusative is left out or put by learners without regard to case (قلمًا, يوما واحد); أبو is أبي and أبا
behind other words; ابن is written بن between two names; the short alef of old names is often written long (الرحمان).

Known limits: without its tanwin the alef of a dual verb looks the same (كتبا = كتب); أبي is "my father" as well.
"""

from collections.abc import Iterator

from webapp.arabic.clitics import count_letters, strip_marks, without_article
from webapp.arabic.normalize import TATWEEL

LEAST_LETTERS_WITH_ALEF = 4
LEAST_LETTERS_OF_MAQSURA = 5
# Endings whose alef belongs to the word or to a pronoun.
_OWN_ALEF = ("يا", "وا", "ها", "هما", "كما", "تما")
_TWO_THIRDS = "ثلثا"  # before its noun; one third has no alef there
_TANWIN = "\u064b"
_TANWIN_KASRA = "\u064d"
_FATHER = frozenset({"أبو", "أبي", "أبا", "ابو", "ابي", "ابا"})
_OLD_SPELLINGS = {
    "رحمان": "رحمن",
    "اسحق": "اسحاق",
    "إسحق": "إسحاق",
    "اسمعيل": "اسماعيل",
    "إسمعيل": "إسماعيل",
    "ابرهيم": "ابراهيم",
    "إبرهيم": "إبراهيم",
    "هرون": "هارون",
    "سليمن": "سليمان",
}


_ENDS = ("ا", "ابن", *_FATHER, *_OLD_SPELLINGS)


def may_have_case(word: str) -> bool:
    """Tell by its end if a word, or what is left of it without particles, may have another case or older spelling."""
    return not word.isalpha() or word.endswith(_ENDS) or TATWEEL in word


def case_variants(word: str) -> Iterator[str]:
    """Yield the word as it stands in another case or an older spelling; nothing where it has none (`may_have_case`)."""
    plain = strip_marks(word)
    if plain in _FATHER:
        yield "أبو"
    elif word.endswith(_TANWIN_KASRA) and len(plain) >= LEAST_LETTERS_WITH_ALEF - 2:
        yield f"{plain}ي"  # راعٍ for راعي
    elif plain == "ابن":
        yield "بن"
    elif plain.endswith("ا") and _has_accusative_alef(word, plain):
        yield plain[:-1]
    article = "ال" if plain.startswith("ال") else ""
    if (stem := plain.removeprefix("ال")) in _OLD_SPELLINGS:
        yield article + _OLD_SPELLINGS[stem]


def maqsura_variants(word: str) -> Iterator[str]:
    """Yield a long word in ى with the ا that it sounds like (مصطفا); short ones are other words (على, علا)."""
    plain = strip_marks(word) if "ى" in word else ""
    if plain.endswith("ى") and count_letters(plain) >= LEAST_LETTERS_OF_MAQSURA:
        yield f"{plain[:-1]}ا"


def _has_accusative_alef(word: str, plain: str) -> bool:
    """Tell if a final alef may be that of the tanwin: روسيا and أمريكا of four letters and more have their own."""
    if _TANWIN in word[-2:]:
        return True
    return (
        len(plain) >= LEAST_LETTERS_WITH_ALEF
        and not plain.endswith((*_OWN_ALEF, _TWO_THIRDS))
        and without_article(word) is None
    )
