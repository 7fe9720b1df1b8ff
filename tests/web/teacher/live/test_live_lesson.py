"""A lesson that a class reads together: the teacher's screen, the bars, and the readers who are led."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins, right_fields, wrong_fields
from store.helpers import Clock
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.store.protocols.live_lessons import MAX_LESSON_LENGTH

FIRST = f"/texts/{SLUG}/1"
WAITS = "الصف ينتظر"
TOGETHER = "يقرأ الصف هذا النص معًا"


def begins(teacher: Desk) -> Page:
    return teacher.posts(teacher.of_class("live"), text=SLUG)


def leads(teacher: Desk, act: str, step: int) -> Page:
    return teacher.posts(teacher.of_class("live/pace"), act=act, p=step)


def shows(teacher: Desk, what: str, step: int = 1, on: str = "1") -> Page:
    return teacher.posts(teacher.of_class("live/show"), what=what, on=on, p=step)


def screen(teacher: Desk, step: int = 1) -> Page:
    return teacher.opens(teacher.of_class(f"live/now?p={step}"))


def polls(teacher: Desk, tag: str = "", step: int = 1) -> Page:
    headers = {"If-None-Match": tag} if tag else {}
    return Page(teacher.client.get(teacher.of_class(f"live/state?p={step}"), headers=headers))


def may_go_to(learner: Learner) -> int:
    return int(learner.client.get(f"/led/{SLUG}").get_json()["open"])


def counts(page: Page, number: int) -> list[int]:
    """The numbers beside the bars of one question."""
    card = page.html.split(f'id="live-q{number}"')[1].split("</section>")[0]
    found = re.findall(r"</svg>\s*<strong>([^<]*)</strong>", card)
    return [int(one) for one in found]


def standing(page: Page) -> dict[int, int]:
    """How many stand at each step where somebody does."""
    found = re.findall(r'id="stop-(\d+)".*?<strong>([^<]*)</strong>', page.html, re.S)
    return {int(step): int(count) for step, count in found if int(count)}


def first_of(lesson: Lesson, kind: str, place: int = 1) -> tuple[int, str]:
    """Number in the text, and id."""
    return next(
        (lesson.numbers[one.question.id], one.question.id)
        for one in lesson.items_at(place)
        if one.question.type == kind
    )


def passes(learner: Learner, lesson: Lesson, place: int) -> Page:
    """Answer every question of a paragraph rightly, also those that appear with the answers before."""
    url = f"/texts/{SLUG}/{place}"
    for item in lesson.items_at(place):
        page = learner.answers(url, right_fields(lesson, item.question.id), check=item.question.id)
    return page


def test_the_lesson_of_another_teacher_is_not_there(muna: Desk, sami: Desk) -> None:
    begins(muna)
    for path in ("live", "live/now", "live/state", "live/projector", "live/projector/state"):
        assert sami.opens(muna.of_class(path)).status == 404
    for path in ("live", "live/end", "live/pace", "live/show"):
        assert sami.posts(muna.of_class(path), text=SLUG, act="hold", what="names", on="1").status == 404
    assert "الحاضرون" in screen(muna).html


def test_a_lesson_begins_and_ends(muna: Desk) -> None:
    assert "بدء الدرس" in muna.opens(muna.of_class("live")).html
    assert "بدء الدرس" in muna.opens(muna.of_class("live/now")).html
    assert "الحاضرون" in begins(muna).html
    assert "يوجد درس جارٍ الآن" in muna.opens(muna.of_class("live")).html
    assert "يوجد درس جارٍ الآن" not in muna.posts(muna.of_class("live/end")).html
    assert polls(muna).status == 303
    for path in ("live/pace", "live/show"):
        assert muna.posts(muna.of_class(path), follow=False).status == 303


def test_a_lesson_needs_a_text_and_a_class_that_is_in_use(muna: Desk) -> None:
    assert muna.posts(muna.of_class("live"), text="no-such-text").status == 400
    muna.posts(muna.of_class("archive"), away="1")
    assert muna.posts(muna.of_class("live"), text=SLUG).status == 400


def test_what_cannot_be_is_refused(muna: Desk) -> None:
    begins(muna)
    assert leads(muna, "fly", 1).status == 400
    assert shows(muna, "codes").status == 400
    assert screen(muna, 99).status == screen(muna, -3).status == 200


def test_the_teacher_sees_who_is_where_and_names_only_when_asked(muna: Desk, layla: Learner) -> None:
    begins(muna)
    layla.opens(FIRST)
    page = screen(muna)
    assert standing(page) == {1: 1}
    assert "ليلى" not in page.html
    assert "ليلى" not in polls(muna).html
    assert "ليلى" in shows(muna, "names").html
    assert "ليلى" not in shows(muna, "names", on="0").html
    shows(muna, "names")
    assert "ليلى" not in begins(muna).html
    layla.opens(FIRST)
    assert "ليلى" not in screen(muna).html


def test_an_unchanged_poll_says_nothing(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    layla.opens(FIRST)
    tag = polls(muna).response.headers["ETag"]
    layla.opens(FIRST)
    again = polls(muna, tag)
    assert (again.status, again.html) == (304, "")
    assert f"data-tag='{tag}'" in screen(muna).html
    assert polls(muna, tag, step=2).status == 200
    _, name = first_of(lesson, "choice")
    layla.answers(FIRST, right_fields(lesson, name), check=name)
    assert polls(muna, tag).status == 200
    tag = polls(muna).response.headers["ETag"]
    leads(muna, "hold", 1)
    assert polls(muna, tag).status == 200


def test_bars_count_each_learner_once_by_the_latest_try(
    muna: Desk, layla: Learner, omar: Learner, lesson: Lesson, app: Flask
) -> None:
    joins(omar, muna.code, "عمر")
    stranger = Learner(app)
    begins(muna)
    number, name = first_of(lesson, "choice")
    for fields in (wrong_fields(lesson, name), right_fields(lesson, name)):
        layla.answers(FIRST, fields, check=name)
    for reader in (omar, stranger):
        reader.answers(FIRST, wrong_fields(lesson, name), check=name)
    page = screen(muna)
    assert sorted(counts(page, number)) == [*[0] * (len(counts(page, number)) - 2), 1, 1]
    assert "<strong>٢</strong> / ٢" in page.html


def test_typed_answers_are_counted_and_not_shown(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    place, name = next((i.question.paragraph, i.question.id) for i in lesson.items if i.question.type == "short")
    leads(muna, "open", int(place))
    typed = "كلام لا يليق بالشاشة"
    layla.answers(f"/texts/{SLUG}/{place}", {name: typed}, check=name)
    number = lesson.numbers[name]
    page = screen(muna, int(place))
    assert counts(page, number) == [0, 1]
    assert typed not in page.html


def test_the_key_and_the_evidence_show_when_asked_and_for_that_paragraph_alone(muna: Desk, lesson: Lesson) -> None:
    page = begins(muna)
    assert "✓" not in page.html
    assert page.lit() == []
    page = shows(muna, "answer")
    assert "✓" in page.html
    assert page.lit() == []
    quotes = [quote for item in lesson.items_at(1) for quote in item.question.evidence]
    lit = " ".join(shows(muna, "evidence").lit())
    assert quotes
    assert all(word in lit for quote in quotes for word in quote.split())
    other = screen(muna, 2)
    assert "✓" not in other.html
    assert other.lit() == []


def test_the_whole_text_is_a_step_as_well(muna: Desk, lesson: Lesson) -> None:
    begins(muna)
    last = len(lesson.text.paragraphs) + 1
    page = shows(muna, "evidence", last)
    assert lesson.items_at("whole")[0].question.prompt in page.html
    assert page.lit()


def test_a_held_class_waits_and_goes_on_when_it_is_opened(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    leads(muna, "hold", 1)
    assert TOGETHER in layla.opens(FIRST).html
    page = passes(layla, lesson, 1)
    assert WAITS in page.html
    assert f'href="/texts/{SLUG}/2"' not in page.html.replace("hidden><a", "").split('class="onward"')[1]
    beyond = layla.opens(f"/texts/{SLUG}/2")
    assert WAITS in beyond.html
    assert lesson.text.paragraph(2).text not in beyond.html
    assert may_go_to(layla) == 1
    leads(muna, "open", 1)
    assert may_go_to(layla) == 2
    page = layla.opens(f"/texts/{SLUG}/2")
    assert WAITS not in page.html
    assert standing(screen(muna)) == {2: 1}
    assert layla.opens(f"/texts/{SLUG}/3").response.request.path == f"/texts/{SLUG}/2"


def test_an_opened_paragraph_is_open_whatever_is_answered(
    muna: Desk, layla: Learner, omar: Learner, lesson: Lesson
) -> None:
    begins(muna)
    leads(muna, "open", 1)
    leads(muna, "open", 2)
    assert layla.opens(f"/texts/{SLUG}/3").response.request.path == f"/texts/{SLUG}/3"
    assert layla.opens(f"/texts/{SLUG}/4").response.request.path == f"/texts/{SLUG}/3"
    assert omar.opens(f"/texts/{SLUG}/2").response.request.path == FIRST
    assert TOGETHER not in omar.opens(FIRST).html
    leads(muna, "free", 3)
    assert layla.opens(f"/texts/{SLUG}/3").response.request.path == FIRST


def test_after_the_end_all_is_as_the_file_says_and_answers_stay(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    leads(muna, "open", 1)
    passes(layla, lesson, 2)
    muna.posts(muna.of_class("live/end"))
    assert layla.opens(f"/texts/{SLUG}/2").response.request.path == FIRST
    assert TOGETHER not in layla.opens(FIRST).html
    passes(layla, lesson, 1)
    item = lesson.items_at(2)[0]
    assert "settled" in layla.opens(f"/texts/{SLUG}/2").card(item.question.id)


def test_who_writes_while_the_class_is_held_can_hand_in(muna: Desk, layla: Learner, lesson: Lesson, app: Flask) -> None:
    begins(muna)
    leads(muna, "open", 1)
    page = layla.opens(f"/texts/{SLUG}/2")
    muna.posts(muna.of_class("live/pace"), act="hold", p="2")
    passes(layla, lesson, 1)
    store = app.extensions["fahm"].store
    store.live.set_pacing("default", muna.class_id, 0, 1)
    name = lesson.items_at(2)[0].question.id
    layla.answers(f"/texts/{SLUG}/2", right_fields(lesson, name), page, check=name)
    assert name in {one.question for one in store.all_tries()}


def test_what_was_typed_is_kept_when_the_lesson_ended_meanwhile(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    begins(muna)
    leads(muna, "open", 1)
    page = layla.opens(f"/texts/{SLUG}/2")
    muna.posts(muna.of_class("live/end"))
    _, name = first_of(lesson, "root", 2)
    layla.answers(f"/texts/{SLUG}/2", {f"{name}.root": "ع ل م"}, page, check=name)
    passes(layla, lesson, 1)
    card = layla.opens(f"/texts/{SLUG}/2").card(name)
    assert 'value="ع ل م"' in card
    assert "feedback" not in card


def test_the_readers_question_tells_nothing_but_how_far(muna: Desk, layla: Learner, omar: Learner) -> None:
    begins(muna)
    leads(muna, "open", 1)
    reply = layla.client.get(f"/led/{SLUG}")
    assert reply.get_json() == {"open": 2}
    assert reply.headers["Cache-Control"] == "no-store"
    again = layla.client.get(f"/led/{SLUG}", headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    leads(muna, "open", 2)
    again = layla.client.get(f"/led/{SLUG}", headers={"If-None-Match": reply.headers["ETag"]})
    assert again.get_json() == {"open": 3}
    assert may_go_to(omar) == 1
    assert omar.client.get("/led/no-such-text").status_code == 404


def test_a_page_fetched_in_the_background_is_not_read(muna: Desk, layla: Learner) -> None:
    begins(muna)
    layla.client.get(FIRST, headers={"X-Fahm-Background": "1"})
    assert standing(screen(muna)) == {}


def test_a_forgotten_lesson_holds_nobody_for_good(muna: Desk, layla: Learner, lesson: Lesson, clock: Clock) -> None:
    begins(muna)
    leads(muna, "hold", 1)
    assert WAITS in passes(layla, lesson, 1).html
    clock.move(seconds=MAX_LESSON_LENGTH.total_seconds())
    assert layla.opens(f"/texts/{SLUG}/2").response.request.path == f"/texts/{SLUG}/2"


@pytest.mark.parametrize("act", ["open", "hold"])
def test_no_page_of_a_reader_says_more_when_led(muna: Desk, layla: Learner, lesson: Lesson, act: str) -> None:
    begins(muna)
    leads(muna, act, 1)
    page = layla.opens(f"/texts/{SLUG}/9")
    assert lesson.text.paragraph(9).text not in page.html
    assert muna.class_id not in page.html


def test_a_class_that_is_held_does_not_hold_another_class(
    muna: Desk, sami: Desk, layla: Learner, omar: Learner, lesson: Lesson, clock: Clock
) -> None:
    joins(layla, sami.code, "ليلى")
    joins(omar, sami.code, "عمر")
    begins(muna)
    leads(muna, "open", 2)
    clock.move(minutes=1)
    begins(sami)
    leads(sami, "hold", 1)
    passes(omar, lesson, 1)
    assert (may_go_to(layla), may_go_to(omar)) == (3, 1)
    assert layla.client.get(f"/texts/{SLUG}/2").status_code == 200
    assert omar.client.get(f"/texts/{SLUG}/2").status_code == 303
    muna.posts(muna.of_class("live/end"))
    assert may_go_to(layla) == 1


def test_a_class_without_a_hold_goes_on_by_its_answers_whatever_another_one_does(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, clock: Clock
) -> None:
    joins(layla, sami.code, "ليلى")
    begins(muna)
    clock.move(minutes=1)
    begins(sami)
    leads(sami, "hold", 1)
    passes(layla, lesson, 1)
    assert may_go_to(layla) == 2
    leads(muna, "hold", 1)
    assert may_go_to(layla) == 1
    assert WAITS in layla.opens(FIRST).html


def gives_exam(desk: Desk, places: tuple[int, ...] = ()) -> str:
    store = desk.client.application.extensions["fahm"].store
    new = NewAssignment(SLUG, places=places, classes=(desk.class_id,), rules=AssignmentRules(exam=True))
    return str(store.assignments.add(desk.school, new, desk.id).id)


def test_an_exam_of_its_text_pauses_a_lesson_that_runs(muna: Desk, sami: Desk, layla: Learner, lesson: Lesson) -> None:
    prompt = lesson.items_at(1)[0].question.prompt
    for desk in (muna, sami):
        begins(desk)
        shows(desk, "answer")
        assert prompt in screen(desk).html
    tag = screen(muna).html.partition("data-tag='")[2].partition("'")[0]
    assert TOGETHER in layla.opens("/").html or SLUG in layla.opens("/").html
    gives_exam(muna)
    for page in (screen(muna), muna.opens(muna.of_class("live/projector")), polls(muna, tag)):
        assert page.status == 200
        assert "توقف العرض" in page.html
        assert prompt not in page.html
        assert lesson.text.paragraph(1).text[:40] not in page.html
    assert prompt in screen(sami).html, "another class reads on"
    assert f"/led/{SLUG}/place" not in layla.opens("/").html


def test_an_exam_of_a_paragraph_pauses_that_paragraph_alone(muna: Desk, lesson: Lesson) -> None:
    begins(muna)
    gives_exam(muna, places=(2,))
    assert lesson.items_at(1)[0].question.prompt in screen(muna, 1).html
    for step in (2, len(lesson.text.paragraphs) + bool(lesson.items_at("whole"))):
        assert "توقف العرض" in screen(muna, step).html, step
