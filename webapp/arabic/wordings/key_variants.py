"""Other ways to write a wording of the key that holds an ordinal, a date, a time, a list, a way or a measure.

الطابق الخامس is الطابق 5, خامس طابق and الطابق خمسة; 26 يناير is 26/1 and السادس والعشرون من يناير; عشرون دقيقة is
ثلث ساعة; شهر is شهر واحد; اليوم التالي is ثاني يوم and اليوم الذي يليه.
"""

import re
from collections.abc import Iterator

from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.matching.framing_words import ERAS, FRAMING, UNITS
from webapp.arabic.normalize import canonical, fold_digits
from webapp.arabic.text_equality import comparable_words, fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.wordings.clock_times import clock_of, clock_variants, parts_of_day
from webapp.arabic.wordings.listed_things import asks_order, other_orders, told_way, way_of
from webapp.arabic.wordings.parts_of_time import dual_variants, time_variants

_ORDINALS = """
أول أولى|ثاني ثانية|ثالث ثالثة|رابع رابعة|خامس خامسة|سادس سادسة|سابع سابعة|ثامن ثامنة|تاسع تاسعة|عاشر عاشرة
"""
_MONTHS = """
يناير كانون_الثاني جانفي|فبراير شباط فيفري|مارس آذار|أبريل إبريل نيسان أفريل|مايو أيار ماي|يونيو حزيران جوان|
يوليو تموز جويلية|أغسطس آب أوت|سبتمبر أيلول|أكتوبر تشرين_الأول|نوفمبر تشرين_الثاني|ديسمبر كانون_الأول
"""


def _fold(word: str) -> str:
    return fold_spelling(strip_marks(word), TOLERANCE_LEVELS)


def _numbered(table: str) -> dict[str, int]:
    rows = enumerate("".join(table.split("\n")).split("|"), 1)
    return {_fold(word.replace("_", " ")): number for number, row in rows for word in row.split()}


_NUMBER_OF_ORDINAL = _numbered(_ORDINALS)
_FORMS_OF_ORDINAL = [row.split() for row in _ORDINALS.strip().split("|")]
_NUMBER_OF_MONTH = _numbered(_MONTHS)
_MONTH_OF_ROW = [[word.replace("_", " ") for word in row.split()] for row in "".join(_MONTHS.split("\n")).split("|")]
_TENS = {2: "عشر", 3: "ثلاث"}
_DIGITS_OF_PART = {0.5: ("1 2", "0.5", "50%"), 0.25: ("1 4", "0.25", "25%"), 0.33: ("1 3", "0.33", "33%")}
LAST_DAY = 31
_NEXT = re.compile("(ال|لل)(\\S+) التالي[ةه]?")
PARTS_OF_ONE = {"نصف": 0.5, "نص": 0.5, "ربع": 0.25, "ثلث": 0.33}
_YEAR = re.compile(r"(?P<year>(?:\D+ )?\d{2,4}) ?(?P<era>[^\W\d_]+)")
_DATE = re.compile(r"(?P<day>\d{1,2}) (?:من )?(?P<month>\D+?)(?P<year> \d{4})?")


def key_variants(wording: str, prompt: str = "") -> tuple[str, ...]:
    """All other ways to write the wording, without itself; the ``prompt`` tells times from other ordinals."""
    text = fold_digits(canonical(wording))
    clock = clock_of(text, prompt)
    variants = [
        *_date_variants(text),
        *(clock_variants(clock, _part_of_day(text)) if clock else _ordinal_variants(text)),
    ]
    variants += [*_next_variants(text), *_measure_variants(text), *_ways(text, prompt), *_of_material(text)]
    variants += [*_of_era(text), *_of_one(text), *time_variants(text), *dual_variants(text)]
    if not asks_order(prompt):
        variants += other_orders(text)
    return tuple(dict.fromkeys(variant for variant in variants if variant != wording))


def _part_of_day(text: str) -> tuple[str, ...]:
    return parts_of_day(answer_words(text))


def _date_variants(text: str) -> Iterator[str]:
    date = _DATE.fullmatch(_with_day_in_digits(text))
    number = _NUMBER_OF_MONTH.get(_fold(date["month"])) if date else None
    if not date or number is None:
        return
    day, year = date["day"], date["year"] or ""
    yield from (f"{day} {number}{year}", f"{day} {date['month']}{year}")
    yield from (f"{nth} من {name}{year}" for nth in _ordinals_of_day(int(day)) for name in _MONTH_OF_ROW[number - 1])
    for name in _MONTH_OF_ROW[number - 1]:
        yield from (f"{day} {name}{year}", f"{name} {day}{year}")


def _with_day_in_digits(text: str) -> str:
    """A date with its day as a number: 3 من مارس for الثالث من مارس."""
    nth, of, rest = text.partition(" من ")
    day = _DAY_OF_ORDINALS.get(_fold(nth)) if of else None
    return f"{day} من {rest}" if day else text


