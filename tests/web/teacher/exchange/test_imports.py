"""Questions out of a file: looked at first, then kept as a draft, under the rules of new texts and of saves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from conftest import Desk
from interchange.lesson_formats.exchanging import lessons, source_of
from web.teacher.editor.conftest import FormReader
from web.teacher.exchange.conftest import GIFT, TEXT, Importer
from web.teacher.texts.conftest import Room
from webapp.content.editing.question_edits import file_settings, question_sources
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.export_lesson import export_lesson
from webapp.web.teacher.exchange import question_import, text_import

NEW, RIVER = "/desk/texts/import", "/desk/texts/river/import"


def drafts(importer: Importer) -> set[str]:
    """Texts that have a draft."""
    services = importer.app.extensions["fahm"]
    return set(services.store.versions.last_drafts(services.config.school, "questions"))


def copy_of(importer: Importer, slug: str) -> bytes:
    """The questions of the working copy."""
    from webapp.assessment.authoring.working_copy import AuthoredText

    services = importer.app.extensions["fahm"]
    copy = AuthoredText(services.store.versions, services.config.school, services.library, slug).working()
    assert copy
    return copy.questions


def ids(raw: bytes) -> list[str]:
    return [source.id for source in question_sources(raw)]


def test_a_preview_says_what_comes_in_and_what_does_not_and_keeps_nothing(importer: Importer, texts: Room) -> None:
    before = len(texts.entries())
    for address in (NEW, RIVER):
        page = importer.brings(address, GIFT)
        assert page.status == 200
        said = unescape(re.sub(r"<[^>]+>", " ", page.html))
        assert "في أي يوم خرجا؟" in said
        assert "إجابة قصيرة" in said
        assert "السؤال ٣: تُرك: هذا الخيار مثل الخيار" in said
    assert drafts(importer) == set()
    assert len(texts.entries()) == before + 1  # what is in the file


def test_a_file_becomes_the_draft_of_a_new_text(importer: Importer, texts: Room, content: Path) -> None:
    preview = importer.brings(NEW, GIFT, "عند الضفة.gift", text=TEXT)
    page = importer.takes(preview, level="A2")
    assert page.response.request.path == "/desk/texts/عند-الضفة/edit"
    raw = copy_of(importer, "عند-الضفة")
    assert file_settings(raw) == {"text": "عند-الضفة.txt", "title": "عند الضفة", "level": "A2", "draft": True}
    assert ids(raw) == ["which-day", "who"]
    assert [path.name for path in (content / "seeds").iterdir()] == ["river.txt"]
    assert importer.app.test_client().get("/texts/عند-الضفة/").status_code == 404
    other = Desk(importer.app, "سامي", "sami", "الصفّ السادس")
    assert other.opens("/desk/texts/عند-الضفة/edit").status == 404


def test_a_file_without_a_text_asks_for_it_and_loses_nothing(importer: Importer, texts: Room) -> None:
    preview = importer.brings(NEW, GIFT)
    refused = importer.takes(preview, title="عنوان مكتوب")
    assert refused.status == 422
    assert "في الملف أسئلة بلا نص" in refused.html
    assert "عنوان مكتوب" in refused.html
    assert importer.takes(refused, text=TEXT).response.request.path == "/desk/texts/عنوان-مكتوب/edit"


@pytest.mark.parametrize("name", [known.name for known in FORMATS.values() if known.read and known.keeps])
def test_a_text_that_was_exported_comes_in_whole(importer: Importer, texts: Room, name: str) -> None:
    folder, lesson = lessons()[0]
    raw, _ = export_lesson(lesson, source_of(folder, lesson), FORMATS[name])
    page = importer.takes(importer.brings(NEW, raw, "x"))
    assert page.status == 200
    (slug,) = drafts(importer)
    came = copy_of(importer, slug)
    assert ids(came) == [item.question.id for item in lesson.items]
    assert 'class="error"' not in page.html


def test_questions_go_to_the_end_of_a_text_as_one_save_that_is_taken_back(importer: Importer, texts: Room) -> None:
    before = copy_of(importer, "river")
    page = importer.takes(importer.brings(RIVER, GIFT))
    assert page.response.request.path == "/desk/texts/river/edit"
    assert ids(copy_of(importer, "river")) == ["who-went", "which-day", "question-1", "who"]
    assert file_settings(copy_of(importer, "river"))["draft"] is True
    drafted = [entry for entry in texts.entries() if entry.state == "draft"]
    assert len(drafted) == 1
    assert "GIFT" in drafted[0].why
    assert texts.path.read_bytes() == before
    (undo,) = [name for name in FormReader(page.html).forms if "/import/undo" in name]
    undone = importer.desk.posts(unescape(undo))
    assert "أُزيلت الأسئلة من المسودة" in undone.html
    assert copy_of(importer, "river") == before
    assert "تعذر التراجع" in importer.desk.posts(unescape(undo)).html


def test_what_was_changed_since_is_not_taken_back(importer: Importer, texts: Room) -> None:
    page = importer.takes(importer.brings(RIVER, GIFT))
    (undo,) = [name for name in FormReader(page.html).forms if "/import/undo" in name]
    texts.saves(importer.desk, copy_of(importer, "river").decode().replace("عند النهر", "على الضفة"))
    assert "تعذر التراجع" in importer.desk.posts(unescape(undo)).html
    assert ids(copy_of(importer, "river")) == ["who-went", "which-day", "question-1", "who"]


def test_an_id_that_was_taken_meanwhile_is_given_once(importer: Importer, texts: Room) -> None:
    preview = importer.brings(RIVER, GIFT)
    importer.takes(preview)
    importer.takes(preview)
    found = ids(copy_of(importer, "river"))
    assert len(set(found)) == len(found) == 6


def bomb() -> bytes:
    """A small workbook of sixty megabytes, packed when its test runs: that takes a while."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
        archive.writestr("../../etc/passwd", b"x")
    return packed.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.4",
        b"PK\x03\x04broken",
        b"\x00\xff" * 500,
        b"{" * 100_000,
        b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        b'<?xml version="1.0"?><quiz><question type="x">',
        b"::a::" + b"x" * 1_000_000,
        bomb,
        b"".join(b"::q%d::x{=a ~b}\n\n" % number for number in range(10_000)),
    ],
    ids=["pdf", "zip", "bytes", "braces", "entity", "cut", "long", "bomb", "many"],
)
@pytest.mark.parametrize("address", [NEW, RIVER])
def test_a_hostile_file_is_told_in_the_form(
    importer: Importer, texts: Room, raw: bytes | Callable[[], bytes], address: str
) -> None:
    page = importer.brings(address, raw() if callable(raw) else raw)
    assert page.status == 422
    assert page.html.count('role="alert"') >= 2  # and that of a file that is too large
    assert 'type="file"' in page.html
    assert "root:" not in page.html
    assert drafts(importer) == set()


