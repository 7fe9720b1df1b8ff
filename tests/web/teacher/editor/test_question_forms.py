"""Forms of questions over the wire: drawn, handed in unchanged, changed, refused, and saved on top of another save."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Desk
from question_types.numeric.question import Numeric
from web.teacher.editor.conftest import Editor, Fields, FormReader, form_of, with_changes
from web.teacher.question_forms.examples import article_settings, examples
from webapp import create_app
from webapp.config import Config
from webapp.content.editing.question_edits import new_question_file, question_sources
from webapp.question_types import TYPES, registered

ARABIC = re.compile("[\u0621-\u064a]")


def test_every_question_handed_in_unchanged_leaves_the_file_to_the_byte(article: Editor) -> None:
    before = article.path.read_bytes()
    kinds = set()
    for source in question_sources(before):
        kinds.add(source.values["type"])
        page = article.hands_in(article.question(source.id), article.fields(source.id), follow=False)
        assert page.status == 303, source.id
        assert article.working() == before, source.id
    assert len(kinds) > 8


NO_TEXT = {"csrf_token", "base", "drawn_from", "type", "paragraph"}


def typed_on(fields: Fields) -> Fields:
    """More words behind each Arabic text that is typed; words that are ticked in the text stay."""
    return [
        (name, f"{value} وزيادة")
        if name not in NO_TEXT and not name.endswith((".words", ".kept")) and ARABIC.search(value)
        else (name, value)
        for name, value in fields
    ]


def test_every_type_that_is_edited_in_its_form_is_read_back_equal(article: Editor) -> None:
    others = ("csrf_token", "base", "drawn_from")
    questions = {values["id"]: values for values in reversed(examples())}
    assert {values["type"] for values in questions.values()} == set(TYPES)
    article.path.write_bytes(new_question_file(article_settings(), list(questions.values())))
    for question in questions:
        before = {source.id: source.values for source in question_sources(article.working())}
        edited = typed_on(article.fields(question))
        assert article.hands_in(article.question(question), edited, follow=False).status == 303
        again = article.fields(question)
        left_out = [[field for field in fields if field[0] not in others] for fields in (edited, again)]
        assert left_out[0] == left_out[1], question
        after = {source.id: source.values for source in question_sources(article.working())}
        assert [name for name in before if before[name] != after[name]] == [question]


def test_a_changed_prompt_changes_its_line_alone(article: Editor) -> None:
    before = article.working().decode().split("\n")
    article.saves("summit-day", ("prompt", "من قبل الدعوة يا ترى؟"))
    after = article.working().decode().split("\n")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert "من قبل الدعوة يا ترى؟" in changed[0][1]
    assert article.path.read_text().split("\n") == before


def test_words_that_are_ticked_become_the_evidence(river: Editor) -> None:
    fields = dict(river.fields("which-day"))
    assert fields["accept.0.text"] == "السبت"
    page = river.saves("which-day", ("evidence.words", ["1:4", "1:5", "1:6", "1:7"]))
    assert page.status == 200
    assert river.values("which-day")["evidence"] == ["إلى النهر صباح السبت"]


def test_a_form_without_scripts_adds_moves_and_removes_lines_and_keeps_what_was_typed(river: Editor) -> None:
    address = river.question("which-day")
    fields = with_changes(river.fields("which-day"), ("prompt", "متى خرجا؟"), ("refuse.0", "الاثنين"))
    added = form_of(river.hands_in(address, [*fields, ("do", "add:refuse")]), address)
    assert ("refuse.1", "") in added
    assert ("prompt", "متى خرجا؟") in added
    added = with_changes(added, ("refuse.1", "الثلاثاء"))
    moved = form_of(river.hands_in(address, [*added, ("do", "up:refuse.1")]), address)
    assert [value for name, value in moved if name.startswith("refuse.")] == ["الثلاثاء", "الاثنين"]
    removed = form_of(river.hands_in(address, [*moved, ("do", "remove:accept.0")]), address)
    assert [value for name, value in removed if name.startswith("accept.") and name.endswith("text")] == ["صباح السبت"]
    assert river.working() == river.path.read_bytes()
    river.hands_in(address, removed)
    values = river.values("which-day")
    assert values["refuse"] == ["الثلاثاء", "الاثنين"]
    assert values["accept"] == ["صباح السبت"]
    assert values["prompt"] == "متى خرجا؟"


def test_a_draft_with_faults_is_kept_and_its_card_and_form_say_them(river: Editor) -> None:
    page = river.saves("who-went", ("options.0.correct", None))
    assert page.status == 200
    assert "خيار صحيح واحد" in page.html
    assert 'id="options-problems"' in river.desk.opens(river.question("who-went")).html
    assert river.saves("who-went", ("prompt", "")).status == 200
    assert "prompt" not in river.values("who-went")
    form = river.desk.opens(river.question("who-went")).html
    assert 'href="#prompt"' in form
    assert 'aria-describedby="prompt-help prompt-problems"' in form
    assert river.path.read_bytes() != river.working()


def test_a_new_question_begins_from_words_of_the_text(river: Editor) -> None:
    address = f"{river.address}/questions/new"
    chooser = river.desk.opens(f"{address}?paragraph=2")
    assert all(f'value="{kind}"' in chooser.html for kind in TYPES)
    page = river.desk.opens(f"{address}?paragraph=2&type=short&about.words=2:2&about.words=2:3")
    fields = form_of(page, address)
    assert [value for name, value in fields if name == "evidence.words"] == ["2:2", "2:3"]
    assert ("accept.0.text", "تحت شجرة") in fields
    river.hands_in(address, with_changes(fields, ("prompt", "أين جلسا؟"), ("process", "retrieve")))
    assert river.ids == ["who-went", "which-day", "short-1"]
    assert river.values("short-1") == {
        "id": "short-1",
        "paragraph": 2,
        "type": "short",
        "process": "retrieve",
        "prompt": "أين جلسا؟",
        "evidence": ["تحت شجرة"],
        "accept": ["تحت شجرة"],
    }


def test_every_type_can_be_begun_and_kept_as_it_is(river: Editor) -> None:
    address = f"{river.address}/questions/new"
    for kind in TYPES:
        page = river.desk.opens(f"{address}?paragraph=2&type={kind}&about.words=2:3&about.words=2:4")
        assert page.status == 200, kind
        again = river.hands_in(address, form_of(page, address))
        assert again.status == 200, kind
        assert river.values(f"{kind}-1")["type"] == kind
        assert river.desk.opens(river.question(f"{kind}-1")).status == 200
    assert river.edit().status == 200


def test_an_id_that_is_taken_or_has_another_form_comes_back(river: Editor) -> None:
    address = f"{river.address}/questions/new"
    fields = form_of(river.desk.opens(f"{address}?paragraph=2&type=short"), address)
    for typed in ("who-went", "أين", "a b", "new", "a/b"):
        page = river.hands_in(address, with_changes(fields, ("id", typed), ("prompt", "أين؟")))
        assert page.status == 422
        assert 'id="id-problems"' in page.html
        assert ("prompt", "أين؟") in form_of(page, address)
    river.hands_in(address, with_changes(fields, ("id", "where"), ("prompt", "أين؟")))
    assert "where" in river.ids


def test_a_question_that_another_teacher_changed_meanwhile_shows_both_versions(river: Editor) -> None:
    fields = river.fields("which-day")
    river.saves("which-day", ("prompt", "متى؟"))
    page = river.hands_in(river.question("which-day"), with_changes(fields, ("prompt", "في أي يوم كان ذلك؟")))
    assert page.status == 409
    assert "متى؟" in page.html
    assert river.values("which-day")["prompt"] == "متى؟"
    mine = form_of(page, river.question("which-day"))
    assert ("prompt", "في أي يوم كان ذلك؟") in mine
    assert river.hands_in(river.question("which-day"), mine).status == 200
    assert river.values("which-day")["prompt"] == "في أي يوم كان ذلك؟"


def test_another_question_that_was_changed_meanwhile_is_no_matter(river: Editor) -> None:
    fields = river.fields("which-day")
    river.saves("who-went", ("prompt", "من كان معها؟"))
    page = river.hands_in(river.question("which-day"), with_changes(fields, ("prompt", "متى؟")))
    assert page.status == 200
    assert (river.values("who-went")["prompt"], river.values("which-day")["prompt"]) == ("من كان معها؟", "متى؟")


def test_what_no_field_shows_is_named_and_stays(river: Editor) -> None:
    raw = river.path.read_text().replace("    refuse: [الأحد]\n", "    refuse: {x: الأحد}\n    colour: blue\n")
    river.path.write_text(raw)
    page = river.desk.opens(river.question("which-day"))
    assert "{x: الأحد}" in page.html
    assert "blue" in page.html
    river.saves("which-day", ("prompt", "متى؟"))
    values = river.values("which-day")
    assert (values["refuse"], values["colour"]) == ({"x": "الأحد"}, "blue")


def test_the_settings_change_by_a_form(river: Editor) -> None:
    address = f"{river.address}/settings"
    fields = form_of(river.desk.opens(address), address)
    before = river.working()
    assert river.hands_in(address, fields).status == 200
    assert river.working() == before
    river.hands_in(address, with_changes(fields, ("title", "نزهة"), ("tries", "٢"), ("gate", "correct")))
    raw = river.working().decode()
    assert "title: نزهة" in raw
    assert "tries: 2" in raw
    assert "gate: correct" in raw
    assert river.desk.opens(f"{river.address}/edit").html.count("نزهة") > 0


def test_the_settings_of_the_article_come_back_to_the_byte(article: Editor) -> None:
    address, before = f"{article.address}/settings", article.working()
    assert article.hands_in(address, form_of(article.desk.opens(address), address)).status == 200
    assert article.working() == before


def test_other_teachers_see_no_form(river: Editor, sami: Desk) -> None:
    for path in ("questions/which-day", "questions/new", "settings", "edit"):
        assert sami.opens(f"{river.address}/{path}").status == 404
    fields = with_changes(river.fields("which-day"), ("typed_by", None), ("csrf_token", sami.csrf_token()))
    assert Editor(sami, river.path.parents[1], "river").hands_in(river.question("which-day"), fields).status == 404


def test_questions_that_are_not_there_have_no_page(river: Editor) -> None:
    for name in ("nothing", "new%2F", "a%00b", "%E2%80%AE"):
        assert river.desk.opens(river.question(name)).status == 404
    fields = river.fields("which-day")
    assert river.hands_in(river.question("who-went"), fields).status == 400
    assert river.hands_in(river.question("who-went"), with_changes(fields, ("drawn_from", "[1"))).status == 400


NAUGHTY = (
    *("# لا تعليق", "- بند", "مفتاح: قيمة", "{a: b}", "[x", "'", '"', "| x", "> x", "*a", "&a", "!!int 3", "%x", "? x"),
    *(
        "null",
        "~",
        "1",
        "1.5",
        "0x1F",
        "2020-01-01",
        "سطر\nوسطر\n\nوآخر",
        "tab\tx",
        "a #b",
        "a: b",
        "---",
        "...",
        "\\n",
    ),
    *("\x85x", "\u2028", "\u202eabc", "\u200f\u200e", "😀", "ﷺ", "<script>", "{{x}}", "%(n)s", "[[فراغ]]", "أ، ب"),
)


def test_any_text_is_kept_to_the_letter_and_comes_back_unchanged(river: Editor) -> None:
    lines = [(f"hints.{at}", text) for at, text in enumerate(NAUGHTY[:30])]
    assert river.saves("which-day", *lines, ("prompt", "\n".join(NAUGHTY)), ("model", "أ\x00ب\r\nج")).status == 200
    values = river.values("which-day")
    assert [str(hint) for hint in values["hints"]] == [text.strip() for text in NAUGHTY[:30] if text.strip()]
    assert values["prompt"] == "\n".join(NAUGHTY).strip()
    assert values["model"] == "أب\nج"
    before = river.working()
    assert river.saves("which-day").status == 200
    assert river.working() == before


def test_values_that_no_form_came_with_are_refused(river: Editor) -> None:
    fields = river.fields("which-day")
    deep = '{"id": "which-day", "type": "short", "x": ' + "[" * 500 + "]" * 500 + "}"
    half = '{"id": "which-day", "type": "short", "prompt": "\\ud800"}'
    number = '{"id": "which-day", "type": "short", "x": NaN}'
    for values in ("[", "[" * 100_000, "[]", "{}", deep, half, number, '{"id": "which-day", "type": ["short"]}'):
        page = river.hands_in(river.question("which-day"), with_changes(fields, ("drawn_from", values)))
        assert page.status == 400, values[:40]


@pytest.mark.parametrize("place", ["²", "①", "9" * 5000, "1000", "-1"])
def test_a_place_that_no_list_has_is_no_fault(river: Editor, place: str) -> None:
    address, fields = river.question("which-day"), river.fields("which-day")
    for name in (f"hints.{place}", f"accept.{place}.text", f"refuse.{place}"):
        assert river.hands_in(address, [*fields, (name, "كلمة")]).status in {200, 303}
    for button in ("remove", "up", "down", "add"):
        assert river.hands_in(address, [*fields, ("do", f"{button}:hints.{place}"[:200])]).status == 200


def test_a_choice_that_the_file_does_not_make_is_not_made_by_the_form(river: Editor) -> None:
    river.path.write_text(river.path.read_text().replace("  - id: who-went\n    paragraph: 1", "  - id: who-went"))
    before = river.working()
    assert ("paragraph", "") in river.fields("who-went")
    assert river.saves("who-went", ("prompt", "مع من خرجت سلمى؟")).status == 200
    assert river.working() == before


def test_a_session_that_has_ended_keeps_the_whole_form(river: Editor) -> None:
    address = river.question("which-day")
    fields = with_changes(river.fields("which-day"), ("prompt", "متى خرجا؟"), ("evidence.words", ["1:6", "1:7"]))
    river.desk.posts("/desk/sign-out")
    token = river.desk.csrf_token()
    page = river.hands_in(address, with_changes(fields, ("csrf_token", token)))
    assert page.status == 401
    kept = FormReader(page.html).forms[address]
    assert {field for field in fields if field[0] != "csrf_token"} <= set(kept)
    river.desk.sign_in()
    token = river.desk.csrf_token()
    assert river.hands_in(address, with_changes(kept, ("csrf_token", token))).status == 200
    assert river.values("which-day")["prompt"] == "متى خرجا؟"


def test_a_file_that_would_grow_too_large_comes_back_with_what_was_typed(river: Editor) -> None:
    river.path.write_text(river.path.read_text() + "# تعليق\n" * 19_500)
    long = "كلمة " * 1500
    page = river.saves("which-day", ("why", long))
    assert page.status == 413
    assert ("why", long) in form_of(page, river.question("which-day"))
    assert river.working() == river.path.read_bytes()


def test_the_examples_of_all_types_handed_in_unchanged_leave_the_file_to_the_byte(article: Editor) -> None:
    settings, questions = article_settings(), {values["id"]: values for values in reversed(examples())}
    before = new_question_file(settings, list(questions.values()))
    article.path.write_bytes(before)
    assert {values["type"] for values in questions.values()} == set(TYPES)
    for question in questions:
        assert article.saves(question).status == 200
        assert article.working() == before, question


def test_a_type_from_elsewhere_has_a_form_too(river: Editor) -> None:
    address = f"{river.address}/questions/new"
    with registered("numeric", Numeric):
        page = river.desk.opens(f"{address}?paragraph=2&type=numeric")
        fields = form_of(page, address)
        assert {("answer", ""), ("unit", "")} <= set(fields)
        assert "How far from it an answer may be." in page.html
        river.hands_in(address, with_changes(fields, ("prompt", "كم سمكة؟")))
        assert river.values("numeric-1")["prompt"] == "كم سمكة؟"
        assert river.saves("numeric-1").status == 200


def test_where_the_browser_may_change_nothing_a_form_is_shown_and_not_saved(config: Config, content: Path) -> None:
    app = create_app(replace(config, web_editing=False))
    river = Editor(Desk(app, "منى", "muna", "الصفّ"), content, "river")
    before = river.working()
    assert "save-line" not in river.desk.opens(river.question("which-day")).html
    page = river.saves("which-day", ("prompt", "متى؟"))
    assert page.status == 403
    assert ("prompt", "متى؟") in form_of(page, river.question("which-day"))
    assert river.edit().html.count("/remove") == 0
    fields = with_changes(river.fields("which-day"), ("after", ""))
    for act in ("move", "duplicate", "remove"):
        assert river.hands_in(f"{river.question('which-day')}/{act}", fields).status == 200
    address = f"{river.address}/settings"
    assert river.hands_in(address, form_of(river.desk.opens(address), address)).status == 403
    assert river.working() == before
    app.extensions["fahm"].store.close()


@pytest.mark.parametrize("kind", ["[1]", "{a: b}", "[[short]]"])
def test_a_type_that_is_no_word_has_no_form(river: Editor, kind: str) -> None:
    river.path.write_text(river.path.read_text().replace("type: short", f"type: {kind}", 1))
    for source in ("who-went", "which-day", "what-came"):
        assert river.desk.opens(river.question(source)).status in {200, 404}
    assert river.desk.opens(f"/desk/texts/{river.path.stem}/edit").status == 200
