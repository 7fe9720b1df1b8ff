"""Files made to harm: each is refused in a sentence, or read as far as it has words, in little time and memory."""

from __future__ import annotations

import json
import random
import socket
import struct
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest

from conftest import ROOT
from interchange.text_sources.documents import paragraph, word_document
from webapp.content.parsing.unseen_characters import CONTROLS
from webapp.content.text_editing.text_blocks import text_of
from webapp.domain.user_error import UserError
from webapp.interchange.text_sources import checked_xml, pasted_text, text_of_file, zip_parts
from webapp.interchange.text_sources.source_text import MAX_TITLE

GOOD = paragraph("فقرة كاملة.")
NAUGHTY = ROOT.parent / "shared" / "cases" / "blns" / "blns.json"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a file made the reader ask the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def refuses(raw: bytes) -> None:
    with pytest.raises(UserError):
        text_of_file(raw)


DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{}">]><a>&b;</a>'


@pytest.mark.parametrize(
    "whole",
    [
        DTD.format("x"),
        DTD.format("x").encode("utf-16").decode("latin-1"),
        '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://canary.example/a.dtd"><a/>',
        "<a>" * 101 + "</a>" * 101,
        "<a>" + "<b/>" * (checked_xml.MAX_ELEMENTS + 1) + "</a>",
        '<?xml version="1.0" encoding="utf-7"?><a/>',
        "<a><b></a>",
        "",
        "no xml",
    ],
)
def test_unsafe_xml_is_refused(whole: str) -> None:
    refuses(word_document("", whole=whole or " "))


def test_a_zip_bomb_is_refused() -> None:
    refuses(word_document(paragraph(" " * (zip_parts.MAX_UNPACKED_BYTES + 1))))
    refuses(word_document(GOOD, {"word/styles.xml": " " * zip_parts.MAX_UNPACKED_BYTES}))
    refuses(word_document(GOOD, {f"word/{number}.xml": "" for number in range(zip_parts.MAX_ENTRIES)}))


def test_parts_that_are_not_words_are_never_opened() -> None:
    others = {
        "../../evil.txt": "x",
        "/etc/evil": "x",
        "C:\\evil": "x",
        "CON": "x",
        "\u202etxt.exe": "x",
        "word/document.xml/": "x",
        "word/vbaProject.bin": b"\xcc" * 1000,
        "word/media/image1.png": b"x" * (zip_parts.MAX_UNPACKED_BYTES + 1),
        "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0",
    }
    assert text_of_file(word_document(GOOD, others)).blocks[0].words == "فقرة كاملة."


def test_a_file_that_lies_about_its_parts_is_refused_or_read_within_the_limits() -> None:
    large = word_document(paragraph("كلام " * 2_000_000))
    small, real = struct.pack("<L", 10), struct.pack("<L", zip_size(large))
    refuses(large.replace(real, small))
    same = word_document(GOOD, {"word/styles.xml": "x"})
    place = same.rindex(b"PK\x01\x02") + 42  # where the last part begins: now where the first does
    with suppress(UserError):
        assert text_of_file(same[:place] + bytes(4) + same[place + 4 :]).blocks[0].words == "فقرة كاملة."


