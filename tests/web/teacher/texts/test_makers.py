"""Makers of a text: who changes it, who sees its drafts, and how that is handed from one teacher to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk
from store.helpers import Clock
from web.teacher.texts.conftest import SLUG, Room
from webapp import create_app
from webapp.config import Config
from webapp.store.protocols.audit_log import OPERATOR

PAGE = f"/desk/texts/{SLUG}/makers"


@pytest.fixture
def read_only(config: Config) -> Iterator[Flask]:
    app = create_app(replace(config, web_editing=False))
    yield app
    app.extensions["fahm"].store.close()


def makers(texts: Room) -> list[str]:
    services = texts.app.extensions["fahm"]
    return [maker.name for maker in services.store.makers.of_text(services.config.school, SLUG)]


def makes(texts: Room, teacher: Desk) -> None:
    services = texts.app.extensions["fahm"]
    assert services.store.makers.add(services.config.school, SLUG, teacher.id, OPERATOR)


def test_a_text_that_came_as_a_file_is_the_admins(muna: Desk, sami: Desk, texts: Room) -> None:
    assert "لا يعدّل هذا النص إلا المديرون" in muna.opens(PAGE).html
    assert 'name="act"' not in sami.opens(PAGE).html
    assert sami.posts(PAGE, act="invite", teacher=sami.id).status == 404
    assert makers(texts) == []


def test_an_invited_teacher_edits_and_is_told(muna: Desk, sami: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    assert texts.saves(sami, old + "# سامي\n").status == 404
    assert "أُضيف" in muna.posts(PAGE, act="invite", teacher=sami.id).notices()
    assert makers(texts) == ["سامي"]
    assert "المنفّذ" in sami.opens("/desk/").html
    assert texts.saves(sami, old + "# سامي\n").status == 200
    assert "maker-added" not in sami.opens(PAGE).html
    log = muna.opens("/desk/teachers/log").html
    assert "إضافة محرر إلى نص" in log
    assert "لم يتغير شيء" in muna.posts(PAGE, act="invite", teacher=sami.id).notices()
    assert "لم يتغير شيء" in muna.posts(PAGE, act="invite", teacher="nobody").notices()


def test_the_last_maker_hands_on(muna: Desk, sami: Desk, texts: Room) -> None:
    makes(texts, sami)
    assert 'value="remove"' not in sami.opens(PAGE).html
    assert "يجب أن يكون للنص محرر" in sami.posts(PAGE, act="remove", teacher=sami.id).notices()
    assert makers(texts) == ["سامي"]
    assert "سُلّم النص" in sami.posts(PAGE, act="hand-on", teacher=muna.id).notices()
    assert makers(texts) == ["منى"]
    assert sami.posts(PAGE, act="invite", teacher=sami.id).status == 404
    assert "لم تعد من محرري" in muna.posts(PAGE, act="remove", teacher=muna.id).notices()
    assert makers(texts) == []


def test_makers_remove_one_another_and_leave(muna: Desk, sami: Desk, texts: Room) -> None:
    makes(texts, muna)
    makes(texts, sami)
    assert "أُزيل" in sami.posts(PAGE, act="remove", teacher=muna.id).notices()
    assert "لم يكن" in sami.posts(PAGE, act="remove", teacher=muna.id).notices()
    makes(texts, muna)
    left = sami.posts(PAGE, act="remove", teacher=sami.id)
    assert "لم تعد من محرري" in left.notices()
    assert makers(texts) == ["منى"]
    assert sami.posts(PAGE, act="x").status == 404
    assert muna.posts(PAGE, act="x").status == 400


def test_a_draft_is_for_makers_and_admins(muna: Desk, sami: Desk, texts: Room) -> None:
    texts.saves(muna, "text: [")
    draft = f"/desk/texts/{SLUG}/versions/2"
    assert sami.opens(draft).status == 404
    makes(texts, sami)
    assert sami.opens(draft).status == 200
    assert "/versions/2" in sami.opens(f"/desk/texts/{SLUG}/versions").html


def test_a_closed_account_keeps_its_place_and_comes_back_to_it(muna: Desk, sami: Desk, texts: Room) -> None:
    makes(texts, sami)
    sami.people.close_account(sami.school, sami.id, True)
    assert "الحساب مغلق" in muna.opens(PAGE).html
    assert sami.posts(PAGE, follow=False, act="invite", teacher=muna.id).status == 303
    assert makers(texts) == ["سامي"]
    sami.people.close_account(sami.school, sami.id, False)
    sami.sign_in()
    assert "أُضيف" in sami.posts(PAGE, act="invite", teacher=muna.id).notices()


def test_without_web_editing_nobody_is_made_a_maker(read_only: Flask, content: Path, clock: Clock) -> None:
    muna, sami = Desk(read_only, "منى", "muna", "صف"), Desk(read_only, "سامي", "sami", "صف")
    texts = Room(read_only, content, clock)
    refused = muna.posts(PAGE, act="invite", teacher=sami.id)
    assert refused.status == 403
    assert "لا تُعدّل الملفات في المتصفح" in refused.html
    assert makers(texts) == []


def test_tabs_lead_to_what_the_teacher_may_open(muna: Desk, sami: Desk, texts: Room) -> None:
    for page in ("yaml", "versions", "versions/1", "makers"):
        muna.opens(texts.address)
        html = muna.opens(f"/desk/texts/{SLUG}/{page}").html
        tabs = html.partition('class="text-tabs"')[2].partition("</nav>")[0]
        assert tabs.count('aria-current="page"') == 1, page
        assert PAGE in tabs
    tabs = sami.opens(PAGE).html.partition('class="text-tabs"')[2].partition("</nav>")[0]
    assert f"/desk/texts/{SLUG}/yaml" in tabs
    assert f"/desk/texts/{SLUG}/publish" not in tabs
