"""Cloze: gaps that are typed or filled out of a bank, each a part of its own."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import (
    POINTS,
    TEXT,
    WORDS,
    answer,
    ask,
    build,
    examples,
    page,
    play,
    read,
    verdict,
    within_bounds,
)
from webapp.config import Config
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution
from webapp.domain.scoring import Rules
from webapp.question_types.cloze.question import take_apart
from webapp.web.framework import i18n, question_templates

TEMPLATES = Path(__file__).parents[2] / "webapp" / "templates"
GOOD, BAD = examples("cloze")
WHY = "هكذا في الفقرة."
KIM = "قبل [[بوتين]] دعوة [[كيم|الزعيم كيم]]."
BASE = "زار [[الرئيس]] وأجرى [[محادثات]]."
LISTED = WORDS.filter(lambda word: "  " not in word)


def cloze(text=KIM, **fields):
    return build("cloze", **{"text": text, "why": WHY, **fields}).bind(TEXT)


def bank(text=KIM, words=("بايدن",), **fields):
    return cloze(text, bank=list(words), **fields)


def values(question):
    return {option.text: option.value for option in question.public("learner").bank}


# text, fields, line, verdict, share that is earned, tolerance level
MARKED = [
    (KIM, {}, "بوتين | كيم", "accepted", 1, "exact"),
    (KIM, {}, "بوتين؛ الزعيم كيم", "accepted", 1, "exact"),
    (KIM, {}, "بوتين ; كيم ;", "accepted", 1, "exact"),
    (KIM, {}, "«بوتين» | كيم.", "accepted", 1, "spacing"),
    (KIM, {}, "بُوتين | كيم", "accepted", 1, "tashkeel"),
    (KIM, {}, "بوتين | ترامب", "partial", 0.5, None),
    (KIM, {}, "بوتين", "partial", 0.5, None),
    (KIM, {}, "| كيم", "partial", 0.5, None),
    (KIM, {}, "كيم | بوتين", "refused", 0, None),
    (KIM, {}, "بوتين | ليس كيم", "partial", 0.5, None),
    (KIM, {}, "غير بوتين | كيم", "partial", 0.5, None),
    (KIM, {}, "", "unanswered", 0, None),
    (KIM, {}, " | ؟ | ", "unanswered", 0, None),
    (KIM, {}, "بوتين | كيم | بايدن", "unanswered", 0, None),
    (BASE, {}, "رئيس | محادثات", "accepted", 1, "article"),
    (BASE, {}, "الرئيس | محاثدات", "nearly", 0, None),
    (BASE, {}, "الريس | محاثدات", "refused", 0, None),
    (BASE, {}, "| محاثدات", "refused", 0, None),
    (BASE, {"refuse": ["محاثدات"]}, "الرئيس | محاثدات", "partial", 0.5, None),
    ("بعد [[100]] عام", {}, "١٠٠", "accepted", 1, "digits"),
    ("بعد [[100]] عام", {}, "مئة", "accepted", 1, "number-words"),
    ("بعد [[مئة]] عام", {}, "100", "accepted", 1, "number-words"),
    ("بعد [[مئة]] عام", {"tolerance": ["hamza"]}, "100", "refused", 0, None),
    ("بعد [[100]] عام", {}, "10", "refused", 0, None),
    ("صدر يوم [[الخميس]]", {}, "الجمعة", "refused", 0, None),
    ("هو [[مسؤول]] كبير", {}, "مسئول", "accepted", 1, "hamza"),
    ("هو [[مسؤول]] كبير", {}, "مسؤولة", "refused", 0, None),
    ("هو [[مسؤول]] كبير", {}, "مسؤولون", "refused", 0, None),
    ("هي [[تقبل]] الدعوة", {}, "يقبل", "refused", 0, None),
    ("هو [[قبل]] الدعوة", {}, "قبلوا", "refused", 0, None),
    ("الوكالة [[لم تذكر]] الموعد", {}, "تذكر", "refused", 0, None),
    ("الوكالة [[لم تذكر]] الموعد", {}, "لن تذكر", "refused", 0, None),
    ("الوكالة [[تذكر]] الموعد", {}, "لا تذكر", "refused", 0, None),
    ("وصلت [[الدعوة]]", {}, "الدعوه", "accepted", 1, "ta-marbuta"),
]


@pytest.mark.parametrize("text, fields, line, expected, share, tolerance_level", MARKED)
def test_typed_gaps_are_marked_as_a_marker_would(text, fields, line, expected, share, tolerance_level):
    question = cloze(text, points=4, **fields)
    assert verdict(question, line) == expected
    if expected != "unanswered":
        grade = answer(question, line)
        assert (grade.earned, grade.tolerance_level) == (4 * share, tolerance_level)
        assert within_bounds(grade, 4)


def test_one_of_three_gaps_earns_a_third():
    grade = answer(cloze("[[أول]] ثم [[ثان]] ثم [[ثالث]]", points=3), "خطأ | ثان | خطأ")
    assert (grade.verdict, grade.earned) == ("partial", pytest.approx(1))
    assert [(part.name, part.value) for part in grade.parts] == [("1", 0), ("2", 1), ("3", 0)]


def test_a_forgiven_spelling_is_named_with_its_gap():
    grade = answer(cloze("هو [[مسؤول]] في [[قاعدة]]."), "مسئول | قاعده")
    assert grade.verdict == "accepted"
    assert grade.why == WHY
    assert grade.note == "الفراغ ١: تُكتب الهمزة هكذا: مسؤول. الفراغ ٢: تُكتب بتاء مربوطة: قاعدة."


def test_after_a_wrong_try_the_right_gaps_are_named_and_no_key():
    grade = answer(cloze(), "بوتين | ترامب")
    assert grade.why == "صحيح: الفراغ ١. انظر مرة أخرى في الفراغ ٢."
    assert "كيم" not in grade.why + grade.note
    assert answer(cloze(), "| كيم").why == "صحيح: الفراغ ٢."
    slip = answer(cloze(BASE), "الرئيس | محاثدات")
    assert "الفراغ ٢: إجابة قريبة" in slip.why
    assert "محادثات" not in slip.why + slip.note


def test_a_slip_that_makes_a_word_of_the_text_is_not_forgiven():
    question = build("cloze", text="جرت [[محادثات]].", why=WHY)
    assert verdict(question, "محاثدات") == "nearly"
    text = TEXT.__class__("a", (TEXT.paragraphs[0].__class__(1, "قال محاثدات.", None, ()),), "")
    assert verdict(question.bind(text), "محاثدات") == "refused"


@pytest.mark.parametrize(
    "line, expected, earned",
    [
        ("بوتين | كيم", "accepted", 2),
        ("كيم | بوتين", "refused", 0),
        ("بوتين | بايدن", "partial", 1),
        ("بوتين | بوتين", "partial", 1),
        ("1 | 2", "accepted", 2),
        ("أ | ج", "partial", 1),
        ("| كيم", "partial", 1),
        ("9 | كلام", "unanswered", 0),
        ("بوتين | كيم | بايدن", "unanswered", 0),
    ],
)
def test_gaps_filled_out_of_a_bank(line, expected, earned):
    question = bank(points=2)
    assert verdict(question, line) == expected
    if expected != "unanswered":
        grade = answer(question, line)
        assert grade.earned == earned
        assert within_bounds(grade, 2)


def test_a_word_of_another_gap_is_right_wherever_it_is_accepted():
    question = bank("قبل [[بوتين]] الدعوة، فسافر [[الرئيس|بوتين]].")
    chosen = values(question)
    assert question.grade({"1": chosen["بوتين"], "2": chosen["بوتين"]}).verdict == "accepted"


def test_the_bank_holds_every_word_once_in_the_learners_own_order():
    question = bank("[[أ]] ثم [[ب]] ثم [[أ]]", ["ج", "د", "ه"])
    seen = question.public("one")
    assert sorted(option.text for option in seen.bank) == ["أ", "ب", "ج", "د", "ه"]
    assert list(question.shown_order("one")) == [option.value for option in seen.bank]
    assert question.public("one") == seen
    assert len({page(question, str(seed)) for seed in range(20)}) > 10


def test_a_form_is_read_gap_by_gap():
    typed, chosen = cloze(), bank()
    assert typed.read({"q.1": [" بوتين "], "q.2": ["؟"]}) == {"1": "بوتين"}
    assert typed.read({"q.2": ["كيم"], "q.3": ["س"], "q": ["ص"]}) == {"2": "كيم"}
    value = values(chosen)["كيم"]
    assert chosen.read({"q.1": [""], "q.2": [value]}) == {"2": value}
    for form in ({}, {"q": ["بوتين"]}, {"q.1": ["بوتين"]}, {"q.1": []}):
        assert isinstance(chosen.read(form), Unanswered)


def test_labels_count_spellings_together_and_show_words():
    question = cloze(BASE)
    assert question.classify({"1": "الرَئيس.", "2": "x"}) == question.classify({"1": "الرئيس", "2": "x"})
    assert question.classify({"2": "محادثات"}) == "… | محادثات"
    assert cloze("بعد [[100]] عام").classify({"1": "مئة"}) == "100"
    chosen = bank()
    assert chosen.classify(chosen.parse("بايدن | كيم")) == "بايدن | كيم"


def test_the_solution_is_the_whole_sentence():
    assert cloze().solution() == Solution(model="قبل بوتين دعوة كيم.", why=WHY, parts={"1": "بوتين", "2": "كيم"})


def test_tries_count_back_gap_by_gap():
    outcomes = play(cloze(points=4), ["بوتين | ترامب", "بوتين | كيم"])
    assert [(one.standing, one.settled) for one in outcomes] == [(2, False), (2 + 2 * 0.75, True)]
    lost = play(cloze(points=4), ["بوتين | ترامب", "ترامب | ترامب", "بوتين | كيم"])
    assert [one.standing for one in lost] == [2, 0, 2]
    assert [one.settled for one in lost] == [False, False, True]


def test_a_slip_costs_no_try():
    outcomes = play(cloze(BASE), ["الرئيس | محاثدات", "الرئيس | محاثدات", "الرئيس | محادثات"], Rules(2, 0.5))
    assert [(one.grade.verdict, one.standing, one.settled) for one in outcomes] == [
        ("nearly", 0, False),
        ("nearly", 0, False),
        ("accepted", 1, True),
    ]


def test_no_try_is_left_after_the_last():
    outcomes = play(cloze(), ["س | ص", "بوتين | ص", "بوتين | كيم"], Rules(2, 0.5))
    assert [one and (one.standing, one.settled) for one in outcomes] == [(0, False), (0.25, True), None]


def test_the_examples_of_the_docstring():
    assert verdict(ask(GOOD, "cloze"), "بوتين | كيم") == "accepted"
    assert [problem.rule for problem in read(BAD, "cloze")[1]] == ["accepted-and-refused"]


@pytest.mark.parametrize(
    "fields, found",
    [
        ({"text": "لا فراغ هنا"}, [(("text",), "no-gap")]),
        ({"text": "قبل [[بوتين دعوة"}, [(("text",), "unbalanced-brackets")]),
        ({"text": "قبل بوتين]] دعوة"}, [(("text",), "unbalanced-brackets")]),
        ({"text": "قبل [[بوتين [[دعوة]]"}, [(("text",), "unbalanced-brackets")]),
        ({"text": "قبل [[[بوتين]]]"}, [(("text",), "unbalanced-brackets")]),
        ({"text": "قبل [[بوتين]]]"}, [(("text",), "unbalanced-brackets")]),
        ({"text": "قبل [[]] دعوة [[كيم]]"}, [(("text",), "empty-gap")]),
        ({"text": "قبل [[بوتين|]]"}, [(("text",), "empty-gap")]),
        ({"text": "قبل [[؟]]"}, [(("text",), "empty-gap")]),
        ({"text": "قبل [[بوتين]]", "refuse": ["س", "بوتين"]}, [(("refuse", 1), "accepted-and-refused")]),
        ({"text": "[[أ|ب]] و[[ج]]", "bank": ["د", "ب"]}, [(("bank", 1), "accepted-and-refused")]),
        ({"text": "[[أ]] و[[ج]]", "bank": ["د", "د"]}, [(("bank", 1), "duplicate-option")]),
        ({"text": "قبل [[بوتين]]", "bank": []}, [(("bank",), "no-choice")]),
        ({"text": "[[؟|!]] و[[.]]", "bank": []}, []),
        ({"text": "قرأ [[كتابة]]", "bank": ["كتابه"]}, []),
    ],
)
def test_faults_are_told_in_both_languages(fields, found):
    told = list(cloze(**fields).faults())
    assert [(where, rule) for where, rule, _ in told] == found
    assert all(" — " in message for _, _, message in told)


def test_signs_stay_beside_their_gap():
    first, second, last = cloze("قال «[[نعم]]»، ثم وصل ال[[رئيس]].").public("x").pieces
    assert (first.text, first.before, first.after) == ("قال ", "«", "»،")
    assert (second.text, second.before, second.after) == (" ثم وصل ", "ال", ".")
    assert last.text == ""
    assert last.gap is None


def drawn(question, **seen):
    """The question's part of a page."""
    app = Flask("drawn", template_folder=str(TEMPLATES))
    question_templates.init_app(app)
    i18n.init_app(app)
    app.extensions["fahm"] = SimpleNamespace(config=Config(content=TEMPLATES, data=TEMPLATES))
    fields = {"id": "q", "public": question.public("x"), "settled": False, "draft": None, "solution": None, **seen}
    with app.test_request_context():
        return render_template("question_types/cloze/card.html", q=SimpleNamespace(**fields))


