"""A time of the day in all its ways: الساعة السابعة, 7:00, السابعة; الحادية عشرة والنصف, 11:30, 11 ونصف."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.keys.word_shapes import fold, folded_words, unit_of
from webapp.arabic.matching.framing_words import DAYS
from webapp.arabic.normalize import canonical, fold_digits

_HOURS = ["واحدة", "ثانية", "ثالثة", "رابعة", "خامسة", "سادسة", "سابعة", "ثامنة"]
_HOURS += ["تاسعة", "عاشرة", "حادية عشرة", "ثانية عشرة"]
_FOLDED_HOURS = [fold(word) if " " not in word else " ".join(map(fold, word.split())) for word in _HOURS]
_PARTS = {"نصف": 30, "نص": 30, "ربع": 15, "ثلث": 20}
_MORNING = folded_words("صباح صبح الصبح صباحا فجر الفجر فجرا ضحى الضحى صباحي")
_EVENING = folded_words("مساء المساء عصر العصر عصرا ليل الليل ليلا مغرب المغرب عشاء العشاء مسائي")
_NOON = folded_words("ظهر الظهر ظهرا")
_HOUR = folded_words("ساعة الساعة")
_LETTERS = {"ص": "morning", "م": "evening"}
_PART_OF_DAY = r"(?: (?:في |عند |بعد |قبل )?(?:ال)?(?:صباحا?|صبح|مسا|عصرا?|ليلا?|فجرا?|ظهرا?|ضحي|ص|م))?"
_NAMES = "|".join(f"{name}?" if name.endswith("عشره") else name for name in reversed(_FOLDED_HOURS))
_TIME = re.compile(
    rf"(?:في |عند )?(?P<said>(?:ال)?ساعه )?(?:ال(?P<name>{_NAMES})|(?P<hour>\d{{1,2}})(?:[.:](?P<minutes>\d\d))?)"
    rf"(?: (?P<joint>و|الا )(?:ال)?(?P<part>نصف|نص|ربع|ثلث)ا?| و(?P<more>\d\d?)(?: دقيقه| دقايق)?)?{_PART_OF_DAY}"
)
_ASKS_WHEN = re.compile(r"(?<!\w)(?:متى|(?:أي|اي|كم) (?:ال)?ساعة)(?!\w)")
NEAR = 2
"""Words behind a time among which its part of the day is looked for."""


class Clock(NamedTuple):
    """A time of the day."""

    hour: int
    minute: int


def clock_of(wording: str, prompt: str = "") -> Clock | None:
    """Read a wording as a time of the day; a bare «السابعة» is one where the question asks when."""
    text = " ".join(map(fold, fold_digits(canonical(wording)).split()))
    time = _TIME.fullmatch(text)
    if not time or not (time["said"] or time["minutes"] or (time["name"] and asks_when(prompt))):
        return None
    hour = int(time["hour"]) if time["hour"] else _hour_of(time["name"])
    minute = int(time["minutes"] or time["more"] or _PARTS.get(time["part"] or "", 0))
    if time["joint"] == "الا ":
        hour, minute = (hour - 1 or 12), 60 - minute
    return Clock(hour, minute) if hour <= 24 and minute < 60 else None


def asks_when(prompt: str) -> bool:
    """Tell if a question asks for a time."""
    return bool(_ASKS_WHEN.search(canonical(prompt)))


def _hour_of(name: str) -> int:
    names = [*_FOLDED_HOURS, *(full.removesuffix("ه") for full in _FOLDED_HOURS)]
    return names.index(name) % len(_FOLDED_HOURS) + 1


def clock_variants(clock: Clock, part_of_day: Collection[str] = ()) -> Iterator[str]:
    """All other ways to tell the time, without its part of the day; of an evening also on a clock of 24 hours."""
    hour = (clock.hour - 1) % len(_HOURS) + 1
    if tuple(part_of_day) == ("evening",) and clock.hour < len(_HOURS):
        late = clock.hour + len(_HOURS)
        yield from (f"{late}:{clock.minute:02}", f"الساعة {late}:{clock.minute:02}")
    name = f"ال{_HOURS[hour - 1]}"
    names = [name, name.removesuffix("ة")] if " " in name else [name]
    digits = {str(clock.hour), str(hour)}
    for said in (*names, *digits):
        yield from (f"{said} {minutes}" for minutes in _minutes(clock.minute)) if clock.minute else (said,)
    yield from (f"{said}:{clock.minute:02}" for said in digits)
    if clock.minute in (40, 45):
        part = "ربعا" if clock.minute == 45 else "ثلثا"
        following = hour % len(_HOURS) + 1
        yield from (
            f"{said} إلا {end}" for said in (f"ال{_HOURS[following - 1]}", following) for end in (part, part[:-1])
        )


def _minutes(minute: int) -> Iterator[str]:
    yield from (f"و{minute} دقيقة", f"و{minute}")
    yield from (f"و{article}{part}" for part, size in _PARTS.items() if size == minute for article in ("ال", ""))


def parts_of_day(words: Sequence[AnswerWord]) -> tuple[str, ...]:
    """The halves of the day that these words name, in their order."""
    parts = list[str]()
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        if word.stems & _MORNING:
            parts.append("morning")
        elif word.stems & _EVENING:
            parts.append("evening")
        elif word.stems & _NOON and before:
            parts += ["evening"] if before.folded == "بعد" else ["morning"] if before.folded == "قبل" else []
        elif word.word in _LETTERS and before and before.number:
            parts.append(_LETTERS[word.word])
    return tuple(parts)


def part_told(wordings: Sequence[str], sentences: Sequence[Sequence[AnswerWord]], prompt: str) -> tuple[str, ...]:
    """The halves of the day in which a key lies: those it says itself, else what the text says right behind it."""
    own = (parts_of_day(answer_words(wording)) for wording in wordings)
    if said := next((parts for parts in own if parts), ()):
        return said
    times = [wording for wording in wordings if clock_of(wording, prompt)]
    told = set[str]()
    for stems in (answer_words(wording)[-1].stems for wording in times):
        for line in sentences:
            ends = (at for at, word in enumerate(line) if word.stems & stems)
            told |= {part for at in ends for part in parts_of_day(line[at : at + 1 + NEAR])}
    return tuple(told) if len(told) == 1 else ()


def is_other_part(said: Sequence[str], told: Sequence[str]) -> bool:
    """Tell if an answer names another half of the day, or both the other way round."""
    if not said or not told:
        return False
    return set(said).isdisjoint(told) or (len(said) == len(told) > 1 and tuple(said) != tuple(told))


def counts_no_hours(words: Sequence[AnswerWord], places: Collection[int]) -> bool:
    """Tell if the words of a time stand beside another measure than الساعة: سبع ساعات, السنة السابعة."""
    beside = {at + step for at in places for step in (-1, 1)} - set(places)
    return any(
        unit_of(words[at]) is not None and words[at].folded not in _HOUR and not (words[at].stems & DAYS)
        for at in beside
        if 0 <= at < len(words) and not words[at].joint
    )


def words_of_day(parts: Collection[str]) -> frozenset[str]:
    """The words for these halves of the day, folded; noon belongs to both."""
    named = (_MORNING if "morning" in parts else frozenset()) | (_EVENING if "evening" in parts else frozenset())
    return named | _NOON if named else frozenset()