def _ordinals_of_day(day: int) -> Iterator[str]:
    tens, unit = divmod(day, 10)
    first = "حادي" if unit == 1 and tens else _FORMS_OF_ORDINAL[unit - 1][0] if unit else ""
    if day <= len(_FORMS_OF_ORDINAL):
        yield f"ال{_FORMS_OF_ORDINAL[day - 1][0]}"
    elif tens == 1:
        yield f"ال{first} عشر"
    elif tens in _TENS:
        yield from (f"ال{first} وال{_TENS[tens]}{case}" if first else f"ال{_TENS[tens]}{case}" for case in ("ون", "ين"))


_DAY_OF_ORDINALS = {_fold(nth): day for day in range(1, LAST_DAY + 1) for nth in _ordinals_of_day(day)}


def _ordinal_variants(text: str) -> Iterator[str]:
    words = text.split()
    for at, word in enumerate(words):
        bare = word.removeprefix("ال")
        number = _NUMBER_OF_ORDINAL.get(_fold(bare)) if bare != word else None
        if number is None:
            continue
        for form in (str(number), *(f"ال{form}" for form in _FORMS_OF_ORDINAL[number - 1])):
            yield " ".join([*words[:at], form, *words[at + 1 :]])
        if at == 1 and len(words) == 2 and words[0].startswith("ال"):
            yield f"{bare} {words[0].removeprefix('ال')}"


def _of_era(text: str) -> Iterator[str]:
    """A year with its era in all words for it: 1285 للهجرة for 1285هـ."""
    if dated := _YEAR.fullmatch(text):
        era = ERAS.get(_fold(dated["era"]))
        yield from (f"{dated['year']} {word}" for word, other in ERAS.items() if other == era)


def _of_one(text: str) -> Iterator[str]:
    """One thing in its other case: كتاب واحد for كتابا واحدا."""
    words = strip_marks(text).split()
    for case, other in (("واحد", "واحدا"), ("واحدا", "واحد")):
        if words[-1:] == [case]:
            yield " ".join([*words[:-1], other])


def _next_variants(text: str) -> Iterator[str]:
    if not (next_one := _NEXT.fullmatch(text)):
        return
    noun = next_one[2]
    feminine = noun.endswith(("ة", "ه"))
    who, pronoun, verb = ("التي", "ها", "ت") if feminine else ("الذي", "ه", "ي")
    end = "ة" if feminine else ""
    yield from (f"ال{noun} {nth}{end}" for nth in ("الموالي", "اللاحق"))
    yield from (f"ثاني {noun}", f"ثانية {noun}" if feminine else f"ال{noun} الذي تلاه")
    for relative in (who, "اللي"):
        yield from (f"ال{noun} {relative} {verb}لي{pronoun}", f"ال{noun} {relative} بعد{pronoun}")
        yield from (f"ال{noun} {relative} {verb}لي", f"ال{noun} {relative} بعد")
    if noun == "يوم":
        yield from ("الغداة", "غداة")


def _of_material(text: str) -> Iterator[str]:
    """A thing and what it holds, joined by من: زجاجة من الماء for زجاجة ماء."""
    words = text.split()
    plain = len(words) == 2 and all(word.isalpha() and not word.startswith("ال") for word in words)
    if plain and words[0].endswith("ة") and not words[1].endswith("ة") and _fold(words[0]) not in FRAMING:
        yield f"{words[0]} من ال{words[1]}"


def _ways(text: str, prompt: str) -> Iterator[str]:
    """A way from one time or place to another, told from its end as well, with its times in all their forms."""
    for start, end in way_of(text):
        starts, ends = ([part, *_times(part, prompt)] for part in (start, end))
        yield from (way for one in starts for two in ends for way in told_way(one, two))


def _times(text: str, prompt: str) -> Iterator[str]:
    clock = clock_of(text, prompt)
    return clock_variants(clock, _part_of_day(text)) if clock else iter(())


def fraction_variants(text: str) -> Iterator[str]:
    """A part of one in digits: 1/4, 0.25 and 25% for ربع."""
    words = text.split()
    for at, word in enumerate(words):
        size = PARTS_OF_ONE.get(_fold(word))
        for digits in _DIGITS_OF_PART.get(size, ()) if size else ():
            yield " ".join([*words[:at], digits, *words[at + 1 :]])


def _measure_variants(text: str) -> Iterator[str]:
    read = comparable_words(text, TOLERANCE_LEVELS)
    if len(read) == 1 and _fold(read[0]) in UNITS and text.isalpha():
        yield from (f"{text} واحد", f"{text} واحدة", f"1 {text}")
    if len(read) == 2 and UNITS.get(_fold(read[1])) == "minute" and read[0] == "#60":
        yield "ساعة"
    if (
        len(read) > 1
        and _fold(read[0]) in UNITS
        and "".join(text.split()[1:2]).isalpha()
        and _fold(read[1]) not in FRAMING
    ):
        yield f"1 {text}"
    first, _, measure = text.partition(" ")
    if (size := PARTS_OF_ONE.get(_fold(first))) and _fold(measure.partition(" ")[0]) in UNITS:
        yield from (f"{part} {measure}" for part, value in PARTS_OF_ONE.items() if value == size)
        yield f"{size} {measure}"
        if size == PARTS_OF_ONE["نص"]:
            yield f"ونص {measure}"  # too short for its و to be taken off
    if _fold(text) == _fold("ساعة"):
        yield from ("60 دقيقة", "60 دقائق")
