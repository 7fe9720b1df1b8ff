"""Archived texts: off the shelf and not offered, while whoever read one keeps the result and teachers the record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import ROOT, Desk, Learner
from webapp import create_app
from webapp.config import Config

SLUG = "river"
PAGES = (f"/texts/{SLUG}/", f"/texts/{SLUG}/1", f"/texts/{SLUG}/whole", f"/texts/{SLUG}/worksheet")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "content" / name, tmp_path / name)
    return Config(content=tmp_path, data=tmp_path / "data", secret="only for tests", watch_seconds=0)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    app.extensions["fahm"].store.close()


def archives(app: Flask, archived: bool = True) -> None:
    services = app.extensions["fahm"]
    path = services.config.content / "questions" / f"{SLUG}.yaml"
    kept = path.read_text().replace("archived: true\n", "")
    path.write_text(("archived: true\n" if archived else "") + kept)
    assert services.library.refresh()


def test_an_archived_text_is_not_offered(app: Flask, layla: Learner) -> None:
    assert "عند النهر" in layla.opens("/").html
    archives(app)
    assert "عند النهر" not in layla.opens("/").html
    for address in (*PAGES, f"/texts/{SLUG}/result"):
        page = layla.opens(address)
        assert page.status == 410, address
        assert "لم يعد هذا النص متاحًا" in page.html
        assert "السبت" not in page.html, "nothing of the text or of its questions"
    archives(app, False)
    assert "عند النهر" in layla.opens("/").html
    assert layla.opens(PAGES[1]).status == 200


def test_who_began_it_sees_the_result_and_what_was_sent_is_recorded(app: Flask, layla: Learner) -> None:
    form = layla.opens(PAGES[1])
    archives(app)
    fields = {name: form.field(name) for name in ("csrf_token", "form")}
    reply = layla.client.post(PAGES[1], data={**fields, "which-day": "السبت"})
    assert reply.status_code == 303
    told = layla.opens(PAGES[1])
    assert told.status == 410
    assert f'href="/texts/{SLUG}/result"' in told.html
    result = layla.opens(f"/texts/{SLUG}/result")
    assert result.status == 200
    assert f"/texts/{SLUG}/1" not in result.html.partition("</header>")[0]


def test_a_class_cannot_begin_a_lesson_of_it_and_its_scores_stay(app: Flask, muna: Desk, layla: Learner) -> None:
    archives(app)
    assert "عند النهر" not in muna.opens(muna.of_class("live")).html
    assert muna.posts(muna.of_class("live"), text=SLUG).status == 400
    assert muna.opens(muna.of_class(f"texts/{SLUG}")).status in {200, 308}
