"""Root and pattern: letters whatever stands between them, a pattern with or without «على وزن»."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import POINTS, WORDS, answer, ask, build, examples, page, play, read, verdict, within_bounds
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution
from webapp.domain.scoring import Rules
from webapp.question_types.root.question import pattern_match, root_match

GOOD, BAD = examples("root")
WHY = "«توطيد» مصدر «وطّد»."
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهويء"
ROOTS = st.lists(st.sampled_from(LETTERS), min_size=3, max_size=5).map(" ".join)
PATTERNS = st.sampled_from(["فعل", "فاعل", "مفعول", "تفعيل", "استفعال", "إفعال", "أفعال", "مفاعلة", "افتعال"])
LEADS = st.sampled_from(["", "على وزن ", "وزن ", "الوزن: ", "وزنها "])


def root(**fields):
    return build("root", **{"word": "توطيد", "root": "و ط د", "pattern": "تفعيل", "why": WHY, **fields})


@pytest.mark.parametrize(
    "typed, key, tolerance_level",
    [
        ("و ط د", "و ط د", "exact"),
        ("وطد", "و ط د", "spacing"),
        ("و-ط-د", "و ط د", "spacing"),
        ("و، ط، د.", "و ط د", "spacing"),
        ("(و/ط/د)", "وطد", "spacing"),
        ("وَطَدَ", "و ط د", "spacing"),
        ("و ط د", "وَطَدَ", "spacing"),
        ("الجذر: و ط د", "و ط د", "spacing"),
        ("مادة «وطد»", "و ط د", "spacing"),
        ("شدّ", "ش د د", "spacing"),
        ("س ء ل", "س أ ل", "hamza"),
        ("سئل", "س أ ل", "hamza"),
        ("س ا ل", "س أ ل", "hamza"),
        ("أمن", "ء م ن", "hamza"),
        ("امن", "ء م ن", "hamza"),
        ("ر م ى", "ر م ي", "alef-maqsura"),
        ("جذر", "ج ذ ر", "spacing"),
        ("و ت د", "و ط د", None),
        ("د ط و", "و ط د", None),
        ("و ط", "و ط د", None),
        ("و ط د د", "و ط د", None),
        ("توطيد", "و ط د", None),
        ("ق ا ل", "ق و ل", None),
        ("ر م ا", "ر م ي", None),
        ("ر م و", "ر م ي", None),
        ("د ع ى", "د ع و", None),
        ("شد", "ش د د", None),
        ("و ط د x", "و ط د", None),
        ("ليس و ط د", "و ط د", None),
        ("و ط د أو و ت د", "و ط د", None),
        ("س ل", "س أ ل", None),
    ],
)
def test_a_root_is_its_letters(typed, key, tolerance_level):
    found = root_match(typed, key)
    assert (found.ok, found.tolerance_level) == (tolerance_level is not None, tolerance_level)


@pytest.mark.parametrize(
    "typed, key, expected",
    [
        ("تفعيل", "تفعيل", "accepted"),
        ("تَفْعِيل", "تفعيل", "accepted"),
        ("التفعيل", "تفعيل", "accepted"),
        ("على وزن تفعيل", "تفعيل", "accepted"),
        ("علي وزن «تفعيل».", "تفعيل", "accepted"),
        ("وزن تفعيل", "تفعيل", "accepted"),
        ("الوزن: تفعيل", "تفعيل", "accepted"),
        ("مفعله", "مفعلة", "accepted"),
        ("افعال", "إفعال", "accepted"),
        ("الأفعال", "أفعال", "accepted"),
        ("أفعال", "إفعال", "refused"),
        ("اسفتعال", "استفعال", "nearly"),
        ("متفعلة", "مفتعلة", "refused"),
        ("مفعالة", "مفاعلة", "refused"),
        ("تفعيلة", "تفعيل", "refused"),
        ("تفاعل", "تفعيل", "refused"),
        ("اعل", "فاعل", "refused"),
        ("عيل", "فعيل", "refused"),
        ("مفعولون", "مفعولين", "refused"),
        ("ليس على وزن تفعيل", "تفعيل", "refused"),
        ("غير تفعيل", "تفعيل", "refused"),
    ],
)
def test_a_pattern_is_one_word_however_it_is_introduced(typed, key, expected):
    grade = answer(root(pattern=key, points=2), f"و ط د | {typed}")
    assert grade.verdict == {"refused": "partial"}.get(expected, expected)
    assert grade.earned == {"accepted": 2, "refused": 1, "nearly": 0}[expected]
    assert within_bounds(grade, 2)


@pytest.mark.parametrize(
    "line, expected, earned",
    [
        ("و ط د | تفعيل", "accepted", 3),
        ("وطد؛ على وزن تفعيل", "accepted", 3),
        ("وطد ; تفعيل ;", "accepted", 3),
        ("و ط د", "partial", 1.5),
        ("| تفعيل", "partial", 1.5),
        ("و ت د | تفعيل", "partial", 1.5),
        ("و ت د | فعيل", "refused", 0),
        ("تفعيل | و ط د", "refused", 0),
        ("", "unanswered", 0),
        (" | ", "unanswered", 0),
        ("و ط د | تفعيل | س", "unanswered", 0),
    ],
)
def test_root_and_pattern_earn_half_each(line, expected, earned):
    question = root(points=3)
    assert verdict(question, line) == expected
    if expected != "unanswered":
        grade = answer(question, line)
        assert grade.earned == earned
        assert [(part.name, part.share) for part in grade.parts] == [("root", 0.5), ("pattern", 0.5)]
        assert within_bounds(grade, 3)


def test_several_roots_and_patterns_may_be_accepted():
    question = root(word="اسم", root=["س م و", "و س م"], pattern=["افع", "اعل"])
    for line in ("س م و | افع", "و س م | اعل"):
        assert verdict(question, line) == "accepted"
    assert question.solution().parts == {"root": "س م و أو و س م", "pattern": "افع أو اعل"}


def test_a_forgiven_letter_is_named_and_a_wrong_one_is_not_corrected():
    grade = answer(root(word="تأمين", root="ء م ن"), "ا م ن | التفعيل")
    assert grade.why == WHY
    assert grade.note.startswith("الجذر: في الجذر همزة لا ألف: ء م ن.")
    wrong = answer(root(), "و ت د | تفعيل")
    assert wrong.why == "صحيح: الوزن. انظر مرة أخرى في الجذر."
    assert "ط" not in wrong.why + wrong.note
    slip = answer(root(pattern="استفعال"), "و ط د | اسفتعال")
    assert "استفعال" not in slip.why + slip.note


def test_a_slip_beside_a_wrong_root_costs_a_try():
    assert verdict(root(pattern="استفعال"), "و ت د | اسفتعال") == "refused"
    assert verdict(root(pattern="استفعال"), "| اسفتعال") == "refused"


def test_tries_count_back_part_by_part():
    outcomes = play(root(points=4), ["و ت د | تفعيل", "و ط د | تفعيل"])
    assert [(one.standing, one.settled) for one in outcomes] == [(2, False), (2 + 2 * 0.75, True)]
    lost = play(root(points=4), ["و ت د | تفعيل", "و ط د | فعيل", "و ط د | تفعيل"])
    assert [(one.standing, one.settled) for one in lost] == [(2, False), (1.5, False), (1.5 + 1, True)]
    slips = play(root(pattern="استفعال"), ["وطد | اسفتعال", "وطد | اسفتعال", "وطد | استفعال"], Rules(1, 1))
    assert [(one.standing, one.settled) for one in slips] == [(0, False), (0, False), (1, True)]


def test_a_form_is_read_field_by_field():
    question = root()
    assert question.read({"q.root": [" وطد "], "q.pattern": ["تفعيل"]}) == {"root": "وطد", "pattern": "تفعيل"}
    assert question.read({"q.root": ["-"], "q.pattern": ["تفعيل"]}) == {"pattern": "تفعيل"}
    for form in ({}, {"q": ["وطد"]}, {"q.root": []}, {"q.root": [" "], "q.pattern": ["؟"]}):
        assert isinstance(question.read(form), Unanswered)


def test_labels_count_spellings_together():
    question = root()
    lines = ("و ط د | تفعيل", "وطد | على وزن تفعيل", "الجذر: و-ط-د؛ التَّفعيل")
    assert {question.classify(question.parse(line)) for line in lines} == {"و ط د | تفعيل"}
    assert question.classify({"root": "وطد"}) == "و ط د | …"


def test_the_solution_says_both():
    parts = {"root": "و ط د", "pattern": "تفعيل"}
    assert root().solution() == Solution(model="الجذر: و ط د، والوزن: تفعيل", why=WHY, parts=parts)


def test_the_examples_of_the_docstring():
    assert verdict(ask(GOOD, "root"), "وطد | على وزن تفعيل") == "accepted"
    assert [problem.rule for problem in read(BAD, "root")[1]] == ["alef-in-root"]


@pytest.mark.parametrize(
    "fields, found",
    [
        ({"root": "و ط"}, [(("root",), "bad-root")]),
        ({"root": "و ط د ب ت ث"}, [(("root",), "bad-root")]),
        ({"root": "wtd"}, [(("root",), "bad-root")]),
        ({"root": "ك ت ة"}, [(("root",), "bad-root")]),
        ({"root": ["و ط د", "ق ا ل"]}, [(("root", 1), "alef-in-root")]),
        ({"pattern": "توطيد"}, [(("pattern",), "bad-pattern")]),
        ({"pattern": ["تفعيل", "123"]}, [(("pattern", 1), "bad-pattern")]),
        ({"root": "ء م ن", "pattern": "عِلة"}, []),
        ({"root": "زلزل"}, []),
    ],
)
def test_faults_are_told_in_both_languages(fields, found):
    told = list(root(**fields).faults())
    assert [(where, rule) for where, rule, _ in told] == found
    assert all(" — " in message for _, _, message in told)


@given(ROOTS, PATTERNS, LEADS, POINTS, st.sampled_from([" ", "", "-", "، "]))
def test_both_right_earns_everything(key, pattern, lead, points, between):
    question = root(root=key, pattern=pattern, points=points)
    form = {"q.root": [key.replace(" ", between)], "q.pattern": [lead + pattern]}
    grade = question.grade(question.read(form))
    assert (grade.verdict, grade.earned) == ("accepted", points)


@given(ROOTS, ROOTS)
def test_two_roots_are_never_the_same(one, other):
    assert root_match(one, other).ok == (one == other)


@given(PATTERNS, PATTERNS)
def test_two_patterns_are_never_the_same(one, other):
    assert pattern_match(one, other).ok == (one == other)


@given(st.text(max_size=20), st.text(max_size=20), POINTS)
def test_any_answer_is_marked_within_bounds(first, second, points):
    question = root(points=points)
    response = question.read({"q.root": [first], "q.pattern": [second]})
    if not isinstance(response, Unanswered):
        assert within_bounds(question.grade(response), points)
        assert question.classify(response)


@given(ROOTS, PATTERNS, WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(key, pattern, words):
    other = root(root=[key, "ك ت ب"], pattern=[pattern, "فعل"], why=words, evidence=[words], hints=[words])
    assert page(other) == page(root()) == '{"word": "توطيد"}'.encode()
