"""Keys and questions of any shape are rehearsed without a fault: the check may never end in a traceback."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessment.rehearsal.rehearsing import rehearsal

WORDS = """
% 40% … أ CO2 3.5 12:30 9/1 ال من إلى و وكتاب الأحد يوم ثلاثة ثلاث 100 ١٢ مئة ساعة ليس لأن للصحفيين صحفيون
زعيمان زعيمين الزعيم عبد أبو الله بين كم أي ما لماذا ؟ ، . «ك» بوتين روسيا خريطة سنة عام ان ين ون ﷺ
"""
PIECES = st.sampled_from([*WORDS.split(), "\u200f"])
LINES = st.lists(PIECES, min_size=1, max_size=5).map(" ".join)


@given(LINES, LINES, st.booleans(), st.booleans())
def test_an_odd_key_is_rehearsed(prompt: str, key: str, exact: bool, quick: bool) -> None:
    made = rehearsal(prompt=prompt, accept=[key], exact=exact, quick=quick)
    assert all(answer.text.strip() for answer in made.answers)


@given(LINES, st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=3), st.booleans())
def test_odd_ideas_are_rehearsed(prompt: str, ideas: list[list[str]], quick: bool) -> None:
    made = rehearsal(prompt=prompt, require=ideas, quick=quick)
    assert made.right.good <= made.right.all


@given(st.lists(LINES, min_size=1, max_size=3))
def test_odd_gaps_are_rehearsed(words: list[str]) -> None:
    gaps = " ".join(f"[[{word}]]" for word in words)
    assert rehearsal("cloze", prompt="أكمل.", text=f"كان {gaps}.").wrong.all >= 0
