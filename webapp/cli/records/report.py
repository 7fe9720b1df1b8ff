"""``fahm report``: item statistics of one text, computed from each learner's standings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.analysis.confidence_intervals import ITEM_FIGURES, Interval, Intervals, IntervalsByFigure, intervals
from webapp.analysis.guessing_score import random_guess_score
from webapp.analysis.item_statistics import Statistics, item_statistics, shares_in_percent
from webapp.analysis.score_matrix import QuestionScore, ScoreMatrix, score_matrix
from webapp.analysis.unsure_answers import undecided_by_question
from webapp.cli.records.existing_store import existing_store
from webapp.cli.texts.named_lesson import named_lesson
from webapp.config import Config
from webapp.domain.question import Question
from webapp.store import locate_database
from webapp.store.protocols.store import Store

TOO_FEW_ATTEMPTS = ("قليل جدًا", "too few")
UNKNOWN = "—"
# The separator keeps cells in order where the terminal applies the bidirectional algorithm.
CELL_SEPARATOR = "  \u200e"


def statistics_report(config: Config, slug: str, finished: bool = False) -> dict[str, Any]:
    """Compute the object that ``fahm report --json`` prints.

    An attempt is a learner who has answered anything; with ``finished``, only those who have answered every question
    that has points. A question without points, or with answers that wait for a mark, has no figures: it is not part of
    the totals. UserError for an unknown text, and for a database that cannot be read; no database means no attempts.
    """
    lesson = named_lesson(config.content, slug)
    questions = [item.question for item in lesson.items]
    maxima = {question.id: question.points for question in questions}
    cells, undecided = _recorded(config, slug)
    if finished:
        cells = _only_finished(cells, {name for name, points in maxima.items() if points > 0})
    table = score_matrix(cells, maxima)
    guesses = {question.id: random_guess_score(question, lesson.settings.rules_of(question)) for question in questions}
    figures = item_statistics(
        table.marks,
        table.maxima,
        questions=table.questions,
        guesses=[guesses[name] for name in table.questions],
    )
    return _report_object(questions, table, figures, intervals(table.marks, table.maxima), guesses, undecided)


def _recorded(config: Config, slug: str) -> tuple[list[QuestionScore], Mapping[str, int]]:
    """The marks of all learners, and by question how many answers the program is not sure of."""
    if not locate_database(config.database_url).exists():
        return [], {}
    with existing_store(config) as store:
        unsure = store.reports.unsure_tries(config.school, text=slug)
        return list(_standing_cells(store, config.school, slug)), undecided_by_question(unsure)


def _standing_cells(store: Store, school: str, slug: str) -> Iterator[QuestionScore]:
    standings = store.reports.text_standings(school, slug)
    pending = [
        learner
        for learner, by_question in standings.items()
        if "pending" in {standing.verdict for standing in by_question.values()}
    ]
    marks = store.reports.marks(school, pending, slug)
    for learner, by_question in standings.items():
        for name, standing in by_question.items():
            waits = standing.verdict == "pending" and (learner, standing.last_try) not in marks
            yield QuestionScore(learner, name, None if waits else standing.earned, standing.possible)


def _only_finished(cells: list[QuestionScore], scored: set[str]) -> list[QuestionScore]:
    answered: dict[str, set[str]] = {}
    for cell in cells:
        answered.setdefault(cell.learner, set()).add(cell.question)
    return [cell for cell in cells if scored <= answered[cell.learner]]


def _report_object(
    questions: list[Question],
    table: ScoreMatrix,
    figures: Statistics,
    ranges: Intervals,
    guesses: Mapping[str, float | None],
    undecided: Mapping[str, int],
) -> dict[str, Any]:
    """Report of all questions in the file's order, those without figures included, with confidence intervals."""
    known = {item["question"]: dict(item) for item in figures["items"]}
    beside = dict(zip(table.questions, ranges.items, strict=True))
    weights = dict(zip(table.questions, shares_in_percent(table.maxima), strict=True))
    items = []
    for question in questions:
        unknown = {
            "question": question.id,
            "facility": None,
            "sd": None,
            "discrimination_index": None,
            "discriminative_efficiency": None,
            "intended_weight": weights.get(question.id),
            "effective_weight": None,
            "negative_covariance": False,
            "random_guess_score": guesses[question.id],
            "maximum": float(question.points),
        }
        beside_it = {
            "waiting": table.waiting.get(question.id, 0),
            "unsure": undecided.get(question.id, 0),
            "intervals": _plain(beside.get(question.id, dict.fromkeys(ITEM_FIGURES))),
        }
        items.append(unknown | known.get(question.id, {}) | beside_it)
    text = dict(figures["text"]) | {"intervals": _plain(ranges.text)}
    return {"attempts": figures["attempts"], "items": items, "text": text}


