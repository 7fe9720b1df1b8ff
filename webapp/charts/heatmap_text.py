"""The article itself, its sentences tinted by how hard they were: in five steps, and with the number beside each."""

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
    """What is known of one sentence, as shares from 0 to 1; None where nothing is known."""

    paragraph: int
    sentence: str
    wrong: float | None = None
    evidence: float | None = None
    reread: float | None = None


def heatmap(sentences: Sequence[SentenceFigures], voice: ChartLanguage, measure: Measure = "wrong") -> Chart:
    """The sentences in their paragraphs, tinted by ``measure``. What is not known has no tint and no number."""
    columns = (
        Column("paragraph", ar="الفقرة", en="Paragraph", kind="number"),
        Column("sentence", ar="الجملة", en="Sentence", own=True),
        *(Column(name, ar=arabic, en=english, kind="percent") for name, (arabic, english) in MEASURES.items()),
    )
    rows = tuple((one.paragraph, one.sentence, one.wrong, one.evidence, one.reread) for one in sentences)
    html = f"<div>{_legend(measure, voice)}{''.join(_paragraphs(sentences, voice, measure))}</div>"
    return Chart(SafeMarkup(html), Table(voice.say(ar=MEASURES[measure][0], en=MEASURES[measure][1]), columns, rows))


def tint_of(share: float) -> int:
    """Which of the five tints, from 0 (up to a fifth) to 4."""
    return min(TINTS - 1, int(clamp(share) * TINTS))


def _legend(measure: Measure, voice: ChartLanguage) -> str:
    edges = [f"{voice.digits(100 * step // TINTS)}–{percent((step + 1) / TINTS, voice)}" for step in range(TINTS)]
    items = "".join(f'<li class="heat-{step}">{edge}</li>' for step, edge in enumerate(edges))
    arabic, english = MEASURES[measure]
    name = voice.say(ar=arabic, en=english)
    return f'<p class="heat-name">{name}</p><ul class="heat-legend">{items}</ul>'


def _paragraphs(sentences: Sequence[SentenceFigures], voice: ChartLanguage, measure: Measure) -> Iterator[str]:
    for number, group in groupby(sentences, key=lambda one: one.paragraph):
        inner = " ".join(_sentence(one, voice, measure) for one in group)
        head = f'<span class="heat-p">{voice.digits(number)}</span>'
        yield f'<p class="heat-text" id="heat-{number}" lang="ar" dir="rtl">{head} {inner}</p>'


def _sentence(one: SentenceFigures, voice: ChartLanguage, measure: Measure) -> str:
    share: float | None = getattr(one, measure)
    sentence = escape_text(one.sentence.strip())
    if share is None:
        return f"<span>{sentence}</span>"
    others = [
        f"{voice.say(ar=said[0], en=said[1])}: {percent(value, voice)}"
        for name, said in MEASURES.items()
        if (value := getattr(one, name)) is not None
    ]
    language, direction = voice.say(ar="", en=' lang="en"'), voice.say(ar="", en=' dir="ltr"')
    told = f'<span class="visually-hidden"{language}> ({voice.say(ar="، ", en=", ").join(others)})</span>'
    badge = f'<small class="heat-n" aria-hidden="true"{direction}>{percent(share, voice)}</small>'
    return f'<span class="heat-{tint_of(share)}">{sentence}</span> {badge}{told}'
