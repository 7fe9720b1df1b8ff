"""What a teacher should look at again, as plain sentences with the figures that they rest on.

Nothing is said below the number of attempts that ``thresholds`` states. A flag is a reason to read the question
again, not a verdict on it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from webapp.analysis.arabic_phrases import arabic_figure, option_name, percent
from webapp.analysis.item_statistics import ItemFigures, Statistics
from webapp.analysis.minimum_sample_sizes import FOR_DISCRIMINATION, FOR_FACILITY
from webapp.domain.attempt import Attempt

FlagKind = Literal[
    "key-avoided", "negative-discrimination", "too-easy", "too-hard", "unused-distractor", "jump-after-hints", "quick"
]
EASY_FACILITY = 0.95
HARD_FACILITY = 0.2
STRONG_SHARE = 1 / 3
"""The best third by what they earned elsewhere; Kelley's 27 % (1939) of a small class would be too few to count."""
HINT_JUMP = 0.5
"""How much the mean credit of the same learners must rise from their last try without a hint to the first with one."""
MIN_QUICK_SECONDS, MAX_QUICK_SECONDS, QUICK_SHARE_OF_MEAN = 3.0, 10.0, 0.1
"""A rapid guess takes less than a tenth of the mean time, at least 3 and at most 10 seconds (Wise and Ma's NT10, 2012;
3 seconds is the common threshold of Kong, Wise and Bhola, 2007)."""
QUICK_SHARE = 0.2


@dataclass(frozen=True)
class SingleKey:
    """A question with one right option among several shown: its options' labels in the file's order, and the right."""

    options: tuple[str, ...]
    right: str


@dataclass(frozen=True)
class ItemFlag:
    """One finding. ``figures`` are the numbers behind the sentences, shares from 0 to 1."""

    kind: FlagKind
    question: str
    ar: str
    en: str
    figures: Mapping[str, float | str] = field(default_factory=dict)


def item_flags(
    statistics: Statistics,
    tries: Iterable[Attempt],
    rests: Mapping[tuple[str, str], float],
    keys: Mapping[str, SingleKey],
) -> list[ItemFlag]:
    """All findings, in the order of the items. ``rests`` by (learner, question), see ``table.rest_scores``; ``keys``
    only for the questions that have one right option."""
    by_question: dict[str, list[Attempt]] = defaultdict(list)
    for one in sorted(tries, key=lambda one: (one.at, one.number)):
        by_question[one.question].append(one)
    found: list[ItemFlag] = []
    for item in statistics["items"]:
        name = item["question"]
        first = [one for one in by_question[name] if one.number == 1]
        found += _from_figures(item, statistics["attempts"])
        if name in keys and len(first) >= FOR_DISCRIMINATION:
            found += _from_options(name, first, keys[name], rests)
        found += _after_hints(name, by_question[name])
        found += _quick(name, first)
    return found


def _from_figures(item: ItemFigures, attempts: int) -> Iterator[ItemFlag]:
    name, facility, index = item["question"], item["facility"], item["discrimination_index"]
    figures: dict[str, float | str] = {"attempts": attempts}
    if index is not None and index < 0 and attempts >= FOR_DISCRIMINATION:
        yield ItemFlag(
            "negative-discrimination",
            name,
            f"من أحسنوا في سائر الأسئلة أصابوا هنا أقلّ من غيرهم (معامل التمييز {arabic_figure(round(index))}): لننظر "
            "في صياغة السؤال وفي مفتاحه.",
            f"Those who did well elsewhere did worse here (discrimination {index:.0f}): look at wording and key.",
            figures | {"discrimination_index": index},
        )
    if facility is None or attempts < FOR_FACILITY:
        return
    figures |= {"facility": facility}
    said = percent(facility)
    if facility >= EASY_FACILITY:
        yield ItemFlag(
            "too-easy",
            name,
            f"سؤال سهل جدًّا: نال القراء {arabic_figure(said)} من درجته، فلا يكاد يفرّق بينهم.",
            f"Very easy: readers earned {said} of its points, so it hardly tells them apart.",
            figures,
        )
    guess = item["random_guess_score"] or 0.0
    if facility <= max(HARD_FACILITY, guess):
        yield ItemFlag(
            "too-hard",
            name,
            f"سؤال صعب جدًّا: نال القراء {arabic_figure(said)} من درجته، وللتخمين وحده {arabic_figure(percent(guess))}.",
            f"Very hard: readers earned {said} of its points; blind guessing earns {percent(guess)}.",
            figures | {"random_guess_score": guess},
        )


