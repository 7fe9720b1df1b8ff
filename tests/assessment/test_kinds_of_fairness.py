"""Kinds of right answers that a key written once has to take, and the wrong ones beside each."""

from __future__ import annotations

import pytest

from question_types.asking import build
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Question

MARKET = parse_text(
    "market.txt",
    "غادر أهل القرية بيوتهم بسبب الوباء. تبدأ الحصة الساعة السابعة مساءً. باع سالم الخبز بثلاثة دنانير، وثمن الكتاب "
    "ديناران. أخذ يوسف قلمين وزار مستشفى المدينة مع أبيه. اشترت ليلى كيلو موز ونصف كيلو جزر. دفعت خمسة دنانير "
    "للبائع ودينارين للحمال. كان في السلة تمر وزبيب. رافقها أبوها إلى السوق.",
)
JOURNEY = parse_text("journey.txt", "كنت صغيرًا حين سافرت مع أبي إلى البحر. كان معي كتابي.")
VISIT = parse_text(
    "visit.txt",
    "صنعت أقدم جرة قبل ألفي عام، ووضعها الحارس في الصندوق الخشبي. نسي سامر بطاقته على المقعد الأخير من الحافلة.",
)
FLIGHT = parse_text(
    "flight.txt",
    "طار الطائر أحد عشر يومًا دون أن ينزل على أرض. وطول الطريق 8000 كيلومتر. بقي الماء في القدر ثلاث ساعات. "
    "ملعقتان في كل كوب من السكر، ولا ملح في الماء.",
)


def asked(prompt: str, evidence: str, key: str, text: object = MARKET) -> Question:
    return build("short", prompt=prompt, evidence=[evidence], accept=[key], why="هكذا في النص.").bind(text)


KINDS = {
    "two thousand": (
        asked("قبل كم عام صنعت أقدم جرة؟", "قبل ألفي عام", "ألفي عام", VISIT),
        ("ألفا عام", "2000 سنة", "عشرون قرنا", "٢ ألف سنة"),
        ("ألف عام", "2000 شهر", "بعد ألفي عام", "20 عاما"),
    ),
    "seat": (
        asked("أين نسي سامر بطاقته؟", "على المقعد الأخير من الحافلة", "على المقعد الأخير", VISIT),
        ("في المقعد الأخير", "المقعد الأخير", "نسيها على المقعد الأخير"),
        ("تحت المقعد الأخير", "أمام المقعد الأخير", "في الحافلة"),
    ),
    "in and on": (
        asked("أين وضع الحارس الجرة؟", "في الصندوق الخشبي", "في الصندوق", VISIT),
        ("الصندوق", "داخل الصندوق"),
        ("على الصندوق", "خلف الصندوق"),
    ),
    "cause": (
        asked("لماذا غادر أهل القرية بيوتهم؟", "بسبب الوباء", "بسبب الوباء"),
        ("الوباء", "من الوباء", "نتيجة الوباء", "غادروا بسبب الوباء"),
        ("رغم الوباء", "بعد الوباء", "علاج الوباء"),
    ),
    "clock": (
        asked("متى تبدأ الحصة؟", "الساعة السابعة مساءً", "الساعة السابعة مساءً"),
        ("7 مساء", "7م", "الساعة 7", "سبعة مساء", "19:00", "الساعة 19:00"),
        ("7 صباحا", "17:00", "07:00 صباحا", "الساعة 9"),
    ),
    "dual": (
        asked("كم ثمن الكتاب؟", "ثمن الكتاب ديناران", "ديناران"),
        ("دينارين", "2", "2 دينار", "دينارين اثنين", "اتنين"),
        ("دينار", "3", "2 درهم", "ثلاثة دنانير", "2 كتاب"),
    ),
    "dual that is counted": (
        asked("كم قلمًا أخذ يوسف؟", "قلمين", "قلمين"),
        ("قلمان", "2", "2 قلم", "اتنين"),
        ("قلم", "1", "تلاتة", "2 كتاب"),
    ),
    "final letters": (
        asked("أي مكان زار يوسف؟", "مستشفى المدينة", "مستشفى المدينة"),
        ("مستشفي المدينة", "فى مستشفى المدينة", "فى مستشفي المدينه"),
        ("مدرسة المدينة", "فى المدرسة"),
    ),
    "father of a boy": (
        asked("مع من ذهب يوسف؟", "مع أبيه", "أبيه"),
        ("أبوه", "أباه", "اباه", "أبي", "والده", "مع أبوه"),
        ("أبوها", "أبيها", "أخيه", "أمه"),
    ),
    "father of a girl": (
        asked("من رافق ليلى؟", "رافقها أبوها", "أبوها"),
        ("أباها", "أبيها", "والدها", "أبي"),
        ("أبوه", "أخوها", "والده"),
    ),
    "father of the narrator": (
        asked("مع من سافر الكاتب؟", "سافرت مع أبي", "أبي", JOURNEY),
        ("أباه", "أبوه", "مع أبيه", "والده"),
        ("أخيه", "أمي"),
    ),
    "list with amounts": (
        asked("ماذا اشترت ليلى؟", "كيلو موز ونصف كيلو جزر", "كيلو موز ونصف كيلو جزر"),
        ("نصف كيلو جزر وكيلو موز", "كيلو موز ونص كيلو جزر"),
        ("كيلو جزر ونصف كيلو موز", "نصف كيلو موز وكيلو جزر", "كيلو موز وكيلو جزر", "كيلو موز"),
    ),
    "amounts of two people": (
        asked(
            "كم دفعت ليلى لكل واحد؟", "خمسة دنانير للبائع ودينارين للحمال", "خمسة دنانير للبائع ودينارين للحمال"
        ),
        ("دينارين للحمال وخمسة دنانير للبائع", "خمسة دنانير للبائع وديناران للحمال"),
        ("خمسة دنانير للحمال ودينارين للبائع", "للحمال خمسة وللبائع ديناران", "للبائع ديناران وللحمال خمسة دنانير"),
    ),
    "number joined to its ten": (
        asked("كم يومًا طار الطائر؟", "أحد عشر يومًا", "أحد عشر يومًا", FLIGHT),
        ("أحدعشر يوما", "احدعشر", "إحدىعشر يوم", "طار أحدعشر يوما"),
        ("اثناعشر يوما", "تسعةعشر يوما", "أحدعشر شهرا"),
    ),
    "without": (
        asked("كم يومًا طار الطائر؟", "أحد عشر يومًا", "أحد عشر يومًا", FLIGHT),
        ("11 يوما دون توقف", "أحد عشر يوما بدون توقف"),
        ("دون أحد عشر يوما", "لم يطر أحد عشر يوما", "أقل من 11 يوما دون توقف"),
    ),
    "unit with a space": (
        asked("كم طول الطريق؟", "8000 كيلومتر", "8000 كيلومتر", FLIGHT),
        ("8000 كيلو متر", "٨٠٠٠ كيلو مترا", "8,000 كيلو متر", "8000 كم"),
        ("8000 كيلو غرام", "8000 متر"),
    ),
    "sum before its result": (
        asked("كم ملعقة من السكر في كوبين؟", "ملعقتان في كل كوب", "أربع ملاعق", FLIGHT),
        ("2×2=4", "2+2=4 ملاعق", "٢ × ٢ = ٤", "2*2 = 4"),
        ("2×3=6", "4×2=8", "2×2"),
    ),
    "spoons of something else": (
        asked("كم ملعقة من السكر في كوبين؟", "ملعقتان في كل كوب", "أربع ملاعق", FLIGHT),
        ("أربع ملاعق سكر", "4 ملاعق من السكر", "٤ ملاعق"),
        ("أربع ملاعق ماء", "4 ملاعق من الماء", "أربع ملاعق ملح"),
    ),
    "the same time in another measure": (
        asked("كم من الوقت بقي الماء في القدر؟", "ثلاث ساعات", "ثلاث ساعات", FLIGHT),
        ("180 دقيقة", "١٨٠ دقيقة", "3 ساعات"),
        ("180 ساعة", "3 دقائق", "18 دقيقة", "ثلاثة أيام"),
    ),
    "hours that the question names": (
        asked("كم ساعة بقي الماء في القدر؟", "ثلاث ساعات", "ثلاث ساعات", FLIGHT),
        ("3", "180 دقيقة", "ثلاث"),
        ("ثلاث دقائق", "180", "3 أيام"),
    ),
}  # fmt: skip
RIGHT = [(kind, question, answer) for kind, (question, right, _) in KINDS.items() for answer in right]
WRONG = [(kind, question, answer) for kind, (question, _, wrong) in KINDS.items() for answer in wrong]


