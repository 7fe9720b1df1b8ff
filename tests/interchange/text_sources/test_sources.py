"""New texts out of pasted words, text files, Word documents and saved pages."""

from __future__ import annotations

import pytest

from interchange.text_sources.documents import paragraph, word_document
from webapp.content.text_editing.text_blocks import text_of
from webapp.domain.user_error import UserError
from webapp.interchange.text_sources import SourceText, pasted_text, text_of_file

ARTICLE = """رحلة إلى النهر

خرجت سلمى صباح السبت مع أخيها إلى ضفة النهر. حملا معهما خبزًا وتمرًا.

الغداء

جلسا تحت شجرة كبيرة، ثم أكلا معًا.

• ماء
• خبز

أقبل الصبحُ على الوادي
فاستفاق الطيرُ في الشجرْ
وجرى النهرُ كخيطٍ

عادا قبل المغرب.
"""
BROKEN = """أعلنت وزارة الصحة أمس عن افتتاح مستشفى جديد في المدينة. وقال الوزير إن
المستشفى يضم مئة سرير، وإن العمل فيه بدأ منذ شهر. ويأتي ذلك في إطار خطة
واسعة لتحسين الخدمات في القرى البعيدة. وقد رحّب السكان بهذا القرار الذي
طال انتظاره.
وفي الأسبوع القادم تفتتح الوزارة مركزين آخرين في الجنوب. ويعمل فيهما عدد
من الأطباء الشباب.
"""


def shape(text: SourceText) -> list[str]:
    return [block.kind for block in text.blocks]


def test_a_pasted_text_is_understood() -> None:
    text = pasted_text(ARTICLE)
    assert text.title == "رحلة إلى النهر"
    assert shape(text) == ["paragraph", "heading", "paragraph", "list", "verse", "paragraph"]
    assert text_of(text.blocks).content.startswith("خرجت سلمى")


def test_a_text_without_a_heading_is_called_by_its_first_words() -> None:
    text = pasted_text("خرجت سلمى صباح السبت مع أخيها إلى ضفة النهر.\n\nثم عادت.")
    assert text.title == "خرجت سلمى صباح السبت مع أخيها"
    assert len(text.blocks) == 2
    assert pasted_text("عنوان قصير\n\nفقرة كاملة.", title="اسم آخر").blocks[0].words == "عنوان قصير"


def test_lines_that_a_page_broke_are_joined_and_kept_as_they_were() -> None:
    text = pasted_text(BROKEN)
    assert [block.words[-12:] for block in text.blocks] == ["طال انتظاره.", "طباء الشباب."]
    assert len(text.as_pasted) == 6


def test_a_poem_and_ordinary_paragraphs_are_not_joined() -> None:
    poem = "\n".join(f"أقبل الصبحُ على الوادي وعلى {word}" for word in ("الشجر", "النهر", "القمر", "المطر", "الزهر"))
    assert pasted_text(poem).as_pasted == ()
    assert pasted_text(ARTICLE).as_pasted == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_a_text_file_is_read_in_the_encoding_that_it_has(encoding: str) -> None:
    assert text_of_file(ARTICLE.encode(encoding)) == pasted_text(ARTICLE)


def test_unseen_marks_and_stretching_go_and_letters_stay() -> None:
    text = pasted_text("\u202eقال\u200f\u00a0الـــولد: «الســلام\u200bُ عليكم»، عام 1445هـ\ufeff.\x07")
    assert text.blocks[0].words == "قال الولد: «السلامُ عليكم»، عام 1445هـ."
    assert pasted_text("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ.").blocks[0].words == "السلام عليكم."


def test_a_word_document_has_its_headings_lists_and_lines() -> None:
    numbering = (
        '<?xml version="1.0"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    entry = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    body = (
        paragraph("العنوان", "Heading1")
        + paragraph("فقرة أولى.")
        + paragraph("فرع", "Heading2")
        + entry.format("ماء")
        + entry.format("خبز")
        + "<w:p><w:r><w:t>بيت أول</w:t><w:br/><w:t>بيت ثان</w:t></w:r></w:p>"
    )
    text = text_of_file(word_document(body, {"word/numbering.xml": numbering}))
    assert text.title == "العنوان"
    assert shape(text) == ["paragraph", "heading", "list", "verse"]
    assert text.blocks[2].lines == ("• ماء", "• خبز")


def test_a_plain_word_document_is_taken_like_a_plain_text() -> None:
    text = text_of_file(word_document(paragraph("عنوان قصير") + paragraph("فقرة كاملة.") + paragraph("فقرة أخرى.")))
    assert (text.title, shape(text)) == ("عنوان قصير", ["paragraph", "paragraph"])


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>موقع</title><style>p {{}}</style></head><body>
<nav><ul><li>الرئيسة</li></ul></nav><script>document.write("<p>نص</p>")</script>
<article><h1>عنوان المقال</h1><p>فقرة <b>أولى</b> كاملة.</p><form><p>بحث</p></form><h2>فرع</h2><p>فقرة ثانية.</p>
<ol><li>أول<li>ثان</ol><p hidden>مخفي</p><svg><text>رسم</text></svg></article><footer>حقوق</footer></body></html>"""


def test_the_main_text_of_a_saved_page_is_read_and_nothing_else() -> None:
    text = text_of_file(PAGE.encode())
    assert text.title == "عنوان المقال"
    assert [block.lines for block in text.blocks] == [
        ("فقرة أولى كاملة.",),
        ("فرع",),
        ("فقرة ثانية.",),
        ("1. أول", "2. ثان"),
    ]
    assert text_of_file(PAGE.replace('"utf-8"', '"windows-1256"').encode("cp1256")) == text


def test_a_page_saved_as_one_file_is_read() -> None:
    import quopri

    body = quopri.encodestring(PAGE.encode())
    raw = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n boundary="----part"\r\n\r\n'
        b"------part\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + body
        + b"\r\n------part\r\nContent-Type: image/png\r\n\r\nx\r\n------part--\r\n"
    )
    assert text_of_file(raw) == text_of_file(PAGE.encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1",
        b"{\\rtf1",
        b"\x89PNG\r\n",
        b"GIF89a",
        b"\x00\x01\x02\x03",
        bytes(range(256)),
    ],
)
def test_another_kind_of_file_is_refused_with_what_to_do(raw: bytes) -> None:
    with pytest.raises(UserError) as refusal:
        text_of_file(raw)
    assert "paste" in refusal.value.en or ".docx" in refusal.value.en
    assert "ألصق" in refusal.value.ar or ".docx" in refusal.value.ar


@pytest.mark.parametrize("typed", ["", " \n\u200f\n", "\u202e", "س" * 100_001, "فقرة.\n\n" * 1_001])
def test_nothing_or_too_much_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        pasted_text(typed)
