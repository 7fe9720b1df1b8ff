"""Reading and answering, from the first page to the result."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from conftest import SLUG, Learner, right_answer, right_fields, wrong_answer, wrong_fields
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.web.framework.i18n import points

FRONT = f"/texts/{SLUG}/"
FIRST = f"/texts/{SLUG}/1"


def ids(lesson: Lesson, place: int | str) -> list[str]:
    return [item.question.id for item in lesson.items_at(place)]


def of_type(lesson: Lesson, kind: str, place: int = 1) -> str:
    return next(item.question.id for item in lesson.items_at(place) if item.question.type == kind)


def pass_paragraph(learner: Learner, lesson: Lesson, number: int) -> None:
    learner.answers(f"/texts/{SLUG}/{number}", all_right(lesson, number))


def all_right(lesson: Lesson, place: int | str) -> dict[str, object]:
    return {field: value for name in ids(lesson, place) for field, value in right_fields(lesson, name).items()}


def stored(app: Flask) -> list:
    return list(app.extensions["fahm"].store.all_tries())


def test_the_library_shows_the_text_right_to_left(layla: Learner) -> None:
    page = layla.opens("/")
    assert page.status == 200
    assert '<html lang="ar" dir="rtl">' in page.html
    assert FRONT in page.html


def test_a_right_answer_is_marked_at_once_with_reason_and_evidence_lit(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    page = layla.answers(FIRST, {name: right_answer(lesson, name)})
    item = lesson.item(name)
    assert "إجابة صحيحة" in page.text(name)
    assert "١ من ١" in page.text(name)
    key = item.question.solution().correct[0]
    assert item.question.solution().whys[key] in page.text(name)
    assert set(item.question.evidence) <= {words.strip() for words in page.lit()} | set(page.lit())


def test_a_wrong_answer_gets_its_reason_and_another_try_but_not_the_key(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    page = layla.answers(FIRST, {name: wrong_answer(lesson, name)})
    assert "ليست هذه هي الإجابة" in page.text(name)
    assert "محاولتان" in page.text(name)
    assert "الإجابة الصحيحة" not in page.text(name)
    assert page.lit()


def test_the_mark_falls_by_the_penalty_for_each_failed_try(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    layla.answers(FIRST, {name: wrong_answer(lesson, name)})
    page = layla.answers(FIRST, {name: right_answer(lesson, name)})
    assert "٠٫٧ من ١" in page.text(name)


def test_after_the_last_try_the_key_is_told(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    wrong = [value for value in lesson.item(name).question.tickable() if value not in right_answer(lesson, name)]
    for value in wrong[: lesson.settings.tries]:
        page = layla.answers(FIRST, {name: value})
    assert "الإجابة الصحيحة" in page.text(name)
    assert "٠ من ١" in page.text(name)
    assert 'value="' + name not in page.card(name)


def test_the_next_paragraph_is_not_sent_before_the_gate(layla: Learner, lesson: Lesson) -> None:
    second = lesson.text.paragraph(2).text
    page = layla.opens(f"/texts/{SLUG}/2")
    assert second not in page.html
    assert lesson.text.paragraph(1).text in page.html
    assert "تُفتح تلك الصفحة" in page.notices()
    pass_paragraph(layla, lesson, 1)
    assert second in layla.opens(f"/texts/{SLUG}/2").html


@pytest.mark.parametrize("place", ["2", "10", "whole"])
def test_no_page_leaks_a_closed_paragraph(layla: Learner, lesson: Lesson, place: str) -> None:
    page = layla.opens(f"/texts/{SLUG}/{place}")
    assert all(paragraph.text not in page.html for paragraph in lesson.text.paragraphs[1:])


def test_a_closed_page_takes_no_answers(layla: Learner, lesson: Lesson, app: Flask) -> None:
    name = ids(lesson, 2)[0]
    page = layla.opens(FIRST)
    layla.answers(f"/texts/{SLUG}/2", {name: right_answer(lesson, name)}, page)
    assert stored(app) == []


def test_unanswered_costs_no_try(layla: Learner, app: Flask) -> None:
    page = layla.answers(FIRST, {})
    assert "لم تُكتب إجابة" in page.notices()
    assert stored(app) == []


def test_a_repeated_post_of_one_form_is_one_try(layla: Learner, lesson: Lesson, app: Flask) -> None:
    name = of_type(lesson, "choice")
    form = layla.opens(FIRST)
    for _ in range(3):
        page = layla.answers(FIRST, {name: wrong_answer(lesson, name)}, form)
    assert len(stored(app)) == 1
    assert "ليست هذه هي الإجابة" in page.text(name)


def test_a_second_different_answer_to_one_form_is_told_that_the_first_stands(
    layla: Learner, lesson: Lesson, app: Flask
) -> None:
    name = of_type(lesson, "choice")
    form = layla.opens(FIRST)
    layla.answers(FIRST, {name: wrong_answer(lesson, name)}, form)
    page = layla.answers(FIRST, {name: right_answer(lesson, name)}, form)
    assert "الإجابة الأولى هي المحتسبة" in page.notices()
    assert [one.verdict for one in stored(app)] == ["refused"]


def test_checking_one_question_keeps_what_was_typed_in_the_others(layla: Learner, lesson: Lesson, app: Flask) -> None:
    short, choice = of_type(lesson, "short"), of_type(lesson, "choice")
    page = layla.answers(FIRST, {short: "كلام لم يُرسل بعد", choice: right_answer(lesson, choice)}, check=choice)
    assert "كلام لم يُرسل بعد" in page.card(short)
    assert [one.question for one in stored(app)] == [choice]


def test_a_hint_is_given_counted_and_loses_nothing(layla: Learner, lesson: Lesson, app: Flask) -> None:
    short = of_type(lesson, "short")
    hint = lesson.item(short).question.hints[0]
    assert hint not in layla.opens(FIRST).html
    page = layla.answers(FIRST, {short: "مسودة"}, hint=short)
    assert hint in page.card(short)
    assert "مسودة" in page.card(short)
    layla.answers(FIRST, {short: right_answer(lesson, short)})
    assert [one.hints for one in stored(app)] == [1]


def test_before_a_try_hints_are_the_files_own_and_light_nothing(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    for hint in lesson.item(name).question.hints:
        page = layla.answers(FIRST, {}, hint=name)
        assert hint in page.card(name)
    assert page.lit() == []
    assert 'name="hint"' not in page.card(name)


def test_after_a_try_the_sentence_is_lit_and_one_wrong_option_can_be_struck(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    page = layla.answers(FIRST, {name: wrong_answer(lesson, name)})
    assert page.lit()
    for _ in [*lesson.item(name).question.hints, "lit", "struck"]:
        assert "disabled" not in page.card(name)
        page = layla.answers(FIRST, {}, hint=name)
    struck = re.findall(r'value="(\w+)" disabled', page.card(name))
    assert len(struck) == 1
    assert struck != right_answer(lesson, name)
    assert 'name="hint"' not in page.card(name)


def test_reader_leaves_and_comes_back_where_they_stood(layla: Learner, lesson: Lesson) -> None:
    pass_paragraph(layla, lesson, 1)
    assert f"/texts/{SLUG}/2" in layla.opens(FRONT).html
    assert "المتابعة من الفقرة ٢" in layla.opens(FRONT).html


@pytest.mark.usefixtures("muna")
def test_walk_to_the_result_with_everything_right(layla: Learner, lesson: Lesson) -> None:
    for paragraph in lesson.text.paragraphs:
        pass_paragraph(layla, lesson, paragraph.number)
    assert layla.answers(f"/texts/{SLUG}/whole", all_right(lesson, "whole")).status == 200
    page = layla.opens(f"/texts/{SLUG}/result")
    waiting = sum(item.question.points for item in lesson.items if item.question.once)
    total = sum(item.question.points for item in lesson.items)
    assert f"{points(total - waiting)}</strong> من {points(total - waiting)}" in page.html
    assert f"(مجموع الدرجات: {points(waiting)})" in page.html
    assert "اكتملت قراءة النص" in page.html
    assert "الاستنتاج المباشر" in page.html


def test_the_result_names_what_to_read_again(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    layla.answers(FIRST, {name: wrong_answer(lesson, name)})
    page = layla.opens(f"/texts/{SLUG}/result")
    assert f"{FIRST}#q-{name}" in page.html


def test_one_learner_sees_nothing_of_another(layla: Learner, omar: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    layla.answers(FIRST, {name: right_answer(lesson, name)})
    assert "إجابة صحيحة" not in omar.opens(FIRST).text(name)


def test_an_old_form_comes_back_with_what_was_typed(layla: Learner, lesson: Lesson, app: Flask) -> None:
    short = of_type(lesson, "short")
    page = layla.opens(FIRST)
    response = layla.client.post(FIRST, data={"csrf_token": "old", "form": page.field("form"), short: "جواب طويل"})
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "جواب طويل" in html
    assert "لم تُرسل الإجابات بعد" in html
    assert stored(app) == []


def test_hamza_is_forgiven_and_named(layla: Learner, lesson: Lesson) -> None:
    page = layla.answers(FIRST, {"summit-day": "الاربعاء"})
    assert "١ من ١" in page.text("summit-day")
    assert "همزة" in page.text("summit-day")


def test_an_empty_check_is_told_on_the_question_itself(layla: Learner, lesson: Lesson) -> None:
    name = of_type(lesson, "choice")
    page = layla.answers(FIRST, {}, check=name)
    assert "لا توجد إجابة بعد" in page.text(name)
    assert "لا توجد إجابة بعد" not in page.notices()


def test_a_regular_readers_cookie_never_ends(config: Config) -> None:
    """It is sent anew each month, to live for more than a year from then, and not with each page."""
    today = [datetime(2026, 1, 15, tzinfo=UTC)]
    app = create_app(replace(config, now=lambda: today[0]))
    reader = Learner(app).client
    page = f"/texts/{SLUG}/1"
    assert "Expires" in reader.get(page).headers["Set-Cookie"]
    assert "Set-Cookie" not in reader.get(page).headers
    today[0] = datetime(2026, 2, 1, tzinfo=UTC)
    assert "Expires" in reader.get(page).headers["Set-Cookie"]
    app.extensions["fahm"].store.close()


def test_a_page_that_was_drawn_before_is_never_stale(layla: Learner, lesson: Lesson) -> None:
    page = f"/texts/{SLUG}/1"
    name = next(item.question.id for item in lesson.items_at(1) if item.question.type == "choice")
    for _ in range(3):
        assert 'class="feedback' not in layla.opens(page).card(name)
    layla.answers(page, wrong_fields(lesson, name), check=name)
    assert 'class="feedback' in layla.opens(page).card(name)
    first, second = layla.opens(page), layla.opens(page)
    assert first.field("form") != second.field("form")
    layla.answers(page, {}, hint=name)
    assert 'class="hints"' in layla.opens(page).card(name)


def test_a_page_without_a_form_may_be_asked_about(layla: Learner) -> None:
    first = layla.client.get(f"/texts/{SLUG}/")
    again = layla.client.get(f"/texts/{SLUG}/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
