"""The table as CSV and as XLSX: whatever the cells hold, both files hold it too."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from webapp.interchange.spreadsheet import (
    MAX_CELL_LENGTH,
    Cell,
    CellLink,
    Column,
    Table,
    fix_surrogates,
    sheet_name,
    to_csv,
    to_xlsx,
    xml_text,
)

NAUGHTY = ROOT.parent / "shared" / "cases" / "blns" / "blns.json"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
COLUMNS = (
    Column("learner", ar="القارئ", en="Learner"),
    Column("share", ar="النسبة", en="Share", kind="percent"),
    Column("at", ar="الوقت", en="Time", kind="date"),
)
any_text = st.text(alphabet=st.characters())  # lone surrogates too


def one_column(values: list[str], kind: str = "text") -> Table:
    return Table("جدول", (Column("value", ar="القيمة", en="Value", kind=kind),), tuple((value,) for value in values))


def csv_rows(body: bytes) -> list[list[str]]:
    """As a program reads it, the apostrophes taken away again."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    first = re.compile(r"^'(?='*[=+\-@\t\r\n＝＋－＠])")
    inside = re.compile(r"(?<=[;\t|\r\n])([^\S\t\r\n]*[\"']*)'(?=[=+\-@＝＋－＠])")
    return [[inside.sub(r"\1", first.sub("", cell)) for cell in row] for row in rows]


def part(body: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(body)).read(name))