def test_a_page_has_a_named_field_for_each_gap_and_no_key():
    html = drawn(cloze("قال «[[نعم]]»، ثم وصل ال[[رئيس]]."))
    assert re.findall(r'name="(q\.\d)"', html) == ["q.1", "q.2"]
    assert "الفراغ ١" in html
    assert "الفراغ ٢" in html
    assert "نعم" not in html
    assert re.search(r"«<input[^>]*>»،</span>", html)
    assert re.search(r"ال<input[^>]*>\.</span>", html)


def test_a_page_keeps_what_was_typed_and_marks_what_was_right():
    question = cloze()
    html = drawn(question, response={"1": "بوتين", "2": "ترامب"}, parts={"1": 1.0, "2": 0.0})
    assert re.findall(r'value="([^"]*)"', html) == ["بوتين", "ترامب"]
    assert html.count("، صحيح") == 1
    html = drawn(question, draft={"1": "ب"}, response={"1": "بوتين"}, parts={"1": 1.0, "2": 0.0})
    assert re.findall(r'value="([^"]*)"', html) == ["ب", ""]
    assert "صحيح" not in html


def test_a_page_offers_the_bank_in_every_gap():
    question = bank()
    chosen = values(question)["كيم"]
    html = drawn(question, draft={"2": chosen})
    assert html.count("<select") == 2
    assert html.count(chosen) == 2
    assert html.count("selected") == 1


