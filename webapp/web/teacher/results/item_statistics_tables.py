"""Tables of item statistics: Moodle's figures with confidence intervals, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from webapp.analysis.confidence_intervals import (
    ITEM_FIGURES,
    TEXT_FIGURES,
    Interval,
    Intervals,
    facility_intervals,
    intervals,
)
from webapp.analysis.guessing_score import random_guess_score
from webapp.analysis.item_statistics import Statistics
from webapp.analysis.minimum_sample_sizes import minimum_attempts
from webapp.analysis.skill_profile import class_profile
from webapp.domain.people import MAX_MEMBERS
from webapp.interchange.spreadsheet import Cell, CellLink, Column, ColumnKind
from webapp.web.framework.i18n import N_, PROCESS_NAMES, Said, pair
from webapp.web.teacher.results.class_results import Work, shortened
from webapp.web.teacher.results.table_rows import Extra
from webapp.web.teacher.results.table_view import Sheet, column, headed, number, titled

TOO_FEW = pair("Too few")
MAX_READERS = MAX_MEMBERS
"""Greatest number of readers for which the confidence intervals are cached."""
ITEM_NAMES: dict[str, tuple[Said, ColumnKind]] = {
    "facility": (pair("Average mark (%)"), "percent"),
    "sd": (pair("Standard deviation"), "number"),
    "discrimination_index": (pair("Discrimination %"), "number"),
    "discriminative_efficiency": (pair("Efficiency %"), "number"),
    "effective_weight": (pair("Effective weight %"), "number"),
}
TEXT_NAMES: dict[str, tuple[Said, Said]] = {
    "mean": (pair("Mean"), pair("Average score per reader, in points.")),
    "median": (pair("Median"), pair("Half of the readers scored higher, half lower.")),
    "sd": (pair("Standard deviation"), pair("How far scores typically lie from the mean, in points.")),
    "skewness": (pair("Skewness"), pair("Below zero: many high scores. Above zero: many low scores.")),
    "kurtosis": (
        pair("Kurtosis"),
        pair("Above zero: more scores than usual lie far from the rest. Below zero: fewer."),
    ),
    "cic": (pair("Internal consistency %"), pair("The closer to 100, the more the questions measure the same thing.")),
    "error_ratio": (pair("Error ratio %"), pair("How much of the variation in scores is due to chance.")),
    "standard_error": (pair("Standard error"), pair("How many points a score may vary by chance.")),
}


def guesses_of(work: Work) -> dict[str, float | None]:
    """Share that blind guessing would earn with the tries in force, by question."""
    rules_of = work.lesson.settings.rules_of
    return {item.question.id: random_guess_score(item.question, rules_of(item.question)) for item in work.lesson.items}


def ranges_of(work: Work, *, facilities_only: bool) -> Intervals:
    """Confidence intervals of the text's figures, or of the facilities alone."""
    marks, maxima = work.marks.marks, work.marks.maxima
    if facilities_only:
        return facility_intervals(marks, maxima)
    return intervals(marks, maxima) if len(marks) > MAX_READERS else _ranges(marks, maxima)


@lru_cache(maxsize=16)  # sorting the table by another column, or exporting it, uses the same marks
def _ranges(marks: tuple[tuple[float | None, ...], ...], maxima: tuple[float, ...]) -> Intervals:
    return intervals(marks, maxima)


