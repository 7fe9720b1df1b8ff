"""A live lesson calls the class's pupils, counts them as they come, and has a page for the projector."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins
from webapp.content import Lesson
from webapp.store.sql.engine import connection

CALL = "صفك يقرأ الآن"
FIRST = f"/texts/{SLUG}/1"


def begins(teacher: Desk) -> Page:
    return teacher.posts(teacher.of_class("live"), text=SLUG)


def shows(teacher: Desk, what: str, step: int, on: str = "1") -> Page:
    return teacher.posts(teacher.of_class("live/show"), what=what, on=on, p=str(step))


def leads(teacher: Desk, act: str, step: int) -> Page:
    return teacher.posts(teacher.of_class("live/pace"), act=act, p=str(step))


def present(teacher: Desk) -> tuple[int, int]:
    """Numbers of learners on the teacher's screen: present, and all."""
    html = teacher.opens(teacher.of_class("live/now")).html
    found = re.search(r'live-status">.*?<strong>(\S+)</strong> / (\S+)</span>', html, re.S)
    assert found
    return int(found[1]), int(found[2])


def projector(teacher: Desk) -> Page:
    return teacher.opens(teacher.of_class("live/projector"))


@pytest.mark.parametrize("path", ["/", "/me", "/me/news", "/settings", "/join", "/texts/{slug}/", "/no-such-page"])
def test_the_class_is_called_wherever_it_is(muna: Desk, layla: Learner, omar: Learner, path: str) -> None:
    path = path.format(slug=SLUG)
    assert CALL not in layla.opens(path).html
    begins(muna)
    page = layla.opens(path).html
    assert CALL in page
    assert f'href="/led/{SLUG}/place"' in page
    assert CALL not in omar.opens(path).html
    muna.posts(muna.of_class("live/end"))
    assert CALL not in layla.opens(path).html


def test_who_joins_is_called_at_once(muna: Desk, omar: Learner) -> None:
    begins(muna)
    assert CALL in joins(omar, muna.code, "عمر").html


def test_who_reads_along_is_not_called_and_the_desk_neither(muna: Desk, layla: Learner) -> None:
    begins(muna)
    assert CALL not in layla.opens(FIRST).html
    assert CALL not in muna.opens("/desk/").html


def test_the_call_leads_to_the_place_of_the_class(muna: Desk, layla: Learner, omar: Learner) -> None:
    assert omar.client.get(f"/led/{SLUG}/place").headers["Location"] == f"/texts/{SLUG}/"
    begins(muna)
    assert layla.client.get(f"/led/{SLUG}/place").headers["Location"] == FIRST
    leads(muna, "open", 1)
    leads(muna, "open", 2)
    assert layla.client.get(f"/led/{SLUG}/place").headers["Location"] == f"/texts/{SLUG}/3"
    shows(muna, "step", 2)
    assert layla.client.get(f"/led/{SLUG}/place").headers["Location"] == f"/texts/{SLUG}/2"
    shows(muna, "step", 9)  # not open for the class yet
    assert layla.client.get(f"/led/{SLUG}/place").headers["Location"] == f"/texts/{SLUG}/3"
    assert layla.client.get("/led/no-such-text/place").status_code == 404


def test_a_page_that_the_browser_has_kept_counts_as_it_asks(muna: Desk, layla: Learner, omar: Learner) -> None:
    begins(muna)
    layla.client.get(FIRST, headers={"X-Fahm-Background": "1"})
    assert present(muna) == (0, 1)
    layla.client.get(f"/led/{SLUG}?at=1")
    assert present(muna) == (1, 1)
    for nonsense in ("0", "99", "x", "-1"):
        assert layla.client.get(f"/led/{SLUG}?at={nonsense}").status_code == 200
    omar.client.get(f"/led/{SLUG}?at=1")  # in no class
    assert present(muna) == (1, 1)


