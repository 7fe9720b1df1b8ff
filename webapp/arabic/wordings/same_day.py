"""A time of the day that the text tells with a pronoun: in «وصلوا الأحد وعادوا مساءه» مساءه is مساء اليوم نفسه."""

from collections.abc import Iterator

from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import fold, folded_words
from webapp.arabic.matching.framing_words import DAYS
from webapp.arabic.normalize import canonical

_PARTS_OF_DAY = folded_words("صباح مساء ظهر عصر فجر ضحى ليل ليلة غداة عشية نهار")
_PRONOUNS = ("ه", "ها")


def same_day_variants(wording: str, setting: KeySetting) -> Iterator[str]:
    """The other ways to tell such a time, where the wording or the evidence's sentence has the pronoun."""
    first, *day = strip_marks(canonical(wording)).split() or [""]
    pronoun = next((end for end in _PRONOUNS if fold(first.removesuffix(end)) in _PARTS_OF_DAY and end in first), "")
    part = first.removesuffix(pronoun)
    if fold(part) not in _PARTS_OF_DAY and fold(part := part.removesuffix("ا")) not in _PARTS_OF_DAY:
        return
    told = [end for end in _PRONOUNS if fold(part) + end in setting.quoted]
    if day and (pronoun or not _is_day_of_sentence(" ".join(day), setting)):
        return
    for end in dict.fromkeys([*told, *([pronoun] if pronoun else [])]):
        yield from (f"{part}{end}", f"{part} ذلك اليوم")
        yield from (f"{part} {same}" for same in ("اليوم نفسه", "نفس اليوم", "اليوم ذاته"))
        if end == "ها":
            yield from (f"{part} {same}" for same in ("تلك الليلة", "الليلة نفسها", "نفس الليلة"))
        if not day:
            yield from (part, f"{part}ا")


def _is_day_of_sentence(text: str, setting: KeySetting) -> bool:
    """Tell if words name a day that the evidence's sentence names."""
    days = [word.stems & DAYS for word in answer_words(text) if word.stems & DAYS]
    return len(days) == 1 and bool(days[0] & setting.quoted)
