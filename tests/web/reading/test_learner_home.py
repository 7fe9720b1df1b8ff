"""The learner's home on the library page: joining for a newcomer, going on and words for a reader; the next text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from conftest import SLUG, Desk, Learner, Page, right_answer, right_fields
from web.assigning import traced_reads
from webapp.content import Lesson
from webapp.domain.assignment import Assignment, NewAllowance, NewAssignment

FIRST = f"/texts/{SLUG}/1"


def test_a_newcomer_joins_from_the_library(muna: Desk, omar: Learner) -> None:
    page = omar.opens("/")
    assert "لديك رمز صف؟" in page.html
    assert "الصفّ الخامس" in omar.opens(f"/join?code={muna.code.lower()}").html
    assert "لا يوجد صف بهذا الرمز" in omar.opens("/join?code=AAAAAA").html


def test_a_member_is_not_asked_for_a_class(muna: Desk, layla: Learner) -> None:
    assert "لديك رمز صف؟" not in layla.opens("/").html


def test_the_code_of_a_card_opens_the_record_and_stays_in_no_address(muna: Desk, omar: Learner) -> None:
    muna.posts(muna.of_class("names"), names="سلمى")
    html = muna.opens(muna.of_class("cards")).html
    code = html[html.index("سلمى") :].partition('class="code" dir="ltr">')[2][:14]
    reply = omar.client.get(f"/join?code={code}")
    assert reply.headers["Location"] == "/join"
    door = omar.opens("/join")
    assert f'value="{code}"' in door.html
    assert f'value="{code}"' not in omar.opens("/join").html
    data = {"csrf_token": door.field("csrf_token"), "code": code}
    page = Page(omar.client.post("/join", data=data, follow_redirects=True))
    assert "سلمى" in page.html


def test_a_reader_goes_on_where_they_were(layla: Learner, lesson: Lesson) -> None:
    assert "متابعة القراءة" not in layla.opens("/").html
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    page = layla.opens("/")
    assert "متابعة القراءة" in page.html
    assert f'class="button" href="{FIRST}"' in page.html
    assert "الدرجة: ١٠٠٪" in page.html


def test_words_due_today_are_counted(layla: Learner, lesson: Lesson) -> None:
    page = layla.opens(FIRST)
    data = {"csrf_token": page.field("csrf_token"), "paragraph": "1", "index": "0"}
    layla.client.post(f"/texts/{SLUG}/keep", data=data)
    assert "كلمات للمراجعة اليوم" in layla.opens("/").html


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Statements that reads ran since the list was cleared."""
    return traced_reads(monkeypatch)


def test_the_library_asks_the_database_nothing_for_a_newcomer(muna: Desk, omar: Learner, statements: list[str]) -> None:
    statements.clear()
    omar.client.get("/")
    assert statements == []


@pytest.mark.sqlite
def test_the_header_asks_the_database_nothing(muna: Desk, layla: Learner, statements: list[str]) -> None:
    layla.client.get("/settings/")
    statements.clear()
    assert "ليلى" in layla.client.get("/settings/").text
    # Who the cookie names, and what only a member of a class has.
    who, classes = statements
    assert "WITH asked" in who
    assert "memberships.learner =" in classes


def test_the_result_leads_back_and_to_another_text(layla: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    assert "العودة إلى المكتبة" in layla.opens(f"/texts/{SLUG}/result").html


class Assigned:
    """Assignments of Muna's class, at the time of the server."""

    def __init__(self, desk: Desk, layla: Learner) -> None:
        services = layla.client.application.extensions["fahm"]
        self.store, self.desk, self.now = services.store, desk, services.config.now()

    def add(self, **fields: Any) -> Assignment:
        new = NewAssignment(SLUG, classes=(self.desk.class_id,), **fields)
        return self.store.assignments.add(self.desk.school, new, self.desk.id)

    def at(self, hours: float) -> datetime:
        return self.now + timedelta(hours=hours)


@pytest.fixture
def assigned(muna: Desk, layla: Learner) -> Assigned:
    return Assigned(muna, layla)


def test_what_is_due_comes_first_with_its_time_and_a_way_in(assigned: Assigned, layla: Learner) -> None:
    assigned.add(due=assigned.at(24), note="اقرؤوا قبل الدرس")
    page = layla.opens("/").html
    for told in ("واجباتي", "موعده", "اقرؤوا قبل الدرس", f'class="button" href="/texts/{SLUG}/"'):
        assert told in page
    assert page.index("واجباتي") < page.index('class="shelf"')


@pytest.mark.parametrize(
    ("opens", "due", "closes", "told"),
    [
        (None, None, None, "متاح الآن"),
        (2, None, None, "يُفتح"),
        (None, -1, None, "متأخر"),
        (None, -2, -1, "أُغلق"),
    ],
)
def test_an_assignment_says_where_it_stands(
    assigned: Assigned, layla: Learner, opens: int | None, due: int | None, closes: int | None, told: str
) -> None:
    times = {"opens": opens, "due": due, "closes": closes}
    assigned.add(**{name: assigned.at(hours) for name, hours in times.items() if hours is not None})
    section = layla.opens("/").html.partition('id="assigned"')[2].partition("</section>")[0]
    assert told in section
    assert (f'href="/texts/{SLUG}/"' in section) == (opens is None)


def test_an_assignment_goes_on_and_is_done_by_its_own_paragraphs(
    assigned: Assigned, layla: Learner, lesson: Lesson
) -> None:
    assigned.add(places=(1,))
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    page = layla.opens("/").html
    assert f'class="button" href="{FIRST}"' in page
    assert "متابعة القراءة" not in page, "it is among the assignments already"
    for item in lesson.items_at(1):
        layla.answers(FIRST, right_fields(lesson, item.question.id))
    section = layla.opens("/").html.partition('id="assigned"')[2].partition("</section>")[0]
    assert "button" not in section
    to_do, _, done = section.partition("<details>")
    assert SLUG not in to_do
    assert "واجبات منجزة: ١" in done
    assert f'href="/texts/{SLUG}/"' in done


def test_who_is_excused_or_in_no_class_has_no_assignments(assigned: Assigned, layla: Learner, omar: Learner) -> None:
    added = assigned.add()
    (member,) = assigned.desk.people.members(assigned.desk.school, assigned.desk.class_id)
    excused = NewAllowance(member.learner, assigned.desk.id, excused=True)
    assigned.store.assignments.allow(assigned.desk.school, added.id, excused)
    assert "واجباتي" not in layla.opens("/").html
    assert "واجباتي" not in omar.opens("/").html
