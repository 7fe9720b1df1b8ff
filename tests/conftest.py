"""The cast and the stage: Layla owns the attempt, Omar is another learner; Muna teaches Layla, Sami teaches others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from secrets import token_hex

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

import compiled_modules  # noqa: F401  (first: it is about the modules that come after it)
import suite_speedups
from postgres_server import drop_database, new_database, pgbouncer
from postgres_store import databases_of_folders
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.question import Question
from webapp.web.teacher.accounts.passwords import hashed

# A busy machine is slow, not wrong; and the same examples each time, so that a red run can be repeated.
# Half of what is usual: they are the same in each run, so that a hundred find no more tomorrow than fifty today. Who
# changes what such a test is about looks further: pytest --hypothesis-profile=thorough.
hypothesis.settings.register_profile("fahm", deadline=None, derandomize=True, max_examples=50)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("fahm")
suite_speedups.begin()

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "tests" / "article"
"""Content of the tests: a text with a question of each type, so that the shipped one can change."""
SLUG = "000_13183dccda9929f6"


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--engine postgres``: applications of the tests keep their records in PostgreSQL."""
    parser.addoption("--engine", choices=["sqlite", "postgres"], default="sqlite")


@pytest.fixture(autouse=True)
def chosen_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each data folder a database on PostgreSQL, where that is asked for."""
    if request.config.getoption("--engine") == "sqlite":
        yield
        return
    if request.node.get_closest_marker("sqlite"):
        pytest.skip("about SQLite")
    with databases_of_folders() as url_of:
        usual = Config.database_url
        assert isinstance(usual, property)
        own = property(lambda config: usual.__get__(config) if config.database else url_of(config.data))
        monkeypatch.setattr(Config, "database_url", own)
        yield


def pytest_collection_finish() -> None:
    """Begin with the tests."""
    suite_speedups.collect_garbage_seldom()


def pytest_sessionfinish() -> None:
    """End with the tests."""
    suite_speedups.collect_garbage_once()


@pytest.fixture(scope="session", autouse=True)
def _templates_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.getbasetemp()
    suite_speedups.share_templates(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


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


def csrf_token(client: FlaskClient) -> str:
    """A token as the forms of this browser's pages have it; no page is drawn for it."""
    with client.session_transaction() as session:
        secret = session.setdefault("csrf_token", token_hex(20))
    signer = URLSafeTimedSerializer(client.application.secret_key or "", salt="wtf-csrf-token")
    return str(signer.dumps(secret))


class Learner:
    """Somebody with a browser of their own."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def opens(self, url: str) -> Page:
        """Follow redirects to a page."""
        return Page(self.client.get(url, follow_redirects=True))

    def csrf_token(self) -> str:
        """A token as the forms of this browser's pages have it."""
        return csrf_token(self.client)

    def answers(self, url: str, answers: dict[str, object], page: Page | None = None, **more: str) -> Page:
        """Fill in the form of a page and hand it in; the page that comes back."""
        page = page or self.opens(url)
        hidden = {"csrf_token": page.field("csrf_token"), "form": page.field("form")}
        data = {**hidden, "had": re.findall('name="had" value="([^"]*)"', page.html), **answers, **more}
        return Page(self.client.post(url, data=data, follow_redirects=True))


