"""The article itself, its sentences tinted by how hard they were: in five steps, and with the number beside each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from webapp.formats.sheet import Column, Table
from webapp.pictures.svg import Digits, Picture, Safe, clamp, percent, text_of

Measure = Literal["wrong", "evidence", "reread"]
STEPS = 5
MEASURES: dict[Measure, tuple[str, str]] = {
    "wrong": ("إجابات خاطئة", "Wrong answers"),
    "evidence": ("اختيارها دليلًا", "Chosen as evidence"),
    "reread": ("العودة إليها", "Read again"),
}


@dataclass(frozen=True)
class Told:
    """What is known of one sentence, as shares from 0 to 1; None where nothing is known."""

    paragraph: int
    sentence: str
    wrong: float | None = None
    evidence: float | None = None
    reread: float | None = None


def heat(sentences: Sequence[Told], digits: Digits, measure: Measure = "wrong") -> Picture:
    """The sentences in their paragraphs, tinted by ``measure``. What is not known has no tint and no number."""
    columns = (
        Column("paragraph", "الفقرة", "Paragraph", "number"),
        Column("sentence", "الجملة", "Sentence"),
        *(Column(name, arabic, english, "percent") for name, (arabic, english) in MEASURES.items()),
    )
    rows = tuple((one.paragraph, one.sentence, one.wrong, one.evidence, one.reread) for one in sentences)
    html = f"<div>{_legend(measure, digits)}{''.join(_paragraphs(sentences, digits, measure))}</div>"
    return Picture(Safe(html), Table(MEASURES[measure][0], columns, rows))


def step_of(share: float) -> int:
    """Which of the five tints, from 0 (up to a fifth) to 4."""
    return min(STEPS - 1, int(clamp(share) * STEPS))


def _legend(measure: Measure, digits: Digits) -> str:
    edges = [f"{digits(100 * step // STEPS)}–{percent((step + 1) / STEPS, digits)}" for step in range(STEPS)]
    items = "".join(f'<li class="heat-{step}">{edge}</li>' for step, edge in enumerate(edges))
    return f'<p class="heat-name">{MEASURES[measure][0]}</p><ul class="heat-legend">{items}</ul>'


def _paragraphs(sentences: Sequence[Told], digits: Digits, measure: Measure) -> Iterator[str]:
    for number, group in groupby(sentences, key=lambda one: one.paragraph):
        inner = " ".join(_sentence(one, digits, measure) for one in group)
        yield f'<p class="heat-text" id="heat-{number}"><span class="heat-p">{digits(number)}</span> {inner}</p>'


def _sentence(one: Told, digits: Digits, measure: Measure) -> str:
    share: float | None = getattr(one, measure)
    said = text_of(one.sentence.strip())
    if share is None:
        return f"<span>{said}</span>"
    others = [
        f"{arabic}: {percent(value, digits)}"
        for name, (arabic, _) in MEASURES.items()
        if (value := getattr(one, name)) is not None
    ]
    told = f'<span class="visually-hidden"> ({"، ".join(others)})</span>'
    badge = f'<small class="heat-n" aria-hidden="true">{percent(share, digits)}</small>'
    return f'<span class="heat-{step_of(share)}">{said}</span> {badge}{told}'
