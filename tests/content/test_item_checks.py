"""Warnings about questions: each example breaks its rule and no other, and a mended one breaks none."""

from __future__ import annotations

import pytest

from webapp.content import Lesson
from webapp.content.item_checks import EXAMPLE_TEXT, ITEM_RULES, item_warnings
from webapp.content.lesson_compiler import compile_lesson
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.problem import Problem

SIZE = {"too-many"}
"""Rules about the whole file, which the short text of the examples breaks by itself."""
BIG = EXAMPLE_TEXT + " " + "ثم مضت أيام طويلة والشجرة تكبر والناس يذكرون ذلك اليوم الجميل. " * 12
RULES = {rule.name: rule for rule in ITEM_RULES}


def warnings(questions: str, settings: str = "", text: str = BIG) -> list[Problem]:
    """Check a file with these questions on the examples' text, made longer."""
    indented = "".join(f"  {line}\n" for line in with_process(questions).splitlines())
    source = f"text: tree.txt\ntitle: شجرة\nlevel: A2\n{settings}questions:\n{indented}".encode()
    lesson, problems = compile_lesson("tree", source, "tree.yaml", lambda name: text.encode())
    assert isinstance(lesson, Lesson), problems
    tree, _ = read_tree(source, "tree.yaml")
    assert tree
    return item_warnings(lesson, tree, "tree.yaml")


def with_process(questions: str) -> str:
    """The questions with what the examples leave out because it does not matter for them."""
    lines = []
    for line in questions.splitlines():
        lines.append(line)
        if line.startswith("  type: ") and "process:" not in questions:
            lines.append("  process: retrieve")
        if line.startswith("  accept:"):
            lines.append("  why: من النص.")
    return "\n".join(lines)


@pytest.mark.parametrize("name", RULES)
def test_the_example_of_a_rule_breaks_it_and_no_other(name: str) -> None:
    text = EXAMPLE_TEXT if name in SIZE else BIG
    assert {problem.rule for problem in warnings(RULES[name].example, text=text)} == {name}


@pytest.mark.parametrize("name", RULES)
def test_a_warning_says_where_it_is_and_fails_nothing(name: str) -> None:
    for problem in warnings(RULES[name].example, text=EXAMPLE_TEXT if name in SIZE else BIG):
        assert problem.severity == "warning"
        assert problem.line > 3
        assert " — " in problem.message


@pytest.mark.parametrize("name", [name for name in RULES if name not in {"too-many", "hint-grammar", "key-places"}])
def test_a_question_silences_a_rule_with_a_reason(name: str) -> None:
    silenced = RULES[name].example.replace("  paragraph: 1\n", f"  paragraph: 1\n  allow: {{{name}: كذا أردنا}}\n")
    assert not warnings(silenced)


@pytest.mark.parametrize("name", ["hint-grammar", "key-places"])
def test_a_file_silences_a_rule_about_the_whole_of_it(name: str) -> None:
    assert not warnings(RULES[name].example, settings=f"allow: {{{name}: كذا أردنا}}\n")


CHOICE = "- id: q\n  paragraph: 1\n  type: choice\n  prompt: {}\n  options:\n{}"


def choice(prompt: str, *options: str) -> str:
    """A choice with the first option right."""
    key = ", correct: true"
    rows = [f"    - {{text: {text}, why: من النص.{'' if at else key}}}\n" for at, text in enumerate(options)]
    return CHOICE.format(prompt, "".join(rows))


@pytest.mark.parametrize(
    "questions",
    [
        choice("من زرع الشجرة؟", "الجدة", "الجار", "الناس"),
        choice("من زرع الشجرة؟", "الجدة الطيبة", "الجار", "الناس كلهم"),
        choice("لماذا جلسوا؟", "قد تعبوا", "ربما ضلوا", "وصلوا"),
        choice("أين زُرعت؟", "قرب البيت القديم", "أمام المسجد الكبير", "خلف المدرسة"),
        choice("ما الذي سبق ذكره؟", "كل الشجر", "كل الناس", "كل البيوت"),
        choice("ما هي؟", "شجرة", "نخلة", "وردة"),
    ],
)
def test_good_options_are_not_warned_of(questions: str) -> None:
    assert not warnings(questions)


SHORT = "- id: q\n  paragraph: 1\n  type: short\n  prompt: {}\n  evidence: [{}]\n  accept: [{}]\n"


@pytest.mark.parametrize(
    "questions",
    [
        SHORT.format("من سقاها؟", "سقاها الجار الطيب", "الجار"),
        SHORT.format("متى سقاها؟", "وسقاها الجار الطيب يوم الأحد", '"الأحد", "3,500", "26/1"'),
        SHORT.format("أين زرعتها ومتى؟", "قرب البيت القديم في الصيف، وكان", '"البيت القديم في الصيف، وكان", الصيف'),
        SHORT.format("متى سقاها؟", "وسقاها الجار الطيب يوم الأحد", "الأحد") + "  refuse: [الجار, الأحد القادم]\n",
        SHORT.format("ماذا فعلت الجدة؟", "زرعت الجدة شجرة", "زرعت الجدة شجرة قرب البيت القديم, زرعت شجرة"),
    ],
)
def test_good_keys_are_not_warned_of(questions: str) -> None:
    assert not warnings(questions)


@pytest.mark.parametrize(
    "key", ['"الأحد / يوم الأحد"', '"الأحد؛ يوم الأحد", الأحد', "الأحد أو يوم الأحد", '"الأحد | يوم الأحد"']
)
def test_answers_run_together_are_warned_of_at_the_key(key: str) -> None:
    (problem,) = warnings(SHORT.format("متى سقاها؟", "يوم الأحد", key))
    assert (problem.rule, problem.line) == ("answers-in-one", 11)


def test_another_day_in_a_later_wording_is_against_the_evidence() -> None:
    (problem,) = warnings(SHORT.format("متى سقاها؟", "الجار الطيب يوم الأحد", "الأحد, الاثنين"))
    assert problem.rule == "key-against-evidence"


def test_a_cut_word_is_told() -> None:
    (problem,) = warnings(SHORT.format("من زرع الشجرة؟", "زرعت الجد", "الجدة"))
    assert "«الجدة»" in problem.message


def test_markup_is_told_where_it_stands() -> None:
    (problem,) = warnings(choice("من زرع الشجرة؟", "الجدة", '"**الجار**"', "الناس"))
    assert (problem.rule, problem.line) == ("markup", 12)


def test_of_a_few_hints_one_may_be_in_terms_of_grammar() -> None:
    asked = """- id: who
  paragraph: 1
  type: short
  prompt: من زرع الشجرة؟
  accept: [الجدة]
  hints: [{hints}]
"""
    assert not warnings(asked.format(hints="ما الفاعل؟, أول الفقرة."))
    assert {problem.rule for problem in warnings(asked.format(hints="ما الفاعل؟, أين النعت؟, أول الفقرة."))} == {
        "hint-grammar"
    }
