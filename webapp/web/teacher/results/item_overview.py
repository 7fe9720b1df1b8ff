"""Item analysis at a glance: how hard each question is, whether it tells readers apart, and a word of advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from webapp.analysis.confidence_intervals import Interval, Intervals
from webapp.analysis.item_flags import ItemFlag
from webapp.analysis.item_statistics import Statistics
from webapp.analysis.item_words import Difficulty, Discrimination, difficulty, discrimination
from webapp.analysis.minimum_sample_sizes import FOR_DISCRIMINATION, FOR_FACILITY
from webapp.interchange.spreadsheet import Cell, CellLink
from webapp.web.framework.i18n import N_, Said, digits, pair, speaks_english
from webapp.web.teacher.results.class_results import Work, shortened, spoken
from webapp.web.teacher.results.item_statistics_tables import TOO_FEW
from webapp.web.teacher.results.table_rows import Extra
from webapp.web.teacher.results.table_view import Sheet, column, titled

DIFFICULTY_WORDS: dict[Difficulty, Said] = {
    "very-easy": pair("Very easy"),
    "easy": pair("Easy for the class"),
    "medium": pair("Medium for the class"),
    "hard": pair("Hard for the class"),
    "very-hard": pair("Very hard"),
}
DISCRIMINATION_WORDS: dict[Discrimination, Said] = {
    "well": pair("Well"),
    "fairly": pair("Fairly well"),
    "hardly": pair("Hardly at all"),
    "reversed": pair("Reversed"),
}
COLUMNS = (
    column("number", N_("No.")),
    column("prompt", N_("Question"), "link", own=True),
    column("hard", N_("Difficulty")),
    column("facility", N_("Score (%)"), "percent"),
    column("tells", N_("Discrimination")),
    column("advice", N_("Advice")),
)


def overview_sheet(
    work: Work,
    statistics: Statistics,
    ranges: Intervals,
    addresses: Mapping[str, str],
    flags: Sequence[ItemFlag],
) -> Sheet:
    """Table of one row a question."""
    figures: dict[str, Mapping[str, Any]] = {item["question"]: item for item in statistics["items"]}
    beside = dict(zip(work.marks.questions, ranges.items, strict=True))
    rows, extras = [], {}
    for place, item in enumerate(work.lesson.in_reading_order):
        name, attempts = item.question.id, statistics["attempts"]
        values = figures.get(name, {})
        facility, index = values.get("facility"), values.get("discrimination_index")
        hard, tells = difficulty(facility, attempts), discrimination(index, attempts)
        row: list[Cell] = [
            str(pair("Q%(n)s", n=work.lesson.numbers[name])),
            CellLink(shortened(item.question.prompt), addresses[name]),
            str(DIFFICULTY_WORDS[hard] if hard else TOO_FEW) if facility is not None else "",
            facility if hard else None,
            str(DISCRIMINATION_WORDS[tells] if tells else TOO_FEW) if index is not None else "",
            _advice(work, name, attempts, hard, [flag for flag in flags if flag.question == name]),
        ]
        rows.append(tuple(row))
        marked_up = [escape(spoken(flag)) for flag in flags if flag.question == name]
        if marked_up:
            extras[place, "advice"] = Extra(shown=Markup("\n").join(marked_up))
        if hard and (interval := beside.get(name, {}).get("facility")):
            extras[place, "facility"] = Extra(interval=_interval(interval))
    return titled("overview", N_("Questions"), COLUMNS, rows, extras)


def _interval(interval: Interval) -> str:
    """Both ends of an interval in brackets: «(٧٤–٩٦)»."""
    return f"({digits(round(100 * interval.low))}–{digits(round(100 * interval.high))})"


def _advice(work: Work, question: str, attempts: int, hard: Difficulty | None, flags: Sequence[ItemFlag]) -> str:
    if flags:
        return "\n".join(flag.en if speaks_english() else spoken(flag).ar for flag in flags)
    if not next(item.question.points for item in work.lesson.items if item.question.id == question):
        return str(pair("Asks for an opinion: no answer is right or wrong."))
    waiting = work.marks.waiting.get(question, 0)
    if waiting:
        return str(pair("Answers awaiting marking: %(n)s", n=waiting))
    if hard is None:
        return str(pair("Too few readers yet; statistics appear from %(n)s readers.", n=FOR_FACILITY))
    if attempts < FOR_DISCRIMINATION:
        return str(pair("Discrimination is available from %(n)s readers.", n=FOR_DISCRIMINATION))
    return str(pair("Fine as it is."))
