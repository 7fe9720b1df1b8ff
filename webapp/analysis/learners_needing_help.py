"""Learners who need help now, with the reasons: from their marks, their attempts and the present time alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Literal, get_args

from webapp.analysis.arabic_phrases import (
    ANSWERS,
    ATTEMPTS,
    DAYS,
    MINUTES,
    QUESTIONS,
    WRONG_ANSWERS,
    arabic_figure,
    percent,
)
from webapp.analysis.item_statistics import median
from webapp.domain.attempt import Attempt, AttemptFigures

AnyAttempt = Attempt | AttemptFigures
ReasonName = Literal["low-share", "falling", "not-begun", "stuck", "unsure", "wrong-in-a-row", "guessing", "inactive"]
BY_SERIOUSNESS: tuple[ReasonName, ...] = get_args(ReasonName)
ROUNDING = 1e-6
"""Greatest difference of shares that may come from adding decimal fractions."""
DECIDED_VERDICTS = frozenset({"accepted", "partial", "refused"})


@dataclass(frozen=True)
class HelpThresholds:
    """Thresholds from which a learner is listed; a teacher may set others. Shares are from 0 to 1.

    ``low`` share of the points or less over at least ``questions``; a share over the last questions, ``latest`` or
    more, that is ``drop`` lower than over as many before them. ``wrong`` attempts refused in a row; ``tries`` attempts
    at one question, or ``minutes`` between its first and its last, without progress: neither is reported of a learner
    with a share of ``high`` or more over ``questions``. ``days`` without an attempt; a median below ``seconds`` an
    attempt over at least ``answers`` attempts, with less than ``share`` of the points earned.
    """

    low: float = 0.55
    questions: int = 6
    latest: int = 8
    drop: float = 0.25
    wrong: int = 3
    tries: int = 3
    minutes: float = 10
    high: float = 0.75
    days: float = 7
    seconds: float = 5
    answers: int = 6
    share: float = 0.5


@dataclass(frozen=True)
class QuestionResult:
    """A learner's present mark at one question, in points out of ``possible``, and the time of the last answer."""

    at: datetime
    earned: float
    possible: float


@dataclass(frozen=True)
class ClassWork:
    """Results of a class beside its attempts, by learner.

    ``results`` hold marks that are decided; ``unsure`` counts answers that a teacher is to decide. Learners in
    ``not_begun`` have answered nothing, those in ``finished`` everything that they began.
    """

    results: Mapping[str, Sequence[QuestionResult]] = field(default_factory=dict)
    unsure: Mapping[str, int] = field(default_factory=dict)
    not_begun: Collection[str] = ()
    finished: Collection[str] = ()


@dataclass(frozen=True)
class HelpReason:
    """One reason to help a learner; ``question`` of ``text`` is concerned, None where there is none."""

    reason: ReasonName
    learner: str
    question: str | None
    ar: str
    en: str
    figures: Mapping[str, float] = field(default_factory=dict)
    text: str = ""


def help_reasons(
    tries: Iterable[AnyAttempt], now: datetime, limits: HelpThresholds | None = None, work: ClassWork | None = None
) -> list[HelpReason]:
    """List the reasons by learner: the most serious reason first; of two learners alike, the lower share.

    Attempts that await marking, slips of spelling, opinions and unsure answers are neither right nor wrong.
    """
    limits, work = limits or HelpThresholds(), work or ClassWork()
    attempts: dict[str, list[AnyAttempt]] = defaultdict(list)
    for attempt in sorted(tries, key=lambda attempt: (attempt.at, attempt.number, attempt.id)):
        attempts[attempt.learner].append(attempt)
    learners = {*attempts, *work.results, *work.not_begun, *work.unsure}
    shares = {learner: _share(work.results.get(learner, ())) for learner in learners}
    reasons = {
        learner: list(_reasons(learner, attempts[learner], shares[learner], now, limits, work)) for learner in learners
    }
    named = [learner for learner in learners if reasons[learner]]
    named.sort(key=lambda name: (_rank(reasons[name]), shares[name] or 0.0, -len(reasons[name]), name))
    return [reason for learner in named for reason in reasons[learner]]


def _rank(reasons: Sequence[HelpReason]) -> int:
    return min(BY_SERIOUSNESS.index(reason.reason) for reason in reasons)


def _reasons(
    learner: str,
    attempts: Sequence[AnyAttempt],
    share: float | None,
    now: datetime,
    limits: HelpThresholds,
    work: ClassWork,
) -> Iterator[HelpReason]:
    """The reasons of one learner with a ``share`` of the points, the most serious first."""
    marked = [attempt for attempt in attempts if attempt.verdict in DECIDED_VERDICTS and not attempt.unsure]
    results = work.results.get(learner, ())
    strong = len(results) >= limits.questions and (share or 0.0) >= limits.high
    yield from _low(learner, len(results), share, limits)
    yield from _falling(learner, work, limits)
    if learner in work.not_begun:
        yield HelpReason("not-begun", learner, None, "لا توجد إجابة بعد.", "No answers yet.")
    if not strong:
        yield from _stuck(marked, now, limits)
    yield from _unsure(learner, work)
    if not strong:
        yield from _wrong(marked, limits)
    yield from _guessing(marked, limits)
    if attempts and learner not in work.finished:
        yield from _inactive(attempts, now, limits)


