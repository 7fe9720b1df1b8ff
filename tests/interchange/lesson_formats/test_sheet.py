"""Sheets of questions: a teacher's rows come in, faults are named by their cell, and no workbook does harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from interchange.lesson_formats.exchanging import lesson_of, written
from question_types.asking import build
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson
from webapp.interchange.lesson_formats.sheet import sheet_template
from webapp.interchange.text_sources.source_text import Unreadable

HEAD = "النوع,الفقرة,السؤال,الصحيح,الخطأ"


def came(*rows: str, head: str = HEAD) -> dict[str, object]:
    (values,) = import_lesson("\n".join([head, *rows]).encode(), text="أ.\n\nب.").questions
    return dict(values)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('اختيار,١,من؟,أ :: لأن,"ب\nج"', {"type": "choice", "paragraph": 1}),
        ('اختيار,1,من؟,"أ|ب","ج"', {"type": "multiple"}),
        ("صح وخطأ,2,س.,غير مذكور,", {"type": "judgement", "answer": "not-given", "paragraph": 2}),
        ('إجابة قصيرة,,متى؟,"أ|50% ب",ج', {"accept": ["أ", {"text": "ب", "share": 0.5}], "refuse": ["ج"]}),
        ('إجابة قصيرة,,لماذا؟,"+ دعوة / طلب|+ زيارة",', {"require": [["دعوة", "طلب"], ["زيارة"]]}),
        (
            "فراغات,,أكمل.,قبل [[بوتين|الرئيس]] الدعوة.,بايدن",
            {"text": "قبل [[بوتين|الرئيس]] الدعوة.", "bank": ["بايدن"]},
        ),
        ('مطابقة,,صل.,"أ = ١|ب = ٢",٣', {"type": "match", "distractors": ["٣"]}),
        ('ترتيب,,رتّب.,"أ|ب|ج",', {"items": ["أ", "ب", "ج"]}),
        ('تصنيف,,صنّف.,"قال = فعل|كتب = فعل|قلم = اسم",', {"type": "sort"}),
        ('رأي,,أأعجبك؟,"نعم|لا",', {"type": "poll", "options": ["نعم", "لا"]}),
        ("مقالي,whole,ما رأيك؟,نموذج,", {"type": "open", "model": "نموذج", "paragraph": "whole"}),
    ],
)
def test_a_row_of_each_kind(row: str, expected: dict[str, object]) -> None:
    assert expected.items() <= came(row).items()


def test_semicolons_and_english_headings_are_understood() -> None:
    assert came("choice;1;من؟;أ;ب", head="Type;Paragraph;Question;Right;Wrong")["prompt"] == "من؟"


def test_signs_that_part_values_are_escaped() -> None:
    text = "أ | ب = ج :: د / \\ + ه\nو"
    pairs = [{"left": text, "right": f"{text} ١"}, {"left": "ب", "right": "ج"}]
    lesson = lesson_of([build("match", id="a", prompt="صل.", pairs=pairs)])
    bare = written(lesson, FORMATS["csv"]).replace(b"fahm:", b"other:")
    (values,) = import_lesson(bare).questions
    assert values["pairs"] == pairs


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("سؤال,1,من؟,أ,ب", "A2"),
        ("اختيار,أولى,من؟,أ,ب", "B2"),
        ("اختيار,1,,أ,ب", "C2"),
        ("اختيار,1,من؟,,ب", "D2"),
        ("صح وخطأ,1,س.,ربما,", "D2"),
        ("صح وخطأ,1,س.,|,", "D2"),
        (f"اختيار,{'9' * 5000},من؟,أ,ب", "B2"),
        ("مطابقة,1,صل.,أ ١,", "D2"),
        ("فراغات,1,أكمل.,بلا فراغ,", "D2"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_the_other_rows_come_in(row: str, cell: str) -> None:
    read = import_lesson("\n".join([HEAD, row, "اختيار,1,من؟,أ,ب"]).encode(), text="نص.")
    assert len(read.questions) == 1
    (problem,) = read.problems
    assert f"cell {cell}: " in problem.message
    assert f"الخانة {cell}: " in problem.message


def test_the_template_comes_in_as_it_is() -> None:
    read = import_lesson(sheet_template())
    assert read.format is FORMATS["xlsx"]
    assert read.problems == ()
    assert len({values["type"] for values in read.questions}) == 9
    assert read.text


def test_formulas_stay_words() -> None:
    options = [{"text": "=1+1", "correct": True}, {"text": "@SUM(A1)"}]
    lesson = lesson_of([build("choice", id="a", prompt="+ كم؟", options=options)])
    for name in ("csv", "xlsx"):
        read = import_lesson(written(lesson, FORMATS[name]), name)
        assert read.questions[0]["prompt"] == "+ كم؟"
        assert read.questions[0]["options"] == [{"text": "=1+1", "correct": True}, {"text": "@SUM(A1)"}]


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        lambda: package(**{"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000}),
        lambda: package(**{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        lambda: package(**{"xl/workbook.xml": b"<x>" * 5_000}),
        lambda: package(**{"xl/workbook.xml": b"<x/>"}),
        lambda: package(
            **{"xl/workbook.xml": b"<x/>", "xl/a.xml": b"<x/>", "xl/b.xml": b"<x>%s</x>" % (b"<y/>" * 200_000)}
        ),
        lambda: package(**{f"part{number}": b"" for number in range(2_000)}),
        b"PK\x03\x04",
    ],
    ids=("bomb", "entities", "depth", "empty", "elements", "parts", "cut"),
)
def test_a_hostile_workbook_is_refused(raw: bytes | Callable[[], bytes]) -> None:
    with pytest.raises(Unreadable):
        import_lesson(raw() if callable(raw) else raw, "xlsx", "نص.")


def test_a_sheet_that_is_not_called_xml_is_not_read() -> None:
    kept: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(sheet_template())) as archive:
        for name in archive.namelist():
            renamed = archive.read(name).replace(b"sheet1.xml", b"sheet1.bin")
            kept[name.replace("sheet1.xml", "sheet1.bin")] = renamed
    with pytest.raises(Unreadable):
        import_lesson(package(**kept), "xlsx", "نص.")


def test_rows_and_headings_are_bounded() -> None:
    many = "\n".join([HEAD, *(["اختيار,1,من؟,أ,ب"] * 1_500)])
    assert format_of(many.encode()) is FORMATS["csv"]
    with pytest.raises(Unreadable):
        import_lesson(many.encode(), "csv", "نص.")
    with pytest.raises(Unreadable, match="template"):
        import_lesson(b"a,b\n1,2\n", "csv", "\u0646.")


ROWS = "النوع{0}السؤال{0}الصحيح{0}الخطأ\r\nاختيار{0}متى صدر الإعلان؟{0}الخميس{0}الجمعة\r\n"


@pytest.mark.parametrize(
    ("separator", "encoding", "above"),
    [
        (";", "utf-8-sig", ""),
        ("\t", "utf-16", ""),
        ("\t", "utf-16-le", ""),
        (";", "cp1256", ""),
        (",", "utf-8", "sep=,\r\n"),
        (";", "cp1256", "sep=;\r\n"),
        (",", "utf-8", "أسئلة الدرس الأول,,,\r\n\r\n"),
    ],
)
def test_a_file_saved_by_excel_is_recognized(separator: str, encoding: str, above: str) -> None:
    raw = (above + ROWS.format(separator)).encode(encoding)
    assert format_of(raw).name == "csv"
    (values,) = import_lesson(raw, text="أ.").questions
    assert values["prompt"] == "متى صدر الإعلان؟"


def workbook(*sheets: list[list[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


HEADS: list[object] = ["النوع", "السؤال", "الصحيح", "الخطأ"]


def test_a_date_in_a_cell_is_named_since_nobody_may_have_typed_one() -> None:
    came_in = import_lesson(workbook([HEADS, ["إجابة قصيرة", "متى؟", date(2026, 2, 1), ""]]), text="أ.")
    assert came_in.questions[0]["accept"] == ["2026-02-01"]
    assert [("C2" in problem.message, problem.rule) for problem in came_in.problems] == [(True, "bad-cell")]


def test_the_sheet_with_headings_is_read_wherever_they_stand() -> None:
    rows: list[list[object]] = [["أسئلة الدرس"], [], HEADS, ["صح وخطأ", "عبارة", True, ""]]
    came_in = import_lesson(workbook([["غير ذلك"]], rows), text="أ.")
    assert came_in.questions[0]["answer"] == "true"


def test_a_sheet_of_faults_alone_names_each_cell() -> None:
    rows = ["غريب,1,س,ص,", "اختيار,الأولى,س,ص,ض", ",1,س,ص,ض", "مطابقة,1,صل,أ-١,"]
    came_in = import_lesson("\n".join([HEAD, *rows]).encode(), text="أ.")
    assert came_in.questions == ()
    cells = [cell for problem in came_in.problems for cell in ("A2", "B3", "A4", "D5") if cell in problem.message]
    assert cells == ["A2", "B3", "A4", "D5"]
