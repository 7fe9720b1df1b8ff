"""What is fair to a reader: the same answer twice is one try, nothing is marked unasked, nothing is said falsely."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Learner, Page, right_fields, wrong_fields
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

AGAIN = "سبق تقديم هذه الإجابة، ولم تُحسب محاولة جديدة"


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    """The article with every gate open."""
    folder = tmp_path / "content"
    (folder / "questions").mkdir(parents=True)
    (folder / "seeds").symlink_to(ARTICLE / "seeds")
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml.replace("gate: answered", "gate: open"), encoding="utf-8")
    made = create_app(config.__class__(**{**config.__dict__, "content": folder}))
    yield made
    made.extensions["fahm"].store.close()


def stored(app: Flask) -> list:
    return list(app.extensions["fahm"].store.all_tries())


def first_of(lesson: Lesson, kind: str) -> tuple[str, str]:
    question = next(item.question for item in lesson.items if item.question.type == kind)
    return question.id, f"/texts/{SLUG}/{question.paragraph}"


@pytest.mark.parametrize(
    "kind", ["choice", "judgement", "short", "cloze", "order", "match", "sort", "referent", "evidence", "root"]
)
def test_the_same_wrong_answer_sent_again_costs_no_try(layla: Learner, lesson: Lesson, app: Flask, kind: str) -> None:
    name, url = first_of(lesson, kind)
    wrong = wrong_fields(lesson, name)
    before = layla.answers(url, wrong, check=name)
    page = layla.answers(url, wrong, check=name)
    assert AGAIN not in before.text(name)
    assert AGAIN in page.text(name)
    assert AGAIN not in page.notices()
    assert len(stored(app)) == 1
    assert AGAIN not in layla.opens(url).text(name)


def test_a_typed_answer_is_the_same_whatever_its_spaces(layla: Learner, lesson: Lesson, app: Flask) -> None:
    name, url = first_of(lesson, "short")
    layla.answers(url, {name: "كلام بعيد عن النص"})
    page = layla.answers(url, {name: "  كلام  بعيد عن   النص "})
    assert AGAIN in page.text(name)
    layla.answers(url, {name: "كلام قريب من النص"})
    assert len(stored(app)) == 2


def test_what_was_said_of_the_repeated_answer_is_said_again(layla: Learner, lesson: Lesson) -> None:
    name, url = first_of(lesson, "choice")
    question = lesson.item(name).question
    one, other = [option for option in question.options if not option.correct][:2]
    for option in (one, other):
        layla.answers(url, {name: option.value})
    page = layla.answers(url, {name: one.value})
    assert one.why in page.text(name)
    assert other.why not in page.text(name)


def test_the_same_multiple_answer_sent_again_costs_no_try_and_a_worse_last_one_is_named(
    layla: Learner, lesson: Lesson, app: Flask
) -> None:
    name, url = first_of(lesson, "multiple")
    question = lesson.item(name).question
    right = [option.value for option in question.options if option.correct]
    wrong = [option.value for option in question.options if not option.correct]
    for _ in range(2):
        page = layla.answers(url, {name: right[:1]})
    assert AGAIN in page.text(name)
    assert "احتُسبت المحاولة الأخيرة" not in page.text(name)
    page = layla.answers(url, {name: wrong[:1]})
    assert "احتُسبت المحاولة الأخيرة" in page.text(name)
    assert len(stored(app)) == 2


def test_a_learner_can_go_back_to_a_better_answer(layla: Learner, lesson: Lesson, app: Flask) -> None:
    name, url = first_of(lesson, "multiple")
    question = lesson.item(name).question
    right = [option.value for option in question.options if option.correct]
    wrong = [option.value for option in question.options if not option.correct]
    for answer in (right[:1], wrong[:1], right[:1]):
        page = layla.answers(url, {name: answer})
    assert AGAIN not in page.text(name)
    assert [one.verdict for one in stored(app)] == ["partial", "refused", "partial"]


def test_enter_without_a_script_keeps_what_was_typed_and_marks_nothing(
    layla: Learner, lesson: Lesson, app: Flask
) -> None:
    name, url = first_of(lesson, "short")
    page = layla.answers(url, {name: "جواب لم يكتمل"}, keep="1")
    assert "حُفظت الإجابات. لكل سؤال زر للتحقق من إجابته" in page.notices()
    assert "جواب لم يكتمل" in page.card(name)
    assert stored(app) == []


def test_the_button_that_enter_presses_keeps_and_comes_before_every_other(layla: Learner, lesson: Lesson) -> None:
    _, url = first_of(lesson, "poll")
    html = layla.opens(url).html
    assert html.index('form="questions" name="keep"') < html.index('name="check"')


def test_a_poll_before_reading_stands_before_the_text(layla: Learner, lesson: Lesson) -> None:
    poll = next(item.question for item in lesson.items if getattr(item.question, "when", "") == "before")
    url = f"/texts/{SLUG}/{poll.paragraph}"
    html = layla.opens(url).html
    assert html.index(f'id="q-{poll.id}"') < html.index('id="sheet-title"') < html.index('id="questions"')
    assert html.count(f'id="q-{poll.id}"') == 1
    page = layla.answers(url, right_fields(lesson, poll.id), check=poll.id)
    assert "سُجّل الرأي" in page.text(poll.id)


def test_a_long_typed_answer_is_folded(layla: Learner, lesson: Lesson) -> None:
    name, url = first_of(lesson, "short")
    long = "كلمة " * 60
    card = layla.answers(url, {name: long}).card(name)
    assert '<details class="given">' in card
    assert long.strip() in card
    assert '<details class="given">' not in layla.answers(url, {name: "كلمة"}).card(name)


def test_the_front_page_names_the_penalty_and_that_hints_are_free(layla: Learner) -> None:
    html = layla.opens(f"/texts/{SLUG}/").html
    assert "كل محاولة خاطئة تخصم ثلث درجته" in html
    assert "التلميحات لا تُنقص الدرجة" in html


def test_the_whole_text_is_folded_by_its_subheadings(layla: Learner, lesson: Lesson) -> None:
    html = layla.opens(f"/texts/{SLUG}/whole").html
    headings = sum(bool(paragraph.heading) for paragraph in lesson.text.paragraphs[1:])
    assert html.count('<details class="part" open>') == headings + 1


def look_link(page: Page, name: str) -> bool:
    return f'href="#words-{name}"' in page.card(name)


def test_a_wrong_answer_links_to_the_lit_words_and_they_link_back(layla: Learner, lesson: Lesson) -> None:
    name, url = first_of(lesson, "choice")
    page = layla.answers(url, wrong_fields(lesson, name), check=name)
    assert look_link(page, name)
    assert page.html.count(f'id="words-{name}" tabindex="-1"') == 1
    assert f'<a class="back" href="#q-{name}"' in page.html
    page = layla.answers(url, right_fields(lesson, name), check=name)
    assert not look_link(page, name)


def test_where_nothing_may_be_lit_there_is_nothing_to_look_at(layla: Learner, lesson: Lesson) -> None:
    name, url = first_of(lesson, "evidence")
    page = layla.answers(url, wrong_fields(lesson, name), check=name)
    assert not look_link(page, name)


def test_words_lit_for_two_questions_are_a_place_to_go_to_for_each(layla: Learner, lesson: Lesson) -> None:
    for item in lesson.items:
        url = f"/texts/{SLUG}/{item.question.paragraph}"
        page = layla.answers(
            url, wrong_fields(lesson, item.question.id) if not item.question.once else {}, check=item.question.id
        )
        if look_link(page, item.question.id):
            assert page.html.count(f'id="words-{item.question.id}"') == 1, item.question.id


def test_a_tiny_mark_is_told_to_a_tenth_and_sums_add_up_what_is_told(layla: Learner, lesson: Lesson) -> None:
    name, url = first_of(lesson, "choice")
    other = next(i.question.id for i in lesson.items if i.question.type == "choice" and i.question.id != name)
    place = f"/texts/{SLUG}/{lesson.item(other).question.paragraph}"
    for question, address in ((name, url), (other, place)):
        layla.answers(address, wrong_fields(lesson, question), check=question)
        page = layla.answers(address, right_fields(lesson, question), check=question)
        assert "٠٫٧ من ١" in page.text(question)
    assert "<strong>١٫٤</strong> من ٢" in layla.opens(f"/texts/{SLUG}/result").html
