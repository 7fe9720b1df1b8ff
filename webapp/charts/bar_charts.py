"""Bar charts: choices by option, and the distribution of scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.charts.svg import WIDTH, Chart, ChartLanguage, chart_svg, clamp, element, percent, text_line, wrap_lines
from webapp.interchange.spreadsheet import Column, Table

LABEL_LENGTH = 60
HISTOGRAM_BINS = 10


@dataclass(frozen=True)
class OptionShares:
    """Shares (0 to 1) of all, of the strong and of the weak readers who chose an option.

    The last two are None where they are not known.
    """

    label: str
    share: float
    is_key: bool
    strong_share: float | None = None
    weak_share: float | None = None


def distractor_bars(options: Sequence[OptionShares], id_: str, voice: ChartLanguage) -> Chart:
    """Draw a bar for each option.

    The key bears a tick; triangles show the strong (full) and the weak readers (hollow).
    """
    title = voice.say(ar="توزع الاختيارات", en="Chosen options")
    table = Table(
        title,
        (
            Column("option", ar="الخيار", en="Option"),
            Column("key", ar="الإجابة الصحيحة", en="Right answer"),
            Column("share", ar="كل القراء", en="All readers", kind="percent"),
            Column("strong", ar="الأعلى درجة", en="Strong readers", kind="percent"),
            Column("weak", ar="الأدنى درجة", en="Weak readers", kind="percent"),
        ),
        tuple(
            (option.label, "✓" if option.is_key else "", option.share, option.strong_share, option.weak_share)
            for option in options
        ),
    )
    grouped = any(option.strong_share is not None or option.weak_share is not None for option in options)
    drawn, y = _legend(voice), 30.0
    if not grouped:
        drawn, y = [], 4.0
    for option in options:
        block, y = _option(option, y, voice)
        drawn += block
    key = voice.say(ar=" (الإجابة الصحيحة)", en=" (right answer)")
    summary = voice.listed(
        f"{option.label}{key if option.is_key else ''}: {percent(option.share, voice)}" for option in options
    )
    description = f"{summary}." if summary else voice.say(ar="لا توجد خيارات.", en="No options.")
    return Chart(chart_svg(id_, y, title, description, drawn), table)


def _legend(voice: ChartLanguage) -> list[str]:
    return [
        _triangle(WIDTH - 10, 7, "pic-strong"),
        text_line(WIDTH - 20, 15, voice.say(ar="الأعلى درجة", en="Strong readers"), "pic-soft"),
        _triangle(WIDTH - 120, 7, "pic-weak"),
        text_line(WIDTH - 130, 15, voice.say(ar="الأدنى درجة", en="Weak readers"), "pic-soft"),
    ]


def _option(option: OptionShares, y: float, voice: ChartLanguage) -> tuple[list[str], float]:
    """Draw one option from ``y`` down; returns its elements and the ``y`` of the next."""
    drawn = []
    for line in wrap_lines(f"✓ {option.label}" if option.is_key else option.label, LABEL_LENGTH, 2):
        y += 16
        drawn.append(text_line(WIDTH - 4, y, line, "pic-key-words" if option.is_key else "pic-words", lang="ar"))
    y += 6
    track, start = WIDTH - 54, WIDTH - 6
    length = clamp(option.share) * track
    drawn += [
        element("rect", x=start - track, y=y, width=track, height=12, rx=2, class_="pic-track"),
        element(
            "rect",
            x=start - length,
            y=y,
            width=length,
            height=12,
            rx=2,
            class_="pic-key" if option.is_key else "pic-bar",
        ),
        text_line(4, y + 11, percent(option.share, voice), "pic-words", "end"),
    ]
    y += 14
    for share, name in ((option.strong_share, "pic-strong"), (option.weak_share, "pic-weak")):
        if share is not None:
            drawn.append(_triangle(start - clamp(share) * track, y, name))
    return drawn, y + 14


def _triangle(x: float, y: float, class_: str) -> str:
    """Draw a triangle whose upper point is at ``x``, ``y``."""
    return element("path", d=f"M{x:.1f} {y:.1f}l4.5 8h-9z", class_=class_)


def histogram(values: Sequence[float], maximum: float, id_: str, voice: ChartLanguage) -> Chart:
    """Draw the distribution of ``values`` (points, 0 to ``maximum``) in ten steps, the lowest at the right.

    ValueError when ``maximum`` is not above 0.
    """
    if maximum <= 0:
        raise ValueError("the most that there is to earn must be above nothing")
    counts = [0] * HISTOGRAM_BINS
    for value in values:
        counts[min(HISTOGRAM_BINS - 1, int(clamp(value / maximum) * HISTOGRAM_BINS + 1e-9))] += 1
    edges = [maximum * step / HISTOGRAM_BINS for step in range(HISTOGRAM_BINS + 1)]
    title = voice.say(ar="توزيع الدرجات", en="Score distribution")
    table = Table(
        title,
        (
            Column("from", ar="من", en="From", kind="number"),
            Column("to", ar="إلى", en="To", kind="number"),
            Column("readers", ar="القراء", en="Readers", kind="number"),
        ),
        tuple(zip(edges[:-1], edges[1:], counts, strict=True)),
    )
    first, last = voice.say(ar="من", en="From"), voice.say(ar="إلى", en="to")
    summary = voice.listed(
        f"{first} {_short(low, voice)} {last} {_short(high, voice)}: {voice.digits(count)}"
        for low, high, count in table.rows
        if count
    )
    sides = voice.say(ar="أدنى درجة على اليمين، وأعلاها على اليسار.", en="The lowest score is on the right.")
    description = f"{summary}. {sides}" if values else voice.say(ar="لا توجد درجات بعد.", en="No scores yet.")
    return Chart(chart_svg(id_, 178, title, description, _columns(counts, maximum, voice)), table)


def _columns(counts: Sequence[int], maximum: float, voice: ChartLanguage) -> list[str]:
    floor, tallest, most = 150.0, 124.0, max(1, *counts)
    step = (WIDTH - 16) / HISTOGRAM_BINS
    drawn = [element("line", x1=8, y1=floor, x2=WIDTH - 8, y2=floor, class_="pic-axis")]
    for place, count in enumerate(counts):
        right, height = WIDTH - 8 - place * step, tallest * count / most
        if count:
            drawn.append(
                element(
                    "rect", x=right - step + 2, y=floor - height, width=step - 4, height=height, rx=2, class_="pic-bar"
                )
            )
            drawn.append(text_line(right - step / 2, floor - height - 4, voice.digits(count), "pic-words", "middle"))
    for share in (0.0, 0.5, 1.0):
        x = WIDTH - 8 - share * (WIDTH - 16)
        anchor = {0.0: "start", 1.0: "end"}.get(share, "middle")
        drawn.append(text_line(x, floor + 18, _short(maximum * share, voice), "pic-soft", anchor))
    return drawn


def _short(value: object, voice: ChartLanguage) -> str:
    return voice.digits(f"{value:.4g}")