def _from_options(
    name: str, first: Sequence[Attempt], key: SingleKey, rests: Mapping[tuple[str, str], float]
) -> Iterator[ItemFlag]:
    chosen = Counter(one.label for one in first)
    ranked = sorted(first, key=lambda one: (-rests.get((one.learner, name), 0.0), one.learner))
    strong = Counter(one.label for one in ranked[: math.ceil(len(ranked) * STRONG_SHARE)])
    wrong = [label for label in key.options if label != key.right]
    best = max(wrong, key=lambda label: strong[label], default=None)
    if best is not None and strong[best] > strong[key.right]:
        figures: dict[str, float | str] = {
            "tries": len(first),
            "strong": strong.total(),
            "distractor": best,
            "chose_distractor": strong[best],
            "chose_key": strong[key.right],
        }
        yield ItemFlag(
            "key-avoided",
            name,
            f"اختار الأقوياء من القراء الخيار {option_name(best, key.options)}: لننظر في صياغته. "
            f"(عدد الأقوياء {arabic_figure(strong.total())}: اختاره منهم {arabic_figure(strong[best])}، واختار الجواب "
            f"الصحيح {arabic_figure(strong[key.right])})",
            f"Strong readers chose the distractor {option_name(best, key.options)}: look at its wording. "
            f"(Of the strongest {strong.total()}: {strong[best]} chose it, {strong[key.right]} the key.)",
            figures,
        )
    for label in wrong:
        if not chosen[label]:
            yield ItemFlag(
                "unused-distractor",
                name,
                f"لم يختر أحد الخيار {option_name(label, key.options)} في المحاولة الأولى (عدد المحاولات "
                f"{arabic_figure(len(first))}): لعلّه لا يشتبه على قارئ.",
                f"Nobody chose the distractor {option_name(label, key.options)} at the first try ({len(first)} tries): "
                "perhaps it misleads no reader.",
                {"tries": len(first), "distractor": label},
            )


def _after_hints(name: str, tries: Sequence[Attempt]) -> Iterator[ItemFlag]:
    """The same learners before and after their first hint: a great rise says that the hint carries the question."""
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for one in tries:
        if one.possible and one.verdict != "pending":
            if not one.hints:
                before[one.learner] = one.earned / one.possible
            elif one.learner in before:
                after.setdefault(one.learner, one.earned / one.possible)
    if len(after) < FOR_FACILITY:
        return
    low = math.fsum(before[learner] for learner in after) / len(after)
    high = math.fsum(after.values()) / len(after)
    if high - low >= HINT_JUMP:
        yield ItemFlag(
            "jump-after-hints",
            name,
            f"قفز نصيب الصواب بعد التلميح من {arabic_figure(percent(low))} إلى {arabic_figure(percent(high))} (عدد "
            f"القراء {arabic_figure(len(after))}): لعلّ التلميح يكشف الجواب، أو لعلّ السؤال لا يتّضح بدونه.",
            f"Credit jumped from {percent(low)} to {percent(high)} after a hint ({len(after)} readers): perhaps the "
            "hint gives the answer away, or the prompt is unclear without it.",
            {"learners": len(after), "before": low, "after": high},
        )


def _quick(name: str, first: Sequence[Attempt]) -> Iterator[ItemFlag]:
    seconds = [one.seconds for one in first if one.seconds > 0]
    if len(seconds) < FOR_FACILITY:
        return
    bound = quick_bound(seconds)
    share = sum(one < bound for one in seconds) / len(seconds)
    if share >= QUICK_SHARE:
        yield ItemFlag(
            "quick",
            name,
            f"جاء {arabic_figure(percent(share))} من الأجوبة الأولى في زمن دون الحدّ (وهو بالثواني "
            f"{arabic_figure(round(bound, 1))}، وعدد الأجوبة {arabic_figure(len(seconds))}): لعلّها تخمين.",
            f"{percent(share)} of the first answers took less than {bound:.1f} seconds ({len(seconds)} answers): "
            "perhaps they are guesses.",
            {"tries": len(seconds), "bound": bound, "share": share},
        )


def quick_bound(seconds: Sequence[float]) -> float:
    """Below how many seconds an answer counts as a guess, where the answers took ``seconds``.

    The record has the time from the form's drawing to its return, reading included: answers handed in together all
    have the whole of it, so that some guesses are missed, and no careful answer is taken for one.
    """
    return min(MAX_QUICK_SECONDS, max(MIN_QUICK_SECONDS, QUICK_SHARE_OF_MEAN * math.fsum(seconds) / len(seconds)))
