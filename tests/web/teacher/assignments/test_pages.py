"""The teacher's pages of assignments: given in a few presses, changed, opened, closed, removed; who may do what."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, right_fields
from web.assigning import NOON, Clock, clock, traced_reads
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.assignment import Assignment, NewAllowance

__all__ = ["clock"]


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, timezone=ZoneInfo("Asia/Amman"))


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return traced_reads(monkeypatch)


def assigns(desk: Desk, **fields: object) -> Page:
    data = {"text": SLUG, "class": desk.class_id, "mode": "practice", "results": "by-hand", **fields}
    return desk.posts("/desk/assignments/new", **data)


def given(desk: Desk) -> Assignment:
    store = desk.client.application.extensions["fahm"].store
    (assignment,) = store.assignments.of_class(desk.school, desk.class_id)
    return assignment


def learner_of(desk: Desk, name: str = "ليلى") -> str:
    return next(one.learner for one in desk.people.members(desk.school, desk.class_id) if one.name == name)


def test_a_text_is_assigned_to_the_only_class_with_one_press(muna: Desk) -> None:
    page = muna.opens(f"/desk/assignments/new?text={SLUG}")
    assert re.search(rf'name="class" value="{muna.class_id}" checked', page.html)
    done = assigns(muna)
    assert "أُرسل التكليف" in done.html
    assignment = given(muna)
    assert (assignment.text, assignment.classes, assignment.teacher) == (SLUG, (muna.class_id,), muna.id)
    assert (assignment.opens, assignment.due, assignment.closes, assignment.places) == (None, None, None, ())
    assert f"/desk/assignments/{assignment.id}" in muna.opens(muna.of_class("assignments")).html


def test_times_are_those_of_the_schools_clock(muna: Desk) -> None:
    page = assigns(muna, due_date="2026-12-03", due_time="14:00", opens_date="2026-12-01", closes_date="2026-12-04")
    assert page.status == 200
    assignment = given(muna)
    assert assignment.due == datetime(2026, 12, 3, 11, 0, tzinfo=UTC)
    assert assignment.opens == datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
    form = muna.opens(f"/desk/assignments/{assignment.id}/change").html
    assert 'name="due_date" type="date" value="2026-12-03"' in form
    assert 'name="due_time" type="time" value="14:00"' in form


def test_a_form_that_was_drawn_before_another_change_overwrites_nothing(muna: Desk) -> None:
    assigns(muna)
    address = f"/desk/assignments/{given(muna).id}"
    old = muna.opens(f"{address}/change").field("base")
    fields = {"text": SLUG, "class": muna.class_id, "results": "by-hand"}
    muna.posts(address, mode="exam", minutes="20", base=old, **fields)
    page = muna.posts(address, mode="practice", note="اقرؤوا مرتين", base=old, **fields)
    assert page.status == 409
    assert "اقرؤوا مرتين" in page.html
    assert given(muna).rules.exam
    muna.posts(address, mode="practice", note="اقرؤوا مرتين", base=page.field("base"), **fields)
    assert not given(muna).rules.exam


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"due_date": "31/11/2026"}, "due"),
        ({"due_date": "2026-12-03", "due_time": "مساءً"}, "due"),
        ({"due_date": "2026-11-01"}, "due"),
        ({"opens_date": "2026-12-05", "due_date": "2026-12-01"}, "due"),
        ({"due_date": "2026-12-05", "closes_date": "2026-12-01"}, "closes"),
        ({"tries": "كثير"}, "tries"),
        ({"tries": "11"}, "tries"),
        ({"minutes": "0", "mode": "exam"}, "minutes"),
    ],
)
def test_a_fault_stands_at_its_field_with_what_was_typed(muna: Desk, fields: dict[str, str], name: str) -> None:
    page = assigns(muna, note="سطر للمتعلمين", **fields)
    assert page.status == 422
    assert f'id="{name}-fault"' in page.html
    for value in (*fields.values(), "سطر للمتعلمين"):
        assert value in page.html, value
    assert not muna.client.application.extensions["fahm"].store.assignments.of_class(muna.school, muna.class_id)


def test_without_a_class_or_a_text_nothing_is_assigned(muna: Desk, sami: Desk) -> None:
    assert assigns(muna, **{"class": ""}).status == 422
    assert assigns(muna, text="unknown").status == 422
    assert assigns(muna, **{"class": sami.class_id}).status == 422


def test_rules_and_places_and_names_are_kept(muna: Desk) -> None:
    fields = {"class": "", "learner": learner_of(muna), "paragraph": ["2", "whole", "99"], "mode": "exam"}
    fields |= {"gate": "open", "tries": "٣", "minutes": "٤٠", "shuffle": "1", "results": "after-close"}
    assigns(muna, **fields)
    assignment = given(muna)
    assert (assignment.classes, assignment.learners) == ((), (learner_of(muna),))
    assert assignment.places == (2, "whole")
    rules = assignment.rules
    assert (rules.exam, rules.gate, rules.tries, rules.minutes) == (True, "open", None, 40)
    assert (rules.shuffle, rules.results) == (True, "after-close")


def test_who_has_answered_is_named_before_an_exam_is_made(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    question = lesson.items_at(1)[0].question.id
    layla.answers(f"/texts/{SLUG}/1", right_fields(lesson, question))
    warned = assigns(muna, mode="exam")
    assert "ليلى" in warned.html
    assert 'name="sure"' in warned.html
    assert assigns(muna, mode="exam", sure="1").status == 200
    assert given(muna).rules.exam


def test_it_is_opened_and_closed_from_its_page(muna: Desk, clock: Clock) -> None:
    assigns(muna, opens_date="2026-12-01", due_date="2026-12-03")
    address = f"/desk/assignments/{given(muna).id}"
    muna.posts(f"{address}/now", what="open")
    assert given(muna).opens == NOON
    clock.at += timedelta(hours=1)
    muna.posts(f"{address}/now", what="close")
    assert given(muna).closes == given(muna).due == clock.at
    clock.at += timedelta(hours=1)
    muna.posts(f"{address}/now", what="open")
    assert given(muna).closes is None


def test_removing_is_undone(muna: Desk) -> None:
    assigns(muna)
    id = given(muna).id
    page = muna.posts(f"/desk/assignments/{id}/remove", removed="1")
    undo = re.search(r'action="([^"]*removed=0)"', page.html)
    assert undo
    assert f'/desk/assignments/{id}"' not in page.html
    muna.posts(undo[1])
    assert given(muna).removed is None


def test_a_learner_is_allowed_more(muna: Desk) -> None:
    assigns(muna, due_date="2026-12-03", closes_date="2026-12-04")
    address = f"/desk/assignments/{given(muna).id}/learners/{learner_of(muna)}"
    assert "ليلى" in muna.opens(address).html
    early = muna.posts(address, due_date="2026-12-01", tries="1", reason="مريضة")
    assert early.status == 422
    assert 'id="due-fault"' in early.html
    assert "مريضة" in early.html
    muna.posts(address, due_date="2026-12-08", tries="1", reason="مريضة")
    store = muna.client.application.extensions["fahm"].store
    (own,) = store.assignments.of_learner(muna.school, learner_of(muna))
    assert (own.extra_tries, own.allowance.reason) == (1, "مريضة")
    assert own.due == own.closes == datetime(2026, 12, 8, 20, 59, tzinfo=UTC)
    assert "مريضة" in muna.opens(address).html
    assert muna.posts(f"/desk/assignments/{given(muna).id}/learners/nobody", tries="1").status == 404


def test_the_work_of_each_learner_is_shown(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    assigns(muna, paragraph="1")
    page = muna.opens(f"/desk/assignments/{given(muna).id}").html
    asked = [item.question for item in lesson.items_at(1) if item.question.holds_gate]
    assert f"٠ / {'٠١٢٣٤٥٦٧٨٩'[len(asked)]}" in page
    layla.answers(f"/texts/{SLUG}/1", right_fields(lesson, asked[0].id), check=asked[0].id)
    assert f"١ / {'٠١٢٣٤٥٦٧٨٩'[len(asked)]}" in muna.opens(f"/desk/assignments/{given(muna).id}").html


def test_another_teacher_sees_and_changes_nothing(muna: Desk, sami: Desk) -> None:
    assigns(muna)
    id, learner = given(muna).id, learner_of(muna)
    for path in (
        f"/desk/assignments/{id}",
        f"/desk/assignments/{id}/change",
        f"/desk/assignments/{id}/learners/{learner}",
    ):
        assert sami.opens(path).status == 404, path
    for end in ("", "/now", "/remove", f"/learners/{learner}"):
        assert sami.posts(f"/desk/assignments/{id}{end}", removed="1", tries="1").status == 404, end
    assert given(muna).removed is None


def test_who_shares_one_of_its_classes_looks_and_does_not_change(muna: Desk, sami: Desk) -> None:
    muna.people.share(muna.school, sami.class_id, muna.id)
    assigns(muna, **{"class": [muna.class_id, sami.class_id]})
    id = given(muna).id
    page = sami.opens(f"/desk/assignments/{id}")
    assert page.status == 200
    assert "ليلى" not in page.html
    assert f"/desk/assignments/{id}/change" not in page.html
    assert sami.opens(f"/desk/assignments/{id}/change").status == 404
    assert sami.posts(f"/desk/assignments/{id}/now", what="close").status == 404
    assert muna.posts(f"/desk/assignments/{id}/now", what="close").status == 200


def test_a_text_that_was_archived_is_not_assigned(muna: Desk, config: Config, app: Flask) -> None:
    assigns(muna)
    library = app.extensions["fahm"].library
    lesson = library.snapshot.lessons[SLUG]
    library.snapshot.lessons[SLUG] = replace(lesson, settings=lesson.settings.model_copy(update={"archived": True}))
    assert assigns(muna).status == 422
    assert muna.opens(f"/desk/assignments/{given(muna).id}").status == 200
    assert muna.opens(muna.of_class("assignments")).status == 200
    del library.snapshot.lessons[SLUG]
    assert muna.opens(f"/desk/assignments/{given(muna).id}").status == 200


def test_a_great_class_costs_no_statement_a_learner(muna: Desk, ran: list[str]) -> None:
    assigns(muna)
    id = given(muna).id
    pages = (f"/desk/assignments/{id}", "/desk/assignments/new", muna.of_class("assignments"))
    few = {}
    for page in pages:
        ran.clear()
        assert muna.opens(page).status == 200
        few[page] = len(ran)
    muna.people.add_names(muna.school, muna.class_id, [f"متعلم {n}" for n in range(250)])
    store = muna.client.application.extensions["fahm"].store
    for member in muna.people.members(muna.school, muna.class_id)[:40]:
        store.assignments.allow(muna.school, id, NewAllowance(member.learner, muna.id, extra_tries=1))
    for page in pages:
        ran.clear()
        assert muna.opens(page).status == 200
        assert len(ran) == few[page], page


def test_the_shelf_of_the_class_is_set(muna: Desk) -> None:
    page = muna.posts(muna.of_class("shelf"), shelf="assigned")
    assert re.search(r'value="assigned" checked', page.html)
    assert muna.people.school_class(muna.school, muna.class_id).shelf == "assigned"


def kinds_of_news(desk: Desk) -> list[str]:
    store = desk.client.application.extensions["fahm"].store
    return [note.kind for note in store.notes.of_learner(desk.school, learner_of(desk), 20)]


def test_learners_are_told_of_it_of_changes_after_the_start_and_of_what_they_are_allowed(
    muna: Desk, clock: Clock
) -> None:
    assigns(muna, opens_date="2026-12-01", due_date="2026-12-03")
    id = given(muna).id
    fields = {"class": muna.class_id, "mode": "practice", "opens_date": "2026-12-01", "due_date": "2026-12-05"}
    clock.move(minutes=1)
    muna.posts(f"/desk/assignments/{id}", **fields)
    assert kinds_of_news(muna) == ["assignment-new"], "a change before the start is nobody's news"
    clock.move(days=2)
    muna.sign_in()  # after idle hours
    muna.posts(f"/desk/assignments/{id}", **fields)
    assert kinds_of_news(muna) == ["assignment-new"], "nothing was changed"
    muna.posts(f"/desk/assignments/{id}", **fields, due_time="18:00")
    clock.move(minutes=1)
    muna.posts(f"/desk/assignments/{id}/learners/{learner_of(muna)}", tries="2", reason="مريضة")
    assert kinds_of_news(muna) == ["extra-try", "assignment-changed", "assignment-new"]


def test_each_learner_is_told_once(muna: Desk, app: Flask) -> None:
    learner, store = learner_of(muna), app.extensions["fahm"].store
    assigns(muna, learner=learner)
    assert kinds_of_news(muna) == ["assignment-new"], "in the class, and named besides"
    second = store.people.add_class(muna.school, muna.id, "الصفّ الثاني")
    store.people.join(muna.school, second.id, learner, "ليلى")
    assigns(muna, **{"class": [muna.class_id, second.id]})
    assert kinds_of_news(muna) == ["assignment-new"] * 2, "in two of its classes"


def test_a_due_date_says_its_day_of_the_week(muna: Desk, layla: Learner) -> None:
    assigns(muna, due_date="2026-12-03", closes_date="2026-12-05")
    for page in (layla.opens("/"), layla.opens(f"/texts/{SLUG}/"), muna.opens(f"/desk/assignments/{given(muna).id}")):
        assert "الخميس ٣ ديسمبر ٢٠٢٦" in page.html
    assert "السبت ٥ ديسمبر ٢٠٢٦" in muna.opens(muna.of_class("assignments")).html


def test_results_are_told_from_its_page(muna: Desk) -> None:
    assigns(muna, mode="exam")
    address = f"/desk/assignments/{given(muna).id}"
    told = muna.of_class(f"texts/{SLUG}/told")
    assert f'action="{told}"' in muna.opens(address).html
    muna.posts(told, told="1")
    store = muna.client.application.extensions["fahm"].store
    assert store.assignments.open_exams(muna.school, SLUG) == []
    assert 'name="told" value="0"' in muna.opens(address).html


def test_results_are_told_again_for_a_later_exam_of_the_same_text(muna: Desk, clock: Clock) -> None:
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    clock.move(hours=1)
    assigns(muna, mode="exam")
    assert 'name="told" value="1"' in muna.opens(f"/desk/assignments/{given(muna).id}").html
    clock.move(hours=1)
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    store = muna.client.application.extensions["fahm"].store
    assert store.assignments.open_exams(muna.school, SLUG) == []


def test_a_text_that_the_class_is_examined_on_is_not_read_together(muna: Desk, sami: Desk) -> None:
    assigns(muna, mode="exam")
    assert f'value="{SLUG}"' not in muna.opens(muna.of_class("live")).html
    assert f'value="{SLUG}"' in sami.opens(sami.of_class("live")).html
    muna.posts(muna.of_class("live"), text=SLUG)
    store = muna.client.application.extensions["fahm"].store
    assert store.live.lesson(muna.school, muna.class_id) is None
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert f'value="{SLUG}"' in muna.opens(muna.of_class("live")).html


def test_the_rooms_of_texts_and_classes_lead_to_it(muna: Desk, sami: Desk) -> None:
    to_text = f'href="/desk/assignments/new?text={SLUG}"'
    for page in ("/desk/texts", f"/desk/texts/{SLUG}/yaml", f"/texts/{SLUG}/"):
        assert to_text in muna.opens(page).html, page
    for page in ("assignments", ""):
        assert f'href="/desk/assignments/new?class={muna.class_id}"' in muna.opens(muna.of_class(page)).html, page