def test_a_settled_page_shows_the_words_and_what_was_written_instead():
    question = bank()
    last = question.parse("بوتين | بايدن")
    html = drawn(question, settled=True, solution=question.solution(), response=last, parts={"1": 1.0, "2": 0.0})
    assert re.sub(r"\s+", " ", re.sub("<[^>]*>", "", html)).strip() == "قبل بوتين دعوة كيم. بدلًا من: بايدن"
    assert "<input" not in html


@given(st.text(st.sampled_from("اب ،.[]|"), max_size=40))
def test_any_text_is_taken_apart_and_nothing_of_it_lost(text):
    reading = take_apart(text)
    assert len(reading.pieces) == len(reading.gaps) + 1
    if text.strip():
        question = build("cloze", text=text, why=WHY)
        list(question.faults())
        pieces = question.public("x").pieces
        told = [piece.before + piece.text + piece.after for piece in pieces]
        assert sorted("".join(told)) == sorted("".join(take_apart(question.text).pieces))


@given(st.lists(LISTED, min_size=1, max_size=5, unique=True), st.booleans(), POINTS)
def test_every_gap_right_earns_everything_and_none_is_unanswered(words, banked, points):
    text = " ثم ".join(f"[[{word}]]" for word in words)
    question = cloze(text, points=points, bank=["كلمة أخرى"] if banked else None)
    chosen = values(question) if banked else {word: word for word in words}
    form = {f"q.{number}": [chosen[word]] for number, word in enumerate(words, 1)}
    grade = question.grade(question.read(form))
    assert (grade.verdict, grade.earned) == ("accepted", points)
    assert isinstance(question.read({name: [""] for name in form}), Unanswered)


