"""The result page: what was understood, what got better, and where to look again."""

from __future__ import annotations

import re
from html import unescape

import pytest

from conftest import SLUG, Learner, right_fields, wrong_fields
from webapp.content import Item, Lesson
from webapp.web.framework.i18n import pair
from webapp.web.reading.result import HEADLINES, MAX_PLACES, NOT_STARTED, ON_THE_WAY

RESULT = f"/texts/{SLUG}/result"
PLACES = [*range(1, 11), "whole"]


def walk(learner: Learner, lesson: Lesson, wrong: list[str] = [], right: bool = True) -> None:  # noqa: B006
    """Answer everything, the questions in ``wrong`` wrong first, and then right where so wished."""
    for place in PLACES:
        url = f"/texts/{SLUG}/{place}"
        for item in lesson.items_at(place):
            name = item.question.id
            if name in wrong:
                learner.answers(url, wrong_fields(lesson, name), check=name)
            if name not in wrong or right:
                learner.answers(url, right_fields(lesson, name), check=name)


def choices(lesson: Lesson, number: int) -> list[str]:
    return [item.question.id for item in lesson.items if item.question.type == "choice"][:number]


def section(html: str, name: str) -> str:
    found = re.search(rf'aria-labelledby="{name}".*?</section>', html, re.S)
    return found[0] if found else ""


def test_before_reading_nothing_is_claimed(layla: Learner) -> None:
    html = layla.opens(RESULT).html
    assert str(pair(NOT_STARTED)) in html
    assert 'class="total"' not in html


def test_on_the_way_only_what_is_decided_is_counted(layla: Learner, lesson: Lesson) -> None:
    name = choices(lesson, 1)[0]
    layla.answers(f"/texts/{SLUG}/1", right_fields(lesson, name), check=name)
    html = layla.opens(RESULT).html
    assert str(pair(ON_THE_WAY)) in html
    assert "<strong>١</strong> من ١" in html


def test_the_headline_fits_the_score(layla: Learner, lesson: Lesson) -> None:
    walk(layla, lesson)
    html = layla.opens(RESULT).html
    assert str(pair(HEADLINES[0][1])) in html
    assert section(html, "reread") == ""
    assert section(html, "improved") == ""


def test_headlines_go_down_to_nothing() -> None:
    shares = [least for least, _ in HEADLINES]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0


@pytest.mark.usefixtures("muna")
def test_points_that_wait_for_a_teacher_are_named_and_not_counted(layla: Learner, lesson: Lesson) -> None:
    walk(layla, lesson)
    html = layla.opens(RESULT).html
    scored = sum(item.question.points for item in lesson.items if not item.question.once)
    waiting = sum(item.question.points for item in lesson.items if item.question.type == "open")
    total = re.search(r'class="total"><strong>([^<]*)</strong> من ([^<]*)<', html)
    assert total
    assert total[1] == total[2]
    assert int(total[2].translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))) == scored
    assert waiting
    assert "بانتظار تصحيح المعلم" in html


def test_who_is_in_no_class_is_promised_no_mark_and_sees_the_model_answers(layla: Learner, lesson: Lesson) -> None:
    asked = next(item for item in lesson.items if item.question.type == "open")
    url = f"/texts/{SLUG}/{asked.question.paragraph}"
    pages = [
        layla.opens(url) for place in PLACES if layla.answers(f"/texts/{SLUG}/{place}", right_of(lesson, place, asked))
    ]
    assert "يقرؤها المعلم" not in pages[-1].html
    assert "ثم تظهر إجابة نموذجية للمقارنة" in pages[-1].html
    assert asked.question.model_answer() not in unescape(pages[-1].html)
    after = unescape(layla.answers(url, right_fields(lesson, asked.question.id)).html)
    assert asked.question.model_answer() in after
    assert "المعلم ويضع درجتها" not in after
    result = layla.opens(RESULT).html
    assert "لا يصحّح هذه الإجابات أحد" in result
    assert "بانتظار تصحيح المعلم" not in result


def right_of(lesson: Lesson, place: int | str, but: Item) -> dict[str, object]:
    """Right answers of a place, without one question's."""
    asked = [item.question.id for item in lesson.items_at(place) if item is not but]
    return {field: value for name in asked for field, value in right_fields(lesson, name).items()}


def test_what_got_better_between_tries_is_counted_and_linked(layla: Learner, lesson: Lesson) -> None:
    better = choices(lesson, 2)
    walk(layla, lesson, better)
    found = section(layla.opens(RESULT).html, "improved")
    assert "سؤالان" in found
    assert all(f"#q-{name}" in found for name in better)
    assert found.count("#q-") == 2


@pytest.mark.parametrize("wrong, shown", [(1, 1), (3, 3), (6, 3)])
def test_three_places_at_most_are_worth_reading_again(layla: Learner, lesson: Lesson, wrong: int, shown: int) -> None:
    walk(layla, lesson, choices(lesson, wrong))
    found = section(layla.opens(RESULT).html, "reread")
    assert found.count('class="words"') == shown <= MAX_PLACES


def test_each_place_quotes_its_words_and_leads_to_them(layla: Learner, lesson: Lesson) -> None:
    walk(layla, lesson, choices(lesson, 4))
    found = section(layla.opens(RESULT).html, "reread")
    links = re.findall(r'href="([^"#]*)#(words-[^"]*)"', found)
    assert len(links) == MAX_PLACES == len(set(links))
    for url, anchor in links:
        name = anchor.removeprefix("words-")
        assert all(quote in found for quote in lesson.item(name).question.evidence)
        assert f'id="{anchor}"' in layla.opens(url).html


def test_hints_and_tries_are_told(layla: Learner, lesson: Lesson) -> None:
    name = choices(lesson, 1)[0]
    layla.answers(f"/texts/{SLUG}/1", {}, hint=name)
    layla.answers(f"/texts/{SLUG}/1", wrong_fields(lesson, name), check=name)
    html = layla.opens(RESULT).html
    assert "المحاولات المحسوبة: محاولة واحدة" in html
    assert "التلميحات المستعملة: تلميح واحد" in html


def test_an_opinion_is_in_no_mark(layla: Learner, lesson: Lesson) -> None:
    poll = next(item.question for item in lesson.items_at(1) if item.question.type == "poll")
    layla.answers(f"/texts/{SLUG}/1", right_fields(lesson, poll.id), check=poll.id)
    assert 'class="total"' not in layla.opens(RESULT).html