def test_markup_in_a_question_is_words(importer: Importer, texts: Room) -> None:
    page = importer.brings(RIVER, "::a::<script>alert(1)</script>ما هذا؟{=<img src=x onerror=alert(2)> ~ب}\n")
    assert "<script>alert" not in page.html
    taken = importer.takes(page)
    assert "<script>alert" not in taken.html
    assert "<img src=x" not in taken.html


@pytest.mark.parametrize("address", [NEW, RIVER])
def test_a_file_that_is_too_large_is_told_in_the_form(importer: Importer, texts: Room, address: str) -> None:
    for size, status in ((2 * 1024 * 1024 + 1, 422), (3 * 1024 * 1024, 413)):
        page = importer.brings(address, b"x" * size)
        assert page.status == status
        assert "أكبر من ٢ ميغابايت" in page.html
        assert f'action="{address}"' in page.html


def test_no_file_and_an_unknown_format(importer: Importer, texts: Room) -> None:
    for address in (NEW, RIVER):
        assert "اختر ملفًا." in importer.sends(address, format="gift").html
        assert importer.brings(address, GIFT, format="no-such").status == 200
        assert importer.brings(address, GIFT, format="moodle-xml").status == 422


@pytest.mark.parametrize(
    "held",
    [
        "",
        "[]",
        "{}",
        '{"questions":[],"left":[]}',
        '{"questions":[{"type":"no-such"}],"left":[]}',
        '{"questions":[{"id":"a","paragraph":1,"type":"open","prompt":"x","\\n":1}],"left":[]}',
        '{"questions":[1],"left":[]}',
        json.dumps({"questions": [{"id": "a", "type": "poll"}] * 300, "left": []}),
        "[" * 5000,
    ],
)
def test_a_preview_that_was_tampered_with_is_not_taken(importer: Importer, texts: Room, held: str) -> None:
    for address in (NEW, RIVER):
        page = importer.sends(f"{address}/take", came=held, text=TEXT)
        assert page.status == 422
        assert "لم تصل الأسئلة كما عُرضت" in page.html
    assert drafts(importer) == set()


