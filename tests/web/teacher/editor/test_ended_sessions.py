"""A form of the editor that is handed in after its session has ended comes back whole, and can be sent again."""

from __future__ import annotations

import pytest

from conftest import Desk, Page
from web.teacher.editor.conftest import Editor, Fields, form_of, with_changes
from webapp.content.editing.question_edits import question_sources


def after_the_session(editor: Editor, address: str, fields: Fields) -> tuple[Page, Fields]:
    """The page that comes back after the session has ended, and the fields that it holds."""
    editor.desk.posts("/desk/sign-out")
    page = editor.hands_in(address, fields)
    assert page.status == 401
    return page, form_of(page, address)


def typed(fields: Fields) -> Fields:
    return [(name, value.replace("\r\n", "\n")) for name, value in fields if name != "csrf_token"]


def test_a_question_of_each_type_outlives_the_session(article: Editor) -> None:
    before = article.path.read_bytes()
    for source in {str(source.values["type"]): source for source in question_sources(before)}.values():
        address = article.question(source.id)
        field = "prompt" if "prompt" in source.values else "statement"
        fields = with_changes(article.fields(source.id), (field, "أين\r\n<b>«وصل»</b>؟"))
        page, kept = after_the_session(article, address, fields)
        assert typed(kept) == typed(fields), source.id
        assert "<b>" not in page.html
        article.desk.sign_in()
        assert article.hands_in(address, kept, follow=False).status == 303
        assert str(article.values(source.id)[field]).strip() == "أين\n<b>«وصل»</b>؟", source.id
    assert article.path.read_bytes() == before


def test_a_button_that_adds_a_line_is_pressed_again(river: Editor) -> None:
    address = river.question("which-day")
    _, kept = after_the_session(river, address, [*river.fields("which-day"), ("do", "add:refuse")])
    river.desk.sign_in()
    assert ("refuse.1", "") in form_of(river.hands_in(address, kept), address)


@pytest.mark.parametrize("path", ["settings", "questions/new", "yaml", "text"])
def test_other_forms_outlive_it_as_well(river: Editor, path: str) -> None:
    address = f"{river.address}/{path}"
    query = "?paragraph=1&type=short" if path == "questions/new" else ""
    fields = form_of(river.desk.opens(address + query), address)
    _, kept = after_the_session(river, address, fields)
    assert typed(kept) == typed(fields)


def test_another_teacher_who_signs_in_sees_and_saves_nothing_of_it(river: Editor, muna: Desk, sami: Desk) -> None:
    address, before = river.question("which-day"), river.working()
    fields = with_changes(river.fields("which-day"), ("prompt", "سؤال منى وحدها"))
    _, kept = after_the_session(river, address, fields)
    sami.client.set_cookie("x", "y")
    muna.client.set_cookie("fahm_desk", str(sami.client.get_cookie("fahm_desk", path="/").value))  # type: ignore[union-attr]
    page = river.hands_in(address, kept)
    assert page.status == 403
    assert "سؤال منى" not in page.html
    assert river.working() == before