@pytest.mark.parametrize(("kind", "question", "answer"), RIGHT, ids=[f"{kind}: {said}" for kind, _, said in RIGHT])
def test_an_answer_of_the_kind_is_taken(kind: str, question: Question, answer: str) -> None:
    assert question.grade(answer).verdict == "accepted", kind


@pytest.mark.parametrize(("kind", "question", "answer"), WRONG, ids=[f"{kind}: {said}" for kind, _, said in WRONG])
def test_a_wrong_answer_beside_the_kind_is_not_taken(kind: str, question: Question, answer: str) -> None:
    assert question.grade(answer).verdict != "accepted", kind


@pytest.mark.parametrize("key", [{"accept": ["تمر وزبيب"]}, {"require": [["تمر"], ["زبيب"]]}])
@pytest.mark.parametrize(("half", "other"), [("تمر", "زبيب"), ("كان فى السلة زبيب", "تمر")])
def test_half_of_a_joined_key_earns_half_and_tells_what_is_left_without_naming_it(
    key: dict[str, object], half: str, other: str
) -> None:
    prompt = "ماذا كان في السلة؟"
    question = build("short", prompt=prompt, evidence=["تمر وزبيب"], why="هكذا.", **key).bind(MARKET)
    grade = question.grade(half)
    assert (grade.verdict, grade.earned) == ("partial", 0.5)
    assert f"«{half.split()[-1]}»" in grade.why
    assert other not in grade.why


@pytest.mark.parametrize("answer", ["خمسة للبائع", "دينارين للحمال", "الحمال 2 دينار"])
def test_a_remark_on_half_of_a_key_quotes_no_empty_words(answer: str) -> None:
    question, _, _ = KINDS["amounts of two people"]
    assert "«»" not in question.grade(answer).why


@pytest.mark.parametrize("answer", ["للحمال خمسة وللبائع ديناران", "خمسة للحمال ودينارين للبائع"])
def test_an_exchanged_amount_earns_no_half(answer: str) -> None:
    question, _, _ = KINDS["amounts of two people"]
    assert question.grade(answer).earned == 0