def item_sheet(
    work: Work,
    statistics: Statistics,
    ranges: Intervals,
    addresses: Mapping[str, str],
    undecided: Mapping[str, int],
) -> Sheet:
    """Table of one row a question, those without figures too. A figure from too few attempts is marked so."""
    figures: dict[str, Mapping[str, Any]] = {item["question"]: item for item in statistics["items"]}
    beside = dict(zip(work.marks.questions, ranges.items, strict=True))
    guesses, extras = guesses_of(work), dict[tuple[int, str], Extra]()
    rows: list[tuple[Cell, ...]] = []
    for item in work.lesson.items:
        name = item.question.id
        values = figures.get(name, {})
        row: list[Cell] = [CellLink(shortened(item.question.prompt), addresses[name]), item.question.points]
        for figure in ITEM_FIGURES:
            row += _figure(values.get(figure), beside.get(name, {}).get(figure), figure, statistics["attempts"])
        row += [values.get("intended_weight"), guesses[name], work.marks.waiting.get(name, 0)]
        row += [undecided.get(name, 0), name]
        for figure in ITEM_FIGURES:
            if statistics["attempts"] >= minimum_attempts(figure) and (ends := beside.get(name, {}).get(figure)):
                extras[len(rows), figure] = _interval(ends, ITEM_NAMES[figure][1])
        rows.append(tuple(row))
    columns = [
        column("prompt", N_("Question"), "link", own=True),
        column("points", N_("Points"), "number"),
    ]
    for figure in ITEM_FIGURES:
        said, kind = ITEM_NAMES[figure]
        columns += [headed(figure, said, kind), *_ends(figure, said, kind)]
    columns += [
        column("intended_weight", N_("Intended weight %"), "number"),
        column("random_guess_score", N_("Guessing"), "percent"),
        column("waiting", N_("Awaiting marking"), "number"),
        column("unsure", N_("Not sure"), "number"),
        column("question", N_("ID in the file")),
    ]
    return titled("items", N_("Item analysis"), columns, rows, extras, hidden=_hidden(ITEM_FIGURES))


def text_sheet(statistics: Statistics, ranges: Intervals) -> Sheet:
    """Table of the figures of the whole text, each with a plain line."""
    known: Mapping[str, Any] = statistics["text"]
    rows = tuple(
        (
            str(TEXT_NAMES[figure][0]),
            *_figure(known[figure], ranges.text[figure], figure, statistics["attempts"]),
            str(TEXT_NAMES[figure][1]),
        )
        for figure in TEXT_FIGURES
    )
    columns = (
        column("figure", N_("Figure")),
        column("value", N_("Value"), "number"),
        *_ends("value", pair("Value"), "number"),
        column("meaning", N_("Meaning")),
    )
    extras = {
        (place, "value"): _interval(ends, "number")
        for place, figure in enumerate(TEXT_FIGURES)
        if statistics["attempts"] >= minimum_attempts(figure) and (ends := ranges.text[figure])
    }
    return titled("text", N_("The whole text"), columns, rows, extras, hidden=_hidden(["value"]))


def profile_sheet(work: Work) -> Sheet:
    """Table of the class's skill by process."""
    columns = (
        column("process", N_("Skill")),
        column("share", N_("Average score (%)"), "percent"),
        *_ends("share", pair("Average score (%)"), "percent"),
        column("learners", N_("Readers"), "number"),
        column("questions", N_("Questions"), "number"),
    )
    processes = {item.question.id: item.question.process for item in work.lesson.items if item.question.process}
    rows: list[tuple[Cell, ...]] = []
    extras: dict[tuple[int, str], Extra] = {}
    for skill in class_profile(work.cells, processes):
        if skill.interval:
            extras[len(rows), "share"] = _interval(skill.interval, "percent")
        else:
            extras[len(rows), "share"] = Extra(note=str(TOO_FEW))
        ends = (skill.interval.low, skill.interval.high) if skill.interval else (str(TOO_FEW), None)
        rows.append((str(PROCESS_NAMES[skill.process]), skill.share, *ends, skill.learners, len(skill.questions)))
    return titled("profile", N_("Skills"), columns, rows, extras, hidden=_hidden(["share"]))


def _hidden(figures: Iterable[str]) -> frozenset[str]:
    """Columns with the ends of intervals, which a page shows beside the figure."""
    return frozenset(f"{figure}_{end}" for figure in figures for end in ("low", "high"))


def _interval(ends: Interval, kind: ColumnKind) -> Extra:
    low, high = (number(end, kind).rstrip("%٪") for end in (ends.low, ends.high))
    return Extra(interval=f"({low}–{high})")


def _ends(figure: str, said: Said, kind: ColumnKind) -> tuple[Column, Column]:
    return (
        column(f"{figure}_low", N_("%(figure)s: from"), kind, figure=said),
        column(f"{figure}_high", N_("%(figure)s: to"), kind, figure=said),
    )


def _figure(value: Any, interval: Any, figure: str, attempts: int) -> tuple[Cell, Cell, Cell]:
    """A figure with both ends of its interval; from too few attempts, the figure alone."""
    if value is None:
        return None, None, None
    if attempts < minimum_attempts(figure):
        return str(TOO_FEW), None, None
    return value, interval.low if interval else None, interval.high if interval else None
