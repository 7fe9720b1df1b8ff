"""Lines: time by paragraph, progress by week, and how far a figure can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from webapp.formats.sheet import Column, Table
from webapp.pictures.svg import WIDTH, Digits, Picture, Safe, clamp, element, frame, framed, minutes, percent, words

SMALL = (96, 18)


@dataclass(frozen=True)
class ParagraphTime:
    """Seconds at one paragraph: the ``median`` reader, and the span from ``low`` to ``high`` of most readers."""

    paragraph: int
    median: float
    low: float
    high: float


def paragraph_times(times: Sequence[ParagraphTime], id_: str, digits: Digits) -> Picture:
    """A line a paragraph: the span of most readers, and a dot at the median. No time at all is at the right."""
    title = "الوقت في كل فقرة"
    table = Table(
        title,
        (
            Column("paragraph", "الفقرة", "Paragraph", "number"),
            Column("median", "الوسيط", "Median", "seconds"),
            Column("low", "من", "Low", "seconds"),
            Column("high", "إلى", "High", "seconds"),
        ),
        tuple((one.paragraph, one.median, one.low, one.high) for one in times),
    )
    longest = max((one.high for one in times), default=0.0) or 1.0
    start, end, row = WIDTH - 34.0, 48.0, 24.0
    bottom = 6 + row * len(times)
    drawn = []
    for share in (0.0, 0.5, 1.0):
        x = start - share * (start - end)
        drawn.append(element("line", x1=x, y1=4, x2=x, y2=bottom, class_="pic-grid"))
        drawn.append(words(x, bottom + 14, minutes(longest * share, digits), "pic-soft", "middle"))
    for place, one in enumerate(times):
        y = 6 + row * (place + 0.5)
        low, median, high = (
            start - clamp(value / longest) * (start - end) for value in (one.low, one.median, one.high)
        )
        drawn += [
            words(WIDTH - 4, y + 4, digits(one.paragraph)),
            element("line", x1=low, y1=y, x2=high, y2=y, class_="pic-span"),
            element("circle", cx=median, cy=y, r=5, class_="pic-dot"),
            words(4, y + 4, minutes(one.median, digits), "pic-words", "end"),
        ]
    said = "؛ ".join(f"الفقرة {digits(one.paragraph)}: {minutes(one.median, digits)}" for one in times)
    told = f"وسيط الوقت بالدقائق والثواني: {said}." if times else "لا أوقات بعد."
    return Picture(framed(id_, bottom + 20, title, told, drawn), table)


def progress_lines(weeks: Sequence[tuple[str, float | None]], id_: str, digits: Digits) -> Picture:
    """A share from 0 to 1 week by week: the first week is at the right. A week without any (None) is a gap."""
    title = "التقدّم أسبوعًا بعد أسبوع"
    columns = (Column("week", "الأسبوع", "Week"), Column("share", "النسبة", "Share", "percent"))
    known = [(label, share) for label, share in weeks if share is not None]
    said = "؛ ".join(f"{label}: {percent(share, digits)}" for label, share in known)
    told = f"من الأقدم في اليمين إلى الأحدث في اليسار: {said}." if known else "لا نتائج بعد."
    drawn = _grid(digits) + _weeks(weeks, digits)
    return Picture(framed(id_, 182, title, told, drawn), Table(title, columns, tuple(weeks)))


TOP, FLOOR, START, END = 22.0, 150.0, WIDTH - 52.0, 20.0


def _grid(digits: Digits) -> list[str]:
    drawn = []
    for share in (0.0, 0.5, 1.0):
        y = FLOOR - share * (FLOOR - TOP)
        drawn.append(element("line", x1=4, y1=y, x2=START + 12, y2=y, class_="pic-axis" if share == 0 else "pic-grid"))
        drawn.append(words(WIDTH - 4, y + 4, percent(share, digits), "pic-soft"))
    return drawn


def _weeks(weeks: Sequence[tuple[str, float | None]], digits: Digits) -> list[str]:
    step = (START - END) / max(1, len(weeks) - 1)
    points = [
        None if share is None else (START - place * step, FLOOR - clamp(share) * (FLOOR - TOP))
        for place, (_, share) in enumerate(weeks)
    ]
    drawn = [
        element("line", x1=one[0], y1=one[1], x2=two[0], y2=two[1], class_="pic-line")
        for one, two in pairwise(points)
        if one and two
    ]
    every = -(-len(weeks) // 6)
    for place, ((label, share), point) in enumerate(zip(weeks, points, strict=True)):
        if place % every == 0:
            drawn.append(words(START - place * step, FLOOR + 18, label, "pic-soft", "middle"))
        if share is not None and point:
            drawn.append(element("circle", cx=point[0], cy=point[1], r=4, class_="pic-dot"))
            if place % every == 0:
                drawn.append(words(point[0], point[1] - 8, percent(share, digits), "pic-words", "middle"))
    return drawn


def interval(point: float, low: float, high: float, id_: str, digits: Digits) -> Picture:
    """A share from 0 to 1 and how far it can be trusted, small enough to stand in a line. Nothing is at the right."""
    title = f"{percent(point, digits)}، بين {percent(low, digits)} و{percent(high, digits)}"
    columns = (
        Column("point", "التقدير", "Estimate", "percent"),
        Column("low", "من", "Low", "percent"),
        Column("high", "إلى", "High", "percent"),
    )
    width, height = SMALL
    middle = height / 2
    at, first, last = (width - 4 - clamp(value) * (width - 8) for value in (point, low, high))
    drawn = [
        element("line", x1=4, y1=middle, x2=width - 4, y2=middle, class_="pic-grid"),
        element("line", x1=first, y1=middle, x2=last, y2=middle, class_="pic-span"),
        *(element("line", x1=x, y1=middle - 5, x2=x, y2=middle + 5, class_="pic-cap") for x in (first, last)),
        element("circle", cx=at, cy=middle, r=4, class_="pic-dot"),
    ]
    svg = frame(id_, width, height, title, "من الصفر في اليمين إلى المئة في اليسار.", drawn, "picture-small")
    return Picture(Safe(svg), Table("مدى الثقة", columns, ((point, low, high),)))