def zip_size(raw: bytes) -> int:
    """Bytes of the main part once it is unpacked."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return archive.getinfo("word/document.xml").file_size


def test_remote_parts_are_left_alone() -> None:
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relationships = f'<?xml version="1.0"?><Relationships xmlns="{package}">' + "".join(
        f'<Relationship Id="r{number}" Type="{schema}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(
            [
                ("image", "http://canary.example/a.png"),
                ("attachedTemplate", "http://canary.example/a.dotm"),
                ("hyperlink", "javascript:alert(1)"),
                ("image", "file:///etc/passwd"),
                ("styles", "http://canary.example/styles.xml"),
            ]
        )
    )
    picture = (
        '<w:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/'
        'drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:r>'
        '<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:{}="r{}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    link = '<w:p><w:hyperlink r:id="r2"><w:r><w:t>وصلة هنا.</w:t></w:r></w:hyperlink><w:altChunk r:id="r1"/></w:p>'
    body = GOOD + picture.format("link", 0) + picture.format("link", 3) + picture.format("embed", 0) + link
    raw = word_document(body, {"word/_rels/document.xml.rels": relationships + "</Relationships>"})
    assert [block.words for block in text_of_file(raw).blocks] == ["فقرة كاملة.", "وصلة هنا."]


def test_a_document_with_a_fault_at_any_byte_is_read_or_refused() -> None:
    raw, chance = word_document(GOOD * 3), random.Random(7)
    for _ in range(300):
        at = chance.randrange(len(raw))
        broken = raw[:at] + bytes([chance.randrange(256)]) + raw[at + chance.choice([0, 1, 1, 5]) :]
        try:
            text_of_file(broken)
        except UserError:
            continue


def test_another_zip_is_no_word_document() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    refuses(file.getvalue())
    refuses(b"PK\x05\x06" + bytes(18))
    refuses(b"PK")


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<a ", "<b>", "<table>", "<p><b>", "<svg><template>", "<svg>" + "<div></svg>", "<ul><li>", "<font><p>"],
)
def test_a_page_of_too_many_elements_is_refused(piece: str) -> None:
    refuses(b"<html><p>" + (piece * 2_000_000)[:2_000_000].encode())


@pytest.mark.parametrize("piece", ["<!--", "<!", "</", "<?", "&#", "<a x='", "&amp;", "<![CDATA[", "<>"])
def test_an_endless_page_is_read_or_refused(piece: str) -> None:
    with suppress(UserError):
        text_of_file(b"<html><p>" + (piece * 2_000_000)[:2_000_000].encode())


def test_formatting_that_each_paragraph_opens_again_is_not_kept() -> None:
    """HTML copies the open <b> into each paragraph: 300 of them into 600 paragraphs would be 180,000 elements."""
    opened = "".join(f"<b a={number}>" for number in range(300))
    read = text_of_file(f"<html><body><p>{opened}كلمة</p>{'<p>سطر كامل.' * 600}".encode())
    assert len(read.blocks) == 600
    assert read.blocks[1].words == "سطر كامل."


def test_words_around_formatting_stay_together() -> None:
    read = text_of_file(
        "<html><body><h1>عنوان</h1><p>كـ<b>لم</b>ة <i class='x>y'>مائلة</i>.<p hidden>لا</body>".encode()
    )
    assert [block.words for block in read.blocks] == ["كلمة مائلة."]


@pytest.mark.parametrize("attribute", ["a{}=1 ", "hidden='{}' ", 'a{}="<" ', "a{} "])
def test_a_tag_of_many_attributes_is_read(attribute: str) -> None:
    """The parser compares each attribute of a tag with all others."""
    many = "".join(attribute.format(number) for number in range(60_000))
    assert (
        text_of_file(f"<html><body><p {many}>لا</p><p>سطر كامل هنا.</p>".encode()).blocks[-1].words == "سطر كامل هنا."
    )


def test_many_main_parts_are_read() -> None:
    assert len(text_of_file(("<html><body>" + "<main>" * 900 + "<p>سطر كامل.</p>" * 900).encode()).blocks) == 900


@pytest.mark.parametrize("title", [True, False])
def test_rows_of_marks_become_few(title: bool) -> None:
    marks = "ا" + "\u0301" * 50_000 + "\u0327" * 50_000
    page = f"<html><body><h1>{marks if title else 'عنوان'}</h1><p>سطر كامل {marks}.</p>"
    assert len(text_of_file(page.encode()).blocks[0].words) < 100


def test_nothing_of_a_page_runs_on() -> None:
    page = (
        "<html><base href=//canary.example><meta http-equiv=refresh content='0;url=//canary.example'><p>كلام "
        '<img src=x onerror=alert(1) srcset="//canary.example/a 1x"><a href="javascript:alert(1)">وصلة</a> '
        "<math><mi><p>خارج</p></mi></math><noscript><p>لا</p></noscript>&lt;script&gt;alert(2)&lt;/script&gt;.</p>"
    )
    read = text_of_file(page.encode())
    text = " ".join([read.title, *(block.words for block in read.blocks)])
    assert text.startswith("كلام وصلة")
    assert "<script>alert(2)</script>" in text  # words, which the page shows as words
    assert "canary" not in text


def naughty() -> list[str]:
    strings = json.loads(NAUGHTY.read_text("utf-8")) if NAUGHTY.is_file() else ["<script>", "\u202e", "\ufeff", "=1+1"]
    return [*strings, "ح" * (MAX_TITLE - 1) + " عنوان يُقطع بعد مسافة"]


def test_naughty_strings_become_texts_without_controls() -> None:
    for string in naughty():
        try:
            text = pasted_text(f"{string}\n\nفقرة كاملة.", title=string)
        except UserError:
            continue
        content = text_of(text.blocks).content
        assert not CONTROLS.search(content)
        assert text.title == text.title.strip()
        content.encode()
