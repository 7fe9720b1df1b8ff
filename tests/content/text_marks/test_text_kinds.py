"""Texts of every kind: the words of each, without their marks, and the boxes in which they are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.text_outline import outline
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.text import Paragraph

ROOT = Path(__file__).parents[3]


def boxed(paragraph: Paragraph, kind: str) -> list[str]:
    """The words of the boxes of one kind."""
    return [paragraph.text[box.start : box.end] for box in paragraph.boxes if box.kind == kind]


def only(content: str, **marks: list[int]) -> Paragraph:
    """The only paragraph of a text."""
    (paragraph,) = parse_text("a", content, *TextMarks(**marks)).paragraphs
    return paragraph


@pytest.mark.parametrize(
    "file, digest, sentences",
    [
        ("seeds/000_13183dccda9929f6.txt", "8894758d7d466bc9", 11),
        ("webapp/showcase/seeds/showcase.txt", "7e56546c61687559", 4),
    ],
)
def test_a_text_without_marks_reads_as_it_did(file: str, digest: str, sentences: int) -> None:
    content = (ROOT / file).read_bytes().decode()
    text = parse_text("a", content)
    assert (text.digest, text.parts, text.shaped) == (digest, (), False)
    lines = [line for part in text.paragraphs for line in (part.heading, part.text) if line]
    assert "\n".join(lines) == content.rstrip("\n")
    assert sum(len(part.sentences) for part in text.paragraphs) == sentences
    assert all(part.form == "prose" and not part.boxes for part in text.paragraphs)


def test_the_halves_of_a_verse_are_parted_by_a_mark_that_is_no_word() -> None:
    poem = only("يا نهرُ سِر بين الحقولْ *** واسقِ السنابلَ والنخيلْ\nوارفق بطيرٍ في الضحى *** جاء الظلالَ ليستقيلْ")
    assert poem.form == "verse"
    assert poem.text.split("\n")[0] == "يا نهرُ سِر بين الحقولْ\tواسقِ السنابلَ والنخيلْ"
    assert boxed(poem, "half")[2:] == ["وارفق بطيرٍ في الضحى", "جاء الظلالَ ليستقيلْ"]
    assert len(poem.sentences) == 2


@pytest.mark.parametrize("gap", ["\t", "    ", " … ", " ... ", " * "])
def test_other_gaps_part_halves_where_every_verse_has_one(gap: str) -> None:
    lines = [f"سر بين الحقول{gap}واسق النخيل", f"وارفق بطير{gap}جاء الظلال", f"في الضحى{gap}عند الأصيل"]
    assert len(boxed(only("\n".join(lines)), "half")) == 6
    plain = only("\n".join([*lines, "بيت بلا فاصل"]), verses=[1, 2, 3, 4])
    assert (plain.form, plain.boxes) == ("verse", ())


def test_one_verse_and_verses_apart_by_empty_lines_are_verse() -> None:
    assert only("نص أول *** نص ثان.").form == "verse"
    assert len(boxed(only("أول *** ثان\n\nثالث *** رابع\n"), "bayt")) == 2


def test_a_dialogue_has_speakers_and_stage_directions() -> None:
    talk = only("(في المطبخ)\nسلمى: أين الملح؟\nباسم: (يضحك) هنا يا أختي.\nسلمى: شكرًا لك.")
    assert talk.form == "dialogue"
    assert boxed(talk, "speaker") == ["سلمى:", "باسم:", "سلمى:"]
    assert boxed(talk, "stage") == ["(في المطبخ)", "(يضحك)"]
    assert talk.text.count("\n") == 3


def test_lines_with_a_colon_and_a_stop_are_no_dialogue_where_nobody_speaks_twice() -> None:
    text = parse_text("a", "المكان: قاعة المدرسة.\nالموعد: صباح الخميس.")
    assert [part.form for part in text.paragraphs] == ["prose", "prose"]
    named = only("المكان: قاعة المدرسة.\nالموعد: صباح الخميس.", dialogues=[1, 2])
    assert boxed(named, "speaker") == ["المكان:", "الموعد:"]
    talk = "سلمى: أين؟\nباسم: هنا.\nسلمى: شكرًا."
    assert [p.form for p in parse_text("a", talk, dialogues=[]).paragraphs] == ["prose"] * 3
    assert [p.form for p in parse_text("a", talk, lists=[]).paragraphs] == ["prose"] * 3
    assert only(talk, lists=[1, 2, 3]).form == "dialogue"


def test_a_list_has_its_signs_and_the_line_above() -> None:
    bullets = only("نحتاج إلى:\n- ماء\n- ملح")
    assert (boxed(bullets, "intro"), boxed(bullets, "item")) == (["نحتاج إلى:"], ["- ماء", "- ملح"])
    assert [box.kind for box in bullets.boxes if box.kind in ("bullets", "numbers")] == ["bullets"]
    steps = only("1. نغسل الأرز.\n2. نغلي الماء.")
    assert (boxed(steps, "marker"), steps.text) == (["1. ", "2. "], "1. نغسل الأرز.\n2. نغلي الماء.")
    assert next(box.kind for box in steps.boxes) == "numbers"


TABLE = "مدن ومسافات:\nالمدينة | البعد | الزمن\nالبصرة | 90 | ساعة\nبابل | | ساعتان"


def test_a_table_has_a_caption_a_head_and_cells_that_may_be_empty() -> None:
    table = only(TABLE)
    assert table.form == "table"
    assert table.text == "مدن ومسافات:\nالمدينة\tالبعد\tالزمن\nالبصرة\t90\tساعة\nبابل\t\tساعتان"
    assert boxed(table, "caption") == ["مدن ومسافات:"]
    assert boxed(table, "column-head") == ["المدينة", "البعد", "الزمن"]
    assert boxed(table, "row-head") == ["البصرة", "بابل"]
    assert boxed(table, "cell") == ["90", "ساعة", "", "ساعتان"]
    assert len(table.sentences) == 4


def test_a_table_may_have_bars_around_it_and_a_rule_below_its_head() -> None:
    table = only("| اسم | عدد |\n|---|---|\n| قلم | 2 |")
    assert (table.form, table.text) == ("table", "اسم\tعدد\nقلم\t2")
    assert all(not boxed(part, "cell") for part in parse_text("a", TABLE, tables=[]).paragraphs)
    assert [p.form for p in parse_text("a", "الرياض | وكالة الأنباء.\nوصل الوفد.").paragraphs] == ["prose"] * 2


def test_a_footnote_stands_below_its_paragraph_and_its_number_is_no_word() -> None:
    first, second = parse_text(
        "a", "رأينا الدَّن[2] في الدار[1].\n\nوعدنا مساء.\n\n[1] البيت.\n[2] جرّة كبيرة."
    ).paragraphs
    assert first.text == "رأينا الدَّن في الدار.\nجرّة كبيرة.\nالبيت."
    assert [(box.kind, box.start, box.number) for box in first.boxes][:2] == [("mark", 12, 2), ("mark", 21, 1)]
    assert boxed(first, "note") == ["جرّة كبيرة.", "البيت."]
    assert (second.text, second.boxes) == ("وعدنا مساء.", ())


def test_numbers_in_brackets_without_a_note_stay_as_they_are() -> None:
    assert only("عام[1] مضى.").text == "عام[1] مضى."
    assert only("[1] كتاب.\n[2] مجلة.").form == "list"


def test_footnotes_stand_in_verses_cells_and_speech() -> None:
    notes = "[1] غزال\n[2] في الدار\n[3] للكتابة\n"
    text = parse_text(
        "a",
        "ظبي[1] غدا *** بين الربى\n\nسلمى: أين؟\nسلمى: هنا[2].\n\nأ | ب\nقلم[3] | 2\n" + notes,
    )
    assert [(p.form, boxed(p, "note")) for p in text.paragraphs] == [
        ("verse", ["غزال"]),
        ("dialogue", ["في الدار"]),
        ("table", ["للكتابة"]),
    ]


def test_a_picture_is_a_paragraph_of_its_description() -> None:
    before, picture = parse_text("a", "نرى قطة.\n[صورة: cat.svg | قطة على السطح]").paragraphs
    assert (picture.form, picture.picture, picture.text) == ("picture", "cat.svg", "قطة على السطح")
    assert before.form == "prose"


def test_texts_of_one_file_have_titles_that_are_headings() -> None:
    text = parse_text("a", "=== رأي أول\nالمدينة أوسع.\nوأسرع.\n=== رأي ثان\nالقرية أهدأ.")
    assert [(p.heading, p.number) for p in text.paragraphs] == [("رأي أول", 1), (None, 2), ("رأي ثان", 3)]
    assert [(part.title, part.first, part.last) for part in text.parts] == [("رأي أول", 1, 2), ("رأي ثان", 3, 3)]
    assert [part.title for part in parse_text("a", "المدينة أوسع.\n=== رأي ثان\nالقرية أهدأ.").parts] == ["", "رأي ثان"]
    assert parse_text("a", "=== عنوان\nفقرة.").parts == ()


def test_every_box_lies_within_its_text_and_around_whole_words() -> None:
    kinds = f"{TABLE}\n\nأول *** ثان\n\nسلمى: (تضحك) نعم[1].\nسلمى: لا.\n\n- ماء\n- ملح\n\n[1] شرح"
    for paragraph in parse_text("a", kinds).paragraphs:
        for box in paragraph.boxes:
            assert 0 <= box.start <= box.end <= len(paragraph.text)
            words = paragraph.text[box.start : box.end]
            assert words == words.strip() or box.kind in ("marker", "row", "body", "table")
        assert not set("|*[]=") & set(paragraph.text)


def test_the_outline_names_each_kind() -> None:
    content = f"=== الأول\nنص[1].\n{TABLE}\n\nسلمى: نعم.\nسلمى: لا.\n\nأول *** ثان\n\n[صورة: a.png | شجرة]\n[1] شرح\n"
    kinds = [line.kind for line in outline(content) if line.kind != "blank"]
    assert kinds == ["part", "paragraph", *["table"] * 4, "dialogue", "dialogue", "verse", "picture", "note"]
