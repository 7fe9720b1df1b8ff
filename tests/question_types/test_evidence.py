"""Evidence: right sentences minus wrong ones over the right ones, and no letter of the paragraph lost."""

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

GOOD, BAD = examples("evidence")
PLAIN = {"why": "هذا هو الدليل.", "evidence": ["قبول الرئيس الروسي"]}
SENTENCE = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
TEXTS = st.lists(st.tuples(SENTENCE, st.sampled_from([".", "؟", "،", "؛", "،”"])), min_size=2, max_size=9).map(
    lambda parts: parse_text("t.txt", " ".join(words + stop for words, stop in parts) + " انتهى النص هنا.")
)


def evidence(text=ARTICLE, **fields):
    return build("evidence", **{**PLAIN, **fields}).bind(text)


def ids(question):
    return [piece.id for one in question.public("").paragraphs for piece in one.pieces if piece.id]


def units(question):
    return [piece.text for one in question.public("").paragraphs for piece in one.pieces if piece.id]


@pytest.mark.parametrize(
    "line, expected, earned",
    [("2", "accepted", 1), ("٢", "accepted", 1), ("p1s2", "accepted", 1), ("1", "refused", 0), ("1 2", "refused", 0)],
)
def test_from_the_source_to_the_grade(line, expected, earned):
    grade = answer(ask(GOOD, "evidence").bind(ARTICLE), line)
    assert (grade.verdict, grade.earned, grade.possible) == (expected, earned, 1)


@pytest.mark.parametrize(
    "line, earned",
    [("1 2 4", 6), ("1 2", 4), ("1", 2), ("1 3", 0), ("1 2 3", 2), ("1,2,3,4", 4), ("3", 0), ("p1c4، p1c1", 4)],
)
def test_right_minus_wrong_over_the_number_of_right_ones(line, earned):
    text = parse_text("t.txt", "في اليوم الأول مطر، وفي اليوم الثاني مطر، وفي الثالث صحو تام، وفي الرابع مطر أيضًا.")
    question = evidence(text, units="clause", evidence=["الأول", "الثاني", "الرابع"], points=6)
    assert ids(question) == ["p1c1", "p1c2", "p1c3", "p1c4"]
    assert answer(question, line).earned == pytest.approx(earned)


def test_a_failed_try_costs_its_penalty():
    question, rules = ask(GOOD, "evidence").bind(ARTICLE), Rules(3, 0.25)
    first = mark(rules, question, ["p1s1"], [])
    assert (first.grade.verdict, first.settled) == ("refused", False)
    second = mark(rules, question, ["p1s2"], [tried(first.grade, response=["p1s1"])])
    assert (second.standing, second.settled) == (0.75, True)


@pytest.mark.parametrize("line", ["", " ", "9", "p9s9", "الجملة الأولى", "|"])
def test_what_names_no_sentence_is_unanswered(line):
    assert verdict(ask(GOOD, "evidence").bind(ARTICLE), line) == "unanswered"


def test_a_form_is_read_in_the_order_of_the_text_without_strangers():
    question = evidence()
    assert question.read({"q": ["p1s2", "zzz", "p1s1", "p1s1", "p2s1"]}) == ["p1s1", "p1s2"]
    for form in ({}, {"q": []}, {"q": ["", "p1c1"]}, {"other": ["p1s1"]}):
        assert isinstance(question.read(form), Unanswered)


def test_clauses_end_at_commas_and_short_ones_join_the_next():
    assert units(evidence(paragraph=2, units="clause", evidence=["وأنه قبلها"])) == [
        "وذكرت وكالة الأنباء المركزية الكورية اليوم أن كيم كان وجه الدعوة لبوتين أثناء محادثاتهما في روسيا،",
        "وأنه قبلها، وجدّد التأكيد على رغبته بالمضي قدما في توطيد أواصر الصداقة بين موسكو وبيونغ يانغ،",
        "دون أن تذكر الوكالة موعدا محتملا للزيارة.",
    ]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("بلغ الرقم ١،٥ مليون في العام، ثم عاد إلى الهبوط.", ["بلغ الرقم ١،٥ مليون في العام،", "ثم عاد إلى الهبوط."]),
        ("قال “هذا ما كان في الأمس،” ثم سكت عن الباقي.", ["قال “هذا ما كان في الأمس،”", "ثم سكت عن الباقي."]),
        ("خرجوا من المدينة كلها، ثم عادوا.", ["خرجوا من المدينة كلها، ثم عادوا."]),
        ("نعم، لا.", ["نعم، لا."]),
        ("جاء الولد من البيت،وذهب إلى المدرسة وحده.", ["جاء الولد من البيت،", "وذهب إلى المدرسة وحده."]),
    ],
)
def test_numbers_quotes_and_short_ends_are_kept_together(line, expected):
    assert units(evidence(parse_text("t.txt", line), units="clause")) == expected


def test_the_whole_text_offers_the_units_of_every_paragraph():
    question = evidence(paragraph="whole")
    assert ids(question)[:3] == ["p1s1", "p1s2", "p2s1"]
    assert ids(question) == [one.id for paragraph in ARTICLE.paragraphs for one in paragraph.sentences]


