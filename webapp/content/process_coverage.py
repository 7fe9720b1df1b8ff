"""Coverage of the comprehension processes of PIRLS by a question file: points by process, compared with the targets."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.content.lesson import Lesson
from webapp.domain.problem import Problem, both
from webapp.domain.question import Process

TARGET_PERCENT: dict[Process, int] = {"retrieve": 20, "infer": 30, "interpret": 30, "evaluate": 20}
"""Percent of all points."""
NAMES_AR: dict[Process, str] = {
    "retrieve": "استخراج المعلومة الصريحة",
    "infer": "الاستنتاج المباشر",
    "interpret": "التفسير والربط",
    "evaluate": "التقويم والنقد",
}
TOLERANCE_PERCENT = 5
MIN_QUESTIONS = 20
"""A file with fewer questions is not a whole test, and is not warned about."""


@dataclass(frozen=True)
class ProcessShare:
    """The points of one process, with its share and the target share in percent."""

    process: Process
    points: float
    share: float
    target: int

    @property
    def off(self) -> bool:
        """The share is further from the target than the tolerance."""
        return abs(self.share - self.target) > TOLERANCE_PERCENT + 1e-9


def process_shares(lesson: Lesson) -> tuple[ProcessShare, ...]:
    """Compute a row for each process; shares are 0 if nothing is marked."""
    points = {
        process: sum(item.question.points for item in lesson.items if item.question.process == process)
        for process in TARGET_PERCENT
    }
    total = sum(points.values())
    return tuple(
        ProcessShare(process, earned, 100 * earned / total if total else 0.0, TARGET_PERCENT[process])
        for process, earned in points.items()
    )


RULE = "blueprint"
"""The name of its warnings, for ``allow`` at the top of a file."""


def coverage_warnings(lesson: Lesson, path: str) -> list[Problem]:
    """Warn of each process off its target, in a file with questions enough to be a test."""
    shares = process_shares(lesson)
    if RULE in lesson.settings.allow or len(lesson.items) < MIN_QUESTIONS or not any(share.points for share in shares):
        return []
    return [Problem(path, 0, 0, RULE, _warning(share), "warning") for share in shares if share.off]


def _warning(share: ProcessShare) -> str:
    name, now, target = NAMES_AR[share.process], f"{share.share:.0f}", share.target
    return both(
        en=f"{share.process} has {now}% of the points. The target is {target}%, plus or minus {TOLERANCE_PERCENT}.",
        ar=f"نسبة «{name}» {now}٪ من الدرجات، والمطلوب {target}٪ بفارق لا يتجاوز {TOLERANCE_PERCENT}٪.",
    )


def coverage_table(lesson: Lesson) -> str:
    """Format the shares as aligned lines for a terminal; Arabic comes last in each line, so that columns hold."""
    lines = ["process     points   share  target    المهارة: الدرجات والنسبة والمطلوب"]
    shares = process_shares(lesson)
    tagged = any(row.points for row in shares)
    for row in shares:
        mark = "!" if row.off and tagged else " "
        numbers = f"{row.points:>6g}  {row.share:>5.0f}%{mark} {row.target:>5}%"
        lines.append(f"{row.process:<10}  {numbers}    {NAMES_AR[row.process]}")
    untagged = sum(item.question.points for item in lesson.items if item.question.process is None)
    if untagged:
        lines.append(f"{'(none)':<10}  {untagged:>6g}                    بلا process")
    return "\n".join(lines)
