"""A lesson in three browsers: the teacher's screen draws itself anew, and two learners wait and go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser.accessibility import DESK, PHONE, check_page, looks
from browser.chromium import errors_of, leave, new_context
from browser.driving import by_mouse
from browser.school import School, add_class, join
from browser.serving import Site
from browser.test_desk_people import press
from conftest import SLUG, right_fields, wrong_fields
from webapp.content import Lesson

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Room:
    """Who is in the lesson, each with a browser of their own."""

    site: Site
    teacher: Page
    layla: Page
    omar: Page

    def screen(self, step: int) -> None:
        """Let the teacher look at a step."""
        self.teacher.locator(f"#stop-{step}").click()
        expect(self.teacher.locator(f"#stop-{step}")).to_have_attribute("aria-current", "step")

    def here(self, step: int) -> Locator:
        """How many the screen says stand there."""
        return self.teacher.locator(f"#stop-{step} strong")


@pytest.fixture
def lesson(article: Lesson) -> Lesson:
    return article


@pytest.fixture
def room(browser: Browser, school: School) -> Iterator[Room]:
    """A class of two, and a lesson that has begun. Any error on a page fails the test."""
    site = school.site
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(width: int, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        contexts.append(new_context(browser, viewport=size, **options))
        page = contexts[-1].new_page()
        errors_of(page, faults)
        return page

    teacher, layla, omar = opened(1280, storage_state=school.state), opened(390), opened(390)
    fifth = add_class(teacher.context, site, "الصفّ الخامس")
    join(layla.context, site, fifth.code, "ليلى")
    join(omar.context, site, fifth.code, "عمر")
    teacher.goto(f"{site.url}{fifth.path}live")
    press(teacher, "بدء الدرس")
    yield Room(site, teacher, layla, omar)
    for context in contexts:
        leave(context)
    assert faults == []


def reads(page: Page, site: Site, number: int) -> None:
    page.goto(f"{site.url}/texts/{SLUG}/{number}")


def passes(page: Page, lesson: Lesson, place: int) -> None:
    """Answer every question of the paragraph that is open."""
    for item in lesson.items_at(place):
        card = page.locator(f"#q-{item.question.id}")
        by_mouse(card, right_fields(lesson, item.question.id))
        expect(card.locator(".feedback")).to_be_visible()


def test_answers_come_in_while_the_teacher_looks(room: Room, lesson: Lesson) -> None:
    for page in (room.layla, room.omar):
        reads(page, room.site, 1)
    expect(room.here(1)).to_have_text("٢")
    room.teacher.evaluate("window.sameDocument = true")
    number, item = next((n, one) for n, one in enumerate(lesson.items_at(1), 1) if one.question.type == "choice")
    name = item.question.id
    answered = room.teacher.locator(f"section[aria-labelledby=live-q{number}] > p strong")
    for count, (page, fields) in enumerate(
        [(room.layla, right_fields(lesson, name)), (room.omar, wrong_fields(lesson, name))], 1
    ):
        by_mouse(page.locator(f"#q-{name}"), fields)
        expect(answered).to_have_text("٠١٢"[count])
    bars = room.teacher.locator(f"section[aria-labelledby=live-q{number}] li > strong").all_inner_texts()
    assert sorted(bars)[-2:] == ["١", "١"]
    assert room.teacher.evaluate("window.sameDocument")
    assert room.teacher.get_by_text("✓").count() == 0
    press(room.teacher, "إظهار الإجابة الصحيحة")
    expect(room.teacher.locator(".live-q li.right").first).to_be_visible()


def test_names_and_evidence_show_when_the_teacher_says_so(room: Room, lesson: Lesson) -> None:
    reads(room.layla, room.site, 1)
    expect(room.here(1)).to_have_text("١")
    assert "ليلى" not in room.teacher.content()
    press(room.teacher, "إظهار الأسماء")
    expect(room.teacher.locator(".live-track li li")).to_have_text(["ليلى"])
    reads(room.omar, room.site, 1)
    expect(room.teacher.locator(".live-track li li")).to_have_text(["عمر", "ليلى"])
    press(room.teacher, "إخفاء الأسماء")
    expect(room.teacher.locator(".live-track li li")).to_have_count(0)
    assert room.teacher.locator("mark").count() == 0
    press(room.teacher, "إظهار الدليل")
    expect(room.teacher.locator("mark").first).to_be_visible()


def test_a_class_is_held_and_goes_on_by_itself(room: Room, lesson: Lesson) -> None:
    press(room.teacher, "إيقاف الصف عند هذه الفقرة")
    expect(room.teacher.locator(".live-held")).to_be_visible()
    reads(room.layla, room.site, 1)
    passes(room.layla, lesson, 1)
    expect(room.layla.get_by_text("الصف ينتظر")).to_be_visible()
    reads(room.layla, room.site, 2)
    expect(room.layla).to_have_url(re.compile(f"/texts/{SLUG}/1$"))
    reads(room.omar, room.site, 1)
    expect(room.omar.get_by_text("فُتح الجزء التالي")).to_be_hidden()
    press(room.teacher, "فتح الفقرة التالية للجميع")
    expect(room.layla).to_have_url(re.compile(f"/texts/{SLUG}/2$"))
    # Who is still writing is told, and not torn away.
    room.omar.get_by_text("فُتح الجزء التالي").click()
    expect(room.omar).to_have_url(re.compile(f"/texts/{SLUG}/2$"))
    expect(room.here(2)).to_have_text("٢")
    press(room.teacher, "إنهاء الدرس")
    expect(room.teacher.get_by_text("درس جديد")).to_be_visible()
    room.omar.reload()
    expect(room.omar).to_have_url(re.compile(f"/texts/{SLUG}/1$"))
    expect(room.omar.get_by_text("يقرأ الصف هذا النص معًا")).to_have_count(0)


def test_who_looks_at_a_link_by_keyboard_keeps_it(room: Room) -> None:
    room.teacher.locator("#stop-2").focus()
    reads(room.layla, room.site, 1)
    expect(room.here(1)).to_have_text("١")
    expect(room.teacher.locator("#stop-2")).to_be_focused()


def every(page: Page) -> int:
    """Milliseconds between two questions of a page to the server."""
    return int(page.locator("[data-live]").get_attribute("data-every") or 0)


def test_the_teacher_sees_an_answer_soon_and_a_page_that_waits_goes_on(room: Room) -> None:
    """Told by how often a page asks, because a busy machine may take longer to answer."""
    assert 0 < every(room.teacher) <= 2_000
    reads(room.layla, room.site, 1)
    assert 0 < every(room.layla) <= 5_000


def test_the_screen_is_for_everybody(room: Room) -> None:
    reads(room.layla, room.site, 1)
    page = room.teacher
    for name in ("إظهار الأسماء", "إظهار الدليل", "إظهار الإجابة الصحيحة"):
        press(page, name)
    for address in (page.url, page.url.split("/now")[0]):
        page.goto(address)
        check_page(page, *(look for look in looks(PHONE, DESK) if look[1] in ("light", "contrast")))


POLL = 20_000
"""Milliseconds in which an open page follows the teacher, on a busy machine; it asks every five seconds."""


def test_the_class_is_called_counted_and_led(room: Room) -> None:
    present = room.teacher.locator(".live-status strong")
    expect(present).to_have_text("٠")
    room.layla.goto(f"{room.site.url}/")
    room.layla.locator(".class-call a").click()
    expect(room.layla).to_have_url(re.compile(f"/texts/{SLUG}/1$"))
    expect(present).to_have_text("١")
    expect(room.layla.locator(".class-call")).to_have_count(0)
    # Back in the library and forward again: the browser may show what it has kept.
    room.layla.go_back()
    room.layla.go_forward()
    expect(present).to_have_text("١")


def test_an_open_page_follows_the_teacher_and_keeps_what_is_typed(room: Room, lesson: Lesson) -> None:
    reads(room.omar, room.site, 1)
    typed = next(item.question.id for item in lesson.items_at(1) if item.question.type == "short")
    field = room.omar.locator(f"#q-{typed} input[type=text]").first
    field.fill("ما كتبته")
    field.focus()
    room.omar.evaluate("window.sameDocument = true")
    foot, top = room.omar.locator(".onward"), room.omar.locator(".led")
    expect(foot.locator("a")).to_have_count(0)
    press(room.teacher, "فتح الفقرة التالية للجميع")
    expect(foot.locator(f"a[href='/texts/{SLUG}/2']")).to_be_visible(timeout=POLL)
    expect(top.get_by_text("فُتح الجزء التالي")).to_be_visible()
    expect(room.omar.locator(f".trail a[href='/texts/{SLUG}/2']")).to_be_visible()
    room.screen(1)
    press(room.teacher, "إيقاف الصف عند هذه الفقرة")
    expect(foot.locator("a")).to_have_count(0, timeout=POLL)
    expect(top.get_by_text("فُتح الجزء التالي")).to_have_count(0)
    press(room.teacher, "إنهاء الدرس")
    expect(top.get_by_text("انتهى الدرس")).to_be_visible(timeout=POLL)
    expect(foot.get_by_text("معلمك")).to_have_count(0)
    assert field.input_value() == "ما كتبته"
    expect(field).to_be_focused()
    assert room.omar.evaluate("window.sameDocument")


def test_who_is_further_on_than_the_hold_is_told_the_way_back(room: Room) -> None:
    press(room.teacher, "فتح الفقرة التالية للجميع")
    reads(room.omar, room.site, 2)
    room.screen(1)
    press(room.teacher, "إيقاف الصف عند هذه الفقرة")
    room.omar.locator(".led a").get_by_text("الانتقال إليها").click(timeout=POLL)
    expect(room.omar).to_have_url(re.compile(f"/texts/{SLUG}/1$"))


def test_the_projector_follows_a_phone_on_one_screen(room: Room, lesson: Lesson) -> None:
    reads(room.layla, room.site, 1)
    projector = room.teacher.context.new_page()
    projector.set_viewport_size({"width": 1280, "height": 720})
    projector.goto(room.teacher.url.split("/now")[0] + "/projector")
    expect(projector.locator(".live-status strong")).to_have_text("١")
    assert projector.locator("nav, button, form").count() == 0
    room.teacher.set_viewport_size({"width": 390, "height": 800})
    press(room.teacher, "فتح الفقرة التالية للجميع")
    for step in (2, 5, len(lesson.text.paragraphs) + 1):
        room.screen(step)
        place = step if step <= len(lesson.text.paragraphs) else "whole"
        expect(projector.get_by_text(lesson.items_at(place)[0].question.prompt)).to_be_visible()
        height = projector.evaluate("document.documentElement.scrollHeight")
        assert height <= 720, f"step {step} is {height} px high"
    press(room.teacher, "إظهار الإجابة الصحيحة")
    expect(projector.locator(".live-q li.right").first).to_be_visible()
    check_page(projector, *(look for look in looks(PHONE, DESK) if look[1] in ("light", "dark")))
