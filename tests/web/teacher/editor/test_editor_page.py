"""The editor's page: cards by paragraph, evidence, and acts on questions with their undo."""

from __future__ import annotations

import re

import pytest

from web.teacher.editor.conftest import Editor, form_of, with_changes


def acts(river: Editor, question: str, act: str, **more: str) -> None:
    address = f"{river.question(question)}/{act}"
    page = river.edit(**({"removed": question} if act == "put-back" else {}))
    fields = form_of(page, address) if act != "move" else form_of(page, f"{river.question(question)}/duplicate")
    assert river.hands_in(address, with_changes(fields, *more.items())).status == 200


def cards(page_html: str) -> list[str]:
    return re.findall(r'data-question="([^"]*)"', page_html)


def test_cards_are_grouped_by_paragraph_and_say_what_is_asked(river: Editor) -> None:
    html = river.edit().html
    assert cards(html) == ["who-went", "which-day"]
    assert "مع من خرجت سلمى؟" in html
    assert html.count('class="question-group"') == 4
    assert "اختيار واحد" in html


def test_the_evidence_of_the_question_one_looks_at_is_marked(river: Editor) -> None:
    html = river.edit(look="which-day").html
    assert re.findall(r'class="is-evidence"[^>]*>([^<]*)<', html) == ["صباح", "السبت"]
    assert "is-evidence" not in river.edit().html


def test_a_question_goes_behind_another_and_to_the_beginning(river: Editor) -> None:
    acts(river, "who-went", "move", after="which-day")
    assert river.ids == ["which-day", "who-went"]
    acts(river, "who-went", "move", after="")
    assert river.ids == ["who-went", "which-day"]


def test_a_question_is_there_twice_under_another_id(river: Editor) -> None:
    acts(river, "who-went", "duplicate")
    assert river.ids == ["who-went", "choice-1", "which-day"]
    assert {**river.values("choice-1"), "id": "who-went"} == river.values("who-went")


def test_a_removed_question_comes_back_where_it_was(river: Editor) -> None:
    before = river.values("who-went")
    acts(river, "who-went", "remove")
    assert river.ids == ["which-day"]
    acts(river, "who-went", "put-back")
    assert river.ids == ["who-went", "which-day"]
    assert river.values("who-went") == before
    assert "put-back" not in river.edit(removed="who-went").html


def test_nothing_comes_back_that_never_was(river: Editor) -> None:
    token = [field for field in form_of(river.edit(), f"{river.question('who-went')}/remove") if field[0] != "x"]
    page = river.hands_in(f"{river.question('nothing')}/put-back", token)
    assert page.status == 200
    assert river.ids == ["who-went", "which-day"]


def test_an_act_on_a_question_that_is_gone_changes_nothing(river: Editor) -> None:
    fields = form_of(river.edit(), f"{river.question('who-went')}/duplicate")
    acts(river, "who-went", "remove")
    before = river.working()
    for act in ("move", "duplicate", "remove"):
        assert river.hands_in(f"{river.question('nothing')}/{act}", fields).status == 200
    assert river.working() == before


def test_a_file_that_cannot_be_read_leads_to_its_yaml(river: Editor) -> None:
    river.path.write_text(river.path.read_text() + "  - [\n")
    html = river.edit().html
    assert f"{river.address}/yaml" in html
    assert "question-group" not in html


def test_questions_without_a_name_or_a_type_lead_to_their_line(river: Editor) -> None:
    raw = river.path.read_text().replace("  - id: which-day\n    paragraph", "  - paragraph")
    river.path.write_text(raw.replace("type: choice", "type: choise"))
    html = river.edit().html
    assert html.count(f"{river.address}/yaml#L") == 2


def test_a_text_without_questions_says_how_to_begin(river: Editor) -> None:
    for question in ("who-went", "which-day"):
        acts(river, question, "remove")
    html = river.edit().html
    assert 'id="begin"' in html
    assert f"{river.address}/questions/new?paragraph=1" in html


NAME = "إعطاء السؤال معرّفًا جديدًا"


@pytest.mark.parametrize("line", ["- hints: []  # بعد\n    id: new", "- id: who-went", "- hints: []", "- id: اسم"])
def test_a_question_without_a_name_of_its_own_is_given_one_by_a_press(river: Editor, line: str) -> None:
    before = river.path.read_text("utf-8").replace("- id: which-day", line, 1)
    river.path.write_text(before, "utf-8")
    page = river.edit()
    assert NAME in page.html
    address = f"{river.address}/name-question"
    fields = [(name, "2" if name == "number" else value) for name, value in form_of(page, address)]
    named = river.hands_in(address, fields)
    assert "صار للسؤال معرّف" in named.notices()
    assert NAME not in named.html
    assert river.ids == ["who-went", "short-1"]
    assert 'id="q-short-1"' in named.html
    assert river.desk.opens(river.question("short-1")).status == 200
    after = river.working().decode()
    changed = re.sub("id: .*", "id: short-1", line) if "id: " in line else line.replace("- ", "- id: short-1\n    ")
    assert after == changed.join(before.rpartition(line)[::2])


def test_a_name_that_is_good_is_not_changed(river: Editor) -> None:
    before = river.working()
    for number in ("1", "9", "0", "-1", "x", ""):
        reply = river.desk.posts(f"{river.address}/name-question", number=number)
        assert "لم يتغير" in reply.notices() or "لم يُعدَّل" in reply.notices() or "شيء" in reply.notices()
    assert river.working() == before
