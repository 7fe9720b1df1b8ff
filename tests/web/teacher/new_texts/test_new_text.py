"""A new text: pasted or out of a file, kept as a draft that its maker alone sees."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT, Desk
from interchange.text_sources.documents import paragraph, word_document
from web.teacher.new_texts.conftest import Author, sent
from webapp import create_app
from webapp.config import Config
from webapp.content.editing.question_edits import file_settings
from webapp.web.teacher.new_texts import new_text, text_outline

SIX = "رحلة إلى النهر\n\n" + "\n\n".join(f"هذه الفقرة رقم {number} من النص، وهي كاملة." for number in range(1, 7))


def test_a_pasted_text_becomes_a_draft(author: Author, content: Path) -> None:
    page = author.begins(SIX, level="A2")
    assert page.response.request.path.endswith("/text")
    copy = author.copy("رحلة-إلى-النهر")
    assert copy.is_draft
    assert file_settings(copy.questions) == {"text": "رحلة-إلى-النهر.txt", "title": "رحلة إلى النهر", "level": "A2"}
    assert copy.text.decode().count("هذه الفقرة") == 6
    assert sent(page)["kind"] == ["paragraph"] * 6
    assert [path.name for path in (content / "seeds").iterdir()] == ["river.txt"]
    assert author.authored("رحلة-إلى-النهر").check(copy).lesson is None  # there are no questions yet
    assert author.app.test_client().get("/texts/رحلة-إلى-النهر/").status_code == 404


@pytest.mark.parametrize(
    "raw, name",
    [
        (SIX.encode(), "a.txt"),
        (SIX.encode("cp1256"), "photo.png"),
        (SIX.encode("utf-16"), "a.docx"),
        (
            f"<html><meta charset=utf-8><h1>رحلة إلى النهر</h1><p>{'هذه الفقرة كاملة.</p><p>' * 6}".encode(),
            "a.txt",
        ),
        (word_document(paragraph("رحلة إلى النهر", "Heading1") + paragraph("هذه الفقرة كاملة.") * 6), "../../a.exe"),
    ],
)
def test_a_file_is_read_by_what_it_holds(author: Author, raw: bytes, name: str) -> None:
    author.begins(raw=raw, name=name)
    assert author.content("رحلة-إلى-النهر").count("هذه الفقرة") == 6


def test_a_file_of_two_megabytes_is_taken_and_a_larger_request_is_not(author: Author) -> None:
    filler = b"<html><p>" + SIX.encode() + b"</p><script>" + b"x" * (2 * 1024 * 1024 - 2000) + b"</script>"
    assert author.begins(raw=filler).status == 200
    assert author.begins(raw=b"x" * (2 * 1024 * 1024 + 1)).status == 422
    refused = author.begins(raw=b"x" * (3 * 1024 * 1024))
    assert refused.status == 413
    assert "حجم الملف أكبر من ٢ ميغابايت" in refused.html
    assert 'name="text"' in refused.html
    elsewhere = author.desk.posts("/desk/texts/river/yaml", text="x" * 300_000)
    assert "desk_header.js" in elsewhere.html
    assert author.desk.posts("/desk/texts/river/yaml", text="x" * 300_000).status == 413


@pytest.mark.parametrize("raw", [b"%PDF-1.4", b"PK\x03\x04broken", b"\x89PNG", bytes(range(256)), b"<html></html>"])
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(author: Author, raw: bytes) -> None:
    page = author.begins(raw=raw, title="اسم لا يضيع")
    assert page.status == 422
    assert 'role="alert"' in page.html
    assert "اسم لا يضيع" in page.html


def test_nothing_at_all_is_told(author: Author) -> None:
    assert author.begins().status == 422
    assert author.begins(text=" \n ").status == 422


def test_names_of_texts_never_meet(author: Author, content: Path) -> None:
    (content / "seeds" / "رحلة.txt").write_text("نص بلا أسئلة.", "utf-8")
    (content / "questions" / "River-2.words.yaml").write_text("text: a.txt", "utf-8")
    for title in ("رحلة", "river", "RIVER", "CON", "///", "\u202e", "ر/../../etc"):
        author.begins("فقرة كاملة.\n\nفقرة ثانية.", title=title)
    services = author.app.extensions["fahm"]
    drafts = services.store.versions.last_drafts(services.config.school, "questions")
    assert set(drafts) == {"رحلة-2", "river-3", "river-4", "text", "text-2", "فقرة-كاملة", "ر-etc"}


def test_two_texts_begun_at_once_have_two_names(author: Author) -> None:
    from concurrent.futures import ThreadPoolExecutor

    desks = [Desk(author.app, f"معلم {number}", f"teacher{number}", "صف") for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda desk: desk.posts("/desk/texts/new", False, text=SIX), desks))
    assert len({reply.response.headers["Location"] for reply in replies}) == 4


def test_any_teacher_may_begin_a_text_and_goes_on_with_it(author: Author) -> None:
    sami = Author(author.app, Desk(author.app, "سامي", "sami", "صف"))
    assert sami.begins(SIX).status == 200
    assert sami.presses("رحلة-إلى-النهر", "heading 0").status == 200


def test_without_web_editing_nothing_is_begun(config: Config) -> None:
    app = create_app(replace(config, web_editing=False))
    author = Author(app, Desk(app, "منى", "muna", "صف"))
    assert author.begins(SIX).status == 403
    assert "textarea" in author.desk.opens("/desk/texts/new").html
    app.extensions["fahm"].store.close()


def test_broken_lines_are_joined_and_one_click_sets_them_apart(author: Author) -> None:
    from interchange.text_sources.test_sources import BROKEN

    page = author.begins(BROKEN, title="خبر")
    assert author.content("خبر").count("\n\n") == 1
    author.presses("خبر", "undo", page)
    lines = [line for line in author.content("خبر").splitlines() if line]
    assert lines == BROKEN.splitlines()


def test_naughty_strings_as_text_and_title(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT.parent / "shared" / "cases" / "blns" / "blns.json"
    strings = json.loads(path.read_text("utf-8")) if path.is_file() else ["<script>", "\u202e", "a: [b", "# x", "'"]
    monkeypatch.setattr(new_text, "MAX_NEW_TEXTS", 10_000)
    monkeypatch.setattr(text_outline, "MAX_SAVES", 10_000)
    for string in strings[::9]:
        page = author.begins(f"{string}\n\nفقرة كاملة.", title=string)
        assert page.status in {200, 422}
        if page.status == 200:
            slug = page.response.request.path.split("/")[3]
            assert sent(page)["title"]
            assert author.presses(slug, "heading 0").status == 200
            assert "<script>alert" not in page.html
