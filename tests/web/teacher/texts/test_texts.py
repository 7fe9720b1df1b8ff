"""The list of texts and the page of a file: what they show, to whom, and when nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner
from store.helpers import Clock
from web.teacher.texts.conftest import SLUG, Room, typed_in
from webapp import create_app
from webapp.config import Config, from_env
from webapp.web.teacher.texts import editing_rights, text_rows

BAD = "<script>alert(1)</script>&amp;\"'"


@pytest.fixture
def read_only(config: Config) -> Iterator[Flask]:
    app = create_app(replace(config, web_editing=False))
    yield app
    app.extensions["fahm"].store.close()


def test_the_list_says_what_each_text_is_and_who_changed_it_last(muna: Desk, texts: Room) -> None:
    page = muna.opens("/desk/texts").html
    assert "عند النهر" in page
    assert "سؤالان" in page
    assert "عُدّل في الملف نفسه" in page
    texts.saves(muna, texts.path.read_text().replace("    why: «صباح السبت».\n", ""))
    texts.publishes(muna)
    page = muna.opens("/desk/texts").html
    assert "آخر تعديل: <bdi>منى</bdi>" in page
    assert "التنبيهات" in page


def test_a_broken_file_is_named_with_what_readers_have(muna: Desk, texts: Room) -> None:
    texts.path.write_text("text: river.txt\n")
    texts.app.extensions["fahm"].library.refresh()
    page = muna.opens("/desk/texts").html
    assert "ويرى القراء آخر نسخة سليمة" in page
    assert "الأخطاء" in page
    (texts.content / "questions" / "new.yaml").write_text("x")
    texts.app.extensions["fahm"].library.refresh()
    assert "فلا يظهر هذا النص للقراء" in muna.opens("/desk/texts").html
    assert muna.opens("/desk/texts/new/yaml").status == 200


def test_a_page_checks_so_much_and_comes_again(muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        copy = texts.path.read_text().replace("عند النهر", f"نص {number} من هذه القائمة")
        (texts.content / "questions" / f"copy{number}.yaml").write_text(copy)
    monkeypatch.setattr(text_rows, "MAX_CHECKED_BYTES", 1)
    waiting = []
    for _ in range(6):
        reply = muna.client.get("/desk/texts")
        waiting.append("Refresh" in reply.headers)
    assert waiting[0]
    assert not waiting[-1]


def test_a_change_in_the_file_appears_in_its_history(muna: Desk, texts: Room) -> None:
    muna.opens(texts.address)
    texts.path.write_text(texts.path.read_text() + "# من محرّر آخر\n")
    page = muna.opens(texts.address)
    assert "# من محرّر آخر" in typed_in(page)
    assert [entry.state for entry in texts.entries()] == ["seen-in-file", "seen-in-file"]
    assert "# من محرّر آخر" in muna.opens(f"/desk/texts/{SLUG}/versions/2").html


def test_another_teacher_reads_and_does_not_write(muna: Desk, sami: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    texts.saves(muna, "text: [")
    texts.saves(muna, old.replace("level: A2", "level: B1"))
    texts.publishes(muna)
    texts.saves(muna, old.replace("level: A2", "level: C1"))
    page = sami.opens(texts.address)
    assert page.status == 200
    assert "لا يعدّل هذا النص إلا محرروه" in page.html
    assert " readonly" in page.html
    assert 'type="submit">حفظ' not in page.html
    assert "level: B1" in typed_in(page)
    assert sami.opens(f"/desk/texts/{SLUG}/versions/4").status == 200
    for draft in (f"/desk/texts/{SLUG}/versions/2", f"{texts.address}?version=2", f"{texts.address}?version=5"):
        assert sami.opens(draft).status == 404
        assert muna.opens(draft).status == 200
    assert "/versions/2" not in sami.opens(f"/desk/texts/{SLUG}/versions").html
    now = texts.path.read_text()
    assert texts.saves(sami, old).status == 404
    assert texts.saves(sami, old, check="1").status == 404
    assert sami.posts(f"/desk/texts/{SLUG}/versions/1/restore", base=page.field("base")).status == 404
    assert texts.path.read_text() == now


def test_learners_and_strangers_do_not_come_in(muna: Desk, omar: Learner, texts: Room) -> None:
    for address in ("/desk/texts", texts.address, f"/desk/texts/{SLUG}/versions", f"/desk/texts/{SLUG}/versions/1"):
        reply = omar.client.get(address)
        assert (reply.status_code, reply.headers["Location"].partition("?")[0]) == (303, "/desk/sign-in")
        assert "accept" not in omar.opens(address).html


def test_what_a_file_holds_is_shown_and_never_run(muna: Desk, texts: Room) -> None:
    typed = f"# {BAD}\n</textarea>{BAD}\ntitle: '{BAD}\n"
    page = texts.saves(muna, typed, why=BAD)
    assert typed_in(page) == typed
    for address in (texts.address, "/desk/texts", f"/desk/texts/{SLUG}/versions/2", f"/desk/texts/{SLUG}/versions"):
        assert "<script>alert" not in muna.opens(address).html
    assert "<script>alert" not in page.html
    titled = texts.path.read_text().replace("عند النهر", f'"{BAD.replace(chr(34), "")}"')
    assert "<script>alert" not in texts.saves(muna, titled).html
    assert "<script>alert" not in muna.opens("/desk/texts").html


def test_editing_can_be_switched_off(read_only: Flask, content: Path, clock: Clock) -> None:
    muna, texts = Desk(read_only, "منى", "muna", "صف"), Room(read_only, content, clock)
    old = texts.path.read_text()
    page = muna.opens(texts.address)
    assert "لا تُعدّل الملفات في المتصفح" in page.html
    refused = texts.saves(muna, old.replace("عند", "قرب"))
    assert refused.status == 403
    assert "قرب" in typed_in(refused)
    version = muna.opens(f"/desk/texts/{SLUG}/versions/1")
    assert version.status == 200
    assert "تعذرت استعادة النسخة" in muna.posts(f"/desk/texts/{SLUG}/versions/1/restore", base="").notices()
    assert texts.path.read_text() == old
    assert from_env({"FAHM_WEB_EDITING": "0"}).web_editing is False


def test_a_folder_that_is_not_writable_is_said(muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing_rights, "can_write", lambda path: False)
    assert "لا يملك فَهْم إذن الكتابة" in muna.opens(texts.address).html
    assert texts.saves(muna, "text: x").status == 403


def test_a_disk_that_refuses_keeps_what_was_typed(muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    old = texts.path.read_text()
    monkeypatch.setattr("webapp.assessment.authoring.working_copy.replace_together", full)
    texts.saves(muna, old.replace("عند", "قرب"))
    assert texts.publishes(muna).status == 403
    assert "قرب" in typed_in(muna.opens(texts.address))
    assert texts.path.read_text() == old


def test_the_texts_of_the_package_are_read_only(muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing_rights, "PACKAGED_CONTENT", texts.content)
    assert "هذا النص من النصوص المرفقة بفَهْم" in muna.opens(texts.address).html


def test_a_file_of_another_encoding_is_not_written_over(muna: Desk, texts: Room) -> None:
    raw = texts.path.read_text().encode("cp1256", "replace")
    texts.path.write_bytes(raw)
    page = muna.opens(texts.address)
    assert "UTF-8" in page.html
    assert texts.saves(muna, typed_in(page)).status == 403
    assert texts.path.read_bytes() == raw
    assert muna.opens("/desk/texts").status == 200


@pytest.mark.parametrize("slug", ["none", "..%2Fseeds", "river.words", ".fahm"])
def test_what_is_no_text_is_not_there(muna: Desk, texts: Room, slug: str) -> None:
    assert muna.opens(f"/desk/texts/{slug}/yaml").status == 404
    assert muna.posts(f"/desk/texts/{slug}/yaml", text="x: 1", base="").status in {404, 405}
    assert [path.name for path in (texts.content / "questions").iterdir()] == ["river.yaml"]


def test_a_form_that_is_too_long_is_refused_before_it_is_read(muna: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    assert texts.saves(muna, old + "#" * 300_000).status == 413
    assert texts.path.read_text() == old
