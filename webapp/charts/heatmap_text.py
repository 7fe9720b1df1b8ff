"""Heatmap of a text: its sentences tinted in five steps, from the least to the greatest share that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from webapp.charts.svg import Chart, ChartLanguage, SafeMarkup, clamp, escape_text, percent
from webapp.interchange.spreadsheet import Column, Table

Measure = Literal["wrong", "evidence", "reread"]
TINTS = 5
LEAST_RANGE = 0.2
"""Least range of a scale: sentences that hardly differ are not to look as if they did."""
MEASURES: dict[Measure, tuple[str, str]] = {
    "wrong": ("إجابات خاطئة", "Wrong answers"),
    "evidence": ("اختيارها دليلًا", "Chosen as evidence"),
    "reread": ("العودة إليها", "Read again"),
}


@dataclass(frozen=True)
class SentenceFigures:
    """Measures of one sentence, as shares from 0 to 1; None where a measure is not known."""

    paragraph: int
    sentence: str
    wrong: float | None = None
    evidence: float | None = None
    reread: float | None = None


@dataclass(frozen=True)
class TintScale:
    """The scale of one text: from the share (0 to 1) of the lightest tint on, over ``size``."""

    low: float
    size: float

    def tint_of(self, share: float) -> int:
        """The tint of a share, from 0 to 4."""
        return min(TINTS - 1, max(0, int((share - self.low) / self.size * TINTS + 1e-9)))

    @property
    def edges(self) -> list[tuple[int, int]]:
        """Least and greatest whole percent of each tint."""
        steps = [100 * (self.low + self.size * step / TINTS) for step in range(TINTS + 1)]
        return [(round(low), round(high)) for low, high in pairwise(steps)]


def scale_of(shares: Sequence[float]) -> TintScale:
    """The scale of these shares, widened to ``LEAST_RANGE`` around their middle, and kept between 0 and 1."""
    low, high = clamp(min(shares, default=0.0)), clamp(max(shares, default=1.0))
    size = max(high - low, LEAST_RANGE)
    return TintScale(min(max(0.0, (low + high - size) / 2), 1 - size), size)


def heatmap(sentences: Sequence[SentenceFigures], voice: ChartLanguage, measure: Measure = "wrong") -> Chart:
    """Draw the sentences in their paragraphs, tinted by ``measure``; one without a value has no tint and no number."""
    columns = (
        Column("paragraph", ar="الفقرة", en="Paragraph", kind="number"),
        Column("sentence", ar="الجملة", en="Sentence", own=True),
        *(Column(name, ar=arabic, en=english, kind="percent") for name, (arabic, english) in MEASURES.items()),
    )
    rows = tuple(
        (figures.paragraph, figures.sentence, figures.wrong, figures.evidence, figures.reread) for figures in sentences
    )
    shares = [share for figures in sentences if (share := getattr(figures, measure)) is not None]
    scale = scale_of(shares)
    html = f"<div>{_legend(measure, scale, voice)}{''.join(_paragraphs(sentences, voice, measure, scale))}</div>"
    return Chart(SafeMarkup(html), Table(voice.say(ar=MEASURES[measure][0], en=MEASURES[measure][1]), columns, rows))


def _legend(measure: Measure, scale: TintScale, voice: ChartLanguage) -> str:
    edges = [f"{voice.digits(low)}–{percent(high / 100, voice)}" for low, high in scale.edges]
    items = "".join(f'<li class="heat-{step}">{edge}</li>' for step, edge in enumerate(edges))
    arabic, english = MEASURES[measure]
    name = voice.say(ar=arabic, en=english)
    return f'<p class="heat-name">{name}</p><ul class="heat-legend">{items}</ul>'


def _paragraphs(
    sentences: Sequence[SentenceFigures], voice: ChartLanguage, measure: Measure, scale: TintScale
) -> Iterator[str]:
    for number, group in groupby(sentences, key=lambda figures: figures.paragraph):
        inner = " ".join(_sentence(figures, voice, measure, scale) for figures in group)
        head = f'<span class="heat-p">{voice.digits(number)}</span>'
        yield f'<p class="heat-text" id="heat-{number}" lang="ar" dir="rtl">{head} {inner}</p>'


def _sentence(figures: SentenceFigures, voice: ChartLanguage, measure: Measure, scale: TintScale) -> str:
    share: float | None = getattr(figures, measure)
    sentence = escape_text(figures.sentence.strip())
    if share is None:
        return f"<span>{sentence}</span>"
    others = [
        f"{voice.say(ar=label[0], en=label[1])}: {percent(value, voice)}"
        for name, label in MEASURES.items()
        if (value := getattr(figures, name)) is not None
    ]
    language, direction = voice.say(ar="", en=' lang="en"'), voice.say(ar="", en=' dir="ltr"')
    hidden_text = f'<span class="visually-hidden"{language}> ({voice.say(ar="، ", en=", ").join(others)})</span>'
    badge = f'<small class="heat-n" aria-hidden="true"{direction}>{percent(share, voice)}</small>'
    return f'<span class="heat-{scale.tint_of(share)}">{sentence}</span> {badge}{hidden_text}'
