"""Short answers: a marker's judgements, question by question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_types.asking import POINTS, TEXT, WORDS, answer, ask, build, examples, page, read, verdict, within_bounds
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution

GOOD, BAD = examples("short")

DAY = {"accept": ["الخميس", {"text": "يوم الخميس", "note": "هكذا ورد."}], "refuse": ["الأربعاء"]}
OFFICIAL = {"accept": ["مسؤول أميركي"]}
BASE = {"accept": ["قاعدة فوستوشني"]}
TALKS = {"accept": ["محادثات طويلة"]}
YEARS = {"accept": ["١٠٠ عام"]}
VOWELS = {"accept": ["كَتَبَ"], "tolerance": ["hamza"]}
DENIED = {"accept": ["لم يحدد الموعد"]}
IDEAS = {"require": [["دعوة", "طلب"], ["زيارة", "يزور"]], "refuse": ["رفض"]}

# question, answer, verdict, the tolerance level that it needed
MARKED = [
    (DAY, "الخميس", "accepted", "exact"),
    (DAY, "يوم الخميس", "accepted", "exact"),
    (DAY, " «الخميس». ", "accepted", "spacing"),
    (DAY, "الخَميس", "accepted", "tashkeel"),
    (DAY, "الخمـيس", "accepted", "tatweel"),
    (DAY, "خميس", "accepted", "article"),
    (DAY, "الأربعاء", "refused", None),
    (DAY, "يوم الاربعاء", "refused", None),
    (DAY, "الجمعة", "refused", None),
    (DAY, "ليس الخميس", "refused", None),
    (DAY, "غير الخميس", "refused", None),
    (DAY, "الخميس أو الأربعاء", "refused", None),
    (DAY, "لا أعرف", "refused", None),
    (DAY, "", "unanswered", None),
    (DAY, " ؟… ", "unanswered", None),
    (OFFICIAL, "مسئول اميركي", "accepted", "hamza"),
    (OFFICIAL, "المسؤول الأميركي", "accepted", "article"),
    (OFFICIAL, "مسؤولون أميركيون", "refused", None),
    (OFFICIAL, "مسؤول أميركية", "refused", None),
    (BASE, "قاعده فوستوشني", "accepted", "ta-marbuta"),
    (BASE, "قاعدة", "refused", None),
    (TALKS, "محاثدات طويلة", "nearly", None),
    (TALKS, "محاددثات طويلة", "nearly", None),
    (YEARS, "100 عام", "accepted", "digits"),
    (YEARS, "مئة عام", "accepted", "number-words"),
    (YEARS, "مائة عام", "accepted", "number-words"),
    (YEARS, "10 أعوام", "refused", None),
    (VOWELS, "كَتَبَ", "accepted", "exact"),
    (VOWELS, "كُتِبَ", "refused", None),
    (DENIED, "لم يحدد الموعد", "accepted", "exact"),
    (DENIED, "حدد الموعد", "refused", None),
    (IDEAS, "دعوة إلى زيارة", "accepted", "exact"),
    (IDEAS, "زيارة ودعوة", "accepted", "conjunction"),
    (IDEAS, "طلب أن يزور", "accepted", "exact"),
    (IDEAS, "دعوه إلى زياره", "accepted", "ta-marbuta"),
    (IDEAS, "دعوة", "partial", None),
    (IDEAS, "رفض دعوة إلى زيارة", "refused", None),
    (IDEAS, "لم تصل دعوة إلى زيارة", "refused", None),
]
SPELLINGS = {
    "الخميس": ["الخميس.", "  الخميس", "الخَمِيس", "الخمـيس"],
    "أمس الأول": ["امس الاول", "أمسِ الأولِ", "«أمس الأول»"],
    "زيارة كوريا": ["زياره كوريا", "الزيارة كوريا"],
    "25 عاما": ["٢٥ عاما", "25 عاماً"],
}


def short(**fields):
    return build("short", **{"why": "هكذا في الفقرة.", **fields}).bind(TEXT)


@pytest.mark.parametrize("fields, line, expected, tolerance_level", MARKED)
def test_a_marker_would_say_the_same(fields, line, expected, tolerance_level):
    question = short(**fields)
    assert verdict(question, line) == expected
    if expected != "unanswered":
        grade = answer(question, line)
        assert grade.tolerance_level == tolerance_level
        assert grade.earned == {"accepted": 1, "partial": 0.5}.get(expected, 0)
        assert within_bounds(grade, 1)


def test_the_right_spelling_is_named_to_the_learner():
    note = answer(short(**OFFICIAL), "مسئول اميركي").note
    assert "مسؤول" in note
    assert "أميركي" in note
    assert "قاعدة" in answer(short(**BASE), "قاعده فوستوشني").note
    assert answer(short(**BASE), "قاعدة فوستوشني").note == ""


def test_the_note_of_a_wording_is_said_to_whoever_answers_so():
    assert answer(short(**DAY), "يوم الخميس").note == "هكذا ورد."
    assert answer(short(**DAY), "الخميس").note == ""


def test_a_slip_of_the_fingers_is_told_apart_from_a_wrong_answer_without_the_key():
    slip, wrong = answer(short(**TALKS), "محاثدات طويلة"), answer(short(**TALKS), "محادثات قصيرة")
    assert slip.why != wrong.why
    assert "محادثات" not in slip.why
    assert "طويلة" not in wrong.why


def test_a_slip_that_makes_a_word_of_the_text_is_not_forgiven():
    question = build("short", accept=["محادثات"], why="لأن")
    assert question.grade("محاثدات").verdict == "nearly"
    text = TEXT.__class__("a", (TEXT.paragraphs[0].__class__(1, "قال محاثدات.", None, ()),), "")
    assert question.bind(text).grade("محاثدات").verdict == "refused"


def test_an_answer_that_says_less_earns_its_share():
    wordings = [{"text": "الرئيس", "share": 0.5, "note": "أي رئيس؟"}, "الرئيس الروسي"]
    question = short(accept=wordings, points=4)
    less, all_of_it = answer(question, "الرئيس"), answer(question, "الرئيس الروسي")
    assert (less.verdict, less.earned, less.note) == ("partial", 2, "أي رئيس؟")
    assert (all_of_it.verdict, all_of_it.earned) == ("accepted", 4)
    assert question.solution().model == "الرئيس الروسي"


def test_the_best_of_several_wordings_counts():
    question = short(accept=[{"text": "الرئيس", "share": 0.5}, "رئيس"])
    assert answer(question, "الرئيس").verdict == "accepted"


def test_the_solution_is_the_model_answer_or_the_first_right_wording():
    assert short(**DAY, model="هو يوم الخميس").solution() == Solution(model="هو يوم الخميس", why="هكذا في الفقرة.")
    assert short(**DAY).solution().model == "الخميس"
    assert short(**IDEAS).solution().model == "دعوة … زيارة"


def test_spellings_of_one_answer_count_together():
    question = short(**DAY)
    assert len({question.classify(one) for one in ("الخميس", "الخَميس.", " الخمـيس ")}) == 1
    assert question.classify("الخميس") != question.classify("الجمعة")


def test_the_bad_example_says_that_nothing_is_accepted():
    assert [problem.rule for problem in read(BAD, "short")[1]] == ["no-correct-option"]
    assert verdict(ask(GOOD, "short"), "الخميس") == "accepted"


@pytest.mark.parametrize(
    "fields, place",
    [
        ({"accept": ["السبت", "الأحد"], "refuse": ["الأحد"]}, ("accept", 1)),
        ({"accept": ["الأحد"], "refuse": ["الاحد"]}, ("accept", 0)),
        ({"require": [["نهر"], ["قارب", "زورق صغير"]], "refuse": ["زورق"]}, ("require", 1, 1)),
    ],
)
def test_a_wording_that_is_right_and_refused_at_once_is_a_fault(fields, place):
    assert [(at, rule) for at, rule, _ in short(**fields).faults()] == [(place, "accepted-and-refused")]


def test_a_refused_wording_that_is_only_longer_than_a_right_one_is_no_fault():
    assert list(short(accept=["الأحد"], refuse=["يوم الأحد التالي"]).faults()) == []
    assert list(short(require=[["قارب"]], refuse=["قارب كبير"]).faults()) == []


@pytest.mark.parametrize(
    "fields, place",
    [
        ({"accept": ["الأحد، يوم الأحد"]}, ("accept", 0)),
        ({"accept": ["الأحد"], "refuse": ["الجمعة؛ السبت"]}, ("refuse", 0)),
        ({"require": [["دعوة"], ["زيارة، لقاء"]]}, ("require", 1, 0)),
    ],
)
def test_a_list_with_an_arabic_comma_is_a_fault(fields, place):
    assert [(at, rule) for at, rule, _ in short(**fields).faults()] == [(place, "arabic-comma")]
    assert list(short(accept=["أمس، الأربعاء", "الأربعاء"]).faults()) == []


def test_an_exact_wording_is_right_alone_and_in_no_sentence():
    assert verdict(short(**DAY), "هو يوم الخميس") == "accepted"
    assert verdict(short(**DAY, exact=True), "هو يوم الخميس") == "refused"
    assert verdict(short(**DAY, exact=True), "الخميس.") == "accepted"


@pytest.mark.parametrize(
    "line, said",
    [
        ("الخميس أو الجمعة", "اختيار واحد"),
        ("ليس الخميس", "نفي"),
        ("الرئيس", "لا يجيب عن هذا السؤال"),
        ("الأربعاء", "إجابة أخرى"),
        ("سوق الخميس", "تغيّر معناه"),
        ("قطار سريع", "ليست هذه هي الإجابة"),
    ],
)
def test_a_remark_follows_from_the_reason_and_names_no_key(line, said):
    grade = answer(short(**DAY), line)
    assert grade.verdict == "refused"
    assert said in grade.why
    assert "الخميس" not in grade.why


def test_an_idea_that_is_missing_is_told_without_naming_it():
    grade = answer(short(**IDEAS), "دعوة")
    assert "بعض المطلوب" in grade.why
    assert "زيارة" not in grade.why


def test_an_answer_is_read_from_a_form_as_from_a_line():
    question = short(**DAY)
    assert question.read({"q": ["  الخميس "]}) == question.parse("الخميس ") == "الخميس"
    for form in ({}, {"q": []}, {"q": [" "]}, {"q": ["؟!"]}, {"other": ["الخميس"]}):
        assert isinstance(question.read(form), Unanswered)


@pytest.mark.parametrize("wording, spelling", [(right, one) for right, all in SPELLINGS.items() for one in all])
def test_every_spelling_of_a_right_answer_earns_everything(wording, spelling):
    assert answer(short(accept=["إجابة أخرى", wording], points=3), spelling).earned == 3


@given(st.lists(WORDS, min_size=1, max_size=4, unique=True), POINTS)
def test_every_accepted_wording_earns_everything(wordings, points):
    question = short(accept=wordings, points=points)
    for wording in wordings:
        grade = question.grade(wording)
        assert (grade.verdict, grade.earned, grade.tolerance_level) == ("accepted", points, "exact")


@given(st.lists(WORDS, min_size=2, max_size=4, unique=True), st.data())
def test_the_order_of_the_wordings_does_not_matter(wordings, data):
    order = data.draw(st.permutations(wordings))
    line = data.draw(st.one_of(st.sampled_from(wordings), WORDS))
    one, other = short(accept=wordings).grade(line), short(accept=order).grade(line)
    assert (one.verdict, one.earned) == (other.verdict, other.earned)


@given(st.permutations([["دعوة", "طلب"], ["زيارة", "يزور"]]), st.permutations(["دعوة", "زيارة", "قريبة"]))
def test_ideas_count_in_any_order(ideas, words):
    assert short(require=ideas).grade(" ".join(words)).verdict == "accepted"


@settings(max_examples=200)
@given(st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3), st.text(max_size=40), POINTS)
def test_any_answer_is_marked_within_bounds(accepted, refused, line, points):
    question = short(accept=accepted or ["نعم"], refuse=refused, points=points)
    response = question.parse(line)
    assert isinstance(response, Unanswered) or within_bounds(question.grade(response), points)
    assert isinstance(response, Unanswered) or question.classify(response)


@given(WORDS, WORDS, WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(accepted, refused, words):
    fields = {"evidence": [words], "hints": [words], "why": words, "model": words}
    other = short(accept=[accepted], refuse=[refused], require=[[words]], tolerance=["hamza"], **fields)
    assert page(other) == page(short(**DAY)) == b"{}"


def test_a_whole_essay_is_sent_back_and_costs_no_try():
    essay = "الخميس " * 61
    grade = answer(build("short", accept=["الخميس"], why="سبب"), essay)
    assert grade.verdict == "nearly"
    assert "أطول" in grade.why


@pytest.mark.parametrize(
    ("line", "earned", "told"),
    [
        ("دعوة", 0.5, "«دعوة»"),
        ("كانت دعوة", 0.5, "«دعوة»"),
        ("زيارة", 0.5, "«زيارة»"),
        ("دعوة ورفض", 0.0, ""),
        ("دعوة إلى عشاء", 0.0, ""),
        ("دعوة أو موعد", 0.0, ""),
        ("ليست دعوة", 0.0, ""),
    ],
)
def test_ideas_that_are_said_earn_their_share(line, earned, told):
    question = short(**IDEAS, evidence=["دعوة الزعيم إلى زيارة"])
    grade = answer(question, line)
    assert (grade.verdict == "partial", grade.earned, grade.possible) == (bool(earned), earned, 1)
    assert told in grade.why
    assert "المظلل" in grade.why or not earned


def test_the_side_of_a_missing_idea_is_told():
    question = short(**IDEAS, evidence=["دعوة الزعيم إلى زيارة"])
    assert "بعد ذلك" in answer(question, "دعوة").why
    assert "قبل ذلك" in answer(question, "زيارة").why


def test_an_idea_of_the_question_itself_earns_nothing():
    question = short(**IDEAS, prompt="إلى أي شيء كانت الدعوة؟")
    assert answer(question, "دعوة").earned == 0
    assert answer(question, "زيارة").earned == 0.5


def test_without_evidence_no_lit_place_is_named():
    assert "المظلل" not in answer(short(**IDEAS), "الخميس").why
    assert "المظلل" not in answer(short(**IDEAS), "دعوة").why


@pytest.mark.parametrize("line", ["٢٠٠", "مئتا عام", "هي خمسون"])
def test_another_number_is_told_as_one(line):
    grade = answer(short(**YEARS), line)
    assert grade.verdict == "refused"
    assert "ليس هذا العدد" in grade.why


def test_a_number_is_told_only_where_one_is_asked_for():
    assert "العدد" not in answer(short(**DAY), "٢٠٠").why
    assert "العدد" not in answer(short(**YEARS), "قرون طويلة").why


@pytest.mark.parametrize("line", ["مئة ساعة", "أكثر من مئة عام", "١٠٠ يوم"])
def test_words_that_change_a_right_number_are_pointed_at(line):
    assert "ما قبل العدد وما بعده" in answer(short(**YEARS), line).why


def test_a_second_answer_beside_the_right_one_is_told_apart_from_another_answer():
    question = short(**DAY)
    assert "شيئان" in answer(question, "الخميس والأربعاء").why
    assert "شيئان" not in answer(question, "الأربعاء").why


def test_words_of_the_question_are_told_with_and_without_the_article():
    assert "كلمات السؤال" in answer(short(**DAY, prompt="في أي يوم كان إعلان الوكالة؟"), "يوم الإعلان").why
