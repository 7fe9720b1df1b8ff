"""The key on a question's page, for every type of question; and the analysis that opens simple."""

from __future__ import annotations

import re
from html import unescape

import pytest

from conftest import SLUG
from web.teacher.demo_class import Room, page_tables
from webapp.web.teacher.results.question_key import question_key

READERS = 24


def test_every_question_of_the_text_shows_its_key(room: Room) -> None:
    shown = set()
    for item in room.lesson.items:
        key = question_key(item, [])
        question = item.question
        html = room.desk.opens(room.desk.of_class(f"texts/{SLUG}/questions/{question.id}")).html
        listed = html.partition('class="key-lines"')[2].partition("</ul>")[0]
        words = unescape(re.sub(r"<[^>]+>", " ", listed))
        if not question.points and question.once:
            assert not key.lines, question.id  # an opinion
            continue
        assert key.lines or key.criteria, question.id
        for line in key.lines:
            assert line.words in words, question.id
            assert line.label in words, question.id
        shown.add(question.type)
    assert len(shown) >= 8


def test_pairs_stand_in_lines_with_the_share_that_found_each(room: Room) -> None:
    item = next(item for item in room.lesson.items if item.question.type == "match")
    tries = room.store.reports.tries(room.school, room.learners, SLUG, item.question.id)
    key = question_key(item, tries)
    assert all(line.label and line.share is not None and 0 <= line.share <= 1 for line in key.lines)
    html = room.desk.opens(room.desk.of_class(f"texts/{SLUG}/questions/{item.question.id}")).html
    answers = [row[2] for row in page_tables(html)["answers"]]
    assert answers
    assert all(answer.count("\n") == len(key.lines) - 1 or "←" in answer for answer in answers)


@pytest.mark.parametrize("figures", ["", "?figures=all"])
def test_the_analysis_opens_simple_and_has_all_figures_one_click_away(room: Room, figures: str) -> None:
    html = room.desk.opens(room.desk.of_class(f"texts/{SLUG}/items{figures}")).html
    tables = page_tables(html)
    assert ("overview" in tables, "items" in tables) == (not figures, bool(figures))
    assert re.search(r"[٠-٩]+٪ \([٠-٩]+–[٠-٩]+\)", html)
    heads = html.partition("<thead>")[2].partition("</thead>")[0]
    visible = [head for head in re.findall(r"<th [^>]*>", heads) if "hidden" not in head]
    assert len(visible) == 6 if not figures else len(visible) < 14
    if not figures:
        rows = tables["overview"]
        assert len(rows) == len(room.lesson.items)
        assert "figures=all" in html
