"""Open answers at the desk: a queue without names, points by criterion, a history, a second marker."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins
from store.helpers import Clock
from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.store.protocols.manual_marks import MarkedAnswer

WHOLE = f"/texts/{SLUG}/whole"


@pytest.fixture
def name(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> str:
    """The first open question, worth two points in two criteria or one; the gates out of the way."""
    monkeypatch.setattr(Progress, "passed", lambda *_: True)
    return next(item.question.id for item in lesson.items if item.question.type == "open")


@pytest.fixture
def room(name: str) -> str:
    return f"/desk/marking/{SLUG}/{name}"


@pytest.fixture
def both(app: Flask, muna: Desk, sami: Desk) -> Desk:
    """Sami has Muna's class too."""
    muna.people.share(muna.school, muna.class_id, sami.id)
    return sami


def writes(learner: Learner, name: str, words: str) -> None:
    learner.answers(WHOLE, {name: words}, check=name)


def shown(page: Page) -> str:
    found = re.search(r'<blockquote class="written"[^>]*>(.*?)</blockquote>', page.html, re.S)
    assert found
    return found[1].strip()


def marks(desk: Desk, room: str, *points: object, page: Page | None = None, comment: str = "") -> Page:
    page = page or desk.opens(room)
    fields = {f"c.{n}": str(one) for n, one in enumerate(points)}
    return desk.posts(room, answer=page.field("answer"), comment=comment, **fields)


def answers(app: Flask, learner_of: Desk) -> list[MarkedAnswer]:
    services = app.extensions["fahm"]
    learners = [one.learner for one in learner_of.people.members(learner_of.school, learner_of.class_id)]
    return services.store.manual_marks.answers("default", learners)


def criteria(lesson: Lesson, name: str) -> list[float]:
    item = lesson.item(name)
    assert item
    return [one.points for one in item.question.rubric]  # type: ignore[attr-defined]


def test_the_room_is_empty_until_somebody_wrote(muna: Desk) -> None:
    assert "لا توجد إجابات مفتوحة" in muna.opens("/desk/marking").html
    assert muna.opens(f"/desk/marking/{SLUG}/nothing").status == 404


