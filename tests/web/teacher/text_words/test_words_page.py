"""The table of words: what it shows, what a save changes and what it keeps, and to whom it is open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner
from store.helpers import Clock
from web.teacher.texts.conftest import SLUG, Room, content, texts, typed_in
from webapp.content.editing.words_edits import Place, WordsSource
from webapp.content.parsing.text_parser import parse_text
from webapp.content.words.words_draft import DraftingTools
from webapp.web.teacher.text_words import word_drafts

__all__ = ["content", "texts"]
WORDS = f"/desk/texts/{SLUG}/words"
FIRST = Place("paragraph", 1)


def source_of(content: Path) -> WordsSource:
    path = content / "questions" / f"{SLUG}.words.yaml"
    raw = path.read_bytes() if path.exists() else b""
    return WordsSource(raw, parse_text("river.txt", (content / "seeds" / "river.txt").read_text()))


def fields_of(html: str) -> dict[str, str]:
    """The fields of the table as a browser would send them."""
    cells = re.findall(r'<input (?:type="hidden" )?name="(w\.\d+\.\w+)" value="([^"]*)"', html)
    ticked = re.findall(r'name="(w\.\d+\.reviewed)" value="1"[^>]* checked', html)
    whole = re.findall(r'name="(whole)" value="1" checked', html)
    return dict(cells) | dict.fromkeys([*ticked, *whole], "1")


def test_every_word_of_a_paragraph_has_a_row(muna: Desk, texts: Room) -> None:
    page = muna.opens(WORDS)
    words = [str(entry["word"]) for entry in source_of(texts.content).entries[FIRST]]
    assert re.findall(r'name="w\.\d+\.word" value="([^"]*)"', page.html) == words
    assert f"place={FIRST}" in page.html
    assert 'aria-current="page"' in page.html
    assert not (texts.content / "questions" / f"{SLUG}.words.yaml").exists()


def test_a_saved_row_is_a_draft_and_published_with_the_text(muna: Desk, layla: Learner, texts: Room) -> None:
    page = muna.opens(WORDS)
    fields = fields_of(page.html)
    fields |= {"w.0.meaning": "معنى  أول", "w.0.english": "first", "w.0.reviewed": "1"}
    saved = muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields)
    assert saved.status == 200
    assert "حُفظ مسودة" in saved.notices()
    assert fields_of(saved.html)["w.0.meaning"] == "معنى أول"
    path = texts.content / "questions" / f"{SLUG}.words.yaml"
    assert not path.exists()
    assert "نُشر" in texts.publishes(muna).notices()
    source = source_of(texts.content)
    assert (source.entries[FIRST][0]["meaning"], source.entries[FIRST][0]["reviewed"]) == ("معنى أول", True)
    assert source.left(FIRST) == len(source.entries[FIRST]) - 1
    assert texts.library.lessons[SLUG].words is not None
    raw = path.read_bytes()
    again = muna.posts(WORDS, base=muna.opens(WORDS).field("base"), place=str(FIRST), **fields)
    assert "لا يوجد ما يُحفظ" in again.notices()
    assert path.read_bytes() == raw


def test_a_part_is_read_at_once_and_the_next_one_opens(muna: Desk, texts: Room) -> None:
    page = muna.opens(WORDS)
    saved = muna.posts(
        WORDS, base=page.field("base"), place=str(FIRST), all_read="1", go_on="1", **fields_of(page.html)
    )
    places = re.findall(r"place=([\w-]+)", muna.opens(WORDS).html)
    assert f'name="place" value="{places[1]}"' in saved.html
    assert fields_of(muna.opens(WORDS).html)["w.0.reviewed"] == "1"


def test_rows_of_different_words_merge_and_of_the_same_are_refused(muna: Desk, texts: Room) -> None:
    page = muna.opens(WORDS)
    base, fields = page.field("base"), fields_of(page.html)
    muna.posts(WORDS, base=base, place=str(FIRST), **(fields | {"w.0.meaning": "شيء"}))
    base, fields = (page := muna.opens(WORDS)).field("base"), fields_of(page.html)
    first, second = fields | {"w.0.meaning": "أول"}, fields | {"w.2.meaning": "ثالث"}
    muna.posts(WORDS, base=base, place=str(FIRST), **first)
    merged = muna.posts(WORDS, base=base, place=str(FIRST), **second)
    assert merged.status == 200
    assert [fields_of(merged.html)[f"w.{at}.meaning"] for at in (0, 2)] == ["أول", "ثالث"]
    stale = muna.posts(WORDS, base=base, place=str(FIRST), **(fields | {"w.0.meaning": "غيره"}))
    assert stale.status == 409
    assert fields_of(stale.html)["w.0.meaning"] == "غيره"
    assert 'class="added"' in stale.html
    assert fields_of(muna.opens(WORDS).html)["w.0.meaning"] == "أول"
    taken = muna.posts(WORDS, base=stale.field("base"), place=str(FIRST), **fields_of(stale.html))
    assert fields_of(taken.html)["w.0.meaning"] == "غيره"


def test_expressions_are_rows_too(muna: Desk, texts: Room) -> None:
    words = [str(entry["word"]) for entry in source_of(texts.content).entries[FIRST]]
    together = " ".join(words[:2])
    page = muna.opens(f"{WORDS}?place=expressions")
    row = {"w.0.words": together, "w.0.vowelled": together, "w.0.meaning": "معًا", "w.0.english": "together"}
    saved = muna.posts(WORDS, base=page.field("base"), place="expressions", **row)
    assert "حُفظ مسودة" in saved.notices()
    assert fields_of(saved.html)["w.0.words"] == together
    emptied = muna.posts(WORDS, base=saved.field("base"), place="expressions", **(row | {"w.0.words": ""}))
    assert fields_of(emptied.html)["w.0.words"] == ""


def test_a_slip_is_named(muna: Desk, texts: Room) -> None:
    page = muna.opens(WORDS)
    fields = fields_of(page.html) | {"w.0.vowelled": "غيرها"}
    saved = muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields)
    assert 'class="error"' in saved.html
    assert "غيرها" in saved.html.partition('class="problems"')[2]


def test_a_text_that_changed_meanwhile_keeps_what_was_typed(muna: Desk, texts: Room) -> None:
    page = muna.opens(WORDS)
    fields = fields_of(page.html) | {"w.0.meaning": "معنى أول"}
    seed = texts.content / "seeds" / "river.txt"
    first, rest = seed.read_text().split(" ", 1)
    seed.write_text(f"{first} زيادة {rest}")
    refused = muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields)
    assert refused.status == 409
    assert fields_of(refused.html)["w.0.meaning"] == "معنى أول"


def test_the_tool_fills_what_is_empty_and_saves_nothing(
    muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = muna.opens(WORDS)
    fields = fields_of(page.html) | {"w.0.vowelled": f"{fields_of(page.html)['w.0.word']}َ", "draft": "1"}
    missing = muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields)
    assert "غير مثبتة" in missing.html
    assert fields_of(missing.html)["w.0.vowelled"] == fields["w.0.vowelled"]
    monkeypatch.setattr(word_drafts, "has_tool", lambda: True)
    tools = DraftingTools(lambda line: re.sub(r"(?<=\w)(?=\s)", "ُ", line), lambda word: f"{word}")
    monkeypatch.setattr(word_drafts, "_tools", lambda: tools)
    drafted = fields_of(muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields).html)
    assert drafted["w.0.vowelled"] == fields["w.0.vowelled"]
    assert drafted["w.1.vowelled"].endswith("ُ")
    assert drafted["w.1.lemma"].endswith("")
    assert texts.app.extensions["fahm"].store.versions.last_drafts("school", "words") == {}
    monkeypatch.setattr(word_drafts, "_tools", lambda: 1 / 0)
    assert "لم تنجح الأداة" in muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields).html


def test_it_is_for_makers_and_shows_what_is_typed_as_text(
    muna: Desk, sami: Desk, layla: Learner, texts: Room, clock: Clock, app: Flask
) -> None:
    assert sami.opens(WORDS).status == 404
    assert sami.posts(WORDS, place=str(FIRST)).status == 404
    assert layla.client.get(WORDS).status_code == 303
    page = muna.opens(WORDS)
    fields = fields_of(page.html) | {"w.0.meaning": "<script>alert(1)</script>"}
    saved = muna.posts(WORDS, base=page.field("base"), place=str(FIRST), **fields)
    assert "<script>alert" not in saved.html
    assert "حُفظ مسودة" in saved.notices()
    assert muna.opens(f"{WORDS}?place=none").status == 200


def test_a_file_that_is_no_table_is_said(muna: Desk, texts: Room) -> None:
    (texts.content / "questions" / f"{SLUG}.words.yaml").write_text("words: [")
    page = muna.opens(WORDS)
    assert "تعذر عرض ملف الكلمات" in page.html
    refused = muna.posts(WORDS, base=page.field("base") if 'name="base"' in page.html else "", place=str(FIRST))
    assert refused.status == 422


BROKEN = """text: river.txt
reviewed: false
words:
  - paragraph: 1
    list:
      - {word: خرجت, vowelled: خَرَجَتْ
"""


def test_a_words_file_that_cannot_be_read_is_mended_as_it_is_written(muna: Desk, texts: Room) -> None:
    path = texts.content / "questions" / f"{SLUG}.words.yaml"
    path.write_text(BROKEN, "utf-8")
    table = muna.opens(WORDS)
    assert f'href="{WORDS}/yaml"' in table.html
    page = muna.opens(f"{WORDS}/yaml")
    assert typed_in(page) == BROKEN
    assert "السطر ٦" in page.html or "السطر ٧" in page.html
    still = muna.posts(f"{WORDS}/yaml", base=page.field("base"), text=BROKEN.replace("false", "true"))
    assert "فيه أخطاء" in still.notices() or "أخطاء" in still.notices()
    mended = BROKEN.replace("خَرَجَتْ\n", "خَرَجَتْ}  # بحسب ملف النص\n").replace("\n", "\r\n")
    saved = muna.posts(f"{WORDS}/yaml", base=still.field("base"), text=mended, why="قوس ناقص")
    assert saved.response.request.path == WORDS
    assert fields_of(saved.html)["w.0.vowelled"] == "خَرَجَتْ"
    assert path.read_text("utf-8") == BROKEN
    assert 'class="error"' in saved.html  # other words than the text has
    assert typed_in(muna.opens(f"{WORDS}/yaml")) == mended.replace("\r\n", "\n")


def test_it_is_mended_also_where_the_questions_have_errors(muna: Desk, texts: Room) -> None:
    (texts.content / "questions" / f"{SLUG}.words.yaml").write_text(BROKEN, "utf-8")
    texts.path.write_text(texts.path.read_text("utf-8").replace("type: choice", "type: nothing"), "utf-8")
    page = muna.opens(f"{WORDS}/yaml")
    assert 'class="error"' in page.html
    assert '<a id="L' in page.html


def test_checking_the_words_file_saves_nothing_and_a_stale_save_overwrites_nothing(muna: Desk, texts: Room) -> None:
    path = texts.content / "questions" / f"{SLUG}.words.yaml"
    path.write_text(BROKEN, "utf-8")
    page = muna.opens(f"{WORDS}/yaml")
    assert muna.posts(f"{WORDS}/yaml", base=page.field("base"), text="a: b", check="1").status == 200
    assert muna.opens(f"{WORDS}/yaml").field("base") == page.field("base")
    muna.posts(f"{WORDS}/yaml", base=page.field("base"), text=BROKEN.replace("خرجت", "خرج"))
    stale = muna.posts(f"{WORDS}/yaml", base=page.field("base"), text=BROKEN.replace("خرجت", "تخرج"))
    assert stale.status == 409
    assert "تخرج" in typed_in(stale)
    again = muna.posts(f"{WORDS}/yaml", base=stale.field("base"), text=typed_in(stale))
    assert "تخرج" in typed_in(again)


def test_a_text_without_a_words_file_has_its_table_alone(muna: Desk, sami: Desk, texts: Room) -> None:
    assert muna.opens(f"{WORDS}/yaml").response.request.path == WORDS
    assert f'href="{WORDS}/yaml"' not in muna.opens(WORDS).html
    assert muna.posts(f"{WORDS}/yaml", text="a: b").status == 400
    assert sami.opens(f"{WORDS}/yaml").status == 404
    assert sami.posts(f"{WORDS}/yaml", text="a: b").status == 404


def test_a_words_file_in_another_encoding_is_shown_and_not_overwritten(muna: Desk, texts: Room) -> None:
    path = texts.content / "questions" / f"{SLUG}.words.yaml"
    path.write_bytes("text: عند".encode("cp1256"))
    page = muna.opens(f"{WORDS}/yaml")
    assert "readonly" in page.html
    assert muna.posts(f"{WORDS}/yaml", base=page.field("base"), text="a: b").status == 403
