"""Parsing of text files into headings, paragraphs and sentences, with the author's words unchanged."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.arabic.normalize import strip_invisible
from webapp.content.parsing.heading_guess import MAX_HEADING_LENGTH, looks_like_heading
from webapp.content.parsing.text_outline import LINE_END, OutlineLine, outline
from webapp.content.parsing.text_parser import parse_text

SEED = Path(__file__).parents[2] / "seeds" / "000_13183dccda9929f6.txt"
SHA256 = "8894758d7d466bc99ea7a6f59662a563c1ded81f81f6c0bb9873756eb162bd7f"


@pytest.fixture(scope="module")
def article():
    return parse_text(SEED.name, SEED.read_bytes().decode())


def test_the_seed_is_byte_for_byte_the_committed_one():
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == SHA256


def test_the_article_has_ten_paragraphs_numbered_from_one(article):
    assert [paragraph.number for paragraph in article.paragraphs] == list(range(1, 11))
    assert article.paragraphs[0].text.startswith("أعلنت بيونغ يانغ -اليوم الخميس- قبول")
    assert article.paragraphs[9].text.endswith("انتهاكا لقرارات مجلس الأمن.")


def test_the_two_headings_stand_above_the_third_and_the_seventh(article):
    headings = {paragraph.number: paragraph.heading for paragraph in article.paragraphs if paragraph.heading}
    assert headings == {3: "علاقات مستقرة", 7: "تحذير ياباني"}


def test_headings_and_paragraphs_together_are_the_file(article):
    lines = []
    for paragraph in article.paragraphs:
        lines += [paragraph.heading] if paragraph.heading else []
        lines.append(paragraph.text)
    assert "\n".join(lines) == SEED.read_bytes().decode()


def test_sentences_have_ids_by_their_place(article):
    ids = [[sentence.id for sentence in paragraph.sentences] for paragraph in article.paragraphs]
    assert ids[:3] == [["p1s1", "p1s2"], ["p2s1"], ["p3s1"]]
    assert [len(row) for row in ids] == [2, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert ids[9][-1] == "p10s1"


def test_sentences_are_stretches_of_their_paragraph_that_lose_no_letter(article):
    for paragraph in article.paragraphs:
        pieces = [paragraph.text[sentence.start : sentence.end] for sentence in paragraph.sentences]
        assert " ".join(pieces) == paragraph.text
        assert all(piece == piece.strip() for piece in pieces)
    first, second = article.paragraphs[0].sentences
    assert article.paragraphs[0].text[first.start : first.end].endswith("التي جمعتهما في روسيا أمس.")
    assert article.paragraphs[0].text[second.start :].startswith("في حين حذّرت اليابان")


def test_a_paragraph_is_found_by_its_number_and_by_no_other(article):
    assert article.paragraph(10).number == 10
    for number in (0, 11, -1):
        with pytest.raises(IndexError):
            article.paragraph(number)


def test_lines_named_as_headings_override_the_guess():
    content = "سطر قصير\n\nفقرة كاملة.\nسطر آخر\nفقرة أخيرة."
    assert [(p.heading, p.text) for p in parse_text("a", content).paragraphs] == [
        ("سطر قصير", "فقرة كاملة."),
        ("سطر آخر", "فقرة أخيرة."),
    ]
    assert [(p.heading, p.text) for p in parse_text("a", content, [4]).paragraphs] == [
        (None, "سطر قصير"),
        (None, "فقرة كاملة."),
        ("سطر آخر", "فقرة أخيرة."),
    ]
    assert [p.heading for p in parse_text("a", content, []).paragraphs] == [None] * 4


def test_two_headings_in_a_row_are_one_and_a_heading_at_the_end_is_a_paragraph():
    assert [(p.heading, p.text) for p in parse_text("a", "عنوان\nفرع\nفقرة.\nخاتمة").paragraphs] == [
        ("عنوان فرع", "فقرة."),
        (None, "خاتمة"),
    ]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("علاقات مستقرة", True),
        ("علاقات مستقرة.", False),
        ("هل من جديد؟", False),
        ("قال “نعم”", False),
        ("الفصل الأول (المقدمة)", True),
        ("(نشرت في مجلة العربي)", False),
        ("ثم سافر الرحالة إلى مدينة بعيدة (سمرقند)", False),
        ("س" * MAX_HEADING_LENGTH, True),
        ("س" * (MAX_HEADING_LENGTH + 1), False),
        ("   ", False),
    ],
)
def test_a_heading_is_short_and_has_no_stop(line, expected):
    assert looks_like_heading(line) == expected


POEM = "أقبل الصبحُ على الوادي\nفاستفاق الطيرُ في الشجرْ\nوجرى النهرُ كخيطٍ\nيحمل الأوراق والزهر\n"
RULES = "شروط المسابقة:\n• أن يكون المتسابق طالبًا\n• أن يكتب قصة قصيرة\nتعلن النتائج في المجلة.\n"
TALK = "سامي: صباح الخير\nليلى: صباح النور\nسامي: كيف حالك؟\nليلى: بخير\n"
LONG = "خرجت سلمى صباح السبت مع أخيها الصغير إلى ضفة النهر، وحملا معهما خبزًا وتمرًا وكتابًا قديمًا."


def shapes(content: str, headings: list[int] | None = None) -> str:
    """The kind of each line by its first letter, without blank ones; paragraphs apart by |."""
    groups: list[list[OutlineLine]] = []
    for line in outline(content, headings):
        if line.kind == "blank":
            continue
        if groups and line.group == groups[-1][-1].group:
            groups[-1].append(line)
        else:
            groups.append([line])
    return "|".join("".join(line.kind[0] for line in group) for group in groups)


@pytest.mark.parametrize(
    "content, expected",
    [
        (POEM, "vvvv"),
        (f"صباح الوادي\n\n{POEM}", "t|vvvv"),
        (f"{POEM}\n{POEM}", "vvvv|vvvv"),
        (POEM.replace("الشجرْ", "الشجرْ،").rstrip() + ".", "vvvv"),
        (f"{LONG}\n{POEM}{LONG}", "p|vvvv|p"),
        (f"{LONG}\n\nأخي جاوز الظالمون المدى\nفحق الجهاد وحق الفدا\n\n{LONG}", "p|vv|p"),
        (POEM.replace("\n", "\n\n"), "vvvv"),
        (RULES, "lll|p"),
        ("1. قلم\n2. دفتر\n3. مسطرة", "lll"),
        ("- أن يحضر.\n- أن يقرأ.\n", "ll"),
        (f"١. المقدمة\n{LONG}", "t|p"),
        (TALK, "dddd"),
        (f"معلم القرية\nبقلم سلمى أحمد\n{LONG}", "t|h|p"),
        (f"معلم القرية\nبقلم سلمى أحمد\nمارس 2024\n{LONG}", "t|h|h|p"),
        (f"معلم القرية\nبقلم سلمى أحمد\n\n{LONG}\nخاتمة\n", "t|h|p|p"),
        (f"{LONG}\nعلاقات مستقرة\n{LONG}", "p|h|p"),
        ("وصل المعلم.\nجلس الأهالي.\nبدأ الدرس.", "p|p|p"),
        ("\u200fالفقرة الأولى.\u200f\n\u200f\nالفقرة الثانية.\n\ufeff", "p|p"),
        (f"\u200f{LONG}\u200f\n\u00a0\u200b\n", "p"),
        ("هل جاء؟)\nقال (جاء.)\n﴿نص كريم﴾\nماذا?\nتمّ الأمر۔\nخمسة:", "p|p|p|p|p|p"),
        ("الباب الأول (مقدمة)\nفقرة.", "t|p"),
    ],
)
def test_each_line_is_taken_for_what_it_looks_like(content: str, expected: str) -> None:
    assert shapes(content) == expected


def test_lines_named_as_headings_stand_over_verses_and_entries() -> None:
    assert shapes(f"صباح الوادي\n{POEM}") == "vvvvv"
    assert shapes(f"صباح الوادي\n{POEM}", [1]) == "t|vvvv"
    assert shapes(f"شروط:\n{RULES}", [1]) == "t|lll|p"
    assert shapes(RULES, []) == "lll|p"
    assert shapes(POEM.replace("\n", "\n\n"), []) == "p|p|p|p"


def test_a_poem_and_a_list_are_one_paragraph_with_their_lines() -> None:
    (poem,) = parse_text("a", POEM).paragraphs
    assert (poem.form, poem.heading) == ("verse", None)
    assert poem.text == POEM.strip()
    assert [poem.text[s.start : s.end] for s in poem.sentences] == POEM.split("\n")[:4]
    rules, after = parse_text("a", RULES).paragraphs
    assert (rules.form, rules.text.count("\n"), after.form) == ("list", 2, "prose")


def test_nothing_is_a_text_without_paragraphs():
    assert parse_text("a", "").paragraphs == ()
    assert parse_text("a", "\n \r\n").paragraphs == ()


def test_windows_line_ends_are_no_part_of_a_paragraph():
    one, two = parse_text("a", "عنوان\r\nفقرة أولى.\r\nفقرة ثانية.\r\n").paragraphs
    assert (one.heading, one.text, two.text) == ("عنوان", "فقرة أولى.", "فقرة ثانية.")


def test_a_changed_letter_changes_the_digest():
    assert parse_text("a", "فقرة.").digest == parse_text("b", "فقرة.").digest
    assert parse_text("a", "فقرة.").digest != parse_text("a", "فقره.").digest


@given(st.text(st.sampled_from("ابتسي .؟!…“”«»\n\r\u200f"), max_size=80))
def test_no_letter_of_any_text_is_lost_or_moved(content):
    def letters(text: str) -> str:
        return "".join(sign for sign in text if unicodedata.category(sign) in {"Lo", "Cf", "Po", "Pi", "Pf"})

    text = parse_text("a", content)
    seen = "".join(line for line in LINE_END.split(content) if strip_invisible(line).strip())
    assert letters("".join((p.heading or "") + p.text for p in text.paragraphs)) == letters(seen)
    for paragraph in text.paragraphs:
        places = [place for sentence in paragraph.sentences for place in (sentence.start, sentence.end)]
        assert places == sorted(places)
        assert letters("".join(paragraph.text[s.start : s.end] for s in paragraph.sentences)) == letters(paragraph.text)