def test_the_desk_says_how_many_wait(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    said = "إجابات بانتظار التصحيح: "
    assert said not in muna.opens("/desk/").html
    writes(layla, name, "يلخص النص خبر الزيارة.")
    assert f"{said}١" in muna.opens("/desk/").html
    assert said not in sami.opens("/desk/").html
    marks(muna, room, *criteria(lesson, name))
    assert said not in muna.opens("/desk/").html


def test_a_mark_by_criterion_reaches_the_learner(
    app: Flask, muna: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص خبر الزيارة.")
    assert "٠ / ١" in muna.opens("/desk/marking").html
    page = muna.opens(room)
    assert shown(page) == "يلخص النص خبر الزيارة."
    assert "ليلى" not in page.html
    done = marks(muna, room, *criteria(lesson, name), comment="تلخيص واضح")
    assert "صُحّحت إجابات هذا السؤال كلها" in done.html
    (answer,) = answers(app, muna)
    assert answer.mark
    assert answer.mark.detail == tuple(criteria(lesson, name))
    assert answer.mark.points == sum(criteria(lesson, name))
    assert answer.mark.marker == muna.id
    said = layla.opens(WHOLE).text(name)
    assert "صحّحها المعلم" in said
    assert "تلخيص واضح" in said
    assert "١ / ١" in muna.opens("/desk/marking").html


def test_names_are_shown_by_choice_and_the_order_tells_nothing(
    app: Flask, muna: Desk, layla: Learner, omar: Learner, name: str, room: str
) -> None:
    joins(omar, muna.code, "عمر")
    writes(omar, name, "كتب عمر هذا.")
    writes(layla, name, "كتبت ليلى هذا.")
    page = muna.opens(room).html
    order = re.findall(r'/marking/[^"]*answer=(\w+)', page)
    assert order[:2] == sorted(order[:2])
    assert "<bdi>عمر</bdi>" not in page
    assert "<bdi>ليلى</bdi>" not in page
    assert re.search(r"<bdi>(عمر|ليلى)</bdi>", muna.opens(f"{room}?names=1").html)


def test_saving_goes_on_to_the_next_that_waits(muna: Desk, layla: Learner, omar: Learner, lesson: Lesson, name: str,
                                               room: str) -> None:  # fmt: skip
    joins(omar, muna.code, "عمر")
    writes(omar, name, "كتب عمر هذا.")
    writes(layla, name, "كتبت ليلى هذا.")
    first = muna.opens(room)
    second = marks(muna, room, *criteria(lesson, name))
    assert shown(second) != shown(first)
    assert "حُفظت الدرجة" in second.html
    assert "١ / ٢" in second.html
    assert "كلها" in marks(muna, room, *criteria(lesson, name)).notices()


def test_every_criterion_needs_points_within_its_range(
    app: Flask, muna: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص.")
    most = criteria(lesson, name)
    for points in ([most[0] + 1, *most[1:]], [-1, *most[1:]], ["nan", *most[1:]], ["x", *most[1:]], most[1:]):
        page = marks(muna, room, *points, comment="تبقى هذه الكلمة")
        assert page.status == 422
        assert "تبقى هذه الكلمة" in page.html
    assert answers(app, muna)[0].history == ()


def test_a_mark_is_changed_and_brought_back_and_the_history_stays(
    app: Flask, muna: Desk, layla: Learner, lesson: Lesson, name: str, room: str, clock: Clock
) -> None:
    writes(layla, name, "يلخص النص.")
    most = criteria(lesson, name)
    marks(muna, room, *most, comment="أولى")
    clock.move(hours=1)
    page = marks(muna, room, *[0] * len(most), comment="ثانية")
    assert "أولى" in page.html
    assert "ثانية" in page.html
    (answer,) = answers(app, muna)
    services = app.extensions["fahm"]
    assert services.store.standings("default", answer.learner, SLUG)[name].earned == 0
    found = re.search(r'name="mark" value="([^"]+)"', page.html)
    assert found
    muna.posts(f"{room}/restore", answer=page.field("answer"), mark=found[1])
    (answer,) = answers(app, muna)
    assert [one.points for one in answer.history] == [sum(most), 0, sum(most)]
    assert answer.mark
    assert (answer.mark.comment, answer.mark.detail) == ("أولى", tuple(most))
    assert services.store.standings("default", answer.learner, SLUG)[name].earned == sum(most)
    assert muna.posts(f"{room}/restore", answer=page.field("answer"), mark="other").status == 404


def test_another_teachers_answers_are_not_there(
    muna: Desk, sami: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص.")
    key = muna.opens(room).field("answer")
    assert "لا توجد إجابات مفتوحة" in sami.opens("/desk/marking").html
    assert sami.opens(room).status == 404
    for path in (room, f"{room}/restore", f"{room}/second"):
        assert sami.posts(path, answer=key, **{"c.0": "1"}).status == 404


def test_a_second_marker_sees_nothing_of_the_first_until_both_have_marked(
    app: Flask, muna: Desk, both: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص.")
    most = criteria(lesson, name)
    muna.posts(f"{room}/second", answer=muna.opens(room).field("answer"), on="1", apart="0.5")
    marks(muna, room, *most, comment="كلمة الأولى")
    page = both.opens(room)
    assert "أنت المصحح الثاني" in page.html
    assert "كلمة الأولى" not in page.html
    assert "checked" not in page.html
    assert "سجل تغييرات الدرجة" not in page.html
    after = marks(both, room, *[0] * len(most), comment="كلمة الثاني")
    assert "كلمة الأولى" in after.html
    assert "كلمة الثاني" in muna.opens(room).html
    (answer,) = answers(app, muna)
    assert answer.mark
    assert (answer.mark.points, answer.apart) == (sum(most), sum(most))
    assert "تحتاج إلى قرار" in muna.opens("/desk/marking").html
    assert "كلمة الأولى" in layla.opens(WHOLE).text(name)


def test_where_they_are_apart_a_third_mark_decides(
    app: Flask, muna: Desk, both: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص.")
    most = criteria(lesson, name)
    muna.posts(f"{room}/second", answer=muna.opens(room).field("answer"), on="1", apart="0.5")
    marks(muna, room, *most)
    page = marks(both, room, *[0] * len(most))
    assert "هي النهائية" in page.html
    marks(both, room, most[0], *[0] * (len(most) - 1), comment="اتّفقنا")
    (answer,) = answers(app, muna)
    assert answer.decided
    assert answer.mark
    assert answer.mark.points == most[0]
    assert (answer.first.points if answer.first else None, answer.apart) == (sum(most), sum(most))
    assert "هي النهائية" not in muna.opens(room).html
    assert "اتّفقنا" in layla.opens(WHOLE).text(name)


def test_how_far_two_agree_is_shown(
    app: Flask, muna: Desk, both: Desk, layla: Learner, lesson: Lesson, name: str, room: str
) -> None:
    readers = [layla, *(Learner(app) for _ in range(9))]
    most = criteria(lesson, name)
    for n, reader in enumerate(readers):
        if n:
            joins(reader, muna.code, f"قارئ {n}")
        writes(reader, name, f"كتب القارئ {n} هذا.")
    muna.posts(f"{room}/second", answer=muna.opens(room).field("answer"), on="1", apart="1")
    for desk in (muna, both):
        for _ in range(10):
            page = desk.opens(room)
            points = [most[0] if int(shown(page).split()[2]) % 2 else 0.0, *[0.0] * (len(most) - 1)]
            page = marks(desk, room, *points, page=page)
    assert re.search(r"اتفاق تام.*?<dd>١٠٠٪", page.html, re.S)
    assert re.search(r'كابا.*?<bdi dir="ltr">١<', page.html, re.S)


def test_a_second_marker_is_asked_for_only_where_the_class_has_one(
    app: Flask, muna: Desk, layla: Learner, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص.")
    page = muna.opens(room)
    assert "مصحح ثانٍ" not in page.html
    muna.posts(f"{room}/second", answer=page.field("answer"), on="1", apart="1")
    assert app.extensions["fahm"].store.manual_marks.second_asked("default", [muna.class_id]) == {}


def test_second_marking_can_be_ended(app: Flask, muna: Desk, both: Desk, layla: Learner, name: str, room: str) -> None:
    writes(layla, name, "يلخص النص.")
    key = muna.opens(room).field("answer")
    asked = app.extensions["fahm"].store.manual_marks.second_asked
    muna.posts(f"{room}/second", answer=key, on="1", apart="1.5")
    assert asked("default", [muna.class_id]) == {(muna.class_id, SLUG, name): 1.5}
    muna.posts(f"{room}/second", answer=key)
    assert asked("default", [muna.class_id]) == {}


def test_all_keys_are_on_the_page_and_all_of_it_works_by_buttons(
    muna: Desk, layla: Learner, name: str, room: str
) -> None:
    writes(layla, name, "يلخص النص.")
    page = muna.opens(room).html
    for key in ("J", "K", "0", "9", "Ctrl", "Enter"):
        assert f"<kbd>{key}</kbd>" in page
    assert "حفظ ومتابعة" in page
    assert "keys-off" in page
