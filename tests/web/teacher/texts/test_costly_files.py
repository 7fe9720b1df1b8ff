"""Files of a text that were made to cost: as many faults or questions as 256 KB hold, on each page that shows them."""

from __future__ import annotations

import pytest

from conftest import Desk
from web.teacher.texts.conftest import SLUG, Room
from webapp.content.lesson_compiler import MAX_QUESTIONS
from webapp.domain.problem import MOST_PROBLEMS

QUESTION = "- {{id: q{n}, type: short, paragraph: 1, prompt: م, accept: [ن]}}\n"
FAULTS = {
    "the same key": "k: 0\n" * 20_000,
    "unknown keys": "".join(f"k{number}: 0\n" for number in range(15_000)),
    "lines without a value": "k:\n" * 20_000,
    "questions without a type": "".join(f"- id: q{number}\n" for number in range(12_000)),
    "unknown keys of questions": "".join(QUESTION.format(n=n).replace("}", ", kk: 1, ll: 2}") for n in range(1_500)),
    "missing words": "".join(QUESTION.format(n=n).replace("}", ", evidence: [غير موجود]}") for n in range(1_500)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_shown_up_to_a_bound(muna: Desk, texts: Room, fault: str) -> None:
    """Each line of the page once asked for all faults and all lines: twenty thousand took minutes."""
    typed = FAULTS[fault]
    muna.client.set_cookie("fahm_look", "language-en")
    head = texts.path.read_text().partition("questions:")[0]
    text = f"{head}questions:\n{typed}" if typed.startswith("- ") else f"{head}{typed}"
    page = texts.saves(muna, text, check="1")
    assert page.status == 200
    assert 0 < page.html.count('<li id="p') <= MOST_PROBLEMS
    texts.saves(muna, text)
    for where in (texts.address, f"/desk/texts/{SLUG}/publish", f"/desk/texts/{SLUG}/edit", "/desk/texts"):
        shown = muna.opens(where)
        assert shown.status == 200, where
        assert len(shown.html) < 8_000_000, where


def test_a_file_of_too_many_questions_is_named_and_the_editor_shows_the_first(muna: Desk, texts: Room) -> None:
    head = texts.path.read_text().partition("questions:")[0]
    text = f"{head}questions:\n{''.join(QUESTION.format(n=n) for n in range(MAX_QUESTIONS + 1))}"
    muna.client.set_cookie("fahm_look", "language-en")
    assert f"more than {MAX_QUESTIONS} questions" in texts.saves(muna, text, check="1").html
    muna.client.delete_cookie("fahm_look")
    texts.saves(muna, text)
    page = muna.opens(f"/desk/texts/{SLUG}/edit")
    assert page.html.count('data-question="') == MAX_QUESTIONS
    assert "صفحة YAML" in page.html
    assert len(page.html) < 2_000_000


def test_a_words_file_is_no_text_of_its_own(muna: Desk, texts: Room) -> None:
    for page in ("yaml", "edit", "publish", "settings", "words"):
        assert muna.opens(f"/desk/texts/{SLUG}.words/{page}").status == 404
    assert f"{SLUG}.words" not in muna.opens("/desk/texts").html
