"""Ticked words of a text as quotes: vowel marks, signs, ligatures, numbers, words that stand twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conftest import ROOT, SLUG
from web.teacher.question_forms.examples import article_questions
from webapp.content.evidence_quotes import find_quote
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.text import Text
from webapp.question_types import TYPES
from webapp.web.teacher.question_forms.drawn_values import draw
from webapp.web.teacher.question_forms.model_fields import ModelField, fields_of
from webapp.web.teacher.question_forms.read_values import read
from webapp.web.teacher.question_forms.word_picker import WordPicker

EVIDENCE, ANCHOR, PHRASES, WORD = (
    next(field for field in fields_of(TYPES[kind]) if field.key == key)
    for kind, key in (("short", "evidence"), ("referent", "anchor"), ("referent", "referent"), ("root", "word"))
)


def picker(*paragraphs: str, place: object = 1) -> WordPicker:
    text = parse_text("t.txt", "\n".join(paragraphs))
    assert len(text.paragraphs) == len(paragraphs)
    return WordPicker(text, place)


def picked(chooser: WordPicker, *names: str, field: ModelField = EVIDENCE, before: Sequence[str] = ()) -> list[str]:
    return chooser.quotes(field, {"words": list(names), "kept": []}, before)


def test_words_that_follow_each_other_are_one_quote() -> None:
    chooser = picker("خرجت سلمى مع أخيها إلى النهر صباح السبت.")
    assert picked(chooser, "1:6", "1:7") == ["صباح السبت"]
    assert picked(chooser, "1:7", "1:0", "1:6", "1:1") == ["خرجت سلمى", "صباح السبت"]
    assert chooser.drawn(EVIDENCE, ["صباح السبت"]) == {"words": ["1:6", "1:7"], "kept": []}


def test_marks_belong_to_their_words_and_signs_at_the_ends_to_none() -> None:
    chooser = picker("قَالَ الصَّيَّادُ: “مَنْ يَصْبِرْ، يُعْطَهُ”، ثمّ مضى إلى بيته في القرية البعيدة.")
    assert picked(chooser, "1:0") == ["قَالَ"]
    assert picked(chooser, "1:1") == ["الصَّيَّادُ"]
    assert picked(chooser, "1:2", "1:3", "1:4") == ["مَنْ يَصْبِرْ، يُعْطَهُ"]
    assert picked(chooser, "1:1", "1:2") == ["الصَّيَّادُ: “مَنْ"]


def test_ligatures_and_numbers_are_words_like_others() -> None:
    chooser = picker("كانت ﻻفتة النادي ﷲ أعلم بها تقول ٣٫٥ أو 1,000 كتاب في السنة الماضية كلها.")
    at = {word.text: word.name for word in chooser.passages(())[0].words}
    assert picked(chooser, at["ﻻفتة"], at["٣٫٥"], at["1,000"]) == ["ﻻفتة", "٣٫٥", "1,000"]


def test_a_word_that_stands_twice_is_quoted_with_a_neighbour() -> None:
    chooser = picker("جلس الولد قرب النهر، ثم نظر الولد إلى النهر طويلا وهو يفكر في البحر.")
    assert picked(chooser, "1:3") == ["النهر، ثم"]
    assert picked(chooser, "1:8") == ["النهر طويلا"]
    assert picked(chooser, "1:1", field=ANCHOR) == ["الولد قرب"]
    assert picked(chooser, "1:1", field=WORD) == ["الولد"]
    for name in ("1:1", "1:3", "1:6", "1:8"):
        (quote,) = picked(chooser, name)
        assert len(find_quote(quote, chooser.paragraphs)) == 1
        assert name in chooser.drawn(EVIDENCE, [quote])["words"]


def test_a_word_inside_another_one_is_told_apart_too() -> None:
    chooser = picker("حذر المجلس من خطر يهدد الأمن في البلاد كلها منذ سنوات طويلة مضت.")
    assert picked(chooser, "1:2") == ["من خطر"]


def test_what_the_file_has_stays_as_it_is_written() -> None:
    chooser = picker("قال: “لا أريد شيئا”، ثم خرج مسرعا من البيت القديم ولم يعد.")
    before = ["“لا أريد شيئا”", "خرج", "مسرعا", "ريد شيئ"]
    drawn = chooser.drawn(EVIDENCE, before)
    assert drawn == {"words": ["1:1", "1:2", "1:3", "1:5", "1:6"], "kept": ["ريد شيئ"]}
    assert chooser.quotes(EVIDENCE, drawn, before) == before
    drawn["words"].append("1:9")
    assert chooser.quotes(EVIDENCE, drawn, before) == [*before, "القديم"]
    drawn["words"].append("1:7")
    assert chooser.quotes(EVIDENCE, drawn, before) == ["“لا أريد شيئا”", "ريد شيئ", "خرج مسرعا من", "القديم"]
    assert chooser.quotes(EVIDENCE, {"words": drawn["words"], "kept": []}, before)[:1] == ["“لا أريد شيئا”"]


def test_a_quote_of_another_paragraph_is_kept_by_name() -> None:
    chooser = picker("خرجت سلمى إلى النهر في الصباح الباكر.", "رجع الأخوان إلى البيت عند غروب الشمس.", place=2)
    before = ["في الصباح"]
    assert chooser.drawn(EVIDENCE, before) == {"words": [], "kept": before}
    assert picked(chooser, "1:4", "1:5", before=before) == before
    assert picker("خرجت سلمى إلى النهر في الصباح الباكر.", place="whole").drawn(EVIDENCE, before)["kept"] == []


def test_phrases_are_listed_in_their_order_and_ticked_words_are_one_more() -> None:
    chooser = picker("وجّه الزعيم الدعوة لبوتين أثناء المحادثات وأنه قبلها على الفور.")
    drawn = chooser.drawn(PHRASES, ["الدعوة", "الدعوة لبوتين"])
    assert drawn == {"words": [], "kept": ["الدعوة", "الدعوة لبوتين"]}
    drawn["words"] = ["1:1", "1:2"]
    assert chooser.quotes(PHRASES, drawn, []) == ["الدعوة", "الدعوة لبوتين", "الزعيم الدعوة"]


def test_a_single_field_runs_from_the_first_ticked_word_to_the_last() -> None:
    chooser = picker("وجّه الزعيم الدعوة لبوتين أثناء المحادثات وأنه قبلها على الفور.")
    assert picked(chooser, "1:6", "1:8", field=ANCHOR) == ["وأنه قبلها على"]
    assert chooser.quotes(ANCHOR, {"words": [], "kept": ["قبلها"]}, ["قبلها"]) == ["قبلها"]
    assert chooser.quotes(ANCHOR, {"words": ["1:1"], "kept": ["كلمة"]}, ["كلمة"]) == ["الزعيم"]


@pytest.mark.parametrize("name", ["9:0", "1:99", "0:1", "1:-1", "x", "1", "1:", "٢:١", "1:1:1", ""])
def test_names_that_no_word_has_are_passed_over(name: str) -> None:
    assert picked(picker("خرجت سلمى إلى النهر في الصباح الباكر."), name) == []


def test_a_passage_is_the_whole_paragraph_in_pieces() -> None:
    chooser = picker("قال: “نعم”، ثم مضى في طريقه إلى السوق.")
    (passage,) = chooser.passages({"1:1"})
    assert "".join(word.before + word.text for word in passage.words) == passage.paragraph.text
    assert [word.text for word in passage.words if word.ticked] == ["نعم"]


@pytest.fixture(scope="module")
def article() -> Text:
    return parse_text(f"{SLUG}.txt", (ROOT / "seeds" / f"{SLUG}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("values", article_questions(), ids=lambda values: values["id"])
def test_every_quote_of_the_article_comes_back_as_it_was(article: Text, values: dict[str, object]) -> None:
    fields, chooser = fields_of(TYPES[str(values["type"])]), WordPicker(article, values["paragraph"])
    drawn = draw(fields, values, chooser)
    assert drawn["evidence"]["kept"] == []
    assert read(fields, drawn, values, chooser) == values
    for field in fields:
        if field.quoted and drawn[field.key]["words"]:
            (first, *_) = chooser.quotes(field, drawn[field.key], [])
            assert any(first in paragraph.text for paragraph in chooser.paragraphs)