def _plain(intervals: IntervalsByFigure) -> dict[str, list[float] | None]:
    return {
        figure: [interval.low, interval.high] if isinstance(interval, Interval) else None
        for figure, interval in intervals.items()
    }


COLUMNS = (
    ("السؤال", "question", ""),
    ("السهولة", "facility", "facility"),
    ("مداها ٩٥٪", "95 %", "facility interval"),
    ("الانحراف", "sd", "sd"),
    ("التمييز", "discr.", "discrimination_index"),
    ("مداه ٩٥٪", "95 %", "discrimination_index interval"),
    ("كفاءته", "effic.", "discriminative_efficiency"),
    ("الوزن المقصود", "intended", "intended_weight"),
    ("الوزن الفعلي", "effective", "effective_weight"),
    ("التخمين", "guess", "random_guess_score"),
)
TEXT_NAMES = {
    "mean": "المتوسط",
    "median": "الوسيط",
    "sd": "الانحراف المعياري",
    "skewness": "الالتواء",
    "kurtosis": "التفرطح",
    "cic": "معامل الاتساق الداخلي ٪",
    "error_ratio": "نسبة الخطأ ٪",
    "standard_error": "الخطأ المعياري",
}
SHARE_FIGURES = frozenset({"facility", "sd", "random_guess_score"})


def readable_report(report: Mapping[str, Any]) -> str:
    """Format the report for people: a table of the questions, then the text's figures; columns right-aligned."""
    rows = [[arabic for arabic, _, _ in COLUMNS], [english for _, english, _ in COLUMNS]]
    rows += [[item["question"], *(_cell(item, key) for _, _, key in COLUMNS[1:])] for item in report["items"]]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(COLUMNS))]
    lines = [CELL_SEPARATOR.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    summary = [[name, key, _cell(report["text"], key), _range(report["text"], key)] for key, name in TEXT_NAMES.items()]
    wide = [max(_width(row[at]) for row in summary) for at in range(4)]
    notes = [_waiting_note(item) for item in report["items"] if item["waiting"]]
    notes += [_unsure_note(item) for item in report["items"] if item["unsure"]]
    notes += [_negative_note(item) for item in report["items"] if item["negative_covariance"]]
    return "\n".join(
        [
            f"عدد القراء (attempts): {report['attempts']}",
            "",
            *lines,
            "",
            *(
                CELL_SEPARATOR.join(_padded(cell, width) for cell, width in zip(row, wide, strict=True))
                for row in summary
            ),
            *(["", *notes] if notes else []),
        ]
    )


def _cell(figures: Mapping[str, Any], key: str) -> str:
    if key.endswith(" interval"):
        return _range(figures, key.removesuffix(" interval"))
    value = figures[key]
    if value is None:
        return UNKNOWN
    return f"{value:.2f}" if key in SHARE_FIGURES or key in TEXT_NAMES else f"{value:.1f}"


def _range(figures: Mapping[str, Any], key: str) -> str:
    """Format the interval; or say that attempts are too few for one; or that there is no figure at all."""
    if figures[key] is None:
        return UNKNOWN
    ends = figures["intervals"].get(key)
    digits = 2 if key in SHARE_FIGURES or key in TEXT_NAMES else 0
    return f"{ends[0]:.{digits}f} … {ends[1]:.{digits}f}" if ends else TOO_FEW_ATTEMPTS[0]


def _waiting_note(item: Mapping[str, Any]) -> str:
    return f"{item['question']}: {item['waiting']} answer(s) awaiting marking — إجابات بانتظار التصحيح"


def _unsure_note(item: Mapping[str, Any]) -> str:
    return f"{item['question']}: {item['unsure']} uncertain answer(s) — إجابات لم يتأكد منها البرنامج"


def _negative_note(item: Mapping[str, Any]) -> str:
    return f"{item['question']}: marks run against the totals, so it has no effective weight — درجاته عكس "
    "المجموع، فلا وزن فعليًا له"


def _padded(cell: str, width: int) -> str:
    return " " * (width - _width(cell)) + cell


def _width(cell: str) -> int:
    """Width of a text in terminal columns: combining marks take none."""
    return sum(not unicodedata.combining(letter) for letter in cell)
