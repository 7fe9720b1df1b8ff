"""Referent: the words that a pronoun stands for, all or nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import (
    ARTICLE,
    POINTS,
    WORDS,
    answer,
    ask,
    build,
    card,
    examples,
    page,
    passages,
    read,
    tried,
    verdict,
    within_bounds,
)
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Unanswered
from webapp.domain.scoring import Rules, mark
from webapp.question_types._text_units import TextPiece

GOOD, BAD = examples("referent")
LONG = "دعوة من الزعيم كيم جونغ أون"
PLAIN = {"anchor": "وجهّها", "referent": [LONG], "why": "«وجهّها» تعود على «دعوة»."}
TEXTS = st.lists(WORDS, min_size=3, max_size=14, unique=True).filter(lambda them: not any(" " in one for one in them))


def referent(text=ARTICLE, **fields):
    return build("referent", **{**PLAIN, **fields}).bind(text)


def ids(question):
    return [piece.id for piece in question.public("").pieces if piece.id]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("الدعوة", "accepted"),
        ("الدعوه", "accepted"),
        ("الدعوة لبوتين", "accepted"),
        ("w11", "accepted"),
        ("w11 w12", "accepted"),
        ("لبوتين", "refused"),
        ("وجه الدعوة", "refused"),
        ("وجه الدعوة لبوتين", "refused"),
        ("الدعوة … لبوتين", "accepted"),
        ("الصداقة", "refused"),
        ("الوكالة", "refused"),
    ],
)
def test_from_the_source_to_the_grade(line, expected):
    assert verdict(ask(GOOD, "referent").bind(ARTICLE), line) == expected


@pytest.mark.parametrize(
    "line, expected",
    [
        (LONG, "accepted"),
        ("دعوة", "accepted"),
        ("دعوة الزعيم", "accepted"),
        ("الزعيم كيم جونغ أون", "refused"),
        ("بوتين دعوة", "refused"),
        ("الزعيم", "refused"),
        ("كوريا الشمالية", "refused"),
    ],
)
def test_the_head_word_is_enough_with_nothing_from_outside_the_phrase(line, expected):
    assert verdict(referent(), line) == expected


def test_a_phrase_is_right_wherever_it_stands():
    text = parse_text("t.txt", "رأى الولد القط، ثم عاد الولد إلى بيته.")
    question = referent(text, anchor="بيته", referent=["الولد"])
    marks = [question.grade([id]).verdict for id in ids(question)]
    assert marks == ["refused", "accepted", "refused", "refused", "refused", "accepted", "refused"]
    assert question.grade(["w2", "w6"]).verdict == "refused"


def test_a_failed_try_costs_its_penalty():
    question, rules = referent(points=2), Rules(3, 0.25)
    first = mark(rules, question, ["w1"], [])
    assert (first.grade.verdict, first.settled) == ("refused", False)
    second = mark(rules, question, question.parse("دعوة"), [tried(first.grade, response=["w1"])])
    assert (second.standing, second.settled) == (1.5, True)


def test_the_anchor_is_emphasised_and_cannot_be_ticked():
    question = referent()
    anchor = [piece for piece in question.public("").pieces if piece.anchor]
    assert anchor == [TextPiece("", "وجهّها", True)]
    hidden = next(f"w{n}" for n in range(1, 60) if f"w{n}" not in ids(question))
    assert isinstance(question.read({"q": [hidden]}), Unanswered)
    assert isinstance(question.parse(hidden), Unanswered)
    assert isinstance(question.parse("وجهّها"), Unanswered)


def test_a_form_is_read_in_the_order_of_the_text_without_strangers():
    question = referent()
    assert question.read({"q": ["w3", "zzz", "w1", "w1", "w999"]}) == ["w1", "w3"]
    for form in ({}, {"q": []}, {"q": ["", "x"]}, {"other": ["w1"]}):
        assert isinstance(question.read(form), Unanswered)


@pytest.mark.parametrize("line", ["", " ", "w999", "كلام ليس فيها", "دعوة إلى القمر", "،"])
def test_words_that_are_not_in_the_paragraph_are_unanswered(line):
    assert verdict(referent(), line) == "unanswered"


def test_a_wrong_answer_is_told_what_to_look_at_and_not_the_key():
    question = referent()
    assert "دعوة" not in answer(question, "كوريا الشمالية").why
    assert answer(question, "بوتين دعوة").why != answer(question, "بوتين").why
    assert answer(question, "دعوة").why == PLAIN["why"]


def test_the_solution_has_the_best_phrase_its_words_and_the_reason():
    question = referent(referent=["دعوة", LONG])
    solution = question.solution()
    assert (solution.model, solution.why) == ("دعوة", PLAIN["why"])
    assert question.grade(solution.units).verdict == "accepted"


def test_an_answer_is_known_by_its_words_with_a_mark_for_the_gaps():
    question = referent()
    assert question.classify(question.parse("دعوة الزعيم كيم")) == "دعوة … الزعيم كيم"


def test_the_bad_example_misses_its_anchor():
    assert [problem.rule for problem in read(BAD, "referent")[1]] == ["missing-key"]


@pytest.mark.parametrize(
    "fields, rules",
    [
        ({}, []),
        ({"anchor": "جهّها"}, ["anchor-missing"]),
        ({"anchor": "في"}, ["anchor-twice"]),
        ({"anchor": "القمّة التي"}, []),
        ({"referent": ["دعوة من رئيس"]}, ["referent-missing"]),
        ({"referent": [LONG, "دعو"]}, ["referent-missing"]),
        ({"referent": ["وجهّها إليه"]}, ["referent-is-anchor"]),
        ({"paragraph": 99}, ["anchor-missing", "referent-missing"]),
    ],
)
def test_anchor_and_phrases_are_words_of_the_paragraph(fields, rules):
    assert [rule for _, rule, _ in build("referent", **{**PLAIN, **fields}).faults_in(ARTICLE)] == rules


def test_the_whole_text_is_no_place_for_a_referent():
    question = build("referent", **{**PLAIN, "paragraph": "whole"})
    assert [place for place, _, _ in question.faults()] == [("paragraph",)]
    assert list(question.faults_in(ARTICLE)) == []
    assert question.bind(ARTICLE).public("").pieces == ()


@pytest.mark.parametrize("number", range(1, 11))
def test_the_pieces_together_are_the_paragraph_to_the_letter(number):
    pieces = referent(paragraph=number, anchor="كيم", referent=["اليابان"]).public("").pieces
    assert "".join(piece.text for piece in pieces) == ARTICLE.paragraph(number).text
    assert not any(" " in piece.text for piece in pieces if piece.id)


@st.composite
def questions(draw):
    """A paragraph of different words, its last word the anchor, and a phrase before that."""
    them = draw(TEXTS)
    start = draw(st.integers(0, len(them) - 2))
    end = draw(st.integers(start + 1, len(them) - 1))
    text = parse_text("t.txt", "، ".join(them) + ".")
    phrase = " ".join(them[start:end])
    return referent(text, anchor=them[-1], referent=[phrase], points=draw(POINTS)), text, them


@given(questions(), st.data())
def test_all_or_nothing_within_bounds(made, data):
    question, _, _ = made
    key = question.solution().units
    assert question.grade(key).earned == question.points
    assert question.grade(key[:1]).earned == question.points
    response = data.draw(st.lists(st.sampled_from(ids(question)), min_size=1, unique=True))
    grade = question.grade(response)
    assert within_bounds(grade, question.points)
    assert grade.verdict == ("accepted" if key[0] in response and set(response) <= set(key) else "refused")


@given(questions(), st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(made, data, words):
    question, text, them = made
    other = referent(text, anchor=them[-1], referent=[data.draw(st.sampled_from(them[:-1]))], why=words, hints=[words])
    assert page(other) == page(question)


@given(st.text(max_size=30))
def test_any_line_is_some_words_or_unanswered(line):
    question = referent()
    response = question.parse(line)
    assert isinstance(response, Unanswered) or set(response) <= set(ids(question))


@pytest.mark.parametrize("settled", [False, True])
def test_the_card_holds_the_paragraph_to_the_letter(app, settled):
    question = referent()
    html = card(app, question, settled=settled, solution=question.solution(), tried=frozenset(["w1"]))
    assert passages(html) == [ARTICLE.paragraph(1).text]
    assert html.count('type="checkbox"') == (0 if settled else len(ids(question)))
    assert '<strong class="anchor">وجهّها</strong>' in html
    assert "style=" not in html


def test_a_draft_is_ticked_and_an_earlier_try_is_marked(app):
    html = card(app, referent(), draft=["w2"], tried=frozenset(["w3"]))
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["w2"]
    assert re.findall(r'was-tried"><input [^>]*value="(\w+)"', html) == ["w3"]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("روسيا وكوريا الشمالية", "accepted"),
        ("روسيا", "refused"),
        ("وكوريا الشمالية", "refused"),
        ("على روسيا وكوريا الشمالية", "refused"),
    ],
)
def test_where_several_names_are_meant_all_are_needed(line, expected):
    both_names = {"anchor": "أبرمتا", "referent": ["روسيا وكوريا الشمالية"], "several": "true", "paragraph": "10"}
    question = referent(**both_names)
    assert verdict(question, line) == expected
