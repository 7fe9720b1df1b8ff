"""Line charts: reading time by paragraph, progress by week, and the confidence interval of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from webapp.charts.svg import (
    WIDTH,
    Chart,
    ChartLanguage,
    SafeMarkup,
    chart_svg,
    clamp,
    element,
    minutes,
    percent,
    svg_frame,
    text_line,
)
from webapp.interchange.spreadsheet import Column, Table

SMALL_SIZE = (96, 18)


@dataclass(frozen=True)
class ParagraphTime:
    """Seconds at one paragraph: the ``median`` reader, and the span from ``low`` to ``high`` of most readers."""

    paragraph: int
    median: float
    low: float
    high: float


def paragraph_times(times: Sequence[ParagraphTime], id_: str, voice: ChartLanguage) -> Chart:
    """Draw a line for each paragraph: the span of most readers, with a dot at the median. Zero is at the right."""
    title = voice.say(ar="الوقت في كل فقرة", en="Time per paragraph")
    table = Table(
        title,
        (
            Column("paragraph", ar="الفقرة", en="Paragraph", kind="number"),
            Column("median", ar="الوسيط", en="Median", kind="seconds"),
            Column("low", ar="من", en="Low", kind="seconds"),
            Column("high", ar="إلى", en="High", kind="seconds"),
        ),
        tuple((time.paragraph, time.median, time.low, time.high) for time in times),
    )
    longest = max((time.high for time in times), default=0.0) or 1.0
    start, end, row = WIDTH - 34.0, 48.0, 24.0
    bottom = 6 + row * len(times)
    drawn = []
    for share in (0.0, 0.5, 1.0):
        x = start - share * (start - end)
        drawn.append(element("line", x1=x, y1=4, x2=x, y2=bottom, class_="pic-grid"))
        drawn.append(text_line(x, bottom + 14, minutes(longest * share, voice), "pic-soft", "middle"))
    for place, time in enumerate(times):
        y = 6 + row * (place + 0.5)
        low, median, high = (
            start - clamp(value / longest) * (start - end) for value in (time.low, time.median, time.high)
        )
        drawn += [
            text_line(WIDTH - 4, y + 4, voice.digits(time.paragraph)),
            element("line", x1=low, y1=y, x2=high, y2=y, class_="pic-span"),
            element("circle", cx=median, cy=y, r=5, class_="pic-dot"),
            text_line(4, y + 4, minutes(time.median, voice), "pic-words", "end"),
        ]
    paragraph = voice.say(ar="الفقرة", en="Paragraph")
    summary = voice.listed(
        f"{paragraph} {voice.digits(time.paragraph)}: {minutes(time.median, voice)}" for time in times
    )
    measure = voice.say(ar="وسيط الوقت بالدقائق والثواني", en="Median time in minutes and seconds")
    description = f"{measure}: {summary}." if times else voice.say(ar="لا توجد أوقات بعد.", en="No times yet.")
    return Chart(chart_svg(id_, bottom + 20, title, description, drawn), table)


def progress_lines(weeks: Sequence[tuple[str, float | None]], id_: str, voice: ChartLanguage) -> Chart:
    """Draw a share (0 to 1) by week, the first week at the right. A week without a value (None) is a gap."""
    title = voice.say(ar="التقدم أسبوعًا بعد أسبوع", en="Weekly progress")
    columns = (Column("week", ar="الأسبوع", en="Week"), Column("share", ar="النسبة", en="Score", kind="percent"))
    known = [(label, share) for label, share in weeks if share is not None]
    summary = voice.listed(f"{label}: {percent(share, voice)}" for label, share in known)
    order = voice.say(
        ar="من الأقدم على اليمين إلى الأحدث على اليسار", en="From the oldest on the right to the newest on the left"
    )
    description = f"{order}: {summary}." if known else voice.say(ar="لا توجد نتائج بعد.", en="No results yet.")
    drawn = _grid(voice) + _weeks(weeks, voice)
    return Chart(chart_svg(id_, 182, title, description, drawn), Table(title, columns, tuple(weeks)))


TOP, FLOOR, START, END = 22.0, 150.0, WIDTH - 52.0, 20.0


def _grid(voice: ChartLanguage) -> list[str]:
    drawn = []
    for share in (0.0, 0.5, 1.0):
        y = FLOOR - share * (FLOOR - TOP)
        drawn.append(element("line", x1=4, y1=y, x2=START + 12, y2=y, class_="pic-axis" if share == 0 else "pic-grid"))
        drawn.append(text_line(WIDTH - 4, y + 4, percent(share, voice), "pic-soft"))
    return drawn


def _weeks(weeks: Sequence[tuple[str, float | None]], voice: ChartLanguage) -> list[str]:
    step = (START - END) / max(1, len(weeks) - 1)
    points = [
        None if share is None else (START - place * step, FLOOR - clamp(share) * (FLOOR - TOP))
        for place, (_, share) in enumerate(weeks)
    ]
    drawn = [
        element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_="pic-line")
        for start, end in pairwise(points)
        if start and end
    ]
    every = -(-len(weeks) // 6)
    for place, ((label, share), point) in enumerate(zip(weeks, points, strict=True)):
        if place % every == 0:
            drawn.append(text_line(START - place * step, FLOOR + 18, label, "pic-soft", "middle"))
        if share is not None and point:
            drawn.append(element("circle", cx=point[0], cy=point[1], r=4, class_="pic-dot"))
            if place % every == 0:
                drawn.append(text_line(point[0], point[1] - 8, percent(share, voice), "pic-words", "middle"))
    return drawn


def interval_chart(point: float, low: float, high: float, id_: str, voice: ChartLanguage) -> Chart:
    """Draw a share (0 to 1) and its confidence interval, small enough for a line of text. Zero is at the right."""
    at, low_, high_ = (percent(value, voice) for value in (point, low, high))
    title = voice.say(ar=f"{at}، بين {low_} و{high_}", en=f"{at}, between {low_} and {high_}")
    columns = (
        Column("point", ar="التقدير", en="Estimate", kind="percent"),
        Column("low", ar="من", en="Low", kind="percent"),
        Column("high", ar="إلى", en="High", kind="percent"),
    )
    width, height = SMALL_SIZE
    middle = height / 2
    middle_x, first, last = (width - 4 - clamp(value) * (width - 8) for value in (point, low, high))
    drawn = [
        element("line", x1=4, y1=middle, x2=width - 4, y2=middle, class_="pic-grid"),
        element("line", x1=first, y1=middle, x2=last, y2=middle, class_="pic-span"),
        *(element("line", x1=x, y1=middle - 5, x2=x, y2=middle + 5, class_="pic-cap") for x in (first, last)),
        element("circle", cx=middle_x, cy=middle, r=4, class_="pic-dot"),
    ]
    description = voice.say(
        ar="من الصفر على اليمين إلى المئة على اليسار.", en="From 0 on the right to 100 on the left."
    )
    svg = svg_frame(id_, width, height, title, description, drawn, "picture-small")
    return Chart(
        SafeMarkup(svg), Table(voice.say(ar="فترة الثقة", en="Confidence interval"), columns, ((point, low, high),))
    )
