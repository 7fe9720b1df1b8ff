"""A text as a file for another program: what it loses is shown, and only who may see the key has it."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from conftest import Desk, Learner
from web.teacher.exchange.conftest import GIFT, TEXT, Importer
from web.teacher.texts.conftest import Room
from webapp.interchange.lesson_formats import FORMATS, LessonFormat
from webapp.interchange.lesson_formats.import_lesson import import_lesson
from webapp.web.teacher.exchange import text_export

RIVER = "/desk/texts/river/export"
WRITTEN = [known for known in FORMATS.values() if known.write]


@pytest.mark.parametrize("into", WRITTEN, ids=lambda known: known.name)
def test_each_format_is_looked_at_and_taken_along(importer: Importer, texts: Room, into: LessonFormat) -> None:
    page = importer.desk.opens(f"{RIVER}?to={into.name}")
    assert page.status == 200
    assert f"{RIVER}/file?to={into.name}" in page.html
    reply = importer.desk.client.get(f"{RIVER}/file?to={into.name}")
    assert reply.status_code == 200
    assert reply.mimetype == into.mimetype
    assert f"river{into.suffix}" in reply.headers["Content-Disposition"]
    assert reply.headers["Content-Disposition"].startswith("attachment")
    if into.keeps:
        assert [values["id"] for values in import_lesson(reply.data).questions] == ["who-went", "which-day"]


def test_what_is_lost_is_said_with_the_names_of_the_form(importer: Importer, texts: Room) -> None:
    page = importer.desk.opens(f"{RIVER}?to=gift")
    assert "لا يُنقل إلى GIFT كما هو" in page.html
    assert "«الدليل من النص»" in page.html
    importer.desk.client.set_cookie("fahm_look", "language-en")
    assert "not exported unchanged to GIFT" in importer.desk.opens(f"{RIVER}?to=gift").html


def test_a_name_of_another_script_is_sent_as_browsers_read_it(importer: Importer, texts: Room) -> None:
    importer.takes(importer.brings("/desk/texts/import", GIFT, "على الضفة.gift", text=TEXT))
    reply = importer.desk.client.get("/desk/texts/على-الضفة/export/file?to=gift")
    assert f"filename*=UTF-8''{quote('على-الضفة.gift')}" in reply.headers["Content-Disposition"]


def test_makers_take_their_draft_and_others_what_is_published(importer: Importer, texts: Room) -> None:
    importer.takes(importer.brings("/desk/texts/river/import", GIFT))
    other = Desk(importer.app, "سامي", "sami", "الصفّ السادس")
    for desk, count in ((importer.desk, 4), (other, 2)):
        raw = desk.client.get(f"{RIVER}/file?to=gift").data
        assert len(import_lesson(raw, "gift").questions) == count
    importer.takes(importer.brings("/desk/texts/import", GIFT, "سر.gift", text=TEXT))
    assert importer.desk.opens("/desk/texts/سر/export?to=gift").status == 200
    for address in ("/desk/texts/سر/export?to=gift", "/desk/texts/سر/export/file?to=gift"):
        assert other.opens(address).status == 404


def test_nobody_else_has_the_key(importer: Importer, texts: Room, omar: Learner) -> None:
    for address in (RIVER, f"{RIVER}?to=gift", f"{RIVER}/file?to=gift"):
        reply = omar.client.get(address)
        assert reply.status_code == 303
        assert reply.headers["Location"].startswith("/desk/sign-in")


def test_what_cannot_be_written_is_not_there(importer: Importer, texts: Room) -> None:
    for name in ("aiken", "no-such", ""):
        assert importer.desk.opens(f"{RIVER}/file?to={name}").status == 404
        assert importer.desk.opens(f"{RIVER}?to={name}").status == 200
    texts.saves(importer.desk, "text: river.txt\nquestions: 3\n")
    page = importer.desk.opens(f"{RIVER}?to=gift")
    assert "في هذا النص أخطاء" in page.html
    assert importer.desk.client.get(f"{RIVER}/file?to=gift").status_code == 404


def test_exports_are_limited(importer: Importer, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_export, "MAX_EXPORTS", 0)
    assert importer.desk.opens(f"{RIVER}?to=gift").status == 429
    assert importer.desk.client.get(f"{RIVER}/file?to=gift").status_code == 429
