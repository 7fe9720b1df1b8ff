"""Learners who need help now, with the reasons: from their attempts and the present time alone."""

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
    """Thresholds from which a learner is listed; a teacher may set others.

    ``wrong`` attempts refused in a row; ``tries`` attempts at one question, or ``minutes`` between its first and its
    last, without progress; ``days`` without an attempt; a median below ``seconds`` an attempt over at least ``answers``
    attempts, with less than ``share`` of the points earned.
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
    """One reason to help a learner; ``question`` is the id of the question concerned, empty where there is none."""

    reason: ReasonName
    learner: str
    question: str | None
    ar: str
    en: str
    figures: Mapping[str, float] = field(default_factory=dict)


def help_reasons(
    tries: Iterable[Attempt], now: datetime, limits: HelpThresholds | None = None, finished: Collection[str] = ()
) -> list[HelpReason]:
    """List the reasons by learner, those with most reasons first.

    Learners in ``finished`` are not reported as inactive.

    Attempts that await marking, slips of spelling, opinions and unsure answers are neither right nor wrong.
    """
    limits = limits or HelpThresholds()
    by_learner: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in sorted(tries, key=lambda attempt: (attempt.at, attempt.number, attempt.id)):
        by_learner[attempt.learner].append(attempt)
    reasons: dict[str, list[HelpReason]] = {}
    for learner, attempts in by_learner.items():
        marked = [attempt for attempt in attempts if attempt.verdict in DECIDED_VERDICTS and not attempt.unsure]
        reasons[learner] = [
            *_wrong(marked, limits),
            *_stuck(marked, now, limits),
            *(() if learner in finished else _inactive(attempts, now, limits)),
            *_guessing(marked, limits),
        ]
    most_first = sorted(reasons, key=lambda name: (-len(reasons[name]), name))
    return [reason for learner in most_first for reason in reasons[learner]]


def _wrong(marked: Sequence[Attempt], limits: HelpThresholds) -> Iterator[HelpReason]:
    run = 0
    for attempt in reversed(marked):
        if attempt.verdict != "refused":
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
    """Report no progress at the learner's latest question: many attempts or much time, none better than the first."""
    if marked and (now - marked[-1].at) / timedelta(days=1) >= limits.days:
        return
    attempts = [attempt for attempt in marked if attempt.question == marked[-1].question] if marked else []
    if len(attempts) < 2 or attempts[-1].verdict == "accepted":
        return
    if max(attempt.earned for attempt in attempts) > attempts[0].earned:
        return
    minutes = (attempts[-1].at - attempts[0].at) / timedelta(minutes=1)
    if len(attempts) >= limits.tries or minutes >= limits.minutes:
        yield HelpReason(
            "stuck",
            attempts[-1].learner,
            attempts[-1].question,
            f"{ATTEMPTS.counted(len(attempts))} عند سؤال واحد بلا تقدّم، في {MINUTES.counted(max(1, round(minutes)))}.",
            f"Stuck at one question: {len(attempts)} tries in {max(1, round(minutes))} min without progress.",
            {"tries": len(attempts), "minutes": minutes},
        )


def _inactive(attempts: Sequence[Attempt], now: datetime, limits: HelpThresholds) -> Iterator[HelpReason]:
    days = (now - attempts[-1].at) / timedelta(days=1)
    if days >= limits.days:
        yield HelpReason(
            "inactive",
            attempts[-1].learner,
            None,
            f"لا إجابة منذ {DAYS.counted(int(days))}.",
            f"No answer for {int(days)} days.",
            {"days": days},
        )


def _guessing(marked: Sequence[Attempt], limits: HelpThresholds) -> Iterator[HelpReason]:
    timed = [attempt for attempt in marked if attempt.seconds > 0 and attempt.possible]
    if len(timed) < limits.answers:
        return
    middle = median([attempt.seconds for attempt in timed])
    share = math.fsum(attempt.earned for attempt in timed) / math.fsum(attempt.possible for attempt in timed)
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
