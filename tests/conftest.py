"""The cast and the stage: Layla owns the attempt, Omar is another learner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

# A busy machine is slow, not wrong; and the same examples each time, so that a red run can be repeated.
hypothesis.settings.register_profile("fahm", deadline=None, derandomize=True)
hypothesis.settings.load_profile("fahm")

ROOT = Path(__file__).parent.parent
SLUG = "000_13183dccda9929f6"


class Page:
    """A page as a person reads it: question cards by id, marks, notes."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)

    def field(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        assert found, f"no field {name}"
        return unescape(found[1])

    def card(self, question: str) -> str:
        """The HTML of one question's card."""
        found = re.search(rf'<fieldset[^>]*id="q-{re.escape(question)}".*?</fieldset>', self.html, re.S)
        assert found, f"no question {question} on the page"
        return found[0]

    def text(self, question: str) -> str:
        """What a person reads on one question's card."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.card(question))).split())

    def lit(self) -> list[str]:
        """The words of the passage that are lit."""
        return [unescape(words) for words in re.findall(r"<mark[^>]*>([^<]*)</mark>", self.html)]

    def notices(self) -> str:
        """What is said above the page."""
        return " ".join(re.findall(r'<div class="notice".*?</div>', self.html, re.S))


class Learner:
    """Somebody with a browser of their own."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def opens(self, url: str) -> Page:
        """Follow redirects to a page."""
        return Page(self.client.get(url, follow_redirects=True))

    def answers(self, url: str, answers: dict[str, object], page: Page | None = None, **more: str) -> Page:
        """Fill in the form of a page and hand it in; the page that comes back."""
        page = page or self.opens(url)
        data = {"csrf_token": page.field("csrf_token"), "form": page.field("form"), **answers, **more}
        return Page(self.client.post(url, data=data, follow_redirects=True))


Fields = dict[str, object]


def right_fields(lesson: Lesson, question: str) -> Fields:
    """Form fields that earn everything, from the key. Typed values are text, ticked ones lists."""
    item = lesson.item(question)
    assert item
    solution = item.question.solution()
    public = item.question.public("")
    if item.question.once:
        options = public.get("options")
        return {question: [options[0]["value"]] if options else "أرى أن النص ينقل الخبر عن مصادره."}
    if "parts" in solution:
        values = {option["text"]: option["value"] for option in public.get("options", ())}
        return {f"{question}.{name}": values.get(value, value) for name, value in solution["parts"].items()}
    chosen = solution.get("units") or solution.get("words") or solution.get("correct")
    return {question: chosen or solution["model"]}


def wrong_fields(lesson: Lesson, question: str) -> Fields:
    """Form fields that earn nothing, or not everything where no answer earns nothing."""
    item = lesson.item(question)
    assert item
    right = right_fields(lesson, question)
    if len(right) > 1 or question not in right:
        return rotated(item.question.public(""), right)
    if isinstance(right[question], str):
        return {question: "جواب لا صلة له بالنص"}
    return {question: [value for value in shown_values(item.question.public("")) if value not in right[question]][:1]}


def rotated(public: dict, right: Fields) -> Fields:
    """Each part answered with its neighbour's answer; typed parts with a word that is none of them."""
    if not public.get("shown") and not public.get("options"):
        return dict.fromkeys(right, "كلمة")
    values = list(right.values())
    return dict(zip(right, values[1:] + values[:1], strict=True))


def shown_values(public: dict) -> list[str]:
    """What can be ticked, in the order in which it is shown."""
    runs = [one["pieces"] for one in public.get("paragraphs", ())] + [public.get("pieces", [])]
    ticks = [piece["id"] for run in runs for piece in run if piece.get("id") and not piece.get("anchor")]
    return [option["value"] for option in public.get("options", ())] or ticks


def right_answer(lesson: Lesson, question: str) -> object:
    """The one field of a question of one part, right."""
    return right_fields(lesson, question)[question]


def wrong_answer(lesson: Lesson, question: str) -> object:
    """The one field of a question of one part, wrong."""
    return wrong_fields(lesson, question)[question]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The real texts, a database of the test's own."""
    return Config(content=ROOT, data=tmp_path / "data", secret="only for tests", watch_seconds=0)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """A fresh application."""
    made = create_app(config)
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    """The article."""
    return app.extensions["fahm"].library.shelf.lessons[SLUG]


@pytest.fixture
def layla(app: Flask) -> Learner:
    """Owns the attempt."""
    return Learner(app)


@pytest.fixture
def omar(app: Flask) -> Learner:
    """Another learner, on another device."""
    return Learner(app)


def with_content(config: Config, folder: Path) -> Config:
    """The same settings over another content folder."""
    return replace(config, content=folder)
