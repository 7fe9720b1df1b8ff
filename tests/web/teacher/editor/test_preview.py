"""The preview of a question: the learner's card, answers tried without a record, the rehearsal, and better keys."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Page
from web.teacher.editor.previewing import DAY, GAPS, SLUG, Trials, content, undo_of
from webapp.config import Config

__all__ = ["content"]


@pytest.fixture
def day(app: Flask, muna: Desk) -> Trials:
    return Trials(app, muna, DAY)


def rows(page: Page) -> str:
    return page.html.partition('id="rehearsal"')[2]


def offered(page: Page) -> list[str]:
    """The verdicts on the buttons beside the answer just tried."""
    tried = page.html.partition('id="tried"')[2].partition("</section>")[0]
    return re.findall(r'name="verdict" value="(\w+)"', tried)


def test_the_card_stands_below_its_paragraph_without_the_key(day: Trials) -> None:
    page = day.page
    assert page.status == 200
    assert "خرجت سلمى مع أخيها" in page.html
    assert "أي يوم خرجا" in page.text(DAY)
    assert "السبت" not in page.card(DAY)
    assert page.lit() == []


def test_answers_are_marked_as_a_learners_and_recorded_nowhere(app: Flask, day: Trials) -> None:
    wrong = day.tries(answer="الأحد").text(DAY)
    assert "ليست هذه هي الإجابة" in wrong
    assert "الإجابة: الأحد" in wrong
    assert day.page.lit()
    day.sends(hint=DAY)
    assert day.page.card(DAY).count('class="hints"') == 1
    right = day.tries(answer="السبت")
    assert "settled right" in right.card(DAY)
    assert "صباح السبت" in right.text(DAY)
    again = day.sends(again="1")
    assert "settled" not in again.card(DAY)
    store = app.extensions["fahm"].store
    assert list(store.all_tries()) == []


def test_nothing_of_a_reader_is_set_on_the_teachers_device(app: Flask, day: Trials) -> None:
    before = {str(key) for key in day.desk.client._cookies}  # type: ignore[attr-defined]
    day.tries(answer="الأحد")
    assert {str(key) for key in day.desk.client._cookies} == before  # type: ignore[attr-defined]


def test_an_empty_answer_costs_nothing_and_the_same_answer_again_neither(day: Trials) -> None:
    assert "ولم تُحسب محاولة" in day.tries(answer=" ").text(DAY)
    day.tries(answer="الأحد")
    assert "ولم تُحسب محاولة جديدة" in day.tries(answer="الأحد").text(DAY)
    assert "محاولتان" in day.page.text(DAY)


def test_all_tries_used_up_show_the_solution(day: Trials) -> None:
    for answer in ("الأحد", "الاثنين", "الثلاثاء"):
        page = day.tries(answer=answer)
    assert "settled" in page.card(DAY)
    assert "الإجابة الصحيحة: السبت" in page.text(DAY)


def test_the_second_part_asks_for_the_evidence_after_the_answer(app: Flask, muna: Desk) -> None:
    trials = Trials(app, muna, "what-came")
    assert 'id="q-what-came.' not in trials.page.html
    page = trials.tries(answer="رأت قاربا")
    assert re.search(r'id="q-what-came\.', page.html)


def test_an_exam_is_marked_at_once_here(app: Flask, muna: Desk, content: Path) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text("utf-8").replace("level: A2", "level: A2\nmode: exam"), "utf-8")
    trials = Trials(app, muna, DAY)
    assert "صحيح" in trials.tries(answer="السبت").text(DAY)


@pytest.mark.parametrize("state", ["", "x", "[]", "{}", '{"answers": 3}', '{"answers": [["which-day", 5]]}', "[" * 5000,
                                   '{"answers": [["nothing", "x"], ["which-day", ["a"]]], "hints": {"which-day": 1e9}}',
                                   '{"answers": [["which-day", {"a": {}}]]}', '{"hints": []}',
                                   '{"hints": {"which-day": 1e400}}'])  # fmt: skip
def test_a_broken_trial_begins_anew(day: Trials, state: str) -> None:
    page = day.desk.posts(f"{day.address}/preview", trial=state, check=DAY, **{DAY: "السبت"})
    assert page.status == 200
    assert "settled right" in page.card(DAY)


def test_a_long_trial_keeps_its_end(day: Trials) -> None:
    for number in range(30):
        day.tries(answer=f"{'كلمة ' * 70}{number}")
    assert len(json.loads(day.page.field("trial"))["answers"]) == 20


def test_a_question_with_faults_is_not_shown_and_the_faults_are_told(app: Flask, muna: Desk, content: Path) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text("utf-8").replace("refuse: [الأحد]", "refuse: [السبت]"), "utf-8")
    page = Trials(app, muna, DAY).page
    assert "صيغة مقبولة ومرفوضة" in page.html
    assert 'name="trial"' not in page.html
    assert Trials(app, muna, "who-went").page.field("trial")  # another question of the file is shown all the same


def test_the_rehearsal_shows_what_is_misjudged_first(app: Flask, muna: Desk, content: Path) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text("utf-8").replace("why: «صباح السبت».", "model: في عطلة الأسبوع"), "utf-8")
    page = Trials(app, muna, DAY).page
    first = rows(page).partition("<details>")[0]
    assert "في عطلة الأسبوع" in first
    assert "إضافتها إلى الإجابات المقبولة" in first
    assert "جواب نموذجي" in first or "الإجابة النموذجية" in first
    assert "صباح السبت" in rows(page).partition("<details>")[2]


def test_a_refused_right_answer_is_added_to_the_key_of_the_draft_and_taken_back(
    app: Flask, muna: Desk, content: Path
) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text("utf-8").replace("why: «صباح السبت».", "model: في عطلة الأسبوع"), "utf-8")
    before = path.read_text("utf-8")
    trials = Trials(app, muna, DAY)
    page = trials.decides("في عطلة الأسبوع")
    assert "accept: [السبت, صباح السبت, في عطلة الأسبوع]" in trials.draft
    assert trials.draft.replace(", في عطلة الأسبوع]", "]") == before  # and nothing else
    assert path.read_text("utf-8") == before  # readers have it once it is published
    assert "في عطلة الأسبوع" not in rows(page).partition("<details>")[0]
    back = muna.posts(undo_of(page))
    assert "تم التراجع" in back.notices()
    assert trials.draft == before


def test_what_was_changed_since_is_not_taken_back(app: Flask, day: Trials) -> None:
    page = day.decides("في عطلة الأسبوع")
    day.decides("آخر الأسبوع", "half")
    assert "{text: آخر الأسبوع, share: 0.5}" in day.draft
    assert "تعذر التراجع" in day.desk.posts(undo_of(page)).notices()
    assert "في عطلة الأسبوع" in day.draft
    for query in ("", "?before=x&after=y", f"?before={'0' * 32}&after={'0' * 32}"):
        assert "تعذر التراجع" in day.desk.posts(f"{day.address}/take-back{query}").notices()


def test_an_answer_just_tried_has_buttons_for_the_verdicts_of_its_key(app: Flask, muna: Desk, day: Trials) -> None:
    page = day.tries(answer="آخر الأسبوع")
    assert offered(page) == ["right", "half"]
    gaps = Trials(app, muna, "gaps")
    page = gaps.tries(**{"1": "زورقا", "2": "صياد"})
    assert offered(page) == ["right", "wrong"]  # of the wrong one, then of the right one
    gaps.decides("زورقا", part="1")
    assert "[[قاربا|زورقا]]" in gaps.draft
    assert "# يبقى هذا التعليق" in gaps.draft
    assert "settled right" in gaps.tries(**{"1": "زورقا", "2": "صياد"}).card("gaps")


@pytest.mark.parametrize(
    ("wording", "verdict", "said"),
    [
        ("يوم السبت", "right", "هذا هو حكم المفتاح على هذه الإجابة أصلًا"),
        ("الأحد", "right", "عكس"),
        ("السبت", "wrong", "عكس"),
        ("؟!", "right", "لا يسمح"),
    ],
)
def test_where_the_key_cannot_take_it_the_page_says_why(day: Trials, wording: str, verdict: str, said: str) -> None:
    before = day.draft
    assert said in day.decides(wording, verdict).notices()
    assert day.draft == before


def test_the_card_of_a_question_without_typing_has_no_rehearsal(app: Flask, muna: Desk) -> None:
    trials = Trials(app, muna, "who-went")
    assert 'id="rehearsal"' not in trials.page.html
    value = re.search(r'type="radio"[^>]*value="([^"]+)"', trials.page.card("who-went"))
    assert value
    page = trials.tries(answer=value[1])
    assert 'id="tried"' not in page.html


def test_only_makers_come_in(sami: Desk, day: Trials) -> None:
    for end in ("preview", "accept", "take-back"):
        assert sami.posts(f"{day.address}/{end}", wording="x", verdict="right").status == 404
    assert sami.opens(f"{day.address}/preview").status == 404
    assert day.desk.opens(f"/desk/texts/{SLUG}/questions/nothing/preview").status == 404
    assert day.desk.opens(f"/desk/texts/nothing/questions/{DAY}/preview").status == 404
    assert day.desk.posts(f"{day.address}/accept", wording="x", verdict="best").status == 400


def test_without_editing_the_preview_stays_and_nothing_is_written(config: Config, day: Trials) -> None:
    day.app.extensions["fahm"] = replace(day.app.extensions["fahm"], config=replace(config, web_editing=False))
    before = day.draft
    page = day.tries(answer="آخر الأسبوع")
    assert "settled" not in page.card(DAY)
    assert 'name="verdict"' not in page.html
    assert day.decides("آخر الأسبوع").status == 403
    assert day.draft == before


def test_a_huge_key_keeps_nobody_waiting(app: Flask, muna: Desk, content: Path) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    sentence = " و".join(f"[[كلمة{number}|لفظ{number}]]" for number in range(60))
    path.write_text(path.read_text("utf-8").replace(GAPS.split('text: "')[1].split('"')[0], sentence), "utf-8")
    page = Trials(app, muna, "gaps").page
    assert page.status == 200
    assert 'id="rehearsal"' not in page.html
