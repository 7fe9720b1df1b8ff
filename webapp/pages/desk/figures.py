"""Item statistics as tables: Moodle's figures with their intervals, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.analysis.bootstrap import ITEM_FIGURES, TEXT_FIGURES, Intervals, intervals
from webapp.analysis.guessing import random_guess_score
from webapp.analysis.profile import class_profile
from webapp.analysis.statistics import Statistics
from webapp.analysis.thresholds import fewest
from webapp.formats.sheet import Cell, Column, Kind, Link, Table
from webapp.pages.desk.classwork import Work, shortened
from webapp.pages.desk.tables import Sheet
from webapp.pages.language import PROCESS_NAMES

TOO_FEW = "قليل جدًّا"
ITEM_NAMES: dict[str, tuple[str, str, Kind]] = {
    "facility": ("السهولة", "Facility", "percent"),
    "sd": ("الانحراف المعياريّ", "SD", "number"),
    "discrimination_index": ("التمييز ٪", "Discrimination %", "number"),
    "discriminative_efficiency": ("كفاءة التمييز ٪", "Efficiency %", "number"),
    "effective_weight": ("الوزن الفعليّ ٪", "Effective weight %", "number"),
}
TEXT_NAMES: dict[str, tuple[str, str]] = {
    "mean": ("المتوسّط", "ما ناله القارئ الواحد في المعتاد، بالنقاط."),
    "median": ("الوسيط", "نصف القرّاء نالوا أكثر منه، ونصفهم أقلّ."),
    "sd": ("الانحراف المعياريّ", "كم تبتعد درجات القرّاء عن المتوسّط في المعتاد، بالنقاط."),
    "skewness": ("الالتواء", "دون الصفر: كثرت الدرجات العالية. فوقه: كثرت المنخفضة."),
    "kurtosis": ("التفرطح", "فوق الصفر: درجات بعيدة عن غيرها أكثر من المعتاد. دونه: أقلّ."),
    "cic": ("الاتّساق الداخليّ ٪", "كلّما قارب المئة اتّفقت الأسئلة على قياس شيء واحد."),
    "error_ratio": ("نسبة الخطأ ٪", "كم من تفاوت الدرجات مصادفة لا فرق في الفهم."),
    "standard_error": ("الخطأ المعياريّ", "كم نقطةً قد ترتفع درجة قارئ أو تنخفض مصادفةً."),
}


def guesses_of(work: Work) -> dict[str, float | None]:
    """What blind guessing would earn, by question."""
    return {item.question.id: random_guess_score(item.question) for item in work.lesson.items}


def ranges_of(work: Work) -> Intervals:
    """The intervals of the text's figures."""
    return intervals(work.marks.marks, work.marks.maxima)


def item_sheet(work: Work, found: Statistics, ranges: Intervals, addresses: Mapping[str, str]) -> Sheet:
    """A row a question, those without figures too. Below the number of attempts that a figure needs stands so."""
    figures: dict[str, Mapping[str, Any]] = {item["question"]: item for item in found["items"]}
    beside = dict(zip(work.marks.questions, ranges.items, strict=True))
    guesses, rows = guesses_of(work), []
    for item in work.lesson.items:
        name = item.question.id
        own = figures.get(name, {})
        row: list[Cell] = [Link(shortened(item.question.prompt), addresses[name]), name, item.question.points]
        for figure in ITEM_FIGURES:
            row += _figure(own.get(figure), beside.get(name, {}).get(figure), figure, found["attempts"])
        row += [own.get("intended_weight"), guesses[name], work.marks.waiting.get(name, 0)]
        rows.append(tuple(row))
    columns = [
        Column("prompt", "السؤال", "Question", "link"),
        Column("question", "معرّفه", "Id"),
        Column("points", "نقاطه", "Points", "number"),
    ]
    for figure in ITEM_FIGURES:
        arabic, english, kind = ITEM_NAMES[figure]
        columns += [Column(figure, arabic, english, kind), *_ends(figure, arabic, kind)]
    columns += [
        Column("intended_weight", "الوزن المقصود ٪", "Intended weight %", "number"),
        Column("random_guess_score", "التخمين وحده", "Guessing", "percent"),
        Column("waiting", "ينتظر التصحيح", "Waiting", "number"),
    ]
    return Sheet("items", Table("تحليل الأسئلة", tuple(columns), tuple(rows)))


def text_sheet(found: Statistics, ranges: Intervals) -> Sheet:
    """The figures of the whole text, each with a plain line."""
    known: Mapping[str, Any] = found["text"]
    rows = tuple(
        (
            TEXT_NAMES[figure][0],
            *_figure(known[figure], ranges.text[figure], figure, found["attempts"]),
            TEXT_NAMES[figure][1],
        )
        for figure in TEXT_FIGURES
    )
    columns = (
        Column("figure", "المقياس", "Figure"),
        Column("value", "قيمته", "Value", "number"),
        *_ends("value", "قيمته", "number"),
        Column("meaning", "معناه", "Meaning"),
    )
    return Sheet("text", Table("النصّ كلّه", columns, rows))


def profile_sheet(work: Work) -> Sheet:
    """What the class can do, by process."""
    columns = (
        Column("process", "المهارة", "Process"),
        Column("share", "متوسّط النصيب", "Mean share", "percent"),
        *_ends("share", "النصيب", "percent"),
        Column("learners", "القرّاء", "Readers", "number"),
        Column("questions", "أسئلتها", "Questions", "number"),
    )
    processes = {item.question.id: item.question.process for item in work.lesson.items}
    rows: list[tuple[Cell, ...]] = []
    for skill in class_profile(work.cells, processes):
        ends = (skill.interval.low, skill.interval.high) if skill.interval else (TOO_FEW, None)
        rows.append((str(PROCESS_NAMES[skill.process]), skill.share, *ends, skill.learners, len(skill.questions)))
    return Sheet("profile", Table("المهارات", columns, tuple(rows)))


def _ends(figure: str, arabic: str, kind: Kind) -> tuple[Column, Column]:
    return (
        Column(f"{figure}_low", f"{arabic}: من", "95 % from", kind),
        Column(f"{figure}_high", f"{arabic}: إلى", "95 % to", kind),
    )


def _figure(value: Any, interval: Any, figure: str, attempts: int) -> tuple[Cell, Cell, Cell]:
    """The figure and both ends; where attempts are too few for it, that alone."""
    if value is None:
        return None, None, None
    if attempts < fewest(figure):
        return TOO_FEW, None, None
    return value, interval.low if interval else None, interval.high if interval else None