def test_a_quote_over_two_sentences_makes_both_right():
    question = evidence(evidence=["التي جمعتهما في روسيا أمس. في حين حذّرت اليابان"])
    assert question.solution().units == ("p1s1", "p1s2")
    assert question.solution().why == "هذا هو الدليل."
    assert question.solution().model.endswith("تمنعها من إبرام صفقات أسلحة.")


def test_no_reason_before_all_is_found_tells_where_it_stands():
    question = evidence(evidence=["قبول الرئيس الروسي", "حذّرت اليابان"], units="clause")
    told = [question.grade(response).why for response in (["p1c1"], ["p1c2"], ["p1c1", "p1c2"], ["p1c1", "p1c3"])]
    assert len(set(told)) == 4
    assert told[3] == "هذا هو الدليل."
    assert not any("اليابان" in why or "قبول" in why for why in told)


def test_an_answer_is_known_by_the_first_words_of_what_was_chosen():
    question = evidence()
    assert question.classify(["p1s2", "p1s1"]) == "أعلنت بيونغ يانغ -اليوم الخميس- قبول … | في حين حذّرت اليابان من أيّ …"


def test_the_bad_example_misses_its_evidence():
    assert [problem.rule for problem in read(BAD, "evidence")[1]] == ["missing-key"]


@pytest.mark.parametrize(
    "fields, rules",
    [
        ({}, []),
        ({"paragraph": 2, "evidence": ["وأنه قبلها"]}, ["too-few-units"]),
        ({"paragraph": 2, "evidence": ["وأنه قبلها"], "units": "clause"}, []),
        ({"paragraph": 99}, ["too-few-units"]),
        ({"evidence": ["قبول الرئيس", "حذّرت اليابان"]}, ["no-wrong-option"]),
    ],
)
def test_there_is_something_to_choose_between(fields, rules):
    assert [rule for _, rule, _ in build("evidence", **{**PLAIN, **fields}).faults_in(ARTICLE)] == rules


@given(TEXTS, st.sampled_from(["sentence", "clause"]), st.sampled_from([1, "whole"]))
def test_the_pieces_together_are_the_paragraph_to_the_letter(text, kind, place):
    question = evidence(text, units=kind, paragraph=place)
    for paragraph, shown in zip(text.paragraphs, question.public("").paragraphs, strict=True):
        assert "".join(piece.text for piece in shown.pieces) == paragraph.text
        assert all(piece.id or not piece.text.strip() for piece in shown.pieces)
    assert len(set(ids(question))) == len(ids(question))


@given(TEXTS, st.data(), POINTS, st.sampled_from(["sentence", "clause"]))
def test_marks_keep_their_bounds_and_only_the_whole_key_earns_everything(text, data, points, kind):
    quotes = data.draw(st.lists(st.sampled_from(units(evidence(text, units=kind))), min_size=1, unique=True))
    question = evidence(text, units=kind, evidence=quotes, points=points)
    key = question.solution().units
    assert question.grade(key).earned == points
    response = data.draw(st.lists(st.sampled_from(ids(question)), min_size=1, unique=True))
    grade = question.grade(response)
    assert within_bounds(grade, points)
    assert (grade.verdict == "accepted") == (sorted(response) == sorted(key))
    assert question.grade(response[::-1]) == grade


@given(TEXTS, st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(text, data, words):
    one, other = (data.draw(st.sampled_from(units(evidence(text)))) for _ in range(2))
    question = evidence(text, evidence=[one])
    assert page(evidence(text, evidence=[other], why=words, hints=[words], points=3)) == page(question)


@given(st.text(max_size=30))
def test_any_line_is_some_units_or_unanswered(line):
    question = evidence()
    response = question.parse(line)
    assert isinstance(response, Unanswered) or set(response) <= set(ids(question))


@pytest.mark.parametrize("kind", ["sentence", "clause"])
@pytest.mark.parametrize("settled", [False, True])
def test_the_card_holds_the_text_to_the_letter(app, kind, settled):
    question = evidence(paragraph="whole", units=kind, evidence=["وأنه قبلها"])
    html = card(app, question, settled=settled, solution=question.solution(), tried=frozenset(ids(question)[:2]))
    assert passages(html) == [paragraph.text for paragraph in ARTICLE.paragraphs]
    assert html.count('type="checkbox"') == (0 if settled else len(ids(question)))


def test_a_draft_is_ticked_and_an_earlier_try_is_marked(app):
    html = card(app, evidence(units="clause"), draft=["p1c2"], tried=frozenset(["p1c3"]))
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["p1c2"]
    assert re.findall(r'was-tried"><span class="kept"><input [^>]*value="(\w+)"', html) == ["p1c3"]
    assert "style=" not in html


def test_a_settled_card_has_the_key_beside_the_learners_choice(app):
    question = evidence(units="clause")
    html = card(app, question, settled=True, solution=question.solution(), tried=frozenset(["p1c3"]))
    classes = re.findall(r'<span class="(unit[^"]*)">[^<]* ', html)
    assert classes[:3] == ["unit is-key", "unit", "unit is-mine"]
