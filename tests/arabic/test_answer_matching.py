"""Comparison of typed answers, as a marker judges: accepted, at which tolerance level, or refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.arabic.matching.answer_matching import (
    TOLERANCE_LEVELS,
    find_idea,
    match,
    near_match,
    negations,
    normal_words,
)
from webapp.arabic.matching.wording_indexes import IdeaIndex

ACCEPTED = [
    ("الخميس", "الخميس", "exact"),
    ("الخميس.", "الخميس", "spacing"),
    ("«يوم الخميس»", "يوم  الخميس", "spacing"),
    ("\u200fبيونغ يانغ", "بيونغ يانغ", "spacing"),
    ("بيونغيانغ", "بيونغ يانغ", "spacing"),
    ("روسيا و كوريا", "روسيا وكوريا", "spacing"),
    ("شكرا", "شكراً", "tashkeel"),
    ("كَتَبَ", "كُتِبَ", "tashkeel"),
    ("هذا", "هٰذا", "tashkeel"),
    ("هـذا", "هذا", "tatweel"),
    ("١٠٠ عام", "100 عام", "digits"),
    ("1,000", "١٠٠٠", "digits"),
    ("اسلام", "إسلام", "hamza"),
    ("مسئول", "مسؤول", "hamza"),
    ("مسوول", "مسؤول", "hamza"),
    ("شئون", "شؤون", "hamza"),
    ("قاريون", "قارئون", "hamza"),
    ("قرا", "قرأ", "hamza"),
    ("سما", "سماء", "hamza"),
    ("بدا", "بدأ", "hamza"),
    ("قرائة", "قراءة", "hamza"),
    ("شئ", "شيء", "hamza"),
    ("أصدقاؤه", "أصدقائه", "hamza"),
    ("يوم الإثنين", "يوم الاثنين", "hamza"),
    ("زياره", "زيارة", "ta-marbuta"),
    ("كتابه", "كتابة", "ta-marbuta"),
    ("علي", "على", "alef-maqsura"),
    ("مئة عام", "100 عام", "number-words"),
    ("مائة عام", "مئة عام", "number-words"),
    ("خمس وعشرين", "٢٥", "number-words"),
    ("50%", "خمسون بالمئة", "number-words"),
    ("المئة عام", "100 عام", "article"),
    ("دعوة", "الدعوة", "article"),
    ("بأسلحة", "بالأسلحة", "article"),
    ("لزيارة", "للزيارة", "article"),
    ("يد", "اليد", "article"),
    ("الألوان", "ألوان", "article"),
    ("وقبل الدعوة", "قبل الدعوة", "conjunction"),
    ("روسيا، كوريا", "روسيا وكوريا", "conjunction"),
    ("والدعوه", "دعوة", "conjunction"),
    ("خمسة، وستة", "5 و6", "number-words"),
]


@pytest.mark.parametrize("answer, key, tolerance_level", ACCEPTED)
def test_accepted_over_the_closest_rung(answer, key, tolerance_level):
    found = match(answer, key)
    assert found.ok
    assert found.tolerance_level == tolerance_level == found.tolerance_levels[-1]
    assert bool(found.why) == bool(found.why_en) == (tolerance_level != "exact")
    assert match(key, answer).tolerance_level == tolerance_level
    # Without that level it is another answer (but number words read digits as well).
    assert (
        tolerance_level in ("exact", "spacing", "digits")
        or not match(answer, key, [name for name in TOLERANCE_LEVELS if name != tolerance_level]).ok
    )


REFUSED = [
    ("الأربعاء", "الخميس"),
    ("الثلاثاء", "الأربعاء"),
    ("ثلاثة", "الثلاثاء"),
    ("أربعة", "الأربعاء"),
    ("2", "الاثنين"),
    ("يوم 2", "يوم الاثنين"),
    ("واحد", "الأحد"),
    ("1", "الأحد"),
    ("الثالث", "ثلاثة"),
    ("قبل", "قبلت"),
    ("قبل", "قبلوا"),
    ("يقبل", "تقبل"),
    ("لا يقبل", "يقبل"),
    ("لم يقبل الدعوة", "قبل الدعوة"),
    ("ما قبل", "قبل"),
    ("روسيا", "روسي"),
    ("صاروخ", "صواريخ"),
    ("كوريا الجنوبية", "كوريا الشمالية"),
    ("كوريا", "كوريا الشمالية"),
    ("دعا", "دعوة"),
    ("دعا", "دعى"),
    ("كيم وبوتين", "بوتين وكيم"),
    ("بوتين دعا كيم", "كيم دعا بوتين"),
    ("100", "1000"),
    ("مئة", "مئتان"),
    ("١٫٥", "15"),
    ("1 5", "15"),
    ("-5", "5"),
    ("50", "50%"),
    ("سأل", "سئل"),
    ("سائل", "سأل"),
    ("قائد", "قاد"),
    ("تفاؤل", "تفاءل"),
    ("ألوان", "وان"),
    ("ألعاب", "عاب"),
    ("ألبان", "بان"),
    ("الآن", "آن"),
    ("الله", "له"),
    ("وزير", "زير"),
    ("وسائل", "سائل"),
    ("فكرة", "كرة"),
    ("فكره", "كره"),
    ("فهم", "هم"),
    ("كمية", "مئة"),
    ("وصل", "صل"),
    ("الصواريح", "الصواريخ"),
    ("مدرستة", "مدرسة"),
    ("في روسيا", "روسيا"),
    ("", "الخميس"),
    ("؟", "!"),
]


@pytest.mark.parametrize("answer, key", REFUSED)
def test_never_forgiven(answer, key):
    assert not match(answer, key).ok
    assert not match(key, answer).ok
    assert match(answer, key).tolerance_level is None


@pytest.mark.parametrize(
    "answer, key, why",
    [
        ("اسلام", "إسلام", "تُكتب بهمزة: إسلام."),
        ("إسم", "اسم", "تُكتب بلا همزة: اسم."),
        ("مسئول كبير", "مسؤول كبير", "تُكتب الهمزة هكذا: مسؤول."),
        ("زياره", "زيارة", "تُكتب بتاء مربوطة: زيارة."),
        ("علي", "على", "تُكتب بألف مقصورة: على."),
        ("ياباني", "يابانى", "تُكتب بألف مقصورة: يابانى."),
        ("اسلام كتابه", "إسلام كتابة.", "تُكتب هكذا: إسلام، كتابة."),
        ("مئه عام", "مئة عام", "تُكتب بتاء مربوطة: مئة."),
        ("القمه", "قمة", "تُكتب بتاء مربوطة: قمة."),
        ("100", "مئة", "العدد نفسه في صورة أخرى."),
    ],
)
def test_why_names_the_right_form(answer, key, why):
    assert match(answer, key).why == why


def test_all_needed_rungs_are_told_and_none_else():
    assert match("والدعوه.", "دعوة").tolerance_levels == ("spacing", "ta-marbuta", "article", "conjunction")
    assert match("اسلام.", "إسلام", ["hamza"]).ok
    assert not match("اسلام", "إسلام", []).ok
    assert match("الخميس.", "الخميس", []).tolerance_level == "spacing"
    assert not match("اسلام", "إسلام", ["hamsa"]).ok


def test_normal_words():
    assert normal_words("قَبِلَ الدعوةَ، المئة عام!") == ("قبل", "الدعوه", "ال#100", "عام")
    assert normal_words("الدعوة إلى", ["hamza"]) == ("الدعوة", "الى")


@pytest.mark.parametrize(
    "answer, idea, tolerance_level",
    [
        ("قبل بوتين دعوة كيم", "دعوة", "exact"),
        ("قبل بوتين الدعوه أمس", "دعوة", "article"),
        ("جاء للزيارة", "زيارة", "conjunction"),
        ("وبالأسلحة", "أسلحة", "conjunction"),
        ("التقيا في بيونغيانغ أمس", "بيونغ يانغ", "spacing"),
        ("ذكروا مائة عام", "100 عام", "number-words"),
        ("من للجنة", "لجنة", "article"),
    ],
)
def test_an_idea_is_found(answer, idea, tolerance_level):
    assert find_idea(answer, idea).tolerance_level == tolerance_level
    assert IdeaIndex(["كلمة أخرى", idea], TOLERANCE_LEVELS).any_in(answer)


@pytest.mark.parametrize(
    "answer, idea",
    [
        ("زيارة إلى كوريا", "زيارة كوريا"),
        ("كوريا زيارة", "زيارة كوريا"),
        ("لزيارة كوريا", "زيارة كوريا الشمالية"),
        ("رجل اسمه كمال", "مال"),
        ("قبلت", "قبل"),
        ("بعيد", "عيد"),
        ("كمية كبيرة", "100"),
        ("قبل", ""),
        ("", "قبل"),
    ],
)
def test_an_idea_is_not_found(answer, idea):
    assert not find_idea(answer, idea).ok
    assert not IdeaIndex([idea], TOLERANCE_LEVELS).any_in(answer)


NEGATIONS = [
    ("لا يقبل", "لا"),
    ("ولم يقبل", "لم"),
    ("فلن تتردد", "لن"),
    ("وليست روسيا", "ليس"),
    ("أليس كذلك", "ليس"),
    ("غير مستقرة", "غير"),
    ("بدون موعد", "دون"),
    ("دون أن تذكر", "دون"),
    ("لعدم قبوله", "عدم"),
    ("كلا، لم يزر", "كلا لم"),
    ("ما قبل الدعوة", "ما"),
    ("قال: ما زار", "ما"),
    ("لما يصل", "لما"),
    ("بلا شروط", "لا"),
    ("كلا البلدين", ""),
    ("ما قاله بوتين", ""),
    ("نقل ما قال", ""),
    ("لما وصل", ""),
    ("لا يزال", ""),
    ("ما زالت", ""),
    ("الجميع إلا روسيا", "إلا"),
    ("لم يقبل إلا روسيا", ""),
    ("ليس سوى يوم", ""),
    ("رفضتا الصفقة", "رفض"),
    ("ورفضهما الصفقة", "رفض"),
    ("نفت أنها", "نفى"),
    ("ينفون ذلك", "نفى"),
    ("أنكر الصفقة", "أنكر"),
    ("إنكارهم", "أنكر"),
    ("امتنعوا عن", "امتنع"),
    ("بالامتناع عن", "امتنع"),
    ("تمنعها", "منع"),
    ("سيلغي الصفقة", "ألغى"),
    ("منافع", ""),
    ("موقف", ""),
    ("منفذ", ""),
    ("الوقت", ""),
    ("ألم شديد", ""),
    ("ألم يقبل", "لم"),
    ("غيّر موقفه", ""),
    ("الماء والولاء", ""),
]


@pytest.mark.parametrize("answer, expected", NEGATIONS)
def test_negations(answer, expected):
    assert negations(answer) == tuple(expected.split())


KNOWN = normal_words("العلم العمل معلومات معمولات قبل الدعوة")
NEARLY = [
    ("فلادمير بوتين", "فلاديمير بوتين", False),  # a letter left out
    ("فلاديميير بوتين", "فلاديمير بوتين", True),
    ("فلايدمير بوتين", "فلاديمير بوتين", True),
    ("الصورايخ", "الصواريخ", True),
    ("الإمربيالية", "الإمبريالية", True),
    ("أوكراانيا", "أوكرانيا", True),
    ("العقوبباات", "العقوبات", False),  # two slips
    ("فلايدمير بوتني", "فلاديمير بوتين", False),  # two words
    ("فلايدمير كيم", "فلاديمير بوتين", False),  # and another name
    ("لا أوكراانيا", "أوكرانيا", False),
    ("العبر", "العرب", False),  # too short
    ("معمولات", "معلومات", False),  # a word of the text
    ("المعمولات", "معلومات", False),
    ("فووستوشني", "فوستوشني", True),
    ("الباليسيتة", "الباليستية", True),
    ("الباليتسية", "باليستية", True),
    ("للصحيفين", "للصحفيين", True),
    ("المصرين", "المصريين", False),  # number
    ("لاعبني", "لاعبين", False),
    ("كاتبنا", "كاتبان", False),
    ("علاقتاها", "علاقاتها", False),
    ("يتتابعون", "يتابعون", False),  # form of the verb
    ("سيتتابعون", "سيتابعون", False),
    ("متعمدة", "معتمدة", False),
    ("تتحدثون", "تحدثون", False),
    ("يستعملون", "تستعملون", False),  # person
    ("الشماليين", "الشمالية", False),
    ("100000", "1000000", False),
    ("فلاديمير", "فلاديمير", False),  # nothing differs
    ("فوستوشتي", "فوستوشني", False),  # the end may be inflected
    ("فوسطوشني", "فوستوشني", True),  # a wrong letter in a long word
    ("الإمبرالية", "الإمبريالية", False),  # a long vowel
    ("المستفيات", "المستشفيات", True),  # a letter left out
    ("المستبشفيات", "المستشفيات", True),  # a letter too many
    ("احتفال", "احتمال", False),  # another word: too short
    ("معمومات", "معلومات", True),
]


@pytest.mark.parametrize("answer, key, expected", NEARLY)
def test_nearly(answer, key, expected):
    found = near_match(answer, key, KNOWN)
    assert (found is not None) == expected
    assert found is None or (found.nearly and not found.ok and key not in found.why and found.why_en)


ARABIC = st.text(st.sampled_from("الأإءئؤةهىيوفبكلتنمسر ًَّـ١5٣.،٫%-\u200f"), max_size=14)
ANY = st.one_of(ARABIC, st.text(max_size=20), st.sampled_from([word for row in ACCEPTED for word in row[:2]]))


@given(ANY, ANY, st.sets(st.sampled_from(TOLERANCE_LEVELS)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_judged_the_same_both_ways(one, other, tolerance):
    assert match(one, one, tolerance).tolerance_level == "exact"
    found = match(one, other, tolerance)
    assert found.ok == match(other, one, tolerance).ok
    assert set(found.tolerance_levels) <= tolerance | {"exact", "spacing"}
    assert IdeaIndex([other], tolerance).any_in(one) == find_idea(one, other, tolerance).ok
    near_match(one, other, set(), tolerance)
    negations(one)


@given(st.sampled_from(ACCEPTED), st.sets(st.sampled_from(TOLERANCE_LEVELS)), st.sampled_from(TOLERANCE_LEVELS))
@settings(max_examples=200, deadline=None)
def test_more_tolerance_never_refuses_more(case, tolerance, more):
    assert not match(*case[:2], tolerance).ok or match(*case[:2], tolerance | {more}).ok
