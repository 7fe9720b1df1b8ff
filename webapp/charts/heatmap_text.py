"""Heatmap of a text: its sentences tinted in five steps by difficulty, with the number beside each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from webapp.charts.svg import Chart, ChartLanguage, SafeMarkup, clamp, escape_text, percent
from webapp.interchange.spreadsheet import Column, Table

Measure = Literal["wrong", "evidence", "reread"]
TINTS = 5
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
    html = f"<div>{_legend(measure, voice)}{''.join(_paragraphs(sentences, voice, measure))}</div>"
    return Chart(SafeMarkup(html), Table(voice.say(ar=MEASURES[measure][0], en=MEASURES[measure][1]), columns, rows))


def tint_of(share: float) -> int:
    """The tint of a share (0 to 1), from 0 (up to a fifth) to 4."""
    return min(TINTS - 1, int(clamp(share) * TINTS))


def _legend(measure: Measure, voice: ChartLanguage) -> str:
    edges = [f"{voice.digits(100 * step // TINTS)}–{percent((step + 1) / TINTS, voice)}" for step in range(TINTS)]
    items = "".join(f'<li class="heat-{step}">{edge}</li>' for step, edge in enumerate(edges))
    arabic, english = MEASURES[measure]
    name = voice.say(ar=arabic, en=english)
    return f'<p class="heat-name">{name}</p><ul class="heat-legend">{items}</ul>'


def _paragraphs(sentences: Sequence[SentenceFigures], voice: ChartLanguage, measure: Measure) -> Iterator[str]:
    for number, group in groupby(sentences, key=lambda figures: figures.paragraph):
        inner = " ".join(_sentence(figures, voice, measure) for figures in group)
        head = f'<span class="heat-p">{voice.digits(number)}</span>'
        yield f'<p class="heat-text" id="heat-{number}" lang="ar" dir="rtl">{head} {inner}</p>'


def _sentence(figures: SentenceFigures, voice: ChartLanguage, measure: Measure) -> str:
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
    return f'<span class="heat-{tint_of(share)}">{sentence}</span> {badge}{hidden_text}'
