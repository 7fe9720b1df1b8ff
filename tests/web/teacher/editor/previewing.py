"""A content folder with typed questions, for the preview of a question and for answers that are accepted."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from conftest import ROOT, Desk, Page
from webapp.assessment.authoring.working_copy import AuthoredText

SLUG = "river"
DAY = "which-day"
GAPS = """
  - id: gaps
    paragraph: 2
    type: cloze
    process: retrieve
    prompt: أكمل الجملة من الفقرة.
    text: "رأت سلمى [[قاربا]] صغيرا، وفيه [[صياد|صياد عجوز]]."  # يبقى هذا التعليق
    hints: [في آخر الفقرة.]
  - id: what-came
    paragraph: 2
    type: short
    process: retrieve
    prompt: ماذا رأت سلمى؟
    evidence: [قاربا صغيرا]
    evidence_asked: true
    require: [[قارب]]
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "content" / name, folder / name)
    with (folder / "questions" / "river.yaml").open("a", encoding="utf-8") as file:
        file.write(GAPS.lstrip("\n"))
    return folder


class Trials:
    """The preview of one question, in the hands of a teacher."""

    def __init__(self, app: Flask, desk: Desk, question: str) -> None:
        self.app, self.desk, self.question = app, desk, question
        self.address = f"/desk/texts/{SLUG}/questions/{question}"
        self.page = desk.opens(f"{self.address}/preview")

    def tries(self, check: str | None = None, **fields: str) -> Page:
        """Send an answer from the page as it is now; fields are named by their part, ``answer`` for none."""
        own = self.question
        named = {own if name == "answer" else f"{own}.{name}": value for name, value in fields.items()}
        return self.sends(check=check or self.question, **named)

    def sends(self, **fields: str) -> Page:
        """Send the form of the card."""
        self.page = self.desk.posts(f"{self.address}/preview", trial=self.page.field("trial"), **fields)
        return self.page

    def decides(self, wording: str, verdict: str = "right", part: str = "") -> Page:
        """Press a button that writes a wording into the key."""
        self.page = self.desk.posts(f"{self.address}/accept", wording=wording, verdict=verdict, part=part)
        return self.page

    @property
    def text(self) -> AuthoredText:
        """The text with its drafts."""
        services = self.app.extensions["fahm"]
        return AuthoredText(services.store.versions, services.config.school, services.library, SLUG)

    @property
    def draft(self) -> str:
        """The question file of the working copy."""
        copy = self.text.working()
        assert copy
        return copy.questions.decode()


def undo_of(page: Page) -> str:
    """The address of the button that takes back what a notice tells of."""
    found = re.search(r'<form method="post" action="([^"]*take-back[^"]*)"', page.notices())
    assert found, page.notices()
    return unescape(found[1])