def _share(results: Sequence[QuestionResult]) -> float | None:
    possible = math.fsum(result.possible for result in results)
    return math.fsum(result.earned for result in results) / possible if possible else None


def _low(learner: str, questions: int, share: float | None, limits: HelpThresholds) -> Iterator[HelpReason]:
    if share is not None and questions >= limits.questions and share <= limits.low:
        yield HelpReason(
            "low-share",
            learner,
            None,
            f"نسبة الدرجات {arabic_figure(percent(share))} في {QUESTIONS.counted(questions)}.",
            f"{percent(share)} of the points over {questions} questions.",
            {"share": share, "questions": questions},
        )


def _falling(learner: str, work: ClassWork, limits: HelpThresholds) -> Iterator[HelpReason]:
    """Report the largest fall between the share before some question and the share from it on."""
    results = sorted(work.results.get(learner, ()), key=lambda result: result.at)
    splits = _deepest(results, range(limits.latest, len(results) - limits.latest + 1))
    falls = [(*_shares_at(results, split), len(results) - split) for split in splits]
    before, after, count = max(falls, key=lambda fall: fall[0] - fall[1], default=(0.0, 0.0, 0))
    if count and before - after >= limits.drop:
        yield HelpReason(
            "falling",
            learner,
            None,
            f"نسبة الدرجات {arabic_figure(percent(after))} في آخر {QUESTIONS.counted(count)}، "
            f"وكان {arabic_figure(percent(before))}.",
            f"{percent(after)} of the points on the last {count} questions, down from {percent(before)}.",
            {"before": before, "share": after, "questions": count},
        )


def _deepest(results: Sequence[QuestionResult], splits: Iterable[int]) -> list[int]:
    """Places of the deepest falls, by sums that run on: these may be off by a digit, so that a few are named."""
    earned = list(accumulate((result.earned for result in results), initial=0.0))
    possible = list(accumulate((result.possible for result in results), initial=0.0))
    falls = {
        split: _of(earned[split], possible[split]) - _of(earned[-1] - earned[split], possible[-1] - possible[split])
        for split in splits
    }
    deepest = max(falls.values(), default=0.0)
    return [split for split, fall in falls.items() if fall >= deepest - ROUNDING]


def _of(earned: float, possible: float) -> float:
    return earned / possible if possible > ROUNDING else 0.0


def _shares_at(results: Sequence[QuestionResult], split: int) -> tuple[float, float]:
    """Shares before a place in the results, and from it on."""
    return _share(results[:split]) or 0.0, _share(results[split:]) or 0.0


def _unsure(learner: str, work: ClassWork) -> Iterator[HelpReason]:
    count = work.unsure.get(learner, 0)
    if count:
        yield HelpReason(
            "unsure",
            learner,
            None,
            f"{ANSWERS.counted(count)} لم يتأكد منها البرنامج، والقرار لك.",
            f"{count} uncertain answer{'s' if count > 1 else ''} for you to review.",
            {"unsure": count},
        )


def _wrong(marked: Sequence[AnyAttempt], limits: HelpThresholds) -> Iterator[HelpReason]:
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
            marked[-1].text,
        )


def _stuck(marked: Sequence[AnyAttempt], now: datetime, limits: HelpThresholds) -> Iterator[HelpReason]:
    """Report no progress at the learner's latest question: many attempts or much time, none better than the first."""
    if marked and (now - marked[-1].at) / timedelta(days=1) >= limits.days:
        return
    last = marked[-1] if marked else None
    attempts = [
        attempt for attempt in marked if last and (attempt.text, attempt.question) == (last.text, last.question)
    ]
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
            f"{ATTEMPTS.counted(len(attempts))} عند سؤال واحد بلا تقدم، في {MINUTES.counted(max(1, round(minutes)))}.",
            f"Stuck on one question: {len(attempts)} attempts in {max(1, round(minutes))} min without progress.",
            {"tries": len(attempts), "minutes": minutes},
            attempts[-1].text,
        )


def _inactive(attempts: Sequence[AnyAttempt], now: datetime, limits: HelpThresholds) -> Iterator[HelpReason]:
    days = (now - attempts[-1].at) / timedelta(days=1)
    if days >= limits.days:
        yield HelpReason(
            "inactive",
            attempts[-1].learner,
            None,
            f"لا توجد إجابة منذ {DAYS.counted(int(days))}.",
            f"No answer for {int(days)} days.",
            {"days": days},
        )


def _guessing(marked: Sequence[AnyAttempt], limits: HelpThresholds) -> Iterator[HelpReason]:
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
            f"ونسبة درجاتها {arabic_figure(percent(share))}.",
            f"Answers too quick for reading: median {middle:.1f} seconds, {percent(share)} of the points.",
            {"seconds": middle, "share": share, "tries": len(timed)},
        )
