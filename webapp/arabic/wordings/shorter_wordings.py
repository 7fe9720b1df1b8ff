"""A wording of the key in fewer words: what its question has said, its titles and adjectives may be left out.

لأنه مزدحم answers for القطار مزدحم, 2 for كوبان, 3 for ثلاثة ريالات where a price is asked, الضباب for الضباب الكثيف
where the text tells of no other fog.
"""

from collections.abc import Iterator, Sequence

from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.person_forms import tells_of_itself
from webapp.arabic.keys.word_shapes import fold, folded_words, is_nisba
from webapp.arabic.matching.competing_answers import stems, stems_of_lines
from webapp.arabic.matching.framing_words import (
    DAYS,
    FRAMING,
    HOW_MANY,
    LIMITS,
    TITLES,
    TRANSPARENT_HEADS,
    UNITS,
    VOCATIVES,
)
from webapp.arabic.matching.negation import negations
from webapp.arabic.matching.proper_names import asks_who
from webapp.arabic.normalize import canonical
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

_WHO_FROM = 2
_AMOUNTS = HOW_MANY | folded_words("سعر ثمن عدد مبلغ أجرة تكلفة كلفة راتب")
_LIGHT_WORDS = folded_words("له لها لهم لهما لي لنا به بها بهم أي أية")
_PARTS_OF_DAY = folded_words("صباح مساء ظهر عصر فجر ليلة ليل")
_NAMERS = TITLES | VOCATIVES


def shorter_wordings(wording: str, setting: KeySetting, prompt: str = "") -> tuple[str, ...]:
    """The wording in fewer words."""
    words = comparable_words(wording, TOLERANCE_LEVELS)
    return (
        *_without_unit(words, setting),
        *_without_units(words, setting),
        *_without_subject(wording, words, setting),
        *_without_light_words(wording),
        *_day_alone(wording),
        *_without_titles(wording),
        *_without_adjective(wording, setting),
        *(_name_alone(wording, setting) if asks_who(prompt) else ()),
    )


def _without_unit(words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    """The number of a wording alone, where the question names its unit, or asks for an amount that is no measure."""
    number, *unit = words or ("",)
    if not number.startswith("#") or len(unit) != 1:
        return
    asked = {UNITS[stem] for stem in setting.prompt - HOW_MANY if stem in UNITS}
    units = stems_of_lines(unit)
    known = bool(units & setting.prompt) or bool(asked & {UNITS[stem] for stem in units if stem in UNITS})
    amount = bool(setting.prompt & _AMOUNTS) and not any(stem in UNITS for stem in units)
    if known or amount or (unit[0] == "%" and "نسبه" in setting.prompt):
        yield number[1:]


def _without_units(words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    """Several amounts without their unit: الأم 3 وهند 5 for الأم ثلاثة ريالات وهند خمسة ريالات."""
    counted = {
        at
        for at in range(1, len(words))
        if words[at - 1].partition("#")[2] and "#" not in words[at] and not stems(words[at]) & UNITS.keys()
    }
    if len(words) > 2 and counted and setting.prompt & _AMOUNTS:
        yield " ".join(word.replace("#", "") for at, word in enumerate(words) if at not in counted)


def number_of_asked(wording: str, setting: KeySetting) -> Iterator[str]:
    """The number behind the noun that the question asks about, right as the whole answer alone: 9 for القرن 9."""
    words = comparable_words(wording, TOLERANCE_LEVELS)
    if len(words) == 2 and words[1].startswith("#") and stems(words[0]) & setting.prompt:
        yield words[1][1:]


def _without_light_words(wording: str) -> Iterator[str]:
    """A clause without the words in it that point at somebody (لها، به) or add no thing (أي إصابات)."""
    words = canonical(wording).split()
    kept = [word for at, word in enumerate(words) if not at or fold(word) not in _LIGHT_WORDS]
    if 1 < len(kept) < len(words):
        yield " ".join(kept)


def _day_alone(wording: str) -> Iterator[str]:
    """A day without its part, or with the part behind it: الأربعاء صباحا for صباح الأربعاء."""
    words = answer_words(wording)
    if len(words) == 2 and words[0].folded in _PARTS_OF_DAY and words[1].stems & DAYS:
        part, day = canonical(wording).split()
        yield from (day, f"{day} {part}ا", f"{day} {part}", f"{part} يوم {day}")


def _without_subject(wording: str, words: tuple[str, ...], setting: KeySetting) -> Iterator[str]:
    """The words that the question does not have, where those that it has only name what it is about."""
    if len(words) < 2 or negations(wording) or any("#" in word for word in words):
        return
    asked = [word for word in words if stems(word) & (setting.prompt - setting.counted)]
    rest = [word for word in words if word not in asked]
    plain = not any(stems(word) & (FRAMING | LIMITS) for word in (*asked, *rest))
    if asked and rest and plain:
        yield " ".join(rest)


def _without_titles(wording: str) -> Iterator[str]:
    """The names of a wording without the titles before them: رائد حمدان for المعلم رائد حمدان."""
    written, read = canonical(wording).split(), answer_words(wording)
    if len(written) != len(read) or not any(word.stems & _NAMERS for word in read[:-1]):
        return
    kept = list[str]()
    joint = ""
    for at, (text, word) in enumerate(zip(written, read, strict=True)):
        named = at + 1 < len(read) and not read[at + 1].definite and not read[at + 1].joint
        if word.stems & _NAMERS and word.definite and named:
            joint = "و" if word.joint == "و" else ""
        else:
            kept.append(joint + text)
            joint = ""
    if len(kept) < len(written):
        yield " ".join(kept)


def _without_adjective(wording: str, setting: KeySetting) -> Iterator[str]:
    """A noun with the article without its adjective, where neither question nor text has another one of its kind."""
    words = answer_words(wording)
    if len(words) < _WHO_FROM or any(word.number for word in words):
        return
    noun, adjective = words[-2:]
    if (
        not (noun.definite and adjective.definite)
        or adjective.joint
        or is_nisba(adjective)
        or _is_named(words, setting)
    ):
        return
    others = {right for left, right in setting.pairs_of_text if left in noun.stems} - adjective.stems
    if others <= FRAMING | TRANSPARENT_HEADS | setting.prompt and not noun.stems & setting.prompt:
        yield " ".join(canonical(wording).split()[:-1])


def _is_named(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if the last two words may be a name, or an ordinal with what it numbers."""
    last = words[-1]
    ordinal = last.folded.startswith("ال") and len(last.folded) > 2 and last.folded[3:4] == "ا"
    return ordinal or any(word.stems & setting.names for word in words[-2:])


def _name_alone(wording: str, setting: KeySetting) -> Iterator[str]:
    """The name behind a description: مدام روز for جارتنا العجوز مدام روز."""
    written, read = canonical(wording).split(), answer_words(wording)
    if len(written) != len(read) or any(word.joint or word.number or word.stems & FRAMING for word in read):
        return
    narrated = tells_of_itself(setting.text)
    determined = [_is_determined(word, narrated) for word in read]
    described = [at for at in range(len(read) - 1) if determined[at] and not read[at + 1].definite]
    if described and not determined[described[-1] + 1]:
        yield " ".join(written[described[-1] + 1 :])


def _is_determined(word: AnswerWord, narrated: bool) -> bool:
    """Tell if a noun has the article or a pronoun; ``narrated``: that of the narrator too."""
    return word.definite or strip_marks(word.word).endswith(("ها", "هم", *(("نا", "ي") if narrated else ())))