@given(st.lists(LISTED, min_size=1, max_size=4), st.text(max_size=30), POINTS)
def test_any_answer_is_marked_within_bounds(words, line, points):
    question = cloze(" ثم ".join(f"[[{word}]]" for word in words), points=points)
    response = question.parse(line)
    if not isinstance(response, Unanswered):
        assert within_bounds(question.grade(response), points)
        assert question.classify(response)


@given(st.permutations(["بايدن", "ترامب", "ماكرون"]), st.sampled_from(["بوتين | كيم", "بايدن | كيم", "| ماكرون"]))
def test_the_order_of_the_bank_changes_nothing(words, line):
    one, other = bank(words=["بايدن", "ترامب", "ماكرون"]), bank(words=words)
    assert page(one) == page(other)
    assert answer(one, line) == answer(other, line)


@given(WORDS, WORDS, WORDS)
def test_typed_gaps_look_the_same_to_the_byte_whatever_is_right(first, second, other):
    fields = {"evidence": [other], "hints": [other], "refuse": [other], "tolerance": ["hamza"]}
    changed = cloze(f"قبل [[{first}|{other}]] دعوة [[{second}]].", **fields)
    assert page(changed) == page(cloze())


@given(st.permutations(["بوتين", "كيم", "بايدن", "ترامب"]))
def test_a_bank_looks_the_same_to_the_byte_whichever_word_is_right(words):
    first, second, *rest = words
    text = f"قبل [[{first}]] دعوة [[{second}|س]]."
    assert page(bank(text, rest)) == page(bank(words=["بايدن", "ترامب"]))