def unescaped(text: str) -> str:
    """Excel's own escapes: _x0007_ is that character."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def xlsx_rows(body: bytes) -> list[list[str | float | None]]:
    """As a spreadsheet reads it: text as text, numbers as numbers."""
    strings = [
        unescaped("".join(run.text or "" for run in item.iter(f"{MAIN}t")))
        for item in part(body, "xl/sharedStrings.xml").iter(f"{MAIN}si")
    ]
    rows: list[list[str | float | None]] = []
    for row in part(body, "xl/worksheets/sheet1.xml").iter(f"{MAIN}row"):
        found: dict[str, str | float | None] = {}
        for cell in row.iter(f"{MAIN}c"):
            assert cell.find(f"{MAIN}f") is None, "a formula"
            value = cell.findtext(f"{MAIN}v")
            place = re.sub(r"\d", "", cell.attrib["r"])
            found[place] = strings[int(value)] if cell.get("t") == "s" and value else float(value) if value else None
        rows.append([found.get(place) for place in "ABC"])
    return rows


def xlsx_column(body: bytes, count: int) -> list[str | float | None]:
    """The first column under its heading. Rows without anything in them are not written."""
    by_line = {int(row.attrib["r"]): row for row in part(body, "xl/worksheets/sheet1.xml").iter(f"{MAIN}row")}
    rows = iter(xlsx_rows(body))
    cells = {line: next(rows)[0] for line in sorted(by_line)}
    return [cells.get(line) for line in range(2, count + 2)]


def test_both_files_hold_the_same_cells() -> None:
    table = Table("القراء", COLUMNS, (("سارة", 0.25, AT), ("عمر", None, None), (CellLink("ليلى", "/desk/x"), 1, AT)))
    assert csv_rows(to_csv(table)) == [
        ["learner", "share", "at"],
        ["سارة", "0.25", "2026-03-01T08:30:00+00:00"],
        ["عمر", "", ""],
        ["ليلى", "1", "2026-03-01T08:30:00+00:00"],
    ]
    rows = xlsx_rows(to_xlsx(table, AT))
    assert rows[0] == ["القارئ (Learner)", "النسبة (Share)", "الوقت (Time, UTC)"]
    assert [row[:2] for row in rows[1:]] == [["سارة", 0.25], ["عمر", None], ["ليلى", 1]]
    assert rows[1][2] == pytest.approx((AT.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86400)


def test_the_sheet_runs_from_right_to_left_and_holds_its_heading() -> None:
    sheet = part(to_xlsx(one_column(["أ"]), AT), "xl/worksheets/sheet1.xml")
    view = next(sheet.iter(f"{MAIN}sheetView"))
    assert view.attrib["rightToLeft"] == "1"
    pane = next(view.iter(f"{MAIN}pane"))
    assert (pane.attrib["ySplit"], pane.attrib["state"]) == ("1", "frozen")


def test_percents_are_shown_as_percents() -> None:
    body = to_xlsx(Table("ن", COLUMNS, (("أ", 0.5, AT),)), AT)
    styles = part(body, "xl/styles.xml")
    used = [style.attrib["numFmtId"] for style in next(styles.iter(f"{MAIN}cellXfs")).iter(f"{MAIN}xf")]
    cell = next(cell for cell in part(body, "xl/worksheets/sheet1.xml").iter(f"{MAIN}c") if cell.attrib["r"] == "B2")
    patterns = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{MAIN}numFmt")}
    assert patterns[used[int(cell.attrib["s"])]] == "0%"


def test_the_same_table_makes_the_same_bytes() -> None:
    table = one_column(["أ", "ب"])
    assert to_xlsx(table, AT) == to_xlsx(table, AT)
    assert to_csv(table) == to_csv(table)
    assert b"2026-03-01T08:30:00Z" in zipfile.ZipFile(io.BytesIO(to_xlsx(table, AT))).read("docProps/core.xml")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "'=1", "''@a"])
def test_a_text_that_would_run_as_a_formula_gets_an_apostrophe(text: str) -> None:
    (cell,) = list(csv.reader(io.StringIO(to_csv(one_column([text])).decode("utf-8-sig"), newline="")))[1]
    assert cell == f"'{text}"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_is_a_formula_where_another_sign_parts_the_cells(separator: str, sign: str) -> None:
    texts = [f"موسكو{mark}{space}{sign}1+1{mark}نص" for mark in ";\t|\n" for space in ("", " ", '"', "'")]
    table = Table("ن", COLUMNS, tuple(("أ", 1.0, None) for _ in texts))
    body = to_csv(one_column(texts)) + to_csv(table)
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=separator):
        assert not [cell for cell in row if cell.lstrip(' "\ufeff').startswith(sign)]


def test_numbers_below_zero_stay_numbers() -> None:
    table = Table("ن", COLUMNS, (("أ", -0.5, None),))
    assert csv_rows(to_csv(table))[1] == ["أ", "-0.5", ""]
    assert xlsx_rows(to_xlsx(table, AT))[1] == ["أ", -0.5, None]


def test_what_is_no_finite_number_is_an_empty_cell() -> None:
    table = Table("ن", COLUMNS, (("أ", float("nan"), None), ("ب", float("-inf"), None)))
    assert [row[1] for row in csv_rows(to_csv(table))[1:]] == ["", ""]
    assert [row[1] for row in xlsx_rows(to_xlsx(table, AT))[1:]] == [None, None]


def test_a_whole_number_that_a_spreadsheet_would_round_is_text() -> None:
    table = Table("ن", COLUMNS, (("أ", -(2**60) - 1, None),))
    assert xlsx_rows(to_xlsx(table, AT))[1][1] == csv_rows(to_csv(table))[1][1] == str(-(2**60) - 1)


def test_addresses_are_no_links() -> None:
    body = to_xlsx(one_column(["https://example.org/"], "link"), AT)
    assert b"hyperlink" not in zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml")


def test_what_xml_forbids_is_seen_to_be_missing() -> None:
    assert xml_text("أ\x00ب\x0bج\ud800د\uffffه") == "أ\ufffdب\ufffdج\ufffdد\ufffdه"
    assert xml_text("a\tb\nc\rd") == "a\tb\nc\rd"


def test_a_text_too_long_for_a_cell_is_cut_visibly() -> None:
    (cell,) = xlsx_column(to_xlsx(one_column(["😀" * MAX_CELL_LENGTH]), AT), 1)
    assert isinstance(cell, str)
    assert cell.endswith("…")
    assert len(cell.encode("utf-16-le")) <= 2 * MAX_CELL_LENGTH


@pytest.mark.parametrize("title", ["", "a/b:c*d?[e]\\", "x" * 40, "😀" * 20, "'أ'", "History", "\x00", "\ud800"])
def test_every_title_becomes_a_name_that_a_sheet_may_have(title: str) -> None:
    table = Table(title, COLUMNS, ())
    name = next(part(to_xlsx(table, AT), "xl/workbook.xml").iter(f"{MAIN}sheet")).attrib["name"]
    assert 0 < len(name.encode("utf-16-le")) <= 62
    assert name == sheet_name(title)


def test_rows_must_fit_their_columns() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells for 3 columns"):
        Table("ن", COLUMNS, (("أ",),))
    with pytest.raises(ValueError, match="two columns"):
        Table("ن", (COLUMNS[0], COLUMNS[0]), ())


def same_in_both(values: list[str]) -> None:
    table = one_column(values)
    assert [row[0] for row in csv_rows(to_csv(table))[1:]] == [fix_surrogates(value) for value in values]
    assert xlsx_column(to_xlsx(table, AT), len(values)) == [xml_text(value) or None for value in values]


@given(st.lists(any_text, max_size=8))
def test_any_text_comes_back_from_both_files(values: list[str]) -> None:
    same_in_both(values)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=8))
def test_any_number_comes_back_from_both_files(values: list[float]) -> None:
    table = Table("ن", (Column("value", ar="القيمة", en="Value", kind="number"),), tuple((value,) for value in values))
    assert [float(row[0]) for row in csv_rows(to_csv(table))[1:]] == values
    # A spreadsheet keeps fifteen digits and more, and writes them as sixteen.
    assert xlsx_column(to_xlsx(table, AT), len(values)) == [pytest.approx(value, rel=1e-14) for value in values]


@given(st.lists(st.tuples(any_text, st.none() | st.floats() | st.integers(), st.none() | st.datetimes()), max_size=4))
def test_no_cell_stops_a_file(rows: list[tuple[Cell, ...]]) -> None:
    table = Table("ن", COLUMNS, tuple(rows))
    assert len(csv_rows(to_csv(table))) == len(rows) + 1
    assert xlsx_rows(to_xlsx(table, AT))


def test_the_big_list_of_naughty_strings_comes_back_from_both_files() -> None:
    if not NAUGHTY.exists():
        pytest.skip("the cases of others are not beside the project")
    values = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    assert len(values) > 500
    same_in_both(values)


def test_every_text_of_a_csv_file_is_quoted() -> None:
    assert to_csv(one_column(["x;=1+1;y"])).decode("utf-8-sig").splitlines()[1] == '"x;\'=1+1;y"'


@pytest.mark.parametrize(
    ("language", "headings"),
    [("ar", ["القارئ", "النسبة", "الوقت (UTC)"]), ("en", ["Learner", "Share", "Time, UTC"])],
)
def test_headings_are_in_one_language_where_it_is_asked_for(language: str, headings: list[str]) -> None:
    body = to_xlsx(Table("ن", COLUMNS, (("أ", 0.5, AT),)), AT, language)
    assert xlsx_rows(body)[0] == headings
    view = next(part(body, "xl/worksheets/sheet1.xml").iter(f"{MAIN}sheetView"))
    assert view.attrib.get("rightToLeft") == ("1" if language == "ar" else None)
