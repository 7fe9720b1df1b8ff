"""The outline of a text: each correction is one click, keeps what was typed, and can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from web.teacher.new_texts.conftest import Author, sent
from webapp.content.editing.question_edits import file_settings, question_sources

TEXT = "الفقرة الأولى كاملة. وفيها جملة ثانية.\n\nعنوان فرعي\n\nالفقرة الثانية كاملة.\n\nالفقرة الثالثة كاملة.\n"
SLUG = "نص"


@pytest.fixture
def begun(author: Author) -> Author:
    author.begins(TEXT, title=SLUG)
    return author


def kinds(author: Author) -> list[str]:
    return sent(author.desk.opens(f"/desk/texts/{SLUG}/text"))["kind"]  # type: ignore[return-value]


def test_each_step_is_kept_as_a_draft(begun: Author) -> None:
    assert kinds(begun) == ["paragraph", "heading", "paragraph", "paragraph"]
    begun.presses(SLUG, "paragraph 1")
    assert file_settings(begun.copy(SLUG).questions)["headings"] == []
    begun.presses(SLUG, "heading 1")
    begun.presses(SLUG, "join 2")
    assert kinds(begun) == ["paragraph", "heading", "paragraph"]
    begun.presses(SLUG, "split 0 20")
    assert begun.content(SLUG).startswith("الفقرة الأولى كاملة.\n")
    begun.presses(SLUG, "verse 3")
    assert kinds(begun) == ["paragraph", "paragraph", "heading", "verse"]
    begun.presses(SLUG, "list 3")
    assert begun.content(SLUG).splitlines()[-1].startswith("• ")
    begun.presses(SLUG, "remove 0")
    assert kinds(begun) == ["paragraph", "heading", "list"]


def test_a_step_keeps_what_was_typed_elsewhere(begun: Author) -> None:
    page = begun.desk.opens(f"/desk/texts/{SLUG}/text")
    words = list(sent(page)["words"])  # type: ignore[call-overload]
    words[2] = "كلام جديد.\r\nوفقرة أخرى."
    begun.presses(SLUG, "join 2", page, words=words, title="عنوان آخر", level="C1", more="خاتمة النص.")
    lines = [line for line in begun.content(SLUG).splitlines() if line]
    assert lines[-3:] == ["كلام جديد. وفقرة أخرى.", "الفقرة الثالثة كاملة.", "خاتمة النص."]
    settings = file_settings(begun.copy(SLUG).questions)
    assert (settings["title"], settings["level"]) == ("عنوان آخر", "C1")


def test_the_last_step_is_undone_and_done_again(begun: Author) -> None:
    before = begun.content(SLUG)
    page = begun.presses(SLUG, "join 2", title="اسم")
    after = begun.content(SLUG)
    page = begun.presses(SLUG, "undo", page)
    assert begun.content(SLUG) == before
    assert file_settings(begun.copy(SLUG).questions)["title"] == SLUG
    begun.presses(SLUG, "undo", page)
    assert begun.content(SLUG) == after


def test_nothing_changes_where_nothing_was_changed(author: Author, content: Path) -> None:
    before = [(content / name).read_bytes() for name in ("seeds/river.txt", "questions/river.yaml")]
    author.presses("river", "save")
    copy = author.copy("river")
    assert [copy.text, copy.questions] == before
    assert not copy.is_draft


def test_questions_follow_their_paragraphs(author: Author) -> None:
    before = {source.id: source.values["paragraph"] for source in question_sources(author.copy("river").questions)}
    page = author.desk.opens("/desk/texts/river/text")
    first = [kind != "heading" for kind in sent(page)["kind"]].index(True)  # type: ignore[attr-defined]
    words = list(sent(page)["words"])  # type: ignore[call-overload]
    words[first] = f"فقرة جديدة كاملة.\r\n{words[first]}"
    author.presses("river", "save", page, words=words)
    after = {source.id: source.values["paragraph"] for source in question_sources(author.copy("river").questions)}
    assert after == {name: place if place == "whole" else int(str(place)) + 1 for name, place in before.items()}


def test_lost_evidence_is_told_before_it_is_saved(author: Author) -> None:
    page = author.desk.opens("/desk/texts/river/text")
    words = ["كلام آخر تمامًا لا علاقة له بما كان."] * len(sent(page)["words"])  # type: ignore[arg-type]
    told = author.presses("river", "save", page, words=words)
    assert told.status == 422
    assert 'id="lost"' in told.html
    assert author.copy("river").is_draft is False
    saved = author.presses("river", "save", told, confirm="1")
    assert saved.status == 200
    assert "كلام آخر" in author.content("river")


def test_a_stale_form_loses_nothing_and_overwrites_nothing(begun: Author) -> None:
    page = begun.desk.opens(f"/desk/texts/{SLUG}/text")
    words = list(sent(page)["words"])  # type: ignore[call-overload]
    begun.presses(SLUG, "save", page, words=[words[0], words[1], "كلام زميل.", words[3]])
    mine = begun.presses(SLUG, "save", page, words=[words[0], words[1], "كلامي أنا.", words[3]])
    assert mine.status == 409
    assert "كلامي أنا." in mine.html
    assert "كلام زميل." in begun.content(SLUG)
    assert begun.presses(SLUG, "save", mine).status == 200
    assert "كلامي أنا." in begun.content(SLUG)


def test_edits_of_two_places_go_together(begun: Author) -> None:
    page = begun.desk.opens(f"/desk/texts/{SLUG}/text")
    words = list(sent(page)["words"])  # type: ignore[call-overload]
    begun.presses(SLUG, "save", page, words=[*words[:3], "كلام زميل."])
    assert begun.presses(SLUG, "save", page, words=["كلامي أنا.", *words[1:]]).status == 200
    assert {"كلام زميل.", "كلامي أنا."} <= set(begun.content(SLUG).splitlines())


@pytest.mark.parametrize(
    "step",
    [
        "",
        "save",
        "join 99",
        "split 0",
        "split 0 99999",
        "heading 9999",
        "drop 1",
        "join -1",
        "\u0661",
        "undo",
        "x" * 99,
    ],
)
def test_odd_steps_do_nothing(begun: Author, step: str) -> None:
    before = begun.content(SLUG)
    assert begun.presses(SLUG, step).status == 200
    assert begun.content(SLUG) == before


def test_a_text_without_words_is_refused(begun: Author) -> None:
    assert begun.presses(SLUG, "save", words=[" "] * 4).status == 422
    assert begun.presses(SLUG, "save", kind=[], words=[], origins=[]).status == 422
    assert begun.presses(SLUG, "save", kind=["evil"], words=["x"], origins=["1"]).status == 422


def test_another_teacher_sees_nothing_of_a_draft(begun: Author) -> None:
    from conftest import Desk

    sami = Author(begun.app, Desk(begun.app, "سامي", "sami", "صف"))
    for slug in (SLUG, "river"):
        assert sami.desk.opens(f"/desk/texts/{slug}/text").status == 404
        assert sami.desk.posts(f"/desk/texts/{slug}/text", step="save").status == 404


def test_a_question_file_that_cannot_be_read_is_told(author: Author, content: Path) -> None:
    (content / "questions" / "river.yaml").write_text("text: river.txt\nquestions: [", "utf-8")
    page = author.desk.opens("/desk/texts/river/text")
    assert page.status == 200
    assert "/desk/texts/river/yaml" in page.html
    fields = {"words": "x", "kind": "paragraph", "origins": "1"}
    assert author.desk.posts("/desk/texts/river/text", step="save", **fields).status == 422


def test_saving_leads_on_to_the_questions(begun: Author) -> None:
    assert 'value="questions"' in begun.desk.opens(f"/desk/texts/{SLUG}/text").html
    assert 'id="the-questions"' in begun.presses(SLUG, "questions", title="اسم آخر").html
    assert file_settings(begun.copy(SLUG).questions)["title"] == "اسم آخر"


@pytest.mark.parametrize("more", ["ا\n" * 20_000, "ا" * 150_000, "ا ب\r\n" * 3_000])
def test_what_is_too_long_is_refused_and_stays_in_its_field(begun: Author, more: str) -> None:
    page = begun.presses(SLUG, "save", more=more)
    assert page.status == 413
    assert page.html.count('name="kind"') < 10
    assert more.strip().replace("\r\n", "\n") in page.html.replace("\r\n", "\n")
    assert kinds(begun) == ["paragraph", "heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("blocks", [[("heading", "ع\nع")], [("list", "بند\n" * 1000)], [("verse", "ع\n" * 500)]])
def test_blocks_that_no_file_can_hold_are_refused(begun: Author, blocks: list[tuple[str, str]]) -> None:
    page = begun.desk.opens(f"/desk/texts/{SLUG}/text")
    kind, words = zip(*blocks, strict=True)
    reply = begun.presses(SLUG, "save", page, kind=list(kind), words=list(words), origins=[""])
    assert reply.status in {200, 422}