def test_previews_and_new_texts_are_limited(importer: Importer, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = importer.brings(NEW, GIFT, text=TEXT)
    for module in (text_import, question_import):
        monkeypatch.setattr(module, "MAX_NEW_TEXTS", 1)
    monkeypatch.setattr("webapp.web.teacher.editor.open_text.MAX_SAVES", 0)
    assert importer.brings(NEW, GIFT).status == 429
    assert importer.takes(preview).status == 429
    assert importer.brings(RIVER, GIFT).status == 429
    into = {"came": dict(FormReader(preview.html).forms["/desk/texts/import/take"])["came"]}
    assert importer.sends(f"{RIVER}/take", **into).status == 429
    assert drafts(importer) == set()


def test_what_was_read_outlives_an_ended_session(importer: Importer, texts: Room) -> None:
    preview = importer.brings(NEW, GIFT, text=TEXT)
    importer.desk.posts("/desk/sign-out")
    ended = importer.takes(preview)
    assert ended.status == 401
    held = dict(FormReader(preview.html).forms["/desk/texts/import/take"])["came"]
    assert dict(FormReader(ended.html).forms["/desk/texts/import/take"])["came"] == held
    assert ended.html.count("<textarea") == 1  # the text, and not what was read


def test_the_sheet_is_filled_in_and_brought(importer: Importer, texts: Room) -> None:
    sheet = importer.desk.client.get("/desk/texts/import/sheet")
    assert sheet.headers["Content-Disposition"].startswith("attachment")
    assert importer.brings(NEW, sheet.data, "x.xlsx").html.count("<li>") > 5


def test_a_sheet_of_faults_alone_shows_them_and_no_button(importer: Importer, texts: Room) -> None:
    for address in (NEW, RIVER):
        page = importer.brings(address, "النوع;السؤال;الصحيح\r\nغريب;من؟;سلمى\r\n".encode("cp1256"), "أسئلة.csv")
        assert page.status == 200
        said = unescape(re.sub(r"<[^>]+>", " ", page.html))
        assert "الخانة A2: لا يوجد نوع باسم «غريب»" in said
        assert not [name for name in FormReader(page.html).forms if name.endswith("/import/take")]


def test_a_file_of_another_kind_is_refused_in_one_line(importer: Importer, texts: Room) -> None:
    picture, old_word = b"\x89PNG\r\n\x1a\n\x00\x00", b"\xd0\xcf\x11\xe0" + b"\0" * 600
    for raw in (b"%PDF-1.7\n%\xe2\xe3", picture, old_word, "نص بلا أسئلة."):
        page = importer.brings(RIVER, raw, "أسئلة.docx")
        assert page.status == 422
        assert "صيغة هذا الملف غير معروفة" in unescape(page.html)
