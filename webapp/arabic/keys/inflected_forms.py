"""Forms of a word of a key: in other cases, with other pronouns, and as it is spelt by ear."""

from __future__ import annotations

from collections.abc import Iterator

LEAST_LETTERS = 3
LEAST_INFLECTED = 5
"""Letters of a noun whose ending may be that of another case: سكين and سكان are two words."""
PRONOUNS = ("ه", "ها", "هم", "هما", "هن")
# The pronouns of two and of many are mixed up; that of a woman may count somebody in.
_EXCHANGED = {"هما": ("هم", "هن"), "هم": ("هما", "هن"), "هن": ("هم", "هما"), "ها": ("هم", "هما")}
_CASES = (("ون", "ين"), ("ين", "ون"), ("ان", "ين"), ("ين", "ان"))
_PLURALS_OF_NISBA = (("يين", "ين"), ("يون", "ون"), ("ين", "يين"), ("ون", "يون"))
_SOUNDS = (("ث", "ت"), ("ذ", "د"), ("ظ", "ض"), ("ض", "ظ"))
_INFLECTIONS = (
    "ية",
    "ة",
    "ا",
    "ات",
    "ون",
    "ين",
    "ان",
    "تان",
    "تين",
    "تي",
    "ته",
    "تها",
    "تهم",
    "تهما",
    *PRONOUNS,
    "ي",
    "نا",
)


def is_inflection(form: str, key: str) -> bool:
    """Tell if two words differ in nothing but the ending."""
    stem = len(_common_front(form, key))
    if stem < LEAST_LETTERS or form == key:
        return False
    ends = {form[stem:].replace("ه", "ة", 1) if form[stem:] == "ه" else form[stem:], key[stem:]}
    return all(end == "" or end in _INFLECTIONS for end in ends)


def _common_front(left: str, right: str) -> str:
    size = next(
        (at for at, (one, two) in enumerate(zip(left, right, strict=False)) if one != two), min(len(left), len(right))
    )
    return left[:size]


def inflections(key: str) -> Iterator[str]:
    """The key in other cases, and with the pronoun of somebody; in place of its own pronoun, that of others."""
    pronoun = next((end for end in ("هما", "هم", "هن", "ها") if key.endswith(end)), "")
    noun = key.removesuffix(pronoun)
    if pronoun and len(noun) >= LEAST_LETTERS:
        yield from (noun + other for other in _EXCHANGED[pronoun])
        yield noun[:-1] + "ة" if noun.endswith("ت") and not noun.endswith("ات") else noun
    else:
        stem = key[:-1] + "ت" if key.endswith("ة") else key
        yield from (stem + other for other in PRONOUNS)
    if key.endswith("ي") and len(key) > LEAST_LETTERS:
        yield key + "ا"
    if len(key) >= LEAST_INFLECTED:
        yield from (key.removesuffix(end) + other for end, other in _CASES if key.endswith(end))


def spellings_by_ear(key: str) -> Iterator[str]:
    """The key as it sounds, or as it is often misspelt."""
    if key.endswith("ة"):
        yield key[:-1] + "تة"  # خريطتة, for خريطته
    if len(key) < LEAST_INFLECTED - 1:
        return
    if key.endswith("و"):
        yield key + "ا"  # as behind a verb's و
    for letter, sound in _SOUNDS:
        if letter in key:
            yield from (key.replace(letter, sound), key.replace(letter, sound, 1))
            yield sound.join(key.rsplit(letter, 1))
    if len(key) >= LEAST_INFLECTED:
        if key.endswith("ة"):
            yield key[:-1] + "ا"
        yield from (key.removesuffix(end) + other for end, other in _PLURALS_OF_NISBA if key.endswith(end))