def test_the_number_of_members_is_right_as_somebody_joins(muna: Desk, layla: Learner, omar: Learner) -> None:
    begins(muna)
    tag = muna.client.get(muna.of_class("live/state")).headers["ETag"]
    joins(omar, muna.code, "عمر")
    again = muna.client.get(muna.of_class("live/state"), headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert present(muna) == (0, 2)


def test_a_page_of_the_lesson_asks_on_wherever_it_is(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    for step in range(1, len(lesson.text.paragraphs) + 1):
        leads(muna, "open", step)
    for number in ("1", "2", "whole"):
        page = layla.opens(f"/texts/{SLUG}/{number}").html
        step = len(lesson.text.paragraphs) + 1 if number == "whole" else int(number)
        assert f'data-live="/led/{SLUG}?at={step}"' in page
        tag = re.search(r"data-tag='([^']+)'", page)
        assert tag
        asked = layla.client.get(f"/led/{SLUG}?at={step}", headers={"If-None-Match": tag[1]})
        assert asked.status_code == 304  # nothing has changed since the page was drawn


def test_a_held_pupil_who_has_answered_all_is_told_at_top_and_foot(
    muna: Desk, layla: Learner, lesson: Lesson, app: Flask
) -> None:
    begins(muna)
    leads(muna, "open", 1)
    assert "فُتح الجزء التالي" in layla.opens(FIRST).html
    leads(muna, "hold", 1)
    page = layla.opens(FIRST).html
    assert "فُتح الجزء التالي" not in page
    assert f'href="/texts/{SLUG}/2"' not in page.split('class="onward"')[1]


def test_the_projector_shows_what_the_remote_has_chosen(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    layla.opens(FIRST)
    assert lesson.items_at(1)[0].question.prompt in projector(muna).html
    shows(muna, "names", 1)
    shows(muna, "answer", 2)
    page = projector(muna).html
    assert lesson.items_at(2)[0].question.prompt in page
    assert "✓" in page or "live-key" in page
    assert "ليلى" not in page
    leads(muna, "open", 2)
    page = projector(muna).html
    assert lesson.items_at(3)[0].question.prompt in page
    assert "✓" not in page


def test_the_projector_has_the_code_and_no_menu(muna: Desk) -> None:
    begins(muna)
    page = projector(muna).html
    assert muna.code in page
    assert "localhost/join" in page
    assert '<svg aria-hidden="true"' in page
    assert "<nav" not in page
    assert "<form" not in page
    muna.posts(muna.of_class("live/end"))
    assert muna.client.get(muna.of_class("live/projector")).status_code == 303
    assert muna.client.get(muna.of_class("live/projector/state")).status_code == 303


def test_an_unchanged_projector_says_nothing(muna: Desk) -> None:
    begins(muna)
    tag = muna.client.get(muna.of_class("live/projector/state")).headers["ETag"]
    known = {"If-None-Match": tag}
    assert muna.client.get(muna.of_class("live/projector/state"), headers=known).status_code == 304
    shows(muna, "step", 2)
    assert muna.client.get(muna.of_class("live/projector/state"), headers=known).status_code == 200


def statements(monkeypatch: pytest.MonkeyPatch, learner: Learner, path: str) -> int:
    """Statements that a page asks of the store."""
    asked: list[str] = []
    real = connection.execute

    def counted(conn: Any, sql: str, *values: Any) -> Any:
        asked.append(sql)
        return real(conn, sql, *values)

    with monkeypatch.context() as patch:
        import sys

        for module in list(sys.modules.values()):
            if module.__name__.startswith("webapp.store.sql.") and getattr(module, "execute", None) is real:
                patch.setattr(module, "execute", counted)
        assert learner.opens(path).status == 200
    return len(asked)


def test_neither_call_nor_news_costs_a_statement(
    muna: Desk, layla: Learner, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    omar.client.post("/me/code", data={"csrf_token": omar.opens("/me").field("csrf_token")})
    alone = statements(monkeypatch, omar, "/settings")
    member = statements(monkeypatch, layla, "/settings")
    assert (alone, member) == (1, 2)  # who the cookie names, and what only a member of a class has
    begins(muna)
    muna.posts(muna.of_class("notes"), words="أحسنتم")
    assert statements(monkeypatch, omar, "/settings") == alone
    assert statements(monkeypatch, layla, "/settings") > member
