"""A text that tests may edit, and what a browser sends of the editor's forms."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from conftest import ARTICLE, ROOT, SLUG, Desk, Page
from webapp.content.editing.question_edits import question_sources

Fields = list[tuple[str, str]]
BOUNDARY = "----Fahm"


class FormReader(HTMLParser):
    """The fields of the forms of a page as a browser would send them, by the form's address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self.fields: Fields = []
        self.area: str | None = None
        self.typed = ""
        self.select: str | None = None
        self.chosen: str | None = None
        self.first: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = self.forms[given.get("action", "")] = []
        elif tag == "input" and "name" in given:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self.fields.append((given["name"], given.get("value", "")))
        elif tag == "textarea":
            self.area, self.typed = given["name"], ""
        elif tag == "select":
            self.select, self.chosen, self.first = given["name"], None, None
        elif tag == "option":
            self.first = given.get("value", "") if self.first is None else self.first
            self.chosen = given.get("value", "") if "selected" in given else self.chosen

    def handle_data(self, data: str) -> None:
        self.typed += data if self.area is not None else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self.fields.append((self.area, self.typed.removeprefix("\n").replace("\n", "\r\n")))
            self.area = None
        elif tag == "select" and self.select is not None:
            self.fields.append((self.select, self.first or "" if self.chosen is None else self.chosen))
            self.select = None


def form_of(page: Page, address: str) -> Fields:
    """The fields of the form that is handed in at an address."""
    forms = FormReader(page.html).forms
    assert address in forms, f"no form for {address} among {sorted(forms)}"
    return forms[address]


def with_changes(fields: Fields, *changes: tuple[str, str | list[str] | None]) -> Fields:
    """The fields with other values; None leaves a field out, a list puts several values in."""
    changed = list(fields)
    for name, value in changes:
        values = [] if value is None else [value] if isinstance(value, str) else value
        changed = [*(field for field in changed if field[0] != name), *((name, one) for one in values)]
    return changed


def as_browsers_send(fields: Fields) -> bytes:
    """The body of a form. The client's own leaves out a line break after an empty field, and a cut there loses it."""
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields
    )
    return f"{''.join(parts)}--{BOUNDARY}--\r\n".encode()


class Editor:
    """The editor of one text, as a teacher's browser sees it."""

    def __init__(self, desk: Desk, content: Path, slug: str) -> None:
        self.desk, self.slug, self.path = desk, slug, content / "questions" / f"{slug}.yaml"
        self.address = f"/desk/texts/{slug}"

    def edit(self, **query: str) -> Page:
        more = "&".join(f"{name}={value}" for name, value in query.items())
        return self.desk.opens(f"{self.address}/edit?{more}")

    def question(self, question: str) -> str:
        return f"{self.address}/questions/{question}"

    def fields(self, question: str) -> Fields:
        return form_of(self.desk.opens(self.question(question)), self.question(question))

    def hands_in(self, address: str, fields: Fields, follow: bool = True) -> Page:
        reply = self.desk.client.post(
            address,
            data=as_browsers_send(fields),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            follow_redirects=follow,
        )
        return Page(reply)

    def saves(self, question: str, *changes: tuple[str, str | list[str] | None]) -> Page:
        return self.hands_in(self.question(question), with_changes(self.fields(question), *changes))

    def working(self) -> bytes:
        """The question file of the working copy."""
        services = self.desk.client.application.extensions["fahm"]
        from webapp.assessment.authoring.working_copy import AuthoredText

        text = AuthoredText(services.store.versions, services.config.school, services.library, self.slug)
        copy = text.working()
        assert copy
        return copy.questions

    def values(self, question: str) -> dict[str, Any]:
        return next(source.values for source in question_sources(self.working()) if source.id == question)

    @property
    def ids(self) -> list[str]:
        return [source.id for source in question_sources(self.working())]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("questions", "seeds"):
        (folder / name).mkdir(parents=True)
    for source in (ROOT / "tests" / "content", ARTICLE):
        for file in [*source.glob("questions/*.yaml"), *source.glob("seeds/*.txt")]:
            shutil.copy(file, folder / file.parent.name)
    return folder


@pytest.fixture
def river(muna: Desk, content: Path) -> Editor:
    return Editor(muna, content, "river")


@pytest.fixture
def article(muna: Desk, content: Path) -> Editor:
    return Editor(muna, content, SLUG)
