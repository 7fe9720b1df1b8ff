"""Places of a paragraph at which its boxes begin and end, in the order in which a page writes them; gaps as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import Flask
from markupsafe import Markup, escape

from webapp.domain.text import Box

GAP = Markup('<span class="text-gap">\t</span>')


class BoxStep(NamedTuple):
    """One box that begins, or ends."""

    begins: bool
    box: Box


def box_steps(boxes: Sequence[Box]) -> Mapping[int, tuple[BoxStep, ...]]:
    """The steps at each offset of the paragraph's text."""
    steps: dict[int, tuple[BoxStep, ...]] = {}
    around: list[Box] = []

    def add(at: int, step: BoxStep) -> None:
        steps[at] = (*steps.get(at, ()), step)

    for box in boxes:
        while around and not (around[-1].start <= box.start and box.end <= around[-1].end):
            add(around[-1].end, BoxStep(False, around.pop()))
        add(box.start, BoxStep(True, box))
        around.append(box)
    while around:
        add(around[-1].end, BoxStep(False, around.pop()))
    return steps


def with_gaps(text: str) -> str:
    """Mark the gaps between halves and cells in words that are shown without their boxes: spaces would run together."""
    return GAP.join(map(escape, text.split("\t"))) if "\t" in text else text


def init_app(app: Flask) -> None:
    """Let templates mark gaps."""
    app.jinja_env.filters["gaps"] = with_gaps
