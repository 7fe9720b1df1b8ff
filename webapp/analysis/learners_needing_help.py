"""Who needs help now, and why: from the tries alone, and the time that it is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from webapp.analysis.arabic_phrases import (
    ATTEMPTS,
    DAYS,
    MINUTES,
    WRONG_ANSWERS,
    arabic_figure,
    percent,
)
from webapp.analysis.item_statistics import median
from webapp.domain.attempt import Attempt

ReasonName = Literal["wrong-in-a-row", "stuck", "inactive", "guessing"]
DECIDED_VERDICTS = frozenset({"accepted", "partial", "refused"})


@dataclass(frozen=True)
class HelpThresholds:
    """From where on somebody is named. A teacher may set others.

    ``wrong`` tries refused in a row; ``tries`` at one question, or ``minutes`` between its first and its last, without
    progress; ``days`` without a try; a median below ``seconds`` a try over at least ``answers`` tries, with less than
    ``share`` of the points earned.
    """

    wrong: int = 3
    tries: int = 3
    minutes: float = 10
    days: float = 7
    seconds: float = 5
    answers: int = 6
    share: float = 0.5


@dataclass(frozen=True)
class HelpReason:
    """One reason to turn to a learner; ``question`` is the one in question, if any."""

    reason: ReasonName
    learner: str
    question: str | None
    ar: str
    en: str
    figures: Mapping[str, float] = field(default_factory=dict)


def help_reasons(
    tries: Iterable[Attempt], now: datetime, limits: HelpThresholds | None = None, finished: Collection[str] = ()
) -> list[HelpReason]:
    """The reasons, by learner, those named first who have most of them. ``finished`` are not waited for.

    Tries that nobody has marked yet, slips of spelling and opinions are neither right nor wrong.
    """
    limits = limits or HelpThresholds()
    by_learner: dict[str, list[Attempt]] = defaultdict(list)
    for one in sorted(tries, key=lambda one: (one.at, one.number, one.id)):
        by_learner[one.learner].append(one)
    found: dict[str, list[HelpReason]] = {}
    for learner, own in by_learner.items():
        marked = [one for one in own if one.verdict in DECIDED_VERDICTS]
        found[learner] = [
            *_wrong(marked, limits),
            *_stuck(marked, now, limits),
            *(() if learner in finished else _inactive(own, now, limits)),
            *_guessing(marked, limits),
        ]
    return [one for learner in sorted(found, key=lambda name: (-len(found[name]), name)) for one in found[learner]]


def _wrong(marked: Sequence[Attempt], limits: HelpThresholds) -> Iterator[HelpReason]:
    run = 0
    for one in reversed(marked):
        if one.verdict != "refused":
            break
        run += 1
    if run >= limits.wrong:
        yield HelpReason(
            "wrong-in-a-row",
            marked[-1].learner,
            marked[-1].question,
            f"{WRONG_ANSWERS.counted(run)} على التوالي.",
            f"{run} wrong answers in a row.",
            {"wrong": run},
        )


def _stuck(marked: Sequence[Attempt], now: datetime, limits: HelpThresholds) -> Iterator[HelpReason]:
    """At the question of the last try: nothing better than the first try there, often or for long; and lately."""
    if marked and (now - marked[-1].at) / timedelta(days=1) >= limits.days:
        return
    here = [one for one in marked if one.question == marked[-1].question] if marked else []
    if len(here) < 2 or max(one.earned for one in here) > here[0].earned or here[-1].verdict == "accepted":
        return
    minutes = (here[-1].at - here[0].at) / timedelta(minutes=1)
    if len(here) >= limits.tries or minutes >= limits.minutes:
        yield HelpReason(
            "stuck",
            here[-1].learner,
            here[-1].question,
            f"{ATTEMPTS.counted(len(here))} عند سؤال واحد بلا تقدّم، في {MINUTES.counted(max(1, round(minutes)))}.",
            f"Stuck at one question: {len(here)} tries in {max(1, round(minutes))} min without progress.",
            {"tries": len(here), "minutes": minutes},
        )


def _inactive(own: Sequence[Attempt], now: datetime, limits: HelpThresholds) -> Iterator[HelpReason]:
    days = (now - own[-1].at) / timedelta(days=1)
    if days >= limits.days:
        yield HelpReason(
            "inactive",
            own[-1].learner,
            None,
            f"لا إجابة منذ {DAYS.counted(int(days))}.",
            f"No answer for {int(days)} days.",
            {"days": days},
        )


def _guessing(marked: Sequence[Attempt], limits: HelpThresholds) -> Iterator[HelpReason]:
    timed = [one for one in marked if one.seconds > 0 and one.possible]
    if len(timed) < limits.answers:
        return
    middle = median([one.seconds for one in timed])
    share = math.fsum(one.earned for one in timed) / math.fsum(one.possible for one in timed)
    if middle < limits.seconds and share < limits.share:
        yield HelpReason(
            "guessing",
            timed[-1].learner,
            None,
            f"إجابات أسرع من أن تكون عن قراءة: وسيط زمنها {arabic_figure(round(middle, 1))} ث، "
            f"ونصيبها من الدرجات {arabic_figure(percent(share))}.",
            f"Answers too quick to come from reading: median {middle:.1f} seconds, {percent(share)} of the points.",
            {"seconds": middle, "share": share, "tries": len(timed)},
        )
