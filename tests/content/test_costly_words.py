"""Words files and keys that are made to cost: lists out of step with their text, thousands of expressions and keys."""

from __future__ import annotations

import random

from processor_limit import limited, processor_limit
from webapp.content.parsing.text_parser import parse_text
from webapp.content.parsing.unseen_characters import with_plain_words
from webapp.content.parsing.yaml_parser import read_tree
from webapp.content.words.word_alignment import align_words
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_file import MAX_WORDS_OF_EXPRESSION, Expression, expressions_in, expressions_standing
from webapp.domain.problem import MOST_PROBLEMS, Problem

pytestmark = limited
LONG = 20_000


def of_few_words(seed: int, length: int = LONG) -> list[str]:
    return random.Random(seed).choices(["في", "من", "على", "إلى"], k=length)


def test_long_lists_of_the_same_few_words_are_compared_in_a_moment() -> None:
    wanted, listed = of_few_words(1), of_few_words(2, 2_000)
    with processor_limit():
        places = list(align_words(wanted, listed))
    assert sum(end - first for first, end, _, _ in places) == len(wanted)
    assert sum(stop - start for _, _, start, stop in places) == len(listed)


def test_a_long_list_with_one_word_missing_falls_into_step_again() -> None:
    wanted = of_few_words(1)
    with processor_limit():
        places = list(align_words(wanted, wanted[:9_000] + wanted[9_001:]))
    assert [place for place in places if place[1] - place[0] != place[3] - place[2]] == [
        (at, at + 1, at, at) for at, _, start, stop in places if start == stop
    ]
    assert len(places) == 3


def expressions(count: int, words: int) -> list[Expression]:
    """Expressions that differ in their last word alone, and stand nowhere but for the first."""
    lines = (" ".join([*["في"] * (words - 1), f"كلمة{n}" if n else "في"]) for n in range(count))
    return [Expression(words=line, vowelled=line, meaning="م", english="m") for line in lines]


def test_hundreds_of_long_expressions_are_looked_for_once_at_each_place() -> None:
    line = ["في"] * LONG
    known = expressions(5_000, MAX_WORDS_OF_EXPRESSION)
    with processor_limit():
        assert expressions_standing(line, known) == {known[0].words}
        assert len(expressions_in(line, known)) == LONG


def told(expressions: list[Expression], text: str) -> list[Problem]:
    entries = "".join(f"  - {{{', '.join(f'{name}: {value}' for name, value in one)}}}\n" for one in expressions)
    file = f"text: a.txt\nreviewed: true\nexpressions:\n{entries}words: []\n"
    return compile_words(file.encode(), "a.words.yaml", lambda _: (parse_text("a.txt", text), []))[1]


def test_expressions_have_a_number_and_a_length() -> None:
    text = " ".join(["في"] * 60_000) + ".\n"
    with processor_limit():
        longer = told(expressions(300, MAX_WORDS_OF_EXPRESSION + 1), text)
        assert {problem.rule for problem in longer[:300]} == {"expression-long"}
    assert "bad-value" in {problem.rule for problem in told(expressions(301, 2), text)}
    assert "bad-value" not in {problem.rule for problem in told(expressions(300, 2), text)}


def test_keys_with_marks_that_cannot_be_seen_are_renamed_in_one_pass() -> None:
    plain = [f"k{n}" for n in range(15_000)]
    tree, _ = read_tree("".join(f"{key}: 0\n" for key in plain).encode(), "a.yaml")
    assert tree
    tree.value, tree.keys = ({f"{key}\u200f": kept[key] for key in plain} for kept in (tree.value, tree.keys))
    with processor_limit():
        problems = with_plain_words(tree, "a.yaml")
    assert len(problems) == MOST_PROBLEMS
    assert [*tree.value] == plain