class Desk(Learner):
    """A teacher with a browser of their own, signed in; ``class_id`` is the class that they have."""

    PASSWORD = "نافذة مطر زيتون"

    def __init__(self, app: Flask, name: str, sign_in: str, class_name: str) -> None:
        super().__init__(app)
        self.name, self.sign_in_name = name, sign_in
        services = app.extensions["fahm"]
        self.people, self.school = services.store.people, services.config.school
        kind = "invitation" if self.people.any_teacher(self.school) else "setup"
        role = "teacher" if kind == "invitation" else "admin"
        token = self.people.make_link(self.school, kind, role, name, 24)
        made = self.people.use_link(self.school, token, sign_in, name, hashed(self.PASSWORD))
        self.id: str = made.id
        self.class_id: str = self.people.add_class(self.school, made.id, class_name).id
        self.posts("/desk/sign-in", follow=False, sign_in=sign_in, password=self.PASSWORD)

    @property
    def code(self) -> str:
        """The code that lets into the class."""
        return str(self.people.school_class(self.school, self.class_id).code)

    def posts(self, url: str, follow: bool = True, **fields: object) -> Page:
        """Hand a form in; the page that comes back."""
        data = {"csrf_token": self.csrf_token(), **fields}
        return Page(self.client.post(url, data=data, follow_redirects=follow))

    def sign_in(self, password: str = PASSWORD) -> Page:
        """Go in by the door."""
        return self.posts("/desk/sign-in", sign_in=self.sign_in_name, password=password)

    def of_class(self, path: str = "") -> str:
        """The address of a page of the class."""
        return f"/desk/classes/{self.class_id}/{path}"


def joins(learner: Learner, code: str, name: str, *, follow: bool = True, **more: str) -> Page:
    """Give a class's code and a name at the door of the class; the page that comes back."""
    data = {"csrf_token": learner.csrf_token(), "name": name, **more}
    return Page(learner.client.post(f"/join/{code}", data=data, follow_redirects=follow))


Fields = dict[str, object]


def right_fields(lesson: Lesson, question: str) -> Fields:
    """Form fields that earn everything, from the key. Typed values are text, ticked ones lists."""
    asked = question_of(lesson, question)
    return _typed_as_text(asked, asked.right_fields())


def wrong_fields(lesson: Lesson, question: str) -> Fields:
    """Form fields that earn nothing, or not everything where no answer earns nothing."""
    asked = question_of(lesson, question)
    return _typed_as_text(asked, asked.wrong_fields())


def question_of(lesson: Lesson, name: str) -> Question:
    """The question of this id."""
    item = lesson.item(name)
    assert item
    return item.question


def _typed_as_text(question: Question, fields: dict[str, list[str]]) -> Fields:
    ticked = bool(question.tickable())
    return {name: values if ticked and name == question.id else values[0] for name, values in fields.items()}


def right_answer(lesson: Lesson, question: str) -> object:
    """The one field of a question of one part, right."""
    return right_fields(lesson, question)[question]


def wrong_answer(lesson: Lesson, question: str) -> object:
    """The one field of a question of one part, wrong."""
    return wrong_fields(lesson, question)[question]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The real texts, a database of the test's own."""
    return Config(content=ARTICLE, data=tmp_path / "data", secret="only for tests", watch_seconds=0)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """A fresh application."""
    made = create_app(config)
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A new, empty database on the PostgreSQL of the tests."""
    url = new_database()
    yield url
    drop_database(url)


@pytest.fixture
def pooled_url(postgres_url: str) -> str:
    """The same database by way of PgBouncer, which gives each transaction another of its few connections."""
    return pgbouncer().url(postgres_url)


@pytest.fixture
def lesson(app: Flask) -> Lesson:
    """The article."""
    return app.extensions["fahm"].library.snapshot.lessons[SLUG]


@pytest.fixture
def layla(app: Flask) -> Learner:
    """Owns the attempt."""
    return Learner(app)


@pytest.fixture
def omar(app: Flask) -> Learner:
    """Another learner, on another device."""
    return Learner(app)


@pytest.fixture
def muna(app: Flask, layla: Learner) -> Desk:
    """Teaches Layla, and was here first: she manages the accounts too."""
    made = Desk(app, "منى", "muna", "الصفّ الخامس")
    joins(layla, made.code, "ليلى", follow=False)
    return made


@pytest.fixture
def sami(muna: Desk, app: Flask) -> Desk:
    """Another teacher, with a class of his own."""
    return Desk(app, "سامي", "sami", "الصفّ السادس")


def passages_of(html: str) -> list[LexborNode]:
    """The passages of a page, as a browser reads its tags."""
    return LexborHTMLParser(html).css(".passage")


def with_content(config: Config, folder: Path) -> Config:
    """The same settings over another content folder."""
    return replace(config, content=folder)
